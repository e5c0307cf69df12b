/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_BATCH_WORK_H
#define CHQ_EXCHANGE_BATCH_WORK_H

/* One batch job at work: its tasks in order, their retries, and what came of it. Inside exchange/ only. */

#include "model/exchange/batch_server.h"

struct batch_work {
    struct company *company;
    const struct progress *progress; /* of the server: asks whether to stop */
    batch_event_fn *tell;            /* may be NULL */
    void *ctx;
    struct lease lease; /* token 0 = this process is not the batch server (any more) */
    /* Of the batch job that is at work. */
    int64_t batch_job;
    bool cancel_asked;
    int64_t looked_us; /* at the lease and for Canceling */
};

void batch_work_tell(struct batch_work *work, const struct batch_event *event);
/* A write transaction on headquarters in which this process is the batch server; not *mine: none was begun. */
MUST_CHECK enum err_code batch_work_begin(struct batch_work *work, bool *mine, struct err *err);
/* Run one that is Executing. ERR_OK also when it failed: that is in its status. With an error, or when another process has
 * become the batch server (lease.token 0), its status is for the next server to end. */
MUST_CHECK enum err_code batch_work_run(struct batch_work *work, struct batch_job *job,
                                        struct err *err);

#endif
