/* SPDX-License-Identifier: MIT */
/* The line editor: nothing typed is lost, the cursor stands where the next letter goes, and both are on the screen. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/canvas.h"
#include "tui/edit.h"

static void assert_edit(const struct edit *edit, const char *text, size_t cursor) {
    assert_string_equal(edit->text, text);
    assert_int_equal(edit->len, strlen(text));
    assert_int_equal(edit->cursor, cursor);
}

static void letters_with_accents_are_one_step(void **state) {
    (void)state;
    struct edit edit;
    edit_init(&edit, "Åse\xCC\x81", 0);
    assert_true(edit_left(&edit));
    assert_int_equal(edit.cursor, 3); /* before e and its accent */
    assert_true(edit_delete(&edit));
    assert_edit(&edit, "Ås", 3);
    assert_false(edit_delete(&edit));
    edit_home(&edit);
    assert_false(edit_left(&edit));
    assert_true(edit_delete(&edit));
    assert_edit(&edit, "s", 0);
}

static void pasted_lines_become_one(void **state) {
    (void)state;
    struct edit edit;
    edit_init(&edit, "", 0);
    assert_true(edit_insert(&edit, "Kari\r\nNord\tmann\x1B[31m\xFF"));
    assert_edit(&edit, "Kari Nord mann[31m", 18);
}

/* Typing into a full field left the cursor between a letter and its accent: the next letter took the accent over. */
static void a_full_field_keeps_letters_and_their_accents_together(void **state) {
    (void)state;
    struct edit edit;
    edit_init(&edit,
              "\xCC\x81"
              "x",
              3);
    edit_home(&edit);
    assert_false(edit_insert(&edit, "ab"));
    assert_edit(&edit,
                "a\xCC\x81"
                "x",
                3);
}

/* Home, Delete, End typed faster than the screen is drawn showed half of a character. */
static void a_scrolled_field_begins_with_a_whole_character(void **state) {
    (void)state;
    struct edit edit;
    int col;
    edit_init(&edit, "abcdÅÅÅÅÅÅÅÅÅÅ", 0);
    assert_string_equal(edit_view(&edit, 10, &col), "ÅÅÅÅÅÅÅÅÅ");
    edit_home(&edit);
    edit_delete(&edit);
    edit_end(&edit);
    const char *view = edit_view(&edit, 10, &col);
    assert_true(text_is_utf8(view, strlen(view)));
    assert_int_equal(text_cols(view), col);
    assert_in_range(col, 8, 9);
}

/* A street may have 400 characters; of 350 Chinese ones the end was cut off when the field was opened. */
static void the_longest_street_can_be_edited(void **state) {
    (void)state;
    char street[TEXT_SIZE(400)] = "";
    struct edit edit;
    for (size_t i = 0; i < 400; i++) memcpy(street + 3 * i, "\xE8\xA1\x97", 4);
    edit_init(&edit, street, 400);
    assert_string_equal(edit.text, street);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_with_accents_are_one_step),
        cmocka_unit_test(pasted_lines_become_one),
        cmocka_unit_test(a_full_field_keeps_letters_and_their_accents_together),
        cmocka_unit_test(a_scrolled_field_begins_with_a_whole_character),
        cmocka_unit_test(the_longest_street_can_be_edited),
    };
    return cmocka_run_group_tests_name("edit, hostile", tests, NULL, NULL);
}
