/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PALETTE_H
#define CHQ_TUI_PALETTE_H

/* What the palette finds, for the palette itself and its tests. */

#include "tui/app.h"

#define PALETTE_HITS 10 /* the product shows at most ten (domain.md section 3) */

struct palette_hit {
    const char *page_id;         /* a page, whether it exists or not; NULL = a command */
    const struct action *action; /* command of the page in front */
    int score;
};

/* Fills up to PALETTE_HITS, best first; returns how many. */
int palette_find(const struct app *app, const char *typed, struct palette_hit *hits);

#endif
