/* SPDX-License-Identifier: MIT */
/*
 * Customer groups (domain.md 4.5; default-customer.md). The product edits them in the grid; here the fields of the row
 * under the cursor stand beside it. Owns nothing but the labels.
 */

#include "model/hq/customer_group.h"
#include "tui/app.h"
#include "tui/page.h"

static const struct column columns[] = {
    {.label = N_("Customer group"), .cols = 10},
    {.label = N_("Description"), .cols = 12, .weight = 1},
    {.label = N_("Terms of payment"), .cols = 10, .hide_below = 60},
    {.label = N_("Default tax group"), .cols = 10, .hide_below = 75},
    {.label = N_("Number sequence code"), .cols = 10, .hide_below = 90},
    {0},
};

static const struct field fields[] = {
    {.key = "CustGroup",
     .label = N_("Customer group"),
     .help = N_("By this name customers refer to the group. It cannot be changed after the first "
                "save.")},
    {.key = "Name", .label = N_("Description"), .cols = 40},
    {.key = "PaymTermId", .label = N_("Terms of payment")},
    {.key = "ClearingPeriod",
     .label = N_("Time between invoice due date and payment date"),
     .help = N_("Terms of payment that give the days between the due date and the payment.")},
    {.key = "TaxGroupId",
     .label = N_("Default tax group"),
     .help = N_("A customer that is created in the group gets it.")},
    {.key = "PriceIncludeSalesTax", .label = N_("Prices include sales tax"), .kind = FIELD_YESNO},
    {.key = "WriteOffReason", .label = N_("Default write-off reason")},
    {.key = "CustAccountNumSeq",
     .label = N_("Number sequence code"),
     .page = "number-sequences",
     .help = N_("Accounts of the group's customers are drawn from this sequence. Empty: from that "
                "of Accounts receivable parameters.")},
    {0},
};

const struct page page_customer_groups = {
    .id = "customer-groups",
    .title = N_("Customer groups"),
    .path = {N_("Retail and Commerce"), N_("Customers")},
    .form_name = "CustGroup",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_customer_group,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Name",
    .empty = N_("No customer group exists yet. F6 creates one."),
};
