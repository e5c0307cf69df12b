/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LIST_H
#define CHQ_TUI_LIST_H

/*
 * A list of records: a window of rows read by keyset paging, a cursor, columns and the quick filter. Moving inside the
 * window touches no database; refreshing keeps the cursor on the same record. Knows no page and no entity.
 */

#include <stdbool.h>

#include "model/rowset.h"
#include "tui/canvas.h"
#include "tui/edit.h"
#include "tui/keys.h"
#include "tui/page.h"
#include "tui/scroll.h"

typedef enum err_code list_fn(void *ctx, const struct list_request *request, struct rowset *rows,
                              struct err *err);

#define LIST_MARKS_MAX 1000

/* Keys of marked rows, in the order they were marked; they stay marked whatever is filtered, read or scrolled. */
struct list_marks {
    char **keys;
    int count, capacity;
};

struct list {
    const struct column *columns; /* borrowed */
    int column_count;
    list_fn *source;
    void *ctx;
    const char *empty; /* msgid shown when there is nothing, NULL = a standard one */
    struct rowset rows;
    struct scroll scroll; /* inside the window of rows */
    int height;           /* rows visible as drawn last */
    bool filtering;       /* the filter line has the keys */
    struct edit filter;
    char scope[64];
    struct list_marks marks;
    bool loaded;
    struct err err; /* code ERR_OK = the last read worked */
};

/* `cells` is how many cells the source fills; at least the number of columns. */
void list_init(struct list *list, const struct column *columns, int cells, list_fn *source,
               void *ctx);
void list_release(struct list *list);
/* From the first row. */
void list_load(struct list *list);
/* Read again around what is seen; the cursor stays on its record, or on its place when the record is gone. */
void list_refresh(struct list *list);
/* Put the cursor on a record. false = it was not found near the start or at its own place. */
bool list_select(struct list *list, const char *key);
/* Key of the record under the cursor (cell 0), NULL = none. Borrowed until the list moves or reads. */
const char *list_key(const struct list *list);
const char *list_cell(const struct list *list,
                      int column); /* of the row under the cursor, "" = none */
void list_set_filter(struct list *list, const char *text);
bool list_has_filter(const struct list *list);

/* Mark or unmark the row under the cursor. false = there is none, or LIST_MARKS_MAX are marked. */
bool list_toggle_mark(struct list *list);
/* Mark a record, read or not. false = LIST_MARKS_MAX are marked. */
bool list_mark(struct list *list, const char *key);
/* Mark every row that the filter and the scope leave, those that are not read yet too. false = there are more than
 * LIST_MARKS_MAX: the first ones are marked; or they could not be read (list->err). */
bool list_mark_all(struct list *list);
void list_unmark_all(struct list *list);
bool list_is_marked(const struct list *list, const char *key);

/* Movement, ACTION_FILTER, and while filtering the editor's actions. false = not mine. */
bool list_act(struct list *list, enum action_id action);
bool list_can(const struct list *list, enum action_id action);
/* A character for the filter. */
void list_text(struct list *list, const char *utf8);

void list_draw(struct list *list, struct canvas *canvas, struct rect rect, bool focused);

/* How a stored value is shown. `word` of the column wins; else by kind. */
void value_format(enum column_kind kind, const char *stored, char *buf, size_t size);
void column_text(const struct column *column, const char *stored, char *buf, size_t size);
/* Share `cols` among the columns: widths[i] = 0 means hidden. Gaps of two columns are between the shown ones. */
void columns_share(const struct column *columns, int count, int cols, int *widths);
int columns_count(const struct column *columns); /* up to the one without label */

#endif
