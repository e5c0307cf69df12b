/* SPDX-License-Identifier: MIT */
/* chq init: make the company's databases. Owns nothing: the model creates, this says what comes next. */

#include "cli/cli.h"
#include "tui/words.h"

static int run(struct cli *cli) {
    struct err err = {0};
    char folder[COMPANY_PATH_SIZE];
    bool demo = cli_option(cli, "demo") != NULL;
    if (company_create(cli->folder, demo, &cli->settings, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    words_clean(folder, sizeof folder, cli->folder);
    if (demo)
        cli_note(cli, _("Created the demo company USRT in %s."), folder);
    else
        cli_note(cli, _("Created an empty company in %s."), folder);
    cli_note(cli, "%s", _("Next: chq opens the console, chq status shows what there is."));
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "folder", cli->folder);
        json_bool(&cli->doc, "demo", demo);
        json_end(&cli->doc);
    }
    return EXIT_DONE;
}

static const struct verb_option init_options[] = {
    {"demo", NULL, N_("Fill in the demo company USRT with its stores, profiles and customers"),
     false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_init[] = {
    {.noun = "init",
     .flags = VERB_WRITES,
     .options = init_options,
     .summary = N_("Create the databases of a company."),
     .details = N_("Makes the folder with headquarters.db and one channel database. A folder that "
                   "holds a company already is refused and left as it is."),
     .run = run},
    {.run = NULL},
};
