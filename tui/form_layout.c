/* SPDX-License-Identifier: MIT */
/*
 * Where everything of a form stands: FastTabs, groups, fields in one or two columns, error lines, lists, buttons. Pure:
 * the same values and width give the same places; drawing and moving both read them.
 */
#include <stdlib.h>
#include <string.h>

#include "tui/form.h"
#include "tui/list.h"
#include "tui/reader.h"

#define INDENT         2
#define TWO_COLUMNS    110 /* least width for two columns of fields */
#define AIRY_HEIGHT    26  /* from here on FastTabs get a blank row above them */
#define BESIDE_TABS    58  /* least width of the fields beside vertical tabs */
#define TABS_MOST      32
#define WRAP_ROWS      6
#define PROSE_ROWS     20
#define VALUE_LEAST    14
#define VALUE_ENOUGH   24 /* with less, a section does not make room for the labels of another */
#define LIST_ROWS_MOST 40

struct flow {
    struct form *form;
    int cols;       /* of the form */
    int columns;    /* 1 or 2 */
    int column;     /* the next field's column */
    int row;        /* where the next thing goes */
    int row_end;    /* behind the fields of this row */
    int label_cols; /* of every field, or of the fields of this section where room is scarce */
    bool airy;
};

static struct form_place *add(struct form *form, struct form_place place) {
    if (form->place_count == form->place_capacity) {
        form->place_capacity = form->place_capacity ? form->place_capacity * 2 : 64;
        form->places = realloc(form->places, (size_t)form->place_capacity * sizeof *form->places);
        if (!form->places) BUG("out of memory");
    }
    form->places[form->place_count] = place;
    return &form->places[form->place_count++];
}

static void end_row(struct flow *flow) {
    if (flow->column > 0) flow->row = flow->row_end;
    flow->column = 0;
}

int form_tabs_cols(const struct form *form, int cols) {
    int widest = 12;
    if (form->page->pattern != TABLE_OF_CONTENTS || form->tab_count < 2) return 0;
    for (int i = 0; i < form->tab_count; i++) {
        int width =
            text_cols(_(form->tabs[i]->tab)) + 4; /* sign before it, mark of an error behind it */
        if (width > widest) widest = width;
    }
    if (widest > TABS_MOST) widest = TABS_MOST;
    return cols - widest - 2 >= BESIDE_TABS ? widest : 0;
}

bool form_item_hidden(const struct form *form, int item) {
    int tab = form->items[item].tab;
    if (tab < 0) return false;
    return form->vertical ? tab != form->tab : form->collapsed[tab];
}

/* Room for the labels of the items first..end-1, and of results. */
static int label_width(const struct form *form, int cols, int first, int end) {
    int widest = 8;
    for (int i = first; i < end; i++) {
        int width = text_cols(form_item_label(form, i)) + 2;
        if (form->items[i].field->kind != FIELD_LIST && width > widest) widest = width;
    }
    for (int i = 0; i < form->result_count; i++) {
        int width = text_cols(form->results[i].label) + 2;
        if (width > widest) widest = width;
    }
    int most = cols - INDENT - VALUE_LEAST;
    return widest > most ? most : widest;
}

static void place_list(struct flow *flow, int index) {
    struct form *form = flow->form;
    const struct form_item *item = &form->items[index];
    struct form_place place = {
        .index = index, .col = INDENT, .rows = 1, .cols = flow->cols - INDENT};
    end_row(flow);
    place.kind = PLACE_LIST_HEAD;
    place.row = flow->row++;
    add(form, place);
    const char *text = item->value;
    for (int line = 0; *text && line < LIST_ROWS_MOST; line++) {
        place.kind = PLACE_LIST_ROW;
        place.line = line;
        place.row = flow->row++;
        add(form, place);
        text += strcspn(text, "\n");
        if (*text == '\n') text++;
    }
}

static void place_chart(struct flow *flow, int index) {
    const struct chart *chart = flow->form->items[index].field->chart;
    end_row(flow);
    struct form_place place = {.kind = PLACE_CHART,
                               .index = index,
                               .row = flow->row,
                               .col = INDENT,
                               .rows = chart->rows * (flow->airy ? 2 : 1) + (chart->step_s > 0),
                               .cols = flow->cols - INDENT,
                               .label_cols = flow->label_cols};
    add(flow->form, place);
    flow->row += place.rows;
}

/* Rows of a value that is only read and too long for one. */
static int wrapped_rows(const struct form *form, int index, int cols) {
    char text[EDIT_SIZE];
    const struct form_item *item = &form->items[index];
    if (item->field->kind != FIELD_TEXT || item->field->secret) return 1;
    if (form->editing && form_item_editable(form, index)) return 1;
    form_item_text(item, item->value, text, sizeof text);
    int rows = text_wrap_rows(text, cols);
    int most = item->field->prose ? PROSE_ROWS : WRAP_ROWS;
    return rows < 1 ? 1 : rows > most ? most : rows;
}

static void place_field(struct flow *flow, int index) {
    struct form *form = flow->form;
    const struct form_item *item = &form->items[index];
    if (item->field->kind == FIELD_LIST) {
        place_list(flow, index);
        return;
    }
    if (item->field->kind == FIELD_CHART) {
        place_chart(flow, index);
        return;
    }
    int width = flow->columns == 2 ? (flow->cols - 2) / 2 : flow->cols;
    int room = width - INDENT - flow->label_cols;
    bool wide = flow->columns == 2 && item->field->cols > room;
    if (wide) end_row(flow);
    int at = flow->column;
    if (wide) {
        width = flow->cols;
        room = width - INDENT - flow->label_cols;
    }
    struct form_place place = {.kind = PLACE_FIELD,
                               .index = index,
                               .row = flow->row,
                               .col = INDENT + at * (width + 2),
                               .cols = width - INDENT,
                               .label_cols = flow->label_cols};
    place.rows = wrapped_rows(form, index, room);
    add(form, place);
    int end = flow->row + place.rows;
    if (item->error[0]) {
        place.kind = PLACE_ERROR;
        place.row = end;
        place.col += 2;
        place.cols -= 2;
        place.rows = text_wrap_rows(item->error, place.cols - 2);
        add(form, place);
        end += place.rows;
    }
    flow->row_end = at > 0 && flow->row_end > end ? flow->row_end : end;
    if (flow->columns == 1 || wide || at == 1) {
        flow->row = flow->row_end;
        flow->column = 0;
    } else {
        flow->column = 1;
    }
}

static void place_line(struct flow *flow, enum place_kind kind, int index, int col, int rows) {
    end_row(flow);
    struct form_place place = {.kind = kind,
                               .index = index,
                               .row = flow->row,
                               .col = col,
                               .rows = rows,
                               .cols = flow->cols - col};
    add(flow->form, place);
    flow->row += rows;
}

/* The section that begins with `field` has its own column of values where the common one leaves too little. */
static void begin_section(struct flow *flow, const struct field *field, int item) {
    int cols = flow->columns == 2 ? (flow->cols - 2) / 2 : flow->cols, end = item;
    int common = label_width(flow->form, cols, 0, flow->form->count);
    flow->label_cols = common;
    if (cols - INDENT - common >= VALUE_ENOUGH && !flow->form->vertical) return;
    const struct field *start = field;
    for (; field->key || field->tab || field->group; field++) {
        if (field->tab && field != start) break;
        if (field->key) end++;
    }
    flow->label_cols = label_width(flow->form, cols, item, end);
}

static void begin_tab(struct flow *flow, const struct field *field, int tab, int item) {
    end_row(flow);
    if (!flow->form->vertical) {
        if (flow->airy && flow->row > 0) flow->row++;
        place_line(flow, PLACE_TAB, tab, 0, 1);
    }
    begin_section(flow, field, item);
}

/* What became of the last time stands where the introduction was: there it is in sight whatever the height. */
static void place_results(struct flow *flow) {
    struct form *form = flow->form;
    for (int i = 0; i < form->result_count; i++) {
        int rows = text_wrap_rows(form->results[i].value, flow->cols - INDENT - flow->label_cols);
        place_line(flow, PLACE_RESULT, i, INDENT, rows < 1 ? 1 : rows);
        form->places[form->place_count - 1].label_cols = flow->label_cols;
    }
    flow->row++;
}

void form_layout(struct form *form, int cols) {
    struct flow flow = {.form = form,
                        .cols = cols,
                        .columns = cols >= TWO_COLUMNS ? 2 : 1,
                        .airy = form->height >= AIRY_HEIGHT};
    int item = 0, tab = -1;
    bool dialog = form->page->pattern == DIALOG;
    form->place_count = 0;
    form->width = cols;
    flow.label_cols = label_width(form, flow.columns == 2 ? (cols - 2) / 2 : cols, 0, form->count);
    if (form->page->fields) begin_section(&flow, form->page->fields, 0);
    if (form->result_count > 0) {
        place_results(&flow);
    } else if (form->intro && form->intro->count > 0) {
        place_line(&flow, PLACE_TEXT, 0, INDENT, reader_rows(form->intro, cols - INDENT - 1));
        flow.row++;
    }
    for (const struct field *f = form->page->fields; f && (f->key || f->tab || f->group); f++) {
        if (f->tab) {
            tab++;
            begin_tab(&flow, f, tab, item);
        }
        bool hidden = tab >= 0 && (form->vertical ? tab != form->tab : form->collapsed[tab]);
        if (f->group && !hidden) {
            place_line(&flow, PLACE_GROUP, (int)(f - form->page->fields), INDENT, 1);
        }
        if (f->key) {
            if (!hidden) place_field(&flow, item);
            item++;
        }
    }
    end_row(&flow);
    if (dialog) {
        flow.row++;
        place_line(&flow, PLACE_BUTTONS, 0, INDENT, 1);
    }
    form->total_rows = flow.row;
}
