/* SPDX-License-Identifier: MIT */
/* Reads what people type for a point in time. Owns the grammar and the two odd hours of the year; knows no field. */
#include "tui/time_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/clock.h"
#include "model/text.h"

#define TYPED_SIZE 128

bool time_input_is_stored(const char *value) {
    return strspn(value, "0123456789") == strlen(value);
}

void time_input_text(const char *value, char *buf, size_t size) {
    char text[32];
    if (!time_input_is_stored(value)) {
        text_copy(buf, size, value + (*value == ' '));
        return;
    }
    int64_t ms = strtoll(value, NULL, 10);
    text[0] = '\0';
    if (ms > 0) clock_format_datetime(ms, text, sizeof text);
    size_t len = strlen(text);
    if (len > 3 && strcmp(text + len - 3, ":00") == 0) text[len - 3] = '\0';
    text_copy(buf, size, text);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* A number of least..most digits, -1 = there is none. */
static int number(const char **p, int least, int most) {
    int value = 0, digits = 0;
    for (; digits < most && **p >= '0' && **p <= '9'; digits++) value = value * 10 + *(*p)++ - '0';
    return digits < least || (**p >= '0' && **p <= '9') ? -1 : value;
}

static bool skip(const char **p, char c) {
    if (**p != c) return false;
    (*p)++;
    return true;
}

static int month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(const char **p, struct tm *tm) {
    bool norwegian = strchr(*p, '.') != NULL;
    char separator = norwegian ? '.' : '-';
    int first = norwegian ? number(p, 1, 2) : number(p, 4, 4);
    if (first < 0 || !skip(p, separator)) return false;
    int month = number(p, 1, 2);
    if (month < 1 || month > 12 || !skip(p, separator)) return false;
    int last = norwegian ? number(p, 4, 4) : number(p, 1, 2);
    int year = norwegian ? last : first, day = norwegian ? first : last;
    if (year < 1970 || day < 1 || day > month_days(year, month)) return false;
    tm->tm_year = year - 1900;
    tm->tm_mon = month - 1;
    tm->tm_mday = day;
    return true;
}

static bool read_time(const char **p, struct tm *tm) {
    tm->tm_hour = number(p, 1, 2);
    if (tm->tm_hour < 0 || tm->tm_hour > 23 || !skip(p, ':')) return false;
    tm->tm_min = number(p, 2, 2);
    if (tm->tm_min < 0 || tm->tm_min > 59) return false;
    tm->tm_sec = 0;
    if (!skip(p, ':')) return true;
    tm->tm_sec = number(p, 2, 2);
    return tm->tm_sec >= 0 && tm->tm_sec <= 59;
}

static bool read_fields(const char *p, struct tm *tm) {
    bool date = strpbrk(p, ".-") != NULL;
    if (date) {
        if (!read_date(&p, tm)) return false;
        tm->tm_hour = tm->tm_min = tm->tm_sec = 0;
        if (!*p) return true;
        if (*p != ' ' && *p != 'T') return false;
        p += *p == 'T' ? 1 : strspn(p, " ");
    }
    return read_time(&p, tm) && !*p;
}

/* Seconds of a local time as summer or normal time has it; false = that time has no such hour. */
static bool local_seconds(const struct tm *wanted, int summer, time_t *seconds) {
    struct tm tm = *wanted, back;
    tm.tm_isdst = summer;
    *seconds = mktime(&tm);
    return localtime_r(seconds, &back) && back.tm_year == wanted->tm_year &&
           back.tm_mon == wanted->tm_mon && back.tm_mday == wanted->tm_mday &&
           back.tm_hour == wanted->tm_hour && back.tm_min == wanted->tm_min &&
           back.tm_sec == wanted->tm_sec;
}

static bool to_seconds(const struct tm *tm, time_t *seconds) {
    time_t summer, normal;
    bool in_summer = local_seconds(tm, 1, &summer), in_normal = local_seconds(tm, 0, &normal);
    *seconds = in_summer && (!in_normal || summer < normal) ? summer : normal;
    return in_summer || in_normal;
}

enum err_code time_input_parse(const char *field, const char *typed, int64_t *ms, struct err *err) {
    char text[TYPED_SIZE];
    int64_t now = clock_now_ms();
    time_t seconds = (time_t)(now / 1000);
    struct tm tm;
    *ms = 0;
    bool fits = text_copy(text, sizeof text, typed);
    text_trim(text);
    if (!*text || !strcasecmp(text, "c") || !strcasecmp(text, "k")) return ERR_OK;
    if (!strcasecmp(text, "t")) {
        *ms = now - now % 60000;
        return ERR_OK;
    }
    bool known = fits && localtime_r(&seconds, &tm) && read_fields(text, &tm);
    if (known && !to_seconds(&tm, &seconds)) {
        return err_set(err, ERR_INVALID, REASON_TIME_SKIPPED, field, text);
    }
    if (!known || seconds <= 0) {
        return err_set(err, ERR_INVALID, REASON_FIELD_NOT_TIME, field, text);
    }
    *ms = (int64_t)seconds * 1000;
    return ERR_OK;
}

void time_input_store(const char *typed, const char *current, char *buf, size_t size) {
    char text[TYPED_SIZE];
    int64_t ms;
    time_input_text(current, text, sizeof text);
    if (strcmp(text, typed) == 0) {
        text_copy(buf, size, current);
    } else if (time_input_parse(NULL, typed, &ms, NULL) != ERR_OK) {
        snprintf(buf, size, "%s%s", time_input_is_stored(typed) ? " " : "", typed);
    } else if (ms == 0) {
        text_copy(buf, size, "");
    } else {
        snprintf(buf, size, "%lld", (long long)ms);
    }
}
