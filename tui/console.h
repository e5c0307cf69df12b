/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CONSOLE_H
#define CHQ_TUI_CONSOLE_H

/* The door for cli/main.c: run the console until the user leaves. */

#include <stdbool.h>

#include "model/exchange/company.h"
#include "model/settings.h"

struct console_options {
    struct company *take_company; /* opened for screens; the console closes it */
    struct settings *settings;    /* borrowed */
    const char *theme;            /* --theme, NULL = setting console.theme */
    bool no_colour;               /* --color=never; also when NO_COLOR is set and not empty */
    bool ascii;                   /* --ascii; also when the locale is not UTF-8 */
    const char *first_page;       /* page id to open on top of the menu, NULL = none */
    const char *first_key;        /* record on it, NULL = list */
    const char *guide;            /* guide to start at once (chq guide start …), NULL = none */
};

/*
 * i18n_init must have been called; settings hold flags and environment already. Returns the exit code: 0 left by the
 * user, 1 the terminal cannot be used (said on stderr), 2 standard input or output is no terminal or a wrong theme or
 * keymap (said on stderr), 128+n after a signal.
 */
int console_run(const struct console_options *options);

#endif
