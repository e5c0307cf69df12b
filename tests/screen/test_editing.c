/* SPDX-License-Identifier: MIT */
/* Nothing typed is lost, nothing is saved unasked, and two who edit the same record hear of each other. */
#include <string.h>

#include "console.h"

static struct vt *open_profile(struct console *console) {
    struct vt *vt = console_open_page(console, "en", 0, 0, "functionality-profiles:Online");
    vt_wait_row(vt, 3, "Online : ");
    return vt;
}

static void expect_stored(struct console *console, const char *key, const char *text) {
    const char *args[] = {"profile", "show", key, "--json", NULL};
    char *shown = NULL;
    assert_int_equal(company_run(&console->company, args, &shown), 0);
    if (!strstr(shown, text)) fail_msg("%s is not in %s", text, shown);
    free(shown);
}

static void test_what_is_typed_is_saved(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    vt_key(vt, "F2 C-u");
    vt_type(vt, "Ås 漢字");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "used by 2 stores");
    vt_key(vt, "y");
    vt_wait_row(vt, 3, "Online : Ås 漢字");
    console_quit(console);
    expect_stored(console, "Online", "Ås 漢字");
}

static void test_resize_while_typing_keeps_text_and_cursor(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    int row, col, row_after, col_after;
    bool visible;
    vt_key(vt, "F2 C-u");
    vt_type(vt, "Ny profil");
    vt_key(vt, "Left Left");
    vt_wait_text(vt, "Ny profil");
    vt_cursor(vt, &row, &col, &visible);
    assert_true(visible);
    vt_resize(vt, 43, 132);
    vt_wait_text(vt, "Ny profil");
    vt_resize(vt, 18, 60);
    vt_wait_text(vt, "Ny profil");
    vt_resize(vt, 10, 30);
    vt_resize(vt, 24, 80);
    vt_wait_text(vt, "Ny profil");
    vt_cursor(vt, &row_after, &col_after, &visible);
    assert_true(visible);
    assert_int_equal(row_after, row);
    assert_int_equal(col_after, col);
    vt_type(vt, "X");
    vt_wait_text(vt, "Ny profXil");
}

static void test_leaving_a_changed_form_asks(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    vt_key(vt, "F2");
    vt_type(vt, "X");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "Do you want to save your changes?");
    vt_key(vt, "Esc"); /* goes on editing */
    vt_wait_gone(vt, "Do you want to save your changes?");
    vt_type(vt, "Y");
    vt_key(vt, "C-p");
    vt_type(vt, "quit");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "Do you want to save your changes?");
    vt_key(vt, "Right Enter"); /* discard: what was asked for, leaving, goes on */
    vt_stop(&console->vt);
    expect_stored(console, "Online", "Online store profile");
}

static void test_typing_goes_on_after_a_refused_save(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    vt_key(vt, "F2 C-u");
    vt_type(vt, "one");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "used by 2 stores");
    vt_key(vt, "n");
    vt_wait_text(vt, "Not saved");
    vt_type(vt, " two");
    vt_wait_text(vt, "one two");
}

static void test_changed_by_another_user(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    vt_key(vt, "F2 C-u");
    vt_type(vt, "mine");
    company_do(&console->company, "profile set Online name=theirs");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "used by 2 stores");
    vt_key(vt, "y");
    vt_wait_text(vt, "Changed by another user");
    vt_wait_text(vt, "mine");
    vt_wait_text(vt, "theirs");
    expect_stored(console, "Online", "theirs");
    vt_key(vt, "C-s");
    vt_wait_row(vt, 3, "Online : mine");
    console_quit(console);
    expect_stored(console, "Online", "mine");
}

static void test_a_profile_in_use_is_not_deleted(void **state) {
    struct console *console = *state;
    struct vt *vt = open_profile(console);
    vt_key(vt, "Del");
    vt_wait_text(vt, "Delete this record?");
    vt_key(vt, "y");
    vt_wait_gone(vt, "Delete this record?");
    vt_wait_text(vt, "2 "); /* stores use it */
    vt_wait_row(vt, 3, "Online : ");
    expect_stored(console, "Online", "Online store profile");
    console_quit(console);
}

static void test_a_wrong_value_stays_and_the_cursor_is_free(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "online-stores:AWOnline");
    vt_wait_row(vt, 3, "AWOnline : ");
    vt_key(vt, "F2 Tab Tab Tab Tab C-u");
    vt_type(vt, "ZZZ");
    vt_key(vt, "Tab Tab");
    vt_wait_text(vt, "ZZZ");
    vt_wait_text(vt, "not found");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "not found");
    vt_wait_text(vt, "Edit");
}

static void test_a_lookup_fills_the_field(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "online-stores:Contoso");
    vt_wait_row(vt, 3, "Contoso : ");
    vt_key(vt, "F2 Tab Tab Tab Tab Tab Tab Tab F4");
    vt_wait_text(vt, "Fabrikam store profile");
    vt_type(vt, "fab");
    vt_wait_gone(vt, "Online store profile");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "1070");
    console_quit(console);
    const char *args[] = {"store", "show", "Contoso", "--json", NULL};
    char *shown = NULL;
    assert_int_equal(company_run(&console->company, args, &shown), 0);
    assert_non_null(strstr(shown, "\"Fabrikam\""));
    free(shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_what_is_typed_is_saved),
        console_test(test_resize_while_typing_keeps_text_and_cursor),
        console_test(test_leaving_a_changed_form_asks),
        console_test(test_typing_goes_on_after_a_refused_save),
        console_test(test_changed_by_another_user),
        console_test(test_a_profile_in_use_is_not_deleted),
        console_test(test_a_wrong_value_stays_and_the_cursor_is_free),
        console_test(test_a_lookup_fills_the_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
