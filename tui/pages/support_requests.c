/* SPDX-License-Identifier: MIT */
/* Support requests (lab; domain.md 4.23): what was sent to support, and what support answered. */

#include "model/exchange/support.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"
#include "tui/words_support.h"

enum { CELL_JOB = 3, CELL_ANSWER = 6, CELL_SUBJECT, CELL_ERROR, CELL_DESCRIPTION, CELLS };

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    return support_list(app->db, request, rows, err);
}

static void fill(struct form *form, const struct rowset *rows, int row) {
    static const char *const keys[] = {"Number", "Created", "By", "JobId",     "SessionId",
                                       "Status", NULL,      NULL, "ErrorText", "Description"};
    enum support_answer answer;
    char text[WORDS_SIZE] = "";
    for (int i = 0; i < CELLS; i++) {
        if (keys[i]) form_set_value(form, keys[i], rowset_cell(rows, row, i));
    }
    if (support_answer_find(rowset_cell(rows, row, CELL_ANSWER), &answer))
        words_support_answer(answer, rowset_cell(rows, row, CELL_JOB),
                             rowset_cell(rows, row, CELL_SUBJECT), text, sizeof text);
    form_set_value(form, "Answer", text);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct list_request request = {.from = LIST_AT, .anchor = key, .limit = 1};
    struct rowset rows;
    rowset_init(&rows, CELLS);
    enum err_code code = support_list(app->db, &request, &rows, err);
    bool found = code == ERR_OK && rows.rows > 0 && strcmp(rowset_key(&rows, 0), key) == 0;
    if (found) fill(form, &rows, 0);
    if (code == ERR_OK && !found)
        code = err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "support-request", key);
    rowset_release(&rows);
    return code;
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    snprintf(buf, size, "%s : %s", key, form_value(form, "JobId"));
}

static const char *status_word(const char *stored) {
    return words_support_status(stored[0] == '1');
}

static enum role status_role(const char *stored) {
    return stored[0] == '1' ? ROLE_OK : ROLE_WARNING;
}

static enum next send(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "support-request", NULL);
    return NEXT_STAY;
}

static const struct column columns[] = {
    {.label = N_("Number"), .kind = COLUMN_NUMBER, .cols = 6},
    {.label = N_("Created"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 60},
    {.label = N_("By"), .cols = 10, .hide_below = 90},
    {.label = N_("Job ID"), .cols = 10, .weight = 1},
    {.label = N_("Session"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 70},
    {.label = N_("Status"), .cols = 14, .word = status_word, .role = status_role},
    {0},
};

static const struct field fields[] = {
    {.key = "Number", .label = N_("Number"), .kind = FIELD_NUMBER},
    {.key = "Status", .label = N_("Status"), .cols = 20, .word = status_word},
    {.tab = N_("Answer")},
    {.key = "Answer", .label = N_("Answer from support"), .cols = 60, .prose = true},
    {.tab = N_("What was sent")},
    {.key = "JobId", .label = N_("Job ID"), .cols = 20},
    {.key = "SessionId", .label = N_("Session"), .kind = FIELD_NUMBER},
    {.key = "ErrorText", .label = N_("Error text"), .cols = 60, .prose = true},
    {.key = "Description", .label = N_("What else support should know"), .cols = 60, .prose = true},
    {.key = "Created", .label = N_("Created"), .kind = FIELD_TIME},
    {.key = "By", .label = N_("By"), .cols = 20},
    {0},
};

static const struct action actions[] = {
    {.id = "send-request",
     .label = N_("New support request"),
     .bound = ACTION_RUN,
     .help = N_("Send the error of a job to support."),
     .run = send},
    {0},
};

const struct page page_support_requests = {
    .id = "support-requests",
    .title = N_("Support requests"),
    .path = {N_("Lab"), N_("Support request")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .lab = true,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .list = list,
    .load = load,
    .record_title = title,
    .empty = N_("Nothing has been sent to support."),
};
