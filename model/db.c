/* SPDX-License-Identifier: MIT */
/*
 * The only door to SQLite, with db_file.c: prepared statements, transactions, stopping and restricting, and turning
 * SQLite's result codes into ours. Knows no table of the product; a `struct db` is used by one thread at a time.
 */

#include "model/clock.h"
#include "model/db_private.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>

#include <sqlite3.h>

#include "model/text.h"

struct stmt {
    struct db *db;
    sqlite3_stmt *handle;
    const char *key; /* the constant it was prepared from */
    int bind_error;
};

/* ---- errors ------------------------------------------------------------------------------------------------ */

enum err_code db_fail_file(struct err *err, enum err_code code, enum err_reason reason,
                           const char *path, int os_errno) {
    if (os_errno == ENOSPC || os_errno == EDQUOT) reason = REASON_DISK_FULL;
    err_set(err, code, reason, NULL, path);
    if (err) err->os_errno = os_errno;
    if (os_errno) err_add_detail(err, "%s", strerror(os_errno));
    return code;
}

/* "UNIQUE constraint failed: CustTable.accountNum, …" -> "accountNum". */
static void constraint_field(const char *message, char *field, size_t size) {
    const char *colon = strrchr(message, ':');
    const char *dot = colon ? strchr(colon, '.') : NULL;
    size_t len = dot ? strcspn(dot + 1, ", ") : 0;
    text_copy_n(field, size, dot ? dot + 1 : "", len);
}

static enum err_code fail_other(struct db *db, int rc, const char *message, struct err *err) {
    enum err_code code = ERR_DB;
    enum err_reason reason = REASON_TECHNICAL;
    char field[sizeof err->field] = "";
    if (rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY) {
        code = ERR_CONFLICT;
        reason = REASON_NOT_UNIQUE;
        constraint_field(message, field, sizeof field);
    } else if (db->restricted) {
        /* The statement came from a content file: the content is at fault, not the database. */
        code = ERR_INVALID;
    }
    err_set(err, code, reason, field, NULL);
    err_add_detail(err, "%s", message);
    return code;
}

enum err_code db_fail(struct db *db, int rc, struct err *err) {
    const char *message = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);
    char text[sizeof err->detail];
    text_copy(text, sizeof text, message);
    int os_errno = db->handle ? sqlite3_system_errno(db->handle) : 0;
    enum err_code code;
    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        code = err_set(err, ERR_BUSY, REASON_DATABASE_BUSY, NULL, db->path);
        err_add_number(err, db->busy_timeout_ms);
        break;
    case SQLITE_FULL:
        code = err_set(err, ERR_DB, REASON_DISK_FULL, NULL, db->path);
        break;
    case SQLITE_CORRUPT:
        code = err_set(err, ERR_DB, REASON_FILE_DAMAGED, NULL, db->path);
        break;
    case SQLITE_NOTADB:
        code = err_set(err, ERR_INVALID, REASON_FILE_FOREIGN, NULL, db->path);
        text_copy(text, sizeof text, db_found_names[DB_FOUND_NOT_SQLITE]);
        break;
    case SQLITE_INTERRUPT:
        if (db->restricted) {
            code = err_set(err, ERR_INVALID, REASON_TECHNICAL, NULL, NULL);
            text_copy(text, sizeof text, "it does not come to an end");
            break;
        }
        code = err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        break;
    case SQLITE_READONLY:
        code = db->read_only ? err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL)
                             : db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, EACCES);
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
        code = db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, os_errno ? os_errno : EIO);
        break;
    default:
        code = fail_other(db, rc, text, err);
        break;
    }
    if (err) {
        err->db_code = rc;
        text_copy(err->detail, sizeof err->detail, text);
    }
    db->last_error = code;
    return code;
}

enum err_code db_error(const struct db *db) {
    return db->last_error;
}

/* ---- test hooks -------------------------------------------------------------------------------------------- */

#if CHQ_TEST_HOOKS
int64_t db_test_number(const char *name) {
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : 0;
}

/* CHQ_TEST_KILL_AT_WRITE=N: the process dies just before its N-th write. The first statement that does not only
 * read, each such statement after it and each COMMIT is one. */
static void before_step(sqlite3_stmt *handle) {
    static _Atomic int64_t writes;
    int64_t fatal = db_test_number("CHQ_TEST_KILL_AT_WRITE");
    if (fatal <= 0 || sqlite3_stmt_busy(handle)) return;
    if (sqlite3_stmt_readonly(handle)) {
        const char *sql = sqlite3_sql(handle);
        if (!sql || sqlite3_strnicmp(sql, "COMMIT", 6) != 0) return;
    }
    if (atomic_fetch_add(&writes, 1) + 1 >= fatal) raise(SIGKILL);
}
#else
static void before_step(sqlite3_stmt *handle) {
    (void)handle;
}
#endif

/* ---- statements -------------------------------------------------------------------------------------------- */

static size_t slot_of(const struct db *db, const char *key) {
    uint64_t hash = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(hash >> 32) & (db->slot_count - 1);
    while (db->slots[slot] && db->slots[slot]->key != key) slot = (slot + 1) & (db->slot_count - 1);
    return slot;
}

static void grow_slots(struct db *db) {
    size_t old_count = db->slot_count;
    struct stmt **old = db->slots;
    db->slot_count = old_count ? old_count * 2 : 64;
    db->slots = calloc(db->slot_count, sizeof(*db->slots));
    if (!db->slots) BUG("out of memory for statements");
    for (size_t i = 0; i < old_count; i++) {
        if (old[i]) db->slots[slot_of(db, old[i]->key)] = old[i];
    }
    free(old);
}

static struct stmt *prepare(struct db *db, const char *sql, unsigned flags, const char **tail,
                            struct err *err) {
    sqlite3_stmt *handle = NULL;
    int rc = sqlite3_prepare_v3(db->handle, sql, -1, flags, &handle, tail);
    if (rc != SQLITE_OK) {
        db_fail(db, rc, err);
        return NULL;
    }
    struct stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt) BUG("out of memory for a statement");
    *stmt = (struct stmt){.db = db, .handle = handle, .key = sql};
    return stmt;
}

struct stmt *db_stmt(struct db *db, const char *sql, struct err *err) {
    if (db->stmt_count * 2 >= db->slot_count) grow_slots(db);
    size_t slot = slot_of(db, sql);
    struct stmt *stmt = db->slots[slot];
    if (!stmt) {
        stmt = prepare(db, sql, SQLITE_PREPARE_PERSISTENT, NULL, err);
        if (!stmt) return NULL;
        if (!stmt->handle) BUG("an empty statement");
        db->slots[slot] = stmt;
        db->stmt_count++;
        return stmt;
    }
#if CHQ_TEST_HOOKS
    const char *known = sqlite3_sql(stmt->handle);
    if (strncmp(known, sql, strlen(known)) != 0) BUG("the text of a statement is not a constant");
#endif
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    stmt->bind_error = SQLITE_OK;
    return stmt;
}

static bool is_blank(const char *sql) {
    return sql[strspn(sql, " \t\r\n;")] == '\0';
}

struct stmt *db_stmt_foreign(struct db *db, const char *sql, struct err *err) {
    if (!db->restricted) BUG("a foreign statement on a connection that may write");
    const char *tail = NULL;
    struct stmt *stmt = prepare(db, sql, 0, &tail, err);
    if (!stmt) return NULL;
    const char *wrong = !stmt->handle                             ? "no statement"
                        : !is_blank(tail)                         ? "more than one statement"
                        : !sqlite3_stmt_readonly(stmt->handle)    ? "not a reading statement"
                        : sqlite3_column_count(stmt->handle) == 0 ? "a statement without a result"
                                                                  : NULL;
    if (!wrong) return stmt;
    stmt_free(&stmt);
    db->last_error = err_set(err, ERR_INVALID, REASON_TECHNICAL, NULL, NULL);
    err_add_detail(err, "%s", wrong);
    return NULL;
}

void stmt_free(struct stmt **stmt) {
    if (!*stmt) return;
    sqlite3_finalize((*stmt)->handle);
    free(*stmt);
    *stmt = NULL;
}

static void remember(struct stmt *stmt, int rc) {
    if (rc != SQLITE_OK && stmt->bind_error == SQLITE_OK) stmt->bind_error = rc;
}

int stmt_parameter(struct stmt *stmt, const char *name) {
    return sqlite3_bind_parameter_index(stmt->handle, name);
}

void stmt_bind_text(struct stmt *stmt, int index, const char *text) {
    remember(stmt, sqlite3_bind_text(stmt->handle, index, text, -1, SQLITE_TRANSIENT));
}

void stmt_bind_int(struct stmt *stmt, int index, int64_t value) {
    remember(stmt, sqlite3_bind_int64(stmt->handle, index, value));
}

void stmt_bind_null(struct stmt *stmt, int index) {
    remember(stmt, sqlite3_bind_null(stmt->handle, index));
}

enum err_code stmt_step(struct stmt *stmt, bool *row, struct err *err) {
    *row = false;
    if (stmt->bind_error != SQLITE_OK) {
        int rc = stmt->bind_error;
        err_set(err, ERR_DB, REASON_TECHNICAL, NULL, NULL);
        err_add_detail(err, "binding: %s in %.180s", sqlite3_errstr(rc), sqlite3_sql(stmt->handle));
        if (err) err->db_code = rc;
        return ERR_DB;
    }
    before_step(stmt->handle);
    int rc = sqlite3_step(stmt->handle);
    if (rc == SQLITE_ROW) {
        *row = true;
        return ERR_OK;
    }
    enum err_code code = rc == SQLITE_DONE ? ERR_OK : db_fail(stmt->db, rc, err);
    sqlite3_reset(stmt->handle);
    return code;
}

enum err_code stmt_run(struct stmt *stmt, struct err *err) {
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (row) sqlite3_reset(stmt->handle);
    return code;
}

void stmt_reset(struct stmt *stmt) {
    if (stmt) sqlite3_reset(stmt->handle);
}

const char *stmt_text(struct stmt *stmt, int column) {
    const char *text = (const char *)sqlite3_column_text(stmt->handle, column);
    return text ? text : "";
}

int64_t stmt_int(struct stmt *stmt, int column) {
    return sqlite3_column_int64(stmt->handle, column);
}

bool stmt_is_null(struct stmt *stmt, int column) {
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int stmt_columns(struct stmt *stmt) {
    return sqlite3_column_count(stmt->handle);
}

const char *stmt_column_name(struct stmt *stmt, int column) {
    const char *name = sqlite3_column_name(stmt->handle, column);
    return name ? name : "";
}

enum err_code stmt_value_int(struct stmt *stmt, int64_t fallback, int64_t *value, struct err *err) {
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    *value = row ? stmt_int(stmt, 0) : fallback;
    stmt_reset(stmt);
    return ERR_OK;
}

enum err_code stmt_value_text(struct stmt *stmt, char *buf, size_t size, bool *found,
                              struct err *err) {
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    if (found) *found = row;
    text_copy(buf, size, row ? stmt_text(stmt, 0) : "");
    stmt_reset(stmt);
    return ERR_OK;
}

/* Run one statement of a script to its end. */
static enum err_code run_once(struct db *db, sqlite3_stmt *handle, struct err *err) {
    int rc;
    do {
        before_step(handle);
        rc = sqlite3_step(handle);
    } while (rc == SQLITE_ROW);
    return rc == SQLITE_DONE ? ERR_OK : db_fail(db, rc, err);
}

enum err_code db_exec(struct db *db, const char *script, struct err *err) {
    while (script && *script) {
        sqlite3_stmt *handle = NULL;
        int rc = sqlite3_prepare_v2(db->handle, script, -1, &handle, &script);
        if (rc != SQLITE_OK) return db_fail(db, rc, err);
        if (!handle) continue; /* white space or a comment */
        enum err_code code = run_once(db, handle, err);
        sqlite3_finalize(handle);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

int64_t db_changes(struct db *db) {
    return sqlite3_changes64(db->handle);
}

int64_t db_last_id(struct db *db) {
    return sqlite3_last_insert_rowid(db->handle);
}

/* ---- transactions ------------------------------------------------------------------------------------------ */

enum { BEGIN_WRITE, BEGIN_READ, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, DATA_VERSION };

const char *const db_sql[] = {[BEGIN_WRITE] = "BEGIN IMMEDIATE",
                              [BEGIN_READ] = "BEGIN",
                              [COMMIT] = "COMMIT",
                              [ROLLBACK] = "ROLLBACK",
                              [SAVEPOINT] = "SAVEPOINT batch_row",
                              [RELEASE] = "RELEASE batch_row",
                              [ROLLBACK_TO] = "ROLLBACK TO batch_row",
                              [DATA_VERSION] = "PRAGMA data_version",
                              NULL};

static enum err_code run_constant(struct db *db, int which, struct err *err) {
    struct stmt *stmt = db_stmt(db, db_sql[which], err);
    return stmt ? stmt_run(stmt, err) : db_error(db);
}

enum err_code db_begin(struct db *db, struct err *err) {
    if (db->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    if (!db_is_in_place(db)) return db_fail_file(err, ERR_IO, REASON_FILE_REPLACED, db->path, 0);
    return run_constant(db, BEGIN_WRITE, err);
}

/* SQLite takes this setting when it is prepared, and outside of a transaction only: no statement to keep. */
static enum err_code set_synced(struct db *db, bool synced, struct err *err) {
    return db_exec(db, synced ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", err);
}

/* The transaction is over: what comes next waits for the disk again. */
static void sync_again(struct db *db) {
    if (!db->unsynced || db_in_transaction(db)) return;
    if (set_synced(db, true, NULL) != ERR_OK) BUG("a database that does not wait for its disk");
    db->unsynced = false;
}

enum err_code db_begin_unsynced(struct db *db, struct err *err) {
    if (db->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = set_synced(db, false, err);
    if (code != ERR_OK) return code;
    db->unsynced = true;
    code = db_begin(db, err);
    if (code != ERR_OK) sync_again(db);
    return code;
}

enum err_code db_begin_read(struct db *db, struct err *err) {
    return run_constant(db, BEGIN_READ, err);
}

enum err_code db_commit(struct db *db, struct err *err) {
    enum err_code code = run_constant(db, COMMIT, err);
    if (code != ERR_OK) db_rollback(db);
    sync_again(db);
    return code;
}

bool db_in_transaction(const struct db *db) {
    return sqlite3_get_autocommit(db->handle) == 0;
}

void db_rollback(struct db *db) {
    if (db_in_transaction(db)) {
        enum err_code code = run_constant(db, ROLLBACK, NULL);
        (void)code; /* SQLite has rolled back by itself when this is refused */
    }
    sync_again(db);
}

enum err_code db_savepoint(struct db *db, struct err *err) {
    return run_constant(db, SAVEPOINT, err);
}

void db_savepoint_release(struct db *db) {
    enum err_code code = run_constant(db, RELEASE, NULL);
    (void)code; /* refused only when an error has already ended the whole transaction */
}

void db_savepoint_rollback(struct db *db) {
    if (!db_in_transaction(db)) return;
    enum err_code code = run_constant(db, ROLLBACK_TO, NULL);
    (void)code;
    db_savepoint_release(db);
}

int64_t db_data_version(struct db *db) {
    int64_t version = 0;
    struct stmt *stmt = db_stmt(db, db_sql[DATA_VERSION], NULL);
    if (!stmt || stmt_value_int(stmt, 0, &version, NULL) != ERR_OK) return 0;
    return version;
}

/* ---- stopping and restricting ------------------------------------------------------------------------------ */

static int on_progress(void *ctx) {
    struct db *db = ctx;
    return db->should_stop(db->should_stop_ctx);
}

void db_on_progress(struct db *db, bool (*should_stop)(void *ctx), void *ctx) {
    db->should_stop = should_stop;
    db->should_stop_ctx = ctx;
    /* 20000 steps of SQLite's machine take well under a millisecond. */
    sqlite3_progress_handler(db->handle, 20000, should_stop ? on_progress : NULL, db);
}

static bool is_pure_function(const char *name) {
    static const char *const pure[] = {
        "abs",   "avg",       "char",     "coalesce",     "count",     "date",   "datetime",
        "fold",  "format",    "glob",     "group_concat", "hex",       "ifnull", "iif",
        "instr", "julianday", "length",   "like",         "lower",     "ltrim",  "max",
        "min",   "nullif",    "printf",   "quote",        "replace",   "round",  "row_number",
        "rtrim", "sign",      "strftime", "substr",       "substring", "sum",    "time",
        "total", "trim",      "typeof",   "unicode",      "unixepoch", "upper"};
    for (size_t i = 0; i < sizeof pure / sizeof pure[0]; i++) {
        if (sqlite3_stricmp(pure[i], name) == 0) return true;
    }
    return false;
}

static int authorize(void *ctx, int action, const char *first, const char *second,
                     const char *schema, const char *source) {
    (void)ctx, (void)first, (void)schema, (void)source;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && is_pure_function(second) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int authorize_rows(void *ctx, int action, const char *first, const char *second,
                          const char *schema, const char *source) {
    switch (action) {
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        /* Not SQLite's own tables, and not a file that is attached. */
        return first && sqlite3_strnicmp(first, "sqlite_", 7) != 0 && schema &&
                       strcmp(schema, "main") == 0
                   ? SQLITE_OK
                   : SQLITE_DENY;
    default:
        return authorize(ctx, action, first, second, schema, source);
    }
}

/* Steps of SQLite's machine that a foreign script may take, in thousands: some seconds. */
enum { FOREIGN_STEPS = 100000 };

static int on_foreign_progress(void *ctx) {
    int *left = ctx;
    return --*left < 0;
}

enum err_code db_exec_foreign(struct db *db, const char *script, struct err *err) {
    int left = FOREIGN_STEPS;
    enum err_code code = db_begin(db, err);
    if (code != ERR_OK) return code;
    int length = sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 1 << 20);
    db->restricted = true;
    sqlite3_set_authorizer(db->handle, authorize_rows, NULL);
    sqlite3_progress_handler(db->handle, 1000, on_foreign_progress, &left);
    code = db_exec(db, script, err);
    db_on_progress(db, db->should_stop, db->should_stop_ctx);
    sqlite3_set_authorizer(db->handle, NULL, NULL);
    db->restricted = false;
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, length);
    if (code == ERR_OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

/* A question over millions of rows may take its time; one that never comes to an end may not. Tests wait less. */
static int64_t db_foreign_read_us(void) {
    const char *wanted = CHQ_TEST_HOOKS ? getenv("CHQ_TEST_FOREIGN_MS") : NULL;
    return wanted ? strtoll(wanted, NULL, 10) * 1000 : INT64_C(60000000);
}

static int on_foreign_read(void *ctx) {
    const struct db *db = ctx;
    return clock_ticks_us() > db->restricted_until_us;
}

void db_restrict_to_reading(struct db *db) {
    db->restricted = true;
    db->restricted_until_us = clock_ticks_us() + db_foreign_read_us();
    sqlite3_progress_handler(db->handle, 20000, on_foreign_read, db);
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 1 << 20); /* no text that eats all memory */
    sqlite3_set_authorizer(db->handle, authorize, NULL);
}
