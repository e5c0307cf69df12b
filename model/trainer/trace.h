/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRACE_H
#define CHQ_TRAINER_TRACE_H

/*
 * Why is my customer not there? The way of one shopper from the storefront to the account that the channel knows, hop by
 * hop, and what stops it (domain.md sections 1, 5.10 and 6: the failure catalogue; async-customer-mode-faq.md,
 * convert-async-to-sync.md, CDX-Troubleshooting.md). Everything is read from the tables; nothing is changed.
 *
 * A cause is named with the page that repairs it. Words are tui/words_trace.h. Three entries of the catalogue leave no
 * trace here: 31 (no shopper's record depends on the order of the features), 36 and 42 (this headquarters has neither
 * security policies nor a data-writing batch); 40 is a symptom of whatever keeps the customer pending.
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
    HOP_HERE,    /* the record waits here, and that is normal */
    HOP_BROKEN,  /* the record waits here, and something is wrong */
    HOP_AHEAD,   /* not reached yet */
    HOP_UNUSED,  /* not on this shopper's way (real time, created by hand) */
    HOP_EXPECTED /* there is no record: it would be here */
};

struct trace_hop {
    enum trace_hop_state state;
    int64_t at_ms;             /* when it was passed; 0 = not, or not known */
    int64_t took_ms;           /* since the hop before it that has a time; -1 = not known */
    int64_t session;           /* up- or download session, 0 = none */
    int64_t run;               /* BatchJobHistory.RecId, 0 = none */
    int64_t batch_job;         /* that asked for the run; 0 = somebody did (Run now) */
    char by[21];               /* who: the user of the run, "" = not known */
    char where[TEXT_SIZE(60)]; /* store, channel database, account */
    /* What carries records over this hop; NULL = it needs none. */
    const char *job;
    int64_t last_ms, next_ms; /* its newest run and its next start (batch_next_run); 0 = none */
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
    X(SEVERAL_EMAIL, 27)        /* several customers have the e-mail address value2; count = when a */      \
                                /* sign-up was refused for it, 0 = the next one will be */                  \
    X(NOT_ANONYMOUS, 34)        /* refused: operation 612; value = store */                                 \
    X(ANONYMOUS_OLD, 34)        /* allowed in headquarters, and the channel does not know it yet */         \
    X(STORE_NOT_IN_CHANNEL, 16) /* value = store */                                                         \
    X(STORE_NOT_COPIED, 16)     /* value = store, value2 = database, which has no copy of it */             \
    X(STORE_MOVED, 16)          /* value = store, value2 = the database in which it goes on */              \
    X(CHANNEL_UNREADABLE, 0)    /* value = database; err says why */                                        \
    X(PAUSED, 17)               /* value = database */                                                      \
    X(CLIENT_STOPPED, 18)       /* value = database */                                                      \
    X(NOT_IN_GROUP, 15)         /* value = database, value2 = schedule */                                   \
    X(SCHEDULE_INACTIVE, 14)    /* value = schedule */                                                      \
    X(JOB_DISABLED, 14)         /* value = job, which its schedule leaves out */                            \
    X(SUBJOB_MISSING, 35)       /* value = table, value2 = job */                                           \
    X(SESSION_COUNTER, 11)      /* value = database; err: what the run said, when it ran since */           \
    X(CHANNEL_RESTORED, 38)     /* value = database */                                                      \
    X(PACKAGE_REFUSED, 12)      /* count = session; err says why */                                         \
    X(PACKAGE_TIMEOUT, 13)      /* count = session */                                                       \
    X(SESSION_EXHAUSTED, 19)    /* count = session, value = database */                                     \
    X(DOWNLOAD_FAILED, 41)      /* count = session, value = database; err says why */                       \
    X(BATCH_ERROR, 20)          /* value = job; err says why */                                             \
    X(NO_UPLOAD_PLANNED, 1)     /* value = job; it has not run since, and no batch job will run it */       \
    X(NO_SYNC_PLANNED, 2)                                                                                   \
    X(NO_DOWNLOAD_PLANNED, 3)                                                                               \
    X(WITHHELD, 2)              /* value = job: its batch job is there but does not start */                \
    X(WRONG_ORDER, 4)           /* value = job: it ran since, too early to take the record on */            \
    X(NO_BATCH_SERVER, 0)       /* value = job: it is due, and no batch server runs */                      \
    X(REFUSED, 28)              /* the creation rule refused it, or will; err says why (21-25, 28) */       \
    X(NOT_SYNCHRONIZED, 32)     /* repaired after the last attempt, not synchronized */                     \
    X(NO_ADDRESS_BOOK, 33)      /* value = account, value2 = store */                                       \
    X(OTHER_COMPANY, 37)        /* value = account, value2 = its company */                                 \
    X(LINKED, 26)               /* value = account: count sign-ups were linked to it */                     \
    X(HIDDEN, 37)               /* it is in headquarters: value = account; a filter may hide it */          \
    X(NORMAL, 39)               /* nothing is wrong: count = when the next job takes it on, value = job */  \
    X(NOWHERE, 0)               /* value = key: no record and no refused sign-up of it */                   \
    X(EXPECTED_ASYNC, 0)        /* value = store, value2 = database, in which a sign-up would wait */       \
    X(EXPECTED_SYNC, 0)         /* value = store: a sign-up would be in headquarters at once */             \
    X(FALLBACK, 30)             /* value = store: meant to be real time; headquarters did not answer */     \
    X(PROFILE_NOT_ASSIGNED, 5)  /* value = store, value2 = profile that says No and that nobody uses */     \
    X(WRONG_STORE, 6)           /* value = store, value2 = the store that was given a profile with No */    \
    X(POS_PROFILE, 7)           /* value = store, value2 = POS profile that was set to No instead */        \
    X(SHARED_PROFILE, 10)       /* value = store, value2 = its profile, set to No for count stores */       \
    X(COPY_OLD, 8)              /* value = store: headquarters says No, the channel's copy still Yes */     \
    X(COPY_OLD_SYNC, 8)         /* the other way round */                                                   \
    X(CACHE_OLD, 9)             /* value = store: the copy says No, the cache still Yes */                  \
    X(CACHE_OLD_SYNC, 9)        /* the other way round */
/* clang-format on */
enum trace_cause {
#define X(name, number) TRACE_##name,
    TRACE_CAUSES(X)
#undef X
        TRACE_CAUSE_COUNT
};
/* "NO_SYNC_PLANNED" */
const char *trace_cause_name(enum trace_cause cause);

struct trace_finding {
    enum trace_cause cause;
    int number; /* in the failure catalogue, 0 = none */
    bool ahead; /* the record is not there yet: it will be stopped by this, too */
    char value[TEXT_SIZE(255)], value2[TEXT_SIZE(255)];
    int64_t count; /* session, number or time, see the cause */
    struct err err;
    const char *page;            /* page id where it is repaired, NULL = nothing to repair */
    char key[TEXT_SIZE(60)];     /* record on it, "" = none */
    char filter[TEXT_SIZE(255)]; /* what its list is to be filtered by, "" = nothing */
};

#define TRACE_MAX_FINDINGS 6
#define TRACE_MAX_MATCHES  12

struct trace {
    bool found; /* there is a record of it somewhere */
    struct customer_line customer;
    char database[TEXT_SIZE(50)]; /* channel database of the store, or of its row; '' = none */
    bool asynchronous;            /* how it was created */
    struct trace_hop hops[HOP_COUNT];
    int stopped_at; /* index of the hop that is HERE or BROKEN, -1 = none */
    /* At least one. What stops it first, then what will stop it further on (ahead), then what is wrong with its store.
     * What there is no room for is left out. */
    struct trace_finding findings[TRACE_MAX_FINDINGS];
    int finding_count;
    /* Several customers match a name or phone: nothing was traced; choose one of these. */
    struct customer_line matches[TRACE_MAX_MATCHES];
    int match_count;
    int64_t as_of_ms;
};

/* Does something stop the record, or will it further on, or is there none? Neither normal waiting nor what is wrong with
 * the store alone. */
bool trace_is_fault(const struct trace *trace);
/* The finding that is to be repaired first. NULL = none has a page. */
const struct trace_finding *trace_first_repair(const struct trace *trace);

/*
 * Trace what `key` names: e-mail address, account, GUID, or (a part of) a name or phone number. `store` (may be NULL) is
 * the store in which somebody who is nowhere says to have signed up. ERR_OK also when nothing is found: that is a verdict.
 * Reads one picture of all files; a name that is not in an index is searched in the waiting rows and in headquarters'
 * index of names. May take a second in a large company: not on the thread that paints.
 */
MUST_CHECK enum err_code trace_customer(struct company *company, const char *key, const char *store,
                                        struct trace *trace, struct err *err);

#endif
