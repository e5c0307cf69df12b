/* SPDX-License-Identifier: MIT */
/* Two small dialogs for a batch job (domain.md 4.14; create-batch-job.md): its recurrence and its alerts. */

#include <stdio.h>

#include "tui/app.h"
#include "tui/batch_dialog.h"
#include "tui/page.h"
#include "tui/words.h"

static enum err_code read_job(struct app *app, const char *key, struct batch_job *job,
                              struct err *err) {
    return entity_batch_job.load(app->db, key ? key : "", job, err);
}

static enum err_code save(struct app *app, const struct batch_job *old, struct batch_job *job,
                          struct err *err) {
    enum err_code code = record_save(&entity_batch_job, app->db, old, job, app->user, err);
    if (code != ERR_OK) return code;
    app_close_page(app);
    app_message(app, MESSAGE_INFO, _("%s was saved."), words_job_description(job->Caption));
    return ERR_OK;
}

static void name(struct app *app, const char *key, struct reader *out) {
    struct batch_job job;
    char text[WORDS_SIZE];
    if (read_job(app, key, &job, NULL) != ERR_OK) return;
    words_clean(text, sizeof text, words_job_description(job.Caption));
    reader_text(out, text);
}

/* ---- Recurrence ------------------------------------------------------------------------------------------------ */

static enum err_code load_recurrence(struct app *app, const char *key, struct form *form,
                                     struct err *err) {
    struct batch_job job;
    enum err_code code = read_job(app, key, &job, err);
    if (code != ERR_OK) return code;
    batch_dialog_show_recurrence(form, &job);
    form_set_value(form, "JobId", job.JobId);
    return ERR_OK;
}

static void changed(struct app *app, struct form *form) {
    (void)app;
    batch_dialog_changed(form, form_value(form, "JobId"));
}

static enum err_code ok_recurrence(struct app *app, struct form *form, struct err *err) {
    struct batch_job old, job;
    enum err_code code = read_job(app, app_record_key(app), &old, err);
    if (code != ERR_OK) return code;
    job = old;
    code = batch_dialog_read_recurrence(form, &job, err);
    return code == ERR_OK ? save(app, &old, &job, err) : code;
}

static const struct field recurrence_fields[] = {
    {.key = "JobId",
     .label = N_("Job"),
     .kind = FIELD_TEXT,
     .cols = 60,
     .read_only = true,
     .word = words_job_title},
    BATCH_DIALOG_WORDS,
    BATCH_DIALOG_RECURRENCE,
    {0},
};

const struct page page_batch_job_recurrence = {
    .id = "batch-job-recurrence",
    .title = N_("Define recurrence"),
    .path = {N_("Retail and Commerce"), N_("Inquiries and reports"), N_("Batch jobs")},
    .pattern = DIALOG,
    .fields = recurrence_fields,
    .load = load_recurrence,
    .changed = changed,
    .text = name,
    .ok = ok_recurrence,
};

/* ---- Alerts ---------------------------------------------------------------------------------------------------- */

static enum err_code load_alerts(struct app *app, const char *key, struct form *form,
                                 struct err *err) {
    struct batch_job job;
    enum err_code code = read_job(app, key, &job, err);
    if (code != ERR_OK) return code;
    form_set_value(form, "AlertOnError", job.AlertOnError ? "1" : "0");
    form_set_value(form, "AlertOnEnded", job.AlertOnEnded ? "1" : "0");
    return ERR_OK;
}

static enum err_code ok_alerts(struct app *app, struct form *form, struct err *err) {
    struct batch_job old, job;
    enum err_code code = read_job(app, app_record_key(app), &old, err);
    if (code != ERR_OK) return code;
    job = old;
    job.AlertOnError = form_value(form, "AlertOnError")[0] == '1';
    job.AlertOnEnded = form_value(form, "AlertOnEnded")[0] == '1';
    return save(app, &old, &job, err);
}

static const struct field alert_fields[] = {
    {.key = "AlertOnError",
     .label = N_("Alert on error"),
     .kind = FIELD_YESNO,
     .help = N_("An open console says so in its message bar.")},
    {.key = "AlertOnEnded",
     .label = N_("Alert when ended"),
     .kind = FIELD_YESNO,
     .help = N_("An open console says so in its message bar.")},
    {0},
};

const struct page page_batch_job_alerts = {
    .id = "batch-job-alerts",
    .title = N_("Alerts"),
    .path = {N_("Retail and Commerce"), N_("Inquiries and reports"), N_("Batch jobs")},
    .pattern = DIALOG,
    .fields = alert_fields,
    .load = load_alerts,
    .text = name,
    .ok = ok_alerts,
};
