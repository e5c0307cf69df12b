/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_GUIDE_H
#define CHQ_TRAINER_GUIDE_H

/*
 * Guides: content in data/guides/ID.ini (logic) with ID.en.ini and ID.nb.ini (texts), embedded in the program.
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
};

int guide_count(void);
const char *guide_id(int index); /* NULL past the end */
/* language "en" or "nb". GUIDE_UNKNOWN with the nearest id; GUIDE_CONTENT for a fault of the content. */
MUST_CHECK enum err_code guide_open(struct guide **out, const char *id, const char *language,
                                    struct err *err);
void guide_free(struct guide **guide);
const char *guide_title(const struct guide *guide);
const char *guide_text(const struct guide *guide,
                       const char *key); /* description, resolution, warning …; "" if absent */
int guide_steps(const struct guide *guide);
/* Borrowed from guide. */
const struct guide_step *guide_step_at(const struct guide *guide, int index);
/* Check content: missing text or hint in either language, unknown page (via is_page), a query that does not prepare
 * or that is not a pure read. */
MUST_CHECK enum err_code guide_check_content(const char *id, bool (*is_page)(const char *page_id),
                                             struct err *err);

/* What a trainee is doing, kept in the company's folder (guide-ID.ini) so that leaving and coming back resumes. */
struct guide_session {
    char target[TEXT_SIZE(10)];  /* the store of the symptom */
    char profile[TEXT_SIZE(10)]; /* the profile the trainee used; "" = not known yet */
    char reported[GUID_SIZE];    /* the customer that does not appear */
    int64_t started_ms;
    int64_t done_ms[GUIDE_MAX_STEPS]; /* when a step first held, 0 = not yet */
    int seen_pages;                   /* bit per step: its page was open */
    bool test_signup_seen;
};
/* Starts (or resumes) a session: picks the guide's default target store, signs the reported customer up if the
 * content says so. */
MUST_CHECK enum err_code guide_session_open(struct company *company, const struct guide *guide,
                                            struct guide_session *session, struct err *err);
MUST_CHECK enum err_code guide_session_save(struct company *company, const struct guide *guide,
                                            const struct guide_session *session, struct err *err);
/* Forget progress. */
MUST_CHECK enum err_code guide_session_reset(struct company *company, const struct guide *guide,
                                             struct err *err);

struct guide_screen { /* where the trainee is; empty from the command line */
    const char *page;
    const char *record;
};
struct step_verdict {
    bool done;
    char expected[160], found[160]; /* business values (names, Yes/No), not sentences */
};
/* Check every step against saved data and the screen; verdicts has guide_steps() entries. Steps 1..n that are a fact of
 * the screen stay done once seen, or when a later step that needs them is done. */
MUST_CHECK enum err_code guide_check(struct company *company, const struct guide *guide,
                                     struct guide_session *session,
                                     const struct guide_screen *screen,
                                     struct step_verdict *verdicts, struct err *err);

/* Perform the steps through the same model calls as the screens. `say` gets each step before it is performed and its
 * verdict after. Ends with a verified sign-up (the guide's last checks hold) or the first step that could not be done. */
struct guide_event {
    int step;           /* index */
    bool before;        /* about to be performed / verdict known */
    const char *action; /* "save", "run-job", "restart-csu", "signup", "open" */
    char subject[200];  /* values of the action: "Online CreateAsyncCustomers=0", "1070" */
    struct step_verdict verdict;
};
MUST_CHECK enum err_code guide_play(struct company *company, const struct guide *guide,
                                    void (*say)(void *ctx, const struct guide_event *event),
                                    void *ctx, struct signup_result *last, struct err *err);

#endif
