/* SPDX-License-Identifier: MIT */
/* Records that are one row of one table: reading, writing and looking. Owns no statement and knows no table. */

#include "model/hq/one_table.h"

enum err_code table_load(struct db *db, const struct entity *entity, const char *sql,
                         const char *key, void *rec, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, key);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) record_read(entity, stmt, rec, 0);
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity->id, key);
}

enum err_code table_insert(struct db *db, const struct entity *entity, const char *sql, void *rec,
                           struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    record_bind(entity, stmt, rec, 1);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) ((struct record_head *)rec)->RecId = db_last_id(db);
    return code;
}

enum err_code table_update(struct db *db, const struct entity *entity, const char *sql,
                           const void *old, const void *rec, bool *done, struct err *err) {
    const struct record_head *head = old;
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    int next = record_bind(entity, stmt, rec, 1);
    stmt_bind_int(stmt, next++, head->RecId);
    stmt_bind_int(stmt, next, head->RecVersion);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    return code;
}

enum err_code table_remove(struct db *db, const char *sql, int64_t rec_id, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, rec_id);
    return stmt_run(stmt, err);
}

enum err_code table_has(struct db *db, const char *sql, const char *first, const char *second,
                        bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, first);
    if (second) stmt_bind_text(stmt, 2, second);
    enum err_code code = stmt_step(stmt, found, err);
    stmt_reset(stmt);
    return code;
}

enum err_code table_check_free(struct db *db, const char *sql, const char *value, int64_t rec_id,
                               const char *field, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, value);
    stmt_bind_int(stmt, 2, rec_id);
    bool taken;
    enum err_code code = stmt_step(stmt, &taken, err);
    stmt_reset(stmt);
    if (code != ERR_OK || !taken) return code;
    return err_set(err, ERR_INVALID, REASON_NOT_UNIQUE, field, value);
}
