/* SPDX-License-Identifier: MIT */
/*
 * Labs: which faults there are to find, how far each has come, and what proves that it is repaired. Beginning and checking
 * are tui/lab_commands.h.
 */

#include <stdio.h>

#include "model/trainer/lab.h"
#include "tui/app.h"
#include "tui/lab_commands.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words.h"

#define MAX_LABS 64

/* What the list has: the labs, those that nobody may recognize, those that came from a folder. */
struct places {
    int count;
    char ids[MAX_LABS][LAB_ID_SIZE];
};

static const char *lab_key(void *ctx, int row) {
    return ((const struct places *)ctx)->ids[row];
}

static const char *state_word(const char *stored) {
    if (!strcmp(stored, "solved")) return _("solved");
    if (!strcmp(stored, "assisted")) return _("solved for you");
    return stored[0] ? _("begun") : _("not begun");
}

/* Beside the title, where there is no room for the word. */
static const char *state_sign(const char *stored) {
    return !strcmp(stored, "solved") ? "x" : !strcmp(stored, "assisted") ? "+" : *stored ? ">" : "";
}

static enum role state_role(const char *stored) {
    if (!strcmp(stored, "solved")) return ROLE_COACH_STRONG;
    return stored[0] ? ROLE_PENDING : ROLE_DIM;
}

/* The content that may be shown, and the run when there is one (run->id is empty else). */
static enum err_code open_place(const struct app *app, const char *place, struct guide **lab,
                                struct lab_run *run, struct err *err) {
    *lab = NULL;
    *run = (struct lab_run){0};
    enum err_code code = app->company ? lab_peek(app->company, place, run, err) : ERR_OK;
    return code == ERR_OK ? lab_open_place(lab, place, run, i18n_language(), err) : code;
}

static const char *state_of(const struct lab_run *run) {
    if (!run->id[0]) return "";
    if (run->session.solved_ms == 0) return "begun";
    return run->session.assisted ? "assisted" : "solved";
}

static void fill_row(struct rowset *rows, const char *place, const struct guide *lab,
                     const struct lab_run *run) {
    char number[16];
    rowset_add(rows, place);
    rowset_set(rows, 0, place);
    rowset_set(rows, 1, guide_title(lab));
    rowset_set(rows, 2, state_of(run));
    rowset_set(rows, 3, state_of(run));
    snprintf(number, sizeof number, "%d", lab_score(run, lab));
    rowset_set(rows, 4, run->session.solved_ms > 0 ? number : "");
}

static void all_places(const struct app *app, struct places *places) {
    places->count = 0;
    for (int i = 0; lab_place_at(i) && places->count < MAX_LABS; i++)
        text_copy(places->ids[places->count++], LAB_ID_SIZE, lab_place_at(i));
    if (app->company)
        places->count +=
            lab_places_from(app->company, places->ids + places->count, MAX_LABS - places->count);
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    struct places all, found = {.count = 0};
    struct guide *lab;
    struct lab_run run;
    int begin = 0, end = 0;
    all_places(app, &all);
    for (int i = 0; i < all.count; i++) {
        struct err why = {0};
        enum err_code code = open_place(app, all.ids[i], &lab, &run, &why);
        if (code != ERR_OK && run.from[0])
            continue; /* what a stranger's files lack hides no other */
        if (code != ERR_OK && err) *err = why;
        if (code != ERR_OK) return code;
        if (small_list_matches(request->filter, guide_title(lab)))
            text_copy(found.ids[found.count++], LAB_ID_SIZE, all.ids[i]);
        guide_free(&lab);
    }
    small_list_page(request, found.count, lab_key, &found, rows, &begin, &end);
    for (int i = begin; i < end; i++) {
        enum err_code code = open_place(app, found.ids[i], &lab, &run, err);
        if (code != ERR_OK) return code;
        fill_row(rows, found.ids[i], lab, &run);
        guide_free(&lab);
    }
    return ERR_OK;
}

/* What proves the repair, and whether it has held at a check. */
static void set_proof(struct form *form, const struct guide *lab, const struct lab_run *run) {
    char text[GUIDE_MAX_STEPS * 220] = "", title[200];
    size_t used = 0;
    for (int i = 0; i < guide_steps(lab) && used < sizeof text - 220; i++) {
        snprintf(title, sizeof title, _("Proof %d"), i + 1);
        if (lab_is_told(run)) text_copy(title, sizeof title, guide_step_at(lab, i)->title);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.180s\t%s", i ? "\n" : "",
                                 title, run->session.done_ms[i] > 0 ? _("yes") : "");
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
    const char *state = here ? _("you are in it now") : state_word(state_of(run));
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

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct guide *lab;
    struct lab_run run;
    enum err_code code = open_place(app, key, &lab, &run, err);
    if (code != ERR_OK) return code;
    form_set_value(form, "Title", guide_title(lab));
    set_state(app, key, form, lab, &run);
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

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    (void)key;
    snprintf(buf, size, "%s", form_value(form, "Title"));
}

static const struct column columns[] = {
    {.label = N_("ID"), .cols = 22, .hide_below = 120}, /* as the verbs name it */
    {.label = NC_("course", "Lab"), .cols = 20, .weight = 1},
    {.label = "", .cols = 1, .word = state_sign, .role = state_role},
    {.label = N_("Progress"), .cols = 14, .hide_below = 45, .word = state_word, .role = state_role},
    {.label = N_("Score"), .kind = COLUMN_NUMBER, .cols = 5, .hide_below = 90},
    {0},
};

static const struct field fields[] = {
    {.key = "Title", .label = NC_("course", "Lab"), .cols = 60},
    {.key = "Level", .label = N_("Level"), .cols = 60},
    {.key = "Progress", .label = N_("Progress"), .cols = 60},
    {.tab = N_("The task")},
    {.key = "Story", .label = N_("The story"), .cols = 60, .prose = true},
    {.key = "Task", .label = N_("The task"), .cols = 60, .prose = true},
    {.tab = N_("What proves it")},
    {.key = "Proof",
     .label = N_("What proves it"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Proof"), .cols = 24, .weight = 1},
                 {.label = N_("Has held"), .cols = 9}}},
    {.tab = N_("Explanation")},
    {.key = "Explanation", .label = N_("Explanation"), .cols = 60, .prose = true},
    {0},
};

const struct page page_labs = {
    .id = "labs",
    .title = N_("Labs"),
    .path = {N_("Lab")},
    .aliases = {N_("Training"), N_("Troubleshooting")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .lab = true,
    .columns = columns,
    .fields = fields,
    .actions = lab_actions,
    .list = list,
    .load = load,
    .record_title = title,
    .empty = N_("There are no labs."),
};
