/* SPDX-License-Identifier: MIT */
/* Draws FIELD_CHART. Knows numbers and cells, not what they are about. */

#include "tui/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/i18n.h"

enum { EIGHTHS = 8, LEAST_SCALE = 10 };

static int plot_cols(int cols) {
    return cols > CHART_AXIS_COLS ? cols - CHART_AXIS_COLS : 0;
}

/* The value that ends before *end, walking backwards; -1 = not measured. false = there is none. */
static bool value_before(const char *values, size_t *end, int64_t *value) {
    while (*end > 0 && values[*end - 1] == ' ') --*end;
    if (*end == 0) return false;
    while (*end > 0 && values[*end - 1] != ' ') --*end;
    *value = values[*end] == '-' ? -1 : strtoll(values + *end, NULL, 10);
    return true;
}

int64_t chart_highest(const char *values, int cols) {
    size_t end = strlen(values);
    int64_t value, highest = 0;
    for (int i = plot_cols(cols); i > 0 && value_before(values, &end, &value); i--) {
        if (value > highest) highest = value;
    }
    return highest;
}

int64_t chart_scale(int64_t highest) {
    int64_t scale = LEAST_SCALE;
    for (int i = 0; scale < highest && scale < INT64_MAX / 10; i++) {
        scale = i % 3 == 1 ? scale / 2 * 5 : scale * 2;
    }
    return scale;
}

int64_t chart_newest(const char *values) {
    size_t end = strlen(values);
    int64_t value;
    return value_before(values, &end, &value) ? value : -1;
}

/* What is not nothing is seen. */
static int height_of(int64_t value, int64_t scale, int rows) {
    int64_t most = (int64_t)rows * EIGHTHS;
    if (value <= 0) return 0;
    if (value >= scale) return (int)most;
    int height = (int)((double)value / (double)scale * (double)most + 0.5);
    return height > 0 ? height : 1;
}

static void draw_bar(struct canvas *canvas, struct rect rect, int col, int height, enum role role) {
    static const enum sign signs[] = {SIGN_BAR_1, SIGN_BAR_2, SIGN_BAR_3, SIGN_BAR_4,
                                      SIGN_BAR_5, SIGN_BAR_6, SIGN_BAR_7, SIGN_BAR_FULL};
    for (int row = rect.row + rect.rows - 1; height > 0; row--, height -= EIGHTHS) {
        int level = height < EIGHTHS ? height : EIGHTHS;
        canvas_put_sign(canvas, row, col, role, signs[level - 1]);
    }
}

static void draw_axis(const struct chart *chart, int64_t scale, struct canvas *canvas,
                      struct rect rect) {
    char text[64];
    snprintf(text, sizeof text, "%lld%s%s", (long long)scale, chart->unit ? " " : "",
             chart->unit ? _(chart->unit) : "");
    canvas_put_right(canvas, rect.row, rect.col, CHART_AXIS_COLS - 1, ROLE_DIM, text);
    if (rect.rows > 1)
        canvas_put_right(canvas, rect.row + rect.rows - 1, rect.col, CHART_AXIS_COLS - 1, ROLE_DIM,
                         "0");
    canvas_vline(canvas, rect.row, rect.col + CHART_AXIS_COLS - 1, rect.rows, ROLE_FRAME);
}

void chart_draw(const struct chart *chart, const char *values, int64_t scale, struct canvas *canvas,
                struct rect rect) {
    size_t end = strlen(values);
    int64_t value;
    int first = rect.col + CHART_AXIS_COLS;
    draw_axis(chart, scale, canvas, rect);
    for (int col = rect.col + rect.cols - 1; col >= first && value_before(values, &end, &value);
         col--) {
        draw_bar(canvas, rect, col, height_of(value, scale, rect.rows), chart->role);
    }
}

void chart_draw_time(const struct chart *chart, struct canvas *canvas, int row, int col, int cols) {
    const char *now = _("now");
    int minute = 60 / chart->step_s, end = col + cols, least = col + CHART_AXIS_COLS;
    int free_until = end - canvas_put_right(canvas, row, col, cols, ROLE_DIM, now);
    for (int i = 1; minute > 0; i++) {
        char text[32];
        snprintf(text, sizeof text, _("-%d min"), i);
        int at = end - 1 - i * minute, width = text_cols(text);
        if (at - width / 2 < least) break;
        if (at - width / 2 + width >= free_until) continue;
        free_until = at - width / 2;
        canvas_put(canvas, row, free_until, width, ROLE_DIM, text);
    }
}
