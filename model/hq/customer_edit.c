/* SPDX-License-Identifier: MIT */
/*
 * A customer edited by hand, written to its eight tables. Owns what keeps them in step: the party's primary e-mail and
 * phone with its electronic addresses, the names that are searched by, the largest RowVersion for every change so that
 * job 1010 sends it, and the note of who was deleted. Judges nothing (customer_rules.c).
 */

#include "model/hq/customer_edit.h"

#include "model/clock.h"
#include "model/hq/account_number.h"
#include "model/hq/one_table.h"

enum {
    PARTY_INSERT,
    PARTY_UPDATE,
    PERSON_PUT,
    CUSTOMER_INSERT,
    CUSTOMER_UPDATE,
    RETAIL_PUT,
    PARTY_OF,
    BOOK_ADD,
    BOOK_DROP,
    ADDRESS_PRIMARY,
    ADDRESS_INSERT,
    ADDRESS_UPDATE,
    ADDRESS_DELETE,
    CONTACT_UPDATE,
    CONTACT_INSERT,
    CONTACT_DELETE,
    REFERRED_BY,
    OTHER_CUSTOMER,
    DELETED_ADD,
    TOUCH,
    CUSTOMER_DELETE,
    PARTY_DELETE,
    OTHER_ADDRESSES,
    OTHER_CONTACTS
};

#define NEWEST "(SELECT coalesce(max(RowVersion), 0) FROM CustTable)"

const char *const customer_edit_sql[] = {
    [PARTY_INSERT] =
        "INSERT INTO DirPartyTable (RecId, PartyNumber, Type, Name, NameAlias, LanguageId,"
        " PrimaryContactEmail, PrimaryContactPhone)"
        " SELECT coalesce(max(RecId), 0) + 1, format('%09d', coalesce(max(RecId), 0) + 1), ?1, ?2,"
        " fold(?2), ?3, ?4, ?5 FROM DirPartyTable",
    [PARTY_UPDATE] = "UPDATE DirPartyTable SET Name = ?2, NameAlias = fold(?2), LanguageId = ?3,"
                     " PrimaryContactEmail = ?4, PrimaryContactPhone = ?5 WHERE RecId = ?1",
    [PERSON_PUT] = "INSERT INTO DirPersonName (Party, FirstName, MiddleName, LastName, SearchName)"
                   " VALUES (?1, ?2, ?3, ?4, fold(?4)) ON CONFLICT (Party) DO UPDATE SET"
                   " FirstName = excluded.FirstName, MiddleName = excluded.MiddleName,"
                   " LastName = excluded.LastName, SearchName = excluded.SearchName",
    [CUSTOMER_INSERT] =
        "INSERT INTO CustTable (AccountNum, DataAreaId, Party, CustGroup, Currency, Blocked,"
        " InvoiceAccount, CreditMax, InventSiteId, InventLocation, CreatedDateTime, TaxGroup,"
        " CreatedBy, RowVersion) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
        " coalesce((SELECT TaxGroupId FROM CustGroup WHERE CustGroup = ?4), ''), 0, " NEWEST
        " + 1)",
    [CUSTOMER_UPDATE] =
        "UPDATE CustTable SET CustGroup = ?3, Currency = ?4, Blocked = ?5, InvoiceAccount = ?6,"
        " CreditMax = ?7, InventSiteId = ?8, InventLocation = ?9, RowVersion = " NEWEST
        " + 1, RecVersion = RecVersion + 1 WHERE RecId = ?1 AND RecVersion = ?2",
    [RETAIL_PUT] =
        "INSERT INTO RetailCustTable (RecId, receiptOption, receiptEmail) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (RecId) DO UPDATE SET receiptOption = excluded.receiptOption,"
        " receiptEmail = excluded.receiptEmail",
    [PARTY_OF] = "SELECT Party FROM CustTable WHERE RecId = ?1",
    [BOOK_ADD] = "INSERT OR IGNORE INTO DirAddressBookParty (Party, AddressBook) VALUES (?1, ?2)",
    [BOOK_DROP] = "DELETE FROM DirAddressBookParty WHERE Party = ?1 AND AddressBook = ?2",
    /* As CUSTOMER_LOAD in customer.c chooses it. */
    [ADDRESS_PRIMARY] = "SELECT RecId FROM LogisticsPostalAddress WHERE Party = ?1"
                        " ORDER BY IsPrimary DESC, RecId LIMIT 1",
    [ADDRESS_INSERT] =
        "INSERT INTO LogisticsPostalAddress (Party, Purpose, CountryRegionId, ZipCode, Street,"
        " StreetNumber, City, State, County, ValidFrom)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ADDRESS_UPDATE] =
        "UPDATE LogisticsPostalAddress SET Purpose = ?2, CountryRegionId = ?3, ZipCode = ?4,"
        " Street = ?5, StreetNumber = ?6, City = ?7, State = ?8, County = ?9, IsPrimary = 1"
        " WHERE RecId = ?1",
    [ADDRESS_DELETE] = "DELETE FROM LogisticsPostalAddress WHERE RecId = ?1",
    [CONTACT_UPDATE] =
        "UPDATE LogisticsElectronicAddress SET Locator = ?3, IsPrimary = 1 WHERE RecId ="
        " (SELECT RecId FROM LogisticsElectronicAddress WHERE Party = ?1 AND Type = ?2"
        "   ORDER BY IsPrimary DESC, RecId LIMIT 1)",
    [CONTACT_INSERT] = "INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)"
                       " VALUES (?1, ?2, ?3)",
    [CONTACT_DELETE] = "DELETE FROM LogisticsElectronicAddress WHERE Party = ?1 AND Type = ?2"
                       " AND IsPrimary = 1",
    /* The table that refers to the customer, and which record there. The + keeps the index of accounts out of it. */
    [REFERRED_BY] =
        "SELECT 'RetailChannelTable', RetailChannelId FROM RetailChannelTable"
        " WHERE DefaultCustDataAreaId = ?1 AND DefaultCustAccount = ?2 UNION ALL"
        " SELECT 'InvoiceAccount', AccountNum FROM CustTable WHERE +DataAreaId = ?1"
        " AND InvoiceAccount = ?2 AND InvoiceAccount <> '' AND AccountNum <> ?2 UNION ALL"
        " SELECT 'RetailCustTable', '' FROM RetailCustTable WHERE RecId = ?3"
        " AND (CustAccountAsync <> '' OR StoreRecId <> 0) UNION ALL"
        " SELECT 'RetailExternalIdToCustomerMap', '' FROM RetailExternalIdToCustomerMap"
        " WHERE CustomerAccountNumber = ?2 LIMIT 1",
    [OTHER_CUSTOMER] = "SELECT coalesce((SELECT max(RecId) FROM CustTable WHERE RecId < ?1),"
                       " (SELECT min(RecId) FROM CustTable WHERE RecId > ?1))",
    [DELETED_ADD] = "INSERT OR REPLACE INTO CustTableDeleted (RecId, RowVersion)"
                    " VALUES (?1, " NEWEST " + 1)",
    [TOUCH] = "UPDATE CustTable SET RowVersion = " NEWEST " + 2 WHERE RecId = ?1",
    [CUSTOMER_DELETE] = "DELETE FROM CustTable WHERE RecId = ?1",
    [PARTY_DELETE] = "DELETE FROM DirPartyTable WHERE RecId = ?1",
    [OTHER_ADDRESSES] =
        "SELECT a.Purpose, trim(a.Street || ' ' || a.StreetNumber),"
        " trim(a.ZipCode || ' ' || a.City), a.CountryRegionId"
        " FROM LogisticsPostalAddress a JOIN CustTable c ON c.Party = a.Party WHERE c.RecId = ?1"
        " ORDER BY a.IsPrimary DESC, a.RecId LIMIT 200 OFFSET 1",
    [OTHER_CONTACTS] =
        "SELECT e.Type, e.Locator FROM LogisticsElectronicAddress e"
        " JOIN CustTable c ON c.Party = e.Party JOIN DirPartyTable p ON p.RecId = c.Party"
        " WHERE c.RecId = ?1 AND NOT (e.IsPrimary AND e.Type IN ('Email', 'Phone')"
        "   AND e.Locator IN (p.PrimaryContactEmail, p.PrimaryContactPhone))"
        " ORDER BY e.Type, e.RecId LIMIT 200",
    NULL};

/* ---- party ------------------------------------------------------------------------------------------------------ */

static enum err_code write_party(struct db *db, int which, int64_t first,
                                 const struct customer *customer, struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_edit_sql[which], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, first);
    stmt_bind_text(stmt, 2, customer->Name);
    stmt_bind_text(stmt, 3, customer->LanguageId);
    stmt_bind_text(stmt, 4, customer->Email);
    stmt_bind_text(stmt, 5, customer->Phone);
    return stmt_run(stmt, err);
}

static enum err_code put_person(struct db *db, int64_t party, const struct customer *customer,
                                struct err *err) {
    if (customer->Type != 0) return ERR_OK;
    struct stmt *stmt = db_stmt(db, customer_edit_sql[PERSON_PUT], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, party);
    stmt_bind_text(stmt, 2, customer->FirstName);
    stmt_bind_text(stmt, 3, customer->MiddleName);
    stmt_bind_text(stmt, 4, customer->LastName);
    return stmt_run(stmt, err);
}

/* The primary contact of a type follows the party's; others stay as they are. */
static enum err_code put_contact(struct db *db, int64_t party, const char *type,
                                 const char *locator, struct err *err) {
    const int steps[] = {CONTACT_UPDATE, CONTACT_INSERT};
    if (locator[0] == '\0') {
        struct stmt *stmt = db_stmt(db, customer_edit_sql[CONTACT_DELETE], err);
        if (!stmt) return db_error(db);
        stmt_bind_int(stmt, 1, party);
        stmt_bind_text(stmt, 2, type);
        return stmt_run(stmt, err);
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct stmt *stmt = db_stmt(db, customer_edit_sql[steps[i]], err);
        if (!stmt) return db_error(db);
        stmt_bind_int(stmt, 1, party);
        stmt_bind_text(stmt, 2, type);
        stmt_bind_text(stmt, 3, locator);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK || db_changes(db) > 0) return code;
    }
    return ERR_OK;
}

static enum err_code write_address(struct db *db, int which, int64_t first,
                                   const struct customer *customer, struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_edit_sql[which], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, first);
    stmt_bind_text(stmt, 2, customer->Purpose);
    stmt_bind_text(stmt, 3, customer->CountryRegionId);
    stmt_bind_text(stmt, 4, customer->ZipCode);
    stmt_bind_text(stmt, 5, customer->Street);
    stmt_bind_text(stmt, 6, customer->StreetNumber);
    stmt_bind_text(stmt, 7, customer->City);
    stmt_bind_text(stmt, 8, customer->State);
    stmt_bind_text(stmt, 9, customer->County);
    if (which == ADDRESS_INSERT) stmt_bind_int(stmt, 10, clock_now_ms());
    return stmt_run(stmt, err);
}

static enum err_code run_on(struct db *db, int which, int64_t id, struct err *err) {
    return table_remove(db, customer_edit_sql[which], id, err);
}

static enum err_code first_id(struct db *db, int which, int64_t bound, int64_t *id,
                              struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_edit_sql[which], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, bound);
    return stmt_value_int(stmt, 0, id, err);
}

/* An emptied address is gone; the next one of the party, if there is any, is the primary one then. */
static enum err_code put_address(struct db *db, int64_t party, const struct customer *customer,
                                 struct err *err) {
    int64_t id = 0;
    enum err_code code = first_id(db, ADDRESS_PRIMARY, party, &id, err);
    if (code != ERR_OK) return code;
    if (!customer_has_address(customer)) {
        return id ? run_on(db, ADDRESS_DELETE, id, err) : ERR_OK;
    }
    return id ? write_address(db, ADDRESS_UPDATE, id, customer, err)
              : write_address(db, ADDRESS_INSERT, party, customer, err);
}

/* ---- address books ----------------------------------------------------------------------------------------------- */

/* Books of `books` that are not in `others` are added, or dropped: what did not fit into the list stays. */
static enum err_code change_books(struct db *db, int which, int64_t party, const char *books,
                                  const char *others, struct err *err) {
    char book[TEXT_SIZE(60)];
    while (text_list_next(&books, book, sizeof book)) {
        if (text_list_has(others, book)) continue;
        struct stmt *stmt = db_stmt(db, customer_edit_sql[which], err);
        if (!stmt) return db_error(db);
        stmt_bind_int(stmt, 1, party);
        stmt_bind_text(stmt, 2, book);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* ---- saving ------------------------------------------------------------------------------------------------------- */

static enum err_code put_retail(struct db *db, int64_t rec_id, const struct customer *customer,
                                struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_edit_sql[RETAIL_PUT], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, rec_id);
    stmt_bind_int(stmt, 2, customer->receiptOption);
    stmt_bind_text(stmt, 3, customer->receiptEmail);
    return stmt_run(stmt, err);
}

/* `old_books` "" for a new customer. */
static enum err_code put_rest(struct db *db, int64_t party, int64_t rec_id, const char *old_books,
                              const struct customer *customer, struct err *err) {
    const char *books = customer->AddressBookNames;
    enum err_code code = put_person(db, party, customer, err);
    if (code == ERR_OK) code = put_retail(db, rec_id, customer, err);
    if (code == ERR_OK) code = put_contact(db, party, "Email", customer->Email, err);
    if (code == ERR_OK) code = put_contact(db, party, "Phone", customer->Phone, err);
    if (code == ERR_OK) code = put_address(db, party, customer, err);
    if (code == ERR_OK) code = change_books(db, BOOK_DROP, party, old_books, books, err);
    return code == ERR_OK ? change_books(db, BOOK_ADD, party, books, old_books, err) : code;
}

static int bind_terms(struct stmt *stmt, int next, const struct customer *customer) {
    stmt_bind_text(stmt, next++, customer->CustGroup);
    stmt_bind_text(stmt, next++, customer->Currency);
    stmt_bind_int(stmt, next++, customer->Blocked);
    stmt_bind_text(stmt, next++, customer->InvoiceAccount);
    stmt_bind_int(stmt, next++, customer->CreditMax);
    stmt_bind_text(stmt, next++, customer->InventSiteId);
    stmt_bind_text(stmt, next++, customer->InventLocation);
    return next;
}

enum err_code customer_insert(struct db *db, void *rec, struct err *err) {
    struct customer *customer = rec;
    enum err_code code = ERR_OK;
    if (customer->AccountNum[0] == '\0') {
        code =
            account_take(db, customer->CustGroup, customer->DataAreaId, customer->AccountNum, err);
    }
    if (code == ERR_OK) code = write_party(db, PARTY_INSERT, customer->Type, customer, err);
    if (code != ERR_OK) return code;
    int64_t party = db_last_id(db);
    struct stmt *stmt = db_stmt(db, customer_edit_sql[CUSTOMER_INSERT], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, customer->AccountNum);
    stmt_bind_text(stmt, 2, customer->DataAreaId);
    stmt_bind_int(stmt, 3, party);
    customer->CreatedDateTime = clock_now_ms();
    stmt_bind_int(stmt, bind_terms(stmt, 4, customer), customer->CreatedDateTime);
    code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    customer->head.RecId = db_last_id(db);
    return put_rest(db, party, customer->head.RecId, "", customer, err);
}

enum err_code customer_update(struct db *db, const void *old, const void *rec, bool *done,
                              struct err *err) {
    const struct customer *before = old, *customer = rec;
    int64_t party = 0;
    struct stmt *stmt = db_stmt(db, customer_edit_sql[CUSTOMER_UPDATE], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, before->head.RecId);
    stmt_bind_int(stmt, 2, before->head.RecVersion);
    bind_terms(stmt, 3, customer);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    if (!*done) return code;
    code = first_id(db, PARTY_OF, before->head.RecId, &party, err);
    if (code == ERR_OK) code = write_party(db, PARTY_UPDATE, party, customer, err);
    if (code != ERR_OK) return code;
    return put_rest(db, party, before->head.RecId, before->AddressBookNames, customer, err);
}

/* ---- deleting ----------------------------------------------------------------------------------------------------- */

static enum err_code refuse(const struct customer *customer, const char *table, const char *which,
                            struct err *err) {
    err_set(err, ERR_REFUSED, REASON_CUSTOMER_IN_USE, "AccountNum", customer->AccountNum);
    err_add_value2(err, table);
    if (which[0]) err_add_detail(err, "%s", which);
    return ERR_REFUSED;
}

static enum err_code check_unused(struct db *db, const struct customer *customer, struct err *err) {
    struct stmt *stmt = db_stmt(db, customer_edit_sql[REFERRED_BY], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, customer->DataAreaId);
    stmt_bind_text(stmt, 2, customer->AccountNum);
    stmt_bind_int(stmt, 3, customer->head.RecId);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) code = refuse(customer, stmt_text(stmt, 0), stmt_text(stmt, 1), err);
    stmt_reset(stmt);
    return code;
}

/*
 * The deletion is noted with a RowVersion of its own, and another customer takes the one behind it: were the largest to
 * become smaller, the channels would never hear of who gets those numbers next.
 */
enum err_code customer_remove(struct db *db, const void *rec, struct err *err) {
    const struct customer *customer = rec;
    int64_t id = customer->head.RecId, party = 0, other = 0;
    enum err_code code = check_unused(db, customer, err);
    if (code == ERR_OK) code = first_id(db, OTHER_CUSTOMER, id, &other, err);
    if (code == ERR_OK && other == 0) return refuse(customer, "CompanyInfo", "", err);
    if (code == ERR_OK) code = first_id(db, PARTY_OF, id, &party, err);
    if (code == ERR_OK) code = run_on(db, DELETED_ADD, id, err);
    if (code == ERR_OK) code = run_on(db, TOUCH, other, err);
    if (code == ERR_OK) code = run_on(db, CUSTOMER_DELETE, id, err);
    return code == ERR_OK ? run_on(db, PARTY_DELETE, party, err) : code;
}

/* ---- what a customer has besides ---------------------------------------------------------------------------------- */

static enum err_code list_others(struct db *hq, int which, int64_t rec_id, struct rowset *rows,
                                 struct err *err) {
    struct stmt *stmt = db_stmt(hq, customer_edit_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, rec_id);
    rowset_reset(rows);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        rowset_add(rows, "");
        for (int i = 0; i < rows->columns; i++) rowset_set(rows, i, stmt_text(stmt, i));
    }
    stmt_reset(stmt);
    return code;
}

enum err_code customer_other_addresses(struct db *hq, int64_t rec_id, struct rowset *rows,
                                       struct err *err) {
    return list_others(hq, OTHER_ADDRESSES, rec_id, rows, err);
}

enum err_code customer_other_contacts(struct db *hq, int64_t rec_id, struct rowset *rows,
                                      struct err *err) {
    return list_others(hq, OTHER_CONTACTS, rec_id, rows, err);
}
