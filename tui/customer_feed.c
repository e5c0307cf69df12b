/* SPDX-License-Identifier: MIT */
/*
 * Reads counts and newest customers in the background. Owns when to read, and the connections of the reading; knows
 * nothing of how it is drawn. A reading works on memory of its own, which is exchanged for what is shown when it ends,
 * so that nothing is ever touched by two threads.
 */

#include "tui/customer_feed.h"

#include <stdlib.h>

#include "model/clock.h"
#include "model/hq/servicing.h"
#include "tui/alloc.h"

#define SHARE        20      /* one part reading, at least 19 parts rest */
#define LEAST_GAP_US 100000  /* more than ten repaints a second help nobody */
#define RETRY_US     1000000 /* after a reading that failed */
#define TOGETHER_US  20000   /* counts that are this quick are read together with the lists */

/* Belongs to the background thread from customer_feed_turn until `ended`. */
struct reading {
    struct customer_feed *feed; /* NULL: the feed is gone, or wants another company */
    char folder[COMPANY_PATH_SIZE];
    struct settings settings;
    struct company *company; /* stays open between readings; NULL = open first */
    bool want_lists, want_counts;
    int64_t lists_us, counts_us; /* how long each took */
    struct pane_data data;
};

struct pace {
    bool wanted;
    int64_t not_before_us; /* clock_ticks_us */
    int64_t took_us;       /* last time; 0 = never read */
};

struct customer_feed {
    struct reading *reading; /* idle: ours; running: the thread's */
    bool running, has_data;
    struct pace lists, counts;
    struct pane_data shown;
};

struct customer_feed *customer_feed_new(void) {
    struct customer_feed *feed = alloc_zero(1, sizeof *feed);
    feed->lists.wanted = feed->counts.wanted = true;
    return feed;
}

static void reading_free(struct reading *reading) {
    if (!reading) return;
    company_close(&reading->company);
    free(reading);
}

/* Give up the reading and its connections, now or when its thread has ended. */
static void drop_reading(struct customer_feed *feed) {
    if (feed->running)
        feed->reading->feed = NULL;
    else
        reading_free(feed->reading);
    feed->reading = NULL;
    feed->running = false;
}

void customer_feed_free(struct customer_feed **feed) {
    if (!*feed) return;
    drop_reading(*feed);
    free(*feed);
    *feed = NULL;
}

void customer_feed_restart(struct customer_feed *feed) {
    drop_reading(feed);
    feed->has_data = false;
    feed->lists = feed->counts = (struct pace){.wanted = true};
}

void customer_feed_changed(struct customer_feed *feed) {
    feed->lists.wanted = feed->counts.wanted = true;
}

int customer_feed_due_ms(const struct customer_feed *feed) {
    if (feed->running || (!feed->lists.wanted && !feed->counts.wanted)) return -1;
    int64_t at = INT64_MAX;
    if (feed->lists.wanted) at = feed->lists.not_before_us;
    if (feed->counts.wanted && feed->counts.not_before_us < at) at = feed->counts.not_before_us;
    int64_t wait_us = at - clock_ticks_us();
    return wait_us <= 0 ? 0 : (int)(wait_us / 1000 + 1);
}

/* ---- on the background thread ------------------------------------------------------------------------------ */

static bool should_stop(void *progress) {
    return progress_cancelled(progress);
}

static void listen(struct company *company, const struct progress *progress) {
    void *ctx = (void *)(uintptr_t)progress;
    bool (*stop)(void *) = progress ? should_stop : NULL;
    if (company->hq) db_on_progress(company->hq, stop, ctx);
    for (int i = 0; i < company->channel_count; i++)
        if (company->channels[i].db) db_on_progress(company->channels[i].db, stop, ctx);
}

static enum err_code read_jobs(struct company *company, struct pane_data *data, struct err *err) {
    static const char *const ids[PANE_JOBS] = {"P-0001", "sync-customers", "1010"};
    struct job_status all[32];
    int count = 0;
    enum err_code code = exchange_job_statuses(company, all, &count, err);
    data->job_count = 0;
    for (int j = 0; code == ERR_OK && j < PANE_JOBS; j++)
        for (int i = 0; i < count; i++)
            if (!strcmp(all[i].job->id, ids[j])) data->jobs[data->job_count++] = all[i];
    return code;
}

static enum err_code read_lists(struct company *company, struct pane_data *data, struct err *err) {
    enum err_code code = states_newest(company, PANE_LINES, data->pending, &data->pending_count,
                                       data->synced, &data->synced_count, err);
    if (code == ERR_OK) code = read_jobs(company, data, err);
    if (code == ERR_OK) code = servicing_get(company->hq, &data->in_servicing, err);
    if (code == ERR_OK) data->as_of_ms = clock_now_ms();
    return code;
}

static enum err_code read_all(struct reading *reading, struct err *err) {
    enum err_code code = ERR_OK;
    int64_t begin = clock_ticks_us();
    if (reading->want_lists) code = read_lists(reading->company, &reading->data, err);
    int64_t between = clock_ticks_us();
    reading->lists_us = between - begin;
    if (code == ERR_OK && reading->want_counts) {
        code = health_read(reading->company, &reading->data.health, err);
        reading->data.counts = reading->data.health.counts;
        reading->data.counted = code == ERR_OK;
    }
    reading->counts_us = clock_ticks_us() - between;
    return code;
}

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct reading *reading = arg;
    enum err_code code = ERR_OK;
    reading->lists_us = reading->counts_us = 0;
    if (!reading->company)
        code = company_open(&reading->company, reading->folder, &reading->settings, true,
                            COMPANY_FOR_SCREENS, err);
    if (code != ERR_OK) return code;
    listen(reading->company, progress);
    code = read_all(reading, err);
    listen(reading->company, NULL);
    /* A file may have been replaced or repaired: look for it again next time. */
    if (code != ERR_OK || reading->data.counts.channels_missing > 0)
        company_close(&reading->company);
    return code;
}

/* ---- on the main thread ------------------------------------------------------------------------------------ */

static void rest(struct pace *pace, int64_t took_us, bool failed) {
    int64_t pause = took_us * (SHARE - 1);
    if (pause < LEAST_GAP_US) pause = LEAST_GAP_US;
    if (failed && pause < RETRY_US) pause = RETRY_US;
    pace->took_us = took_us > 0 ? took_us : 1;
    pace->not_before_us = clock_ticks_us() + pause;
    pace->wanted = pace->wanted || failed;
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct reading *reading = arg;
    struct customer_feed *feed = reading->feed;
    (void)app;
    if (!feed) {
        reading_free(reading);
        return;
    }
    feed->running = false;
    bool failed = code != ERR_OK;
    if (reading->want_lists) rest(&feed->lists, reading->lists_us, failed);
    if (reading->want_counts) rest(&feed->counts, reading->counts_us, failed);
    if (!failed) {
        feed->shown = reading->data;
        feed->has_data = true;
        err_clear(&feed->shown.trouble);
    } else if (code != ERR_CANCELLED) {
        feed->has_data = true;
        feed->shown.trouble = *err;
        reading->data = feed->shown;
    }
}

void customer_feed_turn(struct customer_feed *feed, struct app *app) {
    int64_t now = clock_ticks_us();
    if (feed->running || !app->company) return;
    bool lists = feed->lists.wanted && now >= feed->lists.not_before_us;
    bool counts = feed->counts.wanted && now >= feed->counts.not_before_us;
    /* Counts that take long, or of which that is not known yet, do not keep the newest customers waiting. */
    if (lists && (feed->counts.took_us == 0 || feed->counts.took_us > TOGETHER_US)) counts = false;
    if (!lists && !counts) return;
    if (!feed->reading) {
        feed->reading = alloc_zero(1, sizeof *feed->reading);
        feed->reading->settings = app->company->settings;
        text_copy(feed->reading->folder, sizeof feed->reading->folder, app->company->folder);
    }
    struct reading *reading = feed->reading;
    reading->feed = feed;
    reading->want_lists = lists;
    reading->want_counts = counts;
    struct app_job job = {.title = "", .work = work, .arg = reading, .ended = ended, .quiet = true};
    feed->running = true;
    if (lists) feed->lists.wanted = false;
    if (counts) feed->counts.wanted = false;
    if (app_run_job(app, &job)) return;
    feed->running = false;
    if (lists) rest(&feed->lists, 0, true);
    if (counts) rest(&feed->counts, 0, true);
}

const struct pane_data *customer_feed_data(const struct customer_feed *feed) {
    return feed->has_data ? &feed->shown : NULL;
}
