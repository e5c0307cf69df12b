/* SPDX-License-Identifier: MIT */
/*
 * Batch jobs as records: their tables, the rules of Change status and of a recurrence, when a job will run next. Does not
 * run anything: what a batch server changes while it runs them is in batch_run.c.
 */

#include "model/hq/batch.h"

#include "model/clock.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    JOB_FROM,
    JOB_AFTER,
    JOB_BEFORE,
    JOB_LOAD,
    JOB_INSERT,
    JOB_UPDATE,
    JOB_RESTART,
    JOB_DELETE,
    JOB_STATUS,
    JOB_SET_STATUS,
    JOB_AUDIT,
    WAITING_ONE,
    NEXT_RUN,
    TASK_INSERT,
    TASK_UPDATE,
    TASK_LIST,
    TASK_COPY
};

/* Who made it is in the audit trail, unless whoever made it said so. */
#define CREATED_BY                                                                                 \
    "coalesce(nullif(j.CreatedBy, ''), (SELECT UserId FROM AuditTrail WHERE EntityId ="            \
    " 'batch-job' AND RecordKey = CAST(j.RecId AS TEXT) ORDER BY RecId LIMIT 1))"
#define FIRST_TASK                                                                                 \
    "Batch t ON t.RecId = (SELECT RecId FROM Batch WHERE BatchJobId = j.RecId"                     \
    " ORDER BY LineNum, RecId LIMIT 1)"
#define JOB_LIST                                                                                   \
    "SELECT j.RecId, j.RecId, j.Caption, j.Status, j.OrigStartDateTime, j.StartDateTime,"          \
    " j.EndDateTime, j.Company, j.RecurrenceUnit || ' ' || j.RecurrenceCount, " CREATED_BY         \
    ", t.JobId FROM BatchJob j LEFT JOIN " FIRST_TASK
#define JOB_MATCH                                                                                  \
    PAGE_HAS("j.Caption")                                                                          \
    " OR " PAGE_HAS("t.JobId") ") AND (?4 = '' OR EXISTS (SELECT 1 FROM Batch"                     \
                               " WHERE BatchJobId = j.RecId AND JobId = ?4)"

const char *const batch_sql[] = {
    [JOB_FROM] = PAGE_NEWEST_FROM(JOB_LIST, "j.RecId", JOB_MATCH),
    [JOB_AFTER] = PAGE_NEWEST_AFTER(JOB_LIST, "j.RecId", JOB_MATCH),
    [JOB_BEFORE] = PAGE_NEWEST_BEFORE(JOB_LIST, "j.RecId", JOB_MATCH),
    [JOB_LOAD] =
        "SELECT j.RecId, j.RecVersion, j.RecId, j.Caption, j.BatchGroupId, j.IsPrivate,"
        " j.IsCritical, j.AlertOnError, j.AlertOnEnded, j.RecurrenceUnit, j.RecurrenceCount,"
        " j.RecurrenceStart, j.RecurrenceEnd, j.EndAfter, j.EndBy, t.JobId, t.RetriesOnFailure,"
        " t.IgnoreFailOnError, j.Status, j.OrigStartDateTime, j.StartDateTime, j.EndDateTime,"
        " j.Company, j.RunsDone, " CREATED_BY ", j.CreatedDateTime, t.ClassName"
        " FROM BatchJob j LEFT JOIN " FIRST_TASK " WHERE j.RecId = ?1",
    [JOB_INSERT] =
        "INSERT INTO BatchJob (Caption, BatchGroupId, IsPrivate, IsCritical, AlertOnError,"
        " AlertOnEnded, RecurrenceUnit, RecurrenceCount, RecurrenceStart, RecurrenceEnd, EndAfter,"
        " EndBy, Status, OrigStartDateTime, Company, CreatedBy, CreatedDateTime) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?16, ?17, (SELECT DataArea FROM CompanyInfo"
        " ORDER BY DataArea LIMIT 1), ?18, ?19)",
    [JOB_UPDATE] =
        "UPDATE BatchJob SET Caption = ?1, BatchGroupId = ?2, IsPrivate = ?3, IsCritical = ?4,"
        " AlertOnError = ?5, AlertOnEnded = ?6, RecurrenceUnit = ?7, RecurrenceCount = ?8,"
        " RecurrenceStart = ?9, RecurrenceEnd = ?10, EndAfter = ?11, EndBy = ?12,"
        " RecVersion = RecVersion + 1 WHERE RecId = ?16 AND RecVersion = ?17",
    /* One that ended waits again when it recurs from now on. */
    [JOB_RESTART] = "UPDATE BatchJob SET OrigStartDateTime = ?2, RunsDone = 0,"
                    " Status = iif(?3 AND Status = 4, 1, Status) WHERE RecId = ?1",
    [JOB_DELETE] = "DELETE FROM BatchJob WHERE RecId = ?1",
    [JOB_STATUS] = "SELECT Status FROM BatchJob WHERE RecId = ?1",
    [JOB_SET_STATUS] = "UPDATE BatchJob SET Status = ?2, OrigStartDateTime = ?3, RunsDone = ?4"
                       " WHERE RecId = ?1",
    [JOB_AUDIT] =
        "INSERT INTO AuditTrail (AtDateTime, UserId, EntityId, RecordKey, Operation, Field,"
        " OldValue, NewValue) VALUES (?1, ?2, 'batch-job', ?3, 'update', ?4, ?5, ?6)",
    [WAITING_ONE] =
        "SELECT RecId FROM BatchJob WHERE Status IN (1, 2, 5, 7) ORDER BY RecId LIMIT 1",
    /* Withheld, failed and ended ones do not start by themselves. */
    [NEXT_RUN] = "SELECT j.RecId FROM BatchJob j WHERE j.Status IN (1, 2, 5) AND EXISTS (SELECT 1"
                 " FROM Batch WHERE BatchJobId = j.RecId AND JobId = ?1)",
    [TASK_INSERT] = "INSERT INTO Batch (BatchJobId, LineNum, Caption, ClassName, JobId,"
                    " RetriesOnFailure, IgnoreFailOnError) SELECT ?1, 1 + coalesce((SELECT"
                    " max(LineNum) FROM Batch WHERE BatchJobId = ?1), 0), ?2, ?3, ?2, ?4, ?5",
    [TASK_UPDATE] =
        "UPDATE Batch SET RetriesOnFailure = ?2, IgnoreFailOnError = ?3 WHERE RecId = (SELECT"
        " RecId FROM Batch WHERE BatchJobId = ?1 ORDER BY LineNum, RecId LIMIT 1)",
    [TASK_LIST] = "SELECT RecId, JobId, ClassName, Status, RetriesOnFailure, RetryCount,"
                  " IgnoreFailOnError, StartDateTime, EndDateTime FROM Batch WHERE BatchJobId = ?1"
                  " ORDER BY LineNum, RecId LIMIT ?2",
    [TASK_COPY] = "INSERT INTO Batch (BatchJobId, LineNum, Caption, ClassName, JobId,"
                  " DatabaseProfile, RetriesOnFailure, IgnoreFailOnError) SELECT ?2, LineNum,"
                  " Caption, ClassName, JobId, DatabaseProfile, RetriesOnFailure, IgnoreFailOnError"
                  " FROM Batch WHERE BatchJobId = ?1 AND RecId > (SELECT RecId FROM Batch"
                  " WHERE BatchJobId = ?1 ORDER BY LineNum, RecId LIMIT 1)",
    NULL};

#define PLACE(name)                                                                                \
    .key = #name, .offset = offsetof(struct batch_job, name),                                      \
    .size = sizeof(((struct batch_job *)0)->name)
#define TEXT(name, chars)    PLACE(name), .kind = MEMBER_TEXT, .max_chars = (chars)
#define YESNO(name)          PLACE(name), .kind = MEMBER_YESNO
#define TIME(name)           PLACE(name), .kind = MEMBER_TIME, .max = INT64_C(253402300799999)
#define CHOICE(name, list)   PLACE(name), .kind = MEMBER_CHOICE, .choices = (list)
#define NUMBER(name, lo, hi) PLACE(name), .kind = MEMBER_INT, .min = (lo), .max = (hi)

static const char *const units[] = {"Once",  "Minutes", "Hours", "Days",
                                    "Weeks", "Months",  "Years", NULL};
static const char *const ends[] = {"NoEndDate", "EndAfter", "EndBy", NULL};
static const char *const statuses[] = {"Withhold", "Waiting",   "Executing", "Error",    "Ended",
                                       "Ready",    "DidNotRun", "Canceling", "Canceled", NULL};

/* The order is that of the parameters in JOB_INSERT and JOB_UPDATE and of the columns in JOB_LOAD. */
static const struct member members[] = {
    {.key = "RecId",
     .kind = MEMBER_INT,
     .offset = offsetof(struct batch_job, head.RecId),
     .size = sizeof(int64_t),
     .max = INT64_MAX,
     .computed = true},
    {TEXT(Caption, 100), .required = true},
    {TEXT(BatchGroupId, 10)},
    {YESNO(IsPrivate)},
    {YESNO(IsCritical)},
    {YESNO(AlertOnError)},
    {YESNO(AlertOnEnded)},
    {CHOICE(RecurrenceUnit, units)},
    {NUMBER(RecurrenceCount, 1, 100000)},
    {TIME(RecurrenceStart)},
    {CHOICE(RecurrenceEnd, ends)},
    {NUMBER(EndAfter, 0, 1000000000)},
    {TIME(EndBy)},
    {TEXT(JobId, 60), .required = true, .fixed = true, .related = "schedule"},
    {NUMBER(RetriesOnFailure, 0, BATCH_MAX_RETRIES)},
    {YESNO(IgnoreFailOnError)},
    {CHOICE(Status, statuses), .computed = true},
    {TIME(OrigStartDateTime), .computed = true},
    {TIME(StartDateTime), .computed = true},
    {TIME(EndDateTime), .computed = true},
    {TEXT(Company, 4), .computed = true},
    {NUMBER(RunsDone, 0, INT64_MAX), .computed = true},
    {TEXT(CreatedBy, 20), .computed = true},
    {TIME(CreatedDateTime), .computed = true},
    {TEXT(ClassName, 60), .computed = true},
};

/* The synchronization job has no schedule (domain.md 4.15). */
static const struct lookup lookups[] = {
    {"schedule", "RetailConnSchedule",
     "SELECT 1 FROM RetailConnSchedule WHERE Name = ?1 UNION ALL SELECT 1 WHERE ?1 ="
     " 'sync-customers'"},
    {NULL, NULL, NULL}};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static enum err_code job_list(struct db *db, const struct list_request *request,
                              struct rowset *rows, struct err *err) {
    const struct paging paging = {batch_sql[JOB_FROM], batch_sql[JOB_AFTER], batch_sql[JOB_BEFORE],
                                  .scoped = true};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code job_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_batch_job, batch_sql[JOB_LOAD], key, rec, err);
}

static enum err_code load_id(struct db *hq, int64_t id, struct batch_job *job, struct err *err) {
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    return job_load(hq, key, job, err);
}

static enum err_code read_status(struct db *hq, int64_t id, enum batch_status *status,
                                 struct err *err) {
    int64_t value = BATCH_WITHHOLD;
    struct stmt *stmt = db_stmt(hq, batch_sql[JOB_STATUS], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, id);
    enum err_code code = stmt_value_int(stmt, value, &value, err);
    *status = (enum batch_status)value;
    return code;
}

struct recurrence batch_job_recurrence(const struct batch_job *job) {
    return (struct recurrence){.unit = (enum recurrence_unit)job->RecurrenceUnit,
                               .count = job->RecurrenceCount,
                               .start_ms = job->RecurrenceStart,
                               .end = (enum recurrence_end)job->RecurrenceEnd,
                               .end_after = job->EndAfter,
                               .end_by_ms = job->EndBy,
                               .runs_done = job->RunsDone};
}

/* While it executes, the start after the one that is executing. */
static int64_t next_of(const struct batch_job *job) {
    if (job->Status != BATCH_EXECUTING) return job->OrigStartDateTime;
    if (job->RecurrenceUnit == RECUR_NONE) return 0;
    struct recurrence pattern = batch_job_recurrence(job);
    return recurrence_next(&pattern, clock_now_ms() + 1);
}

static enum err_code earlier(struct db *hq, int64_t id, int64_t *next_ms,
                             struct recurrence *recurrence, struct err *err) {
    struct batch_job job;
    enum err_code code = load_id(hq, id, &job, err);
    if (code != ERR_OK) return code;
    int64_t next = next_of(&job);
    if (next == 0 || (*next_ms != 0 && *next_ms <= next)) return ERR_OK;
    *next_ms = next;
    if (recurrence) *recurrence = batch_job_recurrence(&job);
    return ERR_OK;
}

enum err_code batch_next_run(struct db *hq, const char *job_id, int64_t *next_ms,
                             struct recurrence *recurrence, struct err *err) {
    bool row;
    enum err_code code;
    *next_ms = 0;
    if (recurrence) *recurrence = (struct recurrence){0};
    struct stmt *stmt = db_stmt(hq, batch_sql[NEXT_RUN], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job_id);
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        code = earlier(hq, stmt_int(stmt, 0), next_ms, recurrence, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    return code;
}

/* ---- saving ---------------------------------------------------------------------------------------------------- */

static enum err_code job_init(struct db *db, void *rec, struct err *err) {
    struct batch_job *job = rec;
    (void)db, (void)err;
    job->RecurrenceCount = 1;
    job->AlertOnError = 1;
    return ERR_OK;
}

/* The product's class of a schedule; the synchronization job's is ours. */
static const char *class_of(const char *job_id) {
    return strcmp(job_id, "sync-customers") == 0 ? "RetailAsyncCustomerSyncBatch"
                                                 : "RetailCDXScheduleRunner";
}

static enum err_code job_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct batch_job *job = rec;
    (void)db, (void)old, (void)err;
    if (job->RecurrenceCount == 0) job->RecurrenceCount = 1;
    if (job->RecurrenceStart == 0) job->RecurrenceStart = clock_now_ms();
    return ERR_OK;
}

static bool same_pattern(const struct batch_job *a, const struct batch_job *b) {
    return a->RecurrenceUnit == b->RecurrenceUnit && a->RecurrenceCount == b->RecurrenceCount &&
           a->RecurrenceStart == b->RecurrenceStart && a->RecurrenceEnd == b->RecurrenceEnd &&
           a->EndAfter == b->EndAfter && a->EndBy == b->EndBy;
}

/* From its beginning. "Now" is past when it is saved a moment later: that is no reason to wait for the second start. */
static int64_t first_start(const struct batch_job *job) {
    enum { A_MOMENT_MS = 60000 };
    struct recurrence pattern = batch_job_recurrence(job);
    int64_t now = clock_now_ms();
    pattern.runs_done = 0;
    bool just_now = pattern.start_ms <= now && pattern.start_ms > now - A_MOMENT_MS;
    return recurrence_next(&pattern, just_now ? pattern.start_ms : now);
}

static enum err_code refuse_executing(struct db *db, const struct batch_job *job, struct err *err) {
    enum batch_status status = BATCH_WAITING;
    enum err_code code = read_status(db, job->head.RecId, &status, err);
    if (code != ERR_OK || (status != BATCH_EXECUTING && status != BATCH_CANCELING)) return code;
    return err_set(err, ERR_REFUSED, REASON_BATCH_EXECUTING, "batch-job", job->Caption);
}

static enum err_code job_validate(struct db *db, const void *old, const void *rec,
                                  struct err *err) {
    const struct batch_job *job = rec;
    if (job->RecurrenceUnit != RECUR_NONE && strcmp(job->JobId, "9999") == 0) {
        return err_set(err, ERR_INVALID, REASON_BATCH_FULL_SYNC, "RecurrenceUnit", job->JobId);
    }
    if (job->RecurrenceUnit != RECUR_NONE && (!old || !same_pattern(old, job)) &&
        first_start(job) == 0) {
        bool after = job->RecurrenceEnd == RECUR_END_AFTER;
        return err_set(err, ERR_INVALID, REASON_BATCH_NEVER, after ? "EndAfter" : "EndBy", NULL);
    }
    return old ? refuse_executing(db, job, err) : ERR_OK;
}

static enum err_code insert_task(struct db *db, int64_t id, const char *job_id, int64_t retries,
                                 bool ignore_failure, struct err *err) {
    struct stmt *stmt = db_stmt(db, batch_sql[TASK_INSERT], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, id);
    stmt_bind_text(stmt, 2, job_id);
    stmt_bind_text(stmt, 3, class_of(job_id));
    stmt_bind_int(stmt, 4, retries);
    stmt_bind_int(stmt, 5, ignore_failure);
    return stmt_run(stmt, err);
}

static enum err_code insert_as(struct db *db, struct batch_job *job, enum batch_status status,
                               struct err *err) {
    struct stmt *stmt = db_stmt(db, batch_sql[JOB_INSERT], err);
    if (!stmt) return db_error(db);
    int next = record_bind(&entity_batch_job, stmt, job, 1);
    stmt_bind_int(stmt, next++, status);
    stmt_bind_int(stmt, next++, first_start(job));
    stmt_bind_text(stmt, next++, job->CreatedBy);
    stmt_bind_int(stmt, next, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    job->head.RecId = db_last_id(db);
    return insert_task(db, job->head.RecId, job->JobId, job->RetriesOnFailure,
                       job->IgnoreFailOnError != 0, err);
}

static enum err_code job_insert(struct db *db, void *rec, struct err *err) {
    return insert_as(db, rec, BATCH_WAITING, err);
}

/* Removing the recurrence leaves the next start as the last one. */
static enum err_code restart_pattern(struct db *db, const struct batch_job *old,
                                     const struct batch_job *job, struct err *err) {
    bool recurs = job->RecurrenceUnit != RECUR_NONE;
    if (!recurs && job->RecurrenceStart == old->RecurrenceStart) return ERR_OK;
    struct stmt *stmt = db_stmt(db, batch_sql[JOB_RESTART], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, job->head.RecId);
    stmt_bind_int(stmt, 2, first_start(job));
    stmt_bind_int(stmt, 3, recurs);
    return stmt_run(stmt, err);
}

static enum err_code update_task(struct db *db, const struct batch_job *job, struct err *err) {
    struct stmt *stmt = db_stmt(db, batch_sql[TASK_UPDATE], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, job->head.RecId);
    stmt_bind_int(stmt, 2, job->RetriesOnFailure);
    stmt_bind_int(stmt, 3, job->IgnoreFailOnError);
    return stmt_run(stmt, err);
}

static enum err_code job_update(struct db *db, const void *old, const void *rec, bool *done,
                                struct err *err) {
    enum err_code code =
        table_update(db, &entity_batch_job, batch_sql[JOB_UPDATE], old, rec, done, err);
    if (code != ERR_OK || !*done) return code;
    if (!same_pattern(old, rec)) code = restart_pattern(db, old, rec, err);
    return code == ERR_OK ? update_task(db, rec, err) : code;
}

static enum err_code job_remove(struct db *db, const void *rec, struct err *err) {
    const struct batch_job *job = rec;
    enum err_code code = refuse_executing(db, job, err);
    return code == ERR_OK ? table_remove(db, batch_sql[JOB_DELETE], job->head.RecId, err) : code;
}

const struct entity entity_batch_job = {
    .id = "batch-job",
    .table = "BatchJob",
    .key = "RecId",
    .members = members,
    .member_count = sizeof members / sizeof members[0],
    .record_size = sizeof(struct batch_job),
    .list_columns = 10,
    .lookups = lookups,
    .list = job_list,
    .load = job_load,
    .init = job_init,
    .complete = job_complete,
    .validate = job_validate,
    .insert = job_insert,
    .update = job_update,
    .remove = job_remove,
};

/* ---- Change status --------------------------------------------------------------------------------------------- */

bool batch_status_may_become(enum batch_status from, enum batch_status to) {
    switch (from) {
    case BATCH_WITHHOLD:
        return to == BATCH_WAITING;
    case BATCH_WAITING:
        return to == BATCH_WITHHOLD;
    case BATCH_EXECUTING:
        return to == BATCH_CANCELING;
    case BATCH_ERROR:
    case BATCH_ENDED:
    case BATCH_READY:
    case BATCH_DID_NOT_RUN:
    case BATCH_CANCELED:
        return to == BATCH_WAITING || to == BATCH_WITHHOLD;
    case BATCH_CANCELING:
        return false;
    }
    return false;
}

/* When it starts now that somebody lets it run. A pattern that has run as often as it should counts anew. */
static enum err_code start_again(struct batch_job *job, struct err *err) {
    int64_t now = clock_now_ms();
    struct recurrence pattern = batch_job_recurrence(job);
    if (pattern.unit == RECUR_NONE) {
        job->OrigStartDateTime = pattern.start_ms > now ? pattern.start_ms : now;
        return ERR_OK;
    }
    if (pattern.end == RECUR_END_AFTER && pattern.runs_done >= pattern.end_after) {
        pattern.runs_done = job->RunsDone = 0;
    }
    job->OrigStartDateTime = recurrence_next(&pattern, now);
    if (job->OrigStartDateTime != 0) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_BATCH_NEVER, "EndBy", NULL);
}

static enum err_code audit(struct db *hq, int64_t id, const char *field, const char *old_value,
                           const char *new_value, const char *user, struct err *err) {
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    struct stmt *stmt = db_stmt(hq, batch_sql[JOB_AUDIT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, clock_now_ms());
    stmt_bind_text(stmt, 2, user ? user : "");
    stmt_bind_text(stmt, 3, key);
    stmt_bind_text(stmt, 4, field);
    stmt_bind_text(stmt, 5, old_value);
    stmt_bind_text(stmt, 6, new_value);
    return stmt_run(stmt, err);
}

static enum err_code write_status(struct db *hq, const struct batch_job *job, enum batch_status to,
                                  const char *user, struct err *err) {
    struct stmt *stmt = db_stmt(hq, batch_sql[JOB_SET_STATUS], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, job->head.RecId);
    stmt_bind_int(stmt, 2, to);
    stmt_bind_int(stmt, 3, job->OrigStartDateTime);
    stmt_bind_int(stmt, 4, job->RunsDone);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    return audit(hq, job->head.RecId, "Status", statuses[job->Status], statuses[to], user, err);
}

static enum err_code change_status(struct db *hq, int64_t id, enum batch_status to,
                                   const char *user, struct err *err) {
    struct batch_job job;
    enum err_code code = load_id(hq, id, &job, err);
    if (code != ERR_OK || job.Status == (int)to) return code;
    if (!batch_status_may_become((enum batch_status)job.Status, to)) {
        err_set(err, ERR_REFUSED, REASON_BATCH_STATUS, "Status", statuses[job.Status]);
        err_add_value2(err, statuses[to]);
        return ERR_REFUSED;
    }
    if (to == BATCH_WAITING) code = start_again(&job, err);
    return code == ERR_OK ? write_status(hq, &job, to, user, err) : code;
}

enum err_code batch_job_set_status(struct db *hq, int64_t id, enum batch_status to,
                                   const char *user, struct err *err) {
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = change_status(hq, id, to, user, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}

static enum err_code withhold_each(struct db *hq, const char *user, struct err *err) {
    for (;;) {
        int64_t id = 0;
        struct batch_job job;
        struct stmt *stmt = db_stmt(hq, batch_sql[WAITING_ONE], err);
        if (!stmt) return db_error(hq);
        enum err_code code = stmt_value_int(stmt, 0, &id, err);
        if (code != ERR_OK || id == 0) return code;
        code = load_id(hq, id, &job, err);
        if (code == ERR_OK) code = write_status(hq, &job, BATCH_WITHHOLD, user, err);
        if (code != ERR_OK) return code;
    }
}

enum err_code batch_withhold_all(struct db *hq, const char *user, struct err *err) {
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = withhold_each(hq, user, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}

/* ---- tasks ----------------------------------------------------------------------------------------------------- */

enum err_code batch_job_tasks(struct db *hq, int64_t id, struct batch_task tasks[BATCH_MAX_TASKS],
                              int *count, struct err *err) {
    bool row;
    enum err_code code;
    *count = 0;
    struct stmt *stmt = db_stmt(hq, batch_sql[TASK_LIST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, id);
    stmt_bind_int(stmt, 2, BATCH_MAX_TASKS);
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        struct batch_task *task = &tasks[(*count)++];
        *task = (struct batch_task){.id = stmt_int(stmt, 0),
                                    .status = (enum batch_status)stmt_int(stmt, 3),
                                    .retries_on_failure = stmt_int(stmt, 4),
                                    .retry_count = stmt_int(stmt, 5),
                                    .ignore_failure = stmt_int(stmt, 6) != 0,
                                    .start_ms = stmt_int(stmt, 7),
                                    .end_ms = stmt_int(stmt, 8)};
        text_copy(task->JobId, sizeof task->JobId, stmt_text(stmt, 1));
        text_copy(task->ClassName, sizeof task->ClassName, stmt_text(stmt, 2));
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code add_task(struct db *hq, struct batch_job *job, const char *job_id,
                              int64_t retries, bool ignore_failure, struct err *err) {
    /* The rules of a first task hold for every one. */
    text_copy(job->JobId, sizeof job->JobId, job_id);
    job->RetriesOnFailure = retries;
    enum err_code code = record_validate(&entity_batch_job, hq, NULL, job, err);
    if (code == ERR_OK) code = refuse_executing(hq, job, err);
    if (code != ERR_OK) return code;
    return insert_task(hq, job->head.RecId, job_id, retries, ignore_failure, err);
}

enum err_code batch_job_add_task(struct db *hq, int64_t id, const char *job_id, int64_t retries,
                                 bool ignore_failure, const char *user, struct err *err) {
    struct batch_job job;
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = load_id(hq, id, &job, err);
    if (code == ERR_OK) code = add_task(hq, &job, job_id, retries, ignore_failure, err);
    if (code == ERR_OK) code = audit(hq, id, "JobId", "", job_id, user, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}

static enum err_code copy_tasks(struct db *hq, int64_t from, int64_t to, struct err *err) {
    struct stmt *stmt = db_stmt(hq, batch_sql[TASK_COPY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, from);
    stmt_bind_int(stmt, 2, to);
    return stmt_run(stmt, err);
}

static enum err_code copy_job(struct db *hq, int64_t id, const char *user, int64_t *copy,
                              struct err *err) {
    struct batch_job job;
    enum err_code code = load_id(hq, id, &job, err);
    if (code != ERR_OK) return code;
    text_copy(job.CreatedBy, sizeof job.CreatedBy, user ? user : "");
    code = insert_as(hq, &job, BATCH_WITHHOLD, err);
    if (code == ERR_OK) code = copy_tasks(hq, id, job.head.RecId, err);
    if (code == ERR_OK) code = audit(hq, job.head.RecId, "Caption", "", job.Caption, user, err);
    *copy = job.head.RecId;
    return code;
}

enum err_code batch_job_copy(struct db *hq, int64_t id, const char *user, int64_t *copy,
                             struct err *err) {
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = copy_job(hq, id, user, copy, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}
