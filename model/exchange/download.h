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
    bool needed;
    enum download_status status;
    int64_t position; /* RowVersion behind which rows are sent */
    int64_t rows;
    struct err why;
};

struct download {
    struct work *work;
    const char *schedule, *job, *data_group; /* 9999 sends jobs of other names */
    bool full;
    int64_t newest; /* largest RowVersion when the package was built */
    int64_t session;
    struct part parts[COMPANY_MAX_CHANNELS];
};

/* Is there something for this database? Sets part->needed and part->position. Errors are the database's. */
MUST_CHECK enum err_code download_pending(struct download *download, struct part *part,
                                          struct err *err);
/* Write it, in batches that each move the database's mark. Errors are the database's; ERR_OK also when the job is to
 * stop (work_is_stopped). */
MUST_CHECK enum err_code download_apply(struct download *download, struct part *part,
                                        struct err *err);

#endif
