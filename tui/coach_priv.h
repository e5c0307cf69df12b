/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_COACH_PRIV_H
#define CHQ_TUI_COACH_PRIV_H

/* What coach.c (when it looks, what its keys do) and coach_draw.c (how it looks) share. */

#include "model/trainer/guide.h"
#include "tui/app.h"

#define COACH_KEY_SIZE 24

/* How much help is shown for the current step. */
enum coach_tier { TIER_TASK, TIER_HINT, TIER_KEYS, TIER_COUNT };

struct coach {
    struct guide *guide; /* NULL = no guide runs */
    bool real;           /* on the company itself, not on a practice copy */
    bool collapsed;
    enum coach_tier tier;
    struct guide_session session;
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    char page[64], record[64]; /* in front now, as the engine last said */
    bool busy;                 /* a practice copy is being made */
};

bool coach_all_done(const struct coach *coach);
int coach_rows(const struct app *app, const void *state, int cols, int most);
void coach_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                bool pane, bool focused);
/* The current step for the help page. */
void coach_help(const struct app *app, const void *state, struct reader *out);
/* Why it happened: shown when every step is done. `ctx` is the coach. */
void coach_closing(void *ctx, struct reader *out);

#endif
