/* SPDX-License-Identifier: MIT */
/*
 * Sentences of the tracer: hops, causes and what to do (domain.md sections 1, 5.10 and 6). What a customer typed is
 * cleaned before it stands in one. Knows no terminal.
 */

#include "tui/words_trace.h"

#include <stdio.h>
#include <string.h>

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
    static const char *const states[] = {
        [HOP_PASSED] = N_("passed"),         [HOP_HERE] = N_("waits here"),
        [HOP_BROKEN] = N_("stopped here"),   [HOP_AHEAD] = N_("not reached"),
        [HOP_UNUSED] = N_("not on the way"), [HOP_EXPECTED] = N_("would be here")};
    return _(states[state]);
}

static void add_part(char *buf, size_t size, const char *part) {
    size_t used = strlen(buf);
    if (part[0] != '\0' && used < size)
        snprintf(buf + used, size - used, "%s%s", used > 0 ? ", " : "", part);
}

static bool is_near(int64_t at_ms, int64_t now_ms) {
    const int64_t day_ms = 86400000;
    return at_ms > now_ms - day_ms && at_ms < now_ms + day_ms;
}

void words_hop_when(int64_t at_ms, int64_t now_ms, char *buf, size_t size) {
    if (is_near(at_ms, now_ms))
        clock_format_time(at_ms, buf, size);
    else
        clock_format_datetime(at_ms, buf, size);
}

/* Who carried it: the session, and the run's batch job or the person who ran it. */
static void add_carrier(const struct trace_hop *hop, char *buf, size_t size) {
    char part[96] = "", by[64];
    if (hop->session > 0) {
        snprintf(part, sizeof part, _("session %lld"), (long long)hop->session);
        add_part(buf, size, part);
    }
    words_clean(by, sizeof by, hop->by);
    part[0] = '\0';
    if (hop->batch_job > 0)
        snprintf(part, sizeof part, _("batch job %lld"), (long long)hop->batch_job);
    else if (by[0] != '\0')
        snprintf(part, sizeof part, _("run by %s"), by);
    add_part(buf, size, part);
}

static const char *text_value(const void *ctx, const char *name, size_t len, char *buf,
                              size_t size) {
    (void)name;
    (void)len;
    (void)buf;
    (void)size;
    return ctx;
}

static void add_time(const char *template, int64_t at_ms, int64_t now_ms, char *buf, size_t size) {
    char at[24], part[96];
    if (is_near(at_ms, now_ms))
        clock_format_minute(at_ms, at, sizeof at);
    else
        clock_format_datetime(at_ms, at, sizeof at);
    words_fill(template, text_value, at, part, sizeof part);
    add_part(buf, size, part);
}

/* "last run 23:10, next run 23:15" */
static void add_runs(const struct trace_hop *hop, int64_t now_ms, char *buf, size_t size) {
    if (hop->last_ms > 0)
        add_time(_("last run {time}"), hop->last_ms, now_ms, buf, size);
    else
        add_part(buf, size, _("has never run"));
    if (hop->next_ms > now_ms)
        add_time(_("next run {time}"), hop->next_ms, now_ms, buf, size);
    else
        add_part(buf, size, hop->next_ms > 0 ? _("a run is due") : _("no run planned"));
}

void words_hop_detail(const struct trace_hop *hop, int64_t now_ms, char *buf, size_t size) {
    words_clean(buf, size, hop->where);
    if (hop->state == HOP_PASSED)
        add_carrier(hop, buf, size);
    else if (hop->job && hop->state != HOP_UNUSED)
        add_runs(hop, now_ms, buf, size);
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

/* {1} and {2} of a sentence are value and value2, {n} the count, {t} the count as a time, {e} the error in words. `ahead` is
 * said of what the record has not met yet; NULL = the cause itself. */
struct cause_words {
    const char *cause, *remedy, *ahead;
};

#define NOT_PLANNED_AHEAD N_("Nothing will run {1} after that: no batch job for it waits.")

static const struct cause_words sentences[TRACE_CAUSE_COUNT] = {
    [TRACE_SERVICING] = {N_("Headquarters is in servicing: no job starts and no real-time call is "
                            "answered until it ends."),
                         N_("Wait until servicing has ended, or end it."), NULL},
    [TRACE_SIGNUP_REFUSED] = {N_("The storefront of {1} refused the sign-up at {t}, so nothing was "
                                 "stored anywhere. {e}"),
                              N_("Remove what the message names, then let the shopper try again."),
                              NULL},
    [TRACE_SEVERAL_EMAIL] = {N_("Several customers have the email address {2}, so sign-ups with it "
                                "are refused[ (the last one at {t})]."),
                             N_("Correct the email addresses so that one customer has it, then let "
                                "the shopper try again."),
                             NULL},
    [TRACE_NOT_ANONYMOUS] = {N_("Sign-ups in {1} are refused[ (the last one at {t})]: operation "
                                "612 (Customer add) is not allowed for anonymous shoppers."),
                             N_("Set AllowAnonymousAccess of operation 612 to Yes, then run job "
                                "1090."),
                             NULL},
    [TRACE_ANONYMOUS_OLD] = {N_("Sign-ups in {1} are refused[ (the last one at {t})]: headquarters "
                                "allows operation 612 for anonymous shoppers, but the storefront "
                                "does not know it yet."),
                             N_("Run job 1090, then restart the Commerce Scale Unit."), NULL},
    [TRACE_STORE_NOT_IN_CHANNEL] = {N_("Online store {1} is in no channel database, so nothing is "
                                       "exchanged for it."),
                                    N_("Add the store to a channel database, then run a full data "
                                       "sync (9999)."),
                                    NULL},
    [TRACE_STORE_NOT_COPIED] = {N_("Channel database {2} has no copy of online store {1}, so its "
                                   "storefront does not work."),
                                N_("Run job 1070, or a full data sync (9999)."), NULL},
    [TRACE_STORE_MOVED] = {N_("Online store {1} was moved to another channel database, but its "
                              "storefront still works in {2}."),
                           N_("Let the new database get its data (job 1070, or a full data sync), "
                              "then restart the Commerce Scale Unit."),
                           NULL},
    [TRACE_CHANNEL_UNREADABLE] =
        {N_("Channel database {1} cannot be read. {e}"),
         N_("Put the file back or make it again, then run a full data sync "
            "(9999)."),
         NULL},
    [TRACE_PAUSED] = {N_("Data synchronization of channel database {1} is paused: nothing moves up "
                         "or down."),
                      N_("Set Pause data sync to No."), NULL},
    [TRACE_CLIENT_STOPPED] = {N_("The Async Client of channel database {1} is stopped: it neither "
                                 "packs uploads nor fetches downloads."),
                              N_("Restart the Commerce Scale Unit."), NULL},
    [TRACE_NOT_IN_GROUP] = {N_("Channel database {1} is in no group that schedule {2} serves, so "
                               "nothing is exchanged with it."),
                            N_("Attach the database's group to the schedule, or give the database "
                               "a group that is attached."),
                            NULL},
    [TRACE_SCHEDULE_INACTIVE] = {N_("Schedule {1} is not active: it runs, and exchanges nothing."),
                                 N_("Set Active to Yes and run the job."), NULL},
    [TRACE_JOB_DISABLED] = {N_("Job {1} is not enabled in its schedule: the schedule runs, and "
                               "exchanges nothing."),
                            N_("Enable the job in the schedule and run it."), NULL},
    [TRACE_SUBJOB_MISSING] =
        {N_("Job {2} has no enabled subjob for the table {1}, so its rows stay "
            "behind."),
         N_("Initialize the commerce scheduler, with Delete existing "
            "configuration = No."),
         NULL},
    [TRACE_SESSION_COUNTER] =
        {N_("The session counter of channel database {1} is behind: no upload "
            "session can be made. {e}"),
         N_("Repair the session counter of the channel database."), NULL},
    [TRACE_CHANNEL_RESTORED] =
        {N_("Channel database {1} was restored from a copy: its counters are "
            "below what headquarters has received, so its rows would be "
            "skipped."),
         N_("Give the channel database new counters (Reseed counter)."), NULL},
    [TRACE_PACKAGE_REFUSED] =
        {N_("The upload package fails as a whole, and the rows behind the bad "
            "one wait. {e}"),
         N_("Send support the error (Support request), then run P-0001 again."), NULL},
    [TRACE_PACKAGE_TIMEOUT] = {N_("The upload package takes longer than is allowed. {e}"),
                               N_("Send support the error (Support request), or raise SQL command "
                                  "timeout; then run P-0001 again."),
                               NULL},
    [TRACE_SESSION_EXHAUSTED] =
        {N_("Download session {n} has used up its tries at channel database "
            "{1}. {e}"),
         N_("Remove what the message names, then rerun the session or run "
            "job 1010."),
         NULL},
    [TRACE_DOWNLOAD_FAILED] = {N_("Download session {n} failed at channel database {1}. {e}"),
                               N_("Remove what the message names, or send it to support (Support "
                                  "request); then run job 1010 again."),
                               NULL},
    [TRACE_BATCH_ERROR] = {N_("The last run of {1} ended in error. {e}"),
                           N_("Remove what the message names, then run the job again; a batch job "
                              "that ended in error is set to Waiting."),
                           NULL},
    [TRACE_NO_UPLOAD_PLANNED] = {N_("The sign-up waits in the channel: P-0001 has not taken it "
                                    "along, and nothing will run it."),
                                 N_("Run P-0001 now, and create a batch job for it."),
                                 NOT_PLANNED_AHEAD},
    [TRACE_NO_SYNC_PLANNED] = {N_("Headquarters has the row, but no customer yet: the "
                                  "synchronization job has not taken it up, and nothing will run "
                                  "it."),
                               N_("Run Synchronize customers and channel requests, and let it "
                                  "recur."),
                               NOT_PLANNED_AHEAD},
    [TRACE_NO_DOWNLOAD_PLANNED] = {N_("The customer is in headquarters, but the channel does not "
                                      "know the account: job 1010 has not brought it, and nothing "
                                      "will run it."),
                                   N_("Run job 1010 now, and create a batch job for it."),
                                   NOT_PLANNED_AHEAD},
    [TRACE_WITHHELD] = {N_("A batch job for {1} exists, but it does not start: it is withheld or "
                           "was canceled."),
                        N_("Change its status to Waiting."), NULL},
    [TRACE_WRONG_ORDER] =
        {N_("{1} ran before the record had come so far: the jobs ran in the wrong "
            "order."),
         N_("Run P-0001, then the synchronization job, then 1010."), NULL},
    [TRACE_NO_BATCH_SERVER] = {N_("{1} is due, but no batch server is running."),
                               N_("Keep a console open, or start chq batch serve."), NULL},
    [TRACE_REFUSED] = {N_("Headquarters refused to create the customer. {e}"),
                       N_("When that is repaired, synchronize the operation."),
                       N_("Headquarters will refuse to create the customer. {e}")},
    [TRACE_NOT_SYNCHRONIZED] = {N_("What made the operation fail has been repaired, but it has not "
                                   "been synchronized since. It had failed with this: {e}"),
                                N_("Synchronize the operation."), NULL},
    [TRACE_NO_ADDRESS_BOOK] = {N_("Online store {2} and customer {1} share no address book, so job "
                                  "1010 leaves the customer out."),
                               N_("Give both the same address book, then run jobs 1070 and 1010."),
                               N_("Online store {2} has no customer address book, so job 1010 will "
                                  "leave the customer out.")},
    [TRACE_OTHER_COMPANY] = {N_("Nothing is wrong: customer {1} belongs to company {2}, and the "
                                "lists of this company do not show it."),
                             "", NULL},
    [TRACE_LINKED] = {N_("Sign-ups with this email address were linked to the customer instead of "
                         "making a new one: {n}.[ They sign in as {1}.]"),
                      "", NULL},
    [TRACE_HIDDEN] = {N_("Nothing is wrong: customer {1} is in headquarters. A list that does not "
                         "show it has a filter, or another company is chosen."),
                      N_("Open the customer; clear the filter of the list."), NULL},
    [TRACE_NORMAL] = {N_("Normal waiting: {1} takes the record on at {t}."),
                      N_("Wait, or run the job now."), NULL},
    [TRACE_NOWHERE] = {N_("There is no record of '{1}' anywhere, and no storefront has refused "
                          "such a sign-up."),
                       N_("Ask which store and which email address it was, and trace those; or let "
                          "the shopper sign up again."),
                       NULL},
    [TRACE_EXPECTED_ASYNC] = {N_("A sign-up in {1} is stored in channel database {2}, where it "
                                 "waits for P-0001."),
                              "", NULL},
    [TRACE_EXPECTED_SYNC] = {N_("A sign-up in {1} becomes a customer in headquarters at once, or "
                                "is refused."),
                             "", NULL},
    [TRACE_FALLBACK] = {N_("The sign-up was meant to be in real time, but headquarters did not "
                           "answer, so it was stored in the channel."),
                        "", NULL},
    [TRACE_PROFILE_NOT_ASSIGNED] = {N_("Online store {1} still works asynchronously: profile {2}, "
                                       "which says No, is not the one that it uses."),
                                    N_("Set the functionality profile of the store."), NULL},
    [TRACE_WRONG_STORE] = {N_("Online store {2} was given a profile that says No; {1} kept its own "
                              "and still works asynchronously."),
                           N_("If {1} was meant: set its functionality profile, and give {2} back "
                              "the one it had."),
                           NULL},
    [TRACE_POS_PROFILE] = {N_("POS functionality profile {2} was set to No, which no online store "
                              "obeys: {1} still works asynchronously."),
                           N_("Undo that, and set Create customer in async mode of the online "
                              "profile."),
                           NULL},
    [TRACE_SHARED_PROFILE] = {N_("Profile {2} was set to No for all {n} online stores that use it, "
                                 "so {1} creates customers in real time, too."),
                              N_("If {1} was to stay asynchronous, give it a profile of its own."),
                              NULL},
    [TRACE_COPY_OLD] = {N_("Headquarters says that {1} creates customers in real time, but the "
                           "channel's copy still says async mode."),
                        N_("Run jobs 1070 and 1110."), NULL},
    [TRACE_COPY_OLD_SYNC] = {N_("Headquarters says that {1} creates customers in async mode, but "
                                "the channel's copy still says real time."),
                             N_("Run jobs 1070 and 1110."), NULL},
    [TRACE_CACHE_OLD] = {N_("The channel's copy says that {1} creates customers in real time, but "
                            "the Commerce Scale Unit still serves its older cache."),
                         N_("Restart the Commerce Scale Unit, or wait until the cache is renewed."),
                         NULL},
    [TRACE_CACHE_OLD_SYNC] =
        {
            N_("The channel's copy says that {1} creates customers in async mode, but "
               "the Commerce Scale Unit still serves its older cache."),
            N_("Restart the Commerce Scale Unit, or wait until the cache is renewed."), NULL},
};

static const char *cause_value(const void *ctx, const char *name, size_t len, char *buf,
                               size_t size) {
    const struct trace_finding *finding = ctx;
    if (len != 1) return NULL;
    buf[0] = '\0';
    switch (*name) {
    case '1': /* a job has a title, all else is as it is */
        return words_job_title(finding->value);
    case '2':
        return finding->value2;
    case 'n':
        snprintf(buf, size, "%lld", (long long)finding->count);
        return buf;
    case 't':
        if (finding->count > 0) clock_format_datetime(finding->count, buf, size);
        return buf;
    case 'e':
        words_error(&finding->err, "customer", buf, size);
        return buf;
    default:
        return NULL;
    }
}

static void fill(const struct trace_finding *finding, const char *sentence, char *buf,
                 size_t size) {
    words_fill(sentence && *sentence ? _(sentence) : "", cause_value, finding, buf, size);
    for (size_t end = strlen(buf); end > 0 && buf[end - 1] == ' '; end--) buf[end - 1] = '\0';
}

void words_cause(const struct trace_finding *finding, char *buf, size_t size) {
    const struct cause_words *words = &sentences[finding->cause];
    fill(finding, finding->ahead && words->ahead ? words->ahead : words->cause, buf, size);
}

void words_cause_remedy(const struct trace_finding *finding, char *buf, size_t size) {
    bool not_yet = finding->ahead && finding->cause == TRACE_REFUSED;
    fill(finding,
         not_yet ? N_("Repair that before the synchronization job runs.")
                 : sentences[finding->cause].remedy,
         buf, size);
}

const char *words_cause_heading(const struct trace_finding *finding, int index) {
    if (finding->ahead) return _("Further on");
    if (index > 0) return _("Also");
    bool verdict = finding->cause == TRACE_NORMAL || finding->cause == TRACE_HIDDEN ||
                   finding->cause == TRACE_LINKED || finding->cause == TRACE_OTHER_COMPANY ||
                   finding->cause == TRACE_NOWHERE;
    return verdict ? _("Verdict") : _("Cause");
}

void words_cause_title(const struct trace_finding *finding, int index, char *buf, size_t size) {
    const char *heading = words_cause_heading(finding, index);
    if (finding->number > 0)
        snprintf(buf, size, _("%s, number %d of the failure catalogue"), heading, finding->number);
    else
        snprintf(buf, size, "%s", heading);
}

void words_cause_number(const struct trace_finding *finding, char *buf, size_t size) {
    buf[0] = '\0';
    if (finding->number > 0)
        snprintf(buf, size, _("Cause %d of the failure catalogue"), finding->number);
}
