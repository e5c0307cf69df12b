/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_LAB_H
#define CHQ_TRAINER_LAB_H

/*
 * Labs: one fault of the failure catalogue (domain.md section 6) put into a copy of the company, to be found and repaired
 * by any correct route. Content is data/labs/, in the form of guides: the steps of a lab are what proves the repair
 * (docs/authoring.md is the author's manual). The steps of the content `keep` hold for every lab: what a repair must not
 * break, compared with the company as it was when the lab began.
 *
 * A lab works in <company>/training/lab-ID; the company as it was lies beside it in training/was-ID. The real company is
 * only read.
 */

#include <stdbool.h>

#include "model/trainer/guide.h"

#define LAB_RANDOM       "random"
#define LAB_TWO          "random-two" /* two faults at once */
#define LAB_ID_SIZE      64
#define LAB_HINTS        3
#define LAB_MAX_VERDICTS (3 * GUIDE_MAX_STEPS)
#define LAB_ANSWER_CHARS 100

int lab_count(void);
const char *lab_id(int index); /* in the order in which they are suggested; NULL past the end */
/* Where a lab can be begun: under the id of each, LAB_RANDOM, LAB_TWO. NULL past the end. */
const char *lab_place_at(int index);
/* Two labs that can be together, as one: "sync-withheld+unknown-country". false past the end. Which they are stands in
 * data/labs/pairs.ini, and lab_prove proves each. Any other function takes such an id where it takes a lab's. */
bool lab_pair(int index, char id[LAB_ID_SIZE]);
/* Is it a lab, or two? */
bool lab_is_known(const char *id);
/* Texts of a lab: guide_title, guide_text "story", "task", "explanation", guide_steps. LAB_UNKNOWN with the nearest id;
 * GUIDE_CONTENT for a fault of the content. Free with guide_free. */
MUST_CHECK enum err_code lab_open(struct guide **out, const char *id, const char *language,
                                  struct err *err);
/* What is said of one that nobody may recognize. */
MUST_CHECK enum err_code lab_open_unnamed(struct guide **out, const char *language,
                                          struct err *err);
int lab_number(const struct guide *lab); /* in the failure catalogue */
int lab_level(const struct guide *lab);  /* 1 to 3 */
int lab_par_minutes(const struct guide *lab);
/* Sign-ups a minute that keep arriving while the lab is open in the console (traffic.h), 0 = none. */
int lab_traffic(const struct guide *lab);
int lab_hint_price(const struct guide *lab, int hint); /* points; hint from 0 */
int lab_hint_count(const struct guide *lab);           /* LAB_HINTS for each fault */
bool lab_is_answered(const struct guide *lab);         /* a proof asks for an answer (lab_answer) */

/* A lab that somebody has begun. */
struct lab_run {
    char origin[COMPANY_PATH_SIZE]; /* the real company */
    char folder[COMPANY_PATH_SIZE]; /* where the trainee works */
    char was[COMPANY_PATH_SIZE];    /* the same company as it was when the lab began */
    char place[LAB_ID_SIZE];        /* the lab's id, LAB_RANDOM or LAB_TWO */
    char id[LAB_ID_SIZE];           /* of the lab, or of two as one */
    char from[COMPANY_PATH_SIZE];   /* folder that has its files; "" = it is one of the program's */
    bool hidden;                    /* which lab it is must not be told before it is solved */
    struct guide_session session;
};

/* The content of a run, whoever wrote it. As lab_open; names the run's persons. */
MUST_CHECK enum err_code lab_open_run(struct guide **out, const struct lab_run *run,
                                      const char *language, struct err *err);
/* What may be said of a place now: of one that nobody may recognize before it is solved, no more than "title", "story" and
 * "task". `run` is the lab begun there; NULL or without an id = it was not. Names the run's persons. */
MUST_CHECK enum err_code lab_open_place(struct guide **out, const char *place,
                                        const struct lab_run *run, const char *language,
                                        struct err *err);

/*
 * Make the copy, put the fault in; go on with what is there already. `id` may be LAB_RANDOM or LAB_TWO: `seed`
 * chooses, and a random lab that was solved gives way to a new one. `company` may be a copy for practice itself: the
 * real company behind it counts. Some tenths of a second: not on the thread that paints.
 */
MUST_CHECK enum err_code lab_start(const struct company *company, const char *id, uint64_t seed,
                                   struct lab_run *run, struct err *err);
/*
 * A lab that is not in the program: four files in a folder (docs/authoring.md). Its files are kept with what was begun, so
 * the folder is not needed any more. Nothing in it can reach anything but the copy. GUIDE_CONTENT for anything wrong with
 * the files, before a copy is made.
 */
MUST_CHECK enum err_code lab_start_from(const struct company *company, const char *folder,
                                        const char *id, struct lab_run *run, struct err *err);
/* Where such labs were begun, by name; how many. What is kept of one may be damaged: lab_peek says so. */
int lab_places_from(const struct company *company, char places[][LAB_ID_SIZE], int most);
/* Which labs a folder seems to have, by name; how many. */
int lab_folder_ids(const char *folder, char ids[][LAB_ID_SIZE], int most);
/* The lab begun under `place` (an id, LAB_RANDOM); NULL = the one whose copy `company` is, else the one begun or gone on
 * with last that is not solved since, else the one begun last. LAB_NOT_RUNNING. */
MUST_CHECK enum err_code lab_find(const struct company *company, const char *place,
                                  struct lab_run *run, struct err *err);
/* The same from the file of its progress alone, for lists: no database is opened, the store's name is the content's. Without
 * an id when none was begun. */
MUST_CHECK enum err_code lab_peek(const struct company *company, const char *place,
                                  struct lab_run *run, struct err *err);
/* The place whose copy the company itself is; NULL = it is no lab's. */
const char *lab_place(const struct company *company);

struct lab_verdict {
    bool keep; /* what must not be broken; false = what proves the repair */
    bool told; /* what it is may be shown; false = that would give the fault away (lab_is_told) */
    char title[200]; /* in the language asked for, as are the others */
    struct step_verdict verdict;
    /* of the company as a whole: the invariant that does not hold, as company_check names it */
    char broken[80];
};
struct lab_report {
    int count;
    struct lab_verdict verdicts[LAB_MAX_VERDICTS];
    bool solved;          /* all hold */
    bool tried;           /* something was changed or run since the lab began */
    int faults, repaired; /* how many there are, of how many all proofs hold */
};
/* May it be shown what proves the repair? Once something was tried before a check, a hint was taken or the lab is solved; of
 * one that must not be recognized, when it is solved. */
bool lab_is_told(const struct lab_run *run);
/* Asks the data, by a connection of its own. Counts as an attempt and is saved. */
MUST_CHECK enum err_code lab_check(const struct settings *settings, struct lab_run *run,
                                   const char *language, struct lab_report *report,
                                   struct err *err);
/* The next hint (the last one again when there is none behind it), of two faults about the first that still holds; `text`
 * is in the language asked for. */
MUST_CHECK enum err_code lab_hint(const struct settings *settings, struct lab_run *run,
                                  const char *language, char *text, size_t size, int *price,
                                  struct err *err);
/* Text of the newest hint that was taken, "" = none; of two faults, of the one it was about. Borrowed from lab. */
const char *lab_newest_hint(const struct guide *lab, const struct guide_session *session);
/* What the trainee says it is, for faults that are understood rather than repaired: one line of at most 100 characters,
 * kept without white space at its ends; "" takes it back. Any text is an answer: whether it is right is lab_check's to
 * say. FIELD_TOO_LONG, NOT_UTF8 or CONTROL_CHARACTER (field "Answer"). */
MUST_CHECK enum err_code lab_answer(const struct settings *settings, struct lab_run *run,
                                    const char *text, struct err *err);
/* The solution is played on the screen (show.h): that tells everything, so it costs as much as all hints, and hints are free
 * from then on. Notes it in the session unless the lab is solved. */
MUST_CHECK enum err_code lab_note_shown(const struct settings *settings, struct lab_run *run,
                                        struct err *err);
int lab_show_price(const struct guide *lab); /* points, when no hint was taken before */
/* Back to the moment the lab began; hints and time go on counting. No connection to the copy may be open. */
MUST_CHECK enum err_code lab_reset(const struct settings *settings, struct lab_run *run,
                                   struct err *err);
/* Do it for me: from the beginning, as lab_reset, then the model solution by the same calls as the screens. */
MUST_CHECK enum err_code lab_solve(const struct settings *settings, struct lab_run *run,
                                   struct err *err);
/* Points that hints, or the solution that was shown, have cost so far. */
int lab_hints_cost(const struct lab_run *run, const struct guide *lab);
/* 100 less the prices of the hints (all of them when the solution was shown) and a point for each minute over par, not
 * below 0; 0 when it was solved for the trainee. Of an unsolved one: what it would be now. */
int lab_score(const struct lab_run *run, const struct guide *lab);

/*
 * Prove the content of a lab in a fresh demo company: nothing missing in either language, pages exist, the fault puts the
 * symptom in place and the trace names its cause, the proof does not hold before, holds after the model solution and after
 * no wrong one. Of two labs as one: both symptoms, not solved by repairing one, solved by both solutions. `from` is the
 * folder of a lab that is not in the program, else NULL; `demo` is what lab_demo_make made, NULL = one of its own; `screen`
 * NULL = what the screens have is not judged. A fault of the content is GUIDE_CONTENT.
 */
MUST_CHECK enum err_code lab_prove(const char *id, const char *from, const char *demo,
                                   const struct settings *settings,
                                   const struct screen_names *screen, struct err *err);
/* A demo company that many labs can be proven from, in a new folder of /tmp. */
#define LAB_DEMO_SIZE 64
MUST_CHECK enum err_code lab_demo_make(const struct settings *settings, char folder[LAB_DEMO_SIZE],
                                       struct err *err);
void lab_demo_drop(const char *folder);

#endif
