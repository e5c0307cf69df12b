/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CUSTOMER_CHANGE_H
#define CHQ_HQ_CUSTOMER_CHANGE_H

/*
 * What a shopper's edit does to a customer in headquarters, whichever way it came: as an operation that the
 * synchronization job applies, or by the Real-time Service (audit-async-customer-operations.md; domain.md 1 item 19).
 * Attributes are named as in RetailAsyncCustomer (model/hq/async_operation.h). The name follows its parts; an address
 * without a country lies in that of the legal entity; a country is also known by its ISO code. Deactivating is the
 * attribute Blocked with the value "All": the customer stays, with invoicing and delivery on hold.
 */

#include "model/db.h"
#include "model/text.h"

#define CUSTOMER_CHANGES_MAX 20

struct customer_change {
    char attribute[24];
    char old_value[TEXT_SIZE(300)]; /* filled for what was changed */
    char new_value[TEXT_SIZE(400)]; /* what is wanted; afterwards what is stored */
};
struct customer_changes {
    struct customer_change changes[CUSTOMER_CHANGES_MAX];
    int count;
};

struct customer;
/* What the customer has where an operation has this attribute. false = an attribute that customers have not. */
bool customer_attribute(const struct customer *customer, const char *attribute, char *buf,
                        size_t size);

void customer_changes_add(struct customer_changes *changes, const char *attribute,
                          const char *value);
/*
 * Inside the caller's transaction. What already has its value is taken out of `changes`; when something is left, the
 * customer is saved by the rules of entity_customer, with the audit trail (`user`) and a new RowVersion, so that 1010
 * sends it. On a refusal nothing was written and err->field names the attribute.
 */
MUST_CHECK enum err_code customer_change(struct db *hq, const char *account,
                                         struct customer_changes *changes, const char *user,
                                         struct err *err);

#endif
