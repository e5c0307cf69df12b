/* SPDX-License-Identifier: MIT */
/* A storefront acts on what its Commerce Scale Unit remembers, not on what headquarters or the channel know by now. */
#include "support/exchange.h"

#define TTL 86400

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

static struct db *channel(void **state) {
    return ((struct world *)*state)->company->channels[0].db;
}

static struct channel_store cached(void **state, const char *id, int64_t ttl_s) {
    struct err err = {0};
    struct channel_store store;
    world_ok(csu_store(channel(state), id, ttl_s, &store, &err), &err);
    return store;
}

static void the_cache_is_read_on_first_use(void **state) {
    int64_t at_ms = 0;
    struct err err = {0};
    struct channel_store store = cached(state, "North", TTL);
    assert_int_equal(store.StoreRecId, 1);
    assert_string_equal(store.ProfileId, "Async");
    assert_int_equal(store.CreateAsyncCustomers, 1);
    assert_int_equal(store.AllowAnonymousAccess, 1);
    assert_string_equal(store.DataAreaId, "USRT");
    assert_string_equal(store.DefaultCustAccount, "100001");
    world_ok(csu_loaded_at(channel(state), &at_ms, &err), &err);
    assert_int_equal(at_ms, clock_now_ms());
}

/* Jobs run, sign-ups still asynchronous for a while (cause 9). */
static void a_change_waits_for_a_restart(void **state) {
    struct world *world = *state;
    struct err err = {0};
    bool found = false;
    struct channel_store store = cached(state, "North", TTL);
    world_exec(world->company->hq,
               "UPDATE RetailOnlineChannelFunctionalityProfileTable SET CreateAsyncCustomers = 0");
    world_run(world, "1070");
    world_ok(channel_store_copy(channel(state), "North", &store, &found, &err), &err);
    assert_true(found);
    assert_int_equal(store.CreateAsyncCustomers, 0);
    assert_int_equal(cached(state, "North", TTL).CreateAsyncCustomers, 1);
    world_ok(csu_restart(channel(state), &err), &err);
    assert_int_equal(cached(state, "North", TTL).CreateAsyncCustomers, 0);
}

static void a_change_waits_for_the_end_of_its_time(void **state) {
    cached(state, "North", TTL);
    world_exec(channel(state), "UPDATE RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE"
                               " SET CREATEASYNCCUSTOMERS = 0;"
                               "UPDATE CSUSTATE SET LOADEDDATETIME = LOADEDDATETIME - 86399000");
    assert_int_equal(cached(state, "North", TTL).CreateAsyncCustomers, 1);
    world_exec(channel(state), "UPDATE CSUSTATE SET LOADEDDATETIME = LOADEDDATETIME - 1000");
    assert_int_equal(cached(state, "North", TTL).CreateAsyncCustomers, 0);
}

static void no_time_to_live_means_no_cache(void **state) {
    cached(state, "North", 0);
    world_exec(channel(state),
               "UPDATE RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE SET CREATEASYNCCUSTOMERS = 0");
    assert_int_equal(cached(state, "North", 0).CreateAsyncCustomers, 0);
}

static void a_store_without_profile_says_so(void **state) {
    world_exec(channel(state),
               "UPDATE RETAILONLINECHANNELTABLE SET ONLINEFUNCTIONALITYPROFILE = ''");
    struct channel_store store = cached(state, "North", 0);
    assert_int_equal(store.CreateAsyncCustomers, -1);
    assert_string_equal(store.ProfileId, "");
}

static void capitals_of_a_store_do_not_matter(void **state) {
    assert_string_equal(cached(state, "nORTH", TTL).RetailChannelId, "North");
}

/* A store that came with 1070 after the cache was read: there is nothing old to serve. */
static void a_new_store_is_known_at_once(void **state) {
    struct err err = {0};
    struct channel_store store;
    cached(state, "North", TTL);
    assert_int_equal(csu_store(channel(state), "East", TTL, &store, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_STORE_UNKNOWN_TO_CHANNEL);
    assert_string_equal(err.value, "East");
    world_exec(channel(state),
               "INSERT INTO RETAILONLINECHANNELTABLE SELECT 9, 'East', NAME, DATAAREAID,"
               " CURRENCY, DEFAULTCUSTACCOUNT, ONLINEFUNCTIONALITYPROFILE,"
               " TRANSACTIONSERVICEPROFILE FROM RETAILONLINECHANNELTABLE WHERE RECID = 1;"
               "UPDATE RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE SET CREATEASYNCCUSTOMERS = 0");
    assert_int_equal(cached(state, "East", TTL).StoreRecId, 9);
    assert_int_equal(cached(state, "North", TTL).CreateAsyncCustomers, 1); /* still as it was */
}

static void operations_come_with_1090(void **state) {
    world_exec(channel(state), "DELETE FROM RETAILOPERATIONS");
    assert_int_equal(cached(state, "North", 0).AllowAnonymousAccess, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(the_cache_is_read_on_first_use),         TEST(a_change_waits_for_a_restart),
        TEST(a_change_waits_for_the_end_of_its_time), TEST(no_time_to_live_means_no_cache),
        TEST(a_store_without_profile_says_so),        TEST(capitals_of_a_store_do_not_matter),
        TEST(a_new_store_is_known_at_once),           TEST(operations_come_with_1090),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
