/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_BATCH_SERVER_H
#define CHQ_EXCHANGE_BATCH_SERVER_H

/*
 * The batch server: runs batch jobs when they are due (domain.md 5.6). One per headquarters, by a lease ("batch-server")
 * with a heartbeat, however many consoles are open; a dead holder is replaced within batch.lease_s. In servicing nothing
 * starts. A run of a process that died is ended as Error and tried again by the rules of its retries.
 */

#include "model/exchange/jobs.h"
#include "model/hq/batch.h"
#include "model/hq/lease.h"

enum batch_server_role {
    BATCH_SERVER_STANDBY, /* another process is the batch server */
    BATCH_SERVER_ACTIVE
};

struct batch_event {
    enum { BATCH_ROLE_CHANGED, BATCH_RUN_STARTED, BATCH_RUN_ENDED, BATCH_TROUBLE } kind;
    enum batch_server_role role;
    char holder[LEASE_HOLDER_SIZE]; /* who is the batch server */
    struct batch_job job;           /* RUN_… */
    struct job_result result;       /* RUN_ENDED */
    struct err trouble; /* headquarters is locked, the disk is full, …: the server goes on */
};
typedef void batch_event_fn(void *ctx, const struct batch_event *event);

/*
 * Serve until progress asks to stop: polls every batch.poll_s (60), or sooner when a start is nearer. Uses `company`
 * (opened for work) and its thread alone. Cancelling a job (Canceling) stops the run between two batches. A refusal of
 * headquarters (busy, full disk) is told by BATCH_TROUBLE and tried again at the next poll; ERR_OK when asked to stop.
 */
MUST_CHECK enum err_code batch_server_run(struct company *company, const struct progress *progress,
                                          batch_event_fn *tell, void *ctx, struct err *err);
/* One pass, for tests and `chq batch serve --once`: take the lease, run what is due now, release. *ran counts. */
MUST_CHECK enum err_code batch_server_once(struct company *company, const struct progress *progress,
                                           batch_event_fn *tell, void *ctx, int *ran,
                                           struct err *err);

#endif
