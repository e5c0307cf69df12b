/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_RUN_NOW_H
#define CHQ_TUI_RUN_NOW_H

/*
 * "Run now" for the pages that start a job of the data exchange: asks, runs it in the background on its own
 * connections and says in words what became of it. Main thread only.
 */

#include "model/exchange/jobs.h"
#include "tui/app.h"

/* On the main thread, after the message bar has told the result. `err` is set when the job could not even start. */
typedef void run_now_done(struct app *app, const struct exchange_job *job,
                          const struct job_result *result, const struct err *err);

/* Run without asking; `done` may be NULL. false: could not start, the message bar says why. */
bool run_now(struct app *app, const char *job_id, run_now_done *done);
/* Send one channel database everything that a download job has, whatever it has already. The same way. */
bool run_full_sync(struct app *app, const char *job_id, const char *database);
/* Ask first (answer Yes, as in the product), then run. */
void run_now_ask(struct app *app, const char *job_id);

/* One line: "1010 (Customers): 12 rows, session 7781." */
void run_now_words(const struct exchange_job *job, const struct job_result *result, char *buf,
                   size_t size);
/* Is it good news, does it ask for attention, or did it fail? */
enum message_kind run_now_kind(const struct job_result *result);

/*
 * Result of a recorded run in the stored form of a list cell: the batch status, with ! behind it when rows failed; "" =
 * never ran. A job that ended and left failed rows behind is never shown as plainly ended. `size` at least 4.
 */
void run_result_store(const struct job_run *run, char *buf, size_t size);
const char *run_result_word(const char *stored);
enum role run_result_role(const char *stored);

#endif
