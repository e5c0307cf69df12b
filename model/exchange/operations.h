/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_OPERATIONS_H
#define CHQ_EXCHANGE_OPERATIONS_H

/*
 * Correct and Synchronize (audit-async-customer-operations.md; domain.md 4.4): stage 2 again for chosen operations of
 * shoppers, one or a whole group, each by itself. What was corrected stays corrected when the operation fails again.
 * On the caller's thread, with the company's connections. In servicing: ERR_REFUSED HQ_IN_SERVICING.
 */

#include "model/exchange/company.h"
#include "model/hq/async_operation.h"
#include "model/progress.h"

#define CORRECTION_MAX 16

/* New values for attributes of struct async_operation; count 0 = only try again. */
struct correction {
    struct {
        char attribute[24];
        char value[TEXT_SIZE(255)];
    } sets[CORRECTION_MAX];
    int count;
};
/* Checks the attribute and the value (kind, length, does it exist in headquarters). Names as the screens show them are
 * the caller's matter. */
MUST_CHECK enum err_code correction_add(struct correction *correction, struct db *hq,
                                        const char *attribute, const char *value, struct err *err);

/* What becomes of the operations; in a preview, what would. */
struct resync_counts {
    int64_t found;   /* all */
    int64_t changed; /* get a new value, then are tried */
    int64_t
        unchanged; /* tried as they are: nothing is to be corrected, or somebody corrected the value already */
    int64_t corrected; /* of these: the refused value was corrected already, and is kept */
    int64_t done;      /* skipped: succeeded meanwhile, or gone */
    int64_t waiting;   /* skipped: an earlier operation of the same shopper has not succeeded */
    int64_t succeeded, failed; /* not in a preview */
    struct err first_failure;  /* code ERR_OK = none */
    bool stopped;              /* cancelled, or servicing began: the rest was left alone */
};

/* The operation of the same shopper that has to succeed before this one, 0 = none. */
MUST_CHECK enum err_code operation_waits_for(struct db *hq, int64_t number, int64_t *earlier,
                                             struct err *err);

/* Numbers ascending. Reads only, and holds no snapshot for long. */
MUST_CHECK enum err_code resync_preview(struct company *company, const int64_t *numbers,
                                        size_t count, const struct correction *correction,
                                        const struct progress *progress,
                                        struct resync_counts *counts, struct err *err);
/* In batches as the synchronization job's; a failed one leaves the others alone. What is done stays when it is stopped. */
MUST_CHECK enum err_code resync_run(struct company *company, const int64_t *numbers, size_t count,
                                    const struct correction *correction,
                                    const struct progress *progress, struct resync_counts *counts,
                                    struct err *err);
/* One operation. ERR_OK: it has succeeded, *account is the customer's. Else why not: OPERATION_DONE, OPERATION_WAITS, or
 * the reason of the new attempt, which is kept. */
MUST_CHECK enum err_code resync_one(struct company *company, int64_t number,
                                    const struct correction *correction,
                                    char account[TEXT_SIZE(20)], struct err *err);

#endif
