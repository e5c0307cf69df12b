/* SPDX-License-Identifier: MIT */
/*
 * One consistent picture of all files of a company, and customers as lines of it. Owns which state a row means
 * (domain.md section 1, state table); does not know who counts, lists or searches.
 */

#include "model/exchange/view.h"

#include "model/clock.h"

enum { TOUCH_CHANNEL, STORES, MARKS, KNOWN };
const char *const view_sql[] = {
    [TOUCH_CHANNEL] = "SELECT ID FROM CSUSTATE",
    [STORES] = "SELECT c.RecId, c.RetailChannelId, ifnull(d.DatabaseProfile, '')"
               " FROM RetailChannelTable c"
               " LEFT JOIN RetailCDXDataStoreChannel d ON d.Channel = c.RecId ORDER BY c.RecId",
    [MARKS] = "SELECT DatabaseProfile, ReplicationCounter FROM RetailCDXUploadMark"
              " WHERE TableName = 'RetailAsyncCustomer'",
    [KNOWN] = "SELECT 1 FROM RETAILCUSTTABLE"
              " WHERE CUSTACCOUNTASYNC = ?1 AND CUSTACCOUNTASYNC <> ''",
    NULL};

static struct db *connection(const struct company *company, int i) {
    return i < company->channel_count ? company->channels[i].db : company->hq;
}

static int channel_index(const struct company *company, const char *name) {
    for (int i = 0; i < company->channel_count; i++) {
        if (strcmp(company->channels[i].name, name) == 0) return i;
    }
    return -1;
}

/* A snapshot begins with the first read, not with BEGIN. */
static enum err_code begin_channel(struct view *view, int i, struct err *err) {
    int64_t ignored;
    struct db *channel = view->company->channels[i].db;
    if (!channel || db_in_transaction(channel)) return ERR_OK;
    enum err_code code = db_begin_read(channel, err);
    if (code != ERR_OK) return code;
    view->began[i] = true;
    struct stmt *stmt = db_stmt(channel, view_sql[TOUCH_CHANNEL], err);
    return stmt ? stmt_value_int(stmt, 0, &ignored, err) : db_error(channel);
}

static enum err_code read_stores(struct view *view, struct err *err) {
    struct stmt *stmt = db_stmt(view->company->hq, view_sql[STORES], err);
    if (!stmt) return db_error(view->company->hq);
    bool row;
    int room = 0;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (view->store_count == room) {
            room = room ? room * 2 : 16;
            view->stores = realloc(view->stores, (size_t)room * sizeof *view->stores);
            if (!view->stores) BUG("out of memory for stores");
        }
        struct view_store *store = &view->stores[view->store_count++];
        store->rec_id = stmt_int(stmt, 0);
        text_copy(store->id, sizeof store->id, stmt_text(stmt, 1));
        store->channel = channel_index(view->company, stmt_text(stmt, 2));
    }
    return code;
}

static enum err_code read_marks(struct view *view, struct err *err) {
    struct stmt *stmt = db_stmt(view->company->hq, view_sql[MARKS], err);
    if (!stmt) return db_error(view->company->hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        int i = channel_index(view->company, stmt_text(stmt, 0));
        if (i >= 0) view->mark[i] = stmt_int(stmt, 1);
    }
    return code;
}

enum err_code view_open(struct view *view, struct company *company, struct err *err) {
    *view = (struct view){.company = company};
    enum err_code code = company_reload_channels(company, err);
    for (int i = 0; code == ERR_OK && i < company->channel_count; i++) {
        code = begin_channel(view, i, err);
    }
    if (code == ERR_OK && !db_in_transaction(company->hq)) {
        code = db_begin_read(company->hq, err);
        view->began[company->channel_count] = code == ERR_OK;
    }
    if (code == ERR_OK) code = read_stores(view, err);
    if (code == ERR_OK) code = read_marks(view, err);
    if (code != ERR_OK) view_close(view);
    return code;
}

void view_close(struct view *view) {
    for (int i = 0; i <= view->company->channel_count; i++) {
        if (view->began[i]) db_rollback(connection(view->company, i));
    }
    free(view->stores);
    *view = (struct view){.company = view->company};
}

const struct view_store *view_store(const struct view *view, int64_t rec_id) {
    int low = 0, high = view->store_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct view_store *store = &view->stores[middle];
        if (store->rec_id == rec_id) return store;
        if (store->rec_id < rec_id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

enum err_code view_channel_knows(const struct view *view, int64_t store_rec_id, const char *guid,
                                 bool *knows, struct err *err) {
    const struct view_store *store = view_store(view, store_rec_id);
    struct db *channel =
        store && store->channel >= 0 ? view->company->channels[store->channel].db : NULL;
    int64_t found = 0;
    *knows = false;
    if (!channel) return ERR_OK;
    struct stmt *stmt = db_stmt(channel, view_sql[KNOWN], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, guid);
    enum err_code code = stmt_value_int(stmt, 0, &found, err);
    *knows = found != 0;
    return code;
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static void set_store(const struct view *view, struct customer_line *line, int64_t rec_id) {
    const struct view_store *store = view_store(view, rec_id);
    text_copy(line->store, sizeof line->store, store ? store->id : "");
}

void view_read_waiting(const struct view *view, struct stmt *stmt, struct customer_line *line) {
    *line = (struct customer_line){.state = STATE_IN_CHANNEL, .at_ms = stmt_int(stmt, 6)};
    text_copy(line->async_account, sizeof line->async_account, stmt_text(stmt, 1));
    text_copy(line->name, sizeof line->name, stmt_text(stmt, 2));
    text_copy(line->email, sizeof line->email, stmt_text(stmt, 3));
    set_store(view, line, stmt_int(stmt, 4));
    text_copy(line->cust_group, sizeof line->cust_group, stmt_text(stmt, 5));
}

void view_read_received(const struct view *view, struct stmt *stmt, struct customer_line *line) {
    enum { FAILED = 2 };
    bool failed = stmt_int(stmt, 7) == FAILED;
    *line = (struct customer_line){.state = failed ? STATE_FAILED : STATE_UPLOADED,
                                   .at_ms = stmt_int(stmt, 6)};
    text_copy(line->async_account, sizeof line->async_account, stmt_text(stmt, 1));
    text_copy(line->name, sizeof line->name, stmt_text(stmt, 2));
    text_copy(line->email, sizeof line->email, stmt_text(stmt, 3));
    set_store(view, line, stmt_int(stmt, 4));
    text_copy(line->cust_group, sizeof line->cust_group, stmt_text(stmt, 5));
    if (failed) err_parse(&line->error, stmt_text(stmt, 8));
}

enum err_code view_read_customer(const struct view *view, struct stmt *stmt,
                                 struct customer_line *line, struct err *err) {
    *line = (struct customer_line){
        .state = STATE_SYNC_CREATED, .origin = (int)stmt_int(stmt, 7), .at_ms = stmt_int(stmt, 8)};
    text_copy(line->account, sizeof line->account, stmt_text(stmt, 1));
    text_copy(line->async_account, sizeof line->async_account, stmt_text(stmt, 2));
    text_copy(line->name, sizeof line->name, stmt_text(stmt, 3));
    text_copy(line->email, sizeof line->email, stmt_text(stmt, 4));
    set_store(view, line, stmt_int(stmt, 5));
    text_copy(line->cust_group, sizeof line->cust_group, stmt_text(stmt, 6));
    if (line->async_account[0] == '\0') return ERR_OK;
    bool knows;
    enum err_code code =
        view_channel_knows(view, stmt_int(stmt, 5), line->async_account, &knows, err);
    line->state = knows ? STATE_COMPLETE : STATE_CREATED;
    return code;
}
