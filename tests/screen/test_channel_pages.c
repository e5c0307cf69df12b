/* SPDX-License-Identifier: MIT */
/*
 * The pages of the Commerce scheduler in both languages, and the way of a new channel database through them: made, given
 * a store, filled, lost and made again, deleted.
 */
#include <string.h>
#include <unistd.h>

#include "console.h"

static const struct scene scenes[] = {
    {"channel-database", "channel-database", "", "▶Default", NULL},
    {"channel-database-new", "channel-database", "F6", "▶Default", "* "},
    {"channel-database-full-sync", "channel-database", "F8", "▶Default", "9999"},
    {"channel-database-group", "channel-database-group", "", "P-0001", NULL},
    {"commerce-channel-schema", "commerce-channel-schema", "", "▶AX7", NULL},
    {"scheduler-jobs", "scheduler-jobs", "", "▶1010", NULL},
    {"scheduler-subjobs", "scheduler-subjobs", "", "▶CustTable", NULL},
    {"initialize-scheduler", "initialize-commerce-scheduler", "", "AX7", NULL},
    {"initialize-scheduler-all", "initialize-commerce-scheduler", "Space F8", "AX7", "┌─"},
};

static void show_all(struct console *console, const char *lang) {
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        console_show(console, &scenes[i], lang, 24, 80);
}

static void test_pages_in_english(void **state) {
    show_all(*state, "en");
}

static void test_pages_in_norwegian(void **state) {
    show_all(*state, "nb");
}

/* An action of the page by its name. */
static void command(struct vt *vt, const char *id) {
    vt_key(vt, ":");
    vt_type(vt, id);
    vt_key(vt, "Enter");
}

static void run(struct console *console, const char *const args[]) {
    char *said = NULL;
    if (company_run(&console->company, args, &said) != 0) fail_msg("%s", said);
    free(said);
}

static void test_a_database_from_its_creation_to_its_end(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "channel-database");
    char path[600];
    vt_wait_text(vt, "▶Default");
    vt_key(vt, "F6");
    vt_type(vt, "East");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "Created with its file.");
    vt_wait_text(vt, "No store is in it");
    /* Contoso has a sign-up that waits in Default. */
    command(vt, "add-store");
    vt_wait_text(vt, "Online store*");
    vt_type(vt, "Contoso");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Run job P-0001 first.");
    run(console, (const char *[]){"job", "run", "P-0001", NULL});
    vt_key(vt, "F8");
    vt_wait_text(vt, "Online store Contoso moved from Default to East.");
    vt_wait_text(vt, "has not heard");
    vt_key(vt, "F8");
    vt_wait_text(vt, "All jobs (9999)");
    vt_key(vt, "F8");
    vt_wait_text(vt, "All jobs (9999): ");
    console_quit(console);

    snprintf(path, sizeof path, "%s/channel-East.db", console->company.folder);
    assert_int_equal(unlink(path), 0);
    vt = console_start(console, "en", 0, 0, "channel-database:East");
    vt_wait_text(vt, "Its file is missing.");
    assert_true(vt_has(vt, "missing"));
    command(vt, "create-file");
    vt_wait_text(vt, "The file is there again and empty.");
    vt_key(vt, "Del y");
    vt_wait_text(vt, "online stores are in it (Contoso)");
    command(vt, "remove-store");
    vt_wait_text(vt, "Online store*");
    vt_key(vt, "F8");
    vt_wait_text(vt, "is in no channel database now");
    vt_key(vt, "Del y");
    vt_wait_text(vt, "East was deleted.");
    assert_int_not_equal(access(path, F_OK), 0);
    console_quit(console);
}

static void test_pausing_is_one_command(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "channel-database:Default");
    command(vt, "pause");
    vt_wait_text(vt, "Paused: nothing moves to and from Default.");
    command(vt, "pause");
    vt_wait_text(vt, "Data synchronization of Default goes on.");
    console_quit(console);
}

static void test_initialize_puts_back_what_is_missing(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "scheduler-subjobs:RetailAsyncCustomer");
    vt_wait_text(vt, "REPLICATIONCOUNTER");
    vt_key(vt, "F2 Tab Tab Tab Space C-s");
    vt_wait_text(vt, "RetailAsyncCustomer was saved");
    run(console, (const char *[]){"job", "run", "P-0001", NULL});
    vt_wait_text(vt, "A1 9"); /* nobody has moved */
    console_go(vt, "initialize", "Delete existing configuration");
    vt_key(vt, "F8");
    vt_wait_text(vt, "1 row put back");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Nothing was missing.");
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_pages_in_english),
        console_test(test_pages_in_norwegian),
        console_test(test_a_database_from_its_creation_to_its_end),
        console_test(test_pausing_is_one_command),
        console_test(test_initialize_puts_back_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
