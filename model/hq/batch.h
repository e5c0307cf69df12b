/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_BATCH_H
#define CHQ_HQ_BATCH_H

/*
 * Batch jobs as headquarters stores them (domain.md 4.9, 4.14, 5.6; create-batch-job.md): when a job of the data exchange
 * runs by itself. What runs them is model/exchange/batch_server.h.
 *
 * Status: Waiting -> Ready -> Executing -> Ended or Error; a recurring one goes back to Waiting with its next start.
 * Missed starts are not made up: the next start is computed from the pattern.
 */

#include "model/hq/recurrence.h"
#include "model/hq/sessions.h"
#include "model/record.h"
#include "model/text.h"

struct batch_job {
    struct record_head head;
    char Caption[TEXT_SIZE(100)];
    int Status;                /* choice, enum batch_status; changed by batch_job_set_status only */
    int64_t OrigStartDateTime; /* scheduled start of the next run */
    int64_t StartDateTime, EndDateTime; /* of the newest run; 0 = never */
    char Company[TEXT_SIZE(4)];
    char BatchGroupId[TEXT_SIZE(10)];
    int IsPrivate, IsCritical, AlertOnError, AlertOnEnded;
    int RecurrenceUnit; /* choice, enum recurrence_unit */
    int64_t RecurrenceCount, RecurrenceStart;
    int RecurrenceEnd; /* choice, enum recurrence_end */
    int64_t EndAfter, EndBy, RunsDone;
    char CreatedBy[21];
    int64_t CreatedDateTime;
    /* The first task; further ones are rows of `Batch` only. */
    char JobId[TEXT_SIZE(20)]; /* fixed after the first save */
    char ClassName[TEXT_SIZE(60)];
    int64_t RetriesOnFailure; /* 0..5 */
    int IgnoreFailOnError;
};

/*
 * Key: RecId in decimal. List cells: RecId, Caption, Status, OrigStartDateTime, StartDateTime, EndDateTime, Company,
 * recurrence ("unit count", stored form), CreatedBy. A new one is Waiting. Scope of the list: a JobId. Deleting one that
 * executes is refused (BATCH_EXECUTING).
 */
extern const struct entity entity_batch_job;

/* Is the change from one status to another the user's to make (Change status)? Withhold <-> Waiting; Error, Ended,
 * Canceled, Didn't run -> Waiting or Withhold; Executing -> Canceling; Ready -> Withhold, Waiting. */
bool batch_status_may_become(enum batch_status from, enum batch_status to);
/* Refused (BATCH_STATUS) when it may not. To Waiting: the next start is now or, when recurring, the pattern's next.
 * In the audit trail. */
MUST_CHECK enum err_code batch_job_set_status(struct db *hq, int64_t id, enum batch_status to,
                                              const char *user, struct err *err);
/* The pattern of a batch job. */
struct recurrence batch_job_recurrence(const struct batch_job *job);
/* When a job of the data exchange will next start by itself: the earliest of its active batch jobs; 0 = never.
 * `recurrence` (may be NULL) is that batch job's. */
MUST_CHECK enum err_code batch_next_run(struct db *hq, const char *job_id, int64_t *next_ms,
                                        struct recurrence *recurrence, struct err *err);

#endif
