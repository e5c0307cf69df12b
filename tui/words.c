/* SPDX-License-Identifier: MIT */
/*
 * Errors in words: one template per reason, filled with what the error carries. Templates name their values
 * ({value}, not %s), so that a translation can put them in any order and no value can act as a format.
 * Knows no terminal, no page and no verb; names of records, states and jobs are in words_names.c.
 */

#include "tui/words.h"

#include <libintl.h>

#include "model/text.h"
#include "tui/i18n.h"

/* "[…]" is left out when a value inside it is empty. */
static const char *const templates[REASON_COUNT] = {
    [REASON_NONE] = N_("That did not work[: {detail}]."),
    [REASON_TECHNICAL] = N_("That did not work[: {detail}]. The log file has the details."),
    [REASON_FIELD_REQUIRED] = N_("Field '{field}' must be filled in."),
    [REASON_FIELD_TOO_LONG] =
        N_("Field '{field}' takes {number} characters at most. Shorten the value."),
    [REASON_FIELD_NOT_NUMBER] = N_("Field '{field}': '{value}' is not a number."),
    [REASON_FIELD_OUT_OF_RANGE] =
        N_("Field '{field}': '{value}' is outside of what is allowed, {detail}."),
    [REASON_FIELD_NOT_YESNO] = N_("Field '{field}': '{value}' is neither Yes nor No."),
    [REASON_FIELD_NOT_TIME] = N_("Field '{field}': '{value}' is no date and time. Type for example "
                                 "2026-11-22 21:00, or 21:00 for today, or T for now."),
    [REASON_TIME_SKIPPED] = N_("Field '{field}': there is no {value}, the clock is put forward "
                               "then. Choose an earlier or a later time."),
    [REASON_FIELD_NOT_CHOICE] =
        N_("Field '{field}': '{value}' cannot be chosen. Choose one of: {detail}."),
    [REASON_FIELD_READ_ONLY] = N_("Field '{field}' cannot be changed here."),
    [REASON_FIELD_UNKNOWN] =
        N_("There is no field called '{field}'.[ The nearest one is '{value}'.]"),
    [REASON_EMAIL_FORMAT] = N_("'{value}' is not an email address: it needs text, one @ and a "
                               "domain with a dot, and no blanks."),
    [REASON_NOT_UTF8] =
        N_("Field '{field}' is not valid UTF-8 text. Convert the input to UTF-8 and try again."),
    [REASON_CONTROL_CHARACTER] =
        N_("Field '{field}' has a control character in it. Remove it and try again."),
    [REASON_LOOKUP_NOT_FOUND] =
        N_("The value '{value}' in field '{field}' is not found in the related table '{value2}'. "
           "Choose one that exists."),
    [REASON_NOT_UNIQUE] = N_("Field '{field}': '{value}' is taken already. Choose another value."),
    [REASON_RECORD_NOT_FOUND] = N_("There is no {entity} '{value}'."),
    [REASON_RECORD_CHANGED] =
        N_("The {entity} '{value}' was changed by another user after you "
           "read it. Nothing was saved; read it again and repeat the change."),
    [REASON_RECORD_DELETED] =
        N_("The {entity} '{value}' was deleted by another user. Nothing was saved."),
    [REASON_PROFILE_IN_USE] =
        N_("Profile {value} is used by {number} online store(s)[ ({value2})] and cannot "
           "be deleted. Give the stores another profile first."),
    [REASON_CUSTOMER_IN_USE] = N_("Customer {value} cannot be deleted: {user}[ ({detail})]."),
    [REASON_STORE_IN_USE] =
        N_("Online store {value} cannot be deleted: customers have signed up in it, "
           "and their records refer to it."),
    [REASON_READ_ONLY] =
        N_("[The file {value} was written by an older version and is brought up to date when it is "
           "opened for writing. ]Nothing can be changed: this was started with --readonly. Start "
           "without it to change data."),
    [REASON_HQ_NO_ANSWER] =
        N_("The customer could not be created because Commerce headquarters did not respond. Try "
           "again later."),
    [REASON_HQ_IN_SERVICING] =
        N_("Headquarters is in servicing, so nothing starts[: {value}]. Wait until it is "
           "operational again (chq hq operational)."),
    [REASON_GROUP_UNKNOWN] =
        N_("Customer group '{value}' does not exist. Set the group up, or correct the group of the "
           "sign-up or of the store's default customer, then synchronize again."),
    [REASON_COUNTRY_UNKNOWN] =
        N_("Country/region '{value}' is not set up. Correct the address and synchronize again."),
    [REASON_CURRENCY_UNKNOWN] =
        N_("Currency '{value}' is not set up. Correct the currency of the sign-up or of the "
           "store's default customer, then synchronize again."),
    [REASON_DEFAULT_CUSTOMER_UNKNOWN] =
        N_("The default customer '{value}'[ of online store {value2}] does not exist. Choose an "
           "existing customer in the store, then run jobs 1070 and 1010."),
    [REASON_SEQUENCE_EXHAUSTED] = N_("Number sequence {value} has been exceeded. Raise its largest "
                                     "number, then synchronize again."),
    [REASON_SEQUENCE_MANUAL] = N_("A number must be entered manually for sequence {value}. Set "
                                  "Manual to No on the number sequence."),
    [REASON_SEQUENCE_STOPPED] =
        N_("Number sequence {value} is stopped. Clear Stopped on the number sequence."),
    [REASON_SEQUENCE_MISSING] = N_("No number sequence is set up for '{value}'. Choose one in "
                                   "Accounts receivable parameters > Number sequences."),
    [REASON_SEVERAL_SAME_EMAIL] = N_(
        "{number} or more customers have the email address {value} "
        "(MultipleCustomerAccountsFoundWithSameEmailAddress). Correct them so that one remains."),
    [REASON_STORE_UNKNOWN_TO_CHANNEL] = N_(
        "No channel database knows online store {value}. Check the store ID, then run job 1070."),
    [REASON_OPERATION_NOT_ALLOWED] =
        N_("The channel does not allow anonymous sign-up (POS operation {number}). Set "
           "AllowAnonymousAccess to 1 and run job 1090."),
    [REASON_PACKAGE_TOO_LONG] =
        N_("Error when bulk inserting data. Target table: {value}.[ Column {value2} is too short "
           "for a value in the package.]"),
    [REASON_JOB_UNKNOWN] =
        N_("There is no job '{value}'.[ The nearest one is '{value2}'.] See chq job list."),
    [REASON_CHANNEL_MISSING] = N_(
        "Channel database {value} cannot be used[: {detail}]. Restore its file from a backup, or "
        "make it again: chq channel create-file {value}."),
    [REASON_FILE_MISSING] = N_("The file {value} does not exist."),
    [REASON_FILE_EXISTS] =
        N_("The file {value} exists already. Move it away or choose another place."),
    [REASON_FILE_FOREIGN] = N_("The file {value} is not one of this program's databases: {found}. "
                               "It was not touched; move it away."),
    [REASON_RECORD_FOREIGN] =
        N_("The file {value} is not the record of a trainee. It was not touched; move it away."),
    [REASON_FILE_NEWER] =
        N_("The file {value} was written by a newer version (schema {number}, this program knows "
           "{detail}). Update the program."),
    [REASON_FILE_DAMAGED] =
        N_("The file {value} is damaged[: {detail}]. Restore it from a backup."),
    [REASON_FILE_REPLACED] =
        N_("The file {value} was removed or replaced while it was open, so nothing was written. "
           "Leave the program and open it again."),
    [REASON_FILE_ACCESS] =
        N_("The file {value} cannot be opened[: {system}]. Check who owns it and "
           "its permissions."),
    [REASON_DISK_FULL] =
        N_("The disk is full, so {value} could not be written. What was acknowledged is kept; make "
           "room and try again."),
    [REASON_DATABASE_BUSY] =
        N_("{value} stayed locked by another program for {number} ms. Try again."),
    [REASON_COMPANY_MISSING] =
        N_("There is no company in {value}. Create one with: chq init --demo (or give --data)."),
    [REASON_COMPANY_EXISTS] = N_("There is a company in {value} already. It was not touched."),
    [REASON_CONFIG_UNKNOWN_KEY] =
        N_("[{detail}: ]There is no setting '{value}'.[ The nearest one is '{value2}'.]"),
    [REASON_CONFIG_DUPLICATE_KEY] =
        N_("[{detail}: ]Setting '{value}' is given twice; the first time is in line {number}. "
           "Remove one."),
    [REASON_CONFIG_BAD_VALUE] =
        N_("Setting '{value}' cannot be '{value2}'. Where and what is allowed: {detail}."),
    [REASON_CONFIG_CUT_VALUE] = N_("[{detail}: ]The value of '{value}' would be cut at # or ;. Put "
                                   "it in quotation marks."),
    [REASON_CONFIG_LINE_TOO_LONG] = N_("[{detail}: ]The line is longer than {number} bytes."),
    [REASON_CONFIG_SYNTAX] = N_("[{detail}: ]This is neither [section] nor key = value: {value}"),
    [REASON_CSV_NO_COLUMN] =
        N_("The header has no column for: {value}. Which names are known: chq signup --help."),
    [REASON_CSV_COLUMN_TWICE] =
        N_("Two columns of the header mean '{value}'. Remove or rename one of them."),
    [REASON_CSV_EMPTY] = N_("{value} is empty: not even a header is in it."),
    [REASON_CSV_ENCODING] = N_("The file is {value} text. Save it as UTF-8 CSV and try again."),
    [REASON_CSV_TOO_MANY_COLUMNS] =
        N_("The row has {value} columns, the header has {number}. Is a quotation mark missing?"),
    [REASON_CSV_SYNTAX] =
        N_("Line {number} is not well-formed CSV: a quotation mark is not closed or stands in the "
           "wrong place."),
    [REASON_GUIDE_UNKNOWN] =
        N_("There is no guide '{value}'.[ The nearest one is '{value2}'.] See chq guide list."),
    [REASON_LAB_UNKNOWN] =
        N_("There is no lab '{value}'.[ The nearest one is '{value2}'.] See chq lab list."),
    [REASON_SHOW_HELD] =
        N_("Another console is showing something here. Wait until it has ended, or end it there."),
    [REASON_LAB_NOT_RUNNING] =
        N_("No lab has been started[ under the name '{value}']. Start one with chq lab start ID."),
    [REASON_PRACTICE_ONLY] =
        N_("Traffic is for training: it signs up people who do not exist. {value} is neither a "
           "demo company nor a practice copy. chq traffic --real does it all the same."),
    [REASON_GUIDE_CONTENT] = N_("The content of the guide or lab '{value}' is wrong: {detail}."),
    [REASON_GUIDE_PRACTICE] =
        N_("The guide '{value}' begins from something that was put wrong for it, so it runs on a "
           "practice copy only. See Lab > Guides, or chq guide play --practice."),
    [REASON_GUIDE_STOPPED] = N_("The guide stopped at the step '{value}': {value2}."),
    [REASON_SEQUENCE_FORMAT_EMPTY] =
        N_("Nothing counts up in the format '{value}'. Use # for a digit and & for a letter."),
    [REASON_SEQUENCE_FORMAT_ROOM] =
        N_("The format '{value}' has room for numbers up to {number} only. Add # or & to it, or "
           "lower Largest."),
    [REASON_SEQUENCE_AHEAD_CONTINUOUS] =
        N_("Numbers of a continuous sequence cannot be allocated ahead: they could be lost. Set "
           "Preallocation or Continuous to No."),
    [REASON_SEQUENCE_SCOPE] =
        N_("Number sequence {value} numbers each operating unit by itself, so customer accounts "
           "cannot use it. Choose the scope Shared, Company or Legal entity."),
    [REASON_SEQUENCE_IN_USE] =
        N_("Number sequence {value} is used for {value2} and cannot be deleted. Choose another one "
           "there first, in Accounts receivable parameters > Number sequences."),
    [REASON_SEQUENCE_OF_GROUP] =
        N_("Number sequence {value} is used by customer group {value2} and cannot be deleted. Give "
           "the group another one first."),
    [REASON_SEQUENCE_TAKEN] =
        N_("Customers have the next {number} numbers of sequence {value} already, up to {value2}. "
           "Run Manual cleanup on the number sequence, then synchronize again."),
    [REASON_PERSON_ONLY] = N_("Field '{field}' is for persons. Empty it, or choose Person."),
    [REASON_ACCOUNT_FROM_SEQUENCE] =
        N_("The account is drawn from number sequence {value} when the customer is saved. Leave "
           "the field empty, or set Manual to Yes on the number sequence."),
    [REASON_RECORD_IN_USE] =
        N_("The {entity} '{value}' is in use and can be neither deleted nor renamed: {user}[ "
           "({detail})]."),
    [REASON_NAME_SEPARATOR] =
        N_("Field '{field}': a comma separates names in lists, so no name can have one in it."),
    [REASON_FEATURE_PREREQUISITES] =
        N_("'{feature}' cannot be enabled yet. Enable first: {features}."),
    [REASON_FEATURE_REQUIRED] = N_("'{feature}' cannot be disabled: '{features}' is enabled and "
                                   "needs it. Disable that one first."),
    [REASON_FEATURE_MANDATORY] =
        N_("'{feature}' is mandatory in this version and cannot be disabled."),
    [REASON_LEASE_HELD] =
        N_("{value} is running already, by {value2}. Try again when that has ended."),
    [REASON_BATCH_EXECUTING] =
        N_("Batch job '{value}' is executing. Cancel it and wait until it has stopped."),
    [REASON_BATCH_STATUS] = N_("A batch job with status {value} cannot become {value2}."),
    [REASON_BATCH_NEVER] =
        N_("Field '{field}': the recurrence has no start before its end. Choose a later end."),
    [REASON_RUN_LOST] = N_(
        "The program that ran job {value} ended before the job did. Nothing is lost; the next run "
        "goes on."),
    [REASON_BATCH_FULL_SYNC] =
        N_("Job {value} sends everything, so it cannot recur. Run it now instead."),
    [REASON_SCHEDULE_IN_USE] =
        N_("Distribution schedule {value} is run by batch job '{value2}' and cannot be deleted. "
           "Delete the batch job first."),
    [REASON_SCHEDULE_DIRECTION] =
        N_("Field '{field}': job {value} goes the other way. An upload schedule takes jobs that "
           "upload, a download schedule jobs that download."),
    [REASON_SCHEDULE_JOB_TWICE] = N_("{value} is both enabled and disabled. Take it out of one "
                                     "of the two fields."),
    [REASON_SCHEDULE_NONE] =
        N_("{value} works inside headquarters and has no schedule, so there is nothing to change. "
           "Create batch job lets it run by itself."),
    [REASON_CHANNEL_PAUSED] = N_("Data synchronization of channel database {value} is paused, so "
                                 "its rows wait. Set Pause data sync to No."),
    [REASON_ASYNC_CLIENT_STOPPED] =
        N_("The Async Client of channel database {value} is stopped, so its rows wait. Restart the "
           "Commerce Scale Unit (chq csu restart)."),
    [REASON_CHANNEL_RESTORED] =
        N_("Channel database {value} is a restored or copied one: headquarters has received its "
           "rows up to {number}, and it has others there or none. Nothing was uploaded. Give its "
           "new rows new counters: chq channel reseed {value}."),
    [REASON_UPLOAD_SESSION_DUPLICATE] =
        N_("Violation of PRIMARY KEY constraint 'PK_UPLOADSESSION'. Cannot insert duplicate key in "
           "object 'crt.UPLOADSESSION'. Channel database {value} gives session number {number} a "
           "second time. Repair its counter: chq channel reseed {value}."),
    [REASON_UPLOAD_TIMEOUT] =
        N_("The upload package of channel database {value} took longer than {number} seconds "
           "(timeout). Look for a table without an index on ReplicationCounterFromOrigin, or raise "
           "SQL command timeout in Commerce scheduler parameters."),
    [REASON_SUBJOB_MISSING] =
        N_("Job {value} does not send the table {value2}: its subjob is missing or disabled. Run "
           "Initialize commerce scheduler, with Delete existing configuration set to No."),
    [REASON_JOB_REPLACED] = N_("Another run of {value} took the place of this one, which stood "
                               "still for too long. What it had finished is kept."),
    [REASON_DOWNLOAD_TRIES] = N_("The package for channel database {value} was tried too many "
                                 "times ({number})[. The last time: {detail}]."),
    [REASON_DOWNLOAD_SUSPENDED] =
        N_("Download session {value} of job {value2} is suspended, and later ones wait for it. "
           "Rerun or cancel it (chq session rerun {value} --direction download)."),
    [REASON_DOWNLOAD_WRITE] = N_("SqlWriteRequestRunException: Failed to run SqlWriteRequestRunner "
                                 "for table AX.{value}[: {detail}]. Remove what was changed in the "
                                 "table of the channel database, then run the job again."),
    [REASON_SESSION_RUNNING] =
        N_("Session {value} is being worked on[ by {value2}]. Wait until that run has ended."),
    [REASON_SESSION_FINISHED] = N_("Session {value} has ended already, so it cannot be canceled."),
    [REASON_SESSION_OPEN] =
        N_("Session {value} has not ended, so it cannot be deleted. Cancel it first."),
    [REASON_SESSION_NEWEST] = N_(
        "Session {value} is the newest of its kind and stays: its number must not be given again."),
    [REASON_SESSION_APPLIED] = N_("The rows of upload session {value} are in headquarters, and no "
                                  "row gets there twice. There is nothing to rerun."),
    [REASON_SESSION_NO_RERUN] =
        N_("Session {value} was applied, and applied sessions cannot be rerun while "
           "CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT is 1."),
    [REASON_DATABASE_LIMIT] =
        N_("There are {number} channel databases already, and there can be no "
           "more. Delete one that no store needs."),
    [REASON_DATABASE_DEFAULT] =
        N_("Channel database {value} is never deleted: new stores begin in it."),
    [REASON_DATABASE_OFFLINE] =
        N_("{value} is an offline database, and no online store can be in it. Choose one of type "
           "Channel."),
    [REASON_DATABASE_WAITS] =
        N_("Channel database {value} cannot be deleted: {number} sign-up(s) in it have not been "
           "uploaded. Run job P-0001 first."),
    [REASON_STORE_WAITS] =
        N_("Online store {value} cannot leave channel database {value2}: {number} "
           "of its sign-ups there have not been uploaded. Run job P-0001 first."),
    [REASON_STORE_ELSEWHERE] = N_("Online store {value} is not in channel database {value2}."),
    [REASON_NAME_NOT_FILE] = N_("Field '{field}': '{value}' also becomes the name of a file. Use "
                                "letters A to Z, digits, - "
                                "and _, not - first."),
    [REASON_STORE_OF_SIGNUP_UNKNOWN] =
        N_("The shopper signed up in an online store (record {value}) that headquarters does not "
           "have. Was the channel database copied from another company?"),
    [REASON_CUSTOMER_PENDING] =
        N_("{value} waits for synchronization and cannot be edited before the account is back in "
           "the channel.[ While feature '{value2}' is off in the channel, only customers with an "
           "account can be edited.]"),
    [REASON_EDIT_NO_ANSWER] =
        N_("The account could not be changed because Commerce headquarters did not respond. "
           "Nothing was changed. Try again later."),
    [REASON_ACCOUNT_DEACTIVATED] =
        N_("The account of {value} is deactivated, so the shopper cannot change it any more."),
    [REASON_OPERATION_DONE] =
        N_("Operation {value} has succeeded. What was done is not done again, and its values stay "
           "as they were."),
    [REASON_OPERATION_WAITS] =
        N_("Operation {value} waits for operation {value2} of the same customer. Synchronize that "
           "one first."),
    [REASON_CAUSE_UNKNOWN] =
        N_("Nothing has failed by the cause '{value}'. See chq resync --list."),
    [REASON_STATE_UNKNOWN] =
        N_("There is no state '{value}'. States: in_channel, uploaded, created, complete, failed, "
           "sync_created (A1, A2, A3, A4, AF, S1)."),
};

const char *words_reason_template(enum err_reason reason) {
    return (unsigned)reason < REASON_COUNT ? templates[reason] : NULL;
}

/* ---- filling ----------------------------------------------------------------------------------------------- */

struct words_in_error {
    const struct err *err;
    const char *entity_id;
    const char *label;    /* what the field is called here; NULL = as its entity calls it */
    const char *language; /* of the sentence; NULL = the user's */
};

/* What stands in a file that is none of ours (db_found_names), so that it can be translated. */
static const char *const found_names[] = {
    N_("an empty file"),
    N_("a folder"),
    N_("not a regular file"),
    N_("not an SQLite database"),
    N_("an SQLite database of another program"),
    N_("a headquarters database"),
    N_("a channel database"),
};

static const char *found_name(const char *detail) {
    for (size_t i = 0; i < sizeof found_names / sizeof found_names[0]; i++) {
        if (strcmp(found_names[i], detail) == 0) return _(found_names[i]);
    }
    return detail;
}

/* What refers to a record that was to be deleted: the model names the table. */
static const struct {
    const char *table, *text;
} users[] = {
    {"RetailChannelTable", N_("it is the default customer of an online store")},
    {"InvoiceAccount", N_("it is the invoice account of another customer")},
    {"RetailCustTable", N_("it came from a storefront, which goes on sending its changes")},
    {"RetailExternalIdToCustomerMap", N_("a shopper's identity leads to it")},
    {"CompanyInfo", N_("it is the only customer")},
    {"CustTable", N_("customers belong to it")},
    {"RetailStoreAddressBook", N_("it is the customer address book of an online store")},
    {"RetailCDXDataStoreChannel", N_("online stores are in it")},
    {"RetailConnDatabaseProfile", N_("channel databases belong to it")},
    {"RetailCDXScheduleDataGroup", N_("distribution schedules serve it")},
    {"RetailCDXDataGroup", N_("channel database groups use it")},
    {"RetailConnSchedulerJobTable", N_("scheduler jobs use it")},
    {"RetailConnScheduleJobMapping", N_("distribution schedules run it")},
    {"RetailConnSchedulerJobLine", N_("scheduler jobs have it")},
    {"DirAddressBookParty", N_("customers are in it")},
};

static const char *user_name(const char *table) {
    for (size_t i = 0; i < sizeof users / sizeof users[0]; i++) {
        if (strcmp(users[i].table, table) == 0) return _(users[i].text);
    }
    return table;
}

/* Names of features, separated by commas. */
static const char *feature_names(const char *list, char *buf, size_t size) {
    char name[TEXT_SIZE(100)];
    size_t used = 0;
    buf[0] = '\0';
    while (used < size && text_list_next(&list, name, sizeof name)) {
        const char *comma = used ? ", " : "";
        used += (size_t)snprintf(buf + used, size - used, "%s%s", comma, words_feature(name));
    }
    return buf;
}

/* Stored choices, separated by commas, as screens show them. */
static const char *choice_names(const char *list, char *buf, size_t size) {
    char stored[TEXT_SIZE(60)];
    size_t used = 0;
    buf[0] = '\0';
    while (used < size && text_list_next(&list, stored, sizeof stored)) {
        const char *comma = used ? ", " : "";
        used += (size_t)snprintf(buf + used, size - used, "%s%s", comma, words_choice(stored));
    }
    return buf;
}

/* Value of the placeholder at `name`; buf is used for numbers and lists. */
static const char *placeholder(const void *ctx, const char *name, size_t len, char *buf,
                               size_t size) {
    const struct words_in_error *in = ctx;
    const struct err *err = in->err;
    if (len == 5 && memcmp(name, "field", 5) == 0)
        return in->label ? in->label : words_label(in->entity_id, err->field);
    if (len == 6 && memcmp(name, "entity", 6) == 0) return words_entity(err->field);
    if (len == 5 && memcmp(name, "value", 5) == 0) {
        /* The nearest field is named as its form names it. */
        if (err->reason == REASON_FIELD_UNKNOWN) return words_label(in->entity_id, err->value);
        if (err->reason == REASON_LEASE_HELD) return words_lease(err->value);
        return err->reason == REASON_BATCH_STATUS ? words_choice(err->value) : err->value;
    }
    if (len == 6 && memcmp(name, "value2", 6) == 0) {
        return err->reason == REASON_BATCH_STATUS ? words_choice(err->value2) : err->value2;
    }
    if (len == 6 && memcmp(name, "detail", 6) == 0) {
        if (err->reason == REASON_FIELD_NOT_CHOICE) return choice_names(err->detail, buf, size);
        return err->detail;
    }
    if (len == 5 && memcmp(name, "found", 5) == 0) return found_name(err->detail);
    if (len == 4 && memcmp(name, "user", 4) == 0) return user_name(err->value2);
    if (len == 7 && memcmp(name, "feature", 7) == 0) return words_feature(err->value);
    if (len == 8 && memcmp(name, "features", 8) == 0) return feature_names(err->value2, buf, size);
    if (len == 6 && memcmp(name, "number", 6) == 0) {
        snprintf(buf, size, "%lld", (long long)err->number);
        return buf;
    }
    if (len == 6 && memcmp(name, "system", 6) == 0) {
        if (!err->os_errno) return err->detail;
        const char *said = strerrordesc_np(err->os_errno);
        /* The C library has it in the language that is set, if the machine has its catalogue. */
        return said && !in->language ? dgettext("libc", said) : said;
    }
    return NULL;
}

struct fill {
    char *dst;
    size_t size, used;
};

static void fill_add(struct fill *out, const char *text, size_t len) {
    if (out->used + 1 >= out->size) return;
    text_copy_n(out->dst + out->used, out->size - out->used, text, len);
    out->used += strlen(out->dst + out->used);
}

void words_fill(const char *template, words_fill_fn *fill, const void *ctx, char *buf,
                size_t size) {
    struct fill out = {.dst = buf, .size = size};
    size_t group_start = 0;
    bool group = false, group_empty = false;
    if (size > 0) buf[0] = '\0';
    for (const char *p = template; *p; p++) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        char given[WORDS_SIZE], clean[WORDS_SIZE];
        const char *value =
            end ? fill(ctx, p + 1, (size_t)(end - p - 1), given, sizeof given) : NULL;
        if (value) {
            if (*value == '\0') group_empty = true;
            words_clean(clean, sizeof clean, value);
            fill_add(&out, clean, strlen(clean));
            p = end;
        } else if (*p == '[' && strchr(p, '{') && strchr(p, ']') > strchr(p, '{')) {
            group = true;
            group_empty = false;
            group_start = out.used;
        } else if (*p == ']' && group) {
            if (group_empty) out.dst[out.used = group_start] = '\0';
            group = false;
        } else {
            size_t run = 1 + strcspn(p + 1, "{[]");
            fill_add(&out, p, run);
            p += run - 1;
        }
    }
}

static void fill_error(const struct words_in_error *in, char *buf, size_t size) {
    const struct err *err = in->err;
    if (size == 0) return;
    buf[0] = '\0';
    if (!err || err->code == ERR_OK) return;
    if (err->code == ERR_CANCELLED && err->reason == REASON_NONE) {
        text_copy(buf, size, _("Stopped. What was finished before is kept."));
        return;
    }
    const char *template = words_reason_template(err->reason);
    if (!template) template = templates[REASON_TECHNICAL];
    const char *sentence = in->language ? tr_in(in->language, template) : _(template);
    words_fill(sentence, placeholder, in, buf, size);
}

void words_error(const struct err *err, const char *entity_id, char *buf, size_t size) {
    fill_error(&(struct words_in_error){.err = err, .entity_id = entity_id}, buf, size);
}

void words_error_at(const struct err *err, const char *label, char *buf, size_t size) {
    fill_error(&(struct words_in_error){.err = err, .label = label}, buf, size);
}

void words_error_in(const char *language, const struct err *err, char *buf, size_t size) {
    fill_error(&(struct words_in_error){.err = err, .language = language}, buf, size);
}

void words_error_details(const struct err *err, char *buf, size_t size) {
    char raw[WORDS_SIZE];
    int n = snprintf(raw, sizeof raw, "%s", err_reason_name(err->reason));
    size_t used = n < 0 ? 0 : (size_t)n;
    if (err->db_code) {
        n = snprintf(raw + used, sizeof raw - used, ", SQLite %d", err->db_code);
        used += n < 0 ? 0 : (size_t)n;
    }
    if (err->os_errno) {
        const char *name = strerrorname_np(err->os_errno);
        n = snprintf(raw + used, sizeof raw - used, ", %s", name ? name : "errno");
        used += n < 0 ? 0 : (size_t)n;
    }
    if (err->detail[0]) snprintf(raw + used, sizeof raw - used, ": %s", err->detail);
    words_clean(buf, size, raw);
}

/* ---- text -------------------------------------------------------------------------------------------------- */

/* Bytes of the character at `p` when it is well-formed, else 0. */
static size_t character_bytes(const char *p) {
    unsigned char first = (unsigned char)*p;
    size_t want = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (want == 0 || first > 0xf4 || strnlen(p, want) < want) return 0;
    return text_is_utf8(p, want) ? want : 0;
}

void words_clean(char *dst, size_t size, const char *src) {
    if (size == 0) return;
    struct fill out = {.dst = dst, .size = size};
    dst[0] = '\0';
    while (*src) {
        char one[5] = "";
        size_t len = character_bytes(src);
        memcpy(one, src, len);
        bool bad = len == 0 || text_has_control(one);
        if (bad && out.used + 4 > size) return;
        if (!bad && out.used + len + 1 > size) return;
        fill_add(&out, bad ? "\xef\xbf\xbd" : one, bad ? 3 : len);
        src += len ? len : 1;
    }
}

void words_age(int64_t ms, char *buf, size_t size) {
    int64_t s = ms > 0 ? ms / 1000 : 0;
    if (s < 60) {
        snprintf(buf, size, _("%lld s"), (long long)s);
    } else if (s < 3600) {
        snprintf(buf, size, _("%lld min"), (long long)(s / 60));
    } else if (s < 48 * 3600) {
        snprintf(buf, size, _("%lld h"), (long long)(s / 3600));
    } else {
        snprintf(buf, size, _("%lld d"), (long long)(s / 86400));
    }
}

const char *words_yesno(int64_t value) {
    return value ? _("Yes") : _("No");
}
