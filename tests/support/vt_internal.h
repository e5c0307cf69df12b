/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_VT_INTERNAL_H
#define CHQ_TESTS_VT_INTERNAL_H

/* What vt.c and golden.c share. Tests include vt.h alone. */

#include <stdio.h>
#include <sys/types.h>
#include <termios.h>

#include <vterm.h>

#include "model/err.h"
#include "support/vt.h"

struct vt {
    pid_t pid;    /* 0 = reaped */
    int master;   /* our end */
    int slave;    /* kept open to read the line settings when the child has ended */
    int fence;    /* -1 = none */
    bool ended;   /* nothing more will come */
    bool hung_up; /* we have closed both ends */
    VTerm *term_state;
    VTermScreen *screen;
    int rows, cols;
    int cursor_row, cursor_col; /* from 0 */
    bool cursor_visible, altscreen, mouse;
    struct termios line_before;
    size_t bytes; /* that the program has written */
    FILE *record; /* NULL = not kept */
    char *recorded;
    size_t recorded_size;
    char lang[8], term[32];
    char box[256];   /* HOME and working folder of the program */
    char keys[600];  /* the last ones, oldest first */
    char text[4096]; /* vt_row */
};

/* Fails the test with the screen, the last keys and the logs. */
void vt_fail(struct vt *vt, const char *fmt, ...) PRINTF_LIKE(2, 3) __attribute__((noreturn));
/* Move bytes until a fence, or for `ms`; false when nothing more will come. */
bool vt_pump_once(struct vt *vt, int ms);
int vt_patience_ms(void);
/* A row (from 0) with all its blanks. */
void screen_row_text(struct vt *vt, int row, char *buf, size_t size);

#endif
