/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CHANNEL_CONFIG_H
#define CHQ_CHANNEL_CONFIG_H

/*
 * What a channel knows of its stores. Two steps from headquarters: job 1070 writes the channel database's own copy;
 * the Commerce Scale Unit serves a cache of that copy which it renews after csu.cache_ttl or when restarted
 * (domain.md 1 items 17, 18; seamless-offline-improvements.md). The storefront sees only the cache.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/db.h"
#include "model/text.h"

struct channel_store {
    int64_t StoreRecId;
    char RetailChannelId[TEXT_SIZE(10)];
    char Name[TEXT_SIZE(60)];
    char DataAreaId[TEXT_SIZE(4)];
    char Currency[TEXT_SIZE(3)];
    char DefaultCustAccount[TEXT_SIZE(20)];
    char ProfileId[TEXT_SIZE(10)]; /* '' = none */
    int CreateAsyncCustomers;      /* 0, 1, or -1: no profile */
    int AllowAnonymousAccess;      /* operation 612 */
};

/* The cached settings of a store; loads the cache first when it is older than ttl_s or was never loaded (one small
 * write transaction). STORE_UNKNOWN_TO_CHANNEL when the channel has no copy. */
MUST_CHECK enum err_code csu_store(struct db *channel, const char *store_id, int64_t ttl_s,
                                   struct channel_store *store, struct err *err);
/* Restart: the cache is read again now. */
MUST_CHECK enum err_code csu_restart(struct db *channel, struct err *err);
/* 0 = never. */
MUST_CHECK enum err_code csu_loaded_at(struct db *channel, int64_t *at_ms, struct err *err);
/* The channel's own copy, past the cache (for status pages and guides). *found false when it has none. */
MUST_CHECK enum err_code channel_store_copy(struct db *channel, const char *store_id,
                                            struct channel_store *store, bool *found,
                                            struct err *err);

#endif
