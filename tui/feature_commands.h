/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_FEATURE_COMMANDS_H
#define CHQ_TUI_FEATURE_COMMANDS_H

/* The commands of page Feature management that write. `key` is a feature's, where one is needed. */

#include "tui/app.h"

enum next feature_command_enable(struct app *app, const char *key);
enum next feature_command_disable(struct app *app, const char *key);
enum next feature_command_enable_all(struct app *app, const char *key);
enum next feature_command_check_updates(struct app *app, const char *key);

#endif
