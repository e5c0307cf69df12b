/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LAB_COMMANDS_H
#define CHQ_TUI_LAB_COMMANDS_H

/* Commands of the page Labs: beginning, checking and putting back happen in the background, the console then goes on with
 * the lab's company. The key is the place of a lab: its id, or LAB_RANDOM. */

#include "tui/page.h"

extern const struct action lab_actions[]; /* ends with a NULL id */
/* Is the console in that lab now? */
bool lab_is_open(const struct app *app, const char *place);

#endif
