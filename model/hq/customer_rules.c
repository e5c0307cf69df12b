/* SPDX-License-Identifier: MIT */
/*
 * What is true of a customer that is edited by hand (domain.md 4.3; default-customer.md, customer-mgmt-stores.md): where
 * the values of a new one come from, what follows from what, what is refused. Owns no writing (customer_edit.c) and does
 * not judge what a storefront sent (customer_create.c).
 */

#include "model/hq/account_number.h"
#include "model/hq/customer_edit.h"
#include "model/hq/one_table.h"

#define PURPOSE_HOME     "Home"
#define PURPOSE_BUSINESS "Business"

enum { DEFAULTS, ACCOUNT_TAKEN, IS_DEFAULT };

const char *const customer_rules_sql[] = {
    /* The default customer of the first store that has one which exists; the company where there is none. */
    [DEFAULTS] =
        "SELECT i.DataArea, coalesce(c.Currency, i.CurrencyCode),"
        " coalesce(nullif(p.LanguageId, ''), i.LanguageId), c.CustGroup, p.Type, r.receiptOption,"
        " c.InventSiteId, c.InventLocation,"
        " (SELECT AddressBook FROM RetailStoreAddressBook b WHERE b.StoreRecId = d.store"
        "   AND b.AddressBookType = 0 ORDER BY AddressBook LIMIT 1)"
        " FROM (SELECT * FROM CompanyInfo ORDER BY DataArea LIMIT 1) i"
        " LEFT JOIN (SELECT s.RecId AS store, k.RecId AS customer FROM RetailChannelTable s"
        "   JOIN CustTable k ON k.DataAreaId = s.DefaultCustDataAreaId"
        "   AND k.AccountNum = s.DefaultCustAccount ORDER BY s.RecId LIMIT 1) d"
        " LEFT JOIN CustTable c ON c.RecId = d.customer"
        " LEFT JOIN DirPartyTable p ON p.RecId = c.Party"
        " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId",
    [ACCOUNT_TAKEN] = "SELECT 1 FROM CustTable WHERE DataAreaId = ?1 AND AccountNum = ?2",
    [IS_DEFAULT] = "SELECT 1 FROM RetailChannelTable WHERE DefaultCustDataAreaId = ?1"
                   " AND DefaultCustAccount = ?2",
    NULL};

/* ---- defaults -------------------------------------------------------------------------------------------------- */

enum err_code customer_init(struct db *db, void *rec, struct err *err) {
    struct customer *customer = rec;
    *customer = (struct customer){0};
    struct stmt *stmt = db_stmt(db, customer_rules_sql[DEFAULTS], err);
    if (!stmt) return db_error(db);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        const struct {
            char *member;
            size_t size;
            int column;
        } texts[] = {
            {customer->DataAreaId, sizeof customer->DataAreaId, 0},
            {customer->Currency, sizeof customer->Currency, 1},
            {customer->LanguageId, sizeof customer->LanguageId, 2},
            {customer->CustGroup, sizeof customer->CustGroup, 3},
            {customer->InventSiteId, sizeof customer->InventSiteId, 6},
            {customer->InventLocation, sizeof customer->InventLocation, 7},
            {customer->AddressBookNames, sizeof customer->AddressBookNames, 8},
        };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            text_copy(texts[i].member, texts[i].size, stmt_text(stmt, texts[i].column));
        }
        customer->Type = (int)stmt_int(stmt, 4);
        customer->receiptOption = (int)stmt_int(stmt, 5);
    }
    stmt_reset(stmt);
    return code;
}

/* ---- what follows from what ------------------------------------------------------------------------------------ */

bool customer_has_address(const struct customer *customer) {
    return customer->CountryRegionId[0] || customer->ZipCode[0] || customer->Street[0] ||
           customer->StreetNumber[0] || customer->City[0] || customer->State[0] ||
           customer->County[0];
}

static void join_name(const struct customer *customer, char *buf, size_t size) {
    const char *const parts[] = {customer->FirstName, customer->MiddleName, customer->LastName};
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; i < 3; i++) {
        if (!parts[i][0]) continue;
        snprintf(buf + used, size - used, "%s%s", used ? " " : "", parts[i]);
        used = strlen(buf);
    }
}

/* A name that nobody typed is that of its parts, and goes with them. */
static void complete_name(const struct customer *old, struct customer *customer) {
    char joined[sizeof customer->Name], before[sizeof customer->Name] = "";
    if (customer->Type != 0) return;
    join_name(customer, joined, sizeof joined);
    if (old) join_name(old, before, sizeof before);
    bool follows = old && strcmp(old->Name, before) == 0 && strcmp(customer->Name, old->Name) == 0;
    if (customer->Name[0] == '\0' || follows) {
        text_copy(customer->Name, sizeof customer->Name, joined);
    }
}

enum err_code customer_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct customer *customer = rec;
    const struct customer *before = old;
    (void)db;
    (void)err;
    text_trim(customer->AccountNum);
    text_trim(customer->Name);
    text_list_sort(customer->AddressBookNames, sizeof customer->AddressBookNames);
    complete_name(before, customer);
    if (!customer_has_address(customer)) {
        customer->Purpose[0] = '\0';
    } else if (customer->Purpose[0] == '\0') {
        text_copy(customer->Purpose, sizeof customer->Purpose,
                  customer->Type == 0 ? PURPOSE_HOME : PURPOSE_BUSINESS);
    }
    bool unset = !before && customer->receiptEmail[0] == '\0';
    if (unset && text_chars(customer->Email) <= 80) {
        text_copy(customer->receiptEmail, sizeof customer->receiptEmail, customer->Email);
    }
    return ERR_OK;
}

/* ---- the account ----------------------------------------------------------------------------------------------- */

enum err_code customer_sequence(struct db *hq, const char *cust_group, char sequence[TEXT_SIZE(10)],
                                bool *is_manual, struct err *err) {
    struct number_sequence found;
    enum err_code code = account_sequence(hq, cust_group, &found, err);
    if (code != ERR_OK) return code;
    text_copy(sequence, TEXT_SIZE(10), found.NumberSequence);
    *is_manual = found.Manual != 0;
    return ERR_OK;
}

static enum err_code check_account(struct db *db, const struct customer *customer,
                                   struct err *err) {
    char sequence[TEXT_SIZE(10)];
    bool is_manual, taken;
    enum err_code code = customer_sequence(db, customer->CustGroup, sequence, &is_manual, err);
    if (code != ERR_OK) return code;
    if (is_manual && customer->AccountNum[0] == '\0') {
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, "AccountNum", NULL);
    }
    if (customer->AccountNum[0] == '\0') return ERR_OK;
    if (!is_manual) {
        return err_set(err, ERR_REFUSED, REASON_ACCOUNT_FROM_SEQUENCE, "AccountNum", sequence);
    }
    code = table_has(db, customer_rules_sql[ACCOUNT_TAKEN], customer->DataAreaId,
                     customer->AccountNum, &taken, err);
    if (code != ERR_OK || !taken) return code;
    return err_set(err, ERR_INVALID, REASON_NOT_UNIQUE, "AccountNum", customer->AccountNum);
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

static enum err_code required(const char *field, struct err *err) {
    return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, field, NULL);
}

/* What did not change is not judged again: a storefront may have given no last name. */
static enum err_code check_name(const struct customer *old, const struct customer *customer,
                                struct err *err) {
    const struct {
        const char *field, *value;
    } parts[] = {{"FirstName", customer->FirstName},
                 {"MiddleName", customer->MiddleName},
                 {"LastName", customer->LastName}};
    for (size_t i = 0; customer->Type != 0 && i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].value[0] == '\0') continue;
        return err_set(err, ERR_INVALID, REASON_PERSON_ONLY, parts[i].field, parts[i].value);
    }
    bool lost = customer->LastName[0] == '\0' && (!old || old->LastName[0]);
    if (customer->Type == 0 && lost) return required("LastName", err);
    return customer->Name[0] ? ERR_OK : required("Name", err);
}

static enum err_code check_purpose(const struct customer *customer, struct err *err) {
    if (customer->Purpose[0] == '\0') return ERR_OK;
    for (int i = 0; customer_purposes[i]; i++) {
        if (strcmp(customer_purposes[i], customer->Purpose) == 0) return ERR_OK;
    }
    err_set(err, ERR_INVALID, REASON_FIELD_NOT_CHOICE, "Purpose", customer->Purpose);
    err_add_detail(err, "%s, %s, %s", customer_purposes[0], customer_purposes[1],
                   customer_purposes[2]);
    return ERR_INVALID;
}

const char *const customer_purposes[] = {PURPOSE_HOME, PURPOSE_BUSINESS, "Delivery", NULL};

/* default-customer.md: the default customer of a store needs site and warehouse. */
static enum err_code check_default(struct db *db, const struct customer *old,
                                   const struct customer *customer, struct err *err) {
    bool emptied = (old->InventSiteId[0] && !customer->InventSiteId[0]) ||
                   (old->InventLocation[0] && !customer->InventLocation[0]);
    bool is_default = false;
    if (!emptied) return ERR_OK;
    enum err_code code = table_has(db, customer_rules_sql[IS_DEFAULT], customer->DataAreaId,
                                   customer->AccountNum, &is_default, err);
    if (code != ERR_OK || !is_default) return code;
    return required(customer->InventSiteId[0] ? "InventLocation" : "InventSiteId", err);
}

enum err_code customer_validate(struct db *db, const void *old, const void *rec, struct err *err) {
    const struct customer *before = old, *customer = rec;
    enum err_code code = check_name(before, customer, err);
    if (code == ERR_OK && !before) code = check_account(db, customer, err);
    if (code == ERR_OK && customer_has_address(customer) && !customer->CountryRegionId[0]) {
        code = required("CountryRegionId", err);
    }
    if (code == ERR_OK && (!before || strcmp(before->Purpose, customer->Purpose) != 0)) {
        code = check_purpose(customer, err);
    }
    return code == ERR_OK && before ? check_default(db, before, customer, err) : code;
}
