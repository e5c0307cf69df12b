/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_NUMBER_COMMANDS_H
#define CHQ_TUI_NUMBER_COMMANDS_H

/* Generate and Manual cleanup (domain.md 4.16), as actions of a page; the key is a number sequence code. */

#include "tui/app.h"
#include "tui/page.h"

enum next number_command_generate(struct app *app, const char *key);
enum next number_command_cleanup(struct app *app, const char *key);

#endif
