/* SPDX-License-Identifier: MIT */
/* Customer groups, address books, features, POS operations and parameters: the rules of each record. */
#include "support/exchange.h"

#include "model/hq/address_book.h"
#include "model/hq/customer_group.h"
#include "model/hq/feature.h"
#include "model/hq/operation.h"
#include "model/hq/parameters.h"

#define PERFORMANCE "Performance improvements for customer orders and customer transactions"
#define ADDRESSES   "Enable asynchronous creation for customer addresses"
#define ENHANCED    "Enable enhanced async customer creation"

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

/* Room for any record. */
union any_record {
    struct customer_group group;
    struct address_book book;
    struct feature feature;
    struct pos_operation operation;
    struct shared_parameter shared;
    struct scheduler_parameters scheduler;
};

static enum err_code set(void **state, const struct entity *entity, const char *key,
                         const char *member, const char *value, struct err *err) {
    union any_record old, now;
    memset(&old, 0, sizeof old);
    world_ok(entity->load(hq(state), key, &old, err), err);
    memcpy(&now, &old, sizeof now);
    enum err_code code = record_set_text(entity_member(entity, member), &now, value, err);
    return code == ERR_OK ? record_save(entity, hq(state), &old, &now, "kari", err) : code;
}

static enum err_code create(void **state, const struct entity *entity, const char *key,
                            const char *member, const char *value, struct err *err) {
    union any_record rec;
    memset(&rec, 0, sizeof rec);
    world_ok(record_set_text(entity_member(entity, entity->key), &rec, key, err), err);
    if (member) world_ok(record_set_text(entity_member(entity, member), &rec, value, err), err);
    return record_save(entity, hq(state), NULL, &rec, "kari", err);
}

static enum err_code drop(void **state, const struct entity *entity, const char *key,
                          struct err *err) {
    union any_record rec;
    memset(&rec, 0, sizeof rec);
    world_ok(entity->load(hq(state), key, &rec, err), err);
    return record_delete(entity, hq(state), &rec, "kari", err);
}

/* First cells of the whole list, "a|b". */
static void assert_list(void **state, const struct entity *entity, const char *scope,
                        const char *filter, const char *expected) {
    struct err err = {0};
    struct rowset rows;
    char text[1000] = "";
    rowset_init(&rows, entity->list_columns);
    struct list_request request = {LIST_FROM_START, NULL, 50, filter, scope};
    world_ok(entity->list(hq(state), &request, &rows, &err), &err);
    for (int i = 0; i < rows.rows; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i ? "|" : "", rowset_cell(&rows, i, 0));
    }
    rowset_release(&rows);
    assert_string_equal(text, expected);
}

/* ---- customer groups -------------------------------------------------------------------------------------------- */

static void a_group_is_made_changed_and_deleted(void **state) {
    struct err err = {0};
    const struct entity *groups = &entity_customer_group;
    world_ok(create(state, groups, " Vip ", "TaxGroupId", "US", &err), &err);
    world_ok(set(state, groups, "Vip", "CustAccountNumSeq", "Cust", &err), &err);
    assert_list(state, groups, NULL, NULL, "30|Vip");
    assert_list(state, groups, NULL, "vip", "Vip");
    assert_int_equal(set(state, groups, "Vip", "CustAccountNumSeq", "None", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    assert_int_equal(set(state, groups, "Vip", "CustGroup", "Vop", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
    assert_int_equal(create(state, groups, "VIP", NULL, NULL, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    world_ok(drop(state, groups, "vip", &err), &err);
    assert_list(state, groups, NULL, NULL, "30");
}

static void a_group_with_customers_is_kept(void **state) {
    struct err err = {0};
    assert_int_equal(drop(state, &entity_customer_group, "30", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_RECORD_IN_USE);
    assert_string_equal(err.value2, "CustTable");
    assert_string_equal(err.detail, "100001");
}

/* ---- address books ---------------------------------------------------------------------------------------------- */

static void a_book_in_use_keeps_its_name(void **state) {
    struct err err = {0};
    const struct entity *books = &entity_address_book;
    assert_int_equal(set(state, books, "Books", "Name", "Volumes", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_RECORD_IN_USE);
    assert_string_equal(err.value2, "RetailStoreAddressBook");
    assert_string_equal(err.detail, "North");
    world_ok(set(state, books, "Books", "Description", "All of them", &err), &err);
    assert_int_equal(drop(state, books, "Books", &err), ERR_REFUSED);
    world_exec(hq(state), "INSERT INTO DirAddressBookParty VALUES ('West books', 1)");
    assert_int_equal(drop(state, books, "West books", &err), ERR_REFUSED);
    assert_string_equal(err.value2, "DirAddressBookParty");
    assert_string_equal(err.detail, "100001");
    int64_t stores = 0;
    bool has_customers = false;
    world_ok(address_book_usage(hq(state), "Books", &stores, &has_customers, &err), &err);
    assert_int_equal(stores, 2);
    assert_false(has_customers);
}

static void a_book_nobody_uses_is_renamed_and_deleted(void **state) {
    struct err err = {0};
    const struct entity *books = &entity_address_book;
    world_ok(set(state, books, "West books", "Name", "East books", &err), &err);
    assert_int_equal(set(state, books, "East books", "Name", "BOOKS", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    world_ok(set(state, books, "East books", "Name", "EAST books", &err), &err);
    assert_int_equal(create(state, books, "One, two", NULL, NULL, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_NAME_SEPARATOR);
    assert_int_equal(create(state, books, "  ", NULL, NULL, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    world_ok(drop(state, books, "EAST books", &err), &err);
    assert_list(state, books, NULL, NULL, "Books");
}

/* ---- features ----------------------------------------------------------------------------------------------------- */

static void add_features(void **state) {
    struct err err = {0};
    int count = 0;
    world_exec(hq(state), "DELETE FROM FeatureManagementState");
    world_ok(feature_check_updates(hq(state), "kari", &count, &err), &err);
    assert_int_equal(count, 4);
    world_ok(feature_check_updates(hq(state), "kari", &count, &err), &err);
    assert_int_equal(count, 0);
}

static int is_enabled(void **state, const char *key) {
    struct err err = {0};
    struct feature feature;
    world_ok(entity_feature.load(hq(state), key, &feature, &err), &err);
    assert_true((feature.EnabledDateTime > 0) == (feature.IsEnabled == 1));
    return feature.IsEnabled;
}

static void a_feature_waits_for_those_it_needs(void **state) {
    struct err err = {0};
    add_features(state);
    world_ok(feature_enable(hq(state), ADDRESSES, "kari", &err), &err);
    assert_int_equal(feature_enable(hq(state), FEATURE_EDIT_ASYNC, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FEATURE_PREREQUISITES);
    assert_string_equal(err.value, FEATURE_EDIT_ASYNC);
    assert_string_equal(err.value2, PERFORMANCE ", " ENHANCED);
    world_ok(feature_enable(hq(state), "1", "kari", &err), &err);
    world_ok(feature_enable(hq(state), "enable ENHANCED async customer creation", "kari", &err),
             &err);
    world_ok(feature_enable(hq(state), FEATURE_EDIT_ASYNC, "kari", &err), &err);
    assert_int_equal(is_enabled(state, FEATURE_EDIT_ASYNC), 1);
    assert_int_equal(feature_disable(hq(state), ENHANCED, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FEATURE_REQUIRED);
    assert_string_equal(err.value2, FEATURE_EDIT_ASYNC);
    world_ok(feature_disable(hq(state), FEATURE_EDIT_ASYNC, "kari", &err), &err);
    world_ok(feature_disable(hq(state), ENHANCED, "kari", &err), &err);
    assert_int_equal(is_enabled(state, ENHANCED), 0);
    assert_int_equal(feature_enable(hq(state), "nothing", "kari", &err), ERR_NOT_FOUND);
}

static void a_mandatory_feature_stays(void **state) {
    struct err err = {0};
    add_features(state);
    world_ok(feature_enable(hq(state), PERFORMANCE, "kari", &err), &err);
    world_exec(hq(state), "UPDATE FeatureManagementState SET IsMandatory = 1 WHERE FeatureId = 1");
    assert_int_equal(feature_disable(hq(state), PERFORMANCE, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FEATURE_MANDATORY);
}

static void all_are_enabled_in_order_or_none(void **state) {
    struct err err = {0};
    int count = 0;
    add_features(state);
    world_exec(hq(state), "INSERT INTO FeatureManagementState (Name) VALUES ('Of another module')");
    world_ok(feature_enable_all(hq(state), "kari", &count, &err), &err);
    assert_int_equal(count, 5);
    assert_int_equal(is_enabled(state, FEATURE_EDIT_ASYNC), 1);
    world_exec(hq(state), "DELETE FROM FeatureManagementState WHERE FeatureId = 1;"
                          "UPDATE FeatureManagementState SET IsEnabled = 0, EnabledDateTime = 0");
    assert_int_equal(feature_enable_all(hq(state), "kari", &count, &err), ERR_REFUSED);
    assert_int_equal(count, 0);
    assert_int_equal(is_enabled(state, ADDRESSES), 0);
}

static void a_schedule_comes_due(void **state) {
    struct err err = {0};
    int count = 0;
    int64_t now = clock_now_ms(), later = now + 3600000;
    add_features(state);
    assert_int_equal(feature_schedule(hq(state), FEATURE_EDIT_ASYNC, later, "kari", &err),
                     ERR_REFUSED);
    world_ok(feature_schedule(hq(state), PERFORMANCE, later, "kari", &err), &err);
    world_ok(feature_schedule(hq(state), ADDRESSES, later, "kari", &err), &err);
    world_ok(feature_schedule(hq(state), ENHANCED, now - 1, "kari", &err), &err);
    assert_int_equal(is_enabled(state, ENHANCED), 1);
    assert_int_equal(feature_schedule(hq(state), FEATURE_EDIT_ASYNC, later - 1, "kari", &err),
                     ERR_REFUSED);
    world_ok(feature_schedule(hq(state), FEATURE_EDIT_ASYNC, later, "kari", &err), &err);
    assert_list(state, &entity_feature, "scheduled", NULL,
                ADDRESSES "|" FEATURE_EDIT_ASYNC "|" PERFORMANCE);
    world_ok(feature_apply_due(hq(state), &count, &err), &err);
    assert_int_equal(count, 0);
    world_exec(hq(state), "UPDATE FeatureManagementState SET ScheduledDateTime = 1"
                          " WHERE ScheduledDateTime > 0");
    assert_list(state, &entity_feature, "scheduled", NULL, "");
    assert_int_equal(is_enabled(state, FEATURE_EDIT_ASYNC), 1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM FeatureManagementState"
                                          " WHERE ScheduledDateTime > 0"),
                     0);
}

/* Due, but what it needs was disabled in the meantime: it waits. */
static void a_due_feature_without_its_prerequisite_waits(void **state) {
    struct err err = {0};
    int count = 0;
    add_features(state);
    world_exec(hq(state), "UPDATE FeatureManagementState SET ScheduledDateTime = 1 WHERE FeatureId"
                          " IN (1, 4)");
    world_ok(feature_apply_due(hq(state), &count, &err), &err);
    assert_int_equal(count, 1);
    assert_int_equal(is_enabled(state, PERFORMANCE), 1);
    assert_int_equal(is_enabled(state, FEATURE_EDIT_ASYNC), 0);
    world_ok(feature_disable(hq(state), FEATURE_EDIT_ASYNC, "kari", &err), &err);
    assert_list(state, &entity_feature, "scheduled", NULL, "");
}

/* The package of job 1110 has what came due, whoever looks. */
static void what_came_due_reaches_the_channel(void **state) {
    struct world *world = *state;
    add_features(state);
    world_exec(hq(state), "UPDATE FeatureManagementState SET ScheduledDateTime = 1"
                          " WHERE FeatureId = 2");
    world_run(world, "1110");
    assert_int_equal(world_int(world->company->channels[0].db,
                               "SELECT count(*) FROM FEATUREMANAGEMENTSTATE WHERE ISENABLED"),
                     1);
}

static void features_are_listed_by_tab(void **state) {
    struct err err = {0};
    add_features(state);
    world_exec(hq(state), "UPDATE FeatureManagementState SET FeatureAdded = 1 WHERE FeatureId > 1");
    world_ok(feature_enable(hq(state), ADDRESSES, "kari", &err), &err);
    assert_list(state, &entity_feature, "new", NULL, PERFORMANCE);
    assert_list(state, &entity_feature, "not-enabled", NULL,
                FEATURE_EDIT_ASYNC "|" ENHANCED "|" PERFORMANCE);
    assert_list(state, &entity_feature, NULL, "EDITING", FEATURE_EDIT_ASYNC);
}

/* ---- POS operations ------------------------------------------------------------------------------------------------ */

static void an_operation_is_allowed_and_refused(void **state) {
    struct err err = {0};
    const struct entity *operations = &entity_pos_operation;
    world_exec(hq(state), "INSERT INTO RetailOperations (OperationId, OperationName)"
                          " VALUES (1005, 'Late'), (99, 'Early')");
    assert_list(state, operations, NULL, NULL, "99|612|1005");
    world_ok(set(state, operations, OPERATION_CUSTOMER_ADD, "AllowAnonymousAccess", "No", &err),
             &err);
    assert_int_equal(world_int(hq(state), "SELECT AllowAnonymousAccess FROM RetailOperations"
                                          " WHERE OperationId = 612"),
                     0);
    assert_int_equal(set(state, operations, "612", "OperationName", "Mine", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
    struct pos_operation operation;
    assert_int_equal(operations->load(hq(state), "6x", &operation, &err), ERR_NOT_FOUND);
    assert_int_equal(operations->load(hq(state), "x", &operation, &err), ERR_NOT_FOUND);
}

/* ---- parameters ------------------------------------------------------------------------------------------------------ */

static void a_known_parameter_is_a_switch(void **state) {
    struct err err = {0};
    const struct entity *parameters = &entity_shared_parameter;
    const char *key = "CDX_DISABLE_FORCESCHEDULEINBATCH", *nearest = NULL;
    char value[TEXT_SIZE(255)];
    assert_int_equal(create(state, parameters, key, "Value", "yes", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_NOT_CHOICE);
    world_ok(create(state, parameters, key, "Value", " 1 ", &err), &err);
    world_ok(shared_parameter_get(hq(state), key, "0", value, &err), &err);
    assert_string_equal(value, "1");
    world_ok(shared_parameter_get(hq(state), "Nothing", "0", value, &err), &err);
    assert_string_equal(value, "0");
    assert_int_equal(
        create(state, parameters, "cdx_disable_forcescheduleinbatch", "Value", "1", &err),
        ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    world_ok(create(state, parameters, "Own", "Value", "anything", &err), &err);
    world_ok(drop(state, parameters, "Own", &err), &err);
    assert_null(shared_parameter_known("CDX_DISABLE_FORCESHEDULEINBATCH", &nearest));
    assert_string_equal(nearest, key);
    assert_string_equal(shared_parameter_known("cdx_disable_forcescheduleinbatch", &nearest), key);
}

static void scheduler_parameters_have_limits(void **state) {
    struct err err = {0};
    const struct entity *entity = &entity_scheduler_parameters;
    world_ok(set(state, entity, SCHEDULER_PARAMETERS_KEY, "TryCount", "5", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT TryCount FROM RetailConnParameters"), 5);
    assert_int_equal(set(state, entity, SCHEDULER_PARAMETERS_KEY, "TryCount", "0", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_OUT_OF_RANGE);
    assert_int_equal(
        set(state, entity, SCHEDULER_PARAMETERS_KEY, "SqlCommandTimeout", "86401", &err),
        ERR_INVALID);
    assert_list(state, entity, NULL, NULL, SCHEDULER_PARAMETERS_KEY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_group_is_made_changed_and_deleted),
        TEST(a_group_with_customers_is_kept),
        TEST(a_book_in_use_keeps_its_name),
        TEST(a_book_nobody_uses_is_renamed_and_deleted),
        TEST(a_feature_waits_for_those_it_needs),
        TEST(a_mandatory_feature_stays),
        TEST(all_are_enabled_in_order_or_none),
        TEST(a_schedule_comes_due),
        TEST(a_due_feature_without_its_prerequisite_waits),
        TEST(what_came_due_reaches_the_channel),
        TEST(features_are_listed_by_tab),
        TEST(an_operation_is_allowed_and_refused),
        TEST(a_known_parameter_is_a_switch),
        TEST(scheduler_parameters_have_limits),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
