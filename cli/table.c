/* SPDX-License-Identifier: MIT */
/* Columns of text for people. Knows nothing of what it prints. */

#include "cli/table.h"

#include <stdarg.h>

#include "tui/alloc.h"
#include "tui/canvas.h"
#include "tui/words.h"

void table_init(struct table *table, FILE *out) {
    *table = (struct table){.out = out};
}

void table_column(struct table *table, const char *title, bool right) {
    if (table->columns == TABLE_COLUMNS || table->cells) BUG("too many columns, or too late");
    table->title[table->columns] = title;
    table->right[table->columns] = right;
    table->width[table->columns++] = title ? text_cols(title) : 0;
}

static void print_cell(const struct table *table, int column, const char *text) {
    int pad = table->width[column] - text_cols(text);
    bool last = column == table->columns - 1;
    if (column > 0) fputs("  ", table->out);
    if (table->right[column] && pad > 0) fprintf(table->out, "%*s", pad, "");
    fputs(text, table->out);
    if (last)
        putc('\n', table->out);
    else if (!table->right[column] && pad > 0)
        fprintf(table->out, "%*s", pad, "");
}

static void print_heading(const struct table *table) {
    bool any = false;
    for (int i = 0; i < table->columns; i++) any = any || table->title[i];
    if (!any) return;
    for (int i = 0; i < table->columns; i++) {
        print_cell(table, i, table->title[i] ? table->title[i] : "");
    }
}

/* Widths are known now: print what was kept back. */
static void start_streaming(struct table *table) {
    if (table->streaming) return;
    table->streaming = true;
    print_heading(table);
    for (int i = 0; i < table->rows * table->columns; i++) {
        print_cell(table, i % table->columns, table->cells[i]);
        free(table->cells[i]);
    }
    free(table->cells);
    table->cells = NULL;
}

void table_cell(struct table *table, const char *text) {
    char clean[WORDS_SIZE];
    words_clean(clean, sizeof clean, text);
    if (table->rows == TABLE_BUFFERED) start_streaming(table);
    if (table->streaming) {
        print_cell(table, table->column, clean);
    } else {
        if (!table->cells) {
            table->cells = alloc_zero(TABLE_BUFFERED * (size_t)table->columns, sizeof(char *));
        }
        table->cells[table->rows * table->columns + table->column] = alloc_text(clean);
        int cols = text_cols(clean);
        if (cols > table->width[table->column]) table->width[table->column] = cols;
    }
    if (++table->column < table->columns) return;
    table->column = 0;
    if (!table->streaming) table->rows++;
}

void table_cellf(struct table *table, const char *fmt, ...) {
    char text[WORDS_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    table_cell(table, text);
}

void table_cell_int(struct table *table, int64_t value) {
    table_cellf(table, "%lld", (long long)value);
}

void table_end(struct table *table) {
    if (table->column != 0) BUG("a row of a table is not complete");
    start_streaming(table);
}

void table_pairs(struct table *table, FILE *out) {
    table_init(table, out);
    table_column(table, NULL, false);
    table_column(table, NULL, false);
}

void table_pair(struct table *table, const char *label, const char *value) {
    table_cell(table, label);
    table_cell(table, value);
}

void print_wrapped(FILE *out, const char *text, int indent, int cols) {
    do {
        size_t len = 0;
        const char *next = text_wrap(text, cols, &len);
        fprintf(out, "%*s%.*s\n", len ? indent : 0, "", (int)len, text);
        text = next;
    } while (text && *text);
}
