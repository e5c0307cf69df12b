/* SPDX-License-Identifier: MIT */
/* There is no record: what the trace says of somebody who was refused, or of whom nothing is known at all. */
#include "support/faults.h"

static void nobody_is_traced_to_the_hop_that_would_have_it(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 2);
    plan_all(&world);
    run(&world, "P-0001");
    struct trace trace = traced_in(&world, "nobody@example.com", "North");
    assert_false(trace.found);
    assert_int_equal(trace.findings[0].cause, TRACE_NOWHERE);
    assert_int_equal(trace.finding_count, 2);
    must_find(&trace, TRACE_EXPECTED_ASYNC);
    assert_int_equal(trace.hops[HOP_CHANNEL].state, HOP_EXPECTED);
    assert_string_equal(trace.hops[HOP_CHANNEL].where, "Default");
    assert_true(trace.hops[HOP_UPLOAD].last_ms > 0 && trace.hops[HOP_UPLOAD].next_ms > 0);
    assert_true(trace.hops[HOP_CREATION].last_ms == 0 && trace.hops[HOP_CREATION].next_ms > 0);
    assert_true(trace_is_fault(&trace));
    trace = traced_in(&world, "nobody@example.com", "north");
    assert_string_equal(trace.customer.store, "North");
    must_find(&trace, TRACE_EXPECTED_ASYNC);
    trace = traced_in(&world, "nobody@example.com", "South");
    must_find(&trace, TRACE_EXPECTED_SYNC);
    assert_int_equal(trace.hops[HOP_CUSTOMER].state, HOP_EXPECTED);
    assert_int_equal(trace.hops[HOP_UPLOAD].state, HOP_UNUSED);
    trace = traced_in(&world, "nobody@example.com", NULL);
    assert_int_equal(trace.findings[0].cause, TRACE_NOWHERE);
    assert_int_equal(trace.finding_count, 1);
    world_release(&world);
}

/* Whatever is in the way of a record is in the way of one that is not there yet. */
static void nobody_and_each_fault(void **state) {
    (void)state;
    for (int i = 0; i < FAULTS; i++) {
        const struct fault *fault = &faults[i];
        struct world world;
        if (fault->put == put_country || fault->put == put_linked) continue; /* a sign-up's own */
        if (fault->cause == TRACE_REFUSED)
            continue; /* what the rule says depends on who signs up */
        if (fault->cause == TRACE_COPY_OLD || fault->cause == TRACE_CACHE_OLD) continue; /* below */
        world_init(&world, 2);
        plan_all(&world);
        put(&world, fault);
        struct trace trace = traced_in(&world, "nobody@example.com", "North");
        must_find(&trace, fault->cause);
        world_release(&world);
    }
}

static void nobody_where_the_profile_or_the_cache_is_old(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 2);
    plan_all(&world);
    assert_int_equal(sign_up_as(&world, "North", "first@example.com"),
                     ERR_OK); /* fills the cache */
    put_copy_old(&world);
    struct trace trace = traced_in(&world, "nobody@example.com", "North");
    must_find(&trace, TRACE_COPY_OLD);
    must_find(&trace, TRACE_EXPECTED_ASYNC); /* the storefront obeys its cache */
    run(&world, "1070");
    trace = traced_in(&world, "nobody@example.com", "North");
    must_find(&trace, TRACE_CACHE_OLD);
    restart(&world);
    trace = traced_in(&world, "nobody@example.com", "North");
    must_find(&trace, TRACE_EXPECTED_SYNC);
    hq(&world, "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = 'Async'"
               " WHERE RecId = 1");
    trace = traced_in(&world, "nobody@example.com", "North");
    must_find(&trace, TRACE_COPY_OLD_SYNC);
    run(&world, "1070");
    trace = traced_in(&world, "nobody@example.com", "North");
    must_find(&trace, TRACE_CACHE_OLD_SYNC);
    world_release(&world);
}

static void cause_16_nobody_can_sign_up_in_the_store(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 2);
    plan_all(&world);
    put_not_in_channel(&world);
    run(&world, "9999");
    restart(&world);
    assert_int_not_equal(sign_up_as(&world, "North", KARI), ERR_OK);
    struct trace trace = traced_in(&world, KARI, "North");
    assert_int_equal(trace.findings[0].cause, TRACE_STORE_NOT_IN_CHANNEL);
    /* Who does not know the store hears of it, too. */
    trace = traced(&world);
    assert_int_equal(trace.findings[0].cause, TRACE_STORE_NOT_IN_CHANNEL);
    hq(&world, "INSERT INTO RetailCDXDataStoreChannel VALUES (1, 'Default')");
    world_reopen(&world);
    trace = traced_in(&world, KARI, "North");
    assert_int_equal(trace.findings[0].cause, TRACE_STORE_NOT_COPIED);
    assert_int_equal(trace.findings[0].number, 16);
    world_release(&world);
}

static void cause_29_headquarters_did_not_answer(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    plan_all(&world);
    put_servicing(&world);
    struct trace trace = traced_in(&world, KARI, "South");
    assert_int_equal(trace.findings[0].cause, TRACE_SERVICING);
    assert_int_equal(trace.findings[0].number, 29);
    assert_int_equal(sign_up_as(&world, "South", KARI), ERR_REFUSED);
    trace = expect(&world, TRACE_SIGNUP_REFUSED, 29, HOP_STOREFRONT, "servicing-switch", "");
    assert_int_equal(trace.hops[HOP_UPLOAD].state,
                     HOP_UNUSED); /* it would have been in real time */
    /* By the name that the storefront's log has. */
    trace = traced_in(&world, "Kari Nordmann", NULL);
    assert_int_equal(trace.findings[0].cause, TRACE_SIGNUP_REFUSED);
    world_release(&world);
}

static void cause_30_fallback(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    plan_all(&world);
    world.settings.rts_fallback = 1;
    world_reopen(&world);
    put_servicing(&world);
    assert_int_equal(sign_up_as(&world, "South", KARI), ERR_OK);
    struct trace trace = expect(&world, TRACE_SERVICING, 30, HOP_UPLOAD, "servicing-switch", "");
    assert_int_equal(must_find(&trace, TRACE_FALLBACK)->number, 30);
    world_release(&world);
}

static void cause_34_visitors_may_not(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    plan_all(&world);
    set(&world, &entity_pos_operation, OPERATION_CUSTOMER_ADD, "AllowAnonymousAccess", "0");
    run(&world, "1090");
    restart(&world);
    struct trace trace = traced_in(&world, KARI, "North");
    assert_int_equal(trace.findings[0].cause, TRACE_NOT_ANONYMOUS); /* nobody has tried yet */
    assert_int_equal(sign_up_as(&world, "North", KARI), ERR_REFUSED);
    expect(&world, TRACE_NOT_ANONYMOUS, 34, HOP_STOREFRONT, "pos-operations", "612");
    set(&world, &entity_pos_operation, OPERATION_CUSTOMER_ADD, "AllowAnonymousAccess", "1");
    expect(&world, TRACE_ANONYMOUS_OLD, 34, HOP_STOREFRONT, "distribution-schedule", "1090");
    run(&world, "1090");
    expect(&world, TRACE_ANONYMOUS_OLD, 34, HOP_STOREFRONT, "restart-csu", "");
    restart(&world);
    expect(&world, TRACE_SIGNUP_REFUSED, 34, HOP_STOREFRONT, "", "");
    world_release(&world);
}

/* In real time the creation rule refuses the shopper at once. */
static void causes_21_to_25_in_real_time(void **state) {
    (void)state;
    struct world world;
    world_init(&world, 1);
    put_exhausted(&world);
    assert_int_equal(sign_up_as(&world, "South", KARI), ERR_REFUSED);
    expect(&world, TRACE_SIGNUP_REFUSED, 21, HOP_STOREFRONT, "number-sequences", "Cust");
    world_release(&world);
}

static void an_unknown_store_is_refused(void **state) {
    (void)state;
    struct world world;
    struct trace trace;
    struct err err = {0};
    world_init(&world, 1);
    assert_int_equal(trace_customer(world.company, KARI, "Nowhere", &trace, &err), ERR_NOT_FOUND);
    assert_string_equal(err.value, "Nowhere");
    world_release(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_traced_to_the_hop_that_would_have_it),
        cmocka_unit_test(nobody_and_each_fault),
        cmocka_unit_test(nobody_where_the_profile_or_the_cache_is_old),
        cmocka_unit_test(cause_16_nobody_can_sign_up_in_the_store),
        cmocka_unit_test(cause_29_headquarters_did_not_answer),
        cmocka_unit_test(cause_30_fallback),
        cmocka_unit_test(cause_34_visitors_may_not),
        cmocka_unit_test(causes_21_to_25_in_real_time),
        cmocka_unit_test(an_unknown_store_is_refused),
    };
    unsetenv("CHQ_TEST_CLOCK"); /* one thing is later than another here */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
