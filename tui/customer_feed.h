/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CUSTOMER_FEED_H
#define CHQ_TUI_CUSTOMER_FEED_H

/*
 * What the customer-view pane and the flow on the home page show, read on a background thread with connections of its own: the newest customers at
 * once, exact counts when they are ready. It costs at most about 5 % of a processor: a reading never begins before 20
 * times the time that the one before it took. Main thread only, except for the reading itself.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/exchange/jobs.h"
#include "model/exchange/health.h"
#include "tui/app.h"

enum { PANE_LINES = 24, PANE_JOBS = 3 };

/* The three jobs a waiting customer needs, in their order: P-0001, sync-customers, 1010. */
struct pane_data {
    struct state_counts counts; /* all zero until `counted` */
    struct health health;       /* of the same moment as the counts */
    bool counted;
    struct customer_line pending[PANE_LINES], synced[PANE_LINES]; /* newest first */
    int pending_count, synced_count;
    struct job_status jobs[PANE_JOBS];
    int job_count;
    bool in_servicing;
    int64_t as_of_ms; /* of the lists; counts have their own */
    struct err
        trouble; /* why the last reading failed: what is here is stale; code ERR_OK = it is fresh */
};

struct customer_feed;

struct customer_feed *customer_feed_new(void);
/* May be called while a reading is under way: that one frees itself when it ends. */
void customer_feed_free(struct customer_feed **feed);

/* Somebody committed: what is shown may be old. */
void customer_feed_changed(struct customer_feed *feed);
/* Another company: forget everything. */
void customer_feed_restart(struct customer_feed *feed);
/* Milliseconds until customer_feed_turn has something to do, -1 = nothing changed, or a reading is under way. */
int customer_feed_due_ms(const struct customer_feed *feed);
/* Start a reading if one is due. */
void customer_feed_turn(struct customer_feed *feed, struct app *app);
/* NULL until the first reading ended. Borrowed until the next event of the loop. */
const struct pane_data *customer_feed_data(const struct customer_feed *feed);

#endif
