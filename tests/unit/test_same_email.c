/* SPDX-License-Identifier: MIT */
/* One person, one customer: who signs up again with the same e-mail address is led to the customer there is or will be
 * (domain.md 4.19, 6 causes 26 and 27; identity-record-linking.md). */
#include "support/exchange.h"

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

static void run_all(struct world *world) {
    static const char *const jobs[] = {"P-0001", "sync-customers", "1010"};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) world_run(world, jobs[i]);
}

static void assert_one_customer(struct world *world, int identities) {
    struct db *hq = world->company->hq;
    assert_int_equal(world_int(hq, "SELECT count(*) FROM DirPartyTable"
                                   " WHERE PrimaryContactEmail = 'Kari1@example.com'"),
                     1);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                   " WHERE CustomerAccountNumber = 'C-000001'"),
                     identities);
    world_check(world);
}

static void a_second_sign_up_before_the_upload_is_linked(void **state) {
    struct world *world = *state;
    struct signup_result first = world_signup(world, "North", "Kari", 1);
    struct signup_result second = world_signup(world, "North", "Kari", 1);
    assert_int_equal(second.mode, SIGNUP_LINKED);
    assert_string_equal(second.async_account, first.async_account);
    run_all(world);
    assert_one_customer(world, 2);
}

static void a_second_sign_up_after_the_upload_is_linked(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    assert_int_equal(world_signup(world, "North", "Kari", 1).mode, SIGNUP_LINKED);
    run_all(world);
    assert_one_customer(world, 2);
}

static void a_second_sign_up_after_the_creation_is_linked(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    assert_int_equal(world_signup(world, "North", "Kari", 1).mode, SIGNUP_LINKED);
    run_all(world);
    assert_one_customer(world, 2);
}

static void who_waits_is_not_created_again_in_real_time(void **state) {
    struct world *world = *state;
    struct signup_result first = world_signup(world, "North", "Kari", 1);
    for (int stage = 0; stage < 3; stage++) {
        static const char *const before[] = {"1070", "P-0001", "sync-customers"};
        world_run(world, before[stage]);
        struct signup_result again = world_signup(world, "South", "Kari", 1);
        assert_int_equal(again.mode, SIGNUP_LINKED);
        assert_string_equal(again.account, "");
        assert_string_equal(again.async_account, first.async_account);
    }
    run_all(world);
    assert_one_customer(world, 4);
    struct signup_result known = world_signup(world, "South", "Kari", 1);
    assert_int_equal(known.mode, SIGNUP_LINKED);
    assert_string_equal(known.account, "C-000001");
    assert_one_customer(world, 5);
}

static void a_customer_in_real_time_is_found_in_real_time(void **state) {
    struct world *world = *state;
    assert_int_equal(world_signup(world, "South", "Kari", 1).mode, SIGNUP_SYNC);
    struct signup_result again = world_signup(world, "South", "Kari", 1);
    assert_int_equal(again.mode, SIGNUP_LINKED);
    assert_string_equal(again.account, "C-000001");
    assert_one_customer(world, 2);
}

static void several_customers_are_an_error(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    world_signup(world, "South", "Kari", 1);
    world_signup(world, "South", "Ola", 1);
    world_exec(world->company->hq,
               "UPDATE DirPartyTable SET PrimaryContactEmail = 'kari1@EXAMPLE.com'"
               " WHERE PrimaryContactEmail = 'Ola1@example.com'");
    assert_int_equal(company_signup(world->company, "South", &in, &result, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEVERAL_SAME_EMAIL);
    assert_string_equal(err.value, "Kari1@example.com");
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM CustTable"), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_second_sign_up_before_the_upload_is_linked),
        TEST(a_second_sign_up_after_the_upload_is_linked),
        TEST(a_second_sign_up_after_the_creation_is_linked),
        TEST(who_waits_is_not_created_again_in_real_time),
        TEST(a_customer_in_real_time_is_found_in_real_time),
        TEST(several_customers_are_an_error),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
