/* SPDX-License-Identifier: MIT */
/*
 * Runs one job of the data exchange in the background and tells the result. Owns the connections of that run for as
 * long as it lasts; must not touch the company of the screens from the job's thread.
 */

#include "tui/run_now.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/alloc.h"
#include "tui/words.h"

struct run {
    const struct company
        *like; /* of the screens: read only to open it again, before any change of company */
    const struct exchange_job *job;
    char database[TEXT_SIZE(50)]; /* "" = all */
    struct job_result result;
    run_now_done *done;
};

enum message_kind run_now_kind(const struct job_result *result) {
    if (result->status == BATCH_ERROR) return MESSAGE_ERROR;
    bool attention = result->failed_rows > 0 || result->inactive || result->status != BATCH_ENDED;
    return attention ? MESSAGE_WARNING : MESSAGE_INFO;
}

void run_now_words(const struct exchange_job *job, const struct job_result *result, char *buf,
                   size_t size) {
    char rows[64], failed[64] = "", session[64] = "", why[WORDS_SIZE] = "";
    const char *before_why = "";
    snprintf(rows, sizeof rows, n_("%lld row", "%lld rows", (unsigned long)result->rows),
             (long long)result->rows);
    if (result->session > 0)
        snprintf(session, sizeof session, _(", session %lld"), (long long)result->session);
    if (result->failed_rows > 0)
        snprintf(failed, sizeof failed,
                 n_(", %lld failed row", ", %lld failed rows", (unsigned long)result->failed_rows),
                 (long long)result->failed_rows);
    if (result->message.code != ERR_OK) {
        words_error(&result->message, "customer", why, sizeof why);
        before_why = " ";
    }
    /* The synchronization job's full name would leave no room for what it did. */
    bool sync = job->direction == JOB_INSIDE_HQ;
    const char *title = sync ? _("Synchronization job") : words_job_title(job->id);
    if (result->status == BATCH_ENDED && result->no_data && result->inactive)
        snprintf(buf, size,
                 _("%s: nothing was exchanged. The distribution schedule is not active, or the job "
                   "is not enabled in it."),
                 title);
    else if (result->status == BATCH_ENDED && result->no_data && result->failed_rows == 0)
        snprintf(buf, size, _("%s: nothing to do."), title);
    else if (result->status == BATCH_ENDED)
        snprintf(buf, size, "%s: %s%s%s.%s%s", title, rows, failed, session, before_why, why);
    else
        snprintf(buf, size, "%s: %s (%s%s%s).%s%s", title, words_batch_status(result->status), rows,
                 failed, session, before_why, why);
}

void run_result_store(const struct job_run *run, char *buf, size_t size) {
    buf[0] = '\0';
    if (run->id > 0) snprintf(buf, size, "%d%s", (int)run->status, run->failed_rows > 0 ? "!" : "");
}

const char *run_result_word(const char *stored) {
    if (!stored[0]) return _("never ran");
    if (stored[1] == '!' && stored[0] == '0' + BATCH_ENDED) return _("Rows failed");
    return words_batch_status((enum batch_status)(stored[0] - '0'));
}

enum role run_result_role(const char *stored) {
    if (!stored[0]) return ROLE_DIM;
    if (stored[1] == '!' || stored[0] == '0' + BATCH_ERROR) return ROLE_FAILED;
    return stored[0] == '0' + BATCH_ENDED ? ROLE_OK : ROLE_PENDING;
}

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct run *run = arg;
    struct company *company = NULL;
    enum err_code code = company_open_again(&company, run->like, COMPANY_FOR_WORK, err);
    const struct job_request request = {
        .job = run->job, .database = run->database, .full = run->database[0] != '\0'};
    if (code == ERR_OK) {
        code = exchange_request_run(company, &request, progress, &run->result, err);
    }
    company_close(&company);
    return code;
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct run *run = arg;
    if (code == ERR_OK) {
        char text[WORDS_SIZE + 256];
        run_now_words(run->job, &run->result, text, sizeof text);
        app_message(app, run_now_kind(&run->result), "%s", text);
    } else {
        app_error(app, err);
    }
    if (run->done) run->done(app, run->job, &run->result, code == ERR_OK ? NULL : err);
    free(run);
}

static bool start(struct app *app, const char *job_id, const char *database, run_now_done *done) {
    const struct exchange_job *job = NULL;
    struct err err;
    err_clear(&err);
    if (exchange_job_find(job_id, &job, &err) != ERR_OK) {
        app_error(app, &err);
        return false;
    }
    struct run *run = alloc_zero(1, sizeof *run);
    *run = (struct run){.like = app->company, .job = job, .done = done};
    text_copy(run->database, sizeof run->database, database);
    struct app_job app_job = {
        .title = words_job_title(job->id), .work = work, .arg = run, .ended = ended};
    if (app_run_job(app, &app_job)) return true;
    free(run);
    return false;
}

bool run_now(struct app *app, const char *job_id, run_now_done *done) {
    return start(app, job_id, "", done);
}

bool run_full_sync(struct app *app, const char *job_id, const char *database) {
    return start(app, job_id, database, NULL);
}

static void answered(struct app *app, int answer, void *ctx) {
    const struct exchange_job *job = ctx;
    if (answer == 0) run_now(app, job->id, NULL);
}

void run_now_ask(struct app *app, const char *job_id) {
    const struct exchange_job *job = NULL;
    struct err err;
    err_clear(&err);
    if (exchange_job_find(job_id, &job, &err) != ERR_OK) {
        app_error(app, &err);
        return;
    }
    struct question q;
    question_init(&q, MESSAGE_INFO, _("Run now"));
    snprintf(q.text, sizeof q.text, "%s\n\n%s %s", words_job_title(job->id),
             words_job_help(job->id), _("Run it now?"));
    question_yes_no(&q);
    q.focus = 0; /* it can be run again and again, and the documents say: answer Yes */
    q.answered = answered;
    q.ctx = (void *)(uintptr_t)job;
    app_ask(app, &q);
}
