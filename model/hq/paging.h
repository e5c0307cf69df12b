/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_PAGING_H
#define CHQ_HQ_PAGING_H

/*
 * Pages of a small table whose row key is one unique text column: the same three queries for every such list. The
 * filter is looked for in the folded columns row by row, which only small tables can afford.
 *
 * Parameters: ?1 key to go on from, ?2 limit, ?3 folded filter ('' = none), ?4 the request's scope where `scoped`. Column
 * 0 is the key, the cells follow.
 */

#include "model/db.h"
#include "model/rowset.h"

/* `select` is "SELECT key, cells… FROM …", `match` a condition made of PAGE_HAS(column). */
#define PAGE_HAS(column)  "instr(fold(" column "), ?3)"
#define PAGE_MATCH(match) " AND (?3 = '' OR " match ")"
#define PAGE_FROM(select, key, match)                                                              \
    select " WHERE " key " >= ?1" PAGE_MATCH(match) " ORDER BY " key " LIMIT ?2"
#define PAGE_AFTER(select, key, match)                                                             \
    select " WHERE " key " > ?1" PAGE_MATCH(match) " ORDER BY " key " LIMIT ?2"
#define PAGE_BEFORE(select, key, match)                                                            \
    select " WHERE " key " < ?1" PAGE_MATCH(match) " ORDER BY " key " DESC LIMIT ?2"

/* The same where the key is a number, the newest first: `key` "j.RecId". */
#define PAGE_NUMBER "CAST(?1 AS INTEGER)" /* 0 for "" and PAGE_LAST */
#define PAGE_NEWEST_FROM(select, key, match)                                                       \
    select " WHERE " key " <= coalesce(nullif(" PAGE_NUMBER                                        \
           ", 0), 9223372036854775807)" PAGE_MATCH(match) " ORDER BY " key " DESC LIMIT ?2"
#define PAGE_NEWEST_AFTER(select, key, match)                                                      \
    select " WHERE " key " < " PAGE_NUMBER PAGE_MATCH(match) " ORDER BY " key " DESC LIMIT ?2"
#define PAGE_NEWEST_BEFORE(select, key, match)                                                     \
    select " WHERE " key " > " PAGE_NUMBER PAGE_MATCH(match) " ORDER BY " key " LIMIT ?2"

/* Greater than every text that can be stored (the last code point). */
#define PAGE_LAST "\xF4\x8F\xBF\xBF"

struct paging {
    const char *from, *after, *before;
    bool scoped;
};

/* Fill `rows` (emptied first) with one page of request->limit rows; says truly whether there is more on either side. */
MUST_CHECK enum err_code paging_list(struct db *db, const struct paging *paging,
                                     const struct list_request *request, struct rowset *rows,
                                     struct err *err);

#endif
