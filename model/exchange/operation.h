/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_OPERATION_H
#define CHQ_EXCHANGE_OPERATION_H

/*
 * Stage 2 for one operation of a shopper (domain.md 5.4; audit-async-customer-operations.md): what the synchronization
 * job does with each row and Synchronize with one. For exchange/ and the tracer; everything runs in the caller's transaction.
 *
 * The operations of one shopper are applied in the order in which they were done. A later one waits (stays Pending)
 * while an earlier one has not succeeded, so an older edit never overwrites a newer one, whatever failed in between.
 */

#include "model/exchange/company.h"
#include "model/hq/async_operation.h"
#include "model/hq/customer.h"

struct operation {
    int64_t rec_id, counter, attempts;
    int kind; /* enum operation_kind, or what a later version sends */
    bool done;
    char data_area[TEXT_SIZE(4)];
    char changed[256]; /* ChangedAttributes */
    struct new_customer customer;
};

/* The columns that operation_read expects, from RetailAsyncCustomer. */
#define OPERATION_COLUMNS                                                                          \
    "RecId, Operation, CustAccountAsync, RelationshipType, FirstName, MiddleName, LastName,"       \
    " CustName, CustGroup, Currency, LanguageId, Email, Phone, Street, StreetNumber, ZipCode,"     \
    " City, County, State, Country, StoreRecId, AttemptCount, ReplicationCounterFromOrigin,"       \
    " DataAreaId, ChangedAttributes, OnlineCustCreated"
void operation_read(struct stmt *stmt, struct operation *operation);

/*
 * Create, update or deactivate, and mark the row as Succeeded. *waits: an earlier operation of the shopper has not
 * succeeded, nothing was done. `user` '' = the job. On an error the caller rolls back to its savepoint, before which
 * it has flushed the batch (customer_batch_flush) unless the operation is a sign-up.
 */
MUST_CHECK enum err_code operation_apply(struct db *hq, struct customer_batch *batch,
                                         const struct operation *operation, const char *user,
                                         bool *waits, struct err *err);
/* Mark the row as Failed and keep the attempt. */
MUST_CHECK enum err_code operation_fail(struct db *hq, const struct operation *operation,
                                        const struct err *why, const char *user, struct err *err);
/* Is the operation to blame, or headquarters? After a full disk and the like SQLite has ended the transaction. */
bool operation_is_to_blame(struct db *hq, const struct err *why);

#endif
