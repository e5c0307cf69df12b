/* SPDX-License-Identifier: MIT */
/* Sentences for what model/exchange/health.h found. Judges nothing. */

#include "tui/words_health.h"

#include <stdio.h>
#include <string.h>

#include "model/clock.h"
#include "model/hq/schedule.h"
#include "tui/i18n.h"
#include "tui/words.h"

const char *words_health_job(const struct health_stage *stage) {
    return strcmp(stage->job, SCHEDULE_SYNC_JOB) == 0 ? _("Sync job") : stage->job;
}

const char *words_health_verdict(enum health_verdict verdict) {
    static const char *const words[] = {[HEALTH_WELL] = N_("Well"),
                                        [HEALTH_ATTENTION] = N_("Needs attention"),
                                        [HEALTH_FALLING_BEHIND] = N_("Falling behind"),
                                        [HEALTH_STALLED] = N_("Stalled"),
                                        [HEALTH_STOPPED] = N_("Stopped")};
    return _(words[verdict]);
}

/* {1} is the channel database, {e} what the run said. */
static const char *const reasons[HEALTH_REASON_COUNT] = {
    [HEALTH_NOTHING_WAITS] = N_("Nothing waits."),
    [HEALTH_ON_THE_WAY] = N_("The next run takes on what waits."),
    [HEALTH_FAILED_OPERATIONS] = N_("Failed operations wait for correction."),
    [HEALTH_LEFT_BEHIND] = N_("The last run moved others and left the oldest one behind."),
    [HEALTH_MORE_IN_THAN_OUT] = N_("More comes in than goes out, and it piles up."),
    [HEALTH_MOVED_NOTHING] = N_("It ran after the oldest one had arrived, and moved nothing."),
    [HEALTH_RUN_FAILED] = N_("The last run ended in error. {e}"),
    [HEALTH_IN_SERVICING] = N_("Headquarters is in servicing: no job starts."),
    [HEALTH_UNREADABLE] = N_("Channel database {1} cannot be read."),
    [HEALTH_PAUSED] = N_("Data synchronization of channel database {1} is paused."),
    [HEALTH_CLIENT_STOPPED] = N_("The Async Client of channel database {1} is stopped."),
    [HEALTH_SCHEDULE_INACTIVE] = N_("The schedule is not active, or the job is not enabled in it."),
    [HEALTH_NOT_IN_SCHEDULE] =
        N_("The group of channel database {1} is not attached to the schedule."),
    [HEALTH_SUBJOB_MISSING] = N_("The job has no enabled subjob for what waits."),
    [HEALTH_NOT_PLANNED] = N_("Customers wait, and no run is planned."),
    [HEALTH_NO_BATCH_SERVER] = N_("A run is due, but no batch server is running."),
};

static const char *reason_value(const void *ctx, const char *name, size_t len, char *buf,
                                size_t size) {
    const struct health_stage *stage = ctx;
    if (len != 1 || (*name != '1' && *name != 'e')) return NULL;
    if (*name == '1') return stage->database;
    words_error(&stage->last.message, NULL, buf, size);
    return buf;
}

void words_health_reason(const struct health_stage *stage, char *buf, size_t size) {
    words_fill(_(reasons[stage->reason]), reason_value, stage, buf, size);
}

static void add(char *buf, size_t size, const char *part) {
    size_t used = strlen(buf);
    snprintf(buf + used, size - used, "%s%s", used > 0 ? ", " : "", part);
}

void words_health_rate(int64_t per_hour, char *buf, size_t size) {
    int64_t tenths = (per_hour + 5) / 10;
    if (per_hour < 0) {
        buf[0] = '\0';
    } else if (tenths >= 100 || tenths == 0) {
        snprintf(buf, size, "%lld", (long long)((tenths + 5) / 10));
    } else {
        snprintf(buf, size, _("%lld.%lld"), (long long)(tenths / 10), (long long)(tenths % 10));
    }
}

void words_health_rates(const struct health_stage *stage, char *buf, size_t size) {
    char in[32], out[32];
    words_health_rate(stage->in_per_hour, in, sizeof in);
    words_health_rate(stage->out_per_hour, out, sizeof out);
    buf[0] = '\0';
    if (in[0] && out[0]) snprintf(buf, size, _("+%s -%s/h"), in, out);
}

void words_health_trend(const struct health_stage *stage, int64_t now_ms, char *buf, size_t size) {
    char text[128], value[32], out[32];
    buf[0] = '\0';
    if (stage->oldest_ms > 0) {
        words_age(now_ms - stage->oldest_ms, value, sizeof value);
        snprintf(text, sizeof text, _("oldest %s"), value);
        add(buf, size, text);
    }
    if (stage->in_per_hour >= 0) {
        words_health_rate(stage->in_per_hour, value, sizeof value);
        words_health_rate(stage->out_per_hour, out, sizeof out);
        snprintf(text, sizeof text, _("in %s/h, out %s/h"), value, out);
        add(buf, size, text);
    }
    if (stage->next_ms > 0) {
        clock_format_minute(stage->next_ms, value, sizeof value);
        snprintf(text, sizeof text, _("next run %s"), value);
        add(buf, size, text);
    } else {
        add(buf, size, _("no run planned"));
    }
}
