/* SPDX-License-Identifier: MIT */
/*
 * The failure catalogue (domain.md 6) as far as single operations of shoppers fail: 20 to 23, 26 to 28, 32. Each test puts
 * the fault in place, sees the documented symptom, applies the documented fix by the means of the console, and sees the
 * documented proof.
 */
#include "support/exchange.h"

#include "model/exchange/operations.h"
#include "model/hq/customer.h"
#include "model/hq/numberseq.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_check(world);
    world_release(world);
    free(world);
    return 0;
}

static struct db *hq(struct world *world) {
    return world->company->hq;
}

/* As the page or `chq … set` saves it. */
static void set(struct world *world, const struct entity *entity, const char *key,
                const char *member, const char *value) {
    struct err err = {0};
    void *old = calloc(1, entity->record_size), *now = calloc(1, entity->record_size);
    assert_non_null(old);
    assert_non_null(now);
    world_ok(entity->load(hq(world), key, old, &err), &err);
    memcpy(now, old, entity->record_size);
    world_ok(record_set_text(entity_member(entity, member), now, value, &err), &err);
    world_ok(record_save(entity, hq(world), old, now, "kari", &err), &err);
    free(old);
    free(now);
}

static enum err_code synchronize(struct world *world, const char *key, struct err *err) {
    const struct correction none = {.count = 0};
    char account[TEXT_SIZE(20)];
    int64_t number;
    *err = (struct err){0};
    world_ok(operation_find(hq(world), key, &number, err), err);
    return resync_one(world->company, number, &none, account, err);
}

static void upload_and_create(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
}

/* The symptom on the status page: Failed, with this reason as Last known error, and no customer. */
static struct err failed(struct world *world, const char *key, enum err_reason reason) {
    struct async_operation operation;
    struct err err = {0};
    int64_t number;
    char text[24];
    world_ok(operation_find(hq(world), key, &number, &err), &err);
    snprintf(text, sizeof text, "%lld", (long long)number);
    world_ok(entity_async_operation.load(hq(world), text, &operation, &err), &err);
    assert_int_equal(operation.SyncStatus, SYNC_FAILED);
    assert_string_equal(operation.CustAccount, "");
    err_parse(&err, operation.LastError);
    assert_int_equal(err.reason, reason);
    return err;
}

static void created(struct world *world, const char *guid) {
    struct customer_line line;
    struct err err = {0};
    world_ok(states_find(world->company, guid, &line, &err), &err);
    assert_int_equal(line.state, STATE_CREATED);
    assert_true(line.account[0] != '\0');
}

/* The disk is full under the job: it ends in Error, nothing is half done, and it ends well when there is room again. */
static void cause_20_the_sync_job_ends_in_error(void **state) {
    struct world *world = *state;
    char most[24];
    for (int i = 0; i < 300; i++) world_signup(world, "North", "Kari", i);
    world_run(world, "P-0001");
    snprintf(most, sizeof most, "%lld", (long long)world_int(hq(world), "PRAGMA page_count") + 1);
    setenv("CHQ_TEST_MAX_PAGES", most, 1);
    world_reopen(world);
    struct job_result result = world_run(world, "sync-customers");
    unsetenv("CHQ_TEST_MAX_PAGES");
    assert_int_equal(result.status, BATCH_ERROR);
    assert_int_equal(result.message.reason, REASON_DISK_FULL);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM BatchJobHistory"
                                          " ORDER BY RecId DESC LIMIT 1"),
                     BATCH_ERROR);
    assert_int_equal(world_counts(world).count[STATE_UPLOADED], 300);
    world_reopen(world);
    assert_int_equal(world_run(world, "sync-customers").status, BATCH_ENDED);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"
                                          " WHERE OnlineCustCreated = 1"),
                     300);
}

static void sequence_fault(struct world *world, const char *member, const char *broken,
                           const char *repaired, enum err_reason reason) {
    struct err err = {0};
    struct signup_result first = world_signup(world, "North", "Kari", 1);
    set(world, &entity_number_sequence, "Cust", member, broken);
    upload_and_create(world);
    assert_string_equal(failed(world, "Kari1@example.com", reason).value, "Cust");
    /* Synchronize alone does not help while the cause is there. */
    assert_int_not_equal(synchronize(world, "Kari1@example.com", &err), ERR_OK);
    assert_int_equal(err.reason, reason);
    set(world, &entity_number_sequence, "Cust", member, repaired);
    world_ok(synchronize(world, "Kari1@example.com", &err), &err);
    created(world, first.async_account);
}

static void cause_21_the_number_sequence_is_exhausted(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup_result last;
    set(world, &entity_number_sequence, "Cust", "Highest", "2");
    for (int i = 1; i <= 2; i++) world_signup(world, "North", "Kari", i);
    last = world_signup(world, "North", "Kari", 3);
    upload_and_create(world);
    failed(world, "Kari3@example.com", REASON_SEQUENCE_EXHAUSTED);
    set(world, &entity_number_sequence, "Cust", "Highest", "999999");
    world_ok(synchronize(world, "Kari3@example.com", &err), &err);
    created(world, last.async_account);
    assert_int_equal(world_int(hq(world), "SELECT NextRec <= Highest FROM NumberSequenceTable"), 1);
}

static void cause_22_the_number_sequence_is_manual(void **state) {
    sequence_fault(*state, "Manual", "1", "0", REASON_SEQUENCE_MANUAL);
}

static void cause_23_the_number_sequence_is_stopped(void **state) {
    sequence_fault(*state, "Blocked", "1", "0", REASON_SEQUENCE_STOPPED);
}

static void cause_23_no_sequence_for_customer_accounts(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup_result first = world_signup(world, "North", "Kari", 1);
    set(world, &entity_number_reference, "Customer account", "NumberSequence", "");
    upload_and_create(world);
    failed(world, "Kari1@example.com", REASON_SEQUENCE_MISSING);
    set(world, &entity_number_reference, "Customer account", "NumberSequence", "Cust");
    world_ok(synchronize(world, "Kari1@example.com", &err), &err);
    created(world, first.async_account);
}

static void cause_26_a_known_email_is_linked(void **state) {
    struct world *world = *state;
    struct customer_line line;
    struct err err = {0};
    struct signup in = world_person("Kari", 1);
    struct signup_result again;
    world_signup(world, "South", "Kari", 1);
    world_ok(company_signup(world->company, "North", &in, &again, &err), &err);
    assert_int_equal(again.mode, SIGNUP_LINKED);
    assert_string_equal(again.account, "C-000001");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM CustTable"), 2);
    assert_int_equal(
        world_int(world->company->channels[0].db, "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 0);
    assert_int_equal(world_int(world->company->channels[0].db,
                               "SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP"
                               " WHERE CUSTOMERACCOUNTNUMBER = 'C-000001'"),
                     2);
    world_ok(states_find(world->company, "Kari1@example.com", &line, &err), &err);
    assert_string_equal(line.account, "C-000001");
}

static void cause_27_several_customers_with_one_email(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    world_signup(world, "South", "Kari", 1);
    world_signup(world, "South", "Ola", 1);
    set(world, &entity_customer, "C-000002", "Email", "Kari1@example.com");
    world_run(world, "1010");
    assert_int_equal(company_signup(world->company, "North", &in, &result, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEVERAL_SAME_EMAIL);
    assert_int_equal(err.number, 2);
    set(world, &entity_customer, "C-000002", "Email", "ola1@example.com");
    world_run(world, "1010");
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    assert_string_equal(result.account, "C-000001");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM DirPartyTable"
                                          " WHERE PrimaryContactEmail = 'Kari1@example.com'"),
                     1);
}

static struct signup_result sign_up_in_narnia(struct world *world) {
    struct signup in = world_person("Lucy", 1);
    struct signup_result result;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "Narnia");
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    upload_and_create(world);
    return result;
}

static void cause_28_an_invalid_country(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup_result lucy = sign_up_in_narnia(world);
    assert_string_equal(failed(world, "Lucy1@example.com", REASON_COUNTRY_UNKNOWN).value, "Narnia");
    set(world, &entity_async_operation, "1", "Country", "NOR");
    world_ok(synchronize(world, "Lucy1@example.com", &err), &err);
    created(world, lucy.async_account);
}

/* Saved is not synchronized: the status stays Failed, in the list too, until Synchronize or the next run. */
static void cause_32_corrected_but_not_synchronized(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup_result lucy = sign_up_in_narnia(world);
    set(world, &entity_async_operation, "1", "Country", "NOR");
    failed(world, "Lucy1@example.com", REASON_COUNTRY_UNKNOWN);
    assert_int_equal(world_counts(world).count[STATE_FAILED], 1);
    world_ok(synchronize(world, "Lucy1@example.com", &err), &err);
    created(world, lucy.async_account);
    assert_int_equal(world_int(hq(world), "SELECT SyncStatus FROM RetailAsyncCustomer"),
                     SYNC_SUCCEEDED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(cause_20_the_sync_job_ends_in_error),
        TEST(cause_21_the_number_sequence_is_exhausted),
        TEST(cause_22_the_number_sequence_is_manual),
        TEST(cause_23_the_number_sequence_is_stopped),
        TEST(cause_23_no_sequence_for_customer_accounts),
        TEST(cause_26_a_known_email_is_linked),
        TEST(cause_27_several_customers_with_one_email),
        TEST(cause_28_an_invalid_country),
        TEST(cause_32_corrected_but_not_synchronized),
    };
    return cmocka_run_group_tests_name("catalogue_operations", tests, NULL, NULL);
}
