/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PAGE_VIEW_H
#define CHQ_TUI_PAGE_VIEW_H

/* A page of the registry on the stack: its list, its form or its text, and how they share the body. */

#include "tui/form.h"
#include "tui/list.h"
#include "tui/reader.h"
#include "tui/view.h"

struct page_view {
    struct view view;
    const struct page *page;
    struct list list;
    bool has_list;
    struct form *form; /* NULL when the page has no fields */
    bool in_form;      /* the form has the keys */
    bool in_record;    /* DETAILS_MASTER: one record on the whole page */
    struct reader reader;
    char asked_id[64]; /* a page that does not exist yet: what was asked for */
    char key[ROW_KEY_SIZE];
    char scope_words[128]; /* what the list's scope is called */
    bool settled;          /* DIALOG: OK or Cancel was pressed, closing asks nothing */
    bool narrow;           /* list and details do not fit side by side, as drawn last */
};

/* `key`, `scope` and `words` may be NULL. */
struct view *page_view_new(struct app *app, const struct page *page, const char *key,
                           const char *scope, const char *words);
/* A page that is in the navigation but not in this console. */
struct view *page_view_new_missing(struct app *app, const char *page_id);
/* NULL when the view is no page view. */
struct page_view *page_view_of(struct view *view);
void page_view_select(struct page_view *pv, const char *key);
/* From a record back to its list, unless it is being edited. */
void page_view_show_list(struct page_view *pv);
bool page_view_start_new(struct page_view *pv);
void page_view_set_scope(struct page_view *pv, const char *scope, const char *words);
/* Load the details of the row on which the cursor came to rest. */
void page_view_settle(struct page_view *pv);
const char *page_view_key(const struct page_view *pv); /* current record, NULL = none */
bool page_view_is_editing(const struct page_view *pv);

/* page_draw.c */
void page_view_draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused);

#endif
