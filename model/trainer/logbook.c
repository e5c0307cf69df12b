/* SPDX-License-Identifier: MIT */
/*
 * What is noted of a trainee's work, and what all runs of one guide or lab come to. Knows sessions and content; the form
 * of the file is logbook_file.c.
 */

#include "model/trainer/logbook.h"

#include <sys/stat.h>

#include "model/clock.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab.h"

#define TRIES 3 /* when the same trainee's other console writes at the same moment */

void logbook_trainee(const struct settings *settings, char name[LOGBOOK_NAME_SIZE]) {
    if (settings->trainee[0])
        text_copy(name, LOGBOOK_NAME_SIZE, settings->trainee);
    else
        company_user_name(settings, name, LOGBOOK_NAME_SIZE);
}

void logbook_folder(const struct settings *settings, const char *company_folder,
                    char folder[LOGBOOK_PATH_SIZE]) {
    char origin[COMPANY_PATH_SIZE];
    if (strcmp(settings->records, LOGBOOK_NONE) == 0) {
        folder[0] = '\0';
    } else if (settings->records[0]) {
        text_copy(folder, LOGBOOK_PATH_SIZE, settings->records);
    } else {
        if (!guide_sandbox_origin(company_folder, origin))
            text_copy(origin, sizeof origin, company_folder);
        snprintf(folder, LOGBOOK_PATH_SIZE, "%.*s/training/records", LOGBOOK_PATH_SIZE - 20,
                 origin);
    }
}

/* ---- noting ------------------------------------------------------------------------------------------------------- */

/* A lab is known by the place it was begun at, which may be "random"; that is the name of its folder. */
static const char *lab_place_of(const char *company_folder) {
    static const char mark[] = "/lab-";
    char origin[COMPANY_PATH_SIZE];
    const char *name = strrchr(company_folder, '/');
    bool placed = name && strncmp(name, mark, sizeof mark - 1) == 0 &&
                  guide_sandbox_origin(company_folder, origin);
    return placed ? name + sizeof mark - 1 : NULL;
}

static void name_run(const char *company_folder, const struct guide *guide,
                     struct logbook_run *run) {
    const char *place = lab_place_of(company_folder);
    run->lab = place != NULL;
    text_copy(run->id, sizeof run->id, place ? place : guide_name(guide));
}

static int count_done(const struct guide *guide, const struct guide_session *session,
                      int64_t *last_ms) {
    int done = 0;
    *last_ms = 0;
    for (int i = 0; i < guide_steps(guide); i++) {
        done += session->done_ms[i] > 0;
        if (session->done_ms[i] > *last_ms) *last_ms = session->done_ms[i];
    }
    return done;
}

static void take_session(struct logbook_run *run, const struct guide *guide,
                         const struct guide_session *session) {
    const struct lab_run lab = {.session = *session};
    int64_t last_ms, now = clock_now_ms(), pause = now - run->active_ms;
    int done = count_done(guide, session, &last_ms), before = run->done;
    run->steps = guide_steps(guide);
    run->done = done;
    run->hints = session->hints;
    run->attempts = session->attempts;
    run->shown = session->shown;
    run->assisted = session->assisted;
    run->solved_ms = run->lab ? session->solved_ms : done == run->steps ? last_ms : 0;
    if (!run->lab)
        text_copy(run->step, sizeof run->step, guide_step_at(guide, session->current)->id);
    if (run->solved_ms > 0 && run->lab) {
        run->score = lab_score(&lab, guide);
        if (strcmp(run->id, guide_name(guide)) != 0)
            text_copy(run->fault, sizeof run->fault, guide_name(guide));
    }
    if (done > before || run->solved_ms > 0) run->moved_ms = now;
    if (pause > 0 && pause < LOGBOOK_PAUSE_MS) run->worked_ms += pause;
    run->active_ms = now;
}

/* Solved ones are what the record is for: the oldest that was not gives way, else the oldest. */
static void make_room(struct logbook *book) {
    int oldest = 0;
    if (book->count < LOGBOOK_MAX_RUNS) return;
    while (oldest < book->count && book->runs[oldest].solved_ms > 0) oldest++;
    if (oldest == book->count) oldest = 0;
    book->count--;
    memmove(&book->runs[oldest], &book->runs[oldest + 1],
            (size_t)(book->count - oldest) * sizeof *book->runs);
}

static struct logbook_run *find_run(struct logbook *book, const struct logbook_run *wanted) {
    for (int i = 0; i < book->count; i++) {
        struct logbook_run *run = &book->runs[i];
        if (run->lab == wanted->lab && run->begun_ms == wanted->begun_ms &&
            strcmp(run->id, wanted->id) == 0)
            return run;
    }
    make_room(book);
    book->runs[book->count] = *wanted;
    return &book->runs[book->count++];
}

/* Which file it is, to see whether another console has replaced it meanwhile. */
static void identify(const char *path, struct stat *st) {
    if (lstat(path, st) != 0) *st = (struct stat){0};
}

static bool is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A solution is shown on a copy of the copy, or beside the copies of guides and labs. */
static bool is_kept(const char *company_folder, const struct guide *guide) {
    char origin[COMPANY_PATH_SIZE], before[COMPANY_PATH_SIZE];
    const char *name = strrchr(company_folder, '/');
    if (!name || !guide_sandbox_origin(company_folder, origin)) return true;
    bool place = lab_place_of(company_folder) || strcmp(name + 1, guide_name(guide)) == 0;
    return place && !guide_sandbox_origin(origin, before);
}

enum err_code logbook_try(const struct settings *settings, const char *company_folder,
                          struct err *err) {
    char folder[LOGBOOK_PATH_SIZE], trainee[LOGBOOK_NAME_SIZE];
    struct logbook *book = NULL;
    logbook_folder(settings, company_folder, folder);
    if (!folder[0]) return ERR_OK;
    logbook_trainee(settings, trainee);
    enum err_code code = logbook_read(folder, trainee, &book, err);
    if (code == ERR_OK) code = logbook_write(folder, book, err);
    logbook_free(&book);
    return code;
}

enum err_code logbook_note(const struct settings *settings, const char *company_folder,
                           const struct guide *guide, const struct guide_session *session,
                           struct err *err) {
    char folder[LOGBOOK_PATH_SIZE], trainee[LOGBOOK_NAME_SIZE], path[LOGBOOK_PATH_SIZE];
    logbook_folder(settings, company_folder, folder);
    if (!folder[0] || !is_kept(company_folder, guide)) return ERR_OK;
    logbook_trainee(settings, trainee);
    if (!logbook_path(folder, trainee, path))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    for (int tries = 1;; tries++) {
        struct stat before, after;
        struct logbook *book = NULL;
        struct logbook_run wanted = {.begun_ms = session->started_ms,
                                     .moved_ms = session->started_ms,
                                     .active_ms = session->started_ms};
        name_run(company_folder, guide, &wanted);
        identify(path, &before);
        enum err_code code = logbook_read(folder, trainee, &book, err);
        if (code != ERR_OK) return code;
        struct logbook_run *run = find_run(book, &wanted);
        bool over = run->solved_ms > 0; /* what came of it stays */
        if (!over) take_session(run, guide, session);
        identify(path, &after);
        bool again = tries < TRIES && !is_same_file(&before, &after);
        if (!over && !again) code = logbook_write(folder, book, err);
        logbook_free(&book);
        if (!again) return code;
    }
}

/* ---- what it comes to --------------------------------------------------------------------------------------------- */

static bool is_better(const struct logbook_run *a, const struct logbook_run *b) {
    if (a->assisted != b->assisted) return !a->assisted;
    return a->score != b->score ? a->score > b->score : a->solved_ms < b->solved_ms;
}

void logbook_sum(const struct logbook *book, bool lab, const char *id, struct logbook_sum *sum) {
    *sum = (struct logbook_sum){0};
    for (int i = 0; i < book->count; i++) {
        const struct logbook_run *run = &book->runs[i];
        if (run->lab != lab || strcmp(run->id, id) != 0) continue;
        sum->runs++;
        sum->hints += run->hints;
        sum->attempts += run->attempts;
        sum->shown += run->shown;
        sum->worked_ms += run->worked_ms;
        if (sum->begun_ms == 0 || run->begun_ms < sum->begun_ms) sum->begun_ms = run->begun_ms;
        if (run->active_ms > sum->active_ms) sum->active_ms = run->active_ms;
        if (run->solved_ms > 0) {
            if (!sum->best || is_better(run, sum->best)) sum->best = run;
        } else if (!sum->current || run->active_ms > sum->current->active_ms) {
            sum->current = run;
        }
    }
    sum->state = sum->best      ? sum->best->assisted ? LOGBOOK_ASSISTED : LOGBOOK_SOLVED
                 : sum->current ? LOGBOOK_BEGUN
                                : LOGBOOK_NEW;
}
