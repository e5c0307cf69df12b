/* SPDX-License-Identifier: MIT */
/* Show scripts: what a line says, what content may not say, and the player in the real engine with the real pages. */

#include "support/show_desk.h"

#include "model/trainer/guide_priv.h"
#include "tui/coach.h"
#include "tui/coach_priv.h"
#include "tui/page_names.h"

extern const struct embedded_file embedded_guides[]; /* made from data/guides */

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static void lines_are_commands_in_the_order_of_the_file(void **state) {
    (void)state;
    struct err err = {0};
    struct guide *guide = NULL;
    struct show *show = NULL;
    check_ok(guide_open(&guide, GUIDE_ID, "en", &err), &err);
    check_ok(show_open(&show, guide, "async-off", &err), &err);
    assert_int_equal(show->count, 6);
    assert_int_equal(show->commands[0].what, SHOW_OPEN);
    assert_string_equal(show->commands[0].word, "functionality-profiles");
    assert_string_equal(show->commands[0].rest, "{profile}");
    assert_int_equal(show->commands[1].what, SHOW_EDIT);
    assert_int_equal(show->commands[2].what, SHOW_FIELD);
    assert_string_equal(show->commands[2].word, "CreateAsyncCustomers");
    assert_int_equal(show->commands[3].what, SHOW_TYPE);
    assert_string_equal(show->commands[3].rest, "No");
    assert_int_equal(show->commands[4].what, SHOW_SAVE);
    assert_int_equal(show->commands[5].what, SHOW_ANSWER);
    show_free(&show);
    guide_free(&guide);
}

/* The guide with another line in place of `show-5 = save` of assign-profile. */
static enum err_code open_planted(struct guide **guide, const char *line, char **text,
                                  struct embedded_file files[5], struct err *err) {
    static const char *const suffixes[] = {"en.ini", "ini", "nb.ini", "sql"};
    static const char part[] = "show-4 = \"type {profile}\"";
    for (int i = 0; i < 4; i++) files[i] = *guide_file(embedded_guides, GUIDE_ID, suffixes[i]);
    files[4] = (struct embedded_file){0};
    const char *at = strstr(files[1].text, part);
    assert_non_null(at);
    size_t size = files[1].size + strlen(line) + 32;
    *text = malloc(size);
    assert_non_null(*text);
    snprintf(*text, size, "%.*sshow-4 = \"%s\"%s", (int)(at - files[1].text), files[1].text, line,
             at + strlen(part));
    files[1].text = *text;
    files[1].size = strlen(*text);
    return guide_open_from(files, guide, GUIDE_ID, "en", err);
}

static void what_a_line_may_not_say_is_refused_by_name(void **state) {
    static const struct {
        const char *line, *complaint;
    } faults[] = {
        {"fly away", "no such show command: fly away"},
        {"edit now", "wrong words behind it: edit now"},
        {"field", "wrong words behind it: field"},
        {"field Name Size", "wrong words behind it: field Name Size"},
        {"answer maybe", "wrong words behind it: answer maybe"},
        {"open", "wrong words behind it: open"},
        {"open online-shops", "without its page: open online-shops"},
        {"open customers @nobody", "without its query: open customers @nobody"},
        {"field CreateAsyncCustomers", "without its field: field CreateAsyncCustomers"},
        {"action run-nowhere", "without its action: action run-nowhere"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct embedded_file files[5];
        struct err err = {0};
        struct guide *guide = NULL;
        char *text = NULL;
        check_ok(open_planted(&guide, faults[i].line, &text, files, &err), &err);
        enum err_code code = show_check(guide, "assign-profile", &page_names, &err);
        if (code == ERR_OK) fail_msg("accepted: %s", faults[i].line);
        assert_int_equal(err.reason, REASON_GUIDE_CONTENT);
        if (!strstr(err.detail, faults[i].complaint))
            fail_msg("'%s' does not say '%s'", err.detail, faults[i].complaint);
        guide_free(&guide);
        free(text);
    }
}

static void behind_an_action_any_page_may_be_in_front(void **state) {
    (void)state;
    static const char *const well[] = {"action history", "action delete", "field Name", "type",
                                       "type a b  c"};
    for (size_t i = 0; i < sizeof well / sizeof well[0]; i++) {
        struct embedded_file files[5];
        struct err err = {0};
        struct guide *guide = NULL;
        char *text = NULL;
        check_ok(open_planted(&guide, well[i], &text, files, &err), &err);
        check_ok(show_check(guide, "assign-profile", &page_names, &err), &err);
        guide_free(&guide);
        free(text);
    }
}

/* ---- playing ------------------------------------------------------------------------------------------------------ */

struct desk {
    struct world world;
    struct app *app;
    struct canvas canvas;
};

static const struct side *const sides[] = {&side_coach, &side_show, NULL};

static void open_app(struct desk *desk) {
    struct err err = {0};
    if (!desk->world.company)
        check_ok(company_open(&desk->world.company, desk->world.folder, &desk->world.settings,
                              false, COMPANY_FOR_SCREENS, &err),
                 &err);
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

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return 1;
    i18n_init("en");
    world_init(&desk->world, "en");
    desk->world.settings.tui_show_pace_ms = 0;
    canvas_init(&desk->canvas, 24, 80, false);
    open_app(desk);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    struct err err = {0};
    app_free(&desk->app);
    canvas_release(&desk->canvas);
    guide_free(&desk->world.guide);
    check_ok(company_delete(desk->world.folder, &err), &err);
    free(desk);
    return 0;
}

static void draw(struct desk *desk) {
    loop_draw(desk->app, &desk->canvas);
}

static void turn(struct desk *desk) {
    loop_turn(desk->app, &desk->canvas);
}

static void settle(struct desk *desk) {
    const struct coach *coach = app_side_state(desk->app, &side_coach);
    const struct show_player *player = app_side_state(desk->app, &side_show);
    for (int i = 0; i < 4000; i++) {
        turn(desk);
        bool looks = coach->looking || coach->look_wanted;
        if (!looks && !app_job_running(desk->app) && player->phase == SHOW_IDLE) break;
    }
    assert_false(show_is_playing(desk->app));
    draw(desk);
}

static void until_playing(struct desk *desk) {
    for (int i = 0; i < 2000 && !show_is_playing(desk->app); i++) turn(desk);
    assert_true(show_is_playing(desk->app));
}

static void press(struct desk *desk, const char *keys) {
    char one[16];
    while (*keys) {
        struct key key;
        size_t len = strcspn(keys, " ");
        snprintf(one, sizeof one, "%.*s", (int)len, keys);
        if (!key_parse(one, &key)) fail_msg("'%s' is no key", one);
        app_key(desk->app, key);
        draw(desk);
        keys += len + strspn(keys + len, " ");
    }
}

static bool is_shown(const struct desk *desk, const char *text) {
    return canvas_shows(&desk->canvas, text);
}

static void assert_shown(const struct desk *desk, const char *text) {
    char row[2000];
    if (is_shown(desk, text)) return;
    for (int i = 0; i < desk->canvas.rows; i++) {
        canvas_row_text(&desk->canvas, i, row, sizeof row);
        print_message("%s\n", row);
    }
    fail_msg("not on the screen: %s", text);
}

static void assert_said(const struct desk *desk, const char *text) {
    const struct message *message = app_message_at(desk->app, 0);
    if (!message || !strstr(message->text, text))
        fail_msg("'%s' does not say '%s'", message ? message->text : "", text);
}

static void begin(struct desk *desk) {
    coach_start(desk->app, GUIDE_ID, false);
    settle(desk);
    assert_string_equal(coach_guide(desk->app), GUIDE_ID);
}

static bool is_practising(const struct desk *desk) {
    const char *end = strstr(desk->app->company->folder, "/training/" GUIDE_ID);
    return end && strcmp(end, "/training/" GUIDE_ID) == 0;
}

/* Bytes of a file of the practice copy; the caller frees them. */
static char *read_copy(const struct desk *desk, const char *name, size_t *size) {
    char path[COMPANY_PATH_SIZE];
    snprintf(path, sizeof path, "%s/training/" GUIDE_ID "/%s", desk->world.folder, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, size);
    assert_non_null(out);
    for (int c; (c = fgetc(in)) != EOF;) fputc(c, out);
    fclose(out);
    fclose(in);
    return bytes;
}

static void each_step_is_played_and_the_trainees_copy_is_untouched_to_the_last_byte(void **state) {
    static const char *const files[] = {"headquarters.db", "channel-Default.db"};
    struct desk *desk = *state;
    char *before[2], *after[2];
    size_t size_before[2], size_after[2];
    begin(desk);
    app_free(&desk->app);
    for (int i = 0; i < 2; i++) before[i] = read_copy(desk, files[i], &size_before[i]);
    open_app(desk);
    begin(desk);
    for (int step = 1; step <= 11; step++) {
        char heading[32];
        snprintf(heading, sizeof heading, "Guide %d/11", step);
        assert_shown(desk, heading);
        press(desk, "g t m");
        settle(desk);
        assert_true(is_practising(desk));
        /* Nobody is home before the steps are done, so there is nobody to be opened. */
        assert_said(desk, step == 11 ? "open customers @reported-account" : "now it is your turn");
        assert_shown(desk, heading);
        press(desk, "g t n");
    }
    app_free(&desk->app);
    for (int i = 0; i < 2; i++) {
        after[i] = read_copy(desk, files[i], &size_after[i]);
        assert_int_equal(size_after[i], size_before[i]);
        assert_memory_equal(after[i], before[i], size_before[i]);
        free(before[i]);
        free(after[i]);
    }
    open_app(desk);
}

static void the_console_is_back_on_page_record_and_field(void **state) {
    struct desk *desk = *state;
    begin(desk);
    app_open_page(desk->app, "customers", NULL);
    app_open_page(desk->app, "functionality-profiles", "Fabrikam");
    press(desk, "Enter Down Down");
    struct form_stop focus = app_form(desk->app)->focus;
    press(desk, "g t n g t n g t m");
    settle(desk);
    assert_string_equal(app_page_id(desk->app), "functionality-profiles");
    assert_string_equal(app_record_key(desk->app), "Fabrikam");
    assert_int_equal(app_form(desk->app)->focus.kind, focus.kind);
    assert_int_equal(app_form(desk->app)->focus.index, focus.index);
    press(desk, "F3 F3");
    assert_string_equal(app_page_id(desk->app), "customers");
    press(desk, "F3");
    assert_string_equal(app_page_id(desk->app), "");
}

static void nothing_of_the_copy_stays(void **state) {
    struct desk *desk = *state;
    char copy[COMPANY_PATH_SIZE + 32];
    begin(desk);
    press(desk, "g t m");
    settle(desk);
    snprintf(copy, sizeof copy, "%s/training", desk->app->company->folder);
    for (int i = 0; i < 500 && access(copy, F_OK) == 0; i++) turn(desk);
    assert_int_equal(access(copy, F_OK), -1);
}

static void any_key_stops_and_space_pauses(void **state) {
    struct desk *desk = *state;
    begin(desk);
    desk->world.settings.tui_show_pace_ms = 10000;
    press(desk, "g t n g t n g t m");
    until_playing(desk);
    for (int i = 0; i < 5; i++) turn(desk);
    assert_shown(desk, "Show me 1/6");
    assert_shown(desk, "Go to: Functionality profiles : Online");
    assert_false(is_practising(desk));
    press(desk, "Space");
    assert_shown(desk, "Paused.");
    assert_true(app_next_tick_ms(desk->app) < 0 || app_next_tick_ms(desk->app) > 1000);
    press(desk, "Space");
    assert_false(is_shown(desk, "Paused."));
    press(desk, "x");
    settle(desk);
    assert_true(is_practising(desk));
    assert_shown(desk, "Stopped. Everything is as it was.");
    assert_shown(desk, "Guide 3/11");
}

static void what_is_unsaved_is_not_put_at_risk(void **state) {
    struct desk *desk = *state;
    begin(desk);
    app_open_page(desk->app, "functionality-profiles", "Fabrikam");
    press(desk, "F2 X C-x g m");
    assert_shown(desk, "Save or discard first");
    settle(desk);
    assert_true(is_practising(desk));
    assert_true(form_is_dirty(app_form(desk->app)));
    press(desk, "F3 Right Enter"); /* Discard */
    assert_false(form_is_dirty(app_form(desk->app)));
}

static void a_line_that_cannot_be_performed_is_named(void **state) {
    static const struct {
        const char *line, *why;
    } faults[] = {
        {"field aggregateItems", "has no field aggregateItems"},
        {"field PublishStatus", "cannot be changed now"},
        {"action run-now", "has no action run-now"},
        {"answer yes", ""}, /* a question that is not asked need not be answered */
        {"ok", "No dialog is in front"},
        {"open customers 987654321", "987654321 is not in the list"},
        {"type 12345678901234567890", "does not fit"},
    };
    struct desk *desk = *state;
    begin(desk);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct embedded_file files[5];
        struct err err = {0};
        struct guide *guide = NULL;
        char *text = NULL;
        const struct coach *coach = app_side_state(desk->app, &side_coach);
        check_ok(open_planted(&guide, faults[i].line, &text, files, &err), &err);
        const struct show_request request = {.take_content = guide,
                                             .session = coach->session,
                                             .section = "assign-profile",
                                             .title = "Assign the profile"};
        assert_true(show_start(desk->app, &request));
        settle(desk);
        assert_true(is_practising(desk));
        assert_said(desk, *faults[i].why ? faults[i].line : "now it is your turn");
        assert_said(desk, faults[i].why);
        free(text);
    }
}

static void a_step_is_done_for_the_trainee_after_asking(void **state) {
    struct desk *desk = *state;
    begin(desk);
    const struct coach *coach = app_side_state(desk->app, &side_coach);
    press(desk, "g t n g t n g t d");
    assert_shown(desk, "Step 3: Set Create customer");
    press(desk, "n");
    settle(desk);
    assert_false(coach->verdicts[2].done);
    press(desk, "g t d y");
    settle(desk);
    settle(desk);
    assert_true(coach->verdicts[2].done);
    assert_shown(desk, "Done for you: profile Online has No");
    assert_int_equal(coach->session.helped, 1 << 2);
    assert_true(coach->session.assisted);
    press(desk, "g t d");
    assert_shown(desk, "Step 3 is done already");
    coach_leave(desk->app);
    settle(desk);
    begin(desk); /* it is remembered */
    assert_int_equal(coach->session.helped, 1 << 2);
}

/* What a killed console left is in nobody's way. */
static void a_copy_that_was_left_behind_is_replaced(void **state) {
    struct desk *desk = *state;
    struct err err = {0};
    struct company *company = NULL;
    char copy[COMPANY_PATH_SIZE + 32];
    begin(desk);
    snprintf(copy, sizeof copy, "%s/training/show", desk->app->company->folder);
    check_ok(company_open(&company, desk->app->company->folder, &desk->world.settings, false,
                          COMPANY_FOR_WORK, &err),
             &err);
    check_ok(company_copy(company, copy, &err), &err);
    company_close(&company);
    press(desk, "g t m");
    settle(desk);
    assert_shown(desk, "now it is your turn");
}

/* Two consoles on one practice copy. */
static void what_another_console_shows_is_not_taken_from_it(void **state) {
    struct desk *desk = *state;
    struct err err = {0};
    char copy[COMPANY_PATH_SIZE + 32];
    begin(desk);
    snprintf(copy, sizeof copy, "%s/training/show", desk->app->company->folder);
    check_ok(company_copy(desk->app->company, copy, &err), &err);
    int hold = show_copy_hold(copy);
    assert_true(hold >= 0);
    press(desk, "g t m");
    settle(desk);
    assert_said(desk, "Another console is showing something here.");
    assert_int_equal(access(copy, F_OK), 0);
    show_copy_let_go(&hold);
    press(desk, "g t m");
    settle(desk);
    assert_said(desk, "now it is your turn");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_commands_in_the_order_of_the_file),
        cmocka_unit_test(what_a_line_may_not_say_is_refused_by_name),
        cmocka_unit_test(behind_an_action_any_page_may_be_in_front),
        TEST(each_step_is_played_and_the_trainees_copy_is_untouched_to_the_last_byte),
        TEST(the_console_is_back_on_page_record_and_field),
        TEST(nothing_of_the_copy_stays),
        TEST(any_key_stops_and_space_pauses),
        TEST(what_is_unsaved_is_not_put_at_risk),
        TEST(a_line_that_cannot_be_performed_is_named),
        TEST(a_step_is_done_for_the_trainee_after_asking),
        TEST(a_copy_that_was_left_behind_is_replaced),
        TEST(what_another_console_shows_is_not_taken_from_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
