/* SPDX-License-Identifier: MIT */
/*
 * One correction for a group of operations: preview, question, run. Preview and run are jobs on connections of their own;
 * owns what is between them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/exchange/company.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/operation_view.h"
#include "tui/words_operations.h"

/* ---- the group -------------------------------------------------------------------------------------------------- */

/* The first of them that has failed tells what is wrong. */
static enum err_code read_example(struct db *hq, int64_t number, struct failure_cause *cause,
                                  struct err *err) {
    struct async_operation *operation = alloc_zero(1, sizeof *operation);
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)number);
    enum err_code code = entity_async_operation.load(hq, key, operation, err);
    if (code == ERR_OK && operation->SyncStatus == SYNC_FAILED) {
        err_parse(&cause->error, operation->LastError);
        cause->example = operation->head.RecId;
        text_copy(cause->example_name, sizeof cause->example_name, operation->CustName);
    }
    free(operation);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* "3,17-19", ascending; never more than can be marked. */
static enum err_code read_numbers(struct db *hq, const char *text, struct failure_cause *cause,
                                  int64_t **numbers, size_t *count, struct err *err) {
    enum { MOST = 2000 };
    enum err_code code = ERR_OK;
    *numbers = alloc_zero(MOST, sizeof **numbers);
    for (const char *at = text; *at && code == ERR_OK;) {
        char *end;
        int64_t first = strtoll(at, &end, 10), last = first;
        if (*end == '-') last = strtoll(end + 1, &end, 10);
        for (int64_t n = first; n <= last && *count < MOST && code == ERR_OK; n++) {
            (*numbers)[(*count)++] = n;
            if (cause->example == 0) code = read_example(hq, n, cause, err);
        }
        at = *end == ',' ? end + 1 : end + strlen(end);
    }
    cause->count = (int64_t)*count;
    return code;
}

enum err_code operation_group(struct db *hq, const char *group, struct failure_cause *cause,
                              int64_t **numbers, size_t *count, struct err *err) {
    *numbers = NULL;
    *count = 0;
    *cause = (struct failure_cause){0};
    if (group[0] == '#') return read_numbers(hq, group + 1, cause, numbers, count, err);
    enum err_code code = failure_cause_find(hq, group, cause, err);
    return code == ERR_OK ? failure_cause_operations(hq, cause, numbers, count, err) : code;
}

/* ---- the jobs --------------------------------------------------------------------------------------------------- */

struct correcting {
    const struct company *like; /* read only to open it again */
    char group[ROW_KEY_SIZE];
    struct correction correction;
    struct resync_counts counts;
    bool preview;
};

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct correcting *it = arg;
    struct company *company = NULL;
    struct failure_cause cause;
    int64_t *numbers = NULL;
    size_t count = 0;
    enum err_code code = company_open_again(&company, it->like, COMPANY_FOR_WORK, err);
    if (code == ERR_OK) {
        code = operation_group(company->hq, it->group, &cause, &numbers, &count, err);
    }
    if (code == ERR_OK) {
        code = it->preview ? resync_preview(company, numbers, count, &it->correction, progress,
                                            &it->counts, err)
                           : resync_run(company, numbers, count, &it->correction, progress,
                                        &it->counts, err);
    }
    free(numbers);
    company_close(&company);
    return code;
}

/* Others repair as well: when it is the page that is old, the operator has done nothing wrong. */
static void say_failed(struct app *app, const struct err *err) {
    if (err->reason != REASON_CAUSE_UNKNOWN) {
        app_error(app, err);
        return;
    }
    if (strcmp(app_page_id(app), "correct-failed") == 0) app_close_page(app);
    app_message(app, MESSAGE_INFO, "%s",
                _("Nothing fails by this cause any longer: it was repaired in the meantime."));
    app_data_changed(app);
}

static void run_ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct correcting *it = arg;
    if (code == ERR_OK) {
        char text[2 * WORDS_SIZE];
        bool attention = it->counts.failed > 0 || it->counts.stopped;
        words_resync_result(&it->counts, text, sizeof text);
        bool dialog = strcmp(app_page_id(app), "correct-failed") == 0;
        if (dialog && !attention) app_close_page(app); /* which takes messages with it */
        app_message(app, attention ? MESSAGE_WARNING : MESSAGE_INFO, "%s", text);
    } else {
        say_failed(app, err);
    }
    free(it);
    app_data_changed(app);
}

static void start(struct app *app, struct correcting *it, const char *title,
                  void (*ended)(struct app *app, void *arg, enum err_code code,
                                const struct err *err)) {
    struct app_job job = {.title = title, .work = work, .arg = it, .ended = ended};
    if (!app_run_job(app, &job)) free(it);
}

static void answered(struct app *app, int answer, void *ctx) {
    struct correcting *it = ctx;
    if (answer != 0) {
        free(it);
        return;
    }
    it->preview = false;
    start(app, it, _("Correct and synchronize"), run_ended);
}

static void preview_ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct correcting *it = arg;
    struct question q;
    bool tried = it->counts.changed + it->counts.unchanged > 0;
    if (code != ERR_OK || it->counts.stopped) {
        if (code != ERR_OK) say_failed(app, err);
        free(it);
        return;
    }
    question_init(&q, MESSAGE_INFO, _("Correct and synchronize"));
    words_resync_preview(&it->counts, &it->correction, q.text, sizeof q.text);
    if (!tried) {
        app_message(app, MESSAGE_WARNING, "%s", q.text);
        free(it);
        return;
    }
    size_t used = strlen(q.text);
    snprintf(q.text + used, sizeof q.text - used, "\n\n%s", _("Go on?"));
    question_yes_no(&q);
    q.answered = answered;
    q.ctx = it;
    app_ask(app, &q);
}

void operation_correct_group(struct app *app, const char *group,
                             const struct correction *correction) {
    struct correcting *it = alloc_zero(1, sizeof *it);
    it->like = app->company;
    it->correction = *correction;
    it->preview = true;
    text_copy(it->group, sizeof it->group, group);
    start(app, it, _("Preview"), preview_ended);
}
