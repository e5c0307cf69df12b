/* SPDX-License-Identifier: MIT */
/*
 * The life of a show: the copy of the company, the turns with their pauses, keys that pause or stop it, and the way back.
 * What a command does is show_perform.c; where the console was, show_place.c; what a script says, model/trainer/show.h.
 */

#include "tui/show.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/clock.h"
#include "tui/alloc.h"
#include "tui/show_priv.h"

#define KEY_SHARE    10 /* of the pace: pause between the keys of one command */
#define WAIT_MS      20 /* until it is looked again whether a job has ended */
#define LEAST_KEY_MS 15 /* quicker keys nobody can follow */

static struct show_player *player_of(const struct app *app) {
    return app_side_state(app, &side_show);
}

bool show_is_playing(const struct app *app) {
    const struct show_player *player = player_of(app);
    return player && player->phase > SHOW_PREPARING;
}

static void pause_for(struct show_player *player, int64_t ms) {
    player->due_us = clock_ticks_us() + ms * 1000;
}

static int64_t pace_of(const struct app *app) {
    return app->settings ? app->settings->tui_show_pace_ms : 0;
}

static void forget(struct show_player *player) {
    guide_free(&player->content);
    show_free(&player->script);
    company_close(&player->kept);
    show_copy_let_go(&player->hold);
    free(player->places);
    player->places = NULL;
    player->phase = SHOW_IDLE;
}

/* ---- the copy ----------------------------------------------------------------------------------------------------- */

/* Belongs to the job's thread until it has ended. */
struct copying {
    char folder[COMPANY_PATH_SIZE], copy[COMPANY_PATH_SIZE];
    struct settings settings;
    struct guide *content; /* the player's, which does not use it meanwhile */
    struct guide_session session;
};

static enum err_code make_copy(void *arg, const struct progress *progress, struct err *err) {
    struct copying *copying = arg;
    return show_copy_make(copying->folder, &copying->settings, copying->content, &copying->session,
                          progress, copying->copy, err);
}

static enum err_code delete_copy(void *arg, const struct progress *progress, struct err *err) {
    (void)progress;
    return show_copy_delete(((const struct copying *)arg)->folder, err);
}

static void begin_copying(struct app *app, struct show_player *player, struct copying *copying);

static void copy_deleted(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct show_player *player = player_of(app);
    struct copying *next = player ? player->next : NULL;
    if (code != ERR_OK && code != ERR_CANCELLED) app_error(app, err);
    free(arg);
    if (!player) return;
    player->deleting = false;
    player->next = NULL;
    if (next) begin_copying(app, player, next);
}

static void throw_copy_away(struct app *app, struct show_player *player) {
    struct copying *copying = alloc_zero(1, sizeof *copying);
    text_copy(copying->folder, sizeof copying->folder, player->folder);
    show_copy_let_go(&player->hold);
    const struct app_job job = {
        .title = "", .work = delete_copy, .arg = copying, .ended = copy_deleted, .quiet = true};
    player->deleting = app_run_job(app, &job);
    if (!player->deleting) free(copying); /* the next show finds it and throws it away */
}

/* ---- beginning ---------------------------------------------------------------------------------------------------- */

static bool is_unsaved(const struct app *app) {
    for (int i = 0; i < app->ui->depth; i++) {
        const struct page_view *pv = page_view_of(app->ui->stack[i]);
        if (pv && pv->form && form_is_dirty(pv->form)) return true;
    }
    return false;
}

bool show_is_possible(struct app *app) {
    struct err err = {0};
    if (app->read_only) {
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        app_error(app, &err);
    } else if (is_unsaved(app)) {
        app_message(app, MESSAGE_WARNING, "%s",
                    _("Save or discard first what you have typed; then it can be shown."));
    } else if (app_top(app)->ops->popup) {
        app_message(app, MESSAGE_WARNING, "%s", _("Close the window first; then it can be shown."));
    } else {
        return true;
    }
    return false;
}

/* The last connection to a database that is closed writes its log back: the console's is not the last. */
static void keep(struct app *app, struct show_player *player) {
    struct err ignored = {0};
    if (company_open(&player->kept, player->folder, app->settings, true, COMPANY_FOR_SCREENS,
                     &ignored) != ERR_OK)
        player->kept = NULL; /* the files move, what is in them does not */
}

static void begin(struct app *app, struct show_player *player, const struct copying *copying) {
    text_copy(player->copy, sizeof player->copy, copying->copy);
    player->places = alloc_zero(1, sizeof *player->places);
    show_places_remember(app, player->places);
    player->phase = SHOW_PLAYING;
    player->at = player->beats = 0;
    player->announced = player->paused = player->stopped = false;
    player->problem[0] = player->keys[0] = player->words[0] = '\0';
    pause_for(player, 0);
    keep(app, player);
    player->hold = show_copy_hold(player->copy);
    if (show_is_possible(app) && app_go_to_company(app, player->copy)) return;
    throw_copy_away(app, player);
    forget(player);
}

static void copied(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct copying *copying = arg;
    struct show_player *player = player_of(app);
    bool wanted = player && player->phase == SHOW_PREPARING;
    if (code == ERR_OK && wanted) {
        begin(app, player, copying);
    } else {
        if (code == ERR_CANCELLED)
            app_message(app, MESSAGE_INFO, "%s", _("Stopped. Everything is as it was."));
        else if (code != ERR_OK)
            app_error(app, err);
        if (wanted) forget(player);
    }
    free(copying);
}

static void begin_copying(struct app *app, struct show_player *player, struct copying *copying) {
    const struct app_job job = {
        .title = _("Preparing a copy"), .work = make_copy, .arg = copying, .ended = copied};
    if (app_run_job(app, &job)) return;
    free(copying);
    forget(player);
}

bool show_start(struct app *app, const struct show_request *request) {
    struct show_player *player = player_of(app);
    struct guide *content = request->take_content;
    struct show *script = NULL;
    struct err err = {0};
    bool may = player && player->phase == SHOW_IDLE && app->company && show_is_possible(app);
    if (may && show_open(&script, content, request->section, &err) != ERR_OK) {
        app_error(app, &err);
        may = false;
    } else if (may && script->count == 0) {
        app_message(app, MESSAGE_INFO, "%s", _("There is nothing to be shown here."));
        may = false;
    }
    if (!may) {
        show_free(&script);
        guide_free(&content);
        return false;
    }
    player->content = content;
    player->session = request->session;
    player->script = script;
    player->ended = request->ended;
    text_copy(player->title, sizeof player->title, request->title);
    text_copy(player->folder, sizeof player->folder, app->company->folder);
    struct copying *copying = alloc_zero(1, sizeof *copying);
    text_copy(copying->folder, sizeof copying->folder, player->folder);
    copying->settings = *app->settings;
    copying->content = content;
    copying->session = request->session;
    player->phase = SHOW_PREPARING;
    if (player->deleting)
        player->next = copying;
    else
        begin_copying(app, player, copying);
    return player->phase == SHOW_PREPARING;
}

/* ---- going back --------------------------------------------------------------------------------------------------- */

static void tell(struct app *app, const struct show_player *player, const char *line) {
    if (player->problem[0])
        app_message(app, MESSAGE_ERROR,
                    _("It cannot be shown further than '%s': %s Everything is as it was."), line,
                    player->problem);
    else if (player->stopped)
        app_message(app, MESSAGE_INFO, "%s", _("Stopped. Everything is as it was."));
    else
        app_message(app, MESSAGE_INFO, "%s",
                    _("That was it. Everything is as it was: now it is your turn."));
}

/* The trainee's company and place again. What was typed in the copy goes with it. */
static void go_home(struct app *app, struct show_player *player) {
    char line[sizeof player->script->commands[0].line] = "";
    if (player->at < player->script->count)
        words_clean(line, sizeof line, player->script->commands[player->at].line);
    app_close_all(app);
    bool back = app_go_to_company(app, player->folder);
    void (*ended)(struct app *) = player->ended;
    if (back) {
        throw_copy_away(app, player);
        show_places_restore(app, player->places);
    }
    forget(player);
    if (ended) ended(app);
    if (back) tell(app, player, line);
}

static void leave(struct app *app, struct show_player *player) {
    player->phase = SHOW_LEAVING;
    if (app_job_running(app)) {
        app_cancel_job(app);
        pause_for(player, WAIT_MS);
    } else {
        go_home(app, player);
    }
}

/* ---- turns -------------------------------------------------------------------------------------------------------- */

static void announce(struct app *app, struct show_player *player) {
    enum show_beat beat = show_announce(app, player);
    if (beat == BEAT_DONE && player->at == player->script->count) {
        player->phase = SHOW_AT_END;
        if (pace_of(app) == 0) leave(app, player);
        return;
    }
    if (beat == BEAT_FAILED) {
        leave(app, player);
        return;
    }
    player->announced = beat == BEAT_DONE;
    bool silent = beat == BEAT_DONE && !*player->words; /* a wait that is over */
    pause_for(player, beat == BEAT_WAIT ? WAIT_MS : silent ? 0 : pace_of(app));
}

static void perform(struct app *app, struct show_player *player) {
    enum show_beat beat = show_perform(app, player);
    int64_t key_ms = pace_of(app) / KEY_SHARE;
    if (key_ms > 0 && key_ms < LEAST_KEY_MS) key_ms = LEAST_KEY_MS;
    player->beats++;
    if (beat == BEAT_FAILED) {
        leave(app, player);
    } else if (beat == BEAT_DONE) {
        player->announced = false;
        player->at++;
        pause_for(player, pace_of(app) / 2);
    } else {
        pause_for(player, beat == BEAT_WAIT ? WAIT_MS : key_ms);
    }
}

static void take_turn(struct app *app, struct show_player *player) {
    if (clock_ticks_us() < player->due_us) return;
    if (player->phase == SHOW_LEAVING) {
        leave(app, player);
    } else if (player->phase == SHOW_PLAYING && !player->paused) {
        if (player->announced)
            perform(app, player);
        else
            announce(app, player);
    }
}

static bool take_key(struct app *app, void *state, struct key key) {
    struct show_player *player = state;
    if (player->phase <= SHOW_PREPARING) return false;
    if (player->phase == SHOW_LEAVING) return true;
    if (player->phase == SHOW_PLAYING && key.code == ' ' && key.mods == 0) {
        player->paused = !player->paused;
        return true;
    }
    player->stopped = player->phase == SHOW_PLAYING;
    leave(app, player);
    return true;
}

/* A script that leaves the copy by itself has nothing to come back to. */
static void lose(struct app *app, struct show_player *player) {
    void (*ended)(struct app *) = player->ended;
    throw_copy_away(app, player);
    forget(player);
    if (ended) ended(app);
}

static void event(struct app *app, void *state, const struct side_event *event) {
    struct show_player *player = state;
    if (event->kind == SIDE_TICK) take_turn(app, player);
    if (event->kind != SIDE_COMPANY_CHANGED || player->phase <= SHOW_PREPARING) return;
    bool ours = strcmp(app->company->folder, player->copy) == 0;
    if (!ours && player->phase != SHOW_LEAVING) lose(app, player);
}

static int next_tick_ms(const struct app *app, const void *state) {
    const struct show_player *player = state;
    (void)app;
    bool moves =
        player->phase == SHOW_LEAVING || (player->phase == SHOW_PLAYING && !player->paused);
    if (!moves) return -1;
    int64_t left_us = player->due_us - clock_ticks_us();
    return left_us <= 0 ? 0 : (int)(left_us / 1000 + 1);
}

/* ---- the side ----------------------------------------------------------------------------------------------------- */

static void *open_side(struct app *app) {
    struct show_player *player = alloc_zero(1, sizeof *player);
    (void)app;
    player->hold = -1;
    return player;
}

/* The program ends in the middle: the copy goes, too. */
static void close_side(struct app *app, void *state) {
    struct show_player *player = state;
    struct err ignored = {0};
    (void)app;
    show_copy_let_go(&player->hold);
    if (player->phase > SHOW_PREPARING && show_copy_delete(player->folder, &ignored) != ERR_OK)
        player->problem[0] = '\0'; /* the next show finds it and throws it away */
    free(player->next);
    forget(player);
    free(player);
}

static bool visible(const struct app *app, const void *state) {
    (void)state;
    return show_is_playing(app);
}

const struct side side_show = {
    .id = "show",
    .title = N_("Show me"),
    .open = open_side,
    .close = close_side,
    .visible = visible,
    .rows = show_rows,
    .draw = show_draw,
    .key = take_key,
    .event = event,
    .next_tick_ms = next_tick_ms,
};
