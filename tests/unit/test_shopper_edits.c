/* SPDX-License-Identifier: MIT */
/*
 * What a shopper changes after the sign-up: which way it goes, and that it arrives in headquarters in the order in which
 * it was done, whatever fails in between (domain.md 1 items 14 and 19, 5.3; audit-async-customer-operations.md).
 */
#include "model/exchange/shopper.h"
#include "model/hq/customer.h"
#include "support/exchange.h"

#define FEATURE "'Enable editing customers in asynchronous mode'"

static void set_feature(struct world *world, int on) {
    world_exec(world->company->hq, on ? "UPDATE FeatureManagementState SET IsEnabled = 1"
                                      : "UPDATE FeatureManagementState SET IsEnabled = 0");
    world_run(world, "1110");
}

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    world_exec(world->company->hq, "UPDATE FeatureManagementState SET Name = " FEATURE);
    set_feature(world, 1);
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

static void synchronize(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
}

static enum err_code change(struct world *world, const char *key, const char *attribute,
                            const char *value, struct edit_result *result, struct err *err) {
    struct shopper_change wanted = {attribute, value};
    *err = (struct err){0};
    return company_shopper_edit(world->company, key, &wanted, 1, result, err);
}

static struct edit_result edit(struct world *world, const char *key, const char *attribute,
                               const char *value) {
    struct edit_result result;
    struct err err;
    world_ok(change(world, key, attribute, value, &result, &err), &err);
    return result;
}

static enum err_reason refused(struct world *world, const char *key, const char *attribute,
                               const char *value) {
    struct edit_result result;
    struct err err;
    assert_int_not_equal(change(world, key, attribute, value, &result, &err), ERR_OK);
    return err.reason;
}

static struct customer customer_of(struct world *world, const char *account) {
    struct customer customer;
    struct err err = {0};
    world_ok(entity_customer.load(hq(world), account, &customer, &err), &err);
    return customer;
}

static int64_t rows_in_channel(struct world *world) {
    return world_int(channel(world), "SELECT count(*) FROM RETAILASYNCCUSTOMER");
}

/* ---- which way -------------------------------------------------------------------------------------------------- */

static void test_an_edit_is_a_new_row_with_a_larger_counter(void **state) {
    struct world *world = *state;
    struct signup_result signed_up = world_signup(world, "North", "Kari", 1);
    struct edit_result result = edit(world, "Kari1@example.com", "LastName", "Hansen");
    assert_int_equal(result.mode, EDIT_ASYNC);
    assert_int_equal(result.changed, 1);
    assert_string_equal(result.async_account, signed_up.async_account);
    assert_int_equal(world_int(channel(world),
                               "SELECT count(*) FROM RETAILASYNCCUSTOMER WHERE OPERATION = 2"
                               " AND CUSTNAME = 'Kari Hansen' AND LASTNAME = 'Hansen'"
                               " AND EMAIL = 'Kari1@example.com'"
                               " AND CHANGEDATTRIBUTES = 'LastName'"
                               " AND REPLICATIONCOUNTERFROMORIGIN > 1"),
                     1);
    assert_int_equal(edit(world, "Kari1@example.com", "LastName", " Hansen ").mode, EDIT_NOTHING);
    assert_int_equal(rows_in_channel(world), 2);
}

static void test_without_the_feature_a_pending_customer_cannot_be_edited(void **state) {
    struct world *world = *state;
    set_feature(world, 0);
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(refused(world, "Kari1@example.com", "LastName", "Hansen"),
                     REASON_CUSTOMER_PENDING);
    assert_int_equal(rows_in_channel(world), 1);
}

/* The channel acts on its own copy: enabling in headquarters alone changes nothing. */
static void test_the_feature_counts_when_1110_has_brought_it(void **state) {
    struct world *world = *state;
    set_feature(world, 0);
    world_signup(world, "North", "Kari", 1);
    world_exec(hq(world), "UPDATE FeatureManagementState SET IsEnabled = 1");
    assert_int_equal(refused(world, "Kari1@example.com", "LastName", "Hansen"),
                     REASON_CUSTOMER_PENDING);
    world_run(world, "1110");
    assert_int_equal(edit(world, "Kari1@example.com", "LastName", "Hansen").mode, EDIT_ASYNC);
}

static void test_without_the_feature_a_known_account_is_edited_in_real_time(void **state) {
    struct world *world = *state;
    set_feature(world, 0);
    world_signup(world, "North", "Kari", 1);
    synchronize(world);
    struct edit_result result = edit(world, "C-000001", "Phone", "+47 22 00 00 00");
    assert_int_equal(result.mode, EDIT_SYNC);
    assert_int_equal(rows_in_channel(world), 1);
    assert_string_equal(customer_of(world, "C-000001").Phone, "+47 22 00 00 00");
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM CUSTTABLE"
                                               " WHERE PHONE = '+47 22 00 00 00'"),
                     1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM AuditTrail WHERE Field = 'Phone'"
                                          " AND UserId = 'storefront'"),
                     1);
}

static void test_a_synchronous_store_asks_headquarters_and_stores_nothing_when_it_is_down(
    void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "South", "Ola", 1);
    assert_int_equal(edit(world, "Ola1@example.com", "City", "Oslo").mode, EDIT_SYNC);
    assert_string_equal(customer_of(world, "C-000001").City, "Oslo");
    assert_string_equal(customer_of(world, "C-000001").CountryRegionId, "USA");
    world_ok(servicing_set(hq(world), true, "test", &err), &err);
    assert_int_equal(refused(world, "Ola1@example.com", "City", "Bergen"), REASON_EDIT_NO_ANSWER);
    world_ok(servicing_set(hq(world), false, "test", &err), &err);
    assert_string_equal(customer_of(world, "C-000001").City, "Oslo");
    assert_int_equal(edit(world, "Ola1@example.com", "City", "Oslo").mode, EDIT_NOTHING);
}

static void test_with_fallback_an_unanswered_edit_becomes_a_row(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    synchronize(world);
    world_exec(hq(world), "UPDATE RetailOnlineChannelFunctionalityProfileTable"
                          " SET CreateAsyncCustomers = 0");
    world_run(world, "1070");
    world_ok(company_restart_csu(world->company, &err), &err);
    world_ok(servicing_set(hq(world), true, "test", &err), &err);
    assert_int_equal(refused(world, "C-000001", "City", "Oslo"), REASON_EDIT_NO_ANSWER);
    world->settings.rts_fallback = 1;
    world_reopen(world);
    assert_int_equal(edit(world, "C-000001", "City", "Oslo").mode, EDIT_FALLBACK);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM RETAILASYNCCUSTOMER"
                                               " WHERE NOTE = 'RTS_FALLBACK' AND OPERATION = 2"),
                     1);
    world_ok(servicing_set(hq(world), false, "test", &err), &err);
    synchronize(world);
    assert_string_equal(customer_of(world, "C-000001").City, "Oslo");
    world_check(world);
}

static void test_hostile_input_is_refused_as_at_the_sign_up(void **state) {
    struct world *world = *state;
    char too_long[200];
    world_signup(world, "North", "Kari", 1);
    memset(too_long, 'x', sizeof too_long);
    too_long[101] = '\0';
    assert_int_equal(refused(world, "Kari1@example.com", "City", "\033]0;x\a"),
                     REASON_CONTROL_CHARACTER);
    assert_int_equal(refused(world, "Kari1@example.com", "City", "\xff\xfe"), REASON_NOT_UTF8);
    assert_int_equal(refused(world, "Kari1@example.com", "FirstName", too_long),
                     REASON_FIELD_TOO_LONG);
    assert_int_equal(refused(world, "Kari1@example.com", "LastName", "  "), REASON_FIELD_REQUIRED);
    assert_int_equal(refused(world, "Kari1@example.com", "Email", "other@example.com"),
                     REASON_FIELD_READ_ONLY);
    assert_int_equal(refused(world, "Kari1@example.com", "CreditMax", "1000000"),
                     REASON_FIELD_UNKNOWN);
    assert_int_equal(refused(world, "nobody@example.com", "City", "Oslo"), REASON_RECORD_NOT_FOUND);
    assert_int_equal(edit(world, "Kari1@example.com", "City", "'; DROP TABLE CUSTTABLE; --%s").mode,
                     EDIT_ASYNC);
    assert_int_equal(rows_in_channel(world), 2);
}

/* ---- arriving --------------------------------------------------------------------------------------------------- */

static void test_several_edits_of_one_shopper_arrive_in_order(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    edit(world, "Kari1@example.com", "City", "Oslo");
    edit(world, "Kari1@example.com", "City", "Bergen");
    edit(world, "Kari1@example.com", "LastName", "Hansen");
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 4);
    assert_int_equal(result.failed_rows, 0);
    struct customer customer = customer_of(world, "C-000001");
    assert_string_equal(customer.City, "Bergen");
    assert_string_equal(customer.Name, "Kari Hansen");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomerChange"
                                          " WHERE Attribute = 'City' AND OldValue = 'Oslo'"
                                          " AND NewValue = 'Bergen' AND Operation = 3"),
                     1);
    world_run(world, "1010");
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM CUSTTABLE"
                                               " WHERE NAME = 'Kari Hansen'"),
                     1);
    world_check(world);
}

static void test_only_what_the_shopper_changed_is_changed(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    synchronize(world);
    world_exec(hq(world), "UPDATE DirPartyTable SET PrimaryContactPhone = '+1 555'"
                          " WHERE Name = 'Kari Test'");
    edit(world, "C-000001", "City", "Oslo");
    synchronize(world);
    struct customer customer = customer_of(world, "C-000001");
    assert_string_equal(customer.City, "Oslo");
    assert_string_equal(customer.Phone, "+1 555");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomerChange"), 1);
}

/* The sign-up is refused; what was edited afterwards waits for it and is not Failed. */
static void test_an_edit_waits_for_its_sign_up(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Kari", 1);
    struct signup_result signed_up;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "Norge");
    world_ok(company_signup(world->company, "North", &in, &signed_up, &err), &err);
    edit(world, signed_up.async_account, "City", "Oslo");
    world_signup(world, "North", "Ola", 1);
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 1);
    assert_int_equal(result.failed_rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT SyncStatus FROM RetailAsyncCustomer"
                                          " WHERE Operation = 2"),
                     0);
    world_check(world);
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET Country = 'NOR' WHERE Operation = 1");
    result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 2);
    assert_string_equal(customer_of(world, "C-000002").City, "Oslo");
    /* Every failed attempt and the success after it; who succeeded at once has none. */
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomerAttempt"), 2);
    assert_int_equal(world_int(hq(world), "SELECT AttemptCount FROM RetailAsyncCustomer"
                                          " WHERE RecId = 1"),
                     2);
    world_check(world);
}

static void test_an_older_edit_never_overwrites_a_newer_one(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    synchronize(world);
    edit(world, "C-000001", "Country", "Atlantis");
    edit(world, "C-000001", "Country", "USA");
    edit(world, "C-000001", "Phone", "1");
    world_run(world, "P-0001");
    struct job_result result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 0);
    assert_int_equal(result.failed_rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"
                                          " WHERE SyncStatus = 0"),
                     2);
    assert_string_equal(customer_of(world, "C-000001").Phone, "");
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET Country = 'NO' WHERE SyncStatus = 2");
    assert_int_equal(world_run(world, "sync-customers").rows, 3);
    assert_string_equal(customer_of(world, "C-000001").CountryRegionId, "USA");
    assert_string_equal(customer_of(world, "C-000001").Phone, "1");
    world_check(world);
}

static void test_deactivating_blocks_the_customer_and_1010_says_so(void **state) {
    struct world *world = *state;
    struct edit_result result;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    world_ok(company_shopper_deactivate(world->company, "Kari1@example.com", &result, &err), &err);
    assert_int_equal(result.mode, EDIT_ASYNC);
    assert_int_equal(refused(world, "Kari1@example.com", "City", "Oslo"),
                     REASON_ACCOUNT_DEACTIVATED);
    synchronize(world);
    assert_int_equal(customer_of(world, "C-000001").Blocked, 2);
    assert_int_equal(world_int(channel(world), "SELECT BLOCKED FROM CUSTTABLE"
                                               " WHERE ACCOUNTNUM = 'C-000001'"),
                     2);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomerChange"
                                          " WHERE Attribute = 'Blocked' AND OldValue = 'No'"
                                          " AND NewValue = 'All'"),
                     1);
    world_check(world);
}

/* New customers and edits in one batch draw RowVersions from one counter. */
static void test_edits_between_sign_ups_of_one_batch(void **state) {
    struct world *world = *state;
    for (int i = 0; i < 5; i++) {
        char email[64];
        world_signup(world, "North", "Kari", i);
        snprintf(email, sizeof email, "Kari%d@example.com", i);
        edit(world, email, "City", "Oslo");
    }
    world_run(world, "P-0001");
    assert_int_equal(world_run(world, "sync-customers").rows, 10);
    assert_int_equal(world_int(hq(world), "SELECT count(DISTINCT RowVersion) = count(*)"
                                          " FROM CustTable"),
                     1);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM LogisticsPostalAddress"
                                          " WHERE City = 'Oslo'"),
                     5);
    world_check(world);
}

/* ---- customers are counted, not operations ---------------------------------------------------------------------- */

static enum err_code count_line(void *ctx, const struct customer_line *line, struct err *err) {
    (void)line;
    (void)err;
    ++*(int *)ctx;
    return ERR_OK;
}

static int lines(struct world *world) {
    int count = 0;
    char next[ROW_KEY_SIZE];
    struct err err = {0};
    struct states_query query = {.state = -1, .limit = 100};
    world_ok(states_list(world->company, &query, count_line, &count, next, &err), &err);
    return count;
}

static void test_a_customer_with_edits_is_one_customer_in_every_state(void **state) {
    struct world *world = *state;
    struct customer_line line, pending[4], synced[4];
    int waiting, done;
    struct err err = {0};
    struct signup_result signed_up = world_signup(world, "North", "Kari", 1);
    edit(world, signed_up.async_account, "LastName", "Hansen");
    edit(world, signed_up.async_account, "City", "Oslo");

    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    world_ok(states_find(world->company, signed_up.async_account, &line, &err), &err);
    assert_int_equal(line.state, STATE_IN_CHANNEL);
    assert_string_equal(line.name, "Kari Hansen");
    world_ok(states_newest(world->company, 4, pending, &waiting, synced, &done, &err), &err);
    assert_int_equal(waiting, 1);
    assert_string_equal(pending[0].name, "Kari Hansen");
    assert_int_equal(lines(world), 2); /* and the default customer */

    world_run(world, "P-0001");
    assert_int_equal(world_counts(world).count[STATE_UPLOADED], 1);
    assert_int_equal(world_counts(world).pending, 1);
    world_ok(states_find(world->company, signed_up.async_account, &line, &err), &err);
    assert_int_equal(line.state, STATE_UPLOADED);
    assert_string_equal(line.name, "Kari Hansen");
    assert_int_equal(lines(world), 2);

    world_run(world, "sync-customers");
    assert_int_equal(world_counts(world).count[STATE_CREATED], 1);
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    assert_int_equal(lines(world), 2);

    /* A later edit makes nobody pending. */
    edit(world, "C-000001", "City", "Bergen");
    assert_int_equal(world_counts(world).pending, 0);
    world_run(world, "P-0001");
    assert_int_equal(world_counts(world).pending, 0);
    assert_int_equal(world_counts(world).oldest_pending_ms, 0);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    assert_int_equal(lines(world), 2);
    world_check(world);
}

static void test_what_the_account_page_shows(void **state) {
    struct world *world = *state;
    struct shopper shopper;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    edit(world, "Kari1@example.com", "City", "Oslo");
    world_ok(company_shopper(world->company, "kari1@EXAMPLE.com", &shopper, &err), &err);
    assert_string_equal(shopper.account, "");
    assert_string_equal(shopper.store, "North");
    assert_string_equal(shopper.values.City, "Oslo");
    assert_int_equal(shopper.operations, 2);
    assert_int_equal(shopper.mode, EDIT_ASYNC);
    synchronize(world);
    set_feature(world, 0);
    world_ok(company_shopper(world->company, "C-000001", &shopper, &err), &err);
    assert_int_equal(shopper.mode, EDIT_SYNC);
    assert_true(shopper.from_hq);
    assert_string_equal(shopper.values.City, "Oslo");
}

static void test_what_headquarters_changed_is_what_the_shopper_sees(void **state) {
    struct world *world = *state;
    struct shopper shopper;
    struct err err = {0};
    struct customer old, now;
    world_signup(world, "North", "Kari", 1);
    synchronize(world);
    world_ok(entity_customer.load(hq(world), "C-000001", &old, &err), &err);
    now = old;
    snprintf(now.Phone, sizeof now.Phone, "+1 555");
    world_ok(record_save(&entity_customer, hq(world), &old, &now, "operator", &err), &err);
    world_run(world, "1010");
    world_ok(company_shopper(world->company, "C-000001", &shopper, &err), &err);
    assert_int_equal(shopper.mode, EDIT_ASYNC);
    assert_string_equal(shopper.values.Phone, "+1 555");
    /* Taking it away again is a change. */
    assert_int_equal(edit(world, "C-000001", "Phone", "").mode, EDIT_ASYNC);
    synchronize(world);
    assert_string_equal(customer_of(world, "C-000001").Phone, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_an_edit_is_a_new_row_with_a_larger_counter),
        TEST(test_without_the_feature_a_pending_customer_cannot_be_edited),
        TEST(test_the_feature_counts_when_1110_has_brought_it),
        TEST(test_without_the_feature_a_known_account_is_edited_in_real_time),
        TEST(test_a_synchronous_store_asks_headquarters_and_stores_nothing_when_it_is_down),
        TEST(test_with_fallback_an_unanswered_edit_becomes_a_row),
        TEST(test_hostile_input_is_refused_as_at_the_sign_up),
        TEST(test_several_edits_of_one_shopper_arrive_in_order),
        TEST(test_only_what_the_shopper_changed_is_changed),
        TEST(test_an_edit_waits_for_its_sign_up),
        TEST(test_an_older_edit_never_overwrites_a_newer_one),
        TEST(test_deactivating_blocks_the_customer_and_1010_says_so),
        TEST(test_edits_between_sign_ups_of_one_batch),
        TEST(test_a_customer_with_edits_is_one_customer_in_every_state),
        TEST(test_what_the_account_page_shows),
        TEST(test_what_headquarters_changed_is_what_the_shopper_sees),
    };
    return cmocka_run_group_tests_name("shopper_edits", tests, NULL, NULL);
}
