/* SPDX-License-Identifier: MIT */
/*
 * What can be done with a batch job beside editing it. Owns which questions are asked; which changes of status are allowed
 * is the model's rule (batch_status_may_become).
 */

#include "tui/batch_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/hq/batch.h"
#include "model/hq/schedule.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/run_now.h"
#include "tui/words.h"

enum { HISTORY = 50 };

/* ---- words ----------------------------------------------------------------------------------------------------- */

const char *batch_status_word(const char *stored) {
    bool digit = stored[0] >= '0' && stored[0] <= '9' && !stored[1];
    return digit ? words_batch_status((enum batch_status)(stored[0] - '0')) : words_choice(stored);
}

static enum role status_role(enum batch_status status) {
    switch (status) {
    case BATCH_ERROR:
        return ROLE_FAILED;
    case BATCH_EXECUTING:
    case BATCH_READY:
        return ROLE_PENDING;
    case BATCH_ENDED:
        return ROLE_OK;
    case BATCH_WITHHOLD:
    case BATCH_CANCELED:
        return ROLE_DIM;
    case BATCH_DID_NOT_RUN:
    case BATCH_CANCELING:
        return ROLE_WARNING;
    case BATCH_WAITING:
        break;
    }
    return ROLE_VALUE;
}

enum role batch_status_role(const char *stored) {
    return status_role((enum batch_status)(stored[0] - '0'));
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool load(struct app *app, const char *key, struct batch_job *job) {
    struct err err;
    err_clear(&err);
    if (entity_batch_job.load(app->db, key, job, &err) == ERR_OK) return true;
    app_error(app, &err);
    return false;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

struct command {
    enum err_code (*run)(struct app *app, const struct command *command, struct err *err);
    int64_t id;
    enum batch_status to; /* Change status */
    char done[160];       /* said afterwards */
};

static enum err_code run_command(struct app *app, void *ctx, struct err *err) {
    const struct command *command = ctx;
    return command->run(app, command, err);
}

static void command_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct command *command = ctx;
    if (code == ERR_OK) {
        app_data_changed(app);
        app_message(app, MESSAGE_INFO, "%s", command->done);
    } else {
        app_error(app, err);
    }
    free(command);
}

static void write_command(struct app *app, const char *title, const struct command *command) {
    struct command *ctx = alloc_zero(1, sizeof *ctx);
    *ctx = *command;
    app_write(app, &(struct app_write){
                       .title = title, .write = run_command, .ended = command_ended, .ctx = ctx});
}

/* ---- Change status --------------------------------------------------------------------------------------------- */

struct choice {
    int64_t id;
    enum batch_status to[QUESTION_BUTTONS];
    int count;
};

static enum err_code set_status(struct app *app, const struct command *command, struct err *err) {
    return batch_job_set_status(app->db, command->id, command->to, app->user, err);
}

static void status_chosen(struct app *app, int answer, void *ctx) {
    struct choice *choice = ctx;
    if (answer < choice->count) {
        struct command command = {.run = set_status, .id = choice->id, .to = choice->to[answer]};
        snprintf(command.done, sizeof command.done, _("The status is %s."),
                 words_batch_status(command.to));
        write_command(app, _("Change status"), &command);
    }
    free(choice);
}

static enum next change_status(struct app *app, const char *key) {
    struct batch_job job;
    struct question q;
    if (!load(app, key, &job)) return NEXT_STAY;
    struct choice *choice = alloc_zero(1, sizeof *choice);
    choice->id = job.head.RecId;
    question_init(&q, MESSAGE_INFO, _("Select new status"));
    for (int to = BATCH_WITHHOLD; to <= BATCH_CANCELED; to++) {
        if (choice->count == QUESTION_BUTTONS - 1) break;
        if (!batch_status_may_become((enum batch_status)job.Status, (enum batch_status)to))
            continue;
        q.buttons[choice->count] = words_batch_status((enum batch_status)to);
        choice->to[choice->count++] = (enum batch_status)to;
    }
    q.buttons[choice->count] = _("Cancel");
    q.focus = 0;
    q.escape = choice->count;
    snprintf(q.text, sizeof q.text, _("%s\n\nThe status is %s now."),
             words_job_description(job.Caption), words_batch_status((enum batch_status)job.Status));
    q.answered = status_chosen;
    q.ctx = choice;
    app_ask(app, &q);
    return NEXT_STAY;
}

/* ---- Recurrence, Alerts, Remove recurrence, Copy --------------------------------------------------------------- */

static enum next new_job(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "create-batch-job", NULL);
    return NEXT_STAY;
}

static enum next recurrence(struct app *app, const char *key) {
    app_open_page(app, "batch-job-recurrence", key);
    return NEXT_STAY;
}

static enum next alerts(struct app *app, const char *key) {
    app_open_page(app, "batch-job-alerts", key);
    return NEXT_STAY;
}

static bool recurs(struct app *app, const char *key) {
    struct batch_job job;
    return key && entity_batch_job.load(app->db, key, &job, NULL) == ERR_OK &&
           job.RecurrenceUnit != RECUR_NONE;
}

static enum err_code write_once(struct app *app, const struct command *command, struct err *err) {
    struct batch_job old, job;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)command->id);
    enum err_code code = entity_batch_job.load(app->db, key, &old, err);
    if (code != ERR_OK) return code;
    job = old;
    job.RecurrenceUnit = RECUR_NONE;
    return record_save(&entity_batch_job, app->db, &old, &job, app->user, err);
}

static enum next remove_recurrence(struct app *app, const char *key) {
    struct command command = {.run = write_once, .id = strtoll(key, NULL, 10)};
    snprintf(command.done, sizeof command.done, "%s", _("The batch job does not recur any more."));
    write_command(app, _("Remove recurrence"), &command);
    return NEXT_STAY;
}

static enum err_code write_copy(struct app *app, const struct command *command, struct err *err) {
    int64_t copy;
    return batch_job_copy(app->db, command->id, app->user, &copy, err);
}

static enum next copy(struct app *app, const char *key) {
    struct command command = {.run = write_copy, .id = strtoll(key, NULL, 10)};
    snprintf(command.done, sizeof command.done, "%s",
             _("The copy is withheld. Change status lets it run."));
    write_command(app, _("Copy batch job"), &command);
    return NEXT_STAY;
}

/* ---- View tasks, Batch job history ----------------------------------------------------------------------------- */

struct tasks {
    struct batch_task task[BATCH_MAX_TASKS];
    int count;
};

static void fill_tasks(void *ctx, struct reader *out) {
    const struct tasks *tasks = ctx;
    char text[64];
    for (int i = 0; i < tasks->count; i++) {
        const struct batch_task *task = &tasks->task[i];
        if (i > 0) reader_blank(out);
        reader_heading(out, words_job_title(task->JobId));
        reader_pair(out, _("Class name"), task->ClassName);
        reader_pair(out, _("Status"), words_batch_status(task->status));
        snprintf(text, sizeof text, "%lld", (long long)task->retries_on_failure);
        reader_pair(out, _("Maximum retries"), text);
        snprintf(text, sizeof text, "%lld", (long long)task->retry_count);
        reader_pair(out, _("Retries so far"), text);
        reader_pair(out, _("Ignore task failure"), words_yesno(task->ignore_failure));
        text[0] = '\0';
        if (task->start_ms > 0) clock_format_datetime(task->start_ms, text, sizeof text);
        reader_pair(out, _("Actual start"), text);
        text[0] = '\0';
        if (task->end_ms > 0) clock_format_datetime(task->end_ms, text, sizeof text);
        reader_pair(out, i18n_text(NC_("run", "Ended")), text);
    }
}

static enum next view_tasks(struct app *app, const char *key) {
    struct tasks tasks = {0};
    struct err err;
    err_clear(&err);
    if (batch_job_tasks(app->db, strtoll(key, NULL, 10), tasks.task, &tasks.count, &err) == ERR_OK)
        app_show_text(app, _("View tasks"), fill_tasks, &tasks);
    else
        app_error(app, &err);
    return NEXT_STAY;
}

struct runs {
    struct job_run run[HISTORY];
    int count;
};

static void fill_runs(void *ctx, struct reader *out) {
    const struct runs *runs = ctx;
    if (runs->count == 0) reader_text(out, _("It has not run yet."));
    for (int i = 0; i < runs->count; i++) {
        const struct job_run *run = &runs->run[i];
        char start[24], text[WORDS_SIZE], result[8], heading[96];
        clock_format_datetime(run->start_ms, start, sizeof start);
        run_result_store(run, result, sizeof result);
        snprintf(heading, sizeof heading, "%s  %s", start, run_result_word(result));
        if (i > 0) reader_blank(out);
        reader_heading(out, heading);
        snprintf(text, sizeof text, "%lld", (long long)run->rows);
        reader_pair(out, _("Rows affected"), text);
        snprintf(text, sizeof text, "%lld", (long long)run->failed_rows);
        if (run->failed_rows > 0) reader_pair(out, _("Failed rows"), text);
        snprintf(text, sizeof text, "%lld", (long long)run->session);
        if (run->session > 0) reader_pair(out, _("Session"), text);
        words_error(&run->message, "customer", text, sizeof text);
        if (text[0]) reader_pair(out, _("Message"), text);
    }
}

static enum next history(struct app *app, const char *key) {
    struct runs runs = {0};
    struct err err;
    err_clear(&err);
    if (batch_run_history(app->db, strtoll(key, NULL, 10), HISTORY, runs.run, &runs.count, &err) ==
        ERR_OK)
        app_show_text(app, _("Batch job history"), fill_runs, &runs);
    else
        app_error(app, &err);
    return NEXT_STAY;
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

static bool is_one(struct app *app, const char *key) {
    (void)app;
    return key != NULL;
}

const struct action batch_commands[] = {
    {.id = "new-batch-job",
     .label = N_("New"),
     .bound = ACTION_NEW,
     .help = N_("Lets a job of the data exchange run by itself."),
     .run = new_job},
    {.id = "change-status",
     .label = N_("Change status"),
     .bound = ACTION_RUN,
     .help = N_("Withhold stops it from starting, Waiting lets it start, Canceling stops it."),
     .enabled = is_one,
     .run = change_status},
    {.id = "recurrence",
     .label = N_("Recurrence"),
     .help = N_("How often it runs, from when and until when."),
     .enabled = is_one,
     .run = recurrence},
    {.id = "remove-recurrence",
     .label = N_("Remove recurrence"),
     .help = N_("The next start is the last one."),
     .enabled = recurs,
     .why_not = N_("It does not recur."),
     .run = remove_recurrence},
    {.id = "alerts",
     .label = N_("Alerts"),
     .help = N_("Which ends of a run are told."),
     .enabled = is_one,
     .run = alerts},
    {.id = "view-tasks",
     .label = N_("View tasks"),
     .help = N_("What it runs, one task after another."),
     .enabled = is_one,
     .run = view_tasks},
    {.id = "batch-job-history",
     .label = N_("Batch job history"),
     .help = N_("Its runs with their log, the newest first."),
     .enabled = is_one,
     .run = history},
    {.id = "copy-batch-job",
     .label = N_("Copy batch job"),
     .help = N_("The same settings and tasks, withheld until somebody lets it run."),
     .enabled = is_one,
     .run = copy},
    {0},
};
