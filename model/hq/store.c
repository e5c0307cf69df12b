/* SPDX-License-Identifier: MIT */
/*
 * Online stores as one record over RetailChannelTable, RetailOnlineChannelTable and RetailStoreAddressBook. Owns the
 * proposal of a free ID, the place of a new store in a channel database and the rule that customers of a newly chosen
 * address book travel again. Knows no channel database from inside.
 */

#include "model/hq/store.h"

#include <inttypes.h>

#include "model/hq/lookups.h"
#include "model/hq/paging.h"

enum {
    STORE_FROM,
    STORE_AFTER,
    STORE_BEFORE,
    STORE_LOAD,
    STORE_DEFAULTS,
    STORE_TAKEN,
    STORE_INSERT,
    STORE_INSERT_ONLINE,
    STORE_INSERT_DATABASE,
    STORE_INSERT_LANGUAGE,
    STORE_UPDATE,
    STORE_UPDATE_ONLINE,
    STORE_DROP_BOOK,
    STORE_SET_BOOK,
    STORE_TOUCH_BOOK,
    STORE_WAREHOUSE,
    STORE_CUSTOMER,
    STORE_USED,
    STORE_DELETE
};

#define STORE_LIST                                                                                 \
    "SELECT c.RetailChannelId, c.RetailChannelId, c.OMOperatingUnitID, "                           \
    "c.inventLocationDataAreaId,"                                                                  \
    " c.Currency, o.OnlineFunctionalityProfile FROM RetailChannelTable c"                          \
    " JOIN RetailOnlineChannelTable o ON o.RecId = c.RecId"
#define STORE_MATCH                                                                                \
    PAGE_HAS("c.RetailChannelId")                                                                  \
    " OR " PAGE_HAS("c.OMOperatingUnitID") " OR " PAGE_HAS("c.Currency") " OR " PAGE_HAS(          \
        "coalesce(o.OnlineFunctionalityProfile, '')")

const char *const store_sql[] = {
    [STORE_FROM] = PAGE_FROM(STORE_LIST, "c.RetailChannelId", STORE_MATCH),
    [STORE_AFTER] = PAGE_AFTER(STORE_LIST, "c.RetailChannelId", STORE_MATCH),
    [STORE_BEFORE] = PAGE_BEFORE(STORE_LIST, "c.RetailChannelId", STORE_MATCH),
    [STORE_LOAD] =
        "SELECT c.RecId, c.RecVersion, c.RetailChannelId, c.OMOperatingUnitID,"
        " c.inventLocationDataAreaId, c.inventLocation, c.ChannelTimeZone, c.Currency,"
        " c.DefaultCustAccount,"
        " (SELECT AddressBook FROM RetailStoreAddressBook"
        "   WHERE StoreRecId = c.RecId AND AddressBookType = 0 ORDER BY AddressBook LIMIT 1),"
        " o.OnlineFunctionalityProfile, c.EventNotificationProfileId, o.OnlineCatalogName,"
        " c.TransactionServiceProfile, c.PriceIncludesSalesTax, o.RetailOnlineChannelPublishStatus,"
        " (SELECT group_concat(LanguageId, ',') FROM (SELECT LanguageId"
        "   FROM RetailOnlineChannelLanguages WHERE StoreRecId = c.RecId"
        "   ORDER BY IsDefault DESC, LanguageId)),"
        " (SELECT DatabaseProfile FROM RetailCDXDataStoreChannel WHERE Channel = c.RecId)"
        " FROM RetailChannelTable c JOIN RetailOnlineChannelTable o ON o.RecId = c.RecId"
        " WHERE c.RetailChannelId = ?1 COLLATE NOCASE ORDER BY c.RetailChannelId = ?1 DESC LIMIT 1",
    /* The next ID is one more than the largest of digits only. */
    [STORE_DEFAULTS] =
        "SELECT DataArea, CurrencyCode, TimeZone,"
        " (SELECT coalesce(max(CAST(RetailChannelId AS INTEGER)), 0) + 1 FROM RetailChannelTable"
        "   WHERE RetailChannelId NOT GLOB '*[^0-9]*'),"
        " (SELECT profileId FROM RetailTransactionServiceProfile ORDER BY profileId LIMIT 1)"
        " FROM CompanyInfo ORDER BY DataArea LIMIT 1",
    [STORE_TAKEN] = "SELECT 1 FROM RetailChannelTable WHERE RetailChannelId = ?1 COLLATE NOCASE",
    [STORE_INSERT] =
        "INSERT INTO RetailChannelTable (RetailChannelId, OMOperatingUnitID,"
        " inventLocationDataAreaId, inventLocation, ChannelTimeZone, Currency, DefaultCustAccount,"
        " EventNotificationProfileId, TransactionServiceProfile, PriceIncludesSalesTax,"
        " DefaultCustDataAreaId) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?10, ?12, ?13, ?3)",
    [STORE_INSERT_ONLINE] =
        "INSERT INTO RetailOnlineChannelTable (RecId, OnlineFunctionalityProfile,"
        " OnlineCatalogName) VALUES (?1, nullif(?2, ''), ?3)",
    [STORE_INSERT_DATABASE] =
        "INSERT INTO RetailCDXDataStoreChannel (Channel, DatabaseProfile)"
        " SELECT ?1, Name FROM RetailConnDatabaseProfile WHERE DataStoreType = 0"
        " ORDER BY RecId LIMIT 1",
    [STORE_INSERT_LANGUAGE] =
        "INSERT INTO RetailOnlineChannelLanguages (StoreRecId, LanguageId, IsDefault)"
        " SELECT ?1, LanguageId, 1 FROM CompanyInfo ORDER BY DataArea LIMIT 1",
    [STORE_UPDATE] =
        "UPDATE RetailChannelTable SET OMOperatingUnitID = ?2, inventLocationDataAreaId = ?3,"
        " inventLocation = ?4, ChannelTimeZone = ?5, Currency = ?6, DefaultCustAccount = ?7,"
        " EventNotificationProfileId = ?10, TransactionServiceProfile = ?12,"
        " PriceIncludesSalesTax = ?13, DefaultCustDataAreaId = ?3, RecVersion = RecVersion + 1"
        " WHERE RecId = ?14 AND RecVersion = ?15",
    [STORE_UPDATE_ONLINE] =
        "UPDATE RetailOnlineChannelTable SET OnlineFunctionalityProfile = nullif(?2, ''),"
        " OnlineCatalogName = ?3 WHERE RecId = ?1",
    [STORE_DROP_BOOK] =
        "DELETE FROM RetailStoreAddressBook WHERE StoreRecId = ?1 AND AddressBookType = 0",
    [STORE_SET_BOOK] = "INSERT INTO RetailStoreAddressBook (StoreRecId, AddressBook,"
                       " AddressBookType) VALUES (?1, ?2, 0)",
    /* Each gets a RowVersion of its own, larger than all before: RecIds differ, and the largest is added to them. */
    [STORE_TOUCH_BOOK] =
        "UPDATE CustTable SET RowVersion = RecId + (SELECT max(RowVersion) FROM CustTable)"
        " WHERE Party IN (SELECT Party FROM DirAddressBookParty WHERE AddressBook = ?1)",
    [STORE_WAREHOUSE] =
        "SELECT 1 FROM InventLocation WHERE DataAreaId = ?1 AND InventLocationId = ?2",
    [STORE_CUSTOMER] = "SELECT 1 FROM CustTable WHERE DataAreaId = ?1 AND AccountNum = ?2",
    [STORE_USED] =
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE StoreRecId = ?1)"
        " THEN 'RetailAsyncCustomer'"
        " WHEN EXISTS (SELECT 1 FROM RetailCustTable WHERE StoreRecId = ?1)"
        " THEN 'RetailCustTable' ELSE '' END",
    [STORE_DELETE] = "DELETE FROM RetailChannelTable WHERE RecId = ?1",
    NULL};

/* ---- members --------------------------------------------------------------------------------------------------- */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct store, name),                     \
    .size = sizeof(((struct store *)0)->name), .max_chars = (chars)

static const char *const publish_statuses[] = {"Draft", "InProgress", "Published", "Failed", NULL};

/* The order is that of the parameters in STORE_INSERT and STORE_UPDATE and of the columns in STORE_LOAD. */
static const struct member store_members[] = {
    {TEXT(RetailChannelId, 10), .required = true, .fixed = true},
    {TEXT(Name, 60), .required = true},
    {TEXT(inventLocationDataAreaId, 4), .required = true, .related = "legal-entity"},
    {TEXT(inventLocation, 10), .required = true, .related = "warehouse"},
    {TEXT(ChannelTimeZone, 50), .required = true, .related = "time-zone"},
    {TEXT(Currency, 3), .required = true, .related = "currency"},
    {TEXT(DefaultCustAccount, 20), .required = true, .related = "customer"},
    {TEXT(CustomerAddressBook, 60), .related = "address-book"},
    {TEXT(OnlineFunctionalityProfile, 10), .related = "profile"},
    {TEXT(EventNotificationProfileId, 20), .related = "notification-profile"},
    {TEXT(OnlineCatalogName, 60)},
    {TEXT(TransactionServiceProfile, 10), .related = "rts-profile"},
    {.key = "PriceIncludesSalesTax",
     .kind = MEMBER_YESNO,
     .offset = offsetof(struct store, PriceIncludesSalesTax),
     .size = sizeof(int)},
    {.key = "PublishStatus",
     .kind = MEMBER_CHOICE,
     .offset = offsetof(struct store, PublishStatus),
     .size = sizeof(int),
     .choices = publish_statuses,
     .computed = true},
    {TEXT(Languages, 60), .computed = true},
    {TEXT(ChannelDatabase, 50), .computed = true},
};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static enum err_code store_list(struct db *db, const struct list_request *request,
                                struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = store_sql[STORE_FROM],
                                  .after = store_sql[STORE_AFTER],
                                  .before = store_sql[STORE_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code store_load(struct db *db, const char *key, void *rec, struct err *err) {
    struct stmt *stmt = db_stmt(db, store_sql[STORE_LOAD], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, key);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) record_read(&entity_store, stmt, rec, 0);
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_store.id, key);
}

static enum err_code store_init(struct db *db, void *rec, struct err *err) {
    struct store *store = rec;
    *store = (struct store){0};
    struct stmt *stmt = db_stmt(db, store_sql[STORE_DEFAULTS], err);
    if (!stmt) return db_error(db);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        text_copy(store->inventLocationDataAreaId, sizeof store->inventLocationDataAreaId,
                  stmt_text(stmt, 0));
        text_copy(store->Currency, sizeof store->Currency, stmt_text(stmt, 1));
        text_copy(store->ChannelTimeZone, sizeof store->ChannelTimeZone, stmt_text(stmt, 2));
        snprintf(store->RetailChannelId, sizeof store->RetailChannelId, "%06" PRId64,
                 stmt_int(stmt, 3));
        text_copy(store->TransactionServiceProfile, sizeof store->TransactionServiceProfile,
                  stmt_text(stmt, 4));
    }
    stmt_reset(stmt);
    return code;
}

/* ---- checking -------------------------------------------------------------------------------------------------- */

static enum err_code exists(struct db *db, const char *sql, const char *first, const char *second,
                            bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, first);
    if (second) stmt_bind_text(stmt, 2, second);
    enum err_code code = stmt_step(stmt, found, err);
    stmt_reset(stmt);
    return code;
}

static enum err_code check_of_entity(struct db *db, const char *sql, const struct store *store,
                                     const char *field, const char *value, const char *table,
                                     struct err *err) {
    bool found = false;
    enum err_code code = exists(db, sql, store->inventLocationDataAreaId, value, &found, err);
    if (code != ERR_OK || found) return code;
    err_set(err, ERR_INVALID, REASON_LOOKUP_NOT_FOUND, field, value);
    err_add_value2(err, table);
    return ERR_INVALID;
}

/* Warehouse and default customer belong to the legal entity that is chosen in the same form. */
static enum err_code store_validate(struct db *db, const void *old, const void *rec,
                                    struct err *err) {
    const struct store *store = rec, *before = old;
    if (!before) {
        bool taken = false;
        enum err_code code =
            exists(db, store_sql[STORE_TAKEN], store->RetailChannelId, NULL, &taken, err);
        if (code != ERR_OK) return code;
        if (taken) {
            return err_set(err, ERR_INVALID, REASON_NOT_UNIQUE, "RetailChannelId",
                           store->RetailChannelId);
        }
    }
    bool moved =
        !before || strcmp(before->inventLocationDataAreaId, store->inventLocationDataAreaId) != 0;
    enum err_code code = ERR_OK;
    if (moved || strcmp(before->inventLocation, store->inventLocation) != 0) {
        code = check_of_entity(db, store_sql[STORE_WAREHOUSE], store, "inventLocation",
                               store->inventLocation, "InventLocation", err);
    }
    if (code == ERR_OK &&
        (moved || strcmp(before->DefaultCustAccount, store->DefaultCustAccount) != 0)) {
        code = check_of_entity(db, store_sql[STORE_CUSTOMER], store, "DefaultCustAccount",
                               store->DefaultCustAccount, "CustTable", err);
    }
    return code;
}

/* ---- saving ---------------------------------------------------------------------------------------------------- */

static enum err_code run_with_id(struct db *db, const char *sql, int64_t rec_id, const char *second,
                                 const char *third, struct err *err) {
    struct stmt *stmt = db_stmt(db, sql, err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, rec_id);
    if (second) stmt_bind_text(stmt, 2, second);
    if (third) stmt_bind_text(stmt, 3, third);
    return stmt_run(stmt, err);
}

static enum err_code set_book(struct db *db, int64_t rec_id, const char *book, struct err *err) {
    enum err_code code = run_with_id(db, store_sql[STORE_DROP_BOOK], rec_id, NULL, NULL, err);
    if (code != ERR_OK || book[0] == '\0') return code;
    code = run_with_id(db, store_sql[STORE_SET_BOOK], rec_id, book, NULL, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(db, store_sql[STORE_TOUCH_BOOK], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, book);
    return stmt_run(stmt, err);
}

static enum err_code store_insert(struct db *db, void *rec, struct err *err) {
    struct store *store = rec;
    struct stmt *stmt = db_stmt(db, store_sql[STORE_INSERT], err);
    if (!stmt) return db_error(db);
    record_bind(&entity_store, stmt, rec, 1);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    store->head.RecId = db_last_id(db);
    int64_t id = store->head.RecId;
    code = run_with_id(db, store_sql[STORE_INSERT_ONLINE], id, store->OnlineFunctionalityProfile,
                       store->OnlineCatalogName, err);
    if (code == ERR_OK) {
        code = run_with_id(db, store_sql[STORE_INSERT_DATABASE], id, NULL, NULL, err);
    }
    if (code == ERR_OK) {
        code = run_with_id(db, store_sql[STORE_INSERT_LANGUAGE], id, NULL, NULL, err);
    }
    return code == ERR_OK ? set_book(db, id, store->CustomerAddressBook, err) : code;
}

static enum err_code store_update(struct db *db, const void *old, const void *rec, bool *done,
                                  struct err *err) {
    const struct store *before = old, *store = rec;
    struct stmt *stmt = db_stmt(db, store_sql[STORE_UPDATE], err);
    if (!stmt) return db_error(db);
    int next = record_bind(&entity_store, stmt, rec, 1);
    stmt_bind_int(stmt, next++, before->head.RecId);
    stmt_bind_int(stmt, next, before->head.RecVersion);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    if (!*done) return code;
    int64_t id = before->head.RecId;
    code = run_with_id(db, store_sql[STORE_UPDATE_ONLINE], id, store->OnlineFunctionalityProfile,
                       store->OnlineCatalogName, err);
    if (code != ERR_OK) return code;
    if (strcmp(before->CustomerAddressBook, store->CustomerAddressBook) == 0) return ERR_OK;
    return set_book(db, id, store->CustomerAddressBook, err);
}

static enum err_code store_remove(struct db *db, const void *rec, struct err *err) {
    const struct store *store = rec;
    char user_of_it[40] = "";
    bool found;
    struct stmt *stmt = db_stmt(db, store_sql[STORE_USED], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, store->head.RecId);
    enum err_code code = stmt_value_text(stmt, user_of_it, sizeof user_of_it, &found, err);
    if (code != ERR_OK) return code;
    if (user_of_it[0] != '\0') {
        err_set(err, ERR_REFUSED, REASON_STORE_IN_USE, "RetailChannelId", store->RetailChannelId);
        err_add_value2(err, user_of_it);
        return ERR_REFUSED;
    }
    return run_with_id(db, store_sql[STORE_DELETE], store->head.RecId, NULL, NULL, err);
}

const struct entity entity_store = {
    .id = "store",
    .table = "RetailChannelTable",
    .key = "RetailChannelId",
    .members = store_members,
    .member_count = sizeof store_members / sizeof store_members[0],
    .record_size = sizeof(struct store),
    .list_columns = 5,
    .lookups = hq_lookups,
    .list = store_list,
    .load = store_load,
    .init = store_init,
    .validate = store_validate,
    .insert = store_insert,
    .update = store_update,
    .remove = store_remove,
};
