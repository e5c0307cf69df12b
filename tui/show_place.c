/* SPDX-License-Identifier: MIT */
/*
 * Where the console was before a show, so that it can be there again: which pages were open in which order, and the record
 * and field that had the cursor. Nothing is unsaved then, so a page is what it reads again.
 */

#include "tui/show_priv.h"

static void remember_page(const struct page_view *pv, struct show_place *place) {
    const char *key =
        pv->has_list && !pv->in_form && !pv->in_record ? list_key(&pv->list) : page_view_key(pv);
    if (!key && *pv->key && !pv->has_list) key = pv->key;
    *place = (struct show_place){.in_form = pv->in_form, .in_record = pv->in_record};
    text_copy(place->page, sizeof place->page, pv->asked_id);
    text_copy(place->key, sizeof place->key, key);
    text_copy(place->scope_words, sizeof place->scope_words, pv->scope_words);
    if (pv->has_list) {
        text_copy(place->scope, sizeof place->scope, pv->list.scope);
        text_copy(place->filter, sizeof place->filter, pv->list.filter.text);
    }
    if (pv->form) place->focus = pv->form->focus;
}

void show_places_remember(const struct app *app, struct show_places *places) {
    const struct ui *ui = app->ui;
    *places = (struct show_places){.focus = ui->focus};
    for (int i = 0; i < ui->depth; i++) {
        const struct page_view *pv = page_view_of(ui->stack[i]);
        if (pv)
            remember_page(pv, &places->pages[places->count++]);
        else if (!ui->stack[i]->ops->popup)
            places->home = places->count;
    }
}

static void restore_list(struct page_view *pv, const struct show_place *place) {
    if (*place->filter) list_set_filter(&pv->list, place->filter);
    if (!*place->key) return;
    if (place->in_record)
        page_view_select(pv, place->key);
    else
        list_select(&pv->list, place->key);
}

static void restore_page(struct app *app, const struct show_place *place) {
    const struct page *page = app_find_page(app, place->page);
    bool list = page && page->pattern != READER && page->pattern != DIALOG &&
                page->pattern != TABLE_OF_CONTENTS;
    app_open_page_scoped(app, place->page, list || !*place->key ? NULL : place->key,
                         *place->scope ? place->scope : NULL, place->scope_words);
    struct page_view *pv = page_view_of(app_top_page(app));
    if (!pv) return;
    if (pv->has_list) restore_list(pv, place);
    page_view_settle(pv);
    if (!pv->form) return;
    bool there = pv->form->loaded || pv->form->is_new;
    pv->in_form = place->in_form && there;
    if (there && place->focus.index <
                     (place->focus.kind == STOP_TAB ? pv->form->tab_count : pv->form->count))
        pv->form->focus = place->focus;
    if (page->pattern == DIALOG && place->focus.kind == STOP_FIELD)
        form_focus_item(pv->form, place->focus.index);
}

void show_places_restore(struct app *app, const struct show_places *places) {
    for (int i = 0; i <= places->count; i++) {
        if (i == places->home && i > 0) app_act(app, ACTION_HOME);
        if (i < places->count) restore_page(app, &places->pages[i]);
    }
    app_hide_message(app);
    app->ui->focus = places->focus;
}
