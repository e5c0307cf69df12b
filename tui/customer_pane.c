/* SPDX-License-Identifier: MIT */
/*
 * The customer view as a side of the console: when it reads, where it stands, what its keys do. Looks are in
 * customer_pane_draw.c, reading in customer_feed.c.
 */

#include "tui/customer_pane.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/clock.h"
#include "tui/alloc.h"
#include "tui/side.h"
#include "tui/trace_view.h"
#include "tui/words.h"

enum {
    PANE_FROM_COLS = 100, /* narrower screens have the bar */
    BAR_ROWS = 9,         /* of the bar with its lists */
    MINUTE = 60000
};

/* Grows with F9 on a narrow screen: bar of one row, bar with lists, off. */
enum size { SIZE_OFF, SIZE_SHOWN, SIZE_LISTS };

struct pane {
    struct customer_feed *feed;
    struct pane_view view;
    enum size size;
    bool in_bar;                       /* as it was drawn last */
    char selected_key[GUID_SIZE + 48]; /* the selection stays on its customer when the lists move */
    int64_t read_minute;
};

static void *pane_open(struct app *app) {
    struct pane *pane = alloc_zero(1, sizeof *pane);
    pane->feed = customer_feed_new();
    pane->size = !app->settings || app->settings->tui_pane ? SIZE_SHOWN : SIZE_OFF;
    return pane;
}

static void pane_close(struct app *app, void *state) {
    struct pane *pane = state;
    (void)app;
    customer_feed_free(&pane->feed);
    free(pane);
}

static bool pane_visible(const struct app *app, const void *state) {
    (void)app;
    return ((const struct pane *)state)->size != SIZE_OFF;
}

static void pane_toggle(struct app *app, void *state) {
    struct pane *pane = state;
    (void)app;
    if (pane->size == SIZE_SHOWN && pane->in_bar)
        pane->size = SIZE_LISTS;
    else
        pane->size = pane->size == SIZE_OFF ? SIZE_SHOWN : SIZE_OFF;
}

static int pane_cols(const struct app *app, const void *state, int screen_rows, int screen_cols) {
    const struct pane *pane = state;
    (void)app;
    (void)screen_rows;
    if (screen_cols < PANE_FROM_COLS) return 0;
    int cols = screen_cols * 3 / 10;
    if (cols > 40) cols = 40;
    if (pane->view.details && cols < 42) cols = 42; /* a GUID has 38 characters */
    return cols;
}

static int pane_rows(const struct app *app, const void *state, int cols, int most) {
    const struct pane *pane = state;
    (void)app;
    (void)cols;
    int rows = pane->size == SIZE_LISTS ? BAR_ROWS : 1;
    return rows < most ? rows : most;
}

/* The home page shows the flow whether the pane is on or off. */
static bool is_wanted(const struct app *app, const struct pane *pane) {
    return pane->size != SIZE_OFF || app_page_id(app)[0] == '\0';
}

const struct pane_data *customer_pane_data(const struct app *app, bool *there) {
    const struct pane *pane = app_side_state(app, &side_customer_pane);
    *there = pane != NULL;
    return pane ? customer_feed_data(pane->feed) : NULL;
}

/* ---- the selection ------------------------------------------------------------------------------------------- */

static const char *line_key(const struct customer_line *line) {
    return line->async_account[0] ? line->async_account : line->account;
}

static const struct customer_line *selected_line(const struct pane *pane) {
    return customer_pane_line(customer_feed_data(pane->feed), pane->view.selected);
}

static void remember_selection(struct pane *pane) {
    const struct customer_line *line = selected_line(pane);
    if (line) text_copy(pane->selected_key, sizeof pane->selected_key, line_key(line));
}

/* After a reading: stay on the same customer, also when it has moved from pending to synced. */
static void follow_selection(struct pane *pane) {
    const struct pane_data *data = customer_feed_data(pane->feed);
    const struct customer_line *line = selected_line(pane);
    if (!pane->selected_key[0] || (line && !strcmp(line_key(line), pane->selected_key))) return;
    for (int i = 0; (line = customer_pane_line(data, i)); i++)
        if (!strcmp(line_key(line), pane->selected_key)) pane->view.selected = i;
}

static void select_to(struct pane *pane, int index) {
    const struct pane_data *data = customer_feed_data(pane->feed);
    int last = data ? data->pending_count + data->synced_count - 1 : 0;
    if (index > last) index = last;
    pane->view.selected = index < 0 ? 0 : index;
    remember_selection(pane);
}

/* ---- what is drawn ------------------------------------------------------------------------------------------- */

static void look_again(struct pane *pane) {
    pane->view.data = customer_feed_data(pane->feed);
    pane->view.now_ms = clock_now_ms();
}

static void pane_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                      bool in_pane, bool focused) {
    struct pane *pane = state;
    (void)app;
    pane->in_bar = !in_pane;
    look_again(pane);
    follow_selection(pane);
    pane->view.focused = focused;
    if (in_pane)
        customer_pane_draw(&pane->view, canvas, rect);
    else
        customer_bar_draw(&pane->view, canvas, rect);
}

static void pane_heading(const struct app *app, const void *state, char *buf, size_t size) {
    const struct pane *pane = state;
    struct pane_view view = {.data = customer_feed_data(pane->feed)};
    (void)app;
    customer_pane_heading(&view, buf, size);
}

/* ---- one customer in full ------------------------------------------------------------------------------------ */

struct shown_customer {
    const struct customer_line *line;
    bool details;
    int64_t now_ms;
};

static void fill_customer(void *ctx, struct reader *out) {
    const struct shown_customer *shown = ctx;
    const struct customer_line *line = shown->line;
    char text[WORDS_SIZE];
    snprintf(text, sizeof text, "%s %s", state_code(line->state), words_state(line->state));
    reader_pair(out, _("Customer account"), words_account(line->account));
    reader_pair(out, _("Status"), text);
    reader_pair(out, _("Email"), line->email);
    reader_pair(out, _("Online store"), line->store);
    clock_format_datetime(line->at_ms, text, sizeof text);
    reader_pair(out, _("Signed up"), text);
    if (shown->details) reader_pair(out, _("Async customer account"), line->async_account);
    if (line->state == STATE_FAILED) {
        words_error(&line->error, "customer", text, sizeof text);
        reader_blank(out);
        reader_heading(out, _("Last known error"));
        reader_text(out, text);
    }
    reader_blank(out);
    reader_text(out, words_state_next(line->state));
}

static void open_customer(struct app *app, struct pane *pane) {
    const struct customer_line *line = selected_line(pane);
    if (!line) return;
    if (line->account[0]) {
        app_open_page(app, "customers", line->account);
        return;
    }
    struct shown_customer shown = {line, pane->view.details, clock_now_ms()};
    app_show_text(app, line->name, fill_customer, &shown);
}

/* ---- keys ---------------------------------------------------------------------------------------------------- */

static bool pane_focusable(const struct app *app, const void *state) {
    const struct pane *pane = state;
    (void)app;
    return pane->size == SIZE_LISTS || (pane->size == SIZE_SHOWN && !pane->in_bar);
}

static bool pane_can(const struct app *app, const void *state, enum action_id action) {
    const struct pane *pane = state;
    (void)app;
    bool any = selected_line(pane) != NULL;
    return action == ACTION_DETAILS ||
           (any && (action == ACTION_OPEN || action == ACTION_TRACE || action == ACTION_UP ||
                    action == ACTION_DOWN || action == ACTION_PAGE_UP ||
                    action == ACTION_PAGE_DOWN || action == ACTION_FIRST || action == ACTION_LAST));
}

static enum next pane_act(struct app *app, void *state, enum action_id action) {
    struct pane *pane = state;
    int at = pane->view.selected;
    if (action == ACTION_UP)
        select_to(pane, at - 1);
    else if (action == ACTION_DOWN)
        select_to(pane, at + 1);
    else if (action == ACTION_PAGE_UP)
        select_to(pane, at - pane->view.page);
    else if (action == ACTION_PAGE_DOWN)
        select_to(pane, at + pane->view.page);
    else if (action == ACTION_FIRST)
        select_to(pane, 0);
    else if (action == ACTION_LAST)
        select_to(pane, 2 * PANE_LINES);
    else if (action == ACTION_DETAILS)
        pane->view.details = !pane->view.details;
    else if (action == ACTION_OPEN)
        open_customer(app, pane);
    else if (action == ACTION_TRACE && selected_line(pane))
        trace_open(app, line_key(selected_line(pane)), NULL);
    else
        return NEXT_UNHANDLED;
    return NEXT_STAY;
}

/* ---- events -------------------------------------------------------------------------------------------------- */

static void pane_event(struct app *app, void *state, const struct side_event *event) {
    struct pane *pane = state;
    if (event->kind == SIDE_COMPANY_CHANGED) {
        customer_feed_restart(pane->feed);
        pane->view.selected = 0;
        pane->selected_key[0] = '\0';
    } else if (event->kind == SIDE_DATA_CHANGED || event->kind == SIDE_JOB_ENDED) {
        customer_feed_changed(pane->feed);
    }
    if (event->kind != SIDE_TICK || !is_wanted(app, pane)) return;
    /* Once a minute also without a sign of change: "as of" stays young, and nothing missed stays missed. */
    int64_t minute = clock_now_ms() / MINUTE;
    if (pane->read_minute != minute) customer_feed_changed(pane->feed);
    pane->read_minute = minute;
    /* The first reading waits for the first tick, so that the first screen is painted before it. */
    customer_feed_turn(pane->feed, app);
}

static int pane_next_tick_ms(const struct app *app, const void *state) {
    const struct pane *pane = state;
    if (!is_wanted(app, pane)) return -1;
    /* Ages grow by the minute, with the clock in the title bar. */
    int minute = (int)(MINUTE - clock_now_ms() % MINUTE), due = customer_feed_due_ms(pane->feed);
    return due >= 0 && due < minute ? due : minute;
}

const struct side side_customer_pane = {
    .id = "customers",
    .title = N_("Customers"),
    .open = pane_open,
    .close = pane_close,
    .visible = pane_visible,
    .toggle = pane_toggle,
    .cols = pane_cols,
    .rows = pane_rows,
    .draw = pane_draw,
    .heading = pane_heading,
    .can = pane_can,
    .act = pane_act,
    .focusable = pane_focusable,
    .event = pane_event,
    .next_tick_ms = pane_next_tick_ms,
};
