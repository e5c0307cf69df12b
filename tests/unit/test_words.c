/* SPDX-License-Identifier: MIT */
/* Every code of the model has words, in both languages, and words never carry what a customer typed as a command. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/hq/customer.h"
#include "model/hq/profile.h"
#include "model/hq/store.h"
#include "model/text.h"
#include "tui/i18n.h"
#include "tui/page.h"
#include "tui/words.h"

/* ---- errors ------------------------------------------------------------------------------------------------ */

static int count_of(const char *text, const char *part) {
    int count = 0;
    for (; (text = strstr(text, part)) != NULL; text++) count++;
    return count;
}

static void test_every_reason_has_a_sentence_in_both_languages(void **state) {
    (void)state;
    static const char *const values[] = {"{field}",  "{value}",   "{value2}",  "{number}",
                                         "{detail}", "{found}",   "{entity}",  "{system}",
                                         "{user}",   "{feature}", "{features}"};
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        const char *en = words_reason_template((enum err_reason)reason);
        if (!en) fail_msg("%s has no sentence", err_reason_name((enum err_reason)reason));
        const char *nb = tr_in("nb", en);
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            if (count_of(en, values[i]) != count_of(nb, values[i])) {
                fail_msg("%s is not in both of:\n%s\n%s", values[i], en, nb);
            }
        }
        if (strchr(en, '{')) assert_string_not_equal(en, nb);
    }
}

static void sentence(char *buf, size_t size, enum err_reason reason, const char *field,
                     const char *value, const char *value2) {
    struct err err = {0};
    err_set(&err, ERR_INVALID, reason, field, value);
    err_add_value2(&err, value2);
    words_error(&err, "profile", buf, size);
}

static void test_optional_part_is_left_out_without_its_value(void **state) {
    (void)state;
    char text[WORDS_SIZE];
    sentence(text, sizeof text, REASON_JOB_UNKNOWN, NULL, "1011", "1010");
    assert_string_equal(text,
                        "There is no job '1011'. The nearest one is '1010'. See chq job list.");
    sentence(text, sizeof text, REASON_JOB_UNKNOWN, NULL, "x", "");
    assert_string_equal(text, "There is no job 'x'. See chq job list.");
    sentence(text, sizeof text, REASON_CONFIG_SYNTAX, NULL, "a[b]{value}", "");
    assert_string_equal(text, "This is neither [section] nor key = value: a[b]{value}");
}

static void test_field_is_called_as_on_its_form(void **state) {
    (void)state;
    char text[WORDS_SIZE];
    sentence(text, sizeof text, REASON_FIELD_REQUIRED, "name", NULL, NULL);
    assert_string_equal(text, "Field 'Description' must be filled in.");
    assert_string_equal(words_label("store", "Name"), "Name");
    assert_string_equal(words_label("store", "nothing"), "nothing");
}

static void test_error_sentence_is_cut_not_overrun(void **state) {
    (void)state;
    char text[24];
    memset(text, 'x', sizeof text);
    sentence(text, 12, REASON_FIELD_NOT_YESNO, "CreateAsyncCustomers", "ååååååååååååå", NULL);
    assert_true(strlen(text) <= 11);
    assert_true(text_is_utf8(text, strlen(text)));
    assert_int_equal(text[12], 'x');
}

static void test_no_sentence_carries_a_control_sequence(void **state) {
    (void)state;
    char text[WORDS_SIZE];
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        struct err err = {0};
        err_set(&err, ERR_INVALID, (enum err_reason)reason, "f\x1b[31m", "v\x1b]0;x\a\n");
        err_add_value2(&err, "\xc2\x9b[2J");
        err_add_detail(&err, "%s", "d\x7f\xe2\x80\xae\xff");
        words_error(&err, NULL, text, sizeof text);
        assert_false(text_has_control(text));
        assert_true(text_is_utf8(text, strlen(text)));
    }
}

/* ---- names ------------------------------------------------------------------------------------------------- */

static void test_found_names_of_the_database_are_translated(void **state) {
    (void)state;
    for (int i = 0; db_found_names[i]; i++) {
        assert_string_not_equal(tr_in("nb", db_found_names[i]), db_found_names[i]);
    }
}

static void test_every_member_has_a_label(void **state) {
    (void)state;
    const struct entity *const entities[] = {&entity_profile, &entity_pos_profile, &entity_store,
                                             &entity_customer, &entity_signup};
    for (size_t e = 0; e < sizeof entities / sizeof entities[0]; e++) {
        const struct entity *entity = entities[e];
        assert_string_not_equal(words_entity(entity->id), "");
        for (int i = 0; i < entity->member_count; i++) {
            const char *msgid = words_label_msgid(entity->id, entity->members[i].key);
            if (!msgid) fail_msg("%s.%s has no label", entity->id, entity->members[i].key);
        }
    }
}

/* "profile set" and the form of profiles must not call one field by two names. */
static void test_verbs_and_pages_call_a_field_the_same(void **state) {
    (void)state;
    int compared = 0;
    for (int i = 0; page_registry[i]; i++) {
        const struct page *page = page_registry[i];
        if (!page->entity) continue;
        for (const struct field *f = page->fields; f && (f->key || f->tab || f->group); f++) {
            const char *msgid = f->key ? words_label_msgid(page->entity->id, f->key) : NULL;
            if (!msgid || !f->label) continue;
            if (strcmp(_(msgid), _(f->label)) != 0) {
                fail_msg("%s.%s: '%s' on the page, '%s' in words", page->id, f->key, f->label,
                         msgid);
            }
            compared++;
        }
    }
    assert_true(compared > 20);
}

static void test_field_is_found_by_key_and_by_label_in_either_language(void **state) {
    (void)state;
    static const char *const names[] = {"CreateAsyncCustomers", "createasynccustomers",
                                        "Create customer in async mode",
                                        "OPPRETT KUNDE I ASYNC-MODUS"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct member *member = words_member(&entity_profile, names[i]);
        if (!member) fail_msg("not found: %s", names[i]);
        assert_string_equal(member->key, "CreateAsyncCustomers");
    }
    assert_null(words_member(&entity_profile, "async"));
}

static void test_settings_say_what_their_table_says(void **state) {
    (void)state;
    struct settings settings;
    settings_init(&settings);
    for (int i = 0; i < settings_count(); i++) {
        struct setting_info info;
        settings_info(&settings, i, &info);
        assert_string_equal(words_setting(info.key), info.sentence);
        assert_string_not_equal(tr_in("nb", info.sentence), info.sentence);
    }
}

static void test_every_job_and_state_has_words(void **state) {
    (void)state;
    for (int i = 0; exchange_jobs[i].id; i++) {
        assert_string_not_equal(words_job(exchange_jobs[i].id), exchange_jobs[i].id);
        assert_string_not_equal(words_job_title(exchange_jobs[i].id), exchange_jobs[i].id);
        assert_string_not_equal(words_job_help(exchange_jobs[i].id), "");
    }
    for (int i = 0; i < STATE_COUNT; i++) {
        assert_string_not_equal(words_state((enum customer_state)i), "");
        assert_string_not_equal(words_state_next((enum customer_state)i), "");
    }
    assert_string_equal(words_batch_status(BATCH_WAITING), "Waiting");
    assert_string_equal(words_upload_status(UPLOAD_CANCELED), "Canceled");
    assert_string_equal(words_download_status(DOWNLOAD_NO_DATA), "No data");
    assert_string_equal(words_account(""), "Pending sync");
}

/* ---- text -------------------------------------------------------------------------------------------------- */

static void test_clean_replaces_and_cuts_whole_characters(void **state) {
    (void)state;
    char text[64], small[6];
    words_clean(text, sizeof text, "a\x1b[31m\xc3(\xc2\x85z");
    assert_string_equal(text, "a\xef\xbf\xbd[31m\xef\xbf\xbd(\xef\xbf\xbdz");
    words_clean(small, sizeof small, "ååå");
    assert_string_equal(small, "åå");
    words_clean(small, sizeof small, "abcdefgh");
    assert_string_equal(small, "abcde");
}

static void test_age_in_the_largest_unit_that_says_something(void **state) {
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } cases[] = {
        {-5, "0 s"},      {59999, "59 s"},          {60000, "1 min"},       {3599999, "59 min"},
        {3600000, "1 h"}, {47 * 3600000LL, "47 h"}, {48 * 3600000LL, "2 d"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[32];
        words_age(cases[i].ms, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_reason_has_a_sentence_in_both_languages),
        cmocka_unit_test(test_optional_part_is_left_out_without_its_value),
        cmocka_unit_test(test_field_is_called_as_on_its_form),
        cmocka_unit_test(test_error_sentence_is_cut_not_overrun),
        cmocka_unit_test(test_no_sentence_carries_a_control_sequence),
        cmocka_unit_test(test_found_names_of_the_database_are_translated),
        cmocka_unit_test(test_every_member_has_a_label),
        cmocka_unit_test(test_verbs_and_pages_call_a_field_the_same),
        cmocka_unit_test(test_field_is_found_by_key_and_by_label_in_either_language),
        cmocka_unit_test(test_settings_say_what_their_table_says),
        cmocka_unit_test(test_every_job_and_state_has_words),
        cmocka_unit_test(test_clean_replaces_and_cuts_whole_characters),
        cmocka_unit_test(test_age_in_the_largest_unit_that_says_something),
    };
    i18n_init("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
