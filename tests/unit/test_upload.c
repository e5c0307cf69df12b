/* SPDX-License-Identifier: MIT */
/* P-0001: what was signed up in channels arrives in headquarters once, in order, or waits for a reason that is told. */
#include "support/exchange.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

static struct db *channel(struct world *world, int i) {
    return world->company->channels[i].db;
}

#define RECEIVED "SELECT count(*) FROM RetailAsyncCustomer"
#define SESSIONS "SELECT count(*) FROM RetailCDXUploadSession"

static void test_moves_each_row_once(void **state) {
    struct world *world = *state;
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Kari", i);
    struct job_result result = world_run(world, "P-0001");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_int_equal(result.rows, 5);
    assert_true(result.session > 0);
    assert_int_equal(world_int(world->company->hq, RECEIVED), 5);
    assert_int_equal(world_int(world->company->hq,
                               "SELECT Status FROM RetailCDXUploadSession WHERE RowsAffected = 5"
                               " AND FileSize > 100 AND UploadedDateTime > 0"
                               " AND LocalSessionId = 1"),
                     UPLOAD_APPLIED);
    assert_int_equal(world_int(world->company->hq,
                               "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap m"
                               " JOIN RetailAsyncCustomer a"
                               " ON a.CustAccountAsync = m.AsyncCustomerAccountNumber"),
                     5);
    world_signup(world, "North", "Ola", 1);
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(world_int(world->company->hq, RECEIVED), 6);
    world_check(world);
}

static void test_nothing_new_makes_no_session(void **state) {
    struct world *world = *state;
    struct job_result result = world_run(world, "P-job");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_true(result.no_data);
    assert_int_equal(result.session, 0);
    assert_int_equal(world_int(world->company->hq, SESSIONS), 0);
    assert_int_equal(world_int(world->company->hq,
                               "SELECT count(*) FROM BatchJobHistory WHERE JobId = 'P-0001'"
                               " AND Status = 4 AND EndDateTime > 0"),
                     1);
}

static void test_small_packages_keep_the_order(void **state) {
    struct world *world = *state;
    world->settings.exchange_batch_rows = 2;
    world_reopen(world);
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Kari", i);
    assert_int_equal(world_run(world, "P-0001").rows, 5);
    assert_int_equal(world_int(world->company->hq, SESSIONS), 3);
    assert_int_equal(world_int(world->company->hq,
                               "SELECT count(*) FROM RetailAsyncCustomer WHERE RecId ="
                               " ReplicationCounterFromOrigin"),
                     5);
    world_check(world);
}

static void test_a_value_too_long_holds_back_its_package_and_what_is_behind(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Long", 1);
    struct signup_result result;
    struct err err = {0};
    memset(in.Street, 'x', 300); /* the channel takes 400 characters, headquarters 250 */
    world_signup(world, "North", "First", 1);
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    world_signup(world, "North", "Behind", 1);
    world_signup(world, "Western", "Elsewhere", 1);
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_PACKAGE_TOO_LONG);
    assert_string_equal(run.message.value, "RetailAsyncCustomer");
    assert_string_equal(run.message.value2, "Street");
    assert_int_equal(run.rows, 1); /* the other database goes on */
    assert_int_equal(world_int(world->company->hq,
                               "SELECT Status FROM RetailCDXUploadSession"
                               " WHERE DatabaseProfile = 'Default' AND RowsAffected = 0"
                               " AND Message LIKE 'PACKAGE_TOO_LONG%'"),
                     UPLOAD_APPLY_FAILED);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 3);
    world_check(world);

    world_exec(channel(world, 0), "UPDATE RETAILASYNCCUSTOMER SET STREET = 'short'");
    run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_int_equal(run.rows, 3);
    world_check(world);
}

static void test_a_row_that_arrived_before_is_refused(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_exec(world->company->hq, "UPDATE RetailCDXUploadMark SET ReplicationCounter = 0");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_NOT_UNIQUE);
    assert_int_equal(world_int(world->company->hq, RECEIVED), 1);
}

static void test_paused_database_waits(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_signup(world, "Western", "Ola", 1);
    world_exec(world->company->hq,
               "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1 WHERE Name = 'Default'");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_int_equal(run.rows, 1);
    assert_true(run.waiting);
    world_exec(world->company->hq, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 0");
    run = world_run(world, "P-0001");
    assert_int_equal(run.rows, 1);
    assert_false(run.waiting);
}

static void test_group_not_on_the_schedule_exchanges_nothing(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_exec(world->company->hq, "UPDATE RetailConnDatabaseProfile SET DataGroup = 'Legacy'");
    struct job_result run = world_run(world, "P-0001");
    assert_true(run.no_data);
    assert_false(run.inactive);
    assert_int_equal(world_int(world->company->hq, SESSIONS), 0);
}

static void test_inactive_schedule_exchanges_nothing(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_exec(world->company->hq, "UPDATE RetailConnSchedule SET Active = 0");
    struct job_result run = world_run(world, "P-0001");
    assert_true(run.no_data);
    assert_true(run.inactive);
    world_exec(world->company->hq, "UPDATE RetailConnSchedule SET Active = 1");
    assert_int_equal(world_run(world, "P-0001").rows, 1);
}

static void test_missing_database_fails_alone(void **state) {
    struct world *world = *state;
    char from[COMPANY_PATH_SIZE + 32], to[COMPANY_PATH_SIZE + 32];
    world_signup(world, "Western", "Ola", 1);
    world_close(world);
    snprintf(from, sizeof from, "%s/channel-Default.db", world->folder);
    snprintf(to, sizeof to, "%s/channel-gone.db", world->folder);
    assert_int_equal(rename(from, to), 0);
    world_open(world);
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_CHANNEL_MISSING);
    assert_string_equal(run.message.value, "Default");
    assert_int_equal(run.rows, 1);
    assert_int_equal(world_counts(world).channels_missing, 1);
    world_close(world);
    assert_int_equal(rename(to, from), 0);
    world_open(world);
}

static void test_servicing_refuses_and_writes_nothing(void **state) {
    struct world *world = *state;
    const struct exchange_job *job;
    struct job_result result;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    int64_t before = world_int(world->company->hq, "SELECT count(*) FROM BatchJobHistory");
    world_ok(servicing_set(world->company->hq, true, "tester", &err), &err);
    for (const struct exchange_job *each = exchange_jobs; each->id; each++) {
        world_ok(exchange_job_find(each->id, &job, &err), &err);
        assert_int_equal(exchange_job_run(world->company, job, NULL, &result, &err), ERR_REFUSED);
        assert_int_equal(err.reason, REASON_HQ_IN_SERVICING);
        assert_string_equal(err.value, each->id);
    }
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM BatchJobHistory"), before);
    assert_true(world_counts(world).in_servicing);
}

struct stopper {
    struct world *world;
    bool seen, service;
};

/* After the first package: servicing begins, or the user cancels. */
static bool stop_after_one(void *ctx) {
    const struct stopper *stopper = ctx;
    return stopper->seen && !stopper->service;
}

static void note_first_package(void *ctx, int64_t done, int64_t total) {
    struct stopper *stopper = ctx;
    struct err err = {0};
    assert_true(done <= total);
    stopper->seen = true;
    if (stopper->service) {
        world_ok(servicing_set(stopper->world->company->hq, true, "tester", &err), &err);
    }
}

static void stop_between_packages(struct world *world, bool service) {
    struct stopper stopper = {.world = world, .service = service};
    const struct progress progress = {

        .report = note_first_package, .cancelled = stop_after_one, .ctx = &stopper};
    const struct exchange_job *job;
    struct job_result result;
    struct err err = {0};
    world->settings.exchange_batch_rows = 2;
    world_reopen(world);
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Kari", i);
    world_ok(exchange_job_find("P-0001", &job, &err), &err);
    world_ok(exchange_job_run(world->company, job, &progress, &result, &err), &err);
    assert_int_equal(result.status, BATCH_CANCELED);
    assert_int_equal(result.rows, 2);
    assert_int_equal(result.message.reason, service ? REASON_HQ_IN_SERVICING : REASON_NONE);
    assert_int_equal(world_int(world->company->hq, RECEIVED), 2);
    world_ok(servicing_set(world->company->hq, false, "tester", &err), &err);
    assert_int_equal(world_run(world, "P-0001").rows, 3);
    world_check(world);
}

static void test_servicing_stops_a_running_job_after_its_batch(void **state) {
    stop_between_packages(*state, true);
}

static void test_cancel_keeps_what_was_sent(void **state) {
    stop_between_packages(*state, false);
}

static void test_contact_leaves_a_heartbeat(void **state) {
    struct world *world = *state;
    world_exec(world->company->hq, "DELETE FROM RetailCDXDataStoreHeartbeatLog");
    world_exec(world->company->hq,
               "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1 WHERE Name = 'West'");
    world_run(world, "P-0001");
    assert_int_equal(world_int(world->company->hq,
                               "SELECT count(*) FROM RetailCDXDataStoreHeartbeatLog"
                               " WHERE DatabaseProfile = 'Default' AND LastConnection > 0"),
                     1);
    assert_int_equal(
        world_int(world->company->hq, "SELECT count(*) FROM RetailCDXDataStoreHeartbeatLog"), 1);
}

static void test_unknown_job_names_the_nearest(void **state) {
    (void)state;
    const struct exchange_job *job;
    struct err err = {0};
    assert_int_equal(exchange_job_find("P-001", &job, &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_JOB_UNKNOWN);
    assert_string_equal(err.value2, "P-0001");
    world_ok(exchange_job_find("p-JOB", &job, &err), &err);
    assert_string_equal(job->id, "P-0001");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_moves_each_row_once),
        TEST(test_nothing_new_makes_no_session),
        TEST(test_small_packages_keep_the_order),
        TEST(test_a_value_too_long_holds_back_its_package_and_what_is_behind),
        TEST(test_a_row_that_arrived_before_is_refused),
        TEST(test_paused_database_waits),
        TEST(test_group_not_on_the_schedule_exchanges_nothing),
        TEST(test_inactive_schedule_exchanges_nothing),
        TEST(test_missing_database_fails_alone),
        TEST(test_servicing_refuses_and_writes_nothing),
        TEST(test_servicing_stops_a_running_job_after_its_batch),
        TEST(test_cancel_keeps_what_was_sent),
        TEST(test_contact_leaves_a_heartbeat),
        cmocka_unit_test(test_unknown_job_names_the_nearest),
    };
    return cmocka_run_group_tests_name("upload", tests, NULL, NULL);
}
