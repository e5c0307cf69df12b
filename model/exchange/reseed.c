/* SPDX-License-Identifier: MIT */
/*
 * New counters for the rows of a channel that was restored. Owns the question which rows headquarters does not have, and
 * the order of the new counters. Writes the channel only, reads headquarters beside it; what then happens to the rows is
 * upload.c's.
 */

#include "model/exchange/reseed.h"

#include <string.h>

#include "model/channel/async_client.h"
#include "model/hq/lease.h"

enum { RECEIVED, ROWS, ROWS_MOVE, IDENTITIES, IDENTITIES_MOVE, COUNTER_SET };

/* A row is known by GUID, counter and time; the same shopper may have edited again since the backup. An identity has
 * moved to the other table when its customer was created. */
#define UNKNOWN_ROW                                                                                \
    "NOT EXISTS (SELECT 1 FROM hq.RetailAsyncCustomer a WHERE"                                     \
    " a.CustAccountAsync = r.CUSTACCOUNTASYNC AND a.DataAreaId = r.DATAAREAID"                     \
    " AND a.ReplicationCounterFromOrigin = r.REPLICATIONCOUNTERFROMORIGIN"                         \
    " AND a.ChannelDatabase = ?1 AND a.OperationTimestamp = r.CREATEDDATETIME)"
#define UNKNOWN_IDENTITY                                                                           \
    "NOT EXISTS (SELECT 1 FROM hq.RetailExternalIdToAsyncCustomerMap a WHERE"                      \
    " a.ExternalIdentityId = m.EXTERNALIDENTITYID AND a.ProviderId = m.PROVIDERID)"                \
    " AND NOT EXISTS (SELECT 1 FROM hq.RetailExternalIdToCustomerMap c WHERE"                      \
    " c.ExternalIdentityId = m.EXTERNALIDENTITYID AND c.ProviderId = m.PROVIDERID)"

/* On the channel with headquarters attached as hq. ?1: name of the database, ?2: counter behind which the new ones are. */
const char *const reseed_sql[] = {
    [RECEIVED] = "SELECT max(ReplicationCounter) FROM hq.RetailCDXUploadMark"
                 " WHERE DatabaseProfile = ?1",
    /* Only when one of them is behind the mark do they move, and then all, or their order would be another. */
    [ROWS] = "SELECT count(*) FROM RETAILASYNCCUSTOMER r WHERE " UNKNOWN_ROW
             " AND EXISTS (SELECT 1 FROM RETAILASYNCCUSTOMER r WHERE"
             " r.REPLICATIONCOUNTERFROMORIGIN <= (SELECT ReplicationCounter FROM"
             " hq.RetailCDXUploadMark WHERE DatabaseProfile = ?1 AND TableName ="
             " 'RetailAsyncCustomer') AND " UNKNOWN_ROW ")",
    [ROWS_MOVE] = "UPDATE RETAILASYNCCUSTOMER SET REPLICATIONCOUNTERFROMORIGIN = ?2 + n.NUMBER FROM"
                  " (SELECT r.REPLICATIONCOUNTERFROMORIGIN AS COUNTER, row_number() OVER"
                  "  (ORDER BY r.REPLICATIONCOUNTERFROMORIGIN) AS NUMBER FROM RETAILASYNCCUSTOMER r"
                  "  WHERE " UNKNOWN_ROW ") n WHERE REPLICATIONCOUNTERFROMORIGIN = n.COUNTER",
    [IDENTITIES] = "SELECT count(*) FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP m"
                   " WHERE m.REPLICATIONCOUNTERFROMORIGIN <= (SELECT ReplicationCounter FROM"
                   " hq.RetailCDXUploadMark WHERE DatabaseProfile = ?1 AND TableName ="
                   " 'RetailExternalIdToAsyncCustomerMap') AND " UNKNOWN_IDENTITY,
    [IDENTITIES_MOVE] =
        "UPDATE RETAILEXTERNALIDTOASYNCCUSTOMERMAP SET REPLICATIONCOUNTERFROMORIGIN ="
        " ?2 + n.NUMBER FROM (SELECT m.EXTERNALIDENTITYID AS E, m.PROVIDERID AS P, row_number()"
        "  OVER (ORDER BY m.REPLICATIONCOUNTERFROMORIGIN, m.EXTERNALIDENTITYID) AS NUMBER"
        "  FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP m WHERE " UNKNOWN_IDENTITY ") n"
        " WHERE EXTERNALIDENTITYID = n.E AND PROVIDERID = n.P",
    [COUNTER_SET] = "UPDATE sqlite_sequence SET seq = max(seq, ?1)"
                    " WHERE name = 'RETAILASYNCCUSTOMER'",
    NULL};

struct reseed {
    struct db *channel;
    const char *database;
    struct reseed_result *result;
};

static enum err_code value_of(const struct reseed *reseed, int which, int64_t *value,
                              struct err *err) {
    struct stmt *stmt = db_stmt(reseed->channel, reseed_sql[which], err);
    if (!stmt) return db_error(reseed->channel);
    stmt_bind_text(stmt, 1, reseed->database);
    return stmt_value_int(stmt, 0, value, err);
}

static enum err_code move(const struct reseed *reseed, int which, int64_t *moved, struct err *err) {
    struct stmt *stmt = db_stmt(reseed->channel, reseed_sql[which], err);
    if (!stmt) return db_error(reseed->channel);
    if (stmt_parameter(stmt, "?1")) stmt_bind_text(stmt, 1, reseed->database);
    stmt_bind_int(stmt, 2, reseed->result->counter);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    *moved = db_changes(reseed->channel);
    reseed->result->counter += *moved;
    return ERR_OK;
}

static enum err_code set_counter(const struct reseed *reseed, struct err *err) {
    struct db *channel = reseed->channel;
    int64_t counter = 0;
    enum err_code code = replication_counter_last(channel, &counter, err);
    reseed->result->counter_moved = counter < reseed->result->counter;
    if (code != ERR_OK || !reseed->result->counter_moved) return code;
    /* Nobody has signed up here yet: the sequence begins by giving its first number. */
    if (counter == 0) code = replication_counter_next(channel, &counter, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(channel, reseed_sql[COUNTER_SET], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, reseed->result->counter);
    return stmt_run(stmt, err);
}

/* Inside the channel's transaction. */
static enum err_code give_counters(const struct reseed *reseed, struct err *err) {
    struct reseed_result *result = reseed->result;
    int64_t received = 0, rows = 0, identities = 0;
    enum err_code code = value_of(reseed, RECEIVED, &received, err);
    if (code == ERR_OK) code = replication_counter_last(reseed->channel, &result->counter, err);
    if (code != ERR_OK) return code;
    if (result->counter < received) result->counter = received;
    code = value_of(reseed, ROWS, &rows, err);
    if (code == ERR_OK) code = value_of(reseed, IDENTITIES, &identities, err);
    if (code == ERR_OK && rows > 0) code = move(reseed, ROWS_MOVE, &result->rows, err);
    if (code == ERR_OK && (rows > 0 || identities > 0)) {
        code = move(reseed, IDENTITIES_MOVE, &result->identities, err);
    }
    if (code == ERR_OK) code = set_counter(reseed, err);
    if (code == ERR_OK) {
        code = local_session_repair(reseed->channel, &result->session_moved, err);
    }
    return code;
}

static enum err_code reseed_attached(const struct reseed *reseed, struct err *err) {
    enum err_code code = db_begin(reseed->channel, err);
    if (code != ERR_OK) return code;
    code = give_counters(reseed, err);
    if (code == ERR_OK) return db_commit(reseed->channel, err);
    db_rollback(reseed->channel);
    return code;
}

static enum err_code find_channel(struct company *company, const char *database,
                                  struct company_channel **channel, struct err *err) {
    for (int i = 0; i < company->channel_count; i++) {
        *channel = &company->channels[i];
        if (strcmp((*channel)->name, database) != 0) continue;
        if ((*channel)->db) return ERR_OK;
        if (err) *err = (*channel)->trouble;
        return (*channel)->trouble.code;
    }
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "channel-database", database);
}

enum err_code channel_reseed(struct company *company, const char *database,
                             struct reseed_result *result, struct err *err) {
    enum { TTL_MS = 120000 };
    struct company_channel *channel = NULL;
    struct lease lease;
    *result = (struct reseed_result){0};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = find_channel(company, database, &channel, err);
    if (code != ERR_OK) return code;
    code = lease_take(&lease, company->hq, "job:P-0001", TTL_MS, company->user, err);
    if (code != ERR_OK) return code;
    code = db_attach_reader(channel->db, db_path(company->hq), "hq", err);
    if (code == ERR_OK) {
        const struct reseed reseed = {
            .channel = channel->db, .database = channel->name, .result = result};
        code = reseed_attached(&reseed, err);
        enum err_code detached = db_detach(channel->db, "hq", code == ERR_OK ? err : NULL);
        if (code == ERR_OK) code = detached;
    }
    enum err_code released = lease_release(&lease, company->hq, code == ERR_OK ? err : NULL);
    return code == ERR_OK ? released : code;
}
