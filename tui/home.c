/* SPDX-License-Identifier: MIT */
/* The home page (the menu on the whole body, with first steps beside it where there is room) and the same menu above a
 * page, F10 on narrow screens. */
#include <stdio.h>

#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/menu.h"
#include "tui/popups.h"
#include "tui/reader.h"

#define TREE_COLS  44 /* of the menu when first steps stand beside it */
#define STEPS_COLS 30 /* least width for them */

struct home {
    struct view view;
    struct reader steps;
};

static void key_line(struct app *app, struct reader *out, enum action_id action, const char *text) {
    char keys[64];
    keymap_first(app->ui->keymap, action, MODE_VIEW, keys, sizeof keys);
    reader_pair(out, keys, text);
}

static void fill_steps(struct app *app, struct reader *out) {
    reader_clear(out);
    reader_heading(out, _("First steps"));
    reader_blank(out);
    reader_pair(out, ":", _("Go to a page by a part of its name"));
    key_line(app, out, ACTION_HELP, _("Help, and every key that works here"));
    key_line(app, out, ACTION_OPEN, _("Open, or unfold a branch"));
    key_line(app, out, ACTION_BACK, _("Back, always one step"));
    key_line(app, out, ACTION_PANE, _("Customers: who waits, who is synchronized"));
    reader_blank(out);
    reader_text(out,
                _("New here? Open Guides, below Lab, and follow the documented guide: customer "
                  "records that do not appear in headquarters."));
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct home *home = (struct home *)view;
    struct app *app = view->app;
    bool beside = !view->ops->popup && rect.cols >= TREE_COLS + STEPS_COLS;
    int cols = beside ? TREE_COLS : rect.cols;
    canvas_hline(canvas, rect.row, rect.col, rect.cols, ROLE_FRAME);
    canvas_putf(canvas, rect.row, rect.col + 1, cols - 2,
                focused ? ROLE_HEADING_FOCUS : ROLE_HEADING, " %s ", _("Modules"));
    menu_draw(app->ui->menu, canvas, (struct rect){rect.row + 1, rect.col, rect.rows - 1, cols},
              focused, view->ops->popup ? app_page_id(app) : NULL);
    if (!beside) return;
    fill_steps(app, &home->steps);
    canvas_put_sign(canvas, rect.row, rect.col + cols, ROLE_FRAME, SIGN_TEE_DOWN);
    canvas_vline(canvas, rect.row + 1, rect.col + cols, rect.rows - 1, ROLE_FRAME);
    int left = cols + 3, room = rect.cols - left - 2;
    reader_draw(&home->steps, canvas,
                (struct rect){rect.row + 2, rect.col + left, rect.rows - 2, room > 60 ? 60 : room});
}

static enum next act_home(struct view *view, enum action_id action) {
    enum next next = menu_act(view->app->ui->menu, action);
    if (next != NEXT_UNHANDLED) return next;
    if (action == ACTION_MENU) return NEXT_STAY;
    return NEXT_UNHANDLED;
}

static enum next act_above(struct view *view, enum action_id action) {
    struct app *app = view->app;
    if (action == ACTION_BACK || action == ACTION_MENU) return NEXT_POP;
    if (action == ACTION_GO_TO || action == ACTION_FILTER) {
        app_remove(app, view);
        palette_open(app, "");
        return NEXT_STAY;
    }
    int depth = app->ui->depth;
    enum next next = menu_act(app->ui->menu, action);
    /* Opening a page put it below us or above us: we are done either way. */
    if (app->ui->depth != depth || app_top(app) != view) app_remove(app, view);
    return next;
}

static bool can(const struct view *view, enum action_id action) {
    return menu_can(view->app->ui->menu, action) || action == ACTION_BACK;
}

static struct rect place(struct view *view, struct rect body) {
    (void)view;
    return body;
}

static void free_home(struct view *view) {
    struct home *home = (struct home *)view;
    reader_release(&home->steps);
    free(home);
}

static const char *home_id(const struct view *view) {
    (void)view;
    return "";
}

static const struct view_ops home_ops = {
    .draw = draw,
    .act = act_home,
    .can = can,
    .free = free_home,
    .page_id = home_id,
};

static const struct view_ops above_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act_above,
    .can = can,
    .free = free_home,
};

static struct view *make(struct app *app, const struct view_ops *ops) {
    struct home *home = alloc_zero(1, sizeof *home);
    home->view = (struct view){.ops = ops, .app = app};
    reader_init(&home->steps);
    return &home->view;
}

struct view *menu_view_new(struct app *app) {
    return make(app, &home_ops);
}

void menu_open(struct app *app) {
    menu_reveal(app->ui->menu, app_page_id(app));
    app_push(app, make(app, &above_ops));
}
