/* SPDX-License-Identifier: MIT */
/*
 * Number sequences (domain.md 4.16; number-sequence-overview.md, set-up-number-sequences-individual-basis.md). Owns what is
 * asked before accounts stop. Its commands are in tui/number_commands.c, their sentences in tui/number_words.c.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/hq/numberseq.h"
#include "tui/app.h"
#include "tui/number_commands.h"
#include "tui/number_words.h"
#include "tui/page.h"
#include "tui/words.h"

static void changed(struct app *app, struct form *form) {
    char rows[400];
    (void)app;
    number_words_segments(form_value(form, "Format"), rows, sizeof rows);
    form_set_value(form, "Segments", rows);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char rows[800];
    enum err_code code = number_words_uses(app->db, key ? key : "", rows, sizeof rows, err);
    if (code == ERR_OK) form_set_value(form, "Uses", rows);
    return code;
}

/* The number that comes next, beside the format. */
static void note_next(struct app *app, const struct form *form, char *buf, size_t size) {
    char number[TEXT_SIZE(NUMBER_CHARS)];
    (void)app;
    int64_t next = strtoll(form_value(form, "NextRec"), NULL, 10);
    if (next > strtoll(form_value(form, "Highest"), NULL, 10))
        snprintf(buf, size, "%s", _("exceeded: no number is left"));
    else if (number_format(form_value(form, "Format"), next, number, sizeof number))
        snprintf(buf, size, _("next: %s"), number);
}

/* Manual and Stopped: nobody who signs up gets an account any more. */
static bool confirm_no_numbers(struct app *app, const struct form *form, const char *old,
                               const char *now, struct question *q) {
    char references[200], groups[200];
    if (form_is_new(form) || strcmp(old, "0") != 0 || strcmp(now, "1") != 0) return false;
    if (numberseq_usage(app->db, form_value(form, "NumberSequence"), references, groups,
                        sizeof references, NULL) != ERR_OK)
        return false;
    if (!references[0] && !groups[0]) return false;
    question_init(q, MESSAGE_WARNING, _("No more accounts"));
    snprintf(q->text, sizeof q->text, "%s", number_words_no_accounts());
    question_yes_no(q);
    return true;
}

static const struct column columns[] = {
    {.label = N_("Number sequence code"), .cols = 10},
    {.label = N_("Number sequence name"), .cols = 14, .weight = 2},
    {.label = N_("Format"), .cols = 12, .weight = 1},
    {.label = N_("Smallest"), .kind = COLUMN_NUMBER, .cols = 10, .hide_below = 100},
    {.label = N_("Largest"), .kind = COLUMN_NUMBER, .cols = 12, .hide_below = 84},
    {.label = N_("Next"), .kind = COLUMN_NUMBER, .cols = 12},
    {0},
};

static const struct field fields[] = {
    {.tab = N_("Identification")},
    {.key = "NumberSequence",
     .label = N_("Number sequence code"),
     .help = N_("By this code references and customer groups refer to the sequence. It cannot be "
                "changed after the first save.")},
    {.key = "Txt", .label = N_("Number sequence name"), .cols = 40},
    {.tab = N_("Scope parameters")},
    {.key = "Scope",
     .label = N_("Scope"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("Which part of the organization counts for itself. Customer accounts need Shared, "
                "Company or Legal entity.")},
    {.tab = N_("Segments")},
    {.key = "Format",
     .label = N_("Format"),
     .cols = 22,
     .note = note_next,
     .summary = true,
     .help = N_("The segments one after the other. # is a place for a digit and & for a letter; "
                "they count up together. All else stays as it is: C-######.")},
    {.key = "Segments",
     .label = N_("Segments"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Segment"), .cols = 14}, {.label = N_("Value"), .cols = 22}}},
    {.tab = N_("References")},
    {.key = "Uses",
     .label = N_("References"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Area"), .cols = 22}, {.label = N_("Reference"), .cols = 22}},
     .help = N_("What draws from this sequence. It cannot be deleted while something does.")},
    {.tab = N_("General")},
    {.key = "Lowest", .label = N_("Smallest"), .kind = FIELD_NUMBER, .cols = 19},
    {.key = "Highest",
     .label = N_("Largest"),
     .kind = FIELD_NUMBER,
     .cols = 19,
     .help = N_("Behind it the sequence has been exceeded and gives no number.")},
    {.key = "NextRec",
     .label = N_("Next"),
     .kind = FIELD_NUMBER,
     .cols = 19,
     .summary = true,
     .help = N_("The number that is given next. Accounts that customers have already are passed "
                "over.")},
    {.key = "Manual",
     .label = N_("Manual"),
     .kind = FIELD_YESNO,
     .confirm = confirm_no_numbers,
     .help = N_("Yes: numbers are typed. Customers of a storefront cannot be created then.")},
    {.key = "Continuous",
     .label = N_("Continuous"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: a number whose customer could not be written is used again. No: it is "
                "lost.")},
    {.key = "Blocked",
     .label = N_("Stopped"),
     .kind = FIELD_YESNO,
     .confirm = confirm_no_numbers,
     .help = N_("Yes: the sequence gives no number until it is No again.")},
    {.tab = N_("Performance")},
    {.key = "FetchAhead",
     .label = N_("Preallocation"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: each program that answers storefronts takes several numbers at once. Those "
                "it has not used are lost when it is killed. Not for continuous sequences.")},
    {.key = "FetchAheadQty", .label = N_("Quantity of numbers"), .kind = FIELD_NUMBER, .cols = 6},
    {0},
};

static const struct action actions[] = {
    {.id = "generate",
     .label = N_("Generate"),
     .help = N_("Set up a sequence for a reference that has none."),
     .run = number_command_generate},
    {.id = "manual-cleanup",
     .label = N_("Manual cleanup"),
     .help = N_("Put Next behind the largest number that a customer has."),
     .run = number_command_cleanup},
    {0},
};

const struct page page_number_sequences = {
    .id = "number-sequences",
    .title = N_("Number sequences"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Number sequences")},
    .form_name = "NumberSequenceTable",
    .aliases = {N_("Customer account number sequence")},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .entity = &entity_number_sequence,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Txt",
    .load = load,
    .changed = changed,
    .empty = N_("No number sequence exists yet. F6 creates one."),
};
