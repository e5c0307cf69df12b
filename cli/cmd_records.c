/* SPDX-License-Identifier: MIT */
/* chq group, addressbook, operation, posprofile: records of headquarters that have no more to them than their fields.
 * The rest is record_verbs. */

#include "cli/record_verbs.h"
#include "model/hq/address_book.h"
#include "model/hq/customer_group.h"
#include "model/hq/operation.h"
#include "model/hq/profile.h"
#include "tui/words.h"

static void remind_of_1090(struct cli *cli, const void *old, const void *rec) {
    (void)old;
    if (rec) cli_note(cli, "%s", words_needs_1090());
}

static const struct record_kind groups = {
    .entity = &entity_customer_group,
    .columns = {"CustGroup", "Name", "PaymTermId", "TaxGroupId", "CustAccountNumSeq"},
};
static const struct record_kind books = {
    .entity = &entity_address_book,
    .columns = {"Name", "Description"},
};
static const struct record_kind operations = {
    .entity = &entity_pos_operation,
    .columns = {"OperationId", "OperationName", "AllowAnonymousAccess"},
    .after_save = remind_of_1090,
};

static const struct record_kind pos_profiles = {
    .entity = &entity_pos_profile,
    .columns = {"profileId", "name", "CreateAsyncCustomers"},
};

/* One function for each verb: a verb is not told which one it is. */
#define LIST(kind)                                                                                 \
    static int kind##_list(struct cli *cli) {                                                      \
        return record_verb_list(cli, &kind);                                                       \
    }
#define SHOW(kind)                                                                                 \
    static int kind##_show(struct cli *cli) {                                                      \
        return record_verb_show(cli, &kind);                                                       \
    }
#define SET(kind)                                                                                  \
    static int kind##_set(struct cli *cli) {                                                       \
        return record_verb_set(cli, &kind, 1);                                                     \
    }
#define DELETE(kind)                                                                               \
    static int kind##_delete(struct cli *cli) {                                                    \
        return record_verb_delete(cli, &kind);                                                     \
    }

LIST(groups)
SHOW(groups)
SET(groups)
DELETE(groups)
LIST(books)
SHOW(books)
SET(books)
DELETE(books)
LIST(operations)
SHOW(operations)
SET(operations)
LIST(pos_profiles)
SHOW(pos_profiles)
SET(pos_profiles)

static int groups_new(struct cli *cli) {
    const struct record_preset preset[] = {{"Name", cli_option(cli, "description")}, {NULL, NULL}};
    return record_verb_new(cli, &groups, preset);
}

static int books_new(struct cli *cli) {
    const struct record_preset preset[] = {{"Description", cli_option(cli, "description")},
                                           {NULL, NULL}};
    return record_verb_new(cli, &books, preset);
}

static const struct verb_option new_options[] = {
    {"description", "TEXT", N_("What operators recognise it by"), false},
    {NULL, NULL, NULL, false},
};

#define READS  VERB_COMPANY
#define WRITES (VERB_COMPANY | VERB_WRITES)

const struct verb verbs_records[] = {
    {.noun = "group",
     .name = "list",
     .flags = READS,
     .summary = N_("List the customer groups."),
     .run = groups_list},
    {.noun = "group",
     .name = "show",
     .args = "GROUP",
     .min_args = 1,
     .max_args = 1,
     .flags = READS,
     .summary = N_("Show one customer group."),
     .run = groups_show},
    {.noun = "group",
     .name = "new",
     .args = "GROUP [KEY=VALUE…]",
     .min_args = 1,
     .max_args = -1,
     .flags = WRITES,
     .options = new_options,
     .summary = N_("Create a customer group."),
     .run = groups_new},
    {.noun = "group",
     .name = "set",
     .args = "GROUP KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = WRITES,
     .summary = N_("Change fields of a customer group."),
     .details = N_("KEY is the technical name (CustAccountNumSeq) or the label of the field in "
                   "either language (\"Number sequence code\"). An empty value clears the field."),
     .run = groups_set},
    {.noun = "group",
     .name = "delete",
     .args = "GROUP",
     .min_args = 1,
     .max_args = 1,
     .flags = WRITES,
     .summary = N_("Delete a customer group that no customer belongs to."),
     .run = groups_delete},
    {.noun = "addressbook",
     .name = "list",
     .flags = READS,
     .summary = N_("List the address books."),
     .run = books_list},
    {.noun = "addressbook",
     .name = "show",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = READS,
     .summary = N_("Show one address book."),
     .run = books_show},
    {.noun = "addressbook",
     .name = "new",
     .args = "NAME [KEY=VALUE…]",
     .min_args = 1,
     .max_args = -1,
     .flags = WRITES,
     .options = new_options,
     .summary = N_("Create an address book."),
     .details = N_("A store's channel gets the customers of its book: give it to the store "
                   "(chq store set) and to customers (chq customer set), then run jobs 1070 and "
                   "1010."),
     .run = books_new},
    {.noun = "addressbook",
     .name = "set",
     .args = "NAME KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = WRITES,
     .summary = N_("Rename or describe an address book; a book in use keeps its name."),
     .run = books_set},
    {.noun = "addressbook",
     .name = "delete",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = WRITES,
     .summary = N_("Delete an address book that no store and no customer has."),
     .run = books_delete},
    {.noun = "operation",
     .name = "list",
     .flags = READS,
     .summary = N_("List the POS operations."),
     .run = operations_list},
    {.noun = "operation",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = READS,
     .summary = N_("Show one POS operation."),
     .run = operations_show},
    {.noun = "operation",
     .name = "set",
     .args = "ID AllowAnonymousAccess=yes|no",
     .min_args = 2,
     .max_args = -1,
     .flags = WRITES,
     .summary = N_("Allow a POS operation to visitors who have not signed in, or not."),
     .details = N_("A sign-up in a storefront needs operation 612. The channel obeys the change "
                   "when job 1090 has been run."),
     .run = operations_set},
    {.noun = "posprofile",
     .name = "list",
     .flags = READS,
     .summary = N_("List the functionality profiles of the point of sale."),
     .run = pos_profiles_list},
    {.noun = "posprofile",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = READS,
     .summary = N_("Show one functionality profile of the point of sale."),
     .run = pos_profiles_show},
    {.noun = "posprofile",
     .name = "set",
     .args = "ID KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = WRITES,
     .summary = N_("Change fields of a functionality profile of the point of sale."),
     .details = N_("Counters obey it. Online stores do not: theirs are chq profile."),
     .run = pos_profiles_set},
    {.run = NULL},
};
