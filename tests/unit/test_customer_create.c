/* SPDX-License-Identifier: MIT */
/* The creation rule: what a new customer gets from where, what is refused and why, and what becomes of the number. */
#include "support/exchange.h"

#include "model/hq/customer.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    world_exec(world->company->hq,
               "UPDATE DirPartyTable SET LanguageId = 'nb-no' WHERE RecId = 1;"
               "UPDATE RetailCustTable SET receiptOption = 2, receiptEmail = 'shop@example.com';"
               "UPDATE CustTable SET TaxGroup = 'US';"
               "UPDATE RetailChannelTable SET EventNotificationProfileId = 'Storefront'");
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

static struct new_customer make(const char *first, const char *last) {
    struct new_customer in = {.StoreRecId = 1, .origin = CUSTOMER_BY_SYNC_JOB};
    text_copy(in.FirstName, sizeof in.FirstName, first);
    text_copy(in.LastName, sizeof in.LastName, last);
    snprintf(in.Email, sizeof in.Email, "%.40s@example.com", first);
    return in;
}

/* One customer in a transaction of its own, as the Real-time Service does. */
static enum err_code create(void **state, const struct new_customer *in, char *account,
                            struct err *err) {
    int64_t rec_id = 0;
    struct db *db = hq(state);
    struct customer_batch *batch = customer_batch_new(db);
    world_ok(db_begin(db, err), err);
    world_ok(db_savepoint(db, err), err);
    enum err_code code = customer_create(batch, in, account, &rec_id, err);
    if (code != ERR_OK) db_savepoint_rollback(db);
    if (code == ERR_OK) db_savepoint_release(db);
    struct err other = {0};
    world_ok(customer_batch_finish(batch, &other), &other);
    world_ok(db_commit(db, &other), &other);
    customer_batch_free(&batch);
    return code;
}

static void assert_refused(void **state, const struct new_customer *in, enum err_reason reason,
                           const char *value) {
    char account[TEXT_SIZE(20)];
    struct err err = {0};
    int64_t before = world_int(hq(state), "SELECT count(*) FROM DirPartyTable");
    assert_int_not_equal(create(state, in, account, &err), ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.value, value);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPartyTable"), before);
}

static void the_default_customer_gives_what_is_missing(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct customer customer;
    struct new_customer in = make("Kari", "Nordmann");
    text_copy(in.MiddleName, sizeof in.MiddleName, "Marie");
    text_copy(in.Phone, sizeof in.Phone, "+47 900 00 001");
    world_ok(create(state, &in, account, &err), &err);
    assert_string_equal(account, "C-000001");
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    assert_string_equal(customer.Name, "Kari Marie Nordmann");
    assert_string_equal(customer.CustGroup, "30");
    assert_string_equal(customer.Currency, "USD");
    assert_string_equal(customer.LanguageId, "nb-no");
    assert_int_equal(customer.receiptOption, 2);
    assert_string_equal(customer.receiptEmail, "Kari@example.com");
    assert_string_equal(customer.AddressBookNames, "Books");
    assert_string_equal(customer.Store, "North");
    assert_string_equal(customer.CountryRegionId, ""); /* no address */
    assert_int_equal(customer.CreatedBy, CUSTOMER_BY_SYNC_JOB);
    assert_int_equal(customer.CreatedDateTime, clock_now_ms());
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM LogisticsElectronicAddress"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailEventNotificationLog WHERE"
                                          " AccountNum = 'C-000001' AND ProfileId = 'Storefront'"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM CustTable WHERE TaxGroup = 'US'"),
                     2);
    assert_int_equal(world_int(hq(state), "SELECT RowVersion = (SELECT max(RowVersion) FROM"
                                          " CustTable) FROM CustTable WHERE AccountNum ="
                                          " 'C-000001'"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT PartyNumber = printf('%09d', RecId) AND"
                                          " NameAlias = 'kari marie nordmann' FROM DirPartyTable"
                                          " WHERE Name LIKE 'Kari%'"),
                     1);
}

static void what_the_shopper_says_wins(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct customer customer;
    struct new_customer in = make("Ola", "Berg");
    world_exec(hq(state), "INSERT INTO CustGroup (CustGroup) VALUES ('40');"
                          "INSERT INTO Currency VALUES ('NOK', 'Krone')");
    text_copy(in.CustGroup, sizeof in.CustGroup, "40");
    text_copy(in.Currency, sizeof in.Currency, "NOK");
    text_copy(in.LanguageId, sizeof in.LanguageId, "en-us");
    text_copy(in.City, sizeof in.City, "Oslo");
    text_copy(in.Country, sizeof in.Country, "NO"); /* ISO code */
    world_ok(create(state, &in, account, &err), &err);
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    assert_string_equal(customer.CustGroup, "40");
    assert_string_equal(customer.Currency, "NOK");
    assert_string_equal(customer.LanguageId, "en-us");
    assert_string_equal(customer.CountryRegionId, "NOR");
    assert_string_equal(customer.Purpose, "Home");
}

static void an_address_without_country_is_in_the_store_s(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct customer customer;
    struct new_customer in = make("Ola", "Berg");
    in.Type = 1;
    text_copy(in.Name, sizeof in.Name, "Bergs Bokhandel");
    text_copy(in.City, sizeof in.City, "Boston");
    world_ok(create(state, &in, account, &err), &err);
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    assert_string_equal(customer.CountryRegionId, "USA");
    assert_string_equal(customer.Purpose, "Business");
    assert_string_equal(customer.Name, "Bergs Bokhandel");
    assert_int_equal(customer.Type, 1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPersonName"), 0);
}

static void what_does_not_fit_headquarters_is_named(void **state) {
    struct new_customer in = make("Anna Magdalena Wilhelmina Sofie", "Berg");
    assert_refused(state, &in, REASON_FIELD_TOO_LONG, in.FirstName);
    in = make("Åååååååååååååååååååååååå", "Berg"); /* 24 characters, 48 bytes */
    char account[TEXT_SIZE(20)];
    struct err err = {0};
    world_ok(create(state, &in, account, &err), &err);
    in = make("Ola", "Berg");
    text_copy(in.Country, sizeof in.Country, "XX");
    assert_refused(state, &in, REASON_COUNTRY_UNKNOWN, "XX");
    in = make("Ola", "Berg");
    text_copy(in.Currency, sizeof in.Currency, "ZZZ");
    assert_refused(state, &in, REASON_CURRENCY_UNKNOWN, "ZZZ");
    in = make("Ola", "Berg");
    text_copy(in.CustGroup, sizeof in.CustGroup, "Nobody");
    assert_refused(state, &in, REASON_GROUP_UNKNOWN, "Nobody");
    in = make("Ola", "Berg");
    text_copy(in.Email, sizeof in.Email, "ola at example");
    assert_refused(state, &in, REASON_EMAIL_FORMAT, "ola at example");
    in = make("", "");
    assert_refused(state, &in, REASON_FIELD_REQUIRED, "");
}

static void a_store_without_default_customer_is_named(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct new_customer in = make("Ola", "Berg");
    world_exec(hq(state),
               "UPDATE RetailChannelTable SET DefaultCustAccount = '777' WHERE RecId = 1");
    assert_refused(state, &in, REASON_DEFAULT_CUSTOMER_UNKNOWN, "777");
    create(state, &in, account, &err);
    assert_string_equal(err.value2, "North");
    /* Nothing is asked of the default customer when the row brings its own group and currency. */
    text_copy(in.CustGroup, sizeof in.CustGroup, "30");
    text_copy(in.Currency, sizeof in.Currency, "USD");
    err = (struct err){0};
    world_ok(create(state, &in, account, &err), &err);
    in = make("Ola", "Berg");
    in.StoreRecId = 99;
    assert_refused(state, &in, REASON_STORE_OF_SIGNUP_UNKNOWN, "99");
}

static void a_guid_becomes_one_customer(void **state) {
    struct err err = {0};
    char first[TEXT_SIZE(20)], second[TEXT_SIZE(20)];
    struct new_customer in = make("Kari", "Nordmann");
    ids_new_guid(in.CustAccountAsync);
    char sql[300];
    snprintf(sql, sizeof sql,
             "INSERT INTO RetailExternalIdToAsyncCustomerMap VALUES ('id-1', 'B2C', '%s'),"
             " ('id-2', 'B2C', '%s')",
             in.CustAccountAsync, in.CustAccountAsync);
    world_exec(hq(state), sql);
    world_ok(create(state, &in, first, &err), &err);
    world_ok(create(state, &in, second, &err), &err);
    assert_string_equal(first, second);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM CustTable"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                          " WHERE CustomerAccountNumber = 'C-000001'"),
                     2);
    assert_int_equal(
        world_int(hq(state), "SELECT count(*) FROM RetailExternalIdToAsyncCustomerMap"), 0);
}

static void the_group_s_own_sequence_is_used(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct new_customer in = make("Kari", "Nordmann");
    world_exec(hq(state), "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest,"
                          " NextRec) VALUES ('Retail', 'R##', 99, 5);"
                          "UPDATE CustGroup SET CustAccountNumSeq = 'Retail'");
    world_ok(create(state, &in, account, &err), &err);
    assert_string_equal(account, "R05");
    world_exec(hq(state), "UPDATE CustGroup SET CustAccountNumSeq = 'Gone'");
    assert_refused(state, &in, REASON_SEQUENCE_MISSING, "Gone");
}

static void sequences_refuse_for_their_reason(void **state) {
    struct new_customer in = make("Kari", "Nordmann");
    world_exec(hq(state), "UPDATE NumberSequenceTable SET NextRec = Highest + 1");
    assert_refused(state, &in, REASON_SEQUENCE_EXHAUSTED, "Cust");
    world_exec(hq(state), "UPDATE NumberSequenceTable SET NextRec = 1, Manual = 1");
    assert_refused(state, &in, REASON_SEQUENCE_MANUAL, "Cust");
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Manual = 0, Blocked = 1");
    assert_refused(state, &in, REASON_SEQUENCE_STOPPED, "Cust");
    world_exec(hq(state), "UPDATE NumberSequenceReference SET NumberSequence = ''");
    assert_refused(state, &in, REASON_SEQUENCE_MISSING, "Customer account");
}

/* A number that was drawn for a customer who then could not be written (domain.md 5.4). */
static void a_number_is_lost_unless_the_sequence_is_continuous(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct new_customer in = make("Kari", "Nordmann");
    static const char fails[] = "CREATE TRIGGER fails BEFORE INSERT ON RetailCustTable BEGIN"
                                " SELECT RAISE(ABORT, 'no'); END";
    world_exec(hq(state), fails);
    assert_refused(state, &in, REASON_TECHNICAL, "");
    world_exec(hq(state), "DROP TRIGGER fails");
    world_ok(create(state, &in, account, &err), &err);
    assert_string_equal(account, "C-000002");
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Continuous = 1");
    world_exec(hq(state), fails);
    assert_refused(state, &in, REASON_TECHNICAL, "");
    world_exec(hq(state), "DROP TRIGGER fails");
    in = make("Ola", "Nordmann");
    world_ok(create(state, &in, account, &err), &err);
    assert_string_equal(account, "C-000003");
}

static void what_a_customer_lacks_follows_before_the_commit(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct new_customer in = make("Kari", "Nordmann");
    world_exec(hq(state), "INSERT INTO RetailStoreAddressBook VALUES (1, 'West books', 0),"
                          " (1, 'Books', 1)"); /* the last is no customers' book */
    text_copy(in.Phone, sizeof in.Phone, "+47 900 00 001");
    text_copy(in.ExternalIdentityId, sizeof in.ExternalIdentityId, "shopper");
    text_copy(in.ProviderId, sizeof in.ProviderId, "B2C");
    world_ok(create(state, &in, account, &err), &err);
    in = make("Silent", "Nordmann"); /* neither e-mail nor phone: no contact, no letter */
    in.Email[0] = '\0';
    world_ok(create(state, &in, account, &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM LogisticsElectronicAddress"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailEventNotificationLog"), 1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirAddressBookParty"
                                          " WHERE AddressBook IN ('Books', 'West books')"),
                     4);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailExternalIdToCustomerMap"
                                          " WHERE ExternalIdentityId = 'shopper'"
                                          " AND CustomerAccountNumber = 'C-000001'"),
                     1);
    /* The default customer's receipt e-mail is for who has none. */
    struct customer customer;
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    assert_string_equal(customer.receiptEmail, "shop@example.com");
    in = make("Long", "Nordmann");
    snprintf(in.Email, sizeof in.Email, "%080d@example.com", 7); /* too long for receipts */
    world_ok(create(state, &in, account, &err), &err);
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    assert_string_equal(customer.receiptEmail, "");
}

/* Job 1010 looks for larger versions than it has seen, among them that of a customer that is gone. */
static void nothing_of_a_deleted_customer_is_given_again(void **state) {
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    struct new_customer in = make("Kari", "Nordmann");
    world_exec(hq(state), "INSERT INTO CustTableDeleted VALUES (70, 90)");
    world_ok(create(state, &in, account, &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT RecId FROM CustTable WHERE AccountNum ="
                                          " 'C-000001'"),
                     71);
    assert_int_equal(world_int(hq(state), "SELECT RowVersion FROM CustTable WHERE AccountNum ="
                                          " 'C-000001'"),
                     91);
}

static void a_refused_row_leaves_the_batch_whole(void **state) {
    struct db *db = hq(state);
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    int64_t rec_id;
    struct customer_batch *batch = customer_batch_new(db);
    world_ok(db_begin(db, &err), &err);
    for (int i = 0; i < 40; i++) {
        struct new_customer in = make("Kari", "Nordmann");
        in.StoreRecId = i % 2 + 1;
        if (i % 4 == 3) text_copy(in.Country, sizeof in.Country, "XX");
        if (i % 4 == 2) text_copy(in.Country, sizeof in.Country, "NOR");
        world_ok(db_savepoint(db, &err), &err);
        enum err_code code = customer_create(batch, &in, account, &rec_id, &err);
        assert_int_equal(code == ERR_OK, i % 4 != 3);
        if (code == ERR_OK) db_savepoint_release(db);
        if (code != ERR_OK) db_savepoint_rollback(db);
        err = (struct err){0};
    }
    world_ok(customer_batch_finish(batch, &err), &err);
    world_ok(db_commit(db, &err), &err);
    customer_batch_free(&batch);
    assert_int_equal(world_int(db, "SELECT count(*) FROM CustTable WHERE CreatedBy = 1"), 30);
    assert_int_equal(world_int(db, "SELECT NextRec FROM NumberSequenceTable"), 31);
    assert_int_equal(world_int(db, "SELECT count(DISTINCT RowVersion) FROM CustTable"), 31);
    assert_int_equal(world_int(db, "SELECT count(*) FROM LogisticsPostalAddress"), 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(the_default_customer_gives_what_is_missing),
        TEST(what_the_shopper_says_wins),
        TEST(an_address_without_country_is_in_the_store_s),
        TEST(what_does_not_fit_headquarters_is_named),
        TEST(a_store_without_default_customer_is_named),
        TEST(a_guid_becomes_one_customer),
        TEST(the_group_s_own_sequence_is_used),
        TEST(sequences_refuse_for_their_reason),
        TEST(a_number_is_lost_unless_the_sequence_is_continuous),
        TEST(what_a_customer_lacks_follows_before_the_commit),
        TEST(nothing_of_a_deleted_customer_is_given_again),
        TEST(a_refused_row_leaves_the_batch_whole),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
