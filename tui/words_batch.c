/* SPDX-License-Identifier: MIT */
/*
 * When something runs, in words: a recurrence, its next start and how far away that is (domain.md 4.9). Sentences are put
 * together from parts that both languages have in the same order. Knows no page; computes no start (model/hq/recurrence.h).
 */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "model/clock.h"
#include "model/text.h"
#include "tui/i18n.h"
#include "tui/words.h"

static struct tm local_time(int64_t ms) {
    struct tm tm = {0};
    time_t seconds = (time_t)(ms / 1000);
    localtime_r(&seconds, &tm);
    return tm;
}

void words_recurrence_every(const struct recurrence *recurrence, char *buf, size_t size) {
    unsigned long n = recurrence->count > 0 ? (unsigned long)recurrence->count : 1;
    const char *format = "";
    switch (recurrence->unit) {
    case RECUR_NONE:
        format = _("Once");
        break;
    case RECUR_MINUTES:
        format = n_("Every minute", "Every %lu minutes", n);
        break;
    case RECUR_HOURS:
        format = n_("Every hour", "Every %lu hours", n);
        break;
    case RECUR_DAYS:
        format = n_("Every day", "Every %lu days", n);
        break;
    case RECUR_WEEKS:
        format = n_("Every week", "Every %lu weeks", n);
        break;
    case RECUR_MONTHS:
        format = n_("Every month", "Every %lu months", n);
        break;
    case RECUR_YEARS:
        format = n_("Every year", "Every %lu years", n);
        break;
    }
    snprintf(buf, size, format, n);
}

/* English ordinals; a language without them gives all four the same words. */
static const char *the_day_of_month(int day) {
    if (day % 10 == 1 && day != 11) return _("on the %dst");
    if (day % 10 == 2 && day != 12) return _("on the %dnd");
    if (day % 10 == 3 && day != 13) return _("on the %drd");
    return _("on the %dth");
}

/* " on Monday at 09:00": where in its day, week, month or year. "" for minutes and hours. */
static void which(const struct recurrence *recurrence, char *buf, size_t size) {
    static const char *const days[] = {N_("on Sunday"),    N_("on Monday"),   N_("on Tuesday"),
                                       N_("on Wednesday"), N_("on Thursday"), N_("on Friday"),
                                       N_("on Saturday")};
    static const char *const months[] = {
        N_("on %d January"),   N_("on %d February"), N_("on %d March"),    N_("on %d April"),
        N_("on %d May"),       N_("on %d June"),     N_("on %d July"),     N_("on %d August"),
        N_("on %d September"), N_("on %d October"),  N_("on %d November"), N_("on %d December")};
    struct tm tm = local_time(recurrence->start_ms);
    char day[64] = "", minute[8], at[32];
    buf[0] = '\0';
    if (recurrence->unit == RECUR_MINUTES || recurrence->unit == RECUR_HOURS) return;
    if (recurrence->unit == RECUR_NONE) {
        clock_format_datetime(recurrence->start_ms, day, sizeof day);
        day[10] = '\0';
    } else if (recurrence->unit == RECUR_WEEKS) {
        text_copy(day, sizeof day, _(days[tm.tm_wday]));
    } else if (recurrence->unit == RECUR_MONTHS) {
        snprintf(day, sizeof day, the_day_of_month(tm.tm_mday), tm.tm_mday);
    } else if (recurrence->unit == RECUR_YEARS) {
        snprintf(day, sizeof day, _(months[tm.tm_mon]), tm.tm_mday);
    }
    clock_format_minute(recurrence->start_ms, minute, sizeof minute);
    snprintf(at, sizeof at, _("at %s"), minute);
    snprintf(buf, size, "%s%s %s", day[0] ? " " : "", day, at);
}

/* ", until 2026-12-31" */
static void how_long(const struct recurrence *recurrence, char *buf, size_t size) {
    char end[32];
    struct tm tm = local_time(recurrence->end_by_ms);
    buf[0] = '\0';
    if (recurrence->unit == RECUR_NONE) return;
    switch (recurrence->end) {
    case RECUR_NO_END:
        text_copy(buf, size, _(", no end"));
        break;
    case RECUR_END_AFTER:
        snprintf(buf, size,
                 n_(", ends after %lld run", ", ends after %lld runs",
                    (unsigned long)recurrence->end_after),
                 (long long)recurrence->end_after);
        break;
    case RECUR_END_BY:
        clock_format_datetime(recurrence->end_by_ms, end, sizeof end);
        /* The whole of its last day needs no time of day. */
        end[tm.tm_hour == 23 && tm.tm_min == 59 ? 10 : 16] = '\0';
        snprintf(buf, size, _(", until %s"), end);
        break;
    }
}

void words_recurrence_pattern(const struct recurrence *recurrence, char *buf, size_t size) {
    char often[64], place[112];
    words_recurrence_every(recurrence, often, sizeof often);
    which(recurrence, place, sizeof place);
    snprintf(buf, size, "%s%s", often, place);
}

void words_recurrence(const struct recurrence *recurrence, char *buf, size_t size) {
    char pattern[192], end[96];
    words_recurrence_pattern(recurrence, pattern, sizeof pattern);
    how_long(recurrence, end, sizeof end);
    snprintf(buf, size, "%s%s", pattern, end);
}

void words_start(int64_t at_ms, int64_t now_ms, char *buf, size_t size) {
    char at[32], today[32];
    clock_format_datetime(at_ms, at, sizeof at);
    clock_format_datetime(now_ms, today, sizeof today);
    at[16] = '\0';
    bool same_day = strncmp(at, today, 10) == 0;
    text_copy(buf, size, same_day ? at + 11 : at);
}

void words_when(int64_t at_ms, int64_t now_ms, char *buf, size_t size) {
    char start[32], age[32];
    words_start(at_ms, now_ms, start, sizeof start);
    if (at_ms <= now_ms) {
        snprintf(buf, size, _("%s (due)"), start);
        return;
    }
    words_age(at_ms - now_ms, age, sizeof age);
    snprintf(buf, size, _("%s (in %s)"), start, age);
}

void words_next_run(const struct recurrence *recurrence, int64_t next_ms, int64_t now_ms, char *buf,
                    size_t size) {
    char pattern[192], when[64];
    if (next_ms <= 0) {
        text_copy(buf, size, _("none is planned"));
        return;
    }
    words_when(next_ms, now_ms, when, sizeof when);
    if (recurrence->unit == RECUR_NONE) {
        snprintf(buf, size, _("Once, at %s"), when);
        return;
    }
    words_recurrence_pattern(recurrence, pattern, sizeof pattern);
    snprintf(buf, size, _("%s, next at %s"), pattern, when);
}

void words_next_starts(const struct recurrence *recurrence, int64_t now_ms, int count, char *buf,
                       size_t size) {
    struct recurrence left = *recurrence;
    int64_t from = now_ms;
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; i < count && used < size; i++) {
        char start[32];
        int64_t at = recurrence_next(&left, from);
        if (at == 0) break;
        words_start(at, now_ms, start, sizeof start);
        used += (size_t)snprintf(buf + used, size - used, "%s%s", i ? ", " : "", start);
        from = at + 1;
        left.runs_done++;
    }
    if (used == 0) text_copy(buf, size, _("none is planned"));
}
