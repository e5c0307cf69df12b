/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_BATCH_DIALOG_H
#define CHQ_TUI_BATCH_DIALOG_H

/*
 * The dialog "Create batch job" or "Run in the background" (domain.md 4.9; create-batch-job.md): one set of fields for
 * every page that lets a job of the data exchange run by itself. Batch processing No runs the job once, now, in the
 * background; Yes hands it to the batch server, once or recurring. While it is filled in, a line says in words what will
 * happen, and the next three starts.
 *
 * Keys of the fields are those of entity_batch_job, values its stored forms. "Batch" is the dialog's own.
 */

#include "model/hq/batch.h"
#include "tui/page.h"

extern const char *const batch_dialog_units[]; /* RecurrenceUnit */
extern const char *const batch_dialog_ends[];  /* RecurrenceEnd */
enum err_code batch_dialog_check_count(struct app *app, const struct form *form, const char *value,
                                       struct err *err);
enum err_code batch_dialog_check_runs(struct app *app, const struct form *form, const char *value,
                                      struct err *err);
enum err_code batch_dialog_check_retries(struct app *app, const struct form *form,
                                         const char *value, struct err *err);

/* clang-format off */
/* What will happen, in words: first, so that it is seen while the rest is filled in. */
#define BATCH_DIALOG_WORDS                                                                                           \
    {.key = "InWords", .label = N_("It runs"), .cols = 70, .read_only = true},                                       \
    {.key = "NextStarts", .label = N_("Next starts"), .cols = 70, .read_only = true}

#define BATCH_DIALOG_RECURRENCE                                                                                      \
    {.group = N_("RECURRENCE"), .key = "RecurrenceUnit", .label = N_("Recurrence pattern"), .kind = FIELD_CHOICE,    \
     .choices = batch_dialog_units, .word = words_choice,                                                            \
     .help = N_("Minutes and hours are counted from the first start; days, weeks, months and years keep its time "   \
                "of day.")},                                                                                         \
    {.key = "RecurrenceCount", .label = N_("Count"), .kind = FIELD_NUMBER, .cols = 6,                                \
     .check = batch_dialog_check_count,                                                                              \
     .help = N_("Every so many minutes, hours, days … Recommended: P-0001 every 5 to 10 minutes, Synchronize "       \
                "orders every 2 to 20. A sandbox may use 1 minute.")},                                               \
    {.key = "RecurrenceStart", .label = N_("Start date and time"), .kind = FIELD_TIME,                               \
     .help = N_("The first start. Empty: now.")},                                                                    \
    {.key = "RecurrenceEnd", .label = N_("Recurrence ends"), .kind = FIELD_CHOICE, .choices = batch_dialog_ends,     \
     .word = words_choice},                                                                                          \
    {.key = "EndAfter", .label = N_("End after"), .kind = FIELD_NUMBER, .cols = 6,                                   \
     .check = batch_dialog_check_runs, .help = N_("So many runs, with Recurrence ends: End after.")},                \
    {.key = "EndBy", .label = N_("End by"), .kind = FIELD_TIME,                                                      \
     .help = N_("No start behind it, with Recurrence ends: End by. A date without a time means the whole day.")}

#define BATCH_DIALOG_TASK                                                                                            \
    {.key = "Batch", .label = N_("Batch processing"), .kind = FIELD_YESNO,                                           \
     .help = N_("Yes: the batch server runs it, once or again and again. No: it runs once, now, in the "             \
                "background.")},                                                                                     \
    BATCH_DIALOG_WORDS,                                                                                              \
    {.key = "Caption", .label = N_("Task description"), .cols = 60, .required = true,                                \
     .help = N_("The job's name in the list of batch jobs.")},                                                       \
    {.key = "BatchGroupId", .label = N_("Batch group"), .cols = 10},                                                 \
    {.key = "IsPrivate", .label = N_("Private"), .kind = FIELD_YESNO},                                               \
    {.key = "IsCritical", .label = N_("Critical job"), .kind = FIELD_YESNO},                                         \
    {.key = "RetriesOnFailure", .label = N_("Maximum retries"), .kind = FIELD_NUMBER, .cols = 2,                     \
     .check = batch_dialog_check_retries, .help = N_("How often the task is tried again when it fails, 0 to 5.")}
/* clang-format on */

/* In `load`: defaults for a job, with a recurrence where one is usual. `batch` is the switch Batch processing. */
void batch_dialog_load(struct form *form, const char *job_id, bool batch);
/* In `load`: the recurrence that a batch job has now. */
void batch_dialog_show_recurrence(struct form *form, const struct batch_job *job);
/* In `changed`: the line in words and the next starts. `job_id` is the job it is about. */
void batch_dialog_changed(struct form *form, const char *job_id);
/* The recurrence of the form into a record; the first value that is wrong is refused. */
MUST_CHECK enum err_code batch_dialog_read_recurrence(const struct form *form,
                                                      struct batch_job *job, struct err *err);
/* In `ok`: runs the job now, or creates the batch job, closes the dialog and says when it runs. */
enum err_code batch_dialog_ok(struct app *app, struct form *form, const char *job_id,
                              struct err *err);

#endif
