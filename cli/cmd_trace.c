/* SPDX-License-Identifier: MIT */
/*
 * chq trace: why is my customer not there? Owns the layout; what is found is model/trainer/trace.h, what is said
 * tui/words_trace.h. Exit 4 when something is wrong, so that a script can watch one record.
 */

#include <string.h>

#include "cli/cli.h"
#include "model/clock.h"
#include "tui/menu.h"
#include "tui/words.h"
#include "tui/words_trace.h"

enum { WIDTH = 78 };

static void path_to(const struct trace_finding *finding, char *buf, size_t size) {
    struct app pages = {.pages = page_registry};
    buf[0] = '\0';
    if (finding->page) menu_path(&pages, finding->page, "", " > ", buf, size);
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

static void print_hops(struct cli *cli, const struct trace *trace) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Hop"), false);
    table_column(&table, _(NC_("customer", "State")), false);
    table_column(&table, _("Time"), false);
    table_column(&table, _("Took"), true);
    table_column(&table, _("Where"), false);
    for (int i = 0; i < HOP_COUNT; i++) {
        const struct trace_hop *hop = &trace->hops[i];
        char text[WORDS_SIZE] = "";
        table_cell(&table, words_hop((enum trace_hop_id)i));
        table_cell(&table, words_hop_state(hop->state));
        if (hop->at_ms > 0) clock_format_datetime(hop->at_ms, text, sizeof text);
        table_cell(&table, text);
        words_hop_time(hop, text, sizeof text);
        table_cell(&table, text);
        words_hop_detail(hop, trace->as_of_ms, text, sizeof text);
        table_cell(&table, text);
    }
    table_end(&table);
}

static void print_finding(struct cli *cli, const struct trace_finding *finding, int index) {
    char cause[WORDS_SIZE], text[WORDS_SIZE + 64], number[WORDS_SIZE], path[WORDS_SIZE];
    words_cause(finding, cause, sizeof cause);
    words_cause_number(finding, number, sizeof number);
    snprintf(text, sizeof text, "%s: %s", words_cause_heading(finding, index), cause);
    fputc('\n', cli->out);
    print_wrapped(cli->out, text, 0, WIDTH);
    words_cause_remedy(finding, text, sizeof text);
    if (text[0] != '\0') print_wrapped(cli->out, text, 2, WIDTH);
    path_to(finding, path, sizeof path);
    if (path[0] != '\0') print_wrapped(cli->out, path, 2, WIDTH);
    if (number[0] != '\0') print_wrapped(cli->out, number, 2, WIDTH);
}

static void print_who(struct cli *cli, const struct customer_line *line) {
    struct table table;
    char text[WORDS_SIZE];
    table_pairs(&table, cli->out);
    words_clean(text, sizeof text, line->name);
    table_pair(&table, _("Name"), text);
    table_pair(&table, _("Customer account"), words_account(line->account));
    words_clean(text, sizeof text, line->email);
    table_pair(&table, _("Email"), text);
    snprintf(text, sizeof text, "%s %s", state_code(line->state), words_state(line->state));
    table_pair(&table, _(NC_("customer", "State")), text);
    table_end(&table);
    fputc('\n', cli->out);
}

static void print_matches(struct cli *cli, const struct trace *trace) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Customer account"), false);
    table_column(&table, _("Name"), false);
    table_column(&table, _("Email"), false);
    for (int i = 0; i < trace->match_count; i++) {
        const struct customer_line *line = &trace->matches[i];
        table_cell(&table, words_account(line->account));
        table_cell(&table, line->name);
        table_cell(&table, line->email);
    }
    table_end(&table);
}

static void print_trace(struct cli *cli, const struct trace *trace) {
    if (trace->found) print_who(cli, &trace->customer);
    print_hops(cli, trace);
    for (int i = 0; i < trace->finding_count; i++) print_finding(cli, &trace->findings[i], i);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------- */

static const char *const hop_keys[HOP_COUNT] = {"storefront",   "channel",  "upload",
                                                "headquarters", "creation", "customer",
                                                "download",     "return"};
static const char *const state_keys[] = {"passed", "here", "broken", "ahead", "unused", "expected"};

static void json_number_or_null(struct cli *cli, const char *key, int64_t number) {
    if (number > 0)
        json_int(&cli->doc, key, number);
    else
        json_null(&cli->doc, key);
}

static void json_hop(struct cli *cli, const struct trace_hop *hop, const char *key) {
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "hop", key);
    json_text(&cli->doc, "state", state_keys[hop->state]);
    json_time(&cli->doc, "at", hop->at_ms);
    if (hop->took_ms >= 0)
        json_int(&cli->doc, "took_ms", hop->took_ms);
    else
        json_null(&cli->doc, "took_ms");
    json_number_or_null(cli, "session", hop->session);
    json_number_or_null(cli, "run", hop->run);
    json_number_or_null(cli, "batch_job", hop->batch_job);
    json_text_or_null(&cli->doc, "by", hop->by);
    json_text_or_null(&cli->doc, "where", hop->where);
    json_text_or_null(&cli->doc, "job", hop->job ? hop->job : "");
    json_time(&cli->doc, "last_run", hop->last_ms);
    json_time(&cli->doc, "next_run", hop->next_ms);
    json_end(&cli->doc);
}

static void json_finding(struct cli *cli, const struct trace_finding *finding) {
    char text[WORDS_SIZE];
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "cause", trace_cause_name(finding->cause));
    json_int(&cli->doc, "number", finding->number);
    json_bool(&cli->doc, "ahead", finding->ahead);
    words_cause(finding, text, sizeof text);
    json_text(&cli->doc, "sentence", text);
    words_cause_remedy(finding, text, sizeof text);
    json_text_or_null(&cli->doc, "next", text);
    path_to(finding, text, sizeof text);
    json_text_or_null(&cli->doc, "path", text);
    json_text_or_null(&cli->doc, "page", finding->page ? finding->page : "");
    json_text_or_null(&cli->doc, "key", finding->key);
    json_text_or_null(&cli->doc, "filter", finding->filter);
    json_end(&cli->doc);
}

static void json_trace(struct cli *cli, const struct trace *trace) {
    const struct customer_line *line = &trace->customer;
    json_object(&cli->doc, NULL);
    json_bool(&cli->doc, "found", trace->found);
    json_text_or_null(&cli->doc, "account", line->account);
    json_text_or_null(&cli->doc, "async_account", line->async_account);
    json_text_or_null(&cli->doc, "name", line->name);
    json_text_or_null(&cli->doc, "email", line->email);
    json_text_or_null(&cli->doc, "store", line->store);
    json_text_or_null(&cli->doc, "state", trace->found ? state_name(line->state) : "");
    json_text_or_null(&cli->doc, "stopped_at",
                      trace->stopped_at >= 0 ? hop_keys[trace->stopped_at] : "");
    json_array(&cli->doc, "hops");
    for (int i = 0; i < HOP_COUNT; i++) json_hop(cli, &trace->hops[i], hop_keys[i]);
    json_end(&cli->doc);
    json_array(&cli->doc, "findings");
    for (int i = 0; i < trace->finding_count; i++) json_finding(cli, &trace->findings[i]);
    json_end(&cli->doc);
    json_array(&cli->doc, "matches");
    for (int i = 0; i < trace->match_count; i++) {
        json_object(&cli->doc, NULL);
        json_text_or_null(&cli->doc, "account", trace->matches[i].account);
        json_text_or_null(&cli->doc, "async_account", trace->matches[i].async_account);
        json_text(&cli->doc, "name", trace->matches[i].name);
        json_text(&cli->doc, "email", trace->matches[i].email);
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
    json_end(&cli->doc);
}

/* ---- the verb --------------------------------------------------------------------------------------------------- */

static int trace_one(struct cli *cli) {
    struct err err = {0};
    struct trace trace;
    cli->entity_id = "customer";
    if (cli->args[0][strspn(cli->args[0], " \t")] == '\0')
        return cli_usage(cli, _("Something is missing: %s."), "KEY");
    if (trace_customer(cli->company, cli->args[0], cli_option(cli, "store"), &trace, &err) !=
        ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json) {
        json_trace(cli, &trace);
    } else if (trace.match_count > 0) {
        print_matches(cli, &trace);
        cli_note(cli, "%s",
                 _("Several customers match. Trace one of them by account or email address."));
    } else {
        print_trace(cli, &trace);
    }
    if (trace.match_count > 0) return EXIT_REFUSED;
    return trace_is_fault(&trace) ? EXIT_CHECK : EXIT_DONE;
}

static const struct verb_option options[] = {
    {"store", "ID", N_("The store in which the shopper signed up, when there is no record"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_trace[] = {
    {.noun = "trace",
     .args = "KEY",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .options = options,
     .summary = N_("Say where a customer's record is, hop by hop, and what stops it."),
     .details =
         N_("KEY is an email address, account, GUID, or a part of a name or phone number. "
            "Exit code 0: nothing stops the record; 4: something does, or will further on, or "
            "there is none; 1: several customers match."),
     .run = trace_one},
    {.run = NULL},
};
