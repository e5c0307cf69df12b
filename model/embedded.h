/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_EMBEDDED_H
#define CHQ_MODEL_EMBEDDED_H

/* A content file of data/ inside the program (cmake/embed.cmake). Lists end with a NULL name. */

#include <stddef.h>

struct embedded_file {
    const char *name; /* file name without folder */
    const char *text; /* NUL-terminated */
    size_t size;      /* without the NUL */
};

#endif
