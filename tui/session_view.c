/* SPDX-License-Identifier: MIT */
/*
 * Sessions on the screen: list, record, Cancel session, Rerun and Delete. Owns which questions are asked and what is said
 * afterwards; what may be done is the model's rule (model/hq/session_admin.h).
 */

#include "tui/session_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/exchange/jobs.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/run_now.h"
#include "tui/words.h"

enum { CELL_MESSAGE = 8, MOST_STORES = 64 };

/* ---- statuses --------------------------------------------------------------------------------------------------- */

static int number_of(const char *stored) {
    return (int)strtol(stored, NULL, 10);
}

const char *upload_status_word(const char *stored) {
    return stored[0] ? words_upload_status((enum upload_status)number_of(stored)) : "";
}

const char *download_status_word(const char *stored) {
    return stored[0] ? words_download_status((enum download_status)number_of(stored)) : "";
}

enum role upload_status_role(const char *stored) {
    switch ((enum upload_status)number_of(stored)) {
    case UPLOAD_APPLIED:
        return ROLE_OK;
    case UPLOAD_FAILED:
    case UPLOAD_APPLY_FAILED:
        return ROLE_FAILED;
    case UPLOAD_CANCELED:
        return ROLE_DIM;
    case UPLOAD_STARTED:
    case UPLOAD_AVAILABLE:
    case UPLOAD_UPLOADED:
        break;
    }
    return ROLE_PENDING;
}

enum role download_status_role(const char *stored) {
    switch ((enum download_status)number_of(stored)) {
    case DOWNLOAD_APPLIED:
        return ROLE_OK;
    case DOWNLOAD_CREATE_FAILED:
    case DOWNLOAD_FAILED:
    case DOWNLOAD_APPLY_FAILED:
    case DOWNLOAD_SUSPENDED:
        return ROLE_FAILED;
    case DOWNLOAD_CANCELED:
    case DOWNLOAD_NO_DATA:
        return ROLE_DIM;
    case DOWNLOAD_STARTED:
    case DOWNLOAD_AVAILABLE:
    case DOWNLOAD_REQUESTED:
    case DOWNLOAD_DOWNLOADED:
        break;
    }
    return ROLE_PENDING;
}

/* ---- list and record -------------------------------------------------------------------------------------------- */

enum err_code session_page_list(struct app *app, enum session_direction direction,
                                const struct list_request *request, struct rowset *rows,
                                struct err *err) {
    struct rowset found;
    char text[WORDS_SIZE];
    rowset_init(&found, SESSION_CELLS);
    enum err_code code = session_list(app->db, direction, request, &found, err);
    for (int i = 0; code == ERR_OK && i < found.rows; i++) {
        struct err message = {0};
        rowset_add(rows, rowset_key(&found, i));
        err_parse(&message, rowset_cell(&found, i, CELL_MESSAGE));
        words_error(&message, NULL, text, sizeof text);
        for (int cell = 0; cell < rows->columns && cell < SESSION_CELLS; cell++) {
            rowset_set(rows, cell, cell == CELL_MESSAGE ? text : rowset_cell(&found, i, cell));
        }
    }
    rows->more_before = found.more_before;
    rows->more_after = found.more_after;
    rowset_release(&found);
    return code;
}

static void set_number(struct form *form, const char *key, int64_t value) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    form_set_value(form, key, text);
}

/* Empty instead of 0. */
static void set_number_if(struct form *form, const char *key, int64_t value) {
    if (value)
        set_number(form, key, value);
    else
        form_set_value(form, key, "");
}

static enum err_code set_stores(struct app *app, int64_t id, struct form *form, struct err *err) {
    struct session_store stores[MOST_STORES];
    char rows[MOST_STORES * 160] = "";
    size_t used = 0;
    int count = 0;
    enum err_code code = session_stores(app->db, id, stores, MOST_STORES, &count, err);
    for (int i = 0; i < count && used < sizeof rows - 160; i++) {
        const struct session_store *store = &stores[i];
        used += (size_t)snprintf(
            rows + used, sizeof rows - used, "%s%s\t%d\t%lld\t%.0lld\t%.0lld\t%lld", i ? "\n" : "",
            store->database, (int)store->status, (long long)store->rows,
            (long long)store->requested_ms, (long long)store->applied_ms, (long long)store->tries);
    }
    form_set_value(form, "Databases", rows);
    return code;
}

void session_page_title(struct app *app, const char *key, const struct form *form, char *buf,
                        size_t size) {
    (void)app;
    snprintf(buf, size, "%s : %s", key, form_value(form, "JobId"));
}

enum err_code session_page_load(struct app *app, enum session_direction direction, const char *key,
                                struct form *form, struct err *err) {
    struct session_view view;
    char text[WORDS_SIZE];
    int64_t id = strtoll(key, NULL, 10);
    enum err_code code = session_read(app->db, direction, id, &view, err);
    if (code != ERR_OK) return code;
    words_error(&view.message, NULL, text, sizeof text);
    form_set_value(form, "Message", text);
    set_number(form, "Session", view.id);
    set_number(form, "Status", view.status);
    form_set_value(form, "JobId", view.job);
    form_set_value(form, "Schedule", view.schedule);
    form_set_value(form, "Database", view.database);
    set_number(form, "Rows", view.rows);
    set_number(form, "FileSize", view.bytes);
    set_number(form, "Created", view.created_ms);
    set_number_if(form, "Uploaded", view.uploaded_ms);
    set_number_if(form, "Applied", view.applied_ms);
    set_number(form, "TryCount", view.tries);
    set_number_if(form, "RerunFor", view.rerun_for);
    set_number(form, "LocalSession", view.local_id);
    form_set_value(form, "FullSync", view.full ? "1" : "0");
    return direction == SESSION_DOWNLOAD ? set_stores(app, id, form, err) : ERR_OK;
}

/* ---- commands --------------------------------------------------------------------------------------------------- */

enum what { CANCEL, RERUN, DELETE };

struct command {
    enum what what;
    enum session_direction direction;
    int64_t id, rerun;
    char job[TEXT_SIZE(20)];
};

static enum err_code write(struct app *app, void *ctx, struct err *err) {
    struct command *command = ctx;
    switch (command->what) {
    case CANCEL:
        return session_cancel(app->db, command->direction, command->id, app->user, err);
    case RERUN:
        return session_rerun(app->db, command->direction, command->id, app->user, &command->rerun,
                             err);
    case DELETE:
        return session_delete(app->db, command->direction, command->id, app->user, err);
    }
    return ERR_OK;
}

static void say_done(struct app *app, const struct command *command) {
    long long id = (long long)command->id;
    switch (command->what) {
    case CANCEL:
        app_message(app, MESSAGE_INFO,
                    _("Session %lld was canceled. Its rows go with the next run."), id);
        break;
    case RERUN:
        app_message(app, MESSAGE_INFO, _("Session %lld sends again what session %lld had."),
                    (long long)command->rerun, id);
        break;
    case DELETE:
        app_message(app, MESSAGE_INFO, _("Session %lld was deleted."), id);
        break;
    }
}

static void ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct command *command = ctx;
    if (code == ERR_OK)
        say_done(app, command);
    else
        app_error(app, err);
    app_data_changed(app);
    /* A rerun is an open session: its job takes it up at once. */
    if (code == ERR_OK && command->what == RERUN) run_now(app, command->job, NULL);
    free(command);
}

static const char *const titles[] = {
    [CANCEL] = N_("Cancel session"), [RERUN] = N_("Rerun"), [DELETE] = N_("Delete")};

static void answered(struct app *app, int answer, void *ctx) {
    struct command *command = ctx;
    if (answer != 0) {
        free(command);
        return;
    }
    app_write(app, &(struct app_write){.title = _(titles[command->what]),
                                       .write = write,
                                       .ended = ended,
                                       .ctx = command});
}

static const char *question_of(enum what what, enum session_direction direction) {
    switch (what) {
    case CANCEL:
        return direction == SESSION_UPLOAD
                   ? _("Cancel session %s? Its rows go with the next run, in a new session.")
                   : _("Cancel session %s? What it has not brought comes with the next run.");
    case RERUN:
        return direction == SESSION_UPLOAD
                   ? _("Upload the rows of session %s again, in a new session?")
                   : _("Send what session %s had again, in a new session? It does no harm where "
                       "it is there already.");
    case DELETE:
        return _("Delete session %s? The rows it brought stay; only the record of it goes.");
    }
    return "%s";
}

/* The commands are the same on both pages. */
static enum session_direction direction_of(struct app *app) {
    bool upload = strcmp(app_page_id(app), "upload-sessions") == 0;
    return upload ? SESSION_UPLOAD : SESSION_DOWNLOAD;
}

static enum err_code view_of(struct app *app, const char *key, struct session_view *view,
                             struct err *err) {
    return session_read(app->db, direction_of(app), strtoll(key, NULL, 10), view, err);
}

static enum next ask(struct app *app, const char *key, enum what what) {
    struct session_view view;
    struct err err;
    struct question q;
    err_clear(&err);
    if (view_of(app, key, &view, &err) != ERR_OK) {
        app_error(app, &err);
        return NEXT_STAY;
    }
    enum session_direction direction = direction_of(app);
    struct command *command = alloc_zero(1, sizeof *command);
    *command = (struct command){.what = what, .direction = direction, .id = view.id};
    snprintf(command->job, sizeof command->job, "%s", view.job);
    question_init(&q, MESSAGE_INFO, _(titles[what]));
    snprintf(q.text, sizeof q.text, question_of(what, direction), key);
    question_yes_no(&q);
    q.answered = answered;
    q.ctx = command;
    app_ask(app, &q);
    return NEXT_STAY;
}

static bool is_writable(struct app *app, const char *key) {
    return key && !app->read_only;
}

static bool is_open(struct app *app, const char *key) {
    struct session_view view;
    return is_writable(app, key) && view_of(app, key, &view, NULL) == ERR_OK && !view.finished;
}

static bool has_ended(struct app *app, const char *key) {
    struct session_view view;
    return is_writable(app, key) && view_of(app, key, &view, NULL) == ERR_OK && view.finished;
}

static enum next rerun(struct app *app, const char *key) {
    return ask(app, key, RERUN);
}

static enum next cancel(struct app *app, const char *key) {
    return ask(app, key, CANCEL);
}

static enum next delete (struct app *app, const char *key) { return ask(app, key, DELETE); }

const struct action session_actions[] = {
    {.id = "rerun",
     .label = N_("Rerun"),
     .bound = ACTION_RUN,
     .help = N_("Sends what the session had again, as a new session."),
     .enabled = is_writable,
     .run = rerun},
    {.id = "cancel-session",
     .label = N_("Cancel session"),
     .help = N_("Ends a session that waits, failed or stands in the middle."),
     .enabled = is_open,
     .why_not = N_("The session has ended already. Only one that has not can be canceled."),
     .run = cancel},
    {.id = "delete-session",
     .label = N_("Delete"),
     .bound = ACTION_DELETE,
     .help = N_("Removes the record of a session that has ended. The rows it brought stay."),
     .enabled = has_ended,
     .why_not = N_("The session has not ended. Cancel it first."),
     .run = delete},
    {0},
};
