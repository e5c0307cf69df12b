/* SPDX-License-Identifier: MIT */
/*
 * How fast sign-ups and jobs are, beside raw SQLite writing the same rows in the same run (support/raw.h):
 *
 *   cmake --build BUILD --target bench          by environment: ROWS=100000 SINGLES=2000 ROUNDS=1
 *
 * Each round signs ROWS shoppers up from a file and sends them through P-0001, sync-customers and 1010, so the company
 * grows by ROWS a round: the same speed in all of them means that the cost of a row does not depend on how many there
 * are. Raw SQLite is beside the first round and the last. Every step runs in a process of its own, whose largest memory
 * is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "model/exchange/jobs.h"
#include "support/raw.h"

#define FILES 2
static const char *const file_names[FILES] = {"headquarters.db", "channel-Default.db"};

struct bench {
    char box[256];    /* everything is below it */
    char folder[300]; /* the company */
    char before[300]; /* its files before a step */
    struct settings settings;
    int64_t rows, singles, rounds, round;
    struct floor floors[FILES];
    int64_t round_us, round_raw_us; /* the steps of this round together */
};

/* What a step is, on a company of its own connections; returns rows. */
typedef int64_t step_fn(const struct bench *bench, struct company *company, const char *what);

struct outcome {
    int64_t rows, elapsed_us;
};

static void must(enum err_code code, const struct err *err, const char *what) {
    char text[512];
    if (code == ERR_OK) return;
    err_format(err, text, sizeof text);
    fprintf(stderr, "%s\n", err->detail);
    die(what, text);
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static void fill(struct signup *in, const char *kind, int64_t round, int64_t i) {
    *in = (struct signup){.FirstName = "Kari", .LastName = "Nordmann"};
    snprintf(in->Email, sizeof in->Email, "%s%lld.%lld@example.com", kind, (long long)round,
             (long long)i);
}

/* One commit for each: what a shopper waits for. `what` is the store. */
static int64_t sign_up_singly(const struct bench *bench, struct company *company,
                              const char *what) {
    struct err err = {0};
    struct signup in;
    struct signup_result result;
    for (int64_t i = 0; i < bench->singles; i++) {
        fill(&in, what, bench->round, i);
        must(company_signup(company, what, &in, &result, &err), &err, what);
    }
    return bench->singles;
}

static int64_t sign_up_from_file(const struct bench *bench, struct company *company,
                                 const char *what) {
    struct err err = {0};
    struct signup in;
    struct signup_result result;
    struct storefront front;
    int64_t batch = bench->settings.csv_batch_rows;
    must(company_storefront(company, what, &front, &err), &err, "storefront");
    for (int64_t i = 0; i < bench->rows; i++) {
        if (i % batch == 0) must(storefront_batch_begin(&front, &err), &err, "begin");
        fill(&in, "b", bench->round, i);
        must(storefront_signup(&front, what, &in, &result, &err), &err, "signup");
        if (i % batch == batch - 1 || i == bench->rows - 1)
            must(storefront_batch_commit(&front, &err), &err, "commit");
    }
    return bench->rows;
}

static int64_t run_job(const struct bench *bench, struct company *company, const char *what) {
    struct err err = {0};
    const struct exchange_job *job = NULL;
    struct job_result result = {0};
    (void)bench;
    must(exchange_job_find(what, &job, &err), &err, what);
    must(exchange_job_run(company, job, NULL, &result, &err), &err, what);
    if (result.status != BATCH_ENDED) must(ERR_DB, &result.message, what);
    return result.rows;
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

static void run_step(const struct bench *bench, step_fn *step, const char *what, int to) {
    struct err err = {0};
    struct company *company = NULL;
    must(company_open(&company, bench->folder, &bench->settings, false, COMPANY_FOR_WORK, &err),
         &err, "open");
    int64_t start = clock_ticks_us();
    struct outcome outcome = {.rows = step(bench, company, what)};
    outcome.elapsed_us = clock_ticks_us() - start;
    company_close(&company);
    if (write(to, &outcome, sizeof outcome) != sizeof outcome) die(what, "no pipe");
}

/* In a child: its memory is the step's own. */
static struct outcome run_apart(const struct bench *bench, step_fn *step, const char *what,
                                long *peak_kib) {
    struct outcome outcome = {0};
    struct rusage usage;
    int fds[2], status = 0;
    if (pipe(fds) != 0) die(what, "no pipe");
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) die(what, "no process");
    if (child == 0) {
        run_step(bench, step, what, fds[1]);
        _exit(0);
    }
    close(fds[1]);
    if (wait4(child, &status, 0, &usage) != child || status != 0) die(what, "the step failed");
    if (read(fds[0], &outcome, sizeof outcome) != sizeof outcome) die(what, "no result");
    close(fds[0]);
    *peak_kib = usage.ru_maxrss;
    return outcome;
}

static void report(const char *what, const struct outcome *ours, long peak_kib, int64_t raw_us,
                   int64_t raw_rows) {
    double speed = ours->elapsed_us ? (double)ours->rows * 1e6 / (double)ours->elapsed_us : 0;
    printf("%-28s %9lld %10.0f ", what, (long long)ours->rows, speed);
    if (peak_kib > 0) {
        printf("%8.1f", (double)peak_kib / 1024);
    } else {
        printf("%8s", "");
    }
    if (raw_us > 0) {
        double raw = (double)ours->rows * 1e6 / (double)raw_us;
        printf(" %10.0f %7.2f", raw, speed / raw);
        if (raw_rows > 0) printf("  %lld", (long long)raw_rows);
    }
    printf("\n");
    fflush(stdout);
}

static bool is_compared(const struct bench *bench) {
    return bench->round == 1 || bench->round == bench->rounds;
}

static void remember(const struct bench *bench) {
    shell("rm -rf '%s'%s", bench->before, "");
    shell("cp -a '%s' '%s'", bench->folder, bench->before);
}

/* `table`: raw writes the rows of this table of file `only`, a commit each; NULL = all rows of all files. */
static int64_t replay(const struct bench *bench, int only, const char *table, int64_t *rows) {
    int64_t raw_us = 0;
    *rows = 0;
    for (int i = 0; i < FILES; i++) {
        struct delta delta;
        if (table && i != only) continue;
        delta_collect(bench->box, bench->folder, bench->before, file_names[i], &bench->floors[i],
                      &delta);
        *rows += table ? bench->singles : delta.rows;
        if (table) {
            raw_us += delta_replay_singles(bench->box, bench->before, file_names[i], table,
                                           bench->singles);
        } else if (delta.rows > 0) {
            raw_us += delta_replay(bench->box, bench->before, file_names[i], &delta);
        }
    }
    return raw_us;
}

static void measure(struct bench *bench, const char *title, step_fn *step, const char *what,
                    int only, const char *table) {
    long peak_kib = 0;
    int64_t raw_us = 0, raw_rows = 0;
    if (is_compared(bench)) remember(bench);
    struct outcome ours = run_apart(bench, step, what, &peak_kib);
    if (is_compared(bench)) raw_us = replay(bench, only, table, &raw_rows);
    report(title, &ours, peak_kib, raw_us, raw_rows);
    bench->round_us += ours.elapsed_us;
    bench->round_raw_us += raw_us;
}

static void measure_round(struct bench *bench) {
    static const char *const jobs[] = {"P-0001", "sync-customers", "1010"};
    bench->round_us = bench->round_raw_us = 0;
    for (int i = 0; i < FILES; i++) floor_read(bench->folder, file_names[i], &bench->floors[i]);
    measure(bench, "async sign-ups from a file", sign_up_from_file, "AWOnline", 0, NULL);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        measure(bench, jobs[i], run_job, jobs[i], 0, NULL);
    }
    struct outcome all = {.rows = bench->rows, .elapsed_us = bench->round_us};
    report("from file to complete", &all, 0, bench->round_raw_us, 0);
}

/* The demo company's accounts have six digits: not enough for millions. */
static void widen_accounts(const struct bench *bench) {
    struct err err = {0};
    struct company *company = NULL;
    must(company_open(&company, bench->folder, &bench->settings, false, COMPANY_FOR_WORK, &err),
         &err, "open");
    must(db_exec(company->hq,
                 "UPDATE NumberSequenceTable SET Format = '#########', Highest = 999999999", &err),
         &err, "number sequence");
    company_close(&company);
}

static int64_t number_from(const char *name, int64_t fallback) {
    const char *text = getenv(name);
    return text && *text ? strtoll(text, NULL, 10) : fallback;
}

int main(void) {
    struct bench bench = {.rows = number_from("ROWS", 100000),
                          .singles = number_from("SINGLES", 2000),
                          .rounds = number_from("ROUNDS", 1),
                          .round = 1};
    struct err err = {0};
    const char *temp = getenv("TMPDIR");
    snprintf(bench.box, sizeof bench.box, "%s/chq-bench-XXXXXX", temp && *temp ? temp : "/tmp");
    if (!mkdtemp(bench.box)) die(bench.box, "cannot be made");
    snprintf(bench.folder, sizeof bench.folder, "%s/company", bench.box);
    snprintf(bench.before, sizeof bench.before, "%s/before", bench.box);
    settings_init(&bench.settings);
    must(company_create(bench.folder, true, &bench.settings, &err), &err, "create");
    widen_accounts(&bench);

    printf("%-28s %9s %10s %8s %10s %7s  %s\n", "", "rows", "rows/s", "peak MiB", "raw rows/s",
           "ratio", "rows that raw writes");
    for (int i = 0; i < FILES; i++) floor_read(bench.folder, file_names[i], &bench.floors[i]);
    measure(&bench, "async sign-ups, one by one", sign_up_singly, "AWOnline", 1,
            "RETAILASYNCCUSTOMER");
    measure(&bench, "sync sign-ups, one by one", sign_up_singly, "Fabrikam", 0, "CustTable");
    for (bench.round = 1; bench.round <= bench.rounds; bench.round++) {
        if (bench.rounds > 1)
            printf("round %lld, %lld shoppers before it\n", (long long)bench.round,
                   (long long)((bench.round - 1) * bench.rows));
        measure_round(&bench);
    }
    shell("rm -rf '%s'%s", bench.box, "");
    return 0;
}
