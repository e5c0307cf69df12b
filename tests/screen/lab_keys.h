/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_LAB_KEYS_H
#define CHQ_TESTS_LAB_KEYS_H

/* A lab solved by keys in a console that is open on its menu. Failures fail the running test. */

struct vt;

/* Id of a lab, NULL past the end. */
const char *lab_keys_id(int index);
/* Begins the lab on the page Labs, does what its script [show] says, and asks the console, which must say that it is solved,
 * with all points. `folder` is the company that the console was opened on. */
void lab_keys_solve(struct vt *vt, const char *lang, const char *folder, const char *id);

#endif
