/* SPDX-License-Identifier: MIT */
/* Number sequences: numbers in order and in their form, records that can be told wrong, references, Generate, cleanup. */
#include "support/exchange.h"

#include "model/hq/numberseq.h"

/* ---- numbers --------------------------------------------------------------------------------------------------------- */

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
    seq = make("A##-##", 99, 9999); /* all places count, with what is constant between them */
    assert_draw(&seq, "A00-99");
    assert_draw(&seq, "A01-00");
}

static void letters_count_as_digits_do(void **state) {
    (void)state;
    struct number_sequence seq = make("&&#", 9, 6759);
    assert_draw(&seq, "AA9");
    assert_draw(&seq, "AB0");
    seq.NextRec = 259;
    assert_draw(&seq, "AZ9");
    assert_draw(&seq, "BA0");
    seq.NextRec = 6759;
    assert_draw(&seq, "ZZ9");
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    assert_int_equal(number_format_largest("&&#"), 6759);
}

static void a_number_can_be_read_back(void **state) {
    (void)state;
    char text[TEXT_SIZE(NUMBER_CHARS)];
    static const char *const formats[] = {"######", "C-###/&&", "&#&#", "Ø-#####"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        for (int64_t number = 0; number < 100000; number += 97) {
            bool fits = number <= number_format_largest(formats[i]);
            assert_int_equal(number_format(formats[i], number, text, sizeof text), fits);
            if (fits) assert_int_equal(number_parse(formats[i], text), number);
        }
    }
    assert_int_equal(number_parse("C-###", "C-12"), -1);
    assert_int_equal(number_parse("C-###", "C-1234"), -1);
    assert_int_equal(number_parse("C-###", "D-123"), -1);
    assert_int_equal(number_parse("C-###", "C-12x"), -1);
    assert_int_equal(number_parse("&", "a"), -1);
    assert_int_equal(number_parse("CUST", "CUST"), -1);
    assert_int_equal(number_format_largest("CUST"), -1);
    assert_int_equal(number_format_largest("####################"), INT64_MAX);
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
    seq = make("CUST", 7, 99);                       /* nothing counts up */
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    seq = make("C-####", 0, 99); /* below the smallest number */
    assert_refused(&seq, REASON_SEQUENCE_EXHAUSTED);
    seq = make("####################", INT64_MAX - 1, INT64_MAX);
    assert_draw(&seq, "09223372036854775806");
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

/* ---- the record ------------------------------------------------------------------------------------------------------ */

struct number_world {
    struct world world;
    struct db *hq;
};

static int setup(void **state) {
    struct number_world *numbers = calloc(1, sizeof *numbers);
    world_init(&numbers->world, 1);
    numbers->hq = numbers->world.company->hq;
    *state = numbers;
    return 0;
}

static int teardown(void **state) {
    struct number_world *numbers = *state;
    world_release(&numbers->world);
    free(numbers);
    return 0;
}

static struct db *hq(void **state) {
    return ((struct number_world *)*state)->hq;
}

static struct number_sequence load(void **state, const char *code) {
    struct number_sequence seq;
    struct err err = {0};
    world_ok(entity_number_sequence.load(hq(state), code, &seq, &err), &err);
    return seq;
}

static enum err_code save(void **state, const struct number_sequence *old,
                          struct number_sequence *seq, struct err *err) {
    *err = (struct err){0};
    return record_save(&entity_number_sequence, hq(state), old, seq, "tester", err);
}

static void a_sequence_is_found_by_reference_and_written_back(void **state) {
    struct err err = {0};
    struct number_sequence seq;
    world_ok(numberseq_for_reference(hq(state), REFERENCE_CUSTOMER_ACCOUNT, &seq, &err), &err);
    assert_draw(&seq, "C-000001");
    world_ok(numberseq_store(hq(state), &seq, &err), &err);
    world_ok(numberseq_load(hq(state), "Cust", &seq, &err), &err);
    assert_draw(&seq, "C-000002");
    assert_int_equal(numberseq_for_reference(hq(state), "Vendor account", &seq, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_MISSING);
    assert_string_equal(err.value, "Vendor account");
    world_exec(hq(state), "UPDATE NumberSequenceReference SET NumberSequence = ''");
    assert_int_equal(numberseq_for_reference(hq(state), REFERENCE_CUSTOMER_ACCOUNT, &seq, &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_MISSING);
}

static void assert_not_saved(void **state, struct number_sequence seq, enum err_reason reason,
                             const char *field) {
    struct err err;
    struct number_sequence old = load(state, "Cust");
    assert_int_not_equal(save(state, &old, &seq, &err), ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.field, field);
}

static void a_record_that_would_give_wrong_numbers_is_not_saved(void **state) {
    struct err err;
    struct number_sequence good = load(state, "Cust"), seq = good;
    text_copy(seq.Format, sizeof seq.Format, "CUSTOMER");
    assert_not_saved(state, seq, REASON_SEQUENCE_FORMAT_EMPTY, "Format");
    text_copy(seq.Format, sizeof seq.Format, "C-#####"); /* Largest is 999999 */
    assert_not_saved(state, seq, REASON_SEQUENCE_FORMAT_ROOM, "Format");
    seq = good;
    seq.Highest = 1;
    assert_not_saved(state, seq, REASON_FIELD_OUT_OF_RANGE, "Highest");
    seq = good;
    seq.NextRec = seq.Highest + 2;
    assert_not_saved(state, seq, REASON_FIELD_OUT_OF_RANGE, "NextRec");
    seq = good;
    seq.Lowest = 5; /* and Next is 1 */
    assert_not_saved(state, seq, REASON_FIELD_OUT_OF_RANGE, "NextRec");
    seq = good;
    seq.Lowest = 0;
    assert_not_saved(state, seq, REASON_FIELD_OUT_OF_RANGE, "Lowest");
    seq = good;
    seq.Continuous = seq.FetchAhead = 1;
    assert_not_saved(state, seq, REASON_SEQUENCE_AHEAD_CONTINUOUS, "FetchAhead");
    seq = good;
    seq.FetchAheadQty = 0;
    assert_not_saved(state, seq, REASON_FIELD_OUT_OF_RANGE, "FetchAheadQty");
    seq = good;
    seq.Scope = SCOPE_OPERATING_UNIT;
    assert_not_saved(state, seq, REASON_SEQUENCE_SCOPE, "Scope");
    seq = good;
    seq.NextRec = seq.Highest + 1; /* exhausted, which is allowed */
    world_ok(save(state, &good, &seq, &err), &err);
}

static void a_new_sequence_needs_a_code_of_its_own(void **state) {
    struct err err = {0};
    struct number_sequence seq = {.Scope = 0};
    world_ok(entity_number_sequence.init(hq(state), &seq, &err), &err);
    assert_int_not_equal(save(state, NULL, &seq, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    text_copy(seq.NumberSequence, sizeof seq.NumberSequence, "cust");
    assert_int_not_equal(save(state, NULL, &seq, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    text_copy(seq.NumberSequence, sizeof seq.NumberSequence, "Other");
    world_ok(save(state, NULL, &seq, &err), &err);
    struct number_sequence back = load(state, "OTHER");
    assert_string_equal(back.NumberSequence, "Other");
    assert_string_equal(back.Format, "######");
    assert_int_equal(back.Highest, 999999);
    assert_int_equal(back.Scope, SCOPE_COMPANY);
}

/* The operator looks at Next 1, three shoppers come, the operator stops the sequence: Next must stay behind them. */
static void a_save_does_not_take_back_what_was_drawn_meanwhile(void **state) {
    struct err err;
    struct number_sequence old = load(state, "Cust"), seq = old;
    world_exec(hq(state), "UPDATE NumberSequenceTable SET NextRec = 4");
    seq.Blocked = 1;
    world_ok(save(state, &old, &seq, &err), &err);
    assert_int_equal(load(state, "Cust").NextRec, 4);
    /* Largest 2 fits what the operator saw, not what is true now. */
    old = load(state, "Cust");
    old.NextRec = 1;
    seq = old;
    seq.Highest = 2;
    assert_int_not_equal(save(state, &old, &seq, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_FIELD_OUT_OF_RANGE);
    assert_string_equal(err.value, "4");
    /* Who types a Next means it. */
    old = seq = load(state, "Cust");
    seq.NextRec = 2;
    world_ok(save(state, &old, &seq, &err), &err);
    assert_int_equal(load(state, "Cust").NextRec, 2);
}

static void assert_not_deleted(void **state, enum err_reason reason, const char *user) {
    struct err err = {0};
    struct number_sequence seq = load(state, "Cust");
    assert_int_equal(record_delete(&entity_number_sequence, hq(state), &seq, "tester", &err),
                     ERR_REFUSED);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.value2, user);
}

static void a_sequence_in_use_stays(void **state) {
    struct err err = {0};
    assert_not_deleted(state, REASON_SEQUENCE_IN_USE, "Customer account");
    world_ok(numberseq_reference_set(hq(state), "customer account", "", "tester", &err), &err);
    world_exec(hq(state), "UPDATE CustGroup SET CustAccountNumSeq = 'Cust'");
    assert_not_deleted(state, REASON_SEQUENCE_OF_GROUP, "30");
    world_exec(hq(state), "UPDATE CustGroup SET CustAccountNumSeq = ''");
    struct number_sequence seq = load(state, "Cust");
    world_ok(record_delete(&entity_number_sequence, hq(state), &seq, "tester", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM NumberSequenceTable"), 0);
}

/* ---- references -------------------------------------------------------------------------------------------------------- */

static void assert_reference_refused(void **state, const char *code, enum err_reason reason) {
    struct err err = {0};
    assert_int_not_equal(
        numberseq_reference_set(hq(state), REFERENCE_CUSTOMER_ACCOUNT, code, "tester", &err),
        ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_false(db_in_transaction(hq(state)));
}

static void a_reference_takes_only_what_can_number_accounts(void **state) {
    struct err err = {0};
    struct number_sequence seq;
    world_exec(hq(state), "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest,"
                          " NextRec, Scope) VALUES ('Unit', '###', 999, 1, 3),"
                          " ('Good', '###', 999, 1, 0)");
    assert_reference_refused(state, "None", REASON_LOOKUP_NOT_FOUND);
    assert_reference_refused(state, "ThisCodeIsFarTooLongForASequenceOfNumbers12345",
                             REASON_SEQUENCE_MISSING);
    assert_reference_refused(state, "Unit", REASON_SEQUENCE_SCOPE);
    world_ok(numberseq_reference_set(hq(state), "Customer account", "Good", "tester", &err), &err);
    world_ok(numberseq_for_reference(hq(state), REFERENCE_CUSTOMER_ACCOUNT, &seq, &err), &err);
    assert_string_equal(seq.NumberSequence, "Good");
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE UserId = 'tester'"
                                          " AND EntityId = 'number-reference' AND OldValue ="
                                          " 'Cust' AND NewValue = 'Good'"),
                     1);
    /* The same again changes nothing. */
    int64_t version = world_int(hq(state), "SELECT RecVersion FROM NumberSequenceReference");
    world_ok(numberseq_reference_set(hq(state), "Customer account", "Good", "tester", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT RecVersion FROM NumberSequenceReference"),
                     version);
}

static void generate_fills_what_is_missing(void **state) {
    struct err err = {0};
    bool found;
    struct number_proposal proposal;
    struct number_sequence seq;
    world_ok(numberseq_propose(hq(state), &proposal, &found, &err), &err);
    assert_false(found);
    world_exec(hq(state),
               "UPDATE NumberSequenceReference SET NumberSequence = 'Gone';"
               "UPDATE CustTable SET AccountNum = '000000777';"
               "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest, NextRec)"
               " VALUES ('CustAcco', '###', 999, 1)");
    world_ok(numberseq_propose(hq(state), &proposal, &found, &err), &err);
    assert_true(found);
    assert_string_equal(proposal.reference.Reference, "Customer account");
    assert_string_equal(proposal.sequence.NumberSequence, "CustAcco2");
    assert_int_equal(proposal.sequence.NextRec, 778); /* behind the account in use */
    world_ok(numberseq_generate(hq(state), &proposal, "tester", &err), &err);
    world_ok(numberseq_for_reference(hq(state), REFERENCE_CUSTOMER_ACCOUNT, &seq, &err), &err);
    assert_draw(&seq, "000000778");
    world_ok(numberseq_propose(hq(state), &proposal, &found, &err), &err);
    assert_false(found);
}

static void cleanup_puts_next_behind_the_accounts(void **state) {
    struct err err = {0};
    struct number_cleanup cleanup;
    world_exec(hq(state), "UPDATE NumberSequenceTable SET NextRec = 500");
    /* No customer has a number: back to the smallest. */
    world_ok(numberseq_cleanup_preview(hq(state), "Cust", &cleanup, &err), &err);
    assert_int_equal(cleanup.next, 1);
    assert_string_equal(cleanup.largest, "");
    assert_int_equal(load(state, "Cust").NextRec, 500);
    /* One typed by hand, beside what only looks like a number of this sequence. */
    world_exec(hq(state),
               "UPDATE CustTable SET AccountNum = 'C-000600';"
               "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias) VALUES"
               " (2, '2', 'b', 'b'), (3, '3', 'c', 'c');"
               "INSERT INTO CustTable (AccountNum, DataAreaId, Party, CustGroup, Currency,"
               " RowVersion) VALUES ('C-0007000', 'USRT', 2, '30', 'USD', 2),"
               " ('C-0008xx', 'USRT', 3, '30', 'USD', 3)");
    world_ok(numberseq_cleanup(hq(state), "Cust", "tester", &cleanup, &err), &err);
    assert_string_equal(cleanup.largest, "C-000600");
    assert_int_equal(cleanup.sequence.NextRec, 500);
    assert_int_equal(load(state, "Cust").NextRec, 601);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE Field = 'NextRec'"
                                          " AND OldValue = '500' AND NewValue = '601'"),
                     1);
    /* The largest number there is: exhausted. */
    world_exec(hq(state), "UPDATE CustTable SET AccountNum = 'C-999999' WHERE Party = 1");
    world_ok(numberseq_cleanup(hq(state), "Cust", "tester", &cleanup, &err), &err);
    assert_int_equal(load(state, "Cust").NextRec, 1000000);
}

static void lists_go_by_code(void **state) {
    struct err err = {0};
    struct rowset rows;
    struct list_request request = {.from = LIST_FROM_START, .limit = 10};
    world_exec(hq(state), "INSERT INTO NumberSequenceTable (NumberSequence, Txt, Format, Highest,"
                          " NextRec) VALUES ('Alpha', 'First of all', '###', 999, 1)");
    rowset_init(&rows, entity_number_sequence.list_columns);
    world_ok(entity_number_sequence.list(hq(state), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_string_equal(rowset_cell(&rows, 0, 0), "Alpha");
    assert_string_equal(rowset_cell(&rows, 1, 5), "1");
    request.filter = "FIRST";
    rowset_reset(&rows);
    world_ok(entity_number_sequence.list(hq(state), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    rowset_release(&rows);
    rowset_init(&rows, entity_number_reference.list_columns);
    request.filter = NULL;
    world_ok(entity_number_reference.list(hq(state), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 2), "Cust");
    rowset_release(&rows);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_takes_the_place_of_its_marks),
        cmocka_unit_test(letters_count_as_digits_do),
        cmocka_unit_test(a_number_can_be_read_back),
        cmocka_unit_test(the_last_number_is_given_and_no_more),
        cmocka_unit_test(a_number_that_would_be_wrong_is_not_given),
        cmocka_unit_test(stopped_and_manual_sequences_give_nothing),
        IN_WORLD(a_sequence_is_found_by_reference_and_written_back),
        IN_WORLD(a_record_that_would_give_wrong_numbers_is_not_saved),
        IN_WORLD(a_new_sequence_needs_a_code_of_its_own),
        IN_WORLD(a_save_does_not_take_back_what_was_drawn_meanwhile),
        IN_WORLD(a_sequence_in_use_stays),
        IN_WORLD(a_reference_takes_only_what_can_number_accounts),
        IN_WORLD(generate_fills_what_is_missing),
        IN_WORLD(cleanup_puts_next_behind_the_accounts),
        IN_WORLD(lists_go_by_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
