/* SPDX-License-Identifier: MIT */
/* Accounts: what customers have already is passed over, numbers fetched ahead are given once and given back. */
#include "support/exchange.h"

#include "model/hq/account_number.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

static struct db *hq(void **state) {
    return ((struct world *)*state)->company->hq;
}

/* A customer with this account, as if it had been typed by hand. */
static void give(void **state, const char *account) {
    char sql[600];
    snprintf(
        sql, sizeof sql,
        "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias)"
        " SELECT max(RecId) + 1, max(RecId) + 1, 'x', 'x' FROM DirPartyTable;"
        "INSERT INTO CustTable (AccountNum, DataAreaId, Party, CustGroup, Currency, RowVersion)"
        " SELECT '%s', 'USRT', max(Party) + 1, '30', 'USD', max(RowVersion) + 1"
        " FROM CustTable",
        account);
    world_exec(hq(state), sql);
}

/* Draws in a transaction of its own, which gives the account to a customer when it is committed. */
static enum err_code draw(void **state, struct number_pool *pool, bool commit, char *account,
                          struct err *err) {
    struct account_source source = {.looked = false};
    struct number_pool before = pool ? *pool : (struct number_pool){.newest = 0};
    struct err other = {0};
    world_ok(db_begin(hq(state), &other), &other);
    world_ok(account_sequence(hq(state), "30", &source.sequence, &other), &other);
    enum err_code code = account_draw(hq(state), &source, pool, "USRT", account, err);
    if (code == ERR_OK && commit) give(state, account);
    if (source.changed) world_ok(numberseq_store(hq(state), &source.sequence, &other), &other);
    if (commit) {
        world_ok(db_commit(hq(state), &other), &other);
        return code;
    }
    db_rollback(hq(state));
    if (pool) *pool = before;
    return code;
}

static void assert_draws(void **state, struct number_pool *pool, const char *expected) {
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct err err = {0};
    world_ok(draw(state, pool, true, account, &err), &err);
    assert_string_equal(account, expected);
}

static int64_t next(void **state) {
    return world_int(hq(state), "SELECT NextRec FROM NumberSequenceTable");
}

static void accounts_that_were_typed_are_passed_over(void **state) {
    give(state, "C-000001");
    give(state, "C-000002");
    give(state, "C-000004");
    give(state, "C-000004x"); /* between two numbers, and none of them */
    give(state, "C-00005");
    assert_draws(state, NULL, "C-000003");
    assert_draws(state, NULL, "C-000005");
    assert_draws(state, NULL, "C-000006");
    assert_int_equal(next(state), 7);
}

static void one_look_is_enough_for_a_batch(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct account_source source = {.looked = false};
    give(state, "C-000050");
    world_ok(db_begin(hq(state), &err), &err);
    world_ok(account_sequence(hq(state), "30", &source.sequence, &err), &err);
    for (int i = 1; i <= 60; i++) {
        char expected[TEXT_SIZE(NUMBER_CHARS)];
        world_ok(account_draw(hq(state), &source, NULL, "USRT", account, &err), &err);
        snprintf(expected, sizeof expected, "C-%06d", i < 50 ? i : i + 1);
        assert_string_equal(account, expected);
        if (i == 1) assert_string_equal(source.in_use, "C-000050");
    }
    /* Another legal entity has accounts of its own. */
    source.sequence.NextRec = 50;
    account_look_again(&source);
    world_ok(account_draw(hq(state), &source, NULL, "DEMF", account, &err), &err);
    assert_string_equal(account, "C-000050");
    db_rollback(hq(state));
}

static void too_many_in_a_row_are_said_and_passed_in_the_end(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    world_exec(hq(state),
               "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)"
               " INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias)"
               " SELECT i + 1, 'p' || i, 'x', 'x' FROM n;"
               "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)"
               " INSERT INTO CustTable (AccountNum, DataAreaId, Party, CustGroup, Currency,"
               " RowVersion) SELECT printf('C-%06d', i), 'USRT', i + 1, '30', 'USD', i + 1 FROM n");
    assert_int_equal(draw(state, NULL, true, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_TAKEN);
    assert_string_equal(err.value, "Cust");
    assert_string_equal(err.value2, "C-010000");
    assert_int_equal(err.number, ACCOUNT_MOST_PASSED);
    assert_draws(state, NULL, "C-010002");
}

static void prefetch(void **state, int quantity) {
    char sql[200];
    snprintf(sql, sizeof sql,
             "UPDATE NumberSequenceTable SET FetchAhead = 1, FetchAheadQty = %d,"
             " RecVersion = RecVersion + 1",
             quantity);
    world_exec(hq(state), sql);
}

static void a_lot_is_fetched_at_once_and_the_rest_given_back(void **state) {
    struct number_pool pool = {.newest = 0};
    prefetch(state, 10);
    assert_draws(state, &pool, "C-000001");
    assert_int_equal(next(state), 11);
    assert_draws(state, &pool, "C-000002");
    assert_int_equal(next(state), 11);
    account_numbers_give_back(hq(state), &pool);
    assert_int_equal(next(state), 3);
    assert_draws(state, &pool, "C-000003");
}

static void two_pools_never_give_the_same(void **state) {
    struct number_pool one = {.newest = 0}, two = {.newest = 0};
    prefetch(state, 3);
    assert_draws(state, &one, "C-000001");
    assert_draws(state, &two, "C-000004");
    assert_draws(state, &one, "C-000002");
    assert_draws(state, &one, "C-000003");
    assert_draws(state, &one, "C-000007");
    account_numbers_give_back(hq(state), &two); /* overtaken: 5 and 6 are a gap */
    assert_int_equal(next(state), 10);
    account_numbers_give_back(hq(state), &one);
    assert_int_equal(next(state), 8);
}

static void a_process_that_dies_leaves_a_gap(void **state) {
    struct number_pool dead = {.newest = 0}, other = {.newest = 0};
    prefetch(state, 5);
    assert_draws(state, &dead, "C-000001");
    assert_draws(state, &other, "C-000006");
}

static void what_was_fetched_in_vain_is_fetched_again(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct number_pool pool = {.newest = 0};
    prefetch(state, 5);
    world_ok(draw(state, &pool, false, account, &err), &err); /* rolled back */
    assert_int_equal(next(state), 1);
    assert_draws(state, &pool, "C-000001");
    world_ok(draw(state, &pool, false, account, &err), &err);
    assert_draws(state, &pool, "C-000002");
}

static void a_change_of_the_sequence_voids_what_was_fetched(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct number_pool pool = {.newest = 0};
    struct number_cleanup cleanup;
    prefetch(state, 5);
    assert_draws(state, &pool, "C-000001");
    world_ok(numberseq_cleanup(hq(state), "Cust", "tester", &cleanup, &err), &err);
    assert_int_equal(next(state), 2); /* back over what nobody has */
    assert_draws(state, NULL, "C-000002");
    assert_draws(state, &pool, "C-000003"); /* not its own old 2 */
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Blocked = 1, RecVersion = 9");
    assert_int_equal(draw(state, &pool, true, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_STOPPED);
}

static void a_continuous_sequence_is_never_fetched_ahead(void **state) {
    struct number_pool pool = {.newest = 0};
    prefetch(state, 5);
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Continuous = 1");
    assert_draws(state, &pool, "C-000001");
    assert_int_equal(next(state), 2);
}

static void the_last_lot_is_smaller_and_then_it_is_over(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct number_pool pool = {.newest = 0};
    prefetch(state, 5);
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Highest = 7");
    give(state, "C-000003"); /* in the middle of a lot */
    static const int numbers[] = {1, 2, 4, 5, 6, 7};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char expected[TEXT_SIZE(NUMBER_CHARS)];
        snprintf(expected, sizeof expected, "C-%06d", numbers[i]);
        assert_draws(state, &pool, expected);
    }
    assert_int_equal(draw(state, &pool, true, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_EXHAUSTED);
}

static void a_customer_made_by_hand_takes_the_next_free_account(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(NUMBER_CHARS)];
    give(state, "C-000001");
    world_exec(hq(state), "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest,"
                          " NextRec) VALUES ('Staff', 'S##', 99, 7);"
                          "INSERT INTO CustGroup (CustGroup, CustAccountNumSeq) VALUES"
                          " ('Staff', 'Staff')");
    world_ok(db_begin(hq(state), &err), &err);
    world_ok(account_take(hq(state), "30", "USRT", account, &err), &err);
    assert_string_equal(account, "C-000002");
    world_ok(account_take(hq(state), "Staff", "USRT", account, &err), &err);
    assert_string_equal(account, "S07");
    world_ok(db_commit(hq(state), &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT sum(NextRec) FROM NumberSequenceTable"), 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(accounts_that_were_typed_are_passed_over),
        TEST(one_look_is_enough_for_a_batch),
        TEST(too_many_in_a_row_are_said_and_passed_in_the_end),
        TEST(a_lot_is_fetched_at_once_and_the_rest_given_back),
        TEST(two_pools_never_give_the_same),
        TEST(a_process_that_dies_leaves_a_gap),
        TEST(what_was_fetched_in_vain_is_fetched_again),
        TEST(a_change_of_the_sequence_voids_what_was_fetched),
        TEST(a_continuous_sequence_is_never_fetched_ahead),
        TEST(the_last_lot_is_smaller_and_then_it_is_over),
        TEST(a_customer_made_by_hand_takes_the_next_free_account),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
