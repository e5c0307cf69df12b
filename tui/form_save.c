/* SPDX-License-Identifier: MIT */
/*
 * Saving a form: check everything, ask what the page wants asked, save, and settle with somebody who saved first.
 * Nothing here blocks: each question continues in its answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/form.h"
#include "tui/popups.h"

static bool is_changed(const struct form *form, int item) {
    return form_item_editable(form, item) &&
           strcmp(form->items[item].value, form->items[item].old) != 0;
}

void form_changes(const struct form *form, char *buf, size_t size) {
    char old[200], now[200], typed[EDIT_SIZE];
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; i < form->count && used < size - 1; i++) {
        const struct form_item *item = &form->items[i];
        bool open = form->edit_open && form->focus.index == i;
        const char *value = item->value;
        if (open) {
            form_typed_value(form, typed, sizeof typed);
            value = typed;
        }
        if (!form_item_editable(form, i) || strcmp(value, item->old) == 0) continue;
        form_item_text(item, item->old, old, sizeof old);
        form_item_text(item, value, now, sizeof now);
        used += (size_t)snprintf(buf + used, size - used, "%s%s\t%s\t%s", used ? "\n" : "",
                                 form_item_label(form, i), old, now);
    }
}

static void report(struct form *form, enum side_event_kind kind, const char *key) {
    struct side_event event = {.kind = kind, .page_id = form->page->id, .key = key};
    app_side_event(form->app, &event);
    app_data_changed(form->app);
}

/* ---- conflict -------------------------------------------------------------------------------------------------- */

static void save_now(struct form *form);

/* Theirs becomes what we started from; `mine` of the fields chosen is what is typed. */
static void merge_theirs(struct form *form, const void *theirs) {
    const struct entity *entity = form->page->entity;
    char text[EDIT_SIZE];
    for (int i = 0; i < form->count; i++) {
        struct form_item *item = &form->items[i];
        if (!item->member) continue;
        bool mine_changed = is_changed(form, i);
        record_get_text(item->member, theirs, text, sizeof text);
        free(item->old);
        item->old = alloc_text(text);
        if (!mine_changed) {
            free(item->value);
            item->value = alloc_text(text);
        }
    }
    memcpy(form->record, theirs, entity->record_size);
}

static void conflict_done(struct app *app, void *ctx, bool save,
                          const struct conflict_field *fields, int count) {
    struct form *form = ctx;
    for (int i = 0; i < count; i++) {
        struct form_item *item = &form->items[fields[i].item];
        if (fields[i].take_mine) continue;
        free(item->value);
        item->value = alloc_text(item->old);
        item->error[0] = '\0';
    }
    form_update_notes(form);
    if (save) {
        save_now(form);
    } else {
        app_message(app, MESSAGE_INFO, "%s", _("Not saved. Your choices are in the form."));
    }
}

/* Somebody saved in between: fields that only one side changed need no question. */
static void settle_conflict(struct form *form) {
    const struct entity *entity = form->page->entity;
    struct err err;
    err_clear(&err);
    void *theirs = alloc_zero(1, entity->record_size);
    struct conflict_field *fields = alloc_zero((size_t)form->count, sizeof *fields);
    int count = 0;
    if (entity->load(form->app->db, form->key, theirs, &err) != ERR_OK) {
        app_error(form->app, &err);
        goto done;
    }
    for (int i = 0; i < form->count; i++) {
        const struct form_item *item = &form->items[i];
        char text[EDIT_SIZE];
        if (!item->member || !is_changed(form, i)) continue;
        record_get_text(item->member, theirs, text, sizeof text);
        if (strcmp(text, item->old) == 0 || strcmp(text, item->value) == 0) continue;
        struct conflict_field *field = &fields[count++];
        field->item = i;
        field->take_mine = true;
        text_copy(field->label, sizeof field->label, form_item_label(form, i));
        form_item_text(item, item->old, field->was, sizeof field->was);
        form_item_text(item, item->value, field->mine, sizeof field->mine);
        form_item_text(item, text, field->theirs, sizeof field->theirs);
    }
    merge_theirs(form, theirs);
    if (count > 0) {
        conflict_open(form->app, fields, count, conflict_done, form);
        fields = NULL;
    } else {
        app_message(
            form->app, MESSAGE_INFO, "%s",
            _("Another user saved this record too, in other fields. Both changes are kept."));
        save_now(form);
    }
done:
    free(fields);
    free(theirs);
}

/* ---- saving ---------------------------------------------------------------------------------------------------- */

static bool check_all(struct form *form) {
    int bad = -1, count = 0;
    form_commit(form);
    form_reopen(form);
    for (int i = 0; i < form->count; i++) {
        if (form_check(form, i)) continue;
        if (bad < 0) bad = i;
        count++;
    }
    if (bad < 0) return true;
    form_focus_item(form, bad);
    if (count > 1) {
        char next[32];
        keymap_first(form->app->ui->keymap, ACTION_NEXT_ERROR, MODE_EDIT, next, sizeof next);
        app_message(form->app, MESSAGE_ERROR, _("%s (%d fields; %s goes to the next)"),
                    form->items[bad].error, count, next);
    } else {
        app_message(form->app, MESSAGE_ERROR, "%s", form->items[bad].error);
    }
    return false;
}

static void saved(struct form *form, bool created) {
    struct app *app = form->app;
    char key[ROW_KEY_SIZE];
    const struct entity *entity = form->page->entity;
    record_get_text(entity_member(entity, entity->key), form->save_record, key, sizeof key);
    struct form_stop focus = form->focus;
    int top = form->top;
    form_load(form, key);
    form->focus = focus;
    form->top = top;
    bool single = form->page->pattern == TABLE_OF_CONTENTS; /* nobody knows its key */
    app_message(app, MESSAGE_INFO, created ? _("%s was created.") : _("%s was saved."),
                single ? _(form->page->title) : key);
    if (form->page->after_save) form->page->after_save(app, form, key, created);
    report(form, SIDE_SAVED, key);
    if (form->saved) form->saved(app, form, form->saved_ctx);
}

static enum err_code fill_record(struct form *form, struct err *err) {
    const struct entity *entity = form->page->entity;
    memcpy(form->save_record, form->record, entity->record_size);
    for (int i = 0; i < form->count; i++) {
        const struct form_item *item = &form->items[i];
        if (!item->member || !is_changed(form, i)) continue;
        enum err_code code = record_set_text(item->member, form->save_record, item->value, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code write_record(struct app *app, void *ctx, struct err *err) {
    struct form *form = ctx;
    enum err_code code = fill_record(form, err);
    if (code != ERR_OK) return code;
    return record_save(form->page->entity, app->db, form->is_new ? NULL : form->record,
                       form->save_record, app->user, err);
}

static void write_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct form *form = ctx;
    if (code == ERR_OK) {
        saved(form, form->is_new);
    } else if (code == ERR_CONFLICT && err->reason == REASON_RECORD_CHANGED) {
        settle_conflict(form);
    } else if (code == ERR_CANCELLED) {
        app_message(app, MESSAGE_INFO, "%s", _("Not saved. The form is as you typed it."));
    } else {
        form_mark_error(form, err);
        app_error(app, err);
    }
}

static void save_now(struct form *form) {
    struct app_write write = {
        .title = _("Save"), .write = write_record, .ended = write_ended, .ctx = form};
    app_write(form->app, &write);
}

static void next_step(struct form *form);

static void step_answered(struct app *app, int answer, void *ctx) {
    struct form *form = ctx;
    if (answer == 0) {
        next_step(form);
        return;
    }
    app_message(app, MESSAGE_INFO, "%s", _("Not saved. The form is as you typed it."));
    if (form->save_step <= form->count) form_focus_item(form, form->save_step - 1);
}

static void ask_step(struct form *form, struct question *q) {
    q->answered = step_answered;
    q->ctx = form;
    app_ask(form->app, q);
}

/* One question after the other: the fields' own, then the page's, then it is saved. */
static void next_step(struct form *form) {
    struct question q;
    while (form->save_step < form->count) {
        int i = form->save_step++;
        const struct form_item *item = &form->items[i];
        if (!item->field->confirm || !is_changed(form, i)) continue;
        question_init(&q, MESSAGE_WARNING, form_item_label(form, i));
        question_yes_no(&q);
        if (item->field->confirm(form->app, form, item->old, item->value, &q)) {
            ask_step(form, &q);
            return;
        }
    }
    if (form->save_step++ == form->count && form->page->ask_before_save) {
        question_init(&q, MESSAGE_WARNING, _(form->page->title));
        question_yes_no(&q);
        if (form->page->ask_before_save(form->app, form, &q)) {
            ask_step(form, &q);
            return;
        }
    }
    save_now(form);
}

void form_save(struct form *form, void (*done)(struct app *app, struct form *form, void *ctx),
               void *ctx) {
    struct app *app = form->app;
    form->saved = done;
    form->saved_ctx = ctx;
    if (app->read_only) {
        struct err err;
        err_clear(&err);
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        app_error(app, &err);
        return;
    }
    if (!check_all(form)) return;
    if (!form->is_new && !form_is_dirty(form)) {
        app_message(app, MESSAGE_INFO, "%s", _("Nothing was changed."));
        form_edit_mode(form, false);
        if (done) done(app, form, ctx);
        return;
    }
    form->save_step = 0;
    next_step(form);
}

/* ---- leaving --------------------------------------------------------------------------------------------------- */

static void unsaved_answered(struct app *app, int answer, void *ctx) {
    struct form *form = ctx;
    void (*go_on)(struct app *, struct form *, void *) = form->saved;
    if (answer == 0) {
        form_save(form, go_on, form->saved_ctx);
    } else if (answer == 1) {
        form_restore(form);
        if (go_on) go_on(app, form, form->saved_ctx);
    }
}

static void typed_answered(struct app *app, int answer, void *ctx) {
    struct form *form = ctx;
    if (answer == 0 && form->saved) form->saved(app, form, form->saved_ctx);
}

/* A dialog does not save: what was typed is used with OK or lost. */
static void ask_typed(struct form *form) {
    struct question q;
    question_init(&q, MESSAGE_WARNING, _(form->page->title));
    text_copy(q.text, sizeof q.text, _("What you typed has not been used yet. Throw it away?"));
    form_changes(form, q.details, sizeof q.details);
    q.buttons[0] = _("Discard");
    q.buttons[1] = _("Keep editing");
    q.buttons[2] = NULL;
    q.focus = q.escape = 1;
    q.answered = typed_answered;
    q.ctx = form;
    app_ask(form->app, &q);
}

void form_ask_unsaved(struct form *form,
                      void (*go_on)(struct app *app, struct form *form, void *ctx), void *ctx) {
    struct question q;
    form->saved = go_on;
    form->saved_ctx = ctx;
    if (form->page->pattern == DIALOG) {
        ask_typed(form);
        return;
    }
    question_init(&q, MESSAGE_WARNING, _("Unsaved changes"));
    text_copy(q.text, sizeof q.text, _("Do you want to save your changes?"));
    form_changes(form, q.details, sizeof q.details);
    q.buttons[0] = _("Save");
    q.buttons[1] = _("Discard");
    q.buttons[2] = _("Keep editing");
    q.buttons[3] = NULL;
    q.focus = 0;
    q.escape = 2;
    q.answered = unsaved_answered;
    q.ctx = form;
    app_ask(form->app, &q);
}

/* ---- deleting -------------------------------------------------------------------------------------------------- */

static enum err_code delete_record(struct app *app, void *ctx, struct err *err) {
    struct form *form = ctx;
    const struct page *page = form->page;
    if (page->remove) return page->remove(app, form->record, err);
    return record_delete(page->entity, app->db, form->record, app->user, err);
}

static void delete_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct form *form = ctx;
    char key[ROW_KEY_SIZE];
    if (code == ERR_CANCELLED) {
        app_message(app, MESSAGE_INFO, "%s", _("Not deleted."));
        return;
    }
    if (code != ERR_OK) {
        app_error(app, err);
        return;
    }
    text_copy(key, sizeof key, form->key);
    form_load(form, NULL);
    app_message(app, MESSAGE_INFO, _("%s was deleted."), key);
    report(form, SIDE_DELETED, key);
    if (form->saved) form->saved(app, form, form->saved_ctx);
}

static void delete_answered(struct app *app, int answer, void *ctx) {
    struct app_write write = {
        .title = _("Delete"), .write = delete_record, .ended = delete_ended, .ctx = ctx};
    if (answer == 0) app_write(app, &write);
}

void form_delete(struct form *form, void (*deleted)(struct app *app, struct form *form, void *ctx),
                 void *ctx) {
    struct question q;
    struct app *app = form->app;
    if (!form_record(form)) return;
    form->saved = deleted;
    form->saved_ctx = ctx;
    question_init(&q, MESSAGE_WARNING, _("Delete"));
    question_yes_no(&q);
    if (!form->page->ask_before_delete || !form->page->ask_before_delete(app, form, &q)) {
        char title[200];
        form_title(form, title, sizeof title);
        snprintf(q.text, sizeof q.text, "%s\n\n%s", title, _("Delete this record?"));
    }
    q.answered = delete_answered;
    q.ctx = form;
    app_ask(app, &q);
}
