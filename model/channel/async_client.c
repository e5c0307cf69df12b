/* SPDX-License-Identifier: MIT */
/*
 * The channel's Async Client: may it work, which number has its next session, which counter has the next row. Does not
 * know what is packed: that is the exchange's.
 */

#include "model/channel/async_client.h"

#include "model/clock.h"

enum {
    RUNNING,
    SET_RUNNING,
    SESSION_NEXT,
    SESSION_INSERT,
    SESSION_COUNT,
    SESSION_REPAIR,
    COUNTER_UP,
    COUNTER_BEGIN,
    COUNTER_LAST
};

const char *const async_client_sql[] = {
    [RUNNING] = "SELECT RUNNING FROM CDXASYNCCLIENT",
    [SET_RUNNING] = "UPDATE CDXASYNCCLIENT SET RUNNING = ?1 WHERE RUNNING <> ?1",
    [SESSION_NEXT] = "SELECT NEXTID FROM UPLOADSESSIONCOUNTER",
    [SESSION_INSERT] = "INSERT INTO UPLOADSESSION (ID, CREATEDDATETIME) VALUES (?1, ?2)",
    [SESSION_COUNT] = "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = ?1 + 1",
    [SESSION_REPAIR] = "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = (SELECT max(ID) + 1"
                       " FROM UPLOADSESSION) WHERE NEXTID <= (SELECT max(ID) FROM UPLOADSESSION)",
    [COUNTER_UP] = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'RETAILASYNCCUSTOMER'",
    [COUNTER_BEGIN] = "INSERT INTO sqlite_sequence (name, seq) VALUES ('RETAILASYNCCUSTOMER', 1)",
    [COUNTER_LAST] = "SELECT seq FROM sqlite_sequence WHERE name = 'RETAILASYNCCUSTOMER'",
    NULL};

static enum err_code value_of(struct db *channel, int which, int64_t fallback, int64_t *value,
                              struct err *err) {
    struct stmt *stmt = db_stmt(channel, async_client_sql[which], err);
    return stmt ? stmt_value_int(stmt, fallback, value, err) : db_error(channel);
}

static enum err_code change(struct db *channel, int which, struct err *err) {
    struct stmt *stmt = db_stmt(channel, async_client_sql[which], err);
    return stmt ? stmt_run(stmt, err) : db_error(channel);
}

static enum err_code change_to(struct db *channel, int which, int64_t value, struct err *err) {
    struct stmt *stmt = db_stmt(channel, async_client_sql[which], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, value);
    return stmt_run(stmt, err);
}

enum err_code async_client_running(struct db *channel, bool *running, struct err *err) {
    int64_t value = 1;
    enum err_code code = value_of(channel, RUNNING, 1, &value, err);
    *running = value != 0;
    return code;
}

enum err_code async_client_set_running(struct db *channel, bool running, struct err *err) {
    return change_to(channel, SET_RUNNING, running, err);
}

/* ---- sessions ------------------------------------------------------------------------------------------------- */

static enum err_code insert_session(struct db *channel, const char *database, int64_t id,
                                    struct err *err) {
    struct err why = {0};
    struct stmt *stmt = db_stmt(channel, async_client_sql[SESSION_INSERT], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, id);
    stmt_bind_int(stmt, 2, clock_now_ms());
    enum err_code code = stmt_run(stmt, &why);
    if (code == ERR_OK) return ERR_OK;
    if (why.reason == REASON_NOT_UNIQUE) {
        code = err_set(&why, ERR_CONFLICT, REASON_UPLOAD_SESSION_DUPLICATE, NULL, database);
        err_add_number(&why, id);
    }
    if (err) *err = why;
    return code;
}

enum err_code local_session_open(struct db *channel, const char *database, int64_t *local_id,
                                 struct err *err) {
    bool own = !db_in_transaction(channel);
    int64_t id = 0;
    enum err_code code = own ? db_begin_unsynced(channel, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = value_of(channel, SESSION_NEXT, 1, &id, err);
    if (code == ERR_OK) code = insert_session(channel, database, id, err);
    if (code == ERR_OK) code = change_to(channel, SESSION_COUNT, id, err);
    if (own && code == ERR_OK) code = db_commit(channel, err);
    if (own && code != ERR_OK) db_rollback(channel);
    if (code == ERR_OK) *local_id = id;
    return code;
}

enum err_code local_session_repair(struct db *channel, bool *moved, struct err *err) {
    enum err_code code = change(channel, SESSION_REPAIR, err);
    *moved = code == ERR_OK && db_changes(channel) > 0;
    return code;
}

/* ---- the replication counter ---------------------------------------------------------------------------------- */

enum err_code replication_counter_next(struct db *channel, int64_t *counter, struct err *err) {
    enum err_code code = change(channel, COUNTER_UP, err);
    if (code == ERR_OK && db_changes(channel) == 0) code = change(channel, COUNTER_BEGIN, err);
    return code == ERR_OK ? replication_counter_last(channel, counter, err) : code;
}

enum err_code replication_counter_last(struct db *channel, int64_t *counter, struct err *err) {
    return value_of(channel, COUNTER_LAST, 0, counter, err);
}
