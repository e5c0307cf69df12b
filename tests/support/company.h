/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_COMPANY_H
#define CHQ_TESTS_COMPANY_H

/*
 * A demo company of one's own for each test. `chq init --demo` runs once for each test program; every test then gets a
 * copy in a fresh folder, so that it runs alone and in any order. Failures fail the running test.
 */

#include <stdbool.h>

struct company {
    char folder[256]; /* what --data or CHQ_DATA is given */
};

void company_init_demo(struct company *company);
/* A folder without a company. */
void company_init_empty(struct company *company);
/* Removes the folder. Safe on a zeroed struct and twice. */
void company_release(struct company *company);

/* Run `chq ARGS` on the company as another process would, wait for it, and return its exit status (128 + n for a
 * signal). `args` ends with NULL. `output` (may be NULL) gets stdout; the caller frees it. */
int company_run(const struct company *company, const char *const *args, char **output);
/* The same in one line of words with blanks between, which must end with 0. */
void company_do(const struct company *company, const char *words);

#endif
