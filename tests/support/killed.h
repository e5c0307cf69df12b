/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_KILLED_H
#define CHQ_TESTS_KILLED_H

/* A process that dies just before its n-th write to a database, and what it had acknowledged until then. */

#include "support/exchange.h"

#include <errno.h>
#include <sys/wait.h>

static inline void copy_world(const struct world *from, struct world *to) {
    char command[2 * COMPANY_PATH_SIZE + 64];
    *to = *from;
    to->company = NULL;
    snprintf(to->folder, sizeof to->folder, "%.240s-copy", from->folder);
    snprintf(command, sizeof command, "rm -rf '%s' && cp -a '%s' '%s'", to->folder, from->folder,
             to->folder);
    assert_int_equal(system(command), 0);
}

/* Runs `act` in a process that dies before its n-th write; what it wrote to the pipe is what it acknowledged. */
struct outcome {
    bool killed;
    int acknowledged;
};

static inline struct outcome run_killed(struct world *world, int n,
                                        void (*act)(struct world *world, const char *arg, int ack),
                                        const char *arg) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char text[16];
        close(ends[0]);
        snprintf(text, sizeof text, "%d", n);
        setenv("CHQ_TEST_KILL_AT_WRITE", text, 1);
        world_open(world);
        act(world, arg, ends[1]);
        world_close(world);
        _exit(0);
    }
    close(ends[1]);
    struct outcome outcome = {0};
    char bytes[256];
    ssize_t got;
    while ((got = read(ends[0], bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0) outcome.acknowledged += (int)got;
    }
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    outcome.killed = WIFSIGNALED(status);
    assert_true(outcome.killed ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
    return outcome;
}

static inline void acknowledge(int ack) {
    assert_int_equal(write(ack, "x", 1), 1);
}

#endif
