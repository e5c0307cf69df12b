/* SPDX-License-Identifier: MIT */
/*
 * Batch jobs (domain.md 4.14, 5.6; create-batch-job.md): which jobs run by themselves, when, and what became of them. Says
 * who the batch server is. Its commands are in tui/batch_commands.c, the dialogs in batch_job_dialogs.c.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/hq/batch.h"
#include "model/hq/lease.h"
#include "model/hq/schedule.h"
#include "tui/app.h"
#include "tui/batch_commands.h"
#include "tui/batch_dialog.h"
#include "tui/job_runs.h"
#include "tui/page.h"
#include "tui/words.h"

enum { HISTORY = 12, SERVER_SIZE = 256 };
/* Cells of entity_batch_job's list. */
enum { CELL_ID, CELL_CAPTION, CELL_STATUS, CELL_START, CELL_COMPANY = 6, CELL_RECURRENCE, CELLS };

/* "1 5" (unit and count) as "Every 5 minutes". */
static void recurrence_cell(const char *stored, char *buf, size_t size) {
    char *rest;
    long unit = strtol(stored, &rest, 10);
    struct recurrence recurrence = {.unit = (enum recurrence_unit)unit,
                                    .count = strtoll(rest, NULL, 10)};
    words_recurrence_every(&recurrence, buf, size);
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct rowset found;
    char text[WORDS_SIZE];
    rowset_init(&found, entity_batch_job.list_columns);
    enum err_code code = entity_batch_job.list(app->db, request, &found, err);
    for (int i = 0; code == ERR_OK && i < found.rows; i++) {
        rowset_add(rows, rowset_key(&found, i));
        for (int cell = CELL_ID; cell <= CELL_COMPANY; cell++)
            rowset_set(rows, cell,
                       cell == CELL_CAPTION ? words_job_description(rowset_cell(&found, i, cell))
                                            : rowset_cell(&found, i, cell));
        recurrence_cell(rowset_cell(&found, i, CELL_RECURRENCE), text, sizeof text);
        rowset_set(rows, CELL_RECURRENCE, text);
        rowset_set(rows, CELL_RECURRENCE + 1, rowset_cell(&found, i, CELL_RECURRENCE + 1));
    }
    rows->more_before = found.more_before;
    rows->more_after = found.more_after;
    rowset_release(&found);
    return code;
}

/* Who starts what is due. false = nobody, and then the text says what that means. */
static bool server_words(struct app *app, char *buf, size_t size) {
    char holder[LEASE_HOLDER_SIZE] = "";
    bool served = lease_holder(app->db, "batch-server", holder, NULL, NULL) == ERR_OK && holder[0];
    words_clean(buf, size,
                served ? holder
                       : _("No batch server is running, so nothing starts by itself: chq batch "
                           "serve."));
    return served;
}

/* A console that serves takes the lease a moment after it was started: nothing is wrong until then. */
static void opened(struct app *app) {
    char text[SERVER_SIZE];
    bool serves = app->settings && app->settings->tui_batch_server && !app->read_only;
    if (server_words(app, text, sizeof text))
        app_message(app, MESSAGE_INFO, _("Batch server: %s."), text);
    else if (!serves)
        app_message(app, MESSAGE_WARNING, "%s", text);
}

static void set_tasks(struct form *form, const struct batch_task *tasks, int count) {
    char rows[BATCH_MAX_TASKS * 160] = "";
    size_t used = 0;
    for (int i = 0; i < count && used < sizeof rows - 160; i++)
        used += (size_t)snprintf(rows + used, sizeof rows - used, "%s%s\t%.60s\t%d\t%lld/%lld\t%d",
                                 i ? "\n" : "", tasks[i].JobId, tasks[i].ClassName,
                                 (int)tasks[i].status, (long long)tasks[i].retry_count,
                                 (long long)tasks[i].retries_on_failure,
                                 tasks[i].ignore_failure ? 1 : 0);
    form_set_value(form, "Tasks", rows);
}

static void set_recurrence(struct form *form, const struct batch_job *job) {
    char text[WORDS_SIZE] = "";
    struct recurrence recurrence = batch_job_recurrence(job);
    bool waits = job->Status == BATCH_WAITING || job->Status == BATCH_READY;
    words_recurrence(&recurrence, text, sizeof text);
    form_set_value(form, "InWords", text);
    snprintf(text, sizeof text, "%s", _("none is planned"));
    if (waits && job->OrigStartDateTime > 0)
        words_when(job->OrigStartDateTime, clock_now_ms(), text, sizeof text);
    form_set_value(form, "NextStarts", text);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct batch_job job;
    struct batch_task tasks[BATCH_MAX_TASKS];
    struct job_run runs[HISTORY];
    char text[SERVER_SIZE];
    int count = 0, runs_count = 0;
    int64_t id = strtoll(key, NULL, 10);
    enum err_code code = entity_batch_job.load(app->db, key, &job, err);
    if (code == ERR_OK) code = batch_job_tasks(app->db, id, tasks, &count, err);
    if (code == ERR_OK) code = batch_run_history(app->db, id, HISTORY, runs, &runs_count, err);
    if (code != ERR_OK) return code;
    set_tasks(form, tasks, count);
    job_runs_show(form, runs, runs_count);
    set_recurrence(form, &job);
    server_words(app, text, sizeof text);
    form_set_value(form, "Server", text);
    return ERR_OK;
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    snprintf(buf, size, "%s : %s", key, words_job_description(form_old_value(form, "Caption")));
}

static const struct column columns[] = {
    {.label = N_("Batch job ID"), .cols = 12, .hide_below = 9999},
    {.label = N_("Job description"), .cols = 20, .weight = 4},
    {.label = N_("Status"), .cols = 13, .word = batch_status_word, .role = batch_status_role},
    {.label = N_("Scheduled start date/time"),
     .kind = COLUMN_TIME,
     .cols = 19,
     .weight = 1,
     .hide_below = 58},
    {.label = N_("Actual start"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 130},
    {.label = NC_("batch job", "End"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 110},
    {.label = N_("Company accounts"), .cols = 8, .hide_below = 150},
    {.label = N_("Recurrence"), .cols = 16, .weight = 1, .hide_below = 72},
    {.label = N_("Created by"), .cols = 10, .hide_below = 140},
    {0},
};

static const struct field fields[] = {
    {.key = "Caption", .label = N_("Job description"), .cols = 60, .word = words_job_description},
    {.key = "Status", .label = N_("Status"), .kind = FIELD_CHOICE, .word = words_choice},
    {.key = "InWords", .label = N_("It runs"), .cols = 60, .read_only = true},
    {.key = "NextStarts", .label = N_("Next run"), .cols = 60, .read_only = true},
    {.key = "Server", .label = N_("Batch server"), .cols = 60, .read_only = true},
    {.tab = N_("General")},
    {.key = "JobId", .label = N_("Job"), .word = words_job_title},
    {.key = "BatchGroupId", .label = N_("Batch group"), .cols = 10},
    {.key = "IsPrivate", .label = N_("Private"), .kind = FIELD_YESNO},
    {.key = "IsCritical", .label = N_("Critical job"), .kind = FIELD_YESNO},
    {.key = "OrigStartDateTime", .label = N_("Scheduled start date/time"), .kind = FIELD_TIME},
    {.key = "StartDateTime", .label = N_("Actual start"), .kind = FIELD_TIME},
    {.key = "EndDateTime", .label = NC_("batch job", "End"), .kind = FIELD_TIME},
    {.key = "Company", .label = N_("Company accounts")},
    {.key = "CreatedBy", .label = N_("Created by")},
    {.key = "CreatedDateTime", .label = N_("Created"), .kind = FIELD_TIME},
    {.tab = N_("Tasks")},
    {.key = "Tasks",
     .label = N_("Tasks"),
     .kind = FIELD_LIST,
     .columns =
         {{.label = N_("Job ID"), .cols = 14},
          {.label = N_("Class name"), .cols = 20, .weight = 1, .hide_below = 70},
          {.label = N_("Status"), .cols = 13, .word = batch_status_word, .role = batch_status_role},
          {.label = N_("Retries"), .cols = 8},
          {.label = N_("Ignore task failure"), .kind = COLUMN_YESNO, .cols = 19}}},
    {.key = "RetriesOnFailure", .label = N_("Maximum retries"), .kind = FIELD_NUMBER, .cols = 2},
    {.key = "IgnoreFailOnError", .label = N_("Ignore task failure"), .kind = FIELD_YESNO},
    {.tab = N_("Alerts")},
    {.key = "AlertOnError", .label = N_("Alert on error"), .kind = FIELD_YESNO},
    {.key = "AlertOnEnded", .label = N_("Alert when ended"), .kind = FIELD_YESNO},
    JOB_RUNS_FIELDS,
    {0},
};

const struct page page_batch_jobs = {
    .id = "batch-jobs",
    .title = N_("Batch jobs"),
    .path = {N_("Retail and Commerce"), N_("Inquiries and reports")},
    .form_name = "BatchJobEnhanced",
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = batch_commands,
    .entity = &entity_batch_job,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .list = list,
    .load = load,
    .opened = opened,
    .record_title = title,
    .empty = N_("No job runs by itself yet. F6 creates a batch job."),
};
