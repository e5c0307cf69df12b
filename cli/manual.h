/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_MANUAL_H
#define CHQ_CLI_MANUAL_H

/* docs/chq.1 from the tables of verbs, settings and CSV columns. A test compares the file with what this writes, and
 * writes it when CHQ_UPDATE_MANUAL is set. English. */

#include <stdio.h>

void manual_write(FILE *out);

#endif
