/* SPDX-License-Identifier: MIT */
/*
 * chq traffic: a storefront's traffic without a screen. Owns the options and how the seconds and their sum are said; who
 * arrives, and what becomes of them, is model/trainer/traffic.
 */

#include <signal.h>

#include "cli/cli.h"
#include "model/clock.h"
#include "model/trainer/traffic.h"
#include "tui/words.h"

enum { RATE = 30 }; /* sign-ups a minute when nobody says how many */

struct told {
    struct cli *cli;
    struct traffic_totals totals;
};

/* ---- seconds ------------------------------------------------------------------------------------------------------ */

static void json_times(struct json *doc, const char *key, const struct traffic_times *times) {
    json_object(doc, key);
    json_int(doc, "count", times->count);
    json_int(doc, "p50_ms", times->p50_ms);
    json_int(doc, "p95_ms", times->p95_ms);
    json_end(doc);
}

static void json_failures(struct json *doc, const struct traffic_failure *failures) {
    json_object(doc, "failures");
    for (int i = 0; i < TRAFFIC_REASONS; i++) {
        const char *name = err_reason_name(failures[i].reason);
        if (failures[i].count > 0) json_int(doc, name, failures[i].count);
    }
    json_end(doc);
}

static void json_second(struct cli *cli, const struct traffic_second *second) {
    struct json *doc = &cli->doc;
    json_object(doc, NULL);
    json_int(doc, "second", second->number);
    json_int(doc, "arrived", second->arrived);
    json_times(doc, "async", &second->async);
    json_times(doc, "sync", &second->sync);
    json_int(doc, "fallback", second->fallback);
    json_int(doc, "failed", second->failed);
    json_failures(doc, second->failures);
    json_int(doc, "under_way", second->under_way);
    json_int(doc, "in_channel", second->waiting);
    json_end(doc);
    fflush(cli->out);
}

static void words_times(const struct traffic_times *times, char *buf, size_t size) {
    buf[0] = '\0';
    if (times->count > 0) snprintf(buf, size, _(" (%d ms)"), times->p95_ms);
}

static void say_second(void *ctx, const struct traffic_second *second, const struct err *newest) {
    struct told *told = ctx;
    char async[40], sync[40];
    traffic_totals_add(&told->totals, second, newest);
    if (told->cli->json) {
        json_second(told->cli, second);
        return;
    }
    words_times(&second->async, async, sizeof async);
    words_times(&second->sync, sync, sizeof sync);
    cli_note(told->cli,
             _("%4lld s  %d arrived, %d stored%s, %d with an account%s, %d failed; %d under way, "
               "%lld in the channel"),
             (long long)second->number + 1, second->arrived, second->async.count, async,
             second->sync.count, sync, second->failed, second->under_way,
             (long long)second->waiting);
    fflush(told->cli->err);
}

/* ---- the sum ------------------------------------------------------------------------------------------------------ */

static void json_totals(struct cli *cli, const struct traffic_totals *totals) {
    json_int(&cli->doc, "arrived", totals->arrived);
    json_int(&cli->doc, "async", totals->async);
    json_int(&cli->doc, "sync", totals->sync);
    json_int(&cli->doc, "fallback", totals->fallback);
    json_int(&cli->doc, "failed", totals->failed);
    json_failures(&cli->doc, totals->failures);
    json_int(&cli->doc, "unanswered", totals->under_way);
    json_int(&cli->doc, "async_p95_ms", totals->async_most_ms);
    json_int(&cli->doc, "sync_p95_ms", totals->sync_most_ms);
    json_int(&cli->doc, "in_channel", totals->waiting);
}

static void print_failures(struct cli *cli, const struct traffic_totals *totals) {
    char text[WORDS_SIZE];
    for (int i = 0; i < TRAFFIC_REASONS; i++) {
        if (totals->failures[i].count == 0) continue;
        words_error(&totals->examples[i], "signup", text, sizeof text);
        fprintf(cli->out, _("%lld failed: %s\n"), (long long)totals->failures[i].count, text);
    }
}

static void cell_ms(struct table *table, int64_t count, int most_ms) {
    if (count > 0)
        table_cellf(table, _("%lld ms"), (long long)most_ms);
    else
        table_cell(table, "");
}

static void print_totals(struct cli *cli, const struct traffic_totals *totals) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Sign-ups"), false);
    table_column(&table, _("Customers"), true);
    table_column(&table, _("Highest p95"), true);
    table_cell(&table, _("Stored, Pending sync"));
    table_cell_int(&table, totals->async);
    cell_ms(&table, totals->async, totals->async_most_ms);
    table_cell(&table, _("Account at once"));
    table_cell_int(&table, totals->sync);
    cell_ms(&table, totals->sync, totals->sync_most_ms);
    table_cell(&table, _("Failed"));
    table_cell_int(&table, totals->failed);
    table_cell(&table, "");
    table_cell(&table, _("Gone without an answer"));
    table_cell_int(&table, totals->under_way);
    table_cell(&table, "");
    table_cell(&table, _("Arrived"));
    table_cell_int(&table, totals->arrived);
    table_cell(&table, "");
    table_end(&table);
    print_failures(cli, totals);
}

/* ---- the verb ----------------------------------------------------------------------------------------------------- */

static bool read_plan(struct cli *cli, struct traffic_plan *plan) {
    const char *store = cli_option(cli, "store");
    int64_t rate = RATE, seed = clock_ticks_us();
    *plan = (struct traffic_plan){.real = cli_option(cli, "real") != NULL};
    if (!cli_option_int(cli, "rate", 1, TRAFFIC_RATE_MOST, &rate)) return false;
    if (!cli_option_int(cli, "seconds", 1, 1000000, &plan->seconds)) return false;
    if (!cli_option_int(cli, "seed", 0, INT64_MAX, &seed)) return false;
    plan->per_minute = (int)rate;
    plan->seed = (uint64_t)seed;
    text_copy(plan->store, sizeof plan->store, store ? store : "");
    return true;
}

static void say_simulated(const struct cli *cli) {
    const struct settings *settings = &cli->company->settings;
    cli_note(cli,
             _("Simulated: a real-time call takes %lld ms, and %lld ms more for each other one "
               "under way."),
             (long long)traffic_network_ms(settings, 0),
             (long long)settings->rts_latency_growth_ms);
}

static int run(struct cli *cli) {
    struct err err = {0};
    struct traffic_plan plan;
    struct told told = {.cli = cli};
    struct cli_progress progress;
    if (!read_plan(cli, &plan)) return EXIT_USAGE;
    if (traffic_check(cli->company, &plan, &err) != ERR_OK) return cli_fail(cli, &err);
    cli_progress_init(&progress, cli, NULL, NULL);
    progress.progress.report = NULL; /* a line each second is enough */
    say_simulated(cli);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_array(&cli->doc, "seconds");
    }
    enum err_code code = traffic_run(cli->folder, &cli->settings, &plan, &progress.progress,
                                     say_second, &told, &err);
    if (cli->json) json_end(&cli->doc);
    if (code != ERR_OK && code != ERR_CANCELLED) return cli_fail(cli, &err);
    if (cli->json) {
        json_totals(cli, &told.totals);
        json_end(&cli->doc);
    } else {
        print_totals(cli, &told.totals);
    }
    return code == ERR_CANCELLED && interrupt_signal() == SIGINT ? EXIT_INTERRUPTED : EXIT_DONE;
}

static const struct verb_option traffic_options[] = {
    {"store", "ID", N_("Only this online store (default: all, one as likely as another)"), false},
    {"rate", "N", N_("Sign-ups a minute on average, at random moments (default: 30)"), false},
    {"seconds", "S", N_("End after so many seconds (default: when it is interrupted)"), false},
    {"seed", "N", N_("The same number: the same moments, names and stores"), false},
    {"real", NULL, N_("Also in a company that is neither a demo company nor a practice copy"),
     false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_traffic[] = {
    {.noun = "traffic",
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = traffic_options,
     .summary = N_("Let invented shoppers sign up, to see what load and servicing do."),
     .details = N_(
         "Each one signs up as chq signup does: the channel decides by its own copy of the "
         "settings. Times are what the shopper waits, the 95th percentile of each second. The "
         "network to headquarters is simulated (settings traffic.latency_ms and "
         "rts.latency_growth_ms), everything else is real.\n\n"
         "A line a second goes to stderr, the sum to stdout; --json has both. Ctrl+C ends it with "
         "the sum and exit code 130: who has not reached headquarters by then goes away, and "
         "nothing of that is stored."),
     .run = run},
    {.run = NULL},
};
