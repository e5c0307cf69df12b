/* SPDX-License-Identifier: MIT */
/* The action menu (a): everything the page can do, with its key; what is not possible now is dim, not hidden. */
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/page_actions.h"
#include "tui/popups.h"
#include "tui/scroll.h"

#define ENTRIES_MAX 32

struct entry {
    enum action_id action;    /* a standard command, or */
    const struct action *own; /* one of the page */
    bool enabled;
    char label[80], key[48];
};

struct action_menu {
    struct view view;
    struct entry entries[ENTRIES_MAX];
    int count;
    struct scroll scroll;
};

static struct rect place(struct view *view, struct rect body) {
    const struct action_menu *menu = (const struct action_menu *)view;
    int cols = 24, rows = menu->count + 2;
    for (int i = 0; i < menu->count; i++) {
        int wanted = text_cols(menu->entries[i].label) + text_cols(menu->entries[i].key) + 10;
        if (wanted > cols) cols = wanted;
    }
    if (cols > body.cols - 4) cols = body.cols - 4;
    if (rows > body.rows) rows = body.rows;
    return (struct rect){body.row, body.col + 2, rows, cols};
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct action_menu *menu = (struct action_menu *)view;
    int height = rect.rows - 2, cols = rect.cols - 6;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, _("Actions"));
    scroll_fit(&menu->scroll, menu->count, height);
    for (int i = 0; i < height && menu->scroll.top + i < menu->count; i++) {
        const struct entry *entry = &menu->entries[menu->scroll.top + i];
        bool selected = menu->scroll.top + i == menu->scroll.cursor;
        int row = rect.row + 1 + i, col = rect.col + 3;
        enum role role = !entry->enabled ? ROLE_DIM : ROLE_TEXT;
        if (selected) {
            canvas_put_sign(canvas, row, col - 2, ROLE_KEY, SIGN_MARKER);
            canvas_cursor(canvas, row, col - 2, false);
            if (focused && entry->enabled) role = ROLE_SELECTED;
        }
        canvas_put_cut(canvas, row, col, cols, role, entry->label);
        canvas_put_right(canvas, row, col, cols, entry->enabled ? ROLE_KEY : ROLE_DIM, entry->key);
    }
}

static void say_why_not(struct app *app, const struct entry *entry) {
    char why[MESSAGE_SIZE];
    if (entry->own) {
        page_action_why_not(page_view_of(app_top_page(app)), entry->own, why, sizeof why);
        app_message(app, MESSAGE_INFO, "%s", why);
    } else {
        app_say_impossible(app, entry->action);
    }
}

static enum next run(struct action_menu *menu) {
    struct app *app = menu->view.app;
    struct entry entry = menu->entries[menu->scroll.cursor];
    if (menu->count == 0) return NEXT_POP;
    if (!entry.enabled) {
        say_why_not(app, &entry);
        return NEXT_STAY;
    }
    app_remove(app, &menu->view);
    if (entry.own) {
        enum next next = page_action_run(page_view_of(app_top_page(app)), entry.own);
        if (next == NEXT_POP) app_close_page(app);
        if (next == NEXT_QUIT) app_quit(app);
    } else {
        app_act(app, entry.action);
    }
    return NEXT_STAY;
}

static enum next act(struct view *view, enum action_id action) {
    struct action_menu *menu = (struct action_menu *)view;
    if (action == ACTION_BACK || action == ACTION_ACTIONS) return NEXT_POP;
    if (action == ACTION_UP) scroll_move(&menu->scroll, -1, menu->count, menu->count);
    if (action == ACTION_DOWN) scroll_move(&menu->scroll, 1, menu->count, menu->count);
    if (action == ACTION_FIRST) scroll_to(&menu->scroll, 0, menu->count, menu->count);
    if (action == ACTION_LAST) scroll_to(&menu->scroll, menu->count - 1, menu->count, menu->count);
    return action == ACTION_OPEN ? run(menu) : NEXT_STAY;
}

static bool can(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_BACK || action == ACTION_OPEN || action == ACTION_UP ||
           action == ACTION_DOWN;
}

static void free_menu(struct view *view) {
    free(view);
}

static const struct view_ops actions_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .can = can,
    .free = free_menu,
};

static void add_entry(struct action_menu *menu, struct app *app, enum action_id action,
                      const struct action *own, bool enabled, const char *label) {
    if (menu->count == ENTRIES_MAX) return;
    struct entry *entry = &menu->entries[menu->count++];
    *entry = (struct entry){.action = action, .own = own, .enabled = enabled};
    text_copy(entry->label, sizeof entry->label, label);
    keymap_first(app->ui->keymap, action, app_mode(app), entry->key, sizeof entry->key);
}

void actions_open(struct app *app) {
    static const enum action_id standard[] = {ACTION_NEW,     ACTION_EDIT,    ACTION_SAVE,
                                              ACTION_DELETE,  ACTION_RESTORE, ACTION_FILTER,
                                              ACTION_REFRESH, ACTION_BACK};
    struct action_menu *menu = alloc_zero(1, sizeof *menu);
    const struct page_view *pv = page_view_of(app_top_page(app));
    const struct action *own;
    menu->view = (struct view){.ops = &actions_ops, .app = app};
    for (int i = 0; (own = page_action_at(pv, i)) != NULL; i++) {
        add_entry(menu, app, own->bound, own, page_action_enabled(pv, own), _(own->label));
    }
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++) {
        if (page_action_bound(pv, standard[i])) continue; /* the page's own is there already */
        add_entry(menu, app, standard[i], NULL, app_can(app, standard[i]),
                  app_action_label(app, standard[i]));
    }
    app_push(app, &menu->view);
}
