/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_BATCH_RUN_H
#define CHQ_HQ_BATCH_RUN_H

/*
 * What a batch server changes while it runs batch jobs (domain.md 5.6): Waiting -> Ready -> Executing -> what came of it.
 * Each call is inside the caller's write transaction, in which it has asked lease_holds first.
 */

#include "model/hq/batch.h"

/* What came of a run. */
enum batch_outcome {
    BATCH_RAN,    /* Ended; a recurring one waits for its next start */
    BATCH_FAILED, /* Error, until somebody lets it wait again */
    BATCH_INTERRUPTED, /* it could not run or was stopped half-way: it waits, and is due again at `again_ms` */
    BATCH_SERVICED /* servicing began: a recurring one waits for its next start, another one for the end of it */
};

/* What is due becomes Ready, its tasks Waiting. A next start that was computed while the clock was ahead is computed
 * again. */
MUST_CHECK enum err_code batch_run_queue(struct db *hq, int64_t now_ms, struct err *err);
/* In servicing nothing starts: recurring ones that are due go on to their next start; Ended (or Didn't run) when there is
 * none. */
MUST_CHECK enum err_code batch_run_skip(struct db *hq, int64_t now_ms, struct err *err);
/* The next Ready one becomes Executing, critical ones first. */
MUST_CHECK enum err_code batch_run_take(struct db *hq, int64_t now_ms, struct batch_job *job,
                                        bool *found, struct err *err);
/*
 * One that executes although no server runs it: the one that did has died. A task whose run had ended before that has
 * ended; one that was in the middle (*lost) is closed in the history as failed and tried again while it has retries left,
 * else a recurring batch job waits for its next start and another one is in Error. Tasks that have not begun still run. A
 * canceled one is Canceled. *found: there was one (`job` as it is now); ask again. One whose run still works (its lease
 * "job:ID" is held: a server that was only slow) is left alone.
 */
MUST_CHECK enum err_code batch_run_take_over(struct db *hq, int64_t now_ms, struct batch_job *job,
                                             bool *found, bool *lost, struct err *err);
/* Set status by what came of it; *job is as it is afterwards. One that is Canceling is Canceled whatever came of it. */
MUST_CHECK enum err_code batch_run_end(struct db *hq, int64_t id, enum batch_outcome outcome,
                                       int64_t now_ms, int64_t again_ms, struct batch_job *job,
                                       struct err *err);
/* A task begins its first try or the `retry`-th new one; it ends. */
MUST_CHECK enum err_code batch_task_begin(struct db *hq, int64_t task, int64_t retry,
                                          int64_t now_ms, struct err *err);
MUST_CHECK enum err_code batch_task_end(struct db *hq, int64_t task, enum batch_status status,
                                        int64_t now_ms, struct err *err);
/* Those that have not begun did not run. */
MUST_CHECK enum err_code batch_tasks_did_not_run(struct db *hq, int64_t id, struct err *err);

/* ---- without a transaction ------------------------------------------------------------------------------------- */

/* When something is to be done: the nearest start; 0 = at once (something is Ready); INT64_MAX = nothing is planned. */
MUST_CHECK enum err_code batch_run_nearest(struct db *hq, int64_t *at_ms, struct err *err);
/* Does one execute (or cancel)? */
MUST_CHECK enum err_code batch_run_executing(struct db *hq, bool *executing, struct err *err);
/* Did somebody ask to cancel it? */
MUST_CHECK enum err_code batch_run_cancel_asked(struct db *hq, int64_t id, bool *asked,
                                                struct err *err);

#endif
