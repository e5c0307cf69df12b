/* SPDX-License-Identifier: MIT */
/*
 * The documented guide, driven by keys from its start to the verified sign-up and the reported customer, as somebody
 * who knows nothing but the coach's hints would do it, in both languages. The coach's ticks are the judge: they come
 * from data.
 */
#include "console.h"

/* The coach's line: which step, and what is done so far. */
static void expect_ticks(struct vt *vt, const char *ticks) {
    vt_wait_text(vt, ticks);
}

static void go_to_step_page(struct vt *vt, const char *step, const char *ticks) {
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, step);
    vt_key(vt, "C-x g s");
    if (ticks) expect_ticks(vt, ticks);
}

static void start_guide(struct console *console, const char *lang) {
    struct vt *vt = console_open(console, lang, 0, 0);
    console_go(vt, "guides", "kari.solberg@"); /* by its English name, whatever the language */
    vt_key(vt, "F8");
    vt_wait_text(vt, " 1/11");
    /* The store has a profile already, and uses the one that will be changed. */
    expect_ticks(vt, "▶✓···· ·····");
}

/* Steps 1 to 6: the document. */
static void turn_async_off(struct vt *vt, const char *yes) {
    vt_key(vt, "C-x g s");
    expect_ticks(vt, "✓✓···· ·····");
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 2/11");
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 3/11");
    vt_key(vt, "Down");
    vt_wait_row(vt, 3, "Online : ");
    vt_key(vt, "F2 Tab Tab Space");
    expect_ticks(vt, "✓✓▶··· ·····"); /* not saved: nothing is ticked */
    vt_key(vt, "C-s");
    vt_wait_text(vt, yes);
    vt_wait_text(vt, "AWBusiness, AWOnline");
    vt_key(vt, "Left Enter");
    expect_ticks(vt, "✓✓✓··✓ ·····");
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 4/11");
    vt_key(vt, "C-x g s");
    expect_ticks(vt, "✓✓✓✓·✓ ·····");
    vt_key(vt, "Down");
    expect_ticks(vt, "✓✓✓✓✓✓ ·····");
    for (int step = 5; step <= 6; step++) vt_key(vt, "C-x g n");
    vt_wait_text(vt, " 6/11");
}

/* `shown` is what the screen says when the job has ended: one at a time may run. */
static void run_job(struct vt *vt, const char *way, const char *job, const char *shown) {
    vt_key(vt, way);
    vt_wait_row(vt, 4, job);
    vt_key(vt, "F8 Enter");
    vt_wait_gone(vt, "┌─");
    vt_wait_text(vt, shown);
}

/* Steps 7 and 8: what the document leaves out. */
static void bring_to_channel(struct vt *vt) {
    go_to_step_page(vt, " 7/11", NULL);
    vt_wait_row(vt, 4, "1010");
    run_job(vt, "Down Down Down", "1070", " 5."); /* its session */
    run_job(vt, "Down Down", "1110", "✓✓✓✓✓✓ ✓····");
    go_to_step_page(vt, " 8/11", NULL);
    vt_wait_text(vt, "2026-03-02 04:01:00"); /* when the cache was read */
    vt_key(vt, "F8");
    expect_ticks(vt, "✓✓✓✓✓✓ ✓✓···");
}

/* Step 9: an account at once. */
static void sign_up(struct vt *vt) {
    go_to_step_page(vt, " 9/11", NULL);
    vt_wait_text(vt, "✓✓▶··");
    vt_type(vt, "AWOnline");
    vt_key(vt, "Tab");
    vt_type(vt, "nora.fjell@example.no");
    vt_key(vt, "Tab Tab Tab");
    vt_type(vt, "Nora");
    vt_key(vt, "Tab");
    vt_type(vt, "Fjell-Åsen");
    vt_key(vt, "F8");
    expect_ticks(vt, "✓✓✓✓✓✓ ✓✓✓··");
}

/* Steps 10 and 11: those who were waiting, and the one who was reported. */
static void clear_backlog(struct vt *vt) {
    go_to_step_page(vt, "10/11", NULL);
    run_job(vt, "End Up", "P-0001", "A1 0,");
    run_job(vt, "Down", "sync-customers", "A2 0,");
    run_job(vt, "Home", "1010", "✓✓✓✓✓✓ ✓✓✓✓✓");
}

static void play(void **state, const char *lang, const char *yes, const char *why) {
    struct console *console = *state;
    start_guide(console, lang);
    turn_async_off(console->vt, yes);
    bring_to_channel(console->vt);
    sign_up(console->vt);
    clear_backlog(console->vt);
    /* Everything is done, the last step too, since the customer is in headquarters: next is why. */
    vt_key(console->vt, "C-x g n");
    vt_wait_text(console->vt, why);
    vt_wait_text(console->vt, "Kari Solberg");
    vt_key(console->vt, "Esc");
    vt_wait_gone(console->vt, why);
    console_go(console->vt, "all customers", "100001");
    vt_key(console->vt, "F7");
    vt_type(console->vt, "kari.solberg@");
    vt_key(console->vt, "Enter");
    vt_wait_row(console->vt, 6, "Kari Solberg");
    console_quit(console);
}

static void test_guide_in_english(void **state) {
    play(state, "en", "Turn it off?", "Why it happened");
}

static void test_guide_in_norwegian(void **state) {
    play(state, "nb", "Vil du slå den av?", "Hvorfor det skjedde");
}

/* The decoy: the page of the same name under POS setup ticks nothing. */
static void test_pos_profiles_are_not_the_page(void **state) {
    struct console *console = *state;
    start_guide(console, "en");
    console_go(console->vt, "pos functionality", "POS");
    vt_key(console->vt, "F5");
    expect_ticks(console->vt, "▶✓···· ·····");
    console_quit(console);
}

/* Leaving the program and coming back goes on where it was. */
static void test_resumes_where_it_was_left(void **state) {
    struct console *console = *state;
    start_guide(console, "en");
    turn_async_off(console->vt, "Turn it off?");
    console_quit(console);
    console_open(console, "en", 0, 0);
    console_go(console->vt, "guides", "kari.solberg@");
    vt_key(console->vt, "F8");
    expect_ticks(console->vt, "✓✓✓✓✓✓ ·····");
    console_quit(console);
}

/* It is a copy: the real company is as it was. */
static void test_runs_on_a_copy(void **state) {
    struct console *console = *state;
    const char *args[] = {"profile", "show", "Online", "--json", NULL};
    char *before = NULL, *after = NULL;
    assert_int_equal(company_run(&console->company, args, &before), 0);
    start_guide(console, "en");
    turn_async_off(console->vt, "Turn it off?");
    console_quit(console);
    assert_int_equal(company_run(&console->company, args, &after), 0);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_guide_in_english),
        console_test(test_guide_in_norwegian),
        console_test(test_pos_profiles_are_not_the_page),
        console_test(test_resumes_where_it_was_left),
        console_test(test_runs_on_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
