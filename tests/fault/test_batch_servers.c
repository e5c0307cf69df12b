/* SPDX-License-Identifier: MIT */
/*
 * Batch servers that die: real `chq batch serve` processes killed at random and at every write. Another one takes over
 * within the lease, every start that was due ran exactly once, and nothing of the exchange is lost.
 */
#include "support/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "model/exchange/batch_server.h"

#if !CHQ_TEST_HOOKS
int main(void) {
    return 77; /* built without the hook that kills */
}
#else

#define SERVERS    2
#define SHOPPERS   6
#define PATIENCE_S 60

/* ---- processes -------------------------------------------------------------------------------------------------- */

static pid_t start_server(const struct world *world, const char *more_env, bool once) {
    char data[300], log[300];
    snprintf(data, sizeof data, "CHQ_DATA=%s", world->folder);
    snprintf(log, sizeof log, "%s-log", world->folder);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid != 0) return pid;
    const char *binary = getenv("CHQ_BINARY"), *asan = getenv("ASAN_OPTIONS");
    char sanitizer[300];
    snprintf(sanitizer, sizeof sanitizer, "ASAN_OPTIONS=%s", asan ? asan : "detect_leaks=1");
    const char *const env[] = {"PATH=/usr/bin:/bin",
                               "LC_ALL=C.UTF-8",
                               "TZ=UTC",
                               "CHQ_CONSOLE_USER=server",
                               "CHQ_BATCH_POLL_S=1",
                               "CHQ_BATCH_LEASE_S=5",
                               "CHQ_EXCHANGE_BATCH_ROWS=2",
                               "HOME=/nonexistent",
                               sanitizer,
                               data,
                               more_env,
                               NULL};
    const char *const argv[] = {binary, "batch", "serve", once ? "--once" : NULL, NULL};
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    signal(SIGINT, SIG_DFL); /* a shell's background job ignores it, and so would the server */
    execve(binary, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
    _exit(127);
}

/* Exit code, or 128 + the signal that ended it. */
static int end_of(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void stop(pid_t pid, int signal, int expected) {
    assert_int_equal(kill(pid, signal), 0);
    assert_int_equal(end_of(pid), expected);
}

static void remove_log(const struct world *world) {
    char log[300];
    snprintf(log, sizeof log, "%s-log", world->folder);
    unlink(log);
}

/* ---- the company ------------------------------------------------------------------------------------------------ */

/* Once, in `in_ms` from now. */
static void plan(struct world *world, const char *job_id, int64_t in_ms, int64_t retries) {
    struct err err = {0};
    struct batch_job job = {
        .RecurrenceCount = 1, .RetriesOnFailure = retries, .IgnoreFailOnError = 0};
    snprintf(job.Caption, sizeof job.Caption, "%s", job_id);
    snprintf(job.JobId, sizeof job.JobId, "%s", job_id);
    job.RecurrenceStart = clock_now_ms() + in_ms;
    world_ok(record_save(&entity_batch_job, world->company->hq, NULL, &job, "test", &err), &err);
}

static int64_t hq_int(struct world *world, const char *sql) {
    return world_int(world->company->hq, sql);
}

static void wait_until(struct world *world, const char *sql, int64_t expected) {
    int64_t end_us = clock_ticks_us() + INT64_C(1000000) * PATIENCE_S, found;
    while ((found = hq_int(world, sql)) != expected) {
        if (clock_ticks_us() > end_us) {
            fail_msg("%s is %lld, not %lld", sql, (long long)found, (long long)expected);
        }
        clock_sleep_ms(20);
    }
}

/* Every batch job ended after exactly one run that ended; the runs before it were closed. */
static void assert_each_ran_once(struct world *world, int64_t jobs) {
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJob WHERE Status = 4"), jobs);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob > 0"
                                   " AND Status = 4"),
                     jobs);
    assert_int_equal(hq_int(world, "SELECT count(DISTINCT BatchJob) FROM BatchJobHistory"
                                   " WHERE BatchJob > 0 AND Status = 4"),
                     jobs);
    assert_int_equal(hq_int(world, "SELECT count(*) FROM BatchJobHistory WHERE Status = 2"), 0);
}

static void assert_whole(struct world *world) {
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], SHOPPERS);
    world_check(world);
}

/* ---- tests ------------------------------------------------------------------------------------------------------ */

/* kill -9 of whoever serves, again and again, while work keeps coming. */
static void the_holder_is_killed_at_random(void **state) {
    (void)state;
    enum { ROUNDS = 12 };
    static const char *const jobs[] = {"P-0001", "sync-customers", "1010", "1110"};
    struct world world;
    pid_t servers[SERVERS];
    unsigned random = 4711;
    world_init(&world, 1);
    for (int i = 0; i < SHOPPERS; i++) world_signup(&world, "North", "Shopper", i);
    for (int i = 0; i < SERVERS; i++) servers[i] = start_server(&world, NULL, false);
    for (int round = 0; round < ROUNDS; round++) {
        plan(&world, jobs[round % 4], round % 3 * 40, 5);
        random = random * 1103515245 + 12345;
        clock_sleep_ms((int)(random >> 16) % 120);
        int victim = round % SERVERS;
        stop(servers[victim], SIGKILL, 128 + SIGKILL);
        int64_t killed_us = clock_ticks_us();
        servers[victim] = start_server(&world, NULL, false);
        /* Within the lease: at once, because its process is gone. */
        wait_until(&world,
                   "SELECT Holder LIKE 'server@%' FROM SysLease WHERE Name ="
                   " 'batch-server'",
                   1);
        assert_true(clock_ticks_us() - killed_us < INT64_C(5000000));
    }
    wait_until(&world, "SELECT count(*) FROM BatchJob WHERE Status = 4", ROUNDS);
    for (int i = 0; i < SERVERS; i++) stop(servers[i], SIGTERM, 0);
    assert_each_ran_once(&world, ROUNDS);
    assert_whole(&world);
    remove_log(&world);
    world_release(&world);
}

static void the_other_takes_over_within_the_lease(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    for (int i = 0; i < SHOPPERS; i++) world_signup(&world, "North", "Shopper", i);
    pid_t first = start_server(&world, NULL, false);
    wait_until(&world, "SELECT count(*) FROM SysLease WHERE Name = 'batch-server'", 1);
    int64_t pid = first;
    wait_until(&world, "SELECT Pid FROM SysLease WHERE Name = 'batch-server'", pid);
    pid_t second = start_server(&world, NULL, false);
    /* A third one that does not wait is told to try again. */
    assert_int_equal(end_of(start_server(&world, NULL, true)), 3);
    int64_t killed_us = clock_ticks_us();
    stop(first, SIGKILL, 128 + SIGKILL);
    wait_until(&world, "SELECT Pid FROM SysLease WHERE Name = 'batch-server'", second);
    assert_true(clock_ticks_us() - killed_us < INT64_C(5000000));
    plan(&world, "P-0001", 100, 0);
    wait_until(&world, "SELECT count(*) FROM BatchJob WHERE Status = 4", 1);
    /* One that leaves hands over at once, and nobody has to wait for the end of its lease. */
    pid_t third = start_server(&world, NULL, false);
    stop(second, SIGINT, 130);
    wait_until(&world, "SELECT Pid FROM SysLease WHERE Name = 'batch-server'", third);
    stop(third, SIGTERM, 0);
    assert_int_equal(hq_int(&world, "SELECT UntilDateTime FROM SysLease WHERE Name ="
                                    " 'batch-server'"),
                     0);
    assert_each_ran_once(&world, 1);
    assert_whole(&world);
    remove_log(&world);
    world_release(&world);
}

/* Before the n-th write of a pass over three batch jobs, for every n; the next server ends what it began. */
static void a_server_is_killed_at_every_write(void **state) {
    (void)state;
    int n = 0;
    for (bool killed = true; killed;) {
        struct world world;
        char hook[64];
        world_init(&world, 1);
        for (int i = 0; i < SHOPPERS; i++) world_signup(&world, "North", "Shopper", i);
        plan(&world, "P-0001", 0, 5);
        plan(&world, "sync-customers", 0, 5);
        plan(&world, "1010", 0, 5);
        clock_sleep_ms(2);
        snprintf(hook, sizeof hook, "CHQ_TEST_KILL_AT_WRITE=%d", ++n);
        int end = end_of(start_server(&world, hook, true));
        killed = end == 128 + SIGKILL;
        if (!killed) assert_int_equal(end, 0);
        if (killed) assert_int_equal(end_of(start_server(&world, NULL, true)), 0);
        assert_each_ran_once(&world, 3);
        assert_int_equal(world_counts(&world).count[STATE_COMPLETE], SHOPPERS);
        assert_whole(&world);
        remove_log(&world);
        world_release(&world);
    }
    print_message("a pass: %d writes\n", n - 1);
    assert_true(n > 20);
}

static void servicing_in_between_stops_what_starts(void **state) {
    (void)state;
    struct world world;
    struct err err = {0};
    world_init(&world, 1);
    for (int i = 0; i < SHOPPERS; i++) world_signup(&world, "North", "Shopper", i);
    pid_t server = start_server(&world, NULL, false);
    wait_until(&world, "SELECT count(*) FROM SysLease WHERE Name = 'batch-server'", 1);
    world_ok(servicing_set(world.company->hq, true, "test", &err), &err);
    plan(&world, "P-0001", 0, 0);
    clock_sleep_ms(1500); /* more than a poll */
    assert_int_equal(hq_int(&world, "SELECT count(*) FROM BatchJobHistory WHERE BatchJob > 0"), 0);
    world_ok(servicing_set(world.company->hq, false, "test", &err), &err);
    wait_until(&world, "SELECT count(*) FROM BatchJob WHERE Status = 4", 1);
    stop(server, SIGTERM, 0);
    assert_each_ran_once(&world, 1);
    assert_whole(&world);
    remove_log(&world);
    world_release(&world);
}

int main(void) {
    unsetenv("CHQ_TEST_IDS");   /* counted ids would be given twice: by several processes */
    unsetenv("CHQ_TEST_CLOCK"); /* servers sleep by the real one */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_other_takes_over_within_the_lease),
        cmocka_unit_test(the_holder_is_killed_at_random),
        cmocka_unit_test(a_server_is_killed_at_every_write),
        cmocka_unit_test(servicing_in_between_stops_what_starts),
    };
    return cmocka_run_group_tests_name("batch_servers", tests, NULL, NULL);
}

#endif
