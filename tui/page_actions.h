/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PAGE_ACTIONS_H
#define CHQ_TUI_PAGE_ACTIONS_H

/* The commands of a page, its own and those the engine gives it (tui/page.h), and why a key does nothing just now. */

#include "tui/page_view.h"

/* Action number `index` of the page in front, NULL = there are no more. */
const struct action *page_action_at(const struct page_view *pv, int index);
/* The one a key is bound to, NULL = none. */
const struct action *page_action_bound(const struct page_view *pv, enum action_id bound);
bool page_action_enabled(const struct page_view *pv, const struct action *action);
/* Run it for the current record, or say why it cannot be run. */
enum next page_action_run(struct page_view *pv, const struct action *action);
/* Why a command, its own (`action`) or a standard one, does nothing now; translated, whole sentences. */
void page_action_why_not(const struct page_view *pv, const struct action *action, char *buf,
                         size_t size);
void page_view_why_not(const struct page_view *pv, enum action_id action, char *buf, size_t size);

#endif
