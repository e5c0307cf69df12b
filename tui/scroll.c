/* SPDX-License-Identifier: MIT */
/* Pure arithmetic of cursor and window; the only place that knows when a list scrolls. */
#include "tui/scroll.h"

static int clamp(int value, int low, int high) {
    if (value > high) value = high;
    return value < low ? low : value;
}

void scroll_fit(struct scroll *scroll, int count, int rows) {
    if (rows < 1) rows = 1;
    scroll->cursor = clamp(scroll->cursor, 0, count - 1);
    scroll->top = clamp(scroll->top, 0, count - rows);
    if (scroll->cursor < scroll->top) scroll->top = scroll->cursor;
    if (scroll->cursor >= scroll->top + rows) scroll->top = scroll->cursor - rows + 1;
}

void scroll_move(struct scroll *scroll, int delta, int count, int rows) {
    scroll->cursor += delta;
    scroll_fit(scroll, count, rows);
}

void scroll_page(struct scroll *scroll, int pages, int count, int rows) {
    if (rows < 1) rows = 1;
    scroll->top = clamp(scroll->top + pages * rows, 0, count - rows);
    scroll->cursor += pages * rows;
    scroll_fit(scroll, count, rows);
}

void scroll_to(struct scroll *scroll, int cursor, int count, int rows) {
    scroll->cursor = cursor;
    scroll_fit(scroll, count, rows);
}
