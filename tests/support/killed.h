/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_KILLED_H
#define CHQ_TESTS_KILLED_H

/* A process that dies just before its n-th write to a database, and what it had acknowledged until then. */

#include "support/exchange.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

static inline void copy_one_file(const char *from, const char *to) {
    char bytes[65536];
    ssize_t got;
    int in = open(from, O_RDONLY | O_CLOEXEC),
        out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(in >= 0 && out >= 0);
    while ((got = read(in, bytes, sizeof bytes)) > 0) {
        assert_int_equal(write(out, bytes, (size_t)got), got);
    }
    assert_int_equal(got, 0);
    close(in);
    close(out);
}

/* A closed company is its database files alone. Without a shell: hundreds of copies are made. */
static inline void copy_world(const struct world *from, struct world *to) {
    char source[COMPANY_PATH_SIZE], target[COMPANY_PATH_SIZE];
    *to = *from;
    to->company = NULL;
    snprintf(to->folder, sizeof to->folder, "%.240s-copy", from->folder);
    assert_true(mkdir(to->folder, 0700) == 0 || errno == EEXIST);
    DIR *dir = opendir(from->folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_type != DT_REG) continue;
        snprintf(source, sizeof source, "%s/%s", from->folder, entry->d_name);
        snprintf(target, sizeof target, "%s/%s", to->folder, entry->d_name);
        copy_one_file(source, target);
    }
    closedir(dir);
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
