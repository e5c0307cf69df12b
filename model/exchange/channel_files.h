/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_CHANNEL_FILES_H
#define CHQ_EXCHANGE_CHANNEL_FILES_H

/*
 * A channel database is a record in headquarters and a file beside it (domain.md 4.10). What needs both is here: making
 * and deleting a database, moving stores between databases, and how one is getting on. All on the company's connections;
 * company_reload_channels is part of every change.
 *
 * The record comes first and goes first. Between the two steps a process may be killed: a record without a file is seen as
 * a missing file, which channel_file_create makes; a file without a record is nobody's, and is taken over by a later
 * database of its name.
 *
 * A store that moves leaves nothing behind. Sign-ups in the old database are still uploaded from there, and shoppers go on
 * signing up there until its copy of the stores is renewed (1070) and its cache read again; headquarters knows every
 * customer by store, not by database. Only the new database must hear of the store and its customers: run 9999.
 */

#include "model/exchange/company.h"

#define CHANNEL_WAITING_MOST 100000 /* rows are counted that far */

struct channel_condition {
    enum data_store_type type;
    bool usable;        /* the file is there and can be used; else `trouble` says why not */
    struct err trouble; /* CHANNEL_MISSING: channel_file_create makes it again */
    int64_t waiting;    /* sign-ups only the channel has; CHANNEL_WAITING_MOST = so many or more */
    int64_t mark;       /* counter up to which headquarters has received */
    int64_t last;       /* counter that the channel gave last */
    int64_t version;    /* schema of the file */
    int64_t loaded_ms;  /* the Commerce Scale Unit read its cache then, 0 = never */
    bool running;       /* the Async Client works */
    char unknown[TEXT_SIZE(10)]; /* a store it has not heard of (job 1070), "" = none */
};

/* How a database is getting on. RECORD_NOT_FOUND when there is no such record; a file that cannot be used is no error. */
MUST_CHECK enum err_code channel_condition_read(struct company *company, const char *name,
                                                struct channel_condition *condition,
                                                struct err *err);

/*
 * The file of a database that has none yet, or whose file is missing. It counts on behind what headquarters has received
 * under that name, so that its rows are not taken for old ones. A usable file is left alone, a file that cannot be used is
 * never overwritten (its trouble is returned). Nothing for an offline database.
 */
MUST_CHECK enum err_code channel_file_create(struct company *company, const char *name,
                                             struct err *err);

/* Record, file and all. Refused while stores are in it, for Default, while sign-ups wait in it (DATABASE_WAITS), and while
 * its file is there but cannot be read. `rec` is the record as it was read (RECORD_CHANGED as usual). */
MUST_CHECK enum err_code channel_database_delete(struct company *company,
                                                 const struct channel_database *rec,
                                                 struct err *err);

/*
 * Put a store into a database, out of the one it was in. Refused (STORE_WAITS) while sign-ups of the store wait in its
 * old database: a database that lost its store is the one that is paused or deleted next. Of a file that cannot be read
 * nobody can say, so the store may leave it. *before becomes the old database, "" = none; the same one = nothing to do.
 */
MUST_CHECK enum err_code channel_store_add(struct company *company, const char *name,
                                           const char *store_id, char before[TEXT_SIZE(50)],
                                           struct err *err);
/* Take a store out of the database: then it is in none. STORE_ELSEWHERE when it is not in this one. */
MUST_CHECK enum err_code channel_store_remove(struct company *company, const char *name,
                                              const char *store_id, struct err *err);

#endif
