/* SPDX-License-Identifier: MIT */
/* Scrolled text for reader pages, help, messages and "show text" popups. */
#include "tui/reader.h"

#include <stdlib.h>

#include "model/text.h"
#include "tui/alloc.h"

void reader_init(struct reader *reader) {
    *reader = (struct reader){0};
}

void reader_clear(struct reader *reader) {
    for (int i = 0; i < reader->count; i++) {
        free(reader->lines[i].label);
        free(reader->lines[i].text);
    }
    reader->count = 0;
}

void reader_release(struct reader *reader) {
    reader_clear(reader);
    free(reader->lines);
    *reader = (struct reader){0};
}

static void add(struct reader *reader, enum reader_kind kind, const char *label, const char *text) {
    if (reader->count == reader->capacity) {
        reader->capacity = reader->capacity ? reader->capacity * 2 : 32;
        reader->lines = realloc(reader->lines, (size_t)reader->capacity * sizeof *reader->lines);
        if (!reader->lines) BUG("out of memory");
    }
    reader->lines[reader->count++] = (struct reader_line){
        .kind = kind, .label = label ? alloc_text(label) : NULL, .text = alloc_text(text)};
}

void reader_heading(struct reader *out, const char *text) {
    add(out, READER_HEADING, NULL, text);
}

void reader_text(struct reader *out, const char *text) {
    add(out, READER_TEXT, NULL, text);
}

void reader_pair(struct reader *out, const char *label, const char *value) {
    add(out, READER_PAIR, label, value);
}

void reader_blank(struct reader *out) {
    add(out, READER_BLANK, NULL, "");
}

/* Width of the left column: the widest label, at most a good third. */
static int label_cols(const struct reader *reader, int cols) {
    int widest = 8;
    for (int i = 0; i < reader->count; i++) {
        int width = reader->lines[i].label ? text_cols(reader->lines[i].label) : 0;
        if (width > widest) widest = width;
    }
    return widest > cols * 2 / 5 ? cols * 2 / 5 : widest;
}

/* The next row of a left column: keys stand two blanks apart, and one such as "Ctrl+X 6" is not torn where they fit. */
static const char *wrap_label(const char *text, int cols, size_t *len) {
    if (!*text) return NULL;
    size_t fits = 0;
    for (const char *end = text;; end += 2) {
        char head[1024];
        const char *gap = strstr(end, "  ");
        end = gap ? gap : end + strlen(end);
        text_copy_n(head, sizeof head, text, (size_t)(end - text));
        if (text_cols(head) <= cols) fits = (size_t)(end - text);
        if (!gap || text_cols(head) > cols) break;
    }
    if (fits == 0) return text_wrap(text, cols, len);
    *len = fits;
    return text + fits + strspn(text + fits, " ");
}

static int label_rows(const char *label, int cols) {
    size_t len;
    int rows = 0;
    for (const char *next; (next = wrap_label(label, cols, &len)) != NULL; label = next) rows++;
    return rows;
}

static int line_rows(const struct reader_line *line, int cols, int labels) {
    if (line->kind == READER_BLANK) return 1;
    int width = line->kind == READER_PAIR ? cols - labels - 2 : cols;
    int rows = text_wrap_rows(line->text, width < 1 ? 1 : width);
    if (line->kind == READER_PAIR) {
        int left = label_rows(line->label, labels);
        if (left > rows) rows = left;
    }
    return rows < 1 ? 1 : rows;
}

int reader_rows(const struct reader *reader, int cols) {
    int rows = 0, labels = label_cols(reader, cols);
    for (int i = 0; i < reader->count; i++) rows += line_rows(&reader->lines[i], cols, labels);
    return rows;
}

typedef const char *wrap_fn(const char *text, int cols, size_t *len);

/* Draw a wrapped text whose first row is number `row` of the whole; only what falls into the window. */
static void draw_wrapped(struct canvas *canvas, struct rect rect, int row, int col, int cols,
                         enum role role, wrap_fn *wrap, const char *text) {
    size_t len;
    char line[1024];
    for (const char *next; (next = wrap(text, cols, &len)) != NULL; text = next, row++) {
        if (row < 0 || row >= rect.rows) continue;
        text_copy_n(line, sizeof line, text, len);
        canvas_put(canvas, rect.row + row, rect.col + col, cols, role, line);
    }
}

void reader_draw(struct reader *reader, struct canvas *canvas, struct rect rect) {
    int cols = rect.cols - 1, labels = label_cols(reader, cols);
    reader->rows = reader_rows(reader, cols);
    reader->height = rect.rows;
    if (reader->top > reader->rows - rect.rows) reader->top = reader->rows - rect.rows;
    if (reader->top < 0) reader->top = 0;
    int row = -reader->top;
    for (int i = 0; i < reader->count; i++) {
        const struct reader_line *line = &reader->lines[i];
        if (line->kind == READER_HEADING) {
            draw_wrapped(canvas, rect, row, 0, cols, ROLE_HEADING_FOCUS, text_wrap, line->text);
        } else if (line->kind == READER_TEXT) {
            draw_wrapped(canvas, rect, row, 0, cols, ROLE_TEXT, text_wrap, line->text);
        } else if (line->kind == READER_PAIR) {
            draw_wrapped(canvas, rect, row, 0, labels, ROLE_KEY, wrap_label, line->label);
            draw_wrapped(canvas, rect, row, labels + 2, cols - labels - 2, ROLE_TEXT, text_wrap,
                         line->text);
        }
        row += line_rows(line, cols, labels);
    }
    int right = rect.col + rect.cols - 1;
    if (reader->top > 0) canvas_put_sign(canvas, rect.row, right, ROLE_DIM, SIGN_UP);
    if (reader->top + rect.rows < reader->rows) {
        canvas_put_sign(canvas, rect.row + rect.rows - 1, right, ROLE_DIM, SIGN_DOWN);
    }
}

bool reader_can(const struct reader *reader, enum action_id action) {
    bool moves = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP ||
                 action == ACTION_PAGE_DOWN || action == ACTION_FIRST || action == ACTION_LAST;
    return moves && reader->rows > reader->height;
}

bool reader_act(struct reader *reader, enum action_id action) {
    int last = reader->rows - reader->height;
    if (action == ACTION_UP) {
        reader->top--;
    } else if (action == ACTION_DOWN) {
        reader->top++;
    } else if (action == ACTION_PAGE_UP) {
        reader->top -= reader->height;
    } else if (action == ACTION_PAGE_DOWN) {
        reader->top += reader->height;
    } else if (action == ACTION_FIRST) {
        reader->top = 0;
    } else if (action == ACTION_LAST) {
        reader->top = last;
    } else {
        return false;
    }
    if (reader->top > last) reader->top = last;
    if (reader->top < 0) reader->top = 0;
    return true;
}
