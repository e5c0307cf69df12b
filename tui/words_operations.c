/* SPDX-License-Identifier: MIT */
/* Sentences about operations of shoppers, their failures, and what a correction does. Knows no terminal and no page. */

#include "tui/words_operations.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/text.h"
#include "tui/i18n.h"

void words_async_operation(const struct async_operation *operation, char *buf, size_t size) {
    static const char *const done[] = {
        [OPERATION_CREATE] = N_("Customer created"),
        [OPERATION_UPDATE] = N_("Account updated"),
        [OPERATION_DEACTIVATE] = N_("Account deactivated"),
    };
    bool known =
        operation->Operation >= OPERATION_CREATE && operation->Operation <= OPERATION_DEACTIVATE;
    if (operation->SyncStatus == SYNC_FAILED) {
        char why[WORDS_SIZE];
        struct err err = {0};
        err_parse(&err, operation->LastError);
        words_error(&err, "async-operation", why, sizeof why);
        snprintf(buf, size, _("Synchronization failed: %s"), why);
    } else if (operation->SyncStatus == SYNC_SUCCEEDED && known) {
        text_copy(buf, size, _(done[operation->Operation]));
    } else {
        text_copy(buf, size, _("Waits for synchronization"));
    }
}

static int count_stops(const char *text) {
    int count = 0;
    for (const char *at = strstr(text, ". "); at; at = strstr(at + 1, ". ")) count++;
    return count;
}

/* Where the first sentence of the error ends. Full stops in what a customer typed end none. */
static size_t first_sentence(const struct err *err, const char *text) {
    const struct {
        const char *name, *value;
    } values[] = {{"{value}", err->value}, {"{value2}", err->value2}, {"{detail}", err->detail}};
    const char *template = words_reason_template(err->reason);
    const char *sentence = template ? _(template) : text;
    const char *end = strstr(sentence, ". ");
    int stops = 0;
    for (size_t i = 0; end && i < sizeof values / sizeof values[0]; i++) {
        const char *place = strstr(sentence, values[i].name);
        if (place && place < end) stops += count_stops(values[i].value);
    }
    for (const char *at = end ? strstr(text, ". ") : NULL; at; at = strstr(at + 1, ". ")) {
        if (stops-- == 0) return (size_t)(at + 1 - text);
    }
    return strlen(text);
}

void words_failure(const struct err *err, char *buf, size_t size) {
    char text[WORDS_SIZE];
    words_error(err, "async-operation", text, sizeof text);
    text_copy_n(buf, size, text, first_sentence(err, text));
}

void words_failure_remedy(const struct err *err, char *buf, size_t size) {
    char text[WORDS_SIZE];
    words_error(err, "async-operation", text, sizeof text);
    size_t end = first_sentence(err, text);
    text_copy(buf, size, text + end + (text[end] == ' '));
    if (buf[0] == '\0') text_copy(buf, size, _("Correct the value and synchronize again."));
}

struct lines {
    char *buf;
    size_t size, used;
};

static void PRINTF_LIKE(2, 3) add_line(struct lines *lines, const char *fmt, ...) {
    va_list args;
    if (lines->used > 0 && lines->used + 1 < lines->size) {
        lines->buf[lines->used++] = '\n';
        lines->buf[lines->used] = '\0';
    }
    va_start(args, fmt);
    vsnprintf(lines->buf + lines->used, lines->size - lines->used, fmt, args);
    va_end(args);
    lines->used += strlen(lines->buf + lines->used);
}

static void describe(const struct correction *correction, char *buf, size_t size) {
    buf[0] = '\0';
    for (int i = 0; i < correction->count; i++) {
        char value[200];
        size_t used = strlen(buf);
        words_clean(value, sizeof value, correction->sets[i].value);
        snprintf(buf + used, size - used, "%s%s = %s", used ? ", " : "",
                 words_label("async-operation", correction->sets[i].attribute),
                 value[0] ? value : _("(empty)"));
    }
}

void words_resync_preview(const struct resync_counts *counts, const struct correction *correction,
                          char *buf, size_t size) {
    char what[WORDS_SIZE];
    struct lines lines = {.buf = buf, .size = size};
    int64_t plain = counts->unchanged - counts->corrected;
    buf[0] = '\0';
    describe(correction, what, sizeof what);
    if (counts->changed > 0)
        add_line(&lines,
                 n_("%lld operation is corrected (%s) and synchronized.",
                    "%lld operations are corrected (%s) and synchronized.",
                    (unsigned long)counts->changed),
                 (long long)counts->changed, what);
    if (counts->corrected > 0)
        add_line(&lines,
                 n_("%lld operation keeps the value that it was corrected to before, and is "
                    "synchronized.",
                    "%lld operations keep the values that they were corrected to before, and are "
                    "synchronized.",
                    (unsigned long)counts->corrected),
                 (long long)counts->corrected);
    if (plain > 0)
        add_line(&lines,
                 n_("%lld operation is synchronized as it is.",
                    "%lld operations are synchronized as they are.", (unsigned long)plain),
                 (long long)plain);
    if (counts->waiting > 0)
        add_line(&lines,
                 n_("%lld operation is skipped: it waits for an earlier one of its customer.",
                    "%lld operations are skipped: they wait for earlier ones of their customers.",
                    (unsigned long)counts->waiting),
                 (long long)counts->waiting);
    if (counts->done > 0)
        add_line(&lines,
                 n_("%lld operation is skipped: it has succeeded already.",
                    "%lld operations are skipped: they have succeeded already.",
                    (unsigned long)counts->done),
                 (long long)counts->done);
    if (lines.used == 0) add_line(&lines, "%s", _("There is nothing to synchronize."));
}

void words_resync_result(const struct resync_counts *counts, char *buf, size_t size) {
    char succeeded[64], failed[64] = "", skipped[64] = "", why[WORDS_SIZE] = "";
    int64_t left = counts->done + counts->waiting;
    snprintf(succeeded, sizeof succeeded, _("%lld succeeded"), (long long)counts->succeeded);
    if (counts->failed > 0)
        snprintf(failed, sizeof failed, _(", %lld failed"), (long long)counts->failed);
    if (left > 0) snprintf(skipped, sizeof skipped, _(", %lld skipped"), (long long)left);
    if (counts->failed > 0) words_error(&counts->first_failure, "async-operation", why, sizeof why);
    snprintf(buf, size, "%s%s%s%s.%s%s", succeeded, failed, skipped,
             counts->stopped ? _(", stopped before the end") : "", why[0] ? " " : "", why);
}

const char *words_edit_mode(enum edit_mode mode) {
    switch (mode) {
    case EDIT_ASYNC:
        return _("asynchronous: a new operation in the channel");
    case EDIT_SYNC:
        return _("synchronous: by the Real-time Service");
    case EDIT_FALLBACK:
        return _("asynchronous, because headquarters did not respond");
    case EDIT_REFUSED:
        return _("not possible before the account is back in the channel");
    case EDIT_NOTHING:
        return _("nothing was changed");
    }
    return "";
}
