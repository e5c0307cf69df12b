/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_COMPANY_H
#define CHQ_EXCHANGE_COMPANY_H

/*
 * A company on disk: a folder (0700) with headquarters.db and one channel-NAME.db per channel database. A
 * `struct company` is a set of connections and belongs to one thread; a background job opens its own.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "model/channel/storefront.h"
#include "model/db.h"
#include "model/hq/account_number.h"
#include "model/hq/channel_database.h"
#include "model/progress.h"
#include "model/settings.h"

#define COMPANY_MAX_CHANNELS CHANNEL_DATABASE_MAX
#define COMPANY_PATH_SIZE    1024

/*
 * A copy for practice may have this file in its folder, of the form of the user's file: what it sets holds for whoever opens
 * the copy (console, verbs, batch server) and beats even flags, because it is part of what is to be found there. A real
 * company has none. A fault in it (CONFIG_…, names file and line) keeps the company from being opened.
 */
#define COMPANY_SCENARIO "scenario.ini"

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
    struct settings settings; /* what holds here: as given, and the scenario laid over them */
    struct settings given;    /* as company_open was given them: for opening other companies */
    char user[21];            /* who the audit trail names */
    struct db *hq;
    struct number_pool numbers; /* account numbers that real-time calls fetched ahead */
    struct company_channel channels[COMPANY_MAX_CHANNELS];
    int channel_count;
    /* Borrowed, for whoever signs up on several connections at once; NULL else. How many real-time calls are under way on
     * all of them (rts.latency_growth_ms), and who ends the simulated part of one: ERR_CANCELLED, nothing is stored. */
    atomic_int *rts_calls;
    const struct progress *rts_interrupt;
};

/* --data, else $CHQ_DATA, else $XDG_DATA_HOME/chq, else ~/.local/share/chq. `flag` may be NULL. */
void company_folder(const char *flag, char *buf, size_t size);
/* Is there a company in `folder`? Whether it can be opened is another question. */
bool company_is_in(const char *folder);
/* Who works here: console.user, else the login name, else "user". */
void company_user_name(const struct settings *settings, char *buf, size_t size);
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
/* The same with its batch jobs as they are and its scenario: everything goes on in the copy as in the original. */
MUST_CHECK enum err_code company_copy_as_it_is(const struct company *company,
                                               const char *new_folder, struct err *err);
/* Delete a company's own files, its copies for guides and its trainees' records (both in training/) and its folder; refuses
 * (FILE_EXISTS), before it touches anything, a folder that holds anything else. */
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
