/* SPDX-License-Identifier: MIT */
/*
 * The coach as a side of the console: starting and leaving a guide on its practice copy, when it looks at the data
 * again, what its keys do. It goes to the next step only when asked to. Looks are in coach_draw.c, what is right is
 * model/trainer's to say.
 */

#include "tui/coach.h"

#include <stdio.h>

#include "model/trainer/guide_session.h"
#include "tui/alloc.h"
#include "tui/coach_priv.h"
#include "tui/course_view.h"
#include "tui/show.h"
#include "tui/words.h"

static struct coach *coach_of(const struct app *app) {
    return app_side_state(app, &side_coach);
}

const char *coach_guide(const struct app *app) {
    const struct coach *coach = coach_of(app);
    return coach && coach->guide ? guide_name(coach->guide) : "";
}

/* ---- looking at the data ------------------------------------------------------------------------------------------ */

static bool is_same_progress(const struct guide_session *a, const struct guide_session *b) {
    return a->seen == b->seen && a->current == b->current &&
           memcmp(a->done_ms, b->done_ms, sizeof a->done_ms) == 0;
}

void coach_save(struct app *app, struct coach *coach) {
    struct err err = {0};
    if (guide_session_save(app->company, coach->guide, &coach->session, &err) != ERR_OK)
        app_error(app, &err);
    else
        course_view_warn(app, &coach->session);
}

static void tell(struct app *app, const struct coach *coach) {
    char clean[WORDS_SIZE];
    const struct step_verdict *verdict = &coach->verdicts[coach->session.current];
    int number = coach->session.current + 1;
    words_clean(clean, sizeof clean, verdict->found);
    if (verdict->done)
        app_message(app, MESSAGE_INFO, _("Step %d is done: %s."), number, clean);
    else
        app_message(app, MESSAGE_WARNING, _("Step %d is not done yet: %s."), number, clean);
}

/* A look works on a copy of the session. Meanwhile the trainee may have turned the page, taken help or had a step done:
 * only what a look finds is taken from it. */
static void take_what_was_seen(struct guide_session *session, const struct guide_session *looked) {
    session->seen |= looked->seen;
    text_copy(session->profile, sizeof session->profile, looked->profile);
    for (int i = 0; i < GUIDE_MAX_STEPS; i++) {
        if (session->done_ms[i] == 0) session->done_ms[i] = looked->done_ms[i];
    }
}

/* What was true before stays on the screen when the data cannot be read just now: a database that is busy tells when it
 * has changed. */
void coach_looked(struct app *app, struct coach *coach, const struct guide_session *session,
                  const struct step_verdict *verdicts, const struct err *err) {
    bool asked = coach->tell && !coach->look_wanted; /* else the next one is the answer */
    if (asked) coach->tell = false;
    if (!session) {
        if (asked && err->code != ERR_CANCELLED) app_error(app, err);
        return;
    }
    struct guide_session before = coach->session;
    take_what_was_seen(&coach->session, session);
    bool same = is_same_progress(&before, &coach->session);
    memcpy(coach->verdicts, verdicts, sizeof coach->verdicts);
    if (!same) {
        coach_save(app, coach);
        app_data_changed(app); /* lists that show progress */
    }
    if (asked) tell(app, coach);
}

/* Does it matter to an open step which page or record is in front? */
static bool page_matters(const struct coach *coach) {
    for (int i = 0; i < guide_steps(coach->guide); i++) {
        const char *page = guide_step_at(coach->guide, i)->page;
        if (!coach->verdicts[i].done && strcmp(page, coach->page) == 0) return true;
    }
    return false;
}

/* ---- starting and leaving ------------------------------------------------------------------------------------------ */

/* What the background job is given and gives back. */
struct starting {
    char from[COMPANY_PATH_SIZE]; /* the company the guide is about */
    char to[COMPANY_PATH_SIZE];   /* where it runs */
    char id[64], language[8];
    struct settings settings;
    bool real, again;
};

static enum err_code prepare_session(struct starting *starting, struct guide *guide,
                                     struct err *err) {
    struct company *company = NULL;
    struct guide_session session;
    enum err_code code =
        company_open(&company, starting->to, &starting->settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK && starting->again && starting->real)
        code = guide_session_reset(company, guide, err);
    if (code == ERR_OK) code = guide_session_open(company, guide, &session, err);
    company_close(&company);
    return code;
}

/* On the job's thread: make the practice copy, sign the customer up who will be looked for. */
static enum err_code prepare(void *arg, const struct progress *progress, struct err *err) {
    struct starting *starting = arg;
    struct company *company = NULL;
    struct guide *guide = NULL;
    (void)progress;
    enum err_code code = guide_open(&guide, starting->id, starting->language, err);
    if (code != ERR_OK) return code;
    code =
        company_open(&company, starting->from, &starting->settings, false, COMPANY_FOR_WORK, err);
    text_copy(starting->to, sizeof starting->to, starting->from);
    if (code == ERR_OK && !starting->real && starting->again)
        code = guide_sandbox_reset(company, starting->id, err);
    if (code == ERR_OK && !starting->real)
        code = guide_sandbox(company, starting->id, starting->to, err);
    company_close(&company);
    if (code == ERR_OK) code = prepare_session(starting, guide, err);
    guide_free(&guide);
    return code;
}

static void forget(struct coach *coach) {
    coach_look_drop(coach);
    guide_free(&coach->guide);
    coach->session = (struct guide_session){0};
}

static void begin(struct app *app, struct coach *coach, const struct starting *starting) {
    struct guide *guide = NULL;
    struct guide_session session;
    struct err err = {0};
    if (!app_go_to_company(app, starting->to)) return;
    enum err_code code = guide_open(&guide, starting->id, starting->language, &err);
    if (code == ERR_OK) code = guide_session_open(app->company, guide, &session, &err);
    if (code != ERR_OK) {
        guide_free(&guide);
        app_error(app, &err);
        return;
    }
    forget(coach);
    coach->guide = guide;
    coach->session = session;
    coach->real = starting->real;
    coach->collapsed = false;
    coach->tier = TIER_TASK;
    memset(coach->verdicts, 0, sizeof coach->verdicts);
    text_copy(coach->page, sizeof coach->page, app_page_id(app));
    text_copy(coach->record, sizeof coach->record, app_record_key(app));
    coach_look(app, coach);
    if (!coach->real)
        app_message(app, MESSAGE_INFO, "%s",
                    _("The guide runs on a practice copy: nothing here touches the real company."));
    course_view_warn(app, &coach->session);
}

static void prepared(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct starting *starting = arg;
    struct coach *coach = coach_of(app);
    if (coach) coach->busy = false;
    if (code != ERR_OK)
        app_error(app, err);
    else if (coach)
        begin(app, coach, starting);
    free(starting);
}

static void start(struct app *app, const char *guide_id, bool real, bool again) {
    struct coach *coach = coach_of(app);
    struct err err = {0};
    if (!coach || !app->company || coach->busy) return;
    if (app->read_only) {
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        app_error(app, &err);
        return;
    }
    struct starting *starting = alloc_zero(1, sizeof *starting);
    if (!guide_sandbox_origin(app->company->folder, starting->from))
        text_copy(starting->from, sizeof starting->from, app->company->folder);
    text_copy(starting->id, sizeof starting->id, guide_id);
    text_copy(starting->language, sizeof starting->language, i18n_language());
    starting->settings = *app->settings;
    starting->real = real;
    starting->again = again;
    struct app_job job = {
        .title = _("Preparing the guide"), .work = prepare, .arg = starting, .ended = prepared};
    coach->busy = app_run_job(app, &job);
    if (!coach->busy) free(starting);
}

void coach_start(struct app *app, const char *guide_id, bool real) {
    const struct coach *coach = coach_of(app);
    bool runs = coach && coach->guide && strcmp(coach_guide(app), guide_id) == 0;
    if (!runs || coach->real != real) start(app, guide_id, real, false);
}

void coach_resume(struct app *app) {
    char origin[COMPANY_PATH_SIZE];
    const char *name = app->company ? strrchr(app->company->folder, '/') : NULL;
    if (!name || app->read_only || !guide_sandbox_origin(app->company->folder, origin)) return;
    for (int i = 0; guide_id(i); i++) {
        if (strcmp(guide_id(i), name + 1) == 0) coach_start(app, guide_id(i), false);
    }
}

/* Back to the real company; false = something unsaved is in the way, and was said. */
static bool go_home(struct app *app) {
    char origin[COMPANY_PATH_SIZE];
    if (!guide_sandbox_origin(app->company->folder, origin)) return true;
    return app_go_to_company(app, origin);
}

void coach_leave(struct app *app) {
    struct coach *coach = coach_of(app);
    if (!coach || !coach->guide || coach->busy || !go_home(app)) return;
    forget(coach);
    app_message(app, MESSAGE_INFO, "%s", _("The guide was left. It goes on where you left it."));
}

static void again_answered(struct app *app, int answer, void *ctx) {
    struct coach *coach = ctx;
    char id[64];
    if (answer != 0 || !coach->guide || coach->busy || !go_home(app)) return;
    bool real = coach->real;
    text_copy(id, sizeof id, guide_name(coach->guide));
    forget(coach);
    start(app, id, real, true);
}

void coach_start_again(struct app *app) {
    struct coach *coach = coach_of(app);
    struct question q;
    if (!coach || !coach->guide) return;
    question_init(&q, MESSAGE_WARNING, _("Start the guide again"));
    snprintf(q.text, sizeof q.text, "%s",
             coach->real
                 ? _("Your progress is forgotten and a new customer signs up. What you changed in "
                     "the company stays as it is. Start again?")
                 : _("The practice copy is thrown away with everything you did in it, and a new "
                     "one is made. Start again?"));
    question_yes_no(&q);
    q.answered = again_answered;
    q.ctx = coach;
    app_ask(app, &q);
}

/* ---- keys --------------------------------------------------------------------------------------------------------- */

static void turn_to(struct app *app, struct coach *coach, int step) {
    coach->session.current = step;
    coach->tier = TIER_TASK;
    coach_save(app, coach);
}

/* Behind the last step is the explanation, or the first step that is still open. */
static void next_step(struct app *app, struct coach *coach) {
    if (coach_all_done(coach)) {
        app_show_text(app, guide_title(coach->guide), coach_closing, coach);
    } else if (coach->session.current + 1 < guide_steps(coach->guide)) {
        turn_to(app, coach, coach->session.current + 1);
    } else {
        int open = 0;
        while (coach->verdicts[open].done) open++;
        turn_to(app, coach, open);
        app_message(app, MESSAGE_INFO, _("Step %d is still open."), open + 1);
    }
}

static void check_now(struct app *app, struct coach *coach) {
    coach->tell = true;
    coach->look_at_us = 0; /* who asks does not wait */
    coach_look(app, coach);
}

static void show_page(struct app *app, const struct coach *coach) {
    const char *page = guide_step_at(coach->guide, coach->session.current)->page;
    if (*page && strcmp(app_page_id(app), page) != 0) app_open_page(app, page, NULL);
}

static bool can(const struct app *app, const void *state, enum action_id action) {
    const struct coach *coach = state;
    (void)app;
    if (!coach->guide || action_group(action) != GROUP_GUIDE) return false;
    if (action == ACTION_GUIDE_ANSWER) return false; /* of a lab */
    if (action == ACTION_GUIDE_PREV) return coach->session.current > 0;
    if (action == ACTION_GUIDE_SHOW)
        return guide_step_at(coach->guide, coach->session.current)->page[0] != '\0';
    return true;
}

static enum next act(struct app *app, void *state, enum action_id action) {
    struct coach *coach = state;
    if (!can(app, state, action)) return NEXT_UNHANDLED;
    if (action == ACTION_GUIDE_CHECK) check_now(app, coach);
    if (action == ACTION_GUIDE_NEXT) next_step(app, coach);
    if (action == ACTION_GUIDE_PREV) turn_to(app, coach, coach->session.current - 1);
    if (action == ACTION_GUIDE_SHOW) show_page(app, coach);
    if (action == ACTION_GUIDE_PLAY) coach_show_step(app, coach);
    if (action == ACTION_GUIDE_DO) coach_do_step(app, coach);
    if (action == ACTION_GUIDE_RESET) coach_start_again(app);
    if (action == ACTION_GUIDE_LEAVE) coach_leave(app);
    if (action == ACTION_GUIDE_HIDE) coach->collapsed = !coach->collapsed;
    if (action == ACTION_GUIDE_HINT) {
        coach->tier = (coach->tier + 1) % TIER_COUNT;
        coach->collapsed = false;
        if (coach->tier != TIER_TASK) coach->session.hints++;
        if (coach->tier != TIER_TASK) coach_save(app, coach);
    }
    return NEXT_STAY;
}

/* ---- events -------------------------------------------------------------------------------------------------------- */

static void note_place(const struct app *app, struct coach *coach, const struct side_event *event) {
    bool leaves = event->kind == SIDE_PAGE_CLOSED;
    text_copy(coach->page, sizeof coach->page, leaves ? app_page_id(app) : event->page_id);
    text_copy(coach->record, sizeof coach->record, leaves ? app_record_key(app) : event->key);
}

static void event(struct app *app, void *state, const struct side_event *event) {
    struct coach *coach = state;
    if (show_is_playing(app)) return; /* what is played is not what the trainee does */
    bool placed = event->kind == SIDE_PAGE_OPENED || event->kind == SIDE_PAGE_CLOSED ||
                  event->kind == SIDE_RECORD_SELECTED;
    if (placed) note_place(app, coach, event);
    if (event->kind == SIDE_COMPANY_CHANGED) coach_look_drop(coach);
    if (!coach->guide || !app->company) return;
    if (event->kind == SIDE_TICK) coach_look_turn(app, coach);
    bool changed = event->kind == SIDE_SAVED || event->kind == SIDE_DELETED ||
                   event->kind == SIDE_DATA_CHANGED || event->kind == SIDE_JOB_ENDED;
    if (!changed && !(placed && page_matters(coach))) return;
    coach_look(app, coach);
}

static void *coach_open(struct app *app) {
    (void)app;
    return alloc_zero(1, sizeof(struct coach));
}

static void coach_close(struct app *app, void *state) {
    struct coach *coach = state;
    (void)app;
    forget(coach);
    free(coach);
}

static int next_tick_ms(const struct app *app, const void *state) {
    (void)app;
    return coach_look_due_ms(state);
}

static bool visible(const struct app *app, const void *state) {
    return ((const struct coach *)state)->guide != NULL && !show_is_playing(app);
}

const struct side side_coach = {
    .id = "coach",
    .title = N_("Guide"),
    .open = coach_open,
    .close = coach_close,
    .visible = visible,
    .rows = coach_rows,
    .draw = coach_draw,
    .can = can,
    .act = act,
    .event = event,
    .next_tick_ms = next_tick_ms,
    .help = coach_help,
};
