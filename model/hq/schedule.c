/* SPDX-License-Identifier: MIT */
/*
 * Distribution schedules as records over RetailConnSchedule and the two tables of what is attached to it, and the history
 * of a job's runs. Owns the rules of what may be attached. What a run does is the exchange's business (model/exchange),
 * how it is recorded that of model/hq/sessions.c.
 */

#include "model/hq/schedule.h"

#include <stdio.h>
#include <string.h>

#include "model/hq/lookups.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    SCHEDULE_FROM,
    SCHEDULE_AFTER,
    SCHEDULE_BEFORE,
    SCHEDULE_LOAD,
    SCHEDULE_TAKEN,
    SCHEDULE_INSERT,
    SCHEDULE_UPDATE,
    SCHEDULE_DELETE,
    SCHEDULE_BATCH_JOB,
    GROUPS_DETACH,
    GROUP_ATTACH,
    JOB_DIRECTION,
    JOBS_DETACH,
    JOB_ATTACH,
    JOB_ENABLED,
    SCHEDULE_ACTIVE,
    GROUP_ATTACHED,
    JOB_SENDS,
    RUN_HISTORY,
    BATCH_HISTORY
};

/* The synchronization job stands beside the schedules (schedule.h). */
#define SCHEDULES                                                                                  \
    "(SELECT Name, Description, IsUpload, Active FROM RetailConnSchedule"                          \
    " UNION ALL SELECT '" SCHEDULE_SYNC_JOB "', '', 2, 1)"
#define SCHEDULE_LIST  "SELECT Name, Name, Description, IsUpload, Active FROM " SCHEDULES
#define SCHEDULE_MATCH PAGE_HAS("Name") " OR " PAGE_HAS("Description")

#define JOBS_OF(enabled)                                                                           \
    "(SELECT group_concat(SchedulerJobId, ', ') FROM (SELECT SchedulerJobId FROM"                  \
    " RetailConnScheduleJobMapping WHERE Schedule = s.Name AND Enabled = " enabled                 \
    " ORDER BY SchedulerJobId))"

#define HISTORY_OF(column)                                                                         \
    "SELECT RecId, Status, StartDateTime, EndDateTime, RowsAffected, FailedRows, Session,"         \
    " StartedBy, Message FROM BatchJobHistory WHERE " column " = ?1 ORDER BY RecId DESC LIMIT ?2"

const char *const schedule_sql[] = {
    [SCHEDULE_FROM] = PAGE_FROM(SCHEDULE_LIST, "Name", SCHEDULE_MATCH),
    [SCHEDULE_AFTER] = PAGE_AFTER(SCHEDULE_LIST, "Name", SCHEDULE_MATCH),
    [SCHEDULE_BEFORE] = PAGE_BEFORE(SCHEDULE_LIST, "Name", SCHEDULE_MATCH),
    [SCHEDULE_LOAD] =
        "SELECT RecId, RecVersion, Name, Description, IsUpload, Active, (SELECT"
        " group_concat(DataGroup, ', ') FROM (SELECT DataGroup FROM RetailCDXScheduleDataGroup"
        " WHERE Schedule = s.Name ORDER BY DataGroup)), " JOBS_OF("1") ", " JOBS_OF(
            "0") " FROM (SELECT RecId, RecVersion, Name, Description, IsUpload, Active FROM"
                 " RetailConnSchedule UNION ALL SELECT -1, 1, '" SCHEDULE_SYNC_JOB "', '', 2, 1) s"
                 " WHERE Name = ?1 COLLATE NOCASE ORDER BY Name = ?1 DESC LIMIT 1",
    [SCHEDULE_TAKEN] = "SELECT 1 FROM " SCHEDULES " WHERE Name = ?1 COLLATE NOCASE AND ?2 = 0",
    [SCHEDULE_INSERT] = "INSERT INTO RetailConnSchedule (Name, Description, IsUpload, Active)"
                        " VALUES (?1, ?2, ?3, ?4)",
    [SCHEDULE_UPDATE] = "UPDATE RetailConnSchedule SET Description = ?2, Active = ?4,"
                        " RecVersion = RecVersion + 1 WHERE RecId = ?8 AND RecVersion = ?9",
    [SCHEDULE_DELETE] = "DELETE FROM RetailConnSchedule WHERE RecId = ?1",
    [SCHEDULE_BATCH_JOB] = "SELECT j.Caption FROM Batch t JOIN BatchJob j ON j.RecId = t.BatchJobId"
                           " WHERE t.JobId = ?1 ORDER BY j.RecId LIMIT 1",
    [GROUPS_DETACH] = "DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = ?1",
    [GROUP_ATTACH] =
        "INSERT OR IGNORE INTO RetailCDXScheduleDataGroup (Schedule, DataGroup) VALUES (?1, ?2)",
    [JOB_DIRECTION] = "SELECT IsUpload FROM RetailConnSchedulerJobTable WHERE jobId = ?1",
    [JOBS_DETACH] = "DELETE FROM RetailConnScheduleJobMapping WHERE Schedule = ?1",
    [JOB_ATTACH] = "INSERT OR IGNORE INTO RetailConnScheduleJobMapping (Schedule, SchedulerJobId,"
                   " Enabled) VALUES (?1, ?2, ?3)",
    [JOB_ENABLED] = "SELECT 1 FROM RetailConnScheduleJobMapping"
                    " WHERE Schedule = ?1 AND SchedulerJobId = ?2 AND Enabled = 1",
    [SCHEDULE_ACTIVE] = "SELECT 1 FROM RetailConnSchedule WHERE Name = ?1 AND Active <> 0",
    [GROUP_ATTACHED] = "SELECT 1 FROM RetailCDXScheduleDataGroup"
                       " WHERE Schedule = ?1 AND DataGroup = ?2",
    [JOB_SENDS] = "SELECT 1 FROM RetailConnSchedulerJobLine l JOIN RetailConnSchedulerSubjobTable s"
                  " ON s.SubjobId = l.SubjobId WHERE l.jobId = ?1 AND s.AXTableName = ?2"
                  " AND l.Enabled = 1 AND s.Enabled = 1",
    [RUN_HISTORY] = HISTORY_OF("JobId"),
    [BATCH_HISTORY] = HISTORY_OF("BatchJob"),
    NULL};

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct schedule, name),                  \
    .size = sizeof(((struct schedule *)0)->name), .max_chars = (chars)

static const char *const directions[] = {"Download", "Upload", "Headquarters", NULL};

/* The order is that of the parameters in SCHEDULE_UPDATE and of the columns in SCHEDULE_LOAD. */
static const struct member schedule_members[] = {
    {TEXT(Name, 60), .required = true, .fixed = true},
    {TEXT(Description, 60)},
    {.key = "IsUpload",
     .kind = MEMBER_CHOICE,
     .offset = offsetof(struct schedule, IsUpload),
     .size = sizeof(int),
     .choices = directions,
     .fixed = true},
    {.key = "Active",
     .kind = MEMBER_YESNO,
     .offset = offsetof(struct schedule, Active),
     .size = sizeof(int)},
    {TEXT(DataGroups, 200), .related = "data-group", .list = true},
    {TEXT(Jobs, 200), .related = "scheduler-job", .list = true},
    {TEXT(DisabledJobs, 200), .related = "scheduler-job", .list = true},
};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static enum err_code schedule_list(struct db *db, const struct list_request *request,
                                   struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = schedule_sql[SCHEDULE_FROM],
                                  .after = schedule_sql[SCHEDULE_AFTER],
                                  .before = schedule_sql[SCHEDULE_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code schedule_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_schedule, schedule_sql[SCHEDULE_LOAD], key, rec, err);
}

static enum err_code schedule_init(struct db *db, void *rec, struct err *err) {
    (void)db;
    (void)err;
    *(struct schedule *)rec = (struct schedule){.Active = 1};
    return ERR_OK;
}

/* ---- checking -------------------------------------------------------------------------------------------------- */

static enum err_code schedule_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct schedule *schedule = rec;
    (void)db;
    (void)old;
    (void)err;
    text_list_sort(schedule->DataGroups, sizeof schedule->DataGroups);
    text_list_sort(schedule->Jobs, sizeof schedule->Jobs);
    text_list_sort(schedule->DisabledJobs, sizeof schedule->DisabledJobs);
    return ERR_OK;
}

/* Uploads and downloads are not mixed. */
static enum err_code check_jobs(struct db *db, const struct schedule *schedule, const char *field,
                                const char *jobs, struct err *err) {
    char name[TEXT_SIZE(60)];
    while (text_list_next(&jobs, name, sizeof name)) {
        int64_t direction = 0;
        struct stmt *stmt = db_stmt(db, schedule_sql[JOB_DIRECTION], err);
        if (!stmt) return db_error(db);
        stmt_bind_text(stmt, 1, name);
        enum err_code code = stmt_value_int(stmt, schedule->IsUpload, &direction, err);
        if (code != ERR_OK) return code;
        if (direction != schedule->IsUpload)
            return err_set(err, ERR_INVALID, REASON_SCHEDULE_DIRECTION, field, name);
    }
    return ERR_OK;
}

static enum err_code check_once(const struct schedule *schedule, struct err *err) {
    const char *rest = schedule->DisabledJobs;
    char name[TEXT_SIZE(60)];
    while (text_list_next(&rest, name, sizeof name)) {
        if (text_list_has(schedule->Jobs, name))
            return err_set(err, ERR_INVALID, REASON_SCHEDULE_JOB_TWICE, "DisabledJobs", name);
    }
    return ERR_OK;
}

static enum err_code refuse_sync_job(const struct schedule *schedule, struct err *err) {
    if (strcmp(schedule->Name, SCHEDULE_SYNC_JOB) != 0) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_SCHEDULE_NONE, "Name", schedule->Name);
}

static enum err_code check_direction(const struct schedule *schedule, struct err *err) {
    if (schedule->IsUpload != SCHEDULE_INSIDE_HQ) return ERR_OK;
    err_set(err, ERR_INVALID, REASON_FIELD_NOT_CHOICE, "IsUpload", directions[SCHEDULE_INSIDE_HQ]);
    err_add_detail(err, "%s, %s", directions[SCHEDULE_DOWNLOAD], directions[SCHEDULE_UPLOAD]);
    return ERR_INVALID;
}

static enum err_code schedule_validate(struct db *db, const void *old, const void *rec,
                                       struct err *err) {
    const struct schedule *schedule = rec;
    enum err_code code = old ? refuse_sync_job(schedule, err) : ERR_OK;
    if (code == ERR_OK) code = check_direction(schedule, err);
    if (code == ERR_OK && strchr(schedule->Name, ','))
        code = err_set(err, ERR_INVALID, REASON_NAME_SEPARATOR, "Name", schedule->Name);
    if (code == ERR_OK)
        code = table_check_free(db, schedule_sql[SCHEDULE_TAKEN], schedule->Name,
                                schedule->head.RecId, "Name", err);
    if (code == ERR_OK) code = check_jobs(db, schedule, "Jobs", schedule->Jobs, err);
    if (code == ERR_OK)
        code = check_jobs(db, schedule, "DisabledJobs", schedule->DisabledJobs, err);
    return code == ERR_OK ? check_once(schedule, err) : code;
}

/* ---- saving ---------------------------------------------------------------------------------------------------- */

static enum err_code run_named(struct db *db, const char *sql, const char *name, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, name);
    return stmt_run(stmt, err);
}

static enum err_code attach_jobs(struct db *db, const char *schedule, const char *jobs, int enabled,
                                 struct err *err) {
    char name[TEXT_SIZE(60)];
    while (text_list_next(&jobs, name, sizeof name)) {
        struct stmt *stmt = db_stmt(db, schedule_sql[JOB_ATTACH], err);
        if (!stmt) return db_error(db);
        stmt_bind_text(stmt, 1, schedule);
        stmt_bind_text(stmt, 2, name);
        stmt_bind_int(stmt, 3, enabled);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code set_jobs(struct db *db, const struct schedule *schedule, struct err *err) {
    enum err_code code = run_named(db, schedule_sql[JOBS_DETACH], schedule->Name, err);
    if (code == ERR_OK) code = attach_jobs(db, schedule->Name, schedule->Jobs, 1, err);
    if (code == ERR_OK) code = attach_jobs(db, schedule->Name, schedule->DisabledJobs, 0, err);
    return code;
}

static enum err_code set_groups(struct db *db, const struct schedule *schedule, struct err *err) {
    const char *rest = schedule->DataGroups;
    char name[TEXT_SIZE(60)];
    enum err_code code = run_named(db, schedule_sql[GROUPS_DETACH], schedule->Name, err);
    while (code == ERR_OK && text_list_next(&rest, name, sizeof name)) {
        struct stmt *stmt = db_stmt(db, schedule_sql[GROUP_ATTACH], err);
        if (!stmt) return db_error(db);
        stmt_bind_text(stmt, 1, schedule->Name);
        stmt_bind_text(stmt, 2, name);
        code = stmt_run(stmt, err);
    }
    return code;
}

static enum err_code schedule_insert(struct db *db, void *rec, struct err *err) {
    struct schedule *schedule = rec;
    struct stmt *stmt = db_stmt(db, schedule_sql[SCHEDULE_INSERT], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, schedule->Name);
    stmt_bind_text(stmt, 2, schedule->Description);
    stmt_bind_int(stmt, 3, schedule->IsUpload);
    stmt_bind_int(stmt, 4, schedule->Active);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    schedule->head.RecId = db_last_id(db);
    code = set_groups(db, schedule, err);
    return code == ERR_OK ? set_jobs(db, schedule, err) : code;
}

static enum err_code schedule_update(struct db *db, const void *old, const void *rec, bool *done,
                                     struct err *err) {
    enum err_code code =
        table_update(db, &entity_schedule, schedule_sql[SCHEDULE_UPDATE], old, rec, done, err);
    if (code == ERR_OK && *done) code = set_groups(db, rec, err);
    return code == ERR_OK && *done ? set_jobs(db, rec, err) : code;
}

static enum err_code schedule_remove(struct db *db, const void *rec, struct err *err) {
    const struct schedule *schedule = rec;
    char batch_job[sizeof err->value2] = "";
    bool found = false;
    enum err_code code = refuse_sync_job(schedule, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(db, schedule_sql[SCHEDULE_BATCH_JOB], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, schedule->Name);
    code = stmt_value_text(stmt, batch_job, sizeof batch_job, &found, err);
    if (code != ERR_OK) return code;
    if (found) {
        err_set(err, ERR_REFUSED, REASON_SCHEDULE_IN_USE, "Name", schedule->Name);
        err_add_value2(err, batch_job);
        return ERR_REFUSED;
    }
    return table_remove(db, schedule_sql[SCHEDULE_DELETE], schedule->head.RecId, err);
}

const struct entity entity_schedule = {
    .id = "schedule",
    .table = "RetailConnSchedule",
    .key = "Name",
    .members = schedule_members,
    .member_count = sizeof schedule_members / sizeof schedule_members[0],
    .record_size = sizeof(struct schedule),
    .list_columns = 4,
    .lookups = hq_lookups,
    .list = schedule_list,
    .load = schedule_load,
    .init = schedule_init,
    .complete = schedule_complete,
    .validate = schedule_validate,
    .insert = schedule_insert,
    .update = schedule_update,
    .remove = schedule_remove,
};

enum err_code schedule_has_job(struct db *hq, const char *schedule, const char *job, bool *enabled,
                               struct err *err) {
    return table_has(hq, schedule_sql[JOB_ENABLED], schedule, job, enabled, err);
}

enum err_code schedule_active(struct db *hq, const char *schedule, bool *active, struct err *err) {
    return table_has(hq, schedule_sql[SCHEDULE_ACTIVE], schedule, NULL, active, err);
}

enum err_code schedule_has_group(struct db *hq, const char *schedule, const char *data_group,
                                 bool *attached, struct err *err) {
    return table_has(hq, schedule_sql[GROUP_ATTACHED], schedule, data_group, attached, err);
}

enum err_code job_sends(struct db *hq, const char *job, const char *table, bool *sends,
                        struct err *err) {
    return table_has(hq, schedule_sql[JOB_SENDS], job, table, sends, err);
}

/* ---- runs ------------------------------------------------------------------------------------------------------ */

/* `stmt` has its limit as ?2 and is bound otherwise. */
static enum err_code read_runs(struct stmt *stmt, int limit, struct job_run *runs, int *count,
                               struct err *err) {
    stmt_bind_int(stmt, 2, limit);
    for (;;) {
        bool row = false;
        enum err_code code = stmt_step(stmt, &row, err);
        if (code != ERR_OK || !row) return code;
        struct job_run *run = &runs[(*count)++];
        *run = (struct job_run){
            .id = stmt_int(stmt, 0),
            .status = (enum batch_status)stmt_int(stmt, 1),
            .start_ms = stmt_int(stmt, 2),
            .end_ms = stmt_int(stmt, 3),
            .rows = stmt_int(stmt, 4),
            .failed_rows = stmt_int(stmt, 5),
            .session = stmt_int(stmt, 6),
        };
        text_copy(run->started_by, sizeof run->started_by, stmt_text(stmt, 7));
        err_parse(&run->message, stmt_text(stmt, 8));
    }
}

enum err_code job_run_history(struct db *hq, const char *job, int limit, struct job_run *runs,
                              int *count, struct err *err) {
    *count = 0;
    struct stmt *stmt = db_stmt(hq, schedule_sql[RUN_HISTORY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    return read_runs(stmt, limit, runs, count, err);
}

enum err_code batch_run_history(struct db *hq, int64_t batch_job, int limit, struct job_run *runs,
                                int *count, struct err *err) {
    *count = 0;
    struct stmt *stmt = db_stmt(hq, schedule_sql[BATCH_HISTORY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, batch_job);
    return read_runs(stmt, limit, runs, count, err);
}
