/* SPDX-License-Identifier: MIT */
/* Batch jobs as records: what may be saved, when they start, and whose the change of a status is. */
#include "support/exchange.h"

#include "model/hq/batch.h"
#include "model/hq/lease.h"

#define MINUTE_MS INT64_C(60000)

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

static struct batch_job make(const char *job_id, enum recurrence_unit unit, int64_t count) {
    struct err err = {0};
    struct batch_job job = {0};
    world_ok(entity_batch_job.init(NULL, &job, &err), &err);
    snprintf(job.Caption, sizeof job.Caption, "Test %s", job_id);
    snprintf(job.JobId, sizeof job.JobId, "%s", job_id);
    job.RecurrenceUnit = (int)unit;
    job.RecurrenceCount = count;
    return job;
}

static void save(struct db *db, struct batch_job *job) {
    struct err err = {0};
    world_ok(record_save(&entity_batch_job, db, NULL, job, "kari", &err), &err);
}

static struct batch_job load(struct db *db, int64_t id) {
    struct err err = {0};
    struct batch_job job;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    world_ok(entity_batch_job.load(db, key, &job, &err), &err);
    return job;
}

static void edit(struct db *db, const struct batch_job *old, struct batch_job *now) {
    struct err err = {0};
    world_ok(record_save(&entity_batch_job, db, old, now, "kari", &err), &err);
}

static void assert_refused(struct db *db, struct batch_job *job, enum err_reason reason,
                           const char *field) {
    struct err err = {0};
    assert_int_not_equal(record_save(&entity_batch_job, db, NULL, job, "kari", &err), ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.field, field);
}

static void set_status(struct db *db, int64_t id, enum batch_status to) {
    struct err err = {0};
    world_ok(batch_job_set_status(db, id, to, "ola", &err), &err);
    assert_int_equal(load(db, id).Status, to);
}

/* As a batch server leaves it. */
static void force_status(struct db *db, enum batch_status status) {
    char sql[64];
    struct err err = {0};
    snprintf(sql, sizeof sql, "UPDATE BatchJob SET Status = %d", (int)status);
    world_ok(db_exec(db, sql, &err), &err);
}

/* ---- saving ---------------------------------------------------------------------------------------------------- */

static void a_new_one_waits_for_its_first_start(void **state) {
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5);
    job.RetriesOnFailure = 2;
    save(hq(state), &job);
    struct batch_job saved = load(hq(state), job.head.RecId);
    assert_int_equal(saved.Status, BATCH_WAITING);
    assert_int_equal(saved.RecurrenceStart, clock_now_ms());
    assert_int_equal(saved.OrigStartDateTime, clock_now_ms());
    assert_string_equal(saved.Company, "USRT");
    assert_string_equal(saved.CreatedBy, "kari");
    assert_string_equal(saved.ClassName, "RetailCDXScheduleRunner");
    assert_int_equal(saved.RetriesOnFailure, 2);
    assert_int_equal(saved.AlertOnError, 1);
    assert_int_equal(saved.CreatedDateTime, clock_now_ms());
    assert_true(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE EntityId = 'batch-job'"
                                     " AND Field = 'RecurrenceCount' AND NewValue = '5'") == 1);
}

static void a_start_in_the_past_counts_from_there(void **state) {
    struct batch_job job = make("1010", RECUR_MINUTES, 15);
    job.RecurrenceStart = clock_now_ms() - 20 * MINUTE_MS;
    save(hq(state), &job);
    assert_int_equal(load(hq(state), job.head.RecId).OrigStartDateTime,
                     clock_now_ms() + 10 * MINUTE_MS);
    struct batch_job once = make("1010", RECUR_NONE, 1);
    once.RecurrenceStart = clock_now_ms() - 20 * MINUTE_MS;
    save(hq(state), &once);
    assert_int_equal(load(hq(state), once.head.RecId).OrigStartDateTime, clock_now_ms());
    /* What was typed as now is not past when it is saved half a minute later. */
    struct batch_job typed = make("1010", RECUR_HOURS, 1);
    typed.RecurrenceStart = clock_now_ms() - MINUTE_MS / 2;
    save(hq(state), &typed);
    assert_int_equal(load(hq(state), typed.head.RecId).OrigStartDateTime, typed.RecurrenceStart);
}

static void what_cannot_be_is_refused(void **state) {
    struct batch_job job = make("9999", RECUR_DAYS, 1);
    assert_refused(hq(state), &job, REASON_BATCH_FULL_SYNC, "RecurrenceUnit");
    job = make("9999", RECUR_NONE, 1);
    save(hq(state), &job);
    job = make("nothing", RECUR_NONE, 1);
    assert_refused(hq(state), &job, REASON_LOOKUP_NOT_FOUND, "JobId");
    job = make("sync-customers", RECUR_NONE, 1);
    save(hq(state), &job);
    job = make("P-0001", RECUR_MINUTES, 0);
    save(hq(state), &job);
    assert_int_equal(job.RecurrenceCount, 1);
    job = make("P-0001", RECUR_MINUTES, -1);
    assert_refused(hq(state), &job, REASON_FIELD_OUT_OF_RANGE, "RecurrenceCount");
    job = make("P-0001", RECUR_MINUTES, 5);
    job.RetriesOnFailure = 6;
    assert_refused(hq(state), &job, REASON_FIELD_OUT_OF_RANGE, "RetriesOnFailure");
    job = make("P-0001", RECUR_MINUTES, 5);
    job.Caption[0] = '\0';
    assert_refused(hq(state), &job, REASON_FIELD_REQUIRED, "Caption");
    job = make("P-0001", RECUR_MINUTES, 5);
    job.RecurrenceEnd = RECUR_END_AFTER;
    assert_refused(hq(state), &job, REASON_BATCH_NEVER, "EndAfter");
    job.RecurrenceEnd = RECUR_END_BY;
    job.EndBy = clock_now_ms() - 1;
    assert_refused(hq(state), &job, REASON_BATCH_NEVER, "EndBy");
    assert_int_equal(job.head.RecId, 0);
}

static void a_changed_pattern_begins_anew(void **state) {
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5);
    save(hq(state), &job);
    world_exec(hq(state), "UPDATE BatchJob SET RunsDone = 7, Status = 4");
    at("09:31:00");
    struct batch_job old = load(hq(state), job.head.RecId), now = old;
    snprintf(now.Caption, sizeof now.Caption, "Another name");
    edit(hq(state), &old, &now);
    assert_int_equal(load(hq(state), job.head.RecId).RunsDone, 7);
    assert_int_equal(load(hq(state), job.head.RecId).Status, BATCH_ENDED);
    old = now;
    now.RecurrenceCount = 15;
    edit(hq(state), &old, &now);
    struct batch_job saved = load(hq(state), job.head.RecId);
    assert_int_equal(saved.RunsDone, 0);
    assert_int_equal(saved.Status, BATCH_WAITING);
    assert_int_equal(saved.OrigStartDateTime, clock_now_ms() + 14 * MINUTE_MS);
    /* Remove recurrence: it runs once more, when it was due. */
    old = now = saved;
    now.RecurrenceUnit = RECUR_NONE;
    edit(hq(state), &old, &now);
    assert_int_equal(load(hq(state), job.head.RecId).OrigStartDateTime, saved.OrigStartDateTime);
}

static void while_it_executes_it_is_left_alone(void **state) {
    struct err err = {0};
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5), now;
    save(hq(state), &job);
    force_status(hq(state), BATCH_EXECUTING);
    now = job;
    now.RecurrenceCount = 6;
    assert_int_equal(record_save(&entity_batch_job, hq(state), &job, &now, "kari", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_BATCH_EXECUTING);
    assert_int_equal(record_delete(&entity_batch_job, hq(state), &job, "kari", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_BATCH_EXECUTING);
    force_status(hq(state), BATCH_ENDED);
    world_ok(record_delete(&entity_batch_job, hq(state), &job, "kari", &err), &err);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM Batch"), 0);
    /* Its number is not given again: history and audit trail are its own. */
    struct batch_job next = make("P-0001", RECUR_MINUTES, 5);
    save(hq(state), &next);
    assert_true(next.head.RecId > job.head.RecId);
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

static int list(struct db *db, enum list_from from, const char *anchor, const char *filter,
                const char *scope, struct rowset *rows) {
    struct err err = {0};
    const struct list_request request = {
        .from = from, .anchor = anchor, .limit = 3, .filter = filter, .scope = scope};
    world_ok(entity_batch_job.list(db, &request, rows, &err), &err);
    return rows->rows;
}

static void the_list_shows_the_newest_first(void **state) {
    struct rowset rows;
    rowset_init(&rows, entity_batch_job.list_columns);
    assert_int_equal(list(hq(state), LIST_FROM_START, NULL, NULL, NULL, &rows), 0);
    for (int i = 0; i < 4; i++) {
        struct batch_job job = make("P-0001", RECUR_MINUTES, 5 + i);
        save(hq(state), &job);
        job = make("sync-customers", RECUR_NONE, 1);
        save(hq(state), &job);
    }
    assert_int_equal(list(hq(state), LIST_FROM_START, NULL, NULL, NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 0), "8");
    assert_string_equal(rowset_cell(&rows, 1, 0), "7");
    assert_string_equal(rowset_cell(&rows, 1, 1), "Test P-0001");
    assert_string_equal(rowset_cell(&rows, 1, 2), "1");
    assert_string_equal(rowset_cell(&rows, 1, 3), "1772442000000");
    assert_string_equal(rowset_cell(&rows, 1, 7), "1 8");
    assert_string_equal(rowset_cell(&rows, 1, 8), "kari");
    assert_string_equal(rowset_cell(&rows, 1, 9), "P-0001");
    assert_true(rows.more_after && !rows.more_before);
    assert_int_equal(list(hq(state), LIST_AFTER, "6", NULL, NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 0), "5");
    assert_true(rows.more_after && rows.more_before);
    assert_int_equal(list(hq(state), LIST_BEFORE, "5", NULL, NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 0), "8");
    assert_string_equal(rowset_key(&rows, 2), "6");
    assert_false(rows.more_before);
    assert_int_equal(list(hq(state), LIST_FROM_END, NULL, NULL, NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 2), "1");
    assert_true(rows.more_before && !rows.more_after);
    assert_int_equal(list(hq(state), LIST_AT, "4", NULL, NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 0), "4");
    assert_true(rows.more_before);
    assert_int_equal(list(hq(state), LIST_FROM_START, NULL, "SYNC", NULL, &rows), 3);
    assert_string_equal(rowset_key(&rows, 2), "4");
    assert_int_equal(list(hq(state), LIST_FROM_START, NULL, NULL, "P-0001", &rows), 3);
    assert_string_equal(rowset_key(&rows, 0), "7");
    assert_string_equal(rowset_key(&rows, 2), "3");
    rowset_release(&rows);
}

/* ---- Change status --------------------------------------------------------------------------------------------- */

static void who_may_change_a_status(void **state) {
    (void)state;
    static const struct {
        enum batch_status from;
        const char *to; /* digits */
    } allowed[] = {
        {BATCH_WITHHOLD, "1"}, {BATCH_WAITING, "0"},      {BATCH_EXECUTING, "7"},
        {BATCH_ERROR, "01"},   {BATCH_ENDED, "01"},       {BATCH_READY, "01"},
        {BATCH_CANCELING, ""}, {BATCH_DID_NOT_RUN, "01"}, {BATCH_CANCELED, "01"},
    };
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        for (int to = BATCH_WITHHOLD; to <= BATCH_CANCELED; to++) {
            assert_int_equal(batch_status_may_become(allowed[i].from, (enum batch_status)to),
                             strchr(allowed[i].to, '0' + to) != NULL);
        }
    }
}

static void a_withheld_one_waits_for_the_next_start_of_its_pattern(void **state) {
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5);
    save(hq(state), &job);
    set_status(hq(state), job.head.RecId, BATCH_WITHHOLD);
    at("09:32:00");
    set_status(hq(state), job.head.RecId, BATCH_WAITING);
    assert_int_equal(load(hq(state), job.head.RecId).OrigStartDateTime,
                     clock_now_ms() + 3 * MINUTE_MS);
    assert_int_equal(world_int(hq(state), "SELECT count(*) FROM AuditTrail WHERE EntityId ="
                                          " 'batch-job' AND Field = 'Status' AND UserId = 'ola'"
                                          " AND OldValue = 'Withhold' AND NewValue = 'Waiting'"),
                     1);
}

static void one_that_failed_starts_now(void **state) {
    struct err err = {0};
    struct batch_job job = make("sync-customers", RECUR_NONE, 1);
    save(hq(state), &job);
    force_status(hq(state), BATCH_ERROR);
    at("09:32:00");
    assert_int_equal(batch_job_set_status(hq(state), job.head.RecId, BATCH_CANCELING, "ola", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_BATCH_STATUS);
    assert_string_equal(err.value, "Error");
    assert_string_equal(err.value2, "Canceling");
    set_status(hq(state), job.head.RecId, BATCH_WAITING);
    assert_int_equal(load(hq(state), job.head.RecId).OrigStartDateTime, clock_now_ms());
    set_status(hq(state), job.head.RecId, BATCH_WAITING); /* twice is no error */
    assert_int_equal(batch_job_set_status(hq(state), 77, BATCH_WAITING, "ola", &err),
                     ERR_NOT_FOUND);
}

static void one_that_ran_as_often_as_it_should_counts_anew(void **state) {
    struct err err = {0};
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5);
    job.RecurrenceEnd = RECUR_END_AFTER;
    job.EndAfter = 3;
    save(hq(state), &job);
    world_exec(hq(state), "UPDATE BatchJob SET Status = 4, RunsDone = 3");
    set_status(hq(state), job.head.RecId, BATCH_WAITING);
    assert_int_equal(load(hq(state), job.head.RecId).RunsDone, 0);
    world_exec(hq(state), "UPDATE BatchJob SET Status = 4, RecurrenceEnd = 2, EndBy = 1");
    assert_int_equal(batch_job_set_status(hq(state), job.head.RecId, BATCH_WAITING, "ola", &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_BATCH_NEVER);
}

/* ---- the next run ---------------------------------------------------------------------------------------------- */

static int64_t next_run(struct db *db, const char *job, struct recurrence *recurrence) {
    struct err err = {0};
    int64_t next = -1;
    world_ok(batch_next_run(db, job, &next, recurrence, &err), &err);
    return next;
}

static void the_next_run_is_the_earliest_of_the_active_ones(void **state) {
    struct recurrence recurrence;
    assert_int_equal(next_run(hq(state), "P-0001", &recurrence), 0);
    struct batch_job hourly = make("P-0001", RECUR_HOURS, 1),
                     five = make("P-0001", RECUR_MINUTES, 5);
    hourly.RecurrenceStart = clock_now_ms() + 7 * MINUTE_MS;
    five.RecurrenceStart = clock_now_ms() + 3 * MINUTE_MS;
    save(hq(state), &hourly);
    save(hq(state), &five);
    assert_int_equal(next_run(hq(state), "P-0001", &recurrence), five.RecurrenceStart);
    assert_int_equal(recurrence.unit, RECUR_MINUTES);
    assert_int_equal(recurrence.count, 5);
    assert_int_equal(next_run(hq(state), "1010", NULL), 0);
    set_status(hq(state), five.head.RecId, BATCH_WITHHOLD);
    assert_int_equal(next_run(hq(state), "P-0001", NULL), hourly.RecurrenceStart);
    /* While it runs, its next start is that of the pattern. */
    force_status(hq(state), BATCH_EXECUTING);
    at("09:04:00");
    assert_int_equal(next_run(hq(state), "P-0001", NULL), hourly.RecurrenceStart);
    at("09:07:00");
    assert_int_equal(next_run(hq(state), "P-0001", NULL), five.RecurrenceStart + 5 * MINUTE_MS);
    force_status(hq(state), BATCH_ERROR);
    assert_int_equal(next_run(hq(state), "P-0001", NULL), 0);
}

/* ---- tasks ----------------------------------------------------------------------------------------------------- */

static void tasks_run_in_their_order(void **state) {
    struct err err = {0};
    struct batch_task tasks[BATCH_MAX_TASKS];
    int count = 0;
    int64_t copy = 0;
    struct batch_job job = make("P-0001", RECUR_MINUTES, 5);
    save(hq(state), &job);
    int64_t id = job.head.RecId;
    world_ok(batch_job_add_task(hq(state), id, "sync-customers", 3, true, "kari", &err), &err);
    world_ok(batch_job_add_task(hq(state), id, "1010", 0, false, "kari", &err), &err);
    assert_int_equal(batch_job_add_task(hq(state), id, "9999", 0, false, "kari", &err),
                     ERR_INVALID);
    assert_int_equal(batch_job_add_task(hq(state), id, "1010", 9, false, "kari", &err),
                     ERR_INVALID);
    world_ok(batch_job_copy(hq(state), id, "ola", &copy, &err), &err);
    for (int i = 0; i < 2; i++, id = copy) {
        world_ok(batch_job_tasks(hq(state), id, tasks, &count, &err), &err);
        assert_int_equal(count, 3);
        assert_string_equal(tasks[0].JobId, "P-0001");
        assert_string_equal(tasks[1].JobId, "sync-customers");
        assert_int_equal(tasks[1].retries_on_failure, 3);
        assert_true(tasks[1].ignore_failure);
        assert_string_equal(tasks[2].JobId, "1010");
    }
    struct batch_job copied = load(hq(state), copy);
    assert_int_equal(copied.Status, BATCH_WITHHOLD);
    assert_string_equal(copied.CreatedBy, "ola");
    assert_int_equal(copied.RecurrenceCount, 5);
    assert_string_equal(copied.JobId, "P-0001");
}

/* ---- a copy for practice --------------------------------------------------------------------------------------- */

static void in_a_copy_nobody_serves_and_nothing_starts(void **state) {
    struct world *world = *state, copy = *world;
    struct err err = {0};
    struct lease server;
    char holder[LEASE_HOLDER_SIZE];
    struct batch_job waits = make("P-0001", RECUR_MINUTES, 5), runs = make("1010", RECUR_HOURS, 1);
    save(hq(state), &waits);
    save(hq(state), &runs);
    world_exec(hq(state), "UPDATE BatchJob SET Status = 2 WHERE RecId = 2");
    world_ok(lease_take(&server, hq(state), "batch-server", 60000, "kari", &err), &err);
    snprintf(copy.folder, sizeof copy.folder, "%.200s-copy", world->folder);
    world_ok(company_copy(world->company, copy.folder, &err), &err);
    world_open(&copy);
    assert_int_equal(world_int(copy.company->hq, "SELECT count(*) FROM BatchJob WHERE Status = 0"),
                     2);
    world_ok(lease_holder(copy.company->hq, "batch-server", holder, NULL, &err), &err);
    assert_string_equal(holder, "");
    world_release(&copy);
    assert_int_equal(load(hq(state), 1).Status, BATCH_WAITING);
    world_ok(lease_holder(hq(state), "batch-server", holder, NULL, &err), &err);
    assert_int_equal(strncmp(holder, "kari@", 5), 0);
}

int main(void) {
#if !CHQ_TEST_HOOKS
    return 77; /* built without the clock that tests set */
#endif
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_new_one_waits_for_its_first_start),
        TEST(a_start_in_the_past_counts_from_there),
        TEST(what_cannot_be_is_refused),
        TEST(a_changed_pattern_begins_anew),
        TEST(while_it_executes_it_is_left_alone),
        TEST(the_list_shows_the_newest_first),
        TEST(who_may_change_a_status),
        TEST(a_withheld_one_waits_for_the_next_start_of_its_pattern),
        TEST(one_that_failed_starts_now),
        TEST(one_that_ran_as_often_as_it_should_counts_anew),
        TEST(the_next_run_is_the_earliest_of_the_active_ones),
        TEST(tasks_run_in_their_order),
        TEST(in_a_copy_nobody_serves_and_nothing_starts),
    };
    return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
