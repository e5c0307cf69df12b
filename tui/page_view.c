/* SPDX-License-Identifier: MIT */
/*
 * What the keys do on a page: list and form hand over to each other, and the standard commands (New, Edit, Save,
 * Delete, Refresh) and the page's own are found here. Drawing is in page_draw.c. Knows patterns, not pages.
 */
#include "tui/page_view.h"

#include <stdio.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/menu.h"
#include "tui/page_actions.h"

static const struct view_ops page_ops;

struct page_view *page_view_of(struct view *view) {
    return view && view->ops == &page_ops ? (struct page_view *)view : NULL;
}

static enum err_code read_list(void *ctx, const struct list_request *request, struct rowset *rows,
                               struct err *err) {
    struct page_view *pv = ctx;
    if (pv->page->list) return pv->page->list(pv->view.app, request, rows, err);
    return pv->page->entity->list(pv->view.app->db, request, rows, err);
}

const char *page_view_key(const struct page_view *pv) {
    bool opened_for = pv->page && (pv->page->pattern == DIALOG || pv->page->pattern == READER);
    if (opened_for) return *pv->key ? pv->key : NULL;
    bool form_counts = pv->form && (!pv->has_list || pv->in_record || pv->in_form);
    if (form_counts) return pv->form->loaded ? pv->form->key : NULL;
    return pv->has_list ? list_key(&pv->list) : NULL;
}

bool page_view_is_editing(const struct page_view *pv) {
    return pv->form && pv->form->editing && pv->page->pattern != DIALOG;
}

/* ---- making ---------------------------------------------------------------------------------------------------- */

static struct page_view *make(struct app *app, const struct page *page) {
    struct page_view *pv = alloc_zero(1, sizeof *pv);
    pv->view = (struct view){.ops = &page_ops, .app = app};
    pv->page = page;
    reader_init(&pv->reader);
    return pv;
}

static void fill_reader(struct page_view *pv) {
    reader_clear(&pv->reader);
    if (pv->page && pv->page->text) {
        pv->page->text(pv->view.app, *pv->key ? pv->key : NULL, &pv->reader);
    }
    if (!pv->page) menu_explain_missing(pv->view.app, pv->asked_id, &pv->reader);
}

struct view *page_view_new_missing(struct app *app, const char *page_id) {
    struct page_view *pv = make(app, NULL);
    text_copy(pv->asked_id, sizeof pv->asked_id, page_id);
    fill_reader(pv);
    return &pv->view;
}

static const char *single_key(const struct page_view *pv) {
    return pv->page->single_key ? pv->page->single_key : pv->page->id;
}

static void set_scope(struct page_view *pv, const char *scope, const char *words) {
    text_copy(pv->list.scope, sizeof pv->list.scope, scope ? scope : "");
    text_copy(pv->scope_words, sizeof pv->scope_words, words ? words : pv->list.scope);
}

static void open_list(struct page_view *pv, const char *scope, const char *words) {
    struct app *app = pv->view.app;
    const struct page *page = pv->page;
    int cells = page->entity && !page->list ? page->entity->list_columns : 0;
    pv->has_list = true;
    list_init(&pv->list, page->columns, cells, read_list, pv);
    pv->list.empty = page->empty;
    pv->list.height = app->ui->rows > 12 ? app->ui->rows - 7 : 12;
    set_scope(pv, scope, words);
    list_load(&pv->list);
    if (pv->list.err.code != ERR_OK) app_error(app, &pv->list.err);
}

struct view *page_view_new(struct app *app, const struct page *page, const char *key,
                           const char *scope, const char *words) {
    struct page_view *pv = make(app, page);
    text_copy(pv->asked_id, sizeof pv->asked_id, page->id);
    text_copy(pv->key, sizeof pv->key, key ? key : "");
    if (page->fields && page->pattern != LIST && page->pattern != READER) {
        pv->form = form_new(app, page);
    }
    if (page->pattern == READER) {
        fill_reader(pv);
    } else if (page->pattern == DIALOG) {
        form_load_dialog(pv->form, key);
        pv->in_form = true;
    } else if (page->pattern == TABLE_OF_CONTENTS) {
        form_load(pv->form, single_key(pv));
        form_focus_first(pv->form);
        pv->in_form = true;
    } else {
        open_list(pv, scope, words);
        if (key) page_view_select(pv, key);
    }
    return &pv->view;
}

static void page_free(struct view *view) {
    struct page_view *pv = (struct page_view *)view;
    if (pv->has_list) list_release(&pv->list);
    form_free(&pv->form);
    reader_release(&pv->reader);
    free(pv);
}

/* ---- records --------------------------------------------------------------------------------------------------- */

static bool open_record(struct page_view *pv, const char *key) {
    if (!pv->form || !form_load(pv->form, key)) return false;
    pv->in_form = true;
    pv->in_record = pv->page->pattern == DETAILS_MASTER;
    form_focus_first(pv->form);
    return true;
}

/* The dialog is open already and asked for again: what was typed for another record is not thrown away. */
static void reopen_dialog(struct page_view *pv, const char *key) {
    if (strcmp(pv->key, key) == 0) return;
    if (form_is_dirty(pv->form)) {
        app_message(pv->view.app, MESSAGE_WARNING, _("%s is still open with what you typed."),
                    _(pv->page->title));
        return;
    }
    text_copy(pv->key, sizeof pv->key, key);
    form_result_clear(pv->form);
    form_load_dialog(pv->form, key);
}

static void stop_editing(struct page_view *pv) {
    bool was_new = pv->form->is_new;
    form_restore(pv->form);
    form_edit_mode(pv->form, false);
    if (!was_new) return;
    pv->in_form = pv->in_record = false;
    page_view_settle(pv);
}

void page_view_select(struct page_view *pv, const char *key) {
    if (pv->page && pv->page->pattern == DIALOG) {
        reopen_dialog(pv, key);
        return;
    }
    bool editing = page_view_is_editing(pv) && form_is_dirty(pv->form);
    text_copy(pv->key, sizeof pv->key, key);
    if (pv->page && pv->page->pattern == READER) fill_reader(pv);
    if (!pv->has_list || editing) return;
    if (page_view_is_editing(pv)) stop_editing(pv);
    page_view_show_list(pv);
    bool found = list_select(&pv->list, key);
    if (!found && list_has_filter(&pv->list)) { /* left over: it hides what is asked for */
        list_set_filter(&pv->list, "");
        found = list_select(&pv->list, key);
    }
    if (pv->page->pattern == DETAILS_MASTER && pv->form) {
        found = open_record(pv, key);
    }
    if (!found) {
        app_message(pv->view.app, MESSAGE_INFO, _("%s is not in the list."), key);
    }
}

void page_view_show_list(struct page_view *pv) {
    if (pv->has_list && !page_view_is_editing(pv)) pv->in_form = pv->in_record = false;
}

bool page_view_start_new(struct page_view *pv) {
    if (!pv->page || !pv->page->can_new || !pv->form) return false;
    if (!form_load_new(pv->form)) return false;
    pv->in_form = true;
    pv->in_record = pv->page->pattern == DETAILS_MASTER;
    return true;
}

void page_view_set_scope(struct page_view *pv, const char *scope, const char *words) {
    if (!pv->has_list) return;
    bool same = strcmp(pv->list.scope, scope ? scope : "") == 0;
    set_scope(pv, scope, words);
    if (same) return;
    list_unmark_all(&pv->list);
    list_load(&pv->list);
    if (pv->list.err.code != ERR_OK) app_error(pv->view.app, &pv->list.err);
    if (!page_view_is_editing(pv)) pv->in_form = pv->in_record = false;
}

void page_view_settle(struct page_view *pv) {
    if (!pv->page || pv->page->pattern != SIMPLE_LIST_AND_DETAILS || !pv->form) return;
    if (pv->form->editing || pv->in_form) return;
    const char *key = list_key(&pv->list);
    if (key && pv->form->loaded && strcmp(key, pv->form->key) == 0) return;
    if (!key && !pv->form->loaded) return;
    struct form_stop focus = pv->form->focus;
    form_load(pv->form, key);
    pv->form->focus = focus;
}

static void data_changed(struct view *view) {
    struct page_view *pv = (struct page_view *)view;
    if (pv->has_list) list_refresh(&pv->list);
    if (pv->form && pv->form->loaded && !pv->form->editing) {
        form_refresh(pv->form);
        if (!pv->form->loaded && pv->in_form && pv->has_list) {
            pv->in_form = pv->in_record = false;
            app_message(view->app, MESSAGE_WARNING, "%s", _("The record that was shown is gone."));
        }
    }
    bool single = pv->page && pv->page->pattern == TABLE_OF_CONTENTS;
    if (single && !pv->form->loaded) form_load(pv->form, single_key(pv));
    if (pv->page && pv->page->pattern == READER) fill_reader(pv);
}

/* ---- commands -------------------------------------------------------------------------------------------------- */

static void stopped(struct app *app, struct form *form, void *ctx) {
    struct page_view *pv = ctx;
    (void)app;
    if (form->editing) form_edit_mode(form, false);
    if (!form->loaded) pv->in_form = pv->in_record = false;
}

static void after_save(struct app *app, struct form *form, void *ctx) {
    struct page_view *pv = ctx;
    (void)app;
    if (pv->has_list && form->loaded) list_select(&pv->list, form->key);
    if (pv->page->pattern == DETAILS_MASTER) pv->in_record = true;
}

static void after_delete(struct app *app, struct form *form, void *ctx) {
    struct page_view *pv = ctx;
    (void)app;
    (void)form;
    pv->in_form = pv->in_record = false;
    list_refresh(&pv->list);
}

static bool may_change(const struct page_view *pv) {
    return pv->page && pv->page->entity && pv->form && !pv->view.app->read_only;
}

static enum next edit(struct page_view *pv) {
    if (page_view_is_editing(pv)) {
        if (form_is_dirty(pv->form)) {
            form_ask_unsaved(pv->form, stopped, pv);
        } else {
            stop_editing(pv);
        }
        return NEXT_STAY;
    }
    if (!may_change(pv) || !pv->page->can_edit) return NEXT_UNHANDLED;
    const char *key = page_view_key(pv);
    if (!key) return NEXT_UNHANDLED;
    char why[256];
    if (pv->page->may_edit && !pv->page->may_edit(pv->view.app, key, why, sizeof why)) {
        app_message(pv->view.app, MESSAGE_WARNING, "%s", why);
        return NEXT_STAY;
    }
    if (!pv->form->loaded || strcmp(pv->form->key, key) != 0) {
        open_record(pv, key);
    } else {
        form_refresh(pv->form); /* the newest version is what is edited */
    }
    if (!pv->form->loaded) return NEXT_STAY;
    pv->in_form = true;
    pv->in_record = pv->page->pattern == DETAILS_MASTER;
    form_edit_mode(pv->form, true);
    return NEXT_STAY;
}

static void new_after(struct app *app, struct form *form, void *ctx) {
    (void)app;
    (void)form;
    page_view_start_new(ctx);
}

static enum next start_new(struct page_view *pv) {
    if (pv->page && pv->page->pattern == DIALOG) { /* starts over; what was not used yet is kept */
        if (pv->form->result_count == 0) return NEXT_UNHANDLED;
        form_result_clear(pv->form);
        form_load_dialog(pv->form, pv->key);
        return NEXT_STAY;
    }
    if (!may_change(pv) || !pv->page->can_new) return NEXT_UNHANDLED;
    if (page_view_is_editing(pv) && form_is_dirty(pv->form)) {
        form_ask_unsaved(pv->form, new_after, pv);
    } else {
        page_view_start_new(pv);
    }
    return NEXT_STAY;
}

static enum next delete_record(struct page_view *pv) {
    if (!may_change(pv) || !pv->page->can_delete || !pv->page->entity->remove) {
        return NEXT_UNHANDLED;
    }
    const char *key = page_view_key(pv);
    if (!key || page_view_is_editing(pv)) return NEXT_UNHANDLED;
    if (!pv->form->loaded || strcmp(pv->form->key, key) != 0) form_load(pv->form, key);
    form_delete(pv->form, after_delete, pv);
    return NEXT_STAY;
}

/* Is every field right? Else the first that is not gets the cursor. */
static bool check_dialog(struct page_view *pv) {
    struct form *form = pv->form;
    int bad = -1;
    form_commit(form);
    form_reopen(form);
    form_result_clear(form);
    for (int i = form->count - 1; i >= 0; i--) {
        if (!form_check(form, i)) bad = i;
    }
    if (bad < 0) return true;
    form_focus_item(form, bad);
    app_message(pv->view.app, MESSAGE_ERROR, "%s", form->items[bad].error);
    return false;
}

static enum err_code ok_write(struct app *app, void *ctx, struct err *err) {
    struct page_view *pv = ctx;
    pv->settled = true; /* the page may close itself and is asked nothing */
    enum err_code code = pv->page->ok(app, pv->form, err);
    if (app_is_open(app, &pv->view)) pv->settled = false;
    return code;
}

static void ok_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct page_view *pv = ctx;
    if (code == ERR_OK) app_data_changed(app);
    if (code == ERR_CANCELLED) {
        app_message(app, MESSAGE_INFO, "%s", _("Not saved. The form is as you typed it."));
    }
    if (!app_is_open(app, &pv->view) || code == ERR_CANCELLED) return;
    struct form *form = pv->form;
    if (code != ERR_OK) {
        form_mark_error(form, err);
        app_error(app, err);
        return;
    }
    form_accept(form);
    /* Ready for the next one: the first field that must be filled in again. What the page emptied is no mistake. */
    for (int i = 0; i < form->count; i++) {
        if (!form->items[i].field->required || *form->items[i].value) continue;
        form_focus_item(form, i);
        break;
    }
    form->top = 0;
}

static enum next press_ok(struct page_view *pv) {
    struct app *app = pv->view.app;
    if (!check_dialog(pv)) return NEXT_STAY;
    if (!pv->page->ok) {
        pv->settled = true;
        return NEXT_POP;
    }
    struct app_write write = {
        .title = _(pv->page->title), .write = ok_write, .ended = ok_ended, .ctx = pv};
    app_write(app, &write);
    return NEXT_STAY;
}

static enum next run_action(struct page_view *pv, enum action_id bound) {
    const struct action *action = page_action_bound(pv, bound);
    if (!action || !page_action_enabled(pv, action)) return NEXT_UNHANDLED;
    return page_action_run(pv, action);
}

/* ---- moving between the parts ---------------------------------------------------------------------------------- */

static void step_record(struct page_view *pv, int delta) {
    list_act(&pv->list, delta > 0 ? ACTION_DOWN : ACTION_UP);
    const char *key = list_key(&pv->list);
    struct form_stop focus = pv->form->focus;
    if (key && form_load(pv->form, key)) pv->form->focus = focus;
}

static void step_next(struct app *app, struct form *form, void *ctx) {
    (void)app;
    (void)form;
    step_record(ctx, 1);
}

static void step_prev(struct app *app, struct form *form, void *ctx) {
    (void)app;
    (void)form;
    step_record(ctx, -1);
}

static enum next other_record(struct page_view *pv, int delta) {
    if (!pv->has_list || !pv->form || !pv->in_form || pv->form->is_new) return NEXT_UNHANDLED;
    if (page_view_is_editing(pv) && form_is_dirty(pv->form)) {
        form_ask_unsaved(pv->form, delta > 0 ? step_next : step_prev, pv);
    } else {
        step_record(pv, delta);
    }
    return NEXT_STAY;
}

static enum next back(struct page_view *pv) {
    if (page_view_is_editing(pv)) return edit(pv);
    if (pv->in_record) {
        pv->in_record = pv->in_form = false;
        return NEXT_STAY;
    }
    if (pv->in_form && pv->has_list) {
        pv->in_form = false;
        return NEXT_STAY;
    }
    return NEXT_POP;
}

static enum next open_linked(struct page_view *pv) {
    const struct form *form = pv->form;
    if (form->editing || form->focus.kind != STOP_FIELD || form->count == 0) return NEXT_UNHANDLED;
    const struct form_item *item = &form->items[form->focus.index];
    if (!item->field->page || !*item->value) return NEXT_UNHANDLED;
    char value[ROW_KEY_SIZE];
    text_copy(value, sizeof value, item->value);
    app_open_page(pv->view.app, item->field->page, value);
    return NEXT_STAY;
}

static enum next open_row(struct page_view *pv) {
    const char *key = list_key(&pv->list);
    if (!key) return NEXT_STAY;
    if (pv->page->pattern == LIST || !pv->form) return run_action(pv, ACTION_OPEN);
    if (pv->page->pattern == SIMPLE_LIST_AND_DETAILS) {
        page_view_settle(pv);
        pv->in_form = pv->form->loaded;
        return NEXT_STAY;
    }
    char wanted[ROW_KEY_SIZE];
    text_copy(wanted, sizeof wanted, key);
    open_record(pv, wanted);
    return NEXT_STAY;
}

static enum next act_dialog(struct page_view *pv, enum action_id action) {
    enum stop_kind stop = pv->form->focus.kind;
    bool press = action == ACTION_OPEN || action == ACTION_TOGGLE;
    if (action == ACTION_RUN || action == ACTION_SAVE || (press && stop == STOP_OK)) {
        return press_ok(pv);
    }
    if (!press || stop != STOP_CANCEL) return NEXT_UNHANDLED;
    pv->settled = true;
    return NEXT_POP;
}

/* The list stands beside the record that is read: its filter is one key away. */
static bool can_filter_beside(const struct page_view *pv) {
    return pv->has_list && pv->in_form && !pv->in_record && !page_view_is_editing(pv);
}

static enum next filter_beside(struct page_view *pv) {
    pv->in_form = false;
    return list_act(&pv->list, ACTION_FILTER) ? NEXT_STAY : NEXT_UNHANDLED;
}

static enum next act_parts(struct page_view *pv, enum action_id action) {
    if (pv->page && pv->page->pattern == DIALOG) {
        enum next next = act_dialog(pv, action);
        if (next != NEXT_UNHANDLED) return next;
    }
    if (!pv->page || pv->page->pattern == READER) {
        return reader_act(&pv->reader, action) ? NEXT_STAY : NEXT_UNHANDLED;
    }
    if (pv->in_form) {
        enum next next = form_act(pv->form, action);
        if (next != NEXT_UNHANDLED) return next;
        if (action == ACTION_OPEN) next = open_linked(pv);
        if (next != NEXT_UNHANDLED) return next;
        if (pv->form->editing) return NEXT_UNHANDLED;
        return action == ACTION_OPEN || action == ACTION_LOOKUP ? edit(pv) : NEXT_UNHANDLED;
    }
    if (pv->list.err.code != ERR_OK) err_clear(&pv->list.err);
    bool handled = list_act(&pv->list, action);
    if (pv->list.err.code != ERR_OK) app_error(pv->view.app, &pv->list.err);
    if (handled) return NEXT_STAY;
    if (action == ACTION_OPEN) return open_row(pv);
    bool enter_form = action == ACTION_NEXT_FIELD || action == ACTION_RIGHT;
    if (enter_form && pv->page->pattern == SIMPLE_LIST_AND_DETAILS) return open_row(pv);
    return NEXT_UNHANDLED;
}

static enum next act(struct view *view, enum action_id action) {
    struct page_view *pv = (struct page_view *)view;
    enum next next = act_parts(pv, action);
    if (next != NEXT_UNHANDLED) return next;
    if (!page_view_is_editing(pv) && pv->page) next = run_action(pv, action);
    if (next != NEXT_UNHANDLED) return next;
    if (action == ACTION_BACK) return back(pv);
    if (action == ACTION_LEFT && pv->in_form && pv->has_list && !page_view_is_editing(pv))
        return back(pv);
    if (action == ACTION_FILTER && can_filter_beside(pv)) return filter_beside(pv);
    if (action == ACTION_EDIT) return edit(pv);
    if (action == ACTION_NEW) return start_new(pv);
    if (action == ACTION_DELETE) return delete_record(pv);
    if (action == ACTION_NEXT_RECORD) return other_record(pv, 1);
    if (action == ACTION_PREV_RECORD) return other_record(pv, -1);
    if (action == ACTION_SAVE && page_view_is_editing(pv)) {
        form_save(pv->form, after_save, pv);
        return NEXT_STAY;
    }
    if (action == ACTION_RESTORE && page_view_is_editing(pv)) {
        stop_editing(pv);
        return NEXT_STAY;
    }
    if (action == ACTION_REFRESH) {
        data_changed(view);
        return NEXT_UNHANDLED; /* the application refreshes everything else */
    }
    return NEXT_UNHANDLED;
}

static enum next text(struct view *view, const char *utf8) {
    struct page_view *pv = (struct page_view *)view;
    if (pv->has_list && pv->list.filtering && !pv->in_form) {
        list_text(&pv->list, utf8);
        return NEXT_STAY;
    }
    if (!pv->in_form) return NEXT_UNHANDLED;
    enum next next = form_text(pv->form, utf8);
    return next == NEXT_UNHANDLED ? act(view, ACTION_TOGGLE) : next;
}

static enum key_mode mode(const struct view *view) {
    const struct page_view *pv = (const struct page_view *)view;
    if (pv->in_form) return form_mode(pv->form);
    return pv->has_list && pv->list.filtering ? MODE_EDIT : MODE_VIEW;
}

static bool can_command(const struct page_view *pv, enum action_id action) {
    bool editing = page_view_is_editing(pv), record = page_view_key(pv) != NULL;
    bool dialog = pv->page->pattern == DIALOG;
    if (action == ACTION_EDIT) return editing || (may_change(pv) && pv->page->can_edit && record);
    if (action == ACTION_NEW) {
        return dialog ? pv->form->result_count > 0 : may_change(pv) && pv->page->can_new;
    }
    if (action == ACTION_SAVE) return editing;
    if (action == ACTION_RUN && dialog) return true;
    if (action == ACTION_RESTORE) return editing;
    if (action == ACTION_DELETE) {
        return may_change(pv) && pv->page->can_delete && pv->page->entity->remove && record &&
               !editing;
    }
    if (action == ACTION_NEXT_RECORD || action == ACTION_PREV_RECORD) {
        return pv->has_list && pv->in_form && !pv->form->is_new;
    }
    if (action == ACTION_OPEN) {
        const struct action *open = page_action_bound(pv, ACTION_OPEN);
        return open ? page_action_enabled(pv, open) : record && !pv->in_form && pv->form != NULL;
    }
    if (action == ACTION_FILTER) return can_filter_beside(pv);
    if (action == ACTION_NEXT_FIELD) {
        return pv->page->pattern == SIMPLE_LIST_AND_DETAILS && record;
    }
    return false;
}

static bool can(const struct view *view, enum action_id action) {
    const struct page_view *pv = (const struct page_view *)view;
    if (action == ACTION_BACK || action == ACTION_REFRESH) return true;
    bool reads = !pv->page || pv->page->pattern == READER;
    const struct action *own = page_action_bound(pv, action);
    if (reads) return reader_can(&pv->reader, action) || (own && page_action_enabled(pv, own));
    if (pv->in_form ? form_can(pv->form, action) : list_can(&pv->list, action)) return true;
    if (own) return page_action_enabled(pv, own);
    return can_command(pv, action);
}

static const char *label(const struct view *view, enum action_id action) {
    const struct page_view *pv = (const struct page_view *)view;
    const struct action *bound = page_action_bound(pv, action);
    if (pv->has_list && pv->list.filtering && !pv->in_form) {
        if (action == ACTION_OPEN) return _("Filter");
        if (action == ACTION_BACK) return _("Clear the filter");
    }
    if (bound && !page_view_is_editing(pv)) return _(bound->label);
    if (action == ACTION_EDIT && page_view_is_editing(pv)) return _("View");
    if (action == ACTION_RUN && pv->page && pv->page->pattern == DIALOG) {
        return _(pv->page->ok_label ? pv->page->ok_label : N_("OK"));
    }
    return NULL;
}

static void close_after(struct app *app, struct form *form, void *ctx) {
    (void)form;
    app_remove(app, ctx);
    app_go_on_leaving(app);
}

static bool may_close(struct view *view) {
    struct page_view *pv = (struct page_view *)view;
    if (pv->settled || !pv->form || !form_is_dirty(pv->form)) return true;
    form_ask_unsaved(pv->form, close_after, view);
    return false;
}

static void help(struct view *view, struct reader *out) {
    struct page_view *pv = (struct page_view *)view;
    if (!pv->page) return;
    if (pv->in_form && pv->form->focus.kind == STOP_FIELD && pv->form->count > 0) {
        const struct field *field = pv->form->items[pv->form->focus.index].field;
        reader_heading(out, _(field->label));
        reader_text(out,
                    field->help ? _(field->help) : _("There is no more to say about this field."));
        reader_blank(out);
    }
    const struct action *a;
    for (int i = 0; (a = page_action_at(pv, i)) != NULL; i++) {
        char key[64];
        if (!a->help) continue;
        keymap_first(view->app->ui->keymap, a->bound, MODE_VIEW, key, sizeof key);
        reader_pair(out, *key ? key : canvas_sign(&(struct canvas){0}, SIGN_DOT), _(a->label));
        reader_pair(out, "", _(a->help));
    }
}

static void why_not(const struct view *view, enum action_id action, char *buf, size_t size) {
    page_view_why_not((const struct page_view *)view, action, buf, size);
}

static const char *page_id(const struct view *view) {
    return ((const struct page_view *)view)->asked_id;
}

static const char *record_key(const struct view *view) {
    return page_view_key((const struct page_view *)view);
}

static const struct view_ops page_ops = {
    .draw = page_view_draw,
    .act = act,
    .text = text,
    .mode = mode,
    .can = can,
    .label = label,
    .why_not = why_not,
    .data_changed = data_changed,
    .may_close = may_close,
    .help = help,
    .free = page_free,
    .page_id = page_id,
    .record_key = record_key,
};
