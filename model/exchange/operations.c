/* SPDX-License-Identifier: MIT */
/*
 * Chosen operations corrected and tried again. Owns what is corrected and what is left alone, and the batches; what one
 * operation does is operation.c, what a correction is, is hq/async_operation.c.
 */

#include "model/exchange/operations.h"

#include "model/clock.h"
#include "model/exchange/operation.h"
#include "model/exchange/work.h"
#include "model/hq/servicing.h"

enum { READ, EARLIER };
const char *const operations_sql[] = {
    [READ] = "SELECT " OPERATION_COLUMNS " FROM RetailAsyncCustomer WHERE RecId = ?1",
    [EARLIER] = "SELECT e.RecId FROM RetailAsyncCustomer o JOIN RetailAsyncCustomer e"
                " ON e.CustAccountAsync = o.CustAccountAsync AND e.DataAreaId = o.DataAreaId"
                " AND e.ReplicationCounterFromOrigin < o.ReplicationCounterFromOrigin"
                " AND e.OnlineCustCreated = 0 WHERE o.RecId = ?1"
                " ORDER BY e.ReplicationCounterFromOrigin LIMIT 1",
    NULL};

enum err_code correction_add(struct correction *correction, struct db *hq, const char *attribute,
                             const char *value, struct err *err) {
    const struct member *member = entity_member(&entity_async_operation, attribute);
    if (!member) return err_set(err, ERR_INVALID, REASON_FIELD_UNKNOWN, attribute, NULL);
    if (correction->count == CORRECTION_MAX) {
        err_set(err, ERR_INVALID, REASON_FIELD_OUT_OF_RANGE, member->key, value);
        err_add_detail(err, "1..%d", CORRECTION_MAX);
        return ERR_INVALID;
    }
    struct async_operation *blank = calloc(1, sizeof *blank), *filled = calloc(1, sizeof *filled);
    if (!blank || !filled) BUG("out of memory for an operation");
    text_copy(blank->CustName, sizeof blank->CustName, "-"); /* required, and not what is judged */
    *filled = *blank;
    enum err_code code = record_set_text(member, filled, value, err);
    if (code == ERR_OK) code = record_validate(&entity_async_operation, hq, blank, filled, err);
    free(blank);
    free(filled);
    if (code != ERR_OK) return code;
    int at = correction->count++;
    text_copy(correction->sets[at].attribute, sizeof correction->sets[at].attribute, member->key);
    text_copy(correction->sets[at].value, sizeof correction->sets[at].value, value);
    return ERR_OK;
}

/* ---- one operation ---------------------------------------------------------------------------------------------- */

enum fate { FATE_DONE, FATE_WAITS, FATE_CHANGED, FATE_CORRECTED, FATE_AS_IT_IS };

struct candidate {
    int64_t number, earlier; /* operation that it waits for, 0 = none */
    enum fate fate;
    struct async_operation old, now;
};

struct run {
    struct company *company;
    const int64_t *numbers;
    size_t count, next;
    const struct correction *correction;
    struct resync_counts *counts;
    struct candidate candidate;
};

enum err_code operation_waits_for(struct db *hq, int64_t number, int64_t *earlier,
                                  struct err *err) {
    struct stmt *stmt = db_stmt(hq, operations_sql[EARLIER], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, number);
    return stmt_value_int(stmt, 0, earlier, err);
}

/* The value that was refused is not there any more: somebody has corrected this one by hand, and knows better. */
static bool is_corrected_already(const struct async_operation *old, const struct member *member) {
    struct err why = {0};
    err_parse(&why, old->LastError);
    const char *value = record_get_str(member, old);
    if (strcmp(why.field, member->key) != 0 || value[0] == '\0' || why.value[0] == '\0')
        return false;
    return strncmp(value, why.value, strlen(why.value)) != 0;
}

static enum err_code correct(const struct run *run, struct candidate *candidate, struct err *err) {
    bool several = run->count > 1;
    candidate->fate = FATE_AS_IT_IS;
    for (int i = 0; i < run->correction->count; i++) {
        const struct member *member =
            entity_member(&entity_async_operation, run->correction->sets[i].attribute);
        const char *value = run->correction->sets[i].value;
        if (strcmp(record_get_str(member, &candidate->old), value) == 0) continue;
        if (several && is_corrected_already(&candidate->old, member)) {
            if (candidate->fate == FATE_AS_IT_IS) candidate->fate = FATE_CORRECTED;
            continue;
        }
        enum err_code code = record_set_text(member, &candidate->now, value, err);
        if (code != ERR_OK) return code;
        candidate->fate = FATE_CHANGED;
    }
    return ERR_OK;
}

/* Read it and decide what becomes of it. */
static enum err_code judge(struct run *run, int64_t number, struct err *err) {
    struct candidate *candidate = &run->candidate;
    struct db *hq = run->company->hq;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)number);
    *candidate = (struct candidate){.number = number, .fate = FATE_DONE};
    enum err_code code = entity_async_operation.load(hq, key, &candidate->old, err);
    if (code == ERR_NOT_FOUND) return ERR_OK;
    if (code != ERR_OK || candidate->old.SyncStatus == SYNC_SUCCEEDED) return code;
    candidate->now = candidate->old;
    if (candidate->old.Operation != OPERATION_CREATE) {
        code = operation_waits_for(hq, number, &candidate->earlier, err);
        candidate->fate = FATE_WAITS;
        if (code != ERR_OK || candidate->earlier != 0) return code;
    }
    return correct(run, candidate, err);
}

static void count_fate(struct resync_counts *counts, enum fate fate) {
    counts->done += fate == FATE_DONE;
    counts->waiting += fate == FATE_WAITS;
    counts->changed += fate == FATE_CHANGED;
    counts->corrected += fate == FATE_CORRECTED;
    counts->unchanged += fate == FATE_CORRECTED || fate == FATE_AS_IT_IS;
}

static bool is_tried(enum fate fate) {
    return fate == FATE_CHANGED || fate == FATE_CORRECTED || fate == FATE_AS_IT_IS;
}

static enum err_code read_operation(struct db *hq, int64_t number, struct operation *operation,
                                    struct err *err) {
    struct stmt *stmt = db_stmt(hq, operations_sql[READ], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, number);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) operation_read(stmt, operation);
    stmt_reset(stmt);
    return code;
}

/* Inside the transaction. *why says how the attempt failed, code ERR_OK = it did not. */
static enum err_code attempt(struct run *run, struct err *why, struct err *err) {
    struct db *hq = run->company->hq;
    struct operation operation = {0};
    bool waits = false;
    enum err_code code = read_operation(hq, run->candidate.number, &operation, err);
    if (code == ERR_OK) code = db_savepoint(hq, err);
    if (code != ERR_OK) return code;
    struct customer_batch *batch = customer_batch_new(hq);
    code = operation_apply(hq, batch, &operation, run->company->user, &waits, why);
    if (code == ERR_OK) code = customer_batch_finish(batch, why);
    customer_batch_free(&batch);
    if (code == ERR_OK) {
        db_savepoint_release(hq);
        return ERR_OK;
    }
    if (!operation_is_to_blame(hq, why)) {
        if (err) *err = *why;
        return code;
    }
    db_savepoint_rollback(hq);
    return operation_fail(hq, &operation, why, run->company->user, err);
}

/* The correction is kept whatever becomes of the attempt: it is in the audit trail, and the next one needs it. */
static enum err_code try_one(struct run *run, struct err *why, struct err *err) {
    struct candidate *candidate = &run->candidate;
    enum err_code code = ERR_OK;
    if (candidate->fate == FATE_CHANGED) {
        code = record_save(&entity_async_operation, run->company->hq, &candidate->old,
                           &candidate->now, run->company->user, err);
    }
    return code == ERR_OK ? attempt(run, why, err) : code;
}

/* ---- many ------------------------------------------------------------------------------------------------------- */

static enum err_code may_go_on(const struct run *run, const struct progress *progress,
                               bool *in_servicing, struct err *err) {
    *in_servicing = false;
    if (progress_cancelled(progress)) {
        run->counts->stopped = true;
        return ERR_OK;
    }
    return servicing_get(run->company->hq, in_servicing, err);
}

static enum err_code one_of_batch(struct run *run, struct resync_counts *counts, struct err *err) {
    struct err why = {0};
    enum err_code code = judge(run, run->numbers[run->next], err);
    if (code != ERR_OK) return code;
    run->next++;
    count_fate(counts, run->candidate.fate);
    if (!is_tried(run->candidate.fate)) return ERR_OK;
    code = try_one(run, &why, err);
    if (code != ERR_OK) return code;
    counts->succeeded += why.code == ERR_OK;
    counts->failed += why.code != ERR_OK;
    if (counts->first_failure.code == ERR_OK) counts->first_failure = why;
    return ERR_OK;
}

/* One transaction. Nothing is counted of a batch that was not committed. */
static enum err_code do_batch(struct run *run, const struct progress *progress, struct err *err) {
    const struct settings *settings = &run->company->settings;
    struct db *hq = run->company->hq;
    struct resync_counts counts = *run->counts;
    bool in_servicing = false;
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    int64_t end_us = clock_ticks_us() + settings->exchange_lock_ms * 1000 * 3 / 4;
    code = may_go_on(run, progress, &in_servicing, err);
    if (code == ERR_OK && in_servicing) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, NULL);
    }
    bool go_on = code == ERR_OK && !run->counts->stopped;
    size_t tried = 0, most = (size_t)settings->exchange_batch_rows;
    while (go_on && code == ERR_OK && run->next < run->count && tried++ < most) {
        code = one_of_batch(run, &counts, err);
        if (clock_ticks_us() >= end_us) break;
    }
    if (code == ERR_OK) code = db_commit(hq, err);
    db_rollback(hq);
    if (code == ERR_OK && go_on) *run->counts = counts;
    return code;
}

static enum err_code refuse_read_only(const struct company *company, struct err *err) {
    return company->read_only ? err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL) : ERR_OK;
}

/* struct candidate is too large for the stack of a job. */
static struct run *run_new(struct company *company, const int64_t *numbers, size_t count,
                           const struct correction *correction, struct resync_counts *counts) {
    struct run *run = calloc(1, sizeof *run);
    if (!run) BUG("out of memory for operations to synchronize");
    *counts = (struct resync_counts){.found = (int64_t)count};
    run->company = company;
    run->numbers = numbers;
    run->count = count;
    run->correction = correction;
    run->counts = counts;
    return run;
}

enum err_code resync_run(struct company *company, const int64_t *numbers, size_t count,
                         const struct correction *correction, const struct progress *progress,
                         struct resync_counts *counts, struct err *err) {
    struct run *run = run_new(company, numbers, count, correction, counts);
    enum err_code code = refuse_read_only(company, err);
    while (code == ERR_OK && run->next < count && !counts->stopped) {
        int64_t start_us = clock_ticks_us();
        code = do_batch(run, progress, err);
        progress_report(progress, (int64_t)run->next, (int64_t)count);
        if (code == ERR_OK && run->next < count) work_let_others(clock_ticks_us() - start_us);
    }
    free(run);
    return code;
}

enum err_code resync_preview(struct company *company, const int64_t *numbers, size_t count,
                             const struct correction *correction, const struct progress *progress,
                             struct resync_counts *counts, struct err *err) {
    enum { REPORT_EVERY = 500 };
    struct run *run = run_new(company, numbers, count, correction, counts);
    enum err_code code = ERR_OK;
    for (; code == ERR_OK && run->next < count && !counts->stopped; run->next++) {
        code = judge(run, numbers[run->next], err);
        if (code == ERR_OK) count_fate(counts, run->candidate.fate);
        if (run->next % REPORT_EVERY != 0) continue;
        progress_report(progress, (int64_t)run->next, (int64_t)count);
        counts->stopped = progress_cancelled(progress);
    }
    free(run);
    return code;
}

static enum err_code refuse_candidate(const struct candidate *candidate, struct err *err) {
    char number[24], earlier[24];
    snprintf(number, sizeof number, "%lld", (long long)candidate->number);
    snprintf(earlier, sizeof earlier, "%lld", (long long)candidate->earlier);
    if (candidate->fate == FATE_DONE) {
        bool gone = candidate->old.head.RecId == 0;
        return gone ? err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND,
                              entity_async_operation.id, number)
                    : err_set(err, ERR_REFUSED, REASON_OPERATION_DONE, NULL, number);
    }
    err_set(err, ERR_REFUSED, REASON_OPERATION_WAITS, NULL, number);
    err_add_value2(err, earlier);
    return ERR_REFUSED;
}

static enum err_code one(struct run *run, int64_t number, struct err *why, struct err *err) {
    bool in_servicing = false;
    enum err_code code = servicing_get(run->company->hq, &in_servicing, err);
    if (code == ERR_OK && in_servicing) {
        code = err_set(err, ERR_REFUSED, REASON_HQ_IN_SERVICING, NULL, NULL);
    }
    if (code == ERR_OK) code = judge(run, number, err);
    if (code != ERR_OK) return code;
    if (!is_tried(run->candidate.fate)) return refuse_candidate(&run->candidate, err);
    return try_one(run, why, err);
}

enum err_code resync_one(struct company *company, int64_t number,
                         const struct correction *correction, char account[TEXT_SIZE(20)],
                         struct err *err) {
    struct resync_counts counts;
    struct err why = {0};
    struct run *run = run_new(company, &number, 1, correction, &counts);
    enum err_code code = refuse_read_only(company, err);
    if (code == ERR_OK) code = db_begin(company->hq, err);
    if (code == ERR_OK) code = one(run, number, &why, err);
    if (code == ERR_OK && why.code == ERR_OK) {
        char key[24];
        snprintf(key, sizeof key, "%lld", (long long)number);
        code = entity_async_operation.load(company->hq, key, &run->candidate.now, err);
        text_copy(account, TEXT_SIZE(20), run->candidate.now.CustAccount);
    }
    if (code == ERR_OK) code = db_commit(company->hq, err);
    db_rollback(company->hq);
    free(run);
    if (code != ERR_OK || why.code == ERR_OK) return code;
    if (err) *err = why;
    return why.code;
}
