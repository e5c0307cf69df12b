/* SPDX-License-Identifier: MIT */
/*
 * A partner's additions to the databases that stop the data exchange: the statements that make them and take them away.
 * Knows no job and no session.
 */

#include "model/exchange/extension.h"

enum { TABLE_WITHOUT_INDEX, NAME_IS_NARROW };
const char *const extension_sql[] = {
    [TABLE_WITHOUT_INDEX] =
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name ="
        " 'ExtCustomerLog') AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index'"
        " AND name = 'ExtCustomerLog_Counter')",
    [NAME_IS_NARROW] = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger'"
                       " AND name LIKE 'ExtCustName%')",
    NULL};

/* Each row of the log is looked up in the log: with the index at once, without it by reading all of it. */
static const char add_table[] =
    "CREATE TABLE IF NOT EXISTS ExtCustomerLog (RecId INTEGER PRIMARY KEY,"
    " ReplicationCounterFromOrigin INTEGER NOT NULL, Occurrences INTEGER NOT NULL DEFAULT 0);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
    " INSERT INTO ExtCustomerLog (ReplicationCounterFromOrigin) SELECT -i FROM n"
    " WHERE NOT EXISTS (SELECT 1 FROM ExtCustomerLog);"
    "CREATE TRIGGER IF NOT EXISTS ExtCustomerLog_Insert AFTER INSERT ON RetailAsyncCustomer"
    " BEGIN INSERT INTO ExtCustomerLog (ReplicationCounterFromOrigin, Occurrences)"
    " SELECT new.ReplicationCounterFromOrigin, sum((SELECT count(*) FROM ExtCustomerLog b"
    " WHERE b.ReplicationCounterFromOrigin = a.ReplicationCounterFromOrigin))"
    " FROM ExtCustomerLog a; END;";
static const char index_table[] =
    "CREATE INDEX ExtCustomerLog_Counter ON ExtCustomerLog (ReplicationCounterFromOrigin);";

#define TOO_LONG " WHEN length(new.NAME) > 8 BEGIN"
#define REFUSE   " SELECT RAISE(ABORT, 'String or binary data would be truncated'); END;"
_Static_assert(EXTENSION_NAME_CHARS == 8, "the triggers say so, too");
static const char narrow_name[] =
    "CREATE TRIGGER IF NOT EXISTS ExtCustName_Insert BEFORE INSERT ON CUSTTABLE" TOO_LONG REFUSE
    "CREATE TRIGGER IF NOT EXISTS ExtCustName_Update BEFORE UPDATE ON CUSTTABLE" TOO_LONG REFUSE;
static const char widen_name[] =
    "DROP TRIGGER IF EXISTS ExtCustName_Insert; DROP TRIGGER IF EXISTS ExtCustName_Update;";

/* All statements of a script or none. */
static enum err_code run(struct db *db, const char *script, struct err *err) {
    enum err_code code = db_begin(db, err);
    if (code != ERR_OK) return code;
    code = db_exec(db, script, err);
    if (code == ERR_OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

static enum err_code run_if(struct db *db, int question, const char *script, bool *done,
                            struct err *err) {
    int64_t needed = 0;
    struct stmt *stmt = db_stmt(db, extension_sql[question], err);
    *done = false;
    if (!stmt) return db_error(db);
    enum err_code code = stmt_value_int(stmt, 0, &needed, err);
    if (code != ERR_OK || !needed) return code;
    code = run(db, script, err);
    *done = code == ERR_OK;
    return code;
}

enum err_code extension_add_table(struct db *hq, struct err *err) {
    return run(hq, add_table, err);
}

enum err_code extension_index_table(struct db *hq, bool *added, struct err *err) {
    return run_if(hq, TABLE_WITHOUT_INDEX, index_table, added, err);
}

enum err_code extension_narrow_name(struct db *channel, struct err *err) {
    return run(channel, narrow_name, err);
}

enum err_code extension_widen_name(struct db *channel, bool *removed, struct err *err) {
    return run_if(channel, NAME_IS_NARROW, widen_name, removed, err);
}
