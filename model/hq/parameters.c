/* SPDX-License-Identifier: MIT */
/* Parameters as records. Owns the queries of RetailSharedParameters and RetailConnParameters and what is known of a
 * parameter's values. Obeys none of them: who does reads them here. */

#include "model/hq/parameters.h"

#include <strings.h>

#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    SHARED_FROM,
    SHARED_AFTER,
    SHARED_BEFORE,
    SHARED_LOAD,
    SHARED_TAKEN,
    SHARED_INSERT,
    SHARED_UPDATE,
    SHARED_DELETE,
    SHARED_VALUE,
    SCHEDULER_FROM,
    SCHEDULER_AFTER,
    SCHEDULER_BEFORE,
    SCHEDULER_LOAD,
    SCHEDULER_UPDATE
};

#define SHARED_LIST    "SELECT Name, Name, Value FROM RetailSharedParameters"
#define SHARED_MATCH   PAGE_HAS("Name") " OR " PAGE_HAS("Value")
#define SCHEDULER_KEY  "'" SCHEDULER_PARAMETERS_KEY "'"
#define SCHEDULER_LIST "SELECT " SCHEDULER_KEY ", " SCHEDULER_KEY " FROM RetailConnParameters"

const char *const parameters_sql[] = {
    [SHARED_FROM] = PAGE_FROM(SHARED_LIST, "Name", SHARED_MATCH),
    [SHARED_AFTER] = PAGE_AFTER(SHARED_LIST, "Name", SHARED_MATCH),
    [SHARED_BEFORE] = PAGE_BEFORE(SHARED_LIST, "Name", SHARED_MATCH),
    [SHARED_LOAD] = "SELECT RecId, RecVersion, Name, Value FROM RetailSharedParameters"
                    " WHERE Name = ?1 COLLATE NOCASE ORDER BY Name = ?1 DESC LIMIT 1",
    [SHARED_TAKEN] =
        "SELECT 1 FROM RetailSharedParameters WHERE Name = ?1 COLLATE NOCASE AND RecId <> ?2",
    [SHARED_INSERT] = "INSERT INTO RetailSharedParameters (Name, Value) VALUES (?1, ?2)",
    [SHARED_UPDATE] = "UPDATE RetailSharedParameters SET Value = ?2, RecVersion = RecVersion + 1"
                      " WHERE RecId = ?3 AND RecVersion = ?4",
    [SHARED_DELETE] = "DELETE FROM RetailSharedParameters WHERE RecId = ?1",
    [SHARED_VALUE] = "SELECT Value FROM RetailSharedParameters WHERE Name = ?1 COLLATE NOCASE",
    [SCHEDULER_FROM] = PAGE_FROM(SCHEDULER_LIST, SCHEDULER_KEY, PAGE_HAS(SCHEDULER_KEY)),
    [SCHEDULER_AFTER] = PAGE_AFTER(SCHEDULER_LIST, SCHEDULER_KEY, PAGE_HAS(SCHEDULER_KEY)),
    [SCHEDULER_BEFORE] = PAGE_BEFORE(SCHEDULER_LIST, SCHEDULER_KEY, PAGE_HAS(SCHEDULER_KEY)),
    [SCHEDULER_LOAD] = "SELECT RecId, RecVersion, " SCHEDULER_KEY ", TryCount,"
                       " FullDatasetGenerationInterval, MonitoringRetentionDays, SqlCommandTimeout"
                       " FROM RetailConnParameters WHERE ?1 IS NOT NULL",
    [SCHEDULER_UPDATE] =
        "UPDATE RetailConnParameters SET TryCount = ?1, FullDatasetGenerationInterval = ?2,"
        " MonitoringRetentionDays = ?3, SqlCommandTimeout = ?4, RecVersion = RecVersion + 1"
        " WHERE RecId = ?5 AND RecVersion = ?6",
    NULL};

/* ---- shared parameters ------------------------------------------------------------------------------------------ */

const char *const shared_parameter_names[] = {
    "CDX_DISABLE_FORCESCHEDULEINBATCH", "CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT", NULL};

const char *shared_parameter_known(const char *name, const char **nearest) {
    size_t count = 0;
    for (; shared_parameter_names[count]; count++) {
        if (strcasecmp(shared_parameter_names[count], name) == 0) {
            return shared_parameter_names[count];
        }
    }
    *nearest = text_nearest(name, shared_parameter_names, count);
    return NULL;
}

#define SHARED_TEXT(name, chars)                                                                   \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct shared_parameter, name),          \
    .size = sizeof(((struct shared_parameter *)0)->name), .max_chars = (chars)

static const struct member shared_members[] = {
    {SHARED_TEXT(Name, 80), .required = true, .fixed = true},
    {SHARED_TEXT(Value, 255)},
};

static enum err_code shared_list(struct db *db, const struct list_request *request,
                                 struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = parameters_sql[SHARED_FROM],
                                  .after = parameters_sql[SHARED_AFTER],
                                  .before = parameters_sql[SHARED_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code shared_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_shared_parameter, parameters_sql[SHARED_LOAD], key, rec, err);
}

static enum err_code shared_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct shared_parameter *parameter = rec;
    (void)db;
    (void)old;
    (void)err;
    text_trim(parameter->Name);
    text_trim(parameter->Value);
    return ERR_OK;
}

/* The known parameters are switches. */
static enum err_code shared_validate(struct db *db, const void *old, const void *rec,
                                     struct err *err) {
    const struct shared_parameter *parameter = rec;
    const char *nearest;
    bool is_switch = strcmp(parameter->Value, "0") == 0 || strcmp(parameter->Value, "1") == 0;
    if (!is_switch && shared_parameter_known(parameter->Name, &nearest)) {
        err_set(err, ERR_INVALID, REASON_FIELD_NOT_CHOICE, "Value", parameter->Value);
        err_add_detail(err, "0, 1");
        return ERR_INVALID;
    }
    if (old) return ERR_OK;
    return table_check_free(db, parameters_sql[SHARED_TAKEN], parameter->Name, 0, "Name", err);
}

static enum err_code shared_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_shared_parameter, parameters_sql[SHARED_INSERT], rec, err);
}

static enum err_code shared_update(struct db *db, const void *old, const void *rec, bool *done,
                                   struct err *err) {
    return table_update(db, &entity_shared_parameter, parameters_sql[SHARED_UPDATE], old, rec, done,
                        err);
}

static enum err_code shared_remove(struct db *db, const void *rec, struct err *err) {
    const struct shared_parameter *parameter = rec;
    return table_remove(db, parameters_sql[SHARED_DELETE], parameter->head.RecId, err);
}

const struct entity entity_shared_parameter = {
    .id = "shared-parameter",
    .table = "RetailSharedParameters",
    .key = "Name",
    .members = shared_members,
    .member_count = sizeof shared_members / sizeof shared_members[0],
    .record_size = sizeof(struct shared_parameter),
    .list_columns = 2,
    .list = shared_list,
    .load = shared_load,
    .complete = shared_complete,
    .validate = shared_validate,
    .insert = shared_insert,
    .update = shared_update,
    .remove = shared_remove,
};

enum err_code shared_parameter_get(struct db *hq, const char *name, const char *fallback,
                                   char value[TEXT_SIZE(255)], struct err *err) {
    bool found;
    struct stmt *stmt = db_stmt(hq, parameters_sql[SHARED_VALUE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, name);
    enum err_code code = stmt_value_text(stmt, value, TEXT_SIZE(255), &found, err);
    if (code == ERR_OK && !found) text_copy(value, TEXT_SIZE(255), fallback);
    return code;
}

/* ---- scheduler parameters ---------------------------------------------------------------------------------------- */

#define NUMBER(name, least, most)                                                                  \
    .key = #name, .kind = MEMBER_INT, .offset = offsetof(struct scheduler_parameters, name),       \
    .size = sizeof(int64_t), .min = (least), .max = (most)

static const struct member scheduler_members[] = {
    {.key = "Key",
     .kind = MEMBER_TEXT,
     .offset = offsetof(struct scheduler_parameters, Key),
     .size = sizeof(((struct scheduler_parameters *)0)->Key),
     .max_chars = 40,
     .computed = true},
    {NUMBER(TryCount, 1, 100)},
    {NUMBER(FullDatasetGenerationInterval, 0, 3650)},
    {NUMBER(MonitoringRetentionDays, 0, 3650)},
    {NUMBER(SqlCommandTimeout, 0, 86400)},
};

static enum err_code scheduler_list(struct db *db, const struct list_request *request,
                                    struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = parameters_sql[SCHEDULER_FROM],
                                  .after = parameters_sql[SCHEDULER_AFTER],
                                  .before = parameters_sql[SCHEDULER_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code scheduler_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_scheduler_parameters, parameters_sql[SCHEDULER_LOAD],
                      key ? key : "", rec, err);
}

static enum err_code scheduler_update(struct db *db, const void *old, const void *rec, bool *done,
                                      struct err *err) {
    return table_update(db, &entity_scheduler_parameters, parameters_sql[SCHEDULER_UPDATE], old,
                        rec, done, err);
}

const struct entity entity_scheduler_parameters = {
    .id = "scheduler-parameters",
    .table = "RetailConnParameters",
    .key = "Key",
    .members = scheduler_members,
    .member_count = sizeof scheduler_members / sizeof scheduler_members[0],
    .record_size = sizeof(struct scheduler_parameters),
    .list_columns = 1,
    .list = scheduler_list,
    .load = scheduler_load,
    .update = scheduler_update,
};
