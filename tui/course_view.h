/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_COURSE_VIEW_H
#define CHQ_TUI_COURSE_VIEW_H

/* What the pages Course, Training board and Certificate share: the course in the user's language with the record of who is
 * in training, and the board, which is read in the background. Main thread. */

#include "tui/side.h"
#include "tui/words_course.h"

struct question;
struct guide_session;
struct course_view {
    struct course *course;
    struct logbook *book;
};

/* Free with course_view_release, also after an error. */
MUST_CHECK enum err_code course_view_open(const struct app *app, struct course_view *view,
                                          struct err *err);
void course_view_release(struct course_view *view);
/* By its id; -1 = it is not part of the course. */
int course_view_find(const struct course_view *view, const char *id);
/* Begin the guide or lab, or go on with it, and leave the one that runs. */
void course_view_start(struct app *app, const char *id);

/* A second button of a question that says something is solved: the course, with what comes next selected. */
void course_view_offer_next(struct question *q);

/* The board as side_board read it last, again every few seconds while its page is in front. Borrowed until the next event;
 * NULL = it is not read yet. */
const struct board *board_side_board(const struct app *app, struct err *err);
/* Say once that a session could not be noted in the trainee's record. */
void course_view_warn(struct app *app, const struct guide_session *session);

#endif
