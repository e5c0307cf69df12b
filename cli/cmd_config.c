/* SPDX-License-Identifier: MIT */
/* chq config: the settings as a file, and faults in one. Owns nothing: the table is model/settings. */

#include <unistd.h>

#include "cli/cli.h"
#include "model/text.h"
#include "tui/words.h"

static void dump_json(struct cli *cli) {
    json_array(&cli->doc, NULL);
    for (int i = 0; i < settings_count(); i++) {
        struct setting_info info;
        settings_info(&cli->settings, i, &info);
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "key", info.key);
        json_text(&cli->doc, "value", info.value);
        json_text(&cli->doc, "default", info.standard);
        json_text(&cli->doc, "type", info.type);
        json_text(&cli->doc, "range", info.range);
        json_text(&cli->doc, "unit", info.unit);
        json_text(&cli->doc, "sentence", words_setting(info.key));
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
}

static int dump(struct cli *cli) {
    if (cli->json)
        dump_json(cli);
    else
        settings_dump(&cli->settings, cli->out);
    return EXIT_DONE;
}

struct faults {
    struct cli *cli;
    int count;
};

static void complain(void *ctx, const struct err *err) {
    struct faults *faults = ctx;
    char text[WORDS_SIZE];
    faults->count++;
    words_error(err, NULL, text, sizeof text);
    if (!faults->cli->json) {
        cli_complain(faults->cli, "%s", text);
        return;
    }
    json_object(&faults->cli->doc, NULL);
    cli_json_error(faults->cli, err);
    json_end(&faults->cli->doc);
}

static int check(struct cli *cli) {
    struct err err = {0};
    struct faults faults = {.cli = cli};
    char path[COMPANY_PATH_SIZE], clean[COMPANY_PATH_SIZE];
    const char *named = cli->arg_count > 0 ? cli->args[0] : cli->config;
    if (named)
        text_copy(path, sizeof path, named);
    else
        settings_path(path, sizeof path);
    words_clean(clean, sizeof clean, path);
    if (cli->json) json_array(&cli->doc, NULL);
    /* What is not there cannot be wrong, unless it was named. */
    bool absent = !named && access(path, F_OK) != 0;
    enum err_code code = absent ? ERR_OK : settings_check_file(path, complain, &faults, &err);
    if (code != ERR_OK && faults.count == 0) complain(&faults, &err);
    if (cli->json)
        json_end(&cli->doc);
    else if (absent)
        fprintf(cli->out, _("There is no file %s; the defaults hold.\n"), clean);
    else if (faults.count == 0)
        fprintf(cli->out, _("%s is all right.\n"), clean);
    return faults.count > 0 ? EXIT_USAGE : EXIT_DONE;
}

const struct verb verbs_config[] = {
    {.noun = "config",
     .name = "dump",
     .summary = N_("Print all settings with their values as a settings file."),
     .run = dump},
    {.noun = "config",
     .name = "check",
     .args = "[FILE]",
     .max_args = 1,
     .flags = VERB_NO_SETTINGS,
     .summary = N_("Check a settings file and name every fault with its line."),
     .details = N_("Without FILE the user's own is checked. Exit code 2 when there is a fault."),
     .run = check},
    {.run = NULL},
};
