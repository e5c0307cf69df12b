/* SPDX-License-Identifier: MIT */
/*
 * The channel's copy of its stores and the Commerce Scale Unit's cache of that copy. Owns CSUCACHE and CSUSTATE; reads
 * what jobs 1070 and 1090 wrote and never writes it. Knows nothing of headquarters.
 */

#include "model/channel/config.h"

#include "model/clock.h"

enum { CSU_STORE, CSU_LOADED_AT, CSU_EMPTY, CSU_FILL, CSU_SET_LOADED, CSU_ADD_STORE, STORE_COPY };

/* 612 = "Customer add"; before 1090 ever ran nothing is allowed (set-up-B2C-tenant.md). */
#define COPY_COLUMNS                                                                               \
    "s.RECID, s.RETAILCHANNELID, s.NAME, s.DATAAREAID, s.CURRENCY, s.DEFAULTCUSTACCOUNT,"          \
    " coalesce(p.PROFILEID, ''), p.CREATEASYNCCUSTOMERS,"                                          \
    " coalesce((SELECT ALLOWANONYMOUSACCESS FROM RETAILOPERATIONS WHERE OPERATIONID = 612), 0)"
#define COPY_TABLES                                                                                \
    " FROM RETAILONLINECHANNELTABLE s LEFT JOIN RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE p"    \
    " ON p.PROFILEID = s.ONLINEFUNCTIONALITYPROFILE"

const char *const config_sql[] = {
    [CSU_STORE] =
        "SELECT STORERECID, RETAILCHANNELID, NAME, DATAAREAID, CURRENCY, DEFAULTCUSTACCOUNT,"
        " PROFILEID, CREATEASYNCCUSTOMERS, ALLOWANONYMOUSACCESS FROM CSUCACHE"
        " WHERE RETAILCHANNELID = ?1 COLLATE NOCASE",
    [CSU_LOADED_AT] = "SELECT LOADEDDATETIME FROM CSUSTATE WHERE ID = 1",
    [CSU_EMPTY] = "DELETE FROM CSUCACHE",
    [CSU_FILL] = "INSERT INTO CSUCACHE SELECT " COPY_COLUMNS COPY_TABLES,
    [CSU_SET_LOADED] = "INSERT OR REPLACE INTO CSUSTATE (ID, LOADEDDATETIME) VALUES (1, ?1)",
    [CSU_ADD_STORE] = "INSERT OR REPLACE INTO CSUCACHE SELECT " COPY_COLUMNS COPY_TABLES
                      " WHERE s.RETAILCHANNELID = ?1 COLLATE NOCASE",
    [STORE_COPY] =
        "SELECT " COPY_COLUMNS COPY_TABLES " WHERE s.RETAILCHANNELID = ?1 COLLATE NOCASE",
    NULL};

static enum err_code read_store(struct db *channel, const char *sql, const char *store_id,
                                struct channel_store *store, bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(channel, sql, err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, store_id);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) {
        *store = (struct channel_store){.StoreRecId = stmt_int(stmt, 0),
                                        .CreateAsyncCustomers =
                                            stmt_is_null(stmt, 7) ? -1 : (int)stmt_int(stmt, 7),
                                        .AllowAnonymousAccess = (int)stmt_int(stmt, 8)};
        text_copy(store->RetailChannelId, sizeof store->RetailChannelId, stmt_text(stmt, 1));
        text_copy(store->Name, sizeof store->Name, stmt_text(stmt, 2));
        text_copy(store->DataAreaId, sizeof store->DataAreaId, stmt_text(stmt, 3));
        text_copy(store->Currency, sizeof store->Currency, stmt_text(stmt, 4));
        text_copy(store->DefaultCustAccount, sizeof store->DefaultCustAccount, stmt_text(stmt, 5));
        text_copy(store->ProfileId, sizeof store->ProfileId, stmt_text(stmt, 6));
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code run(struct db *channel, const char *sql, struct err *err) {
    struct stmt *stmt = db_stmt(channel, sql, err);
    return stmt ? stmt_run(stmt, err) : ERR_DB;
}

static enum err_code fill(struct db *channel, struct err *err) {
    enum err_code code = run(channel, config_sql[CSU_EMPTY], err);
    if (code == ERR_OK) code = run(channel, config_sql[CSU_FILL], err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(channel, config_sql[CSU_SET_LOADED], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, clock_now_ms());
    return stmt_run(stmt, err);
}

enum err_code csu_restart(struct db *channel, struct err *err) {
    bool own = !db_in_transaction(channel);
    enum err_code code = own ? db_begin(channel, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = fill(channel, err);
    if (own && code == ERR_OK) code = db_commit(channel, err);
    if (own && code != ERR_OK) db_rollback(channel);
    return code;
}

enum err_code csu_loaded_at(struct db *channel, int64_t *at_ms, struct err *err) {
    struct stmt *stmt = db_stmt(channel, config_sql[CSU_LOADED_AT], err);
    return stmt ? stmt_value_int(stmt, 0, at_ms, err) : ERR_DB;
}

/* A store that 1070 brought after the cache was loaded is served at once: there is nothing stale to serve instead. */
static enum err_code add_store(struct db *channel, const char *store_id, struct err *err) {
    struct stmt *stmt = db_stmt(channel, config_sql[CSU_ADD_STORE], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, store_id);
    return stmt_run(stmt, err);
}

enum err_code csu_store(struct db *channel, const char *store_id, int64_t ttl_s,
                        struct channel_store *store, struct err *err) {
    int64_t loaded_ms = 0, now_ms = clock_now_ms();
    bool found = false;
    enum err_code code = csu_loaded_at(channel, &loaded_ms, err);
    bool fresh = loaded_ms > 0 && loaded_ms <= now_ms && now_ms - loaded_ms < ttl_s * 1000;
    if (code == ERR_OK && !fresh) code = csu_restart(channel, err);
    if (code == ERR_OK) {
        code = read_store(channel, config_sql[CSU_STORE], store_id, store, &found, err);
    }
    if (code == ERR_OK && !found) {
        code = read_store(channel, config_sql[STORE_COPY], store_id, store, &found, err);
        if (code == ERR_OK && found) code = add_store(channel, store_id, err);
    }
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_REFUSED, REASON_STORE_UNKNOWN_TO_CHANNEL, "Store", store_id);
}

enum err_code channel_store_copy(struct db *channel, const char *store_id,
                                 struct channel_store *store, bool *found, struct err *err) {
    return read_store(channel, config_sql[STORE_COPY], store_id, store, found, err);
}
