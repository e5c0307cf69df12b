/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LAB_COMMANDS_H
#define CHQ_TUI_LAB_COMMANDS_H

/*
 * What can be done with a lab, from the page Labs and from the lab's bar (tui/lab_side.h): beginning, checking and
 * putting back happen in the background, the console then goes on with the lab's company. A place is a lab's id,
 * LAB_RANDOM or LAB_TWO (lab.h). Main thread only.
 */

#include "tui/page.h"

enum lab_command { LAB_START, LAB_CHECK, LAB_HINT, LAB_SHOW, LAB_RESET, LAB_SOLVE };

extern const struct action lab_actions[]; /* ends with a NULL id */

/* The place of the lab that the console is in, NULL = in none; borrowed from the company. Reads no data. */
const char *lab_here(const struct app *app);
/* Is the console in that lab now? */
bool lab_is_open(const struct app *app, const char *place);
/* What costs something or throws work away asks first. Says in the message bar or in a window what came of it. */
void lab_command(struct app *app, enum lab_command what, const char *place);
/* Back to the real company. */
void lab_leave(struct app *app);

#endif
