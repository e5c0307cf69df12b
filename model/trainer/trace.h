/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRACE_H
#define CHQ_TRAINER_TRACE_H

/*
 * Why is my customer not there? The way of one shopper from the storefront to the account that the channel knows, hop by
 * hop, and what stops it (domain.md sections 1, 5.10 and 6: the failure catalogue; async-customer-mode-faq.md,
 * convert-async-to-sync.md, CDX-Troubleshooting.md). Everything is read from the tables; nothing is changed.
 *
 * A cause is named with the page that repairs it. Words are tui/words_trace.h.
 */

#include "model/exchange/states.h"

enum trace_hop_id {
    HOP_STOREFRONT,   /* the shopper signs up */
    HOP_CHANNEL,      /* the row in the channel database */
    HOP_UPLOAD,       /* P-0001 */
    HOP_HEADQUARTERS, /* the row in headquarters */
    HOP_CREATION,     /* the sync job, or the Real-time Service */
    HOP_CUSTOMER,     /* the customer and its account in headquarters */
    HOP_DOWNLOAD,     /* 1010 */
    HOP_RETURN,       /* the channel knows the account */
    HOP_COUNT
};

enum trace_hop_state {
    HOP_PASSED,
    HOP_HERE,   /* the record waits here, and that is normal */
    HOP_BROKEN, /* the record waits here, and something is wrong */
    HOP_AHEAD,  /* not reached yet */
    HOP_UNUSED  /* not on this shopper's way (real time, created by hand) */
};

struct trace_hop {
    enum trace_hop_state state;
    int64_t at_ms;             /* when it was passed; 0 = not, or not known */
    int64_t took_ms;           /* since the hop before it that has a time; -1 = not known */
    int64_t session;           /* up- or download session, 0 = none */
    int64_t run;               /* BatchJobHistory.RecId, 0 = none */
    char where[TEXT_SIZE(60)]; /* store, channel database, account */
};

/*
 * What stops a record, with its number in the failure catalogue (domain.md 6). value and value2 name the thing.
 * The order is that of section 5.10: when several hold, the first is what to repair first.
 */
/* clang-format off */
#define TRACE_CAUSES(X)                                                                                     \
    X(NONE, 0)                                                                                              \
    X(SERVICING, 30)            /* headquarters is in servicing: nothing moves until it ends */             \
    X(SIGNUP_REFUSED, 29)       /* the storefront refused it: nothing is stored; err says why */            \
    X(SEVERAL_EMAIL, 27)        /* refused: several customers have the e-mail address */                    \
    X(NOT_ANONYMOUS, 34)        /* refused: operation 612 */                                                \
    X(STORE_NOT_IN_CHANNEL, 16) /* value = store */                                                         \
    X(CHANNEL_UNREADABLE, 0)    /* value = database; err says why */                                        \
    X(PAUSED, 17)               /* value = database */                                                      \
    X(CLIENT_STOPPED, 18)       /* value = database */                                                      \
    X(NOT_IN_GROUP, 15)         /* value = database, value2 = schedule */                                   \
    X(SCHEDULE_INACTIVE, 14)    /* value = schedule */                                                      \
    X(SUBJOB_MISSING, 35)       /* value = subjob, value2 = job */                                          \
    X(SESSION_COUNTER, 11)      /* value = database */                                                      \
    X(CHANNEL_RESTORED, 38)     /* value = database */                                                      \
    X(PACKAGE_REFUSED, 12)      /* number = session; err says why */                                        \
    X(PACKAGE_TIMEOUT, 13)      /* number = session */                                                      \
    X(SESSION_EXHAUSTED, 19)    /* number = session, value = database */                                    \
    X(DOWNLOAD_FAILED, 41)      /* number = session, value = database; err says why */                      \
    X(BATCH_ERROR, 20)          /* value = job; err says why */                                             \
    X(NO_UPLOAD_PLANNED, 1)     /* P-0001 has not run since, and no batch job will run it */                \
    X(NO_SYNC_PLANNED, 2)                                                                                   \
    X(NO_DOWNLOAD_PLANNED, 3)                                                                               \
    X(WITHHELD, 2)              /* value = job: its batch job is there but does not start */                \
    X(WRONG_ORDER, 4)           /* all three have run since, in an order that left the record behind */     \
    X(NO_BATCH_SERVER, 0)       /* value = job: it is due, and no batch server runs */                      \
    X(REFUSED, 28)              /* the creation rule refused it: err says why (21-25, 28) */                \
    X(NOT_SYNCHRONIZED, 32)     /* corrected after the last attempt, not synchronized */                    \
    X(NO_ADDRESS_BOOK, 33)      /* value = account, value2 = store */                                       \
    X(PROFILE_NOT_ASSIGNED, 5)  /* value = store, value2 = its profile: says Yes, another one No */         \
    X(COPY_OLD, 8)              /* value = store: headquarters says No, the channel's copy still Yes */     \
    X(CACHE_OLD, 9)             /* value = store: the copy says No, the cache still Yes */                  \
    X(FALLBACK, 30)             /* meant to be real time; headquarters did not answer */                    \
    X(HIDDEN, 37)               /* it is in headquarters: value = account; a filter or company hides it */  \
    X(NORMAL, 39)               /* nothing is wrong: number = when the next job takes it on, value = job */ \
    X(NOWHERE, 0)               /* no record and no refused sign-up of that key */
/* clang-format on */
enum trace_cause {
#define X(name, number) TRACE_##name,
    TRACE_CAUSES(X)
#undef X
        TRACE_CAUSE_COUNT
};
/* "NO_SYNC_PLANNED"; its number in the catalogue, 0 = none. A refusal's number depends on its reason: trace_number. */
const char *trace_cause_name(enum trace_cause cause);
/* Number in the catalogue of a refusal of the creation rule. */
int trace_number(const struct err *why);

struct trace_finding {
    enum trace_cause cause;
    int number; /* in the failure catalogue, 0 = none */
    char value[TEXT_SIZE(100)], value2[TEXT_SIZE(100)];
    int64_t count; /* session, operation or time, see the cause */
    struct err err;
    const char *page;        /* page id where it is repaired, NULL = nothing to repair */
    char key[TEXT_SIZE(60)]; /* record on it, "" = none */
};

#define TRACE_MAX_FINDINGS 4
#define TRACE_MAX_MATCHES  12

struct trace {
    bool found; /* there is a record of it somewhere */
    struct customer_line customer;
    char database[TEXT_SIZE(50)]; /* channel database of the store; '' = none */
    bool asynchronous;            /* how it was created */
    struct trace_hop hops[HOP_COUNT];
    int stopped_at; /* index of the hop that is HERE or BROKEN, -1 = none */
    /* What stops it first; then what else is wrong with its way or its store. At least one. */
    struct trace_finding findings[TRACE_MAX_FINDINGS];
    int finding_count;
    /* Several customers match a name or phone: nothing was traced; choose one of these. */
    struct customer_line matches[TRACE_MAX_MATCHES];
    int match_count;
    int64_t as_of_ms;
};

/*
 * Trace what `key` names: e-mail address, account, GUID, or (a part of) a name or phone number. `store` (may be NULL) is
 * the store in which somebody who is nowhere says to have signed up. ERR_OK also when nothing is found: that is a verdict.
 * Reads one picture of all files; a name that is not in an index is searched in the waiting rows and in headquarters'
 * index of names. May take a second in a large company: not on the thread that paints.
 */
MUST_CHECK enum err_code trace_customer(struct company *company, const char *key, const char *store,
                                        struct trace *trace, struct err *err);

#endif
