/* SPDX-License-Identifier: MIT */
/* Failed customers repaired on the spot, one and as a group, and a shopper's account edited, all by keys. */
#include <string.h>

#include "console.h"

static void expect_json(struct console *console, const char *noun, const char *key,
                        const char *text) {
    const char *args[] = {noun, "show", key, "--json", NULL};
    char *shown = NULL;
    assert_int_equal(company_run(&console->company, args, &shown), 0);
    if (!strstr(shown, text)) fail_msg("%s is not in %s", text, shown);
    free(shown);
}

/* 138 is Tarjei Fonnes of country XX: look, edit, save, see that it is still Failed, synchronize. */
static void fix_one(struct console *console, const char *lang, const char *failed, const char *done,
                    const char *locked) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "customer-synchronization-status:138");
    vt_wait_row(vt, 3, "138 : Tarjei Fonnes");
    vt_expect(vt, "sync-status-failed");
    vt_key(vt, "F2");
    vt_wait_text(vt, "tarjei.fonnes@example.no");
    vt_key(vt, "Tab Tab Tab Tab Tab Tab C-u");
    vt_type(vt, "NOR");
    vt_expect(vt, "sync-status-edit");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "(F8)");
    vt_wait_text(vt, failed); /* saved is not synchronized */
    vt_key(vt, "F8");
    vt_wait_text(vt, "100217");
    vt_wait_text(vt, done);
    vt_wait_text(vt, "! AF 1");
    vt_expect(vt, "sync-status-repaired");
    vt_key(vt, "F2"); /* what has succeeded stays as it was */
    vt_wait_text(vt, locked);
    vt_key(vt, "T"); /* from the operation to its way through the databases */
    vt_wait_text(vt, "P-0001");
    vt_wait_row(vt, 2, strcmp(lang, "nb") == 0 ? "Spor" : "Trace");
    vt_abandon(&console->vt);
    expect_json(console, "customer", "tarjei.fonnes@example.no", "\"state\": \"created\"");
}

static void test_fix_one_failed_customer(void **state) {
    fix_one(*state, "en", "Failed", "Customer created", "can no longer be changed");
}

static void test_fix_one_failed_customer_in_norwegian(void **state) {
    fix_one(*state, "nb", "Mislykket", "Kunden er opprettet", "kan ikke lenger endres");
}

static void make_group(struct console *console) {
    company_do(&console->company, "signup --store AWOnline --first-name Kari --last-name Norge"
                                  " --email kari@norge.example.no --country Norge");
    company_do(&console->company, "signup --store AWOnline --first-name Ola --last-name Norge"
                                  " --email ola@norge.example.no --country Norge");
    company_do(&console->company, "job run P-0001");
    company_do(&console->company, "job run sync-customers");
}

static void fix_group(struct console *console, const char *lang, const char *what,
                      const char *result) {
    make_group(console);
    struct vt *vt = console_start(console, lang, 0, 0, "failed-by-cause");
    vt_wait_row(vt, 6, "Norge");
    vt_wait_text(vt, "AF 4");
    vt_expect(vt, "failed-by-cause");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "Kari Norge");
    vt_expect(vt, "correct-failed");
    vt_key(vt, "Tab F4");
    vt_wait_text(vt, "┌─");
    vt_type(vt, "nor");
    vt_wait_text(vt, "NOR ");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_key(vt, "F8");
    vt_wait_text(vt, what);
    vt_expect(vt, "correct-failed-preview");
    vt_key(vt, "Left Enter");
    vt_wait_text(vt, "! AF 2");
    vt_wait_gone(vt, "Norge");
    vt_wait_text(vt, result); /* the dialog is gone, what it did is still said */
    vt_abandon(&console->vt);
    expect_json(console, "customer", "kari@norge.example.no", "\"state\": \"created\"");
    expect_json(console, "customer", "ola@norge.example.no", "\"state\": \"created\"");
}

static void test_fix_a_group(void **state) {
    fix_group(*state, "en", "2 operations are corrected (Country/region = NOR)", "2 succeeded.");
}

static void test_fix_a_group_in_norwegian(void **state) {
    fix_group(*state, "nb", "2 operasjoner rettes (Land/område = NOR)", "2 vellykkede.");
}

static void test_a_cause_that_others_repaired_meanwhile(void **state) {
    struct console *console = *state;
    struct vt *vt = console_start(console, "en", 0, 0, "failed-by-cause");
    vt_wait_text(vt, "Country/region 'XX' is not set up.");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "CORRECTION");
    company_do(&console->company, "resync tarjei.fonnes@example.no Country=NOR");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Nothing fails by this cause any longer");
    vt_wait_gone(vt, "CORRECTION");
    vt_abandon(&console->vt);
}

static void filters(struct console *console, const char *lang, const char *failed) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "customer-synchronization-status");
    vt_wait_text(vt, "Keiko Fujimo");
    vt_key(vt, ":");
    vt_type(vt, "show-filters");
    vt_key(vt, "Enter");
    vt_wait_row(vt, 8, "OK");
    vt_key(vt, "Space Space Space");
    vt_wait_text(vt, failed);
    vt_expect(vt, "sync-status-filters");
    vt_key(vt, "F8");
    vt_wait_text(vt, "138 : ");
    vt_wait_gone(vt, "Keiko Fujimo");
    vt_expect(vt, "sync-status-filtered");
    vt_key(vt, "F7");
    vt_type(vt, "wilhelmina");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "Tarjei");
    vt_abandon(&console->vt);
}

static void test_filters(void **state) {
    filters(*state, "en", "Failed ");
}

static void test_filters_in_norwegian(void **state) {
    filters(*state, "nb", "Mislykket ");
}

static void account(struct console *console, const char *lang, const char *refused) {
    struct vt *vt = console_open_page(console, lang, 0, 0, "storefront-account");
    vt_type(vt, "thora.einarsdottir@example.org");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Þóra Einarsdóttir");
    vt_expect(vt, "storefront-account");
    vt_key(vt, "Tab Tab Tab");
    vt_type(vt, "X");
    vt_key(vt, "F8");
    vt_wait_text(vt, refused);
    vt_wait_text(vt, "EinarsdóttirX"); /* nothing typed is lost */
    vt_abandon(&console->vt);
}

static void test_shopper_edits_the_account(void **state) {
    account(*state, "en", "Not changed");
}

static void test_shopper_edits_the_account_in_norwegian(void **state) {
    account(*state, "nb", "Ikke endret");
}

/* With the feature in the channel the same edit is a new operation, and nobody becomes two customers. */
static void test_an_edit_is_a_new_operation(void **state) {
    struct console *console = *state;
    for (int feature = 2; feature <= 4; feature++) {
        char words[40];
        snprintf(words, sizeof words, "feature enable %d", feature);
        company_do(&console->company, words);
    }
    company_do(&console->company, "job run 1110");
    struct vt *vt = console_open_page(console, "en", 0, 0, "storefront-account");
    vt_type(vt, "thora.einarsdottir@example.org");
    vt_key(vt, "F8");
    vt_wait_text(vt, "a new operation in the channel");
    vt_key(vt, "Tab Tab Tab");
    vt_type(vt, "X");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Mode used");
    vt_wait_text(vt, "Þóra EinarsdóttirX");
    vt_wait_text(vt, "A1 9"); /* still nine who wait */
    vt_abandon(&console->vt);
    expect_json(console, "customer", "thora.einarsdottir@example.org", "Þóra EinarsdóttirX");
}

static void test_marked_operations_are_corrected_together(void **state) {
    struct console *console = *state;
    make_group(console);
    struct vt *vt = console_start(console, "en", 0, 0, "customer-synchronization-status");
    vt_wait_text(vt, "Ola Norge");
    vt_key(vt, "F7");
    vt_type(vt, "norge.example.no");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "Keiko");
    vt_key(vt, "* :");
    vt_type(vt, "correct-marked");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "Operations     2");
    vt_key(vt, "Tab");
    vt_type(vt, "NOR");
    vt_key(vt, "F8");
    vt_wait_text(vt, "2 operations are corrected");
    vt_key(vt, "Left Enter");
    vt_wait_text(vt, "! AF 2");
    vt_abandon(&console->vt);
    expect_json(console, "customer", "ola@norge.example.no", "\"state\": \"created\"");
}

static void test_large_screen(void **state) {
    struct console *console = *state;
    struct vt *vt =
        console_open_page(console, "en", 43, 132, "customer-synchronization-status:137");
    vt_wait_text(vt, "137 : ");
    vt_expect(vt, "sync-status-failed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_fix_one_failed_customer),
        console_test(test_fix_one_failed_customer_in_norwegian),
        console_test(test_fix_a_group),
        console_test(test_fix_a_group_in_norwegian),
        console_test(test_a_cause_that_others_repaired_meanwhile),
        console_test(test_filters),
        console_test(test_filters_in_norwegian),
        console_test(test_shopper_edits_the_account),
        console_test(test_shopper_edits_the_account_in_norwegian),
        console_test(test_an_edit_is_a_new_operation),
        console_test(test_marked_operations_are_corrected_together),
        console_test(test_large_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
