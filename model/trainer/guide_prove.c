/* SPDX-License-Identifier: MIT */
/*
 * Is the content of a guide true? Performs it in a practice copy of a demo company: something is to be done, what is done
 * makes every step hold, nothing is left to do the second time, and the company keeps its promises. For the tests and for
 * authors.
 */

#include "model/exchange/states.h"
#include "model/trainer/guide_priv.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/logbook.h"

struct proving {
    const char *id;
    struct guide *guide;
    struct company *copy;
    struct guide_session session;
    char broken[120];
    struct err *err;
};

static enum err_code complain(const struct proving *proving, const char *what, const char *more) {
    return guide_content_error(proving->err, proving->id, "ini", what, more);
}

static void note_broken(void *ctx, const char *invariant, int64_t rows, const char *example) {
    struct proving *proving = ctx;
    (void)rows;
    (void)example;
    text_copy(proving->broken, sizeof proving->broken, invariant);
}

static void count_actions(void *ctx, const struct guide_event *event) {
    if (event->before && *event->action) ++*(int *)ctx;
}

static enum err_code prove_start(struct proving *proving) {
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    enum err_code code =
        guide_check(proving->copy, proving->guide, &proving->session, NULL, verdicts, proving->err);
    for (int i = 0; code == ERR_OK && i < guide_steps(proving->guide); i++) {
        if (!verdicts[i].done) return ERR_OK;
    }
    return code == ERR_OK ? complain(proving, "nothing is to be done", NULL) : code;
}

/* A step that does not come to hold is the content's fault, whatever the data says of it. */
static enum err_code play(struct proving *proving, int *actions) {
    struct err why = {0};
    *actions = 0;
    enum err_code code =
        guide_play(proving->copy, proving->guide, count_actions, actions, NULL, &why);
    if (code == ERR_OK) return ERR_OK;
    if (why.reason != REASON_GUIDE_STOPPED) {
        if (proving->err) *proving->err = why;
        return code;
    }
    char more[700];
    snprintf(more, sizeof more, "%.300s: %.300s", why.value, why.value2);
    return complain(proving, "a step does not come to hold", more);
}

static enum err_code prove_play(struct proving *proving) {
    int actions = 0;
    enum err_code code = play(proving, &actions);
    if (code == ERR_OK) code = play(proving, &actions);
    if (code == ERR_OK && actions > 0)
        code = complain(proving, "something is left to do the second time", NULL);
    if (code == ERR_OK) code = company_check(proving->copy, note_broken, proving, proving->err);
    if (code == ERR_OK && proving->broken[0])
        code = complain(proving, "breaks what holds in every company", proving->broken);
    return code;
}

static enum err_code prove(struct proving *proving, const char *folder,
                           const struct settings *settings) {
    enum err_code code = guide_open(&proving->guide, proving->id, "en", proving->err);
    if (code == ERR_OK)
        code =
            company_open(&proving->copy, folder, settings, false, COMPANY_FOR_WORK, proving->err);
    if (code == ERR_OK)
        code = guide_session_open(proving->copy, proving->guide, &proving->session, proving->err);
    if (code == ERR_OK) code = prove_start(proving);
    if (code == ERR_OK) code = prove_play(proving);
    company_close(&proving->copy);
    guide_free(&proving->guide);
    return code;
}

enum err_code guide_prove(const char *id, const char *demo, const struct settings *settings,
                          const struct screen_names *screen, struct err *err) {
    struct settings unrecorded = *settings; /* an author is no trainee */
    struct proving proving = {.id = id, .err = err};
    struct company *company = NULL;
    char folder[COMPANY_PATH_SIZE];
    text_copy(unrecorded.records, sizeof unrecorded.records, LOGBOOK_NONE);
    enum err_code code = guide_check_content(id, screen, err);
    if (code == ERR_OK)
        code = company_open(&company, demo, &unrecorded, false, COMPANY_FOR_WORK, err);
    if (code == ERR_OK) code = guide_sandbox_reset(company, id, err);
    if (code == ERR_OK) code = guide_sandbox(company, id, folder, err);
    if (code == ERR_OK) code = prove(&proving, folder, &unrecorded);
    company_close(&company);
    return code;
}
