/* SPDX-License-Identifier: MIT */
/* The demo company is what it says it is: everybody in a state that data proves, and ready to be worked with. */
#include "support/exchange.h"

#include "model/hq/customer.h"
#include "model/hq/profile.h"
#include "model/hq/store.h"

static void make_demo(struct world *world) {
    const char *temp = getenv("TMPDIR");
    struct err err = {0};
    *world = (struct world){0};
    settings_init(&world->settings);
    snprintf(world->folder, sizeof world->folder, "%s/chq-demo-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(world->folder));
    world_ok(company_create(world->folder, true, &world->settings, &err), &err);
    world_open(world);
}

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    make_demo(world);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

static void everybody_is_where_the_story_says(void **state) {
    struct world *world = *state;
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.count[STATE_IN_CHANNEL], 9);
    assert_int_equal(counts.count[STATE_UPLOADED], 3);
    assert_int_equal(counts.count[STATE_FAILED], 2);
    assert_int_equal(counts.count[STATE_CREATED], 2);
    assert_true(counts.count[STATE_COMPLETE] >= 100);
    assert_true(counts.count[STATE_SYNC_CREATED] >= 50);
    assert_true(counts.synced > 200);
    int64_t oldest_min = (clock_now_ms() - counts.oldest_pending_ms) / 60000;
    assert_in_range(oldest_min, 60, 12 * 60);
    world_check(world);
}

static void stores_and_profiles_are_those_of_the_guide(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct store store;
    struct profile profile;
    static const struct {
        const char *id, *name, *profile;
    } stores[] = {{"AWOnline", "AW online store", "Online"},
                  {"AWBusiness", "AW business online store", "Online"},
                  {"Fabrikam", "Fabrikam extended online store", "Fabrikam"},
                  {"Contoso", "Contoso online store", ""}};
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        world_ok(entity_store.load(world->company->hq, stores[i].id, &store, &err), &err);
        assert_string_equal(store.Name, stores[i].name);
        assert_string_equal(store.OnlineFunctionalityProfile, stores[i].profile);
        assert_string_equal(store.DefaultCustAccount, "100001");
        assert_string_equal(store.ChannelDatabase, "Default");
        /* Entered anew under another ID it passes every check: nothing in it leads nowhere. */
        snprintf(store.RetailChannelId, sizeof store.RetailChannelId, "X%d", (int)i);
        world_ok(record_validate(&entity_store, world->company->hq, NULL, &store, &err), &err);
    }
    world_ok(entity_profile.load(world->company->hq, "Online", &profile, &err), &err);
    assert_string_equal(profile.name, "Online store profile");
    assert_int_equal(profile.CreateAsyncCustomers, 1);
    world_ok(entity_profile.load(world->company->hq, "Fabrikam", &profile, &err), &err);
    assert_int_equal(profile.CreateAsyncCustomers, 0);
}

static void jobs_go_on_where_the_history_ends(void **state) {
    struct world *world = *state;
    struct job_result result = world_run(world, "P-0001");
    assert_int_equal(result.rows, 9);
    result = world_run(world, "sync-customers");
    assert_int_equal(result.rows, 12);
    assert_int_equal(result.failed_rows, 2);
    assert_int_equal(result.status, BATCH_ENDED);
    world_run(world, "1010");
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.pending, 2);
    assert_int_equal(counts.count[STATE_CREATED], 0);
    assert_int_equal(counts.count[STATE_FAILED], 2);
    world_check(world);
    assert_true(world_run(world, "P-0001").no_data);
}

/* The written causes are those that the rule finds when it tries again. */
static void failed_rows_fail_for_their_written_reason(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    world_exec(hq, "CREATE TEMP TABLE Before AS SELECT RecId, LastError FROM RetailAsyncCustomer"
                   " WHERE SyncStatus = 2");
    world_run(world, "sync-customers");
    assert_int_equal(world_int(hq, "SELECT count(*) FROM temp.Before b JOIN RetailAsyncCustomer a"
                                   " USING (RecId) WHERE a.LastError = b.LastError AND"
                                   " a.SyncStatus = 2"),
                     2);
    assert_int_equal(world_int(hq, "SELECT count(DISTINCT substr(LastError, 1, instr(LastError,"
                                   " char(9)))) FROM RetailAsyncCustomer WHERE SyncStatus = 2"),
                     2);
}

static void each_store_signs_up_in_its_way(void **state) {
    struct world *world = *state;
    assert_int_equal(world_signup(world, "AWOnline", "Kari", 1).mode, SIGNUP_ASYNC);
    assert_int_equal(world_signup(world, "AWBusiness", "Kari", 2).mode, SIGNUP_ASYNC);
    assert_int_equal(world_signup(world, "Contoso", "Kari", 3).mode, SIGNUP_ASYNC);
    struct signup_result result = world_signup(world, "Fabrikam", "Kari", 4);
    assert_int_equal(result.mode, SIGNUP_SYNC);
    assert_int_equal(strtoll(result.account, NULL, 10),
                     world_int(world->company->hq, "SELECT NextRec - 1 FROM"
                                                   " NumberSequenceTable"));
    world_check(world);
}

static void no_name_is_of_anybody_and_no_letter_arrives(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    assert_int_equal(world_int(hq, "SELECT count(*) FROM DirPartyTable WHERE PrimaryContactEmail"
                                   " <> '' AND PrimaryContactEmail NOT LIKE '%example.com' AND"
                                   " PrimaryContactEmail NOT LIKE '%example.no' AND"
                                   " PrimaryContactEmail NOT LIKE '%example.org'"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) - count(DISTINCT PrimaryContactEmail) FROM"
                                   " DirPartyTable WHERE PrimaryContactEmail <> ''"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM CustTable c JOIN DirPartyTable p ON"
                                   " p.RecId = c.Party WHERE p.NameAlias <> fold(p.Name)"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM CustTable WHERE CreatedDateTime >"
                                   " (SELECT max(StartDateTime) FROM BatchJobHistory)"),
                     0);
}

/* A time that lies after its consequence would make a liar of the demo. */
static void nothing_happens_before_its_cause(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailAsyncCustomer WHERE"
                                   " UploadedDateTime <= OperationTimestamp OR (SyncDateTime <> 0"
                                   " AND SyncDateTime <= UploadedDateTime)"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM BatchJobHistory a JOIN BatchJobHistory b"
                                   " ON b.RecId = a.RecId + 1 WHERE b.StartDateTime <"
                                   " a.StartDateTime"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailCustTable r JOIN CustTable c"
                                   " USING (RecId) WHERE r.CustAccountAsync <> '' AND"
                                   " c.CreatedDateTime > (SELECT StartDateTime FROM"
                                   " BatchJobHistory WHERE JobId = '1010') AND NOT EXISTS"
                                   " (SELECT 1 FROM RetailAsyncCustomer a WHERE a.CustAccount ="
                                   " c.AccountNum AND a.OnlineCustCreated = 1)"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailAsyncCustomer a JOIN"
                                   " RetailAsyncCustomer b ON b.ReplicationCounterFromOrigin ="
                                   " a.ReplicationCounterFromOrigin + 1 WHERE"
                                   " b.OperationTimestamp < a.OperationTimestamp"),
                     0);
}

/* What chq init without --demo makes must be enough to begin with. */
static void an_empty_company_can_be_worked_with(void **state) {
    (void)state;
    struct world world = {0};
    struct err err = {0};
    const char *temp = getenv("TMPDIR");
    struct store store;
    struct profile profile = {.profileId = "Mine", .CreateAsyncCustomers = 1};
    settings_init(&world.settings);
    snprintf(world.folder, sizeof world.folder, "%s/chq-empty-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(world.folder));
    world_ok(company_create(world.folder, false, &world.settings, &err), &err);
    world_open(&world);
    struct db *hq = world.company->hq;
    world_ok(record_save(&entity_profile, hq, NULL, &profile, "test", &err), &err);
    world_ok(entity_store.init(hq, &store, &err), &err);
    text_copy(store.Name, sizeof store.Name, "First store");
    text_copy(store.inventLocation, sizeof store.inventLocation, "ONLINE");
    text_copy(store.DefaultCustAccount, sizeof store.DefaultCustAccount, "100001");
    text_copy(store.CustomerAddressBook, sizeof store.CustomerAddressBook, "USRT customers");
    text_copy(store.OnlineFunctionalityProfile, sizeof store.OnlineFunctionalityProfile, "Mine");
    world_ok(record_save(&entity_store, hq, NULL, &store, "test", &err), &err);
    world_run(&world, "9999");
    assert_int_equal(world_signup(&world, store.RetailChannelId, "Kari", 1).mode, SIGNUP_ASYNC);
    world_run(&world, "P-0001");
    world_run(&world, "sync-customers");
    world_run(&world, "1010");
    assert_int_equal(world_counts(&world).count[STATE_COMPLETE], 1);
    world_check(&world);
    world_release(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(everybody_is_where_the_story_says),
        TEST(stores_and_profiles_are_those_of_the_guide),
        TEST(jobs_go_on_where_the_history_ends),
        TEST(failed_rows_fail_for_their_written_reason),
        TEST(each_store_signs_up_in_its_way),
        TEST(no_name_is_of_anybody_and_no_letter_arrives),
        TEST(nothing_happens_before_its_cause),
#undef TEST
        cmocka_unit_test(an_empty_company_can_be_worked_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
