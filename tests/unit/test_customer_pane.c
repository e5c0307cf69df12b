/* SPDX-License-Identifier: MIT */
/* The looks of the customer view on a canvas, with data made here. Times are minutes before a fixed now. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/clock.h"
#include "tui/customer_pane.h"

#define NOW ((int64_t)1772442187000) /* 2026-03-02 09:03:07 UTC */

static struct pane_data data;
static struct pane_view view;
static struct canvas canvas;

static void add(struct customer_line *line, enum customer_state state, const char *name,
                const char *account, int minutes) {
    *line = (struct customer_line){.state = state, .at_ms = NOW - minutes * 60000LL};
    text_copy(line->name, sizeof line->name, name);
    text_copy(line->account, sizeof line->account, account);
    text_copy(line->store, sizeof line->store, "AWOnline");
    text_copy(line->email, sizeof line->email, "someone@example.com");
    if (state != STATE_SYNC_CREATED)
        text_copy(line->async_account, sizeof line->async_account,
                  "{0192F5C8-0000-7000-8000-000000000001}");
}

static int prepare(void **state) {
    (void)state;
    static const struct exchange_job p_job = {"P-0001", NULL, JOB_UPLOAD},
                                     sync = {"sync-customers", NULL, JOB_INSIDE_HQ};
    data = (struct pane_data){
        .counted = true, .pending_count = 2, .synced_count = 2, .job_count = 2, .as_of_ms = NOW};
    data.counts = (struct state_counts){.pending = 12, .synced = 18136, .as_of_ms = NOW};
    data.counts.count[STATE_IN_CHANNEL] = 9;
    data.counts.count[STATE_UPLOADED] = 2;
    data.counts.count[STATE_FAILED] = 1;
    data.counts.oldest_pending_ms = NOW - 130 * 60000LL;
    add(&data.pending[0], STATE_IN_CHANNEL, "Kari Nordmann", "", 2);
    add(&data.pending[1], STATE_FAILED, "Ola Berg", "", 14);
    add(&data.synced[0], STATE_COMPLETE, "Jon Yang", "100234", 0);
    add(&data.synced[1], STATE_SYNC_CREATED, "Eugene Huang", "100233", 61);
    data.jobs[0] = (struct job_status){
        .job = &p_job, .last = {.id = 1, .status = BATCH_ENDED, .end_ms = NOW - 240000}};
    data.jobs[1] = (struct job_status){
        .job = &sync,
        .last = {.id = 2, .status = BATCH_ENDED, .failed_rows = 3, .end_ms = NOW - 120000}};
    view = (struct pane_view){.data = &data, .now_ms = NOW};
    canvas_init(&canvas, 24, 34, false);
    return 0;
}

static int tidy(void **state) {
    (void)state;
    canvas_release(&canvas);
    return 0;
}

static void draw_pane(void) {
    canvas_clear(&canvas);
    /* The pane keeps its first column free beside the frame. */
    customer_pane_draw(&view, &canvas, (struct rect){0, -1, canvas.rows, canvas.cols + 1});
}

static void draw_bar(int cols, int rows) {
    canvas_resize(&canvas, rows, cols);
    customer_bar_draw(&view, &canvas, (struct rect){0, 0, rows, cols});
}

/* Row of the first line that holds `text`, -1 when none does. */
static int row_of(const char *text) {
    char line[600];
    for (int row = 0; row < canvas.rows; row++) {
        canvas_row_text(&canvas, row, line, sizeof line);
        if (strstr(line, text)) return row;
    }
    return -1;
}

static void assert_row(int row, const char *expected) {
    char line[600];
    canvas_row_text(&canvas, row, line, sizeof line);
    assert_string_equal(line, expected);
}

static void counters_are_in_words_and_add_up(void **state) {
    (void)state;
    draw_pane();
    assert_row(0, "Pending sync                    12");
    assert_row(1, "  A1 in channel                  9");
    assert_row(2, "  A2 uploaded                    2");
    assert_row(3, "  AF failed                    ! 1");
    assert_row(4, "Synced                       18136");
    assert_row(5, "  A3 awaiting 1010               0");
    assert_row(6, "Oldest waits since             2 h");
}

static void each_customer_has_sign_age_and_state(void **state) {
    (void)state;
    draw_pane();
    assert_int_not_equal(row_of("~ Kari Nordmann           2 min A1"), -1);
    assert_int_not_equal(row_of("! Ola Berg               14 min AF"), -1);
    assert_int_not_equal(row_of("= 100234 Jon Yang           now A4"), -1);
    assert_int_not_equal(row_of("= 100233 Eugene Huang       1 h S1"), -1);
}

static void a_guid_is_shown_only_when_details_are_asked_for(void **state) {
    (void)state;
    canvas_resize(&canvas, 40, 42);
    draw_pane();
    assert_int_equal(row_of("{0192F5C8"), -1);
    view.details = true;
    draw_pane();
    int row = row_of("~ Kari Nordmann");
    assert_row(row + 1, "  AWOnline someone@example.com");
    assert_row(row + 2, "  {0192F5C8-0000-7000-8000-000000000001}");
}

static void a_job_that_left_failed_rows_is_not_plainly_ended(void **state) {
    (void)state;
    draw_pane();
    assert_int_not_equal(row_of("P-0001                Ended  4 min"), -1);
    assert_int_not_equal(row_of("Sync job            ! Ended  2 min"), -1);
    assert_int_equal(canvas_cell(&canvas, row_of("Sync job"), 20)->role, ROLE_FAILED);
}

static void numbers_not_known_yet_are_no_zeros(void **state) {
    (void)state;
    data.counted = false;
    draw_pane();
    assert_row(0, "Pending sync                     ?");
    assert_int_not_equal(row_of("Kari Nordmann"), -1);
    view.data = NULL;
    draw_pane();
    assert_row(0, "Counting …");
}

static void a_failed_reading_says_stale_and_why(void **state) {
    char heading[64];
    (void)state;
    customer_pane_heading(&view, heading, sizeof heading);
    assert_string_equal(heading, "Customers as of 09:03:07");
    err_set(&data.trouble, ERR_BUSY, REASON_DATABASE_BUSY, NULL, "headquarters.db");
    customer_pane_heading(&view, heading, sizeof heading);
    assert_string_equal(heading, "Customers stale 09:03:07");
    draw_pane();
    assert_int_not_equal(row_of("headquarters.db stayed locked"), -1);
    draw_bar(80, 1);
    assert_int_not_equal(row_of("stale 09:03:07"), -1);
}

static void numbers_without_a_database_say_so(void **state) {
    (void)state;
    data.counts.channels_missing = 1;
    draw_pane();
    assert_int_not_equal(row_of("! 1 database"), -1);
    draw_bar(80, 1);
    assert_int_not_equal(row_of("! incomplete 09:03:07"), -1);
}

static void the_bar_fits_any_width_and_keeps_the_numbers(void **state) {
    (void)state;
    draw_bar(100, 1);
    assert_row(0, "Pending sync 12: in channel 9, uploaded 2, ! failed 1; oldest 2 h   Synced 18136"
                  "            09:03:07");
    draw_bar(80, 1);
    assert_row(0,
               "Pending sync 12: A1 9, A2 2, ! AF 1; oldest 2 h   Synced 18136          09:03:07");
    for (int cols = 1; cols < 100; cols++) draw_bar(cols, 9);
}

static void the_selection_is_shown_wherever_it_is(void **state) {
    (void)state;
    for (int i = 0; i < PANE_LINES; i++) {
        add(&data.pending[i], STATE_IN_CHANNEL, "Waiting", "", i);
        add(&data.synced[i], STATE_COMPLETE, "Known", "1", i);
    }
    text_copy(data.pending[20].name, sizeof data.pending[20].name, "Twentieth");
    text_copy(data.synced[23].name, sizeof data.synced[23].name, "Last");
    data.pending_count = data.synced_count = PANE_LINES;
    view.focused = true;
    view.selected = 20;
    draw_pane();
    int row = row_of("Twentieth");
    assert_int_not_equal(row, -1);
    assert_int_equal(canvas_cell(&canvas, row, 5)->role, ROLE_SELECTED);
    view.selected = 900;
    draw_pane();
    assert_int_equal(view.selected, 2 * PANE_LINES - 1);
    assert_int_equal(canvas_cell(&canvas, row_of("Last"), 5)->role, ROLE_SELECTED);
}

static void both_lists_share_a_low_screen(void **state) {
    (void)state;
    for (int i = 0; i < PANE_LINES; i++) {
        add(&data.pending[i], STATE_IN_CHANNEL, "Waiting", "", i);
        add(&data.synced[i], STATE_COMPLETE, "Known", "1", i);
    }
    data.pending_count = data.synced_count = PANE_LINES;
    for (int rows = 12; rows < 40; rows++) {
        canvas_resize(&canvas, rows, 30);
        draw_pane();
        assert_int_not_equal(row_of("Waiting"), -1);
        assert_int_not_equal(row_of("Known"), -1);
    }
}

static void a_hostile_name_reaches_the_canvas_as_text(void **state) {
    (void)state;
    add(&data.pending[0], STATE_IN_CHANNEL, "Eve\x1b[2J\x07 Hacker", "", 1);
    draw_pane();
    for (int row = 0; row < canvas.rows; row++)
        for (int col = 0; col < canvas.cols; col++)
            assert_true(canvas_cell(&canvas, row, col)->ch[0] == 0 ||
                        canvas_cell(&canvas, row, col)->ch[0] >= ' ');
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, prepare, tidy)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(counters_are_in_words_and_add_up),
        TEST(each_customer_has_sign_age_and_state),
        TEST(a_guid_is_shown_only_when_details_are_asked_for),
        TEST(a_job_that_left_failed_rows_is_not_plainly_ended),
        TEST(numbers_not_known_yet_are_no_zeros),
        TEST(a_failed_reading_says_stale_and_why),
        TEST(numbers_without_a_database_say_so),
        TEST(the_bar_fits_any_width_and_keeps_the_numbers),
        TEST(the_selection_is_shown_wherever_it_is),
        TEST(both_lists_share_a_low_screen),
        TEST(a_hostile_name_reaches_the_canvas_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
