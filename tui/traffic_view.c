/* SPDX-License-Identifier: MIT */
/* Words and chart values of the storefront's traffic. Reads what tui/traffic_side keeps and nothing else. */

#include "tui/traffic_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/words.h"

const char traffic_view_page[] = "storefront-traffic";

static void words_state_of(const struct traffic_state *state, char *buf, size_t size) {
    char age[64];
    const char *store = state->plan.store[0] ? state->plan.store : _("all online stores");
    words_age(state->totals.seconds * 1000, age, sizeof age);
    if (state->running)
        snprintf(buf, size,
                 state->of_lab ? _("Running for %s with the lab: %d a minute, %s")
                               : _("Running for %s: %d a minute, %s"),
                 age, state->plan.per_minute, store);
    else if (state->plan.per_minute > 0)
        snprintf(buf, size, _("Stopped after %s: %d a minute, %s"), age, state->plan.per_minute,
                 store);
    else
        text_copy(buf, size, _("Not started"));
}

static void words_sign_ups(const struct traffic_totals *totals, char *buf, size_t size) {
    snprintf(buf, size, _("%lld: %lld stored, %lld accounts, %lld failed, %d under way"),
             (long long)totals->arrived, (long long)totals->async, (long long)totals->sync,
             (long long)totals->failed, totals->under_way);
}

/* The reason that most of them have. */
static void words_failures(const struct traffic_totals *totals, char *buf, size_t size) {
    char text[WORDS_SIZE];
    int most = 0, reasons = 0;
    for (int i = 0; i < TRAFFIC_REASONS; i++) {
        reasons += totals->failures[i].count > 0;
        if (totals->failures[i].count > totals->failures[most].count) most = i;
    }
    text_copy(buf, size, reasons == 0 ? _("none") : "");
    if (reasons == 0) return;
    words_error(&totals->examples[most], "signup", text, sizeof text);
    snprintf(buf, size, _("%lld: %s"), (long long)totals->failures[most].count, text);
}

static void fill_chart(const struct traffic_state *state, struct form *form, const char *key,
                       enum traffic_series series) {
    enum { STEPS = TRAFFIC_HISTORY_S / TRAFFIC_VIEW_STEP_S };
    int64_t values[STEPS];
    char text[STEPS * 12] = "";
    size_t used = 0;
    int count = traffic_history_steps(&state->history, series, TRAFFIC_VIEW_STEP_S, values, STEPS);
    for (int i = 0; i < count && used < sizeof text - 24; i++) {
        int n = values[i] < 0
                    ? snprintf(text + used, sizeof text - used, "- ")
                    : snprintf(text + used, sizeof text - used, "%lld ", (long long)values[i]);
        used += (size_t)n;
    }
    form_set_value(form, key, text);
}

void traffic_view_fill(const struct app *app, struct form *form) {
    const struct traffic_state *state = traffic_side_state(app);
    char text[WORDS_SIZE + 32];
    if (!state) return;
    words_state_of(state, text, sizeof text);
    form_set_value(form, "State", text);
    words_sign_ups(&state->totals, text, sizeof text);
    form_set_value(form, "SignUps", text);
    words_failures(&state->totals, text, sizeof text);
    form_set_value(form, "Failures", text);
    fill_chart(state, form, "SyncMs", TRAFFIC_SYNC_MS);
    fill_chart(state, form, "AsyncMs", TRAFFIC_ASYNC_MS);
    fill_chart(state, form, "Failed", TRAFFIC_FAILED);
    fill_chart(state, form, "Waiting", TRAFFIC_WAITING);
}

void traffic_view_refresh(struct app *app) {
    struct form *form = app_form(app);
    if (form && strcmp(app_page_id(app), traffic_view_page) == 0) traffic_view_fill(app, form);
}

#if CHQ_TEST_HOOKS
/* Load that rises and falls, and one minute of servicing. */
static void make_second(struct traffic_second *second, int number) {
    bool servicing = number >= 150 && number < 210;
    int load = number < 120 ? number : number < 240 ? 240 - number : 0;
    *second = (struct traffic_second){
        .number = number,
        .arrived = 4,
        .async = {.count = 2, .p50_ms = 6, .p95_ms = 8 + number % 7},
        .sync = {.count = servicing ? 0 : 2, .p50_ms = 160, .p95_ms = 160 + 6 * load},
        .failed = servicing ? 2 : 0,
        .under_way = load / 20,
        .waiting = 9 + 2 * (number % 200)};
    if (servicing) second->failures[0] = (struct traffic_failure){REASON_HQ_NO_ANSWER, 2};
}
#endif

void traffic_view_example(struct traffic_state *state) {
#if CHQ_TEST_HOOKS
    if (!getenv("CHQ_TEST_TRAFFIC")) return;
    state->plan = (struct traffic_plan){.per_minute = 240};
    for (int i = 0; i < 298; i++) {
        struct traffic_second second;
        make_second(&second, i);
        traffic_totals_add(&state->totals, &second, NULL);
        traffic_history_add(&state->history, &second);
    }
#else
    (void)state;
#endif
}
