/* SPDX-License-Identifier: MIT */
/*
 * The course's content and a trainee's way through it. Knows guides and labs by their ids and titles only; reads no
 * database.
 */

#include "model/trainer/course.h"

#include "embedded/course.h"
#include "model/ini.h"
#include "model/trainer/guide_priv.h"
#include "model/trainer/lab.h"

#define COURSE "course"

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static enum err_code open_ini(const char *suffix, struct ini **out, struct err *err) {
    struct err why = {0};
    const struct embedded_file *file = guide_file(embedded_course, COURSE, suffix);
    if (!file) return guide_content_error(err, COURSE, suffix, "the file is missing", NULL);
    enum err_code code = ini_parse(out, file->name, file->text, &why);
    return code == ERR_OK ? ERR_OK
                          : guide_content_error(err, COURSE, suffix, why.detail, why.value);
}

static const char *word(const struct course *course, const char *section, const char *key) {
    const char *text = ini_get(course->words, section, key);
    return text ? text : "";
}

static enum err_code open_item(const struct course_item *item, const char *language,
                               struct guide **out, struct err *err) {
    if (!item->lab) {
        int i = 0;
        while (guide_id(i) && strcmp(guide_id(i), item->id) != 0) i++;
        return guide_id(i) ? guide_open(out, item->id, language, err) : ERR_NOT_FOUND;
    }
    return lab_open_place(out, item->id, NULL, language, err);
}

static enum err_code read_item(struct course *course, const char *language, const char *id,
                               const char *kind, struct err *err) {
    struct guide *guide = NULL;
    bool lab = strcmp(kind, "lab") == 0;
    if (!lab && strcmp(kind, "guide") != 0)
        return guide_content_error(err, COURSE, "ini", "neither guide nor lab", id);
    if (course->item_count == COURSE_MAX_ITEMS)
        return guide_content_error(err, COURSE, "ini", "too long", id);
    struct course_item *item = &course->items[course->item_count];
    *item = (struct course_item){.lab = lab, .id = id, .part = course->part_count};
    enum err_code code = open_item(item, language, &guide, err);
    if (code == ERR_NOT_FOUND) { /* a course goes on without it; an author is told */
        if (!course->missing) course->missing = id;
        return ERR_OK;
    }
    if (code != ERR_OK) return code;
    text_copy(item->title, sizeof item->title, guide_title(guide));
    item->level = lab ? lab_level(guide) : 0;
    item->par_minutes = lab ? lab_par_minutes(guide) : 0;
    item->steps = lab ? 0 : guide_steps(guide);
    guide_free(&guide);
    course->item_count++;
    return ERR_OK;
}

static enum err_code read_part(struct course *course, const char *language, const char *id,
                               struct err *err) {
    const char *key;
    enum err_code code = ERR_OK;
    if (course->part_count == COURSE_MAX_PARTS)
        return guide_content_error(err, COURSE, "ini", "too many parts", id);
    struct course_part *part = &course->parts[course->part_count];
    *part = (struct course_part){.id = id,
                                 .title = word(course, id, "title"),
                                 .text = word(course, id, "text"),
                                 .first = course->item_count};
    for (int i = 0; code == ERR_OK && (key = ini_key(course->logic, id, i)); i++)
        code = read_item(course, language, key, ini_get(course->logic, id, key), err);
    part->count = course->item_count - part->first;
    course->part_count++;
    return code;
}

enum err_code course_open(struct course **out, const char *language, struct err *err) {
    bool norwegian = strcmp(language, "nb") == 0;
    const char *section;
    struct course *course = calloc(1, sizeof *course);
    if (!course) BUG("out of memory for the course");
    enum err_code code = open_ini("ini", &course->logic, err);
    if (code == ERR_OK) code = open_ini(norwegian ? "nb.ini" : "en.ini", &course->words, err);
    if (code == ERR_OK) {
        course->title = word(course, COURSE, "title");
        course->text = word(course, COURSE, "text");
    }
    for (int i = 0; code == ERR_OK && (section = ini_section(course->logic, i)); i++)
        code = read_part(course, language, section, err);
    if (code != ERR_OK) course_free(&course);
    *out = course;
    return code;
}

void course_free(struct course **course) {
    if (!*course) return;
    ini_free(&(*course)->logic);
    ini_free(&(*course)->words);
    free(*course);
    *course = NULL;
}

const struct course_item *course_find(const struct course *course, bool lab, const char *id) {
    for (int i = 0; i < course->item_count; i++) {
        const struct course_item *item = &course->items[i];
        if (item->lab == lab && strcmp(item->id, id) == 0) return item;
    }
    return NULL;
}

void course_step_title(const struct course_item *item, const char *step, const char *language,
                       char *buf, size_t size) {
    struct guide *guide = NULL;
    struct err ignored;
    text_copy(buf, size, "");
    if (!*step || open_item(item, language, &guide, &ignored) != ERR_OK) return;
    for (int i = 0; i < guide_steps(guide); i++) {
        const struct guide_step *at = guide_step_at(guide, i);
        if (strcmp(at->id, step) == 0) text_copy(buf, size, at->title);
    }
    guide_free(&guide);
}

/* ---- is the content whole? ---------------------------------------------------------------------------------------- */

static enum err_code check_words(const struct course *course, const char *file, struct err *err) {
    const char *section;
    if (!*course->title || !*course->text)
        return guide_content_error(err, COURSE, file, "a text is missing", COURSE);
    for (int i = 0; i < course->part_count; i++) {
        const struct course_part *part = &course->parts[i];
        if (!*part->title || !*part->text)
            return guide_content_error(err, COURSE, file, "a text is missing", part->id);
        if (part->count == 0) return guide_content_error(err, COURSE, "ini", "empty", part->id);
    }
    for (int i = 0; (section = ini_section(course->words, i)); i++) {
        if (strcmp(section, COURSE) != 0 && !ini_key(course->logic, section, 0))
            return guide_content_error(err, COURSE, file, "texts of no part", section);
    }
    return ERR_OK;
}

static enum err_code check_once(const struct course *course, bool lab, const char *id,
                                struct err *err) {
    int times = 0;
    for (int i = 0; i < course->item_count; i++)
        times += course->items[i].lab == lab && strcmp(course->items[i].id, id) == 0;
    if (times == 1) return ERR_OK;
    return guide_content_error(err, COURSE, "ini",
                               times ? "stands in it twice" : "is not part of it", id);
}

static enum err_code check_whole(const struct course *course, struct err *err) {
    enum err_code code = ERR_OK;
    if (course->missing)
        return guide_content_error(err, COURSE, "ini", "no such guide or lab", course->missing);
    for (int i = 0; code == ERR_OK && guide_id(i); i++)
        code = check_once(course, false, guide_id(i), err);
    for (int i = 0; code == ERR_OK && lab_place_at(i); i++)
        code = check_once(course, true, lab_place_at(i), err);
    return code;
}

enum err_code course_check_content(struct err *err) {
    static const char *const languages[] = {"en", "nb"};
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && i < 2; i++) {
        struct course *course = NULL;
        char file[16];
        snprintf(file, sizeof file, "%s.ini", languages[i]);
        code = course_open(&course, languages[i], err);
        if (code == ERR_OK) code = check_words(course, file, err);
        if (code == ERR_OK) code = check_whole(course, err);
        course_free(&course);
    }
    return code;
}

/* ---- a trainee's way ---------------------------------------------------------------------------------------------- */

/* The one begun last goes on; else the first that is not solved; else the first that was solved with help. */
int course_next(const struct course *course, const struct logbook *book, enum course_why *why) {
    int on = -1, next = -1, again = -1;
    int64_t latest = 0;
    for (int i = 0; i < course->item_count; i++) {
        struct logbook_sum sum;
        logbook_sum(book, course->items[i].lab, course->items[i].id, &sum);
        if (sum.state == LOGBOOK_BEGUN && sum.active_ms > latest) {
            on = i;
            latest = sum.active_ms;
        }
        if (sum.state == LOGBOOK_NEW && next < 0) next = i;
        if (sum.state == LOGBOOK_ASSISTED && again < 0) again = i;
    }
    *why = on >= 0      ? COURSE_ON
           : next >= 0  ? COURSE_NEXT
           : again >= 0 ? COURSE_AGAIN
                        : COURSE_COMPLETE;
    return on >= 0 ? on : next >= 0 ? next : again;
}

void course_total(const struct course *course, const struct logbook *book,
                  struct course_total *total) {
    *total = (struct course_total){.items = course->item_count};
    for (int i = 0; i < course->item_count; i++) {
        struct logbook_sum sum;
        logbook_sum(book, course->items[i].lab, course->items[i].id, &sum);
        total->of += course->items[i].lab ? 100 : 0;
        total->hints += sum.hints;
        total->attempts += sum.attempts;
        total->shown += sum.shown;
        total->worked_ms += sum.worked_ms;
        if (sum.begun_ms && (!total->begun_ms || sum.begun_ms < total->begun_ms))
            total->begun_ms = sum.begun_ms;
        if (!sum.best) continue;
        total->solved++;
        total->assisted += sum.state == LOGBOOK_ASSISTED;
        if (course->items[i].lab) total->points += sum.best->score;
        if (sum.best->solved_ms > total->solved_ms) total->solved_ms = sum.best->solved_ms;
    }
}
