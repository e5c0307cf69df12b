/* SPDX-License-Identifier: MIT */
/*
 * Customer synchronization status (domain.md 4.4; audit-async-customer-operations.md): every operation of every shopper,
 * what became of it, and its correction: Edit, Save, then Synchronize. Owns what is said about one operation. Groups of
 * failed ones are tui/pages/failed_by_cause.c.
 */

#include <stdio.h>

#include "tui/app.h"
#include "tui/operation_view.h"
#include "tui/page.h"
#include "tui/words_operations.h"

static enum role status_role(const char *stored) {
    if (!strcmp(stored, "Failed")) return ROLE_FAILED;
    return strcmp(stored, "Succeeded") == 0 ? ROLE_OK : ROLE_PENDING;
}

/* ---- commands ------------------------------------------------------------------------------------------------ */

static enum next failed_by_cause(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "failed-by-cause", NULL);
    return NEXT_STAY;
}

static enum next show_filters(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "filter-operations", app_scope(app));
    return NEXT_STAY;
}

static bool has_any(struct app *app, const char *key) {
    (void)app;
    return key != NULL;
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

static const struct column columns[] = {
    {.label = N_("Operation number"), .kind = COLUMN_NUMBER, .cols = 8, .hide_below = 150},
    {.label = N_("Channel name"), .cols = 14, .weight = 2, .hide_below = 76},
    {.label = N_("Customer account"), .cols = 12, .hide_below = 48, .word = words_account},
    {.label = N_("Async customer account"), .cols = 38, .hide_below = 136},
    {.label = N_("Operations timestamp"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 92},
    {.label = N_("Customer sync status"),
     .cols = 9,
     .weight = 1,
     .word = words_choice,
     .role = status_role},
    {.label = N_("Retail async operation"), .cols = 10, .hide_below = 108, .word = words_choice},
    {.label = N_("Name"), .cols = 10, .weight = 3},
    {0},
};

/* Beside each attribute: what the customer had, or has, instead. */
#define WAS(name)                                                                                  \
    static void was_##name(struct app *app, const struct form *form, char *buf, size_t size) {     \
        operation_note_old(app, form, #name, buf, size);                                           \
    }
WAS(CustName)
WAS(FirstName)
WAS(MiddleName)
WAS(LastName)
WAS(Email)
WAS(Phone)
WAS(Country)
WAS(ZipCode)
WAS(Street)
WAS(StreetNumber)
WAS(City)
WAS(County)
WAS(State)
#define ATTRIBUTE(name, text, width)                                                               \
    { .key = #name, .label = (text), .cols = (width), .note = was_##name }

static const struct field fields[] = {
    {.key = "CustAccount", .label = N_("Customer account"), .page = "customers"},
    {.key = "Operation",
     .label = N_("Retail async operation"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("Create: a sign-up. Update: what the shopper changed afterwards. Deactivate: the "
                "shopper closed the account. Those of one shopper are applied in order.")},
    {.key = "SyncStatus",
     .label = N_("Customer sync status"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("Failed: correct the attributes, save, then Synchronize. A correction alone does "
                "not synchronize.")},
    {.key = "Cause",
     .label = N_("Last known error"),
     .cols = 200,
     .read_only = true,
     .help = N_("Why the last attempt failed. Change description has the whole of it.")},
    {.tab = N_("Change description")},
    {.key = "ChangeDescription",
     .label = N_("Change description"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Change description"), .cols = 24, .weight = 1}}},
    {.tab = N_("Customer attributes")},
    ATTRIBUTE(CustName, N_("Name"), 40),
    ATTRIBUTE(FirstName, N_("First name"), 25),
    ATTRIBUTE(MiddleName, N_("Middle name"), 25),
    ATTRIBUTE(LastName, N_("Last name"), 25),
    ATTRIBUTE(Email, N_("Email"), 40),
    ATTRIBUTE(Phone, N_("Phone"), 30),
    ATTRIBUTE(Country, N_("Country/region"), 10),
    ATTRIBUTE(ZipCode, N_("ZIP/postal code"), 10),
    ATTRIBUTE(Street, N_("Street"), 40),
    ATTRIBUTE(StreetNumber, N_("Street number"), 20),
    ATTRIBUTE(City, N_("City"), 30),
    ATTRIBUTE(County, N_("County"), 10),
    ATTRIBUTE(State, N_("State"), 10),
    {.key = "CustGroup",
     .label = N_("Customer group"),
     .help = N_("Empty: that of the store's default customer.")},
    {.key = "Currency",
     .label = N_("Currency"),
     .help = N_("Empty: that of the store's default customer.")},
    {.key = "LanguageId",
     .label = N_("Language"),
     .help = N_("Empty: that of the store's default customer.")},
    {.tab = N_("Attempts")},
    {.key = "AttemptList",
     .label = N_("Attempts"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Time"), .kind = COLUMN_TIME, .cols = 19},
                 {.label = N_("By"), .cols = 10},
                 {.label = N_("Result"), .cols = 10},
                 {.label = N_("Last known error"), .cols = 10, .weight = 1}}},
    {.tab = N_("Related information")},
    {.key = "ChannelName", .label = N_("Channel name"), .cols = 40},
    {.key = "Store", .label = N_("Online store"), .page = "online-stores"},
    {.key = "CustAccountAsync", .label = N_("Async customer account"), .cols = 38},
    {.key = "Number", .label = N_("Operation number"), .kind = FIELD_NUMBER},
    {.key = "OperationTimestamp", .label = N_("Operations timestamp"), .kind = FIELD_TIME},
    {.key = "UploadedDateTime", .label = NC_("session", "Uploaded"), .kind = FIELD_TIME},
    {.key = "SyncDateTime", .label = N_("Last attempt"), .kind = FIELD_TIME},
    {0},
};

static const struct action actions[] = {
    {.id = "synchronize",
     .label = N_("Synchronize"),
     .bound = ACTION_RUN,
     .help =
         N_("Applies this one operation to headquarters now, as the synchronization job would."),
     .enabled = operation_can_synchronize,
     .explain = operation_cannot_synchronize,
     .run = operation_synchronize},
    {.id = "failed-by-cause",
     .label = N_("Failed by cause"),
     .help = N_("What the failed operations have in common, and one correction for all of them."),
     .run = failed_by_cause},
    {.id = "correct-marked",
     .label = N_("Correct and synchronize"),
     .help = N_("One correction for the marked operations, or for this one."),
     .enabled = has_any,
     .run = operation_correct_marked},
    {.id = "trace-operation",
     .label = N_("Trace"),
     .bound = ACTION_TRACE,
     .help = N_("Where the customer's record is, hop by hop, and what stops it."),
     .enabled = has_any,
     .run = operation_trace},
    {.id = "show-filters",
     .label = N_("Show filters"),
     .help = N_("Only operations of a status, a store or a kind. F7 looks for a name, an email "
                "address, an account or a GUID."),
     .run = show_filters},
    {0},
};

const struct page page_customer_synchronization_status = {
    .id = "customer-synchronization-status",
    .title = N_("Customer synchronization status"),
    .path = {N_("Retail and Commerce"), N_("Customers")},
    .form_name = "RetailAsyncCustomerSyncStatus",
    .aliases = {N_("Failed customers"), N_("Commerce and Retail > Customers")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .entity = &entity_async_operation,
    .can_edit = true,
    .has_history = true,
    .can_mark = true,
    .may_edit = operation_may_edit,
    .name_key = "CustName",
    .load = operation_load,
    .after_save = operation_saved,
    .empty = N_("No operation of a shopper was uploaded, or the filter hides them all."),
};
