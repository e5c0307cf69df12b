/* SPDX-License-Identifier: MIT */
/* Operations, failures and corrections in words: cause and remedy apart, nothing left out, nothing hostile let through. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/i18n.h"
#include "tui/words_operations.h"

static struct err error_of(enum err_reason reason, const char *field, const char *value) {
    struct err err = {0};
    err_set(&err, ERR_INVALID, reason, field, value);
    err_add_number(&err, 25);
    return err;
}

static void test_cause_and_remedy_are_the_two_halves_of_the_error(void **state) {
    char cause[WORDS_SIZE], remedy[WORDS_SIZE];
    (void)state;
    struct err err = error_of(REASON_COUNTRY_UNKNOWN, "Country", "Norge");
    words_failure(&err, cause, sizeof cause);
    words_failure_remedy(&err, remedy, sizeof remedy);
    assert_string_equal(cause, "Country/region 'Norge' is not set up.");
    assert_string_equal(remedy, "Correct the address and synchronize again.");
    err = error_of(REASON_FIELD_TOO_LONG, "LastName", "x");
    words_failure(&err, cause, sizeof cause);
    assert_string_equal(cause, "Field 'Last name' takes 25 characters at most.");
    err = error_of(REASON_COUNTRY_UNKNOWN, "Country", "St. Olav. Norge");
    words_failure(&err, cause, sizeof cause);
    assert_string_equal(cause, "Country/region 'St. Olav. Norge' is not set up.");
    /* One sentence only: the remedy is the general one. */
    err = error_of(REASON_FIELD_REQUIRED, "CustName", "");
    words_failure_remedy(&err, remedy, sizeof remedy);
    assert_string_equal(remedy, "Correct the value and synchronize again.");
}

static void test_every_reason_has_both(void **state) {
    static const char *const languages[] = {"en", "nb"};
    (void)state;
    for (int l = 0; l < 2; l++) {
        i18n_switch(languages[l]);
        for (int reason = 1; reason < REASON_COUNT; reason++) {
            char cause[WORDS_SIZE], remedy[WORDS_SIZE];
            struct err err = error_of((enum err_reason)reason, "Country", "a. B");
            words_failure(&err, cause, sizeof cause);
            words_failure_remedy(&err, remedy, sizeof remedy);
            assert_true(cause[0] != '\0');
            assert_true(remedy[0] != '\0');
        }
    }
    i18n_switch("en");
}

static void test_what_an_operation_has_become(void **state) {
    struct async_operation operation = {.Operation = OPERATION_UPDATE};
    char text[WORDS_SIZE];
    (void)state;
    words_async_operation(&operation, text, sizeof text);
    assert_string_equal(text, "Waits for synchronization");
    operation.SyncStatus = SYNC_SUCCEEDED;
    words_async_operation(&operation, text, sizeof text);
    assert_string_equal(text, "Account updated");
    operation.SyncStatus = SYNC_FAILED;
    snprintf(operation.LastError, sizeof operation.LastError,
             "COUNTRY_UNKNOWN\tCountry\t\033[2JNorge\t\t0");
    words_async_operation(&operation, text, sizeof text);
    assert_non_null(strstr(text, "Synchronization failed: Country/region"));
    assert_null(strchr(text, '\033'));
}

static void test_a_preview_accounts_for_every_operation(void **state) {
    struct correction correction = {.count = 1};
    struct resync_counts counts = {
        .found = 15, .changed = 1, .unchanged = 5, .corrected = 2, .done = 4, .waiting = 5};
    char text[2 * WORDS_SIZE];
    (void)state;
    snprintf(correction.sets[0].attribute, sizeof correction.sets[0].attribute, "Country");
    snprintf(correction.sets[0].value, sizeof correction.sets[0].value, "NOR\033");
    words_resync_preview(&counts, &correction, text, sizeof text);
    static const char *const lines[] = {"1 operation is corrected (Country/region = NOR",
                                        "2 operations keep the values", "3 operations are synch",
                                        "5 operations are skipped: they wait",
                                        "4 operations are skipped: they have succeeded"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(text, lines[i])) fail_msg("%s is not in: %s", lines[i], text);
    }
    assert_null(strchr(text, '\033'));
    words_resync_preview(&(struct resync_counts){0}, &correction, text, sizeof text);
    assert_string_equal(text, "There is nothing to synchronize.");
}

static void test_a_preview_says_when_values_are_taken_away(void **state) {
    struct correction correction = {.count = 1};
    char text[2 * WORDS_SIZE];
    (void)state;
    snprintf(correction.sets[0].attribute, sizeof correction.sets[0].attribute, "%s", "Country");
    words_resync_preview(&(struct resync_counts){.changed = 2}, &correction, text, sizeof text);
    assert_string_equal(text,
                        "2 operations are corrected (Country/region = (empty)) and synchronized.");
}

static void test_a_result_names_the_first_failure(void **state) {
    struct resync_counts counts = {.succeeded = 3, .failed = 1, .waiting = 2, .stopped = true};
    char text[2 * WORDS_SIZE];
    (void)state;
    counts.first_failure = error_of(REASON_COUNTRY_UNKNOWN, "Country", "Norge");
    words_resync_result(&counts, text, sizeof text);
    assert_string_equal(text, "3 succeeded, 1 failed, 2 skipped, stopped before the end. "
                              "Country/region 'Norge' is not set up. Correct the address and "
                              "synchronize again.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cause_and_remedy_are_the_two_halves_of_the_error),
        cmocka_unit_test(test_every_reason_has_both),
        cmocka_unit_test(test_what_an_operation_has_become),
        cmocka_unit_test(test_a_preview_accounts_for_every_operation),
        cmocka_unit_test(test_a_preview_says_when_values_are_taken_away),
        cmocka_unit_test(test_a_result_names_the_first_failure),
    };
    return cmocka_run_group_tests_name("words_operations", tests, NULL, NULL);
}
