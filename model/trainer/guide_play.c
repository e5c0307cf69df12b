/* SPDX-License-Identifier: MIT */
/*
 * Performs a guide: each step by the actions that its content names, each verified by the same check as a trainee's.
 * Knows neither the actions nor the steps.
 */

#include "model/trainer/actions.h"

struct playing {
    struct acting acting;
    const struct guide *guide;
    struct guide_session session;
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    void (*say)(void *ctx, const struct guide_event *event);
    void *ctx;
    int step;
};

static enum err_code check(struct playing *playing, struct err *err) {
    return guide_check(playing->acting.company, playing->guide, &playing->session, NULL,
                       playing->verdicts, err);
}

static void tell(const struct playing *playing, bool before, const char *action,
                 const char *subject) {
    struct guide_event event = {.step = playing->step,
                                .before = before,
                                .action = action,
                                .verdict = playing->verdicts[playing->step]};
    text_copy(event.subject, sizeof event.subject, subject);
    if (playing->say) playing->say(playing->ctx, &event);
}

/* What is about to be done. To open a page is about the page where the step is done. */
static void tell_action(void *ctx, const char *action, const char *subject) {
    const struct playing *playing = ctx;
    bool its_page = strcmp(action, "open") == 0 && !*subject;
    tell(playing, true, action, its_page ? playing->guide->shown[playing->step].page : subject);
}

/* "play", "play-2" … of the step */
static enum err_code perform(struct playing *playing, struct err *err) {
    const char *id = playing->guide->shown[playing->step].id, *key;
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && (key = ini_key(playing->guide->logic, id, i)); i++) {
        if (!guide_is_play(key)) continue;
        code = action_perform(&playing->acting, guide_logic(playing->guide, id, key), err);
    }
    return code;
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
        tell(playing, true, "", "");
    else
        code = perform(playing, err);
    playing->session.assisted = playing->session.assisted || !verdict->done;
    see(playing);
    if (code == ERR_OK) code = check(playing, err);
    if (code != ERR_OK) return code;
    tell(playing, false, "", "");
    if (!verdict->done) return not_done(playing, err);
    playing->session.current = playing->step;
    return guide_session_save(playing->acting.company, playing->guide, &playing->session, err);
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

enum err_code guide_help(struct company *company, struct guide *guide,
                         struct guide_session *session, int step, struct err *err) {
    struct signup_result unwanted = {0};
    struct playing playing = {.guide = guide, .session = *session, .step = step};
    playing.acting = (struct acting){.company = company,
                                     .content = guide,
                                     .session = &playing.session,
                                     .strict = true,
                                     .last = &unwanted};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = check(&playing, err);
    if (code != ERR_OK) return code;
    if (!playing.verdicts[step].done) {
        playing.session.helped |= 1 << step;
        playing.session.assisted = true;
    }
    code = play_step(&playing, err);
    if (code == ERR_OK) *session = playing.session;
    return code;
}

enum err_code guide_play(struct company *company, struct guide *guide,
                         void (*say)(void *ctx, const struct guide_event *event), void *ctx,
                         struct signup_result *last, struct err *err) {
    struct signup_result unwanted;
    struct playing playing = {.guide = guide, .say = say, .ctx = ctx};
    playing.acting = (struct acting){.company = company,
                                     .content = guide,
                                     .session = &playing.session,
                                     .strict = true,
                                     .tell = tell_action,
                                     .ctx = &playing,
                                     .last = last ? last : &unwanted};
    *playing.acting.last = (struct signup_result){0};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = guide_session_open(company, guide, &playing.session, err);
    if (code == ERR_OK) code = check(&playing, err);
    for (playing.step = 0; playing.step < guide->steps && code == ERR_OK; playing.step++)
        code = play_step(&playing, err);
    return code == ERR_OK ? verify(&playing, err) : code;
}
