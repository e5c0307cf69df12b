/* SPDX-License-Identifier: MIT */
/*
 * The navigation tree: what is unfolded, where the cursor is, and the three places it is shown in. Which pages exist
 * is asked of the registry; a page that does not exist yet is shown dim and opens a page that says so.
 */
#include "tui/menu.h"

#include <stdio.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/popups.h"
#include "tui/scroll.h"

#define NODES_MAX 128

struct menu {
    struct app *app;
    int count;
    bool open[NODES_MAX];
    int cursor; /* node */
    int top;    /* first visible row */
    int height;
    char revealed[64];
};

/* ---- the tree -------------------------------------------------------------------------------------------------- */

int menu_find(const char *page_id) {
    for (int i = 0; menu_tree[i].title; i++) {
        if (menu_tree[i].page_id && strcmp(menu_tree[i].page_id, page_id) == 0) return i;
    }
    return -1;
}

int menu_parent(int node) {
    int depth = menu_tree[node].depth;
    while (--node >= 0) {
        if (menu_tree[node].depth < depth) return node;
    }
    return -1;
}

const char *menu_title(const struct app *app, const char *page_id) {
    const struct page *page = app_find_page(app, page_id);
    int node = menu_find(page_id);
    if (page) return _(page->title);
    return node >= 0 ? _(menu_tree[node].title) : page_id;
}

static const char *in_language(const char *language, const char *msgid) {
    return *language ? tr_in(language, msgid) : _(msgid);
}

void menu_path(const struct app *app, const char *page_id, const char *language,
               const char *separator, char *buf, size_t size) {
    const struct page *page = app_find_page(app, page_id);
    const char *crumbs[8];
    int count = 0;
    size_t used = 0;
    for (int i = 0; page && i < PATH_MAX_CRUMBS && page->path[i]; i++)
        crumbs[count++] = page->path[i];
    if (!page) {
        for (int node = menu_find(page_id); node >= 0 && count < 7; count++) {
            node = menu_parent(node);
            if (node < 0) break;
            memmove(crumbs + 1, crumbs, (size_t)count * sizeof *crumbs);
            crumbs[0] = menu_tree[node].title;
        }
    }
    int node = menu_find(page_id);
    const char *title = page ? page->title : node >= 0 ? menu_tree[node].title : page_id;
    buf[0] = '\0';
    for (int i = 0; i <= count && used < size - 1; i++) {
        const char *text = in_language(language, i < count ? crumbs[i] : title);
        used += (size_t)snprintf(buf + used, size - used, "%s%s", i ? separator : "", text);
    }
}

static bool exists(const struct app *app, int node) {
    return menu_tree[node].page_id && app_find_page(app, menu_tree[node].page_id);
}

void menu_explain_missing(struct app *app, const char *page_id, struct reader *out) {
    char text[400];
    snprintf(
        text, sizeof text,
        _("The page %s belongs to Commerce headquarters, but this console does not have it yet. "
          "Nothing is hidden behind it: what it would show or change is not simulated."),
        menu_title(app, page_id));
    reader_text(out, text);
    reader_blank(out);
    int node = menu_find(page_id);
    int module = node < 0 ? -1 : node;
    while (module >= 0 && menu_tree[module].depth > 1) module = menu_parent(module);
    bool any = false;
    for (int pass = 0; pass < 2 && !any; pass++) { /* the same branch first, then everything */
        reader_heading(out, pass == 0 ? _("Available nearby") : _("Available in this console"));
        for (int i = pass == 0 ? (module < 0 ? 0 : module) : 0; menu_tree[i].title; i++) {
            if (pass == 0 && i > module &&
                menu_tree[i].depth <= menu_tree[module < 0 ? 0 : module].depth)
                break;
            if (!exists(app, i) || menu_find(menu_tree[i].page_id) != i) continue;
            menu_path(app, menu_tree[i].page_id, "", " > ", text, sizeof text);
            reader_text(out, text);
            any = true;
        }
        if (!any) reader_text(out, _("Nothing in this branch yet."));
        reader_blank(out);
    }
    reader_text(out, _("A colon (:) and a part of a name finds every page."));
}

/* ---- state ----------------------------------------------------------------------------------------------------- */

struct menu *menu_new(struct app *app) {
    struct menu *menu = alloc_zero(1, sizeof *menu);
    menu->app = app;
    menu->height = 20;
    while (menu_tree[menu->count].title) menu->count++;
    if (menu->count > NODES_MAX) BUG("the navigation has too many places");
    menu->open[0] = true;
    for (int i = 1; i < menu->count; i++) {
        const char *title = menu_tree[i].title;
        if (menu_tree[i].depth == 0 && strcmp(title, "Lab") == 0) menu->open[i] = true;
    }
    return menu;
}

void menu_free(struct menu **menu) {
    free(*menu);
    *menu = NULL;
}

static bool is_branch(int node) {
    return menu_tree[node].page_id == NULL;
}

static bool is_visible(const struct menu *menu, int node) {
    for (node = menu_parent(node); node >= 0; node = menu_parent(node)) {
        if (!menu->open[node]) return false;
    }
    return true;
}

static int visible_before(const struct menu *menu, int node) {
    int rows = 0;
    for (int i = 0; i < node; i++) rows += is_visible(menu, i);
    return rows;
}

void menu_reveal(struct menu *menu, const char *page_id) {
    int node = menu_find(page_id);
    if (node < 0 || strcmp(menu->revealed, page_id) == 0) return;
    text_copy(menu->revealed, sizeof menu->revealed, page_id);
    for (int up = menu_parent(node); up >= 0; up = menu_parent(up)) menu->open[up] = true;
    menu->cursor = node;
}

static void step(struct menu *menu, int delta, int times) {
    while (times-- > 0) {
        int node = menu->cursor + delta;
        while (node >= 0 && node < menu->count && !is_visible(menu, node)) node += delta;
        if (node < 0 || node >= menu->count) return;
        menu->cursor = node;
    }
}

static enum next open_node(struct menu *menu) {
    int node = menu->cursor;
    if (is_branch(node)) {
        menu->open[node] = !menu->open[node];
        return NEXT_STAY;
    }
    text_copy(menu->revealed, sizeof menu->revealed, menu_tree[node].page_id);
    app_open_page(menu->app, menu_tree[node].page_id, NULL);
    return NEXT_STAY;
}

enum next menu_act(struct menu *menu, enum action_id action) {
    int node = menu->cursor;
    if (action == ACTION_UP || action == ACTION_DOWN) {
        step(menu, action == ACTION_UP ? -1 : 1, 1);
    } else if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN) {
        step(menu, action == ACTION_PAGE_UP ? -1 : 1, menu->height > 2 ? menu->height - 1 : 1);
    } else if (action == ACTION_FIRST || action == ACTION_LAST) {
        step(menu, action == ACTION_FIRST ? -1 : 1, menu->count);
    } else if (action == ACTION_OPEN || action == ACTION_TOGGLE) {
        return open_node(menu);
    } else if (action == ACTION_RIGHT) {
        if (is_branch(node) && menu->open[node]) {
            step(menu, 1, 1);
        } else {
            return open_node(menu);
        }
    } else if (action == ACTION_LEFT) {
        if (is_branch(node) && menu->open[node]) {
            menu->open[node] = false;
        } else if (menu_parent(node) >= 0) {
            menu->cursor = menu_parent(node);
        }
    } else if (action == ACTION_FILTER) {
        palette_open(menu->app, "");
    } else {
        return NEXT_UNHANDLED;
    }
    return NEXT_STAY;
}

bool menu_can(const struct menu *menu, enum action_id action) {
    (void)menu;
    return action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP ||
           action == ACTION_PAGE_DOWN || action == ACTION_FIRST || action == ACTION_LAST ||
           action == ACTION_OPEN || action == ACTION_RIGHT || action == ACTION_LEFT ||
           action == ACTION_FILTER || action == ACTION_TOGGLE;
}

/* ---- drawing --------------------------------------------------------------------------------------------------- */

static void draw_node(const struct menu *menu, struct canvas *canvas, struct rect line, int node,
                      bool focused, const char *current) {
    const struct menu_node *item = &menu_tree[node];
    bool selected = node == menu->cursor, branch = is_branch(node);
    bool here = !branch && strcmp(item->page_id, current) == 0;
    int col = line.col + 2 + 2 * item->depth, end = line.col + line.cols;
    if (selected) {
        canvas_put_sign(canvas, line.row, line.col, focused ? ROLE_KEY : ROLE_DIM, SIGN_MARKER);
        canvas_cursor(canvas, line.row, line.col, false);
    }
    enum role role = branch                    ? (item->depth == 0 ? ROLE_TAB : ROLE_TEXT)
                     : exists(menu->app, node) ? ROLE_TEXT
                                               : ROLE_DIM;
    if (branch) {
        canvas_put_sign(canvas, line.row, col, ROLE_DIM,
                        menu->open[node] ? SIGN_OPEN : SIGN_CLOSED);
    } else if (here) {
        canvas_put_sign(canvas, line.row, col, ROLE_KEY, SIGN_BULLET);
    } else if (role == ROLE_TEXT) {
        canvas_put_sign(canvas, line.row, col, ROLE_DIM, SIGN_DOT);
    }
    if (selected) role = focused ? ROLE_SELECTED : ROLE_SELECTED_AWAY;
    col += 2;
    canvas_put_cut(canvas, line.row, col, end - col, role, _(item->title));
}

void menu_draw(struct menu *menu, struct canvas *canvas, struct rect rect, bool focused,
               const char *current) {
    int rows = visible_before(menu, menu->count);
    struct scroll scroll = {.top = menu->top, .cursor = visible_before(menu, menu->cursor)};
    if (!current) current = "";
    menu->height = rect.rows;
    scroll_fit(&scroll, rows, rect.rows);
    menu->top = scroll.top;
    int row = -scroll.top;
    for (int node = 0; node < menu->count; node++) {
        if (!is_visible(menu, node)) continue;
        if (row >= 0 && row < rect.rows) {
            draw_node(menu, canvas, (struct rect){rect.row + row, rect.col, 1, rect.cols - 1}, node,
                      focused, current);
        }
        row++;
    }
    int right = rect.col + rect.cols - 1;
    if (scroll.top > 0) canvas_put_sign(canvas, rect.row, right, ROLE_DIM, SIGN_UP);
    if (scroll.top + rect.rows < rows) {
        canvas_put_sign(canvas, rect.row + rect.rows - 1, right, ROLE_DIM, SIGN_DOWN);
    }
}
