/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_HEALTH_H
#define CHQ_TUI_WORDS_HEALTH_H

/* The flow and its verdicts in the user's language; shared by the home page and `chq status`. See tui/words.h. */

#include "model/exchange/health.h"

/* "P-0001", "Sync job", "1010" */
const char *words_health_job(const struct health_stage *stage);
/* "Well", "Needs attention", "Falling behind", "Stalled", "Stopped" */
const char *words_health_verdict(enum health_verdict verdict);
/* Why, in one sentence whose subject is the job. */
void words_health_reason(const struct health_stage *stage, char *buf, size_t size);
/* Hundredths of rows an hour as "12" or, below ten, "0.4"; "" when it is not known. */
void words_health_rate(int64_t per_hour, char *buf, size_t size);
/* What comes into the queue and what its job moves out of it an hour, "+12 -9/h"; "" when it is not known. */
void words_health_rates(const struct health_stage *stage, char *buf, size_t size);
/* "oldest 52 min, in 12/h, out 9/h, next run 14:20", without what is not known. */
void words_health_trend(const struct health_stage *stage, int64_t now_ms, char *buf, size_t size);

#endif
