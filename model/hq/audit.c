/* SPDX-License-Identifier: MIT */
/* Reads the audit trail of one record. It is written by model/record.c, in the transaction of the change itself, and
 * here for changes that are no save of a record. */

#include "model/hq/audit.h"

#include "model/clock.h"

enum { AUDIT_LIST, AUDIT_ADD };

const char *const audit_sql[] = {
    [AUDIT_LIST] = "SELECT AtDateTime, UserId, Operation, Field, OldValue, NewValue FROM AuditTrail"
                   " WHERE EntityId = ?1 AND RecordKey = ?2 ORDER BY RecId DESC LIMIT ?3",
    [AUDIT_ADD] =
        "INSERT INTO AuditTrail (AtDateTime, UserId, EntityId, RecordKey, Operation, Field,"
        " OldValue, NewValue) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    NULL};

enum err_code audit_list(struct db *hq, const char *entity_id, const char *key, int limit,
                         struct rowset *rows, struct err *err) {
    struct stmt *stmt = db_stmt(hq, audit_sql[AUDIT_LIST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, entity_id);
    stmt_bind_text(stmt, 2, key);
    stmt_bind_int(stmt, 3, limit);
    for (;;) {
        bool row = false;
        enum err_code code = stmt_step(stmt, &row, err);
        if (code != ERR_OK || !row) return code;
        rowset_add(rows, key);
        for (int column = 0; column < AUDIT_COLUMNS; column++)
            rowset_set(rows, column, stmt_text(stmt, column));
    }
}

enum err_code audit_add(struct db *hq, const char *user, const char *entity_id, const char *key,
                        const char *operation, const char *field, const char *old_value,
                        const char *new_value, struct err *err) {
    const char *const texts[] = {user, entity_id, key, operation, field, old_value, new_value};
    struct stmt *stmt = db_stmt(hq, audit_sql[AUDIT_ADD], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, clock_now_ms());
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        stmt_bind_text(stmt, (int)i + 2, texts[i]);
    }
    return stmt_run(stmt, err);
}
