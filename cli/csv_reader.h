/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_CSV_READER_H
#define CHQ_CLI_CSV_READER_H

/*
 * Rows of a CSV file as it was found (RFC 4180 and what spreadsheets make of it): byte-order mark, any line ending, quoted
 * fields with line feeds, comma, semicolon or tab by the look of the first line. A row that is not well-formed is
 * reported with the line it begins in, and reading goes on in the line after that: one missing quotation mark never
 * swallows the rest of a file.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"

#define CSV_ROW_MAX ((size_t)1 << 20) /* bytes; a longer row is not well-formed */

struct csv_cell {
    const char *text; /* NUL-terminated; may hold NULs and anything else before that */
    size_t len;
};

struct csv_reader_calls {
    /* A row; borrowed for the call. false = stop reading. */
    bool (*row)(void *ctx, int64_t line, const struct csv_cell *cells, int count);
    /* A row that is not well-formed CSV. false = stop reading. */
    bool (*bad)(void *ctx, int64_t line);
    /* The input is slow: nothing more came for a while. false = stop reading. */
    bool (*idle)(void *ctx);
    /* Stop as soon as possible? Asked before each read and after an interrupted one. */
    bool (*stop)(void *ctx);
    void *ctx;
};

/* Read `fd` to its end. ERR_IO when reading fails; ERR_INVALID CSV_ENCODING for UTF-16, CSV_SYNTAX for a line without
 * end (CSV_ROW_MAX). */
MUST_CHECK enum err_code csv_read(int fd, const struct csv_reader_calls *calls, struct err *err);

#endif
