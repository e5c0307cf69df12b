/* SPDX-License-Identifier: MIT */
/* POS operations as records. Owns the queries of RetailOperations and the order of its list: by number. Knows nothing of
 * how a channel learns of a permission (job 1090). */

#include "model/hq/operation.h"

#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum { OPERATION_FROM, OPERATION_AFTER, OPERATION_BEFORE, OPERATION_LOAD, OPERATION_UPDATE };

/* Text orders as numbers do when all are equally long. */
#define OPERATION_KEY "format('%010d', OperationId)"
#define OPERATION_LIST                                                                             \
    "SELECT " OPERATION_KEY                                                                        \
    ", OperationId, OperationName, AllowAnonymousAccess FROM RetailOperations"
#define OPERATION_MATCH PAGE_HAS("OperationId") " OR " PAGE_HAS("OperationName")

const char *const operation_sql[] = {
    [OPERATION_FROM] = PAGE_FROM(OPERATION_LIST, OPERATION_KEY, OPERATION_MATCH),
    [OPERATION_AFTER] = PAGE_AFTER(OPERATION_LIST, OPERATION_KEY, OPERATION_MATCH),
    [OPERATION_BEFORE] = PAGE_BEFORE(OPERATION_LIST, OPERATION_KEY, OPERATION_MATCH),
    [OPERATION_LOAD] = "SELECT OperationId, RecVersion, OperationId, OperationName,"
                       " AllowAnonymousAccess FROM RetailOperations"
                       " WHERE OperationId = CAST(?1 AS INTEGER) AND ?1 GLOB '[0-9]*'",
    [OPERATION_UPDATE] = "UPDATE RetailOperations SET AllowAnonymousAccess = ?1,"
                         " RecVersion = RecVersion + 1 WHERE OperationId = ?2 AND RecVersion = ?3",
    NULL};

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct pos_operation, name),             \
    .size = sizeof(((struct pos_operation *)0)->name), .max_chars = (chars)

static const struct member operation_members[] = {
    {TEXT(OperationId, 10), .computed = true},
    {TEXT(OperationName, 60), .computed = true},
    {.key = "AllowAnonymousAccess",
     .kind = MEMBER_YESNO,
     .offset = offsetof(struct pos_operation, AllowAnonymousAccess),
     .size = sizeof(int)},
};

static enum err_code operation_list(struct db *db, const struct list_request *request,
                                    struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = operation_sql[OPERATION_FROM],
                                  .after = operation_sql[OPERATION_AFTER],
                                  .before = operation_sql[OPERATION_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code operation_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_pos_operation, operation_sql[OPERATION_LOAD], key, rec, err);
}

static enum err_code operation_update(struct db *db, const void *old, const void *rec, bool *done,
                                      struct err *err) {
    return table_update(db, &entity_pos_operation, operation_sql[OPERATION_UPDATE], old, rec, done,
                        err);
}

const struct entity entity_pos_operation = {
    .id = "pos-operation",
    .table = "RetailOperations",
    .key = "OperationId",
    .members = operation_members,
    .member_count = sizeof operation_members / sizeof operation_members[0],
    .record_size = sizeof(struct pos_operation),
    .list_columns = 3,
    .list = operation_list,
    .load = operation_load,
    .update = operation_update,
};
