/* SPDX-License-Identifier: MIT */
/*
 * Database files: opening them safely (mode, WAL, durability, defences against a doctored file), telling ours from
 * foreign, newer and damaged ones, migrating, attaching, copying, checking. Knows no table of the product.
 * Nothing here opens a database file by itself while SQLite may have it open: closing any descriptor of a file drops
 * all locks this process has on it.
 */

#include "model/db_private.h"

#include <errno.h>
#include <fcntl.h>
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

const char *const db_found_names[] = {[DB_FOUND_EMPTY] = "an empty file",
                                      [DB_FOUND_FOLDER] = "a folder",
                                      [DB_FOUND_NOT_A_FILE] = "not a regular file",
                                      [DB_FOUND_NOT_SQLITE] = "not an SQLite database",
                                      [DB_FOUND_OTHER_PROGRAM] =
                                          "an SQLite database of another program",
                                      [DB_FOUND_HEADQUARTERS] = "a headquarters database",
                                      [DB_FOUND_CHANNEL] = "a channel database",
                                      NULL};

static enum err_code fail_foreign(struct err *err, const char *path, enum db_found found) {
    err_set(err, ERR_INVALID, REASON_FILE_FOREIGN, NULL, path);
    err_add_detail(err, "%s", db_found_names[found]);
    return ERR_INVALID;
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

/* bytes(a, b, …): how many bytes the values of all rows take together. A third of the time of doing it in SQL. */
static void sql_bytes_step(sqlite3_context *context, int count, sqlite3_value **values) {
    int64_t *sum = sqlite3_aggregate_context(context, sizeof *sum);
    for (int i = 0; sum && i < count; i++) *sum += sqlite3_value_bytes(values[i]);
}

static void sql_bytes_end(sqlite3_context *context) {
    const int64_t *sum = sqlite3_aggregate_context(context, 0);
    sqlite3_result_int64(context, sum ? *sum : 0);
}

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
        code = db_fail(db, rc, err);
    }
    sqlite3_finalize(handle);
    return code;
}

static enum err_code pragma_set(struct db *db, const char *name, int64_t value, struct err *err) {
    char text[80];
    snprintf(text, sizeof text, "PRAGMA %s=%lld", name, (long long)value);
    return db_exec(db, text, err);
}

/*
 * Who moves many rows writes the same pages of the indexes again with every batch. They are copied into the file when the
 * WAL is as large as the page cache, not after each batch: a fifth faster at a million customers, a sixth fewer bytes.
 */
static void let_wal_grow(struct db *db, int cache_kib) {
    int pages = cache_kib / 4; /* of 4 KiB */
    db->large_wal = pages > 1000;
    if (db->large_wal) sqlite3_wal_autocheckpoint(db->handle, pages);
}

/*
 * SQLite's own waiting looks after 100 ms in the end, and so never meets the few milliseconds a job leaves between two
 * batches: a shopper would be told that headquarters is busy as long as the job runs. Looking costs microseconds.
 */
static int wait_for_lock(void *ctx, int tries) {
    struct db *db = ctx;
    int64_t now_us = clock_ticks_us();
    if (tries == 0) db->waiting_since_us = now_us;
    if (now_us - db->waiting_since_us >= (int64_t)db->busy_timeout_ms * 1000) return 0;
    clock_sleep_ms(tries < 20 ? 1 : 3);
    return 1;
}

void db_set_busy_timeout(struct db *db, int ms) {
    db->busy_timeout_ms = ms;
}

/* Nobody asks SQLite how much memory it uses. Counting takes a lock at every allocation: a sixth of a job's time. */
static void configure_once(void) {
    static atomic_flag done = ATOMIC_FLAG_INIT;
    if (!atomic_flag_test_and_set(&done)) sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum err_code connect(struct db *db, const char *query, int flags, struct err *err) {
    char uri[PATH_MAX * 3 + 32];
    if (!make_uri(uri, sizeof uri, db->path, query)) {
        return db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, ENAMETOOLONG);
    }
    flags |= SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    configure_once();
    int rc = sqlite3_open_v2(uri, &db->handle, flags, NULL);
    if (rc != SQLITE_OK) return db_fail(db, rc, err);
    sqlite3_busy_handler(db->handle, wait_for_lock, db);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    /* A plan must not depend on bound values: SQLite would make a new one for every row (half of the time of a job). */
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    rc = sqlite3_create_function_v2(db->handle, "fold", 1,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                    sql_fold, NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_create_function_v2(db->handle, "bytes", -1,
                                        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                        NULL, sql_bytes_step, sql_bytes_end, NULL);
    }
    if (rc != SQLITE_OK) return db_fail(db, rc, err);
    /* Memory for what is temporary: customers never reach a file in a folder that others read. */
    return pragma_set(db, "temp_store", 2, err);
}

enum shape { SHAPE_EMPTY, SHAPE_FOREIGN, SHAPE_CUT, SHAPE_SQLITE };

/* Look at the first bytes, which SQLite takes for an empty database when they are few enough. Through SQLite's own
 * descriptor: closing another one would drop this process' locks. */
static enum shape look_at(struct db *db) {
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    char head[16] = "";
    sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK) {
        return SHAPE_SQLITE; /* reading it will say what is wrong */
    }
    if (size == 0) return SHAPE_EMPTY;
    int rc = file->pMethods->xRead(file, head, sizeof head, 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ) return SHAPE_SQLITE;
    if (memcmp(head, "SQLite format 3", sizeof head) != 0) return SHAPE_FOREIGN;
    return size < 512 ? SHAPE_CUT : SHAPE_SQLITE; /* the smallest page there is */
}

static enum err_code fail_damaged(struct db *db, const char *words, struct err *err) {
    err_set(err, ERR_DB, REASON_FILE_DAMAGED, NULL, db->path);
    err_add_detail(err, "%s", words);
    return ERR_DB;
}

static int64_t newest_version(const struct db_kind *kind) {
    int64_t count = 0;
    while (kind->migrations[count].name) count++;
    return count;
}

static enum err_code read_identity(struct db *db, int64_t *application_id, int64_t *version,
                                   struct err *err) {
    enum shape shape = look_at(db);
    if (shape == SHAPE_FOREIGN) return fail_foreign(err, db->path, DB_FOUND_NOT_SQLITE);
    if (shape == SHAPE_CUT) return fail_damaged(db, "the file is cut off", err);
    enum err_code code = pragma_int(db, "PRAGMA application_id", application_id, err);
    if (code == ERR_OK) code = pragma_int(db, "PRAGMA user_version", version, err);
    /* It begins like a database but is none: damaged, not foreign. */
    if (code == ERR_INVALID) return fail_damaged(db, sqlite3_errmsg(db->handle), err);
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
        return fail_foreign(err, db->path, DB_FOUND_HEADQUARTERS);
    }
    if (application_id == db_kind_channel.application_id) {
        return fail_foreign(err, db->path, DB_FOUND_CHANNEL);
    }
    return fail_foreign(err, db->path, DB_FOUND_OTHER_PROGRAM);
}

static enum err_code migrate_one(struct db *db, const struct embedded_file *migration,
                                 int64_t number, struct err *err) {
    int64_t version = 0, orphans = 0;
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
        if (code == ERR_OK) code = pragma_set(db, "user_version", number, err);
    }
    if (code == ERR_OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

static enum err_code migrate(struct db *db, const struct db_kind *kind, int64_t version,
                             struct err *err) {
    /* Off, because rebuilding a table must be possible; each migration is checked as a whole instead. */
    enum err_code code = pragma_set(db, "foreign_keys", 0, err);
    for (int64_t i = version; code == ERR_OK && kind->migrations[i].name; i++) {
        code = migrate_one(db, &kind->migrations[i], i + 1, err);
    }
    return code == ERR_OK ? pragma_set(db, "foreign_keys", 1, err) : code;
}

/* Make the file, or accept what a killed creation left. */
static enum err_code create_file(const char *path, struct err *err) {
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        int failed = fchmod(fd, 0600) != 0 ? errno : 0; /* whatever the umask took away */
        close(fd);
        return failed ? db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, failed) : ERR_OK;
    }
    if (errno != EEXIST) return db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, errno);
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) return ERR_OK;
    return db_fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, path, 0);
}

/* Is there nothing in the file that anybody could miss? */
static enum err_code is_unused(struct db *db, const struct db_kind *kind, bool *unused,
                               struct err *err) {
    int64_t application_id = 0, version = 0, tables = 0;
    enum err_code code = read_identity(db, &application_id, &version, err);
    if (code == ERR_OK) code = pragma_int(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
    bool mine = application_id == 0 || application_id == kind->application_id;
    *unused = mine && version == 0 && tables == 0;
    return code;
}

/* The first write of a new file is its identity, so that a kill after it leaves a file we know as ours. */
static enum err_code found_file(struct db *db, const struct db_kind *kind, struct err *err) {
    bool unused = false;
    enum shape shape = look_at(db);
    if (shape != SHAPE_EMPTY && shape != SHAPE_SQLITE) {
        return db_fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, db->path, 0);
    }
    enum err_code code = db_begin(db, err);
    if (code == ERR_OK) code = is_unused(db, kind, &unused, err);
    if (code == ERR_OK && unused) {
        code = pragma_set(db, "application_id", kind->application_id, err);
        if (code == ERR_OK) return db_commit(db, err);
    } else if (code == ERR_OK) {
        code = db_fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, db->path, 0);
    }
    db_rollback(db);
    return code;
}

static enum err_code check_path(const char *path, struct err *err) {
    struct stat st;
    if (stat(path, &st) != 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        if (missing) return db_fail_file(err, ERR_NOT_FOUND, REASON_FILE_MISSING, path, 0);
        return db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, errno);
    }
    if (S_ISDIR(st.st_mode)) return fail_foreign(err, path, DB_FOUND_FOLDER);
    if (!S_ISREG(st.st_mode)) return fail_foreign(err, path, DB_FOUND_NOT_A_FILE);
    if (st.st_size == 0) return fail_foreign(err, path, DB_FOUND_EMPTY);
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
        code = db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, db->path, EACCES);
    }
    if (code == ERR_OK) code = db_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", err);
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

static struct file_id identify_file(const char *path, const char *suffix) {
    char name[PATH_MAX + 8];
    struct stat st;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    if (stat(name, &st) != 0) return (struct file_id){0};
    return (struct file_id){.device = st.st_dev, .inode = st.st_ino};
}

static bool is_same_file(const struct file_id *open, const char *path, const char *suffix) {
    struct file_id now = identify_file(path, suffix);
    return open->inode == 0 || (now.device == open->device && now.inode == open->inode);
}

bool db_is_in_place(const struct db *db) {
    return is_same_file(&db->file, db->path, "") && is_same_file(&db->wal, db->path, "-wal");
}

enum err_code db_open(struct db **out, const char *path, const struct db_kind *kind,
                      const struct db_options *options, struct err *err) {
    *out = NULL;
    struct db *db = calloc(1, sizeof *db);
    if (!db) BUG("out of memory for a database");
    db->busy_timeout_ms = options->busy_timeout_ms;
    enum err_code code;
    if (!text_copy(db->path, sizeof db->path, path)) {
        code = db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, ENAMETOOLONG);
    } else if (options->mode == DB_READ_ONLY) {
        code = open_to_read(db, kind, err);
    } else {
        code = open_to_write(db, kind, options->mode == DB_CREATE, err);
    }
    if (code == ERR_OK && options->cache_kib > 0) {
        code = pragma_set(db, "cache_size", -(int64_t)options->cache_kib, err);
        let_wal_grow(db, options->cache_kib);
    }
#if CHQ_TEST_HOOKS
    /* CHQ_TEST_MAX_PAGES=N: a disk that is full when the file has N pages. */
    int64_t most_pages = db_test_number("CHQ_TEST_MAX_PAGES");
    if (code == ERR_OK && most_pages > 0) code = pragma_set(db, "max_page_count", most_pages, err);
#endif
    if (code == ERR_OK) {
        db->file = identify_file(path, "");
        db->wal = identify_file(path, "-wal");
        *out = db;
    } else {
        db_close(&db);
    }
    return code;
}

void db_close(struct db **db) {
    if (!*db) return;
    for (size_t i = 0; i < (*db)->slot_count; i++) stmt_free(&(*db)->slots[i]);
    free((*db)->slots);
    /* The next small commit, perhaps a shopper's, must not have to copy it all. */
    if (!db_is_in_place(*db)) {
        /* Closing copies the log into the file and removes it by its name: both would hit what lies there now. */
        sqlite3_db_config((*db)->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    } else if ((*db)->large_wal && !(*db)->read_only) {
        sqlite3_wal_checkpoint_v2((*db)->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
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

enum { ATTACH, DETACH, QUICK_CHECK, FOREIGN_KEY_CHECK };

const char *const db_file_sql[] = {[ATTACH] = "ATTACH ?1 AS ?2",
                                   [DETACH] = "DETACH ?1",
                                   [QUICK_CHECK] = "PRAGMA quick_check(1)",
                                   [FOREIGN_KEY_CHECK] = "PRAGMA foreign_key_check",
                                   NULL};

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
        return db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, path, ENAMETOOLONG);
    }
    struct stmt *stmt = db_stmt(db, db_file_sql[ATTACH], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, uri);
    stmt_bind_text(stmt, 2, alias);
    code = stmt_run(stmt, err);
    snprintf(pragma, sizeof pragma, "PRAGMA %s.application_id", alias);
    bool attached = code == ERR_OK;
    if (code == ERR_OK) code = pragma_int(db, pragma, &application_id, err);
    /* The mapping above names the main file; here the other one is meant. */
    if (code != ERR_OK && err && err->value[0]) text_copy(err->value, sizeof err->value, path);
    if (code == ERR_OK && application_id != db_kind_headquarters.application_id &&
        application_id != db_kind_channel.application_id) {
        code = fail_foreign(err, path, DB_FOUND_OTHER_PROGRAM);
    }
    if (code != ERR_OK && attached) {
        enum err_code detached = db_detach(db, alias, NULL); /* the alias is free again */
        (void)detached;
    }
    return code;
}

enum err_code db_detach(struct db *db, const char *alias, struct err *err) {
    struct stmt *stmt = db_stmt(db, db_file_sql[DETACH], err);
    if (!stmt) return db_error(db);
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

static void remove_beside(const char *path, const char *suffix) {
    char name[PATH_MAX + 16];
    snprintf(name, sizeof name, "%s%s", path, suffix);
    unlink(name);
}

enum err_code db_copy(struct db *db, const char *target_path, struct err *err) {
    int fd = open(target_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        bool exists = errno == EEXIST;
        return exists ? db_fail_file(err, ERR_REFUSED, REASON_FILE_EXISTS, target_path, 0)
                      : db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, target_path, errno);
    }
    fchmod(fd, 0600);
    close(fd);
    struct db target = {.busy_timeout_ms = db->busy_timeout_ms};
    enum err_code code = ERR_OK;
    int rc = SQLITE_OK;
    if (!text_copy(target.path, sizeof target.path, target_path)) {
        code = db_fail_file(err, ERR_IO, REASON_FILE_ACCESS, target_path, ENAMETOOLONG);
    } else {
        code = connect(&target, "mode=rw", SQLITE_OPEN_READWRITE, err);
    }
    if (code == ERR_OK) rc = copy_pages(db, target.handle);
    if (code == ERR_OK && rc != SQLITE_OK) code = db_fail(&target, rc, err);
    sqlite3_close(target.handle);
    if (code != ERR_OK) {
        remove_beside(target_path, "-journal");
        remove_beside(target_path, "-wal");
        remove_beside(target_path, "");
    }
    return code;
}

enum err_code db_check(struct db *db, struct err *err) {
    bool row;
    struct stmt *stmt = db_stmt(db, db_file_sql[QUICK_CHECK], err);
    if (!stmt) return db_error(db);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    if (row && strcmp(stmt_text(stmt, 0), "ok") != 0) {
        const char *first = stmt_text(stmt, 0), *second = strchr(first, '\n');
        code = fail_damaged(db, second ? second + 1 : first, err); /* below a heading */
    }
    stmt_reset(stmt);
    if (code != ERR_OK) return code;
    stmt = db_stmt(db, db_file_sql[FOREIGN_KEY_CHECK], err);
    if (!stmt) return db_error(db);
    code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    code = fail_damaged(db, "", err);
    err_add_detail(err, "%s: row %s refers to a row of %s that is not there", stmt_text(stmt, 0),
                   stmt_text(stmt, 1), stmt_text(stmt, 2));
    stmt_reset(stmt);
    return code;
}
