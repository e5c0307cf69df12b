/* SPDX-License-Identifier: MIT */
/*
 * Runs the traffic on a quiet background job and keeps what it tells. Owns when it begins and ends; what it does is
 * model/trainer/traffic, how it looks tui/traffic_view.
 */

#include "tui/traffic_side.h"

#include <stdlib.h>

#include "model/clock.h"
#include "model/trainer/lab.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/traffic_view.h"
#include "tui/words.h"

/* Belongs to the job until it has ended. */
struct running {
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    struct traffic_plan plan;
    const struct progress *progress;
};

/* What the job tells. */
struct news {
    struct traffic_second second;
    bool failed;
    struct err newest;
};

struct traffic_side {
    struct traffic_state state;
    struct running *running; /* the job's; NULL = none runs */
    bool again;              /* `next` begins when the one that is ending has ended */
    struct traffic_plan next;
};

static struct traffic_side *side_of(const struct app *app) {
    return app_side_state(app, &side_traffic);
}

const struct traffic_state *traffic_side_state(const struct app *app) {
    const struct traffic_side *side = side_of(app);
    return side ? &side->state : NULL;
}

/* ---- on the job's thread --------------------------------------------------------------------------------------- */

static void tell(void *ctx, const struct traffic_second *second, const struct err *newest) {
    const struct running *running = ctx;
    struct news news = {.second = *second, .failed = newest != NULL};
    if (newest) news.newest = *newest;
    progress_tell(running->progress, &news, sizeof news);
}

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct running *running = arg;
    running->progress = progress;
    return traffic_run(running->folder, &running->settings, &running->plan, progress, tell, running,
                       err);
}

/* ---- on the main thread ---------------------------------------------------------------------------------------- */

static void told(struct app *app, const void *message) {
    const struct news *news = message;
    struct traffic_side *side = side_of(app);
    traffic_totals_add(&side->state.totals, &news->second, news->failed ? &news->newest : NULL);
    traffic_history_add(&side->state.history, &news->second);
    traffic_view_refresh(app);
}

static bool begin(struct app *app, struct traffic_side *side);

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct traffic_side *side = side_of(app);
    char text[WORDS_SIZE];
    side->running = NULL;
    side->state.running = false;
    free(arg);
    if (side->again) begin(app, side);
    traffic_view_refresh(app);
    if (code == ERR_OK || code == ERR_CANCELLED) return;
    words_error(err, "signup", text, sizeof text);
    app_message(app, MESSAGE_WARNING, _("The storefront traffic has ended. %s"), text);
}

/* false = no thread could be had (said). */
static bool begin(struct app *app, struct traffic_side *side) {
    struct running *running = alloc_zero(1, sizeof *running);
    running->settings = app->company->settings;
    running->plan = side->next;
    text_copy(running->folder, sizeof running->folder, app->company->folder);
    const struct app_job job = {
        .title = "", .work = work, .arg = running, .ended = ended, .told = told, .quiet = true};
    side->again = false;
    if (!app_run_job(app, &job)) {
        free(running);
        return false;
    }
    side->running = running;
    side->state.running = true;
    side->state.plan = side->next;
    side->state.totals = (struct traffic_totals){0};
    return true;
}

enum err_code traffic_side_start(struct app *app, const struct traffic_plan *plan,
                                 struct err *err) {
    struct traffic_side *side = side_of(app);
    enum err_code code = traffic_check(app->company, plan, err);
    if (code != ERR_OK) return code;
    side->next = *plan;
    side->state.of_lab = false;
    if (side->running) {
        side->again = true;
        app_stop_job(app, side->running);
    } else {
        begin(app, side);
    }
    return ERR_OK;
}

void traffic_side_stop(struct app *app) {
    struct traffic_side *side = side_of(app);
    side->again = false;
    if (side->running) app_stop_job(app, side->running);
}

/* ---- labs -------------------------------------------------------------------------------------------------------- */

/* Sign-ups a minute of the lab that the console is in; 0 = it is in none, or the lab is solved. */
static int rate_of_lab(struct app *app) {
    struct lab_run run;
    struct guide *lab = NULL;
    struct err ignored;
    int rate = 0;
    const char *place = lab_place(app->company);
    if (!place || app->read_only) return 0;
    /* From the files of its progress: databases are not opened on the thread that paints. */
    if (lab_peek(app->company, place, &run, &ignored) != ERR_OK || !run.id[0]) return 0;
    if (lab_open_run(&lab, &run, "en", &ignored) != ERR_OK) return 0;
    if (run.session.solved_ms == 0) rate = lab_traffic(lab);
    guide_free(&lab);
    return rate;
}

static void begin_with_lab(struct app *app, struct traffic_side *side) {
    int rate = app->company ? rate_of_lab(app) : 0;
    if (rate == 0) return;
    side->next = (struct traffic_plan){.per_minute = rate, .seed = (uint64_t)clock_ticks_us()};
    side->state.of_lab = begin(app, side);
}

/* ---- the side ---------------------------------------------------------------------------------------------------- */

static void *open_side(struct app *app) {
    struct traffic_side *side = alloc_zero(1, sizeof *side);
    traffic_view_example(&side->state);
    begin_with_lab(app, side);
    return side;
}

/* The job has ended: the application ends its jobs before its sides. */
static void close_side(struct app *app, void *state) {
    (void)app;
    free(state);
}

static void event(struct app *app, void *state, const struct side_event *side_event) {
    struct traffic_side *side = state;
    if (side_event->kind == SIDE_PAGE_OPENED) traffic_view_refresh(app);
    if (side_event->kind != SIDE_COMPANY_CHANGED) return;
    side->state = (struct traffic_state){0};
    begin_with_lab(app, side);
}

const struct side side_traffic = {
    .id = "traffic",
    .title = N_("Storefront traffic"),
    .open = open_side,
    .close = close_side,
    .event = event,
};
