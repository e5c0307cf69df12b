/* SPDX-License-Identifier: MIT */
/* The looks of the customer view: counters, jobs, the two lists. Must not know where the data comes from. */

#include <stdio.h>

#include "model/clock.h"
#include "tui/customer_pane.h"
#include "tui/i18n.h"
#include "tui/run_now.h"
#include "tui/words.h"

enum { MINUTE_MS = 60000, DETAIL_ROWS = 3, COUNTS_OLD_MS = 2000 };

struct pen {
    struct canvas *canvas;
    struct rect rect;
    int row; /* next one, counted from the rectangle's first */
};

static bool has_room(const struct pen *pen) {
    return pen->row < pen->rect.rows;
}

/* Label at the left, value at the right, each keeping clear of the other. */
static void put_pair(struct pen *pen, int indent, enum role label_role, const char *label,
                     enum role value_role, const char *value) {
    if (!has_room(pen)) return;
    int row = pen->rect.row + pen->row++, cols = pen->rect.cols;
    int right = text_cols(value);
    if (right > cols - 4) right = cols - 4;
    canvas_put_cut(pen->canvas, row, pen->rect.col + indent, cols - indent - right - 1, label_role,
                   label);
    canvas_put_right(pen->canvas, row, pen->rect.col + cols - right, right, value_role, value);
}

static void put_rule(struct pen *pen) {
    if (!has_room(pen)) return;
    canvas_hline(pen->canvas, pen->rect.row + pen->row++, pen->rect.col, pen->rect.cols,
                 ROLE_FRAME);
}

static void age_text(int64_t now_ms, int64_t at_ms, char *buf, size_t size) {
    if (now_ms - at_ms < MINUTE_MS)
        snprintf(buf, size, "%s", _("now"));
    else
        words_age(now_ms - at_ms, buf, size);
}

static void count_text(const struct pane_data *data, int64_t count, const char *sign, char *buf,
                       size_t size) {
    if (data->counted)
        snprintf(buf, size, "%s%lld", count > 0 ? sign : "", (long long)count);
    else
        snprintf(buf, size, "?");
}

/* ---- counters ------------------------------------------------------------------------------------------------ */

static void put_counters(const struct pane_view *view, struct pen *pen) {
    static const struct {
        enum customer_state state;
        const char *label, *sign;
        enum role role;
    } parts[] = {
        {STATE_IN_CHANNEL, N_("A1 in channel"), "", ROLE_TEXT},
        {STATE_UPLOADED, N_("A2 uploaded"), "", ROLE_TEXT},
        {STATE_FAILED, N_("AF failed"), "! ", ROLE_FAILED},
    };
    const struct pane_data *data = view->data;
    const struct state_counts *counts = &data->counts;
    char text[32];
    count_text(data, counts->pending, "", text, sizeof text);
    put_pair(pen, 0, ROLE_HEADING, _("Pending sync"), ROLE_PENDING, text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t count = counts->count[parts[i].state];
        enum role role = count > 0 ? parts[i].role : ROLE_TEXT;
        count_text(data, count, parts[i].sign, text, sizeof text);
        put_pair(pen, 2, role, _(parts[i].label), role, text);
    }
    count_text(data, counts->synced, "", text, sizeof text);
    put_pair(pen, 0, ROLE_HEADING, _("Synced"), ROLE_OK, text);
    count_text(data, counts->count[STATE_CREATED], "", text, sizeof text);
    put_pair(pen, 2, ROLE_TEXT, _("A3 awaiting 1010"), ROLE_TEXT, text);
    if (data->counted && counts->pending > 0) {
        age_text(view->now_ms, counts->oldest_pending_ms, text, sizeof text);
        put_pair(pen, 0, ROLE_TEXT, _("Oldest waits since"), ROLE_TEXT, text);
    }
    /* The numbers lack the customers of a database that cannot be read. */
    if (data->counted && counts->channels_missing > 0) {
        snprintf(text, sizeof text,
                 n_("! %d database", "! %d databases", (unsigned long)counts->channels_missing),
                 counts->channels_missing);
        put_pair(pen, 0, ROLE_WARNING, _("Not counted"), ROLE_WARNING, text);
    }
    /* Counting millions takes longer than reading the newest: say which moment the numbers are of. */
    if (data->counted && data->as_of_ms - counts->as_of_ms >= COUNTS_OLD_MS) {
        clock_format_time(counts->as_of_ms, text, sizeof text);
        put_pair(pen, 0, ROLE_DIM, _("Counted at"), ROLE_DIM, text);
    }
}

/* ---- headquarters and jobs ----------------------------------------------------------------------------------- */

static bool any_job_is_planned(const struct pane_data *data) {
    for (int i = 0; i < data->job_count; i++) {
        if (data->jobs[i].next_ms > 0) return true;
    }
    return false;
}

/* "Ended  14 min", "→ 14:20" when a next run is planned; blanks in its place keep the columns when another job's is. */
static void job_text(const struct pane_view *view, const struct canvas *canvas,
                     const struct job_status *status, char *buf, size_t size) {
    char age[32], next[16] = "", stored[8];
    if (any_job_is_planned(view->data)) snprintf(next, sizeof next, "%8s", "");
    run_result_store(&status->last, stored, sizeof stored);
    if (status->next_ms > 0) {
        char minute[8];
        clock_format_minute(status->next_ms, minute, sizeof minute);
        snprintf(next, sizeof next, " %s %s", canvas_sign(canvas, SIGN_ARROW), minute);
    }
    if (status->last.id == 0) {
        snprintf(buf, size, "%s%s", run_result_word(stored), next);
        return;
    }
    int64_t at = status->last.end_ms > 0 ? status->last.end_ms : status->last.start_ms;
    age_text(view->now_ms, at, age, sizeof age);
    snprintf(buf, size, "%s%s %6s%s",
             status->last.failed_rows > 0 || status->last.status == BATCH_ERROR ? "! " : "",
             words_batch_status(status->last.status), age, next);
}

static void put_jobs(const struct pane_view *view, struct pen *pen) {
    const struct pane_data *data = view->data;
    put_pair(pen, 0, ROLE_TEXT, _("Headquarters"), data->in_servicing ? ROLE_WARNING : ROLE_OK,
             words_headquarters(data->in_servicing));
    for (int i = 0; i < data->job_count; i++) {
        const struct job_status *status = &data->jobs[i];
        char text[96], stored[8];
        run_result_store(&status->last, stored, sizeof stored);
        job_text(view, pen->canvas, status, text, sizeof text);
        const char *id = status->job->id;
        put_pair(pen, 0, ROLE_TEXT, strcmp(id, "sync-customers") ? id : _("Sync job"),
                 run_result_role(stored), text);
    }
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

const struct customer_line *customer_pane_line(const struct pane_data *data, int index) {
    if (!data || index < 0) return NULL;
    if (index < data->pending_count) return &data->pending[index];
    index -= data->pending_count;
    return index < data->synced_count ? &data->synced[index] : NULL;
}

static void put_details(const struct customer_line *line, struct canvas *canvas, struct rect at) {
    char text[1200];
    snprintf(text, sizeof text, "%s %s", line->store, line->email);
    canvas_put_cut(canvas, at.row + 1, at.col + 2, at.cols - 2, ROLE_DIM, text);
    canvas_put_cut(canvas, at.row + 2, at.col + 2, at.cols - 2, ROLE_DIM,
                   line->async_account[0] ? line->async_account : words_origin(line->origin));
}

/* One customer: sign, name, age and state code; synced ones begin with their account. */
static void put_line(const struct pane_view *view, const struct customer_line *line, bool selected,
                     struct canvas *canvas, struct rect at) {
    bool synced = line->account[0] != '\0', failed = line->state == STATE_FAILED;
    enum role role = synced ? ROLE_OK : failed ? ROLE_FAILED : ROLE_PENDING;
    char right[48], age[32];
    age_text(view->now_ms, line->at_ms, age, sizeof age);
    snprintf(right, sizeof right, "%s %s", age, state_code(line->state));
    int room = at.cols - text_cols(right) - 3, col = at.col + 2;
    canvas_put(canvas, at.row, at.col, 1, role, synced ? "=" : failed ? "!" : "~");
    if (synced) {
        int used = canvas_put_cut(canvas, at.row, col, room, ROLE_TEXT, line->account) + 1;
        col += used;
        room -= used;
    }
    canvas_put_cut(canvas, at.row, col, room, ROLE_TEXT, line->name);
    canvas_put_right(canvas, at.row, at.col + at.cols - text_cols(right), text_cols(right), role,
                     right);
    if (view->details && at.rows >= DETAIL_ROWS) put_details(line, canvas, at);
    if (!selected) return;
    canvas_paint(canvas, (struct rect){at.row, at.col, 1, at.cols}, ROLE_SELECTED);
    canvas_cursor(canvas, at.row, at.col, false);
}

/* A window of `rows` rows on one of the lists; `first` is the list's first index over both. */
static void put_list(struct pane_view *view, int first, int count, int *top, struct canvas *canvas,
                     struct rect rect) {
    int height = view->details ? DETAIL_ROWS : 1, fit = rect.rows / height;
    if (fit < 1) return;
    int mine = view->selected - first;
    if (view->focused && mine >= 0 && mine < count) {
        if (mine < *top) *top = mine;
        if (mine >= *top + fit) *top = mine - fit + 1;
        view->page = fit;
    }
    if (*top > count - fit) *top = count > fit ? count - fit : 0;
    for (int i = 0; i < fit && *top + i < count; i++) {
        int index = *top + i;
        put_line(view, customer_pane_line(view->data, first + index),
                 view->focused && index == mine, canvas,
                 (struct rect){rect.row + i * height, rect.col, height, rect.cols});
    }
}

static void keep_selection(struct pane_view *view) {
    int last = view->data->pending_count + view->data->synced_count - 1;
    if (view->selected > last) view->selected = last;
    if (view->selected < 0) view->selected = 0;
    view->page = 1;
}

/* ---- pane and bar -------------------------------------------------------------------------------------------- */

static void put_trouble(const struct pane_data *data, struct pen *pen) {
    char text[WORDS_SIZE];
    if (data->trouble.code == ERR_OK) return;
    words_error(&data->trouble, NULL, text, sizeof text);
    const char *rest = text;
    for (int i = 0; rest && i < 3 && has_room(pen); i++) {
        size_t len = 0;
        const char *next = text_wrap(rest, pen->rect.cols, &len);
        canvas_putf(pen->canvas, pen->rect.row + pen->row++, pen->rect.col, pen->rect.cols,
                    ROLE_WARNING, "%.*s", (int)len, rest);
        rest = next;
    }
}

void customer_pane_draw(struct pane_view *view, struct canvas *canvas, struct rect rect) {
    rect.col++; /* clear of the line at the left */
    rect.cols--;
    struct pen pen = {.canvas = canvas, .rect = rect};
    const struct pane_data *data = view->data;
    if (!data) {
        put_pair(&pen, 0, ROLE_DIM, _("Counting …"), ROLE_DIM, "");
        return;
    }
    keep_selection(view);
    put_trouble(data, &pen);
    put_counters(view, &pen);
    put_rule(&pen);
    /* On a low screen the customers are worth more than the jobs, which have a page of their own. */
    if (rect.rows >= 18) {
        put_jobs(view, &pen);
        put_rule(&pen);
    }
    int height = view->details ? DETAIL_ROWS : 1, left = rect.rows - pen.row;
    int pending = data->pending_count * height, synced = data->synced_count * height;
    if (pending + synced + 1 > left) {
        int half = (left - 1) / 2;
        if (synced < half) half = left - 1 - synced;
        if (pending > half) pending = half - half % height;
    }
    if (pending > 0) {
        put_list(view, 0, data->pending_count, &view->pending_top, canvas,
                 (struct rect){rect.row + pen.row, rect.col, pending, rect.cols});
        pen.row += pending;
        put_rule(&pen);
    }
    put_list(view, data->pending_count, data->synced_count, &view->synced_top, canvas,
             (struct rect){rect.row + pen.row, rect.col, rect.rows - pen.row, rect.cols});
}

/* The counters in one line: in words when they fit, else by state code, else without the age. A number is never cut
 * while there is something else to leave out. */
static void bar_text(const struct pane_view *view, int cols, char *buf, size_t size) {
    const struct pane_data *data = view->data;
    const int64_t *count = data->counts.count;
    char age[32] = "";
    if (!data->counted) {
        snprintf(buf, size, "%s", _("Counting …"));
        return;
    }
    age_text(view->now_ms, data->counts.oldest_pending_ms, age, sizeof age);
    const char *bang = count[STATE_FAILED] > 0 ? "! " : "";
    for (int brief = 0; brief < 3; brief++) {
        int used =
            snprintf(buf, size,
                     brief ? _("Pending sync %lld: A1 %lld, A2 %lld, %sAF %lld")
                           : _("Pending sync %lld: in channel %lld, uploaded %lld, %sfailed %lld"),
                     (long long)data->counts.pending, (long long)count[STATE_IN_CHANNEL],
                     (long long)count[STATE_UPLOADED], bang, (long long)count[STATE_FAILED]);
        if (brief < 2 && data->counts.pending > 0 && used > 0 && (size_t)used < size)
            used += snprintf(buf + used, size - (size_t)used, _("; oldest %s"), age);
        if (used > 0 && (size_t)used < size)
            snprintf(buf + used, size - (size_t)used, _("   Synced %lld"),
                     (long long)data->counts.synced);
        if (text_cols(buf) <= cols) return;
    }
}

void customer_bar_draw(struct pane_view *view, struct canvas *canvas, struct rect rect) {
    char text[256], time[16] = "", right[48];
    const struct pane_data *data = view->data;
    if (rect.rows < 1) return;
    if (!data) {
        canvas_put_cut(canvas, rect.row, rect.col, rect.cols, ROLE_DIM, _("Counting …"));
        return;
    }
    keep_selection(view);
    bool stale = data->trouble.code != ERR_OK;
    bool partial = data->counted && data->counts.channels_missing > 0;
    const char *doubt = stale ? _("stale") : partial ? _("! incomplete") : "";
    clock_format_time(data->as_of_ms, time, sizeof time);
    snprintf(right, sizeof right, "%s%s%s", doubt, doubt[0] ? " " : "", time);
    int room = rect.cols - text_cols(right) - 1;
    bar_text(view, room, text, sizeof text);
    enum role role = data->counts.count[STATE_FAILED] > 0 ? ROLE_FAILED
                     : data->counts.pending > 0           ? ROLE_PENDING
                                                          : ROLE_OK;
    canvas_put_cut(canvas, rect.row, rect.col, room, role, text);
    canvas_put_right(canvas, rect.row, rect.col + rect.cols - text_cols(right), text_cols(right),
                     doubt[0] ? ROLE_WARNING : ROLE_DIM, right);
    int half = (rect.cols - 3) / 2;
    put_list(view, 0, data->pending_count, &view->pending_top, canvas,
             (struct rect){rect.row + 1, rect.col, rect.rows - 1, half});
    if (rect.rows > 1)
        canvas_vline(canvas, rect.row + 1, rect.col + half + 1, rect.rows - 1, ROLE_FRAME);
    put_list(view, data->pending_count, data->synced_count, &view->synced_top, canvas,
             (struct rect){rect.row + 1, rect.col + rect.cols - half, rect.rows - 1, half});
}

void customer_pane_heading(const struct pane_view *view, char *buf, size_t size) {
    char time[16];
    if (!view->data || view->data->as_of_ms == 0) {
        snprintf(buf, size, "%s", _("Customers"));
        return;
    }
    clock_format_time(view->data->as_of_ms, time, sizeof time);
    bool stale = view->data->trouble.code != ERR_OK;
    snprintf(buf, size, "%s %s %s", _("Customers"), stale ? _("stale") : _("as of"), time);
}
