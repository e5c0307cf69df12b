/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_ROWSET_H
#define CHQ_MODEL_ROWSET_H

/*
 * One page of a list: rows of text cells, each row with an opaque key from which the next page goes on (keyset
 * paging: never OFFSET, never COUNT(*) on the way to a screen). The memory is one growing buffer with a ceiling.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROWSET_MAX_COLUMNS 16
#define ROWSET_MAX_ROWS    1000
#define ROW_KEY_SIZE       640
#define FILTER_SIZE        129

enum list_from {
    LIST_FROM_START,
    LIST_FROM_END,
    LIST_AFTER,  /* rows behind the anchor */
    LIST_BEFORE, /* the rows just before the anchor, still in list order */
    LIST_AT      /* the anchor's row, if it still exists, and the rows behind it */
};

struct list_request {
    enum list_from from;
    const char *anchor; /* a row key this list gave; NULL with START and END */
    int limit;          /* 1..ROWSET_MAX_ROWS */
    const char *filter; /* quick filter as typed, NULL or "" = none; case is ignored */
    const char *scope;  /* meaning is the list's own (a store ID, a state name), NULL = all */
};

struct rowset {
    int columns, rows;
    bool more_before, more_after; /* is there a row outside this page? */
    char *text;                   /* all keys and cells, NUL-terminated */
    size_t used, size;
    uint32_t *offset; /* rows * (columns + 1): key, then cells */
    int capacity;     /* rows that offset has room for */
};

void rowset_init(struct rowset *rows, int columns);
void rowset_release(struct rowset *rows);
/* Empty, but keeps its memory for the next page. */
void rowset_reset(struct rowset *rows);
/* Append a row with empty cells; then fill them in any order, each once. */
void rowset_add(struct rowset *rows, const char *key);
void rowset_set(struct rowset *rows, int column, const char *text);
void rowset_set_int(struct rowset *rows, int column, int64_t value);
/* Put rows read in descending order into list order. */
void rowset_reverse(struct rowset *rows);
/* Drop the last row (the one read only to learn whether there is more). */
void rowset_drop_last(struct rowset *rows);

/* Borrowed until the rowset changes. */
const char *rowset_key(const struct rowset *rows, int row);
const char *rowset_cell(const struct rowset *rows, int row, int column);

#endif
