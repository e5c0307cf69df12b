/* SPDX-License-Identifier: MIT */
/*
 * Show me in every lab: the script is played in the real engine with the real pages, and what it leaves in its copy is a
 * solved lab, while the trainee's stays as it was.
 */

#include "support/show_desk.h"

#include "model/trainer/lab.h"

static const struct side *const sides[] = {&side_lab, &side_show, NULL};

struct desk {
    struct show_desk show;
    struct lab_run run;
};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    show_desk_open(&desk->show);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    show_desk_close(&desk->show);
    free(desk);
    return 0;
}

static void begin(struct desk *desk, const char *id) {
    struct err err = {0};
    check_ok(lab_start(desk->show.world.company, id, 1, &desk->run, &err), &err);
    show_desk_console(&desk->show, desk->run.folder, sides);
}

static bool play(struct desk *desk) {
    struct err err = {0};
    struct guide *lab = NULL;
    check_ok(lab_open(&lab, desk->run.id, "en", &err), &err);
    const struct show_request request = {.take_content = lab,
                                         .session = desk->run.session,
                                         .section = SHOW_LAB,
                                         .title = desk->run.id};
    return show_desk_play(&desk->show, &request);
}

/* What is found in the copy before it is thrown away; "" = solved. */
static void judge(struct desk *desk, const char *folder, char *why, size_t size) {
    struct err err = {0};
    struct company *company = show_desk_company(&desk->show, folder, true);
    struct lab_run run;
    struct lab_report report;
    check_ok(lab_find(company, NULL, &run, &err), &err);
    company_close(&company);
    check_ok(lab_check(&desk->show.world.settings, &run, "en", &report, &err), &err);
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
    if (played) judge(desk, show_desk_player(&desk->show)->copy, why, sizeof why);
    if (!played || *why) print_message("%s: %s\n", id, played ? why : show_desk_said(&desk->show));
    bool right = played && !*why;
    show_desk_take_back(&desk->show);
    if (right) {
        judge(desk, desk->run.folder, why, sizeof why);
        assert_string_not_equal(why, "");
    }
    app_free(&desk->show.app);
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

/* Title, time and task on every size; the form above it keeps the field that has the cursor in sight. */
static void the_bar_fits_every_size(void **state) {
    struct desk *desk = *state;
    struct canvas *canvas = &desk->show.canvas;
    begin(desk, "sequence-exhausted");
    struct app *app = desk->show.app;
    for (int i = 0; i < 200 && !canvas_shows(canvas, "hints 0/3"); i++) loop_turn(app, canvas);
    app_open_page(app, "number-sequences", "CustAcc");
    app_act(app, ACTION_EDIT);
    for (int field = 0; field < 4; field++) {
        for (int rows = 18; rows <= 50; rows += 4) {
            for (int cols = 60; cols <= 140; cols += 20) {
                canvas_resize(canvas, rows, cols);
                app_resize(app, rows, cols);
                loop_turn(app, canvas);
                if (!canvas_shows(canvas, "hints 0/3") ||
                    !canvas_shows(canvas, "Remove the reason") || !canvas_shows(canvas, "▶"))
                    fail_msg("%dx%d: the bar or the field is not seen", cols, rows);
            }
        }
        app_act(app, ACTION_NEXT_FIELD);
    }
    app_free(&desk->show.app);
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
