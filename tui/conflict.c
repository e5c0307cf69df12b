/* SPDX-License-Identifier: MIT */
/* Two people saved the same field: mine or theirs, field by field. Nothing is saved until the choice is. */
#include <stdio.h>
#include <stdlib.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/popups.h"
#include "tui/scroll.h"

#define MARGINS 8 /* frame and air at both sides */

static const char question[] =
    N_("Somebody saved this record while you edited it. Which values should stay?");

struct conflict {
    struct view view;
    struct conflict_field *fields;
    int count;
    struct scroll scroll; /* rows = fields, then the two buttons */
    void (*done)(struct app *app, void *ctx, bool save, const struct conflict_field *fields,
                 int count);
    void *ctx;
};

static struct rect place(struct view *view, struct rect body) {
    const struct conflict *conflict = (const struct conflict *)view;
    int cols = body.cols - 4 > 92 ? 92 : body.cols - 4;
    int rows = conflict->count + 7 + text_wrap_rows(_(question), cols - MARGINS);
    if (rows > body.rows) rows = body.rows;
    return (struct rect){body.row + (body.rows - rows) / 3, body.col + (body.cols - cols) / 2, rows,
                         cols};
}

static void draw_field(const struct conflict *conflict, struct canvas *canvas, struct rect line,
                       int index, bool selected) {
    const struct conflict_field *field = &conflict->fields[index];
    int label_cols = line.cols * 2 / 5, value_cols = (line.cols - label_cols) / 2;
    if (selected) {
        canvas_put_sign(canvas, line.row, line.col - 2, ROLE_KEY, SIGN_MARKER);
        canvas_cursor(canvas, line.row, line.col - 2, false);
    }
    canvas_put_cut(canvas, line.row, line.col, label_cols - 2, ROLE_LABEL, field->label);
    for (int side = 0; side < 2; side++) {
        bool taken = (side == 0) == field->take_mine;
        const char *value = side == 0 ? field->mine : field->theirs;
        int col = line.col + label_cols + side * value_cols;
        canvas_put(canvas, line.row, col, 3, taken ? ROLE_KEY : ROLE_DIM, taken ? "(*)" : "( )");
        canvas_put_cut(canvas, line.row, col + 4, value_cols - 6, taken ? ROLE_CHANGED : ROLE_DIM,
                       *value ? value : _("(empty)"));
    }
}

static int draw_question(struct canvas *canvas, int row, int col, int cols) {
    char line[512];
    size_t len;
    const char *text = _(question);
    for (const char *next; (next = text_wrap(text, cols, &len)) != NULL; text = next) {
        text_copy_n(line, sizeof line, text, len);
        canvas_put(canvas, row++, col, cols, ROLE_DIALOG, line);
    }
    return row;
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct conflict *conflict = (struct conflict *)view;
    int col = rect.col + 4, cols = rect.cols - MARGINS, row = rect.row + 2;
    (void)focused;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, _("Changed by another user"));
    row = draw_question(canvas, row, col, cols) + 1;
    int height = rect.row + rect.rows - 4 - row;
    int label_cols = cols * 2 / 5, value_cols = (cols - label_cols) / 2;
    canvas_put_cut(canvas, row, col + label_cols, value_cols - 2, ROLE_GROUP, _("Mine"));
    canvas_put_cut(canvas, row++, col + label_cols + value_cols, value_cols - 2, ROLE_GROUP,
                   _("Theirs"));
    int cursor =
        conflict->scroll.cursor < conflict->count ? conflict->scroll.cursor : conflict->count - 1;
    struct scroll seen = {conflict->scroll.top, cursor};
    scroll_fit(&seen, conflict->count, height);
    conflict->scroll.top = seen.top;
    for (int i = 0; i < height && seen.top + i < conflict->count; i++) {
        int index = seen.top + i;
        draw_field(conflict, canvas, (struct rect){row + i, col, 1, cols}, index,
                   index == conflict->scroll.cursor);
    }
    const char *const labels[] = {_("Save these values"), _("Keep editing")};
    int at = col;
    row = rect.row + rect.rows - 2;
    for (int i = 0; i < 2; i++) {
        bool focus = conflict->scroll.cursor == conflict->count + i;
        if (focus) canvas_cursor(canvas, row, at, false);
        at += canvas_putf(canvas, row, at, 40, focus ? ROLE_BUTTON_FOCUS : ROLE_BUTTON,
                          focus ? "[ %s ]" : "  %s  ", labels[i]) +
              2;
    }
}

static enum next finish(struct conflict *conflict, bool save) {
    struct app *app = conflict->view.app;
    struct conflict_field *fields = conflict->fields;
    int count = conflict->count;
    void *ctx = conflict->ctx;
    void (*done)(struct app *, void *, bool, const struct conflict_field *, int) = conflict->done;
    conflict->fields = NULL;
    app_remove(app, &conflict->view);
    done(app, ctx, save, fields, count);
    free(fields);
    return NEXT_STAY;
}

static enum next act(struct view *view, enum action_id action) {
    struct conflict *conflict = (struct conflict *)view;
    int cursor = conflict->scroll.cursor, last = conflict->count + 1;
    bool on_field = cursor < conflict->count;
    if (action == ACTION_UP || action == ACTION_PREV_FIELD) {
        conflict->scroll.cursor = cursor > 0 ? cursor - 1 : 0;
    } else if (action == ACTION_DOWN || action == ACTION_NEXT_FIELD) {
        conflict->scroll.cursor = cursor < last ? cursor + 1 : last;
    } else if (on_field && (action == ACTION_TOGGLE || action == ACTION_OPEN)) {
        conflict->fields[cursor].take_mine = !conflict->fields[cursor].take_mine;
    } else if (on_field && (action == ACTION_LEFT || action == ACTION_RIGHT)) {
        conflict->fields[cursor].take_mine = action == ACTION_LEFT;
    } else if (action == ACTION_LEFT || action == ACTION_RIGHT) {
        conflict->scroll.cursor = action == ACTION_LEFT ? conflict->count : last;
    } else if (action == ACTION_SAVE) {
        return finish(conflict, true);
    } else if (action == ACTION_BACK) {
        return finish(conflict, false);
    } else if (action == ACTION_OPEN || action == ACTION_TOGGLE) {
        return finish(conflict, cursor == conflict->count);
    }
    return NEXT_STAY;
}

static bool can(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_SAVE || action == ACTION_BACK || action == ACTION_OPEN ||
           action == ACTION_UP || action == ACTION_DOWN || action == ACTION_TOGGLE;
}

static const char *label(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_BACK ? _("Keep editing") : NULL;
}

static void free_conflict(struct view *view) {
    free(((struct conflict *)view)->fields);
    free(view);
}

static const struct view_ops conflict_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .can = can,
    .label = label,
    .free = free_conflict,
};

void conflict_open(struct app *app, struct conflict_field *take_fields, int count,
                   void (*done)(struct app *app, void *ctx, bool save,
                                const struct conflict_field *fields, int count),
                   void *ctx) {
    struct conflict *conflict = alloc_zero(1, sizeof *conflict);
    conflict->view = (struct view){.ops = &conflict_ops, .app = app};
    conflict->fields = take_fields;
    conflict->count = count;
    conflict->done = done;
    conflict->ctx = ctx;
    app_push(app, &conflict->view);
}
