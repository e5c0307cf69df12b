/* SPDX-License-Identifier: MIT */
/*
 * Show me in every step of every guide: the script is played in the real engine with the real pages, and what it leaves in
 * its copy is that step done, while the trainee's copy stays as it was. Then the step is performed there, and the next one
 * is shown.
 */

#include "support/guide_world.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/actions.h"
#include "model/trainer/show.h"
#include "tui/lookup.h"
#include "tui/show_priv.h"

static const struct side *const sides[] = {&side_show, NULL};

struct desk {
    struct world world;
    char folder[COMPANY_PATH_SIZE]; /* the trainee's */
    struct guide *guide;
    struct guide_session session;
    struct app *app;
    struct canvas canvas;
};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    i18n_init("en");
    world_init(&desk->world, "en");
    unsetenv("CHQ_TEST_CLOCK");                /* from here on what comes later is later */
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

static struct company *open_company(struct desk *desk, const char *folder, bool read_only) {
    struct err err = {0};
    struct company *company = NULL;
    check_ok(
        company_open(&company, folder, &desk->world.settings, read_only, COMPANY_FOR_SCREENS, &err),
        &err);
    return company;
}

static void begin(struct desk *desk, const char *id) {
    struct err err = {0};
    check_ok(guide_sandbox(desk->world.company, id, desk->folder, &err), &err);
    check_ok(guide_open(&desk->guide, id, "en", &err), &err);
    struct company *company = open_company(desk, desk->folder, false);
    check_ok(guide_session_open(company, desk->guide, &desk->session, &err), &err);
    company_close(&company);
}

static void open_console(struct desk *desk) {
    const struct app_parts parts = {.take_company = open_company(desk, desk->folder, false),
                                    .settings = &desk->world.settings,
                                    .pages = page_registry,
                                    .lookups = lookup_registry,
                                    .sides = sides,
                                    .theme = theme_find("dark")};
    desk->app = app_new(&parts);
    app_resize(desk->app, desk->canvas.rows, desk->canvas.cols);
}

static bool play(struct desk *desk, const char *step) {
    struct err err = {0};
    struct guide *content = NULL;
    check_ok(guide_open(&content, guide_name(desk->guide), "en", &err), &err);
    const struct show_request request = {
        .take_content = content, .session = desk->session, .section = step, .title = step};
    bool begun = show_start(desk->app, &request);
    if (begun) until(desk, SHOW_AT_END);
    return begun && player_of(desk)->phase == SHOW_AT_END;
}

/* Of the company in that folder, as the console stands now; the session of the trainee learns which profile is meant. */
static struct step_verdict judge(struct desk *desk, const char *folder, int step,
                                 const struct guide_screen *screen) {
    struct err err = {0};
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    struct guide_session session = desk->session;
    struct company *company = open_company(desk, folder, true);
    check_ok(guide_check(company, desk->guide, &session, screen, verdicts, &err), &err);
    company_close(&company);
    text_copy(desk->session.profile, sizeof desk->session.profile, session.profile);
    return verdicts[step];
}

static void perform(struct desk *desk, const char *step) {
    struct err err = {0};
    const char *key;
    struct company *company = open_company(desk, desk->folder, false);
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
    open_console(desk);
    bool played = play(desk, step);
    if (played) {
        const struct guide_screen screen = {.page = app_page_id(desk->app),
                                            .record = app_record_key(desk->app)};
        shown = judge(desk, player_of(desk)->copy, index, &screen);
    }
    if (!shown.done)
        print_message("%s %s: %s\n", guide_name(desk->guide), step,
                      played                         ? shown.found
                      : app_message_at(desk->app, 0) ? app_message_at(desk->app, 0)->text
                                                     : "nothing was played");
    app_key(desk->app, (struct key){.code = 'x'});
    until(desk, SHOW_IDLE);
    app_free(&desk->app);
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
