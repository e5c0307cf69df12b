/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WAITING_H
#define CHQ_TUI_WAITING_H

/* The popup behind app_write (tui/app.h): it tries again while another program holds the database. For the loop's turns. */

#include "tui/app.h"

/* Longest wait for a lock on the thread that paints; what is between two tries belongs to the keys. */
#define WAITING_TRY_MS   150
#define WAITING_PAUSE_MS 100

/* Milliseconds until waiting_tick must be called; -1 = nothing waits. */
int waiting_next_ms(const struct app *app);
void waiting_tick(struct app *app);

#endif
