/* SPDX-License-Identifier: MIT */
/*
 * The switch between operational and in servicing. Owns SysState 'mode' and its trace in the audit trail. Does not
 * know who obeys it: the Real-time Service and the jobs ask.
 */

#include "model/hq/servicing.h"

#include "model/clock.h"

enum { SERVICING_GET, SERVICING_SET, SERVICING_AUDIT };

const char *const servicing_sql[] = {
    [SERVICING_GET] = "SELECT Value FROM SysState WHERE Name = 'mode'",
    [SERVICING_SET] = "INSERT INTO SysState (Name, Value) VALUES ('mode', ?1)"
                      " ON CONFLICT (Name) DO UPDATE SET Value = excluded.Value",
    [SERVICING_AUDIT] =
        "INSERT INTO AuditTrail (AtDateTime, UserId, EntityId, RecordKey, Operation, Field,"
        " OldValue, NewValue) VALUES (?1, ?2, 'headquarters', 'mode', 'update', 'mode', ?3, ?4)",
    NULL};

static const char *mode_name(bool in_servicing) {
    return in_servicing ? "servicing" : "operational";
}

enum err_code servicing_get(struct db *hq, bool *in_servicing, struct err *err) {
    char mode[16] = "";
    bool found;
    struct stmt *stmt = db_stmt(hq, servicing_sql[SERVICING_GET], err);
    if (!stmt) return db_error(hq);
    enum err_code code = stmt_value_text(stmt, mode, sizeof mode, &found, err);
    if (code == ERR_OK) *in_servicing = found && strcmp(mode, mode_name(true)) == 0;
    return code;
}

static enum err_code change(struct db *hq, bool in_servicing, const char *user, struct err *err) {
    struct stmt *stmt = db_stmt(hq, servicing_sql[SERVICING_SET], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, mode_name(in_servicing));
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    stmt = db_stmt(hq, servicing_sql[SERVICING_AUDIT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, clock_now_ms());
    stmt_bind_text(stmt, 2, user ? user : "");
    stmt_bind_text(stmt, 3, mode_name(!in_servicing));
    stmt_bind_text(stmt, 4, mode_name(in_servicing));
    return stmt_run(stmt, err);
}

enum err_code servicing_set(struct db *hq, bool in_servicing, const char *user, struct err *err) {
    bool own = !db_in_transaction(hq), now = false;
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = servicing_get(hq, &now, err);
    if (code == ERR_OK && now != in_servicing) code = change(hq, in_servicing, user, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    return code;
}
