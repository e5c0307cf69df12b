/* SPDX-License-Identifier: MIT */
/*
 * Every lab, solved by keys as its content says it is done on the screen, every other one in Norwegian; the console itself
 * says that it is solved. `screen_labs K N` takes every N-th lab from the K-th, so that several run beside each other;
 * `screen_labs ID` takes one.
 */
#include <string.h>

#include "console.h"
#include "screen/lab_keys.h"

#define MOST_LABS 64

static void solve(void **state) {
    const char *id = *state;
    struct console console = {0};
    int index = 0;
    while (strcmp(lab_keys_id(index), id) != 0) index++;
    const char *lang = index % 2 ? "nb" : "en";
    company_init_demo(&console.company);
    console_open(&console, lang, 0, 0);
    lab_keys_solve(console.vt, lang, console.company.folder, id);
    console_quit(&console);
    company_release(&console.company);
}

int main(int argc, char **argv) {
    struct CMUnitTest tests[MOST_LABS];
    static char names[MOST_LABS][64];
    size_t count = 0;
    long from = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    long of = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    const char *only = argc == 2 ? argv[1] : NULL;
    for (int i = 0; lab_keys_id(i) && count < MOST_LABS; i++) {
        if (only ? strcmp(lab_keys_id(i), only) != 0 : i % of != from) continue;
        snprintf(names[count], sizeof names[count], "%s", lab_keys_id(i));
        tests[count] = (struct CMUnitTest){
            .name = names[count], .test_func = solve, .initial_state = names[count]};
        count++;
    }
    return _cmocka_run_group_tests("labs", tests, count, NULL, NULL);
}
