/* SPDX-License-Identifier: MIT */
/*
 * Many processes draw account numbers at once: shoppers in real time, jobs that create the customers who signed up
 * asynchronously, and an operator who makes customers by hand. No account is given twice, and nobody hears of anything
 * but "busy, tried again".
 */
#include "support/exchange.h"

#include <sys/wait.h>

#include "model/hq/customer.h"

enum { SHOPPERS = 3, ASYNC_SHOPPERS = 2, WORKERS = 2, EACH = 200, TYPED = 40 };

/* What a process is doing when it ends with a code: said by the parent. */
enum ending { ENDED_WELL, ENDED_SIGNUP, ENDED_JOB, ENDED_HAND, ENDED_OPEN };

static int complain(enum ending ending, const struct err *err) {
    print_error("%s: %s %s %s\n", err_reason_name(err->reason), err->field, err->value,
                err->detail);
    return (int)ending;
}

static int shop(struct company *company, const char *store, int who) {
    for (int i = 0; i < EACH; i++) {
        struct err err = {0};
        struct signup_result result;
        char first[32];
        snprintf(first, sizeof first, "%s%d", store, who);
        struct signup in = world_person(first, i);
        enum err_code code = company_signup(company, store, &in, &result, &err);
        if (code == ERR_OK) continue;
        if (code != ERR_BUSY) return complain(ENDED_SIGNUP, &err);
        i--;
    }
    return ENDED_WELL;
}

/* Creates customers until it is told to end. */
static int work(struct company *company, const char *stop_file) {
    static const char *const names[] = {"P-0001", "sync-customers"};
    while (access(stop_file, F_OK) != 0) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const struct exchange_job *job;
            struct job_result result;
            struct err err = {0};
            enum err_code code = exchange_job_find(names[i], &job, &err);
            if (code == ERR_OK) code = exchange_job_run(company, job, NULL, &result, &err);
            if (code != ERR_OK && code != ERR_BUSY) return complain(ENDED_JOB, &err);
            if (code != ERR_OK || result.status == BATCH_ENDED) continue;
            if (result.message.code != ERR_BUSY) return complain(ENDED_JOB, &result.message);
        }
    }
    return ENDED_WELL;
}

static int type_in(struct company *company) {
    for (int i = 0; i < EACH; i++) {
        struct err err = {0};
        struct customer customer;
        enum err_code code = entity_customer.init(company->hq, &customer, &err);
        if (code == ERR_OK) {
            snprintf(customer.FirstName, sizeof customer.FirstName, "Hand%d", i);
            snprintf(customer.LastName, sizeof customer.LastName, "Made");
            code = record_save(&entity_customer, company->hq, NULL, &customer, "tester", &err);
        }
        if (code == ERR_OK) continue;
        if (code != ERR_BUSY) return complain(ENDED_HAND, &err);
        i--;
    }
    return ENDED_WELL;
}

enum role { SHOPPER, ASYNC_SHOPPER, WORKER, HAND };

static pid_t start(const struct world *world, enum role role, int who, const char *stop_file) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) return pid;
    struct err err = {0};
    struct company *company = NULL;
    int ending = ENDED_OPEN;
    char ids[16];
    snprintf(ids, sizeof ids, "%d",
             1000 * ((int)role * 10 + who + 1)); /* other GUIDs than others' */
    setenv("CHQ_TEST_IDS", ids, 1);
    if (company_open(&company, world->folder, &world->settings, false, COMPANY_FOR_SCREENS, &err) !=
        ERR_OK)
        _exit(complain(ENDED_OPEN, &err));
    switch (role) {
    case SHOPPER:
        ending = shop(company, "South", who);
        break;
    case ASYNC_SHOPPER:
        ending = shop(company, "North", who);
        break;
    case WORKER:
        ending = work(company, stop_file);
        break;
    case HAND:
        ending = type_in(company);
        break;
    }
    company_close(&company);
    _exit(ending);
}

static void assert_ended_well(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), ENDED_WELL);
}

/* Accounts that somebody typed lie in the way of the sequence. */
static void type_ahead(struct world *world) {
    char sql[600];
    for (int i = 0; i < TYPED; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias)"
                 " SELECT max(RecId) + 1, 't%d', 'x', 'x' FROM DirPartyTable;"
                 "INSERT INTO CustTable (AccountNum, DataAreaId, Party, CustGroup, Currency,"
                 " RowVersion) SELECT 'C-%06d', 'USRT', max(Party) + 1, '30', 'USD',"
                 " max(RowVersion) + 1 FROM CustTable;"
                 "INSERT INTO RetailCustTable (RecId) SELECT max(RecId) FROM CustTable",
                 i, 20 + i * i % 300);
        struct err err = {0};
        enum err_code code = db_exec(world->company->hq, sql, &err);
        assert_true(code == ERR_OK || err.reason == REASON_NOT_UNIQUE);
    }
}

/* Every number up to Next is a customer's: none was lost. */
static void assert_no_gap(struct db *hq) {
    assert_int_equal(world_int(hq, "SELECT count(*) FROM CustTable, NumberSequenceTable"
                                   " WHERE AccountNum GLOB 'C-*'"
                                   " AND CAST(substr(AccountNum, 3) AS INTEGER) < NextRec"),
                     world_int(hq, "SELECT NextRec - 1 FROM NumberSequenceTable"));
}

static void race(const char *setting, bool is_continuous) {
    struct world world;
    char stop_file[300];
    pid_t shoppers[SHOPPERS + ASYNC_SHOPPERS + 1], workers[WORKERS];
    world_init(&world, 1);
    world_exec(world.company->hq, setting);
    type_ahead(&world);
    int64_t before = world_int(world.company->hq, "SELECT count(*) FROM CustTable");
    snprintf(stop_file, sizeof stop_file, "%s-stop", world.folder);
    world_close(&world);
    int n = 0;
    for (int i = 0; i < SHOPPERS; i++) shoppers[n++] = start(&world, SHOPPER, i, stop_file);
    for (int i = 0; i < ASYNC_SHOPPERS; i++)
        shoppers[n++] = start(&world, ASYNC_SHOPPER, i, stop_file);
    shoppers[n++] = start(&world, HAND, 0, stop_file);
    for (int i = 0; i < WORKERS; i++) workers[i] = start(&world, WORKER, i, stop_file);
    for (int i = 0; i < n; i++) assert_ended_well(shoppers[i]);
    FILE *stop = fopen(stop_file, "w");
    assert_non_null(stop);
    fclose(stop);
    for (int i = 0; i < WORKERS; i++) assert_ended_well(workers[i]);
    unlink(stop_file);

    world_open(&world);
    struct db *hq = world.company->hq;
    world_run(&world, "P-0001");
    world_run(&world, "sync-customers");
    int64_t made = (int64_t)EACH * (SHOPPERS + ASYNC_SHOPPERS + 1);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM CustTable") - before, made);
    assert_int_equal(world_int(hq, "SELECT count(DISTINCT AccountNum) FROM CustTable") - before,
                     made);
    assert_int_equal(world_int(hq, "SELECT count(DISTINCT RowVersion) FROM CustTable") - before,
                     made);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailAsyncCustomer"
                                   " WHERE OnlineCustCreated = 0"),
                     0);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailExternalIdToCustomerMap"),
                     EACH * (SHOPPERS + ASYNC_SHOPPERS));
    if (is_continuous) assert_no_gap(hq);
    world_check(&world);
    world_release(&world);
}

static void numbers_one_by_one(void **state) {
    (void)state;
    race("UPDATE NumberSequenceTable SET Continuous = 1", true);
}

static void numbers_fetched_ahead(void **state) {
    (void)state;
    race("UPDATE NumberSequenceTable SET FetchAhead = 1, FetchAheadQty = 7", false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_one_by_one),
        cmocka_unit_test(numbers_fetched_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
