/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_GUIDE_COMMANDS_H
#define CHQ_TUI_GUIDE_COMMANDS_H

/* What can be done with a guide, from the page Guides. The key of a record is the guide's id. */

#include "tui/page.h"

extern const struct action guide_actions[]; /* ends with a NULL id */

#endif
