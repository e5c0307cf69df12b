/* SPDX-License-Identifier: MIT */
/* Pages of headquarters' records in both languages: customers being edited, groups, books, features, parameters. */
#include <string.h>

#include "console.h"

static const struct scene scenes[] = {
    {"customer-edit", "customers:100215", "F2", "100215 : ", NULL},
    {"customer-new", "customers", "F6", "100002", "CustAcc"},
    {"customer-groups", "customer-groups", "", "Wholesale", NULL},
    {"address-books", "address-books", "", "Fabrikam customers", NULL},
    {"feature-management", "feature-management", "", "▶", NULL},
    {"feature", "feature-management:4", "", "2026-02-10", NULL},
    {"schedule-feature", "schedule-feature:2", "", "*", NULL},
    {"pos-operations", "pos-operations", "", "612", NULL},
    {"pos-operation-edit", "pos-operations:612", "F2", "612 : ", NULL},
    {"commerce-shared-parameters", "commerce-shared-parameters", "", "CDX_DISABLE", NULL},
    {"commerce-scheduler-parameters", "commerce-scheduler-parameters", "", " 3", NULL},
    {"support-request", "support-request:P-0001:16", "", "P-0001", NULL},
    {"lab-answer", "lab-answer", "", "▶", NULL},
    {"accounts-receivable-parameters", "accounts-receivable-parameters", "", "100217", NULL},
};

static void test_records_in_english(void **state) {
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        console_show(*state, &scenes[i], "en", 24, 80);
}

static void test_records_in_norwegian(void **state) {
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        console_show(*state, &scenes[i], "nb", 24, 80);
}

static void test_records_on_other_screens(void **state) {
    static const char *const names[] = {"customer-edit", "feature-management",
                                        "commerce-scheduler-parameters"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
            if (strcmp(scenes[i].name, names[n]) == 0) {
                console_show(*state, &scenes[i], "en", 36, 100);
                console_show(*state, &scenes[i], "nb", 18, 60);
            }
}

/* A person who is typed in gets an account, and everything is where it was typed. */
static void test_a_customer_is_created_by_keys(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "customers");
    vt_wait_text(vt, "100002");
    vt_key(vt, "F6 Tab Tab Tab");
    vt_wait_text(vt, "▶ First name");
    vt_type(vt, "Kari");
    vt_key(vt, "Tab Tab");
    vt_type(vt, "Nordmann");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "100217 : Kari Nordmann");
    vt_wait_text(vt, "job");
    vt_abandon(&console->vt);
}

/* The documented order is refused with the names of what is missing. */
static void test_a_feature_names_what_it_needs(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 24, 80, "feature-management:4");
    vt_wait_text(vt, "2026-02-10");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Enable first");
    vt_abandon(&console->vt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_records_in_english),
        console_test(test_records_in_norwegian),
        console_test(test_records_on_other_screens),
        console_test(test_a_customer_is_created_by_keys),
        console_test(test_a_feature_names_what_it_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
