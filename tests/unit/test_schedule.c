/* SPDX-License-Identifier: MIT */
/* Distribution schedules as records: what is attached decides what is exchanged, and what is in use stays. */

#include "support/exchange.h"

#include "model/hq/batch.h"
#include "model/hq/schedule.h"

static struct schedule read_schedule(struct world *world, const char *name) {
    struct schedule schedule;
    struct err err = {0};
    world_ok(entity_schedule.load(world->company->hq, name, &schedule, &err), &err);
    return schedule;
}

static enum err_code set(struct world *world, const char *name, const char *key, const char *value,
                         struct err *err) {
    struct schedule old = read_schedule(world, name), now = old;
    enum err_code code = record_set_text(entity_member(&entity_schedule, key), &now, value, err);
    if (code != ERR_OK) return code;
    return record_save(&entity_schedule, world->company->hq, &old, &now, "anna", err);
}

static void set_ok(struct world *world, const char *name, const char *key, const char *value) {
    struct err err = {0};
    world_ok(set(world, name, key, value, &err), &err);
}

static void assert_refused(enum err_code code, const struct err *err, enum err_reason reason) {
    if (code == ERR_OK) fail_msg("it was not refused");
    assert_string_equal(err_reason_name(err->reason), err_reason_name(reason));
}

static int setup(void **state) {
    static struct world world;
    world_init(&world, 1);
    *state = &world;
    return 0;
}

static int teardown(void **state) {
    world_release(*state);
    return 0;
}

/* ---- what is attached ------------------------------------------------------------------------------------------ */

static void test_group_taken_off_exchanges_nothing_and_put_back_everything(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    set_ok(world, "P-0001", "DataGroups", "");
    assert_string_equal(read_schedule(world, "P-0001").DataGroups, "");
    assert_int_equal(world_run(world, "P-0001").rows, 0);
    set_ok(world, "P-0001", "DataGroups", "Legacy");
    assert_int_equal(world_run(world, "P-0001").rows, 0);
    set_ok(world, "P-0001", "DataGroups", " Legacy,Default , Legacy");
    assert_string_equal(read_schedule(world, "P-0001").DataGroups, "Default, Legacy");
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    world_check(world);
}

static void test_disabled_job_exchanges_nothing_and_says_why(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    struct schedule old = read_schedule(world, "P-0001"), now = old;
    snprintf(now.Jobs, sizeof now.Jobs, "%s", "");
    snprintf(now.DisabledJobs, sizeof now.DisabledJobs, "P-0001");
    world_ok(record_save(&entity_schedule, world->company->hq, &old, &now, "anna", &err), &err);
    struct job_result result = world_run(world, "P-0001");
    assert_true(result.inactive);
    assert_int_equal(result.rows, 0);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
}

static void test_full_sync_runs_the_jobs_that_are_enabled(void **state) {
    struct world *world = *state;
    assert_string_equal(read_schedule(world, "9999").Jobs, "1010, 1070, 1090, 1110");
    set_ok(world, "9999", "Jobs", "1070");
    int64_t sessions = world_int(world->company->hq, "SELECT count(*) FROM RetailCDXDownloadSession"
                                                     " WHERE JobId <> '1070'");
    world_run(world, "9999");
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM RetailCDXDownloadSession"
                                                   " WHERE JobId <> '1070'"),
                     sessions);
    set_ok(world, "9999", "Jobs", "");
    assert_true(world_run(world, "9999").inactive);
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void test_what_does_not_exist_cannot_be_attached(void **state) {
    struct err err = {0};
    assert_refused(set(*state, "1010", "DataGroups", "Default, Nowhere", &err), &err,
                   REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(err.field, "DataGroups");
    assert_string_equal(err.value, "Nowhere");
    assert_refused(set(*state, "1010", "Jobs", "1010, 4711", &err), &err, REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(read_schedule(*state, "1010").DataGroups, "Default");
}

static void test_uploads_and_downloads_are_not_mixed(void **state) {
    struct err err = {0};
    assert_refused(set(*state, "1010", "Jobs", "1010, P-0001", &err), &err,
                   REASON_SCHEDULE_DIRECTION);
    assert_string_equal(err.value, "P-0001");
    assert_refused(set(*state, "1010", "DisabledJobs", "1010", &err), &err,
                   REASON_SCHEDULE_JOB_TWICE);
}

static void test_synchronization_job_is_listed_but_has_no_schedule(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    struct err err = {0};
    struct rowset rows;
    bool listed = false;
    rowset_init(&rows, entity_schedule.list_columns);
    const struct list_request request = {.from = LIST_FROM_START, .limit = 100};
    world_ok(entity_schedule.list(hq, &request, &rows, &err), &err);
    for (int i = 0; i < rows.rows; i++)
        listed = listed || strcmp(rowset_key(&rows, i), SCHEDULE_SYNC_JOB) == 0;
    rowset_release(&rows);
    assert_true(listed);
    assert_refused(set(world, SCHEDULE_SYNC_JOB, "Active", "No", &err), &err, REASON_SCHEDULE_NONE);
    struct schedule schedule = read_schedule(world, SCHEDULE_SYNC_JOB);
    assert_refused(record_delete(&entity_schedule, hq, &schedule, "anna", &err), &err,
                   REASON_SCHEDULE_NONE);
    struct schedule taken = {.Active = 1};
    snprintf(taken.Name, sizeof taken.Name, "Sync-Customers");
    assert_refused(record_save(&entity_schedule, hq, NULL, &taken, "anna", &err), &err,
                   REASON_NOT_UNIQUE);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailConnSchedule"), 6);
}

static void test_schedule_of_a_batch_job_stays(void **state) {
    struct world *world = *state;
    struct db *hq = world->company->hq;
    struct err err = {0};
    struct batch_job job = {0};
    world_ok(entity_batch_job.init(hq, &job, &err), &err);
    snprintf(job.Caption, sizeof job.Caption, "Customers at night");
    snprintf(job.JobId, sizeof job.JobId, "1010");
    world_ok(record_save(&entity_batch_job, hq, NULL, &job, "anna", &err), &err);
    struct schedule schedule = read_schedule(world, "1010");
    assert_refused(record_delete(&entity_schedule, hq, &schedule, "anna", &err), &err,
                   REASON_SCHEDULE_IN_USE);
    assert_string_equal(err.value2, "Customers at night");
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)job.head.RecId);
    world_ok(entity_batch_job.load(hq, key, &job, &err), &err);
    world_ok(record_delete(&entity_batch_job, hq, &job, "anna", &err), &err);
    world_ok(record_delete(&entity_schedule, hq, &schedule, "anna", &err), &err);
    assert_int_equal(world_int(hq, "SELECT count(*) FROM RetailConnScheduleJobMapping"
                                   " WHERE Schedule = '1010'"),
                     0);
}

/* ---- new ones -------------------------------------------------------------------------------------------------- */

static void test_new_schedule_is_kept_as_typed(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct schedule schedule;
    world_ok(entity_schedule.init(world->company->hq, &schedule, &err), &err);
    assert_int_equal(schedule.Active, 1);
    schedule.IsUpload = SCHEDULE_INSIDE_HQ;
    snprintf(schedule.Name, sizeof schedule.Name, "Night");
    assert_refused(record_save(&entity_schedule, world->company->hq, NULL, &schedule, "anna", &err),
                   &err, REASON_FIELD_NOT_CHOICE);
    schedule.IsUpload = SCHEDULE_DOWNLOAD;
    snprintf(schedule.Name, sizeof schedule.Name, "Night");
    snprintf(schedule.Description, sizeof schedule.Description, "Kunder om natten");
    snprintf(schedule.DataGroups, sizeof schedule.DataGroups, "Default");
    snprintf(schedule.Jobs, sizeof schedule.Jobs, "1070,1010");
    world_ok(record_save(&entity_schedule, world->company->hq, NULL, &schedule, "anna", &err),
             &err);
    struct schedule found = read_schedule(world, "night"); /* IDs are compared without case */
    assert_string_equal(found.Name, "Night");
    assert_string_equal(found.Description, "Kunder om natten");
    assert_string_equal(found.Jobs, "1010, 1070");
    assert_string_equal(found.DisabledJobs, "");
    assert_int_equal(found.IsUpload, SCHEDULE_DOWNLOAD);
    assert_refused(set(world, "Night", "Name", "Day", &err), &err, REASON_FIELD_READ_ONLY);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_group_taken_off_exchanges_nothing_and_put_back_everything),
        TEST(test_disabled_job_exchanges_nothing_and_says_why),
        TEST(test_full_sync_runs_the_jobs_that_are_enabled),
        TEST(test_what_does_not_exist_cannot_be_attached),
        TEST(test_uploads_and_downloads_are_not_mixed),
        TEST(test_synchronization_job_is_listed_but_has_no_schedule),
        TEST(test_schedule_of_a_batch_job_stays),
        TEST(test_new_schedule_is_kept_as_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
