/* SPDX-License-Identifier: MIT */
/*
 * What the coach does with a step when it is asked to: play it on the screen (tui/show.h), or do it for the trainee. Both
 * are noted in the session. Knows no step: what is played and done is content.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/guide_session.h"
#include "tui/alloc.h"
#include "tui/coach_priv.h"
#include "tui/show.h"
#include "tui/words.h"

/* ---- show me ------------------------------------------------------------------------------------------------------ */

static void shown(struct app *app) {
    struct coach *coach = app_side_state(app, &side_coach);
    if (coach && coach->guide) coach_look(app, coach);
}

void coach_show_step(struct app *app, struct coach *coach) {
    struct guide *guide = NULL;
    struct err err = {0};
    const struct guide_step *step = guide_step_at(coach->guide, coach->session.current);
    enum err_code code = guide_open(&guide, guide_name(coach->guide), i18n_language(), &err);
    if (code != ERR_OK) {
        app_error(app, &err);
        return;
    }
    guide_bind(guide, &coach->session);
    const struct show_request request = {.take_content = guide,
                                         .session = coach->session,
                                         .section = step->id,
                                         .title = step->title,
                                         .ended = shown};
    if (!show_start(app, &request)) return;
    coach->session.shown++;
    coach_save(app, coach);
}

/* ---- do it for me ------------------------------------------------------------------------------------------------- */

/* What the background job is given and gives back. */
struct helping {
    char folder[COMPANY_PATH_SIZE], id[64], language[8];
    struct settings settings;
    struct guide_session session;
    int step;
};

static enum err_code help(void *arg, const struct progress *progress, struct err *err) {
    struct helping *helping = arg;
    struct company *company = NULL;
    struct guide *guide = NULL;
    (void)progress;
    enum err_code code = guide_open(&guide, helping->id, helping->language, err);
    if (code == ERR_OK)
        code = company_open(&company, helping->folder, &helping->settings, false, COMPANY_FOR_WORK,
                            err);
    if (code == ERR_OK) {
        guide_bind(guide, &helping->session);
        code = guide_help(company, guide, &helping->session, helping->step, err);
    }
    company_close(&company);
    guide_free(&guide);
    return code;
}

/* The help works on a copy of the session; the trainee may have turned the page or taken a hint meanwhile. */
static void take_what_was_done(struct guide_session *session, const struct guide_session *helped) {
    struct guide_session fresh = *helped;
    fresh.current = session->current;
    fresh.hints = session->hints;
    fresh.shown = session->shown;
    fresh.seen |= session->seen;
    for (int i = 0; i < GUIDE_MAX_STEPS; i++) {
        if (session->done_ms[i] > 0) fresh.done_ms[i] = session->done_ms[i];
    }
    *session = fresh;
}

/* Where it was done is where the trainee looks next. */
static void helped(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct helping *helping = arg;
    struct coach *coach = app_side_state(app, &side_coach);
    bool same = coach && coach->guide && strcmp(guide_name(coach->guide), helping->id) == 0;
    if (code != ERR_OK) {
        app_error(app, err);
    } else if (same) {
        take_what_was_done(&coach->session, &helping->session);
        coach_save(app, coach);
        const char *id = guide_step_at(coach->guide, helping->step)->page;
        const struct page *page = app_find_page(app, id);
        bool tells = page && page->pattern != DIALOG; /* what was done can be seen there */
        if (tells && strcmp(app_page_id(app), id) != 0) app_open_page(app, id, NULL);
        app_message(app, MESSAGE_INFO, _("Step %d was done for you."), helping->step + 1);
        coach_look(app, coach);
    }
    free(helping);
}

static void answered(struct app *app, int answer, void *ctx) {
    const struct coach *coach = ctx;
    if (answer != 0 || !coach->guide) return;
    struct helping *helping = alloc_zero(1, sizeof *helping);
    text_copy(helping->folder, sizeof helping->folder, app->company->folder);
    text_copy(helping->id, sizeof helping->id, guide_name(coach->guide));
    text_copy(helping->language, sizeof helping->language, i18n_language());
    helping->settings = *app->settings;
    helping->session = coach->session;
    helping->step = coach->session.current;
    const struct app_job job = {
        .title = _("Doing the step"), .work = help, .arg = helping, .ended = helped};
    if (!app_run_job(app, &job)) free(helping);
}

void coach_do_step(struct app *app, struct coach *coach) {
    int step = coach->session.current;
    struct question q;
    if (coach->verdicts[step].done) {
        app_message(app, MESSAGE_INFO, _("Step %d is done already."), step + 1);
        return;
    }
    question_init(&q, MESSAGE_INFO, _("Do it for me"));
    snprintf(q.text, sizeof q.text,
             _("Step %d: %s\n\nThe step is done for you in the data, and the guide notes that. To "
               "see how it is done, use Show me instead. Do it?"),
             step + 1, guide_step_at(coach->guide, step)->title);
    question_yes_no(&q);
    q.answered = answered;
    q.ctx = coach;
    app_ask(app, &q);
}

int coach_helped(const struct coach *coach) {
    int count = 0;
    for (int i = 0; i < guide_steps(coach->guide); i++)
        count += (coach->session.helped & 1 << i) != 0;
    return count;
}
