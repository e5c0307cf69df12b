/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_ACTIONS_H
#define CHQ_TRAINER_ACTIONS_H

/*
 * What content may do to a company: the fault and the solutions of a lab, the start and the steps of a guide. The set is
 * closed (docs/authoring.md lists it), one action a line, and the same line does the same wherever it stands. All but
 * `sql` are the calls that screens and verbs make.
 */

#include "model/trainer/guide_priv.h"

struct acting {
    struct company *company;
    const struct guide *content; /* whose queries @BLOCK names, and whose people sign up */
    struct guide_session *session;
    bool scripts; /* `sql` is permitted: a fault or a start is put in place */
    /* a job that does not end well is a failure; false = it does what a fault makes it do */
    bool strict;
    /* Hears of each thing before it is done: "save", "run-job", … as in struct guide_event. May be NULL. */
    void (*tell)(void *ctx, const char *action, const char *subject);
    void *ctx;
    struct signup_result *last; /* what the latest sign-up gave; may be NULL */
};

/* Does the line begin with an action that exists? */
bool action_is_known(const char *line);
/* A line that cannot be understood is GUIDE_CONTENT; else what the model says. */
MUST_CHECK enum err_code action_perform(struct acting *acting, const char *line, struct err *err);
/* The lines of a section of the content, in the order of the file; up to the first that fails. */
MUST_CHECK enum err_code actions_perform(struct acting *acting, const char *section,
                                         struct err *err);

#endif
