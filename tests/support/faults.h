/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_FAULTS_H
#define CHQ_TESTS_FAULTS_H

/*
 * The faults of the failure catalogue (domain.md section 6) as things that can be put into a world, and what a trace must say
 * of each: for tests of the tracer. `begin` makes a world in which all three jobs are planned and one shopper, Kari, has just
 * signed up in North.
 */

#include "support/exchange.h"

#include "model/channel/async_client.h"
#include "model/hq/operation.h"
#include "model/hq/profile.h"
#include "model/hq/store.h"
#include "model/trainer/trace.h"

#define KARI "kari@example.com"

static inline void hq(struct world *world, const char *sql) {
    world_exec(world->company->hq, sql);
}

static inline void channel(struct world *world, const char *sql) {
    world_exec(world->company->channels[0].db, sql);
}

/* As the page or `chq … set` saves it. */
static inline void set(struct world *world, const struct entity *entity, const char *key,
                       const char *member, const char *value) {
    struct err err = {0};
    void *old = calloc(1, entity->record_size), *now = calloc(1, entity->record_size);
    assert_non_null(old);
    assert_non_null(now);
    world_ok(entity->load(world->company->hq, key, old, &err), &err);
    memcpy(now, old, entity->record_size);
    world_ok(record_set_text(entity_member(entity, member), now, value, &err), &err);
    world_ok(record_save(entity, world->company->hq, old, now, "kari", &err), &err);
    free(old);
    free(now);
}

static inline void restart(struct world *world) {
    struct err err = {0};
    world_ok(company_restart_csu(world->company, &err), &err);
}

static inline enum err_code sign_up_as(struct world *world, const char *store, const char *email) {
    struct err err = {0};
    struct signup_result result;
    struct signup in = {.FirstName = "Kari", .LastName = "Nordmann"};
    text_copy(in.Email, sizeof in.Email, email);
    enum err_code code = company_signup(world->company, store, &in, &result, &err);
    clock_sleep_ms(2); /* what follows is later */
    return code;
}

static inline void sign_up(struct world *world) {
    assert_int_equal(sign_up_as(world, "North", KARI), ERR_OK);
}

static inline void plan(struct world *world, const char *job, enum batch_status status) {
    char sql[600];
    snprintf(sql, sizeof sql,
             "INSERT INTO BatchJob (Caption, Status, OrigStartDateTime, RecurrenceUnit)"
             " VALUES ('%s', %d, %lld, 1);"
             "INSERT INTO Batch (BatchJobId, ClassName, JobId)"
             " VALUES (last_insert_rowid(), 'Class', '%s')",
             job, (int)status, (long long)clock_now_ms() + 3600000, job);
    hq(world, sql);
}

static inline void plan_all(struct world *world) {
    plan(world, "P-0001", BATCH_WAITING);
    plan(world, "sync-customers", BATCH_WAITING);
    plan(world, "1010", BATCH_WAITING);
    /* Who is created in the store gets its book, and so may be brought to it. */
    hq(world, "INSERT INTO DirAddressBookParty VALUES ('Books', 1)");
}

static inline void run(struct world *world, const char *job) {
    world_run(world, job);
    clock_sleep_ms(2);
}

static inline struct trace traced_in(struct world *world, const char *key, const char *store) {
    struct trace trace;
    struct err err = {0};
    world_ok(trace_customer(world->company, key, store, &trace, &err), &err);
    assert_true(trace.finding_count > 0);
    return trace;
}

static inline struct trace traced(struct world *world) {
    return traced_in(world, KARI, NULL);
}

static const struct trace_finding *find(const struct trace *trace, enum trace_cause cause) {
    for (int i = 0; i < trace->finding_count; i++) {
        if (trace->findings[i].cause == cause) return &trace->findings[i];
    }
    return NULL;
}

static inline void print_findings(const struct trace *trace) {
    for (int i = 0; i < trace->finding_count; i++)
        print_error("  %s%s %s %s\n", trace->findings[i].ahead ? "ahead: " : "",
                    trace_cause_name(trace->findings[i].cause), trace->findings[i].value,
                    trace->findings[i].value2);
}

static const struct trace_finding *must_find(const struct trace *trace, enum trace_cause cause) {
    const struct trace_finding *finding = find(trace, cause);
    if (!finding) {
        print_findings(trace);
        fail_msg("%s is not named", trace_cause_name(cause));
    }
    return finding;
}

/* ---- a record that waits in its channel: what stops it there, further on, and what is wrong with its store -------- */

static inline void put_servicing(struct world *world) {
    struct err err = {0};
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
}

static inline void put_upload_unplanned(struct world *world) {
    hq(world, "DELETE FROM BatchJob WHERE Caption = 'P-0001'");
}

static inline void put_sync_unplanned(struct world *world) {
    hq(world, "DELETE FROM BatchJob WHERE Caption = 'sync-customers'");
}

static inline void put_download_unplanned(struct world *world) {
    hq(world, "DELETE FROM BatchJob WHERE Caption = '1010'");
}

static inline void put_withheld(struct world *world) {
    hq(world, "UPDATE BatchJob SET Status = 0 WHERE Caption = 'sync-customers'");
}

static inline void put_sync_error(struct world *world) {
    hq(world, "UPDATE BatchJob SET Status = 3 WHERE Caption = 'sync-customers'");
}

static inline void put_paused(struct world *world) {
    hq(world, "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1");
}

static inline void put_client_stopped(struct world *world) {
    struct err err = {0};
    world_ok(async_client_set_running(world->company->channels[0].db, false, &err), &err);
}

static inline void put_inactive(struct world *world) {
    hq(world, "UPDATE RetailConnSchedule SET Active = 0 WHERE Name = 'P-0001'");
}

static inline void put_disabled(struct world *world) {
    hq(world, "UPDATE RetailConnScheduleJobMapping SET enabled = 0 WHERE Schedule = '1010'");
}

static inline void put_not_attached(struct world *world) {
    hq(world, "DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = 'P-0001'");
}

static inline void put_subjob_missing(struct world *world) {
    hq(world, "UPDATE RetailConnSchedulerSubjobTable SET Enabled = 0"
              " WHERE AXTableName = 'RetailAsyncCustomer'");
}

static inline void put_session_counter(struct world *world) {
    channel(world, "INSERT INTO UPLOADSESSION (ID, CREATEDDATETIME) VALUES (7, 1);"
                   "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = 7");
}

static inline void put_restored(struct world *world) {
    hq(world, "INSERT INTO RetailCDXUploadMark (DatabaseProfile, TableName, ReplicationCounter)"
              " VALUES ('Default', 'RetailExternalIdToAsyncCustomerMap', 900)");
}

static inline void put_exhausted(struct world *world) {
    hq(world, "UPDATE NumberSequenceTable SET NextRec = Highest + 1");
}

static inline void put_manual(struct world *world) {
    hq(world, "UPDATE NumberSequenceTable SET Manual = 1");
}

static inline void put_stopped(struct world *world) {
    hq(world, "UPDATE NumberSequenceTable SET Blocked = 1");
}

static inline void put_no_default_customer(struct world *world) {
    hq(world, "UPDATE RetailChannelTable SET DefaultCustAccount = 'gone' WHERE RecId = 1");
}

static inline void put_no_group(struct world *world) {
    hq(world, "PRAGMA foreign_keys = OFF; UPDATE CustTable SET CustGroup = 'gone';"
              "PRAGMA foreign_keys = ON");
}

static inline void put_country(struct world *world) {
    channel(world, "UPDATE RETAILASYNCCUSTOMER SET COUNTRY = 'XYZ'");
}

static inline void put_no_book(struct world *world) {
    hq(world, "DELETE FROM RetailStoreAddressBook WHERE StoreRecId = 1");
}

static inline void put_suspended(struct world *world) {
    hq(world, "INSERT INTO RetailCDXDownloadSession (RecId, JobId, DataGroup, Status,"
              " CreatedDateTime) VALUES (900, '1010', 'Default', 10, 1);"
              "INSERT INTO RetailCDXDownloadSessionDataStore (Session, DatabaseProfile, Status,"
              " Message) VALUES (900, 'Default', 10, 'DOWNLOAD_TRIES\t\tDefault\t\t3')");
}

static inline void put_profile_not_assigned(struct world *world) {
    hq(world, "INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name,"
              " CreateAsyncCustomers) VALUES ('New', 'New', 1)");
    set(world, &entity_profile, "New", "CreateAsyncCustomers", "0");
}

static inline void put_wrong_store(struct world *world) {
    hq(world, "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = 'Async'"
              " WHERE RecId = 2");
    set(world, &entity_store, "South", "OnlineFunctionalityProfile", "Sync");
}

static inline void put_pos_profile(struct world *world) {
    hq(world, "INSERT INTO RetailFunctionalityProfile (profileId, name, CreateAsyncCustomers)"
              " VALUES ('Async', 'Counter', 1)");
    set(world, &entity_pos_profile, "Async", "CreateAsyncCustomers", "0");
}

static inline void put_copy_old(struct world *world) {
    hq(world, "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = 'Sync'"
              " WHERE RecId = 1");
}

static inline void put_cache_old(struct world *world) {
    put_copy_old(world);
    channel(world, "UPDATE RETAILONLINECHANNELTABLE SET ONLINEFUNCTIONALITYPROFILE = 'Sync'");
}

/* The channel has the sign-up from now on, and its file is where it was; headquarters has the store in another database. */
static inline void put_moved(struct world *world) {
    hq(world, "INSERT INTO RetailConnDatabaseProfile (Name, DataGroup) VALUES ('New', 'Default');"
              "UPDATE RetailCDXDataStoreChannel SET DatabaseProfile = 'New' WHERE Channel = 1");
}

static inline void put_not_in_channel(struct world *world) {
    hq(world, "DELETE FROM RetailCDXDataStoreChannel WHERE Channel = 1");
}

static inline void put_linked(struct world *world) {
    sign_up(world);
}

enum where { AT_STOP, AHEAD, STORE };
/* Faults of one family are one fault at a time: the same switch, or the one hides the other. */
enum family { OWN, SEQUENCE, RULE, UPLOAD_PLAN, SYNC_PLAN, MODE, PLACE };

static const struct fault {
    int number;
    enum trace_cause cause;
    enum where where;
    enum family family;
    const char *page, *key;
    void (*put)(struct world *world);
} faults[] = {
    {30, TRACE_SERVICING, AT_STOP, OWN, "servicing-switch", "", put_servicing},
    {17, TRACE_PAUSED, AT_STOP, OWN, "channel-database", "Default", put_paused},
    {18, TRACE_CLIENT_STOPPED, AT_STOP, OWN, "restart-csu", "", put_client_stopped},
    {15, TRACE_NOT_IN_GROUP, AT_STOP, OWN, "distribution-schedule", "P-0001", put_not_attached},
    {14, TRACE_SCHEDULE_INACTIVE, AT_STOP, OWN, "distribution-schedule", "P-0001", put_inactive},
    {35, TRACE_SUBJOB_MISSING, AT_STOP, OWN, "initialize-commerce-scheduler", "",
     put_subjob_missing},
    {11, TRACE_SESSION_COUNTER, AT_STOP, OWN, "channel-database", "Default", put_session_counter},
    {38, TRACE_CHANNEL_RESTORED, AT_STOP, OWN, "channel-database", "Default", put_restored},
    {1, TRACE_NO_UPLOAD_PLANNED, AT_STOP, UPLOAD_PLAN, "distribution-schedule", "P-0001",
     put_upload_unplanned},
    {21, TRACE_REFUSED, AHEAD, SEQUENCE, "number-sequences", "Cust", put_exhausted},
    {22, TRACE_REFUSED, AHEAD, SEQUENCE, "number-sequences", "Cust", put_manual},
    {23, TRACE_REFUSED, AHEAD, SEQUENCE, "number-sequences", "Cust", put_stopped},
    {24, TRACE_REFUSED, AHEAD, SEQUENCE, "online-stores", "North", put_no_default_customer},
    {25, TRACE_REFUSED, AHEAD, SEQUENCE, "customers", "100001", put_no_group},
    {28, TRACE_REFUSED, AHEAD, SEQUENCE, "storefront-account", NULL, put_country},
    {2, TRACE_NO_SYNC_PLANNED, AHEAD, SYNC_PLAN, "synchronize-customers", "sync-customers",
     put_sync_unplanned},
    {2, TRACE_WITHHELD, AHEAD, SYNC_PLAN, "batch-jobs", "2", put_withheld},
    {20, TRACE_BATCH_ERROR, AHEAD, SYNC_PLAN, "batch-jobs", "2", put_sync_error},
    {3, TRACE_NO_DOWNLOAD_PLANNED, AHEAD, OWN, "distribution-schedule", "1010",
     put_download_unplanned},
    {14, TRACE_JOB_DISABLED, AHEAD, OWN, "distribution-schedule", "1010", put_disabled},
    {19, TRACE_SESSION_EXHAUSTED, AHEAD, PLACE, "download-sessions", "900", put_suspended},
    {33, TRACE_NO_ADDRESS_BOOK, AHEAD, OWN, "online-stores", "North", put_no_book},
    {16, TRACE_STORE_NOT_IN_CHANNEL, AHEAD, PLACE, "channel-database", "", put_not_in_channel},
    {16, TRACE_STORE_MOVED, STORE, PLACE, "channel-database", "New", put_moved},
    {26, TRACE_LINKED, STORE, MODE, NULL, "", put_linked},
    {5, TRACE_PROFILE_NOT_ASSIGNED, STORE, MODE, "online-stores", "North",
     put_profile_not_assigned},
    {6, TRACE_WRONG_STORE, STORE, MODE, "online-stores", "North", put_wrong_store},
    {7, TRACE_POS_PROFILE, STORE, MODE, "functionality-profiles", "Async", put_pos_profile},
    {8, TRACE_COPY_OLD, STORE, MODE, "distribution-schedule", "1070", put_copy_old},
    {9, TRACE_CACHE_OLD, STORE, MODE, "restart-csu", "", put_cache_old},
};
enum { FAULTS = sizeof faults / sizeof *faults };

static inline void begin(struct world *world, int channels) {
    world_init(world, channels);
    plan_all(world);
    sign_up(world);
}

/* Of hundreds of worlds that begin alike one is made, and the others are its copies. */
static inline void begin_as(struct world *world, const struct world *like) {
    char command[600];
    const char *temp = getenv("TMPDIR");
    *world = (struct world){.settings = like->settings};
    snprintf(world->folder, sizeof world->folder, "%s/chq-world-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(world->folder));
    snprintf(command, sizeof command, "cp '%s'/*.db '%s'", like->folder, world->folder);
    assert_int_equal(system(command), 0);
    world_open(world);
}

static inline void put(struct world *world, const struct fault *fault) {
    fault->put(world);
    world_reopen(world);
}

/* The first finding, and the hop at which the record stands (-1 = at none). */
static inline struct trace expect(struct world *world, enum trace_cause cause, int number, int hop,
                                  const char *page, const char *key) {
    struct trace trace = traced(world);
    const struct trace_finding *first = &trace.findings[0];
    if (first->cause != cause || first->number != number || trace.stopped_at != hop) {
        print_findings(&trace);
        fail_msg("%s, %d, hop %d", trace_cause_name(cause), number, trace.stopped_at);
    }
    if (hop >= 0) assert_int_equal(trace.hops[hop].state, HOP_BROKEN);
    assert_string_equal(first->page ? first->page : "", page);
    assert_string_equal(first->key, key);
    return trace;
}

#endif
