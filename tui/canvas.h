/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CANVAS_H
#define CHQ_TUI_CANVAS_H

/*
 * The screen as a value: a grid of cells in memory. Everything is drawn here and nowhere else; tui/term.c sends the
 * difference between two canvases to the terminal, tests read it as text.
 *
 * Text is UTF-8 and may be hostile: controls, formats, surrogates, private and unassigned characters and line
 * separators become U+FFFD ('?' in ASCII), so nothing a customer typed can reach the terminal as a control sequence.
 * Everything is clipped to the width given and to the canvas; nothing ever wraps. A wide character that does not fit
 * whole is not drawn. Rows and columns count from 0.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"
#include "tui/theme.h"

struct rect {
    int row, col, rows, cols;
};

struct cell {
    uint32_t ch[3]; /* character and up to two combining marks; 0 = none */
    uint8_t width;  /* 1 or 2; 0 = right half of a wide character */
    uint8_t role;   /* enum role */
};

struct canvas {
    int rows, cols;
    bool ascii; /* lines and signs from ASCII only */
    struct cell *cells;
    int cursor_row,
        cursor_col; /* where the hardware cursor rests, also when it is hidden (screen readers follow it) */
    bool cursor_visible;
};

/* Lines and signs, each one column wide in both forms. */
#define SIGNS(X)                                                                                   \
    X(HORIZONTAL, "─", "-")                                                                        \
    X(VERTICAL, "│", "|")                                                                          \
    X(TEE_DOWN, "┬", "+")                                                                          \
    X(TEE_UP, "┴", "+")                                                                            \
    X(TEE_RIGHT, "├", "+")                                                                         \
    X(TEE_LEFT, "┤", "+")                                                                          \
    X(CORNER_TOP_LEFT, "┌", "+")                                                                   \
    X(CORNER_TOP_RIGHT, "┐", "+")                                                                  \
    X(CORNER_BOTTOM_LEFT, "└", "+")                                                                \
    X(CORNER_BOTTOM_RIGHT, "┘", "+")                                                               \
    X(MARKER, "▶", ">")                                                                            \
    X(BULLET, "●", "*")                                                                            \
    X(SQUARE, "■", "#")                                                                            \
    X(OPEN, "▾", "v")                                                                              \
    X(CLOSED, "▸", ">")                                                                            \
    X(UP, "↑", "^")                                                                                \
    X(DOWN, "↓", "v")                                                                              \
    X(CRUMB, "›", ">")                                                                             \
    X(ELLIPSIS, "…", "~")                                                                          \
    X(ARROW, "→", ">")                                                                             \
    X(DOT, "·", "-")                                                                               \
    X(CHECK, "✓", "x")                                                                             \
    X(CROSS, "✗", "!")                                                                             \
    X(BAR_FULL, "█", "#")                                                                          \
    X(BAR_EMPTY, "░", ".")                                                                         \
    X(BAR_1, "▁", ".")                                                                             \
    X(BAR_2, "▂", ".")                                                                             \
    X(BAR_3, "▃", ":")                                                                             \
    X(BAR_4, "▄", ":")                                                                             \
    X(BAR_5, "▅", ":")                                                                             \
    X(BAR_6, "▆", "|")                                                                             \
    X(BAR_7, "▇", "|")                                                                             \
    X(BAR, "▌", "|")

enum sign {
#define X(name, utf8, ascii) SIGN_##name,
    SIGNS(X)
#undef X
        SIGN_COUNT
};

void canvas_init(struct canvas *canvas, int rows, int cols, bool ascii);
void canvas_release(struct canvas *canvas);
/* New size, everything blank. Sizes below 1 become 1. */
void canvas_resize(struct canvas *canvas, int rows, int cols);
/* Blank with ROLE_TEXT, cursor hidden in the last cell. */
void canvas_clear(struct canvas *canvas);

/* The sign as text for a format string, "▶" or ">". */
const char *canvas_sign(const struct canvas *canvas, enum sign sign);

/* All return the columns used. `cols` is the most they may use. */
int canvas_put(struct canvas *canvas, int row, int col, int cols, enum role role, const char *text);
/* A text that is cut ends with the ellipsis sign. */
int canvas_put_cut(struct canvas *canvas, int row, int col, int cols, enum role role,
                   const char *text);
/* Right-aligned in `cols`; blanks before it are left as they are. */
int canvas_put_right(struct canvas *canvas, int row, int col, int cols, enum role role,
                     const char *text);
int canvas_putf(struct canvas *canvas, int row, int col, int cols, enum role role, const char *fmt,
                ...) PRINTF_LIKE(6, 7);
int canvas_put_sign(struct canvas *canvas, int row, int col, enum role role, enum sign sign);

/* Blank a rectangle. */
void canvas_fill(struct canvas *canvas, struct rect rect, enum role role);
/* Change only the role of cells that are already drawn. */
void canvas_paint(struct canvas *canvas, struct rect rect, enum role role);
void canvas_hline(struct canvas *canvas, int row, int col, int cols, enum role role);
void canvas_vline(struct canvas *canvas, int row, int col, int rows, enum role role);
/* A frame with a title in its top line; the inside is blanked with `role`. `title` may be NULL. */
void canvas_box(struct canvas *canvas, struct rect rect, enum role frame, enum role role,
                const char *title);

/* Put the hardware cursor. */
void canvas_cursor(struct canvas *canvas, int row, int col, bool visible);

/* ---- measuring ----------------------------------------------------------------------------------------------- */

/* Columns of one character: 0 for a mark that joins the character before it, 1 or 2. */
int char_cols(uint32_t ch);
/* Columns a text takes when drawn. */
int text_cols(const char *text);
/* Bytes of the longest prefix that takes at most `cols` columns; never splits a character from its marks. */
size_t text_fit(const char *text, int cols);
/*
 * Break a paragraph into lines of at most `cols` columns: *len bytes of `text` are the next line, the return value is
 * where the line after it begins, NULL at the end. Breaks at blanks, else anywhere; '\n' ends a line.
 */
const char *text_wrap(const char *text, int cols, size_t *len);
/* How many lines that makes. */
int text_wrap_rows(const char *text, int cols);

/* A row as text without trailing blanks, for tests. */
void canvas_row_text(const struct canvas *canvas, int row, char *buf, size_t size);
const struct cell *canvas_cell(const struct canvas *canvas, int row, int col);

#endif
