/* SPDX-License-Identifier: MIT */
/*
 * How fast sign-ups and jobs are, beside raw SQLite doing the same work in the same run:
 *
 *   cmake --build BUILD --target bench          ROWS=100000 SINGLES=2000 by environment
 *
 * "The same work" is exact: after each of our runs the rows that it added or changed are collected table by table, and
 * raw SQLite writes just these rows into a copy of the files from before the run, with the same schema, indexes,
 * synchronous=FULL and page cache, in one transaction for each file (for single sign-ups: one for each row). It knows what
 * to write without having to find out, so it is a bound and not a rival.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "model/exchange/jobs.h"

#define FILES 2
static const char *const file_names[FILES] = {"headquarters.db", "channel-Default.db"};

struct bench {
    char box[256];    /* everything is below it */
    char folder[300]; /* the company */
    char before[300]; /* its files before a run */
    struct settings settings;
    int64_t rows, singles;
};

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static void must(enum err_code code, const struct err *err, const char *what) {
    char text[512];
    if (code == ERR_OK) return;
    err_format(err, text, sizeof text);
    fprintf(stderr, "%s\n", err->detail);
    die(what, text);
}

static void shell(const char *fmt, const char *a, const char *b) {
    char command[900];
    snprintf(command, sizeof command, fmt, a, b);
    if (system(command) != 0) die("shell", command);
}

/* ---- raw SQLite -------------------------------------------------------------------------------------------------- */

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

struct delta {
    char names[128][64];
    int count;
    int64_t rows;
};

/* The rows of `after` that `before` does not have, as tables of the same names in delta.db. Not measured. */
static void delta_collect(const struct bench *bench, const char *file, struct delta *delta) {
    char path[700], sql[400];
    snprintf(path, sizeof path, "%s/delta-%s", bench->box, file);
    unlink(path);
    sqlite3 *db = raw_open(path);
    raw_exec(db, "PRAGMA synchronous=OFF");
    raw_attach(db, bench->before, file, "b");
    raw_attach(db, bench->folder, file, "a");
    sqlite3_stmt *tables = NULL;
    delta->count = 0;
    delta->rows = 0;
    if (sqlite3_prepare_v2(
            db,
            "SELECT name FROM a.sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%'",
            -1, &tables, NULL) != SQLITE_OK)
        die("tables", sqlite3_errmsg(db));
    while (sqlite3_step(tables) == SQLITE_ROW && delta->count < 128)
        snprintf(delta->names[delta->count++], sizeof delta->names[0], "%s",
                 (const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    for (int i = 0; i < delta->count; i++) {
        const char *name = delta->names[i];
        snprintf(sql, sizeof sql, "CREATE TABLE main.\"%s\" AS SELECT * FROM a.\"%s\" LIMIT 0",
                 name, name);
        raw_exec(db, sql);
        snprintf(sql, sizeof sql,
                 "INSERT INTO main.\"%s\" SELECT * FROM a.\"%s\" EXCEPT SELECT * FROM b.\"%s\"",
                 name, name, name);
        raw_exec(db, sql);
        delta->rows += sqlite3_changes64(db);
    }
    sqlite3_close(db);
}

/* Writes what delta_collect has found into the files from before. */
static int64_t delta_replay(const struct bench *bench, const char *file,
                            const struct delta *delta) {
    char path[700], name[200], sql[300];
    snprintf(path, sizeof path, "%s/%s", bench->before, file);
    snprintf(name, sizeof name, "delta-%s", file);
    sqlite3 *db = raw_open(path);
    raw_attach(db, bench->box, name, "d");
    int64_t start = clock_ticks_us();
    raw_exec(db, "BEGIN IMMEDIATE");
    for (int i = 0; i < delta->count; i++) {
        snprintf(sql, sizeof sql, "REPLACE INTO main.\"%s\" SELECT * FROM d.\"%s\"",
                 delta->names[i], delta->names[i]);
        raw_exec(db, sql);
    }
    raw_exec(db, "COMMIT");
    int64_t elapsed = clock_ticks_us() - start;
    sqlite3_close(db);
    return elapsed;
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

static void remember(const struct bench *bench) {
    shell("rm -rf '%s'%s", bench->before, "");
    shell("cp -a '%s' '%s'", bench->folder, bench->before);
}

static void report(const char *what, int64_t rows, int64_t ours_us, int64_t raw_us,
                   int64_t raw_rows) {
    double ours = ours_us ? (double)rows * 1e6 / (double)ours_us : 0;
    double raw = raw_us ? (double)rows * 1e6 / (double)raw_us : 0;
    printf("%-28s %9lld %12.0f %12.0f %7.2f  %lld\n", what, (long long)rows, ours, raw,
           raw > 0 ? ours / raw : 0, (long long)raw_rows);
    fflush(stdout);
}

static struct company *open_company(const struct bench *bench) {
    struct err err = {0};
    struct company *company = NULL;
    must(company_open(&company, bench->folder, &bench->settings, false, COMPANY_FOR_WORK, &err),
         &err, "open");
    return company;
}

static void fill(struct signup *in, const char *kind, int64_t i) {
    *in = (struct signup){.FirstName = "Kari", .LastName = "Nordmann"};
    snprintf(in->Email, sizeof in->Email, "%s%lld@example.com", kind, (long long)i);
}

/* One commit for each: what a shopper waits for. Raw does one commit for each added row of the main table. */
static void measure_singles(const struct bench *bench, const char *what, const char *store,
                            const char *file, const char *table) {
    struct err err = {0};
    struct signup in;
    struct signup_result result;
    struct delta delta;
    remember(bench);
    struct company *company = open_company(bench);
    int64_t start = clock_ticks_us();
    for (int64_t i = 0; i < bench->singles; i++) {
        fill(&in, what[0] == 'a' ? "a" : "s", i);
        must(company_signup(company, store, &in, &result, &err), &err, what);
    }
    int64_t ours = clock_ticks_us() - start;
    company_close(&company);
    delta_collect(bench, file, &delta);

    char path[700], name[200], sql[400];
    snprintf(path, sizeof path, "%s/%s", bench->before, file);
    snprintf(name, sizeof name, "delta-%s", file);
    sqlite3 *db = raw_open(path);
    raw_attach(db, bench->box, name, "d");
    sqlite3_stmt *insert = NULL;
    snprintf(sql, sizeof sql, "REPLACE INTO main.\"%s\" SELECT * FROM d.\"%s\" WHERE rowid=?1",
             table, table);
    if (sqlite3_prepare_v2(db, sql, -1, &insert, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
    start = clock_ticks_us();
    for (int64_t i = 0; i < bench->singles; i++) {
        sqlite3_bind_int64(insert, 1, i + 1);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    int64_t raw = clock_ticks_us() - start;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    report(what, bench->singles, ours, raw, bench->singles);
}

static void measure_batch(const struct bench *bench) {
    struct err err = {0};
    struct signup in;
    struct signup_result result;
    struct storefront front;
    struct delta delta;
    int64_t batch = bench->settings.csv_batch_rows;
    remember(bench);
    struct company *company = open_company(bench);
    int64_t start = clock_ticks_us();
    must(company_storefront(company, "AWOnline", &front, &err), &err, "storefront");
    for (int64_t i = 0; i < bench->rows; i++) {
        if (i % batch == 0) must(storefront_batch_begin(&front, &err), &err, "begin");
        fill(&in, "b", i);
        must(storefront_signup(&front, "AWOnline", &in, &result, &err), &err, "signup");
        if (i % batch == batch - 1 || i == bench->rows - 1)
            must(storefront_batch_commit(&front, &err), &err, "commit");
    }
    int64_t ours = clock_ticks_us() - start;
    company_close(&company);
    delta_collect(bench, file_names[1], &delta);
    int64_t raw = delta_replay(bench, file_names[1], &delta);
    report("async sign-ups from a file", bench->rows, ours, raw, delta.rows);
}

static void measure_job(const struct bench *bench, const char *name) {
    struct err err = {0};
    const struct exchange_job *job = NULL;
    struct job_result result = {0};
    must(exchange_job_find(name, &job, &err), &err, name);
    remember(bench);
    struct company *company = open_company(bench);
    int64_t start = clock_ticks_us();
    must(exchange_job_run(company, job, NULL, &result, &err), &err, name);
    int64_t ours = clock_ticks_us() - start;
    company_close(&company);
    if (result.status != BATCH_ENDED) must(ERR_DB, &result.message, name);
    int64_t raw = 0, raw_rows = 0;
    for (int i = 0; i < FILES; i++) {
        struct delta delta;
        delta_collect(bench, file_names[i], &delta);
        if (delta.rows > 0) raw += delta_replay(bench, file_names[i], &delta);
        raw_rows += delta.rows;
    }
    report(name, result.rows, ours, raw, raw_rows);
}

static int64_t number_from(const char *name, int64_t fallback) {
    const char *text = getenv(name);
    return text && *text ? strtoll(text, NULL, 10) : fallback;
}

int main(void) {
    static const char *const jobs[] = {"1070", "1110", "P-0001", "sync-customers", "1010"};
    struct bench bench = {.rows = number_from("ROWS", 100000),
                          .singles = number_from("SINGLES", 2000)};
    struct err err = {0};
    const char *temp = getenv("TMPDIR");
    snprintf(bench.box, sizeof bench.box, "%s/chq-bench-XXXXXX", temp && *temp ? temp : "/tmp");
    if (!mkdtemp(bench.box)) die(bench.box, "cannot be made");
    snprintf(bench.folder, sizeof bench.folder, "%s/company", bench.box);
    snprintf(bench.before, sizeof bench.before, "%s/before", bench.box);
    settings_init(&bench.settings);
    must(company_create(bench.folder, true, &bench.settings, &err), &err, "create");

    printf("%-28s %9s %12s %12s %7s  %s\n", "", "rows", "ours rows/s", "raw rows/s", "ratio",
           "rows that raw writes");
    measure_singles(&bench, "async sign-ups, one by one", "AWOnline", file_names[1],
                    "RETAILASYNCCUSTOMER");
    measure_singles(&bench, "sync sign-ups, one by one", "Fabrikam", file_names[0], "CustTable");
    measure_batch(&bench);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) measure_job(&bench, jobs[i]);
    shell("rm -rf '%s'%s", bench.box, "");
    return 0;
}
