/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_CSV_HEADER_H
#define CHQ_CLI_CSV_HEADER_H

/* Which column of a CSV file is which field of a sign-up: by technical name, label in either language, or a name that
 * other programs use. Case, blanks and punctuation do not matter. */

#include "cli/csv_reader.h"
#include "model/record.h"

#define CSV_COLUMNS_MAX 1024

struct csv_header {
    int count;                                     /* columns of the file */
    const struct member *columns[CSV_COLUMNS_MAX]; /* NULL = not needed */
};

/* CSV_NO_COLUMN when a required field has none (value: their labels), CSV_COLUMN_TWICE. */
MUST_CHECK enum err_code csv_header_read(struct csv_header *header, const struct csv_cell *cells,
                                         int count, struct err *err);
/* Names that are known beside technical name and labels, for help and manual: "givenname, forename, …". */
void csv_header_names(const char *member_key, char *buf, size_t size);

#endif
