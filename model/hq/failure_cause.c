/* SPDX-License-Identifier: MIT */
/*
 * Failed operations by cause. A cause is a range of the index on LastError of those that failed, so that finding and
 * counting causes costs a step for each cause and not for each operation. Owns what belongs to one cause.
 */

#include "model/hq/async_operation.h"

enum { NEXT, COUNT, NUMBERS, NAME };
#define FAILED                                                                                     \
    " FROM RetailAsyncCustomer INDEXED BY RetailAsyncCustomer_Cause"                               \
    " WHERE SyncStatus = 2 AND LastError >= ?1"
const char *const failure_cause_sql[] = {
    [NEXT] = "SELECT LastError, RecId" FAILED " ORDER BY LastError, RecId LIMIT 1",
    [COUNT] = "SELECT count(*)" FAILED " AND LastError < ?2",
    [NUMBERS] = "SELECT RecId" FAILED " AND LastError < ?2 LIMIT ?3",
    [NAME] = "SELECT CustName FROM RetailAsyncCustomer WHERE RecId = ?1",
    NULL};

/* What does not exist or does not work has a name that many share; what is wrong with a typed value has not. */
static bool is_shared(enum err_reason reason) {
    static const enum err_reason shared[] = {
        REASON_GROUP_UNKNOWN,    REASON_COUNTRY_UNKNOWN,    REASON_CURRENCY_UNKNOWN,
        REASON_LOOKUP_NOT_FOUND, REASON_SEQUENCE_EXHAUSTED, REASON_DEFAULT_CUSTOMER_UNKNOWN,
        REASON_SEQUENCE_MANUAL,  REASON_SEQUENCE_STOPPED,   REASON_SEQUENCE_MISSING,
        REASON_SEQUENCE_TAKEN,   REASON_SEQUENCE_SCOPE};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        if (shared[i] == reason) return true;
    }
    return false;
}

/* "REASON\tfield\tvalue\t…" up to and with the tab that ends the cause. */
static void take_prefix(const char *text, struct failure_cause *cause) {
    int tabs = is_shared(cause->error.reason) ? 3 : 2;
    const char *end = text;
    while (*end && tabs > 0) tabs -= *end++ == '\t';
    text_copy_n(cause->prefix, sizeof cause->prefix, text, (size_t)(end - text));
    const struct err *err = &cause->error;
    const char *value = is_shared(err->reason) ? err->value : err->field;
    snprintf(cause->key, sizeof cause->key, "%s%s%s", err_reason_name(err->reason),
             value[0] ? ":" : "", value);
}

/* The first failed operation whose LastError is not below `from`. */
static enum err_code next_failed(struct db *hq, const char *from, struct failure_cause *cause,
                                 bool *found, struct err *err) {
    struct stmt *stmt = db_stmt(hq, failure_cause_sql[NEXT], err);
    if (!stmt) return db_error(hq);
    *cause = (struct failure_cause){0};
    stmt_bind_text(stmt, 1, from);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) {
        err_parse(&cause->error, stmt_text(stmt, 0));
        take_prefix(stmt_text(stmt, 0), cause);
        cause->example = stmt_int(stmt, 1);
    }
    stmt_reset(stmt);
    return code;
}

static void range_end(const struct failure_cause *cause, char *end, size_t size) {
    if (!text_prefix_end(end, size, cause->prefix)) snprintf(end, size, "\xF4\x8F\xBF\xBF");
}

static enum err_code fill(struct db *hq, struct failure_cause *cause, struct err *err) {
    char end[sizeof cause->prefix + 4];
    range_end(cause, end, sizeof end);
    struct stmt *stmt = db_stmt(hq, failure_cause_sql[COUNT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, cause->prefix);
    stmt_bind_text(stmt, 2, end);
    enum err_code code = stmt_value_int(stmt, 0, &cause->count, err);
    if (code != ERR_OK) return code;
    stmt = db_stmt(hq, failure_cause_sql[NAME], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, cause->example);
    return stmt_value_text(stmt, cause->example_name, sizeof cause->example_name, NULL, err);
}

/* Keep the most frequent. */
static void keep(struct failure_cause *causes, int room, int *count,
                 const struct failure_cause *cause) {
    int at = *count;
    while (at > 0 && causes[at - 1].count < cause->count) at--;
    if (at >= room) return;
    int behind = *count - at - (*count == room ? 1 : 0);
    memmove(&causes[at + 1], &causes[at], (size_t)behind * sizeof *cause);
    causes[at] = *cause;
    if (*count < room) ++*count;
}

enum err_code failure_causes(struct db *hq, struct failure_cause *causes, int room, int *count,
                             struct err *err) {
    char from[sizeof causes->prefix + 4] = "";
    bool found = true;
    enum err_code code = ERR_OK;
    *count = 0;
    while (code == ERR_OK && found) {
        struct failure_cause cause;
        code = next_failed(hq, from, &cause, &found, err);
        if (code != ERR_OK || !found) break;
        code = fill(hq, &cause, err);
        keep(causes, room, count, &cause);
        range_end(&cause, from, sizeof from);
    }
    return code;
}

enum err_code failure_cause_find(struct db *hq, const char *key, struct failure_cause *cause,
                                 struct err *err) {
    char reason[64], from[sizeof cause->prefix + 4];
    size_t len = strcspn(key, ":");
    text_copy_n(reason, sizeof reason, key, len);
    snprintf(from, sizeof from, "%s\t", reason);
    bool whole = key[len] == '\0', found = true;
    enum err_code code = ERR_OK;
    while (code == ERR_OK && found) {
        code = next_failed(hq, from, cause, &found, err);
        if (code != ERR_OK || !found) break;
        if (strcmp(err_reason_name(cause->error.reason), reason) != 0) break;
        bool same = strcmp(cause->key, key) == 0;
        if (whole && !same) {
            text_copy(cause->key, sizeof cause->key, reason);
            snprintf(cause->prefix, sizeof cause->prefix, "%s\t", reason);
        }
        if (whole || same) return fill(hq, cause, err);
        range_end(cause, from, sizeof from);
    }
    return code != ERR_OK ? code : err_set(err, ERR_NOT_FOUND, REASON_CAUSE_UNKNOWN, NULL, key);
}

static int compare(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

enum err_code failure_cause_operations(struct db *hq, const struct failure_cause *cause,
                                       int64_t **numbers, size_t *count, struct err *err) {
    char end[sizeof cause->prefix + 4];
    range_end(cause, end, sizeof end);
    *count = 0;
    *numbers = calloc((size_t)cause->count + 1, sizeof **numbers);
    if (!*numbers) BUG("out of memory for the operations of a cause");
    struct stmt *stmt = db_stmt(hq, failure_cause_sql[NUMBERS], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, cause->prefix);
    stmt_bind_text(stmt, 2, end);
    stmt_bind_int(stmt, 3, cause->count);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        (*numbers)[(*count)++] = stmt_int(stmt, 0);
    }
    qsort(*numbers, *count, sizeof **numbers, compare);
    return code;
}
