/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_FLOW_H
#define CHQ_TUI_FLOW_H

/*
 * The flow of customers as a picture on the home page: what waits before each job, how it goes there, and the way to what
 * helps (model/exchange/health.h). Draws what tui/customer_feed.h has read and nothing else. A verdict is a word in the
 * column form; in the strip a job that is not well has "! " before it, and the words stand below.
 */

#include "tui/canvas.h"
#include "tui/customer_feed.h"

struct flow_view {
    const struct pane_data *data; /* NULL = nothing was read yet */
    int64_t now_ms;
    bool focused;
    int selected; /* enum health_queue; the one whose sentence is shown while focused */
};

enum { FLOW_STRIP_ROWS = 2 };

/* "Flow: Stopped"; "Flow: stale" when the last reading failed. */
void flow_heading(const struct flow_view *view, char *buf, size_t size);
enum role flow_heading_role(const struct flow_view *view);
/* From top to bottom: seven rows and a sentence, or with each job's trend and sentence where there is room for that.
 * Returns the rows used. */
int flow_column_draw(const struct flow_view *view, struct canvas *canvas, struct rect rect);
/* From left to right in one row, a sentence in the second. */
void flow_strip_draw(const struct flow_view *view, struct canvas *canvas, struct rect rect);
/* Open what helps the selected stage, else its job. */
void flow_open(const struct flow_view *view, struct app *app);

#endif
