/* SPDX-License-Identifier: MIT */
/* A step is done when the data is right, by whatever route, and not before. */

#include "support/guide_world.h"

#include <sys/stat.h>

#define TARGET "AWOnline"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    if (!world) return 1;
    world_init(world, "en");
    world_begin(world);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    world_release(*state);
    free(*state);
    return 0;
}

/* Steps 1 to 6 as documented. */
static void switch_store(struct world *world) {
    set_async(world, "Online", "No");
}

static void nothing_is_done_at_the_start_but_what_is_so_already(void **state) {
    struct world *world = *state;
    for (int i = 0; i <= FIND_CUSTOMER; i++) {
        bool done = is_done(world, (enum step)i);
        if (done != (i == HAVE_PROFILE)) fail_msg("step %d is %d at the start", i + 1, done);
    }
    assert_string_equal(world->session.target, TARGET);
    assert_string_equal(world->session.profile, "Online");
    assert_string_equal(world->session.shopper, "Kari Solberg");
    assert_found(world, ASYNC_OFF, "Online still has Yes");
    assert_found(world, FIND_CUSTOMER, "only in the channel database");
}

static void the_documented_way_does_all_steps(void **state) {
    struct world *world = *state;
    look(world, "functionality-profiles", NULL);
    set_async(world, "Online", "No");
    look(world, "online-stores", NULL);
    look(world, "online-stores", TARGET);
    assert_true(is_done(world, ASSIGN_PROFILE));
    run(world, "1070");
    run(world, "1110");
    assert_true(is_done(world, RUN_JOBS));
    restart(world);
    assert_true(is_done(world, REFRESH_CACHE));
    sign_up(world, TARGET, "new.customer@example.com");
    assert_true(is_done(world, NEW_CUSTOMER));
    assert_found(world, NEW_CUSTOMER, "Test Person was created at once");
    run(world, "P-0001");
    run(world, "sync-customers");
    run(world, "1010");
    for (int i = 0; i <= FIND_CUSTOMER; i++) {
        if (!is_done(world, (enum step)i)) fail_msg("step %d: %s", i + 1, world->verdicts[i].found);
        assert_true(world->session.done_ms[i] > 0);
    }
    assert_found(world, FIND_CUSTOMER, "Kari Solberg has account");
}

/* ---- facts of the screen -------------------------------------------------------------------------------------------- */

static void pages_count_when_they_were_open_and_stay(void **state) {
    struct world *world = *state;
    look(world, "pos-functionality-profiles", "Online");
    assert_false(world->verdicts[OPEN_PROFILES].done);
    look(world, "functionality-profiles", "Online");
    assert_true(world->verdicts[OPEN_PROFILES].done);
    assert_false(world->verdicts[OPEN_STORES].done);
    look(world, "customers", NULL);
    assert_true(world->verdicts[OPEN_PROFILES].done);
    look(world, "online-stores", "AWBusiness");
    assert_true(world->verdicts[OPEN_STORES].done);
    assert_false(world->verdicts[SELECT_STORE].done);
    look(world, "customers", TARGET);
    assert_false(world->verdicts[SELECT_STORE].done);
    look(world, "online-stores", TARGET);
    assert_true(world->verdicts[SELECT_STORE].done);
    assert_true(is_done(world, SELECT_STORE));
}

static void the_command_line_needs_no_screen(void **state) {
    struct world *world = *state;
    assert_false(is_done(world, OPEN_PROFILES));
    switch_store(world);
    assert_true(is_done(world, OPEN_PROFILES));
    assert_true(is_done(world, OPEN_STORES));
    assert_true(is_done(world, SELECT_STORE));
    set_async(world, "Online", "Yes");
    assert_false(is_done(world, SELECT_STORE));
}

/* ---- other right ways, and wrong ones ----------------------------------------------------------------------------- */

static void a_profile_of_its_own_counts_as_well(void **state) {
    struct world *world = *state;
    new_profile(world, "Direct", 0);
    assert_true(is_done(world, ASYNC_OFF));
    assert_string_equal(world->session.profile, "Direct");
    assert_false(is_done(world, ASSIGN_PROFILE));
    assert_found(world, ASSIGN_PROFILE, "uses profile Online, which has Yes");
    set_profile(world, TARGET, "Direct");
    assert_true(is_done(world, ASSIGN_PROFILE));
    run(world, "1110");
    assert_false(is_done(world, RUN_JOBS));
    assert_found(world, RUN_JOBS, "1070 has not run");
    run(world, "1070");
    assert_true(is_done(world, RUN_JOBS));
}

static void an_existing_synchronous_profile_counts_as_well(void **state) {
    struct world *world = *state;
    set_profile(world, TARGET, "Fabrikam");
    assert_true(is_done(world, ASYNC_OFF));
    assert_true(is_done(world, ASSIGN_PROFILE));
    assert_string_equal(world->session.profile, "Fabrikam");
}

static void another_change_of_another_profile_does_not_count(void **state) {
    struct world *world = *state;
    save_member(world, &entity_profile, "Fabrikam", "name", "Saved by mistake");
    assert_false(is_done(world, ASYNC_OFF));
    assert_string_equal(world->session.profile, "Online");
    assert_found(world, ASYNC_OFF, "Online still has Yes");
}

static void a_profile_without_its_store_is_not_enough(void **state) {
    struct world *world = *state;
    new_profile(world, "Direct", 1);
    assert_false(is_done(world, ASYNC_OFF));
    set_async(world, "Direct", "No");
    assert_true(is_done(world, ASYNC_OFF));
    assert_false(is_done(world, ASSIGN_PROFILE));
    run(world, "1070");
    run(world, "1110");
    assert_false(is_done(world, RUN_JOBS));
    assert_found(world, RUN_JOBS, "isn't switched");
}

static void the_wrong_store_does_not_count(void **state) {
    struct world *world = *state;
    new_profile(world, "Direct", 0);
    set_profile(world, "AWBusiness", "Direct");
    assert_false(is_done(world, ASSIGN_PROFILE));
    assert_found(world, ASSIGN_PROFILE, "store AWBusiness was changed");
}

static void the_profile_of_the_point_of_sale_does_not_count(void **state) {
    struct world *world = *state;
    struct pos_profile old = {0};
    struct err err = {0};
    struct rowset rows;
    const struct list_request request = {.from = LIST_FROM_START, .limit = 10};
    char first[ROW_KEY_SIZE] = "";
    rowset_init(&rows, entity_pos_profile.list_columns);
    check_ok(entity_pos_profile.list(world->company->hq, &request, &rows, &err), &err);
    for (int i = 0; i < rows.rows; i++) {
        const char *id = rowset_cell(&rows, i, 0);
        check_ok(entity_pos_profile.load(world->company->hq, id, &old, &err), &err);
        if (old.CreateAsyncCustomers || !first[0]) snprintf(first, sizeof first, "%s", id);
    }
    rowset_release(&rows);
    assert_true(first[0] != '\0');
    save_member(world, &entity_pos_profile, first, "CreateAsyncCustomers", "Yes");
    save_member(world, &entity_pos_profile, first, "CreateAsyncCustomers", "No");
    assert_false(is_done(world, ASYNC_OFF));
    assert_found(world, ASYNC_OFF, "wrong page");
}

static void a_store_without_profile_needs_one(void **state) {
    struct world *world = *state;
    set_profile(world, TARGET, "");
    assert_false(is_done(world, HAVE_PROFILE));
    assert_found(world, HAVE_PROFILE, "uses no profile");
    assert_false(is_done(world, ASSIGN_PROFILE));
    new_profile(world, "Direct", 0);
    assert_true(is_done(world, HAVE_PROFILE));
    assert_found(world, HAVE_PROFILE, "Direct was created");
    assert_false(is_done(world, ASSIGN_PROFILE));
    assert_found(world, ASSIGN_PROFILE, "uses no profile");
}

static void going_back_to_yes_undoes_the_steps(void **state) {
    struct world *world = *state;
    switch_store(world);
    run(world, "1070");
    run(world, "1110");
    assert_true(is_done(world, RUN_JOBS));
    set_async(world, "Online", "Yes");
    assert_false(is_done(world, ASSIGN_PROFILE));
    assert_false(is_done(world, RUN_JOBS));
    set_async(world, "Online", "No");
    assert_true(is_done(world, ASSIGN_PROFILE));
    assert_false(is_done(world, RUN_JOBS));
    assert_found(world, RUN_JOBS, "neither");
}

/* ---- the channel ---------------------------------------------------------------------------------------------------- */

static void jobs_that_ran_before_the_change_do_not_count(void **state) {
    struct world *world = *state;
    run(world, "1070");
    run(world, "1110");
    switch_store(world);
    assert_false(is_done(world, RUN_JOBS));
    assert_found(world, RUN_JOBS, "neither 1070 nor 1110");
    run(world, "1070");
    assert_false(is_done(world, RUN_JOBS));
    assert_found(world, RUN_JOBS, "1110 has not run");
    run(world, "1110");
    assert_true(is_done(world, RUN_JOBS));
    run(world, "1070"); /* nothing new: No data */
    assert_true(is_done(world, RUN_JOBS));
}

static void all_jobs_at_once_count(void **state) {
    struct world *world = *state;
    switch_store(world);
    run(world, "9999");
    assert_true(is_done(world, RUN_JOBS));
}

static void a_stale_cache_is_told(void **state) {
    struct world *world = *state;
    switch_store(world);
    restart(world); /* too early: the channel has not been told */
    assert_false(is_done(world, REFRESH_CACHE));
    assert_found(world, REFRESH_CACHE, "doesn't have the change yet");
    run(world, "1070");
    run(world, "1110");
    assert_false(is_done(world, REFRESH_CACHE));
    assert_found(world, REFRESH_CACHE, "still has the old settings");
    sign_up(world, TARGET, "too.early@example.com");
    assert_false(is_done(world, NEW_CUSTOMER));
    assert_found(world, NEW_CUSTOMER, "still acts on its old copy");
    restart(world);
    assert_true(is_done(world, REFRESH_CACHE));
    assert_false(is_done(world, NEW_CUSTOMER));
}

static void a_cache_that_grew_old_by_itself_counts(void **state) {
    struct world *world = *state;
    switch_store(world);
    run(world, "1070");
    run(world, "1110");
    world->company->settings.csu_cache_ttl_s = 0;
    sign_up(world, TARGET, "later@example.com");
    assert_true(is_done(world, REFRESH_CACHE));
    assert_true(is_done(world, NEW_CUSTOMER));
    run(world, "1070"); /* does not undo it */
    assert_true(is_done(world, REFRESH_CACHE));
}

static void a_sign_up_elsewhere_proves_nothing(void **state) {
    struct world *world = *state;
    switch_store(world);
    run(world, "1070");
    run(world, "1110");
    restart(world);
    sign_up(world, "Fabrikam", "elsewhere@example.com");
    assert_false(is_done(world, NEW_CUSTOMER));
    assert_found(world, NEW_CUSTOMER, "nobody");
    sign_up(world, TARGET, "here@example.com");
    assert_true(is_done(world, NEW_CUSTOMER));
}

/* ---- those who waited --------------------------------------------------------------------------------------------- */

static void the_backlog_goes_home_job_by_job(void **state) {
    struct world *world = *state;
    assert_false(is_done(world, CLEAR_BACKLOG));
    run(world, "1010");
    run(world, "sync-customers");
    assert_false(is_done(world, FIND_CUSTOMER));
    run(world, "P-0001");
    assert_false(is_done(world, CLEAR_BACKLOG));
    assert_found(world, CLEAR_BACKLOG, "waiting: 0 in the channel");
    assert_false(is_done(world, FIND_CUSTOMER));
    assert_found(world, FIND_CUSTOMER, "was uploaded");
    run(world, "sync-customers");
    assert_true(is_done(world, FIND_CUSTOMER));
    assert_false(is_done(world, CLEAR_BACKLOG));
    assert_found(world, CLEAR_BACKLOG, "0 uploaded");
    run(world, "1010");
    assert_true(is_done(world, CLEAR_BACKLOG));
}

/* ---- progress -------------------------------------------------------------------------------------------------------- */

static void progress_is_kept_and_taken_up_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    char reported[GUID_SIZE], path[240];
    struct stat st;
    look(world, "functionality-profiles", NULL);
    switch_store(world);
    assert_true(is_done(world, ASSIGN_PROFILE));
    world->session.current = ASSIGN_PROFILE;
    snprintf(reported, sizeof reported, "%s", world->session.reported);
    int64_t started = world->session.started_ms, done = world->session.done_ms[ASYNC_OFF];
    check_ok(guide_session_save(world->company, world->guide, &world->session, &err), &err);
    snprintf(path, sizeof path, "%s/guide-" GUIDE_ID ".ini", world->folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);

    world_reopen(world);
    assert_true(guide_session_exists(world->company, world->guide));
    world_begin(world);
    assert_string_equal(world->session.reported, reported);
    assert_string_equal(world->session.target, TARGET);
    assert_string_equal(world->session.target_name, "AW online store");
    assert_int_equal(world->session.current, ASSIGN_PROFILE);
    assert_true(world->session.started_ms == started);
    assert_true(world->session.done_ms[ASYNC_OFF] == done);
    set_async(world, "Online", "Yes");
    assert_true(is_done(world, OPEN_PROFILES)); /* it was seen */
    assert_false(is_done(world, OPEN_STORES));
}

static void starting_again_reports_somebody_new(void **state) {
    struct world *world = *state;
    struct err err = {0};
    char reported[GUID_SIZE];
    snprintf(reported, sizeof reported, "%s", world->session.reported);
    check_ok(guide_session_reset(world->company, world->guide, &err), &err);
    assert_false(guide_session_exists(world->company, world->guide));
    world_begin(world);
    assert_string_not_equal(world->session.reported, reported);
    assert_string_equal(world->session.email, "kari.solberg.2@example.com");
    assert_false(is_done(world, FIND_CUSTOMER));
}

static void a_store_that_is_synchronous_already_has_nobody_to_find(void **state) {
    struct world *world = *state;
    struct err err = {0};
    check_ok(guide_session_reset(world->company, world->guide, &err), &err);
    switch_store(world);
    run(world, "1070");
    run(world, "1110");
    restart(world);
    world_begin(world);
    assert_string_equal(world->session.reported, "");
    assert_true(is_done(world, FIND_CUSTOMER));
}

static void a_damaged_progress_file_is_named(void **state) {
    struct world *world = *state;
    struct err err = {0};
    char path[240];
    snprintf(path, sizeof path, "%s/guide-" GUIDE_ID ".ini", world->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("[session\n", file);
    fclose(file);
    world_reopen(world);
    assert_int_equal(guide_session_open(world->company, world->guide, &world->session, &err),
                     ERR_CONFIG);
    assert_non_null(strstr(err.detail, "guide-" GUIDE_ID));
}

static void hostile_ids_survive_the_progress_file(void **state) {
    struct world *world = *state;
    struct err err = {0};
    snprintf(world->session.shopper, sizeof world->session.shopper, "A\"b;#%%\\ å\x1b[2J");
    check_ok(guide_session_save(world->company, world->guide, &world->session, &err), &err);
    world_reopen(world);
    world_begin(world);
    assert_string_equal(world->session.shopper, "A\"b;#%\\ å\x1b[2J");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_done_at_the_start_but_what_is_so_already),
        TEST(the_documented_way_does_all_steps),
        TEST(pages_count_when_they_were_open_and_stay),
        TEST(the_command_line_needs_no_screen),
        TEST(a_profile_of_its_own_counts_as_well),
        TEST(an_existing_synchronous_profile_counts_as_well),
        TEST(another_change_of_another_profile_does_not_count),
        TEST(a_profile_without_its_store_is_not_enough),
        TEST(the_wrong_store_does_not_count),
        TEST(the_profile_of_the_point_of_sale_does_not_count),
        TEST(a_store_without_profile_needs_one),
        TEST(going_back_to_yes_undoes_the_steps),
        TEST(jobs_that_ran_before_the_change_do_not_count),
        TEST(all_jobs_at_once_count),
        TEST(a_stale_cache_is_told),
        TEST(a_cache_that_grew_old_by_itself_counts),
        TEST(a_sign_up_elsewhere_proves_nothing),
        TEST(the_backlog_goes_home_job_by_job),
        TEST(progress_is_kept_and_taken_up_again),
        TEST(starting_again_reports_somebody_new),
        TEST(a_store_that_is_synchronous_already_has_nobody_to_find),
        TEST(a_damaged_progress_file_is_named),
        TEST(hostile_ids_survive_the_progress_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
