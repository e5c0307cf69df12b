/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_COACH_PRIV_H
#define CHQ_TUI_COACH_PRIV_H

/* What coach.c (what its keys do), coach_aid.c (what it does for the trainee), coach_look.c (how it reads the data) and
 * coach_draw.c (how it is drawn) share. */

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

    struct coach_look *look; /* idle: ours; looking: its thread's */
    bool looking, look_wanted;
    int64_t look_at_us; /* clock_ticks_us: not before */
    bool tell;          /* the trainee asked: say what the look found */
};

/* Look at the data as soon as may be, once for however many wishes; coach_looked is told. */
void coach_look(struct app *app, struct coach *coach);
/* Begin the look that is due, if one is. */
void coach_look_turn(struct app *app, struct coach *coach);
int coach_look_due_ms(const struct coach *coach); /* until the next turn, -1 = no look is wanted */
/* Forget what runs and what is open: another guide or company comes. */
void coach_look_drop(struct coach *coach);
/* `session` NULL = it could not be read: `err`. */
void coach_looked(struct app *app, struct coach *coach, const struct guide_session *session,
                  const struct step_verdict *verdicts, const struct err *err);

/* Play the current step on the screen; do it for the trainee, after asking. */
void coach_show_step(struct app *app, struct coach *coach);
void coach_do_step(struct app *app, struct coach *coach);
int coach_helped(const struct coach *coach); /* how many steps were done for the trainee */

/* Keep the session; what is wrong is said. */
void coach_save(struct app *app, struct coach *coach);
bool coach_all_done(const struct coach *coach);
int coach_rows(const struct app *app, const void *state, int cols, int most);
void coach_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                bool pane, bool focused);
/* The current step for the help page. */
void coach_help(const struct app *app, const void *state, struct reader *out);
/* Why it happened: shown when every step is done. `ctx` is the coach. */
void coach_closing(void *ctx, struct reader *out);

#endif
