/* SPDX-License-Identifier: MIT */
/* Passes of the batch server at fixed times: what starts, what comes of it, and what is left alone. */
#include "support/exchange.h"

#include "model/exchange/batch_server.h"

#define MINUTE_MS INT64_C(60000)

struct told {
    int started, ended, roles, troubles;
    struct batch_event last;
    char order[200];                 /* captions of what ended */
    const struct world *cancel_from; /* somebody sets Canceling when a run starts */
};

static void at(const char *time) {
    char text[40];
    snprintf(text, sizeof text, "2026-03-02T%sZ", time);
    setenv("CHQ_TEST_CLOCK", text, 1);
}

static int64_t today(const char *time) {
    char before[40];
    snprintf(before, sizeof before, "%s", getenv("CHQ_TEST_CLOCK"));
    at(time);
    int64_t ms = clock_now_ms();
    setenv("CHQ_TEST_CLOCK", before, 1);
    return ms;
}

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    at("09:00:00");
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_check(world);
    world_release(world);
    free(world);
    return 0;
}

static void cancel_all(const struct world *world) {
    struct company *other;
    struct err err = {0};
    world_ok(
        company_open(&other, world->folder, &world->settings, false, COMPANY_FOR_SCREENS, &err),
        &err);
    int64_t id = world_int(other->hq, "SELECT RecId FROM BatchJob WHERE Status = 2");
    world_ok(batch_job_set_status(other->hq, id, BATCH_CANCELING, "ola", &err), &err);
    company_close(&other);
}

static void listen(void *ctx, const struct batch_event *event) {
    struct told *told = ctx;
    told->last = *event;
    switch (event->kind) {
    case BATCH_ROLE_CHANGED:
        told->roles++;
        break;
    case BATCH_RUN_STARTED:
        told->started++;
        if (told->cancel_from) cancel_all(told->cancel_from);
        break;
    case BATCH_RUN_ENDED:
        told->ended++;
        snprintf(told->order + strlen(told->order), sizeof told->order - strlen(told->order), "%s,",
                 event->job.Caption);
        break;
    case BATCH_TROUBLE:
        told->troubles++;
        break;
    }
}

static int serve(struct world *world, struct told *told) {
    struct err err = {0};
    int ran = -1;
    *told = (struct told){.cancel_from = told->cancel_from};
    world_ok(batch_server_once(world->company, NULL, listen, told, &ran, &err), &err);
    assert_int_equal(told->troubles, 0);
    return ran;
}

static int serve_at(struct world *world, const char *time) {
    struct told told = {0};
    at(time);
    return serve(world, &told);
}

static struct batch_job make(const char *caption, const char *job_id, int64_t minutes) {
    struct batch_job job = {.AlertOnError = 1, .RecurrenceCount = minutes > 0 ? minutes : 1};
    snprintf(job.Caption, sizeof job.Caption, "%s", caption);
    snprintf(job.JobId, sizeof job.JobId, "%s", job_id);
    job.RecurrenceUnit = minutes > 0 ? RECUR_MINUTES : RECUR_NONE;
    return job;
}

static int64_t save(struct world *world, struct batch_job job) {
    struct err err = {0};
    world_ok(record_save(&entity_batch_job, world->company->hq, NULL, &job, "kari", &err), &err);
    return job.head.RecId;
}

static struct batch_job load(struct world *world, int64_t id) {
    struct err err = {0};
    struct batch_job job;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    world_ok(entity_batch_job.load(world->company->hq, key, &job, &err), &err);
    return job;
}

static void assert_job(struct world *world, int64_t id, enum batch_status status,
                       const char *next) {
    struct batch_job job = load(world, id);
    assert_int_equal(job.Status, status);
    if (next) assert_int_equal(job.OrigStartDateTime, today(next));
}

static int64_t hq_int(struct world *world, const char *sql) {
    return world_int(world->company->hq, sql);
}

static void servicing(struct world *world, bool on) {
    struct err err = {0};
    world_ok(servicing_set(world->company->hq, on, "kari", &err), &err);
}

/* The job fails: its channel database is gone. */
static void break_channel(struct world *world, bool broken) {
    char there[300], away[300];
    snprintf(there, sizeof there, "%s/channel-Default.db", world->folder);
    snprintf(away, sizeof away, "%s-away", world->folder);
    world_close(world);
    assert_int_equal(broken ? rename(there, away) : rename(away, there), 0);
    world_open(world);
}

/* ---- when ------------------------------------------------------------------------------------------------------ */

static void what_is_due_runs_once_and_waits_for_its_next_start(void **state) {
    struct world *world = *state;
    struct told told = {0};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.started, 1);
    assert_int_equal(told.ended, 1);
    assert_int_equal(told.last.result.status, BATCH_ENDED);
    assert_int_equal(told.last.result.rows, 1);
    assert_int_equal(told.last.job.Status, BATCH_WAITING);
    assert_job(world, id, BATCH_WAITING, "09:05:00");
    assert_int_equal(load(world, id).StartDateTime, today("09:00:00"));
    assert_int_equal(load(world, id).RunsDone, 1);
    assert_int_equal(world_counts(world).count[STATE_UPLOADED], 1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 1"
                                   " AND JobId = 'P-0001' AND Status = 4"),
                     1);
    assert_int_equal(serve(world, &told), 0);
    assert_int_equal(serve_at(world, "09:04:59"), 0);
    assert_int_equal(serve_at(world, "09:05:00"), 1);
    assert_job(world, id, BATCH_WAITING, "09:10:00");
}

static void missed_starts_are_not_made_up(void **state) {
    struct world *world = *state;
    int64_t id = save(world, make("Upload", "P-0001", 5));
    assert_int_equal(serve_at(world, "09:00:00"), 1);
    assert_int_equal(serve_at(world, "13:32:10"), 1); /* the clock jumped, or nobody served */
    assert_job(world, id, BATCH_WAITING, "13:35:00");
    assert_int_equal(serve_at(world, "13:32:11"), 0);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 1"), 2);
}

static void a_clock_set_back_does_not_stall(void **state) {
    struct world *world = *state;
    at("15:00:00");
    int64_t id = save(world, make("Upload", "P-0001", 5));
    struct batch_job old = load(world, id), now = old;
    struct err err = {0};
    now.RecurrenceStart = today("08:02:00");
    world_ok(record_save(&entity_batch_job, world->company->hq, &old, &now, "kari", &err), &err);
    assert_int_equal(serve_at(world, "15:03:00"), 1);
    assert_job(world, id, BATCH_WAITING, "15:07:00");
    assert_int_equal(serve_at(world, "09:00:00"), 0);
    assert_job(world, id, BATCH_WAITING, "09:02:00");
    assert_int_equal(serve_at(world, "09:02:00"), 1);
}

static void a_clock_that_steps_back_a_little_repeats_nothing(void **state) {
    struct world *world = *state;
    int64_t id = save(world, make("Upload", "P-0001", 5));
    world_exec(world->company->hq, "UPDATE BatchJob SET Status = 5");
    assert_int_equal(serve_at(world, "08:59:58"), 1);
    assert_job(world, id, BATCH_WAITING, "09:05:00");
    assert_int_equal(serve_at(world, "09:00:01"), 0);
}

static void a_recurrence_ends(void **state) {
    struct world *world = *state;
    struct batch_job after = make("After", "1010", 5), by = make("By", "1110", 5);
    after.RecurrenceEnd = RECUR_END_AFTER;
    after.EndAfter = 2;
    by.RecurrenceEnd = RECUR_END_BY;
    by.EndBy = today("09:12:00");
    int64_t a = save(world, after), b = save(world, by),
            once = save(world, make("Once", "1070", 0));
    assert_int_equal(serve_at(world, "09:00:00"), 3);
    assert_job(world, once, BATCH_ENDED, NULL);
    assert_int_equal(serve_at(world, "09:05:00"), 2);
    assert_job(world, a, BATCH_ENDED, NULL);
    assert_job(world, b, BATCH_WAITING, "09:10:00");
    assert_int_equal(serve_at(world, "09:10:00"), 1);
    assert_job(world, b, BATCH_ENDED, NULL);
    assert_int_equal(serve_at(world, "12:00:00"), 0);
}

static void nothing_starts_in_servicing(void **state) {
    struct world *world = *state;
    struct batch_job by = make("By", "1110", 5);
    by.RecurrenceEnd = RECUR_END_BY;
    by.EndBy = today("09:12:00");
    int64_t five = save(world, make("Upload", "P-0001", 5)), never = save(world, by);
    int64_t once = save(world, make("Once", "1070", 0));
    servicing(world, true);
    assert_int_equal(serve_at(world, "09:00:30"), 0);
    assert_job(world, five, BATCH_WAITING, "09:05:00");
    assert_int_equal(serve_at(world, "09:17:00"), 0);
    assert_job(world, five, BATCH_WAITING, "09:20:00");
    assert_job(world, never, BATCH_DID_NOT_RUN, NULL);
    assert_job(world, once, BATCH_WAITING, "09:00:00");
    servicing(world, false);
    assert_int_equal(serve_at(world, "09:18:00"), 1); /* what does not recur was only late */
    assert_job(world, once, BATCH_ENDED, NULL);
    assert_int_equal(serve_at(world, "09:20:00"), 1);
}

/* Feature management, command Schedule (4.18): nobody has to look at the page for it. */
static void a_feature_that_came_due_is_enabled(void **state) {
    struct world *world = *state;
    char sql[120];
    snprintf(sql, sizeof sql, "UPDATE FeatureManagementState SET ScheduledDateTime = %lld",
             (long long)today("09:30:00"));
    world_exec(world->company->hq, sql);
    serve_at(world, "09:29:00");
    assert_int_equal(
        world_int(world->company->hq, "SELECT max(IsEnabled) FROM FeatureManagementState"), 0);
    serve_at(world, "09:30:00");
    assert_int_equal(
        world_int(world->company->hq, "SELECT min(IsEnabled) FROM FeatureManagementState"), 1);
}

static void what_is_withheld_stays(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    world_ok(batch_job_set_status(world->company->hq, id, BATCH_WITHHOLD, "kari", &err), &err);
    assert_int_equal(serve_at(world, "10:00:00"), 0);
    assert_job(world, id, BATCH_WITHHOLD, NULL);
}

static void critical_ones_go_first(void **state) {
    struct world *world = *state;
    struct told told = {0};
    struct batch_job critical = make("third", "1110", 5);
    critical.IsCritical = 1;
    save(world, make("first", "1070", 5));
    save(world, make("second", "1090", 5));
    save(world, critical);
    assert_int_equal(serve(world, &told), 3);
    assert_string_equal(told.order, "third,first,second,");
}

/* ---- what comes of it ------------------------------------------------------------------------------------------ */

static void one_that_fails_is_in_error_after_its_retries(void **state) {
    struct world *world = *state;
    struct told told = {0};
    struct batch_job job = make("Upload", "P-0001", 5);
    job.RetriesOnFailure = 1;
    int64_t id = save(world, job);
    world_signup(world, "North", "Kari", 1);
    break_channel(world, true);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.last.result.status, BATCH_ERROR);
    assert_int_equal(told.last.result.message.reason, REASON_CHANNEL_MISSING);
    assert_job(world, id, BATCH_ERROR, NULL);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 1"
                                   " AND Status = 3 AND Message LIKE 'CHANNEL_MISSING%'"),
                     2);
    assert_int_equal(hq_int(world, "SELECT RetryCount FROM BatchJobHistory WHERE BatchJob = 1"
                                   " ORDER BY RecId DESC LIMIT 1"),
                     1);
    assert_int_equal(hq_int(world, "SELECT RetryCount FROM Batch"), 1);
    assert_int_equal(serve_at(world, "09:30:00"), 0); /* it waits for somebody */
    break_channel(world, false);
    struct err err = {0};
    world_ok(batch_job_set_status(world->company->hq, id, BATCH_WAITING, "kari", &err), &err);
    assert_int_equal(serve(world, &told), 1);
    assert_job(world, id, BATCH_WAITING, "09:35:00");
    assert_int_equal(world_counts(world).count[STATE_UPLOADED], 1);
}

static void a_failure_that_is_ignored_does_not_end_the_recurrence(void **state) {
    struct world *world = *state;
    struct told told = {0};
    struct batch_job job = make("Upload", "P-0001", 5);
    job.IgnoreFailOnError = 1;
    int64_t id = save(world, job);
    break_channel(world, true);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.last.result.status, BATCH_ERROR); /* who listens is told all the same */
    assert_job(world, id, BATCH_WAITING, "09:05:00");
    assert_int_equal(hq_int(world, "SELECT Status FROM Batch"), BATCH_ERROR);
    break_channel(world, false);
}

static void tasks_go_in_their_order(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct told told = {0};
    int64_t id = save(world, make("Whole way", "P-0001", 5));
    world_ok(batch_job_add_task(world->company->hq, id, "sync-customers", 0, false, "kari", &err),
             &err);
    world_ok(batch_job_add_task(world->company->hq, id, "1010", 0, false, "kari", &err), &err);
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.last.result.rows, 3);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM Batch WHERE Status = 4"), 3);
    world_signup(world, "North", "Ola", 2);
    break_channel(world, true);
    at("09:05:00");
    assert_int_equal(serve(world, &told), 1);
    assert_job(world, id, BATCH_ERROR, NULL);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM Batch WHERE Status = 6"), 2);
    break_channel(world, false);
}

static void one_that_is_canceled_stops_between_two_batches(void **state) {
    struct world *world = *state;
    struct told told = {.cancel_from = world};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Kari", i);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.last.result.status, BATCH_CANCELED);
    assert_job(world, id, BATCH_CANCELED, NULL);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 5);
    told.cancel_from = NULL;
    assert_int_equal(serve_at(world, "09:30:00"), 0);
}

static bool always(void *ctx) {
    return *(bool *)ctx;
}

static void listen_and_stop(void *ctx, const struct batch_event *event) {
    if (event->kind == BATCH_RUN_STARTED) *(bool *)ctx = true;
}

static void a_server_that_must_stop_leaves_the_rest_to_the_next(void **state) {
    struct world *world = *state;
    struct told told = {0};
    struct err err = {0};
    bool stop = false;
    int ran;
    const struct progress progress = {.cancelled = always, .ctx = &stop};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    world_signup(world, "North", "Kari", 1);
    world_ok(batch_server_once(world->company, &progress, listen_and_stop, &stop, &ran, &err),
             &err);
    assert_job(world, id, BATCH_WAITING, "09:00:00");
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(world_counts(world).count[STATE_UPLOADED], 1);
}

static void another_run_of_the_job_is_waited_for(void **state) {
    struct world *world = *state;
    struct lease lease;
    struct err err = {0};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    world_ok(lease_take(&lease, world->company->hq, "job:P-0001", 600000, "ola", &err), &err);
    assert_int_equal(serve_at(world, "09:00:00"), 1);
    assert_job(world, id, BATCH_WAITING, "09:00:10");
    assert_int_equal(load(world, id).RunsDone, 0);
    world_ok(lease_release(&lease, world->company->hq, &err), &err);
    assert_int_equal(serve_at(world, "09:00:10"), 1);
    assert_job(world, id, BATCH_WAITING, "09:05:00");
}

/* ---- other servers --------------------------------------------------------------------------------------------- */

static void there_is_one_server(void **state) {
    struct world *world = *state;
    struct lease lease;
    struct err err = {0};
    int ran;
    save(world, make("Upload", "P-0001", 5));
    world_ok(lease_take(&lease, world->company->hq, BATCH_SERVER_LEASE, 90000, "ola", &err), &err);
    assert_int_equal(batch_server_once(world->company, NULL, NULL, NULL, &ran, &err), ERR_BUSY);
    assert_int_equal(err.reason, REASON_LEASE_HELD);
    assert_int_equal(ran, 0);
    assert_int_equal(serve_at(world, "09:01:30"), 1); /* it has been silent */
}

/* As a server leaves it that is killed in the middle of a run. */
static void die_in_the_middle(struct world *world) {
    world_exec(world->company->hq,
               "UPDATE BatchJob SET Status = 2, StartDateTime = OrigStartDateTime;"
               "UPDATE Batch SET Status = 2;"
               "INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, BatchJob)"
               " SELECT JobId, 2, 1, BatchJobId FROM Batch");
}

static void the_runs_of_a_dead_server_are_taken_over(void **state) {
    struct world *world = *state;
    struct told told = {0};
    struct batch_job again = make("again", "1010", 0);
    again.RetriesOnFailure = 2;
    int64_t recurs = save(world, make("recurs", "P-0001", 5));
    int64_t once = save(world, make("once", "1070", 0)), retried = save(world, again);
    die_in_the_middle(world);
    at("09:01:00");
    assert_int_equal(serve(world, &told), 1);
    assert_int_equal(told.ended, 4); /* three that were lost, one that ran again */
    assert_job(world, recurs, BATCH_WAITING, "09:05:00");
    assert_job(world, once, BATCH_ERROR, NULL);
    assert_job(world, retried, BATCH_ENDED, NULL);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE Status = 3"
                                   " AND Message LIKE 'RUN_LOST%'"),
                     3);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE Status = 4"
                                   " AND BatchJob = 3 AND RetryCount = 1"),
                     1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE Status = 2"), 0);
}

/* It died after the run had ended, before it could say so; or between two tasks. */
static void a_run_that_had_ended_is_not_repeated(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t id = save(world, make("ended", "P-0001", 5));
    int64_t two = save(world, make("two tasks", "1070", 5));
    world_ok(batch_job_add_task(world->company->hq, two, "1110", 0, false, "kari", &err), &err);
    die_in_the_middle(world);
    world_exec(world->company->hq,
               "UPDATE BatchJobHistory SET Status = 4, StartDateTime = 1772442000000"
               " WHERE BatchJob = 1;"
               "DELETE FROM BatchJobHistory WHERE BatchJob = 2;"
               "UPDATE Batch SET Status = 4 WHERE JobId = '1070';"
               "UPDATE Batch SET Status = 1 WHERE JobId = '1110'");
    assert_int_equal(serve_at(world, "09:01:00"), 1);
    assert_job(world, id, BATCH_WAITING, "09:05:00");
    assert_job(world, two, BATCH_WAITING, "09:05:00");
    assert_int_equal(load(world, two).RunsDone, 1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 1"), 1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 2"
                                   " AND JobId = '1110' AND Status = 4"),
                     1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 2"
                                   " AND JobId = '1070'"),
                     0);
}

static void the_run_of_a_slow_server_is_left_alone(void **state) {
    struct world *world = *state;
    struct lease job;
    struct err err = {0};
    int64_t id = save(world, make("Upload", "P-0001", 5));
    die_in_the_middle(world);
    world_ok(lease_take(&job, world->company->hq, "job:P-0001", 600000, "ola", &err), &err);
    assert_int_equal(serve_at(world, "09:01:00"), 0);
    assert_job(world, id, BATCH_EXECUTING, NULL);
    world_ok(lease_release(&job, world->company->hq, &err), &err);
    assert_int_equal(serve_at(world, "09:01:01"), 0);
    assert_job(world, id, BATCH_WAITING, "09:05:00");
}

int main(void) {
#if !CHQ_TEST_HOOKS
    return 77; /* built without the clock that tests set */
#endif
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(what_is_due_runs_once_and_waits_for_its_next_start),
        TEST(missed_starts_are_not_made_up),
        TEST(a_clock_set_back_does_not_stall),
        TEST(a_clock_that_steps_back_a_little_repeats_nothing),
        TEST(a_recurrence_ends),
        TEST(nothing_starts_in_servicing),
        TEST(a_feature_that_came_due_is_enabled),
        TEST(what_is_withheld_stays),
        TEST(critical_ones_go_first),
        TEST(one_that_fails_is_in_error_after_its_retries),
        TEST(a_failure_that_is_ignored_does_not_end_the_recurrence),
        TEST(tasks_go_in_their_order),
        TEST(one_that_is_canceled_stops_between_two_batches),
        TEST(a_server_that_must_stop_leaves_the_rest_to_the_next),
        TEST(another_run_of_the_job_is_waited_for),
        TEST(there_is_one_server),
        TEST(the_runs_of_a_dead_server_are_taken_over),
        TEST(a_run_that_had_ended_is_not_repeated),
        TEST(the_run_of_a_slow_server_is_left_alone),
    };
    return cmocka_run_group_tests_name("batch_server", tests, NULL, NULL);
}
