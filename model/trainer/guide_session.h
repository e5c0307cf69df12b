/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_GUIDE_SESSION_H
#define CHQ_TRAINER_GUIDE_SESSION_H

/*
 * The practice copy of a company: <company>/training/<guide>, so that nothing a trainee does touches the real one.
 * Its progress file lies in the copy's own folder.
 */

#include "model/trainer/guide.h"

/* Gives the folder of the practice copy, made now when there is none. A company that is itself a practice copy gives its
 * own folder. May take seconds for a large company: not on the thread that paints. */
MUST_CHECK enum err_code guide_sandbox(struct company *company, const char *guide_id,
                                       char folder[COMPANY_PATH_SIZE], struct err *err);
/* How many steps of the guide have held at some time, as the trainee saw it last: in its practice copy, else in the company
 * itself; -1 = it was begun in neither. Reads a small file; `folder` is a company's or a practice copy's. */
int guide_progress(const char *folder, const char *guide_id);
/* Is there one already? Never creates. */
bool guide_sandbox_exists(const struct company *company, const char *guide_id);
/* Throw the practice copy away with the progress in it; nothing to do when there is none. No connection to it may be
 * open. `company` is the real one. */
MUST_CHECK enum err_code guide_sandbox_reset(const struct company *company, const char *guide_id,
                                             struct err *err);
/* The real company's folder when `folder` is a practice copy; false = it is none. */
bool guide_sandbox_origin(const char *folder, char origin[COMPANY_PATH_SIZE]);

#endif
