/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SESSIONS_H
#define CHQ_HQ_SESSIONS_H

/* Upload and download sessions and the history of job runs (domain.md 4.13, 5.3, 5.5, 5.6). */

#include <stdbool.h>

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

/*
 * Sessions go through their stages one commit at a time, so that a crash leaves one in the middle. The next run of the job
 * finds it as the oldest open one and goes on with the same number: tries counts. A session that failed is open, too; one
 * that was applied, canceled or found no data is finished. Each call is inside the caller's transaction, or its own
 * statement. `message` is NULL or an error to keep.
 */

struct upload_session {
    int64_t id; /* 0 = none */
    int64_t local_id;
    enum upload_status status;
    int64_t from, to; /* counters: the rows behind `from` up to `to`; to 0 = not packed yet */
    int64_t rows, bytes;
    int64_t tries, rerun_for;
};
/* Writes a new one: session->id is set. */
MUST_CHECK enum err_code upload_session_open(struct db *hq, const char *job, const char *database,
                                             struct upload_session *session, struct err *err);
/* Writes all of it; the times follow from the status. */
MUST_CHECK enum err_code upload_session_write(struct db *hq, const struct upload_session *session,
                                              const struct err *message, struct err *err);
/* id 0: there is none. */
MUST_CHECK enum err_code upload_session_oldest_open(struct db *hq, const char *database,
                                                    struct upload_session *session,
                                                    struct err *err);

struct download_session {
    int64_t id; /* 0 = none */
    enum download_status status;
    int64_t from, to; /* RowVersion: what was changed behind `from` up to `to` */
    bool full;        /* whatever the databases have already */
    int64_t rows, bytes;
    int64_t tries, rerun_for;
};
MUST_CHECK enum err_code download_session_open(struct db *hq, const char *job, const char *schedule,
                                               const char *data_group,
                                               struct download_session *session, struct err *err);
MUST_CHECK enum err_code download_session_write(struct db *hq,
                                                const struct download_session *session,
                                                const struct err *message, struct err *err);
MUST_CHECK enum err_code download_session_oldest_open(struct db *hq, const char *job,
                                                      const char *data_group,
                                                      struct download_session *session,
                                                      struct err *err);
/* Number of the newest session, open or not; 0 = none. */
MUST_CHECK enum err_code download_session_newest(struct db *hq, const char *job,
                                                 const char *data_group, int64_t *session,
                                                 struct err *err);
bool upload_is_finished(enum upload_status status);
bool download_is_finished(enum download_status status);

/* The part of one channel database. Requested, downloaded and applied times are set by the status. */
struct download_store {
    enum download_status status;
    int64_t rows, tries; /* tries 0: nobody has tried yet */
};
MUST_CHECK enum err_code download_store_write(struct db *hq, int64_t session, const char *database,
                                              const struct download_store *store,
                                              const struct err *message, struct err *err);
/* All zero (status DOWNLOAD_STARTED) when the session has no such part. */
MUST_CHECK enum err_code download_store_read(struct db *hq, int64_t session, const char *database,
                                             struct download_store *store, struct err *err);

/* Remove finished sessions that were made before a time; the newest of each kind stays, so that no number is given
 * twice. A few hundred at a call. */
MUST_CHECK enum err_code sessions_forget(struct db *hq, int64_t before_ms, struct err *err);

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
/* A batch job asked for the run; `retry` counts the new tries of its task. Right after job_run_begin. */
MUST_CHECK enum err_code job_run_for_batch(struct db *hq, int64_t run, int64_t batch_job,
                                           int64_t retry, struct err *err);
MUST_CHECK enum err_code job_run_end(struct db *hq, int64_t run, enum batch_status status,
                                     int64_t rows, int64_t failed_rows, int64_t session,
                                     const struct err *message, struct err *err);
/* The newest run of a job; run->id 0 when there is none. A run left executing by a process that died is ended as
 * BATCH_ERROR by the next job_run_begin of the same job. */
MUST_CHECK enum err_code job_run_last(struct db *hq, const char *job, struct job_run *run,
                                      struct err *err);

#endif
