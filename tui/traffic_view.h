/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_TRAFFIC_VIEW_H
#define CHQ_TUI_TRAFFIC_VIEW_H

/* What the page Storefront traffic says of the traffic: words and the values of its charts. */

#include "tui/traffic_side.h"

struct form;

extern const char traffic_view_page[]; /* id of the page */
enum { TRAFFIC_VIEW_STEP_S = 5 };      /* seconds of one column of a chart */

/* Set the fields State, SignUps, Failures, and the charts SyncMs, AsyncMs, Failed, Waiting. Nothing else is touched. */
void traffic_view_fill(const struct app *app, struct form *form);
/* The same where the page is in front; nothing else. */
void traffic_view_refresh(struct app *app);
/* Tests (CHQ_TEST_TRAFFIC): minutes of made-up seconds, so that a picture of the charts is always the same. */
void traffic_view_example(struct traffic_state *state);

#endif
