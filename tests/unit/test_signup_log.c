/* SPDX-License-Identifier: MIT */
/* What is kept of shoppers whom the storefront refused: a line of its log and nothing else. */
#include "support/exchange.h"

#include "model/channel/signup_log.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    world_release(*state);
    free(*state);
    return 0;
}

static struct db *channel(struct world *world) {
    return world->company->channels[0].db;
}

static enum err_code sign_up(struct world *world, const char *store, const char *email) {
    struct err err = {0};
    struct signup_result result;
    struct signup in = {.FirstName = "Kari", .LastName = "Nordmann"};
    text_copy(in.Email, sizeof in.Email, email);
    return company_signup(world->company, store, &in, &result, &err);
}

static void forbid(struct world *world) {
    struct err err = {0};
    world_ok(company_restart_csu(world->company, &err), &err);
    world_ok(db_exec(channel(world), "UPDATE CSUCACHE SET ALLOWANONYMOUSACCESS = 0", &err), &err);
}

static struct signup_refusal newest(struct world *world, const char *email, bool expected) {
    struct signup_refusal refusal = {0};
    struct err err = {0};
    bool found = false;
    world_ok(signup_log_newest(channel(world), email, &refusal, &found, &err), &err);
    assert_int_equal(found, expected);
    return refusal;
}

static void test_a_refused_shopper_is_found_by_address_in_any_case(void **state) {
    struct world *world = *state;
    assert_int_equal(sign_up(world, "North", "first@example.com"), ERR_OK);
    newest(world, "", false);
    forbid(world);
    assert_int_equal(sign_up(world, "North", "Kari@Example.com"), ERR_REFUSED);
    assert_int_equal(sign_up(world, "North", "later@example.com"), ERR_REFUSED);
    struct signup_refusal refusal = newest(world, "kari@example.COM", true);
    assert_int_equal(refusal.why.reason, REASON_OPERATION_NOT_ALLOWED);
    assert_int_equal(refusal.why.number, 612);
    assert_string_equal(refusal.store, "North");
    assert_string_equal(refusal.name, "Kari Nordmann");
    assert_string_equal(newest(world, "", true).email, "later@example.com");
}

static void test_headquarters_that_does_not_answer_leaves_the_log_only(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct customer_line line;
    world_ok(servicing_set(world->company->hq, true, "test", &err), &err);
    assert_int_equal(sign_up(world, "South", "gone@example.com"), ERR_REFUSED);
    assert_int_equal(newest(world, "gone@example.com", true).why.reason, REASON_HQ_NO_ANSWER);
    assert_int_equal(states_find(world->company, "gone@example.com", &line, &err), ERR_NOT_FOUND);
}

static void test_the_log_forgets_the_oldest(void **state) {
    struct world *world = *state;
    struct err err = {0};
    forbid(world);
    world_ok(db_begin(channel(world), &err), &err);
    for (int i = 0; i < SIGNUP_LOG_KEPT + 20; i++) {
        char email[64];
        snprintf(email, sizeof email, "nr%d@example.com", i);
        assert_int_equal(sign_up(world, "North", email), ERR_REFUSED);
    }
    world_ok(db_commit(channel(world), &err), &err);
    newest(world, "nr19@example.com", false);
    newest(world, "nr20@example.com", true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_refused_shopper_is_found_by_address_in_any_case,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_headquarters_that_does_not_answer_leaves_the_log_only,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_log_forgets_the_oldest, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
