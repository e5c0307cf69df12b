/* SPDX-License-Identifier: MIT */
/* UTF-8 text and errors as one line: what the base does with hostile and with Norwegian text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/err.h"
#include "model/text.h"

static void a_copy_is_cut_between_characters(void **state) {
    (void)state;
    char buf[5];
    assert_true(text_copy(buf, sizeof buf, "abcd"));
    assert_false(text_copy(buf, sizeof buf, "abcø"));
    assert_string_equal(buf, "abc");
    assert_false(text_copy(buf, sizeof buf, "a\xF0\x9F\x98\x80"));
    assert_string_equal(buf, "a");
    assert_true(text_copy(buf, sizeof buf, NULL));
    assert_string_equal(buf, "");
    assert_true(text_copy_n(buf, sizeof buf, "xyz", 2));
    assert_string_equal(buf, "xy");
}

static void malformed_utf8_is_told_apart(void **state) {
    (void)state;
    const char *bad[] = {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                         "a\xFF",    "\xE2\x82",     "\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
        assert_true(text_has_control(bad[i]));
    }
    assert_true(text_is_utf8("Åse Bjørnsdatter 李", strlen("Åse Bjørnsdatter 李")));
    assert_false(text_is_utf8("a\0b", 3));
    assert_int_equal(text_chars("Åse"), 3);
    assert_int_equal(text_chars("\xFF\xFEx"), 3);
}

static void what_could_steer_a_terminal_is_a_control(void **state) {
    (void)state;
    const char *bad[] = {"a\x1b[2J",
                         "a\nb",
                         "\x7f",
                         "\xC2\x9B"
                         "31m",
                         "a\xE2\x80\xAE"
                         "b",
                         "\xE2\x80\xA8",
                         "\xEF\xBB\xBF"
                         "a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_true(text_has_control(bad[i]));
    assert_false(text_has_control("Kari Nordmann, Ærlig vei 1"));
    assert_false(text_has_control("\xE2\x80\x8D")); /* ZERO WIDTH JOINER: part of names and emoji */
    assert_false(text_has_control(""));
}

static void folding_finds_norwegian_names(void **state) {
    (void)state;
    char a[32], b[32];
    text_fold(a, sizeof a, "ÅSE Øye");
    text_fold(b, sizeof b, "åse øYE");
    assert_string_equal(a, b);
    text_fold(a, sizeof a, "E\xCC\x81va"); /* E and a combining accent */
    text_fold(b, sizeof b, "éva");
    assert_string_equal(a, b);
    text_fold(a, sizeof a, "ABC\xFF");
    assert_string_equal(a, "abc\xFF");
    char small[4];
    text_fold(small, sizeof small, "ÅÅÅ");
    assert_string_equal(small, "å");
}

static void trimming_takes_blanks_of_both_kinds(void **state) {
    (void)state;
    char text[32] = " \t\xC2\xA0 Kari N. \xC2\xA0\n";
    text_trim(text);
    assert_string_equal(text, "Kari N.");
    char blank[8] = " \t ";
    text_trim(blank);
    assert_string_equal(blank, "");
}

static void the_end_of_a_prefix_is_above_all_that_begin_with_it(void **state) {
    (void)state;
    char end[16];
    assert_true(text_prefix_end(end, sizeof end, "ab"));
    assert_string_equal(end, "ac");
    assert_true(text_prefix_end(end, sizeof end, "aø"));
    assert_true(strcmp(end, "aøzzz") > 0);
    assert_true(text_is_utf8(end, strlen(end)));
    assert_true(text_prefix_end(end, sizeof end, "\xED\x9F\xBF")); /* next would be a surrogate */
    assert_string_equal(end, "\xEE\x80\x80");
    assert_true(text_prefix_end(end, sizeof end, "a\xF4\x8F\xBF\xBF"));
    assert_string_equal(end, "b");
    assert_false(text_prefix_end(end, sizeof end, "\xF4\x8F\xBF\xBF"));
    assert_false(text_prefix_end(end, sizeof end, ""));
}

static void an_email_has_one_at_and_a_dot_behind_it(void **state) {
    (void)state;
    const char *good[] = {"kari@example.com", "a@b.no", "o'hara+x@mail.example.org",
                          "jon@blåbær.no"};
    const char *bad[] = {"",         "kari",     "@x.no", "kari@",   "kari@x",
                         "a@b@c.no", "a b@c.no", "a@.no", "a@b.no.", "a@b.no\xC2\xA0"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) assert_true(text_is_email(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(text_is_email(bad[i]));
}

static void a_typing_error_finds_its_word(void **state) {
    (void)state;
    const char *const words[] = {"rts.fallback", "csu.cache_ttl", "console.theme"};
    assert_string_equal(text_nearest("rts.falback", words, 3), "rts.fallback");
    assert_string_equal(text_nearest("RTS.FALLBACK", words, 3), "rts.fallback");
    assert_string_equal(text_nearest("console.thmee", words, 3), "console.theme");
    assert_null(text_nearest("colour", words, 3));
    assert_null(text_nearest("", words, 3));
}

static void an_error_survives_its_way_through_a_column(void **state) {
    (void)state;
    struct err err = {0}, back;
    char line[1024];
    err_set(&err, ERR_REFUSED, REASON_SEQUENCE_STOPPED, "accountNum", "Cust\tAcc\n1");
    err_add_value2(&err, "two");
    err_add_number(&err, -7);
    err_format(&err, line, sizeof line);
    assert_string_equal(line, "SEQUENCE_STOPPED\taccountNum\tCust Acc 1\ttwo\t-7");
    err_parse(&back, line);
    assert_int_equal(back.reason, REASON_SEQUENCE_STOPPED);
    assert_string_equal(back.field, "accountNum");
    assert_string_equal(back.value, "Cust Acc 1");
    assert_string_equal(back.value2, "two");
    assert_int_equal(back.number, -7);
    err_add_detail(&err, "%s", "why");
    err_format(&err, line, sizeof line);
    err_parse(&back, line);
    assert_string_equal(back.detail, "why");
}

/* The end of a value that did not fit was followed by a tab and the beginning of the next part. */
static void an_error_that_is_cut_keeps_its_parts_apart(void **state) {
    (void)state;
    struct err err = {0};
    char line[20];
    err_set(&err, ERR_INVALID, REASON_NOT_UNIQUE, "F", "abcd\xF0\x9F\x98\x80");
    err_add_value2(&err, "x");
    err_format(&err, line, sizeof line);
    assert_string_equal(line, "NOT_UNIQUE\tF\tabcd");
}

static void any_text_can_be_read_as_an_error(void **state) {
    (void)state;
    struct err err;
    err_parse(&err, "Something else went wrong");
    assert_int_equal(err.reason, REASON_TECHNICAL);
    assert_string_equal(err.detail, "Something else went wrong");
    err_parse(&err, "NO_SUCH_REASON\ta\tb\tc\t1");
    assert_int_equal(err.reason, REASON_TECHNICAL);
    err_parse(&err, "GROUP_UNKNOWN\tCustGroup");
    assert_int_equal(err.reason, REASON_GROUP_UNKNOWN);
    assert_string_equal(err.field, "CustGroup");
    err_parse(&err, "");
    assert_int_equal(err.code, ERR_OK);
    err_set(&err, ERR_INVALID, REASON_NOT_UNIQUE, "f", "v");
    err_set(&err, ERR_CONFLICT, REASON_NOT_UNIQUE, err.field, err.value); /* from itself */
    assert_string_equal(err.field, "f");
    assert_string_equal(err.value, "v");
}

static void every_reason_has_a_name_that_finds_it(void **state) {
    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        enum err_reason reason = (enum err_reason)i;
        assert_int_equal(err_reason_find(err_reason_name(reason)), reason);
    }
    assert_int_equal(err_reason_find("NO_SUCH"), REASON_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_cut_between_characters),
        cmocka_unit_test(malformed_utf8_is_told_apart),
        cmocka_unit_test(what_could_steer_a_terminal_is_a_control),
        cmocka_unit_test(folding_finds_norwegian_names),
        cmocka_unit_test(trimming_takes_blanks_of_both_kinds),
        cmocka_unit_test(the_end_of_a_prefix_is_above_all_that_begin_with_it),
        cmocka_unit_test(an_email_has_one_at_and_a_dot_behind_it),
        cmocka_unit_test(a_typing_error_finds_its_word),
        cmocka_unit_test(an_error_survives_its_way_through_a_column),
        cmocka_unit_test(an_error_that_is_cut_keeps_its_parts_apart),
        cmocka_unit_test(any_text_can_be_read_as_an_error),
        cmocka_unit_test(every_reason_has_a_name_that_finds_it),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
