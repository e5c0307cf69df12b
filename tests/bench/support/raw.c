/* SPDX-License-Identifier: MIT */
/* Raw SQLite as a yardstick, see raw.h. Knows nothing of the product but the names of its files. */
#include "raw.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/clock.h"

_Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

void shell(const char *fmt, const char *a, const char *b) {
    char command[900];
    snprintf(command, sizeof command, fmt, a, b);
    if (system(command) != 0) die("shell", command);
}

static int print_nothing(void *ctx, int columns, char **values, char **names) {
    (void)ctx;
    (void)columns;
    (void)values;
    (void)names;
    return 0;
}

static void raw_exec(sqlite3 *db, const char *sql) {
    char *why = NULL;
    if (sqlite3_exec(db, sql, print_nothing, NULL, &why) != SQLITE_OK) die(sql, why);
}

static sqlite3 *raw_open(const char *path) {
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK) die(path, "cannot be opened");
    raw_exec(db, "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF; "
                 "PRAGMA wal_autocheckpoint=1000");
    return db;
}

static void raw_attach(sqlite3 *db, const char *folder, const char *file, const char *alias) {
    char sql[800];
    snprintf(sql, sizeof sql, "ATTACH '%s/%s' AS %s", folder, file, alias);
    raw_exec(db, sql);
}

static sqlite3_stmt *raw_prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
    return stmt;
}

/* -1 also for a table without rowid. */
static int64_t largest_rowid(sqlite3 *db, const char *table) {
    char sql[200];
    sqlite3_stmt *stmt = NULL;
    int64_t largest = -1;
    snprintf(sql, sizeof sql, "SELECT ifnull(max(rowid), 0) FROM main.\"%s\"", table);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        largest = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return largest;
}

void floor_read(const char *folder, const char *file, struct floor *floor) {
    char path[700];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    sqlite3 *db = raw_open(path);
    sqlite3_stmt *tables =
        raw_prepare(db, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE "
                        "'sqlite_%'");
    floor->count = 0;
    while (sqlite3_step(tables) == SQLITE_ROW && floor->count < RAW_MAX_TABLES) {
        char *name = floor->names[floor->count];
        snprintf(name, sizeof floor->names[0], "%s", (const char *)sqlite3_column_text(tables, 0));
        floor->rowid[floor->count++] = largest_rowid(db, name);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
}

/* Tables without rowid are looked up row by row by all their columns: two large ones are not sorted for it. */
static void collect_without_rowid(sqlite3 *db, const char *name) {
    char sql[4000];
    size_t used = (size_t)snprintf(sql, sizeof sql,
                                   "INSERT INTO main.\"%s\" SELECT * FROM a.\"%s\" AS x WHERE NOT "
                                   "EXISTS (SELECT 1 FROM b.\"%s\" AS y WHERE 1",
                                   name, name, name);
    sqlite3_stmt *columns = raw_prepare(db, "SELECT name FROM pragma_table_info(?1, 'a')");
    sqlite3_bind_text(columns, 1, name, -1, NULL);
    while (sqlite3_step(columns) == SQLITE_ROW && used < sizeof sql - 300) {
        const char *column = (const char *)sqlite3_column_text(columns, 0);
        used += (size_t)snprintf(sql + used, sizeof sql - used, " AND y.\"%s\" = x.\"%s\"", column,
                                 column);
    }
    sqlite3_finalize(columns);
    snprintf(sql + used, sizeof sql - used, ")");
    raw_exec(db, sql);
}

void delta_collect(const char *box, const char *folder, const char *before, const char *file,
                   const struct floor *floor, struct delta *delta) {
    char path[700], sql[700];
    snprintf(path, sizeof path, "%s/delta-%s", box, file);
    unlink(path);
    sqlite3 *db = raw_open(path);
    raw_exec(db, "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY");
    raw_attach(db, before, file, "b");
    raw_attach(db, folder, file, "a");
    delta->tables = *floor;
    delta->rows = 0;
    for (int i = 0; i < floor->count; i++) {
        const char *name = floor->names[i];
        snprintf(sql, sizeof sql, "CREATE TABLE main.\"%s\" AS SELECT * FROM a.\"%s\" LIMIT 0",
                 name, name);
        raw_exec(db, sql);
        if (floor->rowid[i] < 0) {
            collect_without_rowid(db, name);
        } else {
            snprintf(sql, sizeof sql,
                     "INSERT INTO main.\"%s\" SELECT * FROM a.\"%s\" WHERE rowid > %lld EXCEPT "
                     "SELECT * FROM b.\"%s\" WHERE rowid > %lld",
                     name, name, (long long)floor->rowid[i], name, (long long)floor->rowid[i]);
            raw_exec(db, sql);
        }
        delta->rows += sqlite3_changes64(db);
    }
    sqlite3_close(db);
}

int64_t delta_replay(const char *box, const char *before, const char *file,
                     const struct delta *delta) {
    char path[700], name[200], sql[300];
    snprintf(path, sizeof path, "%s/%s", before, file);
    snprintf(name, sizeof name, "delta-%s", file);
    sqlite3 *db = raw_open(path);
    raw_attach(db, box, name, "d");
    int64_t start = clock_ticks_us();
    raw_exec(db, "BEGIN IMMEDIATE");
    for (int i = 0; i < delta->tables.count; i++) {
        snprintf(sql, sizeof sql, "REPLACE INTO main.\"%s\" SELECT * FROM d.\"%s\"",
                 delta->tables.names[i], delta->tables.names[i]);
        raw_exec(db, sql);
    }
    raw_exec(db, "COMMIT");
    int64_t elapsed = clock_ticks_us() - start;
    sqlite3_close(db);
    return elapsed;
}

int64_t delta_replay_singles(const char *box, const char *before, const char *file,
                             const char *table, int64_t rows) {
    char path[700], name[200], sql[400];
    snprintf(path, sizeof path, "%s/%s", before, file);
    snprintf(name, sizeof name, "delta-%s", file);
    sqlite3 *db = raw_open(path);
    raw_attach(db, box, name, "d");
    snprintf(sql, sizeof sql, "REPLACE INTO main.\"%s\" SELECT * FROM d.\"%s\" WHERE rowid=?1",
             table, table);
    sqlite3_stmt *insert = raw_prepare(db, sql);
    int64_t start = clock_ticks_us();
    for (int64_t i = 0; i < rows; i++) {
        sqlite3_bind_int64(insert, 1, i + 1);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    int64_t elapsed = clock_ticks_us() - start;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return elapsed;
}
