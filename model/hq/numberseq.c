/* SPDX-License-Identifier: MIT */
/*
 * Number sequences: reading one, taking a number in memory, writing the next number back. Owns the form of a number.
 * Does not decide whether a number that was drawn and not used is lost; that is the creation rule's.
 */

#include "model/hq/numberseq.h"

#include <inttypes.h>

#define NUMBER_CHARS 20 /* the longest there is room for: CustTable.AccountNum */

enum { SEQUENCE_BY_REFERENCE, SEQUENCE_BY_CODE, SEQUENCE_STORE };

#define SEQUENCE_COLUMNS                                                                           \
    "n.RecId, n.NumberSequence, n.Format, n.Lowest, n.Highest, n.NextRec, n.Manual, n.Continuous," \
    " n.Blocked"

const char *const numberseq_sql[] = {
    [SEQUENCE_BY_REFERENCE] =
        "SELECT " SEQUENCE_COLUMNS " FROM NumberSequenceReference r"
        " JOIN NumberSequenceTable n ON n.NumberSequence = r.NumberSequence WHERE r.Reference = ?1",
    [SEQUENCE_BY_CODE] =
        "SELECT " SEQUENCE_COLUMNS " FROM NumberSequenceTable n WHERE n.NumberSequence = ?1",
    [SEQUENCE_STORE] = "UPDATE NumberSequenceTable SET NextRec = ?2 WHERE RecId = ?1",
    NULL};

static enum err_code read_one(struct db *hq, const char *sql, const char *key,
                              struct number_sequence *seq, struct err *err) {
    struct stmt *stmt = db_stmt(hq, sql, err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, key);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        *seq = (struct number_sequence){.RecId = stmt_int(stmt, 0),
                                        .Lowest = stmt_int(stmt, 3),
                                        .Highest = stmt_int(stmt, 4),
                                        .NextRec = stmt_int(stmt, 5),
                                        .Manual = (int)stmt_int(stmt, 6),
                                        .Continuous = (int)stmt_int(stmt, 7),
                                        .Blocked = (int)stmt_int(stmt, 8)};
        text_copy(seq->NumberSequence, sizeof seq->NumberSequence, stmt_text(stmt, 1));
        text_copy(seq->Format, sizeof seq->Format, stmt_text(stmt, 2));
    }
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_REFUSED, REASON_SEQUENCE_MISSING, "NumberSequence", key);
}

enum err_code numberseq_for_reference(struct db *hq, const char *reference,
                                      struct number_sequence *seq, struct err *err) {
    return read_one(hq, numberseq_sql[SEQUENCE_BY_REFERENCE], reference, seq, err);
}

enum err_code numberseq_load(struct db *hq, const char *code, struct number_sequence *seq,
                             struct err *err) {
    return read_one(hq, numberseq_sql[SEQUENCE_BY_CODE], code, seq, err);
}

/* False when the number has more digits than the format has places, or what comes out is longer than an account. */
static bool format_number(const char *format, int64_t number, char *buf, size_t size) {
    char digits[TEXT_SIZE(30)];
    size_t before = strcspn(format, "#"), places = strspn(format + before, "#");
    int written = snprintf(digits, sizeof digits, "%0*" PRId64, (int)places, number);
    if (written < 0 || (places > 0 && (size_t)written > places)) return false;
    if (text_chars(format) - places + (size_t)written > NUMBER_CHARS) return false;
    int all =
        snprintf(buf, size, "%.*s%s%s", (int)before, format, digits, format + before + places);
    return all > 0 && (size_t)all < size;
}

/* Next is between Smallest and Largest; the greatest number there is has none after it. */
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
    } else if (!is_within(seq) || !format_number(seq->Format, seq->NextRec, number, size)) {
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
    if (!stmt) return ERR_DB;
    stmt_bind_int(stmt, 1, seq->RecId);
    stmt_bind_int(stmt, 2, seq->NextRec);
    return stmt_run(stmt, err);
}
