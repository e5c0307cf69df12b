/* SPDX-License-Identifier: MIT */
/*
 * Ctrl+C in a verb: finish what must not be cut, then stop. A flag for who asks and a descriptor for who sleeps are all
 * that a signal handler may touch. Knows nothing of verbs.
 */

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cli/cli.h"

static volatile sig_atomic_t asked;
static volatile sig_atomic_t wake = -1;

static void remember(int signal) {
    const uint64_t one = 1;
    int before = errno;
    asked = signal;
    if (wake >= 0 && write(wake, &one, sizeof one) < 0) asked = signal; /* full: it is readable */
    errno = before;
}

void interrupt_watch(void) {
    struct sigaction action = {.sa_handler = remember, .sa_flags = (int)SA_RESETHAND};
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigemptyset(&action.sa_mask);
    if (wake < 0) wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction before;
        /* What the caller has switched off (nohup) stays off. */
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        sigaction(signals[i], &action, NULL);
    }
}

int interrupt_signal(void) {
    return asked;
}

int interrupt_fd(void) {
    return wake;
}
