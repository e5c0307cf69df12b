/* SPDX-License-Identifier: MIT */
/*
 * The harness itself, judged with a very small curses program. What it must find (a leak, a terminal left behind, a
 * hang, a wrong screen) is planted in scenarios that this program runs again as a child: they must fail.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/vt.h"

static struct vt *tiny(const char *mode, const char *term) {
    const char *args[] = {mode, NULL};
    return vt_start(&(struct vt_options){
        .program = getenv("CHQ_TINY"), .args = args, .term = term, .rows = 5, .cols = 40});
}

static int teardown(void **state) {
    vt_abandon((struct vt **)state);
    return 0;
}

static void test_keys_arrive_by_name(void **state) {
    static const struct {
        const char *key, *shown;
    } keys[] = {{"F4", "KEY_F(4)"},    {"Up", "KEY_UP"},        {"PgDn", "KEY_NPAGE"},
                {"Home", "KEY_HOME"},  {"S-Tab", "KEY_BTAB"},   {"F12", "KEY_F(12)"},
                {"C-s", "control 19"}, {"Enter", "control 10"}, {"Esc", "control 27"},
                {"Del", "KEY_DC"},     {"Tab", "control 9"},    {"Backspace", "KEY_BACKSPACE"},
                {"x", "last x"}};
    struct vt *vt = *state = tiny("", NULL);
    vt_wait_text(vt, "tiny 0 keys");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        vt_key(vt, keys[i].key);
        vt_wait_row(vt, 1, keys[i].shown);
    }
    vt_key(vt, "q");
    vt_stop((struct vt **)state);
}

static void test_two_hundred_keys_are_two_hundred(void **state) {
    struct vt *vt = *state = tiny("", NULL);
    for (int i = 0; i < 200; i++) vt_key(vt, "Down");
    vt_wait_text(vt, "tiny 200 keys");
    vt_key(vt, "q");
    vt_stop((struct vt **)state);
}

static void test_wide_text_and_roles_are_read_back(void **state) {
    struct vt *vt = *state = tiny("", NULL);
    vt_type(vt, "Ås 漢字 x");
    vt_wait_text(vt, "typed [Ås 漢字 x]");
    char *picture = vt_picture(vt);
    assert_string_equal(picture, "tiny 7 keys, last x                     |\n"
                                 "typed [Ås 漢字 x]                       |\n"
                                 "40 x 5, 0 ticks                         |\n"
                                 "                                        |\n"
                                 "                                        |\n"
                                 "cursor 2,15\n"
                                 "row 1: 1-19 TITLE\n");
    free(picture);
    vt_expect(vt, "harness");
    vt_key(vt, "q");
    vt_stop((struct vt **)state);
}

static void test_resize_reaches_the_program(void **state) {
    struct vt *vt = *state = tiny("", NULL);
    vt_type(vt, "abc");
    vt_resize(vt, 8, 60);
    vt_wait_text(vt, "60 x 8");
    vt_wait_text(vt, "typed [abc]");
    vt_key(vt, "q");
    vt_stop((struct vt **)state);
}

static void test_what_paints_by_itself_is_waited_for(void **state) {
    struct vt *vt = *state = tiny("chatty", NULL);
    vt_wait_text(vt, "5 ticks");
    vt_key(vt, "q");
    vt_stop((struct vt **)state);
}

static void test_other_terminals(void **state) {
    static const char *const terms[] = {"vt220", "xterm", "tmux-256color", "linux"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct vt *vt = *state = tiny("", terms[i]);
        vt_type(vt, "abc");
        vt_wait_text(vt, "typed [abc]");
        vt_key(vt, "q");
        vt_stop((struct vt **)state);
    }
}

static void test_another_exit_status_can_be_expected(void **state) {
    struct vt *vt = *state = tiny("status", NULL);
    vt_key(vt, "q");
    vt_stop_with((struct vt **)state, 3);
}

/* ---- planted: each must fail ----------------------------------------------------------------------------------- */

static void planted_wrong_status(void **state) {
    *state = tiny("status", NULL);
    vt_key(*state, "q");
    vt_stop((struct vt **)state);
}

static void planted_leak(void **state) {
    *state = tiny("leak", NULL);
    vt_key(*state, "q");
    vt_stop((struct vt **)state);
}

static void planted_alternate_screen(void **state) {
    *state = tiny("alternate", NULL);
    vt_key(*state, "q");
    vt_stop((struct vt **)state);
}

static void planted_missing_text(void **state) {
    *state = tiny("", NULL);
    vt_wait_text_within(*state, "not there", 100);
}

static void planted_hang(void **state) {
    *state = tiny("hang", NULL);
    vt_key(*state, "x");
    vt_wait_text_within(*state, "last x", 100);
}

static void planted_other_screen(void **state) {
    *state = tiny("", NULL);
    vt_type(*state, "something else");
    vt_expect(*state, "harness");
}

static const struct CMUnitTest planted[] = {
    cmocka_unit_test_teardown(planted_wrong_status, teardown),
    cmocka_unit_test_teardown(planted_leak, teardown),
    cmocka_unit_test_teardown(planted_alternate_screen, teardown),
    cmocka_unit_test_teardown(planted_missing_text, teardown),
    cmocka_unit_test_teardown(planted_hang, teardown),
    cmocka_unit_test_teardown(planted_other_screen, teardown)};

/* Runs a planted scenario in a process of its own; it must fail and say `words`. */
static void must_fail(const char *name, const char *words) {
    char command[1200];
    snprintf(command, sizeof command, "GENERATE= CHQ_TEST_PATIENCE_MS=1000 PLANTED=%s '%s' 2>&1",
             name, getenv("CHQ_HARNESS_SELF"));
    FILE *out = popen(command, "r");
    assert_non_null(out);
    char *text = calloc(1, 65536);
    assert_non_null(text);
    size_t size = fread(text, 1, 65535, out);
    int status = pclose(out);
    bool found = strstr(text, words) != NULL && size > 0;
    if (status == 0 || !found)
        print_error("%s: status %d, \"%s\" %s in\n%s\n", name, status, words,
                    found ? "is" : "is not", text);
    free(text);
    assert_true(status != 0);
    assert_true(found);
}

static void test_planted_faults_are_found(void **state) {
    (void)state;
    must_fail("planted_wrong_status", "ended with 3, expected 0");
    must_fail("planted_alternate_screen", "alternate screen");
    must_fail("planted_missing_text", "not on the screen after 100 ms: \"not there\"");
    must_fail("planted_hang", "last keys: x");
    must_fail("planted_other_screen", "*+ typed [something else]");
#if defined(__SANITIZE_ADDRESS__)
    must_fail("planted_leak", "1234 byte(s)");
#endif
}

int main(int argc, char **argv) {
    const char *scenario = getenv("PLANTED");
    if (scenario) {
        cmocka_set_test_filter(scenario);
        return cmocka_run_group_tests(planted, NULL, NULL);
    }
    setenv("CHQ_HARNESS_SELF", argc > 0 ? argv[0] : "", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_keys_arrive_by_name, teardown),
        cmocka_unit_test_teardown(test_two_hundred_keys_are_two_hundred, teardown),
        cmocka_unit_test_teardown(test_wide_text_and_roles_are_read_back, teardown),
        cmocka_unit_test_teardown(test_resize_reaches_the_program, teardown),
        cmocka_unit_test_teardown(test_what_paints_by_itself_is_waited_for, teardown),
        cmocka_unit_test_teardown(test_other_terminals, teardown),
        cmocka_unit_test_teardown(test_another_exit_status_can_be_expected, teardown),
        cmocka_unit_test(test_planted_faults_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
