/* SPDX-License-Identifier: MIT */
/*
 * Sentences of the tracer: hops, causes and what to do (domain.md sections 1, 5.10 and 6). What a customer typed is
 * cleaned before it stands in one. Knows no terminal.
 */

#include "tui/words_trace.h"

#include <stdio.h>

#include "model/clock.h"
#include "tui/i18n.h"
#include "tui/words.h"

/* ---- hops --------------------------------------------------------------------------------------------------------- */

static const char *const hops[HOP_COUNT] = {
    [HOP_STOREFRONT] = N_("Storefront sign-up"), [HOP_CHANNEL] = N_("Channel database"),
    [HOP_UPLOAD] = N_("Upload, job P-0001"),     [HOP_HEADQUARTERS] = N_("Row in headquarters"),
    [HOP_CREATION] = N_("Customer created"),     [HOP_CUSTOMER] = N_("In All customers"),
    [HOP_DOWNLOAD] = N_("Download, job 1010"),   [HOP_RETURN] = N_("Account in the channel"),
};

const char *words_hop(enum trace_hop_id id) {
    return _(hops[id]);
}

const char *words_hop_state(enum trace_hop_state state) {
    static const char *const states[] = {[HOP_PASSED] = N_("passed"),
                                         [HOP_HERE] = N_("waits here"),
                                         [HOP_BROKEN] = N_("stopped here"),
                                         [HOP_AHEAD] = N_("not reached"),
                                         [HOP_UNUSED] = N_("not on the way")};
    return _(states[state]);
}

void words_hop_detail(const struct trace_hop *hop, char *buf, size_t size) {
    char where[TEXT_SIZE(60)];
    words_clean(where, sizeof where, hop->where);
    if (hop->session > 0 && where[0] != '\0') {
        snprintf(buf, size, _("%s, session %lld"), where, (long long)hop->session);
    } else if (hop->session > 0) {
        snprintf(buf, size, _("session %lld"), (long long)hop->session);
    } else {
        snprintf(buf, size, "%s", where);
    }
}

void words_hop_time(const struct trace_hop *hop, char *buf, size_t size) {
    buf[0] = '\0';
    if (hop->took_ms <= 0) return;
    if (hop->took_ms < 1000) {
        snprintf(buf, size, "%lld ms", (long long)hop->took_ms);
    } else {
        words_age(hop->took_ms, buf, size);
    }
}

/* ---- causes ------------------------------------------------------------------------------------------------------- */

/* {1} and {2} of a sentence are value and value2, {n} the count, {t} the count as a time, {e} the error in words. */
struct cause_words {
    const char *cause, *remedy;
};

static const struct cause_words sentences[TRACE_CAUSE_COUNT] = {
    [TRACE_SERVICING] = {N_("Headquarters is in servicing: no job starts and no real-time call is "
                            "answered until it ends."),
                         N_("Wait until servicing has ended, or end it.")},
    [TRACE_SIGNUP_REFUSED] = {N_("The storefront of {1} refused the sign-up at {t}, so nothing was "
                                 "stored anywhere. {e}"),
                              N_("Remove what the message names, then let the shopper try again.")},
    [TRACE_SEVERAL_EMAIL] = {N_("The sign-up was refused at {t}: several customers have the email "
                                "address {2}."),
                             N_("Correct the email addresses so that one customer has it, then let "
                                "the shopper try again.")},
    [TRACE_NOT_ANONYMOUS] = {N_("Sign-ups in {1} are refused: operation 612 (Customer add) is not "
                                "allowed for anonymous shoppers."),
                             N_("Set AllowAnonymousAccess of operation 612 to Yes, then run job "
                                "1090.")},
    [TRACE_STORE_NOT_IN_CHANNEL] =
        {N_("Online store {1} is in no channel database, or its database "
            "has no copy of it."),
         N_("Add the store to a channel database, then run a full data "
            "sync (9999).")},
    [TRACE_CHANNEL_UNREADABLE] =
        {N_("Channel database {1} cannot be read. {e}"),
         N_("Put the file back or make it again, then run a full data sync "
            "(9999).")},
    [TRACE_PAUSED] = {N_("Data synchronization of channel database {1} is paused: nothing moves up "
                         "or down."),
                      N_("Set Pause data sync to No.")},
    [TRACE_CLIENT_STOPPED] = {N_("The Async Client of channel database {1} is stopped: it neither "
                                 "packs uploads nor fetches downloads."),
                              N_("Restart the Commerce Scale Unit.")},
    [TRACE_NOT_IN_GROUP] = {N_("Channel database {1} is in no group that schedule {2} serves, so "
                               "nothing is exchanged with it."),
                            N_("Attach the database's group to the schedule.")},
    [TRACE_SCHEDULE_INACTIVE] = {N_("Schedule {1} is not active: it runs, and exchanges nothing."),
                                 N_("Set Active to Yes and run the job.")},
    [TRACE_SUBJOB_MISSING] =
        {N_("Job {2} has no enabled subjob for the table {1}, so its rows stay "
            "behind."),
         N_("Initialize the commerce scheduler, with Delete existing "
            "configuration = No.")},
    [TRACE_SESSION_COUNTER] =
        {N_("The session counter of channel database {1} is behind: no upload "
            "session can be made. {e}"),
         N_("Repair the session counter of the channel database.")},
    [TRACE_CHANNEL_RESTORED] =
        {N_("Channel database {1} was restored from a copy: its counters are "
            "below what headquarters has received, so its rows would be "
            "skipped."),
         N_("Give the channel database new counters (Reseed counter).")},
    [TRACE_PACKAGE_REFUSED] =
        {N_("The upload package fails as a whole, and the rows behind the bad "
            "one wait. {e}"),
         N_("Shorten the value in the channel, then rerun the session.")},
    [TRACE_PACKAGE_TIMEOUT] = {N_("The upload package takes longer than is allowed. {e}"),
                               N_("Raise SQL command timeout or send less at a time, then run "
                                  "P-0001 again.")},
    [TRACE_SESSION_EXHAUSTED] =
        {N_("Download session {n} has used up its tries at channel database "
            "{1}. {e}"),
         N_("Remove what the message names, then rerun the session or run "
            "job 1010.")},
    [TRACE_DOWNLOAD_FAILED] = {N_("Download session {n} failed at channel database {1}. {e}"),
                               N_("Remove what the message names, then run job 1010 again.")},
    [TRACE_BATCH_ERROR] = {N_("The last run of {1} ended in error. {e}"),
                           N_("Remove what the message names, then run the job again.")},
    [TRACE_NO_UPLOAD_PLANNED] = {N_("The sign-up waits in the channel: P-0001 has not run since, "
                                    "and nothing will run it."),
                                 N_("Run P-0001 now, and create a batch job for it.")},
    [TRACE_NO_SYNC_PLANNED] =
        {N_("Headquarters has the row, but no customer yet: the "
            "synchronization job has not run since, and nothing will run it."),
         N_("Run Synchronize customers and channel requests, and let it "
            "recur.")},
    [TRACE_NO_DOWNLOAD_PLANNED] = {N_("The customer is in headquarters, but the channel does not "
                                      "know the account: job 1010 has not brought it, and nothing "
                                      "will run it."),
                                   N_("Run job 1010 now, and create a batch job for it.")},
    [TRACE_WITHHELD] = {N_("A batch job for {1} exists, but it does not start: it is withheld, or "
                           "ended in error."),
                        N_("Change its status to Waiting.")},
    [TRACE_WRONG_ORDER] =
        {N_("{1} ran before the record had come so far: the jobs ran in the wrong "
            "order."),
         N_("Run P-0001, then the synchronization job, then 1010.")},
    [TRACE_NO_BATCH_SERVER] = {N_("{1} is due, but no batch server is running."),
                               N_("Keep a console open, or start chq batch serve.")},
    [TRACE_REFUSED] = {N_("Headquarters refused to create the customer. {e}"),
                       N_("Correct the value, save, then synchronize.")},
    [TRACE_NOT_SYNCHRONIZED] = {N_("The values were corrected after the last attempt, but nobody "
                                   "synchronized since."),
                                N_("Synchronize the operation.")},
    [TRACE_NO_ADDRESS_BOOK] = {N_("Customer {1} is in no address book of online store {2}, so job "
                                  "1010 leaves the customer out."),
                               N_("Add the store's address book to the customer, then run job "
                                  "1010.")},
    [TRACE_PROFILE_NOT_ASSIGNED] = {N_("Online store {1} still works asynchronously: profile {2}, "
                                       "which says No, is not the one that it uses."),
                                    N_("Set the functionality profile of the store.")},
    [TRACE_COPY_OLD] = {N_("Headquarters says that {1} creates customers in real time, but the "
                           "channel's copy still says async mode."),
                        N_("Run jobs 1070 and 1110.")},
    [TRACE_CACHE_OLD] =
        {N_("The channel's copy says that {1} creates customers in real time, but "
            "the Commerce Scale Unit still serves its older cache."),
         N_("Restart the Commerce Scale Unit, or wait until the cache is renewed.")},
    [TRACE_FALLBACK] = {N_("The sign-up was meant to be in real time, but headquarters did not "
                           "answer, so it was stored in the channel."),
                        ""},
    [TRACE_HIDDEN] = {N_("Nothing is wrong: customer {1} is in headquarters. A list that does not "
                         "show it has a filter, or another company is chosen."),
                      N_("Open the customer; clear the filter of the list.")},
    [TRACE_NORMAL] = {N_("Nothing is wrong: {1} takes the record on at {t}."),
                      N_("Wait, or run the job now.")},
    [TRACE_NOWHERE] =
        {N_("There is no record of '{1}' anywhere, and no storefront has refused such "
            "a sign-up."),
         N_("Ask which store and which email address it was, and let the shopper sign "
            "up again.")},
};

static void add(char *buf, size_t size, const char *text) {
    size_t used = strlen(buf);
    if (used < size) snprintf(buf + used, size - used, "%s", text);
}

static void add_value(const struct trace_finding *finding, char which, char *buf, size_t size) {
    char text[WORDS_SIZE] = "";
    bool is_job = strcmp(words_job(finding->value), finding->value) != 0;
    switch (which) {
    case '1':
        words_clean(text, sizeof text, is_job ? words_job_title(finding->value) : finding->value);
        break;
    case '2':
        words_clean(text, sizeof text, finding->value2);
        break;
    case 'n':
        snprintf(text, sizeof text, "%lld", (long long)finding->count);
        break;
    case 't':
        clock_format_datetime(finding->count, text, sizeof text);
        break;
    case 'e':
        words_error(&finding->err, "customer", text, sizeof text);
        break;
    default:
        break;
    }
    add(buf, size, text);
}

static void fill(const struct trace_finding *finding, const char *sentence, char *buf,
                 size_t size) {
    buf[0] = '\0';
    while (*sentence) {
        if (sentence[0] == '{' && sentence[1] != '\0' && sentence[2] == '}') {
            add_value(finding, sentence[1], buf, size);
            sentence += 3;
            continue;
        }
        char plain[WORDS_SIZE];
        size_t len = 1 + strcspn(sentence + 1, "{");
        snprintf(plain, sizeof plain, "%.*s", (int)len, sentence);
        add(buf, size, plain);
        sentence += len;
    }
    for (size_t end = strlen(buf); end > 0 && buf[end - 1] == ' '; end--) buf[end - 1] = '\0';
}

void words_cause(const struct trace_finding *finding, char *buf, size_t size) {
    const char *sentence = sentences[finding->cause].cause;
    fill(finding, sentence ? _(sentence) : "", buf, size);
}

void words_cause_remedy(const struct trace_finding *finding, char *buf, size_t size) {
    const char *sentence = sentences[finding->cause].remedy;
    fill(finding, sentence && *sentence ? _(sentence) : "", buf, size);
}

void words_cause_number(const struct trace_finding *finding, char *buf, size_t size) {
    buf[0] = '\0';
    if (finding->number > 0)
        snprintf(buf, size, _("Cause %d of the failure catalogue"), finding->number);
}
