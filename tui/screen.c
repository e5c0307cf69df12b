/* SPDX-License-Identifier: MIT */
/*
 * The whole screen, top to bottom: title bar, breadcrumb, body (navigation, page, pane), bars of the side panels, message
 * bar, key legend, and popups above the body. Decides sizes only; what is in a part is drawn by its owner.
 */
#include <stdio.h>
#include <string.h>

#include "model/clock.h"
#include "model/text.h"
#include "tui/app_priv.h"
#include "tui/batch_side.h"
#include "tui/canvas.h"
#include "tui/menu.h"
#include "tui/page_view.h"
#include "tui/words.h"

#define NAVIGATION_COLS 26
#define PAGE_LEAST_COLS 72 /* the navigation shows itself only when the page keeps this much */
#define JOB_BAR_COLS    12
#define MESSAGE_ROWS    3
#define BODY_LEAST_ROWS 8 /* bars give way before the body gets smaller */

/* ---- title bar and breadcrumb ----------------------------------------------------------------------------------- */

static void draw_title(const struct app *app, struct canvas *canvas) {
    char clock[8], state[96];
    const char *environment = app->settings ? app->settings->environment : "";
    if (!*environment && app->demo) environment = "DEMO";
    bool alert = strncasecmp(environment, "PROD", 4) == 0;
    canvas_fill(canvas, (struct rect){0, 0, 1, canvas->cols}, ROLE_TITLE);
    int col = 1;
    col +=
        canvas_put_cut(canvas, 0, col, canvas->cols / 2, ROLE_TITLE, _("Commerce headquarters")) +
        3;
    if (*app->company_name) {
        col += canvas_put_cut(canvas, 0, col, 20, ROLE_TITLE, app->company_name) + 3;
    }
    if (*environment) {
        enum role role = alert ? ROLE_TITLE_ALERT : ROLE_TITLE_STATE;
        col += canvas_putf(canvas, 0, col, 18, role, alert ? " %s " : "%s", environment) + 3;
    }
    if (app->practice)
        col += canvas_putf(canvas, 0, col, 24, ROLE_TITLE_ALERT, " %s ", _("PRACTICE COPY")) + 3;
    if (app->read_only) col += canvas_put(canvas, 0, col, 16, ROLE_TITLE_STATE, _("Read only")) + 3;
    clock_format_minute(clock_now_ms(), clock, sizeof clock);
    canvas_put_right(canvas, 0, canvas->cols - 7, 6, ROLE_TITLE, clock);
    snprintf(state, sizeof state, "%s%s %s%s", app->servicing ? " " : "",
             canvas_sign(canvas, app->servicing ? SIGN_SQUARE : SIGN_BULLET),
             words_headquarters(app->servicing), app->servicing ? " " : "");
    int width = text_cols(state), at = canvas->cols - 9 - width;
    if (at < col) return;
    canvas_put(canvas, 0, at, width, app->servicing ? ROLE_TITLE_ALERT : ROLE_TITLE_STATE, state);
    batch_side_words(app, state, sizeof state);
    at -= text_cols(state) + 3;
    if (at >= col) canvas_put(canvas, 0, at, text_cols(state), ROLE_TITLE, state);
}

static void draw_crumbs(const struct app *app, struct canvas *canvas) {
    char path[512], separator[16];
    const char *page_id = app_page_id(app);
    snprintf(separator, sizeof separator, " %s ", canvas_sign(canvas, SIGN_CRUMB));
    int col = 1;
    if (!*page_id) {
        canvas_put_cut(canvas, 1, col, canvas->cols - 2, ROLE_HEADING, _("Home"));
        return;
    }
    menu_path(app, page_id, "", separator, path, sizeof path);
    char *last = NULL;
    for (char *p = strstr(path, separator); p; p = strstr(p + 1, separator)) last = p;
    if (text_cols(path) > canvas->cols - 2 && last) {
        /* The end matters: where we are. */
        const char *start = path;
        while (text_cols(start) > canvas->cols - 4 &&
               (start = strstr(start + 1, separator)) != NULL) {
            if (start == last) break;
        }
        if (start) {
            col += canvas_put_sign(canvas, 1, col, ROLE_DIM, SIGN_ELLIPSIS);
            memmove(path, start, strlen(start) + 1);
            last = NULL;
            for (char *p = strstr(path, separator); p; p = strstr(p + 1, separator)) last = p;
        }
    }
    size_t cut = last ? (size_t)(last - path) + strlen(separator) : 0;
    char title[256];
    text_copy(title, sizeof title, path + cut);
    path[cut] = '\0';
    col += canvas_put_cut(canvas, 1, col, canvas->cols - 1 - col, ROLE_CRUMB, path);
    canvas_put_cut(canvas, 1, col, canvas->cols - 1 - col, ROLE_TAB, title);
}

/* ---- message bar ------------------------------------------------------------------------------------------------ */

static int draw_job(const struct app *app, struct canvas *canvas, int row) {
    const struct job_slot *job = app_shown_job(app);
    char text[160], keys[32], head[JOB_TITLE_SIZE + 8];
    if (!job) return 0;
    keymap_first(app->ui->keymap, ACTION_CANCEL, MODE_VIEW, keys, sizeof keys);
    if (job->cancelling) {
        text_copy(text, sizeof text, _("is being cancelled"));
    } else if (job->total > 0) {
        snprintf(text, sizeof text, _("%3d %%  %s cancels"), (int)(job->done * 100 / job->total),
                 keys);
    } else {
        snprintf(text, sizeof text, _("%lld rows  %s cancels"), (long long)job->done, keys);
    }
    int most = canvas->cols / 2;
    snprintf(head, sizeof head, "%s ", job->title);
    int bar = job->total > 0 && !job->cancelling ? JOB_BAR_COLS + 1 : 0;
    int head_cols = text_cols(head), rest = bar + text_cols(text);
    if (head_cols > most - rest && most - rest > 0) head_cols = most - rest;
    int col = canvas->cols - 1 - head_cols - rest, start = col;
    col += canvas_put_cut(canvas, row, col, head_cols, ROLE_INFO, head);
    if (bar) {
        int full = (int)(job->done * JOB_BAR_COLS / job->total);
        for (int i = 0; i < JOB_BAR_COLS; i++) {
            canvas_put_sign(canvas, row, col++, i < full ? ROLE_PROGRESS : ROLE_FRAME,
                            i < full ? SIGN_BAR_FULL : SIGN_BAR_EMPTY);
        }
        col++;
    }
    canvas_put(canvas, row, col, canvas->cols - col, ROLE_DIM, text);
    return canvas->cols - start + 1;
}

static const struct {
    enum role role;
    const char *sign;
} message_kinds[] = {[MESSAGE_INFO] = {ROLE_INFO, "i"},
                     [MESSAGE_WARNING] = {ROLE_WARNING, "!"},
                     [MESSAGE_ERROR] = {ROLE_ERROR, "!"}};

/* "(2 more: g m)", or where the rest of a very long message is. */
static void more_messages(const struct app *app, bool cut, char *buf, size_t size) {
    char keys[24];
    buf[0] = '\0';
    keymap_first(app->ui->keymap, ACTION_MESSAGES, MODE_VIEW, keys, sizeof keys);
    if (app->ui->message_unseen > 1) {
        snprintf(buf, size, _("(%d more: %s)"), app->ui->message_unseen - 1, keys);
    } else if (cut) {
        snprintf(buf, size, _("(all of it: %s)"), keys);
    }
}

/* Rows the newest message takes: a remedy that is cut off helps nobody. */
static int message_rows(const struct app *app, const struct canvas *canvas) {
    const struct message *message = app_newest_message(app);
    char more[64];
    if (!message || app_shown_job(app)) return 1;
    more_messages(app, false, more, sizeof more);
    int rows = text_wrap_rows(message->text, canvas->cols - 4);
    if (rows == 1 && text_cols(message->text) + text_cols(more) + 5 > canvas->cols) rows = 2;
    return rows < 1 ? 1 : rows > MESSAGE_ROWS ? MESSAGE_ROWS : rows;
}

static void draw_message(const struct app *app, struct canvas *canvas, int row, int rows) {
    const struct message *message = app_newest_message(app);
    int room = canvas->cols - 4 - draw_job(app, canvas, row + rows - 1);
    char more[64], line[MESSAGE_SIZE];
    if (!message || room < 10) return;
    enum role role = message_kinds[message->kind].role;
    const char *text = message->text, *next;
    size_t len;
    int used = 0, i;
    canvas_put(canvas, row, 1, 1, role, message_kinds[message->kind].sign);
    more_messages(app, text_wrap_rows(text, room) > rows, more, sizeof more);
    int more_cols = text_cols(more);
    for (i = 0; i < rows && (next = text_wrap(text, room, &len)) != NULL; i++, text = next) {
        bool last = i == rows - 1;
        text_copy_n(line, sizeof line, text, last ? strlen(text) : len);
        used = canvas_put_cut(canvas, row + i, 3, room - (last && *more ? more_cols + 1 : 0), role,
                              line);
    }
    if (i < rows) used = 0; /* the row below the message is there for this alone */
    if (*more) canvas_put(canvas, row + rows - 1, 3 + used + (used > 0), more_cols, ROLE_DIM, more);
}

/* ---- legend ----------------------------------------------------------------------------------------------------- */

static const enum action_id view_legend[] = {
    ACTION_HELP,    ACTION_EDIT,  ACTION_BACK,   ACTION_LOOKUP,  ACTION_REFRESH,    ACTION_NEW,
    ACTION_FILTER,  ACTION_RUN,   ACTION_PANE,   ACTION_MENU,    ACTION_OPEN,       ACTION_TOGGLE,
    ACTION_DETAILS, ACTION_GO_TO, ACTION_DELETE, ACTION_ACTIONS, ACTION_PANE_FOCUS, ACTION_NONE};
static const enum action_id edit_legend[] = {
    ACTION_HELP,   ACTION_SAVE,       ACTION_RUN,        ACTION_EDIT, ACTION_BACK,
    ACTION_LOOKUP, ACTION_NEXT_FIELD, ACTION_NEXT_ERROR, ACTION_NEW,  ACTION_GO_TO,
    ACTION_UNDO,   ACTION_PANE,       ACTION_NONE};
static const enum action_id popup_legend[] = {ACTION_OPEN, ACTION_BACK, ACTION_SAVE, ACTION_TOGGLE,
                                              ACTION_NONE};

static void draw_key(struct canvas *canvas, int row, int *col, int gap, const char *key,
                     const char *label) {
    int wanted = text_cols(key) + 1 + text_cols(label);
    if (!*key || *col + wanted > canvas->cols) return;
    *col += canvas_put(canvas, row, *col, canvas->cols - *col, ROLE_KEY, key) + 1;
    *col += canvas_put(canvas, row, *col, canvas->cols - *col, ROLE_KEY_LABEL, label) + gap;
}

struct legend_pen {
    struct canvas *canvas;
    const struct app *app;
    int row, col;
};

static void draw_continuation(void *ctx, const char *keys, enum action_id action) {
    struct legend_pen *pen = ctx;
    if (!app_can(pen->app, action)) return;
    draw_key(pen->canvas, pen->row, &pen->col, 2, keys, app_action_label(pen->app, action));
}

/* Width of what must not be missing: everything up to F10. */
static int legend_cols(const struct app *app, const enum action_id *list, enum key_mode mode) {
    char key[48];
    int cols = 1;
    for (; *list != ACTION_NONE && *list != ACTION_OPEN; list++) {
        if (!app_can(app, *list)) continue;
        keymap_first(app->ui->keymap, *list, mode, key, sizeof key);
        if (*key) cols += text_cols(key) + text_cols(app_action_label(app, *list)) + 3;
    }
    return cols - 2;
}

static void draw_legend(const struct app *app, struct canvas *canvas, int row) {
    const struct view *top = app_top(app);
    enum key_mode mode = app_mode(app);
    char key[48];
    int col = 1;
    if (app->ui->chord.count > 0) { /* a chord has begun: what can follow */
        key_describe(app->ui->chord.keys[0], key, sizeof key);
        col += canvas_put(canvas, row, col, 20, ROLE_COACH_STRONG, key) + 1;
        col += canvas_put_sign(canvas, row, col, ROLE_DIM, SIGN_ELLIPSIS) + 2;
        struct legend_pen pen = {canvas, app, row, col};
        keymap_continuations(app->ui->keymap, &app->ui->chord, mode, draw_continuation, &pen);
        return;
    }
    const enum action_id *list = top->ops->popup     ? popup_legend
                                 : mode == MODE_EDIT ? edit_legend
                                                     : view_legend;
    int gap = legend_cols(app, list, mode) > canvas->cols - 1 ? 1 : 2;
    /* What Enter does while typing is said only where it is something of its own. */
    if (list == edit_legend && top->ops->label && top->ops->label(top, ACTION_OPEN)) {
        keymap_first(app->ui->keymap, ACTION_OPEN, mode, key, sizeof key);
        draw_key(canvas, row, &col, gap, key, app_action_label(app, ACTION_OPEN));
    }
    for (; *list != ACTION_NONE; list++) {
        if (!app_can(app, *list)) continue;
        /* The same for Space outside of popups: marking is news, changing a switch is not. */
        bool plain = !top->ops->label || !top->ops->label(top, *list);
        if (*list == ACTION_TOGGLE && !top->ops->popup && plain) continue;
        keymap_first(app->ui->keymap, *list, mode, key, sizeof key);
        draw_key(canvas, row, &col, gap, key, app_action_label(app, *list));
    }
}

/* ---- side panels ------------------------------------------------------------------------------------------------ */

static bool side_visible(const struct app *app, const struct side_slot *slot) {
    return !slot->side->visible || slot->side->visible(app, slot->state);
}

/* Take the panes' columns from the right and the bars' rows from the bottom of the body. */
static void place_sides(struct app *app, struct rect *body) {
    for (int i = app->ui->side_count - 1; i >= 0; i--) {
        struct side_slot *slot = &app->ui->sides[i];
        const struct side *side = slot->side;
        slot->rect = (struct rect){0};
        slot->pane = false;
        if (!side_visible(app, slot)) continue;
        int cols = side->cols ? side->cols(app, slot->state, app->ui->rows, app->ui->cols) : 0;
        if (cols > 0 && cols < body->cols / 2) {
            slot->pane = true;
            slot->rect.cols = cols;
            continue;
        }
        int most = body->rows - BODY_LEAST_ROWS;
        int rows = side->rows && most > 0 ? side->rows(app, slot->state, body->cols - 2, most) : 0;
        if (rows > most) rows = most;
        if (rows <= 0) continue;
        int rule = rows > 1 && rows < most ? 1 : 0;
        body->rows -= rows + rule;
        slot->rect =
            (struct rect){body->row + body->rows + rule, body->col + 1, rows, body->cols - 2};
    }
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (!slot->pane) continue;
        body->cols -= slot->rect.cols + 1;
        slot->rect = (struct rect){body->row + 1, body->col + body->cols + 1, body->rows - 1,
                                   slot->rect.cols};
    }
}

static void draw_side(struct app *app, struct canvas *canvas, int index) {
    struct side_slot *slot = &app->ui->sides[index];
    struct rect rect = slot->rect;
    bool focused = app->ui->focus == FOCUS_SIDE + index && !app_top(app)->ops->popup;
    if (rect.rows <= 0) return;
    if (slot->pane) {
        char heading[128];
        if (slot->side->heading) {
            slot->side->heading(app, slot->state, heading, sizeof heading);
        } else {
            text_copy(heading, sizeof heading, _(slot->side->title));
        }
        canvas_hline(canvas, rect.row - 1, rect.col - 1, rect.cols + 1, ROLE_FRAME);
        canvas_vline(canvas, rect.row, rect.col - 1, rect.rows, ROLE_FRAME);
        canvas_put_sign(canvas, rect.row - 1, rect.col - 1, ROLE_FRAME, SIGN_TEE_DOWN);
        canvas_putf(canvas, rect.row - 1, rect.col + 1, rect.cols - 2,
                    focused ? ROLE_HEADING_FOCUS : ROLE_HEADING, " %s ", heading);
    } else if (rect.rows > 1) {
        canvas_hline(canvas, rect.row - 1, 0, canvas->cols, focused ? ROLE_KEY : ROLE_FRAME);
    }
    slot->side->draw(app, slot->state, canvas, rect, slot->pane, focused);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void draw_too_small(struct canvas *canvas) {
    char text[96];
    snprintf(text, sizeof text, _("Terminal too small, need %dx%d"), SCREEN_MIN_COLS,
             SCREEN_MIN_ROWS);
    canvas_put(canvas, canvas->rows / 2, 0, canvas->cols, ROLE_TEXT, text);
    snprintf(text, sizeof text, "%dx%d", canvas->cols, canvas->rows);
    canvas_put(canvas, canvas->rows / 2 + 1, 0, canvas->cols, ROLE_DIM, text);
    canvas_cursor(canvas, canvas->rows / 2, 0, false);
}

static void draw_navigation(struct app *app, struct canvas *canvas, struct rect *body, bool popup) {
    app->ui->menu_shown = page_view_of(app_top_page(app)) != NULL &&
                          body->cols - NAVIGATION_COLS - 1 >= PAGE_LEAST_COLS;
    if (!app->ui->menu_shown) return;
    bool focused = app->ui->focus == FOCUS_MENU && !popup;
    struct rect rect = {body->row + 1, body->col, body->rows - 1, NAVIGATION_COLS};
    canvas_hline(canvas, body->row, body->col, NAVIGATION_COLS, ROLE_FRAME);
    canvas_putf(canvas, body->row, body->col + 1, NAVIGATION_COLS - 2,
                focused ? ROLE_HEADING_FOCUS : ROLE_HEADING, " %s ", _("Modules"));
    menu_reveal(app->ui->menu, app_page_id(app));
    menu_draw(app->ui->menu, canvas, rect, focused, app_page_id(app));
    canvas_vline(canvas, rect.row, rect.col + rect.cols, rect.rows, ROLE_FRAME);
    canvas_put_sign(canvas, body->row, rect.col + rect.cols, ROLE_FRAME, SIGN_TEE_DOWN);
    body->col += NAVIGATION_COLS + 1;
    body->cols -= NAVIGATION_COLS + 1;
}

static void draw_popups(struct app *app, struct canvas *canvas, struct rect body) {
    for (int i = 0; i < app->ui->depth; i++) {
        struct view *view = app->ui->stack[i];
        if (!view->ops->popup) continue;
        struct rect rect = view->ops->place(view, body);
        canvas_fill(canvas, rect, ROLE_DIALOG);
        view->ops->draw(view, canvas, rect, i == app->ui->depth - 1);
    }
}

void screen_draw(struct app *app, struct canvas *canvas) {
    canvas_clear(canvas);
    app->ui->rows = canvas->rows;
    app->ui->cols = canvas->cols;
    if (canvas->rows < SCREEN_MIN_ROWS || canvas->cols < SCREEN_MIN_COLS) {
        draw_too_small(canvas);
        return;
    }
    int message = message_rows(app, canvas);
    struct rect body = {2, 0, canvas->rows - 3 - message, canvas->cols};
    bool popup = app_top(app)->ops->popup;
    place_sides(app, &body);
    struct rect whole = body;
    draw_title(app, canvas);
    draw_crumbs(app, canvas);
    draw_navigation(app, canvas, &body, popup);
    app->ui->body = body;
    struct view *page = app_top_page(app);
    page->ops->draw(page, canvas, body, app->ui->focus == FOCUS_PAGE && !popup);
    for (int i = 0; i < app->ui->side_count; i++) draw_side(app, canvas, i);
    for (int i = 0; i < app->ui->side_count; i++) {
        if (app->ui->sides[i].pane) whole.cols = app->ui->sides[i].rect.col - 1;
    }
    draw_popups(app, canvas, whole);
    draw_message(app, canvas, canvas->rows - 1 - message, message);
    draw_legend(app, canvas, canvas->rows - 1);
}
