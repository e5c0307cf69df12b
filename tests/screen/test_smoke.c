/* SPDX-License-Identifier: MIT */
/* The console starts, shows itself, and puts the terminal back on every way out, on every terminal people have. */
#include <signal.h>
#include <string.h>

#include "console.h"

static void test_starts_and_leaves_on_every_terminal(void **state) {
    struct console *console = *state;
    static const char *const terms[] = {"xterm-256color", "tmux-256color", "screen-256color",
                                        "linux",          "vt220",         "xterm"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        console->vt = vt_start(
            &(struct vt_options){.data = console->company.folder, .term = terms[i], .theme = ""});
        vt_wait_row(console->vt, 1, "Commerce headquarters");
        vt_wait_row(console->vt, 1, "USRT");
        console_quit(console);
    }
}

static void test_monochrome_by_no_color(void **state) {
    struct console *console = *state;
    const char *env[] = {"NO_COLOR=1", NULL};
    console->vt =
        vt_start(&(struct vt_options){.data = console->company.folder, .env = env, .theme = ""});
    vt_wait_row(console->vt, 1, "Commerce headquarters");
    console_quit(console);
}

static void test_too_small_says_so_and_comes_back(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    char *before = vt_picture(vt);
    vt_resize(vt, 17, 59);
    vt_wait_text(vt, "60");
    vt_refuse_text(vt, "Commerce headquarters  ");
    vt_resize(vt, 3, 10);
    vt_resize(vt, 1, 1);
    vt_resize(vt, 24, 80);
    vt_wait_row(vt, 1, "Commerce headquarters");
    vt_expect_picture(vt, before, "what it was before");
    free(before);
    console_quit(console);
}

static void test_terminates_cleanly_when_asked_by_signal(void **state) {
    struct console *console = *state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < 2; i++) {
        console_open(console, "en", 0, 0);
        vt_signal(console->vt, signals[i]);
        vt_stop_with(&console->vt, 128 + signals[i]);
    }
}

static void test_ends_when_the_line_is_gone(void **state) {
    struct console *console = *state;
    console_open(console, "en", 0, 0);
    vt_hang_up(console->vt);
    vt_stop_with(&console->vt, 128 + SIGHUP);
}

static void test_unknown_sequences_are_swallowed(void **state) {
    struct console *console = *state;
    static const char *const sequences[] = {"\x1b[99;99~", "\x1b[<0;3;4M", "\x1b[?1;2c", "\x1bOz",
                                            "\x1b[1;2;3;4;5u"};
    struct vt *vt = console_open(console, "en", 0, 0);
    char *before = vt_picture(vt);
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        vt_send(vt, sequences[i], strlen(sequences[i]), "<unknown sequence>");
    vt_expect_picture(vt, before, "what it was before");
    free(before);
    console_quit(console);
}

static void test_without_a_company_says_what_to_do(void **state) {
    struct console *console = *state;
    company_release(&console->company);
    company_init_empty(&console->company);
    console->vt = vt_start(&(struct vt_options){.data = console->company.folder, .no_fence = true});
    vt_wait_text(console->vt, "chq init");
    vt_stop_with(&console->vt, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_starts_and_leaves_on_every_terminal),
        console_test(test_monochrome_by_no_color),
        console_test(test_too_small_says_so_and_comes_back),
        console_test(test_terminates_cleanly_when_asked_by_signal),
        console_test(test_ends_when_the_line_is_gone),
        console_test(test_unknown_sequences_are_swallowed),
        console_test(test_without_a_company_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
