/* SPDX-License-Identifier: MIT */
/*
 * What downloads write in a channel database: each batch is one transaction of the channel with headquarters attached
 * for reading, and moves the channel's mark. Set-based and repeatable: the same batch again changes nothing. Writes
 * nothing in headquarters.
 */

#include "model/exchange/download.h"

#include "model/clock.h"

enum {
    MARK,
    NO_DEFAULT_CUSTOMER,
    SET_MARK,
    BATCH_END,
    BOOKS_OF_DELETED,
    RETAIL_OF_DELETED,
    DELETED,
    CUSTOMERS,
    DEFAULT_CUSTOMERS,
    DEFAULT_RETAIL_CUSTOMERS,
    RETAIL_CUSTOMERS,
    BOOKS_GONE,
    BOOKS,
    STORES_CLEAR,
    STORES,
    PROFILES_CLEAR,
    PROFILES,
    STORE_BOOKS_CLEAR,
    STORE_BOOKS,
    OPERATIONS_CLEAR,
    OPERATIONS,
    FEATURES_CLEAR,
    FEATURES,
    PARAMETERS_CLEAR,
    PARAMETERS
};

/* Of headquarters: the stores of this channel database (?3), the books of their customers, their default customers. */
#define STORES_HERE                                                                                \
    "(SELECT d.Channel FROM hq.RetailCDXDataStoreChannel d WHERE d.DatabaseProfile = ?3)"
#define BOOKS_HERE                                                                                 \
    "(SELECT s.AddressBook FROM hq.RetailStoreAddressBook s WHERE s.AddressBookType = 0"           \
    " AND s.StoreRecId IN " STORES_HERE ")"
#define IS_DEFAULT_HERE                                                                            \
    "(c.DataAreaId, c.AccountNum) IN (SELECT t.DefaultCustDataAreaId, t.DefaultCustAccount"        \
    " FROM hq.RetailChannelTable t WHERE t.RecId IN " STORES_HERE ")"
#define IN_RANGE "c.RowVersion > ?1 AND c.RowVersion <= ?2"

#define DELETED_IN_RANGE                                                                           \
    "(SELECT d.RecId FROM hq.CustTableDeleted d WHERE d.RowVersion > ?1 AND d.RowVersion <= ?2)"

#define CUSTOMER_COLUMNS                                                                           \
    "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY,"             \
    " LANGUAGEID, EMAIL, PHONE, BLOCKED, CREATEDDATETIME)"                                         \
    " SELECT c.RecId, c.AccountNum, c.DataAreaId, p.Name, c.CustGroup, c.Currency, p.LanguageId,"  \
    " p.PrimaryContactEmail, p.PrimaryContactPhone, c.Blocked, c.CreatedDateTime"                  \
    " FROM hq.CustTable c JOIN hq.DirPartyTable p ON p.RecId = c.Party"
#define RETAIL_COLUMNS                                                                             \
    "INSERT INTO RETAILCUSTTABLE (RECID, CUSTACCOUNTASYNC, STORERECID, RECEIPTOPTION,"             \
    " RECEIPTEMAIL) SELECT r.RecId, r.CustAccountAsync, r.StoreRecId, r.receiptOption,"            \
    " r.receiptEmail FROM hq.CustTable c JOIN hq.RetailCustTable r ON r.RecId = c.RecId"
#define CUSTOMER_AGAIN                                                                             \
    " ON CONFLICT (RECID) DO UPDATE SET ACCOUNTNUM = excluded.ACCOUNTNUM,"                         \
    " DATAAREAID = excluded.DATAAREAID, NAME = excluded.NAME, CUSTGROUP = excluded.CUSTGROUP,"     \
    " CURRENCY = excluded.CURRENCY, LANGUAGEID = excluded.LANGUAGEID, EMAIL = excluded.EMAIL,"     \
    " PHONE = excluded.PHONE, BLOCKED = excluded.BLOCKED,"                                         \
    " CREATEDDATETIME = excluded.CREATEDDATETIME"

/* All run on the channel with headquarters attached as hq, MARK also without. ?1 and ?2: RowVersion behind and up to
 * which, ?3: name of the database. */
const char *const download_apply_sql[] = {
    [MARK] = "SELECT ROWVERSION FROM CDXDOWNLOADMARK WHERE JOBID = ?1",
    [NO_DEFAULT_CUSTOMER] =
        "SELECT 1 FROM hq.CustTable c WHERE " IS_DEFAULT_HERE
        " AND NOT EXISTS (SELECT 1 FROM CUSTTABLE m WHERE m.RECID = c.RecId) LIMIT 1",
    [SET_MARK] = "INSERT INTO CDXDOWNLOADMARK (JOBID, ROWVERSION, SESSION, APPLIEDDATETIME)"
                 " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (JOBID) DO UPDATE SET"
                 " ROWVERSION = max(ROWVERSION, excluded.ROWVERSION), SESSION = excluded.SESSION,"
                 " APPLIEDDATETIME = excluded.APPLIEDDATETIME",
    [BATCH_END] = "SELECT RowVersion FROM hq.CustTable WHERE RowVersion > ?1 AND RowVersion <= ?2"
                  " ORDER BY RowVersion LIMIT 1 OFFSET ?3",
    /* Before the customers of the range: one of them may have got the RecId of one who was deleted. */
    [BOOKS_OF_DELETED] = "DELETE FROM DIRADDRESSBOOKPARTY WHERE RECID IN " DELETED_IN_RANGE,
    [RETAIL_OF_DELETED] = "DELETE FROM RETAILCUSTTABLE WHERE RECID IN " DELETED_IN_RANGE,
    [DELETED] = "DELETE FROM CUSTTABLE WHERE RECID IN " DELETED_IN_RANGE,
    [CUSTOMERS] = CUSTOMER_COLUMNS " WHERE " IN_RANGE " AND (" IS_DEFAULT_HERE
                                   " OR EXISTS (SELECT 1 FROM hq.DirAddressBookParty b"
                                   " WHERE b.Party = c.Party AND b.AddressBook IN " BOOKS_HERE "))"
                                   " ORDER BY c.RowVersion" CUSTOMER_AGAIN,
    /* However old: a store can be given another default customer at any time. */
    [DEFAULT_CUSTOMERS] = CUSTOMER_COLUMNS
    " WHERE " IS_DEFAULT_HERE " AND NOT EXISTS (SELECT 1 FROM CUSTTABLE m WHERE m.RECID = c.RecId)",
    [DEFAULT_RETAIL_CUSTOMERS] =
        RETAIL_COLUMNS " WHERE " IS_DEFAULT_HERE
                       " AND NOT EXISTS (SELECT 1 FROM RETAILCUSTTABLE m WHERE m.RECID = c.RecId)",
    [RETAIL_CUSTOMERS] = RETAIL_COLUMNS
    " WHERE " IN_RANGE " AND EXISTS (SELECT 1 FROM CUSTTABLE m WHERE m.RECID = c.RecId)"
    " ORDER BY c.RowVersion ON CONFLICT (RECID) DO UPDATE SET"
    " CUSTACCOUNTASYNC = excluded.CUSTACCOUNTASYNC, STORERECID = excluded.STORERECID,"
    " RECEIPTOPTION = excluded.RECEIPTOPTION, RECEIPTEMAIL = excluded.RECEIPTEMAIL",
    [BOOKS_GONE] = "DELETE FROM DIRADDRESSBOOKPARTY WHERE RECID IN"
                   " (SELECT c.RecId FROM hq.CustTable c WHERE " IN_RANGE ")",
    [BOOKS] = "INSERT INTO DIRADDRESSBOOKPARTY (RECID, ADDRESSBOOK)"
              " SELECT c.RecId, b.AddressBook FROM hq.CustTable c"
              " CROSS JOIN hq.DirAddressBookParty b ON b.Party = c.Party WHERE " IN_RANGE
              " AND b.AddressBook IN " BOOKS_HERE " ORDER BY c.RowVersion",
    [STORES_CLEAR] = "DELETE FROM RETAILONLINECHANNELTABLE",
    [STORES] =
        "INSERT INTO RETAILONLINECHANNELTABLE (RECID, RETAILCHANNELID, NAME, DATAAREAID, CURRENCY,"
        " DEFAULTCUSTACCOUNT, ONLINEFUNCTIONALITYPROFILE, TRANSACTIONSERVICEPROFILE)"
        " SELECT c.RecId, c.RetailChannelId, c.OMOperatingUnitID, c.inventLocationDataAreaId,"
        " c.Currency, c.DefaultCustAccount, ifnull(o.OnlineFunctionalityProfile, ''),"
        " c.TransactionServiceProfile FROM hq.RetailChannelTable c"
        " JOIN hq.RetailOnlineChannelTable o ON o.RecId = c.RecId"
        " WHERE c.RecId IN " STORES_HERE,
    [PROFILES_CLEAR] = "DELETE FROM RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE",
    [PROFILES] = "INSERT INTO RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE (PROFILEID, NAME,"
                 " AGGREGATEITEMS, CREATEASYNCCUSTOMERS, RETAILCHECKOUTALLOWNOPAYMENT)"
                 " SELECT profileId, name, aggregateItems, CreateAsyncCustomers,"
                 " RetailCheckoutAllowNoPayment"
                 " FROM hq.RetailOnlineChannelFunctionalityProfileTable",
    [STORE_BOOKS_CLEAR] = "DELETE FROM RETAILSTOREADDRESSBOOK",
    [STORE_BOOKS] = "INSERT INTO RETAILSTOREADDRESSBOOK (STORERECID, ADDRESSBOOK)"
                    " SELECT StoreRecId, AddressBook FROM hq.RetailStoreAddressBook"
                    " WHERE AddressBookType = 0 AND StoreRecId IN " STORES_HERE,
    [OPERATIONS_CLEAR] = "DELETE FROM RETAILOPERATIONS",
    [OPERATIONS] = "INSERT INTO RETAILOPERATIONS (OPERATIONID, ALLOWANONYMOUSACCESS)"
                   " SELECT OperationId, AllowAnonymousAccess FROM hq.RetailOperations",
    [FEATURES_CLEAR] = "DELETE FROM FEATUREMANAGEMENTSTATE",
    [FEATURES] = "INSERT INTO FEATUREMANAGEMENTSTATE (NAME, ISENABLED)"
                 " SELECT Name, IsEnabled FROM hq.FeatureManagementState",
    [PARAMETERS_CLEAR] = "DELETE FROM RETAILSHAREDPARAMETERS",
    [PARAMETERS] = "INSERT INTO RETAILSHAREDPARAMETERS (NAME, VALUE)"
                   " SELECT Name, Value FROM hq.RetailSharedParameters",
    NULL};

/* ---- steps ------------------------------------------------------------------------------------------------------ */

static enum err_code read_mark(const struct download *download, struct db *channel, int64_t *mark,
                               struct err *err) {
    struct stmt *stmt = db_stmt(channel, download_apply_sql[MARK], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, download->job);
    return stmt_value_int(stmt, 0, mark, err);
}

static enum err_code write_mark(const struct download *download, const struct part *part,
                                struct err *err) {
    struct stmt *stmt = db_stmt(part->channel->db, download_apply_sql[SET_MARK], err);
    if (!stmt) return db_error(part->channel->db);
    stmt_bind_text(stmt, 1, download->job);
    stmt_bind_int(stmt, 2, part->position);
    stmt_bind_int(stmt, 3, download->session);
    stmt_bind_int(stmt, 4, clock_now_ms());
    return stmt_run(stmt, err);
}

struct range {
    int64_t behind, up_to;
};

/* Not every statement has all three parameters: the unused ones are not bound. */
static enum err_code run_step(const struct part *part, int which, const struct range *range,
                              int64_t *rows, struct err *err) {
    struct stmt *stmt = db_stmt(part->channel->db, download_apply_sql[which], err);
    if (!stmt) return db_error(part->channel->db);
    if (stmt_parameter(stmt, "?1")) stmt_bind_int(stmt, 1, range->behind);
    if (stmt_parameter(stmt, "?2")) stmt_bind_int(stmt, 2, range->up_to);
    if (stmt_parameter(stmt, "?3")) stmt_bind_text(stmt, 3, part->channel->name);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK && rows) *rows += db_changes(part->channel->db);
    return code;
}

/* ---- 1010 ------------------------------------------------------------------------------------------------------- */

static enum err_code find_batch_end(const struct download *download, const struct part *part,
                                    int64_t most, struct range *range, struct err *err) {
    struct stmt *stmt = db_stmt(part->channel->db, download_apply_sql[BATCH_END], err);
    if (!stmt) return db_error(part->channel->db);
    range->behind = part->position;
    stmt_bind_int(stmt, 1, range->behind);
    stmt_bind_int(stmt, 2, download->newest);
    stmt_bind_int(stmt, 3, most - 1);
    return stmt_value_int(stmt, download->newest, &range->up_to, err);
}

static enum err_code write_customers(const struct part *part, const struct range *range,
                                     int64_t *rows, struct err *err) {
    enum err_code code = run_step(part, BOOKS_OF_DELETED, range, NULL, err);
    if (code == ERR_OK) code = run_step(part, RETAIL_OF_DELETED, range, NULL, err);
    if (code == ERR_OK) code = run_step(part, DELETED, range, rows, err);
    if (code == ERR_OK) code = run_step(part, DEFAULT_CUSTOMERS, range, rows, err);
    if (code == ERR_OK) code = run_step(part, DEFAULT_RETAIL_CUSTOMERS, range, NULL, err);
    if (code == ERR_OK) code = run_step(part, CUSTOMERS, range, rows, err);
    if (code == ERR_OK) code = run_step(part, RETAIL_CUSTOMERS, range, NULL, err);
    if (code == ERR_OK) code = run_step(part, BOOKS_GONE, range, NULL, err);
    return code == ERR_OK ? run_step(part, BOOKS, range, NULL, err) : code;
}

/* One transaction. Another run of 1010 may have been here since: its mark is read again. */
static enum err_code customer_batch(const struct download *download, struct part *part,
                                    int64_t most, int64_t *rows, struct err *err) {
    int64_t mark = 0;
    struct range range;
    enum err_code code = read_mark(download, part->channel->db, &mark, err);
    if (!download->full && mark > part->position) part->position = mark;
    if (code == ERR_OK) code = find_batch_end(download, part, most, &range, err);
    if (code == ERR_OK) code = write_customers(part, &range, rows, err);
    if (code != ERR_OK) return code;
    part->position = range.up_to > part->position ? range.up_to : part->position;
    return write_mark(download, part, err);
}

static enum err_code apply_customers(struct download *download, struct part *part,
                                     struct err *err) {
    struct work *work = download->work;
    struct db *channel = part->channel->db;
    struct pace pace;
    pace_init(&pace, &work->company->settings);
    do {
        bool go_on;
        int64_t rows = 0, behind = part->position;
        enum err_code code = work_may_go_on(work, &go_on, err);
        if (code != ERR_OK || !go_on) return code;
        code = db_begin(channel, err);
        if (code != ERR_OK) return code;
        int64_t start_us = clock_ticks_us();
        code = customer_batch(download, part, pace.rows, &rows, err);
        if (code == ERR_OK) code = db_commit(channel, err);
        db_rollback(channel);
        if (code != ERR_OK) {
            part->position = behind;
            return code;
        }
        part->rows += rows;
        work_advance(work, rows);
        int64_t held_us = clock_ticks_us() - start_us;
        pace_learn(&pace, pace.rows, held_us);
        work_let_others(held_us);
    } while (part->position < download->newest);
    return ERR_OK;
}

/* ---- 1070, 1090, 1110 ------------------------------------------------------------------------------------------- */

struct table_copy {
    int clear, fill;
};

static const struct table_copy *tables_of(const char *job, size_t *count) {
    static const struct table_copy channel_configuration[] = {
        {STORES_CLEAR, STORES}, {PROFILES_CLEAR, PROFILES}, {STORE_BOOKS_CLEAR, STORE_BOOKS}};
    static const struct table_copy registers[] = {{OPERATIONS_CLEAR, OPERATIONS}};
    static const struct table_copy global[] = {{FEATURES_CLEAR, FEATURES},
                                               {PARAMETERS_CLEAR, PARAMETERS}};
    if (strcmp(job, "1070") == 0) {
        *count = sizeof channel_configuration / sizeof *channel_configuration;
        return channel_configuration;
    }
    if (strcmp(job, "1090") == 0) {
        *count = sizeof registers / sizeof *registers;
        return registers;
    }
    *count = sizeof global / sizeof *global;
    return global;
}

static enum err_code copy_tables(struct download *download, struct part *part, int64_t *rows,
                                 struct err *err) {
    size_t count;
    const struct table_copy *tables = tables_of(download->job, &count);
    for (size_t i = 0; i < count; i++) {
        enum err_code code = run_step(part, tables[i].clear, NULL, NULL, err);
        if (code == ERR_OK) code = run_step(part, tables[i].fill, NULL, rows, err);
        if (code != ERR_OK) return code;
    }
    return write_mark(download, part, err);
}

static enum err_code apply_tables(struct download *download, struct part *part, struct err *err) {
    bool go_on;
    int64_t rows = 0;
    enum err_code code = work_may_go_on(download->work, &go_on, err);
    if (code != ERR_OK || !go_on) return code;
    code = db_begin(part->channel->db, err);
    if (code != ERR_OK) return code;
    code = copy_tables(download, part, &rows, err);
    if (code == ERR_OK) code = db_commit(part->channel->db, err);
    db_rollback(part->channel->db);
    if (code != ERR_OK) return code;
    part->rows += rows;
    work_advance(download->work, rows);
    return ERR_OK;
}

/* ---- either ----------------------------------------------------------------------------------------------------- */

static bool is_change_tracked(const struct download *download) {
    return strcmp(download->job, "1010") == 0;
}

static enum err_code attach(const struct download *download, const struct part *part,
                            struct err *err) {
    return db_attach_reader(part->channel->db, db_path(download->work->company->hq), "hq", err);
}

enum err_code download_pending(struct download *download, struct part *part, struct err *err) {
    struct db *channel = part->channel->db;
    int64_t lacking = 0;
    part->needed = true;
    if (download->full || !is_change_tracked(download)) return ERR_OK;
    enum err_code code = read_mark(download, channel, &part->position, err);
    if (code != ERR_OK || part->position < download->newest) return code;
    code = attach(download, part, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(channel, download_apply_sql[NO_DEFAULT_CUSTOMER], err);
    if (stmt) {
        stmt_bind_text(stmt, 3, part->channel->name);
        code = stmt_value_int(stmt, 0, &lacking, err);
    } else {
        code = db_error(channel);
    }
    enum err_code detached = db_detach(channel, "hq", code == ERR_OK ? err : NULL);
    part->needed = lacking != 0;
    return code == ERR_OK ? detached : code;
}

enum err_code download_apply(struct download *download, struct part *part, struct err *err) {
    enum err_code code = attach(download, part, err);
    if (code != ERR_OK) return code;
    code = is_change_tracked(download) ? apply_customers(download, part, err)
                                       : apply_tables(download, part, err);
    enum err_code detached = db_detach(part->channel->db, "hq", code == ERR_OK ? err : NULL);
    return code == ERR_OK ? detached : code;
}
