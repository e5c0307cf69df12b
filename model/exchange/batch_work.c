/* SPDX-License-Identifier: MIT */
/*
 * One run of a batch job. Owns the order of its tasks, their retries and the question how the whole ended; how a job of the
 * data exchange runs is jobs.c, what is stored hq/batch_run.c.
 */

#include "model/exchange/batch_work.h"

#include "model/clock.h"
#include "model/hq/batch_run.h"

/* Another run of the same job is at work: try again soon. */
#define AGAIN_MS 10000
/* What failed for the moment has a chance to pass: 1 s before the first new try, 2 s before the second. */
#define RETRY_MS 1000
/* The lease is looked at, and somebody who cancels is heard, at least this often between two batches. */
#define LOOK_US 200000

void batch_work_tell(struct batch_work *work, const struct batch_event *event) {
    if (work->tell) work->tell(work->ctx, event);
}

enum err_code batch_work_begin(struct batch_work *work, bool *mine, struct err *err) {
    *mine = false;
    enum err_code code = db_begin(work->company->hq, err);
    if (code != ERR_OK) return code;
    code = lease_holds(&work->lease, work->company->hq, mine, err);
    if (code != ERR_OK || !*mine) db_rollback(work->company->hq);
    return code;
}

/* ---- stopping -------------------------------------------------------------------------------------------------- */

/* Between two batches, perhaps inside their transaction: is this still the batch server, did nobody cancel? What cannot be
 * read is no reason to stop: the batch finds out by itself. */
static bool run_cancelled(void *ctx) {
    struct batch_work *work = ctx;
    bool mine = true;
    if (progress_cancelled(work->progress)) return true;
    int64_t now_us = clock_ticks_us();
    if (now_us - work->looked_us >= LOOK_US) {
        work->looked_us = now_us;
        if (lease_holds(&work->lease, work->company->hq, &mine, NULL) != ERR_OK) return false;
        if (batch_run_cancel_asked(work->company->hq, work->batch_job, &work->cancel_asked, NULL) !=
            ERR_OK)
            return false;
    }
    return work->cancel_asked || work->lease.token == 0;
}

static int run_wake_fd(void *ctx) {
    const struct batch_work *work = ctx;
    return progress_wake_fd(work->progress);
}

static void run_report(void *ctx, int64_t done, int64_t total) {
    const struct batch_work *work = ctx;
    progress_report(work->progress, done, total);
}

static void pause_before_retry(struct batch_work *work, int64_t retry) {
    enum { SLICE_MS = 50 };
    work->looked_us = 0;
    for (int64_t ms = 0; ms < RETRY_MS * (retry + 1) && !run_cancelled(work); ms += SLICE_MS) {
        clock_sleep_ms(SLICE_MS);
    }
}

/* ---- a task ---------------------------------------------------------------------------------------------------- */

enum task_end {
    TASK_ENDED,
    TASK_FAILED,
    TASK_STOPPED,  /* the server is asked to stop, or is the server no more */
    TASK_CANCELED, /* somebody changed the status */
    TASK_BUSY,     /* another run of the job is at work */
    TASK_SERVICED
};

static enum task_end judge(struct batch_work *work, enum err_code code, struct err *why,
                           struct job_result *result) {
    if (code == ERR_BUSY && why->reason == REASON_LEASE_HELD) return TASK_BUSY;
    if (code == ERR_REFUSED && why->reason == REASON_HQ_IN_SERVICING) return TASK_SERVICED;
    if (code != ERR_OK) {
        result->status = BATCH_ERROR;
        result->message = *why;
    }
    if (result->status == BATCH_ENDED) return TASK_ENDED;
    if (result->status != BATCH_CANCELED) return TASK_FAILED;
    if (work->cancel_asked) return TASK_CANCELED;
    return result->message.reason == REASON_HQ_IN_SERVICING ? TASK_SERVICED : TASK_STOPPED;
}

static enum err_code try_task(struct batch_work *work, const struct batch_task *task, int64_t retry,
                              struct job_result *result, enum task_end *end, struct err *err) {
    const struct progress progress = {
        .report = run_report, .cancelled = run_cancelled, .wake_fd = run_wake_fd, .ctx = work};
    struct job_request request = {.batch_job = work->batch_job, .retry = retry};
    struct err why = {0};
    bool mine;
    enum err_code code = batch_work_begin(work, &mine, err);
    *end = TASK_STOPPED;
    if (code != ERR_OK || !mine) return code;
    code = batch_task_begin(work->company->hq, task->id, retry, clock_now_ms(), err);
    if (code == ERR_OK) code = db_commit(work->company->hq, err);
    db_rollback(work->company->hq);
    if (code != ERR_OK) return code;
    work->looked_us = 0;
    *result = (struct job_result){0};
    code = exchange_job_find(task->JobId, &request.job, &why);
    if (code == ERR_OK) {
        code = exchange_request_run(work->company, &request, &progress, result, &why);
    }
    *end = judge(work, code, &why, result);
    return ERR_OK;
}

static enum batch_status status_of(enum task_end end) {
    switch (end) {
    case TASK_ENDED:
        return BATCH_ENDED;
    case TASK_FAILED:
        return BATCH_ERROR;
    case TASK_CANCELED:
        return BATCH_CANCELED;
    case TASK_STOPPED:
    case TASK_BUSY:
    case TASK_SERVICED:
        break;
    }
    return BATCH_WAITING;
}

static enum err_code run_task(struct batch_work *work, const struct batch_task *task,
                              struct job_result *result, enum task_end *end, struct err *err) {
    bool mine;
    for (int64_t retry = task->retry_count;; retry++) {
        enum err_code code = try_task(work, task, retry, result, end, err);
        if (code != ERR_OK) return code;
        if (*end != TASK_FAILED || retry >= task->retries_on_failure) break;
        pause_before_retry(work, retry);
        if (!run_cancelled(work)) continue;
        *end = work->cancel_asked ? TASK_CANCELED : TASK_STOPPED;
        break;
    }
    enum err_code code = batch_work_begin(work, &mine, err);
    if (code != ERR_OK || !mine) return code;
    code = batch_task_end(work->company->hq, task->id, status_of(*end), clock_now_ms(), err);
    if (code == ERR_OK) code = db_commit(work->company->hq, err);
    db_rollback(work->company->hq);
    return code;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void add_result(struct job_result *sum, const struct job_result *part) {
    sum->rows += part->rows;
    sum->failed_rows += part->failed_rows;
    sum->elapsed_ms += part->elapsed_ms;
    sum->no_data = sum->no_data && part->no_data;
    sum->inactive = sum->inactive || part->inactive;
    sum->waiting = sum->waiting || part->waiting;
    if (part->session != 0) sum->session = part->session;
    if (part->status == BATCH_ERROR) sum->status = BATCH_ERROR;
    if (sum->message.code == ERR_OK) sum->message = part->message;
}

/* The tasks that have not run yet, until one stops the others. */
static enum err_code run_tasks(struct batch_work *work, struct job_result *sum, enum task_end *end,
                               struct err *err) {
    struct batch_task tasks[BATCH_MAX_TASKS];
    int count;
    *end = TASK_ENDED;
    enum err_code code = batch_job_tasks(work->company->hq, work->batch_job, tasks, &count, err);
    for (int i = 0; code == ERR_OK && i < count; i++) {
        struct job_result result = {0};
        if (tasks[i].status != BATCH_WAITING) continue;
        code = run_task(work, &tasks[i], &result, end, err);
        if (code != ERR_OK) return code;
        add_result(sum, &result);
        if (*end == TASK_FAILED && tasks[i].ignore_failure) *end = TASK_ENDED;
        if (*end != TASK_ENDED) return ERR_OK;
    }
    return code;
}

static enum batch_outcome outcome_of(enum task_end end) {
    switch (end) {
    case TASK_ENDED:
    case TASK_CANCELED:
        return BATCH_RAN; /* its status, Canceling, says the rest */
    case TASK_FAILED:
        return BATCH_FAILED;
    case TASK_STOPPED:
    case TASK_BUSY:
        return BATCH_INTERRUPTED;
    case TASK_SERVICED:
        return BATCH_SERVICED;
    }
    return BATCH_RAN;
}

static enum err_code end_job(struct batch_work *work, enum task_end end, struct batch_job *job,
                             struct err *err) {
    struct db *hq = work->company->hq;
    int64_t now = clock_now_ms();
    bool mine;
    enum err_code code = batch_work_begin(work, &mine, err);
    if (code != ERR_OK || !mine) return code;
    if (end == TASK_FAILED || end == TASK_CANCELED) {
        code = batch_tasks_did_not_run(hq, work->batch_job, err);
    }
    if (code == ERR_OK) {
        int64_t again = end == TASK_BUSY ? now + AGAIN_MS : job->OrigStartDateTime;
        code = batch_run_end(hq, work->batch_job, outcome_of(end), now, again, job, err);
    }
    if (code == ERR_OK) code = db_commit(hq, err);
    db_rollback(hq);
    return code;
}

enum err_code batch_work_run(struct batch_work *work, struct batch_job *job, struct err *err) {
    struct batch_event event = {.kind = BATCH_RUN_STARTED, .job = *job};
    enum task_end end;
    work->batch_job = job->head.RecId;
    work->cancel_asked = false;
    batch_work_tell(work, &event);
    event.kind = BATCH_RUN_ENDED;
    event.result = (struct job_result){.status = BATCH_ENDED, .no_data = true};
    enum err_code code = run_tasks(work, &event.result, &end, err);
    if (code == ERR_OK && work->lease.token != 0) code = end_job(work, end, job, err);
    if (code != ERR_OK || work->lease.token == 0) return code;
    event.job = *job;
    if (end != TASK_ENDED && end != TASK_FAILED) event.result.status = BATCH_CANCELED;
    batch_work_tell(work, &event);
    return ERR_OK;
}
