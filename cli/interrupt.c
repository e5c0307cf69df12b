/* SPDX-License-Identifier: MIT */
/*
 * Ctrl+C in a verb: finish what must not be cut, then stop. The flag is the one thing a signal handler may touch.
 * Knows nothing of verbs.
 */

#include <signal.h>

#include "cli/cli.h"

static volatile sig_atomic_t asked;

static void remember(int signal) {
    asked = signal;
}

void interrupt_watch(void) {
    struct sigaction action = {.sa_handler = remember, .sa_flags = (int)SA_RESETHAND};
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigemptyset(&action.sa_mask);
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
