/* SPDX-License-Identifier: MIT */
/*
 * kill -9 just before the n-th write, for every n, in every job and every kind of sign-up. What was acknowledged is
 * there, nothing is doubled, and running again repairs everything.
 */
#include "support/killed.h"

#if !CHQ_TEST_HOOKS
int main(void) {
    return 77; /* built without the hook that kills */
}
#else

/* A company with customers before every stage, so that each job has something to do. */
static void prepare(struct world *world, int batch_rows) {
    world_init(world, 2);
    for (int i = 0; i < 3; i++) world_signup(world, "North", "Created", i);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    for (int i = 0; i < 3; i++) world_signup(world, "North", "Uploaded", i);
    struct signup in = world_person("Refused", 1);
    struct signup_result result;
    struct err err = {0};
    snprintf(in.Country, sizeof in.Country, "NARNIA");
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    world_run(world, "P-0001");
    for (int i = 0; i < 5; i++) world_signup(world, "North", "Channel", i);
    world_signup(world, "Western", "West", 1);
    world_exec(world->company->hq, "UPDATE RetailOnlineChannelFunctionalityProfileTable"
                                   " SET name = 'changed'");
    world->settings.exchange_batch_rows = batch_rows;
    world_reopen(world);
}

/* ---- jobs ------------------------------------------------------------------------------------------------------- */

static void run_job(struct world *world, const char *job, int ack) {
    (void)ack;
    world_run(world, job);
}

/* The whole state of a company that matters, as one text. */
static void describe(struct world *world, char *text, size_t size) {
    struct state_counts counts = world_counts(world);
    int n = 0;
    for (int i = 0; i < STATE_COUNT; i++) {
        n += snprintf(text + n, size - (size_t)n, "%lld ", (long long)counts.count[i]);
    }
    for (int i = 0; i < 2; i++) {
        struct db *channel = world->company->channels[i].db;
        n += snprintf(text + n, size - (size_t)n, "%lld %lld %lld ",
                      (long long)world_int(channel, "SELECT count(*) FROM CUSTTABLE"),
                      (long long)world_int(channel, "SELECT count(*) FROM DIRADDRESSBOOKPARTY"),
                      (long long)world_int(channel, "SELECT count(*) FROM"
                                                    " RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE"
                                                    " WHERE NAME = 'changed'"));
    }
    n += snprintf(text + n, size - (size_t)n, "%lld %lld",
                  (long long)world_int(world->company->hq, "SELECT NextRec FROM"
                                                           " NumberSequenceTable"),
                  (long long)world_int(world->company->hq,
                                       "SELECT count(*) FROM BatchJobHistory WHERE Status = 2"));
}

/* To the end of the way: everybody but the refused one is complete. */
static void judge_the_end(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.count[STATE_COMPLETE], 12);
    assert_int_equal(counts.count[STATE_FAILED], 1);
    assert_int_equal(counts.pending, 1);
    world_check(world);
}

/* At every write, or at each `step`th. */
static void kill_job_each(const char *job, int batch_rows, int step) {
    struct world base, world;
    char expected[256], found[256];
    prepare(&base, batch_rows);
    world_close(&base);
    copy_world(&base, &world);
    world_open(&world);
    world_run(&world, job);
    describe(&world, expected, sizeof expected);
    world_release(&world);
    int n = 0;
    for (bool killed = true; killed;) {
        copy_world(&base, &world);
        killed = run_killed(&world, n += step, run_job, job).killed;
        world_open(&world);
        world_check_interrupted(&world);
        if (killed) world_run(&world, job);
        describe(&world, found, sizeof found);
        if (strcmp(found, expected) != 0) {
            fail_msg("%s killed before write %d: %s instead of %s", job, n, found, expected);
        }
        world_check(&world);
        assert_int_equal(world_int(world.company->hq,
                                   "SELECT (SELECT count(*) FROM RetailCDXDownloadSession"
                                   " WHERE Status <> 4 AND Status <> 9) + (SELECT count(*)"
                                   " FROM RetailCDXUploadSession WHERE Status <> 3)"),
                         0);
        if (n % 4 == 0 || !killed) judge_the_end(&world);
        world_release(&world);
    }
    print_message("%s: %d writes\n", job, n - step);
    assert_true(n > 4);
    world_open(&base);
    world_release(&base);
}

static void kill_job_everywhere(const char *job, int batch_rows) {
    kill_job_each(job, batch_rows, 1);
}

/* The session a run died in goes on under its number, and the tries tell of it: no second one for the same rows. */
static void test_a_session_in_the_middle_is_taken_over(void **state) {
    (void)state;
    struct world base, world;
    prepare(&base, 1000);
    world_close(&base);
    int taken = 0, n = 0;
    for (bool killed = true; killed;) {
        copy_world(&base, &world);
        world_open(&world);
        int64_t before =
            world_int(world.company->hq, "SELECT count(*) FROM RetailCDXUploadSession");
        world_close(&world);
        killed = run_killed(&world, ++n, run_job, "P-0001").killed;
        world_open(&world);
        int64_t open = world_int(world.company->hq,
                                 "SELECT RecId FROM RetailCDXUploadSession WHERE Status < 3");
        world_run(&world, "P-0001");
        /* One for each channel database, however often it was tried. */
        assert_int_equal(
            world_int(world.company->hq, "SELECT count(*) FROM RetailCDXUploadSession"),
            before + 2);
        if (open > 0) {
            taken++;
            assert_int_equal(world_int(world.company->hq,
                                       "SELECT count(*) FROM RetailCDXUploadSession"
                                       " WHERE Status = 3 AND TryCount = 2"),
                             1);
        }
        world_check(&world);
        world_release(&world);
    }
    assert_true(taken >= 6); /* Started, Available and Uploaded of two databases */
    world_open(&base);
    world_release(&base);
}

static void test_upload(void **state) {
    (void)state;
    /* In one package: test_a_session_in_the_middle_is_taken_over. */
    kill_job_everywhere("P-0001", 2);
}

static void test_customer_sync(void **state) {
    (void)state;
    kill_job_everywhere("sync-customers", 2);
}

static void test_customers_down(void **state) {
    (void)state;
    kill_job_everywhere("1010", 2);
}

static void test_settings_down(void **state) {
    (void)state;
    kill_job_everywhere("1070", 1000);
    kill_job_everywhere("1090", 1000);
    kill_job_everywhere("1110", 1000);
}

static void test_everything_down(void **state) {
    (void)state;
    kill_job_each("9999", 1000, 3); /* each of its parts is killed everywhere above */
}

/* ---- sign-ups --------------------------------------------------------------------------------------------------- */

static void sign_up_three(struct world *world, const char *store, int ack) {
    for (int i = 0; i < 3; i++) {
        world_signup(world, store, "Shopper", i);
        acknowledge(ack);
    }
}

/* As chq signup --csv does: acknowledged together, after the commit. */
static void sign_up_in_batches(struct world *world, const char *store, int ack) {
    struct storefront front;
    struct err err = {0};
    world_ok(company_storefront(world->company, store, &front, &err), &err);
    for (int batch = 0; batch < 3; batch++) {
        world_ok(storefront_batch_begin(&front, &err), &err);
        for (int i = 0; i < 3; i++) {
            struct signup in = world_person("Shopper", batch * 3 + i);
            struct signup_result result;
            world_ok(storefront_signup(&front, store, &in, &result, &err), &err);
        }
        world_ok(storefront_batch_commit(&front, &err), &err);
        for (int i = 0; i < 3; i++) acknowledge(ack);
    }
}

/* Each acknowledged shopper is exactly one customer in the end, each other one at most one. */
static void judge_shoppers(struct world *world, int acknowledged, int all) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_check(world);
    for (int i = 0; i < all; i++) {
        struct customer_line line;
        struct err err = {0};
        char email[64];
        snprintf(email, sizeof email, "shopper%d@example.com", i);
        enum err_code code = states_find(world->company, email, &line, &err);
        if (i < acknowledged) {
            world_ok(code, &err);
            assert_true(line.state == STATE_COMPLETE || line.state == STATE_SYNC_CREATED);
        } else if (code != ERR_NOT_FOUND) {
            world_ok(code, &err);
        }
    }
    int64_t customers = world_int(world->company->hq, "SELECT count(*) FROM DirPartyTable"
                                                      " WHERE Name = 'Shopper Test'");
    assert_int_equal(customers, world_int(world->company->hq,
                                          "SELECT count(DISTINCT PrimaryContactEmail)"
                                          " FROM DirPartyTable WHERE Name = 'Shopper Test'"));
    assert_true(customers >= acknowledged && customers <= acknowledged + 3);
}

static void kill_sign_ups(void (*act)(struct world *world, const char *store, int ack),
                          const char *store, int all) {
    struct world base, world;
    world_init(&base, 1);
    world_close(&base);
    int n = 0;
    for (bool killed = true; killed;) {
        copy_world(&base, &world);
        struct outcome outcome = run_killed(&world, ++n, act, store);
        killed = outcome.killed;
        assert_true(killed || outcome.acknowledged == all);
        world_open(&world);
        world_check(&world);
        judge_shoppers(&world, outcome.acknowledged, all);
        world_close(&world);
        /* Who was not served tries again. */
        assert_int_equal(run_killed(&world, 0, act, store).acknowledged, all);
        world_open(&world);
        judge_shoppers(&world, all, all);
        world_release(&world);
    }
    print_message("sign-ups in %s: %d writes\n", store, n - 1);
    assert_true(n > all);
    world_open(&base);
    world_release(&base);
}

static void test_async_sign_ups(void **state) {
    (void)state;
    kill_sign_ups(sign_up_three, "North", 3);
}

static void test_sync_sign_ups(void **state) {
    (void)state;
    kill_sign_ups(sign_up_three, "South", 3);
}

static void test_async_sign_ups_in_batches(void **state) {
    (void)state;
    kill_sign_ups(sign_up_in_batches, "North", 9);
}

int main(void) {
    unsetenv(
        "CHQ_TEST_IDS"); /* counted ids would be given twice: by the process that dies, and by the next */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_session_in_the_middle_is_taken_over),
        cmocka_unit_test(test_upload),
        cmocka_unit_test(test_customer_sync),
        cmocka_unit_test(test_customers_down),
        cmocka_unit_test(test_settings_down),
        cmocka_unit_test(test_everything_down),
        cmocka_unit_test(test_async_sign_ups),
        cmocka_unit_test(test_sync_sign_ups),
        cmocka_unit_test(test_async_sign_ups_in_batches),
    };
    return cmocka_run_group_tests_name("kill_jobs", tests, NULL, NULL);
}

#endif
