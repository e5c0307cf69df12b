/* SPDX-License-Identifier: MIT */
/*
 * Sessions as people see them, and what people may do with them. Owns the rules of Cancel session, Rerun and Delete; does
 * not move rows: a rerun is an open session that the next run of its job takes like any other.
 */

#include "model/hq/session_admin.h"

#include <stdio.h>

#include "model/clock.h"
#include "model/hq/lease.h"
#include "model/hq/paging.h"

enum {
    UPLOAD_FROM,
    UPLOAD_AFTER,
    UPLOAD_BEFORE,
    DOWNLOAD_FROM,
    DOWNLOAD_AFTER,
    DOWNLOAD_BEFORE,
    UPLOAD_READ,
    DOWNLOAD_READ,
    UPLOAD_NEXT,
    DOWNLOAD_NEXT,
    STORES,
    UPLOAD_CANCEL,
    DOWNLOAD_CANCEL,
    STORES_CANCEL,
    UPLOAD_DELETE,
    DOWNLOAD_DELETE,
    UPLOAD_NEWER,
    DOWNLOAD_NEWER,
    RECEIVED,
    ENFORCED,
    AUDIT
};

#define UPLOAD_LIST                                                                                \
    "SELECT s.RecId, s.RecId, s.Status, s.JobId, s.DatabaseProfile, s.RowsAffected, s.FileSize,"   \
    " s.CreatedDateTime, s.TryCount, s.Message, s.LocalSessionId, s.UploadedDateTime,"             \
    " s.RerunFor FROM RetailCDXUploadSession s"
#define SCOPE(condition) ") AND (?4 = '' OR " condition
#define UPLOAD_MATCH                                                                               \
    PAGE_HAS("s.DatabaseProfile")                                                                  \
    " OR " PAGE_HAS("s.JobId") " OR " PAGE_HAS("s.Message")                                        \
        SCOPE("s.JobId = ?4 OR 'database:' || s.DatabaseProfile = ?4")
#define DOWNLOAD_LIST                                                                              \
    "SELECT s.RecId, s.RecId, s.Status, s.JobId, s.DataGroup, s.RowsAffected, s.FileSize,"         \
    " s.CreatedDateTime, s.TryCount, s.Message, s.Schedule, (SELECT max(AppliedDateTime) FROM"     \
    " RetailCDXDownloadSessionDataStore WHERE Session = s.RecId), s.RerunFor"                      \
    " FROM RetailCDXDownloadSession s"
#define HAS_PART                                                                                   \
    "EXISTS (SELECT 1 FROM RetailCDXDownloadSessionDataStore d WHERE d.Session = s.RecId"          \
    " AND 'database:' || d.DatabaseProfile = ?4)"
#define DOWNLOAD_MATCH                                                                             \
    PAGE_HAS("s.DataGroup")                                                                        \
    " OR " PAGE_HAS("s.JobId") " OR " PAGE_HAS("s.Message")                                        \
        SCOPE("s.JobId = ?4 OR s.Schedule = ?4 OR " HAS_PART)
/* In the order of fill_view. */
#define UPLOAD_VIEW                                                                                \
    "SELECT RecId, LocalSessionId, JobId, JobId, DatabaseProfile, Status, RowsAffected, FileSize," \
    " CreatedDateTime, UploadedDateTime, AppliedDateTime, FromCounter, ToCounter, 0, TryCount,"    \
    " RerunFor, Message FROM RetailCDXUploadSession"
#define DOWNLOAD_VIEW                                                                              \
    "SELECT RecId, 0, JobId, Schedule, DataGroup, Status, RowsAffected, FileSize,"                 \
    " CreatedDateTime, 0, (SELECT max(AppliedDateTime) FROM RetailCDXDownloadSessionDataStore"     \
    " WHERE Session = RecId), FromVersion, ToVersion, FullSync, TryCount, RerunFor, Message"       \
    " FROM RetailCDXDownloadSession"
#define NEXT_ONE                                                                                   \
    " WHERE (?1 = 0 OR RecId < ?1) AND (?2 = '' OR JobId = ?2) AND (?3 < 0 OR Status = ?3)"        \
    " ORDER BY RecId DESC LIMIT 1"

const char *const session_admin_sql[] = {
    [UPLOAD_FROM] = PAGE_NEWEST_FROM(UPLOAD_LIST, "s.RecId", UPLOAD_MATCH),
    [UPLOAD_AFTER] = PAGE_NEWEST_AFTER(UPLOAD_LIST, "s.RecId", UPLOAD_MATCH),
    [UPLOAD_BEFORE] = PAGE_NEWEST_BEFORE(UPLOAD_LIST, "s.RecId", UPLOAD_MATCH),
    [DOWNLOAD_FROM] = PAGE_NEWEST_FROM(DOWNLOAD_LIST, "s.RecId", DOWNLOAD_MATCH),
    [DOWNLOAD_AFTER] = PAGE_NEWEST_AFTER(DOWNLOAD_LIST, "s.RecId", DOWNLOAD_MATCH),
    [DOWNLOAD_BEFORE] = PAGE_NEWEST_BEFORE(DOWNLOAD_LIST, "s.RecId", DOWNLOAD_MATCH),
    [UPLOAD_READ] = UPLOAD_VIEW " WHERE RecId = ?1",
    [DOWNLOAD_READ] = DOWNLOAD_VIEW " WHERE RecId = ?1",
    [UPLOAD_NEXT] = UPLOAD_VIEW NEXT_ONE,
    [DOWNLOAD_NEXT] = DOWNLOAD_VIEW NEXT_ONE,
    [STORES] = "SELECT DatabaseProfile, Status, RowsAffected, RequestedDateTime,"
               " DownloadedDateTime, AppliedDateTime, TryCount, Message"
               " FROM RetailCDXDownloadSessionDataStore WHERE Session = ?1"
               " ORDER BY DatabaseProfile LIMIT ?2",
    [UPLOAD_CANCEL] = "UPDATE RetailCDXUploadSession SET Status = 4 WHERE RecId = ?1",
    [DOWNLOAD_CANCEL] = "UPDATE RetailCDXDownloadSession SET Status = 5 WHERE RecId = ?1",
    [STORES_CANCEL] = "UPDATE RetailCDXDownloadSessionDataStore SET Status = 5"
                      " WHERE Session = ?1 AND Status <> 4",
    [UPLOAD_DELETE] = "DELETE FROM RetailCDXUploadSession WHERE RecId = ?1",
    [DOWNLOAD_DELETE] = "DELETE FROM RetailCDXDownloadSession WHERE RecId = ?1",
    [UPLOAD_NEWER] = "SELECT 1 FROM RetailCDXUploadSession WHERE RecId > ?1"
                     " AND DatabaseProfile = ?2 LIMIT 1",
    [DOWNLOAD_NEWER] = "SELECT 1 FROM RetailCDXDownloadSession WHERE RecId > ?1"
                       " AND JobId = ?2 LIMIT 1",
    [RECEIVED] = "SELECT ReplicationCounter FROM RetailCDXUploadMark WHERE DatabaseProfile = ?1"
                 " AND TableName = 'RetailAsyncCustomer'",
    [ENFORCED] = "SELECT Value FROM RetailSharedParameters"
                 " WHERE Name = 'CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT'",
    [AUDIT] = "INSERT INTO AuditTrail (AtDateTime, UserId, EntityId, RecordKey, Operation, Field,"
              " OldValue, NewValue) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    NULL};

static const char *entity_of(enum session_direction direction) {
    return direction == SESSION_UPLOAD ? "upload-session" : "download-session";
}

static bool is_finished(enum session_direction direction, int status) {
    return direction == SESSION_UPLOAD ? upload_is_finished((enum upload_status)status)
                                       : download_is_finished((enum download_status)status);
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static void fill_view(struct stmt *stmt, enum session_direction direction,
                      struct session_view *view) {
    *view = (struct session_view){.id = stmt_int(stmt, 0),
                                  .local_id = stmt_int(stmt, 1),
                                  .status = (int)stmt_int(stmt, 5),
                                  .rows = stmt_int(stmt, 6),
                                  .bytes = stmt_int(stmt, 7),
                                  .created_ms = stmt_int(stmt, 8),
                                  .uploaded_ms = stmt_int(stmt, 9),
                                  .applied_ms = stmt_int(stmt, 10),
                                  .from = stmt_int(stmt, 11),
                                  .to = stmt_int(stmt, 12),
                                  .full = stmt_int(stmt, 13) != 0,
                                  .tries = stmt_int(stmt, 14),
                                  .rerun_for = stmt_int(stmt, 15)};
    text_copy(view->job, sizeof view->job, stmt_text(stmt, 2));
    text_copy(view->schedule, sizeof view->schedule, stmt_text(stmt, 3));
    text_copy(view->database, sizeof view->database, stmt_text(stmt, 4));
    err_parse(&view->message, stmt_text(stmt, 16));
    view->finished = is_finished(direction, view->status);
}

static enum err_code step_view(struct stmt *stmt, enum session_direction direction,
                               struct session_view *view, bool *found, struct err *err) {
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) fill_view(stmt, direction, view);
    stmt_reset(stmt);
    return code;
}

enum err_code session_read(struct db *hq, enum session_direction direction, int64_t id,
                           struct session_view *view, struct err *err) {
    bool found;
    int which = direction == SESSION_UPLOAD ? UPLOAD_READ : DOWNLOAD_READ;
    struct stmt *stmt = db_stmt(hq, session_admin_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, id);
    enum err_code code = step_view(stmt, direction, view, &found, err);
    if (code != ERR_OK || found) return code;
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)id);
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_of(direction), number);
}

enum err_code session_next(struct db *hq, enum session_direction direction, const char *job,
                           int status, int64_t below, struct session_view *view, bool *found,
                           struct err *err) {
    int which = direction == SESSION_UPLOAD ? UPLOAD_NEXT : DOWNLOAD_NEXT;
    struct stmt *stmt = db_stmt(hq, session_admin_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, below);
    stmt_bind_text(stmt, 2, job ? job : "");
    stmt_bind_int(stmt, 3, status);
    return step_view(stmt, direction, view, found, err);
}

enum err_code session_stores(struct db *hq, int64_t id, struct session_store *stores, int most,
                             int *count, struct err *err) {
    bool row;
    *count = 0;
    struct stmt *stmt = db_stmt(hq, session_admin_sql[STORES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, id);
    stmt_bind_int(stmt, 2, most);
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row && *count < most) {
        struct session_store *store = &stores[(*count)++];
        *store = (struct session_store){.status = (enum download_status)stmt_int(stmt, 1),
                                        .rows = stmt_int(stmt, 2),
                                        .requested_ms = stmt_int(stmt, 3),
                                        .downloaded_ms = stmt_int(stmt, 4),
                                        .applied_ms = stmt_int(stmt, 5),
                                        .tries = stmt_int(stmt, 6)};
        text_copy(store->database, sizeof store->database, stmt_text(stmt, 0));
        err_parse(&store->message, stmt_text(stmt, 7));
    }
    stmt_reset(stmt);
    return code;
}

enum err_code session_list(struct db *hq, enum session_direction direction,
                           const struct list_request *request, struct rowset *rows,
                           struct err *err) {
    const struct paging uploads = {.from = session_admin_sql[UPLOAD_FROM],
                                   .after = session_admin_sql[UPLOAD_AFTER],
                                   .before = session_admin_sql[UPLOAD_BEFORE],
                                   .scoped = true};
    const struct paging downloads = {.from = session_admin_sql[DOWNLOAD_FROM],
                                     .after = session_admin_sql[DOWNLOAD_AFTER],
                                     .before = session_admin_sql[DOWNLOAD_BEFORE],
                                     .scoped = true};
    return paging_list(hq, direction == SESSION_UPLOAD ? &uploads : &downloads, request, rows, err);
}

/* ---- changing --------------------------------------------------------------------------------------------------- */

struct change {
    struct db *hq;
    enum session_direction direction;
    const char *user;
    struct session_view view;
    char number[24];
};

static enum err_code refuse(const struct change *change, enum err_reason reason, const char *who,
                            struct err *err) {
    err_set(err, reason == REASON_SESSION_RUNNING ? ERR_BUSY : ERR_REFUSED, reason, NULL,
            change->number);
    if (who) err_add_value2(err, who);
    return reason == REASON_SESSION_RUNNING ? ERR_BUSY : ERR_REFUSED;
}

static enum err_code audit(const struct change *change, const char *operation, const char *field,
                           const char *old, const char *now, struct err *err) {
    struct stmt *stmt = db_stmt(change->hq, session_admin_sql[AUDIT], err);
    if (!stmt) return db_error(change->hq);
    stmt_bind_int(stmt, 1, clock_now_ms());
    stmt_bind_text(stmt, 2, change->user ? change->user : "");
    stmt_bind_text(stmt, 3, entity_of(change->direction));
    stmt_bind_text(stmt, 4, change->number);
    stmt_bind_text(stmt, 5, operation);
    stmt_bind_text(stmt, 6, field);
    stmt_bind_text(stmt, 7, old);
    stmt_bind_text(stmt, 8, now);
    return stmt_run(stmt, err);
}

/* Nobody else may have the job while a person changes one of its sessions. */
static enum err_code refuse_running(const struct change *change, struct err *err) {
    char lease[LEASE_NAME_SIZE + 32], holder[LEASE_HOLDER_SIZE];
    snprintf(lease, sizeof lease, "job:%s", change->view.job);
    enum err_code code = lease_holder(change->hq, lease, holder, NULL, err);
    if (code != ERR_OK || holder[0] == '\0') return code;
    return refuse(change, REASON_SESSION_RUNNING, holder, err);
}

static enum err_code run_on(const struct change *change, int which, struct err *err) {
    struct stmt *stmt = db_stmt(change->hq, session_admin_sql[which], err);
    if (!stmt) return db_error(change->hq);
    stmt_bind_int(stmt, 1, change->view.id);
    return stmt_run(stmt, err);
}

/* One that failed or stands in the middle must not be taken by a run any more. */
static enum err_code end_open(const struct change *change, struct err *err) {
    bool upload = change->direction == SESSION_UPLOAD;
    char old[16], now[16];
    enum err_code code = run_on(change, upload ? UPLOAD_CANCEL : DOWNLOAD_CANCEL, err);
    if (code == ERR_OK && !upload) code = run_on(change, STORES_CANCEL, err);
    if (code != ERR_OK) return code;
    snprintf(old, sizeof old, "%d", change->view.status);
    snprintf(now, sizeof now, "%d", upload ? (int)UPLOAD_CANCELED : (int)DOWNLOAD_CANCELED);
    return audit(change, "update", "Status", old, now, err);
}

static enum err_code begin(struct change *change, int64_t id, struct err *err) {
    enum err_code code = db_begin(change->hq, err);
    if (code != ERR_OK) return code;
    snprintf(change->number, sizeof change->number, "%lld", (long long)id);
    return session_read(change->hq, change->direction, id, &change->view, err);
}

static enum err_code finish(const struct change *change, enum err_code code, struct err *err) {
    if (code == ERR_OK) code = db_commit(change->hq, err);
    db_rollback(change->hq);
    return code;
}

enum err_code session_cancel(struct db *hq, enum session_direction direction, int64_t id,
                             const char *user, struct err *err) {
    struct change change = {.hq = hq, .direction = direction, .user = user};
    enum err_code code = begin(&change, id, err);
    if (code == ERR_OK && change.view.finished) {
        code = refuse(&change, REASON_SESSION_FINISHED, NULL, err);
    }
    if (code == ERR_OK) code = refuse_running(&change, err);
    if (code == ERR_OK) code = end_open(&change, err);
    return finish(&change, code, err);
}

/* ---- rerun ------------------------------------------------------------------------------------------------------ */

static enum err_code value_of(const struct change *change, int which, int64_t *value,
                              struct err *err) {
    *value = 0;
    struct stmt *stmt = db_stmt(change->hq, session_admin_sql[which], err);
    if (!stmt) return db_error(change->hq);
    if (stmt_parameter(stmt, "?1")) stmt_bind_text(stmt, 1, change->view.database);
    return stmt_value_int(stmt, 0, value, err);
}

/* The mark tells what headquarters has, whichever session brought it. */
static enum err_code rerun_upload(const struct change *change, int64_t *rerun, struct err *err) {
    const struct session_view *view = &change->view;
    int64_t received = 0;
    enum err_code code = value_of(change, RECEIVED, &received, err);
    if (code != ERR_OK) return code;
    if (view->status == UPLOAD_APPLIED || (view->to > 0 && view->to <= received)) {
        return refuse(change, REASON_SESSION_APPLIED, NULL, err);
    }
    struct upload_session session = {.from = view->from, .to = view->to, .rerun_for = view->id};
    code = upload_session_open(change->hq, view->job, view->database, &session, err);
    *rerun = session.id;
    return code;
}

static enum err_code rerun_download(const struct change *change, int64_t *rerun, struct err *err) {
    const struct session_view *view = &change->view;
    int64_t enforced = 0;
    enum err_code code = value_of(change, ENFORCED, &enforced, err);
    if (code != ERR_OK) return code;
    if (enforced == 1 && view->status == DOWNLOAD_APPLIED) {
        return refuse(change, REASON_SESSION_NO_RERUN, NULL, err);
    }
    struct download_session session = {.status = DOWNLOAD_AVAILABLE,
                                       .from = view->from,
                                       .to = view->to,
                                       .full = view->full,
                                       .rerun_for = view->id};
    code =
        download_session_open(change->hq, view->job, view->schedule, view->database, &session, err);
    *rerun = session.id;
    return code;
}

enum err_code session_rerun(struct db *hq, enum session_direction direction, int64_t id,
                            const char *user, int64_t *rerun, struct err *err) {
    struct change change = {.hq = hq, .direction = direction, .user = user};
    char number[24];
    enum err_code code = begin(&change, id, err);
    if (code == ERR_OK) code = refuse_running(&change, err);
    if (code == ERR_OK) {
        code = direction == SESSION_UPLOAD ? rerun_upload(&change, rerun, err)
                                           : rerun_download(&change, rerun, err);
    }
    if (code == ERR_OK && !change.view.finished) code = end_open(&change, err);
    if (code == ERR_OK) {
        snprintf(number, sizeof number, "%lld", (long long)*rerun);
        code = audit(&change, "update", "Rerun", "", number, err);
    }
    return finish(&change, code, err);
}

/* ---- deleting --------------------------------------------------------------------------------------------------- */

static enum err_code is_newest(const struct change *change, bool *newest, struct err *err) {
    bool upload = change->direction == SESSION_UPLOAD;
    int64_t newer = 0;
    struct stmt *stmt =
        db_stmt(change->hq, session_admin_sql[upload ? UPLOAD_NEWER : DOWNLOAD_NEWER], err);
    if (!stmt) return db_error(change->hq);
    stmt_bind_int(stmt, 1, change->view.id);
    stmt_bind_text(stmt, 2, upload ? change->view.database : change->view.job);
    enum err_code code = stmt_value_int(stmt, 0, &newer, err);
    *newest = newer == 0;
    return code;
}

enum err_code session_delete(struct db *hq, enum session_direction direction, int64_t id,
                             const char *user, struct err *err) {
    struct change change = {.hq = hq, .direction = direction, .user = user};
    bool newest = false;
    enum err_code code = begin(&change, id, err);
    if (code == ERR_OK && !change.view.finished) {
        code = refuse(&change, REASON_SESSION_OPEN, NULL, err);
    }
    if (code == ERR_OK) code = is_newest(&change, &newest, err);
    if (code == ERR_OK && newest) code = refuse(&change, REASON_SESSION_NEWEST, NULL, err);
    if (code == ERR_OK) {
        code = run_on(&change, direction == SESSION_UPLOAD ? UPLOAD_DELETE : DOWNLOAD_DELETE, err);
    }
    if (code == ERR_OK) code = audit(&change, "delete", "", "", "", err);
    return finish(&change, code, err);
}
