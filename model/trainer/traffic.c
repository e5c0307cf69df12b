/* SPDX-License-Identifier: MIT */
/*
 * The run of a storefront's traffic: some threads that serve shoppers, and the one that called, which counts. Owns who
 * serves whom and what is told each second. What a sign-up does is the storefront's business; who arrives and when is
 * traffic_people.c.
 *
 * The threads share a counter from which each takes the next shopper, and walk to that shopper's moment by themselves;
 * they speak to the counting thread by messages only.
 */

#include "model/trainer/traffic.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>

#include "model/clock.h"
#include "model/exchange/states.h"
#include "model/hq/lookups.h"
#include "model/job.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/traffic_priv.h"

#define SECOND_US   INT64_C(1000000)
#define MOST_STORES 256
#define MOST_TIMES                                                                                 \
    2048         /* answers of a kind and second whose times are kept; more are counted only */
#define SHARE 20 /* one part counting who waits, at least 19 parts not */

enum { ONLINE_STORES };
const char *const traffic_sql[] = {
    [ONLINE_STORES] = "SELECT c.RetailChannelId FROM RetailOnlineChannelTable o"
                      " JOIN RetailChannelTable c ON c.RecId = o.RecId ORDER BY c.RetailChannelId",
    NULL};

/* What the serving threads share: constant while they run, but for the counters. */
struct crowd {
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    struct traffic_plan plan;
    char tag[16];
    char stores[MOST_STORES][TEXT_SIZE(10)];
    int store_count;
    int64_t begin_us;
    atomic_llong next;    /* shopper whom nobody serves yet */
    atomic_int rts_calls; /* see company.h */
};

/* How it ended for a shopper, told to the counting thread. */
struct answer {
    bool failed, has_account, fallback;
    int waited_ms;
    struct err why;
};

/* ---- a thread that serves shoppers -------------------------------------------------------------------------------- */

/* false = cancelled. */
static bool wait_until(int64_t at_us, const struct progress *progress) {
    struct pollfd wake = {.fd = progress_wake_fd(progress), .events = POLLIN};
    for (int64_t left_us; (left_us = at_us - clock_ticks_us()) > 0;) {
        if (progress_cancelled(progress)) return false;
        int64_t ms = (left_us + 999) / 1000;
        poll(&wake, 1, ms > 60000 ? 60000 : (int)ms);
    }
    return !progress_cancelled(progress);
}

static bool is_over(const struct crowd *crowd, const struct arrivals *arrivals) {
    return crowd->plan.seconds > 0 && arrivals->at_us >= (double)crowd->plan.seconds * 1e6;
}

/* The next shopper of the sequence; false = none comes in time, or cancelled. */
static bool take_shopper(struct crowd *crowd, struct arrivals *arrivals,
                         const struct progress *progress) {
    int64_t wanted = atomic_fetch_add(&crowd->next, 1);
    while (arrivals->index < wanted && !is_over(crowd, arrivals)) arrivals_next(arrivals);
    if (is_over(crowd, arrivals)) return false;
    return wait_until(crowd->begin_us + (int64_t)arrivals->at_us, progress);
}

/* A channel database that was made, moved or put back since. */
static void look_for_channels(struct company *company, const struct err *why) {
    struct err ignored;
    if (why->reason != REASON_STORE_UNKNOWN_TO_CHANNEL && why->reason != REASON_CHANNEL_MISSING)
        return;
    (void)!company_reload_channels(company, &ignored);
}

/* An error of the run, not of the sign-up: nobody else will be served either. */
static bool is_fatal(const struct err *why) {
    return why->code == ERR_CANCELLED || why->reason == REASON_FILE_REPLACED;
}

static enum err_code serve_shopper(struct company *company, const struct crowd *crowd,
                                   const struct arrivals *arrivals, struct answer *answer,
                                   struct err *err) {
    struct signup in;
    struct signup_result result;
    struct err why = {0};
    int store = shopper_store(crowd->plan.seed, arrivals->index, crowd->store_count);
    shopper_invent(crowd->plan.seed, arrivals->index, crowd->tag, &in);
    enum err_code code = company_signup(company, crowd->stores[store], &in, &result, &why);
    int64_t waited_us = clock_ticks_us() - crowd->begin_us - (int64_t)arrivals->at_us;
    *answer = (struct answer){.failed = code != ERR_OK,
                              .has_account = code == ERR_OK && result.account[0] != '\0',
                              .fallback = code == ERR_OK && result.mode == SIGNUP_FALLBACK,
                              .waited_ms = (int)(waited_us / 1000),
                              .why = why};
    if (code == ERR_OK) return ERR_OK;
    look_for_channels(company, &why);
    if (!is_fatal(&why)) return ERR_OK;
    if (err) *err = why;
    return code;
}

static enum err_code serve(void *arg, const struct progress *progress, struct err *err) {
    struct crowd *crowd = arg;
    struct company *company = NULL;
    struct arrivals arrivals;
    arrivals_init(&arrivals, &crowd->plan);
    enum err_code code =
        company_open(&company, crowd->folder, &crowd->settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) {
        /* Of the company's own settings: a lab's are among them, whoever starts the traffic. */
        company->settings.rts_latency_ms = traffic_network_ms(&company->settings, 0);
        company->rts_calls = &crowd->rts_calls;
        company->rts_interrupt = progress;
    }
    while (code == ERR_OK && take_shopper(crowd, &arrivals, progress)) {
        struct answer answer;
        code = serve_shopper(company, crowd, &arrivals, &answer, err);
        if (code == ERR_OK) progress_tell(progress, &answer, sizeof answer);
    }
    company_close(&company);
    return code;
}

/* ---- the counting thread ------------------------------------------------------------------------------------------ */

struct counting {
    struct crowd *crowd;
    struct company *company;
    struct jobs *jobs;
    int ids[TRAFFIC_SHOPPERS], running;
    bool cancelled; /* all threads know that they are to stop */
    const struct progress *progress;
    traffic_fn *told;
    void *ctx;
    struct arrivals arrivals; /* the same walk again, to count who has come */
    struct traffic_second second;
    struct err newest; /* failure of the second */
    int async_ms[MOST_TIMES], sync_ms[MOST_TIMES];
    int64_t answered, arrived, waiting, count_again_us;
    enum err_code code; /* why a thread gave up */
    struct err err;
};

static void add_time(struct traffic_times *times, int *ms, int waited_ms) {
    if (times->count < MOST_TIMES) ms[times->count] = waited_ms;
    times->count++;
}

static void take_answer(struct counting *counting, const struct answer *answer) {
    struct traffic_second *second = &counting->second;
    counting->answered++;
    if (answer->failed) {
        second->failed++;
        failures_add(second->failures, answer->why.reason, 1);
        counting->newest = answer->why;
    } else if (answer->has_account) {
        add_time(&second->sync, counting->sync_ms, answer->waited_ms);
    } else {
        add_time(&second->async, counting->async_ms, answer->waited_ms);
        second->fallback += answer->fallback;
    }
}

static void stop_serving(struct counting *counting) {
    for (int i = 0; i < TRAFFIC_SHOPPERS; i++) {
        if (counting->ids[i] > 0) jobs_cancel(counting->jobs, counting->ids[i]);
    }
    counting->cancelled = true;
}

static void take_end(struct counting *counting, const struct job_event *event) {
    counting->running--;
    if (event->code == ERR_OK || event->code == ERR_CANCELLED || counting->code != ERR_OK) return;
    counting->code = event->code;
    counting->err = event->err;
    stop_serving(counting); /* alone the others would serve as if nothing were wrong */
}

static void take_events(struct counting *counting) {
    struct job_event event;
    while (jobs_next_event(counting->jobs, &event)) {
        if (event.kind == JOB_MESSAGE) {
            take_answer(counting, event.message);
            free(event.message);
        } else if (event.kind == JOB_ENDED) {
            take_end(counting, &event);
        }
    }
}

static void count_arrivals(struct counting *counting, int64_t now_us) {
    struct arrivals *arrivals = &counting->arrivals;
    double until = (double)(now_us - counting->crowd->begin_us);
    while (arrivals->at_us < until && !is_over(counting->crowd, arrivals)) {
        if (arrivals->index >= 0) {
            counting->second.arrived++;
            counting->arrived++;
        }
        arrivals_next(arrivals);
    }
}

/* As often as it is cheap: a large company is not counted every second. */
static void count_waiting(struct counting *counting) {
    struct state_counts counts;
    struct err ignored;
    int64_t begin_us = clock_ticks_us();
    if (begin_us < counting->count_again_us) return;
    if (states_count(counting->company, &counts, &ignored) == ERR_OK)
        counting->waiting = counts.count[STATE_IN_CHANNEL];
    int64_t now_us = clock_ticks_us();
    counting->count_again_us = now_us + (now_us - begin_us) * (SHARE - 1);
}

static int kept(const struct traffic_times *times) {
    return times->count < MOST_TIMES ? times->count : MOST_TIMES;
}

static void tell_second(struct counting *counting, int64_t now_us) {
    struct traffic_second *second = &counting->second;
    int async = second->async.count, sync = second->sync.count;
    count_arrivals(counting, now_us);
    count_waiting(counting);
    times_fill(&second->async, counting->async_ms, kept(&second->async));
    times_fill(&second->sync, counting->sync_ms, kept(&second->sync));
    second->async.count = async;
    second->sync.count = sync;
    second->under_way = (int)(counting->arrived - counting->answered);
    if (second->under_way < 0) second->under_way = 0;
    second->waiting = counting->waiting;
    counting->told(counting->ctx, second, second->failed > 0 ? &counting->newest : NULL);
    *second = (struct traffic_second){.number = second->number + 1};
}

/* Somebody is served, or might still have come. */
static bool goes_on(const struct counting *counting) {
    int64_t end_us = counting->crowd->begin_us + counting->crowd->plan.seconds * SECOND_US;
    return counting->running > 0 || (!counting->cancelled && clock_ticks_us() < end_us);
}

static void count(struct counting *counting) {
    int64_t begin_us = counting->crowd->begin_us;
    while (goes_on(counting)) {
        int64_t due_us = begin_us + (counting->second.number + 1) * SECOND_US;
        int64_t left_us = due_us - clock_ticks_us();
        if (left_us <= 0) {
            tell_second(counting, due_us);
            continue;
        }
        struct pollfd fds[] = {
            {.fd = jobs_fd(counting->jobs), .events = POLLIN},
            {.fd = counting->cancelled ? -1 : progress_wake_fd(counting->progress),
             .events = POLLIN}};
        poll(fds, 2, (int)((left_us + 999) / 1000));
        take_events(counting);
        if (!counting->cancelled && progress_cancelled(counting->progress)) stop_serving(counting);
    }
    if (!counting->cancelled) counting->count_again_us = 0; /* the last word is exact */
    tell_second(counting, clock_ticks_us());
}

/* As many threads as shoppers are served at once when each takes two seconds, which is long. */
static int threads_for(const struct traffic_plan *plan) {
    int threads = plan->per_minute / 30;
    return threads < 4 ? 4 : threads > TRAFFIC_SHOPPERS ? TRAFFIC_SHOPPERS : threads;
}

static enum err_code run(struct counting *counting, struct err *err) {
    struct crowd *crowd = counting->crowd;
    int threads = threads_for(&crowd->plan);
    counting->jobs = jobs_new();
    crowd->begin_us = clock_ticks_us();
    for (int i = 0; i < threads; i++) {
        counting->ids[i] = jobs_start(counting->jobs, serve, crowd, err);
        if (counting->ids[i] == 0) break;
        counting->running++;
    }
    bool started = counting->running == threads;
    if (!started) stop_serving(counting);
    count(counting);
    jobs_free(&counting->jobs);
    if (!started) return ERR_IO;
    if (counting->code != ERR_OK) {
        if (err) *err = counting->err;
        return counting->code;
    }
    return counting->cancelled ? err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL) : ERR_OK;
}

/* ---- beginning ---------------------------------------------------------------------------------------------------- */

enum err_code traffic_check(struct company *company, const struct traffic_plan *plan,
                            struct err *err) {
    char origin[COMPANY_PATH_SIZE];
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    if (plan->real || company_is_demo(company->hq)) return ERR_OK;
    if (guide_sandbox_origin(company->folder, origin)) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_PRACTICE_ONLY, NULL, company->folder);
}

static enum err_code find_stores(struct db *hq, struct crowd *crowd, struct err *err) {
    const char *wanted = crowd->plan.store;
    struct stmt *stmt = db_stmt(hq, traffic_sql[ONLINE_STORES], err);
    if (!stmt) return db_error(hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        const char *id = stmt_text(stmt, 0);
        if (*wanted && strcasecmp(wanted, id) != 0) continue;
        if (crowd->store_count == MOST_STORES) continue;
        text_copy(crowd->stores[crowd->store_count++], sizeof crowd->stores[0], id);
    }
    if (code == ERR_OK && crowd->store_count == 0)
        code = err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "store", wanted);
    return code;
}

int64_t traffic_network_ms(const struct settings *settings, int others) {
    int64_t alone = settings->rts_latency_ms > settings->traffic_latency_ms
                        ? settings->rts_latency_ms
                        : settings->traffic_latency_ms;
    return alone + settings->rts_latency_growth_ms * others;
}

static void prepare(struct crowd *crowd, const char *folder, const struct settings *settings,
                    const struct traffic_plan *plan) {
    char guid[GUID_SIZE];
    ids_new_guid(guid);
    text_copy(crowd->folder, sizeof crowd->folder, folder);
    crowd->settings = *settings;
    crowd->plan = *plan;
    /* The last digits of a GUID are random. */
    for (int i = 0; i < 8; i++) crowd->tag[i] = (char)(guid[29 + i] | 0x20);
}

enum err_code traffic_run(const char *folder, const struct settings *settings,
                          const struct traffic_plan *plan, const struct progress *progress,
                          traffic_fn *told, void *ctx, struct err *err) {
    struct crowd *crowd = calloc(1, sizeof *crowd);
    struct counting *counting = calloc(1, sizeof *counting);
    if (!crowd || !counting) BUG("out of memory for traffic");
    prepare(crowd, folder, settings, plan);
    *counting = (struct counting){.crowd = crowd, .progress = progress, .told = told, .ctx = ctx};
    arrivals_init(&counting->arrivals, plan);
    enum err_code code =
        company_open(&counting->company, folder, settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = traffic_check(counting->company, plan, err);
    if (code == ERR_OK) code = find_stores(counting->company->hq, crowd, err);
    if (code == ERR_OK) code = run(counting, err);
    company_close(&counting->company);
    free(counting);
    free(crowd);
    return code;
}
