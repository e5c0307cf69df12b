/* SPDX-License-Identifier: MIT */
/* Database files: what is refused and why, that nothing is lost, and that foreign SQL cannot write. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/db.h"
#include "model/embedded.h"
#include "model/text.h"
#include "support/company.h"

static const struct embedded_file first_version[] = {
    {.name = "0001-base.sql",
     .text = "CREATE TABLE Thing (RecId INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE);"
             "CREATE TABLE Part (RecId INTEGER PRIMARY KEY, Thing INTEGER NOT NULL REFERENCES "
             "Thing (RecId));"},
    {.name = NULL}};
static const struct embedded_file second_version[] = {
    {.name = "0001-base.sql",
     .text = "CREATE TABLE Thing (RecId INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE);"
             "CREATE TABLE Part (RecId INTEGER PRIMARY KEY, Thing INTEGER NOT NULL REFERENCES "
             "Thing (RecId));"},
    {.name = "0002-size.sql",
     .text = "ALTER TABLE Thing ADD COLUMN Size INTEGER NOT NULL DEFAULT 7;"},
    {.name = NULL}};
static const struct embedded_file broken_version[] = {
    {.name = "0001-base.sql", .text = "CREATE TABLE Thing (RecId INTEGER PRIMARY KEY, Name TEXT);"},
    {.name = "0002-broken.sql", .text = "CREATE TABLE Half (x INTEGER); CREATE NONSENSE;"},
    {.name = NULL}};

#define TEST_ID 0x54455354
static const struct db_kind kind_old = {
    .name = "test", .application_id = TEST_ID, .migrations = first_version};
static const struct db_kind kind_new = {
    .name = "test", .application_id = TEST_ID, .migrations = second_version};
static const struct db_kind kind_broken = {
    .name = "test", .application_id = TEST_ID, .migrations = broken_version};

static const struct db_options to_create = {.mode = DB_CREATE, .busy_timeout_ms = 50};
static const struct db_options to_write = {.mode = DB_READ_WRITE, .busy_timeout_ms = 50};
static const struct db_options to_read = {.mode = DB_READ_ONLY, .busy_timeout_ms = 50};

struct place {
    struct company box;
    char path[PATH_MAX];
};

static int setup(void **state) {
    struct place *place = calloc(1, sizeof *place);
    company_init_empty(&place->box);
    snprintf(place->path, sizeof place->path, "%s/it's 100%%?#.db", place->box.folder);
    *state = place;
    return 0;
}

static int teardown(void **state) {
    struct place *place = *state;
    company_release(&place->box);
    free(place);
    return 0;
}

static struct db *must_open(const char *path, const struct db_kind *kind,
                            const struct db_options *options) {
    struct db *db;
    struct err err = {0};
    if (db_open(&db, path, kind, options, &err) != ERR_OK) {
        print_error("%s: %s\n", err_reason_name(err.reason), err.detail);
    }
    assert_non_null(db);
    return db;
}

static void must_run(struct db *db, const char *script) {
    struct err err = {0};
    if (db_exec(db, script, &err) != ERR_OK)
        fail_msg("%s: %s", err_reason_name(err.reason), err.detail);
}

static int64_t number(struct db *db, const char *sql) {
    int64_t value = -1;
    struct stmt *stmt = db_stmt(db, sql, NULL);
    assert_non_null(stmt);
    assert_int_equal(stmt_value_int(stmt, -2, &value, NULL), ERR_OK);
    return value;
}

static void make(const char *path) {
    struct db *db = must_open(path, &kind_old, &to_create);
    must_run(db, "INSERT INTO Thing VALUES (1, 'one'), (2, 'two')");
    db_close(&db);
}

static void put_file(const char *path, const char *text, size_t len) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    close(fd);
}

static struct err refusal(const char *path, const struct db_kind *kind,
                          const struct db_options *options) {
    struct db *db;
    struct err err = {0};
    enum err_code code = db_open(&db, path, kind, options, &err);
    assert_int_not_equal(code, ERR_OK);
    assert_int_equal(code, err.code);
    assert_null(db);
    return err;
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static void a_new_file_is_private_whatever_the_umask(void **state) {
    struct place *place = *state;
    struct stat st;
    mode_t before = umask(0);
    make(place->path);
    umask(before);
    assert_int_equal(stat(place->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    must_run(db, "INSERT INTO Thing VALUES (3, 'three')");
    char wal[PATH_MAX + 8];
    snprintf(wal, sizeof wal, "%s-wal", place->path);
    assert_int_equal(stat(wal, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    db_close(&db);
}

static void a_file_that_exists_is_not_made_again(void **state) {
    struct place *place = *state;
    make(place->path);
    assert_int_equal(refusal(place->path, &kind_old, &to_create).reason, REASON_FILE_EXISTS);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 2);
    db_close(&db);
}

static void a_killed_creation_is_repaired_by_creating_again(void **state) {
    struct place *place = *state;
    put_file(place->path, "", 0);
    make(place->path);
}

static void each_unusable_file_has_its_own_reason(void **state) {
    struct place *place = *state;
    struct err err;
    err = refusal(place->path, &kind_old, &to_write);
    assert_int_equal(err.reason, REASON_FILE_MISSING);
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_string_equal(err.value, place->path);
    err = refusal(place->box.folder, &kind_old, &to_write);
    assert_int_equal(err.reason, REASON_FILE_FOREIGN);
    assert_string_equal(err.detail, "a folder");
    put_file(place->path, "", 0);
    err = refusal(place->path, &kind_old, &to_write);
    assert_int_equal(err.reason, REASON_FILE_FOREIGN);
    assert_string_equal(err.detail, "an empty file");
    put_file(place->path, "hello", 5);
    assert_int_equal(refusal(place->path, &kind_old, &to_create).reason, REASON_FILE_EXISTS);
    assert_int_equal(refusal(place->path, &kind_old, &to_write).reason, REASON_FILE_FOREIGN);
    char text[20000];
    memset(text, 'x', sizeof text);
    put_file(place->path, text, sizeof text);
    err = refusal(place->path, &kind_old, &to_write);
    assert_int_equal(err.reason, REASON_FILE_FOREIGN);
    assert_string_equal(err.detail, "not an SQLite database");
    assert_int_equal(refusal(place->path, &kind_old, &to_read).reason, REASON_FILE_FOREIGN);
    assert_int_equal(refusal(place->path, &kind_old, &to_create).reason, REASON_FILE_EXISTS);
}

static void a_database_of_another_kind_is_named(void **state) {
    struct place *place = *state;
    make(place->path);
    struct err err = refusal(place->path, &db_kind_channel, &to_write);
    assert_int_equal(err.reason, REASON_FILE_FOREIGN);
    assert_string_equal(err.detail, "an SQLite database of another program");
    unlink(place->path);
    struct db *db = must_open(place->path, &db_kind_headquarters, &to_create);
    db_close(&db);
    err = refusal(place->path, &db_kind_channel, &to_read);
    assert_string_equal(err.detail, "a headquarters database");
}

static void a_newer_file_is_left_alone(void **state) {
    struct place *place = *state;
    struct db *db = must_open(place->path, &kind_new, &to_create);
    db_close(&db);
    struct err err = refusal(place->path, &kind_old, &to_write);
    assert_int_equal(err.reason, REASON_FILE_NEWER);
    assert_int_equal(err.number, 2);
    assert_string_equal(err.detail, "1");
}

static void a_cut_file_is_damaged(void **state) {
    struct place *place = *state;
    make(place->path);
    assert_int_equal(truncate(place->path, 5000), 0);
    assert_int_equal(refusal(place->path, &kind_old, &to_write).reason, REASON_FILE_DAMAGED);
    assert_int_equal(truncate(place->path, 50), 0);
    assert_int_equal(refusal(place->path, &kind_old, &to_read).reason, REASON_FILE_DAMAGED);
}

static void scribbled_pages_are_found_by_the_check(void **state) {
    struct place *place = *state;
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_check(db, NULL), ERR_OK);
    must_run(db,
             "PRAGMA foreign_keys=OFF; INSERT INTO Part VALUES (1, 99); PRAGMA foreign_keys=ON");
    struct err err = {0};
    assert_int_equal(db_check(db, &err), ERR_DB);
    assert_int_equal(err.reason, REASON_FILE_DAMAGED);
    assert_non_null(strstr(err.detail, "Part"));
    db_close(&db);
    int fd = open(place->path, O_WRONLY);
    assert_int_equal(pwrite(fd, "garbage, garbage", 16, 4096 + 3), 16);
    close(fd);
    db = must_open(place->path, &kind_old, &to_read);
    assert_int_equal(db_check(db, &err), ERR_DB);
    assert_int_equal(err.reason, REASON_FILE_DAMAGED);
    db_close(&db);
}

static void copy_over(const char *from, const char *to) {
    char bytes[1 << 16];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_TRUNC);
    ssize_t size = read(in, bytes, sizeof bytes);
    assert_true(in >= 0 && out >= 0 && size > 0 && size < (ssize_t)sizeof bytes);
    assert_int_equal(write(out, bytes, (size_t)size), size);
    close(in);
    close(out);
}

/* Another process that writes when it is told to, and dies before its log is copied into the file. Forked before anything
 * is open here: SQLite's own view of a file would go along. */
static pid_t start_other_process(const char *path, int *start) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char go;
        struct db *db;
        if (read(ends[0], &go, 1) != 1) _exit(5);
        if (db_open(&db, path, &kind_old, &to_write, NULL) != ERR_OK) _exit(1);
        if (db_begin(db, NULL) != ERR_OK) _exit(2);
        if (db_exec(db, "INSERT INTO Thing VALUES (9, 'acknowledged')", NULL) != ERR_OK) _exit(3);
        _exit(db_commit(db, NULL) == ERR_OK ? 0 : 4);
    }
    close(ends[0]);
    *start = ends[1];
    return pid;
}

static void let_it_write(pid_t pid, int start) {
    int status;
    assert_int_equal(write(start, "!", 1), 1);
    close(start);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* A backup is put back while a console is open: by copying over the file, or by moving another into its place. */
static void backup_put_back(struct place *place, bool moved) {
    char wal[PATH_MAX + 8], shm[PATH_MAX + 8], backup[PATH_MAX + 8];
    snprintf(wal, sizeof wal, "%s-wal", place->path);
    snprintf(shm, sizeof shm, "%s-shm", place->path);
    snprintf(backup, sizeof backup, "%s-backup", place->path);
    unlink(place->path);
    unlink(backup);
    make(place->path);
    int start;
    pid_t other = start_other_process(place->path, &start);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_copy(db, backup, NULL), ERR_OK);
    must_run(db, "INSERT INTO Thing VALUES (8, 'lost with the file')");
    assert_true(db_is_in_place(db));
    unlink(wal);
    unlink(shm);
    if (moved) {
        assert_int_equal(rename(backup, place->path), 0);
    } else {
        copy_over(backup, place->path);
    }
    assert_false(db_is_in_place(db));
    let_it_write(other, start);
    struct err err = {0};
    assert_int_equal(db_begin(db, &err), ERR_IO);
    assert_int_equal(err.reason, REASON_FILE_REPLACED);
    db_close(&db); /* neither its log nor its clearing up reaches the file that lies there now */
    db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing WHERE Name = 'acknowledged'"), 1);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 3);
    assert_int_equal(db_check(db, NULL), ERR_OK);
    db_close(&db);
}

static void a_backup_copied_over_an_open_file_loses_nothing_written_after(void **state) {
    backup_put_back(*state, false);
}

static void a_backup_moved_over_an_open_file_loses_nothing_written_after(void **state) {
    backup_put_back(*state, true);
}

/* ---- migrating --------------------------------------------------------------------------------------------- */

static void an_old_file_is_brought_up_to_date(void **state) {
    struct place *place = *state;
    make(place->path);
    assert_int_equal(refusal(place->path, &kind_new, &to_read).reason, REASON_READ_ONLY);
    struct db *db = must_open(place->path, &kind_new, &to_write);
    assert_int_equal(number(db, "SELECT Size FROM Thing WHERE RecId = 2"), 7);
    assert_int_equal(number(db, "PRAGMA user_version"), 2);
    assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    db_close(&db);
    db = must_open(place->path, &kind_new, &to_read);
    db_close(&db);
}

static void many_consoles_that_start_together_migrate_once(void **state) {
    struct place *place = *state;
    const struct db_options patient = {.mode = DB_READ_WRITE, .busy_timeout_ms = 20000};
    make(place->path);
    for (int i = 0; i < 8; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid > 0) continue;
        struct db *db;
        enum err_code code = db_open(&db, place->path, &kind_new, &patient, NULL);
        db_close(&db);
        _exit(code == ERR_OK ? 0 : 1);
    }
    for (int i = 0; i < 8; i++) {
        int status = -1;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    struct db *db = must_open(place->path, &kind_new, &to_write);
    assert_int_equal(number(db, "PRAGMA user_version"), 2);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing WHERE Size = 7"), 2);
    db_close(&db);
}

static void half_a_migration_does_not_happen(void **state) {
    struct place *place = *state;
    struct err err = refusal(place->path, &kind_broken, &to_create);
    assert_int_equal(err.code, ERR_DB);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(number(db, "PRAGMA user_version"), 1);
    assert_int_equal(number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'Half'"), 0);
    db_close(&db);
}

static void the_products_schemas_migrate(void **state) {
    struct place *place = *state;
    const struct db_kind *const kinds[] = {&db_kind_headquarters, &db_kind_channel};
    for (size_t i = 0; i < 2; i++) {
        unlink(place->path);
        struct db *db = must_open(place->path, kinds[i], &to_create);
        assert_int_equal(db_check(db, NULL), ERR_OK);
        db_close(&db);
        for (int n = 0; kinds[i]->migrations[n].name; n++) {
            assert_int_equal(strtol(kinds[i]->migrations[n].name, NULL, 10), n + 1);
        }
    }
}

/* ---- reading only ------------------------------------------------------------------------------------------ */

static void reading_only_changes_nothing(void **state) {
    struct place *place = *state;
    struct err err = {0};
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_read);
    assert_true(db_is_read_only(db));
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 2);
    assert_int_equal(db_begin(db, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_READ_ONLY);
    assert_int_equal(db_exec(db, "DELETE FROM Thing", &err), ERR_REFUSED);
    assert_int_equal(db_begin_read(db, &err), ERR_OK);
    db_rollback(db);
    db_close(&db);
}

static void a_folder_that_cannot_be_written_can_be_read(void **state) {
    struct place *place = *state;
    make(place->path);
    assert_int_equal(chmod(place->box.folder, 0555), 0);
    assert_int_equal(chmod(place->path, 0444), 0);
    uid_t me = geteuid();
    if (me == 0) assert_int_equal(seteuid(65534), 0); /* permissions do not hold for root */
    struct db *db;
    struct err err = {0};
    enum err_code code = db_open(&db, place->path, &kind_old, &to_read, &err);
    int64_t count = code == ERR_OK ? number(db, "SELECT count(*) FROM Thing") : -1;
    if (code == ERR_OK) db_close(&db);
    struct err writing = refusal(place->path, &kind_old, &to_write);
    if (me == 0) assert_int_equal(seteuid(me), 0);
    assert_int_equal(chmod(place->box.folder, 0700), 0);
    assert_int_equal(code, ERR_OK);
    assert_int_equal(count, 2);
    assert_int_equal(writing.reason, REASON_FILE_ACCESS);
    assert_int_not_equal(writing.os_errno, 0);
}

static void a_file_of_somebody_else_is_not_accessible(void **state) {
    struct place *place = *state;
    make(place->path);
    assert_int_equal(chmod(place->box.folder, 0755), 0);
    assert_int_equal(chmod(place->path, 0), 0);
    uid_t me = geteuid();
    if (me == 0) assert_int_equal(seteuid(65534), 0);
    struct err reading = refusal(place->path, &kind_old, &to_read);
    if (me == 0) assert_int_equal(seteuid(me), 0);
    assert_int_equal(reading.reason, REASON_FILE_ACCESS);
    assert_int_equal(reading.os_errno, EACCES);
}

/* ---- statements and transactions --------------------------------------------------------------------------- */

static void statements_are_kept_by_their_constant(void **state) {
    struct place *place = *state;
    static const char *const insert = "INSERT INTO Thing (Name) VALUES (?1)";
    struct err err = {0};
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    struct stmt *stmt = db_stmt(db, insert, &err);
    stmt_bind_text(stmt, 1, "three");
    assert_int_equal(stmt_run(stmt, &err), ERR_OK);
    assert_int_equal(db_last_id(db), 3);
    assert_int_equal(db_changes(db), 1);
    assert_ptr_equal(db_stmt(db, insert, &err), stmt);
    assert_int_equal(stmt_run(stmt, &err), ERR_DB); /* the old binding is gone: NOT NULL */
    stmt_bind_text(stmt, 1, "one");
    assert_int_equal(stmt_run(stmt, &err), ERR_CONFLICT);
    assert_int_equal(err.reason, REASON_NOT_UNIQUE);
    assert_string_equal(err.field, "Name");
    stmt_bind_int(stmt, 9, 1);
    assert_int_equal(stmt_run(stmt, &err), ERR_DB);
    assert_non_null(strstr(err.detail, "binding"));
    assert_null(db_stmt(db, "SELECT nonsense", &err));
    assert_int_equal(db_error(db), ERR_DB);
    db_close(&db);
}

static void many_statements_fit_into_the_cache(void **state) {
    struct place *place = *state;
    static char sql[300][32];
    struct stmt *kept[300];
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            snprintf(sql[i], sizeof sql[i], "SELECT %d", i);
            struct stmt *stmt = db_stmt(db, sql[i], NULL);
            if (round == 0) kept[i] = stmt;
            assert_ptr_equal(stmt, kept[i]);
            assert_int_equal(number(db, sql[i]), i);
        }
    }
    db_close(&db);
}

static void a_bad_row_of_a_batch_takes_only_itself_back(void **state) {
    struct place *place = *state;
    struct err err = {0};
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_begin(db, &err), ERR_OK);
    must_run(db, "INSERT INTO Thing VALUES (3, 'three')");
    assert_int_equal(db_savepoint(db, &err), ERR_OK);
    must_run(db, "INSERT INTO Thing VALUES (4, 'four')");
    db_savepoint_rollback(db);
    assert_int_equal(db_savepoint(db, &err), ERR_OK);
    must_run(db, "INSERT INTO Thing VALUES (5, 'five')");
    db_savepoint_release(db);
    assert_true(db_in_transaction(db));
    assert_int_equal(db_commit(db, &err), ERR_OK);
    assert_false(db_in_transaction(db));
    assert_int_equal(number(db, "SELECT sum(RecId) FROM Thing"), 1 + 2 + 3 + 5);
    db_rollback(db);
    db_close(&db);
}

/* PRAGMA synchronous: 2 waits for the disk at each commit, 1 does not. */
static void only_the_copy_does_not_wait_for_the_disk(void **state) {
    struct place *place = *state;
    struct err err = {0};
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    assert_int_equal(db_begin_unsynced(db, &err), ERR_OK);
    assert_int_equal(number(db, "PRAGMA synchronous"), 1);
    must_run(db, "INSERT INTO Thing VALUES (3, 'three')");
    assert_int_equal(db_commit(db, &err), ERR_OK);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    assert_int_equal(db_begin_unsynced(db, &err), ERR_OK);
    must_run(db, "INSERT INTO Thing VALUES (4, 'four')");
    db_rollback(db);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 3);
    struct db *other = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_begin(other, &err), ERR_OK);
    assert_int_equal(db_begin_unsynced(db, &err), ERR_BUSY);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2);
    db_close(&other);
    db_close(&db);
    db = must_open(place->path, &kind_old, &to_read);
    assert_int_equal(db_begin_unsynced(db, &err), ERR_REFUSED);
    db_close(&db);
}

static void a_locked_file_is_busy_and_nothing_worse(void **state) {
    struct place *place = *state;
    struct err err = {0};
    make(place->path);
    struct db *first = must_open(place->path, &kind_old, &to_write);
    struct db *second = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_begin(first, &err), ERR_OK);
    struct db *third = must_open(place->path, &kind_old, &to_write); /* starting needs no lock */
    db_close(&third);
    assert_int_equal(db_begin(second, &err), ERR_BUSY);
    assert_int_equal(err.reason, REASON_DATABASE_BUSY);
    assert_int_equal(err.number, 50);
    assert_string_equal(err.value, place->path);
    assert_int_equal(number(second, "SELECT count(*) FROM Thing"),
                     2); /* readers are never kept waiting */
    int64_t version = db_data_version(second);
    must_run(first, "INSERT INTO Thing VALUES (3, 'three')");
    assert_int_equal(db_data_version(second), version);
    assert_int_equal(db_commit(first, &err), ERR_OK);
    assert_int_not_equal(db_data_version(second), version);
    assert_int_equal(db_begin(second, &err), ERR_OK);
    db_close(&first);
    db_close(&second);
}

static void a_full_disk_is_called_one(void **state) {
    struct place *place = *state;
    struct err err = {0};
    make(place->path);
    setenv("CHQ_TEST_MAX_PAGES", "8", 1);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    unsetenv("CHQ_TEST_MAX_PAGES");
    assert_int_equal(db_begin(db, &err), ERR_OK);
    assert_int_equal(
        db_exec(db,
                "INSERT INTO Thing SELECT NULL, hex(randomblob(500)) || value FROM"
                " (WITH n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 99)"
                " SELECT value FROM n)",
                &err),
        ERR_DB);
    assert_int_equal(err.reason, REASON_DISK_FULL);
    db_rollback(db);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 2);
    db_close(&db);
}

static bool stop_now(void *ctx) {
    return ++*(int *)ctx > 2;
}

static void a_long_read_can_be_stopped(void **state) {
    struct place *place = *state;
    struct err err = {0};
    int asked = 0;
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    db_on_progress(db, stop_now, &asked);
    enum err_code code = db_exec(
        db, "WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", &err);
    assert_int_equal(code, ERR_CANCELLED);
    db_on_progress(db, NULL, NULL);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 2);
    db_close(&db);
}

static void filters_ignore_case_in_norwegian(void **state) {
    struct place *place = *state;
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    must_run(db, "INSERT INTO Thing VALUES (3, 'ÅSE ØYE')");
    assert_int_equal(number(db, "SELECT RecId FROM Thing WHERE fold(Name) = fold('åse Øye')"), 3);
    assert_int_equal(number(db, "SELECT fold(NULL) IS NULL"), 1);
    db_close(&db);
}

/* ---- other files ------------------------------------------------------------------------------------------- */

static void the_sender_can_be_read_but_not_written(void **state) {
    struct place *place = *state;
    struct err err = {0};
    char other[PATH_MAX];
    snprintf(other, sizeof other, "%s/channel-a.db", place->box.folder);
    struct db *channel = must_open(other, &db_kind_channel, &to_create);
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_attach_reader(db, other, "ch", &err), ERR_OK);
    assert_in_range(number(db, "SELECT count(*) FROM ch.sqlite_schema"), 1, 100000);
    assert_int_not_equal(db_exec(db, "CREATE TABLE ch.Sneaky (x INTEGER)", &err), ERR_OK);
    assert_int_equal(db_detach(db, "ch", &err), ERR_OK);
    assert_int_equal(db_attach_reader(db, "/nowhere/at-all.db", "ch", &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_FILE_MISSING);
    db_close(&db);
    db_close(&channel);
}

/* One channel whose file was replaced kept the alias, and every channel behind it failed as well. */
static void a_refused_sender_leaves_its_place_to_the_next(void **state) {
    struct place *place = *state;
    struct err err = {0};
    char other[PATH_MAX], foreign[PATH_MAX];
    snprintf(other, sizeof other, "%s/channel-a.db", place->box.folder);
    snprintf(foreign, sizeof foreign, "%s/channel-b.db", place->box.folder);
    struct db *channel = must_open(other, &db_kind_channel, &to_create);
    make(place->path);
    make(foreign);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    assert_int_equal(db_attach_reader(db, foreign, "ch", &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_FILE_FOREIGN);
    assert_int_equal(db_attach_reader(db, other, "ch", &err), ERR_OK);
    assert_int_equal(db_detach(db, "ch", &err), ERR_OK);
    db_close(&db);
    db_close(&channel);
}

static void a_copy_is_complete_while_others_write(void **state) {
    struct place *place = *state;
    struct err err = {0};
    struct stat st;
    char target[PATH_MAX];
    snprintf(target, sizeof target, "%s/copy.db", place->box.folder);
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    struct db *writer = must_open(place->path, &kind_old, &to_write);
    must_run(db, "INSERT INTO Thing VALUES (3, 'still in the log')");
    assert_int_equal(db_begin(writer, &err), ERR_OK);
    must_run(writer, "INSERT INTO Thing VALUES (4, 'not committed')");
    assert_int_equal(db_copy(db, target, &err), ERR_OK);
    db_rollback(writer);
    assert_int_equal(db_copy(db, target, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FILE_EXISTS);
    db_close(&writer);
    db_close(&db);
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    db = must_open(target, &kind_old, &to_read);
    assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 3);
    db_close(&db);
}

/* ---- foreign SQL ------------------------------------------------------------------------------------------- */

static void conditions_of_guides_can_only_read(void **state) {
    struct place *place = *state;
    const char *bad[] = {"DELETE FROM Thing",
                         "PRAGMA user_version",
                         "ATTACH '/tmp/x' AS x",
                         "SELECT load_extension('x')",
                         "SELECT randomblob(1000000000)",
                         "SELECT * FROM pragma_user_version",
                         "SELECT 1; SELECT 2",
                         "BEGIN",
                         "VACUUM",
                         "",
                         "SELECT nonsense FROM"};
    struct err err = {0};
    bool row;
    make(place->path);
    struct db *db = must_open(place->path, &kind_old, &to_write);
    db_restrict_to_reading(db);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct stmt *accepted = db_stmt_foreign(db, bad[i], &err);
        stmt_free(&accepted);
        if (err.code != ERR_INVALID) print_error("accepted: %s\n", bad[i]);
        assert_int_equal(err.code, ERR_INVALID);
        err_clear(&err);
    }
    struct stmt *stmt = db_stmt_foreign(db, "SELECT count(*), max(lower(Name)) FROM Thing; ", &err);
    assert_non_null(stmt);
    assert_int_equal(stmt_step(stmt, &row, &err), ERR_OK);
    assert_int_equal(stmt_int(stmt, 0), 2);
    assert_string_equal(stmt_text(stmt, 1), "two");
    assert_int_equal(stmt_columns(stmt), 2);
    stmt_free(&stmt);
    stmt_free(&stmt);
    db_close(&db);
}

/* ---- kill -------------------------------------------------------------------------------------------------- */

/* The child makes the file, begins, inserts and commits, and dies at its n-th write. */
static bool child_survives(const char *path, int n) {
    pid_t pid = fork();
    if (pid == 0) {
        char text[16];
        struct db *db;
        snprintf(text, sizeof text, "%d", n);
        setenv("CHQ_TEST_KILL_AT_WRITE", text, 1);
        if (db_open(&db, path, &kind_new, &to_create, NULL) != ERR_OK &&
            db_open(&db, path, &kind_new, &to_write, NULL) != ERR_OK) {
            _exit(1);
        }
        if (db_begin(db, NULL) != ERR_OK) _exit(2);
        if (db_exec(db, "INSERT OR IGNORE INTO Thing (RecId, Name) VALUES (1, 'one')", NULL) !=
            ERR_OK) {
            _exit(3);
        }
        if (db_commit(db, NULL) != ERR_OK) _exit(4);
        db_close(&db);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status)) assert_int_equal(WEXITSTATUS(status), 0);
    if (WIFSIGNALED(status)) assert_int_equal(WTERMSIG(status), SIGKILL);
    return WIFEXITED(status);
}

static void a_kill_at_any_write_is_repaired_by_running_again(void **state) {
    struct place *place = *state;
    char name[PATH_MAX + 8];
    int deaths = 0;
    for (int n = 1; n < 100; n++) {
        bool survived = child_survives(place->path, n);
        deaths += !survived;
        if (!survived) assert_true(child_survives(place->path, 1000));
        struct db *db = must_open(place->path, &kind_new, &to_write);
        assert_int_equal(number(db, "SELECT count(*) FROM Thing"), 1);
        assert_int_equal(db_check(db, NULL), ERR_OK);
        db_close(&db);
        const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
        for (size_t i = 0; i < 4; i++) {
            snprintf(name, sizeof name, "%s%s", place->path, suffixes[i]);
            unlink(name);
        }
        if (survived) break;
    }
    assert_in_range(deaths, 8, 98);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_new_file_is_private_whatever_the_umask),
        TEST(a_file_that_exists_is_not_made_again),
        TEST(a_killed_creation_is_repaired_by_creating_again),
        TEST(each_unusable_file_has_its_own_reason),
        TEST(a_database_of_another_kind_is_named),
        TEST(a_newer_file_is_left_alone),
        TEST(a_cut_file_is_damaged),
        TEST(scribbled_pages_are_found_by_the_check),
        TEST(a_backup_copied_over_an_open_file_loses_nothing_written_after),
        TEST(a_backup_moved_over_an_open_file_loses_nothing_written_after),
        TEST(an_old_file_is_brought_up_to_date),
        TEST(many_consoles_that_start_together_migrate_once),
        TEST(half_a_migration_does_not_happen),
        TEST(the_products_schemas_migrate),
        TEST(reading_only_changes_nothing),
        TEST(a_folder_that_cannot_be_written_can_be_read),
        TEST(a_file_of_somebody_else_is_not_accessible),
        TEST(statements_are_kept_by_their_constant),
        TEST(many_statements_fit_into_the_cache),
        TEST(a_bad_row_of_a_batch_takes_only_itself_back),
        TEST(only_the_copy_does_not_wait_for_the_disk),
        TEST(a_locked_file_is_busy_and_nothing_worse),
        TEST(a_full_disk_is_called_one),
        TEST(a_long_read_can_be_stopped),
        TEST(filters_ignore_case_in_norwegian),
        TEST(the_sender_can_be_read_but_not_written),
        TEST(a_refused_sender_leaves_its_place_to_the_next),
        TEST(a_copy_is_complete_while_others_write),
        TEST(conditions_of_guides_can_only_read),
        TEST(a_kill_at_any_write_is_repaired_by_running_again),
    };
    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
