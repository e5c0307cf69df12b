/* SPDX-License-Identifier: MIT */
/* A number sequence gets another form, says what its segments are and what comes next; what would stop accounts asks. */
#include <string.h>

#include "console.h"

static void walk(struct console *console, const char *lang, const char *constant) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "number-sequences");
    vt_wait_text(vt, "CustAcc");
    vt_expect(vt, "number-sequences");
    vt_key(vt, "Enter");
    vt_wait_row(vt, 3, "CustAcc : ");
    vt_key(vt, "F2 M-3");
    vt_wait_text(vt, "######");
    vt_key(vt, "C-u");
    vt_type(vt, "C-&######");
    vt_key(vt, "Tab");
    vt_wait_text(vt, constant);
    vt_wait_text(vt, "C-A100217");
    vt_expect(vt, "number-sequence-format");
    vt_key(vt, "M-5 Tab Tab Tab Space C-s");
    vt_wait_text(vt, "┌─");
    vt_expect(vt, "number-sequence-manual");
    vt_abandon(&console->vt);

    vt = console_open_page(console, lang, 0, 0, "number-sequences:CustAcc");
    vt_wait_row(vt, 3, "CustAcc : ");
    vt_key(vt, "F2 M-5");
    vt_wait_text(vt, "999999");
    vt_key(vt, "Tab Tab C-u");
    vt_type(vt, "200000");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "200000");
    vt_key(vt, "a Down Enter"); /* Actions: Manual cleanup */
    vt_wait_text(vt, "100216");
    vt_expect(vt, "number-sequence-cleanup");
    vt_abandon(&console->vt);
}

static void test_by_keys_in_english(void **state) {
    walk(*state, "en", "Constant");
}

static void test_by_keys_in_norwegian(void **state) {
    walk(*state, "nb", "Konstant");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_by_keys_in_english),
        console_test(test_by_keys_in_norwegian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
