/* SPDX-License-Identifier: MIT */
/*
 * Show me in every lab: the script is played in the real engine with the real pages, and what it leaves in its copy is a
 * solved lab, while the trainee's stays as it was.
 */

#include "support/guide_world.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/lab.h"
#include "model/trainer/show.h"
#include "tui/lookup.h"
#include "tui/show_priv.h"

static const struct side *const sides[] = {&side_lab, &side_show, NULL};

struct desk {
    struct world world;
    struct lab_run run;
    struct app *app;
    struct canvas canvas;
};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    i18n_init("en");
    world_init(&desk->world, "en");
    desk->world.settings.tui_show_pace_ms = 1; /* at the end it waits for a key */
    canvas_init(&desk->canvas, 24, 80, false);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    canvas_release(&desk->canvas);
    world_release(&desk->world);
    free(desk);
    return 0;
}

static struct show_player *player_of(const struct desk *desk) {
    return app_side_state(desk->app, &side_show);
}

static void turn(struct desk *desk) {
    struct pollfd fd = {.fd = desk->app->jobs ? jobs_fd(desk->app->jobs) : -1, .events = POLLIN};
    int wait_ms = app_next_tick_ms(desk->app);
    app_settle(desk->app);
    canvas_clear(&desk->canvas);
    app_draw(desk->app, &desk->canvas);
    poll(&fd, 1, wait_ms < 0 || wait_ms > 5 ? 5 : wait_ms);
    app_job_events(desk->app);
    app_tick(desk->app);
}

static void until(struct desk *desk, enum show_phase phase) {
    for (int i = 0; i < 8000; i++) {
        enum show_phase now = player_of(desk)->phase;
        if (now == phase || now == SHOW_IDLE) return;
        turn(desk);
    }
}

static void begin(struct desk *desk, const char *id) {
    struct err err = {0};
    struct company *company = NULL;
    check_ok(lab_start(desk->world.company, id, 1, &desk->run, &err), &err);
    check_ok(company_open(&company, desk->run.folder, &desk->world.settings, false,
                          COMPANY_FOR_SCREENS, &err),
             &err);
    const struct app_parts parts = {.take_company = company,
                                    .settings = &desk->world.settings,
                                    .pages = page_registry,
                                    .lookups = lookup_registry,
                                    .sides = sides,
                                    .theme = theme_find("dark")};
    desk->app = app_new(&parts);
    app_resize(desk->app, desk->canvas.rows, desk->canvas.cols);
}

static bool play(struct desk *desk) {
    struct err err = {0};
    struct guide *lab = NULL;
    check_ok(lab_open(&lab, desk->run.id, "en", &err), &err);
    const struct show_request request = {.take_content = lab,
                                         .session = desk->run.session,
                                         .section = SHOW_LAB,
                                         .title = desk->run.id};
    bool begun = show_start(desk->app, &request);
    if (begun) until(desk, SHOW_AT_END);
    return begun && player_of(desk)->phase == SHOW_AT_END;
}

/* What is found in the copy before it is thrown away; "" = solved. */
static void judge(struct desk *desk, const char *folder, char *why, size_t size) {
    struct err err = {0};
    struct company *company = NULL;
    struct lab_run run;
    struct lab_report report;
    check_ok(company_open(&company, folder, &desk->world.settings, true, COMPANY_FOR_SCREENS, &err),
             &err);
    check_ok(lab_find(company, NULL, &run, &err), &err);
    company_close(&company);
    check_ok(lab_check(&desk->world.settings, &run, "en", &report, &err), &err);
    why[0] = '\0';
    for (int i = 0; i < report.count; i++) {
        if (report.verdicts[i].verdict.done) continue;
        snprintf(why, size, "%s: %s", report.verdicts[i].title, report.verdicts[i].verdict.found);
        return;
    }
}

static bool is_right(struct desk *desk, const char *id) {
    char why[700];
    begin(desk, id);
    bool played = play(desk);
    if (played) judge(desk, player_of(desk)->copy, why, sizeof why);
    if (!played || *why)
        print_message("%s: %s\n", id,
                      played                         ? why
                      : app_message_at(desk->app, 0) ? app_message_at(desk->app, 0)->text
                                                     : "nothing was played");
    bool right = played && !*why;
    app_key(desk->app, (struct key){.code = 'x'});
    until(desk, SHOW_IDLE);
    if (right) {
        judge(desk, desk->run.folder, why, sizeof why);
        assert_string_not_equal(why, "");
    }
    app_free(&desk->app);
    return right;
}

static void each_lab_is_shown_as_it_is_solved(void **state) {
    const char *only = getenv("CHQ_TEST_LAB");
    int wrong = 0;
    for (int i = 0; lab_id(i); i++) {
        if (!only || strcmp(only, lab_id(i)) == 0) wrong += !is_right(*state, lab_id(i));
    }
    assert_int_equal(wrong, 0);
}

static void two_faults_are_repaired_one_after_the_other(void **state) {
    assert_true(is_right(*state, LAB_TWO));
}

static bool is_shown(const struct desk *desk, const char *text) {
    char row[2000];
    for (int i = 0; i < desk->canvas.rows; i++) {
        canvas_row_text(&desk->canvas, i, row, sizeof row);
        if (strstr(row, text)) return true;
    }
    return false;
}

/* Title, time and task on every size; the form above it keeps the field that has the cursor in sight. */
static void the_bar_fits_every_size(void **state) {
    struct desk *desk = *state;
    begin(desk, "sequence-exhausted");
    for (int i = 0; i < 200 && !is_shown(desk, "hints 0/3"); i++) turn(desk);
    app_open_page(desk->app, "number-sequences", "CustAcc");
    app_act(desk->app, ACTION_EDIT);
    for (int field = 0; field < 4; field++) {
        for (int rows = 18; rows <= 50; rows += 4) {
            for (int cols = 60; cols <= 140; cols += 20) {
                canvas_resize(&desk->canvas, rows, cols);
                app_resize(desk->app, rows, cols);
                turn(desk);
                if (!is_shown(desk, "hints 0/3") || !is_shown(desk, "Remove the reason") ||
                    !is_shown(desk, "▶"))
                    fail_msg("%dx%d: the bar or the field is not seen", cols, rows);
            }
        }
        app_act(desk->app, ACTION_NEXT_FIELD);
    }
    app_free(&desk->app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_lab_is_shown_as_it_is_solved, setup, teardown),
        cmocka_unit_test_setup_teardown(two_faults_are_repaired_one_after_the_other, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_bar_fits_every_size, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
