/* SPDX-License-Identifier: MIT */
/*
 * Synchronize customers and channel requests (domain.md 4.15; manage-b2b-users.md, async-customer-mode.md): the dialog
 * that starts the synchronization job, once or by batch. Its fields and what OK does are in tui/batch_dialog.c.
 */

#include "tui/app.h"
#include "tui/batch_dialog.h"
#include "tui/page.h"
#include "tui/words.h"

static const char job[] = "sync-customers";

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, words_job_help(job));
    reader_text(out, _("It works on what job P-0001 has uploaded. Run job 1010 afterwards, so that "
                       "the channel learns the account numbers."));
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)key;
    (void)err;
    batch_dialog_load(form, job, false);
    return ERR_OK;
}

static void changed(struct app *app, struct form *form) {
    (void)app;
    batch_dialog_changed(form, job);
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    return batch_dialog_ok(app, form, job, err);
}

static const struct field fields[] = {
    BATCH_DIALOG_TASK,
    BATCH_DIALOG_RECURRENCE,
    {0},
};

const struct page page_synchronize_customers = {
    .id = "synchronize-customers",
    .title = N_("Synchronize customers and channel requests"),
    .path = {N_("Retail and Commerce"), N_("Retail and Commerce IT"), NC_("menu", "Customer")},
    .form_name = "RetailAsyncCustomerSync",
    .aliases = {N_("Synchronize customers and business partners from async mode"),
                N_("Synchronization job"), N_("Run in the background")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .changed = changed,
    .text = introduction,
    .ok = ok,
};
