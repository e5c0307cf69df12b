/* SPDX-License-Identifier: MIT */
/*
 * The board, kept fresh while its page is in front: the folder of the records may be a slow one elsewhere, so it is read on
 * a thread of its own and shown when it is there.
 */

#include <stdlib.h>

#include "model/exchange/company.h"
#include "model/trainer/course.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/course_view.h"

#define PAGE_ID  "training-board"
#define AGAIN_MS 5000

struct board_side {
    struct board board;
    struct err trouble; /* why the folder could not be read the last time */
    bool known, reading;
};

/* Belongs to the thread until `ended`. */
struct reading {
    char folder[LOGBOOK_PATH_SIZE], language[8];
    struct board board;
};

static struct board_side *side_of(const struct app *app) {
    return app_side_state(app, &side_board);
}

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct reading *reading = arg;
    struct course *course = NULL;
    (void)progress;
    enum err_code code = course_open(&course, reading->language, err);
    if (code == ERR_OK) code = board_read(course, reading->folder, &reading->board, err);
    course_free(&course);
    return code;
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct reading *reading = arg;
    struct board_side *side = side_of(app);
    if (side && code != ERR_CANCELLED) {
        board_free(&side->board);
        side->board = reading->board;
        side->trouble = code == ERR_OK ? (struct err){0} : *err;
        side->known = true;
        side->reading = false;
        if (strcmp(app_page_id(app), PAGE_ID) == 0) app_data_changed(app);
    } else {
        if (side) side->reading = false;
        board_free(&reading->board);
    }
    free(reading);
}

static void read_again(struct app *app, struct board_side *side) {
    if (side->reading || !app->company || strcmp(app_page_id(app), PAGE_ID) != 0) return;
    struct reading *reading = alloc_zero(1, sizeof *reading);
    logbook_folder(app->settings, app->company->folder, reading->folder);
    text_copy(reading->language, sizeof reading->language, i18n_language());
    struct app_job job = {.title = "", .work = work, .arg = reading, .ended = ended, .quiet = true};
    side->reading = app_run_job(app, &job);
    if (!side->reading) free(reading);
}

const struct board *board_side_board(const struct app *app, struct err *err) {
    const struct board_side *side = side_of(app);
    if (!side || !side->known) return NULL;
    if (err) *err = side->trouble;
    return &side->board;
}

/* ---- the side ------------------------------------------------------------------------------------------------------ */

static void *open_side(struct app *app) {
    (void)app;
    return alloc_zero(1, sizeof(struct board_side));
}

static void close_side(struct app *app, void *state) {
    struct board_side *side = state;
    (void)app;
    board_free(&side->board);
    free(side);
}

static void event(struct app *app, void *state, const struct side_event *side_event) {
    struct board_side *side = state;
    if (side_event->kind == SIDE_COMPANY_CHANGED) side->known = false;
    if (side_event->kind == SIDE_PAGE_OPENED || side_event->kind == SIDE_TICK)
        read_again(app, side);
}

static int next_tick_ms(const struct app *app, const void *state) {
    (void)state;
    return strcmp(app_page_id(app), PAGE_ID) == 0 ? AGAIN_MS : -1;
}

const struct side side_board = {
    .id = "board",
    .title = N_("Training board"),
    .open = open_side,
    .close = close_side,
    .event = event,
    .next_tick_ms = next_tick_ms,
};
