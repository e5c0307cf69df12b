/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_EDIT_H
#define CHQ_TUI_EDIT_H

/*
 * A one-line editor on UTF-8: no drawing, no keys. A position is a byte offset on a character boundary; the cursor never
 * rests between a character and its combining marks. Text is always well-formed UTF-8 without control characters.
 */

#include <stdbool.h>
#include <stddef.h>

#include "model/text.h"

#define EDIT_SIZE TEXT_SIZE(400) /* the longest field there is: a street */

struct edit {
    char text[EDIT_SIZE];
    size_t len, cursor;
    size_t view;   /* first byte shown, see edit_view */
    int max_chars; /* 0 = as many as fit */
};

/* Malformed bytes and control characters of `text` are dropped; the cursor goes to the end. */
void edit_init(struct edit *edit, const char *text, int max_chars);
/* Insert at the cursor. Tabs and line ends become one blank, other control characters are dropped. false = something
 * did not fit. */
bool edit_insert(struct edit *edit, const char *text);
bool edit_left(struct edit *edit);
bool edit_right(struct edit *edit);
void edit_word_left(struct edit *edit);
void edit_word_right(struct edit *edit);
void edit_home(struct edit *edit);
void edit_end(struct edit *edit);
bool edit_erase(struct edit *edit);      /* the character before the cursor */
bool edit_delete(struct edit *edit);     /* the character at the cursor */
void edit_erase_word(struct edit *edit); /* back to the beginning of the word */
void edit_erase_all(struct edit *edit);
void edit_erase_rest(struct edit *edit); /* from the cursor to the end */
/* Scroll so that the cursor is inside `cols` columns; *cursor_col is where it then stands (0..cols-1). Returns the
 * text to draw from. */
const char *edit_view(struct edit *edit, int cols, int *cursor_col);

#endif
