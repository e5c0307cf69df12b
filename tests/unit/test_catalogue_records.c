/* SPDX-License-Identifier: MIT */
/*
 * The failure catalogue (domain.md 6) as far as headquarters' records cause it: 24, 25, 31, 33, 34, 37. Each test puts
 * the fault in place, sees the documented symptom, applies the documented fix by the means of the console, and sees the
 * documented proof.
 */
#include "support/exchange.h"

#include "model/channel/config.h"
#include "model/hq/customer.h"
#include "model/hq/feature.h"
#include "model/hq/operation.h"
#include "model/hq/store.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    world_exec(world->company->hq, "INSERT INTO DirAddressBookParty VALUES ('Books', 1)");
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

static struct db *channel(struct world *world) {
    return world->company->channels[0].db;
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

static void upload_and_create(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
}

/* The only waiting row failed for this reason. */
static void assert_failed(struct world *world, enum err_reason reason) {
    char text[600];
    bool found;
    struct err err = {0}, why;
    struct stmt *stmt = db_stmt(hq(world),
                                "SELECT LastError FROM RetailAsyncCustomer WHERE SyncStatus = 2"
                                " AND OnlineCustCreated = 0",
                                &err);
    assert_non_null(stmt);
    world_ok(stmt_value_text(stmt, text, sizeof text, &found, &err), &err);
    assert_true(found);
    err_parse(&why, text);
    assert_string_equal(err_reason_name(why.reason), err_reason_name(reason));
    assert_int_equal(world_counts(world).count[STATE_FAILED], 1);
}

static void assert_created(struct world *world) {
    assert_int_equal(world_counts(world).count[STATE_FAILED], 0);
    assert_int_equal(world_int(hq(world),
                               "SELECT count(*) FROM CustTable c JOIN CustGroup g"
                               " ON g.CustGroup = c.CustGroup WHERE c.AccountNum = 'C-000001'"),
                     1);
}

static void cause_24_the_store_has_no_default_customer(void **state) {
    struct world *world = *state;
    world_exec(hq(world), "UPDATE RetailChannelTable SET DefaultCustAccount = '' WHERE RecId = 1");
    world_signup(world, "North", "Kari", 1);
    upload_and_create(world);
    assert_failed(world, REASON_DEFAULT_CUSTOMER_UNKNOWN);
    set(world, &entity_store, "North", "DefaultCustAccount", "100001");
    world_run(world, "1070");
    world_run(world, "1010");
    world_run(world, "sync-customers");
    assert_created(world);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailChannelTable s JOIN CustTable"
                                          " c ON c.AccountNum = s.DefaultCustAccount"
                                          " WHERE s.RecId = 1"),
                     1);
}

/* A console cannot delete it (4.3); another system or a restored backup can leave it so. */
static void cause_24_the_default_customer_was_deleted(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct customer customer;
    world_ok(entity_customer.load(hq(world), "100001", &customer, &err), &err);
    assert_int_equal(record_delete(&entity_customer, hq(world), &customer, "kari", &err),
                     ERR_REFUSED);
    world_exec(hq(world), "UPDATE RetailChannelTable SET DefaultCustAccount = '100002'");
    world_signup(world, "North", "Kari", 1);
    upload_and_create(world);
    assert_failed(world, REASON_DEFAULT_CUSTOMER_UNKNOWN);
    set(world, &entity_store, "North", "DefaultCustAccount", "100001");
    set(world, &entity_store, "South", "DefaultCustAccount", "100001");
    world_run(world, "1070");
    world_run(world, "1010");
    world_run(world, "sync-customers");
    assert_created(world);
}

static void cause_25_the_default_customers_group_is_gone(void **state) {
    struct world *world = *state;
    world_exec(hq(world), "PRAGMA foreign_keys = OFF;"
                          "UPDATE CustTable SET CustGroup = 'Gone';"
                          "PRAGMA foreign_keys = ON");
    world_signup(world, "North", "Kari", 1);
    upload_and_create(world);
    assert_failed(world, REASON_GROUP_UNKNOWN);
    set(world, &entity_customer, "100001", "CustGroup", "30");
    world_run(world, "sync-customers");
    assert_created(world);
}

static void cause_31_the_order_of_the_features(void **state) {
    struct world *world = *state;
    struct err err = {0};
    int count = 0;
    world_exec(hq(world), "DELETE FROM FeatureManagementState");
    world_ok(feature_check_updates(hq(world), "kari", &count, &err), &err);
    assert_int_equal(feature_enable(hq(world), FEATURE_EDIT_ASYNC, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FEATURE_PREREQUISITES);
    assert_non_null(strstr(err.value2, "customer addresses"));
    for (char key[] = "1"; key[0] <= '3'; key[0]++) {
        world_ok(feature_enable(hq(world), key, "kari", &err), &err);
    }
    world_ok(feature_enable(hq(world), FEATURE_EDIT_ASYNC, "kari", &err), &err);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM FEATUREMANAGEMENTSTATE"
                                               " WHERE ISENABLED"),
                     0);
    assert_int_equal(world_run(world, "1110").status, BATCH_ENDED);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM FEATUREMANAGEMENTSTATE"
                                               " WHERE ISENABLED"),
                     4);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM RetailCDXDownloadSession"
                                          " WHERE JobId = '1110' ORDER BY RecId DESC LIMIT 1"),
                     DOWNLOAD_APPLIED);
}

static void cause_33_store_and_customer_share_no_address_book(void **state) {
    struct world *world = *state;
    set(world, &entity_store, "North", "CustomerAddressBook", "");
    world_run(world, "1070");
    world_signup(world, "North", "Kari", 1);
    upload_and_create(world);
    assert_int_equal(world_run(world, "1010").status, BATCH_ENDED);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM CustTable WHERE AccountNum ="
                                          " 'C-000001'"),
                     1);
    assert_int_equal(world_counts(world).count[STATE_CREATED], 1);
    set(world, &entity_store, "North", "CustomerAddressBook", "West books");
    set(world, &entity_customer, "100001", "AddressBookNames", "Books, West books");
    set(world, &entity_customer, "C-000001", "AddressBookNames", "West books");
    world_run(world, "1070");
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_CREATED], 0);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    assert_int_equal(world_int(channel(world),
                               "SELECT count(*) FROM CUSTTABLE c JOIN DIRADDRESSBOOKPARTY b"
                               " ON b.RECID = c.RECID JOIN RETAILSTOREADDRESSBOOK s"
                               " ON s.ADDRESSBOOK = b.ADDRESSBOOK"
                               " WHERE c.ACCOUNTNUM = 'C-000001' AND s.STORERECID = 1"),
                     1);
}

static enum err_code try_signup(struct world *world, struct err *err) {
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    return company_signup(world->company, "North", &in, &result, err);
}

static void restart_csu(struct world *world) {
    struct err err = {0};
    world_ok(csu_restart(channel(world), &err), &err);
}

static void cause_34_visitors_may_not_add_customers(void **state) {
    struct world *world = *state;
    struct err err = {0};
    set(world, &entity_pos_operation, OPERATION_CUSTOMER_ADD, "AllowAnonymousAccess", "0");
    world_run(world, "1090");
    restart_csu(world);
    assert_int_equal(try_signup(world, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_OPERATION_NOT_ALLOWED);
    assert_int_equal(err.number, 612);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 0);
    /* The channel obeys its own copy. */
    set(world, &entity_pos_operation, OPERATION_CUSTOMER_ADD, "AllowAnonymousAccess", "1");
    restart_csu(world);
    assert_int_equal(try_signup(world, &err), ERR_REFUSED);
    world_run(world, "1090");
    restart_csu(world);
    world_ok(try_signup(world, &err), &err);
    assert_int_equal(world_int(channel(world), "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 1);
}

static int listed(struct world *world, const char *filter) {
    struct err err = {0};
    struct rowset rows;
    int found = 0;
    rowset_init(&rows, entity_customer.list_columns);
    struct list_request request = {LIST_FROM_START, NULL, 50, filter, NULL};
    world_ok(entity_customer.list(hq(world), &request, &rows, &err), &err);
    for (int i = 0; i < rows.rows; i++) {
        if (strcmp(rowset_cell(&rows, i, 0), "C-000001") == 0) found++;
    }
    rowset_release(&rows);
    return found;
}

static void cause_37_a_filter_was_left_over(void **state) {
    struct world *world = *state;
    world_signup(world, "South", "Kari", 1);
    assert_int_equal(listed(world, "ola"), 0);
    assert_int_equal(listed(world, ""), 1);
    assert_int_equal(listed(world, "kari"), 1);
}

/* Customers of another legal entity are not in this one's list. */
static void cause_37_another_legal_entity(void **state) {
    struct world *world = *state;
    world_signup(world, "South", "Kari", 1);
    world_exec(hq(world), "INSERT INTO CompanyInfo VALUES ('AART', 'A', 'USD', 'en-us', 'USA',"
                          " 'UTC')");
    assert_int_equal(listed(world, ""), 0);
    world_exec(hq(world), "DELETE FROM CompanyInfo WHERE DataArea = 'AART'");
    assert_int_equal(listed(world, ""), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(cause_24_the_store_has_no_default_customer),
        TEST(cause_24_the_default_customer_was_deleted),
        TEST(cause_25_the_default_customers_group_is_gone),
        TEST(cause_31_the_order_of_the_features),
        TEST(cause_33_store_and_customer_share_no_address_book),
        TEST(cause_34_visitors_may_not_add_customers),
        TEST(cause_37_a_filter_was_left_over),
        TEST(cause_37_another_legal_entity),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
