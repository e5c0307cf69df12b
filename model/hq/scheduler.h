/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SCHEDULER_H
#define CHQ_HQ_SCHEDULER_H

/*
 * Commerce scheduler: its jobs, their subjobs (one table each) and the base configuration that Initialize commerce
 * scheduler puts back (domain.md 4.8, 4.12; implementation-considerations-cdx.md, CDX-Best-Practices.md).
 */

#include "model/record.h"
#include "model/text.h"

struct scheduler_job {
    struct record_head head;
    char jobId[TEXT_SIZE(20)]; /* fixed after the first save; no comma */
    char Description[TEXT_SIZE(60)];
    int IsUpload; /* fixed after the first save */
    char ChannelSchema[TEXT_SIZE(20)];
    int AllowSkipDataSync; /* left out of offline databases */
    /* Names in order, separated by ", ". */
    char Subjobs[TEXT_SIZE(400)];         /* that are enabled in this job */
    char DisabledSubjobs[TEXT_SIZE(400)]; /* that belong to it, but do not run */
    char lastMessageText[TEXT_SIZE(250)]; /* computed */
};

/* List cells: jobId, Description, IsUpload. Delete is refused (RECORD_IN_USE) while a schedule has the job. */
extern const struct entity entity_scheduler_job;

struct scheduler_subjob {
    struct record_head head;
    char SubjobId[TEXT_SIZE(60)];                    /* fixed after the first save; no comma */
    char AXTableName[TEXT_SIZE(60)];                 /* in headquarters */
    char ChannelTableName[TEXT_SIZE(60)];            /* in the channel database */
    char replicationCounterFieldName[TEXT_SIZE(60)]; /* uploads: what new rows are told by */
    int Enabled;                                     /* in every job that has it */
};

/* List cells: SubjobId, AXTableName, Enabled. Delete is refused (RECORD_IN_USE) while a job has the subjob. */
extern const struct entity entity_scheduler_subjob;

/* The jobs that have a subjob, comma separated. */
MUST_CHECK enum err_code scheduler_subjob_jobs(struct db *hq, const char *subjob, char *buf,
                                               size_t size, struct err *err);

struct scheduler_restored {
    int64_t deleted;  /* jobs, subjobs and schedules */
    int64_t restored; /* rows that were missing or were not as they are delivered */
};

/*
 * Initialize commerce scheduler: every base schema, job, subjob, line and schedule is there again, base subjobs with
 * their tables and enabled. What others added stays, and so does whether a schedule is active and which groups it serves.
 * With `delete_existing` all jobs, subjobs and schedules go first, also those that others added; schedules are then
 * delivered active and attached to group Default. Schemas, groups and channel databases always stay. One transaction,
 * idempotent, one row in the audit trail. Refused in servicing (HQ_IN_SERVICING) and while a batch job runs a schedule
 * that would go (SCHEDULE_IN_USE).
 */
MUST_CHECK enum err_code scheduler_initialize(struct db *hq, bool delete_existing, const char *user,
                                              struct scheduler_restored *restored, struct err *err);

#endif
