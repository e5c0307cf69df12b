/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_CSV_WRITER_H
#define CHQ_MODEL_CSV_WRITER_H

/*
 * Writes CSV by RFC 4180: commas, lines end with CR LF, a cell with a comma, a quotation mark or a line break stands in
 * quotation marks. Text is UTF-8 without a mark of byte order.
 *
 * A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets an
 * apostrophe before it, which spreadsheets hide: customers type these cells, and a formula can send data away (OWASP,
 * CSV injection). Programs that read the file take one leading apostrophe off.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct csv_writer {
    FILE *out;
    bool inside; /* a row has begun */
};

void csv_writer_init(struct csv_writer *csv, FILE *out);
void csv_cell(struct csv_writer *csv, const char *text);
void csv_number(struct csv_writer *csv, int64_t number);
/* As clock_format_iso; an empty cell for 0. */
void csv_time(struct csv_writer *csv, int64_t ms);
void csv_row_end(struct csv_writer *csv);

#endif
