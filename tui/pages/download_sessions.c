/* SPDX-License-Identifier: MIT */
/*
 * Download sessions (domain.md 4.13, 5.5; CDX-Best-Practices.md): every package that went down to a channel database group,
 * and how far each database of it came.
 */

#include "tui/session_view.h"

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    return session_page_list(app, SESSION_DOWNLOAD, request, rows, err);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    return session_page_load(app, SESSION_DOWNLOAD, key, form, err);
}

static const struct column columns[] = {
    {.label = N_("Session"), .kind = COLUMN_NUMBER, .cols = 8},
    {.label = N_("Status"), .cols = 15, .word = download_status_word, .role = download_status_role},
    {.label = N_("Job ID"), .cols = 8},
    {.label = N_("Channel database group"), .cols = 22, .weight = 1, .hide_below = 100},
    {.label = N_("Rows affected"), .kind = COLUMN_NUMBER, .cols = 9},
    {.label = N_("File size"), .kind = COLUMN_NUMBER, .cols = 10, .hide_below = 100},
    {.label = N_("Created"), .kind = COLUMN_TIME, .cols = 19},
    {.label = N_("Try count"), .kind = COLUMN_NUMBER, .cols = 9, .hide_below = 84},
    {.label = N_("Message"), .cols = 20, .weight = 3, .hide_below = 110},
    {0},
};

static const struct field fields[] = {
    {.key = "Session", .label = N_("Session"), .kind = FIELD_NUMBER, .read_only = true},
    {.key = "Status", .label = N_("Status"), .cols = 16, .word = download_status_word},
    {.key = "Message", .label = N_("Message"), .cols = 60},
    {.tab = N_("Channel databases")},
    {.key = "Databases",
     .label = N_("Channel databases"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Channel database"), .cols = 16, .weight = 1},
                 {.label = N_("Status"),
                  .cols = 15,
                  .word = download_status_word,
                  .role = download_status_role},
                 {.label = N_("Rows affected"), .kind = COLUMN_NUMBER, .cols = 9},
                 {.label = NC_("session", "Requested at"),
                  .kind = COLUMN_TIME,
                  .cols = 19,
                  .hide_below = 92},
                 {.label = NC_("session", "Applied at"), .kind = COLUMN_TIME, .cols = 19},
                 {.label = N_("Try count"), .kind = COLUMN_NUMBER, .cols = 9, .hide_below = 103}}},
    {.tab = N_("General")},
    {.key = "JobId", .label = N_("Job ID"), .cols = 20},
    {.key = "Schedule", .label = N_("Schedule"), .cols = 20},
    {.key = "Database", .label = N_("Channel database group"), .cols = 50},
    {.key = "Rows", .label = N_("Rows affected"), .kind = FIELD_NUMBER, .summary = true},
    {.key = "FileSize",
     .label = N_("File size"),
     .kind = FIELD_NUMBER,
     .help = N_("Bytes of the values in the package.")},
    {.key = "FullSync",
     .label = N_("Full data sync"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: everything was sent, whatever the databases had already.")},
    {.key = "TryCount",
     .label = N_("Try count"),
     .kind = FIELD_NUMBER,
     .help = N_("Runs that worked on the session. One that died or failed leaves it to the next.")},
    {.key = "RerunFor", .label = N_("Rerun for"), .kind = FIELD_NUMBER},
    {.key = "Created", .label = N_("Created"), .kind = FIELD_TIME},
    {0},
};

const struct page page_download_sessions = {
    .id = "download-sessions",
    .title = N_("Download sessions"),
    .path = {N_("Retail and Commerce"), N_("Inquiries and reports")},
    .form_name = "RetailCDXDownloadSession",
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = session_actions,
    .list = list,
    .load = load,
    .record_title = session_page_title,
    .empty = N_("Nothing has been sent to a channel database yet. Run 1070 in the Distribution "
                "schedule."),
};
