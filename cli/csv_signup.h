/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_CSV_SIGNUP_H
#define CHQ_CLI_CSV_SIGNUP_H

/* chq signup --csv: one sign-up for each row of a file. */

#include "cli/cli.h"

/* The whole verb; `path` "-" is standard input. Returns the exit code. */
int csv_signup(struct cli *cli, const char *store_id, const char *path);

#endif
