/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_LAB_PRIV_H
#define CHQ_TRAINER_LAB_PRIV_H

/* What the files of labs share among themselves; see lab.h for the rest of the program. */

#include "model/trainer/guide_priv.h"
#include "model/trainer/lab.h"

/* Two labs as one, "A+B": faults and solutions come in this order. They must be about the same store. */
#define LAB_PLUS '+'
MUST_CHECK enum err_code lab_open_two(struct guide **out, const char *id, const char *language,
                                      struct err *err);
/* Perform the actions of a section ("fault", "solve", "wrong-1"), in the order of the file. Of two labs, those of both;
 * but the batch jobs that the second would begin from are the first's. */
MUST_CHECK enum err_code lab_perform(struct company *company, const struct guide *lab,
                                     struct guide_session *session, const char *section,
                                     struct err *err);
/* The same of one of two labs. */
enum lab_part { LAB_FIRST, LAB_SECOND };
MUST_CHECK enum err_code lab_perform_part(struct company *company, const struct guide *lab,
                                          enum lab_part part, struct guide_session *session,
                                          const char *section, struct err *err);
/* A reading connection to the lab's company: its channel is ch, headquarters and channel as they were are was and wasch.
 * Close with db_close. */
MUST_CHECK enum err_code lab_reader_open(struct db **out, struct company *company,
                                         const struct lab_run *run, struct err *err);
/* Everything that is asked of the lab's company; no attempt is counted. */
MUST_CHECK enum err_code lab_judge(struct company *company, struct lab_run *run,
                                   const char *language, struct lab_report *report,
                                   struct err *err);
/* Put into the session what lab_answer accepts; nothing is saved. */
MUST_CHECK enum err_code lab_take_answer(struct guide_session *session, const char *text,
                                         struct err *err);
/* The section [settings] of a lab: is it one that a lab may have? A fault is GUIDE_CONTENT. */
MUST_CHECK enum err_code lab_scenario_check(const struct guide *lab, struct err *err);
/* Make it the scenario of the copy in `folder` (company.h); nothing when the lab has no such section. */
MUST_CHECK enum err_code lab_scenario_write(const struct guide *lab, const char *folder,
                                            struct err *err);
/* The files of both companies, freshly made: `run` has origin, place and id. */
MUST_CHECK enum err_code lab_prepare(const struct settings *settings, struct lab_run *run,
                                     struct err *err);
#define LAB_KEPT                                                                                   \
    "lab-" /* in front of the files of a lab from a folder, beside the company as it was */
extern const char *const lab_content_keep; /* id of the content that holds for every lab */
extern const struct embedded_file *const lab_files;

#endif
