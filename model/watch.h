/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_WATCH_H
#define CHQ_MODEL_WATCH_H

/*
 * Tells that another process committed to one of the company's files, without polling: inotify on the folder, only
 * for names ending in ".db" or ".db-wal". The event can come up to half a millisecond before the commit is visible
 * (anchors-performance.md 4.13), so a reader looks again after WATCH_SETTLE_MS.
 */

#include <stdbool.h>

#define WATCH_SETTLE_MS 5

struct watch;

/* NULL when the kernel gives no watch; callers then refresh once a second. */
struct watch *watch_new(const char *folder);
void watch_free(struct watch **watch);
int watch_fd(const struct watch *watch);
/* Empties the queue; was there anything for us? */
bool watch_drain(struct watch *watch);

#endif
