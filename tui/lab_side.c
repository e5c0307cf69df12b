/* SPDX-License-Identifier: MIT */
/*
 * The lab that the console is in, as a side: reads its run in the background, keeps its clock, and gives its keys to the
 * lab's commands. Looks are in lab_bar.c, what a command does in lab_commands.c, what is right in model/trainer.
 */

#include "tui/lab_side.h"

#include <stdlib.h>

#include "model/clock.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/lab_commands.h"
#include "tui/lab_side_priv.h"
#include "tui/show.h"
#include "tui/words.h"

#define MINUTE_MS 60000

static struct lab_side *side_of(const struct app *app) {
    return app_side_state(app, &side_lab);
}

bool lab_side_is_secret(const struct lab_side *side) {
    return side->run.hidden && side->run.session.solved_ms == 0;
}

bool lab_side_is_answered(const struct lab_side *side) {
    return lab_side_is_secret(side) || lab_is_answered(side->lab);
}

static int64_t elapsed_ms(const struct lab_side *side) {
    const struct guide_session *session = &side->run.session;
    int64_t until = session->solved_ms > 0 ? session->solved_ms : clock_now_ms();
    return until > session->started_ms ? until - session->started_ms : 0;
}

int64_t lab_side_minutes(const struct lab_side *side) {
    return elapsed_ms(side) / MINUTE_MS;
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static void forget(struct lab_side *side) {
    guide_free(&side->lab);
    guide_free(&side->told);
    side->run = (struct lab_run){0};
}

static void take(struct app *app, struct lab_side *side, const struct lab_run *run) {
    struct err err = {0};
    forget(side);
    side->run = *run;
    enum err_code code = lab_open_run(&side->lab, run, i18n_language(), &err);
    if (code == ERR_OK) code = lab_open_place(&side->told, run->place, run, i18n_language(), &err);
    if (code != ERR_OK) {
        forget(side);
        app_error(app, &err);
        return;
    }
    guide_bind(side->lab, &run->session);
}

void lab_side_take(struct app *app, const struct lab_run *run) {
    struct lab_side *side = side_of(app);
    if (!side || !lab_is_open(app, run->place)) return;
    text_copy(side->place, sizeof side->place, run->place);
    side->wanted = false;
    take(app, side, run);
}

/* Belongs to the thread until it has ended. */
struct reading {
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    struct lab_run run;
};

static enum err_code read_run(void *arg, const struct progress *progress, struct err *err) {
    struct reading *reading = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code =
        company_open(&company, reading->folder, &reading->settings, true, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = lab_find(company, NULL, &reading->run, err);
    company_close(&company);
    return code;
}

static void run_read(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct reading *reading = arg;
    struct lab_side *side = side_of(app);
    (void)err; /* a lab that cannot be read has no bar; its page says why */
    if (side) side->reading = false;
    bool same = side && app->company && strcmp(app->company->folder, reading->folder) == 0;
    if (same && code == ERR_OK && !side->lab) lab_side_take(app, &reading->run);
    free(reading);
}

static void begin_reading(struct app *app, struct lab_side *side) {
    if (!side->wanted || side->reading || !app->company) return;
    struct reading *reading = alloc_zero(1, sizeof *reading);
    text_copy(reading->folder, sizeof reading->folder, app->company->folder);
    reading->settings = *app->settings;
    const struct app_job job = {
        .title = "", .work = read_run, .arg = reading, .ended = run_read, .quiet = true};
    side->reading = app_run_job(app, &job);
    side->wanted = !side->reading;
    if (!side->reading) free(reading);
}

static void look_where(const struct app *app, struct lab_side *side) {
    const char *place = lab_here(app);
    if (place && side->lab && strcmp(place, side->place) == 0) return;
    forget(side);
    text_copy(side->place, sizeof side->place, place ? place : "");
    side->wanted = place != NULL;
    side->collapsed = false;
}

/* ---- keys --------------------------------------------------------------------------------------------------------- */

static void fill_story(void *ctx, struct reader *out) {
    const struct app *app = ctx;
    lab_bar_tell(app, side_of(app), out);
}

void lab_side_tell(struct app *app) {
    const struct lab_side *side = side_of(app);
    if (side && side->lab) app_show_text(app, guide_title(side->told), fill_story, app);
}

static enum lab_command command_of(enum action_id action) {
    if (action == ACTION_GUIDE_HINT) return LAB_HINT;
    if (action == ACTION_GUIDE_PLAY) return LAB_SHOW;
    if (action == ACTION_GUIDE_DO) return LAB_SOLVE;
    return action == ACTION_GUIDE_RESET ? LAB_RESET : LAB_CHECK;
}

static bool can(const struct app *app, const void *state, enum action_id action) {
    const struct lab_side *side = state;
    (void)app;
    if (action == ACTION_GUIDE_ANSWER) return side->lab && lab_side_is_answered(side);
    return side->lab && action_group(action) == GROUP_GUIDE && action != ACTION_GUIDE_NEXT &&
           action != ACTION_GUIDE_PREV;
}

static const char *label(const struct app *app, const void *state, enum action_id action) {
    (void)app;
    (void)state;
    if (action == ACTION_GUIDE_CHECK) return _("Lab: check");
    if (action == ACTION_GUIDE_HINT) return _("Lab: hint");
    if (action == ACTION_GUIDE_SHOW) return _("Lab: the story");
    if (action == ACTION_GUIDE_PLAY) return _("Lab: show me");
    if (action == ACTION_GUIDE_DO) return _("Lab: do it for me");
    if (action == ACTION_GUIDE_RESET) return _("Lab: reset");
    if (action == ACTION_GUIDE_ANSWER) return _("Lab: answer");
    return action == ACTION_GUIDE_LEAVE ? _("Lab: leave") : _("Lab: show or hide");
}

static enum next act(struct app *app, void *state, enum action_id action) {
    struct lab_side *side = state;
    if (!can(app, state, action)) return NEXT_UNHANDLED;
    if (action == ACTION_GUIDE_HIDE) {
        side->collapsed = !side->collapsed;
    } else if (action == ACTION_GUIDE_SHOW) {
        lab_side_tell(app);
    } else if (action == ACTION_GUIDE_ANSWER) {
        app_open_page(app, "lab-answer", side->place);
    } else if (action == ACTION_GUIDE_LEAVE) {
        lab_leave(app);
    } else {
        char place[sizeof side->place];
        text_copy(place, sizeof place, side->place);
        lab_command(app, command_of(action), place);
    }
    return NEXT_STAY;
}

/* ---- the side ----------------------------------------------------------------------------------------------------- */

static void *open_side(struct app *app) {
    struct lab_side *side = alloc_zero(1, sizeof *side);
    look_where(app, side);
    return side;
}

static void close_side(struct app *app, void *state) {
    (void)app;
    forget(state);
    free(state);
}

static void event(struct app *app, void *state, const struct side_event *event) {
    struct lab_side *side = state;
    if (show_is_playing(app)) return; /* its copy is a lab, too, but not the trainee's */
    if (event->kind == SIDE_COMPANY_CHANGED) look_where(app, side);
    if (event->kind == SIDE_TICK) begin_reading(app, side);
}

/* The clock moves on with each minute. */
static int next_tick_ms(const struct app *app, const void *state) {
    const struct lab_side *side = state;
    if (side->wanted && !side->reading) return 0;
    bool runs = side->lab && side->run.session.solved_ms == 0 && !clock_is_fixed();
    (void)app;
    return runs ? (int)(MINUTE_MS - elapsed_ms(side) % MINUTE_MS) : -1;
}

static bool visible(const struct app *app, const void *state) {
    return ((const struct lab_side *)state)->lab != NULL && !show_is_playing(app);
}

static void help(const struct app *app, const void *state, struct reader *out) {
    lab_bar_tell(app, state, out);
}

const struct side side_lab = {
    .id = "lab",
    .title = NC_("course", "Lab"),
    .open = open_side,
    .close = close_side,
    .visible = visible,
    .rows = lab_bar_rows,
    .draw = lab_bar_draw,
    .can = can,
    .act = act,
    .label = label,
    .event = event,
    .next_tick_ms = next_tick_ms,
    .help = help,
};
