/* SPDX-License-Identifier: MIT */
/* A page with list and form on real records, driven by keys: view and edit, checking, saving, leaving, two people. */
#include "support/desk.h"

static bool confirm_off(struct app *app, const struct form *form, const char *old, const char *now,
                        struct question *q) {
    (void)app;
    (void)form;
    if (strcmp(old, "1") != 0 || strcmp(now, "0") != 0) return false;
    question_init(q, MESSAGE_WARNING, "Price");
    text_copy(q->text, sizeof q->text, "This has a price. Turn it off?");
    question_yes_no(q);
    return true;
}

static void note_length(struct app *app, const struct form *form, char *buf, size_t size) {
    (void)app;
    snprintf(buf, size, "%zu signs", strlen(form_value(form, "name")));
}

static const struct column columns[] = {
    {.label = "Profile", .cols = 10}, {.label = "Description", .cols = 10, .weight = 1}, {0}};
static const struct field fields[] = {
    {.key = "profileId", .label = "Profile"},
    {.key = "name", .label = "Description", .cols = 30, .note = note_length, .help = "Free text."},
    {.tab = "Functions"},
    {.group = "CART", .key = "aggregateItems", .label = "Aggregate products", .kind = FIELD_YESNO},
    {.key = "CreateAsyncCustomers",
     .label = "Create customer in async mode",
     .kind = FIELD_YESNO,
     .confirm = confirm_off},
    {0},
};
static const struct page page_profiles = {
    .id = "profiles",
    .title = "Profiles",
    .path = {"Retail"},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_profile,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .name_key = "name",
};
static const struct page page_grid = {
    .id = "grid",
    .title = "Grid",
    .path = {"Retail"},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .entity = &entity_profile,
    .can_edit = true,
    .name_key = "name",
};

static int oks;
static enum err_code sign(struct app *app, struct form *form, struct err *err) {
    (void)app;
    oks++;
    if (strcmp(form_value(form, "Email"), "bad") == 0) {
        return err_set(err, ERR_INVALID, REASON_EMAIL_FORMAT, "Email", "bad");
    }
    form_result(form, ROLE_OK, "Account", "C-000001");
    form_set_value(form, "Name", "");
    return ERR_OK;
}
static const struct field sign_fields[] = {
    {.key = "Name", .label = "Given name", .cols = 5, .required = true},
    {.key = "Email", .label = "Email", .cols = 20},
    {0},
};
static const struct page page_sign = {.id = "sign",
                                      .title = "Sign",
                                      .path = {"Lab"},
                                      .pattern = DIALOG,
                                      .fields = sign_fields,
                                      .ok = sign};

static const struct field pick_fields[] = {
    {.key = "Profiles", .label = "Profiles", .cols = 60, .lookup = "profile", .several = true},
    {0},
};
static const struct page page_pick = {
    .id = "pick", .title = "Pick", .path = {"Lab"}, .pattern = DIALOG, .fields = pick_fields};

static const struct page *const pages[] = {&page_profiles, &page_grid, &page_sign, &page_pick,
                                           NULL};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    desk_open(desk, pages, NULL, 24, 80);
    app_open_page(desk->app, "profiles", NULL);
    desk_draw(desk);
    oks = 0;
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    desk_close(desk);
    free(desk);
    return 0;
}

static int64_t stored(struct desk *desk, const char *sql) {
    return world_int(desk->hq, sql);
}

#define ASYNC_OF_ASYNC                                                                             \
    "SELECT CreateAsyncCustomers FROM RetailOnlineChannelFunctionalityProfileTable"                \
    " WHERE profileId = 'Async'"
#define ITEMS_OF_ASYNC                                                                             \
    "SELECT aggregateItems FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = "   \
    "'Async'"

static void view_mode_comes_first_and_letters_are_commands(void **state) {
    struct desk *desk = *state;
    assert_seen(desk, "Async : Async");
    press(desk, "Enter");
    type(desk, "jj");
    assert_string_equal(form_value(app_form(desk->app), "name"), "Async");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
    press(desk, "F2");
    assert_int_equal(app_mode(desk->app), MODE_EDIT);
}

static void the_details_follow_the_list(void **state) {
    struct desk *desk = *state;
    press(desk, "Down");
    assert_seen(desk, "Sync : Sync");
    assert_string_equal(app_record_key(desk->app), "Sync");
}

static void a_change_is_saved_and_seen(void **state) {
    struct desk *desk = *state;
    assert_seen(desk, "5 signs");
    press(desk, "F2");
    type(desk, "hronous stores");
    assert_seen(desk, "Edit, not saved");
    press(desk, "C-s");
    assert_seen(desk, "Async was saved.");
    assert_seen(desk, "Async : Asynchronous stores");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
}

static void the_key_cannot_be_changed_after_the_first_save(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Up Up Up");
    type(desk, "x");
    assert_string_equal(form_value(app_form(desk->app), "profileId"), "Async");
}

static void leaving_with_changes_lists_old_and_new(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Tab Space Esc");
    assert_seen(desk, "Do you want to save your changes?");
    assert_seen(desk, "Aggregate products");
    assert_seen(desk, "No → Yes");
    press(desk, "Esc"); /* keep editing */
    assert_seen(desk, "Edit, not saved");
    press(desk, "Esc");
    type(desk, "d"); /* discard */
    assert_not_seen(desk, "Edit, not saved");
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 0);
    press(desk, "F2 Space Esc Enter"); /* the same field again; save */
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 1);
}

static void quitting_with_changes_asks_too(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Tab Space");
    app_quit(desk->app);
    desk_draw(desk);
    assert_false(desk->app->ui->leaving);
    assert_seen(desk, "Do you want to save your changes?");
}

static void a_price_is_named_before_it_is_paid(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Tab Tab Space C-s");
    assert_seen(desk, "This has a price.");
    assert_seen(desk, "[ No ]"); /* the focus is on No */
    press(desk, "Enter");
    assert_int_equal(stored(desk, ASYNC_OF_ASYNC), 1);
    assert_seen(desk, "Edit, not saved"); /* nothing typed is lost */
    press(desk, "C-s");
    type(desk, "y");
    assert_int_equal(stored(desk, ASYNC_OF_ASYNC), 0);
}

static void an_invalid_value_stays_and_the_cursor_is_free(void **state) {
    struct desk *desk = *state;
    press(desk, "F6 Down"); /* a new record, its ID left empty */
    assert_seen(desk, "must be filled in");
    press(desk, "C-s");
    assert_seen(desk, "✗");
    assert_int_equal(app_form(desk->app)->focus.index, 0);
    type(desk, "Async"); /* there is one of that name */
    press(desk, "Tab");
    type(desk, "Second");
    press(desk, "C-s");
    assert_int_equal(app_form(desk->app)->focus.index, 0);
    press(desk, "C-u");
    type(desk, "Third");
    press(desk, "C-s");
    assert_seen(desk, "Third was created.");
    assert_selected(desk, "Third");
}

static void typed_text_survives_a_resize(void **state) {
    struct desk *desk = *state;
    press(desk, "F2");
    type(desk, " typed");
    canvas_resize(&desk->canvas, 10, 40);
    desk_draw(desk);
    assert_seen(desk, "Terminal too small, need 60x18");
    canvas_resize(&desk->canvas, 18, 60);
    desk_draw(desk);
    assert_seen(desk, "Async typed");
    canvas_resize(&desk->canvas, 50, 160);
    desk_draw(desk);
    assert_seen(desk, "Async typed");
    assert_true(desk->canvas.cursor_visible);
}

static void undo_and_redo_walk_over_fields(void **state) {
    struct desk *desk = *state;
    const struct form *form = app_form(desk->app);
    press(desk, "F2");
    type(desk, " one");
    press(desk, "Tab Space Tab");
    press(desk, "C-z");
    assert_string_equal(form_value(form, "aggregateItems"), "0");
    press(desk, "C-z");
    assert_string_equal(form_value(form, "name"), "Async");
    press(desk, "C-y C-y");
    assert_string_equal(form_value(form, "name"), "Async one");
    assert_string_equal(form_value(form, "aggregateItems"), "1");
}

static void save_as_somebody_else(struct desk *desk, const char *name, int items) {
    struct profile old, now;
    struct err err = {0};
    world_ok(entity_profile.load(desk->hq, "Async", &old, &err), &err);
    now = old;
    if (name) text_copy(now.name, sizeof now.name, name);
    now.aggregateItems = items;
    world_ok(record_save(&entity_profile, desk->hq, &old, &now, "ola", &err), &err);
}

static void two_changes_of_one_field_are_chosen_between(void **state) {
    struct desk *desk = *state;
    press(desk, "F2");
    type(desk, " mine");
    press(desk, "Tab Space");
    save_as_somebody_else(desk, "Async theirs", 0);
    press(desk, "C-s");
    assert_seen(desk, "Changed by another user");
    assert_seen(desk, "   stay?"); /* the question is whole on 80 columns */
    assert_seen(desk, "Async mine");
    assert_seen(desk, "Async theirs");
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 0); /* nothing was written */
    press(desk, "Right Down Enter");
    assert_seen(desk, "Async was saved.");
    assert_string_equal(form_value(app_form(desk->app), "name"), "Async theirs");
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 1); /* mine, which nobody else changed */
}

static void changes_of_different_fields_need_no_question(void **state) {
    struct desk *desk = *state;
    press(desk, "F2");
    type(desk, " mine");
    save_as_somebody_else(desk, NULL, 1);
    press(desk, "C-s");
    assert_string_equal(form_value(app_form(desk->app), "name"), "Async mine");
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 1);
}

static void deleting_asks_and_the_answer_no_comes_first(void **state) {
    struct desk *desk = *state;
    press(desk, "F6");
    type(desk, "Gone");
    press(desk, "C-s Esc");
    assert_selected(desk, "Gone");
    press(desk, "Del");
    assert_seen(desk, "Delete this record?");
    press(desk, "Enter");
    assert_seen(desk, "Gone");
    press(desk, "d d");
    type(desk, "y");
    assert_seen(desk, "Gone was deleted.");
}

static void deleting_is_refused_while_a_store_refers_to_it(void **state) {
    struct desk *desk = *state;
    press(desk, "Del");
    type(desk, "y");
    assert_seen(desk, "cannot be deleted");
    assert_seen(desk, "Async : Async");
}

static void nothing_can_be_changed_when_read_only(void **state) {
    struct desk *desk = *state;
    desk->app->read_only = true;
    press(desk, "F2");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
    assert_seen(desk, "was started with --readonly");
    press(desk, "F6");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
}

static void a_change_by_others_is_shown_but_not_under_the_typist(void **state) {
    struct desk *desk = *state;
    save_as_somebody_else(desk, "Fresh name", 0);
    app_files_changed(desk->app);
    desk_draw(desk);
    assert_seen(desk, "Async : Fresh name");
    press(desk, "F2");
    type(desk, "!");
    save_as_somebody_else(desk, "Fresher name", 0);
    app_files_changed(desk->app);
    desk_draw(desk);
    assert_seen(desk, "Fresh name!");
}

static void a_grid_opens_its_record_and_goes_back_to_it(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "grid", NULL);
    desk_draw(desk);
    press(desk, "Down Enter");
    assert_seen(desk, "Sync : Sync");
    assert_not_seen(desk, "/ Filter");
    press(desk, "K");
    assert_seen(desk, "Async : Async");
    press(desk, "Esc");
    assert_seen(desk, "/ Filter");
    assert_selected(desk, "Async");
    press(desk, "Esc");
    assert_string_equal(app_page_id(desk->app), "profiles");
    app_open_page(desk->app, "grid", "Sync");
    desk_draw(desk);
    assert_seen(desk, "Sync : Sync");
}

static void fasttabs_fold_and_are_counted(void **state) {
    struct desk *desk = *state;
    press(desk, "Enter 1 Space");
    assert_not_seen(desk, "Aggregate products");
    press(desk, "Space");
    assert_seen(desk, "Aggregate products");
    press(desk, "Space F2 Tab"); /* walking into a folded FastTab opens it */
    assert_seen(desk, "Aggregate products");
}

static void a_dialog_checks_answers_and_stays(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "sign", NULL);
    desk_draw(desk);
    press(desk, "F8");
    assert_int_equal(oks, 0);
    assert_seen(desk, "Field 'Given name' must be filled in"); /* as it is called here */
    type(desk, "Kari Nordmann");                               /* longer than five */
    assert_string_equal(app_form(desk->app)->edit.text, "Kari ");
    assert_seen(desk, "takes 5 characters at most"); /* not cut in silence */
    press(desk, "Enter");                            /* the next field, never OK */
    assert_int_equal(oks, 0);
    type(desk, "bad");
    press(desk, "Enter Enter");
    assert_int_equal(oks, 1);
    assert_int_equal(app_form(desk->app)->focus.index, 1);
    press(desk, "C-u");
    type(desk, "a@b.no");
    press(desk, "S-Tab C-x 8");
    assert_int_equal(oks, 2);
    assert_seen(desk, "C-000001");
    assert_int_equal(form_next_error(app_form(desk->app), 0, 1), -1); /* emptied for the next one */
    press(desk, "Esc");
    assert_string_equal(app_page_id(desk->app), "profiles");
}

static void a_field_for_several_names_takes_one_in_and_keeps_the_others(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "pick", NULL);
    type(desk, "Zulu");
    press(desk, "F4");
    assert_not_seen(desk, "✓"); /* it is in no list of choices */
    assert_seen(desk, "Put in");
    press(desk, "Down Enter");
    assert_string_equal(form_value(app_form(desk->app), "Profiles"), "Sync, Zulu");
    press(desk, "F4 Enter");
    assert_string_equal(form_value(app_form(desk->app), "Profiles"), "Async, Sync, Zulu");
    press(desk, "F4");
    assert_seen(desk, "✓ Async");
    assert_seen(desk, "Take out");
    press(desk, "Down Enter");
    assert_string_equal(form_value(app_form(desk->app), "Profiles"), "Async, Zulu");
}

/* ":qa" and Discard went to the menu. */
static void leaving_goes_on_after_changes_were_thrown_away(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Tab Space");
    app_open_page(desk->app, "sign", NULL);
    type(desk, "Kari");
    app_quit(desk->app);
    desk_draw(desk);
    assert_seen(desk, "Throw it away?");
    type(desk, "d");
    assert_seen(desk, "Do you want to save your changes?"); /* the next one */
    assert_false(desk->app->ui->leaving);
    type(desk, "d");
    assert_true(desk->app->ui->leaving);
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 0);
}

static void keep_editing_forgets_that_one_wanted_to_leave(void **state) {
    struct desk *desk = *state;
    press(desk, "F2 Tab Space");
    app_quit(desk->app);
    desk_draw(desk);
    press(desk, "Esc"); /* keep editing */
    press(desk, "Tab F3");
    type(desk, "d");
    assert_false(desk->app->ui->leaving);
    press(desk, "F2 S-Tab Space");
    app_quit(desk->app);
    desk_draw(desk);
    type(desk, "s"); /* save */
    assert_int_equal(stored(desk, ITEMS_OF_ASYNC), 1);
    assert_true(desk->app->ui->leaving);
}

/* Typing "sy" offered Async before Sync: it is in the middle of the one and begins the other. */
static void a_lookup_offers_first_what_begins_like_that(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "pick", NULL);
    press(desk, "F4");
    type(desk, "sy");
    assert_seen(desk, "Async");
    press(desk, "Enter");
    assert_string_equal(form_value(app_form(desk->app), "Profiles"), "Sync");
}

static void a_pasted_line_end_never_saves(void **state) {
    struct desk *desk = *state;
    press(desk, "F2");
    app_key(desk->app, (struct key){.code = KEY_CODE_PASTE_BEGIN});
    type(desk, " a");
    press(desk, "Enter C-s F3");
    type(desk, "b");
    app_key(desk->app, (struct key){.code = KEY_CODE_PASTE_END});
    desk_draw(desk);
    assert_string_equal(app_form(desk->app)->edit.text, "Async a b");
    assert_true(app_form(desk->app)->editing);
}

static void two_hundred_keys_at_once_are_what_slow_typing_is(void **state) {
    struct desk *desk = *state;
    char name[61] = "";
    press(desk, "F2 C-u");
    for (int i = 0; i < 200; i++) {
        struct key key = {.code = (uint32_t)('a' + i % 26)};
        app_key(desk->app, key);
        if (i < 60) name[i] = (char)key.code;
    }
    press(desk, "C-s");
    assert_string_equal(form_value(app_form(desk->app), "name"), name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(view_mode_comes_first_and_letters_are_commands),
        TEST(the_details_follow_the_list),
        TEST(a_change_is_saved_and_seen),
        TEST(the_key_cannot_be_changed_after_the_first_save),
        TEST(leaving_with_changes_lists_old_and_new),
        TEST(quitting_with_changes_asks_too),
        TEST(a_price_is_named_before_it_is_paid),
        TEST(an_invalid_value_stays_and_the_cursor_is_free),
        TEST(typed_text_survives_a_resize),
        TEST(undo_and_redo_walk_over_fields),
        TEST(two_changes_of_one_field_are_chosen_between),
        TEST(changes_of_different_fields_need_no_question),
        TEST(deleting_asks_and_the_answer_no_comes_first),
        TEST(deleting_is_refused_while_a_store_refers_to_it),
        TEST(nothing_can_be_changed_when_read_only),
        TEST(a_change_by_others_is_shown_but_not_under_the_typist),
        TEST(a_grid_opens_its_record_and_goes_back_to_it),
        TEST(fasttabs_fold_and_are_counted),
        TEST(a_dialog_checks_answers_and_stays),
        TEST(a_field_for_several_names_takes_one_in_and_keeps_the_others),
        TEST(leaving_goes_on_after_changes_were_thrown_away),
        TEST(keep_editing_forgets_that_one_wanted_to_leave),
        TEST(a_lookup_offers_first_what_begins_like_that),
        TEST(a_pasted_line_end_never_saves),
        TEST(two_hundred_keys_at_once_are_what_slow_typing_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
