/* SPDX-License-Identifier: MIT */
/* The shortened stream of curses shows the same as the long one: libvterm reads both, cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vterm.h>

#include "tui/sgr.h"

enum { ROWS = 6, COLS = 20, STREAM = 4000 };

struct terminal {
    VTerm *vt;
    VTermScreen *screen;
};

static void open_terminal(struct terminal *terminal) {
    terminal->vt = vterm_new(ROWS, COLS);
    vterm_set_utf8(terminal->vt, 1);
    terminal->screen = vterm_obtain_screen(terminal->vt);
    vterm_screen_reset(terminal->screen, 1);
}

static VTermScreenCell cell_at(const struct terminal *terminal, int row, int col) {
    VTermScreenCell cell;
    memset(&cell, 0, sizeof cell);
    vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = col}, &cell);
    return cell;
}

/* As people see it: the colour of a blank's letters is nothing. */
static bool looks_the_same(VTermScreenCell a, VTermScreenCell b) {
    bool blank = (a.chars[0] == 0 || a.chars[0] == ' ') && !a.attrs.reverse && !a.attrs.underline &&
                 !a.attrs.strike;
    uint32_t a_char = a.chars[0] == ' ' ? 0 : a.chars[0],
             b_char = b.chars[0] == ' ' ? 0 : b.chars[0];
    if (a_char != b_char || !vterm_color_is_equal(&a.bg, &b.bg)) return false;
    if (a.attrs.reverse != b.attrs.reverse || a.attrs.underline != b.attrs.underline) return false;
    if (a.attrs.strike != b.attrs.strike) return false;
    return blank || (vterm_color_is_equal(&a.fg, &b.fg) && a.attrs.bold == b.attrs.bold &&
                     a.attrs.italic == b.attrs.italic);
}

static size_t squeeze(struct sgr *sgr, const char *text, char *out) {
    return sgr_squeeze(sgr, text, strlen(text), out);
}

static void assert_becomes(const char *text, const char *expected) {
    char out[1000] = "";
    struct sgr sgr;
    sgr_forget(&sgr);
    size_t used = squeeze(&sgr, "\033(B\033[m", out);
    used = squeeze(&sgr, text, out);
    out[used] = '\0';
    assert_string_equal(out, expected);
}

static void what_curses_says_twice_is_said_once(void **state) {
    (void)state;
    /* The sign before a menu entry, as xterm-256color gets it. */
    assert_becomes("\033[38;5;244m>\033[39m\033(B\033[m Channels",
                   "\033[38;5;244m> \033[mChannels");
    assert_becomes("\033(B\033[0;1m\033[38;5;255m\033[48;5;24m X", "\033[1;38;5;255;48;5;24m X");
    /* A frame, two blanks, a key: the blanks need no colour. */
    assert_becomes("\033[38;5;239m|\033[39m\033(B\033[m  \033(B\033[0;1m\033[38;5;80mF1",
                   "\033[38;5;239m|  \033[1;38;5;80mF1");
    assert_becomes("\033[31ma\033[39m\033[m\033[5;4H\033[31mb", "\033[31ma\033[5;4Hb");
    assert_becomes("\033[44m \033[49mx", "\033[44m \033[mx"); /* a background is seen */
    assert_becomes("\033[4m \033[mx", "\033[4m \033[mx");     /* so is a line */
    assert_becomes("\033[31m\033[K\033[m", "\033[31m\033[K\033[m");
    assert_becomes("\033[38:5:4mx\033[38;5;9my", "\033[38:5:4mx\033[38;5;9my"); /* not understood */
    assert_becomes("\033[>4;2mx\033[?25l", "\033[>4;2mx\033[?25l");
}

static void a_character_set_that_is_changed_is_named_again(void **state) {
    (void)state;
    assert_becomes("a\033(0q\033(Bb\033(B", "a\033(0q\033(Bb");
    assert_becomes("a\016q\017b\017", "a\016q\017b");
}

static int pick(unsigned *seed, int count) {
    *seed = *seed * 1103515245u + 12345u;
    return (int)(*seed >> 16 & 0x7FFF) % count;
}

static const char *const fixed[] = {"\033[m",
                                    "\033(B",
                                    "\033[0;1m",
                                    "\033[39m",
                                    "\033[49m",
                                    "\033[39;49m",
                                    "\033[7m",
                                    "\033[27m",
                                    "\033[22m",
                                    "\033[24m",
                                    "\033[0;4m",
                                    "\033[K",
                                    "\033[J",
                                    "\033[1K",
                                    "\033[3X",
                                    "\033[2P",
                                    "\033[2@",
                                    "\r",
                                    "\b",
                                    "\r\n",
                                    "\033[L",
                                    "\033[M",
                                    "\033[4d",
                                    "\033[7G",
                                    "\033[2A",
                                    "\033[2B",
                                    "\033[3C",
                                    "\033[3D",
                                    " ",
                                    "  ",
                                    "ab",
                                    "\xE2\x94\x80",
                                    "\033[3m",
                                    "\033[23m",
                                    "\033[2m",
                                    "\033[9m",
                                    "\033[29m",
                                    "\033[;1;33m",
                                    "\033[1;;4m",
                                    "\033[58;5;1m",
                                    "\033[38;2;1;2;3m",
                                    "\033[0;48;2;9;8;7;1m"};

static void add_piece(char *stream, size_t *used, unsigned *seed) {
    char piece[40];
    switch (pick(seed, 4)) {
    case 0:
        snprintf(piece, sizeof piece, "\033[38;5;%dm", pick(seed, 256));
        break;
    case 1:
        snprintf(piece, sizeof piece, pick(seed, 2) ? "\033[%dm" : "\033[4%dm",
                 pick(seed, 2) ? 31 : pick(seed, 8));
        break;
    case 2:
        snprintf(piece, sizeof piece, "\033[%d;%dH", 1 + pick(seed, ROWS), 1 + pick(seed, COLS));
        break;
    default:
        snprintf(piece, sizeof piece, "%s", fixed[pick(seed, (int)(sizeof fixed / sizeof *fixed))]);
    }
    size_t len = strlen(piece);
    memcpy(stream + *used, piece, len);
    *used += len;
}

static void any_stream_shows_the_same_in_fewer_bytes(void **state) {
    (void)state;
    static char stream[STREAM + 64], out[STREAM + 64];
    for (unsigned run = 1; run <= 2000; run++) {
        struct terminal plain, squeezed;
        struct sgr sgr;
        unsigned seed = run;
        open_terminal(&plain);
        open_terminal(&squeezed);
        sgr_forget(&sgr);
        for (int frame = 0; frame < 3; frame++) {
            size_t used = 0;
            int pieces = 5 + pick(&seed, 60);
            for (int i = 0; i < pieces; i++) add_piece(stream, &used, &seed);
            size_t len = sgr_squeeze(&sgr, stream, used, out);
            assert_true(len <= used);
            vterm_input_write(plain.vt, stream, used);
            vterm_input_write(squeezed.vt, out, len);
            for (int row = 0; row < ROWS; row++) {
                for (int col = 0; col < COLS; col++) {
                    if (looks_the_same(cell_at(&plain, row, col), cell_at(&squeezed, row, col))) {
                        continue;
                    }
                    fail_msg("run %u, frame %d: row %d, column %d differs", run, frame, row, col);
                }
            }
        }
        vterm_free(plain.vt);
        vterm_free(squeezed.vt);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_curses_says_twice_is_said_once),
        cmocka_unit_test(a_character_set_that_is_changed_is_named_again),
        cmocka_unit_test(any_stream_shows_the_same_in_fewer_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
