/* SPDX-License-Identifier: MIT */
/*
 * Owns the pseudo terminal, the child and the emulator. Knows nothing of the program's pages; the golden files are
 * golden.c's. One loop (pump) moves bytes: from the child into libvterm, what libvterm answers back to the child.
 */
#include "support/vt_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

/* How long an expectation is waited for, unless $CHQ_TEST_PATIENCE_MS says otherwise. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PATIENCE_MS 30000
#else
#define PATIENCE_MS 10000
#endif
/* How long a key may go without a fence before the harness goes on: then the expectation itself decides. */
#define FENCE_MS 2000
/* The line discipline hands over what was written a moment later; this long nothing must come for "idle". */
#define QUIET_MS 2

int vt_patience_ms(void) {
    const char *ms = getenv("CHQ_TEST_PATIENCE_MS");
    return ms ? (int)strtol(ms, NULL, 10) : PATIENCE_MS;
}

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- failing with a picture ------------------------------------------------------------------------------------- */

static void print_file(const char *path) {
    char line[1024];
    FILE *file = fopen(path, "r");
    if (!file) return;
    fprintf(stderr, "--- %s\n", path);
    while (fgets(line, sizeof line, file)) fputs(line, stderr);
    fclose(file);
}

/* What the sanitizers wrote; false = nothing. */
static bool print_sanitizers(struct vt *vt) {
    char pattern[600];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/sanitizer.*", vt->box);
    if (glob(pattern, 0, NULL, &found) != 0) return false;
    for (size_t i = 0; i < found.gl_pathc; i++) print_file(found.gl_pathv[i]);
    globfree(&found);
    return true;
}

static void print_logs(struct vt *vt) {
    char path[600];
    print_sanitizers(vt);
    snprintf(path, sizeof path, "%s/.local/state/chq/chq.log", vt->box);
    print_file(path);
}

static void child_kill(struct vt *vt) {
    if (vt->pid <= 0) return;
    kill(vt->pid, SIGKILL);
    waitpid(vt->pid, NULL, 0);
    vt->pid = 0;
}

void vt_fail(struct vt *vt, const char *fmt, ...) {
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    char *picture = vt_picture(vt);
    fprintf(stderr, "\n%s\n--- the screen (%dx%d, %s, %s)\n%s--- last keys:%s\n", text, vt->cols,
            vt->rows, vt->lang, vt->term, picture, vt->keys);
    free(picture);
    if (vt->pid <= 0) fprintf(stderr, "--- the program has ended\n");
    child_kill(vt);
    print_logs(vt);
    fail_msg("%s", text);
    abort(); /* not reached: fail_msg leaves the test */
}

/* ---- moving bytes ------------------------------------------------------------------------------------------------ */

static void answer(const char *bytes, size_t size, void *user) {
    struct vt *vt = user;
    while (size > 0 && vt->master >= 0) {
        ssize_t n = write(vt->master, bytes, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = vt->master, .events = POLLOUT};
            if (poll(&room, 1, vt_patience_ms()) > 0) continue;
        }
        if (n <= 0) return;
        bytes += n;
        size -= (size_t)n;
    }
}

/* Feed the emulator until nothing comes for `wait_ms`, or a fence byte does. True when there was one. */
static bool pump(struct vt *vt, int wait_ms, bool stop_at_fence) {
    bool fenced = false;
    char bytes[16384];
    for (;;) {
        struct pollfd fds[2] = {{.fd = vt->master, .events = POLLIN},
                                {.fd = vt->fence, .events = POLLIN}};
        int n = poll(fds, 2, fenced && stop_at_fence ? QUIET_MS : wait_ms);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fenced;
        if (fds[0].revents) {
            ssize_t got = read(vt->master, bytes, sizeof bytes);
            if (got <= 0) { /* EIO: the last one who had the terminal open has closed it */
                vt->ended = true;
                return fenced;
            }
            vterm_input_write(vt->term_state, bytes, (size_t)got);
            vt->bytes += (size_t)got;
            if (vt->record) fwrite(bytes, 1, (size_t)got, vt->record);
        }
        if (fds[1].revents) {
            ssize_t got = read(vt->fence, bytes, sizeof bytes);
            if (got > 0) {
                fenced = true;
            } else {
                close(vt->fence);
                vt->fence = -1;
            }
        }
        if (vt->fence < 0 && !fds[0].revents) return fenced;
    }
}

static void settle(struct vt *vt) {
    if (vt->ended) return;
    if (vt->fence < 0) {
        pump(vt, QUIET_MS, false);
        return;
    }
    int64_t end = now_ms() + FENCE_MS;
    while (!vt->ended && vt->fence >= 0 && now_ms() < end) {
        if (pump(vt, 50, true)) return;
    }
}

static void fence_drain(struct vt *vt) {
    char bytes[256];
    pump(vt, 0, false);
    while (vt->fence >= 0 && read(vt->fence, bytes, sizeof bytes) > 0) {
    }
}

static void note_key(struct vt *vt, const char *name) {
    size_t used = strlen(vt->keys), more = strlen(name) + 2;
    if (more > sizeof vt->keys) return;
    if (used + more > sizeof vt->keys) {
        size_t drop = used + more - sizeof vt->keys;
        memmove(vt->keys, vt->keys + drop, used - drop + 1);
        used -= drop;
    }
    snprintf(vt->keys + used, sizeof vt->keys - used, " %s", name);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    VTermKey key;
} named_keys[] = {
    {"Up", VTERM_KEY_UP},         {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},     {"Right", VTERM_KEY_RIGHT},
    {"Home", VTERM_KEY_HOME},     {"End", VTERM_KEY_END},
    {"Ins", VTERM_KEY_INS},       {"Del", VTERM_KEY_DEL},
    {"PgUp", VTERM_KEY_PAGEUP},   {"Tab", VTERM_KEY_TAB},
    {"PgDn", VTERM_KEY_PAGEDOWN}, {"Enter", VTERM_KEY_ENTER},
    {"Esc", VTERM_KEY_ESCAPE},    {"Backspace", VTERM_KEY_BACKSPACE},
};

/* One UTF-8 character; returns its length. The text is the test's own and right. */
static size_t decode(const char *text, uint32_t *c) {
    unsigned char first = (unsigned char)text[0];
    size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    *c = size == 1 ? first : (uint32_t)(first & (0xff >> (size + 1)));
    for (size_t i = 1; i < size; i++) *c = *c << 6 | ((unsigned char)text[i] & 0x3f);
    return size;
}

static void press(struct vt *vt, const char *name) {
    VTermModifier mod = VTERM_MOD_NONE;
    const char *key = name;
    for (; key[0] && key[1] == '-' && key[2]; key += 2) {
        if (key[0] == 'S')
            mod |= VTERM_MOD_SHIFT;
        else if (key[0] == 'C')
            mod |= VTERM_MOD_CTRL;
        else if (key[0] == 'M')
            mod |= VTERM_MOD_ALT;
        else
            break;
    }
    note_key(vt, name);
    fence_drain(vt);
    uint32_t c;
    if (strcmp(key, "Space") == 0) {
        vterm_keyboard_unichar(vt->term_state, ' ', mod);
    } else if (key[0] == 'F' && key[1] >= '1' && key[1] <= '9') {
        vterm_keyboard_key(vt->term_state,
                           (VTermKey)VTERM_KEY_FUNCTION((int)strtol(key + 1, NULL, 10)), mod);
    } else if (key[decode(key, &c)] == '\0') {
        vterm_keyboard_unichar(vt->term_state, c, mod);
    } else {
        size_t i = 0, count = sizeof named_keys / sizeof *named_keys;
        while (i < count && strcmp(key, named_keys[i].name) != 0) i++;
        if (i == count) vt_fail(vt, "the test names a key that there is not: %s", name);
        vterm_keyboard_key(vt->term_state, named_keys[i].key, mod);
    }
    settle(vt);
}

void vt_key(struct vt *vt, const char *keys) {
    char name[32];
    while (*keys) {
        size_t size = strcspn(keys, " ");
        if (size > 0) {
            snprintf(name, sizeof name, "%.*s", (int)size, keys);
            press(vt, name);
        }
        keys += size + (keys[size] == ' ');
    }
}

void vt_type(struct vt *vt, const char *text) {
    char name[8];
    uint32_t c;
    fence_drain(vt);
    while (*text) {
        size_t size = decode(text, &c);
        snprintf(name, sizeof name, "%.*s", (int)size, text);
        note_key(vt, c == ' ' ? "Space" : name);
        vterm_keyboard_unichar(vt->term_state, c, VTERM_MOD_NONE);
        text += size;
    }
    settle(vt);
}

void vt_send(struct vt *vt, const char *bytes, size_t size, const char *name) {
    note_key(vt, name);
    fence_drain(vt);
    answer(bytes, size, vt);
    settle(vt);
}

void vt_resize(struct vt *vt, int rows, int cols) {
    char name[32];
    snprintf(name, sizeof name, "<%dx%d>", cols, rows);
    note_key(vt, name);
    fence_drain(vt);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vterm_set_size(vt->term_state, rows, cols);
    vt->rows = rows;
    vt->cols = cols;
    ioctl(vt->master, TIOCSWINSZ, &size);
    settle(vt);
}

void vt_signal(struct vt *vt, int signal) {
    char name[32];
    snprintf(name, sizeof name, "<signal %d>", signal);
    note_key(vt, name);
    fence_drain(vt);
    kill(vt->pid, signal);
    settle(vt);
}

void vt_hang_up(struct vt *vt) {
    note_key(vt, "<hang-up>");
    pump(vt, 0, false);
    close(vt->slave);
    close(vt->master);
    vt->slave = vt->master = -1;
    vt->ended = true;
    vt->hung_up = true;
}

/* ---- start and stop ---------------------------------------------------------------------------------------------- */

static int on_property(VTermProp property, VTermValue *value, void *user) {
    struct vt *vt = user;
    if (property == VTERM_PROP_ALTSCREEN) vt->altscreen = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE) vt->cursor_visible = value->boolean;
    if (property == VTERM_PROP_MOUSE) vt->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

static int on_cursor(VTermPos position, VTermPos old, int visible, void *user) {
    struct vt *vt = user;
    (void)old;
    (void)visible;
    vt->cursor_row = position.row;
    vt->cursor_col = position.col;
    return 1;
}

static const VTermScreenCallbacks screen_callbacks = {.settermprop = on_property,
                                                      .movecursor = on_cursor};

#define ENV_MAX 40

static void env_add(char **env, const char *fmt, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, fmt);
    if (vasprintf(&text, fmt, args) < 0) abort();
    va_end(args);
    size_t name = strcspn(text, "=") + 1, i = 0;
    while (env[i] && strncmp(env[i], text, name) != 0) i++;
    if (i + 1 >= ENV_MAX) abort();
    env[i] = text;
}

static void env_build(const struct vt *vt, const struct vt_options *options, int fence,
                      char **env) {
    env_add(env, "PATH=/usr/bin:/bin");
    env_add(env, "LC_ALL=C.UTF-8");
    env_add(env, "LANGUAGE=%s", vt->lang);
    env_add(env, "TZ=UTC");
    env_add(env, "TERM=%s", vt->term);
    env_add(env, "HOME=%s", vt->box);
    env_add(env, "CHQ_TEST_CLOCK=2026-03-02T09:00:00Z");
    env_add(env, "CHQ_TEST_IDS=1");
    env_add(env, "CHQ_CONSOLE_USER=tester");
    env_add(env, "ASAN_OPTIONS=log_path=%s/sanitizer:detect_leaks=1", vt->box);
    env_add(env, "UBSAN_OPTIONS=log_path=%s/sanitizer:print_stacktrace=1:halt_on_error=1", vt->box);
    env_add(env, "TSAN_OPTIONS=log_path=%s/sanitizer:halt_on_error=1", vt->box);
    if (options->data) env_add(env, "CHQ_DATA=%s", options->data);
    if (!options->no_fence) env_add(env, "CHQ_TEST_FENCE=%d", fence);
    /* Screens must not depend on what runs beside them, unless the test wants it. */
    env_add(env, "CHQ_CONSOLE_BATCH_SERVER=no");
    for (size_t i = 0; options->env && options->env[i]; i++) env_add(env, "%s", options->env[i]);
}

static _Noreturn void child_run(struct vt *vt, const struct vt_options *options,
                                const char *program, int fence) {
    char *env[ENV_MAX] = {NULL};
    const char *argv[32] = {program};
    const char *theme = options->theme ? options->theme : "test";
    char theme_option[40];
    size_t count = 1;
    snprintf(theme_option, sizeof theme_option, "--theme=%s", theme);
    if (!options->program && *theme) argv[count++] = theme_option;
    for (size_t i = 0; options->args && options->args[i] && count < 31; i++)
        argv[count++] = options->args[i];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(vt->master);
    login_tty(vt->slave);
    env_build(vt, options, fence, env);
    if (chdir(vt->box) != 0) _exit(126);
    execve(program, (char *const *)(uintptr_t)argv, env);
    _exit(127);
}

static void emulator_start(struct vt *vt) {
    vt->term_state = vterm_new(vt->rows, vt->cols);
    vterm_set_utf8(vt->term_state, 1);
    vterm_output_set_callback(vt->term_state, answer, vt);
    vt->screen = vterm_obtain_screen(vt->term_state);
    vterm_screen_set_callbacks(vt->screen, &screen_callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    vt->cursor_visible = true;
}

struct vt *vt_start(const struct vt_options *options) {
    const char *program = options->program ? options->program : getenv("CHQ_BINARY");
    if (!program) fail_msg("%s", "CHQ_BINARY does not name the program; start the tests by ctest");
    struct vt *vt = calloc(1, sizeof *vt);
    assert_non_null(vt);
    vt->rows = options->rows ? options->rows : 24;
    vt->cols = options->cols ? options->cols : 80;
    snprintf(vt->lang, sizeof vt->lang, "%s", options->lang ? options->lang : "en");
    snprintf(vt->term, sizeof vt->term, "%s", options->term ? options->term : "xterm-256color");
    snprintf(vt->box, sizeof vt->box, "%s/chq-screen-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(vt->box));
    struct winsize size = {.ws_row = (unsigned short)vt->rows, .ws_col = (unsigned short)vt->cols};
    assert_int_equal(openpty(&vt->master, &vt->slave, NULL, NULL, &size), 0);
    fcntl(vt->master, F_SETFD, FD_CLOEXEC);
    fcntl(vt->slave, F_SETFD, FD_CLOEXEC);
    tcgetattr(vt->slave, &vt->line_before);
    int fence[2];
    assert_int_equal(pipe(fence), 0);
    fcntl(fence[0], F_SETFD, FD_CLOEXEC);
    fcntl(fence[0], F_SETFL, O_NONBLOCK);
    fcntl(fence[1], F_SETFL, O_NONBLOCK);
    emulator_start(vt);
    vt->pid = fork();
    if (vt->pid == 0) child_run(vt, options, program, fence[1]);
    assert_true(vt->pid > 0);
    close(fence[1]);
    fcntl(vt->master, F_SETFL, O_NONBLOCK);
    vt->fence = fence[0];
    if (options->no_fence) {
        close(vt->fence);
        vt->fence = -1;
    }
    if (options->record) vt->record = open_memstream(&vt->recorded, &vt->recorded_size);
    settle(vt);
    return vt;
}

static void vt_free(struct vt **handle) {
    struct vt *vt = *handle;
    char command[600];
    child_kill(vt);
    if (vt->master >= 0) close(vt->master);
    if (vt->slave >= 0) close(vt->slave);
    if (vt->fence >= 0) close(vt->fence);
    vterm_free(vt->term_state);
    if (vt->record) fclose(vt->record);
    free(vt->recorded);
    snprintf(command, sizeof command, "rm -rf '%s'", vt->box);
    if (system(command) != 0) fprintf(stderr, "%s stays behind\n", vt->box);
    free(vt);
    *handle = NULL;
}

/* The parent has the terminal open too (to read its settings afterwards), so the end is known by waiting only. */
static int child_wait(struct vt *vt) {
    int64_t end = now_ms() + vt_patience_ms();
    int status = 0;
    while (waitpid(vt->pid, &status, WNOHANG) == 0) {
        if (now_ms() > end) vt_fail(vt, "the program does not end");
        if (vt->hung_up)
            poll(NULL, 0, QUIET_MS);
        else
            pump(vt, QUIET_MS, false);
    }
    vt->pid = 0;
    if (!vt->hung_up) pump(vt, QUIET_MS, false);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void vt_stop_with(struct vt **handle, int expected) {
    struct vt *vt = *handle;
    int status = child_wait(vt);
    if (status != expected) vt_fail(vt, "the program ended with %d, expected %d", status, expected);
    if (print_sanitizers(vt)) vt_fail(vt, "a sanitizer has complained");
    if (!vt->hung_up) {
        struct termios after;
        tcgetattr(vt->slave, &after);
        if (vt->altscreen) vt_fail(vt, "the program left the terminal on the alternate screen");
        if (!vt->cursor_visible) vt_fail(vt, "the program left the cursor hidden");
        if (vt->mouse) vt_fail(vt, "the program left the mouse caught");
        if (after.c_lflag != vt->line_before.c_lflag || after.c_iflag != vt->line_before.c_iflag ||
            after.c_oflag != vt->line_before.c_oflag)
            vt_fail(vt, "the program left the line settings changed");
    }
    vt_free(handle);
}

void vt_stop(struct vt **vt) {
    vt_stop_with(vt, 0);
}

void vt_abandon(struct vt **vt) {
    if (*vt) vt_free(vt);
}

/* ---- looking ----------------------------------------------------------------------------------------------------- */

int vt_rows(const struct vt *vt) {
    return vt->rows;
}

int vt_cols(const struct vt *vt) {
    return vt->cols;
}

void vt_cursor(struct vt *vt, int *row, int *col, bool *visible) {
    *row = vt->cursor_row + 1;
    *col = vt->cursor_col + 1;
    *visible = vt->cursor_visible;
}

const char *vt_row(struct vt *vt, int row) {
    screen_row_text(vt, row - 1, vt->text, sizeof vt->text);
    size_t size = strlen(vt->text);
    while (size > 0 && vt->text[size - 1] == ' ') vt->text[--size] = '\0';
    return vt->text;
}

int vt_find(struct vt *vt, const char *text) {
    for (int row = 1; row <= vt->rows; row++)
        if (strstr(vt_row(vt, row), text)) return row;
    return 0;
}

bool vt_has(struct vt *vt, const char *text) {
    pump(vt, 0, false);
    return vt_find(vt, text) != 0;
}

bool vt_has_ended(const struct vt *vt) {
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)vt->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid != 0;
}

void vt_write_record(struct vt *vt, const char *path) {
    pump(vt, QUIET_MS, false);
    FILE *file = fopen(path, "w");
    if (!file || !vt->record) vt_fail(vt, "cannot write %s", path);
    fflush(vt->record);
    fwrite(vt->recorded, 1, vt->recorded_size, file);
    fclose(file);
}

enum wanted { PRESENT, ABSENT };

static bool holds(struct vt *vt, const char *text, int row, enum wanted wanted) {
    bool there = row ? strstr(vt_row(vt, row), text) != NULL : vt_find(vt, text) != 0;
    return there == (wanted == PRESENT);
}

static bool wait_for(struct vt *vt, const char *text, int row, enum wanted wanted, int ms) {
    int64_t end = now_ms() + ms;
    for (;;) {
        pump(vt, 0, false);
        if (holds(vt, text, row, wanted)) return true;
        int64_t left = end - now_ms();
        if (left <= 0 || vt->ended || vt_has_ended(vt)) {
            pump(vt, QUIET_MS, false);
            return holds(vt, text, row, wanted);
        }
        pump(vt, left < 20 ? (int)left : 20, true);
    }
}

void vt_wait_text_within(struct vt *vt, const char *text, int ms) {
    if (!wait_for(vt, text, 0, PRESENT, ms))
        vt_fail(vt, "not on the screen after %d ms: \"%s\"", ms, text);
}

void vt_wait_text(struct vt *vt, const char *text) {
    vt_wait_text_within(vt, text, vt_patience_ms());
}

void vt_wait_row(struct vt *vt, int row, const char *text) {
    if (!wait_for(vt, text, row, PRESENT, vt_patience_ms()))
        vt_fail(vt, "not in row %d: \"%s\"", row, text);
}

void vt_wait_gone(struct vt *vt, const char *text) {
    if (!wait_for(vt, text, 0, ABSENT, vt_patience_ms()))
        vt_fail(vt, "still on the screen: \"%s\"", text);
}

void vt_refuse_text(struct vt *vt, const char *text) {
    if (vt_has(vt, text)) vt_fail(vt, "must not be on the screen: \"%s\"", text);
}

bool vt_pump_once(struct vt *vt, int ms) {
    pump(vt, ms, true);
    return !vt->ended;
}
