/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_I18N_H
#define CHQ_TUI_I18N_H

/*
 * The user's language. Tables mark their texts with N_() (or NC_() where one English text has two translations); who
 * draws or prints translates with _(). Works when only C.UTF-8 is installed: the language is chosen by LANGUAGE, never
 * by the locale's name.
 */

#include <stdbool.h>
#include <stddef.h>

/* Marks only. */
#define N_(text) text
/* Same English text, another meaning: NC_("POS", "Functionality profiles"). */
#define NC_(context, text) context "\004" text
#define _(text)            i18n_text(text)
/* One text for n = 1, another for all else: n_("%d store", "%d stores", (unsigned long)n). */
#define n_(one, many, n) i18n_plural(one, many, n)

/*
 * Choose the language and open the catalogue. `wanted` is "en", "nb" (also no, nn, nb_NO, …) or NULL/"" for the
 * environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG). What is not Norwegian is English. Call once before any thread and
 * any _(); i18n_switch may be called again later on the main thread.
 */
void i18n_init(const char *wanted);
void i18n_switch(const char *language);
/* "en" or "nb" */
const char *i18n_language(void);
/* Is `wanted` a language we know (for --lang)? Returns "en", "nb" or NULL. */
const char *i18n_known(const char *wanted);
/* Does the terminal's locale take UTF-8? */
bool i18n_is_utf8(void);

/* Translation of a marked text, without its context. Borrowed, valid until i18n_switch. NULL gives "". */
const char *i18n_text(const char *msgid);
/* Plural form for n. */
const char *i18n_plural(const char *one, const char *many, unsigned long n);
/* A label in a given language ("en", "nb"), whatever the user's: for searching in both. Borrowed for ever. */
const char *tr_in(const char *language, const char *msgid);

#endif
