/* SPDX-License-Identifier: MIT */
/* The guides that are shipped are whole, and content with any one fault is refused by name. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/text.h"
#include "model/trainer/guide_priv.h"
#include "tui/page_names.h"

extern const struct embedded_file embedded_guides[]; /* made from data/guides */

#define ID "customer-records-not-appearing"

static void every_guide_that_is_shipped_is_whole(void **state) {
    (void)state;
    assert_true(guide_count() > 0);
    for (int i = 0; i < guide_count(); i++) {
        struct err err = {0};
        if (guide_check_content(guide_id(i), &page_names, &err) != ERR_OK)
            fail_msg("%s: %s", err_reason_name(err.reason), err.detail);
    }
    assert_null(guide_id(guide_count()));
    assert_null(guide_id(-1));
}

static void every_guide_in_the_folder_is_listed(void **state) {
    (void)state;
    for (const struct embedded_file *file = embedded_guides; file->name; file++) {
        char name[GUIDE_ID_SIZE + 16];
        bool listed = false;
        text_copy(name, sizeof name, file->name);
        name[strcspn(name, ".")] = '\0';
        for (int i = 0; i < guide_count(); i++) listed |= strcmp(guide_id(i), name) == 0;
        if (!listed) fail_msg("%s belongs to no guide", file->name);
    }
}

static void the_guide_has_the_steps_of_the_document_and_five_more(void **state) {
    (void)state;
    struct guide *guide;
    assert_int_equal(guide_open(&guide, ID, "en", NULL), ERR_OK);
    assert_int_equal(guide_steps(guide), 11);
    for (int i = 0; i < 11; i++) assert_int_equal(guide_step_at(guide, i)->also_needed, i >= 6);
    assert_string_equal(guide_title(guide),
                        "Customer records don't appear in Commerce headquarters");
    assert_string_equal(guide_text(guide, "source"), "customer-record-not-appearing.md");
    assert_string_equal(guide_text(guide, "no-such-text"), "");
    guide_free(&guide);
    assert_null(guide);
}

static void norwegian_follows_the_document(void **state) {
    (void)state;
    struct guide *guide;
    assert_int_equal(guide_open(&guide, ID, "nb", NULL), ERR_OK);
    assert_string_equal(guide_title(guide), "Kundeposter vises ikke i Commerce Headquarters");
    assert_string_equal(guide_step_at(guide, 0)->path, "Detaljhandel og handel > Kanaloppsett > "
                                                       "Oppsett av nettbutikk > Funksjonsprofiler");
    assert_non_null(strstr(guide_text(guide, "warning"), "serviceflyt"));
    guide_free(&guide);
}

static void texts_name_the_store_and_the_customer_of_the_session(void **state) {
    (void)state;
    struct guide *guide;
    struct guide_session session = {.target = "Oslo", .target_name = "Oslo på nett"};
    assert_int_equal(guide_open(&guide, ID, "en", NULL), ERR_OK);
    assert_non_null(strstr(guide_step_at(guide, 4)->text, "AWOnline, AW online store"));
    guide_bind(guide, &session);
    assert_non_null(strstr(guide_step_at(guide, 4)->text, "Oslo, Oslo på nett"));
    guide_bind(guide, NULL);
    assert_non_null(strstr(guide_step_at(guide, 4)->text, "AWOnline, AW online store"));
    assert_null(strchr(guide_text(guide, "why"), '{'));
    guide_free(&guide);
}

static void paragraphs_are_one_text(void **state) {
    (void)state;
    struct guide *guide;
    assert_int_equal(guide_open(&guide, ID, "en", NULL), ERR_OK);
    const char *why = guide_text(guide, "why");
    int breaks = 0;
    for (const char *p = why; (p = strstr(p, "\n\n")); p++) breaks++;
    assert_int_equal(breaks, 4);
    guide_free(&guide);
}

static void an_unknown_guide_names_the_nearest_one(void **state) {
    (void)state;
    struct guide *guide;
    struct err err = {0};
    assert_int_equal(guide_open(&guide, "customer-records-not-apearing", "en", &err),
                     ERR_NOT_FOUND);
    assert_null(guide);
    assert_int_equal(err.reason, REASON_GUIDE_UNKNOWN);
    assert_string_equal(err.value2, ID);
}

/* ---- planted faults ----------------------------------------------------------------------------------------------- */

static const struct {
    const char *suffix, *part, *instead, *complaint;
} faults[] = {
    {"en.ini", "hint = \"F2 turns editing on, F4", "nothing = \"F2 turns", "[assign-profile] hint"},
    {"nb.ini", "title = \"Finn kunden", "xtitle = \"Finn kunden", "[find-customer] title"},
    {"nb.ini", "found-clear = ", "found-cleer = ", "found-clear"},
    {"en.ini", "found-yes = \"profile {a} still", "found-yes = \"profile {z} still",
     "between braces"},
    {"en.ini", "warning = \"When", "warning = \"\"\nwarning0 = \"When", "[guide] warning"},
    {"en.ini", "[find-customer]", "[find-customers]", "texts of no step"},
    {"ini", "page = online-stores", "page = online-shops", "online-shops"},
    {"ini", "page = online-stores\nfact", "fact", "without page"},
    {"ini", "fact = page", "fact = pages", "neither page nor record"},
    {"ini", "needed-by = async-off", "needed-by = async-of", "names no step"},
    {"ini", "next = \"b2c", "next = \"b2d", "next is no guide: b2d-preconditions"},
    {"ini", "play = restart-csu", "play = format-disk", "no such action: format-disk"},
    {"ini", "[run-jobs]", "[run-job]", "no query for step: run-job"},
    {"ini", "email = \"kari", "mail = \"kari", "shopper: email"},
    {"sql", "SELECT count(*) = 0 AS done", "DELETE FROM CustTable; SELECT 0 AS done",
     "clear-backlog"},
    {"sql", "SELECT count(*) = 0 AS done", "SELECT load_extension('x') AS done", "clear-backlog"},
    {"sql", "SELECT count(*) = 0 AS done", "SELECT count(*) = 0 AS finished", "columns"},
    {"sql", "FROM waiting\n\n-- [find-customer]", "FROM waited\n\n-- [find-customer]", "waited"},
    {"sql", "-- [profile]", "-- [profil]", "nothing uses: profil"},
    {"sql", "-- [profile]", "-- []", "a block without a name"},
    {"sql", "-- [find-customer]", "-- [find-customers]", "no query for step: find-customer"},
    {"sql", "-- [target]\n", "-- [target]\nPRAGMA journal_mode=DELETE;\n", "target"},
    {"sql", "-- [target]\n", "-- [target]\nATTACH '/tmp/x' AS x; ", "target"},
    {"sql", "-- [target]\n", "-- [target]\nUPDATE CustTable SET Blocked = 1 RETURNING 1; ",
     "target"},
    {"sql", "-- [target]\n", "-- [target]\nWITH x AS (SELECT 1) DELETE FROM CustTable; ", "target"},
    {"sql", "-- [have-profile]", "-- [profile]", "two blocks of one name"},
};

/* The shipped files with `part` of one of them replaced. The caller frees *changed. */
static void plant(struct embedded_file *files, const char *suffix, const char *part,
                  const char *instead, char **changed) {
    static const char *const suffixes[] = {"en.ini", "ini", "nb.ini", "sql"};
    for (int i = 0; i < 4; i++) {
        files[i] = *guide_file(embedded_guides, ID, suffixes[i]);
        if (strcmp(suffixes[i], suffix) != 0) continue;
        const char *at = strstr(files[i].text, part);
        if (!at) fail_msg("'%s' is not in %s", part, files[i].name);
        size_t size = files[i].size + strlen(instead) + 1;
        *changed = malloc(size);
        assert_non_null(*changed);
        snprintf(*changed, size, "%.*s%s%s", (int)(at - files[i].text), files[i].text, instead,
                 at + strlen(part));
        files[i].text = *changed;
        files[i].size = strlen(*changed);
    }
    files[4] = (struct embedded_file){0};
}

static void each_planted_fault_is_refused_by_name(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct embedded_file files[5];
        struct err err = {0};
        char *changed = NULL;
        plant(files, faults[i].suffix, faults[i].part, faults[i].instead, &changed);
        enum err_code code = guide_check_content_of(files, ID, &page_names, &err);
        if (code == ERR_OK) fail_msg("accepted: %s", faults[i].instead);
        assert_int_equal(err.reason, REASON_GUIDE_CONTENT);
        if (!strstr(err.detail, faults[i].complaint))
            fail_msg("'%s' does not name '%s'", err.detail, faults[i].complaint);
        free(changed);
    }
}

static void a_missing_file_is_named(void **state) {
    (void)state;
    struct embedded_file files[5];
    struct err err = {0};
    char *changed = NULL;
    plant(files, "sql", "-- [profile]", "-- [profile]", &changed);
    files[2].name = "customer-records-not-appearing.sv.ini";
    assert_int_equal(guide_check_content_of(files, ID, NULL, &err), ERR_CONFIG);
    assert_non_null(strstr(err.detail, "nb.ini: the file is missing"));
    free(changed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_guide_that_is_shipped_is_whole),
        cmocka_unit_test(every_guide_in_the_folder_is_listed),
        cmocka_unit_test(the_guide_has_the_steps_of_the_document_and_five_more),
        cmocka_unit_test(norwegian_follows_the_document),
        cmocka_unit_test(texts_name_the_store_and_the_customer_of_the_session),
        cmocka_unit_test(paragraphs_are_one_text),
        cmocka_unit_test(an_unknown_guide_names_the_nearest_one),
        cmocka_unit_test(each_planted_fault_is_refused_by_name),
        cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
