/* SPDX-License-Identifier: MIT */
/*
 * The creation rule (domain.md 5.4; convert-async-to-sync.md, default-customer.md, customer-mgmt-stores.md): one way
 * for a customer to come into being, whoever asks. Owns the checks, the draw of the number and the rows of a new
 * customer. Does not know who asks and when it commits.
 *
 * Within a batch everything that does not change is read once: stores with their default customer, groups, currencies,
 * countries, sequences, the largest RecIds and RowVersion. The write transaction of the caller keeps them true. What
 * follows from the main rows of a customer is written for all of a batch at once (customer_follow.c).
 */

#include "model/hq/customer.h"

#include <inttypes.h>

#include "model/clock.h"
#include "model/hq/account_number.h"
#include "model/hq/customer_follow.h"

enum {
    FIND_ASYNC,
    LARGEST_PARTY,
    LARGEST_CUSTOMER,
    LARGEST_VERSION,
    READ_STORE,
    READ_GROUP,
    READ_CURRENCY,
    READ_COUNTRY,
    ADD_PARTY,
    ADD_PERSON,
    ADD_ADDRESS,
    ADD_CUSTOMER,
    ADD_RETAIL_CUSTOMER,
    ADD_IDENTITY
};

const char *const customer_create_sql[] = {
    [FIND_ASYNC] = "SELECT c.RecId, c.AccountNum FROM RetailCustTable r JOIN CustTable c"
                   " ON c.RecId = r.RecId"
                   " WHERE r.CustAccountAsync = ?1 AND r.CustAccountAsync <> ''",
    [LARGEST_PARTY] = "SELECT max(RecId) FROM DirPartyTable",
    /* A number that a deleted customer had is not given again: channels may not know yet that it is gone. */
    [LARGEST_CUSTOMER] = "SELECT max(ifnull((SELECT max(RecId) FROM CustTable), 0),"
                         " ifnull((SELECT max(RecId) FROM CustTableDeleted), 0))",
    [LARGEST_VERSION] = "SELECT max(ifnull((SELECT max(RowVersion) FROM CustTable), 0),"
                        " ifnull((SELECT max(RowVersion) FROM CustTableDeleted), 0))",
    [READ_STORE] =
        "SELECT s.RetailChannelId, s.inventLocationDataAreaId, s.DefaultCustAccount,"
        " i.CountryRegionId, c.RecId, c.CustGroup, c.Currency, p.LanguageId, c.TaxGroup,"
        " r.receiptOption, r.receiptEmail"
        " FROM RetailChannelTable s JOIN CompanyInfo i ON i.DataArea = s.inventLocationDataAreaId"
        " LEFT JOIN CustTable c ON c.DataAreaId = s.DefaultCustDataAreaId"
        "  AND c.AccountNum = s.DefaultCustAccount"
        " LEFT JOIN DirPartyTable p ON p.RecId = c.Party"
        " LEFT JOIN RetailCustTable r ON r.RecId = c.RecId"
        " WHERE s.RecId = ?1",
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
    [ADD_IDENTITY] = "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId,"
                     " ProviderId, CustomerAccountNumber) VALUES (?1, ?2, ?3)",
    NULL};

/* ---- the batch --------------------------------------------------------------------------------------------------- */

/* What a store gives to its new customers. */
struct origin_store {
    int64_t rec_id;
    bool found, has_default;
    char id[TEXT_SIZE(10)];
    char data_area[TEXT_SIZE(4)];
    char default_account[TEXT_SIZE(20)];
    char country[TEXT_SIZE(10)];
    char cust_group[TEXT_SIZE(10)];
    char currency[TEXT_SIZE(3)];
    char language[TEXT_SIZE(7)];
    char tax_group[TEXT_SIZE(10)];
    int receipt_option;
    char receipt_email[TEXT_SIZE(80)];
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
    struct account_source source;
};

struct customer_batch {
    struct db *hq;
    struct number_pool *pool;         /* NULL = no numbers are kept ahead */
    int64_t party, customer, version; /* largest so far; -1 = not read yet */
    int64_t first, last;              /* RecIds of the customers to be followed up, 0 = none */
    struct origin_store *stores;
    struct fact *facts;
    struct drawn_sequence *sequences;
    int store_count, fact_count, sequence_count;
    int last_drawn; /* index of the sequence */
};

struct customer_batch *customer_batch_new(struct db *hq) {
    struct customer_batch *batch = calloc(1, sizeof *batch);
    if (!batch) BUG("out of memory for a batch of customers");
    batch->hq = hq;
    batch->party = batch->customer = batch->version = -1;
    return batch;
}

void customer_batch_use_pool(struct customer_batch *batch, struct number_pool *pool) {
    batch->pool = pool;
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

enum err_code customer_batch_flush(struct customer_batch *batch, struct err *err) {
    if (batch->first == 0) return ERR_OK;
    enum err_code code = customer_follow(batch->hq, batch->first, batch->last, err);
    if (code == ERR_OK) batch->first = batch->last = 0;
    return code;
}

enum err_code customer_batch_finish(struct customer_batch *batch, struct err *err) {
    enum err_code code = customer_batch_flush(batch, err);
    for (int i = 0; code == ERR_OK && i < batch->sequence_count; i++) {
        struct account_source *source = &batch->sequences[i].source;
        if (!source->changed) continue;
        code = numberseq_store(batch->hq, &source->sequence, err);
        if (code == ERR_OK) source->changed = false;
    }
    return code;
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
    text_copy(store->country, sizeof store->country, stmt_text(stmt, 3));
    store->has_default = !stmt_is_null(stmt, 4);
    text_copy(store->cust_group, sizeof store->cust_group, stmt_text(stmt, 5));
    text_copy(store->currency, sizeof store->currency, stmt_text(stmt, 6));
    text_copy(store->language, sizeof store->language, stmt_text(stmt, 7));
    text_copy(store->tax_group, sizeof store->tax_group, stmt_text(stmt, 8));
    store->receipt_option = (int)stmt_int(stmt, 9);
    text_copy(store->receipt_email, sizeof store->receipt_email, stmt_text(stmt, 10));
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
    if (!stmt) return db_error(batch->hq);
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
    if (!stmt) return db_error(batch->hq);
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
                                   struct account_source **source, struct err *err) {
    int i = 0;
    while (i < batch->sequence_count && strcmp(batch->sequences[i].code, code_of_group) != 0) i++;
    if (i == batch->sequence_count) {
        struct number_sequence sequence;
        enum err_code code =
            code_of_group[0] != '\0'
                ? numberseq_load(batch->hq, code_of_group, &sequence, err)
                : numberseq_for_reference(batch->hq, REFERENCE_CUSTOMER_ACCOUNT, &sequence, err);
        if (code != ERR_OK) return code;
        batch->sequences = room_for_one(batch->sequences, i, sizeof *batch->sequences);
        struct drawn_sequence *added = &batch->sequences[batch->sequence_count++];
        *added = (struct drawn_sequence){.source = {.sequence = sequence}};
        text_copy(added->code, sizeof added->code, code_of_group);
    }
    *source = &batch->sequences[i].source;
    /* Two sequences may have the same form: the one may have given what the other took for free. */
    if (i != batch->last_drawn) account_look_again(*source);
    batch->last_drawn = i;
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

/* Bytes are never fewer than characters, and cheaper to count. */
static bool fits(const char *text, int longest) {
    return strlen(text) <= (size_t)longest || text_chars(text) <= (size_t)longest;
}

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
        if (fits(limits[i].value, limits[i].longest)) continue;
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
    if (!store->found) {
        char rec_id[24];
        snprintf(rec_id, sizeof rec_id, "%" PRId64, in->StoreRecId);
        return err_set(err, ERR_INVALID, REASON_STORE_OF_SIGNUP_UNKNOWN, "StoreRecId", rec_id);
    }
    bool needs_default = in->CustGroup[0] == '\0' || in->Currency[0] == '\0';
    if (needs_default && !store->has_default) {
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
    if (!stmt) return db_error(hq);
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
    if (!stmt) return db_error(hq);
    text_fold(folded, sizeof folded, in->LastName);
    stmt_bind_int(stmt, 1, ids->party);
    stmt_bind_text(stmt, 2, in->FirstName);
    stmt_bind_text(stmt, 3, in->MiddleName);
    stmt_bind_text(stmt, 4, in->LastName);
    stmt_bind_text(stmt, 5, folded);
    return stmt_run(stmt, err);
}

static enum err_code add_address(struct db *hq, const struct plan *plan, const struct ids *ids,
                                 struct err *err) {
    const struct new_customer *in = plan->in;
    if (plan->country[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_ADDRESS], err);
    if (!stmt) return db_error(hq);
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
    if (!stmt) return db_error(hq);
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
    return stmt_run(stmt, err);
}

/* The default customer's receipt e-mail is for those who have none, not for those whose own does not fit. */
static enum err_code add_retail_customer(struct db *hq, const struct plan *plan,
                                         const struct ids *ids, struct err *err) {
    const char *email = plan->in->Email;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_RETAIL_CUSTOMER], err);
    if (!stmt) return db_error(hq);
    if (email[0] == '\0') email = plan->store->receipt_email;
    stmt_bind_int(stmt, 1, ids->customer);
    stmt_bind_text(stmt, 2, plan->in->CustAccountAsync);
    stmt_bind_int(stmt, 3, plan->in->StoreRecId);
    stmt_bind_int(stmt, 4, plan->store->receipt_option);
    stmt_bind_text(stmt, 5, fits(email, 80) ? email : "");
    return stmt_run(stmt, err);
}

/* Who signed up in real time was identified just now; those of the channel have sent their maps (customer_follow.c). */
static enum err_code add_identity(struct db *hq, const struct plan *plan, const struct ids *ids,
                                  struct err *err) {
    const struct new_customer *in = plan->in;
    if (in->ExternalIdentityId[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[ADD_IDENTITY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, in->ExternalIdentityId);
    stmt_bind_text(stmt, 2, in->ProviderId);
    stmt_bind_text(stmt, 3, ids->account);
    return stmt_run(stmt, err);
}

static enum err_code add_rows(struct db *hq, const struct plan *plan, const struct ids *ids,
                              struct err *err) {
    enum err_code code = add_party(hq, plan, ids, err);
    if (code == ERR_OK) code = add_address(hq, plan, ids, err);
    if (code == ERR_OK) code = add_customer(hq, plan, ids, err);
    if (code == ERR_OK) code = add_retail_customer(hq, plan, ids, err);
    return code == ERR_OK ? add_identity(hq, plan, ids, err) : code;
}

/* ---- the rule ------------------------------------------------------------------------------------------------------ */

static enum err_code find_created(struct db *hq, const char *guid, bool *found, char *account,
                                  int64_t *rec_id, struct err *err) {
    *found = false;
    if (guid[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_create_sql[FIND_ASYNC], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, guid);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) {
        *rec_id = stmt_int(stmt, 0);
        text_copy(account, TEXT_SIZE(20), stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    return code;
}

static void note_created(struct customer_batch *batch, int64_t customer) {
    if (batch->first == 0) batch->first = customer;
    batch->last = customer;
}

enum err_code customer_create(struct customer_batch *batch, const struct new_customer *in,
                              char account[TEXT_SIZE(20)], int64_t *rec_id, struct err *err) {
    struct plan plan;
    struct account_source *source;
    bool found;
    enum err_code code =
        find_created(batch->hq, in->CustAccountAsync, &found, account, rec_id, err);
    if (code != ERR_OK || found) return code;
    code = make_plan(batch, in, &plan, err);
    if (code == ERR_OK) code = read_counters(batch, err);
    if (code == ERR_OK) code = find_sequence(batch, plan.sequence, &source, err);
    if (code != ERR_OK) return code;
    code = account_draw(batch->hq, source, batch->pool, plan.store->data_area, account, err);
    if (code != ERR_OK) return code;
    struct ids ids = {.party = ++batch->party,
                      .customer = ++batch->customer,
                      .version = ++batch->version,
                      .now_ms = clock_now_ms(),
                      .account = account};
    code = add_rows(batch->hq, &plan, &ids, err);
    if (code != ERR_OK) {
        account_put_back(source);
        return code;
    }
    note_created(batch, ids.customer);
    *rec_id = ids.customer;
    return ERR_OK;
}

enum err_code customer_check(struct db *hq, const struct new_customer *in, struct err *err) {
    struct plan plan;
    struct account_source *source;
    struct customer_batch *batch = customer_batch_new(hq);
    enum err_code code = make_plan(batch, in, &plan, err);
    if (code == ERR_OK) code = find_sequence(batch, plan.sequence, &source, err);
    if (code == ERR_OK) {
        char number[TEXT_SIZE(NUMBER_CHARS)];
        code = numberseq_draw(&source->sequence, number, sizeof number, err);
    }
    customer_batch_free(&batch);
    return code;
}
