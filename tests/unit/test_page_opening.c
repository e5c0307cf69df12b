/* SPDX-License-Identifier: MIT */
/* How pages are opened for something: a dialog for a record, a list with a scope, the one record of a parameter page. */
#include "support/desk.h"

/* ---- pages ------------------------------------------------------------------------------------------------------- */

static enum err_code batch_load(struct app *app, const char *key, struct form *form,
                                struct err *err) {
    (void)app;
    (void)err;
    form_set_value(form, "Job", key ? key : "");
    form_set_value(form, "Every", "5");
    return ERR_OK;
}

static void batch_text(struct app *app, const char *key, struct reader *out) {
    (void)app;
    reader_text(out, key ? key : "for everything");
}

static enum err_code batch_ok(struct app *app, struct form *form, struct err *err) {
    (void)form;
    (void)err;
    world_exec(app->db, "UPDATE RetailOnlineChannelFunctionalityProfileTable SET name = 'By OK'"
                        " WHERE profileId = 'Async'");
    app_close_page(app);
    return ERR_OK;
}

static const struct field batch_fields[] = {
    {.key = "Job", .label = "Job", .cols = 10, .read_only = true},
    {.key = "Every", .label = "Every", .cols = 5},
    {.key = "Private", .label = "Private", .kind = FIELD_YESNO},
    {0},
};
static const struct page page_batch = {.id = "batch",
                                       .title = "Create batch job",
                                       .pattern = DIALOG,
                                       .fields = batch_fields,
                                       .load = batch_load,
                                       .text = batch_text,
                                       .ok = batch_ok};

/* Sessions of two jobs; the scope is the job. */
static const char *const sessions[][2] = {{"1", "P-0001"}, {"2", "1010"}, {"3", "P-0001"}};

static enum err_code list_sessions(struct app *app, const struct list_request *request,
                                   struct rowset *rows, struct err *err) {
    (void)app;
    (void)err;
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++) {
        if (request->scope && strcmp(request->scope, sessions[i][1]) != 0) continue;
        if (request->filter && !strstr(sessions[i][1], request->filter)) continue;
        rowset_add(rows, sessions[i][0]);
        rowset_set(rows, 0, sessions[i][0]);
        rowset_set(rows, 1, sessions[i][1]);
    }
    return ERR_OK;
}

static bool never(struct app *app, const char *key) {
    (void)app;
    (void)key;
    return false;
}

static void explain(struct app *app, const char *key, char *buf, size_t size) {
    (void)app;
    snprintf(buf, size, "Session %s was applied already.", key);
}

static char marked[64];
static enum next take_marked(struct app *app, const char *key) {
    const char *mark;
    size_t used = 0;
    text_copy(marked, sizeof marked, key);
    for (int i = 0; (mark = app_marked(app, i)) != NULL; i++) {
        used += (size_t)snprintf(marked + used, sizeof marked - used, "%s", mark);
    }
    return NEXT_STAY;
}

static const struct action session_actions[] = {
    {.id = "rerun", .label = "Rerun", .bound = ACTION_RUN, .enabled = never, .explain = explain},
    {.id = "stop", .label = "Stop", .enabled = never, .why_not = "It has ended already."},
    {.id = "take", .label = "Take", .bound = ACTION_DETAILS, .run = take_marked},
    {0},
};
static const struct column session_columns[] = {
    {.label = "Session", .cols = 8}, {.label = "Job", .cols = 10, .weight = 1}, {0}};
static const struct page page_sessions = {.id = "sessions",
                                          .title = "Upload sessions",
                                          .pattern = LIST,
                                          .columns = session_columns,
                                          .actions = session_actions,
                                          .can_mark = true,
                                          .list = list_sessions};

static const struct column profile_columns[] = {{.label = "Profile", .cols = 10}, {0}};
static const struct field profile_fields[] = {
    {.key = "profileId", .label = "Profile"},
    {.key = "name", .label = "Description", .cols = 30},
    {.tab = "Cart"},
    {.key = "aggregateItems", .label = "Aggregate products", .kind = FIELD_YESNO},
    {.tab = "Customers"},
    {.key = "CreateAsyncCustomers", .label = "In async mode", .kind = FIELD_YESNO},
    {0},
};
static const struct page page_profiles = {.id = "profiles",
                                          .title = "Profiles",
                                          .pattern = SIMPLE_LIST_AND_DETAILS,
                                          .columns = profile_columns,
                                          .fields = profile_fields,
                                          .entity = &entity_profile,
                                          .can_edit = true,
                                          .has_history = true,
                                          .name_key = "name"};
static const struct field tall_fields[] = {
    {.tab = "General"},
    {.key = "name", .label = "Description", .cols = 30},
    {.tab = "Cart"},
    {.key = "aggregateItems", .label = "Aggregate products", .kind = FIELD_YESNO},
    {.tab = "Customers"},
    {.key = "CreateAsyncCustomers", .label = "In async mode", .kind = FIELD_YESNO},
    {0},
};
static const struct page page_parameters = {.id = "parameters",
                                            .title = "Commerce parameters",
                                            .pattern = TABLE_OF_CONTENTS,
                                            .fields = profile_fields,
                                            .entity = &entity_profile,
                                            .can_edit = true,
                                            .has_history = true,
                                            .single_key = "Async"};

static const struct page *const pages[] = {&page_profiles, &page_batch, &page_sessions,
                                           &page_parameters, NULL};

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    desk_open(desk, pages, NULL, 24, 80);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    desk_close(desk);
    free(desk);
    return 0;
}

static void open_at(struct desk *desk, const char *page, const char *key) {
    app_open_page(desk->app, page, key);
    desk_draw(desk);
}

/* ---- dialogs ----------------------------------------------------------------------------------------------------- */

static void a_dialog_opens_for_the_record_the_cursor_was_on(void **state) {
    struct desk *desk = *state;
    open_at(desk, "batch", "1010");
    assert_string_equal(form_value(app_form(desk->app), "Job"), "1010");
    assert_string_equal(app_record_key(desk->app), "1010");
    assert_seen(desk, "1010");
    press(desk, "Esc");
    open_at(desk, "batch", NULL);
    assert_string_equal(form_value(app_form(desk->app), "Job"), "");
    assert_null(app_record_key(desk->app));
    assert_seen(desk, "for everything");
}

static void a_dialog_asked_for_another_record_follows_unless_something_was_typed(void **state) {
    struct desk *desk = *state;
    open_at(desk, "batch", "1010");
    open_at(desk, "batch", "1070");
    assert_string_equal(form_value(app_form(desk->app), "Job"), "1070");
    type(desk, "0");
    open_at(desk, "batch", "P-0001");
    assert_string_equal(form_value(app_form(desk->app), "Job"), "1070");
    assert_seen(desk, "is still open with what you typed");
}

static void ok_closes_and_the_page_below_shows_what_was_done(void **state) {
    struct desk *desk = *state;
    open_at(desk, "profiles", NULL);
    assert_seen(desk, "Async : Async");
    open_at(desk, "batch", "1010");
    type(desk, "0");
    press(desk, "F8");
    assert_string_equal(app_page_id(desk->app), "profiles");
    assert_seen(desk, "Async : By OK");
}

static void escape_in_a_dialog_asks_only_when_something_was_typed(void **state) {
    struct desk *desk = *state;
    open_at(desk, "batch", "1010");
    press(desk, "Down Space Esc"); /* a switch is no work */
    assert_string_equal(app_page_id(desk->app), "");
    open_at(desk, "batch", "1010");
    type(desk, "0");
    press(desk, "Esc");
    assert_seen(desk, "Throw it away?");
    assert_seen(desk, "5 → 50");
    press(desk, "Esc"); /* keep editing */
    assert_string_equal(app_page_id(desk->app), "batch");
    assert_string_equal(app_form(desk->app)->edit.text, "50");
    press(desk, "Esc");
    type(desk, "d"); /* discard */
    assert_string_equal(app_page_id(desk->app), "");
}

static void the_cancel_button_asks_nothing(void **state) {
    struct desk *desk = *state;
    open_at(desk, "batch", "1010");
    type(desk, "0");
    press(desk, "Tab Tab Tab Enter");
    assert_string_equal(app_page_id(desk->app), "");
}

/* ---- scope ------------------------------------------------------------------------------------------------------- */

static void a_list_opened_for_something_says_so_and_shows_only_that(void **state) {
    struct desk *desk = *state;
    app_open_page_scoped(desk->app, "sessions", NULL, "P-0001", "P-0001");
    desk_draw(desk);
    assert_seen(desk, "Upload sessions: P-0001");
    assert_not_seen(desk, "1010");
    press(desk, "Esc");
    assert_string_equal(app_page_id(desk->app), "");
}

static void show_all_takes_the_scope_off(void **state) {
    struct desk *desk = *state;
    app_open_page_scoped(desk->app, "sessions", "3", "P-0001", "Pull from Default");
    desk_draw(desk);
    assert_seen(desk, "Upload sessions: Pull from Default");
    assert_string_equal(app_record_key(desk->app), "3");
    press(desk, "a");
    assert_seen(desk, "Show all");
    press(desk, "Esc g a");
    assert_not_seen(desk, "Upload sessions:");
    assert_seen(desk, "1010");
    press(desk, "g a");
    assert_seen(desk, "The list shows all records already.");
}

static void opening_the_list_from_the_menu_shows_all_again(void **state) {
    struct desk *desk = *state;
    app_open_page_scoped(desk->app, "sessions", NULL, "P-0001", NULL);
    open_at(desk, "profiles", NULL);
    open_at(desk, "sessions", NULL);
    assert_string_equal(app_scope(desk->app), "");
    assert_seen(desk, "1010");
}

static void an_empty_scope_does_not_say_that_nothing_exists(void **state) {
    struct desk *desk = *state;
    app_open_page_scoped(desk->app, "sessions", NULL, "1070", NULL);
    desk_draw(desk);
    assert_seen(desk, "There is nothing here for this choice.");
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

static void marked_rows_stay_marked_through_filter_and_refresh(void **state) {
    struct desk *desk = *state;
    open_at(desk, "sessions", NULL);
    assert_seen(desk, "Space Mark");
    press(desk, "Space");
    assert_seen(desk, "1 marked");
    assert_seen(desk, "✓");
    press(desk, "/");
    type(desk, "1010");
    press(desk, "Enter");
    assert_seen(desk, "1 marked");
    press(desk, "Space F5 D");
    assert_string_equal(marked, "12");
    press(desk, "Esc \\");
    assert_not_seen(desk, "marked");
    press(desk, "D"); /* nothing marked: the row under the cursor */
    assert_string_equal(marked, "2");
}

static void mark_all_takes_what_the_filter_leaves(void **state) {
    struct desk *desk = *state;
    open_at(desk, "sessions", NULL);
    press(desk, "/");
    type(desk, "P-");
    press(desk, "Enter * D");
    assert_string_equal(marked, "13");
    press(desk, "\\ \\");
    assert_seen(desk, "No row is marked.");
}

static void marking_moves_on_so_that_many_are_marked_by_one_key(void **state) {
    struct desk *desk = *state;
    open_at(desk, "sessions", NULL);
    press(desk, "Space Space Up Space D"); /* 1, 2, and 2 again: off */
    assert_string_equal(marked, "1");
}

static void rows_of_other_pages_cannot_be_marked(void **state) {
    struct desk *desk = *state;
    open_at(desk, "profiles", NULL);
    press(desk, "*");
    assert_seen(desk, "Rows of this page cannot be marked.");
}

/* ---- why not ----------------------------------------------------------------------------------------------------- */

static void a_command_that_is_off_says_why(void **state) {
    struct desk *desk = *state;
    open_at(desk, "sessions", NULL);
    press(desk, "F8");
    assert_seen(desk, "Session 1 was applied already.");
    press(desk, "a Down Enter");
    assert_seen(desk, "It has ended already.");
    press(desk, "Esc F6");
    assert_seen(desk, "New records are not made on this page.");
    press(desk, "F2");
    assert_seen(desk, "Nothing on this page can be changed.");
    press(desk, "Del");
    assert_seen(desk, "Records of this page cannot be deleted.");
}

static void the_engines_own_keys_say_why(void **state) {
    struct desk *desk = *state;
    open_at(desk, "profiles", NULL);
    press(desk, "C-s");
    assert_seen(desk, "Nothing is being edited.");
    press(desk, "/");
    type(desk, "zzz");
    press(desk, "Enter F2");
    assert_seen(desk, "needs a record, and the list is empty");
    press(desk, "Esc F8");
    assert_seen(desk, "There is nothing to run on this page.");
    desk->app->read_only = true;
    press(desk, "F2");
    assert_seen(desk, "read");
}

/* ---- one record -------------------------------------------------------------------------------------------------- */

static void a_parameter_page_is_one_record_that_is_viewed_edited_and_saved(void **state) {
    struct desk *desk = *state;
    open_at(desk, "parameters", NULL);
    assert_seen(desk, "Commerce parameters");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
    assert_string_equal(form_value(app_form(desk->app), "profileId"), "Async");
    press(desk, "F6");
    assert_seen(desk, "New records are not made on this page.");
    press(desk, "F2");
    type(desk, "!");
    press(desk, "C-s");
    assert_seen(desk, "Commerce parameters was saved.");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
    assert_int_equal(world_int(desk->hq, "SELECT COUNT(*) FROM"
                                         " RetailOnlineChannelFunctionalityProfileTable"
                                         " WHERE profileId = 'Async' AND name = 'Async!'"),
                     1);
    press(desk, "a");
    assert_seen(desk, "Show changes");
    press(desk, "Esc F2");
    type(desk, "?");
    press(desk, "Esc");
    assert_seen(desk, "Do you want to save your changes?");
    type(desk, "d");
    press(desk, "Esc");
    assert_string_equal(app_page_id(desk->app), "");
}

static const struct page page_tall = {.id = "tall",
                                      .title = "Commerce scheduler parameters",
                                      .pattern = TABLE_OF_CONTENTS,
                                      .fields = tall_fields,
                                      .entity = &entity_profile,
                                      .can_edit = true,
                                      .single_key = "Async"};

static void tabs_stand_at_the_left_where_there_is_room(void **state) {
    (void)state;
    static const struct page *const only[] = {&page_tall, NULL};
    struct desk *desk = calloc(1, sizeof *desk);
    desk_open(desk, only, NULL, 24, 80);
    open_at(desk, "tall", NULL);
    assert_selected(desk, "General");
    assert_seen(desk, "Description");
    assert_not_seen(desk, "Aggregate products");
    press(desk, "Down");
    assert_selected(desk, "Cart");
    assert_seen(desk, "Aggregate products");
    assert_not_seen(desk, "Description");
    press(desk, "Right");
    assert_selected(desk, "Aggregate products");
    press(desk, "Down"); /* stays inside the tab */
    assert_selected(desk, "Aggregate products");
    press(desk, "Left 3");
    assert_selected(desk, "Customers");
    press(desk, "F2 Space"); /* into the tab that is shown */
    assert_seen(desk, "was Yes");
    press(desk, "S-Tab"); /* and over all of them while editing */
    assert_seen(desk, "Aggregate products");
    press(desk, "C-s");
    assert_seen(desk, "was saved");
    canvas_resize(&desk->canvas, 18, 60);
    app_resize(desk->app, 18, 60);
    desk_draw(desk);
    assert_seen(desk, "▾ Cart");
    desk_close(desk);
    free(desk);
}

static void the_changes_of_a_record_are_shown_by_one_line_in_the_page(void **state) {
    struct desk *desk = *state;
    open_at(desk, "profiles", NULL);
    press(desk, "F2");
    type(desk, "!");
    press(desk, "C-s a");
    assert_seen(desk, "Show changes");
    press(desk, "Enter");
    assert_seen(desk, "Async > Async!");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_dialog_opens_for_the_record_the_cursor_was_on),
        TEST(a_dialog_asked_for_another_record_follows_unless_something_was_typed),
        TEST(ok_closes_and_the_page_below_shows_what_was_done),
        TEST(escape_in_a_dialog_asks_only_when_something_was_typed),
        TEST(the_cancel_button_asks_nothing),
        TEST(a_list_opened_for_something_says_so_and_shows_only_that),
        TEST(show_all_takes_the_scope_off),
        TEST(opening_the_list_from_the_menu_shows_all_again),
        TEST(an_empty_scope_does_not_say_that_nothing_exists),
        TEST(marked_rows_stay_marked_through_filter_and_refresh),
        TEST(mark_all_takes_what_the_filter_leaves),
        TEST(marking_moves_on_so_that_many_are_marked_by_one_key),
        TEST(rows_of_other_pages_cannot_be_marked),
        TEST(a_command_that_is_off_says_why),
        TEST(the_engines_own_keys_say_why),
        TEST(a_parameter_page_is_one_record_that_is_viewed_edited_and_saved),
        TEST(tabs_stand_at_the_left_where_there_is_room),
        TEST(the_changes_of_a_record_are_shown_by_one_line_in_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
