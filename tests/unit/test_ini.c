/* SPDX-License-Identifier: MIT */
/* Strict ini files: everything that libiniparser passes over in silence is found, with file and line. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/ini.h"

static struct ini *must_parse(const char *text) {
    struct ini *ini;
    struct err err = {0};
    if (ini_parse(&ini, "a.ini", text, &err) != ERR_OK)
        fail_msg("%s %s", err_reason_name(err.reason), err.detail);
    return ini;
}

static struct err refusal(const char *text) {
    struct ini *ini;
    struct err err = {0};
    assert_int_equal(ini_parse(&ini, "a.ini", text, &err), ERR_CONFIG);
    assert_null(ini);
    return err;
}

static void values_are_found_whatever_the_case(void **state) {
    (void)state;
    struct ini *ini = must_parse(
        "\xEF\xBB\xBF# comment\n[Step 1]\nTitle = Gå til butikken\nempty=\nnothing = \"\"\n"
        "quoted = \"  a # b; c  \"  ; remark\nother = 'say \"yes\"'\r\n[b]\nx=1\n");
    assert_string_equal(ini_get(ini, "step 1", "TITLE"), "Gå til butikken");
    assert_string_equal(ini_get(ini, "Step 1", "empty"), "");
    assert_string_equal(ini_get(ini, "Step 1", "nothing"), "");
    assert_string_equal(ini_get(ini, "Step 1", "quoted"), "  a # b; c  ");
    assert_string_equal(ini_get(ini, "Step 1", "other"), "say \"yes\"");
    assert_null(ini_get(ini, "Step 1", "absent"));
    assert_null(ini_get(ini, "absent", "Title"));
    assert_null(ini_get(ini, "b", ""));
    assert_int_equal(ini_line(ini, "step 1", "quoted"), 6);
    assert_int_equal(ini_line(ini, "step 1", "absent"), 0);
    assert_string_equal(ini_name(ini), "a.ini");
    ini_free(&ini);
    ini_free(&ini);
}

static void sections_and_keys_come_in_file_order(void **state) {
    (void)state;
    struct ini *ini = must_parse("[z]\nk2=1\nk1=2\n[a]\n[z]\nk3=3\n");
    assert_string_equal(ini_section(ini, 0), "z");
    assert_string_equal(ini_section(ini, 1), "a");
    assert_null(ini_section(ini, 2));
    assert_string_equal(ini_key(ini, "Z", 0), "k2");
    assert_string_equal(ini_key(ini, "z", 2), "k3");
    assert_null(ini_key(ini, "z", 3));
    assert_null(ini_key(ini, "a", 0));
    ini_free(&ini);
}

static void a_long_value_goes_on_in_the_next_line(void **state) {
    (void)state;
    struct ini *ini = must_parse("[a]\ntext = one \\\ntwo \\\n  three\nnext = 4\n");
    assert_non_null(strstr(ini_get(ini, "a", "text"), "one"));
    assert_non_null(strstr(ini_get(ini, "a", "text"), "three"));
    assert_int_equal(ini_line(ini, "a", "text"), 2);
    assert_int_equal(ini_line(ini, "a", "next"), 5);
    assert_string_equal(ini_get(ini, "a", "next"), "4");
    ini_free(&ini);
}

/* A key or quote behind a no-break space, as pasted from a web page, was one thing to us and another to the library. */
static void a_pasted_no_break_space_never_empties_a_value(void **state) {
    (void)state;
    struct ini *ini = must_parse("[a]\n\xC2\xA0x = 1\n");
    assert_null(ini_get(ini, "a", "x"));
    assert_string_equal(ini_get(ini, "a", "\xC2\xA0x"), "1");
    ini_free(&ini);
    assert_int_equal(refusal("[a]\nx = \xC2\xA0\"b # c\"\n").reason, REASON_CONFIG_CUT_VALUE);
}

/* The last two keys were read as one, in silence. */
static void two_backslashes_and_a_blank_line_keep_the_next_key(void **state) {
    (void)state;
    struct ini *ini = must_parse("[a]\nx = 1 \\\\\n\ny = 2\nz = 3\n");
    assert_null(ini_get(ini, "a", "y"));
    assert_non_null(strstr(ini_get(ini, "a", "x"), "y = 2"));
    assert_string_equal(ini_get(ini, "a", "z"), "3");
    assert_int_equal(ini_line(ini, "a", "z"), 5);
    ini_free(&ini);
}

static void faults_are_named_with_their_line(void **state) {
    (void)state;
    struct err err = refusal("[a]\nx=1\n\nX = 2\n");
    assert_int_equal(err.reason, REASON_CONFIG_DUPLICATE_KEY);
    assert_string_equal(err.value, "a.X");
    assert_string_equal(err.detail, "a.ini:4");
    assert_int_equal(err.number, 2);
    err = refusal("[a]\ntext = first; then second\n");
    assert_int_equal(err.reason, REASON_CONFIG_CUT_VALUE);
    assert_string_equal(err.value, "a.text");
    assert_string_equal(err.detail, "a.ini:2");
    const char *syntax[] = {
        "[a\nx=1\n",       "[]\n",           "[a]\nnonsense\n", "[a]\n= 1\n", "[a]\nx = \"open\n",
        "[a]\nx = 'a'b\n", "[a]\nx=a\x01\n", "[a]\nx=\xFF\n",   "[a:b]\n",    "[a]\nx = 1\\\n"};
    for (size_t i = 0; i < sizeof syntax / sizeof syntax[0]; i++) {
        assert_int_equal(refusal(syntax[i]).reason, REASON_CONFIG_SYNTAX);
    }
}

static void a_line_of_a_thousand_bytes_is_the_longest(void **state) {
    (void)state;
    char text[2200];
    int n = snprintf(text, sizeof text, "[a]\nx = %0*d\n", INI_LINE_MAX - 4, 7);
    assert_true(n < (int)sizeof text);
    struct ini *ini = must_parse(text);
    assert_int_equal(strlen(ini_get(ini, "a", "x")), INI_LINE_MAX - 4);
    ini_free(&ini);
    snprintf(text, sizeof text, "[a]\nx = %0*d\n", INI_LINE_MAX - 3, 7);
    struct err err = refusal(text);
    assert_int_equal(err.reason, REASON_CONFIG_LINE_TOO_LONG);
    assert_int_equal(err.number, INI_LINE_MAX);
    assert_string_equal(err.detail, "a.ini:2");
    snprintf(text, sizeof text, "[a]\nx = %0*d\\\n%0*d\n", 600, 7, 600, 7);
    assert_int_equal(refusal(text).reason, REASON_CONFIG_LINE_TOO_LONG);
    snprintf(text, sizeof text, "[a]\nx = 1%1200s\n[b]\n", "");
    err = refusal(text);
    assert_int_equal(err.reason, REASON_CONFIG_LINE_TOO_LONG);
    assert_string_equal(err.detail, "a.ini:2");
    snprintf(text, sizeof text, "[a]\n; %0*d\\", 1200, 7);
    assert_int_equal(refusal(text).reason, REASON_CONFIG_LINE_TOO_LONG);
}

static void a_missing_file_and_a_folder_are_told_apart(void **state) {
    (void)state;
    struct ini *ini;
    struct err err = {0};
    assert_int_equal(ini_open(&ini, "/nowhere/chq.ini", &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_FILE_MISSING);
    assert_int_equal(ini_open(&ini, "/", &err), ERR_IO);
    assert_int_equal(err.reason, REASON_FILE_ACCESS);
    assert_int_equal(ini_open(&ini, "/dev/zero", &err), ERR_IO);
    assert_null(ini);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_whatever_the_case),
        cmocka_unit_test(sections_and_keys_come_in_file_order),
        cmocka_unit_test(a_long_value_goes_on_in_the_next_line),
        cmocka_unit_test(a_pasted_no_break_space_never_empties_a_value),
        cmocka_unit_test(two_backslashes_and_a_blank_line_keep_the_next_key),
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(a_line_of_a_thousand_bytes_is_the_longest),
        cmocka_unit_test(a_missing_file_and_a_folder_are_told_apart),
    };
    return cmocka_run_group_tests_name("ini", tests, NULL, NULL);
}
