/* SPDX-License-Identifier: MIT */
/* The course is whole, knows what comes next, and the board tells who is stuck, from whatever lies in the folder. */
#include "support/exchange.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "model/file.h"
#include "model/trainer/course.h"
#include "model/trainer/lab.h"
#include "tui/canvas.h"
#include "tui/i18n.h"
#include "tui/words_course.h"

static struct course *opened(const char *language) {
    struct course *course;
    struct err err = {0};
    world_ok(course_open(&course, language, &err), &err);
    return course;
}

static void test_every_guide_and_lab_stands_in_the_course_once(void **state) {
    (void)state;
    struct err err = {0};
    world_ok(course_check_content(&err), &err);
    struct course *course = opened("en");
    const struct course_item *last = &course->items[course->item_count - 1];
    assert_false(course->items[0].lab);
    assert_true(last->lab && strncmp(last->id, LAB_RANDOM, strlen(LAB_RANDOM)) == 0);
    assert_int_equal(last->level, 0); /* nothing is told of it */
    course_free(&course);
}

static void test_it_is_the_same_course_in_both_languages(void **state) {
    (void)state;
    struct course *en = opened("en"), *nb = opened("nb");
    assert_int_equal(en->item_count, nb->item_count);
    assert_string_not_equal(en->title, nb->title);
    for (int i = 0; i < en->item_count; i++) {
        assert_string_equal(en->items[i].id, nb->items[i].id);
        if (strcmp(en->items[i].title, nb->items[i].title) == 0)
            fail_msg("%s has one title in both languages", en->items[i].id);
    }
    course_free(&en);
    course_free(&nb);
}

/* ---- what is next ---------------------------------------------------------------------------------------------------- */

static struct logbook_run *add(struct logbook *book, const struct course_item *item,
                               int64_t begun_ms, bool solved) {
    struct logbook_run *run = &book->runs[book->count++];
    *run = (struct logbook_run){.lab = item->lab,
                                .begun_ms = begun_ms,
                                .moved_ms = begun_ms,
                                .active_ms = begun_ms + 1000,
                                .steps = 3,
                                .solved_ms = solved ? begun_ms + 1000 : 0,
                                .score = solved && item->lab ? 90 : 0};
    snprintf(run->id, sizeof run->id, "%s", item->id);
    return run;
}

static void test_what_is_begun_goes_on_then_the_next_then_what_took_help(void **state) {
    (void)state;
    struct course *course = opened("en");
    struct logbook *book = calloc(1, sizeof *book);
    enum course_why why;
    assert_int_equal(course_next(course, book, &why), 0);
    assert_int_equal(why, COURSE_NEXT);
    add(book, &course->items[0], 1000, true);
    assert_int_equal(course_next(course, book, &why), 1);
    struct logbook_run *begun = add(book, &course->items[3], 2000, false);
    assert_int_equal(course_next(course, book, &why), 3);
    assert_int_equal(why, COURSE_ON);
    begun->solved_ms = 3000;
    begun->assisted = true;
    for (int i = 1; i < course->item_count; i++)
        if (i != 3) add(book, &course->items[i], 5000, true);
    assert_int_equal(course_next(course, book, &why), 3);
    assert_int_equal(why, COURSE_AGAIN);
    add(book, &course->items[3], 9000, true);
    assert_int_equal(course_next(course, book, &why), -1);
    assert_int_equal(why, COURSE_COMPLETE);
    free(book);
    course_free(&course);
}

static void test_totals_count_each_thing_once(void **state) {
    (void)state;
    struct course *course = opened("en");
    struct logbook *book = calloc(1, sizeof *book);
    struct course_total total;
    int lab = 0;
    while (!course->items[lab].lab) lab++;
    add(book, &course->items[0], 1000, true);
    add(book, &course->items[lab], 2000, true)->assisted = true;
    add(book, &course->items[lab], 3000, true)->score = 70;
    snprintf(add(book, &course->items[lab], 4000, true)->id, LOGBOOK_ID_SIZE, "of-another-version");
    course_total(course, book, &total);
    assert_int_equal(total.items, course->item_count);
    assert_int_equal(total.solved, 2);
    assert_int_equal(total.assisted, 0);
    assert_int_equal(total.points, 70);
    assert_false(certificate_is_earned(&total));
    free(book);
    course_free(&course);
}

/* ---- the certificate --------------------------------------------------------------------------------------------------- */

static void test_every_line_of_the_certificate_is_as_wide_as_its_frame(void **state) {
    (void)state;
    static const char *const languages[] = {"en", "nb"};
    struct logbook *book = calloc(1, sizeof *book);
    snprintf(book->trainee, sizeof book->trainee, "Åse \x1b[2J Øygarden");
    for (int i = 0; i < 2; i++) {
        i18n_switch(languages[i]);
        struct course *course = opened(languages[i]);
        char *text = NULL;
        size_t len;
        book->count = 0;
        add(book, &course->items[0], 1000, true);
        add(book, &course->items[1], 1000, true)->assisted = true;
        FILE *out = open_memstream(&text, &len);
        certificate_print(out, course, book, true);
        fclose(out);
        assert_null(strchr(text, '\x1b'));
        for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
            *end = '\0';
            if (text_cols(line) != CERTIFICATE_COLS) fail_msg("'%s' is of another width", line);
        }
        free(text);
        course_free(&course);
    }
    i18n_switch("en");
    free(book);
}

/* ---- the board --------------------------------------------------------------------------------------------------------- */

static void put(const char *folder, const char *name, const char *text) {
    char path[200];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    world_ok(file_replace(path, text, strlen(text), 0644, &err), &err);
}

static const char head[] = "trainee,kind,id,begun,progress,active,solved,step,done,steps,hints\n";

static void put_trainee(const char *folder, const char *name, const char *rows) {
    char file[40], text[2000];
    snprintf(file, sizeof file, "%s.csv", name);
    snprintf(text, sizeof text, "%s%s", head, rows);
    put(folder, file, text);
}

static void test_who_is_stuck_longest_stands_first(void **state) {
    (void)state;
    char folder[] = "/tmp/chq-board-XXXXXX", command[64];
    struct course *course = opened("en");
    struct board board;
    struct err err = {0};
    assert_non_null(mkdtemp(folder));
    setenv("CHQ_TEST_CLOCK", "2026-03-02T12:00:00Z", 1);
    put_trainee(folder, "anna",
                "Anna,lab,sync-withheld,2026-03-02T09:00:00Z,2026-03-02T11:50:00Z,"
                "2026-03-02T11:59:00Z,,,1,2,1\n");
    put_trainee(folder, "bo",
                "Bo,guide,customer-records-not-appearing,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,"
                "2026-03-02T11:00:00Z,,run-jobs,6,11,2\n"
                "Bo,lab,sync-withheld,2026-03-01T09:00:00Z,,2026-03-01T09:30:00Z,"
                "2026-03-01T09:30:00Z,,2,2,0\n");
    put_trainee(folder, "cato", "");
    put_trainee(folder, "dina", "Dina,lab,sync-withheld,2026-03-02T0");
    put(folder, "holiday.csv", "day,place\n1,Bergen\n");
    put(folder, "notes.txt", "not a record");
    put(folder, "anna.csv.new-Ab12Cd", "half");
    world_ok(board_read(course, folder, &board, &err), &err);
    static const char *const order[] = {"Bo", "Anna", "cato", "dina", "holiday"};
    assert_int_equal(board.count, 5);
    for (int i = 0; i < 5; i++) assert_string_equal(board.lines[i].trainee, order[i]);
    const struct board_line *bo = &board.lines[0];
    char words[200];
    assert_int_equal(bo->stuck_ms, 2 * 3600 * 1000);
    assert_int_equal(bo->on.hints, 2);
    assert_int_equal(bo->total.solved, 1);
    words_board_step(course, bo, words, sizeof words);
    assert_non_null(strstr(words, "6 of 11 steps; now: "));
    assert_int_equal(board.lines[3].strange, 1);
    assert_int_equal(board.lines[4].trouble.reason, REASON_RECORD_FOREIGN);
    board_free(&board);
    course_free(&course);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void test_a_folder_that_is_not_there_is_said(void **state) {
    (void)state;
    struct course *course = opened("en");
    struct board board;
    struct err err = {0};
    assert_int_equal(board_read(course, "/nonexistent/records", &board, &err), ERR_NOT_FOUND);
    assert_string_equal(err.value, "/nonexistent/records");
    board_free(&board);
    course_free(&course);
}

int main(void) {
    i18n_init("en");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_guide_and_lab_stands_in_the_course_once),
        cmocka_unit_test(test_it_is_the_same_course_in_both_languages),
        cmocka_unit_test(test_what_is_begun_goes_on_then_the_next_then_what_took_help),
        cmocka_unit_test(test_totals_count_each_thing_once),
        cmocka_unit_test(test_every_line_of_the_certificate_is_as_wide_as_its_frame),
        cmocka_unit_test(test_who_is_stuck_longest_stands_first),
        cmocka_unit_test(test_a_folder_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
