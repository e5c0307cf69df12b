/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_PROFILE_H
#define CHQ_HQ_PROFILE_H

/* Online functionality profiles (domain.md 4.1; online-functionality-profile.md). */

#include "model/record.h"
#include "model/text.h"

struct profile {
    struct record_head head;
    char profileId[TEXT_SIZE(10)]; /* fixed after the first save */
    char name[TEXT_SIZE(60)];
    int aggregateItems;
    int CreateAsyncCustomers; /* 1: the customer waits in the channel until three jobs have run */
    int RetailCheckoutAllowNoPayment;
};

/* List cells: profileId, name. Delete is refused with REASON_PROFILE_IN_USE while a store refers to it. */
extern const struct entity entity_profile;

/* How many online stores use it, and up to `size` bytes of their IDs, comma separated. */
MUST_CHECK enum err_code profile_usage(struct db *hq, const char *profile_id, int *stores,
                                       char *ids, size_t size, struct err *err);

/* The functionality profiles of the point of sale: another table, another page, no effect on online stores. */
struct pos_profile {
    struct record_head head;
    char profileId[TEXT_SIZE(10)];
    char name[TEXT_SIZE(60)];
    int aggregateItems;
    int CreateAsyncCustomers;
};
extern const struct entity entity_pos_profile; /* list cells: profileId, name */

#endif
