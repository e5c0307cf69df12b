/* SPDX-License-Identifier: MIT */
/*
 * Edits of a shopper after the sign-up. Owns the decision which way an edit goes, and the row that an asynchronous one
 * is: a copy of the shopper's newest row with the changed values, and the names of what was changed. Knows headquarters
 * only as a port.
 */

#include "model/channel/storefront_edit.h"

#include "model/clock.h"
#include "model/log.h"
#include "model/record.h"

#define FEATURE_EDIT "Enable editing customers in asynchronous mode"

const char *const shopper_attributes[] = {
    "FirstName",    "MiddleName", "LastName", "Phone", "Country",    "ZipCode", "Street",
    "StreetNumber", "City",       "County",   "State", "LanguageId", NULL};
enum { ATTRIBUTES = sizeof shopper_attributes / sizeof *shopper_attributes - 1 };

enum { BY_EMAIL, PENDING_BY_EMAIL, BY_ACCOUNT, BY_GUID, NEWEST_ROW, STORE_ID, FEATURE, ADD, COPY };

/* RECID, account, GUID and what a channel knows of a customer that headquarters has. */
#define KNOWN                                                                                      \
    "SELECT c.ACCOUNTNUM, ifnull(r.CUSTACCOUNTASYNC, ''), ifnull(r.STORERECID, 0), c.NAME,"        \
    " c.EMAIL, c.PHONE, c.LANGUAGEID, c.BLOCKED"
const char *const storefront_edit_sql[] = {
    [BY_EMAIL] = KNOWN " FROM CUSTTABLE c LEFT JOIN RETAILCUSTTABLE r ON r.RECID = c.RECID"
                       " WHERE c.EMAIL = ?1 AND c.EMAIL <> '' LIMIT 2",
    [PENDING_BY_EMAIL] =
        "SELECT a.CUSTACCOUNTASYNC FROM RETAILASYNCCUSTOMER a WHERE a.EMAIL = ?1"
        " AND NOT EXISTS (SELECT 1 FROM RETAILCUSTTABLE r"
        "  WHERE r.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC AND r.CUSTACCOUNTASYNC <> '')"
        " GROUP BY a.CUSTACCOUNTASYNC LIMIT 2",
    [BY_ACCOUNT] = KNOWN " FROM CUSTTABLE c LEFT JOIN RETAILCUSTTABLE r ON r.RECID = c.RECID"
                         " WHERE c.ACCOUNTNUM = ?1 LIMIT 1",
    [BY_GUID] = KNOWN " FROM RETAILCUSTTABLE r JOIN CUSTTABLE c ON c.RECID = r.RECID"
                      " WHERE r.CUSTACCOUNTASYNC = ?1 AND r.CUSTACCOUNTASYNC <> '' LIMIT 1",
    [NEWEST_ROW] =
        "SELECT STORERECID, CUSTNAME, EMAIL, FIRSTNAME, MIDDLENAME, LASTNAME, PHONE, COUNTRY,"
        " ZIPCODE, STREET, STREETNUMBER, CITY, COUNTY, STATE, LANGUAGEID, OPERATION,"
        " (SELECT count(*) FROM RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = ?1)"
        " FROM RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = ?1"
        " ORDER BY REPLICATIONCOUNTERFROMORIGIN DESC LIMIT 1",
    [STORE_ID] = "SELECT RETAILCHANNELID FROM RETAILONLINECHANNELTABLE WHERE RECID = ?1",
    [FEATURE] = "SELECT ISENABLED FROM FEATUREMANAGEMENTSTATE WHERE NAME = ?1",
    [ADD] =
        "INSERT INTO RETAILASYNCCUSTOMER (CUSTACCOUNTASYNC, DATAAREAID, RELATIONSHIPTYPE,"
        " CUSTGROUP, CURRENCY, EMAIL, CELLULARPHONE, RECEIPTOPTION, RECEIPTEMAIL, TAXGROUP,"
        " CREDITMAX, STORERECID, RETAILCUSTAFFILIATIONS, CUSTNAME, FIRSTNAME, MIDDLENAME,"
        " LASTNAME, PHONE, COUNTRY, ZIPCODE, STREET, STREETNUMBER, CITY, COUNTY, STATE, LANGUAGEID,"
        " BLOCKED, OPERATION, CREATEDDATETIME, NOTE, CHANGEDATTRIBUTES)"
        " SELECT CUSTACCOUNTASYNC, DATAAREAID, RELATIONSHIPTYPE, CUSTGROUP, CURRENCY, EMAIL,"
        " CELLULARPHONE, RECEIPTOPTION, RECEIPTEMAIL, TAXGROUP, CREDITMAX, STORERECID,"
        " RETAILCUSTAFFILIATIONS, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
        " ?16, ?17, ?18, ?19 FROM RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = ?1"
        " ORDER BY REPLICATIONCOUNTERFROMORIGIN DESC LIMIT 1",
    [COPY] = "UPDATE CUSTTABLE SET NAME = ?2, LANGUAGEID = ?3, PHONE = ?4, BLOCKED = ?5"
             " WHERE RECID = ?1",
    NULL};

enum { BLOCKED_ALL = 2, OPERATION_UPDATE = 2, OPERATION_DEACTIVATE = 3 };

static char *value_at(struct signup *values, const char *attribute, size_t *size) {
    const struct member *member = entity_member(&entity_signup, attribute);
    *size = member->size;
    return (char *)values + member->offset;
}

static const char *value_of(const struct signup *values, const char *attribute) {
    return record_get_str(entity_member(&entity_signup, attribute), values);
}

/* ---- who it is ------------------------------------------------------------------------------------------------- */

static void take_known(struct stmt *stmt, struct shopper *shopper) {
    struct signup *values = &shopper->values;
    text_copy(shopper->account, sizeof shopper->account, stmt_text(stmt, 0));
    text_copy(shopper->async_account, sizeof shopper->async_account, stmt_text(stmt, 1));
    shopper->StoreRecId = stmt_int(stmt, 2);
    text_copy(shopper->name, sizeof shopper->name, stmt_text(stmt, 3));
    text_copy(values->Email, sizeof values->Email, stmt_text(stmt, 4));
    text_copy(values->Phone, sizeof values->Phone, stmt_text(stmt, 5));
    text_copy(values->LanguageId, sizeof values->LanguageId, stmt_text(stmt, 6));
    shopper->deactivated = stmt_int(stmt, 7) == BLOCKED_ALL;
}

/* Rows that `key` finds among the customers that the channel knows. */
static enum err_code look_known(struct db *channel, int which, const char *key,
                                struct shopper *shopper, int *matches, struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[which], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, key);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if ((*matches)++ == 0) take_known(stmt, shopper);
    }
    return code;
}

static enum err_code look_pending(struct db *channel, const char *email, struct shopper *shopper,
                                  int *matches, struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[PENDING_BY_EMAIL], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, email);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if ((*matches)++ > 0) continue;
        text_copy(shopper->async_account, sizeof shopper->async_account, stmt_text(stmt, 0));
    }
    return code;
}

/* What the shopper's newest row says; `operations` stays 0 when the channel has none. */
static enum err_code read_rows(struct db *channel, struct shopper *shopper, struct err *err) {
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[NEWEST_ROW], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, shopper->async_account);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    struct signup *values = &shopper->values;
    const struct signup known = *values;
    char known_name[sizeof shopper->name];
    text_copy(known_name, sizeof known_name, shopper->name);
    static const char *const columns[] = {
        "Email",  "FirstName",    "MiddleName", "LastName", "Phone", "Country",   "ZipCode",
        "Street", "StreetNumber", "City",       "County",   "State", "LanguageId"};
    shopper->StoreRecId = stmt_int(stmt, 0);
    text_copy(shopper->name, sizeof shopper->name, stmt_text(stmt, 1));
    for (int i = 0; i < (int)(sizeof columns / sizeof *columns); i++) {
        size_t size;
        char *place = value_at(values, columns[i], &size);
        text_copy(place, size, stmt_text(stmt, i + 2));
    }
    if (stmt_int(stmt, 15) == OPERATION_DEACTIVATE) shopper->deactivated = true;
    shopper->operations = (int)stmt_int(stmt, 16);
    stmt_reset(stmt);
    if (shopper->account[0] == '\0' || shopper->operations > 1) return ERR_OK;
    /* Nothing was edited here since the sign-up: what 1010 brought is newer. */
    text_copy(values->Phone, sizeof values->Phone, known.Phone);
    text_copy(values->LanguageId, sizeof values->LanguageId, known.LanguageId);
    text_copy(shopper->name, sizeof shopper->name, known_name);
    return ERR_OK;
}

static enum err_code not_found(const char *key, struct err *err) {
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "customer", key);
}

static enum err_code find_guid(struct db *channel, const char *guid, struct shopper *shopper,
                               struct err *err) {
    int matches = 0;
    enum err_code code = look_known(channel, BY_GUID, guid, shopper, &matches, err);
    text_copy(shopper->async_account, sizeof shopper->async_account, guid);
    if (code == ERR_OK) code = read_rows(channel, shopper, err);
    if (code != ERR_OK || matches > 0 || shopper->operations > 0) return code;
    return not_found(guid, err);
}

static enum err_code find(struct db *channel, const char *key, struct shopper *shopper,
                          struct err *err) {
    char guid[GUID_SIZE];
    int matches = 0;
    *shopper = (struct shopper){0};
    if (ids_parse_guid(key, guid)) return find_guid(channel, guid, shopper, err);
    bool email = strchr(key, '@') != NULL;
    enum err_code code =
        look_known(channel, email ? BY_EMAIL : BY_ACCOUNT, key, shopper, &matches, err);
    if (code == ERR_OK && email) code = look_pending(channel, key, shopper, &matches, err);
    if (code != ERR_OK) return code;
    if (matches == 0) return not_found(key, err);
    if (matches > 1) {
        err_set(err, ERR_REFUSED, REASON_SEVERAL_SAME_EMAIL, "Email", key);
        err_add_number(err, matches);
        return ERR_REFUSED;
    }
    return shopper->async_account[0] ? read_rows(channel, shopper, err) : ERR_OK;
}

/* ---- which way -------------------------------------------------------------------------------------------------- */

static enum err_code feature_is_on(struct db *channel, bool *on, struct err *err) {
    int64_t value = 0;
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[FEATURE], err);
    if (!stmt) return db_error(channel);
    stmt_bind_text(stmt, 1, FEATURE_EDIT);
    enum err_code code = stmt_value_int(stmt, 0, &value, err);
    *on = value != 0;
    return code;
}

/* Of a store that the channel does not know (a customer made by hand has none) an edit is synchronous. */
static enum err_code store_is_async(const struct storefront *front, struct shopper *shopper,
                                    bool *async, struct err *err) {
    struct channel_store store;
    bool found = false;
    *async = false;
    struct stmt *stmt = db_stmt(front->channel, storefront_edit_sql[STORE_ID], err);
    if (!stmt) return db_error(front->channel);
    stmt_bind_int(stmt, 1, shopper->StoreRecId);
    enum err_code code = stmt_value_text(stmt, shopper->store, sizeof shopper->store, &found, err);
    if (code != ERR_OK || !found) return code;
    code = csu_store(front->channel, shopper->store, front->cache_ttl_s, &store, err);
    if (code != ERR_OK) return code;
    *async =
        store.CreateAsyncCustomers < 0 ? front->no_profile_async : store.CreateAsyncCustomers == 1;
    return ERR_OK;
}

struct way {
    bool async_store, feature;
};

static enum err_code choose_way(const struct storefront *front, struct shopper *shopper,
                                struct way *way, struct err *err) {
    enum err_code code = store_is_async(front, shopper, &way->async_store, err);
    if (code == ERR_OK) code = feature_is_on(front->channel, &way->feature, err);
    bool row = way->async_store && way->feature && shopper->operations > 0;
    shopper->mode = row ? EDIT_ASYNC : shopper->account[0] ? EDIT_SYNC : EDIT_REFUSED;
    return code;
}

static enum err_code no_answer(enum err_code code, struct err *err) {
    if (!err || err->reason != REASON_HQ_NO_ANSWER) return code;
    return err_set(err, ERR_REFUSED, REASON_EDIT_NO_ANSWER, NULL, NULL);
}

enum err_code storefront_account(const struct storefront *front, const char *key,
                                 struct shopper *shopper, struct err *err) {
    struct way way = {0};
    enum err_code code = find(front->channel, key, shopper, err);
    if (code == ERR_OK) code = choose_way(front, shopper, &way, err);
    if (code != ERR_OK || shopper->mode != EDIT_SYNC) return code;
    struct signup values;
    shopper->from_hq =
        front->rts.read_customer(front->rts.ctx, shopper->account, &values, NULL) == ERR_OK;
    if (shopper->from_hq) shopper->values = values;
    return ERR_OK;
}

/* ---- what is wanted --------------------------------------------------------------------------------------------- */

/* Input of an edit: values as the shopper wants them, and which of them were given. */
struct wanted {
    struct signup values;
    bool given[ATTRIBUTES];
    bool deactivate;
};

static int attribute_index(const char *name) {
    const struct member *member = entity_member(&entity_signup, name);
    for (int i = 0; member && i < ATTRIBUTES; i++) {
        if (strcmp(shopper_attributes[i], member->key) == 0) return i;
    }
    return -1;
}

static enum err_code take_change(struct wanted *wanted, const struct shopper_change *change,
                                 struct err *err) {
    const struct member *member = entity_member(&entity_signup, change->attribute);
    int index = attribute_index(change->attribute);
    if (!member) return err_set(err, ERR_INVALID, REASON_FIELD_UNKNOWN, change->attribute, NULL);
    if (index < 0) return err_set(err, ERR_INVALID, REASON_FIELD_READ_ONLY, member->key, NULL);
    enum err_code code = record_set_text(member, &wanted->values, change->value, err);
    if (code != ERR_OK) return code;
    char *value = (char *)&wanted->values + member->offset;
    text_trim(value);
    if (member->required && value[0] == '\0') {
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, member->key, NULL);
    }
    wanted->given[index] = true;
    return ERR_OK;
}

/* The values that differ, laid over the shopper's; `list` gets their names with commas between. */
static int lay_over(const struct wanted *wanted, struct shopper *shopper, char *list, size_t size) {
    int changed = 0;
    list[0] = '\0';
    for (int i = 0; i < ATTRIBUTES; i++) {
        size_t room;
        char *place = value_at(&shopper->values, shopper_attributes[i], &room);
        const char *value = value_of(&wanted->values, shopper_attributes[i]);
        if (!wanted->given[i] || strcmp(place, value) == 0) continue;
        text_copy(place, room, value);
        size_t used = strlen(list);
        snprintf(list + used, size - used, "%s%s", used ? "," : "", shopper_attributes[i]);
        changed++;
    }
    return changed;
}

/* ---- the row ---------------------------------------------------------------------------------------------------- */

static bool is_renamed(const struct wanted *wanted) {
    return wanted->given[0] || wanted->given[1] || wanted->given[2];
}

static enum err_code add_row(struct db *channel, const struct shopper *shopper,
                             const struct wanted *wanted, const char *changed, bool fallback,
                             struct err *err) {
    char name[TEXT_SIZE(300)];
    text_copy(name, sizeof name, shopper->name);
    if (is_renamed(wanted)) signup_name(&shopper->values, name);
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[ADD], err);
    if (!stmt) return db_error(channel);
    int index = 1;
    stmt_bind_text(stmt, index++, shopper->async_account);
    stmt_bind_text(stmt, index++, name);
    for (int i = 0; i < ATTRIBUTES; i++) {
        stmt_bind_text(stmt, index++, value_of(&shopper->values, shopper_attributes[i]));
    }
    stmt_bind_int(stmt, index++, wanted->deactivate ? BLOCKED_ALL : 0);
    stmt_bind_int(stmt, index++, wanted->deactivate ? OPERATION_DEACTIVATE : OPERATION_UPDATE);
    stmt_bind_int(stmt, index++, clock_now_ms());
    stmt_bind_text(stmt, index++, fallback ? "RTS_FALLBACK" : "");
    stmt_bind_text(stmt, index, changed);
    return stmt_run(stmt, err);
}

static enum err_code refuse_deactivated(const struct shopper *shopper, struct err *err) {
    return err_set(err, ERR_REFUSED, REASON_ACCOUNT_DEACTIVATED, NULL, shopper->name);
}

/* From the newest row to the new one in one transaction, so that of two edits at once none undoes the other. */
static enum err_code edit_async(const struct storefront *front, const char *guid,
                                const struct wanted *wanted, bool fallback,
                                struct edit_result *result, struct err *err) {
    char list[256];
    struct shopper now = {0};
    enum err_code code = db_begin(front->channel, err);
    if (code != ERR_OK) return code;
    code = find_guid(front->channel, guid, &now, err);
    if (code == ERR_OK && now.deactivated) code = refuse_deactivated(&now, err);
    result->changed = lay_over(wanted, &now, list, sizeof list);
    bool nothing = result->changed == 0 && !wanted->deactivate;
    result->mode = nothing ? EDIT_NOTHING : fallback ? EDIT_FALLBACK : EDIT_ASYNC;
    if (wanted->deactivate) result->changed = 1;
    if (code == ERR_OK && !nothing) {
        code = add_row(front->channel, &now, wanted, list, fallback, err);
    }
    if (code == ERR_OK) return db_commit(front->channel, err);
    db_rollback(front->channel);
    return code;
}

/* ---- in real time ----------------------------------------------------------------------------------------------- */

/* Headquarters has it: a channel that cannot write its copy now gets it by 1010, as every change. */
static void keep_copy(struct db *channel, const struct rts_reply *reply) {
    struct err err = {0};
    struct stmt *stmt = db_stmt(channel, storefront_edit_sql[COPY], &err);
    enum err_code code = db_error(channel);
    if (stmt) {
        stmt_bind_int(stmt, 1, reply->rec_id);
        stmt_bind_text(stmt, 2, reply->name);
        stmt_bind_text(stmt, 3, reply->language);
        stmt_bind_text(stmt, 4, reply->phone);
        stmt_bind_int(stmt, 5, reply->blocked);
        code = stmt_run(stmt, &err);
    }
    if (code != ERR_OK) log_err("channel copy of an edited customer", &err);
}

static enum err_code edit_sync(const struct storefront *front, const char *account,
                               const struct wanted *wanted, struct edit_result *result,
                               struct err *err) {
    struct shopper_change changes[ATTRIBUTES + 1];
    struct rts_reply reply;
    int count = 0;
    for (int i = 0; i < ATTRIBUTES; i++) {
        if (!wanted->given[i]) continue;
        changes[count].attribute = shopper_attributes[i];
        changes[count++].value = value_of(&wanted->values, shopper_attributes[i]);
    }
    if (wanted->deactivate) changes[count++] = (struct shopper_change){"Blocked", "All"};
    enum err_code code =
        front->rts.update_customer(front->rts.ctx, account, changes, count, &reply, err);
    if (code != ERR_OK) return code;
    keep_copy(front->channel, &reply);
    result->changed = reply.changed;
    result->mode = reply.changed > 0 ? EDIT_SYNC : EDIT_NOTHING;
    return ERR_OK;
}

/* ---- edit ------------------------------------------------------------------------------------------------------- */

static enum err_code refuse_pending(const struct shopper *shopper, const struct way *way,
                                    struct err *err) {
    err_set(err, ERR_REFUSED, REASON_CUSTOMER_PENDING, NULL, shopper->name);
    if (way->async_store && !way->feature) err_add_value2(err, FEATURE_EDIT);
    return ERR_REFUSED;
}

static enum err_code edit(const struct storefront *front, const char *key,
                          const struct wanted *wanted, struct edit_result *result,
                          struct err *err) {
    struct shopper shopper;
    struct way way = {0};
    struct err why = {0};
    enum err_code code = find(front->channel, key, &shopper, err);
    if (code == ERR_OK) code = choose_way(front, &shopper, &way, err);
    if (code != ERR_OK) return code;
    text_copy(result->account, sizeof result->account, shopper.account);
    text_copy(result->async_account, sizeof result->async_account, shopper.async_account);
    if (shopper.deactivated) return refuse_deactivated(&shopper, err);
    if (shopper.mode == EDIT_REFUSED) return refuse_pending(&shopper, &way, err);
    if (shopper.mode == EDIT_ASYNC) {
        return edit_async(front, shopper.async_account, wanted, false, result, err);
    }
    code = edit_sync(front, shopper.account, wanted, result, &why);
    bool down = code != ERR_OK && why.reason == REASON_HQ_NO_ANSWER;
    if (down && front->rts_fallback && way.feature && shopper.operations > 0) {
        return edit_async(front, shopper.async_account, wanted, true, result, err);
    }
    code = no_answer(code, &why);
    if (code != ERR_OK && err) *err = why;
    return code;
}

enum err_code storefront_edit(const struct storefront *front, const char *key,
                              const struct shopper_change *changes, int count,
                              struct edit_result *result, struct err *err) {
    int64_t started_us = clock_ticks_us();
    struct wanted wanted = {0};
    *result = (struct edit_result){.mode = EDIT_NOTHING};
    for (int i = 0; i < count; i++) {
        enum err_code code = take_change(&wanted, &changes[i], err);
        if (code != ERR_OK) return code;
    }
    enum err_code code = edit(front, key, &wanted, result, err);
    result->elapsed_ms = (clock_ticks_us() - started_us) / 1000;
    return code;
}

enum err_code storefront_deactivate(const struct storefront *front, const char *key,
                                    struct edit_result *result, struct err *err) {
    int64_t started_us = clock_ticks_us();
    struct wanted wanted = {.deactivate = true};
    *result = (struct edit_result){.mode = EDIT_NOTHING};
    enum err_code code = edit(front, key, &wanted, result, err);
    result->elapsed_ms = (clock_ticks_us() - started_us) / 1000;
    return code;
}
