/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_NUMBERSEQ_H
#define CHQ_HQ_NUMBERSEQ_H

/* Number sequences (domain.md 4.16, 5.4; number-sequence-overview.md). Drawing happens inside the caller's write
 * transaction, so two processes never draw the same number. */

#include "model/db.h"
#include "model/text.h"

struct number_sequence {
    int64_t RecId;
    char NumberSequence[TEXT_SIZE(10)];
    char Format[TEXT_SIZE(30)]; /* "C-######": a run of # takes the number, padded with zeros */
    int64_t Lowest, Highest, NextRec;
    int Manual, Continuous, Blocked;
};

/* The sequence of a reference ("Customer account"). SEQUENCE_MISSING when the row or its code is empty. */
MUST_CHECK enum err_code numberseq_for_reference(struct db *hq, const char *reference,
                                                 struct number_sequence *seq, struct err *err);
MUST_CHECK enum err_code numberseq_load(struct db *hq, const char *code,
                                        struct number_sequence *seq, struct err *err);
/* Take the next number in memory. SEQUENCE_STOPPED, SEQUENCE_MANUAL, SEQUENCE_EXHAUSTED leave seq unchanged. */
MUST_CHECK enum err_code numberseq_draw(struct number_sequence *seq, char *number, size_t size,
                                        struct err *err);
/* Write NextRec back. */
MUST_CHECK enum err_code numberseq_store(struct db *hq, const struct number_sequence *seq,
                                         struct err *err);

#endif
