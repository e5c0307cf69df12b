/* SPDX-License-Identifier: MIT */
/* What a trace says: a sentence for every cause in both languages, nothing of a template left in it, no control sequence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/i18n.h"
#include "tui/words.h"
#include "tui/words_trace.h"

static struct trace_finding finding_of(enum trace_cause cause) {
    struct trace_finding finding = {
        .cause = cause, .number = 7, .value = "North\x1b[31m{2}", .value2 = "a%sb", .count = 1000};
    err_set(&finding.err, ERR_REFUSED, REASON_COUNTRY_UNKNOWN, "Country", "XX\x1b[2J{1}");
    return finding;
}

static void assert_sentence(const struct trace_finding *finding, const char *text) {
    if (text[0] == '\0') fail_msg("%s has no sentence", trace_cause_name(finding->cause));
    assert_null(strchr(text, '\x1b'));
    for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{'))
        if (strncmp(p, "{2}", 3) != 0 && strncmp(p, "{1}", 3) != 0)
            fail_msg("%s: %s", trace_cause_name(finding->cause), text);
    assert_null(strchr(text, ']'));
}

static void test_every_cause_has_a_sentence_in_both_languages(void **state) {
    (void)state;
    for (int i = TRACE_NONE + 1; i < TRACE_CAUSE_COUNT; i++) {
        struct trace_finding finding = finding_of((enum trace_cause)i);
        char english[WORDS_SIZE], norwegian[WORDS_SIZE];
        for (int ahead = 0; ahead <= 1; ahead++) {
            finding.ahead = ahead;
            i18n_switch("en");
            words_cause(&finding, english, sizeof english);
            i18n_switch("nb");
            words_cause(&finding, norwegian, sizeof norwegian);
            assert_sentence(&finding, english);
            assert_sentence(&finding, norwegian);
            assert_string_not_equal(english, norwegian);
        }
    }
    i18n_switch("en");
}

/* A value that looks like a template is data. */
static void test_values_are_no_templates(void **state) {
    struct trace_finding finding = finding_of(TRACE_STORE_MOVED);
    char text[WORDS_SIZE];
    (void)state;
    words_cause(&finding, text, sizeof text);
    assert_non_null(strstr(text, "[31m{2} was moved"));
    assert_non_null(strstr(text, "works in a%sb."));
}

static void test_what_is_not_known_is_left_out(void **state) {
    struct trace_finding finding = {.cause = TRACE_SEVERAL_EMAIL, .value2 = "kari@example.com"};
    char text[WORDS_SIZE];
    (void)state;
    words_cause(&finding, text, sizeof text);
    assert_string_equal(text, "Several customers have the email address kari@example.com, so "
                              "sign-ups with it are refused.");
    finding.count = 1000;
    words_cause(&finding, text, sizeof text);
    assert_non_null(strstr(text, "refused (the last one at 1970-01-01"));
}

static void test_a_hop_says_what_carried_the_record(void **state) {
    const int64_t now = 1772442000000; /* 2026-03-02 09:00 UTC */
    struct trace_hop hop = {.state = HOP_PASSED, .session = 12, .batch_job = 3, .where = "Default"};
    char text[WORDS_SIZE];
    (void)state;
    words_hop_detail(&hop, now, text, sizeof text);
    assert_string_equal(text, "Default, session 12, batch job 3");
    hop.batch_job = 0;
    text_copy(hop.by, sizeof hop.by, "kari");
    words_hop_detail(&hop, now, text, sizeof text);
    assert_string_equal(text, "Default, session 12, run by kari");
    hop = (struct trace_hop){.state = HOP_HERE, .job = "1010"};
    words_hop_detail(&hop, now, text, sizeof text);
    assert_string_equal(text, "has never run, no run planned");
    hop.last_ms = now - 3600000;
    hop.next_ms = now - 1;
    words_hop_detail(&hop, now, text, sizeof text);
    assert_string_equal(text, "last run 08:00, a run is due");
    hop.next_ms = now + 2 * 86400000;
    words_hop_detail(&hop, now, text, sizeof text);
    assert_string_equal(text, "last run 08:00, next run 2026-03-04 09:00:00");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cause_has_a_sentence_in_both_languages),
        cmocka_unit_test(test_values_are_no_templates),
        cmocka_unit_test(test_what_is_not_known_is_left_out),
        cmocka_unit_test(test_a_hop_says_what_carried_the_record),
    };
    i18n_init("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
