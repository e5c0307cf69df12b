/* SPDX-License-Identifier: MIT */
/* Features as records. Owns the order in which they can be enabled and disabled, and schedules that came due. Knows
 * nothing of what a feature does, nor how a channel learns of it (job 1110). */

#include "model/hq/feature.h"

#include "model/clock.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum scope { SCOPE_ALL, SCOPE_NEW, SCOPE_NOT_ENABLED, SCOPE_SCHEDULED, SCOPES };

enum {
    FEATURE_LISTS, /* from, after, before for each scope */
    FEATURE_LOAD = 3 * SCOPES,
    FEATURE_UPDATE,
    FEATURE_IS_ENABLED,
    FEATURE_ON_UNTIL,
    FEATURE_ADD,
    FEATURE_DUE,
    FEATURE_DISABLED
};

#define STATUS                                                                                     \
    "CASE WHEN IsEnabled THEN 'Enabled' WHEN ScheduledDateTime > 0 THEN 'Scheduled'"               \
    " ELSE 'NotEnabled' END"
#define FEATURES(where)                                                                            \
    "SELECT Name, Name, " STATUS                                                                   \
    ", CASE WHEN IsEnabled THEN EnabledDateTime ELSE ScheduledDateTime END, FeatureAdded,"         \
    " CASE WHEN IsMandatory THEN 'Mandatory' ELSE 'Released' END, Module"                          \
    " FROM (SELECT * FROM FeatureManagementState WHERE " where ")"
#define MATCH PAGE_HAS("Name") " OR " PAGE_HAS("Module")
#define PAGES(where)                                                                               \
    PAGE_FROM(FEATURES(where), "Name", MATCH), PAGE_AFTER(FEATURES(where), "Name", MATCH),         \
        PAGE_BEFORE(FEATURES(where), "Name", MATCH)
#define NUMBER_TEXT(number) #number
#define DAYS_TEXT(days)     NUMBER_TEXT(days)
/* The newest addition and all that came within FEATURE_NEW_DAYS of it: "new" needs no clock. */
#define WHERE_NEW                                                                                  \
    "FeatureAdded > (SELECT max(FeatureAdded) FROM FeatureManagementState) - " DAYS_TEXT(          \
        FEATURE_NEW_DAYS) " * 86400000"

const char *const feature_sql[] = {
    PAGES("1"),
    PAGES(WHERE_NEW),
    PAGES("NOT IsEnabled"),
    PAGES("NOT IsEnabled AND ScheduledDateTime > 0"),
    [FEATURE_LOAD] =
        "SELECT FeatureId, RecVersion, FeatureId, Name,"
        " CASE WHEN IsEnabled THEN 2 WHEN ScheduledDateTime > 0 THEN 1 ELSE 0 END, IsEnabled,"
        " EnabledDateTime, ScheduledDateTime, FeatureAdded, IsMandatory, Module"
        " FROM FeatureManagementState WHERE Name = ?1 COLLATE NOCASE"
        " OR (?1 GLOB '[0-9]*' AND FeatureId = CAST(?1 AS INTEGER)) LIMIT 1",
    [FEATURE_UPDATE] = "UPDATE FeatureManagementState SET IsEnabled = ?1, EnabledDateTime = ?2,"
                       " ScheduledDateTime = ?3, RecVersion = RecVersion + 1"
                       " WHERE FeatureId = ?4 AND RecVersion = ?5",
    [FEATURE_IS_ENABLED] = "SELECT 1 FROM FeatureManagementState WHERE Name = ?1 AND IsEnabled",
    [FEATURE_ON_UNTIL] =
        "SELECT 1 FROM FeatureManagementState WHERE Name = ?1 AND (IsEnabled"
        " OR (ScheduledDateTime > 0 AND ScheduledDateTime <= CAST(?2 AS INTEGER)))",
    [FEATURE_ADD] = "INSERT OR IGNORE INTO FeatureManagementState (Name, FeatureAdded)"
                    " VALUES (?1, ?2)",
    [FEATURE_DUE] =
        "SELECT Name FROM FeatureManagementState WHERE NOT IsEnabled AND ScheduledDateTime > 0"
        " AND ScheduledDateTime <= ?1 ORDER BY ScheduledDateTime, FeatureId",
    [FEATURE_DISABLED] = "SELECT Name FROM FeatureManagementState WHERE NOT IsEnabled"
                         " AND FeatureId >= ?1 ORDER BY FeatureId",
    NULL};

/* ---- what this version knows ------------------------------------------------------------------------------------- */

#define MOST_NEEDED 3

/* A feature behind those it needs. */
static const struct known {
    const char *name;
    const char *needs[MOST_NEEDED + 1];
} features_known[] = {
    {"Performance improvements for customer orders and customer transactions", {NULL}},
    {"Enable asynchronous creation for customer addresses", {NULL}},
    {"Enable enhanced async customer creation", {NULL}},
    {FEATURE_EDIT_ASYNC,
     {"Performance improvements for customer orders and customer transactions",
      "Enable asynchronous creation for customer addresses",
      "Enable enhanced async customer creation", NULL}},
};
enum { KNOWN = sizeof features_known / sizeof *features_known };

static const char *const *needs_of(const char *name) {
    static const char *const nothing[] = {NULL};
    for (int i = 0; i < KNOWN; i++) {
        if (strcmp(features_known[i].name, name) == 0) return features_known[i].needs;
    }
    return nothing;
}

/* ---- members ------------------------------------------------------------------------------------------------------ */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct feature, name),                   \
    .size = sizeof(((struct feature *)0)->name), .max_chars = (chars)
#define TIME(name)                                                                                 \
    .key = #name, .kind = MEMBER_TIME, .offset = offsetof(struct feature, name),                   \
    .size = sizeof(int64_t)
#define CHOICE(name, names)                                                                        \
    .key = #name, .kind = MEMBER_CHOICE, .offset = offsetof(struct feature, name),                 \
    .size = sizeof(int), .choices = (names)

static const char *const statuses[] = {"NotEnabled", "Scheduled", "Enabled", NULL};
static const char *const states[] = {"Released", "Mandatory", NULL};

/* In the order of FEATURE_LOAD's columns; the others in that of FEATURE_UPDATE's parameters. */
static const struct member feature_members[] = {
    {TEXT(FeatureId, 10), .computed = true},
    {TEXT(Name, 100), .computed = true},
    {CHOICE(Status, statuses), .computed = true},
    {.key = "IsEnabled",
     .kind = MEMBER_YESNO,
     .offset = offsetof(struct feature, IsEnabled),
     .size = sizeof(int)},
    {TIME(EnabledDateTime)},
    {TIME(ScheduledDateTime)},
    {TIME(FeatureAdded), .computed = true},
    {CHOICE(State, states), .computed = true},
    {TEXT(Module, 60), .computed = true},
};

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static enum scope find_scope(const char *scope) {
    static const char *const names[SCOPES] = {[SCOPE_ALL] = "",
                                              [SCOPE_NEW] = "new",
                                              [SCOPE_NOT_ENABLED] = "not-enabled",
                                              [SCOPE_SCHEDULED] = "scheduled"};
    for (int i = 0; scope && i < SCOPES; i++) {
        if (strcmp(names[i], scope) == 0) return (enum scope)i;
    }
    return SCOPE_ALL;
}

static enum err_code feature_list(struct db *db, const struct list_request *request,
                                  struct rowset *rows, struct err *err) {
    int count;
    enum err_code code = feature_apply_due(db, &count, err);
    if (code != ERR_OK) return code;
    const char *const *sql = feature_sql + 3 * (ptrdiff_t)find_scope(request->scope);
    const struct paging paging = {.from = sql[0], .after = sql[1], .before = sql[2]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code feature_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_feature, feature_sql[FEATURE_LOAD], key, rec, err);
}

/* ---- rules -------------------------------------------------------------------------------------------------------- */

static enum err_code feature_complete(struct db *db, const void *old, void *rec, struct err *err) {
    const struct feature *before = old;
    struct feature *feature = rec;
    (void)db;
    (void)err;
    if (!before) return ERR_OK;
    if (feature->IsEnabled && !before->IsEnabled) feature->EnabledDateTime = clock_now_ms();
    if (feature->IsEnabled) feature->ScheduledDateTime = 0;
    if (!feature->IsEnabled) feature->EnabledDateTime = 0;
    return ERR_OK;
}

/* Which of its prerequisites are off, and are not on by `until` either (0 = they must be on now). */
static enum err_code check_needs(struct db *db, const struct feature *feature, int64_t until,
                                 struct err *err) {
    char missing[sizeof err->value2] = "", text[24];
    snprintf(text, sizeof text, "%lld", (long long)until);
    for (const char *const *need = needs_of(feature->Name); *need; need++) {
        bool on = false;
        enum err_code code =
            until ? table_has(db, feature_sql[FEATURE_ON_UNTIL], *need, text, &on, err)
                  : table_has(db, feature_sql[FEATURE_IS_ENABLED], *need, NULL, &on, err);
        if (code != ERR_OK) return code;
        size_t used = strlen(missing);
        if (!on) snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "", *need);
    }
    if (missing[0] == '\0') return ERR_OK;
    err_set(err, ERR_REFUSED, REASON_FEATURE_PREREQUISITES, "IsEnabled", feature->Name);
    err_add_value2(err, missing);
    return ERR_REFUSED;
}

/* Is an enabled feature in need of this one? */
static enum err_code check_needed(struct db *db, const struct feature *feature, struct err *err) {
    for (int i = 0; i < KNOWN; i++) {
        for (const char *const *need = features_known[i].needs; *need; need++) {
            bool on = false;
            if (strcmp(*need, feature->Name) != 0) continue;
            enum err_code code = table_has(db, feature_sql[FEATURE_IS_ENABLED],
                                           features_known[i].name, NULL, &on, err);
            if (code != ERR_OK) return code;
            if (!on) continue;
            err_set(err, ERR_REFUSED, REASON_FEATURE_REQUIRED, "IsEnabled", feature->Name);
            err_add_value2(err, features_known[i].name);
            return ERR_REFUSED;
        }
    }
    return ERR_OK;
}

static enum err_code feature_validate(struct db *db, const void *old, const void *rec,
                                      struct err *err) {
    const struct feature *before = old, *feature = rec;
    if (!before) return ERR_OK;
    if (feature->IsEnabled && !before->IsEnabled) return check_needs(db, feature, 0, err);
    if (!feature->IsEnabled && before->IsEnabled) {
        if (feature->State == 1) {
            return err_set(err, ERR_REFUSED, REASON_FEATURE_MANDATORY, "IsEnabled", feature->Name);
        }
        return check_needed(db, feature, err);
    }
    bool moved =
        feature->ScheduledDateTime > 0 && feature->ScheduledDateTime != before->ScheduledDateTime;
    return moved ? check_needs(db, feature, feature->ScheduledDateTime, err) : ERR_OK;
}

static enum err_code feature_update(struct db *db, const void *old, const void *rec, bool *done,
                                    struct err *err) {
    return table_update(db, &entity_feature, feature_sql[FEATURE_UPDATE], old, rec, done, err);
}

const struct entity entity_feature = {
    .id = "feature",
    .table = "FeatureManagementState",
    .key = "Name",
    .members = feature_members,
    .member_count = sizeof feature_members / sizeof feature_members[0],
    .record_size = sizeof(struct feature),
    .list_columns = 6,
    .list = feature_list,
    .load = feature_load,
    .complete = feature_complete,
    .validate = feature_validate,
    .update = feature_update,
};

/* ---- commands ------------------------------------------------------------------------------------------------------ */

static enum err_code change(struct db *hq, const char *key, int is_enabled, int64_t scheduled,
                            const char *user, struct err *err) {
    struct feature old;
    enum err_code code = feature_load(hq, key, &old, err);
    if (code != ERR_OK) return code;
    struct feature now = old;
    now.IsEnabled = is_enabled;
    now.ScheduledDateTime = scheduled;
    bool same = old.IsEnabled == is_enabled && old.ScheduledDateTime == scheduled;
    return same ? ERR_OK : record_save(&entity_feature, hq, &old, &now, user, err);
}

enum err_code feature_enable(struct db *hq, const char *key, const char *user, struct err *err) {
    return change(hq, key, 1, 0, user, err);
}

enum err_code feature_disable(struct db *hq, const char *key, const char *user, struct err *err) {
    return change(hq, key, 0, 0, user, err);
}

enum err_code feature_schedule(struct db *hq, const char *key, int64_t at_ms, const char *user,
                               struct err *err) {
    if (at_ms <= clock_now_ms()) return feature_enable(hq, key, user, err);
    return change(hq, key, 0, at_ms, user, err);
}

/* The first feature of a query with one number; false when there is none. */
static enum err_code first_name(struct db *hq, int which, int64_t bound, char name[TEXT_SIZE(100)],
                                bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(hq, feature_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, bound);
    return stmt_value_text(stmt, name, TEXT_SIZE(100), found, err);
}

/* Those that are known stand behind what they need; features of others need nothing. */
static enum err_code enable_each(struct db *hq, const char *user, int *count, struct err *err) {
    char name[TEXT_SIZE(100)];
    bool found = true;
    enum err_code code = ERR_OK;
    for (int i = 0; i < KNOWN && code == ERR_OK; i++) {
        bool on = false;
        struct feature feature;
        const char *known = features_known[i].name;
        code = table_has(hq, feature_sql[FEATURE_IS_ENABLED], known, NULL, &on, err);
        if (code != ERR_OK || on || feature_load(hq, known, &feature, NULL) != ERR_OK) continue;
        code = feature_enable(hq, known, user, err);
        *count += code == ERR_OK;
    }
    while (code == ERR_OK && found) {
        code = first_name(hq, FEATURE_DISABLED, 0, name, &found, err);
        if (code != ERR_OK || !found) break;
        code = feature_enable(hq, name, user, err);
        *count += code == ERR_OK;
    }
    return code;
}

static enum err_code add_each(struct db *hq, const char *user, int *count, struct err *err) {
    int64_t now = clock_now_ms();
    (void)user;
    for (int i = 0; i < KNOWN; i++) {
        struct stmt *stmt = db_stmt(hq, feature_sql[FEATURE_ADD], err);
        if (!stmt) return db_error(hq);
        stmt_bind_text(stmt, 1, features_known[i].name);
        stmt_bind_int(stmt, 2, now);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
        *count += (int)db_changes(hq);
    }
    return ERR_OK;
}

static enum err_code in_transaction(struct db *hq,
                                    enum err_code (*work)(struct db *, const char *, int *,
                                                          struct err *),
                                    const char *user, int *count, struct err *err) {
    bool own = !db_in_transaction(hq);
    *count = 0;
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code == ERR_OK) code = work(hq, user, count, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    if (code != ERR_OK) *count = 0;
    return code;
}

enum err_code feature_enable_all(struct db *hq, const char *user, int *count, struct err *err) {
    return in_transaction(hq, enable_each, user, count, err);
}

enum err_code feature_check_updates(struct db *hq, const char *user, int *count, struct err *err) {
    return in_transaction(hq, add_each, user, count, err);
}

/* ---- schedules ------------------------------------------------------------------------------------------------------ */

/* One that is refused waits: the next one may be what it needs. */
static enum err_code enable_due(struct db *hq, const char *user, int *count, struct err *err) {
    char names[KNOWN * 4][TEXT_SIZE(100)];
    int due = 0;
    bool row;
    struct stmt *stmt = db_stmt(hq, feature_sql[FEATURE_DUE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, clock_now_ms());
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row && due < KNOWN * 4) {
        text_copy(names[due++], sizeof names[0], stmt_text(stmt, 0));
    }
    stmt_reset(stmt);
    for (int i = 0; i < due && code == ERR_OK; i++) {
        code = feature_enable(hq, names[i], user, err);
        *count += code == ERR_OK;
        if (code == ERR_REFUSED) code = ERR_OK;
    }
    return code;
}

enum err_code feature_apply_due(struct db *hq, int *count, struct err *err) {
    char name[TEXT_SIZE(100)];
    bool due = false;
    *count = 0;
    if (db_is_read_only(hq)) return ERR_OK;
    enum err_code code = first_name(hq, FEATURE_DUE, clock_now_ms(), name, &due, err);
    if (code != ERR_OK || !due) return code;
    return in_transaction(hq, enable_due, "", count, err);
}
