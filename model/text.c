/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 in fixed-size members: copying, measuring, folding, judging. Owns every decision about what a character is
 * (categories from utf8proc). Knows nothing of screens, so nothing of widths. Thread-safe: it keeps no state.
 */

#include "model/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* Length of the well-formed character at `text` (at most `len` bytes); 0 = malformed. *point is its code point. */
static size_t char_at(const char *text, size_t len, int32_t *point) {
    const unsigned char *s = (const unsigned char *)text;
    if (len == 0) return 0;
    if (s[0] < 0x80) {
        *point = s[0];
        return 1;
    }
    utf8proc_ssize_t n = utf8proc_iterate(s, (utf8proc_ssize_t)len, point);
    return n > 0 ? (size_t)n : 0;
}

/* The longest start of text[0..len] that fits into `room` bytes and ends between two characters. */
static size_t cut_length(const char *text, size_t len, size_t room) {
    if (len <= room) return len;
    size_t cut = room;
    for (int back = 0; back < 3 && cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80; back++)
        cut--;
    /* Four continuation bytes in a row are no character: then the boundary does not matter. */
    return ((unsigned char)text[cut] & 0xC0) == 0x80 ? room : cut;
}

bool text_copy_n(char *dst, size_t size, const char *src, size_t len) {
    if (size == 0) return len == 0;
    if (!src) len = 0;
    size_t n = cut_length(src, len, size - 1);
    if (n > 0) memmove(dst, src, n);
    dst[n] = '\0';
    return n == len;
}

bool text_copy(char *dst, size_t size, const char *src) {
    return text_copy_n(dst, size, src, src ? strlen(src) : 0);
}

bool text_is_utf8(const char *text, size_t len) {
    int32_t point;
    for (size_t i = 0, n; i < len; i += n) {
        n = char_at(text + i, len - i, &point);
        if (n == 0 || point == 0) return false;
    }
    return true;
}

size_t text_chars(const char *text) {
    size_t len = strlen(text), count = 0;
    int32_t point;
    for (size_t i = 0, n; i < len; i += n, count++) {
        n = char_at(text + i, len - i, &point);
        if (n == 0) n = 1;
    }
    return count;
}

bool text_has_control(const char *text) {
    size_t len = strlen(text);
    int32_t point;
    for (size_t i = 0, n; i < len; i += n) {
        n = char_at(text + i, len - i, &point);
        if (n == 0) return true;
        utf8proc_category_t kind = utf8proc_category(point);
        bool joiner = point == 0x200C || point == 0x200D;
        if (kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CS) return true;
        if (kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP) return true;
        if (kind == UTF8PROC_CATEGORY_CF && !joiner) return true;
    }
    return false;
}

static bool is_ascii(const char *text) {
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80) return false;
    }
    return true;
}

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

void text_fold(char *dst, size_t size, const char *src) {
    if (size == 0) return;
    if (!src) src = "";
    utf8proc_uint8_t *folded = NULL;
    if (!is_ascii(src)) {
        /* Composed as well, so that an e with an accent typed in two ways is found. NULL for malformed text. */
        utf8proc_map((const utf8proc_uint8_t *)src, 0, &folded,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    }
    text_copy(dst, size, folded ? (const char *)folded : src);
    if (!folded) {
        for (char *p = dst; *p; p++) *p = ascii_lower(*p);
    }
    free(folded);
}

/* Bytes of white space at `text`, 0 if there is none. */
static size_t blank_at(const char *text) {
    if (*text == ' ' || (*text >= '\t' && *text <= '\r')) return 1;
    if ((unsigned char)text[0] == 0xC2 && (unsigned char)text[1] == 0xA0) return 2;
    return 0;
}

void text_trim(char *text) {
    size_t start = 0, n;
    while ((n = blank_at(text + start)) > 0) start += n;
    size_t end = strlen(text);
    while (end > start) {
        if (blank_at(text + end - 1) == 1) {
            end -= 1;
        } else if (end - start >= 2 && blank_at(text + end - 2) == 2) {
            end -= 2;
        } else {
            break;
        }
    }
    memmove(text, text + start, end - start);
    text[end - start] = '\0';
}

bool text_prefix_end(char *dst, size_t size, const char *prefix) {
    size_t len = strlen(prefix);
    if (!text_is_utf8(prefix, len)) return false;
    while (len > 0) {
        size_t start = len - 1;
        while (start > 0 && ((unsigned char)prefix[start] & 0xC0) == 0x80) start--;
        int32_t point;
        char_at(prefix + start, len - start, &point);
        if (point < 0x10FFFF) {
            utf8proc_uint8_t next[4];
            point = point == 0xD7FF ? 0xE000 : point + 1;
            size_t n = (size_t)utf8proc_encode_char(point, next);
            if (start + n + 1 > size) return false;
            memmove(dst, prefix, start);
            memcpy(dst + start, next, n);
            dst[start + n] = '\0';
            return true;
        }
        len = start; /* the greatest character has no successor: raise the one before it */
    }
    return false;
}

bool text_is_email(const char *text) {
    const char *at = strchr(text, '@');
    if (!at || at == text || strchr(at + 1, '@')) return false;
    for (const char *p = text; *p; p++) {
        if (blank_at(p) > 0) return false;
    }
    const char *dot = strchr(at + 1, '.');
    if (!dot || dot == at + 1) return false;
    return text[strlen(text) - 1] != '.';
}

/* ---- nearest word ------------------------------------------------------------------------------------------ */

#define WORD_MAX 63

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Edit distance with swaps of neighbours, case ignored; three rows of the table are enough. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len) {
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_len; j++) above[j] = before[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            char x = ascii_lower(a[i - 1]), y = ascii_lower(b[j - 1]);
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == ascii_lower(b[j - 2]) && ascii_lower(a[i - 2]) == y) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[b_len];
}

/* The only candidate that begins with the word: "CreateAsync" for CreateAsyncCustomers. */
static const char *only_continuation(const char *word, size_t len, const char *const *candidates,
                                     size_t count) {
    const char *only = NULL;
    for (size_t i = 0; i < count && len >= 3; i++) {
        if (strncasecmp(candidates[i], word, len) != 0) continue;
        if (only) return NULL;
        only = candidates[i];
    }
    return only;
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count) {
    size_t len = strlen(word), best = SIZE_MAX;
    const char *nearest = NULL;
    if (len == 0 || len > WORD_MAX) return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = strlen(candidates[i]);
        if (other > WORD_MAX) continue;
        size_t d = distance(word, len, candidates[i], other);
        size_t longer = len > other ? len : other;
        if (d < best && d * 3 <= longer) {
            best = d;
            nearest = candidates[i];
        }
    }
    return nearest ? nearest : only_continuation(word, len, candidates, count);
}

/* ---- lists of names --------------------------------------------------------------------------------------- */

bool text_list_next(const char **rest, char *name, size_t size) {
    while (**rest) {
        size_t len = strcspn(*rest, ",");
        text_copy_n(name, size, *rest, len);
        text_trim(name);
        *rest += len + ((*rest)[len] == ',');
        if (*name) return true;
    }
    return false;
}

bool text_list_has(const char *list, const char *name) {
    char one[256];
    while (text_list_next(&list, one, sizeof one)) {
        if (strcmp(one, name) == 0) return true;
    }
    return false;
}

/* The smallest name behind `last` ("" = of all). Lists are short. */
static bool next_in_order(const char *list, const char *last, char *least, size_t size) {
    char one[256];
    bool found = false;
    while (text_list_next(&list, one, sizeof one)) {
        if (strcmp(one, last) <= 0 || (found && strcmp(one, least) >= 0)) continue;
        text_copy(least, size, one);
        found = true;
    }
    return found;
}

void text_list_sort(char *list, size_t size) {
    char sorted[2048] = "", last[256] = "", name[256];
    size_t used = 0;
    while (used < sizeof sorted - sizeof name - 2 && next_in_order(list, last, name, sizeof name)) {
        int n = snprintf(sorted + used, sizeof sorted - used, "%s%s", used ? ", " : "", name);
        used += (size_t)n;
        text_copy(last, sizeof last, name);
    }
    text_copy(list, size, sorted);
}

bool text_next_word(const char **rest, char *word, size_t size) {
    size_t len = strcspn(*rest, " ");
    bool fits = text_copy_n(word, size, *rest, len);
    *rest += len;
    *rest += strspn(*rest, " ");
    return fits;
}
