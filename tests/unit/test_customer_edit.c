/* SPDX-License-Identifier: MIT */
/* Customers edited by hand: defaults, rules, every table in step, and that job 1010 hears of all of it. */
#include "support/exchange.h"

#include "model/hq/customer.h"

extern const char *const customer_edit_sql[], *const customer_rules_sql[],
                                                  *const customer_group_sql[];

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    world_exec(world->company->hq, "INSERT INTO DirAddressBookParty VALUES ('Books', 1);"
                                   "INSERT INTO Currency VALUES ('NOK', 'Krone');"
                                   "INSERT INTO LanguageTable VALUES ('nb-no', 'Norwegian')");
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

static struct db *channel(void **state) {
    return ((struct world *)*state)->company->channels[0].db;
}

static struct customer load(void **state, const char *account) {
    struct err err = {0};
    struct customer customer;
    world_ok(entity_customer.load(hq(state), account, &customer, &err), &err);
    return customer;
}

static void put(struct customer *customer, const char *key, const char *value) {
    struct err err = {0};
    world_ok(record_set_text(entity_member(&entity_customer, key), customer, value, &err), &err);
}

static struct customer fresh(void **state) {
    struct err err = {0};
    struct customer customer;
    world_ok(entity_customer.init(hq(state), &customer, &err), &err);
    return customer;
}

static enum err_code save_new(void **state, struct customer *customer, struct err *err) {
    return record_save(&entity_customer, hq(state), NULL, customer, "kari", err);
}

static struct customer person(void **state, const char *first, const char *last) {
    struct err err = {0};
    struct customer customer = fresh(state);
    put(&customer, "FirstName", first);
    put(&customer, "LastName", last);
    world_ok(save_new(state, &customer, &err), &err);
    return customer;
}

static enum err_code set(void **state, const char *account, const char *key, const char *value,
                         struct err *err) {
    struct customer old = load(state, account), now = old;
    enum err_code code = record_set_text(entity_member(&entity_customer, key), &now, value, err);
    return code == ERR_OK ? record_save(&entity_customer, hq(state), &old, &now, "kari", err)
                          : code;
}

static void refused(void **state, const char *account, const char *key, const char *value,
                    enum err_reason reason) {
    struct err err = {0};
    assert_int_not_equal(set(state, account, key, value, &err), ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.field, key);
}

static void a_new_one_takes_after_the_default_customer(void **state) {
    world_exec(hq(state), "UPDATE CustTable SET Currency = 'NOK', InventLocation = 'DC';"
                          "UPDATE RetailCustTable SET receiptOption = 2;"
                          "UPDATE DirPartyTable SET LanguageId = 'nb-no'");
    struct customer customer = fresh(state);
    assert_string_equal(customer.CustGroup, "30");
    assert_string_equal(customer.Currency, "NOK");
    assert_string_equal(customer.LanguageId, "nb-no");
    assert_string_equal(customer.AddressBookNames, "Books");
    assert_string_equal(customer.InventLocation, "DC");
    assert_string_equal(customer.DataAreaId, "USRT");
    assert_int_equal(customer.receiptOption, 2);
    assert_string_equal(customer.AccountNum, "");
}

static void without_a_store_the_company_gives_currency_and_language(void **state) {
    world_exec(hq(state), "UPDATE RetailChannelTable SET DefaultCustAccount = 'gone'");
    struct customer customer = fresh(state);
    assert_string_equal(customer.Currency, "USD");
    assert_string_equal(customer.LanguageId, "en-us");
    assert_string_equal(customer.CustGroup, "");
    put(&customer, "LastName", "Berg");
    struct err err = {0};
    assert_int_equal(save_new(state, &customer, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    assert_string_equal(err.field, "CustGroup");
}

static void a_new_person_is_in_every_table(void **state) {
    struct err err = {0};
    struct customer customer = fresh(state);
    const char *const values[][2] = {{"FirstName", "Kari"},       {"MiddleName", "Å."},
                                     {"LastName", "Nordmann"},    {"Email", "kari@example.no"},
                                     {"Phone", "+47 900 00 001"}, {"CountryRegionId", "NOR"},
                                     {"Street", "Storgata"},      {"City", "Oslo"},
                                     {"CreditMax", "1500.50"},    {"Blocked", "Invoice"}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        put(&customer, values[i][0], values[i][1]);
    }
    world_ok(save_new(state, &customer, &err), &err);
    assert_string_equal(customer.AccountNum, "C-000001");
    struct customer read = load(state, "C-000001");
    assert_string_equal(read.Name, "Kari Å. Nordmann");
    assert_string_equal(read.Purpose, "Home");
    assert_string_equal(read.Street, "Storgata");
    assert_string_equal(read.receiptEmail, "kari@example.no");
    assert_string_equal(read.AddressBookNames, "Books");
    assert_int_equal(read.CreditMax, 150050);
    assert_int_equal(read.Blocked, 1);
    assert_int_equal(read.CreatedBy, CUSTOMER_BY_HAND);
    assert_true(read.CreatedDateTime > 0);
    assert_int_equal(read.head.RecVersion, 1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPartyTable p JOIN DirPersonName"
                                          " n ON n.Party = p.RecId WHERE p.NameAlias ="
                                          " fold('KARI Å. NORDMANN') AND n.SearchName = 'nordmann'"
                                          " AND p.PartyNumber = '000000002'"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM LogisticsElectronicAddress"
                                          " WHERE IsPrimary AND Locator IN ('kari@example.no',"
                                          " '+47 900 00 001')"),
                     2);
    assert_int_equal(world_int(hq(state), "SELECT NextRec FROM NumberSequenceTable"), 2);
    assert_int_equal(world_int(hq(state), "SELECT count(*) > 5 FROM AuditTrail WHERE EntityId ="
                                          " 'customer' AND RecordKey = 'C-000001'"),
                     1);
}

static void a_name_follows_its_parts_until_it_is_typed(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    world_ok(set(state, customer.AccountNum, "LastName", "Lie", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).Name, "Kari Lie");
    world_ok(set(state, customer.AccountNum, "Name", "Kari the Great", &err), &err);
    world_ok(set(state, customer.AccountNum, "FirstName", "Katarina", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).Name, "Kari the Great");
    world_ok(set(state, customer.AccountNum, "Name", "", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).Name, "Katarina Lie");
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPartyTable WHERE NameAlias ="
                                          " 'katarina lie'"),
                     1);
}

static void what_a_person_and_an_organization_need_differs(void **state) {
    struct err err = {0};
    struct customer customer = fresh(state);
    put(&customer, "FirstName", "Kari");
    assert_int_equal(save_new(state, &customer, &err), ERR_INVALID);
    assert_string_equal(err.field, "LastName");
    customer = fresh(state);
    put(&customer, "Type", "Organization");
    assert_int_equal(save_new(state, &customer, &err), ERR_INVALID);
    assert_string_equal(err.field, "Name");
    put(&customer, "Name", "Fabrikam AS");
    put(&customer, "LastName", "Berg");
    assert_int_equal(save_new(state, &customer, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_PERSON_ONLY);
    assert_string_equal(err.field, "LastName");
    put(&customer, "LastName", "");
    put(&customer, "CountryRegionId", "USA");
    world_ok(save_new(state, &customer, &err), &err);
    assert_string_equal(load(state, customer.AccountNum).Purpose, "Business");
    refused(state, customer.AccountNum, "Type", "Person", REASON_FIELD_READ_ONLY);
}

/* A storefront asks for no last name; its customers can still be given another group. */
static void what_came_without_a_last_name_can_be_edited(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    world_exec(hq(state), "UPDATE DirPersonName SET LastName = ''");
    world_ok(set(state, customer.AccountNum, "CreditMax", "10", &err), &err);
    world_ok(set(state, customer.AccountNum, "LastName", "Lie", &err), &err);
    refused(state, customer.AccountNum, "LastName", "", REASON_FIELD_REQUIRED);
}

static void values_are_looked_up(void **state) {
    struct customer customer = person(state, "Kari", "Berg");
    const char *account = customer.AccountNum;
    refused(state, account, "CustGroup", "nothing", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "CustGroup", "", REASON_FIELD_REQUIRED);
    refused(state, account, "Currency", "ZZZ", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "Currency", "", REASON_FIELD_REQUIRED);
    refused(state, account, "LanguageId", "xx", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "CountryRegionId", "ZZZ", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "InventLocation", "NOWHERE", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "InventSiteId", "NOWHERE", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "InvoiceAccount", "999", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "AddressBookNames", "Books, Nothing", REASON_LOOKUP_NOT_FOUND);
    refused(state, account, "Email", "kari", REASON_EMAIL_FORMAT);
    refused(state, account, "receiptEmail", "kari@", REASON_EMAIL_FORMAT);
    refused(state, account, "CreditMax", "-1", REASON_FIELD_OUT_OF_RANGE);
    refused(state, account, "AccountNum", "X", REASON_FIELD_READ_ONLY);
    struct err err = {0};
    world_ok(set(state, account, "InvoiceAccount", "100001", &err), &err);
}

static void an_address_needs_a_country(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    struct customer old = load(state, customer.AccountNum), now = old;
    put(&now, "City", "Oslo");
    assert_int_equal(record_save(&entity_customer, hq(state), &old, &now, "kari", &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "CountryRegionId");
    put(&now, "CountryRegionId", "NOR");
    put(&now, "Purpose", "Castle");
    assert_int_equal(record_save(&entity_customer, hq(state), &old, &now, "kari", &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "Purpose");
    put(&now, "Purpose", "Delivery");
    world_ok(record_save(&entity_customer, hq(state), &old, &now, "kari", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).City, "Oslo");
}

/* Emptied, the address is gone, and the next one is the primary. */
static void more_addresses_and_contacts_are_kept(void **state) {
    struct err err = {0};
    struct rowset rows;
    struct customer customer = fresh(state);
    put(&customer, "LastName", "Berg");
    put(&customer, "Email", "one@example.no");
    put(&customer, "CountryRegionId", "NOR");
    put(&customer, "Street", "First");
    world_ok(save_new(state, &customer, &err), &err);
    world_exec(hq(state),
               "INSERT INTO LogisticsPostalAddress (Party, CountryRegionId, Street, StreetNumber,"
               " ZipCode, City, IsPrimary) VALUES (2, 'NOR', 'Second', '2', '0101', 'Oslo', 0);"
               "INSERT INTO LogisticsElectronicAddress (Party, Type, Locator, IsPrimary)"
               " VALUES (2, 'Email', 'two@example.no', 0), (2, 'URL', 'https://example.no', 1)");
    rowset_init(&rows, 4);
    world_ok(customer_other_addresses(hq(state), customer.head.RecId, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 1), "Second 2");
    assert_string_equal(rowset_cell(&rows, 0, 2), "0101 Oslo");
    rowset_release(&rows);
    rowset_init(&rows, 2);
    world_ok(customer_other_contacts(hq(state), customer.head.RecId, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_string_equal(rowset_cell(&rows, 0, 1), "two@example.no");
    rowset_release(&rows);
    struct customer old = load(state, customer.AccountNum), now = old;
    put(&now, "CountryRegionId", "");
    put(&now, "Street", "");
    put(&now, "Email", "new@example.no");
    world_ok(record_save(&entity_customer, hq(state), &old, &now, "kari", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).Street, "Second");
    assert_int_equal(world_int(hq(state), "SELECT group_concat(Locator) ="
                                          " 'new@example.no,two@example.no,https://example.no'"
                                          " FROM LogisticsElectronicAddress WHERE Party = 2"),
                     1);
    world_ok(set(state, customer.AccountNum, "Email", "", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM LogisticsElectronicAddress"), 2);
    assert_string_equal(load(state, customer.AccountNum).Email, "");
}

static void address_books_are_added_and_dropped(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    world_ok(set(state, customer.AccountNum, "AddressBookNames", " West books ,Books,,", &err),
             &err);
    assert_string_equal(load(state, customer.AccountNum).AddressBookNames, "Books, West books");
    world_ok(set(state, customer.AccountNum, "AddressBookNames", "West books", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).AddressBookNames, "West books");
    world_ok(set(state, customer.AccountNum, "AddressBookNames", "", &err), &err);
    assert_string_equal(load(state, customer.AccountNum).AddressBookNames, "");
}

static void accounts_are_typed_only_when_the_sequence_is_manual(void **state) {
    struct err err = {0};
    struct customer customer = fresh(state);
    put(&customer, "LastName", "Berg");
    put(&customer, "AccountNum", "MINE");
    assert_int_equal(save_new(state, &customer, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_ACCOUNT_FROM_SEQUENCE);
    assert_string_equal(err.value, "Cust");
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Manual = 1");
    world_ok(save_new(state, &customer, &err), &err);
    assert_string_equal(load(state, "MINE").LastName, "Berg");
    struct customer same = fresh(state);
    put(&same, "LastName", "Lie");
    put(&same, "AccountNum", "MINE");
    assert_int_equal(save_new(state, &same, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    put(&same, "AccountNum", "");
    assert_int_equal(save_new(state, &same, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    assert_int_equal(world_int(hq(state), "SELECT NextRec FROM NumberSequenceTable"), 1);
}

static void a_group_can_have_a_sequence_of_its_own(void **state) {
    world_exec(hq(state), "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest,"
                          " NextRec) VALUES ('Whole', 'W##', 99, 7);"
                          "INSERT INTO CustGroup (CustGroup, CustAccountNumSeq) VALUES ('W',"
                          " 'Whole')");
    struct err err = {0};
    struct customer customer = fresh(state);
    put(&customer, "LastName", "Berg");
    put(&customer, "CustGroup", "W");
    world_ok(save_new(state, &customer, &err), &err);
    assert_string_equal(customer.AccountNum, "W07");
}

/* A refused save gives nothing away and leaves no row. */
static void a_refused_customer_leaves_nothing(void **state) {
    struct err err = {0};
    world_exec(hq(state), "UPDATE NumberSequenceTable SET Blocked = 1");
    struct customer customer = fresh(state);
    put(&customer, "LastName", "Berg");
    assert_int_equal(save_new(state, &customer, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_SEQUENCE_STOPPED);
    assert_string_equal(customer.AccountNum, "");
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPartyTable"), 1);
}

static void every_save_reaches_the_channel(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    world_run(*state, "1010");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE WHERE NAME ="
                                               " 'Kari Berg'"),
                     1);
    world_ok(set(state, customer.AccountNum, "LastName", "Lie", &err), &err);
    world_run(*state, "1010");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE WHERE NAME ="
                                               " 'Kari Lie'"),
                     1);
    world_check(*state);
}

static void two_who_edit_the_same_one_conflict(void **state) {
    struct err err = {0};
    struct customer customer = person(state, "Kari", "Berg");
    struct customer old = load(state, customer.AccountNum), late = old;
    world_ok(set(state, customer.AccountNum, "LastName", "Lie", &err), &err);
    put(&late, "LastName", "Dahl");
    assert_int_equal(record_save(&entity_customer, hq(state), &old, &late, "ola", &err),
                     ERR_CONFLICT);
    assert_string_equal(load(state, customer.AccountNum).LastName, "Lie");
}

static void kept(void **state, const char *account, const char *because) {
    struct err err = {0};
    struct customer customer = load(state, account);
    assert_int_equal(record_delete(&entity_customer, hq(state), &customer, "kari", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_CUSTOMER_IN_USE);
    assert_string_equal(err.value2, because);
}

static void a_customer_in_use_is_kept(void **state) {
    struct err err = {0};
    struct customer payer = person(state, "Kari", "Berg"), other = person(state, "Ola", "Berg");
    world_ok(set(state, other.AccountNum, "InvoiceAccount", payer.AccountNum, &err), &err);
    kept(state, "100001", "RetailChannelTable");
    kept(state, payer.AccountNum, "InvoiceAccount");
    struct signup_result shopper = world_signup(*state, "South", "Per", 1);
    kept(state, shopper.account, "RetailCustTable");
    world_exec(hq(state), "INSERT INTO RetailExternalIdToCustomerMap (ExternalIdentityId,"
                          " ProviderId, CustomerAccountNumber) SELECT 'x', 'y', AccountNum"
                          " FROM CustTable ORDER BY RecId DESC LIMIT 1 OFFSET 1");
    kept(state, other.AccountNum, "RetailExternalIdToCustomerMap");
    world_ok(set(state, payer.AccountNum, "InvoiceAccount", payer.AccountNum, &err), &err);
    world_ok(set(state, other.AccountNum, "InvoiceAccount", "", &err), &err);
    payer = load(state, payer.AccountNum);
    world_ok(record_delete(&entity_customer, hq(state), &payer, "kari", &err), &err);
}

static void an_async_shopper_is_kept(void **state) {
    world_signup(*state, "North", "Per", 1);
    world_run(*state, "P-0001");
    world_run(*state, "sync-customers");
    kept(state, "C-000001", "RetailCustTable");
}

/* The number of the one who was deleted last is given again: the channel must hear of both. */
static void a_deleted_customer_leaves_the_channel_and_the_next_one_comes(void **state) {
    struct err err = {0};
    person(state, "Kari", "Berg");
    struct customer last = person(state, "Ola", "Berg");
    world_run(*state, "1010");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE"), 3);
    last = load(state, last.AccountNum);
    world_ok(record_delete(&entity_customer, hq(state), &last, "kari", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM DirPartyTable"), 2);
    person(state, "Per", "Dahl");
    assert_int_equal(load(state, "C-000003").head.RecId, last.head.RecId);
    world_run(*state, "1010");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE WHERE NAME ="
                                               " 'Per Dahl'"),
                     1);
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE WHERE NAME ="
                                               " 'Ola Berg'"),
                     0);
    struct customer next = load(state, "C-000003");
    world_ok(record_delete(&entity_customer, hq(state), &next, "kari", &err), &err);
    world_run(*state, "1010");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE"), 2);
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM DIRADDRESSBOOKPARTY WHERE"
                                               " RECID NOT IN (SELECT RECID FROM CUSTTABLE)"),
                     0);
    world_run(*state, "9999");
    assert_int_equal(world_int(channel(state), "SELECT count(*) FROM CUSTTABLE"), 2);
    world_check(*state);
}

static void the_last_customer_is_kept(void **state) {
    world_exec(hq(state), "UPDATE RetailChannelTable SET DefaultCustAccount = ''");
    kept(state, "100001", "CompanyInfo");
}

/* However many customers there are. */
static void no_save_and_no_deletion_reads_every_customer(void **state) {
    static char explain[60][2000];
    struct err err = {0};
    const char *const *const arrays[] = {customer_edit_sql, customer_rules_sql, customer_group_sql};
    int count = 0;
    for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++) {
        for (int i = 0; arrays[a][i]; i++, count++) {
            assert_true(count < 60);
            snprintf(explain[count], sizeof explain[count], "EXPLAIN QUERY PLAN %s", arrays[a][i]);
            struct stmt *stmt = db_stmt(hq(state), explain[count], &err);
            if (!stmt) fail_msg("%s: %s", arrays[a][i], err.detail);
            bool row;
            while (stmt_step(stmt, &row, &err) == ERR_OK && row) {
                const char *step = stmt_text(stmt, 3);
                bool big =
                    strstr(step, "SCAN") && (strstr(step, "CustTable") || strstr(step, "Dir") ||
                                             strstr(step, "Logistics") || strstr(step, "External"));
                bool whole_index = strstr(step, "(DataAreaId=?)") != NULL;
                if (big || whole_index) fail_msg("%s\n%s", step, arrays[a][i]);
            }
        }
    }
}

static void a_default_customer_keeps_site_and_warehouse(void **state) {
    struct err err = {0};
    world_ok(set(state, "100001", "InventLocation", "DC", &err), &err);
    world_ok(set(state, "100001", "InventSiteId", "Site", &err), &err);
    refused(state, "100001", "InventLocation", "", REASON_FIELD_REQUIRED);
    refused(state, "100001", "InventSiteId", "", REASON_FIELD_REQUIRED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_new_one_takes_after_the_default_customer),
        TEST(without_a_store_the_company_gives_currency_and_language),
        TEST(a_new_person_is_in_every_table),
        TEST(a_name_follows_its_parts_until_it_is_typed),
        TEST(what_a_person_and_an_organization_need_differs),
        TEST(what_came_without_a_last_name_can_be_edited),
        TEST(values_are_looked_up),
        TEST(an_address_needs_a_country),
        TEST(more_addresses_and_contacts_are_kept),
        TEST(address_books_are_added_and_dropped),
        TEST(accounts_are_typed_only_when_the_sequence_is_manual),
        TEST(a_group_can_have_a_sequence_of_its_own),
        TEST(a_refused_customer_leaves_nothing),
        TEST(every_save_reaches_the_channel),
        TEST(two_who_edit_the_same_one_conflict),
        TEST(a_customer_in_use_is_kept),
        TEST(an_async_shopper_is_kept),
        TEST(a_deleted_customer_leaves_the_channel_and_the_next_one_comes),
        TEST(the_last_customer_is_kept),
        TEST(a_default_customer_keeps_site_and_warehouse),
        TEST(no_save_and_no_deletion_reads_every_customer),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
