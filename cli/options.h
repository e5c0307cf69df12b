/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_OPTIONS_H
#define CHQ_CLI_OPTIONS_H

/* The command line into struct cli. Options may stand anywhere; "--" ends them. */

#include "cli/cli.h"

enum parsed {
    PARSED_RUN,     /* cli->verb is set, its operands and options are complete */
    PARSED_HELP,    /* --help: for cli->verb, else for *noun, else for the program */
    PARSED_VERSION, /* --version */
    PARSED_WRONG    /* said why on stderr */
};

/* `args` has room for argc operands. *noun is what help is wanted for, NULL = the program. */
enum parsed options_parse(struct cli *cli, int argc, char **argv, const char **args,
                          const char **noun);
/* What --lang says, "" = nothing, before anything else is parsed: complaints must be in that language already. */
const char *options_language(int argc, char **argv);

#endif
