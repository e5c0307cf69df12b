/* SPDX-License-Identifier: MIT */
/* Time that tests can fix, and identifiers that are born in order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/clock.h"
#include "model/ids.h"

static int setup(void **state) {
    (void)state;
    unsetenv("CHQ_TEST_CLOCK");
    unsetenv("CHQ_TEST_IDS");
    return 0;
}

static void a_frozen_clock_stands(void **state) {
    (void)state;
    setenv("CHQ_TEST_CLOCK", "2026-03-02T09:00:00Z", 1);
    assert_true(clock_is_fixed());
    int64_t then = clock_now_ms();
    assert_int_equal(then, INT64_C(1772442000000));
    clock_sleep_ms(3);
    assert_int_equal(clock_now_ms(), then);
}

static void a_running_test_clock_starts_where_it_was_told(void **state) {
    (void)state;
    setenv("CHQ_TEST_CLOCK", "+2026-03-02T09:00:00Z", 1);
    assert_false(clock_is_fixed());
    int64_t then = clock_now_ms();
    assert_in_range(then - INT64_C(1772442000000), 0, 5000);
    clock_sleep_ms(5);
    assert_in_range(clock_now_ms() - then, 4, 5000);
}

static void times_are_shown_in_their_zone(void **state) {
    (void)state;
    char buf[32];
    setenv("TZ", "Europe/Oslo", 1);
    tzset();
    int64_t summer = INT64_C(1783000000123); /* 2026-07-02 13:46:40 UTC */
    clock_format_datetime(summer, buf, sizeof buf);
    assert_string_equal(buf, "2026-07-02 15:46:40");
    clock_format_time(summer, buf, sizeof buf);
    assert_string_equal(buf, "15:46:40");
    clock_format_minute(summer, buf, sizeof buf);
    assert_string_equal(buf, "15:46");
    clock_format_iso(summer, buf, sizeof buf);
    assert_string_equal(buf, "2026-07-02T13:46:40.123Z");
    clock_format_iso(-1, buf, sizeof buf);
    assert_string_equal(buf, "1969-12-31T23:59:59.999Z");
    setenv("TZ", "UTC", 1);
    tzset();
}

static void ids_are_in_order_of_their_birth(void **state) {
    (void)state;
    char before[GUID_SIZE] = "", guid[GUID_SIZE];
    for (int i = 0; i < 20000; i++) { /* more than fit into one millisecond's counter */
        ids_new_guid(guid);
        assert_true(strcmp(before, guid) < 0);
        memcpy(before, guid, sizeof before);
    }
}

static void an_id_looks_as_in_the_product(void **state) {
    (void)state;
    char guid[GUID_SIZE];
    ids_new_guid(guid);
    assert_int_equal(strlen(guid), 38);
    for (int i = 0; i < 38; i++) {
        const char *allowed = i == 0                                    ? "{"
                              : i == 37                                 ? "}"
                              : i == 9 || i == 14 || i == 19 || i == 24 ? "-"
                              : i == 15                                 ? "7"
                              : i == 20                                 ? "89AB"
                                                                        : "0123456789ABCDEF";
        assert_non_null(strchr(allowed, guid[i]));
    }
}

static void test_ids_count(void **state) {
    (void)state;
    char guid[GUID_SIZE];
    setenv("CHQ_TEST_IDS", "1", 1);
    ids_new_guid(guid);
    assert_string_equal(guid, "{00000000-0000-0000-0000-000000000001}");
    ids_new_guid(guid);
    assert_string_equal(guid, "{00000000-0000-0000-0000-000000000002}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_frozen_clock_stands, setup),
        cmocka_unit_test_setup(a_running_test_clock_starts_where_it_was_told, setup),
        cmocka_unit_test_setup(times_are_shown_in_their_zone, setup),
        cmocka_unit_test_setup(ids_are_in_order_of_their_birth, setup),
        cmocka_unit_test_setup(an_id_looks_as_in_the_product, setup),
        cmocka_unit_test_setup(test_ids_count, setup),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
