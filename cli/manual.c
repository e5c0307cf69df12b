/* SPDX-License-Identifier: MIT */
/* The manual page in mdoc(7). Owns its frame; verbs, options and settings come from their tables. */

#include "cli/manual.h"

#include "cli/csv_header.h"
#include "cli/verbs.h"
#include "model/channel/storefront.h"
#include "model/settings.h"
#include "model/text.h"

/* Text that no macro and no escape can be read into; "…" stands for repetition. */
static void put(FILE *out, const char *text) {
    for (const char *p = text; *p; p++) {
        if (strncmp(p, "…", strlen("…")) == 0) {
            fputs(" ...", out);
            p += strlen("…") - 1;
        } else if (*p == '\\') {
            fputs("\\e", out);
        } else if (*p == '-') {
            fputs("\\-", out);
        } else {
            putc(*p, out);
        }
    }
}

/* Sentences, one per line, as mdoc wants them; an empty line of the text begins a paragraph. */
static void put_text(FILE *out, const char *text) {
    while (*text) {
        const char *end = text;
        while (*end && *end != '\n' && !(end > text && end[-1] == '.' && *end == ' ')) end++;
        char sentence[2000];
        text_copy_n(sentence, sizeof sentence, text, (size_t)(end - text));
        if (sentence[0]) {
            if (sentence[0] == '.' || sentence[0] == '\'') fputs("\\&", out);
            put(out, sentence);
            putc('\n', out);
        }
        if (strncmp(end, "\n\n", 2) == 0) fputs(".Pp\n", out);
        text = end + strspn(end, " \n");
    }
}

static void put_options(FILE *out, const struct verb_option *options) {
    fputs(".Bl -tag -width Ds -compact\n", out);
    for (; options->name; options++) {
        fprintf(out, ".It Fl Fl %s%s", options->name, options->value ? " Ar " : "");
        if (options->value) put(out, options->value);
        putc('\n', out);
        put_text(out, options->help);
        if (options->required) fputs("(required)\n", out);
    }
    fputs(".El\n", out);
}

static void put_verb(FILE *out, const struct verb *verb) {
    fprintf(out, ".It Cm %s%s%s", verb->noun, verb->name ? " " : "", verb->name ? verb->name : "");
    if (verb->args) {
        fputs(" Ar ", out);
        put(out, verb->args);
    }
    putc('\n', out);
    put_text(out, verb->summary);
    if (verb->details) {
        fputs(".Pp\n", out);
        put_text(out, verb->details);
    }
    if (verb->options) {
        fputs(".Pp\n", out);
        put_options(out, verb->options);
    }
}

static void put_verbs(FILE *out) {
    const struct verb *verb;
    fputs(".Sh VERBS\n"
          "Data goes to standard output, what happens on the way to standard error.\n"
          "A verb never asks: what a screen would warn about is printed, and what a screen would "
          "refuse is refused.\n"
          "With\n.Fl Fl json\na call prints exactly one JSON document, also when it fails:\n"
          "an object with\n.Li error , code\nand\n.Li reason .\n"
          ".Bl -tag -width Ds\n",
          out);
    for (int i = 0; (verb = verb_at(i)) != NULL; i++) {
        if (verb->noun[0]) put_verb(out, verb);
    }
    fputs(".El\n", out);
}

static void put_columns(FILE *out) {
    fputs(".Sh CSV COLUMNS\n"
          "Names of columns are compared without case, blanks and punctuation.\n"
          "Beside these names the labels of the fields in English and Norwegian are known.\n"
          ".Bl -tag -width StreetNumber -compact\n",
          out);
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        char names[300];
        csv_header_names(member->key, names, sizeof names);
        fprintf(out, ".It Li %s\n%s%s\n", member->key, names,
                member->required ? " (required)" : "");
    }
    fputs(".El\n", out);
}

static void put_settings(FILE *out) {
    struct settings settings;
    settings_init(&settings);
    fputs(".Sh SETTINGS\n"
          "A flag\n.Pq Fl Fl set Ar KEY Ns = Ns Ar VALUE\n"
          "beats the environment, which beats the user's file, which beats the defaults.\n"
          ".Nm Cm config dump\nprints a file to start from.\n"
          ".Bl -tag -width Ds -compact\n",
          out);
    for (int i = 0; i < settings_count(); i++) {
        struct setting_info info;
        settings_info(&settings, i, &info);
        fprintf(out, ".It Li %s\n", info.key);
        put(out, info.sentence);
        fprintf(out, ".\n%s%s%s; default: %s\n", info.range, info.unit[0] ? " " : "", info.unit,
                info.standard[0] ? info.standard : "empty");
    }
    fputs(".El\n", out);
}

static const char head[] =
    ".\\\" SPDX-License-Identifier: MIT\n"
    ".\\\" Written from the program's own tables (cli/manual.c); a test keeps it so.\n"
    ".Dd March 2, 2026\n.Dt CHQ 1\n.Os\n.Sh NAME\n.Nm chq\n.Nd Commerce headquarters in a "
    "terminal\n"
    ".Sh SYNOPSIS\n.Nm\n.Op Ar options\n.Nm\n.Ar noun\n.Op Ar verb\n.Op Ar operands\n"
    ".Op Ar options\n.Sh DESCRIPTION\n.Nm\n"
    "is a headquarters for a retailer's online stores: functionality profiles, online stores, "
    "customers, number sequences, schedules and jobs in a database of its own, a channel database "
    "with its own copy of the settings, and the exchange that moves customers between the two.\n"
    "It is also a trainer: guides run inside the real screens and tick off a step because the data "
    "is right.\n.Pp\n"
    "Without a noun it opens the console, which needs a terminal of at least 60 columns and 18 "
    "rows.\n";

static const char tail[] =
    ".Sh ENVIRONMENT\n.Bl -tag -width Ds -compact\n"
    ".It Ev CHQ_DATA\nFolder of the company.\n"
    ".It Ev CHQ_CONFIG\nFile with settings.\n"
    ".It Ev CHQ_RTS_FALLBACK No and so on\nA setting, with the dots of its key as underscores.\n"
    ".It Ev LANGUAGE , LC_ALL , LC_MESSAGES , LANG\nLanguage, when\n.Fl Fl lang\ndoes not say.\n"
    ".It Ev NO_COLOR\nNo colours when it is set and not empty.\n"
    ".It Ev ESCDELAY\nHow many milliseconds a lone Escape waits for the rest of a key sequence.\n"
    ".El\n.Sh FILES\n.Bl -tag -width Ds -compact\n"
    ".It Pa headquarters.db , channel\\-NAME.db\nThe company, in its folder.\n"
    ".It Pa $XDG_CONFIG_HOME/chq/chq.ini\nSettings.\n"
    ".It Pa $XDG_CONFIG_HOME/chq/keys.ini\nKeymap of the console.\n"
    ".It Pa $XDG_STATE_HOME/chq/chq.log\nFailures with their technical text.\n"
    ".El\n.Sh EXIT STATUS\n.Bl -tag -width 130 -compact\n"
    ".It 0\ndone\n.It 1\nrefused or failed\n.It 2\nwrong usage or configuration\n"
    ".It 3\nbusy, try again\n.It 4\na check did not hold\n.It 130\ninterrupted\n.El\n"
    ".Sh EXAMPLES\nMake a demo company, sign a customer up, and see where the record is:\n"
    ".Bd -literal -offset indent\n"
    "chq init \\-\\-demo\n"
    "chq signup \\-\\-store AWOnline \\-\\-first\\-name Kari \\-\\-last\\-name Nordmann \\e\n"
    "    \\-\\-email kari@example.com\n"
    "chq customer list \\-\\-store AWOnline \\-\\-limit 5\n.Ed\n.Pp\n"
    "Bring the customer home:\n.Bd -literal -offset indent\n"
    "chq job run P\\-0001\nchq job run sync\\-customers\nchq job run 1010\n"
    "chq customer show kari@example.com\n.Ed\n.Pp\n"
    "Create every new customer at once, as the documented guide does, and verify it:\n"
    ".Bd -literal -offset indent\n"
    "chq guide play customer\\-records\\-not\\-appearing\n.Ed\n";

void manual_write(FILE *out) {
    fputs(head, out);
    fputs(".Sh OPTIONS\nThese are taken by every verb and may stand anywhere.\n", out);
    put_options(out, global_options);
    fputs(".Pp\nThe console takes these, too:\n", out);
    put_options(out, verb_find("", NULL)->options);
    put_verbs(out);
    put_columns(out);
    put_settings(out);
    fputs(tail, out);
}
