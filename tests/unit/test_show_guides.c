/* SPDX-License-Identifier: MIT */
/*
 * Show me in every step of every guide: the script is played in the real engine with the real pages, and what it leaves in
 * its copy is that step done, while the trainee's copy stays as it was. Then the step is performed there, and the next one
 * is shown.
 */

#include "support/show_desk.h"

#include "model/trainer/actions.h"

static const struct side *const sides[] = {&side_show, NULL};

struct desk {
    struct show_desk show;
    char folder[COMPANY_PATH_SIZE]; /* the trainee's */
    struct guide *guide;
    struct guide_session session;
};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    show_desk_open(&desk->show);
    unsetenv("CHQ_TEST_CLOCK"); /* from here on what comes later is later */
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
    check_ok(guide_sandbox(desk->show.world.company, id, desk->folder, &err), &err);
    check_ok(guide_open(&desk->guide, id, "en", &err), &err);
    struct company *company = show_desk_company(&desk->show, desk->folder, false);
    check_ok(guide_session_open(company, desk->guide, &desk->session, &err), &err);
    company_close(&company);
}

static bool play(struct desk *desk, const char *step) {
    struct err err = {0};
    struct guide *content = NULL;
    check_ok(guide_open(&content, guide_name(desk->guide), "en", &err), &err);
    const struct show_request request = {
        .take_content = content, .session = desk->session, .section = step, .title = step};
    return show_desk_play(&desk->show, &request);
}

/* Of the company in that folder, as the console stands now; the session of the trainee learns which profile is meant. */
static struct step_verdict judge(struct desk *desk, const char *folder, int step,
                                 const struct guide_screen *screen) {
    struct err err = {0};
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    struct guide_session session = desk->session;
    struct company *company = show_desk_company(&desk->show, folder, true);
    check_ok(guide_check(company, desk->guide, &session, screen, verdicts, &err), &err);
    company_close(&company);
    text_copy(desk->session.profile, sizeof desk->session.profile, session.profile);
    return verdicts[step];
}

static void perform(struct desk *desk, const char *step) {
    struct err err = {0};
    const char *key;
    struct company *company = show_desk_company(&desk->show, desk->folder, false);
    struct acting acting = {
        .company = company, .content = desk->guide, .session = &desk->session, .strict = true};
    for (int i = 0; (key = ini_key(desk->guide->logic, step, i)); i++) {
        if (guide_is_play(key))
            check_ok(action_perform(&acting, guide_logic(desk->guide, step, key), &err), &err);
    }
    company_close(&company);
}

static bool is_shown(struct desk *desk, int index) {
    const char *step = guide_step_at(desk->guide, index)->id;
    const struct guide_screen nowhere = {.page = "", .record = ""};
    struct step_verdict shown = {0};
    bool was_done = judge(desk, desk->folder, index, &nowhere).done;
    show_desk_console(&desk->show, desk->folder, sides);
    bool played = play(desk, step);
    if (played) {
        const struct guide_screen screen = {.page = app_page_id(desk->show.app),
                                            .record = app_record_key(desk->show.app)};
        shown = judge(desk, show_desk_player(&desk->show)->copy, index, &screen);
    }
    if (!shown.done)
        print_message("%s %s: %s\n", guide_name(desk->guide), step,
                      played ? shown.found : show_desk_said(&desk->show));
    show_desk_take_back(&desk->show);
    app_free(&desk->show.app);
    assert_int_equal(judge(desk, desk->folder, index, &nowhere).done, was_done);
    if (!was_done) perform(desk, step);
    judge(desk, desk->folder, index, &nowhere);
    return shown.done;
}

static void each_step_is_shown_as_it_is_done(void **state) {
    struct desk *desk = *state;
    int wrong = 0;
    for (int i = 0; guide_id(i); i++) {
        begin(desk, guide_id(i));
        for (int step = 0; step < guide_steps(desk->guide); step++) wrong += !is_shown(desk, step);
        guide_free(&desk->guide);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_step_is_shown_as_it_is_done, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
