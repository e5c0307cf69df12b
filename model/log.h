/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_LOG_H
#define CHQ_MODEL_LOG_H

/*
 * The log file: failures with their technical text, never refusals, never what a customer typed beyond keys.
 * $XDG_STATE_HOME/chq/chq.log, mode 0600, one line each. Thread-safe. Until log_open nothing is written.
 */

#include "model/err.h"

void log_open(const char *path);
void log_close(void);
void log_line(const char *fmt, ...) PRINTF_LIKE(1, 2);
void log_err(const char *where, const struct err *err);

#endif
