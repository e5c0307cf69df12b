/* SPDX-License-Identifier: MIT */
/*
 * The one event loop: terminal, background jobs, the watch on the company's files, signals. All keys that wait are
 * handled before anything is painted; nothing is painted twice; without an event the process sleeps.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/ini.h"
#include "model/job.h"
#include "model/text.h"
#include "model/watch.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/coach.h"
#include "tui/console.h"
#include "tui/decode.h"
#include "tui/lookup.h"
#include "tui/menu.h"
#include "tui/term.h"
#include "tui/words.h"

struct loop {
    struct app *app;
    struct terminal *term;
    struct canvas canvas;
    struct decoder decoder;
    const struct theme *theme; /* as the terminal was told */
    int signals;               /* signalfd */
    int escape_ms;
    int64_t escape_due_us; /* a beginning waits in the decoder until then, 0 = none */
    int64_t settle_due_us; /* the watch saw something, 0 = nothing */
    int64_t again_due_us;  /* look once more then whether it has been committed, 0 = no */
    int again;             /* how often that was done */
    int fence_fd;          /* tests only, -1 = none */
    bool dirty, all;
    bool hung_up;
};

static void key_arrived(void *ctx, struct key key) {
    struct loop *loop = ctx;
    app_key(loop->app, key);
    loop->dirty = true;
}

/* Everything that waits, so that 200 arrow keys are one painting. */
static void read_terminal(struct loop *loop) {
    char buf[512];
    int len;
    while ((len = term_read(loop->term, buf, sizeof buf)) > 0) {
        decoder_feed(&loop->decoder, buf, (size_t)len, key_arrived, loop);
        if (loop->app->ui->leaving) break;
    }
    if (len < 0) loop->hung_up = true;
    loop->escape_due_us = 0;
    if (decoder_is_pending(&loop->decoder)) {
        loop->escape_due_us = clock_ticks_us() + (int64_t)loop->escape_ms * 1000;
    }
}

static void read_signals(struct loop *loop) {
    struct signalfd_siginfo info;
    while (read(loop->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGWINCH) {
            loop->dirty = true;
        } else if (info.ssi_signo == SIGINT) {
            app_cancel_job(loop->app);
            loop->dirty = true;
        } else {
            loop->app->ui->leaving = true;
            loop->app->ui->exit_code = 128 + (int)info.ssi_signo;
        }
    }
}

static int until(int64_t due_us) {
    int64_t left = (due_us - clock_ticks_us() + 999) / 1000;
    return left < 0 ? 0 : (int)left;
}

static int sooner(int a, int b) {
    if (a < 0) return b;
    return b < 0 || a < b ? a : b;
}

static void paint(struct loop *loop) {
    int rows, cols;
    term_size(loop->term, &rows, &cols);
    if (rows != loop->canvas.rows || cols != loop->canvas.cols) {
        canvas_resize(&loop->canvas, rows, cols);
        app_resize(loop->app, rows, cols);
    }
    app_settle(loop->app);
    if (loop->theme != loop->app->theme) {
        loop->theme = loop->app->theme;
        term_set_theme(loop->term, loop->theme);
        loop->all = true;
    }
    app_draw(loop->app, &loop->canvas);
    term_show(loop->term, &loop->canvas, loop->all || loop->app->ui->repaint);
    loop->app->ui->repaint = false;
    loop->all = loop->dirty = false;
}

/* Tests: everything that was sent is handled and painted. */
static void fence(const struct loop *loop) {
#if CHQ_TEST_HOOKS
    if (loop->fence_fd < 0 || loop->escape_due_us || loop->settle_due_us) return;
    struct pollfd ready = {.fd = term_fd(loop->term), .events = POLLIN};
    if (poll(&ready, 1, 0) != 0) return;
    ssize_t ignored = write(loop->fence_fd, ".", 1);
    (void)ignored;
#else
    (void)loop;
#endif
}

/* The watch tells of the writing. When the disk is slow the commit is only visible much later, and nothing tells of it:
 * so the database is asked a few times more whether somebody has committed. */
static void look_again(struct loop *loop) {
    static const int after_ms[] = {20, 80, 300, 1000, 3000};
    const int times = (int)(sizeof after_ms / sizeof after_ms[0]);
    bool more = loop->again < times;
    loop->again_due_us = more ? clock_ticks_us() + after_ms[loop->again] * INT64_C(1000) : 0;
    loop->again += more;
}

static void timers(struct loop *loop) {
    int64_t now = clock_ticks_us();
    if (loop->escape_due_us && now >= loop->escape_due_us) {
        loop->escape_due_us = 0;
        decoder_flush(&loop->decoder, key_arrived, loop);
    }
    if (loop->settle_due_us && now >= loop->settle_due_us) {
        loop->settle_due_us = 0;
        app_files_changed(loop->app);
        loop->dirty = true;
        loop->again = 0;
        look_again(loop);
    } else if (loop->again_due_us && now >= loop->again_due_us) {
        if (app_look_outside(loop->app)) loop->dirty = true;
        look_again(loop);
    }
}

static void turn(struct loop *loop) {
    struct app *app = loop->app;
    struct pollfd fds[4] = {
        {.fd = term_fd(loop->term), .events = POLLIN},
        {.fd = loop->signals, .events = POLLIN},
        {.fd = app->ui->watch ? watch_fd(app->ui->watch) : -1, .events = POLLIN},
        {.fd = app->jobs ? jobs_fd(app->jobs) : -1, .events = POLLIN},
    };
    int tick = app_next_tick_ms(app), timeout = tick;
    if (loop->escape_due_us) timeout = sooner(timeout, until(loop->escape_due_us));
    if (loop->settle_due_us) timeout = sooner(timeout, until(loop->settle_due_us));
    if (loop->again_due_us) timeout = sooner(timeout, until(loop->again_due_us));
    int64_t before = clock_ticks_us();
    int ready = poll(fds, 4, timeout);
    if (ready < 0 && errno != EINTR) {
        loop->hung_up = true;
        return;
    }
    if (fds[1].revents) read_signals(loop);
    if (fds[0].revents) read_terminal(loop);
    if (fds[2].revents && app->ui->watch && watch_drain(app->ui->watch) && !loop->settle_due_us) {
        loop->settle_due_us = clock_ticks_us() + WATCH_SETTLE_MS * 1000;
    }
    if (fds[3].revents && app->jobs) {
        app_job_events(app);
        loop->dirty = true;
    }
    timers(loop);
    if (tick >= 0 && clock_ticks_us() - before >= (int64_t)tick * 1000) {
        app_tick(app);
        loop->dirty = true;
    }
}

static int block_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGQUIT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static int escape_time(const struct settings *settings) {
    const char *text = getenv("ESCDELAY");
    long value = text && *text ? strtol(text, NULL, 10) : 0;
    if (value < 1 || value > 10000) value = settings ? (long)settings->tui_escape_ms : 25;
    return (int)value;
}

static int fence_from_environment(void) {
#if CHQ_TEST_HOOKS
    const char *text = getenv("CHQ_TEST_FENCE");
    return text && *text ? (int)strtol(text, NULL, 10) : -1;
#else
    return -1;
#endif
}

static int say(const char *text, int code) {
    fprintf(stderr, "chq: %s\n", text);
    return code;
}

/* The user's keys, NULL = the defaults. false = the file is wrong (said). */
static bool read_keymap(struct keymap **keymap) {
    char path[1024], text[WORDS_SIZE];
    struct ini *ini = NULL;
    struct err err;
    err_clear(&err);
    keys_path(path, sizeof path);
    *keymap = NULL;
    if (access(path, F_OK) != 0) return true;
    struct keymap *fresh = keymap_new();
    enum err_code code = ini_open(&ini, path, &err);
    if (code == ERR_OK) code = keymap_apply(fresh, ini, &err);
    ini_free(&ini);
    if (code == ERR_OK) {
        *keymap = fresh;
        return true;
    }
    keymap_free(&fresh);
    words_error(&err, NULL, text, sizeof text);
    say(text, 2);
    return false;
}

static const struct theme *choose_theme(const struct console_options *options) {
    const char *name =
        options->theme && *options->theme ? options->theme : options->settings->theme;
    return theme_find(*name ? name : "dark");
}

static void run(struct loop *loop) {
    loop->all = loop->dirty = true;
    while (!loop->app->ui->leaving && !loop->hung_up) {
        if (loop->dirty) paint(loop);
        fence(loop);
        turn(loop);
    }
    if (loop->hung_up && !loop->app->ui->exit_code) loop->app->ui->exit_code = 128 + SIGHUP;
}

static void open_first(struct app *app, const struct console_options *options) {
    if (options->first_page) app_open_page(app, options->first_page, options->first_key);
    if (options->guide)
        coach_start(app, options->guide, false);
    else
        coach_resume(app);
}

static bool page_is_known(const char *id) {
    for (int i = 0; page_registry[i]; i++) {
        if (strcmp(page_registry[i]->id, id) == 0) return true;
    }
    return menu_find(id) >= 0;
}

/* A misspelt page is not one that this console does not have yet. */
static int refuse_page(const char *id) {
    const char *names[160];
    char text[WORDS_SIZE], clean[80];
    size_t count = 0;
    for (int i = 0; menu_tree[i].title && count < sizeof names / sizeof names[0]; i++) {
        if (menu_tree[i].page_id) names[count++] = menu_tree[i].page_id;
    }
    const char *nearest = text_nearest(id, names, count);
    words_clean(clean, sizeof clean, id);
    if (nearest)
        snprintf(text, sizeof text, _("There is no page '%s'. The nearest one is '%s'."), clean,
                 nearest);
    else
        snprintf(text, sizeof text,
                 _("There is no page '%s'. Open the console and look in the "
                   "menu, or press Ctrl+P and type a part of its name."),
                 clean);
    return say(text, 2);
}

static const struct side *const sides[] = {
    &side_customer_pane, &side_coach,   &side_lab,   &side_show,
    &side_batch_server,  &side_traffic, &side_board, NULL};

int console_run(const struct console_options *options) {
    struct company *company = options->take_company;
    struct loop loop = {.fence_fd = fence_from_environment()};
    struct keymap *keymap = NULL;
    const char *no_colour = getenv("NO_COLOR");
    int code = 2;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        code = say(_("The console needs a terminal. The verbs (chq --help) work without one."), 2);
        goto done;
    }
    loop.theme = choose_theme(options);
    if (!loop.theme) {
        code =
            say(_("There is no such theme. Themes: dark, light, high-contrast, cb-safe, mono."), 2);
        goto done;
    }
    if (options->first_page && !page_is_known(options->first_page)) {
        code = refuse_page(options->first_page);
        goto done;
    }
    if (!read_keymap(&keymap)) goto done;
    loop.signals = block_signals();
    loop.escape_ms = escape_time(options->settings);
    loop.term = term_start(loop.theme, options->no_colour || (no_colour && *no_colour));
    if (!loop.term) {
        keymap_free(&keymap);
        code = say(_("This terminal cannot be used: $TERM names none that is known here and can "
                     "move its cursor. Set TERM, for example TERM=xterm-256color."),
                   2);
        goto done;
    }
    int rows, cols;
    bool ascii = options->ascii || !i18n_is_utf8();
    decoder_init(&loop.decoder);
    term_teach(&loop.decoder);
    term_size(loop.term, &rows, &cols);
    canvas_init(&loop.canvas, rows, cols, ascii);
    loop.app = app_new(&(struct app_parts){.take_company = company,
                                           .settings = options->settings,
                                           .pages = page_registry,
                                           .lookups = lookup_registry,
                                           .sides = sides,
                                           .take_keymap = keymap,
                                           .theme = loop.theme,
                                           .ascii = ascii});
    company = NULL;
    app_resize(loop.app, rows, cols);
    open_first(loop.app, options);
    run(&loop);
    code = loop.app->ui->exit_code;
    term_stop(&loop.term);
    app_free(&loop.app);
    canvas_release(&loop.canvas);
    if (loop.signals >= 0) close(loop.signals);
done:
    company_close(&company);
    return code;
}
