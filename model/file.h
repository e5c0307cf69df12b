/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_FILE_H
#define CHQ_MODEL_FILE_H

/*
 * Small text files that other programs may read at any moment: a new file takes the place of the old one in one step, so
 * that a killed process or a full disk leaves one of the two, whole.
 */

#include <stddef.h>

#include "model/err.h"

/* What the system says of a file or folder: DISK_FULL or FILE_ACCESS, value = path, with `os_errno` and its words. ERR_IO. */
enum err_code file_error(struct err *err, const char *path, int os_errno);

/* What a writer that was killed leaves beside PATH: PATH, this, and FILE_FRESH_MARK letters or digits. */
#define FILE_FRESH      ".new-"
#define FILE_FRESH_MARK 6

/* `mode` as for chmod; the umask does not count. The folder must exist. ERR_IO FILE_ACCESS or DISK_FULL, value = path. */
MUST_CHECK enum err_code file_replace(const char *path, const char *text, size_t len, int mode,
                                      struct err *err);
/* The whole of a regular file, malloc'ed and NUL-terminated (it may hold NULs before that); *len without the NUL. Never
 * waits: a pipe or a device is FILE_FOREIGN, as is one larger than `most`. ERR_NOT_FOUND FILE_MISSING. */
MUST_CHECK enum err_code file_read(const char *path, size_t most, char **text, size_t *len,
                                   struct err *err);

#endif
