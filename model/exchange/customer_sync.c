/* SPDX-License-Identifier: MIT */
/*
 * "Synchronize customers and business partners from async mode" (domain.md 5.4): makes customers of the rows that
 * channels sent, and applies what shoppers changed afterwards. Owns the order and the batches; what one row means is
 * operation.c. A row that is refused ends as Failed with its reason, alone; the next run tries it again. A row that has
 * to wait for an earlier one of its shopper stays Pending.
 */

#include "model/clock.h"
#include "model/exchange/operation.h"
#include "model/exchange/work.h"

enum { WAITING, NEXT };
const char *const customer_sync_sql[] = {
    [WAITING] = "SELECT count(*) FROM RetailAsyncCustomer WHERE OnlineCustCreated = 0",
    [NEXT] = "SELECT " OPERATION_COLUMNS " FROM RetailAsyncCustomer WHERE OnlineCustCreated = 0"
             " AND SyncStatus = ?1 AND RecId > ?2 ORDER BY RecId LIMIT ?3",
    NULL};

/* Rows read at once: a statement for each would cost as much as finding the row. */
enum { BLOCK_ROWS = 64 };

/* Where a run is: rows of one status, upwards. */
struct sweep {
    struct work *work;
    enum sync_status status;
    int64_t behind;                /* RecId of the last row that was tried */
    bool careful;                  /* a savepoint for each row */
    int64_t tried, failed, waited; /* in this batch */
    struct err last_failure; /* of the newest row: what is wrong now, not what is known for long */
    struct operation block[BLOCK_ROWS];
    int block_rows, block_next;
};

static enum err_code read_block(struct sweep *sweep, int64_t most, struct err *err) {
    struct db *hq = sweep->work->company->hq;
    struct stmt *stmt = db_stmt(hq, customer_sync_sql[NEXT], err);
    if (!stmt) return db_error(hq);
    sweep->block_rows = sweep->block_next = 0;
    stmt_bind_int(stmt, 1, sweep->status);
    stmt_bind_int(stmt, 2, sweep->behind);
    stmt_bind_int(stmt, 3, most < BLOCK_ROWS ? most : BLOCK_ROWS);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        operation_read(stmt, &sweep->block[sweep->block_rows++]);
    }
    return code;
}

/* *row NULL = there is none. */
static enum err_code next_row(struct sweep *sweep, int64_t most, const struct operation **row,
                              struct err *err) {
    enum err_code code = ERR_OK;
    if (sweep->block_next == sweep->block_rows) code = read_block(sweep, most, err);
    bool found = code == ERR_OK && sweep->block_next < sweep->block_rows;
    *row = found ? &sweep->block[sweep->block_next++] : NULL;
    return code;
}

/*
 * A savepoint for each row costs a third of the speed and is of use only when a row is refused. So a batch is tried
 * without; the first refusal gives it up (*again), and it is done once more with savepoints.
 */
static enum err_code try_row(struct sweep *sweep, struct customer_batch *batch,
                             const struct operation *row, bool *again, struct err *err) {
    struct db *hq = sweep->work->company->hq;
    struct err why = {0};
    bool waits = false, edit = row->kind != OPERATION_CREATE;
    /* What an edit needs of the customers before it must not go with it when it is refused. */
    enum err_code code = edit ? customer_batch_flush(batch, err) : ERR_OK;
    if (code == ERR_OK && sweep->careful) code = db_savepoint(hq, err);
    if (code != ERR_OK) return code;
    sweep->tried++;
    sweep->behind = row->rec_id;
    if (operation_apply(hq, batch, row, "", &waits, &why) == ERR_OK) {
        if (sweep->careful) db_savepoint_release(hq);
        sweep->waited += waits ? 1 : 0;
        return ERR_OK;
    }
    if (!operation_is_to_blame(hq, &why)) {
        if (err) *err = why;
        return why.code;
    }
    *again = !sweep->careful;
    if (*again) return ERR_OK;
    db_savepoint_rollback(hq);
    customer_batch_forget(batch);
    sweep->failed++;
    sweep->last_failure = why;
    return operation_fail(hq, row, &why, "", err);
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
        const struct operation *row;
        code = next_row(sweep, settings->exchange_batch_rows - sweep->tried, &row, err);
        *more = row != NULL;
        if (code == ERR_OK && row) code = try_row(sweep, batch, row, again, err);
        if (code != ERR_OK || !row || *again) break;
    }
    if (code == ERR_OK && !*again) code = customer_batch_finish(batch, err);
    customer_batch_free(&batch);
    return code;
}

static enum err_code do_batch(struct sweep *sweep, bool *more, bool *again, struct err *err) {
    struct db *hq = sweep->work->company->hq;
    int64_t behind = sweep->behind;
    sweep->tried = sweep->failed = sweep->waited = 0;
    sweep->block_rows = sweep->block_next = 0; /* what is left of a block may have changed since */
    sweep->last_failure = (struct err){0};
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
    if (sweep->last_failure.code != ERR_OK) work->result->message = sweep->last_failure;
    work->done += sweep->failed + sweep->waited;
    work_advance(work, sweep->tried - sweep->failed - sweep->waited);
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
        sweep->work = work;
        sweep->status = order[i];
        sweep->behind = 0;
        sweep->careful = order[i] == SYNC_FAILED;
        code = sweep_rows(sweep, err);
    }
    free(sweep);
    return code;
}
