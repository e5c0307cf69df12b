/* SPDX-License-Identifier: MIT */
/* The looks of the flow, and where a stage leads. Must not know where the data comes from, nor judge it. */

#include "tui/flow.h"

#include <stdio.h>
#include <string.h>

#include "model/hq/schedule.h"
#include "tui/i18n.h"
#include "tui/words.h"
#include "tui/words_health.h"

enum {
    TALL_ROWS = 30,    /* from here on each job has its trend and its sentence */
    SENTENCE_ROWS = 3, /* most that a sentence may take */
    PLACES = QUEUE_COUNT + 1
};

static enum role verdict_role(enum health_verdict verdict) {
    switch (verdict) {
    case HEALTH_WELL:
        return ROLE_OK;
    case HEALTH_ATTENTION:
    case HEALTH_FALLING_BEHIND:
        return ROLE_WARNING;
    case HEALTH_STALLED:
    case HEALTH_STOPPED:
        break;
    }
    return ROLE_FAILED;
}

static bool known(const struct flow_view *view) {
    return view->data && view->data->counted;
}

/* The selected one, else the first of the worst. */
static int told_queue(const struct flow_view *view) {
    const struct health *health = &view->data->health;
    if (view->focused) return view->selected;
    for (int i = 0; i < QUEUE_COUNT; i++)
        if (health->stages[i].verdict == health->verdict) return i;
    return 0;
}

void flow_heading(const struct flow_view *view, char *buf, size_t size) {
    if (!known(view)) {
        snprintf(buf, size, "%s", _("Flow"));
        return;
    }
    bool stale = view->data->trouble.code != ERR_OK;
    snprintf(buf, size, "%s: %s", _("Flow"),
             stale ? _("stale") : words_health_verdict(view->data->health.verdict));
}

enum role flow_heading_role(const struct flow_view *view) {
    if (!known(view)) return ROLE_HEADING;
    return view->data->trouble.code != ERR_OK ? ROLE_WARNING
                                              : verdict_role(view->data->health.verdict);
}

/* ---- from top to bottom ------------------------------------------------------------------------------------------ */

struct pen {
    struct canvas *canvas;
    struct rect rect;
    int row; /* next one, counted from the rectangle's first */
};

static void put_text(struct pen *pen, int indent, int most, enum role role, const char *text) {
    const char *rest = text;
    for (int i = 0; rest && *rest && i < most && pen->row < pen->rect.rows; i++) {
        size_t len = 0;
        int row = pen->rect.row + pen->row++, col = pen->rect.col + indent;
        int room = pen->rect.cols - indent;
        const char *next = text_wrap(rest, room, &len);
        if (next && i == most - 1)
            canvas_put_cut(pen->canvas, row, col, room, role, rest);
        else
            canvas_putf(pen->canvas, row, col, room, role, "%.*s", (int)len, rest);
        rest = next;
    }
}

/* "Headquarters          ! AF 2  A2 3" */
static void put_place(struct pen *pen, const struct flow_view *view, int place) {
    static const char *const names[PLACES] = {NC_("flow", "Channel"), N_("Headquarters"),
                                              N_("Customers"), NC_("flow", "Channel")};
    static const enum customer_state states[PLACES] = {STATE_IN_CHANNEL, STATE_UPLOADED,
                                                       STATE_CREATED, STATE_COMPLETE};
    const int64_t *count = view->data->health.counts.count;
    char value[48], name[96];
    if (pen->row >= pen->rect.rows) return;
    int row = pen->rect.row + pen->row++, col = pen->rect.col, cols = pen->rect.cols;
    snprintf(value, sizeof value, "%s %lld", state_code(states[place]),
             (long long)count[states[place]]);
    int used = text_cols(value);
    canvas_put_right(pen->canvas, row, col + cols - used, used,
                     place < QUEUE_COUNT && count[states[place]] > 0 ? ROLE_PENDING : ROLE_TEXT,
                     value);
    if (place == QUEUE_CREATION && count[STATE_FAILED] > 0) {
        snprintf(value, sizeof value, "! %s %lld", state_code(STATE_FAILED),
                 (long long)count[STATE_FAILED]);
        used += 2 + text_cols(value);
        canvas_put(pen->canvas, row, col + cols - used, text_cols(value), ROLE_FAILED, value);
    }
    if (place == 0)
        snprintf(name, sizeof name, "%s %s %s", _("Online store"),
                 canvas_sign(pen->canvas, SIGN_CLOSED), _(names[place]));
    else
        snprintf(name, sizeof name, "%s", _(names[place]));
    canvas_put_cut(pen->canvas, row, col, cols - used - 1, ROLE_TEXT, name);
}

/* The rates stand beside the job where there is room for all of them; else the job's sentence has them. */
static bool rates_fit(const struct health_stage *stage, int cols, char *rates, size_t size) {
    words_health_rates(stage, rates, size);
    int used = text_cols(words_health_job(stage)) + text_cols(words_health_verdict(stage->verdict));
    return rates[0] && 2 + used + 4 + text_cols(rates) <= cols;
}

/* "▾ P-0001  +0.4 -0.4/h       Stopped" */
static void put_job(struct pen *pen, const struct flow_view *view, int queue, bool with_rates) {
    const struct health_stage *stage = &view->data->health.stages[queue];
    char rates[64];
    if (pen->row >= pen->rect.rows) return;
    int row = pen->rect.row + pen->row++, col = pen->rect.col, cols = pen->rect.cols;
    const char *verdict = words_health_verdict(stage->verdict);
    int used = text_cols(verdict);
    canvas_put_sign(pen->canvas, row, col, ROLE_DIM, SIGN_OPEN);
    int job = canvas_put_cut(pen->canvas, row, col + 2, cols - used - 3, ROLE_HEADING,
                             words_health_job(stage));
    if (with_rates && rates_fit(stage, cols, rates, sizeof rates))
        canvas_put(pen->canvas, row, col + 2 + job + 2, text_cols(rates), ROLE_DIM, rates);
    canvas_put_right(pen->canvas, row, col + cols - used, used, verdict_role(stage->verdict),
                     verdict);
    if (!view->focused || view->selected != queue) return;
    canvas_paint(pen->canvas, (struct rect){row, col, 1, cols}, ROLE_SELECTED);
    canvas_cursor(pen->canvas, row, col, false);
}

static void put_reason(struct pen *pen, const struct health_stage *stage, int indent,
                       enum role role) {
    char text[WORDS_SIZE + 256];
    words_health_reason(stage, text, sizeof text);
    put_text(pen, indent, SENTENCE_ROWS, role, text);
}

int flow_column_draw(const struct flow_view *view, struct canvas *canvas, struct rect rect) {
    struct pen pen = {.canvas = canvas, .rect = rect};
    bool tall = rect.rows >= TALL_ROWS;
    if (!known(view)) {
        canvas_put_cut(canvas, rect.row, rect.col, rect.cols, ROLE_DIM, _("Counting …"));
        return 1;
    }
    for (int i = 0; i < QUEUE_COUNT; i++) {
        const struct health_stage *stage = &view->data->health.stages[i];
        char trend[256];
        put_place(&pen, view, i);
        put_job(&pen, view, i, !tall);
        if (!tall) continue;
        words_health_trend(stage, view->now_ms, trend, sizeof trend);
        put_text(&pen, 2, 2, ROLE_DIM, trend);
        if (stage->verdict != HEALTH_WELL) put_reason(&pen, stage, 2, ROLE_TEXT);
    }
    put_place(&pen, view, QUEUE_COUNT);
    const struct health_stage *told = &view->data->health.stages[told_queue(view)];
    if (!tall && (view->focused || told->verdict != HEALTH_WELL)) {
        char text[WORDS_SIZE + 480], reason[WORDS_SIZE + 256], rates[64];
        words_health_reason(told, reason, sizeof reason);
        if (view->focused || rates_fit(told, rect.cols, rates, sizeof rates)) rates[0] = '\0';
        snprintf(text, sizeof text, "%s%s%s: %s", words_health_job(told), rates[0] ? " " : "",
                 rates, reason);
        put_text(&pen, 0, SENTENCE_ROWS, ROLE_DIM, text);
    }
    if (!tall && view->focused) {
        char trend[256];
        words_health_trend(told, view->now_ms, trend, sizeof trend);
        put_text(&pen, 2, 2, ROLE_DIM, trend);
    }
    return pen.row;
}

/* ---- from left to right ------------------------------------------------------------------------------------------ */

/* Pieces of the row with a blank between them. */
struct strip {
    struct {
        char text[64];
        enum role role;
        int queue; /* of a job; -1 = something else */
    } pieces[16];
    int count, cols;
};

/* What is left out when there is no room for all of it. */
enum brevity { STRIP_FULL, STRIP_WITHOUT_END, STRIP_WITHOUT_NAMES };

static void add_piece(struct strip *strip, enum role role, int queue, const char *text) {
    int i = strip->count++;
    snprintf(strip->pieces[i].text, sizeof strip->pieces[i].text, "%s", text);
    strip->pieces[i].role = role;
    strip->pieces[i].queue = queue;
    strip->cols += text_cols(text) + (i > 0 ? 1 : 0);
}

static void add_count(struct strip *strip, const struct flow_view *view, enum customer_state state,
                      enum role role) {
    int64_t count = view->data->health.counts.count[state];
    char text[48];
    snprintf(text, sizeof text, "%s%s %lld", state == STATE_FAILED ? "! " : "", state_code(state),
             (long long)count);
    add_piece(strip, count > 0 ? role : ROLE_TEXT, -1, text);
}

static void add_job(struct strip *strip, const struct flow_view *view, int queue,
                    enum brevity brevity) {
    const struct health_stage *stage = &view->data->health.stages[queue];
    bool well = stage->verdict == HEALTH_WELL;
    char text[64];
    if (brevity == STRIP_WITHOUT_NAMES)
        snprintf(text, sizeof text, "%s", well ? "=" : "!");
    else
        snprintf(text, sizeof text, "%s%s", well ? "" : "! ", words_health_job(stage));
    add_piece(strip, verdict_role(stage->verdict), queue, text);
}

static void fill_strip(struct strip *strip, const struct flow_view *view,
                       const struct canvas *canvas, enum brevity brevity) {
    static const enum customer_state states[QUEUE_COUNT] = {STATE_IN_CHANNEL, STATE_UPLOADED,
                                                            STATE_CREATED};
    const char *arrow = canvas_sign(canvas, SIGN_CLOSED);
    *strip = (struct strip){0};
    for (int i = 0; i < QUEUE_COUNT; i++) {
        if (i > 0) add_piece(strip, ROLE_DIM, -1, arrow);
        add_count(strip, view, states[i], ROLE_PENDING);
        if (i == QUEUE_CREATION && view->data->health.stages[i].failed > 0)
            add_count(strip, view, STATE_FAILED, ROLE_FAILED);
        add_piece(strip, ROLE_DIM, -1, arrow);
        add_job(strip, view, i, brevity);
    }
    if (brevity != STRIP_FULL) return;
    add_piece(strip, ROLE_DIM, -1, arrow);
    add_count(strip, view, STATE_COMPLETE, ROLE_TEXT);
}

static void put_strip(const struct strip *strip, const struct flow_view *view,
                      struct canvas *canvas, struct rect rect) {
    int col = rect.col, end = rect.col + rect.cols;
    for (int i = 0; i < strip->count && col < end; i++) {
        bool here = view->focused && strip->pieces[i].queue == view->selected;
        int used =
            canvas_put_cut(canvas, rect.row, col, end - col,
                           here ? ROLE_SELECTED : strip->pieces[i].role, strip->pieces[i].text);
        if (here) canvas_cursor(canvas, rect.row, col, false);
        col += used + 1;
    }
}

void flow_strip_draw(const struct flow_view *view, struct canvas *canvas, struct rect rect) {
    struct strip strip;
    char text[WORDS_SIZE + 480], words[WORDS_SIZE + 256], trend[256], rates[64];
    if (!known(view)) {
        canvas_put_cut(canvas, rect.row, rect.col, rect.cols, ROLE_DIM, _("Counting …"));
        return;
    }
    fill_strip(&strip, view, canvas, STRIP_FULL);
    if (strip.cols > rect.cols) fill_strip(&strip, view, canvas, STRIP_WITHOUT_END);
    if (strip.cols > rect.cols) fill_strip(&strip, view, canvas, STRIP_WITHOUT_NAMES);
    put_strip(&strip, view, canvas, rect);
    const struct health_stage *told = &view->data->health.stages[told_queue(view)];
    words_health_reason(told, words, sizeof words);
    words_health_trend(told, view->now_ms, trend, sizeof trend);
    words_health_rates(told, rates, sizeof rates);
    if (told->verdict == HEALTH_WELL && !view->focused)
        snprintf(text, sizeof text, "%s", words);
    else if (told->verdict == HEALTH_WELL)
        snprintf(text, sizeof text, "%s %s: %s", words_health_job(told),
                 words_health_verdict(told->verdict), trend);
    else
        snprintf(text, sizeof text, "%s%s%s: %s", words_health_job(told), rates[0] ? " " : "",
                 rates, words);
    if (rect.rows > 1) canvas_put_cut(canvas, rect.row + 1, rect.col, rect.cols, ROLE_DIM, text);
}

/* ---- where it leads ---------------------------------------------------------------------------------------------- */

static void open_job(struct app *app, const char *job) {
    if (strcmp(job, SCHEDULE_SYNC_JOB) == 0)
        app_open_page(app, "synchronize-customers", NULL);
    else
        app_open_page(app, "distribution-schedule", job);
}

void flow_open(const struct flow_view *view, struct app *app) {
    if (!known(view)) return;
    const struct health_stage *stage = &view->data->health.stages[view->selected];
    switch (stage->reason) {
    case HEALTH_FAILED_OPERATIONS:
        app_open_page(app, "customer-synchronization-status", NULL);
        break;
    case HEALTH_IN_SERVICING:
        app_open_page(app, "servicing-switch", NULL);
        break;
    case HEALTH_UNREADABLE:
    case HEALTH_PAUSED:
        app_open_page(app, "channel-database", stage->database);
        break;
    case HEALTH_CLIENT_STOPPED:
        app_open_page(app, "restart-csu", NULL);
        break;
    case HEALTH_SUBJOB_MISSING:
        app_open_page(app, "initialize-commerce-scheduler", NULL);
        break;
    case HEALTH_NO_BATCH_SERVER:
        app_open_page(app, "batch-jobs", NULL);
        break;
    case HEALTH_NOTHING_WAITS:
    case HEALTH_ON_THE_WAY:
    case HEALTH_LEFT_BEHIND:
    case HEALTH_MORE_IN_THAN_OUT:
    case HEALTH_MOVED_NOTHING:
    case HEALTH_RUN_FAILED:
    case HEALTH_SCHEDULE_INACTIVE:
    case HEALTH_NOT_IN_SCHEDULE:
    case HEALTH_NOT_PLANNED:
    case HEALTH_REASON_COUNT:
        open_job(app, stage->job);
        break;
    }
}
