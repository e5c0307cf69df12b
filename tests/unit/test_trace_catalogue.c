/* SPDX-License-Identifier: MIT */
/*
 * Every entry of the failure catalogue (domain.md section 6) that leaves a trace: put in place, alone and in pairs, and
 * what the trace says. Beside each entry its number. Not here, because no shopper's record shows them in this headquarters:
 *   31  the order of the features is refused on its page and stops no record
 *   36  there are no security policies that could hide rows from a job
 *   40  there are no loyalty cards; a card is refused because the customer is pending, and that is what is traced
 *   42  there is no data-writing batch whose connection could be wrong
 */
#include "support/faults.h"

static void nothing_is_wrong(void **state) {
    (void)state;
    struct world world;
    begin(&world, 1);
    struct trace trace = traced(&world);
    assert_int_equal(trace.finding_count, 1);
    assert_int_equal(trace.findings[0].cause, TRACE_NORMAL);
    assert_int_equal(trace.findings[0].number, 39);
    assert_int_equal(trace.hops[HOP_UPLOAD].state, HOP_HERE);
    assert_false(trace_is_fault(&trace));
    world_release(&world);
}

/* Named with its number, its page and its record; nothing else is, but what follows from it. */
static void each_fault_alone(void **state) {
    (void)state;
    for (int i = 0; i < FAULTS; i++) {
        const struct fault *fault = &faults[i];
        struct world world;
        begin(&world, 1);
        put(&world, fault);
        struct trace trace = traced(&world);
        const struct trace_finding *finding = must_find(&trace, fault->cause);
        if (finding->number != fault->number || finding->ahead != (fault->where == AHEAD)) {
            print_findings(&trace);
            fail_msg("%s: number %d", trace_cause_name(fault->cause), finding->number);
        }
        if (fault->page) assert_string_equal(finding->page, fault->page);
        if (fault->key) assert_string_equal(finding->key, fault->key);
        bool stops = fault->where == AT_STOP;
        if (stops != (trace.findings[0].cause == fault->cause) ||
            stops != (trace.hops[HOP_UPLOAD].state == HOP_BROKEN)) {
            print_findings(&trace);
            fail_msg("%s is not the first", trace_cause_name(fault->cause));
        }
        if (!stops) assert_int_equal(trace.findings[0].cause, TRACE_NORMAL);
        assert_int_equal(trace_is_fault(&trace),
                         stops || fault->where == AHEAD || fault->cause == TRACE_STORE_MOVED);
        int expected = stops ? 1 : 2;
        if (fault->cause == TRACE_STORE_MOVED) expected = 3; /* and its file is missing */
        if (trace.finding_count != expected) {
            print_findings(&trace);
            fail_msg("%s: %d findings", trace_cause_name(fault->cause), trace.finding_count);
        }
        world_release(&world);
    }
}

static void two_faults(const struct world *like, const struct fault *one, const struct fault *two) {
    struct world world;
    begin_as(&world, like);
    one->put(&world);
    put(&world, two);
    struct trace trace = traced(&world);
    if (!find(&trace, one->cause) || !find(&trace, two->cause)) {
        print_findings(&trace);
        fail_msg("%s and %s", trace_cause_name(one->cause), trace_cause_name(two->cause));
    }
    /* What stops it comes first. */
    bool stops = one->where == AT_STOP || two->where == AT_STOP;
    assert_int_equal(trace.findings[0].cause == TRACE_NORMAL, !stops);
    world_release(&world);
}

static void every_pair_of_faults_is_named(void **state) {
    (void)state;
    struct world like;
    begin(&like, 1);
    world_close(&like); /* so that its files are whole */
    for (int i = 0; i < FAULTS; i++) {
        for (int j = i + 1; j < FAULTS; j++) {
            if (faults[i].family != OWN && faults[i].family == faults[j].family) continue;
            if (faults[i].cause == faults[j].cause) continue;
            two_faults(&like, &faults[i], &faults[j]);
        }
    }
    world_open(&like);
    world_release(&like);
}

/* ---- records that have come further --------------------------------------------------------------------------------- */

static void cause_4_wrong_order(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    sign_up(&world);
    run(&world, "1010");
    run(&world, "sync-customers");
    run(&world, "P-0001");
    expect(&world, TRACE_WRONG_ORDER, 4, HOP_CREATION, "synchronize-customers", "sync-customers");
    run(&world, "sync-customers");
    expect(&world, TRACE_WRONG_ORDER, 4, HOP_DOWNLOAD, "distribution-schedule", "1010");
    run(&world, "1010");
    expect(&world, TRACE_HIDDEN, 37, -1, "customers", "C-000001");
    world_release(&world);
}

static void cause_12_value_too_long(void **state) {
    (void)state;
    struct world world;
    begin(&world, 2);
    channel(&world, "UPDATE RETAILASYNCCUSTOMER SET CUSTNAME = printf('%.*c', 150, 'x')");
    run(&world, "P-0001");
    struct trace trace =
        expect(&world, TRACE_PACKAGE_REFUSED, 12, HOP_UPLOAD, "support-request", "P-0001:1");
    assert_int_equal(trace.finding_count,
                     1); /* that the rule would refuse it, too, is the same fault */
    assert_int_equal(trace.findings[0].err.reason, REASON_PACKAGE_TOO_LONG);
    /* Of another database: this one's record has nothing to do with it. */
    assert_int_equal(sign_up_as(&world, "Western", "vest@example.com"), ERR_OK);
    trace = traced_in(&world, "vest@example.com", NULL);
    assert_int_equal(trace.findings[0].cause, TRACE_NORMAL);
    world_release(&world);
}

static void cause_13_package_takes_too_long(void **state) {
    (void)state;
    struct world world;
    begin(&world, 1);
    hq(&world, "INSERT INTO RetailCDXUploadSession (RecId, JobId, DatabaseProfile, Status,"
               " CreatedDateTime, Message) VALUES (5, 'P-0001', 'Default', 5, 1,"
               " 'UPLOAD_TIMEOUT\t\tDefault\t\t1')");
    expect(&world, TRACE_PACKAGE_TIMEOUT, 13, HOP_UPLOAD, "support-request", "P-0001:5");
    world_release(&world);
}

/* The sync job failed as a whole: its batch job stays in error until somebody lets it wait again. */
static void cause_20_sync_job_in_error(void **state) {
    (void)state;
    struct world world;
    begin(&world, 1);
    run(&world, "P-0001");
    char sql[400];
    snprintf(sql, sizeof sql,
             "UPDATE BatchJob SET Status = 3 WHERE Caption = 'sync-customers';"
             "INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, EndDateTime, Message)"
             " VALUES ('sync-customers', 3, %lld, %lld, 'DISK_FULL\t\theadquarters.db\t\t0')",
             (long long)clock_now_ms(), (long long)clock_now_ms());
    hq(&world, sql);
    struct trace trace = expect(&world, TRACE_BATCH_ERROR, 20, HOP_CREATION, "batch-jobs", "2");
    assert_int_equal(trace.findings[0].err.reason, REASON_DISK_FULL);
    assert_int_equal(trace.finding_count, 1);
    world_release(&world);
}

static void causes_21_to_25_and_28_refused(void **state) {
    static const struct {
        int number;
        const char *page, *key;
        void (*put)(struct world *world);
    } refusals[] = {
        {21, "number-sequences", "Cust", put_exhausted},
        {22, "number-sequences", "Cust", put_manual},
        {23, "number-sequences", "Cust", put_stopped},
        {24, "online-stores", "North", put_no_default_customer},
        {25, "customers", "100001", put_no_group},
        {28, "customer-synchronization-status", "1", put_country},
    };
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct world world;
        begin(&world, 1);
        refusals[i].put(&world);
        run(&world, "P-0001");
        run(&world, "sync-customers");
        struct trace trace = expect(&world, TRACE_REFUSED, refusals[i].number, HOP_CREATION,
                                    refusals[i].page, refusals[i].key);
        assert_false(trace.findings[0].ahead);
        /* 32: repaired, and nobody has synchronized since. */
        hq(&world, "UPDATE NumberSequenceTable SET NextRec = 1, Manual = 0, Blocked = 0;"
                   "UPDATE RetailChannelTable SET DefaultCustAccount = '100001';"
                   "UPDATE CustTable SET CustGroup = '30';"
                   "UPDATE RetailAsyncCustomer SET Country = 'NOR'");
        expect(&world, TRACE_NOT_SYNCHRONIZED, 32, HOP_CREATION, "customer-synchronization-status",
               "1");
        /* Two at once: refused, and the job that would try again is withheld. */
        refusals[i].put(&world);
        hq(&world, "UPDATE RetailAsyncCustomer SET Country = 'XYZ'");
        put_withheld(&world);
        trace = traced(&world);
        assert_int_equal(trace.findings[0].cause, TRACE_REFUSED);
        must_find(&trace, TRACE_WITHHELD);
        world_release(&world);
    }
}

static void create_kari(struct world *world) {
    begin(world, 1);
    run(world, "P-0001");
    run(world, "sync-customers");
}

#define NARROW                                                                                     \
    "CREATE TRIGGER Narrow BEFORE INSERT ON CUSTTABLE WHEN length(new.NAME) > 8 BEGIN"             \
    " SELECT RAISE(ABORT, 'String or binary data would be truncated'); END"

static void causes_41_and_19_download_fails(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    channel(&world, NARROW);
    run(&world, "1010");
    struct trace trace = traced(&world);
    const struct trace_finding *failed = must_find(&trace, TRACE_DOWNLOAD_FAILED);
    assert_int_equal(failed->number, 41);
    assert_int_equal(failed->err.reason, REASON_DOWNLOAD_WRITE);
    assert_string_equal(failed->page, "support-request");
    char session[24];
    snprintf(session, sizeof session, "%lld", (long long)failed->count);
    run(&world, "1010");
    run(&world, "1010");
    trace = expect(&world, TRACE_SESSION_EXHAUSTED, 19, HOP_DOWNLOAD, "download-sessions", session);
    assert_int_equal(trace.finding_count, 1);
    world_release(&world);
}

/* Order enforced: a suspended session holds up those behind it, which only wait. */
static void cause_19_suspended(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    hq(&world, "INSERT INTO RetailSharedParameters (Name, Value) VALUES"
               " ('CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT', '1');"
               "UPDATE RetailConnParameters SET TryCount = 1");
    channel(&world, NARROW);
    run(&world, "1010");
    struct trace trace = traced(&world);
    char key[TEXT_SIZE(60)];
    text_copy(key, sizeof key, trace.findings[0].key);
    channel(&world, "DROP TRIGGER Narrow");
    run(&world, "1010");
    run(&world, "1010");
    expect(&world, TRACE_SESSION_EXHAUSTED, 19, HOP_DOWNLOAD, "download-sessions", key);
    world_release(&world);
}

static void cause_33_no_shared_address_book(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    hq(&world, "DELETE FROM DirAddressBookParty");
    run(&world, "1010");
    expect(&world, TRACE_NO_ADDRESS_BOOK, 33, HOP_DOWNLOAD, "customers", "C-000001");
    put_no_book(&world);
    expect(&world, TRACE_NO_ADDRESS_BOOK, 33, HOP_DOWNLOAD, "online-stores", "North");
    /* Two at once: and nothing will run 1010. */
    put_download_unplanned(&world);
    struct trace trace = traced(&world);
    must_find(&trace, TRACE_NO_DOWNLOAD_PLANNED);
    world_release(&world);
}

static void causes_1_and_22_ahead(void **state) {
    (void)state;
    struct world world;
    begin(&world, 1);
    put_upload_unplanned(&world);
    put_manual(&world);
    struct trace trace =
        expect(&world, TRACE_NO_UPLOAD_PLANNED, 1, HOP_UPLOAD, "distribution-schedule", "P-0001");
    assert_int_equal(must_find(&trace, TRACE_REFUSED)->number, 22);
    assert_true(must_find(&trace, TRACE_REFUSED)->ahead);
    world_release(&world);
}

/* The store's file is the old one: that of the database that headquarters names is missing, and nothing says so elsewhere. */
static void the_new_database_is_missing(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    put_moved(&world);
    world_reopen(&world);
    struct trace trace =
        expect(&world, TRACE_CHANNEL_UNREADABLE, 0, HOP_DOWNLOAD, "channel-database", "New");
    assert_int_equal(must_find(&trace, TRACE_STORE_MOVED)->number, 16);
    trace = traced_in(&world, "nobody@example.com", "North");
    assert_string_equal(must_find(&trace, TRACE_STORE_MOVED)->value2, "Default");
    must_find(&trace, TRACE_CHANNEL_UNREADABLE);
    world_release(&world);
}

/* ---- 26, 27, 10, 37: somebody else, or elsewhere -------------------------------------------------------------------- */

static void cause_26_linked_to_the_existing_customer(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    run(&world, "1010");
    struct trace trace = expect(&world, TRACE_HIDDEN, 37, -1, "customers", "C-000001");
    assert_null(find(&trace, TRACE_LINKED));
    sign_up(&world);
    sign_up(&world);
    trace = expect(&world, TRACE_LINKED, 26, -1, "customers", "C-000001");
    assert_int_equal(trace.findings[0].count, 2);
    assert_string_equal(trace.findings[0].value, "C-000001");
    assert_false(trace_is_fault(&trace));
    world_release(&world);
}

static void cause_27_several_customers_with_one_address(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    run(&world, "1010");
    hq(&world, "UPDATE DirPartyTable SET PrimaryContactEmail = '" KARI "'");
    channel(&world, "UPDATE CUSTTABLE SET EMAIL = '" KARI "'");
    assert_int_equal(sign_up_as(&world, "North", KARI), ERR_REFUSED);
    struct trace trace = traced(&world);
    const struct trace_finding *several = must_find(&trace, TRACE_SEVERAL_EMAIL);
    assert_int_equal(several->number, 27);
    assert_string_equal(several->page, "customers");
    assert_string_equal(several->filter, KARI);
    world_release(&world);
}

static void cause_10_shared_profile(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 2); /* North and Western share Async */
    set(&world, &entity_profile, "Async", "CreateAsyncCustomers", "0");
    run(&world, "1070");
    restart(&world);
    assert_int_equal(sign_up_as(&world, "Western", KARI), ERR_OK);
    struct trace trace = traced(&world);
    const struct trace_finding *shared = must_find(&trace, TRACE_SHARED_PROFILE);
    assert_int_equal(shared->number, 10);
    assert_int_equal(shared->count, 2);
    assert_string_equal(shared->value, "Western");
    assert_string_equal(shared->page, "online-stores");
    world_release(&world);
}

static void cause_37_another_company(void **state) {
    (void)state;
    struct world world;
    create_kari(&world);
    hq(&world, "INSERT INTO CompanyInfo VALUES ('ZZZZ', 'Z', 'USD', 'en-us', 'USA', 'UTC');"
               "UPDATE CustTable SET DataAreaId = 'ZZZZ' WHERE AccountNum = 'C-000001'");
    struct trace trace = traced_in(&world, "C-000001", NULL);
    assert_int_equal(trace.findings[0].cause, TRACE_OTHER_COMPANY);
    assert_int_equal(trace.findings[0].number, 37);
    assert_string_equal(trace.findings[0].value2, "ZZZZ");
    world_release(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_wrong),
        cmocka_unit_test(each_fault_alone),
        cmocka_unit_test(every_pair_of_faults_is_named),
        cmocka_unit_test(cause_4_wrong_order),
        cmocka_unit_test(cause_12_value_too_long),
        cmocka_unit_test(cause_13_package_takes_too_long),
        cmocka_unit_test(cause_20_sync_job_in_error),
        cmocka_unit_test(causes_21_to_25_and_28_refused),
        cmocka_unit_test(causes_41_and_19_download_fails),
        cmocka_unit_test(cause_19_suspended),
        cmocka_unit_test(cause_33_no_shared_address_book),
        cmocka_unit_test(causes_1_and_22_ahead),
        cmocka_unit_test(the_new_database_is_missing),
        cmocka_unit_test(cause_26_linked_to_the_existing_customer),
        cmocka_unit_test(cause_27_several_customers_with_one_address),
        cmocka_unit_test(cause_10_shared_profile),
        cmocka_unit_test(cause_37_another_company),
    };
    unsetenv("CHQ_TEST_CLOCK"); /* one thing is later than another here */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
