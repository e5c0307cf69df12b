/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SIDE_H
#define CHQ_TUI_SIDE_H

/*
 * Side panels: the customer-view pane (tui/customer_pane.c) and the coach (tui/coach.c). The engine gives them room,
 * keys and events and knows nothing else about them. Each file exports one `const struct side`; console_run is told
 * which to use (side_customer_pane, side_coach).
 *
 * Order per loop turn: events, then rows/cols, then draw. `draw` must not touch the database: read in `event`.
 */

#include <stdbool.h>
#include <stdint.h>

#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/page.h"

enum side_event_kind {
    SIDE_PAGE_OPENED, /* page_id is in front now; key = record shown, or NULL */
    SIDE_PAGE_CLOSED, /* page_id was left */
    SIDE_RECORD_SELECTED, /* key in page_id; a cursor that moves through a list reports only where it rests */
    SIDE_FIELD_FOCUSED, /* field in page_id */
    SIDE_SAVED,         /* key in page_id was saved (or created) by this console */
    SIDE_DELETED,       /* key in page_id was deleted by this console */
    SIDE_DATA_CHANGED, /* somebody committed to the company's files; also after our own saves and jobs */
    SIDE_COMPANY_CHANGED, /* app->company and app->db are other ones now */
    SIDE_JOB_ENDED,       /* a background job of this console ended */
    SIDE_TICK             /* next_tick_ms has passed */
};

struct side_event {
    enum side_event_kind kind;
    const char *page_id, *key, *field; /* NULL where not said above; borrowed for the call */
};

struct side {
    const char *id;    /* "customers", "coach" */
    const char *title; /* N_("Customers"): name of the panel in the help */

    void *(*open)(struct app *app); /* state; NULL is a valid state */
    void (*close)(struct app *app, void *state);

    /* Is it shown at all? The pane: switched on (F9). The coach: a guide is active. NULL = whenever it wants room: a side
     * with neither `cols` nor `rows` works unseen. */
    bool (*visible)(const struct app *app, const void *state);
    /* ACTION_PANE (F9) reaches only the side that has this; NULL = not switched by F9. */
    void (*toggle)(struct app *app, void *state);

    /* Right pane: columns wanted on a screen of this size, 0 = no pane (then `rows` is asked for a strip). NULL = never a pane. */
    int (*cols)(const struct app *app, const void *state, int screen_rows, int screen_cols);
    /* Bar above the message bar: rows wanted at this width, at most `most`; 0 = none. */
    int (*rows)(const struct app *app, const void *state, int cols, int most);
    /* Draw into `rect` (a pane of any height, or a bar of the rows asked for); clip to it. `pane` tells which of the two.
     * The engine has drawn the frame and the heading that `heading` gives. */
    void (*draw)(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                 bool pane, bool focused);
    /* Heading of the pane, e.g. "Customers · as of 14:03:07". NULL = title. */
    void (*heading)(const struct app *app, const void *state, char *buf, size_t size);

    /* Keys. While focused: everything first goes here. The coach's ACTION_GUIDE_* always come here. */
    bool (*can)(const struct app *app, const void *state, enum action_id action);
    enum next (*act)(struct app *app, void *state, enum action_id action);
    /* What a key of GROUP_GUIDE does here, translated; NULL = the action's own label. */
    const char *(*label)(const struct app *app, const void *state, enum action_id action);
    /* Every key comes here before anything else sees it; true = it goes no further (a show is played). NULL = never. */
    bool (*key)(struct app *app, void *state, struct key key);
    /* Can it have the focus (Ctrl+W w, Tab from a list)? NULL = never. */
    bool (*focusable)(const struct app *app, const void *state);

    void (*event)(struct app *app, void *state, const struct side_event *event);
    /* Milliseconds until it wants SIDE_TICK (an age that visibly grows), -1 = nothing ages. NULL = never. */
    int (*next_tick_ms)(const struct app *app, const void *state);
    /* Text shown first on the help page (the hint of the current step), "" = none. NULL = never. */
    void (*help)(const struct app *app, const void *state, struct reader *out);
};

extern const struct side side_customer_pane; /* tui/customer_pane.c */
extern const struct side side_coach;         /* tui/coach.c */
extern const struct side side_lab;           /* tui/lab_side.c */
extern const struct side side_show;          /* tui/show.c */
extern const struct side side_batch_server;  /* tui/batch_side.c: never shown */
extern const struct side side_traffic;       /* tui/traffic_side.c: never shown */
extern const struct side side_board;         /* tui/board_side.c: never shown */

#endif
