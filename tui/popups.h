/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_POPUPS_H
#define CHQ_TUI_POPUPS_H

/* The popups of the engine: each pushes one view. Texts are copied. */

#include "tui/app.h"

typedef void picked_fn(struct app *app, void *ctx, const char *value);

/* lookup.c: pick a value for a field; `picked` gets the stored value. ctx must live until then. */
void lookup_open(struct app *app, const char *lookup_id, const char *current, picked_fn *picked,
                 void *ctx);
/* The same for a field that holds a list of names: those that are in `list` are marked. */
void lookup_open_several(struct app *app, const char *lookup_id, const char *list,
                         picked_fn *picked, void *ctx);
/* The same for a fixed set of choices in stored form. */
void choice_open(struct app *app, const struct field *field, const char *const *choices,
                 const char *current, picked_fn *picked, void *ctx);

/* palette.c: go to a page, run a command. */
void palette_open(struct app *app, const char *text);

/* help.c: keys that work here and help of the focused field. */
void help_open(struct app *app);
/* All messages of this session. */
void messages_open(struct app *app);
/* The action menu: commands of the page. */
void actions_open(struct app *app);

/* menu.c: the navigation on the whole body, above the page. */
void menu_open(struct app *app);

/* conflict.c: mine or theirs, field by field. `choices` has one row per field that both changed; `done` is told
 * whether to save; then mine[i] says which value was chosen. */
struct conflict_field {
    char label[96];
    char was[256], mine[256], theirs[256]; /* as shown */
    bool take_mine;
    int item; /* of the form */
};
void conflict_open(struct app *app, struct conflict_field *take_fields, int count,
                   void (*done)(struct app *app, void *ctx, bool save,
                                const struct conflict_field *fields, int count),
                   void *ctx);

#endif
