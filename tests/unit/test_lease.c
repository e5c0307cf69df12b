/* SPDX-License-Identifier: MIT */
/* One holder at a time, replaced when it is silent or dead, whatever the clock does. */
#include "support/exchange.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "model/hq/lease.h"

#define NAME   "batch-server"
#define TTL_MS 30000

static void at(const char *time) {
    char text[40];
    snprintf(text, sizeof text, "2026-03-02T%sZ", time);
    setenv("CHQ_TEST_CLOCK", text, 1);
}

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    at("09:00:00");
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

static enum err_code take(struct db *db, struct lease *lease, const char *user, struct err *err) {
    return lease_take(lease, db, NAME, TTL_MS, user, err);
}

static bool still_mine(struct db *db, struct lease *lease) {
    struct err err = {0};
    bool mine = false;
    world_ok(db_begin(db, &err), &err);
    world_ok(lease_holds(lease, db, &mine, &err), &err);
    world_ok(db_commit(db, &err), &err);
    return mine;
}

static void assert_holder(struct db *db, const char *user, int64_t left_ms) {
    struct err err = {0};
    char holder[LEASE_HOLDER_SIZE], start[40];
    int64_t until = 0;
    world_ok(lease_holder(db, NAME, holder, &until, &err), &err);
    if (!*user) {
        assert_string_equal(holder, "");
        assert_int_equal(until, 0);
        return;
    }
    snprintf(start, sizeof start, "%s@", user);
    assert_int_equal(strncmp(holder, start, strlen(start)), 0);
    assert_int_equal(until - clock_now_ms(), left_ms);
}

static void one_at_a_time(void **state) {
    struct err err = {0};
    struct lease kari, ola;
    assert_holder(hq(state), "", 0);
    world_ok(take(hq(state), &kari, "kari", &err), &err);
    assert_holder(hq(state), "kari", TTL_MS);
    at("09:00:10");
    assert_int_equal(take(hq(state), &ola, "ola", &err), ERR_BUSY);
    assert_int_equal(err.reason, REASON_LEASE_HELD);
    assert_string_equal(err.value, NAME);
    assert_int_equal(strncmp(err.value2, "kari@", 5), 0);
    assert_int_equal(err.number, 20000);
    assert_int_equal(ola.token, 0);
    assert_false(still_mine(hq(state), &ola));
    world_ok(lease_release(&ola, hq(state), &err), &err); /* not its to give back */
    assert_true(still_mine(hq(state), &kari));
    world_ok(lease_release(&kari, hq(state), &err), &err);
    assert_holder(hq(state), "", 0);
    assert_false(still_mine(hq(state), &kari));
    world_ok(take(hq(state), &ola, "ola", &err), &err);
    assert_true(ola.token == 2);
}

static void other_names_are_other_leases(void **state) {
    struct err err = {0};
    struct lease server, job;
    world_ok(take(hq(state), &server, "kari", &err), &err);
    world_ok(lease_take(&job, hq(state), "job:P-0001", TTL_MS, "ola", &err), &err);
    assert_true(still_mine(hq(state), &server));
    assert_true(still_mine(hq(state), &job));
}

static void renewed_when_a_third_has_passed(void **state) {
    struct err err = {0};
    struct lease lease;
    world_ok(take(hq(state), &lease, "kari", &err), &err);
    at("09:00:09");
    assert_true(still_mine(hq(state), &lease));
    assert_holder(hq(state), "kari", 21000);
    at("09:00:10");
    assert_true(still_mine(hq(state), &lease));
    assert_holder(hq(state), "kari", TTL_MS);
}

static void a_silent_holder_is_replaced_and_notices(void **state) {
    struct err err = {0};
    struct lease slow, next;
    world_ok(take(hq(state), &slow, "kari", &err), &err);
    at("09:00:30");
    assert_holder(hq(state), "", 0);
    world_ok(take(hq(state), &next, "ola", &err), &err);
    assert_false(still_mine(hq(state), &slow));
    assert_int_equal(slow.token, 0);
    world_ok(lease_release(&slow, hq(state), &err), &err);
    assert_true(still_mine(hq(state), &next));
}

static void a_silent_holder_that_nobody_replaced_goes_on(void **state) {
    struct err err = {0};
    struct lease slow;
    world_ok(take(hq(state), &slow, "kari", &err), &err);
    at("10:00:00");
    assert_true(still_mine(hq(state), &slow));
    assert_holder(hq(state), "kari", TTL_MS);
}

static void a_clock_set_back_neither_stalls_nor_steals(void **state) {
    struct err err = {0};
    struct lease kari, ola;
    at("15:00:00");
    world_ok(take(hq(state), &kari, "kari", &err), &err);
    at("09:00:00");
    /* The holder is not robbed, but its end is near again: six hours of silence would be too many. */
    assert_int_equal(take(hq(state), &ola, "ola", &err), ERR_BUSY);
    assert_int_equal(err.number, TTL_MS);
    assert_true(still_mine(hq(state), &kari));
    at("09:00:30");
    world_ok(take(hq(state), &ola, "ola", &err), &err);
    assert_false(still_mine(hq(state), &kari));
}

static void a_holder_corrects_its_end_when_the_clock_was_set_back(void **state) {
    struct err err = {0};
    struct lease kari;
    world_ok(take(hq(state), &kari, "kari", &err), &err);
    at("08:00:00");
    assert_true(still_mine(hq(state), &kari));
    assert_holder(hq(state), "kari", TTL_MS);
}

static void part_of_a_transaction(void **state) {
    struct err err = {0};
    struct lease lease;
    world_ok(db_begin(hq(state), &err), &err);
    world_ok(take(hq(state), &lease, "kari", &err), &err);
    db_rollback(hq(state));
    assert_holder(hq(state), "", 0);
    assert_false(still_mine(hq(state), &lease));
}

static void a_name_of_any_length_is_no_trouble(void **state) {
    struct err err = {0};
    struct lease lease;
    char user[400];
    memset(user, 'x', sizeof user - 1);
    user[sizeof user - 1] = '\0';
    world_ok(take(hq(state), &lease, user, &err), &err);
    world_ok(lease_release(&lease, hq(state), &err), &err);
    world_ok(take(hq(state), &lease, NULL, &err), &err);
    assert_holder(hq(state), "?", TTL_MS);
}

/* ---- processes ------------------------------------------------------------------------------------------------- */

/* A process of its own that takes the lease, says so and waits for its end. */
static pid_t holder_process(struct world *world) {
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct lease lease;
        struct err err = {0};
        struct company *company;
        if (company_open(&company, world->folder, &world->settings, false, COMPANY_FOR_SCREENS,
                         &err) != ERR_OK)
            _exit(1);
        if (take(company->hq, &lease, "child", &err) != ERR_OK) _exit(2);
        if (write(ends[1], "x", 1) != 1) _exit(3);
        for (;;) pause();
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    return pid;
}

static void end_process(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void a_dead_holder_is_replaced_at_once(void **state) {
    struct err err = {0};
    struct lease lease;
    pid_t pid = holder_process(*state);
    assert_int_equal(take(hq(state), &lease, "kari", &err), ERR_BUSY);
    assert_int_equal(strncmp(err.value2, "child@", 6), 0);
    kill(pid, SIGKILL);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    assert_holder(hq(state), "", 0); /* not even buried yet */
    end_process(pid);
    assert_holder(hq(state), "", 0);
    world_ok(take(hq(state), &lease, "kari", &err), &err);
}

static void the_end_of_a_holder_wakes_who_waits(void **state) {
    assert_int_equal(lease_holder_fd(hq(state), NAME), -1);
    pid_t pid = holder_process(*state);
    struct pollfd wait = {.fd = lease_holder_fd(hq(state), NAME), .events = POLLIN};
    assert_true(wait.fd >= 0);
    assert_int_equal(poll(&wait, 1, 0), 0);
    kill(pid, SIGKILL);
    assert_int_equal(poll(&wait, 1, 60000), 1);
    close(wait.fd);
    end_process(pid);
}

static void a_number_that_was_given_away_again_is_no_life(void **state) {
    struct err err = {0};
    struct lease mine, next;
    world_ok(take(hq(state), &mine, "kari", &err), &err);
    world_exec(hq(state), "UPDATE SysLease SET ProcessStart = ProcessStart - 1");
    assert_holder(hq(state), "", 0);
    world_ok(take(hq(state), &next, "ola", &err), &err);
}

static void a_holder_on_another_computer_is_given_its_time(void **state) {
    struct err err = {0};
    struct lease lease;
    pid_t pid = holder_process(*state);
    kill(pid, SIGKILL);
    end_process(pid);
    world_exec(hq(state), "UPDATE SysLease SET Host = 'elsewhere'");
    assert_int_equal(lease_holder_fd(hq(state), NAME), -1);
    assert_holder(hq(state), "child", TTL_MS);
    assert_int_equal(take(hq(state), &lease, "kari", &err), ERR_BUSY);
    at("09:00:30");
    world_ok(take(hq(state), &lease, "kari", &err), &err);
}

#define RACERS 4
#define ROUNDS 40
/* Each adds to a number without a lock of its own while it holds the lease; a lost addition would be two holders. */
static void race(struct world *world) {
    struct company *company;
    struct err err = {0};
    if (company_open(&company, world->folder, &world->settings, false, COMPANY_FOR_SCREENS, &err))
        _exit(1);
    for (int i = 0; i < ROUNDS;) {
        struct lease lease;
        enum err_code code = lease_take(&lease, company->hq, "race", TTL_MS, "racer", &err);
        if (code == ERR_BUSY) continue;
        if (code != ERR_OK) _exit(2);
        int64_t n = world_int(company->hq, "SELECT Value FROM SysState WHERE Name = 'race'");
        struct stmt *stmt =
            db_stmt(company->hq, "UPDATE SysState SET Value = ?1 WHERE Name = 'race'", &err);
        if (!stmt) _exit(3);
        stmt_bind_int(stmt, 1, n + 1);
        if (stmt_run(stmt, &err) != ERR_OK) _exit(4);
        if (lease_release(&lease, company->hq, &err) != ERR_OK) _exit(5);
        i++;
    }
    company_close(&company);
    _exit(0);
}

static void processes_that_race_hold_it_one_by_one(void **state) {
    pid_t pids[RACERS];
    world_exec(hq(state), "INSERT INTO SysState (Name, Value) VALUES ('race', 0)");
    for (int i = 0; i < RACERS; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0) race(*state);
    }
    for (int i = 0; i < RACERS; i++) {
        int status;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(world_int(hq(state), "SELECT Value FROM SysState WHERE Name = 'race'"),
                     RACERS * ROUNDS);
    assert_int_equal(world_int(hq(state), "SELECT Token FROM SysLease WHERE Name = 'race'"),
                     RACERS * ROUNDS);
}

int main(void) {
#if !CHQ_TEST_HOOKS
    return 77; /* built without the clock that tests set */
#endif
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(one_at_a_time),
        TEST(other_names_are_other_leases),
        TEST(renewed_when_a_third_has_passed),
        TEST(a_silent_holder_is_replaced_and_notices),
        TEST(a_silent_holder_that_nobody_replaced_goes_on),
        TEST(a_clock_set_back_neither_stalls_nor_steals),
        TEST(a_holder_corrects_its_end_when_the_clock_was_set_back),
        TEST(part_of_a_transaction),
        TEST(a_name_of_any_length_is_no_trouble),
        TEST(a_dead_holder_is_replaced_at_once),
        TEST(the_end_of_a_holder_wakes_who_waits),
        TEST(a_number_that_was_given_away_again_is_no_life),
        TEST(a_holder_on_another_computer_is_given_its_time),
        TEST(processes_that_race_hold_it_one_by_one),
    };
    return cmocka_run_group_tests_name("lease", tests, NULL, NULL);
}
