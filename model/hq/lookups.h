/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_LOOKUPS_H
#define CHQ_HQ_LOOKUPS_H

/* Small related tables that fields look their values up in: id, name. Ids used by struct member.related:
 * "legal-entity" "warehouse" "time-zone" "currency" "customer" "address-book" "profile" "notification-profile"
 * "rts-profile" "customer-group" "language" "country" "store" "number-sequence" "data-group" "scheduler-job" "schedule"
 * "channel-database" "channel-schema" "scheduler-subjob". */

#include "model/record.h"
#include "model/text.h"

extern const struct lookup hq_lookups[]; /* ends with a NULL id that the count leaves out */
extern const int hq_lookup_count;

/* One page of a lookup: cells value, description. The filter is found anywhere in either, case ignored (customers: as
 * their list does it). ERR_NOT_FOUND: no such id. */
MUST_CHECK enum err_code lookup_list(struct db *hq, const char *lookup_id,
                                     const struct list_request *request, struct rowset *rows,
                                     struct err *err);
/* Company of the demo and of everything else in this version: the first CompanyInfo row ("USRT"). */
MUST_CHECK enum err_code company_info(struct db *hq, char data_area[TEXT_SIZE(4)], char *name,
                                      size_t size, struct err *err);
/* Was it filled by `chq init --demo`? Also false when that cannot be read. */
bool company_is_demo(struct db *hq);

#endif
