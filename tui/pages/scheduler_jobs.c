/* SPDX-License-Identifier: MIT */
/*
 * Scheduler jobs (domain.md 4.8; implementation-considerations-cdx.md): which tables a job moves. Owns what is said of a
 * job that this console does not know.
 */

#include <stdio.h>

#include "model/exchange/jobs.h"
#include "model/hq/scheduler.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/schedule_view.h"
#include "tui/words.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    const struct exchange_job *job;
    struct job_run last;
    char text[WORDS_SIZE] = "";
    enum err_code code = job_run_last(app->db, key, &last, err);
    if (code != ERR_OK) return code;
    words_error(&last.message, "customer", text, sizeof text);
    form_set_value(form, "lastMessageText", text);
    bool known = exchange_job_find(key, &job, NULL) == ERR_OK;
    form_set_value(form, "Purpose",
                   known
                       ? words_job_help(job->id)
                       : _("This console has no such job: it is kept, and nothing is exchanged."));
    return ERR_OK;
}

static const struct column columns[] = {
    {.label = N_("Job ID"), .cols = 10, .weight = 1},
    {.label = N_("Description"), .cols = 12, .weight = 2, .hide_below = 34},
    {.label = N_("Upload"), .kind = COLUMN_YESNO, .cols = 6, .hide_below = 60},
    {0},
};

static const struct field fields[] = {
    {.key = "jobId",
     .label = N_("Job ID"),
     .help = N_("By this name a distribution schedule runs the job. It cannot be changed after the "
                "first save.")},
    {.key = "Description", .label = N_("Description"), .cols = 40, .word = words_job_description},
    {.key = "IsUpload",
     .label = N_("Upload"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: from the channels to headquarters. No: from headquarters to the channels.")},
    {.key = "ChannelSchema",
     .label = N_("Commerce channel schema"),
     .page = "commerce-channel-schema"},
    {.key = "AllowSkipDataSync",
     .label = N_("Exclude from offline databases"),
     .kind = FIELD_YESNO},
    {.key = "Purpose", .label = N_("What it does"), .cols = 60, .read_only = true},
    {.key = "lastMessageText", .label = N_("Last message"), .cols = 60},
    {.tab = N_("Scheduler subjobs")},
    {.key = "Subjobs",
     .label = N_("Subjobs"),
     .cols = 40,
     .summary = true,
     .help = N_("The subjobs that run, separated by commas: each moves one table. The lookup puts "
                "one in or takes it out.")},
    {.key = "DisabledSubjobs",
     .label = N_("Disabled subjobs"),
     .cols = 40,
     .help = N_("Subjobs that belong to the job, but do not run: their tables are not moved.")},
    {0},
};

const struct page page_scheduler_jobs = {
    .id = "scheduler-jobs",
    .title = N_("Scheduler jobs"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailConnSchedulerJobTable",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_scheduler_job,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .load = load,
    .record_title = schedule_title,
};
