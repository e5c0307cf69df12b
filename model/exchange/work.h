/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_WORK_H
#define CHQ_EXCHANGE_WORK_H

/* What the jobs share: how far a run is, whether it may go on, how large its next batch may be. Inside exchange/ only. */

#include "model/exchange/jobs.h"
#include "model/hq/lease.h"

/* ---- the size of batches ---------------------------------------------------------------------------------------- */

/*
 * A batch is one write transaction, and others wait for its lock. Small batches waste most of the work on rewriting the
 * same index pages (anchors-performance.md 4.1), so a batch is as large as exchange.lock_ms allows, measured as it goes.
 */
struct pace {
    int64_t rows; /* of the next batch */
    int64_t most; /* exchange.batch_rows */
    int64_t target_us;
};
void pace_init(struct pace *pace, const struct settings *settings);
/* A batch of `rows` rows held the lock for `held_us`. */
void pace_learn(struct pace *pace, int64_t rows, int64_t held_us);

/* ---- one run of a job ------------------------------------------------------------------------------------------- */

/* Commerce scheduler parameters (domain.md 4.17) as they were when the run began. */
struct work_parameters {
    int64_t tries;          /* of a download before it is given up */
    int64_t timeout_s;      /* of an upload package; 0 = none */
    int64_t retention_days; /* of finished sessions; 0 = they stay */
    bool enforce_order;     /* an exhausted download is suspended and the later ones wait for it */
};

struct work {
    struct company *company;
    const struct job_request *request;
    const struct progress *progress;
    struct job_result *result;
    struct work_parameters parameters;
    struct lease lease, part_lease; /* of the job, and of the part of 9999 that is being run */
    bool stopped;                   /* cancelled, in servicing, or replaced by another run */
    bool replaced;                  /* then nothing more is written */
    int64_t done, total;            /* rows; total is an estimate that only progress uses */
    bool contacted[COMPANY_MAX_CHANNELS]; /* its heartbeat is written at the end of the run */
};

/* Count rows as moved and report. */
void work_advance(struct work *work, int64_t rows);
/* Between two batches, outside a transaction: leave the lock free for a moment, so that those who wait for it (shoppers
 * in real time) get their turn. Costs less than two percent of the time. */
void work_let_others(int64_t held_us);
/* Another batch? false when the user cancelled, servicing began or another run took the place of this one;
 * result->status and message then say so. Call it inside the transaction of the batch on headquarters, so that nothing
 * of this can begin unseen, or just before a batch on a channel. */
MUST_CHECK enum err_code work_may_go_on(struct work *work, bool *go_on, struct err *err);
bool work_is_stopped(const struct work *work);
/* Is the job still this run's? false: another run took its place, and nothing more may be written for it. */
MUST_CHECK enum err_code work_still_holds(struct work *work, bool *holds, struct err *err);
/* A part of the job failed, the others go on: BATCH_ERROR; the first reason is kept. */
void work_part_failed(struct work *work, const struct err *why);
/* Rows wait for a reason that is nobody's failure; the first one is kept as the message. */
void work_part_waits(struct work *work, const struct err *why);
/* Is this database meant? A run can be for one of them. */
bool work_wants(const struct work *work, const struct company_channel *channel);
/* Does it pass by itself, or is it a refusal of this part only? Busy, disk and system errors end the whole job when they
 * come from headquarters. */
bool err_is_refusal(enum err_code code);
/* The database is there, or the reason why not has been noted as a failed part. */
bool work_channel_usable(struct work *work, struct company_channel *channel);

/* The jobs. ERR_OK when the result says how it ended; an error ends the run as BATCH_ERROR. */
MUST_CHECK enum err_code upload_run(struct work *work, struct err *err);
MUST_CHECK enum err_code customer_sync_run(struct work *work, struct err *err);
/* `full`: send everything, whatever the channel has already; `schedule` says which groups get it (9999 sends all jobs). */
MUST_CHECK enum err_code download_run(struct work *work, const char *schedule, const char *job,
                                      bool full, struct err *err);

/* ---- company.c -------------------------------------------------------------------------------------------------- */

/* FOLDER/headquarters.db; FOLDER/channel-NAME.db. false = too long, or not a file name. */
bool company_hq_path(const char *folder, char path[COMPANY_PATH_SIZE]);
bool company_channel_path(const char *folder, const char *name, char path[COMPANY_PATH_SIZE]);

#endif
