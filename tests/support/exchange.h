/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_EXCHANGE_H
#define CHQ_TESTS_EXCHANGE_H

/*
 * A company for tests of the exchange, small and independent of the demo: channel database Default with the stores North
 * (async) and South (real time), and, when asked for, channel database West with the store Western (async). Accounts
 * are C-000001 and up; the default customer is 100001. Failures fail the running test.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/clock.h"
#include "model/exchange/jobs.h"
#include "model/exchange/states.h"
#include "model/hq/servicing.h"

struct world {
    char folder[256];
    struct settings settings;
    struct company *company;
};

#define WORLD_REFERENCE                                                                            \
    "INSERT INTO CompanyInfo VALUES ('USRT', 'Test', 'USD', 'en-us', 'USA', 'UTC');"               \
    "INSERT INTO Currency VALUES ('USD', 'Dollar');"                                               \
    "INSERT INTO LanguageTable VALUES ('en-us', 'English');"                                       \
    "INSERT INTO TimeZoneTable VALUES ('UTC', 'UTC');"                                             \
    "INSERT INTO LogisticsAddressCountryRegion VALUES ('USA', 'US', 'United States'),"             \
    " ('NOR', 'NO', 'Norway');"                                                                    \
    "INSERT INTO InventLocation VALUES ('DC', 'USRT', 'Warehouse', 'Site');"                       \
    "INSERT INTO CustGroup (CustGroup, Name) VALUES ('30', 'Retail');"                             \
    "INSERT INTO DirAddressBook (Name) VALUES ('Books'), ('West books');"                          \
    "INSERT INTO NumberSequenceTable (NumberSequence, Format, Highest, NextRec)"                   \
    " VALUES ('Cust', 'C-######', 999999, 1);"                                                     \
    "INSERT INTO NumberSequenceReference (Area, Reference, NumberSequence)"                        \
    " VALUES ('Accounts receivable', 'Customer account', 'Cust');"                                 \
    "INSERT INTO RetailOperations VALUES (612, 'Customer add', 1, 1);"                             \
    "INSERT INTO FeatureManagementState (Name) VALUES ('Feature');"                                \
    "INSERT INTO RetailSharedParameters (Name, Value) VALUES ('Parameter', '1');"                  \
    "INSERT INTO RetailCDXDataGroup (Name) VALUES ('Default'), ('Legacy');"                        \
    "INSERT INTO RetailConnDatabaseProfile (Name, DataGroup) VALUES ('Default', 'Default');"       \
    "INSERT INTO RetailConnSchedule (Name, IsUpload) VALUES ('P-0001', 1), ('1010', 0),"           \
    " ('1070', 0), ('1090', 0), ('1110', 0), ('9999', 0);"                                         \
    "INSERT INTO RetailCDXScheduleDataGroup SELECT Name, 'Default' FROM RetailConnSchedule;"       \
    "INSERT INTO RetailConnScheduleJobMapping (Schedule, SchedulerJobId)"                          \
    " SELECT s.Name, j.jobId FROM RetailConnSchedule s JOIN RetailConnSchedulerJobTable j"         \
    " ON j.jobId = s.Name OR (s.Name = '9999' AND j.IsUpload = 0);"                                \
    "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias)"                              \
    " VALUES (1, '000000001', 'Default Customer', 'default customer');"                            \
    "INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency, "           \
    "RowVersion)"                                                                                  \
    " VALUES (1, '100001', 'USRT', 1, '30', 'USD', 1);"                                            \
    "INSERT INTO RetailCustTable (RecId) VALUES (1);"                                              \
    "INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name,"                   \
    " CreateAsyncCustomers) VALUES ('Async', 'Async', 1), ('Sync', 'Sync', 0);"                    \
    "INSERT INTO RetailChannelTable (RecId, RetailChannelId, OMOperatingUnitID,"                   \
    " inventLocationDataAreaId, inventLocation, ChannelTimeZone, Currency, DefaultCustAccount,"    \
    " DefaultCustDataAreaId) VALUES"                                                               \
    " (1, 'North', 'North', 'USRT', 'DC', 'UTC', 'USD', '100001', 'USRT'),"                        \
    " (2, 'South', 'South', 'USRT', 'DC', 'UTC', 'USD', '100001', 'USRT');"                        \
    "INSERT INTO RetailOnlineChannelTable (RecId, OnlineFunctionalityProfile)"                     \
    " VALUES (1, 'Async'), (2, 'Sync');"                                                           \
    "INSERT INTO RetailStoreAddressBook VALUES (1, 'Books', 0), (2, 'Books', 0);"                  \
    "INSERT INTO RetailCDXDataStoreChannel VALUES (1, 'Default'), (2, 'Default');"

#define WORLD_WEST                                                                                 \
    "INSERT INTO RetailConnDatabaseProfile (Name, DataGroup) VALUES ('West', 'Default');"          \
    "INSERT INTO RetailChannelTable (RecId, RetailChannelId, OMOperatingUnitID,"                   \
    " inventLocationDataAreaId, inventLocation, ChannelTimeZone, Currency, DefaultCustAccount,"    \
    " DefaultCustDataAreaId) VALUES"                                                               \
    " (3, 'Western', 'Western', 'USRT', 'DC', 'UTC', 'USD', '100001', 'USRT');"                    \
    "INSERT INTO RetailOnlineChannelTable (RecId, OnlineFunctionalityProfile)"                     \
    " VALUES (3, 'Async');"                                                                        \
    "INSERT INTO RetailStoreAddressBook VALUES (3, 'West books', 0);"                              \
    "INSERT INTO RetailCDXDataStoreChannel VALUES (3, 'West');"

static inline void world_ok(enum err_code code, const struct err *err) {
    if (code == ERR_OK) return;
    fail_msg("%s: %s %s %s %s", err_reason_name(err->reason), err->field, err->value, err->value2,
             err->detail);
}

static inline void world_file(const struct world *world, const char *file,
                              const struct db_kind *kind, const char *sql) {
    char path[COMPANY_PATH_SIZE + 64];
    struct err err = {0};
    struct db *db;
    snprintf(path, sizeof path, "%s/%s", world->folder, file);
    world_ok(db_open(&db, path, kind, &(struct db_options){.mode = DB_CREATE}, &err), &err);
    world_ok(db_exec(db, sql, &err), &err);
    db_close(&db);
}

static inline void world_open(struct world *world) {
    struct err err = {0};
    world_ok(company_open(&world->company, world->folder, &world->settings, false,
                          COMPANY_FOR_SCREENS, &err),
             &err);
}

static inline void world_close(struct world *world) {
    company_close(&world->company);
}

/* The company again as another process would see it, with changed settings. */
static inline void world_reopen(struct world *world) {
    world_close(world);
    world_open(world);
}

static inline struct job_result world_run(struct world *world, const char *job) {
    const struct exchange_job *found;
    struct job_result result;
    struct err err = {0};
    world_ok(exchange_job_find(job, &found, &err), &err);
    world_ok(exchange_job_run(world->company, found, NULL, &result, &err), &err);
    return result;
}

static inline void world_init(struct world *world, int channels) {
    const char *temp = getenv("TMPDIR");
    *world = (struct world){0};
    settings_init(&world->settings);
    snprintf(world->folder, sizeof world->folder, "%s/chq-world-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(world->folder));
    world_file(world, "headquarters.db", &db_kind_headquarters,
               channels > 1 ? "BEGIN;" WORLD_REFERENCE WORLD_WEST "COMMIT"
                            : "BEGIN;" WORLD_REFERENCE "COMMIT");
    world_file(world, "channel-Default.db", &db_kind_channel, "");
    if (channels > 1) world_file(world, "channel-West.db", &db_kind_channel, "");
    world_open(world);
    world_run(world, "9999");
}

static inline void world_release(struct world *world) {
    struct err err = {0};
    world_close(world);
    world_ok(company_delete(world->folder, &err), &err);
}

static inline struct signup world_person(const char *first, int number) {
    struct signup in = {.LastName = "Test"};
    snprintf(in.FirstName, sizeof in.FirstName, "%s", first);
    snprintf(in.Email, sizeof in.Email, "%s%d@example.com", first, number);
    return in;
}

static inline struct signup_result world_signup(struct world *world, const char *store,
                                                const char *first, int number) {
    struct signup in = world_person(first, number);
    struct signup_result result;
    struct err err = {0};
    world_ok(company_signup(world->company, store, &in, &result, &err), &err);
    return result;
}

/* The first column of the first row; 0 without one. `sql` is a literal. */
static inline int64_t world_int(struct db *db, const char *sql) {
    int64_t value = 0;
    struct err err = {0};
    struct stmt *stmt = db_stmt(db, sql, &err);
    if (!stmt) fail_msg("%s: %s", sql, err.detail);
    world_ok(stmt_value_int(stmt, 0, &value, &err), &err);
    return value;
}

static inline void world_exec(struct db *db, const char *sql) {
    struct err err = {0};
    world_ok(db_exec(db, sql, &err), &err);
}

static inline struct state_counts world_counts(struct world *world) {
    struct state_counts counts;
    struct err err = {0};
    world_ok(states_count(world->company, &counts, &err), &err);
    return counts;
}

static inline void world_print_broken(void *ctx, const char *invariant, int64_t rows,
                                      const char *example) {
    print_error("%s does not hold: %lld, such as %s\n", invariant, (long long)rows, example);
    ++*(int *)ctx;
}

/* What a run that died or could not write leaves behind, until the next one takes it over. */
static inline void world_print_other_broken(void *ctx, const char *invariant, int64_t rows,
                                            const char *example) {
    if (strcmp(invariant, "session-has-its-run") == 0) return;
    if (strcmp(invariant, "run-has-its-process") == 0) return;
    world_print_broken(ctx, invariant, rows, example);
}

/* Every promise of the exchange holds but that a run may lie there in the middle. */
static inline void world_check_interrupted(struct world *world) {
    struct err err = {0};
    int broken = 0;
    world_ok(company_check(world->company, world_print_other_broken, &broken, &err), &err);
    assert_int_equal(broken, 0);
}

/* Every promise of the exchange holds. */
static inline void world_check(struct world *world) {
    struct err err = {0};
    int broken = 0;
    world_ok(company_check(world->company, world_print_broken, &broken, &err), &err);
    assert_int_equal(broken, 0);
}

/* FNV-1a over the database files of the company in `folder`: the same as long as no byte has changed. */
static inline uint64_t world_fingerprint(const char *folder) {
    static const char *const names[] = {"headquarters.db", "channel-Default.db"};
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < 2; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        for (int byte; (byte = fgetc(file)) != EOF;)
            sum = (sum ^ (uint64_t)byte) * UINT64_C(1099511628211);
        fclose(file);
    }
    return sum;
}

#endif
