/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_LOGBOOK_H
#define CHQ_TRAINER_LOGBOOK_H

/*
 * The trainee's record: which guides and labs somebody has begun, how far and with how much help. Practice copies come and
 * go; the record outlives them. One file per trainee in a folder that a class may share (docs/course.md): it is written by
 * its trainee alone, replaced in one step, never locked, and whoever reads it believes nothing in it beyond its form.
 *
 * A row is a run: from beginning a guide or lab in a fresh practice copy until that is thrown away. What is kept of a run
 * ends when it is solved. Written whenever a session is saved (guide_session_save).
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/err.h"
#include "model/settings.h"
#include "model/text.h"

#define LOGBOOK_NAME_SIZE TEXT_SIZE(40)
#define LOGBOOK_PATH_SIZE 1024
#define LOGBOOK_ID_SIZE   64
#define LOGBOOK_MAX_RUNS  400               /* older unsolved ones give way */
#define LOGBOOK_MAX_BYTES ((size_t)1 << 18) /* of a file; a larger one is not read */
#define LOGBOOK_NONE      "none"            /* training.records: keep no record */
#define LOGBOOK_PAUSE_MS  (30 * 60 * 1000) /* longer without a sign of life does not count as work */

struct guide;
struct guide_session;

struct logbook_run {
    bool lab;                 /* false = a guide */
    char id[LOGBOOK_ID_SIZE]; /* of the guide; of a lab, its place (lab.h) */
    /* the lab behind a place such as "random", told when it is solved */
    char fault[LOGBOOK_ID_SIZE];
    int64_t begun_ms;           /* tells the runs of one id apart */
    int64_t moved_ms;           /* last progress: begun, a step more, solved */
    int64_t active_ms;          /* last sign of life */
    int64_t solved_ms;          /* 0 = not yet */
    int64_t worked_ms;          /* pauses not counted */
    char step[LOGBOOK_ID_SIZE]; /* of a guide: the step the trainee is on; "" of a lab */
    int done, steps;            /* steps of a guide, proofs of a lab */
    int hints, attempts, shown;
    bool assisted; /* solved for the trainee */
    int score;     /* 0 to 100 when solved; guides have none */
};

struct logbook {
    char trainee[LOGBOOK_NAME_SIZE];
    int count;
    struct logbook_run runs[LOGBOOK_MAX_RUNS]; /* as they were begun */
    int strange; /* lines that were not understood: a half-copied or foreign file */
};

/* Who is in training: trainee.name, else the user's name. */
void logbook_trainee(const struct settings *settings, char name[LOGBOOK_NAME_SIZE]);
/* The folder of the records: training.records, else training/records in the company's folder (`company_folder` may be a
 * practice copy: the real one counts). "" = no record is kept. */
void logbook_folder(const struct settings *settings, const char *company_folder,
                    char folder[LOGBOOK_PATH_SIZE]);
/* FOLDER/NAME.csv: letters are lower case, what a file system could misread is %XX. false = too long. */
bool logbook_path(const char *folder, const char *trainee, char path[LOGBOOK_PATH_SIZE]);

/* Heap: free with logbook_free. A file that is not there is an empty record, as is any of the folder "". RECORD_FOREIGN for
 * one that is no record. */
MUST_CHECK enum err_code logbook_read(const char *folder, const char *trainee, struct logbook **out,
                                      struct err *err);
/* The record in one file, whoever's it is. FILE_MISSING. */
MUST_CHECK enum err_code logbook_read_file(const char *path, struct logbook **out, struct err *err);
void logbook_free(struct logbook **book);
/* Replaces the file; makes the folder (not those above it). A file that is no record is left alone: RECORD_FOREIGN. */
MUST_CHECK enum err_code logbook_write(const char *folder, const struct logbook *book,
                                       struct err *err);

/* Can the trainee's own record be written? Tries it. ERR_OK also when none is kept. */
MUST_CHECK enum err_code logbook_try(const struct settings *settings, const char *company_folder,
                                     struct err *err);
/* Put what a session says into the trainee's own record. `company_folder` is where the session is kept. Nothing is done
 * when no record is kept, nor in a copy on which a solution is shown. */
MUST_CHECK enum err_code logbook_note(const struct settings *settings, const char *company_folder,
                                      const struct guide *guide,
                                      const struct guide_session *session, struct err *err);

/* All runs of one guide or lab together. */
enum logbook_state { LOGBOOK_NEW, LOGBOOK_BEGUN, LOGBOOK_ASSISTED, LOGBOOK_SOLVED };
struct logbook_sum {
    enum logbook_state state;
    /* solved: by oneself before assisted, then the higher score, then the first */
    const struct logbook_run *best;
    const struct logbook_run *current; /* not solved, with the latest sign of life */
    int runs, hints, attempts, shown;
    int64_t begun_ms, active_ms, worked_ms;
};
void logbook_sum(const struct logbook *book, bool lab, const char *id, struct logbook_sum *sum);

#endif
