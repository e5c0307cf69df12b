/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CUSTOMER_PANE_H
#define CHQ_TUI_CUSTOMER_PANE_H

/*
 * How the customer view looks (design.md section 3, domain.md 4.20): as a pane at the right and as a bar on a narrow
 * screen. Draws what tui/customer_feed.h has read and nothing else. A pending customer is never shown by its GUID
 * unless details are on. Signs: ~ waits, ! failed, = synced; each stands beside a word or a state code.
 */

#include "tui/canvas.h"
#include "tui/customer_feed.h"

/* What the user sees of the data, and where he is in it. */
struct pane_view {
    const struct pane_data *data; /* NULL = nothing was read yet */
    int64_t now_ms;
    bool details;
    bool focused;
    int selected; /* index over pending, then synced; kept within the lists by the drawing */
    int pending_top; /* first line shown of each list; moved by the drawing so that the selection shows */
    int synced_top;
    int page; /* set by the drawing: lines that the list of the selection shows */
};

void customer_pane_draw(struct pane_view *view, struct canvas *canvas, struct rect rect);
/* The bar: row 0 the counters in one line; in the rows below, if there are any, both lists side by side. */
void customer_bar_draw(struct pane_view *view, struct canvas *canvas, struct rect rect);
/* "Customers as of 14:03:07", or "Customers stale 14:03:07" when the last reading failed. */
void customer_pane_heading(const struct pane_view *view, char *buf, size_t size);
/* What the side `customers` has read, also for the home page, for which it reads even when the pane is off; NULL = nothing
 * yet. *there: is there such a side at all? Borrowed until the next event of the loop. */
const struct pane_data *customer_pane_data(const struct app *app, bool *there);
/* Customer at an index over pending, then synced; NULL past the end. */
const struct customer_line *customer_pane_line(const struct pane_data *data, int index);

#endif
