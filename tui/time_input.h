/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_TIME_INPUT_H
#define CHQ_TUI_TIME_INPUT_H

/*
 * Dates and times as people type them, in the local time zone (TZ): "2026-11-22 21:00", "2026-11-22" (midnight),
 * "22.11.2026 21:00", "21:00" (today), seconds if wanted, "t" (now, to the minute), "c" or "k" or nothing (none); keys of
 * shortcut-keys.md (domain.md 7). Stored form is milliseconds as digits, "" = none; see model/record.h.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"

/* Is it the stored form (digits or empty), and not something typed that is kept because it is wrong? */
bool time_input_is_stored(const char *value);
/* What stands in the editor for a value: minutes, seconds only where there are some; what was typed wrongly as it is. */
void time_input_text(const char *value, char *buf, size_t size);
/*
 * Milliseconds of what was typed, 0 = none. A time that comes twice in autumn is the first of the two. Errors, `field` is
 * what they are about: REASON_FIELD_NOT_TIME; REASON_TIME_SKIPPED for one that the change to summer time leaves out.
 * Years 1970 to 9999.
 */
MUST_CHECK enum err_code time_input_parse(const char *field, const char *typed, int64_t *ms,
                                          struct err *err);
/* The value of a field into which `typed` was typed over `current`: stored form; as typed when it cannot be understood (with
 * a blank before it if it could be taken for the stored form). What was not changed keeps its milliseconds. */
void time_input_store(const char *typed, const char *current, char *buf, size_t size);

#endif
