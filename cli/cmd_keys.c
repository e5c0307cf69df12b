/* SPDX-License-Identifier: MIT */
/* chq keys: the keymap of the console. Owns nothing: the table is tui/keys. */

#include "cli/cli.h"
#include "tui/keys.h"

static int dump(struct cli *cli) {
    keys_dump(cli->out, cli->json);
    cli->doc.done = cli->json;
    return EXIT_DONE;
}

static int check(struct cli *cli) {
    struct err err = {0};
    int complaints = keys_check(cli->arg_count > 0 ? cli->args[0] : NULL, cli->err, &err);
    if (err.code != ERR_OK) {
        cli_fail(cli, &err);
        return EXIT_USAGE; /* as chq config check */
    }
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "complaints", complaints);
        json_end(&cli->doc);
    } else if (complaints == 0) {
        fprintf(cli->out, "%s\n", _("No fault found."));
    }
    return complaints > 0 ? EXIT_CHECK : EXIT_DONE;
}

const struct verb verbs_keys[] = {
    {.noun = "keys",
     .name = "dump",
     .summary = N_("Print the keymap of the console as a keys.ini to start from."),
     .run = dump},
    {.noun = "keys",
     .name = "check",
     .args = "[FILE]",
     .max_args = 1,
     .summary = N_("Check the user's keymap: conflicts, and keys that terminals swallow."),
     .run = check},
    {.run = NULL},
};
