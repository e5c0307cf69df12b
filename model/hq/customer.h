/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CUSTOMER_H
#define CHQ_HQ_CUSTOMER_H

/* Customers in headquarters (domain.md 4.3; default-customer.md): CustTable, RetailCustTable, DirPartyTable,
 * DirPersonName and their addresses as one record. */

#include "model/ids.h"
#include "model/record.h"
#include "model/text.h"

enum customer_origin { CUSTOMER_BY_HAND, CUSTOMER_BY_SYNC_JOB, CUSTOMER_BY_RTS };

struct customer {
    struct record_head head;
    int Type; /* choice: Person, Organization */
    char AccountNum[TEXT_SIZE(20)];
    char FirstName[TEXT_SIZE(25)];
    char MiddleName[TEXT_SIZE(25)];
    char LastName[TEXT_SIZE(25)];
    char Name[TEXT_SIZE(100)];
    char CustGroup[TEXT_SIZE(10)];
    char Currency[TEXT_SIZE(3)];
    char LanguageId[TEXT_SIZE(7)];
    char AddressBookNames[TEXT_SIZE(400)]; /* comma separated, by name */
    int Blocked;                           /* choice: No, Invoice, All */
    int64_t CreditMax;                     /* hundredths */
    char InvoiceAccount[TEXT_SIZE(20)];
    int receiptOption; /* choice: None, StandardReceipt, Email, Both */
    char receiptEmail[TEXT_SIZE(80)];
    char CustAccountAsync[GUID_SIZE]; /* the channel's GUID, '' = created in headquarters */
    char Email[TEXT_SIZE(255)];
    char Phone[TEXT_SIZE(255)];
    char Purpose[TEXT_SIZE(20)]; /* primary postal address; all '' when there is none */
    char CountryRegionId[TEXT_SIZE(10)];
    char ZipCode[TEXT_SIZE(10)];
    char Street[TEXT_SIZE(250)];
    char StreetNumber[TEXT_SIZE(20)];
    char City[TEXT_SIZE(60)];
    char State[TEXT_SIZE(10)];
    char County[TEXT_SIZE(10)];
    char InventSiteId[TEXT_SIZE(10)];
    char InventLocation[TEXT_SIZE(10)];
    int CreatedBy; /* choice: ByHand, SyncJob, RealTimeService */
    int64_t CreatedDateTime;
    char Store[TEXT_SIZE(10)]; /* store of origin, '' = none */
    char DataAreaId[TEXT_SIZE(4)];
};

/*
 * Key = AccountNum in the company. A new one gets the values of the company's default customer, and its account from the
 * number sequence when it is saved, unless the sequence is Manual; then the account must be typed. Every save gives the
 * customer the largest RowVersion, so that job 1010 sends it; a deleted one is taken away from the channels by it.
 * Delete: CUSTOMER_IN_USE for default customers of stores, invoice accounts, and who came from a storefront.
 * List cells: AccountNum, Name, CustGroup, Currency, Phone, Email; order: account, with a filter that of its index.
 * A row key begins with the account; `load` takes an account or a row key.
 * Filter: the beginning of an e-mail address, with an @ of nothing else. If it begins with a digit or +, it is that of an
 * account or phone before it is looked for elsewhere, else of the name or of the last name (both as they are in an index;
 * case and language do not matter); an address counts while no name begins so. Every page, with or without filter,
 * costs the same at ten million customers.
 */
extern const struct entity entity_customer;

/* Every customer of the company as they are at one moment, whatever is saved meanwhile, in the order they were created;
 * the memory does not depend on how many there are. What `each` returns other than ERR_OK ends it and is returned. */
typedef enum err_code customer_row(void *ctx, const struct customer *customer, struct err *err);
MUST_CHECK enum err_code customer_each(struct db *hq, customer_row *each, void *ctx,
                                       struct err *err);

/* A customer's postal addresses beyond the primary one (four cells: purpose, street with its number, ZIP code with city,
 * country) and ways to reach it beyond the primary ones (type, locator); rows are emptied first. At most 200 each. */
MUST_CHECK enum err_code customer_other_addresses(struct db *hq, int64_t rec_id,
                                                  struct rowset *rows, struct err *err);
MUST_CHECK enum err_code customer_other_contacts(struct db *hq, int64_t rec_id, struct rowset *rows,
                                                 struct err *err);

/* The sequence that accounts of this customer group are drawn from ("" = no group yet), and whether accounts are typed. */
MUST_CHECK enum err_code customer_sequence(struct db *hq, const char *cust_group,
                                           char sequence[TEXT_SIZE(10)], bool *is_manual,
                                           struct err *err);

/* How many customers have this e-mail address (case ignored), stopping at 2, and the account of the first. */
MUST_CHECK enum err_code customer_find_email(struct db *hq, const char *email, int *matches,
                                             char account[TEXT_SIZE(20)], struct err *err);

/* ---- the creation rule (domain.md 5.4): one rule for the Real-time Service and the sync job -------------------- */

struct new_customer {
    int Type;
    char CustAccountAsync[GUID_SIZE]; /* '' in sync mode */
    char FirstName[TEXT_SIZE(100)], MiddleName[TEXT_SIZE(100)], LastName[TEXT_SIZE(100)];
    char Name[TEXT_SIZE(300)];
    char CustGroup[TEXT_SIZE(25)], Currency[TEXT_SIZE(3)],
        LanguageId[TEXT_SIZE(7)]; /* '' = default customer's */
    char Email[TEXT_SIZE(255)], Phone[TEXT_SIZE(255)];
    char Street[TEXT_SIZE(400)], StreetNumber[TEXT_SIZE(20)], ZipCode[TEXT_SIZE(60)],
        City[TEXT_SIZE(60)];
    char County[TEXT_SIZE(60)], State[TEXT_SIZE(60)],
        Country[TEXT_SIZE(10)]; /* Country also as ISO code */
    int64_t StoreRecId;
    char ExternalIdentityId[TEXT_SIZE(60)], ProviderId[TEXT_SIZE(60)]; /* '' = none */
    enum customer_origin origin;
};

/* What the rule needs again and again within one batch; reads what it has not seen yet. One transaction long. */
struct customer_batch;
struct customer_batch *customer_batch_new(struct db *hq);
void customer_batch_free(struct customer_batch **batch);
/* Keep numbers that are fetched ahead (model/hq/account_number.h) in `pool`, which outlives the batch. */
struct number_pool;
void customer_batch_use_pool(struct customer_batch *batch, struct number_pool *pool);
/* Write what the customers created so far still lack: contacts, address books, identities, letters. Before anything else
 * in the transaction reads or changes them. */
MUST_CHECK enum err_code customer_batch_flush(struct customer_batch *batch, struct err *err);
/* Before commit: flushes, and writes back the number sequences that were drawn from. */
MUST_CHECK enum err_code customer_batch_finish(struct customer_batch *batch, struct err *err);
/* Somebody else has changed a customer within the transaction: what was counted on is read again. */
void customer_batch_forget(struct customer_batch *batch);

/*
 * Create one customer inside the caller's transaction: validate (group, currency, country exist, lengths fit
 * headquarters, e-mail format), draw the number, insert party, address, CustTable, RetailCustTable; the rest follows
 * with customer_batch_finish. A GUID already in RetailCustTable returns its account (idempotent).
 * On a refusal the caller rolls back to its savepoint; a number drawn from a non-continuous sequence stays lost, one
 * from a continuous sequence is used again.
 * err: STORE_OF_SIGNUP_UNKNOWN DEFAULT_CUSTOMER_UNKNOWN GROUP_UNKNOWN CURRENCY_UNKNOWN COUNTRY_UNKNOWN FIELD_TOO_LONG
 * FIELD_REQUIRED EMAIL_FORMAT SEQUENCE_… (account_draw)
 */
MUST_CHECK enum err_code customer_create(struct customer_batch *batch,
                                         const struct new_customer *in, char account[TEXT_SIZE(20)],
                                         int64_t *rec_id, struct err *err);
/* What customer_create would say of it now, without creating anything: the same errors, of which account_draw's are those
 * of the next number. Reads only. */
MUST_CHECK enum err_code customer_check(struct db *hq, const struct new_customer *in,
                                        struct err *err);

#endif
