/* SPDX-License-Identifier: MIT */
/* Reads the audit trail of one record. It is written by model/record.c, in the transaction of the change itself. */

#include "model/hq/audit.h"

const char *const audit_sql[] = {
    "SELECT AtDateTime, UserId, Operation, Field, OldValue, NewValue FROM AuditTrail"
    " WHERE EntityId = ?1 AND RecordKey = ?2 ORDER BY RecId DESC LIMIT ?3",
    NULL};

enum err_code audit_list(struct db *hq, const char *entity_id, const char *key, int limit,
                         struct rowset *rows, struct err *err) {
    struct stmt *stmt = db_stmt(hq, audit_sql[0], err);
    if (!stmt) return ERR_DB;
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
