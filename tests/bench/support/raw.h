/* SPDX-License-Identifier: MIT */
#ifndef CHQ_BENCH_RAW_H
#define CHQ_BENCH_RAW_H

/*
 * The yardstick: raw SQLite writing exactly the rows that a run of ours added or changed, into a copy of the files from
 * before the run, with the same schema, indexes, synchronous=FULL and page cache. It need not find out what to write, so
 * it is a bound and not a rival. Every failure ends the program.
 */

#include <stdbool.h>
#include <stdint.h>

#define RAW_MAX_TABLES 128

_Noreturn void die(const char *what, const char *why);
void shell(const char *fmt, const char *a, const char *b);

/* The largest rowid of each table of a file, so that what came later is found without reading what was there. */
struct floor {
    char names[RAW_MAX_TABLES][64];
    int64_t rowid[RAW_MAX_TABLES]; /* -1 = a table without rowid */
    int count;
};
void floor_read(const char *folder, const char *file, struct floor *floor);

struct delta {
    struct floor tables;
    int64_t rows;
};
/* The rows of FOLDER/FILE behind `floor` that BEFORE/FILE does not have or has otherwise, kept in BOX/delta-FILE. */
void delta_collect(const char *box, const char *folder, const char *before, const char *file,
                   const struct floor *floor, struct delta *delta);
/* Write them into BEFORE/FILE in one transaction; returns microseconds. */
int64_t delta_replay(const char *box, const char *before, const char *file,
                     const struct delta *delta);
/* The first `rows` of one table, a transaction each. */
int64_t delta_replay_singles(const char *box, const char *before, const char *file,
                             const char *table, int64_t rows);

#endif
