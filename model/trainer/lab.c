/* SPDX-License-Identifier: MIT */
/*
 * The content of labs: which there are and what is said of each. Reading it is the guides' business, since a lab is
 * written in their form; opens no database.
 */

#include "model/trainer/lab.h"

#include "embedded/labs.h"
#include "model/trainer/lab_folder.h"
#include "model/trainer/lab_priv.h"
#include "model/trainer/traffic.h"

/* A new lab is four new files in data/labs and one line here, in the order in which labs are suggested. */
static const char *const lab_ids[] = {
    "sync-withheld",        "upload-not-planned", "download-not-planned",  "long-wait",
    "wrong-order",          "schedule-inactive",  "database-paused",       "sequence-exhausted",
    "sequence-manual",      "sequence-stopped",   "unknown-country",       "not-synchronized",
    "filter-hides",         "feature-order",      "default-customer-gone", "group-gone",
    "client-stopped",       "not-in-group",       "sync-in-error",         "subjob-missing",
    "profile-not-assigned", "change-not-sent",    "cache-stale",           "anonymous-not-allowed",
    "servicing-sync",       "servicing-fallback", "email-known",           "email-twice",
    "store-not-in-channel", "no-address-book",    "wrong-store",           "shared-profile",
    "pos-profile",          "session-counter",    "column-extended",       "tries-used-up",
    "value-too-long",       "upload-timeout",     "channel-restored"};

const char *const lab_content_keep = "keep";
const struct embedded_file *const lab_files = embedded_labs;

int lab_count(void) {
    return (int)(sizeof lab_ids / sizeof lab_ids[0]);
}

const char *lab_id(int index) {
    return index >= 0 && index < lab_count() ? lab_ids[index] : NULL;
}

const char *lab_place_at(int index) {
    static const char *const unnamed[] = {LAB_RANDOM, LAB_TWO, NULL};
    int behind = index - lab_count();
    return behind < 0 ? lab_id(index) : behind < 2 ? unnamed[behind] : NULL;
}

static bool is_lab(const char *id) {
    int i = 0;
    while (i < lab_count() && strcmp(lab_ids[i], id) != 0) i++;
    return i < lab_count();
}

bool lab_is_known(const char *id) {
    char pair[LAB_ID_SIZE];
    bool known = is_lab(id);
    for (int i = 0; !known && lab_pair(i, pair); i++) known = strcmp(pair, id) == 0;
    return known;
}

enum err_code lab_open(struct guide **out, const char *id, const char *language, struct err *err) {
    *out = NULL;
    if (is_lab(id)) return guide_open_from(lab_files, out, id, language, err);
    if (strchr(id, LAB_PLUS)) return lab_open_two(out, id, language, err);
    err_set(err, ERR_NOT_FOUND, REASON_LAB_UNKNOWN, NULL, id);
    err_add_value2(err, text_nearest(id, lab_ids, (size_t)lab_count()));
    return ERR_NOT_FOUND;
}

enum err_code lab_open_unnamed(struct guide **out, const char *language, struct err *err) {
    return guide_open_from(lab_files, out, lab_content_keep, language, err);
}

enum err_code lab_open_run(struct guide **out, const struct lab_run *run, const char *language,
                           struct err *err) {
    struct lab_folder files = {0};
    enum err_code code;
    *out = NULL;
    if (run->from[0]) {
        bool kept = strcmp(run->from, run->was) == 0;
        code = lab_folder_read(&files, run->from, kept ? LAB_KEPT : "", run->id, err);
        if (code == ERR_OK) code = guide_open_from(files.files, out, run->id, language, err);
        lab_folder_release(&files);
    } else {
        code = lab_open(out, run->id, language, err);
    }
    if (code == ERR_OK && run->session.target[0]) guide_bind(*out, &run->session);
    return code;
}

enum err_code lab_open_place(struct guide **out, const char *place, const struct lab_run *run,
                             const char *language, struct err *err) {
    struct guide *second = NULL;
    bool two = strcmp(place, LAB_TWO) == 0, begun = run && run->id[0];
    bool secret = (two || strcmp(place, LAB_RANDOM) == 0) && !(begun && run->session.solved_ms > 0);
    enum err_code code = secret  ? lab_open_unnamed(out, language, err)
                         : begun ? lab_open_run(out, run, language, err)
                                 : lab_open(out, place, language, err);
    if (code == ERR_OK && secret && two) {
        code = lab_open_unnamed(&second, language, err);
        if (code == ERR_OK) code = guide_join(*out, second, err);
    }
    if (code == ERR_OK && begun) guide_bind(*out, &run->session);
    if (code != ERR_OK) guide_free(out);
    return code;
}

static int number_of(const struct guide *lab, const char *key) {
    return (int)strtol(guide_logic(lab, "guide", key), NULL, 10);
}

/* Of two labs: of the second, 0 when there is none. */
static int second_number(const struct guide *lab, const char *key) {
    return lab->second ? number_of(lab->second, key) : 0;
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

int lab_number(const struct guide *lab) {
    return number_of(lab, "number");
}

int lab_level(const struct guide *lab) {
    return larger(number_of(lab, "level"), second_number(lab, "level"));
}

int lab_par_minutes(const struct guide *lab) {
    return number_of(lab, "par-minutes") + second_number(lab, "par-minutes");
}

int lab_traffic(const struct guide *lab) {
    int rate = larger(number_of(lab, "traffic"), second_number(lab, "traffic"));
    return rate < 0 || rate > TRAFFIC_RATE_MOST ? 0 : rate;
}

int lab_hint_count(const struct guide *lab) {
    return lab->second ? 2 * LAB_HINTS : LAB_HINTS;
}

bool lab_is_answered(const struct guide *lab) {
    for (int i = 0; i < lab->steps; i++) {
        const char *sql = lab->plans[i].sql;
        if (sql && strstr(sql, ":answer")) return true;
    }
    return lab->second && lab_is_answered(lab->second);
}

/* The later the hint, the more it tells and costs. */
int lab_hint_price(const struct guide *lab, int hint) {
    static const int prices[LAB_HINTS] = {5, 10, 20};
    (void)lab;
    return prices[hint < 0 ? 0 : hint < LAB_HINTS ? hint : LAB_HINTS - 1];
}
