/* SPDX-License-Identifier: MIT */
/*
 * The fields of domain.md 4.9: their defaults, what they mean in words while they are typed, and what OK does with them.
 * Owns no rule of batch jobs: entity_batch_job refuses what cannot be.
 */

#include "tui/batch_dialog.h"

#include <stdio.h>
#include <string.h>

#include "model/clock.h"
#include "model/hq/lease.h"
#include "tui/app.h"
#include "tui/run_now.h"
#include "tui/words.h"

/* Stored forms of entity_batch_job, in its order. */
const char *const batch_dialog_units[] = {"Once",  "Minutes", "Hours", "Days",
                                          "Weeks", "Months",  "Years", NULL};
const char *const batch_dialog_ends[] = {"NoEndDate", "EndAfter", "EndBy", NULL};

static const char *const task_keys[] = {"Caption",    "BatchGroupId",     "IsPrivate",
                                        "IsCritical", "RetriesOnFailure", NULL};
static const char *const recurrence_keys[] = {"RecurrenceUnit",
                                              "RecurrenceCount",
                                              "RecurrenceStart",
                                              "RecurrenceEnd",
                                              "EndAfter",
                                              "EndBy",
                                              NULL};
enum { NEXT_STARTS = 3 };

/* ---- values ---------------------------------------------------------------------------------------------------- */

static enum err_code check_as(const char *key, const char *value, struct err *err) {
    struct batch_job job = {0};
    return record_set_text(entity_member(&entity_batch_job, key), &job, value, err);
}

enum err_code batch_dialog_check_count(struct app *app, const struct form *form, const char *value,
                                       struct err *err) {
    (void)app;
    (void)form;
    return check_as("RecurrenceCount", value, err);
}

enum err_code batch_dialog_check_runs(struct app *app, const struct form *form, const char *value,
                                      struct err *err) {
    (void)app;
    (void)form;
    return check_as("EndAfter", value, err);
}

enum err_code batch_dialog_check_retries(struct app *app, const struct form *form,
                                         const char *value, struct err *err) {
    (void)app;
    (void)form;
    return check_as("RetriesOnFailure", value, err);
}

/* A date without a time of day means the whole of that day, which has 23 or 25 hours twice a year. */
static int64_t end_of_day(int64_t ms) {
    const struct recurrence midnights = {.unit = RECUR_DAYS, .count = 1, .start_ms = ms};
    char text[32];
    clock_format_datetime(ms, text, sizeof text);
    return strcmp(text + 11, "00:00:00") == 0 ? recurrence_next(&midnights, ms + 1) - 60000 : ms;
}

static enum err_code read_keys(const struct form *form, const char *const *keys,
                               struct batch_job *job, struct err *err) {
    enum err_code code = ERR_OK;
    for (; *keys && code == ERR_OK; keys++)
        code = record_set_text(entity_member(&entity_batch_job, *keys), job,
                               form_value(form, *keys), err);
    return code;
}

enum err_code batch_dialog_read_recurrence(const struct form *form, struct batch_job *job,
                                           struct err *err) {
    enum err_code code = read_keys(form, recurrence_keys, job, err);
    if (code == ERR_OK && job->EndBy > 0) job->EndBy = end_of_day(job->EndBy);
    return code;
}

static void show_keys(struct form *form, const char *const *keys, const struct batch_job *job) {
    char text[WORDS_SIZE];
    for (; *keys; keys++) {
        record_get_text(entity_member(&entity_batch_job, *keys), job, text, sizeof text);
        bool none = strcmp(*keys, "EndAfter") == 0 && job->EndAfter == 0;
        form_set_value(form, *keys, none ? "" : text);
    }
}

void batch_dialog_show_recurrence(struct form *form, const struct batch_job *job) {
    show_keys(form, recurrence_keys, job);
}

void batch_dialog_load(struct form *form, const char *job_id, bool batch) {
    /* cpe-post-provisioning.md names the jobs that recur; domain.md 5.8 has the minutes. */
    static const struct {
        const char *id;
        int minutes;
    } usual[] = {{"P-0001", 5}, {"sync-customers", 15}, {"1010", 15}};
    struct batch_job job = {.RecurrenceCount = 1};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (strcmp(usual[i].id, job_id) != 0) continue;
        job.RecurrenceUnit = RECUR_MINUTES;
        job.RecurrenceCount = usual[i].minutes;
    }
    snprintf(job.Caption, sizeof job.Caption, "%s", words_job_title(job_id));
    show_keys(form, task_keys, &job);
    show_keys(form, recurrence_keys, &job);
    form_set_value(form, "Batch", batch ? "1" : "0");
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

void batch_dialog_changed(struct form *form, const char *job_id) {
    char text[WORDS_SIZE] = "", starts[WORDS_SIZE] = "";
    struct batch_job job = {.RecurrenceCount = 1};
    int64_t now = clock_now_ms();
    if (strcmp(form_value(form, "Batch"), "0") == 0) {
        snprintf(text, sizeof text, "%s",
                 _("Once, now, in the background. It recurs only with Batch processing Yes."));
    } else if (batch_dialog_read_recurrence(form, &job, NULL) == ERR_OK) {
        struct recurrence recurrence = batch_job_recurrence(&job);
        if (recurrence.start_ms == 0) recurrence.start_ms = now;
        if (recurrence.unit != RECUR_NONE && strcmp(job_id, "9999") == 0) {
            snprintf(text, sizeof text, "%s",
                     _("A full data sync sends everything, so it cannot recur."));
        } else {
            words_recurrence(&recurrence, text, sizeof text);
            words_next_starts(&recurrence, now, NEXT_STARTS, starts, sizeof starts);
        }
    }
    form_set_value(form, "InWords", text);
    form_set_value(form, "NextStarts", starts);
}

/* ---- OK -------------------------------------------------------------------------------------------------------- */

static void ran(struct app *app, const struct exchange_job *job, const struct job_result *result,
                const struct err *err) {
    struct form *form = app_form(app);
    const char *page = app_page_id(app);
    if (!form) return;
    if (strcmp(page, "create-batch-job") != 0 && strcmp(page, "synchronize-customers") != 0) return;
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

static void created(struct app *app, const struct batch_job *job) {
    char when[WORDS_SIZE], holder[LEASE_HOLDER_SIZE] = "";
    struct recurrence recurrence = batch_job_recurrence(job);
    int64_t next_ms = 0;
    struct batch_job stored;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)job->head.RecId);
    if (entity_batch_job.load(app->db, key, &stored, NULL) == ERR_OK) {
        recurrence = batch_job_recurrence(&stored);
        next_ms = stored.OrigStartDateTime;
    }
    words_next_run(&recurrence, next_ms, clock_now_ms(), when, sizeof when);
    bool served = lease_holder(app->db, "batch-server", holder, NULL, NULL) == ERR_OK && holder[0];
    app_message(app, served ? MESSAGE_INFO : MESSAGE_WARNING, "%s %s%s",
                _("The batch job was created."), when,
                served ? "." : _(". It waits for a batch server: chq batch serve."));
}

enum err_code batch_dialog_ok(struct app *app, struct form *form, const char *job_id,
                              struct err *err) {
    form_result_clear(form);
    if (strcmp(form_value(form, "Batch"), "0") == 0) {
        if (run_now(app, job_id, ran))
            form_result(form, ROLE_PENDING, _("Result"), _("The job is running …"));
        return ERR_OK;
    }
    struct batch_job job = {0};
    enum err_code code = ERR_OK;
    if (entity_batch_job.init) code = entity_batch_job.init(app->db, &job, err);
    if (code == ERR_OK) code = read_keys(form, task_keys, &job, err);
    if (code == ERR_OK) code = batch_dialog_read_recurrence(form, &job, err);
    if (code != ERR_OK) return code;
    snprintf(job.JobId, sizeof job.JobId, "%s", job_id);
    code = record_save(&entity_batch_job, app->db, NULL, &job, app->user, err);
    if (code != ERR_OK) return code;
    app_close_page(app);
    created(app, &job);
    return ERR_OK;
}
