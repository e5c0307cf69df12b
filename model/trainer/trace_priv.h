/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRACE_PRIV_H
#define CHQ_TRAINER_TRACE_PRIV_H

/* What trace.c has found out and trace_causes.c judges. */

#include "model/trainer/trace.h"

struct trace_facts {
    struct company *company;
    struct trace *trace;
    struct company_channel *channel; /* of the store, NULL = in none */
    int64_t store_rec_id;            /* 0 = none */
    char data_group[TEXT_SIZE(60)];
    /* The row in the channel; counter 0 = not there. */
    int64_t counter, signed_up_ms;
    bool fallback; /* meant to be real time */
    /* The row in headquarters; 0 = not there. */
    int64_t operation, uploaded_ms, attempted_ms;
    int sync_status;
    /* The customer; 0 = not there. */
    int64_t customer_rec_id, party, created_ms;
};

/* A stage of the way: the job that has to take the record on, since when it could have. */
struct trace_stage {
    const char *job;
    int64_t since_ms;
    bool touches_channel;
};

/* Why the record stands where trace->stopped_at says; fills findings. */
MUST_CHECK enum err_code trace_judge(struct trace_facts *facts, struct err *err);
/* No record anywhere: was it refused, or would it be now? */
MUST_CHECK enum err_code trace_judge_nobody(struct trace_facts *facts, const char *key,
                                            struct err *err);
/* Is what the store will do next not what headquarters says? Added behind what is there. */
MUST_CHECK enum err_code trace_judge_store(struct trace_facts *facts, struct err *err);
/* The next empty finding; the last one again when all are taken. */
struct trace_finding *trace_add(struct trace *trace, enum trace_cause cause, const char *value,
                                const char *value2);

/* Where the finding is repaired; key may be NULL. */
void trace_repair_at(struct trace_finding *finding, const char *page, const char *key);

#endif
