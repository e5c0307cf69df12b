/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_COMPANY_H
#define CHQ_EXCHANGE_COMPANY_H

/*
 * A company on disk: a folder (0700) with headquarters.db and one channel-NAME.db per channel database. A
 * `struct company` is a set of connections and belongs to one thread; a background job opens its own.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "model/channel/storefront.h"
#include "model/db.h"
#include "model/hq/account_number.h"
#include "model/hq/channel_database.h"
#include "model/settings.h"

#define COMPANY_MAX_CHANNELS CHANNEL_DATABASE_MAX
#define COMPANY_PATH_SIZE    1024

struct company_channel {
    char name[TEXT_SIZE(50)]; /* RetailConnDatabaseProfile.Name */
    char data_group[TEXT_SIZE(60)];
    bool paused; /* PauseDataSync */
    char path[COMPANY_PATH_SIZE];
    struct db *db; /* NULL = missing or damaged; `trouble` says why. The others go on. */
    struct err trouble;
};

enum company_use {
    COMPANY_FOR_SCREENS, /* small cache */
    COMPANY_FOR_WORK     /* exchange.cache_mib on every connection */
};

struct company {
    char folder[COMPANY_PATH_SIZE];
    char data_area[TEXT_SIZE(4)];
    bool read_only;
    enum company_use use;
    int busy_timeout_ms;      /* of every connection; company_set_busy_timeout changes it */
    struct settings settings; /* copy */
    char user[21];            /* who the audit trail names */
    struct db *hq;
    struct number_pool numbers; /* account numbers that real-time calls fetched ahead */
    struct company_channel channels[COMPANY_MAX_CHANNELS];
    int channel_count;
};

/* --data, else $CHQ_DATA, else $XDG_DATA_HOME/chq, else ~/.local/share/chq. `flag` may be NULL. */
void company_folder(const char *flag, char *buf, size_t size);
/* Make folder, headquarters and channel database "Default"; `demo` fills the demo company. COMPANY_EXISTS when there
 * is one. On any error nothing is left behind. */
MUST_CHECK enum err_code company_create(const char *folder, bool demo,
                                        const struct settings *settings, struct err *err);
/* COMPANY_MISSING when the folder holds none. A channel that cannot be opened is no error here. */
MUST_CHECK enum err_code company_open(struct company **out, const char *folder,
                                      const struct settings *settings, bool read_only,
                                      enum company_use use, struct err *err);
/* The same company again, for another thread. */
MUST_CHECK enum err_code company_open_again(struct company **out, const struct company *like,
                                            enum company_use use, struct err *err);
void company_close(struct company **company);
/* How long a lock is waited for, on all connections and on those that are opened later. */
void company_set_busy_timeout(struct company *company, int ms);
/* A consistent copy in a new folder, for guides and labs: nobody holds a lease in it, and its batch jobs are withheld. */
MUST_CHECK enum err_code company_copy(const struct company *company, const char *new_folder,
                                      struct err *err);
/* Delete a company's own files, its copies for guides (training/) and its folder; refuses (FILE_EXISTS), before it
 * touches anything, a folder that holds anything else. */
MUST_CHECK enum err_code company_delete(const char *folder, struct err *err);

/* Look at headquarters and the folder again: channel databases that others made, deleted, paused or moved to another
 * group, files that came back or went away. Pointers to channels and their connections are invalid afterwards, except of
 * those inside a transaction. */
MUST_CHECK enum err_code company_reload_channels(struct company *company, struct err *err);
/* NULL = there is none of that name. */
struct company_channel *company_find_channel(struct company *company, const char *name);
/* The channel that holds a store: one that knows it, and of several the one that headquarters names.
 * STORE_UNKNOWN_TO_CHANNEL when no database has it; CHANNEL_MISSING when its file cannot be used. */
MUST_CHECK enum err_code company_channel_of(struct company *company, const char *store_id,
                                            struct company_channel **out, struct err *err);

/* ---- the storefront with its line to headquarters ------------------------------------------------------------- */

/* Sign up in a store: finds the channel, connects the Real-time Service (with rts.latency_ms), see storefront_signup. */
MUST_CHECK enum err_code company_signup(struct company *company, const char *store_id,
                                        struct signup *in, struct signup_result *result,
                                        struct err *err);
/* A storefront for many sign-ups of one store (CSV). Valid until company_close. */
MUST_CHECK enum err_code company_storefront(struct company *company, const char *store_id,
                                            struct storefront *front, struct err *err);
/* Restart the Commerce Scale Unit of every channel: its cache is read again, its Async Client works again. */
MUST_CHECK enum err_code company_restart_csu(struct company *company, struct err *err);

#endif
