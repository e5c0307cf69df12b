/* SPDX-License-Identifier: MIT */
/* Bars of a chart: which values are shown, how high, and what its axes say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/chart.h"

static const struct chart plain = {.rows = 2, .role = ROLE_OK};
static const struct chart timed = {.unit = "ms", .rows = 2, .step_s = 5, .role = ROLE_OK};

/* The rows of a canvas as text, trailing blanks removed. */
static void expect_row(const struct canvas *canvas, int row, const char *expected) {
    char text[400] = "";
    size_t used = 0, end = 0;
    for (int col = 0; col < canvas->cols; col++) {
        const struct cell *cell = &canvas->cells[row * canvas->cols + col];
        uint32_t ch = cell->ch[0] ? cell->ch[0] : ' ';
        if (ch < 0x80) {
            text[used++] = (char)ch;
        } else {
            text[used++] = (char)(0xE0 | (ch >> 12));
            text[used++] = (char)(0x80 | ((ch >> 6) & 0x3F));
            text[used++] = (char)(0x80 | (ch & 0x3F));
        }
        if (ch != ' ') end = used;
    }
    text[end] = '\0';
    assert_string_equal(text, expected);
}

static void draw(struct canvas *canvas, const struct chart *chart, const char *values,
                 int64_t scale, int cols, bool ascii) {
    canvas_init(canvas, chart->rows + 1, cols, ascii);
    chart_draw(chart, values, scale, canvas, (struct rect){0, 0, chart->rows, cols});
    if (chart->step_s > 0) chart_draw_time(chart, canvas, chart->rows, 0, cols);
}

static void the_scale_is_a_round_number_above_every_value(void **state) {
    (void)state;
    assert_int_equal(chart_scale(0), 10);
    assert_int_equal(chart_scale(10), 10);
    assert_int_equal(chart_scale(11), 20);
    assert_int_equal(chart_scale(21), 50);
    assert_int_equal(chart_scale(51), 100);
    assert_int_equal(chart_scale(900), 1000);
    assert_int_equal(chart_scale(1001), 2000);
    assert_true(chart_scale(INT64_MAX / 20) >= INT64_MAX / 20);
}

static void only_what_is_drawn_decides_the_scale(void **state) {
    (void)state;
    assert_int_equal(chart_highest("900 1 2 3 ", CHART_AXIS_COLS + 3), 3);
    assert_int_equal(chart_highest("900 1 2 3 ", CHART_AXIS_COLS + 4), 900);
    assert_int_equal(chart_highest("- - ", 40), 0);
    assert_int_equal(chart_highest("", 40), 0);
    assert_int_equal(chart_highest("5", 0), 0);
    assert_int_equal(chart_newest("1 2 3 "), 3);
    assert_int_equal(chart_newest("1 - "), -1);
    assert_int_equal(chart_newest(""), -1);
}

static void bars_are_eighths_of_a_row_and_the_newest_is_at_the_right(void **state) {
    struct canvas canvas;
    (void)state;
    draw(&canvas, &plain, "99 0 - 1 2 5 10 16 30", 16, CHART_AXIS_COLS + 8, false);
    expect_row(&canvas, 0, "      16│     ▂██");
    expect_row(&canvas, 1, "       0│  ▁▂▅███");
    canvas_release(&canvas);
}

static void what_is_not_nothing_is_seen(void **state) {
    struct canvas canvas;
    (void)state;
    draw(&canvas, &plain, "1 0", 1000000, CHART_AXIS_COLS + 2, false);
    expect_row(&canvas, 1, "       0│▁");
    canvas_release(&canvas);
}

static void ascii_has_four_heights(void **state) {
    struct canvas canvas;
    (void)state;
    draw(&canvas, &plain, "1 3 6 8 16", 16, CHART_AXIS_COLS + 5, true);
    expect_row(&canvas, 0, "      16|    #");
    expect_row(&canvas, 1, "       0|.:|##");
    canvas_release(&canvas);
}

static void the_time_stands_below_its_column(void **state) {
    struct canvas canvas;
    (void)state;
    draw(&canvas, &timed, "", 10, CHART_AXIS_COLS + 30, false);
    expect_row(&canvas, 0, "   10 ms│");
    expect_row(&canvas, 2, "           -2 min      -1 min       now");
    canvas_release(&canvas);
    draw(&canvas, &timed, "", 10, CHART_AXIS_COLS + 8, false);
    expect_row(&canvas, 2, "              now");
    canvas_release(&canvas);
}

/* No room is no reason to write beside the canvas. */
static void a_chart_without_room_draws_its_axis_at_most(void **state) {
    (void)state;
    for (int cols = 1; cols < CHART_AXIS_COLS + 2; cols++) {
        struct canvas canvas;
        draw(&canvas, &timed, "1 2 3 4 5", 10, cols, false);
        canvas_release(&canvas);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scale_is_a_round_number_above_every_value),
        cmocka_unit_test(only_what_is_drawn_decides_the_scale),
        cmocka_unit_test(bars_are_eighths_of_a_row_and_the_newest_is_at_the_right),
        cmocka_unit_test(what_is_not_nothing_is_seen),
        cmocka_unit_test(ascii_has_four_heights),
        cmocka_unit_test(the_time_stands_below_its_column),
        cmocka_unit_test(a_chart_without_room_draws_its_axis_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
