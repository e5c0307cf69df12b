/* SPDX-License-Identifier: MIT */
/*
 * The status of batch jobs and their tasks while a batch server runs them. Owns the changes that a server makes and the
 * rule of the next start; does not know how a job is run, nor who is the server.
 */

#include "model/hq/batch_run.h"

#include "model/hq/lease.h"

/* A clock that is corrected by less than this has not been set back. */
#define CLOCK_SLACK_MS INT64_C(60000)

enum {
    DUE_TASKS,
    DUE_READY,
    AHEAD,
    SET_START,
    TAKE,
    DUE_IN_SERVICING,
    EXECUTING,
    EXECUTING_TASK,
    TASKS_LEFT,
    HISTORY_LOST,
    TASK_AGAIN,
    SET_END,
    TASK_BEGIN,
    TASK_END,
    TASKS_DID_NOT_RUN,
    NEAREST,
    STATUS
};

const char *const batch_run_sql[] = {
    [DUE_TASKS] = "UPDATE Batch SET Status = 1, RetryCount = 0, StartDateTime = 0, EndDateTime = 0"
                  " WHERE BatchJobId IN (SELECT RecId FROM BatchJob WHERE Status = 1 AND"
                  " OrigStartDateTime <= ?1)",
    [DUE_READY] = "UPDATE BatchJob SET Status = 5 WHERE Status = 1 AND OrigStartDateTime <= ?1",
    [AHEAD] = "SELECT RecId FROM BatchJob WHERE Status = 1 AND RecurrenceUnit > 0 AND"
              " max(StartDateTime, EndDateTime, CreatedDateTime) > ?1 AND RecId > ?2"
              " ORDER BY RecId LIMIT 1",
    [SET_START] = "UPDATE BatchJob SET OrigStartDateTime = ?2 WHERE RecId = ?1",
    [TAKE] = "UPDATE BatchJob SET Status = 2, StartDateTime = ?1, EndDateTime = 0 WHERE RecId ="
             " (SELECT RecId FROM BatchJob WHERE Status = 5"
             " ORDER BY IsCritical DESC, OrigStartDateTime, RecId LIMIT 1) RETURNING RecId",
    [DUE_IN_SERVICING] =
        "SELECT RecId FROM BatchJob WHERE (Status = 5 OR (Status = 1 AND OrigStartDateTime <= ?1))"
        " AND (RecurrenceUnit > 0 OR Status = 5) LIMIT 1",
    [EXECUTING] = "SELECT RecId FROM BatchJob WHERE Status IN (2, 7) LIMIT 1",
    [EXECUTING_TASK] =
        "SELECT t.RecId, t.RetriesOnFailure - t.RetryCount, t.JobId, t.IgnoreFailOnError,"
        " (SELECT h.Status FROM BatchJobHistory h WHERE h.BatchJob = ?1 AND h.JobId = t.JobId"
        "  AND h.RetryCount = t.RetryCount AND h.StartDateTime >= t.StartDateTime"
        "  ORDER BY h.RecId DESC LIMIT 1)"
        " FROM Batch t WHERE t.BatchJobId = ?1 AND t.Status = 2 ORDER BY t.LineNum, t.RecId LIMIT "
        "1",
    [TASKS_LEFT] = "SELECT count(*) FROM Batch WHERE BatchJobId = ?1 AND Status = 1",
    [HISTORY_LOST] = "UPDATE BatchJobHistory SET Status = 3, EndDateTime = ?2, Message = ?3"
                     " WHERE BatchJob = ?1 AND Status = 2",
    [TASK_AGAIN] = "UPDATE Batch SET Status = 1, RetryCount = RetryCount + 1, EndDateTime = ?2 "
                   "WHERE RecId = ?1",
    [SET_END] = "UPDATE BatchJob SET Status = ?2, EndDateTime = ?3, OrigStartDateTime = ?4,"
                " RunsDone = ?5 WHERE RecId = ?1",
    [TASK_BEGIN] = "UPDATE Batch SET Status = 2, RetryCount = ?2, StartDateTime = ?3,"
                   " EndDateTime = 0 WHERE RecId = ?1",
    [TASK_END] = "UPDATE Batch SET Status = ?2, EndDateTime = ?3 WHERE RecId = ?1",
    [TASKS_DID_NOT_RUN] = "UPDATE Batch SET Status = 6 WHERE BatchJobId = ?1 AND Status = 1",
    [NEAREST] = "SELECT min(iif(Status = 5, 0, OrigStartDateTime)) FROM BatchJob"
                " WHERE Status IN (1, 5)",
    [STATUS] = "SELECT Status FROM BatchJob WHERE RecId = ?1",
    NULL};

/* ---- small steps ----------------------------------------------------------------------------------------------- */

/* Runs a statement whose parameters are up to three numbers. */
static enum err_code run(struct db *hq, int sql, int64_t first, int64_t second, int64_t third,
                         int parameters, struct err *err) {
    struct stmt *stmt = db_stmt(hq, batch_run_sql[sql], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, first);
    if (parameters > 1) stmt_bind_int(stmt, 2, second);
    if (parameters > 2) stmt_bind_int(stmt, 3, third);
    return stmt_run(stmt, err);
}

/* The number of a batch job; 0 = there is none. */
static enum err_code find(struct db *hq, int sql, int64_t parameter, int parameters, int64_t *id,
                          struct err *err) {
    struct stmt *stmt = db_stmt(hq, batch_run_sql[sql], err);
    if (!stmt) return db_error(hq);
    if (parameters > 0) stmt_bind_int(stmt, 1, parameter);
    return stmt_value_int(stmt, 0, id, err);
}

static enum err_code load(struct db *hq, int64_t id, struct batch_job *job, struct err *err) {
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    return entity_batch_job.load(hq, key, job, err);
}

/* The start after the one that has just been, 0 = none. A clock that stepped back a little does not repeat it. */
static int64_t next_start(const struct batch_job *job, int64_t now_ms) {
    struct recurrence pattern = batch_job_recurrence(job);
    int64_t ahead = job->OrigStartDateTime - now_ms;
    if (pattern.unit == RECUR_NONE) return 0;
    return recurrence_next(&pattern,
                           (ahead > 0 && ahead < CLOCK_SLACK_MS ? now_ms + ahead : now_ms) + 1);
}

static enum err_code set_end(struct db *hq, struct batch_job *job, enum batch_status status,
                             int64_t now_ms, int64_t start_ms, struct err *err) {
    job->Status = (int)status;
    job->EndDateTime = now_ms;
    job->OrigStartDateTime = start_ms;
    struct stmt *stmt = db_stmt(hq, batch_run_sql[SET_END], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, job->head.RecId);
    stmt_bind_int(stmt, 2, job->Status);
    stmt_bind_int(stmt, 3, job->EndDateTime);
    stmt_bind_int(stmt, 4, job->OrigStartDateTime);
    stmt_bind_int(stmt, 5, job->RunsDone);
    return stmt_run(stmt, err);
}

/* Waiting for the next start, or at its end when there is none. */
static enum err_code go_on(struct db *hq, struct batch_job *job, enum batch_status at_its_end,
                           int64_t now_ms, struct err *err) {
    int64_t next = next_start(job, now_ms);
    return set_end(hq, job, next ? BATCH_WAITING : at_its_end, now_ms,
                   next ? next : job->OrigStartDateTime, err);
}

/* ---- before a run ---------------------------------------------------------------------------------------------- */

/* What has run, or was made, later than now has its next start from a clock that was ahead. */
static enum err_code correct_starts(struct db *hq, int64_t now_ms, struct err *err) {
    int64_t id = 0;
    struct batch_job job;
    for (;;) {
        struct stmt *stmt = db_stmt(hq, batch_run_sql[AHEAD], err);
        if (!stmt) return db_error(hq);
        stmt_bind_int(stmt, 1, now_ms + CLOCK_SLACK_MS);
        stmt_bind_int(stmt, 2, id);
        enum err_code code = stmt_value_int(stmt, 0, &id, err);
        if (code != ERR_OK || id == 0) return code;
        code = load(hq, id, &job, err);
        if (code != ERR_OK) return code;
        struct recurrence pattern = batch_job_recurrence(&job);
        int64_t next = recurrence_next(&pattern, now_ms);
        if (next == 0 || next >= job.OrigStartDateTime) continue;
        code = run(hq, SET_START, id, next, 0, 2, err);
        if (code != ERR_OK) return code;
    }
}

enum err_code batch_run_queue(struct db *hq, int64_t now_ms, struct err *err) {
    enum err_code code = correct_starts(hq, now_ms, err);
    if (code == ERR_OK) code = run(hq, DUE_TASKS, now_ms, 0, 0, 1, err);
    return code == ERR_OK ? run(hq, DUE_READY, now_ms, 0, 0, 1, err) : code;
}

enum err_code batch_run_skip(struct db *hq, int64_t now_ms, struct err *err) {
    for (;;) {
        int64_t id;
        struct batch_job job;
        enum err_code code = find(hq, DUE_IN_SERVICING, now_ms, 1, &id, err);
        if (code != ERR_OK || id == 0) return code;
        code = load(hq, id, &job, err);
        if (code != ERR_OK) return code;
        bool recurs = job.RecurrenceUnit != RECUR_NONE;
        int64_t next = recurs ? next_start(&job, now_ms) : job.OrigStartDateTime;
        enum batch_status over = job.RunsDone > 0 ? BATCH_ENDED : BATCH_DID_NOT_RUN;
        code = set_end(hq, &job, next ? BATCH_WAITING : over, job.EndDateTime,
                       next ? next : job.OrigStartDateTime, err);
        if (code != ERR_OK) return code;
    }
}

enum err_code batch_run_take(struct db *hq, int64_t now_ms, struct batch_job *job, bool *found,
                             struct err *err) {
    int64_t id;
    enum err_code code = find(hq, TAKE, now_ms, 1, &id, err);
    *found = code == ERR_OK && id != 0;
    return *found ? load(hq, id, job, err) : code;
}

/* ---- after a server that died ---------------------------------------------------------------------------------- */

struct lost_task {
    int64_t id; /* 0 = none was running: it died between two tasks */
    int64_t retries_left;
    bool ignore_failure, had_ended;
    char job[TEXT_SIZE(60)];
};

static enum err_code lost_task(struct db *hq, int64_t job, struct lost_task *task,
                               struct err *err) {
    bool row;
    *task = (struct lost_task){0};
    struct stmt *stmt = db_stmt(hq, batch_run_sql[EXECUTING_TASK], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, job);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        task->id = stmt_int(stmt, 0);
        task->retries_left = stmt_int(stmt, 1);
        text_copy(task->job, sizeof task->job, stmt_text(stmt, 2));
        task->ignore_failure = stmt_int(stmt, 3) != 0;
        task->had_ended = stmt_int(stmt, 4) == BATCH_ENDED;
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code close_history(struct db *hq, int64_t id, const char *job, int64_t now_ms,
                                   struct err *err) {
    char text[900];
    struct err lost = {0};
    err_set(&lost, ERR_DB, REASON_RUN_LOST, NULL, job);
    err_format(&lost, text, sizeof text);
    struct stmt *stmt = db_stmt(hq, batch_run_sql[HISTORY_LOST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, id);
    stmt_bind_int(stmt, 2, now_ms);
    stmt_bind_text(stmt, 3, text);
    return stmt_run(stmt, err);
}

/* The task that was in the middle failed for good. */
static enum err_code give_up(struct db *hq, struct batch_job *job, int64_t now_ms,
                             struct err *err) {
    enum err_code code = batch_tasks_did_not_run(hq, job->head.RecId, err);
    if (code != ERR_OK) return code;
    if (job->Status == BATCH_CANCELING) {
        return set_end(hq, job, BATCH_CANCELED, now_ms, job->OrigStartDateTime, err);
    }
    job->RunsDone++;
    return go_on(hq, job, BATCH_ERROR, now_ms, err);
}

static enum err_code run_the_rest(struct db *hq, struct batch_job *job, int64_t now_ms,
                                  struct err *err) {
    int64_t left = 0;
    enum err_code code = find(hq, TASKS_LEFT, job->head.RecId, 1, &left, err);
    if (code != ERR_OK) return code;
    if (left > 0) return set_end(hq, job, BATCH_READY, now_ms, job->OrigStartDateTime, err);
    job->RunsDone++;
    return go_on(hq, job, BATCH_ENDED, now_ms, err);
}

static enum err_code end_lost(struct db *hq, struct batch_job *job, const struct lost_task *task,
                              int64_t now_ms, struct err *err) {
    bool canceled = job->Status == BATCH_CANCELING, again = task->retries_left > 0 && !canceled;
    enum err_code code = ERR_OK;
    if (task->id && !task->had_ended && again) {
        code = run(hq, TASK_AGAIN, task->id, now_ms, 0, 2, err);
        return code == ERR_OK ? run_the_rest(hq, job, now_ms, err) : code;
    }
    enum batch_status status = task->had_ended ? BATCH_ENDED : BATCH_ERROR;
    if (task->id) code = batch_task_end(hq, task->id, status, now_ms, err);
    if (code != ERR_OK) return code;
    bool failed = task->id && !task->had_ended && !task->ignore_failure;
    return failed || canceled ? give_up(hq, job, now_ms, err) : run_the_rest(hq, job, now_ms, err);
}

enum err_code batch_run_take_over(struct db *hq, int64_t now_ms, struct batch_job *job, bool *found,
                                  bool *lost, struct err *err) {
    int64_t id;
    char lease[LEASE_NAME_SIZE], holder[LEASE_HOLDER_SIZE] = "";
    struct lost_task task;
    *found = *lost = false;
    enum err_code code = find(hq, EXECUTING, 0, 0, &id, err);
    if (code != ERR_OK || id == 0) return code;
    code = load(hq, id, job, err);
    if (code == ERR_OK) code = lost_task(hq, id, &task, err);
    if (code != ERR_OK) return code;
    /* A server that was only slow still ends its run: it finds out by its lease. */
    snprintf(lease, sizeof lease, "job:%.50s", task.job);
    code = lease_holder(hq, lease, holder, NULL, err);
    if (code != ERR_OK || holder[0] != '\0') return code;
    *found = true;
    *lost = task.id != 0 && !task.had_ended;
    if (*lost) code = close_history(hq, id, task.job, now_ms, err);
    return code == ERR_OK ? end_lost(hq, job, &task, now_ms, err) : code;
}

/* ---- a run ----------------------------------------------------------------------------------------------------- */

enum err_code batch_task_begin(struct db *hq, int64_t task, int64_t retry, int64_t now_ms,
                               struct err *err) {
    return run(hq, TASK_BEGIN, task, retry, now_ms, 3, err);
}

enum err_code batch_task_end(struct db *hq, int64_t task, enum batch_status status, int64_t now_ms,
                             struct err *err) {
    return run(hq, TASK_END, task, (int64_t)status, now_ms, 3, err);
}

enum err_code batch_tasks_did_not_run(struct db *hq, int64_t id, struct err *err) {
    return run(hq, TASKS_DID_NOT_RUN, id, 0, 0, 1, err);
}

enum err_code batch_run_end(struct db *hq, int64_t id, enum batch_outcome outcome, int64_t now_ms,
                            int64_t again_ms, struct batch_job *job, struct err *err) {
    enum err_code code = load(hq, id, job, err);
    if (code != ERR_OK) return code;
    if (outcome == BATCH_RAN || outcome == BATCH_FAILED) job->RunsDone++;
    if (job->Status == BATCH_CANCELING) {
        return set_end(hq, job, BATCH_CANCELED, now_ms, job->OrigStartDateTime, err);
    }
    switch (outcome) {
    case BATCH_RAN:
        return go_on(hq, job, BATCH_ENDED, now_ms, err);
    case BATCH_FAILED:
        return set_end(hq, job, BATCH_ERROR, now_ms, job->OrigStartDateTime, err);
    case BATCH_INTERRUPTED:
        return set_end(hq, job, BATCH_WAITING, now_ms, again_ms, err);
    case BATCH_SERVICED:
        if (job->RecurrenceUnit != RECUR_NONE) return go_on(hq, job, BATCH_ENDED, now_ms, err);
        return set_end(hq, job, BATCH_WAITING, now_ms, job->OrigStartDateTime, err);
    }
    return ERR_OK;
}

/* ---- looking --------------------------------------------------------------------------------------------------- */

enum err_code batch_run_nearest(struct db *hq, int64_t *at_ms, struct err *err) {
    bool row;
    *at_ms = INT64_MAX;
    struct stmt *stmt = db_stmt(hq, batch_run_sql[NEAREST], err);
    if (!stmt) return db_error(hq);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row && !stmt_is_null(stmt, 0)) *at_ms = stmt_int(stmt, 0);
    stmt_reset(stmt);
    return code;
}

enum err_code batch_run_executing(struct db *hq, bool *executing, struct err *err) {
    int64_t id = 0;
    enum err_code code = find(hq, EXECUTING, 0, 0, &id, err);
    *executing = id != 0;
    return code;
}

enum err_code batch_run_cancel_asked(struct db *hq, int64_t id, bool *asked, struct err *err) {
    int64_t status = 0;
    enum err_code code = find(hq, STATUS, id, 1, &status, err);
    *asked = code == ERR_OK && status == BATCH_CANCELING;
    return code;
}
