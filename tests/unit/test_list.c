/* SPDX-License-Identifier: MIT */
/* Lists: paging without counting, a cursor that stays on its record, the filter. On a made-up list of any length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/i18n.h"
#include "tui/list.h"

#define MISSING_MAX 8

/* Records 0..count-1 with keys "000000", some missing; answers as a keyset-paged table does. */
struct source {
    int count, queries;
    int missing[MISSING_MAX], missing_count;
    bool broken;
};

static bool is_there(const struct source *source, int record, const char *filter) {
    char text[16];
    for (int i = 0; i < source->missing_count; i++) {
        if (source->missing[i] == record) return false;
    }
    snprintf(text, sizeof text, "%06d", record);
    return !filter || strncmp(text, filter, strlen(filter)) == 0;
}

static enum err_code read(void *ctx, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct source *source = ctx;
    char key[16];
    source->queries++;
    assert_true(request->limit >= 1 && request->limit <= ROWSET_MAX_ROWS);
    if (source->broken) return err_set(err, ERR_BUSY, REASON_DATABASE_BUSY, NULL, "file");
    int anchor = request->anchor ? (int)strtol(request->anchor, NULL, 10) : 0;
    bool down = request->from != LIST_BEFORE && request->from != LIST_FROM_END;
    int at = request->from == LIST_FROM_START ? 0
             : request->from == LIST_FROM_END ? source->count - 1
             : request->from == LIST_AT       ? anchor
             : request->from == LIST_AFTER    ? anchor + 1
                                              : anchor - 1;
    int first = at;
    for (; at >= 0 && at < source->count; at += down ? 1 : -1) {
        if (!is_there(source, at, request->filter)) continue;
        if (rows->rows == request->limit) {
            *(down ? &rows->more_after : &rows->more_before) = true;
            break;
        }
        snprintf(key, sizeof key, "%06d", at);
        rowset_add(rows, key);
        rowset_set(rows, 0, key);
        rowset_set(rows, 1, at % 2 ? "1" : "0");
    }
    for (int i = 0; i < source->count; i++) {
        if (!is_there(source, i, request->filter)) continue;
        if (down && i < first) rows->more_before = true;
        if (!down && i > first) rows->more_after = true;
    }
    if (!down) rowset_reverse(rows);
    return ERR_OK;
}

static const struct column columns[] = {
    {.label = "Record", .cols = 8},
    {.label = "Odd", .kind = COLUMN_YESNO, .cols = 4},
    {.label = "Far", .cols = 4, .hide_below = 60},
    {0},
};

struct bench {
    struct source source;
    struct list list;
    struct canvas canvas;
};

static void open_bench(struct bench *bench, int count) {
    *bench = (struct bench){.source.count = count};
    list_init(&bench->list, columns, 3, read, &bench->source);
    bench->list.height = 10;
    canvas_init(&bench->canvas, 12, 40, false);
    list_load(&bench->list);
}

static void close_bench(struct bench *bench) {
    list_release(&bench->list);
    canvas_release(&bench->canvas);
}

static void act(struct bench *bench, enum action_id action, int times) {
    while (times-- > 0) assert_true(list_act(&bench->list, action));
}

/* First record seen, and the record under the cursor. */
static void assert_at(struct bench *bench, const char *top, const char *cursor) {
    assert_string_equal(rowset_cell(&bench->list.rows, bench->list.scroll.top, 0), top);
    assert_string_equal(list_key(&bench->list), cursor);
}

static void moving_inside_the_window_reads_nothing(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 1000000 / 100);
    int before = bench.source.queries;
    act(&bench, ACTION_DOWN, 15);
    assert_int_equal(bench.source.queries, before);
    assert_at(&bench, "000006", "000015");
    close_bench(&bench);
}

static void all_that_the_filter_leaves_is_marked_read_or_not(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 700);
    assert_true(list_mark_all(&bench.list));
    assert_int_equal(bench.list.marks.count, 700);
    assert_true(list_is_marked(&bench.list, "000699"));
    list_unmark_all(&bench.list);
    list_text(&bench.list, "00001");
    assert_true(list_mark_all(&bench.list));
    assert_int_equal(bench.list.marks.count, 10);
    list_set_filter(&bench.list, "");
    assert_int_equal(bench.list.marks.count, 10); /* kept whatever is shown */
    close_bench(&bench);
}

static void more_rows_than_can_be_marked_are_told(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 1500);
    assert_false(list_mark_all(&bench.list));
    assert_int_equal(bench.list.err.code, ERR_OK);
    assert_int_equal(bench.list.marks.count, LIST_MARKS_MAX);
    act(&bench, ACTION_LAST, 1);
    assert_false(list_toggle_mark(&bench.list));
    act(&bench, ACTION_FIRST, 1);
    assert_true(list_toggle_mark(&bench.list)); /* off */
    assert_false(list_is_marked(&bench.list, "000000"));
    assert_int_equal(bench.list.marks.count, LIST_MARKS_MAX - 1);
    bench.source.broken = true;
    assert_false(list_mark_all(&bench.list));
    assert_int_equal(bench.list.err.code, ERR_BUSY);
    close_bench(&bench);
}

static void one_step_at_a_time_reaches_everything(void **state) {
    (void)state;
    struct bench bench;
    char key[16];
    open_bench(&bench, 97);
    for (int i = 0; i < 97; i++) {
        snprintf(key, sizeof key, "%06d", i);
        assert_string_equal(list_key(&bench.list), key);
        act(&bench, ACTION_DOWN, 1);
    }
    assert_at(&bench, "000087", "000096");
    for (int i = 96; i >= 0; i--) {
        snprintf(key, sizeof key, "%06d", i);
        assert_string_equal(list_key(&bench.list), key);
        act(&bench, ACTION_UP, 1);
    }
    assert_at(&bench, "000000", "000000");
    assert_true(bench.source.queries < 40);
    close_bench(&bench);
}

static void pages_and_ends(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 5000);
    act(&bench, ACTION_DOWN, 3);
    act(&bench, ACTION_PAGE_DOWN, 7);
    assert_at(&bench, "000070", "000073");
    act(&bench, ACTION_PAGE_UP, 2);
    assert_at(&bench, "000050", "000053");
    act(&bench, ACTION_LAST, 1);
    assert_at(&bench, "004990", "004999");
    act(&bench, ACTION_PAGE_DOWN, 1);
    assert_at(&bench, "004990", "004999");
    act(&bench, ACTION_PAGE_UP, 3);
    assert_at(&bench, "004960", "004969");
    act(&bench, ACTION_FIRST, 1);
    assert_at(&bench, "000000", "000000");
    act(&bench, ACTION_PAGE_UP, 1);
    assert_at(&bench, "000000", "000000");
    close_bench(&bench);
}

static void a_refresh_keeps_the_record_under_the_cursor(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 300);
    act(&bench, ACTION_PAGE_DOWN, 4);
    act(&bench, ACTION_DOWN, 5);
    assert_at(&bench, "000040", "000045");
    bench.source.missing[bench.source.missing_count++] = 42;
    list_refresh(&bench.list);
    assert_string_equal(list_key(&bench.list), "000045");
    bench.source.missing_count = 0; /* a row comes in above */
    list_refresh(&bench.list);
    assert_string_equal(list_key(&bench.list), "000045");
    bench.source.missing[bench.source.missing_count++] = 45; /* its own record goes */
    list_refresh(&bench.list);
    assert_string_equal(list_key(&bench.list), "000046");
    close_bench(&bench);
}

static void a_list_that_became_short_is_shown_from_its_end(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 300);
    act(&bench, ACTION_LAST, 1);
    bench.source.count = 200;
    list_refresh(&bench.list);
    assert_non_null(list_key(&bench.list));
    bench.source.count = 5;
    list_refresh(&bench.list);
    list_refresh(&bench.list);
    assert_non_null(list_key(&bench.list));
    bench.source.count = 0;
    list_refresh(&bench.list);
    assert_null(list_key(&bench.list));
    close_bench(&bench);
}

static void a_failed_read_keeps_what_is_shown(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 300);
    act(&bench, ACTION_DOWN, 2);
    bench.source.broken = true;
    list_refresh(&bench.list);
    assert_int_equal(bench.list.err.code, ERR_BUSY);
    assert_at(&bench, "000000", "000002");
    act(&bench, ACTION_PAGE_DOWN, 5);
    assert_non_null(list_key(&bench.list));
    close_bench(&bench);
}

static void a_record_is_found_wherever_it_is(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 5000);
    assert_true(list_select(&bench.list, "000012"));
    assert_string_equal(list_key(&bench.list), "000012");
    assert_true(list_select(&bench.list, "004200"));
    assert_string_equal(list_key(&bench.list), "004200");
    assert_true(list_select(&bench.list, "004999"));
    assert_string_equal(list_key(&bench.list), "004999");
    assert_false(list_select(&bench.list, "nobody"));
    assert_string_equal(list_key(&bench.list), "004999");
    close_bench(&bench);
}

static void the_filter_narrows_as_it_is_typed(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, 5000);
    act(&bench, ACTION_FILTER, 1);
    assert_true(bench.list.filtering);
    list_text(&bench.list, "0");
    list_text(&bench.list, "0");
    list_text(&bench.list, "4");
    assert_at(&bench, "004000", "004000");
    act(&bench, ACTION_DOWN, 2); /* the list can be walked while typing */
    assert_string_equal(list_key(&bench.list), "004002");
    act(&bench, ACTION_ERASE, 1);
    assert_at(&bench, "000000", "000000");
    list_text(&bench.list, "3");
    act(&bench, ACTION_OPEN, 1); /* Enter keeps the filter and gives the keys back */
    assert_false(bench.list.filtering);
    act(&bench, ACTION_LAST, 1);
    assert_string_equal(list_key(&bench.list), "003999");
    act(&bench, ACTION_BACK, 1); /* Esc clears it and stays on the record */
    assert_false(list_has_filter(&bench.list));
    assert_string_equal(list_key(&bench.list), "003999");
    assert_false(list_act(&bench.list, ACTION_BACK));
    close_bench(&bench);
}

static void it_is_drawn_with_headers_words_and_signs(void **state) {
    (void)state;
    struct bench bench;
    char row[256];
    i18n_init("en");
    open_bench(&bench, 5000);
    act(&bench, ACTION_DOWN, 1);
    list_draw(&bench.list, &bench.canvas, (struct rect){0, 0, 12, 40}, true);
    canvas_row_text(&bench.canvas, 1, row, sizeof row);
    assert_string_equal(row, " Record    Odd");
    canvas_row_text(&bench.canvas, 3, row, sizeof row);
    assert_string_equal(row, "▶000001    Yes");
    canvas_row_text(&bench.canvas, 11, row, sizeof row);
    assert_non_null(strstr(row, "↓"));
    assert_int_equal(bench.canvas.cursor_row, 3);
    assert_int_equal(canvas_cell(&bench.canvas, 3, 1)->role, ROLE_SELECTED);
    assert_int_equal(canvas_cell(&bench.canvas, 3, 11)->role, ROLE_VALUE);
    close_bench(&bench);
}

static void an_empty_list_says_why(void **state) {
    (void)state;
    struct bench bench;
    char row[256];
    i18n_init("en");
    open_bench(&bench, 0);
    list_draw(&bench.list, &bench.canvas, (struct rect){0, 0, 12, 40}, true);
    canvas_row_text(&bench.canvas, 2, row, sizeof row);
    assert_string_equal(row, " There is nothing here yet.");
    list_set_filter(&bench.list, "x");
    canvas_clear(&bench.canvas);
    list_draw(&bench.list, &bench.canvas, (struct rect){0, 0, 12, 40}, true);
    canvas_row_text(&bench.canvas, 2, row, sizeof row);
    assert_string_equal(row, " Nothing matches the filter.");
    close_bench(&bench);
}

static void amounts_are_written_as_the_language_does(void **state) {
    (void)state;
    char text[64];
    i18n_init("en");
    value_format(COLUMN_AMOUNT, "-1234567.50", text, sizeof text);
    assert_string_equal(text, "-1,234,567.50");
    i18n_switch("nb");
    value_format(COLUMN_AMOUNT, "1234.50", text, sizeof text);
    assert_string_equal(text, "1\u00A0234,50");
    value_format(COLUMN_AMOUNT, "no number", text, sizeof text);
    assert_string_equal(text, "no number");
    i18n_switch("en");
}

static void columns_share_a_width_and_hide_when_it_is_short(void **state) {
    (void)state;
    int widths[3];
    columns_share(columns, 3, 80, widths);
    assert_int_equal(widths[2], 4);
    columns_share(columns, 3, 40, widths);
    assert_int_equal(widths[2], 0);
    for (int cols = 1; cols < 90; cols++) {
        columns_share(columns, 3, cols, widths);
        int used = -2;
        for (int i = 0; i < 3; i++) used += widths[i] ? widths[i] + 2 : 0;
        assert_true(used <= cols);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_inside_the_window_reads_nothing),
        cmocka_unit_test(all_that_the_filter_leaves_is_marked_read_or_not),
        cmocka_unit_test(more_rows_than_can_be_marked_are_told),
        cmocka_unit_test(one_step_at_a_time_reaches_everything),
        cmocka_unit_test(pages_and_ends),
        cmocka_unit_test(a_refresh_keeps_the_record_under_the_cursor),
        cmocka_unit_test(a_list_that_became_short_is_shown_from_its_end),
        cmocka_unit_test(a_failed_read_keeps_what_is_shown),
        cmocka_unit_test(a_record_is_found_wherever_it_is),
        cmocka_unit_test(the_filter_narrows_as_it_is_typed),
        cmocka_unit_test(it_is_drawn_with_headers_words_and_signs),
        cmocka_unit_test(an_empty_list_says_why),
        cmocka_unit_test(amounts_are_written_as_the_language_does),
        cmocka_unit_test(columns_share_a_width_and_hide_when_it_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
