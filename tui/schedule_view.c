/* SPDX-License-Identifier: MIT */
/*
 * Rows, sentences and commands of distribution schedules. Owns the rule which of them this console can run: those that are
 * called as a job of the data exchange. The page is tui/pages/distribution_schedule.c.
 */

#include "tui/schedule_view.h"

#include <stdio.h>
#include <string.h>

#include "model/hq/schedule.h"
#include "tui/app.h"
#include "tui/run_now.h"
#include "tui/words.h"

const struct exchange_job *schedule_job(const char *key) {
    const struct exchange_job *job = NULL;
    return key && exchange_job_find(key, &job, NULL) == ERR_OK ? job : NULL;
}

bool schedule_is_sync_job(const char *key) {
    return strcmp(key, SCHEDULE_SYNC_JOB) == 0;
}

void schedule_title(struct app *app, const char *key, const struct form *form, char *buf,
                    size_t size) {
    (void)app;
    const char *name = words_schedule(key, form_old_value(form, "Description"));
    snprintf(buf, size, "%s%s%s", key, name[0] ? " : " : "", name);
}

enum err_code schedule_rows(struct app *app, const struct list_request *request,
                            struct rowset *rows, struct err *err) {
    struct rowset found;
    rowset_init(&found, entity_schedule.list_columns);
    enum err_code code = entity_schedule.list(app->db, request, &found, err);
    for (int i = 0; code == ERR_OK && i < found.rows; i++) {
        const char *name = rowset_key(&found, i);
        char result[8];
        struct job_run last;
        code = job_run_last(app->db, name, &last, err);
        if (code != ERR_OK) break;
        if (schedule_job(name))
            run_result_store(&last, result, sizeof result);
        else
            snprintf(result, sizeof result, "-");
        rowset_add(rows, name);
        rowset_set(rows, 0, name);
        rowset_set(rows, 1, result);
        rowset_set(rows, 2, words_schedule(name, rowset_cell(&found, i, 1)));
        rowset_set_int(rows, 3, last.end_ms);
    }
    rows->more_before = found.more_before;
    rows->more_after = found.more_after;
    rowset_release(&found);
    return code;
}

const char *schedule_result_word(const char *stored) {
    return strcmp(stored, "-") == 0 ? _("not here") : run_result_word(stored);
}

enum role schedule_result_role(const char *stored) {
    return strcmp(stored, "-") == 0 ? ROLE_DIM : run_result_role(stored);
}

/* Why a schedule without a job of ours does nothing: the product's own, or one that somebody made. */
static const char *why_not_here(const char *key) {
    return words_job_help(key)[0]
               ? words_job_help(key)
               : _("This console runs the schedules P-0001, 1010, 1070, 1090, 1110 and 9999. This "
                   "one exchanges nothing.");
}

void schedule_trouble(const struct form *form, const char *key, char *buf, size_t size) {
    buf[0] = '\0';
    if (!schedule_job(key))
        snprintf(buf, size, "%s", why_not_here(key));
    else if (schedule_is_sync_job(key))
        return;
    else if (strcmp(form_value(form, "Active"), "1") != 0)
        snprintf(buf, size, "%s", _("The schedule is not active, so nothing is exchanged."));
    else if (!form_value(form, "DataGroups")[0])
        snprintf(buf, size, "%s",
                 _("No channel database group is attached, so nothing is exchanged."));
    else if (!form_value(form, "Jobs")[0])
        snprintf(buf, size, "%s", _("No job is enabled in it, so nothing is exchanged."));
}

void schedule_show_jobs(struct form *form) {
    char rows[1024] = "", job[80];
    size_t used = 0;
    for (int enabled = 1; enabled >= 0; enabled--) {
        const char *rest = form_value(form, enabled ? "Jobs" : "DisabledJobs");
        while (text_list_next(&rest, job, sizeof job) && used < sizeof rows - 200)
            used += (size_t)snprintf(rows + used, sizeof rows - used, "%s%s\t%.80s\t%d",
                                     used ? "\n" : "", job, words_job(job), enabled);
    }
    form_set_value(form, "JobList", rows);
}

/* ---- commands -------------------------------------------------------------------------------------------------- */

static bool can_run(struct app *app, const char *key) {
    (void)app;
    return schedule_job(key) != NULL;
}

static bool uploads(struct app *app, const char *key) {
    (void)app;
    const struct exchange_job *job = schedule_job(key);
    return job && job->direction == JOB_UPLOAD;
}

static bool downloads(struct app *app, const char *key) {
    (void)app;
    const struct exchange_job *job = schedule_job(key);
    return job && job->direction == JOB_DOWNLOAD;
}

static void cannot_run(struct app *app, const char *key, char *buf, size_t size) {
    (void)app;
    snprintf(buf, size, "%s", key ? why_not_here(key) : _("Choose a schedule in the list first."));
}

static enum next run(struct app *app, const char *key) {
    run_now_ask(app, key);
    return NEXT_STAY;
}

static enum next create_batch_job(struct app *app, const char *key) {
    app_open_page(app, "create-batch-job", key);
    return NEXT_STAY;
}

static enum next batch_jobs(struct app *app, const char *key) {
    app_open_page_scoped(app, "batch-jobs", NULL, key, NULL);
    return NEXT_STAY;
}

static enum next upload_sessions(struct app *app, const char *key) {
    app_open_page_scoped(app, "upload-sessions", NULL, key, NULL);
    return NEXT_STAY;
}

static enum next download_sessions(struct app *app, const char *key) {
    app_open_page_scoped(app, "download-sessions", NULL, key, NULL);
    return NEXT_STAY;
}

const struct action schedule_commands[] = {
    {.id = "run-now",
     .label = N_("Run now"),
     .bound = ACTION_RUN,
     .help = N_("Runs the job once, in the background."),
     .enabled = can_run,
     .explain = cannot_run,
     .run = run},
    {.id = "create-batch-job",
     .label = N_("Create batch job"),
     .help = N_("Lets the job run by itself, once or again and again."),
     .enabled = can_run,
     .explain = cannot_run,
     .run = create_batch_job},
    {.id = "batch-jobs",
     .label = N_("Batch jobs"),
     .help = N_("The batch jobs that run this schedule."),
     .enabled = can_run,
     .explain = cannot_run,
     .run = batch_jobs},
    {.id = "upload-sessions",
     .label = N_("Upload sessions"),
     .help = N_("The upload sessions of this schedule."),
     .enabled = uploads,
     .why_not = N_("It uploads nothing, so it has no upload sessions."),
     .run = upload_sessions},
    {.id = "download-sessions",
     .label = N_("Download sessions"),
     .help = N_("The download sessions of this schedule."),
     .enabled = downloads,
     .why_not = N_("It downloads nothing, so it has no download sessions."),
     .run = download_sessions},
    {0},
};
