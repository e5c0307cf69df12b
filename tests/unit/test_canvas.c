/* SPDX-License-Identifier: MIT */
/* The grid of cells: nothing hostile gets in, nothing wraps, wide characters and marks keep their columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/canvas.h"

static struct canvas *grid(int rows, int cols) {
    static struct canvas canvas;
    canvas_release(&canvas);
    canvas_init(&canvas, rows, cols, false);
    return &canvas;
}

static void assert_row(const struct canvas *canvas, int row, const char *expected) {
    char text[512];
    canvas_row_text(canvas, row, text, sizeof text);
    assert_string_equal(text, expected);
}

static void a_control_sequence_of_a_customer_is_only_signs(void **state) {
    (void)state;
    struct canvas *canvas = grid(1, 40);
    canvas_put(canvas, 0, 0, 40, ROLE_TEXT,
               "a\x1b[2Jb\x07\x7f\xC2\x9B"
               "31m\xE2\x80\xAE\xE2\x80\xA8\n\t\xF0\x9F");
    for (int col = 0; col < 40; col++) {
        uint32_t ch = canvas_cell(canvas, 0, col)->ch[0];
        assert_true(ch >= 0x20 && ch != 0x7F && !(ch >= 0x80 && ch < 0xA0));
        assert_true(ch != 0x202E && ch != 0x2028);
    }
    assert_int_equal(canvas_cell(canvas, 0, 1)->ch[0], 0xFFFD);
}

static void in_ascii_the_replacement_is_a_question_mark(void **state) {
    (void)state;
    struct canvas canvas;
    canvas_init(&canvas, 1, 10, true);
    canvas_put(&canvas, 0, 0, 10, ROLE_TEXT, "a\x1b");
    canvas_put_sign(&canvas, 0, 5, ROLE_TEXT, SIGN_MARKER);
    assert_row(&canvas, 0, "a?   >");
    canvas_release(&canvas);
}

static void text_is_clipped_and_never_wraps(void **state) {
    (void)state;
    struct canvas *canvas = grid(3, 10);
    assert_int_equal(canvas_put(canvas, 1, 6, 100, ROLE_TEXT, "abcdefgh"), 4);
    assert_int_equal(canvas_put(canvas, 1, 0, 3, ROLE_TEXT, "xyz123"), 3);
    canvas_put(canvas, -1, 0, 5, ROLE_TEXT, "no");
    canvas_put(canvas, 3, 0, 5, ROLE_TEXT, "no");
    canvas_put(canvas, 0, 10, 5, ROLE_TEXT, "no");
    assert_row(canvas, 0, "");
    assert_row(canvas, 1, "xyz   abcd");
    assert_row(canvas, 2, "");
}

static void a_cut_text_says_so(void **state) {
    (void)state;
    struct canvas *canvas = grid(2, 20);
    canvas_put_cut(canvas, 0, 0, 6, ROLE_TEXT, "Functionality");
    assert_row(canvas, 0, "Funct…");
    canvas_put_cut(canvas, 1, 0, 13, ROLE_TEXT, "Functionality");
    assert_row(canvas, 1, "Functionality");
}

static void wide_characters_take_two_columns_or_none(void **state) {
    (void)state;
    struct canvas *canvas = grid(3, 5);
    assert_int_equal(text_cols("李小龙"), 6);
    assert_int_equal(canvas_put(canvas, 0, 0, 5, ROLE_TEXT, "李小龙"), 4);
    assert_int_equal(canvas_cell(canvas, 0, 0)->width, 2);
    assert_int_equal(canvas_cell(canvas, 0, 1)->width, 0);
    /* Half of one overwritten: the other half goes too. */
    canvas_put(canvas, 0, 1, 1, ROLE_TEXT, "x");
    assert_row(canvas, 0, " x小");
    canvas_put(canvas, 0, 2, 1, ROLE_TEXT, "y");
    assert_row(canvas, 0, " xy");
}

static void marks_join_the_character_before_them(void **state) {
    (void)state;
    struct canvas *canvas = grid(1, 10);
    assert_int_equal(text_cols("e\u0301a\u0308\u0323o"), 3);
    canvas_put(canvas, 0, 0, 10, ROLE_TEXT, "e\u0301a\u0308\u0323o");
    assert_int_equal(canvas_cell(canvas, 0, 0)->ch[1], 0x301);
    assert_int_equal(canvas_cell(canvas, 0, 1)->ch[2], 0x323);
    assert_int_equal(canvas_cell(canvas, 0, 2)->ch[0], 'o');
    /* A mark with nothing before it does not reach into the neighbour. */
    canvas_put(canvas, 0, 3, 3, ROLE_TEXT, "\u0301x");
    assert_int_equal(canvas_cell(canvas, 0, 2)->ch[1], 0);
    assert_int_equal(canvas_cell(canvas, 0, 3)->ch[0], ' ');
}

static void lines_break_at_blanks(void **state) {
    (void)state;
    const char *text = "one two  three\nfour abcdefghij";
    size_t len;
    const char *rest = text_wrap(text, 8, &len);
    assert_int_equal(len, 7);
    text = rest;
    rest = text_wrap(text, 8, &len);
    assert_int_equal(len, 5);
    assert_memory_equal(text, "three", 5);
    text = rest;
    rest = text_wrap(text, 8, &len);
    assert_memory_equal(text, "four", len);
    text = rest;
    rest = text_wrap(text, 8, &len);
    assert_int_equal(len, 8);
    text = rest;
    rest = text_wrap(text, 8, &len);
    assert_memory_equal(text, "ij", 2);
    assert_null(text_wrap(rest, 8, &len));
    assert_int_equal(text_wrap_rows("one two  three\nfour abcdefghij", 8), 5);
    assert_int_equal(text_wrap_rows("李", 1), 1);
}

static void a_box_has_its_title_and_stays_inside(void **state) {
    (void)state;
    struct canvas *canvas = grid(4, 20);
    canvas_box(canvas, (struct rect){0, 0, 4, 20}, ROLE_DIALOG_FRAME, ROLE_DIALOG, "Title");
    assert_row(canvas, 0, "┌─ Title ──────────┐");
    assert_row(canvas, 3, "└──────────────────┘");
    canvas_box(canvas, (struct rect){-1, -2, 9, 40}, ROLE_DIALOG_FRAME, ROLE_DIALOG, "Too large");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_control_sequence_of_a_customer_is_only_signs),
        cmocka_unit_test(in_ascii_the_replacement_is_a_question_mark),
        cmocka_unit_test(text_is_clipped_and_never_wraps),
        cmocka_unit_test(a_cut_text_says_so),
        cmocka_unit_test(wide_characters_take_two_columns_or_none),
        cmocka_unit_test(marks_join_the_character_before_them),
        cmocka_unit_test(lines_break_at_blanks),
        cmocka_unit_test(a_box_has_its_title_and_stays_inside),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    canvas_release(grid(1, 1));
    return failed;
}
