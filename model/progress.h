/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_PROGRESS_H
#define CHQ_MODEL_PROGRESS_H

/* How long work says where it is and asks whether to stop. Each may be NULL; all are called on the worker's thread. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    void (*report)(void *ctx, int64_t done, int64_t total); /* total 0 = not known */
    bool (*cancelled)(void *ctx);
    /* A descriptor that becomes readable when `cancelled` begins to answer true, for work that sleeps in between. */
    int (*wake_fd)(void *ctx);
    /* Something happened that whoever started the work is told: a copy of `size` bytes reaches it. */
    void (*tell)(void *ctx, const void *message, size_t size);
    void *ctx;
};

static inline void progress_report(const struct progress *progress, int64_t done, int64_t total) {
    if (progress && progress->report) progress->report(progress->ctx, done, total);
}

static inline bool progress_cancelled(const struct progress *progress) {
    return progress && progress->cancelled && progress->cancelled(progress->ctx);
}

/* -1 = there is none. */
static inline int progress_wake_fd(const struct progress *progress) {
    return progress && progress->wake_fd ? progress->wake_fd(progress->ctx) : -1;
}

static inline void progress_tell(const struct progress *progress, const void *message,
                                 size_t size) {
    if (progress && progress->tell) progress->tell(progress->ctx, message, size);
}

#endif
