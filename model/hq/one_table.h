/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_ONE_TABLE_H
#define CHQ_HQ_ONE_TABLE_H

/*
 * What an entity needs whose record is one row of one table: the callbacks of struct entity become one line each. The
 * statements are constants of the caller; what their parameters are is said here.
 */

#include "model/record.h"

/* ?1 key. Selects RecId, RecVersion and all members in table order. ERR_NOT_FOUND names the entity and the key. */
MUST_CHECK enum err_code table_load(struct db *db, const struct entity *entity, const char *sql,
                                    const char *key, void *rec, struct err *err);
/* ?1… the members that are not computed; sets RecId from the new row. */
MUST_CHECK enum err_code table_insert(struct db *db, const struct entity *entity, const char *sql,
                                      void *rec, struct err *err);
/* The members as above, then RecId and RecVersion of the record as it was read. */
MUST_CHECK enum err_code table_update(struct db *db, const struct entity *entity, const char *sql,
                                      const void *old, const void *rec, bool *done,
                                      struct err *err);
/* ?1 RecId. */
MUST_CHECK enum err_code table_remove(struct db *db, const char *sql, int64_t rec_id,
                                      struct err *err);

/* Does the query give a row? `second` NULL = it has one parameter. */
MUST_CHECK enum err_code table_has(struct db *db, const char *sql, const char *first,
                                   const char *second, bool *found, struct err *err);
/* A name must be free: ?1 the value, ?2 RecId of the record itself (0 when new). NOT_UNIQUE of `field` when taken. */
MUST_CHECK enum err_code table_check_free(struct db *db, const char *sql, const char *value,
                                          int64_t rec_id, const char *field, struct err *err);

/* The first column of every row, separated by ", ", as many as there is room for. ?1 name. */
MUST_CHECK enum err_code table_names(struct db *db, const char *sql, const char *name, char *buf,
                                     size_t size, struct err *err);
/* RECORD_IN_USE when the same query has rows: `table` is where they are, the detail has their names. */
MUST_CHECK enum err_code table_check_unused(struct db *db, const char *sql,
                                            const struct entity *entity, const char *name,
                                            const char *table, struct err *err);

#endif
