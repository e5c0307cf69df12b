/* SPDX-License-Identifier: MIT */
/* Online stores: one record over three tables, with a proposal for a new one and customers that travel again. */
#include "support/exchange.h"

#include "model/hq/store.h"

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

static struct db *hq(void **state) {
    return ((struct world *)*state)->company->hq;
}

static struct store load(void **state, const char *id) {
    struct err err = {0};
    struct store store;
    world_ok(entity_store.load(hq(state), id, &store, &err), &err);
    return store;
}

static enum err_code set(void **state, const char *id, const char *key, const char *value,
                         struct err *err) {
    struct store old = load(state, id), now = old;
    enum err_code code = record_set_text(entity_member(&entity_store, key), &now, value, err);
    return code == ERR_OK ? record_save(&entity_store, hq(state), &old, &now, "kari", err) : code;
}

static void a_store_is_read_from_all_its_tables(void **state) {
    world_exec(hq(state), "INSERT INTO LanguageTable VALUES ('nb-no', 'Norwegian');"
                          "INSERT INTO RetailOnlineChannelLanguages VALUES (1, 'en-us', 0),"
                          " (1, 'nb-no', 1)");
    struct store store = load(state, "north");
    assert_string_equal(store.RetailChannelId, "North");
    assert_string_equal(store.OnlineFunctionalityProfile, "Async");
    assert_string_equal(store.CustomerAddressBook, "Books");
    assert_string_equal(store.DefaultCustAccount, "100001");
    assert_string_equal(store.Languages, "nb-no,en-us");
    assert_string_equal(store.ChannelDatabase, "Default");
}

static void a_new_store_gets_a_proposal_and_a_database(void **state) {
    struct err err = {0};
    struct store store;
    world_ok(entity_store.init(hq(state), &store, &err), &err);
    assert_string_equal(store.RetailChannelId, "000001");
    assert_string_equal(store.Currency, "USD");
    assert_string_equal(store.inventLocationDataAreaId, "USRT");
    assert_string_equal(store.ChannelTimeZone, "UTC");
    text_copy(store.Name, sizeof store.Name, "Øst");
    text_copy(store.inventLocation, sizeof store.inventLocation, "DC");
    text_copy(store.DefaultCustAccount, sizeof store.DefaultCustAccount, "100001");
    text_copy(store.CustomerAddressBook, sizeof store.CustomerAddressBook, "Books");
    world_ok(record_save(&entity_store, hq(state), NULL, &store, "kari", &err), &err);
    struct store read = load(state, "000001");
    assert_string_equal(read.Name, "Øst");
    assert_string_equal(read.OnlineFunctionalityProfile, "");
    assert_string_equal(read.CustomerAddressBook, "Books");
    assert_string_equal(read.ChannelDatabase, "Default");
    assert_string_equal(read.Languages, "en-us");
    world_ok(entity_store.init(hq(state), &store, &err), &err);
    assert_string_equal(store.RetailChannelId, "000002");
}

static void what_the_form_must_hold_is_asked_for(void **state) {
    struct err err = {0};
    struct store store;
    world_ok(entity_store.init(hq(state), &store, &err), &err);
    assert_int_equal(record_save(&entity_store, hq(state), NULL, &store, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    assert_string_equal(err.field, "Name");
    assert_int_equal(set(state, "North", "OnlineFunctionalityProfile", "Nothing", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(err.value2, "RetailOnlineChannelFunctionalityProfileTable");
    assert_int_equal(set(state, "North", "DefaultCustAccount", "100002", &err), ERR_INVALID);
    assert_string_equal(err.value2, "CustTable");
    assert_int_equal(set(state, "North", "RetailChannelId", "South", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
}

static void an_id_is_unique_whatever_its_case(void **state) {
    struct err err = {0};
    struct store store = load(state, "North");
    store.head = (struct record_head){0};
    text_copy(store.RetailChannelId, sizeof store.RetailChannelId, "SOUTH");
    assert_int_equal(record_save(&entity_store, hq(state), NULL, &store, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    assert_int_equal(store.head.RecId, 0);
}

/* The warehouse of another legal entity has the same name: it must not do. */
static void a_warehouse_belongs_to_the_legal_entity(void **state) {
    struct err err = {0};
    world_exec(hq(state),
               "INSERT INTO CompanyInfo VALUES ('ZZRT', 'Z', 'USD', 'en-us', 'USA', 'UTC')");
    assert_int_equal(set(state, "North", "inventLocationDataAreaId", "ZZRT", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(err.field, "inventLocation");
}

static void a_profile_is_set_and_taken_away(void **state) {
    struct err err = {0};
    world_ok(set(state, "North", "OnlineFunctionalityProfile", "Sync", &err), &err);
    assert_string_equal(load(state, "North").OnlineFunctionalityProfile, "Sync");
    world_ok(set(state, "North", "OnlineFunctionalityProfile", "", &err), &err);
    assert_string_equal(load(state, "North").OnlineFunctionalityProfile, "");
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailOnlineChannelTable"
                                          " WHERE OnlineFunctionalityProfile IS NULL"),
                     1);
    assert_int_equal(world_int(hq(state), "SELECT RecVersion FROM RetailChannelTable WHERE RecId"
                                          " = 1"),
                     3);
}

static void a_store_in_use_elsewhere_is_a_conflict(void **state) {
    struct err err = {0};
    struct store old = load(state, "North"), late = old;
    world_ok(set(state, "North", "OnlineCatalogName", "Autumn", &err), &err);
    text_copy(late.Name, sizeof late.Name, "Nord");
    assert_int_equal(record_save(&entity_store, hq(state), &old, &late, "ola", &err), ERR_CONFLICT);
    assert_string_equal(load(state, "North").OnlineCatalogName, "Autumn");
}

/* Headquarters has the account, 1010 ran, still Pending sync: the store's address book was the fault (cause 33). */
static void customers_of_a_new_address_book_travel_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_exec(hq(state), "INSERT INTO DirAddressBookParty VALUES ('West books', 1)");
    world_run(world, "1010");
    int64_t before = world_int(hq(state), "SELECT max(RowVersion) FROM CustTable");
    world_ok(set(state, "North", "OnlineCatalogName", "Winter", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT max(RowVersion) FROM CustTable"), before);
    world_ok(set(state, "North", "CustomerAddressBook", "West books", &err), &err);
    assert_true(world_int(hq(state), "SELECT max(RowVersion) FROM CustTable") > before);
    world_ok(set(state, "North", "CustomerAddressBook", "", &err), &err);
    assert_string_equal(load(state, "North").CustomerAddressBook, "");
}

static void each_customer_of_the_book_gets_a_version_of_its_own(void **state) {
    struct world *world = *state;
    struct err err = {0};
    for (int i = 0; i < 5; i++) world_signup(world, "South", "Kari", i);
    world_exec(hq(state), "INSERT INTO DirAddressBookParty SELECT 'West books', RecId"
                          " FROM DirPartyTable");
    int64_t before = world_int(hq(state), "SELECT max(RowVersion) FROM CustTable");
    world_ok(set(state, "North", "CustomerAddressBook", "West books", &err), &err);
    assert_true(world_int(hq(state), "SELECT min(RowVersion) FROM CustTable") > before);
    assert_int_equal(world_int(hq(state), "SELECT count(DISTINCT RowVersion) FROM CustTable"), 6);
}

static void a_store_with_customers_stays(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct store store = load(state, "South");
    world_signup(world, "South", "Kari", 1);
    assert_int_equal(record_delete(&entity_store, hq(state), &store, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_STORE_IN_USE);
    assert_string_equal(err.value2, "RetailCustTable");
    store = load(state, "North");
    world_ok(record_delete(&entity_store, hq(state), &store, "kari", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailStoreAddressBook WHERE"
                                          " StoreRecId = 1"),
                     0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_store_is_read_from_all_its_tables),
        TEST(a_new_store_gets_a_proposal_and_a_database),
        TEST(what_the_form_must_hold_is_asked_for),
        TEST(an_id_is_unique_whatever_its_case),
        TEST(a_warehouse_belongs_to_the_legal_entity),
        TEST(a_profile_is_set_and_taken_away),
        TEST(a_store_in_use_elsewhere_is_a_conflict),
        TEST(customers_of_a_new_address_book_travel_again),
        TEST(each_customer_of_the_book_gets_a_version_of_its_own),
        TEST(a_store_with_customers_stays),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
