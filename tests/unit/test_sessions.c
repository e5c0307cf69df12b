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

static void write_part(struct db *db, int64_t session, enum download_status status, int64_t rows) {
    struct err err = {0};
    const struct download_store store = {.status = status, .rows = rows, .tries = 1};
    world_ok(download_store_write(db, session, "Default", &store, NULL, &err), &err);
}

static void a_package_keeps_the_time_of_each_step(void **state) {
    struct err err = {0};
    struct download_session session = {.status = DOWNLOAD_STARTED, .tries = 1};
    struct db *db = hq(state);
    world_ok(download_session_open(db, "1010", "1010", "Default", &session, &err), &err);
    write_part(db, session.id, DOWNLOAD_AVAILABLE, 0);
    assert_int_equal(world_int(db, "SELECT RequestedDateTime + DownloadedDateTime +"
                                   " AppliedDateTime FROM RetailCDXDownloadSessionDataStore"
                                   " ORDER BY Session DESC"),
                     0);
    write_part(db, session.id, DOWNLOAD_REQUESTED, 0);
    world_exec(db, "UPDATE RetailCDXDownloadSessionDataStore SET RequestedDateTime = 5");
    write_part(db, session.id, DOWNLOAD_APPLIED, 12);
    session.status = DOWNLOAD_APPLIED;
    session.rows = 12;
    session.bytes = 345;
    world_ok(download_session_write(db, &session, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXDownloadSessionDataStore d JOIN"
                                   " RetailCDXDownloadSession s ON s.RecId = d.Session WHERE"
                                   " d.RequestedDateTime = 5 AND d.DownloadedDateTime > 5 AND"
                                   " d.AppliedDateTime > 5 AND d.RowsAffected = 12 AND s.FileSize"
                                   " = 345 AND s.Status = 4"),
                     1);
    /* Tried again, the times are those of the new try. */
    write_part(db, session.id, DOWNLOAD_REQUESTED, 12);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXDownloadSessionDataStore"
                                   " WHERE RequestedDateTime > 5"),
                     1);
}

static void an_upload_says_when_it_arrived_and_when_it_was_applied(void **state) {
    struct err err = {0};
    struct upload_session session = {.local_id = 41, .tries = 1};
    struct db *db = hq(state);
    world_ok(upload_session_open(db, "P-0001", "Default", &session, &err), &err);
    assert_int_equal(world_int(db, "SELECT UploadedDateTime FROM RetailCDXUploadSession"), 0);
    session.status = UPLOAD_UPLOADED;
    session.from = 7;
    session.to = 10;
    world_ok(upload_session_write(db, &session, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXUploadSession"
                                   " WHERE UploadedDateTime > 0 AND AppliedDateTime = 0"),
                     1);
    session.status = UPLOAD_APPLIED;
    session.rows = 3;
    world_ok(upload_session_write(db, &session, NULL, &err), &err);
    assert_int_equal(world_int(db, "SELECT count(*) FROM RetailCDXUploadSession WHERE"
                                   " LocalSessionId = 41 AND Status = 3 AND UploadedDateTime > 0"
                                   " AND AppliedDateTime > 0 AND FromCounter = 7 AND ToCounter = 10"
                                   " AND RowsAffected = 3 AND TryCount = 1 AND Message = ''"),
                     1);
}

/* Whatever a session is in, the next run finds it, until it is finished. */
static void the_oldest_open_session_is_found(void **state) {
    struct err err = {0};
    struct db *db = hq(state);
    struct upload_session first = {.tries = 1}, second = {.tries = 1}, found;
    world_ok(upload_session_open(db, "P-0001", "Default", &first, &err), &err);
    world_ok(upload_session_open(db, "P-0001", "Default", &second, &err), &err);
    for (enum upload_status status = UPLOAD_STARTED; status <= UPLOAD_APPLY_FAILED; status++) {
        first.status = status;
        world_ok(upload_session_write(db, &first, NULL, &err), &err);
        world_ok(upload_session_oldest_open(db, "Default", &found, &err), &err);
        assert_int_equal(found.id, upload_is_finished(status) ? second.id : first.id);
    }
    world_ok(upload_session_oldest_open(db, "West", &found, &err), &err);
    assert_int_equal(found.id, 0);
    struct download_session down = {.tries = 1}, open;
    world_ok(download_session_open(db, "1010", "9999", "Other", &down, &err), &err);
    for (enum download_status status = DOWNLOAD_STARTED; status <= DOWNLOAD_SUSPENDED; status++) {
        down.status = status;
        world_ok(download_session_write(db, &down, NULL, &err), &err);
        world_ok(download_session_oldest_open(db, "1010", "Other", &open, &err), &err);
        assert_int_equal(open.id, download_is_finished(status) ? 0 : down.id);
    }
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
        TEST(an_upload_says_when_it_arrived_and_when_it_was_applied),
        TEST(the_oldest_open_session_is_found),
        TEST(servicing_is_in_the_audit_trail),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
