/* SPDX-License-Identifier: MIT */
/*
 * The content of labs: which there are and what is said of each. Reading it is the guides' business, since a lab is
 * written in their form; opens no database.
 */

#include "model/trainer/lab.h"

#include "embedded/labs.h"
#include "model/trainer/lab_priv.h"
#include "model/trainer/traffic.h"

/* A new lab is four new files in data/labs and one line here, in the order in which labs are suggested. */
static const char *const lab_ids[] = {"sync-withheld",         "upload-not-planned",
                                      "download-not-planned",  "wrong-order",
                                      "schedule-inactive",     "database-paused",
                                      "sequence-exhausted",    "sequence-manual",
                                      "sequence-stopped",      "unknown-country",
                                      "default-customer-gone", "group-gone",
                                      "client-stopped",        "not-in-group",
                                      "sync-in-error",         "subjob-missing",
                                      "profile-not-assigned",  "change-not-sent",
                                      "cache-stale",           "anonymous-not-allowed",
                                      "servicing-sync",        "store-not-in-channel",
                                      "no-address-book",       "wrong-store",
                                      "shared-profile",        "pos-profile",
                                      "session-counter",       "tries-used-up",
                                      "value-too-long",        "upload-timeout",
                                      "channel-restored",      "email-twice",
                                      "feature-order",         "not-synchronized",
                                      "email-known",           "filter-hides",
                                      "servicing-fallback",    "long-wait",
                                      "column-extended"};

const char *const lab_content_keep = "keep";
const struct embedded_file *const lab_files = embedded_labs;

int lab_count(void) {
    return (int)(sizeof lab_ids / sizeof lab_ids[0]);
}

const char *lab_id(int index) {
    return index >= 0 && index < lab_count() ? lab_ids[index] : NULL;
}

enum err_code lab_open(struct guide **out, const char *id, const char *language, struct err *err) {
    *out = NULL;
    for (int i = 0; i < lab_count(); i++) {
        if (strcmp(lab_ids[i], id) == 0) return guide_open_from(lab_files, out, id, language, err);
    }
    err_set(err, ERR_NOT_FOUND, REASON_LAB_UNKNOWN, NULL, id);
    err_add_value2(err, text_nearest(id, lab_ids, (size_t)lab_count()));
    return ERR_NOT_FOUND;
}

enum err_code lab_open_unnamed(struct guide **out, const char *language, struct err *err) {
    return guide_open_from(lab_files, out, lab_content_keep, language, err);
}

static int number_of(const struct guide *lab, const char *key) {
    return (int)strtol(guide_logic(lab, "guide", key), NULL, 10);
}

int lab_number(const struct guide *lab) {
    return number_of(lab, "number");
}

int lab_level(const struct guide *lab) {
    return number_of(lab, "level");
}

int lab_par_minutes(const struct guide *lab) {
    return number_of(lab, "par-minutes");
}

int lab_traffic(const struct guide *lab) {
    int rate = number_of(lab, "traffic");
    return rate < 0 ? 0 : rate > TRAFFIC_RATE_MOST ? TRAFFIC_RATE_MOST : rate;
}

/* The later the hint, the more it tells and costs. */
int lab_hint_price(const struct guide *lab, int hint) {
    static const int prices[LAB_HINTS] = {5, 10, 20};
    (void)lab;
    return prices[hint < 0 ? 0 : hint < LAB_HINTS ? hint : LAB_HINTS - 1];
}
