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
    DOWNLOAD_INSERT,
    DOWNLOAD_UPDATE,
    DOWNLOAD_STORE,
    RUN_CLOSE_LOST,
    RUN_INSERT,
    RUN_UPDATE,
    RUN_LAST
};

const char *const sessions_sql[] = {
    [UPLOAD_INSERT] = "INSERT INTO RetailCDXUploadSession (LocalSessionId, JobId, DatabaseProfile,"
                      " Status, CreatedDateTime) VALUES (?1, ?2, ?3, ?4, ?5)",
    [UPLOAD_UPDATE] =
        "UPDATE RetailCDXUploadSession SET Status = ?2, RowsAffected = ?3, FileSize = ?4,"
        " Message = ?5, UploadedDateTime = CASE WHEN ?6 AND UploadedDateTime = 0 THEN ?7"
        " ELSE UploadedDateTime END WHERE RecId = ?1",
    [DOWNLOAD_INSERT] = "INSERT INTO RetailCDXDownloadSession (JobId, Schedule, DataGroup, Status,"
                        " CreatedDateTime) VALUES (?1, ?1, ?2, ?3, ?4)",
    [DOWNLOAD_UPDATE] =
        "UPDATE RetailCDXDownloadSession SET Status = ?2, RowsAffected = ?3, FileSize = ?4,"
        " Message = ?5 WHERE RecId = ?1",
    /* A step that was skipped happened at the same time as the one that is reported. */
    [DOWNLOAD_STORE] =
        "INSERT INTO RetailCDXDownloadSessionDataStore (Session, DatabaseProfile, Status,"
        " RowsAffected, Message, RequestedDateTime, DownloadedDateTime, AppliedDateTime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, iif(?6 >= 1, ?7, 0), iif(?6 >= 2, ?7, 0),"
        " iif(?6 >= 3, ?7, 0)) ON CONFLICT (Session, DatabaseProfile) DO UPDATE SET"
        " Status = excluded.Status, RowsAffected = excluded.RowsAffected,"
        " Message = excluded.Message,"
        " RequestedDateTime = iif(RequestedDateTime, RequestedDateTime,"
        "  excluded.RequestedDateTime),"
        " DownloadedDateTime = iif(DownloadedDateTime, DownloadedDateTime,"
        "  excluded.DownloadedDateTime),"
        " AppliedDateTime = iif(AppliedDateTime, AppliedDateTime, excluded.AppliedDateTime)",
    [RUN_CLOSE_LOST] = "UPDATE BatchJobHistory SET Status = ?2, EndDateTime = ?3, Message = ?4"
                       " WHERE JobId = ?1 AND Status = ?5",
    [RUN_INSERT] = "INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, StartedBy)"
                   " VALUES (?1, ?2, ?3, ?4)",
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

/* Parameters 1 to 5 of both session updates. `buf` holds the message until the statement has run. */
static void bind_session(struct stmt *stmt, int64_t session, int status, int64_t rows,
                         int64_t bytes, const struct err *message, char *buf) {
    stmt_bind_int(stmt, 1, session);
    stmt_bind_int(stmt, 2, status);
    stmt_bind_int(stmt, 3, rows);
    stmt_bind_int(stmt, 4, bytes);
    bind_message(stmt, 5, message, buf);
}

/* ---- upload sessions ------------------------------------------------------------------------------------------- */

enum err_code upload_session_open(struct db *hq, const char *job, const char *database,
                                  int64_t local_id, int64_t *session, struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[UPLOAD_INSERT], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, local_id);
    stmt_bind_text(stmt, 2, job);
    stmt_bind_text(stmt, 3, database);
    stmt_bind_int(stmt, 4, UPLOAD_STARTED);
    stmt_bind_int(stmt, 5, clock_now_ms());
    return run_insert(hq, stmt, session, err);
}

enum err_code upload_session_set(struct db *hq, int64_t session, enum upload_status status,
                                 int64_t rows, int64_t bytes, const struct err *message,
                                 struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[UPLOAD_UPDATE], err);
    if (!stmt) return ERR_DB;
    bind_session(stmt, session, (int)status, rows, bytes, message, text);
    stmt_bind_int(stmt, 6, status == UPLOAD_UPLOADED || status == UPLOAD_APPLIED);
    stmt_bind_int(stmt, 7, clock_now_ms());
    return stmt_run(stmt, err);
}

/* ---- download sessions ----------------------------------------------------------------------------------------- */

enum err_code download_session_open(struct db *hq, const char *job, const char *data_group,
                                    int64_t *session, struct err *err) {
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_INSERT], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, data_group);
    stmt_bind_int(stmt, 3, DOWNLOAD_STARTED);
    stmt_bind_int(stmt, 4, clock_now_ms());
    return run_insert(hq, stmt, session, err);
}

enum err_code download_session_set(struct db *hq, int64_t session, enum download_status status,
                                   int64_t rows, int64_t bytes, const struct err *message,
                                   struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_UPDATE], err);
    if (!stmt) return ERR_DB;
    bind_session(stmt, session, (int)status, rows, bytes, message, text);
    return stmt_run(stmt, err);
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

enum err_code download_store_set(struct db *hq, int64_t session, const char *database,
                                 enum download_status status, int64_t rows,
                                 const struct err *message, struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[DOWNLOAD_STORE], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, session);
    stmt_bind_text(stmt, 2, database);
    stmt_bind_int(stmt, 3, status);
    stmt_bind_int(stmt, 4, rows);
    bind_message(stmt, 5, message, text);
    stmt_bind_int(stmt, 6, download_step(status));
    stmt_bind_int(stmt, 7, clock_now_ms());
    return stmt_run(stmt, err);
}

/* ---- runs of jobs ---------------------------------------------------------------------------------------------- */

static enum err_code close_lost_run(struct db *hq, const char *job, struct err *err) {
    char text[MESSAGE_SIZE];
    struct err lost = {0};
    err_set(&lost, ERR_DB, REASON_TECHNICAL, NULL, job);
    err_add_detail(&lost, "the process that ran the job ended before the job did");
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_CLOSE_LOST], err);
    if (!stmt) return ERR_DB;
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
    if (!stmt) return ERR_DB;
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

enum err_code job_run_end(struct db *hq, int64_t run, enum batch_status status, int64_t rows,
                          int64_t failed_rows, int64_t session, const struct err *message,
                          struct err *err) {
    char text[MESSAGE_SIZE];
    struct stmt *stmt = db_stmt(hq, sessions_sql[RUN_UPDATE], err);
    if (!stmt) return ERR_DB;
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
    if (!stmt) return ERR_DB;
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
