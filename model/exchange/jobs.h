/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_JOBS_H
#define CHQ_EXCHANGE_JOBS_H

/*
 * The jobs of the data exchange (domain.md 4.7, 5.3 to 5.6; async-customer-mode-faq.md, convert-async-to-sync.md).
 * Every job is safe to run again after any failure at any instruction: the receiver writes rows and its own mark in
 * one transaction, and a batch that was not committed never happened.
 */

#include "model/exchange/company.h"
#include "model/hq/sessions.h"
#include "model/progress.h"

enum job_direction { JOB_UPLOAD, JOB_INSIDE_HQ, JOB_DOWNLOAD };

struct exchange_job {
    const char *id; /* "P-0001", "sync-customers", "1010", "1070", "1110", "1090", "9999" */
    const char
        *alias; /* second name that is accepted ("P-job", "1010_CustomerSearch"), NULL = none */
    enum job_direction direction;
};

/* In the order of the Distribution schedule; ends with id NULL. */
extern const struct exchange_job exchange_jobs[];
/* JOB_UNKNOWN with the nearest name. Case is ignored. */
MUST_CHECK enum err_code exchange_job_find(const char *name, const struct exchange_job **job,
                                           struct err *err);

struct job_result {
    enum batch_status status; /* BATCH_ENDED, BATCH_ERROR, BATCH_CANCELED */
    int64_t rows;             /* moved or created */
    int64_t failed_rows;      /* sync-customers: rows that ended as Failed in this run */
    int64_t session;          /* newest session of the run, 0 = none */
    int64_t elapsed_ms;
    bool no_data; /* there was nothing to do */
    bool
        inactive; /* with no_data: because the schedule is not active (domain.md 6 cause 14), or the job is not enabled
                      in it */
    bool
        waiting; /* some rows wait; message says for what (a paused database, a stopped Async Client) */
    struct err message; /* why it ended in error, or the newest failed row; code ERR_OK = nothing */
};

struct job_request {
    const struct exchange_job *job;
    const char
        *database; /* RetailConnDatabaseProfile.Name; NULL or "" = all that the schedule is for */
    bool full;     /* downloads: everything, whatever the database has already (9999 always does) */
    int64_t batch_job; /* BatchJob.RecId that asks for it; 0 = Run now */
    int64_t retry;     /* which new try of its task this is; 0 = the first one */
};

/*
 * Run now. Writes sessions (up- and downloads) and BatchJobHistory. In servicing: ERR_REFUSED HQ_IN_SERVICING and
 * nothing is written. ERR_BUSY LEASE_HELD while another run of the same job works (it names who; domain.md 5.3).
 * RECORD_NOT_FOUND when there is no such database. ERR_OK when the job ran, also when it ended in error
 * (result->status says so): the return value is about starting it. On the caller's thread, with the company's connections.
 */
MUST_CHECK enum err_code exchange_request_run(struct company *company,
                                              const struct job_request *request,
                                              const struct progress *progress,
                                              struct job_result *result, struct err *err);
/* The job for all databases. */
MUST_CHECK enum err_code exchange_job_run(struct company *company, const struct exchange_job *job,
                                          const struct progress *progress,
                                          struct job_result *result, struct err *err);

/* One line of the Distribution schedule page. */
struct job_status {
    const struct exchange_job *job;
    struct job_run last; /* id 0 = never */
    int64_t
        next_ms; /* next start of a batch job (batch_next_run); past = due; 0 = none is planned */
};
/* `statuses` has room for all jobs; *count is set. */
MUST_CHECK enum err_code exchange_job_statuses(struct company *company, struct job_status *statuses,
                                               int *count, struct err *err);

#endif
