/* SPDX-License-Identifier: MIT */
/* F4: a list of what a field accepts. What is typed filters; Enter takes the row. The same popup serves fixed choices. */
#include "tui/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/list.h"
#include "tui/popups.h"

struct lookup_popup {
    struct view view;
    struct list list;
    struct lookup_view shown;         /* copy: its title and columns */
    const struct lookup_view *lookup; /* NULL = choices */
    const struct field *field;
    const char *const *choices;
    bool several; /* marked rows are in the field already */
    picked_fn *picked;
    void *ctx;
};

/* 0 = the value begins with what was typed, 1 = its description does, 2 = it is somewhere inside. */
static int rank(const struct rowset *rows, int row, const char *folded) {
    char text[1100];
    for (int cell = 0; cell < 2 && cell < rows->columns; cell++) {
        text_fold(text, sizeof text, rowset_cell(rows, row, cell));
        if (strncmp(text, folded, strlen(folded)) == 0) return cell;
    }
    return 2;
}

/* Who types "NO" means NOK, not a currency with "no" in its name. Only where all that matches is there: what is paged keeps
 * the order of its pages. */
static void put_best_first(struct rowset *rows, const char *filter) {
    char folded[FILTER_SIZE];
    struct rowset sorted;
    text_fold(folded, sizeof folded, filter);
    rowset_init(&sorted, rows->columns);
    for (int wanted = 0; wanted <= 2; wanted++) {
        for (int row = 0; row < rows->rows; row++) {
            if (rank(rows, row, folded) != wanted) continue;
            rowset_add(&sorted, rowset_key(rows, row));
            for (int i = 0; i < rows->columns; i++) {
                rowset_set(&sorted, i, rowset_cell(rows, row, i));
            }
        }
    }
    rowset_release(rows);
    *rows = sorted;
}

static enum err_code read_lookup(void *ctx, const struct list_request *request, struct rowset *rows,
                                 struct err *err) {
    struct lookup_popup *popup = ctx;
    enum err_code code = app_lookup_list(popup->view.app, popup->lookup, request, rows, err);
    bool whole = request->from == LIST_FROM_START && !rows->more_after;
    if (code == ERR_OK && whole && request->filter) put_best_first(rows, request->filter);
    return code;
}

static const char *choice_word(const struct lookup_popup *popup, const char *stored) {
    if (popup->field->word) return popup->field->word(stored);
    if (popup->field->kind == FIELD_YESNO) return strcmp(stored, "1") == 0 ? _("Yes") : _("No");
    return stored;
}

/* Choices are few: whatever part is asked for, all that match are given. */
static enum err_code read_choices(void *ctx, const struct list_request *request,
                                  struct rowset *rows, struct err *err) {
    struct lookup_popup *popup = ctx;
    char folded[256], filter[FILTER_SIZE];
    (void)err;
    text_fold(filter, sizeof filter, request->filter ? request->filter : "");
    for (int i = 0; popup->choices[i]; i++) {
        const char *word = choice_word(popup, popup->choices[i]);
        text_fold(folded, sizeof folded, word);
        if (!strstr(folded, filter)) continue;
        rowset_add(rows, popup->choices[i]);
        rowset_set(rows, 0, popup->choices[i]);
    }
    return ERR_OK;
}

static struct rect place(struct view *view, struct rect body) {
    const struct lookup_popup *popup = (const struct lookup_popup *)view;
    int cols = 44, rows = popup->list.rows.rows + 5;
    if (!popup->choices && cols < body.cols * 3 / 4) cols = body.cols * 3 / 4;
    if (cols > 84) cols = 84;
    if (!popup->choices && rows < 12) rows = 12;
    if (rows > body.rows - 2) rows = body.rows - 2;
    if (cols > body.cols - 4) cols = body.cols - 4;
    return (struct rect){body.row + (body.rows - rows) / 3, body.col + (body.cols - cols) / 2, rows,
                         cols};
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct lookup_popup *popup = (struct lookup_popup *)view;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, _(popup->shown.title));
    list_draw(&popup->list, canvas,
              (struct rect){rect.row + 1, rect.col + 1, rect.rows - 2, rect.cols - 2}, focused);
}

static enum next act(struct view *view, enum action_id action) {
    struct lookup_popup *popup = (struct lookup_popup *)view;
    if (action == ACTION_BACK && !list_has_filter(&popup->list)) return NEXT_POP;
    if (action == ACTION_OPEN || action == ACTION_NEXT_FIELD) {
        char value[1100];
        const char *key = list_key(&popup->list);
        if (!key) return NEXT_STAY;
        text_copy(value, sizeof value, key);
        struct app *app = view->app;
        picked_fn *picked = popup->picked;
        void *ctx = popup->ctx;
        app_remove(app, view);
        picked(app, ctx, value);
        return NEXT_STAY;
    }
    list_act(&popup->list, action);
    popup->list.filtering = true; /* what is typed always filters */
    return NEXT_STAY;
}

static enum next text(struct view *view, const char *utf8) {
    list_text(&((struct lookup_popup *)view)->list, utf8);
    return NEXT_STAY;
}

static enum key_mode mode(const struct view *view) {
    (void)view;
    return MODE_EDIT;
}

static bool can(const struct view *view, enum action_id action) {
    const struct lookup_popup *popup = (const struct lookup_popup *)view;
    return action == ACTION_BACK || action == ACTION_OPEN || list_can(&popup->list, action);
}

static const char *label(const struct view *view, enum action_id action) {
    const struct lookup_popup *popup = (const struct lookup_popup *)view;
    if (action == ACTION_OPEN) {
        const char *key = list_key(&popup->list);
        bool in = popup->several && key && list_is_marked(&popup->list, key);
        return in ? _("Take out") : popup->several ? _("Put in") : _("Choose");
    }
    if (action == ACTION_BACK) {
        return list_has_filter(&popup->list) ? _("Clear the filter") : _("Cancel");
    }
    return NULL;
}

static void data_changed(struct view *view) {
    list_refresh(&((struct lookup_popup *)view)->list);
}

static void free_popup(struct view *view) {
    list_release(&((struct lookup_popup *)view)->list);
    free(view);
}

static const struct view_ops lookup_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .text = text,
    .mode = mode,
    .can = can,
    .label = label,
    .data_changed = data_changed,
    .free = free_popup,
};

static struct lookup_popup *make(struct app *app, picked_fn *picked, void *ctx) {
    struct lookup_popup *popup = alloc_zero(1, sizeof *popup);
    popup->view = (struct view){.ops = &lookup_ops, .app = app};
    popup->picked = picked;
    popup->ctx = ctx;
    return popup;
}

static void show(struct lookup_popup *popup, list_fn *source, int cells, const char *current) {
    list_init(&popup->list, popup->shown.columns, cells, source, popup);
    popup->list.filtering = true;
    popup->list.empty = N_("There is nothing to choose from.");
    popup->list.height = popup->view.app->ui->rows;
    list_load(&popup->list);
    /* What was typed so far narrows the choice, unless nothing begins like that. */
    if (*current && !list_select(&popup->list, current)) {
        list_set_filter(&popup->list, current);
        if (popup->list.rows.rows == 0) list_set_filter(&popup->list, "");
    }
    err_clear(&popup->list.err);
    app_push(popup->view.app, &popup->view);
}

static struct lookup_popup *make_lookup(struct app *app, const char *lookup_id, picked_fn *picked,
                                        void *ctx) {
    static const struct lookup_view plain = {
        .title = N_("Choose"),
        .columns = {{.label = N_("Value"), .cols = 12},
                    {.label = N_("Description"), .cols = 20, .weight = 1}}};
    const struct lookup_view *known = app_find_lookup(app, lookup_id);
    struct lookup_popup *popup = make(app, picked, ctx);
    popup->shown = known ? *known : plain;
    popup->shown.id = lookup_id;
    popup->lookup = &popup->shown;
    return popup;
}

void lookup_open(struct app *app, const char *lookup_id, const char *current, picked_fn *picked,
                 void *ctx) {
    show(make_lookup(app, lookup_id, picked, ctx), read_lookup, 2, current);
}

void lookup_open_several(struct app *app, const char *lookup_id, const char *list,
                         picked_fn *picked, void *ctx) {
    struct lookup_popup *popup = make_lookup(app, lookup_id, picked, ctx);
    char name[256];
    popup->several = true;
    show(popup, read_lookup, 2, "");
    while (text_list_next(&list, name, sizeof name)) list_mark(&popup->list, name);
}

void choice_open(struct app *app, const struct field *field, const char *const *choices,
                 const char *current, picked_fn *picked, void *ctx) {
    struct lookup_popup *popup = make(app, picked, ctx);
    popup->field = field;
    popup->choices = choices;
    popup->shown.title = field->label;
    popup->shown.columns[0] =
        (struct column){.label = field->label,
                        .kind = field->kind == FIELD_YESNO ? COLUMN_YESNO : COLUMN_TEXT,
                        .cols = 10,
                        .weight = 1,
                        .word = field->word};
    show(popup, read_choices, 1, current);
}
