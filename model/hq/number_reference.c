/* SPDX-License-Identifier: MIT */
/*
 * What draws from which number sequence, and the commands that set a sequence up or put it right: Generate and Manual
 * cleanup. Owns the table of references. Knows customers only as accounts that are in use.
 */

#include <inttypes.h>

#include "model/hq/lookups.h"
#include "model/hq/numberseq.h"
#include "model/hq/paging.h"

enum {
    REFERENCE_FROM,
    REFERENCE_AFTER,
    REFERENCE_BEFORE,
    REFERENCE_LOAD,
    REFERENCE_UPDATE,
    REFERENCE_WITHOUT,
    CODE_TAKEN,
    LARGEST_ACCOUNT
};

#define REFERENCE_LIST                                                                             \
    "SELECT Reference, Reference, Area, NumberSequence FROM NumberSequenceReference"
#define REFERENCE_MATCH PAGE_HAS("Reference") " OR " PAGE_HAS("NumberSequence")
#define REFERENCE_COLUMNS                                                                          \
    "r.RecId, r.RecVersion, r.Reference, r.Area, r.NumberSequence FROM NumberSequenceReference r"

const char *const number_reference_sql[] = {
    [REFERENCE_FROM] = PAGE_FROM(REFERENCE_LIST, "Reference", REFERENCE_MATCH),
    [REFERENCE_AFTER] = PAGE_AFTER(REFERENCE_LIST, "Reference", REFERENCE_MATCH),
    [REFERENCE_BEFORE] = PAGE_BEFORE(REFERENCE_LIST, "Reference", REFERENCE_MATCH),
    [REFERENCE_LOAD] = "SELECT " REFERENCE_COLUMNS " WHERE r.Reference = ?1 COLLATE NOCASE",
    [REFERENCE_UPDATE] = "UPDATE NumberSequenceReference SET NumberSequence = ?3,"
                         " RecVersion = RecVersion + 1 WHERE RecId = ?4 AND RecVersion = ?5",
    [REFERENCE_WITHOUT] =
        "SELECT " REFERENCE_COLUMNS " WHERE NOT EXISTS (SELECT 1 FROM NumberSequenceTable n"
        "  WHERE n.NumberSequence = r.NumberSequence)"
        " ORDER BY r.Reference LIMIT 1",
    [CODE_TAKEN] = "SELECT 1 FROM NumberSequenceTable WHERE NumberSequence = ?1 COLLATE NOCASE",
    /* Accounts of the form lie between the first and the last of it, which are as long as they are. */
    [LARGEST_ACCOUNT] = "SELECT AccountNum FROM CustTable WHERE DataAreaId = ?1"
                        " AND AccountNum BETWEEN ?2 AND ?3 AND length(AccountNum) = length(?2)"
                        " ORDER BY AccountNum DESC",
    NULL};

/* ---- references ------------------------------------------------------------------------------------------------------ */

#define TEXT(name, chars)                                                                          \
    .key = #name, .kind = MEMBER_TEXT, .offset = offsetof(struct number_reference, name),          \
    .size = sizeof(((struct number_reference *)0)->name), .max_chars = (chars)

static const struct member reference_members[] = {
    {TEXT(Reference, 60), .required = true, .fixed = true},
    {TEXT(Area, 60), .required = true, .fixed = true},
    {TEXT(NumberSequence, 10), .related = "number-sequence"},
};

static enum err_code reference_list(struct db *db, const struct list_request *request,
                                    struct rowset *rows, struct err *err) {
    const struct paging paging = {.from = number_reference_sql[REFERENCE_FROM],
                                  .after = number_reference_sql[REFERENCE_AFTER],
                                  .before = number_reference_sql[REFERENCE_BEFORE]};
    return paging_list(db, &paging, request, rows, err);
}

static enum err_code reference_load(struct db *db, const char *key, void *rec, struct err *err) {
    struct stmt *stmt = db_stmt(db, number_reference_sql[REFERENCE_LOAD], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 1, key);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) record_read(&entity_number_reference, stmt, rec, 0);
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_number_reference.id, key);
}

static enum err_code reference_validate(struct db *db, const void *old, const void *rec,
                                        struct err *err) {
    (void)old;
    const struct number_reference *reference = rec;
    struct number_sequence seq;
    if (reference->NumberSequence[0] == '\0') return ERR_OK;
    enum err_code code = entity_number_sequence.load(db, reference->NumberSequence, &seq, err);
    if (code != ERR_OK || seq.Scope != SCOPE_OPERATING_UNIT) return code;
    return err_set(err, ERR_INVALID, REASON_SEQUENCE_SCOPE, "NumberSequence", seq.NumberSequence);
}

static enum err_code reference_update(struct db *db, const void *old, const void *rec, bool *done,
                                      struct err *err) {
    const struct record_head *head = old;
    struct stmt *stmt = db_stmt(db, number_reference_sql[REFERENCE_UPDATE], err);
    if (!stmt) return db_error(db);
    stmt_bind_text(stmt, 3, ((const struct number_reference *)rec)->NumberSequence);
    stmt_bind_int(stmt, 4, head->RecId);
    stmt_bind_int(stmt, 5, head->RecVersion);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    return code;
}

const struct entity entity_number_reference = {
    .id = "number-reference",
    .table = "NumberSequenceReference",
    .key = "Reference",
    .members = reference_members,
    .member_count = sizeof reference_members / sizeof reference_members[0],
    .record_size = sizeof(struct number_reference),
    .list_columns = 3,
    .lookups = hq_lookups,
    .list = reference_list,
    .load = reference_load,
    .validate = reference_validate,
    .update = reference_update,
};

/* ---- transactions ---------------------------------------------------------------------------------------------------- */

static enum err_code finish(struct db *hq, enum err_code code, struct err *err) {
    if (code == ERR_OK) return db_commit(hq, err);
    db_rollback(hq);
    return code;
}

static enum err_code set_reference(struct db *hq, const char *reference, const char *code_name,
                                   const char *user, struct err *err) {
    struct number_reference old;
    enum err_code code = entity_number_reference.load(hq, reference, &old, err);
    if (code != ERR_OK) return code;
    struct number_reference now = old;
    if (!text_copy(now.NumberSequence, sizeof now.NumberSequence, code_name)) {
        return err_set(err, ERR_REFUSED, REASON_SEQUENCE_MISSING, "NumberSequence", code_name);
    }
    if (strcmp(now.NumberSequence, old.NumberSequence) == 0) return ERR_OK;
    return record_save(&entity_number_reference, hq, &old, &now, user, err);
}

enum err_code numberseq_reference_set(struct db *hq, const char *reference, const char *code,
                                      const char *user, struct err *err) {
    enum err_code result = db_begin(hq, err);
    if (result != ERR_OK) return result;
    return finish(hq, set_reference(hq, reference, code, user, err), err);
}

/* ---- Generate -------------------------------------------------------------------------------------------------------- */

/* "Customer account" -> "CustAcco": the first four letters of each word, and a number when that is taken. */
static enum err_code propose_code(struct db *hq, const char *reference, char code[TEXT_SIZE(10)],
                                  struct err *err) {
    char base[9] = "";
    size_t used = 0, in_word = 0;
    for (; *reference != '\0' && used < sizeof base - 1; reference++) {
        bool letter = (*reference >= 'a' && *reference <= 'z') ||
                      (*reference >= 'A' && *reference <= 'Z') ||
                      (*reference >= '0' && *reference <= '9');
        in_word = letter ? in_word + 1 : 0;
        bool small_first = in_word == 1 && *reference >= 'a';
        if (letter && in_word <= 4) base[used++] = (char)(*reference - (small_first ? 32 : 0));
    }
    bool taken = true;
    for (int i = 1; taken && i < 100; i++) {
        snprintf(code, TEXT_SIZE(10), i == 1 ? "%s" : "%s%d", used > 0 ? base : "Number", i);
        struct stmt *stmt = db_stmt(hq, number_reference_sql[CODE_TAKEN], err);
        if (!stmt) return db_error(hq);
        stmt_bind_text(stmt, 1, code);
        enum err_code result = stmt_step(stmt, &taken, err);
        stmt_reset(stmt);
        if (result != ERR_OK) return result;
    }
    return ERR_OK;
}

/* The largest number of this form that a customer has, 0 when none has one; its account. */
static enum err_code largest_in_use(struct db *hq, const struct number_sequence *seq,
                                    int64_t *number, char account[TEXT_SIZE(NUMBER_CHARS)],
                                    struct err *err) {
    char data_area[TEXT_SIZE(4)], name[TEXT_SIZE(60)], first[TEXT_SIZE(NUMBER_CHARS)],
        last[TEXT_SIZE(NUMBER_CHARS)];
    *number = 0;
    account[0] = '\0';
    enum err_code code = company_info(hq, data_area, name, sizeof name, err);
    if (code != ERR_OK) return code;
    if (!number_format(seq->Format, seq->Lowest, first, sizeof first)) return ERR_OK;
    if (!number_format(seq->Format, seq->Highest, last, sizeof last)) return ERR_OK;
    struct stmt *stmt = db_stmt(hq, number_reference_sql[LARGEST_ACCOUNT], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, data_area);
    stmt_bind_text(stmt, 2, first);
    stmt_bind_text(stmt, 3, last);
    bool row;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        int64_t found = number_parse(seq->Format, stmt_text(stmt, 0));
        if (found < seq->Lowest || found > seq->Highest) continue;
        *number = found;
        text_copy(account, TEXT_SIZE(NUMBER_CHARS), stmt_text(stmt, 0));
        break;
    }
    stmt_reset(stmt);
    return code;
}

static enum err_code next_behind_use(struct db *hq, const struct number_sequence *seq,
                                     int64_t *next, char account[TEXT_SIZE(NUMBER_CHARS)],
                                     struct err *err) {
    int64_t largest;
    enum err_code code = largest_in_use(hq, seq, &largest, account, err);
    *next = largest > 0 ? largest + 1 : seq->Lowest;
    return code;
}

enum err_code numberseq_propose(struct db *hq, struct number_proposal *proposal, bool *found,
                                struct err *err) {
    char account[TEXT_SIZE(NUMBER_CHARS)];
    struct number_sequence *seq = &proposal->sequence;
    *proposal = (struct number_proposal){0};
    struct stmt *stmt = db_stmt(hq, number_reference_sql[REFERENCE_WITHOUT], err);
    if (!stmt) return db_error(hq);
    enum err_code code = stmt_step(stmt, found, err);
    if (code != ERR_OK || !*found) return code;
    record_read(&entity_number_reference, stmt, &proposal->reference, 0);
    stmt_reset(stmt);
    code = entity_number_sequence.init(hq, seq, err);
    if (code != ERR_OK) return code;
    text_copy(seq->Txt, sizeof seq->Txt, proposal->reference.Reference);
    text_copy(seq->Format, sizeof seq->Format, "#########");
    seq->Highest = number_format_largest(seq->Format);
    code = propose_code(hq, proposal->reference.Reference, seq->NumberSequence, err);
    return code == ERR_OK ? next_behind_use(hq, seq, &seq->NextRec, account, err) : code;
}

enum err_code numberseq_generate(struct db *hq, struct number_proposal *proposal, const char *user,
                                 struct err *err) {
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = record_save(&entity_number_sequence, hq, NULL, &proposal->sequence, user, err);
    if (code == ERR_OK) {
        code = set_reference(hq, proposal->reference.Reference, proposal->sequence.NumberSequence,
                             user, err);
    }
    code = finish(hq, code, err);
    if (code != ERR_OK) proposal->sequence.head = (struct record_head){0};
    return code;
}

/* ---- Manual cleanup --------------------------------------------------------------------------------------------------- */

enum err_code numberseq_cleanup_preview(struct db *hq, const char *code,
                                        struct number_cleanup *cleanup, struct err *err) {
    *cleanup = (struct number_cleanup){0};
    enum err_code result = entity_number_sequence.load(hq, code, &cleanup->sequence, err);
    if (result != ERR_OK) return result;
    return next_behind_use(hq, &cleanup->sequence, &cleanup->next, cleanup->largest, err);
}

static enum err_code clean(struct db *hq, const char *code_name, const char *user,
                           struct number_cleanup *cleanup, struct err *err) {
    enum err_code code = numberseq_cleanup_preview(hq, code_name, cleanup, err);
    if (code != ERR_OK || cleanup->next == cleanup->sequence.NextRec) return code;
    struct number_sequence now = cleanup->sequence;
    now.NextRec = cleanup->next;
    return record_save(&entity_number_sequence, hq, &cleanup->sequence, &now, user, err);
}

enum err_code numberseq_cleanup(struct db *hq, const char *code, const char *user,
                                struct number_cleanup *cleanup, struct err *err) {
    enum err_code result = db_begin(hq, err);
    if (result != ERR_OK) return result;
    return finish(hq, clean(hq, code, user, cleanup, err), err);
}
