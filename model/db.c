/* SPDX-License-Identifier: MIT */
/*
 * The only door to SQLite: opening and migrating files, prepared statements, transactions, copies, and turning
 * SQLite's result codes into ours. Owns how a file is made safe (mode, WAL, durability, defences against a
 * doctored file). Knows no table of the product; a `struct db` is used by one thread at a time.
 */

#include "model/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "embedded/schema_channel.h"
#include "embedded/schema_headquarters.h"
#include "model/clock.h"
#include "model/text.h"

const struct db_kind db_kind_headquarters = {.name = "headquarters",
                                             .application_id = 0x43485148,
                                             .migrations = embedded_schema_headquarters};
const struct db_kind db_kind_channel = {
    .name = "channel", .application_id = 0x43485143, .migrations = embedded_schema_channel};

enum found {
    FOUND_EMPTY,
    FOUND_FOLDER,
    FOUND_NOT_A_FILE,
    FOUND_NOT_SQLITE,
    FOUND_OTHER_PROGRAM,
    FOUND_HEADQUARTERS,
    FOUND_CHANNEL
};

const char *const db_found_names[] = {[FOUND_EMPTY] = "an empty file",
                                      [FOUND_FOLDER] = "a folder",
                                      [FOUND_NOT_A_FILE] = "not a regular file",
                                      [FOUND_NOT_SQLITE] = "not an SQLite database",
                                      [FOUND_OTHER_PROGRAM] =
                                          "an SQLite database of another program",
                                      [FOUND_HEADQUARTERS] = "a headquarters database",
                                      [FOUND_CHANNEL] = "a channel database",
                                      NULL};

struct stmt {
    struct db *db;
    sqlite3_stmt *handle;
    const char *key; /* the constant it was prepared from */
    int bind_error;
};

struct db {
    sqlite3 *handle;
    char path[PATH_MAX];
    bool read_only, restricted;
    int busy_timeout_ms;
    struct stmt **slots; /* open hash by pointer; slot_count is a power of two */
    size_t slot_count, stmt_count;
    bool (*should_stop)(void *ctx);
    void *should_stop_ctx;
};

/* ---- errors ------------------------------------------------------------------------------------------------ */

static enum err_code fail_file(struct err *err, enum err_code code, enum err_reason reason,
                               const char *path, int os_errno) {
    if (os_errno == ENOSPC || os_errno == EDQUOT) reason = REASON_DISK_FULL;
    err_set(err, code, reason, NULL, path);
    if (err) err->os_errno = os_errno;
    if (os_errno) err_add_detail(err, "%s", strerror(os_errno));
    return code;
}

static enum err_code fail_foreign(struct err *err, const char *path, enum found found) {
    err_set(err, ERR_INVALID, REASON_FILE_FOREIGN, NULL, path);
    err_add_detail(err, "%s", db_found_names[found]);
    return ERR_INVALID;
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

/* Map SQLite's extended result code. Call before the statement is reset: the message belongs to it. */
static enum err_code fail(struct db *db, int rc, struct err *err) {
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
        code = fail_foreign(err, db->path, FOUND_NOT_SQLITE);
        text_copy(text, sizeof text, db_found_names[FOUND_NOT_SQLITE]);
        break;
    case SQLITE_INTERRUPT:
        code = err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        break;
    case SQLITE_READONLY:
        code = db->read_only ? err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL)
                             : fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, EACCES);
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
        code = fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, os_errno ? os_errno : EIO);
        break;
    default:
        code = fail_other(db, rc, text, err);
        break;
    }
    if (err) {
        err->db_code = rc;
        text_copy(err->detail, sizeof err->detail, text);
    }
    return code;
}

/* ---- test hooks -------------------------------------------------------------------------------------------- */

#if CHQ_TEST_HOOKS
static int64_t test_number(const char *name) {
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : 0;
}

/* CHQ_TEST_KILL_AT_WRITE=N: the process dies just before its N-th write. The first statement that does not only
 * read, each such statement after it and each COMMIT is one. */
static void before_step(sqlite3_stmt *handle) {
    static _Atomic int64_t writes;
    int64_t fatal = test_number("CHQ_TEST_KILL_AT_WRITE");
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
        fail(db, rc, err);
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
    if (stmt->handle && is_blank(tail)) return stmt;
    bool empty = stmt->handle == NULL;
    stmt_free(&stmt);
    err_set(err, ERR_INVALID, REASON_TECHNICAL, NULL, NULL);
    err_add_detail(err, "%s", empty ? "no statement" : "more than one statement");
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
    enum err_code code = rc == SQLITE_DONE ? ERR_OK : fail(stmt->db, rc, err);
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
    return rc == SQLITE_DONE ? ERR_OK : fail(db, rc, err);
}

enum err_code db_exec(struct db *db, const char *script, struct err *err) {
    while (script && *script) {
        sqlite3_stmt *handle = NULL;
        int rc = sqlite3_prepare_v2(db->handle, script, -1, &handle, &script);
        if (rc != SQLITE_OK) return fail(db, rc, err);
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

enum {
    BEGIN_WRITE,
    BEGIN_READ,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    DATA_VERSION,
    ATTACH,
    DETACH,
    QUICK_CHECK,
    FOREIGN_KEY_CHECK
};

const char *const db_sql[] = {[BEGIN_WRITE] = "BEGIN IMMEDIATE",
                              [BEGIN_READ] = "BEGIN",
                              [COMMIT] = "COMMIT",
                              [ROLLBACK] = "ROLLBACK",
                              [SAVEPOINT] = "SAVEPOINT batch_row",
                              [RELEASE] = "RELEASE batch_row",
                              [ROLLBACK_TO] = "ROLLBACK TO batch_row",
                              [DATA_VERSION] = "PRAGMA data_version",
                              [ATTACH] = "ATTACH ?1 AS ?2",
                              [DETACH] = "DETACH ?1",
                              [QUICK_CHECK] = "PRAGMA quick_check(1)",
                              [FOREIGN_KEY_CHECK] = "PRAGMA foreign_key_check",
                              NULL};

static enum err_code run_constant(struct db *db, int which, struct err *err) {
    struct stmt *stmt = db_stmt(db, db_sql[which], err);
    return stmt ? stmt_run(stmt, err) : ERR_DB;
}

enum err_code db_begin(struct db *db, struct err *err) {
    if (db->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    return run_constant(db, BEGIN_WRITE, err);
}

enum err_code db_begin_read(struct db *db, struct err *err) {
    return run_constant(db, BEGIN_READ, err);
}

enum err_code db_commit(struct db *db, struct err *err) {
    enum err_code code = run_constant(db, COMMIT, err);
    if (code != ERR_OK) db_rollback(db);
    return code;
}

bool db_in_transaction(const struct db *db) {
    return sqlite3_get_autocommit(db->handle) == 0;
}

void db_rollback(struct db *db) {
    if (!db_in_transaction(db)) return;
    enum err_code code = run_constant(db, ROLLBACK, NULL);
    (void)code; /* SQLite has rolled back by itself when this is refused */
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

/* ---- opening ----------------------------------------------------------------------------------------------- */

static void sql_fold(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (!text) return;
    size_t size = (size_t)sqlite3_value_bytes(values[0]) * 4 + 1; /* folding can lengthen a text */
    char *folded = sqlite3_malloc64(size);
    if (!folded) {
        sqlite3_result_error_nomem(context);
        return;
    }
    text_fold(folded, size, text);
    sqlite3_result_text(context, folded, -1, sqlite3_free);
}

/* "file:…" with everything escaped that a URI would understand differently. */
static bool make_uri(char *uri, size_t size, const char *path, const char *query) {
    size_t n = (size_t)snprintf(uri, size, "file:%s", path[0] == '/' ? "//" : "");
    for (const char *p = path; *p; p++) {
        if (n + 4 >= size) return false;
        if (*p == '?' || *p == '#' || *p == '%') {
            n += (size_t)snprintf(uri + n, size - n, "%%%02X", (unsigned)*p);
        } else {
            uri[n++] = *p;
        }
    }
    return (size_t)snprintf(uri + n, size - n, "?%s", query) < size - n;
}

static enum err_code pragma_int(struct db *db, const char *pragma, int64_t *value,
                                struct err *err) {
    sqlite3_stmt *handle = NULL;
    int rc = sqlite3_prepare_v2(db->handle, pragma, -1, &handle, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_step(handle);
    enum err_code code = ERR_OK;
    if (rc == SQLITE_ROW) {
        *value = sqlite3_column_int64(handle, 0);
    } else {
        code = fail(db, rc, err);
    }
    sqlite3_finalize(handle);
    return code;
}

static void pragma_set(struct db *db, const char *name, int64_t value) {
    char text[80];
    snprintf(text, sizeof text, "PRAGMA %s=%lld", name, (long long)value);
    enum err_code code = db_exec(db, text, NULL);
    (void)code; /* a connection setting: if the file is unreadable, the next read says so */
}

static enum err_code connect(struct db *db, const char *query, int flags, struct err *err) {
    char uri[PATH_MAX * 3 + 32];
    if (!make_uri(uri, sizeof uri, db->path, query)) {
        return fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, ENAMETOOLONG);
    }
    flags |= SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(uri, &db->handle, flags, NULL);
    if (rc != SQLITE_OK) return fail(db, rc, err);
    sqlite3_busy_timeout(db->handle, db->busy_timeout_ms);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    rc = sqlite3_create_function_v2(db->handle, "fold", 1,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                    sql_fold, NULL, NULL, NULL);
    if (rc != SQLITE_OK) return fail(db, rc, err);
    pragma_set(db, "synchronous", 2); /* FULL */
    pragma_set(db, "temp_store", 2);  /* memory: customers never reach a file in /tmp */
    return ERR_OK;
}

/* Look at the first bytes through SQLite's own descriptor: closing another one would drop this process' locks. */
static bool has_sqlite_magic(struct db *db) {
    sqlite3_file *file = NULL;
    char head[16] = "";
    sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods) return false;
    file->pMethods->xRead(file, head, sizeof head, 0);
    return memcmp(head, "SQLite format 3", sizeof head) == 0;
}

static int64_t newest_version(const struct db_kind *kind) {
    int64_t count = 0;
    while (kind->migrations[count].name) count++;
    return count;
}

static enum err_code read_identity(struct db *db, int64_t *application_id, int64_t *version,
                                   struct err *err) {
    enum err_code code = pragma_int(db, "PRAGMA application_id", application_id, err);
    if (code == ERR_OK) code = pragma_int(db, "PRAGMA user_version", version, err);
    if (code != ERR_OK && err && err->reason == REASON_FILE_FOREIGN && has_sqlite_magic(db)) {
        /* It begins like a database but is none: damaged, not foreign. */
        int db_code = err->db_code;
        err_set(err, ERR_DB, REASON_FILE_DAMAGED, NULL, db->path);
        err->db_code = db_code;
        err_add_detail(err, "%s", sqlite3_errmsg(db->handle));
        return ERR_DB;
    }
    return code;
}

/* Is the open file one of `kind`? *version is its last migration. */
static enum err_code identify(struct db *db, const struct db_kind *kind, int64_t *version,
                              struct err *err) {
    struct err why = {0};
    int64_t application_id = 0;
    enum err_code code = read_identity(db, &application_id, version, &why);
    if (code != ERR_OK) {
        if (err) *err = why;
        return code;
    }
    if (application_id == kind->application_id) {
        int64_t newest = newest_version(kind);
        if (*version <= newest) return ERR_OK;
        err_set(err, ERR_INVALID, REASON_FILE_NEWER, NULL, db->path);
        err_add_number(err, *version);
        err_add_detail(err, "%lld", (long long)newest);
        return ERR_INVALID;
    }
    if (application_id == db_kind_headquarters.application_id) {
        return fail_foreign(err, db->path, FOUND_HEADQUARTERS);
    }
    if (application_id == db_kind_channel.application_id) {
        return fail_foreign(err, db->path, FOUND_CHANNEL);
    }
    return fail_foreign(err, db->path, FOUND_OTHER_PROGRAM);
}

static enum err_code migrate_one(struct db *db, const struct embedded_file *migration,
                                 int64_t number, struct err *err) {
    int64_t version, orphans = 0;
    enum err_code code = db_begin(db, err);
    if (code != ERR_OK) return code;
    /* Another console may have migrated while this one waited for the lock. */
    code = pragma_int(db, "PRAGMA user_version", &version, err);
    if (code == ERR_OK && version < number) {
        code = db_exec(db, migration->text, err);
        if (code == ERR_OK) {
            code = pragma_int(db, "SELECT count(*) FROM pragma_foreign_key_check", &orphans, err);
        }
        if (code == ERR_OK && orphans > 0) {
            code = err_set(err, ERR_DB, REASON_FILE_DAMAGED, NULL, db->path);
            err_add_detail(err, "%s leaves rows that refer to nothing", migration->name);
        }
        if (code == ERR_OK) pragma_set(db, "user_version", number);
    }
    if (code == ERR_OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

static enum err_code migrate(struct db *db, const struct db_kind *kind, int64_t version,
                             struct err *err) {
    /* Off, because rebuilding a table must be possible; each migration is checked as a whole instead. */
    pragma_set(db, "foreign_keys", 0);
    for (int64_t i = version; kind->migrations[i].name; i++) {
        enum err_code code = migrate_one(db, &kind->migrations[i], i + 1, err);
        if (code != ERR_OK) return code;
    }
    pragma_set(db, "foreign_keys", 1);
    return ERR_OK;
}

/* Make the file, or accept what a killed creation left. */
static enum err_code create_file(const char *path, struct err *err) {
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        int failed = fchmod(fd, 0600) != 0 ? errno : 0; /* whatever the umask took away */
        close(fd);
        return failed ? fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, failed) : ERR_OK;
    }
    if (errno != EEXIST) return fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, errno);
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) return ERR_OK;
    return fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, path, 0);
}

/* The first write of a new file is its identity, so that a kill after it leaves a file we know as ours. */
static enum err_code found_file(struct db *db, const struct db_kind *kind, struct err *err) {
    int64_t pages = 0, application_id = 0, version = 0;
    enum err_code code = db_begin(db, err);
    if (code != ERR_OK) {
        bool busy = code == ERR_BUSY;
        return busy ? code : fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, db->path, 0);
    }
    code = pragma_int(db, "PRAGMA page_count", &pages, err);
    if (code == ERR_OK && pages > 0) code = read_identity(db, &application_id, &version, err);
    if (code == ERR_OK && pages > 0 && (application_id != kind->application_id || version > 0)) {
        code = fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, db->path, 0);
    }
    if (code == ERR_OK) {
        pragma_set(db, "application_id", kind->application_id);
        return db_commit(db, err);
    }
    db_rollback(db);
    return code;
}

static enum err_code check_path(const char *path, struct err *err) {
    struct stat st;
    if (stat(path, &st) != 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        if (missing) return fail_file(err, ERR_NOT_FOUND, REASON_FILE_MISSING, path, 0);
        return fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, errno);
    }
    if (S_ISDIR(st.st_mode)) return fail_foreign(err, path, FOUND_FOLDER);
    if (!S_ISREG(st.st_mode)) return fail_foreign(err, path, FOUND_NOT_A_FILE);
    if (st.st_size == 0) return fail_foreign(err, path, FOUND_EMPTY);
    return ERR_OK;
}

static enum err_code open_to_write(struct db *db, const struct db_kind *kind, bool create,
                                   struct err *err) {
    int64_t version = 0;
    enum err_code code = create ? create_file(db->path, err) : check_path(db->path, err);
    if (code == ERR_OK) code = connect(db, "mode=rw", SQLITE_OPEN_READWRITE, err);
    if (code == ERR_OK && create) code = found_file(db, kind, err);
    if (code == ERR_OK) code = identify(db, kind, &version, err);
    if (code == ERR_OK && sqlite3_db_readonly(db->handle, "main") == 1) {
        /* SQLite opens a file it must not write for reading only, without a word. */
        code = fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, EACCES);
    }
    if (code == ERR_OK) code = db_exec(db, "PRAGMA journal_mode=WAL", err);
    return code == ERR_OK ? migrate(db, kind, version, err) : code;
}

static bool is_empty_or_absent(const char *path, const char *suffix) {
    char name[PATH_MAX + 8];
    struct stat st;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    return stat(name, &st) != 0 ? errno == ENOENT : st.st_size == 0;
}

static enum err_code open_to_read(struct db *db, const struct db_kind *kind, struct err *err) {
    int64_t version = 0;
    db->read_only = true;
    enum err_code code = check_path(db->path, err);
    if (code == ERR_OK) code = connect(db, "mode=ro", SQLITE_OPEN_READONLY, err);
    if (code != ERR_OK) return code;
    struct err why = {0};
    code = identify(db, kind, &version, &why);
    int kind_of_failure = why.db_code & 0xFF;
    bool no_shm = kind_of_failure == SQLITE_CANTOPEN || kind_of_failure == SQLITE_READONLY;
    if (code != ERR_OK && no_shm && is_empty_or_absent(db->path, "-wal")) {
        /* A folder in which the -shm cannot be made: nobody here can be writing, and the file itself is complete. */
        sqlite3_close(db->handle);
        db->handle = NULL;
        code = connect(db, "mode=ro&immutable=1", SQLITE_OPEN_READONLY, err);
        if (code == ERR_OK) code = identify(db, kind, &version, &why);
    }
    if (code != ERR_OK && err) *err = why;
    if (code != ERR_OK) return code;
    if (version == newest_version(kind)) return ERR_OK;
    err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, db->path);
    err_add_detail(err, "version %lld must first be brought to %lld by opening it for writing",
                   (long long)version, (long long)newest_version(kind));
    return ERR_REFUSED;
}

enum err_code db_open(struct db **out, const char *path, const struct db_kind *kind,
                      const struct db_options *options, struct err *err) {
    *out = NULL;
    struct db *db = calloc(1, sizeof *db);
    if (!db) BUG("out of memory for a database");
    db->busy_timeout_ms = options->busy_timeout_ms;
    enum err_code code;
    if (!text_copy(db->path, sizeof db->path, path)) {
        code = fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, ENAMETOOLONG);
    } else if (options->mode == DB_READ_ONLY) {
        code = open_to_read(db, kind, err);
    } else {
        code = open_to_write(db, kind, options->mode == DB_CREATE, err);
    }
    if (code != ERR_OK) {
        db_close(&db);
        return code;
    }
    if (options->cache_kib > 0) pragma_set(db, "cache_size", -(int64_t)options->cache_kib);
#if CHQ_TEST_HOOKS
    /* CHQ_TEST_MAX_PAGES=N: a disk that is full when the file has N pages. */
    if (test_number("CHQ_TEST_MAX_PAGES") > 0) {
        pragma_set(db, "max_page_count", test_number("CHQ_TEST_MAX_PAGES"));
    }
#endif
    *out = db;
    return ERR_OK;
}

void db_close(struct db **db) {
    if (!*db) return;
    for (size_t i = 0; i < (*db)->slot_count; i++) stmt_free(&(*db)->slots[i]);
    free((*db)->slots);
    if (sqlite3_close((*db)->handle) != SQLITE_OK) BUG("a statement outlived its database");
    free(*db);
    *db = NULL;
}

const char *db_path(const struct db *db) {
    return db->path;
}

bool db_is_read_only(const struct db *db) {
    return db->read_only;
}

/* ---- other files ------------------------------------------------------------------------------------------- */

enum err_code db_attach_reader(struct db *db, const char *path, const char *alias,
                               struct err *err) {
    char uri[PATH_MAX * 3 + 32], pragma[64];
    int64_t application_id = 0;
    enum err_code code = check_path(path, err);
    if (code != ERR_OK) return code;
    if (strlen(alias) > 16 || strspn(alias, "abcdefghijklmnopqrstuvwxyz") != strlen(alias)) {
        BUG("an alias that is not a plain word");
    }
    if (!make_uri(uri, sizeof uri, path, "mode=ro")) {
        return fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, ENAMETOOLONG);
    }
    struct stmt *stmt = db_stmt(db, db_sql[ATTACH], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, uri);
    stmt_bind_text(stmt, 2, alias);
    code = stmt_run(stmt, err);
    snprintf(pragma, sizeof pragma, "PRAGMA %s.application_id", alias);
    if (code == ERR_OK) code = pragma_int(db, pragma, &application_id, err);
    /* The mapping above names the main file; here the other one is meant. */
    if (code != ERR_OK && err && err->value[0]) text_copy(err->value, sizeof err->value, path);
    if (code != ERR_OK || application_id == db_kind_headquarters.application_id ||
        application_id == db_kind_channel.application_id) {
        return code;
    }
    return fail_foreign(err, path, FOUND_OTHER_PROGRAM);
}

enum err_code db_detach(struct db *db, const char *alias, struct err *err) {
    struct stmt *stmt = db_stmt(db, db_sql[DETACH], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, alias);
    return stmt_run(stmt, err);
}

/* All pages in one go: writers go on meanwhile, because the source is read in one WAL snapshot. */
static int copy_pages(struct db *db, sqlite3 *target) {
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", db->handle, "main");
    if (!backup) return sqlite3_errcode(target);
    int64_t give_up_us = clock_ticks_us() + (int64_t)db->busy_timeout_ms * 1000;
    int rc;
    while ((rc = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || rc == SQLITE_LOCKED) {
        if (clock_ticks_us() >= give_up_us) break;
        clock_sleep_ms(5);
    }
    int finished = sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE ? finished : rc;
}

enum err_code db_copy(struct db *db, const char *target_path, struct err *err) {
    int fd = open(target_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        bool exists = errno == EEXIST;
        return exists ? fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, target_path, 0)
                      : fail_file(err, ERR_IO, REASON_FILE_ACCESS, target_path, errno);
    }
    fchmod(fd, 0600);
    close(fd);
    struct db target = {.busy_timeout_ms = db->busy_timeout_ms};
    enum err_code code = ERR_OK;
    int rc = SQLITE_OK;
    if (!text_copy(target.path, sizeof target.path, target_path)) {
        code = fail_file(err, ERR_IO, REASON_FILE_ACCESS, target_path, ENAMETOOLONG);
    } else {
        code = connect(&target, "mode=rw", SQLITE_OPEN_READWRITE, err);
    }
    if (code == ERR_OK) rc = copy_pages(db, target.handle);
    if (code == ERR_OK && rc != SQLITE_OK) code = fail(&target, rc, err);
    sqlite3_close(target.handle);
    if (code != ERR_OK) unlink(target_path);
    return code;
}

static enum err_code fail_damaged(struct db *db, struct err *err) {
    return err_set(err, ERR_DB, REASON_FILE_DAMAGED, NULL, db->path);
}

enum err_code db_check(struct db *db, struct err *err) {
    bool row;
    struct stmt *stmt = db_stmt(db, db_sql[QUICK_CHECK], err);
    if (!stmt) return ERR_DB;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    if (row && strcmp(stmt_text(stmt, 0), "ok") != 0) {
        code = fail_damaged(db, err);
        err_add_detail(err, "%s", stmt_text(stmt, 0));
    }
    stmt_reset(stmt);
    if (code != ERR_OK) return code;
    stmt = db_stmt(db, db_sql[FOREIGN_KEY_CHECK], err);
    if (!stmt) return ERR_DB;
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    code = fail_damaged(db, err);
    err_add_detail(err, "%s: row %s refers to a row of %s that is not there", stmt_text(stmt, 0),
                   stmt_text(stmt, 1), stmt_text(stmt, 2));
    stmt_reset(stmt);
    return code;
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

void db_restrict_to_reading(struct db *db) {
    db->restricted = true;
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 1 << 20); /* no text that eats all memory */
    sqlite3_set_authorizer(db->handle, authorize, NULL);
}
