/* SPDX-License-Identifier: MIT */
/* Storefront traffic: who arrives and when, what is counted, and that it lets go of everything when it is to end. */
#include <math.h>
#include <stdio.h>

#include "model/job.h"
#include "model/trainer/traffic_priv.h"
#include "support/exchange.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

/* ---- who arrives, and when -------------------------------------------------------------------------------------- */

static void the_same_seed_brings_the_same_shoppers(void **state) {
    struct arrivals a, b, c;
    (void)state;
    arrivals_init(&a, &(struct traffic_plan){.per_minute = 60, .seed = 7});
    arrivals_init(&b, &(struct traffic_plan){.per_minute = 60, .seed = 7});
    arrivals_init(&c, &(struct traffic_plan){.per_minute = 60, .seed = 8});
    bool differs = false;
    for (int i = 0; i < 100; i++) {
        struct signup in, again;
        arrivals_next(&a);
        arrivals_next(&b);
        arrivals_next(&c);
        assert_int_equal(a.index, i);
        assert_true(fabs(a.at_us - b.at_us) < 0.001);
        if (fabs(a.at_us - c.at_us) > 0.001) differs = true;
        shopper_invent(7, i, "one", &in);
        shopper_invent(7, i, "two", &again);
        assert_string_equal(in.FirstName, again.FirstName);
        assert_string_equal(in.LastName, again.LastName);
        assert_string_not_equal(in.Email, again.Email);
        assert_int_equal(shopper_store(7, i, 5), shopper_store(7, i, 5));
    }
    assert_true(differs);
}

/* On average as many as asked for, at random moments: 63 % of the gaps of such a sequence are below the average. */
static void arrivals_keep_the_rate(void **state) {
    enum { MANY = 200000 };
    struct arrivals arrivals;
    int below = 0;
    (void)state;
    arrivals_init(&arrivals, &(struct traffic_plan){.per_minute = 600, .seed = 1});
    for (int i = 0; i < MANY; i++) {
        double before = arrivals.at_us;
        arrivals_next(&arrivals);
        assert_true(arrivals.at_us >= before);
        below += arrivals.at_us - before < 100000;
    }
    assert_true(fabs(arrivals.at_us / MANY - 100000) < 2000);
    assert_true(below > MANY * 62 / 100 && below < MANY * 65 / 100);
}

static void every_invented_shopper_may_sign_up(void **state) {
    struct err err = {0};
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct signup in;
        shopper_invent(3, i, "0123abcd", &in);
        world_ok(signup_check(&in, &err), &err);
    }
}

/* ---- counting --------------------------------------------------------------------------------------------------- */

static void percentiles_are_values_that_were_measured(void **state) {
    struct traffic_times times;
    int ms[100], one = 7;
    (void)state;
    for (int i = 0; i < 100; i++) ms[i] = 100 - i;
    times_fill(&times, ms, 100);
    assert_int_equal(times.count, 100);
    assert_int_equal(times.p50_ms, 50);
    assert_int_equal(times.p95_ms, 95);
    times_fill(&times, &one, 1);
    assert_int_equal(times.p50_ms, 7);
    assert_int_equal(times.p95_ms, 7);
    times_fill(&times, NULL, 0);
    assert_int_equal(times.p95_ms, 0);
}

static void failures_are_counted_by_reason(void **state) {
    struct traffic_failure failures[TRAFFIC_REASONS] = {0};
    (void)state;
    for (int i = 0; i < TRAFFIC_REASONS + 2; i++) {
        failures_add(failures, (enum err_reason)(REASON_HQ_NO_ANSWER + i), i + 1);
        failures_add(failures, (enum err_reason)(REASON_HQ_NO_ANSWER + i), 0);
    }
    assert_int_equal(failures[0].reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(failures[0].count, 1);
    assert_int_equal(failures[1].count, 2);
    /* What is too much to tell apart is not lost. */
    assert_int_equal(failures[TRAFFIC_REASONS - 1].reason, REASON_NONE);
    assert_int_equal(failures[TRAFFIC_REASONS - 1].count, 6 + 7 + 8);
}

static void add_second(struct traffic_history *history, int sync_ms, int failed, int waiting) {
    struct traffic_second second = {.number = history->count, .failed = failed, .waiting = waiting};
    if (sync_ms > 0) second.sync = (struct traffic_times){.count = 1, .p95_ms = sync_ms};
    traffic_history_add(history, &second);
}

static void a_step_keeps_its_value_when_time_goes_on(void **state) {
    struct traffic_history *history = calloc(1, sizeof *history);
    int64_t values[200];
    (void)state;
    assert_int_equal(traffic_history_steps(history, TRAFFIC_FAILED, 5, values, 200), 0);
    for (int i = 0; i < 12; i++) add_second(history, i == 3 ? 400 : i == 4 ? 90 : 0, 1, 10 + i);
    assert_int_equal(traffic_history_steps(history, TRAFFIC_FAILED, 5, values, 200), 3);
    assert_int_equal(values[0], 5);
    assert_int_equal(values[1], 5);
    assert_int_equal(values[2], 2); /* not complete yet */
    traffic_history_steps(history, TRAFFIC_SYNC_MS, 5, values, 200);
    assert_int_equal(values[0], 400);
    assert_int_equal(values[1], -1); /* nobody signed up in real time */
    traffic_history_steps(history, TRAFFIC_WAITING, 5, values, 200);
    assert_int_equal(values[0], 14);
    assert_int_equal(values[2], 21);
    assert_int_equal(traffic_history_steps(history, TRAFFIC_FAILED, 5, values, 2), 2);
    assert_int_equal(values[0], 5);
    assert_int_equal(values[1], 2);
    free(history);
}

static void the_history_forgets_what_is_old(void **state) {
    struct traffic_history *history = calloc(1, sizeof *history);
    int64_t values[400];
    (void)state;
    for (int i = 0; i < 2 * TRAFFIC_HISTORY_S + 3; i++) add_second(history, 0, 1, i);
    assert_null(traffic_history_at(history, TRAFFIC_HISTORY_S));
    assert_int_equal(traffic_history_at(history, 0)->number, 2 * TRAFFIC_HISTORY_S + 2);
    int count = traffic_history_steps(history, TRAFFIC_FAILED, 5, values, 400);
    assert_int_equal(count, TRAFFIC_HISTORY_S / 5);
    assert_int_equal(values[count - 1], 3);
    assert_int_equal(values[count - 2], 5);
    free(history);
}

/* ---- runs ------------------------------------------------------------------------------------------------------- */

struct run {
    struct world *world;
    struct traffic_totals totals;
    struct traffic_second last;
    bool cancelled;        /* what the progress says */
    bool cancel_at_once;   /* at the first second */
    const char *take_away; /* file of the company that goes away at the first second */
};

static void told(void *ctx, const struct traffic_second *second, const struct err *newest) {
    struct run *run = ctx;
    assert_int_equal(second->number, run->totals.seconds);
    assert_true((newest != NULL) == (second->failed > 0));
    traffic_totals_add(&run->totals, second, newest);
    run->last = *second;
    run->cancelled = run->cancel_at_once;
    if (run->take_away && second->number == 0) {
        char from[400], to[420];
        snprintf(from, sizeof from, "%s/%s", run->world->folder, run->take_away);
        snprintf(to, sizeof to, "%s.away", from);
        assert_int_equal(rename(from, to), 0);
    }
}

static bool is_cancelled(void *ctx) {
    return ((struct run *)ctx)->cancelled;
}

static enum err_code let_in(struct world *world, const struct traffic_plan *plan, struct run *run,
                            struct err *err) {
    const struct progress progress = {.cancelled = is_cancelled, .ctx = run};
    run->world = world;
    return traffic_run(world->folder, &world->settings, plan, &progress, told, run, err);
}

static void everybody_is_stored_and_counted(void **state) {
    struct world *world = *state;
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {
        .store = "north", .per_minute = TRAFFIC_RATE_MOST, .seconds = 1, .seed = 5, .real = true};
    world_ok(let_in(world, &plan, &run, &err), &err);
    assert_true(run.totals.arrived > 20 && run.totals.arrived < 100);
    assert_int_equal(run.totals.async, run.totals.arrived);
    assert_int_equal(run.totals.sync + run.totals.failed + run.totals.under_way, 0);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], run.totals.arrived);
    assert_int_equal(run.last.waiting, run.totals.arrived);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    assert_int_equal(world_counts(world).count[STATE_CREATED], run.totals.arrived);
    world_check(world);
}

/* The same seed again: the same people, none of whom is taken for the one of the first time. */
static void a_second_run_brings_new_customers(void **state) {
    struct world *world = *state;
    struct run first = {0}, second = {0};
    struct err err = {0};
    const struct traffic_plan plan = {
        .store = "North", .per_minute = 1200, .seconds = 1, .seed = 5, .real = true};
    world_ok(let_in(world, &plan, &first, &err), &err);
    world_ok(let_in(world, &plan, &second, &err), &err);
    assert_int_equal(first.totals.arrived, second.totals.arrived);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 2 * first.totals.arrived);
}

/* Only lower bounds: how fast the machine is must not matter. */
static void real_time_takes_longer_the_more_are_under_way(void **state) {
    struct world *world = *state;
    struct run alone = {0}, crowded = {0};
    struct err err = {0};
    world->settings.traffic_latency_ms = 30;
    world->settings.rts_latency_growth_ms = 60;
    struct traffic_plan plan = {
        .store = "South", .per_minute = 60, .seconds = 2, .seed = 11, .real = true};
    world_ok(let_in(world, &plan, &alone, &err), &err);
    assert_true(alone.totals.sync > 0);
    assert_true(alone.totals.sync_most_ms >= 30);
    plan.per_minute = TRAFFIC_RATE_MOST;
    plan.seconds = 1;
    world_ok(let_in(world, &plan, &crowded, &err), &err);
    assert_int_equal(crowded.totals.sync, crowded.totals.arrived);
    /* Fifty a second, each of which takes at least 30 ms: some meet. */
    assert_true(crowded.totals.sync_most_ms >= 30 + 2 * 60);
    assert_int_equal(world_counts(world).count[STATE_SYNC_CREATED],
                     1 + alone.totals.sync + crowded.totals.sync);
    world_check(world);
}

static void a_longer_latency_of_the_company_wins(void **state) {
    struct settings settings;
    (void)state;
    settings_init(&settings);
    assert_int_equal(traffic_network_ms(&settings, 0), 150);
    assert_int_equal(traffic_network_ms(&settings, 15), 900);
    settings.rts_latency_ms = 400;
    assert_int_equal(traffic_network_ms(&settings, 2), 500);
}

/* The settings of a lab stand in its copy; traffic obeys them, and stays slower than a call that nobody simulates. */
static void the_settings_of_a_lab_hold_for_its_traffic(void **state) {
    struct world *world = *state;
    struct run run = {0};
    struct err err = {0};
    char path[300];
    const struct traffic_plan plan = {
        .store = "South", .per_minute = 120, .seconds = 1, .seed = 11, .real = true};
    snprintf(path, sizeof path, "%s/" COMPANY_SCENARIO, world->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("[rts]\nlatency_ms = 1\nlatency_growth_ms = 0\n[traffic]\nlatency_ms = 450\n", file);
    assert_int_equal(fclose(file), 0);
    world->settings.traffic_latency_ms = 10;
    world_ok(let_in(world, &plan, &run, &err), &err);
    assert_true(run.totals.sync > 0);
    assert_true(run.totals.sync_most_ms >= 450);
    assert_int_equal(unlink(path), 0);
}

static void servicing_refuses_real_time_and_leaves_async_alone(void **state) {
    struct world *world = *state;
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {
        .per_minute = TRAFFIC_RATE_MOST, .seconds = 1, .seed = 2, .real = true};
    world->settings.traffic_latency_ms = 0;
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    world_ok(let_in(world, &plan, &run, &err), &err);
    assert_true(run.totals.async > 5);
    assert_true(run.totals.failed > 5);
    assert_int_equal(run.totals.sync, 0);
    assert_int_equal(run.totals.async + run.totals.failed, run.totals.arrived);
    assert_int_equal(run.totals.failures[0].reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(run.totals.failures[0].count, run.totals.failed);
    assert_int_equal(run.totals.failures[1].count, 0);
    assert_int_equal(run.totals.examples[0].reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], run.totals.async);
}

static void later_versions_get_through_servicing(void **state) {
    struct world *world = *state;
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {
        .store = "South", .per_minute = 1200, .seconds = 1, .seed = 2, .real = true};
    world->settings.traffic_latency_ms = 0;
    world->settings.rts_fallback = 1;
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    world_ok(let_in(world, &plan, &run, &err), &err);
    assert_true(run.totals.arrived > 0);
    assert_int_equal(run.totals.failed, 0);
    assert_int_equal(run.totals.fallback, run.totals.arrived);
    assert_int_equal(run.totals.async, run.totals.arrived);
}

/* ---- where it may run ------------------------------------------------------------------------------------------- */

static void a_live_company_is_not_filled_by_accident(void **state) {
    struct world *world = *state;
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {.per_minute = 60, .seconds = 1};
    assert_int_equal(let_in(world, &plan, &run, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_PRACTICE_ONLY);
    assert_int_equal(run.totals.seconds, 0);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 0);
}

static void a_practice_copy_takes_traffic(void **state) {
    struct world *world = *state;
    struct world copy = {.settings = world->settings};
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {.store = "North", .per_minute = 1200, .seconds = 1};
    snprintf(copy.folder, sizeof copy.folder, "%.200s/training", world->folder);
    assert_int_equal(mkdir(copy.folder, 0700), 0);
    snprintf(copy.folder, sizeof copy.folder, "%.200s/training/lab-x", world->folder);
    world_ok(company_copy(world->company, copy.folder, &err), &err);
    world_ok(let_in(&copy, &plan, &run, &err), &err);
    assert_true(run.totals.async > 0);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 0);
}

static void nobody_signs_up_in_a_store_that_is_not_there(void **state) {
    struct run run = {0};
    struct err err = {0};
    const struct traffic_plan plan = {
        .store = "Nowhere", .per_minute = 60, .seconds = 1, .real = true};
    assert_int_equal(let_in(*state, &plan, &run, &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_RECORD_NOT_FOUND);
    assert_string_equal(err.value, "Nowhere");
}

/* ---- ending ------------------------------------------------------------------------------------------------------ */

/* Whoever is on the way to headquarters when it ends goes away, and leaves nothing. */
static void cancelling_waits_for_nobody(void **state) {
    struct world *world = *state;
    struct run run = {.cancel_at_once = true};
    struct err err = {0};
    const struct traffic_plan plan = {
        .store = "South", .per_minute = TRAFFIC_RATE_MOST, .seed = 3, .real = true};
    world->settings.traffic_latency_ms = 60000;
    int64_t begin_us = clock_ticks_us();
    assert_int_equal(let_in(world, &plan, &run, &err), ERR_CANCELLED);
    assert_true(clock_ticks_us() - begin_us < INT64_C(30000000));
    assert_true(run.totals.under_way >= TRAFFIC_SHOPPERS);
    assert_int_equal(run.totals.sync + run.totals.failed, 0);
    assert_int_equal(world_counts(world).count[STATE_SYNC_CREATED], 1);
    world_check(world);
}

/* A lab that is put back replaces the files: nothing may be written into those that are gone. */
static void files_that_were_replaced_end_it(void **state) {
    struct world *world = *state;
    struct run run = {.take_away = "headquarters.db"};
    struct err err = {0};
    char from[400], to[420];
    const struct traffic_plan plan = {
        .store = "South", .per_minute = 600, .seconds = 60, .seed = 3, .real = true};
    world->settings.traffic_latency_ms = 0;
    assert_int_equal(let_in(world, &plan, &run, &err), ERR_IO);
    assert_int_equal(err.reason, REASON_FILE_REPLACED);
    snprintf(from, sizeof from, "%s/headquarters.db.away", world->folder);
    snprintf(to, sizeof to, "%s/headquarters.db", world->folder);
    assert_int_equal(rename(from, to), 0);
}

#define test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_brings_the_same_shoppers),
        cmocka_unit_test(arrivals_keep_the_rate),
        cmocka_unit_test(every_invented_shopper_may_sign_up),
        cmocka_unit_test(percentiles_are_values_that_were_measured),
        cmocka_unit_test(failures_are_counted_by_reason),
        cmocka_unit_test(a_step_keeps_its_value_when_time_goes_on),
        cmocka_unit_test(the_history_forgets_what_is_old),
        test(everybody_is_stored_and_counted),
        test(a_second_run_brings_new_customers),
        test(the_settings_of_a_lab_hold_for_its_traffic),
        test(real_time_takes_longer_the_more_are_under_way),
        cmocka_unit_test(a_longer_latency_of_the_company_wins),
        test(servicing_refuses_real_time_and_leaves_async_alone),
        test(later_versions_get_through_servicing),
        test(a_live_company_is_not_filled_by_accident),
        test(a_practice_copy_takes_traffic),
        test(nobody_signs_up_in_a_store_that_is_not_there),
        test(cancelling_waits_for_nobody),
        test(files_that_were_replaced_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
