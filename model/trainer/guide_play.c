/* SPDX-License-Identifier: MIT */
/*
 * Performs a guide: each step through the same calls as the screens, each verified by the same check as a trainee's. Knows
 * the closed set of actions that content may ask for, not the steps themselves.
 */

#include <stdarg.h>

#include "model/exchange/jobs.h"
#include "model/hq/profile.h"
#include "model/hq/store.h"
#include "model/trainer/guide_priv.h"

struct playing {
    struct company *company;
    const struct guide *guide;
    struct guide_session session;
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    void (*say)(void *ctx, const struct guide_event *event);
    void *ctx;
    struct signup_result *last;
    int step;
};

static enum err_code check(struct playing *playing, struct err *err) {
    return guide_check(playing->company, playing->guide, &playing->session, NULL, playing->verdicts,
                       err);
}

static void tell(struct playing *playing, bool before, const char *action, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

static void tell(struct playing *playing, bool before, const char *action, const char *fmt, ...) {
    struct guide_event event = {.step = playing->step, .before = before, .action = action};
    va_list args;
    va_start(args, fmt);
    vsnprintf(event.subject, sizeof event.subject, fmt, args);
    va_end(args);
    event.verdict = playing->verdicts[playing->step];
    if (playing->say) playing->say(playing->ctx, &event);
}

/* ---- actions ------------------------------------------------------------------------------------------------------ */

static enum err_code set_member(const struct entity *entity, void *rec, const char *key,
                                const char *value, struct err *err) {
    const struct member *member = entity_member(entity, key);
    if (member) return record_set_text(member, rec, value, err);
    return err_set(err, ERR_INVALID, REASON_FIELD_UNKNOWN, NULL, key);
}

/* Only for a store that uses no profile: one of its own, synchronous from the start. */
static enum err_code create_profile(struct playing *playing, const char *id, struct err *err) {
    struct profile profile = {0};
    struct db *hq = playing->company->hq;
    tell(playing, true, "save", "%s", id);
    enum err_code code = entity_profile.init ? entity_profile.init(hq, &profile, err) : ERR_OK;
    if (code == ERR_OK) code = set_member(&entity_profile, &profile, "profileId", id, err);
    if (code == ERR_OK)
        code = set_member(&entity_profile, &profile, "name", playing->session.target_name, err);
    if (code != ERR_OK) return code;
    return record_save(&entity_profile, hq, NULL, &profile, playing->company->user, err);
}

/* "KEY=VALUE" */
static enum err_code save_profile(struct playing *playing, const char *change, struct err *err) {
    struct profile old, profile;
    char key[48];
    struct db *hq = playing->company->hq;
    const char *id = playing->session.profile, *equals = strchr(change, '=');
    if (!equals) return guide_content_error(err, playing->guide->id, "ini", "no KEY=VALUE", change);
    text_copy_n(key, sizeof key, change, (size_t)(equals - change));
    tell(playing, true, "save", "%s %s", id, change);
    enum err_code code = entity_profile.load(hq, id, &old, err);
    if (code != ERR_OK) return code;
    profile = old;
    code = set_member(&entity_profile, &profile, key, equals + 1, err);
    if (code != ERR_OK) return code;
    return record_save(&entity_profile, hq, &old, &profile, playing->company->user, err);
}

static enum err_code save_store(struct playing *playing, struct err *err) {
    static const char key[] = "OnlineFunctionalityProfile";
    struct store old, store;
    struct db *hq = playing->company->hq;
    tell(playing, true, "save", "%s %s=%s", playing->session.target, key, playing->session.profile);
    enum err_code code = entity_store.load(hq, playing->session.target, &old, err);
    if (code != ERR_OK) return code;
    store = old;
    code = set_member(&entity_store, &store, key, playing->session.profile, err);
    if (code != ERR_OK) return code;
    return record_save(&entity_store, hq, &old, &store, playing->company->user, err);
}

static enum err_code run_job(struct playing *playing, const char *name, struct err *err) {
    const struct exchange_job *job;
    struct job_result result;
    enum err_code code = exchange_job_find(name, &job, err);
    if (code != ERR_OK) return code;
    tell(playing, true, "run-job", "%s", job->id);
    code = exchange_job_run(playing->company, job, NULL, &result, err);
    if (code != ERR_OK || result.status == BATCH_ENDED) return code;
    if (err) *err = result.message;
    return result.message.code != ERR_OK ? result.message.code : ERR_DB;
}

static enum err_code run_jobs(struct playing *playing, const char *names, struct err *err) {
    enum err_code code = ERR_OK;
    while (*names && code == ERR_OK) {
        char name[32];
        size_t len = strcspn(names, " ");
        text_copy_n(name, sizeof name, names, len);
        code = run_job(playing, name, err);
        names += len + strspn(names + len, " ");
    }
    return code;
}

static enum err_code restart_csu(struct playing *playing, struct err *err) {
    tell(playing, true, "restart-csu", "%s", "");
    return company_restart_csu(playing->company, err);
}

static enum err_code sign_up(struct playing *playing, struct err *err) {
    struct signup in;
    const char *first = guide_logic(playing->guide, "tester", "first-name");
    const char *last = guide_logic(playing->guide, "tester", "last-name");
    tell(playing, true, "signup", "%s: %s %s", playing->session.target, first, last);
    return guide_signup(playing->company, playing->guide, "tester", playing->session.target, &in,
                        playing->last, err);
}

/* "ACTION ARGUMENTS" of the content; the set is closed (guide_content.c). */
static enum err_code perform(struct playing *playing, struct err *err) {
    const char *play = playing->guide->plans[playing->step].play;
    size_t len = strcspn(play, " ");
    const char *arguments = play + len + strspn(play + len, " ");
    char action[24];
    text_copy_n(action, sizeof action, play, len);
    if (strcmp(action, "create-profile") == 0) return create_profile(playing, arguments, err);
    if (strcmp(action, "save-profile") == 0) return save_profile(playing, arguments, err);
    if (strcmp(action, "save-store") == 0) return save_store(playing, err);
    if (strcmp(action, "run-job") == 0) return run_jobs(playing, arguments, err);
    if (strcmp(action, "restart-csu") == 0) return restart_csu(playing, err);
    if (strcmp(action, "signup") == 0) return sign_up(playing, err);
    tell(playing, true, "open", "%s", playing->guide->shown[playing->step].page);
    return ERR_OK;
}

/* ---- steps -------------------------------------------------------------------------------------------------------- */

/* To look is all there is to a fact of the screen: whoever performs the guide has looked. */
static void see(struct playing *playing) {
    if (playing->guide->plans[playing->step].fact != FACT_DATA)
        playing->session.seen |= 1 << playing->step;
}

static enum err_code not_done(struct playing *playing, struct err *err) {
    err_set(err, ERR_REFUSED, REASON_GUIDE_STOPPED, NULL,
            playing->guide->shown[playing->step].title);
    err_add_value2(err, playing->verdicts[playing->step].found);
    return ERR_REFUSED;
}

static enum err_code play_step(struct playing *playing, struct err *err) {
    const struct step_verdict *verdict = &playing->verdicts[playing->step];
    enum err_code code = ERR_OK;
    if (verdict->done)
        tell(playing, true, "", "%s", "");
    else
        code = perform(playing, err);
    see(playing);
    if (code == ERR_OK) code = check(playing, err);
    if (code != ERR_OK) return code;
    tell(playing, false, "", "%s", "");
    if (!verdict->done) return not_done(playing, err);
    playing->session.current = playing->step;
    return guide_session_save(playing->company, playing->guide, &playing->session, err);
}

/* Later steps must not have undone earlier ones. */
static enum err_code verify(struct playing *playing, struct err *err) {
    enum err_code code = check(playing, err);
    for (playing->step = 0; playing->step < playing->guide->steps && code == ERR_OK;
         playing->step++) {
        if (!playing->verdicts[playing->step].done) return not_done(playing, err);
    }
    return code;
}

enum err_code guide_play(struct company *company, struct guide *guide,
                         void (*say)(void *ctx, const struct guide_event *event), void *ctx,
                         struct signup_result *last, struct err *err) {
    struct signup_result unwanted;
    struct playing playing = {.company = company,
                              .guide = guide,
                              .say = say,
                              .ctx = ctx,
                              .last = last ? last : &unwanted};
    *playing.last = (struct signup_result){0};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = guide_session_open(company, guide, &playing.session, err);
    if (code == ERR_OK) code = check(&playing, err);
    for (playing.step = 0; playing.step < guide->steps && code == ERR_OK; playing.step++)
        code = play_step(&playing, err);
    return code == ERR_OK ? verify(&playing, err) : code;
}
