/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CHANNEL_ASYNC_CLIENT_H
#define CHQ_CHANNEL_ASYNC_CLIENT_H

/*
 * The channel's end of the data exchange: the Async Client, which packs uploads and fetches downloads, the numbers of
 * its upload sessions, and the counter by which headquarters knows what it has received (domain.md 5.3, 6 causes 11, 18,
 * 38; CDX-Troubleshooting.md). Each call is part of the caller's transaction or a statement of its own.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/db.h"

/* A client that was stopped packs and fetches nothing; restarting the Commerce Scale Unit starts it. */
MUST_CHECK enum err_code async_client_running(struct db *channel, bool *running, struct err *err);
MUST_CHECK enum err_code async_client_set_running(struct db *channel, bool running,
                                                  struct err *err);

/* A number for an upload session. UPLOAD_SESSION_DUPLICATE (N = the number) when the counter is behind the numbers in
 * use; `database` is named in it. */
MUST_CHECK enum err_code local_session_open(struct db *channel, const char *database,
                                            int64_t *local_id, struct err *err);
/* Put the counter above the numbers in use. *moved: it was behind. */
MUST_CHECK enum err_code local_session_repair(struct db *channel, bool *moved, struct err *err);

/* One sequence counts for every table that is uploaded. A row that does not draw its counter by being inserted into
 * RETAILASYNCCUSTOMER (an identity linked to a sign-up that is there already) draws it here. Inside a transaction. */
MUST_CHECK enum err_code replication_counter_next(struct db *channel, int64_t *counter,
                                                  struct err *err);
/* The last counter that was given, 0 = none. */
MUST_CHECK enum err_code replication_counter_last(struct db *channel, int64_t *counter,
                                                  struct err *err);

#endif
