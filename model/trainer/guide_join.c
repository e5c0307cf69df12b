/* SPDX-License-Identifier: MIT */
/*
 * Two contents as one, for labs with two faults: whose step, query or text an id is, and who is looked for in each. Knows
 * the form of content, not what any is about.
 */

#include "model/trainer/guide_priv.h"

enum { MARK = sizeof GUIDE_SECOND - 1 };

const struct guide *guide_part(const struct guide *guide, const char **id) {
    if (!guide->second || strncmp(*id, GUIDE_SECOND, MARK) != 0) return guide;
    *id += MARK;
    return guide->second;
}

void guide_session_exchange(struct guide_session *session) {
    struct guide_person other = session->other;
    text_copy(session->other.reported, sizeof session->other.reported, session->reported);
    text_copy(session->other.shopper, sizeof session->other.shopper, session->shopper);
    text_copy(session->other.email, sizeof session->other.email, session->email);
    text_copy(session->reported, sizeof session->reported, other.reported);
    text_copy(session->shopper, sizeof session->shopper, other.shopper);
    text_copy(session->email, sizeof session->email, other.email);
}

const struct guide_session *guide_session_for(const struct guide *guide, const struct guide *part,
                                              const struct guide_session *session,
                                              struct guide_session *others) {
    if (part == guide || !session) return session;
    *others = *session;
    guide_session_exchange(others);
    return others;
}

enum err_code guide_join(struct guide *first, struct guide *take_second, struct err *err) {
    int steps = first->steps + take_second->steps;
    char id[2 * GUIDE_ID_SIZE + 2];
    first->second = take_second;
    snprintf(id, sizeof id, "%s+%s", first->id, take_second->id);
    if (steps > GUIDE_MAX_STEPS || strlen(id) >= GUIDE_ID_SIZE) {
        first->second = NULL;
        guide_free(&take_second);
        return guide_content_error(err, id, "ini", "too much for one lab", NULL);
    }
    for (int i = 0; i < take_second->steps; i++) {
        char *name = first->second_ids[i];
        int at = first->steps + i, needed_by = take_second->plans[i].needed_by;
        snprintf(name, GUIDE_ID_SIZE, GUIDE_SECOND "%.50s", take_second->shown[i].id);
        first->plans[at] = take_second->plans[i];
        if (needed_by >= 0) first->plans[at].needed_by = first->steps + needed_by;
        first->shown[at] = take_second->shown[i];
        first->shown[at].id = name;
    }
    first->steps = steps;
    text_copy(first->id, sizeof first->id, id);
    guide_bind(first, NULL);
    return ERR_OK;
}
