/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_SETTINGS_H
#define CHQ_MODEL_SETTINGS_H

/*
 * Every setting is a row: key, type, default, range, unit, sentence. The table in settings.c is the only place;
 * `chq config dump`, the check of the user's file, data/defaults.ini and the manual page all come from it.
 * Order: flag (--set KEY=VALUE) beats environment (CHQ_RTS_FALLBACK for rts.fallback) beats the user's file
 * ($CHQ_CONFIG, else $XDG_CONFIG_HOME/chq/chq.ini) beats the defaults. In a copy for practice the scenario it was made for
 * beats them all (company.h), because it is part of what is to be found there.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "model/err.h"
#include "model/text.h"

/* X(member, key, type, default, lowest, highest, unit, sentence); type BOOL, INT or CHOICE (default = the first). */
#define SETTINGS_INT_TABLE(X)                                                                      \
    X(rts_fallback, "rts.fallback", BOOL, 0, 0, 1, "",                                             \
      "When headquarters does not answer a real-time call, create the customer asynchronously "    \
      "(later versions; off, "                                                                     \
      "as in 10.0.18: the sign-up fails)")                                                         \
    X(rts_latency_ms, "rts.latency_ms", INT, 0, 0, 60000, "ms",                                    \
      "Simulated network time of one call to the Real-time Service")                               \
    X(rts_latency_growth_ms, "rts.latency_growth_ms", INT, 50, 0, 10000, "ms",                     \
      "Simulated: how much longer a call to the Real-time Service takes for each other one of "    \
      "the "                                                                                       \
      "storefront traffic that is under way")                                                      \
    X(traffic_latency_ms, "traffic.latency_ms", INT, 150, 0, 60000, "ms",                          \
      "Simulated network time of a call to the Real-time Service that the storefront traffic "     \
      "makes, unless rts.latency_ms is longer")                                                    \
    X(csu_cache_ttl_s, "csu.cache_ttl", INT, 86400, 0, 604800, "s",                                \
      "How long the channel may serve its cached copy of store and profile before it reads them "  \
      "again")                                                                                     \
    X(no_profile_async, "store.no_profile_async", BOOL, 1, 0, 1, "",                               \
      "A store without a functionality profile creates its customers asynchronously (no: in real " \
      "time)")                                                                                     \
    X(exchange_batch_rows, "exchange.batch_rows", INT, 100000, 1, 1000000, "rows",                 \
      "Most rows an exchange job moves in one transaction")                                        \
    X(exchange_lock_ms, "exchange.lock_ms", INT, 500, 10, 60000, "ms",                             \
      "Longest time a job may hold a database's write lock; batches shrink to stay below it")      \
    X(exchange_cache_mib, "exchange.cache_mib", INT, 64, 2, 4096, "MiB",                           \
      "Page cache of a connection that runs a job")                                                \
    X(csv_batch_rows, "csv.batch_rows", INT, 500, 1, 100000, "rows",                               \
      "Sign-ups that chq signup --csv commits together; none is acknowledged before its commit")   \
    X(db_busy_timeout_ms, "db.busy_timeout_ms", INT, 5000, 0, 600000, "ms",                        \
      "How long a locked database is waited for before the work is given up as busy")              \
    X(batch_poll_s, "batch.poll_s", INT, 60, 1, 3600, "s",                                         \
      "How often the batch server looks for work even when nothing tells it to, and shows that "   \
      "it "                                                                                        \
      "lives")                                                                                     \
    X(batch_lease_s, "batch.lease_s", INT, 30, 5, 3600, "s",                                       \
      "How long after a missed look the batch server is replaced when it hangs; one that died is " \
      "replaced at once")                                                                          \
    X(tui_batch_server, "console.batch_server", BOOL, 1, 0, 1, "",                                 \
      "The console runs batch jobs while it is open, unless another program is the batch server "  \
      "already")                                                                                   \
    X(tui_escape_ms, "console.escape_ms", INT, 25, 5, 1000, "ms",                                  \
      "How long a lone Escape waits for the rest of a key sequence ($ESCDELAY wins)")              \
    X(tui_pane, "console.customer_view", BOOL, 1, 0, 1, "",                                        \
      "Show the customer-view pane when the console opens")                                        \
    X(tui_show_pace_ms, "console.show_pace_ms", INT, 1200, 0, 10000, "ms",                         \
      "How long each key of what is shown stays on the screen before the next one; 0: all at "     \
      "once")

struct settings {
#define X(member, ...) int64_t member;
    SETTINGS_INT_TABLE(X)
#undef X
    char language[8];                /* console.language: "" = from the environment, "en", "nb" */
    char theme[16];                  /* console.theme: dark light mono high-contrast cb-safe */
    char environment[TEXT_SIZE(15)]; /* console.environment: in the title bar, DEMO TEST PROD … */
    char user[TEXT_SIZE(20)];     /* console.user: who the audit trail names; "" = the login name */
    char trainee[TEXT_SIZE(40)];  /* trainee.name: whose record it is; "" = the user's */
    char records[TEXT_SIZE(200)]; /* training.records: a folder; "" = in the company's; "none" */
};

/* The defaults alone. */
void settings_init(struct settings *settings);
/* Defaults, then the user's file (a missing file is fine unless `path` was named by the user), then the environment.
 * `path` NULL = the default place. */
MUST_CHECK enum err_code settings_load(struct settings *settings, const char *path,
                                       struct err *err);
/* Lay the values of a file over those that are there; others stay. A missing file lays nothing. */
MUST_CHECK enum err_code settings_lay_over(struct settings *settings, const char *path,
                                           struct err *err);
/* "rts.fallback", "yes". Unknown key: REASON_CONFIG_UNKNOWN_KEY with the nearest one. */
MUST_CHECK enum err_code settings_set(struct settings *settings, const char *key, const char *value,
                                      struct err *err);
/* Check a file without using it; calls `complain` for every fault, returns the first (or ERR_OK). */
MUST_CHECK enum err_code settings_check_file(const char *path,
                                             void (*complain)(void *ctx, const struct err *err),
                                             void *ctx, struct err *first);
/* The table as a commented ini file with the values of `settings`; equal to data/defaults.ini for the defaults. */
void settings_dump(const struct settings *settings, FILE *out);
/* The default place of the user's file. */
void settings_path(char *buf, size_t size);
/* For each row of the table, in order. */
struct setting_info {
    const char *key, *type, *unit, *sentence;
    char value[TEXT_SIZE(200)], standard[TEXT_SIZE(200)], range[48];
};
int settings_count(void);
void settings_info(const struct settings *settings, int index, struct setting_info *info);

#endif
