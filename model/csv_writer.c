/* SPDX-License-Identifier: MIT */
/* CSV as it comes: no row in memory. Knows nothing of what it writes. */

#include "model/csv_writer.h"

#include <string.h>

#include "model/clock.h"

void csv_writer_init(struct csv_writer *csv, FILE *out) {
    *csv = (struct csv_writer){.out = out};
}

void csv_cell(struct csv_writer *csv, const char *text) {
    bool formula = *text && strchr("=+-@\t\r", *text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (csv->inside) putc(',', csv->out);
    csv->inside = true;
    if (quoted) putc('"', csv->out);
    if (formula) putc('\'', csv->out);
    for (; *text; text++) {
        if (*text == '"') putc('"', csv->out);
        putc(*text, csv->out);
    }
    if (quoted) putc('"', csv->out);
}

void csv_number(struct csv_writer *csv, int64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)number);
    csv_cell(csv, text);
}

void csv_time(struct csv_writer *csv, int64_t ms) {
    char text[32] = "";
    if (ms > 0) clock_format_iso(ms, text, sizeof text);
    csv_cell(csv, text);
}

void csv_row_end(struct csv_writer *csv) {
    fputs("\r\n", csv->out);
    csv->inside = false;
}
