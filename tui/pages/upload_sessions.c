/* SPDX-License-Identifier: MIT */
/* Upload sessions (domain.md 4.13, 5.3; CDX-Best-Practices.md): every package that came up from a channel database. */

#include "tui/session_view.h"

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    return session_page_list(app, SESSION_UPLOAD, request, rows, err);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    return session_page_load(app, SESSION_UPLOAD, key, form, err);
}

static const struct column columns[] = {
    {.label = N_("Session"), .kind = COLUMN_NUMBER, .cols = 8},
    {.label = N_("Status"), .cols = 14, .word = upload_status_word, .role = upload_status_role},
    {.label = N_("Job ID"), .cols = 8, .hide_below = 92},
    {.label = N_("Channel database"), .cols = 16, .weight = 1, .hide_below = 56},
    {.label = N_("Rows affected"), .kind = COLUMN_NUMBER, .cols = 9},
    {.label = N_("File size"), .kind = COLUMN_NUMBER, .cols = 10, .hide_below = 100},
    {.label = N_("Created"), .kind = COLUMN_TIME, .cols = 19},
    {.label = N_("Try count"), .kind = COLUMN_NUMBER, .cols = 9, .hide_below = 84},
    {.label = N_("Message"), .cols = 20, .weight = 3, .hide_below = 110},
    {0},
};

static const struct field fields[] = {
    {.key = "Session", .label = N_("Upload session ID"), .kind = FIELD_NUMBER, .read_only = true},
    {.key = "Status", .label = N_("Status"), .cols = 16, .word = upload_status_word},
    {.key = "Message", .label = N_("Message"), .cols = 60},
    {.tab = N_("General")},
    {.key = "JobId", .label = N_("Job ID"), .cols = 20},
    {.key = "Database", .label = N_("Channel database"), .cols = 50},
    {.key = "LocalSession", .label = N_("Local session ID"), .kind = FIELD_NUMBER},
    {.key = "Rows", .label = N_("Rows affected"), .kind = FIELD_NUMBER, .summary = true},
    {.key = "FileSize",
     .label = N_("File size"),
     .kind = FIELD_NUMBER,
     .help = N_("Bytes of the values in the package.")},
    {.key = "TryCount",
     .label = N_("Try count"),
     .kind = FIELD_NUMBER,
     .help = N_("Runs that worked on the session. One that died or failed leaves it to the next.")},
    {.key = "RerunFor", .label = N_("Rerun for"), .kind = FIELD_NUMBER},
    {.tab = N_("Times")},
    {.key = "Created", .label = N_("Created"), .kind = FIELD_TIME},
    {.key = "Uploaded", .label = NC_("session", "Uploaded at"), .kind = FIELD_TIME},
    {.key = "Applied", .label = NC_("session", "Applied at"), .kind = FIELD_TIME, .summary = true},
    {0},
};

const struct page page_upload_sessions = {
    .id = "upload-sessions",
    .title = N_("Upload sessions"),
    .path = {N_("Retail and Commerce"), N_("Inquiries and reports")},
    .form_name = "RetailCDXUploadSession",
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = session_actions,
    .list = list,
    .load = load,
    .record_title = session_page_title,
    .empty = N_("Nothing has been uploaded yet. Run P-0001 in the Distribution schedule."),
};
