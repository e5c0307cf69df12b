/* SPDX-License-Identifier: MIT */
/* A job is made to run by itself, seen, withheld and let go again, all by keys. */
#include <string.h>

#include "console.h"

/* From the schedule under the cursor to a batch job every 10 minutes. */
static void create_recurring(struct vt *vt, const char *pattern) {
    vt_wait_text(vt, "P-0001 : ");
    vt_key(vt, "a Down Enter"); /* Actions: Create batch job */
    vt_wait_text(vt, "09:00, 09:05, 09:10");
    vt_key(vt, "Tab Tab Tab Tab Tab Tab Tab Tab C-u");
    vt_type(vt, "1");
    vt_wait_text(vt, "09:00, 09:01, 09:02"); /* while it is typed */
    vt_type(vt, "0");
    vt_wait_text(vt, "09:00, 09:10, 09:20");
    vt_key(vt, "Tab");
    vt_wait_text(vt, pattern);
}

static void walk(struct console *console, const char *lang, const char *every, const char *waiting,
                 const char *withheld) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "distribution-schedule:P-0001");
    create_recurring(vt, every);
    vt_expect(vt, "create-batch-job-typed");
    vt_key(vt, "F8");
    vt_wait_text(vt, "chq batch serve");
    vt_wait_row(vt, 3, "P-0001 : ");
    vt_wait_text(vt, every); /* the schedule says when it runs */
    vt_abandon(&console->vt);

    vt = console_open_page(console, lang, 0, 0, "batch-jobs");
    vt_wait_text(vt, waiting);
    vt_wait_text(vt, every);
    vt_expect(vt, "batch-jobs-one");
    vt_key(vt, "F8");
    vt_wait_text(vt, "┌─");
    vt_expect(vt, "batch-job-status");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_wait_row(vt, 6, withheld);
    vt_key(vt, "F8");
    vt_wait_text(vt, "┌─");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_wait_row(vt, 6, waiting);
    vt_key(vt, "Enter");
    vt_wait_row(vt, 3, "4 : P-0001");
    vt_expect(vt, "batch-job");
    vt_key(vt, "a Down Down Enter"); /* Recurrence */
    vt_wait_text(vt, "09:00, 09:10, 09:20");
    vt_expect(vt, "batch-job-recurrence");
    vt_abandon(&console->vt);
}

static void test_by_keys_in_english(void **state) {
    walk(*state, "en", "Every 10 minutes", "Waiting", "Withhold");
}

static void test_by_keys_in_norwegian(void **state) {
    walk(*state, "nb", "Hvert 10. minutt", "Venter", "Holdt tilbake");
}

/* 9999 sends everything: it runs, but cannot recur. */
static void test_full_sync_cannot_recur(void **state) {
    struct vt *vt = console_open_page(*state, "en", 0, 0, "create-batch-job:9999");
    vt_wait_text(vt, "All jobs (9999)");
    vt_key(vt, "Tab Tab Tab Tab Tab Tab Tab Space");
    vt_wait_text(vt, "it cannot recur");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Job 9999 sends everything, so it cannot recur");
}

/* A date without a time means the whole day, and every second month keeps its 31st. */
static void test_recurrence_until_a_date(void **state) {
    struct vt *vt = console_open_page(*state, "en", 0, 0, "create-batch-job:1070");
    vt_wait_text(vt, "Once 2026-03-02 at 09:00");
    vt_key(vt, "Tab Tab Tab Tab Tab Tab Tab Space Space Space Space Space Tab C-u");
    vt_type(vt, "2");
    vt_key(vt, "Tab");
    vt_type(vt, "31.3.2026 02:30");
    vt_key(vt, "Tab Space Space Tab Tab");
    vt_type(vt, "31.5.2026");
    vt_key(vt, "S-Tab");
    vt_wait_text(vt, "Every 2 months on the 31st at 02:30, until 2026-05-31");
    vt_wait_text(vt, "2026-03-31 02:30, 2026-05-31 02:30");
}

/* What another program changes is seen without a key, and the cursor stays on its record. */
static void test_list_follows_other_programs(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "batch-jobs");
    const char *withhold[] = {"batch", "withhold", "2", NULL};
    const char *create[] = {"batch", "schedule", "1110", "--every", "3", "--unit", "hours", NULL};
    vt_wait_text(vt, "Every 5 minutes");
    vt_key(vt, "Down");
    vt_wait_row(vt, 7, "▶Sync");
    assert_int_equal(company_run(&console->company, withhold, NULL), 0);
    vt_wait_row(vt, 7, "Withhold");
    assert_int_equal(company_run(&console->company, create, NULL), 0);
    vt_wait_text(vt, "Every 3 hours");
    vt_wait_text(vt, "▶Sync");
}

/* What this console cannot exchange says so, and does not run. */
static void test_schedule_without_data_does_not_run(void **state) {
    struct vt *vt = console_open_page(*state, "en", 0, 0, "distribution-schedule:1040");
    vt_wait_text(vt, "1040 : Products");
    vt_key(vt, "F8");
    vt_wait_text(vt, "i Belongs to the product; this console keeps no data of that kind");
}

/* A group is taken off through the lookup, and the page says what that means. */
static void test_schedule_without_group_warns(void **state) {
    struct vt *vt = console_open_page(*state, "en", 0, 0, "distribution-schedule:1010");
    vt_wait_text(vt, "1010 : Customers");
    vt_key(vt, "F2 Tab Tab Tab Tab F4");
    vt_wait_text(vt, "┌─");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "No channel database group is attached, so nothing is exchanged.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_by_keys_in_english),
        console_test(test_by_keys_in_norwegian),
        console_test(test_full_sync_cannot_recur),
        console_test(test_recurrence_until_a_date),
        console_test(test_list_follows_other_programs),
        console_test(test_schedule_without_data_does_not_run),
        console_test(test_schedule_without_group_warns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
