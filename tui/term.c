/* SPDX-License-Identifier: MIT */
/*
 * The only file that includes curses. Owns the terminal's state and the way back; turns cells and roles into what curses
 * shows. Knows no page and no action.
 */
#include "tui/term.h"

#include <curses.h>
#include <term.h>
#undef cursor_visible /* a capability there, a member of struct canvas here */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <utf8proc.h>

#include "model/err.h"
#include "tui/alloc.h"
#include "tui/i18n.h"
#include "tui/sgr.h"

/*
 * curses 6.4 writes to the terminal after every cursor movement, about a hundred small writes a screen, and a reader (a
 * terminal, sshd, tmux) shows every half-drawn state. So curses writes into memory and each picture goes out whole.
 */
struct terminal {
    SCREEN *screen;
    FILE *output; /* memory that curses believes to be the terminal */
    const struct theme *theme;
    bool colour, many; /* 256 colours */
    bool utf8;
    attr_t attr[ROLE_COUNT];
    short pair[ROLE_COUNT];
    struct canvas shown; /* what curses was told last */
    struct sgr sgr;      /* makes what curses sends shorter */
};

/* The way back must be found from a signal handler and from BUG, which have no argument: the one state of this file. */
static struct {
    bool started;
    struct termios before;
    char farewell[256]; /* bytes that leave the alternate screen */
} way_back;

static void collect(const char *text) {
    size_t used = strlen(way_back.farewell);
    if (text && strlen(text) + used < sizeof way_back.farewell) {
        memcpy(way_back.farewell + used, text, strlen(text) + 1);
    }
}

/* Signal-safe: only write and tcsetattr. */
static void put_back(void) {
    if (!way_back.started) return;
    way_back.started = false;
    ssize_t ignored = write(STDOUT_FILENO, way_back.farewell, strlen(way_back.farewell));
    (void)ignored;
    tcsetattr(STDIN_FILENO, TCSANOW, &way_back.before);
}

static void on_crash(int signal_number) {
    put_back();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void watch_crashes(void) {
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        struct sigaction old, fresh = {.sa_handler = on_crash};
        sigemptyset(&fresh.sa_mask);
        /* A sanitizer's handler stays. */
        if (sigaction(crashes[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
            sigaction(crashes[i], &fresh, NULL);
        }
    }
    err_on_bug(put_back);
}

/* ---- colours ---------------------------------------------------------------------------------------------------- */

static attr_t curses_attr(uint8_t attr) {
    attr_t out = A_NORMAL;
    if (attr & STYLE_BOLD) out |= A_BOLD;
    if (attr & STYLE_DIM) out |= A_DIM;
    if (attr & STYLE_REVERSE) out |= A_REVERSE;
    if (attr & STYLE_UNDERLINE) out |= A_UNDERLINE;
    return out;
}

/* Same colours share a pair, so that neighbours of different roles need no new sequence. */
static short pair_for(short (*pairs)[2], short *count, short fg, short bg) {
    if (fg < 0 && bg < 0) return 0;
    for (short i = 1; i <= *count; i++) {
        if (pairs[i][0] == fg && pairs[i][1] == bg) return i;
    }
    if (*count + 1 >= COLOR_PAIRS || *count + 1 >= ROLE_COUNT + 1) return 0;
    short pair = ++*count;
    pairs[pair][0] = fg;
    pairs[pair][1] = bg;
    init_pair(pair, fg, bg);
    return pair;
}

void term_set_theme(struct terminal *term, const struct theme *theme) {
    short pairs[ROLE_COUNT + 2][2], count = 0;
    term->theme = theme;
    bool colour = term->colour && theme->colour;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct style *style = &theme->styles[role];
        if (!colour) {
            term->attr[role] = curses_attr(style->attr_mono);
            term->pair[role] = 0;
            continue;
        }
        short fg = term->many ? style->fg : style->fg8, bg = term->many ? style->bg : style->bg8;
        term->attr[role] = curses_attr(term->many ? style->attr : style->attr8);
        term->pair[role] = pair_for(pairs, &count, fg, bg);
    }
}

static void start_colours(struct terminal *term, bool no_colour) {
    if (no_colour || !has_colors() || start_color() == ERR) return;
    if (use_default_colors() == ERR) return;
    term->colour = COLORS >= 8 && COLOR_PAIRS >= 64;
    term->many = COLORS >= 256;
}

/* ---- start and stop --------------------------------------------------------------------------------------------- */

static void write_all(const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t done = write(STDOUT_FILENO, bytes, len);
        if (done > 0) {
            bytes += done;
            len -= (size_t)done;
        } else if (done < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = STDOUT_FILENO, .events = POLLOUT};
            poll(&ready, 1, 1000);
        } else if (done < 0 && errno != EINTR) {
            return; /* the terminal is gone; reading will say so */
        }
    }
}

static void write_text(const char *text) {
    write_all(text, strlen(text));
}

/* What curses has written since the last time goes to the terminal in one piece. */
static void send(struct terminal *term) {
    int fd = fileno(term->output);
    off_t size = lseek(fd, 0, SEEK_CUR);
    if (size <= 0) return;
    char *bytes = alloc_zero((size_t)size, 1);
    char *shorter = alloc_zero((size_t)size, 1);
    ssize_t len = pread(fd, bytes, (size_t)size, 0);
    if (len > 0) write_all(shorter, sgr_squeeze(&term->sgr, bytes, (size_t)len, shorter));
    free(shorter);
    free(bytes);
    if (ftruncate(fd, 0) == 0) lseek(fd, 0, SEEK_SET);
}

static const char *capability(const char *name) {
    const char *text = tigetstr((NCURSES_CONST char *)name);
    return text && text != (char *)-1 ? text : "";
}

/* Does the terminal speak xterm's private modes at all? A vt220 would print the rest of ?2004. */
static bool knows_paste_mode(void) {
    const char *name = getenv("TERM");
    return name && strncmp(name, "vt", 2) != 0 && strcmp(name, "linux") != 0 &&
           strcmp(name, "ansi") != 0;
}

static void remember_farewell(void) {
    static const char *const names[] = {"sgr0", "rmkx", "rmcup", "cnorm"};
    way_back.farewell[0] = '\0';
    if (knows_paste_mode()) collect("\033[?2004l");
    /* cnorm last: some terminals put a hidden cursor back with the main screen */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) collect(capability(names[i]));
}

/* What raw(), noecho() and nonl() do when curses itself owns the terminal. */
static void make_raw(void) {
    struct termios mode = way_back.before;
    mode.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT | PARMRK);
    mode.c_oflag &= ~(tcflag_t)OPOST;
    mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

/* Is the terminal known, and can anything be put anywhere ("dumb" cannot)? Asked first, because newterm leaks when it
 * knows none. */
static bool can_be_used(int fd) {
    int known = 0;
    if (setupterm(NULL, fd, &known) != OK) return false;
    bool can = *capability("cup") != '\0';
    del_curterm(cur_term);
    return can;
}

static SCREEN *start_curses(FILE **output) {
    int fd = memfd_create("screen", MFD_CLOEXEC);
    *output = fd >= 0 ? fdopen(fd, "w") : NULL;
    SCREEN *screen = *output && can_be_used(fd) ? newterm(NULL, *output, stdin) : NULL;
    if (!screen && *output) fclose(*output);
    return screen;
}

struct terminal *term_start(const struct theme *theme, bool no_colour) {
    FILE *output;
    struct winsize size;
    if (tcgetattr(STDIN_FILENO, &way_back.before) != 0) return NULL;
    SCREEN *screen = start_curses(&output);
    if (!screen) return NULL;
    struct terminal *term = alloc_zero(1, sizeof *term);
    term->screen = screen;
    term->output = output;
    term->utf8 = i18n_is_utf8() && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    remember_farewell();
    way_back.started = true;
    watch_crashes();
    make_raw();
    nonl();
    typeahead(-1);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    start_colours(term, no_colour);
    term_set_theme(term, theme);
    write_text(capability("smkx"));
    if (knows_paste_mode()) write_text("\033[?2004h");
    canvas_init(&term->shown, LINES, COLS, false);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        term_resize(term, size.ws_row, size.ws_col);
    }
    return term;
}

void term_stop(struct terminal **gone) {
    struct terminal *term = *gone;
    *gone = NULL;
    if (!term) return;
    endwin();
    send(term);
    if (knows_paste_mode()) write_text("\033[?2004l");
    write_text(capability("rmkx"));
    write_text(capability("cnorm")); /* last, as in remember_farewell */
    way_back.started = false;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &way_back.before);
    delscreen(term->screen);
    fclose(term->output);
    canvas_release(&term->shown);
    free(term);
}

/* ---- input ------------------------------------------------------------------------------------------------------ */

int term_fd(const struct terminal *term) {
    (void)term;
    return STDIN_FILENO;
}

int term_read(struct terminal *term, char *buf, size_t size) {
    (void)term;
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&ready, 1, 0) <= 0) return 0;
    if (!(ready.revents & POLLIN)) return -1;
    ssize_t len = read(STDIN_FILENO, buf, size);
    if (len > 0) return (int)len;
    return len < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

void term_teach(struct decoder *decoder) {
    static const struct {
        const char *capability;
        struct key key;
    } named[] = {
        {"kcuu1", {KEY_CODE_UP, 0}},
        {"kcud1", {KEY_CODE_DOWN, 0}},
        {"kcub1", {KEY_CODE_LEFT, 0}},
        {"kcuf1", {KEY_CODE_RIGHT, 0}},
        {"khome", {KEY_CODE_HOME, 0}},
        {"kend", {KEY_CODE_END, 0}},
        {"kpp", {KEY_CODE_PAGE_UP, 0}},
        {"knp", {KEY_CODE_PAGE_DOWN, 0}},
        {"kdch1", {KEY_CODE_DELETE, 0}},
        {"kich1", {KEY_CODE_INSERT, 0}},
        {"kcbt", {KEY_CODE_TAB, KEY_SHIFT}},
        {"kent", {KEY_CODE_ENTER, 0}},
        {"kUP5", {KEY_CODE_UP, KEY_CTRL}},
        {"kDN5", {KEY_CODE_DOWN, KEY_CTRL}},
        {"kHOM5", {KEY_CODE_HOME, KEY_CTRL}},
        {"kEND5", {KEY_CODE_END, KEY_CTRL}},
        {"kPRV5", {KEY_CODE_PAGE_UP, KEY_CTRL}},
        {"kNXT5", {KEY_CODE_PAGE_DOWN, KEY_CTRL}},
        {"kDN3", {KEY_CODE_DOWN, KEY_ALT}},
        {"kUP3", {KEY_CODE_UP, KEY_ALT}},
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        decoder_add(decoder, capability(named[i].capability), named[i].key);
    }
    for (unsigned number = 1; number <= 12; number++) {
        char name[8];
        snprintf(name, sizeof name, "kf%u", number);
        decoder_add(decoder, capability(name), (struct key){KEY_CODE_F1 + number - 1, 0});
    }
}

/* ---- size and output -------------------------------------------------------------------------------------------- */

void term_size(struct terminal *term, int *rows, int *cols) {
    struct winsize size;
    *rows = term->shown.rows;
    *cols = term->shown.cols;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row;
        *cols = size.ws_col;
    }
}

void term_resize(struct terminal *term, int rows, int cols) {
    if (rows == term->shown.rows && cols == term->shown.cols) return;
    resizeterm(rows, cols);
    erase();
    canvas_resize(&term->shown, rows, cols);
}

/* A terminal without UTF-8 gets the nearest ASCII letter instead of rubbish. */
static wchar_t plain_letter(uint32_t ch) {
    static const struct {
        uint32_t from;
        char to;
    } nearest[] = {{0xE5, 'a'},    {0xC5, 'A'},   {0xF8, 'o'},   {0xD8, 'O'},   {0xE6, 'a'},
                   {0xC6, 'A'},    {0xF0, 'd'},   {0xD0, 'D'},   {0xFE, 't'},   {0xDE, 'T'},
                   {0xDF, 's'},    {0xA0, ' '},   {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
                   {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2022, '*'}, {0x2026, '~'},
                   {0x2192, '>'},  {0xAB, '"'},   {0xBB, '"'}};
    if (ch < 0x7F) return (wchar_t)ch;
    for (size_t i = 0; i < sizeof nearest / sizeof *nearest; i++) {
        if (nearest[i].from == ch) return (wchar_t)nearest[i].to;
    }
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)ch, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    return count > 0 && parts[0] < 0x7F ? (wchar_t)parts[0] : L'?';
}

static void put_cell(const struct terminal *term, int row, int col, const struct cell *cell) {
    wchar_t text[4] = {0};
    cchar_t out;
    for (int i = 0; i < 3 && cell->ch[i]; i++) {
        text[i] = term->utf8 ? (wchar_t)cell->ch[i] : i == 0 ? plain_letter(cell->ch[0]) : 0;
    }
    /* Where the system's idea of a width differs from ours, one column too many would shift the whole row. */
    if (term->utf8 && wcwidth(text[0]) != cell->width) {
        text[0] = 0xFFFD;
        text[1] = 0;
        if (cell->width == 2) mvaddch(row, col + 1, ' ');
    }
    setcchar(&out, text, term->attr[cell->role], term->pair[cell->role], NULL);
    mvadd_wch(row, col, &out);
    if (!term->utf8 && cell->width == 2) mvaddch(row, col + 1, ' ');
}

static bool same_cell(const struct cell *a, const struct cell *b) {
    return a->ch[0] == b->ch[0] && a->role == b->role && a->width == b->width &&
           a->ch[1] == b->ch[1] && a->ch[2] == b->ch[2];
}

void term_show(struct terminal *term, const struct canvas *canvas, bool all) {
    term_resize(term, canvas->rows, canvas->cols);
    size_t count = (size_t)canvas->rows * (size_t)canvas->cols;
    for (int row = 0; row < canvas->rows; row++) {
        for (int col = 0; col < canvas->cols; col++) {
            const struct cell *cell = canvas_cell(canvas, row, col);
            if (cell->width == 0) continue;
            bool same = same_cell(cell, canvas_cell(&term->shown, row, col));
            if (same && cell->width == 2 && col + 1 < canvas->cols) {
                same = canvas_cell(&term->shown, row, col + 1)->width == 0;
            }
            if (!same || all) put_cell(term, row, col, cell);
        }
    }
    memcpy(term->shown.cells, canvas->cells, count * sizeof *canvas->cells);
    if (all) {
        clearok(stdscr, TRUE);
        sgr_forget(&term->sgr);
    }
    move(canvas->cursor_row, canvas->cursor_col);
    curs_set(canvas->cursor_visible ? 1 : 0);
    refresh();
    send(term);
}
