/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_TRACE_VIEW_H
#define CHQ_TUI_TRACE_VIEW_H

/* Tracing a customer from any list (key T): opens the page Trace. Main thread only. */

#include "tui/app.h"

/* Account, GUID or e-mail address of the customer, borrowed for the call; store (may be NULL or "") is where somebody
 * who is nowhere says to have signed up. */
void trace_open(struct app *app, const char *key, const char *store);
/* The commands of a storefront's dialog: traces who is typed there (Key, else Email), else who has just signed up. */
extern const struct action trace_shopper_actions[];
/* The two parts of the page's key again. */
void trace_key_split(const char *page_key, char *key, size_t key_size, char *store,
                     size_t store_size);

#endif
