/* SPDX-License-Identifier: MIT */
/* The manual page says what the program does: it is what the tables of verbs and settings say.
 * CHQ_UPDATE_MANUAL=1 writes docs/chq.1 anew. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/manual.h"
#include "cli/verbs.h"

static char *read_all(FILE *file) {
    char *text = NULL;
    size_t size = 0;
    FILE *copy = open_memstream(&text, &size);
    for (int c; (c = getc(file)) != EOF;) putc(c, copy);
    fclose(copy);
    fclose(file);
    return text;
}

static void test_manual_page_is_what_the_tables_say(void **state) {
    (void)state;
    char path[600], *written = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/docs/chq.1", getenv("CHQ_SOURCE_DIR"));
    FILE *out = open_memstream(&written, &size);
    manual_write(out);
    fclose(out);
    if (getenv("CHQ_UPDATE_MANUAL")) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(written, file);
        fclose(file);
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *found = read_all(file);
    assert_string_equal(found, written);
    free(found);
    free(written);
}

/* An option that takes a value in one verb and none in another could not be found before the verb is known. */
static void test_option_names_mean_the_same_everywhere(void **state) {
    (void)state;
    const struct verb *verb;
    for (int i = 0; (verb = verb_at(i)) != NULL; i++) {
        int count = 0;
        for (const struct verb_option *o = verb->options; o && o->name; o++, count++) {
            assert_int_equal(o->value != NULL, option_takes_value(o->name, strlen(o->name)));
            assert_true(option_find(global_options, o->name, strlen(o->name)) < 0);
            assert_non_null(o->help);
        }
        assert_true(count <= VERB_MAX_OPTIONS);
        assert_non_null(verb->summary);
        assert_true(verb->max_args < 0 || verb->min_args <= verb->max_args);
        assert_int_equal(verb->args != NULL, verb->max_args != 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_manual_page_is_what_the_tables_say),
        cmocka_unit_test(test_option_names_mean_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
