/* SPDX-License-Identifier: MIT */
/* Cursor and window arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/scroll.h"

static void assert_at(const struct scroll *scroll, int top, int cursor) {
    assert_int_equal(scroll->top, top);
    assert_int_equal(scroll->cursor, cursor);
}

static void the_window_follows_the_cursor_by_one_row(void **state) {
    (void)state;
    struct scroll scroll = {0, 0};
    for (int i = 0; i < 5; i++) scroll_move(&scroll, 1, 10, 5);
    assert_at(&scroll, 1, 5);
    for (int i = 0; i < 4; i++) scroll_move(&scroll, -1, 10, 5);
    assert_at(&scroll, 1, 1);
    scroll_move(&scroll, -1, 10, 5);
    assert_at(&scroll, 0, 0);
    scroll_move(&scroll, -1, 10, 5);
    assert_at(&scroll, 0, 0);
}

static void a_page_keeps_the_place_in_the_window(void **state) {
    (void)state;
    struct scroll scroll = {0, 2};
    scroll_page(&scroll, 1, 100, 10);
    assert_at(&scroll, 10, 12);
    scroll_page(&scroll, -1, 100, 10);
    assert_at(&scroll, 0, 2);
    scroll_page(&scroll, -1, 100, 10);
    assert_at(&scroll, 0, 0);
    scroll_to(&scroll, 99, 100, 10);
    assert_at(&scroll, 90, 99);
    scroll_page(&scroll, 1, 100, 10);
    assert_at(&scroll, 90, 99);
}

static void nothing_to_show_is_no_trouble(void **state) {
    (void)state;
    struct scroll scroll = {7, 9};
    scroll_fit(&scroll, 0, 5);
    assert_at(&scroll, 0, 0);
    scroll_move(&scroll, 1, 0, 0);
    assert_at(&scroll, 0, 0);
    scroll_page(&scroll, 3, 2, 0);
    assert_true(scroll.cursor < 2);
}

static void a_smaller_window_keeps_the_cursor_in_sight(void **state) {
    (void)state;
    struct scroll scroll = {10, 28};
    scroll_fit(&scroll, 40, 5);
    assert_at(&scroll, 24, 28);
    scroll_fit(&scroll, 40, 30);
    assert_at(&scroll, 10, 28);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_follows_the_cursor_by_one_row),
        cmocka_unit_test(a_page_keeps_the_place_in_the_window),
        cmocka_unit_test(nothing_to_show_is_no_trouble),
        cmocka_unit_test(a_smaller_window_keeps_the_cursor_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
