/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_SUPPORT_H
#define CHQ_TUI_WORDS_SUPPORT_H

/* What support answers, and whether a text is what a log says. For screens and verbs, as tui/words.h. */

#include "model/exchange/support.h"

/* "The counter of upload sessions of channel database Default was behind. It was put right; run …" */
void words_support_answer(enum support_answer answer, const char *job, const char *subject,
                          char *buf, size_t size);
/* "Repaired", "More is needed" */
const char *words_support_status(bool repaired);
/*
 * A support_words_fn. Does `text` hold what the log says of the error in either language, or a copied part of it of at least
 * 20 characters? Case and white space do not count: what was copied from a narrow screen has line ends in it.
 */
bool words_support_is_said(const struct err *error, const char *text);

#endif
