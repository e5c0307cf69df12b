/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_FORM_H
#define CHQ_TUI_FORM_H

/*
 * A form: the fields of one record (or of a dialog), its cursor, its line editor and what is known about each value.
 * Values are text in stored form; an invalid value stays in its field, is marked, and the cursor is free to leave.
 *
 *   form.c        values, loading, checking          form_save.c   saving, questions, conflicts
 *   form_layout.c where everything stands            form_draw.c   drawing
 *   form_keys.c   moving and typing
 */

#include <stdbool.h>

#include "tui/app.h"
#include "tui/canvas.h"
#include "tui/edit.h"

#define FORM_TABS    16
#define FORM_RESULTS 16
#define FORM_UNDO    64

struct form_item {
    const struct field *field;
    const struct member *member; /* NULL in a page without entity, and for extra fields */
    int tab;                     /* index of its FastTab, -1 = header */
    char *value, *old;           /* stored form; `old` as read */
    char note[96];
    char error[256]; /* message, "" = valid */
};

struct form_result {
    enum role role;
    char label[96], value[256];
};

struct form_undo {
    int item;
    char *value;
};

/* What can have the focus, in reading order. */
enum stop_kind { STOP_TAB, STOP_FIELD, STOP_OK, STOP_CANCEL };

struct form_stop {
    enum stop_kind kind;
    int index; /* of the tab or item */
};

/* A piece of the layout; rows count from the top of the form. */
enum place_kind {
    PLACE_TAB,
    PLACE_GROUP,
    PLACE_FIELD,
    PLACE_LIST_HEAD,
    PLACE_LIST_ROW,
    PLACE_CHART, /* its last row is the time axis when it has one */
    PLACE_ERROR,
    PLACE_RESULT,
    PLACE_BUTTONS,
    PLACE_TEXT
};

struct form_place {
    enum place_kind kind;
    int index; /* tab, item, result; of PLACE_GROUP: row in page->fields */
    int line;  /* PLACE_LIST_ROW: which row of the value */
    int row, col, rows, cols;
    int label_cols; /* PLACE_FIELD: where the value begins, counted from col */
};

struct form {
    struct app *app;
    const struct page *page;
    struct form_item *items;
    int count;
    const struct field *tabs[FORM_TABS]; /* rows of the page that begin a FastTab */
    bool collapsed[FORM_TABS];
    bool unfolded; /* it was looked once whether all FastTabs fit open */
    int tab_count;
    bool
        vertical; /* TABLE_OF_CONTENTS, as drawn last: the tabs stand at the left, one of them is shown */
    int tab; /* the one with the focus, or that had it last */

    char key[ROW_KEY_SIZE]; /* record shown; "" = none or new */
    void *record;           /* as read; NULL without entity */
    bool loaded, is_new, editing;
    bool loading; /* load hooks run: what they set is the old value too */

    struct form_stop focus;
    bool edit_open; /* `edit` holds the value of the focused item */
    struct edit edit;
    struct form_undo undo[FORM_UNDO], redo[FORM_UNDO];
    int undo_count, redo_count;

    struct form_place *places;
    int place_count, place_capacity;
    int total_rows;  /* as laid out last */
    int top, height; /* window, as drawn last */
    int width;

    struct reader *intro; /* DIALOG: text above the fields */
    struct form_result results[FORM_RESULTS];
    int result_count;

    /* Saving in steps (form_save.c). */
    int save_step;
    void *save_record;
    void (*saved)(struct app *app, struct form *form,
                  void *ctx); /* after it was saved; may be NULL */
    void *saved_ctx;
};

struct form *form_new(struct app *app, const struct page *page);
void form_free(struct form **form);

/* Read a record; `key` NULL or "" empties the form. false = it could not be read (said in the message bar). */
bool form_load(struct form *form, const char *key);
/* A new record in edit mode. */
bool form_load_new(struct form *form);
/* A dialog's defaults for what it is opened for; `key` NULL = nothing. */
void form_load_dialog(struct form *form, const char *key);
/* What stands in the dialog is done: nothing of it is unsaved. What was open in the editor is closed as it was read. */
void form_accept(struct form *form);
/* Read again unless something is being edited. */
void form_refresh(struct form *form);
void form_edit_mode(struct form *form, bool on);
/* Forget what was typed. */
void form_restore(struct form *form);
/* "ID : name" */
void form_title(const struct form *form, char *buf, size_t size);

bool form_item_editable(const struct form *form, int item);
int form_find(const struct form *form, const char *key);        /* index of an item, -1 = none */
const char *form_item_label(const struct form *form, int item); /* translated */
const char *form_item_lookup(const struct form_item *item);     /* id of its lookup, NULL = none */
/* Is its value a list of names? */
bool form_item_several(const struct form_item *item);
int form_item_max_chars(const struct form_item *item);
/* As it is shown: words of choices, Yes/No, amounts. */
void form_item_text(const struct form_item *item, const char *stored, char *buf, size_t size);
/* Choices of a field in stored form, NULL-terminated; NULL = it is no choice. */
const char *const *form_item_choices(const struct form_item *item);
/* Put the value of an item into the editor, as people type it. */
void form_open_editor(struct form *form, int item);
/* Value in stored form of what stands in the editor; only while edit_open. */
void form_typed_value(const struct form *form, char *buf, size_t size);
/* The value as typed into the editor goes into the item and is checked. false = it is invalid. */
bool form_commit(struct form *form);
/* After form_commit, when the focus stays: its text can be typed into again, the cursor is where it was. */
void form_reopen(struct form *form);
/* Check one value; sets or clears its error. */
bool form_check(struct form *form, int item);
/* Put a value as if typed (lookup, toggle): undoable, notes are renewed. */
void form_put(struct form *form, int item, const char *stored);
/* What follows from the value that is being typed (page->changed), before it is committed. */
void form_preview(struct form *form);
void form_update_notes(struct form *form);
/* First item with an error behind (or before) `from`, -1 = none. */
int form_next_error(const struct form *form, int from, int step);

/* form_keys.c */
enum next form_act(struct form *form, enum action_id action);
enum next form_text(struct form *form, const char *utf8);
bool form_can(const struct form *form, enum action_id action);
enum key_mode form_mode(const struct form *form);
void form_focus_item(struct form *form, int item);
void form_focus_first(struct form *form);
/* In edit mode the first field of the tab that can be changed, else the tab. false = it has none. */
bool form_focus_tab(struct form *form, int tab);
/* All stops in order; returns how many. */
int form_stops(const struct form *form, struct form_stop *stops, int most);

/* form_save.c */
/* Check, ask what must be asked, save; then `saved` is called. */
void form_save(struct form *form, void (*saved)(struct app *app, struct form *form, void *ctx),
               void *ctx);
/* The list of changes, "label\told\tnew" lines. */
void form_changes(const struct form *form, char *buf, size_t size);
/* Ask what to do with unsaved changes: `go_on` is called after saving or discarding. A dialog is asked about what was
 * typed into it: it can be thrown away or gone on with. */
void form_ask_unsaved(struct form *form,
                      void (*go_on)(struct app *app, struct form *form, void *ctx), void *ctx);
void form_delete(struct form *form, void (*deleted)(struct app *app, struct form *form, void *ctx),
                 void *ctx);

/* form_layout.c */
void form_layout(struct form *form, int cols);
/* Columns that vertical tabs take of a form so wide; 0 = its tabs are FastTabs. */
int form_tabs_cols(const struct form *form, int cols);
/* Is the item out of sight: in a folded FastTab, or in another vertical tab? */
bool form_item_hidden(const struct form *form, int item);

/* form_draw.c */
void form_draw(struct form *form, struct canvas *canvas, struct rect rect, bool focused);

#endif
