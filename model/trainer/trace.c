/* SPDX-License-Identifier: MIT */
/*
 * Finds a shopper's record wherever it is and tells its way hop by hop: what passed when, by which session or run. What
 * stops it is judged in trace_causes.c. Reads only.
 */

#include "model/trainer/trace.h"

#include "model/clock.h"
#include "model/exchange/view.h"
#include "model/hq/batch.h"
#include "model/hq/customer.h"
#include "model/trainer/trace_priv.h"

enum { CHANNEL_ROW, RECEIVED_ROW, CUSTOMER, UPLOAD_SESSION, RUN_AT, DOWNLOAD_SESSION, KNOWN };

/* CHANNEL_ROW and KNOWN are a channel's, all others headquarters'. */
const char *const trace_sql[] = {
    [CHANNEL_ROW] = "SELECT REPLICATIONCOUNTERFROMORIGIN, CREATEDDATETIME, NOTE"
                    " FROM RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = ?1 AND OPERATION = 1"
                    " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT 1",
    [RECEIVED_ROW] = "SELECT RecId, ReplicationCounterFromOrigin, OperationTimestamp,"
                     " UploadedDateTime, SyncDateTime FROM RetailAsyncCustomer"
                     " WHERE CustAccountAsync = ?1 AND Operation = 1 ORDER BY RecId LIMIT 1",
    /* Somebody found by e-mail address or GUID may be another company's. */
    [CUSTOMER] = "SELECT c.RecId, c.Party, c.CreatedDateTime, c.DataAreaId FROM CompanyInfo i"
                 " CROSS JOIN CustTable c ON c.DataAreaId = i.DataArea AND c.AccountNum = ?1"
                 " ORDER BY c.DataAreaId = ?2 DESC LIMIT 1",
    [UPLOAD_SESSION] = "SELECT RecId FROM RetailCDXUploadSession WHERE DatabaseProfile = ?1"
                       " AND Status = 3 AND FromCounter < ?2 AND ToCounter >= ?2"
                       " ORDER BY RecId DESC LIMIT 1",
    [RUN_AT] = "SELECT RecId, BatchJob, StartedBy FROM BatchJobHistory"
               " WHERE JobId = ?1 AND StartDateTime <= ?2"
               " AND (EndDateTime >= ?2 OR EndDateTime = 0) ORDER BY RecId DESC LIMIT 1",
    [DOWNLOAD_SESSION] =
        "SELECT s.RecId, d.AppliedDateTime FROM RetailCDXDownloadSession s"
        " JOIN RetailCDXDownloadSessionDataStore d ON d.Session = s.RecId"
        " WHERE s.JobId IN ('1010', '9999') AND d.DatabaseProfile = ?1 AND d.Status = 4"
        " AND d.AppliedDateTime >= ?2 ORDER BY d.AppliedDateTime LIMIT 1",
    [KNOWN] = "SELECT 1 FROM CUSTTABLE WHERE DATAAREAID = ?2 AND ACCOUNTNUM = ?1",
    NULL};

static enum err_code open_statement(struct db *db, int which, const char *text, struct stmt **stmt,
                                    struct err *err) {
    *stmt = db_stmt(db, trace_sql[which], err);
    if (!*stmt) return db_error(db);
    stmt_bind_text(*stmt, 1, text);
    return ERR_OK;
}

/* ---- facts ------------------------------------------------------------------------------------------------------- */

/* In the store's database, else (a store may have been moved) in any other. */
static enum err_code read_channel_row(struct trace_facts *facts, struct company_channel *channel,
                                      struct err *err) {
    struct stmt *stmt;
    bool row;
    enum err_code code =
        open_statement(channel->db, CHANNEL_ROW, facts->trace->customer.async_account, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    facts->counter = stmt_int(stmt, 0);
    facts->signed_up_ms = stmt_int(stmt, 1);
    facts->fallback = strcmp(stmt_text(stmt, 2), "RTS_FALLBACK") == 0;
    stmt_reset(stmt);
    facts->channel = channel;
    text_copy(facts->trace->database, sizeof facts->trace->database, channel->name);
    return ERR_OK;
}

static enum err_code find_channel_row(struct trace_facts *facts, struct err *err) {
    enum err_code code = ERR_OK;
    if (facts->channel && facts->channel->db) code = read_channel_row(facts, facts->channel, err);
    for (int i = 0; code == ERR_OK && facts->counter == 0 && i < facts->company->channel_count;
         i++) {
        struct company_channel *channel = &facts->company->channels[i];
        if (channel->db && channel != facts->channel) code = read_channel_row(facts, channel, err);
    }
    return code;
}

static enum err_code read_received_row(struct trace_facts *facts, struct err *err) {
    struct stmt *stmt;
    bool row;
    enum err_code code = open_statement(facts->company->hq, RECEIVED_ROW,
                                        facts->trace->customer.async_account, &stmt, err);
    if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    facts->operation = stmt_int(stmt, 0);
    if (facts->counter == 0) facts->counter = stmt_int(stmt, 1);
    if (facts->signed_up_ms == 0) facts->signed_up_ms = stmt_int(stmt, 2);
    facts->uploaded_ms = stmt_int(stmt, 3);
    facts->attempted_ms = stmt_int(stmt, 4);
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code read_customer(struct trace_facts *facts, struct err *err) {
    struct stmt *stmt;
    bool row;
    if (facts->trace->customer.account[0] == '\0') return ERR_OK;
    enum err_code code =
        open_statement(facts->company->hq, CUSTOMER, facts->trace->customer.account, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 2, facts->company->data_area);
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    facts->customer_rec_id = stmt_int(stmt, 0);
    facts->party = stmt_int(stmt, 1);
    facts->created_ms = stmt_int(stmt, 2);
    text_copy(facts->company_id, sizeof facts->company_id, stmt_text(stmt, 3));
    stmt_reset(stmt);
    return ERR_OK;
}

/* ---- hops -------------------------------------------------------------------------------------------------------- */

static struct trace_hop *pass(struct trace *trace, enum trace_hop_id id, int64_t at_ms,
                              const char *where) {
    struct trace_hop *hop = &trace->hops[id];
    hop->state = HOP_PASSED;
    hop->at_ms = at_ms;
    text_copy(hop->where, sizeof hop->where, where);
    return hop;
}

static enum err_code number_of(struct db *hq, int which, const char *text, int64_t value,
                               int64_t *number, struct err *err) {
    struct stmt *stmt;
    enum err_code code = open_statement(hq, which, text, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 2, value);
    return stmt_value_int(stmt, 0, number, err);
}

/* The run that was under way then, and who asked for it. */
static enum err_code tell_run(struct db *hq, const char *job, int64_t at_ms, struct trace_hop *hop,
                              struct err *err) {
    struct stmt *stmt;
    bool row;
    enum err_code code = open_statement(hq, RUN_AT, job, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 2, at_ms);
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    hop->run = stmt_int(stmt, 0);
    hop->batch_job = stmt_int(stmt, 1);
    text_copy(hop->by, sizeof hop->by, stmt_text(stmt, 2));
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code tell_upload(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    struct db *hq = facts->company->hq;
    struct trace_hop *hop = pass(trace, HOP_UPLOAD, facts->uploaded_ms, trace->database);
    enum err_code code =
        number_of(hq, UPLOAD_SESSION, trace->database, facts->counter, &hop->session, err);
    if (code == ERR_OK) code = tell_run(hq, "P-0001", facts->uploaded_ms, hop, err);
    pass(trace, HOP_HEADQUARTERS, facts->uploaded_ms, "");
    return code;
}

static enum err_code tell_creation(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    const char *account = trace->customer.account;
    struct trace_hop *hop = pass(trace, HOP_CREATION, facts->created_ms, account);
    pass(trace, HOP_CUSTOMER, facts->created_ms, account);
    if (!trace->asynchronous) return ERR_OK;
    return tell_run(facts->company->hq, SCHEDULE_SYNC_JOB, facts->attempted_ms, hop, err);
}

static enum err_code tell_return(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    struct stmt *stmt;
    bool row;
    const char *database = facts->home ? facts->home->name : trace->database;
    struct trace_hop *hop = pass(trace, HOP_DOWNLOAD, 0, database);
    enum err_code code = open_statement(facts->company->hq, DOWNLOAD_SESSION, database, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 2, facts->created_ms);
    code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        hop->session = stmt_int(stmt, 0);
        hop->at_ms = stmt_int(stmt, 1);
        stmt_reset(stmt);
        code = tell_run(facts->company->hq, "1010", hop->at_ms, hop, err);
    }
    pass(trace, HOP_RETURN, hop->at_ms, trace->customer.account);
    return code;
}

static enum err_code is_known_to_channel(const struct trace_facts *facts, bool *known,
                                         struct err *err) {
    struct stmt *stmt;
    int64_t found = 0;
    *known = false;
    if (!facts->home || !facts->home->db) return ERR_OK;
    enum err_code code =
        open_statement(facts->home->db, KNOWN, facts->trace->customer.account, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 2, facts->company->data_area);
    code = stmt_value_int(stmt, 0, &found, err);
    *known = found != 0;
    return code;
}

void trace_mark_unused(struct trace *trace) {
    static const enum trace_hop_id only_async[] = {HOP_CHANNEL, HOP_UPLOAD, HOP_HEADQUARTERS,
                                                   HOP_DOWNLOAD};
    for (int i = 0; i < HOP_COUNT; i++) trace->hops[i].state = HOP_AHEAD;
    for (size_t i = 0; i < sizeof only_async / sizeof *only_async; i++) {
        if (!trace->asynchronous) trace->hops[only_async[i]].state = HOP_UNUSED;
    }
    if (trace->customer.store[0] != '\0') return;
    trace->hops[HOP_STOREFRONT].state = HOP_UNUSED;
    trace->hops[HOP_RETURN].state = HOP_UNUSED;
}

static void tell_times(struct trace *trace) {
    int64_t before = 0;
    trace->stopped_at = -1;
    for (int i = 0; i < HOP_COUNT; i++) {
        struct trace_hop *hop = &trace->hops[i];
        hop->took_ms = before > 0 && hop->at_ms >= before ? hop->at_ms - before : -1;
        if (hop->at_ms > 0) before = hop->at_ms;
        if (hop->state == HOP_AHEAD && trace->stopped_at < 0) trace->stopped_at = i;
    }
}

static enum err_code tell_hops(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    const struct customer_line *customer = &trace->customer;
    bool known = false;
    trace_mark_unused(trace);
    if (customer->store[0] != '\0') {
        int64_t at_ms = trace->asynchronous ? facts->signed_up_ms : facts->created_ms;
        pass(trace, HOP_STOREFRONT, at_ms, customer->store);
    }
    if (trace->asynchronous && facts->counter > 0)
        pass(trace, HOP_CHANNEL, facts->signed_up_ms, trace->database);
    enum err_code code = facts->operation > 0 ? tell_upload(facts, err) : ERR_OK;
    if (code == ERR_OK && facts->customer_rec_id > 0) code = tell_creation(facts, err);
    if (code == ERR_OK && facts->customer_rec_id > 0)
        code = is_known_to_channel(facts, &known, err);
    if (code == ERR_OK && known && trace->asynchronous) code = tell_return(facts, err);
    if (known && !trace->asynchronous)
        pass(trace, HOP_RETURN, facts->created_ms, customer->account);
    tell_times(trace);
    return code;
}

/* When the jobs of the way ran last and run next, whether the record has come so far or not. */
static enum err_code tell_jobs(struct trace_facts *facts, struct err *err) {
    static const struct {
        enum trace_hop_id hop;
        const char *job;
    } jobs[] = {{HOP_UPLOAD, "P-0001"}, {HOP_CREATION, SCHEDULE_SYNC_JOB}, {HOP_DOWNLOAD, "1010"}};
    struct db *hq = facts->company->hq;
    enum err_code code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof jobs / sizeof *jobs; i++) {
        struct trace_hop *hop = &facts->trace->hops[jobs[i].hop];
        struct job_run last;
        if (hop->state == HOP_UNUSED) continue;
        if (jobs[i].hop == HOP_CREATION && facts->trace->hops[HOP_UPLOAD].state == HOP_UNUSED)
            continue; /* by the Real-time Service, or by hand */
        hop->job = jobs[i].job;
        code = job_run_last(hq, hop->job, &last, err);
        hop->last_ms = code == ERR_OK ? last.start_ms : 0;
        if (code == ERR_OK) code = batch_next_run(hq, hop->job, &hop->next_ms, NULL, err);
    }
    return code;
}

/* ---- finding ----------------------------------------------------------------------------------------------------- */

static enum err_code keep_match(void *ctx, const struct customer_line *line, struct err *err) {
    struct trace *trace = ctx;
    (void)err;
    if (trace->match_count < TRACE_MAX_MATCHES) trace->matches[trace->match_count++] = *line;
    return ERR_OK;
}

/* Those who wait: a part of anything. There is no index for that, but few of them. */
static enum err_code match_waiting(struct trace_facts *facts, const char *key, struct err *err) {
    static const enum customer_state waiting[] = {STATE_IN_CHANNEL, STATE_UPLOADED, STATE_FAILED};
    enum err_code code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof waiting / sizeof *waiting; i++) {
        char next[ROW_KEY_SIZE];
        const struct states_query query = {
            .filter = key, .state = (int)waiting[i], .limit = TRACE_MAX_MATCHES};
        code = states_list(facts->company, &query, keep_match, facts->trace, next, err);
    }
    return code;
}

/* Customers: as their list finds them, by the start of a name, a last name or a phone number. */
static enum err_code match_customers(struct trace_facts *facts, const char *key, struct err *err) {
    struct trace *trace = facts->trace;
    const struct list_request request = {.filter = key, .limit = TRACE_MAX_MATCHES};
    struct rowset rows;
    rowset_init(&rows, entity_customer.list_columns);
    enum err_code code = entity_customer.list(facts->company->hq, &request, &rows, err);
    for (int i = 0; code == ERR_OK && i < rows.rows; i++) {
        if (trace->match_count == TRACE_MAX_MATCHES) break;
        code = states_find(facts->company, rowset_cell(&rows, i, 0),
                           &trace->matches[trace->match_count], err);
        if (code == ERR_OK) trace->match_count++;
    }
    rowset_release(&rows);
    return code;
}

/* By account, GUID or e-mail address; else by a name or number, when that is one customer. */
static enum err_code find_customer(struct trace_facts *facts, const char *key, struct err *err) {
    struct trace *trace = facts->trace;
    struct err why = {0};
    enum err_code code = states_find(facts->company, key, &trace->customer, &why);
    trace->found = code == ERR_OK;
    if (code == ERR_OK) return ERR_OK;
    if (code != ERR_NOT_FOUND) {
        if (err) *err = why;
        return code;
    }
    /* What names one customer and nobody has is a part of nothing else. */
    char guid[GUID_SIZE];
    if (text_is_email(key) || ids_parse_guid(key, guid)) return ERR_OK;
    code = match_waiting(facts, key, err);
    if (code == ERR_OK) code = match_customers(facts, key, err);
    if (code != ERR_OK || trace->match_count != 1) return code;
    trace->customer = trace->matches[0];
    trace->match_count = 0;
    trace->found = true;
    return ERR_OK;
}

static enum err_code trace_found(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    trace->asynchronous = trace->customer.async_account[0] != '\0';
    enum err_code code = trace_read_store(facts, trace->customer.store, err);
    if (facts->channel) text_copy(trace->database, sizeof trace->database, facts->channel->name);
    if (code == ERR_OK && trace->asynchronous) code = find_channel_row(facts, err);
    if (code == ERR_OK && trace->asynchronous) code = read_received_row(facts, err);
    if (code == ERR_OK) code = read_customer(facts, err);
    if (code == ERR_OK) code = tell_hops(facts, err);
    if (code == ERR_OK) code = trace_judge(facts, err);
    return code;
}

static enum err_code trace_in_picture(struct trace_facts *facts, const char *key, const char *store,
                                      struct err *err) {
    struct trace *trace = facts->trace;
    enum err_code code = find_customer(facts, key, err);
    if (code != ERR_OK || trace->match_count > 1) return code;
    if (trace->found) {
        code = trace_found(facts, err);
    } else {
        trace->stopped_at = HOP_STOREFRONT;
        code = trace_judge_nobody(facts, key, store, err);
        if (facts->channel)
            text_copy(trace->database, sizeof trace->database, facts->channel->name);
    }
    return code == ERR_OK ? tell_jobs(facts, err) : code;
}

enum err_code trace_customer(struct company *company, const char *key, const char *store,
                             struct trace *trace, struct err *err) {
    *trace = (struct trace){.stopped_at = -1, .as_of_ms = clock_now_ms()};
    struct trace_facts facts = {.company = company, .trace = trace};
    struct view view;
    for (int i = 0; i < HOP_COUNT; i++)
        trace->hops[i] = (struct trace_hop){.state = HOP_AHEAD, .took_ms = -1};
    enum err_code code = view_open(&view, company, err);
    if (code != ERR_OK) return code;
    code = trace_in_picture(&facts, key, store && *store ? store : NULL, err);
    view_close(&view);
    return code;
}
