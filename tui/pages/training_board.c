/* SPDX-License-Identifier: MIT */
/*
 * Training board: where the trainees of a class are, from the records in one folder. Who is stuck longest stands first.
 * The folder is read in the background (tui/board_side.c); a trainee's own record is opened with Enter.
 */

#include <stdio.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "tui/app.h"
#include "tui/course_view.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words.h"

struct shown {
    const struct board *board;
    int lines[BOARD_MAX];
};

static const char *line_key(void *ctx, int row) {
    const struct shown *shown = ctx;
    return shown->board->lines[shown->lines[row]].file;
}

static void fill_row(struct rowset *rows, const struct course *course,
                     const struct board_line *line, int64_t now_ms) {
    char text[WORDS_SIZE];
    rowset_add(rows, line->file);
    rowset_set(rows, 0, line->file);
    rowset_set(rows, 1, line->trainee);
    if (line->trouble.code != ERR_OK) {
        rowset_set(rows, 2, _("cannot be read"));
        return;
    }
    rowset_set(rows, 2, line->item >= 0 ? course->items[line->item].title : "");
    if (line->item >= 0) {
        snprintf(text, sizeof text, "%d/%d", line->on.done, line->on.steps);
        rowset_set(rows, 3, text);
        words_age(line->stuck_ms, text, sizeof text);
        rowset_set(rows, 4, text);
        rowset_set_int(rows, 5, line->on.hints);
        rowset_set_int(rows, 6, line->on.attempts);
    }
    snprintf(text, sizeof text, "%d/%d", line->total.solved, line->total.items);
    rowset_set(rows, 7, text);
    rowset_set_int(rows, 8, line->total.points);
    if (line->active_ms) words_age(now_ms - line->active_ms, text, sizeof text);
    rowset_set(rows, 9, line->active_ms ? text : "");
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct err trouble = {0};
    struct shown shown = {.board = board_side_board(app, &trouble)};
    struct course *course = NULL;
    int count = 0, begin = 0, end = 0;
    int64_t now_ms = clock_now_ms();
    bool wrong = trouble.code != ERR_OK && trouble.code != ERR_NOT_FOUND; /* nobody has begun */
    if (wrong && err) *err = trouble;
    if (wrong || !shown.board || shown.board->count == 0) return wrong ? trouble.code : ERR_OK;
    enum err_code code = course_open(&course, i18n_language(), err);
    for (int i = 0; code == ERR_OK && i < shown.board->count; i++) {
        if (small_list_matches(request->filter, shown.board->lines[i].trainee))
            shown.lines[count++] = i;
    }
    if (code == ERR_OK) small_list_page(request, count, line_key, &shown, rows, &begin, &end);
    for (int i = begin; i < end; i++)
        fill_row(rows, course, &shown.board->lines[shown.lines[i]], now_ms);
    course_free(&course);
    return code;
}

/* ---- one trainee ----------------------------------------------------------------------------------------------------- */

static void set_place(struct form *form, const struct course *course,
                      const struct board_line *line) {
    char text[WORDS_SIZE];
    form_set_value(form, "On", line->item >= 0 ? course->items[line->item].title : "");
    words_board_step(course, line, text, sizeof text);
    form_set_value(form, "Step", text);
    words_age(line->stuck_ms, text, sizeof text);
    form_set_value(form, "Stuck", line->item >= 0 ? text : "");
    snprintf(text, sizeof text, _("%d of %d"), line->total.solved, line->total.items);
    form_set_value(form, "Solved", text);
    snprintf(text, sizeof text, _("%d of %d"), line->total.points, line->total.of);
    form_set_value(form, "Score", text);
    words_worked(line->total.worked_ms, text, sizeof text);
    form_set_value(form, "Worked", text);
}

static void set_record(struct form *form, const struct course *course, const struct logbook *book) {
    char text[COURSE_MAX_ITEMS * 120] = "", progress[WORDS_SIZE], score[16];
    size_t used = 0;
    for (int i = 0; i < course->item_count && used < sizeof text - 250; i++) {
        const struct course_item *item = &course->items[i];
        struct logbook_sum sum;
        logbook_sum(book, item->lab, item->id, &sum);
        if (sum.state == LOGBOOK_NEW) continue;
        words_progress(item, &sum, progress, sizeof progress);
        snprintf(score, sizeof score, "%d", sum.best ? sum.best->score : 0);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.120s\t%.60s\t%d\t%d\t%s",
                                 used ? "\n" : "", item->title, progress, sum.hints, sum.attempts,
                                 sum.best && item->lab ? score : "");
    }
    form_set_value(form, "Record", text);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    const struct board *board = board_side_board(app, NULL);
    struct course *course = NULL;
    struct logbook *book = NULL;
    char folder[LOGBOOK_PATH_SIZE], path[LOGBOOK_PATH_SIZE + 300];
    int i = 0;
    while (board && i < board->count && strcmp(board->lines[i].file, key) != 0) i++;
    if (!board || i == board->count)
        return err_set(err, ERR_NOT_FOUND, REASON_FILE_MISSING, NULL, key);
    logbook_folder(app->settings, app->company->folder, folder);
    snprintf(path, sizeof path, "%s/%s", folder, key);
    enum err_code code = course_open(&course, i18n_language(), err);
    if (code == ERR_OK) code = logbook_read_file(path, &book, err);
    if (code == ERR_OK) {
        form_set_value(form, "Trainee", board->lines[i].trainee);
        set_place(form, course, &board->lines[i]);
        set_record(form, course, book);
    }
    course_free(&course);
    logbook_free(&book);
    return code;
}

static const struct column columns[] = {
    {.label = N_("File"), .cols = 20, .hide_below = 140},
    {.label = N_("Trainee"), .cols = 16, .weight = 1},
    {.label = N_("Works on"), .cols = 18, .weight = 2},
    {.label = N_("Step"), .cols = 5},
    {.label = N_("Stuck for"), .cols = 9},
    {.label = N_("Hints"), .kind = COLUMN_NUMBER, .cols = 5},
    {.label = N_("Checks"), .kind = COLUMN_NUMBER, .cols = 10, .hide_below = 90},
    {.label = N_("Solved"), .cols = 6},
    {.label = N_("Score"), .kind = COLUMN_NUMBER, .cols = 5},
    {.label = N_("Last seen"), .cols = 9, .hide_below = 100},
    {0},
};

static const struct field fields[] = {
    {.key = "Trainee", .label = N_("Trainee"), .cols = 40},
    {.key = "On", .label = N_("Works on"), .cols = 60},
    {.key = "Step", .label = N_("Step"), .cols = 60},
    {.key = "Stuck", .label = N_("Stuck for"), .cols = 12},
    {.key = "Solved", .label = N_("Solved"), .cols = 12},
    {.key = "Score", .label = N_("Score"), .cols = 16},
    {.key = "Worked", .label = N_("Time at work"), .cols = 16},
    {.tab = N_("Record")},
    {.key = "Record",
     .label = N_("Record"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Title"), .cols = 20, .weight = 1},
                 {.label = N_("Progress"), .cols = 17},
                 {.label = N_("Hints"), .kind = COLUMN_NUMBER, .cols = 5},
                 {.label = N_("Checks"), .kind = COLUMN_NUMBER, .cols = 10},
                 {.label = N_("Score"), .kind = COLUMN_NUMBER, .cols = 5}}},
    {0},
};

const struct page page_training_board = {
    .id = "training-board",
    .title = N_("Training board"),
    .path = {N_("Lab")},
    .aliases = {N_("Instructor"), N_("Class"), N_("Trainees")},
    .pattern = DETAILS_MASTER,
    .lab = true,
    .columns = columns,
    .fields = fields,
    .list = list,
    .load = load,
    .title_key = "Trainee",
    .empty = N_("There is no record in the folder yet. The setting training.records names it."),
};
