/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_TEXT_H
#define CHQ_MODEL_TEXT_H

/*
 * UTF-8 text in fixed-size members. Lengths that users see are in characters (code points), sizes are in bytes
 * with the final NUL. Widths on a screen are not known here (tui/canvas.h). Categories come from utf8proc.
 */

#include <stdbool.h>
#include <stddef.h>

/* Bytes a member needs for `n` characters of UTF-8 and the NUL: char name[TEXT_SIZE(60)]. */
#define TEXT_SIZE(n) ((n)*4 + 1)

/* Copy, cut on a character boundary if need be. false = it was cut. `src` NULL is "". */
bool text_copy(char *dst, size_t size, const char *src);
/* Same for `len` bytes that need no NUL. */
bool text_copy_n(char *dst, size_t size, const char *src, size_t len);
/* Is it well-formed UTF-8 without NUL? */
bool text_is_utf8(const char *text, size_t len);
/* Characters (code points) of a well-formed text; a malformed byte counts as one. */
size_t text_chars(const char *text);
/* Does it hold a character that must not come from a customer: controls (Cc), formats such as bidi overrides
 * (Cf, but ZERO WIDTH JOINER/NON-JOINER are allowed), surrogates, line and paragraph separators? */
bool text_has_control(const char *text);
/* Case-folded copy for searching ("ÅSE" and "åse" become equal), cut on a boundary. */
void text_fold(char *dst, size_t size, const char *src);
/* Take the word at *rest, which moves on behind it and the blanks after it. false = it was too long and is cut. */
bool text_next_word(const char **rest, char *word, size_t size);
/* Remove white space at both ends, in place (also U+00A0). */
void text_trim(char *text);
/* Smallest text greater than every text that begins with `prefix` (for index ranges). false = none exists. */
bool text_prefix_end(char *dst, size_t size, const char *prefix);
/* Is this an e-mail address as domain.md 4.3 asks: exactly one @, text before it, a dot after it, no blanks? */
bool text_is_email(const char *text);
/* The candidate nearest to `word` by edit distance, NULL when none is close (more than a third wrong). */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

/*
 * Names separated by commas ("Default, Stores"). The next one without blanks around it; empty ones are skipped, *rest moves
 * on. false = there is none any more.
 */
bool text_list_next(const char **rest, char *name, size_t size);
bool text_list_has(const char *list, const char *name);
/* The same names in byte order, each once, separated by ", ". `size` as large as the list was is always enough. */
void text_list_sort(char *list, size_t size);

#endif
