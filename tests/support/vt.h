/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_VT_H
#define CHQ_TESTS_VT_H

/*
 * The real program in a pseudo terminal, judged by a terminal emulator (libvterm).
 *
 * Rules, each learned the hard way:
 * - libvterm encodes the keys: it knows which mode the program has put the terminal in.
 * - No sleeps. Every expectation is eventual: it holds as soon as the screen shows it, and fails with a picture of the
 *   screen, the last keys and the program's log when the time is over. After each key the harness waits for the idle
 *   fence: the program writes a byte to $CHQ_TEST_FENCE when it has painted and no key waits, just before it blocks.
 * - The child is always reaped and its exit status judged: a leak is only reported by a program that may end.
 * - The world is sealed: nothing of the environment of the person who runs the test reaches the program.
 *
 * Rows and columns count from 1, as in the golden files. Every function fails the running test by itself.
 */

#include <stdbool.h>
#include <stddef.h>

struct vt;

struct vt_options {
    const char *program;     /* default: the console, $CHQ_BINARY */
    const char *const *args; /* after the program's name, ended by NULL; default: none */
    const char *const *env;  /* more "NAME=VALUE", ended by NULL; wins over what the harness sets */
    const char *data;        /* folder of the company, as CHQ_DATA; default: none */
    const char *lang;        /* "en" (default), "nb" */
    const char *term;        /* default xterm-256color */
    const char *theme;       /* default "test", which shows roles; "" = the program's own */
    int rows, cols;          /* default 24, 80 */
    bool no_fence;           /* the program has none: judge by what the screen shows alone */
    bool record;             /* keep what the program writes, for vt_write_record */
};

struct vt *vt_start(const struct vt_options *options);

/* A key by name: "F4" "S-F4" "Up" "S-Down" "PgUp" "Home" "Ins" "Del" "Enter" "Tab" "S-Tab" "Esc" "Backspace" "Space"
 * "C-s" "M-x" or one character. Several, with blanks between: "Down Down Enter". */
void vt_key(struct vt *vt, const char *keys);
/* Text as if typed, character by character. */
void vt_type(struct vt *vt, const char *text);
/* Bytes as a broken terminal might send them. `name` is what a failure calls them. */
void vt_send(struct vt *vt, const char *bytes, size_t size, const char *name);
void vt_resize(struct vt *vt, int rows, int cols);
void vt_signal(struct vt *vt, int signal);
/* The other end of the line is gone, as when a network connection breaks. */
void vt_hang_up(struct vt *vt);

/* Wait until the text is somewhere on the screen, in that row, or nowhere. */
void vt_wait_text(struct vt *vt, const char *text);
void vt_wait_row(struct vt *vt, int row, const char *text);
void vt_wait_gone(struct vt *vt, const char *text);
/* The same, for at most so many milliseconds whatever runs slowly. */
void vt_wait_text_within(struct vt *vt, const char *text, int ms);
/* Is it there now? Looks after the program has become idle. */
bool vt_has(struct vt *vt, const char *text);
/* The row's number, 0 = not on the screen. */
int vt_find(struct vt *vt, const char *text);
void vt_refuse_text(struct vt *vt, const char *text);
/* A row without trailing blanks. Borrowed until the next call. */
const char *vt_row(struct vt *vt, int row);
void vt_cursor(struct vt *vt, int *row, int *col, bool *visible);
int vt_rows(const struct vt *vt);
int vt_cols(const struct vt *vt);
/* Everything that the program has written so far into a file, for another terminal to show (options: record). */
void vt_write_record(struct vt *vt, const char *path);
/* The whole screen as in a golden file, with cursor and roles. Caller frees. */
char *vt_picture(struct vt *vt);

/* Wait until the screen is tests/screens/NAME.LANG.COLSxROWS.screen. GENERATE=1 writes it instead (never with CI set). */
void vt_expect(struct vt *vt, const char *name);

/* The same with a picture that vt_picture has made earlier. `what` names it in a failure. */
void vt_expect_picture(struct vt *vt, const char *expected, const char *what);

/* Wait for the end that the last keys asked for: status 0, terminal as it was found (main screen, cursor shown, line
 * settings, no mouse). Frees. */
void vt_stop(struct vt **vt);
/* The same with another exit status; 128 + number for a signal. */
void vt_stop_with(struct vt **vt, int status);
/* Has the program ended by itself? vt_stop then says how. */
bool vt_has_ended(const struct vt *vt);
/* For a test's teardown: kill what a failed test has left. NULL inside is fine. */
void vt_abandon(struct vt **vt);

#endif
