/* SPDX-License-Identifier: MIT */
/* The flow on the home page: it lives while others work, whether the customer view is on or off, and leads to what helps. */
#include "console.h"

#define PAUSE "channel set Default PauseDataSync="

static void test_the_flow_follows_what_others_do_with_the_customer_view_off(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    vt_wait_text(vt, "Flow: Needs attention");
    vt_key(vt, "F9 F9"); /* bar with lists, off */
    company_do(&console->company, PAUSE "Yes");
    vt_wait_text_within(vt, "Flow: Stopped", 2000);
    vt_wait_text(vt, "P-0001: Data synchronization");
    company_do(&console->company, PAUSE "No");
    vt_wait_text_within(vt, "Flow: Needs attention", 2000);
    console_quit(console);
}

static void test_enter_opens_the_job_or_what_helps_it(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    vt_wait_text(vt, "Flow: Needs attention");
    vt_key(vt, "Tab Enter");
    vt_wait_row(vt, 3, "P-0001 : Channel transactions");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "P-0001: The next run takes on");
    vt_key(vt, "Down Enter");
    vt_wait_row(vt, 2, "Customer synchronization status");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "Flow: Needs attention");
    vt_key(vt, "Esc Enter"); /* back in the menu, where Enter folds the branch */
    vt_refuse_text(vt, "Headquarters setup");
    console_quit(console);
}

static void test_a_small_screen_has_the_flow_in_two_lines(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 18, 60);
    vt_wait_text(vt, "A1 9 ▸ P-0001 ▸ A2 3 ! AF 2 ▸ ! Sync job ▸ A3 2 ▸ 1010");
    vt_key(vt, "Tab End");
    vt_wait_text(vt, "1010 Well: oldest ");
    vt_key(vt, "Enter");
    vt_wait_row(vt, 2, "Distribution schedule");
    vt_wait_text(vt, "▶1010");
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_the_flow_follows_what_others_do_with_the_customer_view_off),
        console_test(test_enter_opens_the_job_or_what_helps_it),
        console_test(test_a_small_screen_has_the_flow_in_two_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
