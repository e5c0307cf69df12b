/* SPDX-License-Identifier: MIT */
/*
 * Writing while somebody else writes. The thread that paints never waits long for a lock: it tries, gives the keys a
 * turn, and tries again, with a popup that says so and can be left. Knows nothing of what is written.
 */
#include "tui/waiting.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"

static const char sentence[] = N_("Another program is writing to the database. It is tried again "
                                  "until there is room; nothing you typed is lost.");

struct waiting {
    struct view view;
    struct app_write write;
    char title[96];
    int64_t since_us, due_us; /* clock_ticks_us */
};

static struct waiting *waiting_of(const struct app *app) {
    return (struct waiting *)app->ui->waiting;
}

static struct rect place(struct view *view, struct rect body) {
    (void)view;
    int cols = body.cols - 4 > 64 ? 64 : body.cols - 4;
    int rows = text_wrap_rows(_(sentence), cols - 6) + 4;
    return (struct rect){body.row + (body.rows - rows) / 3, body.col + (body.cols - cols) / 2, rows,
                         cols};
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct waiting *waiting = (struct waiting *)view;
    char line[256];
    size_t len;
    (void)focused;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, waiting->title);
    const char *text = _(sentence);
    for (int row = rect.row + 2; row < rect.row + rect.rows - 1; row++) {
        const char *next = text_wrap(text, rect.cols - 6, &len);
        if (!next) break;
        text_copy_n(line, sizeof line, text, len);
        canvas_put(canvas, row, rect.col + 3, rect.cols - 6, ROLE_DIALOG, line);
        text = next;
    }
    canvas_cursor(canvas, rect.row + 2, rect.col + 3, false);
}

static void end(struct waiting *waiting, enum err_code code, const struct err *err) {
    struct app *app = waiting->view.app;
    struct app_write write = waiting->write;
    app_remove(app, &waiting->view);
    write.ended(app, write.ctx, code, err);
}

static enum next act(struct view *view, enum action_id action) {
    struct err err;
    if (action != ACTION_BACK) return NEXT_STAY;
    err_clear(&err);
    err.code = ERR_CANCELLED;
    end((struct waiting *)view, ERR_CANCELLED, &err);
    return NEXT_STAY;
}

static bool can(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_BACK;
}

static const char *label(const struct view *view, enum action_id action) {
    (void)view;
    return action == ACTION_BACK ? _("Cancel") : NULL;
}

static void free_waiting(struct view *view) {
    view->app->ui->waiting = NULL;
    free(view);
}

static const struct view_ops waiting_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .can = can,
    .label = label,
    .free = free_waiting,
};

static void rest(struct waiting *waiting) {
    waiting->due_us = clock_ticks_us() + WAITING_PAUSE_MS * 1000;
}

void app_write(struct app *app, const struct app_write *write) {
    struct err err;
    err_clear(&err);
    int64_t since_us = clock_ticks_us();
    enum err_code code = write->write(app, write->ctx, &err);
    if (code != ERR_BUSY || app->ui->waiting) {
        write->ended(app, write->ctx, code, &err);
        return;
    }
    struct waiting *waiting = alloc_zero(1, sizeof *waiting);
    waiting->view = (struct view){.ops = &waiting_ops, .app = app};
    waiting->write = *write;
    waiting->since_us = since_us;
    text_copy(waiting->title, sizeof waiting->title, write->title);
    app->ui->waiting = &waiting->view;
    rest(waiting);
    app_push(app, &waiting->view);
}

int waiting_next_ms(const struct app *app) {
    const struct waiting *waiting = waiting_of(app);
    if (!waiting) return -1;
    int64_t left_us = waiting->due_us - clock_ticks_us();
    return left_us <= 0 ? 0 : (int)(left_us / 1000 + 1);
}

void waiting_tick(struct app *app) {
    struct waiting *waiting = waiting_of(app);
    if (!waiting || clock_ticks_us() < waiting->due_us) return;
    struct err err;
    err_clear(&err);
    enum err_code code = waiting->write.write(app, waiting->write.ctx, &err);
    int64_t waited_ms = (clock_ticks_us() - waiting->since_us) / 1000;
    if (code == ERR_BUSY && waited_ms < app->company->settings.db_busy_timeout_ms) {
        rest(waiting);
        return;
    }
    if (code == ERR_BUSY) err_add_number(&err, waited_ms);
    end(waiting, code, &err);
}
