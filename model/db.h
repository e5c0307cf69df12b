/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_DB_H
#define CHQ_MODEL_DB_H

/*
 * The only door to SQLite. A `struct db` belongs to one thread; background work opens its own.
 * Every file is WAL, foreign keys on, synchronous=FULL, mode 0600 (design.md section 4).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"

struct db;
struct stmt;

struct embedded_file;

/*
 * What kind of file it is: the application_id tells a foreign file, user_version is the number of the last migration.
 * Migrations are the files data/schema/KIND/NNNN-name.sql in order, without a gap from 0001 on.
 */
struct db_kind {
    const char *name; /* "headquarters", "channel" */
    int32_t application_id;
    const struct embedded_file *migrations; /* model/embedded.h */
};

extern const struct db_kind db_kind_headquarters;
extern const struct db_kind db_kind_channel;

/* DB_CREATE refuses an existing file, unless it is what a creation that was killed left: empty, or no migration ran. */
enum db_mode { DB_READ_WRITE, DB_READ_ONLY, DB_CREATE };

struct db_options {
    enum db_mode mode;
    int cache_kib; /* page cache; 0 = SQLite's 2 MB. Give more only to connections that move many rows: they also let
                      the WAL grow as large, until they are closed. */
    int busy_timeout_ms; /* how long a lock is waited for before ERR_BUSY */
};

/*
 * Open and, unless read-only, bring the schema up to date. Refuses, saying what was found and what to do, a file
 * that is missing (REASON_FILE_MISSING), not SQLite or of another program (FILE_FOREIGN), newer than this program
 * (FILE_NEWER), damaged (FILE_DAMAGED) or not accessible (FILE_ACCESS). On error *out is NULL.
 * The detail of FILE_FOREIGN is one of db_found_names, so that it can be translated.
 * Statements may call fold(text): text_fold of model/text.h, for filters that ignore case in every script; and the
 * aggregate bytes(a, b, …): how many bytes the values take together.
 */
extern const char *const db_found_names[]; /* NULL-terminated: "an empty file", "a folder", … */
MUST_CHECK enum err_code db_open(struct db **out, const char *path, const struct db_kind *kind,
                                 const struct db_options *options, struct err *err);
void db_close(struct db **db);
const char *db_path(const struct db *db);
/* From now on a lock is waited for so long before ERR_BUSY. */
void db_set_busy_timeout(struct db *db, int ms);
bool db_is_read_only(const struct db *db);
/* Are the files that are open still those that lie there? What is written into a file that was removed, or that a backup
 * was put in the place of, would be lost: db_begin refuses it (REASON_FILE_REPLACED). */
bool db_is_in_place(const struct db *db);

/* ---- statements ---------------------------------------------------------------------------------------------- */

/*
 * A prepared statement for a constant: prepared once per connection and kept, keyed by the pointer `sql`, so `sql`
 * must live as long as the connection (a named constant). Comes back reset, with no bindings.
 * Borrowed until the next db_stmt of the same constant, or db_close. NULL on error: err is set, db_error has the code.
 */
MUST_CHECK struct stmt *db_stmt(struct db *db, const char *sql, struct err *err);
/* Code of the connection's last failure: `if (!stmt) return db_error(db);` */
enum err_code db_error(const struct db *db);

/* Parameters count from 1. A failed bind is remembered and reported by the next step. text NULL binds NULL. */
void stmt_bind_text(struct stmt *stmt, int index, const char *text);
void stmt_bind_int(struct stmt *stmt, int index, int64_t value);
void stmt_bind_null(struct stmt *stmt, int index);

/* *row: is there a row? After the last row the statement resets itself. */
MUST_CHECK enum err_code stmt_step(struct stmt *stmt, bool *row, struct err *err);
/* For statements without rows: runs and resets. */
MUST_CHECK enum err_code stmt_run(struct stmt *stmt, struct err *err);
/* Ends a statement that still has rows, so that it holds no lock. Always safe. */
void stmt_reset(struct stmt *stmt);
/* Columns count from 0. Text is "" for NULL, borrowed until the next step or reset. */
const char *stmt_text(struct stmt *stmt, int column);
int64_t stmt_int(struct stmt *stmt, int column);
bool stmt_is_null(struct stmt *stmt, int column);
int stmt_columns(struct stmt *stmt);
const char *stmt_column_name(struct stmt *stmt, int column);

/* The first column of the first row of a statement that is already bound; `fallback` when there is no row. */
MUST_CHECK enum err_code stmt_value_int(struct stmt *stmt, int64_t fallback, int64_t *value,
                                        struct err *err);
MUST_CHECK enum err_code stmt_value_text(struct stmt *stmt, char *buf, size_t size, bool *found,
                                         struct err *err);

/* Run a script without parameters (migrations, demo data, pragmas). */
MUST_CHECK enum err_code db_exec(struct db *db, const char *script, struct err *err);

int64_t db_changes(struct db *db); /* rows changed by the last statement */
int64_t db_last_id(struct db *db); /* rowid of the last insert */

/* ---- transactions -------------------------------------------------------------------------------------------- */

/* BEGIN IMMEDIATE: the write lock is taken here, so that nothing later can be refused for it. */
MUST_CHECK enum err_code db_begin(struct db *db, struct err *err);
/* The same for a copy of what another file has on disk already: the commit does not wait for the disk. A crash of the
 * program loses nothing, a power failure may lose the copy, until a later commit that waits has made it durable, too. */
MUST_CHECK enum err_code db_begin_unsynced(struct db *db, struct err *err);
/* A read transaction: one consistent picture over several queries. */
MUST_CHECK enum err_code db_begin_read(struct db *db, struct err *err);
/* When it fails, the transaction has been rolled back. */
MUST_CHECK enum err_code db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* no-op outside a transaction */
bool db_in_transaction(const struct db *db);
/* One row of a batch: keep what the batch did before it. Not nested. */
MUST_CHECK enum err_code db_savepoint(struct db *db, struct err *err);
void db_savepoint_release(struct db *db);
void db_savepoint_rollback(struct db *db);

/* ---- files --------------------------------------------------------------------------------------------------- */

/* Another database file beside this one, under `alias` ("ch", "hq"), read-only. The exchange reads the sender this
 * way and writes only the receiver: a commit over two WAL files is not atomic (sqlite.org/wal.html). */
MUST_CHECK enum err_code db_attach_reader(struct db *db, const char *path, const char *alias,
                                          struct err *err);
MUST_CHECK enum err_code db_detach(struct db *db, const char *alias, struct err *err);
/* Changes whenever another connection committed to the file (PRAGMA data_version). */
int64_t db_data_version(struct db *db);
/* A consistent copy, also while others write (SQLite's backup). Mode 0600; refuses an existing target. */
MUST_CHECK enum err_code db_copy(struct db *db, const char *target_path, struct err *err);
/* PRAGMA quick_check and foreign_key_check; the first complaint becomes REASON_FILE_DAMAGED. */
MUST_CHECK enum err_code db_check(struct db *db, struct err *err);
/* Long reads ask `should_stop(ctx)` now and then and end with ERR_CANCELLED when it answers true. NULL ends asking. */
void db_on_progress(struct db *db, bool (*should_stop)(void *ctx), void *ctx);
/* From now on only reading statements that touch no pragma, no attach and no function with a side effect can be
 * prepared, and a minute later none goes on (ERR_INVALID): for conditions that come from guide and lab files. */
void db_restrict_to_reading(struct db *db);
/*
 * Run a script that comes from a lab file, in one transaction: it may read and change rows of tables that exist, by pure
 * functions. No attach, pragma, schema change or transaction of its own, and an end to loops: what it refuses is
 * ERR_INVALID, and nothing of the script stays.
 */
MUST_CHECK enum err_code db_exec_foreign(struct db *db, const char *script, struct err *err);
/* Prepare a statement that is not a constant (restricted connections only); free with stmt_free. */
MUST_CHECK struct stmt *db_stmt_foreign(struct db *db, const char *sql, struct err *err);
void stmt_free(struct stmt **stmt);
/* Index of a named parameter (":target"), 0 = the statement has none of that name. */
int stmt_parameter(struct stmt *stmt, const char *name);

#endif
