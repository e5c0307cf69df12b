/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_SHOW_DESK_H
#define CHQ_TESTS_SHOW_DESK_H

/*
 * The real engine and pages without a terminal, for tests that work in the background of a demo company: what a turn of
 * the loop does, and a desk on which show scripts are played.
 */

#include "support/guide_world.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/trainer/show.h"
#include "tui/lookup.h"
#include "tui/show_priv.h"

static inline void loop_draw(struct app *app, struct canvas *canvas) {
    app_settle(app);
    canvas_clear(canvas);
    app_draw(app, canvas);
}

/* One turn of the loop, with a short wait for what runs in the background. */
static inline void loop_turn(struct app *app, struct canvas *canvas) {
    struct pollfd fd = {.fd = app->jobs ? jobs_fd(app->jobs) : -1, .events = POLLIN};
    int wait_ms = app_next_tick_ms(app);
    loop_draw(app, canvas);
    poll(&fd, 1, wait_ms < 0 || wait_ms > 5 ? 5 : wait_ms);
    app_job_events(app);
    app_tick(app);
}

static inline bool canvas_shows(const struct canvas *canvas, const char *text) {
    char row[2000];
    for (int i = 0; i < canvas->rows; i++) {
        canvas_row_text(canvas, i, row, sizeof row);
        if (strstr(row, text)) return true;
    }
    return false;
}

struct show_desk {
    struct world world;
    struct app *app; /* between show_desk_console and app_free */
    struct canvas canvas;
};

static inline void show_desk_open(struct show_desk *desk) {
    i18n_init("en");
    world_init(&desk->world, "en");
    desk->world.settings.tui_show_pace_ms = 1; /* at the end it waits for a key */
    canvas_init(&desk->canvas, 24, 80, false);
}

static inline void show_desk_close(struct show_desk *desk) {
    canvas_release(&desk->canvas);
    world_release(&desk->world);
}

static inline struct company *show_desk_company(const struct show_desk *desk, const char *folder,
                                                bool read_only) {
    struct err err = {0};
    struct company *company = NULL;
    check_ok(
        company_open(&company, folder, &desk->world.settings, read_only, COMPANY_FOR_SCREENS, &err),
        &err);
    return company;
}

/* The console on the company in `folder`. */
static inline void show_desk_console(struct show_desk *desk, const char *folder,
                                     const struct side *const *sides) {
    desk->app = app_new(&(struct app_parts){.take_company = show_desk_company(desk, folder, false),
                                            .settings = &desk->world.settings,
                                            .pages = page_registry,
                                            .lookups = lookup_registry,
                                            .sides = sides,
                                            .theme = theme_find("dark")});
    app_resize(desk->app, desk->canvas.rows, desk->canvas.cols);
}

static inline const struct show_player *show_desk_player(const struct show_desk *desk) {
    return app_side_state(desk->app, &side_show);
}

static inline void show_desk_until(struct show_desk *desk, enum show_phase phase) {
    for (int i = 0; i < 8000; i++) {
        enum show_phase now = show_desk_player(desk)->phase;
        if (now == phase || now == SHOW_IDLE) return;
        loop_turn(desk->app, &desk->canvas);
    }
}

/* Plays to the end, before anything is taken back; false = it did not come so far. */
static inline bool show_desk_play(struct show_desk *desk, const struct show_request *request) {
    bool begun = show_start(desk->app, request);
    if (begun) show_desk_until(desk, SHOW_AT_END);
    return begun && show_desk_player(desk)->phase == SHOW_AT_END;
}

/* The newest message, when nothing could be played. */
static inline const char *show_desk_said(const struct show_desk *desk) {
    const struct message *message = app_message_at(desk->app, 0);
    return message ? message->text : "nothing was played";
}

/* A key at the end: what was shown is taken back. */
static inline void show_desk_take_back(struct show_desk *desk) {
    app_key(desk->app, (struct key){.code = 'x'});
    show_desk_until(desk, SHOW_IDLE);
}

#endif
