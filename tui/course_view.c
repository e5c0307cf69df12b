/* SPDX-License-Identifier: MIT */
/* The course as the screens need it: opened with the trainee's own record, and beginning what is selected in it. */

#include "tui/course_view.h"

#include "model/trainer/lab.h"
#include "tui/app.h"
#include "tui/coach.h"
#include "tui/lab_commands.h"
#include "tui/words.h"

enum err_code course_view_open(const struct app *app, struct course_view *view, struct err *err) {
    char folder[LOGBOOK_PATH_SIZE], trainee[LOGBOOK_NAME_SIZE];
    *view = (struct course_view){0};
    logbook_folder(app->settings, app->company->folder, folder);
    logbook_trainee(app->settings, trainee);
    enum err_code code = course_open(&view->course, i18n_language(), err);
    return code == ERR_OK ? logbook_read(folder, trainee, &view->book, err) : code;
}

void course_view_release(struct course_view *view) {
    course_free(&view->course);
    logbook_free(&view->book);
}

int course_view_find(const struct course_view *view, const char *id) {
    for (int i = 0; i < view->course->item_count; i++) {
        if (strcmp(view->course->items[i].id, id) == 0) return i;
    }
    return -1;
}

static void start_lab(struct app *app, const char *place) {
    for (const struct action *action = lab_actions; action->id; action++) {
        if (strcmp(action->id, "run-lab") == 0) action->run(app, place);
    }
}

void course_view_start(struct app *app, const char *id) {
    struct course_view view;
    struct err err = {0};
    enum err_code code = course_view_open(app, &view, &err);
    int index = code == ERR_OK ? course_view_find(&view, id) : -1;
    bool lab = index >= 0 && view.course->items[index].lab;
    course_view_release(&view);
    if (code != ERR_OK) app_error(app, &err);
    if (index < 0) return;
    if (!lab) {
        coach_start(app, id, false);
        return;
    }
    if (coach_guide(app)[0]) coach_leave(app);
    if (!coach_guide(app)[0]) start_lab(app, id);
}

static void next_answered(struct app *app, int answer, void *ctx) {
    struct course_view view;
    struct err err = {0};
    enum course_why why;
    char id[LOGBOOK_ID_SIZE] = "";
    (void)ctx;
    if (answer != 1) return;
    int next = course_view_open(app, &view, &err) == ERR_OK
                   ? course_next(view.course, view.book, &why)
                   : -1;
    if (next >= 0) text_copy(id, sizeof id, view.course->items[next].id);
    course_view_release(&view);
    app_open_page(app, "course", id[0] ? id : NULL);
}

void course_view_offer_next(struct question *q) {
    q->buttons[1] = _("What is next");
    q->answered = next_answered;
}

void course_view_warn(struct app *app, const struct guide_session *session) {
    struct err err = {0};
    char text[WORDS_SIZE];
    if (session->unrecorded != 1 ||
        logbook_try(app->settings, app->company->folder, &err) == ERR_OK)
        return;
    words_unrecorded(&err, text, sizeof text);
    app_message(app, MESSAGE_WARNING, "%s", text);
}
