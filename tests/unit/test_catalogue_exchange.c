/* SPDX-License-Identifier: MIT */
/*
 * The failure catalogue (domain.md section 6) as far as the exchange can have it: each cause is put in place, shows the
 * documented symptom, takes the documented fix and then shows the documented proof.
 */
#include "support/exchange.h"

#include "model/channel/async_client.h"
#include "model/exchange/reseed.h"
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

static struct db *channel(struct world *world, int i) {
    return world->company->channels[i].db;
}

static int64_t sessions(struct world *world, const char *sql) {
    return world_int(hq(world), sql);
}

#define UPLOADS       "SELECT count(*) FROM RetailCDXUploadSession"
#define NEWEST_UPLOAD "SELECT Status FROM RetailCDXUploadSession ORDER BY RecId DESC LIMIT 1"
#define RECEIVED      "SELECT count(*) FROM RetailAsyncCustomer"
#define NEWEST_1010                                                                                \
    "SELECT Status FROM RetailCDXDownloadSession WHERE JobId = '1010' ORDER BY RecId DESC LIMIT 1"
#define KNOWN_IN_CHANNEL "SELECT count(*) FROM RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC <> ''"

static void set_scheduler(struct world *world, const char *sql) {
    world_exec(hq(world), sql);
}

/* ---- 1, 3, 4: jobs that did not run, or in the wrong order ------------------------------------------------------- */

static void cause_1_p_job_never_run(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(world_int(hq(world), RECEIVED), 0);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    assert_int_equal(sessions(world, UPLOADS), 0);
    world_run(world, "P-0001");
    assert_int_equal(world_int(hq(world), RECEIVED), 1);
}

static void cause_3_1010_not_run_after_creation(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    assert_int_equal(world_counts(world).count[STATE_CREATED], 1);
    assert_int_equal(world_int(channel(world, 0), KNOWN_IN_CHANNEL), 0);
    world_run(world, "1010");
    assert_int_equal(world_int(channel(world, 0), KNOWN_IN_CHANNEL), 1);
}

static void cause_4_jobs_in_the_wrong_order(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    struct job_result down = world_run(world, "1010"), sync = world_run(world, "sync-customers");
    assert_int_equal(down.status, BATCH_ENDED); /* each ends well, and nothing has come */
    assert_int_equal(sync.status, BATCH_ENDED);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_NO_DATA);
    world_run(world, "P-0001");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 0);
    world_run(world, "sync-customers");
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
}

/* ---- 11 to 13: packages that fail --------------------------------------------------------------------------------- */

static void cause_11_session_counter_gives_a_number_twice(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_signup(world, "North", "Ola", 1);
    world_signup(world, "Western", "Per", 1);
    int64_t before = sessions(world, UPLOADS);
    world_exec(channel(world, 0), "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = 1");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_UPLOAD_SESSION_DUPLICATE);
    assert_string_equal(run.message.value, "Default");
    assert_int_equal(sessions(world, UPLOADS), before + 1); /* that of the other database */
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    bool moved = false;
    struct err err = {0};
    world_ok(local_session_repair(channel(world, 0), &moved, &err), &err);
    assert_true(moved);
    assert_int_equal(world_run(world, "P-0001").status, BATCH_ENDED);
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
    assert_int_equal(world_int(hq(world), RECEIVED), 3);
    world_check(world);
}

static void cause_12_value_longer_than_the_column(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Long", 1);
    struct signup_result result;
    struct err err = {0};
    memset(in.Street, 'x', 300);
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    world_signup(world, "North", "Behind", 1);
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.message.reason, REASON_PACKAGE_TOO_LONG);
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLY_FAILED);
    assert_int_equal(world_int(hq(world), RECEIVED), 0); /* rows behind it wait */
    /* The same session is tried again, as often as it takes. */
    world_run(world, "P-0001");
    assert_int_equal(sessions(world, UPLOADS), 1);
    assert_int_equal(sessions(world, "SELECT TryCount FROM RetailCDXUploadSession"), 2);
    world_exec(channel(world, 0), "UPDATE RETAILASYNCCUSTOMER SET STREET = 'short'");
    int64_t rerun = 0;
    world_ok(session_rerun(hq(world), SESSION_UPLOAD, 1, "ola", &rerun, &err), &err);
    assert_int_equal(world_run(world, "P-0001").rows, 2);
    assert_int_equal(
        sessions(world, "SELECT Status FROM RetailCDXUploadSession WHERE RerunFor = 1"),
        UPLOAD_APPLIED);
    assert_int_equal(sessions(world, "SELECT Status FROM RetailCDXUploadSession WHERE RecId = 1"),
                     UPLOAD_CANCELED);
    world_check(world);
}

/* A custom table without an index is read from begin to end for every row that arrives. */
static void cause_13_package_takes_too_long(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    set_scheduler(world, "UPDATE RetailConnParameters SET SqlCommandTimeout = 1");
    world_exec(hq(world),
               "CREATE TABLE CustomTable (Counter INTEGER, Value TEXT);"
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
               " INSERT INTO CustomTable SELECT i, i FROM n;"
               "CREATE TRIGGER CustomTrigger AFTER INSERT ON RetailAsyncCustomer BEGIN"
               " INSERT INTO CustomTable SELECT 0, count(*) FROM CustomTable a, CustomTable b,"
               " CustomTable c WHERE a.Counter + b.Counter + c.Counter = new.StoreRecId; END");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_UPLOAD_TIMEOUT);
    assert_int_equal(run.message.number, 1);
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_FAILED);
    assert_int_equal(world_int(hq(world), RECEIVED), 0);
    world_run(world, "P-0001");
    assert_int_equal(sessions(world, "SELECT TryCount FROM RetailCDXUploadSession"), 2);
    world_exec(hq(world), "DROP TRIGGER CustomTrigger; DROP TABLE CustomTable");
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
    assert_int_equal(sessions(world, UPLOADS), 1);
    world_check(world);
}

/* ---- 14 to 18: what is set up wrong ------------------------------------------------------------------------------- */

static void cause_14_schedule_inactive(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    set_scheduler(world, "UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001'");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_true(run.inactive);
    assert_int_equal(sessions(world, UPLOADS), 0);
    set_scheduler(world, "UPDATE RetailConnSchedule SET Active = 1");
    world_run(world, "P-0001");
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
}

static void cause_15_database_not_in_a_group_of_the_schedule(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_signup(world, "Western", "Ola", 1);
    set_scheduler(world, "UPDATE RetailConnDatabaseProfile SET DataGroup = 'Legacy'"
                         " WHERE Name = 'Default'");
    world_run(world, "P-0001");
    assert_int_equal(sessions(world, UPLOADS " WHERE DatabaseProfile = 'Default'"), 0);
    assert_int_equal(sessions(world, UPLOADS " WHERE DatabaseProfile = 'West'"), 1);
    set_scheduler(world, "UPDATE RetailConnDatabaseProfile SET DataGroup = 'Default'");
    world_run(world, "P-0001");
    assert_int_equal(sessions(world, UPLOADS " WHERE DatabaseProfile = 'Default' AND Status = 3"),
                     1);
}

static void cause_16_store_not_in_the_channel_database(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    set_scheduler(world, "DELETE FROM RetailCDXDataStoreChannel WHERE Channel = 1");
    world_run(world, "9999");
    world_ok(company_restart_csu(world->company, &err), &err);
    assert_int_not_equal(company_signup(world->company, "North", &in, &result, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_STORE_UNKNOWN_TO_CHANNEL);
    set_scheduler(world, "INSERT INTO RetailCDXDataStoreChannel VALUES (1, 'Default')");
    world_run(world, "9999");
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLIED);
    world_signup(world, "North", "Kari", 1);
}

static void cause_17_data_synchronization_is_paused(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_signup(world, "North", "Ola", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_signup(world, "North", "Per", 1);
    set_scheduler(world, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1;"
                         " DELETE FROM RetailCDXDataStoreHeartbeatLog");
    struct job_result up = world_run(world, "P-0001"), down = world_run(world, "1010");
    assert_true(up.waiting && down.waiting);
    assert_int_equal(up.message.reason, REASON_CHANNEL_PAUSED);
    assert_int_equal(up.rows + down.rows, 0);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_AVAILABLE);
    assert_int_equal(sessions(world, "SELECT count(*) FROM RetailCDXDataStoreHeartbeatLog"), 0);
    set_scheduler(world, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 0");
    world_run(world, "P-0001");
    world_run(world, "1010");
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLIED);
    assert_int_equal(sessions(world, "SELECT count(*) FROM RetailCDXDataStoreHeartbeatLog"), 2);
    world_check(world);
}

static void cause_18_async_client_stopped(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_signup(world, "North", "Ola", 1);
    world_signup(world, "Western", "Per", 1);
    int64_t before = sessions(world, UPLOADS);
    world_ok(async_client_set_running(channel(world, 0), false, &err), &err);
    set_scheduler(world, "UPDATE RetailCDXDataStoreHeartbeatLog SET LastConnection = 1");
    struct job_result up = world_run(world, "P-0001"), down = world_run(world, "1010");
    assert_int_equal(up.message.reason, REASON_ASYNC_CLIENT_STOPPED);
    assert_int_equal(up.rows, 1); /* the other database's */
    assert_int_equal(sessions(world, UPLOADS), before + 1);
    assert_int_equal(down.message.reason, REASON_ASYNC_CLIENT_STOPPED);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_AVAILABLE);
    assert_int_equal(sessions(world, "SELECT LastConnection FROM RetailCDXDataStoreHeartbeatLog"
                                     " WHERE DatabaseProfile = 'Default'"),
                     1);
    world_check(world); /* a session that waits is not in the middle */
    world_ok(company_restart_csu(world->company, &err), &err);
    world_run(world, "P-0001");
    world_run(world, "1010");
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLIED);
    assert_true(sessions(world, "SELECT LastConnection > 1 FROM RetailCDXDataStoreHeartbeatLog"
                                " WHERE DatabaseProfile = 'Default'"));
}

/* ---- 19, 41: downloads that fail ---------------------------------------------------------------------------------- */

/* The channel's column is narrower than headquarters': its table does not take the row (41). */
#define NARROW                                                                                     \
    "CREATE TRIGGER Narrow BEFORE INSERT ON CUSTTABLE WHEN length(new.NAME) > 8 BEGIN"             \
    " SELECT RAISE(ABORT, 'String or binary data would be truncated'); END"

static void create_one(struct world *world, const char *name) {
    world_signup(world, "North", name, 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
}

static void cause_19_download_used_up_its_tries(void **state) {
    struct world *world = *state;
    create_one(world, "Marianne");
    world_exec(channel(world, 0), NARROW);
    for (int tried = 1; tried <= 3; tried++) {
        struct job_result run = world_run(world, "1010");
        assert_int_equal(run.status, BATCH_ERROR);
        assert_int_equal(sessions(world, "SELECT TryCount FROM RetailCDXDownloadSession"
                                         " ORDER BY RecId DESC LIMIT 1"),
                         tried);
        assert_int_equal(sessions(world, NEWEST_1010),
                         tried < 3 ? DOWNLOAD_APPLY_FAILED : DOWNLOAD_CANCELED);
    }
    assert_int_equal(sessions(world, "SELECT count(*) FROM RetailCDXDownloadSessionDataStore"
                                     " WHERE Status = 5 AND TryCount = 3"
                                     " AND Message LIKE 'DOWNLOAD_TRIES%'"),
                     1);
    /* The other database of the group has what it needs: nothing was for it. */
    world_exec(channel(world, 0), "DROP TRIGGER Narrow");
    assert_int_equal(world_run(world, "1010").status, BATCH_ENDED);
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLIED);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    world_check(world);
}

static void cause_19_suspended_where_the_order_is_enforced(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int64_t rerun = 0;
    set_scheduler(world, "INSERT INTO RetailSharedParameters (Name, Value) VALUES"
                         " ('CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT', '1');"
                         "UPDATE RetailConnParameters SET TryCount = 2");
    create_one(world, "Marianne");
    world_exec(channel(world, 0), NARROW);
    world_run(world, "1010");
    world_run(world, "1010");
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_SUSPENDED);
    int64_t suspended =
        sessions(world, "SELECT RecId FROM RetailCDXDownloadSession WHERE Status = 10");
    /* What comes later waits, even when the table would take it by now; one session shows it. */
    world_exec(channel(world, 0), "DROP TRIGGER Narrow");
    for (int i = 0; i < 2; i++) {
        struct job_result run = world_run(world, "1010");
        assert_int_equal(run.status, BATCH_ERROR);
        assert_int_equal(run.message.reason, REASON_DOWNLOAD_SUSPENDED);
        assert_int_equal(run.rows, 0);
    }
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_AVAILABLE);
    world_ok(session_rerun(hq(world), SESSION_DOWNLOAD, suspended, "ola", &rerun, &err), &err);
    struct job_result run = world_run(world, "1010");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_int_equal(run.rows, 1);
    assert_int_equal(sessions(world, "SELECT count(*) FROM RetailCDXDownloadSession"
                                     " WHERE Status NOT IN (4, 5, 9)"),
                     0);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    /* Applied sessions cannot be rerun then. */
    assert_int_equal(session_rerun(hq(world), SESSION_DOWNLOAD,
                                   sessions(world, "SELECT max(RecId) FROM RetailCDXDownloadSession"
                                                   " WHERE Status = 4"),
                                   "ola", &rerun, &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SESSION_NO_RERUN);
    world_check(world);
}

static void cause_41_channel_column_is_too_narrow(void **state) {
    struct world *world = *state;
    create_one(world, "Marianne");
    world_exec(channel(world, 0), NARROW);
    struct job_result run = world_run(world, "1010");
    assert_int_equal(run.status, BATCH_ERROR);
    assert_int_equal(run.message.reason, REASON_DOWNLOAD_WRITE);
    assert_string_equal(run.message.value, "CUSTTABLE");
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLY_FAILED);
    world_exec(channel(world, 0), "DROP TRIGGER Narrow");
    world_run(world, "1010");
    assert_int_equal(sessions(world, NEWEST_1010), DOWNLOAD_APPLIED);
}

/* ---- 35: subjobs --------------------------------------------------------------------------------------------------- */

static void cause_35_subjob_missing(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    set_scheduler(world, "DELETE FROM RetailConnSchedulerJobLine WHERE jobId = 'P-0001'");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_int_equal(run.message.reason, REASON_SUBJOB_MISSING);
    assert_int_equal(sessions(world, NEWEST_UPLOAD), UPLOAD_APPLIED);
    assert_int_equal(sessions(world, "SELECT RowsAffected FROM RetailCDXUploadSession"), 0);
    assert_int_equal(world_int(hq(world), RECEIVED), 0);
    set_scheduler(world, "INSERT INTO RetailConnSchedulerJobLine (jobId, SubjobId) VALUES"
                         " ('P-0001', 'RetailAsyncCustomer'),"
                         " ('P-0001', 'RetailExternalIdToAsyncCustomerMap')");
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(world_int(hq(world), RECEIVED), 1);
    world_check(world);
}

/* The identities alone were left out: they come when their subjob is back, also to who is a customer by then. */
static void cause_35_identities_come_later(void **state) {
    struct world *world = *state;
    const char *known = "SELECT count(*) FROM RetailExternalIdToCustomerMap";
    set_scheduler(world, "UPDATE RetailConnSchedulerSubjobTable SET Enabled = 0"
                         " WHERE SubjobId = 'RetailExternalIdToAsyncCustomerMap'");
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(
        world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap"), 0);
    set_scheduler(world, "UPDATE RetailConnSchedulerSubjobTable SET Enabled = 1");
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.status, BATCH_ENDED);
    assert_int_equal(run.rows, 1); /* an identity that comes alone is counted */
    world_run(world, "sync-customers");
    assert_int_equal(world_int(hq(world), known), 1);
    world_check(world);
}

/* Signing up again links an identity to the sign-up that waits, whether it was uploaded or not, or is a customer by now. */
static void an_identity_linked_later_arrives(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(
        world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap"), 2);
    world_run(world, "sync-customers");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToCustomerMap"), 2);
    world_signup(world, "North", "Kari", 1); /* 1010 has not run: the channel sees her pending */
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToCustomerMap"), 3);
    assert_int_equal(
        world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap"), 0);
    assert_true(world_run(world, "P-0001").no_data);
    world_check(world);
}

/* ---- 38: a channel restored from a backup --------------------------------------------------------------------------- */

static void copy_file(const char *from, const char *to) {
    char command[3 * COMPANY_PATH_SIZE];
    snprintf(command, sizeof command, "cp '%s' '%s'", from, to);
    assert_int_equal(system(command), 0);
}

/* The backup has `kept` sign-ups, headquarters has `lost` more; then `fresh` sign up in the restored one. */
static void restore(struct world *world, int kept, int lost, int fresh) {
    char path[COMPANY_PATH_SIZE], backup[COMPANY_PATH_SIZE + 16];
    for (int i = 0; i < kept; i++) world_signup(world, "North", "Kept", i);
    world_run(world, "P-0001");
    snprintf(path, sizeof path, "%s", world->company->channels[0].path);
    snprintf(backup, sizeof backup, "%s.backup", world->folder);
    world_close(world); /* so that the file is whole */
    copy_file(path, backup);
    world_open(world);
    for (int i = 0; i < lost; i++) world_signup(world, "North", "Lost", i);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_close(world);
    copy_file(backup, path);
    assert_int_equal(unlink(backup), 0);
    world_open(world);
    for (int i = 0; i < fresh; i++) world_signup(world, "North", "Fresh", i);
}

/* Fewer, as many and more new ones than headquarters' mark is ahead: each time it is seen, and nobody is left out. */
static void cause_38_channel_restored(void **state) {
    (void)state;
    static const struct {
        int kept, lost, fresh;
    } cases[] = {{2, 3, 1}, {2, 3, 3}, {2, 3, 6}, {0, 2, 1}, {2, 2, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        struct reseed_result reseed;
        struct err err = {0};
        int all = cases[i].kept + cases[i].lost + cases[i].fresh;
        world_init(&world, 2);
        restore(&world, cases[i].kept, cases[i].lost, cases[i].fresh);
        world_signup(&world, "Western", "West", 1);
        int64_t before = sessions(&world, UPLOADS);
        struct job_result run = world_run(&world, "P-0001");
        assert_int_equal(run.status, BATCH_ERROR);
        assert_int_equal(run.message.reason, REASON_CHANNEL_RESTORED);
        assert_string_equal(run.message.value, "Default");
        assert_int_equal(run.message.number, cases[i].kept + cases[i].lost);
        assert_int_equal(run.rows, 1); /* the other database goes on */
        assert_int_equal(sessions(&world, UPLOADS), before + 1);

        world_ok(channel_reseed(world.company, "Default", &reseed, &err), &err);
        assert_int_equal(reseed.rows, cases[i].fresh);
        run = world_run(&world, "P-0001");
        assert_int_equal(run.status, BATCH_ENDED);
        assert_int_equal(run.rows, cases[i].fresh);
        world_signup(&world, "North", "Later", 1);
        assert_int_equal(world_run(&world, "P-0001").rows, 1);
        /* In order, once each. */
        assert_int_equal(
            world_int(world.company->hq,
                      "SELECT count(*) FROM (SELECT OperationTimestamp, lag("
                      "OperationTimestamp) OVER (ORDER BY ReplicationCounterFromOrigin)"
                      " AS Before FROM RetailAsyncCustomer WHERE ChannelDatabase ="
                      " 'Default') WHERE OperationTimestamp < Before"),
            0);
        assert_int_equal(world_int(world.company->hq, RECEIVED), all + 2);
        world_run(&world, "sync-customers");
        world_run(&world, "1010");
        assert_int_equal(world_int(world.company->hq, "SELECT count(*) FROM CustTable"), all + 3);
        /* Nothing is wrong any more, so nothing changes. */
        world_ok(channel_reseed(world.company, "Default", &reseed, &err), &err);
        assert_int_equal(reseed.rows + reseed.identities + reseed.counter_moved, 0);
        world_check(&world);
        world_release(&world);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(cause_1_p_job_never_run),
        TEST(cause_3_1010_not_run_after_creation),
        TEST(cause_4_jobs_in_the_wrong_order),
        TEST(cause_11_session_counter_gives_a_number_twice),
        TEST(cause_12_value_longer_than_the_column),
        TEST(cause_13_package_takes_too_long),
        TEST(cause_14_schedule_inactive),
        TEST(cause_15_database_not_in_a_group_of_the_schedule),
        TEST(cause_16_store_not_in_the_channel_database),
        TEST(cause_17_data_synchronization_is_paused),
        TEST(cause_18_async_client_stopped),
        TEST(cause_19_download_used_up_its_tries),
        TEST(cause_19_suspended_where_the_order_is_enforced),
        TEST(cause_35_subjob_missing),
        TEST(cause_35_identities_come_later),
        TEST(an_identity_linked_later_arrives),
        cmocka_unit_test(cause_38_channel_restored),
        TEST(cause_41_channel_column_is_too_narrow),
    };
    return cmocka_run_group_tests_name("catalogue_exchange", tests, NULL, NULL);
}
