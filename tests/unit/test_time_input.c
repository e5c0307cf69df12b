/* SPDX-License-Identifier: MIT */
/* Points in time as people type them: the local zone, the two odd hours of the year, nonsense, and a form with one. */
#include "support/desk.h"

#include <time.h>

#include "tui/time_input.h"

static void zone(const char *name) {
    setenv("TZ", name, 1);
    tzset();
}

static int setup(void **state) {
    (void)state;
    zone("Europe/Oslo");
    setenv("CHQ_TEST_CLOCK", "2026-11-22T20:15:42Z", 1); /* 21:15:42 in Oslo */
    return 0;
}

static int teardown(void **state) {
    (void)state;
    unsetenv("CHQ_TEST_CLOCK");
    zone("UTC");
    return 0;
}

/* What was typed, as it is shown afterwards; "!REASON" for a refusal. */
static const char *understood(const char *typed, char shown[40]) {
    struct err err;
    int64_t ms;
    err_clear(&err);
    if (time_input_parse("Start", typed, &ms, &err) != ERR_OK) {
        assert_int_equal(ms, 0);
        assert_string_equal(err.field, "Start");
        snprintf(shown, 40, "!%s", err_reason_name(err.reason));
    } else if (ms == 0) {
        text_copy(shown, 40, "none");
    } else {
        clock_format_datetime(ms, shown, 40);
    }
    return shown;
}

static void what_people_type_is_understood(void **state) {
    static const char *const cases[][2] = {
        {"2026-11-22 21:00", "2026-11-22 21:00:00"},
        {"  2026-11-22   21:00  ", "2026-11-22 21:00:00"},
        {"2026-11-22T21:00:05", "2026-11-22 21:00:05"},
        {"2026-1-2 7:05", "2026-01-02 07:05:00"},
        {"2026-11-22", "2026-11-22 00:00:00"},
        {"22.11.2026 21:00", "2026-11-22 21:00:00"},
        {"2.1.2026", "2026-01-02 00:00:00"},
        {"21:00", "2026-11-22 21:00:00"},
        {"0:00", "2026-11-22 00:00:00"},
        {"t", "2026-11-22 21:15:00"},
        {"T", "2026-11-22 21:15:00"},
        {"2028-02-29 00:00", "2028-02-29 00:00:00"},
        {"9999-12-31 23:59:59", "9999-12-31 23:59:59"},
        {"", "none"},
        {"   ", "none"},
        {"C", "none"},
        {"k", "none"},
    };
    char shown[40];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(understood(cases[i][0], shown), cases[i][1]);
    }
}

static void nonsense_is_refused_whole(void **state) {
    static const char *const cases[] = {
        "tomorrow",
        "24:00",
        "21:60",
        "21:00:60",
        "21",
        "2100",
        "2026",
        "1772442000000",
        "2026-13-01",
        "2026-02-29",
        "2026-00-10",
        "2026-11-00",
        "2026-11-31",
        "31.4.2026",
        "1969-12-31 23:59",
        "2026-11-22 21:00x",
        "2026-11-22x21:00",
        "99999-01-01",
        "-2026-01-01",
        "2026-11-22 -1:00",
        "2026-11-22 21:0",
        "2026-11-22.",
        "..",
        "::",
        "\xC3\x98",
        "2026-11-22 21:00'; DROP TABLE CustTable",
        ("22222222222222222222222222222222222222222222222222222222222222222222222222222222222222222"
         "22222222222222222222222222222222222222222222222222222222222222222222222222"),
    };
    char shown[40];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(understood(cases[i], shown), "!FIELD_NOT_TIME");
    }
}

static void the_hour_that_summer_time_leaves_out_does_not_exist(void **state) {
    char shown[40];
    (void)state;
    assert_string_equal(understood("2026-03-29 01:59", shown), "2026-03-29 01:59:00");
    assert_string_equal(understood("2026-03-29 02:00", shown), "!TIME_SKIPPED");
    assert_string_equal(understood("2026-03-29 02:30", shown), "!TIME_SKIPPED");
    assert_string_equal(understood("2026-03-29 03:00", shown), "2026-03-29 03:00:00");
    zone("America/Sao_Paulo"); /* put forward at midnight until 2018 */
    assert_string_equal(understood("2018-11-04", shown), "!TIME_SKIPPED");
}

static void the_hour_that_comes_twice_is_the_first_one(void **state) {
    int64_t ms, before;
    (void)state;
    assert_int_equal(time_input_parse("S", "2026-10-25 01:59", &before, NULL), ERR_OK);
    assert_int_equal(time_input_parse("S", "2026-10-25 02:30", &ms, NULL), ERR_OK);
    assert_int_equal(ms - before, 31 * 60000);
    zone("Europe/Dublin"); /* where winter is the odd one out */
    assert_int_equal(time_input_parse("S", "2026-10-25 00:59", &before, NULL), ERR_OK);
    assert_int_equal(time_input_parse("S", "2026-10-25 01:30", &ms, NULL), ERR_OK);
    assert_int_equal(ms - before, 31 * 60000);
}

static void what_was_not_changed_keeps_its_milliseconds(void **state) {
    char text[40], value[40];
    (void)state;
    time_input_text("1772442000123", text, sizeof text);
    assert_string_equal(text, "2026-03-02 10:00");
    time_input_store(text, "1772442000123", value, sizeof value);
    assert_string_equal(value, "1772442000123");
    time_input_store("2026-03-02 10:01", "1772442000123", value, sizeof value);
    assert_string_equal(value, "1772442060000");
    time_input_text("1772442005000", text, sizeof text);
    assert_string_equal(text, "2026-03-02 10:00:05");
    time_input_store("c", "1772442000123", value, sizeof value);
    assert_string_equal(value, "");
}

/* "2026" must not come back as two seconds after the beginning of 1970. */
static void a_wrong_value_is_kept_as_it_was_typed(void **state) {
    char value[40], text[40];
    (void)state;
    time_input_store("2026", "", value, sizeof value);
    assert_false(time_input_is_stored(value));
    time_input_text(value, text, sizeof text);
    assert_string_equal(text, "2026");
    time_input_store("tomorrow", "", value, sizeof value);
    assert_string_equal(value, "tomorrow");
}

/* ---- in a form --------------------------------------------------------------------------------------------------- */

static char given[40];

static enum err_code take(struct app *app, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    text_copy(given, sizeof given, form_value(form, "Start"));
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Start", .label = "Start", .kind = FIELD_TIME, .required = true},
    {.key = "Ended", .label = "Ended", .kind = FIELD_TIME, .read_only = true},
    {.key = "Times", .label = "Times", .kind = FIELD_NUMBER, .cols = 5},
    {0},
};
static const struct page page_batch = {
    .id = "batch", .title = "Create batch job", .pattern = DIALOG, .fields = fields, .ok = take};
static const struct page *const pages[] = {&page_batch, NULL};

static void a_time_is_typed_checked_and_handed_over_as_milliseconds(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    (void)state;
    desk_open(desk, pages, NULL, 24, 80);
    app_open_page(desk->app, "batch", NULL);
    desk_draw(desk);
    given[0] = '\0';
    assert_seen(desk, "T is now");
    type(desk, "soon");
    press(desk, "Tab");
    assert_seen(desk, "soon");
    assert_seen(desk, "is no date and time");
    press(desk, "F8");
    assert_string_equal(given, "");
    press(desk, "C-u");
    type(desk, "2026-03-29 02:30");
    press(desk, "F8");
    assert_seen(desk, "the clock is put forward then");
    press(desk, "C-u F8");
    assert_seen(desk, "must be filled in");
    type(desk, "21:00");
    press(desk, "Tab");
    assert_seen(desk, "2026-11-22 21:00");
    assert_int_equal(app_form(desk->app)->focus.index, 2); /* the read-only one is passed over */
    press(desk, "S-Tab");
    assert_string_equal(app_form(desk->app)->edit.text, "2026-11-22 21:00");
    press(desk, "F8");
    assert_string_equal(given, "1795377600000");
    desk_close(desk);
    free(desk);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_people_type_is_understood),
        TEST(nonsense_is_refused_whole),
        TEST(the_hour_that_summer_time_leaves_out_does_not_exist),
        TEST(the_hour_that_comes_twice_is_the_first_one),
        TEST(what_was_not_changed_keeps_its_milliseconds),
        TEST(a_wrong_value_is_kept_as_it_was_typed),
        TEST(a_time_is_typed_checked_and_handed_over_as_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
