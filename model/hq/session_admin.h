/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SESSION_ADMIN_H
#define CHQ_HQ_SESSION_ADMIN_H

/*
 * What people see of upload and download sessions and what they may do with them (domain.md 4.13; CDX-Best-Practices.md):
 * lists, one session, Cancel session, Rerun, Delete. Every change is in the audit trail.
 */

#include "model/hq/sessions.h"
#include "model/rowset.h"
#include "model/text.h"

enum session_direction { SESSION_UPLOAD, SESSION_DOWNLOAD };

struct session_view {
    int64_t id, local_id; /* local_id: uploads */
    char job[TEXT_SIZE(20)], schedule[TEXT_SIZE(60)];
    char database[TEXT_SIZE(60)]; /* channel database; of downloads the channel database group */
    int status;                   /* enum upload_status or download_status */
    bool finished;
    int64_t rows, bytes; /* bytes: of the values in the package */
    int64_t created_ms;
    int64_t uploaded_ms, applied_ms; /* uploads; 0 = not yet */
    int64_t from, to;                /* counters, or RowVersion */
    bool full;
    int64_t tries, rerun_for;
    struct err message;
};

/* RECORD_NOT_FOUND (entity id "upload-session" or "download-session") when there is none. */
MUST_CHECK enum err_code session_read(struct db *hq, enum session_direction direction, int64_t id,
                                      struct session_view *view, struct err *err);

/* One part of a download. */
struct session_store {
    char database[TEXT_SIZE(50)];
    enum download_status status;
    int64_t rows, requested_ms, downloaded_ms, applied_ms, tries;
    struct err message;
};
/* By name, at most `most`. */
MUST_CHECK enum err_code session_stores(struct db *hq, int64_t id, struct session_store *stores,
                                        int most, int *count, struct err *err);

/*
 * One page, newest first; the key is the number. Scope: a job or schedule ("P-0001"), or "database:NAME" for a channel database
 * (downloads: any that has a part for it). Cells of both: 0 number, 1 status in digits, 2 job, 3 channel database or
 * group, 4 rows, 5 bytes, 6 created (ms), 7 tries, 8 message (model/err.h err_parse; "" = none); uploads also
 * 9 local number, 10 uploaded, 11 rerun for; downloads also 9 schedule, 10 the newest applied time, 11 rerun for.
 */
#define SESSION_CELLS 12
MUST_CHECK enum err_code session_list(struct db *hq, enum session_direction direction,
                                      const struct list_request *request, struct rowset *rows,
                                      struct err *err);
/* For verbs: newest first, behind number `below` (0 = from the newest). job NULL or "" = all, status -1 = all. */
MUST_CHECK enum err_code session_next(struct db *hq, enum session_direction direction,
                                      const char *job, int status, int64_t below,
                                      struct session_view *view, bool *found, struct err *err);

/* Canceled: an upload's rows go with the next run, in a new session. SESSION_FINISHED; SESSION_RUNNING while a run of
 * the job works. */
MUST_CHECK enum err_code session_cancel(struct db *hq, enum session_direction direction, int64_t id,
                                        const char *user, struct err *err);
/*
 * A new session with RerunFor, which the next run of the job takes; one that was open is canceled. A download sends its
 * customers again, which does no harm. An upload whose rows are in headquarters is refused (SESSION_APPLIED); SESSION_
 * RUNNING as above; SESSION_NO_RERUN for an applied download where the order of sessions is enforced.
 */
MUST_CHECK enum err_code session_rerun(struct db *hq, enum session_direction direction, int64_t id,
                                       const char *user, int64_t *rerun, struct err *err);
/* SESSION_OPEN unless it is finished; SESSION_NEWEST for the newest of its database (downloads: of its job). */
MUST_CHECK enum err_code session_delete(struct db *hq, enum session_direction direction, int64_t id,
                                        const char *user, struct err *err);

#endif
