/* SPDX-License-Identifier: MIT */
/*
 * Causes of the failure catalogue (domain.md section 6) that the batch engine can have: each is put in place, shows the
 * documented symptom, gets the documented fix and leaves the documented proof.
 */
#include "support/exchange.h"

#include "model/exchange/batch_server.h"

static void at(const char *time) {
    char text[40];
    snprintf(text, sizeof text, "2026-03-02T%sZ", time);
    setenv("CHQ_TEST_CLOCK", text, 1);
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

/* A batch server looks at that time. Returns how many batch jobs it ran. */
static int serve_at(struct world *world, const char *time) {
    struct err err = {0};
    int ran = 0;
    at(time);
    world_ok(batch_server_once(world->company, NULL, NULL, NULL, &ran, &err), &err);
    return ran;
}

static int64_t schedule(struct world *world, const char *job_id, int64_t minutes) {
    struct err err = {0};
    struct batch_job job = {.RecurrenceUnit = RECUR_MINUTES, .RecurrenceCount = minutes};
    snprintf(job.Caption, sizeof job.Caption, "%s", job_id);
    snprintf(job.JobId, sizeof job.JobId, "%s", job_id);
    job.RecurrenceStart = clock_now_ms();
    world_ok(record_save(&entity_batch_job, world->company->hq, NULL, &job, "kari", &err), &err);
    return job.head.RecId;
}

static void change_status(struct world *world, int64_t id, enum batch_status to) {
    struct err err = {0};
    world_ok(batch_job_set_status(world->company->hq, id, to, "kari", &err), &err);
}

static int64_t hq_int(struct world *world, const char *sql) {
    return world_int(world->company->hq, sql);
}

static void assert_state(struct world *world, enum customer_state state) {
    struct customer_line line;
    struct err err = {0};
    world_ok(states_find(world->company, "kari1@example.com", &line, &err), &err);
    assert_int_equal(line.state, state);
}

static int64_t next_run(struct world *world, const char *job) {
    struct job_status statuses[32];
    struct err err = {0};
    int count = 0;
    world_ok(exchange_job_statuses(world->company, statuses, &count, &err), &err);
    for (int i = 0; i < count; i++) {
        if (strcmp(statuses[i].job->id, job) == 0) return statuses[i].next_ms;
    }
    fail_msg("no job %s", job);
    return 0;
}

/* Async on, P-job never run or scheduled (async-customer-mode-faq.md). */
static void cause_1_upload_is_not_scheduled(void **state) {
    struct world *world = *state;
    schedule(world, "sync-customers", 15);
    schedule(world, "1010", 15);
    world_signup(world, "North", "Kari", 1);
    serve_at(world, "09:15:00");
    assert_state(world, STATE_IN_CHANNEL);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM RetailAsyncCustomer"), 0);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM RetailCDXUploadSession"), 0);
    assert_int_equal(next_run(world, "P-0001"), 0);
    /* Distribution schedule > P-0001 > Run now, and Create batch job with a recurrence. */
    world_run(world, "P-0001");
    schedule(world, "P-0001", 5);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM RetailAsyncCustomer"), 1);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJob j JOIN Batch t ON t.BatchJobId ="
                                   " j.RecId WHERE t.JobId = 'P-0001' AND j.Status = 1"
                                   " AND j.RecurrenceUnit = 1"),
                     1);
    serve_at(world, "09:30:00");
    assert_state(world, STATE_COMPLETE);
}

/* Sync batch job withheld (async-customer-mode.md, cpe-post-provisioning.md). */
static void cause_2_synchronization_is_withheld(void **state) {
    struct world *world = *state;
    schedule(world, "P-0001", 5);
    int64_t sync = schedule(world, "sync-customers", 15);
    schedule(world, "1010", 15);
    change_status(world, sync, BATCH_WITHHOLD);
    world_signup(world, "North", "Kari", 1);
    serve_at(world, "09:15:00");
    serve_at(world, "10:15:00");
    assert_state(world, STATE_UPLOADED);
    assert_int_equal(hq_int(world, "SELECT SyncStatus FROM RetailAsyncCustomer"), 0);
    assert_int_equal(hq_int(world, "SELECT Status FROM BatchJob WHERE Caption = 'sync-customers'"),
                     BATCH_WITHHOLD);
    assert_int_equal(next_run(world, "sync-customers"), 0);
    /* Batch jobs > Change status > Waiting. */
    change_status(world, sync, BATCH_WAITING);
    assert_int_equal(next_run(world, "sync-customers"), clock_now_ms());
    serve_at(world, "10:15:01");
    assert_int_equal(hq_int(world, "SELECT OnlineCustCreated FROM RetailAsyncCustomer"), 1);
}

/* Sync job ends in Error: the log says why, and it does not start again by itself. */
static void cause_20_synchronization_is_in_error(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    int64_t sync = schedule(world, "sync-customers", 15);
    world_exec(world->company->hq, "ALTER TABLE RetailAsyncCustomer RENAME TO Damaged");
    world_reopen(world);
    assert_int_equal(serve_at(world, "09:00:00"), 1);
    assert_int_equal(hq_int(world, "SELECT Status FROM BatchJob"), BATCH_ERROR);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob = 1"
                                   " AND Status = 3 AND Message LIKE '%RetailAsyncCustomer%'"),
                     1);
    assert_int_equal(next_run(world, "sync-customers"), 0);
    assert_int_equal(serve_at(world, "09:15:00"), 0);
    /* Read the log, correct, Change status > Waiting. */
    world_exec(world->company->hq, "ALTER TABLE Damaged RENAME TO RetailAsyncCustomer");
    world_reopen(world);
    assert_state(world, STATE_UPLOADED);
    change_status(world, sync, BATCH_WAITING);
    assert_int_equal(serve_at(world, "09:30:00"), 1);
    assert_int_equal(hq_int(world, "SELECT Status FROM BatchJobHistory WHERE BatchJob = 1"
                                   " ORDER BY RecId DESC LIMIT 1"),
                     BATCH_ENDED);
    assert_int_equal(hq_int(world, "SELECT OnlineCustCreated FROM RetailAsyncCustomer"), 1);
}

/* A long wait is normal (POS-search-improvements.md; domain.md 5.9): nothing is wrong, the next runs say when. */
static void cause_39_a_long_wait_is_normal(void **state) {
    struct world *world = *state;
    at("08:00:00");
    schedule(world, "P-0001", 5);
    schedule(world, "sync-customers", 15);
    schedule(world, "1010", 30);
    serve_at(world, "09:00:00");
    world_signup(world, "North", "Kari", 1);
    at("09:00:00");
    int64_t now = clock_now_ms();
    assert_int_equal(next_run(world, "P-0001"), now + 5 * 60000);
    assert_int_equal(next_run(world, "sync-customers"), now + 15 * 60000);
    assert_int_equal(next_run(world, "1010"), now + 30 * 60000);
    assert_state(world, STATE_IN_CHANNEL);
    serve_at(world, "09:04:59");
    assert_state(world, STATE_IN_CHANNEL);
    serve_at(world, "09:05:00");
    assert_state(world, STATE_UPLOADED);
    serve_at(world, "09:15:00");
    assert_state(world, STATE_CREATED);
    serve_at(world, "09:29:59");
    assert_state(world, STATE_CREATED);
    serve_at(world, "09:30:00");
    assert_state(world, STATE_COMPLETE);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJob WHERE Status = 1"), 3);
}

int main(void) {
#if !CHQ_TEST_HOOKS
    return 77; /* built without the clock that tests set */
#endif
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(cause_1_upload_is_not_scheduled),
        TEST(cause_2_synchronization_is_withheld),
        TEST(cause_20_synchronization_is_in_error),
        TEST(cause_39_a_long_wait_is_normal),
    };
    return cmocka_run_group_tests_name("catalogue_batch", tests, NULL, NULL);
}
