/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SMALL_LIST_H
#define CHQ_TUI_SMALL_LIST_H

/* Paging for lists that are short and in memory anyway (jobs, guides): the caller has filtered already. */

#include "model/rowset.h"

/*
 * Which of `count` rows a request asks for: rows *begin up to, not including, *end. `key` gives a row's key. Sets
 * rows->more_before and more_after. An anchor that is gone counts as the start.
 */
void small_list_page(const struct list_request *request, int count,
                     const char *(*key)(void *ctx, int row), void *ctx, struct rowset *rows,
                     int *begin, int *end);
/* Does the quick filter find itself in `text`, case ignored? An empty filter finds everything. */
bool small_list_matches(const char *filter, const char *text);

#endif
