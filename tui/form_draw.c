/* SPDX-License-Identifier: MIT */
/* Paints the places of a form into the canvas. Decides nothing: what stands where is form_layout's, what may be done
 * is form_keys'. */
#include <stdio.h>
#include <string.h>

#include "model/text.h"
#include "tui/app_priv.h"
#include "tui/chart.h"
#include "tui/form.h"
#include "tui/list.h"
#include "tui/reader.h"

#define BOX_MOST_COLS                                                                              \
    48 /* longer values scroll: a box across the whole screen says nothing about length */

struct pen {
    struct form *form;
    struct canvas *canvas;
    struct rect rect;
    bool focused;
};

static bool has_focus(const struct pen *pen, enum stop_kind kind, int index) {
    const struct form_stop *focus = &pen->form->focus;
    return pen->focused && focus->kind == kind && (focus->index == index || kind > STOP_FIELD);
}

/* Screen row of a row of the form, -1 = outside the window. */
static int screen_row(const struct pen *pen, int row) {
    row -= pen->form->top;
    return row < 0 || row >= pen->rect.rows ? -1 : pen->rect.row + row;
}

static void put(const struct pen *pen, int row, int col, int cols, enum role role,
                const char *text) {
    if (screen_row(pen, row) < 0 || col >= pen->rect.cols) return;
    if (cols > pen->rect.cols - col) cols = pen->rect.cols - col;
    canvas_put_cut(pen->canvas, screen_row(pen, row), pen->rect.col + col, cols, role, text);
}

static void put_wrapped(const struct pen *pen, int row, int rows, int col, int cols, enum role role,
                        const char *text) {
    char line[512];
    size_t len;
    for (const char *next; rows > 0 && (next = text_wrap(text, cols, &len)) != NULL; rows--) {
        bool last = rows == 1 && *next;
        text_copy_n(line, sizeof line, text, last ? strlen(text) : len);
        put(pen, row++, col, cols, role, line);
        text = next;
    }
}

/* What the closed FastTab would show: its summary values. */
static void tab_summary(const struct form *form, int tab, char *buf, size_t size) {
    char text[256];
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; i < form->count; i++) {
        const struct form_item *item = &form->items[i];
        if (item->tab != tab || !item->field->summary) continue;
        form_item_text(item, item->value, text, sizeof text);
        if (!*text || used >= size - 1) continue;
        used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? "  " : "", text);
    }
}

static bool tab_has_error(const struct form *form, int tab) {
    for (int i = 0; i < form->count; i++) {
        if (form->items[i].tab == tab && form->items[i].error[0]) return true;
    }
    return false;
}

static void draw_tab(const struct pen *pen, const struct form_place *place) {
    struct form *form = pen->form;
    int row = screen_row(pen, place->row), tab = place->index;
    if (row < 0) return;
    bool closed = form->collapsed[tab], focus = has_focus(pen, STOP_TAB, tab);
    int col = pen->rect.col, end = pen->rect.col + pen->rect.cols;
    canvas_put_sign(pen->canvas, row, col, focus ? ROLE_KEY : ROLE_DIM,
                    closed ? SIGN_CLOSED : SIGN_OPEN);
    col += 2;
    col += canvas_put_cut(pen->canvas, row, col, end - col, focus ? ROLE_SELECTED : ROLE_TAB,
                          _(form->tabs[tab]->tab));
    if (focus) canvas_cursor(pen->canvas, row, pen->rect.col, false);
    col++;
    if (tab_has_error(form, tab)) {
        col += canvas_put_sign(pen->canvas, row, col, ROLE_ERROR, SIGN_CROSS) + 1;
    }
    if (closed) {
        char text[256];
        tab_summary(form, tab, text, sizeof text);
        if (*text)
            col += canvas_put_cut(pen->canvas, row, col + 1, end - col - 2, ROLE_DIM, text) + 2;
    }
    if (col < end) canvas_hline(pen->canvas, row, col, end - col, ROLE_FRAME);
}

/* Width of the box around an editable value. */
static int box_cols(const struct form_item *item, int room) {
    int cols = item->field->cols > 0 ? item->field->cols : form_item_max_chars(item);
    const char *const *choices = form_item_choices(item);
    if (choices) {
        char text[128];
        cols = 3;
        for (int i = 0; choices[i]; i++) {
            form_item_text(item, choices[i], text, sizeof text);
            if (text_cols(text) > cols) cols = text_cols(text);
        }
    }
    cols++; /* the cursor behind the last character */
    if (cols > BOX_MOST_COLS) cols = BOX_MOST_COLS;
    return cols > room ? room : cols;
}

/* What one key does to the focused field, said beside it. */
static void field_hint(const struct form *form, const struct form_item *item, char *buf,
                       size_t size) {
    char key[32];
    buf[0] = '\0';
    if (form_item_choices(item)) {
        key_describe((struct key){.code = ' '}, key, sizeof key);
        snprintf(buf, size, _("%s changes it"), key);
    } else if (item->field->kind == FIELD_TIME) {
        text_copy(buf, size, _("T is now, C empties"));
    } else if (form_item_lookup(item)) {
        keymap_first(form->app->ui->keymap, ACTION_LOOKUP, MODE_EDIT, key, sizeof key);
        snprintf(buf, size, _("%s shows the choices"), key);
    }
}

static void draw_edited(const struct pen *pen, const struct form_place *place, int row, int col,
                        int room) {
    struct form *form = pen->form;
    const struct form_item *item = &form->items[place->index];
    char text[EDIT_SIZE], was[160] = "";
    bool focus = has_focus(pen, STOP_FIELD, place->index);
    int cols = box_cols(item, room);
    enum role role = item->error[0] ? ROLE_FIELD_ERROR : focus ? ROLE_FIELD_FOCUS : ROLE_FIELD;
    canvas_fill(pen->canvas, (struct rect){row, col, 1, cols}, role);
    if (focus && form->edit_open) {
        int cursor;
        const char *shown = edit_view(&form->edit, cols, &cursor);
        form_item_text(item, shown, text, sizeof text);
        canvas_put(pen->canvas, row, col, cols, role, item->field->secret ? text : shown);
        canvas_cursor(pen->canvas, row, col + cursor, true);
    } else {
        form_item_text(item, item->value, text, sizeof text);
        canvas_put_cut(pen->canvas, row, col, cols, role, text);
        if (focus) canvas_cursor(pen->canvas, row, col, false);
    }
    char hint[96];
    text_copy(hint, sizeof hint, item->note);
    bool is_note = *hint != '\0';
    if (focus && !is_note) field_hint(form, item, hint, sizeof hint);
    bool changed = strcmp(item->value, item->old) != 0 && !form->is_new &&
                   form->page->pattern != DIALOG && !item->field->secret;
    if (changed) {
        form_item_text(item, item->old, text, sizeof text);
        snprintf(was, sizeof was, *text ? _("was %.100s") : _("was empty"), text);
    }
    col += cols + 1;
    room -= cols + 1;
    if (*was && room > 4) {
        int used = canvas_put_cut(pen->canvas, row, col, room, ROLE_CHANGED, was) + 2;
        col += used;
        room -= used;
    }
    if (room >= (is_note ? 5 : text_cols(hint))) {
        canvas_put_cut(pen->canvas, row, col, room, ROLE_DIM, hint);
    }
}

static void draw_field(const struct pen *pen, const struct form_place *place) {
    struct form *form = pen->form;
    const struct form_item *item = &form->items[place->index];
    bool editable = form->editing && form_item_editable(form, place->index);
    bool focus = has_focus(pen, STOP_FIELD, place->index);
    bool required = item->field->required || (item->member && item->member->required);
    int row = screen_row(pen, place->row), value_col = place->col + place->label_cols;
    int room = place->cols - place->label_cols;
    char text[EDIT_SIZE];
    if (row >= 0) {
        int used =
            canvas_put_cut(pen->canvas, row, pen->rect.col + place->col, place->label_cols - 2,
                           focus ? ROLE_HEADING : ROLE_LABEL, form_item_label(form, place->index));
        if (editable && required) {
            put(pen, place->row, place->col + used, 1, ROLE_WARNING, "*");
        }
        if (focus) {
            canvas_put_sign(pen->canvas, row, pen->rect.col + place->col - 2, ROLE_KEY,
                            SIGN_MARKER);
        }
    }
    if (editable) {
        if (row >= 0) draw_edited(pen, place, row, pen->rect.col + value_col, room);
        return;
    }
    form_item_text(item, item->value, text, sizeof text);
    enum role role = ROLE_VALUE;
    if (place->rows > 1) {
        put_wrapped(pen, place->row, place->rows, value_col, room, role, text);
    } else {
        put(pen, place->row, value_col, room, role, text);
        int used = text_cols(text);
        if (item->note[0] && room - used > 6) {
            put(pen, place->row, value_col + used + 2, room - used - 2, ROLE_DIM, item->note);
        }
    }
    if (focus && row >= 0) canvas_cursor(pen->canvas, row, pen->rect.col + value_col, false);
}

/* Cell `column` of line `line` of a FIELD_LIST value. */
static void list_field_cell(const char *value, int line, int column, char *buf, size_t size) {
    for (; line > 0 && *value; line--) {
        value += strcspn(value, "\n");
        if (*value == '\n') value++;
    }
    for (; column > 0; column--) {
        value += strcspn(value, "\t\n");
        if (*value != '\t') break;
        value++;
    }
    text_copy_n(buf, size, column > 0 ? "" : value, column > 0 ? 0 : strcspn(value, "\t\n"));
}

static void draw_list_line(const struct pen *pen, const struct form_place *place) {
    const struct form_item *item = &pen->form->items[place->index];
    const struct column *columns = item->field->columns;
    bool head = place->kind == PLACE_LIST_HEAD;
    int widths[6], count = columns_count(columns), col = place->col;
    char stored[256], text[256];
    columns_share(columns, count, place->cols, widths);
    if (head && has_focus(pen, STOP_FIELD, place->index) && screen_row(pen, place->row) >= 0) {
        int row = screen_row(pen, place->row);
        canvas_put_sign(pen->canvas, row, pen->rect.col + col - 2, ROLE_KEY, SIGN_MARKER);
        canvas_cursor(pen->canvas, row, pen->rect.col + col, false);
    }
    if (head && !*item->value) {
        put(pen, place->row, col, place->cols, ROLE_DIM, _("There is nothing here yet."));
        return;
    }
    for (int i = 0; i < count; i++) {
        if (widths[i] == 0) continue;
        enum role role = ROLE_GROUP;
        list_field_cell(item->value, place->line, i, stored, sizeof stored);
        if (head) {
            text_copy(text, sizeof text, _(columns[i].label));
        } else {
            role = columns[i].role ? columns[i].role(stored) : ROLE_VALUE;
            column_text(&columns[i], stored, text, sizeof text);
        }
        bool right = columns[i].kind == COLUMN_NUMBER || columns[i].kind == COLUMN_AMOUNT;
        int row = screen_row(pen, place->row);
        if (right && row >= 0) {
            canvas_put_right(pen->canvas, row, pen->rect.col + col, widths[i], role, text);
        } else {
            put(pen, place->row, col, widths[i], role, text);
        }
        col += widths[i] + 2;
    }
}

/* One that is only partly in the window is not drawn: bars without their axis tell lies. */
static void draw_chart(const struct pen *pen, const struct form_place *place) {
    const struct form *form = pen->form;
    const struct form_item *item = &form->items[place->index];
    const struct chart *chart = item->field->chart;
    int row = screen_row(pen, place->row), rows = place->rows - (chart->step_s > 0);
    int col = pen->rect.col + place->col, cols = pen->rect.cols - place->col - place->label_cols;
    if (row < 0 || row + place->rows > pen->rect.row + pen->rect.rows) return;
    bool focus = has_focus(pen, STOP_FIELD, place->index);
    if (focus) {
        canvas_put_sign(pen->canvas, row, col - 2, ROLE_KEY, SIGN_MARKER);
        canvas_cursor(pen->canvas, row, col, false);
    }
    put(pen, place->row, place->col, place->label_cols - 2, focus ? ROLE_HEADING : ROLE_LABEL,
        form_item_label(form, place->index));
    int64_t newest = chart_newest(item->value), highest = chart_highest(item->value, cols);
    if (newest >= 0 && rows > 1) {
        canvas_putf(pen->canvas, row + 1, col, place->label_cols - 2, ROLE_VALUE, "%lld%s%s",
                    (long long)newest, chart->unit ? " " : "", chart->unit ? _(chart->unit) : "");
    }
    if (chart->like) {
        int64_t other = chart_highest(form_value(form, chart->like), cols);
        if (other > highest) highest = other;
    }
    struct rect rect = {row, col + place->label_cols, rows, cols};
    chart_draw(chart, item->value, chart_scale(highest), pen->canvas, rect);
    if (chart->step_s > 0) chart_draw_time(chart, pen->canvas, row + rows, rect.col, rect.cols);
}

static void draw_buttons(const struct pen *pen, const struct form_place *place) {
    const char *const labels[] = {
        _(pen->form->page->ok_label ? pen->form->page->ok_label : N_("OK")), _("Cancel")};
    int row = screen_row(pen, place->row), col = pen->rect.col + place->col;
    if (row < 0) return;
    for (int i = 0; i < 2; i++) {
        bool focus = has_focus(pen, i == 0 ? STOP_OK : STOP_CANCEL, 0);
        enum role role = focus ? ROLE_BUTTON_FOCUS : ROLE_BUTTON;
        if (focus) canvas_cursor(pen->canvas, row, col, false);
        col += canvas_putf(pen->canvas, row, col, 30, role, focus ? "[%s]" : " %s ", labels[i]) + 2;
    }
}

static void draw_place(const struct pen *pen, const struct form_place *place) {
    struct form *form = pen->form;
    switch (place->kind) {
    case PLACE_TAB:
        draw_tab(pen, place);
        return;
    case PLACE_GROUP:
        put(pen, place->row, place->col, place->cols, ROLE_GROUP,
            _(form->page->fields[place->index].group));
        return;
    case PLACE_FIELD:
        draw_field(pen, place);
        return;
    case PLACE_LIST_HEAD:
    case PLACE_LIST_ROW:
        draw_list_line(pen, place);
        return;
    case PLACE_CHART:
        draw_chart(pen, place);
        return;
    case PLACE_ERROR:
        put(pen, place->row, place->col, 1, ROLE_ERROR, canvas_sign(pen->canvas, SIGN_CROSS));
        put_wrapped(pen, place->row, place->rows, place->col + 2, place->cols - 2, ROLE_ERROR,
                    form->items[place->index].error);
        return;
    case PLACE_RESULT: {
        const struct form_result *result = &form->results[place->index];
        put(pen, place->row, place->col, place->label_cols - 2, ROLE_LABEL, result->label);
        put_wrapped(pen, place->row, place->rows, place->col + place->label_cols,
                    place->cols - place->label_cols, result->role, result->value);
        return;
    }
    case PLACE_BUTTONS:
        draw_buttons(pen, place);
        return;
    case PLACE_TEXT: {
        int row = place->row - form->top;
        if (row < 0 || row >= pen->rect.rows) return;
        int rows = place->rows < pen->rect.rows - row ? place->rows : pen->rect.rows - row;
        reader_draw(form->intro, pen->canvas,
                    (struct rect){pen->rect.row + row, pen->rect.col + place->col, rows,
                                  pen->rect.cols - place->col});
        return;
    }
    }
}

/* Rows of the focused stop, so that it can be scrolled into sight. */
static void focused_rows(const struct form *form, int *first, int *last) {
    *first = *last = 0;
    for (int i = 0; i < form->place_count; i++) {
        const struct form_place *place = &form->places[i];
        bool here = false;
        if (form->focus.kind == STOP_TAB) {
            here = place->kind == PLACE_TAB && place->index == form->focus.index;
        } else if (form->focus.kind == STOP_FIELD) {
            here = place->index == form->focus.index &&
                   (place->kind == PLACE_FIELD || place->kind == PLACE_LIST_HEAD ||
                    place->kind == PLACE_CHART);
        } else {
            here = place->kind == PLACE_BUTTONS;
        }
        bool error = place->kind == PLACE_ERROR && form->focus.kind == STOP_FIELD &&
                     place->index == form->focus.index;
        if (here) *first = place->row;
        if (here || error) *last = place->row + place->rows - 1;
    }
}

static void scroll_to_focus(struct form *form) {
    int first, last, margin = form->height > 8 ? 1 : 0;
    focused_rows(form, &first, &last);
    if (first - margin < form->top) form->top = first - margin;
    if (last + margin >= form->top + form->height) form->top = last + margin - form->height + 1;
    if (first < form->top) form->top = first;
    if (form->top > form->total_rows - form->height) form->top = form->total_rows - form->height;
    if (form->top < 0) form->top = 0;
}

/* Where everything fits there is nothing to fold; looked at once, afterwards the user's folding counts. */
static void unfold_if_room(struct form *form, int cols) {
    bool folded[FORM_TABS];
    if (form->unfolded || form->vertical || (!form->loaded && !form->is_new)) return;
    form->unfolded = true;
    memcpy(folded, form->collapsed, sizeof folded);
    memset(form->collapsed, 0, sizeof form->collapsed);
    form_layout(form, cols);
    if (form->total_rows > form->height) memcpy(form->collapsed, folded, sizeof folded);
}

/* The table of contents; a tab keeps its sign while its fields have the focus. */
static void draw_vertical_tabs(const struct pen *pen, int cols) {
    const struct form *form = pen->form;
    int rows = pen->rect.rows, first = form->tab < rows ? 0 : form->tab - rows + 1;
    canvas_vline(pen->canvas, pen->rect.row, pen->rect.col + cols, rows, ROLE_FRAME);
    for (int i = 0; i < rows && first + i < form->tab_count; i++) {
        int tab = first + i, row = pen->rect.row + i, col = pen->rect.col;
        bool focus = has_focus(pen, STOP_TAB, tab), current = tab == form->tab;
        enum role role = focus ? ROLE_SELECTED : current ? ROLE_TAB : ROLE_LABEL;
        if (current) {
            canvas_put_sign(pen->canvas, row, col, focus ? ROLE_KEY : ROLE_DIM, SIGN_MARKER);
        }
        canvas_put_cut(pen->canvas, row, col + 2, cols - 4, role, _(form->tabs[tab]->tab));
        if (tab_has_error(form, tab)) {
            canvas_put_sign(pen->canvas, row, col + cols - 2, ROLE_ERROR, SIGN_CROSS);
        }
        if (focus) canvas_cursor(pen->canvas, row, col, false);
    }
}

void form_draw(struct form *form, struct canvas *canvas, struct rect rect, bool focused) {
    struct pen pen = {form, canvas, rect, focused};
    pen.rect.cols--; /* the last column is for the scroll signs */
    form->height = rect.rows;
    int tabs = form_tabs_cols(form, pen.rect.cols);
    form->vertical = tabs > 0;
    if (tabs > 0) {
        draw_vertical_tabs(&pen, tabs);
        pen.rect.col += tabs + 2;
        pen.rect.cols -= tabs + 2;
    }
    unfold_if_room(form, pen.rect.cols);
    form_layout(form, pen.rect.cols);
    scroll_to_focus(form);
    for (int i = 0; i < form->place_count; i++) {
        const struct form_place *place = &form->places[i];
        if (place->row + place->rows <= form->top || place->row >= form->top + rect.rows) continue;
        draw_place(&pen, place);
    }
    int right = rect.col + rect.cols - 1;
    if (form->top > 0) canvas_put_sign(canvas, rect.row, right, ROLE_DIM, SIGN_UP);
    if (form->top + rect.rows < form->total_rows) {
        canvas_put_sign(canvas, rect.row + rect.rows - 1, right, ROLE_DIM, SIGN_DOWN);
    }
}
