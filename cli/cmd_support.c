/* SPDX-License-Identifier: MIT */
/* chq support: requests to support. Owns how they are printed; what support does is model/exchange/support. */

#include <inttypes.h>

#include "cli/cli.h"
#include "model/clock.h"
#include "model/exchange/support.h"
#include "tui/words_support.h"

static int file(struct cli *cli) {
    struct err err = {0};
    struct support_request request = {0};
    char text[1024];
    const char *job = cli_option(cli, "job"), *error = cli_option(cli, "error");
    const char *note = cli_option(cli, "note");
    if (!job || !error) return cli_usage(cli, "%s", _("--job and --error are needed."));
    if (!cli_option_int(cli, "session", 1, INT64_MAX, &request.SessionId)) return EXIT_USAGE;
    cli->entity_id = "support-request";
    text_copy(request.JobId, sizeof request.JobId, job);
    text_copy(request.ErrorText, sizeof request.ErrorText, error);
    text_copy(request.Description, sizeof request.Description, note ? note : "");
    if (support_file(cli->company, &request, words_support_is_said, &err) != ERR_OK)
        return cli_fail(cli, &err);
    bool repaired = support_is_repair(request.answer);
    words_support_answer(request.answer, request.JobId, request.Subject, text, sizeof text);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "request", request.RecId);
        json_text(&cli->doc, "job", request.JobId);
        json_bool(&cli->doc, "repaired", repaired);
        json_text(&cli->doc, "answer", support_answer_name(request.answer));
        json_text(&cli->doc, "text", text);
        json_end(&cli->doc);
    } else {
        fprintf(cli->out, _("Request %lld. %s\n"), (long long)request.RecId, text);
    }
    return repaired ? EXIT_DONE : EXIT_REFUSED;
}

static void list_row(struct cli *cli, struct table *table, const struct rowset *rows, int row) {
    enum support_answer answer = SUPPORT_NO_ERROR;
    char text[1024] = "", at[32];
    int64_t created = strtoll(rowset_cell(rows, row, 1), NULL, 10);
    const char *job = rowset_cell(rows, row, 3);
    bool repaired = rowset_cell(rows, row, 5)[0] == '1';
    if (support_answer_find(rowset_cell(rows, row, 6), &answer))
        words_support_answer(answer, job, rowset_cell(rows, row, 7), text, sizeof text);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "request", strtoll(rowset_cell(rows, row, 0), NULL, 10));
        json_time(&cli->doc, "created", created);
        json_text(&cli->doc, "by", rowset_cell(rows, row, 2));
        json_text(&cli->doc, "job", job);
        json_int(&cli->doc, "session", strtoll(rowset_cell(rows, row, 4), NULL, 10));
        json_text(&cli->doc, "error_text", rowset_cell(rows, row, 8));
        json_text(&cli->doc, "note", rowset_cell(rows, row, 9));
        json_bool(&cli->doc, "repaired", repaired);
        json_text(&cli->doc, "answer", rowset_cell(rows, row, 6));
        json_text(&cli->doc, "text", text);
        json_end(&cli->doc);
        return;
    }
    clock_format_datetime(created, at, sizeof at);
    table_cell(table, rowset_cell(rows, row, 0));
    table_cell(table, at);
    table_cell(table, job);
    table_cell(table, words_support_status(repaired));
    table_cell(table, text);
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct table table;
    struct rowset rows;
    struct list_request request = {.from = LIST_FROM_START, .limit = ROWSET_MAX_ROWS};
    rowset_init(&rows, 10);
    enum err_code code = support_list(cli->company->hq, &request, &rows, &err);
    if (code != ERR_OK) {
        rowset_release(&rows);
        return cli_fail(cli, &err);
    }
    table_init(&table, cli->out);
    table_column(&table, _("Number"), true);
    table_column(&table, _("Created"), false);
    table_column(&table, _("Job"), false);
    table_column(&table, _("Status"), false);
    table_column(&table, _("Answer from support"), false);
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; i < rows.rows; i++) list_row(cli, &table, &rows, i);
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    rowset_release(&rows);
    return EXIT_DONE;
}

static const struct verb_option file_options[] = {
    {"job", "ID", N_("The job whose error it is"), false},
    {"error", "TEXT", N_("The error text, copied from the log"), false},
    {"session", "N", N_("The session whose error it is"), false},
    {"note", "TEXT", N_("What else support should know"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_support[] = {
    {.noun = "support",
     .name = "file",
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = file_options,
     .summary = N_("Send a support request: the only documented answer to some errors."),
     .details = N_("Needs the job and the error text as the log of its newest run, or of the "
                   "session, has it; chq job run and chq session list print it. Support repairs "
                   "the fault, or says what is missing (exit code 1). Run the job afterwards."),
     .run = file},
    {.noun = "support",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the support requests and what was answered, newest first."),
     .run = list},
    {.run = NULL},
};
