/* SPDX-License-Identifier: MIT */
/*
 * Runs the batch server on quiet background jobs and says what it tells: failures as warnings, successes not at all,
 * unless the batch job asks for an alert. Owns which companies are served; how is model/exchange/batch_server.
 */

#include "tui/batch_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/exchange/batch_server.h"
#include "model/text.h"
#include "model/trainer/guide_session.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/words.h"

#define AGAIN_MS 60000 /* after a server that could not even begin */

/* The company on the screen, and the one that a practice copy was made of. */
enum served { SERVED_COMPANY, SERVED_ORIGIN, SERVED_COUNT };

/* Belongs to the server's thread until it has ended. */
struct serving {
    enum served which;
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    const struct progress *progress;
};

/* What the thread tells. */
struct news {
    enum served which;
    struct batch_event event;
};

struct batch_side {
    bool running[SERVED_COUNT];
    bool known, active; /* of the company on the screen */
    char holder[LEASE_HOLDER_SIZE];
};

static struct batch_side *side_of(const struct app *app) {
    return app_side_state(app, &side_batch_server);
}

/* ---- on the server's thread ------------------------------------------------------------------------------------ */

static void tell(void *ctx, const struct batch_event *event) {
    const struct serving *serving = ctx;
    const struct news news = {.which = serving->which, .event = *event};
    progress_tell(serving->progress, &news, sizeof news);
}

static enum err_code serve(void *arg, const struct progress *progress, struct err *err) {
    struct serving *serving = arg;
    struct company *company = NULL;
    serving->progress = progress;
    enum err_code code =
        company_open(&company, serving->folder, &serving->settings, false, COMPANY_FOR_WORK, err);
    if (code == ERR_OK) code = batch_server_run(company, progress, tell, serving, err);
    company_close(&company);
    return code;
}

/* ---- on the main thread ---------------------------------------------------------------------------------------- */

static void say_ended(struct app *app, const struct batch_event *event) {
    const struct job_result *result = &event->result;
    char caption[WORDS_SIZE], why[WORDS_SIZE];
    words_clean(caption, sizeof caption, words_job_description(event->job.Caption));
    words_error(&result->message, NULL, why, sizeof why);
    if (result->status == BATCH_ERROR && event->job.AlertOnError) {
        app_message(app, MESSAGE_WARNING, _("Batch job %s failed. %s"), caption, why);
    } else if (result->status == BATCH_ENDED && event->job.AlertOnEnded) {
        app_message(app, MESSAGE_INFO, _("Batch job %s ended: %lld rows."), caption,
                    (long long)result->rows);
    }
}

static void told(struct app *app, const void *message) {
    const struct news *news = message;
    const struct batch_event *event = &news->event;
    struct batch_side *side = side_of(app);
    char text[WORDS_SIZE];
    switch (event->kind) {
    case BATCH_ROLE_CHANGED:
        if (news->which != SERVED_COMPANY) return;
        side->known = true;
        side->active = event->role == BATCH_SERVER_ACTIVE;
        text_copy(side->holder, sizeof side->holder, event->holder);
        break;
    case BATCH_RUN_STARTED:
        break;
    case BATCH_RUN_ENDED:
        say_ended(app, event);
        app_data_changed(app); /* known here, so nobody has to notice it by the files */
        break;
    case BATCH_TROUBLE:
        words_error(&event->trouble, NULL, text, sizeof text);
        app_message(app, MESSAGE_WARNING, _("Batch jobs have to wait. %s"), text);
        break;
    }
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct serving *serving = arg;
    struct batch_side *side = side_of(app);
    char text[WORDS_SIZE];
    if (side) side->running[serving->which] = false;
    if (side && serving->which == SERVED_COMPANY) side->known = side->active = false;
    free(serving);
    if (code == ERR_OK || code == ERR_CANCELLED) return;
    words_error(err, NULL, text, sizeof text);
    app_message(app, MESSAGE_WARNING, _("Batch jobs have to wait. %s"), text);
}

static bool wants(const struct app *app) {
    return app->company && !app->read_only && app->settings && app->settings->tui_batch_server;
}

static void start(struct app *app, struct batch_side *side, enum served which, const char *folder) {
    if (side->running[which]) return;
    struct serving *serving = alloc_zero(1, sizeof *serving);
    serving->which = which;
    serving->settings = app->company->settings;
    text_copy(serving->folder, sizeof serving->folder, folder);
    const struct app_job job = {
        .title = "", .work = serve, .arg = serving, .ended = ended, .told = told, .quiet = true};
    side->running[which] = app_run_job(app, &job);
    if (!side->running[which]) free(serving);
}

/* Of a copy on which something is shown, the company behind the trainee's: time stands still in that. */
static void start_all(struct app *app, struct batch_side *side) {
    char folder[COMPANY_PATH_SIZE], origin[COMPANY_PATH_SIZE];
    if (!wants(app)) return;
    start(app, side, SERVED_COMPANY, app->company->folder);
    text_copy(folder, sizeof folder, app->company->folder);
    while (guide_sandbox_origin(folder, origin)) text_copy(folder, sizeof folder, origin);
    if (app->practice) start(app, side, SERVED_ORIGIN, folder);
}

static void *open_side(struct app *app) {
    struct batch_side *side = alloc_zero(1, sizeof *side);
    start_all(app, side);
    return side;
}

/* The servers have ended: the application ends its jobs before its sides. */
static void close_side(struct app *app, void *state) {
    (void)app;
    free(state);
}

static void event(struct app *app, void *state, const struct side_event *side_event) {
    if (side_event->kind == SIDE_COMPANY_CHANGED || side_event->kind == SIDE_TICK) {
        start_all(app, state);
    }
}

static int next_tick_ms(const struct app *app, const void *state) {
    const struct batch_side *side = state;
    return wants(app) && !side->running[SERVED_COMPANY] ? AGAIN_MS : -1;
}

const struct side side_batch_server = {
    .id = "batch-server",
    .title = N_("Batch server"),
    .open = open_side,
    .close = close_side,
    .event = event,
    .next_tick_ms = next_tick_ms,
};

void batch_side_words(const struct app *app, char *buf, size_t size) {
    const struct batch_side *side = side_of(app);
    char holder[LEASE_HOLDER_SIZE];
    buf[0] = '\0';
    if (!side || !side->known) return;
    words_clean(holder, sizeof holder, side->holder);
    if (side->active)
        text_copy(buf, size, _("Batch server"));
    else
        snprintf(buf, size, _("Batch server: %s"), holder);
}
