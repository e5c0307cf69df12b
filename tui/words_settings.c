/* SPDX-License-Identifier: MIT */
/*
 * Sentences for the keys of the settings table and of the invariants that `chq check` tests. The table itself is
 * model/settings.h, whose English sentences a test compares with these. Knows no terminal, no page and no verb.
 */

#include "tui/words.h"

#include "tui/i18n.h"

static const struct {
    const char *key, *sentence;
} settings[] = {
    {"rts.fallback",
     N_("When headquarters does not answer a real-time call, create the customer asynchronously "
        "(later versions; off, as in 10.0.18: the sign-up fails)")},
    {"rts.latency_ms", N_("Simulated network time of one call to the Real-time Service")},
    {"rts.latency_growth_ms",
     N_("Simulated: how much longer a call to the Real-time Service takes for each other one of "
        "the storefront traffic that is under way")},
    {"traffic.latency_ms", N_("Simulated network time of a call to the Real-time Service that the "
                              "storefront traffic makes, unless rts.latency_ms is longer")},
    {"csu.cache_ttl", N_("How long the channel may serve its cached copy of store and profile "
                         "before it reads them again")},
    {"store.no_profile_async", N_("A store without a functionality profile creates its customers "
                                  "asynchronously (no: in real time)")},
    {"exchange.batch_rows", N_("Most rows an exchange job moves in one transaction")},
    {"exchange.lock_ms",
     N_("Longest time a job may hold a database's write lock; batches shrink to "
        "stay below it")},
    {"exchange.cache_mib", N_("Page cache of a connection that runs a job")},
    {"csv.batch_rows", N_("Sign-ups that chq signup --csv commits together; none is acknowledged "
                          "before its commit")},
    {"db.busy_timeout_ms",
     N_("How long a locked database is waited for before the work is given up as busy")},
    {"batch.poll_s", N_("How often the batch server looks for work even when nothing tells it to, "
                        "and shows that it lives")},
    {"batch.lease_s", N_("How long after a missed look the batch server is replaced when it hangs; "
                         "one that died is replaced at once")},
    {"console.batch_server", N_("The console runs batch jobs while it is open, unless another "
                                "program is the batch server already")},
    {"console.escape_ms",
     N_("How long a lone Escape waits for the rest of a key sequence ($ESCDELAY wins)")},
    {"console.customer_view", N_("Show the customer-view pane when the console opens")},
    {"console.show_pace_ms", N_("How long each key of what is shown stays on the screen before the "
                                "next one; 0: all at once")},
    {"console.language",
     N_("Language of screens and messages; empty: as the environment says (LANG)")},
    {"console.theme", N_("Colours of the console")},
    {"console.environment",
     N_("Word in the title bar that tells one environment from another: DEMO, TEST, PROD")},
    {"console.user", N_("Who the audit trail names; empty: the login name")},
    {"trainee.name", N_("Whose record guides and labs are kept in; empty: console.user")},
    {"training.records",
     N_("Folder of the trainees' records, one file per trainee; a class shares one; empty: "
        "training/records in the company's folder; none: no record is kept")},
};

const char *words_setting(const char *key) {
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (strcmp(settings[i].key, key) == 0) return _(settings[i].sentence);
    }
    return "";
}

static const struct {
    const char *key, *sentence;
} invariants[] = {
    {"one-customer-per-guid", N_("One storefront customer has several customer accounts.")},
    {"flag-means-account",
     N_("A customer is flagged as created but has no account, or has one without the flag.")},
    {"created-means-customer", N_("A customer is flagged as created but does not exist.")},
    {"status-matches-flag", N_("Synchronization status and flag of a customer contradict.")},
    {"operations-in-order", N_("A later change of a customer was applied before an earlier one.")},
    {"customer-is-whole", N_("A customer lacks its party or its Commerce part.")},
    {"accounts-distinct", N_("Several customers have the same account.")},
    {"received-once", N_("A row of a channel was received more than once.")},
    {"mark-covers-received", N_("Rows were received beyond the mark that says how far.")},
    {"sessions-do-not-overlap", N_("Two upload sessions brought the same rows.")},
    {"mark-covers-sessions",
     N_("An upload session was applied beyond the mark that says how far.")},
    {"newest-session-ends-at-mark",
     N_("The newest upload session does not end where headquarters has received.")},
    {"identities-received",
     N_("A shopper's identity that counts as received is missing in headquarters.")},
    {"session-has-its-run", N_("A session was left in the middle by a run that died. Run the job "
                               "again: it takes the session over.")},
    {"run-has-its-process",
     N_("A run of a job was left in the middle by a process that died. Run the job again.")},
    {"mark-within-channel",
     N_("Headquarters has received more than the channel has written: was the channel database "
        "restored from a copy?")},
    {"received-is-complete", N_("A row that counts as received is missing in headquarters.")},
    {"one-entry-per-person", N_("A channel shows the same customer twice.")},
    {"one-sign-up-per-guid", N_("A channel has several sign-ups under one GUID.")},
    {"channel-knows-only-customers",
     N_("A channel has a customer that headquarters does not have.")},
    {"download-mark-within-hq", N_("A channel has been sent more than headquarters has.")},
    {"sequence-exists", N_("A number sequence that is referred to does not exist.")},
    {"file-intact", N_("A database file is damaged.")},
    {"channel-readable", N_("A channel database cannot be read.")},
};

const char *words_invariant(const char *key) {
    for (size_t i = 0; i < sizeof invariants / sizeof invariants[0]; i++) {
        if (strcmp(invariants[i].key, key) == 0) return _(invariants[i].sentence);
    }
    return key;
}
