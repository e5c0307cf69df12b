/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SCHEDULE_VIEW_H
#define CHQ_TUI_SCHEDULE_VIEW_H

/* What the page Distribution schedule shows of its records: rows with the last result, the jobs of a schedule, and why it
 * exchanges nothing; and its commands. */

#include "model/exchange/jobs.h"
#include "tui/page.h"

/* The job that runs under a schedule; NULL = this console has none of that name. */
const struct exchange_job *schedule_job(const char *key);
bool schedule_is_sync_job(const char *key);

/* "P-0001 : Channel transactions", of schedules and of scheduler jobs. */
void schedule_title(struct app *app, const char *key, const struct form *form, char *buf,
                    size_t size);

/* Cells: Name, result (run_result_store; "-" = cannot run here), description in words, time of the last run. */
enum err_code schedule_rows(struct app *app, const struct list_request *request,
                            struct rowset *rows, struct err *err);
const char *schedule_result_word(const char *stored);
enum role schedule_result_role(const char *stored);

/* What the schedule cannot do here, or why it does nothing now; "" when it works. Reads the form. */
void schedule_trouble(const struct form *form, const char *key, char *buf, size_t size);
/* Fills the list "JobList" from the fields "Jobs" and "DisabledJobs". */
void schedule_show_jobs(struct form *form);

/* Run now, Create batch job, Batch jobs, Upload sessions, Download sessions. */
extern const struct action schedule_commands[];

#endif
