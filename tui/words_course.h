/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_COURSE_H
#define CHQ_TUI_WORDS_COURSE_H

/* The course, the trainee's record and the board in words, for screens and verbs. Texts that are returned are borrowed
 * until the language is switched; those in a buffer hold no control character. */

#include <stdio.h>

#include "model/trainer/course.h"

/* "Guide", "Lab" */
const char *words_course_kind(bool lab);
/* "solved", "solved for you", "begun", "not begun" */
const char *words_logbook_state(enum logbook_state state);
/* The same with how far a guide has come: "begun, 3 of 11". */
void words_progress(const struct course_item *item, const struct logbook_sum *sum, char *buf,
                    size_t size);
/* Why it is suggested: "You have begun it." */
const char *words_course_why(enum course_why why);
/* "35 min", "6 h 20 min"; "" when it is less than a minute. */
void words_worked(int64_t ms, char *buf, size_t size);
/* Where somebody is: "3 of 11: Make sure …"; of a lab, how many of its proofs have held; "" when nowhere. */
void words_board_step(const struct course *course, const struct board_line *line, char *buf,
                      size_t size);
/* Why the trainee's own record cannot be written, and that work goes on. */
void words_unrecorded(const struct err *err, char *buf, size_t size);

/*
 * The certificate, plain text of CERTIFICATE_COLS columns. `so_far`: as a statement of what is done, which also names what
 * is not; else the course must be complete.
 */
#define CERTIFICATE_COLS 78
bool certificate_is_earned(const struct course_total *total);
void certificate_print(FILE *out, const struct course *course, const struct logbook *book,
                       bool so_far);
/* The same without its frame. */
struct reader;
void certificate_show(struct reader *out, const struct course *course, const struct logbook *book,
                      bool so_far);

/* What to do when the record bears the name of the user because nobody has given another; "" when somebody has. */
void words_whose_record(const struct settings *settings, char *buf, size_t size);

#endif
