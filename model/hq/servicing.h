/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_SERVICING_H
#define CHQ_HQ_SERVICING_H

/* Is headquarters operational or in servicing (domain.md 5.6)? In servicing the Real-time Service does not answer
 * and no job starts. Both changes are in the audit trail. */

#include <stdbool.h>

#include "model/db.h"

MUST_CHECK enum err_code servicing_get(struct db *hq, bool *in_servicing, struct err *err);
MUST_CHECK enum err_code servicing_set(struct db *hq, bool in_servicing, const char *user,
                                       struct err *err);

#endif
