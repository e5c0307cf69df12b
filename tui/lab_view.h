/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LAB_VIEW_H
#define CHQ_TUI_LAB_VIEW_H

/* One lab as the page Labs shows it: how far it has come, and its record. Says nothing that would give a fault away. */

#include "model/trainer/lab.h"
#include "tui/page.h"

/* The content that may be shown, and the run when there is one (run->id is empty else). Free with guide_free; NULL on any
 * error. Reads the files of progress only. */
MUST_CHECK enum err_code lab_view_open(const struct app *app, const char *place, struct guide **lab,
                                       struct lab_run *run, struct err *err);
/* "" = not begun, "begun", "assisted", "solved". */
const char *lab_view_state(const struct lab_run *run);
const char *lab_view_state_word(const char *stored);
const char *lab_view_state_sign(
    const char *stored); /* beside the title, where there is no room for the word */
enum role lab_view_state_role(const char *stored);
/* The record: Title, Level, Progress, Story, Task, Explanation, Proof. */
MUST_CHECK enum err_code lab_view_load(struct app *app, const char *place, struct form *form,
                                       struct err *err);

#endif
