/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SESSIONS_H
#define CHQ_HQ_SESSIONS_H

/* Upload and download sessions and the history of job runs (domain.md 4.13, 5.3, 5.5, 5.6). */

#include "model/db.h"

enum upload_status {
    UPLOAD_STARTED,
    UPLOAD_AVAILABLE,
    UPLOAD_UPLOADED,
    UPLOAD_APPLIED,
    UPLOAD_CANCELED,
    UPLOAD_FAILED,
    UPLOAD_APPLY_FAILED
};
enum download_status {
    DOWNLOAD_STARTED,
    DOWNLOAD_AVAILABLE,
    DOWNLOAD_REQUESTED,
    DOWNLOAD_DOWNLOADED,
    DOWNLOAD_APPLIED,
    DOWNLOAD_CANCELED,
    DOWNLOAD_CREATE_FAILED,
    DOWNLOAD_FAILED,
    DOWNLOAD_APPLY_FAILED,
    DOWNLOAD_NO_DATA,
    DOWNLOAD_SUSPENDED
};
enum batch_status {
    BATCH_WITHHOLD,
    BATCH_WAITING,
    BATCH_EXECUTING,
    BATCH_ERROR,
    BATCH_ENDED,
    BATCH_READY,
    BATCH_DID_NOT_RUN,
    BATCH_CANCELING,
    BATCH_CANCELED
};

/* Each call is inside the caller's transaction, or its own statement. `message` is NULL or an error to keep. */
MUST_CHECK enum err_code upload_session_open(struct db *hq, const char *job, const char *database,
                                             int64_t local_id, int64_t *session, struct err *err);
MUST_CHECK enum err_code upload_session_set(struct db *hq, int64_t session,
                                            enum upload_status status, int64_t rows, int64_t bytes,
                                            const struct err *message, struct err *err);
MUST_CHECK enum err_code download_session_open(struct db *hq, const char *job,
                                               const char *data_group, int64_t *session,
                                               struct err *err);
MUST_CHECK enum err_code download_session_set(struct db *hq, int64_t session,
                                              enum download_status status, int64_t rows,
                                              int64_t bytes, const struct err *message,
                                              struct err *err);
/* The part of one channel database; requested, downloaded and applied times are set by the status. */
MUST_CHECK enum err_code download_store_set(struct db *hq, int64_t session, const char *database,
                                            enum download_status status, int64_t rows,
                                            const struct err *message, struct err *err);

/* A run of a job as BatchJobHistory keeps it. */
struct job_run {
    int64_t id; /* 0 = never ran */
    enum batch_status status;
    int64_t start_ms, end_ms, rows, failed_rows, session;
    char started_by[21];
    struct err message; /* why it failed; code ERR_OK = nothing to say */
};
MUST_CHECK enum err_code job_run_begin(struct db *hq, const char *job, const char *user,
                                       int64_t *run, struct err *err);
MUST_CHECK enum err_code job_run_end(struct db *hq, int64_t run, enum batch_status status,
                                     int64_t rows, int64_t failed_rows, int64_t session,
                                     const struct err *message, struct err *err);
/* The newest run of a job; run->id 0 when there is none. A run left executing by a process that died is ended as
 * BATCH_ERROR by the next job_run_begin of the same job. */
MUST_CHECK enum err_code job_run_last(struct db *hq, const char *job, struct job_run *run,
                                      struct err *err);

#endif
