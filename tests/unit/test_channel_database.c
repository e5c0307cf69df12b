/* SPDX-License-Identifier: MIT */
/* Channel databases, groups, schemas, scheduler jobs and subjobs as records: what may be saved and what is kept. */
#include "support/exchange.h"

#include "model/hq/channel_database.h"
#include "model/hq/scheduler.h"

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

static struct db *hq(void **state) {
    return ((struct world *)*state)->company->hq;
}

static enum err_code new_database(void **state, const char *name, const char *group, int type,
                                  struct err *err) {
    struct channel_database database = {.DataStoreType = type};
    text_copy(database.Name, sizeof database.Name, name);
    text_copy(database.DataGroup, sizeof database.DataGroup, group);
    return record_save(&entity_channel_database, hq(state), NULL, &database, "kari", err);
}

static enum err_code set(void **state, const struct entity *entity, const char *key,
                         const char *member, const char *value, struct err *err) {
    void *old = calloc(1, entity->record_size), *now = calloc(1, entity->record_size);
    assert_true(old && now);
    world_ok(entity->load(hq(state), key, old, err), err);
    memcpy(now, old, entity->record_size);
    enum err_code code = record_set_text(entity_member(entity, member), now, value, err);
    if (code == ERR_OK) code = record_save(entity, hq(state), old, now, "kari", err);
    free(old);
    free(now);
    return code;
}

static enum err_code remove_one(void **state, const struct entity *entity, const char *key,
                                struct err *err) {
    void *rec = calloc(1, entity->record_size);
    assert_non_null(rec);
    world_ok(entity->load(hq(state), key, rec, err), err);
    enum err_code code = record_delete(entity, hq(state), rec, "kari", err);
    free(rec);
    return code;
}

static void assert_kept(enum err_code code, const struct err *err, const char *table,
                        const char *users) {
    assert_int_equal(code, ERR_REFUSED);
    assert_int_equal(err->reason, REASON_RECORD_IN_USE);
    assert_string_equal(err->value2, table);
    assert_string_equal(err->detail, users);
}

/* ---- channel databases ------------------------------------------------------------------------------------------- */

static void a_database_is_read_with_its_stores(void **state) {
    struct err err = {0};
    struct channel_database database;
    world_exec(hq(state), "UPDATE RetailConnDatabaseProfile SET UploadInterval = 5,"
                          " DownloadInterval = 7, PauseDataSync = 1, DataWritingBatchJob = 9"
                          " WHERE Name = 'Default';"
                          "DELETE FROM RetailCDXDataStoreHeartbeatLog;"
                          "INSERT INTO RetailCDXDataStoreHeartbeatLog VALUES ('Default', 1234)");
    world_ok(entity_channel_database.load(hq(state), "default", &database, &err), &err);
    assert_string_equal(database.Name, "Default");
    assert_string_equal(database.DataGroup, "Default");
    assert_int_equal(database.DataStoreType, DATA_STORE_CHANNEL);
    assert_int_equal(database.UploadInterval, 5);
    assert_int_equal(database.DownloadInterval, 7);
    assert_int_equal(database.PauseDataSync, 1);
    assert_int_equal(database.DataWritingBatchJob, 9);
    assert_int_equal(database.LastConnection, 1234);
    assert_string_equal(database.Stores, "North, South");
    assert_int_equal(entity_channel_database.load(hq(state), "Nothing", &database, &err),
                     ERR_NOT_FOUND);
}

static void the_list_shows_group_type_pause_and_connection(void **state) {
    struct err err = {0};
    struct rowset rows;
    struct list_request request = {.from = LIST_FROM_START, .limit = 10, .filter = "WES"};
    rowset_init(&rows, entity_channel_database.list_columns);
    world_ok(entity_channel_database.list(hq(state), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 0), "West");
    assert_string_equal(rowset_cell(&rows, 0, 1), "Default");
    assert_string_equal(rowset_cell(&rows, 0, 2), "Channel");
    assert_string_equal(rowset_cell(&rows, 0, 3), "0");
    rowset_release(&rows);
}

static void a_name_is_one_a_file_can_have(void **state) {
    static const char *const bad[] = {"a/b", "..", "a b", "Sør", "a.b", "-a", "a%", "a\\b"};
    struct err err = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(new_database(state, bad[i], "Default", 0, &err), ERR_INVALID);
        assert_int_equal(err.reason, REASON_NAME_NOT_FILE);
        assert_string_equal(err.field, "Name");
    }
    assert_int_equal(new_database(state, "", "Default", 0, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    world_ok(new_database(state, "scX-12_b", "Default", 0, &err), &err);
}

static void a_name_is_unique_whatever_its_case(void **state) {
    struct err err = {0};
    assert_int_equal(new_database(state, "WEST", "Default", 0, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
}

static void a_database_keeps_name_and_type(void **state) {
    struct err err = {0};
    const struct entity *entity = &entity_channel_database;
    assert_int_equal(set(state, entity, "Default", "Name", "Other", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
    assert_int_equal(set(state, entity, "West", "DataStoreType", "Offline", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
    assert_int_equal(set(state, entity, "West", "DataGroup", "", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    assert_int_equal(set(state, entity, "West", "DataGroup", "Nothing", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    world_ok(set(state, entity, "West", "DataGroup", "Legacy", &err), &err);
    world_ok(set(state, entity, "West", "PauseDataSync", "1", &err), &err);
}

static void there_are_no_more_databases_than_can_be_opened(void **state) {
    struct err err = {0};
    char name[16];
    for (int i = 2; i < CHANNEL_DATABASE_MAX; i++) {
        snprintf(name, sizeof name, "db%d", i);
        world_ok(new_database(state, name, "Default", DATA_STORE_CHANNEL, &err), &err);
    }
    assert_int_equal(new_database(state, "more", "Default", DATA_STORE_CHANNEL, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_DATABASE_LIMIT);
    assert_int_equal(err.number, CHANNEL_DATABASE_MAX);
    world_ok(new_database(state, "pos", "Default", DATA_STORE_OFFLINE, &err), &err);
}

static void a_database_with_stores_stays(void **state) {
    struct err err = {0};
    assert_kept(remove_one(state, &entity_channel_database, "West", &err), &err,
                "RetailCDXDataStoreChannel", "Western");
    assert_int_equal(remove_one(state, &entity_channel_database, "Default", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_DATABASE_DEFAULT);
}

/* What was received under its name is never received again, whoever has that name later. */
static void a_deleted_database_leaves_its_mark(void **state) {
    struct err err = {0};
    world_exec(hq(state), "DELETE FROM RetailCDXDataStoreChannel WHERE Channel = 3;"
                          "INSERT OR REPLACE INTO RetailCDXUploadMark (DatabaseProfile, TableName,"
                          " ReplicationCounter) VALUES ('West', 'RetailAsyncCustomer', 41)");
    world_ok(remove_one(state, &entity_channel_database, "West", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailConnDatabaseProfile"), 1);
    assert_int_equal(world_int(hq(state), "SELECT ReplicationCounter FROM RetailCDXUploadMark"
                                          " WHERE DatabaseProfile = 'West'"),
                     41);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailCDXDataStoreHeartbeatLog"
                                          " WHERE DatabaseProfile = 'West'"),
                     0);
}

static void a_store_is_in_one_database(void **state) {
    struct err err = {0};
    char store[TEXT_SIZE(10)], database[TEXT_SIZE(50)];
    int64_t rec_id;
    world_ok(store_set_database(hq(state), "north", "west", "kari", &err), &err);
    world_ok(store_database(hq(state), "NORTH", store, &rec_id, database, &err), &err);
    assert_string_equal(store, "North");
    assert_int_equal(rec_id, 1);
    assert_string_equal(database, "West");
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE EntityId = 'store'"
                                          " AND RecordKey = 'North' AND Field = 'ChannelDatabase'"
                                          " AND OldValue = 'Default' AND NewValue = 'west'"
                                          " AND UserId = 'kari'"),
                     1);
    world_ok(store_set_database(hq(state), "North", NULL, "kari", &err), &err);
    world_ok(store_database(hq(state), "North", store, &rec_id, database, &err), &err);
    assert_string_equal(database, "");
    assert_int_equal(store_set_database(hq(state), "Nowhere", "West", "kari", &err), ERR_NOT_FOUND);
    assert_int_equal(store_set_database(hq(state), "North", "Nowhere", "kari", &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.field, "channel-database");
}

static void an_offline_database_takes_no_store(void **state) {
    struct err err = {0};
    world_ok(new_database(state, "pos", "Default", DATA_STORE_OFFLINE, &err), &err);
    assert_int_equal(store_set_database(hq(state), "North", "pos", "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_DATABASE_OFFLINE);
}

/* ---- groups and schemas ------------------------------------------------------------------------------------------ */

static void a_group_in_use_stays(void **state) {
    struct err err = {0};
    assert_kept(remove_one(state, &entity_data_group, "Default", &err), &err,
                "RetailConnDatabaseProfile", "Default, West");
    world_exec(hq(state), "INSERT INTO RetailCDXScheduleDataGroup VALUES ('1010', 'Legacy')");
    assert_kept(remove_one(state, &entity_data_group, "Legacy", &err), &err,
                "RetailCDXScheduleDataGroup", "1010");
    world_exec(hq(state), "DELETE FROM RetailCDXScheduleDataGroup WHERE DataGroup = 'Legacy'");
    world_ok(remove_one(state, &entity_data_group, "Legacy", &err), &err);
}

static void a_group_needs_a_name_without_comma_and_a_schema(void **state) {
    struct err err = {0};
    struct data_group group;
    world_ok(entity_data_group.init(hq(state), &group, &err), &err);
    assert_string_equal(group.ChannelSchema, "AX7");
    text_copy(group.Name, sizeof group.Name, "a, b");
    assert_int_equal(record_save(&entity_data_group, hq(state), NULL, &group, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_NAME_SEPARATOR);
    text_copy(group.Name, sizeof group.Name, "LEGACY");
    assert_int_equal(record_save(&entity_data_group, hq(state), NULL, &group, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    text_copy(group.Name, sizeof group.Name, "Stores");
    text_copy(group.ChannelSchema, sizeof group.ChannelSchema, "");
    assert_int_equal(record_save(&entity_data_group, hq(state), NULL, &group, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    text_copy(group.ChannelSchema, sizeof group.ChannelSchema, "AX7");
    world_ok(record_save(&entity_data_group, hq(state), NULL, &group, "kari", &err), &err);
    assert_int_equal(set(state, &entity_data_group, "Stores", "Name", "Other", &err), ERR_INVALID);
    world_ok(set(state, &entity_data_group, "Stores", "Description", "All", &err), &err);
}

static void a_schema_in_use_stays(void **state) {
    struct err err = {0};
    struct channel_schema schema = {.Name = "AX8", .FilterSharedCustomerDataTables = 1};
    assert_kept(remove_one(state, &entity_channel_schema, "AX7", &err), &err, "RetailCDXDataGroup",
                "Default, Legacy");
    world_ok(record_save(&entity_channel_schema, hq(state), NULL, &schema, "kari", &err), &err);
    world_ok(set(state, &entity_scheduler_job, "1010", "ChannelSchema", "AX8", &err), &err);
    assert_kept(remove_one(state, &entity_channel_schema, "AX8", &err), &err,
                "RetailConnSchedulerJobTable", "1010");
    world_ok(set(state, &entity_scheduler_job, "1010", "ChannelSchema", "AX7", &err), &err);
    world_ok(remove_one(state, &entity_channel_schema, "AX8", &err), &err);
}

/* ---- jobs and subjobs -------------------------------------------------------------------------------------------- */

static void a_job_has_enabled_and_disabled_subjobs(void **state) {
    struct err err = {0};
    struct scheduler_job job;
    const struct entity *entity = &entity_scheduler_job;
    world_ok(entity->load(hq(state), "1010", &job, &err), &err);
    assert_string_equal(job.Subjobs, "CustTable, DirAddressBookParty, RetailCustTable");
    assert_string_equal(job.DisabledSubjobs, "");
    assert_int_equal(set(state, entity, "1010", "DisabledSubjobs", "CustTable", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_SCHEDULE_JOB_TWICE);
    assert_int_equal(set(state, entity, "1010", "Subjobs", "CustTable, Nothing", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    world_ok(set(state, entity, "1010", "Subjobs", "RetailCustTable,CustTable", &err), &err);
    world_ok(set(state, entity, "1010", "DisabledSubjobs", "DirAddressBookParty", &err), &err);
    world_ok(entity->load(hq(state), "1010", &job, &err), &err);
    assert_string_equal(job.Subjobs, "CustTable, RetailCustTable");
    assert_string_equal(job.DisabledSubjobs, "DirAddressBookParty");
    assert_int_equal(world_int(hq(state), "SELECT Enabled FROM RetailConnSchedulerJobLine WHERE"
                                          " jobId = '1010' AND SubjobId = 'DirAddressBookParty'"),
                     0);
    assert_int_equal(set(state, entity, "1010", "IsUpload", "1", &err), ERR_INVALID);
}

static void a_job_in_a_schedule_stays(void **state) {
    struct err err = {0};
    assert_kept(remove_one(state, &entity_scheduler_job, "1010", &err), &err,
                "RetailConnScheduleJobMapping", "1010, 9999");
    world_exec(hq(state), "DELETE FROM RetailConnScheduleJobMapping WHERE SchedulerJobId = '1010'");
    world_ok(remove_one(state, &entity_scheduler_job, "1010", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailConnSchedulerJobLine"
                                          " WHERE jobId = '1010'"),
                     0);
}

static void a_subjob_in_a_job_stays(void **state) {
    struct err err = {0};
    struct scheduler_subjob subjob;
    char jobs[100];
    assert_kept(remove_one(state, &entity_scheduler_subjob, "CustTable", &err), &err,
                "RetailConnSchedulerJobLine", "1010");
    world_ok(scheduler_subjob_jobs(hq(state), "CustTable", jobs, sizeof jobs, &err), &err);
    assert_string_equal(jobs, "1010");
    world_ok(entity_scheduler_subjob.init(hq(state), &subjob, &err), &err);
    assert_int_equal(subjob.Enabled, 1);
    text_copy(subjob.SubjobId, sizeof subjob.SubjobId, "custtable");
    text_copy(subjob.AXTableName, sizeof subjob.AXTableName, "CustTable");
    text_copy(subjob.ChannelTableName, sizeof subjob.ChannelTableName, "CUSTTABLE");
    assert_int_equal(record_save(&entity_scheduler_subjob, hq(state), NULL, &subjob, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    text_copy(subjob.SubjobId, sizeof subjob.SubjobId, "Mine");
    world_ok(record_save(&entity_scheduler_subjob, hq(state), NULL, &subjob, "kari", &err), &err);
    world_ok(remove_one(state, &entity_scheduler_subjob, "Mine", &err), &err);
}

/* ---- Initialize commerce scheduler ------------------------------------------------------------------------------- */

/* Everything that Initialize restores, as one number that changes with any of it. */
static int64_t rows_of_base(struct db *db) {
    return world_int(db, "SELECT (SELECT count(*) FROM RetailConnSchedulerJobTable) * 1000000"
                         " + (SELECT count(*) FROM RetailConnSchedulerSubjobTable WHERE Enabled)"
                         " * 10000 + (SELECT count(*) FROM RetailConnSchedulerJobLine"
                         " WHERE Enabled) * 100 + (SELECT count(*) FROM RetailConnSchedule)");
}

static void initialize(void **state, bool all, struct scheduler_restored *restored) {
    struct err err = {0};
    world_ok(scheduler_initialize(hq(state), all, "kari", restored, &err), &err);
}

static void initialize_restores_what_is_missing(void **state) {
    struct scheduler_restored restored;
    initialize(state, false, &restored);
    int64_t whole = rows_of_base(hq(state));
    world_exec(hq(state),
               "DELETE FROM RetailConnSchedulerSubjobTable WHERE SubjobId = 'RetailAsyncCustomer';"
               "UPDATE RetailConnSchedulerSubjobTable SET Enabled = 0, AXTableName = 'x' WHERE"
               " SubjobId = 'CustTable';"
               "UPDATE RetailConnSchedulerJobLine SET Enabled = 0 WHERE SubjobId = 'CustTable';"
               "DELETE FROM RetailConnSchedule WHERE Name = '1090';"
               "UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001';"
               "DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = '1070'");
    initialize(state, false, &restored);
    assert_int_equal(restored.deleted, 0);
    assert_true(restored.restored > 0);
    assert_int_equal(rows_of_base(hq(state)), whole);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailConnSchedulerSubjobTable"
                                          " WHERE SubjobId = 'CustTable' AND Enabled = 1"
                                          " AND AXTableName = 'CustTable'"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailCDXScheduleDataGroup"
                                          " WHERE Schedule = '1090' AND DataGroup = 'Default'"),
                     1);
    /* A schedule that is there keeps its switch and its groups: those are causes of their own (14, 15). */
    assert_int_equal(world_int(hq(state), "SELECT Active FROM RetailConnSchedule"
                                          " WHERE Name = 'P-0001'"),
                     0);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailCDXScheduleDataGroup"
                                          " WHERE Schedule = '1070'"),
                     0);
    initialize(state, false, &restored);
    assert_int_equal(restored.restored, 0);
}

static void initialize_keeps_additions_unless_told_otherwise(void **state) {
    struct scheduler_restored restored;
    initialize(state, false, &restored);
    int64_t whole = rows_of_base(hq(state));
    world_exec(hq(state),
               "INSERT INTO RetailConnSchedulerSubjobTable (SubjobId, AXTableName,"
               " ChannelTableName) VALUES ('Mine', 'Mine', 'MINE');"
               "INSERT INTO RetailConnSchedulerJobTable (jobId) VALUES ('5000');"
               "INSERT INTO RetailConnSchedulerJobLine (jobId, SubjobId) VALUES ('5000', 'Mine');"
               "INSERT INTO RetailConnSchedule (Name) VALUES ('Night')");
    int64_t own = rows_of_base(hq(state));
    initialize(state, false, &restored);
    assert_int_equal(rows_of_base(hq(state)), own);
    initialize(state, true, &restored);
    assert_true(restored.deleted > 0);
    assert_int_equal(rows_of_base(hq(state)), whole);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailCDXDataGroup"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailConnDatabaseProfile"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailConnSchedule s WHERE"
                                          " NOT EXISTS (SELECT 1 FROM RetailCDXScheduleDataGroup g"
                                          " WHERE g.Schedule = s.Name)"),
                     0);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail"
                                          " WHERE EntityId = 'scheduler' AND NewValue = '1'"),
                     1);
}

/* The same rows as a new company has, from the migration and from reference.sql. */
static void initialize_delivers_what_a_new_company_has(void **state) {
    static const char *const tables[] = {
        "SELECT group_concat(Name || Description, '|') FROM (SELECT * FROM"
        " RetailConnChannelSchema ORDER BY Name)",
        "SELECT group_concat(jobId || Description || IsUpload || ChannelSchema ||"
        " AllowSkipDataSync, '|') FROM (SELECT * FROM RetailConnSchedulerJobTable ORDER BY jobId)",
        "SELECT group_concat(SubjobId || AXTableName || ChannelTableName ||"
        " replicationCounterFieldName || Enabled, '|') FROM (SELECT * FROM"
        " RetailConnSchedulerSubjobTable ORDER BY SubjobId)",
        "SELECT group_concat(jobId || SubjobId || Enabled, '|') FROM (SELECT * FROM"
        " RetailConnSchedulerJobLine ORDER BY jobId, SubjobId)",
        "SELECT group_concat(Name || Description || IsUpload || Active, '|') FROM (SELECT * FROM"
        " RetailConnSchedule ORDER BY Name)",
        "SELECT group_concat(Schedule || DataGroup, '|') FROM (SELECT * FROM"
        " RetailCDXScheduleDataGroup ORDER BY Schedule, DataGroup)",
        "SELECT group_concat(Schedule || SchedulerJobId || Enabled, '|') FROM (SELECT * FROM"
        " RetailConnScheduleJobMapping ORDER BY Schedule, SchedulerJobId)"};
    enum { TABLES = sizeof tables / sizeof *tables };
    struct world fresh = {0};
    struct err err = {0};
    struct scheduler_restored restored;
    static char before[TABLES][8192], after[TABLES][8192];
    (void)state;
    settings_init(&fresh.settings);
    snprintf(fresh.folder, sizeof fresh.folder, "/tmp/chq-new-XXXXXX");
    assert_non_null(mkdtemp(fresh.folder));
    world_ok(company_create(fresh.folder, false, &fresh.settings, &err), &err);
    world_open(&fresh);
    for (int run = 0; run < 2; run++) {
        for (int i = 0; i < TABLES; i++) {
            bool found;
            struct stmt *stmt = db_stmt(fresh.company->hq, tables[i], &err);
            assert_non_null(stmt);
            world_ok(
                stmt_value_text(stmt, run ? after[i] : before[i], sizeof before[i], &found, &err),
                &err);
        }
        world_ok(scheduler_initialize(fresh.company->hq, true, "kari", &restored, &err), &err);
    }
    for (int i = 0; i < TABLES; i++) {
        assert_true(before[i][0] != '\0');
        assert_string_equal(before[i], after[i]);
    }
    world_release(&fresh);
}

static void initialize_is_refused_in_servicing_and_for_what_a_batch_job_runs(void **state) {
    struct err err = {0};
    struct scheduler_restored restored;
    world_ok(servicing_set(hq(state), true, "kari", &err), &err);
    assert_int_equal(scheduler_initialize(hq(state), false, "kari", &restored, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_HQ_IN_SERVICING);
    world_ok(servicing_set(hq(state), false, "kari", &err), &err);
    world_exec(hq(state), "INSERT INTO RetailConnSchedule (Name) VALUES ('Night');"
                          "INSERT INTO BatchJob (RecId, Caption, OrigStartDateTime)"
                          " VALUES (1, 'Every night', 0);"
                          "INSERT INTO Batch (BatchJobId, ClassName, JobId)"
                          " VALUES (1, 'x', 'Night')");
    int64_t own = rows_of_base(hq(state));
    assert_int_equal(scheduler_initialize(hq(state), true, "kari", &restored, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SCHEDULE_IN_USE);
    assert_string_equal(err.value, "Night");
    assert_string_equal(err.value2, "Every night");
    assert_int_equal(rows_of_base(hq(state)), own);
    world_ok(scheduler_initialize(hq(state), false, "kari", &restored, &err), &err);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_database_is_read_with_its_stores),
        TEST(the_list_shows_group_type_pause_and_connection),
        TEST(a_name_is_one_a_file_can_have),
        TEST(a_name_is_unique_whatever_its_case),
        TEST(a_database_keeps_name_and_type),
        TEST(there_are_no_more_databases_than_can_be_opened),
        TEST(a_database_with_stores_stays),
        TEST(a_deleted_database_leaves_its_mark),
        TEST(a_store_is_in_one_database),
        TEST(an_offline_database_takes_no_store),
        TEST(a_group_in_use_stays),
        TEST(a_group_needs_a_name_without_comma_and_a_schema),
        TEST(a_schema_in_use_stays),
        TEST(a_job_has_enabled_and_disabled_subjobs),
        TEST(a_job_in_a_schedule_stays),
        TEST(a_subjob_in_a_job_stays),
        TEST(initialize_restores_what_is_missing),
        TEST(initialize_keeps_additions_unless_told_otherwise),
        TEST(initialize_delivers_what_a_new_company_has),
        TEST(initialize_is_refused_in_servicing_and_for_what_a_batch_job_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
