/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_DESK_H
#define CHQ_TESTS_DESK_H

/*
 * The engine without a terminal, on the small company of support/exchange.h and with a test's own pages: keys in by their
 * names, canvas out as text. One press() is one turn of the loop.
 */

#include "support/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/hq/profile.h"
#include "model/text.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/form.h"

struct desk {
    struct world world;
    struct db *hq; /* of the console's company */
    struct app *app;
    struct canvas canvas;
};

static inline void desk_draw(struct desk *desk) {
    app_settle(desk->app);
    app_draw(desk->app, &desk->canvas);
}

static inline void desk_open(struct desk *desk, const struct page *const *pages,
                             const struct lookup_view *lookups, int rows, int cols) {
    i18n_init("en");
    world_init(&desk->world, 1);
    canvas_init(&desk->canvas, rows, cols, false);
    desk->hq = desk->world.company->hq;
    desk->app = app_new(&(struct app_parts){.take_company = desk->world.company,
                                            .settings = &desk->world.settings,
                                            .pages = pages,
                                            .lookups = lookups,
                                            .theme = theme_find("test")});
    desk->world.company = NULL;
    app_resize(desk->app, rows, cols);
    desk_draw(desk);
}

static inline void desk_close(struct desk *desk) {
    app_free(&desk->app);
    canvas_release(&desk->canvas);
    world_release(&desk->world);
}

/* Keys by name with blanks between: "F2 Down C-s". */
static inline void press(struct desk *desk, const char *names) {
    char name[32];
    while (*names) {
        struct key key;
        size_t len = strcspn(names, " ");
        text_copy_n(name, sizeof name, names, len);
        if (!key_parse(name, &key)) fail_msg("'%s' names no key", name);
        app_key(desk->app, key);
        names += len + strspn(names + len, " ");
    }
    desk_draw(desk);
}

static inline void type(struct desk *desk, const char *text) {
    for (; *text; text++) app_key(desk->app, (struct key){.code = (unsigned char)*text});
    desk_draw(desk);
}

/* Row of the first line that has `text`, -1 = none. */
static inline int row_of(const struct desk *desk, const char *text) {
    char line[2048];
    for (int row = 0; row < desk->canvas.rows; row++) {
        canvas_row_text(&desk->canvas, row, line, sizeof line);
        if (strstr(line, text)) return row;
    }
    return -1;
}

static inline void assert_seen(const struct desk *desk, const char *text) {
    char line[2048];
    if (row_of(desk, text) >= 0) return;
    for (int row = 0; row < desk->canvas.rows; row++) {
        canvas_row_text(&desk->canvas, row, line, sizeof line);
        print_error("%s\n", line);
    }
    fail_msg("'%s' is not on the screen", text);
}

static inline void assert_not_seen(const struct desk *desk, const char *text) {
    int row = row_of(desk, text);
    if (row >= 0) fail_msg("'%s' is on the screen, row %d", text, row);
}

/* Character under the hardware cursor's row that begins with the marker. */
static inline void assert_selected(const struct desk *desk, const char *text) {
    char line[2048];
    for (int row = 0; row < desk->canvas.rows; row++) {
        canvas_row_text(&desk->canvas, row, line, sizeof line);
        char *marker = strstr(line, "▶");
        if (marker && strstr(marker, text)) return;
    }
    fail_msg("'%s' is not in a selected row", text);
}

#endif
