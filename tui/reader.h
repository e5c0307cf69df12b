/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_READER_H
#define CHQ_TUI_READER_H

/* Scrolled text: collects lines (the reader_* calls of tui/page.h fill it), wraps them to a width, draws a part. */

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/page.h"

enum reader_kind { READER_HEADING, READER_TEXT, READER_PAIR, READER_BLANK };

struct reader_line {
    enum reader_kind kind;
    char *label; /* READER_PAIR */
    char *text;
};

struct reader {
    struct reader_line *lines;
    int count, capacity;
    int top;          /* first row shown */
    int rows, height; /* all rows and rows visible, as drawn last */
};

void reader_init(struct reader *reader);
void reader_release(struct reader *reader);
void reader_clear(struct reader *reader); /* keeps `top` */
/* Up, down, pages, ends. false = not mine. */
bool reader_act(struct reader *reader, enum action_id action);
bool reader_can(const struct reader *reader, enum action_id action);
/* Rows it takes at a width. */
int reader_rows(const struct reader *reader, int cols);
void reader_draw(struct reader *reader, struct canvas *canvas, struct rect rect);

#endif
