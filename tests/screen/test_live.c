/* SPDX-License-Identifier: MIT */
/* The customer view is alive while others work, and what customers typed is harmless on it. */
#include <string.h>

#include "console.h"

#define SIGN_UP "signup --store AWOnline --first-name Live --last-name Liv --email live@example.com"

static void test_a_sign_up_elsewhere_is_seen_within_a_second(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 36, 120);
    vt_wait_text(vt, "Gregory Haverstock");
    vt_refuse_text(vt, "Live Liv");
    company_do(&console->company, SIGN_UP);
    vt_wait_text_within(vt, "Live Liv", 1000);
    console_quit(console);
}

static void test_the_bar_counts_a_sign_up_elsewhere(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    company_do(&console->company, SIGN_UP);
    vt_wait_text_within(vt, "A1 10", 1000);
    console_quit(console);
}

static void test_a_guid_is_never_shown_unasked(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 36, 120);
    vt_wait_text(vt, "Gregory Haverstock");
    vt_refuse_text(vt, "{0");
    console_quit(console);
}

/* Written past every check, as a damaged or hostile channel could hold it. */
static void write_hostile_name(const struct company *company) {
    char command[900];
    snprintf(command, sizeof command,
             "sqlite3 '%s/headquarters.db' \"UPDATE DirPartyTable SET Name = char(27) || "
             "']0;owned' || char(7) || "
             "char(27) || '[31mRED' || char(0x202e) || 'desrever' || char(10) || 'two' WHERE RecId "
             "= (SELECT Party "
             "FROM CustTable WHERE AccountNum = '100002')\"",
             company->folder);
    assert_int_equal(system(command), 0);
}

static void test_hostile_names_are_shown_harmless(void **state) {
    struct console *console = *state;
    write_hostile_name(&console->company);
    struct vt *vt = console_open_page(console, "en", 0, 0, "customers");
    vt_wait_text(vt, "100002");
    vt_wait_text(vt, "[31mRED"); /* as text */
    vt_wait_text(vt, "100003");
    vt_key(vt, "Down Enter");
    vt_wait_row(vt, 3, "100002 : ");
    vt_wait_text(vt, "[31mRED");
    console_quit(console);
}

static void test_a_long_list_keeps_its_row_when_others_write(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "customers");
    vt_wait_text(vt, "100002");
    vt_key(vt, "PgDn PgDn Down");
    char before[400];
    int row = vt_find(vt, "▶1");
    assert_true(row > 0);
    snprintf(before, sizeof before, "%s", vt_row(vt, row));
    company_do(&console->company,
               "signup --store Fabrikam --first-name Aa --last-name Aa --email aa@example.com");
    vt_wait_text(vt, "Synced 217");
    vt_wait_row(vt, row, before);
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_a_sign_up_elsewhere_is_seen_within_a_second),
        console_test(test_the_bar_counts_a_sign_up_elsewhere),
        console_test(test_a_guid_is_never_shown_unasked),
        console_test(test_hostile_names_are_shown_harmless),
        console_test(test_a_long_list_keeps_its_row_when_others_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
