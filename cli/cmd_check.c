/* SPDX-License-Identifier: MIT */
/* chq check: do the company's files agree with each other? Owns nothing: the invariants are model/exchange/states. */

#include "cli/cli.h"
#include "model/exchange/states.h"
#include "tui/words.h"

struct findings {
    struct cli *cli;
    int count;
};

static void broken(void *ctx, const char *invariant, int64_t rows, const char *example) {
    struct findings *findings = ctx;
    struct cli *cli = findings->cli;
    char clean[WORDS_SIZE];
    findings->count++;
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "invariant", invariant);
        json_text(&cli->doc, "message", words_invariant(invariant));
        json_int(&cli->doc, "rows", rows);
        json_text_or_null(&cli->doc, "example", example);
        json_end(&cli->doc);
        return;
    }
    words_clean(clean, sizeof clean, example ? example : "");
    fprintf(cli->out, "%s: %s\n", invariant, words_invariant(invariant));
    fprintf(cli->out, _("  rows: %lld"), (long long)rows);
    if (clean[0]) fprintf(cli->out, _(", for example: %s"), clean);
    putc('\n', cli->out);
}

static int run(struct cli *cli) {
    struct err err = {0};
    struct findings findings = {.cli = cli};
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_array(&cli->doc, "broken");
    }
    enum err_code code = company_check(cli->company, broken, &findings, &err);
    if (cli->json) {
        json_end(&cli->doc);
        json_bool(&cli->doc, "holds", code == ERR_OK && findings.count == 0);
        if (code == ERR_OK) json_end(&cli->doc);
    }
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (findings.count == 0 && !cli->json) {
        fprintf(cli->out, "%s\n", _("No fault found."));
    }
    return findings.count > 0 ? EXIT_CHECK : EXIT_DONE;
}

const struct verb verbs_check[] = {
    {.noun = "check",
     .flags = VERB_COMPANY,
     .summary = N_("Check that the databases are sound and agree with each other."),
     .details = N_("Tests each file, and over all files that no customer is lost or doubled. "
                   "Prints what does not hold; exit code 4 then."),
     .run = run},
    {.run = NULL},
};
