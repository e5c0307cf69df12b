/* SPDX-License-Identifier: MIT */
/* Address books as records. Owns the queries of DirAddressBook and the rule that a book in use keeps its name: stores and
 * customers refer to it by that. Knows nothing of what a channel gets because of a book (jobs 1010 and 1070). */

#include "model/hq/address_book.h"

#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    BOOK_FROM,
    BOOK_AFTER,
    BOOK_BEFORE,
    BOOK_LOAD,
    BOOK_TAKEN,
    BOOK_INSERT,
    BOOK_UPDATE,
    BOOK_USED_BY,
    BOOK_STORES,
    BOOK_CUSTOMERS,
    BOOK_DELETE
};

#define BOOK_LIST  "SELECT Name, Name, Description FROM DirAddressBook"
#define BOOK_MATCH PAGE_HAS("Name") " OR " PAGE_HAS("Description")

const char *const address_book_sql[] = {
    [BOOK_FROM] = PAGE_FROM(BOOK_LIST, "Name", BOOK_MATCH),
    [BOOK_AFTER] = PAGE_AFTER(BOOK_LIST, "Name", BOOK_MATCH),
    [BOOK_BEFORE] = PAGE_BEFORE(BOOK_LIST, "Name", BOOK_MATCH),
    [BOOK_LOAD] = "SELECT RecId, RecVersion, Name, Description FROM DirAddressBook"
                  " WHERE Name = ?1 COLLATE NOCASE ORDER BY Name = ?1 DESC LIMIT 1",
    [BOOK_TAKEN] = "SELECT 1 FROM DirAddressBook WHERE fold(Name) = fold(?1) AND RecId <> ?2",
    [BOOK_INSERT] = "INSERT INTO DirAddressBook (Name, Description) VALUES (?1, ?2)",
    [BOOK_UPDATE] = "UPDATE DirAddressBook SET Name = ?1, Description = ?2,"
                    " RecVersion = RecVersion + 1 WHERE RecId = ?3 AND RecVersion = ?4",
    [BOOK_USED_BY] =
        "SELECT 'RetailStoreAddressBook', c.RetailChannelId FROM RetailStoreAddressBook b"
        " JOIN RetailChannelTable c ON c.RecId = b.StoreRecId WHERE b.AddressBook = ?1 UNION ALL"
        " SELECT 'DirAddressBookParty', c.AccountNum FROM DirAddressBookParty b"
        " JOIN CustTable c ON c.Party = b.Party WHERE b.AddressBook = ?1 LIMIT 1",
    [BOOK_STORES] = "SELECT count(*) FROM RetailStoreAddressBook WHERE AddressBook = ?1",
    [BOOK_CUSTOMERS] = "SELECT 1 FROM DirAddressBookParty WHERE AddressBook = ?1 LIMIT 1",
    [BOOK_DELETE] = "DELETE FROM DirAddressBook WHERE RecId = ?1",
    NULL};

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct address_book, name),              \
    .size = sizeof(((struct address_book *)0)->name), .max_chars = (chars)

static const struct member book_members[] = {
    {TEXT(Name, 60), .required = true},
    {TEXT(Description, 60)},
};

static enum err_code book_list(struct db *db, const struct list_request *request,
                               struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = address_book_sql[BOOK_FROM],
                                  .after = address_book_sql[BOOK_AFTER],
                                  .before = address_book_sql[BOOK_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code book_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_address_book, address_book_sql[BOOK_LOAD], key, rec, err);
}

static enum err_code book_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct address_book *book = rec;
    (void)db;
    (void)old;
    (void)err;
    text_trim(book->Name);
    return ERR_OK;
}

static enum err_code check_unused(struct db *db, const struct address_book *book, struct err *err) {
    struct stmt *stmt = db_stmt(db, address_book_sql[BOOK_USED_BY], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, book->Name);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        code = err_set(err, ERR_REFUSED, REASON_RECORD_IN_USE, entity_address_book.id, book->Name);
        err_add_value2(err, stmt_text(stmt, 0));
        err_add_detail(err, "%s", stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code book_validate(struct db *db, const void *old, const void *rec,
                                   struct err *err) {
    const struct address_book *before = old, *book = rec;
    if (before && strcmp(before->Name, book->Name) == 0) return ERR_OK;
    if (strchr(book->Name, ',')) {
        return err_set(err, ERR_INVALID, REASON_NAME_SEPARATOR, "Name", book->Name);
    }
    enum err_code code = before ? check_unused(db, before, err) : ERR_OK;
    if (code != ERR_OK) return code;
    return table_check_free(db, address_book_sql[BOOK_TAKEN], book->Name,
                            before ? before->head.RecId : 0, "Name", err);
}

static enum err_code book_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_address_book, address_book_sql[BOOK_INSERT], rec, err);
}

static enum err_code book_update(struct db *db, const void *old, const void *rec, bool *done,
                                 struct err *err) {
    return table_update(db, &entity_address_book, address_book_sql[BOOK_UPDATE], old, rec, done,
                        err);
}

static enum err_code book_remove(struct db *db, const void *rec, struct err *err) {
    const struct address_book *book = rec;
    enum err_code code = check_unused(db, book, err);
    if (code != ERR_OK) return code;
    return table_remove(db, address_book_sql[BOOK_DELETE], book->head.RecId, err);
}

const struct entity entity_address_book = {
    .id = "address-book",
    .table = "DirAddressBook",
    .key = "Name",
    .members = book_members,
    .member_count = sizeof book_members / sizeof book_members[0],
    .record_size = sizeof(struct address_book),
    .list_columns = 2,
    .list = book_list,
    .load = book_load,
    .complete = book_complete,
    .validate = book_validate,
    .insert = book_insert,
    .update = book_update,
    .remove = book_remove,
};

enum err_code address_book_usage(struct db *hq, const char *name, int64_t *stores,
                                 bool *has_customers, struct err *err) {
    struct stmt *stmt = db_stmt(hq, address_book_sql[BOOK_STORES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, name);
    enum err_code code = stmt_value_int(stmt, 0, stores, err);
    if (code != ERR_OK) return code;
    return table_has(hq, address_book_sql[BOOK_CUSTOMERS], name, NULL, has_customers, err);
}
