/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CUSTOMER_GROUP_H
#define CHQ_HQ_CUSTOMER_GROUP_H

/* Customer groups (domain.md 4.5; default-customer.md): table CustGroup. */

#include "model/record.h"
#include "model/text.h"

struct customer_group {
    struct record_head head;
    char CustGroup[TEXT_SIZE(10)]; /* fixed after the first save */
    char Name[TEXT_SIZE(60)];
    char PaymTermId[TEXT_SIZE(10)];
    char ClearingPeriod[TEXT_SIZE(10)];
    char TaxGroupId[TEXT_SIZE(10)]; /* new customers of the group get it */
    int PriceIncludeSalesTax;
    char WriteOffReason[TEXT_SIZE(10)];
    char CustAccountNumSeq[TEXT_SIZE(
        10)]; /* accounts of its customers; '' = reference "Customer account" */
};

/* List cells: CustGroup, Name, PaymTermId, TaxGroupId, CustAccountNumSeq. Delete: RECORD_IN_USE while a customer belongs
 * to the group. */
extern const struct entity entity_customer_group;

#endif
