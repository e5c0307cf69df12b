/* SPDX-License-Identifier: MIT */
/*
 * Distribution schedule (domain.md 4.7; posting-online-sales-payments.md): the jobs of the data exchange, what became
 * of their last run, and Run now. The run itself is in tui/run_now.c.
 */

#include <stdio.h>

#include "model/clock.h"
#include "model/hq/schedule.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/run_now.h"
#include "tui/small_list.h"
#include "tui/words.h"

enum { MAX_JOBS = 32, HISTORY = 12 };

struct jobs_found {
    struct job_status statuses[MAX_JOBS];
    int index[MAX_JOBS];
};

static const char *job_key(void *ctx, int row) {
    const struct jobs_found *found = ctx;
    return found->statuses[found->index[row]].job->id;
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct jobs_found found;
    int all = 0, count = 0, begin = 0, end = 0;
    enum err_code code = exchange_job_statuses(app->company, found.statuses, &all, err);
    if (code != ERR_OK) return code;
    for (int i = 0; i < all; i++) {
        const char *id = found.statuses[i].job->id;
        if (small_list_matches(request->filter, words_job_title(id)) ||
            small_list_matches(request->filter, id))
            found.index[count++] = i;
    }
    small_list_page(request, count, job_key, &found, rows, &begin, &end);
    for (int i = begin; i < end; i++) {
        const struct job_status *status = &found.statuses[found.index[i]];
        char result[8];
        run_result_store(&status->last, result, sizeof result);
        rowset_add(rows, status->job->id);
        rowset_set(rows, 0, status->job->id);
        rowset_set(rows, 1, result);
        rowset_set(rows, 2, words_job(status->job->id));
        rowset_set_int(rows, 3, status->last.end_ms);
    }
    return ERR_OK;
}

static void set_number(struct form *form, const char *key, int64_t value) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    form_set_value(form, key, text);
}

static void set_last_run(struct form *form, const struct job_run *run) {
    char text[WORDS_SIZE] = "";
    run_result_store(run, text, sizeof text);
    form_set_value(form, "Result", run_result_word(text));
    set_number(form, "Started", run->start_ms);
    set_number(form, "EndedAt", run->end_ms);
    set_number(form, "Rows", run->rows);
    set_number(form, "FailedRows", run->failed_rows);
    text[0] = '\0';
    if (run->session > 0) snprintf(text, sizeof text, "%lld", (long long)run->session);
    form_set_value(form, "Session", text);
    form_set_value(form, "StartedBy", run->started_by);
    words_error(&run->message, "customer", text, sizeof text);
    form_set_value(form, "Message", text);
}

static enum err_code set_history(struct app *app, const char *job, struct form *form,
                                 struct err *err) {
    struct job_run runs[HISTORY];
    int count = 0;
    char text[HISTORY * 96] = "";
    size_t used = 0;
    enum err_code code = job_run_history(app->db, job, HISTORY, runs, &count, err);
    for (int i = 0; code == ERR_OK && i < count && used < sizeof text - 96; i++) {
        char result[8];
        run_result_store(&runs[i], result, sizeof result);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%lld\t%s\t%lld\t%lld\t%.0lld",
                                 i ? "\n" : "", (long long)runs[i].start_ms, result,
                                 (long long)runs[i].rows, (long long)runs[i].failed_rows,
                                 (long long)runs[i].session);
    }
    form_set_value(form, "History", text);
    return code;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct job_status statuses[MAX_JOBS];
    struct schedule schedule;
    int count = 0, at = 0;
    enum err_code code = exchange_job_statuses(app->company, statuses, &count, err);
    if (code == ERR_OK) code = entity_schedule.load(app->db, key, &schedule, err);
    if (code != ERR_OK) return code;
    while (at < count && strcmp(statuses[at].job->id, key) != 0) at++;
    if (at == count) return err_set(err, ERR_NOT_FOUND, REASON_JOB_UNKNOWN, NULL, key);

    char next[24] = "";
    bool inside = statuses[at].job->direction == JOB_INSIDE_HQ;
    if (statuses[at].next_ms > 0) clock_format_datetime(statuses[at].next_ms, next, sizeof next);
    form_set_value(form, "Name", key);
    form_set_value(form, "Description", words_job(key));
    form_set_value(form, "Purpose", words_job_help(key));
    form_set_value(form, "Direction", words_direction(statuses[at].job->direction));
    form_set_value(form, "Active", schedule.Name[0] && !schedule.Active ? "0" : "1");
    form_set_value(form, "NextRun", next[0] ? next : _("none is planned"));
    form_set_value(form, "DataGroups",
                   schedule.DataGroups[0] ? schedule.DataGroups
                   : inside               ? _("none: the job works inside headquarters")
                                          : _("none: nothing is exchanged"));
    set_last_run(form, &statuses[at].last);
    return set_history(app, key, form, err);
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    (void)form;
    snprintf(buf, size, "%s", words_job_title(key));
}

static enum next run(struct app *app, const char *key) {
    if (key) run_now_ask(app, key);
    return NEXT_STAY;
}

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 14, .weight = 1},
    {.label = N_("Last result"), .cols = 12, .word = run_result_word, .role = run_result_role},
    {.label = N_("Description"), .cols = 14, .weight = 3, .hide_below = 44},
    {.label = N_("Last run"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 70},
    {0},
};

static const struct field fields[] = {
    {.key = "Name", .label = N_("Name"), .cols = 20},
    {.key = "Description", .label = N_("Description"), .cols = 60},
    {.key = "Direction", .label = N_("Data transfer direction"), .cols = 20},
    {.key = "Active", .label = N_("Active"), .kind = FIELD_YESNO},
    {.tab = N_("Last run")},
    {.key = "Result", .label = N_("Status"), .cols = 24, .summary = true},
    {.key = "Message", .label = N_("Message"), .cols = 60},
    {.key = "Started", .label = NC_("run", "Started"), .kind = FIELD_TIME},
    {.key = "EndedAt", .label = NC_("run", "Ended"), .kind = FIELD_TIME, .summary = true},
    {.key = "Rows", .label = N_("Rows affected"), .kind = FIELD_NUMBER},
    {.key = "FailedRows", .label = N_("Failed rows"), .kind = FIELD_NUMBER},
    {.key = "Session", .label = N_("Session"), .cols = 10},
    {.key = "StartedBy", .label = N_("Started by"), .cols = 20},
    {.key = "NextRun",
     .label = N_("Next run"),
     .cols = 24,
     .help = N_("Recurring jobs belong to a later version: a job runs when somebody runs it.")},
    {.tab = N_("History")},
    {.key = "History",
     .label = N_("History"),
     .kind = FIELD_LIST,
     .columns =
         {{.label = N_("Started"), .kind = COLUMN_TIME, .cols = 19},
          {.label = N_("Status"), .cols = 12, .word = run_result_word, .role = run_result_role},
          {.label = N_("Rows affected"), .kind = COLUMN_NUMBER, .cols = 8},
          {.label = N_("Failed rows"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 60},
          {.label = N_("Session"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 60}}},
    {.tab = N_("Jobs")},
    {.key = "Purpose", .label = N_("What it does"), .cols = 60},
    {.tab = N_("Channel database groups")},
    {.key = "DataGroups", .label = N_("Channel database groups"), .cols = 40, .summary = true},
    {0},
};

static const struct action actions[] = {
    {.id = "run-now",
     .label = N_("Run now"),
     .bound = ACTION_RUN,
     .help = N_("Runs the job once, in the background."),
     .run = run},
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
    .actions = actions,
    .list = list,
    .load = load,
    .record_title = title,
};
