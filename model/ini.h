/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_INI_H
#define CHQ_MODEL_INI_H

/*
 * Strict reading of ini files. libiniparser itself keeps the last of two equal keys, cuts an unquoted value at # or ;
 * and fails as a whole on a long line, all silently; this wrapper looks at the raw lines first and names file and line.
 * Keys are "section:key", case ignored. Nothing else includes iniparser.
 * A value with # or ; in it, or with white space at its ends, must be quoted ("…" or '…', without that quote inside);
 * a line that ends with \ goes on in the next one, and INI_LINE_MAX counts for the whole.
 */

#include <stdbool.h>
#include <stddef.h>

#include "model/err.h"

#define INI_LINE_MAX 1000 /* bytes; longer lines are refused */

struct ini;

/* From a file, or from text in memory (embedded content; `name` is used in messages). */
MUST_CHECK enum err_code ini_open(struct ini **out, const char *path, struct err *err);
MUST_CHECK enum err_code ini_parse(struct ini **out, const char *name, const char *text,
                                   struct err *err);
void ini_free(struct ini **ini);
/* As ini_open, but goes on after a fault and calls `complain` for each; *out is NULL when there was one, and the first
 * is returned. */
MUST_CHECK enum err_code ini_open_strictly(struct ini **out, const char *path,
                                           void (*complain)(void *ctx, const struct err *err),
                                           void *ctx, struct err *first);
/* Value, "" when empty, NULL when absent. Borrowed until ini_free. */
const char *ini_get(const struct ini *ini, const char *section, const char *key);
/* Sections in file order; keys of a section in file order. NULL past the end. */
const char *ini_section(const struct ini *ini, int index);
const char *ini_key(const struct ini *ini, const char *section, int index);
/* Line of a key, 0 when absent. */
int ini_line(const struct ini *ini, const char *section, const char *key);
const char *ini_name(const struct ini *ini);

#endif
