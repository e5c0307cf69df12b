/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_TRAFFIC_SIDE_H
#define CHQ_TUI_TRAFFIC_SIDE_H

/*
 * The storefront's traffic inside the console: runs on background jobs while the console is open, begins by itself in a lab
 * that has traffic, and ends when the company is left. Main thread only.
 */

#include <stdbool.h>

#include "model/trainer/traffic.h"

struct app;

struct traffic_state {
    bool running;
    bool of_lab; /* it began by itself, with the lab */
    /* of the run, else of the last one; per_minute 0 = there was none in this company */
    struct traffic_plan plan;
    struct traffic_totals totals;   /* of that run */
    struct traffic_history history; /* of all runs in this company */
};

/* NULL = the console has no traffic (tests of the engine). Borrowed until the next event. */
const struct traffic_state *traffic_side_state(const struct app *app);
/* Start, or go on with another plan. The refusals of traffic_check. */
MUST_CHECK enum err_code traffic_side_start(struct app *app, const struct traffic_plan *plan,
                                            struct err *err);
void traffic_side_stop(struct app *app);

#endif
