/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_ASYNC_OPERATION_H
#define CHQ_HQ_ASYNC_OPERATION_H

/*
 * Operations of shoppers as headquarters received them: RetailAsyncCustomer, one row for each sign-up and each edit
 * (audit-async-customer-operations.md; domain.md 4.4, 5.3). What an operation does to a customer is the exchange's
 * (exchange/operations.h); here it is a record that is listed, read and corrected.
 */

#include "model/ids.h"
#include "model/record.h"
#include "model/text.h"

enum operation_kind { OPERATION_CREATE = 1, OPERATION_UPDATE = 2, OPERATION_DEACTIVATE = 3 };
enum sync_status { SYNC_PENDING, SYNC_SUCCEEDED, SYNC_FAILED };

struct async_operation {
    struct record_head head;
    int64_t Number; /* RecId: "operation number" of verbs and the audit trail */
    /* About it: never written by a save. */
    char ChannelName[TEXT_SIZE(60)];
    char CustAccount[TEXT_SIZE(20)]; /* '' while the customer is not created */
    char CustAccountAsync[GUID_SIZE];
    int64_t OperationTimestamp;
    int SyncStatus;            /* choice = enum sync_status: Pending, Succeeded, Failed */
    int Operation;             /* choice = enum operation_kind: -, Create, Update, Deactivate */
    char LastError[900];       /* model/err.h err_format */
    char Store[TEXT_SIZE(10)]; /* ID */
    int64_t UploadedDateTime, SyncDateTime, AttemptCount;
    char
        ChangedAttributes[256]; /* what an edit is about, comma separated; '' = everything it has */
    /* The attributes: can be corrected while the operation has not succeeded. */
    char CustName[TEXT_SIZE(100)];
    char FirstName[TEXT_SIZE(100)], MiddleName[TEXT_SIZE(100)], LastName[TEXT_SIZE(100)];
    char Email[TEXT_SIZE(255)], Phone[TEXT_SIZE(255)];
    char Country[TEXT_SIZE(10)], ZipCode[TEXT_SIZE(10)], Street[TEXT_SIZE(250)],
        StreetNumber[TEXT_SIZE(20)];
    char City[TEXT_SIZE(60)], County[TEXT_SIZE(10)], State[TEXT_SIZE(10)];
    char CustGroup[TEXT_SIZE(10)], Currency[TEXT_SIZE(3)], LanguageId[TEXT_SIZE(7)];
};

/*
 * Key = the number. Saved are the attributes only: ERR_REFUSED OPERATION_DONE when the operation has succeeded
 * meanwhile. A corrected name part goes into CustName; what is corrected in an edit is part of it from then on.
 * List cells: Number, ChannelName, CustAccount, CustAccountAsync, OperationTimestamp, SyncStatus (key of the choice),
 * Operation (key), CustName, Email; newest first. Scope: see operation_scope. Filter: a GUID is its shopper's operations;
 * any other text is looked for in name, e-mail, account and GUID of the operations that are not done, failed ones first, and
 * then come those done of the customers that entity_customer's filter finds. No page walks through what is done.
 */
extern const struct entity entity_async_operation;

/* ---- filters ----------------------------------------------------------------------------------------------------- */

/* What a list shows. As text it fits into the scope of a page: "2:1:3", '' for everything. */
struct operation_scope {
    int status;           /* enum sync_status, -1 = any */
    int kind;             /* enum operation_kind, 0 = any */
    int64_t store_rec_id; /* 0 = any */
};
#define OPERATION_SCOPE_SIZE 32
void operation_scope_format(const struct operation_scope *scope, char text[OPERATION_SCOPE_SIZE]);
/* Anything that is no scope is everything. */
struct operation_scope operation_scope_parse(const char *text);
/* RecId of an online store; 0 = there is none of this ID. */
MUST_CHECK enum err_code operation_store(struct db *hq, const char *store_id, int64_t *rec_id,
                                         struct err *err);

/* ---- one operation ----------------------------------------------------------------------------------------------- */

/*
 * By operation number ("#12", or "12" when no customer has this account), or by GUID, e-mail address or account of its
 * customer: then the oldest one that has not succeeded, else the newest. ERR_NOT_FOUND RECORD_NOT_FOUND.
 */
MUST_CHECK enum err_code operation_find(struct db *hq, const char *key, int64_t *number,
                                        struct err *err);

/* Attempts, newest first: cells AtDateTime, UserId ('' = the job), Status (0 … as SyncStatus), Message (err_format). */
enum { ATTEMPT_AT, ATTEMPT_USER, ATTEMPT_STATUS, ATTEMPT_MESSAGE, ATTEMPT_COLUMNS };
MUST_CHECK enum err_code operation_attempts(struct db *hq, int64_t number, int limit,
                                            struct rowset *rows, struct err *err);
/* What an attribute was before: of an update that succeeded the customer's value, of one that has not what the customer
 * has now, of a sign-up nothing. Cells: attribute, old value, new value; only those that an edit is about. */
enum { CHANGE_ATTRIBUTE, CHANGE_OLD, CHANGE_NEW, CHANGE_COLUMNS };
MUST_CHECK enum err_code operation_changes(struct db *hq, const struct async_operation *operation,
                                           struct rowset *rows, struct err *err);

/* Is the attribute one that the operation sets? Of a sign-up all are. */
bool operation_is_about(const struct async_operation *operation, const char *attribute);

/* ---- failed ones by cause ------------------------------------------------------------------------------------------ */

/*
 * What failed operations have in common: the reason, and the value that does not exist ("COUNTRY_UNKNOWN:Norge",
 * "SEQUENCE_STOPPED:Cust"); where every shopper typed another value, the field ("FIELD_TOO_LONG:LastName").
 */
struct failure_cause {
    char key[256];    /* "REASON:value" */
    struct err error; /* of the example */
    char prefix[400]; /* what LastError begins with */
    int64_t count;
    int64_t example; /* operation number */
    char example_name[TEXT_SIZE(100)];
};
/* The most frequent causes, at most `room`. The cost grows with the causes, hardly with the operations. */
MUST_CHECK enum err_code failure_causes(struct db *hq, struct failure_cause *causes, int room,
                                        int *count, struct err *err);
/* One of them by its key; a reason alone is everything that failed by it. ERR_NOT_FOUND CAUSE_UNKNOWN. */
MUST_CHECK enum err_code failure_cause_find(struct db *hq, const char *key,
                                            struct failure_cause *cause, struct err *err);
/* Operation numbers of a cause, ascending; the caller frees *numbers. */
MUST_CHECK enum err_code failure_cause_operations(struct db *hq, const struct failure_cause *cause,
                                                  int64_t **numbers, size_t *count,
                                                  struct err *err);

#endif
