/* SPDX-License-Identifier: MIT */
/* Upload and download sessions: what they look like, and Rerun and Cancel session by keys. */
#include <string.h>

#include "console.h"

/* The street is longer than headquarters takes: the package fails and its session says so. */
static void let_an_upload_fail(struct console *console) {
    char street[301];
    memset(street, 'x', sizeof street - 1);
    street[sizeof street - 1] = '\0';
    const char *const signup[] = {"signup",        "--store",     "AWOnline", "--first-name",
                                  "Long",          "--last-name", "Street",   "--email",
                                  "l@example.com", "--street",    street,     NULL};
    const char *const run[] = {"job", "run", "P-0001", NULL};
    assert_int_equal(company_run(&console->company, signup, NULL), 0);
    assert_int_equal(company_run(&console->company, run, NULL), 1);
}

static void show_lists(struct console *console, const char *lang, int rows, int cols) {
    struct vt *vt = console_open_page(console, lang, rows, cols, "upload-sessions");
    vt_wait_row(vt, 6, "16  ");
    vt_expect(vt, "upload-sessions");
    vt_abandon(&console->vt);
    vt = console_open_page(console, lang, rows, cols, "download-sessions");
    vt_wait_text(vt, "1070");
    vt_expect(vt, "download-sessions");
    vt_abandon(&console->vt);
}

static void show_records(struct console *console, const char *lang, const char *failed) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "download-sessions:4");
    vt_wait_row(vt, 3, "4 : 1010");
    vt_expect(vt, "download-session");
    vt_key(vt, "F8");
    vt_wait_text(vt, "┌─");
    vt_expect(vt, "download-session-rerun");
    vt_abandon(&console->vt);

    let_an_upload_fail(console);
    vt = console_start(console, lang, 0, 0, "upload-sessions");
    vt_wait_text(vt, failed);
    vt_key(vt, "Enter");
    vt_wait_row(vt, 3, "17 : P-0001");
    vt_wait_text(vt, "A1 10");
    vt_expect(vt, "upload-session-failed");
    vt_abandon(&console->vt);
}

static void test_in_english(void **state) {
    show_lists(*state, "en", 0, 0);
    show_lists(*state, "en", 36, 120);
    show_records(*state, "en", "Apply failed");
}

static void test_in_norwegian(void **state) {
    show_lists(*state, "nb", 0, 0);
    show_lists(*state, "nb", 36, 120);
    show_records(*state, "nb", "Bruk mislyktes");
}

/* A download is sent again: a new session, applied at once. One that has ended cannot be canceled. */
static void test_rerun_by_keys(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "download-sessions");
    vt_wait_row(vt, 6, "4  Applied");
    vt_key(vt, "F8");
    vt_wait_text(vt, "┌─ Rerun");
    vt_key(vt, "Left Enter");
    vt_wait_row(vt, 6, "5  Applied");
    vt_wait_text(vt, "session 5");
    vt_type(vt, "a");
    vt_wait_text(vt, "Cancel session");
    vt_key(vt, "Down Enter");
    vt_wait_text(vt, "The session has ended already");
}

/* One that failed is canceled; its rows go with the next run. */
static void test_cancel_by_keys(void **state) {
    struct console *console = *state;
    let_an_upload_fail(console);
    struct vt *vt = console_start(console, "en", 0, 0, "upload-sessions");
    vt_wait_row(vt, 6, "17  Apply failed");
    vt_key(vt, "a Down Enter");
    vt_wait_text(vt, "┌─ Cancel session");
    vt_key(vt, "Left Enter");
    vt_wait_row(vt, 6, "17  Canceled");
    vt_key(vt, "Down Del"); /* the key that deletes everywhere */
    vt_wait_text(vt, "Delete session 16?");
    vt_key(vt, "Left Enter");
    vt_wait_gone(vt, "16  Applied");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_in_english),
        console_test(test_in_norwegian),
        console_test(test_rerun_by_keys),
        console_test(test_cancel_by_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
