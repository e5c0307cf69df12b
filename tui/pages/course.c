/* SPDX-License-Identifier: MIT */
/*
 * Course: guides and labs in the order in which they are suggested, with the trainee's own progress, which outlives the
 * practice copies. Starts them right here; what is suggested next is marked.
 */

#include <stdio.h>

#include "tui/app.h"
#include "tui/course_view.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words.h"

struct found {
    const struct course_view *view;
    int items[COURSE_MAX_ITEMS];
};

static const char *item_key(void *ctx, int row) {
    const struct found *found = ctx;
    return found->view->course->items[found->items[row]].id;
}

static void fill_row(struct rowset *rows, const struct course_view *view, int index, bool next) {
    const struct course_item *item = &view->course->items[index];
    struct logbook_sum sum;
    char text[WORDS_SIZE];
    logbook_sum(view->book, item->lab, item->id, &sum);
    rowset_add(rows, item->id);
    rowset_set(rows, 0, item->id);
    snprintf(text, sizeof text, "%s %d", next ? ">" : " ", item->part + 1);
    rowset_set(rows, 1, text);
    rowset_set(rows, 2, view->course->parts[item->part].title);
    rowset_set(rows, 3, item->title);
    rowset_set(rows, 4, words_course_kind(item->lab));
    words_progress(item, &sum, text, sizeof text);
    rowset_set(rows, 5, text);
    snprintf(text, sizeof text, "%d", sum.best ? sum.best->score : 0);
    rowset_set(rows, 6, sum.best && item->lab ? text : "");
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct course_view view;
    struct found found = {.view = &view};
    enum course_why why;
    int count = 0, begin = 0, end = 0;
    enum err_code code = course_view_open(app, &view, err);
    int next = code == ERR_OK ? course_next(view.course, view.book, &why) : -1;
    for (int i = 0; code == ERR_OK && i < view.course->item_count; i++) {
        const struct course_item *item = &view.course->items[i];
        if (small_list_matches(request->filter, item->title) ||
            small_list_matches(request->filter, view.course->parts[item->part].title))
            found.items[count++] = i;
    }
    if (code == ERR_OK) small_list_page(request, count, item_key, &found, rows, &begin, &end);
    for (int i = begin; i < end; i++) fill_row(rows, &view, found.items[i], found.items[i] == next);
    course_view_release(&view);
    return code;
}

/* ---- commands ------------------------------------------------------------------------------------------------------ */

static bool has_row(struct app *app, const char *key) {
    (void)app;
    return key != NULL;
}

static enum next start(struct app *app, const char *key) {
    course_view_start(app, key);
    return NEXT_STAY;
}

static enum next start_next(struct app *app, const char *key) {
    struct course_view view;
    struct err err = {0};
    enum course_why why;
    char id[LOGBOOK_ID_SIZE] = "";
    (void)key;
    enum err_code code = course_view_open(app, &view, &err);
    int next = code == ERR_OK ? course_next(view.course, view.book, &why) : -1;
    if (next >= 0) text_copy(id, sizeof id, view.course->items[next].id);
    course_view_release(&view);
    if (code != ERR_OK)
        app_error(app, &err);
    else if (id[0])
        course_view_start(app, id);
    else
        app_message(app, MESSAGE_INFO, "%s", words_course_why(COURSE_COMPLETE));
    return NEXT_STAY;
}

static void tell_part(void *ctx, struct reader *out) {
    const struct course_part *part = ctx;
    reader_text(out, part->text);
}

static enum next about(struct app *app, const char *key) {
    struct course_view view;
    struct err err = {0};
    if (course_view_open(app, &view, &err) == ERR_OK) {
        int index = course_view_find(&view, key);
        struct course_part *part =
            index < 0 ? NULL : &view.course->parts[view.course->items[index].part];
        if (part) app_show_text(app, part->title, tell_part, part);
    } else {
        app_error(app, &err);
    }
    course_view_release(&view);
    return NEXT_STAY;
}

static enum next certificate(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "certificate", NULL);
    return NEXT_STAY;
}

static const struct column columns[] = {
    {.label = N_("ID"), .cols = 31, .hide_below = 130}, /* as the verbs name it */
    {.label = N_("Part"), .cols = 4},                   /* what is next has a mark */
    {.label = N_("About"), .cols = 31, .hide_below = 104},
    {.label = N_("Title"), .cols = 20, .weight = 1},
    {.label = N_("Kind"), .cols = 10},
    {.label = N_("Progress"), .cols = 17},
    {.label = N_("Score"), .kind = COLUMN_NUMBER, .cols = 5},
    {0},
};

static const struct action actions[] = {
    {.id = "start",
     .label = N_("Start or go on"),
     .bound = ACTION_OPEN,
     .help = N_("Begins the guide or lab on a practice copy, or goes on with it."),
     .enabled = has_row,
     .run = start},
    {.id = "start-next",
     .label = N_("What is next"),
     .bound = ACTION_RUN,
     .help = N_("Starts what is marked: what you have begun, else what comes next."),
     .run = start_next},
    {.id = "about-part",
     .label = N_("About this part"),
     .help = N_("What the part of the course is about."),
     .enabled = has_row,
     .run = about},
    {.id = "show-certificate", .label = N_("Certificate"), .run = certificate},
    {0},
};

const struct page page_course = {
    .id = "course",
    .title = N_("Course"),
    .path = {N_("Lab")},
    .aliases = {N_("Training"), N_("Score"), N_("Progress")},
    .pattern = LIST,
    .lab = true,
    .columns = columns,
    .actions = actions,
    .list = list,
    .empty = N_("No guide or lab matches."),
};
