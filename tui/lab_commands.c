/* SPDX-License-Identifier: MIT */
/*
 * Commands of the page Labs: which company the console works in while a lab is begun, checked or put back, and what is
 * said of the outcome. What a lab does and when it is solved is model/trainer's to say.
 */

#include "tui/lab_commands.h"

#include <stdio.h>

#include <stdarg.h>
#include <stdlib.h>

#include "model/clock.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/coach.h"
#include "tui/words.h"

enum lab_command { LAB_START, LAB_CHECK, LAB_HINT, LAB_RESET, LAB_SOLVE };

/* What the background job is given and gives back. */
struct lab_work {
    enum lab_command what;
    char from[COMPANY_PATH_SIZE]; /* the real company */
    char place[64], language[8];
    struct settings settings;
    struct lab_run run;
    struct lab_report report;
    char text[1200]; /* a hint, or the explanation */
    char title[160];
    int price, score;
};

bool lab_is_open(const struct app *app, const char *place) {
    char origin[COMPANY_PATH_SIZE];
    const char *name = app->company ? strrchr(app->company->folder, '/') : NULL;
    return name && guide_sandbox_origin(app->company->folder, origin) &&
           strncmp(name + 1, "lab-", 4) == 0 && strcmp(name + 5, place) == 0;
}

static bool is_secret(const struct lab_work *work) {
    return work->run.hidden && work->run.session.solved_ms == 0;
}

/* ---- on the job's thread ------------------------------------------------------------------------------------------- */

static enum err_code perform(struct lab_work *work, struct err *err) {
    switch (work->what) {
    case LAB_START:
        return ERR_OK;
    case LAB_CHECK:
        return lab_check(&work->settings, &work->run, work->language, &work->report, err);
    case LAB_HINT:
        return lab_hint(&work->settings, &work->run, work->language, work->text, sizeof work->text,
                        &work->price, err);
    case LAB_RESET:
        return lab_reset(&work->settings, &work->run, err);
    case LAB_SOLVE:
        return lab_solve(&work->settings, &work->run, err);
    }
    return ERR_OK;
}

/* What is said afterwards. */
static enum err_code describe(struct lab_work *work, struct err *err) {
    struct guide *lab = NULL, *unnamed = NULL;
    enum err_code code = lab_open(&lab, work->run.id, work->language, err);
    if (code == ERR_OK) code = lab_open_unnamed(&unnamed, work->language, err);
    if (code == ERR_OK) {
        guide_bind(lab, &work->run.session);
        work->score = lab_score(&work->run, lab);
        text_copy(work->title, sizeof work->title, guide_title(is_secret(work) ? unnamed : lab));
        if (work->what == LAB_CHECK)
            text_copy(work->text, sizeof work->text, guide_text(lab, "explanation"));
    }
    guide_free(&lab);
    guide_free(&unnamed);
    return code;
}

static enum err_code do_work(void *arg, const struct progress *progress, struct err *err) {
    struct lab_work *work = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code =
        company_open(&company, work->from, &work->settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) {
        code = work->what == LAB_START
                   ? lab_start(company, work->place, (uint64_t)clock_now_ms(), &work->run, err)
                   : lab_find(company, work->place, &work->run, err);
    }
    company_close(&company);
    if (code == ERR_OK) code = perform(work, err);
    return code == ERR_OK ? describe(work, err) : code;
}

/* ---- what is said -------------------------------------------------------------------------------------------------- */

static size_t add(char *buf, size_t size, size_t used, const char *fmt, ...) PRINTF_LIKE(4, 5);

static size_t add(char *buf, size_t size, size_t used, const char *fmt, ...) {
    va_list args;
    if (used >= size) return used;
    va_start(args, fmt);
    int n = vsnprintf(buf + used, size - used, fmt, args);
    va_end(args);
    return used + (n > 0 ? (size_t)n : 0);
}

/* The first two things that do not hold; of a lab that must not be recognized, only what every lab keeps. */
static void words_unsolved(const struct lab_work *work, char *buf, size_t size) {
    size_t used = 0;
    int shown = 0;
    for (int i = 0; i < work->report.count && shown < 2; i++) {
        const struct lab_verdict *line = &work->report.verdicts[i];
        char clean[WORDS_SIZE];
        if (line->verdict.done || (!line->keep && is_secret(work))) continue;
        words_clean(clean, sizeof clean, line->verdict.expected);
        used =
            add(buf, size, used, _("%s%s. Expected: %s."), shown ? "\n\n" : "", line->title, clean);
        words_clean(clean, sizeof clean, line->verdict.found);
        used = add(buf, size, used, _(" Found: %s."), clean);
        shown++;
    }
    if (shown == 0) add(buf, size, used, "%s", _("The fault is not found and repaired yet."));
}

static void say_checked(struct app *app, const struct lab_work *work) {
    struct question q;
    question_init(&q, work->report.solved ? MESSAGE_INFO : MESSAGE_WARNING,
                  work->report.solved ? _("Solved") : _("Not solved yet"));
    if (work->report.solved)
        snprintf(q.text, sizeof q.text, _("%s. Score: %d of 100%s\n\n%.*s"), work->title,
                 work->score, work->run.session.assisted ? _(" (solved for you)") : "",
                 (int)strcspn(work->text, "\n"), work->text);
    else
        words_unsolved(work, q.text, sizeof q.text);
    app_ask(app, &q);
}

static void say_hint(struct app *app, const struct lab_work *work) {
    struct question q;
    char title[sizeof q.title];
    snprintf(title, sizeof title, _("Hint %d, %d points"), work->run.session.hints, work->price);
    question_init(&q, MESSAGE_INFO, title);
    text_copy(q.text, sizeof q.text, work->text);
    app_ask(app, &q);
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct lab_work *work = arg;
    if (code != ERR_OK) {
        app_error(app, err);
    } else if (work->what == LAB_CHECK) {
        say_checked(app, work);
    } else if (work->what == LAB_HINT) {
        say_hint(app, work);
    } else if (app_go_to_company(app, work->run.folder)) {
        app_open_page(app, "labs", work->place);
        app_message(app, MESSAGE_INFO, "%s",
                    work->what == LAB_SOLVE
                        ? _("Solved for you. F8 says what proves it and why.")
                        : _("The lab runs on a copy: nothing here touches the real company."));
    }
    free(work);
}

/* ---- commands ------------------------------------------------------------------------------------------------------ */

static const char *job_title(enum lab_command what) {
    return what == LAB_CHECK  ? _("Checking the lab")
           : what == LAB_HINT ? _("Fetching a hint")
                              : _("Preparing the lab");
}

static enum next begin(struct app *app, enum lab_command what, const char *place) {
    struct err err = {0};
    if (!place || !app->company) return NEXT_STAY;
    if (app->read_only) {
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        app_error(app, &err);
        return NEXT_STAY;
    }
    if (coach_guide(app)[0]) {
        app_message(app, MESSAGE_WARNING, "%s", _("Leave the guide first."));
        return NEXT_STAY;
    }
    struct lab_work *work = alloc_zero(1, sizeof *work);
    work->what = what;
    work->settings = *app->settings;
    text_copy(work->place, sizeof work->place, place);
    text_copy(work->language, sizeof work->language, i18n_language());
    if (!guide_sandbox_origin(app->company->folder, work->from))
        text_copy(work->from, sizeof work->from, app->company->folder);
    /* Putting back replaces the files that the console has open. */
    bool replaces = what == LAB_RESET || what == LAB_SOLVE;
    struct app_job job = {.title = job_title(what), .work = do_work, .arg = work, .ended = ended};
    if ((replaces && !app_go_to_company(app, work->from)) || !app_run_job(app, &job)) free(work);
    return NEXT_STAY;
}

static enum next start_or_check(struct app *app, const char *key) {
    return begin(app, key && lab_is_open(app, key) ? LAB_CHECK : LAB_START, key);
}

static enum next hint(struct app *app, const char *key) {
    return begin(app, LAB_HINT, key);
}

static enum next reset(struct app *app, const char *key) {
    return begin(app, LAB_RESET, key);
}

static enum next solve(struct app *app, const char *key) {
    return begin(app, LAB_SOLVE, key);
}

static enum next leave(struct app *app, const char *key) {
    char origin[COMPANY_PATH_SIZE];
    (void)key;
    if (guide_sandbox_origin(app->company->folder, origin) && app_go_to_company(app, origin))
        app_message(app, MESSAGE_INFO, "%s", _("The lab was left. It goes on where you left it."));
    return NEXT_STAY;
}

static enum next answer(struct app *app, const char *key) {
    app_open_page(app, "lab-answer", key);
    return NEXT_STAY;
}

static bool is_open(struct app *app, const char *key) {
    return key && lab_is_open(app, key);
}

const struct action lab_actions[] = {
    {.id = "run-lab",
     .label = N_("Start or check"),
     .bound = ACTION_RUN,
     .help = N_("Begins the lab or goes on with it; inside the lab, checks whether it is solved."),
     .run = start_or_check},
    {.id = "answer-lab",
     .label = N_("Answer"),
     .help = N_("Say what the fault is, where nothing is to be repaired."),
     .enabled = is_open,
     .run = answer},
    {.id = "lab-hint",
     .label = N_("Get a hint"),
     .help = N_("The next of three hints. The more it tells, the more points it costs."),
     .enabled = is_open,
     .run = hint},
    {.id = "reset-lab",
     .label = N_("Reset"),
     .help = N_("Puts the lab back to where it began. Hints and time go on counting."),
     .enabled = is_open,
     .run = reset},
    {.id = "solve-lab",
     .label = N_("Do it for me"),
     .help = N_("Solves the lab from its beginning; it counts as assisted."),
     .enabled = is_open,
     .run = solve},
    {.id = "leave-lab",
     .label = N_("Leave the lab"),
     .help = N_("Back to the real company. The lab is kept."),
     .enabled = is_open,
     .run = leave},
    {0},
};
