/* SPDX-License-Identifier: MIT */
/* Popups with scrolled text: help (made from the field, the side panels and the key table), messages, and whatever a
 * page or the coach wants to show. And the action menu, which is a list of what the page can do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/popups.h"
#include "tui/reader.h"

struct text_popup {
    struct view view;
    char title[160];
    struct reader reader;
};

static struct rect place(struct view *view, struct rect body) {
    const struct text_popup *popup = (const struct text_popup *)view;
    int cols = body.cols - 6 > 88 ? 88 : body.cols - 6;
    int rows = reader_rows(&popup->reader, cols - 7) + 4;
    if (rows > body.rows) rows = body.rows;
    return (struct rect){body.row + (body.rows - rows) / 3, body.col + (body.cols - cols) / 2, rows,
                         cols};
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct text_popup *popup = (struct text_popup *)view;
    (void)focused;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, popup->title);
    reader_draw(&popup->reader, canvas,
                (struct rect){rect.row + 2, rect.col + 3, rect.rows - 4, rect.cols - 6});
    canvas_cursor(canvas, rect.row + 2, rect.col + 3, false);
}

static enum next act(struct view *view, enum action_id action) {
    struct text_popup *popup = (struct text_popup *)view;
    bool close = action == ACTION_BACK || action == ACTION_OPEN || action == ACTION_HELP;
    if (close) return NEXT_POP;
    return reader_act(&popup->reader, action) ? NEXT_STAY : NEXT_UNHANDLED;
}

static bool can(const struct view *view, enum action_id action) {
    return action == ACTION_BACK || reader_can(&((const struct text_popup *)view)->reader, action);
}

static const char *label(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_BACK ? _("Close") : NULL;
}

static void free_popup(struct view *view) {
    reader_release(&((struct text_popup *)view)->reader);
    free(view);
}

static const struct view_ops text_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .can = can,
    .label = label,
    .free = free_popup,
};

static struct text_popup *make(struct app *app, const char *title) {
    struct text_popup *popup = alloc_zero(1, sizeof *popup);
    popup->view = (struct view){.ops = &text_ops, .app = app};
    text_copy(popup->title, sizeof popup->title, title);
    reader_init(&popup->reader);
    return popup;
}

void app_show_text(struct app *app, const char *title, void (*fill)(void *ctx, struct reader *out),
                   void *ctx) {
    struct text_popup *popup = make(app, title);
    fill(ctx, &popup->reader);
    app_push(app, &popup->view);
}

/* ---- help ------------------------------------------------------------------------------------------------------- */

/* Keys of one group that do something here. */
static void help_group(const struct app *app, enum action_group group, struct reader *out) {
    bool heading = false;
    char keys[256];
    for (int i = 1; i < ACTION_COUNT; i++) {
        enum action_id action = (enum action_id)i;
        if (action_group(action) != group || !app_can(app, action)) continue;
        keymap_all(app->ui->keymap, action, app_mode(app), keys, sizeof keys);
        if (!*keys) continue;
        if (!heading) {
            reader_blank(out);
            reader_heading(out, _(action_group_label(group)));
            heading = true;
        }
        reader_pair(out, keys, app_action_label(app, action));
    }
}

void help_open(struct app *app) {
    static const enum action_group order[] = {GROUP_EDIT, GROUP_MOVE, GROUP_TYPE, GROUP_GLOBAL,
                                              GROUP_GUIDE};
    struct view *view = app_top(app);
    struct text_popup *popup = make(app, _("Help"));
    struct reader *out = &popup->reader;
    for (int i = 0; i < app->ui->side_count; i++) {
        const struct side_slot *slot = &app->ui->sides[i];
        if (slot->side->help && slot->side->visible && slot->side->visible(app, slot->state)) {
            int before = out->count;
            slot->side->help(app, slot->state, out);
            if (out->count > before) reader_blank(out);
        }
    }
    if (view->ops->help) view->ops->help(view, out);
    reader_heading(out, _("Keys that work here"));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) help_group(app, order[i], out);
    reader_blank(out);
    reader_text(out, _("Without function keys: Ctrl+X and a digit, 1 for F1 up to 0 for F10. "
                       "While you type, letters are text; Esc leaves the field."));
    app_push(app, &popup->view);
}

/* ---- messages --------------------------------------------------------------------------------------------------- */

void messages_open(struct app *app) {
    static const char *const kinds[] = {[MESSAGE_INFO] = N_("Information"),
                                        [MESSAGE_WARNING] = N_("Warning"),
                                        [MESSAGE_ERROR] = NC_("message", "Error")};
    struct text_popup *popup = make(app, _("Messages"));
    const struct message *message;
    for (int i = 0; (message = app_message_at(app, i)) != NULL; i++) {
        char time[16], head[64];
        clock_format_time(message->at_ms, time, sizeof time);
        snprintf(head, sizeof head, "%s %s", time, _(kinds[message->kind]));
        reader_pair(&popup->reader, head, message->text);
    }
    if (popup->reader.count == 0) reader_text(&popup->reader, _("There are no messages."));
    app_push(app, &popup->view);
    app_hide_message(app);
}
