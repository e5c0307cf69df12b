/* SPDX-License-Identifier: MIT */
/* The runs of a job in a form. Owns only how they are written into its fields; who reads them is the page. */

#include "tui/job_runs.h"

#include <stdio.h>

#include "tui/run_now.h"
#include "tui/words.h"

static void set_number(struct form *form, const char *key, int64_t value) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    form_set_value(form, key, text);
}

static void show_last(struct form *form, const struct job_run *run) {
    char text[WORDS_SIZE] = "";
    run_result_store(run, text, sizeof text);
    form_set_value(form, "Result", run_result_word(text));
    set_number(form, "Started", run->start_ms);
    set_number(form, "EndedAt", run->end_ms);
    set_number(form, "Rows", run->rows);
    set_number(form, "FailedRows", run->failed_rows);
    text[0] = '\0';
    if (run->session > 0) snprintf(text, sizeof text, "%lld", (long long)run->session);
    form_set_value(form, "Session", text);
    form_set_value(form, "StartedBy", run->started_by);
    words_error(&run->message, "customer", text, sizeof text);
    form_set_value(form, "Message", text);
}

void job_runs_show(struct form *form, const struct job_run *newest, int count) {
    enum { LINE = 96, MOST = 24 };
    const struct job_run never = {0};
    char text[MOST * LINE] = "";
    size_t used = 0;
    show_last(form, count > 0 ? newest : &never);
    for (int i = 0; i < count && used < sizeof text - LINE; i++) {
        char result[8];
        run_result_store(&newest[i], result, sizeof result);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%lld\t%s\t%lld\t%lld\t%.0lld",
                                 i ? "\n" : "", (long long)newest[i].start_ms, result,
                                 (long long)newest[i].rows, (long long)newest[i].failed_rows,
                                 (long long)newest[i].session);
    }
    form_set_value(form, "History", text);
}
