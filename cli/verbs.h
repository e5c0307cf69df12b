/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_VERBS_H
#define CHQ_CLI_VERBS_H

/*
 * The one table of verbs. Parsing, --help on every level, suggestions and the manual page (docs/chq.1) come from it.
 * Each cli/cmd_NOUN.c exports its rows; verbs.c puts them in order. Texts are msgids marked with N_().
 */

#include <stdbool.h>
#include <stddef.h>

#define VERB_MAX_OPTIONS 16

struct cli;

struct verb_option {
    const char *name;  /* without dashes: "description" */
    const char *value; /* what stands for its value in help: "TEXT"; NULL = a switch */
    const char *help;
    bool required;
};

enum {
    VERB_COMPANY = 1,    /* opens the company first */
    VERB_WRITES = 2,     /* refused with --readonly */
    VERB_WORK = 4,       /* moves many rows: large cache */
    VERB_NO_SETTINGS = 8 /* runs although the settings file is wrong */
};

struct verb {
    const char *noun;       /* "" = chq alone, the console */
    const char *name;       /* NULL = the noun is the whole command: chq init */
    const char *args;       /* operands in help, "ID [KEY=VALUE…]"; NULL = none */
    int min_args, max_args; /* -1 = any number */
    unsigned flags;
    const struct verb_option *options; /* ends with a NULL name; NULL = none */
    const char *summary;               /* one line */
    const char *details;               /* paragraphs separated by an empty line; NULL = none */
    int (*run)(struct cli *cli);
};

/* Rows of one file; the last has run NULL. */
extern const struct verb verbs_console[], verbs_init[], verbs_status[], verbs_profile[],
    verbs_store[], verbs_channel[], verbs_customer[], verbs_trace[], verbs_signup[], verbs_job[],
    verbs_schedule[], verbs_session[], verbs_batch[], verbs_hq[], verbs_csu[], verbs_guide[],
    verbs_lab[], verbs_course[], verbs_board[], verbs_support[], verbs_resync[], verbs_shopper[],
    verbs_config[], verbs_keys[], verbs_check[], verbs_records[], verbs_feature[],
    verbs_parameter[], verbs_export[], verbs_numberseq[], verbs_traffic[];

/* Row by number over all files, in the order of the help; NULL past the end. */
const struct verb *verb_at(int index);
/* NULL name = the noun's only or first row. NULL when there is none. */
const struct verb *verb_find(const char *noun, const char *name);
/* Does the noun need a verb behind it? false also for an unknown noun. */
bool noun_has_verbs(const char *noun);
/* The nearest noun, or verb of a noun; NULL when none is near. */
const char *noun_nearest(const char *word);
const char *verb_nearest(const char *noun, const char *word);

/* Options that every verb takes, in the order of help; ends with a NULL name. */
enum {
    GLOBAL_DATA,
    GLOBAL_LANG,
    GLOBAL_READONLY,
    GLOBAL_JSON,
    GLOBAL_CONFIG,
    GLOBAL_SET,
    GLOBAL_COLOR,
    GLOBAL_HELP,
    GLOBAL_VERSION
};
extern const struct verb_option global_options[];
/* Index in `options`, -1 = not there. `len` bytes of `name`. */
int option_find(const struct verb_option *options, const char *name, size_t len);
/* Does any verb have an option of that name that takes a value? */
bool option_takes_value(const char *name, size_t len);

/* ---- help ---------------------------------------------------------------------------------------------------- */

/* On cli->out: the program; a noun with its verbs; a verb. */
void help_program(const struct cli *cli);
void help_noun(const struct cli *cli, const char *noun);
void help_verb(const struct cli *cli, const struct verb *verb);
/* "chq profile new ID --description TEXT [--async yes|no]" */
void help_usage_line(const struct verb *verb, char *buf, size_t size);

#endif
