/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_SHOPPER_H
#define CHQ_EXCHANGE_SHOPPER_H

/*
 * Shoppers' accounts over all channels of a company: the storefront (channel/storefront_edit.h) of the channel that
 * knows the shopper, with its line to headquarters. `key` is an e-mail address, an account or a GUID. Errors as there;
 * RECORD_NOT_FOUND when no channel that can be read knows the key.
 */

#include "model/channel/storefront_edit.h"
#include "model/exchange/company.h"

MUST_CHECK enum err_code company_shopper(struct company *company, const char *key,
                                         struct shopper *shopper, struct err *err);
MUST_CHECK enum err_code company_shopper_edit(struct company *company, const char *key,
                                              const struct shopper_change *changes, int count,
                                              struct edit_result *result, struct err *err);
MUST_CHECK enum err_code company_shopper_deactivate(struct company *company, const char *key,
                                                    struct edit_result *result, struct err *err);

#endif
