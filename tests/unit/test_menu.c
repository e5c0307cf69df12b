/* SPDX-License-Identifier: MIT */
/* The navigation and the application around the pages: unfolding, missing pages, Back, legend, help, actions. */
#include "support/desk.h"

#include "tui/menu.h"

static int ran;
static enum next run(struct app *app, const char *key) {
    (void)app;
    (void)key;
    ran++;
    return NEXT_STAY;
}
static bool never(struct app *app, const char *key) {
    (void)app;
    (void)key;
    return false;
}
static void story(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    for (int i = 0; i < 60; i++) reader_text(out, i == 59 ? "The end" : "A line");
}

static const struct action actions[] = {
    {.id = "go", .label = "Go now", .bound = ACTION_RUN, .run = run, .help = "Runs it."},
    {.id = "no", .label = "Never", .run = run, .enabled = never},
    {0},
};
static const struct page page_stores = {.id = "online-stores",
                                        .title = "Online stores",
                                        .path = {"Retail and Commerce", "Channels"},
                                        .pattern = READER,
                                        .text = story,
                                        .actions = actions};
static const struct page *const pages[] = {&page_stores, NULL};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    desk_open(desk, pages, NULL, 24, 80);
    ran = 0;
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    desk_close(desk);
    free(desk);
    return 0;
}

static void every_leaf_has_an_id_and_every_branch_a_child(void **state) {
    (void)state;
    for (int i = 0; menu_tree[i].title; i++) {
        bool branch = menu_tree[i].page_id == NULL;
        bool has_child = menu_tree[i + 1].title && menu_tree[i + 1].depth > menu_tree[i].depth;
        assert_int_equal(branch, has_child);
        if (i > 0) assert_true(menu_tree[i].depth <= menu_tree[i - 1].depth + 1);
    }
    assert_int_equal(menu_parent(0), -1);
}

static void the_documented_path_is_walked_by_arrows(void **state) {
    struct desk *desk = *state;
    assert_seen(desk, "▾ Retail and Commerce");
    assert_not_seen(desk, "Online stores");
    press(desk, "Down Right");
    assert_seen(desk, "Online stores");
    press(desk, "Down Enter");
    assert_seen(desk, "Retail and Commerce › Channels › Online stores");
    assert_string_equal(app_page_id(desk->app), "online-stores");
    press(desk, "Esc");
    assert_selected(desk, "Online stores");
    press(desk, "Left");
    assert_selected(desk, "Channels");
    press(desk, "Left");
    assert_not_seen(desk, "Online stores");
}

static void a_page_that_does_not_exist_says_so(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "all-stores", NULL);
    desk_draw(desk);
    assert_seen(desk, "Retail and Commerce › Channels › Stores › All stores");
    assert_seen(desk, "but this console does");
    assert_seen(desk, "Channels > Online stores"); /* what is available nearby */
    app_open_page(desk->app, "no-such-page", NULL);
    desk_draw(desk);
    assert_seen(desk, "no-such-page");
}

static void escape_goes_one_step_back_and_never_out(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    press(desk, "F1");
    assert_seen(desk, "Keys that work here");
    press(desk, "Esc");
    assert_not_seen(desk, "Keys that work here");
    press(desk, "Esc");
    assert_string_equal(app_page_id(desk->app), "");
    press(desk, "Esc Esc Esc");
    assert_false(desk->app->ui->leaving);
    assert_seen(desk, "leaves the program");
    press(desk, "F3");
    assert_true(desk->app->ui->leaving);
}

static void a_page_is_opened_once_and_comes_back_to_the_front(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    app_open_page(desk->app, "all-stores", NULL);
    app_open_page(desk->app, "online-stores", NULL);
    assert_int_equal(desk->app->ui->depth, 3);
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "missing-%d", i);
        app_open_page(desk->app, id, NULL);
    }
    assert_true(desk->app->ui->depth <= STACK_MAX);
}

static void the_legend_shows_only_keys_that_work(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    desk_draw(desk);
    char legend[256];
    canvas_row_text(&desk->canvas, 23, legend, sizeof legend);
    assert_non_null(strstr(legend, "F1 Help"));
    assert_non_null(strstr(legend, "F8 Go now"));
    assert_non_null(strstr(legend, "F10 Menu"));
    assert_null(strstr(legend, "F2"));
    assert_null(strstr(legend, "F6"));
}

static void every_key_acts_or_says_that_it_does_not(void **state) {
    struct desk *desk = *state;
    static const char *const keys[] = {"F2", "F4", "F6", "F11", "z", "C-q", "Del", "C-s", "x"};
    app_open_page(desk->app, "online-stores", NULL);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        app_hide_message(desk->app);
        int before = ran;
        press(desk, keys[i]);
        if (ran == before && !app_newest_message(desk->app)) fail_msg("%s is silent", keys[i]);
    }
    assert_int_equal(ran, 1);
}

static void a_chord_shows_what_can_follow(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    press(desk, "g");
    assert_seen(desk, "h Home");
    press(desk, "h");
    assert_string_equal(app_page_id(desk->app), "");
    press(desk, "Esc"); /* the page is still there below */
    assert_string_equal(app_page_id(desk->app), "online-stores");
}

static void help_lists_what_works_here(void **state) {
    struct desk *desk = *state;
    canvas_resize(&desk->canvas, 60, 100);
    app_open_page(desk->app, "online-stores", NULL);
    press(desk, "?");
    assert_seen(desk, "F8");
    assert_seen(desk, "Go now");
    assert_seen(desk, "Runs it.");
    assert_not_seen(desk, "Restart");
    assert_not_seen(desk, "Undo");
}

static void the_action_menu_dims_what_is_not_possible(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    press(desk, "a");
    assert_seen(desk, "Go now");
    int row = row_of(desk, "Never");
    assert_int_equal(canvas_cell(&desk->canvas, row, 5)->role, ROLE_DIM);
    press(desk, "Down Enter");
    assert_int_equal(ran, 0);
    press(desk, "Up Enter");
    assert_int_equal(ran, 1);
}

static void a_long_text_scrolls(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    desk_draw(desk);
    assert_not_seen(desk, "The end");
    press(desk, "End");
    assert_seen(desk, "The end");
    press(desk, "g g");
    assert_not_seen(desk, "The end");
}

static void wide_screens_keep_the_navigation_beside_the_page(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "online-stores", NULL);
    canvas_resize(&desk->canvas, 36, 120);
    desk_draw(desk);
    assert_seen(desk, "Modules");
    assert_seen(desk, "● Online stores");
    press(desk, "F10 Home");
    assert_selected(desk, "Retail and Commerce");
    press(desk, "Esc");
    assert_int_equal(desk->app->ui->focus, FOCUS_PAGE);
    canvas_resize(&desk->canvas, 24, 80);
    desk_draw(desk);
    assert_not_seen(desk, "Modules");
    press(desk, "F10");
    assert_seen(desk, "Modules");
    press(desk, "Esc");
    assert_not_seen(desk, "Modules");
}

static void messages_are_kept_and_counted(void **state) {
    struct desk *desk = *state;
    app_message(desk->app, MESSAGE_INFO, "%s", "first");
    app_message(desk->app, MESSAGE_ERROR, "%s", "second\x1b[2J\nline");
    desk_draw(desk);
    assert_seen(desk, "1 more");
    press(desk, "g m");
    assert_seen(desk, "first");
    for (int i = 0; i < 3 * MESSAGES_MAX; i++) app_message(desk->app, MESSAGE_INFO, "%d", i);
    assert_int_equal(desk->app->ui->message_count, MESSAGES_MAX);
}

static void what_else_was_said_is_counted_whole_below_a_message_that_fills_its_line(void **state) {
    struct desk *desk = *state;
    for (int cols = 60; cols <= 76; cols++) {
        char text[80];
        memset(text, 'x', sizeof text);
        text[cols] = '\0';
        app_message(desk->app, MESSAGE_INFO, "%s", "first");
        app_message(desk->app, MESSAGE_INFO, "%s", text);
        desk_draw(desk);
        assert_seen(desk, text);
        assert_seen(desk, "(1 more: g m)");
        app_hide_message(desk->app);
    }
}

static enum err_code slow(void *arg, const struct progress *progress, struct err *err) {
    int *steps = arg;
    for (*steps = 0; *steps < 2000; ++*steps) {
        if (progress_cancelled(progress))
            return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        progress_report(progress, *steps, 2000);
        clock_sleep_ms(1);
    }
    return ERR_OK;
}
static enum err_code ended_with;
static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    (void)app;
    (void)arg;
    (void)err;
    ended_with = code;
}

static void work_in_the_background_is_seen_and_cancelled(void **state) {
    struct desk *desk = *state;
    int steps = 0;
    const struct app_job job = {.title = "Counting", .work = slow, .arg = &steps, .ended = ended};
    ended_with = ERR_OK;
    assert_true(app_run_job(desk->app, &job));
    desk_draw(desk);
    assert_seen(desk, "Counting");
    assert_false(app_run_job(desk->app, &job)); /* one at a time */
    press(desk, "F3");                          /* leaving asks */
    assert_seen(desk, "Cancel it and leave?");
    press(desk, "Esc C-c");
    for (int i = 0; i < 500 && app_job_running(desk->app); i++) {
        clock_sleep_ms(2);
        app_job_events(desk->app);
    }
    assert_int_equal(ended_with, ERR_CANCELLED);
    desk_draw(desk);
    assert_not_seen(desk, "Counting");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(every_leaf_has_an_id_and_every_branch_a_child),
        TEST(the_documented_path_is_walked_by_arrows),
        TEST(a_page_that_does_not_exist_says_so),
        TEST(escape_goes_one_step_back_and_never_out),
        TEST(a_page_is_opened_once_and_comes_back_to_the_front),
        TEST(the_legend_shows_only_keys_that_work),
        TEST(every_key_acts_or_says_that_it_does_not),
        TEST(a_chord_shows_what_can_follow),
        TEST(help_lists_what_works_here),
        TEST(the_action_menu_dims_what_is_not_possible),
        TEST(a_long_text_scrolls),
        TEST(wide_screens_keep_the_navigation_beside_the_page),
        TEST(messages_are_kept_and_counted),
        TEST(what_else_was_said_is_counted_whole_below_a_message_that_fills_its_line),
        TEST(work_in_the_background_is_seen_and_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
