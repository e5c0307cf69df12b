/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_VIEW_H
#define CHQ_EXCHANGE_VIEW_H

/*
 * One picture of the whole company, over several files: read transactions on every channel first, on headquarters last.
 * In that order each customer is seen exactly once. Whoever moves up meanwhile (uploaded) is behind headquarters' mark
 * and so no longer counts in the channel, whoever moves down (1010) is not yet known there. Inside exchange/ only.
 */

#include "model/exchange/states.h"

struct view_store {
    int64_t rec_id;
    char id[TEXT_SIZE(10)];
    int channel; /* index, -1 = in none */
};

struct view {
    struct company *company;
    struct view_store *stores; /* by rec_id */
    int store_count;
    int64_t mark[COMPANY_MAX_CHANNELS]; /* what headquarters has received of each channel */
    bool began[COMPANY_MAX_CHANNELS + 1];
};

/* On an error nothing is left open. Reads only; a connection that is inside a transaction already stays in it. */
MUST_CHECK enum err_code view_open(struct view *view, struct company *company, struct err *err);
void view_close(struct view *view);

const struct view_store *view_store(const struct view *view, int64_t rec_id);
/* Does the channel where the customer signed up know the account? */
MUST_CHECK enum err_code view_channel_knows(const struct view *view, int64_t store_rec_id,
                                            const char *guid, bool *knows, struct err *err);

/* ---- lines ------------------------------------------------------------------------------------------------------ */

/* The columns that read_… below expect, in this order. */
#define VIEW_WAITING_COLUMNS                                                                       \
    "REPLICATIONCOUNTERFROMORIGIN, CUSTACCOUNTASYNC, CUSTNAME, EMAIL, STORERECID, CUSTGROUP,"      \
    " CREATEDDATETIME"
#define VIEW_RECEIVED_COLUMNS                                                                      \
    "RecId, CustAccountAsync, CustName, Email, StoreRecId, CustGroup, OperationTimestamp,"         \
    " SyncStatus, LastError"
#define VIEW_CUSTOMER_COLUMNS                                                                      \
    "c.RecId, c.AccountNum, ifnull(r.CustAccountAsync, ''), p.Name, p.PrimaryContactEmail,"        \
    " ifnull(r.StoreRecId, 0), c.CustGroup, c.CreatedBy, c.CreatedDateTime"
#define VIEW_CUSTOMER_TABLES                                                                       \
    "CustTable c CROSS JOIN DirPartyTable p ON p.RecId = c.Party"                                  \
    " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId"

/* From a row of a channel's RETAILASYNCCUSTOMER, of headquarters' RetailAsyncCustomer, of CustTable. */
void view_read_waiting(const struct view *view, struct stmt *stmt, struct customer_line *line);
void view_read_received(const struct view *view, struct stmt *stmt, struct customer_line *line);
MUST_CHECK enum err_code view_read_customer(const struct view *view, struct stmt *stmt,
                                            struct customer_line *line, struct err *err);

#endif
