/* SPDX-License-Identifier: MIT */
/* Downloads: the channel gets what is its own, once, and acts on it only then. */
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

static struct db *channel(struct world *world, int i) {
    return world->company->channels[i].db;
}

static void create_customers(struct world *world, const char *store, int count) {
    for (int i = 0; i < count; i++) world_signup(world, store, store, i);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
}

#define CUSTOMERS "SELECT count(*) FROM CUSTTABLE"

static void test_accounts_reach_their_own_channel(void **state) {
    struct world *world = *state;
    create_customers(world, "North", 3);
    create_customers(world, "Western", 2);
    assert_int_equal(world_counts(world).count[STATE_CREATED], 5);
    struct job_result result = world_run(world, "1010");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_int_equal(result.rows, 5);
    assert_int_equal(world_int(channel(world, 0), CUSTOMERS), 4); /* and the default customer */
    assert_int_equal(world_int(channel(world, 1), CUSTOMERS), 3);
    assert_int_equal(world_int(channel(world, 0),
                               "SELECT count(*) FROM RETAILASYNCCUSTOMER a JOIN RETAILCUSTTABLE r"
                               " ON r.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC JOIN CUSTTABLE c"
                               " ON c.RECID = r.RECID JOIN DIRADDRESSBOOKPARTY b"
                               " ON b.RECID = c.RECID AND b.ADDRESSBOOK = 'Books'"
                               " WHERE c.ACCOUNTNUM LIKE 'C-%' AND c.NAME = a.CUSTNAME"),
                     3);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 5);
    assert_int_equal(world_counts(world).count[STATE_CREATED], 0);
    world_check(world);
}

static void test_session_tells_how_it_went(void **state) {
    struct world *world = *state;
    create_customers(world, "North", 3);
    struct job_result result = world_run(world, "1010");
    assert_int_equal(world_int(hq(world),
                               "SELECT count(*) FROM RetailCDXDownloadSession s"
                               " JOIN RetailCDXDownloadSessionDataStore d ON d.Session = s.RecId"
                               " WHERE s.Status = 4 AND d.Status = 4 AND s.JobId = '1010'"
                               " AND s.RowsAffected = 3 AND d.AppliedDateTime > 0"
                               " AND s.RecId = (SELECT max(RecId) FROM RetailCDXDownloadSession)"),
                     2);
    assert_int_equal(result.session,
                     world_int(hq(world), "SELECT max(RecId) FROM RetailCDXDownloadSession"));
    assert_int_equal(world_int(hq(world), "SELECT RowVersion = (SELECT max(RowVersion)"
                                          " FROM CustTable) FROM RetailCDXDataSyncRowVersion"
                                          " WHERE JobId = '1010'"),
                     1);
}

static void test_no_changes_is_no_data(void **state) {
    struct world *world = *state;
    world_run(world, "1010");
    struct job_result result = world_run(world, "1010");
    assert_true(result.no_data);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM RetailCDXDownloadSession"
                                          " ORDER BY RecId DESC LIMIT 1"),
                     DOWNLOAD_NO_DATA);
}

static void test_customer_outside_the_address_books_stays_away(void **state) {
    struct world *world = *state;
    world_exec(hq(world), "DELETE FROM RetailStoreAddressBook WHERE StoreRecId = 1");
    create_customers(world, "North", 1);
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_CREATED], 1);
    /* The store gets its book and the customer is put into it: a change, so the next run sends it. */
    world_exec(hq(world), "INSERT INTO RetailStoreAddressBook VALUES (1, 'Books', 0);"
                          "INSERT INTO DirAddressBookParty (AddressBook, Party)"
                          " SELECT 'Books', Party FROM CustTable WHERE AccountNum = 'C-000001';"
                          "UPDATE CustTable SET RowVersion = (SELECT max(RowVersion) + 1"
                          " FROM CustTable) WHERE AccountNum = 'C-000001'");
    assert_int_equal(world_run(world, "1010").rows, 1);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
}

static void test_new_default_customer_is_sent_however_old(void **state) {
    struct world *world = *state;
    world_exec(hq(world),
               "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias)"
               " VALUES (9, '9', 'Other', 'other');"
               "INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency,"
               " RowVersion) VALUES (9, '100009', 'USRT', 9, '30', 'USD', 9);"
               "INSERT INTO RetailCustTable (RecId) VALUES (9)");
    world_run(world, "1010");
    assert_int_equal(world_int(channel(world, 0), CUSTOMERS), 1);
    world_exec(hq(world), "UPDATE RetailChannelTable SET DefaultCustAccount = '100009'"
                          " WHERE RecId = 1");
    assert_int_equal(world_run(world, "1010").rows, 1);
    assert_int_equal(world_int(channel(world, 0), CUSTOMERS), 2);
    assert_true(world_run(world, "1010").no_data);
}

static void test_changed_customer_is_sent_again(void **state) {
    struct world *world = *state;
    create_customers(world, "North", 2);
    world_run(world, "1010");
    world_exec(hq(world), "UPDATE DirPartyTable SET Name = 'New Name' WHERE RecId ="
                          " (SELECT Party FROM CustTable WHERE AccountNum = 'C-000001');"
                          "UPDATE CustTable SET RowVersion = (SELECT max(RowVersion) + 1"
                          " FROM CustTable) WHERE AccountNum = 'C-000001'");
    assert_int_equal(world_run(world, "1010").rows, 1);
    assert_int_equal(world_int(channel(world, 0), "SELECT count(*) FROM CUSTTABLE"
                                                  " WHERE NAME = 'New Name'"),
                     1);
    world_check(world);
}

static void test_small_batches_move_the_mark_each_time(void **state) {
    struct world *world = *state;
    world->settings.exchange_batch_rows = 2;
    world_reopen(world);
    create_customers(world, "North", 5);
    assert_int_equal(world_run(world, "1010").rows, 5);
    assert_int_equal(world_int(channel(world, 0), CUSTOMERS), 6);
    world_check(world);
}

static void test_full_sync_repairs_what_a_channel_lost(void **state) {
    struct world *world = *state;
    create_customers(world, "North", 3);
    world_run(world, "1010");
    world_exec(channel(world, 0), "DELETE FROM CUSTTABLE; DELETE FROM RETAILCUSTTABLE;"
                                  " DELETE FROM RETAILONLINECHANNELTABLE");
    assert_true(world_run(world, "1010").rows <= 1); /* only the default customer is missed */
    world_run(world, "9999");
    assert_int_equal(world_int(channel(world, 0), CUSTOMERS), 4);
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 3);
    assert_int_equal(world_int(hq(world), "SELECT count(DISTINCT JobId)"
                                          " FROM RetailCDXDownloadSession"
                                          " WHERE Schedule = '9999' AND Status = 4"),
                     4);
    world_check(world);
}

static void test_settings_reach_the_channel_with_1070_only(void **state) {
    struct world *world = *state;
    struct channel_store store;
    struct err err = {0};
    bool found;
    world_signup(world, "North", "Kari", 0); /* the Commerce Scale Unit loads its cache */
    world_exec(hq(world), "UPDATE RetailOnlineChannelFunctionalityProfileTable"
                          " SET CreateAsyncCustomers = 0 WHERE profileId = 'Async'");
    world_run(world, "1010");
    world_run(world, "1110");
    world_ok(channel_store_copy(channel(world, 0), "North", &store, &found, &err), &err);
    assert_int_equal(store.CreateAsyncCustomers, 1);
    struct job_result result = world_run(world, "1070");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_true(result.rows > 0);
    world_ok(channel_store_copy(channel(world, 0), "North", &store, &found, &err), &err);
    assert_int_equal(store.CreateAsyncCustomers, 0);
    /* The cache still says Yes until it is renewed. */
    assert_int_equal(world_signup(world, "North", "Kari", 1).mode, SIGNUP_ASYNC);
    world_ok(company_restart_csu(world->company, &err), &err);
    assert_int_equal(world_signup(world, "North", "Kari", 2).mode, SIGNUP_SYNC);
}

static void test_1090_and_1110_copy_their_tables(void **state) {
    struct world *world = *state;
    world_exec(hq(world), "UPDATE RetailOperations SET AllowAnonymousAccess = 0;"
                          "UPDATE FeatureManagementState SET IsEnabled = 1;"
                          "UPDATE RetailSharedParameters SET Value = '2'");
    world_run(world, "1090");
    assert_int_equal(world_int(channel(world, 0), "SELECT ALLOWANONYMOUSACCESS FROM"
                                                  " RETAILOPERATIONS WHERE OPERATIONID = 612"),
                     0);
    assert_int_equal(world_int(channel(world, 0), "SELECT ISENABLED FROM FEATUREMANAGEMENTSTATE"),
                     0);
    world_run(world, "1110");
    assert_int_equal(world_int(channel(world, 1), "SELECT ISENABLED FROM FEATUREMANAGEMENTSTATE"),
                     1);
    assert_int_equal(world_int(channel(world, 1), "SELECT VALUE FROM RETAILSHAREDPARAMETERS"), 2);
}

static void test_each_channel_knows_its_own_stores_only(void **state) {
    struct world *world = *state;
    const char *count = "SELECT count(*) FROM RETAILONLINECHANNELTABLE";
    assert_int_equal(world_int(channel(world, 0), count), 2);
    assert_int_equal(world_int(channel(world, 1), count), 1);
}

static void test_paused_part_waits_and_the_same_session_ends_it(void **state) {
    struct world *world = *state;
    create_customers(world, "North", 1);
    create_customers(world, "Western", 1);
    world_exec(hq(world),
               "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1 WHERE Name = 'West'");
    struct job_result first = world_run(world, "1010");
    assert_int_equal(first.status, BATCH_ENDED);
    assert_true(first.waiting);
    assert_int_equal(first.rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM RetailCDXDownloadSession"
                                          " ORDER BY RecId DESC LIMIT 1"),
                     DOWNLOAD_AVAILABLE);
    world_exec(hq(world), "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 0");
    struct job_result second = world_run(world, "1010");
    assert_int_equal(second.session, first.session);
    assert_int_equal(second.rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM RetailCDXDownloadSession"
                                          " ORDER BY RecId DESC LIMIT 1"),
                     DOWNLOAD_APPLIED);
    world_check(world);
}

static void test_missing_database_fails_alone(void **state) {
    struct world *world = *state;
    char from[COMPANY_PATH_SIZE + 32], to[COMPANY_PATH_SIZE + 32];
    create_customers(world, "North", 1);
    world_close(world);
    snprintf(from, sizeof from, "%s/channel-West.db", world->folder);
    snprintf(to, sizeof to, "%s/channel-gone.db", world->folder);
    assert_int_equal(rename(from, to), 0);
    world_open(world);
    struct job_result result = world_run(world, "1010");
    assert_int_equal(result.status, BATCH_ERROR);
    assert_int_equal(result.message.reason, REASON_CHANNEL_MISSING);
    assert_int_equal(result.rows, 1);
    assert_int_equal(world_int(hq(world), "SELECT Status FROM RetailCDXDownloadSession"
                                          " ORDER BY RecId DESC LIMIT 1"),
                     DOWNLOAD_FAILED);
    assert_int_equal(world_int(hq(world), "SELECT RowVersion < (SELECT max(RowVersion)"
                                          " FROM CustTable) FROM RetailCDXDataSyncRowVersion"
                                          " WHERE JobId = '1010'"),
                     1);
    world_close(world);
    assert_int_equal(rename(to, from), 0);
    world_open(world);
    assert_int_equal(world_run(world, "1010").status, BATCH_ENDED);
}

static void test_locked_channel_fails_its_part_and_the_next_run_repairs(void **state) {
    struct world *world = *state;
    struct company *other;
    struct err err = {0};
    create_customers(world, "North", 2);
    world->settings.db_busy_timeout_ms = 20;
    world_reopen(world);
    world_ok(company_open_again(&other, world->company, COMPANY_FOR_WORK, &err), &err);
    world_ok(db_begin(other->channels[0].db, &err), &err);
    struct job_result result = world_run(world, "1010");
    assert_int_equal(result.status, BATCH_ERROR);
    assert_int_equal(result.message.reason, REASON_DATABASE_BUSY);
    company_close(&other);
    assert_int_equal(world_run(world, "1010").rows, 2);
    world_check(world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_accounts_reach_their_own_channel),
        TEST(test_session_tells_how_it_went),
        TEST(test_no_changes_is_no_data),
        TEST(test_customer_outside_the_address_books_stays_away),
        TEST(test_new_default_customer_is_sent_however_old),
        TEST(test_changed_customer_is_sent_again),
        TEST(test_small_batches_move_the_mark_each_time),
        TEST(test_full_sync_repairs_what_a_channel_lost),
        TEST(test_settings_reach_the_channel_with_1070_only),
        TEST(test_1090_and_1110_copy_their_tables),
        TEST(test_each_channel_knows_its_own_stores_only),
        TEST(test_paused_part_waits_and_the_same_session_ends_it),
        TEST(test_missing_database_fails_alone),
        TEST(test_locked_channel_fails_its_part_and_the_next_run_repairs),
    };
    return cmocka_run_group_tests_name("download", tests, NULL, NULL);
}
