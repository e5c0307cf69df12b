/* SPDX-License-Identifier: MIT */
/*
 * Channel databases, their groups and schemas: three small tables with who uses what. Owns which name a database may
 * have and in which database a store is. Knows no file: what still waits in one is asked by model/exchange.
 */

#include "model/hq/channel_database.h"

#include <ctype.h>
#include <inttypes.h>

#include "model/hq/audit.h"
#include "model/hq/lookups.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    DATABASE_FROM,
    DATABASE_AFTER,
    DATABASE_BEFORE,
    DATABASE_LOAD,
    DATABASE_TAKEN,
    DATABASE_COUNT,
    DATABASE_INSERT,
    DATABASE_UPDATE,
    DATABASE_DELETE,
    DATABASE_FORGET,
    DATABASE_STORES,
    DATABASE_STORE_NAMES,
    DATABASE_TYPE,
    GROUP_FROM,
    GROUP_AFTER,
    GROUP_BEFORE,
    GROUP_LOAD,
    GROUP_TAKEN,
    GROUP_INSERT,
    GROUP_UPDATE,
    GROUP_DELETE,
    GROUP_DATABASES,
    GROUP_SCHEDULES,
    GROUP_ATTACHED,
    SCHEMA_FROM,
    SCHEMA_AFTER,
    SCHEMA_BEFORE,
    SCHEMA_LOAD,
    SCHEMA_TAKEN,
    SCHEMA_INSERT,
    SCHEMA_UPDATE,
    SCHEMA_DELETE,
    SCHEMA_GROUPS,
    SCHEMA_JOBS,
    STORE_DATABASE,
    STORE_PUT,
    STORE_TAKE_OUT
};

#define TYPE_NAME "CASE d.DataStoreType WHEN 0 THEN 'Channel' ELSE 'Offline' END"
#define CONNECTION                                                                                 \
    "coalesce((SELECT h.LastConnection FROM RetailCDXDataStoreHeartbeatLog h"                      \
    " WHERE h.DatabaseProfile = d.Name), 0)"
#define DATABASE_LIST                                                                              \
    "SELECT d.Name, d.Name, d.DataGroup, " TYPE_NAME ", d.PauseDataSync, " CONNECTION              \
    " FROM RetailConnDatabaseProfile d"
#define DATABASE_MATCH PAGE_HAS("d.Name") " OR " PAGE_HAS("d.DataGroup")
#define GROUP_LIST     "SELECT Name, Name, Description, ChannelSchema FROM RetailCDXDataGroup"
#define GROUP_MATCH    PAGE_HAS("Name") " OR " PAGE_HAS("Description") " OR " PAGE_HAS("ChannelSchema")
#define SCHEMA_LIST    "SELECT Name, Name, Description FROM RetailConnChannelSchema"
#define SCHEMA_MATCH   PAGE_HAS("Name") " OR " PAGE_HAS("Description")
#define STORES_OF                                                                                  \
    " FROM RetailCDXDataStoreChannel s JOIN RetailChannelTable c ON c.RecId = s.Channel"

/* …_TAKEN: ?1 name, ?2 RecId of the record itself. The queries of users: ?1 name, a name of a user per row. */
const char *const channel_database_sql[] = {
    [DATABASE_FROM] = PAGE_FROM(DATABASE_LIST, "d.Name", DATABASE_MATCH),
    [DATABASE_AFTER] = PAGE_AFTER(DATABASE_LIST, "d.Name", DATABASE_MATCH),
    [DATABASE_BEFORE] = PAGE_BEFORE(DATABASE_LIST, "d.Name", DATABASE_MATCH),
    [DATABASE_LOAD] =
        "SELECT d.RecId, d.RecVersion, d.Name, d.DataGroup, d.DataStoreType, d.UploadInterval,"
        " d.DownloadInterval, d.PauseDataSync, d.DataWritingBatchJob, " CONNECTION ","
        " (SELECT group_concat(RetailChannelId, ', ') FROM (SELECT c.RetailChannelId" STORES_OF
        "   WHERE s.DatabaseProfile = d.Name ORDER BY c.RetailChannelId LIMIT 40))"
        " FROM RetailConnDatabaseProfile d WHERE d.Name = ?1 COLLATE NOCASE",
    [DATABASE_TAKEN] = "SELECT 1 FROM RetailConnDatabaseProfile WHERE Name = ?1 COLLATE NOCASE"
                       " AND RecId <> ?2",
    [DATABASE_COUNT] = "SELECT count(*) FROM RetailConnDatabaseProfile WHERE DataStoreType = 0",
    [DATABASE_INSERT] =
        "INSERT INTO RetailConnDatabaseProfile (Name, DataGroup, DataStoreType, UploadInterval,"
        " DownloadInterval, PauseDataSync) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [DATABASE_UPDATE] =
        "UPDATE RetailConnDatabaseProfile SET DataGroup = ?2, UploadInterval = ?4,"
        " DownloadInterval = ?5, PauseDataSync = ?6, RecVersion = RecVersion + 1"
        " WHERE RecId = ?7 AND RecVersion = ?8 AND Name = ?1 AND DataStoreType = ?3",
    [DATABASE_DELETE] = "DELETE FROM RetailConnDatabaseProfile WHERE RecId = ?1",
    [DATABASE_FORGET] = "DELETE FROM RetailCDXDataStoreHeartbeatLog WHERE DatabaseProfile ="
                        " (SELECT Name FROM RetailConnDatabaseProfile WHERE RecId = ?1)",
    [DATABASE_STORES] = "SELECT c.RetailChannelId, c.OMOperatingUnitID" STORES_OF
                        " WHERE s.DatabaseProfile = ?1 ORDER BY c.RetailChannelId LIMIT ?2",
    [DATABASE_STORE_NAMES] = "SELECT c.RetailChannelId" STORES_OF
                             " WHERE s.DatabaseProfile = ?1 ORDER BY c.RetailChannelId",
    [DATABASE_TYPE] =
        "SELECT DataStoreType FROM RetailConnDatabaseProfile WHERE Name = ?1 COLLATE NOCASE",
    [GROUP_FROM] = PAGE_FROM(GROUP_LIST, "Name", GROUP_MATCH),
    [GROUP_AFTER] = PAGE_AFTER(GROUP_LIST, "Name", GROUP_MATCH),
    [GROUP_BEFORE] = PAGE_BEFORE(GROUP_LIST, "Name", GROUP_MATCH),
    [GROUP_LOAD] = "SELECT RecId, RecVersion, Name, Description, ChannelSchema"
                   " FROM RetailCDXDataGroup WHERE Name = ?1 COLLATE NOCASE",
    [GROUP_TAKEN] =
        "SELECT 1 FROM RetailCDXDataGroup WHERE Name = ?1 COLLATE NOCASE AND RecId <> ?2",
    [GROUP_INSERT] =
        "INSERT INTO RetailCDXDataGroup (Name, Description, ChannelSchema) VALUES (?1, ?2, ?3)",
    [GROUP_UPDATE] = "UPDATE RetailCDXDataGroup SET Description = ?2, ChannelSchema = ?3,"
                     " RecVersion = RecVersion + 1 WHERE Name = ?1 AND RecId = ?4 AND"
                     " RecVersion = ?5",
    [GROUP_DELETE] = "DELETE FROM RetailCDXDataGroup WHERE RecId = ?1",
    [GROUP_DATABASES] =
        "SELECT Name FROM RetailConnDatabaseProfile WHERE DataGroup = ?1 ORDER BY Name",
    [GROUP_SCHEDULES] = "SELECT Schedule FROM RetailCDXScheduleDataGroup WHERE DataGroup = ?1"
                        " ORDER BY Schedule",
    [GROUP_ATTACHED] = "SELECT 1 FROM RetailCDXScheduleDataGroup g JOIN RetailConnSchedule s"
                       " ON s.Name = g.Schedule WHERE g.DataGroup = ?1 AND s.IsUpload = ?2"
                       " AND s.Active = 1 LIMIT 1",
    [SCHEMA_FROM] = PAGE_FROM(SCHEMA_LIST, "Name", SCHEMA_MATCH),
    [SCHEMA_AFTER] = PAGE_AFTER(SCHEMA_LIST, "Name", SCHEMA_MATCH),
    [SCHEMA_BEFORE] = PAGE_BEFORE(SCHEMA_LIST, "Name", SCHEMA_MATCH),
    [SCHEMA_LOAD] = "SELECT RecId, RecVersion, Name, Description, FilterSharedCustomerDataTables"
                    " FROM RetailConnChannelSchema WHERE Name = ?1 COLLATE NOCASE",
    [SCHEMA_TAKEN] =
        "SELECT 1 FROM RetailConnChannelSchema WHERE Name = ?1 COLLATE NOCASE AND RecId <> ?2",
    [SCHEMA_INSERT] =
        "INSERT INTO RetailConnChannelSchema (Name, Description, FilterSharedCustomerDataTables)"
        " VALUES (?1, ?2, ?3)",
    [SCHEMA_UPDATE] =
        "UPDATE RetailConnChannelSchema SET Description = ?2, FilterSharedCustomerDataTables = ?3,"
        " RecVersion = RecVersion + 1 WHERE Name = ?1 AND RecId = ?4 AND RecVersion = ?5",
    [SCHEMA_DELETE] = "DELETE FROM RetailConnChannelSchema WHERE RecId = ?1",
    [SCHEMA_GROUPS] = "SELECT Name FROM RetailCDXDataGroup WHERE ChannelSchema = ?1 ORDER BY Name",
    [SCHEMA_JOBS] = "SELECT jobId FROM RetailConnSchedulerJobTable WHERE ChannelSchema = ?1"
                    " ORDER BY jobId",
    [STORE_DATABASE] =
        "SELECT c.RetailChannelId, c.RecId, coalesce(s.DatabaseProfile, '')"
        " FROM RetailChannelTable c LEFT JOIN RetailCDXDataStoreChannel s ON s.Channel = c.RecId"
        " WHERE c.RetailChannelId = ?1 COLLATE NOCASE ORDER BY c.RetailChannelId = ?1 DESC LIMIT 1",
    [STORE_PUT] = "INSERT INTO RetailCDXDataStoreChannel (Channel, DatabaseProfile)"
                  " SELECT ?1, Name FROM RetailConnDatabaseProfile WHERE Name = ?2 COLLATE NOCASE"
                  " ON CONFLICT (Channel) DO UPDATE SET DatabaseProfile = excluded.DatabaseProfile",
    [STORE_TAKE_OUT] = "DELETE FROM RetailCDXDataStoreChannel WHERE Channel = ?1",
    NULL};

static enum err_code list(struct db *db, int first, const struct list_request *request,
                          struct rowset *rows, struct err *err) {
    const char *const *sql = channel_database_sql + first;
    const struct paging paging = {.from = sql[0], .after = sql[1], .before = sql[2]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code check_free(struct db *db, int taken, const char *name, int64_t rec_id,
                                struct err *err) {
    return table_check_free(db, channel_database_sql[taken], name, rec_id, "Name", err);
}

/* ---- channel databases ------------------------------------------------------------------------------------------ */

#define PLACE(type, name)                                                                          \
    .key = #name, .offset = offsetof(type, name), .size = sizeof(((type *)0)->name)
#define TEXT(type, name, chars) PLACE(type, name), .kind = MEMBER_TEXT, .max_chars = (chars)
#define YESNO(type, name)       PLACE(type, name), .kind = MEMBER_YESNO
#define DATABASE                struct channel_database

enum { MOST_MINUTES = 366 * 24 * 60 };

static const char *const store_types[] = {"Channel", "Offline", NULL};

static const struct member database_members[] = {
    {TEXT(DATABASE, Name, 50), .required = true, .fixed = true},
    {TEXT(DATABASE, DataGroup, 60), .required = true, .related = "data-group"},
    {PLACE(DATABASE, DataStoreType), .kind = MEMBER_CHOICE, .choices = store_types, .fixed = true},
    {PLACE(DATABASE, UploadInterval), .kind = MEMBER_INT, .max = MOST_MINUTES},
    {PLACE(DATABASE, DownloadInterval), .kind = MEMBER_INT, .max = MOST_MINUTES},
    {YESNO(DATABASE, PauseDataSync)},
    {PLACE(DATABASE, DataWritingBatchJob), .kind = MEMBER_INT, .max = INT64_MAX, .computed = true},
    {PLACE(DATABASE, LastConnection), .kind = MEMBER_TIME, .computed = true},
    {TEXT(DATABASE, Stores, 200), .computed = true},
};

static enum err_code database_list(struct db *db, const struct list_request *request,
                                   struct rowset *rows, struct err *err) {
    return list(db, DATABASE_FROM, request, rows, err);
}

static enum err_code database_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_channel_database, channel_database_sql[DATABASE_LOAD], key, rec,
                      err);
}

static enum err_code database_init(struct db *db, void *rec, struct err *err) {
    struct channel_database *database = rec;
    (void)db;
    (void)err;
    *database = (struct channel_database){0};
    text_copy(database->DataGroup, sizeof database->DataGroup, "Default");
    return ERR_OK;
}

/* The name becomes part of a file's name, on whatever file system the company lies. */
static bool is_file_name(const char *name) {
    for (const char *p = name; *p; p++) {
        bool plain = isascii((unsigned char)*p) && (isalnum((unsigned char)*p) || *p == '_');
        if (!plain && (*p != '-' || p == name)) return false;
    }
    return name[0] != '\0';
}

static enum err_code check_room(struct db *db, struct err *err) {
    int64_t count = 0;
    struct stmt *stmt = db_stmt(db, channel_database_sql[DATABASE_COUNT], err);
    if (!stmt) return db_error(db);
    enum err_code code = stmt_value_int(stmt, 0, &count, err);
    if (code != ERR_OK || count < CHANNEL_DATABASE_MAX) return code;
    err_set(err, ERR_REFUSED, REASON_DATABASE_LIMIT, NULL, NULL);
    err_add_number(err, CHANNEL_DATABASE_MAX);
    return ERR_REFUSED;
}

static enum err_code database_validate(struct db *db, const void *old, const void *rec,
                                       struct err *err) {
    const struct channel_database *database = rec;
    if (old) return ERR_OK;
    if (!is_file_name(database->Name)) {
        return err_set(err, ERR_INVALID, REASON_NAME_NOT_FILE, "Name", database->Name);
    }
    enum err_code code = check_free(db, DATABASE_TAKEN, database->Name, 0, err);
    if (code != ERR_OK || database->DataStoreType == DATA_STORE_OFFLINE) return code;
    return check_room(db, err);
}

static enum err_code database_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_channel_database, channel_database_sql[DATABASE_INSERT], rec,
                        err);
}

static enum err_code database_update(struct db *db, const void *old, const void *rec, bool *done,
                                     struct err *err) {
    return table_update(db, &entity_channel_database, channel_database_sql[DATABASE_UPDATE], old,
                        rec, done, err);
}

static enum err_code database_remove(struct db *db, const void *rec, struct err *err) {
    const struct channel_database *database = rec;
    if (strcmp(database->Name, CHANNEL_DATABASE_DEFAULT) == 0) {
        return err_set(err, ERR_REFUSED, REASON_DATABASE_DEFAULT, NULL, database->Name);
    }
    enum err_code code =
        table_check_unused(db, channel_database_sql[DATABASE_STORE_NAMES], &entity_channel_database,
                           database->Name, "RetailCDXDataStoreChannel", err);
    if (code != ERR_OK) return code;
    code = table_remove(db, channel_database_sql[DATABASE_FORGET], database->head.RecId, err);
    if (code != ERR_OK) return code;
    return table_remove(db, channel_database_sql[DATABASE_DELETE], database->head.RecId, err);
}

const struct entity entity_channel_database = {
    .id = "channel-database",
    .table = "RetailConnDatabaseProfile",
    .key = "Name",
    .members = database_members,
    .member_count = sizeof database_members / sizeof database_members[0],
    .record_size = sizeof(struct channel_database),
    .list_columns = 5,
    .lookups = hq_lookups,
    .list = database_list,
    .load = database_load,
    .init = database_init,
    .validate = database_validate,
    .insert = database_insert,
    .update = database_update,
    .remove = database_remove,
};

/* ---- groups ----------------------------------------------------------------------------------------------------- */

#define GROUP struct data_group

static const struct member group_members[] = {
    {TEXT(GROUP, Name, 60), .required = true, .fixed = true},
    {TEXT(GROUP, Description, 60)},
    {TEXT(GROUP, ChannelSchema, 20), .required = true, .related = "channel-schema"},
};

static enum err_code group_list(struct db *db, const struct list_request *request,
                                struct rowset *rows, struct err *err) {
    return list(db, GROUP_FROM, request, rows, err);
}

static enum err_code group_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_data_group, channel_database_sql[GROUP_LOAD], key, rec, err);
}

static enum err_code group_init(struct db *db, void *rec, struct err *err) {
    struct data_group *group = rec;
    (void)db;
    (void)err;
    *group = (struct data_group){.ChannelSchema = "AX7"};
    return ERR_OK;
}

static enum err_code group_validate(struct db *db, const void *old, const void *rec,
                                    struct err *err) {
    const struct data_group *group = rec;
    if (old) return ERR_OK;
    if (strchr(group->Name, ',')) {
        return err_set(err, ERR_INVALID, REASON_NAME_SEPARATOR, "Name", group->Name);
    }
    return check_free(db, GROUP_TAKEN, group->Name, group->head.RecId, err);
}

static enum err_code group_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_data_group, channel_database_sql[GROUP_INSERT], rec, err);
}

static enum err_code group_update(struct db *db, const void *old, const void *rec, bool *done,
                                  struct err *err) {
    return table_update(db, &entity_data_group, channel_database_sql[GROUP_UPDATE], old, rec, done,
                        err);
}

static enum err_code group_remove(struct db *db, const void *rec, struct err *err) {
    const struct data_group *group = rec;
    enum err_code code =
        table_check_unused(db, channel_database_sql[GROUP_DATABASES], &entity_data_group,
                           group->Name, "RetailConnDatabaseProfile", err);
    if (code != ERR_OK) return code;
    code = table_check_unused(db, channel_database_sql[GROUP_SCHEDULES], &entity_data_group,
                              group->Name, "RetailCDXScheduleDataGroup", err);
    if (code != ERR_OK) return code;
    return table_remove(db, channel_database_sql[GROUP_DELETE], group->head.RecId, err);
}

const struct entity entity_data_group = {
    .id = "data-group",
    .table = "RetailCDXDataGroup",
    .key = "Name",
    .members = group_members,
    .member_count = sizeof group_members / sizeof group_members[0],
    .record_size = sizeof(struct data_group),
    .list_columns = 3,
    .lookups = hq_lookups,
    .list = group_list,
    .load = group_load,
    .init = group_init,
    .validate = group_validate,
    .insert = group_insert,
    .update = group_update,
    .remove = group_remove,
};

enum err_code data_group_users(struct db *hq, const char *group, char *databases,
                               size_t databases_size, char *schedules, size_t schedules_size,
                               struct err *err) {
    enum err_code code = table_names(hq, channel_database_sql[GROUP_DATABASES], group, databases,
                                     databases_size, err);
    if (code != ERR_OK) return code;
    return table_names(hq, channel_database_sql[GROUP_SCHEDULES], group, schedules, schedules_size,
                       err);
}

enum err_code channel_group_attached(struct db *hq, const char *group, bool upload, bool *attached,
                                     struct err *err) {
    struct stmt *stmt = db_stmt(hq, channel_database_sql[GROUP_ATTACHED], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, group);
    stmt_bind_int(stmt, 2, upload);
    enum err_code code = stmt_step(stmt, attached, err);
    stmt_reset(stmt);
    return code;
}

/* ---- schemas ---------------------------------------------------------------------------------------------------- */

#define SCHEMA struct channel_schema

static const struct member schema_members[] = {
    {TEXT(SCHEMA, Name, 20), .required = true, .fixed = true},
    {TEXT(SCHEMA, Description, 60)},
    {YESNO(SCHEMA, FilterSharedCustomerDataTables)},
};

static enum err_code schema_list(struct db *db, const struct list_request *request,
                                 struct rowset *rows, struct err *err) {
    return list(db, SCHEMA_FROM, request, rows, err);
}

static enum err_code schema_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_channel_schema, channel_database_sql[SCHEMA_LOAD], key, rec, err);
}

static enum err_code schema_validate(struct db *db, const void *old, const void *rec,
                                     struct err *err) {
    const struct channel_schema *schema = rec;
    return old ? ERR_OK : check_free(db, SCHEMA_TAKEN, schema->Name, schema->head.RecId, err);
}

static enum err_code schema_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_channel_schema, channel_database_sql[SCHEMA_INSERT], rec, err);
}

static enum err_code schema_update(struct db *db, const void *old, const void *rec, bool *done,
                                   struct err *err) {
    return table_update(db, &entity_channel_schema, channel_database_sql[SCHEMA_UPDATE], old, rec,
                        done, err);
}

static enum err_code schema_remove(struct db *db, const void *rec, struct err *err) {
    const struct channel_schema *schema = rec;
    enum err_code code =
        table_check_unused(db, channel_database_sql[SCHEMA_GROUPS], &entity_channel_schema,
                           schema->Name, "RetailCDXDataGroup", err);
    if (code != ERR_OK) return code;
    code = table_check_unused(db, channel_database_sql[SCHEMA_JOBS], &entity_channel_schema,
                              schema->Name, "RetailConnSchedulerJobTable", err);
    if (code != ERR_OK) return code;
    return table_remove(db, channel_database_sql[SCHEMA_DELETE], schema->head.RecId, err);
}

const struct entity entity_channel_schema = {
    .id = "channel-schema",
    .table = "RetailConnChannelSchema",
    .key = "Name",
    .members = schema_members,
    .member_count = sizeof schema_members / sizeof schema_members[0],
    .record_size = sizeof(struct channel_schema),
    .list_columns = 2,
    .list = schema_list,
    .load = schema_load,
    .validate = schema_validate,
    .insert = schema_insert,
    .update = schema_update,
    .remove = schema_remove,
};

/* ---- the stores of a database ----------------------------------------------------------------------------------- */

enum err_code store_database(struct db *hq, const char *store_id, char store[TEXT_SIZE(10)],
                             int64_t *rec_id, char database[TEXT_SIZE(50)], struct err *err) {
    struct stmt *stmt = db_stmt(hq, channel_database_sql[STORE_DATABASE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, store_id);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        text_copy(store, TEXT_SIZE(10), stmt_text(stmt, 0));
        *rec_id = stmt_int(stmt, 1);
        text_copy(database, TEXT_SIZE(50), stmt_text(stmt, 2));
    }
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "store", store_id);
}

static enum err_code check_takes_stores(struct db *hq, const char *database, struct err *err) {
    int64_t type = -1;
    struct stmt *stmt = db_stmt(hq, channel_database_sql[DATABASE_TYPE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, database);
    enum err_code code = stmt_value_int(stmt, -1, &type, err);
    if (code != ERR_OK || type == DATA_STORE_CHANNEL) return code;
    if (type < 0) {
        return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_channel_database.id,
                       database);
    }
    return err_set(err, ERR_REFUSED, REASON_DATABASE_OFFLINE, NULL, database);
}

enum err_code store_set_database(struct db *hq, const char *store_id, const char *database,
                                 const char *user, struct err *err) {
    char store[TEXT_SIZE(10)], before[TEXT_SIZE(50)];
    int64_t rec_id = 0;
    enum err_code code = store_database(hq, store_id, store, &rec_id, before, err);
    if (code == ERR_OK && database) code = check_takes_stores(hq, database, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt =
        db_stmt(hq, channel_database_sql[database ? STORE_PUT : STORE_TAKE_OUT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, rec_id);
    if (database) stmt_bind_text(stmt, 2, database);
    code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    return audit_add(hq, user, "store", store, "update", "ChannelDatabase", before,
                     database ? database : "", err);
}

enum err_code channel_database_stores(struct db *hq, const char *database, int limit,
                                      struct rowset *rows, struct err *err) {
    struct stmt *stmt = db_stmt(hq, channel_database_sql[DATABASE_STORES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, database);
    stmt_bind_int(stmt, 2, limit);
    rowset_reset(rows);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        rowset_add(rows, stmt_text(stmt, 0));
        rowset_set(rows, 0, stmt_text(stmt, 0));
        rowset_set(rows, 1, stmt_text(stmt, 1));
    }
    return code;
}
