/* SPDX-License-Identifier: MIT */
/* chq numberseq: number sequences. Owns the warning of this record and its two commands; the rest is record_verbs. */

#include "cli/record_verbs.h"
#include "model/hq/numberseq.h"
#include "tui/number_words.h"
#include "tui/words.h"

/* Manual or stopped from now on, while customers draw from it? */
static enum err_code warn(struct cli *cli, const void *old, const void *rec, struct err *err) {
    const struct number_sequence *before = old, *after = rec;
    char references[200], groups[200];
    if (!before || (after->Manual <= before->Manual && after->Blocked <= before->Blocked))
        return ERR_OK;
    enum err_code code = numberseq_usage(cli->company->hq, before->NumberSequence, references,
                                         groups, sizeof references, err);
    if (code == ERR_OK && (references[0] || groups[0]))
        cli_warn(cli, "%s", number_words_no_accounts());
    return code;
}

static const struct record_kind sequences = {
    .entity = &entity_number_sequence,
    .columns = {"NumberSequence", "Txt", "Format", "Lowest", "Highest", "NextRec", "Manual",
                "Blocked"},
    .before_save = warn,
};

static int list(struct cli *cli) {
    return record_verb_list(cli, &sequences);
}

static int show(struct cli *cli) {
    return record_verb_show(cli, &sequences);
}

static int create(struct cli *cli) {
    const struct record_preset preset[] = {{"Format", cli_option(cli, "format")}, {NULL, NULL}};
    return record_verb_new(cli, &sequences, preset);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &sequences, 1);
}

static int remove_one(struct cli *cli) {
    return record_verb_delete(cli, &sequences);
}

static int show_json(struct cli *cli, const struct number_sequence *sequence) {
    if (!cli->json) return EXIT_DONE;
    json_object(&cli->doc, NULL);
    record_json(cli, &entity_number_sequence, sequence);
    json_end(&cli->doc);
    return EXIT_DONE;
}

static int generate(struct cli *cli) {
    struct err err = {0};
    struct number_proposal proposal;
    bool found = false;
    cli->entity_id = entity_number_sequence.id;
    enum err_code code = numberseq_propose(cli->company->hq, &proposal, &found, &err);
    if (code == ERR_OK && found)
        code = numberseq_generate(cli->company->hq, &proposal, cli->company->user, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (!found) {
        cli_note(cli, "%s", number_words_nothing_missing());
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_end(&cli->doc);
        }
        return EXIT_DONE;
    }
    cli_note(cli, _("Created: %s %s."), words_entity(entity_number_sequence.id),
             proposal.sequence.NumberSequence);
    return show_json(cli, &proposal.sequence);
}

static int cleanup(struct cli *cli) {
    struct err err = {0};
    struct number_cleanup cleaned;
    char text[WORDS_SIZE];
    cli->entity_id = entity_number_sequence.id;
    if (numberseq_cleanup(cli->company->hq, cli->args[0], cli->company->user, &cleaned, &err) !=
        ERR_OK)
        return cli_fail(cli, &err);
    number_words_cleaned(&cleaned, text, sizeof text);
    cli_note(cli, "%s", text);
    cleaned.sequence.NextRec = cleaned.next;
    return show_json(cli, &cleaned.sequence);
}

static const struct verb_option new_options[] = {
    {"format", "FORMAT", N_("# is a place for a digit, & for a letter (default: ######)"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_numberseq[] = {
    {.noun = "numberseq",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the number sequences."),
     .run = list},
    {.noun = "numberseq",
     .name = "show",
     .args = "CODE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one number sequence."),
     .run = show},
    {.noun = "numberseq",
     .name = "new",
     .args = "CODE [KEY=VALUE…]",
     .min_args = 1,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = new_options,
     .summary = N_("Create a number sequence."),
     .run = create},
    {.noun = "numberseq",
     .name = "set",
     .args = "CODE KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of a number sequence."),
     .details = N_("KEY is the technical name (NextRec) or the label of the field in either "
                   "language (Next). Numbers that others draw meanwhile stay drawn: Next changes "
                   "only when it is given."),
     .run = set},
    {.noun = "numberseq",
     .name = "delete",
     .args = "CODE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a number sequence that nothing draws from."),
     .run = remove_one},
    {.noun = "numberseq",
     .name = "generate",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Set up a number sequence for a reference that has none."),
     .run = generate},
    {.noun = "numberseq",
     .name = "cleanup",
     .args = "CODE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Put Next behind the largest number that a customer has."),
     .details = N_("Next goes forward past accounts that were typed by hand, and back over numbers "
                   "that were fetched ahead or lost and never given."),
     .run = cleanup},
    {.run = NULL},
};
