/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRAFFIC_H
#define CHQ_TRAINER_TRAFFIC_H

/*
 * Storefront traffic: shoppers who sign up at a chosen rate, so that a trainee sees the queue grow, the time of real-time
 * sign-ups rise with the load, and errors while headquarters is in servicing (domain.md 1 items 3 and 13, 5.7).
 *
 * Each shopper is a sign-up like any other (company_signup): the channel's own copy of the settings decides, what is
 * stored is on disk, what is refused is in the storefront's log. Only the network to headquarters is simulated, as
 * traffic.latency_ms and rts.latency_growth_ms say. Times are what the shopper waits: from pressing the button, which
 * includes waiting for one of the storefront's threads, to the answer.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/exchange/company.h"
#include "model/progress.h"

enum {
    TRAFFIC_RATE_MOST = 3000, /* sign-ups a minute */
    TRAFFIC_SHOPPERS = 16,    /* most that a storefront serves at once; the others wait */
    TRAFFIC_REASONS = 6,      /* different ones that are told apart */
    TRAFFIC_HISTORY_S = 900
};

struct traffic_plan {
    char store[TEXT_SIZE(10)]; /* "" = every online store, one as likely as another */
    int per_minute;            /* on average, at random moments (Poisson); 1..TRAFFIC_RATE_MOST */
    int64_t seconds;           /* 0 = until it is cancelled */
    /* the same seed: the same moments, names and stores. E-mail addresses are always new. */
    uint64_t seed;
    bool real; /* also in a company that is neither a demo company nor a practice copy */
};

/* How long the shoppers of one kind waited. */
struct traffic_times {
    int count, p50_ms, p95_ms;
};

/* A reason of `count` failures; REASON_NONE = others, of which there are too many to tell apart. */
struct traffic_failure {
    enum err_reason reason;
    int64_t count;
};

/* What happened in one second. An answer counts in the second in which it comes. */
struct traffic_second {
    int64_t number;             /* 0 is the first */
    int arrived;                /* shoppers who pressed the button */
    struct traffic_times async; /* stored in the channel, Pending sync */
    struct traffic_times sync;  /* have an account at once */
    int fallback;               /* of `async`: headquarters did not answer (rts.fallback) */
    int failed;
    struct traffic_failure failures[TRAFFIC_REASONS]; /* those with a count */
    int under_way;                                    /* wait for an answer at its end */
    int64_t waiting; /* customers in state A1 in the whole company, as counted last */
};

/* `newest` is the last failure of the second, NULL when nobody failed. */
typedef void traffic_fn(void *ctx, const struct traffic_second *second, const struct err *newest);

/*
 * Let shoppers arrive until `plan->seconds` are over and everybody has an answer, or until cancelled: then whoever has not
 * reached headquarters yet goes away, nothing of that is stored, and ERR_CANCELLED is returned within a moment. Calls
 * `told` on the caller's thread once a second and once at the end. Opens its own connections.
 *
 * Refusals, before anybody arrives: READ_ONLY, PRACTICE_ONLY (see plan.real), RECORD_NOT_FOUND of "store". FILE_REPLACED
 * when the company's files were put back while it ran. A sign-up that fails is no error, it is counted.
 */
MUST_CHECK enum err_code traffic_run(const char *folder, const struct settings *settings,
                                     const struct traffic_plan *plan,
                                     const struct progress *progress, traffic_fn *told, void *ctx,
                                     struct err *err);
/* The refusals alone. Cheap. */
MUST_CHECK enum err_code traffic_check(struct company *company, const struct traffic_plan *plan,
                                       struct err *err);
/* Simulated network time of one real-time call, while `others` are under way. */
int64_t traffic_network_ms(const struct settings *settings, int others);

/* ---- counting --------------------------------------------------------------------------------------------------- */

struct traffic_totals {
    int64_t seconds, arrived, async, sync, fallback, failed;
    struct traffic_failure failures[TRAFFIC_REASONS];
    /* of each of them; only code and reason where none is known */
    struct err examples[TRAFFIC_REASONS];
    int under_way;
    int64_t waiting;
    int async_most_ms, sync_most_ms; /* highest p95 of a second */
};
/* `newest` as in traffic_fn. */
void traffic_totals_add(struct traffic_totals *totals, const struct traffic_second *second,
                        const struct err *newest);

/* The last quarter of an hour, second by second, over several runs. */
struct traffic_history {
    struct traffic_second seconds[TRAFFIC_HISTORY_S]; /* a ring */
    int64_t count;                                    /* how many were ever added */
};
void traffic_history_add(struct traffic_history *history, const struct traffic_second *second);
/* Second by age: 0 is the newest. NULL = that old there is none. */
const struct traffic_second *traffic_history_at(const struct traffic_history *history, int64_t age);

enum traffic_series { TRAFFIC_ASYNC_MS, TRAFFIC_SYNC_MS, TRAFFIC_FAILED, TRAFFIC_WAITING };
/*
 * A series in steps of `step_s` seconds, the newest step last and perhaps not complete yet: of times the highest p95, of
 * failures the sum, of those who wait the last. -1 = nothing was measured. Steps begin at multiples of `step_s`, so that
 * a step keeps its value when time goes on. Returns how many values there are, at most `most`.
 */
int traffic_history_steps(const struct traffic_history *history, enum traffic_series series,
                          int step_s, int64_t *values, int most);

#endif
