/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_BATCH_SERVER_H
#define CHQ_EXCHANGE_BATCH_SERVER_H

/*
 * The batch server: runs batch jobs when they are due (domain.md 5.6). One per headquarters, by a lease ("batch-server")
 * with a heartbeat, however many consoles are open. One that died is replaced at once, one that hangs (or died where its
 * process cannot be seen) when it has been silent for batch.lease_s longer than its poll. In servicing nothing starts. A
 * run of a server that died is closed as failed and tried again by the rules of its retries.
 */

#include "model/exchange/jobs.h"
#include "model/hq/batch.h"
#include "model/hq/lease.h"

#define BATCH_SERVER_LEASE "batch-server"

enum batch_server_role {
    BATCH_SERVER_STANDBY, /* another process is the batch server */
    BATCH_SERVER_ACTIVE
};

enum batch_event_kind { BATCH_ROLE_CHANGED, BATCH_RUN_STARTED, BATCH_RUN_ENDED, BATCH_TROUBLE };

struct batch_event {
    enum batch_event_kind kind;
    enum batch_server_role role;
    char holder[LEASE_HOLDER_SIZE]; /* who is the batch server */
    struct batch_job job;           /* RUN_…; as it is after the run */
    struct job_result
        result;         /* RUN_ENDED: the sum of its tasks, the first failure as the message */
    struct err trouble; /* headquarters is locked, the disk is full, …: the server goes on */
};
typedef void batch_event_fn(void *ctx, const struct batch_event *event);

/*
 * Serve until progress asks to stop: sleeps until the nearest start, the next poll (batch.poll_s), a change of headquarters
 * by another process, the death of the holder it waits for, or progress_wake_fd. Uses `company` (opened for work) and its
 * thread alone. Cancelling a job (Canceling) stops the run between two batches; so does being asked to stop, and the job
 * is then due again at once, for whoever is the batch server next. A refusal of headquarters (busy, full disk) is told by
 * BATCH_TROUBLE, once until it changes, and tried again at the next poll; ERR_OK when asked to stop.
 */
MUST_CHECK enum err_code batch_server_run(struct company *company, const struct progress *progress,
                                          batch_event_fn *tell, void *ctx, struct err *err);
/* One pass, for tests and `chq batch serve --once`: take the lease (ERR_BUSY LEASE_HELD when another server has it), run
 * what is due now, release. *ran counts. */
MUST_CHECK enum err_code batch_server_once(struct company *company, const struct progress *progress,
                                           batch_event_fn *tell, void *ctx, int *ran,
                                           struct err *err);

#endif
