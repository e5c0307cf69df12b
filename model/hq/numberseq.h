/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_NUMBERSEQ_H
#define CHQ_HQ_NUMBERSEQ_H

/*
 * Number sequences and the references that draw from them (domain.md 4.16, 4.17, 5.4; number-sequence-overview.md).
 *
 * Drawing happens inside the caller's write transaction, so two processes never draw the same number, and a number that
 * was drawn in a transaction that is rolled back was never given. How customers draw, past numbers that are in use and
 * ahead of need, is in model/hq/account_number.h.
 */

#include "model/record.h"
#include "model/text.h"

#define NUMBER_CHARS 20 /* the longest there is room for: CustTable.AccountNum */
/* The reference that gives customers their accounts, unless their group has a sequence of its own. */
#define REFERENCE_CUSTOMER_ACCOUNT "Customer account"

enum number_scope { SCOPE_SHARED, SCOPE_COMPANY, SCOPE_LEGAL_ENTITY, SCOPE_OPERATING_UNIT };

struct number_sequence {
    struct record_head head;
    char NumberSequence[TEXT_SIZE(10)]; /* fixed after the first save */
    char Txt[TEXT_SIZE(60)];
    int Scope; /* choice: Shared, Company, LegalEntity, OperatingUnit */
    /* The segments one after the other. # is a place for a digit and & for a letter, which count up together, the last
     * place fastest; all else is constant: "C-######", "&&-####". */
    char Format[TEXT_SIZE(NUMBER_CHARS)];
    int64_t Lowest, Highest, NextRec; /* NextRec Highest + 1: exhausted */
    int Manual, Continuous, Blocked;  /* Blocked = Stopped */
    int FetchAhead;                   /* Preallocation; never of a continuous sequence */
    int64_t FetchAheadQty;
};

/*
 * List cells: NumberSequence, Txt, Format, Lowest, Highest, NextRec.
 * A save refuses a format without a place or without room for Highest (SEQUENCE_FORMAT_EMPTY, SEQUENCE_FORMAT_ROOM), a
 * Next outside of Lowest..Highest + 1, a continuous sequence with preallocation (SEQUENCE_AHEAD_CONTINUOUS), an operating
 * unit's for customer accounts (SEQUENCE_SCOPE). Next is written only when the user changed it: others draw meanwhile.
 * Delete is refused while a reference or a customer group uses it (SEQUENCE_IN_USE, SEQUENCE_OF_GROUP).
 */
extern const struct entity entity_number_sequence;

/* What draws from the sequence, each comma separated in up to `size` bytes: references, customer groups. */
MUST_CHECK enum err_code numberseq_usage(struct db *hq, const char *code, char *references,
                                         char *groups, size_t size, struct err *err);

/* ---- references (tab Number sequences of Accounts receivable parameters) ----------------------------------------- */

struct number_reference {
    struct record_head head;
    char Reference[TEXT_SIZE(60)];      /* fixed: "Customer account" */
    char Area[TEXT_SIZE(60)];           /* fixed: "Accounts receivable" */
    char NumberSequence[TEXT_SIZE(10)]; /* lookup "number-sequence"; '' = none yet */
};

/* List cells: Reference, Area, NumberSequence. No insert, no delete: the program knows what needs numbers. */
extern const struct entity entity_number_reference;
/* Save one reference's sequence with audit, whoever read it before; '' takes it away. */
MUST_CHECK enum err_code numberseq_reference_set(struct db *hq, const char *reference,
                                                 const char *code, const char *user,
                                                 struct err *err);

/* ---- drawing ------------------------------------------------------------------------------------------------------ */

/* The sequence of a reference ("Customer account"). SEQUENCE_MISSING when the row or its code is empty. */
MUST_CHECK enum err_code numberseq_for_reference(struct db *hq, const char *reference,
                                                 struct number_sequence *seq, struct err *err);
/* SEQUENCE_MISSING when there is none. */
MUST_CHECK enum err_code numberseq_load(struct db *hq, const char *code,
                                        struct number_sequence *seq, struct err *err);
/* Take the next number in memory. SEQUENCE_STOPPED, SEQUENCE_MANUAL, SEQUENCE_EXHAUSTED leave seq unchanged. */
MUST_CHECK enum err_code numberseq_draw(struct number_sequence *seq, char *number, size_t size,
                                        struct err *err);
/* Write NextRec back. */
MUST_CHECK enum err_code numberseq_store(struct db *hq, const struct number_sequence *seq,
                                         struct err *err);

/* `number` in the form of `format`. false = too large for the places, longer than NUMBER_CHARS or `size`. */
bool number_format(const char *format, int64_t number, char *buf, size_t size);
/* The number that `text` is in this form, -1 when it is of another form. */
int64_t number_parse(const char *format, const char *text);
/* The largest number there are places for; -1 when the format has no place. */
int64_t number_format_largest(const char *format);

/* ---- commands of the page ------------------------------------------------------------------------------------------ */

/* Generate: what would be set up for the first reference that has no sequence. *found = false: all have one. */
struct number_proposal {
    struct number_reference reference;
    struct number_sequence sequence; /* Next is behind the numbers in use */
};
MUST_CHECK enum err_code numberseq_propose(struct db *hq, struct number_proposal *proposal,
                                           bool *found, struct err *err);
/* Save the sequence and the reference's code in one transaction, with audit. */
MUST_CHECK enum err_code numberseq_generate(struct db *hq, struct number_proposal *proposal,
                                            const char *user, struct err *err);

/*
 * Manual cleanup: Next goes behind the largest number that a customer has, forward past accounts that were typed by hand,
 * and back over numbers that were fetched ahead or lost and never given. A process that still holds numbers from before
 * gives them up when it sees the change; none is given twice.
 */
struct number_cleanup {
    struct number_sequence sequence;       /* as it is */
    char largest[TEXT_SIZE(NUMBER_CHARS)]; /* account with the largest number in use, '' = none */
    int64_t next; /* what Next becomes; equal to sequence.NextRec: nothing to do */
};
MUST_CHECK enum err_code numberseq_cleanup_preview(struct db *hq, const char *code,
                                                   struct number_cleanup *cleanup, struct err *err);
/* Looks again and saves, in one transaction, with audit. */
MUST_CHECK enum err_code numberseq_cleanup(struct db *hq, const char *code, const char *user,
                                           struct number_cleanup *cleanup, struct err *err);

#endif
