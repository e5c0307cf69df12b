/* SPDX-License-Identifier: MIT */
/*
 * The application: the stack of views, who gets a key, and what the global actions do. Dispatch goes in one fixed
 * chain: popup, or side panel / navigation / page, then the application. Knows no terminal and no page by name.
 */
#include "tui/app_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "model/exchange/company.h"
#include "model/hq/lookups.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/canvas.h"
#include "tui/lookup.h"
#include "tui/menu.h"
#include "tui/page_view.h"
#include "tui/popups.h"

/* ---- the stack ------------------------------------------------------------------------------------------------- */

struct view *app_top(const struct app *app) {
    return app->ui->depth > 0 ? app->ui->stack[app->ui->depth - 1] : NULL;
}

struct view *app_top_page(const struct app *app) {
    for (int i = app->ui->depth - 1; i >= 0; i--) {
        if (!app->ui->stack[i]->ops->popup) return app->ui->stack[i];
    }
    return NULL;
}

static void insert(struct app *app, int at, struct view *view) {
    struct ui *ui = app->ui;
    if (ui->depth == STACK_MAX) BUG("too many pages are open");
    memmove(&ui->stack[at + 1], &ui->stack[at], (size_t)(ui->depth - at) * sizeof *ui->stack);
    memmove(&ui->seen[at + 1], &ui->seen[at], (size_t)(ui->depth - at) * sizeof *ui->seen);
    ui->stack[at] = view;
    ui->seen[at] = ui->generation;
    ui->depth++;
}

static struct view *take_out(struct app *app, int at) {
    struct ui *ui = app->ui;
    struct view *view = ui->stack[at];
    ui->depth--;
    memmove(&ui->stack[at], &ui->stack[at + 1], (size_t)(ui->depth - at) * sizeof *ui->stack);
    memmove(&ui->seen[at], &ui->seen[at + 1], (size_t)(ui->depth - at) * sizeof *ui->seen);
    return view;
}

void app_push(struct app *app, struct view *take_view) {
    insert(app, app->ui->depth, take_view);
}

void app_remove(struct app *app, struct view *view) {
    for (int i = 0; i < app->ui->depth; i++) {
        if (app->ui->stack[i] != view) continue;
        bool page = !view->ops->popup;
        take_out(app, i);
        view->ops->free(view);
        if (page) {
            app_hide_message(app);
            app->ui->focus = FOCUS_PAGE;
        }
        return;
    }
}

bool app_is_open(const struct app *app, const struct view *view) {
    for (int i = 0; i < app->ui->depth; i++) {
        if (app->ui->stack[i] == view) return true;
    }
    return false;
}

/* Make room for one more page: the oldest one that has nothing unsaved goes. */
static void forget_oldest(struct app *app) {
    for (int i = 1; i < app->ui->depth && app->ui->depth > STACK_MAX - 8; i++) {
        struct page_view *pv = page_view_of(app->ui->stack[i]);
        if (pv && !(pv->form && form_is_dirty(pv->form))) {
            app_remove(app, app->ui->stack[i]);
            return;
        }
    }
}

const struct page *app_find_page(const struct app *app, const char *page_id) {
    for (int i = 0; app->pages && app->pages[i]; i++) {
        if (strcmp(app->pages[i]->id, page_id) == 0) return app->pages[i];
    }
    return NULL;
}

/* Where a new page goes: above the pages, below popups. */
static int page_level(const struct app *app) {
    int at = app->ui->depth;
    while (at > 0 && app->ui->stack[at - 1]->ops->popup) at--;
    return at;
}

static struct page_view *find_open(const struct app *app, const char *page_id, int *at) {
    for (*at = 0; *at < app->ui->depth; (*at)++) {
        struct page_view *pv = page_view_of(app->ui->stack[*at]);
        if (pv && strcmp(pv->asked_id, page_id) == 0) return pv;
    }
    return NULL;
}

static struct page_view *bring_page(struct app *app, const char *page_id, const char *key,
                                    const char *scope, const char *words) {
    int at;
    app_hide_message(app);
    app->ui->focus = FOCUS_PAGE;
    struct page_view *pv = find_open(app, page_id, &at);
    if (pv) {
        unsigned seen = app->ui->seen[at];
        struct view *view = take_out(app, at);
        int level = page_level(app);
        insert(app, level, view);
        app->ui->seen[level] = seen;
        page_view_set_scope(pv, scope, words);
        if (key)
            page_view_select(pv, key);
        else
            page_view_show_list(pv);
        return pv;
    }
    forget_oldest(app);
    const struct page *page = app_find_page(app, page_id);
    struct view *view =
        page ? page_view_new(app, page, key, scope, words) : page_view_new_missing(app, page_id);
    insert(app, page_level(app), view);
    return page_view_of(view);
}

void app_open_page_scoped(struct app *app, const char *page_id, const char *key, const char *scope,
                          const char *words) {
    struct page_view *pv = bring_page(app, page_id, key, scope, words);
    if (pv->page && pv->page->opened) pv->page->opened(app);
}

void app_open_page(struct app *app, const char *page_id, const char *key) {
    app_open_page_scoped(app, page_id, key, NULL, NULL);
}

void app_open_new(struct app *app, const char *page_id) {
    struct page_view *pv = bring_page(app, page_id, NULL, NULL, NULL);
    if (pv->form && pv->form->editing) return; /* something is being typed there already */
    page_view_start_new(pv);
}

static void close_view(struct app *app, struct view *view) {
    if (view->ops->may_close && !view->ops->may_close(view)) return;
    app_remove(app, view);
}

void app_close_page(struct app *app) {
    struct view *view = app_top_page(app);
    if (view && page_view_of(view)) close_view(app, view);
}

const char *app_page_id(const struct app *app) {
    const struct view *view = app_top_page(app);
    return view && view->ops->page_id ? view->ops->page_id(view) : "";
}

const char *app_record_key(const struct app *app) {
    const struct view *view = app_top_page(app);
    return view && view->ops->record_key ? view->ops->record_key(view) : NULL;
}

void app_set_scope(struct app *app, const char *scope, const char *words) {
    struct page_view *pv = page_view_of(app_top_page(app));
    if (pv) page_view_set_scope(pv, scope, words);
}

const char *app_scope(const struct app *app) {
    const struct page_view *pv = page_view_of(app_top_page(app));
    return pv && pv->has_list ? pv->list.scope : "";
}

const char *app_list_filter(const struct app *app, const char *page_id) {
    int at;
    const struct page_view *pv = find_open(app, page_id, &at);
    return pv && pv->has_list && list_has_filter(&pv->list) ? pv->list.filter.text : "";
}

void app_set_filter(struct app *app, const char *text) {
    struct page_view *pv = page_view_of(app_top_page(app));
    if (pv && pv->has_list) list_set_filter(&pv->list, text);
}

int app_marked_count(const struct app *app) {
    const struct page_view *pv = page_view_of(app_top_page(app));
    return pv && pv->has_list ? pv->list.marks.count : 0;
}

const char *app_marked(const struct app *app, int index) {
    const struct page_view *pv = page_view_of(app_top_page(app));
    if (index < 0 || index >= app_marked_count(app)) return NULL;
    return pv->list.marks.keys[index];
}

void app_unmark_all(struct app *app) {
    struct page_view *pv = page_view_of(app_top_page(app));
    if (pv && pv->has_list) list_unmark_all(&pv->list);
}

struct form *app_form(struct app *app) {
    struct page_view *pv = page_view_of(app_top_page(app));
    return pv ? pv->form : NULL;
}

bool app_all_may_close(struct app *app) {
    for (int i = app->ui->depth - 1; i >= 0; i--) {
        struct view *view = app->ui->stack[i];
        struct page_view *pv = page_view_of(view);
        if (!pv || !pv->form || !form_is_dirty(pv->form)) continue;
        /* What is asked about must be seen. */
        take_out(app, i);
        insert(app, page_level(app), view);
        return view->ops->may_close(view);
    }
    return true;
}

void app_close_all(struct app *app) {
    for (int i = app->ui->depth - 1; i >= 0; i--) {
        struct view *view = app->ui->stack[i];
        if (view->ops->popup || page_view_of(view)) app_remove(app, view);
    }
}

/* ---- lookups --------------------------------------------------------------------------------------------------- */

const struct lookup_view *app_find_lookup(const struct app *app, const char *id) {
    for (const struct lookup_view *l = app->lookups; l && l->id; l++) {
        if (strcmp(l->id, id) == 0) return l;
    }
    return NULL;
}

enum err_code app_lookup_list(struct app *app, const struct lookup_view *lookup,
                              const struct list_request *request, struct rowset *rows,
                              struct err *err) {
    if (lookup->list) return lookup->list(app, request, rows, err);
    return lookup_list(app->db, lookup->id, request, rows, err);
}

/* ---- focus ----------------------------------------------------------------------------------------------------- */

static struct side_slot *focused_side(const struct app *app) {
    int index = app->ui->focus - FOCUS_SIDE;
    if (index < 0 || index >= app->ui->side_count) return NULL;
    struct side_slot *slot = &app->ui->sides[index];
    return slot->rect.rows > 0 ? slot : NULL;
}

bool app_side_has_focus(const struct app *app) {
    return focused_side(app) != NULL;
}

static bool focus_possible(const struct app *app, int focus) {
    if (focus == FOCUS_PAGE) return true;
    if (focus == FOCUS_MENU) return app->ui->menu_shown;
    const struct side_slot *slot = &app->ui->sides[focus - FOCUS_SIDE];
    return slot->rect.rows > 0 && slot->side->focusable && slot->side->focusable(app, slot->state);
}

void app_focus_next(struct app *app) {
    int places = FOCUS_SIDE + app->ui->side_count;
    for (int i = 1; i <= places; i++) {
        int focus = (app->ui->focus + i) % places;
        if (!focus_possible(app, focus)) continue;
        if (focus == app->ui->focus) break;
        app->ui->focus = focus;
        return;
    }
    app_message(app, MESSAGE_INFO, "%s", _("There is no other panel on the screen."));
}

void app_toggle_pane(struct app *app) {
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (!slot->side->toggle) continue;
        slot->side->toggle(app, slot->state);
        if (app->ui->focus == FOCUS_SIDE + i) app->ui->focus = FOCUS_PAGE;
    }
}

/* ---- actions --------------------------------------------------------------------------------------------------- */

static bool is_guide_action(enum action_id action) {
    return action_group(action) == GROUP_GUIDE;
}

static enum next guide_act(struct app *app, enum action_id action) {
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (!slot->side->can || !slot->side->can(app, slot->state, action)) continue;
        enum next next = slot->side->act(app, slot->state, action);
        if (next != NEXT_UNHANDLED) return next;
    }
    app_message(app, MESSAGE_INFO, "%s",
                _("No guide and no lab is running. Both are listed below Lab."));
    return NEXT_STAY;
}

static void back_from_home(struct app *app) {
    if (app->ui->last_key.code != KEY_CODE_ESC) {
        app_quit(app);
    } else if (!app_cancel_job(app)) {
        char keys[64];
        keymap_first(app->ui->keymap, ACTION_BACK, MODE_VIEW, keys, sizeof keys);
        app_message(app, MESSAGE_INFO, _("This is the first page. %s leaves the program."), keys);
    }
}

static void go_home(struct app *app) {
    int at = page_level(app);
    for (int i = 0; i < at; i++) { /* pages stay open below: nothing typed is lost */
        if (page_view_of(app->ui->stack[i])) continue;
        struct view *home = take_out(app, i);
        insert(app, page_level(app), home);
        break;
    }
    app_hide_message(app);
    app->ui->focus = FOCUS_PAGE;
}

static bool at_home(const struct app *app) {
    return page_view_of(app_top_page(app)) == NULL;
}

/* On the home page there may be pages below: Back goes to them first. */
static void back(struct app *app) {
    struct view *page = app_top_page(app);
    if (!at_home(app)) {
        close_view(app, page);
    } else if (app->ui->depth > 1) {
        struct view *home = take_out(app, page_level(app) - 1);
        insert(app, 0, home);
    } else {
        back_from_home(app);
    }
}

static enum next act_global(struct app *app, enum action_id action) {
    if (is_guide_action(action)) return guide_act(app, action);
    if (action == ACTION_HELP) {
        help_open(app);
    } else if (action == ACTION_BACK) {
        back(app);
    } else if (action == ACTION_MENU) {
        if (app->ui->menu_shown) {
            app->ui->focus = app->ui->focus == FOCUS_MENU ? FOCUS_PAGE : FOCUS_MENU;
        } else {
            menu_open(app);
        }
    } else if (action == ACTION_GO_TO) {
        palette_open(app, "");
    } else if (action == ACTION_ACTIONS) {
        actions_open(app);
    } else if (action == ACTION_REFRESH) {
        app_data_changed(app);
        app_message(app, MESSAGE_INFO, "%s", _("Read again."));
    } else if (action == ACTION_PANE) {
        app_toggle_pane(app);
    } else if (action == ACTION_PANE_FOCUS) {
        app_focus_next(app);
    } else if (action == ACTION_MESSAGES) {
        messages_open(app);
    } else if (action == ACTION_HOME) {
        go_home(app);
    } else if (action == ACTION_CANCEL) {
        if (!app_cancel_job(app)) {
            app_message(app, MESSAGE_INFO, "%s", _("Nothing is running that could be cancelled."));
        }
    } else if (action == ACTION_REPAINT) {
        app->ui->repaint = true;
    } else {
        return NEXT_UNHANDLED;
    }
    return NEXT_STAY;
}

static void finish(struct app *app, struct view *view, enum next next) {
    if (next == NEXT_POP) close_view(app, view);
    if (next == NEXT_QUIT) app_quit(app);
}

static enum next act_focused(struct app *app, enum action_id action) {
    struct side_slot *slot = focused_side(app);
    if (slot) {
        enum next next =
            slot->side->act ? slot->side->act(app, slot->state, action) : NEXT_UNHANDLED;
        if (next != NEXT_UNHANDLED) return next;
        if (action == ACTION_BACK) {
            app->ui->focus = FOCUS_PAGE;
            return NEXT_STAY;
        }
        return action_group(action) == GROUP_GLOBAL ? NEXT_UNHANDLED : NEXT_STAY;
    }
    if (app->ui->focus != FOCUS_MENU || !app->ui->menu_shown) return NEXT_UNHANDLED;
    if (action == ACTION_BACK) {
        app->ui->focus = FOCUS_PAGE;
        return NEXT_STAY;
    }
    return menu_act(app->ui->menu, action);
}

void app_say_impossible(struct app *app, enum action_id action) {
    const struct view *view = app_top_page(app);
    char why[MESSAGE_SIZE] = "";
    if (app->ui->focus == FOCUS_PAGE && view->ops->why_not) {
        view->ops->why_not(view, action, why, sizeof why);
    }
    if (*why) {
        app_message(app, MESSAGE_INFO, "%s", why);
    } else {
        app_message(app, MESSAGE_INFO, _("%s is not possible here."),
                    app_action_label(app, action));
    }
}

void app_act(struct app *app, enum action_id action) {
    struct view *view = app_top(app);
    bool passive = action_group(action) == GROUP_MOVE || action_group(action) == GROUP_TYPE ||
                   action == ACTION_MESSAGES || action == ACTION_HELP;
    if (!passive && !view->ops->popup) app_hide_message(app);
    if (view->ops->popup) {
        enum next next = view->ops->act(view, action);
        if (next != NEXT_UNHANDLED) {
            finish(app, view, next);
            return;
        }
        if (action == ACTION_REPAINT || action == ACTION_CANCEL || is_guide_action(action)) {
            act_global(app, action);
        }
        return;
    }
    enum next next = act_focused(app, action);
    if (next == NEXT_UNHANDLED && app->ui->focus == FOCUS_PAGE) {
        next = view->ops->act(view, action);
        finish(app, view, next);
    }
    if (next == NEXT_UNHANDLED) next = act_global(app, action);
    if (next == NEXT_UNHANDLED) app_say_impossible(app, action);
}

bool app_can(const struct app *app, enum action_id action) {
    const struct view *view = app_top(app);
    if (view->ops->popup) return view->ops->can && view->ops->can(view, action);
    const struct side_slot *slot = focused_side(app);
    if (is_guide_action(action)) {
        for (int i = 0; i < app->ui->side_count; i++) {
            const struct side_slot *any = &app->ui->sides[i];
            if (any->side->can && any->side->can(app, any->state, action)) return true;
        }
        return false;
    }
    if (action == ACTION_CANCEL) return app_shown_job(app) != NULL;
    if (action == ACTION_PANE) {
        for (int i = 0; i < app->ui->side_count; i++) {
            if (app->ui->sides[i].side->toggle) return true;
        }
        return false;
    }
    if (action_group(action) == GROUP_GLOBAL) return true;
    if (slot) return slot->side->can && slot->side->can(app, slot->state, action);
    if (app->ui->focus == FOCUS_MENU && app->ui->menu_shown) return menu_can(app->ui->menu, action);
    return view->ops->can && view->ops->can(view, action);
}

static const char *guide_label(const struct app *app, enum action_id action) {
    for (int i = 0; i < app->ui->side_count; i++) {
        const struct side_slot *slot = &app->ui->sides[i];
        bool mine = slot->side->label && slot->side->can(app, slot->state, action);
        if (mine) return slot->side->label(app, slot->state, action);
    }
    return NULL;
}

const char *app_action_label(const struct app *app, enum action_id action) {
    const struct view *view = app_top(app);
    const char *own = NULL;
    if (view->ops->label && !focused_side(app)) own = view->ops->label(view, action);
    if (!own && is_guide_action(action)) own = guide_label(app, action);
    if (!own && action == ACTION_BACK && !view->ops->popup && at_home(app) && app->ui->depth == 1 &&
        app->ui->focus == FOCUS_PAGE) {
        own = _("Leave");
    }
    return own ? own : _(action_label(action));
}

enum key_mode app_mode(const struct app *app) {
    const struct view *view = app_top(app);
    if (!view->ops->popup && app->ui->focus != FOCUS_PAGE &&
        (focused_side(app) || app->ui->menu_shown)) {
        return MODE_VIEW;
    }
    return view->ops->mode ? view->ops->mode(view) : MODE_VIEW;
}

/* ---- keys ------------------------------------------------------------------------------------------------------ */

void app_text(struct app *app, const char *utf8) {
    struct view *view = app_top(app);
    if (view->ops->text) finish(app, view, view->ops->text(view, utf8));
}

static void type_key(struct app *app, struct key key) {
    utf8proc_uint8_t bytes[5];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)key.code, bytes);
    bytes[len > 0 ? len : 0] = '\0';
    app_text(app, (const char *)bytes);
}

/* A paste is text and nothing else: a pasted line end is a blank, in view mode the paste is refused whole. */
static void paste_key(struct app *app, struct key key) {
    if (app_mode(app) != MODE_EDIT) return;
    bool is_break = key.code == KEY_CODE_ENTER || key.code == KEY_CODE_TAB;
    if (is_break && !app->ui->pasted_break) app_text(app, " ");
    app->ui->pasted_break = is_break;
    if (key.code < KEY_CODE_ESC && key.code >= ' ' && key.mods == 0) type_key(app, key);
}

static bool is_paste_mark(struct app *app, struct key key) {
    if (key.code == KEY_CODE_PASTE_BEGIN) {
        app->ui->pasting = true;
        app->ui->pasted_break = false;
        if (app_mode(app) != MODE_EDIT) {
            char edit[32];
            keymap_first(app->ui->keymap, ACTION_EDIT, MODE_VIEW, edit, sizeof edit);
            app_message(app, MESSAGE_INFO,
                        _("Nothing was pasted: press %s on a field to type into it."), edit);
        }
        return true;
    }
    if (key.code == KEY_CODE_PASTE_END) {
        app->ui->pasting = false;
        return true;
    }
    return false;
}

static bool side_takes_key(struct app *app, struct key key) {
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (slot->side->key && slot->side->key(app, slot->state, key)) return true;
    }
    return false;
}

void app_key(struct app *app, struct key key) {
    enum action_id action;
    char name[48];
    if (is_paste_mark(app, key)) return;
    if (side_takes_key(app, key)) return;
    if (app->ui->pasting) {
        paste_key(app, key);
        return;
    }
    app->ui->last_key = key;
    /* The question was answered with "keep editing", or saving failed: leaving is off. */
    if (!app_top(app)->ops->popup) app->ui->wants_to_leave = false;
    bool in_chord = app->ui->chord.count > 0;
    switch (keymap_feed(app->ui->keymap, &app->ui->chord, key, app_mode(app), &action)) {
    case KEY_TEXT:
        type_key(app, key);
        return;
    case KEY_ACTION:
        app_act(app, action);
        return;
    case KEY_PREFIX:
        return;
    case KEY_UNKNOWN:
        break;
    }
    if (in_chord && key.code == KEY_CODE_ESC) return;
    key_describe(key, name, sizeof name);
    char help[32];
    keymap_first(app->ui->keymap, ACTION_HELP, app_mode(app), help, sizeof help);
    app_message(app, MESSAGE_INFO, _("%s does nothing here. %s lists the keys that work."), name,
                help);
}

void app_resize(struct app *app, int rows, int cols) {
    app->ui->rows = rows;
    app->ui->cols = cols;
}

/* ---- once per turn --------------------------------------------------------------------------------------------- */

static void report_selection(struct app *app) {
    char now[sizeof app->ui->selected];
    const char *page = app_page_id(app), *key = app_record_key(app);
    snprintf(now, sizeof now, "%s\n%s", page, key ? key : "");
    if (strcmp(now, app->ui->selected) != 0) {
        size_t len = strcspn(app->ui->selected, "\n");
        bool same = len == strlen(page) && strncmp(app->ui->selected, page, len) == 0;
        char left[64];
        text_copy_n(left, sizeof left, app->ui->selected, len);
        text_copy(app->ui->selected, sizeof app->ui->selected, now);
        if (!same && *left) {
            app_side_event(app, &(struct side_event){.kind = SIDE_PAGE_CLOSED, .page_id = left});
        }
        enum side_event_kind kind = same ? SIDE_RECORD_SELECTED : SIDE_PAGE_OPENED;
        app_side_event(app, &(struct side_event){.kind = kind, .page_id = page, .key = key});
    }
    const struct form *form = app_form(app);
    const char *field = "";
    if (form && form->count > 0 && form->focus.kind == STOP_FIELD &&
        (form->loaded || form->is_new)) {
        field = form->items[form->focus.index].field->key;
    }
    snprintf(now, sizeof now, "%s\n%s", page, field);
    if (strcmp(now, app->ui->focused) == 0) return;
    text_copy(app->ui->focused, sizeof app->ui->focused, now);
    if (!*field) return;
    app_side_event(
        app, &(struct side_event){.kind = SIDE_FIELD_FOCUSED, .page_id = page, .field = field});
}

void app_settle(struct app *app) {
    struct ui *ui = app->ui;
    for (int i = 0; i < ui->depth; i++) {
        struct view *view = ui->stack[i];
        bool front = view == app_top_page(app) || view->ops->popup;
        if (!front || ui->seen[i] == ui->generation) continue;
        ui->seen[i] = ui->generation;
        if (view->ops->data_changed) view->ops->data_changed(view);
    }
    struct page_view *pv = page_view_of(app_top_page(app));
    if (pv) page_view_settle(pv);
    if (ui->focus != FOCUS_PAGE && ui->rows > 0 && !focus_possible(app, ui->focus)) {
        ui->focus = FOCUS_PAGE;
    }
    report_selection(app);
}

void app_draw(struct app *app, struct canvas *canvas) {
    screen_draw(app, canvas);
}
