/* SPDX-License-Identifier: MIT */
/*
 * What a page can do beside the standard keys: its own table and the engine's (changes of a record, marks, the scope), and
 * the sentence for every command that is not possible now. Knows page flags, not pages.
 */
#include "tui/page_actions.h"

#include <stdio.h>

#include "model/text.h"
#include "tui/app_priv.h"
#include "tui/history.h"
#include "tui/words.h"

/* ---- the engine's own ------------------------------------------------------------------------------------------ */

static struct page_view *front(struct app *app) {
    return page_view_of(app_top_page(app));
}

static bool is_record(struct app *app, const char *key) {
    const struct page_view *pv = front(app);
    return key && !(pv && pv->form && pv->form->is_new);
}

static enum next show_history(struct app *app, const char *key) {
    const struct page_view *pv = front(app);
    if (pv && key) history_show(app, pv->page->entity, key);
    return NEXT_STAY;
}

static enum next show_all(struct app *app, const char *key) {
    (void)key;
    app_set_scope(app, NULL, NULL);
    return NEXT_STAY;
}

static bool in_list(struct app *app, const char *key) {
    const struct page_view *pv = front(app);
    (void)key;
    return pv && pv->has_list && !pv->in_form && list_key(&pv->list);
}

static void say_too_many(struct app *app) {
    app_message(app, MESSAGE_WARNING,
                _("No more than %d rows can be marked. Work on these first, or filter."),
                LIST_MARKS_MAX);
}

static enum next mark(struct app *app, const char *key) {
    struct page_view *pv = front(app);
    (void)key;
    if (!list_toggle_mark(&pv->list)) say_too_many(app);
    list_act(&pv->list, ACTION_DOWN);
    return NEXT_STAY;
}

static enum next mark_all(struct app *app, const char *key) {
    struct page_view *pv = front(app);
    (void)key;
    if (list_mark_all(&pv->list)) return NEXT_STAY;
    if (pv->list.err.code != ERR_OK) {
        app_error(app, &pv->list.err);
    } else {
        say_too_many(app);
    }
    return NEXT_STAY;
}

static bool any_marked(struct app *app, const char *key) {
    (void)key;
    return app_marked_count(app) > 0;
}

static enum next unmark_all(struct app *app, const char *key) {
    (void)key;
    app_unmark_all(app);
    return NEXT_STAY;
}

static bool with_history(const struct page_view *pv) {
    return pv->page->has_history && pv->page->entity;
}

static bool with_scope(const struct page_view *pv) {
    return pv->has_list && pv->list.scope[0];
}

static bool with_marks(const struct page_view *pv) {
    return pv->has_list && pv->page->can_mark;
}

static const struct {
    bool (*applies)(const struct page_view *pv);
    struct action action;
} engine_actions[] = {
    {with_history,
     {.id = "history",
      .label = N_("Show changes"),
      .help = N_("Who changed this record, when, from what to what."),
      .enabled = is_record,
      .run = show_history}},
    {with_scope,
     {.id = "show-all",
      .label = N_("Show all"),
      .bound = ACTION_SHOW_ALL,
      .help = N_("Show every record again, not only what the list was opened for."),
      .run = show_all}},
    {with_marks,
     {.id = "mark",
      .label = N_("Mark"),
      .bound = ACTION_TOGGLE,
      .help = N_("Mark the row, or take the mark off. A command then works on all marked rows."),
      .enabled = in_list,
      .why_not = N_("Rows are marked in the list."),
      .run = mark}},
    {with_marks,
     {.id = "mark-all",
      .label = N_("Mark all"),
      .bound = ACTION_MARK_ALL,
      .help = N_("Mark every row that the filter leaves."),
      .enabled = in_list,
      .why_not = N_("Rows are marked in the list."),
      .run = mark_all}},
    {with_marks,
     {.id = "unmark-all",
      .label = N_("Unmark all"),
      .bound = ACTION_UNMARK_ALL,
      .help = N_("Take all marks off, also of rows the filter hides."),
      .enabled = any_marked,
      .why_not = N_("No row is marked."),
      .run = unmark_all}},
};

/* ---- all of them ----------------------------------------------------------------------------------------------- */

const struct action *page_action_at(const struct page_view *pv, int index) {
    if (!pv || !pv->page) return NULL;
    for (const struct action *a = pv->page->actions; a && a->id; a++) {
        if (index-- == 0) return a;
    }
    for (size_t i = 0; i < sizeof engine_actions / sizeof *engine_actions; i++) {
        if (engine_actions[i].applies(pv) && index-- == 0) return &engine_actions[i].action;
    }
    return NULL;
}

const struct action *page_action_bound(const struct page_view *pv, enum action_id bound) {
    const struct action *action;
    if (bound == ACTION_NONE) return NULL;
    for (int i = 0; (action = page_action_at(pv, i)) != NULL; i++) {
        if (action->bound == bound) return action;
    }
    return NULL;
}

bool page_action_enabled(const struct page_view *pv, const struct action *action) {
    if (page_view_is_editing(pv)) return false;
    return !action->enabled || action->enabled(pv->view.app, page_view_key(pv));
}

enum next page_action_run(struct page_view *pv, const struct action *action) {
    char key[ROW_KEY_SIZE], why[MESSAGE_SIZE];
    const char *current = page_view_key(pv);
    if (!page_action_enabled(pv, action)) {
        page_action_why_not(pv, action, why, sizeof why);
        app_message(pv->view.app, MESSAGE_INFO, "%s", why);
        return NEXT_STAY;
    }
    text_copy(key, sizeof key, current ? current : "");
    if (pv->page && pv->page->pattern == DIALOG && pv->form) { /* what is being typed counts */
        form_commit(pv->form);
        form_reopen(pv->form);
    }
    return action->run(pv->view.app, current ? key : NULL);
}

/* ---- why not --------------------------------------------------------------------------------------------------- */

static void why_editing(const struct page_view *pv, char *buf, size_t size) {
    char save[32];
    keymap_first(pv->view.app->ui->keymap, ACTION_SAVE, MODE_EDIT, save, sizeof save);
    snprintf(buf, size, _("The record is being edited. %s saves it, Esc leaves the edit mode."),
             save);
}

static void why_nothing(const struct page_view *pv, const char *label, char *buf, size_t size) {
    if (pv->has_list && pv->list.rows.rows == 0) {
        snprintf(buf, size, _("%s needs a record, and the list is empty."), label);
    } else if (!page_view_key(pv)) {
        snprintf(buf, size, _("%s needs a record: choose one in the list first."), label);
    } else {
        snprintf(buf, size, _("%s is not possible here."), label);
    }
}

void page_action_why_not(const struct page_view *pv, const struct action *action, char *buf,
                         size_t size) {
    struct app *app = pv->view.app;
    buf[0] = '\0';
    if (page_view_is_editing(pv)) {
        why_editing(pv, buf, size);
    } else if (action->explain) {
        action->explain(app, page_view_key(pv), buf, size);
    } else if (action->why_not) {
        text_copy(buf, size, _(action->why_not));
    }
    if (!*buf) why_nothing(pv, _(action->label), buf, size);
}

static bool writes(enum action_id action) {
    return action == ACTION_EDIT || action == ACTION_NEW || action == ACTION_DELETE ||
           action == ACTION_SAVE || action == ACTION_RUN;
}

static const char *why_standard(const struct page_view *pv, enum action_id action) {
    const struct page *page = pv->page;
    switch ((int)action) {
    case ACTION_NEW:
        if (!page->entity || !page->can_new) return _("New records are not made on this page.");
        break;
    case ACTION_EDIT:
        if (!page->entity || !page->can_edit) return _("Nothing on this page can be changed.");
        break;
    case ACTION_DELETE:
        if (!page->entity || !page->can_delete || !page->entity->remove) {
            return _("Records of this page cannot be deleted.");
        }
        break;
    case ACTION_RUN:
        return _("There is nothing to run on this page.");
    case ACTION_LOOKUP:
        return page_view_is_editing(pv) ? _("This field has no list of choices.") : NULL;
    case ACTION_MARK_ALL:
    case ACTION_UNMARK_ALL:
        if (!page->can_mark) return _("Rows of this page cannot be marked.");
        break;
    case ACTION_SHOW_ALL:
        return _("The list shows all records already.");
    case ACTION_NEXT_ERROR:
    case ACTION_PREV_ERROR:
        return _("No field has an error.");
    case ACTION_UNDO:
        return _("There is nothing to undo.");
    case ACTION_REDO:
        return _("There is nothing to do again.");
    default:
        break;
    }
    return NULL;
}

void page_view_why_not(const struct page_view *pv, enum action_id action, char *buf, size_t size) {
    struct app *app = pv->view.app;
    const struct action *own = page_action_bound(pv, action);
    const char *label = app_action_label(app, action);
    const char *why = pv->page && !own ? why_standard(pv, action) : NULL;
    bool record = action == ACTION_EDIT || action == ACTION_DELETE || action == ACTION_RUN ||
                  action == ACTION_OPEN || action == ACTION_LOOKUP;
    if (own) {
        page_action_why_not(pv, own, buf, size);
    } else if (app->read_only && writes(action)) {
        struct err err;
        err_clear(&err);
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, "");
        words_error(&err, NULL, buf, size);
    } else if (why) {
        text_copy(buf, size, why);
    } else if (action == ACTION_SAVE || action == ACTION_RESTORE) {
        text_copy(buf, size, _("Nothing is being edited."));
    } else if (page_view_is_editing(pv) && action != ACTION_LOOKUP) {
        why_editing(pv, buf, size);
    } else if (pv->page && record) {
        why_nothing(pv, label, buf, size);
    } else {
        snprintf(buf, size, _("%s is not possible here."), label);
    }
}
