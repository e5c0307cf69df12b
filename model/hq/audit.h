/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_AUDIT_H
#define CHQ_HQ_AUDIT_H

/* Who changed a record, when, from what to what: reads what record_save and record_delete have written, and adds what
 * changes a record without them (a store that moves to another channel database, a line of a job). */

#include "model/db.h"
#include "model/rowset.h"

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
/* One row more, in the caller's transaction. `operation` is insert, update or delete; `field` a member's key. */
MUST_CHECK enum err_code audit_add(struct db *hq, const char *user, const char *entity_id,
                                   const char *key, const char *operation, const char *field,
                                   const char *old_value, const char *new_value, struct err *err);

#endif
