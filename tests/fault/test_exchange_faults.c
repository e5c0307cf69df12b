/* SPDX-License-Identifier: MIT */
/*
 * The exchange in bad company: everything at once from several processes, and a disk that is full. Nothing is lost,
 * nothing is doubled, and what is shown meanwhile always adds up.
 */
#include "support/exchange.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "model/exchange/work.h"

#define SHOPPERS 150

/* ---- everything at once ----------------------------------------------------------------------------------------- */

/* A process of its own. It must not return into the test runner, so it ends with what `work` says. */
static pid_t start(const struct world *world, bool (*work)(struct world *world, const char *arg),
                   const char *arg) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct world own = *world;
        struct err err = {0};
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody goes on alone when the test has failed */
        enum err_code code =
            company_open(&own.company, own.folder, &own.settings, false, COMPANY_FOR_SCREENS, &err);
        bool done = code == ERR_OK && work(&own, arg);
        company_close(&own.company);
        _exit(done ? 0 : 1);
    }
    return pid;
}

static bool told(const char *what, const struct err *err) {
    print_error("%s: %s %s %s\n", what, err_reason_name(err->reason), err->value, err->detail);
    return false;
}

static bool has_ended(pid_t pid) {
    int status;
    pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == 0) return false;
    assert_int_equal(ended, pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return true;
}

static void stop(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, WNOHANG), 0); /* it did not give up by itself */
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
}

static bool sign_up_all(struct world *world, const char *store) {
    for (int i = 0; i < SHOPPERS; i++) {
        struct signup in = world_person(store, i);
        struct signup_result result;
        struct err err = {0};
        enum err_code code = company_signup(world->company, store, &in, &result, &err);
        if (code != ERR_OK) return told(store, &err);
    }
    return true;
}

/* Until the shoppers are gone, which the parent says by ending this process. */
static bool run_for_ever(struct world *world, const char *job) {
    for (;;) {
        const struct exchange_job *found;
        struct job_result result;
        struct err err = {0};
        enum err_code code = exchange_job_find(job, &found, &err);
        if (code == ERR_OK) code = exchange_job_run(world->company, found, NULL, &result, &err);
        /* Only one run of a job at a time: who comes second is told who is first, and comes again. */
        if (code == ERR_BUSY && err.reason == REASON_LEASE_HELD) {
            clock_sleep_ms(2);
            continue;
        }
        if (code != ERR_OK) return told(job, &err);
        if (result.status != BATCH_ENDED) return told(job, &result.message);
    }
}

/* Each shopper is in one place at every moment: the total never shrinks and is never more than have signed up. */
static void judge_moment(struct world *world, int64_t *seen) {
    struct state_counts counts = world_counts(world);
    for (int i = 0; i < STATE_COUNT; i++) assert_true(counts.count[i] >= 0);
    int64_t total = counts.pending + counts.synced;
    assert_true(total >= *seen);
    assert_true(total <= 3 * SHOPPERS + 1);
    *seen = total;
}

static void test_shoppers_and_jobs_all_at_once(void **state) {
    (void)state;
    struct world world;
    static const char *const stores[] = {"North", "South", "Western"};
    static const char *const jobs[] = {"P-0001", "P-0001", "sync-customers", "1010", "1010"};
    enum { STORES = 3, JOBS = 5 };
    pid_t shoppers[STORES], workers[JOBS];
    int64_t seen = 0;
    world_init(&world, 2);
    world.settings.exchange_batch_rows = 7;
    world_reopen(&world);
    for (int i = 0; i < STORES; i++) shoppers[i] = start(&world, sign_up_all, stores[i]);
    for (int i = 0; i < JOBS; i++) workers[i] = start(&world, run_for_ever, jobs[i]);
    for (int left = STORES; left > 0;) {
        judge_moment(&world, &seen);
        for (int i = 0; i < STORES; i++) {
            if (shoppers[i] == 0 || !has_ended(shoppers[i])) continue;
            shoppers[i] = 0;
            left--;
        }
    }
    for (int i = 0; i < JOBS; i++) stop(workers[i]);
    world_run(&world, "P-0001");
    world_run(&world, "sync-customers");
    world_run(&world, "1010");
    world_check(&world);
    struct state_counts counts = world_counts(&world);
    assert_int_equal(counts.count[STATE_COMPLETE], 2 * SHOPPERS);
    assert_int_equal(counts.count[STATE_SYNC_CREATED], SHOPPERS + 1);
    assert_int_equal(counts.pending, 0);
    world_release(&world);
}

/* As a job with many rows does: batch after batch, each holding the lock for long. */
static bool hold_the_lock(struct world *world, const char *arg) {
    (void)arg;
    for (;;) {
        struct err err = {0};
        if (db_begin(world->company->hq, &err) != ERR_OK) return told("lock", &err);
        clock_sleep_ms(100);
        db_rollback(world->company->hq);
        work_let_others(100000);
    }
}

static void test_shoppers_get_their_turn_between_the_batches_of_a_long_job(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    world.settings.db_busy_timeout_ms = 1000;
    world_reopen(&world);
    pid_t job = start(&world, hold_the_lock, "");
    for (int i = 0; i < 8; i++) world_signup(&world, "South", "Kari", i);
    stop(job);
    assert_int_equal(world_counts(&world).count[STATE_SYNC_CREATED], 9);
    world_release(&world);
}

/* ---- a full disk ------------------------------------------------------------------------------------------------ */

/* Runs a job in a process; did it say that it failed? `limit` makes it short of room. */
static bool run_short(struct world *world, const char *job, void (*limit)(int64_t room),
                      int64_t room) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct world own = *world;
        const struct exchange_job *found;
        struct job_result result;
        struct err err = {0};
        limit(room);
        enum err_code code =
            company_open(&own.company, own.folder, &own.settings, false, COMPANY_FOR_SCREENS, &err);
        if (code == ERR_OK) code = exchange_job_find(job, &found, &err);
        if (code == ERR_OK) code = exchange_job_run(own.company, found, NULL, &result, &err);
        _exit(code != ERR_OK || result.status == BATCH_ERROR ? 1 : 0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    world_reopen(world);
    world_check_interrupted(world);
    return WEXITSTATUS(status) == 1;
}

/* Files cannot grow beyond so many bytes. */
static void limit_files(int64_t room) {
    struct rlimit limit = {.rlim_cur = (rlim_t)room, .rlim_max = (rlim_t)room};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void test_full_disk_is_repaired_by_running_again(void **state) {
    (void)state;
    static const char *const way[] = {"P-0001", "sync-customers", "1010"};
    struct world world;
    world_init(&world, 1);
    for (int i = 0; i < SHOPPERS; i++) world_signup(&world, "North", "Kari", i);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        world_reopen(&world); /* the write-ahead logs are empty */
        int failed = 0;
        for (int64_t room = 4096; room < 400000; room *= 2) {
            if (run_short(&world, way[i], limit_files, room)) failed++;
        }
        assert_true(failed > 0); /* or this test shows nothing */
        world_run(&world, way[i]);
        world_check(&world);
    }
    assert_int_equal(world_counts(&world).count[STATE_COMPLETE], SHOPPERS);
    world_release(&world);
}

#if CHQ_TEST_HOOKS
/* Databases cannot grow beyond so many pages. */
static void limit_pages(int64_t pages) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)pages);
    setenv("CHQ_TEST_MAX_PAGES", text, 1);
}

/* The disk is full at one page more each time, so the run stops at every place where it needs one. */
static void test_the_disk_is_full_at_every_page(void **state) {
    (void)state;
    static const char *const way[] = {"P-0001", "sync-customers", "1010"};
    struct world world;
    world_init(&world, 1);
    for (int i = 0; i < 300; i++) world_signup(&world, "North", "Kari", i);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        int failed = 0;
        int64_t pages = world_int(world.company->hq, "PRAGMA page_count"),
                there = world_int(world.company->channels[0].db, "PRAGMA page_count");
        if (there < pages && i == 2) pages = there; /* the channel is what 1010 fills */
        for (bool full = true; full; pages++) {
            full = run_short(&world, way[i], limit_pages, pages);
            if (full) failed++;
        }
        print_message("%s: %d times full\n", way[i], failed);
        assert_true(failed > 0);
        world_run(&world, way[i]);
        world_check(&world);
    }
    struct state_counts counts = world_counts(&world);
    assert_int_equal(counts.count[STATE_COMPLETE], 300);
    assert_int_equal(counts.pending, 0);
    world_release(&world);
}
#endif

/* ---- a lock ----------------------------------------------------------------------------------------------------- */

/* Another program holds headquarters, then the channel: the job says so in words and loses nothing. */
static void test_a_locked_database_is_told_and_the_next_run_repairs(void **state) {
    (void)state;
    static const char *const way[] = {"P-0001", "sync-customers", "1010"};
    struct world world;
    struct company *other;
    struct err err = {0};
    world_init(&world, 1);
    for (int i = 0; i < 3; i++) world_signup(&world, "North", "Kari", i);
    world.settings.db_busy_timeout_ms = 20;
    world_reopen(&world);
    world_ok(company_open_again(&other, world.company, COMPANY_FOR_WORK, &err), &err);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        const struct exchange_job *job;
        struct job_result result;
        world_ok(exchange_job_find(way[i], &job, &err), &err);
        world_ok(db_begin(other->hq, &err), &err);
        assert_int_equal(exchange_job_run(world.company, job, NULL, &result, &err), ERR_BUSY);
        assert_int_equal(err.reason, REASON_DATABASE_BUSY);
        db_rollback(other->hq);
        if (i != 1) {
            world_ok(db_begin(other->channels[0].db, &err), &err);
            result = world_run(&world, way[i]);
            assert_int_equal(result.status, BATCH_ERROR);
            assert_int_equal(result.message.reason, REASON_DATABASE_BUSY);
            db_rollback(other->channels[0].db);
        }
        assert_int_equal(world_run(&world, way[i]).rows, 3);
        world_check(&world);
    }
    assert_int_equal(world_counts(&world).count[STATE_COMPLETE], 3);
    company_close(&other);
    world_release(&world);
}

/* ---- who has the job --------------------------------------------------------------------------------------------- */

/* A run that stood still for longer than its lease finds out before it writes, and leaves the job to the other. */
struct replaced {
    struct world *world;
    bool taken;
};

static void take_its_place(void *ctx, int64_t done, int64_t total) {
    struct replaced *replaced = ctx;
    (void)done, (void)total;
    if (replaced->taken) return;
    replaced->taken = true;
    world_exec(replaced->world->company->hq,
               "UPDATE SysLease SET Token = Token + 1, Holder = 'other' WHERE Name = 'job:P-0001'");
}

static void test_a_replaced_run_writes_nothing_more(void **state) {
    (void)state;
    struct world world;
    const struct exchange_job *job;
    struct job_result result;
    struct err err = {0};
    struct replaced replaced = {.world = &world};
    const struct progress progress = {.report = take_its_place, .ctx = &replaced};
    world_init(&world, 1);
    world.settings.exchange_batch_rows = 2;
    world_reopen(&world);
    for (int i = 0; i < 5; i++) world_signup(&world, "North", "Kari", i);
    world_ok(exchange_job_find("P-0001", &job, &err), &err);
    world_ok(exchange_job_run(world.company, job, &progress, &result, &err), &err);
    assert_int_equal(result.status, BATCH_ERROR);
    assert_int_equal(result.message.reason, REASON_JOB_REPLACED);
    assert_int_equal(world_int(world.company->hq, "SELECT count(*) FROM RetailAsyncCustomer"), 2);
    assert_int_equal(world_int(world.company->hq,
                               "SELECT count(*) FROM SysLease"
                               " WHERE Name = 'job:P-0001' AND Holder = 'other'"),
                     1);
    world_exec(world.company->hq, "UPDATE SysLease SET Holder = '', UntilDateTime = 0");
    assert_int_equal(world_run(&world, "P-0001").rows, 3);
    world_check(&world);
    world_release(&world);
}

int main(void) {
    unsetenv("CHQ_TEST_IDS"); /* counted ids would be given by every process again */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shoppers_and_jobs_all_at_once),
        cmocka_unit_test(test_shoppers_get_their_turn_between_the_batches_of_a_long_job),
        cmocka_unit_test(test_full_disk_is_repaired_by_running_again),
#if CHQ_TEST_HOOKS
        cmocka_unit_test(test_the_disk_is_full_at_every_page),
#endif
        cmocka_unit_test(test_a_locked_database_is_told_and_the_next_run_repairs),
        cmocka_unit_test(test_a_replaced_run_writes_nothing_more),
    };
    return cmocka_run_group_tests_name("exchange_faults", tests, NULL, NULL);
}
