/* SPDX-License-Identifier: MIT */
/*
 * The Real-time Service. Owns the one transaction in which headquarters answers a storefront; the rules of creation
 * are headquarters' (hq/customer.h), what the channel does with the answer is the storefront's.
 */

#include "model/exchange/rts.h"

#include <poll.h>

#include "model/clock.h"
#include "model/hq/customer.h"
#include "model/hq/customer_change.h"
#include "model/hq/servicing.h"

#define PROVIDER "B2C" /* who identified the shopper (domain.md 4.19) */

enum { BY_ACCOUNT, LINK_IDENTITY };
const char *const rts_sql[] = {
    [BY_ACCOUNT] = "SELECT c.RecId, p.Name, c.CustGroup, c.Currency, p.LanguageId, r.receiptOption,"
                   " p.PrimaryContactPhone, c.Blocked"
                   " FROM CustTable c JOIN DirPartyTable p ON p.RecId = c.Party"
                   " JOIN RetailCustTable r ON r.RecId = c.RecId"
                   " WHERE c.DataAreaId = ?1 AND c.AccountNum = ?2",
    [LINK_IDENTITY] = "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId,"
                      " ProviderId, CustomerAccountNumber) VALUES (?1, ?2, ?3)",
    NULL};

static enum err_code read_reply(struct company *company, const char *account,
                                struct rts_reply *reply, struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, rts_sql[BY_ACCOUNT], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, company->data_area);
    stmt_bind_text(stmt, 2, account);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    if (!row) return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "customer", account);
    text_copy(reply->account, sizeof reply->account, account);
    reply->rec_id = stmt_int(stmt, 0);
    text_copy(reply->name, sizeof reply->name, stmt_text(stmt, 1));
    text_copy(reply->cust_group, sizeof reply->cust_group, stmt_text(stmt, 2));
    text_copy(reply->currency, sizeof reply->currency, stmt_text(stmt, 3));
    text_copy(reply->language, sizeof reply->language, stmt_text(stmt, 4));
    reply->receipt_option = (int)stmt_int(stmt, 5);
    text_copy(reply->phone, sizeof reply->phone, stmt_text(stmt, 6));
    reply->blocked = (int)stmt_int(stmt, 7);
    stmt_reset(stmt);
    return ERR_OK;
}

static void fill_customer(struct new_customer *new, const struct channel_store *store,
                          const struct signup *in) {
    *new = (struct new_customer){.StoreRecId = store->StoreRecId, .origin = CUSTOMER_BY_RTS};
    text_copy(new->FirstName, sizeof new->FirstName, in->FirstName);
    text_copy(new->MiddleName, sizeof new->MiddleName, in->MiddleName);
    text_copy(new->LastName, sizeof new->LastName, in->LastName);
    signup_name(in, new->Name);
    text_copy(new->LanguageId, sizeof new->LanguageId, in->LanguageId);
    text_copy(new->Email, sizeof new->Email, in->Email);
    text_copy(new->Phone, sizeof new->Phone, in->Phone);
    text_copy(new->Street, sizeof new->Street, in->Street);
    text_copy(new->StreetNumber, sizeof new->StreetNumber, in->StreetNumber);
    text_copy(new->ZipCode, sizeof new->ZipCode, in->ZipCode);
    text_copy(new->City, sizeof new->City, in->City);
    text_copy(new->County, sizeof new->County, in->County);
    text_copy(new->State, sizeof new->State, in->State);
    text_copy(new->Country, sizeof new->Country, in->Country);
    text_copy(new->ExternalIdentityId, sizeof new->ExternalIdentityId, in->ExternalIdentityId);
    text_copy(new->ProviderId, sizeof new->ProviderId, PROVIDER);
}

static enum err_code create(struct company *company, const struct channel_store *store,
                            const struct signup *in, char account[TEXT_SIZE(20)], struct err *err) {
    struct new_customer new;
    fill_customer(&new, store, in);
    int64_t rec_id;
    struct customer_batch *batch = customer_batch_new(company->hq);
    customer_batch_use_pool(batch, &company->numbers);
    enum err_code code = customer_create(batch, &new, account, &rec_id, err);
    if (code == ERR_OK) code = customer_batch_finish(batch, err);
    customer_batch_free(&batch);
    return code;
}

/* The customer exists already: the shopper's identity now leads to it (identity-record-linking.md). */
static enum err_code link_identity(struct company *company, const struct signup *in,
                                   const char *account, struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, rts_sql[LINK_IDENTITY], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, in->ExternalIdentityId);
    stmt_bind_text(stmt, 2, PROVIDER);
    stmt_bind_text(stmt, 3, account);
    return stmt_run(stmt, err);
}

/* Inside the transaction of the call. */
static enum err_code answer(struct company *company, const struct channel_store *store,
                            const struct signup *in, struct rts_reply *reply, struct err *err) {
    bool in_servicing = false;
    int matches = 0;
    char account[TEXT_SIZE(20)];
    enum err_code code = servicing_get(company->hq, &in_servicing, err);
    if (code != ERR_OK) return code;
    if (in_servicing) return err_set(err, ERR_REFUSED, REASON_HQ_NO_ANSWER, NULL, NULL);
    code = customer_find_email(company->hq, in->Email, &matches, account, err);
    if (code != ERR_OK) return code;
    if (matches > 1) {
        err_set(err, ERR_REFUSED, REASON_SEVERAL_SAME_EMAIL, "Email", in->Email);
        err_add_number(err, matches);
        return ERR_REFUSED;
    }
    reply->linked = matches == 1;
    code = reply->linked ? link_identity(company, in, account, err)
                         : create(company, store, in, account, err);
    return code == ERR_OK ? read_reply(company, account, reply, err) : code;
}

/* A call that timed out is no answer, when the shopper can get through without one. */
static enum err_code give_up(struct company *company, enum err_code code, struct err *err) {
    if (code != ERR_BUSY || !company->settings.rts_fallback) return code;
    return err_set(err, ERR_REFUSED, REASON_HQ_NO_ANSWER, NULL, NULL);
}

/* ---- the network --------------------------------------------------------------------------------------------------- */

static int64_t network_ms(const struct company *company, int others) {
    const struct settings *settings = &company->settings;
    return settings->rts_latency_ms + settings->rts_latency_growth_ms * others;
}

/* The way there, the same for each kind of call; arrive() ends what this begins. */
static enum err_code travel(struct company *company, struct err *err) {
    int others = company->rts_calls ? atomic_fetch_add(company->rts_calls, 1) : 0;
    int64_t until_us = clock_ticks_us() + network_ms(company, others) * 1000;
    struct pollfd wake = {.fd = progress_wake_fd(company->rts_interrupt), .events = POLLIN};
    for (int64_t left_us; (left_us = until_us - clock_ticks_us()) > 0;) {
        if (progress_cancelled(company->rts_interrupt))
            return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        poll(&wake, 1, (int)((left_us + 999) / 1000));
    }
    return ERR_OK;
}

static void arrive(struct company *company) {
    if (company->rts_calls) atomic_fetch_sub(company->rts_calls, 1);
}

/* ---- sign-ups -------------------------------------------------------------------------------------------------------- */

static enum err_code create_customer(void *ctx, const struct channel_store *store,
                                     const struct signup *in, struct rts_reply *reply,
                                     struct err *err) {
    struct company *company = ctx;
    *reply = (struct rts_reply){0};
    enum err_code code = travel(company, err);
    const struct number_pool numbers = company->numbers;
    if (code == ERR_OK) code = db_begin(company->hq, err);
    if (code == ERR_OK) {
        code = answer(company, store, in, reply, err);
        if (code == ERR_OK) code = db_commit(company->hq, err);
        db_rollback(company->hq);
    }
    if (code != ERR_OK) company->numbers = numbers; /* nothing was fetched and nothing given */
    arrive(company);
    return give_up(company, code, err);
}

/* ---- edits ------------------------------------------------------------------------------------------------------ */

static enum err_code is_there(struct company *company, struct err *err) {
    bool in_servicing = false;
    enum err_code code = servicing_get(company->hq, &in_servicing, err);
    if (code != ERR_OK || !in_servicing) return code;
    return err_set(err, ERR_REFUSED, REASON_HQ_NO_ANSWER, NULL, NULL);
}

static enum err_code read_customer(void *ctx, const char *account, struct signup *values,
                                   struct err *err) {
    struct company *company = ctx;
    struct customer customer;
    enum err_code code = travel(company, err);
    if (code == ERR_OK) code = is_there(company, err);
    if (code == ERR_OK) code = entity_customer.load(company->hq, account, &customer, err);
    arrive(company);
    if (code != ERR_OK) return give_up(company, code, err);
    *values = (struct signup){0};
    text_copy(values->FirstName, sizeof values->FirstName, customer.FirstName);
    text_copy(values->MiddleName, sizeof values->MiddleName, customer.MiddleName);
    text_copy(values->LastName, sizeof values->LastName, customer.LastName);
    text_copy(values->Email, sizeof values->Email, customer.Email);
    text_copy(values->Phone, sizeof values->Phone, customer.Phone);
    text_copy(values->Country, sizeof values->Country, customer.CountryRegionId);
    text_copy(values->ZipCode, sizeof values->ZipCode, customer.ZipCode);
    text_copy(values->Street, sizeof values->Street, customer.Street);
    text_copy(values->StreetNumber, sizeof values->StreetNumber, customer.StreetNumber);
    text_copy(values->City, sizeof values->City, customer.City);
    text_copy(values->County, sizeof values->County, customer.County);
    text_copy(values->State, sizeof values->State, customer.State);
    text_copy(values->LanguageId, sizeof values->LanguageId, customer.LanguageId);
    return ERR_OK;
}

static enum err_code change_customer(struct company *company, const char *account,
                                     const struct shopper_change *changes, int count,
                                     struct rts_reply *reply, struct err *err) {
    struct customer_changes *wanted = calloc(1, sizeof *wanted);
    if (!wanted) BUG("out of memory for the changes of a customer");
    for (int i = 0; i < count; i++) {
        customer_changes_add(wanted, changes[i].attribute, changes[i].value);
    }
    enum err_code code = is_there(company, err);
    if (code == ERR_OK) code = customer_change(company->hq, account, wanted, "storefront", err);
    if (code == ERR_OK) code = read_reply(company, account, reply, err);
    reply->changed = wanted->count;
    free(wanted);
    return code;
}

static enum err_code update_customer(void *ctx, const char *account,
                                     const struct shopper_change *changes, int count,
                                     struct rts_reply *reply, struct err *err) {
    struct company *company = ctx;
    *reply = (struct rts_reply){0};
    enum err_code code = travel(company, err);
    if (code == ERR_OK) code = db_begin(company->hq, err);
    if (code == ERR_OK) {
        code = change_customer(company, account, changes, count, reply, err);
        if (code == ERR_OK) code = db_commit(company->hq, err);
        db_rollback(company->hq);
    }
    arrive(company);
    return give_up(company, code, err);
}

struct rts_port rts_connect(struct company *company) {
    return (struct rts_port){.create_customer = create_customer,
                             .read_customer = read_customer,
                             .update_customer = update_customer,
                             .ctx = company};
}
