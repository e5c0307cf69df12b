/* SPDX-License-Identifier: MIT */
/* How does the flow do? Each verdict put in place, with a clock that runs and with one that stands still until it is moved. */
#include "support/exchange.h"

#include "model/channel/async_client.h"
#include "model/exchange/batch_server.h"
#include "model/exchange/health.h"

#define FIXED "2026-03-02T09:00:00Z"

static bool fixed; /* the clock of the running test */
static int minute; /* of the fixed one */

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    unsetenv("CHQ_TEST_CLOCK");
    minute = 0;
    if (fixed) setenv("CHQ_TEST_CLOCK", FIXED, 1);
    world_init(world, 2);
    *state = world;
    return 0;
}

static int setup_running(void **state) {
    fixed = false;
    return setup(state);
}

static int setup_fixed(void **state) {
    fixed = true;
    return setup(state);
}

static int teardown(void **state) {
    unsetenv("CHQ_TEST_CLOCK");
    world_release(*state);
    free(*state);
    return 0;
}

/* What follows is later than what was. */
static void later(void) {
    char text[32];
    if (!fixed) {
        clock_sleep_ms(2);
        return;
    }
    minute++;
    snprintf(text, sizeof text, "2026-03-02T%02d:%02d:00Z", 9 + minute / 60, minute % 60);
    setenv("CHQ_TEST_CLOCK", text, 1);
}

static void sign_up(struct world *world, const char *store, const char *first) {
    static int number;
    world_signup(world, store, first, ++number);
    later();
}

static struct job_result run(struct world *world, const char *job) {
    struct job_result result = world_run(world, job);
    later();
    return result;
}

static void plan(struct world *world, const char *job, int64_t start_ms) {
    char sql[600];
    snprintf(sql, sizeof sql,
             "INSERT INTO BatchJob (Caption, Status, OrigStartDateTime, RecurrenceUnit)"
             " VALUES ('%s', 1, %lld, 1);"
             "INSERT INTO Batch (BatchJobId, ClassName, JobId)"
             " VALUES (last_insert_rowid(), 'Class', '%s')",
             job, (long long)start_ms, job);
    world_exec(world->company->hq, sql);
}

#define HOUR 3600000

static void plan_all(struct world *world) {
    plan(world, "P-0001", clock_now_ms() + HOUR);
    plan(world, "sync-customers", clock_now_ms() + HOUR);
    plan(world, "1010", clock_now_ms() + HOUR);
}

static struct health read_health(struct world *world) {
    struct health health;
    struct err err = {0};
    world_ok(health_read(world->company, &health, &err), &err);
    return health;
}

/* The verdict on one queue and on the whole, which it must be the worst of. */
static struct health expect(struct world *world, enum health_queue queue,
                            enum health_verdict verdict, enum health_reason reason) {
    struct health health = read_health(world);
    const struct health_stage *stage = &health.stages[queue];
    if (stage->verdict != verdict || stage->reason != reason)
        fail_msg("%s: %s, %s instead of %s, %s", stage->job, health_verdict_name(stage->verdict),
                 health_reason_name(stage->reason), health_verdict_name(verdict),
                 health_reason_name(reason));
    assert_int_equal(health.verdict, verdict);
    return health;
}

/* ---- well --------------------------------------------------------------------------------------------------------- */

static void test_nothing_waits(void **state) {
    struct world *world = *state;
    for (int i = 0; i < QUEUE_COUNT; i++) {
        struct health health =
            expect(world, (enum health_queue)i, HEALTH_WELL, HEALTH_NOTHING_WAITS);
        assert_int_equal(health.stages[i].waiting, 0);
        assert_int_equal(health.stages[i].oldest_ms, 0);
    }
}

static void test_who_came_after_the_last_run_is_on_the_way_in_each_queue(void **state) {
    struct world *world = *state;
    plan_all(world);
    run(world, "P-0001");
    int64_t before = clock_now_ms();
    sign_up(world, "North", "Kari");
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
    assert_int_equal(health.stages[QUEUE_UPLOAD].waiting, 1);
    assert_true(health.stages[QUEUE_UPLOAD].oldest_ms >= before);
    assert_true(health.stages[QUEUE_UPLOAD].next_ms > before);
    run(world, "sync-customers");
    run(world, "P-0001");
    health = expect(world, QUEUE_CREATION, HEALTH_WELL, HEALTH_ON_THE_WAY);
    assert_int_equal(health.stages[QUEUE_UPLOAD].waiting, 0);
    assert_int_equal(health.stages[QUEUE_CREATION].waiting, 1);
    run(world, "1010");
    int64_t created = clock_now_ms();
    run(world, "sync-customers");
    health = expect(world, QUEUE_DOWNLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
    assert_int_equal(health.stages[QUEUE_DOWNLOAD].waiting, 1);
    assert_true(health.stages[QUEUE_DOWNLOAD].oldest_ms >= created);
    run(world, "1010");
    expect(world, QUEUE_DOWNLOAD, HEALTH_WELL, HEALTH_NOTHING_WAITS);
}

static void test_due_is_well_while_a_batch_server_lives(void **state) {
    struct world *world = *state;
    struct lease lease;
    struct err err = {0};
    sign_up(world, "North", "Kari");
    plan(world, "P-0001", clock_now_ms() - 1);
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_NO_BATCH_SERVER);
    world_ok(lease_take(&lease, world->company->hq, BATCH_SERVER_LEASE, 60000, "admin", &err),
             &err);
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
    assert_true(health.server[0] != '\0');
    world_ok(lease_release(&lease, world->company->hq, &err), &err);
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_NO_BATCH_SERVER);
}

static void test_a_run_under_way_takes_on_what_waits(void **state) {
    struct world *world = *state;
    struct lease lease;
    struct err err = {0};
    int64_t id;
    sign_up(world, "North", "Kari");
    world_ok(job_run_begin(world->company->hq, "P-0001", "admin", &id, &err), &err);
    /* Its process has died: it is not under way. */
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_NOT_PLANNED);
    world_ok(lease_take(&lease, world->company->hq, "job:P-0001", 60000, "admin", &err), &err);
    expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
}

static void test_failed_operations_need_attention_and_block_nobody(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Lucy", 1);
    struct signup_result result;
    struct err err = {0};
    plan_all(world);
    snprintf(in.Country, sizeof in.Country, "NARNIA");
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    later();
    run(world, "P-0001");
    run(world, "sync-customers");
    run(world, "sync-customers");
    struct health health =
        expect(world, QUEUE_CREATION, HEALTH_ATTENTION, HEALTH_FAILED_OPERATIONS);
    assert_int_equal(health.stages[QUEUE_CREATION].failed, 1);
    assert_int_equal(health.stages[QUEUE_CREATION].waiting, 0);
    sign_up(world, "North", "Kari");
    run(world, "P-0001");
    health = expect(world, QUEUE_CREATION, HEALTH_ATTENTION, HEALTH_FAILED_OPERATIONS);
    assert_int_equal(health.stages[QUEUE_CREATION].waiting, 1);
    run(world, "sync-customers");
    health = read_health(world);
    assert_int_equal(health.stages[QUEUE_CREATION].waiting, 0);
    assert_int_equal(health.stages[QUEUE_DOWNLOAD].verdict, HEALTH_WELL);
}

/* ---- falling behind ----------------------------------------------------------------------------------------------- */

/* A run of the history that began some time ago. */
static void had_run(struct world *world, const char *job, int64_t ago_ms, int rows, int status) {
    char sql[300];
    int64_t start = clock_now_ms() - ago_ms;
    snprintf(sql, sizeof sql,
             "INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, EndDateTime,"
             " RowsAffected) VALUES ('%s', %d, %lld, %lld, %d)",
             job, status, (long long)start, (long long)start + 1, rows);
    world_exec(world->company->hq, sql);
}

static void arrived(struct world *world, int64_t ago_ms) {
    char sql[200];
    sign_up(world, "North", "Kari");
    snprintf(sql, sizeof sql,
             "UPDATE RETAILASYNCCUSTOMER SET CREATEDDATETIME = %lld"
             " WHERE REPLICATIONCOUNTERFROMORIGIN ="
             " (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)",
             (long long)(clock_now_ms() - ago_ms));
    world_exec(world->company->channels[0].db, sql);
}

static void test_a_run_that_moves_others_and_leaves_the_oldest_falls_behind(void **state) {
    struct world *world = *state;
    plan_all(world);
    arrived(world, HOUR);
    had_run(world, "P-0001", HOUR / 2, 7, BATCH_ENDED);
    expect(world, QUEUE_UPLOAD, HEALTH_FALLING_BEHIND, HEALTH_LEFT_BEHIND);
}

static void test_more_in_than_out_falls_behind_when_no_run_moved_that_many(void **state) {
    struct world *world = *state;
    plan_all(world);
    had_run(world, "P-0001", 6 * HOUR, 2, BATCH_ENDED);
    for (int i = 0; i < 5; i++) had_run(world, "sync-customers", (5 - i) * HOUR, 1, BATCH_ENDED);
    for (int i = 0; i < 3; i++) had_run(world, "P-0001", 4 * HOUR - i, 4, BATCH_ENDED);
    for (int i = 0; i < 2; i++) arrived(world, 1);
    world_run(world, "P-0001");
    struct health health =
        expect(world, QUEUE_CREATION, HEALTH_FALLING_BEHIND, HEALTH_MORE_IN_THAN_OUT);
    /* 12 rows came in and 4 went out between the first of five runs and the last, four hours later. */
    assert_int_equal(health.stages[QUEUE_CREATION].in_per_hour, 300);
    assert_int_equal(health.stages[QUEUE_CREATION].out_per_hour, 100);
    /* One run has moved as many before: the next one may, too. */
    world_exec(world->company->hq, "UPDATE BatchJobHistory SET RowsAffected = 2 WHERE RecId ="
                                   " (SELECT max(RecId) FROM BatchJobHistory"
                                   " WHERE JobId = 'sync-customers')");
    expect(world, QUEUE_CREATION, HEALTH_WELL, HEALTH_ON_THE_WAY);
}

static void test_what_comes_into_the_channel_is_counted_by_its_counter(void **state) {
    struct world *world = *state;
    plan_all(world);
    for (int i = 0; i < 6; i++) arrived(world, 3 * HOUR - i);
    world_run(world, "P-0001"); /* takes the six; the history is told below */
    world_exec(world->company->hq, "DELETE FROM BatchJobHistory WHERE JobId = 'P-0001'");
    had_run(world, "P-0001", 4 * HOUR, 9, BATCH_ENDED);
    had_run(world, "P-0001", HOUR, 6, BATCH_ENDED);
    arrived(world, HOUR / 2); /* behind the last run, so in no rate yet */
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
    assert_int_equal(health.stages[QUEUE_UPLOAD].in_per_hour, 200);
    assert_int_equal(health.stages[QUEUE_UPLOAD].out_per_hour, 200);
}

static void test_one_run_makes_no_rate(void **state) {
    struct world *world = *state;
    had_run(world, "P-0001", HOUR, 6, BATCH_ENDED);
    assert_int_equal(read_health(world).stages[QUEUE_UPLOAD].in_per_hour, -1);
    assert_int_equal(read_health(world).stages[QUEUE_CREATION].out_per_hour, -1);
}

/* ---- stalled ------------------------------------------------------------------------------------------------------ */

static void test_a_run_that_moves_nothing_stalls(void **state) {
    struct world *world = *state;
    plan_all(world);
    arrived(world, HOUR);
    had_run(world, "P-0001", HOUR / 2, 0, BATCH_ENDED);
    expect(world, QUEUE_UPLOAD, HEALTH_STALLED, HEALTH_MOVED_NOTHING);
    /* A run that somebody cancelled says nothing. */
    world_exec(world->company->hq, "UPDATE BatchJobHistory SET Status = 8 WHERE JobId = 'P-0001'");
    expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
}

static void test_a_run_in_error_stalls_and_says_why(void **state) {
    struct world *world = *state;
    plan_all(world);
    sign_up(world, "North", "Kari");
    world_exec(world->company->channels[0].db, "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = 1;"
                                               "INSERT INTO UPLOADSESSION VALUES (1, 0)");
    assert_int_equal(run(world, "P-0001").status, BATCH_ERROR);
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_STALLED, HEALTH_RUN_FAILED);
    assert_int_equal(health.stages[QUEUE_UPLOAD].last.message.reason,
                     REASON_UPLOAD_SESSION_DUPLICATE);
    bool moved;
    struct err err = {0};
    world_ok(local_session_repair(world->company->channels[0].db, &moved, &err), &err);
    run(world, "P-0001");
    assert_int_equal(read_health(world).stages[QUEUE_UPLOAD].verdict, HEALTH_WELL);
}

static void test_a_customer_whom_1010_leaves_out_stalls(void **state) {
    struct world *world = *state;
    plan_all(world);
    sign_up(world, "North", "Kari");
    run(world, "P-0001");
    run(world, "sync-customers");
    world_exec(world->company->hq, "DELETE FROM DirAddressBookParty");
    run(world, "1010"); /* the default customer and the like */
    run(world, "1010");
    struct health health = expect(world, QUEUE_DOWNLOAD, HEALTH_STALLED, HEALTH_MOVED_NOTHING);
    assert_int_equal(health.stages[QUEUE_DOWNLOAD].waiting, 1);
}

/* ---- stopped ------------------------------------------------------------------------------------------------------ */

static void test_nothing_planned_and_no_run_since(void **state) {
    struct world *world = *state;
    run(world, "P-0001");
    sign_up(world, "North", "Kari");
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_NOT_PLANNED);
    run(world, "P-0001");
    expect(world, QUEUE_CREATION, HEALTH_STOPPED, HEALTH_NOT_PLANNED);
    run(world, "sync-customers");
    expect(world, QUEUE_DOWNLOAD, HEALTH_STOPPED, HEALTH_NOT_PLANNED);
}

static void test_servicing_stops_the_queues_in_which_somebody_waits(void **state) {
    struct world *world = *state;
    struct err err = {0};
    plan_all(world);
    world_ok(servicing_set(world->company->hq, true, "admin", &err), &err);
    assert_int_equal(read_health(world).verdict, HEALTH_WELL);
    sign_up(world, "North", "Kari");
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_IN_SERVICING);
    assert_int_equal(health.stages[QUEUE_DOWNLOAD].verdict, HEALTH_WELL);
}

static void test_a_paused_database_stops_only_what_waits_in_it(void **state) {
    struct world *world = *state;
    plan_all(world);
    world_exec(world->company->hq, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1"
                                   " WHERE Name = 'West'");
    sign_up(world, "North", "Kari");
    expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
    sign_up(world, "Western", "Ola");
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_PAUSED);
    assert_string_equal(health.stages[QUEUE_UPLOAD].database, "West");
}

static void test_a_paused_database_does_not_learn_the_account(void **state) {
    struct world *world = *state;
    plan_all(world);
    sign_up(world, "Western", "Ola");
    run(world, "P-0001");
    run(world, "sync-customers");
    world_exec(world->company->hq, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1"
                                   " WHERE Name = 'West'");
    struct health health = expect(world, QUEUE_DOWNLOAD, HEALTH_STOPPED, HEALTH_PAUSED);
    assert_string_equal(health.stages[QUEUE_DOWNLOAD].database, "West");
}

static void test_a_stopped_async_client_stops(void **state) {
    struct world *world = *state;
    struct err err = {0};
    plan_all(world);
    sign_up(world, "North", "Kari");
    world_ok(async_client_set_running(world->company->channels[0].db, false, &err), &err);
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_CLIENT_STOPPED);
    assert_string_equal(health.stages[QUEUE_UPLOAD].database, "Default");
}

static void test_a_schedule_that_exchanges_nothing_stops(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    plan_all(world);
    sign_up(world, "North", "Kari");
    world_exec(hq, "UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001'");
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_SCHEDULE_INACTIVE);
    world_exec(hq, "UPDATE RetailConnSchedule SET Active = 1;"
                   "UPDATE RetailConnScheduleJobMapping SET Enabled = 0 WHERE Schedule = 'P-0001'");
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_SCHEDULE_INACTIVE);
    world_exec(hq, "UPDATE RetailConnScheduleJobMapping SET Enabled = 1;"
                   "DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = 'P-0001'");
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_NOT_IN_SCHEDULE);
    world_exec(hq, "INSERT INTO RetailCDXScheduleDataGroup VALUES ('P-0001', 'Default');"
                   "UPDATE RetailConnSchedulerJobLine SET Enabled = 0 WHERE jobId = 'P-0001'");
    expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_SUBJOB_MISSING);
    world_exec(hq, "UPDATE RetailConnSchedulerJobLine SET Enabled = 1");
    expect(world, QUEUE_UPLOAD, HEALTH_WELL, HEALTH_ON_THE_WAY);
}

static void test_a_database_that_cannot_be_read_is_never_well(void **state) {
    struct world *world = *state;
    char from[COMPANY_PATH_SIZE + 32], to[COMPANY_PATH_SIZE + 32];
    world_close(world);
    snprintf(from, sizeof from, "%s/channel-West.db", world->folder);
    snprintf(to, sizeof to, "%s/channel-gone.db", world->folder);
    assert_int_equal(rename(from, to), 0);
    world_open(world);
    struct health health = expect(world, QUEUE_UPLOAD, HEALTH_STOPPED, HEALTH_UNREADABLE);
    assert_string_equal(health.stages[QUEUE_UPLOAD].database, "West");
    world_close(world);
    assert_int_equal(rename(to, from), 0);
    world_open(world);
}

/* ---- all together ------------------------------------------------------------------------------------------------- */

static void test_counts_are_those_of_the_states(void **state) {
    struct world *world = *state;
    sign_up(world, "North", "Kari");
    sign_up(world, "Western", "Ola");
    run(world, "P-0001");
    sign_up(world, "North", "Per");
    struct health health = read_health(world);
    struct state_counts counts = world_counts(world);
    assert_memory_equal(health.counts.count, counts.count, sizeof counts.count);
    assert_int_equal(health.stages[QUEUE_UPLOAD].waiting, 1);
    assert_int_equal(health.stages[QUEUE_CREATION].waiting, 2);
}

#define BOTH(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, setup_running, teardown),                                \
        cmocka_unit_test_setup_teardown(test, setup_fixed, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(test_nothing_waits),
        BOTH(test_who_came_after_the_last_run_is_on_the_way_in_each_queue),
        BOTH(test_due_is_well_while_a_batch_server_lives),
        BOTH(test_a_run_under_way_takes_on_what_waits),
        BOTH(test_failed_operations_need_attention_and_block_nobody),
        BOTH(test_a_run_that_moves_others_and_leaves_the_oldest_falls_behind),
        BOTH(test_more_in_than_out_falls_behind_when_no_run_moved_that_many),
        BOTH(test_what_comes_into_the_channel_is_counted_by_its_counter),
        BOTH(test_one_run_makes_no_rate),
        BOTH(test_a_run_that_moves_nothing_stalls),
        BOTH(test_a_run_in_error_stalls_and_says_why),
        BOTH(test_a_customer_whom_1010_leaves_out_stalls),
        BOTH(test_nothing_planned_and_no_run_since),
        BOTH(test_servicing_stops_the_queues_in_which_somebody_waits),
        BOTH(test_a_paused_database_stops_only_what_waits_in_it),
        BOTH(test_a_paused_database_does_not_learn_the_account),
        BOTH(test_a_stopped_async_client_stops),
        BOTH(test_a_schedule_that_exchanges_nothing_stops),
        BOTH(test_a_database_that_cannot_be_read_is_never_well),
        BOTH(test_counts_are_those_of_the_states),
    };
    return cmocka_run_group_tests_name("health", tests, NULL, NULL);
}
