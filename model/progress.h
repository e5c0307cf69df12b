/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_PROGRESS_H
#define CHQ_MODEL_PROGRESS_H

/* How long work says where it is and asks whether to stop. Both may be NULL; both are called on the worker's thread. */

#include <stdbool.h>
#include <stdint.h>

struct progress {
    void (*report)(void *ctx, int64_t done, int64_t total); /* total 0 = not known */
    bool (*cancelled)(void *ctx);
    void *ctx;
};

static inline void progress_report(const struct progress *progress, int64_t done, int64_t total) {
    if (progress && progress->report) progress->report(progress->ctx, done, total);
}

static inline bool progress_cancelled(const struct progress *progress) {
    return progress && progress->cancelled && progress->cancelled(progress->ctx);
}

#endif
