/* SPDX-License-Identifier: MIT */
/* Reading and replacing small files. Knows nothing of what is in them. */

#include "model/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/text.h"

enum err_code file_error(struct err *err, const char *path, int os_errno) {
    bool full = os_errno == ENOSPC || os_errno == EDQUOT;
    err_set(err, ERR_IO, full ? REASON_DISK_FULL : REASON_FILE_ACCESS, NULL, path);
    if (err) err->os_errno = os_errno;
    err_add_detail(err, "%s", strerror(os_errno));
    return ERR_IO;
}

/* ---- replacing ---------------------------------------------------------------------------------------------------- */

static bool write_all(int fd, const char *text, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text += n;
        len -= (size_t)n;
    }
    return true;
}

/* The new name is on disk, too. A file system that cannot do that has nothing better. */
static void sync_folder(const char *path) {
    char folder[PATH_MAX];
    text_copy(folder, sizeof folder, path);
    char *slash = strrchr(folder, '/');
    if (slash) slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

enum err_code file_replace(const char *path, const char *text, size_t len, int mode,
                           struct err *err) {
    char fresh[PATH_MAX];
    int n = snprintf(fresh, sizeof fresh, "%s" FILE_FRESH "XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof fresh) return file_error(err, path, ENAMETOOLONG);
    int fd = mkostemp(fresh, O_CLOEXEC);
    if (fd < 0) return file_error(err, path, errno);
    bool written = write_all(fd, text, len) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 && written) {
        written = false;
        why = errno;
    }
    if (written && rename(fresh, path) == 0) {
        sync_folder(path);
        return ERR_OK;
    }
    if (written) why = errno;
    unlink(fresh);
    return file_error(err, path, why);
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static enum err_code fail_foreign(struct err *err, const char *path, const char *what) {
    err_set(err, ERR_INVALID, REASON_FILE_FOREIGN, NULL, path);
    err_add_detail(err, "%s", what);
    return ERR_INVALID;
}

static enum err_code read_open(int fd, const char *path, size_t most, char **text, size_t *len,
                               struct err *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return file_error(err, path, errno);
    if (!S_ISREG(st.st_mode)) return fail_foreign(err, path, "not a file");
    *text = malloc(most + 1);
    if (!*text) BUG("out of memory for a file");
    while (*len <= most) {
        ssize_t n = read(fd, *text + *len, most + 1 - *len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_error(err, path, errno);
        if (n == 0) break;
        *len += (size_t)n;
    }
    if (*len > most) return fail_foreign(err, path, "too large");
    (*text)[*len] = '\0';
    return ERR_OK;
}

enum err_code file_read(const char *path, size_t most, char **text, size_t *len, struct err *err) {
    *text = NULL;
    *len = 0;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 && errno == ENOENT)
        return err_set(err, ERR_NOT_FOUND, REASON_FILE_MISSING, NULL, path);
    if (fd < 0) return file_error(err, path, errno);
    enum err_code code = read_open(fd, path, most, text, len, err);
    close(fd);
    if (code != ERR_OK) {
        free(*text);
        *text = NULL;
        *len = 0;
    }
    return code;
}
