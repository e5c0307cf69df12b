/* SPDX-License-Identifier: MIT */
/* chq check sees each promise that is broken, and names it. */
#include "support/exchange.h"

#include "model/hq/customer.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    for (int i = 0; i < 3; i++) world_signup(world, "North", "Kari", i);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_signup(world, "North", "Uploaded", 1);
    world_run(world, "P-0001");
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

struct found {
    int count;
    char names[256];
};

static void note(void *ctx, const char *invariant, int64_t rows, const char *example) {
    struct found *found = ctx;
    size_t used = strlen(found->names);
    assert_true(rows > 0);
    assert_non_null(example);
    found->count++;
    snprintf(found->names + used, sizeof found->names - used, "%s ", invariant);
}

static struct found check(struct world *world) {
    struct found found = {0};
    struct err err = {0};
    world_ok(company_check(world->company, note, &found, &err), &err);
    return found;
}

static void test_healthy_company_is_silent(void **state) {
    assert_int_equal(check(*state).count, 0);
}

/* Deleted in headquarters, and job 1010 has not said so yet, or has. */
static void test_a_deleted_customer_breaks_nothing(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct customer customer = {.Type = 0, .LastName = "Gone"};
    world_ok(entity_customer.init(world->company->hq, &customer, &err), &err);
    text_copy(customer.LastName, sizeof customer.LastName, "Gone");
    text_copy(customer.AddressBookNames, sizeof customer.AddressBookNames, "Books");
    world_ok(record_save(&entity_customer, world->company->hq, NULL, &customer, "test", &err),
             &err);
    world_run(world, "1010");
    struct customer saved;
    world_ok(entity_customer.load(world->company->hq, customer.AccountNum, &saved, &err), &err);
    world_ok(record_delete(&entity_customer, world->company->hq, &saved, "test", &err), &err);
    assert_int_equal(check(world).count, 0);
    world_run(world, "1010");
    assert_int_equal(check(world).count, 0);
}

/* Break it, see exactly that. */
struct breach {
    const char *invariant;
    bool in_channel;
    const char *sql;
};

static void test_each_breach_is_named(void **state) {
    static const struct breach breaches[] = {
        {"created-means-customer", false,
         "UPDATE RetailAsyncCustomer SET CustAccount = 'C-000009' WHERE CustAccount = 'C-000002'"},
        {"status-matches-flag", false,
         "UPDATE RetailAsyncCustomer SET SyncStatus = 1 WHERE OnlineCustCreated = 0"},
        {"operations-in-order", false,
         "INSERT INTO RetailAsyncCustomer (CustAccountAsync, DataAreaId, CustName, StoreRecId,"
         " ReplicationCounterFromOrigin, ChannelDatabase, Operation, OperationTimestamp,"
         " UploadedDateTime) SELECT CustAccountAsync, DataAreaId, CustName, StoreRecId, 0,"
         " ChannelDatabase, 2, 1, 1 FROM RetailAsyncCustomer WHERE OnlineCustCreated = 1 LIMIT 1"},
        {"sequence-exists", false, "UPDATE CustGroup SET CustAccountNumSeq = 'None'"},
        {"mark-covers-received", false,
         "UPDATE RetailCDXUploadMark SET ReplicationCounter = 3 WHERE DatabaseProfile = 'Default'"},
        {"received-is-complete", false,
         "DELETE FROM RetailAsyncCustomer WHERE OnlineCustCreated = 0"},
        {"mark-within-channel", false,
         "UPDATE RetailCDXUploadMark SET ReplicationCounter = 9 WHERE DatabaseProfile = 'Default'"},
        {"received-once", false,
         "UPDATE RetailAsyncCustomer SET ReplicationCounterFromOrigin = 3,"
         " CustAccountAsync = '{00000000-0000-0000-0000-0000000000FF}'"
         " WHERE OnlineCustCreated = 0"},
        {"customer-is-whole", false,
         "DELETE FROM RetailCustTable WHERE RecId = (SELECT RecId FROM CustTable"
         " WHERE AccountNum = '100001')"},
        {"one-entry-per-person", true,
         "INSERT INTO RETAILCUSTTABLE (RECID, CUSTACCOUNTASYNC, STORERECID)"
         " SELECT RECID + 100, CUSTACCOUNTASYNC, 99 FROM RETAILCUSTTABLE"
         " WHERE CUSTACCOUNTASYNC <> '' LIMIT 1"},
        {"one-sign-up-per-guid", true,
         "INSERT INTO RETAILASYNCCUSTOMER (CUSTACCOUNTASYNC, DATAAREAID, CUSTNAME, STORERECID,"
         " CREATEDDATETIME) SELECT CUSTACCOUNTASYNC, DATAAREAID, CUSTNAME, STORERECID,"
         " CREATEDDATETIME FROM RETAILASYNCCUSTOMER LIMIT 1"},
        {"channel-knows-only-customers", true,
         "UPDATE CUSTTABLE SET ACCOUNTNUM = 'C-777777' WHERE ACCOUNTNUM = 'C-000001'"},
        {"download-mark-within-hq", true,
         "UPDATE CDXDOWNLOADMARK SET ROWVERSION = 999 WHERE JOBID = '1010'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof breaches / sizeof *breaches; i++) {
        void *world;
        setup(&world);
        struct company *company = ((struct world *)world)->company;
        world_exec(breaches[i].in_channel ? company->channels[0].db : company->hq, breaches[i].sql);
        struct found found = check(world);
        if (!strstr(found.names, breaches[i].invariant)) {
            fail_msg("%s is not seen, but: %s", breaches[i].invariant, found.names);
        }
        teardown(&world);
    }
}

static void test_a_restored_channel_is_seen(void **state) {
    struct world *world = *state;
    /* The copy of yesterday: two sign-ups are gone and their counters will be given again. */
    world_exec(world->company->channels[0].db,
               "DELETE FROM RETAILASYNCCUSTOMER WHERE REPLICATIONCOUNTERFROMORIGIN > 2;"
               "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'RETAILASYNCCUSTOMER'");
    assert_non_null(strstr(check(world).names, "mark-within-channel"));
}

static void test_a_missing_channel_is_a_breach(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE + 32];
    world_close(world);
    snprintf(path, sizeof path, "%s/channel-West.db", world->folder);
    assert_int_equal(unlink(path), 0);
    world_open(world);
    assert_string_equal(check(world).names, "channel-readable ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_healthy_company_is_silent),        TEST(test_a_deleted_customer_breaks_nothing),
        cmocka_unit_test(test_each_breach_is_named), TEST(test_a_restored_channel_is_seen),
        TEST(test_a_missing_channel_is_a_breach),
    };
    return cmocka_run_group_tests_name("company_check", tests, NULL, NULL);
}
