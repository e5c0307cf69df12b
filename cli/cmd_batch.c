/* SPDX-License-Identifier: MIT */
/*
 * chq batch: batch jobs and the batch server. Owns how they are shown and what the server says; the rules are in
 * model/hq/batch and model/exchange/batch_server.
 */

#include <signal.h>
#include <strings.h>

#include "cli/job_line.h"
#include "cli/record_verbs.h"
#include "model/clock.h"
#include "model/exchange/batch_server.h"
#include "model/hq/schedule.h"
#include "tui/time_input.h"
#include "tui/words.h"

enum { PAGE_ROWS = 200, SHOWN_RUNS = 20 };

/* ---- one batch job --------------------------------------------------------------------------------------------- */

static enum err_code load_job(struct cli *cli, struct batch_job *job, struct err *err) {
    cli->entity_id = entity_batch_job.id;
    return entity_batch_job.load(cli->company->hq, cli->args[0], job, err);
}

static bool is_planned(const struct batch_job *job) {
    return job->Status == BATCH_WAITING || job->Status == BATCH_READY;
}

static void json_job_members(struct cli *cli, const struct batch_job *job) {
    struct recurrence pattern = batch_job_recurrence(job);
    char text[WORDS_SIZE];
    record_json(cli, &entity_batch_job, job);
    words_recurrence(&pattern, text, sizeof text);
    json_text(&cli->doc, "recurrence", text);
    json_time(&cli->doc, "next", is_planned(job) ? job->OrigStartDateTime : 0);
}

static int print_job(struct cli *cli, const struct batch_job *job) {
    if (!cli->json) return EXIT_DONE;
    json_object(&cli->doc, NULL);
    json_job_members(cli, job);
    json_end(&cli->doc);
    return EXIT_DONE;
}

static void words_next(const struct batch_job *job, char *buf, size_t size) {
    buf[0] = '\0';
    if (is_planned(job)) words_when(job->OrigStartDateTime, clock_now_ms(), buf, size);
}

/* Nothing starts by itself without somebody who serves. */
static void warn_without_server(struct cli *cli) {
    char holder[LEASE_HOLDER_SIZE];
    struct err err = {0};
    if (lease_holder(cli->company->hq, BATCH_SERVER_LEASE, holder, NULL, &err) != ERR_OK) return;
    if (holder[0] != '\0') return;
    cli_warn(cli, "%s",
             _("No batch server is running, so nothing starts by itself. Run chq batch serve, "
               "or leave a console open."));
}

/* ---- list ------------------------------------------------------------------------------------------------------ */

static void list_row(struct cli *cli, struct table *table, const struct batch_job *job) {
    struct recurrence pattern = batch_job_recurrence(job);
    char text[WORDS_SIZE];
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_job_members(cli, job);
        json_end(&cli->doc);
        return;
    }
    table_cell_int(table, job->head.RecId);
    table_cell(table, words_job_description(job->Caption));
    table_cell(table, job->JobId);
    table_cell(table, words_batch_status((enum batch_status)job->Status));
    words_next(job, text, sizeof text);
    table_cell(table, text);
    words_recurrence_pattern(&pattern, text, sizeof text);
    table_cell(table, text);
    text[0] = '\0';
    if (job->StartDateTime) clock_format_datetime(job->StartDateTime, text, sizeof text);
    table_cell(table, job->StartDateTime ? text : _("never"));
}

static enum err_code list_rows(struct cli *cli, struct table *table, const char *scope,
                               struct err *err) {
    char anchor[ROW_KEY_SIZE] = "";
    struct rowset rows;
    enum err_code code;
    rowset_init(&rows, entity_batch_job.list_columns);
    do {
        const struct list_request request = {.from = anchor[0] ? LIST_AFTER : LIST_FROM_START,
                                             .anchor = anchor[0] ? anchor : NULL,
                                             .limit = PAGE_ROWS,
                                             .scope = scope};
        code = entity_batch_job.list(cli->company->hq, &request, &rows, err);
        for (int i = 0; code == ERR_OK && i < rows.rows; i++) {
            struct batch_job job;
            struct err gone = {0};
            if (entity_batch_job.load(cli->company->hq, rowset_key(&rows, i), &job, &gone) !=
                ERR_OK)
                continue; /* deleted since the page was read */
            list_row(cli, table, &job);
        }
        if (rows.rows > 0) text_copy(anchor, sizeof anchor, rowset_key(&rows, rows.rows - 1));
    } while (code == ERR_OK && rows.more_after);
    rowset_release(&rows);
    return code;
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct table table;
    const struct exchange_job *job = NULL;
    const char *name = cli_option(cli, "job");
    if (name && exchange_job_find(name, &job, &err) != ERR_OK) return cli_fail(cli, &err);
    table_init(&table, cli->out);
    if (cli->json) {
        json_array(&cli->doc, NULL);
    } else {
        table_column(&table, _("ID"), true);
        table_column(&table, _("Job description"), false);
        table_column(&table, _("Job"), false);
        table_column(&table, _("Status"), false);
        table_column(&table, _("Next run"), false);
        table_column(&table, _("Recurrence"), false);
        table_column(&table, _("Last run"), false);
    }
    enum err_code code = list_rows(cli, &table, job ? job->id : NULL, &err);
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    if (code != ERR_OK) return cli_fail(cli, &err);
    warn_without_server(cli);
    return EXIT_DONE;
}

/* ---- show ------------------------------------------------------------------------------------------------------ */

static void print_tasks(struct cli *cli, const struct batch_task *tasks, int count) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Task"), true);
    table_column(&table, _("Job"), false);
    table_column(&table, _("Class name"), false);
    table_column(&table, _("Status"), false);
    table_column(&table, _("Retries"), true);
    table_column(&table, _("Ignore task failure"), false);
    for (int i = 0; i < count; i++) {
        table_cell_int(&table, i + 1);
        table_cell(&table, tasks[i].JobId);
        table_cell(&table, tasks[i].ClassName);
        table_cell(&table, words_batch_status(tasks[i].status));
        table_cellf(&table, "%lld / %lld", (long long)tasks[i].retry_count,
                    (long long)tasks[i].retries_on_failure);
        table_cell(&table, words_yesno(tasks[i].ignore_failure));
    }
    table_end(&table);
}

static void print_runs(struct cli *cli, const struct job_run *runs, int count) {
    struct table table;
    if (count == 0) return;
    fputc('\n', cli->out);
    table_init(&table, cli->out);
    table_column(&table, _("Start"), false);
    table_column(&table, _("Status"), false);
    table_column(&table, _("Rows"), true);
    table_column(&table, _("Log"), false);
    for (int i = 0; i < count; i++) {
        char text[WORDS_SIZE];
        clock_format_datetime(runs[i].start_ms, text, sizeof text);
        table_cell(&table, text);
        table_cell(&table, words_batch_status(runs[i].status));
        table_cell_int(&table, runs[i].rows);
        words_error(&runs[i].message, NULL, text, sizeof text);
        table_cell(&table, text);
    }
    table_end(&table);
}

static void json_tasks(struct cli *cli, const struct batch_task *tasks, int count) {
    json_array(&cli->doc, "tasks");
    for (int i = 0; i < count; i++) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "job", tasks[i].JobId);
        json_text(&cli->doc, "class", tasks[i].ClassName);
        json_text(&cli->doc, "status", job_status_name(tasks[i].status));
        json_int(&cli->doc, "retries", tasks[i].retries_on_failure);
        json_int(&cli->doc, "retried", tasks[i].retry_count);
        json_bool(&cli->doc, "ignore_failure", tasks[i].ignore_failure);
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
}

static void json_runs(struct cli *cli, const struct job_run *runs, int count) {
    char text[WORDS_SIZE];
    json_array(&cli->doc, "history");
    for (int i = 0; i < count; i++) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "status", job_status_name(runs[i].status));
        json_time(&cli->doc, "start", runs[i].start_ms);
        json_time(&cli->doc, "end", runs[i].end_ms);
        json_int(&cli->doc, "rows", runs[i].rows);
        json_int(&cli->doc, "failed_rows", runs[i].failed_rows);
        words_error(&runs[i].message, NULL, text, sizeof text);
        json_text_or_null(&cli->doc, "log", text);
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
}

static int show(struct cli *cli) {
    struct err err = {0};
    struct batch_job job;
    struct batch_task tasks[BATCH_MAX_TASKS];
    struct job_run runs[SHOWN_RUNS];
    int task_count = 0, run_count = 0;
    struct db *hq = cli->company->hq;
    enum err_code code = load_job(cli, &job, &err);
    if (code == ERR_OK) code = batch_job_tasks(hq, job.head.RecId, tasks, &task_count, &err);
    if (code == ERR_OK)
        code = batch_run_history(hq, job.head.RecId, SHOWN_RUNS, runs, &run_count, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_job_members(cli, &job);
        json_tasks(cli, tasks, task_count);
        json_runs(cli, runs, run_count);
        json_end(&cli->doc);
        return EXIT_DONE;
    }
    struct table table;
    struct recurrence pattern = batch_job_recurrence(&job);
    char text[WORDS_SIZE];
    table_pairs(&table, cli->out);
    record_pairs(&table, &entity_batch_job, &job);
    words_recurrence(&pattern, text, sizeof text);
    table_pair(&table, _("Recurrence"), text);
    words_next(&job, text, sizeof text);
    table_pair(&table, _("Next run"), text[0] ? text : _("not planned"));
    table_end(&table);
    fputc('\n', cli->out);
    print_tasks(cli, tasks, task_count);
    print_runs(cli, runs, run_count);
    return EXIT_DONE;
}

/* ---- schedule -------------------------------------------------------------------------------------------------- */

static bool read_unit(struct cli *cli, struct batch_job *job) {
    static const char *const names[][4] = {
        [RECUR_MINUTES] = {"minutes", "minute", "minutter", "minutt"},
        [RECUR_HOURS] = {"hours", "hour", "timer", "time"},
        [RECUR_DAYS] = {"days", "day", "dager", "dag"},
        [RECUR_WEEKS] = {"weeks", "week", "uker", "uke"},
        [RECUR_MONTHS] = {"months", "month", "måneder", "måned"},
        [RECUR_YEARS] = {"years", "year", "år", "år"},
    };
    const char *unit = cli_option(cli, "unit");
    job->RecurrenceUnit = RECUR_MINUTES;
    if (!unit) return true;
    for (int i = RECUR_MINUTES; i <= RECUR_YEARS; i++) {
        for (int j = 0; j < 4; j++) {
            job->RecurrenceUnit = i;
            if (strcasecmp(unit, names[i][j]) == 0) return true;
        }
    }
    cli_usage(cli, "%s", _("--unit takes minutes, hours, days, weeks, months or years."));
    return false;
}

static bool read_time(struct cli *cli, const char *option, const char *member, int64_t *ms,
                      struct err *err) {
    const char *typed = cli_option(cli, option);
    if (!typed) return true;
    return time_input_parse(member, typed, ms, err) == ERR_OK;
}

/* false: said so (err untouched), or err says why. */
static bool read_recurrence(struct cli *cli, struct batch_job *job, struct err *err) {
    const char *every = cli_option(cli, "every"), *end_by = cli_option(cli, "end-by");
    const char *end_after = cli_option(cli, "end-after");
    if (!every && (end_by || end_after || cli_option(cli, "unit"))) {
        cli_usage(cli, "%s", _("--unit, --end-after and --end-by need --every."));
        return false;
    }
    if (end_by && end_after) {
        cli_usage(cli, "%s", _("--end-after and --end-by exclude each other."));
        return false;
    }
    if (!cli_option_int(cli, "every", 1, 100000, &job->RecurrenceCount)) return false;
    if (!cli_option_int(cli, "end-after", 1, 1000000000, &job->EndAfter)) return false;
    if (every && !read_unit(cli, job)) return false;
    if (end_after) job->RecurrenceEnd = RECUR_END_AFTER;
    if (end_by) job->RecurrenceEnd = RECUR_END_BY;
    return read_time(cli, "start", "RecurrenceStart", &job->RecurrenceStart, err) &&
           read_time(cli, "end-by", "EndBy", &job->EndBy, err);
}

static bool read_options(struct cli *cli, struct batch_job *job, struct err *err) {
    const char *caption = cli_option(cli, "description"),
               *ignore = cli_option(cli, "ignore-failure");
    if (!read_recurrence(cli, job, err)) return false;
    if (!cli_option_int(cli, "retries", 0, BATCH_MAX_RETRIES, &job->RetriesOnFailure)) return false;
    text_copy(job->Caption, sizeof job->Caption, caption ? caption : words_job_title(job->JobId));
    /* What runs by itself goes on by itself, unless somebody wants it to stop. */
    job->IgnoreFailOnError = job->RecurrenceUnit != RECUR_NONE;
    const struct member *member = entity_member(&entity_batch_job, "IgnoreFailOnError");
    return !ignore || record_set_text(member, job, ignore, err) == ERR_OK;
}

static void note_scheduled(struct cli *cli, const struct batch_job *job) {
    struct recurrence pattern = batch_job_recurrence(job);
    char text[WORDS_SIZE], caption[WORDS_SIZE];
    words_next_run(&pattern, job->OrigStartDateTime, clock_now_ms(), text, sizeof text);
    words_clean(caption, sizeof caption, words_job_description(job->Caption));
    cli_note(cli, _("Batch job %lld, %s: %s."), (long long)job->head.RecId, caption, text);
    warn_without_server(cli);
}

static int schedule(struct cli *cli) {
    struct err err = {0};
    struct batch_job job = {0};
    char key[24];
    const struct exchange_job *found;
    cli->entity_id = entity_batch_job.id;
    if (exchange_job_find(cli->args[0], &found, &err) != ERR_OK) return cli_fail(cli, &err);
    text_copy(job.JobId, sizeof job.JobId, found->id);
    enum err_code code = entity_batch_job.init(cli->company->hq, &job, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (!read_options(cli, &job, &err))
        return err.code == ERR_OK ? EXIT_USAGE : cli_fail(cli, &err);
    code = record_save(&entity_batch_job, cli->company->hq, NULL, &job, cli->company->user, &err);
    snprintf(key, sizeof key, "%lld", (long long)job.head.RecId);
    if (code == ERR_OK) code = entity_batch_job.load(cli->company->hq, key, &job, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    note_scheduled(cli, &job);
    return print_job(cli, &job);
}

/* ---- withhold, resume, cancel, delete -------------------------------------------------------------------------- */

static int set_status(struct cli *cli, enum batch_status to) {
    struct err err = {0};
    struct batch_job job;
    char caption[WORDS_SIZE], next[WORDS_SIZE];
    struct db *hq = cli->company->hq;
    enum err_code code = load_job(cli, &job, &err);
    if (code == ERR_OK) {
        code = batch_job_set_status(hq, job.head.RecId, to, cli->company->user, &err);
    }
    if (code == ERR_OK) code = load_job(cli, &job, &err);
    if (code != ERR_OK) {
        int failed = cli_fail(cli, &err);
        if (err.reason == REASON_BATCH_STATUS && to == BATCH_CANCELING) {
            cli_note(cli,
                     _("Only a batch job that is executing can be stopped. So that this one does "
                       "not start: chq batch withhold %s"),
                     cli->args[0]);
        }
        return failed;
    }
    words_clean(caption, sizeof caption, words_job_description(job.Caption));
    words_next(&job, next, sizeof next);
    if (next[0]) {
        cli_note(cli, _("%s: %s, next run at %s."), caption,
                 words_batch_status((enum batch_status)job.Status), next);
        warn_without_server(cli);
    } else {
        cli_note(cli, "%s: %s.", caption, words_batch_status((enum batch_status)job.Status));
    }
    return print_job(cli, &job);
}

static int withhold(struct cli *cli) {
    return set_status(cli, BATCH_WITHHOLD);
}

static int resume(struct cli *cli) {
    return set_status(cli, BATCH_WAITING);
}

static int cancel(struct cli *cli) {
    return set_status(cli, BATCH_CANCELING);
}

static int delete_job(struct cli *cli) {
    struct err err = {0};
    struct batch_job job;
    char caption[WORDS_SIZE];
    enum err_code code = load_job(cli, &job, &err);
    if (code == ERR_OK)
        code = record_delete(&entity_batch_job, cli->company->hq, &job, cli->company->user, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    words_clean(caption, sizeof caption, words_job_description(job.Caption));
    cli_note(cli, _("Deleted: %s %s."), words_entity(entity_batch_job.id), caption);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "deleted", cli->args[0]);
        json_end(&cli->doc);
    }
    return EXIT_DONE;
}

/* ---- serve ----------------------------------------------------------------------------------------------------- */

static void say_ended(const struct cli *cli, const char *now, const struct batch_event *event) {
    const struct job_result *result = &event->result;
    char caption[WORDS_SIZE], why[WORDS_SIZE], at[WORDS_SIZE], next[WORDS_SIZE] = "",
                                                               failed[64] = "";
    words_clean(caption, sizeof caption, words_job_description(event->job.Caption));
    words_error(&result->message, NULL, why, sizeof why);
    words_next(&event->job, at, sizeof at);
    if (at[0]) snprintf(next, sizeof next, _("Next run at %s."), at);
    if (result->failed_rows > 0)
        snprintf(failed, sizeof failed,
                 n_(", %lld failed row", ", %lld failed rows", (unsigned long)result->failed_rows),
                 (long long)result->failed_rows);
    cli_note(cli, _("%s %s: %s, %lld rows%s in %lld ms.%s%s%s%s"), now, caption,
             words_batch_status(result->status), (long long)result->rows, failed,
             (long long)result->elapsed_ms, why[0] ? " " : "", why, next[0] ? " " : "", next);
}

struct said {
    struct cli *cli;
    int64_t ran;
};

static void say_event(void *ctx, const struct batch_event *event) {
    struct said *said = ctx;
    struct cli *cli = said->cli;
    char now[32], text[WORDS_SIZE];
    clock_format_datetime(clock_now_ms(), now, sizeof now);
    switch (event->kind) {
    case BATCH_ROLE_CHANGED:
        words_clean(text, sizeof text, event->holder);
        if (event->role == BATCH_SERVER_ACTIVE)
            cli_note(cli, _("%s This is the batch server (%s)."), now, text);
        else
            cli_note(cli, _("%s %s is the batch server. Waiting to take over."), now, text);
        break;
    case BATCH_RUN_STARTED:
        said->ran++;
        words_clean(text, sizeof text, words_job_description(event->job.Caption));
        cli_note(cli, _("%s %s: started."), now, text);
        break;
    case BATCH_RUN_ENDED:
        say_ended(cli, now, event);
        break;
    case BATCH_TROUBLE:
        words_error(&event->trouble, NULL, text, sizeof text);
        cli_warn(cli, "%s %s", now, text);
        break;
    }
    fflush(cli->err);
}

static void say_nothing(char *buf, size_t size, int64_t done, int64_t total, const void *ctx) {
    (void)done, (void)total, (void)ctx;
    if (size > 0) buf[0] = '\0';
}

static int serve(struct cli *cli) {
    struct err err = {0};
    struct said said = {.cli = cli};
    struct cli_progress progress;
    int ran;
    cli_progress_init(&progress, cli, say_nothing, NULL);
    progress.progress.report = NULL; /* one line for each event is enough */
    enum err_code code =
        cli_option(cli, "once")
            ? batch_server_once(cli->company, &progress.progress, say_event, &said, &ran, &err)
            : batch_server_run(cli->company, &progress.progress, say_event, &said, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "ran", said.ran);
        json_end(&cli->doc);
    }
    return interrupt_signal() == SIGINT ? EXIT_INTERRUPTED : EXIT_DONE;
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

static const struct verb_option list_options[] = {
    {"job", "NAME", N_("Only batch jobs that run this job"), false},
    {NULL, NULL, NULL, false},
};

static const struct verb_option schedule_options[] = {
    {"every", "N", N_("Run again every N units; without it the job runs once"), false},
    {"unit", "UNIT", N_("minutes, hours, days, weeks, months or years (default: minutes)"), false},
    {"start", "TIME", N_("First start, such as \"2026-11-22 21:00\" (default: now)"), false},
    {"end-after", "N", N_("End after N runs"), false},
    {"end-by", "TIME", N_("No start after this time"), false},
    {"retries", "N", N_("New tries when the job fails, 0 to 5 (default: 0)"), false},
    {"ignore-failure", "yes|no",
     N_("Go on with the next start after a failure; no: the batch job stays in Error (default: "
        "yes when it recurs)"),
     false},
    {"description", "TEXT", N_("Job description (default: the name of the job)"), false},
    {NULL, NULL, NULL, false},
};

static const struct verb_option serve_options[] = {
    {"once", NULL, N_("Run what is due now and end; exit code 3 while another server serves"),
     false},
    {NULL, NULL, NULL, false},
};

#define ONE_ID .args = "ID", .min_args = 1, .max_args = 1

const struct verb verbs_batch[] = {
    {.noun = "batch",
     .name = "list",
     .flags = VERB_COMPANY,
     .options = list_options,
     .summary = N_("List the batch jobs, newest first, with status, recurrence and next run."),
     .run = list},
    {.noun = "batch",
     .name = "show",
     ONE_ID,
     .flags = VERB_COMPANY,
     .summary = N_("Show a batch job with its tasks, its history and the log of each run."),
     .run = show},
    {.noun = "batch",
     .name = "schedule",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = schedule_options,
     .summary = N_("Let a job run by itself: P-0001, sync-customers, 1010, …, by name or alias."),
     .details = N_("Minutes and hours are counted from the first start; days, weeks, months and "
                   "years keep its time of day. Starts that were missed are not made up. A full "
                   "data sync (9999) cannot recur. A batch server runs it: see chq batch serve."),
     .run = schedule},
    {.noun = "batch",
     .name = "withhold",
     ONE_ID,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Withhold a batch job: it does not start until it is resumed."),
     .run = withhold},
    {.noun = "batch",
     .name = "resume",
     ONE_ID,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary =
         N_("Let a batch job wait for its next start again, also after an error or its end."),
     .run = resume},
    {.noun = "batch",
     .name = "cancel",
     ONE_ID,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Stop a batch job that is executing, between two batches."),
     .run = cancel},
    {.noun = "batch",
     .name = "delete",
     ONE_ID,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a batch job. Its history stays."),
     .run = delete_job},
    {.noun = "batch",
     .name = "serve",
     .flags = VERB_COMPANY | VERB_WRITES | VERB_WORK,
     .options = serve_options,
     .summary = N_("Be the batch server: run batch jobs when they are due, until stopped."),
     .details =
         N_("One program at a time is the batch server of a headquarters; another one waits and "
            "takes over when it ends or dies. An open console serves, too (console.batch_server). "
            "Each event is one line on stderr. SIGTERM and Ctrl+C finish the current batch; what "
            "is left is due at once for the next server."),
     .run = serve},
    {.run = NULL},
};
