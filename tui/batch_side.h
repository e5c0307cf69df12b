/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_BATCH_SIDE_H
#define CHQ_TUI_BATCH_SIDE_H

/*
 * The batch server inside the console (console.batch_server): competes for the lease in the background while the console
 * is open, and hands it over when it is left. A practice copy is served like any company, and the company it was made of
 * goes on being served beside it. Nothing is served with --readonly.
 */

#include <stdbool.h>
#include <stddef.h>

struct app;

/* Who runs batch jobs, as far as this console knows: "Batch server" when it is this console, "Batch server: kari@desk"
 * when it is another program. "" = not known: the console does not serve. */
void batch_side_words(const struct app *app, char *buf, size_t size);

#endif
