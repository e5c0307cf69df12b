/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_NUMBER_WORDS_H
#define CHQ_TUI_NUMBER_WORDS_H

/* Number sequences in words, for screens and verbs alike (domain.md 4.16). */

#include "model/hq/numberseq.h"

/* Rows "segment\tvalue" of a format, for a FIELD_LIST: "Constant\tC-\nAlphanumeric\t######". */
void number_words_segments(const char *format, char *rows, size_t size);
/* Rows "area\treference" of what draws from the sequence; "" when nothing does. */
enum err_code number_words_uses(struct db *hq, const char *code, char *rows, size_t size,
                                struct err *err);
/* What it means that a sequence in use is manual or stopped. */
const char *number_words_no_accounts(void);
const char *number_words_nothing_missing(void);
/* Questions, and what was done. */
void number_words_proposal(const struct number_proposal *proposal, char *buf, size_t size);
void number_words_cleanup(const struct number_cleanup *cleanup, char *buf, size_t size);
void number_words_cleaned(const struct number_cleanup *cleanup, char *buf, size_t size);

#endif
