/* SPDX-License-Identifier: MIT */
/* How a page shares its body: headings in a top rule, list and details side by side where both fit. */
#include <stdio.h>

#include "model/text.h"
#include "tui/menu.h"
#include "tui/page_view.h"

#define SIDE_BY_SIDE 70 /* least width for list and details together */

/* "── Title ──────── Edit ──" */
static void draw_rule(struct canvas *canvas, struct rect rect, const char *title, bool focused,
                      const char *state) {
    canvas_hline(canvas, rect.row, rect.col, rect.cols, ROLE_FRAME);
    int room = rect.cols - 4, used = 0;
    if (*title && room > 2) {
        canvas_put(canvas, rect.row, rect.col + 1, 1, ROLE_FRAME, " ");
        used = canvas_put_cut(canvas, rect.row, rect.col + 2, room,
                              focused ? ROLE_HEADING_FOCUS : ROLE_HEADING, title);
        canvas_put(canvas, rect.row, rect.col + 2 + used, 1, ROLE_FRAME, " ");
    }
    int width = text_cols(state);
    if (*state && rect.cols - used - width > 8) {
        canvas_putf(canvas, rect.row, rect.col + rect.cols - width - 3, width + 2, ROLE_CHANGED,
                    " %s ", state);
    }
}

static const char *form_state(const struct page_view *pv) {
    if (pv->page->pattern == DIALOG || !pv->form->editing) return "";
    if (pv->form->is_new) return _("New");
    return form_is_dirty(pv->form) ? _("Edit, not saved") : _("Edit");
}

/* Width of the list beside the details. */
static int list_cols(const struct page_view *pv, int cols) {
    int wanted = 3;
    for (const struct column *c = pv->page->columns; c->label; c++) {
        if (c->hide_below == 0) wanted += c->cols + 2;
    }
    wanted += cols / 16;
    if (wanted > cols / 3) wanted = cols / 3;
    return wanted < 22 ? 22 : wanted;
}

static void draw_form_panel(struct page_view *pv, struct canvas *canvas, struct rect rect,
                            bool focused) {
    char title[240];
    form_title(pv->form, title, sizeof title);
    if (!pv->has_list || !*title) text_copy(title, sizeof title, _(pv->page->title));
    draw_rule(canvas, rect, title, focused, form_state(pv));
    struct rect inside = {rect.row + 1, rect.col + 1, rect.rows - 1, rect.cols - 1};
    if (!pv->form->loaded && !pv->form->is_new) return;
    form_draw(pv->form, canvas, inside, focused);
}

static void draw_list_panel(struct page_view *pv, struct canvas *canvas, struct rect rect,
                            bool focused) {
    char title[240];
    char marked[64] = "";
    bool scoped = pv->list.scope[0] != '\0';
    int marks = pv->list.marks.count;
    snprintf(title, sizeof title, "%s%s%s", _(pv->page->title), scoped ? ": " : "",
             scoped ? pv->scope_words : "");
    if (marks > 0) {
        snprintf(marked, sizeof marked, n_("%d marked", "%d marked", (unsigned long)marks), marks);
    }
    draw_rule(canvas, rect, title, focused, marked);
    list_draw(&pv->list, canvas, (struct rect){rect.row + 1, rect.col, rect.rows - 1, rect.cols},
              focused);
}

static void draw_reader(struct page_view *pv, struct canvas *canvas, struct rect rect,
                        bool focused) {
    const char *title = pv->page ? _(pv->page->title) : menu_title(pv->view.app, pv->asked_id);
    draw_rule(canvas, rect, title, focused, "");
    int margin = rect.cols > 100 ? 4 : 2;
    int cols = rect.cols - 2 * margin > 92 ? 92 : rect.cols - 2 * margin;
    reader_draw(&pv->reader, canvas,
                (struct rect){rect.row + 2, rect.col + margin, rect.rows - 2, cols});
    canvas_cursor(canvas, rect.row + 2, rect.col + margin, false);
}

void page_view_draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct page_view *pv = (struct page_view *)view;
    pv->narrow = rect.cols < SIDE_BY_SIDE;
    if (!pv->page || pv->page->pattern == READER) {
        draw_reader(pv, canvas, rect, focused);
        return;
    }
    bool both = pv->page->pattern == SIMPLE_LIST_AND_DETAILS && pv->form && !pv->narrow;
    if (!both) {
        bool form = !pv->has_list || pv->in_record || (pv->in_form && pv->form);
        (form ? draw_form_panel : draw_list_panel)(pv, canvas, rect, focused);
        return;
    }
    int cols = list_cols(pv, rect.cols);
    struct rect left = {rect.row, rect.col, rect.rows, cols};
    struct rect right = {rect.row, rect.col + cols + 1, rect.rows, rect.cols - cols - 1};
    draw_list_panel(pv, canvas, left, focused && !pv->in_form);
    draw_form_panel(pv, canvas, right, focused && pv->in_form);
    canvas_vline(canvas, rect.row + 1, rect.col + cols, rect.rows - 1, ROLE_FRAME);
    canvas_put_sign(canvas, rect.row, rect.col + cols, ROLE_FRAME, SIGN_TEE_DOWN);
}
