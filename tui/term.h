/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_TERM_H
#define CHQ_TUI_TERM_H

/*
 * The terminal: the only place that knows curses. Output goes through curses (terminfo knows every terminal's ways),
 * input is read as bytes and decoded by tui/decode.h, so that Escape needs no blocking wait. Whatever way the program
 * ends (return, signal, BUG, crash), the terminal is put back.
 */

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/decode.h"
#include "tui/theme.h"

struct terminal;

/* NULL: the terminal cannot be used ($TERM unknown); nothing was changed. */
struct terminal *term_start(const struct theme *theme, bool no_colour);
/* Puts everything back; safe to call twice. */
void term_stop(struct terminal **term);
void term_set_theme(struct terminal *term, const struct theme *theme);
int term_fd(const struct terminal *term);
/* Sequences of this terminal that its description names. */
void term_teach(struct decoder *decoder);
/* Bytes that wait, 0 = none, -1 = the terminal is gone. Never blocks. */
int term_read(struct terminal *term, char *buf, size_t size);
/* Size now, from the kernel. */
void term_size(struct terminal *term, int *rows, int *cols);
/* After SIGWINCH, before the next show. */
void term_resize(struct terminal *term, int rows, int cols);
/* Send the difference to what is shown; `all` sends everything again. */
void term_show(struct terminal *term, const struct canvas *canvas, bool all);

#endif
