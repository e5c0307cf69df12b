/* SPDX-License-Identifier: MIT */
/*
 * The storefront's sign-up. Owns the decision between asynchronous and real-time creation, the rows a channel writes
 * for a new customer, and what "the same e-mail address" means in a channel. Knows headquarters only as a port.
 */

#include "model/channel/storefront.h"

#include "model/channel/async_client.h"
#include "model/channel/signup_log.h"
#include "model/clock.h"
#include "model/log.h"
#include "model/record.h"

#define CUSTOMER_ADD 612 /* POS operation that anonymous visitors need (set-up-B2C-tenant.md) */
#define PROVIDER     "B2C"

enum {
    ASYNC_INSERT,
    ASYNC_IDENTITY,
    SYNC_IDENTITY,
    KNOWN_ACCOUNTS,
    PENDING_GUIDS,
    SYNC_CUSTOMER,
    SYNC_RETAIL_CUSTOMER,
    SYNC_ADDRESS_BOOKS
};

const char *const storefront_sql[] = {
    [ASYNC_INSERT] =
        "INSERT INTO RETAILASYNCCUSTOMER (CUSTACCOUNTASYNC, DATAAREAID, CUSTNAME, FIRSTNAME,"
        " MIDDLENAME, LASTNAME, LANGUAGEID, EMAIL, PHONE, STREET, STREETNUMBER, ZIPCODE, CITY,"
        " COUNTY, STATE, COUNTRY, RECEIPTEMAIL, STORERECID, CREATEDDATETIME, NOTE)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
        " ?19, ?20)",
    [ASYNC_IDENTITY] =
        "INSERT INTO RETAILEXTERNALIDTOASYNCCUSTOMERMAP (EXTERNALIDENTITYID, PROVIDERID,"
        " ASYNCCUSTOMERACCOUNTNUMBER, REPLICATIONCOUNTERFROMORIGIN) VALUES (?1, ?2, ?3, ?4)",
    [SYNC_IDENTITY] = "INSERT INTO RETAILEXTERNALIDTOCUSTOMERMAP (EXTERNALIDENTITYID, PROVIDERID,"
                      " CUSTOMERACCOUNTNUMBER) VALUES (?1, ?2, ?3)",
    [KNOWN_ACCOUNTS] = "SELECT ACCOUNTNUM FROM CUSTTABLE WHERE EMAIL = ?1 AND EMAIL <> ''"
                       " AND DATAAREAID = ?2 LIMIT 2",
    /* What 1010 brought back is counted as an account above. */
    [PENDING_GUIDS] =
        "SELECT a.CUSTACCOUNTASYNC FROM RETAILASYNCCUSTOMER a WHERE a.EMAIL = ?1"
        " AND a.DATAAREAID = ?2 AND NOT EXISTS (SELECT 1 FROM RETAILCUSTTABLE r"
        "  WHERE r.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC AND r.CUSTACCOUNTASYNC <> '')"
        " GROUP BY a.CUSTACCOUNTASYNC LIMIT 2",
    [SYNC_CUSTOMER] =
        "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY,"
        " LANGUAGEID, EMAIL, PHONE, CREATEDDATETIME) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
        " ?10) ON CONFLICT (RECID) DO NOTHING",
    [SYNC_RETAIL_CUSTOMER] =
        "INSERT INTO RETAILCUSTTABLE (RECID, STORERECID, RECEIPTOPTION, RECEIPTEMAIL)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (RECID) DO NOTHING",
    [SYNC_ADDRESS_BOOKS] =
        "INSERT INTO DIRADDRESSBOOKPARTY (RECID, ADDRESSBOOK) SELECT ?1, ADDRESSBOOK"
        " FROM RETAILSTOREADDRESSBOOK WHERE STORERECID = ?2 ON CONFLICT DO NOTHING",
    NULL};

/* ---- the form ------------------------------------------------------------------------------------------------ */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct signup, name),                    \
    .size = sizeof(((struct signup *)0)->name), .max_chars = (chars)

static const struct member signup_members[] = {
    {TEXT(FirstName, 100), .required = true},
    {TEXT(MiddleName, 100)},
    {TEXT(LastName, 100), .required = true},
    {TEXT(Email, 255), .required = true, .email = true},
    {TEXT(Phone, 255)},
    {TEXT(Country, 10)},
    {TEXT(ZipCode, 60)},
    {TEXT(Street, 400)},
    {TEXT(StreetNumber, 20)},
    {TEXT(City, 60)},
    {TEXT(County, 60)},
    {TEXT(State, 60)},
    {TEXT(LanguageId, 7)},
};

const struct entity entity_signup = {
    .id = "signup",
    .table = "RETAILASYNCCUSTOMER",
    .key = "Email",
    .members = signup_members,
    .member_count = sizeof signup_members / sizeof signup_members[0],
    .record_size = sizeof(struct signup),
};

enum err_code signup_check(struct signup *in, struct err *err) {
    for (int i = 0; i < entity_signup.member_count; i++) {
        text_trim((char *)in + signup_members[i].offset);
    }
    return record_validate(&entity_signup, NULL, NULL, in, err);
}

void signup_name(const struct signup *in, char name[TEXT_SIZE(300)]) {
    char all[TEXT_SIZE(302)];
    snprintf(all, sizeof all, "%s%s%s%s%s", in->FirstName, in->MiddleName[0] ? " " : "",
             in->MiddleName, in->LastName[0] ? " " : "", in->LastName);
    size_t bytes = 0;
    for (int chars = 0; all[bytes] != '\0'; bytes++) {
        bool begins = ((unsigned char)all[bytes] & 0xC0) != 0x80;
        if (begins && ++chars > 300) break;
    }
    text_copy_n(name, TEXT_SIZE(300), all, bytes);
}

/* ---- known e-mail addresses ---------------------------------------------------------------------------------- */

struct known {
    int matches;
    char account[TEXT_SIZE(20)];
    char async_account[GUID_SIZE];
};

static enum err_code count_known(struct db *channel, const char *sql, const struct signup *in,
                                 const char *data_area, struct known *known, char *first,
                                 size_t size, struct err *err) {
    struct stmt *stmt = db_stmt(channel, sql, err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, in->Email);
    stmt_bind_text(stmt, 2, data_area);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (known->matches++ == 0) text_copy(first, size, stmt_text(stmt, 0));
    }
    stmt_reset(stmt);
    return code;
}

/* Who has this address, as far as the channel knows (identity-record-linking.md)? */
static enum err_code find_known(struct db *channel, const struct signup *in, const char *data_area,
                                struct known *known, struct err *err) {
    *known = (struct known){0};
    enum err_code code = count_known(channel, storefront_sql[KNOWN_ACCOUNTS], in, data_area, known,
                                     known->account, sizeof known->account, err);
    if (code == ERR_OK) {
        code = count_known(channel, storefront_sql[PENDING_GUIDS], in, data_area, known,
                           known->async_account, sizeof known->async_account, err);
    }
    if (code != ERR_OK || known->matches < 2) return code;
    err_set(err, ERR_REFUSED, REASON_SEVERAL_SAME_EMAIL, "Email", in->Email);
    err_add_number(err, known->matches);
    return ERR_REFUSED;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static enum err_code add_async_identity(struct db *channel, const struct signup *in,
                                        const char *async_account, int64_t counter,
                                        struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_sql[ASYNC_IDENTITY], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, in->ExternalIdentityId);
    stmt_bind_text(stmt, 2, PROVIDER);
    stmt_bind_text(stmt, 3, async_account);
    stmt_bind_int(stmt, 4, counter);
    return stmt_run(stmt, err);
}

static enum err_code add_identity(struct db *channel, const struct signup *in, const char *account,
                                  struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_sql[SYNC_IDENTITY], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, in->ExternalIdentityId);
    stmt_bind_text(stmt, 2, PROVIDER);
    stmt_bind_text(stmt, 3, account);
    return stmt_run(stmt, err);
}

static enum err_code insert_async(struct db *channel, const struct channel_store *store,
                                  const struct signup *in, const char *note, const char *guid,
                                  struct err *err) {
    char name[TEXT_SIZE(300)];
    signup_name(in, name);
    struct stmt *stmt = db_stmt(channel, storefront_sql[ASYNC_INSERT], err);
    if (!stmt) return db_error(channel);
    const char *const texts[] = {
        guid,           store->DataAreaId, name,      in->FirstName, in->MiddleName,   in->LastName,
        in->LanguageId, in->Email,         in->Phone, in->Street,    in->StreetNumber, in->ZipCode,
        in->City,       in->County,        in->State, in->Country,   in->Email};
    int index = 1;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        stmt_bind_text(stmt, index++, texts[i]);
    }
    stmt_bind_int(stmt, index++, store->StoreRecId);
    stmt_bind_int(stmt, index++, clock_now_ms());
    stmt_bind_text(stmt, index, note);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    return add_async_identity(channel, in, guid, db_last_id(channel), err);
}

/* One transaction from the look at the e-mail addresses to the row, so that two shoppers at once cannot both be new. */
static enum err_code write_async(struct db *channel, const struct channel_store *store,
                                 const struct signup *in, bool fallback,
                                 struct signup_result *result, struct err *err) {
    struct known known;
    enum err_code code = find_known(channel, in, store->DataAreaId, &known, err);
    if (code != ERR_OK) return code;
    if (known.matches == 1) {
        result->mode = SIGNUP_LINKED;
        text_copy(result->account, sizeof result->account, known.account);
        text_copy(result->async_account, sizeof result->async_account, known.async_account);
        if (known.account[0] != '\0') return add_identity(channel, in, known.account, err);
        int64_t counter = 0;
        code = replication_counter_next(channel, &counter, err);
        if (code != ERR_OK) return code;
        return add_async_identity(channel, in, known.async_account, counter, err);
    }
    ids_new_guid(result->async_account);
    result->mode = fallback ? SIGNUP_FALLBACK : SIGNUP_ASYNC;
    return insert_async(channel, store, in, fallback ? "RTS_FALLBACK" : "", result->async_account,
                        err);
}

static enum err_code insert_sync(struct db *channel, const struct channel_store *store,
                                 const struct signup *in, const struct rts_reply *reply,
                                 struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_sql[SYNC_CUSTOMER], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, reply->rec_id);
    stmt_bind_text(stmt, 2, reply->account);
    stmt_bind_text(stmt, 3, store->DataAreaId);
    stmt_bind_text(stmt, 4, reply->name);
    stmt_bind_text(stmt, 5, reply->cust_group);
    stmt_bind_text(stmt, 6, reply->currency);
    stmt_bind_text(stmt, 7, reply->language);
    stmt_bind_text(stmt, 8, in->Email);
    stmt_bind_text(stmt, 9, in->Phone);
    stmt_bind_int(stmt, 10, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    stmt = db_stmt(channel, storefront_sql[SYNC_RETAIL_CUSTOMER], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, reply->rec_id);
    stmt_bind_int(stmt, 2, store->StoreRecId);
    stmt_bind_int(stmt, 3, reply->receipt_option);
    stmt_bind_text(stmt, 4, in->Email);
    return stmt_run(stmt, err);
}

static enum err_code add_address_books(struct db *channel, const struct channel_store *store,
                                       const struct rts_reply *reply, struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_sql[SYNC_ADDRESS_BOOKS], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, reply->rec_id);
    stmt_bind_int(stmt, 2, store->StoreRecId);
    return stmt_run(stmt, err);
}

/*
 * The channel's rows of a customer that headquarters has just created. Of a customer who was known before only the
 * identity is new: 1010 brings the rest as it is in headquarters.
 */
static enum err_code write_sync(struct db *channel, const struct channel_store *store,
                                const struct signup *in, const struct rts_reply *reply,
                                struct err *err) {
    enum err_code code = ERR_OK;
    if (!reply->linked) {
        code = insert_sync(channel, store, in, reply, err);
        if (code == ERR_OK) code = add_address_books(channel, store, reply, err);
    }
    return code == ERR_OK ? add_identity(channel, in, reply->account, err) : code;
}

/* ---- transactions -------------------------------------------------------------------------------------------- */

/* Inside a batch each sign-up is a savepoint, so that a refused one leaves the others alone. */
static enum err_code begin(struct db *channel, bool in_batch, struct err *err) {
    return in_batch ? db_savepoint(channel, err) : db_begin(channel, err);
}

static enum err_code finish(struct db *channel, bool in_batch, enum err_code code,
                            struct err *err) {
    if (in_batch) {
        if (code == ERR_OK) db_savepoint_release(channel);
        if (code != ERR_OK) db_savepoint_rollback(channel);
        return code;
    }
    if (code == ERR_OK) return db_commit(channel, err);
    db_rollback(channel);
    return code;
}

static enum err_code signup_async(const struct storefront *front, const struct channel_store *store,
                                  const struct signup *in, bool fallback,
                                  struct signup_result *result, struct err *err) {
    bool in_batch = db_in_transaction(front->channel);
    enum err_code code = begin(front->channel, in_batch, err);
    if (code != ERR_OK) return code;
    code = write_async(front->channel, store, in, fallback, result, err);
    return finish(front->channel, in_batch, code, err);
}

/*
 * Headquarters answered, so the customer exists: a channel that cannot write its copy now must not make the shopper
 * sign up again, and the copy need not wait for the disk. 1010 brings it, as it does for every customer.
 */
static void keep_sync(const struct storefront *front, const struct channel_store *store,
                      const struct signup *in, const struct rts_reply *reply) {
    struct err err = {0};
    bool in_batch = db_in_transaction(front->channel);
    enum err_code code =
        in_batch ? db_savepoint(front->channel, &err) : db_begin_unsynced(front->channel, &err);
    if (code == ERR_OK) {
        code = write_sync(front->channel, store, in, reply, &err);
        code = finish(front->channel, in_batch, code, &err);
    }
    if (code != ERR_OK) log_err("channel copy of a real-time customer", &err);
}

/* Does somebody with this address wait for an account, from the time when the store was asynchronous, or from another
 * store? Headquarters may not know yet, and would make a second customer of one person. */
static enum err_code is_waiting(struct db *channel, const struct signup *in, const char *data_area,
                                bool *waits, struct err *err) {
    struct known known = {0};
    enum err_code code = count_known(channel, storefront_sql[PENDING_GUIDS], in, data_area, &known,
                                     known.async_account, sizeof known.async_account, err);
    *waits = known.matches > 0;
    return code;
}

static enum err_code signup_sync(const struct storefront *front, const struct channel_store *store,
                                 const struct signup *in, struct signup_result *result,
                                 struct err *err) {
    struct rts_reply reply = {0};
    struct err why = {0};
    bool waits;
    enum err_code code = is_waiting(front->channel, in, store->DataAreaId, &waits, err);
    if (code != ERR_OK) return code;
    if (waits) return signup_async(front, store, in, false, result, err); /* links */
    code = front->rts.create_customer(front->rts.ctx, store, in, &reply, &why);
    if (code == ERR_OK) {
        keep_sync(front, store, in, &reply);
        result->mode = reply.linked ? SIGNUP_LINKED : SIGNUP_SYNC;
        text_copy(result->account, sizeof result->account, reply.account);
        return ERR_OK;
    }
    if (front->rts_fallback && why.reason == REASON_HQ_NO_ANSWER) {
        return signup_async(front, store, in, true, result, err);
    }
    if (err) *err = why;
    return code;
}

/* The identity provider's object ID: a GUID as it is written there, without braces. */
static void give_identity(struct signup *in) {
    char guid[GUID_SIZE];
    ids_new_guid(guid);
    text_copy_n(in->ExternalIdentityId, sizeof in->ExternalIdentityId, guid + 1, strlen(guid) - 2);
}

/* ---- sign-up ------------------------------------------------------------------------------------------------- */

/* Somebody said no to the shopper; a lock or a full disk is no refusal. */
static bool is_refusal(enum err_code code) {
    return code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_CONFLICT ||
           code == ERR_REFUSED;
}

static enum err_code sign_up(const struct storefront *front, const char *store_id,
                             struct signup *in, struct signup_result *result, struct err *err) {
    struct channel_store store;
    enum err_code code = signup_check(in, err);
    if (code == ERR_OK) code = csu_store(front->channel, store_id, front->cache_ttl_s, &store, err);
    if (code != ERR_OK) return code;
    if (!store.AllowAnonymousAccess) {
        err_set(err, ERR_REFUSED, REASON_OPERATION_NOT_ALLOWED, "Store", store_id);
        err_add_number(err, CUSTOMER_ADD);
        return ERR_REFUSED;
    }
    give_identity(in);
    bool async =
        store.CreateAsyncCustomers < 0 ? front->no_profile_async : store.CreateAsyncCustomers == 1;
    return async ? signup_async(front, &store, in, false, result, err)
                 : signup_sync(front, &store, in, result, err);
}

enum err_code storefront_signup(const struct storefront *front, const char *store_id,
                                struct signup *in, struct signup_result *result, struct err *err) {
    int64_t started_us = clock_ticks_us();
    struct err why = {0};
    *result = (struct signup_result){0};
    enum err_code code = sign_up(front, store_id, in, result, &why);
    result->elapsed_ms = (clock_ticks_us() - started_us) / 1000;
    if (code == ERR_OK) return ERR_OK;
    if (is_refusal(code)) signup_log_refusal(front->channel, store_id, in, &why);
    if (err) *err = why;
    return code;
}

enum err_code storefront_batch_begin(const struct storefront *front, struct err *err) {
    return db_begin(front->channel, err);
}

enum err_code storefront_batch_commit(const struct storefront *front, struct err *err) {
    return db_commit(front->channel, err);
}

void storefront_batch_rollback(const struct storefront *front) {
    db_rollback(front->channel);
}
