/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRACE_PRIV_H
#define CHQ_TRAINER_TRACE_PRIV_H

/* What trace.c has found out, and what the judges make of it: trace_causes.c (the record), trace_stage.c (one job of its
 * way), trace_store.c (the store), trace_nobody.c (there is no record). */

#include "model/hq/schedule.h"
#include "model/trainer/trace.h"

struct trace_facts {
    struct company *company;
    struct trace *trace;
    struct company_channel *channel; /* where its row is, else that of the store; NULL = in none */
    struct company_channel *home;    /* where headquarters says that the store is; NULL = in none */
    struct company_channel *front;   /* where its storefront works; NULL = nowhere */
    int64_t store_rec_id;            /* 0 = none */
    /* The row in the channel; counter 0 = not there. */
    int64_t counter, signed_up_ms;
    bool fallback; /* meant to be real time */
    /* The row in headquarters; 0 = not there. */
    int64_t operation, uploaded_ms, attempted_ms;
    /* The customer; 0 = not there. */
    int64_t customer_rec_id, party, created_ms;
    char company_id[TEXT_SIZE(4)]; /* of the customer */
    bool ahead;                    /* what is judged now lies further on */
    struct trace_finding spare;    /* what is said twice, or has no room */
};

/* A stage of the way: the job that has to take the record on, since when it could have, and with which database. */
struct trace_stage {
    const char *job;
    int64_t since_ms;
    struct company_channel *channel; /* NULL = the store is in none */
    bool touches_channel;
};

/* A new finding; one that was there already, or for which there is no room, is written where nobody sees it. */
struct trace_finding *trace_add(struct trace_facts *facts, enum trace_cause cause,
                                const char *value, const char *value2);
/* Where the finding is repaired; key may be NULL. */
void trace_repair_at(struct trace_finding *finding, const char *page, const char *key);
/* Number in the catalogue of a refusal of the creation rule. */
int trace_number(const struct err *why);
/* Text of a number, for keys. */
struct trace_key {
    char text[24];
};
struct trace_key trace_key(int64_t number);

/* Hops that are not on this way; the rest stays ahead until it is passed. */
void trace_mark_unused(struct trace *trace);
/* Where a refusal of the creation rule (finding->err) is repaired. `operation` is NULL when nothing of the sign-up is
 * left. */
struct operation;
MUST_CHECK enum err_code trace_repair_refusal(const struct trace_facts *facts,
                                              const struct operation *operation,
                                              struct trace_finding *finding, struct err *err);

/* Why the record stands where trace->stopped_at says; what will stop it behind that; then the store. */
MUST_CHECK enum err_code trace_judge(struct trace_facts *facts, struct err *err);
/* No record anywhere: was it refused, or would it be now, and what would happen to it? */
MUST_CHECK enum err_code trace_judge_nobody(struct trace_facts *facts, const char *key,
                                            const char *store, struct err *err);
/* A refused sign-up of that address that is newer than `after_ms`. */
MUST_CHECK enum err_code trace_judge_refusal(struct trace_facts *facts, const char *email,
                                             int64_t after_ms, struct err *err);
/* What stands in the way of the stage's job; nothing does: when it will start. */
MUST_CHECK enum err_code trace_judge_stage(struct trace_facts *facts,
                                           const struct trace_stage *stage, struct err *err);
MUST_CHECK enum err_code trace_judge_servicing(struct trace_facts *facts, struct err *err);
MUST_CHECK enum err_code trace_judge_channel(struct trace_facts *facts,
                                             struct company_channel *channel, struct err *err);
/* The jobs behind the upload, for a record that has not come so far. */
MUST_CHECK enum err_code trace_judge_ahead(struct trace_facts *facts, struct err *err);

/* Which mode a store is in: as headquarters says, in the channel's copy, in the cache that the storefront obeys. */
struct trace_mode {
    char profile[TEXT_SIZE(10)];
    bool async, known;
};
struct trace_modes {
    struct trace_mode hq, copy, cache;
};
MUST_CHECK enum err_code trace_read_modes(const struct trace_facts *facts,
                                          struct trace_modes *modes, struct err *err);
/* The facts of a store, by its ID, which the trace then has as it is written; store_rec_id 0 when there is none of it. */
MUST_CHECK enum err_code trace_read_store(struct trace_facts *facts, const char *store,
                                          struct err *err);
/* Is what the store will do next not what headquarters says, or not what somebody meant? */
MUST_CHECK enum err_code trace_judge_store(struct trace_facts *facts, struct err *err);

#endif
