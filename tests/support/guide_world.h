/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_GUIDE_WORLD_H
#define CHQ_TESTS_GUIDE_WORLD_H

/*
 * A demo company and the guide in it, for the tests of the trainer. Everything a trainee can do is one call here, and
 * each call takes a second of the test's own clock, so that before and after can be told apart.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/exchange/jobs.h"
#include "model/hq/profile.h"
#include "model/hq/servicing.h"
#include "model/hq/store.h"
#include "model/trainer/guide_session.h"

#define GUIDE_ID "customer-records-not-appearing"

enum step {
    OPEN_PROFILES,
    HAVE_PROFILE,
    ASYNC_OFF,
    OPEN_STORES,
    SELECT_STORE,
    ASSIGN_PROFILE,
    RUN_JOBS,
    REFRESH_CACHE,
    NEW_CUSTOMER,
    CLEAR_BACKLOG,
    FIND_CUSTOMER
};

struct world {
    char folder[128];
    struct settings settings;
    struct company *company;
    struct guide *guide;
    struct guide_session session;
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    int seconds;
};

static inline void check_ok(enum err_code code, const struct err *err) {
    if (code != ERR_OK)
        fail_msg("%s %s %s %s", err_reason_name(err->reason), err->field, err->value, err->detail);
}

static inline void world_tick(struct world *world) {
    char now[32];
    world->seconds++;
    snprintf(now, sizeof now, "2026-03-02T10:%02d:%02dZ", world->seconds / 60, world->seconds % 60);
    setenv("CHQ_TEST_CLOCK", now, 1);
}

static inline void world_open(struct world *world, const char *language) {
    struct err err = {0};
    check_ok(company_open(&world->company, world->folder, &world->settings, false, COMPANY_FOR_WORK,
                          &err),
             &err);
    check_ok(guide_open(&world->guide, GUIDE_ID, language, &err), &err);
}

static inline void world_init(struct world *world, const char *language) {
    struct err err = {0};
    *world = (struct world){0};
    snprintf(world->folder, sizeof world->folder, "/tmp/chq-guide-test-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    settings_init(&world->settings);
    setenv("CHQ_TEST_CLOCK", "2026-03-02T09:59:00Z", 1);
    check_ok(company_create(world->folder, true, &world->settings, &err), &err);
    world_tick(world);
    world_open(world, language);
}

static inline void world_release(struct world *world) {
    struct err err = {0};
    guide_free(&world->guide);
    company_close(&world->company);
    check_ok(company_delete(world->folder, &err), &err);
}

/* Leave the console and come back. */
static inline void world_reopen(struct world *world) {
    guide_free(&world->guide);
    company_close(&world->company);
    world->session = (struct guide_session){0};
    world_open(world, "en");
}

static inline void world_begin(struct world *world) {
    struct err err = {0};
    world_tick(world);
    check_ok(guide_session_open(world->company, world->guide, &world->session, &err), &err);
}

/* ---- what a trainee does ------------------------------------------------------------------------------------------- */

static inline void save_member(struct world *world, const struct entity *entity, const char *key,
                               const char *member, const char *value) {
    struct err err = {0};
    void *old = calloc(1, entity->record_size), *rec = calloc(1, entity->record_size);
    assert_true(old && rec);
    world_tick(world);
    check_ok(entity->load(world->company->hq, key, old, &err), &err);
    memcpy(rec, old, entity->record_size);
    check_ok(record_set_text(entity_member(entity, member), rec, value, &err), &err);
    check_ok(record_save(entity, world->company->hq, old, rec, "trainee", &err), &err);
    free(old);
    free(rec);
}

static inline void set_async(struct world *world, const char *profile, const char *value) {
    save_member(world, &entity_profile, profile, "CreateAsyncCustomers", value);
}

static inline void set_profile(struct world *world, const char *store, const char *profile) {
    save_member(world, &entity_store, store, "OnlineFunctionalityProfile", profile);
}

static inline void new_profile(struct world *world, const char *id, int async) {
    struct err err = {0};
    struct profile profile = {.CreateAsyncCustomers = async};
    world_tick(world);
    snprintf(profile.profileId, sizeof profile.profileId, "%s", id);
    check_ok(record_save(&entity_profile, world->company->hq, NULL, &profile, "trainee", &err),
             &err);
}

static inline void run(struct world *world, const char *job_name) {
    struct err err = {0};
    const struct exchange_job *job;
    struct job_result result;
    world_tick(world);
    check_ok(exchange_job_find(job_name, &job, &err), &err);
    check_ok(exchange_job_run(world->company, job, NULL, &result, &err), &err);
    if (result.status != BATCH_ENDED) fail_msg("job %s: %s", job_name, result.message.detail);
}

static inline void restart(struct world *world) {
    struct err err = {0};
    world_tick(world);
    check_ok(company_restart_csu(world->company, &err), &err);
}

static inline void sign_up(struct world *world, const char *store, const char *email) {
    struct err err = {0};
    struct signup in = {.FirstName = "Test", .LastName = "Person"};
    struct signup_result result;
    world_tick(world);
    snprintf(in.Email, sizeof in.Email, "%s", email);
    check_ok(company_signup(world->company, store, &in, &result, &err), &err);
}

/* ---- what the guide says -------------------------------------------------------------------------------------------- */

static inline void look(struct world *world, const char *page, const char *record) {
    struct err err = {0};
    const struct guide_screen screen = {.page = page, .record = record};
    check_ok(
        guide_check(world->company, world->guide, &world->session, &screen, world->verdicts, &err),
        &err);
}

/* Is the step done, seen from the command line? */
static inline bool is_done(struct world *world, enum step step) {
    struct err err = {0};
    check_ok(
        guide_check(world->company, world->guide, &world->session, NULL, world->verdicts, &err),
        &err);
    assert_true(world->verdicts[step].expected[0] != '\0');
    if (strncmp(world->verdicts[step].found, "found-", 6) == 0)
        fail_msg("no sentence for %s", world->verdicts[step].found);
    return world->verdicts[step].done;
}

static inline void assert_found(const struct world *world, enum step step, const char *part) {
    if (!strstr(world->verdicts[step].found, part))
        fail_msg("step %d: '%s' does not say '%s'", step + 1, world->verdicts[step].found, part);
}

#endif
