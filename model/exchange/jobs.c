/* SPDX-License-Identifier: MIT */
/*
 * The jobs by name, and the frame of every run: may it start, its history, its heartbeats, how it ended. What a job does
 * is in upload.c, customer_sync.c and download.c.
 */

#include "model/exchange/jobs.h"

#include <strings.h>

#include "model/clock.h"
#include "model/exchange/work.h"
#include "model/hq/servicing.h"
#include "model/log.h"

const struct exchange_job exchange_jobs[] = {
    {.id = "P-0001", .alias = "P-job", .direction = JOB_UPLOAD},
    {.id = "sync-customers", .alias = "sync-job", .direction = JOB_INSIDE_HQ},
    {.id = "1010", .alias = "1010_CustomerSearch", .direction = JOB_DOWNLOAD},
    {.id = "1070", .direction = JOB_DOWNLOAD},
    {.id = "1090", .direction = JOB_DOWNLOAD},
    {.id = "1110", .direction = JOB_DOWNLOAD},
    {.id = "9999", .direction = JOB_DOWNLOAD},
    {.id = NULL}};

enum { HEARTBEAT, SCHEDULE_ACTIVE, SCHEDULE_GROUP };
const char *const jobs_sql[] = {
    [HEARTBEAT] = "INSERT INTO RetailCDXDataStoreHeartbeatLog (DatabaseProfile, LastConnection)"
                  " VALUES (?1, ?2) ON CONFLICT (DatabaseProfile)"
                  " DO UPDATE SET LastConnection = excluded.LastConnection",
    [SCHEDULE_ACTIVE] = "SELECT Active FROM RetailConnSchedule WHERE Name = ?1",
    [SCHEDULE_GROUP] = "SELECT 1 FROM RetailCDXScheduleDataGroup"
                       " WHERE Schedule = ?1 AND DataGroup = ?2",
    NULL};

/* ---- names ------------------------------------------------------------------------------------------------------ */

enum err_code exchange_job_find(const char *name, const struct exchange_job **job,
                                struct err *err) {
    const char *known[32];
    size_t count = 0;
    for (*job = exchange_jobs; (*job)->id; (*job)++) {
        const char *alias = (*job)->alias;
        if (strcasecmp(name, (*job)->id) == 0) return ERR_OK;
        if (alias && strcasecmp(name, alias) == 0) return ERR_OK;
        known[count++] = (*job)->id;
        if (alias) known[count++] = alias;
    }
    *job = NULL;
    const char *nearest = text_nearest(name, known, count);
    err_set(err, ERR_NOT_FOUND, REASON_JOB_UNKNOWN, NULL, name);
    err_add_value2(err, nearest ? nearest : "");
    return ERR_NOT_FOUND;
}

/* ---- pace ------------------------------------------------------------------------------------------------------- */

void pace_init(struct pace *pace, const struct settings *settings) {
    *pace = (struct pace){.most = settings->exchange_batch_rows,
                          .target_us = settings->exchange_lock_ms * 1000 * 3 / 4};
    pace->rows = pace->most < 2000 ? pace->most : 2000;
}

void pace_learn(struct pace *pace, int64_t rows, int64_t held_us) {
    if (rows <= 0 || rows < pace->rows / 2) return; /* a short one says nothing about large ones */
    int64_t next = held_us > 0 ? rows * pace->target_us / held_us : pace->most;
    if (next > pace->rows * 8) next = pace->rows * 8;
    if (next > pace->most) next = pace->most;
    pace->rows = next < 1 ? 1 : next;
}

/* ---- a run ------------------------------------------------------------------------------------------------------ */

void work_advance(struct work *work, int64_t rows) {
    work->result->rows += rows;
    work->done += rows;
    if (work->total < work->done) work->total = work->done;
    progress_report(work->progress, work->done, work->total);
}

/* Who waits looks every 1 to 3 ms (model/db_file.c). A short batch leaves gaps enough by itself. */
void work_let_others(int64_t held_us) {
    enum { SHORT_US = 5000, LONGEST_MS = 6 };
    if (held_us < SHORT_US) return;
    int64_t ms = held_us / 60000 + 1;
    clock_sleep_ms(ms < LONGEST_MS ? (int)ms : LONGEST_MS);
}

bool work_is_stopped(const struct work *work) {
    return work->result->status == BATCH_CANCELED;
}

enum err_code work_may_go_on(struct work *work, bool *go_on, struct err *err) {
    bool in_servicing = false;
    *go_on = false;
    if (work_is_stopped(work)) return ERR_OK;
    if (progress_cancelled(work->progress)) {
        work->result->status = BATCH_CANCELED;
        err_set(&work->result->message, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        return ERR_OK;
    }
    enum err_code code = servicing_get(work->company->hq, &in_servicing, err);
    if (code != ERR_OK) return code;
    if (in_servicing) {
        work->result->status = BATCH_CANCELED;
        err_set(&work->result->message, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, NULL);
    }
    *go_on = !in_servicing;
    return ERR_OK;
}

void work_part_failed(struct work *work, const struct err *why) {
    struct job_result *result = work->result;
    if (result->status == BATCH_ENDED) {
        result->status = BATCH_ERROR;
        result->message = *why;
    }
    log_err("exchange", why);
}

bool err_is_refusal(enum err_code code) {
    return code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_CONFLICT ||
           code == ERR_REFUSED;
}

bool work_channel_usable(struct work *work, struct company_channel *channel) {
    if (!channel->db) {
        work_part_failed(work, &channel->trouble);
        return false;
    }
    work->contacted[channel - work->company->channels] = true;
    return true;
}

enum err_code schedule_active(struct db *hq, const char *job, bool *active, struct err *err) {
    int64_t value = 0;
    struct stmt *stmt = db_stmt(hq, jobs_sql[SCHEDULE_ACTIVE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    enum err_code code = stmt_value_int(stmt, 0, &value, err);
    *active = value != 0;
    return code;
}

enum err_code schedule_has_group(struct db *hq, const char *job, const char *data_group,
                                 bool *attached, struct err *err) {
    int64_t value = 0;
    struct stmt *stmt = db_stmt(hq, jobs_sql[SCHEDULE_GROUP], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, job);
    stmt_bind_text(stmt, 2, data_group);
    enum err_code code = stmt_value_int(stmt, 0, &value, err);
    *attached = value != 0;
    return code;
}

static enum err_code run_full(struct work *work, struct err *err) {
    static const char *const parts[] = {"1070", "1110", "1090", "1010"};
    enum err_code code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof parts / sizeof *parts; i++) {
        if (!work_is_stopped(work)) code = download_run(work, "9999", parts[i], true, err);
    }
    return code;
}

static enum err_code dispatch(struct work *work, const struct exchange_job *job, struct err *err) {
    if (job->direction == JOB_INSIDE_HQ) return customer_sync_run(work, err);
    bool active = false;
    enum err_code code = schedule_active(work->company->hq, job->id, &active, err);
    if (code != ERR_OK) return code;
    if (!active) {
        work->result->inactive = true;
        return ERR_OK;
    }
    if (job->direction == JOB_UPLOAD) return upload_run(work, err);
    return strcmp(job->id, "9999") == 0 ? run_full(work, err)
                                        : download_run(work, job->id, job->id, false, err);
}

/* Refused in servicing, in one transaction with the history, so that servicing cannot begin in between. */
static enum err_code begin_run(struct company *company, const struct exchange_job *job,
                               int64_t *run, struct err *err) {
    bool in_servicing = false;
    enum err_code code = db_begin(company->hq, err);
    if (code != ERR_OK) return code;
    code = servicing_get(company->hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, job->id);
    }
    if (code == ERR_OK) code = job_run_begin(company->hq, job->id, company->user, run, err);
    if (code == ERR_OK) return db_commit(company->hq, err);
    db_rollback(company->hq);
    return code;
}

static enum err_code write_heartbeats(const struct work *work, struct err *err) {
    for (int i = 0; i < work->company->channel_count; i++) {
        if (!work->contacted[i]) continue;
        struct stmt *stmt = db_stmt(work->company->hq, jobs_sql[HEARTBEAT], err);
        if (!stmt) return db_error(work->company->hq);
        stmt_bind_text(stmt, 1, work->company->channels[i].name);
        stmt_bind_int(stmt, 2, clock_now_ms());
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code end_run(const struct work *work, int64_t run, struct err *err) {
    const struct job_result *result = work->result;
    const struct err *message = result->message.code != ERR_OK ? &result->message : NULL;
    enum err_code code = db_begin(work->company->hq, err);
    if (code != ERR_OK) return code;
    code = write_heartbeats(work, err);
    if (code == ERR_OK) {
        code = job_run_end(work->company->hq, run, result->status, result->rows,
                           result->failed_rows, result->session, message, err);
    }
    if (code == ERR_OK) return db_commit(work->company->hq, err);
    db_rollback(work->company->hq);
    return code;
}

enum err_code exchange_job_run(struct company *company, const struct exchange_job *job,
                               const struct progress *progress, struct job_result *result,
                               struct err *err) {
    *result = (struct job_result){.status = BATCH_ENDED};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    struct work work = {.company = company, .progress = progress, .result = result};
    int64_t run = 0, start_us = clock_ticks_us();
    enum err_code code = begin_run(company, job, &run, err);
    if (code != ERR_OK) return code;

    struct err why = {0};
    code = company_reload_channels(company, &why);
    if (code == ERR_OK) code = dispatch(&work, job, &why);
    if (code != ERR_OK) work_part_failed(&work, &why);
    result->no_data = result->status == BATCH_ENDED && result->rows == 0 &&
                      result->failed_rows == 0 && !result->waiting;
    code = end_run(&work, run, err);
    result->elapsed_ms = (clock_ticks_us() - start_us) / 1000;
    return code;
}

enum err_code exchange_job_statuses(struct company *company, struct job_status *statuses,
                                    int *count, struct err *err) {
    *count = 0;
    for (const struct exchange_job *job = exchange_jobs; job->id; job++) {
        struct job_status *status = &statuses[(*count)++];
        *status = (struct job_status){.job = job};
        enum err_code code = job_run_last(company->hq, job->id, &status->last, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}
