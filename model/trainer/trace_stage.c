/* SPDX-License-Identifier: MIT */
/*
 * What stands in the way of one job that has to take a record on, in the order of domain.md 5.10: headquarters, the
 * channel, the schedule, the sessions, the last run, the plan. Tells "normal waiting" from a fault by the plan: a job that
 * will take the record on by itself is no fault, however long it takes. Of a job further on only what will still hold then
 * is told. Reads only; knows no words.
 */

#include "model/channel/async_client.h"
#include "model/exchange/batch_server.h"
#include "model/exchange/reseed.h"
#include "model/hq/batch.h"
#include "model/hq/lease.h"
#include "model/hq/servicing.h"
#include "model/hq/sessions.h"
#include "model/trainer/trace_priv.h"

enum { PLAN, UPLOAD_SESSION, DOWNLOAD_SESSION, APPLIED_SINCE, GROUP_SERVED, COUNTER_BEHIND };

/* COUNTER_BEHIND is a channel's, all others headquarters'. */
const char *const trace_stage_sql[] = {
    /* The batch job that is nearest to a start: one that will start before one that does not. */
    [PLAN] = "SELECT j.RecId, j.Status, j.OrigStartDateTime FROM Batch b JOIN BatchJob j"
             " ON j.RecId = b.BatchJobId WHERE b.JobId = ?1 AND b.DatabaseProfile IN ('', ?2)"
             " ORDER BY j.Status IN (1, 2, 5) DESC, j.OrigStartDateTime LIMIT 1",
    /* The failed package, which the next run tries again before anything behind it. */
    [UPLOAD_SESSION] = "SELECT RecId, Message FROM RetailCDXUploadSession"
                       " WHERE DatabaseProfile = ?1 AND Status NOT IN (3, 4) AND Status IN (5, 6)"
                       " ORDER BY RecId LIMIT 1",
    /* A suspended one holds up all behind it; else the newest tells. */
    [DOWNLOAD_SESSION] = "SELECT d.Session, d.Status, d.Message FROM RetailCDXDownloadSession s"
                         " JOIN RetailCDXDownloadSessionDataStore d ON d.Session = s.RecId"
                         " WHERE s.JobId = '1010' AND d.DatabaseProfile = ?1"
                         " ORDER BY s.Status = 10 AND d.Status = 10 DESC, s.RecId DESC LIMIT 1",
    [APPLIED_SINCE] =
        "SELECT 1 FROM RetailCDXDownloadSessionDataStore"
        " WHERE DatabaseProfile = ?1 AND Status = 4 AND AppliedDateTime >= ?2 LIMIT 1",
    [GROUP_SERVED] = "SELECT 1 FROM RetailCDXScheduleDataGroup WHERE DataGroup = ?1 LIMIT 1",
    [COUNTER_BEHIND] = "SELECT 1 FROM UPLOADSESSIONCOUNTER c JOIN UPLOADSESSION s"
                       " ON s.ID = c.NEXTID",
    NULL};

/* The statement with its text parameters bound; t2 may be NULL. */
static enum err_code ask(struct db *db, int which, const char *t1, const char *t2,
                         struct stmt **stmt, struct err *err) {
    *stmt = db_stmt(db, trace_stage_sql[which], err);
    if (!*stmt) return db_error(db);
    if (t1) stmt_bind_text(*stmt, 1, t1);
    if (t2) stmt_bind_text(*stmt, 2, t2);
    return ERR_OK;
}

static bool is_upload(const struct trace_stage *stage) {
    return strcmp(stage->job, "P-0001") == 0;
}

static bool is_download(const struct trace_stage *stage) {
    return strcmp(stage->job, "1010") == 0;
}

/* ---- headquarters and the channel -------------------------------------------------------------------------------- */

enum err_code trace_judge_servicing(struct trace_facts *facts, struct err *err) {
    bool in_servicing = false;
    enum err_code code = servicing_get(facts->company->hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing)
        trace_repair_at(trace_add(facts, TRACE_SERVICING, NULL, NULL), "servicing-switch", NULL);
    return code;
}

enum err_code trace_judge_channel(struct trace_facts *facts, struct company_channel *channel,
                                  struct err *err) {
    bool running = true;
    if (!channel) {
        trace_repair_at(
            trace_add(facts, TRACE_STORE_NOT_IN_CHANNEL, facts->trace->customer.store, NULL),
            "channel-database", NULL);
        return ERR_OK;
    }
    if (!channel->db) {
        struct trace_finding *finding =
            trace_add(facts, TRACE_CHANNEL_UNREADABLE, channel->name, NULL);
        finding->err = channel->trouble;
        trace_repair_at(finding, "channel-database", channel->name);
        return ERR_OK;
    }
    if (channel->paused)
        trace_repair_at(trace_add(facts, TRACE_PAUSED, channel->name, NULL), "channel-database",
                        channel->name);
    enum err_code code = async_client_running(channel->db, &running, err);
    if (code == ERR_OK && !running)
        trace_repair_at(trace_add(facts, TRACE_CLIENT_STOPPED, channel->name, NULL), "restart-csu",
                        NULL);
    return code;
}

/* ---- the schedule ------------------------------------------------------------------------------------------------ */

/* A group that no schedule serves is the database's fault, else one schedule leaves it out. */
static enum err_code add_not_in_group(struct trace_facts *facts, const struct trace_stage *stage,
                                      struct err *err) {
    struct stmt *stmt;
    int64_t served = 0;
    enum err_code code =
        ask(facts->company->hq, GROUP_SERVED, stage->channel->data_group, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 0, &served, err);
    if (code != ERR_OK) return code;
    trace_repair_at(trace_add(facts, TRACE_NOT_IN_GROUP, stage->channel->name, stage->job),
                    served ? "distribution-schedule" : "channel-database",
                    served ? stage->job : stage->channel->name);
    return ERR_OK;
}

static enum err_code judge_subjobs(struct trace_facts *facts, const struct trace_stage *stage,
                                   struct err *err) {
    static const char *const up[] = {"RetailAsyncCustomer", NULL};
    static const char *const down[] = {"CustTable", "RetailCustTable", "DirAddressBookParty", NULL};
    for (const char *const *table = is_upload(stage) ? up : down; *table; table++) {
        bool sends = false;
        enum err_code code = job_sends(facts->company->hq, stage->job, *table, &sends, err);
        if (code != ERR_OK) return code;
        if (sends) continue;
        trace_repair_at(trace_add(facts, TRACE_SUBJOB_MISSING, *table, stage->job),
                        "initialize-commerce-scheduler", NULL);
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err_code judge_schedule(struct trace_facts *facts, const struct trace_stage *stage,
                                    struct err *err) {
    struct db *hq = facts->company->hq;
    bool active = false, enabled = false, attached = true;
    enum err_code code = schedule_active(hq, stage->job, &active, err);
    if (code == ERR_OK) code = schedule_has_job(hq, stage->job, stage->job, &enabled, err);
    if (code == ERR_OK && stage->channel)
        code = schedule_has_group(hq, stage->job, stage->channel->data_group, &attached, err);
    if (code == ERR_OK && !attached) code = add_not_in_group(facts, stage, err);
    if (code != ERR_OK) return code;
    if (!active)
        trace_repair_at(trace_add(facts, TRACE_SCHEDULE_INACTIVE, stage->job, NULL),
                        "distribution-schedule", stage->job);
    else if (!enabled)
        trace_repair_at(trace_add(facts, TRACE_JOB_DISABLED, stage->job, NULL),
                        "distribution-schedule", stage->job);
    return judge_subjobs(facts, stage, err);
}

/* ---- sessions ---------------------------------------------------------------------------------------------------- */

/* What the channel itself tells of the next upload: no run need have failed yet. */
static enum err_code judge_counters(struct trace_facts *facts, struct company_channel *channel,
                                    const struct job_run *last, struct err *err) {
    struct stmt *stmt;
    int64_t behind = 0;
    bool restored = false;
    enum err_code code = ask(channel->db, COUNTER_BEHIND, NULL, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 0, &behind, err);
    if (code == ERR_OK) code = channel_is_restored(facts->company, channel, &restored, err);
    if (code != ERR_OK) return code;
    if (behind) {
        struct trace_finding *finding =
            trace_add(facts, TRACE_SESSION_COUNTER, channel->name, NULL);
        if (last->message.reason == REASON_UPLOAD_SESSION_DUPLICATE) finding->err = last->message;
        trace_repair_at(finding, "channel-database", channel->name);
    }
    if (restored)
        trace_repair_at(trace_add(facts, TRACE_CHANNEL_RESTORED, channel->name, NULL),
                        "channel-database", channel->name);
    return ERR_OK;
}

/* The session, finding->count, has what only support can repair (domain.md 4.23). */
static void ask_support(struct trace_finding *finding, const char *job) {
    char key[40];
    snprintf(key, sizeof key, "%.10s:%lld", job, (long long)finding->count);
    trace_repair_at(finding, "support-request", key);
}

static enum err_code judge_package(struct trace_facts *facts, const struct trace_stage *stage,
                                   bool *failed, struct err *err) {
    struct stmt *stmt;
    bool row;
    struct err why;
    enum err_code code =
        ask(facts->company->hq, UPLOAD_SESSION, stage->channel->name, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    int64_t session = stmt_int(stmt, 0);
    err_parse(&why, stmt_text(stmt, 1));
    stmt_reset(stmt);
    struct trace_finding *finding = why.reason == REASON_PACKAGE_TOO_LONG
                                        ? trace_add(facts, TRACE_PACKAGE_REFUSED, NULL, NULL)
                                    : why.reason == REASON_UPLOAD_TIMEOUT
                                        ? trace_add(facts, TRACE_PACKAGE_TIMEOUT, NULL, NULL)
                                        : trace_add(facts, TRACE_BATCH_ERROR, stage->job, NULL);
    finding->count = session;
    finding->err = why;
    trace_repair_at(finding, "upload-sessions", trace_key(session).text);
    if (why.reason == REASON_PACKAGE_TOO_LONG || why.reason == REASON_UPLOAD_TIMEOUT)
        ask_support(finding, stage->job);
    *failed = true;
    return ERR_OK;
}

static enum err_code judge_download(struct trace_facts *facts, const struct trace_stage *stage,
                                    bool ran_since, bool *failed, struct err *err) {
    struct stmt *stmt;
    bool row;
    const char *database = stage->channel->name;
    enum err_code code = ask(facts->company->hq, DOWNLOAD_SESSION, database, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    enum download_status status = (enum download_status)stmt_int(stmt, 1);
    bool exhausted = status == DOWNLOAD_SUSPENDED || status == DOWNLOAD_CANCELED;
    *failed = exhausted || status == DOWNLOAD_APPLY_FAILED || status == DOWNLOAD_FAILED;
    /* What failed before the customer was there says nothing of it, unless it is in the way. */
    if (!ran_since && status != DOWNLOAD_SUSPENDED) *failed = false;
    if (*failed) {
        struct trace_finding *finding = trace_add(
            facts, exhausted ? TRACE_SESSION_EXHAUSTED : TRACE_DOWNLOAD_FAILED, database, NULL);
        finding->count = stmt_int(stmt, 0);
        err_parse(&finding->err, stmt_text(stmt, 2));
        trace_repair_at(finding, "download-sessions", trace_key(finding->count).text);
        if (finding->err.reason == REASON_DOWNLOAD_WRITE) ask_support(finding, stage->job);
    }
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code judge_sessions(struct trace_facts *facts, const struct trace_stage *stage,
                                    const struct job_run *last, bool ran_since, bool *failed,
                                    struct err *err) {
    if (!stage->channel || !stage->channel->db) return ERR_OK;
    if (is_download(stage)) return judge_download(facts, stage, ran_since, failed, err);
    enum err_code code = judge_counters(facts, stage->channel, last, err);
    return code == ERR_OK ? judge_package(facts, stage, failed, err) : code;
}

/* ---- the last run ------------------------------------------------------------------------------------------------ */

/* What other judges look at themselves, and tell if it still is so. */
static bool is_judged_elsewhere(enum err_reason reason) {
    return reason == REASON_CHANNEL_PAUSED || reason == REASON_ASYNC_CLIENT_STOPPED ||
           reason == REASON_CHANNEL_MISSING || reason == REASON_SUBJOB_MISSING ||
           reason == REASON_UPLOAD_SESSION_DUPLICATE || reason == REASON_CHANNEL_RESTORED ||
           reason == REASON_PACKAGE_TOO_LONG || reason == REASON_UPLOAD_TIMEOUT;
}

/* The run failed, and no session of this database tells why: was it for another one? */
static enum err_code judge_failed_run(struct trace_facts *facts, const struct trace_stage *stage,
                                      const struct job_run *run, struct err *err) {
    int64_t applied = 0;
    struct company_channel *named = company_find_channel(facts->company, run->message.value);
    if (is_judged_elsewhere(run->message.reason)) return ERR_OK;
    if (stage->touches_channel && named && named != stage->channel) return ERR_OK;
    if (is_download(stage) && stage->channel) {
        struct stmt *stmt;
        enum err_code code =
            ask(facts->company->hq, APPLIED_SINCE, stage->channel->name, NULL, &stmt, err);
        if (code != ERR_OK) return code;
        stmt_bind_int(stmt, 2, stage->since_ms);
        code = stmt_value_int(stmt, 0, &applied, err);
        if (code != ERR_OK || applied) return code;
    }
    struct trace_finding *finding = trace_add(facts, TRACE_BATCH_ERROR, stage->job, NULL);
    finding->err = run->message;
    trace_repair_at(finding, "distribution-schedule", stage->job);
    return ERR_OK;
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static enum trace_cause unplanned(const struct trace_stage *stage) {
    if (is_upload(stage)) return TRACE_NO_UPLOAD_PLANNED;
    return is_download(stage) ? TRACE_NO_DOWNLOAD_PLANNED : TRACE_NO_SYNC_PLANNED;
}

static const char *page_of_job(const struct trace_stage *stage) {
    return strcmp(stage->job, SCHEDULE_SYNC_JOB) == 0 ? "synchronize-customers"
                                                      : "distribution-schedule";
}

/* It will start by itself: when, and is there anybody to start it? */
static enum err_code judge_start(struct trace_facts *facts, const struct trace_stage *stage,
                                 int64_t start_ms, const char *batch_job, struct err *err) {
    char holder[LEASE_HOLDER_SIZE] = "";
    /* A record that is not there yet is told of what keeps it where it is. */
    if (facts->ahead && (facts->trace->found || !is_upload(stage))) return ERR_OK;
    enum err_code code = lease_holder(facts->company->hq, BATCH_SERVER_LEASE, holder, NULL, err);
    if (code != ERR_OK) return code;
    if (holder[0] == '\0' && start_ms < facts->trace->as_of_ms) {
        trace_repair_at(trace_add(facts, TRACE_NO_BATCH_SERVER, stage->job, NULL), "batch-jobs",
                        batch_job);
    } else if (!facts->ahead && facts->trace->finding_count == 0) {
        struct trace_finding *finding = trace_add(facts, TRACE_NORMAL, stage->job, NULL);
        finding->count = start_ms;
        trace_repair_at(finding, page_of_job(stage), stage->job);
    }
    return ERR_OK;
}

/* Its batch job ended in error and stays so until somebody sets it to Waiting. */
static void add_batch_error(struct trace_facts *facts, const struct trace_stage *stage,
                            const struct job_run *last, const char *batch_job) {
    struct trace *trace = facts->trace;
    trace_add(facts, TRACE_BATCH_ERROR, stage->job, NULL)->err = last->message;
    for (int i = 0; i < trace->finding_count; i++) {
        if (trace->findings[i].cause == TRACE_BATCH_ERROR &&
            strcmp(trace->findings[i].value, stage->job) == 0)
            trace_repair_at(&trace->findings[i], "batch-jobs", batch_job);
    }
}

static enum err_code judge_plan(struct trace_facts *facts, const struct trace_stage *stage,
                                const struct job_run *last, struct err *err) {
    struct stmt *stmt;
    bool row;
    const char *database = stage->channel ? stage->channel->name : "";
    enum err_code code = ask(facts->company->hq, PLAN, stage->job, database, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    int64_t start_ms = row ? stmt_int(stmt, 2) : 0;
    enum batch_status status = row ? (enum batch_status)stmt_int(stmt, 1) : BATCH_ENDED;
    struct trace_key key = trace_key(row ? stmt_int(stmt, 0) : 0);
    stmt_reset(stmt);
    if (status == BATCH_WAITING || status == BATCH_READY || status == BATCH_EXECUTING)
        return judge_start(facts, stage, start_ms, key.text, err);
    if (status == BATCH_ERROR) {
        add_batch_error(facts, stage, last, key.text);
    } else if (status != BATCH_ENDED) {
        struct trace_finding *finding = trace_add(facts, TRACE_WITHHELD, stage->job, NULL);
        finding->number = is_upload(stage) ? 1 : is_download(stage) ? 3 : 2;
        trace_repair_at(finding, "batch-jobs", key.text);
    } else {
        bool too_early = !facts->ahead && last->id > 0 && last->start_ms < stage->since_ms &&
                         last->start_ms >= facts->signed_up_ms;
        trace_repair_at(
            trace_add(facts, too_early ? TRACE_WRONG_ORDER : unplanned(stage), stage->job, NULL),
            page_of_job(stage), stage->job);
    }
    return ERR_OK;
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

enum err_code trace_judge_stage(struct trace_facts *facts, const struct trace_stage *stage,
                                struct err *err) {
    struct job_run last = {0};
    bool failed = false;
    enum err_code code = trace_judge_servicing(facts, err);
    if (code == ERR_OK && stage->touches_channel)
        code = trace_judge_channel(facts, stage->channel, err);
    if (code == ERR_OK && stage->touches_channel) code = judge_schedule(facts, stage, err);
    if (code == ERR_OK) code = job_run_last(facts->company->hq, stage->job, &last, err);
    if (code != ERR_OK) return code;
    bool since = !facts->ahead && last.id > 0 && last.start_ms >= stage->since_ms;
    if (stage->touches_channel) code = judge_sessions(facts, stage, &last, since, &failed, err);
    if (code == ERR_OK && since && last.status == BATCH_ERROR && !failed)
        code = judge_failed_run(facts, stage, &last, err);
    return code == ERR_OK ? judge_plan(facts, stage, &last, err) : code;
}
