/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_OPERATIONS_H
#define CHQ_TUI_WORDS_OPERATIONS_H

/* Operations of shoppers in words (domain.md 4.4): shared by the status pages and chq resync, chq shopper. As words.h. */

#include "model/channel/storefront_edit.h"
#include "model/exchange/operations.h"
#include "tui/words.h"

/* "Customer created", "Account updated", "Synchronization failed: …", "Waits for synchronization". */
void words_async_operation(const struct async_operation *operation, char *buf, size_t size);
/* What went wrong, and what to do about it: the first sentence of the error and the rest of it. */
void words_failure(const struct err *err, char *buf, size_t size);
void words_failure_remedy(const struct err *err, char *buf, size_t size);
/* "12 operations: 9 get the new value and are tried, 2 are tried as they are, 1 is skipped …", one line each. */
void words_resync_preview(const struct resync_counts *counts, const struct correction *correction,
                          char *buf, size_t size);
/* "9 succeeded, 1 failed, 2 skipped." with the first failure. */
void words_resync_result(const struct resync_counts *counts, char *buf, size_t size);
/* How an edit of a shopper goes, or went. */
const char *words_edit_mode(enum edit_mode mode);

#endif
