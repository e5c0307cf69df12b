/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CUSTOMER_EDIT_H
#define CHQ_HQ_CUSTOMER_EDIT_H

/* The writing half of entity_customer (model/hq/customer.h); signatures and promises are those of struct entity. */

#include "model/hq/customer.h"

MUST_CHECK enum err_code customer_init(struct db *db, void *rec, struct err *err);
MUST_CHECK enum err_code customer_complete(struct db *db, const void *old, void *rec,
                                           struct err *err);
MUST_CHECK enum err_code customer_validate(struct db *db, const void *old, const void *rec,
                                           struct err *err);
MUST_CHECK enum err_code customer_insert(struct db *db, void *rec, struct err *err);
MUST_CHECK enum err_code customer_update(struct db *db, const void *old, const void *rec,
                                         bool *done, struct err *err);
MUST_CHECK enum err_code customer_remove(struct db *db, const void *rec, struct err *err);

/* ---- between the rules (customer_rules.c) and the writing (customer_edit.c) ------------------------------------- */

/* Purposes of an address, stored as they are; NULL-terminated. */
extern const char *const customer_purposes[];
bool customer_has_address(const struct customer *customer);

#endif
