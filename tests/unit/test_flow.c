/* SPDX-License-Identifier: MIT */
/* The flow on a canvas, with data made here: what is shown where there is room, what where there is none, and that no
 * verdict is told by colour alone. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/flow.h"
#include "tui/words_health.h"

#define NOW ((int64_t)1772442187000) /* 2026-03-02 09:03:07 UTC */

struct scene {
    struct pane_data data;
    struct flow_view view;
    struct canvas canvas;
};

static int setup(void **state) {
    struct scene *scene = calloc(1, sizeof *scene);
    struct health *health = &scene->data.health;
    scene->data.counted = true;
    scene->view = (struct flow_view){.data = &scene->data, .now_ms = NOW};
    health->counts.count[STATE_IN_CHANNEL] = 9;
    health->counts.count[STATE_UPLOADED] = 3;
    health->counts.count[STATE_FAILED] = 2;
    health->counts.count[STATE_CREATED] = 1;
    health->counts.count[STATE_COMPLETE] = 136;
    health->stages[0] = (struct health_stage){.job = "P-0001",
                                              .waiting = 9,
                                              .oldest_ms = NOW - 52 * 60000,
                                              .in_per_hour = 1240,
                                              .out_per_hour = 40,
                                              .next_ms = NOW + 60000,
                                              .reason = HEALTH_ON_THE_WAY};
    health->stages[1] = (struct health_stage){.job = "sync-customers",
                                              .waiting = 3,
                                              .failed = 2,
                                              .in_per_hour = -1,
                                              .out_per_hour = -1,
                                              .verdict = HEALTH_ATTENTION,
                                              .reason = HEALTH_FAILED_OPERATIONS};
    health->stages[2] = (struct health_stage){.job = "1010",
                                              .waiting = 1,
                                              .in_per_hour = 0,
                                              .out_per_hour = 0,
                                              .verdict = HEALTH_STOPPED,
                                              .reason = HEALTH_PAUSED,
                                              .database = "West\x1b[31m"};
    health->verdict = HEALTH_STOPPED;
    canvas_init(&scene->canvas, 20, 40, false);
    *state = scene;
    return 0;
}

static int teardown(void **state) {
    struct scene *scene = *state;
    canvas_release(&scene->canvas);
    free(scene);
    return 0;
}

static void assert_row(struct scene *scene, int row, const char *expected) {
    char text[600];
    canvas_row_text(&scene->canvas, row, text, sizeof text);
    assert_string_equal(text, expected);
}

static int draw_column(struct scene *scene, int rows, int cols) {
    canvas_resize(&scene->canvas, rows, cols);
    return flow_column_draw(&scene->view, &scene->canvas, (struct rect){0, 0, rows, cols});
}

static void draw_strip(struct scene *scene, int cols) {
    canvas_resize(&scene->canvas, FLOW_STRIP_ROWS, cols);
    flow_strip_draw(&scene->view, &scene->canvas, (struct rect){0, 0, FLOW_STRIP_ROWS, cols});
}

static void test_column_shows_places_jobs_and_what_is_wrong(void **state) {
    struct scene *scene = *state;
    assert_int_equal(draw_column(scene, 16, 32), 10);
    assert_row(scene, 0, "Online store ▸ Channel      A1 9");
    assert_row(scene, 1, "▾ P-0001  +12 -0.4/h        Well");
    assert_row(scene, 2, "Headquarters        ! AF 2  A2 3");
    assert_row(scene, 3, "▾ Sync job       Needs attention");
    assert_row(scene, 4, "Customers                   A3 1");
    assert_row(scene, 5, "▾ 1010  +0 -0/h          Stopped");
    assert_row(scene, 6, "Channel                   A4 136");
    assert_row(scene, 7, "1010: Data synchronization of");
}

static void test_tall_column_shows_the_trend_of_each(void **state) {
    struct scene *scene = *state;
    draw_column(scene, 40, 60);
    assert_row(scene, 1, "▾ P-0001                                                Well");
    assert_row(scene, 2, "  oldest 52 min, in 12/h, out 0.4/h, next run 09:04");
    assert_row(scene, 5, "  no run planned");
    assert_row(scene, 6, "  Failed operations wait for correction.");
    assert_row(scene, 9, "  in 0/h, out 0/h, no run planned");
}

static void test_strip_leaves_out_what_it_must_and_no_number(void **state) {
    struct scene *scene = *state;
    draw_strip(scene, 80);
    assert_row(scene, 0, "A1 9 ▸ P-0001 ▸ A2 3 ! AF 2 ▸ ! Sync job ▸ A3 1 ▸ ! 1010 ▸ A4 136");
    draw_strip(scene, 58);
    assert_row(scene, 0, "A1 9 ▸ P-0001 ▸ A2 3 ! AF 2 ▸ ! Sync job ▸ A3 1 ▸ ! 1010");
    scene->data.health.counts.count[STATE_IN_CHANNEL] = 1234567;
    draw_strip(scene, 58);
    assert_row(scene, 0, "A1 1234567 ▸ = ▸ A2 3 ! AF 2 ▸ ! ▸ A3 1 ▸ !");
}

static void test_the_selected_stage_is_told_of(void **state) {
    struct scene *scene = *state;
    scene->view.focused = true;
    scene->view.selected = QUEUE_CREATION;
    draw_strip(scene, 58);
    assert_row(scene, 1, "Sync job: Failed operations wait for correction.");
    assert_int_equal(scene->canvas.cursor_col, 30);
    scene->view.selected = QUEUE_UPLOAD;
    draw_column(scene, 16, 60);
    assert_int_equal(scene->canvas.cursor_row, 1);
    assert_row(scene, 7, "P-0001: The next run takes on what waits.");
}

static void test_hostile_names_and_unknown_numbers(void **state) {
    struct scene *scene = *state;
    char text[600];
    draw_column(scene, 16, 60);
    canvas_row_text(&scene->canvas, 7, text, sizeof text);
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "1010: Data synchronization of channel database West"));
    scene->data.counted = false;
    assert_int_equal(draw_column(scene, 16, 60), 1);
    assert_row(scene, 0, "Counting …");
    flow_heading(&scene->view, text, sizeof text);
    assert_string_equal(text, "Flow");
}

static void test_heading_says_the_verdict_or_that_it_is_stale(void **state) {
    struct scene *scene = *state;
    char text[100];
    flow_heading(&scene->view, text, sizeof text);
    assert_string_equal(text, "Flow: Stopped");
    scene->data.trouble.code = ERR_BUSY;
    flow_heading(&scene->view, text, sizeof text);
    assert_string_equal(text, "Flow: stale");
}

static void test_every_reason_and_verdict_has_words(void **state) {
    (void)state;
    for (int i = 0; i < HEALTH_REASON_COUNT; i++) {
        struct health_stage stage = {
            .job = "1010",
            .reason = (enum health_reason)i,
            .database = "West",
            .last.message = {.code = ERR_REFUSED, .reason = REASON_HQ_IN_SERVICING}};
        char text[1024];
        words_health_reason(&stage, text, sizeof text);
        assert_true(strlen(text) > 10);
        assert_null(strchr(text, '{'));
        assert_non_null(health_reason_name(stage.reason));
    }
    for (int i = HEALTH_WELL; i <= HEALTH_STOPPED; i++)
        assert_true(strlen(words_health_verdict((enum health_verdict)i)) >= 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_column_shows_places_jobs_and_what_is_wrong),
        TEST(test_tall_column_shows_the_trend_of_each),
        TEST(test_strip_leaves_out_what_it_must_and_no_number),
        TEST(test_the_selected_stage_is_told_of),
        TEST(test_hostile_names_and_unknown_numbers),
        TEST(test_heading_says_the_verdict_or_that_it_is_stale),
        TEST(test_every_reason_and_verdict_has_words),
    };
    return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
