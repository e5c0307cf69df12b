/* SPDX-License-Identifier: MIT */
/* Where customers are: every one is counted once, listed once and found, in whatever state and whichever channel. */
#include "support/exchange.h"

/* One customer of each state, and one more that waits in the second channel. */
static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    struct signup in = world_person("Failed", 1);
    struct signup_result result;
    struct err err = {0};
    world_init(world, 2);
    world_signup(world, "North", "Complete", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_signup(world, "South", "Synchronous", 1);
    world_signup(world, "North", "Created", 1);
    snprintf(in.Country, sizeof in.Country, "NARNIA");
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_signup(world, "North", "Uploaded", 1);
    world_run(world, "P-0001");
    world_signup(world, "North", "Channel", 1);
    world_signup(world, "Western", "Western", 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

struct seen {
    int count;
    char names[64][TEXT_SIZE(100)];
    enum customer_state states[64];
    struct err error;
};

static enum err_code see(void *ctx, const struct customer_line *line, struct err *err) {
    struct seen *seen = ctx;
    (void)err;
    assert_true(seen->count < 64);
    snprintf(seen->names[seen->count], sizeof seen->names[0], "%.100s", line->name);
    seen->states[seen->count++] = line->state;
    if (line->state == STATE_FAILED) seen->error = line->error;
    return ERR_OK;
}

static void list(struct world *world, struct states_query query, struct seen *seen, char *next) {
    char key[ROW_KEY_SIZE];
    struct err err = {0};
    *seen = (struct seen){0};
    if (query.limit == 0) query.limit = 100;
    world_ok(states_list(world->company, &query, see, seen, next ? next : key, &err), &err);
}

static void test_each_state_is_counted_once(void **state) {
    struct world *world = *state;
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.count[STATE_IN_CHANNEL], 2);
    assert_int_equal(counts.count[STATE_UPLOADED], 1);
    assert_int_equal(counts.count[STATE_FAILED], 1);
    assert_int_equal(counts.count[STATE_CREATED], 1);
    assert_int_equal(counts.count[STATE_COMPLETE], 1);
    assert_int_equal(counts.count[STATE_SYNC_CREATED], 2); /* and the default customer */
    assert_int_equal(counts.pending, 4);
    assert_int_equal(counts.synced, 4);
    assert_int_equal(counts.channels_missing, 0);
    assert_false(counts.in_servicing);
}

static void test_oldest_waiting_is_found_wherever_it_waits(void **state) {
    struct world *world = *state;
    world_exec(world->company->channels[1].db, "UPDATE RETAILASYNCCUSTOMER SET"
                                               " CREATEDDATETIME = 77");
    assert_int_equal(world_counts(world).oldest_pending_ms, 77);
    world_exec(world->company->hq, "UPDATE RetailAsyncCustomer SET OperationTimestamp = 66"
                                   " WHERE SyncStatus = 2");
    assert_int_equal(world_counts(world).oldest_pending_ms, 66);
    world_exec(world->company->hq, "UPDATE RetailAsyncCustomer SET OperationTimestamp = 55"
                                   " WHERE SyncStatus = 1");
    assert_int_equal(world_counts(world).oldest_pending_ms, 66); /* that one has arrived */
}

static void test_list_agrees_with_the_counts(void **state) {
    struct world *world = *state;
    struct seen seen;
    struct state_counts counts = world_counts(world);
    for (int i = 0; i < STATE_COUNT; i++) {
        list(world, (struct states_query){.state = i}, &seen, NULL);
        assert_int_equal(seen.count, counts.count[i]);
        for (int n = 0; n < seen.count; n++) assert_int_equal(seen.states[n], i);
    }
    list(world, (struct states_query){.state = STATE_FAILED}, &seen, NULL);
    assert_int_equal(seen.error.reason, REASON_COUNTRY_UNKNOWN);
}

static void test_list_has_the_waiting_first_and_then_accounts(void **state) {
    struct world *world = *state;
    static const char *const names[] = {"Channel Test",     "Western Test",     "Uploaded Test",
                                        "Failed Test",      "Default Customer", "Complete Test",
                                        "Synchronous Test", "Created Test"};
    struct seen seen;
    list(world, (struct states_query){.state = -1}, &seen, NULL);
    assert_int_equal(seen.count, 8);
    for (int i = 0; i < 8; i++) assert_string_equal(seen.names[i], names[i]);
}

static void test_pages_of_any_size_show_the_same_list(void **state) {
    struct world *world = *state;
    struct seen all, page;
    list(world, (struct states_query){.state = -1}, &all, NULL);
    for (int limit = 1; limit <= 9; limit++) {
        char after[ROW_KEY_SIZE] = "", next[ROW_KEY_SIZE] = "";
        int at = 0;
        do {
            list(world, (struct states_query){.state = -1, .limit = limit, .after = after}, &page,
                 next);
            for (int i = 0; i < page.count; i++) {
                assert_string_equal(page.names[i], all.names[at++]);
            }
            snprintf(after, sizeof after, "%s", next);
        } while (next[0]);
        assert_int_equal(at, all.count);
    }
}

static void test_filters_by_store_and_by_part_of_a_name(void **state) {
    struct world *world = *state;
    struct seen seen;
    list(world, (struct states_query){.state = -1, .store = "Western"}, &seen, NULL);
    assert_int_equal(seen.count, 1);
    list(world, (struct states_query){.state = -1, .store = "North"}, &seen, NULL);
    assert_int_equal(seen.count, 5);
    list(world, (struct states_query){.state = -1, .filter = "RONOU"}, &seen, NULL);
    assert_int_equal(seen.count, 1);
    list(world, (struct states_query){.state = -1, .filter = "c-000003"}, &seen, NULL);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.names[0], "Created Test");
    list(world, (struct states_query){.state = -1, .filter = "nobody"}, &seen, NULL);
    assert_int_equal(seen.count, 0);
}

static void test_newest_are_the_newest_of_all_places(void **state) {
    struct world *world = *state;
    struct customer_line pending[3], synced[3];
    int pending_count, synced_count;
    struct err err = {0};
    world_exec(world->company->channels[1].db, "UPDATE RETAILASYNCCUSTOMER SET"
                                               " CREATEDDATETIME = CREATEDDATETIME + 9000");
    world_exec(world->company->hq, "UPDATE RetailAsyncCustomer SET OperationTimestamp ="
                                   " OperationTimestamp + 5000 WHERE SyncStatus = 2");
    world_ok(states_newest(world->company, 3, pending, &pending_count, synced, &synced_count, &err),
             &err);
    assert_int_equal(pending_count, 3);
    assert_int_equal(synced_count, 3);
    assert_string_equal(pending[0].name, "Western Test");
    assert_string_equal(pending[1].name, "Failed Test");
    assert_string_equal(pending[2].name, "Channel Test");
    assert_string_equal(synced[0].name, "Created Test");
    assert_int_equal(synced[0].state, STATE_CREATED);
    assert_string_equal(synced[1].name, "Synchronous Test");
    assert_int_equal(synced[2].state, STATE_COMPLETE);
    world_ok(states_newest(world->company, 1, pending, &pending_count, synced, &synced_count, &err),
             &err);
    assert_int_equal(pending_count, 1);
    assert_string_equal(pending[0].name, "Western Test");
}

static void test_found_by_account_guid_and_email(void **state) {
    struct world *world = *state;
    struct customer_line line, again;
    char bare[GUID_SIZE];
    struct err err = {0};
    world_ok(states_find(world->company, "C-000001", &line, &err), &err);
    assert_int_equal(line.state, STATE_COMPLETE);
    snprintf(bare, sizeof bare, "%.36s", line.async_account + 1);
    for (char *c = bare; *c; c++) {
        if (*c >= 'A' && *c <= 'F') *c = (char)(*c + 32);
    }
    world_ok(states_find(world->company, bare, &again, &err), &err);
    assert_string_equal(again.account, "C-000001");
    world_ok(states_find(world->company, "UPLOADED1@example.com", &line, &err), &err);
    assert_int_equal(line.state, STATE_UPLOADED);
    world_ok(states_find(world->company, "western1@example.com", &line, &err), &err);
    assert_int_equal(line.state, STATE_IN_CHANNEL);
    assert_string_equal(line.store, "Western");
    world_ok(states_find(world->company, "synchronous1@example.com", &line, &err), &err);
    assert_int_equal(line.state, STATE_SYNC_CREATED);
    assert_int_equal(states_find(world->company, "nobody", &line, &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_RECORD_NOT_FOUND);
}

static void test_missing_channel_is_told_and_not_counted(void **state) {
    struct world *world = *state;
    char from[COMPANY_PATH_SIZE + 32], to[COMPANY_PATH_SIZE + 32];
    world_close(world);
    snprintf(from, sizeof from, "%s/channel-Default.db", world->folder);
    snprintf(to, sizeof to, "%s/channel-gone.db", world->folder);
    assert_int_equal(rename(from, to), 0);
    world_open(world);
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.channels_missing, 1);
    assert_int_equal(counts.count[STATE_IN_CHANNEL], 1);
    assert_int_equal(counts.count[STATE_CREATED], 0);
    assert_int_equal(counts.count[STATE_COMPLETE], 0);
    assert_int_equal(counts.count[STATE_SYNC_CREATED], 2);
    world_close(world);
    assert_int_equal(rename(to, from), 0);
    world_open(world);
}

static void test_names_and_codes_of_states(void **state) {
    (void)state;
    enum customer_state found;
    struct err err = {0};
    for (int i = 0; i < STATE_COUNT; i++) {
        world_ok(state_find(state_name((enum customer_state)i), &found, &err), &err);
        assert_int_equal(found, i);
        world_ok(state_find(state_code((enum customer_state)i), &found, &err), &err);
        assert_int_equal(found, i);
    }
    world_ok(state_find("af", &found, &err), &err);
    assert_int_equal(found, STATE_FAILED);
    assert_int_equal(state_find("A9", &found, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_STATE_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_each_state_is_counted_once),
        TEST(test_oldest_waiting_is_found_wherever_it_waits),
        TEST(test_list_agrees_with_the_counts),
        TEST(test_list_has_the_waiting_first_and_then_accounts),
        TEST(test_pages_of_any_size_show_the_same_list),
        TEST(test_filters_by_store_and_by_part_of_a_name),
        TEST(test_newest_are_the_newest_of_all_places),
        TEST(test_found_by_account_guid_and_email),
        TEST(test_missing_channel_is_told_and_not_counted),
        cmocka_unit_test(test_names_and_codes_of_states),
    };
    return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
