/* SPDX-License-Identifier: MIT */
/*
 * "Synchronize customers and business partners from async mode" (domain.md 5.4): makes customers of the rows that
 * channels sent. Owns the row's status; the rule by which a customer is created is headquarters' (hq/customer.h). A row
 * that is refused ends as Failed with its reason, alone; the next run tries it again.
 */

#include "model/clock.h"
#include "model/exchange/work.h"
#include "model/hq/customer.h"

enum sync_status { SYNC_PENDING, SYNC_SUCCEEDED, SYNC_FAILED };
enum operation { OPERATION_CREATE = 1 };

enum { WAITING, NEXT, SUCCEEDED, FAILED };
const char *const customer_sync_sql[] = {
    [WAITING] = "SELECT count(*) FROM RetailAsyncCustomer WHERE OnlineCustCreated = 0",
    [NEXT] = "SELECT RecId, Operation, CustAccountAsync, RelationshipType, FirstName, MiddleName,"
             " LastName, CustName, CustGroup, Currency, LanguageId, Email, Phone, Street,"
             " StreetNumber, ZipCode, City, County, State, Country, StoreRecId"
             " FROM RetailAsyncCustomer WHERE OnlineCustCreated = 0 AND SyncStatus = ?1"
             " AND RecId > ?2 ORDER BY RecId LIMIT 1",
    [SUCCEEDED] = "UPDATE RetailAsyncCustomer SET OnlineCustCreated = 1, CustAccount = ?2,"
                  " SyncStatus = 1, SyncDateTime = ?3, LastError = '' WHERE RecId = ?1",
    [FAILED] = "UPDATE RetailAsyncCustomer SET SyncStatus = 2, SyncDateTime = ?2, LastError = ?3"
               " WHERE RecId = ?1",
    NULL};

struct waiting_row {
    int64_t rec_id;
    int operation;
    struct new_customer customer;
};

/* Where a run is: rows of one status, upwards. */
struct sweep {
    struct work *work;
    enum sync_status status;
    int64_t behind;        /* RecId of the last row that was tried */
    bool careful;          /* a savepoint for each row */
    int64_t tried, failed; /* in this batch */
    struct err first_failure;
    struct waiting_row row;
};

static void read_row(struct stmt *stmt, struct waiting_row *row) {
    struct new_customer *new = &row->customer;
    *row = (struct waiting_row){.rec_id = stmt_int(stmt, 0), .operation = (int)stmt_int(stmt, 1)};
    struct {
        char *text;
        size_t size;
        int column;
    } texts[] = {{new->CustAccountAsync, sizeof new->CustAccountAsync, 2},
                 {new->FirstName, sizeof new->FirstName, 4},
                 {new->MiddleName, sizeof new->MiddleName, 5},
                 {new->LastName, sizeof new->LastName, 6},
                 {new->Name, sizeof new->Name, 7},
                 {new->CustGroup, sizeof new->CustGroup, 8},
                 {new->Currency, sizeof new->Currency, 9},
                 {new->LanguageId, sizeof new->LanguageId, 10},
                 {new->Email, sizeof new->Email, 11},
                 {new->Phone, sizeof new->Phone, 12},
                 {new->Street, sizeof new->Street, 13},
                 {new->StreetNumber, sizeof new->StreetNumber, 14},
                 {new->ZipCode, sizeof new->ZipCode, 15},
                 {new->City, sizeof new->City, 16},
                 {new->County, sizeof new->County, 17},
                 {new->State, sizeof new->State, 18},
                 {new->Country, sizeof new->Country, 19}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        text_copy(texts[i].text, texts[i].size, stmt_text(stmt, texts[i].column));
    }
    new->Type = (int)stmt_int(stmt, 3);
    new->StoreRecId = stmt_int(stmt, 20);
    new->origin = CUSTOMER_BY_SYNC_JOB;
}

static enum err_code next_row(struct sweep *sweep, bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(sweep->work->company->hq, customer_sync_sql[NEXT], err);
    if (!stmt) return db_error(sweep->work->company->hq);
    stmt_bind_int(stmt, 1, sweep->status);
    stmt_bind_int(stmt, 2, sweep->behind);
    enum err_code code = stmt_step(stmt, found, err);
    if (code != ERR_OK || !*found) return code;
    read_row(stmt, &sweep->row);
    stmt_reset(stmt);
    return ERR_OK;
}

static enum err_code mark_succeeded(struct db *hq, const struct waiting_row *row,
                                    const char *account, struct err *err) {
    struct stmt *stmt = db_stmt(hq, customer_sync_sql[SUCCEEDED], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, row->rec_id);
    stmt_bind_text(stmt, 2, account);
    stmt_bind_int(stmt, 3, clock_now_ms());
    return stmt_run(stmt, err);
}

static enum err_code mark_failed(struct db *hq, int64_t rec_id, const struct err *why,
                                 struct err *err) {
    char text[900]; /* every member of struct err and the tabs between them */
    err_format(why, text, sizeof text);
    struct stmt *stmt = db_stmt(hq, customer_sync_sql[FAILED], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, rec_id);
    stmt_bind_int(stmt, 2, clock_now_ms());
    stmt_bind_text(stmt, 3, text);
    return stmt_run(stmt, err);
}

/* One operation of a shopper. Edits (2 update, 3 deactivate) are sent by no channel of this version. */
static enum err_code apply(struct db *hq, struct customer_batch *batch,
                           const struct waiting_row *row, struct err *err) {
    char account[TEXT_SIZE(20)];
    int64_t rec_id;
    if (row->operation != OPERATION_CREATE) {
        err_set(err, ERR_REFUSED, REASON_TECHNICAL, "Operation", NULL);
        err_add_detail(err, "operation %d is not known", row->operation);
        return ERR_REFUSED;
    }
    enum err_code code = customer_create(batch, &row->customer, account, &rec_id, err);
    return code == ERR_OK ? mark_succeeded(hq, row, account, err) : code;
}

/* Is the row to blame, or headquarters? After a full disk and the like SQLite has ended the transaction. */
static bool is_fault_of_row(struct db *hq, const struct err *why) {
    bool odd_value = why->code == ERR_DB && why->reason == REASON_TECHNICAL;
    return (err_is_refusal(why->code) || odd_value) && db_in_transaction(hq);
}

static enum err_code note_failure(struct sweep *sweep, const struct err *why, struct err *err) {
    sweep->failed++;
    if (sweep->first_failure.code == ERR_OK) sweep->first_failure = *why;
    return mark_failed(sweep->work->company->hq, sweep->row.rec_id, why, err);
}

/*
 * A savepoint for each row costs a third of the speed and is of use only when a row is refused. So a batch is tried
 * without; the first refusal gives it up (*again), and it is done once more with savepoints.
 */
static enum err_code try_row(struct sweep *sweep, struct customer_batch *batch, bool *again,
                             struct err *err) {
    struct db *hq = sweep->work->company->hq;
    struct err why = {0};
    enum err_code code = sweep->careful ? db_savepoint(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    sweep->tried++;
    sweep->behind = sweep->row.rec_id;
    if (apply(hq, batch, &sweep->row, &why) == ERR_OK) {
        if (sweep->careful) db_savepoint_release(hq);
        return ERR_OK;
    }
    if (!is_fault_of_row(hq, &why)) {
        if (err) *err = why;
        return why.code;
    }
    *again = !sweep->careful;
    if (*again) return ERR_OK;
    db_savepoint_rollback(hq);
    return note_failure(sweep, &why, err);
}

/* Inside the transaction: rows until the lock has been held long enough. */
static enum err_code fill_batch(struct sweep *sweep, bool *more, bool *again, struct err *err) {
    const struct settings *settings = &sweep->work->company->settings;
    int64_t end_us = clock_ticks_us() + settings->exchange_lock_ms * 1000 * 3 / 4;
    *more = false;
    enum err_code code = work_may_go_on(sweep->work, more, err);
    if (code != ERR_OK || !*more) return code;
    struct customer_batch *batch = customer_batch_new(sweep->work->company->hq);
    while (sweep->tried < settings->exchange_batch_rows && clock_ticks_us() < end_us) {
        code = next_row(sweep, more, err);
        if (code == ERR_OK && *more) code = try_row(sweep, batch, again, err);
        if (code != ERR_OK || !*more || *again) break;
    }
    if (code == ERR_OK && !*again) code = customer_batch_finish(batch, err);
    customer_batch_free(&batch);
    return code;
}

static enum err_code do_batch(struct sweep *sweep, bool *more, bool *again, struct err *err) {
    struct db *hq = sweep->work->company->hq;
    int64_t behind = sweep->behind;
    sweep->tried = sweep->failed = 0;
    sweep->first_failure = (struct err){0};
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = fill_batch(sweep, more, again, err);
    if (code == ERR_OK && !*again) code = db_commit(hq, err);
    db_rollback(hq);
    if (*again) sweep->behind = behind;
    return code;
}

static void count_batch(struct sweep *sweep) {
    struct work *work = sweep->work;
    work->result->failed_rows += sweep->failed;
    if (work->result->message.code == ERR_OK) work->result->message = sweep->first_failure;
    work->done += sweep->failed;
    work_advance(work, sweep->tried - sweep->failed);
}

static enum err_code sweep_rows(struct sweep *sweep, struct err *err) {
    bool more = true;
    while (more) {
        bool again = false;
        int64_t start_us = clock_ticks_us();
        enum err_code code = do_batch(sweep, &more, &again, err);
        if (code != ERR_OK) return code;
        if (again) {
            sweep->careful = true;
            continue;
        }
        count_batch(sweep);
        sweep->careful = sweep->failed > 0;
        if (more) work_let_others(clock_ticks_us() - start_us);
    }
    return ERR_OK;
}

/* Those that failed before come first: they are older, and what fails now is not tried twice in one run. */
enum err_code customer_sync_run(struct work *work, struct err *err) {
    struct stmt *stmt = db_stmt(work->company->hq, customer_sync_sql[WAITING], err);
    if (!stmt) return db_error(work->company->hq);
    enum err_code code = stmt_value_int(stmt, 0, &work->total, err);
    struct sweep *sweep = calloc(1, sizeof *sweep);
    if (!sweep) BUG("out of memory for a batch of customers");
    static const enum sync_status order[] = {SYNC_FAILED, SYNC_PENDING};
    for (size_t i = 0; code == ERR_OK && i < sizeof order / sizeof *order; i++) {
        *sweep =
            (struct sweep){.work = work, .status = order[i], .careful = order[i] == SYNC_FAILED};
        code = sweep_rows(sweep, err);
    }
    free(sweep);
    return code;
}
