/* SPDX-License-Identifier: MIT */
/*
 * Every key on every page, and long walks of keys that make no sense: each acts or says that it does nothing, none ends
 * the program, and at the end it still shows its title and leaves cleanly.
 */
#include <string.h>

#include "console.h"

static const char *const pages[] = {"online-stores",
                                    "online-stores:AWOnline",
                                    "customers",
                                    "customers:100002",
                                    "functionality-profiles",
                                    "functionality-profiles:Online",
                                    "pos-functionality-profiles",
                                    "distribution-schedule",
                                    "batch-jobs",
                                    "batch-jobs:1",
                                    "batch-job-recurrence:1",
                                    "synchronize-customers",
                                    "storefront-signup",
                                    "servicing-switch",
                                    "restart-csu",
                                    "guides",
                                    "labs",
                                    "customer-synchronization-status",
                                    "failed-by-cause",
                                    "upload-sessions",
                                    "download-sessions",
                                    "channel-database",
                                    "channel-database-group",
                                    "scheduler-jobs",
                                    "full-data-sync",
                                    "number-sequences",
                                    "accounts-receivable-parameters",
                                    "commerce-scheduler-parameters",
                                    "commerce-shared-parameters",
                                    "customer-groups",
                                    "address-books",
                                    "feature-management",
                                    "pos-operations"};

/* Not here: what leaves the program (Back, again and again) or starts a job. What opens is closed by Enter. */
static const char *const keys[] = {
    "F1 Esc",  "F5",   "F9",    "F9",    "F11", "Up",    "Down",  "Left",  "Right",
    "PgUp",    "PgDn", "Home",  "End",   "Tab", "S-Tab", "Space", "Ins",   "S-F5",
    "C-Down",  "C-Up", "C-l",   "C-k",   "C-z", "C-y",   "C-u",   "C-]",   "M-x",
    "M-1",     "g g",  "g e",   "g d",   "1",   "}",     "{",     "u",     "U",
    "J",       "K",    "G",     "z",     "9",   "%",     "å",     "漢",    "C-w w",
    "C-x C-x", "F4",   "Right", "Enter", "F2",  "Tab",   "x",     "Space", "C-z",
    "F6",      "F7",   "x",     "Enter", "a",   "Down",  "Enter"};

static void test_every_key_on_every_page(void **state) {
    struct console *console = *state;
    for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
        /* What the keys of the last page set going may have changed the counts already. */
        struct vt *vt = console_start(console, p % 2 ? "nb" : "en", 0, 0, pages[p]);
        vt_wait_row(vt, 1, "Commerce");
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) vt_key(vt, keys[k]);
        vt_wait_row(vt, 1, "Commerce");
        vt_abandon(&console->vt);
    }
}

static uint32_t next_number(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *const steps[] = {"F1",
                                    "F2",
                                    "F4",
                                    "F5",
                                    "F6",
                                    "F7",
                                    "F9",
                                    "Up",
                                    "Down",
                                    "Down",
                                    "Left",
                                    "Right",
                                    "PgUp",
                                    "PgDn",
                                    "Home",
                                    "End",
                                    "Tab",
                                    "Tab",
                                    "S-Tab",
                                    "Space",
                                    "Enter",
                                    "Enter",
                                    "C-s",
                                    "C-z",
                                    "C-y",
                                    "C-u",
                                    "C-k",
                                    "Del",
                                    "Backspace",
                                    "x",
                                    "y",
                                    "å",
                                    "n",
                                    "C-x a",
                                    "C-w w",
                                    "g m",
                                    "C-x g n",
                                    "C-x g h",
                                    "C-x g c",
                                    "C-x g s",
                                    "C-x g m",
                                    "C-x g d",
                                    "C-x g r",
                                    "C-x g t",
                                    "C-p l a b s Enter",
                                    "F8",
                                    "C-c",
                                    "C-p s t o r e Enter",
                                    "C-p c u s t Enter",
                                    "C-p s c h e d Enter",
                                    "C-p p r o f Enter",
                                    "C-p s i g n Enter"};

static void walk(struct console *console, uint64_t seed, int count) {
    char page[80];
    snprintf(page, sizeof page, "%s", pages[seed % (sizeof pages / sizeof *pages)]);
    struct vt *vt = console_start(console, "en", 0, 0, page);
    for (int i = 0; i < count; i++) {
        uint32_t n = next_number(&seed);
        if (n % 97 == 0)
            vt_resize(vt, 18 + (int)(n / 97 % 30), 60 + (int)(n / 97 % 80));
        else if (n % 11 == 0)
            vt_key(vt, n % 2 ? "Esc" : "C-p p r o f Enter");
        else
            vt_key(vt, steps[n % (sizeof steps / sizeof *steps)]);
        if (vt_has_ended(vt)) { /* Back from the menu leaves: cleanly, and the walk goes on */
            vt_stop(&console->vt);
            vt = console_start(console, "en", 0, 0, page);
        }
    }
    vt_resize(vt, 24, 80);
    vt_wait_row(vt, 1, "Commerce");
    vt_abandon(&console->vt);
}

static void test_long_walks_of_senseless_keys(void **state) {
    for (uint64_t seed = 1; seed <= 6; seed++) walk(*state, seed, 150);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_every_key_on_every_page),
        console_test(test_long_walks_of_senseless_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
