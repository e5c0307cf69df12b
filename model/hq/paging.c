/* SPDX-License-Identifier: MIT */
/*
 * Keyset paging over one unique text key. Owns the translation of a list_request into one query and, where a page
 * could have a neighbour on the other side, one probe of a single row. Knows no table.
 */

#include "model/hq/paging.h"

#include "model/text.h"

struct page_query {
    const char *sql;
    const char *key;
    bool descending;
};

/* What rows must have. `scope` NULL = the statements have none. */
struct page_filter {
    const char *text, *scope;
};

static struct page_query page_query(const struct paging *paging,
                                    const struct list_request *request) {
    const char *anchor = request->anchor ? request->anchor : "";
    switch (request->from) {
    case LIST_FROM_START:
        return (struct page_query){paging->from, "", false};
    case LIST_FROM_END:
        return (struct page_query){paging->before, PAGE_LAST, true};
    case LIST_AFTER:
        return (struct page_query){paging->after, anchor, false};
    case LIST_BEFORE:
        return (struct page_query){paging->before, anchor, true};
    case LIST_AT:
        return (struct page_query){paging->from, anchor, false};
    }
    BUG("a list asked for from nowhere");
}

static struct stmt *bound(struct db *db, const char *sql, const char *key, int limit,
                          const struct page_filter *filter, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return NULL;
    stmt_bind_text(stmt, 1, key);
    stmt_bind_int(stmt, 2, limit);
    stmt_bind_text(stmt, 3, filter->text);
    if (filter->scope) stmt_bind_text(stmt, 4, filter->scope);
    return stmt;
}

static enum err_code read_rows(struct db *db, const struct page_query *query, int limit,
                               const struct page_filter *filter, struct rowset *rows, bool *more,
                               struct err *err) {
    struct stmt *stmt = bound(db, query->sql, query->key, limit + 1, filter, err);
    if (!stmt) return db_error(db);
    bool row;
    enum err_code code;
    *more = false;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (rows->rows == limit) {
            *more = true;
            break;
        }
        rowset_add(rows, stmt_text(stmt, 0));
        for (int i = 0; i < rows->columns; i++) rowset_set(rows, i, stmt_text(stmt, i + 1));
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code is_there(struct db *db, const char *sql, const char *key,
                              const struct page_filter *filter, bool *there, struct err *err) {
    struct stmt *stmt = bound(db, sql, key, 1, filter, err);
    if (!stmt) return db_error(db);
    enum err_code code = stmt_step(stmt, there, err);
    stmt_reset(stmt);
    return code;
}

/* The side the page was not read towards. An empty page lies at its anchor. */
static enum err_code look_back(struct db *db, const struct paging *paging,
                               const struct page_query *query, const struct page_filter *filter,
                               struct rowset *rows, struct err *err) {
    char edge[ROW_KEY_SIZE];
    bool *more = query->descending ? &rows->more_after : &rows->more_before;
    if (rows->rows > 0) {
        int row = query->descending ? rows->rows - 1 : 0;
        text_copy(edge, sizeof edge, rowset_key(rows, row));
        const char *sql = query->descending ? paging->after : paging->before;
        return is_there(db, sql, edge, filter, more, err);
    }
    /* Behind an anchor with nothing after it the anchor's own row may be the last one. */
    if (query->descending) return is_there(db, paging->from, query->key, filter, more, err);
    enum err_code code = is_there(db, paging->before, query->key, filter, more, err);
    if (code != ERR_OK || *more) return code;
    bool at = false, after = false;
    code = is_there(db, paging->from, query->key, filter, &at, err);
    if (code == ERR_OK) code = is_there(db, paging->after, query->key, filter, &after, err);
    *more = at && !after;
    return code;
}

enum err_code paging_list(struct db *db, const struct paging *paging,
                          const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    char text[FILTER_SIZE * 4];
    text_fold(text, sizeof text, request->filter ? request->filter : "");
    text_trim(text);
    const char *scope = request->scope ? request->scope : "";
    const struct page_filter filter = {.text = text, .scope = paging->scoped ? scope : NULL};
    rowset_reset(rows);
    bool more = false;
    struct page_query query = page_query(paging, request);
    enum err_code code = read_rows(db, &query, request->limit, &filter, rows, &more, err);
    if (code != ERR_OK) return code;
    if (query.descending) rowset_reverse(rows);
    *(query.descending ? &rows->more_before : &rows->more_after) = more;
    bool edge = request->from == LIST_FROM_START || request->from == LIST_FROM_END;
    return edge ? ERR_OK : look_back(db, paging, &query, &filter, rows, err);
}
