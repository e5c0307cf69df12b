/* SPDX-License-Identifier: MIT */
/* sync-customers: what was uploaded becomes customers, each once; what is refused says why and is tried again. */
#include "support/exchange.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

static struct db *hq(struct world *world) {
    return world->company->hq;
}

static void test_uploaded_rows_become_customers_in_order(void **state) {
    struct world *world = *state;
    for (int i = 0; i < 4; i++) world_signup(world, "North", "Kari", i);
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_int_equal(result.rows, 4);
    assert_int_equal(result.failed_rows, 0);
    assert_int_equal(world_int(hq(world),
                               "SELECT count(*) FROM RetailAsyncCustomer a JOIN RetailCustTable r"
                               " ON r.CustAccountAsync = a.CustAccountAsync"
                               " JOIN CustTable c ON c.RecId = r.RecId"
                               " AND c.AccountNum = a.CustAccount"
                               " WHERE a.OnlineCustCreated = 1 AND a.SyncStatus = 1"
                               " AND a.SyncDateTime > 0 AND a.LastError = '' AND c.CreatedBy = 1"
                               " AND r.StoreRecId = 1 AND a.CustAccount ="
                               " printf('C-%06d', a.ReplicationCounterFromOrigin)"),
                     4);
    assert_int_equal(world_counts(world).count[STATE_CREATED], 4);
    world_check(world);
    assert_true(world_run(world, "sync-customers").no_data);
}

static void test_identity_leads_to_the_account_afterwards(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    assert_int_equal(
        world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap"), 0);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                          " WHERE CustomerAccountNumber = 'C-000001'"),
                     1);
}

static void test_unknown_country_fails_alone_and_is_tried_again(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Narnian", 1);
    struct signup_result signed_up;
    struct customer_line line;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "NARNIA");
    world_signup(world, "North", "Before", 1);
    world_ok(company_signup(world->company, "North", &in, &signed_up, &err), &err);
    world_signup(world, "North", "After", 1);
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_int_equal(result.rows, 2);
    assert_int_equal(result.failed_rows, 1);
    assert_int_equal(result.message.reason, REASON_COUNTRY_UNKNOWN);
    world_ok(states_find(world->company, signed_up.async_account, &line, &err), &err);
    assert_int_equal(line.state, STATE_FAILED);
    assert_int_equal(line.error.reason, REASON_COUNTRY_UNKNOWN);
    assert_string_equal(line.error.value, "NARNIA");
    world_check(world);

    result = world_run(world, "sync-customers");
    assert_int_equal(result.failed_rows, 1);
    assert_false(result.no_data);
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET Country = 'NO' WHERE SyncStatus = 2");
    result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 1);
    assert_int_equal(result.failed_rows, 0);
    world_ok(states_find(world->company, signed_up.async_account, &line, &err), &err);
    assert_int_equal(line.state, STATE_CREATED);
    world_check(world);
}

static void test_name_longer_than_headquarters_takes_fails_with_the_field(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Name", 1);
    struct signup_result signed_up;
    struct err err = {0};
    memset(in.LastName, 'x', 26);
    world_ok(company_signup(world->company, "North", &in, &signed_up, &err), &err);
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.failed_rows, 1);
    assert_int_equal(result.message.reason, REASON_FIELD_TOO_LONG);
    assert_string_equal(result.message.field, "LastName");
}

static void test_exhausted_sequence_fails_the_rest_and_loses_nothing(void **state) {
    struct world *world = *state;
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Highest = 2");
    for (int i = 0; i < 4; i++) world_signup(world, "North", "Kari", i);
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 2);
    assert_int_equal(result.failed_rows, 2);
    assert_int_equal(result.message.reason, REASON_SEQUENCE_EXHAUSTED);
    world_check(world);
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Highest = 99");
    assert_int_equal(world_run(world, "sync-customers").rows, 2);
    world_check(world);
}

static void test_small_batches_give_the_same_customers(void **state) {
    struct world *world = *state;
    world->settings.exchange_batch_rows = 1;
    world_reopen(world);
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Kari", i);
    world_run(world, "P-0001");
    assert_int_equal(world_run(world, "sync-customers").rows, 5);
    assert_int_equal(world_int(hq(world), "SELECT NextRec FROM NumberSequenceTable"), 6);
    world_check(world);
}

static void test_an_operation_of_a_later_version_is_not_taken_for_a_creation(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET Operation = 2");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 0);
    assert_int_equal(result.failed_rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM CustTable"), 1);
}

static void test_a_customer_that_exists_already_gets_no_second_account(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET OnlineCustCreated = 0, CustAccount = '',"
                          " SyncStatus = 0");
    assert_int_equal(world_run(world, "sync-customers").rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM CustTable"), 2);
    world_check(world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_uploaded_rows_become_customers_in_order),
        TEST(test_identity_leads_to_the_account_afterwards),
        TEST(test_unknown_country_fails_alone_and_is_tried_again),
        TEST(test_name_longer_than_headquarters_takes_fails_with_the_field),
        TEST(test_exhausted_sequence_fails_the_rest_and_loses_nothing),
        TEST(test_small_batches_give_the_same_customers),
        TEST(test_an_operation_of_a_later_version_is_not_taken_for_a_creation),
        TEST(test_a_customer_that_exists_already_gets_no_second_account),
    };
    return cmocka_run_group_tests_name("customer_sync", tests, NULL, NULL);
}
