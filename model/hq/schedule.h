/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SCHEDULE_H
#define CHQ_HQ_SCHEDULE_H

/* The Distribution schedule as headquarters stores it (domain.md 4.7; CDX-Best-Practices.md), and the runs of a job. */

#include "model/hq/sessions.h"
#include "model/text.h"

struct schedule {
    char Name[TEXT_SIZE(
        20)]; /* the job's id; '' = the job is not in the schedule (it runs inside headquarters) */
    int IsUpload, Active;
    char DataGroups[200]; /* channel database groups, comma separated; '' = nothing is exchanged */
};

/* ERR_OK with an empty Name when there is none of that name. */
MUST_CHECK enum err_code schedule_load(struct db *hq, const char *name, struct schedule *schedule,
                                       struct err *err);

/* The newest `limit` runs of a job, newest first; *count is set. */
MUST_CHECK enum err_code job_run_history(struct db *hq, const char *job, int limit,
                                         struct job_run *runs, int *count, struct err *err);

#endif
