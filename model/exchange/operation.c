/* SPDX-License-Identifier: MIT */
/*
 * One operation of a shopper applied to headquarters. Owns the row's status, its attempts and the values it replaced;
 * the rules by which a customer is created or changed are headquarters' (hq/customer.h, hq/customer_change.h). Does not
 * know who asks, and in what batches.
 */

#include "model/exchange/operation.h"

#include "model/clock.h"
#include "model/exchange/work.h"
#include "model/hq/customer_change.h"

enum { SUCCEEDED, FAILED, ATTEMPT, EARLIER, ACCOUNT, KEEP_CHANGE };
const char *const operation_apply_sql[] = {
    [SUCCEEDED] = "UPDATE RetailAsyncCustomer SET OnlineCustCreated = 1, CustAccount = ?2,"
                  " SyncStatus = 1, SyncDateTime = ?3, LastError = '',"
                  " AttemptCount = AttemptCount + 1 WHERE RecId = ?1",
    [FAILED] = "UPDATE RetailAsyncCustomer SET SyncStatus = 2, SyncDateTime = ?2, LastError = ?3,"
               " AttemptCount = AttemptCount + 1 WHERE RecId = ?1",
    [ATTEMPT] = "INSERT INTO RetailAsyncCustomerAttempt (Operation, AtDateTime, UserId, Status,"
                " Message) VALUES (?1, ?2, ?3, ?4, ?5)",
    [EARLIER] = "SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = ?1 AND DataAreaId = ?2"
                " AND ReplicationCounterFromOrigin < ?3 AND OnlineCustCreated = 0 LIMIT 1",
    [ACCOUNT] = "SELECT c.AccountNum FROM RetailCustTable r JOIN CustTable c ON c.RecId = r.RecId"
                " WHERE r.CustAccountAsync = ?1 AND r.CustAccountAsync <> ''",
    [KEEP_CHANGE] = "INSERT OR REPLACE INTO RetailAsyncCustomerChange (Operation, Attribute,"
                    " OldValue, NewValue) VALUES (?1, ?2, ?3, ?4)",
    NULL};

void operation_read(struct stmt *stmt, struct operation *operation) {
    struct new_customer *new = &operation->customer;
    operation->rec_id = stmt_int(stmt, 0);
    operation->kind = (int)stmt_int(stmt, 1);
    operation->attempts = stmt_int(stmt, 21);
    operation->counter = stmt_int(stmt, 22);
    operation->done = stmt_int(stmt, 25) != 0;
    const struct {
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
                 {new->Country, sizeof new->Country, 19},
                 {operation->data_area, sizeof operation->data_area, 23},
                 {operation->changed, sizeof operation->changed, 24}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        text_copy(texts[i].text, texts[i].size, stmt_text(stmt, texts[i].column));
    }
    new->Type = (int)stmt_int(stmt, 3);
    new->StoreRecId = stmt_int(stmt, 20);
    new->origin = CUSTOMER_BY_SYNC_JOB;
    new->ExternalIdentityId[0] = new->ProviderId[0] = '\0';
}

/* ---- marks ------------------------------------------------------------------------------------------------------ */

static enum err_code keep_attempt(struct db *hq, int64_t rec_id, enum sync_status status,
                                  const char *message, const char *user, struct err *err) {
    struct stmt *stmt = db_stmt(hq, operation_apply_sql[ATTEMPT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, rec_id);
    stmt_bind_int(stmt, 2, clock_now_ms());
    stmt_bind_text(stmt, 3, user);
    stmt_bind_int(stmt, 4, status);
    stmt_bind_text(stmt, 5, message);
    return stmt_run(stmt, err);
}

static enum err_code mark_succeeded(struct db *hq, const struct operation *operation,
                                    const char *account, const char *user, struct err *err) {
    struct stmt *stmt = db_stmt(hq, operation_apply_sql[SUCCEEDED], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, operation->rec_id);
    stmt_bind_text(stmt, 2, account);
    stmt_bind_int(stmt, 3, clock_now_ms());
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK || operation->attempts == 0) return code;
    return keep_attempt(hq, operation->rec_id, SYNC_SUCCEEDED, "", user, err);
}

enum err_code operation_fail(struct db *hq, const struct operation *operation,
                             const struct err *why, const char *user, struct err *err) {
    char text[900]; /* every member of struct err and the tabs between them */
    err_format(why, text, sizeof text);
    struct stmt *stmt = db_stmt(hq, operation_apply_sql[FAILED], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, operation->rec_id);
    stmt_bind_int(stmt, 2, clock_now_ms());
    stmt_bind_text(stmt, 3, text);
    enum err_code code = stmt_run(stmt, err);
    if (code != ERR_OK) return code;
    return keep_attempt(hq, operation->rec_id, SYNC_FAILED, text, user, err);
}

bool operation_is_to_blame(struct db *hq, const struct err *why) {
    bool odd_value = why->code == ERR_DB && why->reason == REASON_TECHNICAL;
    return (err_is_refusal(why->code) || odd_value) && db_in_transaction(hq);
}

/* ---- edits ------------------------------------------------------------------------------------------------------ */

static enum err_code is_early(struct db *hq, const struct operation *operation, bool *early,
                              struct err *err) {
    struct stmt *stmt = db_stmt(hq, operation_apply_sql[EARLIER], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, operation->customer.CustAccountAsync);
    stmt_bind_text(stmt, 2, operation->data_area);
    stmt_bind_int(stmt, 3, operation->counter);
    enum err_code code = stmt_step(stmt, early, err);
    stmt_reset(stmt);
    return code;
}

static enum err_code find_account(struct db *hq, const char *guid, char account[TEXT_SIZE(20)],
                                  struct err *err) {
    bool found = false;
    struct stmt *stmt = db_stmt(hq, operation_apply_sql[ACCOUNT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, guid);
    enum err_code code = stmt_value_text(stmt, account, TEXT_SIZE(20), &found, err);
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "customer", guid);
}

static bool is_in_list(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t part = strcspn(at, ",");
        if (part == len && memcmp(at, word, len) == 0) return true;
        at += part + (at[part] == ',');
    }
    return false;
}

/* What the edit is about; of one that does not say, everything a shopper can edit. */
static void wanted_changes(const struct operation *operation, struct customer_changes *changes) {
    const struct new_customer *new = &operation->customer;
    const struct {
        const char *attribute, *value;
        bool by_shopper;
    } attributes[] = {
        {"FirstName", new->FirstName, true},
        {"MiddleName", new->MiddleName, true},
        {"LastName", new->LastName, true},
        {"CustName", new->Name, false},
        {"Email", new->Email, false},
        {"Phone", new->Phone, true},
        {"Country", new->Country, true},
        {"ZipCode", new->ZipCode, true},
        {"Street", new->Street, true},
        {"StreetNumber", new->StreetNumber, true},
        {"City", new->City, true},
        {"County", new->County, true},
        {"State", new->State, true},
        {"LanguageId", new->LanguageId, false},
        {"CustGroup", new->CustGroup, false},
        {"Currency", new->Currency, false},
    };
    changes->count = 0;
    if (operation->kind == OPERATION_DEACTIVATE) {
        customer_changes_add(changes, "Blocked", "All");
        return;
    }
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        bool wanted = operation->changed[0]
                          ? is_in_list(operation->changed, attributes[i].attribute)
                          : attributes[i].by_shopper;
        if (wanted) customer_changes_add(changes, attributes[i].attribute, attributes[i].value);
    }
}

static enum err_code keep_changes(struct db *hq, int64_t rec_id,
                                  const struct customer_changes *changes, struct err *err) {
    for (int i = 0; i < changes->count; i++) {
        const struct customer_change *change = &changes->changes[i];
        struct stmt *stmt = db_stmt(hq, operation_apply_sql[KEEP_CHANGE], err);
        if (!stmt) return db_error(hq);
        stmt_bind_int(stmt, 1, rec_id);
        stmt_bind_text(stmt, 2, change->attribute);
        stmt_bind_text(stmt, 3, change->old_value);
        stmt_bind_text(stmt, 4, change->new_value);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* The audit trail of the customer names who changed it: the shopper, by way of the storefront. */
static enum err_code apply_edit(struct db *hq, struct customer_batch *batch,
                                const struct operation *operation, char account[TEXT_SIZE(20)],
                                struct err *err) {
    enum err_code code = find_account(hq, operation->customer.CustAccountAsync, account, err);
    if (code != ERR_OK) return code;
    struct customer_changes *changes = calloc(1, sizeof *changes);
    if (!changes) BUG("out of memory for the changes of a customer");
    wanted_changes(operation, changes);
    code = customer_change(hq, account, changes, "storefront", err);
    if (code == ERR_OK && changes->count > 0) customer_batch_forget(batch);
    if (code == ERR_OK) code = keep_changes(hq, operation->rec_id, changes, err);
    free(changes);
    return code;
}

/* ---- one operation ---------------------------------------------------------------------------------------------- */

static enum err_code refuse_unknown(int kind, struct err *err) {
    err_set(err, ERR_REFUSED, REASON_TECHNICAL, "Operation", NULL);
    err_add_detail(err, "operation %d is not known", kind);
    return ERR_REFUSED;
}

enum err_code operation_apply(struct db *hq, struct customer_batch *batch,
                              const struct operation *operation, const char *user, bool *waits,
                              struct err *err) {
    char account[TEXT_SIZE(20)];
    int64_t rec_id;
    enum err_code code = ERR_OK;
    *waits = false;
    switch (operation->kind) {
    case OPERATION_CREATE:
        code = customer_create(batch, &operation->customer, account, &rec_id, err);
        break;
    case OPERATION_UPDATE:
    case OPERATION_DEACTIVATE:
        code = is_early(hq, operation, waits, err);
        if (code != ERR_OK || *waits) return code;
        code = apply_edit(hq, batch, operation, account, err);
        break;
    default:
        return refuse_unknown(operation->kind, err);
    }
    return code == ERR_OK ? mark_succeeded(hq, operation, account, user, err) : code;
}
