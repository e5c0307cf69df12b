/* SPDX-License-Identifier: MIT */
/*
 * The batch server: who it is, when it works, when it sleeps. Owns the lease and the waiting; what changes in headquarters
 * is in hq/batch_run.c, what one batch job does in batch_work.c, who is told in words is the caller's business.
 */

#include "model/exchange/batch_server.h"

#include <poll.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/exchange/batch_work.h"
#include "model/hq/batch_run.h"
#include "model/hq/feature.h"
#include "model/hq/servicing.h"
#include "model/log.h"
#include "model/watch.h"

/* A clock that is corrected by less than this has not been set back. */
#define CLOCK_SLACK_MS 60000
/* Commits come in bunches: looking once for a bunch is enough. */
#define BUNCH_MS 50

struct server {
    struct batch_work work;
    bool role_told;
    enum batch_server_role role;
    char holder[LEASE_HOLDER_SIZE];
    enum err_reason trouble; /* that was told */
    bool in_trouble, in_servicing;
    bool look_back;   /* starts may come from a clock that was ahead */
    int64_t last_now; /* what the clock showed at the last pass */
    struct watch *watch;
    int64_t seen_version;
    int ran;
};

static int64_t poll_ms(const struct server *server) {
    return server->work.company->settings.batch_poll_s * 1000;
}

/* A server with nothing to do shows itself at each poll only. */
static int64_t lease_ms(const struct server *server) {
    return poll_ms(server) + server->work.company->settings.batch_lease_s * 1000;
}

static bool is_active(const struct server *server) {
    return server->work.lease.token != 0;
}

/* ---- the lease ------------------------------------------------------------------------------------------------- */

static void tell_role(struct server *server, const char *holder) {
    enum batch_server_role role = is_active(server) ? BATCH_SERVER_ACTIVE : BATCH_SERVER_STANDBY;
    bool same = server->role_told && server->role == role && strcmp(server->holder, holder) == 0;
    server->role_told = true;
    server->role = role;
    text_copy(server->holder, sizeof server->holder, holder);
    if (same) return;
    struct batch_event event = {.kind = BATCH_ROLE_CHANGED, .role = role};
    text_copy(event.holder, sizeof event.holder, holder);
    batch_work_tell(&server->work, &event);
}

/* Become the batch server when nobody is; looking first, so that waiting writes nothing. */
static enum err_code compete(struct server *server, struct err *err) {
    struct db *hq = server->work.company->hq;
    char holder[LEASE_HOLDER_SIZE];
    enum err_code code = lease_holder(hq, BATCH_SERVER_LEASE, holder, NULL, err);
    if (code != ERR_OK) return code;
    if (holder[0] == '\0') {
        struct err held = {0};
        code = lease_take(&server->work.lease, hq, BATCH_SERVER_LEASE, lease_ms(server),
                          server->work.company->user, &held);
        if (code == ERR_BUSY && held.reason == REASON_LEASE_HELD) {
            text_copy(holder, sizeof holder, held.value2);
        } else if (code != ERR_OK) {
            if (err) *err = held;
            return code;
        } else {
            server->look_back = true;
            code = lease_holder(hq, BATCH_SERVER_LEASE, holder, NULL, err);
            if (code != ERR_OK) return code;
        }
    }
    tell_role(server, holder);
    return ERR_OK;
}

static enum err_code keep_or_compete(struct server *server, struct err *err) {
    bool mine = false;
    if (is_active(server)) {
        enum err_code code = lease_holds(&server->work.lease, server->work.company->hq, &mine, err);
        if (code != ERR_OK) return code;
    }
    return mine ? ERR_OK : compete(server, err);
}

static void hand_over(struct server *server) {
    struct err err = {0};
    if (lease_release(&server->work.lease, server->work.company->hq, &err) != ERR_OK) {
        log_err("batch-server", &err); /* it ends by itself, or with this process */
    }
}

/* ---- one pass -------------------------------------------------------------------------------------------------- */

static enum err_code skip_in_servicing(struct server *server, struct err *err) {
    struct db *hq = server->work.company->hq;
    int64_t nearest = INT64_MAX, now = clock_now_ms();
    bool mine;
    enum err_code code = batch_run_nearest(hq, &nearest, err);
    if (code != ERR_OK || nearest > now) return code;
    code = batch_work_begin(&server->work, &mine, err);
    if (code != ERR_OK || !mine) return code;
    code = batch_run_skip(hq, now, err);
    if (code == ERR_OK) return db_commit(hq, err);
    db_rollback(hq);
    return code;
}

static enum err_code take_over(struct server *server, struct err *err) {
    struct db *hq = server->work.company->hq;
    bool mine, lost, found = true;
    enum err_code code = batch_run_executing(hq, &found, err);
    while (code == ERR_OK && found) {
        struct batch_event event = {.kind = BATCH_RUN_ENDED, .result.status = BATCH_ERROR};
        code = batch_work_begin(&server->work, &mine, err);
        if (code != ERR_OK || !mine) return code;
        code = batch_run_take_over(hq, clock_now_ms(), &event.job, &found, &lost, err);
        if (code == ERR_OK) code = db_commit(hq, err);
        db_rollback(hq);
        if (code != ERR_OK || !found) return code;
        if (!lost) continue;
        err_set(&event.result.message, ERR_DB, REASON_RUN_LOST, NULL, event.job.JobId);
        batch_work_tell(&server->work, &event);
    }
    return code;
}

/* The next batch job that is due is Executing. */
static enum err_code take_due(struct server *server, struct batch_job *job, bool *found,
                              struct err *err) {
    struct db *hq = server->work.company->hq;
    int64_t nearest = INT64_MAX, now = clock_now_ms();
    bool mine;
    *found = false;
    enum err_code code = batch_run_nearest(hq, &nearest, err);
    if (code != ERR_OK || (nearest > now && !server->look_back)) return code;
    code = batch_work_begin(&server->work, &mine, err);
    if (code != ERR_OK || !mine) return code;
    code = batch_run_queue(hq, now, err);
    if (code == ERR_OK) code = batch_run_take(hq, now, job, found, err);
    if (code == ERR_OK) code = db_commit(hq, err);
    db_rollback(hq);
    if (code == ERR_OK)
        server->look_back = false;
    else
        *found = false;
    return code;
}

static void notice_clock(struct server *server) {
    int64_t now = clock_now_ms();
    if (now < server->last_now - CLOCK_SLACK_MS) server->look_back = true;
    server->last_now = now;
}

static enum err_code work_off(struct server *server, struct err *err) {
    struct db *hq = server->work.company->hq;
    for (;;) {
        struct batch_job job;
        bool found;
        if (progress_cancelled(server->work.progress)) return ERR_OK;
        enum err_code code = servicing_get(hq, &server->in_servicing, err);
        if (code != ERR_OK) return code;
        if (server->in_servicing) return skip_in_servicing(server, err);
        int enabled;
        code = feature_apply_due(hq, &enabled, err);
        if (code == ERR_OK) code = take_over(server, err);
        if (code == ERR_OK) code = take_due(server, &job, &found, err);
        if (code != ERR_OK || !is_active(server) || !found) return code;
        server->ran++;
        code = batch_work_run(&server->work, &job, err);
        if (code != ERR_OK || !is_active(server)) return code;
    }
}

static enum err_code pass(struct server *server, struct err *err) {
    notice_clock(server);
    enum err_code code = keep_or_compete(server, err);
    return code == ERR_OK && is_active(server) ? work_off(server, err) : code;
}

/* A trouble is told once, until another one comes or it is over. */
static void tell_trouble(struct server *server, enum err_code code, const struct err *err) {
    bool same = server->in_trouble && server->trouble == err->reason;
    server->in_trouble = code != ERR_OK;
    server->trouble = err->reason;
    if (code == ERR_OK || same) return;
    struct batch_event event = {.kind = BATCH_TROUBLE, .trouble = *err};
    log_err("batch-server", err);
    batch_work_tell(&server->work, &event);
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Milliseconds until there may be something to do without anybody having told. */
static int64_t sleep_ms(const struct server *server) {
    enum { AFTER_TROUBLE_MS = 1000, NO_WATCH_MS = 1000 };
    struct db *hq = server->work.company->hq;
    char holder[LEASE_HOLDER_SIZE];
    int64_t at = INT64_MAX, now = clock_now_ms(), ms = poll_ms(server);
    if (!server->watch) ms = smaller(ms, NO_WATCH_MS);
    if (server->in_trouble) return ms > AFTER_TROUBLE_MS ? ms : AFTER_TROUBLE_MS;
    if (!is_active(server)) {
        if (lease_holder(hq, BATCH_SERVER_LEASE, holder, &at, NULL) != ERR_OK) return ms;
        return holder[0] == '\0' ? 0 : smaller(ms, at - now + 1);
    }
    /* What waits for the end of servicing is due all the time; the end is a change that wakes. */
    if (server->in_servicing || batch_run_nearest(hq, &at, NULL) != ERR_OK) return ms;
    return at <= now ? 0 : smaller(ms, at - now);
}

/* Has somebody else committed to headquarters since we looked last? */
static bool has_changed(struct server *server) {
    int64_t version = db_data_version(server->work.company->hq);
    bool changed = version != server->seen_version;
    server->seen_version = version;
    return changed;
}

/*
 * The last event of a commit comes before it is synced and visible, and on a busy disk long before. So who sees no change
 * after an event looks again, later and later, before it believes that nothing happened.
 */
static const int look_again_ms[] = {0, 200, 1000, 4000};
enum { LOOKS = sizeof look_again_ms / sizeof look_again_ms[0] };

enum woken { WOKEN_NOT, WOKEN_BY_FILES, WOKEN };

static enum woken doze(struct server *server, int holder_fd, int64_t ms) {
    struct pollfd fds[] = {{.fd = progress_wake_fd(server->work.progress), .events = POLLIN},
                           {.fd = holder_fd, .events = POLLIN},
                           {.fd = server->watch ? watch_fd(server->watch) : -1, .events = POLLIN}};
    int ready = poll(fds, 3, (int)smaller(ms, INT32_MAX));
    if (ready == 0) return WOKEN_NOT;
    if (ready < 0 || fds[0].revents || fds[1].revents) return WOKEN;
    poll(fds, 1, BUNCH_MS);
    return watch_drain(server->watch) ? WOKEN_BY_FILES : WOKEN_NOT;
}

static void sleep_until(struct server *server, int holder_fd, int64_t end_us) {
    enum { ASK_MS = 200 };
    const struct progress *progress = server->work.progress;
    bool must_ask = progress && progress->cancelled && progress_wake_fd(progress) < 0;
    int look = LOOKS; /* none is planned */
    while (!progress_cancelled(progress)) {
        int64_t ms = (end_us - clock_ticks_us() + 999) / 1000;
        if (ms <= 0) return;
        if (look < LOOKS) ms = smaller(ms, look_again_ms[look]);
        if (must_ask) ms = smaller(ms, ASK_MS); /* who cannot wake us is asked often */
        enum woken woken = doze(server, holder_fd, ms);
        if (woken == WOKEN) return;
        if (woken == WOKEN_BY_FILES) look = 0;
        if (look < LOOKS && has_changed(server)) return;
        if (look < LOOKS) look++;
    }
}

static void wait_for_work(struct server *server) {
    int64_t end_us = clock_ticks_us() + sleep_ms(server) * 1000;
    int holder_fd = -1;
    if (!is_active(server)) {
        holder_fd = lease_holder_fd(server->work.company->hq, BATCH_SERVER_LEASE);
    }
    sleep_until(server, holder_fd, end_us);
    if (holder_fd >= 0) close(holder_fd);
}

/* ---- the contract ---------------------------------------------------------------------------------------------- */

static enum err_code refuse_read_only(const struct company *company, struct err *err) {
    return company->read_only ? err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL) : ERR_OK;
}

enum err_code batch_server_run(struct company *company, const struct progress *progress,
                               batch_event_fn *tell, void *ctx, struct err *err) {
    struct server server = {
        .work = {.company = company, .progress = progress, .tell = tell, .ctx = ctx}};
    enum err_code code = refuse_read_only(company, err);
    if (code != ERR_OK) return code;
    server.watch = watch_new(company->folder);
    server.last_now = clock_now_ms();
    while (!progress_cancelled(progress)) {
        struct err trouble = {0};
        server.seen_version = db_data_version(company->hq);
        code = pass(&server, &trouble);
        tell_trouble(&server, code, &trouble);
        wait_for_work(&server);
    }
    hand_over(&server);
    watch_free(&server.watch);
    return ERR_OK;
}

enum err_code batch_server_once(struct company *company, const struct progress *progress,
                                batch_event_fn *tell, void *ctx, int *ran, struct err *err) {
    struct server server = {
        .work = {.company = company, .progress = progress, .tell = tell, .ctx = ctx}};
    *ran = 0;
    enum err_code code = refuse_read_only(company, err);
    if (code != ERR_OK) return code;
    code = lease_take(&server.work.lease, company->hq, BATCH_SERVER_LEASE, lease_ms(&server),
                      company->user, err);
    if (code != ERR_OK) return code;
    server.look_back = true;
    server.last_now = clock_now_ms();
    code = work_off(&server, err);
    *ran = server.ran;
    hand_over(&server);
    return code;
}
