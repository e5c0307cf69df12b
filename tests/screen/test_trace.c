/* SPDX-License-Identifier: MIT */
/* Why is my customer not there? T on every list that shows customers, and the one key that leads to the repair. */
#include <string.h>

#include "console.h"

#define ROLF "trace:rolf.ytterdal@example.no"

/* ---- what is seen -------------------------------------------------------------------------------------------------- */

static void show(struct console *console, const struct scene *scene) {
    console_show(console, scene, "en", 24, 80);
    console_show(console, scene, "nb", 24, 80);
}

static void test_a_record_that_waits_normally(void **state) {
    const struct scene scene = {"trace-waiting", ROLF, "", "Rolf Ytterdal", NULL};
    show(*state, &scene);
}

static void test_a_record_that_is_stopped(void **state) {
    struct console *console = *state;
    const struct scene scene = {"trace-stopped", ROLF, "", "Rolf Ytterdal", NULL};
    company_do(&console->company, "channel set Default PauseDataSync=Yes");
    company_do(&console->company, "numberseq set CustAcc Manual=Yes");
    show(console, &scene);
    console_show(console, &scene, "en", 36, 120);
    console_show(console, &scene, "nb", 18, 60);
}

static void test_somebody_who_is_nowhere(void **state) {
    const struct scene scene = {"trace-nowhere", "trace:nobody@example.com", "",
                                "nobody@example.com", NULL};
    show(*state, &scene);
}

/* The store is asked for by the dialog: then the hop is named that would have the record. */
static void test_somebody_who_is_nowhere_in_a_known_store(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "trace-customer:nobody@example.com");
    vt_key(vt, "Tab");
    vt_type(vt, "AWOnline");
    vt_key(vt, "F8");
    vt_wait_text(vt, "would be here, Default");
    vt_expect(vt, "trace-nowhere-store");
    vt_abandon(&console->vt);
}

static void test_several_customers_match(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    vt_key(vt, ":");
    vt_type(vt, "trace ola");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "Ola Kvamme");
    vt_expect(vt, "trace-several");
    vt_abandon(&console->vt);
    vt = console_open_page(console, "nb", 0, 0, "trace-customer:ola");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Ola Kvamme");
    vt_expect(vt, "trace-several");
    vt_abandon(&console->vt);
}

/* ---- T --------------------------------------------------------------------------------------------------------------- */

static void press_t(struct console *console, const char *page, const char *before, const char *keys,
                    const char *name) {
    struct vt *vt = console_open_page(console, "en", 0, 0, page);
    vt_wait_text(vt, before);
    vt_key(vt, keys);
    vt_wait_row(vt, 2, "Trace customer › Trace");
    vt_wait_text(vt, name);
    vt_wait_text(vt, "Where (Enter)");
    vt_key(vt, "Esc");
    vt_wait_text(vt, before);
    vt_abandon(&console->vt);
}

static void test_t_wherever_a_customer_is_shown(void **state) {
    struct console *console = *state;
    press_t(console, "customers", "100002", "Down T", "100002, ");
    press_t(console, "customers:100215", "100215 : Ingvild Skogheim", "T", "Ingvild Skogheim");
    press_t(console, "customer-synchronization-status", "Tarjei Fonnes", "T", "Pending sync, A");
    press_t(console, "customer-synchronization-status:138", "138 : Tarjei Fonnes", "T",
            "tarjei.fonnes@example.no");
    press_t(console, "storefront-account:tarjei.fonnes@example.no", "Look up or save", "C-x t",
            "Tarjei Fonnes");
}

static void test_t_in_the_customer_view(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 36, 120);
    vt_wait_text(vt, "Gregory Haverstock");
    vt_key(vt, "C-w w T");
    vt_wait_row(vt, 2, "Trace");
    vt_wait_text(vt, "g.haverstock@example.com");
    vt_abandon(&console->vt);
}

/* Who has just signed up is traced from the result of the dialog, who is typed there from the form. */
static void test_t_after_a_sign_up(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "storefront-signup");
    vt_type(vt, "AWOnline");
    vt_key(vt, "Tab");
    vt_type(vt, "tone@example.com");
    vt_key(vt, "C-x t");
    vt_wait_text(vt, "There is no record of 'tone@example.com'");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "tone@example.com");
    vt_abandon(&console->vt);
}

/* ---- one key to the repair ------------------------------------------------------------------------------------------- */

static void follow(struct console *console, const char *who, const char *cause, const char *row2,
                   const char *record) {
    char page[120];
    snprintf(page, sizeof page, "trace:%s", who);
    struct vt *vt = console_start(console, "en", 0, 0, page);
    vt_wait_text(vt, cause);
    vt_key(vt, "Enter");
    vt_wait_row(vt, 2, row2);
    vt_wait_text(vt, record);
    vt_abandon(&console->vt);
}

#define WHO "rolf.ytterdal@example.no"

static void test_enter_leads_to_the_repair(void **state) {
    struct console *console = *state;
    const struct company *company = &console->company;
    follow(console, WHO, "Normal waiting", "Distribution schedule", "P-0001 : ");
    company_do(company, "schedule set P-0001 Active=No");
    follow(console, WHO, "is not active", "Distribution schedule", "P-0001 : ");
    company_do(company, "schedule set P-0001 Active=Yes");
    company_do(company, "channel set Default PauseDataSync=Yes");
    follow(console, WHO, "is paused", "Channel database", "State                   Paused");
    company_do(company, "channel set Default PauseDataSync=No");
    company_do(company, "batch withhold 1");
    follow(console, WHO, "withheld", "Batch jobs", "1 : ");
    company_do(company, "batch resume 1");
    company_do(company, "numberseq set CustAcc Manual=Yes");
    company_do(company, "job run P-0001");
    company_do(company, "job run sync-customers");
    follow(console, WHO, "must be entered", "Number sequences", "CustAcc : ");
    company_do(company, "numberseq set CustAcc Manual=No");
    follow(console, WHO, "has been repaired", "Customer synchronization status",
           " : Rolf Ytterdal");
}

/* A filter that was left over in All customers is named, and gone when the customer is opened. */
static void test_a_filter_that_hides_the_customer(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open_page(console, "en", 0, 0, "customers");
    vt_wait_text(vt, "100002");
    vt_key(vt, "/");
    vt_type(vt, "skogheim");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "100002");
    vt_key(vt, ":");
    vt_type(vt, "trace 100002");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "has the filter 'skogheim'");
    vt_expect(vt, "trace-hidden");
    vt_key(vt, "Enter");
    vt_wait_row(vt, 3, "100002 : ");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "▶100002");
    vt_refuse_text(vt, "skogheim");
    vt_abandon(&console->vt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_a_record_that_waits_normally),
        console_test(test_a_record_that_is_stopped),
        console_test(test_somebody_who_is_nowhere),
        console_test(test_somebody_who_is_nowhere_in_a_known_store),
        console_test(test_several_customers_match),
        console_test(test_t_wherever_a_customer_is_shown),
        console_test(test_t_in_the_customer_view),
        console_test(test_t_after_a_sign_up),
        console_test(test_enter_leads_to_the_repair),
        console_test(test_a_filter_that_hides_the_customer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
