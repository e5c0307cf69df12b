/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_COURSE_H
#define CHQ_TRAINER_COURSE_H

/*
 * The course: guides and labs in the order in which they are suggested, in parts, and how far a trainee's record has come
 * in it. Content is data/course/, embedded; titles are those of the guides and labs themselves.
 */

#include <stdbool.h>

#include "model/trainer/logbook.h"

#define COURSE_MAX_PARTS 12
#define COURSE_MAX_ITEMS 96

struct course_part {
    const char *id, *title, *text; /* in the language asked for */
    int first, count;              /* items */
};
struct course_item {
    bool lab;
    const char *id; /* of a lab, its place (lab.h) */
    int part;
    int level;       /* of a lab, 1 to 3; 0 = of a guide, or not told */
    int par_minutes; /* of a lab; 0 = of a guide, or not told */
    int steps;       /* of a guide; 0 = of a lab */
    char title[160];
};
struct course {
    const char *title, *text;
    int part_count, item_count;
    struct course_part parts[COURSE_MAX_PARTS];
    struct course_item items[COURSE_MAX_ITEMS];
    const char *missing; /* stands in it and does not exist; NULL = everything does */
    struct ini *logic, *words;
};

/* language "en" or "nb". What does not exist is left out. GUIDE_CONTENT for any other fault of the content. Free with
 * course_free. */
MUST_CHECK enum err_code course_open(struct course **out, const char *language, struct err *err);
void course_free(struct course **course);
/* NULL = not part of the course. */
const struct course_item *course_find(const struct course *course, bool lab, const char *id);
/* Title of a step of a guide in the language, "" when there is none. */
void course_step_title(const struct course_item *item, const char *step, const char *language,
                       char *buf, size_t size);
/* Check content: every guide and every lab stands in it exactly once, what stands in it exists, parts have title and text
 * in both languages. GUIDE_CONTENT. */
MUST_CHECK enum err_code course_check_content(struct err *err);

/* What the trainee does best next, and why. */
enum course_why {
    COURSE_ON,      /* has been begun */
    COURSE_NEXT,    /* comes next */
    COURSE_AGAIN,   /* everything is solved; this one with help, so try it alone */
    COURSE_COMPLETE /* nothing is left: the index is -1 */
};
int course_next(const struct course *course, const struct logbook *book, enum course_why *why);

struct course_total {
    int items, solved, assisted; /* assisted ones are solved, too */
    int points, of;              /* labs give up to 100 each */
    int hints, attempts, shown;
    int64_t begun_ms, solved_ms; /* the first begun, the last solved (0 = none) */
    int64_t worked_ms;
};
void course_total(const struct course *course, const struct logbook *book,
                  struct course_total *total);

/* ---- the instructor's board ------------------------------------------------------------------------------------- */

#define BOARD_MAX 500 /* trainees in one folder */

/* A trainee's place in the course. */
struct board_line {
    char file[256];                  /* its name in the folder */
    char trainee[LOGBOOK_NAME_SIZE]; /* of a file that is no record: its name */
    struct err trouble;              /* the file could not be read: ERR_OK when it could */
    int strange;                     /* lines of it that were not understood */
    int item; /* of the course, where the trainee is: begun and not solved; -1 = nowhere */
    struct logbook_run on; /* that run */
    int64_t stuck_ms;      /* since the last progress there */
    int64_t active_ms;     /* last sign of life, 0 = none */
    struct course_total total;
};
struct board {
    int count;
    bool more; /* there were more than BOARD_MAX */
    struct board_line *lines;
};
/* Who is stuck longest stands first, then who is on nothing, by name; files that cannot be read stand last. Reads every
 * file of the folder. FILE_MISSING for the folder. Free with board_free. */
MUST_CHECK enum err_code board_read(const struct course *course, const char *folder,
                                    struct board *board, struct err *err);
void board_free(struct board *board);

#endif
