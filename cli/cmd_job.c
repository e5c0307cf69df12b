/* SPDX-License-Identifier: MIT */
/* chq job: the jobs of the data exchange. Owns how a job and its run are shown; running is model/exchange/jobs. */

#include "cli/job_line.h"
#include "model/clock.h"
#include "tui/words.h"

enum { MAX_JOBS = 32 };

const char *job_status_name(enum batch_status status) {
    static const char *const names[] = {[BATCH_WITHHOLD] = "withhold",
                                        [BATCH_WAITING] = "waiting",
                                        [BATCH_EXECUTING] = "executing",
                                        [BATCH_ERROR] = "error",
                                        [BATCH_ENDED] = "ended",
                                        [BATCH_READY] = "ready",
                                        [BATCH_DID_NOT_RUN] = "did_not_run",
                                        [BATCH_CANCELING] = "canceling",
                                        [BATCH_CANCELED] = "canceled"};
    return (unsigned)status <= BATCH_CANCELED ? names[status] : "unknown";
}

static const char *direction_name(enum job_direction direction) {
    static const char *const names[] = {
        [JOB_UPLOAD] = "upload", [JOB_INSIDE_HQ] = "headquarters", [JOB_DOWNLOAD] = "download"};
    return names[direction];
}

static void json_message(struct cli *cli, const char *key, const struct err *message) {
    char text[WORDS_SIZE];
    words_error(message, NULL, text, sizeof text);
    json_text_or_null(&cli->doc, key, text);
}

static void json_session(struct cli *cli, int64_t session) {
    if (session)
        json_int(&cli->doc, "session", session);
    else
        json_null(&cli->doc, "session");
}

/* ---- list -------------------------------------------------------------------------------------------------- */

void job_line_json(struct cli *cli, const struct job_status *status) {
    const struct job_run *last = &status->last;
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "job", status->job->id);
    json_text_or_null(&cli->doc, "alias", status->job->alias);
    json_text(&cli->doc, "name", words_job(status->job->id));
    json_text(&cli->doc, "direction", direction_name(status->job->direction));
    if (last->id) {
        json_object(&cli->doc, "last");
        json_text(&cli->doc, "status", job_status_name(last->status));
        json_time(&cli->doc, "start", last->start_ms);
        json_time(&cli->doc, "end", last->end_ms);
        json_int(&cli->doc, "rows", last->rows);
        json_int(&cli->doc, "failed_rows", last->failed_rows);
        json_session(cli, last->session);
        json_text(&cli->doc, "by", last->started_by);
        json_message(cli, "message", &last->message);
        json_end(&cli->doc);
    } else {
        json_null(&cli->doc, "last");
    }
    json_time(&cli->doc, "next", status->next_ms);
    json_end(&cli->doc);
}

void job_lines_print(struct cli *cli, const struct job_status *statuses, int count) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Job"), false);
    table_column(&table, _("Name"), false);
    table_column(&table, _("Last run"), false);
    table_column(&table, _("Status"), false);
    table_column(&table, _("Rows"), true);
    table_column(&table, _("Next run"), false);
    for (int i = 0; i < count; i++) {
        const struct job_run *last = &statuses[i].last;
        char at[32] = "", next[32] = "";
        if (last->id) clock_format_datetime(last->start_ms, at, sizeof at);
        if (statuses[i].next_ms) clock_format_datetime(statuses[i].next_ms, next, sizeof next);
        table_cell(&table, statuses[i].job->id);
        table_cell(&table, words_job(statuses[i].job->id));
        table_cell(&table, last->id ? at : _("never"));
        table_cell(&table, last->id ? words_batch_status(last->status) : "");
        if (last->id)
            table_cell_int(&table, last->rows);
        else
            table_cell(&table, "");
        table_cell(&table, statuses[i].next_ms ? next : _("not planned"));
    }
    table_end(&table);
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct job_status statuses[MAX_JOBS];
    int count = 0;
    if (exchange_job_statuses(cli->company, statuses, &count, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (!cli->json) {
        job_lines_print(cli, statuses, count);
        return EXIT_DONE;
    }
    json_array(&cli->doc, NULL);
    for (int i = 0; i < count; i++) job_line_json(cli, &statuses[i]);
    json_end(&cli->doc);
    return EXIT_DONE;
}

/* ---- run --------------------------------------------------------------------------------------------------- */

static void json_result(struct cli *cli, const struct exchange_job *job,
                        const struct job_result *result) {
    bool ended = result->status == BATCH_ENDED;
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "job", job->id);
    json_text(&cli->doc, "status", job_status_name(result->status));
    json_int(&cli->doc, "rows", result->rows);
    json_int(&cli->doc, "failed_rows", result->failed_rows);
    json_session(cli, result->session);
    json_bool(&cli->doc, "no_data", result->no_data);
    json_int(&cli->doc, "elapsed_ms", result->elapsed_ms);
    /* A job that ended has no error; what single rows failed of is told apart. */
    json_message(cli, "error", ended ? &(struct err){0} : &result->message);
    json_message(cli, "first_failure", ended ? &result->message : &(struct err){0});
    json_end(&cli->doc);
}

static void print_result(struct cli *cli, const struct exchange_job *job,
                         const struct job_result *result) {
    struct table table;
    char text[WORDS_SIZE];
    table_pairs(&table, cli->out);
    table_pair(&table, _("Job"), words_job_title(job->id));
    table_pair(&table, _("Status"), words_batch_status(result->status));
    table_cell(&table, _("Rows"));
    table_cell_int(&table, result->rows);
    if (result->failed_rows) {
        table_cell(&table, _("Failed rows"));
        table_cell_int(&table, result->failed_rows);
    }
    if (result->session) {
        table_cell(&table, _("Session"));
        table_cell_int(&table, result->session);
    }
    table_cell(&table, _("Time"));
    table_cellf(&table, "%lld ms", (long long)result->elapsed_ms);
    if (result->no_data) table_pair(&table, _("Message"), _("There was nothing to do."));
    table_end(&table);
    if (result->message.code == ERR_OK) return;
    words_error(&result->message, NULL, text, sizeof text);
    if (result->status == BATCH_ERROR) {
        cli_complain(cli, "%s", text);
    } else if (result->failed_rows > 0) {
        cli_warn(cli, _("Customers that could not be created: %lld. The newest: %s"),
                 (long long)result->failed_rows, text);
    } else if (result->status == BATCH_ENDED) {
        cli_warn(cli, "%s", text);
    }
}

static void say_progress(char *buf, size_t size, int64_t done, int64_t total, const void *ctx) {
    if (total > 0) {
        snprintf(buf, size, _("%s: %lld of %lld rows"), (const char *)ctx, (long long)done,
                 (long long)total);
    } else {
        snprintf(buf, size, _("%s: %lld rows"), (const char *)ctx, (long long)done);
    }
}

/* What did not start has the same members, so that a script needs one way to read them. */
static int fail_to_start(struct cli *cli, const struct exchange_job *job, const struct err *err) {
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "job", job->id);
        json_text(&cli->doc, "status", "did_not_run");
        json_int(&cli->doc, "rows", 0);
        json_null(&cli->doc, "session");
    }
    return cli_fail(cli, err);
}

static int run(struct cli *cli) {
    struct err err = {0};
    struct job_result result = {0};
    struct cli_progress progress;
    const struct exchange_job *job;
    if (exchange_job_find(cli->args[0], &job, &err) != ERR_OK) return cli_fail(cli, &err);
    if (cli_option(cli, "full") && job->direction != JOB_DOWNLOAD) {
        return cli_usage(cli, _("--full is for downloads; job %s is none."), job->id);
    }
    cli_progress_init(&progress, cli, say_progress, job->id);
    const struct job_request request = {.job = job,
                                        .database = cli_option(cli, "database"),
                                        .full = cli_option(cli, "full") != NULL};
    enum err_code code =
        exchange_request_run(cli->company, &request, &progress.progress, &result, &err);
    cli_progress_wipe(&progress);
    if (code != ERR_OK) return fail_to_start(cli, job, &err);
    if (cli->json)
        json_result(cli, job, &result);
    else
        print_result(cli, job, &result);
    if (result.status == BATCH_CANCELED || interrupt_signal()) {
        cli_note(cli, _("Interrupted. On disk: %lld rows. Run the job again for the rest."),
                 (long long)result.rows);
        return EXIT_INTERRUPTED;
    }
    if (result.status == BATCH_ENDED) return EXIT_DONE;
    return result.message.code == ERR_BUSY ? EXIT_BUSY : EXIT_REFUSED;
}

static const struct verb_option run_options[] = {
    {"database", "NAME", N_("Only for this channel database"), false},
    {"full", NULL, N_("Downloads: send everything, whatever the channel has already"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_job[] = {
    {.noun = "job",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the jobs with their last and next run."),
     .run = list},
    {.noun = "job",
     .name = "run",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES | VERB_WORK,
     .options = run_options,
     .summary = N_("Run a job now: P-0001, sync-customers, 1010, 1070, 1110, 1090 or 9999."),
     .details =
         N_("Every job may be run again after any failure: what was committed stays, the "
            "rest is done by the next run. Ctrl+C finishes the current batch, says what is "
            "on disk and leaves with 130. Rows that single customers fail in do not fail the "
            "job; they are counted."),
     .run = run},
    {.run = NULL},
};
