/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CUSTOMER_FOLLOW_H
#define CHQ_HQ_CUSTOMER_FOLLOW_H

/*
 * What follows from the main rows of new customers (domain.md 5.4 items 4 and 5): their ways to be reached, the address
 * books of their store, the "Customer created" letter, and the shoppers' identities, which from now on lead to the
 * account instead of the channel's GUID. One statement for each kind, for all customers first <= RecId <= last; inside
 * the transaction that wrote them, once.
 */

#include "model/db.h"

MUST_CHECK enum err_code customer_follow(struct db *hq, int64_t first, int64_t last,
                                         struct err *err);

#endif
