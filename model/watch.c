/* SPDX-License-Identifier: MIT */
/*
 * Notices commits of other processes through inotify on the company's folder. Owns one descriptor; knows nothing of
 * SQLite but how its files are called.
 */

#include "model/watch.h"

#include <errno.h>
#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "model/err.h"

struct watch {
    int fd;
};

struct watch *watch_new(const char *folder) {
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) return NULL;
    uint32_t events = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_ONLYDIR;
    if (inotify_add_watch(fd, folder, events) < 0) {
        close(fd);
        return NULL;
    }
    struct watch *watch = malloc(sizeof *watch);
    if (!watch) BUG("out of memory for a watch");
    watch->fd = fd;
    return watch;
}

void watch_free(struct watch **watch) {
    if (!*watch) return;
    close((*watch)->fd);
    free(*watch);
    *watch = NULL;
}

int watch_fd(const struct watch *watch) {
    return watch->fd;
}

static bool ends_with(const char *name, const char *end) {
    size_t len = strlen(name), end_len = strlen(end);
    return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

static bool is_ours(const struct inotify_event *event) {
    if (event->mask & IN_Q_OVERFLOW) return true; /* something got lost: assume the worst */
    return event->len > 0 && (ends_with(event->name, ".db") || ends_with(event->name, ".db-wal"));
}

bool watch_drain(struct watch *watch) {
    _Alignas(struct inotify_event) char buf[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
    bool ours = false;
    for (;;) {
        ssize_t n = read(watch->fd, buf, sizeof buf);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return ours;
        for (ssize_t i = 0; i < n;) {
            const struct inotify_event *event = (const void *)(buf + i);
            ours = ours || is_ours(event);
            i += (ssize_t)(sizeof *event + event->len);
        }
    }
}
