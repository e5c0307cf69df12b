/* SPDX-License-Identifier: MIT */
/*
 * Storefront traffic (lab): shoppers who sign up by themselves, and what load and servicing do to them (domain.md 1 items
 * 3 and 13; async-customer-mode.md). F8 starts and stops; the traffic itself is tui/traffic_side.h and goes on when the
 * page is left.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/clock.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/traffic_view.h"

enum { RATE = 30 }; /* sign-ups a minute until somebody says how many */

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    const struct traffic_state *state = traffic_side_state(app);
    int rate = state && state->plan.per_minute > 0 ? state->plan.per_minute : RATE;
    char text[24];
    (void)key, (void)err;
    snprintf(text, sizeof text, "%d", rate);
    form_set_value(form, "Store", state ? state->plan.store : "");
    form_set_value(form, "Rate", text);
    traffic_view_fill(app, form);
    return ERR_OK;
}

static enum err_code check_rate(struct app *app, const struct form *form, const char *value,
                                struct err *err) {
    char *end, range[32];
    long rate = strtol(value, &end, 10);
    (void)app, (void)form;
    if (*value && !*end && rate >= 1 && rate <= TRAFFIC_RATE_MOST) return ERR_OK;
    snprintf(range, sizeof range, "1..%d", TRAFFIC_RATE_MOST);
    err_set(err, ERR_INVALID, REASON_FIELD_OUT_OF_RANGE, "Rate", value);
    err_add_detail(err, "%s", range);
    return ERR_INVALID;
}

/* What is not real must say so where it is seen. */
static void note_network(struct app *app, const struct form *form, char *buf, size_t size) {
    (void)form;
    if (!app->company) return;
    snprintf(buf, size, _("simulated network: %lld ms, +%lld per open call"),
             (long long)traffic_network_ms(&app->company->settings, 0),
             (long long)app->company->settings.rts_latency_growth_ms);
}

/* Start, stop, or go on with what was typed. */
static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    const struct traffic_state *state = traffic_side_state(app);
    struct traffic_plan plan = {.seed = (uint64_t)clock_ticks_us()};
    if (!state) return ERR_OK;
    text_copy(plan.store, sizeof plan.store, form_value(form, "Store"));
    plan.per_minute = (int)strtol(form_value(form, "Rate"), NULL, 10);
    bool same =
        plan.per_minute == state->plan.per_minute && strcasecmp(plan.store, state->plan.store) == 0;
    enum err_code code = ERR_OK;
    if (state->running && same)
        traffic_side_stop(app);
    else
        code = traffic_side_start(app, &plan, err);
    traffic_view_refresh(app);
    return code;
}

static const struct chart chart_sync = {
    .unit = N_("ms"), .like = "AsyncMs", .rows = 3, .role = ROLE_PROGRESS};
static const struct chart chart_async = {
    .unit = N_("ms"), .like = "SyncMs", .rows = 2, .role = ROLE_OK};
static const struct chart chart_failed = {.rows = 2, .role = ROLE_FAILED};
static const struct chart chart_waiting = {
    .rows = 2, .step_s = TRAFFIC_VIEW_STEP_S, .role = ROLE_PENDING};

static const struct field fields[] = {
    {.key = "Store",
     .label = N_("Online store"),
     .cols = 10,
     .lookup = "store",
     .help = N_("Only this store; empty: every online store, one as likely as another.")},
    {.key = "Rate",
     .label = N_("Sign-ups a minute"),
     .kind = FIELD_NUMBER,
     .cols = 5,
     .required = true,
     .check = check_rate,
     .note = note_network,
     .help = N_("On average, at random moments. A real-time call takes a simulated time, and more "
                "for each other call that is under way (settings traffic.latency_ms and "
                "rts.latency_growth_ms); everything else is real.")},
    {.key = "State", .label = N_("Traffic"), .cols = 60, .read_only = true},
    {.key = "SignUps", .label = N_("Sign-ups"), .cols = 60, .read_only = true},
    {.key = "Failures", .label = N_("Failures"), .cols = 60, .read_only = true},
    {.key = "SyncMs",
     .label = N_("In real time, p95"),
     .kind = FIELD_CHART,
     .read_only = true,
     .chart = &chart_sync},
    {.key = "AsyncMs",
     .label = N_("Asynchronous, p95"),
     .kind = FIELD_CHART,
     .read_only = true,
     .chart = &chart_async},
    {.key = "Failed",
     .label = N_("Failed, 5 seconds"),
     .kind = FIELD_CHART,
     .read_only = true,
     .chart = &chart_failed},
    {.key = "Waiting",
     .label = N_("In channel (A1)"),
     .kind = FIELD_CHART,
     .read_only = true,
     .chart = &chart_waiting},
    {0},
};

const struct page page_storefront_traffic = {
    .id = traffic_view_page,
    .title = N_("Storefront traffic"),
    .path = {N_("Lab")},
    .aliases = {N_("Load"), N_("Latency"), N_("Sign-ups a minute")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .load = load,
    .ok_label = N_("Start or stop"),
    .ok = ok,
};
