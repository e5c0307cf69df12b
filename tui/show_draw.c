/* SPDX-License-Identifier: MIT */
/* The bar of a show: what is shown and how far, and the key that is pressed with what it does. Reads no data. */

#include <stdio.h>

#include "tui/show_priv.h"

enum { ROWS = 2 };

int show_rows(const struct app *app, const void *state, int cols, int most) {
    (void)app;
    (void)state;
    (void)cols;
    return most < ROWS ? most : ROWS;
}

static const char *legend(const struct show_player *player) {
    if (player->phase == SHOW_AT_END) return _("any key: back");
    if (player->phase == SHOW_LEAVING) return "";
    return player->paused ? _("Space: go on   any other key: stop")
                          : _("Space: pause   any other key: stop");
}

static void draw_heading(const struct show_player *player, struct canvas *canvas,
                         struct rect rect) {
    int col = rect.col, end = rect.col + rect.cols, count = player->script->count;
    int at = player->at + (player->announced || player->at == 0);
    const char *tail = legend(player);
    int right = text_cols(tail);
    col += canvas_putf(canvas, rect.row, col, end - col, ROLE_COACH, _("Show me %d/%d"),
                       at < count ? at : count, count);
    col += 2;
    canvas_put_cut(canvas, rect.row, col, end - right - 2 - col, ROLE_COACH_STRONG, player->title);
    canvas_put(canvas, rect.row, end - right, right, ROLE_COACH, tail);
}

void show_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
               bool pane, bool focused) {
    const struct show_player *player = state;
    int row = rect.row + 1, col = rect.col, end = rect.col + rect.cols;
    (void)app;
    (void)pane;
    (void)focused;
    if (rect.rows < 1 || !player->script) return;
    canvas_fill(canvas, rect, ROLE_COACH);
    draw_heading(player, canvas, rect);
    if (rect.rows < ROWS) return;
    if (player->phase == SHOW_AT_END) {
        canvas_put_cut(canvas, row, col, rect.cols, ROLE_OK,
                       _("Done. Nothing of it is kept: everything is as it was."));
        return;
    }
    if (player->paused)
        col += canvas_putf(canvas, row, col, end - col, ROLE_PENDING, "%s  ", _("Paused."));
    if (*player->keys)
        col += canvas_putf(canvas, row, col, end - col, ROLE_KEY, " %s ", player->keys) + 1;
    canvas_put_cut(canvas, row, col, end - col, ROLE_COACH_STRONG, player->words);
}
