/* SPDX-License-Identifier: MIT */
/*
 * Initialize commerce scheduler (domain.md 4.12, 6 cause 35; CDX-Best-Practices.md): puts the base configuration back.
 * Owns the warning before Delete existing configuration; what is put back is model/hq/scheduler.c.
 */

#include <stdio.h>

#include "model/hq/scheduler.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out,
                _("Puts the jobs, subjobs and schedules back as they are delivered. Run it after "
                  "headquarters was updated, or when a job finds no rows because a subjob is "
                  "missing or disabled. Not while headquarters is in servicing."));
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)key;
    (void)err;
    form_set_value(form, "ChannelSchema", "AX7");
    form_set_value(form, "DeleteExisting", "0");
    return ERR_OK;
}

static void note_delete(struct app *app, const struct form *form, char *buf, size_t size) {
    (void)app;
    if (strcmp(form_value(form, "DeleteExisting"), "1") == 0)
        snprintf(buf, size, "%s", _("your own jobs and schedules go"));
}

static void initialize(struct app *app, struct form *form, bool all) {
    struct scheduler_restored restored;
    struct err err = {0};
    char text[WORDS_SIZE];
    if (scheduler_initialize(app->db, all, app->user, &restored, &err) != ERR_OK) {
        words_error(&err, NULL, text, sizeof text);
        form_result(form, ROLE_ERROR, _("Result"), text);
        return;
    }
    if (restored.deleted > 0) {
        snprintf(text, sizeof text, "%lld", (long long)restored.deleted);
        form_result(form, ROLE_WARNING, _("Deleted"), text);
    }
    snprintf(text, sizeof text,
             n_("%lld row put back", "%lld rows put back", (unsigned long)restored.restored),
             (long long)restored.restored);
    form_result(form, ROLE_OK, _("Result"),
                restored.restored > 0 ? text : _("Nothing was missing."));
    app_data_changed(app);
}

static void answered(struct app *app, int answer, void *ctx) {
    struct form *form = app_form(app);
    (void)ctx;
    if (answer == 0 && form) initialize(app, form, true);
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    form_result_clear(form);
    if (app->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    if (strcmp(form_value(form, "DeleteExisting"), "1") != 0) {
        initialize(app, form, false);
        return ERR_OK;
    }
    struct question q;
    question_init(&q, MESSAGE_WARNING, _("Delete existing configuration"));
    snprintf(
        q.text, sizeof q.text, "%s %s",
        _("All scheduler jobs, subjobs and distribution schedules are deleted, also those that "
          "you added or changed. Schedules come back active and serve the group Default only: "
          "databases of other groups exchange nothing until their group is attached again."),
        _("Delete them?"));
    question_yes_no(&q);
    q.answered = answered;
    app_ask(app, &q);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "ChannelSchema",
     .label = N_("Commerce channel schema"),
     .cols = 20,
     .read_only = true,
     .help = N_("The schema of this version.")},
    {.key = "DeleteExisting",
     .label = N_("Delete existing configuration"),
     .kind = FIELD_YESNO,
     .note = note_delete,
     .help = N_("Keep No: what is missing is added, what was changed is corrected, what you added "
                "stays. Yes deletes every job, subjob and schedule first.")},
    {0},
};

const struct page page_initialize_commerce_scheduler = {
    .id = "initialize-commerce-scheduler",
    .title = N_("Initialize commerce scheduler"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailCDXSeedDataInitialize",
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok = ok,
};
