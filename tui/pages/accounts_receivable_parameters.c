/* SPDX-License-Identifier: MIT */
/*
 * Accounts receivable parameters, tab Number sequences (domain.md 4.17; set-up-B2C-tenant.md): the sequence that
 * customer accounts are drawn from. Owns what is said when that sequence cannot give any.
 */

#include <stdio.h>

#include "model/hq/numberseq.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

/* Why no storefront customer can get an account from this sequence; nothing when one can. */
static void note_sequence(struct app *app, const struct form *form, char *buf, size_t size) {
    const char *code = form_value(form, "NumberSequence");
    struct number_sequence sequence;
    struct err err = {0};
    char number[TEXT_SIZE(NUMBER_CHARS)];
    if (!code[0]) {
        snprintf(buf, size, "%s", _("none: no customer can be created"));
    } else if (app->db && numberseq_load(app->db, code, &sequence, &err) == ERR_OK) {
        if (numberseq_draw(&sequence, number, sizeof number, &err) == ERR_OK)
            snprintf(buf, size, _("next: %s"), number);
        else if (err.reason == REASON_SEQUENCE_MANUAL)
            snprintf(buf, size, "%s", _("manual: storefront customers get no account"));
        else if (err.reason == REASON_SEQUENCE_STOPPED)
            snprintf(buf, size, "%s", _("stopped: no customer can be created"));
        else
            snprintf(buf, size, "%s", _("exceeded: no customer can be created"));
    }
}

static const struct field fields[] = {
    {.tab = N_("Number sequences")},
    {.key = "Reference", .label = N_("Reference"), .cols = 30, .word = words_reference},
    {.key = "NumberSequence",
     .label = N_("Number sequence code"),
     .cols = 10,
     .page = "number-sequences",
     .note = note_sequence,
     .summary = true,
     .help = N_("Customer accounts are drawn from this sequence, unless the customer's group has "
                "one of its own.")},
    {0},
};

const struct page page_accounts_receivable_parameters = {
    .id = "accounts-receivable-parameters",
    .title = N_("Accounts receivable parameters"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Parameters")},
    .form_name = "CustParameters",
    .aliases = {N_("Customer account number sequence")},
    .pattern = TABLE_OF_CONTENTS,
    .fields = fields,
    .entity = &entity_number_reference,
    .can_edit = true,
    .has_history = true,
    .single_key = REFERENCE_CUSTOMER_ACCOUNT,
};
