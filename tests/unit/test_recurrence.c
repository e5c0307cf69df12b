/* SPDX-License-Identifier: MIT */
/* When something recurs: elapsed minutes and hours, days and longer by the clock on the wall. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "model/clock.h"
#include "model/hq/recurrence.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)

static void zone(const char *name) {
    setenv("TZ", name, 1);
    tzset();
}

static int back_to_utc(void **state) {
    (void)state;
    zone("UTC");
    return 0;
}

/* "2026-03-02 09:00:00" UTC */
static int64_t utc(const char *text) {
    struct tm tm = {0};
    const char *end = strptime(text, "%Y-%m-%d %H:%M:%S", &tm);
    if (!end || *end) fail_msg("no time: %s", text);
    return (int64_t)timegm(&tm) * 1000;
}

static struct recurrence every(int64_t count, enum recurrence_unit unit, const char *start) {
    return (struct recurrence){.unit = unit, .count = count, .start_ms = utc(start)};
}

static void assert_time(int64_t ms, const char *expected) {
    char text[32] = "none";
    if (ms != 0) clock_format_iso(ms, text, sizeof text);
    if (ms != 0) text[10] = ' ', text[19] = '\0';
    assert_string_equal(text, expected);
}

static void assert_next(const struct recurrence *recurrence, const char *from,
                        const char *expected) {
    assert_time(recurrence_next(recurrence, utc(from)), expected);
}

/* Each start from `from` on, as local time; `expected` ends with NULL. */
static void assert_local(const struct recurrence *recurrence, const char *from,
                         const char *const *expected) {
    int64_t at = utc(from);
    for (; *expected; expected++) {
        char text[32];
        at = recurrence_next(recurrence, at);
        clock_format_datetime(at, text, sizeof text);
        assert_string_equal(text, *expected);
        at++;
    }
}

/* ---- once ------------------------------------------------------------------------------------------------------ */

static void once(void **state) {
    (void)state;
    struct recurrence once = every(1, RECUR_NONE, "2026-03-02 09:00:00");
    assert_next(&once, "2026-03-01 00:00:00", "2026-03-02 09:00:00");
    assert_next(&once, "2026-03-02 09:00:00", "2026-03-02 09:00:00");
    assert_next(&once, "2026-03-05 10:11:12", "2026-03-05 10:11:12"); /* late, but still to run */
    once.runs_done = 1;
    assert_next(&once, "2026-03-01 00:00:00", "none");
}

/* ---- elapsed time ---------------------------------------------------------------------------------------------- */

static void minutes(void **state) {
    (void)state;
    struct recurrence five = every(5, RECUR_MINUTES, "2026-03-02 09:02:30");
    assert_next(&five, "2026-01-01 00:00:00", "2026-03-02 09:02:30");
    assert_next(&five, "2026-03-02 09:02:30", "2026-03-02 09:02:30");
    assert_next(&five, "2026-03-02 09:02:31", "2026-03-02 09:07:30");
    assert_next(&five, "2026-03-02 09:07:30", "2026-03-02 09:07:30");
    assert_next(&five, "2027-03-02 12:00:00", "2027-03-02 12:02:30");
    assert_int_equal(recurrence_next(&five, five.start_ms + 1), five.start_ms + 5 * MINUTE_MS);
    struct recurrence one = every(1, RECUR_MINUTES, "2026-03-02 09:00:00");
    assert_next(&one, "2026-03-02 09:00:01", "2026-03-02 09:01:00");
}

static void hours_go_on_through_daylight_saving_time(void **state) {
    (void)state;
    zone("Europe/Oslo");
    struct recurrence hours = every(6, RECUR_HOURS, "2026-03-28 18:00:00"); /* 19:00 in winter */
    assert_local(&hours, "2026-03-28 18:00:00",
                 (const char *const[]){"2026-03-28 19:00:00", "2026-03-29 01:00:00",
                                       "2026-03-29 08:00:00", "2026-03-29 14:00:00", NULL});
    struct recurrence quarter = every(15, RECUR_MINUTES, "2026-10-25 00:30:00");
    assert_local(&quarter, "2026-10-25 00:30:00",
                 (const char *const[]){"2026-10-25 02:30:00", "2026-10-25 02:45:00",
                                       "2026-10-25 02:00:00", "2026-10-25 02:15:00",
                                       "2026-10-25 02:30:00", "2026-10-25 02:45:00",
                                       "2026-10-25 03:00:00", NULL});
}

/* ---- the clock on the wall ------------------------------------------------------------------------------------- */

static void days_keep_their_hour_when_summer_begins_and_ends(void **state) {
    (void)state;
    zone("Europe/Oslo");
    struct recurrence daily = every(1, RECUR_DAYS, "2026-03-27 08:00:00"); /* 09:00 in winter */
    assert_next(&daily, "2026-03-28 09:00:00", "2026-03-29 07:00:00");
    assert_next(&daily, "2026-10-24 08:00:00", "2026-10-25 08:00:00");
    assert_local(&daily, "2026-03-28 00:00:00",
                 (const char *const[]){"2026-03-28 09:00:00", "2026-03-29 09:00:00",
                                       "2026-03-30 09:00:00", NULL});
    assert_local(&daily, "2026-10-24 00:00:00",
                 (const char *const[]){"2026-10-24 09:00:00", "2026-10-25 09:00:00",
                                       "2026-10-26 09:00:00", NULL});
    struct recurrence weekly = every(2, RECUR_WEEKS, "2026-03-16 08:00:00");
    assert_local(&weekly, "2026-03-17 00:00:00",
                 (const char *const[]){"2026-03-30 09:00:00", "2026-04-13 09:00:00", NULL});
}

static void an_hour_that_is_skipped_or_comes_twice(void **state) {
    (void)state;
    zone("Europe/Oslo");
    struct recurrence daily = every(1, RECUR_DAYS, "2026-03-27 01:30:00"); /* 02:30 in winter */
    assert_local(&daily, "2026-03-28 00:00:00",
                 (const char *const[]){"2026-03-28 02:30:00", "2026-03-29 03:30:00",
                                       "2026-03-30 02:30:00", NULL});
    /* Once in the night that has it twice: the first time, in summer time. */
    assert_next(&daily, "2026-10-24 22:00:00", "2026-10-25 00:30:00");
    assert_next(&daily, "2026-10-25 00:30:01", "2026-10-26 01:30:00");
    /* Begun the second time, it stays there for that night and at the hour from then on. */
    struct recurrence late = every(1, RECUR_DAYS, "2026-10-25 01:30:00");
    assert_next(&late, "2026-10-25 00:00:00", "2026-10-25 01:30:00");
    assert_next(&late, "2026-10-25 01:30:01", "2026-10-26 01:30:00");
}

static void the_last_day_of_a_short_month(void **state) {
    (void)state;
    struct recurrence monthly = every(1, RECUR_MONTHS, "2027-01-31 10:00:00");
    assert_local(&monthly, "2027-01-31 10:00:00",
                 (const char *const[]){"2027-01-31 10:00:00", "2027-02-28 10:00:00",
                                       "2027-03-31 10:00:00", "2027-04-30 10:00:00",
                                       "2027-05-31 10:00:00", NULL});
    assert_next(&monthly, "2028-02-01 00:00:00", "2028-02-29 10:00:00");
    assert_next(&monthly, "2100-02-01 00:00:00", "2100-02-28 10:00:00");
    assert_next(&monthly, "2400-02-01 00:00:00", "2400-02-29 10:00:00");
    struct recurrence quarterly = every(3, RECUR_MONTHS, "2026-11-30 10:00:00");
    assert_local(&quarterly, "2026-12-01 00:00:00",
                 (const char *const[]){"2027-02-28 10:00:00", "2027-05-30 10:00:00",
                                       "2027-08-30 10:00:00", NULL});
}

static void leap_days(void **state) {
    (void)state;
    struct recurrence yearly = every(1, RECUR_YEARS, "2024-02-29 12:00:00");
    assert_local(&yearly, "2024-03-01 00:00:00",
                 (const char *const[]){"2025-02-28 12:00:00", "2026-02-28 12:00:00",
                                       "2027-02-28 12:00:00", "2028-02-29 12:00:00", NULL});
    struct recurrence fourth = every(4, RECUR_YEARS, "2024-02-29 12:00:00");
    assert_next(&fourth, "2097-01-01 00:00:00", "2100-02-28 12:00:00");
}

/* The zone's own day is what counts, not that of UTC. */
static void months_by_the_local_date(void **state) {
    (void)state;
    zone("Pacific/Auckland");
    struct recurrence monthly = every(1, RECUR_MONTHS, "2026-01-30 12:00:00"); /* 31st, 01:00 */
    assert_local(&monthly, "2026-02-01 00:00:00",
                 (const char *const[]){"2026-02-28 01:00:00", "2026-03-31 01:00:00",
                                       "2026-04-30 01:00:00", NULL});
    zone("Pacific/Apia"); /* there was no 30 December 2011 */
    struct recurrence daily = every(1, RECUR_DAYS, "2011-12-28 19:00:00");
    assert_local(&daily, "2011-12-28 19:00:00",
                 (const char *const[]){"2011-12-28 09:00:00", "2011-12-29 09:00:00",
                                       "2011-12-31 09:00:00", "2012-01-01 09:00:00", NULL});
}

/* ---- ends ------------------------------------------------------------------------------------------------------ */

static void it_ends_after_so_many_runs(void **state) {
    (void)state;
    struct recurrence five = every(5, RECUR_MINUTES, "2026-03-02 09:00:00");
    five.end = RECUR_END_AFTER;
    five.end_after = 3;
    five.runs_done = 2;
    assert_next(&five, "2026-03-02 12:01:00", "2026-03-02 12:05:00"); /* runs count, not starts */
    five.runs_done = 3;
    assert_next(&five, "2026-03-02 09:00:00", "none");
    five.runs_done = 0;
    five.end_after = 0;
    assert_next(&five, "2026-03-02 09:00:00", "none");
}

static void it_ends_by_a_time(void **state) {
    (void)state;
    struct recurrence daily = every(1, RECUR_DAYS, "2026-03-02 09:00:00");
    daily.end = RECUR_END_BY;
    daily.end_by_ms = utc("2026-03-04 09:00:00");
    assert_next(&daily, "2026-03-03 09:00:01", "2026-03-04 09:00:00");
    assert_next(&daily, "2026-03-04 09:00:01", "none");
    daily.end_by_ms--;
    assert_next(&daily, "2026-03-03 09:00:01", "none");
    daily.end_by_ms = 0;
    assert_next(&daily, "2026-03-01 00:00:00", "none");
}

/* ---- extremes -------------------------------------------------------------------------------------------------- */

static void extreme_values_end_and_do_not_overflow(void **state) {
    (void)state;
    static const int64_t numbers[] = {INT64_MIN,
                                      INT64_MIN + 1,
                                      -1,
                                      0,
                                      1,
                                      INT64_C(4102444800000),
                                      INT64_C(253402300799999),
                                      INT64_C(253402300800000),
                                      INT64_MAX - 1,
                                      INT64_MAX};
    const size_t n = sizeof numbers / sizeof numbers[0];
    for (int unit = RECUR_NONE; unit <= RECUR_YEARS; unit++) {
        for (size_t i = 0; i < n * n * n; i++) {
            struct recurrence wild = {.unit = (enum recurrence_unit)unit,
                                      .count = numbers[i % n],
                                      .start_ms = numbers[i / n % n]};
            int64_t from = numbers[i / n / n], next = recurrence_next(&wild, from);
            assert_true(next == 0 || (next >= from && next >= wild.start_ms));
            assert_true(next <= INT64_C(253402300799999));
        }
    }
}

static void a_pattern_of_a_thousand_years(void **state) {
    (void)state;
    struct recurrence minute = every(1, RECUR_MINUTES, "1970-01-02 00:00:00");
    assert_next(&minute, "2970-01-01 00:00:01", "2970-01-01 00:01:00");
    struct recurrence monthly = every(1, RECUR_MONTHS, "1970-01-31 00:00:00");
    assert_next(&monthly, "2970-02-01 00:00:00", "2970-02-28 00:00:00");
    struct recurrence daily = every(3, RECUR_DAYS, "1970-01-01 00:00:01");
    assert_next(&daily, "2970-01-01 00:00:00", "2970-01-02 00:00:01");
    struct recurrence yearly = every(1000, RECUR_YEARS, "1970-01-01 00:00:01");
    assert_next(&yearly, "1971-01-01 00:00:00", "2970-01-01 00:00:01");
    yearly.count = 9000;
    assert_next(&yearly, "1971-01-01 00:00:00", "none");
}

/* ---- against a slow and simple way ------------------------------------------------------------------------------ */

/* The first start at or after each moment is the one that counting day by day finds. */
static void days_agree_with_counting_them(void **state) {
    (void)state;
    static const char *const zones[] = {"Europe/Oslo", "America/New_York", "Australia/Lord_Howe",
                                        "Asia/Kathmandu", "UTC"};
    for (size_t z = 0; z < sizeof zones / sizeof zones[0]; z++) {
        zone(zones[z]);
        for (int hour = 0; hour < 24; hour++) {
            struct recurrence daily = {.unit = RECUR_DAYS, .count = 1};
            daily.start_ms = utc("2026-01-01 00:20:00") + hour * 60 * MINUTE_MS;
            int64_t last = 0;
            for (int day = 0; day < 730; day++) {
                int64_t next = recurrence_next(&daily, last + 1);
                assert_true(next > last);
                int64_t apart = next - last;
                if (last) assert_true(apart >= DAY_MS - 120 * MINUTE_MS);
                if (last) assert_true(apart <= DAY_MS + 120 * MINUTE_MS);
                assert_int_equal(recurrence_next(&daily, next), next);
                last = next;
            }
            /* Two years without a day too many or too few. */
            int64_t off = last - daily.start_ms - 729 * DAY_MS;
            assert_true(off >= -60 * MINUTE_MS && off <= 60 * MINUTE_MS);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, back_to_utc, back_to_utc)
        TEST(once),
        TEST(minutes),
        TEST(hours_go_on_through_daylight_saving_time),
        TEST(days_keep_their_hour_when_summer_begins_and_ends),
        TEST(an_hour_that_is_skipped_or_comes_twice),
        TEST(the_last_day_of_a_short_month),
        TEST(leap_days),
        TEST(months_by_the_local_date),
        TEST(it_ends_after_so_many_runs),
        TEST(it_ends_by_a_time),
        TEST(extreme_values_end_and_do_not_overflow),
        TEST(a_pattern_of_a_thousand_years),
        TEST(days_agree_with_counting_them),
    };
    return cmocka_run_group_tests_name("recurrence", tests, NULL, NULL);
}
