/* SPDX-License-Identifier: MIT */
/*
 * A grid of cells in memory. Owns the rule of what may be shown: text is taken apart into clusters (a character and
 * its marks) by next_cluster(), which is also what measures, so drawing and measuring cannot disagree. Knows nothing
 * of terminals.
 */
#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "model/text.h"
#include "tui/alloc.h"

#define REPLACEMENT 0xFFFD

static bool is_invisible_joiner(utf8proc_int32_t ch) {
    return ch == 0x200C || ch == 0x200D || (ch >= 0xFE00 && ch <= 0xFE0F);
}

/* Would it be obeyed, reorder, or be drawn differently from terminal to terminal? */
static bool is_unshowable(utf8proc_int32_t ch) {
    utf8proc_category_t category = utf8proc_category(ch);
    return category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP ||
           (category >= UTF8PROC_CATEGORY_CC && category <= UTF8PROC_CATEGORY_CO);
}

int char_cols(uint32_t ch) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)ch);
    if (category == UTF8PROC_CATEGORY_MC)
        return 1; /* terminals give spacing marks a cell of their own */
    int width = utf8proc_charwidth((utf8proc_int32_t)ch);
    return width < 0 ? 0 : width > 2 ? 2 : width;
}

static size_t next_char(const char *text, utf8proc_int32_t *ch) {
    if ((unsigned char)text[0] < 0x80) {
        *ch = (unsigned char)text[0];
        return *ch ? 1 : 0;
    }
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, ch);
    if (bytes > 0) return (size_t)bytes;
    *ch = REPLACEMENT;
    return 1;
}

/* A character and its marks as a cell. Returns the bytes taken, 0 at the end. */
static size_t next_cluster(const char *text, struct cell *cell) {
    utf8proc_int32_t ch;
    size_t bytes = next_char(text, &ch);
    if (bytes == 0) return 0;
    *cell = (struct cell){.width = 1};
    if (ch >= 0x20 && ch < 0x7F) {
        cell->ch[0] = (uint32_t)ch;
    } else if (is_unshowable(ch)) {
        cell->ch[0] = is_invisible_joiner(ch) ? ' ' : REPLACEMENT;
    } else {
        int width = char_cols((uint32_t)ch);
        if (width <= 0) {
            cell->ch[0] = ' '; /* a mark without a character before it */
            if (!is_invisible_joiner(ch)) cell->ch[1] = (uint32_t)ch;
        } else {
            cell->ch[0] = (uint32_t)ch;
            cell->width = width >= 2 ? 2 : 1;
        }
    }
    for (;;) {
        size_t more = next_char(text + bytes, &ch);
        if (more == 0 || ch < 0x300) return bytes;
        if (!is_invisible_joiner(ch)) {
            if (is_unshowable(ch) || char_cols((uint32_t)ch) > 0) return bytes;
            if (!cell->ch[1]) {
                cell->ch[1] = (uint32_t)ch;
            } else if (!cell->ch[2]) {
                cell->ch[2] = (uint32_t)ch;
            }
        }
        bytes += more;
    }
}

void canvas_init(struct canvas *canvas, int rows, int cols, bool ascii) {
    *canvas = (struct canvas){.ascii = ascii};
    canvas_resize(canvas, rows, cols);
}

void canvas_release(struct canvas *canvas) {
    free(canvas->cells);
    canvas->cells = NULL;
}

void canvas_resize(struct canvas *canvas, int rows, int cols) {
    canvas->rows = rows < 1 ? 1 : rows;
    canvas->cols = cols < 1 ? 1 : cols;
    free(canvas->cells);
    canvas->cells = alloc_zero((size_t)canvas->rows * (size_t)canvas->cols, sizeof *canvas->cells);
    canvas_clear(canvas);
}

static struct cell *cell_at(struct canvas *canvas, int row, int col) {
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int col) {
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

void canvas_clear(struct canvas *canvas) {
    const struct cell blank = {.ch = {' '}, .width = 1, .role = ROLE_TEXT};
    size_t count = (size_t)canvas->rows * (size_t)canvas->cols;
    for (size_t i = 0; i < count; i++) canvas->cells[i] = blank;
    canvas->cursor_row = canvas->rows - 1;
    canvas->cursor_col = canvas->cols - 1;
    canvas->cursor_visible = false;
}

const char *canvas_sign(const struct canvas *canvas, enum sign sign) {
    static const char *const utf8[] = {
#define X(name, wide, plain) wide,
        SIGNS(X)
#undef X
    };
    static const char *const ascii[] = {
#define X(name, wide, plain) plain,
        SIGNS(X)
#undef X
    };
    return canvas->ascii ? ascii[sign] : utf8[sign];
}

static void blank_cell(struct cell *cell) {
    cell->ch[0] = ' ';
    cell->ch[1] = cell->ch[2] = 0;
    cell->width = 1;
}

/* Put one cell; whatever wide character it cuts in two becomes blank. */
static void set_cell(struct canvas *canvas, int row, int col, const struct cell *cell) {
    struct cell *here = cell_at(canvas, row, col);
    if (here->width == 0 && col > 0) blank_cell(here - 1);
    if (here->width == 2 && col + 1 < canvas->cols) blank_cell(here + 1);
    *here = *cell;
    if (canvas->ascii && here->ch[0] == REPLACEMENT) here->ch[0] = '?';
    if (cell->width != 2) return;
    struct cell *right = here + 1;
    if (right->width == 2 && col + 2 < canvas->cols) blank_cell(right + 1);
    *right = (struct cell){.width = 0, .role = cell->role};
}

int canvas_put(struct canvas *canvas, int row, int col, int cols, enum role role,
               const char *text) {
    if (row < 0 || row >= canvas->rows || col < 0 || !text) return 0;
    if (cols > canvas->cols - col) cols = canvas->cols - col;
    int used = 0;
    struct cell cell;
    for (size_t bytes; used < cols && (bytes = next_cluster(text, &cell)) > 0; text += bytes) {
        if (used + cell.width > cols) break;
        cell.role = (uint8_t)role;
        set_cell(canvas, row, col + used, &cell);
        used += cell.width;
    }
    return used;
}

int canvas_put_cut(struct canvas *canvas, int row, int col, int cols, enum role role,
                   const char *text) {
    if (cols > canvas->cols - col) cols = canvas->cols - col;
    if (cols <= 0 || !text) return 0;
    if (text_cols(text) <= cols) return canvas_put(canvas, row, col, cols, role, text);
    int used = canvas_put(canvas, row, col, cols - 1, role, text);
    used += canvas_put(canvas, row, col + used, 1, role, canvas_sign(canvas, SIGN_ELLIPSIS));
    return used;
}

int canvas_put_right(struct canvas *canvas, int row, int col, int cols, enum role role,
                     const char *text) {
    int width = text_cols(text);
    if (width >= cols) return canvas_put_cut(canvas, row, col, cols, role, text);
    return canvas_put(canvas, row, col + cols - width, width, role, text);
}

int canvas_putf(struct canvas *canvas, int row, int col, int cols, enum role role, const char *fmt,
                ...) {
    char buf[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(buf, sizeof buf, fmt, args);
    va_end(args);
    return canvas_put(canvas, row, col, cols, role, buf);
}

int canvas_put_sign(struct canvas *canvas, int row, int col, enum role role, enum sign sign) {
    return canvas_put(canvas, row, col, 1, role, canvas_sign(canvas, sign));
}

static struct rect clip(const struct canvas *canvas, struct rect rect) {
    if (rect.row < 0) rect.rows += rect.row, rect.row = 0;
    if (rect.col < 0) rect.cols += rect.col, rect.col = 0;
    if (rect.rows > canvas->rows - rect.row) rect.rows = canvas->rows - rect.row;
    if (rect.cols > canvas->cols - rect.col) rect.cols = canvas->cols - rect.col;
    return rect;
}

void canvas_fill(struct canvas *canvas, struct rect rect, enum role role) {
    const struct cell blank = {.ch = {' '}, .width = 1, .role = (uint8_t)role};
    rect = clip(canvas, rect);
    for (int r = 0; r < rect.rows; r++) {
        for (int c = 0; c < rect.cols; c++) set_cell(canvas, rect.row + r, rect.col + c, &blank);
    }
}

void canvas_paint(struct canvas *canvas, struct rect rect, enum role role) {
    rect = clip(canvas, rect);
    for (int r = 0; r < rect.rows; r++) {
        for (int c = 0; c < rect.cols; c++) {
            cell_at(canvas, rect.row + r, rect.col + c)->role = (uint8_t)role;
        }
    }
}

void canvas_hline(struct canvas *canvas, int row, int col, int cols, enum role role) {
    for (int c = 0; c < cols; c++) canvas_put_sign(canvas, row, col + c, role, SIGN_HORIZONTAL);
}

void canvas_vline(struct canvas *canvas, int row, int col, int rows, enum role role) {
    for (int r = 0; r < rows; r++) canvas_put_sign(canvas, row + r, col, role, SIGN_VERTICAL);
}

void canvas_box(struct canvas *canvas, struct rect rect, enum role frame, enum role role,
                const char *title) {
    if (rect.rows < 1 || rect.cols < 1) return;
    int right = rect.col + rect.cols - 1, bottom = rect.row + rect.rows - 1;
    canvas_fill(canvas, rect, role);
    canvas_hline(canvas, rect.row, rect.col, rect.cols, frame);
    canvas_hline(canvas, bottom, rect.col, rect.cols, frame);
    canvas_vline(canvas, rect.row, rect.col, rect.rows, frame);
    canvas_vline(canvas, rect.row, right, rect.rows, frame);
    canvas_put_sign(canvas, rect.row, rect.col, frame, SIGN_CORNER_TOP_LEFT);
    canvas_put_sign(canvas, rect.row, right, frame, SIGN_CORNER_TOP_RIGHT);
    canvas_put_sign(canvas, bottom, rect.col, frame, SIGN_CORNER_BOTTOM_LEFT);
    canvas_put_sign(canvas, bottom, right, frame, SIGN_CORNER_BOTTOM_RIGHT);
    if (!title || !*title || rect.cols < 8) return;
    int used =
        canvas_put_cut(canvas, rect.row, rect.col + 3, rect.cols - 6, ROLE_HEADING_FOCUS, title);
    canvas_put(canvas, rect.row, rect.col + 2, 1, frame, " ");
    canvas_put(canvas, rect.row, rect.col + 3 + used, 1, frame, " ");
}

void canvas_cursor(struct canvas *canvas, int row, int col, bool visible) {
    if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols) return;
    canvas->cursor_row = row;
    canvas->cursor_col = col;
    canvas->cursor_visible = visible;
}

int text_cols(const char *text) {
    int cols = 0;
    struct cell cell;
    if (!text) return 0;
    for (size_t bytes; (bytes = next_cluster(text, &cell)) > 0; text += bytes) cols += cell.width;
    return cols;
}

size_t text_fit(const char *text, int cols) {
    size_t len = 0;
    struct cell cell;
    for (size_t bytes; (bytes = next_cluster(text + len, &cell)) > 0; len += bytes) {
        if (cell.width > cols) break;
        cols -= cell.width;
    }
    return len;
}

const char *text_wrap(const char *text, int cols, size_t *len) {
    if (!text || !*text) return NULL;
    if (cols < 1) cols = 1;
    size_t newline = strcspn(text, "\n"), fit = text_fit(text, cols);
    if (newline <= fit) {
        *len = newline;
        return text + newline + (text[newline] == '\n' ? 1 : 0);
    }
    if (text[fit] == '\0') {
        *len = fit;
        return text + fit;
    }
    size_t cut = fit;
    if (text[fit] != ' ') {
        while (cut > 0 && text[cut - 1] != ' ') cut--;
        if (cut == 0) cut = fit;
    }
    if (cut == 0) { /* a wide character in one column */
        struct cell cell;
        cut = next_cluster(text, &cell);
    }
    *len = cut;
    while (*len > 0 && text[*len - 1] == ' ') (*len)--;
    while (text[cut] == ' ') cut++;
    return text + cut;
}

int text_wrap_rows(const char *text, int cols) {
    int rows = 0;
    size_t len;
    while ((text = text_wrap(text, cols, &len)) != NULL) rows++;
    return rows;
}

void canvas_row_text(const struct canvas *canvas, int row, char *buf, size_t size) {
    size_t used = 0, end = 0;
    for (int col = 0; col < canvas->cols; col++) {
        const struct cell *cell = canvas_cell(canvas, row, col);
        for (int i = 0; i < 3 && cell->width > 0 && cell->ch[i]; i++) {
            utf8proc_uint8_t bytes[4];
            size_t len = (size_t)utf8proc_encode_char((utf8proc_int32_t)cell->ch[i], bytes);
            if (used + len + 1 > size) break;
            memcpy(buf + used, bytes, len);
            used += len;
        }
        if (cell->ch[0] != ' ' && cell->width > 0) end = used;
    }
    buf[end] = '\0';
}
