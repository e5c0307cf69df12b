/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_CLOCK_H
#define CHQ_MODEL_CLOCK_H

/*
 * Time: always milliseconds since 1970-01-01 UTC in an int64_t called something_ms or somethingDateTime.
 * Tests fix it: CHQ_TEST_CLOCK="2026-03-02T09:00:00Z" freezes now(), CHQ_TEST_CLOCK="+2026-…" starts there and runs.
 * Time zone of what is shown is the operating system's (TZ).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t clock_now_ms(void);
/* Monotonic, for measuring how long something took; never fixed by tests. */
int64_t clock_ticks_us(void);
bool clock_is_fixed(void);
void clock_sleep_ms(int ms);
/* Local time as "2026-03-02 09:00:00" (20 bytes), "09:00:00" (9), "09:00" (6). */
void clock_format_datetime(int64_t ms, char *buf, size_t size);
void clock_format_time(int64_t ms, char *buf, size_t size);
void clock_format_minute(int64_t ms, char *buf, size_t size);
/* UTC, RFC 3339, for --json: "2026-03-02T09:00:00.123Z" (25 bytes). */
void clock_format_iso(int64_t ms, char *buf, size_t size);
/* The same read back; the milliseconds may be missing. false = it is not of that form, *ms is unchanged. */
bool clock_parse_iso(const char *text, int64_t *ms);

#endif
