/* SPDX-License-Identifier: MIT */
/*
 * kill -9 just before the n-th write, for every n, while shoppers edit their accounts and operators correct a group. What
 * was acknowledged arrives, each edit once and in order, and doing it again repairs everything.
 */
#include "support/killed.h"

#include "model/exchange/operations.h"
#include "model/exchange/shopper.h"
#include "model/hq/customer.h"

#if !CHQ_TEST_HOOKS
int main(void) {
    return 77; /* built without the hook that kills */
}
#else

/* Kari is complete, Ola waits in the channel, Per was created in real time; three sign-ups and an edit are refused. */
static void prepare(struct world *world) {
    world_init(world, 1);
    world_exec(world->company->hq, "UPDATE FeatureManagementState SET IsEnabled = 1, Name ="
                                   " 'Enable editing customers in asynchronous mode'");
    world_run(world, "1110");
    world_signup(world, "North", "Kari", 1);
    world_signup(world, "South", "Per", 1);
    for (int i = 0; i < 3; i++) {
        struct signup in = world_person("Lucy", i);
        struct signup_result result;
        struct err err = {0};
        snprintf(in.Country, sizeof in.Country, "Narnia");
        world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    }
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_signup(world, "North", "Ola", 1);
    world->settings.exchange_batch_rows = 2;
    world_reopen(world);
}

static void edit(struct world *world, const char *key, const char *attribute, const char *value) {
    struct shopper_change change = {attribute, value};
    struct edit_result result;
    struct err err = {0};
    world_ok(company_shopper_edit(world->company, key, &change, 1, &result, &err), &err);
}

static void finish(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_check(world);
}

/* ---- edits ------------------------------------------------------------------------------------------------------ */

static const char *const cities[] = {"Oslo", "Bergen", "Bodø"};

/* Three times the same shopper: asynchronously by e-mail or GUID, or in real time. */
static void edit_three(struct world *world, const char *key, int ack) {
    for (int i = 0; i < 3; i++) {
        edit(world, key, "City", cities[i]);
        acknowledge(ack);
    }
}

static void city_of(struct world *world, const char *email, char city[TEXT_SIZE(60)]) {
    struct customer_line line;
    struct customer customer;
    struct err err = {0};
    world_ok(states_find(world->company, email, &line, &err), &err);
    world_ok(entity_customer.load(world->company->hq, line.account, &customer, &err), &err);
    snprintf(city, TEXT_SIZE(60), "%s", customer.City);
}

static void kill_edits(const char *key) {
    struct world base, world;
    char city[TEXT_SIZE(60)];
    prepare(&base);
    world_close(&base);
    int n = 0;
    for (bool killed = true; killed;) {
        copy_world(&base, &world);
        struct outcome outcome = run_killed(&world, ++n, edit_three, key);
        killed = outcome.killed;
        assert_true(killed || outcome.acknowledged == 3);
        world_open(&world);
        world_check(&world);
        finish(&world);
        city_of(&world, key, city);
        /* The last acknowledged one, or the one that was on its way to being so. */
        int last = outcome.acknowledged;
        bool acknowledged = strcmp(city, last > 0 ? cities[last - 1] : "") == 0;
        bool next = last < 3 && strcmp(city, cities[last]) == 0;
        if (!acknowledged && !next) fail_msg("write %d: %s after %d", n, city, last);
        world_close(&world);
        assert_int_equal(run_killed(&world, 0, edit_three, key).acknowledged, 3);
        world_open(&world);
        finish(&world);
        city_of(&world, key, city);
        assert_string_equal(city, cities[2]);
        world_release(&world);
    }
    print_message("edits of %s: %d writes\n", key, n - 1);
    assert_true(n > 3);
    world_open(&base);
    world_release(&base);
}

static void test_edits_of_a_complete_customer(void **state) {
    (void)state;
    kill_edits("Kari1@example.com");
}

static void test_edits_of_a_pending_customer(void **state) {
    (void)state;
    kill_edits("Ola1@example.com");
}

static void test_edits_in_real_time(void **state) {
    (void)state;
    kill_edits("Per1@example.com");
}

/* ---- jobs and groups -------------------------------------------------------------------------------------------- */

static void run_job(struct world *world, const char *job, int ack) {
    (void)ack;
    world_run(world, job);
}

static void correct_group(struct world *world, const char *country, int ack) {
    struct correction correction = {0};
    struct resync_counts counts;
    struct failure_cause cause;
    struct err err = {0};
    int64_t *numbers;
    size_t count;
    (void)ack;
    world_ok(correction_add(&correction, world->company->hq, "Country", country, &err), &err);
    if (failure_cause_find(world->company->hq, "COUNTRY_UNKNOWN", &cause, &err) != ERR_OK) return;
    world_ok(failure_cause_operations(world->company->hq, &cause, &numbers, &count, &err), &err);
    world_ok(resync_run(world->company, numbers, count, &correction, NULL, &counts, &err), &err);
    free(numbers);
}

/* What there is in the end, however often it was interrupted. */
static void judge(struct world *world) {
    char city[TEXT_SIZE(60)];
    finish(world);
    city_of(world, "Kari1@example.com", city);
    assert_string_equal(city, "Bergen");
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM RetailAsyncCustomer"
                                                   " WHERE OnlineCustCreated = 0"),
                     0);
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM DirPartyTable"
                                                   " WHERE Name LIKE 'Lucy%'"),
                     3);
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM RetailAsyncCustomerChange"
                                                   " WHERE Attribute = 'City'"),
                     2);
    assert_int_equal(world_int(world->company->hq, "SELECT Blocked FROM CustTable c JOIN"
                                                   " DirPartyTable p ON p.RecId = c.Party"
                                                   " WHERE p.Name = 'Ola Test'"),
                     2);
}

static void kill_everywhere(void (*act)(struct world *world, const char *arg, int ack),
                            const char *arg) {
    struct world base, world;
    struct edit_result result;
    struct err err = {0};
    prepare(&base);
    edit(&base, "Kari1@example.com", "City", "Oslo");
    edit(&base, "Kari1@example.com", "City", "Bergen");
    world_ok(company_shopper_deactivate(base.company, "Ola1@example.com", &result, &err), &err);
    world_run(&base, "P-0001");
    world_close(&base);
    int n = 0;
    for (bool killed = true; killed;) {
        copy_world(&base, &world);
        killed = run_killed(&world, ++n, act, arg).killed;
        world_open(&world);
        world_check_interrupted(&world);
        act(&world, arg, 0);
        correct_group(&world, "NOR", 0);
        judge(&world);
        world_release(&world);
    }
    print_message("%s: %d writes\n", arg, n - 1);
    assert_true(n > 4);
    world_open(&base);
    world_release(&base);
}

static void test_the_sync_job_with_edits(void **state) {
    (void)state;
    kill_everywhere(run_job, "sync-customers");
}

static void test_a_group_that_is_corrected(void **state) {
    (void)state;
    kill_everywhere(correct_group, "NOR");
}

int main(void) {
    unsetenv("CHQ_TEST_IDS"); /* counted ids would be given twice */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits_of_a_complete_customer),
        cmocka_unit_test(test_edits_of_a_pending_customer),
        cmocka_unit_test(test_edits_in_real_time),
        cmocka_unit_test(test_the_sync_job_with_edits),
        cmocka_unit_test(test_a_group_that_is_corrected),
    };
    return cmocka_run_group_tests_name("kill_operations", tests, NULL, NULL);
}
#endif
