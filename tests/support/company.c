/* SPDX-License-Identifier: MIT */
/* Owns temporary folders and the running of the real program in a sealed world. Knows nothing of its content. */
#include "support/company.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

/* The company that the others are copies of: one for each test program, removed when it ends. */
static struct company original;

static const char *temp_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

static int run(const char *const *argv, const char *data, char **output) {
    char data_env[300], home_env[300];
    snprintf(data_env, sizeof data_env, "CHQ_DATA=%s", data);
    snprintf(home_env, sizeof home_env, "HOME=%s", data);
    const char *asan = getenv("ASAN_OPTIONS");
    char asan_env[300];
    snprintf(asan_env, sizeof asan_env, "ASAN_OPTIONS=%s", asan ? asan : "detect_leaks=1");
    /* Ids count 1, 2, 3 only in the company that all start from; another process must not repeat them. */
    const char *ids =
        argv[1] && strcmp(argv[1], "init") == 0 ? "CHQ_TEST_IDS=1" : "CHQ_TEST_IDS_UNUSED=1";
    const char *const env[] = {"PATH=/usr/bin:/bin",
                               "LC_ALL=C.UTF-8",
                               "LANGUAGE=en",
                               "TZ=UTC",
                               "CHQ_TEST_CLOCK=2026-03-02T09:00:00Z",
                               "CHQ_CONSOLE_USER=tester",
                               data_env,
                               home_env,
                               asan_env,
                               ids,
                               NULL};
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, 0);
        dup2(fds[1], 1);
        close(fds[0]);
        execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
        _exit(127);
    }
    close(fds[1]);
    char *text = NULL, part[4096];
    size_t size = 0;
    ssize_t n;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    while ((n = read(fds[0], part, sizeof part)) != 0) {
        if (n > 0)
            fwrite(part, 1, (size_t)n, out);
        else if (errno != EINTR)
            break;
    }
    fclose(out);
    close(fds[0]);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (output)
        *output = text;
    else
        free(text);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void company_init_empty(struct company *company) {
    snprintf(company->folder, sizeof company->folder, "%s/chq-company-XXXXXX", temp_folder());
    assert_non_null(mkdtemp(company->folder));
}

void company_release(struct company *company) {
    if (!company->folder[0]) return;
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", company->folder);
    if (system(command) != 0) print_error("%s stays behind\n", company->folder);
    company->folder[0] = '\0';
}

static void original_remove(void) {
    company_release(&original);
}

void company_init_demo(struct company *company) {
    if (!original.folder[0]) {
        company_init_empty(&original);
        atexit(original_remove);
        company_do(&original, "init --demo");
    }
    char command[700];
    company_init_empty(company);
    snprintf(command, sizeof command, "cp -a '%s/.' '%s/'", original.folder, company->folder);
    assert_int_equal(system(command), 0);
}

int company_run(const struct company *company, const char *const *args, char **output) {
    const char *argv[32] = {getenv("CHQ_BINARY")};
    if (!argv[0]) fail_msg("%s", "CHQ_BINARY does not name the program; start the tests by ctest");
    for (size_t i = 0; args[i]; i++) {
        assert_true(i + 2 < sizeof argv / sizeof *argv);
        argv[i + 1] = args[i];
    }
    return run(argv, company->folder, output);
}

void company_do(const struct company *company, const char *words) {
    char copy[512];
    const char *args[32] = {NULL};
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *rest = copy, *word; (word = strsep(&rest, " ")) != NULL;)
        if (*word && count + 1 < sizeof args / sizeof *args) args[count++] = word;
    int status = company_run(company, args, NULL);
    if (status != 0) fail_msg("chq %s ended with %d", words, status);
}
