/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PALETTE_H
#define CHQ_TUI_PALETTE_H

/* What the palette finds, for the palette itself and its tests. */

#include "tui/app.h"

#define PALETTE_HITS 10 /* the product shows at most ten (domain.md section 3) */

/* What may be typed instead of a name: "w", "theme light". */
struct palette_command {
    const char *word, *label;
    bool argument; /* something may follow the word */
    void (*run)(struct app *app, const char *argument);
};

/* One of the three is set. */
struct palette_hit {
    const struct palette_command *command; /* typed in full: always the first hit */
    const char *page_id;                   /* a page, whether it exists or not */
    const struct action *action;           /* command of the page in front */
    int score;
};

/* The command that is typed, NULL = none. */
const struct palette_command *palette_command_find(const char *typed);
/* Fills up to PALETTE_HITS, best first; returns how many. */
int palette_find(const struct app *app, const char *typed, struct palette_hit *hits);

#endif
