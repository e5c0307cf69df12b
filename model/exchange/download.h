/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_DOWNLOAD_H
#define CHQ_EXCHANGE_DOWNLOAD_H

/*
 * One download of one job to the databases of one group. Inside exchange/ only.
 *
 * 1010 is change-tracked: it sends the customers changed since the database's own mark. 1070, 1090 and 1110 are small
 * and not change-tracked here: each run sends the whole tables, so their sessions end as Applied, never as No data.
 */

#include "model/exchange/work.h"

struct part { /* of one channel database */
    struct company_channel *channel;
    bool needed, waits;
    bool attached;               /* headquarters is beside it, to be read as hq */
    bool settled;                /* a run before brought it everything, but could not say so */
    struct download_store store; /* as its row in the session says */
    int64_t position;            /* RowVersion behind which rows are sent */
    struct err why;
};

struct download {
    struct work *work;
    const char *schedule, *job, *data_group; /* 9999 sends jobs of other names */
    bool full;
    bool
        unsent; /* a table has no subjob: what changed in it was left out, and the bookmark stays */
    struct download_session session;
    struct part parts[COMPANY_MAX_CHANNELS];
};

bool download_is_change_tracked(const struct download *download);
/* Headquarters beside the database, as hq, until it is detached: what one step has read need not be read again. Safe
 * when it is attached, or detached, already. */
MUST_CHECK enum err_code download_attach(struct download *download, struct part *part,
                                         struct err *err);
MUST_CHECK enum err_code download_detach(struct part *part, struct err *err);
/* Is there something for this database up to session.to? Sets part->needed and part->position. Errors are the
 * database's. */
MUST_CHECK enum err_code download_pending(struct download *download, struct part *part,
                                          struct err *err);
/* Write it, in batches that each move the database's mark; adds to part->store.rows. Errors are the database's; ERR_OK
 * also when the job is to stop (work_is_stopped). DOWNLOAD_WRITE when a table does not take its rows. */
MUST_CHECK enum err_code download_apply(struct download *download, struct part *part,
                                        struct err *err);

#endif
