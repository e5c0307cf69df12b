/* SPDX-License-Identifier: MIT */
/*
 * Reads the three queues and judges them. Owns the verdicts and how old the oldest one of a queue is; counts are
 * states.c's, plans are batch.c's. Reads a bounded number of rows beside the counts, whatever the size of the company.
 */

#include "model/exchange/health.h"

#include "model/channel/async_client.h"
#include "model/clock.h"
#include "model/exchange/batch_server.h"
#include "model/exchange/view.h"
#include "model/exchange/work.h"
#include "model/hq/schedule.h"

enum {
    RECENT_RUNS = 10,
    LOOKED_AT = 5000 /* newest customers among which the oldest one for job 1010 is sought */
};

enum { OLDEST_SIGNUP, SIGNUP_AT, OLDEST_RECEIVED, NEWEST_ASYNC };

/* The first two are a channel's, the others headquarters'. */
const char *const health_sql[] = {
    [OLDEST_SIGNUP] = "SELECT CREATEDDATETIME FROM RETAILASYNCCUSTOMER"
                      " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND OPERATION = 1"
                      " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT 1",
    [SIGNUP_AT] = "SELECT REPLICATIONCOUNTERFROMORIGIN, CREATEDDATETIME FROM RETAILASYNCCUSTOMER"
                  " WHERE REPLICATIONCOUNTERFROMORIGIN >= ?1"
                  " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT 1",
    [OLDEST_RECEIVED] = "SELECT UploadedDateTime FROM RetailAsyncCustomer"
                        " WHERE OnlineCustCreated = 0 AND SyncStatus = 0 AND Operation = 1"
                        " ORDER BY RecId LIMIT 1",
    [NEWEST_ASYNC] = "SELECT r.CustAccountAsync, r.StoreRecId, c.CreatedDateTime"
                     " FROM (SELECT RecId, CustAccountAsync, StoreRecId FROM RetailCustTable"
                     "  ORDER BY RecId DESC LIMIT ?1) r CROSS JOIN CustTable c ON c.RecId = r.RecId"
                     " ORDER BY r.RecId DESC",
    NULL};

struct runs {
    struct job_run run[RECENT_RUNS]; /* newest first */
    int count;
};

struct reading {
    struct view view;
    struct company *company;
    struct health *health;
    struct runs runs[QUEUE_COUNT];
    bool executing[QUEUE_COUNT];                   /* a live process runs the job now */
    bool waits[QUEUE_COUNT][COMPANY_MAX_CHANNELS]; /* something of this channel is in the queue */
};

/* ---- names ------------------------------------------------------------------------------------------------------ */

const char *health_verdict_name(enum health_verdict verdict) {
    static const char *const names[] = {[HEALTH_WELL] = "well",
                                        [HEALTH_ATTENTION] = "attention",
                                        [HEALTH_FALLING_BEHIND] = "falling_behind",
                                        [HEALTH_STALLED] = "stalled",
                                        [HEALTH_STOPPED] = "stopped"};
    return names[verdict];
}

const char *health_reason_name(enum health_reason reason) {
    static const char *const names[] = {
#define X(name, text) [HEALTH_##name] = text,
        HEALTH_REASONS(X)
#undef X
    };
    return names[reason];
}

/* ---- the oldest of each queue ----------------------------------------------------------------------------------- */

static void note_oldest(struct health_stage *stage, int64_t at_ms) {
    if (at_ms > 0 && (stage->oldest_ms == 0 || at_ms < stage->oldest_ms)) stage->oldest_ms = at_ms;
}

static enum err_code oldest_in_channels(struct reading *reading, struct err *err) {
    struct health_stage *stage = &reading->health->stages[QUEUE_UPLOAD];
    for (int i = 0; i < reading->company->channel_count; i++) {
        struct db *channel = reading->company->channels[i].db;
        int64_t at_ms = 0;
        if (!channel) continue;
        struct stmt *stmt = db_stmt(channel, health_sql[OLDEST_SIGNUP], err);
        if (!stmt) return db_error(channel);
        stmt_bind_int(stmt, 1, reading->view.mark[i]);
        enum err_code code = stmt_value_int(stmt, 0, &at_ms, err);
        if (code != ERR_OK) return code;
        reading->waits[QUEUE_UPLOAD][i] = at_ms != 0;
        note_oldest(stage, at_ms);
    }
    return ERR_OK;
}

static enum err_code oldest_received(struct reading *reading, struct err *err) {
    struct db *hq = reading->company->hq;
    struct stmt *stmt = db_stmt(hq, health_sql[OLDEST_RECEIVED], err);
    if (!stmt) return db_error(hq);
    return stmt_value_int(stmt, 0, &reading->health->stages[QUEUE_CREATION].oldest_ms, err);
}

/* One customer that came through a channel: does its channel lack it? */
static enum err_code look_at_customer(struct reading *reading, struct stmt *stmt, int64_t *found,
                                      struct err *err) {
    const struct view_store *store = view_store(&reading->view, stmt_int(stmt, 1));
    int channel = store ? store->channel : -1;
    bool knows = false;
    if (stmt_text(stmt, 0)[0] == '\0') return ERR_OK;
    if (channel >= 0 && !reading->company->channels[channel].db) return ERR_OK; /* not counted */
    enum err_code code =
        view_channel_knows(&reading->view, stmt_int(stmt, 1), stmt_text(stmt, 0), &knows, err);
    if (code != ERR_OK || knows) return code;
    ++*found;
    if (channel >= 0) reading->waits[QUEUE_DOWNLOAD][channel] = true;
    note_oldest(&reading->health->stages[QUEUE_DOWNLOAD], stmt_int(stmt, 2));
    return ERR_OK;
}

static enum err_code oldest_unknown_below(struct reading *reading, struct err *err) {
    struct db *hq = reading->company->hq;
    struct health_stage *stage = &reading->health->stages[QUEUE_DOWNLOAD];
    struct stmt *stmt = db_stmt(hq, health_sql[NEWEST_ASYNC], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, LOOKED_AT);
    bool row;
    int64_t found = 0, at_ms = 0;
    enum err_code code = ERR_OK;
    while (found < stage->waiting && (code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        at_ms = stmt_int(stmt, 2);
        code = look_at_customer(reading, stmt, &found, err);
        if (code != ERR_OK) break;
    }
    stmt_reset(stmt);
    /* Those that were not seen are older than all that were. */
    if (found < stage->waiting) note_oldest(stage, at_ms);
    return code;
}

/* ---- runs and rates --------------------------------------------------------------------------------------------- */

/* What left the queue, whether it became a customer or failed. */
static int64_t moved(const struct job_run *run) {
    return run->rows + run->failed_rows;
}

static bool in_window(const struct job_run *run, const struct runs *window) {
    return run->end_ms >= window->run[window->count - 1].start_ms &&
           run->end_ms < window->run[0].start_ms;
}

/* The largest counter of a sign-up before a time; counters grow with the time. */
static enum err_code counter_before(struct db *channel, int64_t at_ms, int64_t last,
                                    int64_t *counter, struct err *err) {
    int64_t low = 0, high = last; /* the answer is in low..high */
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        struct stmt *stmt = db_stmt(channel, health_sql[SIGNUP_AT], err);
        if (!stmt) return db_error(channel);
        stmt_bind_int(stmt, 1, middle);
        bool row;
        enum err_code code = stmt_step(stmt, &row, err);
        if (code != ERR_OK) return code;
        bool before = row && stmt_int(stmt, 1) < at_ms;
        int64_t at = row ? stmt_int(stmt, 0) : high;
        stmt_reset(stmt);
        if (before) {
            low = at < high ? at : high;
        } else {
            high = middle - 1;
        }
    }
    *counter = low;
    return ERR_OK;
}

static enum err_code arrivals(struct reading *reading, const struct runs *window, int64_t *rows,
                              struct err *err) {
    *rows = 0;
    for (int i = 0; i < reading->company->channel_count; i++) {
        struct db *channel = reading->company->channels[i].db;
        int64_t last = 0, from = 0, to = 0;
        if (!channel) continue;
        enum err_code code = replication_counter_last(channel, &last, err);
        if (code == ERR_OK)
            code =
                counter_before(channel, window->run[window->count - 1].start_ms, last, &from, err);
        if (code == ERR_OK) code = counter_before(channel, window->run[0].start_ms, last, &to, err);
        if (code != ERR_OK) return code;
        *rows += to - from;
    }
    return ERR_OK;
}

struct flow {
    int64_t in, out, most; /* rows; most = of one run */
    bool known;
};

/* From the start of the oldest run to the start of the newest: what came in there, and what the runs after the oldest
 * one, which took that, moved. */
static enum err_code read_flow(struct reading *reading, int queue, struct flow *flow,
                               struct err *err) {
    const struct runs *window = &reading->runs[queue];
    struct health_stage *stage = &reading->health->stages[queue];
    *flow = (struct flow){0};
    stage->in_per_hour = stage->out_per_hour = -1;
    for (int i = 0; i < window->count; i++) {
        int64_t rows = moved(&window->run[i]);
        if (rows > flow->most) flow->most = rows;
        if (i < window->count - 1) flow->out += rows;
    }
    int64_t span =
        window->count < 2 ? 0 : window->run[0].start_ms - window->run[window->count - 1].start_ms;
    if (span <= 0) return ERR_OK;
    if (queue == QUEUE_UPLOAD) {
        enum err_code code = arrivals(reading, window, &flow->in, err);
        if (code != ERR_OK) return code;
    } else {
        const struct runs *before = &reading->runs[queue - 1];
        for (int i = 0; i < before->count; i++)
            if (in_window(&before->run[i], window)) flow->in += before->run[i].rows;
    }
    const int64_t hundred_hours_ms = 360000000;
    flow->known = true;
    stage->in_per_hour = (flow->in * hundred_hours_ms + span / 2) / span;
    stage->out_per_hour = (flow->out * hundred_hours_ms + span / 2) / span;
    return ERR_OK;
}

static enum err_code read_runs(struct reading *reading, int queue, struct err *err) {
    struct health_stage *stage = &reading->health->stages[queue];
    struct runs *runs = &reading->runs[queue];
    struct db *hq = reading->company->hq;
    char lease[LEASE_NAME_SIZE], holder[LEASE_HOLDER_SIZE] = "";
    enum err_code code = job_run_history(hq, stage->job, RECENT_RUNS, runs->run, &runs->count, err);
    if (code == ERR_OK && runs->count > 0) stage->last = runs->run[0];
    if (code == ERR_OK) code = batch_next_run(hq, stage->job, &stage->next_ms, NULL, err);
    if (code != ERR_OK || stage->last.status != BATCH_EXECUTING) return code;
    /* A run whose process died stays in the history as executing until the next one. */
    snprintf(lease, sizeof lease, "job:%s", stage->job);
    code = lease_holder(hq, lease, holder, NULL, err);
    reading->executing[queue] = holder[0] != '\0';
    return code;
}

/* ---- verdicts --------------------------------------------------------------------------------------------------- */

static void judge(struct health_stage *stage, enum health_verdict verdict,
                  enum health_reason reason, const char *database) {
    stage->verdict = verdict;
    stage->reason = reason;
    text_copy(stage->database, sizeof stage->database, database ? database : "");
}

/* One channel that has something in the queue, or that cannot be looked into. */
static enum err_code judge_channel(struct reading *reading, int queue, int i, struct err *err) {
    struct health_stage *stage = &reading->health->stages[queue];
    const struct company_channel *channel = &reading->company->channels[i];
    bool running = true, attached = true;
    if (!channel->db) {
        judge(stage, HEALTH_STOPPED, HEALTH_UNREADABLE, channel->name);
        return ERR_OK;
    }
    if (!reading->waits[queue][i]) return ERR_OK;
    enum err_code code = async_client_running(channel->db, &running, err);
    if (code == ERR_OK)
        code = schedule_has_group(reading->company->hq, stage->job, channel->data_group, &attached,
                                  err);
    if (code != ERR_OK) return code;
    if (channel->paused) {
        judge(stage, HEALTH_STOPPED, HEALTH_PAUSED, channel->name);
    } else if (!running) {
        judge(stage, HEALTH_STOPPED, HEALTH_CLIENT_STOPPED, channel->name);
    } else if (!attached) {
        judge(stage, HEALTH_STOPPED, HEALTH_NOT_IN_SCHEDULE, channel->name);
    }
    return ERR_OK;
}

static enum err_code judge_schedule(struct reading *reading, int queue, struct err *err) {
    struct health_stage *stage = &reading->health->stages[queue];
    struct db *hq = reading->company->hq;
    const char *table = queue == QUEUE_UPLOAD ? "RetailAsyncCustomer" : "RetailCustTable";
    bool active = false, enabled = false, sends = false;
    enum err_code code = schedule_active(hq, stage->job, &active, err);
    if (code == ERR_OK) code = schedule_has_job(hq, stage->job, stage->job, &enabled, err);
    if (code == ERR_OK) code = job_sends(hq, stage->job, table, &sends, err);
    if (code != ERR_OK) return code;
    if (!active || !enabled) {
        judge(stage, HEALTH_STOPPED, HEALTH_SCHEDULE_INACTIVE, NULL);
    } else if (!sends) {
        judge(stage, HEALTH_STOPPED, HEALTH_SUBJOB_MISSING, NULL);
    }
    return ERR_OK;
}

/* What no run can overcome. */
static enum err_code judge_obstacles(struct reading *reading, int queue, struct err *err) {
    struct health_stage *stage = &reading->health->stages[queue];
    if (reading->health->counts.in_servicing && stage->waiting > 0) {
        judge(stage, HEALTH_STOPPED, HEALTH_IN_SERVICING, NULL);
        return ERR_OK;
    }
    if (queue == QUEUE_CREATION) return ERR_OK;
    enum err_code code = ERR_OK;
    for (int i = 0; i < reading->company->channel_count && code == ERR_OK; i++) {
        code = judge_channel(reading, queue, i, err);
        if (stage->verdict == HEALTH_STOPPED) return code;
    }
    if (code == ERR_OK && stage->waiting > 0) code = judge_schedule(reading, queue, err);
    return code;
}

/* The newest run that ended and began when the oldest one was there already, NULL = none. Within the same millisecond the
 * order is not known: only a run that failed counts then, for the next one meets the same fault. */
static const struct job_run *run_since(const struct runs *runs, int64_t oldest_ms) {
    for (int i = 0; i < runs->count; i++) {
        const struct job_run *run = &runs->run[i];
        bool failed = run->status == BATCH_ERROR;
        if (run->status != BATCH_ENDED && !failed) continue;
        return run->start_ms > oldest_ms || (failed && run->start_ms == oldest_ms) ? run : NULL;
    }
    return NULL;
}

static void judge_trend(struct reading *reading, int queue, const struct flow *flow) {
    struct health *health = reading->health;
    struct health_stage *stage = &health->stages[queue];
    const struct job_run *since = run_since(&reading->runs[queue], stage->oldest_ms);
    bool due = stage->next_ms > 0 && stage->next_ms <= health->counts.as_of_ms;
    if (since && since->status == BATCH_ERROR) {
        judge(stage, HEALTH_STALLED, HEALTH_RUN_FAILED, NULL);
        stage->last = *since;
    } else if (since && moved(since) == 0) {
        judge(stage, HEALTH_STALLED, HEALTH_MOVED_NOTHING, NULL);
    } else if (since) {
        judge(stage, HEALTH_FALLING_BEHIND, HEALTH_LEFT_BEHIND, NULL);
    } else if (!reading->executing[queue] && stage->next_ms == 0) {
        judge(stage, HEALTH_STOPPED, HEALTH_NOT_PLANNED, NULL);
    } else if (!reading->executing[queue] && due && health->server[0] == '\0') {
        judge(stage, HEALTH_STOPPED, HEALTH_NO_BATCH_SERVER, NULL);
    } else if (flow->known && flow->in > flow->out && stage->waiting > flow->most) {
        judge(stage, HEALTH_FALLING_BEHIND, HEALTH_MORE_IN_THAN_OUT, NULL);
    } else {
        judge(stage, HEALTH_WELL, HEALTH_ON_THE_WAY, NULL);
    }
}

static enum err_code judge_stage(struct reading *reading, int queue, struct err *err) {
    struct health_stage *stage = &reading->health->stages[queue];
    struct flow flow;
    enum err_code code = read_flow(reading, queue, &flow, err);
    if (code == ERR_OK) code = judge_obstacles(reading, queue, err);
    if (code != ERR_OK) return code;
    if (stage->verdict == HEALTH_WELL && stage->waiting > 0) judge_trend(reading, queue, &flow);
    if (stage->verdict == HEALTH_WELL && stage->failed > 0)
        judge(stage, HEALTH_ATTENTION, HEALTH_FAILED_OPERATIONS, NULL);
    if (stage->verdict > reading->health->verdict) reading->health->verdict = stage->verdict;
    return ERR_OK;
}

/* ---- all of it -------------------------------------------------------------------------------------------------- */

static void take_counts(struct health *health) {
    static const struct {
        const char *job;
        enum customer_state state;
    } queues[QUEUE_COUNT] = {[QUEUE_UPLOAD] = {"P-0001", STATE_IN_CHANNEL},
                             [QUEUE_CREATION] = {SCHEDULE_SYNC_JOB, STATE_UPLOADED},
                             [QUEUE_DOWNLOAD] = {"1010", STATE_CREATED}};
    for (int i = 0; i < QUEUE_COUNT; i++) {
        health->stages[i].job = queues[i].job;
        health->stages[i].waiting = health->counts.count[queues[i].state];
    }
    health->stages[QUEUE_CREATION].failed = health->counts.count[STATE_FAILED];
}

static enum err_code read_all(struct reading *reading, struct err *err) {
    struct health *health = reading->health;
    enum err_code code = states_count(reading->company, &health->counts, err);
    if (code != ERR_OK) return code;
    take_counts(health);
    code = lease_holder(reading->company->hq, BATCH_SERVER_LEASE, health->server, NULL, err);
    if (code == ERR_OK) code = oldest_in_channels(reading, err);
    if (code == ERR_OK) code = oldest_received(reading, err);
    if (code == ERR_OK) code = oldest_unknown_below(reading, err);
    for (int i = 0; i < QUEUE_COUNT && code == ERR_OK; i++) code = read_runs(reading, i, err);
    for (int i = 0; i < QUEUE_COUNT && code == ERR_OK; i++) code = judge_stage(reading, i, err);
    return code;
}

enum err_code health_read(struct company *company, struct health *health, struct err *err) {
    *health = (struct health){0};
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) BUG("out of memory for the health of the flow");
    reading->company = company;
    reading->health = health;
    /* One picture for counts, queues and runs: states_count stays within it. */
    enum err_code code = view_open(&reading->view, company, err);
    if (code == ERR_OK) {
        code = read_all(reading, err);
        view_close(&reading->view);
    }
    free(reading);
    return code;
}
