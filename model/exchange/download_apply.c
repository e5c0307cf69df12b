/* SPDX-License-Identifier: MIT */
/*
 * What downloads write in a channel database: each batch is one transaction of the channel with headquarters attached
 * for reading, and moves the channel's mark. Set-based and repeatable: the same batch again changes nothing. Writes
 * nothing in headquarters.
 */

#include "model/exchange/download.h"

#include <ctype.h>
#include <string.h>

#include "model/clock.h"
#include "model/hq/schedule.h"

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
/* With + no seek for each of those books: a customer is in few, and they are read anyway. */
#define IS_BOOK_HERE "+b.AddressBook IN " BOOKS_HERE
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
    [CUSTOMERS] =
        CUSTOMER_COLUMNS " WHERE " IN_RANGE " AND (EXISTS (SELECT 1 FROM hq.DirAddressBookParty b"
                         " WHERE b.Party = c.Party AND " IS_BOOK_HERE ") OR " IS_DEFAULT_HERE ")"
                         " ORDER BY c.RowVersion" CUSTOMER_AGAIN,
    /* However old: a store can be given another default customer at any time. One of the range comes with it. */
    [DEFAULT_CUSTOMERS] =
        CUSTOMER_COLUMNS " WHERE c.RowVersion <= ?1 AND " IS_DEFAULT_HERE
                         " AND NOT EXISTS (SELECT 1 FROM CUSTTABLE m WHERE m.RECID = c.RecId)",
    [DEFAULT_RETAIL_CUSTOMERS] =
        RETAIL_COLUMNS " WHERE c.RowVersion <= ?1 AND " IS_DEFAULT_HERE
                       " AND NOT EXISTS (SELECT 1 FROM RETAILCUSTTABLE m WHERE m.RECID = c.RecId)",
    [RETAIL_CUSTOMERS] = RETAIL_COLUMNS
    " CROSS JOIN CUSTTABLE m ON m.RECID = c.RecId WHERE " IN_RANGE
    " ORDER BY c.RowVersion ON CONFLICT (RECID) DO UPDATE SET"
    " CUSTACCOUNTASYNC = excluded.CUSTACCOUNTASYNC, STORERECID = excluded.STORERECID,"
    " RECEIPTOPTION = excluded.RECEIPTOPTION, RECEIPTEMAIL = excluded.RECEIPTEMAIL",
    [BOOKS_GONE] = "DELETE FROM DIRADDRESSBOOKPARTY WHERE RECID IN"
                   " (SELECT c.RecId FROM hq.CustTable c WHERE " IN_RANGE ")",
    [BOOKS] = "INSERT INTO DIRADDRESSBOOKPARTY (RECID, ADDRESSBOOK)"
              " SELECT c.RecId, b.AddressBook FROM hq.CustTable c"
              " CROSS JOIN hq.DirAddressBookParty b ON b.Party = c.Party WHERE " IN_RANGE
              " AND " IS_BOOK_HERE " ORDER BY c.RowVersion",
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
    stmt_bind_int(stmt, 3, download->session.id);
    stmt_bind_int(stmt, 4, clock_now_ms());
    return stmt_run(stmt, err);
}

/* ---- what is written, table by table ----------------------------------------------------------------------------- */

/* A table is sent when its subjob is there and enabled (domain.md 6 cause 35). */
enum table {
    CUSTTABLE,
    RETAILCUSTTABLE,
    DIRADDRESSBOOKPARTY,
    RETAILONLINECHANNELTABLE,
    PROFILETABLE,
    RETAILSTOREADDRESSBOOK,
    RETAILOPERATIONS,
    FEATUREMANAGEMENTSTATE,
    RETAILSHAREDPARAMETERS,
    TABLES
};
static const char *const table_names[TABLES] = {/* of headquarters; in the channel in capitals */
                                                [CUSTTABLE] = "CustTable",
                                                [RETAILCUSTTABLE] = "RetailCustTable",
                                                [DIRADDRESSBOOKPARTY] = "DirAddressBookParty",
                                                [RETAILONLINECHANNELTABLE] =
                                                    "RetailOnlineChannelTable",
                                                [PROFILETABLE] =
                                                    "RetailOnlineChannelFunctionalityProfileTable",
                                                [RETAILSTOREADDRESSBOOK] = "RetailStoreAddressBook",
                                                [RETAILOPERATIONS] = "RetailOperations",
                                                [FEATUREMANAGEMENTSTATE] = "FeatureManagementState",
                                                [RETAILSHAREDPARAMETERS] =
                                                    "RetailSharedParameters"};

struct step {
    const char *job;
    int query;
    enum table table;
    bool counts; /* its rows are the rows of the session */
};
static const struct step steps[] = {
    {"1010", BOOKS_OF_DELETED, DIRADDRESSBOOKPARTY, false},
    {"1010", RETAIL_OF_DELETED, RETAILCUSTTABLE, false},
    {"1010", DELETED, CUSTTABLE, true},
    {"1010", DEFAULT_CUSTOMERS, CUSTTABLE, true},
    {"1010", DEFAULT_RETAIL_CUSTOMERS, RETAILCUSTTABLE, false},
    {"1010", CUSTOMERS, CUSTTABLE, true},
    {"1010", RETAIL_CUSTOMERS, RETAILCUSTTABLE, false},
    {"1010", BOOKS_GONE, DIRADDRESSBOOKPARTY, false},
    {"1010", BOOKS, DIRADDRESSBOOKPARTY, false},
    {"1070", STORES_CLEAR, RETAILONLINECHANNELTABLE, false},
    {"1070", STORES, RETAILONLINECHANNELTABLE, true},
    {"1070", PROFILES_CLEAR, PROFILETABLE, false},
    {"1070", PROFILES, PROFILETABLE, true},
    {"1070", STORE_BOOKS_CLEAR, RETAILSTOREADDRESSBOOK, false},
    {"1070", STORE_BOOKS, RETAILSTOREADDRESSBOOK, true},
    {"1090", OPERATIONS_CLEAR, RETAILOPERATIONS, false},
    {"1090", OPERATIONS, RETAILOPERATIONS, true},
    {"1110", FEATURES_CLEAR, FEATUREMANAGEMENTSTATE, false},
    {"1110", FEATURES, FEATUREMANAGEMENTSTATE, true},
    {"1110", PARAMETERS_CLEAR, RETAILSHAREDPARAMETERS, false},
    {"1110", PARAMETERS, RETAILSHAREDPARAMETERS, true},
};
enum { STEPS = sizeof steps / sizeof *steps };

struct range {
    int64_t behind, up_to; /* RowVersion */
};

struct writing {
    struct download *download;
    struct part *part;
    bool sends[TABLES];
};

/* Which tables of the job are sent; one that is not is told. */
static enum err_code find_tables(struct writing *writing, struct err *err) {
    struct download *download = writing->download;
    bool asked[TABLES] = {false};
    for (int i = 0; i < STEPS; i++) {
        enum table table = steps[i].table;
        if (asked[table] || strcmp(steps[i].job, download->job) != 0) continue;
        asked[table] = true;
        enum err_code code = job_sends(download->work->company->hq, download->job,
                                       table_names[table], &writing->sends[table], err);
        if (code != ERR_OK) return code;
        if (writing->sends[table]) continue;
        struct err why = {0};
        err_set(&why, ERR_REFUSED, REASON_SUBJOB_MISSING, NULL, download->job);
        err_add_value2(&why, table_names[table]);
        work_part_waits(download->work, &why);
        download->unsent = true;
    }
    return ERR_OK;
}

/* The table does not take the rows: the documented text (domain.md 6 cause 41), with SQLite's words. */
static enum err_code explain(enum table table, struct err *why, struct err *err) {
    if (why->reason == REASON_TECHNICAL || why->reason == REASON_NOT_UNIQUE) {
        char detail[sizeof why->detail], name[64];
        text_copy(detail, sizeof detail, why->detail);
        text_copy(name, sizeof name, table_names[table]);
        for (char *p = name; *p; p++) *p = (char)toupper((unsigned char)*p);
        err_set(why, ERR_INVALID, REASON_DOWNLOAD_WRITE, NULL, name);
        err_add_detail(why, "%s", detail);
    }
    if (err) *err = *why;
    return why->code;
}

/* Not every statement has all three parameters: the unused ones are not bound. */
static enum err_code run_step(const struct part *part, const struct step *step,
                              const struct range *range, int64_t *rows, struct err *err) {
    struct err why = {0};
    struct stmt *stmt = db_stmt(part->channel->db, download_apply_sql[step->query], err);
    if (!stmt) return db_error(part->channel->db);
    if (stmt_parameter(stmt, "?1")) stmt_bind_int(stmt, 1, range->behind);
    if (stmt_parameter(stmt, "?2")) stmt_bind_int(stmt, 2, range->up_to);
    if (stmt_parameter(stmt, "?3")) stmt_bind_text(stmt, 3, part->channel->name);
    if (stmt_run(stmt, &why) != ERR_OK) return explain(step->table, &why, err);
    if (step->counts) *rows += db_changes(part->channel->db);
    return ERR_OK;
}

static enum err_code run_steps(const struct writing *writing, const struct range *range,
                               int64_t *rows, struct err *err) {
    for (int i = 0; i < STEPS; i++) {
        if (!writing->sends[steps[i].table]) continue;
        if (strcmp(steps[i].job, writing->download->job) != 0) continue;
        enum err_code code = run_step(writing->part, &steps[i], range, rows, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* ---- 1010 ------------------------------------------------------------------------------------------------------- */

static enum err_code find_batch_end(const struct download *download, const struct part *part,
                                    int64_t most, struct range *range, struct err *err) {
    struct stmt *stmt = db_stmt(part->channel->db, download_apply_sql[BATCH_END], err);
    if (!stmt) return db_error(part->channel->db);
    range->behind = part->position;
    stmt_bind_int(stmt, 1, range->behind);
    stmt_bind_int(stmt, 2, download->session.to);
    stmt_bind_int(stmt, 3, most - 1);
    return stmt_value_int(stmt, download->session.to, &range->up_to, err);
}

/* A session that sends everything, or again, goes on from where it was built, not from the database's mark. */
static bool follows_mark(const struct download *download) {
    return !download->full && download->session.rerun_for == 0;
}

/* One transaction. */
static enum err_code customer_batch(const struct writing *writing, int64_t most, int64_t *rows,
                                    struct err *err) {
    const struct download *download = writing->download;
    struct part *part = writing->part;
    int64_t mark = 0;
    struct range range;
    enum err_code code = read_mark(download, part->channel->db, &mark, err);
    if (follows_mark(download) && mark > part->position) part->position = mark;
    if (code == ERR_OK) code = find_batch_end(download, part, most, &range, err);
    if (code == ERR_OK) code = run_steps(writing, &range, rows, err);
    if (code != ERR_OK) return code;
    part->position = range.up_to > part->position ? range.up_to : part->position;
    return write_mark(download, part, err);
}

static enum err_code apply_customers(const struct writing *writing, struct err *err) {
    struct work *work = writing->download->work;
    struct part *part = writing->part;
    struct db *channel = part->channel->db;
    struct pace pace;
    if (!writing->sends[CUSTTABLE]) return ERR_OK;
    pace_init(&pace, &work->company->settings);
    do {
        bool go_on;
        int64_t rows = 0, behind = part->position;
        enum err_code code = work_may_go_on(work, &go_on, err);
        if (code != ERR_OK || !go_on) return code;
        code = db_begin(channel, err);
        if (code != ERR_OK) return code;
        int64_t start_us = clock_ticks_us();
        code = customer_batch(writing, pace.rows, &rows, err);
        if (code == ERR_OK) code = db_commit(channel, err);
        db_rollback(channel);
        if (code != ERR_OK) {
            part->position = behind;
            return code;
        }
        part->store.rows += rows;
        work_advance(work, rows);
        int64_t held_us = clock_ticks_us() - start_us;
        pace_learn(&pace, pace.rows, held_us);
        work_let_others(held_us);
    } while (part->position < writing->download->session.to);
    return ERR_OK;
}

/* ---- 1070, 1090, 1110 ------------------------------------------------------------------------------------------- */

static enum err_code apply_tables(const struct writing *writing, struct err *err) {
    struct part *part = writing->part;
    const struct range all = {0};
    bool go_on;
    int64_t rows = 0;
    enum err_code code = work_may_go_on(writing->download->work, &go_on, err);
    if (code != ERR_OK || !go_on) return code;
    code = db_begin(part->channel->db, err);
    if (code != ERR_OK) return code;
    code = run_steps(writing, &all, &rows, err);
    if (code == ERR_OK) code = write_mark(writing->download, part, err);
    if (code == ERR_OK) code = db_commit(part->channel->db, err);
    db_rollback(part->channel->db);
    if (code != ERR_OK) return code;
    part->store.rows += rows;
    work_advance(writing->download->work, rows);
    return ERR_OK;
}

/* ---- either ----------------------------------------------------------------------------------------------------- */

bool download_is_change_tracked(const struct download *download) {
    return strcmp(download->job, "1010") == 0;
}

enum err_code download_attach(struct download *download, struct part *part, struct err *err) {
    if (part->attached) return ERR_OK;
    const char *hq = db_path(download->work->company->hq);
    enum err_code code = db_attach_reader(part->channel->db, hq, "hq", err);
    part->attached = code == ERR_OK;
    return code;
}

enum err_code download_detach(struct part *part, struct err *err) {
    if (!part->attached) return ERR_OK;
    part->attached = false;
    return db_detach(part->channel->db, "hq", err);
}

enum err_code download_pending(struct download *download, struct part *part, struct err *err) {
    struct db *channel = part->channel->db;
    int64_t lacking = 0;
    part->needed = true;
    if (download->full || !download_is_change_tracked(download)) return ERR_OK;
    enum err_code code = read_mark(download, channel, &part->position, err);
    if (download->session.rerun_for && download->session.from < part->position) {
        part->position = download->session.from;
    }
    if (code != ERR_OK || part->position < download->session.to) return code;
    code = download_attach(download, part, err);
    if (code != ERR_OK) return code;
    struct stmt *stmt = db_stmt(channel, download_apply_sql[NO_DEFAULT_CUSTOMER], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 3, part->channel->name);
    code = stmt_value_int(stmt, 0, &lacking, err);
    part->needed = lacking != 0;
    return code;
}

enum err_code download_apply(struct download *download, struct part *part, struct err *err) {
    struct writing writing = {.download = download, .part = part};
    enum err_code code = find_tables(&writing, err);
    if (code == ERR_OK) code = download_attach(download, part, err);
    if (code != ERR_OK) return code;
    return download_is_change_tracked(download) ? apply_customers(&writing, err)
                                                : apply_tables(&writing, err);
}
