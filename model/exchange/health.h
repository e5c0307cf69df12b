/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_HEALTH_H
#define CHQ_EXCHANGE_HEALTH_H

/*
 * Does the flow of customers flow? Storefront > channel (A1) > P-0001 > headquarters (A2, AF) > synchronization job >
 * customers (A3) > 1010 > channel. Each of the three queues is judged by its own recent runs, by what waits in it and by
 * the plan of its job (domain.md sections 1, 5.3 to 5.6, 6 cause 39); no number here is a limit that somebody has set.
 *
 *   WELL            nothing waits; or what waits arrived after the last run of the queue's job began, and a run is
 *                   planned (in the future, or due while a batch server lives) or under way.
 *   ATTENTION       as well, but operations have failed (AF): they wait for a person, not for a run.
 *   FALLING_BEHIND  the last run that could have taken the oldest one moved others and left it behind; or over the
 *                   recent runs more came in than went out, and more waits than any of them moved.
 *   STALLED         since the oldest one arrived the job ran and moved nothing, or ended in error.
 *   STOPPED         no run will take it on: in servicing, a database paused or not readable, an Async Client stopped, a
 *                   schedule that is inactive or lacks the group or the subjob, no run planned, or due and no batch server.
 *
 * Failed operations never make a queue stall: the job has done with them. A queue that is worse keeps its verdict. A
 * batch server that is not there is a fault only when a run is due: a run in the future may still find one.
 */

#include "model/exchange/states.h"
#include "model/hq/lease.h"

enum health_verdict {
    HEALTH_WELL,
    HEALTH_ATTENTION,
    HEALTH_FALLING_BEHIND,
    HEALTH_STALLED,
    HEALTH_STOPPED
};
/* "well", "attention", "falling_behind", "stalled", "stopped" */
const char *health_verdict_name(enum health_verdict verdict);

/* Why a queue has its verdict. X(NAME, "name"): the name is what --json prints. */
#define HEALTH_REASONS(X)                                                                          \
    X(NOTHING_WAITS, "nothing_waits")                                                              \
    X(ON_THE_WAY, "on_the_way")                                                                    \
    X(FAILED_OPERATIONS, "failed_operations")                                                      \
    X(LEFT_BEHIND, "left_behind")                                                                  \
    X(MORE_IN_THAN_OUT, "more_in_than_out")                                                        \
    X(MOVED_NOTHING, "moved_nothing")                                                              \
    X(RUN_FAILED, "run_failed") /* last.message says why */                                        \
    X(IN_SERVICING, "in_servicing")                                                                \
    X(UNREADABLE, "channel_unreadable")       /* database */                                       \
    X(PAUSED, "channel_paused")               /* database */                                       \
    X(CLIENT_STOPPED, "async_client_stopped") /* database */                                       \
    X(SCHEDULE_INACTIVE, "schedule_inactive")                                                      \
    X(NOT_IN_SCHEDULE, "not_in_schedule") /* database: its group is not attached */                \
    X(SUBJOB_MISSING, "subjob_missing")                                                            \
    X(NOT_PLANNED, "not_planned")                                                                  \
    X(NO_BATCH_SERVER, "no_batch_server")

enum health_reason {
#define X(name, text) HEALTH_##name,
    HEALTH_REASONS(X)
#undef X
        HEALTH_REASON_COUNT
};
const char *health_reason_name(enum health_reason reason);

enum health_queue { QUEUE_UPLOAD, QUEUE_CREATION, QUEUE_DOWNLOAD, QUEUE_COUNT };

struct health_stage {
    const char *job; /* "P-0001", "sync-customers", "1010": takes on what waits */
    int64_t waiting; /* customers: A1, A2, A3 */
    int64_t failed;  /* AF, beside the queue of creation; 0 elsewhere */
    /* When the oldest one arrived in this queue; 0 = nothing waits. At least as old as that when more wait than
     * are looked at. */
    int64_t oldest_ms;
    /* Hundredths of rows an hour, from the start of the oldest recent run to the start of the newest; -1 = not known:
     * fewer than two runs. */
    int64_t in_per_hour, out_per_hour;
    struct job_run last; /* newest run; id 0 = never */
    int64_t next_ms;     /* batch_next_run; a past time is due, 0 = none */
    enum health_verdict verdict;
    enum health_reason reason;
    char database[TEXT_SIZE(50)]; /* for reasons that have one */
};

struct health {
    struct state_counts counts; /* of the same moment; states_count */
    struct health_stage stages[QUEUE_COUNT];
    enum health_verdict verdict;    /* the worst of the stages */
    char server[LEASE_HOLDER_SIZE]; /* who is the batch server; "" = nobody */
};

/* Costs what states_count costs, and a few milliseconds. Reads only; not on the thread that paints. */
MUST_CHECK enum err_code health_read(struct company *company, struct health *health,
                                     struct err *err);

#endif
