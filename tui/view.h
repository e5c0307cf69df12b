/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_VIEW_H
#define CHQ_TUI_VIEW_H

/*
 * A view is anything on the stack: the menu, a page, and the popups above them (dialog, lookup, palette, help). There is
 * one event loop; a dialog is a view that is pushed, never a nested loop. Keys go to the top view; what it does not
 * handle goes to the application.
 */

#include <stdbool.h>

#include "tui/app.h"
#include "tui/canvas.h"

struct view;

struct view_ops {
    bool popup; /* drawn above the page; takes all keys */
    /* Popups: where they want to be on a screen body of this size. */
    struct rect (*place)(struct view *view, struct rect body);
    void (*draw)(struct view *view, struct canvas *canvas, struct rect rect, bool focused);
    enum next (*act)(struct view *view, enum action_id action);
    /* A typed character in edit mode. NULL = never in edit mode. */
    enum next (*text)(struct view *view, const char *utf8);
    enum key_mode (*mode)(const struct view *view);
    /* Would `act` do something now? For legend and help. */
    bool (*can)(const struct view *view, enum action_id action);
    /* What the key does here, translated; NULL = the action's own label. */
    const char *(*label)(const struct view *view, enum action_id action);
    /* Why `action` does nothing now: a translated sentence. NULL = "is not possible here". */
    void (*why_not)(const struct view *view, enum action_id action, char *buf, size_t size);
    void (*data_changed)(struct view *view);
    /* May it be closed? If it has unsaved changes it asks (app_ask) and answers false. */
    bool (*may_close)(struct view *view);
    /* Lines for the help page. */
    void (*help)(struct view *view, struct reader *out);
    void (*free)(struct view *view);
    const char *(*page_id)(const struct view *view); /* NULL for popups */
    const char *(*record_key)(const struct view *view);
};

struct view {
    const struct view_ops *ops;
    struct app *app;
};

/* Push; the view belongs to the stack from now on. */
void app_push(struct app *app, struct view *take_view);
/* Close `view` wherever it is on the stack, without asking. */
void app_remove(struct app *app, struct view *view);
/* Is it on the stack? `view` may have been freed. */
bool app_is_open(const struct app *app, const struct view *view);
struct view *app_top(const struct app *app);      /* with popups */
struct view *app_top_page(const struct app *app); /* without popups; the menu at least */

#endif
