/* SPDX-License-Identifier: MIT */
/*
 * Customer synchronization status: operations listed and filtered, failed ones by cause, corrected and tried again one by
 * one or as a group (domain.md 4.4; audit-async-customer-operations.md).
 */
#include "model/exchange/operations.h"
#include "model/exchange/shopper.h"
#include "model/hq/audit.h"
#include "model/hq/customer.h"
#include "support/exchange.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    world_exec(world->company->hq, "UPDATE FeatureManagementState SET IsEnabled = 1, Name ="
                                   " 'Enable editing customers in asynchronous mode'");
    world_run(world, "1110");
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

static void sign_up(struct world *world, const char *store, const char *first, int number,
                    const char *country) {
    struct signup in = world_person(first, number);
    struct signup_result result;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "%s", country);
    world_ok(company_signup(world->company, store, &in, &result, &err), &err);
}

/* Operations 1 to 6: two from Norge, one from Narnia, one good one, one with a name that is too long, one of Western. */
static void fill(struct world *world) {
    struct signup in = world_person("Long", 1);
    struct signup_result result;
    struct err err = {0};
    sign_up(world, "North", "Kari", 1, "Norge");
    sign_up(world, "North", "Ola", 1, "Norge");
    sign_up(world, "North", "Lucy", 1, "Narnia");
    sign_up(world, "North", "Good", 1, "NOR");
    memset(in.LastName, 'x', 26);
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    sign_up(world, "Western", "West", 1, "Norge");
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
}

static struct correction correction_of(struct world *world, const char *attribute,
                                       const char *value) {
    struct correction correction = {0};
    struct err err = {0};
    world_ok(correction_add(&correction, hq(world), attribute, value, &err), &err);
    return correction;
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

/* Numbers of the list, "6,5,4", page by page in both directions. */
static void list(struct world *world, const struct operation_scope *scope, const char *filter,
                 char forth[200], char back[200]) {
    char text[OPERATION_SCOPE_SIZE], anchor[ROW_KEY_SIZE] = "";
    struct rowset rows;
    struct err err = {0};
    operation_scope_format(scope, text);
    forth[0] = back[0] = '\0';
    rowset_init(&rows, entity_async_operation.list_columns);
    for (int backwards = 0; backwards < 2; backwards++) {
        bool more = true;
        for (int page = 0; more; page++) {
            assert_true(page < 50);
            struct list_request request = {.from = backwards
                                                       ? (page ? LIST_BEFORE : LIST_FROM_END)
                                                       : (page ? LIST_AFTER : LIST_FROM_START),
                                           .anchor = page ? anchor : NULL,
                                           .limit = 2,
                                           .filter = filter,
                                           .scope = text};
            world_ok(entity_async_operation.list(hq(world), &request, &rows, &err), &err);
            if (page > 0) assert_true(backwards ? rows.more_after : rows.more_before);
            for (int i = 0; i < rows.rows; i++) {
                const char *number = rowset_cell(&rows, backwards ? rows.rows - 1 - i : i, 0);
                char *all = backwards ? back : forth;
                size_t used = strlen(all), size = strlen(number);
                assert_true(used + size + 2 < 200);
                if (backwards) memmove(all + size + 1, all, used + 1);
                if (backwards) all[size] = used ? ',' : '\0';
                if (backwards) memcpy(all, number, size);
                if (!backwards) snprintf(all + used, 200 - used, "%s%s", used ? "," : "", number);
            }
            if (rows.rows > 0)
                snprintf(anchor, sizeof anchor, "%s",
                         rowset_key(&rows, backwards ? 0 : rows.rows - 1));
            more = backwards ? rows.more_before : rows.more_after;
        }
    }
    rowset_release(&rows);
}

static void expect_list(struct world *world, struct operation_scope scope, const char *filter,
                        const char *expected) {
    char forth[200], back[200];
    list(world, &scope, filter, forth, back);
    assert_string_equal(forth, expected);
    assert_string_equal(back, expected);
}

static void test_filters_find_their_operations_in_both_directions(void **state) {
    struct world *world = *state;
    struct shopper_change city = {"City", "Oslo"};
    struct edit_result result;
    struct err err = {0};
    int64_t store = 0;
    fill(world);
    world_ok(company_shopper_edit(world->company, "Good1@example.com", &city, 1, &result, &err),
             &err);
    world_run(world, "P-0001");
    const struct operation_scope all = {.status = -1};
    expect_list(world, all, "", "7,6,5,4,3,2,1");
    expect_list(world, (struct operation_scope){.status = SYNC_FAILED}, "", "6,5,3,2,1");
    expect_list(world, (struct operation_scope){.status = SYNC_SUCCEEDED}, "", "4");
    expect_list(world, (struct operation_scope){.status = SYNC_PENDING}, "", "7");
    expect_list(world, (struct operation_scope){.status = -1, .kind = OPERATION_UPDATE}, "", "7");
    world_ok(operation_store(hq(world), "western", &store, &err), &err);
    expect_list(world, (struct operation_scope){.status = -1, .store_rec_id = store}, "", "6");
    expect_list(world, (struct operation_scope){.status = SYNC_FAILED, .store_rec_id = 1}, "",
                "5,3,2,1");
    /* Text: who is not done by any part of it, who is done as All customers finds them. */
    expect_list(world, all, "ola", "2");
    expect_list(world, all, "LUCY1@", "3");
    expect_list(world, all, "good", "7,4");
    expect_list(world, all, "nobody", "");
    expect_list(world, all, "c-000001", "7"); /* an edit that is not done, by the account */
    world_run(world, "sync-customers");
    expect_list(world, all, "good", "7,4");
}

static void test_a_list_cell_names_the_store_and_the_account(void **state) {
    struct world *world = *state;
    struct rowset rows;
    struct err err = {0};
    fill(world);
    rowset_init(&rows, entity_async_operation.list_columns);
    struct list_request request = {.from = LIST_FROM_START, .limit = 10, .filter = "good"};
    world_ok(entity_async_operation.list(hq(world), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 1), "North");
    assert_string_equal(rowset_cell(&rows, 0, 2), "C-000001");
    assert_string_equal(rowset_cell(&rows, 0, 5), "Succeeded");
    assert_string_equal(rowset_cell(&rows, 0, 6), "Create");
    rowset_release(&rows);
}

static void test_an_operation_is_found_by_anything_that_names_it(void **state) {
    struct world *world = *state;
    struct async_operation operation;
    struct err err = {0};
    int64_t number = 0;
    fill(world);
    static const struct {
        const char *key;
        int64_t number;
    } keys[] = {{"Kari1@example.com", 1}, {"lucy1@EXAMPLE.com", 3}, {"#2", 2}, {"5", 5},
                {"C-000001", 4},          {"Good1@example.com", 4}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        world_ok(operation_find(hq(world), keys[i].key, &number, &err), &err);
        assert_int_equal(number, keys[i].number);
    }
    world_ok(entity_async_operation.load(hq(world), "3", &operation, &err), &err);
    world_ok(operation_find(hq(world), operation.CustAccountAsync, &number, &err), &err);
    assert_int_equal(number, 3);
    assert_int_equal(operation_find(hq(world), "#99", &number, &err), ERR_NOT_FOUND);
    assert_int_equal(operation_find(hq(world), "x' OR 1=1", &number, &err), ERR_NOT_FOUND);
}

/* ---- one -------------------------------------------------------------------------------------------------------- */

static void test_a_corrected_operation_is_synchronized(void **state) {
    struct world *world = *state;
    struct correction correction = {0};
    struct rowset rows;
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    fill(world);
    world_ok(correction_add(&correction, hq(world), "Country", "NOR", &err), &err);
    world_ok(resync_one(world->company, 1, &correction, account, &err), &err);
    assert_string_equal(account, "C-000002");
    assert_int_equal(world_int(hq(world), "SELECT SyncStatus FROM RetailAsyncCustomer"
                                          " WHERE RecId = 1"),
                     SYNC_SUCCEEDED);
    /* The failed attempt and the success after it, with who did it. */
    rowset_init(&rows, ATTEMPT_COLUMNS);
    world_ok(operation_attempts(hq(world), 1, 10, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_string_equal(rowset_cell(&rows, 0, ATTEMPT_STATUS), "1");
    assert_string_equal(rowset_cell(&rows, 0, ATTEMPT_USER), world->company->user);
    assert_string_equal(rowset_cell(&rows, 1, ATTEMPT_STATUS), "2");
    assert_string_equal(rowset_cell(&rows, 1, ATTEMPT_USER), "");
    rowset_release(&rows);
    rowset_init(&rows, AUDIT_COLUMNS);
    world_ok(audit_list(hq(world), "async-operation", "1", 10, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, AUDIT_FIELD), "Country");
    assert_string_equal(rowset_cell(&rows, 0, AUDIT_OLD), "Norge");
    rowset_release(&rows);
    /* What has succeeded is neither done again nor changed. */
    assert_int_equal(resync_one(world->company, 1, &correction, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_OPERATION_DONE);
    world_check(world);
}

static void test_a_correction_that_does_not_help_is_kept_with_the_new_reason(void **state) {
    struct world *world = *state;
    struct async_operation operation;
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    fill(world);
    struct correction correction = correction_of(world, "FirstName", "Karianne");
    assert_int_equal(resync_one(world->company, 1, &correction, account, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_COUNTRY_UNKNOWN);
    world_ok(entity_async_operation.load(hq(world), "1", &operation, &err), &err);
    assert_string_equal(operation.CustName, "Karianne Test");
    assert_int_equal(operation.SyncStatus, SYNC_FAILED);
    assert_int_equal(operation.AttemptCount, 2);
    world_check(world);
}

static void test_a_value_headquarters_does_not_have_is_refused_before_anything_is_done(
    void **state) {
    struct world *world = *state;
    struct correction correction = {0};
    struct err err = {0};
    assert_int_equal(correction_add(&correction, hq(world), "Country", "Norge", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_LOOKUP_NOT_FOUND);
    assert_int_equal(correction_add(&correction, hq(world), "SyncStatus", "1", &err), ERR_INVALID);
    assert_int_equal(correction_add(&correction, hq(world), "City", "\033[2J", &err), ERR_INVALID);
    assert_int_equal(correction.count, 0);
}

static void test_saving_what_has_succeeded_meanwhile_is_refused(void **state) {
    struct world *world = *state;
    struct async_operation old, now;
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    fill(world);
    world_ok(entity_async_operation.load(hq(world), "1", &old, &err), &err);
    now = old;
    struct correction correction = correction_of(world, "Country", "NOR");
    world_ok(resync_one(world->company, 1, &correction, account, &err), &err);
    snprintf(now.City, sizeof now.City, "Oslo");
    assert_int_equal(record_save(&entity_async_operation, hq(world), &old, &now, "test", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_OPERATION_DONE);
}

static void test_an_edit_waits_for_the_sign_up_also_by_hand(void **state) {
    struct world *world = *state;
    struct shopper_change city = {"City", "Oslo"};
    struct edit_result result;
    struct correction none = {0};
    struct err err = {0};
    char account[TEXT_SIZE(20)];
    fill(world);
    world_ok(company_shopper_edit(world->company, "Kari1@example.com", &city, 1, &result, &err),
             &err);
    world_run(world, "P-0001");
    assert_int_equal(resync_one(world->company, 7, &none, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_OPERATION_WAITS);
    assert_string_equal(err.value2, "1");
    struct correction correction = correction_of(world, "Country", "NOR");
    world_ok(resync_one(world->company, 1, &correction, account, &err), &err);
    world_ok(resync_one(world->company, 7, &none, account, &err), &err);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM LogisticsPostalAddress"
                                          " WHERE City = 'Oslo' AND CountryRegionId = 'NOR'"),
                     1);
    world_check(world);
}

static void test_nothing_is_synchronized_in_servicing(void **state) {
    struct world *world = *state;
    struct correction none = {0};
    struct resync_counts counts;
    struct err err = {0};
    int64_t number = 1;
    char account[TEXT_SIZE(20)];
    fill(world);
    world_ok(servicing_set(hq(world), true, "test", &err), &err);
    assert_int_equal(resync_one(world->company, 1, &none, account, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_HQ_IN_SERVICING);
    assert_int_equal(resync_run(world->company, &number, 1, &none, NULL, &counts, &err),
                     ERR_REFUSED);
    assert_int_equal(world_int(hq(world), "SELECT AttemptCount FROM RetailAsyncCustomer"
                                          " WHERE RecId = 1"),
                     1);
}

/* ---- by cause --------------------------------------------------------------------------------------------------- */

static void test_causes_are_counted_with_an_example(void **state) {
    struct world *world = *state;
    struct failure_cause causes[8];
    struct err err = {0};
    int count = 0;
    fill(world);
    world_ok(failure_causes(hq(world), causes, 8, &count, &err), &err);
    assert_int_equal(count, 3);
    assert_string_equal(causes[0].key, "COUNTRY_UNKNOWN:Norge");
    assert_int_equal(causes[0].count, 3);
    assert_int_equal(causes[0].example, 1);
    assert_string_equal(causes[0].example_name, "Kari Test");
    assert_int_equal(causes[1].count + causes[2].count, 2);
    world_ok(failure_cause_find(hq(world), "FIELD_TOO_LONG:LastName", &causes[0], &err), &err);
    assert_int_equal(causes[0].count, 1);
    world_ok(failure_cause_find(hq(world), "COUNTRY_UNKNOWN", &causes[0], &err), &err);
    assert_int_equal(causes[0].count, 4);
    assert_int_equal(failure_cause_find(hq(world), "COUNTRY_UNKNOWN:Nor", &causes[0], &err),
                     ERR_NOT_FOUND);
    assert_int_equal(failure_cause_find(hq(world), "SEQUENCE_STOPPED", &causes[0], &err),
                     ERR_NOT_FOUND);
    world_ok(failure_causes(hq(world), causes, 1, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_int_equal(causes[0].count, 3);
}

static struct resync_counts group(struct world *world, const char *key,
                                  const struct correction *correction, bool preview) {
    struct failure_cause cause;
    struct resync_counts counts;
    struct err err = {0};
    int64_t *numbers;
    size_t count;
    world_ok(failure_cause_find(hq(world), key, &cause, &err), &err);
    world_ok(failure_cause_operations(hq(world), &cause, &numbers, &count, &err), &err);
    enum err_code code =
        preview ? resync_preview(world->company, numbers, count, correction, NULL, &counts, &err)
                : resync_run(world->company, numbers, count, correction, NULL, &counts, &err);
    free(numbers);
    world_ok(code, &err);
    return counts;
}

static void test_one_correction_for_a_group_with_its_preview(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct async_operation old, now;
    fill(world);
    /* Ola's country was corrected by hand, and saved, but not synchronized. */
    world_ok(entity_async_operation.load(hq(world), "2", &old, &err), &err);
    now = old;
    snprintf(now.Country, sizeof now.Country, "USA");
    world_ok(record_save(&entity_async_operation, hq(world), &old, &now, "test", &err), &err);
    /* West's name is too long as well: it fails alone. */
    world_exec(hq(world), "UPDATE RetailAsyncCustomer SET LastName = '1234567890123456789012345X'"
                          " WHERE RecId = 6");
    struct correction correction = correction_of(world, "Country", "NOR");
    struct resync_counts counts = group(world, "COUNTRY_UNKNOWN:Norge", &correction, true);
    assert_int_equal(counts.found, 3);
    assert_int_equal(counts.changed, 2);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.corrected, 1);
    assert_int_equal(counts.succeeded, 0);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"
                                          " WHERE Country = 'NOR'"),
                     1);
    counts = group(world, "COUNTRY_UNKNOWN:Norge", &correction, false);
    assert_int_equal(counts.changed, 2);
    assert_int_equal(counts.succeeded, 2);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(counts.first_failure.reason, REASON_FIELD_TOO_LONG);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM LogisticsPostalAddress"
                                          " WHERE CountryRegionId = 'USA'"),
                     1);
    assert_int_equal(world_int(hq(world), "SELECT Country = 'NOR' AND SyncStatus = 2"
                                          " FROM RetailAsyncCustomer WHERE RecId = 6"),
                     1);
    world_check(world);
}

static void test_only_try_again_after_the_cause_was_repaired(void **state) {
    struct world *world = *state;
    struct correction none = {0};
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Blocked = 1");
    for (int i = 0; i < 5; i++) sign_up(world, "North", "Kari", i, "");
    world->settings.exchange_batch_rows = 2;
    world_reopen(world);
    world_run(world, "P-0001");
    assert_int_equal(world_run(world, "sync-customers").failed_rows, 5);
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Blocked = 0");
    struct resync_counts counts = group(world, "SEQUENCE_STOPPED:Cust", &none, false);
    assert_int_equal(counts.succeeded, 5);
    assert_int_equal(counts.unchanged, 5);
    assert_int_equal(world_int(hq(world), "SELECT NextRec FROM NumberSequenceTable"), 6);
    world_check(world);
}

static void note_done(void *ctx, int64_t done, int64_t total) {
    assert_int_equal(total, 5);
    *(int64_t *)ctx = done;
}

static bool after_two(void *ctx) {
    return *(int64_t *)ctx >= 2;
}

static void test_a_cancelled_group_keeps_what_is_done(void **state) {
    struct world *world = *state;
    struct correction none = {0};
    struct resync_counts counts;
    struct err err = {0};
    int64_t numbers[] = {1, 2, 3, 4, 5}, done = 0;
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Blocked = 1");
    for (int i = 0; i < 5; i++) sign_up(world, "North", "Kari", i, "");
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_exec(hq(world), "UPDATE NumberSequenceTable SET Blocked = 0");
    world->settings.exchange_batch_rows = 1;
    world_reopen(world);
    struct progress progress = {.report = note_done, .cancelled = after_two, .ctx = &done};
    world_ok(resync_run(world->company, numbers, 5, &none, &progress, &counts, &err), &err);
    assert_true(counts.stopped);
    assert_int_equal(counts.succeeded, 2);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"
                                          " WHERE SyncStatus = 1"),
                     2);
    world_ok(resync_run(world->company, numbers, 5, &none, NULL, &counts, &err), &err);
    assert_int_equal(counts.done, 2);
    assert_int_equal(counts.succeeded, 3);
    world_check(world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_filters_find_their_operations_in_both_directions),
        TEST(test_a_list_cell_names_the_store_and_the_account),
        TEST(test_an_operation_is_found_by_anything_that_names_it),
        TEST(test_a_corrected_operation_is_synchronized),
        TEST(test_a_correction_that_does_not_help_is_kept_with_the_new_reason),
        TEST(test_a_value_headquarters_does_not_have_is_refused_before_anything_is_done),
        TEST(test_saving_what_has_succeeded_meanwhile_is_refused),
        TEST(test_an_edit_waits_for_the_sign_up_also_by_hand),
        TEST(test_nothing_is_synchronized_in_servicing),
        TEST(test_causes_are_counted_with_an_example),
        TEST(test_one_correction_for_a_group_with_its_preview),
        TEST(test_only_try_again_after_the_cause_was_repaired),
        TEST(test_a_cancelled_group_keeps_what_is_done),
    };
    return cmocka_run_group_tests_name("operations", tests, NULL, NULL);
}
