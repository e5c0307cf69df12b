/* SPDX-License-Identifier: MIT */
/*
 * What stops a record, judged in the order of domain.md 5.10: headquarters, the channel, the schedule, the last run, the
 * plan. Several may hold at once; the first to repair comes first. Tells "normal waiting" from a fault by the schedule:
 * a job that will take the record on by itself is no fault, however long it takes. Reads only; knows no words.
 */

#include "model/channel/async_client.h"
#include "model/hq/batch.h"

#include "model/hq/lease.h"
#include "model/hq/schedule.h"
#include "model/hq/servicing.h"
#include "model/hq/sessions.h"
#include "model/trainer/trace_priv.h"

enum { PLAN, DOWNLOAD_SESSION, IN_ADDRESS_BOOK, CORRECTED };

const char *const trace_causes_sql[] = {
    /* The batch job that is nearest to a start: one that will start before one that does not. */
    [PLAN] = "SELECT j.RecId, j.Status, j.OrigStartDateTime FROM Batch b JOIN BatchJob j"
             " ON j.RecId = b.BatchJobId WHERE b.JobId = ?1"
             " ORDER BY j.Status IN (1, 2, 5) DESC, j.OrigStartDateTime LIMIT 1",
    [DOWNLOAD_SESSION] = "SELECT d.Session, d.Status, d.Message FROM RetailCDXDownloadSession s"
                         " JOIN RetailCDXDownloadSessionDataStore d ON d.Session = s.RecId"
                         " WHERE s.JobId = '1010' AND d.DatabaseProfile = ?1"
                         " ORDER BY s.RecId DESC LIMIT 1",
    [IN_ADDRESS_BOOK] = "SELECT 1 FROM DirAddressBookParty b JOIN RetailStoreAddressBook s"
                        " ON s.AddressBook = b.AddressBook AND s.AddressBookType = 0"
                        " WHERE b.Party = ?1 AND s.StoreRecId = ?2",
    [CORRECTED] = "SELECT 1 FROM AuditTrail WHERE EntityId = 'async-operation' AND RecordKey = ?1"
                  " AND Operation = 'update' AND AtDateTime > ?2 LIMIT 1",
    NULL};

/* The statement with its text parameters bound; t2 may be NULL. */
static enum err_code ask(struct db *db, int which, const char *t1, const char *t2,
                         struct stmt **stmt, struct err *err) {
    *stmt = db_stmt(db, trace_causes_sql[which], err);
    if (!*stmt) return db_error(db);
    if (t1) stmt_bind_text(*stmt, 1, t1);
    if (t2) stmt_bind_text(*stmt, 2, t2);
    return ERR_OK;
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int number;
} causes[] = {
#define X(cause, number) {#cause, number},
    TRACE_CAUSES(X)
#undef X
};

const char *trace_cause_name(enum trace_cause cause) {
    return causes[cause].name;
}

struct trace_finding *trace_add(struct trace *trace, enum trace_cause cause, const char *value,
                                const char *value2) {
    if (trace->finding_count < TRACE_MAX_FINDINGS) trace->finding_count++;
    struct trace_finding *finding = &trace->findings[trace->finding_count - 1];
    *finding = (struct trace_finding){.cause = cause, .number = causes[cause].number};
    text_copy(finding->value, sizeof finding->value, value ? value : "");
    text_copy(finding->value2, sizeof finding->value2, value2 ? value2 : "");
    return finding;
}

void trace_repair_at(struct trace_finding *finding, const char *page, const char *key) {
    finding->page = page;
    text_copy(finding->key, sizeof finding->key, key ? key : "");
}

/* ---- what a stage needs ------------------------------------------------------------------------------------------ */

static enum err_code judge_servicing(struct trace_facts *facts, struct err *err) {
    bool in_servicing = false;
    enum err_code code = servicing_get(facts->company->hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing)
        trace_repair_at(trace_add(facts->trace, TRACE_SERVICING, NULL, NULL), "servicing-switch",
                        NULL);
    return code;
}

static enum err_code judge_channel(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    bool running = true;
    if (!facts->channel) {
        trace_repair_at(trace_add(trace, TRACE_STORE_NOT_IN_CHANNEL, trace->customer.store, NULL),
                        "channel-database", NULL);
        return ERR_OK;
    }
    const char *name = facts->channel->name;
    if (!facts->channel->db) {
        struct trace_finding *finding = trace_add(trace, TRACE_CHANNEL_UNREADABLE, name, NULL);
        finding->err = facts->channel->trouble;
        trace_repair_at(finding, "channel-database", name);
        return ERR_OK;
    }
    if (facts->channel->paused)
        trace_repair_at(trace_add(trace, TRACE_PAUSED, name, NULL), "channel-database", name);
    enum err_code code = async_client_running(facts->channel->db, &running, err);
    if (code == ERR_OK && !running)
        trace_repair_at(trace_add(trace, TRACE_CLIENT_STOPPED, name, NULL), "restart-csu", NULL);
    return code;
}

static enum err_code judge_schedule(struct trace_facts *facts, const struct trace_stage *stage,
                                    struct err *err) {
    struct trace *trace = facts->trace;
    struct db *hq = facts->company->hq;
    const char *table = strcmp(stage->job, "1010") == 0 ? "RetailCustTable" : "RetailAsyncCustomer";
    bool active = false, attached = false, sends = false;
    enum err_code code = schedule_active(hq, stage->job, &active, err);
    if (code == ERR_OK)
        code = schedule_has_group(hq, stage->job, facts->data_group, &attached, err);
    if (code == ERR_OK) code = job_sends(hq, stage->job, table, &sends, err);
    if (code != ERR_OK) return code;
    if (!attached)
        trace_repair_at(trace_add(trace, TRACE_NOT_IN_GROUP, trace->database, stage->job),
                        "distribution-schedule", stage->job);
    if (!active)
        trace_repair_at(trace_add(trace, TRACE_SCHEDULE_INACTIVE, stage->job, NULL),
                        "distribution-schedule", stage->job);
    if (!sends)
        trace_repair_at(trace_add(trace, TRACE_SUBJOB_MISSING, table, stage->job),
                        "initialize-commerce-scheduler", NULL);
    return ERR_OK;
}

/* Why a run of the stage's job failed, when it was after the record could have been taken on. */
static void judge_failed_run(struct trace_facts *facts, const struct trace_stage *stage,
                             const struct job_run *run) {
    struct trace *trace = facts->trace;
    const struct err *why = &run->message;
    struct trace_finding *finding;
    bool upload = strcmp(stage->job, "P-0001") == 0;
    if (why->reason == REASON_UPLOAD_SESSION_DUPLICATE) {
        finding = trace_add(trace, TRACE_SESSION_COUNTER, trace->database, NULL);
        trace_repair_at(finding, "channel-database", trace->database);
    } else if (why->reason == REASON_CHANNEL_RESTORED) {
        finding = trace_add(trace, TRACE_CHANNEL_RESTORED, trace->database, NULL);
        trace_repair_at(finding, "channel-database", trace->database);
    } else if (why->reason == REASON_PACKAGE_TOO_LONG || why->reason == REASON_UPLOAD_TIMEOUT) {
        bool slow = why->reason == REASON_UPLOAD_TIMEOUT;
        finding =
            trace_add(trace, slow ? TRACE_PACKAGE_TIMEOUT : TRACE_PACKAGE_REFUSED, NULL, NULL);
        trace_repair_at(finding, "upload-sessions", NULL);
        finding->count = run->session;
    } else if (why->reason == REASON_CHANNEL_PAUSED || why->reason == REASON_ASYNC_CLIENT_STOPPED ||
               why->reason == REASON_CHANNEL_MISSING || why->reason == REASON_SUBJOB_MISSING) {
        return; /* said by judge_channel and judge_schedule, if it is still so */
    } else {
        finding = trace_add(trace, TRACE_BATCH_ERROR, stage->job, NULL);
        trace_repair_at(finding, upload ? "upload-sessions" : "distribution-schedule",
                        upload ? NULL : stage->job);
    }
    finding->err = *why;
}

static enum err_code judge_download_session(struct trace_facts *facts, bool *failed,
                                            struct err *err) {
    struct stmt *stmt;
    bool row;
    const char *database = facts->trace->database;
    enum err_code code = ask(facts->company->hq, DOWNLOAD_SESSION, database, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    enum download_status status = (enum download_status)stmt_int(stmt, 1);
    bool exhausted = status == DOWNLOAD_SUSPENDED || status == DOWNLOAD_CANCELED;
    *failed = exhausted || status == DOWNLOAD_APPLY_FAILED || status == DOWNLOAD_FAILED;
    if (*failed) {
        struct trace_finding *finding =
            trace_add(facts->trace, exhausted ? TRACE_SESSION_EXHAUSTED : TRACE_DOWNLOAD_FAILED,
                      database, NULL);
        finding->count = stmt_int(stmt, 0);
        err_parse(&finding->err, stmt_text(stmt, 2));
        char key[24];
        snprintf(key, sizeof key, "%lld", (long long)finding->count);
        trace_repair_at(finding, "download-sessions", key);
    }
    stmt_reset(stmt);
    return ERR_OK;
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static enum trace_cause unplanned(const char *job) {
    if (strcmp(job, "P-0001") == 0) return TRACE_NO_UPLOAD_PLANNED;
    return strcmp(job, "1010") == 0 ? TRACE_NO_DOWNLOAD_PLANNED : TRACE_NO_SYNC_PLANNED;
}

static const char *page_of_job(const char *job) {
    return strcmp(job, SCHEDULE_SYNC_JOB) == 0 ? "synchronize-customers" : "distribution-schedule";
}

/* It will start by itself: when, and is there anybody to start it? */
static enum err_code judge_start(struct trace_facts *facts, const struct trace_stage *stage,
                                 int64_t start_ms, struct err *err) {
    char holder[LEASE_HOLDER_SIZE] = "";
    enum err_code code = lease_holder(facts->company->hq, "batch-server", holder, NULL, err);
    if (code != ERR_OK) return code;
    if (holder[0] == '\0' && start_ms < facts->trace->as_of_ms) {
        trace_repair_at(trace_add(facts->trace, TRACE_NO_BATCH_SERVER, stage->job, NULL),
                        "batch-jobs", NULL);
    } else if (facts->trace->finding_count == 0) {
        struct trace_finding *finding = trace_add(facts->trace, TRACE_NORMAL, stage->job, NULL);
        finding->count = start_ms;
        trace_repair_at(finding, page_of_job(stage->job), stage->job);
    }
    return ERR_OK;
}

static enum err_code judge_plan(struct trace_facts *facts, const struct trace_stage *stage,
                                const struct job_run *last, struct err *err) {
    struct stmt *stmt;
    bool row;
    enum err_code code = ask(facts->company->hq, PLAN, stage->job, NULL, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    int64_t start_ms = row ? stmt_int(stmt, 2) : 0;
    enum batch_status status = row ? (enum batch_status)stmt_int(stmt, 1) : BATCH_ENDED;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)(row ? stmt_int(stmt, 0) : 0));
    stmt_reset(stmt);
    if (status == BATCH_WAITING || status == BATCH_READY || status == BATCH_EXECUTING)
        return judge_start(facts, stage, start_ms, err);
    if (row && status != BATCH_ENDED) {
        trace_repair_at(trace_add(facts->trace, TRACE_WITHHELD, stage->job, NULL), "batch-jobs",
                        key);
        return ERR_OK;
    }
    bool too_early =
        last->id > 0 && last->start_ms < stage->since_ms && last->start_ms >= facts->signed_up_ms;
    trace_repair_at(trace_add(facts->trace, too_early ? TRACE_WRONG_ORDER : unplanned(stage->job),
                              stage->job, NULL),
                    page_of_job(stage->job), stage->job);
    return ERR_OK;
}

/* The job of this stage has to take the record on. */
static enum err_code judge_stage(struct trace_facts *facts, const struct trace_stage *stage,
                                 struct err *err) {
    struct job_run last = {0};
    bool failed_session = false;
    enum err_code code = judge_servicing(facts, err);
    if (code == ERR_OK && stage->touches_channel) code = judge_channel(facts, err);
    if (code == ERR_OK && stage->touches_channel) code = judge_schedule(facts, stage, err);
    if (code == ERR_OK) code = job_run_last(facts->company->hq, stage->job, &last, err);
    if (code == ERR_OK && strcmp(stage->job, "1010") == 0 && last.start_ms >= stage->since_ms)
        code = judge_download_session(facts, &failed_session, err);
    if (code != ERR_OK) return code;
    bool since = last.id > 0 && last.start_ms >= stage->since_ms;
    if (since && last.status == BATCH_ERROR && !failed_session)
        judge_failed_run(facts, stage, &last);
    return judge_plan(facts, stage, &last, err);
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

static enum err_code judge_failed_operation(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    char key[24];
    struct stmt *stmt;
    int64_t corrected = 0;
    snprintf(key, sizeof key, "%lld", (long long)facts->operation);
    enum err_code code = ask(facts->company->hq, CORRECTED, key, NULL, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 2, facts->attempted_ms);
    code = stmt_value_int(stmt, 0, &corrected, err);
    if (code != ERR_OK) return code;
    struct trace_finding *finding =
        trace_add(trace, corrected ? TRACE_NOT_SYNCHRONIZED : TRACE_REFUSED, NULL, NULL);
    finding->err = trace->customer.error;
    if (!corrected) finding->number = trace_number(&trace->customer.error);
    trace_repair_at(finding, "customer-synchronization-status", key);
    return ERR_OK;
}

int trace_number(const struct err *why) {
    switch ((int)why->reason) {
    case REASON_SEQUENCE_EXHAUSTED:
        return 21;
    case REASON_SEQUENCE_MANUAL:
        return 22;
    case REASON_SEQUENCE_STOPPED:
    case REASON_SEQUENCE_MISSING:
        return 23;
    case REASON_DEFAULT_CUSTOMER_UNKNOWN:
        return 24;
    case REASON_GROUP_UNKNOWN:
        return 25;
    default:
        return 28;
    }
}

static enum err_code judge_return(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    struct stmt *stmt;
    int64_t in_book = 0;
    const struct trace_stage stage = {
        .job = "1010", .since_ms = facts->created_ms, .touches_channel = true};
    enum err_code code = ask(facts->company->hq, IN_ADDRESS_BOOK, NULL, NULL, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, facts->party);
    stmt_bind_int(stmt, 2, facts->store_rec_id);
    code = stmt_value_int(stmt, 0, &in_book, err);
    if (code == ERR_OK && !in_book)
        trace_repair_at(
            trace_add(trace, TRACE_NO_ADDRESS_BOOK, trace->customer.account, trace->customer.store),
            "customers", trace->customer.account);
    return code == ERR_OK ? judge_stage(facts, &stage, err) : code;
}

static enum err_code judge_stop(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    const struct trace_stage upload = {
        .job = "P-0001", .since_ms = facts->signed_up_ms, .touches_channel = true};
    const struct trace_stage creation = {.job = SCHEDULE_SYNC_JOB, .since_ms = facts->uploaded_ms};
    switch (trace->customer.state) {
    case STATE_IN_CHANNEL:
        return judge_stage(facts, &upload, err);
    case STATE_UPLOADED:
        return judge_stage(facts, &creation, err);
    case STATE_FAILED:
        return judge_failed_operation(facts, err);
    case STATE_CREATED:
        return judge_return(facts, err);
    case STATE_COMPLETE:
    case STATE_SYNC_CREATED:
    case STATE_COUNT:
        break;
    }
    return ERR_OK;
}

static bool is_fault(const struct trace_finding *finding) {
    return finding->cause != TRACE_NORMAL;
}

enum err_code trace_judge(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    enum err_code code = judge_stop(facts, err);
    if (code != ERR_OK) return code;
    if (trace->finding_count == 0)
        trace_repair_at(trace_add(trace, TRACE_HIDDEN, trace->customer.account, NULL), "customers",
                        trace->customer.account);
    if (trace->stopped_at >= 0) {
        bool broken = is_fault(&trace->findings[0]);
        trace->hops[trace->stopped_at].state = broken ? HOP_BROKEN : HOP_HERE;
    }
    return trace->asynchronous ? trace_judge_store(facts, err) : ERR_OK;
}
