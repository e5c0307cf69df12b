/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_JOB_RUNS_H
#define CHQ_TUI_JOB_RUNS_H

/* The runs of a job in a form: its fields "Result" … "Message" for the newest one and the list "History". */

#include "model/hq/sessions.h"
#include "tui/page.h"
#include "tui/run_now.h" /* run_result_word */

/* clang-format off */
/* Rows of a page: the FastTabs "Last run" and "History". */
#define JOB_RUNS_FIELDS                                                                                              \
    {.tab = N_("Last run")},                                                                                         \
    {.key = "Result", .label = N_("Status"), .cols = 24, .read_only = true, .summary = true},                        \
    {.key = "Message", .label = N_("Message"), .cols = 60, .read_only = true},                                       \
    {.key = "Started", .label = NC_("run", "Started"), .kind = FIELD_TIME, .read_only = true},                       \
    {.key = "EndedAt", .label = NC_("run", "Ended"), .kind = FIELD_TIME, .read_only = true, .summary = true},        \
    {.key = "Rows", .label = N_("Rows affected"), .kind = FIELD_NUMBER, .read_only = true},                          \
    {.key = "FailedRows", .label = N_("Failed rows"), .kind = FIELD_NUMBER, .read_only = true},                      \
    {.key = "Session", .label = N_("Session"), .cols = 10, .read_only = true},                                       \
    {.key = "StartedBy", .label = N_("Started by"), .cols = 20, .read_only = true},                                  \
    {.tab = N_("History")},                                                                                          \
    {.key = "History", .label = N_("History"), .kind = FIELD_LIST, .columns = {                                      \
        {.label = NC_("run", "Started"), .kind = COLUMN_TIME, .cols = 19},                                           \
        {.label = N_("Status"), .cols = 12, .word = run_result_word, .role = run_result_role},                       \
        {.label = N_("Rows affected"), .kind = COLUMN_NUMBER, .cols = 8},                                            \
        {.label = N_("Failed rows"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 60},                            \
        {.label = N_("Session"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 60}}}
/* clang-format on */

/* In a load hook. `newest` first; the first one is the last run, count 0 = it never ran. */
void job_runs_show(struct form *form, const struct job_run *newest, int count);

#endif
