/* SPDX-License-Identifier: MIT */
/*
 * The list of operations, newest first, at any size: each filter walks an index in which its rows lie together. Owns the
 * sections a list is made of and the keys that lead from one page to the next. With a text, those not done come first
 * (their index is short), then those of the customers whom the customers' own list finds.
 */

#include "model/hq/operation_list.h"

#include <inttypes.h>

#include "model/hq/customer.h"

enum section { IN_ALL, IN_STATUS, IN_STORE, IN_EDITS, OF_GUID, OF_ACCOUNT, SECTIONS };

/* ?1 RecId to go on from, ?2 limit, ?3 folded text ('' = none), ?4 status (-1 = any), ?5 operation (0 = any), ?6 store
 * (0 = any), ?7 the section's own value. */
#define CELLS                                                                                      \
    "SELECT o.RecId, ifnull((SELECT OMOperatingUnitID FROM RetailChannelTable"                     \
    " WHERE RecId = o.StoreRecId), ''), " OPERATION_ACCOUNT ", o.CustAccountAsync,"                \
    " o.OperationTimestamp, o.SyncStatus, o.Operation, o.CustName, o.Email"
#define MATCH                                                                                      \
    " AND (?4 < 0 OR o.SyncStatus = ?4) AND (?5 = 0 OR o.Operation = ?5)"                          \
    " AND (?6 = 0 OR o.StoreRecId = ?6) AND (?3 = '' OR instr(fold(o.CustName), ?3)"               \
    " OR instr(fold(o.Email), ?3) OR instr(fold(o.CustAccountAsync), ?3)"                          \
    " OR o.Operation > 1 AND instr(fold(" OPERATION_ACCOUNT "), ?3))"
#define WALK(from)                                                                                 \
    CELLS from MATCH " AND o.RecId < ?1 ORDER BY o.RecId DESC LIMIT ?2",                           \
        CELLS from MATCH " AND o.RecId > ?1 ORDER BY o.RecId LIMIT ?2"

/* enum section, each onwards and backwards. */
const char *const operation_list_sql[] = {
    WALK(" FROM RetailAsyncCustomer o NOT INDEXED WHERE ?7 IS NULL"),
    WALK(" FROM RetailAsyncCustomer o INDEXED BY RetailAsyncCustomer_Pending"
         " WHERE o.OnlineCustCreated = 0 AND o.SyncStatus = ?7"),
    WALK(" FROM RetailAsyncCustomer o INDEXED BY RetailAsyncCustomer_Store"
         " WHERE o.StoreRecId = ?7"),
    WALK(" FROM RetailAsyncCustomer o INDEXED BY RetailAsyncCustomer_Edits"
         " WHERE o.Operation > 1 AND o.Operation = ?7"),
    WALK(" FROM RetailAsyncCustomer o WHERE o.CustAccountAsync = ?7"),
    WALK(" FROM CustTable k CROSS JOIN RetailCustTable g ON g.RecId = k.RecId"
         " CROSS JOIN RetailAsyncCustomer o ON o.CustAccountAsync = g.CustAccountAsync"
         " WHERE k.DataAreaId = " OPERATION_COMPANY
         " AND k.AccountNum = ?7 AND g.CustAccountAsync <> '' AND o.OnlineCustCreated = 1"),
    NULL};

/* ---- what is asked for ------------------------------------------------------------------------------------------ */

void operation_scope_format(const struct operation_scope *scope, char text[OPERATION_SCOPE_SIZE]) {
    bool all = scope->status < 0 && scope->kind == 0 && scope->store_rec_id == 0;
    text[0] = '\0';
    if (all) return;
    snprintf(text, OPERATION_SCOPE_SIZE, "%d:%d:%" PRId64, scope->status, scope->kind,
             scope->store_rec_id);
}

struct operation_scope operation_scope_parse(const char *text) {
    const struct operation_scope all = {.status = -1};
    struct operation_scope scope = all;
    char *end;
    if (!text || !*text) return all;
    scope.status = (int)strtol(text, &end, 10);
    if (*end != ':') return all;
    scope.kind = (int)strtol(end + 1, &end, 10);
    if (*end != ':') return all;
    scope.store_rec_id = strtoll(end + 1, &end, 10);
    return *end == '\0' ? scope : all;
}

#define MAX_PARTS 3

/* A part of the list: a section, with the value that it is about. */
struct part {
    enum section section;
    int64_t value;
};

struct list {
    struct db *db;
    struct operation_scope scope;
    char text[FILTER_SIZE * 4]; /* folded; '' = none */
    const char *filter;         /* as typed */
    char guid[GUID_SIZE];
    struct part parts[MAX_PARTS];
    int part_count;
};

static void add_part(struct list *list, enum section section, int64_t value) {
    list->parts[list->part_count++] = (struct part){section, value};
}

static void add_parts_by_text(struct list *list) {
    int status = list->scope.status;
    if (status < 0 || status == SYNC_FAILED) add_part(list, IN_STATUS, SYNC_FAILED);
    if (status < 0 || status == SYNC_PENDING) add_part(list, IN_STATUS, SYNC_PENDING);
    if (status < 0 || status == SYNC_SUCCEEDED) add_part(list, OF_ACCOUNT, 0);
}

static void list_init(struct list *list, struct db *db, const struct list_request *request) {
    *list = (struct list){.db = db,
                          .scope = operation_scope_parse(request->scope),
                          .filter = request->filter ? request->filter : ""};
    text_fold(list->text, sizeof list->text, list->filter);
    text_trim(list->text);
    if (ids_parse_guid(list->filter, list->guid)) {
        list->text[0] = '\0';
        add_part(list, OF_GUID, 0);
    } else if (list->text[0] != '\0') {
        add_parts_by_text(list);
    } else if (list->scope.status == SYNC_PENDING || list->scope.status == SYNC_FAILED) {
        add_part(list, IN_STATUS, list->scope.status);
    } else if (list->scope.kind > OPERATION_CREATE) {
        add_part(list, IN_EDITS, list->scope.kind);
    } else if (list->scope.store_rec_id != 0) {
        add_part(list, IN_STORE, list->scope.store_rec_id);
    } else {
        add_part(list, IN_ALL, 0);
    }
}

/* ---- places ----------------------------------------------------------------------------------------------------- */

/* Between two rows: the part, the RecId, and in the part of the customers whose operations they are. */
struct place {
    int part;
    int64_t id;
    char customer
        [ROW_KEY_SIZE]; /* row key of the customers' list, '' = before the first, or behind the last */
};

static struct place place_edge(const struct list *list, bool backwards) {
    return (struct place){.part = backwards ? list->part_count - 1 : 0,
                          .id = backwards ? 0 : INT64_MAX};
}

static void make_key(char key[ROW_KEY_SIZE], const struct place *place) {
    int used = snprintf(key, ROW_KEY_SIZE, "%" PRId64 "\t%d\t", place->id, place->part);
    text_copy(key + used, ROW_KEY_SIZE - (size_t)used, place->customer);
}

/* A number alone (a record that was just saved) is looked for in the first part. */
static bool find_place(const struct list *list, const char *key, struct place *place) {
    char *end;
    *place = (struct place){.id = strtoll(key, &end, 10)};
    if (end == key) return false;
    if (*end == '\0') return true;
    long part = strtol(end + 1, &end, 10);
    if (*end != '\t' || part < 0 || part >= list->part_count) return false;
    place->part = (int)part;
    text_copy(place->customer, sizeof place->customer, end + 1);
    return true;
}

/* ---- walking ---------------------------------------------------------------------------------------------------- */

struct walk {
    const struct list *list;
    bool backwards;
    int limit, count;
    struct rowset *rows; /* NULL = they are only counted */
};

static void add_row(struct walk *walk, struct stmt *stmt, const struct place *place) {
    static const int columns[] = {0, 1, 2, 3, 4};
    char key[ROW_KEY_SIZE];
    struct place here = *place;
    walk->count++;
    if (!walk->rows) return;
    here.id = stmt_int(stmt, 0);
    make_key(key, &here);
    rowset_add(walk->rows, key);
    for (int i = 0; i < 5; i++) rowset_set(walk->rows, i, stmt_text(stmt, columns[i]));
    int64_t status = stmt_int(stmt, 5), kind = stmt_int(stmt, 6);
    bool known_status = status >= SYNC_PENDING && status <= SYNC_FAILED;
    bool known_kind = kind >= OPERATION_CREATE && kind <= OPERATION_DEACTIVATE;
    rowset_set(walk->rows, 5, known_status ? operation_statuses[status] : "");
    rowset_set(walk->rows, 6, operation_kinds[known_kind ? kind : 0]);
    rowset_set(walk->rows, 7, stmt_text(stmt, 7));
    rowset_set(walk->rows, 8, stmt_text(stmt, 8));
}

/* `own` is the account of OF_ACCOUNT. */
static enum err_code walk_rows(struct walk *walk, const struct place *place, const char *own,
                               struct err *err) {
    const struct list *list = walk->list;
    const struct part *part = &list->parts[place->part];
    const char *sql = operation_list_sql[2 * (int)part->section + (walk->backwards ? 1 : 0)];
    struct stmt *stmt = db_stmt(list->db, sql, err);
    if (!stmt) return db_error(list->db);
    bool by_text = part->section == IN_STATUS;
    stmt_bind_int(stmt, 1, place->id);
    stmt_bind_int(stmt, 2, walk->limit - walk->count);
    stmt_bind_text(stmt, 3, by_text ? list->text : "");
    stmt_bind_int(stmt, 4, list->scope.status);
    stmt_bind_int(stmt, 5, list->scope.kind);
    stmt_bind_int(stmt, 6, list->scope.store_rec_id);
    if (part->section == OF_ACCOUNT || part->section == OF_GUID) {
        stmt_bind_text(stmt, 7, own ? own : list->guid);
    } else if (part->section != IN_ALL) {
        stmt_bind_int(stmt, 7, part->value);
    }
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) add_row(walk, stmt, place);
    return code;
}

/* The operations of the customers that the customers' list finds, customer by customer. */
static enum err_code walk_customers(struct walk *walk, const struct place *from, struct err *err) {
    enum { CUSTOMERS = 50 };
    struct rowset customers;
    struct place place = *from;
    enum err_code code = ERR_OK;
    bool more = true;
    rowset_init(&customers, entity_customer.list_columns);
    if (place.customer[0]) {
        char account[TEXT_SIZE(20)];
        text_copy_n(account, sizeof account, place.customer, strcspn(place.customer, "\t"));
        code = walk_rows(walk, &place, account, err);
    }
    while (code == ERR_OK && more && walk->count < walk->limit) {
        bool edge = place.customer[0] == '\0';
        struct list_request request = {.from = walk->backwards
                                                   ? (edge ? LIST_FROM_END : LIST_BEFORE)
                                                   : (edge ? LIST_FROM_START : LIST_AFTER),
                                       .anchor = edge ? NULL : place.customer,
                                       .limit = CUSTOMERS,
                                       .filter = walk->list->filter};
        code = entity_customer.list(walk->list->db, &request, &customers, err);
        for (int i = 0; code == ERR_OK && i < customers.rows && walk->count < walk->limit; i++) {
            int row = walk->backwards ? customers.rows - 1 - i : i;
            text_copy(place.customer, sizeof place.customer, rowset_key(&customers, row));
            place.id = walk->backwards ? 0 : INT64_MAX;
            code = walk_rows(walk, &place, rowset_cell(&customers, row, 0), err);
        }
        more =
            customers.rows > 0 && (walk->backwards ? customers.more_before : customers.more_after);
    }
    rowset_release(&customers);
    return code;
}

static enum err_code walk_parts(struct walk *walk, const struct place *from, struct err *err) {
    struct place place = *from;
    enum err_code code = ERR_OK;
    walk->count = 0;
    while (code == ERR_OK && walk->count < walk->limit) {
        bool customers = walk->list->parts[place.part].section == OF_ACCOUNT;
        code = customers ? walk_customers(walk, &place, err) : walk_rows(walk, &place, NULL, err);
        int next = place.part + (walk->backwards ? -1 : 1);
        if (next < 0 || next >= walk->list->part_count) break;
        place = place_edge(walk->list, walk->backwards);
        place.part = next;
    }
    return code;
}

/* Is there a row beside the page, on the side it was not read towards? An empty page lies at its anchor. */
static enum err_code look_back(const struct list *list, const struct place *from, bool backwards,
                               struct rowset *rows, struct err *err) {
    struct place edge = *from;
    struct walk walk = {.list = list, .backwards = !backwards, .limit = 1};
    if (rows->rows > 0) {
        const char *key = rowset_key(rows, backwards ? rows->rows - 1 : 0);
        if (!find_place(list, key, &edge)) return ERR_OK;
    } else {
        edge.id += backwards ? 1 : -1;
    }
    enum err_code code = walk_parts(&walk, &edge, err);
    *(backwards ? &rows->more_after : &rows->more_before) = walk.count > 0;
    return code;
}

enum err_code operation_list(struct db *db, const struct list_request *request, struct rowset *rows,
                             struct err *err) {
    struct list list;
    struct place place;
    list_init(&list, db, request);
    bool backwards = request->from == LIST_FROM_END || request->from == LIST_BEFORE;
    bool edge = request->from == LIST_FROM_START || request->from == LIST_FROM_END;
    if (edge || !find_place(&list, request->anchor ? request->anchor : "", &place)) {
        place = place_edge(&list, backwards);
        edge = true;
    } else if (request->from == LIST_AT && place.id < INT64_MAX) {
        place.id++;
    }
    struct walk walk = {
        .list = &list, .backwards = backwards, .limit = request->limit + 1, .rows = rows};
    rowset_reset(rows);
    enum err_code code = walk_parts(&walk, &place, err);
    if (code != ERR_OK) return code;
    if (walk.count > request->limit) {
        rowset_drop_last(rows);
        *(backwards ? &rows->more_before : &rows->more_after) = true;
    }
    if (backwards) rowset_reverse(rows);
    return edge ? ERR_OK : look_back(&list, &place, backwards, rows, err);
}
