/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_AUDIT_H
#define CHQ_HQ_AUDIT_H

/* Who changed a record, when, from what to what: reads what record_save and record_delete have written. */

#include "model/rowset.h"
#include "model/db.h"

enum audit_column {
    AUDIT_AT,
    AUDIT_USER,
    AUDIT_OPERATION,
    AUDIT_FIELD,
    AUDIT_OLD,
    AUDIT_NEW,
    AUDIT_COLUMNS
};

/*
 * The newest `limit` changes of a record, newest first, one row per field. `rows` has AUDIT_COLUMNS columns: the time
 * in milliseconds, the user, insert, update or delete, the member's key, the stored values.
 */
MUST_CHECK enum err_code audit_list(struct db *hq, const char *entity_id, const char *key,
                                    int limit, struct rowset *rows, struct err *err);

#endif
