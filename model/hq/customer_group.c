/* SPDX-License-Identifier: MIT */
/* Customer groups as records. Owns the queries of CustGroup and the rule that a group with customers stays. Knows nothing
 * of what a new customer takes from its group (customer_create.c, customer_edit.c). */

#include "model/hq/customer_group.h"

#include "model/hq/lookups.h"
#include "model/hq/one_table.h"
#include "model/hq/paging.h"

enum {
    GROUP_FROM,
    GROUP_AFTER,
    GROUP_BEFORE,
    GROUP_LOAD,
    GROUP_TAKEN,
    GROUP_INSERT,
    GROUP_UPDATE,
    GROUP_CUSTOMER,
    GROUP_DELETE
};

#define GROUP_LIST                                                                                 \
    "SELECT CustGroup, CustGroup, Name, PaymTermId, TaxGroupId, CustAccountNumSeq FROM CustGroup"
#define GROUP_MATCH PAGE_HAS("CustGroup") " OR " PAGE_HAS("Name") " OR " PAGE_HAS("PaymTermId")

const char *const customer_group_sql[] = {
    [GROUP_FROM] = PAGE_FROM(GROUP_LIST, "CustGroup", GROUP_MATCH),
    [GROUP_AFTER] = PAGE_AFTER(GROUP_LIST, "CustGroup", GROUP_MATCH),
    [GROUP_BEFORE] = PAGE_BEFORE(GROUP_LIST, "CustGroup", GROUP_MATCH),
    [GROUP_LOAD] =
        "SELECT RecId, RecVersion, CustGroup, Name, PaymTermId, ClearingPeriod, TaxGroupId,"
        " PriceIncludeSalesTax, WriteOffReason, CustAccountNumSeq FROM CustGroup"
        " WHERE CustGroup = ?1 COLLATE NOCASE ORDER BY CustGroup = ?1 DESC LIMIT 1",
    [GROUP_TAKEN] = "SELECT 1 FROM CustGroup WHERE CustGroup = ?1 COLLATE NOCASE AND RecId <> ?2",
    [GROUP_INSERT] =
        "INSERT INTO CustGroup (CustGroup, Name, PaymTermId, ClearingPeriod, TaxGroupId,"
        " PriceIncludeSalesTax, WriteOffReason, CustAccountNumSeq)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [GROUP_UPDATE] =
        "UPDATE CustGroup SET Name = ?2, PaymTermId = ?3, ClearingPeriod = ?4, TaxGroupId = ?5,"
        " PriceIncludeSalesTax = ?6, WriteOffReason = ?7, CustAccountNumSeq = ?8,"
        " RecVersion = RecVersion + 1 WHERE RecId = ?9 AND RecVersion = ?10",
    [GROUP_CUSTOMER] = "SELECT AccountNum FROM CustTable WHERE CustGroup = ?1 LIMIT 1",
    [GROUP_DELETE] = "DELETE FROM CustGroup WHERE RecId = ?1",
    NULL};

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct customer_group, name),            \
    .size = sizeof(((struct customer_group *)0)->name), .max_chars = (chars)

static const struct member group_members[] = {
    {TEXT(CustGroup, 10), .required = true, .fixed = true},
    {TEXT(Name, 60)},
    {TEXT(PaymTermId, 10)},
    {TEXT(ClearingPeriod, 10)},
    {TEXT(TaxGroupId, 10)},
    {.key = "PriceIncludeSalesTax",
     .kind = MEMBER_YESNO,
     .offset = offsetof(struct customer_group, PriceIncludeSalesTax),
     .size = sizeof(int)},
    {TEXT(WriteOffReason, 10)},
    {TEXT(CustAccountNumSeq, 10), .related = "number-sequence"},
};

static enum err_code group_list(struct db *db, const struct list_request *request,
                                struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = customer_group_sql[GROUP_FROM],
                                  .after = customer_group_sql[GROUP_AFTER],
                                  .before = customer_group_sql[GROUP_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code group_load(struct db *db, const char *key, void *rec, struct err *err) {
    return table_load(db, &entity_customer_group, customer_group_sql[GROUP_LOAD], key, rec, err);
}

static enum err_code group_complete(struct db *db, const void *old, void *rec, struct err *err) {
    struct customer_group *group = rec;
    (void)db;
    (void)old;
    (void)err;
    text_trim(group->CustGroup);
    return ERR_OK;
}

static enum err_code group_validate(struct db *db, const void *old, const void *rec,
                                    struct err *err) {
    const struct customer_group *group = rec;
    if (old) return ERR_OK;
    return table_check_free(db, customer_group_sql[GROUP_TAKEN], group->CustGroup, 0, "CustGroup",
                            err);
}

static enum err_code group_insert(struct db *db, void *rec, struct err *err) {
    return table_insert(db, &entity_customer_group, customer_group_sql[GROUP_INSERT], rec, err);
}

static enum err_code group_update(struct db *db, const void *old, const void *rec, bool *done,
                                  struct err *err) {
    return table_update(db, &entity_customer_group, customer_group_sql[GROUP_UPDATE], old, rec,
                        done, err);
}

static enum err_code group_remove(struct db *db, const void *rec, struct err *err) {
    const struct customer_group *group = rec;
    char account[TEXT_SIZE(20)];
    bool found;
    struct stmt *stmt = db_stmt(db, customer_group_sql[GROUP_CUSTOMER], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, group->CustGroup);
    enum err_code code = stmt_value_text(stmt, account, sizeof account, &found, err);
    if (code != ERR_OK) return code;
    if (!found) {
        return table_remove(db, customer_group_sql[GROUP_DELETE], group->head.RecId, err);
    }
    err_set(err, ERR_REFUSED, REASON_RECORD_IN_USE, entity_customer_group.id, group->CustGroup);
    err_add_value2(err, "CustTable");
    err_add_detail(err, "%s", account);
    return ERR_REFUSED;
}

const struct entity entity_customer_group = {
    .id = "customer-group",
    .table = "CustGroup",
    .key = "CustGroup",
    .members = group_members,
    .member_count = sizeof group_members / sizeof group_members[0],
    .record_size = sizeof(struct customer_group),
    .list_columns = 5,
    .lookups = hq_lookups,
    .list = group_list,
    .load = group_load,
    .complete = group_complete,
    .validate = group_validate,
    .insert = group_insert,
    .update = group_update,
    .remove = group_remove,
};
