/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CHANNEL_SIGNUP_LOG_H
#define CHQ_CHANNEL_SIGNUP_LOG_H

/*
 * The storefront's log of sign-ups that it refused (domain.md 5.10: no row in the channel means that the sign-up failed).
 * Nothing else is kept of them. The newest SIGNUP_LOG_KEPT of a channel stay.
 */

#include <stdbool.h>

#include "model/channel/storefront.h"

#define SIGNUP_LOG_KEPT 1000

struct signup_refusal {
    int64_t at_ms;
    char store[TEXT_SIZE(10)];
    char name[TEXT_SIZE(100)];
    char email[TEXT_SIZE(255)];
    struct err why;
};

/* Best effort: a log that cannot be written is no reason to tell the shopper anything else. */
void signup_log_refusal(struct db *channel, const char *store_id, const struct signup *in,
                        const struct err *why);
/* The newest refusal of an e-mail address, of a whole name or, with "", of anybody. */
MUST_CHECK enum err_code signup_log_newest(struct db *channel, const char *who,
                                           struct signup_refusal *refusal, bool *found,
                                           struct err *err);

#endif
