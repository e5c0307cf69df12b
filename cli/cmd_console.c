/* SPDX-License-Identifier: MIT */
/* chq alone: the console. Owns the checks before the terminal is taken; everything behind it is tui/. */

#include <unistd.h>

#include "cli/cli.h"
#include "model/text.h"

static int run(struct cli *cli) {
    struct err err = {0};
    char page[64] = "";
    const char *wanted = cli_option(cli, "page"), *key = NULL;
    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1) {
        cli_complain(cli, "%s", _("The console needs a terminal, and there is none here."));
        cli_note(cli, "%s",
                 _("Without one, verbs do the same: chq status, chq customer list, chq "
                   "guide list. All of them: chq --help"));
        return EXIT_USAGE;
    }
    if (wanted) {
        key = strchr(wanted, ':');
        text_copy_n(page, sizeof page, wanted, key ? (size_t)(key - wanted) : strlen(wanted));
    }
    struct console_options options = {.settings = &cli->settings,
                                      .theme = cli_option(cli, "theme"),
                                      .no_colour = cli->colour == COLOUR_NEVER,
                                      .ascii = cli_option(cli, "ascii") != NULL,
                                      .first_page = page[0] ? page : NULL,
                                      .first_key = key ? key + 1 : NULL,
                                      .guide = cli_option(cli, "guide")};
    if (company_open(&options.take_company, cli->folder, &cli->settings, cli->read_only,
                     COMPANY_FOR_SCREENS, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    return cli->console(&options);
}

static const struct verb_option console_options[] = {
    {"page", "PAGE[:KEY]", N_("Open this page at once, and the record on it"), false},
    {"guide", "ID", N_("Start this guide at once"), false},
    {"theme", "NAME", N_("Colours: dark, light, mono, high-contrast or cb-safe"), false},
    {"ascii", NULL, N_("Draw lines and signs from ASCII only"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_console[] = {
    {.noun = "",
     .options = console_options,
     .summary = N_("Open the console: the screens of headquarters on this terminal."),
     .run = run},
    {.run = NULL},
};
