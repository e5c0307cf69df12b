/* SPDX-License-Identifier: MIT */
/* What headquarters writes down about its exchange: sessions, runs of jobs, and who put it in servicing. */
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

static struct db *hq(void **state) {
    return ((struct world *)*state)->company->hq;
}

static void a_run_is_told_from_begin_to_end(void **state) {
    struct err err = {0}, why = {0};
    struct job_run run;
    int64_t id = 0;
    world_ok(job_run_last(hq(state), "P-0001", &run, &err), &err);
    assert_int_equal(run.id, 0);
    world_ok(job_run_begin(hq(state), "P-0001", "kari", &id, &err), &err);
    world_ok(job_run_last(hq(state), "P-0001", &run, &err), &err);
    assert_int_equal(run.id, id);
    assert_int_equal(run.status, BATCH_EXECUTING);
    assert_string_equal(run.started_by, "kari");
    assert_int_equal(run.start_ms, clock_now_ms());
    err_set(&why, ERR_INVALID, REASON_PACKAGE_TOO_LONG, NULL, "RetailAsyncCustomer");
    world_ok(job_run_end(hq(state), id, BATCH_ERROR, 7, 2, 9, &why, &err), &err);
    world_ok(job_run_last(hq(state), "P-0001", &run, &err), &err);
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.rows, 7);
    assert_int_equal(run.failed_rows, 2);
    assert_int_equal(run.session, 9);
    assert_int_equal(run.message.reason, REASON_PACKAGE_TOO_LONG);
    assert_string_equal(run.message.value, "RetailAsyncCustomer");
}

/* The laptop was shut while a job ran: its history must not say "executing" for ever. */
static void a_run_whose_process_died_is_closed_by_the_next(void **state) {
    struct err err = {0};
    int64_t lost = 0, next = 0;
    world_ok(job_run_begin(hq(state), "1010", "kari", &lost, &err), &err);
    world_ok(job_run_begin(hq(state), "P-0001", "kari", &next, &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM BatchJobHistory WHERE Status = 2"),
                     2);
    world_ok(job_run_begin(hq(state), "1010", "ola", &next, &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM BatchJobHistory WHERE Status = 2"
                                          " AND JobId = '1010'"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM BatchJobHistory WHERE Status = 3"
                                          " AND EndDateTime > 0 AND Message <> ''"),
                     1);
}

static void a_package_keeps_the_time_of_each_step(void **state) {
    struct err err = {0};
    int64_t session = 0;
    struct db *db = hq(state);
    world_ok(download_session_open(db, "1010", "Default", &session, &err), &err);
    world_ok(download_store_set(db, session, "Default", DOWNLOAD_AVAILABLE, 0, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT RequestedDateTime + DownloadedDateTime +"
                                   " AppliedDateTime FROM RetailCDXDownloadSessionDataStore"
                                   " ORDER BY Session DESC"),
                     0);
    world_ok(download_store_set(db, session, "Default", DOWNLOAD_REQUESTED, 0, NULL, &err), &err);
    world_exec(db, "UPDATE RetailCDXDownloadSessionDataStore SET RequestedDateTime = 5");
    world_ok(download_store_set(db, session, "Default", DOWNLOAD_APPLIED, 12, NULL, &err), &err);
    world_ok(download_session_set(db, session, DOWNLOAD_APPLIED, 12, 345, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXDownloadSessionDataStore d JOIN"
                                   " RetailCDXDownloadSession s ON s.RecId = d.Session WHERE"
                                   " d.RequestedDateTime = 5 AND d.DownloadedDateTime > 5 AND"
                                   " d.AppliedDateTime > 5 AND d.RowsAffected = 12 AND s.FileSize"
                                   " = 345 AND s.Status = 4"),
                     1);
}

static void an_upload_says_when_it_arrived(void **state) {
    struct err err = {0};
    int64_t session = 0;
    struct db *db = hq(state);
    world_ok(upload_session_open(db, "P-0001", "Default", 41, &session, &err), &err);
    assert_int_equal(world_int(db, "SELECT UploadedDateTime FROM RetailCDXUploadSession"), 0);
    world_ok(upload_session_set(db, session, UPLOAD_APPLIED, 3, 99, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXUploadSession WHERE"
                                   " LocalSessionId = 41 AND Status = 3 AND UploadedDateTime > 0"
                                   " AND Message = ''"),
                     1);
}

static void servicing_is_in_the_audit_trail(void **state) {
    struct err err = {0};
    bool servicing = true;
    world_ok(servicing_get(hq(state), &servicing, &err), &err);
    assert_false(servicing);
    world_ok(servicing_set(hq(state), false, "kari", &err), &err); /* as it is: nothing to tell */
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail"), 0);
    world_ok(servicing_set(hq(state), true, "kari", &err), &err);
    world_ok(servicing_get(hq(state), &servicing, &err), &err);
    assert_true(servicing);
    world_ok(servicing_set(hq(state), false, "ola", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE Field = 'mode' AND"
                                          " ((UserId = 'kari' AND NewValue = 'servicing') OR"
                                          " (UserId = 'ola' AND NewValue = 'operational'))"),
                     2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_run_is_told_from_begin_to_end),
        TEST(a_run_whose_process_died_is_closed_by_the_next),
        TEST(a_package_keeps_the_time_of_each_step),
        TEST(an_upload_says_when_it_arrived),
        TEST(servicing_is_in_the_audit_trail),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
