/* SPDX-License-Identifier: MIT */
/* The line editor, one test per verb; a cursor never stands inside a character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/edit.h"

static struct edit line(const char *text) {
    struct edit edit;
    edit_init(&edit, text, 0);
    return edit;
}

static void typing_goes_in_at_the_cursor(void **state) {
    (void)state;
    struct edit edit = line("Kri");
    edit_home(&edit);
    edit_right(&edit);
    assert_true(edit_insert(&edit, "å"));
    assert_string_equal(edit.text, "Kåri");
    assert_int_equal(edit.cursor, 3);
}

static void the_longest_length_counts_characters(void **state) {
    (void)state;
    struct edit edit;
    edit_init(&edit, "", 3);
    assert_true(edit_insert(&edit, "æøå"));
    assert_false(edit_insert(&edit, "x"));
    assert_string_equal(edit.text, "æøå");
    /* What is stored already is shown whole, it can only become shorter. */
    edit_init(&edit, "abcdef", 3);
    assert_string_equal(edit.text, "abcdef");
    assert_false(edit_insert(&edit, "g"));
}

static void erasing_takes_a_character_with_its_marks(void **state) {
    (void)state;
    struct edit edit = line("ae\u0301");
    assert_true(edit_erase(&edit));
    assert_string_equal(edit.text, "a");
    edit = line("e\u0301b");
    edit_home(&edit);
    assert_true(edit_delete(&edit));
    assert_string_equal(edit.text, "b");
    assert_false(edit_erase(&edit));
}

static void moving_steps_over_marks_and_stops_at_the_ends(void **state) {
    (void)state;
    struct edit edit = line("e\u0301ø");
    assert_false(edit_right(&edit));
    assert_true(edit_left(&edit));
    assert_int_equal(edit.cursor, 3);
    assert_true(edit_left(&edit));
    assert_int_equal(edit.cursor, 0);
    assert_false(edit_left(&edit));
    assert_true(edit_right(&edit));
    assert_int_equal(edit.cursor, 3);
}

static void words_are_jumped_over_and_erased(void **state) {
    (void)state;
    struct edit edit = line("one two  three");
    edit_word_left(&edit);
    assert_int_equal(edit.cursor, 9);
    edit_word_left(&edit);
    assert_int_equal(edit.cursor, 4);
    edit_word_right(&edit);
    assert_int_equal(edit.cursor, 9);
    edit_erase_word(&edit);
    assert_string_equal(edit.text, "one three");
    edit_erase_rest(&edit);
    assert_string_equal(edit.text, "one ");
    edit_erase_all(&edit);
    assert_string_equal(edit.text, "");
}

static void a_paste_becomes_one_clean_line(void **state) {
    (void)state;
    struct edit edit = line("");
    edit_insert(&edit, "a\r\nb\tc\nd\x1b[2J\x07\xFF\xE2\x80\xAE!");
    assert_string_equal(edit.text, "a b c d[2J!");
}

static void nothing_is_written_behind_the_end(void **state) {
    (void)state;
    struct edit edit = line("");
    for (int i = 0; i < 2000; i++) edit_insert(&edit, "李");
    assert_true(edit.len < EDIT_SIZE);
    assert_int_equal(strlen(edit.text), edit.len);
}

static void the_view_follows_the_cursor(void **state) {
    (void)state;
    struct edit edit = line("abcdefghij");
    int col;
    assert_string_equal(edit_view(&edit, 5, &col), "ghij");
    assert_int_equal(col, 4);
    edit_home(&edit);
    assert_string_equal(edit_view(&edit, 5, &col), "abcdefghij");
    assert_int_equal(col, 0);
    edit_end(&edit);
    edit_view(&edit, 5, &col);
    /* A wider field shows more again. */
    assert_string_equal(edit_view(&edit, 20, &col), "abcdefghij");
    assert_int_equal(col, 10);
    edit = line("李小龙");
    edit_view(&edit, 4, &col);
    assert_true(col < 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_goes_in_at_the_cursor),
        cmocka_unit_test(the_longest_length_counts_characters),
        cmocka_unit_test(erasing_takes_a_character_with_its_marks),
        cmocka_unit_test(moving_steps_over_marks_and_stops_at_the_ends),
        cmocka_unit_test(words_are_jumped_over_and_erased),
        cmocka_unit_test(a_paste_becomes_one_clean_line),
        cmocka_unit_test(nothing_is_written_behind_the_end),
        cmocka_unit_test(the_view_follows_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
