/* SPDX-License-Identifier: MIT */
/*
 * What people see: every page in both languages at 80x24, and what opens above it; the pages of the guide also on a large
 * and on the smallest screen. A golden screen that changes is reviewed like code (GENERATE=1 ctest writes them).
 */
#include <string.h>

#include "console.h"

static const struct scene scenes[] = {
    {"menu", NULL, "", "▸", NULL},
    {"online-stores", "online-stores", "", "AWOnline", NULL},
    {"online-store", "online-stores:AWOnline", "", "AWOnline : AW online store", NULL},
    {"online-store-edit", "online-stores:AWOnline", "F2", "AWOnline : AW online store", NULL},
    {"customers", "customers", "", "100002", NULL},
    {"customer", "customers:100215", "", "100215 : ", NULL},
    {"functionality-profiles", "functionality-profiles", "", "Fabrikam ", NULL},
    {"profiles-edit", "functionality-profiles:Online", "F2 Tab Tab Space", "Online : ", NULL},
    {"profiles-warning", "functionality-profiles:Online", "F2 Tab Tab Space C-s",
     "Online : ", "AWBusiness, AWOnline"},
    {"profiles-unsaved", "functionality-profiles:Online", "F2 Tab Tab Space Esc",
     "Online : ", "┌─"},
    {"profiles-new", "functionality-profiles", "F6", "Fabrikam : ", "▶ Prof"},
    {"pos-functionality-profiles", "pos-functionality-profiles", "", "FP-000001", NULL},
    {"distribution-schedule", "distribution-schedule", "", "1070", NULL},
    {"schedule-edit", "distribution-schedule:P-0001", "F2 Tab Tab", "P-0001 : ", "Ctrl+S"},
    {"schedule-elsewhere", "distribution-schedule:1040", "F8", "1040 : ", NULL},
    {"schedule-groups", "distribution-schedule:1010", "F2 Tab Tab Tab Tab F4", "1010 : ", "┌─"},
    {"run-now", "distribution-schedule:P-0001", "F8", "P-0001 : ", "┌─"},
    {"create-batch-job", "create-batch-job:P-0001", "", "09:00, 09:05, 09:10", NULL},
    {"batch-jobs", "batch-jobs", "", "chq batch", NULL},
    {"synchronize-customers", "synchronize-customers", "", "15", NULL},
    {"storefront-signup", "storefront-signup", "", "*", NULL},
    {"storefront-lookup", "storefront-signup", "F4", "*", "Contoso"},
    {"guides", "guides", "", "kari.solberg@", NULL},
    {"labs", "labs", "", "Ingvild", NULL},
    {"servicing-switch", "servicing-switch", "", "▶", NULL},
    {"restart-csu", "restart-csu", "", "2026-03-02 04:01:00", NULL},
    {"palette", NULL, ":", "▸", "┌─"},
    {"help", "functionality-profiles", "F1", "Fabrikam : ", "┌─"},
    {"actions", "functionality-profiles", "a", "Fabrikam : ", "┌─"},
};

static void show_all(struct console *console, const char *lang) {
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        console_show(console, &scenes[i], lang, 24, 80);
}

static void test_every_page_in_english(void **state) {
    show_all(*state, "en");
}

static void test_every_page_in_norwegian(void **state) {
    show_all(*state, "nb");
}

static void show_some(struct console *console, int rows, int cols) {
    static const char *const names[] = {"menu", "online-store", "functionality-profiles",
                                        "customers", "distribution-schedule"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
            if (strcmp(scenes[i].name, names[n]) == 0) {
                console_show(console, &scenes[i], "en", rows, cols);
                console_show(console, &scenes[i], "nb", rows, cols);
            }
}

static void test_large_screen(void **state) {
    show_some(*state, 43, 132);
}

static void test_smallest_screen(void **state) {
    show_some(*state, 18, 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_every_page_in_english),
        console_test(test_every_page_in_norwegian),
        console_test(test_large_screen),
        console_test(test_smallest_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
