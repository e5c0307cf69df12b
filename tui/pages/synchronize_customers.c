/* SPDX-License-Identifier: MIT */
/*
 * Synchronize customers and channel requests (domain.md 4.15; manage-b2b-users.md, async-customer-mode.md): the dialog
 * that starts the synchronization job. It runs the job once; what it cannot do yet, it says.
 */

#include "tui/app.h"
#include "tui/page.h"
#include "tui/run_now.h"
#include "tui/words.h"

static const char id[] = "synchronize-customers";

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, words_job_help("sync-customers"));
    reader_text(out, _("It works on what job P-0001 has uploaded. Run job 1010 afterwards, so that "
                       "the channel learns the account numbers."));
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)key;
    (void)err;
    form_set_value(form, "TaskDescription", words_job_title("sync-customers"));
    form_set_value(form, "Batch", "0");
    form_set_value(form, "Recurrence", _("belongs to a later version: the job runs once, now"));
    return ERR_OK;
}

static void done(struct app *app, const struct exchange_job *job, const struct job_result *result,
                 const struct err *err) {
    struct form *form = app_form(app);
    if (!form || strcmp(app_page_id(app), id) != 0) return;
    char text[WORDS_SIZE + 256];
    enum role role = ROLE_ERROR;
    if (err) {
        words_error(err, "customer", text, sizeof text);
    } else {
        enum message_kind kind = run_now_kind(result);
        role = kind == MESSAGE_INFO ? ROLE_OK : kind == MESSAGE_WARNING ? ROLE_WARNING : ROLE_ERROR;
        run_now_words(job, result, text, sizeof text);
    }
    form_result_clear(form);
    form_result(form, role, _("Result"), text);
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    (void)err;
    form_result_clear(form);
    if (run_now(app, "sync-customers", done))
        form_result(form, ROLE_PENDING, _("Result"), _("The job is running …"));
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "TaskDescription",
     .label = N_("Task description"),
     .cols = 64,
     .read_only = true,
     .help = N_("The job's name in the list of batch jobs.")},
    {.key = "Batch",
     .label = N_("Batch processing"),
     .kind = FIELD_YESNO,
     .read_only = true,
     .help = N_("Yes would let the job recur. This version runs it once, when OK is pressed.")},
    {.key = "Recurrence", .label = N_("Recurrence"), .cols = 56, .read_only = true},
    {0},
};

const struct page page_synchronize_customers = {
    .id = id,
    .title = N_("Synchronize customers and channel requests"),
    .path = {N_("Retail and Commerce"), N_("Retail and Commerce IT"), NC_("menu", "Customer")},
    .form_name = "RetailAsyncCustomerSync",
    .aliases = {N_("Synchronize customers and business partners from async mode"),
                N_("Synchronization job")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok = ok,
};
