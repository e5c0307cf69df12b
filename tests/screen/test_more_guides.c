/* SPDX-License-Identifier: MIT */
/*
 * The guides beside the seed's, each driven by keys from its start to its last tick as its own texts say, in one language
 * each. The coach's ticks are the judge: they come from data.
 */
#include "console.h"

/* As the guides' texts say it: where something is typed, too. `shown` may be NULL. */
static void go(struct vt *vt, const char *name, const char *shown) {
    vt_key(vt, "C-p");
    vt_type(vt, name);
    vt_key(vt, "Enter");
    if (shown) vt_wait_text(vt, shown);
}

/* Opens the list of guides and runs the one whose title begins so. */
static struct vt *start_guide(struct console *console, const char *lang, const char *title,
                              const char *ticks) {
    struct vt *vt = console_open(console, lang, 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "F7");
    vt_type(vt, title);
    vt_key(vt, "Enter");
    vt_wait_row(vt, 3, title);
    vt_key(vt, "F8");
    vt_wait_text(vt, ticks);
    return vt;
}

/* To the next step; `step` is "2/8". */
static void next(struct vt *vt, const char *step) {
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, step);
}

/* `way` leads to the job from the first one of the Distribution schedule. */
static void run_job(struct vt *vt, const char *way, const char *job, const char *ticks) {
    go(vt, "distribution schedule", NULL);
    vt_key(vt, "Home");
    vt_wait_row(vt, 4, "1010");
    if (way) vt_key(vt, way);
    vt_wait_row(vt, 4, job);
    vt_key(vt, "F8 Enter");
    vt_wait_gone(vt, "┌─");
    vt_wait_text(vt, ticks);
}

static void restart_csu(struct vt *vt, const char *ticks) {
    go(vt, "restart", "2026-03-02");
    vt_key(vt, "F8");
    vt_wait_text(vt, ticks);
}

/* In Norwegian. */
static void sign_up(struct vt *vt, const char *store, const char *email, const char *first,
                    const char *last) {
    go(vt, "storefront sign-up", "▶ Nettbutikk*");
    vt_type(vt, store);
    vt_key(vt, "Tab");
    vt_type(vt, email);
    vt_key(vt, "Tab Tab Tab");
    vt_type(vt, first);
    vt_key(vt, "Tab");
    vt_type(vt, last);
    vt_key(vt, "F8");
}

/* Why it is so, at the end, and where the way goes on. */
static void read_closing(struct vt *vt, const char *why, const char *where) {
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, why);
    vt_key(vt, "End");
    vt_wait_text(vt, where);
    vt_key(vt, "Esc");
    vt_wait_gone(vt, where);
}

static void preconditions_in_norwegian(void **state) {
    struct console *console = *state;
    struct vt *vt = start_guide(console, "nb", "Betingelser", "▶···· ···");
    vt_key(vt, "C-x g s");
    vt_wait_text(vt, "✓···· ···");
    next(vt, " 2/8");
    go(vt, "nummerserier", "CustAcc");
    vt_key(vt, "Enter F2");
    vt_wait_text(vt, "Nummerserienavn");
    for (int i = 0; i < 6; i++) vt_key(vt, "Tab");
    vt_wait_text(vt, "▶ Manuell ");
    vt_key(vt, "Space");
    vt_wait_text(vt, "✓▶··· ···"); /* not saved: nothing is ticked */
    vt_expect(vt, "guide-b2c-unsaved");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "✓✓··· ···");
    vt_expect(vt, "guide-b2c-manual");
    /* 603 stands above 612 and is not the one. */
    go(vt, "pos-operasjoner", "▶100");
    next(vt, " 3/8");
    for (int i = 0; i < 5; i++) vt_key(vt, "Down");
    vt_wait_text(vt, "▶603");
    vt_wait_text(vt, "✓✓▶·· ···");
    vt_key(vt, "Down");
    vt_wait_text(vt, "✓✓✓·· ···");
    vt_key(vt, "Enter F2 Space C-s");
    vt_wait_text(vt, "✓✓✓✓· ···");
    for (int step = 4; step <= 5; step++) vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 5/8");
    run_job(vt, "Down Down Down", "1070", "1070 er kjørt, men"); /* the wrong job */
    run_job(vt, "Down Down Down Down", "1090", "✓✓✓✓✓ ···");
    next(vt, " 6/8");
    restart_csu(vt, "✓✓✓✓✓ ✓··");
    next(vt, " 7/8");
    sign_up(vt, "AWOnline", "nora.dahl@example.com", "Nora", "Dahl");
    vt_wait_text(vt, "✓✓✓✓✓ ✓✓·");
    next(vt, " 8/8");
    run_job(vt, "End Up", "P-0001", "er lastet opp, men");
    run_job(vt, "End", "sync-customers", "har konto 100");
    run_job(vt, NULL, "1010", "✓✓✓✓✓ ✓✓✓");
    read_closing(vt, "Hvorfor begge trengs", "Opprette en funksjonsprofil");
    console_quit(console);
}

static void own_profile_in_english(void **state) {
    struct console *console = *state;
    struct vt *vt = start_guide(console, "en", "Create an", "▶······ ··");
    /* The page of the same name under POS setup is not the one. */
    go(vt, "pos functionality", "FP-000001");
    vt_key(vt, "F5");
    vt_wait_text(vt, "▶······ ··");
    vt_key(vt, "C-x g s");
    vt_wait_text(vt, "✓······ ··");
    next(vt, " 2/9");
    vt_key(vt, "F6");
    vt_wait_text(vt, "New record");
    vt_type(vt, "Contoso");
    vt_key(vt, "Tab");
    vt_type(vt, "Contoso online store");
    vt_wait_text(vt, "✓▶····· ··");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "✓✓····· ··");
    vt_key(vt, "F2 Tab Space Tab Space Tab Space C-s");
    vt_wait_text(vt, "✓✓✓✓✓·· ··");
    go(vt, "online stores", "AWBusiness");
    vt_key(vt, "Down Down");
    vt_wait_text(vt, "✓✓✓✓✓✓· ··");
    vt_key(vt, "Enter F2");
    for (int i = 0; i < 7; i++) vt_key(vt, "Tab");
    vt_wait_text(vt, "▶ Functionality profile");
    vt_key(vt, "F4");
    vt_type(vt, "Contoso");
    vt_key(vt, "Enter C-s");
    vt_wait_text(vt, "✓✓✓✓✓✓✓ ··");
    run_job(vt, "Down Down Down", "1070", "✓✓✓✓✓✓✓ ✓·");
    restart_csu(vt, "✓✓✓✓✓✓✓ ✓✓");
    console_quit(console);
}

static void online_channel_in_norwegian(void **state) {
    struct console *console = *state;
    struct vt *vt = start_guide(console, "nb", "Konfigurere", "▶······ ··");
    go(vt, "nettbutikker", "AWBusiness");
    vt_key(vt, "Down");
    vt_wait_text(vt, "✓······ ··");
    vt_key(vt, "F6");
    vt_wait_text(vt, "Ny post");
    vt_type(vt, "Nordic online store");
    for (int i = 0; i < 3; i++) vt_key(vt, "Tab");
    vt_wait_text(vt, "▶ Lager");
    vt_type(vt, "ONLINE");
    vt_key(vt, "Tab Tab Tab");
    vt_type(vt, "100001");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "✓✓····· ··");
    vt_key(vt, "F2 Tab F4");
    vt_type(vt, "USRT");
    vt_key(vt, "Enter Tab F4");
    vt_type(vt, "Online");
    vt_key(vt, "Enter Tab F4");
    vt_type(vt, "Storefront");
    vt_key(vt, "Enter C-s");
    vt_wait_text(vt, "✓✓✓✓✓·· ··");
    go(vt, "channel database", "✓✓✓✓✓✓· ··");
    run_job(vt, "Down Down Down", "1070", "✓✓✓✓✓✓✓ ··");
    restart_csu(vt, "✓✓✓✓✓✓✓ ✓·");
    sign_up(vt, "000001", "live@example.no", "Live", "Vik");
    vt_wait_text(vt, "✓✓✓✓✓✓✓ ✓✓");
    go(vt, "nettbutikker", "000001");
    console_quit(console);
}

static void asynchronous_customers_in_english(void **state) {
    struct console *console = *state;
    struct vt *vt = start_guide(console, "en", "Convert", "▶····· ·");
    vt_key(vt, "C-x g s");
    vt_wait_text(vt, "✓····· ·");
    for (int step = 2; step <= 6; step++) vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 6/7");
    /* In the wrong order each job ends well and brings nobody home. */
    run_job(vt, NULL, "1010", "1010 has run, but 10 were no customers yet");
    run_job(vt, "End Up", "P-0001", "✓✓···▶ ·");
    go(vt, "synchronization status", "✓✓✓··▶ ·");
    run_job(vt, "End", "sync-customers", "✓✓✓✓·▶ ·");
    go(vt, "all customers", "100001");
    vt_key(vt, "F7");
    vt_type(vt, "jon.ekeland@example.com");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "✓✓✓✓✓▶ ·");
    run_job(vt, NULL, "1010", "✓✓✓✓✓✓ ·");
    next(vt, " 7/7");
    go(vt, "batch jobs", "1010 (Customers)");
    for (int i = 0; i < 3; i++) {
        if (i) vt_key(vt, "Down");
        vt_key(vt, "F8");
        vt_wait_text(vt, "Select new status");
        vt_key(vt, "Enter");
        vt_wait_gone(vt, "Select new status");
    }
    vt_wait_text(vt, "✓✓✓✓✓✓ ✓");
    read_closing(vt, "What the three jobs did", "Audit the synchronization");
    console_quit(console);
}

static void audit_in_norwegian(void **state) {
    struct console *console = *state;
    struct vt *vt = start_guide(console, "nb", "Kontrollere", "▶··· ···");
    vt_key(vt, "C-x g s");
    vt_wait_text(vt, "✓✓·· ···"); /* the newest operation is the one */
    for (int step = 2; step <= 4; step++) vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 4/7");
    vt_key(vt, "F8"); /* before anything is corrected */
    vt_wait_text(vt, "og mislykket igjen");
    vt_key(vt, "F2");
    for (int i = 0; i < 6; i++) vt_key(vt, "Tab");
    vt_wait_text(vt, "▶ Land/område");
    vt_key(vt, "F4");
    vt_type(vt, "NOR");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "✓✓·▶ ···");
    vt_key(vt, "C-s");
    vt_wait_text(vt, "✓✓✓▶ ···");
    vt_key(vt, "F8");
    vt_wait_text(vt, "✓✓✓✓ ···");
    go(vt, "mislykkede etter", "✓✓✓✓ ✓··");
    go(vt, "alle kunder", "100001");
    vt_key(vt, "F7");
    vt_type(vt, "sigrid.aasen@example.com");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "✓✓✓✓ ✓✓·");
    run_job(vt, NULL, "1010", "✓✓✓✓ ✓✓✓");
    console_quit(console);
}

/* What is put wrong for it is never put wrong in the company itself. */
static void a_prepared_guide_does_not_run_on_the_company(void **state) {
    struct console *console = *state;
    struct vt *vt = console_open(console, "en", 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "Down");
    vt_wait_row(vt, 3, "Preconditions");
    vt_key(vt, "a Down Enter");
    vt_wait_text(vt, "practice copy only");
    vt_key(vt, "Esc");
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(preconditions_in_norwegian),
        console_test(own_profile_in_english),
        console_test(online_channel_in_norwegian),
        console_test(asynchronous_customers_in_english),
        console_test(audit_in_norwegian),
        console_test(a_prepared_guide_does_not_run_on_the_company),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
