/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_EXTENSION_H
#define CHQ_EXCHANGE_EXTENSION_H

/*
 * What a partner has added to the databases, in the two forms that stop the data exchange (CDX-Troubleshooting.md; domain.md
 * 6 causes 13, 41): only labs put it in, support takes it out. It is made of real tables, triggers and indexes, so that
 * what fails fails for the real reason.
 */

#include "model/exchange/company.h"

/* Headquarters: a custom table that is searched by ReplicationCounterFromOrigin for each customer that arrives and has no
 * index on it. A package takes longer than any SQL command timeout that one would wait for. Does nothing the second time. */
MUST_CHECK enum err_code extension_add_table(struct db *hq, struct err *err);
/* The index that it lacks. *added false: there is no such table, or the index is there. */
MUST_CHECK enum err_code extension_index_table(struct db *hq, bool *added, struct err *err);

/* Channel: CUSTTABLE takes names up to so many characters as they were before headquarters' column was extended. */
#define EXTENSION_NAME_CHARS 8
MUST_CHECK enum err_code extension_narrow_name(struct db *channel, struct err *err);
/* *removed false: the column is as it should be. */
MUST_CHECK enum err_code extension_widen_name(struct db *channel, bool *removed, struct err *err);

#endif
