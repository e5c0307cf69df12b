/* SPDX-License-Identifier: MIT */
/* Every lab does what it says: the fault, the symptom, the solution and the wrong ones. */
#include "support/exchange.h"

#include <sys/wait.h>
#include <unistd.h>

#include "model/trainer/lab.h"
#include "tui/page_names.h"

/* The labs, then those that can be together. */
static const char *id_at(int index, char pair[LAB_ID_SIZE]) {
    if (index < lab_count()) return lab_id(index);
    return lab_pair(index - lab_count(), pair) ? pair : NULL;
}

enum { SHARES = 4 };

/* One of every SHARES; how many are wrong. */
static int prove_share(const char *demo, const struct settings *settings, int share) {
    char pair[LAB_ID_SIZE];
    const char *id;
    int wrong = 0;
    for (int i = share; (id = id_at(i, pair)); i += SHARES) {
        struct err err = {0};
        if (lab_prove(id, NULL, demo, settings, &page_names, &err) == ERR_OK) continue;
        print_message("%s: %s\n", id, err.detail);
        wrong++;
    }
    fflush(stdout);
    return wrong;
}

/* Side by side, from one demo company that is only read. */
static void test_every_lab_is_true(void **state) {
    (void)state;
    struct settings settings;
    struct err err = {0};
    char demo[LAB_DEMO_SIZE], pair[LAB_ID_SIZE];
    pid_t shares[SHARES];
    int wrong = 0, count = 0;
    settings_init(&settings);
    while (id_at(count, pair)) count++;
    world_ok(lab_demo_make(&settings, demo, &err), &err);
    for (int i = 0; i < SHARES; i++) {
        shares[i] = fork();
        assert_true(shares[i] >= 0);
        if (shares[i] == 0) _exit(prove_share(demo, &settings, i) > 0);
    }
    for (int i = 0; i < SHARES; i++) {
        int status = 0;
        assert_int_equal(waitpid(shares[i], &status, 0), shares[i]);
        wrong += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    lab_demo_drop(demo);
    assert_int_equal(wrong, 0);
    assert_true(lab_count() >= 3);
    assert_true(count >= lab_count() + 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_lab_is_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
