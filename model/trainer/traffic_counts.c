/* SPDX-License-Identifier: MIT */
/* What is made of the seconds of a run: totals, the ring of the last ones, and steps for a chart. Knows no thread. */

#include <stdlib.h>
#include <string.h>

#include "model/trainer/traffic_priv.h"

static int by_size(const void *a, const void *b) {
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

void times_fill(struct traffic_times *times, int *ms, int count) {
    *times = (struct traffic_times){.count = count};
    if (count == 0) return;
    qsort(ms, (size_t)count, sizeof *ms, by_size);
    times->p50_ms = ms[(count * 50 + 99) / 100 - 1];
    times->p95_ms = ms[(count * 95 + 99) / 100 - 1];
}

void failures_add(struct traffic_failure *failures, enum err_reason reason, int64_t count) {
    int at = 0;
    if (count == 0) return;
    while (at < TRAFFIC_REASONS - 1 && failures[at].count > 0 && failures[at].reason != reason)
        at++;
    /* The last place is for whatever finds no other. */
    bool other =
        at == TRAFFIC_REASONS - 1 && (failures[at].count > 0 && failures[at].reason != reason);
    failures[at].reason = other ? REASON_NONE : reason;
    failures[at].count += count;
}

static int higher(int a, int b) {
    return a > b ? a : b;
}

static void add_examples(struct traffic_totals *totals, const struct err *newest) {
    for (int i = 0; i < TRAFFIC_REASONS; i++) {
        enum err_reason reason = totals->failures[i].reason;
        if (totals->failures[i].count == 0) continue;
        if (newest && newest->reason == reason) {
            totals->examples[i] = *newest;
        } else if (totals->examples[i].reason != reason || totals->examples[i].code == ERR_OK) {
            err_set(&totals->examples[i], ERR_REFUSED, reason, NULL, NULL);
        }
    }
}

void traffic_totals_add(struct traffic_totals *totals, const struct traffic_second *second,
                        const struct err *newest) {
    totals->seconds++;
    totals->arrived += second->arrived;
    totals->async += second->async.count;
    totals->sync += second->sync.count;
    totals->fallback += second->fallback;
    totals->failed += second->failed;
    for (int i = 0; i < TRAFFIC_REASONS; i++)
        failures_add(totals->failures, second->failures[i].reason, second->failures[i].count);
    add_examples(totals, newest);
    totals->under_way = second->under_way;
    totals->waiting = second->waiting;
    totals->async_most_ms = higher(totals->async_most_ms, second->async.p95_ms);
    totals->sync_most_ms = higher(totals->sync_most_ms, second->sync.p95_ms);
}

/* ---- history ------------------------------------------------------------------------------------------------------ */

void traffic_history_add(struct traffic_history *history, const struct traffic_second *second) {
    history->seconds[history->count++ % TRAFFIC_HISTORY_S] = *second;
}

const struct traffic_second *traffic_history_at(const struct traffic_history *history,
                                                int64_t age) {
    if (age < 0 || age >= history->count || age >= TRAFFIC_HISTORY_S) return NULL;
    return &history->seconds[(history->count - 1 - age) % TRAFFIC_HISTORY_S];
}

static int64_t value_of(const struct traffic_second *second, enum traffic_series series) {
    switch (series) {
    case TRAFFIC_ASYNC_MS:
        return second->async.count > 0 ? second->async.p95_ms : -1;
    case TRAFFIC_SYNC_MS:
        return second->sync.count > 0 ? second->sync.p95_ms : -1;
    case TRAFFIC_FAILED:
        return second->failed;
    case TRAFFIC_WAITING:
        return second->waiting;
    }
    return -1;
}

/* The seconds first..last by age, of one step: first is the oldest. */
static int64_t value_of_step(const struct traffic_history *history, enum traffic_series series,
                             int64_t oldest, int64_t newest) {
    int64_t step = -1;
    for (int64_t age = oldest; age >= newest; age--) {
        const struct traffic_second *second = traffic_history_at(history, age);
        int64_t value = second ? value_of(second, series) : -1;
        if (value < 0) continue;
        if (step < 0 || series == TRAFFIC_WAITING)
            step = value;
        else if (series == TRAFFIC_FAILED)
            step += value;
        else if (value > step)
            step = value;
    }
    return step;
}

int traffic_history_steps(const struct traffic_history *history, enum traffic_series series,
                          int step_s, int64_t *values, int most) {
    int64_t steps = (history->count + step_s - 1) / step_s;
    int64_t newest_step = steps > 0 ? history->count - (steps - 1) * step_s : 0; /* its seconds */
    if (steps > TRAFFIC_HISTORY_S / step_s) steps = TRAFFIC_HISTORY_S / step_s;
    if (steps > most) steps = most;
    for (int64_t i = 0; i < steps; i++) {
        int64_t end = i == steps - 1 ? 0 : newest_step + (steps - 2 - i) * step_s;
        int64_t length = i == steps - 1 ? newest_step : step_s;
        values[i] = value_of_step(history, series, end + length - 1, end);
    }
    return (int)steps;
}
