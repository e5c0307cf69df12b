/* SPDX-License-Identifier: MIT */
/*
 * What is done with a lab: which company the console works in while a lab is begun, checked, shown or put back, and what is
 * said of the outcome. What a lab does and when it is solved is model/trainer's to say.
 */

#include "tui/lab_commands.h"

#include <stdio.h>

#include <stdarg.h>
#include <stdlib.h>

#include "model/clock.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab.h"
#include "model/trainer/show.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/coach.h"
#include "tui/course_view.h"
#include "tui/lab_side.h"
#include "tui/show.h"
#include "tui/words.h"

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
    bool fresh; /* it has just begun */
};

const char *lab_here(const struct app *app) {
    return app->company ? lab_place(app->company) : NULL;
}

bool lab_is_open(const struct app *app, const char *place) {
    const char *open = lab_here(app);
    return open && strcmp(open, place) == 0;
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
    case LAB_SHOW:
        return lab_note_shown(&work->settings, &work->run, err);
    case LAB_RESET:
        return lab_reset(&work->settings, &work->run, err);
    case LAB_SOLVE:
        return lab_solve(&work->settings, &work->run, err);
    }
    return ERR_OK;
}

/* What is said afterwards. */
static enum err_code describe(struct lab_work *work, struct err *err) {
    struct guide *lab = NULL, *told = NULL;
    enum err_code code = lab_open_run(&lab, &work->run, work->language, err);
    if (code == ERR_OK)
        code = lab_open_place(&told, work->run.place, &work->run, work->language, err);
    if (code == ERR_OK) {
        guide_bind(lab, &work->run.session);
        work->score = lab_score(&work->run, lab);
        text_copy(work->title, sizeof work->title, guide_title(told));
        if (work->what == LAB_CHECK)
            text_copy(work->text, sizeof work->text, guide_text(lab, "explanation"));
    }
    guide_free(&lab);
    guide_free(&told);
    return code;
}

static enum err_code begin_lab(const struct company *company, struct lab_work *work,
                               struct err *err) {
    struct lab_run before = {0};
    struct err none = {0};
    bool begun = lab_find(company, work->place, &before, &none) == ERR_OK;
    enum err_code code = lab_start(company, work->place, (uint64_t)clock_now_ms(), &work->run, err);
    /* A random lab that was solved gave way to another. */
    work->fresh = !begun || before.session.started_ms != work->run.session.started_ms ||
                  before.session.solved_ms != work->run.session.solved_ms;
    return code;
}

static enum err_code do_work(void *arg, const struct progress *progress, struct err *err) {
    struct lab_work *work = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code =
        company_open(&company, work->from, &work->settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK)
        code = work->what == LAB_START ? begin_lab(company, work, err)
                                       : lab_find(company, work->place, &work->run, err);
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

/* When nothing may be said of what proves it. */
static const char *words_of_faults(const struct lab_work *work) {
    if (work->report.faults > 1) {
        return work->report.repaired ? _("One of the two faults is repaired and its customer home, "
                                         "the other is not.")
                                     : _("Neither of the two faults is repaired and its customer "
                                         "home yet.");
    }
    return work->run.hidden ? _("Either the fault is not repaired or not named yet, or this "
                                "customer is not yet where a customer should be.")
                            : _("The fault is not found and repaired yet. What proves it is told "
                                "once you have tried something or taken a hint.");
}

/* The first two things that do not hold; of a lab that must not be recognized, only what every lab keeps. */
static void words_unsolved(const struct lab_work *work, char *buf, size_t size) {
    size_t used = 0;
    int shown = 0;
    for (int i = 0; i < work->report.count && shown < 2; i++) {
        const struct lab_verdict *line = &work->report.verdicts[i];
        char clean[WORDS_SIZE];
        if (line->verdict.done || !line->told) continue;
        words_clean(clean, sizeof clean, line->verdict.expected);
        used =
            add(buf, size, used, _("%s%s. Expected: %s."), shown ? "\n\n" : "", line->title, clean);
        words_clean(clean, sizeof clean,
                    line->broken[0] ? words_invariant(line->broken) : line->verdict.found);
        used = add(buf, size, used, _(" Found: %s."), clean);
        shown++;
    }
    if (shown == 0) add(buf, size, used, "%s", words_of_faults(work));
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
    if (work->report.solved) course_view_offer_next(&q);
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

/* The script is played on a copy of its own; the lab goes on afterwards. */
static void play(struct app *app, const struct lab_work *work) {
    struct guide *lab = NULL;
    struct err err = {0};
    if (lab_open_run(&lab, &work->run, work->language, &err) != ERR_OK) {
        app_error(app, &err);
        return;
    }
    guide_bind(lab, &work->run.session);
    const struct show_request request = {.take_content = lab,
                                         .session = work->run.session,
                                         .section = SHOW_LAB,
                                         .title = work->title};
    show_start(app, &request);
}

static void enter(struct app *app, const struct lab_work *work) {
    if (!app_go_to_company(app, work->run.folder)) return;
    lab_side_take(app, &work->run);
    app_open_page(app, "labs", work->place);
    app_message(app, MESSAGE_INFO, "%s",
                work->what == LAB_SOLVE   ? _("Solved for you. F8 says what proves it and why.")
                : work->what == LAB_RESET ? _("The lab is as it was when it began.")
                                          : _("The lab runs on a copy: nothing here touches the "
                                              "real company."));
    if (work->what == LAB_START && work->fresh) lab_side_tell(app);
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct lab_work *work = arg;
    if (code != ERR_OK) {
        app_error(app, err);
    } else if (work->what == LAB_CHECK || work->what == LAB_HINT || work->what == LAB_SHOW) {
        lab_side_take(app, &work->run);
        if (work->what == LAB_CHECK) say_checked(app, work);
        if (work->what == LAB_HINT) say_hint(app, work);
        if (work->what == LAB_SHOW) play(app, work);
    } else {
        enter(app, work);
    }
    if (code == ERR_OK) course_view_warn(app, &work->run.session);
    free(work);
}

/* ---- beginning a command ------------------------------------------------------------------------------------------- */

static const char *job_title(enum lab_command what) {
    return what == LAB_CHECK  ? _("Checking the lab")
           : what == LAB_HINT ? _("Fetching a hint")
                              : _("Preparing the lab");
}

static void begin(struct app *app, enum lab_command what, const char *place) {
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
}

static void begin_open(struct app *app, enum lab_command what) {
    char place[64];
    if (!lab_here(app)) return;
    text_copy(place, sizeof place, lab_here(app));
    begin(app, what, place);
}

static void show_answered(struct app *app, int answer, void *ctx) {
    (void)ctx;
    if (answer == 0 && show_is_possible(app)) begin_open(app, LAB_SHOW);
}

static void reset_answered(struct app *app, int answer, void *ctx) {
    (void)ctx;
    if (answer == 0) begin_open(app, LAB_RESET);
}

static void solve_answered(struct app *app, int answer, void *ctx) {
    (void)ctx;
    if (answer == 0) begin_open(app, LAB_SOLVE);
}

static void ask(struct app *app, enum lab_command what) {
    struct question q;
    const char *title = what == LAB_SHOW    ? _("Show me")
                        : what == LAB_RESET ? _("Reset")
                                            : _("Do it for me");
    const char *text =
        what == LAB_SHOW
            ? _("The whole solution is played on the screen, from the lab's beginning and on a "
                "copy of its own; your work stays as it is. It costs as much as all hints. Show "
                "it?")
        : what == LAB_RESET
            ? _("The lab goes back to where it began: what you did in it is gone. Hints and time "
                "go on counting. Reset it?")
            : _("The lab goes back to where it began and is solved for you. It then counts as "
                "assisted, with a score of 0. Do it?");
    question_init(&q, MESSAGE_WARNING, title);
    text_copy(q.text, sizeof q.text, text);
    question_yes_no(&q);
    q.answered = what == LAB_SHOW    ? show_answered
                 : what == LAB_RESET ? reset_answered
                                     : solve_answered;
    app_ask(app, &q);
}

void lab_command(struct app *app, enum lab_command what, const char *place) {
    struct err err = {0};
    if (!place || !app->company) return;
    if (app->read_only) {
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        app_error(app, &err);
    } else if (coach_guide(app)[0]) {
        app_message(app, MESSAGE_WARNING, "%s", _("Leave the guide first."));
    } else if (what == LAB_SHOW || what == LAB_RESET || what == LAB_SOLVE) {
        if (what != LAB_SHOW || show_is_possible(app)) ask(app, what);
    } else {
        begin(app, what, place);
    }
}

void lab_leave(struct app *app) {
    char origin[COMPANY_PATH_SIZE];
    if (guide_sandbox_origin(app->company->folder, origin) && app_go_to_company(app, origin))
        app_message(app, MESSAGE_INFO, "%s", _("The lab was left. It goes on where you left it."));
}

/* ---- actions of the page ------------------------------------------------------------------------------------------- */

static enum next start_or_check(struct app *app, const char *key) {
    lab_command(app, key && lab_is_open(app, key) ? LAB_CHECK : LAB_START, key);
    return NEXT_STAY;
}

static enum next hint(struct app *app, const char *key) {
    lab_command(app, LAB_HINT, key);
    return NEXT_STAY;
}

static enum next show(struct app *app, const char *key) {
    lab_command(app, LAB_SHOW, key);
    return NEXT_STAY;
}

static enum next reset(struct app *app, const char *key) {
    lab_command(app, LAB_RESET, key);
    return NEXT_STAY;
}

static enum next solve(struct app *app, const char *key) {
    lab_command(app, LAB_SOLVE, key);
    return NEXT_STAY;
}

static enum next leave(struct app *app, const char *key) {
    (void)key;
    lab_leave(app);
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
    {.id = "show-lab",
     .label = N_("Show me"),
     .help = N_("Plays the whole solution on the screen and rolls it back. It costs as much as all "
                "hints."),
     .enabled = is_open,
     .run = show},
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
