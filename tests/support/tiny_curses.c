/* SPDX-License-Identifier: MIT */
/*
 * A very small curses program for the harness to judge: shows the last key, how many there were and what was typed, in
 * roles of the theme `test`. Its argument makes it misbehave: "leak", "alternate" (ends on the alternate screen),
 * "hang" (ignores every key), "status" (ends with 3), "chatty" (paints by itself, as background work would).
 */
#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/theme.h"

struct tiny {
    int fence;
    int keys;
    int ticks;
    const char *mode;
    wchar_t typed[64];
    size_t length;
    char last[32];
};

static void paint(struct tiny *tiny) {
    erase();
    attron(COLOR_PAIR(1));
    mvprintw(0, 0, "tiny %d keys, last %s", tiny->keys, tiny->last);
    attroff(COLOR_PAIR(1));
    mvprintw(1, 0, "typed [");
    addwstr(tiny->typed);
    addstr("]");
    mvprintw(2, 0, "%d x %d, %d ticks", COLS, LINES, tiny->ticks);
    move(1, 7 + (int)tiny->length);
    refresh();
}

static void take(struct tiny *tiny, int kind, wint_t key) {
    if (kind == KEY_CODE_YES) {
        if (key == KEY_RESIZE) return;
        const char *name = keyname((int)key);
        snprintf(tiny->last, sizeof tiny->last, "%s", name ? name : "?");
    } else if (key >= ' ' && key != 0x7f &&
               tiny->length + 1 < sizeof tiny->typed / sizeof *tiny->typed) {
        tiny->typed[tiny->length++] = (wchar_t)key;
        snprintf(tiny->last, sizeof tiny->last, "%lc", key);
    } else {
        snprintf(tiny->last, sizeof tiny->last, "control %d", (int)key);
    }
    tiny->keys++;
}

static int finish(const struct tiny *tiny) {
    if (strcmp(tiny->mode, "alternate") != 0) endwin();
    if (strcmp(tiny->mode, "leak") == 0) {
        char *volatile lost = malloc(1234);
        lost = NULL;
        (void)lost;
    }
    return strcmp(tiny->mode, "status") == 0 ? 3 : 0;
}

static void run(struct tiny *tiny) {
    bool hang = strcmp(tiny->mode, "hang") == 0, chatty = strcmp(tiny->mode, "chatty") == 0;
    for (;;) {
        wint_t key = 0;
        int kind = get_wch(&key);
        if (kind != ERR && !hang) {
            if (kind == OK && key == 'q') return;
            take(tiny, kind, key);
            continue;
        }
        paint(tiny);
        if (tiny->fence >= 0 && write(tiny->fence, "f", 1) != 1) return;
        struct pollfd input = {.fd = 0, .events = POLLIN};
        if (poll(&input, 1, chatty ? 30 : -1) == 0) tiny->ticks++;
    }
}

int main(int argc, char **argv) {
    const char *fence = getenv("CHQ_TEST_FENCE");
    struct tiny tiny = {.fence = fence ? (int)strtol(fence, NULL, 10) : -1,
                        .mode = argc > 1 ? argv[1] : ""};
    setlocale(LC_ALL, "");
    set_escdelay(25);
    initscr();
    raw();
    noecho();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    start_color();
    use_default_colors();
    init_pair(1, 16 + ROLE_TITLE, -1);
    run(&tiny);
    return finish(&tiny);
}
