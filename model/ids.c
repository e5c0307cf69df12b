/* SPDX-License-Identifier: MIT */
/*
 * Birth of GUIDs (UUID version 7 in the product's spelling). Owns the process-wide counter that keeps them in order;
 * knows nothing of what they name. Thread-safe by one atomic word, no lock.
 */

#include "model/ids.h"

#include <ctype.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/random.h>

#include "model/clock.h"
#include "model/err.h"

/* Milliseconds in the upper 52 bits, a counter within the millisecond in the lower 12: the last one given out. */
static uint64_t next_tick(void) {
    static _Atomic uint64_t last;
    uint64_t now = (uint64_t)clock_now_ms() << 12;
    uint64_t before = atomic_load(&last), tick;
    do {
        /* More than 4096 in a millisecond, or a clock set back: the count runs ahead of the clock. */
        tick = now > before ? now : before + 1;
    } while (!atomic_compare_exchange_weak(&last, &before, tick));
    return tick;
}

static uint64_t random_bits(void) {
    uint64_t bits;
    ssize_t n;
    do {
        n = getrandom(&bits, sizeof bits, 0);
    } while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof bits) BUG("the kernel has no random numbers");
    return bits;
}

static void format(char guid[GUID_SIZE], uint64_t high, uint64_t low) {
    snprintf(guid, GUID_SIZE, "{%08X-%04X-%04X-%04X-%012llX}", (unsigned)(high >> 32),
             (unsigned)(high >> 16 & 0xFFFF), (unsigned)(high & 0xFFFF), (unsigned)(low >> 48),
             (unsigned long long)(low & 0xFFFFFFFFFFFF));
}

#if CHQ_TEST_HOOKS
/* CHQ_TEST_IDS=N counts from N, so that a second process of one test can go on where the first one ended. */
static bool test_guid(char guid[GUID_SIZE]) {
    static _Atomic uint64_t given;
    const char *first = getenv("CHQ_TEST_IDS");
    if (!first || *first == '\0') return false;
    format(guid, 0, strtoull(first, NULL, 10) + atomic_fetch_add(&given, 1));
    return true;
}
#endif

void ids_new_guid(char guid[GUID_SIZE]) {
#if CHQ_TEST_HOOKS
    if (test_guid(guid)) return;
#endif
    uint64_t tick = next_tick();
    uint64_t high = tick >> 12 << 16 | 0x7000 | (tick & 0xFFF);
    uint64_t low = (random_bits() & 0x3FFFFFFFFFFFFFFF) | 0x8000000000000000;
    format(guid, high, low);
}

bool ids_parse_guid(const char *text, char guid[GUID_SIZE]) {
    size_t len = strlen(text);
    bool braces = len == GUID_SIZE - 1 && text[0] == '{' && text[len - 1] == '}';
    if (!braces && len != GUID_SIZE - 3) return false;
    snprintf(guid, GUID_SIZE, "{%.36s}", braces ? text + 1 : text);
    for (int i = 1; i <= 36; i++) {
        bool dash = i == 9 || i == 14 || i == 19 || i == 24;
        if (dash ? guid[i] != '-' : !isxdigit((unsigned char)guid[i])) return false;
        guid[i] = (char)toupper((unsigned char)guid[i]);
    }
    return true;
}
