/* SPDX-License-Identifier: MIT */
/*
 * P-0001, channel transactions (domain.md 5.3): packages of sign-ups from each channel database to headquarters. Owns
 * the mark of what headquarters has received; it moves in the transaction that writes the rows, so a row arrives once
 * whatever happens. A package is one set-based INSERT: fails as a whole, and what is behind it waits. Knows nothing of
 * customers: what becomes of a row is customer_sync.c.
 */

#include "model/clock.h"
#include "model/exchange/work.h"

#define TARGET "RetailAsyncCustomer"

enum { LOCAL_SESSION, LARGEST, MARK, INSERT, LAST_COUNTER, MAPS, BYTES, SET_MARK, TOO_LONG };

/* LOCAL_SESSION and LARGEST are the channel's; all others run on headquarters with the channel attached as ch. */
const char *const upload_sql[] = {
    [LOCAL_SESSION] = "INSERT INTO UPLOADSESSION (CREATEDDATETIME) VALUES (?1)",
    [LARGEST] = "SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER",
    [MARK] = "SELECT ReplicationCounter FROM RetailCDXUploadMark"
             " WHERE DatabaseProfile = ?1 AND TableName = ?2",
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
        " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT ?2",
    [LAST_COUNTER] = "SELECT ReplicationCounterFromOrigin FROM RetailAsyncCustomer"
                     " WHERE RecId = ?1",
    [MAPS] = "INSERT INTO RetailExternalIdToAsyncCustomerMap (ExternalIdentityId, ProviderId,"
             " AsyncCustomerAccountNumber)"
             " SELECT EXTERNALIDENTITYID, PROVIDERID, ASYNCCUSTOMERACCOUNTNUMBER"
             " FROM ch.RETAILEXTERNALIDTOASYNCCUSTOMERMAP"
             " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND REPLICATIONCOUNTERFROMORIGIN <= ?2"
             " ON CONFLICT (ExternalIdentityId, ProviderId) DO UPDATE"
             " SET AsyncCustomerAccountNumber = excluded.AsyncCustomerAccountNumber",
    /* Column by column: gluing the texts together first takes twice as long. */
    [BYTES] = "SELECT total(length(CUSTACCOUNTASYNC) + length(CAST(CUSTNAME AS BLOB))"
              " + length(CAST(FIRSTNAME AS BLOB)) + length(CAST(MIDDLENAME AS BLOB))"
              " + length(CAST(LASTNAME AS BLOB)) + length(CAST(EMAIL AS BLOB))"
              " + length(CAST(PHONE AS BLOB)) + length(CAST(STREET AS BLOB))"
              " + length(CAST(STREETNUMBER AS BLOB)) + length(CAST(ZIPCODE AS BLOB))"
              " + length(CAST(CITY AS BLOB)) + length(CAST(COUNTY AS BLOB))"
              " + length(CAST(STATE AS BLOB)) + length(CAST(COUNTRY AS BLOB)))"
              " FROM ch.RETAILASYNCCUSTOMER"
              " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND REPLICATIONCOUNTERFROMORIGIN <= ?2",
    [SET_MARK] = "INSERT INTO RetailCDXUploadMark (DatabaseProfile, TableName, ReplicationCounter)"
                 " VALUES (?1, ?2, ?3) ON CONFLICT (DatabaseProfile, TableName)"
                 " DO UPDATE SET ReplicationCounter = excluded.ReplicationCounter",
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
        " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1"
        " ORDER BY REPLICATIONCOUNTERFROMORIGIN LIMIT ?2) WHERE Name IS NOT NULL LIMIT 1",
    NULL};

struct package {
    struct work *work;
    struct company_channel *channel;
    int64_t local_session;
    int64_t mark, last; /* counters before and behind it */
    int64_t rows, bytes;
};

static enum err_code largest_counter(struct company_channel *channel, int64_t *largest,
                                     struct err *err) {
    struct stmt *stmt = db_stmt(channel->db, upload_sql[LARGEST], err);
    return stmt ? stmt_value_int(stmt, 0, largest, err) : db_error(channel->db);
}

static enum err_code read_mark(struct db *hq, const char *database, int64_t *mark,
                               struct err *err) {
    struct stmt *stmt = db_stmt(hq, upload_sql[MARK], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, database);
    stmt_bind_text(stmt, 2, TARGET);
    return stmt_value_int(stmt, 0, mark, err);
}

static enum err_code write_mark(struct package *package, struct err *err) {
    struct stmt *stmt = db_stmt(package->work->company->hq, upload_sql[SET_MARK], err);
    if (!stmt) return db_error(package->work->company->hq);
    stmt_bind_text(stmt, 1, package->channel->name);
    stmt_bind_text(stmt, 2, TARGET);
    stmt_bind_int(stmt, 3, package->last);
    return stmt_run(stmt, err);
}

static enum err_code insert_rows(struct package *package, int64_t most, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct stmt *stmt = db_stmt(hq, upload_sql[INSERT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, package->mark);
    stmt_bind_int(stmt, 2, most);
    stmt_bind_text(stmt, 3, package->channel->name);
    stmt_bind_int(stmt, 4, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    package->rows = db_changes(hq);
    if (package->rows == 0) return ERR_OK;
    stmt = db_stmt(hq, upload_sql[LAST_COUNTER], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, db_last_id(hq));
    return stmt_value_int(stmt, 0, &package->last, err);
}

/* What belongs to the rows: identity maps, the size for the session. */
static enum err_code insert_company_of_rows(struct package *package, struct err *err) {
    struct db *hq = package->work->company->hq;
    struct stmt *stmt = db_stmt(hq, upload_sql[MAPS], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, package->mark);
    stmt_bind_int(stmt, 2, package->last);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    stmt = db_stmt(hq, upload_sql[BYTES], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, package->mark);
    stmt_bind_int(stmt, 2, package->last);
    return stmt_value_int(stmt, 0, &package->bytes, err);
}

static enum err_code write_session(struct package *package, enum upload_status status,
                                   const struct err *message, struct err *err) {
    struct db *hq = package->work->company->hq;
    int64_t session = 0;
    enum err_code code = upload_session_open(hq, "P-0001", package->channel->name,
                                             package->local_session, &session, err);
    if (code == ERR_OK) {
        code = upload_session_set(hq, session, status, package->rows, package->bytes, message, err);
    }
    if (code == ERR_OK) package->work->result->session = session;
    return code;
}

static enum err_code find_too_long(struct package *package, int64_t most, struct err *why,
                                   struct err *err) {
    struct stmt *stmt = db_stmt(package->work->company->hq, upload_sql[TOO_LONG], err);
    if (!stmt) return db_error(package->work->company->hq);
    stmt_bind_int(stmt, 1, package->mark);
    stmt_bind_int(stmt, 2, most);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    err_set(why, ERR_INVALID, REASON_PACKAGE_TOO_LONG, stmt_text(stmt, 0), TARGET);
    err_add_value2(why, stmt_text(stmt, 0));
    err_add_detail(why, "ReplicationCounterFromOrigin %lld", (long long)stmt_int(stmt, 1));
    stmt_reset(stmt);
    return ERR_OK;
}

/*
 * The rows did not go in and the transaction is rolled back. Is it the fault of the package (a value that is too long, a
 * row that was received before)? Then a session says so and the others go on; anything else ends the job.
 */
static enum err_code package_refused(struct package *package, int64_t most, struct err *why,
                                     struct err *err) {
    struct work *work = package->work;
    enum err_code code = ERR_OK;
    if (why->code == ERR_DB && why->reason == REASON_TECHNICAL) {
        code = find_too_long(package, most, why, err);
        if (code != ERR_OK) return code;
    }
    if (why->reason != REASON_PACKAGE_TOO_LONG && why->reason != REASON_NOT_UNIQUE) {
        if (err) *err = *why;
        return why->code;
    }
    package->rows = package->bytes = 0;
    code = db_begin(work->company->hq, err);
    if (code != ERR_OK) return code;
    code = write_session(package, UPLOAD_APPLY_FAILED, why, err);
    if (code == ERR_OK) code = db_commit(work->company->hq, err);
    db_rollback(work->company->hq);
    work_part_failed(work, why);
    return code;
}

/* Inside the transaction. rows 0 = nothing to send, or stopped. */
static enum err_code fill_package(struct package *package, int64_t most, struct err *err) {
    struct db *hq = package->work->company->hq;
    bool go_on;
    package->rows = package->bytes = 0;
    enum err_code code = work_may_go_on(package->work, &go_on, err);
    if (code != ERR_OK || !go_on) return code;
    code = read_mark(hq, package->channel->name, &package->mark, err);
    if (code == ERR_OK) code = insert_rows(package, most, err);
    if (code != ERR_OK || package->rows == 0) return code;
    code = insert_company_of_rows(package, err);
    if (code == ERR_OK) code = write_mark(package, err);
    return code == ERR_OK ? write_session(package, UPLOAD_APPLIED, NULL, err) : code;
}

static enum err_code send_packages(struct package *package, struct err *err) {
    struct work *work = package->work;
    struct db *hq = work->company->hq;
    struct pace pace;
    pace_init(&pace, &work->company->settings);
    do {
        struct err why = {0};
        int64_t most = pace.rows;
        enum err_code code = db_begin(hq, err);
        if (code != ERR_OK) return code;
        int64_t start_us = clock_ticks_us();
        code = fill_package(package, most, &why);
        if (code == ERR_OK && package->rows > 0) code = db_commit(hq, &why);
        db_rollback(hq);
        if (code != ERR_OK) return package_refused(package, most, &why, err);
        if (package->rows > 0) work_advance(work, package->rows);
        int64_t held_us = clock_ticks_us() - start_us;
        pace_learn(&pace, package->rows, held_us);
        if (package->rows > 0) work_let_others(held_us);
    } while (package->rows > 0);
    return ERR_OK;
}

static enum err_code open_local_session(struct package *package, struct err *err) {
    struct stmt *stmt = db_stmt(package->channel->db, upload_sql[LOCAL_SESSION], err);
    if (!stmt) return db_error(package->channel->db);
    stmt_bind_int(stmt, 1, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) package->local_session = db_last_id(package->channel->db);
    return code;
}

/* `why` is the channel's fault: the other channels go on. */
static enum err_code prepare_channel(struct package *package, bool *needed, struct err *why) {
    struct work *work = package->work;
    struct db *hq = work->company->hq;
    int64_t largest = 0, mark = 0;
    *needed = false;
    enum err_code code = largest_counter(package->channel, &largest, why);
    if (code == ERR_OK) code = read_mark(hq, package->channel->name, &mark, why);
    if (code != ERR_OK || largest <= mark) return code;
    if (package->channel->paused) {
        work->result->waiting = true;
        return ERR_OK;
    }
    code = open_local_session(package, why);
    if (code == ERR_OK) code = db_attach_reader(hq, package->channel->path, "ch", why);
    *needed = code == ERR_OK;
    if (*needed) work->total += largest - mark;
    return code;
}

static enum err_code upload_channel(struct work *work, struct company_channel *channel,
                                    struct err *err) {
    struct package package = {.work = work, .channel = channel};
    struct err why = {0};
    bool needed;
    if (!channel->paused && !work_channel_usable(work, channel)) return ERR_OK;
    if (!channel->db) return ERR_OK;
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
            schedule_has_group(work->company->hq, "P-0001", channel->data_group, &attached, err);
        if (code == ERR_OK && attached) code = upload_channel(work, channel, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}
