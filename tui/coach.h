/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_COACH_H
#define CHQ_TUI_COACH_H

/*
 * The coach: the bar above the message bar while a guide runs (side_coach, tui/side.h). These are for the Guides page
 * and for the console's start. Main thread only.
 */

#include <stdbool.h>

#include "tui/app.h"

/*
 * Start a guide or go on where it was left. real false: on the practice copy of the company, which is made first
 * when there is none (in the background, with progress); real true: on the company itself. Tells in the message bar
 * what cannot be done. Nothing happens when this guide runs already.
 */
void coach_start(struct app *app, const char *guide_id, bool real);
/* The console was opened on the practice copy of a guide: go on with it. Nothing when it was not. */
void coach_resume(struct app *app);
/* Leave the guide (progress is kept); goes back to the real company. */
void coach_leave(struct app *app);
/* Ask, then throw the practice copy and the progress away and start again. */
void coach_start_again(struct app *app);
/* Id of the guide that runs, "" = none. */
const char *coach_guide(const struct app *app);

#endif
