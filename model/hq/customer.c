/* SPDX-License-Identifier: MIT */
/*
 * Customers as they are read in headquarters: one record over eight tables, and the list. Owns the row keys of that
 * list and its promise that every page, filtered or not, is a walk along one index. Knows nothing of how a customer
 * comes into being (customer_create.c), is edited (customer_edit.c) or travels to a channel.
 */

#include "model/hq/customer.h"

#include <ctype.h>
#include <inttypes.h>

#include "model/hq/customer_edit.h"
#include "model/hq/lookups.h"
#include "model/hq/paging.h"

/* A section is a walk along one index; a list is one section or two behind each other. */
enum section { BY_ACCOUNT, BY_PHONE, BY_EMAIL, BY_NAME, BY_LAST_NAME, SECTIONS };

enum {
    LIST_SQL, /* two for each section: upwards, downwards */
    CUSTOMER_LOAD = 2 * SECTIONS,
    CUSTOMER_EACH,
    CUSTOMER_FIND_EMAIL
};

#define COMPANY "c.DataAreaId = (SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1)"
#define CELLS                                                                                      \
    ", c.AccountNum, p.Name, c.CustGroup, c.Currency, p.PrimaryContactPhone, "                     \
    "p.PrimaryContactEmail"
/* CROSS JOIN keeps the order of the tables: the one with the section's index is walked, the others are looked up. */
#define FROM_CUSTOMER " FROM CustTable c CROSS JOIN DirPartyTable p ON p.RecId = c.Party"
#define FROM_PARTY    " FROM DirPartyTable p CROSS JOIN CustTable c ON c.Party = p.RecId"
#define FROM_PERSON                                                                                \
    " FROM DirPersonName n CROSS JOIN DirPartyTable p ON p.RecId = n.Party"                        \
    " CROSS JOIN CustTable c ON c.Party = p.RecId"
/* ?1 ?2 text and RecId to go on from, ?3 ?4 the range of texts, ?5 limit. One bound in the direction of the walk, so
 * that no planner can choose to begin at the range's end and skip what was already shown. */
#define WALK(text, id, from, more)                                                                 \
    "SELECT " text ", " id CELLS from " WHERE (" text ", " id ") > (?1, ?2) AND " text             \
    " < ?4 AND " COMPANY more " ORDER BY " text ", " id " LIMIT ?5",                               \
        "SELECT " text ", " id CELLS from " WHERE (" text ", " id ") < (?1, ?2) AND " text         \
        " >= ?3 AND " COMPANY more " ORDER BY " text " DESC, " id " DESC LIMIT ?5"

/* All members in table order. */
#define CUSTOMER_WHOLE                                                                             \
    "SELECT c.RecId, c.RecVersion, p.Type, c.AccountNum, n.FirstName, n.MiddleName, n.LastName,"   \
    " p.Name, c.CustGroup, c.Currency, p.LanguageId,"                                              \
    " (SELECT group_concat(AddressBook, ', ') FROM (SELECT AddressBook FROM DirAddressBookParty"   \
    "   WHERE Party = p.RecId ORDER BY AddressBook)),"                                             \
    " c.Blocked, c.CreditMax, c.InvoiceAccount, r.receiptOption, r.receiptEmail,"                  \
    " r.CustAccountAsync, p.PrimaryContactEmail, p.PrimaryContactPhone, a.Purpose,"                \
    " a.CountryRegionId, a.ZipCode, a.Street, a.StreetNumber, a.City, a.State, a.County,"          \
    " c.InventSiteId, c.InventLocation, c.CreatedBy, c.CreatedDateTime, s.RetailChannelId,"        \
    " c.DataAreaId"                                                                                \
    " FROM CustTable c JOIN DirPartyTable p ON p.RecId = c.Party"                                  \
    " LEFT JOIN DirPersonName n ON n.Party = p.RecId"                                              \
    " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId"                                            \
    " LEFT JOIN RetailChannelTable s ON s.RecId = r.StoreRecId"                                    \
    " LEFT JOIN LogisticsPostalAddress a ON a.RecId = (SELECT RecId FROM"                          \
    "   LogisticsPostalAddress WHERE Party = p.RecId ORDER BY IsPrimary DESC, RecId LIMIT 1)"

const char *const customer_sql[] = {
    /* enum section, in order */
    WALK("c.AccountNum", "c.RecId", FROM_CUSTOMER, ""),
    WALK("p.PrimaryContactPhone", "p.RecId", FROM_PARTY,
         " AND p.PrimaryContactPhone <> '' AND NOT (c.AccountNum >= ?3 AND c.AccountNum < ?4)"),
    WALK("p.PrimaryContactEmail", "p.RecId", FROM_PARTY, " AND p.PrimaryContactEmail <> ''"),
    WALK("p.NameAlias", "p.RecId", FROM_PARTY, ""),
    WALK("n.SearchName", "n.Party", FROM_PERSON,
         " AND NOT (p.NameAlias >= ?3 AND p.NameAlias < ?4)"),
    [CUSTOMER_LOAD] = CUSTOMER_WHOLE " WHERE c.AccountNum = ?1 AND " COMPANY,
    /* In the order of the records, which reads every table from its beginning to its end. */
    [CUSTOMER_EACH] = CUSTOMER_WHOLE " WHERE " COMPANY " ORDER BY c.RecId",
    [CUSTOMER_FIND_EMAIL] =
        "SELECT c.AccountNum" FROM_PARTY " WHERE p.PrimaryContactEmail = ?1"
        " AND p.PrimaryContactEmail <> '' AND " COMPANY " ORDER BY p.RecId LIMIT 2",
    NULL};

/* ---- members --------------------------------------------------------------------------------------------------- */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct customer, name),                  \
    .size = sizeof(((struct customer *)0)->name), .max_chars = (chars)
#define CHOICE(name, names)                                                                        \
    .key = #name, .kind = MEMBER_CHOICE, .offset = offsetof(struct customer, name),                \
    .size = sizeof(int), .choices = (names)
#define NUMBER(name, number_kind)                                                                  \
    .key = #name, .kind = (number_kind), .offset = offsetof(struct customer, name),                \
    .size = sizeof(int64_t)

static const char *const types[] = {"Person", "Organization", NULL};
static const char *const blocks[] = {"No", "Invoice", "All", NULL};
static const char *const receipts[] = {"None", "StandardReceipt", "Email", "Both", NULL};
static const char *const origins[] = {"ByHand", "SyncJob", "RealTimeService", NULL};

#define CREDIT_LARGEST 99999999999999 /* hundredths: what a real of the product holds exactly */

/* In the order of CUSTOMER_LOAD's columns. What is required depends on the type: customer_edit.c. */
static const struct member customer_members[] = {
    {CHOICE(Type, types), .fixed = true},
    {TEXT(AccountNum, 20), .fixed = true},
    {TEXT(FirstName, 25)},
    {TEXT(MiddleName, 25)},
    {TEXT(LastName, 25)},
    {TEXT(Name, 100)},
    {TEXT(CustGroup, 10), .required = true, .related = "customer-group"},
    {TEXT(Currency, 3), .required = true, .related = "currency"},
    {TEXT(LanguageId, 7), .related = "language"},
    {TEXT(AddressBookNames, 400), .related = "address-book", .list = true},
    {CHOICE(Blocked, blocks)},
    {NUMBER(CreditMax, MEMBER_AMOUNT), .max = CREDIT_LARGEST},
    {TEXT(InvoiceAccount, 20), .related = "customer"},
    {CHOICE(receiptOption, receipts)},
    {TEXT(receiptEmail, 80), .email = true},
    {TEXT(CustAccountAsync, 38), .computed = true},
    {TEXT(Email, 255), .email = true},
    {TEXT(Phone, 255)},
    {TEXT(Purpose, 20)},
    {TEXT(CountryRegionId, 10), .related = "country"},
    {TEXT(ZipCode, 10)},
    {TEXT(Street, 250)},
    {TEXT(StreetNumber, 20)},
    {TEXT(City, 60)},
    {TEXT(State, 10)},
    {TEXT(County, 10)},
    {TEXT(InventSiteId, 10), .related = "site"},
    {TEXT(InventLocation, 10), .related = "warehouse"},
    {CHOICE(CreatedBy, origins), .computed = true},
    {NUMBER(CreatedDateTime, MEMBER_TIME), .computed = true},
    {TEXT(Store, 10), .computed = true},
    {TEXT(DataAreaId, 4), .computed = true},
};

/* ---- the list ---------------------------------------------------------------------------------------------------- */

#define MAX_LIST_SECTIONS 2
#define RANGE_SIZE        (FILTER_SIZE * 4 + 8)

struct list {
    struct db *db;
    enum section sections[MAX_LIST_SECTIONS];
    int section_count;
    char low[RANGE_SIZE], high[RANGE_SIZE + sizeof PAGE_LAST];
};

/* A place between rows; `section` counts within the list. */
struct place {
    int section;
    char text[ROW_KEY_SIZE];
    int64_t id;
};

/* What a typed text may begin; the range is that of its sections. */
static void list_look_in(struct list *list, const char *typed, enum section first,
                         enum section second) {
    list->sections[0] = first;
    list->sections[1] = second;
    list->section_count = first == second ? 1 : 2;
    if (first == BY_NAME)
        text_fold(list->low, sizeof list->low, typed);
    else
        text_copy(list->low, sizeof list->low, typed);
    snprintf(list->high, sizeof list->high, "%s%s", list->low, PAGE_LAST);
}

static struct place place_start(const struct list *list) {
    struct place place = {.id = -1};
    text_copy(place.text, sizeof place.text, list->low);
    return place;
}

static struct place place_end(const struct list *list) {
    struct place place = {.section = list->section_count - 1};
    text_copy(place.text, sizeof place.text, list->high);
    return place;
}

/*
 * The key of a row is its account; where the account does not say the place in the list, "\tsection\tRecId\ttext"
 * follows. A text too long for a key is cut and goes on behind all that begin alike.
 */
static void make_key(char key[ROW_KEY_SIZE], enum section section, const char *account,
                     const struct place *place) {
    if (section == BY_ACCOUNT) {
        text_copy(key, ROW_KEY_SIZE, account);
        return;
    }
    int used =
        snprintf(key, ROW_KEY_SIZE, "%s\t%d\t%" PRId64 "\t", account, (int)section, place->id);
    size_t room = ROW_KEY_SIZE - (size_t)used - sizeof PAGE_LAST;
    if (!text_copy(key + used, room, place->text)) {
        size_t end = strlen(key);
        snprintf(key + end, ROW_KEY_SIZE - end, "%s", PAGE_LAST);
    }
}

static bool begins_with(const struct list *list, enum section section, const char *text) {
    size_t len = strlen(list->low);
    if (section == BY_EMAIL) return strncasecmp(text, list->low, len) == 0;
    return strncmp(text, list->low, len) == 0;
}

/*
 * Where a walk from the row of a key begins: behind it, or with it when `including` (upwards only). False when it is no
 * key of this list. The account alone says the place by account: RecId then only decides whether its row is meant.
 */
static bool find_place(const struct list *list, const char *key, bool down, bool including,
                       struct place *place) {
    const char *tab = strchr(key, '\t');
    enum section section = BY_ACCOUNT;
    if (!tab) {
        text_copy(place->text, sizeof place->text, key);
        place->id = down || including ? -1 : INT64_MAX;
    } else {
        char *end;
        long number = strtol(tab + 1, &end, 10);
        if (number < 0 || number >= SECTIONS || *end != '\t') return false;
        section = (enum section)number;
        place->id = strtoll(end + 1, &end, 10) - (including ? 1 : 0);
        if (*end != '\t') return false;
        text_copy(place->text, sizeof place->text, end + 1);
    }
    for (place->section = 0; place->section < list->section_count; place->section++) {
        if (list->sections[place->section] == section) {
            return begins_with(list, section, place->text);
        }
    }
    return false;
}

/* Append up to `limit` rows of one section from `place` on; `rows` NULL only counts them. */
static enum err_code walk_section(const struct list *list, const struct place *place, bool down,
                                  int limit, struct rowset *rows, int *count, struct err *err) {
    enum section section = list->sections[place->section];
    struct stmt *stmt =
        db_stmt(list->db, customer_sql[LIST_SQL + 2 * (int)section + (down ? 1 : 0)], err);
    if (!stmt) return db_error(list->db);
    stmt_bind_text(stmt, 1, place->text);
    stmt_bind_int(stmt, 2, place->id);
    stmt_bind_text(stmt, 3, list->low);
    stmt_bind_text(stmt, 4, list->high);
    stmt_bind_int(stmt, 5, limit);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        ++*count;
        if (!rows) continue;
        struct place here = {.section = place->section, .id = stmt_int(stmt, 1)};
        char key[ROW_KEY_SIZE];
        text_copy(here.text, sizeof here.text, stmt_text(stmt, 0));
        make_key(key, section, stmt_text(stmt, 2), &here);
        rowset_add(rows, key);
        for (int i = 0; i < rows->columns; i++) rowset_set(rows, i, stmt_text(stmt, i + 2));
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code walk(const struct list *list, const struct place *from, bool down, int limit,
                          struct rowset *rows, int *count, struct err *err) {
    struct place place = *from;
    enum err_code code = ERR_OK;
    *count = 0;
    while (code == ERR_OK && *count < limit) {
        code = walk_section(list, &place, down, limit - *count, rows, count, err);
        int next = place.section + (down ? -1 : 1);
        if (next < 0 || next >= list->section_count) break;
        place = down ? place_end(list) : place_start(list);
        place.section = next;
    }
    return code;
}

/*
 * Where a text is looked for: what it looks like first, and while nothing begins so, the next. One row of each says that,
 * so the list costs what a walk costs, however many there are: a search in all of them at once would have to pass over
 * everybody whom an earlier section has shown, and most addresses begin as the name does.
 */
static enum err_code list_init(struct list *list, struct db *db, const char *filter,
                               struct err *err) {
    static const enum section number_first[][2] = {
        {BY_ACCOUNT, BY_PHONE}, {BY_NAME, BY_LAST_NAME}, {BY_EMAIL, BY_EMAIL}};
    static const enum section name_first[][2] = {
        {BY_NAME, BY_LAST_NAME}, {BY_EMAIL, BY_EMAIL}, {BY_ACCOUNT, BY_PHONE}};
    char typed[RANGE_SIZE];
    text_copy(typed, sizeof typed, filter ? filter : "");
    text_trim(typed);
    *list = (struct list){.db = db};
    enum section alone = strchr(typed, '@') ? BY_EMAIL : BY_ACCOUNT;
    list_look_in(list, typed, alone, alone);
    if (typed[0] == '\0' || alone == BY_EMAIL) return ERR_OK;
    bool number = isdigit((unsigned char)typed[0]) || typed[0] == '+';
    const enum section(*order)[2] = number ? number_first : name_first;
    enum err_code code = ERR_OK;
    int found = 0;
    for (int i = 0; i < 3 && code == ERR_OK && found == 0; i++) {
        list_look_in(list, typed, order[i][0], order[i][1]);
        struct place start = place_start(list);
        code = walk(list, &start, false, 1, NULL, &found, err);
    }
    return code;
}

/* Is there a row beside the page, on the side it was not read towards? An empty page lies at its anchor. */
static enum err_code look_back(const struct list *list, const struct place *from, bool down,
                               struct rowset *rows, struct err *err) {
    struct place edge = *from;
    int found = 0;
    bool *more = down ? &rows->more_after : &rows->more_before;
    if (rows->rows > 0) {
        const char *key = rowset_key(rows, down ? rows->rows - 1 : 0);
        if (!find_place(list, key, !down, false, &edge)) return ERR_OK;
    } else if (down) {
        edge.id--;
    } else if (edge.id < INT64_MAX) {
        edge.id++;
    }
    enum err_code code = walk(list, &edge, !down, 1, NULL, &found, err);
    *more = found > 0;
    return code;
}

static enum err_code customer_list(struct db *db, const struct list_request *request,
                                   struct rowset *rows, struct err *err) {
    struct list list;
    enum err_code code = list_init(&list, db, request->filter, err);
    if (code != ERR_OK) return code;
    const char *anchor = request->anchor ? request->anchor : "";
    bool down = request->from == LIST_FROM_END || request->from == LIST_BEFORE;
    bool edge = request->from == LIST_FROM_START || request->from == LIST_FROM_END;
    struct place place;
    if (edge || !find_place(&list, anchor, down, request->from == LIST_AT, &place)) {
        place = down ? place_end(&list) : place_start(&list);
        edge = true;
    }
    rowset_reset(rows);
    int count = 0;
    code = walk(&list, &place, down, request->limit + 1, rows, &count, err);
    if (code != ERR_OK) return code;
    if (count > request->limit) {
        rowset_drop_last(rows);
        *(down ? &rows->more_before : &rows->more_after) = true;
    }
    if (down) rowset_reverse(rows);
    return edge ? ERR_OK : look_back(&list, &place, down, rows, err);
}

/* ---- one customer -------------------------------------------------------------------------------------------------- */

static enum err_code customer_load(struct db *db, const char *key, void *rec, struct err *err) {
    char account[ROW_KEY_SIZE];
    text_copy_n(account, sizeof account, key, strcspn(key, "\t"));
    struct stmt *stmt = db_stmt(db, customer_sql[CUSTOMER_LOAD], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, account);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) record_read(&entity_customer, stmt, rec, 0);
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_customer.id, account);
}

enum err_code customer_each(struct db *hq, customer_row *each, void *ctx, struct err *err) {
    struct customer customer;
    struct stmt *stmt = db_stmt(hq, customer_sql[CUSTOMER_EACH], err);
    if (!stmt) return db_error(hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        record_read(&entity_customer, stmt, &customer, 0);
        code = each(ctx, &customer, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    return code;
}

const struct entity entity_customer = {
    .id = "customer",
    .table = "CustTable",
    .key = "AccountNum",
    .members = customer_members,
    .member_count = sizeof customer_members / sizeof customer_members[0],
    .record_size = sizeof(struct customer),
    .list_columns = 6,
    .lookups = hq_lookups,
    .list = customer_list,
    .load = customer_load,
    .init = customer_init,
    .complete = customer_complete,
    .validate = customer_validate,
    .insert = customer_insert,
    .update = customer_update,
    .remove = customer_remove,
};

enum err_code customer_find_email(struct db *hq, const char *email, int *matches,
                                  char account[TEXT_SIZE(20)], struct err *err) {
    struct stmt *stmt = db_stmt(hq, customer_sql[CUSTOMER_FIND_EMAIL], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, email);
    bool row;
    enum err_code code;
    *matches = 0;
    account[0] = '\0';
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if ((*matches)++ == 0) text_copy(account, TEXT_SIZE(20), stmt_text(stmt, 0));
    }
    stmt_reset(stmt);
    return code;
}
