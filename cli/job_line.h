/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_JOB_LINE_H
#define CHQ_CLI_JOB_LINE_H

/* A job with its last and next run, as `chq status` and `chq job list` show it. */

#include "cli/cli.h"
#include "model/exchange/jobs.h"

/* One object into the array that is open. */
void job_line_json(struct cli *cli, const struct job_status *status);
void job_lines_print(struct cli *cli, const struct job_status *statuses, int count);
/* "ended", "error", …: names in JSON */
const char *job_status_name(enum batch_status status);

#endif
