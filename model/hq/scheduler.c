/* SPDX-License-Identifier: MIT */
/*
 * Scheduler jobs and subjobs as records, and the base configuration. Owns which subjob belongs to which job; the jobs
 * themselves are model/exchange's, which asks here only what is enabled. The base rows are those at the end of
 * data/schema/hq/0002-operations.sql and of data/demo/reference.sql; a test compares them.
 */

#include "model/hq/scheduler.h"

#include "model/hq/audit.h"
#include "model/hq/lookups.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"
#include "model/hq/servicing.h"

enum {
    JOB_FROM,
    JOB_AFTER,
    JOB_BEFORE,
    JOB_LOAD,
    JOB_TAKEN,
    JOB_INSERT,
    JOB_UPDATE,
    JOB_DELETE,
    JOB_SCHEDULES,
    LINES_DROP,
    LINE_ADD,
    SUBJOB_FROM,
    SUBJOB_AFTER,
    SUBJOB_BEFORE,
    SUBJOB_LOAD,
    SUBJOB_TAKEN,
    SUBJOB_INSERT,
    SUBJOB_UPDATE,
    SUBJOB_DELETE,
    SUBJOB_JOBS
};

#define JOB_LIST  "SELECT jobId, jobId, Description, IsUpload FROM RetailConnSchedulerJobTable"
#define JOB_MATCH PAGE_HAS("jobId") " OR " PAGE_HAS("Description")
#define SUBJOB_LIST                                                                                \
    "SELECT SubjobId, SubjobId, AXTableName, Enabled FROM RetailConnSchedulerSubjobTable"
#define SUBJOB_MATCH PAGE_HAS("SubjobId") " OR " PAGE_HAS("AXTableName")
#define LINES_OF(enabled)                                                                          \
    "(SELECT group_concat(SubjobId, ', ') FROM (SELECT SubjobId FROM RetailConnSchedulerJobLine"   \
    " WHERE jobId = j.jobId AND Enabled = " enabled " ORDER BY SubjobId))"

const char *const scheduler_sql[] = {
    [JOB_FROM] = PAGE_FROM(JOB_LIST, "jobId", JOB_MATCH),
    [JOB_AFTER] = PAGE_AFTER(JOB_LIST, "jobId", JOB_MATCH),
    [JOB_BEFORE] = PAGE_BEFORE(JOB_LIST, "jobId", JOB_MATCH),
    [JOB_LOAD] = "SELECT RecId, RecVersion, jobId, Description, IsUpload, ChannelSchema,"
                 " AllowSkipDataSync, " LINES_OF("1") ", " LINES_OF(
                     "0") ", lastMessageText"
                          " FROM RetailConnSchedulerJobTable j WHERE jobId = ?1 COLLATE NOCASE",
    [JOB_TAKEN] = "SELECT 1 FROM RetailConnSchedulerJobTable WHERE jobId = ?1 COLLATE NOCASE"
                  " AND RecId <> ?2",
    [JOB_INSERT] =
        "INSERT INTO RetailConnSchedulerJobTable (jobId, Description, IsUpload, ChannelSchema,"
        " AllowSkipDataSync) VALUES (?1, ?2, ?3, ?4, ?5)",
    [JOB_UPDATE] =
        "UPDATE RetailConnSchedulerJobTable SET Description = ?2, ChannelSchema = ?4,"
        " AllowSkipDataSync = ?5, RecVersion = RecVersion + 1 WHERE RecId = ?8 AND RecVersion = ?9",
    [JOB_DELETE] = "DELETE FROM RetailConnSchedulerJobTable WHERE RecId = ?1",
    [JOB_SCHEDULES] = "SELECT Schedule FROM RetailConnScheduleJobMapping WHERE SchedulerJobId = ?1"
                      " ORDER BY Schedule",
    [LINES_DROP] = "DELETE FROM RetailConnSchedulerJobLine WHERE jobId = ?1",
    [LINE_ADD] = "INSERT OR IGNORE INTO RetailConnSchedulerJobLine (jobId, SubjobId, Enabled)"
                 " VALUES (?1, ?2, ?3)",
    [SUBJOB_FROM] = PAGE_FROM(SUBJOB_LIST, "SubjobId", SUBJOB_MATCH),
    [SUBJOB_AFTER] = PAGE_AFTER(SUBJOB_LIST, "SubjobId", SUBJOB_MATCH),
    [SUBJOB_BEFORE] = PAGE_BEFORE(SUBJOB_LIST, "SubjobId", SUBJOB_MATCH),
    [SUBJOB_LOAD] = "SELECT RecId, RecVersion, SubjobId, AXTableName, ChannelTableName,"
                    " replicationCounterFieldName, Enabled FROM RetailConnSchedulerSubjobTable"
                    " WHERE SubjobId = ?1 COLLATE NOCASE",
    [SUBJOB_TAKEN] = "SELECT 1 FROM RetailConnSchedulerSubjobTable"
                     " WHERE SubjobId = ?1 COLLATE NOCASE AND RecId <> ?2",
    [SUBJOB_INSERT] = "INSERT INTO RetailConnSchedulerSubjobTable (SubjobId, AXTableName,"
                      " ChannelTableName, replicationCounterFieldName, Enabled)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
    [SUBJOB_UPDATE] =
        "UPDATE RetailConnSchedulerSubjobTable SET AXTableName = ?2, ChannelTableName = ?3,"
        " replicationCounterFieldName = ?4, Enabled = ?5, RecVersion = RecVersion + 1"
        " WHERE SubjobId = ?1 AND RecId = ?6 AND RecVersion = ?7",
    [SUBJOB_DELETE] = "DELETE FROM RetailConnSchedulerSubjobTable WHERE RecId = ?1",
    [SUBJOB_JOBS] = "SELECT jobId FROM RetailConnSchedulerJobLine WHERE SubjobId = ?1"
                    " ORDER BY jobId",
    NULL};

#define PLACE(type, name)                                                                          \
    .key = #name, .offset = offsetof(type, name), .size = sizeof(((type *)0)->name)
#define TEXT(type, name, chars) PLACE(type, name), .kind = MEMBER_TEXT, .max_chars = (chars)
#define YESNO(type, name)       PLACE(type, name), .kind = MEMBER_YESNO
#define JOB                     struct scheduler_job
#define SUBJOB                  struct scheduler_subjob

static enum err_code list(struct db *db, int first, const struct list_request *request,
                          struct rowset *rows, struct err *err) {
    const char *const *sql = scheduler_sql + first;
    const struct paging paging = {.from = sql[0], .after = sql[1], .before = sql[2]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code check_name(struct db *db, int taken, const char *field, const char *name,
                                const void *rec, struct err *err) {
    const struct record_head *head = rec;
    if (strchr(name, ',')) return err_set(err, ERR_INVALID, REASON_NAME_SEPARATOR, field, name);
    return table_check_free(db, scheduler_sql[taken], name, head->RecId, field, err);
}

/* ---- jobs ------------------------------------------------------------------------------------------------------- */

/* The order is that of the parameters in JOB_UPDATE and of the columns in JOB_LOAD. */
static const struct member job_members[] = {
    {TEXT(JOB, jobId, 20), .required = true, .fixed = true},
    {TEXT(JOB, Description, 60)},
    {YESNO(JOB, IsUpload), .fixed = true},
    {TEXT(JOB, ChannelSchema, 20), .required = true, .related = "channel-schema"},
    {YESNO(JOB, AllowSkipDataSync)},
    {TEXT(JOB, Subjobs, 400), .related = "scheduler-subjob", .list = true},
    {TEXT(JOB, DisabledSubjobs, 400), .related = "scheduler-subjob", .list = true},
    {TEXT(JOB, lastMessageText, 250), .computed = true},
};

static enum err_code job_list(struct db *db, const struct list_request *request,
                              struct rowset *rows, struct err *err) {
    return list(db, JOB_FROM, request, rows, err);
}

static enum err_code job_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_scheduler_job, scheduler_sql[JOB_LOAD], key, rec, err);
}

static enum err_code job_init(struct db *db, void *rec, struct err *err) {
    (void)db;
    (void)err;
    *(struct scheduler_job *)rec = (struct scheduler_job){.ChannelSchema = "AX7"};
    return ERR_OK;
}

static enum err_code job_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct scheduler_job *job = rec;
    (void)db;
    (void)old;
    (void)err;
    text_list_sort(job->Subjobs, sizeof job->Subjobs);
    text_list_sort(job->DisabledSubjobs, sizeof job->DisabledSubjobs);
    return ERR_OK;
}

static enum err_code job_validate(struct db *db, const void *old, const void *rec,
                                  struct err *err) {
    const struct scheduler_job *job = rec;
    const char *rest = job->DisabledSubjobs;
    char name[TEXT_SIZE(60)];
    enum err_code code = old ? ERR_OK : check_name(db, JOB_TAKEN, "jobId", job->jobId, rec, err);
    while (code == ERR_OK && text_list_next(&rest, name, sizeof name)) {
        if (!text_list_has(job->Subjobs, name)) continue;
        return err_set(err, ERR_INVALID, REASON_SCHEDULE_JOB_TWICE, "DisabledSubjobs", name);
    }
    return code;
}

static enum err_code add_lines(struct db *db, const char *job, const char *subjobs, int enabled,
                               struct err *err) {
    char name[TEXT_SIZE(60)];
    while (text_list_next(&subjobs, name, sizeof name)) {
        struct stmt *stmt = db_stmt(db, scheduler_sql[LINE_ADD], err);
        if (!stmt) return db_error(db);
        stmt_bind_text(stmt, 1, job);
        stmt_bind_text(stmt, 2, name);
        stmt_bind_int(stmt, 3, enabled);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code set_lines(struct db *db, const struct scheduler_job *job, struct err *err) {
    struct stmt *stmt = db_stmt(db, scheduler_sql[LINES_DROP], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, job->jobId);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) code = add_lines(db, job->jobId, job->Subjobs, 1, err);
    if (code == ERR_OK) code = add_lines(db, job->jobId, job->DisabledSubjobs, 0, err);
    return code;
}

static enum err_code job_insert(struct db *db, void *rec, struct err *err) {
    struct scheduler_job *job = rec;
    struct stmt *stmt = db_stmt(db, scheduler_sql[JOB_INSERT], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, job->jobId);
    stmt_bind_text(stmt, 2, job->Description);
    stmt_bind_int(stmt, 3, job->IsUpload);
    stmt_bind_text(stmt, 4, job->ChannelSchema);
    stmt_bind_int(stmt, 5, job->AllowSkipDataSync);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    job->head.RecId = db_last_id(db);
    return set_lines(db, job, err);
}

static enum err_code job_update(struct db *db, const void *old, const void *rec, bool *done,
                                struct err *err) {
    enum err_code code =
        table_update(db, &entity_scheduler_job, scheduler_sql[JOB_UPDATE], old, rec, done, err);
    return code == ERR_OK && *done ? set_lines(db, rec, err) : code;
}

static enum err_code job_remove(struct db *db, const void *rec, struct err *err) {
    const struct scheduler_job *job = rec;
    enum err_code code = table_check_unused(db, scheduler_sql[JOB_SCHEDULES], &entity_scheduler_job,
                                            job->jobId, "RetailConnScheduleJobMapping", err);
    if (code != ERR_OK) return code;
    return table_remove(db, scheduler_sql[JOB_DELETE], job->head.RecId, err);
}

const struct entity entity_scheduler_job = {
    .id = "scheduler-job",
    .table = "RetailConnSchedulerJobTable",
    .key = "jobId",
    .members = job_members,
    .member_count = sizeof job_members / sizeof job_members[0],
    .record_size = sizeof(struct scheduler_job),
    .list_columns = 3,
    .lookups = hq_lookups,
    .list = job_list,
    .load = job_load,
    .init = job_init,
    .complete = job_complete,
    .validate = job_validate,
    .insert = job_insert,
    .update = job_update,
    .remove = job_remove,
};

/* ---- subjobs ---------------------------------------------------------------------------------------------------- */

static const struct member subjob_members[] = {
    {TEXT(SUBJOB, SubjobId, 60), .required = true, .fixed = true},
    {TEXT(SUBJOB, AXTableName, 60), .required = true},
    {TEXT(SUBJOB, ChannelTableName, 60), .required = true},
    {TEXT(SUBJOB, replicationCounterFieldName, 60)},
    {YESNO(SUBJOB, Enabled)},
};

static enum err_code subjob_list(struct db *db, const struct list_request *request,
                                 struct rowset *rows, struct err *err) {
    return list(db, SUBJOB_FROM, request, rows, err);
}

static enum err_code subjob_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_scheduler_subjob, scheduler_sql[SUBJOB_LOAD], key, rec, err);
}

static enum err_code subjob_init(struct db *db, void *rec, struct err *err) {
    (void)db;
    (void)err;
    *(struct scheduler_subjob *)rec = (struct scheduler_subjob){.Enabled = 1};
    return ERR_OK;
}

static enum err_code subjob_validate(struct db *db, const void *old, const void *rec,
                                     struct err *err) {
    const struct scheduler_subjob *subjob = rec;
    return old ? ERR_OK : check_name(db, SUBJOB_TAKEN, "SubjobId", subjob->SubjobId, rec, err);
}

static enum err_code subjob_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_scheduler_subjob, scheduler_sql[SUBJOB_INSERT], rec, err);
}

static enum err_code subjob_update(struct db *db, const void *old, const void *rec, bool *done,
                                   struct err *err) {
    return table_update(db, &entity_scheduler_subjob, scheduler_sql[SUBJOB_UPDATE], old, rec, done,
                        err);
}

static enum err_code subjob_remove(struct db *db, const void *rec, struct err *err) {
    const struct scheduler_subjob *subjob = rec;
    enum err_code code =
        table_check_unused(db, scheduler_sql[SUBJOB_JOBS], &entity_scheduler_subjob,
                           subjob->SubjobId, "RetailConnSchedulerJobLine", err);
    if (code != ERR_OK) return code;
    return table_remove(db, scheduler_sql[SUBJOB_DELETE], subjob->head.RecId, err);
}

const struct entity entity_scheduler_subjob = {
    .id = "scheduler-subjob",
    .table = "RetailConnSchedulerSubjobTable",
    .key = "SubjobId",
    .members = subjob_members,
    .member_count = sizeof subjob_members / sizeof subjob_members[0],
    .record_size = sizeof(struct scheduler_subjob),
    .list_columns = 3,
    .list = subjob_list,
    .load = subjob_load,
    .init = subjob_init,
    .validate = subjob_validate,
    .insert = subjob_insert,
    .update = subjob_update,
    .remove = subjob_remove,
};

enum err_code scheduler_subjob_jobs(struct db *hq, const char *subjob, char *buf, size_t size,
                                    struct err *err) {
    return table_names(hq, scheduler_sql[SUBJOB_JOBS], subjob, buf, size, err);
}

/* ---- Initialize commerce scheduler ------------------------------------------------------------------------------ */

enum {
    OWN_SCHEDULE_RUN,
    SCHEDULES_WIPE,
    JOBS_WIPE,
    SUBJOBS_WIPE,
    SCHEMA_PUT,
    JOBS_PUT,
    SUBJOBS_PUT,
    LINES_PUT,
    NEWEST_SCHEDULE,
    SCHEDULES_PUT,
    SCHEDULE_GROUPS_PUT,
    SCHEDULE_JOBS_PUT
};

#define BASE_JOBS                                                                                  \
    "WITH job (id, words, up) AS (VALUES ('P-0001', 'Channel transactions', 1),"                   \
    " ('1010', 'Customers', 0), ('1070', 'Channel configuration', 0), ('1090', 'Registers', 0),"   \
    " ('1110', 'Global configuration', 0))"
#define BASE_SCHEDULES                                                                             \
    ", schedule (id, words, up) AS (SELECT id, words, up FROM job UNION ALL VALUES"                \
    " ('1040', 'Products', 0), ('1060', 'Staff', 0), ('1120', 'Modes of delivery', 0),"            \
    " ('1130', 'Product availability', 0), ('1150', 'Catalog', 0), ('1200', 'Return quantities',"  \
    " 0), ('9999', 'All jobs', 0))"
#define COUNTER "'REPLICATIONCOUNTERFROMORIGIN'"

const char *const scheduler_base_sql[] = {
    [OWN_SCHEDULE_RUN] = BASE_JOBS BASE_SCHEDULES
    " SELECT s.Name, j.Caption FROM RetailConnSchedule s JOIN Batch t ON t.JobId = s.Name"
    " JOIN BatchJob j ON j.RecId = t.BatchJobId"
    " WHERE s.Name NOT IN (SELECT id FROM schedule) LIMIT 1",
    [SCHEDULES_WIPE] = "DELETE FROM RetailConnSchedule",
    [JOBS_WIPE] = "DELETE FROM RetailConnSchedulerJobTable",
    [SUBJOBS_WIPE] = "DELETE FROM RetailConnSchedulerSubjobTable",
    [SCHEMA_PUT] = "INSERT OR IGNORE INTO RetailConnChannelSchema (Name, Description)"
                   " VALUES ('AX7', 'Channel schema of this version')",
    [JOBS_PUT] = BASE_JOBS " INSERT INTO RetailConnSchedulerJobTable (jobId, Description, IsUpload)"
                           " SELECT id, words, up FROM job WHERE true ON CONFLICT (jobId) DO UPDATE"
                           " SET IsUpload = excluded.IsUpload, RecVersion = RecVersion + 1"
                           " WHERE IsUpload <> excluded.IsUpload",
    [SUBJOBS_PUT] =
        "INSERT INTO RetailConnSchedulerSubjobTable (SubjobId, AXTableName, ChannelTableName,"
        " replicationCounterFieldName) VALUES"
        " ('RetailAsyncCustomer', 'RetailAsyncCustomer', 'RETAILASYNCCUSTOMER', " COUNTER "),"
        " ('RetailExternalIdToAsyncCustomerMap', 'RetailExternalIdToAsyncCustomerMap',"
        " 'RETAILEXTERNALIDTOASYNCCUSTOMERMAP', " COUNTER "),"
        " ('CustTable', 'CustTable', 'CUSTTABLE', ''),"
        " ('RetailCustTable', 'RetailCustTable', 'RETAILCUSTTABLE', ''),"
        " ('DirAddressBookParty', 'DirAddressBookParty', 'DIRADDRESSBOOKPARTY', ''),"
        " ('RetailOnlineChannelTable', 'RetailOnlineChannelTable', 'RETAILONLINECHANNELTABLE', ''),"
        " ('RetailOnlineChannelFunctionalityProfileTable',"
        " 'RetailOnlineChannelFunctionalityProfileTable',"
        " 'RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE', ''),"
        " ('RetailStoreAddressBook', 'RetailStoreAddressBook', 'RETAILSTOREADDRESSBOOK', ''),"
        " ('RetailOperations', 'RetailOperations', 'RETAILOPERATIONS', ''),"
        " ('FeatureManagementState', 'FeatureManagementState', 'FEATUREMANAGEMENTSTATE', ''),"
        " ('RetailSharedParameters', 'RetailSharedParameters', 'RETAILSHAREDPARAMETERS', '')"
        " ON CONFLICT (SubjobId) DO UPDATE SET AXTableName = excluded.AXTableName,"
        " ChannelTableName = excluded.ChannelTableName,"
        " replicationCounterFieldName = excluded.replicationCounterFieldName, Enabled = 1,"
        " RecVersion = RecVersion + 1 WHERE Enabled = 0 OR AXTableName <> excluded.AXTableName"
        " OR ChannelTableName <> excluded.ChannelTableName"
        " OR replicationCounterFieldName <> excluded.replicationCounterFieldName",
    [LINES_PUT] =
        "INSERT INTO RetailConnSchedulerJobLine (jobId, SubjobId) VALUES"
        " ('P-0001', 'RetailAsyncCustomer'), ('P-0001', 'RetailExternalIdToAsyncCustomerMap'),"
        " ('1010', 'CustTable'), ('1010', 'RetailCustTable'), ('1010', 'DirAddressBookParty'),"
        " ('1070', 'RetailOnlineChannelTable'),"
        " ('1070', 'RetailOnlineChannelFunctionalityProfileTable'),"
        " ('1070', 'RetailStoreAddressBook'), ('1090', 'RetailOperations'),"
        " ('1110', 'FeatureManagementState'), ('1110', 'RetailSharedParameters')"
        " ON CONFLICT (jobId, SubjobId) DO UPDATE SET Enabled = 1 WHERE Enabled = 0",
    [NEWEST_SCHEDULE] = "SELECT coalesce(max(RecId), 0) FROM RetailConnSchedule",
    [SCHEDULES_PUT] = BASE_JOBS BASE_SCHEDULES
    " INSERT OR IGNORE INTO RetailConnSchedule (Name, Description, IsUpload)"
    " SELECT id, words, up FROM schedule ORDER BY up DESC, id",
    /* Of the schedules that were just made: ?1 is the newest before them. */
    [SCHEDULE_GROUPS_PUT] =
        "INSERT OR IGNORE INTO RetailCDXScheduleDataGroup (Schedule, DataGroup)"
        " SELECT s.Name, g.Name FROM RetailConnSchedule s JOIN RetailCDXDataGroup g"
        " ON g.Name = 'Default' WHERE s.RecId > ?1",
    [SCHEDULE_JOBS_PUT] =
        BASE_JOBS " INSERT OR IGNORE INTO RetailConnScheduleJobMapping (Schedule, SchedulerJobId)"
                  " SELECT s.Name, job.id FROM RetailConnSchedule s"
                  " JOIN job ON job.id = s.Name OR (s.Name = '9999' AND job.up = 0)",
    NULL};

static enum err_code put(struct db *hq, int which, int64_t bound, int64_t *rows, struct err *err) {
    struct stmt *stmt = db_stmt(hq, scheduler_base_sql[which], err);
    if (!stmt) return db_error(hq);
    if (stmt_parameter(stmt, "?1")) stmt_bind_int(stmt, 1, bound);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) *rows += db_changes(hq);
    return code;
}

static enum err_code wipe(struct db *hq, struct scheduler_restored *restored, struct err *err) {
    static const int wipes[] = {SCHEDULES_WIPE, JOBS_WIPE, SUBJOBS_WIPE};
    struct stmt *stmt = db_stmt(hq, scheduler_base_sql[OWN_SCHEDULE_RUN], err);
    if (!stmt) return db_error(hq);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        code = err_set(err, ERR_REFUSED, REASON_SCHEDULE_IN_USE, NULL, stmt_text(stmt, 0));
        err_add_value2(err, stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    for (size_t i = 0; code == ERR_OK && i < sizeof wipes / sizeof *wipes; i++) {
        code = put(hq, wipes[i], 0, &restored->deleted, err);
    }
    return code;
}

static enum err_code restore(struct db *hq, struct scheduler_restored *restored, struct err *err) {
    static const int first[] = {SCHEMA_PUT, JOBS_PUT, SUBJOBS_PUT, LINES_PUT};
    static const int then[] = {SCHEDULES_PUT, SCHEDULE_GROUPS_PUT, SCHEDULE_JOBS_PUT};
    enum err_code code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof first / sizeof *first; i++) {
        code = put(hq, first[i], 0, &restored->restored, err);
    }
    if (code != ERR_OK) return code;
    int64_t newest = 0;
    struct stmt *stmt = db_stmt(hq, scheduler_base_sql[NEWEST_SCHEDULE], err);
    if (!stmt) return db_error(hq);
    code = stmt_value_int(stmt, 0, &newest, err);
    for (size_t i = 0; code == ERR_OK && i < sizeof then / sizeof *then; i++) {
        code = put(hq, then[i], newest, &restored->restored, err);
    }
    return code;
}

enum err_code scheduler_initialize(struct db *hq, bool delete_existing, const char *user,
                                   struct scheduler_restored *restored, struct err *err) {
    bool in_servicing = false;
    *restored = (struct scheduler_restored){0};
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = servicing_get(hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, NULL);
    }
    if (code == ERR_OK && delete_existing) code = wipe(hq, restored, err);
    if (code == ERR_OK) code = restore(hq, restored, err);
    if (code == ERR_OK) {
        code = audit_add(hq, user, "scheduler", "base", "update", "delete_existing", "",
                         delete_existing ? "1" : "0", err);
    }
    if (code == ERR_OK) return db_commit(hq, err);
    db_rollback(hq);
    return code;
}
