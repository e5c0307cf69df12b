/* SPDX-License-Identifier: MIT */
/* chq hq: is headquarters operational or in servicing? Owns nothing: the switch is model/hq/servicing. */

#include "cli/cli.h"
#include "model/hq/servicing.h"
#include "tui/words.h"

static int print_state(struct cli *cli, bool in_servicing) {
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "headquarters", in_servicing ? "servicing" : "operational");
        json_end(&cli->doc);
    } else {
        fprintf(cli->out, "%s\n", words_headquarters(in_servicing));
    }
    return EXIT_DONE;
}

static int status(struct cli *cli) {
    struct err err = {0};
    bool in_servicing = false;
    if (servicing_get(cli->company->hq, &in_servicing, &err) != ERR_OK) return cli_fail(cli, &err);
    return print_state(cli, in_servicing);
}

static int change(struct cli *cli, bool in_servicing) {
    struct err err = {0};
    if (servicing_set(cli->company->hq, in_servicing, cli->company->user, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (in_servicing) {
        cli_note(cli, "%s",
                 _("Headquarters answers no real-time calls and starts no jobs until: chq hq "
                   "operational"));
    }
    return print_state(cli, in_servicing);
}

static int servicing(struct cli *cli) {
    return change(cli, true);
}

static int operational(struct cli *cli) {
    return change(cli, false);
}

const struct verb verbs_hq[] = {
    {.noun = "hq",
     .name = "status",
     .flags = VERB_COMPANY,
     .summary = N_("Say whether headquarters is operational or in servicing."),
     .run = status},
    {.noun = "hq",
     .name = "servicing",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Put headquarters in servicing: no real-time calls, no jobs."),
     .run = servicing},
    {.noun = "hq",
     .name = "operational",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("End servicing."),
     .run = operational},
    {.run = NULL},
};
