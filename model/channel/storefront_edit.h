/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CHANNEL_STOREFRONT_EDIT_H
#define CHQ_CHANNEL_STOREFRONT_EDIT_H

/*
 * A shopper's own account in the storefront: looked at, edited, deactivated (async-customer-mode.md, "Edit customer
 * information"; domain.md 1 items 14 and 19, 5.3). It knows only its channel. Which way an edit goes:
 *
 * - In a store that works asynchronously, while the channel's copy of the feature "Enable editing customers in
 *   asynchronous mode" (job 1110) is on, an edit of somebody who signed up asynchronously is a new row of
 *   RETAILASYNCCUSTOMER with its operation and the next counter.
 * - Else somebody whose account the channel knows is edited in headquarters by the Real-time Service. Nothing is stored
 *   when it does not answer, unless rts.fallback is on and the feature allows a row.
 * - Else, who is still pending cannot be edited (CUSTOMER_PENDING).
 */

#include "model/channel/storefront.h"

enum edit_mode {
    EDIT_ASYNC,    /* a new row in the channel */
    EDIT_SYNC,     /* by the Real-time Service */
    EDIT_FALLBACK, /* meant to be synchronous, headquarters did not answer */
    EDIT_REFUSED,  /* storefront_account only: pending, cannot be edited now */
    EDIT_NOTHING   /* every value is what it was */
};

struct shopper {
    char account[TEXT_SIZE(20)];   /* '' while the channel does not know it: "Pending sync" */
    char async_account[GUID_SIZE]; /* '' = did not sign up asynchronously in this channel */
    char
        store[TEXT_SIZE(10)]; /* where the shopper signed up, '' = in none that the channel knows */
    int64_t StoreRecId;
    char name[TEXT_SIZE(300)];
    bool deactivated;
    int operations;       /* rows of this shopper in the channel, 1 = only the sign-up */
    enum edit_mode mode;  /* what an edit would be now */
    bool from_hq;         /* `values` are what headquarters answered; else what the channel has */
    struct signup values; /* ExternalIdentityId is '' */
};

struct edit_result {
    enum edit_mode mode;
    int changed; /* attributes */
    char account[TEXT_SIZE(20)];
    char async_account[GUID_SIZE];
    int64_t elapsed_ms;
};

/* What a shopper can edit, in the order of the form: members of entity_signup, ends with NULL. */
extern const char *const shopper_attributes[];

/* By e-mail address, account or GUID. RECORD_NOT_FOUND, SEVERAL_SAME_EMAIL. */
MUST_CHECK enum err_code storefront_account(const struct storefront *front, const char *key,
                                            struct shopper *shopper, struct err *err);
/*
 * Change attributes; input is judged as a sign-up's (signup_check). On ERR_OK what the shopper was told is on disk, in
 * the channel or in headquarters. Refusals besides those of storefront_account: CUSTOMER_PENDING, ACCOUNT_DEACTIVATED,
 * EDIT_NO_ANSWER, FIELD_READ_ONLY (the e-mail address identifies the shopper), the field errors, and by the Real-time
 * Service the rules of headquarters.
 */
MUST_CHECK enum err_code storefront_edit(const struct storefront *front, const char *key,
                                         const struct shopper_change *changes, int count,
                                         struct edit_result *result, struct err *err);
/* Close the account: the customer stays, blocked for everything. */
MUST_CHECK enum err_code storefront_deactivate(const struct storefront *front, const char *key,
                                               struct edit_result *result, struct err *err);

#endif
