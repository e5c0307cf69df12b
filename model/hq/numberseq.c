/* SPDX-License-Identifier: MIT */
/*
 * Number sequences: the record and its rules, the form of a number, taking a number in memory and writing the next number
 * back. Does not decide whether a number that was drawn and not used is lost; that is the creation rule's.
 */

#include "model/hq/numberseq.h"

#include <inttypes.h>

#include "model/hq/paging.h"

#define LARGEST_NUMBER INT64_C(999999999999999999)
#define MOST_AHEAD     1000

enum {
    SEQUENCE_FROM,
    SEQUENCE_AFTER,
    SEQUENCE_BEFORE,
    SEQUENCE_LOAD,
    SEQUENCE_TAKEN,
    SEQUENCE_INSERT,
    SEQUENCE_UPDATE,
    SEQUENCE_DELETE,
    SEQUENCE_NEXT,
    SEQUENCE_REFERENCES,
    SEQUENCE_GROUPS,
    SEQUENCE_BY_REFERENCE,
    SEQUENCE_STORE
};

#define SEQUENCE_LIST                                                                              \
    "SELECT NumberSequence, NumberSequence, Txt, Format, Lowest, Highest, NextRec"                 \
    " FROM NumberSequenceTable"
#define SEQUENCE_MATCH PAGE_HAS("NumberSequence") " OR " PAGE_HAS("Txt") " OR " PAGE_HAS("Format")
#define SEQUENCE_COLUMNS                                                                           \
    "n.RecId, n.RecVersion, n.NumberSequence, n.Txt, n.Scope, n.Format, n.Lowest, n.Highest,"      \
    " n.NextRec, n.Manual, n.Continuous, n.Blocked, n.FetchAhead, n.FetchAheadQty"

const char *const numberseq_sql[] = {
    [SEQUENCE_FROM] = PAGE_FROM(SEQUENCE_LIST, "NumberSequence", SEQUENCE_MATCH),
    [SEQUENCE_AFTER] = PAGE_AFTER(SEQUENCE_LIST, "NumberSequence", SEQUENCE_MATCH),
    [SEQUENCE_BEFORE] = PAGE_BEFORE(SEQUENCE_LIST, "NumberSequence", SEQUENCE_MATCH),
    [SEQUENCE_LOAD] = "SELECT " SEQUENCE_COLUMNS " FROM NumberSequenceTable n"
                      " WHERE n.NumberSequence = ?1 COLLATE NOCASE"
                      " ORDER BY n.NumberSequence = ?1 DESC LIMIT 1",
    [SEQUENCE_TAKEN] = "SELECT 1 FROM NumberSequenceTable WHERE NumberSequence = ?1 COLLATE NOCASE",
    [SEQUENCE_INSERT] =
        "INSERT INTO NumberSequenceTable (NumberSequence, Txt, Scope, Format, Lowest, Highest,"
        " NextRec, Manual, Continuous, Blocked, FetchAhead, FetchAheadQty)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    /* ?7 is the new Next, ?15 the one the user saw. */
    [SEQUENCE_UPDATE] =
        "UPDATE NumberSequenceTable SET Txt = ?2, Scope = ?3, Format = ?4, Lowest = ?5,"
        " Highest = ?6, NextRec = iif(?7 = ?15, NextRec, ?7), Manual = ?8, Continuous = ?9,"
        " Blocked = ?10, FetchAhead = ?11, FetchAheadQty = ?12, RecVersion = RecVersion + 1"
        " WHERE RecId = ?13 AND RecVersion = ?14",
    [SEQUENCE_DELETE] = "DELETE FROM NumberSequenceTable WHERE RecId = ?1",
    [SEQUENCE_NEXT] = "SELECT NextRec FROM NumberSequenceTable WHERE RecId = ?1",
    [SEQUENCE_REFERENCES] = "SELECT Reference FROM NumberSequenceReference"
                            " WHERE NumberSequence = ?1 ORDER BY Reference",
    [SEQUENCE_GROUPS] = "SELECT CustGroup FROM CustGroup WHERE CustAccountNumSeq = ?1"
                        " ORDER BY CustGroup",
    [SEQUENCE_BY_REFERENCE] =
        "SELECT " SEQUENCE_COLUMNS " FROM NumberSequenceReference r"
        " JOIN NumberSequenceTable n ON n.NumberSequence = r.NumberSequence WHERE r.Reference = ?1",
    [SEQUENCE_STORE] = "UPDATE NumberSequenceTable SET NextRec = ?2 WHERE RecId = ?1",
    NULL};

/* ---- the form of a number ----------------------------------------------------------------------------------------- */

/* How many signs count up in a place of the format; 0 = the sign is constant. */
static int place_signs(char sign) {
    return sign == '#' ? 10 : sign == '&' ? 26 : 0;
}

static char first_sign(int signs) {
    return signs == 10 ? '0' : 'A';
}

bool number_format(const char *format, int64_t number, char *buf, size_t size) {
    size_t len = strlen(format);
    if (number < 0 || len >= size || text_chars(format) > NUMBER_CHARS) return false;
    memcpy(buf, format, len + 1);
    bool has_place = false;
    for (size_t i = len; i-- > 0;) {
        int signs = place_signs(format[i]);
        if (signs == 0) continue;
        has_place = true;
        buf[i] = (char)(first_sign(signs) + number % signs);
        number /= signs;
    }
    return has_place && number == 0;
}

int64_t number_parse(const char *format, const char *text) {
    int64_t number = 0;
    bool has_place = false;
    for (; *format != '\0'; format++, text++) {
        int signs = place_signs(*format), value = *text - first_sign(signs);
        if (signs == 0 && *format != *text) return -1;
        if (signs == 0) continue;
        if (value < 0 || value >= signs || number > (INT64_MAX - value) / signs) return -1;
        number = number * signs + value;
        has_place = true;
    }
    return has_place && *text == '\0' ? number : -1;
}

int64_t number_format_largest(const char *format) {
    int64_t largest = 0;
    bool has_place = false;
    for (; *format != '\0'; format++) {
        int signs = place_signs(*format);
        if (signs == 0) continue;
        has_place = true;
        bool fits = largest <= (INT64_MAX - signs + 1) / signs;
        largest = fits ? largest * signs + signs - 1 : INT64_MAX;
    }
    return has_place ? largest : -1;
}

/* ---- the record ---------------------------------------------------------------------------------------------------- */

static const char *const scopes[] = {"Shared", "Company", "LegalEntity", "OperatingUnit", NULL};

#define PLACE(name)                                                                                \
    .key = #name, .offset = offsetof(struct number_sequence, name),                                \
    .size = sizeof(((struct number_sequence *)0)->name)
#define TEXT(name, chars)          PLACE(name), .kind = MEMBER_TEXT, .max_chars = (chars)
#define YESNO(name)                PLACE(name), .kind = MEMBER_YESNO
#define NUMBER(name, lowest, most) PLACE(name), .kind = MEMBER_INT, .min = (lowest), .max = (most)

static const struct member sequence_members[] = {
    {TEXT(NumberSequence, 10), .required = true, .fixed = true},
    {TEXT(Txt, 60)},
    {PLACE(Scope), .kind = MEMBER_CHOICE, .choices = scopes},
    {TEXT(Format, NUMBER_CHARS), .required = true},
    {NUMBER(Lowest, 1, LARGEST_NUMBER)},
    {NUMBER(Highest, 1, LARGEST_NUMBER)},
    {NUMBER(NextRec, 1, LARGEST_NUMBER + 1)},
    {YESNO(Manual)},
    {YESNO(Continuous)},
    {YESNO(Blocked)},
    {YESNO(FetchAhead)},
    {NUMBER(FetchAheadQty, 1, MOST_AHEAD)},
};

static enum err_code sequence_list(struct db *db, const struct list_request *request,
                                   struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = numberseq_sql[SEQUENCE_FROM],
                                  .after = numberseq_sql[SEQUENCE_AFTER],
                                  .before = numberseq_sql[SEQUENCE_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code read_one(struct db *hq, int which, const char *key, bool *found,
                              struct number_sequence *seq, struct err *err) {
    struct stmt *stmt = db_stmt(hq, numberseq_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, key);
    enum err_code code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) record_read(&entity_number_sequence, stmt, seq, 0);
    stmt_reset(stmt);
    return code;
}

static enum err_code sequence_load(struct db *db, const char *key, void *rec, struct err *err) {
    bool found;
    enum err_code code = read_one(db, SEQUENCE_LOAD, key, &found, rec, err);
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_number_sequence.id, key);
}

static enum err_code sequence_init(struct db *db, void *rec, struct err *err) {
    (void)db;
    (void)err;
    struct number_sequence *seq = rec;
    seq->Scope = SCOPE_COMPANY;
    text_copy(seq->Format, sizeof seq->Format, "######");
    seq->Lowest = seq->NextRec = 1;
    seq->Highest = 999999;
    seq->FetchAheadQty = 10;
    return ERR_OK;
}

static enum err_code out_of_range(const char *field, int64_t value, int64_t lowest, int64_t highest,
                                  struct err *err) {
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    err_set(err, ERR_INVALID, REASON_FIELD_OUT_OF_RANGE, field, text);
    err_add_detail(err, "%" PRId64 "..%" PRId64, lowest, highest);
    return ERR_INVALID;
}

static enum err_code check_format(const struct number_sequence *seq, struct err *err) {
    int64_t largest = number_format_largest(seq->Format);
    if (largest < 0) {
        return err_set(err, ERR_INVALID, REASON_SEQUENCE_FORMAT_EMPTY, "Format", seq->Format);
    }
    if (seq->Highest <= largest) return ERR_OK;
    err_set(err, ERR_INVALID, REASON_SEQUENCE_FORMAT_ROOM, "Format", seq->Format);
    err_add_number(err, largest);
    return ERR_INVALID;
}

/* Others may have drawn since the user read the record: a Next that stays is judged as it is now. */
static enum err_code check_next(struct db *db, const struct number_sequence *old,
                                const struct number_sequence *seq, struct err *err) {
    int64_t next = seq->NextRec;
    if (old && old->NextRec == seq->NextRec) {
        struct stmt *stmt = db_stmt(db, numberseq_sql[SEQUENCE_NEXT], err);
        if (!stmt) return db_error(db);
        stmt_bind_int(stmt, 1, old->head.RecId);
        enum err_code code = stmt_value_int(stmt, next, &next, err);
        if (code != ERR_OK) return code;
    }
    if (next >= seq->Lowest && next <= seq->Highest + 1) return ERR_OK;
    return out_of_range("NextRec", next, seq->Lowest, seq->Highest + 1, err);
}

/* Accounts are a company's: a number per operating unit would be given twice. */
static enum err_code check_scope(struct db *db, const struct number_sequence *seq,
                                 struct err *err) {
    char references[sizeof err->value2], groups[sizeof err->value2];
    if (seq->Scope != SCOPE_OPERATING_UNIT) return ERR_OK;
    enum err_code code =
        numberseq_usage(db, seq->NumberSequence, references, groups, sizeof references, err);
    if (code != ERR_OK || (references[0] == '\0' && groups[0] == '\0')) return code;
    return err_set(err, ERR_INVALID, REASON_SEQUENCE_SCOPE, "Scope", seq->NumberSequence);
}

static enum err_code check_free(struct db *db, const char *code_name, struct err *err) {
    struct stmt *stmt = db_stmt(db, numberseq_sql[SEQUENCE_TAKEN], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, code_name);
    bool taken;
    enum err_code code = stmt_step(stmt, &taken, err);
    stmt_reset(stmt);
    if (code != ERR_OK || !taken) return code;
    return err_set(err, ERR_INVALID, REASON_NOT_UNIQUE, "NumberSequence", code_name);
}

static enum err_code sequence_validate(struct db *db, const void *old, const void *rec,
                                       struct err *err) {
    const struct number_sequence *seq = rec;
    enum err_code code = old ? ERR_OK : check_free(db, seq->NumberSequence, err);
    if (code != ERR_OK) return code;
    if (seq->Highest <= seq->Lowest) {
        return out_of_range("Highest", seq->Highest, seq->Lowest + 1, LARGEST_NUMBER, err);
    }
    code = check_format(seq, err);
    if (code == ERR_OK) code = check_next(db, old, seq, err);
    if (code == ERR_OK && seq->Continuous && seq->FetchAhead) {
        code = err_set(err, ERR_INVALID, REASON_SEQUENCE_AHEAD_CONTINUOUS, "FetchAhead", NULL);
    }
    return code == ERR_OK ? check_scope(db, seq, err) : code;
}

static enum err_code sequence_insert(struct db *db, void *rec, struct err *err) {
    struct number_sequence *seq = rec;
    struct stmt *stmt = db_stmt(db, numberseq_sql[SEQUENCE_INSERT], err);
    if (!stmt) return db_error(db);
    record_bind(&entity_number_sequence, stmt, rec, 1);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) seq->head.RecId = db_last_id(db);
    return code;
}

static enum err_code sequence_update(struct db *db, const void *old, const void *rec, bool *done,
                                     struct err *err) {
    const struct number_sequence *before = old;
    struct stmt *stmt = db_stmt(db, numberseq_sql[SEQUENCE_UPDATE], err);
    if (!stmt) return db_error(db);
    int next = record_bind(&entity_number_sequence, stmt, rec, 1);
    stmt_bind_int(stmt, next++, before->head.RecId);
    stmt_bind_int(stmt, next++, before->head.RecVersion);
    stmt_bind_int(stmt, next, before->NextRec);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    return code;
}

static enum err_code sequence_remove(struct db *db, const void *rec, struct err *err) {
    const struct number_sequence *seq = rec;
    char references[sizeof err->value2], groups[sizeof err->value2];
    enum err_code code =
        numberseq_usage(db, seq->NumberSequence, references, groups, sizeof references, err);
    if (code != ERR_OK) return code;
    if (references[0] != '\0' || groups[0] != '\0') {
        bool by_reference = references[0] != '\0';
        err_set(err, ERR_REFUSED, by_reference ? REASON_SEQUENCE_IN_USE : REASON_SEQUENCE_OF_GROUP,
                "NumberSequence", seq->NumberSequence);
        err_add_value2(err, by_reference ? references : groups);
        return ERR_REFUSED;
    }
    struct stmt *stmt = db_stmt(db, numberseq_sql[SEQUENCE_DELETE], err);
    if (!stmt) return db_error(db);
    stmt_bind_int(stmt, 1, seq->head.RecId);
    return stmt_run(stmt, err);
}

const struct entity entity_number_sequence = {
    .id = "number-sequence",
    .table = "NumberSequenceTable",
    .key = "NumberSequence",
    .members = sequence_members,
    .member_count = sizeof sequence_members / sizeof sequence_members[0],
    .record_size = sizeof(struct number_sequence),
    .list_columns = 6,
    .list = sequence_list,
    .load = sequence_load,
    .init = sequence_init,
    .validate = sequence_validate,
    .insert = sequence_insert,
    .update = sequence_update,
    .remove = sequence_remove,
};

/* The values of the first column, comma separated; those that do not fit are left out. */
static enum err_code join_values(struct db *hq, int which, const char *code_name, char *buf,
                                 size_t size, struct err *err) {
    struct stmt *stmt = db_stmt(hq, numberseq_sql[which], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, code_name);
    bool row;
    enum err_code code;
    buf[0] = '\0';
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        size_t used = strlen(buf);
        const char *value = stmt_text(stmt, 0);
        if (used + strlen(value) + 3 > size) continue;
        snprintf(buf + used, size - used, "%s%s", used > 0 ? ", " : "", value);
    }
    return code;
}

enum err_code numberseq_usage(struct db *hq, const char *code, char *references, char *groups,
                              size_t size, struct err *err) {
    enum err_code result = join_values(hq, SEQUENCE_REFERENCES, code, references, size, err);
    if (result != ERR_OK) return result;
    return join_values(hq, SEQUENCE_GROUPS, code, groups, size, err);
}

/* ---- drawing -------------------------------------------------------------------------------------------------------- */

static enum err_code read_or_missing(struct db *hq, int which, const char *key,
                                     struct number_sequence *seq, struct err *err) {
    bool found;
    enum err_code code = read_one(hq, which, key, &found, seq, err);
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_REFUSED, REASON_SEQUENCE_MISSING, "NumberSequence", key);
}

enum err_code numberseq_for_reference(struct db *hq, const char *reference,
                                      struct number_sequence *seq, struct err *err) {
    return read_or_missing(hq, SEQUENCE_BY_REFERENCE, reference, seq, err);
}

enum err_code numberseq_load(struct db *hq, const char *code, struct number_sequence *seq,
                             struct err *err) {
    return read_or_missing(hq, SEQUENCE_LOAD, code, seq, err);
}

static bool is_within(const struct number_sequence *seq) {
    return seq->NextRec >= seq->Lowest && seq->NextRec <= seq->Highest && seq->NextRec >= 0 &&
           seq->NextRec < INT64_MAX;
}

enum err_code numberseq_draw(struct number_sequence *seq, char *number, size_t size,
                             struct err *err) {
    enum err_reason reason = REASON_NONE;
    if (seq->Blocked) {
        reason = REASON_SEQUENCE_STOPPED;
    } else if (seq->Manual) {
        reason = REASON_SEQUENCE_MANUAL;
    } else if (!is_within(seq) || !number_format(seq->Format, seq->NextRec, number, size)) {
        reason = REASON_SEQUENCE_EXHAUSTED;
    }
    if (reason != REASON_NONE) {
        return err_set(err, ERR_REFUSED, reason, "NumberSequence", seq->NumberSequence);
    }
    seq->NextRec++;
    return ERR_OK;
}

enum err_code numberseq_store(struct db *hq, const struct number_sequence *seq, struct err *err) {
    struct stmt *stmt = db_stmt(hq, numberseq_sql[SEQUENCE_STORE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, seq->head.RecId);
    stmt_bind_int(stmt, 2, seq->NextRec);
    return stmt_run(stmt, err);
}
