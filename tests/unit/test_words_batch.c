/* SPDX-License-Identifier: MIT */
/* When a job runs, in words of both languages, and the next starts that go with them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "model/exchange/jobs.h"
#include "model/hq/batch.h"
#include "tui/batch_dialog.h"
#include "tui/i18n.h"
#include "tui/page.h"
#include "tui/words.h"

/* Local time of the tests is UTC. */
static int64_t at(int year, int month, int day, int hour, int minute) {
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute};
    return (int64_t)timegm(&tm) * 1000;
}

static void expect(const struct recurrence *recurrence, const char *en, const char *nb) {
    char text[WORDS_SIZE];
    i18n_switch("en");
    words_recurrence(recurrence, text, sizeof text);
    assert_string_equal(text, en);
    i18n_switch("nb");
    words_recurrence(recurrence, text, sizeof text);
    assert_string_equal(text, nb);
    i18n_switch("en");
}

static void test_patterns_in_both_languages(void **state) {
    (void)state;
    const int64_t start = at(2026, 3, 2, 2, 30); /* a Monday */
    expect(&(struct recurrence){.unit = RECUR_MINUTES, .count = 15, .start_ms = start},
           "Every 15 minutes, no end", "Hvert 15. minutt, uten slutt");
    expect(&(struct recurrence){.unit = RECUR_MINUTES, .count = 1, .start_ms = start},
           "Every minute, no end", "Hvert minutt, uten slutt");
    expect(&(struct recurrence){.unit = RECUR_HOURS, .count = 2, .start_ms = start},
           "Every 2 hours, no end", "Hver 2. time, uten slutt");
    expect(&(struct recurrence){.unit = RECUR_DAYS,
                                .count = 2,
                                .start_ms = start,
                                .end = RECUR_END_BY,
                                .end_by_ms = at(2026, 12, 31, 23, 59)},
           "Every 2 days at 02:30, until 2026-12-31", "Hver 2. dag kl. 02:30, til 2026-12-31");
    expect(&(struct recurrence){.unit = RECUR_WEEKS, .count = 1, .start_ms = start},
           "Every week on Monday at 02:30, no end", "Hver uke på mandag kl. 02:30, uten slutt");
    expect(&(struct recurrence){.unit = RECUR_YEARS, .count = 1, .start_ms = start},
           "Every year on 2 March at 02:30, no end", "Hvert år 2. mars kl. 02:30, uten slutt");
    expect(&(struct recurrence){.start_ms = start}, "Once 2026-03-02 at 02:30",
           "Én gang 2026-03-02 kl. 02:30");
}

static void test_days_of_a_month_have_their_ordinals(void **state) {
    static const struct {
        int day;
        const char *en;
    } days[] = {{1, "1st"},   {2, "2nd"},   {3, "3rd"},   {4, "4th"},   {11, "11th"}, {12, "12th"},
                {13, "13th"}, {21, "21st"}, {22, "22nd"}, {23, "23rd"}, {30, "30th"}, {31, "31st"}};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        char en[64], nb[64];
        snprintf(en, sizeof en, "Every month on the %s at 09:00, ends after 1 run", days[i].en);
        snprintf(nb, sizeof nb, "Hver måned den %d. kl. 09:00, slutter etter 1 kjøring",
                 days[i].day);
        expect(&(struct recurrence){.unit = RECUR_MONTHS,
                                    .count = 1,
                                    .start_ms = at(2026, 1, days[i].day, 9, 0),
                                    .end = RECUR_END_AFTER,
                                    .end_after = 1},
               en, nb);
    }
}

static void test_next_run_says_when_and_how_soon(void **state) {
    const struct recurrence recurrence = {
        .unit = RECUR_MINUTES, .count = 5, .start_ms = at(2026, 3, 2, 14, 0)};
    const int64_t now = at(2026, 3, 2, 14, 1);
    char text[WORDS_SIZE];
    (void)state;
    words_next_run(&recurrence, at(2026, 3, 2, 14, 5), now, text, sizeof text);
    assert_string_equal(text, "Every 5 minutes, next at 14:05 (in 4 min)");
    words_next_run(&recurrence, at(2026, 3, 2, 14, 0), now, text, sizeof text);
    assert_string_equal(text, "Every 5 minutes, next at 14:00 (due)");
    words_next_run(&recurrence, at(2026, 3, 3, 2, 30), now, text, sizeof text);
    assert_string_equal(text, "Every 5 minutes, next at 2026-03-03 02:30 (in 12 h)");
    words_next_run(&recurrence, 0, now, text, sizeof text);
    assert_string_equal(text, "none is planned");
    i18n_switch("nb");
    words_next_run(&(struct recurrence){0}, at(2026, 3, 2, 14, 5), now, text, sizeof text);
    assert_string_equal(text, "Én gang, 14:05 (om 4 min)");
    i18n_switch("en");
}

static void test_next_starts_end_where_the_recurrence_ends(void **state) {
    struct recurrence recurrence = {
        .unit = RECUR_MINUTES, .count = 5, .start_ms = at(2026, 3, 2, 23, 52)};
    const int64_t now = at(2026, 3, 2, 23, 50);
    char text[WORDS_SIZE];
    (void)state;
    words_next_starts(&recurrence, now, 3, text, sizeof text);
    assert_string_equal(text, "23:52, 23:57, 2026-03-03 00:02");
    recurrence.end = RECUR_END_AFTER;
    recurrence.end_after = 2;
    words_next_starts(&recurrence, now, 3, text, sizeof text);
    assert_string_equal(text, "23:52, 23:57");
    recurrence.end_after = 0;
    words_next_starts(&recurrence, now, 3, text, sizeof text);
    assert_string_equal(text, "none is planned");
}

static void test_description_that_nobody_changed_is_translated(void **state) {
    (void)state;
    i18n_switch("nb");
    assert_string_equal(words_schedule("1010", "Customers"), "Kunder");
    assert_string_equal(words_schedule("1010", ""), "Kunder");
    assert_string_equal(words_schedule("1010", "Our customers"), "Our customers");
    assert_string_equal(words_schedule("Night", ""), "");
    assert_string_equal(words_job_description("Products"), "Produkter");
    i18n_switch("en");
}

static void assert_same(const char *const *offered, const char *key) {
    const char *const *stored = entity_member(&entity_batch_job, key)->choices;
    for (; *offered && *stored; offered++, stored++) assert_string_equal(*offered, *stored);
    assert_null(*offered);
    assert_null(*stored);
}

static void test_dialog_offers_every_job_and_pattern_there_is(void **state) {
    extern const struct page page_create_batch_job;
    const char *const *job = page_create_batch_job.fields[0].choices;
    int offered = 0, there = 0;
    (void)state;
    assert_same(batch_dialog_units, "RecurrenceUnit");
    assert_same(batch_dialog_ends, "RecurrenceEnd");
    for (; job[offered]; offered++) {
        const struct exchange_job *found;
        assert_int_equal(exchange_job_find(job[offered], &found, NULL), ERR_OK);
        assert_string_equal(found->id, job[offered]);
    }
    while (exchange_jobs[there].id) there++;
    assert_int_equal(offered, there);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns_in_both_languages),
        cmocka_unit_test(test_days_of_a_month_have_their_ordinals),
        cmocka_unit_test(test_next_run_says_when_and_how_soon),
        cmocka_unit_test(test_next_starts_end_where_the_recurrence_ends),
        cmocka_unit_test(test_description_that_nobody_changed_is_translated),
        cmocka_unit_test(test_dialog_offers_every_job_and_pattern_there_is),
    };
    i18n_init("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
