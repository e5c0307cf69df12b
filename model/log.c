/* SPDX-License-Identifier: MIT */
/*
 * The log file of the process. Owns its one descriptor, behind a mutex, because any thread may fail. One write per
 * line, appended, so that lines of several processes do not mix. Never a reason to fail: what cannot be logged is lost.
 */

#include "model/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/text.h"

#define LOG_MAX ((off_t)2 << 20) /* bytes; then the file becomes chq.log.1 and a new one begins */

static struct {
    pthread_mutex_t mutex;
    int fd; /* 0 = closed; descriptor 0 is never ours */
} log_state = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void make_folders(const char *path) {
    char folder[PATH_MAX];
    if (!text_copy(folder, sizeof folder, path)) return;
    for (char *slash = folder + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(folder, 0700); /* what is there already stays as it is */
        *slash = '/';
    }
}

static void rotate(const char *path) {
    char old[PATH_MAX + 4];
    struct stat st;
    if (stat(path, &st) != 0 || st.st_size < LOG_MAX) return;
    snprintf(old, sizeof old, "%s.1", path);
    rename(path, old);
}

void log_open(const char *path) {
    log_close();
    make_folders(path);
    rotate(path);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd <= 0) return;
    pthread_mutex_lock(&log_state.mutex);
    log_state.fd = fd;
    pthread_mutex_unlock(&log_state.mutex);
}

void log_close(void) {
    pthread_mutex_lock(&log_state.mutex);
    if (log_state.fd > 0) close(log_state.fd);
    log_state.fd = 0;
    pthread_mutex_unlock(&log_state.mutex);
}

static void write_line(char *line, size_t size) {
    size_t len = strlen(line);
    /* Values can come from anywhere: a line stays one line, and harmless to the terminal it is read in. */
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F) line[i] = ' ';
    }
    if (len + 2 > size) len = size - 2;
    line[len++] = '\n';
    pthread_mutex_lock(&log_state.mutex);
    if (log_state.fd > 0) {
        ssize_t written = write(log_state.fd, line, len);
        (void)written;
    }
    pthread_mutex_unlock(&log_state.mutex);
}

void log_line(const char *fmt, ...) {
    char line[1200], text[1100], now[32];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    clock_format_iso(clock_now_ms(), now, sizeof now);
    snprintf(line, sizeof line, "%s [%d] %s", now, (int)getpid(), text);
    write_line(line, sizeof line);
}

static bool is_failure(enum err_code code) {
    return code == ERR_BUSY || code == ERR_DB || code == ERR_IO || code == ERR_CONFIG;
}

void log_err(const char *where, const struct err *err) {
    if (!err || !is_failure(err->code)) return;
    /* value2 stays out: it may be what a customer typed; value names a file or a key in every failure. */
    log_line("%s: %s field=%s value=%s number=%lld sqlite=%d errno=%d %s", where,
             err_reason_name(err->reason), err->field, err->value, (long long)err->number,
             err->db_code, err->os_errno, err->detail);
}
