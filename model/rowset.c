/* SPDX-License-Identifier: MIT */
/*
 * One page of a list in one growing buffer: keys and cells behind each other, found by offsets. Owns that memory and
 * its ceiling; knows nothing of what the cells mean or where they came from.
 */

#include "model/rowset.h"

#include "model/err.h"

/* A page and the rows read around it to learn whether there is more. */
#define ROWS_CEILING (2 * ROWSET_MAX_ROWS + 2)
/* Far above any honest page (1000 rows x 16 cells of 240 bytes are 4 MB); beyond it a cell stays empty. */
#define TEXT_CEILING ((size_t)32 << 20)

void rowset_init(struct rowset *rows, int columns) {
    if (columns < 0 || columns > ROWSET_MAX_COLUMNS) BUG("a list with too many columns");
    *rows = (struct rowset){.columns = columns};
}

void rowset_release(struct rowset *rows) {
    free(rows->text);
    free(rows->offset);
    *rows = (struct rowset){.columns = rows->columns};
}

void rowset_reset(struct rowset *rows) {
    rows->rows = 0;
    rows->used = 0;
    rows->more_before = rows->more_after = false;
}

static void *grow(void *memory, size_t bytes) {
    void *more = realloc(memory, bytes);
    if (!more) BUG("out of memory for a list");
    return more;
}

/* Store a text, return where. Place 0 is always the empty text. */
static uint32_t store(struct rowset *rows, const char *text) {
    size_t len = text ? strlen(text) : 0;
    size_t needed = (rows->used ? rows->used : 1) + len + 1;
    if (needed > rows->size) {
        if (needed > TEXT_CEILING) return 0;
        size_t size = rows->size ? rows->size : 4096;
        while (size < needed) size *= 2;
        rows->text = grow(rows->text, size);
        rows->size = size;
    }
    if (rows->used == 0) rows->text[rows->used++] = '\0';
    if (len == 0) return 0;
    uint32_t at = (uint32_t)rows->used;
    memcpy(rows->text + at, text, len + 1);
    rows->used += len + 1;
    return at;
}

static uint32_t *row_at(const struct rowset *rows, int row) {
    return rows->offset + (size_t)row * (size_t)(rows->columns + 1);
}

void rowset_add(struct rowset *rows, const char *key) {
    if (rows->rows >= ROWS_CEILING) BUG("a list returned more rows than it was asked for");
    if (rows->rows == rows->capacity) {
        int capacity = rows->capacity ? rows->capacity * 2 : 64;
        size_t cells = (size_t)capacity * (size_t)(rows->columns + 1);
        rows->offset = grow(rows->offset, cells * sizeof *rows->offset);
        rows->capacity = capacity;
    }
    uint32_t *cells = row_at(rows, rows->rows);
    memset(cells, 0, (size_t)(rows->columns + 1) * sizeof *cells);
    cells[0] = store(rows, key);
    rows->rows++;
}

void rowset_set(struct rowset *rows, int column, const char *text) {
    if (rows->rows == 0 || column < 0 || column >= rows->columns) BUG("a cell outside its list");
    uint32_t at = store(rows, text);
    row_at(rows, rows->rows - 1)[column + 1] = at;
}

void rowset_set_int(struct rowset *rows, int column, int64_t value) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    rowset_set(rows, column, text);
}

void rowset_reverse(struct rowset *rows) {
    for (int a = 0, b = rows->rows - 1; a < b; a++, b--) {
        uint32_t *first = row_at(rows, a), *last = row_at(rows, b);
        for (int i = 0; i <= rows->columns; i++) {
            uint32_t keep = first[i];
            first[i] = last[i];
            last[i] = keep;
        }
    }
}

void rowset_drop_last(struct rowset *rows) {
    if (rows->rows > 0) rows->rows--;
}

const char *rowset_key(const struct rowset *rows, int row) {
    if (row < 0 || row >= rows->rows) BUG("a row outside its list");
    return rows->text + row_at(rows, row)[0];
}

const char *rowset_cell(const struct rowset *rows, int row, int column) {
    if (row < 0 || row >= rows->rows || column < 0 || column >= rows->columns) {
        BUG("a cell outside its list");
    }
    return rows->text + row_at(rows, row)[column + 1];
}
