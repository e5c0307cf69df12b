/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_CLI_H
#define CHQ_CLI_CLI_H

/*
 * What every verb is given, and how verbs speak: stdout carries data, stderr narration (design.md section 5). A verb
 * never asks. With --json a call prints exactly one JSON document, also when it fails: {"error": …, "reason": …}.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/json.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "model/err.h"
#include "model/exchange/company.h"
#include "model/progress.h"
#include "model/settings.h"
#include "tui/console.h"
#include "tui/i18n.h"

/* Exit codes: the contract. */
enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1, /* refused or failed */
    EXIT_USAGE = 2,   /* wrong usage or configuration */
    EXIT_BUSY = 3,    /* try again */
    EXIT_CHECK = 4,   /* a check did not hold */
    EXIT_INTERRUPTED = 130
};

#define CLI_MAX_SETS 32

enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct cli {
    FILE *out, *err;
    const struct verb *verb;
    bool json, read_only;
    enum colour_when colour;
    const char *data, *lang, *config;
    const char *sets[CLI_MAX_SETS]; /* --set KEY=VALUE, in order */
    int set_count;
    const char
        *values[VERB_MAX_OPTIONS]; /* of the verb's own options; "" for a switch that was given */
    const char **args;             /* operands behind noun and verb */
    int arg_count;
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    struct company *company; /* open while a verb with VERB_COMPANY runs */
    const char *entity_id;   /* whose fields errors speak of, NULL = not known */
    struct json doc;         /* the JSON document of this call; begun by the verb */
    char complaint[400];     /* what cli_complain said last */
    int (*console)(const struct console_options *options);
};

/* The whole program. `console` opens the screens (tui/console.h); tests give their own. Returns the exit code. */
int cli_main(int argc, char **argv, int (*console)(const struct console_options *options));

/* Value of an option of the verb, NULL when it was not given. BUG when the verb has no such option. */
const char *cli_option(const struct cli *cli, const char *name);
/* Number option in lowest..highest; *value is unchanged when it was not given. false: said so, return EXIT_USAGE. */
bool cli_option_int(struct cli *cli, const char *name, int64_t lowest, int64_t highest,
                    int64_t *value);

/* Narration on stderr, one line each, without line feed at the end. */
void cli_note(const struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);
void cli_warn(const struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);
void cli_complain(struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Complain, and point to the help of the verb. Returns EXIT_USAGE. */
int cli_usage(struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Only point to it. */
int cli_see_help(const struct cli *cli);
/* Say an error of the model and return its exit code; the JSON document says it too. */
int cli_fail(struct cli *cli, const struct err *err);
/* The same without a word, for callers that have said it. */
int cli_exit_code(const struct err *err);
/* Warn of channel databases that cannot be read: what a verb prints lacks their customers. */
void cli_warn_missing_channels(const struct cli *cli);
/* Warn, once, that a guide or lab could not be noted in the trainee's record. */
struct guide_session;
void cli_warn_unrecorded(const struct cli *cli, const struct guide_session *session);
/* "error", "code", "reason", … into the object that is open in cli->doc; "error": null for ERR_OK. */
void cli_json_error(struct cli *cli, const struct err *err);

/* A progress that draws on stderr when that is a terminal, else says a line every few seconds, and that stops when the
 * user interrupts. `say` makes the line from done and total. */
struct cli_progress {
    struct progress progress; /* give this to the model */
    struct cli *cli;
    void (*say)(char *buf, size_t size, int64_t done, int64_t total, const void *ctx);
    const void *ctx;
    int64_t next_us; /* do not draw before */
    bool terminal, drawn;
};
void cli_progress_init(struct cli_progress *progress, struct cli *cli,
                       void (*say)(char *buf, size_t size, int64_t done, int64_t total,
                                   const void *ctx),
                       const void *ctx);
/* Wipe the line, before something else is said. */
void cli_progress_wipe(struct cli_progress *progress);

/* ---- interruption ------------------------------------------------------------------------------------------- */

/* From now on SIGINT, SIGTERM and SIGHUP ask for an end at the next safe place; a second one ends at once. */
void interrupt_watch(void);
/* Signal that asked, 0 = none. */
int interrupt_signal(void);
/* Readable when one has asked; -1 = not watched. */
int interrupt_fd(void);

#endif
