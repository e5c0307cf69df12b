/* SPDX-License-Identifier: MIT */
/* Saving while another program writes: the screen goes on, it is tried again, and nothing that was typed is lost. */
#include "support/desk.h"

#include "model/clock.h"

static const struct column columns[] = {{.label = "Profile", .cols = 10}, {0}};
static const struct field fields[] = {
    {.key = "profileId", .label = "Profile"},
    {.key = "name", .label = "Description", .cols = 30},
    {0},
};
static const struct page page_profiles = {.id = "profiles",
                                          .title = "Profiles",
                                          .pattern = SIMPLE_LIST_AND_DETAILS,
                                          .columns = columns,
                                          .fields = fields,
                                          .entity = &entity_profile,
                                          .can_new = true,
                                          .can_edit = true,
                                          .can_delete = true,
                                          .name_key = "name"};
static enum err_code rename_all(struct app *app, struct form *form, struct err *err);
static const struct field rename_fields[] = {{.key = "Why", .label = "Why", .cols = 10}, {0}};
static const struct page page_rename = {.id = "rename",
                                        .title = "Rename",
                                        .pattern = DIALOG,
                                        .fields = rename_fields,
                                        .ok = rename_all};
static const struct page *const pages[] = {&page_profiles, &page_rename, NULL};

struct office {
    struct desk desk;
    struct db *other; /* another program's connection */
};

static int setup(void **state) {
    struct office *office = calloc(1, sizeof *office);
    struct err err;
    err_clear(&err);
    desk_open(&office->desk, pages, NULL, 24, 80);
    world_ok(db_open(&office->other, db_path(office->desk.hq), &db_kind_headquarters,
                     &(struct db_options){.busy_timeout_ms = 1000}, &err),
             &err);
    app_open_page(office->desk.app, "profiles", NULL);
    desk_draw(&office->desk);
    *state = office;
    return 0;
}

static int teardown(void **state) {
    struct office *office = *state;
    db_close(&office->other);
    desk_close(&office->desk);
    free(office);
    return 0;
}

static void other_writes(struct office *office) {
    struct err err;
    err_clear(&err);
    world_ok(db_begin(office->other, &err), &err);
}

/* The loop's turns until the popup has gone, at most two seconds. */
static void loop(struct desk *desk) {
    for (int i = 0; i < 200 && desk->app->ui->waiting; i++) {
        clock_sleep_ms(10);
        app_tick(desk->app);
    }
    desk_draw(desk);
}

static int64_t saved(struct desk *desk) {
    return world_int(desk->hq,
                     "SELECT COUNT(*) FROM RetailOnlineChannelFunctionalityProfileTable WHERE "
                     "profileId = 'Async' AND name = 'Async!'");
}

static void saving_beside_a_writer_does_not_hold_the_screen(void **state) {
    struct office *office = *state;
    struct desk *desk = &office->desk;
    other_writes(office);
    press(desk, "F2");
    type(desk, "!");
    int64_t begin_us = clock_ticks_us();
    press(desk, "C-s");
    assert_in_range(clock_ticks_us() - begin_us, 0, 1000000); /* five seconds it was */
    assert_seen(desk, "Another program is writing to the database.");
    assert_true(app_next_tick_ms(desk->app) >= 0);
    for (int i = 0; i < 5; i++) {
        clock_sleep_ms(60);
        app_tick(desk->app);
    }
    assert_non_null(desk->app->ui->waiting);
    assert_int_equal(saved(desk), 0);
    db_rollback(office->other);
    loop(desk);
    assert_seen(desk, "Async was saved.");
    assert_not_seen(desk, "Another program");
    assert_int_equal(saved(desk), 1);
}

static void who_does_not_want_to_wait_keeps_what_was_typed(void **state) {
    struct office *office = *state;
    struct desk *desk = &office->desk;
    other_writes(office);
    press(desk, "F2");
    type(desk, "!");
    press(desk, "C-s Esc");
    assert_seen(desk, "Not saved. The form is as you typed it.");
    assert_true(form_is_dirty(app_form(desk->app)));
    db_rollback(office->other);
    press(desk, "C-s");
    assert_int_equal(saved(desk), 1);
}

static void waiting_ends_and_says_how_long_it_was(void **state) {
    struct office *office = *state;
    struct desk *desk = &office->desk;
    desk->app->company->settings.db_busy_timeout_ms = 400;
    other_writes(office);
    press(desk, "F2");
    type(desk, "!");
    press(desk, "C-s");
    loop(desk);
    assert_null(desk->app->ui->waiting);
    assert_seen(desk, "stayed locked by another program");
    assert_true(form_is_dirty(app_form(desk->app)));
}

static enum err_code rename_all(struct app *app, struct form *form, struct err *err) {
    (void)form;
    enum err_code code = db_exec(
        app->db, "UPDATE RetailOnlineChannelFunctionalityProfileTable SET name = 'By OK'", err);
    if (code != ERR_OK) return code;
    app_close_page(app);
    app_message(app, MESSAGE_INFO, "All renamed.");
    return ERR_OK;
}

static void the_ok_of_a_dialog_waits_the_same_way(void **state) {
    struct office *office = *state;
    struct desk *desk = &office->desk;
    app_open_page(desk->app, "rename", NULL);
    desk_draw(desk);
    other_writes(office);
    type(desk, "x");
    press(desk, "F8");
    assert_seen(desk, "Another program is writing to the database.");
    press(desk, "Esc");
    assert_string_equal(app_form(desk->app)->edit.text, "x");
    press(desk, "F8");
    db_rollback(office->other);
    loop(desk);
    assert_seen(desk, "All renamed.");
    assert_string_equal(app_page_id(desk->app), "profiles");
    assert_seen(desk, "Async : By OK");
}

static void deleting_waits_the_same_way(void **state) {
    struct office *office = *state;
    struct desk *desk = &office->desk;
    press(desk, "F6");
    type(desk, "Old");
    press(desk, "C-s");
    other_writes(office);
    press(desk, "Del y");
    assert_seen(desk, "Another program is writing to the database.");
    press(desk, "Esc");
    assert_seen(desk, "Not deleted.");
    press(desk, "Del y");
    db_rollback(office->other);
    loop(desk);
    assert_seen(desk, "Old was deleted.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(saving_beside_a_writer_does_not_hold_the_screen),
        TEST(who_does_not_want_to_wait_keeps_what_was_typed),
        TEST(waiting_ends_and_says_how_long_it_was),
        TEST(the_ok_of_a_dialog_waits_the_same_way),
        TEST(deleting_waits_the_same_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
