/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_TRACE_H
#define CHQ_TUI_WORDS_TRACE_H

/* What a trace found, in the user's language; shared by the page and the verb. See tui/words.h. */

#include "model/trainer/trace.h"

/* "Storefront", "Job P-0001", "Headquarters" … */
const char *words_hop(enum trace_hop_id id);
/* "passed", "waits here", "stopped here" … */
const char *words_hop_state(enum trace_hop_state state);
/* Where and by what it was passed: "Default, session 12, batch job 3"; of a job that is still to come: "last run 23:10, next
 * run 23:15"; "" when there is nothing to say. */
void words_hop_detail(const struct trace_hop *hop, int64_t now_ms, char *buf, size_t size);
/* The time, with the date when it is more than a day from now. */
void words_hop_when(int64_t at_ms, int64_t now_ms, char *buf, size_t size);
/* How long: "40 ms", "5 s", "14 min", "3 h", "12 d"; "" when it is not known, or no time at all. */
void words_hop_time(const struct trace_hop *hop, char *buf, size_t size);
/* What stands above it: "Cause" or "Verdict" for the first, "Also", "Further on". */
const char *words_cause_heading(const struct trace_finding *finding, int index);
/* The same with its number in the failure catalogue, when it has one. */
void words_cause_title(const struct trace_finding *finding, int index, char *buf, size_t size);
/* The cause in one sentence. */
void words_cause(const struct trace_finding *finding, char *buf, size_t size);
/* What to do next, one sentence without the way there; "" when there is nothing to do. */
void words_cause_remedy(const struct trace_finding *finding, char *buf, size_t size);
/* "Cause 12 of the failure catalogue"; "" when it has no number there. */
void words_cause_number(const struct trace_finding *finding, char *buf, size_t size);

#endif
