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

enum { BATCH_MAX_RETRIES = 5, BATCH_MAX_TASKS = 32 };

struct batch_job {
    struct record_head head;
    /* Saved by record_save. */
    char Caption[TEXT_SIZE(100)];
    char BatchGroupId[TEXT_SIZE(10)];
    int IsPrivate, IsCritical, AlertOnError, AlertOnEnded;
    int RecurrenceUnit;                       /* choice, enum recurrence_unit */
    int64_t RecurrenceCount, RecurrenceStart; /* start 0 = from now */
    int RecurrenceEnd;                        /* choice, enum recurrence_end */
    int64_t EndAfter, EndBy;
    /* The first task; further ones are rows of `Batch` only. */
    char JobId[TEXT_SIZE(60)]; /* fixed after the first save */
    int64_t RetriesOnFailure;  /* 0..5 */
    int IgnoreFailOnError;
    /* Computed. */
    int Status;                /* choice, enum batch_status; changed by batch_job_set_status only */
    int64_t OrigStartDateTime; /* scheduled start of the next run */
    int64_t StartDateTime, EndDateTime; /* of the newest run; 0 = never */
    char Company[TEXT_SIZE(4)];
    int64_t RunsDone; /* since the recurrence was set */
    char CreatedBy[21];
    int64_t CreatedDateTime;
    char ClassName[TEXT_SIZE(60)];
};

/*
 * Key: RecId in decimal. List, newest first, cells: RecId, Caption, Status, OrigStartDateTime, StartDateTime, EndDateTime,
 * Company, recurrence ("unit count", e.g. "1 5"; "0 1" = none), CreatedBy, JobId. Status is enum batch_status in digits,
 * times are milliseconds. Scope of the list: a JobId. A new one is Waiting; its first start is RecurrenceStart (0 = now),
 * or the pattern's next one when that is past. A pattern that has no start any more is refused (BATCH_NEVER), a full data
 * sync that recurs too (BATCH_FULL_SYNC). Changing the pattern begins it anew. Editing and deleting one that executes is
 * refused (BATCH_EXECUTING). `related` of JobId is "schedule".
 */
extern const struct entity entity_batch_job;

/* Is the change from one status to another the user's to make (Change status)? Withhold <-> Waiting; Error, Ended,
 * Canceled, Didn't run -> Waiting or Withhold; Executing -> Canceling; Ready -> Withhold, Waiting. */
bool batch_status_may_become(enum batch_status from, enum batch_status to);
/* Refused (BATCH_STATUS) when it may not. To Waiting: the next start is now or, when recurring, the pattern's next; a
 * pattern that ended after so many runs begins to count anew, one that ended by a time is refused (BATCH_NEVER). In the
 * audit trail. */
MUST_CHECK enum err_code batch_job_set_status(struct db *hq, int64_t id, enum batch_status to,
                                              const char *user, struct err *err);
/* The pattern of a batch job. */
struct recurrence batch_job_recurrence(const struct batch_job *job);
/* When a job of the data exchange will next start by itself: the earliest of its active batch jobs; 0 = never. A time
 * that is past is due, and waits for a batch server. `recurrence` (may be NULL) is that batch job's. */
MUST_CHECK enum err_code batch_next_run(struct db *hq, const char *job_id, int64_t *next_ms,
                                        struct recurrence *recurrence, struct err *err);

/* ---- tasks ----------------------------------------------------------------------------------------------------- */

struct batch_task {
    int64_t id;
    char JobId[TEXT_SIZE(60)], ClassName[TEXT_SIZE(60)];
    enum batch_status status;
    int64_t retries_on_failure, retry_count;
    bool ignore_failure; /* the batch job goes on with the next task, and does not end in error */
    int64_t start_ms, end_ms;
};
/* In the order they run, at most BATCH_MAX_TASKS. */
MUST_CHECK enum err_code batch_job_tasks(struct db *hq, int64_t id,
                                         struct batch_task tasks[BATCH_MAX_TASKS], int *count,
                                         struct err *err);
/* One more task behind the others. Refused (BATCH_EXECUTING) while it executes. */
MUST_CHECK enum err_code batch_job_add_task(struct db *hq, int64_t id, const char *job_id,
                                            int64_t retries, bool ignore_failure, const char *user,
                                            struct err *err);
/* Copy batch job: the same settings and tasks, withheld until somebody lets it run. */
MUST_CHECK enum err_code batch_job_copy(struct db *hq, int64_t id, const char *user, int64_t *copy,
                                        struct err *err);

/* In a copy of headquarters: withhold every one that would start or go on by itself. In the audit trail. */
MUST_CHECK enum err_code batch_withhold_all(struct db *hq, const char *user, struct err *err);

#endif
