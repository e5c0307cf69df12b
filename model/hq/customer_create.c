/* SPDX-License-Identifier: MIT */
/*
 * The creation rule (domain.md 5.4; convert-async-to-sync.md, default-customer.md, customer-mgmt-stores.md): one way
 * for a customer to come into being, whoever asks. Owns the checks, the draw of the number and the rows of a new
 * customer. Does not know who asks and when it commits.
 *
 * Within a batch everything that does not change is read once: stores with their default customer, groups, currencies,
 * countries, sequences, the largest RecIds and RowVersion. The write transaction of the caller keeps them true.
 */

#include "model/hq/customer.h"

#include <inttypes.h>

#include "model/clock.h"
#include "model/hq/numberseq.h"

enum {
    FIND_ASYNC,
    FIND_ACCOUNT,
    LARGEST_PARTY,
    LARGEST_CUSTOMER,
    LARGEST_VERSION,
    READ_STORE,
    READ_GROUP,
    READ_CURRENCY,
    READ_COUNTRY,
    ADD_PARTY,
    ADD_PERSON,
    ADD_CONTACT,
    ADD_ADDRESS,
    ADD_CUSTOMER,
    ADD_RETAIL_CUSTOMER,
    ADD_BOOK,
    ADD_IDENTITY,
    MOVE_IDENTITIES,
    DROP_IDENTITIES,
    ADD_NOTIFICATION
};

const char *const customer_create_sql[] = {
    [FIND_ASYNC] = "SELECT c.RecId, c.AccountNum FROM RetailCustTable r JOIN CustTable c"
                   " ON c.RecId = r.RecId"
                   " WHERE r.CustAccountAsync = ?1 AND r.CustAccountAsync <> ''",
    [FIND_ACCOUNT] = "SELECT 1 FROM CustTable WHERE DataAreaId = ?1 AND AccountNum = ?2",
    [LARGEST_PARTY] = "SELECT max(RecId) FROM DirPartyTable",
    [LARGEST_CUSTOMER] = "SELECT max(RecId) FROM CustTable",
    [LARGEST_VERSION] = "SELECT max(RowVersion) FROM CustTable",
    [READ_STORE] =
        "SELECT s.RetailChannelId, s.inventLocationDataAreaId, s.DefaultCustAccount,"
        " s.EventNotificationProfileId, i.CountryRegionId, b.AddressBook, c.RecId, c.CustGroup,"
        " c.Currency, p.LanguageId, c.TaxGroup, r.receiptOption"
        " FROM RetailChannelTable s JOIN CompanyInfo i ON i.DataArea = s.inventLocationDataAreaId"
        " LEFT JOIN RetailStoreAddressBook b ON b.StoreRecId = s.RecId AND b.AddressBookType = 0"
        " LEFT JOIN CustTable c ON c.DataAreaId = s.DefaultCustDataAreaId"
        "  AND c.AccountNum = s.DefaultCustAccount"
        " LEFT JOIN DirPartyTable p ON p.RecId = c.Party"
        " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId"
        " WHERE s.RecId = ?1 ORDER BY b.AddressBook LIMIT 1",
    [READ_GROUP] = "SELECT CustAccountNumSeq FROM CustGroup WHERE CustGroup = ?1",
    [READ_CURRENCY] = "SELECT CurrencyCode FROM Currency WHERE CurrencyCode = ?1",
    [READ_COUNTRY] = "SELECT CountryRegionId FROM LogisticsAddressCountryRegion"
                     " WHERE CountryRegionId = ?1 OR ISOcode = ?1"
                     " ORDER BY CountryRegionId = ?1 DESC LIMIT 1",
    [ADD_PARTY] =
        "INSERT INTO DirPartyTable (RecId, PartyNumber, Type, Name, NameAlias, LanguageId,"
        " PrimaryContactEmail, PrimaryContactPhone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [ADD_PERSON] = "INSERT INTO DirPersonName (Party, FirstName, MiddleName, LastName, SearchName)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)",
    [ADD_CONTACT] = "INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)"
                    " VALUES (?1, ?2, ?3)",
    [ADD_ADDRESS] =
        "INSERT INTO LogisticsPostalAddress (Party, Purpose, CountryRegionId, ZipCode, Street,"
        " StreetNumber, City, State, County, ValidFrom)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ADD_CUSTOMER] =
        "INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency,"
        " TaxGroup, CreatedBy, CreatedDateTime, RowVersion)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ADD_RETAIL_CUSTOMER] =
        "INSERT INTO RetailCustTable (RecId, CustAccountAsync, StoreRecId, receiptOption,"
        " receiptEmail) VALUES (?1, ?2, ?3, ?4, ?5)",
    [ADD_BOOK] = "INSERT INTO DirAddressBookParty (Party, AddressBook) VALUES (?1, ?2)",
    [ADD_IDENTITY] = "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId,"
                     " ProviderId, CustomerAccountNumber) VALUES (?1, ?2, ?3)",
    [MOVE_IDENTITIES] =
        "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId, ProviderId,"
        " CustomerAccountNumber) SELECT ExternalIdentityId, ProviderId, ?2"
        " FROM RetailExternalIdToAsyncCustomerMap WHERE AsyncCustomerAccountNumber = ?1",
    [DROP_IDENTITIES] =
        "DELETE FROM RetailExternalIdToAsyncCustomerMap WHERE AsyncCustomerAccountNumber = ?1",
    [ADD_NOTIFICATION] =
        "INSERT INTO RetailEventNotificationLog (EventType, ProfileId, AccountNum, Email,"
        " CreatedDateTime) VALUES ('CustomerCreated', ?1, ?2, ?3, ?4)",
    NULL};

/* ---- the batch --------------------------------------------------------------------------------------------------- */

/* What a store gives to its new customers. */
struct origin_store {
    int64_t rec_id;
    bool found, has_default;
    char id[TEXT_SIZE(10)];
    char data_area[TEXT_SIZE(4)];
    char default_account[TEXT_SIZE(20)];
    char notification_profile[TEXT_SIZE(20)];
    char country[TEXT_SIZE(10)];
    char address_book[TEXT_SIZE(60)];
    char cust_group[TEXT_SIZE(10)];
    char currency[TEXT_SIZE(3)];
    char language[TEXT_SIZE(7)];
    char tax_group[TEXT_SIZE(10)];
    int receipt_option;
};

/* A value that was looked up and exists; its meaning is the group's sequence, or the country's ID. Values that do not
 * exist are not kept: there is no end of them. */
struct fact {
    int query;
    char value[TEXT_SIZE(25)];
    char meaning[TEXT_SIZE(10)];
};

struct drawn_sequence {
    char code[TEXT_SIZE(10)]; /* '' = that of the reference "Customer account" */
    struct number_sequence sequence;
    bool changed;
};

struct customer_batch {
    struct db *hq;
    int64_t party, customer, version; /* largest so far; -1 = not read yet */
    struct origin_store *stores;
    struct fact *facts;
    struct drawn_sequence *sequences;
    int store_count, fact_count, sequence_count;
};

struct customer_batch *customer_batch_new(struct db *hq) {
    struct customer_batch *batch = calloc(1, sizeof *batch);
    if (!batch) BUG("out of memory for a batch of customers");
    batch->hq = hq;
    batch->party = batch->customer = batch->version = -1;
    return batch;
}

void customer_batch_free(struct customer_batch **batch) {
    if (!*batch) return;
    free((*batch)->stores);
    free((*batch)->facts);
    free((*batch)->sequences);
    free(*batch);
    *batch = NULL;
}

void customer_batch_forget(struct customer_batch *batch) {
    batch->party = batch->customer = batch->version = -1;
}

enum err_code customer_batch_finish(struct customer_batch *batch, struct err *err) {
    for (int i = 0; i < batch->sequence_count; i++) {
        struct drawn_sequence *drawn = &batch->sequences[i];
        if (!drawn->changed) continue;
        enum err_code code = numberseq_store(batch->hq, &drawn->sequence, err);
        if (code != ERR_OK) return code;
        drawn->changed = false;
    }
    return ERR_OK;
}

/* Room for one more element behind `count`; doubles at powers of two. */
static void *room_for_one(void *array, int count, size_t size) {
    bool full = (count & (count - 1)) == 0;
    if (!full) return array;
    void *more = realloc(array, (count ? (size_t)count * 2 : 1) * size);
    if (!more) BUG("out of memory for a batch of customers");
    return more;
}

static enum err_code read_largest(struct customer_batch *batch, int query, int64_t *value,
                                  struct err *err) {
    if (*value >= 0) return ERR_OK;
    struct stmt *stmt = db_stmt(batch->hq, customer_create_sql[query], err);
    return stmt ? stmt_value_int(stmt, 0, value, err) : ERR_DB;
}

static enum err_code read_counters(struct customer_batch *batch, struct err *err) {
    enum err_code code = read_largest(batch, LARGEST_PARTY, &batch->party, err);
    if (code == ERR_OK) code = read_largest(batch, LARGEST_CUSTOMER, &batch->customer, err);
    if (code == ERR_OK) code = read_largest(batch, LARGEST_VERSION, &batch->version, err);
    return code;
}

static void take_store(struct stmt *stmt, struct origin_store *store) {
    store->found = true;
    text_copy(store->id, sizeof store->id, stmt_text(stmt, 0));
    text_copy(store->data_area, sizeof store->data_area, stmt_text(stmt, 1));
    text_copy(store->default_account, sizeof store->default_account, stmt_text(stmt, 2));
    text_copy(store->notification_profile, sizeof store->notification_profile, stmt_text(stmt, 3));
    text_copy(store->country, sizeof store->country, stmt_text(stmt, 4));
    text_copy(store->address_book, sizeof store->address_book, stmt_text(stmt, 5));
    store->has_default = !stmt_is_null(stmt, 6);
    text_copy(store->cust_group, sizeof store->cust_group, stmt_text(stmt, 7));
    text_copy(store->currency, sizeof store->currency, stmt_text(stmt, 8));
    text_copy(store->language, sizeof store->language, stmt_text(stmt, 9));
    text_copy(store->tax_group, sizeof store->tax_group, stmt_text(stmt, 10));
    store->receipt_option = (int)stmt_int(stmt, 11);
}

/* Borrowed until the next store is read. */
static enum err_code find_store(struct customer_batch *batch, int64_t rec_id,
                                const struct origin_store **store, struct err *err) {
    for (int i = 0; i < batch->store_count; i++) {
        *store = &batch->stores[i];
        if (batch->stores[i].rec_id == rec_id) return ERR_OK;
    }
    batch->stores = room_for_one(batch->stores, batch->store_count, sizeof *batch->stores);
    struct origin_store *added = &batch->stores[batch->store_count];
    *added = (struct origin_store){.rec_id = rec_id};
    struct stmt *stmt = db_stmt(batch->hq, customer_create_sql[READ_STORE], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, rec_id);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) take_store(stmt, added);
    stmt_reset(stmt);
    if (code == ERR_OK) batch->store_count++;
    *store = added;
    return code;
}

/* *meaning is NULL when there is no such value; else borrowed until the next fact is read. */
static enum err_code find_fact(struct customer_batch *batch, int query, const char *value,
                               const char **meaning, struct err *err) {
    for (int i = 0; i < batch->fact_count; i++) {
        const struct fact *fact = &batch->facts[i];
        *meaning = fact->meaning;
        if (fact->query == query && strcmp(fact->value, value) == 0) return ERR_OK;
    }
    *meaning = NULL;
    struct stmt *stmt = db_stmt(batch->hq, customer_create_sql[query], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, value);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        batch->facts = room_for_one(batch->facts, batch->fact_count, sizeof *batch->facts);
        struct fact *fact = &batch->facts[batch->fact_count++];
        *fact = (struct fact){.query = query};
        text_copy(fact->value, sizeof fact->value, value);
        text_copy(fact->meaning, sizeof fact->meaning, stmt_text(stmt, 0));
        *meaning = fact->meaning;
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code find_sequence(struct customer_batch *batch, const char *code_of_group,
                                   struct drawn_sequence **drawn, struct err *err) {
    for (int i = 0; i < batch->sequence_count; i++) {
        *drawn = &batch->sequences[i];
        if (strcmp(batch->sequences[i].code, code_of_group) == 0) return ERR_OK;
    }
    struct number_sequence sequence;
    enum err_code code =
        code_of_group[0] != '\0'
            ? numberseq_load(batch->hq, code_of_group, &sequence, err)
            : numberseq_for_reference(batch->hq, "Customer account", &sequence, err);
    if (code != ERR_OK) return code;
    batch->sequences = room_for_one(batch->sequences, batch->sequence_count, sizeof **drawn);
    *drawn = &batch->sequences[batch->sequence_count++];
    **drawn = (struct drawn_sequence){.sequence = sequence};
    text_copy((*drawn)->code, sizeof(*drawn)->code, code_of_group);
    return ERR_OK;
}

/* ---- checks ------------------------------------------------------------------------------------------------------- */

/* A customer that passed: what came in, with the default customer's values where nothing came. */
struct plan {
    const struct new_customer *in;
    const struct origin_store *store;
    const char *name, *cust_group, *currency, *language;
    char full_name[TEXT_SIZE(302)];
    char country[TEXT_SIZE(10)]; /* '' = no address */
    char sequence[TEXT_SIZE(10)];
};

static enum err_code check_lengths(const struct plan *plan, struct err *err) {
    const struct new_customer *in = plan->in;
    const struct {
        const char *field, *value;
        int longest;
    } limits[] = {
        {"FirstName", in->FirstName, 25}, {"MiddleName", in->MiddleName, 25},
        {"LastName", in->LastName, 25},   {"Name", plan->name, 100},
        {"Street", in->Street, 250},      {"StreetNumber", in->StreetNumber, 20},
        {"ZipCode", in->ZipCode, 10},     {"City", in->City, 60},
        {"County", in->County, 10},       {"State", in->State, 10},
        {"Email", in->Email, 255},        {"Phone", in->Phone, 255},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        /* Bytes are never fewer than characters, and cheaper to count. */
        if (strlen(limits[i].value) <= (size_t)limits[i].longest) continue;
        if (text_chars(limits[i].value) <= (size_t)limits[i].longest) continue;
        err_set(err, ERR_INVALID, REASON_FIELD_TOO_LONG, limits[i].field, limits[i].value);
        err_add_number(err, limits[i].longest);
        return ERR_INVALID;
    }
    if (plan->name[0] == '\0') {
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, "Name", NULL);
    }
    if (in->Email[0] != '\0' && !text_is_email(in->Email)) {
        return err_set(err, ERR_INVALID, REASON_EMAIL_FORMAT, "Email", in->Email);
    }
    return ERR_OK;
}

static enum err_code check_group_and_currency(struct customer_batch *batch, struct plan *plan,
                                              struct err *err) {
    const char *meaning;
    enum err_code code = find_fact(batch, READ_GROUP, plan->cust_group, &meaning, err);
    if (code != ERR_OK) return code;
    if (!meaning) {
        return err_set(err, ERR_INVALID, REASON_GROUP_UNKNOWN, "CustGroup", plan->cust_group);
    }
    text_copy(plan->sequence, sizeof plan->sequence, meaning);
    code = find_fact(batch, READ_CURRENCY, plan->currency, &meaning, err);
    if (code != ERR_OK || meaning) return code;
    return err_set(err, ERR_INVALID, REASON_CURRENCY_UNKNOWN, "Currency", plan->currency);
}

/* An address without a country lies in the country of the store's legal entity (customer-mgmt-stores.md). */
static enum err_code check_country(struct customer_batch *batch, struct plan *plan,
                                   struct err *err) {
    const struct new_customer *in = plan->in;
    const char *country = in->Country, *meaning;
    bool has_address = in->Street[0] || in->StreetNumber[0] || in->ZipCode[0] || in->City[0] ||
                       in->County[0] || in->State[0];
    if (country[0] == '\0') country = has_address ? plan->store->country : "";
    if (country[0] == '\0') return ERR_OK;
    enum err_code code = find_fact(batch, READ_COUNTRY, country, &meaning, err);
    if (code != ERR_OK) return code;
    if (!meaning) return err_set(err, ERR_INVALID, REASON_COUNTRY_UNKNOWN, "Country", country);
    text_copy(plan->country, sizeof plan->country, meaning);
    return ERR_OK;
}

static void join_name(struct plan *plan) {
    const struct new_customer *in = plan->in;
    snprintf(plan->full_name, sizeof plan->full_name, "%s%s%s%s%s", in->FirstName,
             in->FirstName[0] && (in->MiddleName[0] || in->LastName[0]) ? " " : "", in->MiddleName,
             in->MiddleName[0] && in->LastName[0] ? " " : "", in->LastName);
    plan->name = plan->full_name;
}

static enum err_code make_plan(struct customer_batch *batch, const struct new_customer *in,
                               struct plan *plan, struct err *err) {
    *plan = (struct plan){.in = in, .name = in->Name};
    if (in->Name[0] == '\0') join_name(plan);
    enum err_code code = find_store(batch, in->StoreRecId, &plan->store, err);
    if (code != ERR_OK) return code;
    const struct origin_store *store = plan->store;
    bool needs_default = in->CustGroup[0] == '\0' || in->Currency[0] == '\0';
    if (!store->found || (needs_default && !store->has_default)) {
        err_set(err, ERR_INVALID, REASON_DEFAULT_CUSTOMER_UNKNOWN, "DefaultCustAccount",
                store->default_account);
        err_add_value2(err, store->id);
        return ERR_INVALID;
    }
    plan->cust_group = in->CustGroup[0] ? in->CustGroup : store->cust_group;
    plan->currency = in->Currency[0] ? in->Currency : store->currency;
    plan->language = in->LanguageId[0] ? in->LanguageId : store->language;
    code = check_group_and_currency(batch, plan, err);
    if (code == ERR_OK) code = check_country(batch, plan, err);
    return code == ERR_OK ? check_lengths(plan, err) : code;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

struct ids {
    int64_t party, customer, version, now_ms;
    const char *account;
};

static enum err_code add_party(struct db *hq, const struct plan *plan, const struct ids *ids,
                               struct err *err) {
    char number[24], folded[TEXT_SIZE(100) * 2];
    const struct new_customer *in = plan->in;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_PARTY], err);
    if (!stmt) return ERR_DB;
    snprintf(number, sizeof number, "%09" PRId64, ids->party);
    text_fold(folded, sizeof folded, plan->name);
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, number);
    stmt_bind_int(stmt, 3, in->Type);
    stmt_bind_text(stmt, 4, plan->name);
    stmt_bind_text(stmt, 5, folded);
    stmt_bind_text(stmt, 6, plan->language);
    stmt_bind_text(stmt, 7, in->Email);
    stmt_bind_text(stmt, 8, in->Phone);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK || in->Type != 0) return code;
    stmt = db_stmt(hq, customer_create_sql[ADD_PERSON], err);
    if (!stmt) return ERR_DB;
    text_fold(folded, sizeof folded, in->LastName);
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, in->FirstName);
    stmt_bind_text(stmt, 3, in->MiddleName);
    stmt_bind_text(stmt, 4, in->LastName);
    stmt_bind_text(stmt, 5, folded);
    return stmt_run(stmt, err);
}

static enum err_code add_contact(struct db *hq, const struct ids *ids, const char *type,
                                 const char *locator, struct err *err) {
    if (locator[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_CONTACT], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, type);
    stmt_bind_text(stmt, 3, locator);
    return stmt_run(stmt, err);
}

static enum err_code add_address(struct db *hq, const struct plan *plan, const struct ids *ids,
                                 struct err *err) {
    const struct new_customer *in = plan->in;
    if (plan->country[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_ADDRESS], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, in->Type == 0 ? "Home" : "Business");
    stmt_bind_text(stmt, 3, plan->country);
    stmt_bind_text(stmt, 4, in->ZipCode);
    stmt_bind_text(stmt, 5, in->Street);
    stmt_bind_text(stmt, 6, in->StreetNumber);
    stmt_bind_text(stmt, 7, in->City);
    stmt_bind_text(stmt, 8, in->State);
    stmt_bind_text(stmt, 9, in->County);
    stmt_bind_int(stmt, 10, ids->now_ms);
    return stmt_run(stmt, err);
}

static enum err_code add_customer(struct db *hq, const struct plan *plan, const struct ids *ids,
                                  struct err *err) {
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_CUSTOMER], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, ids->customer);
    stmt_bind_text(stmt, 2, ids->account);
    stmt_bind_text(stmt, 3, plan->store->data_area);
    stmt_bind_int(stmt, 4, ids->party);
    stmt_bind_text(stmt, 5, plan->cust_group);
    stmt_bind_text(stmt, 6, plan->currency);
    stmt_bind_text(stmt, 7, plan->store->tax_group);
    stmt_bind_int(stmt, 8, plan->in->origin);
    stmt_bind_int(stmt, 9, ids->now_ms);
    stmt_bind_int(stmt, 10, ids->version);
    struct err why = {0};
    enum err_code code = stmt_run(stmt, &why);
    if (code == ERR_OK) return ERR_OK;
    /* A sequence that was set back gives numbers that are taken. */
    bool taken = false;
    stmt = db_stmt(hq, customer_create_sql[FIND_ACCOUNT], NULL);
    if (stmt) {
        stmt_bind_text(stmt, 1, plan->store->data_area);
        stmt_bind_text(stmt, 2, ids->account);
        if (stmt_step(stmt, &taken, NULL) != ERR_OK) taken = false;
        stmt_reset(stmt);
    }
    if (taken) return err_set(err, ERR_INVALID, REASON_NOT_UNIQUE, "AccountNum", ids->account);
    if (err) *err = why;
    return code;
}

/* The default customer's receipt e-mail is for those who have none; ours have one, if it fits. */
static enum err_code add_retail_customer(struct db *hq, const struct plan *plan,
                                         const struct ids *ids, struct err *err) {
    const struct new_customer *in = plan->in;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_RETAIL_CUSTOMER], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, ids->customer);
    stmt_bind_text(stmt, 2, in->CustAccountAsync);
    stmt_bind_int(stmt, 3, in->StoreRecId);
    stmt_bind_int(stmt, 4, plan->store->receipt_option);
    stmt_bind_text(stmt, 5, text_chars(in->Email) <= 80 ? in->Email : "");
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK || plan->store->address_book[0] == '\0') return code;
    stmt = db_stmt(hq, customer_create_sql[ADD_BOOK], err);
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, plan->store->address_book);
    return stmt_run(stmt, err);
}

/* The shopper's identity now leads to the account instead of the GUID. */
static enum err_code add_identities(struct db *hq, const struct plan *plan, const struct ids *ids,
                                    struct err *err) {
    const struct new_customer *in = plan->in;
    enum err_code code = ERR_OK;
    if (in->CustAccountAsync[0] != '\0') {
        struct stmt *stmt = db_stmt(hq, customer_create_sql[MOVE_IDENTITIES], err);
        if (!stmt) return ERR_DB;
        stmt_bind_text(stmt, 1, in->CustAccountAsync);
        stmt_bind_text(stmt, 2, ids->account);
        code = stmt_run(stmt, err);
        if (code == ERR_OK && db_changes(hq) > 0) {
            stmt = db_stmt(hq, customer_create_sql[DROP_IDENTITIES], err);
            if (!stmt) return ERR_DB;
            stmt_bind_text(stmt, 1, in->CustAccountAsync);
            code = stmt_run(stmt, err);
        }
    }
    if (code != ERR_OK || in->ExternalIdentityId[0] == '\0') return code;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_IDENTITY], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, in->ExternalIdentityId);
    stmt_bind_text(stmt, 2, in->ProviderId);
    stmt_bind_text(stmt, 3, ids->account);
    return stmt_run(stmt, err);
}

static enum err_code add_notification(struct db *hq, const struct plan *plan, const struct ids *ids,
                                      struct err *err) {
    const char *profile = plan->store->notification_profile, *email = plan->in->Email;
    if (profile[0] == '\0' || email[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_NOTIFICATION], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, profile);
    stmt_bind_text(stmt, 2, ids->account);
    stmt_bind_text(stmt, 3, email);
    stmt_bind_int(stmt, 4, ids->now_ms);
    return stmt_run(stmt, err);
}

static enum err_code add_rows(struct db *hq, const struct plan *plan, const struct ids *ids,
                              struct err *err) {
    enum err_code code = add_party(hq, plan, ids, err);
    if (code == ERR_OK) code = add_contact(hq, ids, "Email", plan->in->Email, err);
    if (code == ERR_OK) code = add_contact(hq, ids, "Phone", plan->in->Phone, err);
    if (code == ERR_OK) code = add_address(hq, plan, ids, err);
    if (code == ERR_OK) code = add_customer(hq, plan, ids, err);
    if (code == ERR_OK) code = add_retail_customer(hq, plan, ids, err);
    if (code == ERR_OK) code = add_identities(hq, plan, ids, err);
    if (code == ERR_OK) code = add_notification(hq, plan, ids, err);
    return code;
}

/* ---- the rule ------------------------------------------------------------------------------------------------------ */

static enum err_code find_created(struct db *hq, const char *guid, bool *found, char *account,
                                  int64_t *rec_id, struct err *err) {
    *found = false;
    if (guid[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[FIND_ASYNC], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, guid);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) {
        *rec_id = stmt_int(stmt, 0);
        text_copy(account, TEXT_SIZE(20), stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    return code;
}

enum err_code customer_create(struct customer_batch *batch, const struct new_customer *in,
                              char account[TEXT_SIZE(20)], int64_t *rec_id, struct err *err) {
    struct plan plan;
    struct drawn_sequence *drawn;
    bool found;
    enum err_code code =
        find_created(batch->hq, in->CustAccountAsync, &found, account, rec_id, err);
    if (code != ERR_OK || found) return code;
    code = make_plan(batch, in, &plan, err);
    if (code == ERR_OK) code = read_counters(batch, err);
    if (code == ERR_OK) code = find_sequence(batch, plan.sequence, &drawn, err);
    if (code != ERR_OK) return code;
    struct number_sequence before = drawn->sequence;
    code = numberseq_draw(&drawn->sequence, account, TEXT_SIZE(20), err);
    if (code != ERR_OK) return code;
    struct ids ids = {.party = ++batch->party,
                      .customer = ++batch->customer,
                      .version = ++batch->version,
                      .now_ms = clock_now_ms(),
                      .account = account};
    code = add_rows(batch->hq, &plan, &ids, err);
    if (code != ERR_OK && before.Continuous) drawn->sequence = before;
    drawn->changed = true;
    if (code == ERR_OK) *rec_id = ids.customer;
    return code;
}
