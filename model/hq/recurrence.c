/* SPDX-License-Identifier: MIT */
/*
 * When something recurs. Owns the arithmetic of patterns and of local time; knows neither what recurs nor what time it
 * is. The k-th start is always computed from the first one, so that no error adds up and the 31st stays the 31st.
 */

#include "model/hq/recurrence.h"

#include <string.h>
#include <time.h>

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   INT64_C(3600000)
#define DAY_S     INT64_C(86400)
#define LATEST_MS INT64_C(253402300799999) /* the end of the year 9999, UTC */

/* ---- local time ------------------------------------------------------------------------------------------------- */

/* How far local time is ahead of UTC at that moment. */
static int64_t offset_at(int64_t utc_s) {
    struct tm tm;
    time_t time = (time_t)utc_s;
    return localtime_r(&time, &tm) ? tm.tm_gmtoff : 0;
}

/* `local_s` is what the clock on the wall shows, counted as if it were UTC. */
static int64_t utc_of(int64_t local_s) {
    int64_t before = local_s - offset_at(local_s - DAY_S);
    int64_t after = local_s - offset_at(local_s + DAY_S);
    int64_t first = before < after ? before : after, second = before < after ? after : before;
    if (first + offset_at(first) == local_s) return first;
    if (second + offset_at(second) == local_s) return second;
    return before; /* skipped: the clock that was not put forward shows it */
}

/* ---- the k-th start --------------------------------------------------------------------------------------------- */

struct pattern {
    const struct recurrence *recurrence;
    int64_t count;  /* at least 1, and small enough to multiply */
    struct tm wall; /* of the first start, local */
    int64_t wall_s;
    int ms;
};

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static bool pattern_init(struct pattern *pattern, const struct recurrence *recurrence) {
    const int64_t most = LATEST_MS / MINUTE_MS;
    int64_t start_s = floor_divide(recurrence->start_ms, 1000);
    time_t time = (time_t)start_s;
    *pattern = (struct pattern){.recurrence = recurrence, .count = recurrence->count};
    if (pattern->count < 1) pattern->count = 1;
    if (pattern->count > most) pattern->count = most;
    if (!localtime_r(&time, &pattern->wall)) return false;
    pattern->wall_s = start_s + pattern->wall.tm_gmtoff;
    pattern->ms = (int)(recurrence->start_ms - start_s * 1000);
    return true;
}

static int days_of_month(int64_t year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month] + (month == 1 && leap);
}

static int64_t after_months(const struct pattern *pattern, int64_t months) {
    int64_t month = pattern->wall.tm_mon + months;
    int64_t year = pattern->wall.tm_year + 1900 + floor_divide(month, 12);
    if (year > 9999) return 0;
    struct tm tm = pattern->wall;
    tm.tm_year = (int)(year - 1900);
    tm.tm_mon = (int)(month - floor_divide(month, 12) * 12);
    int last = days_of_month(year, tm.tm_mon);
    if (tm.tm_mday > last) tm.tm_mday = last;
    return utc_of((int64_t)timegm(&tm)) * 1000 + pattern->ms;
}

static int64_t after_days(const struct pattern *pattern, int64_t days) {
    if (days > LATEST_MS / 1000 / DAY_S) return 0;
    return utc_of(pattern->wall_s + days * DAY_S) * 1000 + pattern->ms;
}

/* 0 = behind the year 9999. `k` times the count does not overflow: see nearest_before. */
static int64_t kth_start(const struct pattern *pattern, int64_t k) {
    int64_t units = k * pattern->count;
    if (k == 0) return pattern->recurrence->start_ms;
    switch (pattern->recurrence->unit) {
    case RECUR_NONE:
        return 0;
    case RECUR_MINUTES:
        return pattern->recurrence->start_ms + units * MINUTE_MS;
    case RECUR_HOURS:
        return pattern->recurrence->start_ms + units * HOUR_MS;
    case RECUR_DAYS:
        return after_days(pattern, units);
    case RECUR_WEEKS:
        return after_days(pattern, units * 7);
    case RECUR_MONTHS:
        return after_months(pattern, units);
    case RECUR_YEARS:
        return after_months(pattern, units * 12);
    }
    return 0;
}

/* A k whose start is at or before from_ms, and only a few before the first one that is not. */
static int64_t nearest_before(const struct pattern *pattern, int64_t from_ms) {
    static const int64_t longest_ms[] = {
        [RECUR_NONE] = LATEST_MS,
        [RECUR_MINUTES] = MINUTE_MS,
        [RECUR_HOURS] = HOUR_MS,
        [RECUR_DAYS] = 24 * HOUR_MS,
        [RECUR_WEEKS] = 168 * HOUR_MS,
        [RECUR_MONTHS] = 31 * 24 * HOUR_MS,
        [RECUR_YEARS] = 366 * 24 * HOUR_MS,
    };
    int64_t units =
        (from_ms - pattern->recurrence->start_ms) / longest_ms[pattern->recurrence->unit];
    int64_t k = units / pattern->count - 1; /* daylight saving time makes a day of 25 hours */
    return k > 0 ? k : 0;
}

/* ---- the contract ----------------------------------------------------------------------------------------------- */

static bool has_ended(const struct recurrence *recurrence, int64_t start_ms) {
    switch (recurrence->end) {
    case RECUR_NO_END:
        break;
    case RECUR_END_AFTER:
        return recurrence->runs_done >= recurrence->end_after;
    case RECUR_END_BY:
        return start_ms > recurrence->end_by_ms;
    }
    return false;
}

int64_t recurrence_next(const struct recurrence *recurrence, int64_t from_ms) {
    struct pattern pattern;
    int64_t start_ms = recurrence->start_ms;
    if (from_ms > LATEST_MS || start_ms > LATEST_MS || start_ms < 0) return 0;
    if (from_ms < 0) from_ms = 0;
    if (recurrence->unit == RECUR_NONE) {
        if (recurrence->runs_done > 0) return 0;
        return start_ms > from_ms ? start_ms : from_ms;
    }
    if (from_ms > start_ms) {
        if (!pattern_init(&pattern, recurrence)) return 0;
        int64_t k = nearest_before(&pattern, from_ms);
        do {
            start_ms = kth_start(&pattern, k++);
        } while (start_ms != 0 && start_ms < from_ms);
    }
    if (start_ms > LATEST_MS || has_ended(recurrence, start_ms)) return 0;
    return start_ms;
}
