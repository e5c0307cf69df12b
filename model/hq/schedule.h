/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SCHEDULE_H
#define CHQ_HQ_SCHEDULE_H

/*
 * The Distribution schedule as headquarters stores it (domain.md 4.7; CDX-Best-Practices.md), and the runs of a job. One
 * record spans RetailConnSchedule, RetailConnScheduleJobMapping and RetailCDXScheduleDataGroup.
 */

#include "model/hq/sessions.h"
#include "model/record.h"
#include "model/text.h"

/* The synchronization job works inside headquarters and has no schedule; it is listed and shown beside them, because
 * people look for it there. Nothing of it can be saved or deleted. */
#define SCHEDULE_SYNC_JOB "sync-customers"

enum schedule_direction {
    SCHEDULE_DOWNLOAD,
    SCHEDULE_UPLOAD,
    SCHEDULE_INSIDE_HQ /* the synchronization job; refused for a schedule */
};

struct schedule {
    struct record_head head;
    char Name[TEXT_SIZE(60)]; /* fixed after the first save; a job of that name runs under it */
    char Description[TEXT_SIZE(60)];
    int IsUpload; /* choice, enum schedule_direction; fixed after the first save */
    int Active;
    /* Names in order, separated by ", ". */
    char DataGroups[TEXT_SIZE(
        200)]; /* channel database groups; '' = nothing is exchanged (domain.md 4.7) */
    char Jobs[TEXT_SIZE(200)];         /* that run */
    char DisabledJobs[TEXT_SIZE(200)]; /* that are in the schedule, but do not run */
};

/*
 * List cells: Name, Description, IsUpload ("0" to "2"), Active. Groups and jobs must exist, and the jobs must have the
 * direction of the schedule (SCHEDULE_DIRECTION). Delete is refused while a batch job runs it (SCHEDULE_IN_USE).
 */
extern const struct entity entity_schedule;

/* Does this job of the data exchange run under the schedule: is it in it and enabled? */
MUST_CHECK enum err_code schedule_has_job(struct db *hq, const char *schedule, const char *job,
                                          bool *enabled, struct err *err);
/* Is the schedule active, and is `data_group` attached to it (domain.md 6 causes 14, 15)? */
MUST_CHECK enum err_code schedule_active(struct db *hq, const char *schedule, bool *active,
                                         struct err *err);
MUST_CHECK enum err_code schedule_has_group(struct db *hq, const char *schedule,
                                            const char *data_group, bool *attached,
                                            struct err *err);
/* Does the job send this table: is its subjob there and enabled (domain.md 6 cause 35)? `table` as headquarters names it. */
MUST_CHECK enum err_code job_sends(struct db *hq, const char *job, const char *table, bool *sends,
                                   struct err *err);

/* The newest `limit` runs of a job, newest first; *count is set. */
MUST_CHECK enum err_code job_run_history(struct db *hq, const char *job, int limit,
                                         struct job_run *runs, int *count, struct err *err);
/* The same of a batch job (BatchJobHistory.BatchJob). */
MUST_CHECK enum err_code batch_run_history(struct db *hq, int64_t batch_job, int limit,
                                           struct job_run *runs, int *count, struct err *err);

#endif
