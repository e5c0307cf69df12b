/* SPDX-License-Identifier: MIT */
/* The home page (the menu; the flow of customers and first steps beside it where there is room, else the flow below it)
 * and the same menu above a page, F10 on narrow screens. */
#include <stdio.h>

#include "model/clock.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/customer_pane.h"
#include "tui/flow.h"
#include "tui/menu.h"
#include "tui/popups.h"
#include "tui/reader.h"

#define TREE_COLS  44 /* of the menu when first steps stand beside it */
#define STEPS_COLS 30 /* least width for them */

struct home {
    struct view view;
    struct reader steps;
    struct flow_view flow;
    bool has_flow; /* somebody reads it: as drawn last */
    bool in_flow;  /* it has the keys */
};

static void key_line(struct app *app, struct reader *out, enum action_id action, const char *text) {
    char keys[64];
    keymap_first(app->ui->keymap, action, MODE_VIEW, keys, sizeof keys);
    reader_pair(out, keys, text);
}

/* `brief`: for a low screen. F1 leads to everything that is left out. */
static void fill_steps(struct app *app, struct reader *out, bool flow, bool brief) {
    reader_clear(out);
    reader_heading(out, _("First steps"));
    if (brief && flow) key_line(app, out, ACTION_NEXT_FIELD, _("Into the flow"));
    reader_text(out,
                _("New here? Open Course, below Lab: it begins with the documented guide, customer "
                  "records that do not appear in headquarters."));
    if (brief) return;
    reader_blank(out);
    if (flow) key_line(app, out, ACTION_NEXT_FIELD, _("Into the flow; Enter opens what helps"));
    reader_pair(out, ":", _("Go to a page by a part of its name"));
    key_line(app, out, ACTION_HELP, _("Help, and every key that works here"));
    key_line(app, out, ACTION_OPEN, _("Open, or unfold a branch"));
    key_line(app, out, ACTION_BACK, _("Back, always one step"));
    key_line(app, out, ACTION_PANE, _("Customers: who waits, who is synchronized"));
}

static void draw_steps(struct home *home, struct canvas *canvas, struct rect rect) {
    struct app *app = home->view.app;
    fill_steps(app, &home->steps, home->has_flow, false);
    if (reader_rows(&home->steps, rect.cols) > rect.rows)
        fill_steps(app, &home->steps, home->has_flow, true);
    if (rect.rows > 0) reader_draw(&home->steps, canvas, rect);
}

static void draw_flow_heading(const struct home *home, struct canvas *canvas, int row, int col,
                              int cols) {
    char text[96];
    flow_heading(&home->flow, text, sizeof text);
    canvas_putf(canvas, row, col, cols,
                home->flow.focused ? ROLE_HEADING_FOCUS : flow_heading_role(&home->flow), " %s ",
                text);
}

/* Beside the menu: the flow, and first steps below it. */
static void draw_beside(struct home *home, struct canvas *canvas, struct rect rect) {
    canvas_put_sign(canvas, rect.row, rect.col, ROLE_FRAME, SIGN_TEE_DOWN);
    canvas_vline(canvas, rect.row + 1, rect.col, rect.rows - 1, ROLE_FRAME);
    int room = rect.cols - 5;
    struct rect inside = {rect.row + 1, rect.col + 3, rect.rows - 1, room > 60 ? 60 : room};
    if (home->has_flow) {
        draw_flow_heading(home, canvas, rect.row, rect.col + 2, room);
        int used = flow_column_draw(&home->flow, canvas, inside) + 1;
        inside.row += used;
        inside.rows -= used;
    } else {
        inside.row++;
        inside.rows--;
    }
    draw_steps(home, canvas, inside);
}

static void draw_below(struct home *home, struct canvas *canvas, struct rect rect) {
    canvas_hline(canvas, rect.row, rect.col, rect.cols, ROLE_FRAME);
    draw_flow_heading(home, canvas, rect.row, rect.col + 1, rect.cols - 2);
    flow_strip_draw(&home->flow, canvas,
                    (struct rect){rect.row + 1, rect.col + 1, FLOW_STRIP_ROWS, rect.cols - 2});
}

static void draw_menu(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    canvas_hline(canvas, rect.row, rect.col, rect.cols, ROLE_FRAME);
    canvas_putf(canvas, rect.row, rect.col + 1, rect.cols - 2,
                focused ? ROLE_HEADING_FOCUS : ROLE_HEADING, " %s ", _("Modules"));
    menu_draw(view->app->ui->menu, canvas,
              (struct rect){rect.row + 1, rect.col, rect.rows - 1, rect.cols}, focused,
              view->ops->popup ? app_page_id(view->app) : NULL);
}

static void draw_above(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    draw_menu(view, canvas, rect, focused);
}

static void draw_home(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct home *home = (struct home *)view;
    home->flow.data = customer_pane_data(view->app, &home->has_flow);
    home->flow.now_ms = clock_now_ms();
    bool beside = rect.cols >= TREE_COLS + STEPS_COLS, flow = home->in_flow && home->has_flow;
    home->flow.focused = focused && flow;
    struct rect menu = rect;
    if (beside) {
        canvas_hline(canvas, rect.row, rect.col, rect.cols, ROLE_FRAME);
        menu.cols = TREE_COLS;
    } else if (home->has_flow) {
        menu.rows -= FLOW_STRIP_ROWS + 1;
    }
    draw_menu(view, canvas, menu, focused && !flow);
    if (beside) {
        draw_beside(
            home, canvas,
            (struct rect){rect.row, rect.col + TREE_COLS, rect.rows, rect.cols - TREE_COLS});
    } else if (home->has_flow) {
        draw_below(home, canvas,
                   (struct rect){rect.row + menu.rows, rect.col, FLOW_STRIP_ROWS + 1, rect.cols});
    }
}

static bool is_flow_key(enum action_id action) {
    return action == ACTION_UP || action == ACTION_DOWN || action == ACTION_LEFT ||
           action == ACTION_RIGHT || action == ACTION_FIRST || action == ACTION_LAST ||
           action == ACTION_OPEN || action == ACTION_BACK;
}

static enum next act_flow(struct home *home, enum action_id action) {
    int *selected = &home->flow.selected;
    if (action == ACTION_BACK) {
        home->in_flow = false;
    } else if (action == ACTION_OPEN) {
        flow_open(&home->flow, home->view.app);
    } else if (action == ACTION_FIRST || action == ACTION_LAST) {
        *selected = action == ACTION_FIRST ? 0 : QUEUE_COUNT - 1;
    } else if (action == ACTION_UP || action == ACTION_LEFT) {
        if (*selected > 0) --*selected;
    } else if (*selected < QUEUE_COUNT - 1) {
        ++*selected;
    }
    return NEXT_STAY;
}

static enum next act_home(struct view *view, enum action_id action) {
    struct home *home = (struct home *)view;
    if (home->has_flow && (action == ACTION_NEXT_FIELD || action == ACTION_PREV_FIELD)) {
        home->in_flow = !home->in_flow;
        return NEXT_STAY;
    }
    if (home->has_flow && home->in_flow && is_flow_key(action)) return act_flow(home, action);
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

static bool can_home(const struct view *view, enum action_id action) {
    const struct home *home = (const struct home *)view;
    bool tab = action == ACTION_NEXT_FIELD || action == ACTION_PREV_FIELD;
    return can(view, action) || (tab && home->has_flow);
}

static const char *label_home(const struct view *view, enum action_id action) {
    const struct home *home = (const struct home *)view;
    if (action == ACTION_NEXT_FIELD || action == ACTION_PREV_FIELD)
        return home->in_flow ? _("Modules") : _("Flow");
    return NULL;
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
    .draw = draw_home,
    .act = act_home,
    .can = can_home,
    .label = label_home,
    .free = free_home,
    .page_id = home_id,
};

static const struct view_ops above_ops = {
    .popup = true,
    .place = place,
    .draw = draw_above,
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
