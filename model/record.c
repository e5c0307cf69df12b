/* SPDX-License-Identifier: MIT */
/*
 * Records by their member tables: reading and writing members as text, checking, saving with conflict detection and
 * the audit trail. Owns the AuditTrail table's writing. Knows no entity: all particulars come from struct entity.
 */

#include "model/record.h"

#include <errno.h>
#include <limits.h>
#include <strings.h>

#include "model/clock.h"
#include "model/text.h"

#define VALUE_SIZE 4200 /* the longest member, 1000 characters, and more */

/* ---- members ----------------------------------------------------------------------------------------------- */

static const void *at(const struct member *member, const void *rec) {
    return (const char *)rec + member->offset;
}

static int64_t read_number(const struct member *member, const void *rec) {
    if (member->kind == MEMBER_YESNO || member->kind == MEMBER_CHOICE) {
        int value;
        memcpy(&value, at(member, rec), sizeof value);
        return value;
    }
    int64_t value;
    memcpy(&value, at(member, rec), sizeof value);
    return value;
}

static void write_number(const struct member *member, void *rec, int64_t value) {
    char *place = (char *)rec + member->offset;
    if (member->kind == MEMBER_YESNO || member->kind == MEMBER_CHOICE) {
        int narrow = (int)value;
        memcpy(place, &narrow, sizeof narrow);
    } else {
        memcpy(place, &value, sizeof value);
    }
}

const struct member *entity_member(const struct entity *entity, const char *key) {
    for (int i = 0; i < entity->member_count; i++) {
        if (strcasecmp(entity->members[i].key, key) == 0) return &entity->members[i];
    }
    return NULL;
}

int64_t record_get_int(const struct member *member, const void *rec) {
    if (member->kind == MEMBER_TEXT) BUG("a text member read as a number");
    return read_number(member, rec);
}

const char *record_get_str(const struct member *member, const void *rec) {
    if (member->kind != MEMBER_TEXT) BUG("a number read as text");
    return at(member, rec);
}

static int choice_count(const struct member *member) {
    int count = 0;
    while (member->choices && member->choices[count]) count++;
    return count;
}

static void amount_text(int64_t amount, char *buf, size_t size) {
    uint64_t plain = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    snprintf(buf, size, "%s%llu.%02llu", amount < 0 ? "-" : "", (unsigned long long)(plain / 100),
             (unsigned long long)(plain % 100));
}

void record_get_text(const struct member *member, const void *rec, char *buf, size_t size) {
    if (size == 0) return;
    if (member->kind == MEMBER_TEXT) {
        text_copy(buf, size, at(member, rec));
        return;
    }
    int64_t value = read_number(member, rec);
    switch (member->kind) {
    case MEMBER_CHOICE:
        if (value >= 0 && value < choice_count(member)) {
            text_copy(buf, size, member->choices[value]);
            return;
        }
        break; /* a stored number that is no choice of ours is shown as it is */
    case MEMBER_AMOUNT:
        amount_text(value, buf, size);
        return;
    case MEMBER_TIME:
        if (value == 0) {
            buf[0] = '\0';
            return;
        }
        break;
    case MEMBER_TEXT:
    case MEMBER_YESNO:
    case MEMBER_INT:
        break;
    }
    snprintf(buf, size, "%lld", (long long)value);
}

bool record_member_equal(const struct member *member, const void *a, const void *b) {
    if (member->kind == MEMBER_TEXT) return strcmp(at(member, a), at(member, b)) == 0;
    return read_number(member, a) == read_number(member, b);
}

/* ---- setting from text ------------------------------------------------------------------------------------- */

static enum err_code check_text(const struct member *member, const char *text, struct err *err) {
    size_t len = strlen(text);
    if (!text_is_utf8(text, len))
        return err_set(err, ERR_INVALID, REASON_NOT_UTF8, member->key, NULL);
    if (text_has_control(text)) {
        return err_set(err, ERR_INVALID, REASON_CONTROL_CHARACTER, member->key, NULL);
    }
    if (text_chars(text) > (size_t)member->max_chars || len + 1 > member->size) {
        err_set(err, ERR_INVALID, REASON_FIELD_TOO_LONG, member->key, text);
        err_add_number(err, member->max_chars);
        return ERR_INVALID;
    }
    return ERR_OK;
}

static bool parse_yesno(const char *text, int64_t *value) {
    static const char *const yes[] = {"yes", "ja", "1", "y", "j", "true"};
    static const char *const no[] = {"no", "nei", "0", "n", "false"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (strcasecmp(text, yes[i]) == 0) return *value = 1, true;
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        if (strcasecmp(text, no[i]) == 0) return *value = 0, true;
    }
    return false;
}

static bool parse_int(const char *text, int64_t *value) {
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    *value = number;
    return end != text && *end == '\0' && errno == 0;
}

/* "12", "12.5", "12,50", "-0.05" as hundredths. */
static bool parse_amount(const char *text, int64_t *value) {
    bool negative = *text == '-';
    const char *p = text + (negative || *text == '+');
    if (*p < '0' || *p > '9') return false;
    int64_t amount = 0;
    int decimals = -1; /* -1 = still before the point */
    for (; *p; p++) {
        if (decimals < 0 && (*p == '.' || *p == ',')) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || decimals == 2) return false;
        if (amount > (INT64_MAX - (*p - '0')) / 10) return false;
        amount = amount * 10 + (*p - '0');
        if (decimals >= 0) decimals++;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++) {
        if (amount > INT64_MAX / 10) return false;
        amount *= 10;
    }
    *value = negative ? -amount : amount;
    return true;
}

static bool parse_choice(const struct member *member, const char *text, int64_t *value) {
    int count = choice_count(member);
    for (int i = 0; i < count; i++) {
        if (strcasecmp(member->choices[i], text) == 0) return *value = i, true;
    }
    return parse_int(text, value) && *value >= 0 && *value < count;
}

static enum err_code fail_choice(const struct member *member, const char *text, struct err *err) {
    char keys[sizeof err->detail] = "";
    for (int i = 0, count = choice_count(member); i < count; i++) {
        size_t used = strlen(keys);
        snprintf(keys + used, sizeof keys - used, "%s%s", i > 0 ? ", " : "", member->choices[i]);
    }
    err_set(err, ERR_INVALID, REASON_FIELD_NOT_CHOICE, member->key, text);
    err_add_detail(err, "%s", keys);
    return ERR_INVALID;
}

static enum err_code check_range(const struct member *member, int64_t value, const char *text,
                                 struct err *err) {
    bool limited = member->min != 0 || member->max != 0;
    if (!limited || (value >= member->min && value <= member->max)) return ERR_OK;
    err_set(err, ERR_INVALID, REASON_FIELD_OUT_OF_RANGE, member->key, text);
    err_add_detail(err, "%lld..%lld", (long long)member->min, (long long)member->max);
    return ERR_INVALID;
}

static enum err_code parse_number(const struct member *member, const char *text, int64_t *value,
                                  struct err *err) {
    switch (member->kind) {
    case MEMBER_YESNO:
        if (parse_yesno(text, value)) return ERR_OK;
        return err_set(err, ERR_INVALID, REASON_FIELD_NOT_YESNO, member->key, text);
    case MEMBER_CHOICE:
        return parse_choice(member, text, value) ? ERR_OK : fail_choice(member, text, err);
    case MEMBER_AMOUNT:
        if (*text == '\0') return *value = 0, ERR_OK;
        if (parse_amount(text, value)) return check_range(member, *value, text, err);
        break;
    case MEMBER_INT:
    case MEMBER_TIME:
        if (*text == '\0') text = "0";
        if (parse_int(text, value)) return check_range(member, *value, text, err);
        break;
    case MEMBER_TEXT:
        BUG("a text member parsed as a number");
    }
    return err_set(err, ERR_INVALID, REASON_FIELD_NOT_NUMBER, member->key, text);
}

enum err_code record_set_text(const struct member *member, void *rec, const char *text,
                              struct err *err) {
    if (member->computed)
        return err_set(err, ERR_INVALID, REASON_FIELD_READ_ONLY, member->key, NULL);
    if (!text) text = "";
    if (member->kind == MEMBER_TEXT) {
        enum err_code code = check_text(member, text, err);
        if (code == ERR_OK) text_copy((char *)rec + member->offset, member->size, text);
        return code;
    }
    char trimmed[64];
    int64_t value = 0;
    if (!text_copy(trimmed, sizeof trimmed, text)) { /* what is behind the cut could be anything */
        err_set(err, ERR_INVALID, REASON_FIELD_TOO_LONG, member->key, text);
        err_add_number(err, (int64_t)sizeof trimmed - 1);
        return ERR_INVALID;
    }
    text_trim(trimmed);
    enum err_code code = parse_number(member, trimmed, &value, err);
    if (code == ERR_OK) write_number(member, rec, value);
    return code;
}

/* ---- statements -------------------------------------------------------------------------------------------- */

int record_bind(const struct entity *entity, struct stmt *stmt, const void *rec, int first) {
    for (int i = 0; i < entity->member_count; i++) {
        const struct member *member = &entity->members[i];
        if (member->computed) continue;
        if (member->kind == MEMBER_TEXT) {
            stmt_bind_text(stmt, first++, at(member, rec));
        } else {
            stmt_bind_int(stmt, first++, read_number(member, rec));
        }
    }
    return first;
}

void record_read(const struct entity *entity, struct stmt *stmt, void *rec, int first) {
    struct record_head *head = rec;
    head->RecId = stmt_int(stmt, first++);
    head->RecVersion = stmt_int(stmt, first++);
    for (int i = 0; i < entity->member_count; i++) {
        const struct member *member = &entity->members[i];
        if (member->kind == MEMBER_TEXT) {
            text_copy((char *)rec + member->offset, member->size, stmt_text(stmt, first++));
        } else {
            write_number(member, rec, stmt_int(stmt, first++));
        }
    }
}

/* ---- checking ---------------------------------------------------------------------------------------------- */

static bool is_blank(const char *text) {
    char copy[VALUE_SIZE];
    text_copy(copy, sizeof copy, text);
    text_trim(copy);
    return copy[0] == '\0';
}

static enum err_code check_related(const struct entity *entity, const struct member *member,
                                   struct db *db, const char *value, struct err *err) {
    for (const struct lookup *lookup = entity->lookups; lookup && lookup->id; lookup++) {
        if (strcmp(lookup->id, member->related) != 0) continue;
        bool found;
        struct stmt *stmt = db_stmt(db, lookup->exists_sql, err);
        if (!stmt) return db_error(db);
        stmt_bind_text(stmt, 1, value);
        enum err_code code = stmt_step(stmt, &found, err);
        stmt_reset(stmt);
        if (code != ERR_OK || found) return code;
        err_set(err, ERR_INVALID, REASON_LOOKUP_NOT_FOUND, member->key, value);
        err_add_value2(err, lookup->table);
        return ERR_INVALID;
    }
    BUG("a member is related to a lookup its entity does not have");
}

static enum err_code check_each_related(const struct entity *entity, const struct member *member,
                                        struct db *db, const char *list, struct err *err) {
    char name[VALUE_SIZE];
    enum err_code code = ERR_OK;
    while (code == ERR_OK && text_list_next(&list, name, sizeof name)) {
        code = check_related(entity, member, db, name, err);
    }
    return code;
}

static enum err_code check_value(const struct entity *entity, const struct member *member,
                                 struct db *db, const void *rec, struct err *err) {
    if (member->kind == MEMBER_TEXT) {
        const char *text = at(member, rec);
        enum err_code code = check_text(member, text, err);
        if (code != ERR_OK || *text == '\0') return code;
        if (member->email && !text_is_email(text)) {
            return err_set(err, ERR_INVALID, REASON_EMAIL_FORMAT, member->key, text);
        }
        if (!member->related) return ERR_OK;
        return (member->list ? check_each_related : check_related)(entity, member, db, text, err);
    }
    char text[32];
    int64_t value = read_number(member, rec);
    record_get_text(member, rec, text, sizeof text);
    if (member->kind == MEMBER_YESNO && value != 0 && value != 1) {
        return err_set(err, ERR_INVALID, REASON_FIELD_NOT_YESNO, member->key, text);
    }
    if (member->kind == MEMBER_CHOICE && (value < 0 || value >= choice_count(member))) {
        return fail_choice(member, text, err);
    }
    return check_range(member, value, text, err);
}

/* What did not change is not judged again: a customer that came with a bad e-mail can still get another group. */
static enum err_code check_member(const struct entity *entity, const struct member *member,
                                  struct db *db, const void *old, const void *rec,
                                  struct err *err) {
    if (member->computed) return ERR_OK;
    bool changed = !old || !record_member_equal(member, old, rec);
    if (member->required && member->kind == MEMBER_TEXT && is_blank(at(member, rec))) {
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, member->key, NULL);
    }
    if (member->fixed && old && changed) {
        return err_set(err, ERR_INVALID, REASON_FIELD_READ_ONLY, member->key, NULL);
    }
    return changed ? check_value(entity, member, db, rec, err) : ERR_OK;
}

static enum err_code check_complete(const struct entity *entity, struct db *db, const void *old,
                                    const void *rec, struct err *err) {
    for (int i = 0; i < entity->member_count; i++) {
        enum err_code code = check_member(entity, &entity->members[i], db, old, rec, err);
        if (code != ERR_OK) return code;
    }
    return entity->validate ? entity->validate(db, old, rec, err) : ERR_OK;
}

enum err_code record_validate(const struct entity *entity, struct db *db, const void *old,
                              const void *rec, struct err *err) {
    if (!entity->complete) return check_complete(entity, db, old, rec, err);
    void *whole = malloc(entity->record_size);
    if (!whole) BUG("out of memory for a record");
    memcpy(whole, rec, entity->record_size);
    enum err_code code = entity->complete(db, old, whole, err);
    if (code == ERR_OK) code = check_complete(entity, db, old, whole, err);
    free(whole);
    return code;
}

/* ---- audit trail ------------------------------------------------------------------------------------------- */

enum { INSERT_AUDIT };

const char *const record_sql[] = {
    [INSERT_AUDIT] =
        "INSERT INTO AuditTrail (AtDateTime, UserId, EntityId, RecordKey, Operation, Field,"
        " OldValue, NewValue) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    NULL};

struct audit {
    struct db *db;
    const struct entity *entity;
    const char *user, *operation;
    char key[VALUE_SIZE];
    int64_t at;
};

static enum err_code audit_write(const struct audit *audit, const char *field,
                                 const char *old_value, const char *new_value, struct err *err) {
    struct stmt *stmt = db_stmt(audit->db, record_sql[INSERT_AUDIT], err);
    if (!stmt) return db_error(audit->db);
    stmt_bind_int(stmt, 1, audit->at);
    stmt_bind_text(stmt, 2, audit->user ? audit->user : "");
    stmt_bind_text(stmt, 3, audit->entity->id);
    stmt_bind_text(stmt, 4, audit->key);
    stmt_bind_text(stmt, 5, audit->operation);
    stmt_bind_text(stmt, 6, field);
    stmt_bind_text(stmt, 7, old_value);
    stmt_bind_text(stmt, 8, new_value);
    return stmt_run(stmt, err);
}

static void record_key(const struct entity *entity, const void *rec, char *buf, size_t size) {
    const struct member *member = entity_member(entity, entity->key);
    if (!member) BUG("an entity without its key");
    record_get_text(member, rec, buf, size);
}

/* One row per member that differs; a record that came or went differs from an empty one. */
static enum err_code audit_trail(struct db *db, const struct entity *entity, const char *operation,
                                 const void *old, const void *rec, const char *user,
                                 struct err *err) {
    char old_value[VALUE_SIZE], new_value[VALUE_SIZE];
    struct audit audit = {.db = db, .entity = entity, .user = user, .operation = operation};
    audit.at = clock_now_ms();
    record_key(entity, rec ? rec : old, audit.key, sizeof audit.key);
    for (int i = 0; i < entity->member_count; i++) {
        const struct member *member = &entity->members[i];
        if (member->computed || (old && rec && record_member_equal(member, old, rec))) continue;
        old_value[0] = new_value[0] = '\0';
        if (old) record_get_text(member, old, old_value, sizeof old_value);
        if (rec) record_get_text(member, rec, new_value, sizeof new_value);
        if (old_value[0] == '\0' && new_value[0] == '\0') continue;
        enum err_code code = audit_write(&audit, member->key, old_value, new_value, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* ---- saving ------------------------------------------------------------------------------------------------ */

/* The record was not found in the version that was read: is it gone, or another one now? */
static enum err_code conflict(const struct entity *entity, struct db *db, const void *old,
                              struct err *err) {
    char key[VALUE_SIZE];
    record_key(entity, old, key, sizeof key);
    void *now = calloc(1, entity->record_size);
    if (!now) BUG("out of memory for a record");
    enum err_code found = entity->load(db, key, now, NULL);
    free(now);
    bool gone = found == ERR_NOT_FOUND;
    return err_set(err, ERR_CONFLICT, gone ? REASON_RECORD_DELETED : REASON_RECORD_CHANGED,
                   entity->id, key);
}

static enum err_code write_record(const struct entity *entity, struct db *db, const void *old,
                                  void *rec, struct err *err) {
    struct record_head *head = rec;
    if (head->RecId == 0) {
        enum err_code code = entity->insert(db, rec, err);
        if (code == ERR_OK) head->RecVersion = 1;
        return code;
    }
    const struct record_head *old_head = old;
    bool done = false;
    enum err_code code = entity->update(db, old, rec, &done, err);
    if (code == ERR_OK && !done) code = conflict(entity, db, old, err);
    if (code == ERR_OK) head->RecVersion = old_head->RecVersion + 1;
    return code;
}

static enum err_code check_and_write(const struct entity *entity, struct db *db, const void *old,
                                     void *rec, const char *user, struct err *err) {
    bool is_new = ((const struct record_head *)rec)->RecId == 0;
    if (!is_new && !old) BUG("a record saved without what it was");
    const void *before = is_new ? NULL : old;
    enum err_code code = entity->complete ? entity->complete(db, before, rec, err) : ERR_OK;
    if (code == ERR_OK) code = check_complete(entity, db, before, rec, err);
    if (code == ERR_OK) code = write_record(entity, db, before, rec, err);
    if (code != ERR_OK) return code;
    return audit_trail(db, entity, is_new ? "insert" : "update", before, rec, user, err);
}

enum err_code record_save(const struct entity *entity, struct db *db, const void *old, void *rec,
                          const char *user, struct err *err) {
    bool own = !db_in_transaction(db);
    enum err_code code = own ? db_begin(db, err) : ERR_OK;
    if (code != ERR_OK) return code;
    /* What the insert gave the record (its number, its RecId) is taken back when the save fails. */
    void *as_given = malloc(entity->record_size);
    if (!as_given) BUG("out of memory for a record");
    memcpy(as_given, rec, entity->record_size);
    code = check_and_write(entity, db, old, rec, user, err);
    if (own && code == ERR_OK) code = db_commit(db, err);
    if (code != ERR_OK) {
        if (own) db_rollback(db);
        memcpy(rec, as_given, entity->record_size);
    }
    free(as_given);
    return code;
}

/* Deletes only what the user saw: a record changed since it was read stays. */
static enum err_code remove_record(const struct entity *entity, struct db *db, const void *rec,
                                   const char *user, struct err *err) {
    const struct record_head *head = rec;
    char key[VALUE_SIZE];
    record_key(entity, rec, key, sizeof key);
    struct record_head *now = calloc(1, entity->record_size);
    if (!now) BUG("out of memory for a record");
    enum err_code code = entity->load(db, key, now, err);
    bool same = code == ERR_OK && now->RecId == head->RecId && now->RecVersion == head->RecVersion;
    free(now);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && !same)) return conflict(entity, db, rec, err);
    if (code == ERR_OK) code = entity->remove(db, rec, err);
    return code == ERR_OK ? audit_trail(db, entity, "delete", rec, NULL, user, err) : code;
}

enum err_code record_delete(const struct entity *entity, struct db *db, const void *rec,
                            const char *user, struct err *err) {
    if (!entity->remove) {
        err_set(err, ERR_REFUSED, REASON_TECHNICAL, entity->id, NULL);
        err_add_detail(err, "%s records cannot be deleted", entity->id);
        return ERR_REFUSED;
    }
    bool own = !db_in_transaction(db);
    enum err_code code = own ? db_begin(db, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = remove_record(entity, db, rec, user, err);
    if (own && code == ERR_OK) code = db_commit(db, err);
    if (own && code != ERR_OK) db_rollback(db);
    return code;
}
