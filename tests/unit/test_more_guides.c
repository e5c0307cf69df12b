/* SPDX-License-Identifier: MIT */
/*
 * The guides beside the seed's: each begins with nothing done, is performed to its end in both languages, and has nothing
 * left to do the second time. Then what a trainee gets wrong: none of it ticks, and the guide says what it is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/exchange/states.h"
#include "model/hq/async_operation.h"
#include "model/trainer/actions.h"
#include "model/trainer/guide_session.h"

struct world {
    char folder[128];
    struct settings settings;
    struct company *company; /* the practice copy */
    struct guide *guide;
    struct guide_session session;
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
};

static void check_ok(enum err_code code, const struct err *err) {
    if (code != ERR_OK)
        fail_msg("%s %s %s %s", err_reason_name(err->reason), err->field, err->value, err->detail);
}

static struct company *open_company(struct world *world, const char *folder) {
    struct err err = {0};
    struct company *company = NULL;
    check_ok(company_open(&company, folder, &world->settings, false, COMPANY_FOR_WORK, &err), &err);
    return company;
}

/* The copy of a guide, as the console and the verb make it. */
static void begin(struct world *world, const char *id, const char *language) {
    struct err err = {0};
    char copy[COMPANY_PATH_SIZE];
    struct company *company = open_company(world, world->folder);
    check_ok(guide_sandbox(company, id, copy, &err), &err);
    company_close(&company);
    world->company = open_company(world, copy);
    check_ok(guide_open(&world->guide, id, language, &err), &err);
    check_ok(guide_session_open(world->company, world->guide, &world->session, &err), &err);
}

static void end(struct world *world) {
    guide_free(&world->guide);
    company_close(&world->company);
}

static int make_company(void **state) {
    struct err err = {0};
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    unsetenv("CHQ_TEST_CLOCK");
    snprintf(world->folder, sizeof world->folder, "/tmp/chq-guides-test-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    settings_init(&world->settings);
    check_ok(company_create(world->folder, true, &world->settings, &err), &err);
    *state = world;
    return 0;
}

static int drop_company(void **state) {
    struct err err = {0};
    struct world *world = *state;
    end(world);
    check_ok(company_delete(world->folder, &err), &err);
    free(world);
    return 0;
}

/* ---- what is done and what the guide says of it -------------------------------------------------------------------- */

static void act(struct world *world, const char *line) {
    struct err err = {0};
    struct acting acting = {
        .company = world->company, .content = world->guide, .session = &world->session};
    check_ok(action_perform(&acting, line, &err), &err);
}

static void look(struct world *world, const struct guide_screen *screen) {
    struct err err = {0};
    check_ok(
        guide_check(world->company, world->guide, &world->session, screen, world->verdicts, &err),
        &err);
}

static const struct step_verdict *verdict(struct world *world, const char *step) {
    for (int i = 0; i < guide_steps(world->guide); i++) {
        if (strcmp(guide_step_at(world->guide, i)->id, step) == 0) return &world->verdicts[i];
    }
    fail_msg("no step %s", step);
    return NULL;
}

static void expect(struct world *world, const char *step, bool done, const char *says) {
    look(world, NULL);
    const struct step_verdict *is = verdict(world, step);
    if (is->done != done || !strstr(is->found, says))
        fail_msg("%s: done %d, '%s', not '%s'", step, is->done, is->found, says);
}

/* ---- performed ----------------------------------------------------------------------------------------------------- */

static const char *const ids[] = {"b2c-preconditions", "create-online-functionality-profile",
                                  "set-up-online-channel", "convert-asynchronous-customers",
                                  "audit-customer-synchronization"};

static void count_actions(void *ctx, const struct guide_event *event) {
    if (event->before && *event->action) ++*(int *)ctx;
}

static void fail_broken(void *ctx, const char *invariant, int64_t rows, const char *example) {
    (void)ctx;
    (void)rows;
    fail_msg("%s: %s", invariant, example);
}

static void play_each(struct world *world, const char *language) {
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct err err = {0};
        int first = 0, second = 0;
        begin(world, ids[i], language);
        look(world, NULL);
        for (int s = 0; s < guide_steps(world->guide); s++) {
            if (world->verdicts[s].done)
                fail_msg("%s: %s is not needed: %s", ids[i], guide_step_at(world->guide, s)->id,
                         world->verdicts[s].found);
            assert_null(strstr(world->verdicts[s].found, "found-"));
        }
        check_ok(guide_play(world->company, world->guide, count_actions, &first, NULL, &err), &err);
        check_ok(guide_play(world->company, world->guide, count_actions, &second, NULL, &err),
                 &err);
        assert_true(first >= guide_steps(world->guide));
        assert_int_equal(second, 0);
        assert_int_equal(guide_progress(world->folder, ids[i]), guide_steps(world->guide));
        check_ok(company_check(world->company, fail_broken, NULL, &err), &err);
        end(world);
    }
}

static void each_is_performed_in_english(void **state) {
    play_each(*state, "en");
}

static void each_is_performed_in_norwegian(void **state) {
    play_each(*state, "nb");
}

/* Without --practice, on the company itself. */
static void what_needs_no_preparation_runs_on_the_company(void **state) {
    struct world *world = *state;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct err err = {0};
        world->company = open_company(world, world->folder);
        check_ok(guide_open(&world->guide, ids[i], "en", &err), &err);
        if (guide_is_prepared(world->guide)) {
            assert_int_equal(
                guide_session_open(world->company, world->guide, &world->session, &err),
                ERR_REFUSED);
            assert_int_equal(err.reason, REASON_GUIDE_PRACTICE);
            assert_false(guide_session_exists(world->company, world->guide));
        } else {
            check_ok(guide_play(world->company, world->guide, NULL, NULL, NULL, &err), &err);
        }
        end(world);
    }
}

/* A preparation that was killed left a copy under another name: it is no practice copy, and is made anew. */
static void a_preparation_that_was_killed_is_made_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    char half[256];
    struct company *company = open_company(world, world->folder);
    snprintf(half, sizeof half, "%s/training/b2c-preconditions.new", world->folder);
    check_ok(company_copy(company, half, &err), &err);
    assert_false(guide_sandbox_exists(company, "b2c-preconditions"));
    company_close(&company);
    begin(world, "b2c-preconditions", "en");
    assert_int_not_equal(access(half, F_OK), 0);
    expect(world, "manual-off", false, "still has Manual = Yes");
}

/* ---- wrong ways ---------------------------------------------------------------------------------------------------- */

static void another_operation_or_job_brings_nobody_in(void **state) {
    struct world *world = *state;
    begin(world, "b2c-preconditions", "en");
    expect(world, "sign-up", false, "refused Nora Dahl");
    act(world, "set pos-operation 603 AllowAnonymousAccess=Yes");
    expect(world, "allow-anonymous", false, "operation 603 was changed");
    act(world, "set pos-operation 612 AllowAnonymousAccess=Yes");
    expect(world, "allow-anonymous", true, "612 has Yes");
    expect(world, "run-1090", false, "1090 has not run");
    act(world, "run-job 1070");
    expect(world, "run-1090", false, "1070 has run");
    act(world, "run-job 1090");
    expect(world, "run-1090", true, "allows it");
    expect(world, "refresh-cache", false, "still refuses");
    act(world, "signup refused");
    expect(world, "sign-up", false, "refused");
    act(world, "restart-csu");
    /* The number sequence shows only when the customer is to be created. */
    act(world, "signup");
    expect(world, "sign-up", true, "Nora Dahl has signed up");
    act(world, "run-job P-0001 sync-customers 1010");
    expect(world, "account", false, "could not be created");
    act(world, "set number-sequence CustAcc Manual=No");
    act(world, "synchronize");
    expect(world, "account", false, "1010");
    act(world, "run-job 1010");
    expect(world, "account", true, "Nora Dahl has account");
}

static void a_profile_that_others_use_is_not_the_stores_own(void **state) {
    struct world *world = *state;
    begin(world, "create-online-functionality-profile", "en");
    act(world, "set pos-profile FP-000001 aggregateItems=No");
    expect(world, "own-profile", false, "point of sale");
    act(world, "set store Contoso OnlineFunctionalityProfile=Online");
    expect(world, "own-profile", false, "so does AWBusiness");
    expect(world, "assign", false, "uses profile Online, not the new one");
    act(world, "new profile profileId=Con");
    expect(world, "own-profile", false, "no description");
    act(world, "set profile Con name=Contoso alone");
    expect(world, "own-profile", true, "profile Con is there");
    act(world, "set profile Fabrikam aggregateItems=Yes");
    expect(world, "cart", false, "profile Fabrikam was changed");
    act(world, "set store AWBusiness OnlineFunctionalityProfile=Con");
    expect(world, "assign", false, "store AWBusiness uses profile Con");
    act(world, "set store AWBusiness OnlineFunctionalityProfile=Online");
    act(world, "set store Contoso OnlineFunctionalityProfile=Con");
    act(world, "run-job 1070");
    expect(world, "run-1070", true, "has it");
    act(world, "restart-csu");
    expect(world, "refresh-cache", true, "acts on it");
    /* What is changed afterwards has to be sent again. */
    act(world, "set profile Con CreateAsyncCustomers=Yes");
    expect(world, "run-1070", false, "run 1070");
    expect(world, "refresh-cache", false, "step 8");
}

static void another_stores_fields_do_not_set_the_new_one_up(void **state) {
    struct world *world = *state;
    begin(world, "set-up-online-channel", "en");
    act(world, "set store Contoso OnlineFunctionalityProfile=Online");
    expect(world, "create", false, "store Contoso was changed");
    act(world, "new store RetailChannelId=Nord, Name=Nord, inventLocation=ONLINE, "
               "DefaultCustAccount=100001");
    expect(world, "create", true, "Nord (Nord)");
    expect(world, "profile", false, "store Contoso was changed; Nord has none");
    act(world, "run-job 1070");
    expect(world, "send", false, "no address book or no profile");
    act(world, "set store Nord CustomerAddressBook=Wholesale customers");
    expect(world, "book", false, "100001 is not in it");
    act(world, "set store Nord CustomerAddressBook=USRT customers, "
               "OnlineFunctionalityProfile=Online, EventNotificationProfileId=Storefront");
    expect(world, "letters", true, "Storefront");
    expect(world, "send", false, "as it was before");
    act(world, "run-job 1070");
    expect(world, "send", true, "has Nord");
    act(world, "restart-csu");
    act(world, "signup tester"); /* in the pattern, not in the new store */
    expect(world, "sign-up", false, "nobody has signed up in Nord");
    act(world, "signup tester Nord");
    expect(world, "sign-up", true, "signed up in Nord");
}

static void jobs_in_the_wrong_order_bring_nobody_home(void **state) {
    struct world *world = *state;
    begin(world, "convert-asynchronous-customers", "en");
    act(world, "run-job 1010 sync-customers");
    expect(world, "upload", false, "P-0001 comes first");
    expect(world, "create", false, "P-0001 first");
    expect(world, "download", false, "1010 has run, but");
    act(world, "run-job P-0001");
    expect(world, "upload", true, "has been uploaded");
    expect(world, "create", false, "uploaded, but no customers yet");
    act(world, "run-job 1010");
    expect(world, "download", false, "1010 has run, but");
    act(world, "run-job sync-customers");
    expect(world, "download", false, "doesn't know");
    act(world, "run-job 1010");
    expect(world, "download", true, "every account");
    act(world, "batch-status @plan-upload waiting");
    expect(world, "plan", false, "sync-customers, 1010");
}

static void synchronizing_before_correcting_fails_again(void **state) {
    struct world *world = *state;
    begin(world, "audit-customer-synchronization", "en");
    act(world, "synchronize");
    expect(world, "synchronize", false, "correct it first");
    act(world, "set async-operation @select-failed City=Bergen");
    expect(world, "correct", false, "something was changed");
    act(world, "set async-operation @select-failed Country=NOR");
    expect(world, "correct", true, "NOR");
    expect(world, "synchronize", false, "saved, but not synchronized");
    expect(world, "back-home", false, "no account yet");
    act(world, "run-job sync-customers"); /* as good as Synchronize */
    expect(world, "synchronize", true, "succeeded");
    expect(world, "back-home", false, "doesn't know it yet");
}

static void somebody_elses_operation_is_not_the_one(void **state) {
    struct world *world = *state;
    struct err err = {0};
    char line[80];
    int64_t number = 0;
    begin(world, "audit-customer-synchronization", "nb");
    check_ok(operation_find(world->company->hq, "tarjei.fonnes@example.no", &number, &err), &err);
    snprintf(line, sizeof line, "set async-operation %lld Country=NOR", (long long)number);
    act(world, line);
    expect(world, "correct", false, "Fonnes");
}

/* The operation of the session is the record to be selected, and no other. */
static void only_the_record_that_is_meant_counts_as_selected(void **state) {
    struct world *world = *state;
    struct guide_screen screen = {.page = "pos-operations", .record = "603"};
    begin(world, "b2c-preconditions", "en");
    look(world, &screen);
    assert_false(verdict(world, "find-operation")->done);
    screen.record = "612";
    look(world, &screen);
    assert_true(verdict(world, "find-operation")->done);
}

#define OF_A_COMPANY(test) cmocka_unit_test_setup_teardown(test, make_company, drop_company)

int main(void) {
    const struct CMUnitTest tests[] = {
        OF_A_COMPANY(each_is_performed_in_english),
        OF_A_COMPANY(each_is_performed_in_norwegian),
        OF_A_COMPANY(what_needs_no_preparation_runs_on_the_company),
        OF_A_COMPANY(a_preparation_that_was_killed_is_made_again),
        OF_A_COMPANY(another_operation_or_job_brings_nobody_in),
        OF_A_COMPANY(a_profile_that_others_use_is_not_the_stores_own),
        OF_A_COMPANY(another_stores_fields_do_not_set_the_new_one_up),
        OF_A_COMPANY(jobs_in_the_wrong_order_bring_nobody_home),
        OF_A_COMPANY(synchronizing_before_correcting_fails_again),
        OF_A_COMPANY(somebody_elses_operation_is_not_the_one),
        OF_A_COMPANY(only_the_record_that_is_meant_counts_as_selected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
