/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_OPERATION_H
#define CHQ_HQ_OPERATION_H

/* POS operations (domain.md 4.21; task-mgmt-configure.md, set-up-B2C-tenant.md). Storefronts need 612, "Customer add". */

#include "model/record.h"
#include "model/text.h"

#define OPERATION_CUSTOMER_ADD "612"

struct pos_operation {
    struct record_head head;
    char OperationId[TEXT_SIZE(10)]; /* digits */
    char OperationName[TEXT_SIZE(60)];
    int AllowAnonymousAccess; /* the channel obeys its own copy: job 1090 */
};

/* List cells: OperationId, OperationName, AllowAnonymousAccess. No insert, no delete: the program knows its operations. */
extern const struct entity entity_pos_operation;

#endif
