/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SHOW_H
#define CHQ_TUI_SHOW_H

/*
 * "Show me": plays a show script (model/trainer/show.h) on the real screen, one key at a time, on a copy of the company
 * that is thrown away afterwards; then the console is back on the page, record and field where it was. The bar above the
 * message bar says which key is pressed and what it does. Space pauses and goes on, any other key stops. While it plays
 * no key reaches anything else. Main thread only.
 */

#include "model/trainer/guide.h"
#include "tui/app.h"

struct show_request {
    /* whose script it is; freed by the player, also when it cannot begin */
    struct guide *take_content;
    struct guide_session session;   /* whom the script is about */
    const char *section;            /* SHOW_LAB or the id of a step; copied */
    const char *title;              /* translated; copied: what is shown */
    void (*ended)(struct app *app); /* the console is back on its company; may be NULL */
};

/* Could something be shown now? Says in the message bar why not. */
bool show_is_possible(struct app *app);
/* Make the copy in the background and play. false = it cannot begin (something unsaved, no script …): said in the message
 * bar; `ended` is not called. */
bool show_start(struct app *app, const struct show_request *request);
/* From before the console goes to the copy until it is back. */
bool show_is_playing(const struct app *app);

#endif
