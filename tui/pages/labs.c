/* SPDX-License-Identifier: MIT */
/*
 * Labs: which faults there are to find, how far each has come, and what proves that it is repaired. Beginning and checking
 * are tui/lab_commands.h.
 */

#include <stdio.h>

#include "tui/app.h"
#include "tui/lab_commands.h"
#include "tui/lab_view.h"
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

static void fill_row(struct rowset *rows, const char *place, const struct guide *lab,
                     const struct lab_run *run) {
    char number[16];
    rowset_add(rows, place);
    rowset_set(rows, 0, place);
    rowset_set(rows, 1, guide_title(lab));
    rowset_set(rows, 2, lab_view_state(run));
    rowset_set(rows, 3, lab_view_state(run));
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
        enum err_code code = lab_view_open(app, all.ids[i], &lab, &run, &why);
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
        enum err_code code = lab_view_open(app, found.ids[i], &lab, &run, err);
        if (code != ERR_OK) return code;
        fill_row(rows, found.ids[i], lab, &run);
        guide_free(&lab);
    }
    return ERR_OK;
}

static const struct column columns[] = {
    {.label = N_("ID"), .cols = 22, .hide_below = 120}, /* as the verbs name it */
    {.label = NC_("course", "Lab"), .cols = 20, .weight = 1},
    {.label = "", .cols = 1, .word = lab_view_state_sign, .role = lab_view_state_role},
    {.label = N_("Progress"),
     .cols = 14,
     .hide_below = 45,
     .word = lab_view_state_word,
     .role = lab_view_state_role},
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
    .load = lab_view_load,
    .title_key = "Title",
    .empty = N_("There are no labs."),
};
