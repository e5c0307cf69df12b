/* SPDX-License-Identifier: MIT */
/* Moving through a form and typing into it. View mode walks over FastTabs and fields, edit mode over the fields that
 * can be changed; leaving a field commits and checks it but never holds the cursor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/form.h"
#include "tui/popups.h"
#include "tui/words.h"

#define STOPS_MAX 160

static bool is_dialog(const struct form *form) {
    return form->page->pattern == DIALOG;
}

int form_stops(const struct form *form, struct form_stop *stops, int most) {
    int count = 0, tab = -1;
    /* Beside vertical tabs one walks over the tabs, or over the fields of the one that is shown. */
    bool tabs = !form->editing && (!form->vertical || form->focus.kind == STOP_TAB);
    bool fields = form->editing || !form->vertical || form->focus.kind != STOP_TAB;
    for (int i = 0; i < form->count && count < most - 3; i++) {
        while (tabs && tab < form->items[i].tab) {
            stops[count++] = (struct form_stop){STOP_TAB, ++tab};
            if (count >= most - 3) break;
        }
        if (fields && (form->editing ? form_item_editable(form, i) : !form_item_hidden(form, i))) {
            stops[count++] = (struct form_stop){STOP_FIELD, i};
        }
    }
    while (tabs && ++tab < form->tab_count && count < most - 3) {
        stops[count++] = (struct form_stop){STOP_TAB, tab};
    }
    if (is_dialog(form)) {
        stops[count++] = (struct form_stop){STOP_OK, 0};
        stops[count++] = (struct form_stop){STOP_CANCEL, 0};
    }
    return count;
}

/* Where the focus is among the stops; the nearest one before it when it is at none of them. */
static int current_stop(const struct form *form, const struct form_stop *stops, int count) {
    int nearest = 0;
    for (int i = 0; i < count; i++) {
        if (stops[i].kind == form->focus.kind && stops[i].index == form->focus.index) return i;
        if (stops[i].kind == STOP_FIELD && form->focus.kind == STOP_FIELD &&
            stops[i].index < form->focus.index) {
            nearest = i;
        }
    }
    return nearest;
}

static bool is_typed(const struct form_item *item) {
    return form_item_choices(item) == NULL;
}

static void set_focus(struct form *form, struct form_stop stop) {
    form_commit(form);
    form->focus = stop;
    if (stop.kind == STOP_TAB) form->tab = stop.index;
    if (stop.kind != STOP_FIELD) return;
    const struct form_item *item = &form->items[stop.index];
    if (item->tab >= 0) {
        form->collapsed[item->tab] = false;
        form->tab = item->tab;
    }
    if (form->editing && form_item_editable(form, stop.index) && is_typed(item)) {
        form_open_editor(form, stop.index);
    }
}

void form_focus_item(struct form *form, int item) {
    set_focus(form, (struct form_stop){STOP_FIELD, item});
}

void form_reopen(struct form *form) {
    if (!form->editing || form->edit_open || form->focus.kind != STOP_FIELD) return;
    int item = form->focus.index;
    size_t cursor = form->edit.cursor;
    if (item >= form->count || !form_item_editable(form, item)) return;
    if (!is_typed(&form->items[item])) return;
    form_focus_item(form, item);
    edit_home(&form->edit);
    while (form->edit.cursor < cursor && edit_right(&form->edit)) {
    }
}

void form_focus_first(struct form *form) {
    struct form_stop stops[STOPS_MAX];
    form->top = 0;
    if (form_stops(form, stops, STOPS_MAX) > 0) set_focus(form, stops[0]);
}

static void move(struct form *form, int delta, bool wrap) {
    struct form_stop stops[STOPS_MAX];
    form_commit(form);
    int count = form_stops(form, stops, STOPS_MAX);
    if (count == 0) return;
    int at = current_stop(form, stops, count) + delta;
    if (wrap) {
        at = (at + count) % count;
    } else {
        at = at < 0 ? 0 : at >= count ? count - 1 : at;
    }
    set_focus(form, stops[at]);
}

/* ---- FastTabs -------------------------------------------------------------------------------------------------- */

static void toggle_tab(struct form *form) {
    form->collapsed[form->focus.index] = !form->collapsed[form->focus.index];
}

static int focused_tab(const struct form *form) {
    if (form->focus.kind == STOP_TAB) return form->focus.index;
    return form->focus.kind == STOP_FIELD && form->count > 0 ? form->items[form->focus.index].tab
                                                             : -1;
}

bool form_focus_tab(struct form *form, int tab) {
    if (tab < 0 || tab >= form->tab_count) return false;
    form->collapsed[tab] = false;
    if (!form->editing) {
        set_focus(form, (struct form_stop){STOP_TAB, tab});
        return true;
    }
    for (int i = 0; i < form->count; i++) {
        if (form->items[i].tab == tab && form_item_editable(form, i)) {
            form_focus_item(form, i);
            return true;
        }
    }
    return false;
}

/* Between vertical tabs and the fields of the one that is shown. */
static bool cross_tabs(struct form *form, enum action_id action) {
    if (!form->vertical || form->editing) return false;
    bool to_fields = action == ACTION_RIGHT || action == ACTION_OPEN || action == ACTION_TOGGLE ||
                     action == ACTION_NEXT_FIELD;
    if (form->focus.kind == STOP_FIELD && action == ACTION_LEFT) {
        return form_focus_tab(form, form->tab);
    }
    if (form->focus.kind != STOP_TAB || !to_fields) return false;
    for (int i = 0; i < form->count; i++) {
        if (form->items[i].tab != form->tab) continue;
        form_focus_item(form, i);
        return true;
    }
    return true;
}

static enum next tab_act(struct form *form, enum action_id action) {
    if (action >= ACTION_TAB_1 && action <= ACTION_TAB_5) {
        form_focus_tab(form, (int)(action - ACTION_TAB_1));
    } else if (action == ACTION_NEXT_TAB) {
        form_focus_tab(form, focused_tab(form) + 1);
    } else if (action == ACTION_PREV_TAB) {
        form_focus_tab(form, focused_tab(form) - 1);
    } else {
        return NEXT_UNHANDLED;
    }
    return NEXT_STAY;
}

/* ---- changing a value ------------------------------------------------------------------------------------------ */

static struct form_item *focused_item(struct form *form) {
    if (form->focus.kind != STOP_FIELD || form->count == 0) return NULL;
    return &form->items[form->focus.index];
}

static bool focus_is_editable(const struct form *form) {
    return form->editing && form->focus.kind == STOP_FIELD && form->count > 0 &&
           form_item_editable(form, form->focus.index);
}

static void cycle(struct form *form, int step) {
    const struct form_item *item = focused_item(form);
    const char *const *choices = form_item_choices(item);
    int count = 0, at = 0;
    if (!choices) return;
    for (; choices[count]; count++) {
        if (strcmp(choices[count], item->value) == 0) at = count;
    }
    if (count > 0) form_put(form, form->focus.index, choices[(at + step + count) % count]);
}

/* Put a name into a list, or take it out when it is in. */
static void toggle_name(const char *list, const char *name, char *buf, size_t size) {
    char one[256];
    size_t used = 0;
    bool was_in = false;
    buf[0] = '\0';
    while (used < size && text_list_next(&list, one, sizeof one)) {
        if (strcmp(one, name) == 0)
            was_in = true;
        else
            used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? ", " : "", one);
    }
    if (!was_in && used < size) snprintf(buf + used, size - used, "%s%s", used ? ", " : "", name);
    text_list_sort(buf, size);
}

static void picked(struct app *app, void *ctx, const char *value) {
    struct form *form = ctx;
    char list[EDIT_SIZE];
    (void)app;
    if (form->focus.kind != STOP_FIELD) return;
    const struct form_item *item = focused_item(form);
    if (form_item_several(item)) {
        toggle_name(form->edit_open ? form->edit.text : item->value, value, list, sizeof list);
        value = list;
    }
    form_put(form, form->focus.index, value);
    form_focus_item(form, form->focus.index);
}

static enum next open_lookup(struct form *form) {
    const struct form_item *item = focused_item(form);
    if (!focus_is_editable(form)) return NEXT_UNHANDLED;
    const char *current = form->edit_open ? form->edit.text : item->value;
    if (form_item_choices(item)) {
        choice_open(form->app, item->field, form_item_choices(item), current, picked, form);
        return NEXT_STAY;
    }
    const char *id = form_item_lookup(item);
    if (!id) return NEXT_UNHANDLED;
    if (form_item_several(item)) {
        lookup_open_several(form->app, id, current, picked, form);
    } else {
        lookup_open(form->app, id, current, picked, form);
    }
    return NEXT_STAY;
}

static void undo(struct form *form, bool redo) {
    struct form_undo *from = redo ? form->redo : form->undo;
    struct form_undo *to = redo ? form->undo : form->redo;
    int *from_count = redo ? &form->redo_count : &form->undo_count;
    int *to_count = redo ? &form->undo_count : &form->redo_count;
    form_commit(form);
    if (*from_count == 0) return;
    struct form_undo step = from[--*from_count];
    struct form_item *item = &form->items[step.item];
    if (*to_count < FORM_UNDO) {
        to[(*to_count)++] = (struct form_undo){step.item, item->value};
    } else {
        free(item->value);
    }
    item->value = step.value;
    form_check(form, step.item);
    form_update_notes(form);
    form_focus_item(form, step.item);
}

static bool edit_act(struct edit *edit, enum action_id action) {
    if (action == ACTION_LEFT) {
        edit_left(edit);
    } else if (action == ACTION_RIGHT) {
        edit_right(edit);
    } else if (action == ACTION_FIRST) {
        edit_home(edit);
    } else if (action == ACTION_LAST) {
        edit_end(edit);
    } else if (action == ACTION_ERASE) {
        edit_erase(edit);
    } else if (action == ACTION_DELETE) {
        edit_delete(edit);
    } else if (action == ACTION_ERASE_WORD) {
        edit_erase_word(edit);
    } else if (action == ACTION_ERASE_LINE) {
        edit_erase_all(edit);
    } else {
        return false;
    }
    return true;
}

/* ---- actions --------------------------------------------------------------------------------------------------- */

static enum next walk(struct form *form, enum action_id action) {
    int page = form->height > 3 ? form->height - 2 : 1;
    if (action == ACTION_NEXT_FIELD || action == ACTION_PREV_FIELD) {
        move(form, action == ACTION_NEXT_FIELD ? 1 : -1, true);
    } else if (action == ACTION_DOWN || action == ACTION_UP) {
        move(form, action == ACTION_DOWN ? 1 : -1, false);
    } else if (action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP) {
        move(form, action == ACTION_PAGE_DOWN ? page : -page, false);
    } else if (action == ACTION_FIRST || action == ACTION_LAST) {
        move(form, action == ACTION_LAST ? STOPS_MAX : -STOPS_MAX, false);
    } else {
        return NEXT_UNHANDLED;
    }
    return NEXT_STAY;
}

static enum next go_error(struct form *form, int step) {
    form_commit(form);
    if (form->count == 0) return NEXT_UNHANDLED;
    int item = form_next_error(form, form->focus.kind == STOP_FIELD ? form->focus.index : 0, step);
    if (item < 0) return NEXT_UNHANDLED;
    form_focus_item(form, item);
    return NEXT_STAY;
}

static enum next act_editing(struct form *form, enum action_id action) {
    form_reopen(form);
    if (form->edit_open && edit_act(&form->edit, action)) {
        form_preview(form);
        return NEXT_STAY;
    }
    if (action == ACTION_UNDO || action == ACTION_REDO) {
        undo(form, action == ACTION_REDO);
        form_reopen(form);
        return NEXT_STAY;
    }
    if (action == ACTION_FIELD_EXIT && form->edit_open) {
        edit_erase_rest(&form->edit);
        move(form, 1, false);
        return NEXT_STAY;
    }
    if (action == ACTION_OPEN && form->focus.kind == STOP_FIELD) {
        move(form, 1, false);
        return NEXT_STAY;
    }
    if (focus_is_editable(form) && !form->edit_open &&
        (action == ACTION_LEFT || action == ACTION_RIGHT || action == ACTION_TOGGLE)) {
        cycle(form, action == ACTION_LEFT ? -1 : 1);
        return NEXT_STAY;
    }
    if (form->focus.kind > STOP_FIELD && (action == ACTION_LEFT || action == ACTION_RIGHT)) {
        move(form, action == ACTION_RIGHT ? 1 : -1, false);
        return NEXT_STAY;
    }
    return NEXT_UNHANDLED;
}

enum next form_act(struct form *form, enum action_id action) {
    enum next next = NEXT_UNHANDLED;
    if (cross_tabs(form, action)) return NEXT_STAY;
    if (form->editing) next = act_editing(form, action);
    if (next == NEXT_UNHANDLED) next = tab_act(form, action);
    if (next == NEXT_UNHANDLED) next = walk(form, action);
    if (next != NEXT_UNHANDLED) return next;
    if (action == ACTION_LOOKUP) return open_lookup(form);
    if (action == ACTION_NEXT_ERROR) return go_error(form, 1);
    if (action == ACTION_PREV_ERROR) return go_error(form, -1);
    bool toggles = action == ACTION_OPEN || action == ACTION_TOGGLE || action == ACTION_LEFT ||
                   action == ACTION_RIGHT;
    if (form->focus.kind == STOP_TAB && toggles) {
        bool closed = form->collapsed[form->focus.index];
        bool wanted = action == ACTION_LEFT ? true : action == ACTION_RIGHT ? false : !closed;
        if (wanted != closed) toggle_tab(form);
        return NEXT_STAY;
    }
    return NEXT_UNHANDLED;
}

/* Yes/no and choices by their first letter, in the user's language. */
static void choose_by_letter(struct form *form, const char *utf8) {
    const struct form_item *item = focused_item(form);
    const char *const *choices = form_item_choices(item);
    char text[128], typed[16], first[16];
    int count = 0, at = -1;
    text_fold(typed, sizeof typed, utf8);
    for (; choices[count]; count++) {
        if (strcmp(choices[count], item->value) == 0) at = count;
    }
    for (int i = 1; i <= count; i++) {
        int index = (at + i) % count;
        form_item_text(item, choices[index], text, sizeof text);
        text[text_fit(text, 1)] = '\0';
        text_fold(first, sizeof first, text);
        if (strcmp(first, typed) == 0) {
            form_put(form, form->focus.index, choices[index]);
            return;
        }
    }
}

/* What did not fit was not taken: that must be seen, or half an ID is saved. */
static void say_full(struct form *form) {
    struct err err;
    char text[WORDS_SIZE];
    err_clear(&err);
    err_set(&err, ERR_INVALID, REASON_FIELD_TOO_LONG, focused_item(form)->field->key, "");
    err_add_number(&err, form->edit.max_chars);
    words_error_at(&err, form_item_label(form, form->focus.index), text, sizeof text);
    app_message(form->app, MESSAGE_WARNING, "%s", text);
}

enum next form_text(struct form *form, const char *utf8) {
    if (form->focus.kind > STOP_FIELD && strcmp(utf8, " ") == 0) return NEXT_UNHANDLED;
    if (!focus_is_editable(form)) return NEXT_STAY;
    form_reopen(form);
    if (form->edit_open) {
        if (!edit_insert(&form->edit, utf8)) say_full(form);
        form_preview(form);
    } else if (strcmp(utf8, " ") == 0) {
        cycle(form, 1);
    } else {
        choose_by_letter(form, utf8);
    }
    return NEXT_STAY;
}

/* A dialog of switches and buttons takes no text, so letters stay commands in it. */
static bool takes_text(const struct form *form) {
    for (int i = 0; i < form->count; i++) {
        enum field_kind kind = form->items[i].field->kind;
        bool text = kind == FIELD_TEXT || kind == FIELD_NUMBER || kind == FIELD_AMOUNT ||
                    kind == FIELD_TIME;
        if (text && form_item_editable(form, i)) return true;
    }
    return false;
}

enum key_mode form_mode(const struct form *form) {
    bool text = form->page->pattern != DIALOG || takes_text(form);
    return form->editing && text ? MODE_EDIT : MODE_VIEW;
}

bool form_can(const struct form *form, enum action_id action) {
    bool typing = form->editing && form->edit_open;
    if (action == ACTION_LOOKUP) {
        const struct form_item *item =
            focus_is_editable(form) ? &form->items[form->focus.index] : NULL;
        return item && (form_item_choices(item) || form_item_lookup(item));
    }
    if (action == ACTION_UNDO) return form->editing && form->undo_count > 0;
    if (action == ACTION_REDO) return form->editing && form->redo_count > 0;
    if (action == ACTION_NEXT_ERROR || action == ACTION_PREV_ERROR) {
        return form->count > 0 && form_next_error(form, 0, 1) >= 0;
    }
    if (action >= ACTION_TAB_1 && action <= ACTION_TAB_5) {
        return (int)(action - ACTION_TAB_1) < form->tab_count;
    }
    if (action == ACTION_NEXT_TAB || action == ACTION_PREV_TAB) return form->tab_count > 1;
    if (action == ACTION_ERASE || action == ACTION_ERASE_WORD || action == ACTION_ERASE_LINE ||
        action == ACTION_FIELD_EXIT) {
        return typing;
    }
    if (action == ACTION_TOGGLE) {
        return form->focus.kind == STOP_TAB || (focus_is_editable(form) && !form->edit_open);
    }
    if (action == ACTION_LEFT || action == ACTION_RIGHT) return form->editing || form->vertical;
    if (action == ACTION_DELETE) return typing;
    return action == ACTION_UP || action == ACTION_DOWN || action == ACTION_NEXT_FIELD ||
           action == ACTION_PREV_FIELD || action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN ||
           action == ACTION_FIRST || action == ACTION_LAST ||
           (action == ACTION_OPEN && (form->editing || form->focus.kind == STOP_TAB));
}
