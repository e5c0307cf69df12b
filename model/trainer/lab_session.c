/* SPDX-License-Identifier: MIT */
/*
 * The copies that a lab works on: the trainee's and the company as it was when the lab began. Starting, finding again and
 * going back. Knows files and sessions, not what any lab is about.
 */

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/file.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab_folder.h"
#include "model/trainer/lab_priv.h"

#define LAB_PREFIX "lab-"
#define WAS_PREFIX "was-"

/* Also what a killed one left. */
static enum err_code delete_copy(const char *folder, struct err *err) {
    if (rmdir(folder) == 0 || errno == ENOENT) return ERR_OK;
    return company_delete(folder, err);
}

/* Was it begun from a folder? */
static bool has_kept_files(const struct lab_run *run) {
    char path[COMPANY_PATH_SIZE + LAB_ID_SIZE + 16];
    snprintf(path, sizeof path, "%s/" LAB_KEPT "%s.ini", run->was, run->place);
    return access(path, F_OK) == 0;
}

/* Where the lab begun under `place` works. */
static enum err_code locate(const struct company *company, const char *place, struct lab_run *run,
                            struct err *err) {
    *run = (struct lab_run){0};
    if (!guide_sandbox_origin(company->folder, run->origin))
        text_copy(run->origin, sizeof run->origin, company->folder);
    int room = COMPANY_PATH_SIZE - 200; /* for the longest name behind it */
    if ((int)strlen(run->origin) > room)
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, run->origin);
    snprintf(run->folder, sizeof run->folder, "%.*s/training/" LAB_PREFIX "%.60s", room,
             run->origin, place);
    snprintf(run->was, sizeof run->was, "%.*s/training/" WAS_PREFIX "%.60s", room, run->origin,
             place);
    text_copy(run->place, sizeof run->place, place);
    run->hidden = strcmp(place, LAB_RANDOM) == 0 || strcmp(place, LAB_TWO) == 0;
    if (has_kept_files(run)) text_copy(run->from, sizeof run->from, run->was);
    return ERR_OK;
}

/* ---- making ------------------------------------------------------------------------------------------------------- */

/* Unlike company_copy: with its batch jobs as they are. Headquarters last, because a folder is a company when it has one. */
static enum err_code copy_as_it_is(struct company *from, const char *folder, struct err *err) {
    char path[COMPANY_PATH_SIZE + 240];
    enum err_code code = delete_copy(folder, err);
    if (code == ERR_OK && mkdir(folder, 0700) != 0) code = file_error(err, folder, errno);
    for (int i = 0; code == ERR_OK && i < from->channel_count; i++) {
        const struct company_channel *channel = &from->channels[i];
        if (!channel->db) continue;
        snprintf(path, sizeof path, "%s/channel-%s.db", folder, channel->name);
        code = db_copy(channel->db, path, err);
    }
    snprintf(path, sizeof path, "%s/headquarters.db", folder);
    return code == ERR_OK ? db_copy(from->hq, path, err) : code;
}

/* A lab from a folder goes on without the folder. */
static enum err_code keep_files(struct lab_run *run, struct err *err) {
    struct lab_folder files;
    if (!run->from[0]) return ERR_OK;
    enum err_code code = lab_folder_read(&files, run->from, "", run->id, err);
    if (code == ERR_OK) code = lab_folder_write(&files, run->was, LAB_KEPT, run->id, err);
    lab_folder_release(&files);
    if (code == ERR_OK) text_copy(run->from, sizeof run->from, run->was);
    return code;
}

static enum err_code put_fault_in(const struct settings *settings, struct lab_run *run,
                                  struct err *err) {
    struct company *company = NULL;
    struct guide *lab = NULL;
    enum err_code code = lab_open_run(&lab, run, "en", err);
    if (code == ERR_OK) code = lab_scenario_write(lab, run->folder, err);
    if (code == ERR_OK)
        code = company_open(&company, run->folder, settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = guide_session_begin(company, lab, &run->session, err);
    if (code == ERR_OK) code = lab_perform(company, lab, &run->session, "fault", err);
    if (code == ERR_OK) code = copy_as_it_is(company, run->was, err);
    if (code == ERR_OK) code = keep_files(run, err);
    run->session.started_ms = clock_now_ms();
    if (code == ERR_OK) code = guide_session_save(company, lab, &run->session, err);
    company_close(&company);
    guide_free(&lab);
    return code;
}

/* A lab is begun when its session is saved, so the session comes last; what was not finished is made anew. */
enum err_code lab_prepare(const struct settings *settings, struct lab_run *run, struct err *err) {
    struct company *origin = NULL;
    enum err_code code = delete_copy(run->folder, err);
    if (code == ERR_OK)
        code = company_open(&origin, run->origin, settings, true, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = company_copy(origin, run->folder, err);
    company_close(&origin);
    return code == ERR_OK ? put_fault_in(settings, run, err) : code;
}

/* ---- finding ------------------------------------------------------------------------------------------------------ */

/* Which lab's progress is in the copy? */
static bool find_session(struct lab_run *run) {
    bool two = strcmp(run->place, LAB_TWO) == 0;
    text_copy(run->id, sizeof run->id, run->place);
    if (run->from[0]) return guide_progress_exists(run->folder, run->id);
    for (int i = 0; two ? lab_pair(i, run->id) : lab_id(i) != NULL; i++) {
        if (!two) text_copy(run->id, sizeof run->id, lab_id(i));
        if (guide_progress_exists(run->folder, run->id)) return true;
    }
    run->id[0] = '\0';
    return false;
}

/* *found: a lab was begun there. Both companies are opened as `like` is, so that what an earlier version has begun is
 * brought up to date. */
static enum err_code load(const struct company *like, struct lab_run *run, bool *found,
                          struct err *err) {
    struct company *company = NULL;
    const struct settings *settings = &like->given;
    bool read_only = like->read_only;
    *found = false;
    if (!company_is_in(run->folder) || !company_is_in(run->was)) return ERR_OK;
    enum err_code code = ERR_OK;
    if (!read_only)
        code = company_open(&company, run->was, settings, false, COMPANY_FOR_SCREENS, err);
    company_close(&company);
    if (code == ERR_OK)
        code = company_open(&company, run->folder, settings, read_only, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK && find_session(run)) {
        struct guide *lab = NULL;
        code = lab_open_run(&lab, run, "en", err);
        if (code == ERR_OK) code = guide_session_open(company, lab, &run->session, err);
        *found = code == ERR_OK;
        guide_free(&lab);
    }
    company_close(&company);
    return code;
}

static bool is_place(const struct company *company, const char *place) {
    struct lab_run run;
    struct err ignored;
    for (int i = 0; lab_place_at(i); i++) {
        if (strcmp(place, lab_place_at(i)) == 0) return true;
    }
    return locate(company, place, &run, &ignored) == ERR_OK && run.from[0];
}

const char *lab_place(const struct company *company) {
    const char *name = strrchr(company->folder, '/');
    char origin[COMPANY_PATH_SIZE];
    size_t mark = strlen(LAB_PREFIX);
    if (!name || !guide_sandbox_origin(company->folder, origin)) return NULL;
    if (strncmp(name + 1, LAB_PREFIX, mark) != 0) return NULL;
    return is_place(company, name + 1 + mark) ? name + 1 + mark : NULL;
}

static int by_name(const void *a, const void *b) {
    return strcmp(a, b);
}

int lab_places_from(const struct company *company, char places[][LAB_ID_SIZE], int most) {
    struct lab_run run;
    struct err ignored;
    char path[COMPANY_PATH_SIZE + 16];
    int count = 0;
    if (locate(company, LAB_RANDOM, &run, &ignored) != ERR_OK) return 0;
    snprintf(path, sizeof path, "%s/training", run.origin);
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && count < most && (entry = readdir(dir));) {
        const char *place = entry->d_name + strlen(LAB_PREFIX);
        if (strncmp(entry->d_name, LAB_PREFIX, strlen(LAB_PREFIX)) != 0) continue;
        if (locate(company, place, &run, &ignored) == ERR_OK && run.from[0])
            text_copy(places[count++], LAB_ID_SIZE, place);
    }
    if (dir) closedir(dir);
    qsort(places, (size_t)count, LAB_ID_SIZE, by_name);
    return count;
}

static bool is_at_hand(const struct guide_session *session) {
    return session->solved_ms == 0 || session->resumed_ms > session->solved_ms;
}

static int64_t entered_ms(const struct guide_session *session) {
    return session->resumed_ms > session->started_ms ? session->resumed_ms : session->started_ms;
}

/* What is solved and not gone back to comes behind, then the later one. */
static bool is_nearer(const struct lab_run *a, const struct lab_run *b) {
    bool a_here = is_at_hand(&a->session), b_here = is_at_hand(&b->session);
    return a_here != b_here ? a_here : entered_ms(&a->session) > entered_ms(&b->session);
}

/* Whatever was begun lies in the folder of copies. Only the files of their progress are read, for there may be
 * dozens; one that is damaged is no reason not to find another. */
static enum err_code find_latest(const struct company *company, struct lab_run *latest,
                                 struct err *err) {
    struct dirent *entry;
    struct err why = {0};
    char path[COMPANY_PATH_SIZE + 16];
    enum err_code code = locate(company, LAB_RANDOM, latest, err), damaged = ERR_OK;
    if (code != ERR_OK) return code;
    snprintf(path, sizeof path, "%s/training", latest->origin);
    DIR *dir = opendir(path);
    *latest = (struct lab_run){0};
    while (dir && (entry = readdir(dir))) {
        const char *place = entry->d_name + strlen(LAB_PREFIX);
        struct lab_run other;
        if (strncmp(entry->d_name, LAB_PREFIX, strlen(LAB_PREFIX)) != 0) continue;
        if (!is_place(company, place)) continue;
        code = lab_peek(company, place, &other, &why);
        if (code != ERR_OK) damaged = code;
        if (code != ERR_OK || !other.id[0]) continue;
        if (!latest->id[0] || is_nearer(&other, latest)) *latest = other;
    }
    if (dir) closedir(dir);
    if (latest->id[0] || damaged == ERR_OK) return ERR_OK;
    if (err) *err = why;
    return damaged;
}

enum err_code lab_find(const struct company *company, const char *place, struct lab_run *run,
                       struct err *err) {
    bool found = false;
    struct lab_run latest = {0};
    enum err_code code = ERR_OK;
    if (!place) place = lab_place(company);
    if (!place) {
        code = find_latest(company, &latest, err);
        if (latest.id[0]) place = latest.place;
    }
    if (code == ERR_OK && place) code = locate(company, place, run, err);
    if (code == ERR_OK && place) code = load(company, run, &found, err);
    if (code != ERR_OK || found) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_LAB_NOT_RUNNING, NULL, place);
}

enum err_code lab_peek(const struct company *company, const char *place, struct lab_run *run,
                       struct err *err) {
    struct guide *lab = NULL;
    enum err_code code = locate(company, place, run, err);
    if (code != ERR_OK || !company_is_in(run->folder) || !company_is_in(run->was)) return code;
    if (!find_session(run)) return ERR_OK;
    code = lab_open_run(&lab, run, "en", err);
    if (code == ERR_OK) code = guide_session_peek(run->folder, lab, &run->session, err);
    struct guide_session *session = &run->session;
    bool own = code == ERR_OK && strcmp(session->target, guide_logic(lab, "guide", "target")) == 0;
    if (code == ERR_OK)
        text_copy(session->target_name, sizeof session->target_name,
                  own ? guide_logic(lab, "guide", "target-name") : session->target);
    guide_free(&lab);
    return code;
}

/* ---- starting and going back -------------------------------------------------------------------------------------- */

/* The same seed chooses the same: splitmix64. */
static int chosen_by(uint64_t seed, int count) {
    uint64_t z = seed + UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return (int)(z % (uint64_t)count);
}

/* What leaves no trace nobody can find who is not told what it is about. */
static bool leaves_trace(const char *id) {
    struct guide *lab = NULL;
    struct err ignored;
    enum err_code code = lab_open(&lab, id, "en", &ignored);
    bool traced = code == ERR_OK && *guide_logic(lab, "guide", "trace");
    guide_free(&lab);
    return traced;
}

static const char *random_id(uint64_t seed) {
    int count = lab_count(), first = chosen_by(seed, count), at = first;
    while (!leaves_trace(lab_id(at)) && (at + 1) % count != first) at = (at + 1) % count;
    return lab_id(at);
}

/* Which lab it is to be: the one asked for, or one by chance. */
static void choose(struct lab_run *run, uint64_t seed) {
    char ignored[LAB_ID_SIZE];
    int pairs = 0;
    while (lab_pair(pairs, ignored)) pairs++;
    if (strcmp(run->place, LAB_TWO) != 0) {
        bool random = strcmp(run->place, LAB_RANDOM) == 0;
        text_copy(run->id, sizeof run->id, random ? random_id(seed) : run->place);
    } else if (pairs == 0 || !lab_pair(chosen_by(seed, pairs), run->id)) {
        BUG("no two labs that can be together");
    }
}

/* Hints and checks that name no lab are about the one that was begun or gone on with last. */
static enum err_code go_on(const struct company *company, struct lab_run *run, struct err *err) {
    struct company *copy = NULL;
    struct guide *lab = NULL;
    if (company->read_only) return ERR_OK;
    enum err_code code = lab_open_run(&lab, run, "en", err);
    if (code == ERR_OK)
        code = company_open(&copy, run->folder, &company->given, false, COMPANY_FOR_SCREENS, err);
    run->session.resumed_ms = clock_now_ms();
    if (code == ERR_OK) code = guide_session_save(copy, lab, &run->session, err);
    company_close(&copy);
    guide_free(&lab);
    return code;
}

enum err_code lab_start(const struct company *company, const char *id, uint64_t seed,
                        struct lab_run *run, struct err *err) {
    struct guide *lab = NULL;
    bool begun = false;
    enum err_code code = locate(company, id, run, err);
    if (code == ERR_OK && !run->from[0]) {
        code = lab_open_place(&lab, id, NULL, "en", err);
        guide_free(&lab);
    }
    if (code == ERR_OK) code = load(company, run, &begun, err);
    if (code != ERR_OK) return code;
    if (begun && !(run->hidden && run->session.solved_ms > 0)) return go_on(company, run, err);
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    if (run->from[0]) /* half made, and its folder is not known any more */
        return err_set(err, ERR_NOT_FOUND, REASON_LAB_NOT_RUNNING, NULL, id);
    choose(run, seed);
    return lab_prepare(&company->given, run, err);
}

enum err_code lab_start_from(const struct company *company, const char *folder, const char *id,
                             struct lab_run *run, struct err *err) {
    struct guide *lab = NULL;
    struct lab_run wanted = {.session = {.target = ""}};
    bool begun = false;
    text_copy(wanted.id, sizeof wanted.id, id);
    if (!text_copy(wanted.from, sizeof wanted.from, folder))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    enum err_code code = lab_open_run(&lab, &wanted, "en", err);
    if (code == ERR_OK) code = lab_scenario_check(lab, err);
    guide_free(&lab);
    if (code == ERR_OK) code = locate(company, id, run, err);
    if (code == ERR_OK) code = load(company, run, &begun, err);
    if (code != ERR_OK) return code;
    if (begun) return go_on(company, run, err);
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    text_copy(run->id, sizeof run->id, id);
    text_copy(run->from, sizeof run->from, folder);
    return lab_prepare(&company->given, run, err);
}

/* The session outlives the files: hints and time count on. */
enum err_code lab_reset(const struct settings *settings, struct lab_run *run, struct err *err) {
    struct company *company = NULL;
    struct guide *lab = NULL;
    enum err_code code = lab_open_run(&lab, run, "en", err);
    if (code == ERR_OK)
        code = company_open(&company, run->was, settings, true, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = copy_as_it_is(company, run->folder, err);
    company_close(&company);
    if (code == ERR_OK) code = lab_scenario_write(lab, run->folder, err);
    if (code == ERR_OK)
        code = company_open(&company, run->folder, settings, false, COMPANY_FOR_SCREENS, err);
    memset(run->session.done_ms, 0, sizeof run->session.done_ms);
    run->session.answer[0] = '\0';
    if (code == ERR_OK) code = guide_session_save(company, lab, &run->session, err);
    company_close(&company);
    guide_free(&lab);
    return code;
}
