/* SPDX-License-Identifier: MIT */
/*
 * Trace: the way of one customer hop by hop, what stops it, and what to do (domain.md 5.10, 6). Follows the data: while
 * jobs run, the record moves. Enter goes to where the first cause is repaired, with the right record.
 */

#include <stdio.h>
#include <string.h>

#include "model/hq/customer.h"
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
    char name[WORDS_SIZE], email[WORDS_SIZE], text[2 * WORDS_SIZE + 8];
    words_clean(name, sizeof name, line->name);
    words_clean(email, sizeof email, line->email);
    snprintf(text, sizeof text, "%s%s%s", name, email[0] ? "  " : "", email);
    reader_heading(out, text);
    snprintf(text, sizeof text, "%s, %s %s", words_account(line->account), state_code(line->state),
             words_state(line->state));
    reader_pair(out, _("Customer account"), text);
}

static void show_nobody(const char *page_key, struct reader *out) {
    char key[300], store[TEXT_SIZE(10)], text[WORDS_SIZE];
    trace_key_split(page_key, key, sizeof key, store, sizeof store);
    words_clean(text, sizeof text, key);
    reader_heading(out, text);
    words_clean(text, sizeof text, store);
    if (text[0]) reader_pair(out, _("Online store"), text);
}

/* "! 23:10:04  stopped here, last run 23:05:00, next run 23:20:00", "  23:10:04 +4 min  Default, session 12" */
static void show_hop(const struct trace *trace, int index, struct reader *out) {
    struct trace_hop shown = trace->hops[index];
    const struct trace_hop *hop = &shown;
    char at[72] = "", took[40], detail[240], text[WORDS_SIZE];
    if (hop->state == HOP_UNUSED) return;
    if (index > 0 && strcmp(hop->where, trace->hops[index - 1].where) == 0) shown.where[0] = '\0';
    if (hop->at_ms > 0) words_hop_when(hop->at_ms, trace->as_of_ms, at, sizeof at);
    words_hop_time(hop, took, sizeof took);
    words_hop_detail(hop, trace->as_of_ms, detail, sizeof detail);
    const char *state = hop->state == HOP_PASSED && at[0] ? "" : words_hop_state(hop->state);
    const char *sign = hop->state == HOP_BROKEN                               ? "!"
                       : hop->state == HOP_HERE || hop->state == HOP_EXPECTED ? "~"
                                                                              : " ";
    if (took[0] && at[0]) snprintf(at + strlen(at), sizeof at - strlen(at), " +%s", took);
    snprintf(text, sizeof text, "%s %s%s%s%s%s", sign, at, at[0] ? "  " : "", state,
             state[0] && detail[0] ? ", " : "", detail);
    reader_pair(out, words_hop((enum trace_hop_id)index), text);
}

static void show_finding(struct app *app, const struct trace *trace, int index,
                         struct reader *out) {
    const struct trace_finding *finding = &trace->findings[index];
    char text[WORDS_SIZE], path[WORDS_SIZE];
    reader_blank(out);
    words_cause_title(finding, index, text, sizeof text);
    reader_heading(out, text);
    words_cause(finding, text, sizeof text);
    reader_text(out, text);
    words_cause_remedy(finding, text, sizeof text);
    if (text[0]) reader_pair(out, _("Next"), text);
    if (finding->page) {
        menu_path(app, finding->page, "", " > ", path, sizeof path);
        reader_pair(out, finding == trace_first_repair(trace) ? _("Where (Enter)") : _("Where"),
                    path);
    }
}

/* A filter that was left in the list All customers hides who it does not match (domain.md 6 cause 37). */
static void show_filter(struct app *app, const struct trace *trace, struct reader *out) {
    const char *filter = app_list_filter(app, "customers"), *account = trace->customer.account;
    const struct list_request request = {.filter = filter, .limit = ROWSET_MAX_ROWS};
    struct rowset rows;
    struct err err = {0};
    char text[WORDS_SIZE], clean[WORDS_SIZE];
    if (filter[0] == '\0' || account[0] == '\0') return;
    rowset_init(&rows, entity_customer.list_columns);
    bool hidden =
        entity_customer.list(app->db, &request, &rows, &err) == ERR_OK && !rows.more_after;
    for (int i = 0; i < rows.rows; i++) {
        if (strcmp(rowset_cell(&rows, i, 0), account) == 0) hidden = false;
    }
    rowset_release(&rows);
    if (!hidden) return;
    words_clean(clean, sizeof clean, filter);
    snprintf(text, sizeof text,
             _("The list All customers has the filter '%s', which hides this customer."), clean);
    reader_text(out, text);
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
    if (!key || key[0] == '\0') {
        reader_text(out, _("Nobody has been named yet."));
        return;
    }
    if (!do_trace(app, key, &trace, &err)) {
        words_error(&err, "customer", text, sizeof text);
        reader_text(out, text);
        return;
    }
    if (trace.match_count > 0) {
        show_matches(&trace, out);
        return;
    }
    if (trace.found)
        show_who(&trace, out);
    else
        show_nobody(key, out);
    for (int i = 0; i < trace.finding_count; i++) {
        show_finding(app, &trace, i, out);
        if (trace.findings[i].cause == TRACE_HIDDEN) show_filter(app, &trace, out);
        if (i > 0) continue; /* what stops it is read first, then where it stands, then the rest */
        reader_blank(out);
        for (int hop = 0; hop < HOP_COUNT; hop++) show_hop(&trace, hop, out);
    }
}

static enum next go(struct app *app, const char *key) {
    struct trace trace;
    struct err err = {0};
    if (!do_trace(app, key, &trace, &err)) {
        app_error(app, &err);
        return NEXT_STAY;
    }
    const struct trace_finding *finding = trace_first_repair(&trace);
    if (!finding) {
        app_message(app, MESSAGE_INFO, "%s", _("There is no page on which this is repaired."));
        return NEXT_STAY;
    }
    app_open_page(app, finding->page, finding->key[0] ? finding->key : NULL);
    if (finding->filter[0]) app_set_filter(app, finding->filter);
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
