/* SPDX-License-Identifier: MIT */
/*
 * The window of rows and its cursor. The window is a stretch of the list of about two screens; when the cursor leaves
 * it, the stretch that begins at the first visible row is read anew, so any move costs at most two short queries,
 * whatever the size of the table.
 */
#include "tui/list.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/i18n.h"
#include "tui/words.h"

#define MARK_COLS 2 /* a column of its own for the sign of marked rows, while there are any */

void list_init(struct list *list, const struct column *columns, int cells, list_fn *source,
               void *ctx) {
    *list = (struct list){.columns = columns, .source = source, .ctx = ctx, .height = 20};
    list->column_count = columns_count(columns);
    rowset_init(&list->rows, cells > list->column_count ? cells : list->column_count);
    edit_init(&list->filter, "", FILTER_SIZE / 4);
}

void list_release(struct list *list) {
    list_unmark_all(list);
    free(list->marks.keys);
    rowset_release(&list->rows);
}

static int window_size(const struct list *list) {
    int rows = 2 * list->height + 2;
    return rows > ROWSET_MAX_ROWS ? ROWSET_MAX_ROWS : rows;
}

/* Read a stretch; on failure the old rows stay. `anchor` may point into list->rows: it is copied. */
static bool read_rows(struct list *list, enum list_from from, const char *anchor,
                      struct rowset *into) {
    char key[ROW_KEY_SIZE];
    struct list_request request = {.from = from, .limit = window_size(list)};
    if (anchor) {
        text_copy(key, sizeof key, anchor);
        request.anchor = key;
    }
    request.filter = list->filter.len ? list->filter.text : NULL;
    request.scope = *list->scope ? list->scope : NULL;
    struct rowset fresh;
    rowset_init(&fresh, list->rows.columns);
    err_clear(&list->err);
    if (list->source(list->ctx, &request, &fresh, &list->err) != ERR_OK) {
        rowset_release(&fresh);
        return false;
    }
    list->loaded = true;
    rowset_release(into);
    *into = fresh;
    return true;
}

static void fit(struct list *list) {
    scroll_fit(&list->scroll, list->rows.rows, list->height);
}

void list_load(struct list *list) {
    if (!read_rows(list, LIST_FROM_START, NULL, &list->rows)) return;
    list->scroll = (struct scroll){0};
}

static int find_row(const struct rowset *rows, const char *key) {
    for (int i = 0; i < rows->rows; i++) {
        if (strcmp(rowset_cell(rows, i, 0), key) == 0) return i;
    }
    return -1;
}

const char *list_key(const struct list *list) {
    if (list->scroll.cursor >= list->rows.rows) return NULL;
    return rowset_cell(&list->rows, list->scroll.cursor, 0);
}

const char *list_cell(const struct list *list, int column) {
    if (list->scroll.cursor >= list->rows.rows) return "";
    return rowset_cell(&list->rows, list->scroll.cursor, column);
}

/* The list shrank and the window hangs over its end: show the last rows instead of empty space. */
static void fill_window(struct list *list) {
    if (list->rows.more_after || list->rows.rows >= list->height || !list->rows.more_before) return;
    int short_by = list->rows.rows - list->scroll.cursor;
    if (!read_rows(list, LIST_FROM_END, NULL, &list->rows)) return;
    list->scroll.cursor = list->rows.rows - short_by;
    list->scroll.top = list->rows.rows - list->height;
    fit(list);
}

void list_refresh(struct list *list) {
    char key[ROW_KEY_SIZE];
    if (list->rows.rows == 0 || !list->loaded) {
        list_load(list);
        return;
    }
    const char *current = list_key(list);
    text_copy(key, sizeof key, current ? current : "");
    int place = list->scroll.cursor - list->scroll.top;
    bool at_start = !list->rows.more_before && list->scroll.top == 0;
    const char *anchor = rowset_key(&list->rows, list->scroll.top);
    if (!read_rows(list, at_start ? LIST_FROM_START : LIST_AT, at_start ? NULL : anchor,
                   &list->rows)) {
        return;
    }
    int row = find_row(&list->rows, key);
    list->scroll.top = 0;
    if (row < 0) {
        row = place;
    } else if (row > place && at_start) {
        list->scroll.top = row - place; /* rows came in above: the record stays where it is seen */
    }
    list->scroll.cursor = row;
    fit(list);
    fill_window(list);
}

bool list_select(struct list *list, const char *key) {
    if (!list->loaded) list_load(list);
    int row = find_row(&list->rows, key);
    if (row < 0) {
        struct rowset rows;
        rowset_init(&rows, list->rows.columns);
        bool found = read_rows(list, LIST_AT, key, &rows) && rows.rows > 0 &&
                     strcmp(rowset_cell(&rows, 0, 0), key) == 0;
        if (!found) {
            rowset_release(&rows);
            err_clear(&list->err);
            return false;
        }
        rowset_release(&list->rows);
        list->rows = rows;
        list->scroll.top = row = 0;
    }
    list->scroll.cursor = row;
    fit(list);
    fill_window(list);
    return true;
}

void list_set_filter(struct list *list, const char *text) {
    edit_init(&list->filter, text, FILTER_SIZE / 4);
    list_load(list);
}

bool list_has_filter(const struct list *list) {
    return list->filter.len > 0;
}

/* ---- moving --------------------------------------------------------------------------------------------------- */

/* Read on so that the window begins at its row `top`; the cursor keeps its row. */
static bool slide_down(struct list *list, int top) {
    if (!list->rows.more_after || list->rows.rows == 0) return false;
    if (top >= list->rows.rows) top = list->rows.rows - 1;
    if (!read_rows(list, LIST_AT, rowset_key(&list->rows, top), &list->rows)) return false;
    list->scroll.cursor -= top;
    list->scroll.top -= top;
    return true;
}

/* Read the rows before the window and what follows them. */
static bool slide_up(struct list *list) {
    struct rowset before;
    if (!list->rows.more_before || list->rows.rows == 0) return false;
    rowset_init(&before, list->rows.columns);
    bool done = read_rows(list, LIST_BEFORE, rowset_key(&list->rows, 0), &before);
    int added = before.rows > list->height ? list->height : before.rows;
    if (done && added > 0) {
        const char *anchor = rowset_key(&before, before.rows - added);
        done =
            read_rows(list, before.more_before || added < before.rows ? LIST_AT : LIST_FROM_START,
                      anchor, &list->rows);
        if (done) {
            list->scroll.cursor += added;
            list->scroll.top += added;
        }
    }
    rowset_release(&before);
    return done && added > 0;
}

static void move(struct list *list, int delta, bool page) {
    int target = list->scroll.cursor + delta;
    int last_seen = page ? list->scroll.top + delta + list->height - 1 : target;
    if (last_seen >= list->rows.rows) {
        int top = list->scroll.top;
        if (slide_down(list, top)) target -= top;
    } else if (target < 0 || (page && list->scroll.top + delta < 0)) {
        int before = list->scroll.cursor;
        if (slide_up(list)) target += list->scroll.cursor - before;
    }
    if (page) {
        scroll_page(&list->scroll, delta < 0 ? -1 : 1, list->rows.rows, list->height);
    } else {
        scroll_to(&list->scroll, target, list->rows.rows, list->height);
    }
}

static void go_last(struct list *list) {
    if (list->rows.more_after && !read_rows(list, LIST_FROM_END, NULL, &list->rows)) return;
    list->scroll.top = list->rows.rows;
    scroll_to(&list->scroll, list->rows.rows - 1, list->rows.rows, list->height);
    fit(list);
}

static void go_first(struct list *list) {
    if (list->rows.more_before) {
        list_load(list);
    } else {
        list->scroll = (struct scroll){0};
    }
}

/* ---- marks ---------------------------------------------------------------------------------------------------- */

static int find_mark(const struct list_marks *marks, const char *key) {
    for (int i = 0; i < marks->count; i++) {
        if (strcmp(marks->keys[i], key) == 0) return i;
    }
    return -1;
}

static bool add_mark(struct list_marks *marks, const char *key) {
    if (find_mark(marks, key) >= 0) return true;
    if (marks->count == LIST_MARKS_MAX) return false;
    if (marks->count == marks->capacity) {
        marks->capacity = marks->capacity ? marks->capacity * 2 : 16;
        marks->keys = realloc(marks->keys, (size_t)marks->capacity * sizeof *marks->keys);
        if (!marks->keys) BUG("out of memory");
    }
    marks->keys[marks->count++] = alloc_text(key);
    return true;
}

bool list_is_marked(const struct list *list, const char *key) {
    return find_mark(&list->marks, key) >= 0;
}

bool list_toggle_mark(struct list *list) {
    struct list_marks *marks = &list->marks;
    const char *key = list_key(list);
    int at = key ? find_mark(marks, key) : -1;
    if (at < 0) return key && add_mark(marks, key);
    free(marks->keys[at]);
    marks->count--;
    memmove(&marks->keys[at], &marks->keys[at + 1],
            (size_t)(marks->count - at) * sizeof *marks->keys);
    return true;
}

bool list_mark(struct list *list, const char *key) {
    return add_mark(&list->marks, key);
}

void list_unmark_all(struct list *list) {
    for (int i = 0; i < list->marks.count; i++) free(list->marks.keys[i]);
    list->marks.count = 0;
}

bool list_mark_all(struct list *list) {
    struct rowset rows;
    rowset_init(&rows, list->rows.columns);
    bool fits = read_rows(list, LIST_FROM_START, NULL, &rows);
    while (fits) {
        for (int i = 0; i < rows.rows && fits; i++) {
            fits = add_mark(&list->marks, rowset_cell(&rows, i, 0));
        }
        if (!rows.more_after || rows.rows == 0) break;
        if (fits) fits = read_rows(list, LIST_AFTER, rowset_key(&rows, rows.rows - 1), &rows);
    }
    rowset_release(&rows);
    return fits;
}

/* ---- filter --------------------------------------------------------------------------------------------------- */

static void filter_changed(struct list *list) {
    list_load(list);
}

void list_text(struct list *list, const char *utf8) {
    if (edit_insert(&list->filter, utf8)) filter_changed(list);
}

static bool filter_act(struct list *list, enum action_id action) {
    struct edit *filter = &list->filter;
    size_t len = filter->len;
    if (action == ACTION_BACK) {
        edit_erase_all(filter);
        list->filtering = false;
    } else if (action == ACTION_OPEN || action == ACTION_NEXT_FIELD || action == ACTION_FILTER) {
        list->filtering = false;
        return true;
    } else if (action == ACTION_ERASE) {
        edit_erase(filter);
    } else if (action == ACTION_DELETE) {
        edit_delete(filter);
    } else if (action == ACTION_ERASE_WORD) {
        edit_erase_word(filter);
    } else if (action == ACTION_ERASE_LINE) {
        edit_erase_all(filter);
    } else if (action == ACTION_FIELD_EXIT) {
        edit_erase_rest(filter);
    } else if (action == ACTION_LEFT) {
        edit_left(filter);
    } else if (action == ACTION_RIGHT) {
        edit_right(filter);
    } else {
        return false;
    }
    if (filter->len != len) filter_changed(list);
    return true;
}

bool list_act(struct list *list, enum action_id action) {
    if (list->filtering && filter_act(list, action)) return true;
    int page = list->height > 1 ? list->height : 1;
    if (action == ACTION_UP) {
        move(list, -1, false);
    } else if (action == ACTION_DOWN) {
        move(list, 1, false);
    } else if (action == ACTION_PAGE_UP) {
        move(list, -page, true);
    } else if (action == ACTION_PAGE_DOWN) {
        move(list, page, true);
    } else if (action == ACTION_FIRST) {
        go_first(list);
    } else if (action == ACTION_LAST) {
        go_last(list);
    } else if (action == ACTION_FILTER) {
        list->filtering = true;
        edit_end(&list->filter);
    } else if (action == ACTION_BACK && list_has_filter(list)) {
        edit_erase_all(&list->filter);
        char key[ROW_KEY_SIZE];
        text_copy(key, sizeof key, list_key(list) ? list_key(list) : "");
        list_load(list);
        if (*key) list_select(list, key);
    } else {
        return false;
    }
    return true;
}

bool list_can(const struct list *list, enum action_id action) {
    bool editing = action == ACTION_ERASE || action == ACTION_ERASE_WORD ||
                   action == ACTION_ERASE_LINE || action == ACTION_LEFT || action == ACTION_RIGHT;
    if (editing) return list->filtering;
    if (action == ACTION_FILTER) return true;
    if (action == ACTION_BACK) return list->filtering || list_has_filter(list);
    bool moving = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP ||
                  action == ACTION_PAGE_DOWN || action == ACTION_FIRST || action == ACTION_LAST;
    return moving && list->rows.rows > 0;
}

/* ---- drawing -------------------------------------------------------------------------------------------------- */

static void draw_filter(struct list *list, struct canvas *canvas, struct rect rect) {
    int col = rect.col + 1, cols = rect.cols - 2;
    canvas_put(canvas, rect.row, col, 2, list->filtering ? ROLE_KEY : ROLE_DIM, "/");
    col += 2;
    cols -= 2;
    if (list->filtering) {
        int cursor;
        const char *text = edit_view(&list->filter, cols, &cursor);
        canvas_fill(canvas, (struct rect){rect.row, col, 1, cols}, ROLE_FIELD);
        canvas_put(canvas, rect.row, col, cols, ROLE_FIELD, text);
        canvas_cursor(canvas, rect.row, col + cursor, true);
    } else if (list_has_filter(list)) {
        int used = canvas_put_cut(canvas, rect.row, col, cols, ROLE_MATCH, list->filter.text);
        canvas_put_cut(canvas, rect.row, col + used + 2, cols - used - 2, ROLE_DIM,
                       _("filter, Esc clears it"));
    } else {
        canvas_put_cut(canvas, rect.row, col, cols, ROLE_DIM, _("Filter"));
    }
}

static void draw_header(const struct list *list, struct canvas *canvas, struct rect rect,
                        const int *widths) {
    int col = rect.col + 1 + (list->marks.count > 0 ? MARK_COLS : 0);
    for (int i = 0; i < list->column_count; i++) {
        if (widths[i] == 0) continue;
        const struct column *column = &list->columns[i];
        bool right = column->kind == COLUMN_NUMBER || column->kind == COLUMN_AMOUNT;
        (right ? canvas_put_right : canvas_put_cut)(canvas, rect.row, col, widths[i], ROLE_GROUP,
                                                    _(column->label));
        col += widths[i] + 2;
    }
}

static void draw_row(const struct list *list, struct canvas *canvas, struct rect rect, int row,
                     const int *widths, bool selected, bool focused) {
    char text[1100];
    int first = rect.col + 1, col = first;
    if (selected) {
        /* In the style of the cell beside it: every change of style costs bytes on a slow line. */
        canvas_put_sign(canvas, rect.row, rect.col, focused ? ROLE_SELECTED : ROLE_SELECTED_AWAY,
                        SIGN_MARKER);
    }
    if (list->marks.count > 0) {
        if (list_is_marked(list, rowset_cell(&list->rows, row, 0))) {
            canvas_put_sign(canvas, rect.row, first, ROLE_CHANGED, SIGN_CHECK);
        }
        first = col += MARK_COLS;
    }
    for (int i = 0; i < list->column_count; i++) {
        if (widths[i] == 0) continue;
        const struct column *column = &list->columns[i];
        const char *stored = rowset_cell(&list->rows, row, i);
        enum role role = column->role ? column->role(stored) : ROLE_VALUE;
        bool right = column->kind == COLUMN_NUMBER || column->kind == COLUMN_AMOUNT;
        column_text(column, stored, text, sizeof text);
        if (col == first && selected) {
            role = focused ? ROLE_SELECTED : ROLE_SELECTED_AWAY;
            canvas_fill(canvas, (struct rect){rect.row, col, 1, widths[i]}, role);
        }
        (right ? canvas_put_right : canvas_put_cut)(canvas, rect.row, col, widths[i], role, text);
        col += widths[i] + 2;
    }
}

static void draw_nothing(const struct list *list, struct canvas *canvas, struct rect rect) {
    char text[WORDS_SIZE];
    enum role role = ROLE_DIM;
    if (list->err.code != ERR_OK) {
        words_error(&list->err, NULL, text, sizeof text);
        role = ROLE_ERROR;
    } else if (list_has_filter(list)) {
        text_copy(text, sizeof text, _("Nothing matches the filter."));
    } else if (*list->scope) {
        text_copy(text, sizeof text, _("There is nothing here for this choice."));
    } else {
        text_copy(text, sizeof text,
                  list->empty ? _(list->empty) : _("There is nothing here yet."));
    }
    size_t len;
    char line[512];
    const char *rest = text, *next;
    for (int i = 0; i < rect.rows && (next = text_wrap(rest, rect.cols - 2, &len)) != NULL; i++) {
        text_copy_n(line, sizeof line, rest, len);
        canvas_put(canvas, rect.row + i, rect.col + 1, rect.cols - 2, role, line);
        rest = next;
    }
}

void list_draw(struct list *list, struct canvas *canvas, struct rect rect, bool focused) {
    int widths[ROWSET_MAX_COLUMNS];
    int height = rect.rows - 2;
    if (height < 1 || rect.cols < 8) return;
    if (height != list->height) {
        list->height = height;
        if (list->loaded && list->rows.more_after && list->rows.rows < height) list_refresh(list);
        fit(list);
    }
    columns_share(list->columns, list->column_count,
                  rect.cols - 2 - (list->marks.count > 0 ? MARK_COLS : 0), widths);
    draw_filter(list, canvas, (struct rect){rect.row, rect.col, 1, rect.cols});
    draw_header(list, canvas, (struct rect){rect.row + 1, rect.col, 1, rect.cols}, widths);
    struct rect body = {rect.row + 2, rect.col, height, rect.cols};
    if (list->rows.rows == 0) draw_nothing(list, canvas, body);
    for (int i = 0; i < height && list->scroll.top + i < list->rows.rows; i++) {
        int row = list->scroll.top + i;
        bool selected = row == list->scroll.cursor;
        struct rect line = {body.row + i, body.col, 1, body.cols};
        draw_row(list, canvas, line, row, widths, selected, focused);
        if (selected && focused && !list->filtering) {
            canvas_cursor(canvas, line.row, line.col, false);
        }
    }
    int right = rect.col + rect.cols - 1;
    if (list->scroll.top > 0 || list->rows.more_before) {
        canvas_put_sign(canvas, body.row, right, ROLE_DIM, SIGN_UP);
    }
    if (list->scroll.top + height < list->rows.rows || list->rows.more_after) {
        canvas_put_sign(canvas, body.row + height - 1, right, ROLE_DIM, SIGN_DOWN);
    }
}
