/* SPDX-License-Identifier: MIT */
/*
 * The jobs by name, and the frame of every run: may it start, its history, its heartbeats, how it ended. What a job does
 * is in upload.c, customer_sync.c and download.c.
 */

#include "model/exchange/jobs.h"

#include <string.h>
#include <strings.h>

#include "model/clock.h"
#include "model/exchange/work.h"
#include "model/hq/schedule.h"
#include "model/hq/batch.h"
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

enum { HEARTBEAT, PARAMETERS, ENFORCED };
const char *const jobs_sql[] = {
    [HEARTBEAT] = "INSERT INTO RetailCDXDataStoreHeartbeatLog (DatabaseProfile, LastConnection)"
                  " VALUES (?1, ?2) ON CONFLICT (DatabaseProfile)"
                  " DO UPDATE SET LastConnection = excluded.LastConnection",
    [PARAMETERS] = "SELECT TryCount, SqlCommandTimeout, MonitoringRetentionDays"
                   " FROM RetailConnParameters",
    [ENFORCED] = "SELECT Value FROM RetailSharedParameters"
                 " WHERE Name = 'CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT'",
    NULL};

#define LEASE_TTL_MS 120000

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
    return work->stopped;
}

static void stop(struct work *work, enum batch_status status, const struct err *why) {
    work->stopped = true;
    work->result->status = status;
    work->result->message = *why;
}

static enum err_code still_mine(struct work *work, struct lease *lease, struct err *err) {
    bool mine = true;
    if (work->replaced || lease->name[0] == '\0') return ERR_OK;
    enum err_code code = lease_holds(lease, work->company->hq, &mine, err);
    if (code != ERR_OK || mine) return code;
    struct err why = {0};
    err_set(&why, ERR_CONFLICT, REASON_JOB_REPLACED, NULL, work->request->job->id);
    work->replaced = true;
    stop(work, BATCH_ERROR, &why);
    return ERR_OK;
}

enum err_code work_still_holds(struct work *work, bool *holds, struct err *err) {
    enum err_code code = still_mine(work, &work->lease, err);
    if (code == ERR_OK) code = still_mine(work, &work->part_lease, err);
    *holds = code == ERR_OK && !work->replaced;
    return code;
}

enum err_code work_may_go_on(struct work *work, bool *go_on, struct err *err) {
    struct err why = {0};
    bool in_servicing = false;
    *go_on = false;
    if (work_is_stopped(work)) return ERR_OK;
    enum err_code code = servicing_get(work->company->hq, &in_servicing, err);
    bool holds = false;
    if (code == ERR_OK) code = work_still_holds(work, &holds, err);
    if (code != ERR_OK || !holds) return code;
    if (progress_cancelled(work->progress)) {
        err_set(&why, ERR_CANCELLED, REASON_NONE, NULL, NULL);
    } else if (in_servicing) {
        err_set(&why, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, NULL);
    }
    if (why.code != ERR_OK) stop(work, BATCH_CANCELED, &why);
    *go_on = why.code == ERR_OK;
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

void work_part_waits(struct work *work, const struct err *why) {
    struct job_result *result = work->result;
    result->waiting = true;
    if (result->status == BATCH_ENDED && result->message.code == ERR_OK) result->message = *why;
}

bool work_wants(const struct work *work, const struct company_channel *channel) {
    const char *database = work->request->database;
    return !database || !*database || strcmp(database, channel->name) == 0;
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

/* ---- leases ----------------------------------------------------------------------------------------------------- */

static enum err_code take_lease(struct work *work, struct lease *lease, const char *job,
                                struct err *err) {
    char name[LEASE_NAME_SIZE];
    snprintf(name, sizeof name, "job:%s", job);
    return lease_take(lease, work->company->hq, name, LEASE_TTL_MS, work->company->user, err);
}

/* 9999 works on the sessions of the other jobs, so it is a run of theirs, too. */
static enum err_code run_part(struct work *work, const char *job, struct err *err) {
    struct err why = {0};
    enum err_code code = take_lease(work, &work->part_lease, job, &why);
    if (code == ERR_BUSY && why.reason == REASON_LEASE_HELD) {
        work->part_lease = (struct lease){0};
        work_part_failed(work, &why);
        return ERR_OK;
    }
    if (code != ERR_OK) {
        if (err) *err = why;
        return code;
    }
    code = download_run(work, "9999", job, true, err);
    enum err_code released =
        lease_release(&work->part_lease, work->company->hq, code == ERR_OK ? err : NULL);
    work->part_lease = (struct lease){0};
    return code == ERR_OK ? released : code;
}

/* ---- what is run ------------------------------------------------------------------------------------------------ */

/* Every job that is enabled in the schedule; its groups are those of 9999. */
static enum err_code run_full(struct work *work, struct err *err) {
    static const char *const parts[] = {"1070", "1110", "1090", "1010"};
    enum err_code code = ERR_OK;
    work->result->inactive = true;
    for (size_t i = 0; code == ERR_OK && i < sizeof parts / sizeof *parts; i++) {
        bool enabled = false;
        if (work_is_stopped(work)) break;
        code = schedule_has_job(work->company->hq, "9999", parts[i], &enabled, err);
        if (code != ERR_OK || !enabled) continue;
        work->result->inactive = false;
        code = run_part(work, parts[i], err);
    }
    return code;
}

static enum err_code dispatch(struct work *work, const struct exchange_job *job, struct err *err) {
    if (job->direction == JOB_INSIDE_HQ) return customer_sync_run(work, err);
    bool active = false, full = strcmp(job->id, "9999") == 0, enabled = full;
    enum err_code code = schedule_active(work->company->hq, job->id, &active, err);
    if (code == ERR_OK && !full)
        code = schedule_has_job(work->company->hq, job->id, job->id, &enabled, err);
    if (code != ERR_OK) return code;
    if (!active || !enabled) {
        work->result->inactive = true;
        return ERR_OK;
    }
    if (job->direction == JOB_UPLOAD) return upload_run(work, err);
    return full ? run_full(work, err)
                : download_run(work, job->id, job->id, work->request->full, err);
}

static enum err_code read_parameters(struct work *work, struct err *err) {
    struct work_parameters *parameters = &work->parameters;
    struct db *hq = work->company->hq;
    int64_t enforced = 0;
    bool row;
    struct stmt *stmt = db_stmt(hq, jobs_sql[PARAMETERS], err);
    if (!stmt) return db_error(hq);
    enum err_code code = stmt_step(stmt, &row, err);
    *parameters = (struct work_parameters){.tries = 3, .retention_days = 30};
    if (code == ERR_OK && row) {
        parameters->tries = stmt_int(stmt, 0);
        parameters->timeout_s = stmt_int(stmt, 1);
        parameters->retention_days = stmt_int(stmt, 2);
    }
    stmt_reset(stmt);
    if (code != ERR_OK) return code;
    stmt = db_stmt(hq, jobs_sql[ENFORCED], err);
    if (!stmt) return db_error(hq);
    code = stmt_value_int(stmt, 0, &enforced, err);
    parameters->enforce_order = enforced == 1;
    return code;
}

/* Refused in servicing and while another run works, in one transaction with the history, so that nothing can begin in
 * between. */
static enum err_code begin_run(struct work *work, int64_t *run, struct err *err) {
    struct company *company = work->company;
    const char *job = work->request->job->id;
    bool in_servicing = false;
    enum err_code code = db_begin(company->hq, err);
    if (code != ERR_OK) return code;
    code = servicing_get(company->hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, job);
    }
    if (code == ERR_OK) code = take_lease(work, &work->lease, job, err);
    if (code == ERR_OK) code = job_run_begin(company->hq, job, company->user, run, err);
    if (code == ERR_OK && work->request->batch_job != 0) {
        code = job_run_for_batch(company->hq, *run, work->request->batch_job, work->request->retry,
                                 err);
    }
    if (code == ERR_OK) code = read_parameters(work, err);
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

/* Sessions that have ended long ago go (domain.md 4.17). */
static enum err_code forget_sessions(const struct work *work, struct err *err) {
    const int64_t day_ms = INT64_C(86400000);
    if (work->parameters.retention_days == 0) return ERR_OK;
    return sessions_forget(work->company->hq,
                           clock_now_ms() - work->parameters.retention_days * day_ms, err);
}

static enum err_code end_run(struct work *work, int64_t run, struct err *err) {
    struct db *hq = work->company->hq;
    const struct job_result *result = work->result;
    const struct err *message = result->message.code != ERR_OK ? &result->message : NULL;
    bool mine = false;
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = lease_holds(&work->lease, hq, &mine, err);
    /* Who took the place of this run has closed it in the history. */
    if (code == ERR_OK && mine) {
        code = write_heartbeats(work, err);
        if (code == ERR_OK) {
            code = job_run_end(hq, run, result->status, result->rows, result->failed_rows,
                               result->session, message, err);
        }
        if (code == ERR_OK) code = forget_sessions(work, err);
        if (code == ERR_OK) code = lease_release(&work->lease, hq, err);
    }
    if (code == ERR_OK) code = db_commit(hq, err);
    db_rollback(hq);
    return code;
}

/* When the run could not be ended in the history, the next one must not have to wait for the lease. */
static void give_up_lease(struct work *work) {
    struct err err = {0};
    if (lease_release(&work->lease, work->company->hq, &err) != ERR_OK) log_err("lease", &err);
}

static enum err_code find_database(const struct work *work, struct err *err) {
    const struct company *company = work->company;
    const char *database = work->request->database;
    if (!database || !*database) return ERR_OK;
    for (int i = 0; i < company->channel_count; i++) {
        if (work_wants(work, &company->channels[i])) return ERR_OK;
    }
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "channel-database", database);
}

enum err_code exchange_request_run(struct company *company, const struct job_request *request,
                                   const struct progress *progress, struct job_result *result,
                                   struct err *err) {
    *result = (struct job_result){.status = BATCH_ENDED};
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    struct work work = {
        .company = company, .request = request, .progress = progress, .result = result};
    int64_t run = 0, start_us = clock_ticks_us();
    enum err_code code = find_database(&work, err);
    if (code == ERR_OK) code = begin_run(&work, &run, err);
    if (code != ERR_OK) return code;

    struct err why = {0};
    code = company_reload_channels(company, &why);
    if (code == ERR_OK) code = dispatch(&work, request->job, &why);
    if (code != ERR_OK) work_part_failed(&work, &why);
    result->no_data = result->status == BATCH_ENDED && result->rows == 0 &&
                      result->failed_rows == 0 && !result->waiting;
    code = end_run(&work, run, err);
    if (code != ERR_OK) give_up_lease(&work);
    result->elapsed_ms = (clock_ticks_us() - start_us) / 1000;
    return code;
}

enum err_code exchange_job_run(struct company *company, const struct exchange_job *job,
                               const struct progress *progress, struct job_result *result,
                               struct err *err) {
    return exchange_request_run(company, &(struct job_request){.job = job}, progress, result, err);
}

enum err_code exchange_job_statuses(struct company *company, struct job_status *statuses,
                                    int *count, struct err *err) {
    *count = 0;
    for (const struct exchange_job *job = exchange_jobs; job->id; job++) {
        struct job_status *status = &statuses[(*count)++];
        *status = (struct job_status){.job = job};
        enum err_code code = job_run_last(company->hq, job->id, &status->last, err);
        if (code == ERR_OK) {
            code = batch_next_run(company->hq, job->id, &status->next_ms, NULL, err);
        }
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}
