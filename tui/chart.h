/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CHART_H
#define CHQ_TUI_CHART_H

/*
 * A small bar chart: one column of the screen for each value, in eighths of a row, newest value at the right. An axis with
 * its highest value and unit stands before it, and below the last of several charts the time. Pure: draws values.
 */

#include "tui/canvas.h"
#include "tui/page.h"

enum { CHART_AXIS_COLS = 9 }; /* "5000 ms" and the line behind it */

/* Highest of the values that are drawn in `cols` columns, axis included; 0 when there are none. */
int64_t chart_highest(const char *values, int cols);
/* What the axis goes up to: 10, 20, 50, 100 … */
int64_t chart_scale(int64_t highest);
/* The newest value, -1 = it was not measured, or there are none. */
int64_t chart_newest(const char *values);
void chart_draw(const struct chart *chart, const char *values, int64_t scale, struct canvas *canvas,
                struct rect rect);
/* One row: "-2 min        -1 min          now", below a chart of that width. */
void chart_draw_time(const struct chart *chart, struct canvas *canvas, int row, int col, int cols);

#endif
