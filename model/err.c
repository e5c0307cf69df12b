/* SPDX-License-Identifier: MIT */
/*
 * Errors as data: filling, storing as one line, reading back. Owns the list of reason names.
 * Knows no sentence and no language; the only text it prints is the last word of err_bug.
 */

#include "model/err.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "model/text.h"

static const char *const reason_names[] = {
#define X(name) [REASON_##name] = #name,
    ERR_REASONS(X)
#undef X
};

void err_clear(struct err *err) {
    if (err) *err = (struct err){.code = ERR_OK, .reason = REASON_NONE};
}

enum err_code err_set(struct err *err, enum err_code code, enum err_reason reason,
                      const char *field, const char *value) {
    if (!err) return code;
    /* The arguments may be members of `err` itself: build the new one beside it. */
    struct err fresh = {.code = code, .reason = reason};
    text_copy(fresh.field, sizeof fresh.field, field);
    text_copy(fresh.value, sizeof fresh.value, value);
    *err = fresh;
    return code;
}

void err_add_value2(struct err *err, const char *value2) {
    if (err) text_copy(err->value2, sizeof err->value2, value2);
}

void err_add_number(struct err *err, int64_t number) {
    if (err) err->number = number;
}

void err_add_detail(struct err *err, const char *fmt, ...) {
    if (!err) return;
    char text[sizeof err->detail + 4];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    text_copy(err->detail, sizeof err->detail, n < 0 ? "" : text);
}

const char *err_reason_name(enum err_reason reason) {
    if ((unsigned)reason >= REASON_COUNT) return reason_names[REASON_NONE];
    return reason_names[reason];
}

enum err_reason err_reason_find(const char *name) {
    for (unsigned i = 0; name && i < REASON_COUNT; i++) {
        if (strcmp(reason_names[i], name) == 0) return (enum err_reason)i;
    }
    return REASON_NONE;
}

/* ---- one line ---------------------------------------------------------------------------------------------- */

/* Behind a part that did not fit nothing may follow: it would be read as that part's end. */
static size_t append(char *buf, size_t size, size_t used, const char *text) {
    if (used + 1 >= size) return used;
    bool whole = text_copy(buf + used, size - used, text);
    size_t end = used + strlen(buf + used);
    for (size_t i = used; i < end; i++) {
        if (buf[i] == '\t' || buf[i] == '\n' || buf[i] == '\r') buf[i] = ' ';
    }
    return whole ? end : size;
}

static size_t append_tab(char *buf, size_t size, size_t used) {
    if (used + 1 >= size) return used;
    buf[used] = '\t';
    buf[used + 1] = '\0';
    return used + 1;
}

void err_format(const struct err *err, char *buf, size_t size) {
    if (size == 0) return;
    buf[0] = '\0';
    if (!err || err->code == ERR_OK) return;
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)err->number);
    const char *const parts[] = {
        err_reason_name(err->reason), err->field, err->value, err->value2, number, err->detail};
    size_t count = sizeof parts / sizeof parts[0];
    if (err->detail[0] == '\0') count--;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) used = append_tab(buf, size, used);
        used = append(buf, size, used, parts[i]);
    }
}

/* The next tab-separated part of *text into buf; false when there is none. */
static bool next_part(const char **text, char *buf, size_t size) {
    if (!*text) return false;
    const char *tab = strchr(*text, '\t');
    size_t len = tab ? (size_t)(tab - *text) : strlen(*text);
    text_copy_n(buf, size, *text, len);
    *text = tab ? tab + 1 : NULL;
    return true;
}

void err_parse(struct err *err, const char *text) {
    if (!err) return;
    err_clear(err);
    if (!text || text[0] == '\0') return;
    const char *rest = text;
    char name[48], number[24];
    next_part(&rest, name, sizeof name);
    enum err_reason reason = err_reason_find(name);
    if (!rest || (reason == REASON_NONE && strcmp(name, err_reason_name(REASON_NONE)) != 0)) {
        err_set(err, ERR_INVALID, REASON_TECHNICAL, NULL, NULL);
        text_copy(err->detail, sizeof err->detail, text);
        return;
    }
    err_set(err, ERR_INVALID, reason, NULL, NULL);
    next_part(&rest, err->field, sizeof err->field);
    next_part(&rest, err->value, sizeof err->value);
    next_part(&rest, err->value2, sizeof err->value2);
    if (next_part(&rest, number, sizeof number)) err->number = strtoll(number, NULL, 10);
    next_part(&rest, err->detail, sizeof err->detail);
}

/* ---- bugs -------------------------------------------------------------------------------------------------- */

/* A hook of the whole process, set once by the terminal: the process is dying, there is nobody to hand it to. */
static _Atomic(void (*)(void)) bug_hook;

void err_on_bug(void (*fn)(void)) {
    atomic_store(&bug_hook, fn);
}

void err_bug(const char *file, int line, const char *msg) {
    /* Taken away before the call: a BUG inside the hook must not come back here. */
    void (*hook)(void) = atomic_exchange(&bug_hook, NULL);
    if (hook) hook();
    char text[512];
    int n = snprintf(text, sizeof text, "chq: internal error at %s:%d: %s\n", file, line, msg);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    ssize_t written = write(STDERR_FILENO, text, len);
    (void)written;
    abort();
}
