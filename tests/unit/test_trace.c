/* SPDX-License-Identifier: MIT */
/* Why is my customer not there? Each cause put in place, and what the trace says of it. */
#include "support/exchange.h"

#include "model/channel/async_client.h"
#include "model/trainer/trace.h"

#define KARI "kari@example.com"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    world_release(*state);
    free(*state);
    return 0;
}

#define trace_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void do_hq(struct world *world, const char *sql) {
    struct err err = {0};
    world_ok(db_exec(world->company->hq, sql, &err), &err);
}

static void do_channel(struct world *world, const char *sql) {
    struct err err = {0};
    world_ok(db_exec(world->company->channels[0].db, sql, &err), &err);
}

static enum err_code try_sign_up(struct world *world, const char *store, const char *last_name) {
    struct err err = {0};
    struct signup_result result;
    struct signup in = {.FirstName = "Kari", .Email = KARI};
    text_copy(in.LastName, sizeof in.LastName, last_name);
    return company_signup(world->company, store, &in, &result, &err);
}

static void sign_up(struct world *world) {
    assert_int_equal(try_sign_up(world, "North", "Nordmann"), ERR_OK);
    clock_sleep_ms(2); /* what follows is later than the sign-up */
}

static struct trace traced(struct world *world, const char *key) {
    struct trace trace;
    struct err err = {0};
    world_ok(trace_customer(world->company, key, "North", &trace, &err), &err);
    return trace;
}

/* The first finding, and the hop at which the record stands. */
static struct trace expect(struct world *world, enum trace_cause cause, int number, int hop) {
    struct trace trace = traced(world, KARI);
    assert_true(trace.finding_count > 0);
    if (trace.findings[0].cause != cause)
        fail_msg("%s instead of %s", trace_cause_name(trace.findings[0].cause),
                 trace_cause_name(cause));
    assert_int_equal(trace.findings[0].number, number);
    assert_int_equal(trace.stopped_at, hop);
    return trace;
}

static bool also(const struct trace *trace, enum trace_cause cause) {
    for (int i = 1; i < trace->finding_count; i++) {
        if (trace->findings[i].cause == cause) return true;
    }
    return false;
}

static void plan(struct world *world, const char *job, enum batch_status status, int64_t start_ms) {
    char sql[600];
    snprintf(sql, sizeof sql,
             "INSERT INTO BatchJob (Caption, Status, OrigStartDateTime, RecurrenceUnit)"
             " VALUES ('%s', %d, %lld, 1);"
             "INSERT INTO Batch (BatchJobId, ClassName, JobId)"
             " VALUES (last_insert_rowid(), 'Class', '%s')",
             job, (int)status, (long long)start_ms, job);
    do_hq(world, sql);
}

/* ---- the way through ---------------------------------------------------------------------------------------------- */

static void test_the_whole_way_is_told_with_times_and_sessions(void **state) {
    struct world *world = *state;
    sign_up(world);
    expect(world, TRACE_NO_UPLOAD_PLANNED, 1, HOP_UPLOAD);
    struct job_result upload = world_run(world, "P-0001");
    expect(world, TRACE_NO_SYNC_PLANNED, 2, HOP_CREATION);
    clock_sleep_ms(2);
    world_run(world, "sync-customers");
    expect(world, TRACE_NO_DOWNLOAD_PLANNED, 3, HOP_DOWNLOAD);
    clock_sleep_ms(2);
    struct job_result download = world_run(world, "1010");
    struct trace trace = expect(world, TRACE_HIDDEN, 37, -1);
    for (int i = 0; i < HOP_COUNT; i++) {
        assert_int_equal(trace.hops[i].state, HOP_PASSED);
        assert_true(trace.hops[i].at_ms > 0);
    }
    assert_int_equal(trace.hops[HOP_UPLOAD].session, upload.session);
    assert_int_equal(trace.hops[HOP_DOWNLOAD].session, download.session);
    assert_true(trace.hops[HOP_UPLOAD].run > 0 && trace.hops[HOP_CREATION].run > 0);
    assert_true(trace.hops[HOP_CREATION].took_ms >= 2);
    assert_string_equal(trace.hops[HOP_CUSTOMER].where, trace.customer.account);
    assert_string_equal(trace.database, "Default");
}

static void test_any_key_finds_the_customer(void **state) {
    struct world *world = *state;
    sign_up(world);
    assert_true(traced(world, "nordm").found);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    struct trace trace = traced(world, "Nordmann");
    assert_true(trace.found);
    assert_true(traced(world, trace.customer.account).found);
    assert_true(traced(world, trace.customer.async_account).found);
}

static void test_several_of_a_name_are_offered(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup_result result;
    sign_up(world);
    struct signup other = {.FirstName = "Ola", .LastName = "Nordmann", .Email = "ola@example.com"};
    world_ok(company_signup(world->company, "North", &other, &result, &err), &err);
    struct trace trace = traced(world, "Nordmann");
    assert_false(trace.found);
    assert_int_equal(trace.match_count, 2);
}

static void test_a_real_time_customer_took_the_short_way(void **state) {
    struct world *world = *state;
    assert_int_equal(try_sign_up(world, "South", "Nordmann"), ERR_OK);
    struct trace trace = expect(world, TRACE_HIDDEN, 37, -1);
    assert_int_equal(trace.hops[HOP_UPLOAD].state, HOP_UNUSED);
    assert_int_equal(trace.hops[HOP_RETURN].state, HOP_PASSED);
    assert_int_equal(trace.finding_count, 1);
}

/* ---- what stops it ------------------------------------------------------------------------------------------------ */

static void test_waiting_for_a_planned_run_is_no_fault(void **state) {
    struct world *world = *state;
    int64_t next = clock_now_ms() + 300000;
    sign_up(world);
    plan(world, "P-0001", BATCH_WAITING, next);
    struct trace trace = expect(world, TRACE_NORMAL, 39, HOP_UPLOAD);
    assert_int_equal(trace.hops[HOP_UPLOAD].state, HOP_HERE);
    assert_int_equal(trace.findings[0].count, next);
}

static void test_a_start_that_nobody_makes(void **state) {
    struct world *world = *state;
    plan(world, "P-0001", BATCH_WAITING, clock_now_ms() - 300000);
    sign_up(world);
    expect(world, TRACE_NO_BATCH_SERVER, 0, HOP_UPLOAD);
}

static void test_withheld(void **state) {
    struct world *world = *state;
    sign_up(world);
    world_run(world, "P-0001");
    plan(world, "sync-customers", BATCH_WITHHOLD, clock_now_ms());
    struct trace trace = expect(world, TRACE_WITHHELD, 2, HOP_CREATION);
    assert_string_equal(trace.findings[0].page, "batch-jobs");
}

static void test_wrong_order(void **state) {
    struct world *world = *state;
    sign_up(world);
    world_run(world, "1010");
    world_run(world, "sync-customers");
    clock_sleep_ms(2);
    world_run(world, "P-0001");
    expect(world, TRACE_WRONG_ORDER, 4, HOP_CREATION);
}

static void test_servicing(void **state) {
    struct world *world = *state;
    struct err err = {0};
    sign_up(world);
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    struct trace trace = expect(world, TRACE_SERVICING, 30, HOP_UPLOAD);
    assert_true(also(&trace, TRACE_NO_UPLOAD_PLANNED));
}

static void test_each_thing_that_keeps_the_upload(void **state) {
    static const struct {
        const char *sql;
        enum trace_cause cause;
        int number;
    } faults[] = {
        {"UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001'", TRACE_SCHEDULE_INACTIVE,
         14},
        {"DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = 'P-0001'", TRACE_NOT_IN_GROUP,
         15},
        {"UPDATE RetailConnSchedulerSubjobTable SET Enabled = 0"
         " WHERE AXTableName = 'RetailAsyncCustomer'",
         TRACE_SUBJOB_MISSING, 35},
        {"UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1", TRACE_PAUSED, 17},
    };
    struct world *world = *state;
    sign_up(world);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        world_release(world);
        world_init(world, 1);
        sign_up(world);
        do_hq(world, faults[i].sql);
        world_reopen(world);
        struct trace trace = expect(world, faults[i].cause, faults[i].number, HOP_UPLOAD);
        assert_non_null(trace.findings[0].page);
    }
}

static void test_two_causes_are_both_named(void **state) {
    struct world *world = *state;
    sign_up(world);
    do_hq(world, "UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001';"
                 "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1");
    world_reopen(world);
    struct trace trace = expect(world, TRACE_PAUSED, 17, HOP_UPLOAD);
    assert_true(also(&trace, TRACE_SCHEDULE_INACTIVE));
}

static void test_the_async_client_is_stopped(void **state) {
    struct world *world = *state;
    sign_up(world);
    do_channel(world, "UPDATE CDXASYNCCLIENT SET RUNNING = 0");
    expect(world, TRACE_CLIENT_STOPPED, 18, HOP_UPLOAD);
}

static void test_a_value_that_is_too_long_stops_the_package(void **state) {
    struct world *world = *state;
    sign_up(world);
    do_channel(world, "UPDATE RETAILASYNCCUSTOMER SET CUSTNAME = printf('%.*c', 150, 'x')");
    world_run(world, "P-0001");
    struct trace trace = expect(world, TRACE_PACKAGE_REFUSED, 12, HOP_UPLOAD);
    assert_int_equal(trace.findings[0].err.reason, REASON_PACKAGE_TOO_LONG);
}

static void test_no_shared_address_book(void **state) {
    struct world *world = *state;
    sign_up(world);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    do_hq(world, "DELETE FROM DirAddressBookParty");
    world_run(world, "1010");
    expect(world, TRACE_NO_ADDRESS_BOOK, 33, HOP_DOWNLOAD);
}

/* ---- nobody ------------------------------------------------------------------------------------------------------- */

static void test_nobody(void **state) {
    expect(*state, TRACE_NOWHERE, 0, HOP_STOREFRONT);
}

static void test_refused_in_real_time(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    assert_int_equal(try_sign_up(world, "South", "Nordmann"), ERR_REFUSED);
    struct trace trace = expect(world, TRACE_SIGNUP_REFUSED, 29, HOP_STOREFRONT);
    assert_int_equal(trace.findings[0].err.reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(trace.hops[HOP_STOREFRONT].state, HOP_BROKEN);
    assert_false(trace.found);
}

static void test_refused_because_nobody_may(void **state) {
    struct world *world = *state;
    struct err err = {0};
    do_hq(world, "UPDATE RetailOperations SET AllowAnonymousAccess = 0");
    world_run(world, "1090");
    world_ok(company_restart_csu(world->company, &err), &err);
    assert_int_equal(try_sign_up(world, "North", "Nordmann"), ERR_REFUSED);
    struct trace trace = expect(world, TRACE_NOT_ANONYMOUS, 34, HOP_STOREFRONT);
    assert_string_equal(trace.findings[0].page, "pos-operations");
    assert_string_equal(trace.findings[0].key, "612");
}

/* ---- the store ---------------------------------------------------------------------------------------------------- */

static void switch_north(struct world *world) {
    do_hq(world, "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = 'Sync'"
                 " WHERE RecId = 1");
}

static void test_headquarters_says_no_and_the_channel_still_yes(void **state) {
    struct world *world = *state;
    switch_north(world);
    sign_up(world);
    struct trace trace = traced(world, KARI);
    assert_true(also(&trace, TRACE_COPY_OLD));
    world_run(world, "1070");
    trace = traced(world, KARI);
    assert_false(also(&trace, TRACE_COPY_OLD));
    assert_true(also(&trace, TRACE_CACHE_OLD));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        trace_test(test_the_whole_way_is_told_with_times_and_sessions),
        trace_test(test_any_key_finds_the_customer),
        trace_test(test_several_of_a_name_are_offered),
        trace_test(test_a_real_time_customer_took_the_short_way),
        trace_test(test_waiting_for_a_planned_run_is_no_fault),
        trace_test(test_a_start_that_nobody_makes),
        trace_test(test_withheld),
        trace_test(test_wrong_order),
        trace_test(test_servicing),
        trace_test(test_each_thing_that_keeps_the_upload),
        trace_test(test_two_causes_are_both_named),
        trace_test(test_the_async_client_is_stopped),
        trace_test(test_a_value_that_is_too_long_stops_the_package),
        trace_test(test_no_shared_address_book),
        trace_test(test_nobody),
        trace_test(test_refused_in_real_time),
        trace_test(test_refused_because_nobody_may),
        trace_test(test_headquarters_says_no_and_the_channel_still_yes),
    };
    unsetenv("CHQ_TEST_CLOCK"); /* one thing is later than another here */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
