/* SPDX-License-Identifier: MIT */
/*
 * The sentences of support, and the comparison of a text that somebody copied with what the log says. What support does is
 * model/exchange/support.
 */

#include "tui/words_support.h"

#include <string.h>

#include "tui/i18n.h"
#include "tui/words.h"

enum { LEAST_CHARS = 20 };

/* {job} and {subject} are put in. */
static const char *const answers[] = {
    [SUPPORT_SESSION_COUNTER] =
        N_("The counter of upload sessions of channel database {subject} was behind the numbers "
           "that are in use. It was put right. Run {job} again."),
    [SUPPORT_VALUE_SHORTENED] =
        N_("Values that headquarters has no room for were shortened in the channel, in {subject} "
           "rows. Run {job} again."),
    [SUPPORT_INDEX_ADDED] =
        N_("A custom table had no index on ReplicationCounterFromOrigin. The index was added. Run "
           "{job} again."),
    [SUPPORT_CLIENT_STARTED] =
        N_("The Async Client of channel database {subject} was stopped. It was started. Run {job} "
           "again."),
    [SUPPORT_EXTENSION_REMOVED] =
        N_("A column of channel database {subject} was narrower than headquarters': a type "
           "extension. It was removed. Run {job} again."),
    [SUPPORT_NO_ERROR] = N_("The newest run of {job} said nothing. Run the job, then send the text "
                            "of its error."),
    [SUPPORT_OTHER_TEXT] =
        N_("This is not what the log of {job} says. Copy the error text from the "
           "newest run or its session, at least a sentence of it."),
    [SUPPORT_OTHER_SESSION] = N_("{job} has no session {subject}. Look for the number in the list "
                                 "of sessions, or leave it empty."),
    [SUPPORT_OWN_ANSWER] = N_("This error of {job} says what to do, and you can do it yourself: "
                              "support is not needed."),
    [SUPPORT_NOTHING_WRONG] = N_("This was the error of {job}, but its cause is gone. Run the job "
                                 "again."),
};

struct answered {
    const char *job, *subject;
};

static const char *value_of(const void *ctx, const char *name, size_t len, char *buf, size_t size) {
    const struct answered *answered = ctx;
    (void)buf;
    (void)size;
    if (len == 3 && memcmp(name, "job", 3) == 0) return answered->job;
    return len == 7 && memcmp(name, "subject", 7) == 0 ? answered->subject : NULL;
}

void words_support_answer(enum support_answer answer, const char *job, const char *subject,
                          char *buf, size_t size) {
    const struct answered answered = {.job = job, .subject = subject};
    bool known = (unsigned)answer < SUPPORT_ANSWER_COUNT;
    words_fill(known ? _(answers[answer]) : "", value_of, &answered, buf, size);
}

const char *words_support_status(bool repaired) {
    return repaired ? _("Repaired") : _("More is needed");
}

/* Folded, each run of white space one blank, none at the ends. */
static void flatten(char *dst, size_t size, const char *src) {
    char folded[4 * WORDS_SIZE];
    size_t used = 0;
    text_fold(folded, sizeof folded, src);
    text_trim(folded);
    for (const char *p = folded; *p && used + 1 < size; p++) {
        bool blank = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
        if (blank && used > 0 && dst[used - 1] == ' ') continue;
        dst[used++] = *p;
        if (blank) dst[used - 1] = ' ';
    }
    dst[used] = '\0';
}

bool words_support_is_said(const struct err *error, const char *text) {
    static const char *const languages[] = {"en", "nb"};
    char typed[4 * WORDS_SIZE], said[WORDS_SIZE], log[WORDS_SIZE];
    flatten(typed, sizeof typed, text);
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        words_error_in(languages[i], error, said, sizeof said);
        flatten(log, sizeof log, said);
        if (log[0] && strstr(typed, log)) return true;
        if (text_chars(typed) >= LEAST_CHARS && strstr(log, typed)) return true;
    }
    return false;
}
