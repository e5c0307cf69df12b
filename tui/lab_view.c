/* SPDX-License-Identifier: MIT */
/*
 * Fills the record of a lab. Owns what is said of one that nobody may recognize before it is solved; what a lab is about is
 * content.
 */

#include "tui/lab_view.h"

#include <stdio.h>

#include "tui/app.h"
#include "tui/lab_commands.h"
#include "tui/words.h"

enum err_code lab_view_open(const struct app *app, const char *place, struct guide **lab,
                            struct lab_run *run, struct err *err) {
    *lab = NULL;
    *run = (struct lab_run){0};
    enum err_code code = app->company ? lab_peek(app->company, place, run, err) : ERR_OK;
    return code == ERR_OK ? lab_open_place(lab, place, run, i18n_language(), err) : code;
}

const char *lab_view_state(const struct lab_run *run) {
    if (!run->id[0]) return "";
    if (run->session.solved_ms == 0) return "begun";
    return run->session.assisted ? "assisted" : "solved";
}

const char *lab_view_state_word(const char *stored) {
    if (!strcmp(stored, "solved")) return _("solved");
    if (!strcmp(stored, "assisted")) return _("solved for you");
    return stored[0] ? _("begun") : _("not begun");
}

const char *lab_view_state_sign(const char *stored) {
    return !strcmp(stored, "solved") ? "x" : !strcmp(stored, "assisted") ? "+" : *stored ? ">" : "";
}

enum role lab_view_state_role(const char *stored) {
    if (!strcmp(stored, "solved")) return ROLE_COACH_STRONG;
    return stored[0] ? ROLE_PENDING : ROLE_DIM;
}

/* What proves the repair, and whether it has held at a check. */
static void set_proof(struct form *form, const struct guide *lab, const struct lab_run *run) {
    char text[GUIDE_MAX_STEPS * 220] = "", title[181];
    size_t used = 0;
    for (int i = 0; i < guide_steps(lab) && used < sizeof text - 220; i++) {
        snprintf(title, sizeof title, _("Proof %d"), i + 1);
        if (lab_is_told(run)) text_copy(title, sizeof title, guide_step_at(lab, i)->title);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s\t%s", i ? "\n" : "", title,
                                 run->session.done_ms[i] > 0 ? _("yes") : "");
    }
    form_set_value(form, "Proof", text);
}

/* The paragraphs of a text as one. */
static void set_prose(struct form *form, const char *key, const char *paragraphs) {
    char text[1500];
    text_copy(text, sizeof text, paragraphs);
    for (char *p = text; *p; p++) {
        if (*p == '\n') *p = ' ';
    }
    form_set_value(form, key, text);
}

/* How hard it is, and how far it has come. What level and par an unnamed lab has would tell something of it. */
static void set_state(struct app *app, const char *key, struct form *form, const struct guide *lab,
                      const struct lab_run *run) {
    char level[96], progress[160];
    const struct guide_session *session = &run->session;
    bool here = lab_is_open(app, key) && session->solved_ms == 0;
    const char *state = here ? _("you are in it now") : lab_view_state_word(lab_view_state(run));
    snprintf(level, sizeof level, _("%d of 3, par %d min"), lab_level(lab), lab_par_minutes(lab));
    form_set_value(form, "Level", lab_level(lab) ? level : _("It is told when the lab is solved."));
    text_copy(progress, sizeof progress, state);
    if (run->id[0] && !lab_level(lab))
        snprintf(progress, sizeof progress, _("%s; hints %d/%d, checks %d"), state, session->hints,
                 lab_hint_count(lab), session->attempts);
    else if (run->id[0])
        snprintf(progress, sizeof progress, _("%s; score %d, hints %d/%d, checks %d"), state,
                 lab_score(run, lab), session->hints, lab_hint_count(lab), session->attempts);
    form_set_value(form, "Progress", progress);
}

enum err_code lab_view_load(struct app *app, const char *place, struct form *form,
                            struct err *err) {
    struct guide *lab;
    struct lab_run run;
    enum err_code code = lab_view_open(app, place, &lab, &run, err);
    if (code != ERR_OK) return code;
    form_set_value(form, "Title", guide_title(lab));
    set_state(app, place, form, lab, &run);
    set_prose(form, "Story", guide_text(lab, "story"));
    set_prose(form, "Task", guide_text(lab, "task"));
    set_prose(form, "Explanation",
              run.session.solved_ms > 0 ? guide_text(lab, "explanation")
                                        : _("It is told when the lab is solved."));
    if (lab_level(lab))
        set_proof(form, lab, &run);
    else
        form_set_value(form, "Proof", _("It is told when the lab is solved."));
    guide_free(&lab);
    return ERR_OK;
}
