/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LAB_SIDE_H
#define CHQ_TUI_LAB_SIDE_H

/*
 * The bar of a lab, above the message bar while the console is inside a lab's company (side_lab, tui/side.h): title, time
 * and par, score, hints, proofs, the task, the newest hint, the keys. Of a random lab that is not solved it says nothing
 * that differs from lab to lab. Main thread only.
 */

#include "model/trainer/lab.h"
#include "tui/app.h"

/* A command has changed the run, or it has just begun. Ignored unless the console is in that lab. */
void lab_side_take(struct app *app, const struct lab_run *run);
/* The story, the task and the keys, in a window. Nothing outside of a lab. */
void lab_side_tell(struct app *app);

#endif
