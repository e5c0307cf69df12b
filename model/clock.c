/* SPDX-License-Identifier: MIT */
/*
 * The only place that asks what time it is, so that tests can answer instead. Thread-safe.
 * Knows nothing of what times mean; formats are numbers only, words for ages belong to tui/words.c.
 */

#include "model/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t real_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool clock_parse_iso(const char *text, int64_t *ms) {
    struct tm tm = {0};
    int rest = 0, len = 0;
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    if (!end) return false;
    if (*end == '.') {
        if (sscanf(end, ".%3d%n", &rest, &len) != 1 || len != 4 || rest < 0) return false;
        end += len;
    }
    if (strcmp(end, "Z") != 0) return false;
    *ms = (int64_t)timegm(&tm) * 1000 + rest;
    return true;
}

#if CHQ_TEST_HOOKS

/* What CHQ_TEST_CLOCK says; read at each call, so that a unit test can move the time. */
static bool test_clock(int64_t *ms, bool *frozen) {
    const char *text = getenv("CHQ_TEST_CLOCK");
    if (!text || *text == '\0') return false;
    *frozen = *text != '+';
    return clock_parse_iso(*frozen ? text : text + 1, ms);
}

static int64_t running_test_clock(int64_t start) {
    static _Atomic int64_t seen_start = INT64_MIN, real_start = 0;
    int64_t before = atomic_load(&seen_start);
    if (before != start && atomic_compare_exchange_strong(&seen_start, &before, start)) {
        atomic_store(&real_start, real_now_ms());
    }
    int64_t real = atomic_load(&real_start);
    return real == 0 ? start : start + (real_now_ms() - real);
}

int64_t clock_now_ms(void) {
    int64_t ms;
    bool frozen;
    if (!test_clock(&ms, &frozen)) return real_now_ms();
    return frozen ? ms : running_test_clock(ms);
}

bool clock_is_fixed(void) {
    int64_t ms;
    bool frozen;
    return test_clock(&ms, &frozen) && frozen;
}

#else

int64_t clock_now_ms(void) {
    return real_now_ms();
}

bool clock_is_fixed(void) {
    return false;
}

#endif

int64_t clock_ticks_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_sleep_ms(int ms) {
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

/* Seconds and the milliseconds within them, also before 1970. */
static time_t split(int64_t ms, int *rest) {
    int64_t seconds = ms / 1000;
    *rest = (int)(ms % 1000);
    if (*rest < 0) {
        *rest += 1000;
        seconds--;
    }
    return (time_t)seconds;
}

static void format_local(int64_t ms, const char *format, char *buf, size_t size) {
    int rest;
    time_t seconds = split(ms, &rest);
    struct tm tm;
    if (size == 0) return;
    if (!localtime_r(&seconds, &tm) || strftime(buf, size, format, &tm) == 0) buf[0] = '\0';
}

void clock_format_datetime(int64_t ms, char *buf, size_t size) {
    format_local(ms, "%Y-%m-%d %H:%M:%S", buf, size);
}

void clock_format_time(int64_t ms, char *buf, size_t size) {
    format_local(ms, "%H:%M:%S", buf, size);
}

void clock_format_minute(int64_t ms, char *buf, size_t size) {
    format_local(ms, "%H:%M", buf, size);
}

void clock_format_iso(int64_t ms, char *buf, size_t size) {
    int rest;
    time_t seconds = split(ms, &rest);
    struct tm tm;
    char text[32];
    if (size == 0) return;
    buf[0] = '\0';
    if (!gmtime_r(&seconds, &tm) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
        return;
    snprintf(buf, size, "%s.%03dZ", text, rest);
}
