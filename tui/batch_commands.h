/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_BATCH_COMMANDS_H
#define CHQ_TUI_BATCH_COMMANDS_H

/* The commands of the page Batch jobs (domain.md 4.14), and how it shows a status. `key` is a batch job's RecId. */

#include "tui/page.h"

/* New, Change status, Recurrence, Alerts, View tasks, Batch job history, Remove recurrence, Copy batch job. */
extern const struct action batch_commands[];

/* Of enum batch_status in digits, or of its stored choice ("Waiting"). */
const char *batch_status_word(const char *stored);
enum role batch_status_role(const char *stored);

#endif
