/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_OPERATION_LIST_H
#define CHQ_HQ_OPERATION_LIST_H

/* The list half of entity_async_operation (model/hq/async_operation.h); the promises are those of struct entity. */

#include "model/hq/async_operation.h"

enum { OPERATION_LIST_COLUMNS = 9 };

/* The customer's account, also of an edit that is not done; alias o is RetailAsyncCustomer. */
#define OPERATION_ACCOUNT                                                                          \
    "coalesce(nullif(o.CustAccount, ''), (SELECT c.AccountNum FROM RetailCustTable r"              \
    " JOIN CustTable c ON c.RecId = r.RecId WHERE r.CustAccountAsync = o.CustAccountAsync"         \
    " AND r.CustAccountAsync <> ''), '')"

#define OPERATION_COMPANY "(SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1)"

extern const char *const operation_statuses[], *const operation_kinds[];

MUST_CHECK enum err_code operation_list(struct db *db, const struct list_request *request,
                                        struct rowset *rows, struct err *err);

#endif
