/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_STATES_H
#define CHQ_EXCHANGE_STATES_H

/*
 * Where storefront customers are (domain.md section 1, state table). Everything here is read from the tables
 * themselves, never from a counter kept beside them.
 */

#include "model/exchange/company.h"
#include "model/exchange/jobs.h"
#include "model/rowset.h"

enum customer_state {
    STATE_IN_CHANNEL, /* A1 "in_channel": only the channel has the row */
    STATE_UPLOADED,   /* A2 "uploaded": headquarters has the row, but no customer */
    STATE_CREATED,    /* A3 "created": the customer exists, the channel does not know the account */
    STATE_COMPLETE,   /* A4 "complete" */
    STATE_FAILED,     /* AF "failed": as A2, the last attempt failed */
    STATE_SYNC_CREATED, /* S1 "sync_created": created in headquarters directly (in real time, or by hand) */
    STATE_COUNT
};
/* "in_channel" … as in design.md section 5, and the short form "A1" …; find accepts both, case ignored. */
const char *state_name(enum customer_state state);
const char *state_code(enum customer_state state);
MUST_CHECK enum err_code state_find(const char *name, enum customer_state *state, struct err *err);

struct state_counts {
    int64_t count[STATE_COUNT];
    int64_t pending;           /* A1 + A2 + AF */
    int64_t synced;            /* A3 + A4 + S1 */
    int64_t oldest_pending_ms; /* when the oldest pending customer signed up, 0 = none is pending */
    bool in_servicing;
    int64_t as_of_ms;
    int channels_missing; /* databases that could not be read: their customers are not counted */
};
/* Exact. 160 ms per million customers that came through a channel: not on the thread that paints. */
MUST_CHECK enum err_code states_count(struct company *company, struct state_counts *counts,
                                      struct err *err);

struct customer_line {
    char account[TEXT_SIZE(20)];   /* '' while pending */
    char async_account[GUID_SIZE]; /* '' when there is none */
    char name[TEXT_SIZE(300)];
    char email[TEXT_SIZE(255)];
    char store[TEXT_SIZE(10)]; /* store ID, '' = none */
    char cust_group[TEXT_SIZE(10)];
    enum customer_state state;
    int origin;       /* enum customer_origin; valid when it is in headquarters */
    int64_t at_ms;    /* sign-up or creation */
    struct err error; /* STATE_FAILED: why */
};
/* The newest `limit` pending and the newest `limit` synced customers; cheap at any size. */
MUST_CHECK enum err_code states_newest(struct company *company, int limit,
                                       struct customer_line *pending, int *pending_count,
                                       struct customer_line *synced, int *synced_count,
                                       struct err *err);

/*
 * Customers in any state, wherever the record is: pending ones first (channels in order, oldest first), then those in
 * headquarters by account. Keyset-paged: *next is '' at the end, else the key to go on after.
 */
struct states_query {
    const char *store;  /* NULL = all */
    int state;          /* enum customer_state, -1 = all */
    const char *filter; /* part of name, e-mail, account or GUID; case ignored; NULL = all */
    const char *after;  /* key of an earlier call, NULL = from the start */
    int limit;          /* 1..1000000 */
};
typedef enum err_code customer_line_fn(void *ctx, const struct customer_line *line,
                                       struct err *err);
MUST_CHECK enum err_code states_list(struct company *company, const struct states_query *query,
                                     customer_line_fn *fn, void *ctx, char next[ROW_KEY_SIZE],
                                     struct err *err);
/* Can this be the key of a list? A key that is one, but of nobody, is the start of its section. */
bool states_is_key(const char *key);
/* One customer by account, GUID (with or without braces) or e-mail. ERR_NOT_FOUND RECORD_NOT_FOUND. */
MUST_CHECK enum err_code states_find(struct company *company, const char *key,
                                     struct customer_line *line, struct err *err);

/* The invariants of domain.md 5.9, across all files. Calls `broken` for each that does not hold, with a reason-less
 * key ("one-customer-per-guid", …) and how many rows break it. Also db_check of every file. */
MUST_CHECK enum err_code company_check(struct company *company,
                                       void (*broken)(void *ctx, const char *invariant,
                                                      int64_t rows, const char *example),
                                       void *ctx, struct err *err);

#endif
