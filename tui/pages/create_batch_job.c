/* SPDX-License-Identifier: MIT */
/*
 * Create batch job (domain.md 4.9; create-batch-job.md, posting-online-sales-payments.md): opened for the schedule under
 * the cursor, or for a job that is chosen in it. Its fields and what OK does are in tui/batch_dialog.c.
 */

#include <string.h>

#include "tui/app.h"
#include "tui/batch_dialog.h"
#include "tui/page.h"
#include "tui/words.h"

/* The jobs of the data exchange, in its order. */
static const char *const jobs[] = {"P-0001", "sync-customers", "1010", "1070",
                                   "1090",   "1110",           "9999", NULL};

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    const char *job = key ? key : jobs[0];
    form_set_value(form, "JobId", job);
    batch_dialog_load(form, job, true);
    return ERR_OK;
}

/* A description that nobody typed follows the job. */
static void name_after_job(struct form *form) {
    const char *job = form_value(form, "JobId"), *caption = form_value(form, "Caption");
    for (int i = 0; jobs[i]; i++) {
        if (strcmp(jobs[i], job) == 0 || strcmp(words_job_title(jobs[i]), caption) != 0) continue;
        form_set_value(form, "Caption", words_job_title(job));
        return;
    }
}

static void changed(struct app *app, struct form *form) {
    (void)app;
    name_after_job(form);
    batch_dialog_changed(form, form_value(form, "JobId"));
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    return batch_dialog_ok(app, form, form_value(form, "JobId"), err);
}

static const struct field fields[] = {
    {.key = "JobId",
     .label = N_("Job"),
     .kind = FIELD_CHOICE,
     .choices = jobs,
     .word = words_job_title},
    BATCH_DIALOG_TASK,
    BATCH_DIALOG_RECURRENCE,
    {0},
};

const struct page page_create_batch_job = {
    .id = "create-batch-job",
    .title = N_("Create batch job"),
    .path = {N_("Retail and Commerce"), N_("Retail and Commerce IT"), N_("Distribution schedule")},
    .form_name = "SysOperationTemplateForm",
    .aliases = {N_("Run in the background"), N_("Recurrence")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .changed = changed,
    .ok = ok,
};
