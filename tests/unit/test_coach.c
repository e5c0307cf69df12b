/* SPDX-License-Identifier: MIT */
/* The coach in the real engine with the real pages, without a terminal: keys in, canvas out. */

#include "support/guide_world.h"

#include <poll.h>

#include "tui/app_priv.h"
#include "tui/coach.h"
#include "tui/coach_priv.h"
#include "tui/lookup.h"

struct desk {
    struct world world;
    struct app *app;
    struct canvas canvas;
};

static const struct side *const sides[] = {&side_coach, NULL};

static void open_app(struct desk *desk) {
    const struct app_parts parts = {.take_company = desk->world.company,
                                    .settings = &desk->world.settings,
                                    .pages = page_registry,
                                    .lookups = lookup_registry,
                                    .sides = sides,
                                    .theme = theme_find("dark")};
    desk->app = app_new(&parts);
    desk->world.company = NULL; /* the console's now */
    app_resize(desk->app, desk->canvas.rows, desk->canvas.cols);
}

static void open_desk(struct desk *desk, int rows, int cols) {
    i18n_init("en");
    world_init(&desk->world, "en");
    canvas_init(&desk->canvas, rows, cols, false);
    open_app(desk);
}

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    open_desk(desk, 24, 80);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    app_free(&desk->app);
    canvas_release(&desk->canvas);
    struct err err = {0};
    guide_free(&desk->world.guide);
    check_ok(company_delete(desk->world.folder, &err), &err);
    free(desk);
    return 0;
}

/* Turns of the loop until the coach, who looks at the data in the background, has seen everything. */
static void turn(struct desk *desk) {
    const struct coach *coach = app_side_state(desk->app, &side_coach);
    app_settle(desk->app);
    for (int i = 0; i < 2000 && (coach->looking || coach->look_wanted); i++) {
        int wait_ms = app_next_tick_ms(desk->app);
        struct pollfd fd = {.fd = desk->app->jobs ? jobs_fd(desk->app->jobs) : -1,
                            .events = POLLIN};
        poll(&fd, 1, wait_ms < 0 || wait_ms > 10 ? 10 : wait_ms);
        app_job_events(desk->app);
        app_tick(desk->app);
    }
    assert_false(coach->looking || coach->look_wanted);
    app_settle(desk->app);
    canvas_clear(&desk->canvas);
    app_draw(desk->app, &desk->canvas);
}

static void wait_for_jobs(struct desk *desk) {
    for (int i = 0; i < 2000 && app_job_running(desk->app); i++) {
        struct pollfd fd = {.fd = jobs_fd(desk->app->jobs), .events = POLLIN};
        poll(&fd, 1, 10);
        app_job_events(desk->app);
    }
    assert_false(app_job_running(desk->app));
    turn(desk);
}

static void press(struct desk *desk, const char *keys) {
    char one[16];
    while (*keys) {
        struct key key;
        size_t len = strcspn(keys, " ");
        snprintf(one, sizeof one, "%.*s", (int)len, keys);
        if (!key_parse(one, &key)) fail_msg("'%s' is no key", one);
        app_key(desk->app, key);
        turn(desk);
        keys += len + strspn(keys + len, " ");
    }
}

/* The row that holds `text`, -1 = none does. */
static int row_of(const struct desk *desk, const char *text) {
    char row[2000];
    for (int i = 0; i < desk->canvas.rows; i++) {
        canvas_row_text(&desk->canvas, i, row, sizeof row);
        if (strstr(row, text)) return i;
    }
    return -1;
}

static void show(const struct desk *desk) {
    char row[2000];
    for (int i = 0; i < desk->canvas.rows; i++) {
        canvas_row_text(&desk->canvas, i, row, sizeof row);
        print_message("%s\n", row);
    }
}

static void assert_shown(const struct desk *desk, const char *text) {
    if (row_of(desk, text) >= 0) return;
    show(desk);
    fail_msg("not on the screen: %s", text);
}

static void assert_not_shown(const struct desk *desk, const char *text) {
    if (row_of(desk, text) < 0) return;
    show(desk);
    fail_msg("on the screen: %s", text);
}

static void begin(struct desk *desk) {
    coach_start(desk->app, GUIDE_ID, false);
    wait_for_jobs(desk);
    assert_string_equal(coach_guide(desk->app), GUIDE_ID);
    desk->world.company = desk->app->company; /* the practice copy */
}

/* Somebody, maybe in another console, committed. */
static void data_changed(struct desk *desk) {
    app_files_changed(desk->app);
    turn(desk);
}

static void nothing_is_shown_before_a_guide_runs(void **state) {
    struct desk *desk = *state;
    turn(desk);
    assert_string_equal(coach_guide(desk->app), "");
    assert_not_shown(desk, "Guide 1/11");
}

static void a_guide_starts_on_a_practice_copy(void **state) {
    struct desk *desk = *state;
    begin(desk);
    assert_shown(desk, "Guide 1/11  Open Functionality profiles");
    assert_shown(desk, "Go to the page on which online stores");
    assert_shown(desk, "Not yet: the page has not been opened");
    assert_non_null(strstr(desk->app->company->folder, "/training/"));
    assert_shown(desk, "practice copy");
}

static void a_page_ticks_its_step_and_the_next_needs_a_key(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t s");
    assert_string_equal(app_page_id(desk->app), "functionality-profiles");
    assert_shown(desk, "Guide 1/11");
    assert_shown(desk, "Done: the page has been opened");
    assert_shown(desk, "done: g t n");
    press(desk, "g t n");
    assert_shown(desk, "Guide 2/11");
    assert_shown(desk, "AWOnline uses profile Online");
    press(desk, "g t p");
    assert_shown(desk, "Guide 1/11");
}

static void data_ticks_at_once_and_never_jumps(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t n g t n");
    assert_shown(desk, "Not yet: profile Online still has Yes");
    set_async(&desk->world, "Online", "No");
    data_changed(desk);
    assert_shown(desk, "Guide 3/11");
    assert_shown(desk, "Done: profile Online has No");
}

static void a_page_that_was_not_opened_stays_open(void **state) {
    struct desk *desk = *state;
    begin(desk);
    set_async(&desk->world, "Online", "No"); /* steps 3 and 6 */
    data_changed(desk);
    press(desk, "g t n g t n g t n");
    assert_shown(desk, "Guide 4/11");
    assert_shown(desk, "Not yet: the page has not been opened");
}

static void the_record_of_the_list_counts_for_the_store(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t n g t n g t n g t n");
    assert_shown(desk, "Guide 5/11");
    app_open_page(desk->app, "online-stores", "AWBusiness");
    turn(desk);
    assert_shown(desk, "Not yet: AWOnline has not been selected");
    app_open_page(desk->app, "online-stores", "AWOnline");
    turn(desk);
    assert_shown(desk, "Done: AWOnline has been selected");
}

static void hints_come_one_after_the_other(void **state) {
    struct desk *desk = *state;
    begin(desk);
    assert_not_shown(desk, "Hint 1");
    press(desk, "g t h");
    assert_shown(desk, "Hint 1 of 2: Two pages have this name");
    assert_not_shown(desk, "Hint 2 of 2");
    press(desk, "g t h");
    assert_shown(desk, "Hint 2 of 2: Ctrl+P, type");
    press(desk, "g t h");
    assert_not_shown(desk, "Hint 1");
}

static void it_becomes_one_line_and_large_again(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t t");
    assert_shown(desk, "Guide 1/11");
    assert_not_shown(desk, "Go to the page on which");
    press(desk, "g t t");
    assert_shown(desk, "Go to the page on which");
}

static void letters_are_text_in_a_field_and_the_bar_says_the_other_key(void **state) {
    struct desk *desk = *state;
    begin(desk);
    app_open_page(desk->app, "functionality-profiles", "Online");
    turn(desk);
    press(desk, "F2");
    assert_shown(desk, "done: Ctrl+X g n");
    press(desk, "C-x g n");
    assert_shown(desk, "Guide 2/11");
}

static void leaving_goes_home_and_coming_back_resumes(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t s g t n g t n");
    assert_shown(desk, "Guide 3/11");
    coach_leave(desk->app);
    turn(desk);
    assert_string_equal(coach_guide(desk->app), "");
    assert_string_equal(desk->app->company->folder, desk->world.folder);
    assert_not_shown(desk, "Guide 3/11");
    begin(desk);
    assert_shown(desk, "Guide 3/11");
    press(desk, "g t p g t p");
    assert_shown(desk, "Done: the page has been opened");
}

static void starting_again_asks_and_makes_a_new_copy(void **state) {
    struct desk *desk = *state;
    begin(desk);
    set_async(&desk->world, "Online", "No");
    press(desk, "g t n g t n");
    data_changed(desk);
    assert_shown(desk, "Done: profile Online has No");
    press(desk, "g t r");
    assert_shown(desk, "Start the guide again");
    press(desk, "y");
    wait_for_jobs(desk);
    desk->world.company = desk->app->company;
    assert_shown(desk, "Guide 1/11");
    press(desk, "g t n g t n");
    assert_shown(desk, "Not yet: profile Online still has Yes");
}

static void the_end_explains_why(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t s g t n");
    set_async(&desk->world, "Online", "No");
    run(&desk->world, "1070");
    run(&desk->world, "1110");
    restart(&desk->world);
    sign_up(&desk->world, "AWOnline", "proof@example.com");
    run(&desk->world, "P-0001");
    run(&desk->world, "sync-customers");
    data_changed(desk);
    app_open_page(desk->app, "online-stores", "AWOnline");
    turn(desk);
    for (int i = 0; i < 9; i++) press(desk, "g t n");
    assert_shown(desk, "Guide 11/11");
    press(desk, "g t n");
    assert_shown(desk, "Guide 10/11"); /* still open */
    assert_shown(desk, "12 created but unknown to");
    run(&desk->world, "1010");
    data_changed(desk);
    assert_shown(desk, "Every step is done");
    press(desk, "g t n");
    assert_shown(desk, "Why it happened");
    assert_shown(desk, "Kari Solberg was never lost");
}

static void every_step_fits_every_size(void **state) {
    struct desk *desk = *state;
    begin(desk);
    for (int step = 0; step < 11; step++) {
        for (int rows = 18; rows <= 50; rows += 4) {
            for (int cols = 60; cols <= 140; cols += 20) {
                canvas_resize(&desk->canvas, rows, cols);
                app_resize(desk->app, rows, cols);
                turn(desk);
                char heading[32];
                snprintf(heading, sizeof heading, "Guide %d/11", step + 1);
                assert_shown(desk, heading);
                assert_shown(desk, "g t ");
            }
        }
        press(desk, step % 2 ? "g t h g t h" : "g t h");
        turn(desk);
        press(desk, "g t n");
    }
}

/* Step 10 of a large company looked for seconds, and the keys waited. */
static void looking_at_the_data_does_not_hold_the_keys(void **state) {
    struct desk *desk = *state;
    begin(desk);
    set_async(&desk->world, "Online", "No");
    app_files_changed(desk->app);
    const struct coach *coach = app_side_state(desk->app, &side_coach);
    assert_true(coach->looking || coach->look_wanted); /* not done yet, and we are back already */
    assert_false(app_job_running(desk->app));          /* nobody has to wait for it */
    press(desk, "g t n g t n");
    assert_shown(desk, "Done: profile Online has No");
}

static void asking_for_a_check_answers_with_what_is_now(void **state) {
    struct desk *desk = *state;
    begin(desk);
    press(desk, "g t n g t n g t c");
    assert_shown(desk, "Step 3 is not done yet: profile Online still has Yes.");
    set_async(&desk->world, "Online", "No");
    press(desk, "g t c");
    assert_shown(desk, "Step 3 is done: profile Online has No.");
}

/* It worked on a copy of the session, made before the trainee went on. */
static void a_look_takes_nothing_back(void **state) {
    struct desk *desk = *state;
    begin(desk);
    struct coach *coach = app_side_state(desk->app, &side_coach);
    struct guide_session looked = coach->session;
    int found = guide_steps(coach->guide) - 1;
    while (found > 2 && looked.done_ms[found] > 0) found--;
    assert_true(found > 2);
    looked.done_ms[found] = 7000;
    looked.seen |= 1 << found;
    press(desk, "g t h g t n");
    coach->session.helped |= 1 << 2;
    coach->session.assisted = true;
    coach->session.done_ms[2] = 5000;
    const struct guide_session before = coach->session;
    coach_looked(desk->app, coach, &looked, coach->verdicts, NULL);
    const struct guide_session *now = &coach->session;
    assert_int_equal(now->helped, before.helped);
    assert_true(now->assisted);
    assert_int_equal(now->hints, before.hints);
    assert_int_equal(now->current, before.current);
    assert_int_equal(now->done_ms[2], 5000);
    assert_int_equal(now->done_ms[found], 7000);
    assert_true(now->seen & 1 << found);
    /* It is kept, too. */
    struct guide *guide = NULL;
    struct guide_session kept;
    struct err err = {0};
    check_ok(guide_open(&guide, GUIDE_ID, "en", &err), &err);
    check_ok(guide_session_open(desk->app->company, guide, &kept, &err), &err);
    assert_int_equal(kept.helped, before.helped);
    guide_free(&guide);
}

/* Keys go on while a step is being done. */
static void a_hint_taken_while_a_step_is_done_counts(void **state) {
    struct desk *desk = *state;
    begin(desk);
    const struct coach *coach = app_side_state(desk->app, &side_coach);
    press(desk, "g t n g t n g t d");
    app_key(desk->app, (struct key){.code = 'y'});
    assert_true(app_job_running(desk->app));
    app_act(desk->app, ACTION_GUIDE_HINT);
    int hints = coach->session.hints;
    assert_int_equal(hints, 1);
    wait_for_jobs(desk);
    assert_shown(desk, "Done for you: profile Online has No");
    assert_int_equal(coach->session.hints, hints);
    assert_true(coach->session.helped & 1 << 2);
}

static void the_real_company_when_asked_for(void **state) {
    struct desk *desk = *state;
    coach_start(desk->app, GUIDE_ID, true);
    wait_for_jobs(desk);
    assert_string_equal(desk->app->company->folder, desk->world.folder);
    assert_shown(desk, "Guide 1/11");
    assert_false(guide_sandbox_exists(desk->app->company, GUIDE_ID));
    coach_leave(desk->app);
    turn(desk);
    assert_string_equal(coach_guide(desk->app), "");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_shown_before_a_guide_runs),
        TEST(a_guide_starts_on_a_practice_copy),
        TEST(a_page_ticks_its_step_and_the_next_needs_a_key),
        TEST(data_ticks_at_once_and_never_jumps),
        TEST(a_page_that_was_not_opened_stays_open),
        TEST(the_record_of_the_list_counts_for_the_store),
        TEST(hints_come_one_after_the_other),
        TEST(it_becomes_one_line_and_large_again),
        TEST(letters_are_text_in_a_field_and_the_bar_says_the_other_key),
        TEST(leaving_goes_home_and_coming_back_resumes),
        TEST(starting_again_asks_and_makes_a_new_copy),
        TEST(the_end_explains_why),
        TEST(every_step_fits_every_size),
        TEST(looking_at_the_data_does_not_hold_the_keys),
        TEST(asking_for_a_check_answers_with_what_is_now),
        TEST(a_look_takes_nothing_back),
        TEST(a_hint_taken_while_a_step_is_done_counts),
        TEST(the_real_company_when_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
