/* SPDX-License-Identifier: MIT */
/* Number sequences: drawn in order and in their format, refused for a reason that can be told. */
#include "support/exchange.h"

#include "model/hq/numberseq.h"

static struct number_sequence make(const char *format, int64_t next, int64_t highest) {
    struct number_sequence seq = {.Lowest = 1, .Highest = highest, .NextRec = next};
    text_copy(seq.NumberSequence, sizeof seq.NumberSequence, "Cust");
    text_copy(seq.Format, sizeof seq.Format, format);
    return seq;
}

static void assert_draw(struct number_sequence *seq, const char *expected) {
    char number[TEXT_SIZE(20)];
    struct err err = {0};
    world_ok(numberseq_draw(seq, number, sizeof number, &err), &err);
    assert_string_equal(number, expected);
}

static void assert_refused(struct number_sequence *seq, enum err_reason reason) {
    char number[TEXT_SIZE(20)];
    struct err err = {0};
    struct number_sequence before = *seq;
    assert_int_equal(numberseq_draw(seq, number, sizeof number, &err), ERR_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_string_equal(err.value, "Cust");
    assert_memory_equal(seq, &before, sizeof before);
}

static void a_number_takes_the_place_of_its_marks(void **state) {
    (void)state;
    struct number_sequence seq = make("C-######", 41, 999999);
    assert_draw(&seq, "C-000041");
    assert_draw(&seq, "C-000042");
    seq = make("##/US", 7, 99);
    assert_draw(&seq, "07/US");
    seq = make("CUST", 7, 99);
    assert_draw(&seq, "CUST7");
}

static void the_last_number_is_given_and_no_more(void **state) {
    (void)state;
    struct number_sequence seq = make("###", 99, 100);
    assert_draw(&seq, "099");
    assert_draw(&seq, "100");
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    seq = make("##", 100, 5000);
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED); /* 100 has no room */
}

static void a_number_that_would_be_wrong_is_not_given(void **state) {
    (void)state;
    struct number_sequence seq = make("#########################", 7, 99);
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED); /* no account has 25 characters */
    seq = make("CUSTOMER-ACCOUNT-", 999, 9999);
    assert_draw(&seq, "CUSTOMER-ACCOUNT-999");
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    seq = make("C-####", 0, 99); /* below the smallest number */
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    seq = make("", INT64_MAX - 1, INT64_MAX);
    assert_draw(&seq, "9223372036854775806");
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
}

static void stopped_and_manual_sequences_give_nothing(void **state) {
    (void)state;
    struct number_sequence seq = make("###", 1, 100);
    seq.Manual = 1;
    assert_refused(&seq, REASON_SEQUENCE_MANUAL);
    seq.Blocked = 1;
    assert_refused(&seq, REASON_SEQUENCE_STOPPED);
}

static void a_sequence_is_found_by_reference_and_written_back(void **state) {
    (void)state;
    struct world world;
    struct err err = {0};
    struct number_sequence seq;
    world_init(&world, 1);
    struct db *hq = world.company->hq;
    world_ok(numberseq_for_reference(hq, "Customer account", &seq, &err), &err);
    assert_draw(&seq, "C-000001");
    world_ok(numberseq_store(hq, &seq, &err), &err);
    world_ok(numberseq_load(hq, "Cust", &seq, &err), &err);
    assert_draw(&seq, "C-000002");
    assert_int_equal(numberseq_for_reference(hq, "Vendor account", &seq, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_MISSING);
    assert_string_equal(err.value, "Vendor account");
    world_exec(hq, "UPDATE NumberSequenceReference SET NumberSequence = ''");
    assert_int_equal(numberseq_for_reference(hq, "Customer account", &seq, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_MISSING);
    world_release(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_takes_the_place_of_its_marks),
        cmocka_unit_test(the_last_number_is_given_and_no_more),
        cmocka_unit_test(a_number_that_would_be_wrong_is_not_given),
        cmocka_unit_test(stopped_and_manual_sequences_give_nothing),
        cmocka_unit_test(a_sequence_is_found_by_reference_and_written_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
