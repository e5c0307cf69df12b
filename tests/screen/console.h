/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_CONSOLE_H
#define CHQ_TESTS_CONSOLE_H

/* What screen tests of the console share: a demo company of one's own and the console opened on it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/company.h"
#include "support/vt.h"

struct console {
    struct company company;
    struct vt *vt;
};

static inline int console_setup(void **state) {
    struct console *console = calloc(1, sizeof *console);
    assert_non_null(console);
    *state = console;
    company_init_demo(&console->company);
    return 0;
}

static inline int console_teardown(void **state) {
    struct console *console = *state;
    vt_abandon(&console->vt);
    company_release(&console->company);
    free(console);
    return 0;
}

#define console_test(f) cmocka_unit_test_setup_teardown(f, console_setup, console_teardown)

/* Rows and columns 0 = 24x80; `page` is what --page takes, NULL = the menu. Returns when the title is there. */
static inline struct vt *console_start(struct console *console, const char *lang, int rows,
                                       int cols, const char *page) {
    char option[200];
    const char *args[] = {NULL, NULL};
    if (page) {
        snprintf(option, sizeof option, "--page=%s", page);
        args[0] = option;
    }
    console->vt = vt_start(&(struct vt_options){
        .data = console->company.folder, .args = args, .lang = lang, .rows = rows, .cols = cols});
    vt_wait_row(console->vt, 1, "Commerce");
    return console->vt;
}

/* The same on the demo company as it was made; returns when the first screen is complete. */
static inline struct vt *console_open_page(struct console *console, const char *lang, int rows,
                                           int cols, const char *page) {
    console_start(console, lang, rows, cols, page);
    /* The counts come from the background: "A1 9" in the bar, their own rows in the pane. */
    vt_wait_text(console->vt, cols >= 100 ? "216" : "A1 9");
    return console->vt;
}

static inline struct vt *console_open(struct console *console, const char *lang, int rows,
                                      int cols) {
    return console_open_page(console, lang, rows, cols, NULL);
}

/* Opens a page by a part of its name, as a person would. `shown` is what the page must then show. */
static inline void console_go(struct vt *vt, const char *name, const char *shown) {
    vt_key(vt, ":");
    vt_type(vt, name);
    vt_key(vt, "Enter");
    vt_wait_text(vt, shown);
}

/* Leaves from wherever it is, without anything unsaved. */
static inline void console_quit(struct console *console) {
    vt_key(console->vt, ":");
    vt_type(console->vt, "quit");
    vt_key(console->vt, "Enter");
    vt_stop(&console->vt);
}

/* A page as it looks after some keys: what golden screens are made of. */
struct scene {
    const char *name;  /* of the golden file */
    const char *page;  /* what --page takes, NULL = the menu */
    const char *keys;  /* pressed there */
    const char *ready; /* on the page in any language and size, before the keys */
    const char *shown; /* after them; NULL = nothing new */
};

static inline void console_show(struct console *console, const struct scene *scene,
                                const char *lang, int rows, int cols) {
    struct vt *vt = console_open_page(console, lang, rows, cols, scene->page);
    vt_wait_text(vt, scene->ready);
    vt_key(vt, scene->keys);
    if (scene->shown) vt_wait_text(vt, scene->shown);
    vt_expect(vt, scene->name);
    vt_abandon(&console->vt);
}

#endif
