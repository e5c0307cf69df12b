/* SPDX-License-Identifier: MIT */
/*
 * Questions and messages that must be answered before going on: a view like any other on the stack. Esc gives the answer
 * the asker named, letters press the button that begins with them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"

#define BUTTON_SIZE 64
#define TEXT_COLS   66 /* widest text: longer lines are hard to read */
#define AIR         6  /* frame, empty rows and buttons around the text */

struct dialog {
    struct view view;
    struct question q;
    char buttons[QUESTION_BUTTONS][BUTTON_SIZE];
    int count, focus;
};

void question_init(struct question *q, enum message_kind kind, const char *title) {
    *q = (struct question){.kind = kind, .buttons = {_("OK")}};
    text_copy(q->title, sizeof q->title, title);
}

void question_yes_no(struct question *q) {
    q->buttons[0] = _("Yes");
    q->buttons[1] = _("No");
    q->buttons[2] = NULL;
    q->focus = q->escape = 1;
}

static int detail_rows(const struct dialog *dialog) {
    int rows = 0;
    for (const char *p = dialog->q.details; *p; rows++) {
        p += strcspn(p, "\n");
        if (*p == '\n') p++;
    }
    return rows;
}

/* Rows between the frame's air: text, and the changes below an empty row. */
static int content_rows(const struct dialog *dialog, int cols) {
    int details = detail_rows(dialog);
    return text_wrap_rows(dialog->q.text, cols) + (details > 0 ? details + 1 : 0);
}

static struct rect place(struct view *view, struct rect body) {
    const struct dialog *dialog = (const struct dialog *)view;
    int details = detail_rows(dialog), buttons = 0;
    for (int i = 0; i < dialog->count; i++) buttons += text_cols(dialog->buttons[i]) + 4;
    int cols = text_cols(dialog->q.text);
    if (cols < text_cols(dialog->q.title) + 6) cols = text_cols(dialog->q.title) + 6;
    if (cols < buttons) cols = buttons;
    if (details > 0 && cols < 58) cols = 58;
    if (cols > TEXT_COLS) cols = TEXT_COLS;
    if (cols > body.cols - 8) cols = body.cols - 8;
    /* Little room: wider than is pleasant rather than cut; draw() gives up the air next. */
    if (content_rows(dialog, cols) + AIR > body.rows) cols = body.cols - 8;
    int rows = content_rows(dialog, cols) + AIR;
    if (rows > body.rows) rows = body.rows;
    return (struct rect){body.row + (body.rows - rows) / 3, body.col + (body.cols - cols - 6) / 2,
                         rows, cols + 6};
}

/* "Label   old → new": three columns that share the width. */
static void draw_details(const struct dialog *dialog, struct canvas *canvas, int row, int last,
                         int col, int cols) {
    int label_cols = cols * 2 / 5, value_cols = (cols - label_cols - 4) / 2;
    const char *p = dialog->q.details;
    for (; *p && row < last; row++) {
        char cell[3][256];
        for (int i = 0; i < 3; i++) {
            size_t len = strcspn(p, "\t\n");
            text_copy_n(cell[i], sizeof cell[i], p, len);
            p += len;
            if (*p == '\t') p++;
        }
        if (*p == '\n') p++;
        for (int i = 1; i < 3; i++) {
            if (!*cell[i]) text_copy(cell[i], sizeof cell[i], _("(empty)"));
        }
        canvas_put_cut(canvas, row, col, label_cols - 1, ROLE_LABEL, cell[0]);
        int at = col + label_cols;
        at += canvas_put_cut(canvas, row, at, value_cols, ROLE_DIM, cell[1]) + 1;
        at += canvas_put_sign(canvas, row, at, ROLE_DIM, SIGN_ARROW) + 1;
        canvas_put_cut(canvas, row, at, col + cols - at, ROLE_CHANGED, cell[2]);
    }
}

static void draw_buttons(const struct dialog *dialog, struct canvas *canvas, int row, int col,
                         bool focused) {
    for (int i = 0; i < dialog->count; i++) {
        bool focus = focused && i == dialog->focus;
        enum role role = focus ? ROLE_BUTTON_FOCUS : ROLE_BUTTON;
        if (focus) canvas_cursor(canvas, row, col, false);
        col += canvas_putf(canvas, row, col, BUTTON_SIZE, role, focus ? "[ %s ]" : "  %s  ",
                           dialog->buttons[i]);
        col += 2;
    }
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    static const enum role kinds[] = {
        [MESSAGE_INFO] = ROLE_TEXT, [MESSAGE_WARNING] = ROLE_WARNING, [MESSAGE_ERROR] = ROLE_ERROR};
    const struct dialog *dialog = (const struct dialog *)view;
    char title[128];
    const char *sign = dialog->q.kind == MESSAGE_INFO ? "" : "! ";
    snprintf(title, sizeof title, "%s%s", sign, dialog->q.title);
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, title);
    if (*sign) canvas_put(canvas, rect.row, rect.col + 3, 1, kinds[dialog->q.kind], "!");
    int col = rect.col + 3, cols = rect.cols - 6;
    bool airy = content_rows(dialog, cols) + AIR <= rect.rows;
    int row = rect.row + (airy ? 2 : 1), last = rect.row + rect.rows - (airy ? 4 : 3);
    const char *text = dialog->q.text;
    char line[512];
    size_t len;
    for (const char *next; row <= last && (next = text_wrap(text, cols, &len)) != NULL;
         text = next) {
        text_copy_n(line, sizeof line, text, len);
        canvas_put(canvas, row++, col, cols, ROLE_DIALOG, line);
    }
    if (*dialog->q.details) draw_details(dialog, canvas, row + 1, last + 1, col, cols);
    draw_buttons(dialog, canvas, rect.row + rect.rows - 2, col, focused);
}

static enum next answer(struct dialog *dialog, int index) {
    struct app *app = dialog->view.app;
    answer_fn *answered = dialog->q.answered;
    void *ctx = dialog->q.ctx;
    app_remove(app, &dialog->view); /* before the answer, which may ask the next question */
    if (answered) answered(app, index, ctx);
    return NEXT_STAY;
}

static enum next act(struct view *view, enum action_id action) {
    struct dialog *dialog = (struct dialog *)view;
    bool forward = action == ACTION_RIGHT || action == ACTION_NEXT_FIELD || action == ACTION_DOWN;
    bool back = action == ACTION_LEFT || action == ACTION_PREV_FIELD || action == ACTION_UP;
    if (forward) {
        dialog->focus = (dialog->focus + 1) % dialog->count;
    } else if (back) {
        dialog->focus = (dialog->focus + dialog->count - 1) % dialog->count;
    } else if (action == ACTION_OPEN || action == ACTION_TOGGLE) {
        return answer(dialog, dialog->focus);
    } else if (action == ACTION_BACK) {
        return answer(dialog, dialog->q.escape);
    }
    return NEXT_STAY;
}

static enum next text(struct view *view, const char *utf8) {
    struct dialog *dialog = (struct dialog *)view;
    char typed[16], first[BUTTON_SIZE];
    int match = -1, matches = 0;
    if (strcmp(utf8, " ") == 0) return answer(dialog, dialog->focus);
    text_fold(typed, sizeof typed, utf8);
    for (int i = 0; i < dialog->count; i++) {
        text_copy(first, sizeof first, dialog->buttons[i]);
        first[text_fit(first, 1)] = '\0';
        text_fold(first, sizeof first, first);
        if (strcmp(first, typed) != 0) continue;
        if (match < 0) match = i;
        matches++;
    }
    if (matches == 1) return answer(dialog, match);
    if (matches > 1) dialog->focus = match;
    return NEXT_STAY;
}

static enum key_mode mode(const struct view *view) {
    (void)view;
    return MODE_EDIT; /* letters belong to the buttons */
}

static bool can(const struct view *view, enum action_id action) {
    const struct dialog *dialog = (const struct dialog *)view;
    return action == ACTION_OPEN || action == ACTION_BACK ||
           (dialog->count > 1 && (action == ACTION_LEFT || action == ACTION_RIGHT));
}

static const char *label(const struct view *view, enum action_id action) {
    const struct dialog *dialog = (const struct dialog *)view;
    if (action == ACTION_OPEN) return dialog->buttons[dialog->focus];
    return action == ACTION_BACK ? dialog->buttons[dialog->q.escape] : NULL;
}

static void free_dialog(struct view *view) {
    free(view);
}

static const struct view_ops dialog_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .text = text,
    .mode = mode,
    .can = can,
    .label = label,
    .free = free_dialog,
};

static const struct dialog *dialog_of(const struct view *view) {
    return view->ops == &dialog_ops ? (const struct dialog *)view : NULL;
}

const char *dialog_button(const struct view *view, int index) {
    const struct dialog *dialog = dialog_of(view);
    return dialog && index < dialog->count ? dialog->buttons[index] : NULL;
}

int dialog_focus(const struct view *view) {
    const struct dialog *dialog = dialog_of(view);
    return dialog ? dialog->focus : -1;
}

void app_ask(struct app *app, const struct question *q) {
    struct dialog *dialog = alloc_zero(1, sizeof *dialog);
    dialog->view = (struct view){.ops = &dialog_ops, .app = app};
    dialog->q = *q;
    while (dialog->count < QUESTION_BUTTONS && q->buttons[dialog->count]) {
        text_copy(dialog->buttons[dialog->count], BUTTON_SIZE, q->buttons[dialog->count]);
        dialog->count++;
    }
    if (dialog->count == 0) text_copy(dialog->buttons[dialog->count++], BUTTON_SIZE, _("OK"));
    dialog->focus = q->focus < dialog->count ? q->focus : 0;
    dialog->q.escape = q->escape < dialog->count ? q->escape : 0;
    app_push(app, &dialog->view);
}
