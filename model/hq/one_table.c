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

enum err_code table_names(struct db *db, const char *sql, const char *name, char *buf, size_t size,
                          struct err *err) {
    size_t used = 0;
    buf[0] = '\0';
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, name);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        const char *one = stmt_text(stmt, 0);
        if (used + strlen(one) + 3 > size) break;
        used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? ", " : "", one);
    }
    stmt_reset(stmt);
    return code;
}

enum err_code table_check_unused(struct db *db, const char *sql, const struct entity *entity,
                                 const char *name, const char *table, struct err *err) {
    char names[sizeof err->detail];
    enum err_code code = table_names(db, sql, name, names, sizeof names, err);
    if (code != ERR_OK || names[0] == '\0') return code;
    err_set(err, ERR_REFUSED, REASON_RECORD_IN_USE, entity->id, name);
    err_add_value2(err, table);
    err_add_detail(err, "%s", names);
    return ERR_REFUSED;
}
