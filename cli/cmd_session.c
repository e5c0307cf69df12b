/* SPDX-License-Identifier: MIT */
/*
 * chq session: upload and download sessions of the data exchange. Owns how one is shown and named; what may be done with
 * it is model/hq/session_admin. Uploads and downloads number their sessions each by themselves.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"
#include "cli/job_line.h"
#include "model/clock.h"
#include "model/hq/session_admin.h"
#include "tui/words.h"

static const char *const directions[] = {
    [SESSION_UPLOAD] = "upload", [SESSION_DOWNLOAD] = "download"};
static const char *const upload_names[] = {"started",  "available",     "uploaded",    "applied",
                                           "canceled", "upload_failed", "apply_failed"};
static const char *const download_names[] = {
    "started",       "available",       "requested",    "downloaded", "applied",  "canceled",
    "create_failed", "download_failed", "apply_failed", "no_data",    "suspended"};
enum {
    UPLOAD_STATUSES = sizeof upload_names / sizeof *upload_names,
    DOWNLOAD_STATUSES = sizeof download_names / sizeof *download_names
};

static int status_count(enum session_direction direction) {
    return direction == SESSION_UPLOAD ? (int)UPLOAD_STATUSES : (int)DOWNLOAD_STATUSES;
}

static const char *status_name(enum session_direction direction, int status) {
    if (status < 0 || status >= status_count(direction)) return "unknown";
    return direction == SESSION_UPLOAD ? upload_names[status] : download_names[status];
}

static const char *status_msgid(enum session_direction direction, int status) {
    return direction == SESSION_UPLOAD ? words_upload_status_msgid((enum upload_status)status)
                                       : words_download_status_msgid((enum download_status)status);
}

static const char *status_words(enum session_direction direction, int status) {
    return direction == SESSION_UPLOAD ? words_upload_status((enum upload_status)status)
                                       : words_download_status((enum download_status)status);
}

static const char *direction_words(enum session_direction direction) {
    return words_direction(direction == SESSION_UPLOAD ? JOB_UPLOAD : JOB_DOWNLOAD);
}

/* As stored, or as the screens show it in either language. -1 = the direction has no such status. */
static int status_find(enum session_direction direction, const char *text) {
    for (int i = 0; i < status_count(direction); i++) {
        if (strcasecmp(text, status_name(direction, i)) == 0) return i;
        if (words_say(status_msgid(direction, i), text)) return i;
    }
    return -1;
}

/* *given false: not said. Returns false after complaining. */
static bool read_direction(struct cli *cli, bool *given, enum session_direction *direction) {
    const char *text = cli_option(cli, "direction");
    *given = text != NULL;
    if (!text) return true;
    for (int i = SESSION_UPLOAD; i <= SESSION_DOWNLOAD; i++) {
        *direction = (enum session_direction)i;
        if (strcasecmp(text, directions[i]) == 0) return true;
        if (words_choice_is(*direction == SESSION_UPLOAD ? "Upload" : "Download", text))
            return true;
    }
    cli_usage(cli, _("--direction is upload or download, not '%s'."), text);
    return false;
}

/* ---- list --------------------------------------------------------------------------------------------------- */

static void json_members(struct cli *cli, enum session_direction direction,
                         const struct session_view *view) {
    char text[WORDS_SIZE];
    bool upload = direction == SESSION_UPLOAD;
    words_error(&view->message, NULL, text, sizeof text);
    json_int(&cli->doc, "session", view->id);
    json_text(&cli->doc, "direction", directions[direction]);
    if (upload) json_int(&cli->doc, "local_session", view->local_id);
    json_text(&cli->doc, "job", view->job);
    json_text(&cli->doc, "schedule", view->schedule);
    json_text(&cli->doc, upload ? "database" : "group", view->database);
    json_text(&cli->doc, "status", status_name(direction, view->status));
    json_int(&cli->doc, "rows", view->rows);
    json_int(&cli->doc, "bytes", view->bytes);
    json_time(&cli->doc, "created", view->created_ms);
    if (upload) json_time(&cli->doc, "uploaded", view->uploaded_ms);
    json_time(&cli->doc, "applied", view->applied_ms);
    json_int(&cli->doc, "tries", view->tries);
    if (view->rerun_for)
        json_int(&cli->doc, "rerun_for", view->rerun_for);
    else
        json_null(&cli->doc, "rerun_for");
    json_text_or_null(&cli->doc, "message", text);
}

static void print_row(struct cli *cli, struct table *table, enum session_direction direction,
                      const struct session_view *view) {
    char at[32], text[WORDS_SIZE];
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_members(cli, direction, view);
        json_end(&cli->doc);
        return;
    }
    clock_format_datetime(view->created_ms, at, sizeof at);
    words_error(&view->message, NULL, text, sizeof text);
    table_cell_int(table, view->id);
    table_cell(table, direction_words(direction));
    table_cell(table, view->job);
    table_cell(table, view->database);
    table_cell(table, status_words(direction, view->status));
    table_cell_int(table, view->rows);
    table_cell(table, at);
    table_cell_int(table, view->tries);
    table_cell(table, text);
}

static enum err_code print_direction(struct cli *cli, struct table *table,
                                     enum session_direction direction, int status, int64_t limit,
                                     struct err *err) {
    const char *job = cli_option(cli, "job");
    struct session_view view;
    int64_t below = 0;
    for (int64_t i = 0; i < limit && !interrupt_signal(); i++) {
        bool found;
        enum err_code code =
            session_next(cli->company->hq, direction, job, status, below, &view, &found, err);
        if (code != ERR_OK) return code;
        if (!found) break;
        print_row(cli, table, direction, &view);
        below = view.id;
    }
    return ERR_OK;
}

static void table_heading(struct table *table, FILE *out) {
    table_init(table, out);
    table_column(table, _("Session"), true);
    table_column(table, _("Direction"), false);
    table_column(table, _("Job"), false);
    table_column(table, _("Channel database"), false);
    table_column(table, _("Status"), false);
    table_column(table, _("Rows"), true);
    table_column(table, _("Created"), false);
    table_column(table, _("Tries"), true);
    table_column(table, _("Message"), false);
}

static int unknown_status(struct cli *cli, const char *status) {
    char names[400] = "";
    size_t used = 0;
    for (int i = 0; i < DOWNLOAD_STATUSES + UPLOAD_STATUSES; i++) {
        bool upload = i >= DOWNLOAD_STATUSES;
        const char *name = upload ? upload_names[i - DOWNLOAD_STATUSES] : download_names[i];
        if (upload && status_find(SESSION_DOWNLOAD, name) >= 0) continue;
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", name);
    }
    return cli_usage(cli, _("There is no session status '%s'. Statuses: %s."), status, names);
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct table table = {0};
    bool given, any = false;
    enum session_direction only = SESSION_UPLOAD;
    int64_t limit = 20;
    const char *status = cli_option(cli, "status");
    if (!read_direction(cli, &given, &only)) return EXIT_USAGE;
    if (!cli_option_int(cli, "limit", 1, INT64_C(1000000), &limit)) return EXIT_USAGE;
    for (int i = SESSION_UPLOAD; status && i <= SESSION_DOWNLOAD; i++) {
        any = any || status_find((enum session_direction)i, status) >= 0;
    }
    if (status && !any) return unknown_status(cli, status);
    if (cli->json)
        json_array(&cli->doc, NULL);
    else
        table_heading(&table, cli->out);
    enum err_code code = ERR_OK;
    for (int i = SESSION_UPLOAD; code == ERR_OK && i <= SESSION_DOWNLOAD; i++) {
        enum session_direction direction = (enum session_direction)i;
        int wanted = status ? status_find(direction, status) : -1;
        if ((given && direction != only) || (status && wanted < 0)) continue;
        code = print_direction(cli, &table, direction, wanted, limit, &err);
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- one session --------------------------------------------------------------------------------------------- */

struct named {
    enum session_direction direction;
    int64_t id;
    struct session_view view;
};

/* The session that is meant; the exit code when it is not known which, else EXIT_DONE. */
static int find(struct cli *cli, struct named *named) {
    struct err err = {0};
    bool given;
    char *end;
    named->id = strtoll(cli->args[0], &end, 10);
    if (*end != '\0' || named->id < 1) {
        return cli_usage(cli, _("'%s' is no number of a session."), cli->args[0]);
    }
    if (!read_direction(cli, &given, &named->direction)) return EXIT_USAGE;
    struct session_view up, down;
    struct db *hq = cli->company->hq;
    bool is_up = (!given || named->direction == SESSION_UPLOAD) &&
                 session_read(hq, SESSION_UPLOAD, named->id, &up, &err) == ERR_OK;
    bool is_down = (!given || named->direction == SESSION_DOWNLOAD) &&
                   session_read(hq, SESSION_DOWNLOAD, named->id, &down, &err) == ERR_OK;
    if (is_up && is_down) {
        return cli_usage(cli,
                         _("There is an upload session %s and a download session %s. Say "
                           "which with --direction."),
                         cli->args[0], cli->args[0]);
    }
    if (!is_up && !is_down) {
        if (!given && err.reason == REASON_RECORD_NOT_FOUND) {
            err_set(&err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "session", cli->args[0]);
        }
        return cli_fail(cli, &err);
    }
    named->direction = is_up ? SESSION_UPLOAD : SESSION_DOWNLOAD;
    named->view = is_up ? up : down;
    return EXIT_DONE;
}

enum { MOST_STORES = 64 };

static void show_stores(struct cli *cli, const struct session_store *stores, int count) {
    struct table table;
    char at[32], text[WORDS_SIZE];
    if (cli->json) json_array(&cli->doc, "databases");
    if (!cli->json) {
        table_init(&table, cli->out);
        table_column(&table, _("Channel database"), false);
        table_column(&table, _("Status"), false);
        table_column(&table, _("Rows"), true);
        table_column(&table, _(NC_("session", "Applied at")), false);
        table_column(&table, _("Tries"), true);
        table_column(&table, _("Message"), false);
    }
    for (int i = 0; i < count; i++) {
        const struct session_store *store = &stores[i];
        words_error(&store->message, NULL, text, sizeof text);
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_text(&cli->doc, "database", store->database);
            json_text(&cli->doc, "status", status_name(SESSION_DOWNLOAD, (int)store->status));
            json_int(&cli->doc, "rows", store->rows);
            json_time(&cli->doc, "requested", store->requested_ms);
            json_time(&cli->doc, "downloaded", store->downloaded_ms);
            json_time(&cli->doc, "applied", store->applied_ms);
            json_int(&cli->doc, "tries", store->tries);
            json_text_or_null(&cli->doc, "message", text);
            json_end(&cli->doc);
            continue;
        }
        at[0] = '\0';
        if (store->applied_ms) clock_format_datetime(store->applied_ms, at, sizeof at);
        table_cell(&table, store->database);
        table_cell(&table, words_download_status(store->status));
        table_cell_int(&table, store->rows);
        table_cell(&table, at);
        table_cell_int(&table, store->tries);
        table_cell(&table, text);
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
}

static void pair_time(struct table *table, const char *label, int64_t at_ms) {
    char at[32] = "";
    if (at_ms) clock_format_datetime(at_ms, at, sizeof at);
    if (at_ms) table_pair(table, label, at);
}

static void print_view(struct cli *cli, const struct named *named) {
    const struct session_view *view = &named->view;
    bool upload = named->direction == SESSION_UPLOAD;
    struct table table;
    char text[WORDS_SIZE];
    table_pairs(&table, cli->out);
    table_cell(&table, _("Session"));
    table_cell_int(&table, view->id);
    table_pair(&table, _("Direction"), direction_words(named->direction));
    table_pair(&table, _("Job"), words_job_title(view->job));
    table_pair(&table, upload ? _("Channel database") : _("Channel database group"),
               view->database);
    table_pair(&table, _("Status"), status_words(named->direction, view->status));
    table_cell(&table, _("Rows"));
    table_cell_int(&table, view->rows);
    table_cell(&table, _("File size"));
    table_cell_int(&table, view->bytes);
    if (upload) {
        table_cell(&table, _("Local session ID"));
        table_cell_int(&table, view->local_id);
    }
    pair_time(&table, _("Created"), view->created_ms);
    pair_time(&table, _(NC_("session", "Uploaded at")), view->uploaded_ms);
    pair_time(&table, _(NC_("session", "Applied at")), view->applied_ms);
    table_cell(&table, _("Tries"));
    table_cell_int(&table, view->tries);
    if (view->rerun_for) {
        table_cell(&table, _("Rerun for"));
        table_cell_int(&table, view->rerun_for);
    }
    words_error(&view->message, NULL, text, sizeof text);
    if (text[0]) table_pair(&table, _("Message"), text);
    table_end(&table);
}

static int show(struct cli *cli) {
    struct err err = {0};
    struct named named = {0};
    struct session_store stores[MOST_STORES];
    int count = 0, found = find(cli, &named);
    if (found != EXIT_DONE) return found;
    if (named.direction == SESSION_DOWNLOAD &&
        session_stores(cli->company->hq, named.id, stores, MOST_STORES, &count, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_members(cli, named.direction, &named.view);
    } else {
        print_view(cli, &named);
    }
    if (named.direction == SESSION_DOWNLOAD) show_stores(cli, stores, count);
    if (cli->json) json_end(&cli->doc);
    return EXIT_DONE;
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

static int print_after(struct cli *cli, const struct named *named) {
    struct err err = {0};
    struct named after = *named;
    if (session_read(cli->company->hq, named->direction, named->id, &after.view, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_members(cli, after.direction, &after.view);
        json_end(&cli->doc);
    } else {
        print_view(cli, &after);
    }
    return EXIT_DONE;
}

static int cancel(struct cli *cli) {
    struct err err = {0};
    struct named named = {0};
    int found = find(cli, &named);
    if (found != EXIT_DONE) return found;
    if (session_cancel(cli->company->hq, named.direction, named.id, cli->company->user, &err) !=
        ERR_OK) {
        return cli_fail(cli, &err);
    }
    return print_after(cli, &named);
}

static int delete (struct cli *cli) {
    struct err err = {0};
    struct named named = {0};
    int found = find(cli, &named);
    if (found != EXIT_DONE) return found;
    if (session_delete(cli->company->hq, named.direction, named.id, cli->company->user, &err) !=
        ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "deleted", named.id);
        json_end(&cli->doc);
    } else {
        cli_note(cli, _("Session %lld was deleted."), (long long)named.id);
    }
    return EXIT_DONE;
}

static int rerun(struct cli *cli) {
    struct err err = {0};
    struct named named = {0};
    struct job_result result = {0};
    const struct exchange_job *job;
    int64_t number = 0;
    int found = find(cli, &named);
    if (found != EXIT_DONE) return found;
    if (session_rerun(cli->company->hq, named.direction, named.id, cli->company->user, &number,
                      &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (exchange_job_find(named.view.job, &job, &err) != ERR_OK ||
        exchange_job_run(cli->company, job, NULL, &result, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    named.id = number;
    int printed = print_after(cli, &named);
    if (printed != EXIT_DONE || result.status == BATCH_ENDED) return printed;
    return result.message.code == ERR_BUSY ? EXIT_BUSY : EXIT_REFUSED;
}

static const struct verb_option list_options[] = {
    {"job", "ID", N_("Only sessions of this job"), false},
    {"direction", "upload|download", N_("Only these"), false},
    {"status", "STATUS", N_("Only sessions with this status: applied, apply_failed, …"), false},
    {"limit", "N", N_("At most so many of each direction (default: 20)"), false},
    {NULL, NULL, NULL, false},
};
static const struct verb_option which_options[] = {
    {"direction", "upload|download", N_("Which one is meant when both have the number"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_session[] = {
    {.noun = "session",
     .name = "list",
     .flags = VERB_COMPANY,
     .options = list_options,
     .summary = N_("List upload and download sessions, newest first."),
     .run = list},
    {.noun = "session",
     .name = "show",
     .args = "N",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .options = which_options,
     .summary = N_("Show a session; of a download also each channel database."),
     .run = show},
    {.noun = "session",
     .name = "cancel",
     .args = "N",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = which_options,
     .summary = N_("Cancel a session that has not ended. Its rows go with the next run."),
     .run = cancel},
    {.noun = "session",
     .name = "rerun",
     .args = "N",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES | VERB_WORK,
     .options = which_options,
     .summary = N_("Send a session again, as a new one, and run its job."),
     .details = N_("Sending customers down again does no harm. An upload whose rows are in "
                   "headquarters is refused: no row gets there twice."),
     .run = rerun},
    {.noun = "session",
     .name = "delete",
     .args = "N",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = which_options,
     .summary = N_("Delete a session that has ended. The rows it brought stay."),
     .run = delete},
    {.run = NULL},
};
