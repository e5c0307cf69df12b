/* SPDX-License-Identifier: MIT */
/*
 * The Real-time Service. Owns the one transaction in which headquarters answers a storefront; the rules of creation
 * are headquarters' (hq/customer.h), what the channel does with the answer is the storefront's.
 */

#include "model/exchange/rts.h"

#include "model/clock.h"
#include "model/hq/customer.h"
#include "model/hq/servicing.h"

#define PROVIDER "B2C" /* who identified the shopper (domain.md 4.19) */

enum { BY_ACCOUNT, LINK_IDENTITY };
const char *const rts_sql[] = {
    [BY_ACCOUNT] = "SELECT c.RecId, p.Name, c.CustGroup, c.Currency, p.LanguageId, r.receiptOption"
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
    stmt_reset(stmt);
    return ERR_OK;
}

static void fill_customer(struct new_customer *new, const struct channel_store *store,
                          const struct signup *in) {
    *new = (struct new_customer){.StoreRecId = store->StoreRecId, .origin = CUSTOMER_BY_RTS};
    text_copy(new->FirstName, sizeof new->FirstName, in->FirstName);
    text_copy(new->MiddleName, sizeof new->MiddleName, in->MiddleName);
    text_copy(new->LastName, sizeof new->LastName, in->LastName);
    char name[sizeof in->FirstName + sizeof in->MiddleName + sizeof in->LastName + 2];
    snprintf(name, sizeof name, "%s%s%s%s%s", in->FirstName, in->MiddleName[0] ? " " : "",
             in->MiddleName, in->LastName[0] ? " " : "", in->LastName);
    text_copy(new->Name, sizeof new->Name, name);
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

static enum err_code create_customer(void *ctx, const struct channel_store *store,
                                     const struct signup *in, struct rts_reply *reply,
                                     struct err *err) {
    struct company *company = ctx;
    if (company->settings.rts_latency_ms > 0) clock_sleep_ms((int)company->settings.rts_latency_ms);
    *reply = (struct rts_reply){0};
    enum err_code code = db_begin(company->hq, err);
    if (code == ERR_OK) {
        code = answer(company, store, in, reply, err);
        if (code == ERR_OK) code = db_commit(company->hq, err);
        db_rollback(company->hq);
    }
    if (code == ERR_BUSY && company->settings.rts_fallback) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_NO_ANSWER, NULL, NULL);
    }
    return code;
}

struct rts_port rts_connect(struct company *company) {
    return (struct rts_port){.create_customer = create_customer, .ctx = company};
}
