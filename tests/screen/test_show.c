/* SPDX-License-Identifier: MIT */
/*
 * Show me and Do it for me on the terminal: each step of the guide in both languages, two labs, and what a lab's bar
 * looks like. What is shown leaves the trainee's files as they were, to the last byte.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "console.h"

#define GUIDE "customer-records-not-appearing"
#define STEPS 11

/* What the screens say in a language. */
struct words {
    const char *lang, *yes, *turn, *asks, *done, *shown;
};
static const struct words english = {
    "en", "y", "now it is your turn", "the guide notes that", "done for you", "Show me 1"};
static const struct words norwegian = {
    "nb", "j", "nå er det din tur", "veiledningen noterer det", "gjort for deg", "Vis meg 1"};

/* No batch server writes into the company meanwhile. `pace`: milliseconds. */
static struct vt *open_console(struct console *console, const char *folder, const char *lang,
                               const char *pace, int rows, int cols) {
    char setting[64];
    const char *env[] = {"CHQ_CONSOLE_BATCH_SERVER=no", setting, NULL};
    snprintf(setting, sizeof setting, "CHQ_CONSOLE_SHOW_PACE_MS=%s", pace);
    console->vt = vt_start(
        &(struct vt_options){.data = folder, .env = env, .lang = lang, .rows = rows, .cols = cols});
    vt_wait_row(console->vt, 1, "Commerce");
    return console->vt;
}

/* ---- the trainee's files ------------------------------------------------------------------------------------------ */

static const char *const files[] = {"headquarters.db", "headquarters.db-wal", "channel-Default.db",
                                    "channel-Default.db-wal"};
enum { FILES = sizeof files / sizeof files[0] };

struct bytes {
    char *text[FILES]; /* NULL = there is no such file */
    size_t size[FILES];
};

static struct bytes read_files(const struct console *console, const char *copy) {
    struct bytes bytes = {{NULL}, {0}};
    for (int i = 0; i < FILES; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/training/%s/%s", console->company.folder, copy, files[i]);
        FILE *in = fopen(path, "rb");
        FILE *out = in ? open_memstream(&bytes.text[i], &bytes.size[i]) : NULL;
        if (!out) continue;
        for (int c; (c = fgetc(in)) != EOF;) fputc(c, out);
        fclose(out);
        fclose(in);
    }
    assert_non_null(bytes.text[0]);
    return bytes;
}

static void expect_untouched(const struct console *console, const char *copy,
                             struct bytes *before) {
    struct bytes after = read_files(console, copy);
    for (int i = 0; i < FILES; i++) {
        assert_int_equal(after.size[i], before->size[i]);
        if (after.text[i]) assert_memory_equal(after.text[i], before->text[i], after.size[i]);
        free(after.text[i]);
        free(before->text[i]);
    }
}

/* ---- the guide ---------------------------------------------------------------------------------------------------- */

/* Shows the step and leaves no trace of it. */
static void show_step(struct console *console, int step, const char *said) {
    struct vt *vt = console->vt;
    char heading[32];
    snprintf(heading, sizeof heading, " %d/%d", step, STEPS);
    vt_wait_text(vt, heading);
    struct bytes before = read_files(console, GUIDE);
    vt_key(vt, "C-x g m");
    vt_wait_text(vt, said);
    vt_wait_text(vt, heading);
    expect_untouched(console, GUIDE, &before);
}

static void do_step(struct vt *vt, const struct words *words) {
    vt_key(vt, "C-x g d");
    vt_wait_text(vt, words->asks);
    vt_key(vt, words->yes);
    vt_wait_text(vt, words->done);
}

static void show_guide(void **state, const struct words *words) {
    struct console *console = *state;
    struct vt *vt = open_console(console, console->company.folder, words->lang, "0", 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "F8");
    for (int step = 1; step < STEPS; step++) {
        show_step(console, step, words->turn);
        /* Steps 2 and 6 hold from the beginning; the last but one comes last, since it ends the guide. */
        if (step != 2 && step != 6 && step != STEPS - 1) do_step(vt, words);
        vt_key(vt, "C-x g n");
    }
    show_step(console, STEPS, "open customers @reported-account"); /* nobody is home yet */
    vt_key(vt, "C-x g p");
    do_step(vt, words);
    vt_wait_text(vt, "✓✓✓✓✓✓ ✓✓✓✓✓");
    vt_key(vt, "C-x g n");
    vt_wait_text(vt, "┌─"); /* why it happened */
    vt_key(vt, "Esc");
    console_quit(console);
}

static void test_each_step_is_shown_and_done_in_english(void **state) {
    show_guide(state, &english);
}

static void test_each_step_is_shown_and_done_in_norwegian(void **state) {
    show_guide(state, &norwegian);
}

/* Half-way: any key goes back to page, record and step. */
static void test_a_key_stops_it(void **state) {
    struct console *console = *state;
    struct vt *vt = open_console(console, console->company.folder, "en", "10000", 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Guide 1/11");
    vt_key(vt, "C-x g n C-x g n C-x g s Up Down");
    vt_wait_row(vt, 3, "Online : ");
    vt_key(vt, "C-x g m");
    vt_wait_text(vt, "Show me 1/6");
    vt_wait_text(vt, "Go to: Functionality profiles : Online");
    vt_key(vt, "Space");
    vt_wait_text(vt, "Paused.");
    vt_key(vt, "Esc");
    vt_wait_text(vt, "Stopped. Everything is as it was.");
    vt_wait_text(vt, "Guide 3/11");
    vt_wait_row(vt, 3, "Online : ");
    console_quit(console);
}

/* The program is ended from outside: the copy goes with it. */
static void test_nothing_stays_when_the_program_is_ended(void **state) {
    struct console *console = *state;
    char copy[400];
    struct vt *vt = open_console(console, console->company.folder, "en", "10000", 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Guide 1/11");
    vt_key(vt, "C-x g m");
    vt_wait_text(vt, "Show me 1/1");
    snprintf(copy, sizeof copy, "%s/training/" GUIDE "/training", console->company.folder);
    assert_int_equal(access(copy, F_OK), 0);
    vt_signal(vt, SIGTERM);
    vt_stop_with(&console->vt, 128 + SIGTERM);
    assert_int_equal(access(copy, F_OK), -1);
}

/* Leaving the program and opening it on the practice copy itself. */
static void test_the_guide_goes_on_in_its_copy(void **state) {
    struct console *console = *state;
    char copy[400];
    struct vt *vt = open_console(console, console->company.folder, "en", "0", 0, 0);
    console_go(vt, "guides", "kari.solberg@");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Guide 1/11");
    vt_key(vt, "C-x g n C-x g n");
    vt_wait_text(vt, "Guide 3/11");
    console_quit(console);
    snprintf(copy, sizeof copy, "%s/training/" GUIDE, console->company.folder);
    open_console(console, copy, "en", "0", 0, 0);
    vt_wait_text(console->vt, "Guide 3/11");
    console_quit(console);
}

/* ---- labs --------------------------------------------------------------------------------------------------------- */

static struct vt *start_lab(struct console *console, const char *id, const char *lang, int rows,
                            int cols) {
    char words[160], folder[400];
    snprintf(words, sizeof words, "lab start %s", id);
    company_do(&console->company, words);
    snprintf(folder, sizeof folder, "%s/training/lab-%s", console->company.folder, id);
    return open_console(console, folder, lang, "0", rows, cols);
}

static void show_lab(struct console *console, const char *id, const struct words *words,
                     const char *score) {
    char copy[80];
    struct vt *vt = start_lab(console, id, words->lang, 0, 0);
    snprintf(copy, sizeof copy, "lab-%s", id);
    vt_wait_text(vt, "hint");
    struct bytes before = read_files(console, copy);
    vt_key(vt, "C-x g m");
    vt_wait_text(vt, "┌─");
    vt_key(vt, words->yes);
    vt_wait_text(vt, words->turn);
    vt_wait_text(vt, score); /* as much as all hints */
    expect_untouched(console, copy, &before);
    vt_key(vt, "C-x g c");
    vt_wait_text(vt, "┌─ !"); /* nothing of it was kept */
    vt_key(vt, "Enter");
    console_quit(console);
}

static void test_a_lab_is_shown_in_english(void **state) {
    show_lab(*state, "sequence-exhausted", &english, "score 65");
}

static void test_a_lab_is_shown_in_norwegian(void **state) {
    show_lab(*state, "cache-stale", &norwegian, "poeng 65");
}

/* Opened on the lab's own folder, as a trainee who comes back does. */
static void test_the_bar_of_a_lab(void **state) {
    static const struct {
        const char *lang;
        int rows, cols;
    } screens[] = {{"en", 24, 80}, {"nb", 24, 80}, {"en", 36, 120}, {"nb", 36, 120}};
    struct console *console = *state;
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        struct vt *vt = start_lab(console, "sequence-exhausted", screens[i].lang, screens[i].rows,
                                  screens[i].cols);
        vt_wait_text(vt, "Ingvild Sørdal");
        console_go(vt, "number sequences", "CustAcc");
        vt_wait_text(vt, screens[i].cols >= 100 ? "216" : "AF 15");
        vt_expect(vt, "lab-bar");
        vt_key(vt, "C-x g s");
        vt_wait_text(vt, "┌─");
        vt_expect(vt, "lab-story");
        vt_abandon(&console->vt);
    }
}

/* Check, hint, answer to a hint that is not needed any more: what the bar says of it. */
static void test_the_bar_counts_hints_and_proofs(void **state) {
    struct console *console = *state;
    struct vt *vt = start_lab(console, "sequence-exhausted", "en", 0, 0);
    vt_wait_text(vt, "0 of 10 min   score 100   hints 0/3");
    vt_refuse_text(vt, "proofs");
    vt_key(vt, "C-x g h");
    vt_wait_text(vt, "Hint 1, 5 points");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "score 95   hints 1/3");
    vt_wait_text(vt, "Hint 1 of 3: The exchange works");
    vt_key(vt, "C-x g c");
    vt_wait_text(vt, "Not solved yet");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "proofs 0/2");
    vt_key(vt, "C-x g t");
    vt_wait_gone(vt, "Hint 1 of 3");
    vt_wait_text(vt, "proofs 0/2");
    vt_key(vt, "C-x g d");
    vt_wait_text(vt, "score of 0");
    vt_key(vt, "y");
    vt_wait_text(vt, "Solved for you.");
    vt_key(vt, "C-x g c");
    vt_wait_text(vt, "solved for you");
    vt_key(vt, "Enter");
    vt_wait_text(vt, "proofs 2/2");
    vt_key(vt, "C-x g l");
    vt_wait_text(vt, "The lab was left.");
    vt_wait_gone(vt, "proofs 2/2");
    console_quit(console);
}

/* Neither title nor par nor the number of proofs. */
static void test_a_random_lab_is_not_given_away(void **state) {
    struct console *console = *state;
    struct vt *vt = start_lab(console, "random", "en", 0, 0);
    vt_wait_text(vt, "An unknown fault");
    vt_wait_text(vt, "0 min   score at most 100   hints 0/3");
    vt_refuse_text(vt, " of 10 min");
    vt_key(vt, "C-x g c");
    vt_wait_text(vt, "Not solved yet");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_refuse_text(vt, "proofs");
    vt_key(vt, "C-x g s");
    vt_wait_text(vt, "An unknown fault ─");
    vt_refuse_text(vt, "Par is");
    vt_key(vt, "Esc");
    console_quit(console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        console_test(test_each_step_is_shown_and_done_in_english),
        console_test(test_each_step_is_shown_and_done_in_norwegian),
        console_test(test_a_key_stops_it),
        console_test(test_nothing_stays_when_the_program_is_ended),
        console_test(test_the_guide_goes_on_in_its_copy),
        console_test(test_a_lab_is_shown_in_english),
        console_test(test_a_lab_is_shown_in_norwegian),
        console_test(test_the_bar_of_a_lab),
        console_test(test_the_bar_counts_hints_and_proofs),
        console_test(test_a_random_lab_is_not_given_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
