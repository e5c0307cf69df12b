/* SPDX-License-Identifier: MIT */
/* Storefront traffic in the console: the page with its charts, starting and stopping, and labs that bring traffic. */
#include "console.h"

static struct vt *open_example(struct console *console, const char *lang, int rows, int cols,
                               const char *const *more) {
    static const char *const made_up[] = {"CHQ_TEST_TRAFFIC=1", NULL};
    const char *args[] = {"--page=storefront-traffic", more ? more[0] : NULL, NULL};
    console->vt = vt_start(&(struct vt_options){.data = console->company.folder,
                                                .args = args,
                                                .env = made_up,
                                                .lang = lang,
                                                .rows = rows,
                                                .cols = cols});
    vt_wait_text(console->vt, cols >= 100 ? "216" : "A1 9");
    vt_wait_text(console->vt, "240");
    return console->vt;
}

static void picture(void **state, const char *name, const char *lang, int rows, int cols,
                    const char *const *more) {
    struct console *console = *state;
    vt_expect(open_example(console, lang, rows, cols, more), name);
    vt_abandon(&console->vt);
}

static void test_the_charts_tell_load_servicing_and_the_queue(void **state) {
    picture(state, "storefront-traffic", "en", 24, 80, NULL);
    picture(state, "storefront-traffic", "nb", 24, 80, NULL);
}

static void test_the_charts_grow_with_the_screen(void **state) {
    picture(state, "storefront-traffic", "en", 36, 120, NULL);
    picture(state, "storefront-traffic", "nb", 18, 60, NULL);
}

static void test_the_charts_can_do_without_block_characters(void **state) {
    static const char *const ascii[] = {"--ascii"};
    picture(state, "storefront-traffic-ascii", "en", 24, 80, ascii);
}

/* The page types what is pressed: the palette opens by the key that works everywhere. */
static void go(struct vt *vt, const char *name) {
    vt_key(vt, "C-p");
    vt_type(vt, name);
    vt_key(vt, "Enter");
}

static void leave(struct console *console) {
    go(console->vt, "quit");
    vt_stop(&console->vt);
}

static void test_f8_starts_and_stops_the_traffic(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "storefront-traffic");
    vt_wait_text(vt, "Not started");
    vt_key(vt, "Tab C-u");
    vt_type(vt, "3000");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Running for");
    vt_wait_text(vt, "3000 a minute, all online stores");
    vt_wait_text(vt, "A1 1"); /* the queue grows beyond nine */
    vt_key(vt, "F8");
    vt_wait_text(vt, "Stopped after");
    vt_wait_text(vt, "3000 a minute");
    vt_refuse_text(vt, "has ended");
    leave(console);
}

/* It is typed into while it runs: nothing of the display that goes on may take the cursor or the text away. */
static void test_what_is_typed_stays_while_the_display_moves(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "storefront-traffic");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Running for");
    vt_type(vt, "Fab");
    vt_wait_text(vt, "Running for 2 s");
    vt_type(vt, "rikam");
    vt_wait_text(vt, "Running for 3 s");
    vt_wait_row(vt, 4, "Online store       Fabrikam");
    vt_key(vt, "F8");
    vt_wait_text(vt, "30 a minute, Fabrikam");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Stopped after");
    leave(console);
}

static void test_a_rate_out_of_range_is_refused(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "storefront-traffic");
    vt_key(vt, "Tab C-u");
    vt_type(vt, "3001");
    vt_key(vt, "F8");
    vt_wait_text(vt, "1..3000");
    vt_wait_text(vt, "Not started");
    vt_key(vt, "C-u");
    vt_type(vt, "30");
    leave(console);
}

/* Opens the lab on the page Labs by its title. */
static struct vt *open_lab(struct console *console, const char *title) {
    struct vt *vt = console_open_page(console, "en", 30, 100, "labs");
    vt_key(vt, "F7");
    vt_type(vt, title);
    vt_key(vt, "Enter");
    vt_wait_text(vt, "not begun");
    vt_key(vt, "F8");
    vt_wait_text(vt, "PRACTICE");
    vt_wait_text(vt, "runs on a copy");
    vt_key(vt, "Esc"); /* its story */
    return vt;
}

/* The storefront of the lab is alive; putting the lab back must not meet connections of shoppers. */
static void test_a_lab_brings_its_traffic_and_takes_it_away(void **state) {
    struct console *console = *state;
    struct vt *vt = open_lab(console, "Come back later");
    go(vt, "traffic");
    vt_wait_text(vt, "with the lab: 30 a minute");
    vt_key(vt, "F3");
    go(vt, "reset-lab");
    vt_wait_text(vt, "Reset it?");
    vt_key(vt, "y");
    vt_wait_text(vt, "as it was when it began");
    go(vt, "traffic");
    vt_wait_text(vt, "with the lab: 30 a minute");
    vt_refuse_text(vt, "has ended");
    vt_key(vt, "F3");
    go(vt, "leave-lab");
    vt_wait_text(vt, "The lab was left");
    go(vt, "traffic");
    vt_wait_text(vt, "Not started");
    leave(console);
}

static void test_leaving_the_console_ends_the_traffic(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "storefront-traffic");
    vt_key(vt, "Tab C-u");
    vt_type(vt, "3000");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Running for 1 s");
    leave(console);
    company_do(&console->company, "check");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_the_charts_tell_load_servicing_and_the_queue),
        console_test(test_the_charts_grow_with_the_screen),
        console_test(test_the_charts_can_do_without_block_characters),
        console_test(test_f8_starts_and_stops_the_traffic),
        console_test(test_what_is_typed_stays_while_the_display_moves),
        console_test(test_a_rate_out_of_range_is_refused),
        console_test(test_a_lab_brings_its_traffic_and_takes_it_away),
        console_test(test_leaving_the_console_ends_the_traffic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
