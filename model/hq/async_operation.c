/* SPDX-License-Identifier: MIT */
/*
 * One operation of a shopper as a record: read, corrected, its attempts and old values. Owns what a correction changes
 * besides the attribute itself. Lists are operation_list.c, failures by cause failure_cause.c, what an operation does is
 * the exchange's.
 */

#include "model/hq/async_operation.h"

#include "model/hq/customer.h"
#include "model/hq/customer_change.h"
#include "model/hq/lookups.h"
#include "model/hq/one_table.h"
#include "model/hq/operation_list.h"

enum { LOAD, UPDATE, DONE, STORE, BY_ACCOUNT, BY_GUID, BY_EMAIL, BY_NUMBER, ATTEMPTS, CHANGES };

#define OLDEST_OPEN                                                                                \
    " ORDER BY o.OnlineCustCreated, CASE WHEN o.OnlineCustCreated THEN -o.RecId"                   \
    " ELSE o.RecId END LIMIT 1"
const char *const async_operation_sql[] = {
    [LOAD] = "SELECT o.RecId, o.RecVersion, o.RecId, ifnull(s.OMOperatingUnitID, ''),"
             " " OPERATION_ACCOUNT ", o.CustAccountAsync, o.OperationTimestamp, o.SyncStatus,"
             " o.Operation, o.LastError, ifnull(s.RetailChannelId, ''), o.UploadedDateTime,"
             " o.SyncDateTime, o.AttemptCount, o.ChangedAttributes, o.CustName, o.FirstName,"
             " o.MiddleName, o.LastName, o.Email, o.Phone, o.Country, o.ZipCode, o.Street,"
             " o.StreetNumber, o.City, o.County, o.State, o.CustGroup, o.Currency, o.LanguageId"
             " FROM RetailAsyncCustomer o LEFT JOIN RetailChannelTable s ON s.RecId = o.StoreRecId"
             " WHERE o.RecId = ?1",
    /* The members that are not computed, in their order. */
    [UPDATE] =
        "UPDATE RetailAsyncCustomer SET CustName = ?1, FirstName = ?2, MiddleName = ?3,"
        " LastName = ?4, Email = ?5, Phone = ?6, Country = ?7, ZipCode = ?8, Street = ?9,"
        " StreetNumber = ?10, City = ?11, County = ?12, State = ?13, CustGroup = ?14,"
        " Currency = ?15, LanguageId = ?16, RecVersion = RecVersion + 1, ChangedAttributes = ?19"
        " WHERE RecId = ?17 AND RecVersion = ?18 AND OnlineCustCreated = 0",
    [DONE] = "SELECT OnlineCustCreated FROM RetailAsyncCustomer WHERE RecId = ?1",
    [STORE] = "SELECT RecId FROM RetailChannelTable WHERE RetailChannelId = ?1 COLLATE NOCASE",
    [BY_ACCOUNT] = "SELECT o.RecId FROM CustTable c JOIN RetailCustTable r ON r.RecId = c.RecId"
                   " JOIN RetailAsyncCustomer o ON o.CustAccountAsync = r.CustAccountAsync"
                   " WHERE c.DataAreaId = " OPERATION_COMPANY
                   " AND c.AccountNum = ?1 AND r.CustAccountAsync <> ''" OLDEST_OPEN,
    [BY_GUID] = "SELECT o.RecId FROM RetailAsyncCustomer o"
                " WHERE o.CustAccountAsync = ?1" OLDEST_OPEN,
    /* Whose sign-up is not done is found among the operations that are not; everybody else by the customer. */
    [BY_EMAIL] = "SELECT o.RecId FROM (SELECT CustAccountAsync AS Guid FROM RetailAsyncCustomer"
                 " INDEXED BY RetailAsyncCustomer_Pending WHERE OnlineCustCreated = 0"
                 " AND SyncStatus IN (0, 2) AND Email = ?1 COLLATE NOCASE"
                 " UNION SELECT r.CustAccountAsync FROM DirPartyTable p JOIN CustTable c ON "
                 "c.Party = p.RecId"
                 " JOIN RetailCustTable r ON r.RecId = c.RecId WHERE p.PrimaryContactEmail = ?1"
                 " AND p.PrimaryContactEmail <> '' AND r.CustAccountAsync <> '') g"
                 " CROSS JOIN RetailAsyncCustomer o ON o.CustAccountAsync = g.Guid" OLDEST_OPEN,
    [BY_NUMBER] = "SELECT RecId FROM RetailAsyncCustomer WHERE RecId = CAST(?1 AS INTEGER)",
    [ATTEMPTS] = "SELECT AtDateTime, UserId, Status, Message FROM RetailAsyncCustomerAttempt"
                 " WHERE Operation = ?1 ORDER BY RecId DESC LIMIT ?2",
    [CHANGES] = "SELECT Attribute, OldValue, NewValue FROM RetailAsyncCustomerChange"
                " WHERE Operation = ?1 ORDER BY Attribute",
    NULL};

/* ---- members ---------------------------------------------------------------------------------------------------- */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct async_operation, name),           \
    .size = sizeof(((struct async_operation *)0)->name), .max_chars = (chars)
#define SHOWN(name, chars)                                                                         \
    { TEXT(name, chars), .computed = true }
#define NUMBER(name, number_kind)                                                                  \
    {                                                                                              \
        .key = #name, .kind = (number_kind), .offset = offsetof(struct async_operation, name),     \
        .size = sizeof(int64_t), .computed = true                                                  \
    }
#define CHOICE(name, names)                                                                        \
    {                                                                                              \
        .key = #name, .kind = MEMBER_CHOICE, .offset = offsetof(struct async_operation, name),     \
        .size = sizeof(int), .choices = (names), .computed = true                                  \
    }

const char *const operation_statuses[] = {"Pending", "Succeeded", "Failed", NULL};
const char *const operation_kinds[] = {"Unknown", "Create", "Update", "Deactivate", NULL};

/* In the order of LOAD's columns. Names of a person are as long as headquarters' (customer.c), so that what is too long
 * is said while it is typed. */
static const struct member members[] = {
    NUMBER(Number, MEMBER_INT),
    SHOWN(ChannelName, 60),
    SHOWN(CustAccount, 20),
    SHOWN(CustAccountAsync, 38),
    NUMBER(OperationTimestamp, MEMBER_TIME),
    CHOICE(SyncStatus, operation_statuses),
    CHOICE(Operation, operation_kinds),
    SHOWN(LastError, 224),
    SHOWN(Store, 10),
    NUMBER(UploadedDateTime, MEMBER_TIME),
    NUMBER(SyncDateTime, MEMBER_TIME),
    NUMBER(AttemptCount, MEMBER_INT),
    SHOWN(ChangedAttributes, 63),
    {TEXT(CustName, 100), .required = true},
    {TEXT(FirstName, 25)},
    {TEXT(MiddleName, 25)},
    {TEXT(LastName, 25)},
    {TEXT(Email, 255), .email = true},
    {TEXT(Phone, 255)},
    {TEXT(Country, 10), .related = "country"},
    {TEXT(ZipCode, 10)},
    {TEXT(Street, 250)},
    {TEXT(StreetNumber, 20)},
    {TEXT(City, 60)},
    {TEXT(County, 10)},
    {TEXT(State, 10)},
    {TEXT(CustGroup, 10), .related = "customer-group"},
    {TEXT(Currency, 3), .related = "currency"},
    {TEXT(LanguageId, 7), .related = "language"},
};

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static enum err_code load(struct db *db, const char *key, void *rec, struct err *err) {
    struct stmt *stmt = db_stmt(db, async_operation_sql[LOAD], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, strtoll(key, NULL, 10));
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) record_read(&entity_async_operation, stmt, rec, 0);
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_async_operation.id, key);
}

enum err_code operation_store(struct db *hq, const char *store_id, int64_t *rec_id,
                              struct err *err) {
    struct stmt *stmt = db_stmt(hq, async_operation_sql[STORE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, store_id);
    return stmt_value_int(stmt, 0, rec_id, err);
}

static enum err_code find_by(struct db *hq, int which, const char *key, int64_t *number,
                             struct err *err) {
    struct stmt *stmt = db_stmt(hq, async_operation_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, key);
    return stmt_value_int(stmt, 0, number, err);
}

enum err_code operation_find(struct db *hq, const char *key, int64_t *number, struct err *err) {
    char guid[GUID_SIZE];
    enum err_code code = ERR_OK;
    *number = 0;
    const char *digits = key[0] == '#' ? key + 1 : key;
    bool is_number = *digits && strspn(digits, "0123456789") == strlen(digits);
    if (ids_parse_guid(key, guid)) {
        code = find_by(hq, BY_GUID, guid, number, err);
    } else if (strchr(key, '@')) {
        code = find_by(hq, BY_EMAIL, key, number, err);
    } else if (key[0] != '#') {
        code = find_by(hq, BY_ACCOUNT, key, number, err);
    }
    if (code == ERR_OK && *number == 0 && is_number) {
        code = find_by(hq, BY_NUMBER, digits, number, err);
    }
    if (code != ERR_OK || *number != 0) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_async_operation.id, key);
}

enum err_code operation_attempts(struct db *hq, int64_t number, int limit, struct rowset *rows,
                                 struct err *err) {
    struct stmt *stmt = db_stmt(hq, async_operation_sql[ATTEMPTS], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, number);
    stmt_bind_int(stmt, 2, limit);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        rowset_add(rows, "");
        for (int i = 0; i < ATTEMPT_COLUMNS; i++) rowset_set(rows, i, stmt_text(stmt, i));
    }
    return code;
}

/* ---- old and new values ----------------------------------------------------------------------------------------- */

bool operation_is_about(const struct async_operation *operation, const char *attribute) {
    size_t len = strlen(attribute);
    const char *at = operation->ChangedAttributes;
    if (operation->Operation != OPERATION_UPDATE || *at == '\0') return true;
    while (*at) {
        size_t part = strcspn(at, ",");
        if (part == len && memcmp(at, attribute, len) == 0) return true;
        at += part + (at[part] == ',');
    }
    return false;
}

static enum err_code kept_changes(struct db *hq, int64_t number, struct rowset *rows,
                                  struct err *err) {
    struct stmt *stmt = db_stmt(hq, async_operation_sql[CHANGES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, number);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        rowset_add(rows, "");
        for (int i = 0; i < CHANGE_COLUMNS; i++) rowset_set(rows, i, stmt_text(stmt, i));
    }
    return code;
}

enum err_code operation_changes(struct db *hq, const struct async_operation *operation,
                                struct rowset *rows, struct err *err) {
    if (operation->SyncStatus == SYNC_SUCCEEDED) {
        return kept_changes(hq, operation->head.RecId, rows, err);
    }
    struct customer customer;
    if (operation->Operation != OPERATION_UPDATE || !operation->CustAccount[0]) return ERR_OK;
    enum err_code code = entity_customer.load(hq, operation->CustAccount, &customer, err);
    if (code == ERR_NOT_FOUND) return ERR_OK;
    for (int i = 0; code == ERR_OK && i < entity_async_operation.member_count; i++) {
        const struct member *member = &members[i];
        char old_value[TEXT_SIZE(300)];
        if (member->computed || !operation_is_about(operation, member->key)) continue;
        if (!customer_attribute(&customer, member->key, old_value, sizeof old_value)) continue;
        const char *now = record_get_str(member, operation);
        if (strcmp(old_value, now) == 0) continue;
        rowset_add(rows, "");
        rowset_set(rows, CHANGE_ATTRIBUTE, member->key);
        rowset_set(rows, CHANGE_OLD, old_value);
        rowset_set(rows, CHANGE_NEW, now);
    }
    return code;
}

/* ---- correcting ------------------------------------------------------------------------------------------------- */

static bool differs(const char *key, const void *old, const void *rec) {
    return !record_member_equal(entity_member(&entity_async_operation, key), old, rec);
}

/* The name goes with its parts, and what is corrected in an edit belongs to it. */
static enum err_code complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct async_operation *now = rec;
    (void)db;
    (void)err;
    if (!old) return ERR_OK;
    bool parts = differs("FirstName", old, rec) || differs("MiddleName", old, rec) ||
                 differs("LastName", old, rec);
    if (parts && !differs("CustName", old, rec)) {
        char name[sizeof now->FirstName * 3 + 3];
        snprintf(name, sizeof name, "%s%s%s%s%s", now->FirstName,
                 now->FirstName[0] && (now->MiddleName[0] || now->LastName[0]) ? " " : "",
                 now->MiddleName, now->MiddleName[0] && now->LastName[0] ? " " : "", now->LastName);
        text_copy(now->CustName, sizeof now->CustName, name);
    }
    if (now->Operation != OPERATION_UPDATE || !now->ChangedAttributes[0]) return ERR_OK;
    for (int i = 0; i < entity_async_operation.member_count; i++) {
        const struct member *member = &members[i];
        if (member->computed || record_member_equal(member, old, rec)) continue;
        if (operation_is_about(now, member->key)) continue;
        size_t used = strlen(now->ChangedAttributes);
        snprintf(now->ChangedAttributes + used, sizeof now->ChangedAttributes - used, ",%s",
                 member->key);
    }
    return ERR_OK;
}

static enum err_code validate(struct db *db, const void *old, const void *rec, struct err *err) {
    const struct async_operation *operation = rec;
    char number[24];
    int64_t done = 0;
    (void)old;
    struct stmt *stmt = db_stmt(db, async_operation_sql[DONE], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, operation->head.RecId);
    enum err_code code = stmt_value_int(stmt, 0, &done, err);
    if (code != ERR_OK || !done) return code;
    snprintf(number, sizeof number, "%lld", (long long)operation->head.RecId);
    return err_set(err, ERR_REFUSED, REASON_OPERATION_DONE, NULL, number);
}

static enum err_code update(struct db *db, const void *old, const void *rec, bool *done,
                            struct err *err) {
    const struct async_operation *before = old, *now = rec;
    struct stmt *stmt = db_stmt(db, async_operation_sql[UPDATE], err);
    if (!stmt) return db_error(db);
    int next = record_bind(&entity_async_operation, stmt, rec, 1);
    stmt_bind_int(stmt, next++, before->head.RecId);
    stmt_bind_int(stmt, next++, before->head.RecVersion);
    stmt_bind_text(stmt, next, now->ChangedAttributes);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    return code;
}

const struct entity entity_async_operation = {
    .id = "async-operation",
    .table = "RetailAsyncCustomer",
    .key = "Number",
    .members = members,
    .member_count = sizeof members / sizeof members[0],
    .record_size = sizeof(struct async_operation),
    .list_columns = OPERATION_LIST_COLUMNS,
    .lookups = hq_lookups,
    .list = operation_list,
    .load = load,
    .complete = complete,
    .validate = validate,
    .update = update,
};
