/* SPDX-License-Identifier: MIT */
/* Go to: pages are found in both languages whatever the user's is, at most ten, the best first. On the real pages. */
#include "support/desk.h"

#include "tui/lookup.h"
#include "tui/palette.h"

static int setup(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    desk_open(desk, page_registry, lookup_registry, 24, 80);
    *state = desk;
    return 0;
}

static int teardown(void **state) {
    struct desk *desk = *state;
    i18n_switch("en");
    desk_close(desk);
    free(desk);
    return 0;
}

static void assert_first(struct desk *desk, const char *typed, const char *page_id) {
    struct palette_hit hits[PALETTE_HITS];
    int count = palette_find(desk->app, typed, hits);
    if (count == 0) fail_msg("'%s' finds nothing", typed);
    if (!hits[0].page_id || strcmp(hits[0].page_id, page_id) != 0) {
        fail_msg("'%s' finds %s first, not %s", typed,
                 hits[0].page_id ? hits[0].page_id : "a command", page_id);
    }
}

static void both_languages_find_a_page_in_either(void **state) {
    struct desk *desk = *state;
    static const char *const languages[] = {"en", "nb"};
    for (int i = 0; i < 2; i++) {
        i18n_switch(languages[i]);
        assert_first(desk, "functionality pro", "functionality-profiles");
        assert_first(desk, "funksjonsprof", "functionality-profiles");
        assert_first(desk, "online st", "online-stores");
        assert_first(desk, "nettbutikker", "online-stores");
        assert_first(desk, "ALLE KUNDER", "customers");
        assert_first(desk, "all cust", "customers");
        assert_first(desk, "customers", "customers");
        assert_first(desk, "kunder", "customers");
        assert_first(desk, "distribusjons", "distribution-schedule");
        assert_first(desk, "registrering i", "storefront-signup");
    }
}

static void the_sync_job_answers_to_both_its_names(void **state) {
    struct desk *desk = *state;
    assert_first(desk, "synchronize customers and channel", "synchronize-customers");
    assert_first(desk, "synchronize customers and business", "synchronize-customers");
}

static void a_technical_name_finds_its_form(void **state) {
    struct desk *desk = *state;
    assert_first(desk, "form:CustTable", "customers");
    assert_first(desk, "form:retailonlinechannelfunct", "functionality-profiles");
}

static void a_page_that_does_not_exist_yet_is_found_too(void **state) {
    struct desk *desk = *state;
    assert_first(desk, "feature management", "feature-management");
    assert_first(desk, "funksjonsbehandling", "feature-management");
}

static void there_are_at_most_ten_hits_and_each_page_once(void **state) {
    struct desk *desk = *state;
    struct palette_hit hits[PALETTE_HITS];
    int count = palette_find(desk->app, "e", hits);
    assert_int_equal(count, PALETTE_HITS);
    for (int i = 0; i < count; i++) {
        if (i > 0) assert_true(hits[i - 1].score >= hits[i].score);
        for (int j = 0; j < i; j++) assert_string_not_equal(hits[i].page_id, hits[j].page_id);
    }
    assert_int_equal(palette_find(desk->app, "qqqqq", hits), 0);
    assert_int_equal(palette_find(desk->app, "", hits), 0);
}

static void colon_part_of_a_name_enter_opens_it(void **state) {
    struct desk *desk = *state;
    press(desk, ":");
    type(desk, "online st");
    assert_seen(desk, "Online stores");
    press(desk, "Enter");
    assert_string_equal(app_page_id(desk->app), "online-stores");
    press(desk, "C-p");
    type(desk, "q");
    assert_seen(desk, "▶ Back");
    press(desk, "Enter");
    assert_string_equal(app_page_id(desk->app), "");
    press(desk, ": Esc");
    assert_not_seen(desk, "Go to:");
}

static void w_saves_and_q_asks(void **state) {
    struct desk *desk = *state;
    app_open_page(desk->app, "functionality-profiles", NULL);
    press(desk, "F2");
    type(desk, " changed");
    press(desk, "C-p");
    type(desk, "q");
    press(desk, "Enter");
    assert_seen(desk, "Do you want to save your changes?");
    press(desk, "Esc C-p");
    type(desk, "w");
    press(desk, "Enter");
    assert_seen(desk, "Async changed");
    assert_int_equal(app_mode(desk->app), MODE_VIEW);
}

static void theme_and_language_change_at_run_time(void **state) {
    struct desk *desk = *state;
    press(desk, ":");
    type(desk, "theme light");
    press(desk, "Enter");
    assert_string_equal(desk->app->theme->name, "light");
    press(desk, ":");
    type(desk, "theme test");
    press(desk, "Enter");
    assert_string_equal(desk->app->theme->name, "light");
    press(desk, ":");
    type(desk, "lang nb");
    press(desk, "Enter");
    assert_string_equal(i18n_language(), "nb");
}

static void commands_of_the_page_are_found(void **state) {
    struct desk *desk = *state;
    struct palette_hit hits[PALETTE_HITS];
    app_open_page(desk->app, "distribution-schedule", NULL);
    assert_true(palette_find(desk->app, "run now", hits) > 0);
    assert_non_null(hits[0].action);
    assert_string_equal(hits[0].action->id, "run-now");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(both_languages_find_a_page_in_either),
        TEST(the_sync_job_answers_to_both_its_names),
        TEST(a_technical_name_finds_its_form),
        TEST(a_page_that_does_not_exist_yet_is_found_too),
        TEST(there_are_at_most_ten_hits_and_each_page_once),
        TEST(colon_part_of_a_name_enter_opens_it),
        TEST(w_saves_and_q_asks),
        TEST(theme_and_language_change_at_run_time),
        TEST(commands_of_the_page_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
