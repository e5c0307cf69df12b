/* SPDX-License-Identifier: MIT */
/* The console is the batch server while it is open: it runs what is due, tells of failures, and hands over. */
#include <string.h>

#include "console.h"

static struct vt *start_wide(struct console *console, const char *more, int cols) {
    const char *env[] = {"CHQ_CONSOLE_BATCH_SERVER=yes", NULL};
    const char *args[] = {more, NULL};
    console->vt = vt_start(&(struct vt_options){.data = console->company.folder,
                                                .args = args,
                                                .env = env,
                                                .lang = "en",
                                                .rows = 24,
                                                .cols = cols});
    vt_wait_text(console->vt, cols >= 100 ? "216" : "A1 9");
    return console->vt;
}

static struct vt *start(struct console *console, const char *more) {
    return start_wide(console, more, 80);
}

static void expect_code(struct console *console, const char *verb, const char *option, int code) {
    const char *args[] = {"batch", verb, option, NULL};
    char *out = NULL;
    assert_int_equal(company_run(&console->company, args, &out), code);
    free(out);
}

static void break_uploads(const struct company *company) {
    char command[400];
    snprintf(command, sizeof command,
             "sqlite3 '%s/headquarters.db' 'ALTER TABLE RetailCDXUploadSession RENAME TO Damaged'",
             company->folder);
    assert_int_equal(system(command), 0);
}

static void test_what_is_due_runs_and_the_lease_is_handed_over(void **state) {
    struct console *console = *state;
    struct vt *vt = start(console, NULL);
    vt_wait_row(vt, 1, "Batch server");
    expect_code(console, "serve", "--once", 3);
    company_do(&console->company, "batch schedule P-0001");
    vt_wait_text(vt, "A1 0");
    vt_refuse_text(vt, "failed.");
    console_quit(console);
    expect_code(console, "serve", "--once", 0);
}

static void test_a_failure_is_a_warning(void **state) {
    struct console *console = *state;
    break_uploads(&console->company);
    struct vt *vt = start(console, NULL);
    vt_wait_row(vt, 1, "Batch server");
    company_do(&console->company, "batch schedule P-0001");
    vt_wait_text(vt, "Batch job P-0001 (Channel transactions) failed.");
    console_quit(console);
}

static void test_another_server_is_waited_for(void **state) {
    struct console *console = *state;
    struct console other = {.company = console->company};
    struct vt *vt = start(console, NULL);
    vt_wait_row(vt, 1, "Batch server ");
    struct vt *second = start_wide(&other, NULL, 120);
    vt_wait_row(second, 1, "Batch server: tester@");
    console_quit(console);
    vt_wait_row(second, 1, "Batch server ");
    console_quit(&other);
}

static void test_nothing_runs_in_a_console_that_only_reads(void **state) {
    struct console *console = *state;
    struct vt *vt = start(console, "--readonly");
    company_do(&console->company, "batch schedule P-0001");
    expect_code(console, "serve", "--once", 0); /* nobody else serves */
    vt_wait_text(vt, "A1 0");
    vt_refuse_text(vt, "Batch server");
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_what_is_due_runs_and_the_lease_is_handed_over),
        console_test(test_a_failure_is_a_warning),
        console_test(test_another_server_is_waited_for),
        console_test(test_nothing_runs_in_a_console_that_only_reads),
    };
    return cmocka_run_group_tests_name("batch_console", tests, NULL, NULL);
}
