/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SCROLL_H
#define CHQ_TUI_SCROLL_H

/* Cursor and first visible row of something with `count` rows seen through a window of `rows`. Pure arithmetic;
 * after every call 0 <= top <= cursor < top + rows and cursor < count (0 when there is nothing). */

struct scroll {
    int top, cursor;
};

/* Bring both back into range: after a resize, after rows came or went. */
void scroll_fit(struct scroll *scroll, int count, int rows);
/* One row; stops at the ends. */
void scroll_move(struct scroll *scroll, int delta, int count, int rows);
/* A window's height; the cursor keeps its place in the window where it can. */
void scroll_page(struct scroll *scroll, int pages, int count, int rows);
void scroll_to(struct scroll *scroll, int cursor, int count, int rows);

#endif
