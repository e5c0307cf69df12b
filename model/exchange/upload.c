/* SPDX-License-Identifier: MIT */
/*
 * P-0001, channel transactions (domain.md 5.3): packages of what shoppers did, from each channel database to headquarters.
 * Owns the marks of what headquarters has received; they move in the transaction that writes the rows and ends the
 * session, so a row arrives once whatever happens. A package goes through the stages of its session, each committed: the
 * channel packs it (Started, Available), headquarters has it (Uploaded) and writes it (Applied). It fails as a whole; the
 * next run tries the same one again, and what is behind it waits. Knows nothing of customers: what becomes of a row is
 * customer_sync.c.
 */

#include <string.h>

#include "model/channel/async_client.h"
#include "model/clock.h"
#include "model/exchange/reseed.h"
#include "model/exchange/work.h"
#include "model/hq/schedule.h"

#define JOB        "P-0001"
#define CUSTOMERS  "RetailAsyncCustomer"
#define IDENTITIES "RetailExternalIdToAsyncCustomerMap"

enum {
    LARGEST,
    LARGEST_IDENTITY,
    AT_MARK,
    PACK_END,
    PACK,
    MARK,
    RECEIVED_AT,
    INSERT,
    LAST_ROW,
    INSERT_IDENTITIES,
    GIVE_IDENTITIES,
    GIVEN_IDENTITIES_GONE,
    SET_MARK,
    TOO_LONG
};

/* An identity whose counter is no sign-up's was linked to a sign-up that was there before: it may be a customer by now. */
#define LINKED_IN_RANGE                                                                            \
    "FROM ch.RETAILEXTERNALIDTOASYNCCUSTOMERMAP m CROSS JOIN RetailCustTable r"                    \
    " ON r.CustAccountAsync = m.ASYNCCUSTOMERACCOUNTNUMBER AND r.CustAccountAsync <> ''"           \
    " JOIN CustTable c ON c.RecId = r.RecId WHERE m.REPLICATIONCOUNTERFROMORIGIN > ?1"             \
    " AND m.REPLICATIONCOUNTERFROMORIGIN <= ?2 AND NOT EXISTS"                                     \
    " (SELECT 1 FROM ch.RETAILASYNCCUSTOMER a"                                                     \
    "  WHERE a.REPLICATIONCOUNTERFROMORIGIN = m.REPLICATIONCOUNTERFROMORIGIN)"

/* LARGEST to AT_MARK run on the channel; all others on headquarters with the channel attached as ch. PACK reads there, too,
 * so that what it has read need not be read again to be written. */
const char *const upload_sql[] = {
    [LARGEST] = "SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER",
    [LARGEST_IDENTITY] = "SELECT max(REPLICATIONCOUNTERFROMORIGIN)"
                         " FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP",
    [AT_MARK] = "SELECT CUSTACCOUNTASYNC, CREATEDDATETIME FROM RETAILASYNCCUSTOMER"
                " WHERE REPLICATIONCOUNTERFROMORIGIN = ?1",
    [PACK_END] = "SELECT REPLICATIONCOUNTERFROMORIGIN FROM ch.RETAILASYNCCUSTOMER"
                 " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1"
                 " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT 1 OFFSET ?2",
    [PACK] = "SELECT count(*), bytes(CUSTACCOUNTASYNC, CUSTNAME, FIRSTNAME, MIDDLENAME, LASTNAME,"
             " EMAIL, PHONE, STREET, STREETNUMBER, ZIPCODE, CITY, COUNTY, STATE, COUNTRY)"
             " FROM ch.RETAILASYNCCUSTOMER"
             " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND REPLICATIONCOUNTERFROMORIGIN <= ?2",
    [MARK] = "SELECT ReplicationCounter, LastGuid FROM RetailCDXUploadMark"
             " WHERE DatabaseProfile = ?1 AND TableName = ?2",
    [RECEIVED_AT] = "SELECT OperationTimestamp FROM RetailAsyncCustomer"
                    " WHERE CustAccountAsync = ?1 AND ReplicationCounterFromOrigin = ?2"
                    " AND ChannelDatabase = ?3",
    [INSERT] =
        "INSERT INTO RetailAsyncCustomer (CustAccountAsync, DataAreaId, CustName, FirstName,"
        " MiddleName, LastName, RelationshipType, CustGroup, Currency, LanguageId, Email, Phone,"
        " CellularPhone, Street, StreetNumber, ZipCode, City, County, State, Country,"
        " ReceiptOption, ReceiptEmail, TaxGroup, CreditMax, Blocked, StoreRecId,"
        " RetailCustAffiliations, ReplicationCounterFromOrigin, ChannelDatabase, Operation,"
        " OperationTimestamp, UploadedDateTime, ChangedAttributes)"
        " SELECT CUSTACCOUNTASYNC, DATAAREAID, CUSTNAME, FIRSTNAME, MIDDLENAME, LASTNAME,"
        " RELATIONSHIPTYPE, CUSTGROUP, CURRENCY, LANGUAGEID, EMAIL, PHONE, CELLULARPHONE, STREET,"
        " STREETNUMBER, ZIPCODE, CITY, COUNTY, STATE, COUNTRY, RECEIPTOPTION, RECEIPTEMAIL,"
        " TAXGROUP, CREDITMAX, BLOCKED, STORERECID, RETAILCUSTAFFILIATIONS,"
        " REPLICATIONCOUNTERFROMORIGIN, ?3, OPERATION, CREATEDDATETIME, ?4, CHANGEDATTRIBUTES"
        " FROM ch.RETAILASYNCCUSTOMER WHERE REPLICATIONCOUNTERFROMORIGIN > ?1"
        " AND REPLICATIONCOUNTERFROMORIGIN <= ?2 ORDER BY REPLICATIONCOUNTERFROMORIGIN",
    [LAST_ROW] = "SELECT ReplicationCounterFromOrigin, CustAccountAsync FROM RetailAsyncCustomer"
                 " WHERE RecId = ?1",
    [INSERT_IDENTITIES] =
        "INSERT INTO RetailExternalIdToAsyncCustomerMap (ExternalIdentityId, ProviderId,"
        " AsyncCustomerAccountNumber)"
        " SELECT EXTERNALIDENTITYID, PROVIDERID, ASYNCCUSTOMERACCOUNTNUMBER"
        " FROM ch.RETAILEXTERNALIDTOASYNCCUSTOMERMAP"
        " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND REPLICATIONCOUNTERFROMORIGIN <= ?2"
        " ON CONFLICT (ExternalIdentityId, ProviderId) DO UPDATE"
        " SET AsyncCustomerAccountNumber = excluded.AsyncCustomerAccountNumber",
    [GIVE_IDENTITIES] =
        "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId, ProviderId,"
        " CustomerAccountNumber) SELECT m.EXTERNALIDENTITYID, m.PROVIDERID, "
        "c.AccountNum " LINKED_IN_RANGE,
    [GIVEN_IDENTITIES_GONE] =
        "DELETE FROM RetailExternalIdToAsyncCustomerMap WHERE (ExternalIdentityId, ProviderId) IN"
        " (SELECT m.EXTERNALIDENTITYID, m.PROVIDERID " LINKED_IN_RANGE ")",
    [SET_MARK] =
        "INSERT INTO RetailCDXUploadMark (DatabaseProfile, TableName, ReplicationCounter, LastGuid)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (DatabaseProfile, TableName) DO UPDATE SET"
        " ReplicationCounter = excluded.ReplicationCounter, LastGuid = excluded.LastGuid",
    /* The columns and lengths of headquarters' RetailAsyncCustomer. */
    [TOO_LONG] =
        "SELECT Name, Counter FROM (SELECT CASE WHEN length(CUSTNAME) > 100 THEN 'CustName'"
        " WHEN length(FIRSTNAME) > 100 THEN 'FirstName'"
        " WHEN length(MIDDLENAME) > 100 THEN 'MiddleName'"
        " WHEN length(LASTNAME) > 100 THEN 'LastName' WHEN length(CUSTGROUP) > 10 THEN 'CustGroup'"
        " WHEN length(CURRENCY) > 3 THEN 'Currency' WHEN length(LANGUAGEID) > 7 THEN 'LanguageId'"
        " WHEN length(EMAIL) > 255 THEN 'Email' WHEN length(PHONE) > 255 THEN 'Phone'"
        " WHEN length(CELLULARPHONE) > 255 THEN 'CellularPhone'"
        " WHEN length(STREET) > 250 THEN 'Street'"
        " WHEN length(STREETNUMBER) > 20 THEN 'StreetNumber'"
        " WHEN length(ZIPCODE) > 10 THEN 'ZipCode' WHEN length(CITY) > 60 THEN 'City'"
        " WHEN length(COUNTY) > 10 THEN 'County' WHEN length(STATE) > 10 THEN 'State'"
        " WHEN length(COUNTRY) > 10 THEN 'Country'"
        " WHEN length(RECEIPTEMAIL) > 80 THEN 'ReceiptEmail' END AS Name,"
        " REPLICATIONCOUNTERFROMORIGIN AS Counter FROM ch.RETAILASYNCCUSTOMER"
        " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND REPLICATIONCOUNTERFROMORIGIN <= ?2"
        " ORDER BY REPLICATIONCOUNTERFROMORIGIN) WHERE Name IS NOT NULL LIMIT 1",
    NULL};

struct mark {
    int64_t counter; /* headquarters has every row up to it */
    char guid[GUID_SIZE];
    int64_t largest; /* counter in the channel */
    bool sends;      /* the job has a subjob for the table */
};

struct package {
    struct work *work;
    struct company_channel *channel;
    struct mark customers, identities;
    struct upload_session session;
    int64_t identities_to;
    int64_t deadline_us; /* clock_ticks_us; 0 = none */
    bool empty;          /* nothing can be sent, and that is to be seen */
};

static bool has_new(const struct mark *mark) {
    return mark->largest > mark->counter;
}

static bool can_send(const struct mark *mark) {
    return mark->sends && has_new(mark);
}

/* ---- marks ------------------------------------------------------------------------------------------------------ */

static enum err_code largest_counter(struct company_channel *channel, int which, int64_t *largest,
                                     struct err *err) {
    struct stmt *stmt = db_stmt(channel->db, upload_sql[which], err);
    return stmt ? stmt_value_int(stmt, 0, largest, err) : db_error(channel->db);
}

static enum err_code read_mark(struct db *hq, const char *database, const char *table,
                               struct mark *mark, struct err *err) {
    struct stmt *stmt = db_stmt(hq, upload_sql[MARK], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, database);
    stmt_bind_text(stmt, 2, table);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    mark->counter = row ? stmt_int(stmt, 0) : 0;
    text_copy(mark->guid, sizeof mark->guid, row ? stmt_text(stmt, 1) : "");
    stmt_reset(stmt);
    return code == ERR_OK ? job_sends(hq, JOB, table, &mark->sends, err) : code;
}

static enum err_code write_mark(struct package *package, const char *table, int64_t counter,
                                const char *guid, struct err *err) {
    struct stmt *stmt = db_stmt(package->work->company->hq, upload_sql[SET_MARK], err);
    if (!stmt) return db_error(package->work->company->hq);
    stmt_bind_text(stmt, 1, package->channel->name);
    stmt_bind_text(stmt, 2, table);
    stmt_bind_int(stmt, 3, counter);
    stmt_bind_text(stmt, 4, guid);
    return stmt_run(stmt, err);
}

static enum err_code read_marks(struct package *package, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct company_channel *channel = package->channel;
    enum err_code code = read_mark(hq, channel->name, CUSTOMERS, &package->customers, err);
    if (code == ERR_OK) code = read_mark(hq, channel->name, IDENTITIES, &package->identities, err);
    if (code == ERR_OK) code = largest_counter(channel, LARGEST, &package->customers.largest, err);
    if (code != ERR_OK) return code;
    return largest_counter(channel, LARGEST_IDENTITY, &package->identities.largest, err);
}

/* ---- a channel that was restored (domain.md 6 cause 38) --------------------------------------------------------- */

static enum err_code was_received(struct package *package, const char *guid, int64_t at_ms,
                                  bool *received, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct stmt *stmt = db_stmt(hq, upload_sql[RECEIVED_AT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, guid);
    stmt_bind_int(stmt, 2, package->customers.counter);
    stmt_bind_text(stmt, 3, package->channel->name);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    *received = row ? stmt_int(stmt, 0) == at_ms : strcmp(package->customers.guid, guid) == 0;
    stmt_reset(stmt);
    return code;
}

/* Has the channel the row at the mark that headquarters has received? When it has none there, its counter tells. */
static enum err_code is_restored(struct package *package, bool *restored, struct err *err) {
    struct db *channel = package->channel->db;
    int64_t last = 0, at_ms = 0;
    char guid[GUID_SIZE] = "";
    bool row, received = true;
    enum err_code code = replication_counter_last(channel, &last, err);
    if (code != ERR_OK) return code;
    *restored = last < package->customers.counter || last < package->identities.counter;
    if (*restored || package->customers.counter == 0) return ERR_OK;
    struct stmt *stmt = db_stmt(channel, upload_sql[AT_MARK], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, package->customers.counter);
    code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        text_copy(guid, sizeof guid, stmt_text(stmt, 0));
        at_ms = stmt_int(stmt, 1);
    }
    stmt_reset(stmt);
    if (code == ERR_OK && guid[0]) code = was_received(package, guid, at_ms, &received, err);
    *restored = !received;
    return code;
}

enum err_code channel_is_restored(struct company *company, struct company_channel *channel,
                                  bool *restored, struct err *err) {
    struct work work = {.company = company};
    struct package package = {.work = &work, .channel = channel};
    enum err_code code = read_marks(&package, err);
    return code == ERR_OK ? is_restored(&package, restored, err) : code;
}

static enum err_code refuse_restored(struct package *package, struct err *err) {
    bool restored = false;
    enum err_code code = is_restored(package, &restored, err);
    if (code != ERR_OK || !restored) return code;
    err_set(err, ERR_CONFLICT, REASON_CHANNEL_RESTORED, NULL, package->channel->name);
    err_add_number(err, package->customers.counter);
    return ERR_CONFLICT;
}

/* ---- stages ----------------------------------------------------------------------------------------------------- */

/* Each is a transaction of its own, and none waits for the disk: a power failure may take a stage back, as if it had not
 * been reached; the rows come with Applied. *go_on false: the job is to stop. */
static enum err_code enter(struct package *package, enum upload_status status,
                           const struct err *message, bool *go_on, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct upload_session *session = &package->session;
    enum err_code code = db_begin_unsynced(hq, err);
    if (code != ERR_OK) return code;
    code = work_may_go_on(package->work, go_on, err);
    if (code == ERR_OK && *go_on) {
        session->status = status;
        code = session->id == 0 ? upload_session_open(hq, JOB, package->channel->name, session, err)
                                : upload_session_write(hq, session, message, err);
        if (code == ERR_OK) code = db_commit(hq, err);
    }
    db_rollback(hq);
    if (code == ERR_OK && *go_on) package->work->result->session = session->id;
    return code;
}

/* The user or servicing stops the job while a package is under way: its rows go with another session. */
static enum err_code abandon(struct package *package, struct err *err) {
    struct work *work = package->work;
    if (work->replaced || package->session.id == 0) return ERR_OK;
    package->session.status = UPLOAD_CANCELED;
    package->session.rows = 0;
    return upload_session_write(work->company->hq, &package->session, &work->result->message, err);
}

/* `why` is the package's fault: the other databases go on, the next run tries it again. */
static enum err_code fail(struct package *package, enum upload_status status, const struct err *why,
                          struct err *err) {
    bool go_on;
    package->session.rows = 0;
    enum err_code code = enter(package, status, why, &go_on, err);
    work_part_failed(package->work, why);
    return code == ERR_OK && !go_on ? abandon(package, err) : code;
}

/* Started: the session that a run before left open, or a new one. Without a number from the channel there is none, and the
 * other databases go on. */
static enum err_code start(struct package *package, bool *go_on, struct err *err) {
    struct upload_session *session = &package->session;
    struct company_channel *channel = package->channel;
    struct err why = {0};
    enum err_code code =
        upload_session_oldest_open(package->work->company->hq, channel->name, session, err);
    if (code != ERR_OK) return code;
    if (session->local_id == 0 &&
        local_session_open(channel->db, channel->name, &session->local_id, &why) != ERR_OK) {
        work_part_failed(package->work, &why);
        *go_on = false;
        return ERR_OK;
    }
    session->tries++;
    session->rows = session->bytes = 0;
    return enter(package, UPLOAD_STARTED, NULL, go_on, err);
}

/* ---- packing, in the channel ------------------------------------------------------------------------------------ */

static bool is_too_late(void *ctx) {
    const struct package *package = ctx;
    return clock_ticks_us() > package->deadline_us;
}

static void set_deadline(struct package *package) {
    int64_t seconds = package->work->parameters.timeout_s;
    package->deadline_us = seconds > 0 ? clock_ticks_us() + seconds * 1000000 : 0;
}

/* Statements on `db` end when the time is over; NULL-safe way back with `on` false. */
static void watch_deadline(struct package *package, struct db *db, bool on) {
    db_on_progress(db, on && package->deadline_us ? is_too_late : NULL, package);
}

static bool explain_timeout(const struct package *package, struct err *why) {
    if (why->code != ERR_CANCELLED || package->deadline_us == 0) return false;
    err_set(why, ERR_REFUSED, REASON_UPLOAD_TIMEOUT, NULL, package->channel->name);
    err_add_number(why, package->work->parameters.timeout_s);
    return true;
}

static enum err_code count_rows(struct package *package, struct err *err) {
    struct upload_session *session = &package->session;
    struct db *hq = package->work->company->hq;
    bool row;
    struct stmt *stmt = db_stmt(hq, upload_sql[PACK], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session->from);
    stmt_bind_int(stmt, 2, session->to);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        session->rows = stmt_int(stmt, 0);
        session->bytes = stmt_int(stmt, 1);
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code find_end(struct package *package, int64_t most, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct stmt *stmt = db_stmt(hq, upload_sql[PACK_END], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, package->session.from);
    stmt_bind_int(stmt, 2, most - 1);
    return stmt_value_int(stmt, package->customers.largest, &package->session.to, err);
}

/* Which rows are in it. One that was packed before keeps its end, if it still has rows. */
static enum err_code pack(struct package *package, int64_t most, struct err *err) {
    struct upload_session *session = &package->session;
    const struct mark *identities = &package->identities;
    int64_t end = session->to;
    enum err_code code = ERR_OK;
    session->from = session->to = package->customers.counter;
    if (can_send(&package->customers)) {
        session->to = end;
        if (end > session->from) code = count_rows(package, err);
        if (code == ERR_OK && session->rows == 0) {
            code = find_end(package, most, err);
            if (code == ERR_OK) code = count_rows(package, err);
        }
    }
    /* Identities come with their sign-ups, and with the last package all that are left. */
    package->identities_to = session->to < package->customers.largest && package->customers.sends
                                 ? session->to
                                 : identities->largest;
    if (!identities->sends || package->identities_to < identities->counter) {
        package->identities_to = identities->counter;
    }
    return code;
}

/* ---- writing, in headquarters ----------------------------------------------------------------------------------- */

static enum err_code insert_customers(struct package *package, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct upload_session *session = &package->session;
    struct stmt *stmt = db_stmt(hq, upload_sql[INSERT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, session->from);
    stmt_bind_int(stmt, 2, session->to);
    stmt_bind_text(stmt, 3, package->channel->name);
    stmt_bind_int(stmt, 4, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    session->rows = db_changes(hq);
    if (session->rows == 0) return ERR_OK;
    stmt = db_stmt(hq, upload_sql[LAST_ROW], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, db_last_id(hq));
    bool row;
    code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        package->customers.counter = session->to = stmt_int(stmt, 0);
        text_copy(package->customers.guid, sizeof package->customers.guid, stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    if (code != ERR_OK) return code;
    return write_mark(package, CUSTOMERS, package->customers.counter, package->customers.guid, err);
}

static enum err_code run_on_identities(struct package *package, int which, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct stmt *stmt = db_stmt(hq, upload_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, package->identities.counter);
    stmt_bind_int(stmt, 2, package->identities_to);
    return stmt_run(stmt, err);
}

/* Every counter of the package is a row's: then none of its identities drew one of its own. */
static bool has_no_linked(const struct package *package) {
    const struct upload_session *session = &package->session;
    return session->rows == session->to - session->from &&
           package->identities.counter >= session->from && package->identities_to <= session->to;
}

static enum err_code give_linked(struct package *package, struct err *err) {
    enum err_code code = run_on_identities(package, GIVE_IDENTITIES, err);
    if (code != ERR_OK || db_changes(package->work->company->hq) == 0) return code;
    return run_on_identities(package, GIVEN_IDENTITIES_GONE, err);
}

/* They are counted only when they come alone. */
static enum err_code insert_identities(struct package *package, struct err *err) {
    if (package->identities_to <= package->identities.counter) return ERR_OK;
    enum err_code code = run_on_identities(package, INSERT_IDENTITIES, err);
    int64_t identities = db_changes(package->work->company->hq);
    if (code == ERR_OK && !has_no_linked(package)) code = give_linked(package, err);
    if (code != ERR_OK) return code;
    if (package->session.rows == 0) package->session.rows = identities;
    package->identities.counter = package->identities_to;
    return write_mark(package, IDENTITIES, package->identities_to, "", err);
}

/* Applied: rows, marks and session in one transaction. */
static enum err_code apply(struct package *package, bool *go_on, struct err *err) {
    struct db *hq = package->work->company->hq;
    package->session.status = UPLOAD_APPLIED;
    enum err_code code = work_may_go_on(package->work, go_on, err);
    if (code != ERR_OK || !*go_on) return code;
    if (package->session.to > package->session.from) code = insert_customers(package, err);
    if (code == ERR_OK) code = insert_identities(package, err);
    if (code == ERR_OK) code = upload_session_write(hq, &package->session, NULL, err);
    return code == ERR_OK ? db_commit(hq, err) : code;
}

static enum err_code find_too_long(struct package *package, struct err *why, struct err *err) {
    struct stmt *stmt = db_stmt(package->work->company->hq, upload_sql[TOO_LONG], err);
    if (!stmt) return db_error(package->work->company->hq);
    stmt_bind_int(stmt, 1, package->session.from);
    stmt_bind_int(stmt, 2, package->session.to);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    err_set(why, ERR_INVALID, REASON_PACKAGE_TOO_LONG, stmt_text(stmt, 0), CUSTOMERS);
    err_add_value2(why, stmt_text(stmt, 0));
    err_add_detail(why, "ReplicationCounterFromOrigin %lld", (long long)stmt_int(stmt, 1));
    stmt_reset(stmt);
    return ERR_OK;
}

/*
 * The rows did not go in and the transaction is rolled back. Is it the fault of the package (a value that is too long, a
 * row that was received before, too much work for the time)? Then its session says so and the others go on; anything
 * else ends the job, and the session stays for the next run.
 */
static enum err_code refuse_package(struct package *package, struct err *why, struct err *err) {
    enum err_code code = ERR_OK;
    if (explain_timeout(package, why)) return fail(package, UPLOAD_FAILED, why, err);
    if (why->code == ERR_DB && why->reason == REASON_TECHNICAL) {
        code = find_too_long(package, why, err);
        if (code != ERR_OK) return code;
    }
    if (why->reason == REASON_PACKAGE_TOO_LONG || why->reason == REASON_NOT_UNIQUE) {
        return fail(package, UPLOAD_APPLY_FAILED, why, err);
    }
    if (err) *err = *why;
    return why->code;
}

/* Packing reads the channel's file only, whichever connection does it. */
static void blame_channel(const struct package *package, struct err *why) {
    if (strcmp(why->value, db_path(package->work->company->hq)) != 0) return;
    text_copy(why->value, sizeof why->value, package->channel->path);
}

/* ---- packages --------------------------------------------------------------------------------------------------- */

/* Available, Uploaded. *done false: it failed or was stopped, and its session says so. */
static enum err_code bring(struct package *package, int64_t most, bool *done, struct err *err) {
    struct err why = {0};
    bool go_on = false;
    *done = false;
    struct db *hq = package->work->company->hq;
    watch_deadline(package, hq, true);
    enum err_code code = pack(package, most, &why);
    watch_deadline(package, hq, false);
    if (code != ERR_OK) {
        if (!explain_timeout(package, &why)) blame_channel(package, &why);
        return fail(package, UPLOAD_FAILED, &why, err);
    }
    code = enter(package, UPLOAD_AVAILABLE, NULL, &go_on, err);
    if (code == ERR_OK && go_on) code = enter(package, UPLOAD_UPLOADED, NULL, &go_on, err);
    *done = code == ERR_OK && go_on;
    return code == ERR_OK && !go_on ? abandon(package, err) : code;
}

static enum err_code write(struct package *package, struct pace *pace, bool *done,
                           struct err *err) {
    struct db *hq = package->work->company->hq;
    struct err why = {0};
    bool go_on = false;
    *done = false;
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    int64_t start_us = clock_ticks_us();
    watch_deadline(package, hq, true);
    code = apply(package, &go_on, &why);
    watch_deadline(package, hq, false);
    db_rollback(hq);
    if (code != ERR_OK) return refuse_package(package, &why, err);
    if (!go_on) return abandon(package, err);
    *done = true;
    work_advance(package->work, package->session.rows);
    int64_t held_us = clock_ticks_us() - start_us;
    pace_learn(pace, package->session.rows, held_us);
    work_let_others(held_us);
    return ERR_OK;
}

static enum err_code send_packages(struct package *package, struct err *err) {
    struct work *work = package->work;
    struct pace pace;
    bool done = true;
    enum err_code code = ERR_OK;
    pace_init(&pace, &work->company->settings);
    while (code == ERR_OK && done &&
           (package->empty || can_send(&package->customers) || can_send(&package->identities))) {
        bool go_on = false;
        package->empty = false;
        set_deadline(package);
        code = start(package, &go_on, err);
        if (code != ERR_OK || !go_on) return code;
        code = bring(package, pace.rows, &done, err);
        if (code == ERR_OK && done) code = write(package, &pace, &done, err);
        if (code == ERR_OK && done) code = read_marks(package, err);
    }
    return code;
}

/* ---- channels --------------------------------------------------------------------------------------------------- */

static void wait_for(struct package *package, enum err_reason reason) {
    struct err why = {0};
    err_set(&why, ERR_REFUSED, reason, NULL, package->channel->name);
    work_part_waits(package->work, &why);
}

/* Rows of a table that the job does not send: the run says so, and a session without rows shows it (cause 35). */
static void tell_unsent(struct package *package, const struct mark *mark, const char *table) {
    struct err why = {0};
    if (mark->sends || !has_new(mark)) return;
    err_set(&why, ERR_REFUSED, REASON_SUBJOB_MISSING, NULL, JOB);
    err_add_value2(&why, table);
    work_part_waits(package->work, &why);
    package->empty = true;
}

/* `why` is the channel's fault: the other channels go on. */
static enum err_code prepare_channel(struct package *package, bool *needed, struct err *why) {
    bool running = true;
    *needed = false;
    enum err_code code = read_marks(package, why);
    if (code == ERR_OK) code = async_client_running(package->channel->db, &running, why);
    if (code != ERR_OK) return code;
    bool any = has_new(&package->customers) || has_new(&package->identities);
    if (package->channel->paused || !running) {
        if (any) wait_for(package, running ? REASON_CHANNEL_PAUSED : REASON_ASYNC_CLIENT_STOPPED);
        return ERR_OK;
    }
    package->work->contacted[package->channel - package->work->company->channels] = true;
    code = refuse_restored(package, why);
    if (code != ERR_OK || !any) return code;
    tell_unsent(package, &package->customers, CUSTOMERS);
    tell_unsent(package, &package->identities, IDENTITIES);
    code = db_attach_reader(package->work->company->hq, package->channel->path, "ch", why);
    *needed = code == ERR_OK;
    if (can_send(&package->customers)) {
        package->work->total += package->customers.largest - package->customers.counter;
    }
    return code;
}

static enum err_code upload_channel(struct work *work, struct company_channel *channel,
                                    struct err *err) {
    struct package package = {.work = work, .channel = channel};
    struct err why = {0};
    bool needed;
    if (!channel->db) {
        if (!channel->paused) work_part_failed(work, &channel->trouble);
        return ERR_OK;
    }
    if (prepare_channel(&package, &needed, &why) != ERR_OK) {
        work_part_failed(work, &why);
        return ERR_OK;
    }
    if (!needed) return ERR_OK;
    enum err_code code = send_packages(&package, err);
    enum err_code detached = db_detach(work->company->hq, "ch", code == ERR_OK ? err : NULL);
    return code == ERR_OK ? detached : code;
}

enum err_code upload_run(struct work *work, struct err *err) {
    for (int i = 0; i < work->company->channel_count && !work_is_stopped(work); i++) {
        struct company_channel *channel = &work->company->channels[i];
        bool attached = false;
        enum err_code code =
            schedule_has_group(work->company->hq, JOB, channel->data_group, &attached, err);
        if (code == ERR_OK && attached && work_wants(work, channel)) {
            code = upload_channel(work, channel, err);
        }
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}
