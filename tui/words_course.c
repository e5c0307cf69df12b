/* SPDX-License-Identifier: MIT */
/* The course, the trainee's record and the board in words. Knows no terminal; reads nothing but what it is given. */

#include "tui/words_course.h"

#include "tui/i18n.h"
#include "tui/words.h"

const char *words_course_kind(bool lab) {
    return lab ? _(NC_("course", "Lab")) : _("Guide");
}

const char *words_logbook_state(enum logbook_state state) {
    static const char *const words[] = {[LOGBOOK_NEW] = N_("not begun"),
                                        [LOGBOOK_BEGUN] = N_("begun"),
                                        [LOGBOOK_ASSISTED] = N_("solved for you"),
                                        [LOGBOOK_SOLVED] = N_("solved")};
    return _(words[state]);
}

void words_progress(const struct course_item *item, const struct logbook_sum *sum, char *buf,
                    size_t size) {
    bool steps = !item->lab && sum->state == LOGBOOK_BEGUN && sum->current->steps > 0;
    if (steps)
        snprintf(buf, size, _("begun, %d of %d"), sum->current->done, sum->current->steps);
    else
        text_copy(buf, size, words_logbook_state(sum->state));
}

const char *words_course_why(enum course_why why) {
    switch (why) {
    case COURSE_ON:
        return _("You have begun it.");
    case COURSE_NEXT:
        return _("It comes next.");
    case COURSE_AGAIN:
        return _("It was solved for you: try it alone.");
    case COURSE_COMPLETE:
        return _("The course is complete.");
    }
    return "";
}

void words_worked(int64_t ms, char *buf, size_t size) {
    long long minutes = ms / 60000;
    if (minutes == 0)
        text_copy(buf, size, "");
    else if (minutes < 60)
        snprintf(buf, size, _("%lld min"), minutes);
    else
        snprintf(buf, size, _("%lld h %lld min"), minutes / 60, minutes % 60);
}

void words_board_step(const struct course *course, const struct board_line *line, char *buf,
                      size_t size) {
    char title[160];
    text_copy(buf, size, "");
    if (line->item < 0) return;
    const struct course_item *item = &course->items[line->item];
    const struct logbook_run *run = &line->on;
    course_step_title(item, run->step, i18n_language(), title, sizeof title);
    if (item->lab)
        snprintf(buf, size, _("%d of %d proofs"), run->done, run->steps);
    else
        snprintf(buf, size, _("%d of %d steps; now: %s"), run->done, run->steps, title);
}

void words_unrecorded(const struct err *err, char *buf, size_t size) {
    char why[WORDS_SIZE];
    words_error(err, NULL, why, sizeof why);
    snprintf(buf, size, _("Your record is not kept, everything else goes on. %s"), why);
}

void words_whose_record(const struct settings *settings, char *buf, size_t size) {
    char name[LOGBOOK_NAME_SIZE], clean[WORDS_SIZE];
    buf[0] = '\0';
    if (settings->trainee[0]) return;
    logbook_trainee(settings, name);
    words_clean(clean, sizeof clean, name);
    snprintf(buf, size,
             _("The record bears the name of the user %s. The setting trainee.name puts another "
               "name on it."),
             clean);
}
