/* SPDX-License-Identifier: MIT */
/*
 * Guides: what can be learned here, in the suggested order, and how far the practice copy has come. What can be done with
 * one is tui/guide_commands.c.
 */

#include <stdio.h>

#include "model/trainer/guide_session.h"
#include "tui/app.h"
#include "tui/coach.h"
#include "tui/guide_commands.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words.h"

static const char *guide_key(void *ctx, int row) {
    return guide_id(((const int *)ctx)[row]);
}

/* -1 = not begun */
static int done_steps(const struct app *app, const char *id) {
    return app->company ? guide_progress(app->company->folder, id) : -1;
}

static void progress_words(const struct app *app, const struct guide *guide, char *buf,
                           size_t size) {
    int done = done_steps(app, guide_name(guide));
    bool runs = strcmp(coach_guide(app), guide_name(guide)) == 0;
    if (done < 0)
        text_copy(buf, size, _("not begun"));
    else
        snprintf(buf, size, runs ? _("%d of %d steps, running") : _("%d of %d steps"), done,
                 guide_steps(guide));
}

/* "3/9", ">3/9" of the one that runs */
static enum role progress_role(const char *stored) {
    int done = 0, steps = 0;
    if (stored[0] == '>') return ROLE_COACH_STRONG;
    sscanf(stored, "%d/%d", &done, &steps);
    return done == 0 ? ROLE_DIM : done < steps ? ROLE_PENDING : ROLE_OK;
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    int found[64], count = 0, begin = 0, end = 0;
    char titles[64][160], progress[64][16];
    for (int i = 0; i < guide_count() && count < 64; i++) {
        struct guide *guide = NULL;
        enum err_code code = guide_open(&guide, guide_id(i), i18n_language(), err);
        if (code != ERR_OK) return code;
        int done = done_steps(app, guide_id(i));
        text_copy(titles[count], sizeof titles[count], guide_title(guide));
        bool runs = strcmp(coach_guide(app), guide_id(i)) == 0;
        snprintf(progress[count], sizeof progress[count], "%s%d/%d", runs ? ">" : "",
                 done > 0 ? done : 0, guide_steps(guide));
        guide_free(&guide);
        if (small_list_matches(request->filter, titles[count])) found[count++] = i;
    }
    small_list_page(request, count, guide_key, found, rows, &begin, &end);
    for (int i = begin; i < end; i++) {
        const char *id = guide_id(found[i]);
        rowset_add(rows, id);
        rowset_set(rows, 0, id);
        rowset_set(rows, 1, titles[i]);
        rowset_set(rows, 2, progress[i]);
    }
    return ERR_OK;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct guide *guide = NULL;
    enum err_code code = guide_open(&guide, key, i18n_language(), err);
    if (code != ERR_OK) return code;
    form_set_value(form, "Title", guide_title(guide));
    char text[2000];
    progress_words(app, guide, text, sizeof text);
    form_set_value(form, "Progress", text);
    form_set_value(form, "Source", guide_text(guide, "source"));
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

static const struct column columns[] = {
    {.label = N_("ID"), .cols = 35, .hide_below = 90}, /* as the verbs name it */
    {.label = N_("Guide"), .cols = 14, .weight = 1},
    {.label = N_("Steps"), .cols = 6, .role = progress_role},
    {0},
};

static const struct field fields[] = {
    {.key = "Title", .label = N_("Guide"), .cols = 60},
    {.key = "Progress", .label = N_("Progress"), .cols = 30},
    {.key = "Source", .label = N_("Source document"), .cols = 40},
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

const struct page page_guides = {
    .id = "guides",
    .title = N_("Guides"),
    .path = {N_("Lab")},
    .aliases = {N_("Guide"), N_("Training")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .lab = true,
    .columns = columns,
    .fields = fields,
    .actions = guide_actions,
    .list = list,
    .load = load,
    .title_key = "Title",
    .empty = N_("There are no guides."),
};
