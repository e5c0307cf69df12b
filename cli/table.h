/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_TABLE_H
#define CHQ_CLI_TABLE_H

/*
 * Columns for people, aligned by what characters take on a screen. Nothing is cut. The first TABLE_BUFFERED rows decide
 * the widths; later ones are printed as they come, so a table of any length takes the same memory. Control characters
 * in cells are replaced (words_clean).
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "model/err.h"

#define TABLE_COLUMNS  12
#define TABLE_BUFFERED 200

struct table {
    FILE *out;
    int columns;
    const char *title[TABLE_COLUMNS]; /* translated; all NULL = no heading */
    bool right[TABLE_COLUMNS];
    int width[TABLE_COLUMNS];
    char **cells; /* TABLE_BUFFERED * columns */
    int rows, column;
    bool streaming;
};

void table_init(struct table *table, FILE *out);
/* Before the first cell. `title` NULL in all columns = no heading. */
void table_column(struct table *table, const char *title, bool right);
/* Cells of a row from left to right; the last one ends the row. */
void table_cell(struct table *table, const char *text);
void table_cellf(struct table *table, const char *fmt, ...) PRINTF_LIKE(2, 3);
void table_cell_int(struct table *table, int64_t value);
/* Print what is left and free. */
void table_end(struct table *table);

/* Two columns without heading: begin with table_pairs, then table_pair. */
void table_pairs(struct table *table, FILE *out);
void table_pair(struct table *table, const char *label, const char *value);
/* Text wrapped to `cols` columns, each line behind `indent` blanks. */
void print_wrapped(FILE *out, const char *text, int indent, int cols);

#endif
