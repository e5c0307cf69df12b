/* SPDX-License-Identifier: MIT */
/* The Real-time Service: an answer at once, the documented error in servicing, and nothing left anywhere on a refusal. */
#include "support/exchange.h"

#include "model/exchange/rts.h"

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

static struct db *hq(struct world *world) {
    return world->company->hq;
}

static struct db *channel(struct world *world) {
    return world->company->channels[0].db;
}

/* Everything a sign-up can leave behind. */
static int64_t traces(struct world *world) {
    return world_int(hq(world), "SELECT (SELECT count(*) FROM CustTable)"
                                " + (SELECT count(*) FROM DirPartyTable)"
                                " + (SELECT count(*) FROM RetailAsyncCustomer)"
                                " + (SELECT count(*) FROM RetailExternalIdToCustomerMap)"
                                " + (SELECT count(*) FROM RetailEventNotificationLog)"
                                " + (SELECT NextRec FROM NumberSequenceTable)") +
           world_int(channel(world), "SELECT (SELECT count(*) FROM RETAILASYNCCUSTOMER)"
                                     " + (SELECT count(*) FROM CUSTTABLE)"
                                     " + (SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP)");
}

static void test_account_is_there_at_once_in_both_files(void **state) {
    struct world *world = *state;
    struct customer_line line;
    struct err err = {0};
    struct signup_result result = world_signup(world, "South", "Kari", 1);
    assert_int_equal(result.mode, SIGNUP_SYNC);
    assert_string_equal(result.account, "C-000001");
    assert_string_equal(result.async_account, "");
    world_ok(states_find(world->company, "C-000001", &line, &err), &err);
    assert_int_equal(line.state, STATE_SYNC_CREATED);
    assert_int_equal(line.origin, 2);
    assert_string_equal(line.name, "Kari Test");
    assert_string_equal(line.store, "South");
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM CUSTTABLE"
                                               " WHERE ACCOUNTNUM = 'C-000001'"),
                     1);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 0);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                          " WHERE ProviderId = 'B2C'"),
                     1);
    world_run(world, "1010");
    world_check(world);
}

static void test_servicing_is_no_answer_and_leaves_nothing_anywhere(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    world_signup(world, "South", "First", 1); /* the cache is loaded */
    int64_t before = traces(world);
    world_ok(servicing_set(hq(world), true, "tester", &err), &err);
    assert_int_equal(company_signup(world->company, "South", &in, &result, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(traces(world), before);
    /* A store in async mode does not notice. */
    assert_int_equal(world_signup(world, "North", "Ola", 1).mode, SIGNUP_ASYNC);
}

static void test_fallback_takes_the_shopper_anyway(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world->settings.rts_fallback = 1;
    world_reopen(world);
    world_ok(servicing_set(hq(world), true, "tester", &err), &err);
    struct signup_result result = world_signup(world, "South", "Kari", 1);
    assert_int_equal(result.mode, SIGNUP_FALLBACK);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    world_ok(servicing_set(hq(world), false, "tester", &err), &err);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    world_check(world);
}

static void lock_hq(struct world *world, struct company **other) {
    struct err err = {0};
    world->settings.db_busy_timeout_ms = 20;
    world_reopen(world);
    world_ok(company_open_again(other, world->company, COMPANY_FOR_SCREENS, &err), &err);
    world_ok(db_begin((*other)->hq, &err), &err);
}

static void test_locked_headquarters_says_try_again(void **state) {
    struct world *world = *state;
    struct company *other;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    lock_hq(world, &other);
    assert_int_equal(company_signup(world->company, "South", &in, &result, &err), ERR_BUSY);
    company_close(&other);
    world_signup(world, "South", "Kari", 1);
}

static void test_locked_headquarters_with_fallback_is_no_answer(void **state) {
    struct world *world = *state;
    struct company *other;
    world->settings.rts_fallback = 1;
    lock_hq(world, &other);
    assert_int_equal(world_signup(world, "South", "Kari", 1).mode, SIGNUP_FALLBACK);
    company_close(&other);
}

static void test_known_email_is_linked_to_its_customer(void **state) {
    struct world *world = *state;
    struct signup_result first = world_signup(world, "South", "Kari", 1);
    int64_t customers = world_int(hq(world), "SELECT count(*) FROM CustTable");
    struct signup_result again = world_signup(world, "South", "Kari", 1);
    assert_int_equal(again.mode, SIGNUP_LINKED);
    assert_string_equal(again.account, first.account);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM CustTable"), customers);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                          " WHERE CustomerAccountNumber = 'C-000001'"),
                     2);
}

static void test_several_customers_with_the_email_are_refused(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    world_signup(world, "South", "Kari", 1);
    world_signup(world, "South", "Ola", 1);
    world_exec(hq(world), "UPDATE DirPartyTable SET PrimaryContactEmail = 'Kari1@EXAMPLE.com'"
                          " WHERE PrimaryContactEmail <> ''");
    world_exec(channel(world), "UPDATE CUSTTABLE SET EMAIL = ''"); /* headquarters is asked */
    int64_t before = traces(world);
    assert_int_equal(company_signup(world->company, "South", &in, &result, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEVERAL_SAME_EMAIL);
    assert_int_equal(err.number, 2);
    assert_int_equal(traces(world), before);
}

static void test_refusal_of_headquarters_leaves_nothing(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "NARNIA");
    int64_t before = traces(world);
    assert_int_not_equal(company_signup(world->company, "South", &in, &result, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_COUNTRY_UNKNOWN);
    assert_int_equal(traces(world), before);
}

static void test_latency_is_waited_for(void **state) {
    struct world *world = *state;
    world->settings.rts_latency_ms = 60;
    world_reopen(world);
    assert_true(world_signup(world, "South", "Kari", 1).elapsed_ms >= 60);
    int64_t start_us = clock_ticks_us();
    world_signup(world, "North", "Ola", 1);
    assert_true(clock_ticks_us() - start_us < 60000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_account_is_there_at_once_in_both_files),
        TEST(test_servicing_is_no_answer_and_leaves_nothing_anywhere),
        TEST(test_fallback_takes_the_shopper_anyway),
        TEST(test_locked_headquarters_says_try_again),
        TEST(test_locked_headquarters_with_fallback_is_no_answer),
        TEST(test_known_email_is_linked_to_its_customer),
        TEST(test_several_customers_with_the_email_are_refused),
        TEST(test_refusal_of_headquarters_leaves_nothing),
        TEST(test_latency_is_waited_for),
    };
    return cmocka_run_group_tests_name("rts", tests, NULL, NULL);
}
