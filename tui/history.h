/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_HISTORY_H
#define CHQ_TUI_HISTORY_H

/* The audit trail of a record in a popup: who changed what, when, from what to what. */

#include "tui/app.h"

void history_show(struct app *app, const struct entity *entity, const char *key);

#endif
