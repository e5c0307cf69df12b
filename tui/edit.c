/* SPDX-License-Identifier: MIT */
/* The line editor behind every field, filter and prompt. Pure: bytes in, bytes and a cursor out. */
#include "tui/edit.h"

#include <string.h>

#include <utf8proc.h>

#include "model/text.h"
#include "tui/canvas.h"

static utf8proc_int32_t char_at(const struct edit *edit, size_t at, size_t *bytes) {
    utf8proc_int32_t ch;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)edit->text + at,
                                            (utf8proc_ssize_t)(edit->len - at), &ch);
    *bytes = len > 0 ? (size_t)len : 1;
    return len > 0 ? ch : 0xFFFD;
}

static bool is_mark(utf8proc_int32_t ch) {
    return ch >= 0x300 && char_cols((uint32_t)ch) == 0;
}

static size_t next_boundary(const struct edit *edit, size_t at) {
    size_t bytes;
    if (at >= edit->len) return edit->len;
    char_at(edit, at, &bytes);
    at += bytes;
    while (at < edit->len && is_mark(char_at(edit, at, &bytes))) at += bytes;
    return at;
}

static size_t prev_boundary(const struct edit *edit, size_t at) {
    size_t bytes;
    while (at > 0) {
        do at--;
        while (at > 0 && ((unsigned char)edit->text[at] & 0xC0) == 0x80);
        if (!is_mark(char_at(edit, at, &bytes))) break;
    }
    return at;
}

static void remove_range(struct edit *edit, size_t from, size_t to) {
    memmove(edit->text + from, edit->text + to, edit->len - to + 1);
    edit->len -= to - from;
    edit->cursor = from;
}

/* One character as it may be stored, "" when it is dropped. Returns the bytes taken of `text`. */
static size_t clean_char(const char *text, bool after_return, char out[5]) {
    utf8proc_int32_t ch;
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &ch);
    out[0] = '\0';
    if (bytes <= 0) return 1;
    if (ch == '\t' || ch == '\n' || ch == '\r') {
        if (!(ch == '\n' && after_return)) memcpy(out, " ", 2);
        return 1;
    }
    memcpy(out, text, (size_t)bytes);
    out[bytes] = '\0';
    if (text_has_control(out)) out[0] = '\0';
    return (size_t)bytes;
}

bool edit_insert(struct edit *edit, const char *text) {
    size_t chars = text_chars(edit->text), bytes;
    char clean[5];
    bool fits = true;
    for (bool after_return = false; *text;) {
        bool is_return = *text == '\r';
        text += clean_char(text, after_return, clean);
        after_return = is_return;
        size_t len = strlen(clean);
        if (len == 0) continue;
        fits = edit->len + len < sizeof edit->text &&
               (edit->max_chars <= 0 || chars < (size_t)edit->max_chars);
        if (!fits) break;
        memmove(edit->text + edit->cursor + len, edit->text + edit->cursor,
                edit->len - edit->cursor + 1);
        memcpy(edit->text + edit->cursor, clean, len);
        edit->cursor += len;
        edit->len += len;
        chars++;
    }
    while (edit->cursor < edit->len && is_mark(char_at(edit, edit->cursor, &bytes))) {
        edit->cursor += bytes;
    }
    return fits;
}

void edit_init(struct edit *edit, const char *text, int max_chars) {
    edit->text[0] = '\0';
    edit->len = edit->cursor = edit->view = 0;
    edit->max_chars = 0; /* what is stored already is shown whole */
    edit_insert(edit, text ? text : "");
    edit->max_chars = max_chars;
}

bool edit_left(struct edit *edit) {
    if (edit->cursor == 0) return false;
    edit->cursor = prev_boundary(edit, edit->cursor);
    return true;
}

bool edit_right(struct edit *edit) {
    if (edit->cursor == edit->len) return false;
    edit->cursor = next_boundary(edit, edit->cursor);
    return true;
}

static bool before_is_blank(const struct edit *edit) {
    return edit->cursor > 0 && edit->text[edit->cursor - 1] == ' ';
}

void edit_word_left(struct edit *edit) {
    while (before_is_blank(edit)) edit_left(edit);
    while (edit->cursor > 0 && !before_is_blank(edit)) edit_left(edit);
}

void edit_word_right(struct edit *edit) {
    while (edit->cursor < edit->len && edit->text[edit->cursor] != ' ') edit_right(edit);
    while (edit->cursor < edit->len && edit->text[edit->cursor] == ' ') edit_right(edit);
}

void edit_home(struct edit *edit) {
    edit->cursor = 0;
}

void edit_end(struct edit *edit) {
    edit->cursor = edit->len;
}

bool edit_erase(struct edit *edit) {
    if (edit->cursor == 0) return false;
    remove_range(edit, prev_boundary(edit, edit->cursor), edit->cursor);
    return true;
}

bool edit_delete(struct edit *edit) {
    if (edit->cursor == edit->len) return false;
    remove_range(edit, edit->cursor, next_boundary(edit, edit->cursor));
    return true;
}

void edit_erase_word(struct edit *edit) {
    size_t end = edit->cursor;
    edit_word_left(edit);
    remove_range(edit, edit->cursor, end);
}

void edit_erase_all(struct edit *edit) {
    edit->text[0] = '\0';
    edit->len = edit->cursor = edit->view = 0;
}

void edit_erase_rest(struct edit *edit) {
    edit->len = edit->cursor;
    edit->text[edit->len] = '\0';
}

/* Columns from byte `from` to byte `to`. */
static int cols_between(const struct edit *edit, size_t from, size_t to) {
    char part[EDIT_SIZE];
    memcpy(part, edit->text + from, to - from);
    part[to - from] = '\0';
    return text_cols(part);
}

const char *edit_view(struct edit *edit, int cols, int *cursor_col) {
    if (cols < 1) cols = 1;
    if (edit->view > edit->cursor) edit->view = edit->cursor;
    /* The text in front of it may have been changed since: it must not begin in the middle of a character. */
    if (edit->view > 0) edit->view = next_boundary(edit, prev_boundary(edit, edit->view));
    while (cols_between(edit, edit->view, edit->cursor) >= cols) {
        edit->view = next_boundary(edit, edit->view);
    }
    /* Show as much as fits: a field that became wider, or whose end was erased, scrolls back. */
    while (edit->view > 0) {
        size_t before = prev_boundary(edit, edit->view);
        if (cols_between(edit, before, edit->len) >= cols) break;
        edit->view = before;
    }
    *cursor_col = cols_between(edit, edit->view, edit->cursor);
    return edit->text + edit->view;
}
