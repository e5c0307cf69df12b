/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_SUPPORT_H
#define CHQ_EXCHANGE_SUPPORT_H

/*
 * Support requests (domain.md 4.23): for faults whose only documented answer is to contact support (domain.md 6
 * causes 11, 12, 13, 18, 41; CDX-Troubleshooting.md). Who sends the error as the log has it gets the fault repaired;
 * who sends anything else is told what is missing. Support repairs the fault, it does not run the job again.
 */

#include "model/exchange/company.h"
#include "model/rowset.h"

/* Names are stored: never rename one. The comment says what the request's subject is. */
#define SUPPORT_ANSWERS(X)                                                                         \
    X(SESSION_COUNTER)   /* repaired: the counter of upload sessions; channel database */          \
    X(VALUE_SHORTENED)   /* repaired: values that headquarters has no room for; how many rows */   \
    X(INDEX_ADDED)       /* repaired: the index on ReplicationCounterFromOrigin; "" */             \
    X(CLIENT_STARTED)    /* repaired: the Async Client; channel database */                        \
    X(EXTENSION_REMOVED) /* repaired: the column of the channel; channel database */               \
    X(NO_ERROR)          /* the newest run of the job said nothing; job */                         \
    X(OTHER_TEXT)        /* the log has another text; job */                                       \
    X(OTHER_SESSION)     /* no session of this job has that number; number */                      \
    X(OWN_ANSWER)        /* the error says what to do: support is not needed; job */               \
    X(NOTHING_WRONG)     /* the text is right, but the fault is gone; job */

enum support_answer {
#define X(name) SUPPORT_##name,
    SUPPORT_ANSWERS(X)
#undef X
        SUPPORT_ANSWER_COUNT
};
bool support_is_repair(enum support_answer answer);

#define SUPPORT_TEXT_CHARS 1000

struct support_request {
    /* What is sent. */
    char JobId[TEXT_SIZE(20)];                     /* or its other name, as the verbs accept it */
    int64_t SessionId;                             /* 0 = none */
    char ErrorText[TEXT_SIZE(SUPPORT_TEXT_CHARS)]; /* line feeds and the like become blanks */
    char Description[TEXT_SIZE(SUPPORT_TEXT_CHARS)];
    /* What comes back. */
    int64_t RecId; /* its number */
    int64_t CreatedDateTime;
    char CreatedBy[TEXT_SIZE(20)];
    enum support_answer answer;
    char Subject[TEXT_SIZE(60)];
};

/* Is `text` what people saw of `error`? The words are not the model's: whoever has them says so. */
typedef bool support_words_fn(const struct err *error, const char *text);

/*
 * Send it: judged against the newest run of the job, or against the session that is named; stored with its answer, whatever
 * that is. `is_said` NULL: the error itself is sent, as its name (labs do so). JOB_UNKNOWN; FIELD_REQUIRED for an empty
 * text; NOT_UTF8. Repairs that were begun and killed are done again by sending again.
 */
MUST_CHECK enum err_code support_file(struct company *company, struct support_request *request,
                                      support_words_fn *is_said, struct err *err);
/* One page, newest first. Cells: 0 number, 1 created (ms), 2 by, 3 job, 4 session ("" = none), 5 status ("0" more is needed,
 * "1" repaired), 6 answer (name), 7 subject, 8 error text, 9 description. */
MUST_CHECK enum err_code support_list(struct db *hq, const struct list_request *request,
                                      struct rowset *rows, struct err *err);
/* false = unknown name. */
bool support_answer_find(const char *name, enum support_answer *answer);
const char *support_answer_name(enum support_answer answer);

#endif
