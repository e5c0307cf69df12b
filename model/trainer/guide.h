/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_GUIDE_H
#define CHQ_TRAINER_GUIDE_H

/*
 * Guides: content in data/guides/, embedded in the program. ID.ini says what the steps are, ID.sql when each is done,
 * ID.en.ini and ID.nb.ini what is said (docs/guides.md is the author's manual).
 * A step is done because the *data* is right, by whatever route it became so; conditions are read-only queries over
 * headquarters and the channel (attached as `ch`), run under an authorizer that permits nothing else, or a fact of
 * the screen (page open, record selected). Source: customer-record-not-appearing.md (domain.md section 2).
 */

#include <stdbool.h>

#include "model/exchange/company.h"
#include "model/progress.h"

#define GUIDE_MAX_STEPS 16

struct guide;
struct guide_step {
    const char *id;
    const char *page;                       /* page id where it is done, "" = none */
    bool also_needed;                       /* not in the document; "also needed" */
    const char *title, *text, *hint, *path; /* in the language asked for */
    const char *keys;                       /* second hint: which keys, one after the other */
};

int guide_count(void);
const char *guide_id(int index); /* NULL past the end */
/* language "en" or "nb". GUIDE_UNKNOWN with the nearest id; GUIDE_CONTENT for a fault of the content. */
MUST_CHECK enum err_code guide_open(struct guide **out, const char *id, const char *language,
                                    struct err *err);
void guide_free(struct guide **guide);
const char *guide_name(const struct guide *guide); /* its id */
const char *guide_title(const struct guide *guide);
/* "description", "resolution", "resolution-title", "warning", "additional", "link", "why", "source" …; paragraphs are
 * separated by an empty line. "" if absent. */
const char *guide_text(const struct guide *guide, const char *key);
/* Does it begin from a company that was prepared for it? Such a guide runs on a practice copy only. */
bool guide_is_prepared(const struct guide *guide);
int guide_steps(const struct guide *guide);
/* Borrowed from guide until guide_bind. */
const struct guide_step *guide_step_at(const struct guide *guide, int index);
/* What the screens have, for the check of content. */
struct screen_names {
    bool (*is_page)(const char *page_id);
    bool (*is_field)(const char *page_id, const char *key);   /* page "" = of any page */
    bool (*is_action)(const char *page_id, const char *name); /* page "" = of any page */
};
/* Check content: missing text or hint in either language, unknown page, field or action, a query that does not prepare
 * or that is not a pure read. `screen` NULL = what the screens have is not judged. */
MUST_CHECK enum err_code guide_check_content(const char *id, const struct screen_names *screen,
                                             struct err *err);
/*
 * Prove the content: as guide_check_content, and performed in a practice copy of the demo company in the folder `demo`
 * something is to be done, every step comes to hold, and nothing is left to do the second time. GUIDE_CONTENT says what is
 * not so. Nothing is written to a trainee's record.
 */
MUST_CHECK enum err_code guide_prove(const char *id, const char *demo,
                                     const struct settings *settings,
                                     const struct screen_names *screen, struct err *err);

struct guide_person {
    char reported[GUID_SIZE], shopper[TEXT_SIZE(100)], email[TEXT_SIZE(80)];
};

/* What a trainee is doing, kept in the company's folder (guide-ID.ini) so that leaving and coming back resumes. */
struct guide_session {
    char target[TEXT_SIZE(10)];      /* the store of the symptom */
    char target_name[TEXT_SIZE(60)]; /* as headquarters has it; not kept in the file */
    char profile[TEXT_SIZE(10)]; /* the profile the trainee uses, from the data; "" = none yet */
    /* the customer that does not appear; "" = the store was synchronous already */
    char reported[GUID_SIZE];
    char shopper[TEXT_SIZE(100)]; /* the customer's name */
    char email[TEXT_SIZE(80)];    /* and e-mail address */
    int64_t started_ms;
    int64_t done_ms[GUIDE_MAX_STEPS]; /* when a step first held, 0 = not yet */
    int seen;                         /* bit per step: this fact of the screen was seen */
    int current;                      /* index of the step the trainee is on */
    int helped;                       /* bit per step: it was done for the trainee */
    int shown;                        /* how often a step or the solution was played */
    /* Of a lab (lab.h). */
    int hints, attempts; /* how many were taken, how often it was checked */
    bool tried;          /* something was changed or run before a check */
    struct guide_person
        other;       /* of a lab with two faults: who is looked for because of the second */
    int hints_other; /* how many of the hints were about the second fault */
    bool assisted;   /* it was solved for the trainee */
    char answer[TEXT_SIZE(100)]; /* what the trainee says it is; "" = nothing yet */
    int64_t solved_ms;           /* 0 = not yet */
    int64_t resumed_ms;          /* when it was gone on with last, 0 = it was only begun */
    int unrecorded; /* the trainee's record (logbook.h) could not be written: 1 = tell so, 2 = it was told */
};
/* Starts (or resumes) a session: picks the guide's default target store, signs the reported customer up if the
 * content says so, and lets the guide's texts name both (guide_bind). */
MUST_CHECK enum err_code guide_session_open(struct company *company, struct guide *guide,
                                            struct guide_session *session, struct err *err);
/* Has somebody begun this guide in this company? */
bool guide_session_exists(const struct company *company, const struct guide *guide);
/* Also notes it in the trainee's record; that this fails keeps nobody from going on (session->unrecorded). */
MUST_CHECK enum err_code guide_session_save(struct company *company, const struct guide *guide,
                                            struct guide_session *session, struct err *err);
/* Forget progress (the company's data stays as it is). */
MUST_CHECK enum err_code guide_session_reset(struct company *company, const struct guide *guide,
                                             struct err *err);
/* Let the texts name this session's store, profile and customer; NULL = the content's own. Makes borrowed texts
 * invalid. guide_open has done it with NULL. */
void guide_bind(struct guide *guide, const struct guide_session *session);

struct guide_screen { /* where the trainee is; page "" = the menu */
    const char *page;
    const char *record;
};
struct step_verdict {
    bool done;
    /* in the guide's language, one line each; may hold what users typed */
    char expected[400], found[400];
};
/*
 * Check every step against saved data and the screen; verdicts has guide_steps() entries. Steps that are a fact of the
 * screen stay done once seen; from the command line, which has no screen, they count when the step that needs them is
 * done. Updates session (profile, seen, done_ms); saving it is the caller's business. Opens its own reading connection:
 * what other processes committed counts. `screen` NULL =
 * from the command line.
 */
MUST_CHECK enum err_code guide_check(struct company *company, const struct guide *guide,
                                     struct guide_session *session,
                                     const struct guide_screen *screen,
                                     struct step_verdict *verdicts, struct err *err);

/* Perform the steps through the same model calls as the screens. `say` gets each step before it is performed and its
 * verdict after. Ends with a verified sign-up (the guide's last checks hold) or the first step that could not be done. */
struct guide_event {
    int step;    /* index */
    bool before; /* about to be performed / verdict known */
    /* "save", "run-job", "restart-csu", "signup", "open", "synchronize", "change-status"; "" = was done already */
    const char *action;
    char subject[200];           /* values of the action: "Online CreateAsyncCustomers=0", "1070" */
    struct step_verdict verdict; /* after */
};
/* Do one step for the trainee, as guide_play does it, and note that in the session (helped, assisted), which is saved.
 * Nothing when it is done already. GUIDE_STOPPED when the step does not hold afterwards, as when one before it is open. */
MUST_CHECK enum err_code guide_help(struct company *company, struct guide *guide,
                                    struct guide_session *session, int step, struct err *err);
/* `last`: the sign-up that the guide made to verify; account "" when that step was done already. */
MUST_CHECK enum err_code guide_play(struct company *company, struct guide *guide,
                                    void (*say)(void *ctx, const struct guide_event *event),
                                    void *ctx, struct signup_result *last, struct err *err);

#endif
