/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_RECURRENCE_H
#define CHQ_HQ_RECURRENCE_H

/*
 * When something recurs (domain.md 4.9). Minutes and hours are counted in elapsed time from the first start; days, weeks,
 * months and years keep the local time of day of the first start, also when daylight saving time begins or ends. The
 * 31st of a month that has no 31st is its last day. Pure functions; local time is the operating system's (TZ).
 */

#include <stdbool.h>
#include <stdint.h>

enum recurrence_unit {
    RECUR_NONE,
    RECUR_MINUTES,
    RECUR_HOURS,
    RECUR_DAYS,
    RECUR_WEEKS,
    RECUR_MONTHS,
    RECUR_YEARS
};
enum recurrence_end { RECUR_NO_END, RECUR_END_AFTER, RECUR_END_BY };

struct recurrence {
    enum recurrence_unit unit;
    int64_t count;    /* every `count` units, >= 1 */
    int64_t start_ms; /* first start */
    enum recurrence_end end;
    int64_t end_after; /* runs */
    int64_t end_by_ms; /* no start behind it */
    int64_t runs_done;
};

/*
 * The first start at or after `from_ms`; 0 = there is none any more (it has ended, or does not recur and has run). What
 * does not recur, has not run and lies behind starts at `from_ms`. A local time that the clock skips when daylight
 * saving time begins is moved on by what was skipped; one that comes twice starts the first time. Nothing starts after
 * the year 9999.
 */
int64_t recurrence_next(const struct recurrence *recurrence, int64_t from_ms);

#endif
