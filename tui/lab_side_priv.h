/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LAB_SIDE_PRIV_H
#define CHQ_TUI_LAB_SIDE_PRIV_H

/* What lab_side.c (which lab, its keys and its clock) and lab_bar.c (how it is drawn and told) share. */

#include "tui/lab_side.h"

struct lab_side {
    char place[64];    /* of the lab that the console is in, "" = none */
    struct guide *lab; /* NULL = not read yet */
    /* what may be said of it: its own texts, or those of one that nobody may recognize */
    struct guide *told;
    struct lab_run run;
    bool collapsed;
    bool wanted, reading; /* the run is to be read; is being read */
};

bool lab_side_is_secret(const struct lab_side *side);
/* May an answer be wanted? Of a lab that must not be recognized it is always yes. */
bool lab_side_is_answered(const struct lab_side *side);
int64_t lab_side_minutes(const struct lab_side *side); /* since it began, until it was solved */

int lab_bar_rows(const struct app *app, const void *state, int cols, int most);
void lab_bar_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                  bool pane, bool focused);
/* Story, task, what a hint costs and the keys. */
void lab_bar_tell(const struct app *app, const struct lab_side *side, struct reader *out);

#endif
