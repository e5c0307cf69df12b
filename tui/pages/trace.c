/* SPDX-License-Identifier: MIT */
/*
 * Trace: the way of one customer hop by hop, what stops it, and what to do (domain.md 5.10, 6). Follows the data: while
 * jobs run, the record moves. Enter goes to where the first cause is repaired, with the right record.
 */

#include <stdio.h>

#include "model/clock.h"
#include "model/trainer/trace.h"
#include "tui/app.h"
#include "tui/menu.h"
#include "tui/page.h"
#include "tui/trace_view.h"
#include "tui/words.h"
#include "tui/words_trace.h"

static bool do_trace(struct app *app, const char *page_key, struct trace *trace, struct err *err) {
    char key[300], store[TEXT_SIZE(10)];
    trace_key_split(page_key ? page_key : "", key, sizeof key, store, sizeof store);
    return trace_customer(app->company, key, store[0] ? store : NULL, trace, err) == ERR_OK;
}

static void show_who(const struct trace *trace, struct reader *out) {
    const struct customer_line *line = &trace->customer;
    char text[WORDS_SIZE];
    words_clean(text, sizeof text, line->name);
    reader_heading(out, text);
    reader_pair(out, _("Customer account"), words_account(line->account));
    words_clean(text, sizeof text, line->email);
    reader_pair(out, _("Email"), text);
    snprintf(text, sizeof text, "%s %s", state_code(line->state), words_state(line->state));
    reader_pair(out, _(NC_("customer", "State")), text);
    reader_blank(out);
}

static void show_hop(const struct trace *trace, int index, struct reader *out) {
    const struct trace_hop *hop = &trace->hops[index];
    char at[24] = "", took[40], detail[200], text[WORDS_SIZE];
    if (hop->state == HOP_UNUSED) return;
    if (hop->at_ms > 0) clock_format_time(hop->at_ms, at, sizeof at);
    words_hop_time(hop, took, sizeof took);
    words_hop_detail(hop, detail, sizeof detail);
    bool stops = hop->state == HOP_BROKEN || hop->state == HOP_HERE;
    snprintf(text, sizeof text, "%s %s%s%s%s%s%s%s",
             hop->state == HOP_BROKEN ? "!"
             : hop->state == HOP_HERE ? "~"
                                      : " ",
             at, at[0] ? "  " : "", stops || !at[0] ? words_hop_state(hop->state) : "",
             detail[0] && (stops || !at[0]) ? "  " : "", detail, took[0] ? "  + " : "", took);
    reader_pair(out, words_hop((enum trace_hop_id)index), text);
}

static void show_finding(struct app *app, const struct trace_finding *finding, int number,
                         struct reader *out) {
    char text[WORDS_SIZE], path[WORDS_SIZE];
    reader_blank(out);
    reader_heading(out, number == 0 ? _("Cause") : _("Also"));
    words_cause(finding, text, sizeof text);
    reader_text(out, text);
    words_cause_remedy(finding, text, sizeof text);
    if (text[0]) reader_pair(out, _("Next"), text);
    if (finding->page) {
        menu_path(app, finding->page, "", " > ", path, sizeof path);
        reader_pair(out, number == 0 ? _("Where (Enter)") : _("Where"), path);
    }
    words_cause_number(finding, text, sizeof text);
    if (text[0]) reader_pair(out, "", text);
}

static void show_matches(const struct trace *trace, struct reader *out) {
    reader_text(out, _("Several customers match. Trace one of them by account or email address."));
    reader_blank(out);
    for (int i = 0; i < trace->match_count; i++) {
        const struct customer_line *line = &trace->matches[i];
        char text[WORDS_SIZE], name[2 * WORDS_SIZE];
        words_clean(name, WORDS_SIZE, line->name);
        words_clean(text, sizeof text, line->email);
        size_t used = strlen(name);
        snprintf(name + used, sizeof name - used, "  %s", text);
        reader_pair(out, words_account(line->account), name);
    }
}

static void show(struct app *app, const char *key, struct reader *out) {
    struct trace trace;
    struct err err = {0};
    char text[WORDS_SIZE];
    if (!do_trace(app, key, &trace, &err)) {
        words_error(&err, "customer", text, sizeof text);
        reader_text(out, text);
        return;
    }
    if (trace.match_count > 0) {
        show_matches(&trace, out);
        return;
    }
    if (trace.found) {
        show_who(&trace, out);
        for (int i = 0; i < HOP_COUNT; i++) show_hop(&trace, i, out);
    }
    for (int i = 0; i < trace.finding_count; i++) show_finding(app, &trace.findings[i], i, out);
}

static enum next go(struct app *app, const char *key) {
    struct trace trace;
    struct err err = {0};
    if (!do_trace(app, key, &trace, &err)) {
        app_error(app, &err);
    } else if (trace.finding_count == 0 || !trace.findings[0].page) {
        app_message(app, MESSAGE_INFO, "%s", _("There is no page on which this is repaired."));
    } else {
        const struct trace_finding *finding = &trace.findings[0];
        app_open_page(app, finding->page, finding->key[0] ? finding->key : NULL);
    }
    return NEXT_STAY;
}

static enum next again(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "trace-customer", NULL);
    return NEXT_STAY;
}

static const struct action actions[] = {
    {.id = "go-to-cause",
     .label = N_("Go to the cause"),
     .bound = ACTION_OPEN,
     .help = N_("Opens the page on which the first cause is repaired, with the right record."),
     .run = go},
    {.id = "trace-another",
     .label = N_("Trace another customer"),
     .bound = ACTION_NEW,
     .run = again},
    {0},
};

const struct page page_trace = {
    .id = "trace",
    .title = N_("Trace"),
    .path = {N_("Lab"), N_("Trace customer")},
    .lab = true,
    .pattern = READER,
    .actions = actions,
    .text = show,
};
