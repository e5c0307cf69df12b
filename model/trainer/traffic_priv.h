/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_TRAFFIC_PRIV_H
#define CHQ_TRAINER_TRAFFIC_PRIV_H

/* What the files of the traffic share among themselves. Pure: the same seed gives the same shoppers on every thread. */

#include "model/trainer/traffic.h"

/* When shoppers arrive: a walk over the moments, each an exponentially distributed gap after the one before. */
struct arrivals {
    uint64_t seed;
    double gap_us; /* on average */
    int64_t index; /* of the shopper who arrives at `at_us`, -1 before the first */
    double at_us;  /* since the beginning */
};
void arrivals_init(struct arrivals *arrivals, const struct traffic_plan *plan);
void arrivals_next(struct arrivals *arrivals);

/* Shopper `index`; `tag` makes the address of one run differ from those of every other. */
void shopper_invent(uint64_t seed, int64_t index, const char *tag, struct signup *in);
/* Which of `count` stores. */
int shopper_store(uint64_t seed, int64_t index, int count);

/* Sorts `ms` and fills p50 and p95: the smallest value that at least so many are not above. */
void times_fill(struct traffic_times *times, int *ms, int count);
void failures_add(struct traffic_failure *failures, enum err_reason reason, int64_t count);

#endif
