/* SPDX-License-Identifier: MIT */
/*
 * What a trace says about the store: where its storefront works, and whether that goes on creating customers in another
 * way than headquarters says or somebody meant (domain.md 6 causes 5 to 10, 16). Reads only; the storefront's cache is read
 * as it is and never renewed here.
 */

#include "model/trainer/trace_priv.h"

enum {
    STORE,
    MODE_HQ,
    MODE_CACHE,
    UNUSED_PROFILE,
    OTHER_STORE,
    POS_PROFILE,
    SHARED_BY,
};

/* MODE_CACHE is a channel's, the others headquarters'. */
const char *const trace_store_sql[] = {
    [STORE] = "SELECT c.RecId, ifnull(d.DatabaseProfile, ''), c.RetailChannelId"
              " FROM RetailChannelTable c"
              " LEFT JOIN RetailCDXDataStoreChannel d ON d.Channel = c.RecId"
              " WHERE c.RetailChannelId = ?1 COLLATE NOCASE",
    [MODE_HQ] = "SELECT ifnull(o.OnlineFunctionalityProfile, ''), p.CreateAsyncCustomers"
                " FROM RetailOnlineChannelTable o"
                " LEFT JOIN RetailOnlineChannelFunctionalityProfileTable p"
                " ON p.profileId = o.OnlineFunctionalityProfile WHERE o.RecId = ?1",
    [MODE_CACHE] = "SELECT PROFILEID, CREATEASYNCCUSTOMERS FROM CSUCACHE WHERE STORERECID = ?1",
    /* Somebody made or changed it so that it says No, and no store uses it. */
    [UNUSED_PROFILE] =
        "SELECT p.profileId FROM RetailOnlineChannelFunctionalityProfileTable p"
        " WHERE p.CreateAsyncCustomers = 0 AND NOT EXISTS (SELECT 1 FROM RetailOnlineChannelTable"
        "  WHERE OnlineFunctionalityProfile = p.profileId) AND EXISTS (SELECT 1 FROM AuditTrail"
        "  WHERE EntityId = 'profile' AND RecordKey = p.profileId)"
        " ORDER BY (SELECT max(RecId) FROM AuditTrail WHERE EntityId = 'profile'"
        "  AND RecordKey = p.profileId) DESC LIMIT 1",
    /* Another store had the same profile as this one (?2) and was given one that says No. */
    [OTHER_STORE] =
        "SELECT a.RecordKey FROM AuditTrail a JOIN RetailOnlineChannelFunctionalityProfileTable p"
        " ON p.profileId = a.NewValue AND p.CreateAsyncCustomers = 0"
        " JOIN RetailChannelTable c ON c.RetailChannelId = a.RecordKey"
        " JOIN RetailOnlineChannelTable o ON o.RecId = c.RecId"
        " AND o.OnlineFunctionalityProfile = a.NewValue"
        " WHERE a.EntityId = 'store' AND a.Field = 'OnlineFunctionalityProfile'"
        " AND a.OldValue = ?2 AND c.RecId <> ?1 ORDER BY a.RecId DESC LIMIT 1",
    /* A profile under POS setup that looks like the store's (?1) was set to No. */
    [POS_PROFILE] =
        "SELECT p.profileId FROM RetailFunctionalityProfile p WHERE p.CreateAsyncCustomers = 0"
        " AND (p.profileId = ?1 OR p.name = (SELECT name"
        "  FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = ?1))"
        " AND EXISTS (SELECT 1 FROM AuditTrail a WHERE a.EntityId = 'pos-profile'"
        "  AND a.RecordKey = p.profileId AND a.Field = 'CreateAsyncCustomers'"
        "  AND a.NewValue = '0') LIMIT 1",
    [SHARED_BY] = "SELECT count(*) FROM RetailOnlineChannelTable"
                  " WHERE OnlineFunctionalityProfile = ?1 AND EXISTS (SELECT 1 FROM AuditTrail"
                  "  WHERE EntityId = 'profile' AND RecordKey = ?1"
                  "  AND Field = 'CreateAsyncCustomers' AND OldValue = '1' AND NewValue = '0')",
    NULL};

static enum err_code ask(struct db *db, int which, struct stmt **stmt, struct err *err) {
    *stmt = db_stmt(db, trace_store_sql[which], err);
    return *stmt ? ERR_OK : db_error(db);
}

/* ---- the store ----------------------------------------------------------------------------------------------------- */

/* Where its storefront works: that may be another database than headquarters says, or none. */
static enum err_code find_front(struct trace_facts *facts, const char *store, struct err *err) {
    struct err why = {0};
    enum err_code code = company_channel_of(facts->company, store, &facts->front, &why);
    if (code == ERR_OK || why.reason == REASON_STORE_UNKNOWN_TO_CHANNEL ||
        (facts->home && !facts->home->db))
        return ERR_OK;
    if (err) *err = why;
    return code;
}

enum err_code trace_read_store(struct trace_facts *facts, const char *store, struct err *err) {
    struct stmt *stmt;
    bool row;
    char *id = facts->trace->customer.store;
    if (store[0] == '\0') return ERR_OK;
    enum err_code code = ask(facts->company->hq, STORE, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 1, store);
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    facts->store_rec_id = stmt_int(stmt, 0);
    facts->home = company_find_channel(facts->company, stmt_text(stmt, 1));
    text_copy(id, sizeof facts->trace->customer.store, stmt_text(stmt, 2)); /* as it is written */
    stmt_reset(stmt);
    facts->channel = facts->home;
    return find_front(facts, id, err);
}

/* ---- which mode --------------------------------------------------------------------------------------------------- */

static enum err_code read_mode(const struct trace_facts *facts, struct db *db, int which,
                               struct trace_mode *mode, struct err *err) {
    bool row;
    struct stmt *stmt;
    enum err_code code = ask(db, which, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    mode->known = true;
    text_copy(mode->profile, sizeof mode->profile, stmt_text(stmt, 0));
    mode->async =
        stmt_is_null(stmt, 1) ? facts->company->settings.no_profile_async : stmt_int(stmt, 1) == 1;
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code read_copy(const struct trace_facts *facts, struct trace_mode *mode,
                               struct err *err) {
    struct channel_store copy;
    enum err_code code = channel_store_copy(facts->front->db, facts->trace->customer.store, &copy,
                                            &mode->known, err);
    if (code != ERR_OK || !mode->known) return code;
    text_copy(mode->profile, sizeof mode->profile, copy.ProfileId);
    mode->async = copy.CreateAsyncCustomers < 0 ? facts->company->settings.no_profile_async
                                                : copy.CreateAsyncCustomers == 1;
    return ERR_OK;
}

enum err_code trace_read_modes(const struct trace_facts *facts, struct trace_modes *modes,
                               struct err *err) {
    *modes = (struct trace_modes){0};
    enum err_code code = read_mode(facts, facts->company->hq, MODE_HQ, &modes->hq, err);
    if (code != ERR_OK || !facts->front || !facts->front->db) return code;
    code = read_copy(facts, &modes->copy, err);
    return code == ERR_OK ? read_mode(facts, facts->front->db, MODE_CACHE, &modes->cache, err)
                          : code;
}

/* ---- what somebody meant ------------------------------------------------------------------------------------------ */

/* The first text of a statement; "" without a row. */
static enum err_code text_of(struct stmt *stmt, char *buf, size_t size, struct err *err) {
    bool found;
    buf[0] = '\0';
    return stmt_value_text(stmt, buf, size, &found, err);
}

/* The store is asynchronous as headquarters says: was that to be changed, and something else was? */
static enum err_code judge_elsewhere(struct trace_facts *facts, const char *profile,
                                     struct err *err) {
    static const struct {
        int query;
        enum trace_cause cause;
    } places[] = {{UNUSED_PROFILE, TRACE_PROFILE_NOT_ASSIGNED},
                  {OTHER_STORE, TRACE_WRONG_STORE},
                  {POS_PROFILE, TRACE_POS_PROFILE}};
    const char *store = facts->trace->customer.store;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char other[TEXT_SIZE(60)];
        struct stmt *stmt;
        enum err_code code = ask(facts->company->hq, places[i].query, &stmt, err);
        if (code != ERR_OK) return code;
        if (places[i].query == OTHER_STORE) {
            stmt_bind_int(stmt, 1, facts->store_rec_id);
            stmt_bind_text(stmt, 2, profile);
        } else if (places[i].query == POS_PROFILE) {
            stmt_bind_text(stmt, 1, profile);
        }
        code = text_of(stmt, other, sizeof other, err);
        if (code != ERR_OK) return code;
        if (other[0] == '\0') continue;
        bool pos = places[i].cause == TRACE_POS_PROFILE;
        trace_repair_at(trace_add(facts, places[i].cause, store, other),
                        pos ? "functionality-profiles" : "online-stores", pos ? profile : store);
    }
    return ERR_OK;
}

/* It creates in real time because a profile was switched that other stores use, too. */
static enum err_code judge_shared(struct trace_facts *facts, const char *profile, struct err *err) {
    struct stmt *stmt;
    int64_t stores = 0;
    enum err_code code = ask(facts->company->hq, SHARED_BY, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 1, profile);
    code = stmt_value_int(stmt, 0, &stores, err);
    if (code != ERR_OK || stores < 2) return code;
    struct trace_finding *finding =
        trace_add(facts, TRACE_SHARED_PROFILE, facts->trace->customer.store, profile);
    finding->count = stores;
    trace_repair_at(finding, "online-stores", facts->trace->customer.store);
    return ERR_OK;
}

/* ---- the judgement ------------------------------------------------------------------------------------------------- */

static enum err_code judge_place(struct trace_facts *facts, const struct trace_modes *modes,
                                 struct err *err) {
    const char *store = facts->trace->customer.store;
    if (facts->front && facts->home && facts->front != facts->home) {
        trace_repair_at(trace_add(facts, TRACE_STORE_MOVED, store, facts->front->name),
                        facts->home->db ? "distribution-schedule" : "channel-database",
                        facts->home->db ? "1070" : facts->home->name);
        return trace_judge_channel(facts, facts->home, err);
    }
    if (!facts->home) return trace_judge_channel(facts, NULL, err);
    if (facts->front && !modes->copy.known)
        trace_repair_at(trace_add(facts, TRACE_STORE_NOT_COPIED, store, facts->front->name),
                        "distribution-schedule", "1070");
    return ERR_OK;
}

enum err_code trace_judge_store(struct trace_facts *facts, struct err *err) {
    struct trace_modes modes;
    const char *store = facts->trace->customer.store;
    if (facts->fallback) trace_add(facts, TRACE_FALLBACK, store, NULL);
    if (facts->store_rec_id == 0) return ERR_OK;
    enum err_code code = trace_read_modes(facts, &modes, err);
    if (code == ERR_OK) code = judge_place(facts, &modes, err);
    if (code != ERR_OK || !facts->front || !facts->front->db || !modes.copy.known) return code;
    if (modes.hq.async != modes.copy.async) {
        trace_repair_at(
            trace_add(facts, modes.hq.async ? TRACE_COPY_OLD_SYNC : TRACE_COPY_OLD, store, NULL),
            "distribution-schedule", "1070");
    } else if (modes.cache.known && modes.cache.async != modes.copy.async) {
        trace_repair_at(trace_add(facts, modes.copy.async ? TRACE_CACHE_OLD_SYNC : TRACE_CACHE_OLD,
                                  store, NULL),
                        "restart-csu", NULL);
    }
    if (modes.hq.async && facts->trace->asynchronous)
        return judge_elsewhere(facts, modes.hq.profile, err);
    return modes.hq.async || facts->trace->asynchronous
               ? ERR_OK
               : judge_shared(facts, modes.hq.profile, err);
}
