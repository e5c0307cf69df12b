/* SPDX-License-Identifier: MIT */
/* Settings that are part of a lab hold in its copy, whoever opens it, and nowhere else. */
#include "support/exchange.h"

#include <unistd.h>

#include "model/trainer/lab_priv.h"

struct place {
    struct settings settings;
    char folder[64], scenario[96];
};

static int setup(void **state) {
    struct place *place = calloc(1, sizeof *place);
    struct err err = {0};
    settings_init(&place->settings);
    snprintf(place->folder, sizeof place->folder, "/tmp/chq-lab-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->scenario, sizeof place->scenario, "%s/%s", place->folder, COMPANY_SCENARIO);
    world_ok(company_create(place->folder, false, &place->settings, &err), &err);
    *state = place;
    return 0;
}

static int teardown(void **state) {
    struct place *place = *state;
    struct err err = {0};
    world_ok(company_delete(place->folder, &err), &err); /* the scenario is its own file, too */
    assert_int_not_equal(access(place->folder, F_OK), 0);
    free(place);
    return 0;
}

/* A lab that has no more than this section. */
static enum err_code take(const char *settings_section, const char *folder, struct err *err) {
    char logic[600];
    snprintf(logic, sizeof logic,
             "[guide]\ntarget = \"X\"\n[settings]\n%s\n[a]\npage = \"customers\"\n",
             settings_section);
    const struct embedded_file files[] = {
        {.name = "mine.ini", .text = logic},
        {.name = "mine.sql", .text = "-- [a]\nSELECT 1 AS done, 'found-a' AS found\n"},
        {.name = "mine.en.ini", .text = "[guide]\ntitle = \"T\"\n[a]\ntitle = \"A\"\n"},
        {.name = NULL}};
    struct guide *lab = NULL;
    world_ok(guide_open_from(files, &lab, "mine", "en", err), err);
    enum err_code code =
        folder ? lab_scenario_write(lab, folder, err) : lab_scenario_check(lab, err);
    guide_free(&lab);
    return code;
}

static struct company *open_place(struct place *place) {
    struct company *company = NULL;
    struct err err = {0};
    world_ok(
        company_open(&company, place->folder, &place->settings, false, COMPANY_FOR_SCREENS, &err),
        &err);
    return company;
}

static void test_a_scenario_holds_for_whoever_opens_the_copy(void **state) {
    struct place *place = *state;
    struct company *company, *again = NULL;
    struct err err = {0};
    place->settings.csv_batch_rows = 7;
    world_ok(settings_set(&place->settings, "rts.fallback", "no", &err), &err);
    world_ok(take("csu.cache_ttl = \"12\"\nrts.fallback = \"ja\"\nrts.latency_ms = \"3\"",
                  place->folder, &err),
             &err);
    company = open_place(place);
    assert_int_equal(company->settings.rts_fallback, 1);
    assert_int_equal(company->settings.rts_latency_ms, 3);
    assert_int_equal(company->settings.csu_cache_ttl_s, 12);
    assert_int_equal(company->settings.csv_batch_rows, 7); /* what it does not name stays */
    assert_int_equal(company->given.rts_fallback, 0); /* what other companies are opened with */
    world_ok(company_open_again(&again, company, COMPANY_FOR_WORK, &err), &err);
    assert_int_equal(again->settings.rts_fallback, 1);
    company_close(&again);
    company_close(&company);
}

static void test_a_copy_of_the_copy_does_not_take_it_along(void **state) {
    struct place *place = *state;
    struct company *company, *copy = NULL;
    struct err err = {0};
    char folder[96];
    world_ok(take("rts.fallback = \"yes\"", place->folder, &err), &err);
    company = open_place(place);
    snprintf(folder, sizeof folder, "%s-copy", place->folder);
    world_ok(company_copy(company, folder, &err), &err);
    world_ok(company_open(&copy, folder, &company->given, true, COMPANY_FOR_SCREENS, &err), &err);
    assert_int_equal(copy->settings.rts_fallback, 0);
    company_close(&copy);
    company_close(&company);
    world_ok(company_delete(folder, &err), &err);
}

static void test_a_damaged_scenario_is_named_with_its_line(void **state) {
    struct place *place = *state;
    struct company *company = NULL;
    struct err err = {0};
    FILE *file = fopen(place->scenario, "w");
    fputs("[rts]\nfallback = perhaps\n", file);
    fclose(file);
    assert_int_equal(
        company_open(&company, place->folder, &place->settings, false, COMPANY_FOR_SCREENS, &err),
        ERR_CONFIG);
    assert_int_equal(err.reason, REASON_CONFIG_BAD_VALUE);
    assert_non_null(strstr(err.detail, "scenario.ini:2"));
    assert_null(company);
}

static void test_only_settings_that_exist_and_hold_for_a_company(void **state) {
    static const struct {
        const char *section, *says;
    } bad[] = {
        {"rts.fallbak = \"yes\"", "no such setting: rts.fallbak; nearest: rts.fallback"},
        {"rts.fallback = \"perhaps\"", "rts.fallback = perhaps; allowed: yes, no"},
        {"rts.latency_ms = \"-1\"", "allowed: 0..60000 ms"},
        {"console.theme = \"mono\"", "not a setting for labs: console.theme"},
        {"console.user = \"somebody\"", "not a setting for labs: console.user"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = {0};
        assert_int_equal(take(bad[i].section, NULL, &err), ERR_CONFIG);
        if (!strstr(err.detail, bad[i].says)) fail_msg("%s: %s", bad[i].section, err.detail);
    }
    struct err err = {0};
    world_ok(take("store.no_profile_async = \"no\"", NULL, &err), &err);
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        place_test(test_a_scenario_holds_for_whoever_opens_the_copy),
        place_test(test_a_copy_of_the_copy_does_not_take_it_along),
        place_test(test_a_damaged_scenario_is_named_with_its_line),
        place_test(test_only_settings_that_exist_and_hold_for_a_company),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
