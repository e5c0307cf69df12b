/* SPDX-License-Identifier: MIT */
/*
 * Sentences about number sequences. Owns how a format is told in segments and how a change of Next is explained. Knows
 * no screen and no verb.
 */

#include "tui/number_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/i18n.h"
#include "tui/words.h"

static void add_row(char *rows, size_t size, const char *first, const char *second) {
    char clean[200];
    size_t used = strlen(rows);
    words_clean(clean, sizeof clean, second);
    snprintf(rows + used, size - used, "%s%s\t%s", used > 0 ? "\n" : "", first, clean);
}

void number_words_segments(const char *format, char *rows, size_t size) {
    rows[0] = '\0';
    while (*format) {
        size_t places = strspn(format, "#&"), len = places > 0 ? places : strcspn(format, "#&");
        char segment[TEXT_SIZE(NUMBER_CHARS)];
        text_copy_n(segment, sizeof segment, format, len);
        add_row(rows, size, places > 0 ? _("Alphanumeric") : _("Constant"), segment);
        format += len;
    }
}

/* Names that the program itself gives; others are shown as they are. */
static const char *known_name(const char *stored) {
    static const char *const known[] = {N_("Accounts receivable"), N_("Customer account")};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], stored) == 0) return _(known[i]);
    }
    return stored;
}

/* Each of the names, which are separated by ", ". */
static void add_names(struct db *hq, char *rows, size_t size, const char *names, bool references) {
    while (*names) {
        size_t len = strcspn(names, ",");
        char name[TEXT_SIZE(60)];
        struct number_reference reference;
        text_copy_n(name, sizeof name, names, len);
        if (!references)
            add_row(rows, size, _("Customer groups"), name);
        else if (entity_number_reference.load(hq, name, &reference, NULL) == ERR_OK)
            add_row(rows, size, known_name(reference.Area), known_name(name));
        names += len;
        names += strspn(names, ", ");
    }
}

enum err_code number_words_uses(struct db *hq, const char *code, char *rows, size_t size,
                                struct err *err) {
    char references[400], groups[400];
    rows[0] = '\0';
    enum err_code result = numberseq_usage(hq, code, references, groups, sizeof references, err);
    if (result != ERR_OK) return result;
    add_names(hq, rows, size, references, true);
    add_names(hq, rows, size, groups, false);
    return ERR_OK;
}

const char *number_words_no_accounts(void) {
    return _("Customer accounts are drawn from this sequence. Nobody who signs up in an online "
             "store can become a customer until this is No again.");
}

const char *number_words_nothing_missing(void) {
    return _("Every reference has a number sequence: there is nothing to generate.");
}

void number_words_proposal(const struct number_proposal *proposal, char *buf, size_t size) {
    const struct number_sequence *sequence = &proposal->sequence;
    char next[24], largest[24];
    snprintf(next, sizeof next, "%" PRId64, sequence->NextRec);
    snprintf(largest, sizeof largest, "%" PRId64, sequence->Highest);
    snprintf(buf, size,
             _("%s has no number sequence. Set up %s with the format %s, numbers from %s to %s?"),
             known_name(proposal->reference.Reference), sequence->NumberSequence, sequence->Format,
             next, largest);
}

void number_words_cleanup(const struct number_cleanup *cleanup, char *buf, size_t size) {
    char old[24], now[24], account[200];
    snprintf(old, sizeof old, "%" PRId64, cleanup->sequence.NextRec);
    snprintf(now, sizeof now, "%" PRId64, cleanup->next);
    words_clean(account, sizeof account, cleanup->largest);
    char use[300], change[400];
    if (account[0])
        snprintf(use, sizeof use, _("The largest account in use is %s."), account);
    else
        snprintf(use, sizeof use, "%s", _("No customer has a number of this form."));
    if (cleanup->next < cleanup->sequence.NextRec)
        snprintf(change, sizeof change,
                 _("Next goes back from %s to %s; the numbers between were fetched ahead or lost, "
                   "and will be given. Go on?"),
                 old, now);
    else
        snprintf(change, sizeof change, _("Next goes on from %s to %s. Go on?"), old, now);
    snprintf(buf, size, "%s %s", use, change);
}

void number_words_cleaned(const struct number_cleanup *cleanup, char *buf, size_t size) {
    char now[24];
    snprintf(now, sizeof now, "%" PRId64, cleanup->next);
    snprintf(buf, size,
             cleanup->next == cleanup->sequence.NextRec
                 ? _("Nothing to clean up: Next %s is right behind the accounts in use.")
                 : _("Next is %s now, right behind the accounts in use."),
             now);
}
