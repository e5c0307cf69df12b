/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_DB_PRIVATE_H
#define CHQ_MODEL_DB_PRIVATE_H

/* What db.c (statements, transactions) and db_file.c (opening, copying) share; nobody else includes it. */

#include <limits.h>
#include <sys/types.h>

#include "model/db.h"

struct sqlite3;

struct file_id {
    dev_t device;
    ino_t inode; /* 0 = not known */
};

struct db {
    struct sqlite3 *handle;
    char path[PATH_MAX];
    struct file_id file, wal; /* which files are open: others may have been put in their place */
    bool read_only, restricted;
    int64_t restricted_until_us; /* no foreign question may run longer */
    bool large_wal;              /* grows far before it is copied into the file */
    bool unsynced;               /* the transaction's commit does not wait for the disk */
    int busy_timeout_ms;
    int64_t waiting_since_us; /* for a lock */
    enum err_code last_error;
    struct stmt **slots; /* open hash by pointer; slot_count is a power of two */
    size_t slot_count, stmt_count;
    bool (*should_stop)(void *ctx);
    void *should_stop_ctx;
};

enum db_found {
    DB_FOUND_EMPTY,
    DB_FOUND_FOLDER,
    DB_FOUND_NOT_A_FILE,
    DB_FOUND_NOT_SQLITE,
    DB_FOUND_OTHER_PROGRAM,
    DB_FOUND_HEADQUARTERS,
    DB_FOUND_CHANNEL
};

/* Map SQLite's extended result code. Call before the statement is reset: the message belongs to it. */
enum err_code db_fail(struct db *db, int rc, struct err *err);
/* `os_errno` may be 0; a full disk becomes REASON_DISK_FULL whatever `reason` is. */
enum err_code db_fail_file(struct err *err, enum err_code code, enum err_reason reason,
                           const char *path, int os_errno);
#if CHQ_TEST_HOOKS
/* Value of an environment variable that a test sets, 0 = not set. */
int64_t db_test_number(const char *name);
#endif

#endif
