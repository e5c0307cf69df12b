/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_VIEW_H
#define CHQ_EXCHANGE_VIEW_H

/*
 * One picture of the whole company, over several files: read transactions on every channel first, on headquarters last.
 * In that order each customer is seen exactly once. Whoever moves up meanwhile (uploaded) is behind headquarters' mark
 * and so no longer counts in the channel, whoever moves down (1010) is not yet known there.
 * For exchange/ and the tracer.
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

/* Looks at the channel databases again first (company_reload_channels). On an error nothing is left open. Reads only; a connection that is inside a transaction already stays in it. */
MUST_CHECK enum err_code view_open(struct view *view, struct company *company, struct err *err);
void view_close(struct view *view);

const struct view_store *view_store(const struct view *view, int64_t rec_id);
/* Does the channel where the customer signed up know the account? */
MUST_CHECK enum err_code view_channel_knows(const struct view *view, int64_t store_rec_id,
                                            const char *guid, bool *knows, struct err *err);

/* ---- lines ------------------------------------------------------------------------------------------------------ */

/*
 * What read_… below expect. A customer is the sign-up (operation 1); its edits are not customers, but a pending customer
 * is shown as the newest row of its GUID has it (domain.md 5.2). Conditions follow with AND; s is the sign-up.
 */
#define VIEW_WAITING                                                                               \
    "SELECT s.REPLICATIONCOUNTERFROMORIGIN, s.CUSTACCOUNTASYNC, n.CUSTNAME, n.EMAIL,"              \
    " s.STORERECID, n.CUSTGROUP, s.CREATEDDATETIME FROM RETAILASYNCCUSTOMER s"                     \
    " CROSS JOIN RETAILASYNCCUSTOMER n ON n.REPLICATIONCOUNTERFROMORIGIN ="                        \
    " (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER"                          \
    "  WHERE CUSTACCOUNTASYNC = s.CUSTACCOUNTASYNC) WHERE s.OPERATION = 1"
#define VIEW_RECEIVED                                                                              \
    "SELECT s.RecId, s.CustAccountAsync, n.CustName, n.Email, s.StoreRecId, s.CustGroup,"          \
    " s.OperationTimestamp, s.SyncStatus, s.LastError FROM RetailAsyncCustomer s"                  \
    " CROSS JOIN RetailAsyncCustomer n ON n.CustAccountAsync = s.CustAccountAsync"                 \
    " AND n.DataAreaId = s.DataAreaId AND n.ReplicationCounterFromOrigin ="                        \
    " (SELECT max(ReplicationCounterFromOrigin) FROM RetailAsyncCustomer"                          \
    "  WHERE CustAccountAsync = s.CustAccountAsync AND DataAreaId = s.DataAreaId)"                 \
    " WHERE s.OnlineCustCreated = 0 AND s.Operation = 1"
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
