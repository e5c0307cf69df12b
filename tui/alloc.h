/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_ALLOC_H
#define CHQ_TUI_ALLOC_H

/* Memory that is there or the program ends with the terminal restored: a console without memory can save nothing. */

#include <stdlib.h>
#include <string.h>

#include "model/err.h"

static inline void *alloc_zero(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory) BUG("out of memory");
    return memory;
}

static inline char *alloc_text(const char *text) {
    char *copy = strdup(text ? text : "");
    if (!copy) BUG("out of memory");
    return copy;
}

#endif
