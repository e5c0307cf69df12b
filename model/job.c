/* SPDX-License-Identifier: MIT */
/*
 * Background work: one thread per job, one queue of events back, one pipe that wakes the event loop. Owns threads,
 * queue and pipe; knows nothing of what the work is. Everything shared is behind one mutex, except the two flags a
 * worker polls often, which are atomic.
 */

#include "model/job.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "model/clock.h"

#define PROGRESS_EVERY_US 50000 /* twenty a second are smooth to the eye and cost nothing */

struct message {
    struct message *next;
    void *text;
};

struct job {
    struct jobs *jobs;
    struct job *next;
    pthread_t thread;
    int id;
    job_fn *fn;
    void *arg;
    atomic_bool cancel;
    /* Of the worker's thread alone. */
    int64_t last_report_us, last_done, last_total;
    /* Behind jobs->mutex. */
    bool started_unread, progress_unread, ended;
    int64_t done, total;
    enum err_code code;
    struct err err;
    struct message *messages; /* in their order */
    int wake_fd;              /* readable when cancelled; -1 = the system gave none */
};

struct jobs {
    pthread_mutex_t mutex;
    struct job *list; /* in order of start */
    int next_id;
    int pipe[2];
    bool woken; /* a byte is in the pipe */
};

/* ---- the worker's side ------------------------------------------------------------------------------------- */

/* With the mutex held. One byte is enough however many events there are, so the pipe never fills. */
static void wake(struct jobs *jobs) {
    if (jobs->woken) return;
    ssize_t n;
    do {
        n = write(jobs->pipe[1], "", 1);
    } while (n < 0 && errno == EINTR);
    jobs->woken = n == 1;
}

static void job_report(void *ctx, int64_t done, int64_t total) {
    struct job *job = ctx;
    job->last_done = done;
    job->last_total = total;
    int64_t now = clock_ticks_us();
    bool last = total > 0 && done >= total;
    if (!last && job->last_report_us > 0 && now - job->last_report_us < PROGRESS_EVERY_US) return;
    job->last_report_us = now;
    pthread_mutex_lock(&job->jobs->mutex);
    job->done = done;
    job->total = total;
    job->progress_unread = true;
    wake(job->jobs);
    pthread_mutex_unlock(&job->jobs->mutex);
}

static bool job_cancelled(void *ctx) {
    struct job *job = ctx;
    return atomic_load_explicit(&job->cancel, memory_order_relaxed);
}

static int job_wake_fd(void *ctx) {
    const struct job *job = ctx;
    return job->wake_fd;
}

static void job_tell(void *ctx, const void *text, size_t size) {
    struct job *job = ctx;
    struct message *message = malloc(sizeof *message);
    void *copy = malloc(size);
    if (!message || !copy) BUG("out of memory for a message");
    memcpy(copy, text, size);
    *message = (struct message){.text = copy};
    pthread_mutex_lock(&job->jobs->mutex);
    struct message **end = &job->messages;
    while (*end) end = &(*end)->next;
    *end = message;
    wake(job->jobs);
    pthread_mutex_unlock(&job->jobs->mutex);
}

static void *job_main(void *ctx) {
    struct job *job = ctx;
    struct err err = {0};
    struct progress progress = {.report = job_report,
                                .cancelled = job_cancelled,
                                .wake_fd = job_wake_fd,
                                .tell = job_tell,
                                .ctx = job};
    enum err_code code = job->fn(job->arg, &progress, &err);
    pthread_mutex_lock(&job->jobs->mutex);
    job->done = job->last_done;
    job->total = job->last_total;
    job->code = code;
    job->err = err;
    job->ended = true;
    wake(job->jobs);
    pthread_mutex_unlock(&job->jobs->mutex);
    return NULL;
}

/* ---- the main thread's side -------------------------------------------------------------------------------- */

struct jobs *jobs_new(void) {
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs) BUG("out of memory for jobs");
    if (pipe2(jobs->pipe, O_CLOEXEC | O_NONBLOCK) != 0) BUG("no pipe for jobs");
    pthread_mutex_init(&jobs->mutex, NULL);
    jobs->next_id = 1;
    return jobs;
}

static void cancel(struct job *job) {
    const uint64_t one = 1;
    atomic_store(&job->cancel, true);
    if (job->wake_fd >= 0 && write(job->wake_fd, &one, sizeof one) < 0)
        return; /* it is full: readable */
}

static void free_job(struct job **job) {
    pthread_join((*job)->thread, NULL);
    while ((*job)->messages) {
        struct message *message = (*job)->messages;
        (*job)->messages = message->next;
        free(message->text);
        free(message);
    }
    if ((*job)->wake_fd >= 0) close((*job)->wake_fd);
    free(*job);
    *job = NULL;
}

void jobs_free(struct jobs **jobs_pointer) {
    struct jobs *jobs = *jobs_pointer;
    if (!jobs) return;
    for (struct job *job = jobs->list; job; job = job->next) cancel(job);
    while (jobs->list) {
        struct job *job = jobs->list;
        jobs->list = job->next;
        free_job(&job);
    }
    close(jobs->pipe[0]);
    close(jobs->pipe[1]);
    pthread_mutex_destroy(&jobs->mutex);
    free(jobs);
    *jobs_pointer = NULL;
}

int jobs_fd(const struct jobs *jobs) {
    return jobs->pipe[0];
}

static void append(struct jobs *jobs, struct job *job) {
    struct job **end = &jobs->list;
    while (*end) end = &(*end)->next;
    *end = job;
}

/* Signals stay with the main thread: a resize or an interrupt must wake the event loop, not a worker. */
static int start_thread(struct job *job) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&job->thread, NULL, job_main, job);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

int jobs_start(struct jobs *jobs, job_fn *fn, void *arg, struct err *err) {
    struct job *job = calloc(1, sizeof *job);
    if (!job) BUG("out of memory for a job");
    job->jobs = jobs;
    job->id = jobs->next_id;
    job->fn = fn;
    job->arg = arg;
    job->started_unread = true;
    job->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int failed = start_thread(job);
    if (failed) {
        if (job->wake_fd >= 0) close(job->wake_fd);
        free(job);
        err_set(err, ERR_IO, REASON_TECHNICAL, NULL, NULL);
        if (err) err->os_errno = failed;
        err_add_detail(err, "no thread for a job: %s", strerror(failed));
        return 0;
    }
    jobs->next_id = jobs->next_id == INT_MAX ? 1 : jobs->next_id + 1;
    int id = job->id;
    pthread_mutex_lock(&jobs->mutex);
    append(jobs, job);
    wake(jobs);
    pthread_mutex_unlock(&jobs->mutex);
    return id;
}

/* The list itself is changed and walked by the main thread only. */
void jobs_cancel(struct jobs *jobs, int id) {
    for (struct job *job = jobs->list; job; job = job->next) {
        if (job->id == id) cancel(job);
    }
}

int jobs_running(const struct jobs *jobs) {
    int count = 0;
    for (const struct job *job = jobs->list; job; job = job->next) count++;
    return count;
}

/* With the mutex held: the oldest event of a job, if it has one. */
static bool take_event(struct job *job, struct job_event *event) {
    *event = (struct job_event){.id = job->id, .done = job->done, .total = job->total};
    if (job->started_unread) {
        job->started_unread = false;
        event->kind = JOB_STARTED;
        return true;
    }
    if (job->progress_unread) {
        job->progress_unread = false;
        event->kind = JOB_PROGRESS;
        return true;
    }
    if (job->messages) {
        struct message *message = job->messages;
        job->messages = message->next;
        event->kind = JOB_MESSAGE;
        event->message = message->text;
        free(message);
        return true;
    }
    if (!job->ended) return false;
    event->kind = JOB_ENDED;
    event->arg = job->arg;
    event->code = job->code;
    event->err = job->err;
    return true;
}

static void empty_pipe(struct jobs *jobs) {
    char bytes[16];
    while (read(jobs->pipe[0], bytes, sizeof bytes) > 0) continue;
    jobs->woken = false;
}

bool jobs_next_event(struct jobs *jobs, struct job_event *event) {
    bool found = false;
    struct job *ended = NULL;
    pthread_mutex_lock(&jobs->mutex);
    for (struct job **place = &jobs->list; *place && !found;
         place = found ? place : &(*place)->next) {
        found = take_event(*place, event);
        if (found && event->kind == JOB_ENDED) {
            ended = *place;
            *place = ended->next;
            break;
        }
    }
    if (!found) empty_pipe(jobs);
    pthread_mutex_unlock(&jobs->mutex);
    if (ended) free_job(&ended);
    return found;
}
