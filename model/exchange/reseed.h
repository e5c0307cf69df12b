/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_RESEED_H
#define CHQ_EXCHANGE_RESEED_H

/*
 * The remedy for a channel database that was restored from a backup or copied (domain.md 6 causes 11, 38): its counters
 * are behind what headquarters has received, so P-0001 refuses it (CHANNEL_RESTORED).
 */

#include "model/exchange/company.h"

struct reseed_result {
    int64_t rows; /* sign-ups and edits that headquarters does not have: they got new counters */
    int64_t identities; /* the same for identities */
    int64_t counter;    /* the last counter given is now this */
    bool counter_moved;
    bool session_moved; /* the counter of upload sessions was behind, too */
};

/*
 * Rows that headquarters does not have get counters above everything it has received, in the order they had; rows that it
 * has stay, so none arrives twice. One transaction of the channel; while it runs no upload does (LEASE_HELD). Running it
 * when nothing is wrong changes nothing. RECORD_NOT_FOUND when there is no such database, CHANNEL_MISSING and others when
 * its file cannot be used.
 */
MUST_CHECK enum err_code channel_reseed(struct company *company, const char *database,
                                        struct reseed_result *result, struct err *err);
/* Would P-0001 refuse the channel now? Its database can be used. Reads only. */
MUST_CHECK enum err_code channel_is_restored(struct company *company,
                                             struct company_channel *channel, bool *restored,
                                             struct err *err);

#endif
