/* SPDX-License-Identifier: MIT */
/*
 * Distribution schedule (domain.md 4.7; posting-online-sales-payments.md): which jobs exchange what with which channel
 * database groups, what became of the last run and when the next one starts. Its rows, commands and the sentence why a
 * schedule exchanges nothing are in tui/schedule_view.c.
 */

#include <stdio.h>

#include "model/clock.h"
#include "model/hq/batch.h"
#include "model/hq/schedule.h"
#include "tui/app.h"
#include "tui/job_runs.h"
#include "tui/page.h"
#include "tui/schedule_view.h"
#include "tui/words.h"

enum { HISTORY = 12 };

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct job_run runs[HISTORY];
    struct recurrence recurrence = {0};
    char text[WORDS_SIZE];
    int count = 0;
    int64_t next_ms = 0;
    enum err_code code = job_run_history(app->db, key, HISTORY, runs, &count, err);
    if (code == ERR_OK) code = batch_next_run(app->db, key, &next_ms, &recurrence, err);
    if (code != ERR_OK) return code;
    job_runs_show(form, runs, count);
    schedule_show_jobs(form);
    words_next_run(&recurrence, next_ms, clock_now_ms(), text, sizeof text);
    form_set_value(form, "NextRun", text);
    schedule_trouble(form, key, text, sizeof text);
    form_set_value(form, "State", text[0] ? text : _("ready to run"));
    if (schedule_is_sync_job(key)) form_set_value(form, "Description", words_job(key));
    form_set_value(form, "Purpose", schedule_job(key) ? words_job_help(key) : "");
    return ERR_OK;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    char text[WORDS_SIZE];
    (void)created;
    schedule_trouble(form, key, text, sizeof text);
    if (text[0]) app_message(app, MESSAGE_WARNING, "%s", text);
}

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 14, .weight = 1},
    {.label = N_("Last result"),
     .cols = 12,
     .word = schedule_result_word,
     .role = schedule_result_role},
    {.label = N_("Description"), .cols = 14, .weight = 3, .hide_below = 44},
    {.label = N_("Last run"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 70},
    {0},
};

static const struct field fields[] = {
    {.key = "Name",
     .label = N_("Name"),
     .cols = 20,
     .help = N_("A job of this name runs under the schedule. It cannot be changed after the first "
                "save.")},
    {.key = "Description", .label = N_("Description"), .cols = 40, .word = words_job_description},
    {.key = "IsUpload",
     .label = N_("Data exchange type"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("Upload: from the channels to headquarters. Download: from headquarters to the "
                "channels.")},
    {.key = "Active",
     .label = N_("Active"),
     .kind = FIELD_YESNO,
     .help = N_("No: nothing is exchanged, also when the schedule is run.")},
    {.key = "State", .label = NC_("condition", "State"), .cols = 60, .read_only = true},
    {.key = "NextRun",
     .label = N_("Next run"),
     .cols = 60,
     .read_only = true,
     .help = N_("When it runs by itself. Create batch job lets it recur.")},
    {.tab = N_("Jobs")},
    {.key = "Jobs",
     .label = N_("Jobs"),
     .cols = 40,
     .summary = true,
     .help = N_("The jobs that run, separated by commas. The lookup puts a job in or takes it "
                "out.")},
    {.key = "DisabledJobs",
     .label = N_("Disabled jobs"),
     .cols = 40,
     .help = N_("Jobs that belong to the schedule, but do not run.")},
    {.key = "JobList",
     .label = N_("Jobs"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Job ID"), .cols = 8},
                 {.label = N_("Description"), .cols = 14, .weight = 1},
                 {.label = N_("Enabled"), .kind = COLUMN_YESNO, .cols = 9}}},
    {.key = "Purpose", .label = N_("What it does"), .cols = 60, .read_only = true},
    {.tab = N_("Channel database groups")},
    {.key = "DataGroups",
     .label = N_("Channel database groups"),
     .cols = 40,
     .summary = true,
     .help = N_("The groups whose databases take part, separated by commas: at least one, else "
                "nothing is exchanged. The lookup puts a group in or takes it out.")},
    JOB_RUNS_FIELDS,
    {0},
};

const struct page page_distribution_schedule = {
    .id = "distribution-schedule",
    .title = N_("Distribution schedule"),
    .path = {N_("Retail and Commerce"), N_("Retail and Commerce IT")},
    .form_name = "RetailCDXScheduleManager",
    .aliases = {N_("P-job"), N_("1010 (Customers)"), N_("1070 (Channel configuration)")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .actions = schedule_commands,
    .entity = &entity_schedule,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .list = schedule_rows,
    .load = load,
    .record_title = schedule_title,
    .after_save = saved,
};
