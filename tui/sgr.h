/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SGR_H
#define CHQ_TUI_SGR_H

/*
 * Makes what curses sends shorter without changing what is seen: curses resets before it sets, names the character set with
 * every reset, and colours blanks. Half of a screen's bytes were such sequences, and on a slow line bytes are time. Pure;
 * the same stream must go through one struct sgr from the beginning.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SGR_COLOUR 20  /* "38;2;255;255;255" */
#define SGR_WAITS  160 /* bytes of sequences that wait for something to colour */

struct sgr_style {
    char fg[SGR_COLOUR], bg[SGR_COLOUR]; /* parameters of the sequence, "" = the terminal's own */
    uint16_t attrs;                      /* bit n = parameter n (1 bold … 9 struck out) */
};

struct sgr {
    struct sgr_style now, wanted; /* of the terminal; of what comes next */
    bool known;                   /* is `now` what the terminal has? */
    bool charset;                 /* G0 has been named, and nothing else since */
    char waiting[SGR_WAITS];      /* what was asked for since `now`, as it came */
    size_t waits;
};

/* The terminal's state is not known: at the start, and when everything is drawn anew. */
void sgr_forget(struct sgr *sgr);
/* Whole sequences only. `out` has room for `len` bytes; returns how many were needed, never more than `len`
 * plus what was waiting (nothing waits at the end of a call). */
size_t sgr_squeeze(struct sgr *sgr, const char *bytes, size_t len, char *out);

#endif
