/* SPDX-License-Identifier: MIT */
/*
 * Functionality profiles: those of online stores and, in another table, those of the point of sale. Owns both tables'
 * queries and the rule that a profile in use stays. Knows nothing of how a channel learns of a change (job 1070).
 */

#include "model/hq/profile.h"

#include "model/clock.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    PROFILE_FROM,
    PROFILE_AFTER,
    PROFILE_BEFORE,
    PROFILE_LOAD,
    PROFILE_TAKEN,
    PROFILE_INSERT,
    PROFILE_UPDATE,
    PROFILE_DELETE,
    PROFILE_STORES,
    POS_FROM,
    POS_AFTER,
    POS_BEFORE,
    POS_LOAD,
    POS_TAKEN,
    POS_INSERT,
    POS_UPDATE,
    POS_DELETE
};

#define PROFILE_LIST                                                                               \
    "SELECT profileId, profileId, name FROM RetailOnlineChannelFunctionalityProfileTable"
#define POS_LIST      "SELECT profileId, profileId, name FROM RetailFunctionalityProfile"
#define PROFILE_MATCH PAGE_HAS("profileId") " OR " PAGE_HAS("name")

const char *const profile_sql[] = {
    [PROFILE_FROM] = PAGE_FROM(PROFILE_LIST, "profileId", PROFILE_MATCH),
    [PROFILE_AFTER] = PAGE_AFTER(PROFILE_LIST, "profileId", PROFILE_MATCH),
    [PROFILE_BEFORE] = PAGE_BEFORE(PROFILE_LIST, "profileId", PROFILE_MATCH),
    [PROFILE_LOAD] =
        "SELECT RecId, RecVersion, profileId, name, aggregateItems, CreateAsyncCustomers,"
        " RetailCheckoutAllowNoPayment FROM RetailOnlineChannelFunctionalityProfileTable"
        " WHERE profileId = ?1 COLLATE NOCASE ORDER BY profileId = ?1 DESC LIMIT 1",
    /* The product compares IDs without case, so "online" beside "Online" would only confuse. */
    [PROFILE_TAKEN] = "SELECT 1 FROM RetailOnlineChannelFunctionalityProfileTable"
                      " WHERE profileId = ?1 COLLATE NOCASE AND RecId <> ?2",
    [PROFILE_INSERT] =
        "INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name, aggregateItems,"
        " CreateAsyncCustomers, RetailCheckoutAllowNoPayment, CreatedDateTime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [PROFILE_UPDATE] =
        "UPDATE RetailOnlineChannelFunctionalityProfileTable SET name = ?2, aggregateItems = ?3,"
        " CreateAsyncCustomers = ?4, RetailCheckoutAllowNoPayment = ?5, RecVersion = RecVersion + 1"
        " WHERE RecId = ?6 AND RecVersion = ?7",
    [PROFILE_DELETE] = "DELETE FROM RetailOnlineChannelFunctionalityProfileTable WHERE RecId = ?1",
    [PROFILE_STORES] = "SELECT c.RetailChannelId FROM RetailOnlineChannelTable o"
                       " JOIN RetailChannelTable c ON c.RecId = o.RecId"
                       " WHERE o.OnlineFunctionalityProfile = ?1 ORDER BY c.RetailChannelId",
    [POS_FROM] = PAGE_FROM(POS_LIST, "profileId", PROFILE_MATCH),
    [POS_AFTER] = PAGE_AFTER(POS_LIST, "profileId", PROFILE_MATCH),
    [POS_BEFORE] = PAGE_BEFORE(POS_LIST, "profileId", PROFILE_MATCH),
    [POS_LOAD] = "SELECT RecId, RecVersion, profileId, name, aggregateItems, CreateAsyncCustomers"
                 " FROM RetailFunctionalityProfile"
                 " WHERE profileId = ?1 COLLATE NOCASE ORDER BY profileId = ?1 DESC LIMIT 1",
    [POS_TAKEN] = "SELECT 1 FROM RetailFunctionalityProfile WHERE profileId = ?1 COLLATE NOCASE "
                  "AND RecId <> ?2",
    [POS_INSERT] = "INSERT INTO RetailFunctionalityProfile (profileId, name, aggregateItems,"
                   " CreateAsyncCustomers) VALUES (?1, ?2, ?3, ?4)",
    [POS_UPDATE] = "UPDATE RetailFunctionalityProfile SET name = ?2, aggregateItems = ?3,"
                   " CreateAsyncCustomers = ?4, RecVersion = RecVersion + 1 WHERE RecId = ?5 AND "
                   "RecVersion = ?6",
    [POS_DELETE] = "DELETE FROM RetailFunctionalityProfile WHERE RecId = ?1",
    NULL};

/* ---- online functionality profiles --------------------------------------------------------------------------- */

#define PROFILE_TEXT(name, chars)                                                                  \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct profile, name),                   \
    .size = sizeof(((struct profile *)0)->name), .max_chars = (chars)
#define PROFILE_YESNO(name)                                                                        \
    .key = #name, .kind = MEMBER_YESNO, .offset = offsetof(struct profile, name),                  \
    .size = sizeof(int)

static const struct member profile_members[] = {
    {PROFILE_TEXT(profileId, 10), .required = true, .fixed = true},
    {PROFILE_TEXT(name, 60)},
    {PROFILE_YESNO(aggregateItems)},
    {PROFILE_YESNO(CreateAsyncCustomers)},
    {PROFILE_YESNO(RetailCheckoutAllowNoPayment)},
};

static enum err_code profile_list(struct db *db, const struct list_request *request,
                                  struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = profile_sql[PROFILE_FROM],
                                  .after = profile_sql[PROFILE_AFTER],
                                  .before = profile_sql[PROFILE_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code profile_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_profile, profile_sql[PROFILE_LOAD], key, rec, err);
}

static enum err_code profile_validate(struct db *db, const void *old, const void *rec,
                                      struct err *err) {
    const struct profile *profile = rec;
    return old ? ERR_OK
               : table_check_free(db, profile_sql[PROFILE_TAKEN], profile->profileId, 0,
                                  "profileId", err);
}

static enum err_code profile_insert(struct db *db, void *rec, struct err *err) {
    struct profile *profile = rec;
    struct stmt *stmt = db_stmt(db, profile_sql[PROFILE_INSERT], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, record_bind(&entity_profile, stmt, rec, 1), clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) profile->head.RecId = db_last_id(db);
    return code;
}

static enum err_code profile_update(struct db *db, const void *old, const void *rec, bool *done,
                                    struct err *err) {
    return table_update(db, &entity_profile, profile_sql[PROFILE_UPDATE], old, rec, done, err);
}

static enum err_code profile_remove(struct db *db, const void *rec, struct err *err) {
    const struct profile *profile = rec;
    int stores = 0;
    char ids[sizeof err->value2];
    enum err_code code = profile_usage(db, profile->profileId, &stores, ids, sizeof ids, err);
    if (code != ERR_OK) return code;
    if (stores > 0) {
        err_set(err, ERR_REFUSED, REASON_PROFILE_IN_USE, "profileId", profile->profileId);
        err_add_value2(err, ids);
        err_add_number(err, stores);
        return ERR_REFUSED;
    }
    return table_remove(db, profile_sql[PROFILE_DELETE], profile->head.RecId, err);
}

const struct entity entity_profile = {
    .id = "profile",
    .table = "RetailOnlineChannelFunctionalityProfileTable",
    .key = "profileId",
    .members = profile_members,
    .member_count = sizeof profile_members / sizeof profile_members[0],
    .record_size = sizeof(struct profile),
    .list_columns = 2,
    .list = profile_list,
    .load = profile_load,
    .validate = profile_validate,
    .insert = profile_insert,
    .update = profile_update,
    .remove = profile_remove,
};

enum err_code profile_usage(struct db *hq, const char *profile_id, int *stores, char *ids,
                            size_t size, struct err *err) {
    struct stmt *stmt = db_stmt(hq, profile_sql[PROFILE_STORES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, profile_id);
    bool row;
    enum err_code code;
    *stores = 0;
    if (size > 0) ids[0] = '\0';
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        size_t used = size > 0 ? strlen(ids) : 0;
        const char *id = stmt_text(stmt, 0);
        if (used + strlen(id) + 3 <= size) {
            snprintf(ids + used, size - used, "%s%s", *stores > 0 ? ", " : "", id);
        }
        ++*stores;
    }
    stmt_reset(stmt);
    return code;
}

/* ---- functionality profiles of the point of sale --------------------------------------------------------------- */

#define POS_TEXT(name, chars)                                                                      \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct pos_profile, name),               \
    .size = sizeof(((struct pos_profile *)0)->name), .max_chars = (chars)
#define POS_YESNO(name)                                                                            \
    .key = #name, .kind = MEMBER_YESNO, .offset = offsetof(struct pos_profile, name),              \
    .size = sizeof(int)

static const struct member pos_members[] = {
    {POS_TEXT(profileId, 10), .required = true, .fixed = true},
    {POS_TEXT(name, 60)},
    {POS_YESNO(aggregateItems)},
    {POS_YESNO(CreateAsyncCustomers)},
};

static enum err_code pos_list(struct db *db, const struct list_request *request,
                              struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = profile_sql[POS_FROM],
                                  .after = profile_sql[POS_AFTER],
                                  .before = profile_sql[POS_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code pos_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_pos_profile, profile_sql[POS_LOAD], key, rec, err);
}

static enum err_code pos_validate(struct db *db, const void *old, const void *rec,
                                  struct err *err) {
    const struct pos_profile *profile = rec;
    return old ? ERR_OK
               : table_check_free(db, profile_sql[POS_TAKEN], profile->profileId, 0, "profileId",
                                  err);
}

static enum err_code pos_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_pos_profile, profile_sql[POS_INSERT], rec, err);
}

static enum err_code pos_update(struct db *db, const void *old, const void *rec, bool *done,
                                struct err *err) {
    return table_update(db, &entity_pos_profile, profile_sql[POS_UPDATE], old, rec, done, err);
}

static enum err_code pos_remove(struct db *db, const void *rec, struct err *err) {
    const struct pos_profile *profile = rec;
    return table_remove(db, profile_sql[POS_DELETE], profile->head.RecId, err);
}

const struct entity entity_pos_profile = {
    .id = "pos-profile",
    .table = "RetailFunctionalityProfile",
    .key = "profileId",
    .members = pos_members,
    .member_count = sizeof pos_members / sizeof pos_members[0],
    .record_size = sizeof(struct pos_profile),
    .list_columns = 2,
    .list = pos_list,
    .load = pos_load,
    .validate = pos_validate,
    .insert = pos_insert,
    .update = pos_update,
    .remove = pos_remove,
};
