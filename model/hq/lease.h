/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_LEASE_H
#define CHQ_HQ_LEASE_H

/*
 * At most one process at a time does something: be the batch server, run P-0001 (domain.md 5.3: only one P-job at a
 * time; CDX-Best-Practices.md). A lease ends by itself when its holder does not renew it; on the same computer a
 * holder that died is replaced at once, because its process is gone.
 *
 * The token grows with every taking. Who does work under a lease asks lease_holds inside its write transaction on
 * headquarters: a holder that was replaced (it slept, or the clock jumped) finds out before it writes anything.
 */

#include <stdbool.h>

#include "model/db.h"

#define LEASE_NAME_SIZE   64
#define LEASE_HOLDER_SIZE 96
/* No lease is given for longer, so an end further ahead than this was written by a clock that was ahead. */
#define LEASE_LONGEST_MS INT64_C(7200000)

struct lease {
    char name[LEASE_NAME_SIZE]; /* "batch-server", "job:P-0001" */
    int64_t token;              /* 0 = not held */
    int64_t ttl_ms;
};

/* Take it, or ERR_BUSY LEASE_HELD (value = name, value2 = holder, number = milliseconds until it ends). ttl_ms is cut to
 * LEASE_LONGEST_MS. A lease that ends later than that from now (the clock was set back) is made to end one ttl from now.
 * One write transaction, or part of the caller's. `user` names the holder to people. */
MUST_CHECK enum err_code lease_take(struct lease *lease, struct db *hq, const char *name,
                                    int64_t ttl_ms, const char *user, struct err *err);
/* Still mine? Also renews when a third of the ttl has passed or the clock has jumped. A lease that is not mine any more
 * gets the token 0. Inside a write transaction of the caller. */
MUST_CHECK enum err_code lease_holds(struct lease *lease, struct db *hq, bool *mine,
                                     struct err *err);
/* No-op when it is not held any more. Part of the caller's transaction, or its own. */
MUST_CHECK enum err_code lease_release(struct lease *lease, struct db *hq, struct err *err);
/* Who holds it now: "" = nobody. `until_ms` may be NULL. */
MUST_CHECK enum err_code lease_holder(struct db *hq, const char *name,
                                      char holder[LEASE_HOLDER_SIZE], int64_t *until_ms,
                                      struct err *err);
/* A descriptor that becomes readable when the holder's process ends, so that waiting for it costs nothing. -1 = there
 * is none: nobody holds it, or not on this computer. The caller closes it. */
int lease_holder_fd(struct db *hq, const char *name);

/* In a copy of headquarters nobody holds anything: those who do hold it in the original. */
MUST_CHECK enum err_code lease_forget_all(struct db *copy, struct err *err);

#endif
