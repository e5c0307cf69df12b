/* SPDX-License-Identifier: MIT */
/*
 * Customers in any state as one list, and finding one of them. The list has sections: the waiting rows of each channel,
 * what headquarters received, what failed there, the customers; each is paged by its own key, and the key of a row says
 * which section it is in, so that a page goes on where the last one ended whatever happened in between.
 */

#include "model/exchange/view.h"

enum {
    WAITING,
    RECEIVED,
    CUSTOMERS,
    BY_GUID,
    BY_ACCOUNT,
    BY_EMAIL,
    PENDING_GUID,
    PENDING_EMAIL,
    WAITING_GUID,
    GUID_OF_EMAIL
};
const char *const customer_lines_sql[] = {
    [WAITING] = VIEW_WAITING " AND s.REPLICATIONCOUNTERFROMORIGIN > ?1"
                             " ORDER BY s.REPLICATIONCOUNTERFROMORIGIN",
    [RECEIVED] = VIEW_RECEIVED " AND s.SyncStatus = ?1 AND s.RecId > ?2 ORDER BY s.RecId",
    [CUSTOMERS] = "SELECT " VIEW_CUSTOMER_COLUMNS " FROM " VIEW_CUSTOMER_TABLES
                  " WHERE c.DataAreaId = ?1 AND c.AccountNum > ?2 ORDER BY c.AccountNum",
    [BY_GUID] = "SELECT " VIEW_CUSTOMER_COLUMNS " FROM RetailCustTable r"
                " CROSS JOIN CustTable c ON c.RecId = r.RecId"
                " CROSS JOIN DirPartyTable p ON p.RecId = c.Party"
                " WHERE r.CustAccountAsync = ?1 AND r.CustAccountAsync <> ''",
    [BY_ACCOUNT] = "SELECT " VIEW_CUSTOMER_COLUMNS " FROM " VIEW_CUSTOMER_TABLES
                   " WHERE c.DataAreaId = ?1 AND c.AccountNum = ?2",
    [BY_EMAIL] = "SELECT " VIEW_CUSTOMER_COLUMNS " FROM DirPartyTable p"
                 " CROSS JOIN CustTable c ON c.Party = p.RecId"
                 " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId"
                 " WHERE p.PrimaryContactEmail = ?1 AND p.PrimaryContactEmail <> ''"
                 " ORDER BY c.RecId LIMIT 1",
    [PENDING_GUID] = VIEW_RECEIVED " AND s.CustAccountAsync = ?1 LIMIT 1",
    [PENDING_EMAIL] = VIEW_RECEIVED " AND s.SyncStatus IN (0, 2)"
                                    " AND s.Email = ?1 COLLATE NOCASE LIMIT 1",
    [WAITING_GUID] = VIEW_WAITING " AND s.CUSTACCOUNTASYNC = ?1 LIMIT 1",
    [GUID_OF_EMAIL] = "SELECT CUSTACCOUNTASYNC FROM RETAILASYNCCUSTOMER WHERE EMAIL = ?1"
                      " ORDER BY REPLICATIONCOUNTERFROMORIGIN DESC LIMIT 1",
    NULL};

/* ---- the list --------------------------------------------------------------------------------------------------- */

enum section { SECTION_WAITING, SECTION_RECEIVED, SECTION_FAILED, SECTION_CUSTOMERS };
static const char section_letter[] = {'w', 'r', 'f', 'c'};

struct listing {
    const struct view *view;
    const struct states_query *query;
    char filter[4 * FILTER_SIZE]; /* folded */
    customer_line_fn *fn;
    void *ctx;
    char *next; /* key of the last line that was given */
    int given;
    bool full; /* one more would match: there is a next page */
};

static bool contains(const char *text, const char *folded_part) {
    char folded[TEXT_SIZE(300) * 2];
    text_fold(folded, sizeof folded, text);
    return strstr(folded, folded_part) != NULL;
}

static bool is_wanted(const struct listing *listing, const struct customer_line *line) {
    const struct states_query *query = listing->query;
    if (query->state >= 0 && line->state != (enum customer_state)query->state) return false;
    if (query->store && strcmp(line->store, query->store) != 0) return false;
    if (listing->filter[0] == '\0') return true;
    return contains(line->name, listing->filter) || contains(line->email, listing->filter) ||
           contains(line->account, listing->filter) ||
           contains(line->async_account, listing->filter);
}

/* Give one line, with the key to go on after it. */
static enum err_code offer(struct listing *listing, const struct customer_line *line,
                           const char *key, struct err *err) {
    if (!is_wanted(listing, line)) return ERR_OK;
    if (listing->given == listing->query->limit) {
        listing->full = true;
        return ERR_OK;
    }
    listing->given++;
    text_copy(listing->next, ROW_KEY_SIZE, key);
    return listing->fn(listing->ctx, line, err);
}

static enum err_code list_waiting(struct listing *listing, int channel, int64_t after,
                                  struct err *err) {
    const struct view *view = listing->view;
    const struct company_channel *from = &view->company->channels[channel];
    if (!from->db) return ERR_OK;
    struct stmt *stmt = db_stmt(from->db, customer_lines_sql[WAITING], err);
    if (!stmt) return db_error(from->db);
    stmt_bind_int(stmt, 1, after > view->mark[channel] ? after : view->mark[channel]);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row && !listing->full) {
        struct customer_line line;
        char key[ROW_KEY_SIZE];
        view_read_waiting(view, stmt, &line);
        snprintf(key, sizeof key, "w%lld:%s", (long long)stmt_int(stmt, 0), from->name);
        code = offer(listing, &line, key, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code list_received(struct listing *listing, enum section section, int64_t after,
                                   struct err *err) {
    struct stmt *stmt = db_stmt(listing->view->company->hq, customer_lines_sql[RECEIVED], err);
    if (!stmt) return db_error(listing->view->company->hq);
    stmt_bind_int(stmt, 1, section == SECTION_FAILED ? 2 : 0);
    stmt_bind_int(stmt, 2, after);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row && !listing->full) {
        struct customer_line line;
        char key[ROW_KEY_SIZE];
        view_read_received(listing->view, stmt, &line);
        snprintf(key, sizeof key, "%c%lld", section_letter[section], (long long)stmt_int(stmt, 0));
        code = offer(listing, &line, key, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code list_customers(struct listing *listing, const char *after, struct err *err) {
    const struct company *company = listing->view->company;
    struct stmt *stmt = db_stmt(company->hq, customer_lines_sql[CUSTOMERS], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, company->data_area);
    stmt_bind_text(stmt, 2, after);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row && !listing->full) {
        struct customer_line line;
        char key[ROW_KEY_SIZE];
        code = view_read_customer(listing->view, stmt, &line, err);
        if (code != ERR_OK) break;
        snprintf(key, sizeof key, "c%s", line.account);
        code = offer(listing, &line, key, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    return code;
}

/* Where a key of an earlier page points. A key of nobody is the start. */
struct place {
    enum section section;
    int channel;
    int64_t number;
    const char *account;
};

bool states_is_key(const char *key) {
    if (*key == section_letter[SECTION_CUSTOMERS]) return key[1] != '\0';
    size_t digits = *key ? strspn(key + 1, "0123456789") : 0;
    if (digits == 0 || digits > 18) return false;
    if (*key == section_letter[SECTION_WAITING]) return key[1 + digits] == ':' && key[2 + digits];
    return (*key == section_letter[SECTION_RECEIVED] || *key == section_letter[SECTION_FAILED]) &&
           key[1 + digits] == '\0';
}

static struct place place_of(const struct company *company, const char *key) {
    struct place place = {.section = SECTION_WAITING, .account = ""};
    if (!key || *key == '\0') return place;
    char *end = NULL;
    if (*key == section_letter[SECTION_CUSTOMERS]) {
        place.section = SECTION_CUSTOMERS;
        place.account = key + 1;
        return place;
    }
    place.number = strtoll(key + 1, &end, 10);
    if (*key == section_letter[SECTION_RECEIVED]) place.section = SECTION_RECEIVED;
    if (*key == section_letter[SECTION_FAILED]) place.section = SECTION_FAILED;
    if (place.section != SECTION_WAITING || *end != ':') return place;
    for (int i = 0; i < company->channel_count; i++) {
        if (strcmp(company->channels[i].name, end + 1) == 0) place.channel = i;
    }
    return place;
}

/* Can a section hold what is asked for? Saves reading millions of rows for nothing. */
static bool section_matters(const struct states_query *query, enum section section) {
    static const enum section of_state[STATE_COUNT] = {
        [STATE_IN_CHANNEL] = SECTION_WAITING, [STATE_UPLOADED] = SECTION_RECEIVED,
        [STATE_FAILED] = SECTION_FAILED,      [STATE_CREATED] = SECTION_CUSTOMERS,
        [STATE_COMPLETE] = SECTION_CUSTOMERS, [STATE_SYNC_CREATED] = SECTION_CUSTOMERS};
    return query->state < 0 || of_state[query->state] == section;
}

static enum err_code list_section(struct listing *listing, enum section section,
                                  const struct place *start, struct err *err) {
    bool here = section == start->section;
    int64_t after = here ? start->number : 0;
    enum err_code code = ERR_OK;
    switch (section) {
    case SECTION_WAITING:
        for (int i = start->channel; code == ERR_OK && i < listing->view->company->channel_count;
             i++) {
            code = list_waiting(listing, i, i == start->channel ? after : 0, err);
            if (listing->full) break;
        }
        return code;
    case SECTION_RECEIVED:
    case SECTION_FAILED:
        return list_received(listing, section, after, err);
    case SECTION_CUSTOMERS:
        return list_customers(listing, here ? start->account : "", err);
    }
    return code;
}

enum err_code states_list(struct company *company, const struct states_query *query,
                          customer_line_fn *fn, void *ctx, char next[ROW_KEY_SIZE],
                          struct err *err) {
    struct view view;
    struct listing listing = {.view = &view, .query = query, .fn = fn, .ctx = ctx, .next = next};
    struct place start = place_of(company, query->after);
    if (query->filter) text_fold(listing.filter, sizeof listing.filter, query->filter);
    enum err_code code = view_open(&view, company, err);
    if (code != ERR_OK) return code;
    next[0] = '\0';
    for (int section = (int)start.section; section <= SECTION_CUSTOMERS; section++) {
        if (code != ERR_OK || listing.full) break;
        if (!section_matters(query, (enum section)section)) continue;
        code = list_section(&listing, (enum section)section, &start, err);
    }
    view_close(&view);
    if (!listing.full) next[0] = '\0';
    return code;
}

/* ---- one customer ----------------------------------------------------------------------------------------------- */

/* One row of a statement whose last parameter is `value`, in whatever form it is read. */
enum form { FORM_WAITING, FORM_RECEIVED, FORM_CUSTOMER };

static enum err_code look(const struct view *view, struct db *db, int which, enum form form,
                          const char *value, struct customer_line *line, bool *found,
                          struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_lines_sql[which], err);
    if (!stmt) return db_error(db);
    bool with_company = stmt_parameter(stmt, "?2") != 0;
    if (with_company) stmt_bind_text(stmt, 1, view->company->data_area);
    stmt_bind_text(stmt, with_company ? 2 : 1, value);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) {
        if (form == FORM_WAITING) view_read_waiting(view, stmt, line);
        if (form == FORM_RECEIVED) view_read_received(view, stmt, line);
        if (form == FORM_CUSTOMER) code = view_read_customer(view, stmt, line, err);
    }
    stmt_reset(stmt);
    return code;
}

/* As far as the customer has come: customer, else received, else waiting in a channel. */
static enum err_code find_guid(const struct view *view, const char *guid,
                               struct customer_line *line, bool *found, struct err *err) {
    const struct company *company = view->company;
    enum err_code code = look(view, company->hq, BY_GUID, FORM_CUSTOMER, guid, line, found, err);
    if (code != ERR_OK || *found) return code;
    code = look(view, company->hq, PENDING_GUID, FORM_RECEIVED, guid, line, found, err);
    for (int i = 0; code == ERR_OK && !*found && i < company->channel_count; i++) {
        struct db *channel = company->channels[i].db;
        if (channel) code = look(view, channel, WAITING_GUID, FORM_WAITING, guid, line, found, err);
    }
    return code;
}

static enum err_code find_email(const struct view *view, const char *email,
                                struct customer_line *line, bool *found, struct err *err) {
    const struct company *company = view->company;
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && !*found && i < company->channel_count; i++) {
        char guid[GUID_SIZE] = "";
        bool signed_up = false;
        if (!company->channels[i].db) continue;
        struct stmt *stmt =
            db_stmt(company->channels[i].db, customer_lines_sql[GUID_OF_EMAIL], err);
        if (!stmt) return db_error(company->channels[i].db);
        stmt_bind_text(stmt, 1, email);
        code = stmt_value_text(stmt, guid, sizeof guid, &signed_up, err);
        if (code == ERR_OK && signed_up) code = find_guid(view, guid, line, found, err);
    }
    if (code != ERR_OK || *found) return code;
    code = look(view, company->hq, BY_EMAIL, FORM_CUSTOMER, email, line, found, err);
    if (code != ERR_OK || *found) return code;
    return look(view, company->hq, PENDING_EMAIL, FORM_RECEIVED, email, line, found, err);
}

enum err_code states_find(struct company *company, const char *key, struct customer_line *line,
                          struct err *err) {
    struct view view;
    char guid[GUID_SIZE];
    bool found = false;
    enum err_code code = view_open(&view, company, err);
    if (code != ERR_OK) return code;
    if (ids_parse_guid(key, guid)) {
        code = find_guid(&view, guid, line, &found, err);
    } else {
        code = look(&view, company->hq, BY_ACCOUNT, FORM_CUSTOMER, key, line, &found, err);
        if (code == ERR_OK && !found) code = find_email(&view, key, line, &found, err);
    }
    view_close(&view);
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "customer", key);
}
