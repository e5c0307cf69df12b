/* SPDX-License-Identifier: MIT */
/* Functionality profiles: saved with their history, found in any case, kept while a store uses them. */
#include "support/exchange.h"

#include "model/hq/profile.h"

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

static struct profile make(const char *id, const char *name) {
    struct profile profile = {0};
    text_copy(profile.profileId, sizeof profile.profileId, id);
    text_copy(profile.name, sizeof profile.name, name);
    return profile;
}

static void a_new_profile_is_saved_with_its_history(void **state) {
    struct err err = {0};
    struct profile profile = make("Outlet", "Outlet store profile"), read = {0};
    profile.CreateAsyncCustomers = 1;
    world_ok(record_save(&entity_profile, hq(state), NULL, &profile, "kari", &err), &err);
    assert_true(profile.head.RecId > 0);
    assert_int_equal(profile.head.RecVersion, 1);
    world_ok(entity_profile.load(hq(state), "outlet", &read, &err), &err);
    assert_memory_equal(&read, &profile, sizeof read);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE EntityId ="
                                          " 'profile' AND RecordKey = 'Outlet' AND UserId ="
                                          " 'kari' AND Operation = 'insert'"),
                     5);
}

static void a_change_names_old_and_new(void **state) {
    struct err err = {0};
    struct profile old, now;
    world_ok(entity_profile.load(hq(state), "Async", &old, &err), &err);
    now = old;
    now.CreateAsyncCustomers = 0;
    world_ok(record_save(&entity_profile, hq(state), &old, &now, "kari", &err), &err);
    assert_int_equal(now.head.RecVersion, old.head.RecVersion + 1);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE Field ="
                                          " 'CreateAsyncCustomers' AND OldValue = '1' AND NewValue"
                                          " = '0' AND Operation = 'update'"),
                     1);
    /* Somebody who read it before that saves now. */
    struct profile late = old;
    text_copy(late.name, sizeof late.name, "Other");
    assert_int_equal(record_save(&entity_profile, hq(state), &old, &late, "ola", &err),
                     ERR_CONFLICT);
    assert_int_equal(err.reason, REASON_RECORD_CHANGED);
}

static void an_id_is_unique_whatever_its_case(void **state) {
    struct err err = {0};
    struct profile profile = make("ASYNC", "Twin");
    assert_int_equal(record_save(&entity_profile, hq(state), NULL, &profile, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    assert_string_equal(err.field, "profileId");
    profile = make("", "No ID");
    assert_int_equal(record_save(&entity_profile, hq(state), NULL, &profile, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
}

static void an_id_is_fixed(void **state) {
    struct err err = {0};
    struct profile old, now;
    world_ok(entity_profile.load(hq(state), "Async", &old, &err), &err);
    now = old;
    text_copy(now.profileId, sizeof now.profileId, "Other");
    assert_int_equal(record_save(&entity_profile, hq(state), &old, &now, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_READ_ONLY);
}

static void a_profile_in_use_stays(void **state) {
    struct err err = {0};
    struct profile profile;
    int stores = 0;
    char ids[40];
    world_ok(entity_profile.load(hq(state), "Async", &profile, &err), &err);
    world_ok(profile_usage(hq(state), "Async", &stores, ids, sizeof ids, &err), &err);
    assert_int_equal(stores, 1);
    assert_string_equal(ids, "North");
    assert_int_equal(record_delete(&entity_profile, hq(state), &profile, "kari", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_PROFILE_IN_USE);
    assert_int_equal(err.number, 1);
    assert_string_equal(err.value, "Async");
    world_exec(hq(state), "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = NULL");
    world_ok(record_delete(&entity_profile, hq(state), &profile, "kari", &err), &err);
    assert_int_equal(entity_profile.load(hq(state), "Async", &profile, &err), ERR_NOT_FOUND);
}

static void a_profile_of_the_point_of_sale_is_another_record(void **state) {
    struct err err = {0};
    struct pos_profile pos = {.CreateAsyncCustomers = 1};
    struct profile online;
    text_copy(pos.profileId, sizeof pos.profileId, "Sync");
    world_ok(record_save(&entity_pos_profile, hq(state), NULL, &pos, "kari", &err), &err);
    world_ok(entity_profile.load(hq(state), "Sync", &online, &err), &err);
    assert_int_equal(online.CreateAsyncCustomers, 0);
    struct pos_profile old = pos;
    pos.aggregateItems = 1;
    world_ok(record_save(&entity_pos_profile, hq(state), &old, &pos, "kari", &err), &err);
    world_ok(record_delete(&entity_pos_profile, hq(state), &pos, "kari", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM RetailFunctionalityProfile"), 0);
}

/* One page as "A B C|" with < and > where there is more. */
static void assert_page(struct db *db, const struct list_request *request, const char *expected) {
    struct rowset rows;
    struct err err = {0};
    char text[200] = "";
    rowset_init(&rows, entity_profile.list_columns);
    world_ok(entity_profile.list(db, request, &rows, &err), &err);
    for (int i = 0; i < rows.rows; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "", rowset_cell(&rows, i, 0));
    }
    char all[210];
    snprintf(all, sizeof all, "%s%s%s", rows.more_before ? "<" : "", text,
             rows.more_after ? ">" : "");
    assert_string_equal(all, expected);
    rowset_release(&rows);
}

static void the_list_is_paged_both_ways_and_filtered(void **state) {
    struct db *db = hq(state);
    world_exec(db,
               "DELETE FROM RetailOnlineChannelTable;"
               "DELETE FROM RetailOnlineChannelFunctionalityProfileTable;"
               "INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name)"
               " VALUES ('A', 'Åse'), ('B', 'Bø'), ('C', 'ÅSENTUNET'), ('D', '100%'), ('E', '')");
    assert_page(db, &(struct list_request){.from = LIST_FROM_START, .limit = 10}, "A B C D E");
    assert_page(db, &(struct list_request){.from = LIST_FROM_START, .limit = 2}, "A B>");
    assert_page(db, &(struct list_request){LIST_AFTER, "B", 2, NULL, NULL}, "<C D>");
    assert_page(db, &(struct list_request){LIST_AFTER, "D", 2, NULL, NULL}, "<E");
    assert_page(db, &(struct list_request){LIST_AFTER, "E", 2, NULL, NULL}, "<");
    assert_page(db, &(struct list_request){LIST_BEFORE, "D", 2, NULL, NULL}, "<B C>");
    assert_page(db, &(struct list_request){LIST_BEFORE, "C", 2, NULL, NULL}, "A B>");
    assert_page(db, &(struct list_request){LIST_BEFORE, "A", 2, NULL, NULL}, ">");
    assert_page(db, &(struct list_request){LIST_AT, "C", 2, NULL, NULL}, "<C D>");
    assert_page(db, &(struct list_request){LIST_AT, "BB", 2, NULL, NULL}, "<C D>");
    assert_page(db, &(struct list_request){LIST_FROM_END, NULL, 2, NULL, NULL}, "<D E");
    assert_page(db, &(struct list_request){LIST_FROM_START, NULL, 5, "åse", NULL}, "A C");
    assert_page(db, &(struct list_request){LIST_FROM_START, NULL, 5, "%", NULL}, "D");
    assert_page(db, &(struct list_request){LIST_FROM_START, NULL, 5, "nobody", NULL}, "");
    assert_page(db, &(struct list_request){LIST_AT, "B", 5, "åse", NULL}, "<C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_new_profile_is_saved_with_its_history),
        TEST(a_change_names_old_and_new),
        TEST(an_id_is_unique_whatever_its_case),
        TEST(an_id_is_fixed),
        TEST(a_profile_in_use_stays),
        TEST(a_profile_of_the_point_of_sale_is_another_record),
        TEST(the_list_is_paged_both_ways_and_filtered),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
