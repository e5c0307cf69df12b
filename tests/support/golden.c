/* SPDX-License-Identifier: MIT */
/*
 * Golden screens: one line for each row, ended by | so that trailing blanks show; "cursor ROW,COL" or "cursor hidden";
 * then, for each row that is not plain, which columns have which role ("row 5: 2-21 SELECTED"), all counted from 1.
 * Roles are read back from the hidden theme `test`, which shows role n in palette colour 16+n.
 */
#include "support/vt_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/theme.h"

#define FIRST_ROLE_COLOUR 16
/* What the right half of a wide character reads as in libvterm 0.1.4. */
#define RIGHT_HALF UINT32_MAX

static const char *const role_names[] = {
#define X(name) #name,
    ROLES(X)
#undef X
};

static size_t encode(uint32_t c, char *out) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

void screen_row_text(struct vt *vt, int row, char *buf, size_t size) {
    size_t used = 0;
    for (int col = 0; col < vt->cols; col++) {
        VTermScreenCell cell = {.width = 1};
        vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell);
        if (cell.chars[0] == RIGHT_HALF) continue;
        if (used + 4 * VTERM_MAX_CHARS_PER_CELL + 1 >= size) break;
        if (cell.chars[0] == 0) buf[used++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            used += encode(cell.chars[i], buf + used);
    }
    buf[used] = '\0';
}

static int colour_role(const VTermColor *colour) {
    if (!VTERM_COLOR_IS_INDEXED(colour)) return -1;
    int role = colour->indexed.idx - FIRST_ROLE_COLOUR;
    return role >= 0 && role < ROLE_COUNT ? role : -1;
}

/* -1 = nothing can be seen of it: a blank without background. */
static int cell_role(struct vt *vt, int row, int col) {
    VTermScreenCell cell = {.width = 1};
    vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell);
    int role = colour_role(&cell.bg);
    if (role >= 0) return role;
    bool blank = (cell.chars[0] == 0 || cell.chars[0] == ' ') && !cell.attrs.reverse &&
                 !cell.attrs.underline;
    if (blank) return -1;
    return colour_role(&cell.fg);
}

/* Runs of one role; invisible blanks between two parts of the same role belong to it. */
static void write_roles(struct vt *vt, int row, FILE *out) {
    bool first = true;
    for (int col = 0; col < vt->cols;) {
        int role = cell_role(vt, row, col);
        if (role <= ROLE_TEXT) {
            col++;
            continue;
        }
        int last = col;
        for (int next = col + 1; next < vt->cols; next++) {
            int other = cell_role(vt, row, next);
            if (other == role)
                last = next;
            else if (other >= 0)
                break;
        }
        if (first) fprintf(out, "row %d:", row + 1);
        fprintf(out, "%s %d-%d %s", first ? "" : ",", col + 1, last + 1, role_names[role]);
        first = false;
        col = last + 1;
    }
    if (!first) fputc('\n', out);
}

char *vt_picture(struct vt *vt) {
    char *picture = NULL, line[4096];
    size_t size = 0;
    FILE *out = open_memstream(&picture, &size);
    if (!out) abort();
    for (int row = 0; row < vt->rows; row++) {
        screen_row_text(vt, row, line, sizeof line);
        fprintf(out, "%s|\n", line);
    }
    if (vt->cursor_visible)
        fprintf(out, "cursor %d,%d\n", vt->cursor_row + 1, vt->cursor_col + 1);
    else
        fprintf(out, "cursor hidden\n");
    for (int row = 0; row < vt->rows; row++) write_roles(vt, row, out);
    fclose(out);
    return picture;
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    char *text = NULL, part[4096];
    size_t size = 0, n;
    FILE *out = open_memstream(&text, &size);
    if (!out) abort();
    while ((n = fread(part, 1, sizeof part, file)) > 0) fwrite(part, 1, n, out);
    fclose(out);
    fclose(file);
    return text;
}

/* Both pictures line by line; the lines that differ have a star, and the expected one comes first. */
static void print_difference(const char *expected, const char *actual) {
    fprintf(stderr, "--- expected (-) and found (+)\n");
    while (*expected || *actual) {
        size_t e = strcspn(expected, "\n"), a = strcspn(actual, "\n");
        if (e == a && memcmp(expected, actual, e) == 0) {
            fprintf(stderr, "   %.*s\n", (int)a, actual);
        } else {
            if (*expected) fprintf(stderr, "*- %.*s\n", (int)e, expected);
            if (*actual) fprintf(stderr, "*+ %.*s\n", (int)a, actual);
        }
        expected += e + (expected[e] == '\n');
        actual += a + (actual[a] == '\n');
    }
}

static bool matches_in_time(struct vt *vt, const char *expected) {
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        char *picture = vt_picture(vt);
        bool same = strcmp(picture, expected) == 0;
        free(picture);
        if (same) return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
        /* A golden screen is no promise about speed, but a wrong one should not cost the whole patience either. */
        if ((now.tv_sec - start.tv_sec) * 1000 > vt_patience_ms() / 2) return false;
        if (!vt_pump_once(vt, 20)) return false;
    }
}

static void generate(struct vt *vt, const char *path) {
    if (getenv("CI"))
        vt_fail(vt, "golden screens are reviewed like code: not written where CI is set");
    for (int i = 0; i < 3 && vt_pump_once(vt, 100); i++) {
        /* What background work still has to say comes after the fence. */
    }
    char *picture = vt_picture(vt);
    FILE *file = fopen(path, "w");
    if (!file) vt_fail(vt, "cannot write %s", path);
    fputs(picture, file);
    fclose(file);
    free(picture);
}

static void expect(struct vt *vt, const char *expected, const char *what) {
    if (matches_in_time(vt, expected)) return;
    char *picture = vt_picture(vt);
    print_difference(expected, picture);
    free(picture);
    vt_fail(vt, "the screen is not %s", what);
}

void vt_expect(struct vt *vt, const char *name) {
    char path[1024];
    const char *root = getenv("CHQ_SOURCE_DIR");
    if (!root) vt_fail(vt, "CHQ_SOURCE_DIR does not name the sources; start the tests by ctest");
    snprintf(path, sizeof path, "%s/tests/screens/%s.%s.%dx%d.screen", root, name, vt->lang,
             vt->cols, vt->rows);
    const char *wanted = getenv("GENERATE");
    if (wanted && strcmp(wanted, "1") == 0) {
        generate(vt, path);
        return;
    }
    char *expected = read_file(path);
    if (!expected) vt_fail(vt, "there is no %s; GENERATE=1 ctest writes it", path);
    expect(vt, expected, path);
    free(expected);
}

void vt_expect_picture(struct vt *vt, const char *expected, const char *what) {
    expect(vt, expected, what);
}
