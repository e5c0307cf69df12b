/* SPDX-License-Identifier: MIT */
/*
 * What a trace says about the store: somebody of whom there is no record was refused by its storefront, or would be now;
 * and a store that goes on creating customers asynchronously although headquarters says otherwise (domain.md 6 causes 5
 * to 9). Reads only; the storefront's cache is read as it is and never renewed here.
 */

#include "model/channel/signup_log.h"
#include "model/hq/schedule.h"
#include "model/hq/servicing.h"
#include "model/trainer/trace_priv.h"

enum { MODE_HQ, MODE_CACHE, SWITCHED_ELSEWHERE, ANONYMOUS };

/* MODE_CACHE and ANONYMOUS are a channel's, the others headquarters'. */
const char *const trace_store_sql[] = {
    [MODE_HQ] = "SELECT ifnull(o.OnlineFunctionalityProfile, ''), p.CreateAsyncCustomers"
                " FROM RetailOnlineChannelTable o"
                " LEFT JOIN RetailOnlineChannelFunctionalityProfileTable p"
                " ON p.profileId = o.OnlineFunctionalityProfile WHERE o.RecId = ?1",
    [MODE_CACHE] = "SELECT PROFILEID, CREATEASYNCCUSTOMERS FROM CSUCACHE WHERE STORERECID = ?1",
    /* A profile whose async mode somebody turned off, and which the store does not use. */
    [SWITCHED_ELSEWHERE] =
        "SELECT a.RecordKey FROM AuditTrail a JOIN RetailOnlineChannelFunctionalityProfileTable p"
        " ON p.profileId = a.RecordKey AND p.CreateAsyncCustomers = 0"
        " WHERE a.EntityId = 'profile' AND a.Field = 'CreateAsyncCustomers' AND a.NewValue = '0'"
        " AND a.RecordKey <> ?1 ORDER BY a.RecId DESC LIMIT 1",
    [ANONYMOUS] = "SELECT ALLOWANONYMOUSACCESS FROM CSUCACHE WHERE STORERECID = ?1",
    NULL};

/* ---- which mode --------------------------------------------------------------------------------------------------- */

struct mode {
    char profile[TEXT_SIZE(10)];
    bool async, known;
};

static enum err_code read_mode(const struct trace_facts *facts, struct db *db, int which,
                               struct mode *mode, struct err *err) {
    bool row;
    *mode = (struct mode){0};
    struct stmt *stmt = db_stmt(db, trace_store_sql[which], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    mode->known = true;
    text_copy(mode->profile, sizeof mode->profile, stmt_text(stmt, 0));
    mode->async =
        stmt_is_null(stmt, 1) ? facts->company->settings.no_profile_async : stmt_int(stmt, 1) == 1;
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code read_copy(const struct trace_facts *facts, struct mode *mode,
                               struct err *err) {
    struct channel_store copy;
    *mode = (struct mode){0};
    enum err_code code = channel_store_copy(facts->channel->db, facts->trace->customer.store, &copy,
                                            &mode->known, err);
    if (code != ERR_OK || !mode->known) return code;
    text_copy(mode->profile, sizeof mode->profile, copy.ProfileId);
    mode->async = copy.CreateAsyncCustomers < 0 ? facts->company->settings.no_profile_async
                                                : copy.CreateAsyncCustomers == 1;
    return ERR_OK;
}

static enum err_code judge_unassigned(struct trace_facts *facts, const struct mode *hq,
                                      struct err *err) {
    char other[TEXT_SIZE(10)] = "";
    bool found = false;
    struct stmt *stmt = db_stmt(facts->company->hq, trace_store_sql[SWITCHED_ELSEWHERE], err);
    if (!stmt) return db_error(facts->company->hq);
    stmt_bind_text(stmt, 1, hq->profile);
    enum err_code code = stmt_value_text(stmt, other, sizeof other, &found, err);
    if (code == ERR_OK && found)
        trace_repair_at(trace_add(facts->trace, TRACE_PROFILE_NOT_ASSIGNED,
                                  facts->trace->customer.store, other),
                        "online-stores", facts->trace->customer.store);
    return code;
}

enum err_code trace_judge_store(struct trace_facts *facts, struct err *err) {
    struct mode hq, copy, cache;
    const char *store = facts->trace->customer.store;
    if (facts->fallback) trace_add(facts->trace, TRACE_FALLBACK, store, NULL);
    if (!facts->channel || !facts->channel->db || facts->store_rec_id == 0) return ERR_OK;
    enum err_code code = read_mode(facts, facts->company->hq, MODE_HQ, &hq, err);
    if (code == ERR_OK) code = read_copy(facts, &copy, err);
    if (code == ERR_OK) code = read_mode(facts, facts->channel->db, MODE_CACHE, &cache, err);
    if (code != ERR_OK) return code;
    if (hq.async) return judge_unassigned(facts, &hq, err);
    if (copy.known && copy.async) {
        trace_repair_at(trace_add(facts->trace, TRACE_COPY_OLD, store, NULL),
                        "distribution-schedule", "1070");
    } else if (cache.known && cache.async) {
        trace_repair_at(trace_add(facts->trace, TRACE_CACHE_OLD, store, NULL), "restart-csu", NULL);
    }
    return ERR_OK;
}

/* ---- nobody ------------------------------------------------------------------------------------------------------- */

static void tell_refusal(struct trace *trace, const struct signup_refusal *refusal) {
    const struct err *why = &refusal->why;
    enum trace_cause cause = TRACE_SIGNUP_REFUSED;
    const char *page = NULL;
    if (why->reason == REASON_SEVERAL_SAME_EMAIL) {
        cause = TRACE_SEVERAL_EMAIL;
        page = "customers";
    } else if (why->reason == REASON_OPERATION_NOT_ALLOWED) {
        cause = TRACE_NOT_ANONYMOUS;
        page = "pos-operations";
    } else if (why->reason == REASON_STORE_UNKNOWN_TO_CHANNEL) {
        cause = TRACE_STORE_NOT_IN_CHANNEL;
        page = "channel-database";
    } else if (why->reason == REASON_HQ_NO_ANSWER) {
        page = "servicing-switch";
    }
    struct trace_finding *finding = trace_add(trace, cause, refusal->store, refusal->email);
    if (why->reason != REASON_HQ_NO_ANSWER && cause == TRACE_SIGNUP_REFUSED)
        finding->number = trace_number(why);
    finding->err = *why;
    finding->count = refusal->at_ms;
    trace_repair_at(finding, page, cause == TRACE_NOT_ANONYMOUS ? "612" : NULL);
    trace->hops[HOP_STOREFRONT].at_ms = refusal->at_ms;
    trace->hops[HOP_STOREFRONT].state = HOP_BROKEN;
    text_copy(trace->hops[HOP_STOREFRONT].where, sizeof trace->hops[HOP_STOREFRONT].where,
              refusal->store);
}

static enum err_code find_refusal(struct trace_facts *facts, const char *key, struct err *err) {
    struct signup_refusal newest = {0};
    for (int i = 0; i < facts->company->channel_count; i++) {
        struct signup_refusal refusal;
        struct db *channel = facts->company->channels[i].db;
        bool found = false;
        if (!channel || key[0] == '\0') continue;
        enum err_code code = signup_log_newest(channel, key, &refusal, &found, err);
        if (code != ERR_OK) return code;
        if (found && refusal.at_ms > newest.at_ms) newest = refusal;
    }
    if (newest.at_ms > 0) tell_refusal(facts->trace, &newest);
    return ERR_OK;
}

/* What would happen to a sign-up in that store now. */
static enum err_code judge_next_signup(struct trace_facts *facts, const char *store,
                                       struct err *err) {
    struct mode cache;
    bool in_servicing = false;
    struct trace *trace = facts->trace;
    if (!facts->channel) {
        trace_repair_at(trace_add(trace, TRACE_STORE_NOT_IN_CHANNEL, store, NULL),
                        "channel-database", NULL);
        return ERR_OK;
    }
    if (!facts->channel->db) {
        trace_add(trace, TRACE_CHANNEL_UNREADABLE, facts->channel->name, NULL)->err =
            facts->channel->trouble;
        return ERR_OK;
    }
    enum err_code code = read_mode(facts, facts->channel->db, MODE_CACHE, &cache, err);
    if (code == ERR_OK) code = servicing_get(facts->company->hq, &in_servicing, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(facts->channel->db, trace_store_sql[ANONYMOUS], err);
    if (!stmt) return db_error(facts->channel->db);
    int64_t anonymous = 1;
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    code = stmt_value_int(stmt, 1, &anonymous, err);
    if (code == ERR_OK && !anonymous)
        trace_repair_at(trace_add(trace, TRACE_NOT_ANONYMOUS, store, NULL), "pos-operations",
                        "612");
    if (code == ERR_OK && in_servicing && cache.known && !cache.async)
        trace_repair_at(trace_add(trace, TRACE_SERVICING, store, NULL), "servicing-switch", NULL);
    return code;
}

enum err_code trace_judge_nobody(struct trace_facts *facts, const char *key, struct err *err) {
    struct trace *trace = facts->trace;
    enum err_code code = find_refusal(facts, key, err);
    if (code == ERR_OK && trace->finding_count == 0 && facts->store_rec_id > 0)
        code = judge_next_signup(facts, trace->customer.store, err);
    if (code == ERR_OK && trace->finding_count == 0)
        trace_repair_at(trace_add(trace, TRACE_NOWHERE, key, NULL), "storefront-signup", NULL);
    return code;
}
