/* SPDX-License-Identifier: MIT */
/*
 * Guides: what can be learned here and how far the practice copy has come. Starting, resuming and resetting are the
 * coach's business (tui/coach.h); a guide runs on a copy of the company unless the operator asks for the real one.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/guide_session.h"
#include "tui/app.h"
#include "tui/coach.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words.h"

static const char *guide_key(void *ctx, int row) {
    return guide_id(((const int *)ctx)[row]);
}

/* Stored form: "running", "started" or "". */
static const char *progress_of(const struct app *app, const char *id) {
    if (strcmp(coach_guide(app), id) == 0) return "running";
    return app->company && guide_sandbox_exists(app->company, id) ? "started" : "";
}

static const char *progress_word(const char *stored) {
    if (!strcmp(stored, "running")) return _("running");
    return stored[0] ? _("begun") : _("not begun");
}

static enum role progress_role(const char *stored) {
    if (!strcmp(stored, "running")) return ROLE_COACH_STRONG;
    return stored[0] ? ROLE_PENDING : ROLE_DIM;
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    int found[64], count = 0, begin = 0, end = 0;
    char titles[64][160];
    for (int i = 0; i < guide_count() && count < 64; i++) {
        struct guide *guide = NULL;
        enum err_code code = guide_open(&guide, guide_id(i), i18n_language(), err);
        if (code != ERR_OK) return code;
        text_copy(titles[count], sizeof titles[count], guide_title(guide));
        guide_free(&guide);
        if (small_list_matches(request->filter, titles[count])) found[count++] = i;
    }
    small_list_page(request, count, guide_key, found, rows, &begin, &end);
    for (int i = begin; i < end; i++) {
        const char *id = guide_id(found[i]);
        rowset_add(rows, id);
        rowset_set(rows, 0, id);
        rowset_set(rows, 1, titles[i]);
        rowset_set(rows, 2, progress_of(app, id));
    }
    return ERR_OK;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct guide *guide = NULL;
    enum err_code code = guide_open(&guide, key, i18n_language(), err);
    if (code != ERR_OK) return code;
    form_set_value(form, "Title", guide_title(guide));
    form_set_value(form, "Progress", progress_word(progress_of(app, key)));
    char text[2000];
    text_copy(text, sizeof text, guide_text(guide, "description"));
    char *second = strchr(text, '\n');
    if (second) *second++ = '\0';
    form_set_value(form, "Description", text);
    form_set_value(form, "Practice", second ? second + strspn(second, "\n") : "");
    char steps[GUIDE_MAX_STEPS * 200] = "";
    size_t used = 0;
    for (int i = 0; i < guide_steps(guide) && used < sizeof steps - 200; i++) {
        const struct guide_step *step = guide_step_at(guide, i);
        used +=
            (size_t)snprintf(steps + used, sizeof steps - used, "%s%d\t%.150s\t%s", i ? "\n" : "",
                             i + 1, step->title, step->also_needed ? _("also needed") : "");
    }
    form_set_value(form, "Steps", steps);
    guide_free(&guide);
    return ERR_OK;
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    (void)key;
    snprintf(buf, size, "%s", form_value(form, "Title"));
}

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

static const struct column columns[] = {
    {.label = N_("ID"), .cols = 31, .hide_below = 90}, /* as the verbs name it */
    {.label = N_("Guide"), .cols = 20, .weight = 1},
    {.label = N_("Progress"), .cols = 11, .word = progress_word, .role = progress_role},
    {0},
};

static const struct field fields[] = {
    {.key = "Title", .label = N_("Guide"), .cols = 60},
    {.key = "Progress", .label = N_("Progress"), .cols = 20},
    {.tab = N_("Description")},
    {.key = "Description", .label = N_("Description"), .cols = 60},
    {.key = "Practice", .label = N_("The task"), .cols = 60},
    {.tab = N_("Steps")},
    {.key = "Steps",
     .label = N_("Steps"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Step"), .kind = COLUMN_NUMBER, .cols = 4},
                 {.label = N_("What to do"), .cols = 24, .weight = 1},
                 {.label = N_("Remark"), .cols = 12, .hide_below = 60}}},
    {0},
};

static const struct action actions[] = {
    {.id = "start-guide",
     .label = N_("Start or go on"),
     .bound = ACTION_RUN,
     .help = N_("Runs the guide on a practice copy of the company."),
     .run = start},
    {.id = "start-guide-real",
     .label = N_("Run on the real company"),
     .help = N_("Asks first: the steps then change the company itself."),
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

const struct page page_guides = {
    .id = "guides",
    .title = N_("Guides"),
    .path = {N_("Lab")},
    .aliases = {N_("Guide"), N_("Training")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .lab = true,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .list = list,
    .load = load,
    .record_title = title,
    .empty = N_("There are no guides."),
};
