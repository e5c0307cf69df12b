/* SPDX-License-Identifier: MIT */
/*
 * There is no record of somebody. Was the sign-up refused, is the record in another company, or can the store not take one
 * now? Which hop would hold the record, and what is wrong with the way from there on? Reads only.
 */

#include "model/channel/signup_log.h"
#include "model/hq/servicing.h"
#include "model/trainer/trace_priv.h"

enum { ANONYMOUS_CACHE, ANONYMOUS_COPY, ANONYMOUS_HQ, ELSEWHERE, STORES };

/* The first two are a channel's, all others headquarters'. */
const char *const trace_nobody_sql[] = {
    [ANONYMOUS_CACHE] = "SELECT ALLOWANONYMOUSACCESS FROM CSUCACHE WHERE STORERECID = ?1",
    [ANONYMOUS_COPY] = "SELECT ALLOWANONYMOUSACCESS FROM RETAILOPERATIONS WHERE OPERATIONID = 612",
    [ANONYMOUS_HQ] = "SELECT AllowAnonymousAccess FROM RetailOperations WHERE OperationId = 612",
    [ELSEWHERE] = "SELECT c.AccountNum, c.DataAreaId FROM CompanyInfo i CROSS JOIN CustTable c"
                  " ON c.DataAreaId = i.DataArea AND c.AccountNum = ?1 WHERE i.DataArea <> ?2",
    [STORES] = "SELECT c.RetailChannelId FROM RetailChannelTable c"
               " JOIN RetailOnlineChannelTable o ON o.RecId = c.RecId ORDER BY c.RecId",
    NULL};

static enum err_code ask(struct db *db, int which, struct stmt **stmt, struct err *err) {
    *stmt = db_stmt(db, trace_nobody_sql[which], err);
    return *stmt ? ERR_OK : db_error(db);
}

/* ---- operation 612 (cause 34) -------------------------------------------------------------------------------------- */

/* May visitors add a customer: as headquarters says, in the channel's copy, in the cache? 1 where nothing is known. */
struct anonymous {
    int64_t hq, copy, cache;
};

static enum err_code read_anonymous(const struct trace_facts *facts, struct anonymous *anonymous,
                                    struct err *err) {
    struct stmt *stmt;
    *anonymous = (struct anonymous){1, 1, 1};
    enum err_code code = ask(facts->company->hq, ANONYMOUS_HQ, &stmt, err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 1, &anonymous->hq, err);
    if (code != ERR_OK || !facts->front || !facts->front->db) return code;
    code = ask(facts->front->db, ANONYMOUS_COPY, &stmt, err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 1, &anonymous->copy, err);
    if (code == ERR_OK) code = ask(facts->front->db, ANONYMOUS_CACHE, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    return stmt_value_int(stmt, 1, &anonymous->cache, err);
}

/* NULL: visitors may. */
static struct trace_finding *judge_anonymous(struct trace_facts *facts, const char *store,
                                             const struct anonymous *anonymous) {
    struct trace_finding *finding;
    if (anonymous->cache) return NULL;
    if (!anonymous->hq) {
        finding = trace_add(facts, TRACE_NOT_ANONYMOUS, store, NULL);
        trace_repair_at(finding, "pos-operations", "612");
    } else {
        finding = trace_add(facts, TRACE_ANONYMOUS_OLD, store, NULL);
        trace_repair_at(finding, anonymous->copy ? "restart-csu" : "distribution-schedule",
                        anonymous->copy ? NULL : "1090");
    }
    return finding;
}

/* ---- refused ------------------------------------------------------------------------------------------------------- */

static struct trace_finding *add_refused(struct trace_facts *facts,
                                         const struct signup_refusal *refusal, struct err *err) {
    struct trace_finding *finding =
        trace_add(facts, TRACE_SIGNUP_REFUSED, refusal->store, refusal->email);
    finding->err = refusal->why;
    bool no_answer = refusal->why.reason == REASON_HQ_NO_ANSWER;
    bool in_servicing = false;
    if (servicing_get(facts->company->hq, &in_servicing, err) != ERR_OK) return NULL;
    if (no_answer)
        trace_repair_at(finding, in_servicing ? "servicing-switch" : "storefront-signup", NULL);
    else if (refusal->why.reason == REASON_OPERATION_NOT_ALLOWED)
        finding->number = 34;
    else if (trace_repair_refusal(facts, NULL, finding, err) != ERR_OK)
        return NULL;
    else
        finding->number = trace_number(&refusal->why);
    return finding;
}

static struct trace_finding *add_several(struct trace_facts *facts,
                                         const struct signup_refusal *refusal) {
    struct trace_finding *finding = trace_add(facts, TRACE_SEVERAL_EMAIL, NULL, refusal->email);
    trace_repair_at(finding, "customers", NULL);
    text_copy(finding->filter, sizeof finding->filter, refusal->email);
    return finding;
}

static enum err_code tell_refusal(struct trace_facts *facts, const struct signup_refusal *refusal,
                                  struct err *err) {
    struct anonymous anonymous = {1, 1, 1};
    struct trace_finding *finding = NULL;
    if (refusal->why.reason == REASON_SEVERAL_SAME_EMAIL) {
        finding = add_several(facts, refusal);
    } else if (refusal->why.reason == REASON_OPERATION_NOT_ALLOWED) {
        enum err_code code = read_anonymous(facts, &anonymous, err);
        if (code != ERR_OK) return code;
        finding = judge_anonymous(facts, refusal->store, &anonymous);
    } else if (refusal->why.reason == REASON_STORE_UNKNOWN_TO_CHANNEL) {
        finding = trace_add(facts, TRACE_STORE_NOT_IN_CHANNEL, refusal->store, NULL);
        trace_repair_at(finding, "channel-database", NULL);
    }
    if (!finding) finding = add_refused(facts, refusal, err);
    if (!finding) return err ? err->code : ERR_DB;
    finding->count = refusal->at_ms;
    return ERR_OK;
}

static enum err_code newest_refusal(struct trace_facts *facts, const char *key,
                                    struct signup_refusal *newest, struct err *err) {
    *newest = (struct signup_refusal){0};
    for (int i = 0; i < facts->company->channel_count; i++) {
        struct signup_refusal refusal;
        struct db *channel = facts->company->channels[i].db;
        bool found = false;
        if (!channel || key[0] == '\0') continue;
        enum err_code code = signup_log_newest(channel, key, &refusal, &found, err);
        if (code != ERR_OK) return code;
        if (found && refusal.at_ms > newest->at_ms) *newest = refusal;
    }
    return ERR_OK;
}

enum err_code trace_judge_refusal(struct trace_facts *facts, const char *email, int64_t after_ms,
                                  struct err *err) {
    struct signup_refusal refusal;
    enum err_code code = newest_refusal(facts, email, &refusal, err);
    if (code != ERR_OK || refusal.at_ms <= after_ms) return code;
    return tell_refusal(facts, &refusal, err);
}

/* The mode that the storefront obeys. */
static bool is_async(const struct trace_modes *modes) {
    return modes->cache.known ? modes->cache.async : modes->copy.async;
}

static enum err_code judge_refused(struct trace_facts *facts, const char *key, struct err *err) {
    struct signup_refusal refusal;
    struct trace_modes modes;
    struct trace_hop *hop = &facts->trace->hops[HOP_STOREFRONT];
    enum err_code code = newest_refusal(facts, key, &refusal, err);
    if (code != ERR_OK || refusal.at_ms == 0) return code;
    text_copy(facts->trace->customer.store, sizeof facts->trace->customer.store, refusal.store);
    code = trace_read_store(facts, refusal.store, err);
    if (code == ERR_OK) code = trace_read_modes(facts, &modes, err);
    if (code == ERR_OK) code = tell_refusal(facts, &refusal, err);
    if (code != ERR_OK) return code;
    facts->trace->asynchronous = is_async(&modes);
    trace_mark_unused(facts->trace);
    hop->at_ms = refusal.at_ms;
    hop->state = HOP_BROKEN;
    text_copy(hop->where, sizeof hop->where, refusal.store);
    return code;
}

/* ---- elsewhere, or not possible ------------------------------------------------------------------------------------ */

static enum err_code judge_elsewhere(struct trace_facts *facts, const char *key, struct err *err) {
    struct stmt *stmt;
    bool row;
    enum err_code code = ask(facts->company->hq, ELSEWHERE, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 1, key);
    stmt_bind_text(stmt, 2, facts->company->data_area);
    code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row)
        trace_add(facts, TRACE_OTHER_COMPANY, stmt_text(stmt, 0), stmt_text(stmt, 1));
    stmt_reset(stmt);
    return code;
}

/* What would keep a sign-up in that store from being stored now. */
static enum err_code judge_next_signup(struct trace_facts *facts, const char *store,
                                       struct trace_modes *modes, struct err *err) {
    bool in_servicing = false;
    struct anonymous anonymous;
    *modes = (struct trace_modes){0};
    if (!facts->front || !facts->front->db)
        return trace_judge_channel(facts, facts->front ? facts->front : facts->home, err);
    enum err_code code = trace_read_modes(facts, modes, err);
    if (code == ERR_OK) code = read_anonymous(facts, &anonymous, err);
    if (code == ERR_OK) code = servicing_get(facts->company->hq, &in_servicing, err);
    if (code != ERR_OK) return code;
    if (!modes->copy.known)
        trace_repair_at(trace_add(facts, TRACE_STORE_NOT_COPIED, store, facts->front->name),
                        "distribution-schedule", "1070");
    judge_anonymous(facts, store, &anonymous);
    if (in_servicing && modes->copy.known && !is_async(modes)) {
        struct trace_finding *finding = trace_add(facts, TRACE_SERVICING, NULL, NULL);
        finding->number = 29;
        trace_repair_at(finding, "servicing-switch", NULL);
    }
    return ERR_OK;
}

/* The only one, or none: a company with one store need not be asked which. */
static enum err_code each_store(struct trace_facts *facts, char *only, size_t size,
                                struct err *err) {
    struct stmt *stmt;
    bool row;
    int count = 0;
    enum err_code code = ask(facts->company->hq, STORES, &stmt, err);
    only[0] = '\0';
    while (code == ERR_OK && (code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        struct trace_facts other = {.company = facts->company, .trace = facts->trace};
        struct trace_modes modes;
        char *store = facts->trace->customer.store;
        text_copy(store, sizeof facts->trace->customer.store, stmt_text(stmt, 0));
        text_copy(only, size, count++ == 0 ? store : "");
        code = trace_read_store(&other, store, err);
        if (code == ERR_OK) code = judge_next_signup(&other, store, &modes, err);
        store[0] = '\0';
    }
    if (code != ERR_OK) stmt_reset(stmt);
    return code;
}

/* ---- the way it would go ------------------------------------------------------------------------------------------- */

static void expect_at(struct trace_facts *facts, const struct trace_modes *modes) {
    struct trace *trace = facts->trace;
    const char *store = trace->customer.store;
    trace->asynchronous = is_async(modes);
    trace_mark_unused(trace);
    struct trace_hop *hop = &trace->hops[trace->asynchronous ? HOP_CHANNEL : HOP_CUSTOMER];
    hop->state = HOP_EXPECTED;
    if (trace->asynchronous) text_copy(hop->where, sizeof hop->where, facts->front->name);
    trace_add(facts, trace->asynchronous ? TRACE_EXPECTED_ASYNC : TRACE_EXPECTED_SYNC, store,
              trace->asynchronous ? facts->front->name : NULL);
}

static enum err_code judge_upload_ahead(struct trace_facts *facts, struct company_channel *channel,
                                        struct err *err) {
    const struct trace_stage stage = {.job = "P-0001", .channel = channel, .touches_channel = true};
    facts->ahead = true;
    enum err_code code = trace_judge_stage(facts, &stage, err);
    facts->ahead = false;
    return code;
}

/* In a store that is not known: what no record could pass, whichever database it came from. */
static enum err_code judge_all_channels(struct trace_facts *facts, struct err *err) {
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && i < facts->company->channel_count; i++) {
        facts->home = &facts->company->channels[i];
        code = judge_upload_ahead(facts, facts->home, err);
        if (code == ERR_OK) code = trace_judge_ahead(facts, err);
    }
    facts->home = NULL;
    return code;
}

static enum err_code judge_way(struct trace_facts *facts, const struct trace_modes *modes,
                               struct err *err) {
    enum err_code code = ERR_OK;
    if (!facts->front || !facts->front->db || !modes->copy.known) return ERR_OK;
    expect_at(facts, modes);
    if (facts->trace->asynchronous) {
        code = judge_upload_ahead(facts, facts->front, err);
        if (code == ERR_OK) code = trace_judge_ahead(facts, err);
    }
    return code == ERR_OK ? trace_judge_store(facts, err) : code;
}

static void add_nowhere(struct trace_facts *facts, const char *key) {
    if (facts->trace->finding_count > 0) return;
    trace_repair_at(trace_add(facts, TRACE_NOWHERE, key, NULL), "storefront-signup", NULL);
}

enum err_code trace_judge_nobody(struct trace_facts *facts, const char *key, const char *store,
                                 struct err *err) {
    struct trace *trace = facts->trace;
    struct trace_modes modes = {0};
    char only[TEXT_SIZE(10)] = "";
    enum err_code code = judge_refused(facts, key, err);
    bool refused = trace->finding_count > 0;
    if (code == ERR_OK && !refused) code = judge_elsewhere(facts, key, err);
    if (code == ERR_OK && !refused && !store) code = each_store(facts, only, sizeof only, err);
    if (code != ERR_OK) return code;
    if (!store && only[0] != '\0') store = only;
    if (!refused && store) {
        text_copy(trace->customer.store, sizeof trace->customer.store, store);
        code = trace_read_store(facts, store, err);
        if (code == ERR_OK && facts->store_rec_id == 0)
            code = err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "store", store);
        if (code == ERR_OK) code = judge_next_signup(facts, store, &modes, err);
    }
    if (code != ERR_OK) return code;
    add_nowhere(facts, key);
    if (refused || store)
        return refused ? trace_judge_store(facts, err) : judge_way(facts, &modes, err);
    return judge_all_channels(facts, err);
}
