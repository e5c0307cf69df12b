/* SPDX-License-Identifier: MIT */
/*
 * Upload and download sessions and the history of job runs. Owns their tables and the rule that a run whose process
 * died is closed by the next one. Does not know what a job does.
 */

#include "model/hq/sessions.h"

#include "model/clock.h"
#include "model/text.h"

enum {
    UPLOAD_INSERT,
    UPLOAD_UPDATE,
    UPLOAD_OPEN,
    DOWNLOAD_INSERT,
    DOWNLOAD_UPDATE,
    DOWNLOAD_OPEN,
    DOWNLOAD_NEWEST,
    STORE_WRITE,
    STORE_READ,
    UPLOADS_FORGET,
    DOWNLOADS_FORGET,
    RUN_CLOSE_LOST,
    RUN_INSERT,
    RUN_FOR_BATCH,
    RUN_UPDATE,
    RUN_LAST
};

const char *const sessions_sql[] = {
    [UPLOAD_INSERT] =
        "INSERT INTO RetailCDXUploadSession (JobId, DatabaseProfile, LocalSessionId, Status,"
        " FromCounter, ToCounter, RowsAffected, FileSize, TryCount, RerunFor, CreatedDateTime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [UPLOAD_UPDATE] =
        "UPDATE RetailCDXUploadSession SET LocalSessionId = ?3, Status = ?4, FromCounter = ?5,"
        " ToCounter = ?6, RowsAffected = ?7, FileSize = ?8, TryCount = ?9, Message = ?2,"
        " UploadedDateTime = iif(?4 = 2 OR ?4 = 3 AND UploadedDateTime = 0, ?11,"
        " UploadedDateTime), AppliedDateTime = iif(?4 = 3, ?11, AppliedDateTime)"
        " WHERE RecId = ?1",
    /* A rerun stands where the session stood that it is for. */
    [UPLOAD_OPEN] = "SELECT RecId, LocalSessionId, Status, FromCounter, ToCounter, RowsAffected,"
                    " FileSize, TryCount, RerunFor FROM RetailCDXUploadSession"
                    " WHERE DatabaseProfile = ?1 AND Status NOT IN (3, 4)"
                    " ORDER BY iif(RerunFor, RerunFor, RecId) LIMIT 1",
    [DOWNLOAD_INSERT] =
        "INSERT INTO RetailCDXDownloadSession (JobId, Schedule, DataGroup, Status, FromVersion,"
        " ToVersion, FullSync, RowsAffected, FileSize, TryCount, RerunFor, CreatedDateTime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [DOWNLOAD_UPDATE] =
        "UPDATE RetailCDXDownloadSession SET Status = ?4, FromVersion = ?5, ToVersion = ?6,"
        " FullSync = ?7, RowsAffected = ?8, FileSize = ?9, TryCount = ?10, Message = ?2"
        " WHERE RecId = ?1",
    [DOWNLOAD_OPEN] =
        "SELECT RecId, Status, FromVersion, ToVersion, FullSync, RowsAffected, FileSize, TryCount,"
        " RerunFor FROM RetailCDXDownloadSession WHERE JobId = ?1 AND DataGroup = ?2"
        " AND Status NOT IN (4, 5, 9) ORDER BY iif(RerunFor, RerunFor, RecId) LIMIT 1",
    [DOWNLOAD_NEWEST] = "SELECT RecId FROM RetailCDXDownloadSession WHERE JobId = ?1"
                        " AND DataGroup = ?2 ORDER BY RecId DESC LIMIT 1",
    /* A step that was skipped happened at the same time as the one that is reported. */
    [STORE_WRITE] =
        "INSERT INTO RetailCDXDownloadSessionDataStore (Session, DatabaseProfile, Status,"
        " RowsAffected, Message, TryCount, RequestedDateTime, DownloadedDateTime, AppliedDateTime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?8, iif(?6 >= 1, ?7, 0), iif(?6 >= 2, ?7, 0),"
        " iif(?6 >= 3, ?7, 0)) ON CONFLICT (Session, DatabaseProfile) DO UPDATE SET"
        " Status = excluded.Status, RowsAffected = excluded.RowsAffected,"
        " Message = excluded.Message, TryCount = excluded.TryCount,"
        " RequestedDateTime = iif(?6 = 1 OR RequestedDateTime = 0,"
        "  excluded.RequestedDateTime, RequestedDateTime),"
        " DownloadedDateTime = iif(?6 = 2 OR DownloadedDateTime = 0,"
        "  excluded.DownloadedDateTime, DownloadedDateTime),"
        " AppliedDateTime = iif(?6 = 3, excluded.AppliedDateTime, AppliedDateTime)",
    [STORE_READ] = "SELECT Status, RowsAffected, TryCount FROM RetailCDXDownloadSessionDataStore"
                   " WHERE Session = ?1 AND DatabaseProfile = ?2",
    /* Only the oldest ones are looked at: the cost does not grow with how many there are. */
    [UPLOADS_FORGET] =
        "DELETE FROM RetailCDXUploadSession WHERE RecId IN (SELECT o.RecId FROM"
        " (SELECT RecId, DatabaseProfile, Status, CreatedDateTime FROM RetailCDXUploadSession"
        "  ORDER BY RecId LIMIT 500) o WHERE o.CreatedDateTime < ?1 AND o.Status IN (3, 4)"
        " AND o.RecId < (SELECT max(n.RecId) FROM RetailCDXUploadSession n"
        "  WHERE n.DatabaseProfile = o.DatabaseProfile))",
    [DOWNLOADS_FORGET] =
        "DELETE FROM RetailCDXDownloadSession WHERE RecId IN (SELECT o.RecId FROM"
        " (SELECT RecId, JobId, DataGroup, Status, CreatedDateTime FROM RetailCDXDownloadSession"
        "  ORDER BY RecId LIMIT 500) o WHERE o.CreatedDateTime < ?1 AND o.Status IN (4, 5, 9)"
        " AND o.RecId < (SELECT max(n.RecId) FROM RetailCDXDownloadSession n"
        "  WHERE n.JobId = o.JobId))",
    [RUN_CLOSE_LOST] = "UPDATE BatchJobHistory SET Status = ?2, EndDateTime = ?3, Message = ?4"
                       " WHERE JobId = ?1 AND Status = ?5",
    [RUN_INSERT] = "INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, StartedBy)"
                   " VALUES (?1, ?2, ?3, ?4)",
    [RUN_FOR_BATCH] = "UPDATE BatchJobHistory SET BatchJob = ?2, RetryCount = ?3 WHERE RecId = ?1",
    [RUN_UPDATE] = "UPDATE BatchJobHistory SET Status = ?2, EndDateTime = ?3, RowsAffected = ?4,"
                   " FailedRows = ?5, Session = ?6, Message = ?7 WHERE RecId = ?1",
    [RUN_LAST] =
        "SELECT RecId, Status, StartDateTime, EndDateTime, RowsAffected, FailedRows, Session,"
        " StartedBy, Message FROM BatchJobHistory WHERE JobId = ?1 ORDER BY RecId DESC LIMIT 1",
    NULL};

#define MESSAGE_SIZE 900 /* every member of struct err and the tabs between them */

static void bind_message(struct stmt *stmt, int index, const struct err *message, char *buf) {
    buf[0] = '\0';
    if (message) err_format(message, buf, MESSAGE_SIZE);
    stmt_bind_text(stmt, index, buf);
}

/* Runs a statement that adds a row; *id is the row's number. */
static enum err_code run_insert(struct db *hq, struct stmt *stmt, int64_t *id, struct err *err) {
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) *id = db_last_id(hq);
    return code;
}

bool upload_is_finished(enum upload_status status) {
    return status == UPLOAD_APPLIED || status == UPLOAD_CANCELED;
}

bool download_is_finished(enum download_status status) {
    return status == DOWNLOAD_APPLIED || status == DOWNLOAD_CANCELED || status == DOWNLOAD_NO_DATA;
}

/* ---- upload sessions ------------------------------------------------------------------------------------------- */

/* Parameters 3 to 11 of both statements that write. */
static void bind_upload(struct stmt *stmt, const struct upload_session *session) {
    stmt_bind_int(stmt, 3, session->local_id);
    stmt_bind_int(stmt, 4, session->status);
    stmt_bind_int(stmt, 5, session->from);
    stmt_bind_int(stmt, 6, session->to);
    stmt_bind_int(stmt, 7, session->rows);
    stmt_bind_int(stmt, 8, session->bytes);
    stmt_bind_int(stmt, 9, session->tries);
    stmt_bind_int(stmt, 11, clock_now_ms());
}

enum err_code upload_session_open(struct db *hq, const char *job, const char *database,
                                  struct upload_session *session, struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[UPLOAD_INSERT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, database);
    bind_upload(stmt, session);
    stmt_bind_int(stmt, 10, session->rerun_for);
    return run_insert(hq, stmt, &session->id, err);
}

enum err_code upload_session_write(struct db *hq, const struct upload_session *session,
                                   const struct err *message, struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[UPLOAD_UPDATE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session->id);
    bind_message(stmt, 2, message, text);
    bind_upload(stmt, session);
    return stmt_run(stmt, err);
}

enum err_code upload_session_oldest_open(struct db *hq, const char *database,
                                         struct upload_session *session, struct err *err) {
    *session = (struct upload_session){0};
    struct stmt *stmt = db_stmt(hq, sessions_sql[UPLOAD_OPEN], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, database);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        *session = (struct upload_session){.id = stmt_int(stmt, 0),
                                           .local_id = stmt_int(stmt, 1),
                                           .status = (enum upload_status)stmt_int(stmt, 2),
                                           .from = stmt_int(stmt, 3),
                                           .to = stmt_int(stmt, 4),
                                           .rows = stmt_int(stmt, 5),
                                           .bytes = stmt_int(stmt, 6),
                                           .tries = stmt_int(stmt, 7),
                                           .rerun_for = stmt_int(stmt, 8)};
    }
    stmt_reset(stmt);
    return code;
}

/* ---- download sessions ----------------------------------------------------------------------------------------- */

/* Parameters 4 to 10 of both statements that write. */
static void bind_download(struct stmt *stmt, const struct download_session *session) {
    stmt_bind_int(stmt, 4, session->status);
    stmt_bind_int(stmt, 5, session->from);
    stmt_bind_int(stmt, 6, session->to);
    stmt_bind_int(stmt, 7, session->full);
    stmt_bind_int(stmt, 8, session->rows);
    stmt_bind_int(stmt, 9, session->bytes);
    stmt_bind_int(stmt, 10, session->tries);
}

enum err_code download_session_open(struct db *hq, const char *job, const char *schedule,
                                    const char *data_group, struct download_session *session,
                                    struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_INSERT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, schedule);
    stmt_bind_text(stmt, 3, data_group);
    bind_download(stmt, session);
    stmt_bind_int(stmt, 11, session->rerun_for);
    stmt_bind_int(stmt, 12, clock_now_ms());
    return run_insert(hq, stmt, &session->id, err);
}

enum err_code download_session_write(struct db *hq, const struct download_session *session,
                                     const struct err *message, struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_UPDATE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session->id);
    bind_message(stmt, 2, message, text);
    bind_download(stmt, session);
    return stmt_run(stmt, err);
}

enum err_code download_session_oldest_open(struct db *hq, const char *job, const char *data_group,
                                           struct download_session *session, struct err *err) {
    *session = (struct download_session){0};
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_OPEN], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, data_group);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        *session = (struct download_session){.id = stmt_int(stmt, 0),
                                             .status = (enum download_status)stmt_int(stmt, 1),
                                             .from = stmt_int(stmt, 2),
                                             .to = stmt_int(stmt, 3),
                                             .full = stmt_int(stmt, 4) != 0,
                                             .rows = stmt_int(stmt, 5),
                                             .bytes = stmt_int(stmt, 6),
                                             .tries = stmt_int(stmt, 7),
                                             .rerun_for = stmt_int(stmt, 8)};
    }
    stmt_reset(stmt);
    return code;
}

enum err_code download_session_newest(struct db *hq, const char *job, const char *data_group,
                                      int64_t *session, struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_NEWEST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, data_group);
    return stmt_value_int(stmt, 0, session, err);
}

/* How far a package came: 1 requested, 2 downloaded, 3 applied. */
static int download_step(enum download_status status) {
    switch (status) {
    case DOWNLOAD_REQUESTED:
    case DOWNLOAD_FAILED:
        return 1;
    case DOWNLOAD_DOWNLOADED:
    case DOWNLOAD_APPLY_FAILED:
        return 2;
    case DOWNLOAD_APPLIED:
        return 3;
    case DOWNLOAD_STARTED:
    case DOWNLOAD_AVAILABLE:
    case DOWNLOAD_CANCELED:
    case DOWNLOAD_CREATE_FAILED:
    case DOWNLOAD_NO_DATA:
    case DOWNLOAD_SUSPENDED:
        return 0;
    }
    return 0;
}

enum err_code download_store_write(struct db *hq, int64_t session, const char *database,
                                   const struct download_store *store, const struct err *message,
                                   struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[STORE_WRITE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session);
    stmt_bind_text(stmt, 2, database);
    stmt_bind_int(stmt, 3, store->status);
    stmt_bind_int(stmt, 4, store->rows);
    bind_message(stmt, 5, message, text);
    stmt_bind_int(stmt, 6, download_step(store->status));
    stmt_bind_int(stmt, 7, clock_now_ms());
    stmt_bind_int(stmt, 8, store->tries);
    return stmt_run(stmt, err);
}

enum err_code download_store_read(struct db *hq, int64_t session, const char *database,
                                  struct download_store *store, struct err *err) {
    *store = (struct download_store){0};
    struct stmt *stmt = db_stmt(hq, sessions_sql[STORE_READ], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session);
    stmt_bind_text(stmt, 2, database);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        *store = (struct download_store){.status = (enum download_status)stmt_int(stmt, 0),
                                         .rows = stmt_int(stmt, 1),
                                         .tries = stmt_int(stmt, 2)};
    }
    stmt_reset(stmt);
    return code;
}

/* ---- retention -------------------------------------------------------------------------------------------------- */

enum err_code sessions_forget(struct db *hq, int64_t before_ms, struct err *err) {
    for (int which = UPLOADS_FORGET; which <= DOWNLOADS_FORGET; which++) {
        struct stmt *stmt = db_stmt(hq, sessions_sql[which], err);
        if (!stmt) return db_error(hq);
        stmt_bind_int(stmt, 1, before_ms);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* ---- runs of jobs ---------------------------------------------------------------------------------------------- */

static enum err_code close_lost_run(struct db *hq, const char *job, struct err *err) {
    char text[MESSAGE_SIZE];
    struct err lost = {0};
    err_set(&lost, ERR_DB, REASON_TECHNICAL, NULL, job);
    err_add_detail(&lost, "the process that ran the job ended before the job did");
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_CLOSE_LOST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_int(stmt, 2, BATCH_ERROR);
    stmt_bind_int(stmt, 3, clock_now_ms());
    bind_message(stmt, 4, &lost, text);
    stmt_bind_int(stmt, 5, BATCH_EXECUTING);
    return stmt_run(stmt, err);
}

static enum err_code insert_run(struct db *hq, const char *job, const char *user, int64_t *run,
                                struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_INSERT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_int(stmt, 2, BATCH_EXECUTING);
    stmt_bind_int(stmt, 3, clock_now_ms());
    stmt_bind_text(stmt, 4, user ? user : "");
    return run_insert(hq, stmt, run, err);
}

enum err_code job_run_begin(struct db *hq, const char *job, const char *user, int64_t *run,
                            struct err *err) {
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = close_lost_run(hq, job, err);
    if (code == ERR_OK) code = insert_run(hq, job, user, run, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}

enum err_code job_run_for_batch(struct db *hq, int64_t run, int64_t batch_job, int64_t retry,
                                struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_FOR_BATCH], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, run);
    stmt_bind_int(stmt, 2, batch_job);
    stmt_bind_int(stmt, 3, retry);
    return stmt_run(stmt, err);
}

enum err_code job_run_end(struct db *hq, int64_t run, enum batch_status status, int64_t rows,
                          int64_t failed_rows, int64_t session, const struct err *message,
                          struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_UPDATE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, run);
    stmt_bind_int(stmt, 2, status);
    stmt_bind_int(stmt, 3, clock_now_ms());
    stmt_bind_int(stmt, 4, rows);
    stmt_bind_int(stmt, 5, failed_rows);
    stmt_bind_int(stmt, 6, session);
    bind_message(stmt, 7, message, text);
    return stmt_run(stmt, err);
}

enum err_code job_run_last(struct db *hq, const char *job, struct job_run *run, struct err *err) {
    *run = (struct job_run){0};
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_LAST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        run->id = stmt_int(stmt, 0);
        run->status = (enum batch_status)stmt_int(stmt, 1);
        run->start_ms = stmt_int(stmt, 2);
        run->end_ms = stmt_int(stmt, 3);
        run->rows = stmt_int(stmt, 4);
        run->failed_rows = stmt_int(stmt, 5);
        run->session = stmt_int(stmt, 6);
        text_copy(run->started_by, sizeof run->started_by, stmt_text(stmt, 7));
        err_parse(&run->message, stmt_text(stmt, 8));
    }
    stmt_reset(stmt);
    return code;
}
