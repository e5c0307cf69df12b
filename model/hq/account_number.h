/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_ACCOUNT_NUMBER_H
#define CHQ_HQ_ACCOUNT_NUMBER_H

/*
 * Customer accounts out of number sequences (domain.md 4.16, 5.4; number-sequence-overview.md): numbers that a customer
 * has already, because they were typed by hand or the sequence was set back, are passed over; numbers are fetched ahead
 * when the sequence says so. Everything happens inside the caller's write transaction, so however many processes draw
 * at once, no account is given twice.
 */

#include "model/hq/numberseq.h"

#define ACCOUNT_MOST_PASSED 10000 /* numbers in use that one draw passes over before it says so */

/*
 * Numbers that a connection took ahead of need (Preallocation): FetchAheadQty at once, never of a continuous sequence.
 * They live in memory: those that are left are given back at the end (account_numbers_give_back) when nobody has
 * fetched behind them; a process that is killed, or one that others overtook, leaves a gap. A change to the record of
 * the sequence (Stopped, Largest, Manual cleanup, …) makes them void.
 * A plain struct: keep a copy before a transaction and put it back when that is rolled back.
 */
struct number_block {
    int64_t sequence, version; /* RecId and RecVersion of the sequence */
    int64_t next, end;         /* next <= n < end are ours */
};
#define NUMBER_BLOCKS 4
struct number_pool {
    struct number_block blocks[NUMBER_BLOCKS];
    int newest; /* where the next one goes when all are used */
};

/* One sequence within one transaction. Begin with {.sequence = …} as it was read inside the transaction. */
struct account_source {
    struct number_sequence sequence;
    char data_area[TEXT_SIZE(4)];         /* of which `in_use` tells */
    char in_use[TEXT_SIZE(NUMBER_CHARS)]; /* the first account in use from the next number on */
    bool looked;                          /* is in_use known? */
    bool changed;                         /* sequence must be stored before the commit */
};

/*
 * The next free account. `pool` may be NULL: nothing is fetched ahead then. SEQUENCE_STOPPED, SEQUENCE_MANUAL,
 * SEQUENCE_EXHAUSTED as numberseq_draw; SEQUENCE_TAKEN when ACCOUNT_MOST_PASSED numbers in a row are in use: they stay
 * passed, so the next draw goes on behind them.
 */
MUST_CHECK enum err_code account_draw(struct db *hq, struct account_source *source,
                                      struct number_pool *pool, const char *data_area,
                                      char account[TEXT_SIZE(NUMBER_CHARS)], struct err *err);
/* The account just drawn was not used: a continuous sequence gives its number again. */
void account_put_back(struct account_source *source);
/* Somebody else may have given accounts in the same transaction: look again before the next draw. */
void account_look_again(struct account_source *source);
/* What is left in the pool goes back to its sequences; the pool is empty then. Outside of a transaction. Numbers that
 * cannot be given back (the database is busy, others have fetched) are lost, which is no error. */
void account_numbers_give_back(struct db *hq, struct number_pool *pool);

/*
 * For a customer that is made by hand (4.3): the sequence of its group, else that of the reference "Customer account".
 * When it is Manual the account must be typed; else account_take gives it, inside the caller's transaction.
 */
MUST_CHECK enum err_code account_sequence(struct db *hq, const char *cust_group,
                                          struct number_sequence *sequence, struct err *err);
MUST_CHECK enum err_code account_take(struct db *hq, const char *cust_group, const char *data_area,
                                      char account[TEXT_SIZE(NUMBER_CHARS)], struct err *err);

#endif
