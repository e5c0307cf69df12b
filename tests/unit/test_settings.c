/* SPDX-License-Identifier: MIT */
/* Settings: order of precedence, what is refused, and that the shipped file is the table. */

#include <limits.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/settings.h"
#include "model/text.h"
#include "support/company.h"

struct world {
    struct company box;
    char path[PATH_MAX];
    struct settings settings;
    struct err err;
};

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    company_init_empty(&world->box);
    snprintf(world->path, sizeof world->path, "%s/chq.ini", world->box.folder);
    const char *const names[] = {"CHQ_CONFIG", "CHQ_RTS_FALLBACK", "CHQ_CONSOLE_THEME",
                                 "XDG_CONFIG_HOME", "CHQ_CONSOLE_USER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) unsetenv(names[i]);
    setenv("HOME", world->box.folder, 1);
    settings_init(&world->settings);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    company_release(&world->box);
    free(world);
    return 0;
}

static void put_file(struct world *world, const char *text) {
    FILE *file = fopen(world->path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static char *dump(const struct settings *settings) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    settings_dump(settings, out);
    fclose(out);
    return text;
}

static void the_shipped_file_is_the_table(void **state) {
    struct world *world = *state;
    char path[PATH_MAX], shipped[16384] = "";
    const char *root = getenv("CHQ_SOURCE_DIR");
    assert_non_null(root);
    snprintf(path, sizeof path, "%s/data/defaults.ini", root);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    shipped[fread(shipped, 1, sizeof shipped - 1, file)] = '\0';
    fclose(file);
    char *text = dump(&world->settings);
    assert_string_equal(text, shipped);
    free(text);
    assert_int_equal(settings_check_file(path, NULL, NULL, &world->err), ERR_OK);
}

static void what_is_dumped_is_read_back(void **state) {
    struct world *world = *state;
    struct settings back;
    assert_int_equal(settings_set(&world->settings, "console.user", "O'Hara #1", &world->err),
                     ERR_OK);
    assert_int_equal(settings_set(&world->settings, "CONSOLE.Theme", "CB-safe", &world->err),
                     ERR_OK);
    assert_int_equal(settings_set(&world->settings, "rts.latency_ms", "250", &world->err), ERR_OK);
    char *text = dump(&world->settings);
    put_file(world, text);
    free(text);
    assert_int_equal(settings_load(&back, world->path, &world->err), ERR_OK);
    assert_string_equal(back.user, "O'Hara #1");
    assert_string_equal(back.theme, "cb-safe");
    assert_int_equal(back.rts_latency_ms, 250);
    assert_memory_equal(&back, &world->settings, sizeof back);
}

/* "C:\kari\" joined the next line of the dump; with both quotes no file can hold it. */
static void a_name_of_any_form_is_dumped_readable_or_refused(void **state) {
    struct world *world = *state;
    static const char *const names[] = {"DOMAIN\\kari\\", "\"Kari\"", "'K'", "a\"b'c", "a;b"};
    struct settings back;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(settings_set(&world->settings, "console.user", names[i], &world->err),
                         ERR_OK);
        char *text = dump(&world->settings);
        put_file(world, text);
        free(text);
        assert_int_equal(settings_load(&back, world->path, &world->err), ERR_OK);
        assert_string_equal(back.user, names[i]);
    }
    assert_int_equal(settings_set(&world->settings, "console.user", "\"O'Hara\"", &world->err),
                     ERR_CONFIG);
    assert_int_equal(world->err.reason, REASON_CONFIG_BAD_VALUE);
}

static void fifteen_characters_may_be_norwegian_ones(void **state) {
    struct world *world = *state;
    const char *word = "PRØVEMILJØ-ØÆÅ";
    assert_int_equal(settings_set(&world->settings, "console.environment", word, &world->err),
                     ERR_OK);
    assert_string_equal(world->settings.environment, word);
    assert_int_equal(
        settings_set(&world->settings, "console.environment", "0123456789abcdef", &world->err),
        ERR_CONFIG);
}

static void environment_beats_file_beats_default(void **state) {
    struct world *world = *state;
    struct settings *settings = &world->settings;
    put_file(world, "[rts]\nfallback = ja\n[console]\ntheme = mono\n");
    assert_int_equal(settings_load(settings, world->path, &world->err), ERR_OK);
    assert_int_equal(settings->rts_fallback, 1);
    assert_string_equal(settings->theme, "mono");
    assert_int_equal(settings->csu_cache_ttl_s, 86400);
    setenv("CHQ_RTS_FALLBACK", "off", 1);
    setenv("CHQ_CONFIG", world->path, 1);
    assert_int_equal(settings_load(settings, NULL, &world->err), ERR_OK);
    assert_int_equal(settings->rts_fallback, 0);
    assert_string_equal(settings->theme, "mono");
}

static void only_a_file_somebody_named_must_exist(void **state) {
    struct world *world = *state;
    char path[PATH_MAX];
    assert_int_equal(settings_load(&world->settings, NULL, &world->err), ERR_OK);
    settings_path(path, sizeof path);
    assert_non_null(strstr(path, "/.config/chq/chq.ini"));
    assert_int_equal(settings_load(&world->settings, world->path, &world->err), ERR_NOT_FOUND);
    setenv("CHQ_CONFIG", world->path, 1);
    settings_path(path, sizeof path);
    assert_string_equal(path, world->path);
    assert_int_equal(settings_load(&world->settings, NULL, &world->err), ERR_NOT_FOUND);
    unsetenv("CHQ_CONFIG");
    setenv("XDG_CONFIG_HOME", "/elsewhere", 1);
    settings_path(path, sizeof path);
    assert_string_equal(path, "/elsewhere/chq/chq.ini");
}

static void check_refused(struct world *world, const char *key, const char *value,
                          enum err_reason reason, const char *value2, const char *detail) {
    struct settings before = world->settings;
    err_clear(&world->err);
    assert_int_equal(settings_set(&world->settings, key, value, &world->err), ERR_CONFIG);
    assert_string_equal(err_reason_name(world->err.reason), err_reason_name(reason));
    assert_string_equal(world->err.value2, value2);
    assert_string_equal(world->err.detail, detail);
    assert_memory_equal(&before, &world->settings, sizeof before);
}

static void a_wrong_value_names_what_is_allowed(void **state) {
    struct world *world = *state;
    check_refused(world, "rts.fallback", "perhaps", REASON_CONFIG_BAD_VALUE, "perhaps", "yes, no");
    check_refused(world, "rts.latency_ms", "60001", REASON_CONFIG_BAD_VALUE, "60001",
                  "0..60000 ms");
    check_refused(world, "rts.latency_ms", "5 ms", REASON_CONFIG_BAD_VALUE, "5 ms", "0..60000 ms");
    check_refused(world, "rts.latency_ms", "", REASON_CONFIG_BAD_VALUE, "", "0..60000 ms");
    check_refused(world, "console.language", "de", REASON_CONFIG_BAD_VALUE, "de", "en, nb");
    check_refused(world, "console.user", "123456789012345678901", REASON_CONFIG_BAD_VALUE,
                  "123456789012345678901", "0..20 characters");
    check_refused(world, "console.user", "a\x1b", REASON_CONFIG_BAD_VALUE, "a\x1b",
                  "0..20 characters");
    assert_int_equal(settings_set(&world->settings, "console.language", "NB", &world->err), ERR_OK);
    assert_string_equal(world->settings.language, "nb");
}

static void an_unknown_key_gets_the_nearest_one(void **state) {
    struct world *world = *state;
    check_refused(world, "rts.falback", "yes", REASON_CONFIG_UNKNOWN_KEY, "rts.fallback", "");
    check_refused(world, "theme", "dark", REASON_CONFIG_UNKNOWN_KEY, "console.theme", "");
    check_refused(world, "colour", "dark", REASON_CONFIG_UNKNOWN_KEY, "", "");
}

static void faults_of_a_file_name_the_line(void **state) {
    struct world *world = *state;
    char where[PATH_MAX + 8];
    put_file(world, "[rts]\nfallback = yes\n\n[console]\ntheem = dark\n");
    assert_int_equal(settings_load(&world->settings, world->path, &world->err), ERR_CONFIG);
    assert_int_equal(world->err.reason, REASON_CONFIG_UNKNOWN_KEY);
    assert_string_equal(world->err.value, "console.theem");
    assert_string_equal(world->err.value2, "console.theme");
    snprintf(where, sizeof where, "%s:5", world->path);
    assert_string_equal(world->err.detail, where);
    put_file(world, "fallback = yes\n");
    assert_int_equal(settings_load(&world->settings, world->path, &world->err), ERR_CONFIG);
    assert_string_equal(world->err.value2, "rts.fallback");
    setenv("CHQ_RTS_FALLBACK", "so-so", 1);
    put_file(world, "");
    assert_int_equal(settings_load(&world->settings, world->path, &world->err), ERR_CONFIG);
    assert_string_equal(world->err.detail, "$CHQ_RTS_FALLBACK: yes, no");
}

struct faults {
    int count;
    enum err_reason reasons[16];
};

static void note(void *ctx, const struct err *err) {
    struct faults *faults = ctx;
    assert_in_range(faults->count, 0, 15);
    faults->reasons[faults->count++] = err->reason;
}

static void the_check_finds_every_fault(void **state) {
    struct world *world = *state;
    struct faults faults = {0};
    put_file(world,
             "[rts]\nfallback = x\nlatency_ms = 5\n[nonsense]\nkey = 1\n[csv]\nbatch_rows = 0\n");
    assert_int_equal(settings_check_file(world->path, note, &faults, &world->err), ERR_CONFIG);
    assert_int_equal(faults.count, 3);
    assert_int_equal(faults.reasons[1], REASON_CONFIG_UNKNOWN_KEY);
    assert_int_equal(world->err.reason, REASON_CONFIG_BAD_VALUE);
    faults.count = 0;
    put_file(world, "[rts]\nnonsense\nfallback = a;b\n[rts\n");
    assert_int_equal(settings_check_file(world->path, note, &faults, &world->err), ERR_CONFIG);
    assert_int_equal(faults.count, 3);
    assert_int_equal(faults.reasons[1], REASON_CONFIG_CUT_VALUE);
    unlink(world->path);
    faults.count = 0;
    assert_int_equal(settings_check_file(world->path, note, &faults, &world->err), ERR_NOT_FOUND);
    assert_int_equal(faults.count, 1);
}

static void every_setting_can_be_shown(void **state) {
    struct world *world = *state;
    struct setting_info info;
    for (int i = 0; i < settings_count(); i++) {
        settings_info(&world->settings, i, &info);
        assert_string_equal(info.value, info.standard);
        assert_int_equal(settings_set(&world->settings, info.key, info.standard, &world->err),
                         ERR_OK);
        assert_int_not_equal(info.sentence[0], '\0');
        assert_int_not_equal(info.range[0], '\0');
    }
    assert_int_equal(settings_count(), 23);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_shipped_file_is_the_table),
        TEST(what_is_dumped_is_read_back),
        TEST(environment_beats_file_beats_default),
        TEST(only_a_file_somebody_named_must_exist),
        TEST(a_wrong_value_names_what_is_allowed),
        TEST(an_unknown_key_gets_the_nearest_one),
        TEST(faults_of_a_file_name_the_line),
        TEST(the_check_finds_every_fault),
        TEST(every_setting_can_be_shown),
        TEST(a_name_of_any_form_is_dumped_readable_or_refused),
        TEST(fifteen_characters_may_be_norwegian_ones),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
