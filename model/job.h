/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_JOB_H
#define CHQ_MODEL_JOB_H

/*
 * Background work. Each job runs on its own thread with its own database connections and speaks to the main thread
 * only by events in a queue; one byte on a pipe (jobs_fd) wakes the event loop. The work function never touches the
 * screen, and nothing it is given may be touched by the main thread until JOB_ENDED has been read.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/err.h"
#include "model/progress.h"

struct jobs;

/* The work. `progress` reports and asks for cancel. `result` is handed over with the end event. */
typedef enum err_code job_fn(void *arg, const struct progress *progress, struct err *err);

enum job_event_kind { JOB_STARTED, JOB_PROGRESS, JOB_MESSAGE, JOB_ENDED };

struct job_event {
    enum job_event_kind kind;
    int id;              /* what jobs_start returned */
    void *arg;           /* with JOB_ENDED: ownership is back with the main thread */
    void *message;       /* JOB_MESSAGE: what progress_tell was given, in its order; free() it */
    int64_t done, total; /* JOB_PROGRESS and JOB_ENDED; the newest only, older ones are merged */
    enum err_code code;  /* JOB_ENDED */
    struct err err;      /* JOB_ENDED */
};

struct jobs *jobs_new(void);
/* Asks all to cancel, waits for them, frees. */
void jobs_free(struct jobs **jobs);
/* Readable when an event waits. */
int jobs_fd(const struct jobs *jobs);
/* Start `fn(arg)` on a thread. Returns an id >= 1; 0 when no thread could be had (err says why). */
int jobs_start(struct jobs *jobs, job_fn *fn, void *arg, struct err *err);
void jobs_cancel(struct jobs *jobs, int id);
int jobs_running(const struct jobs *jobs);
/* Take the next event; false = none waits. Never blocks. */
bool jobs_next_event(struct jobs *jobs, struct job_event *event);

#endif
