/* SPDX-License-Identifier: MIT */
/* The guide performs itself, on a fresh company, half-way, and on a practice copy that leaves the real one alone. */

#include "support/guide_world.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    if (!world) return 1;
    world_init(world, "en");
    *state = world;
    return 0;
}

static int teardown(void **state) {
    world_release(*state);
    free(*state);
    return 0;
}

struct story {
    struct world *world;
    int actions, verdicts, last_step;
    char saved[200], jobs[200];
};

static void listen(void *ctx, const struct guide_event *event) {
    struct story *story = ctx;
    world_tick(story->world);
    if (!event->before) {
        if (!event->verdict.done) fail_msg("step %d: %s", event->step + 1, event->verdict.found);
        story->verdicts++;
        story->last_step = event->step;
        return;
    }
    if (event->action[0]) story->actions++;
    size_t used = strlen(story->jobs);
    if (strcmp(event->action, "run-job") == 0)
        snprintf(story->jobs + used, sizeof story->jobs - used, "%s ", event->subject);
    if (strcmp(event->action, "save") == 0)
        snprintf(story->saved, sizeof story->saved, "%s", event->subject);
}

static void assert_all_done(struct world *world) {
    struct err err = {0};
    check_ok(guide_session_open(world->company, world->guide, &world->session, &err), &err);
    for (int i = 0; i <= FIND_CUSTOMER; i++) {
        if (!is_done(world, (enum step)i)) fail_msg("step %d: %s", i + 1, world->verdicts[i].found);
    }
}

static void a_fresh_company_ends_with_a_verified_sign_up(void **state) {
    struct world *world = *state;
    struct story story = {.world = world};
    struct signup_result last;
    struct err err = {0};
    check_ok(guide_play(world->company, world->guide, listen, &story, &last, &err), &err);
    assert_int_equal(story.verdicts, 11);
    assert_int_equal(story.last_step, FIND_CUSTOMER);
    assert_string_equal(story.saved, "Online CreateAsyncCustomers=0");
    assert_string_equal(story.jobs, "1070 1110 P-0001 sync-customers 1010 ");
    assert_int_equal(last.mode, SIGNUP_SYNC);
    assert_true(last.account[0] != '\0');
    assert_all_done(world);
}

static void playing_twice_finds_nothing_to_do(void **state) {
    struct world *world = *state;
    struct story story = {.world = world}, again = {.world = world};
    struct signup_result last;
    struct err err = {0};
    check_ok(guide_play(world->company, world->guide, listen, &story, &last, &err), &err);
    check_ok(guide_play(world->company, world->guide, listen, &again, &last, &err), &err);
    assert_int_equal(again.actions, 0);
    assert_int_equal(again.verdicts, 11);
    assert_string_equal(last.account, "");
}

static void it_goes_on_where_somebody_stopped(void **state) {
    struct world *world = *state;
    struct story story = {.world = world};
    struct signup_result last;
    struct err err = {0};
    world_begin(world);
    new_profile(world, "Direct", 0);
    set_profile(world, world->session.target, "Direct");
    run(world, "1110");
    check_ok(guide_play(world->company, world->guide, listen, &story, &last, &err), &err);
    assert_string_equal(story.saved, "");
    assert_all_done(world);
}

static void a_store_without_profile_gets_one(void **state) {
    struct world *world = *state;
    struct story story = {.world = world};
    struct signup_result last;
    struct err err = {0};
    set_profile(world, "AWOnline", "");
    check_ok(guide_play(world->company, world->guide, listen, &story, &last, &err), &err);
    assert_string_equal(story.saved, "AWOnline OnlineFunctionalityProfile=Sync");
    assert_all_done(world);
}

static void servicing_stops_it_and_it_can_go_on_afterwards(void **state) {
    struct world *world = *state;
    struct story story = {.world = world};
    struct signup_result last;
    struct err err = {0};
    check_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    assert_int_equal(guide_play(world->company, world->guide, listen, &story, &last, &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_HQ_IN_SERVICING);
    assert_int_equal(story.last_step, ASSIGN_PROFILE);
    err = (struct err){0};
    check_ok(servicing_set(world->company->hq, false, "test", &err), &err);
    check_ok(guide_play(world->company, world->guide, listen, &story, &last, &err), &err);
    assert_all_done(world);
}

/* ---- the practice copy ---------------------------------------------------------------------------------------------- */

static void a_practice_copy_leaves_the_real_company_alone(void **state) {
    struct world *world = *state;
    char folder[COMPANY_PATH_SIZE], again[COMPANY_PATH_SIZE], origin[COMPANY_PATH_SIZE];
    struct story story = {.world = world};
    struct company *copy;
    struct profile profile;
    struct signup_result last;
    struct err err = {0};
    assert_false(guide_sandbox_exists(world->company, GUIDE_ID));
    check_ok(guide_sandbox(world->company, GUIDE_ID, folder, &err), &err);
    assert_true(guide_sandbox_exists(world->company, GUIDE_ID));
    assert_true(guide_sandbox_origin(folder, origin));
    assert_string_equal(origin, world->folder);
    assert_false(guide_sandbox_origin(world->folder, origin));

    check_ok(company_open(&copy, folder, &world->settings, false, COMPANY_FOR_WORK, &err), &err);
    check_ok(guide_sandbox(copy, GUIDE_ID, again, &err), &err);
    assert_string_equal(again, folder);
    check_ok(guide_play(copy, world->guide, listen, &story, &last, &err), &err);
    company_close(&copy);

    assert_false(guide_session_exists(world->company, world->guide));
    check_ok(entity_profile.load(world->company->hq, "Online", &profile, &err), &err);
    assert_int_equal(profile.CreateAsyncCustomers, 1);
    check_ok(guide_sandbox(world->company, GUIDE_ID, again, &err), &err);
    assert_string_equal(again, folder);
}

static void a_reset_practice_copy_is_as_the_company_is_now(void **state) {
    struct world *world = *state;
    char folder[COMPANY_PATH_SIZE];
    struct company *copy;
    struct profile profile;
    struct err err = {0};
    check_ok(guide_sandbox_reset(world->company, GUIDE_ID, &err), &err);
    check_ok(guide_sandbox(world->company, GUIDE_ID, folder, &err), &err);
    new_profile(world, "Later", 0);
    check_ok(guide_sandbox_reset(world->company, GUIDE_ID, &err), &err);
    assert_false(guide_sandbox_exists(world->company, GUIDE_ID));
    check_ok(guide_sandbox(world->company, GUIDE_ID, folder, &err), &err);
    check_ok(company_open(&copy, folder, &world->settings, false, COMPANY_FOR_WORK, &err), &err);
    check_ok(entity_profile.load(copy->hq, "Later", &profile, &err), &err);
    company_close(&copy);
}

static void a_console_that_only_reads_begins_nothing(void **state) {
    struct world *world = *state;
    char folder[COMPANY_PATH_SIZE];
    struct signup_result last;
    struct err err = {0};
    company_close(&world->company);
    check_ok(company_open(&world->company, world->folder, &world->settings, true, COMPANY_FOR_WORK,
                          &err),
             &err);
    assert_int_equal(guide_play(world->company, world->guide, NULL, NULL, &last, &err),
                     ERR_REFUSED);
    assert_int_equal(err.reason, REASON_READ_ONLY);
    assert_int_equal(guide_sandbox(world->company, GUIDE_ID, folder, &err), ERR_REFUSED);
    assert_int_equal(guide_session_open(world->company, world->guide, &world->session, &err),
                     ERR_REFUSED);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_fresh_company_ends_with_a_verified_sign_up),
        TEST(playing_twice_finds_nothing_to_do),
        TEST(it_goes_on_where_somebody_stopped),
        TEST(a_store_without_profile_gets_one),
        TEST(servicing_stops_it_and_it_can_go_on_afterwards),
        TEST(a_practice_copy_leaves_the_real_company_alone),
        TEST(a_reset_practice_copy_is_as_the_company_is_now),
        TEST(a_console_that_only_reads_begins_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
