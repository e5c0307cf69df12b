/* SPDX-License-Identifier: MIT */
/* Every lab does what it says: the fault, the symptom, the solution and the wrong ones. */
#include "support/exchange.h"

#include "model/trainer/lab.h"
#include "tui/page_names.h"

static void test_every_lab_is_true(void **state) {
    (void)state;
    struct settings settings;
    settings_init(&settings);
    int wrong = 0;
    for (int i = 0; lab_id(i); i++) {
        struct err err = {0};
        if (lab_prove(lab_id(i), &settings, &page_names, &err) == ERR_OK) continue;
        print_message("%s: %s\n", lab_id(i), err.detail);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    assert_true(lab_count() >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_lab_is_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
