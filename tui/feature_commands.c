/* SPDX-License-Identifier: MIT */
/*
 * Enabling and disabling features from the screen. Owns what is said afterwards; the order of enabling is
 * model/hq/feature.h's.
 */
#include "tui/feature_commands.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/exchange/company.h"
#include "model/hq/feature.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/words.h"

enum what { ENABLE, DISABLE, ENABLE_ALL, CHECK_UPDATES };

struct command {
    enum what what;
    char key[ROW_KEY_SIZE];
    int count;
};

static enum err_code write_command(struct app *app, void *ctx, struct err *err) {
    struct command *command = ctx;
    const char *user = app->company->user;
    switch (command->what) {
    case ENABLE:
        return feature_enable(app->db, command->key, user, err);
    case DISABLE:
        return feature_disable(app->db, command->key, user, err);
    case ENABLE_ALL:
        return feature_enable_all(app->db, user, &command->count, err);
    case CHECK_UPDATES:
        return feature_check_updates(app->db, user, &command->count, err);
    }
    return ERR_OK;
}

static void describe(const struct command *command, char *buf, size_t size) {
    int count = command->count;
    switch (command->what) {
    case ENABLE:
        snprintf(buf, size, "%s %s", _("Enabled."), words_needs_1110());
        return;
    case DISABLE:
        snprintf(buf, size, "%s %s", _("Disabled."), words_needs_1110());
        return;
    case ENABLE_ALL: {
        char enabled[100];
        snprintf(enabled, sizeof enabled,
                 n_("%d feature was enabled.", "%d features were enabled.", (unsigned long)count),
                 count);
        snprintf(buf, size, "%s %s", enabled, words_needs_1110());
        return;
    }
    case CHECK_UPDATES:
        if (count == 0) {
            text_copy(buf, size, _("There is no feature that is not listed yet."));
            return;
        }
        snprintf(buf, size,
                 n_("%d feature was added.", "%d features were added.", (unsigned long)count),
                 count);
        return;
    }
}

/* The red X of the product: what is missing is named. */
static void command_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct command *command = ctx;
    char text[400];
    app_data_changed(app);
    if (code == ERR_OK) {
        describe(command, text, sizeof text);
        app_message(app, MESSAGE_INFO, "%s", text);
    } else {
        app_error(app, err);
    }
    free(command);
}

static enum next begin(struct app *app, enum what what, const char *title, const char *key) {
    struct command *command = alloc_zero(1, sizeof *command);
    command->what = what;
    text_copy(command->key, sizeof command->key, key);
    app_write(app,
              &(struct app_write){
                  .title = title, .write = write_command, .ended = command_ended, .ctx = command});
    return NEXT_STAY;
}

enum next feature_command_enable(struct app *app, const char *key) {
    return begin(app, ENABLE, _("Enable now"), key);
}

enum next feature_command_disable(struct app *app, const char *key) {
    return begin(app, DISABLE, _("Disable"), key);
}

enum next feature_command_enable_all(struct app *app, const char *key) {
    (void)key;
    return begin(app, ENABLE_ALL, _("Enable all"), NULL);
}

enum next feature_command_check_updates(struct app *app, const char *key) {
    (void)key;
    return begin(app, CHECK_UPDATES, _("Check for updates"), NULL);
}
