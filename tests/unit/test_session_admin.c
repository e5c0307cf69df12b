/* SPDX-License-Identifier: MIT */
/* What people may do with sessions, how long sessions are kept, and how several databases keep out of each other's way. */
#include "support/exchange.h"

#include "model/hq/lease.h"
#include "model/hq/session_admin.h"

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

static struct db *hq(struct world *world) {
    return world->company->hq;
}

static int64_t newest(struct world *world, const char *table) {
    return strcmp(table, "upload") == 0
               ? world_int(hq(world), "SELECT max(RecId) FROM RetailCDXUploadSession")
               : world_int(hq(world), "SELECT max(RecId) FROM RetailCDXDownloadSession"
                                      " WHERE JobId = '1010'");
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

static void rows_in_headquarters_are_not_sent_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t rerun = 0;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    assert_int_equal(session_rerun(hq(world), SESSION_UPLOAD, 1, "ola", &rerun, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_APPLIED);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXUploadSession"), 1);
    assert_int_equal(session_cancel(hq(world), SESSION_UPLOAD, 1, "ola", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_FINISHED);
}

/* A canceled upload loses nothing: its rows go with the next run; then there is nothing left to rerun. */
static void a_canceled_upload_is_not_lost(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t rerun = 0;
    world_signup(world, "North", "Kari", 1);
    world_exec(world->company->channels[0].db,
               "UPDATE RETAILASYNCCUSTOMER SET STREET = printf('%300d', 1)");
    world_run(world, "P-0001");
    world_ok(session_cancel(hq(world), SESSION_UPLOAD, 1, "ola", &err), &err);
    world_exec(world->company->channels[0].db, "UPDATE RETAILASYNCCUSTOMER SET STREET = ''");
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(newest(world, "upload"), 2);
    assert_int_equal(session_rerun(hq(world), SESSION_UPLOAD, 1, "ola", &rerun, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_APPLIED);
    world_check(world);
}

static void a_rerun_download_sends_the_same_customers_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t rerun = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2; i++) world_signup(world, "North", "Kari", round * 2 + i);
        world_run(world, "P-0001");
        world_run(world, "sync-customers");
        world_run(world, "1010");
    }
    int64_t last = newest(world, "download");
    world_exec(world->company->channels[0].db, "DELETE FROM CUSTTABLE; DELETE FROM RETAILCUSTTABLE;"
                                               " DELETE FROM DIRADDRESSBOOKPARTY");
    assert_int_equal(world_run(world, "1010").rows, 1); /* only the default customer is missed */
    world_ok(session_rerun(hq(world), SESSION_DOWNLOAD, last, "ola", &rerun, &err), &err);
    struct job_result run = world_run(world, "1010");
    assert_int_equal(run.session, rerun);
    assert_int_equal(run.rows, 2); /* those of the session, and nobody else */
    struct session_view view;
    world_ok(session_read(hq(world), SESSION_DOWNLOAD, rerun, &view, &err), &err);
    assert_int_equal(view.rerun_for, last);
    assert_int_equal(view.status, DOWNLOAD_APPLIED);
    assert_int_equal(view.tries, 1);
    world_run(world, "9999");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 6);
    world_check(world);
}

static void nobody_changes_a_session_under_a_run(void **state) {
    struct world *world = *state;
    struct lease lease;
    struct err err = {0};
    int64_t rerun = 0;
    world_signup(world, "North", "Kari", 1);
    world_exec(world->company->channels[0].db,
               "UPDATE RETAILASYNCCUSTOMER SET STREET = printf('%300d', 1)");
    world_run(world, "P-0001");
    world_ok(lease_take(&lease, hq(world), "job:P-0001", 60000, "kari", &err), &err);
    assert_int_equal(session_cancel(hq(world), SESSION_UPLOAD, 1, "ola", &err), ERR_BUSY);
    assert_int_equal(err.reason, REASON_SESSION_RUNNING);
    assert_non_null(strstr(err.value2, "kari@"));
    assert_int_equal(session_rerun(hq(world), SESSION_UPLOAD, 1, "ola", &rerun, &err), ERR_BUSY);
    world_ok(lease_release(&lease, hq(world), &err), &err);
    world_ok(session_cancel(hq(world), SESSION_UPLOAD, 1, "ola", &err), &err);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM AuditTrail WHERE EntityId ="
                                          " 'upload-session' AND UserId = 'ola'"
                                          " AND OldValue = '6' AND NewValue = '4'"),
                     1);
}

static void only_what_has_ended_is_deleted_and_never_the_newest(void **state) {
    struct world *world = *state;
    struct err err = {0};
    for (int i = 0; i < 2; i++) {
        world_signup(world, "North", "Kari", i);
        world_run(world, "P-0001");
    }
    assert_int_equal(session_delete(hq(world), SESSION_UPLOAD, 2, "ola", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_NEWEST);
    world_ok(session_delete(hq(world), SESSION_UPLOAD, 1, "ola", &err), &err);
    assert_int_equal(session_delete(hq(world), SESSION_UPLOAD, 1, "ola", &err), ERR_NOT_FOUND);
    world_signup(world, "North", "Kari", 2);
    world_exec(world->company->channels[0].db,
               "UPDATE RETAILASYNCCUSTOMER SET STREET = printf('%300d', 1)"
               " WHERE REPLICATIONCOUNTERFROMORIGIN = 3");
    world_run(world, "P-0001");
    assert_int_equal(session_delete(hq(world), SESSION_UPLOAD, 3, "ola", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_OPEN);
}

static void old_sessions_go_and_the_newest_stays(void **state) {
    struct world *world = *state;
    for (int i = 0; i < 4; i++) {
        world_signup(world, "North", "Kari", i);
        world_run(world, "P-0001");
        world_run(world, "1010");
    }
    world_signup(world, "Western", "Kari", 1);
    world_run(world, "P-0001");
    world_exec(hq(world), "UPDATE RetailCDXUploadSession SET CreatedDateTime = 1;"
                          "UPDATE RetailCDXDownloadSession SET CreatedDateTime = 1;"
                          "UPDATE RetailConnParameters SET MonitoringRetentionDays = 0");
    world_run(world, "sync-customers");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXUploadSession"), 5);
    world_exec(hq(world), "UPDATE RetailConnParameters SET MonitoringRetentionDays = 30");
    world_run(world, "sync-customers");
    /* One of each database, and one of each job. */
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXUploadSession"), 2);
    assert_int_equal(world_int(hq(world), "SELECT max(RecId) FROM RetailCDXUploadSession"), 5);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXDownloadSession"), 4);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXDownloadSessionDataStore d"
                                          " WHERE NOT EXISTS (SELECT 1 FROM"
                                          " RetailCDXDownloadSession s WHERE s.RecId = d.Session)"),
                     0);
    world_signup(world, "North", "Kari", 9);
    assert_int_equal(world_run(world, "P-0001").session, 6);
    world_check(world);
}

static void lists_are_newest_first_and_know_their_scope(void **state) {
    struct world *world = *state;
    struct rowset rows;
    struct err err = {0};
    for (int i = 0; i < 3; i++) {
        world_signup(world, i == 1 ? "Western" : "North", "Kari", i);
        world_run(world, "P-0001");
    }
    rowset_init(&rows, SESSION_CELLS);
    struct list_request request = {.from = LIST_FROM_START, .limit = 2};
    world_ok(session_list(hq(world), SESSION_UPLOAD, &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_true(rows.more_after);
    assert_string_equal(rowset_key(&rows, 0), "3");
    request = (struct list_request){.from = LIST_AFTER, .anchor = "2", .limit = 2};
    world_ok(session_list(hq(world), SESSION_UPLOAD, &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_key(&rows, 0), "1");
    request = (struct list_request){.from = LIST_FROM_START, .limit = 9, .scope = "database:West"};
    world_ok(session_list(hq(world), SESSION_UPLOAD, &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 3), "West");
    request.scope = "9999";
    world_ok(session_list(hq(world), SESSION_DOWNLOAD, &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 4);
    request.scope = "database:West";
    world_ok(session_list(hq(world), SESSION_DOWNLOAD, &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 4);
    rowset_release(&rows);
}

/* ---- one run at a time ------------------------------------------------------------------------------------------- */

static void a_second_run_is_told_who_is_first(void **state) {
    struct world *world = *state;
    struct company *other;
    struct lease lease;
    struct job_result result;
    const struct exchange_job *job;
    struct err err = {0};
    world_ok(company_open_again(&other, world->company, COMPANY_FOR_WORK, &err), &err);
    world_ok(lease_take(&lease, other->hq, "job:1010", 60000, "kari", &err), &err);
    world_ok(exchange_job_find("1010", &job, &err), &err);
    int64_t runs = world_int(hq(world), "SELECT count(*) FROM BatchJobHistory");
    assert_int_equal(exchange_job_run(world->company, job, NULL, &result, &err), ERR_BUSY);
    assert_int_equal(err.reason, REASON_LEASE_HELD);
    assert_string_equal(err.value, "job:1010");
    assert_non_null(strstr(err.value2, "kari@"));
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM BatchJobHistory"), runs);
    /* 9999 works on the same sessions: it leaves that part out and does the others. */
    struct job_result full = world_run(world, "9999");
    assert_int_equal(full.status, BATCH_ERROR);
    assert_int_equal(full.message.reason, REASON_LEASE_HELD);
    assert_true(full.rows > 0);
    world_ok(lease_release(&lease, other->hq, &err), &err);
    assert_int_equal(world_run(world, "9999").status, BATCH_ENDED);
    company_close(&other);
    world_check(world);
}

/* ---- three databases --------------------------------------------------------------------------------------------- */

static void add_third_database(struct world *world) {
    world_exec(
        hq(world),
        "INSERT INTO RetailConnDatabaseProfile (Name, DataGroup) VALUES ('East', 'Default');"
        "INSERT INTO RetailChannelTable (RecId, RetailChannelId, OMOperatingUnitID,"
        " inventLocationDataAreaId, inventLocation, ChannelTimeZone, Currency,"
        " DefaultCustAccount, DefaultCustDataAreaId) VALUES (4, 'Eastern', 'Eastern', 'USRT',"
        " 'DC', 'UTC', 'USD', '100001', 'USRT');"
        "INSERT INTO RetailOnlineChannelTable (RecId, OnlineFunctionalityProfile)"
        " VALUES (4, 'Async');"
        "INSERT INTO RetailStoreAddressBook VALUES (4, 'Books', 0);"
        "INSERT INTO RetailCDXDataStoreChannel VALUES (4, 'East');");
    world_file(world, "channel-East.db", &db_kind_channel, "");
    world_reopen(world);
    world_run(world, "9999");
}

static void damage(struct world *world, const char *file) {
    char path[COMPANY_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", world->folder, file);
    FILE *stream = fopen(path, "r+b");
    assert_non_null(stream);
    for (int i = 0; i < 4096 * 4; i++) assert_true(fputc('x', stream) != EOF);
    assert_int_equal(fclose(stream), 0);
}

/* One is paused, one is damaged: the third has all of it, and the other two get theirs when they can. */
static void a_damaged_and_a_paused_database_do_not_stop_the_third(void **state) {
    struct world *world = *state;
    static const char *const stores[] = {"North", "Western", "Eastern"};
    char path[COMPANY_PATH_SIZE], safe[COMPANY_PATH_SIZE + 8], command[3 * COMPANY_PATH_SIZE];
    add_third_database(world);
    for (int i = 0; i < 3; i++) world_signup(world, stores[i], "Kari", 1);
    world_exec(hq(world),
               "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1 WHERE Name = 'West'");
    world_close(world);
    snprintf(path, sizeof path, "%s/channel-Default.db", world->folder);
    snprintf(safe, sizeof safe, "%s.backup", world->folder);
    snprintf(command, sizeof command, "cp '%s' '%s'", path, safe);
    assert_int_equal(system(command), 0);
    damage(world, "channel-Default.db");
    world_open(world);
    struct job_result up = world_run(world, "P-0001");
    assert_int_equal(up.status, BATCH_ERROR);
    assert_int_equal(up.rows, 1);
    assert_true(up.waiting);
    world_run(world, "sync-customers");
    struct job_result down = world_run(world, "1010");
    assert_int_equal(down.status, BATCH_ERROR);
    assert_true(down.rows >= 1);
    assert_int_equal(world_int(world->company->channels[2].db,
                               "SELECT count(*) FROM RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC <> ''"),
                     1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailCDXDownloadSessionDataStore"
                                          " d JOIN RetailCDXDownloadSession s ON s.RecId ="
                                          " d.Session AND s.RecId = (SELECT max(RecId) FROM"
                                          " RetailCDXDownloadSession) WHERE (d.DatabaseProfile,"
                                          " d.Status) IN (VALUES ('Default', 7), ('West', 1),"
                                          " ('East', 4))"),
                     3);
    world_close(world);
    snprintf(command, sizeof command, "mv '%s' '%s'", safe, path);
    assert_int_equal(system(command), 0);
    world_open(world);
    world_exec(hq(world), "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 0");
    assert_int_equal(world_run(world, "P-0001").rows, 2);
    world_run(world, "sync-customers");
    assert_int_equal(world_run(world, "1010").status, BATCH_ENDED);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 3);
    world_check(world);
}

/* Full data sync of one database leaves the others alone. */
static void everything_for_one_database(void **state) {
    struct world *world = *state;
    const struct exchange_job *job;
    struct job_result result;
    struct err err = {0};
    add_third_database(world);
    for (int i = 0; i < 3; i++) {
        world_exec(world->company->channels[i].db, "DELETE FROM RETAILONLINECHANNELTABLE");
    }
    world_ok(exchange_job_find("9999", &job, &err), &err);
    struct job_request request = {.job = job, .database = "East"};
    world_ok(exchange_request_run(world->company, &request, NULL, &result, &err), &err);
    assert_int_equal(result.status, BATCH_ENDED);
    const char *count = "SELECT count(*) FROM RETAILONLINECHANNELTABLE";
    assert_int_equal(world_int(world->company->channels[0].db, count), 0);
    assert_int_equal(world_int(world->company->channels[1].db, count), 0);
    assert_int_equal(world_int(world->company->channels[2].db, count), 1);
    request.database = "Nowhere";
    assert_int_equal(exchange_request_run(world->company, &request, NULL, &result, &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.value, "Nowhere");
    /* One schedule in full for one database. */
    world_ok(exchange_job_find("1010", &job, &err), &err);
    request = (struct job_request){.job = job, .database = "West", .full = true};
    world_ok(exchange_request_run(world->company, &request, NULL, &result, &err), &err);
    assert_int_equal(result.rows, 1); /* the default customer, although it is there */
    world_check(world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rows_in_headquarters_are_not_sent_again),
        TEST(a_canceled_upload_is_not_lost),
        TEST(a_rerun_download_sends_the_same_customers_again),
        TEST(nobody_changes_a_session_under_a_run),
        TEST(only_what_has_ended_is_deleted_and_never_the_newest),
        TEST(old_sessions_go_and_the_newest_stays),
        TEST(lists_are_newest_first_and_know_their_scope),
        TEST(a_second_run_is_told_who_is_first),
        TEST(a_damaged_and_a_paused_database_do_not_stop_the_third),
        TEST(everything_for_one_database),
    };
    return cmocka_run_group_tests_name("session_admin", tests, NULL, NULL);
}
