/* SPDX-License-Identifier: MIT */
/* Lists in memory are paged as the engine asks, and a run of a job is told in words that do not flatter. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/run_now.h"
#include "tui/small_list.h"

static const char *const keys[] = {"a", "b", "c", "d", "e"};

static const char *key_at(void *ctx, int row) {
    (void)ctx;
    return keys[row];
}

static void assert_page(enum list_from from, const char *anchor, int limit, int first, int last) {
    struct rowset rows;
    int begin = -1, end = -1;
    struct list_request request = {.from = from, .anchor = anchor, .limit = limit};
    rowset_init(&rows, 1);
    small_list_page(&request, 5, key_at, NULL, &rows, &begin, &end);
    assert_int_equal(begin, first);
    assert_int_equal(end, last);
    assert_int_equal(rows.more_before, first > 0);
    assert_int_equal(rows.more_after, last < 5);
    rowset_release(&rows);
}

static void pages_begin_where_the_request_says(void **state) {
    (void)state;
    assert_page(LIST_FROM_START, NULL, 2, 0, 2);
    assert_page(LIST_FROM_START, NULL, 100, 0, 5);
    assert_page(LIST_FROM_END, NULL, 2, 3, 5);
    assert_page(LIST_AFTER, "b", 2, 2, 4);
    assert_page(LIST_AFTER, "e", 2, 5, 5);
    assert_page(LIST_BEFORE, "d", 2, 1, 3);
    assert_page(LIST_BEFORE, "a", 2, 0, 0);
    assert_page(LIST_AT, "c", 2, 2, 4);
    assert_page(LIST_AT, "gone", 2, 0, 2);
}

static void a_filter_ignores_case_in_every_script(void **state) {
    (void)state;
    assert_true(small_list_matches(NULL, "1010 (Customers)"));
    assert_true(small_list_matches("cust", "1010 (Customers)"));
    assert_true(small_list_matches("NØK", "Kundeposter og nøkler"));
    assert_false(small_list_matches("1070", "1010 (Customers)"));
}

static void assert_words(struct job_result result, const char *expected, enum message_kind kind) {
    static const struct exchange_job job = {"1010", NULL, JOB_DOWNLOAD};
    char text[1400];
    run_now_words(&job, &result, text, sizeof text);
    assert_string_equal(text, expected);
    assert_int_equal(run_now_kind(&result), kind);
}

static void results_are_told_with_rows_session_and_failures(void **state) {
    (void)state;
    assert_words((struct job_result){.status = BATCH_ENDED, .rows = 12, .session = 7781},
                 "1010 (Customers): 12 rows, session 7781.", MESSAGE_INFO);
    assert_words((struct job_result){.status = BATCH_ENDED, .rows = 1}, "1010 (Customers): 1 row.",
                 MESSAGE_INFO);
    assert_words((struct job_result){.status = BATCH_ENDED, .no_data = true},
                 "1010 (Customers): nothing to do.", MESSAGE_INFO);
    assert_words((struct job_result){.status = BATCH_CANCELED, .rows = 3},
                 "1010 (Customers): Canceled (3 rows).", MESSAGE_WARNING);
}

static void failed_rows_are_never_good_news(void **state) {
    (void)state;
    struct job_result result = {.status = BATCH_ENDED, .rows = 4, .failed_rows = 3};
    err_set(&result.message, ERR_REFUSED, REASON_GROUP_UNKNOWN, NULL, "X");
    assert_words(result,
                 "1010 (Customers): 4 rows, 3 failed rows. Customer group 'X' does not exist. "
                 "Set the group up, or correct the group of the sign-up or of the store's default "
                 "customer, then synchronize again.",
                 MESSAGE_WARNING);
    char stored[8];
    run_result_store(&(struct job_run){.id = 1, .status = BATCH_ENDED, .failed_rows = 3}, stored,
                     sizeof stored);
    assert_string_equal(run_result_word(stored), "Rows failed");
    assert_int_equal(run_result_role(stored), ROLE_FAILED);
    run_result_store(&(struct job_run){.id = 0}, stored, sizeof stored);
    assert_string_equal(run_result_word(stored), "never ran");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_begin_where_the_request_says),
        cmocka_unit_test(a_filter_ignores_case_in_every_script),
        cmocka_unit_test(results_are_told_with_rows_session_and_failures),
        cmocka_unit_test(failed_rows_are_never_good_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
