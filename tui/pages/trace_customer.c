/* SPDX-License-Identifier: MIT */
/*
 * Trace customer: asks whom, by anything that is known of them, and opens the page Trace. Looking for a name may take a
 * second in a large company, so it is done in the background.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/trace.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/canvas.h"
#include "tui/page.h"
#include "tui/trace_view.h"
#include "tui/words.h"

static const char id[] = "trace-customer";

struct looking {
    const struct company *like;
    char key[TEXT_SIZE(255)], store[TEXT_SIZE(10)];
    struct trace trace;
};

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct looking *looking = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code = company_open_again(&company, looking->like, COMPANY_FOR_SCREENS, err);
    if (code != ERR_OK) return code;
    code = trace_customer(company, looking->key, looking->store[0] ? looking->store : NULL,
                          &looking->trace, err);
    company_close(&company);
    return code;
}

/* How far the names reach, so that the addresses stand below each other; the odd long name runs over. */
static int name_cols(const struct trace *trace) {
    const int most = 30;
    int widest = 0;
    for (int i = 0; i < trace->match_count; i++) {
        char name[TEXT_SIZE(300)];
        words_clean(name, sizeof name, trace->matches[i].name);
        int cols = text_cols(name);
        if (cols > widest && cols <= most) widest = cols;
    }
    return widest;
}

static void show_matches(struct form *form, const struct trace *trace) {
    const int widest = name_cols(trace);
    form_result(form, ROLE_PENDING, _("Result"),
                _("Several customers match. Trace one of them by account or email address."));
    for (int i = 0; i < trace->match_count; i++) {
        const struct customer_line *line = &trace->matches[i];
        char name[TEXT_SIZE(300)], email[TEXT_SIZE(255)], both[sizeof name + sizeof email + 40];
        words_clean(name, sizeof name, line->name);
        words_clean(email, sizeof email, line->email);
        int blanks = widest - text_cols(name);
        snprintf(both, sizeof both, "%s%*s  %s", name, blanks > 0 ? blanks : 0, "", email);
        form_result(form, ROLE_TEXT, words_account(line->account), both);
    }
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct looking *looking = arg;
    const struct trace *trace = &looking->trace;
    bool here = strcmp(app_page_id(app), id) == 0;
    struct form *form = here ? app_form(app) : NULL;
    if (form) form_result_clear(form);
    if (code != ERR_OK) {
        app_error(app, err);
    } else if (trace->match_count > 0) {
        if (form) show_matches(form, trace);
    } else if (here) {
        const struct customer_line *line = &trace->customer;
        const char *key = line->async_account[0] ? line->async_account : line->account;
        app_close_page(app);
        trace_open(app, trace->found ? key : looking->key, looking->store);
    }
    free(looking);
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    (void)err;
    struct looking *looking = alloc_zero(1, sizeof *looking);
    looking->like = app->company;
    text_copy(looking->key, sizeof looking->key, form_value(form, "Key"));
    text_copy(looking->store, sizeof looking->store, form_value(form, "Store"));
    form_result_clear(form);
    struct app_job job = {
        .title = _("Trace customer"), .work = work, .arg = looking, .ended = ended, .quiet = true};
    if (app_run_job(app, &job)) {
        form_result(form, ROLE_PENDING, _("Result"), _("Looking …"));
    } else {
        free(looking);
    }
    return ERR_OK;
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("Where is this customer, and what stops the record? Any of these finds it: "
                       "email address, account, GUID, or the start of a name or phone number."));
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    form_set_value(form, "Key", key ? key : "");
    form_set_value(form, "Store", "");
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Key",
     .label = N_("Customer"),
     .cols = 255,
     .required = true,
     .lookup = "customer",
     .help = N_("Email address, account, GUID, or the start of a name or phone number.")},
    {.key = "Store",
     .label = N_("Online store"),
     .cols = 10,
     .lookup = "store",
     .help = N_("Where the shopper signed up: needed only when there is no record at all.")},
    {0},
};

const struct page page_trace_customer = {
    .id = id,
    .title = N_("Trace customer"),
    .path = {N_("Lab")},
    .aliases = {N_("Why is my customer not there?")},
    .lab = true,
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok_label = N_("Trace"),
    .ok = ok,
};
