/* SPDX-License-Identifier: MIT */
/*
 * Commands of the page Channel database (domain.md 4.10, 6 cause 38): what they may be used for, what they say. Knows
 * nothing of files and counters: that is model/exchange.
 */

#include <stdio.h>

#include "model/exchange/reseed.h"
#include "tui/alloc.h"
#include "tui/channel_view.h"
#include "tui/page.h"
#include "tui/words.h"

static bool is_channel(struct app *app, const char *key) {
    struct channel_database rec;
    return key && entity_channel_database.load(app->db, key, &rec, NULL) == ERR_OK &&
           rec.DataStoreType == DATA_STORE_CHANNEL;
}

static bool is_writable(struct app *app, const char *key) {
    return !app->read_only && is_channel(app, key);
}

static bool is_missing(struct app *app, const char *key) {
    struct channel_condition condition;
    return is_writable(app, key) &&
           channel_condition_read(app->company, key, &condition, NULL) == ERR_OK &&
           condition.trouble.reason == REASON_CHANNEL_MISSING;
}

static enum next full_data_sync(struct app *app, const char *key) {
    app_open_page(app, "full-data-sync", key);
    return NEXT_STAY;
}

static enum next add_store(struct app *app, const char *key) {
    app_open_page(app, "add-store", key);
    return NEXT_STAY;
}

static enum next remove_store(struct app *app, const char *key) {
    app_open_page(app, "remove-store", key);
    return NEXT_STAY;
}

static enum next sessions(struct app *app, const char *key, const char *page) {
    char scope[64];
    snprintf(scope, sizeof scope, "database:%.54s", key);
    app_open_page_scoped(app, page, NULL, scope, key);
    return NEXT_STAY;
}

static enum next upload_sessions(struct app *app, const char *key) {
    return sessions(app, key, "upload-sessions");
}

static enum next download_sessions(struct app *app, const char *key) {
    return sessions(app, key, "download-sessions");
}

/* ---- commands that write --------------------------------------------------------------------------------------- */

enum command_kind { PAUSE, CREATE_FILE, RESEED };

struct command {
    enum command_kind what;
    char database[TEXT_SIZE(50)];
    bool paused; /* afterwards */
    struct reseed_result reseeded;
};

static enum err_code toggle_pause(struct app *app, struct command *command, struct err *err) {
    struct channel_database old, now;
    enum err_code code = entity_channel_database.load(app->db, command->database, &old, err);
    if (code != ERR_OK) return code;
    now = old;
    now.PauseDataSync = !old.PauseDataSync;
    command->paused = now.PauseDataSync;
    return record_save(&entity_channel_database, app->db, &old, &now, app->user, err);
}

static enum err_code write_command(struct app *app, void *ctx, struct err *err) {
    struct command *command = ctx;
    switch (command->what) {
    case PAUSE:
        return toggle_pause(app, command, err);
    case CREATE_FILE:
        return channel_file_create(app->company, command->database, err);
    case RESEED:
        return channel_reseed(app->company, command->database, &command->reseeded, err);
    }
    return ERR_OK;
}

static void say_reseeded(struct app *app, const struct reseed_result *result) {
    if (result->rows || result->identities || result->counter_moved || result->session_moved)
        app_message(app, MESSAGE_INFO,
                    _("The counter stands at %lld; %lld rows got new numbers. Run P-0001."),
                    (long long)result->counter, (long long)(result->rows + result->identities));
    else
        app_message(app, MESSAGE_INFO, "%s", _("The counter is right: nothing was changed."));
}

static void say_done(struct app *app, const struct command *command) {
    switch (command->what) {
    case PAUSE:
        if (command->paused)
            app_message(app, MESSAGE_WARNING, _("Paused: nothing moves to and from %s."),
                        command->database);
        else
            app_message(app, MESSAGE_INFO, _("Data synchronization of %s goes on."),
                        command->database);
        return;
    case CREATE_FILE:
        app_message(app, MESSAGE_INFO, "%s",
                    _("The file is there again and empty. Run Full data sync."));
        return;
    case RESEED:
        say_reseeded(app, &command->reseeded);
        return;
    }
}

static void ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct command *command = ctx;
    if (code == ERR_OK)
        say_done(app, command);
    else if (code != ERR_CANCELLED)
        app_error(app, err);
    app_data_changed(app);
    free(command);
}

static enum next start(struct app *app, const char *key, enum command_kind what,
                       const char *title) {
    struct command *command = alloc_zero(1, sizeof *command);
    command->what = what;
    text_copy(command->database, sizeof command->database, key);
    app_write(app, &(struct app_write){
                       .title = title, .write = write_command, .ended = ended, .ctx = command});
    return NEXT_STAY;
}

static enum next pause(struct app *app, const char *key) {
    return start(app, key, PAUSE, _("Pause data sync or go on"));
}

static enum next create_file(struct app *app, const char *key) {
    return start(app, key, CREATE_FILE, _("Create file"));
}

static enum next reseed(struct app *app, const char *key) {
    return start(app, key, RESEED, _("Reseed counter"));
}

const struct action channel_actions[] = {
    {.id = "full-data-sync",
     .label = N_("Full data sync"),
     .bound = ACTION_RUN,
     .help = N_("Sends the database everything that a schedule has, whatever it has already."),
     .enabled = is_writable,
     .run = full_data_sync},
    {.id = "add-store",
     .label = N_("Add store"),
     .help = N_("Puts an online store into the database, out of the one it is in."),
     .enabled = is_writable,
     .run = add_store},
    {.id = "remove-store",
     .label = N_("Remove store"),
     .help = N_("Takes an online store out of the database."),
     .enabled = is_writable,
     .run = remove_store},
    {.id = "pause",
     .label = N_("Pause data sync or go on"),
     .help = N_("Lets nothing move to and from the database, or lets it move again."),
     .enabled = is_writable,
     .run = pause},
    {.id = "upload-sessions",
     .label = N_("Upload sessions"),
     .enabled = is_channel,
     .run = upload_sessions},
    {.id = "download-sessions",
     .label = N_("Download sessions"),
     .enabled = is_channel,
     .run = download_sessions},
    {.id = "create-file",
     .label = N_("Create file"),
     .help = N_("Makes the file again when it is missing."),
     .enabled = is_missing,
     .why_not = N_("The file is there. A file that cannot be read is never overwritten: move it "
                   "away first."),
     .run = create_file},
    {.id = "reseed",
     .label = N_("Reseed counter"),
     .help = N_("Numbers the rows of a restored or copied database behind what was received."),
     .enabled = is_writable,
     .run = reseed},
    {0},
};
