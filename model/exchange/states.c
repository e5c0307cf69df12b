/* SPDX-License-Identifier: MIT */
/*
 * The states of storefront customers by name, how many are in each, and the newest ones: what the customer view shows.
 * Everything is counted in indexes of the tables themselves; lists and searches are customer_lines.c.
 */

#include "model/exchange/states.h"

#include <strings.h>

#include "model/clock.h"
#include "model/exchange/view.h"
#include "model/hq/servicing.h"

/* ---- names ------------------------------------------------------------------------------------------------------ */

static const char *const names[STATE_COUNT] = {
    [STATE_IN_CHANNEL] = "in_channel", [STATE_UPLOADED] = "uploaded",
    [STATE_CREATED] = "created",       [STATE_COMPLETE] = "complete",
    [STATE_FAILED] = "failed",         [STATE_SYNC_CREATED] = "sync_created"};
static const char *const codes[STATE_COUNT] = {
    [STATE_IN_CHANNEL] = "A1", [STATE_UPLOADED] = "A2", [STATE_CREATED] = "A3",
    [STATE_COMPLETE] = "A4",   [STATE_FAILED] = "AF",   [STATE_SYNC_CREATED] = "S1"};

const char *state_name(enum customer_state state) {
    return names[state];
}

const char *state_code(enum customer_state state) {
    return codes[state];
}

enum err_code state_find(const char *name, enum customer_state *state, struct err *err) {
    for (int i = 0; i < STATE_COUNT; i++) {
        if (strcasecmp(name, names[i]) != 0 && strcasecmp(name, codes[i]) != 0) continue;
        *state = (enum customer_state)i;
        return ERR_OK;
    }
    return err_set(err, ERR_INVALID, REASON_STATE_UNKNOWN, NULL, name);
}

/* ---- counting --------------------------------------------------------------------------------------------------- */

enum {
    WAITING,
    WAITING_SINCE,
    KNOWN,
    RECEIVED,
    CUSTOMERS,
    ASYNC_CUSTOMERS,
    ASYNC_CUSTOMERS_OF,
    NEWEST_WAITING,
    NEWEST_RECEIVED,
    NEWEST_CUSTOMERS
};

/* ?1 of KNOWN and ASYNC_CUSTOMERS_OF: the RecIds of stores, as a JSON array. */
const char *const states_sql[] = {
    /* Customers are sign-ups; edits are few and have an index of their own, so that only keys are counted. */
    [WAITING] = "SELECT (SELECT count(*) FROM RETAILASYNCCUSTOMER"
                "  WHERE REPLICATIONCOUNTERFROMORIGIN > ?1)"
                " - (SELECT count(*) FROM RETAILASYNCCUSTOMER"
                "  WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND OPERATION > 1)",
    [WAITING_SINCE] = "SELECT CREATEDDATETIME FROM RETAILASYNCCUSTOMER"
                      " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND OPERATION = 1"
                      " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT 1",
    [KNOWN] = "SELECT count(*) FROM RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC <> ''"
              " AND STORERECID IN (SELECT value FROM json_each(?1))",
    [RECEIVED] = "SELECT SyncStatus, count(*), min(OperationTimestamp) FROM RetailAsyncCustomer"
                 " WHERE OnlineCustCreated = 0 AND Operation = 1 GROUP BY SyncStatus",
    [CUSTOMERS] = "SELECT count(*) FROM CustTable",
    [ASYNC_CUSTOMERS] = "SELECT count(*) FROM RetailCustTable WHERE CustAccountAsync <> ''",
    [ASYNC_CUSTOMERS_OF] = "SELECT count(*) FROM RetailCustTable WHERE CustAccountAsync <> ''"
                           " AND StoreRecId IN (SELECT value FROM json_each(?1))",
    [NEWEST_WAITING] = VIEW_WAITING " AND s.REPLICATIONCOUNTERFROMORIGIN > ?1"
                                    " ORDER BY s.REPLICATIONCOUNTERFROMORIGIN DESC LIMIT ?2",
    [NEWEST_RECEIVED] = VIEW_RECEIVED " AND s.SyncStatus = ?1 ORDER BY s.RecId DESC LIMIT ?2",
    [NEWEST_CUSTOMERS] = "SELECT " VIEW_CUSTOMER_COLUMNS " FROM " VIEW_CUSTOMER_TABLES
                         " ORDER BY c.RecId DESC LIMIT ?1",
    NULL};

static enum err_code count_int(struct db *db, int which, int64_t bound, int64_t *value,
                               struct err *err) {
    struct stmt *stmt = db_stmt(db, states_sql[which], err);
    if (!stmt) return db_error(db);
    if (stmt_parameter(stmt, "?1")) stmt_bind_int(stmt, 1, bound);
    return stmt_value_int(stmt, 0, value, err);
}

/* Customers of the stores that belong to channel `channel`. */
static enum err_code count_of_stores(const struct view *view, int channel, struct db *db, int which,
                                     int64_t *value, struct err *err) {
    char *json = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&json, &size);
    if (!stream) BUG("out of memory for a list of stores");
    const char *separator = "[";
    for (int i = 0; i < view->store_count; i++) {
        if (view->stores[i].channel != channel) continue;
        fprintf(stream, "%s%lld", separator, (long long)view->stores[i].rec_id);
        separator = ",";
    }
    fputs(*separator == '[' ? "[]" : "]", stream);
    fclose(stream);
    struct stmt *stmt = db_stmt(db, states_sql[which], err);
    enum err_code code = db_error(db);
    if (stmt) {
        stmt_bind_text(stmt, 1, json);
        code = stmt_value_int(stmt, 0, value, err);
    }
    free(json);
    return code;
}

static void note_oldest(struct state_counts *counts, int64_t at_ms) {
    bool older = counts->oldest_pending_ms == 0 || at_ms < counts->oldest_pending_ms;
    if (at_ms != 0 && older) counts->oldest_pending_ms = at_ms;
}

static enum err_code count_channel(const struct view *view, int i, struct state_counts *counts,
                                   struct err *err) {
    struct db *channel = view->company->channels[i].db;
    int64_t waiting = 0, since = 0, known = 0, unknown = 0;
    if (!channel) {
        counts->channels_missing++;
        enum err_code code =
            count_of_stores(view, i, view->company->hq, ASYNC_CUSTOMERS_OF, &unknown, err);
        counts->count[STATE_CREATED] -= unknown;
        return code;
    }
    enum err_code code = count_int(channel, WAITING, view->mark[i], &waiting, err);
    if (code == ERR_OK) code = count_int(channel, WAITING_SINCE, view->mark[i], &since, err);
    if (code == ERR_OK) code = count_of_stores(view, i, channel, KNOWN, &known, err);
    counts->count[STATE_IN_CHANNEL] += waiting;
    counts->count[STATE_COMPLETE] += known;
    counts->count[STATE_CREATED] -= known;
    if (waiting > 0) note_oldest(counts, since);
    return code;
}

static enum err_code count_received(const struct view *view, struct state_counts *counts,
                                    struct err *err) {
    struct stmt *stmt = db_stmt(view->company->hq, states_sql[RECEIVED], err);
    if (!stmt) return db_error(view->company->hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        enum customer_state state = stmt_int(stmt, 0) == 2 ? STATE_FAILED : STATE_UPLOADED;
        counts->count[state] += stmt_int(stmt, 1);
        note_oldest(counts, stmt_int(stmt, 2));
    }
    return code;
}

static enum err_code count_all(const struct view *view, struct state_counts *counts,
                               struct err *err) {
    struct db *hq = view->company->hq;
    int64_t customers = 0, async = 0;
    enum err_code code = servicing_get(hq, &counts->in_servicing, err);
    if (code == ERR_OK) code = count_received(view, counts, err);
    if (code == ERR_OK) code = count_int(hq, CUSTOMERS, 0, &customers, err);
    if (code == ERR_OK) code = count_int(hq, ASYNC_CUSTOMERS, 0, &async, err);
    /* What was created by way of a channel, less what the channels know, is created but not complete. */
    counts->count[STATE_SYNC_CREATED] = customers - async;
    counts->count[STATE_CREATED] = async;
    for (int i = 0; code == ERR_OK && i < view->company->channel_count; i++) {
        code = count_channel(view, i, counts, err);
    }
    return code;
}

enum err_code states_count(struct company *company, struct state_counts *counts, struct err *err) {
    struct view view;
    *counts = (struct state_counts){.as_of_ms = clock_now_ms()};
    enum err_code code = view_open(&view, company, err);
    if (code != ERR_OK) return code;
    code = count_all(&view, counts, err);
    view_close(&view);
    const int64_t *count = counts->count;
    counts->pending = count[STATE_IN_CHANNEL] + count[STATE_UPLOADED] + count[STATE_FAILED];
    counts->synced = count[STATE_CREATED] + count[STATE_COMPLETE] + count[STATE_SYNC_CREATED];
    return code;
}

/* ---- the newest ------------------------------------------------------------------------------------------------- */

struct newest {
    struct customer_line *lines;
    int limit, count;
};

/* Keep the lines newest first; of equal age, the one that came first stays first. */
static void keep(struct newest *newest, const struct customer_line *line) {
    int at = newest->count;
    while (at > 0 && newest->lines[at - 1].at_ms < line->at_ms) at--;
    if (at >= newest->limit) return;
    int behind = newest->count - at - (newest->count == newest->limit ? 1 : 0);
    memmove(&newest->lines[at + 1], &newest->lines[at], (size_t)behind * sizeof *line);
    newest->lines[at] = *line;
    if (newest->count < newest->limit) newest->count++;
}

static enum err_code keep_rows(const struct view *view, struct stmt *stmt,
                               void (*read)(const struct view *, struct stmt *,
                                            struct customer_line *),
                               struct newest *newest, struct err *err) {
    struct customer_line line;
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        read(view, stmt, &line);
        keep(newest, &line);
    }
    return code;
}

static enum err_code newest_pending(const struct view *view, struct newest *newest,
                                    struct err *err) {
    const struct company *company = view->company;
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && i < company->channel_count; i++) {
        if (!company->channels[i].db) continue;
        struct stmt *stmt = db_stmt(company->channels[i].db, states_sql[NEWEST_WAITING], err);
        if (!stmt) return db_error(company->channels[i].db);
        stmt_bind_int(stmt, 1, view->mark[i]);
        stmt_bind_int(stmt, 2, newest->limit);
        code = keep_rows(view, stmt, view_read_waiting, newest, err);
    }
    for (int status = 0; code == ERR_OK && status <= 2; status += 2) {
        struct stmt *stmt = db_stmt(company->hq, states_sql[NEWEST_RECEIVED], err);
        if (!stmt) return db_error(company->hq);
        stmt_bind_int(stmt, 1, status);
        stmt_bind_int(stmt, 2, newest->limit);
        code = keep_rows(view, stmt, view_read_received, newest, err);
    }
    return code;
}

static enum err_code newest_synced(const struct view *view, struct newest *newest,
                                   struct err *err) {
    struct stmt *stmt = db_stmt(view->company->hq, states_sql[NEWEST_CUSTOMERS], err);
    if (!stmt) return db_error(view->company->hq);
    stmt_bind_int(stmt, 1, newest->limit);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        struct customer_line line;
        code = view_read_customer(view, stmt, &line, err);
        if (code != ERR_OK) break;
        keep(newest, &line);
    }
    stmt_reset(stmt);
    return code;
}

enum err_code states_newest(struct company *company, int limit, struct customer_line *pending,
                            int *pending_count, struct customer_line *synced, int *synced_count,
                            struct err *err) {
    struct view view;
    struct newest waiting = {.lines = pending, .limit = limit};
    struct newest done = {.lines = synced, .limit = limit};
    enum err_code code = view_open(&view, company, err);
    if (code != ERR_OK) return code;
    code = newest_pending(&view, &waiting, err);
    if (code == ERR_OK) code = newest_synced(&view, &done, err);
    view_close(&view);
    *pending_count = waiting.count;
    *synced_count = done.count;
    return code;
}
