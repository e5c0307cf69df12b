/* SPDX-License-Identifier: MIT */
/*
 * Values of a form and their rules. The member table of the entity is the authority on lengths, kinds and what is
 * required; the page adds words, notes and questions. Knows no key and no cell.
 */
#include "tui/form.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/list.h"
#include "tui/reader.h"
#include "tui/time_input.h"
#include "tui/words.h"

static bool is_last(const struct field *field) {
    return !field->key && !field->tab && !field->group;
}

static void collect(struct form *form) {
    int count = 0, tab = -1;
    for (const struct field *f = form->page->fields; f && !is_last(f); f++) count += f->key != NULL;
    form->items = alloc_zero((size_t)count, sizeof *form->items);
    for (const struct field *f = form->page->fields; f && !is_last(f); f++) {
        if (f->tab) {
            if (form->tab_count == FORM_TABS) BUG("too many FastTabs");
            tab = form->tab_count++;
            form->tabs[tab] = f;
        }
        if (!f->key) continue;
        struct form_item *item = &form->items[form->count++];
        item->field = f;
        item->tab = tab;
        item->member = form->page->entity ? entity_member(form->page->entity, f->key) : NULL;
        item->value = alloc_text("");
        item->old = alloc_text("");
    }
    /* Few FastTabs are all open; of many only the first, the others show their summary. */
    for (int i = 1; i < form->tab_count; i++) form->collapsed[i] = form->tab_count > 3;
}

struct form *form_new(struct app *app, const struct page *page) {
    struct form *form = alloc_zero(1, sizeof *form);
    form->app = app;
    form->page = page;
    collect(form);
    if (page->entity) {
        form->record = alloc_zero(1, page->entity->record_size);
        form->save_record = alloc_zero(1, page->entity->record_size);
    }
    if (page->pattern == DIALOG && page->text) {
        form->intro = alloc_zero(1, sizeof *form->intro);
        reader_init(form->intro);
    }
    form->focus = (struct form_stop){STOP_FIELD, 0};
    return form;
}

static void forget_undo(struct form *form) {
    for (int i = 0; i < form->undo_count; i++) free(form->undo[i].value);
    for (int i = 0; i < form->redo_count; i++) free(form->redo[i].value);
    form->undo_count = form->redo_count = 0;
}

void form_free(struct form **form) {
    struct form *gone = *form;
    *form = NULL;
    if (!gone) return;
    forget_undo(gone);
    for (int i = 0; i < gone->count; i++) {
        free(gone->items[i].value);
        free(gone->items[i].old);
    }
    if (gone->intro) {
        reader_release(gone->intro);
        free(gone->intro);
    }
    free(gone->items);
    free(gone->record);
    free(gone->save_record);
    free(gone->places);
    free(gone);
}

/* ---- values --------------------------------------------------------------------------------------------------- */

int form_find(const struct form *form, const char *key) {
    for (int i = 0; i < form->count; i++) {
        if (strcmp(form->items[i].field->key, key) == 0) return i;
    }
    return -1;
}

const char *form_value(const struct form *form, const char *key) {
    int item = form_find(form, key);
    if (item >= 0) return form->items[item].value;
    /* A member that no field shows is still part of the record. */
    const struct member *member =
        form->page->entity ? entity_member(form->page->entity, key) : NULL;
    return member && member->kind == MEMBER_TEXT && form->record
               ? record_get_str(member, form->record)
               : "";
}

const char *form_old_value(const struct form *form, const char *key) {
    int item = form_find(form, key);
    return item >= 0 ? form->items[item].old : "";
}

static void set_text(char **place, const char *text) {
    if (strcmp(*place, text) == 0) return;
    char *fresh = alloc_text(text);
    free(*place);
    *place = fresh;
}

void form_set_value(struct form *form, const char *key, const char *stored) {
    int item = form_find(form, key);
    if (item < 0) return;
    set_text(&form->items[item].value, stored ? stored : "");
    form->items[item].error[0] = '\0';
    if (form->loading) set_text(&form->items[item].old, form->items[item].value);
    if (form->edit_open && form->focus.index == item) form_open_editor(form, item);
}

void form_open_editor(struct form *form, int item) {
    char text[EDIT_SIZE];
    const struct form_item *opened = &form->items[item];
    if (opened->field->kind == FIELD_TIME) {
        time_input_text(opened->value, text, sizeof text);
    } else {
        text_copy(text, sizeof text, opened->value);
    }
    edit_init(&form->edit, text, form_item_max_chars(opened));
    form->edit_open = true;
}

void form_typed_value(const struct form *form, char *buf, size_t size) {
    const struct form_item *item = &form->items[form->focus.index];
    if (item->field->kind == FIELD_TIME) {
        time_input_store(form->edit.text, item->value, buf, size);
    } else {
        text_copy(buf, size, form->edit.text);
    }
}

bool form_is_new(const struct form *form) {
    return form->is_new;
}

bool form_is_dirty(const struct form *form) {
    char typed[EDIT_SIZE];
    if (!form->editing) return false;
    for (int i = 0; i < form->count; i++) {
        const struct form_item *item = &form->items[i];
        bool open = form->edit_open && form->focus.kind == STOP_FIELD && form->focus.index == i;
        if (!form_item_editable(form, i)) continue;
        /* A switch of a dialog is set again in a moment; only typed text is work. */
        if (form->page->pattern == DIALOG && form_item_choices(item)) continue;
        if (open) form_typed_value(form, typed, sizeof typed);
        if (strcmp(open ? typed : item->value, item->old) != 0) return true;
    }
    return false;
}

const void *form_record(const struct form *form) {
    return form->is_new || !form->loaded ? NULL : form->record;
}

void form_result_clear(struct form *form) {
    form->result_count = 0;
}

const char *form_result_value(const struct form *form, const char *label) {
    for (int i = 0; i < form->result_count; i++) {
        if (strcmp(form->results[i].label, label) == 0) return form->results[i].value;
    }
    return "";
}

void form_result(struct form *form, enum role role, const char *label, const char *value) {
    if (form->result_count == FORM_RESULTS) return;
    struct form_result *result = &form->results[form->result_count++];
    result->role = role;
    text_copy(result->label, sizeof result->label, label);
    text_copy(result->value, sizeof result->value, value);
}

const char *form_item_label(const struct form *form, int item) {
    return _(form->items[item].field->label);
}

const char *form_item_lookup(const struct form_item *item) {
    if (item->field->lookup) return item->field->lookup;
    return item->member ? item->member->related : NULL;
}

bool form_item_several(const struct form_item *item) {
    return item->field->several || (item->member && item->member->list);
}

int form_item_max_chars(const struct form_item *item) {
    if (item->member && item->member->kind == MEMBER_TEXT) return item->member->max_chars;
    if (item->member || item->field->kind == FIELD_TIME) return 24;
    return item->field->cols > 0 ? item->field->cols : 60;
}

const char *const *form_item_choices(const struct form_item *item) {
    static const char *const yes_no[] = {"0", "1", NULL};
    if (item->field->kind == FIELD_YESNO) return yes_no;
    if (item->field->kind != FIELD_CHOICE) return NULL;
    if (item->member && item->member->choices) return item->member->choices;
    return item->field->choices;
}

void form_item_text(const struct form_item *item, const char *stored, char *buf, size_t size) {
    const struct field *field = item->field;
    if (field->secret) {
        size_t chars = text_chars(stored), used = 0;
        for (size_t i = 0; i < chars && used + 1 < size; i++) buf[used++] = '*';
        buf[used] = '\0';
    } else if (field->word) {
        text_copy(buf, size, *stored ? field->word(stored) : "");
    } else if (field->kind == FIELD_YESNO) {
        value_format(COLUMN_YESNO, *stored ? stored : "0", buf, size);
    } else if (field->kind == FIELD_AMOUNT) {
        value_format(COLUMN_AMOUNT, stored, buf, size);
    } else if (field->kind == FIELD_TIME) {
        if (time_input_is_stored(stored)) {
            value_format(COLUMN_TIME, stored, buf, size);
        } else {
            text_copy(buf, size, stored);
        }
    } else {
        text_copy(buf, size, stored);
    }
}

bool form_item_editable(const struct form *form, int index) {
    const struct form_item *item = &form->items[index];
    const struct field *field = item->field;
    if (field->read_only || field->kind == FIELD_LIST || field->kind == FIELD_CHART) return false;
    if (form->page->pattern == DIALOG) return true;
    if (form->page->entity && !item->member) return false;
    if (item->member && item->member->computed) return false;
    bool fixed = field->fixed_after_save || (item->member && item->member->fixed);
    if (fixed && !form->is_new) return false;
    return form->page->entity != NULL;
}

/* ---- loading -------------------------------------------------------------------------------------------------- */

static void values_from_record(struct form *form) {
    char text[EDIT_SIZE];
    for (int i = 0; i < form->count; i++) {
        struct form_item *item = &form->items[i];
        if (!item->member) continue;
        record_get_text(item->member, form->record, text, sizeof text);
        set_text(&item->value, text);
        set_text(&item->old, text);
    }
}

static void clear_values(struct form *form) {
    for (int i = 0; i < form->count; i++) {
        set_text(&form->items[i].value, "");
        set_text(&form->items[i].old, "");
        form->items[i].error[0] = '\0';
        form->items[i].note[0] = '\0';
    }
    form->edit_open = false;
    forget_undo(form);
}

void form_preview(struct form *form) {
    char typed[EDIT_SIZE];
    if (!form->edit_open || !form->page->changed) return;
    struct form_item *item = &form->items[form->focus.index];
    form_typed_value(form, typed, sizeof typed);
    char *kept = item->value;
    item->value = alloc_text(typed);
    form->page->changed(form->app, form);
    free(item->value);
    item->value = kept;
}

void form_update_notes(struct form *form) {
    if (form->page->changed && (form->loaded || form->is_new)) form->page->changed(form->app, form);
    for (int i = 0; i < form->count; i++) {
        struct form_item *item = &form->items[i];
        item->note[0] = '\0';
        if (item->field->note && (form->loaded || form->is_new)) {
            item->field->note(form->app, form, item->note, sizeof item->note);
        }
    }
}

static enum err_code read_record(struct form *form, const char *key, struct err *err) {
    const struct page *page = form->page;
    enum err_code code = ERR_OK;
    if (page->entity) {
        code = page->entity->load(form->app->db, key, form->record, err);
        if (code == ERR_OK) values_from_record(form);
    }
    if (code == ERR_OK && page->load) {
        form->loading = true;
        code = page->load(form->app, key, form, err);
        form->loading = false;
    }
    return code;
}

bool form_load(struct form *form, const char *key) {
    struct err err;
    char wanted[ROW_KEY_SIZE];
    err_clear(&err);
    text_copy(wanted, sizeof wanted, key ? key : "");
    clear_values(form);
    form->editing = form->is_new = form->loaded = false;
    text_copy(form->key, sizeof form->key, wanted);
    if (!*wanted) return true;
    if (read_record(form, wanted, &err) != ERR_OK) {
        form->key[0] = '\0';
        if (err.code != ERR_NOT_FOUND) app_error(form->app, &err);
        return false;
    }
    form->loaded = true;
    form_update_notes(form);
    return true;
}

bool form_load_new(struct form *form) {
    struct err err;
    const struct entity *entity = form->page->entity;
    err_clear(&err);
    clear_values(form);
    form->key[0] = '\0';
    form->loaded = false;
    form->is_new = true;
    if (entity) {
        memset(form->record, 0, entity->record_size);
        if (entity->init && entity->init(form->app->db, form->record, &err) != ERR_OK) {
            form->is_new = false;
            app_error(form->app, &err);
            return false;
        }
        values_from_record(form);
    }
    form->editing = true;
    form_update_notes(form);
    form_focus_first(form);
    return true;
}

static void choose_first_choices(struct form *form) {
    for (int i = 0; i < form->count; i++) {
        struct form_item *item = &form->items[i];
        const char *const *choices = form_item_choices(item);
        if (!choices || *item->value) continue;
        set_text(&item->value, choices[0]);
        set_text(&item->old, choices[0]);
    }
}

void form_load_dialog(struct form *form, const char *key) {
    const struct page *page = form->page;
    struct err err;
    err_clear(&err);
    clear_values(form);
    text_copy(form->key, sizeof form->key, key ? key : "");
    key = *form->key ? form->key : NULL;
    form->loaded = false;
    form->is_new = true;
    if (form->intro) {
        reader_clear(form->intro);
        page->text(form->app, key, form->intro);
    }
    form->loading = true;
    if (page->load && page->load(form->app, key, form, &err) != ERR_OK) app_error(form->app, &err);
    form->loading = false;
    choose_first_choices(form);
    form->editing = true;
    form_update_notes(form);
    form_focus_first(form);
}

void form_accept(struct form *form) {
    form->edit_open = false;
    for (int i = 0; i < form->count; i++) set_text(&form->items[i].old, form->items[i].value);
}

void form_refresh(struct form *form) {
    if (form->editing || !form->loaded) return;
    char key[ROW_KEY_SIZE];
    struct form_stop focus = form->focus;
    int top = form->top;
    text_copy(key, sizeof key, form->key);
    form_load(form, key);
    form->focus = focus;
    form->top = top;
}

void form_edit_mode(struct form *form, bool on) {
    if (on == form->editing) return;
    form->edit_open = false;
    form->editing = on;
    if (on) {
        if (form->focus.kind == STOP_TAB && form_focus_tab(form, form->focus.index)) return;
        if (form->focus.kind != STOP_FIELD || !form_item_editable(form, form->focus.index)) {
            form_focus_first(form);
        } else {
            form_focus_item(form, form->focus.index);
        }
    } else {
        forget_undo(form);
    }
}

void form_restore(struct form *form) {
    bool was_new = form->is_new;
    for (int i = 0; i < form->count; i++) {
        set_text(&form->items[i].value, form->items[i].old);
        form->items[i].error[0] = '\0';
    }
    form->edit_open = false;
    forget_undo(form);
    form_update_notes(form);
    if (was_new && form->page->pattern != DIALOG) {
        form->is_new = false;
        form->key[0] = '\0';
    }
    form->editing = form->page->pattern == DIALOG;
}

void form_title(const struct form *form, char *buf, size_t size) {
    buf[0] = '\0';
    if (form->is_new) {
        text_copy(buf, size, _("New record"));
    } else if (form->loaded && form->page->record_title) {
        form->page->record_title(form->app, form->key, form, buf, size);
    } else if (form->loaded && form->page->title_key) {
        text_copy(buf, size, form_value(form, form->page->title_key));
    } else if (form->loaded) {
        const char *name = form->page->name_key ? form_old_value(form, form->page->name_key) : "";
        snprintf(buf, size, "%s%s%s", form->key, *name ? " : " : "", name);
    }
}

/* ---- changing and checking ------------------------------------------------------------------------------------ */

static void remember(struct form_undo *stack, int *count, int item, const char *value) {
    if (*count == FORM_UNDO) {
        free(stack[0].value);
        memmove(stack, stack + 1, (FORM_UNDO - 1) * sizeof *stack);
        (*count)--;
    }
    stack[(*count)++] = (struct form_undo){item, alloc_text(value)};
}

void form_put(struct form *form, int index, const char *stored) {
    struct form_item *item = &form->items[index];
    if (strcmp(item->value, stored) != 0) {
        remember(form->undo, &form->undo_count, index, item->value);
        for (int i = 0; i < form->redo_count; i++) free(form->redo[i].value);
        form->redo_count = 0;
        set_text(&item->value, stored);
        form_update_notes(form);
    }
    if (form->edit_open && form->focus.index == index) form_open_editor(form, index);
    form_check(form, index);
}

/* Does the stored form have the right kind and length, and does the rest of the house accept it? */
static enum err_code check_value(struct form *form, int index, struct err *err) {
    struct form_item *item = &form->items[index];
    const struct field *field = item->field;
    bool required = field->required || (item->member && item->member->required);
    if (required && !*item->value) {
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, field->key, "");
    }
    if (!item->member && field->kind == FIELD_TEXT && field->cols > 0 &&
        text_chars(item->value) > (size_t)field->cols) {
        err_set(err, ERR_INVALID, REASON_FIELD_TOO_LONG, field->key, item->value);
        err_add_number(err, field->cols);
        return ERR_INVALID;
    }
    int64_t ms;
    if (field->kind == FIELD_TIME && !time_input_is_stored(item->value)) {
        return time_input_parse(field->key, item->value, &ms, err);
    }
    enum err_code code = ERR_OK;
    if (item->member) {
        const struct entity *entity = form->page->entity;
        memcpy(form->save_record, form->record, entity->record_size);
        code = record_set_text(item->member, form->save_record, item->value, err);
        if (code == ERR_OK && form->app->db && *item->value) {
            /* The whole rule book on a record in which only this value is new; complaints about others wait for their
             * own turn. */
            struct err other;
            err_clear(&other);
            code = record_validate(entity, form->app->db, form->is_new ? NULL : form->record,
                                   form->save_record, &other);
            if (code == ERR_OK || strcmp(other.field, field->key) != 0) {
                code = ERR_OK;
            } else if (err) {
                *err = other;
            }
        }
    }
    if (code == ERR_OK && field->check) code = field->check(form->app, form, item->value, err);
    return code;
}

static void set_error(struct form_item *item, const struct err *err) {
    words_error_at(err, _(item->field->label), item->error, sizeof item->error);
}

bool form_check(struct form *form, int index) {
    struct err err;
    err_clear(&err);
    form->items[index].error[0] = '\0';
    if (!form_item_editable(form, index)) return true;
    if (check_value(form, index, &err) == ERR_OK) return true;
    set_error(&form->items[index], &err);
    return false;
}

bool form_commit(struct form *form) {
    if (!form->edit_open) return true;
    char text[EDIT_SIZE];
    form_typed_value(form, text, sizeof text);
    if (form->items[form->focus.index].field->kind != FIELD_TIME) text_trim(text);
    int index = form->focus.index;
    form->edit_open = false;
    form_put(form, index, text);
    return form->items[index].error[0] == '\0';
}

int form_next_error(const struct form *form, int from, int step) {
    for (int i = 1; i <= form->count; i++) {
        int index = ((from + i * step) % form->count + form->count) % form->count;
        if (form->items[index].error[0]) return index;
    }
    return -1;
}

void form_mark_error(struct form *form, const struct err *err) {
    int index = err->field[0] ? form_find(form, err->field) : -1;
    if (index < 0) return;
    form_commit(form); /* checks the field that is open, which may be this one */
    set_error(&form->items[index], err);
    form_focus_item(form, index);
}
