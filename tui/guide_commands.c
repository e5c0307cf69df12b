/* SPDX-License-Identifier: MIT */
/*
 * Starting, resuming and leaving a guide are the coach's business (tui/coach.h); a guide runs on a copy of the company
 * unless the operator asks for the real one. Owns that question, and which guides may not be asked for.
 */
#include "tui/guide_commands.h"

#include <stdio.h>

#include "model/trainer/guide.h"
#include "tui/app.h"
#include "tui/coach.h"

static enum next start(struct app *app, const char *key) {
    if (key) coach_start(app, key, false);
    return NEXT_STAY;
}

static void start_answered(struct app *app, int answer, void *ctx) {
    if (answer == 0) coach_start(app, guide_id((int)(intptr_t)ctx), true);
}

static enum next start_real(struct app *app, const char *key) {
    int index = 0;
    if (!key) return NEXT_STAY;
    while (guide_id(index) && strcmp(guide_id(index), key) != 0) index++;
    struct question q;
    question_init(&q, MESSAGE_WARNING, _("Run on the real company"));
    snprintf(q.text, sizeof q.text,
             _("The guide signs up a customer and has you change profiles "
               "and stores of company %s itself, not of a copy. Go on?"),
             app->company_name);
    question_yes_no(&q);
    q.answered = start_answered;
    q.ctx = (void *)(intptr_t)index;
    app_ask(app, &q);
    return NEXT_STAY;
}

/* What is put wrong for a guide is not put wrong in the company itself. */
static bool may_run_real(struct app *app, const char *key) {
    struct guide *guide = NULL;
    struct err ignored;
    (void)app;
    if (!key || guide_open(&guide, key, i18n_language(), &ignored) != ERR_OK) return false;
    bool may = !guide_is_prepared(guide);
    guide_free(&guide);
    return may;
}

static bool is_running(struct app *app, const char *key) {
    return key && strcmp(coach_guide(app), key) == 0;
}

static enum next leave(struct app *app, const char *key) {
    (void)key;
    coach_leave(app);
    return NEXT_STAY;
}

static enum next again(struct app *app, const char *key) {
    (void)key;
    coach_start_again(app);
    return NEXT_STAY;
}

const struct action guide_actions[] = {
    {.id = "start-guide",
     .label = N_("Start or go on"),
     .bound = ACTION_RUN,
     .help = N_("Runs the guide on a practice copy of the company."),
     .run = start},
    {.id = "start-guide-real",
     .label = N_("Run on the real company"),
     .help = N_("Asks first: the steps then change the company itself."),
     .enabled = may_run_real,
     .why_not = N_("This guide begins from something that was put wrong for it, so it runs on a "
                   "practice copy only."),
     .run = start_real},
    {.id = "leave-guide",
     .label = N_("Leave the guide"),
     .help = N_("Back to the real company. The progress is kept."),
     .enabled = is_running,
     .run = leave},
    {.id = "start-guide-again",
     .label = N_("Start again"),
     .help = N_("Throws the practice copy and its progress away, after asking."),
     .enabled = is_running,
     .run = again},
    {0},
};
