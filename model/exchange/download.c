/* SPDX-License-Identifier: MIT */
/*
 * Downloads (domain.md 5.5): sessions per channel database group, their parts per database, and the bookmark. The
 * receiver's own mark, which moves with the rows, decides what a database gets; bookmark and sessions only tell about it.
 * So a run that was killed between a database and headquarters is simply repeated: the next run takes the open session up
 * and finds the rows already there. What each job writes is download_apply.c.
 *
 * A part whose database is paused waits: its session stays Available until a later run can finish it.
 */

#include "model/exchange/download.h"

enum { NEWEST_ROW, BOOKMARK_SET, SESSION_NEWEST, SESSION_SCHEDULE, CUSTOMERS_AFTER };
const char *const download_sql[] = {
    [NEWEST_ROW] = "SELECT max(RowVersion) FROM CustTable",
    [BOOKMARK_SET] = "INSERT INTO RetailCDXDataSyncRowVersion (DataGroup, JobId, RowVersion)"
                     " VALUES (?1, ?2, ?3) ON CONFLICT (DataGroup, JobId)"
                     " DO UPDATE SET RowVersion = max(RowVersion, excluded.RowVersion)",
    [SESSION_NEWEST] = "SELECT RecId, Status FROM RetailCDXDownloadSession"
                       " WHERE JobId = ?1 AND DataGroup = ?2 ORDER BY RecId DESC LIMIT 1",
    [SESSION_SCHEDULE] = "UPDATE RetailCDXDownloadSession SET Schedule = ?2 WHERE RecId = ?1",
    [CUSTOMERS_AFTER] = "SELECT count(*) FROM CustTable WHERE RowVersion > ?1",
    NULL};

static bool is_in_group(const struct download *download, int channel) {
    return strcmp(download->work->company->channels[channel].data_group, download->data_group) == 0;
}

static enum err_code value_of(struct db *hq, int which, int64_t bound, int64_t *value,
                              struct err *err) {
    struct stmt *stmt = db_stmt(hq, download_sql[which], err);
    if (!stmt) return db_error(hq);
    if (which == CUSTOMERS_AFTER) stmt_bind_int(stmt, 1, bound);
    return stmt_value_int(stmt, 0, value, err);
}

/* Which databases of the group are to get something. One that cannot be read is: its part must be seen to fail. */
static enum err_code find_parts(struct download *download, struct err *err) {
    struct work *work = download->work;
    struct db *hq = work->company->hq;
    enum err_code code = value_of(hq, NEWEST_ROW, 0, &download->newest, err);
    for (int i = 0; code == ERR_OK && i < work->company->channel_count; i++) {
        struct company_channel *channel = &work->company->channels[i];
        struct part *part = &download->parts[i];
        int64_t rows = 0;
        if (!is_in_group(download, i)) continue;
        *part = (struct part){.channel = channel, .needed = true, .status = DOWNLOAD_REQUESTED};
        if (channel->paused) part->status = DOWNLOAD_AVAILABLE;
        if (!channel->db) continue;
        if (!channel->paused) work->contacted[i] = true;
        if (download_pending(download, part, &part->why) != ERR_OK) {
            if (!channel->paused) part->status = DOWNLOAD_FAILED;
        } else if (part->needed && strcmp(download->job, "1010") == 0) {
            code = value_of(hq, CUSTOMERS_AFTER, part->position, &rows, err);
            work->total += rows;
        }
    }
    return code;
}

static bool has_parts(const struct download *download) {
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        if (download->parts[i].needed) return true;
    }
    return false;
}

/* ---- sessions --------------------------------------------------------------------------------------------------- */

/* The open session of this job and group, if a killed run or a paused database left one; else a new one. */
static enum err_code take_session(struct download *download, struct err *err) {
    struct db *hq = download->work->company->hq;
    struct stmt *stmt = db_stmt(hq, download_sql[SESSION_NEWEST], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, download->job);
    stmt_bind_text(stmt, 2, download->data_group);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK) return code;
    int64_t session = row ? stmt_int(stmt, 0) : 0;
    bool is_open = row && stmt_int(stmt, 1) < DOWNLOAD_APPLIED;
    stmt_reset(stmt);
    download->session = session;
    if (is_open) return ERR_OK;
    code = download_session_open(hq, download->job, download->data_group, &download->session, err);
    if (code != ERR_OK || strcmp(download->schedule, download->job) == 0) return code;
    stmt = db_stmt(hq, download_sql[SESSION_SCHEDULE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_int(stmt, 1, download->session);
    stmt_bind_text(stmt, 2, download->schedule);
    return stmt_run(stmt, err);
}

static enum err_code write_parts(const struct download *download, struct err *err) {
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        const struct part *part = &download->parts[i];
        if (!part->needed) continue;
        enum err_code code = download_store_set(download->work->company->hq, download->session,
                                                part->channel->name, part->status, part->rows,
                                                part->why.code != ERR_OK ? &part->why : NULL, err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code write_session(struct download *download, enum download_status status,
                                   const struct err *message, struct err *err) {
    int64_t rows = 0;
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) rows += download->parts[i].rows;
    return download_session_set(download->work->company->hq, download->session, status, rows, 0,
                                message, err);
}

/* The package is announced: *go_on false when there is nothing to send or the job is to stop. */
static enum err_code announce(struct download *download, bool *go_on, struct err *err) {
    struct db *hq = download->work->company->hq;
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = work_may_go_on(download->work, go_on, err);
    if (code == ERR_OK && *go_on) {
        bool any = has_parts(download);
        code = take_session(download, err);
        if (code == ERR_OK) code = write_parts(download, err);
        if (code == ERR_OK) {
            enum download_status status = any ? DOWNLOAD_AVAILABLE : DOWNLOAD_NO_DATA;
            code = write_session(download, status, NULL, err);
        }
        if (code == ERR_OK) code = db_commit(hq, err);
        download->work->result->session = download->session;
        *go_on = any;
    }
    db_rollback(hq);
    return code;
}

/* Failed beats waiting beats applied. */
static enum download_status outcome(const struct download *download, const struct err **message) {
    enum download_status status = DOWNLOAD_APPLIED;
    *message = NULL;
    if (work_is_stopped(download->work)) {
        *message = &download->work->result->message;
        return DOWNLOAD_CANCELED;
    }
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        const struct part *part = &download->parts[i];
        if (!part->needed || part->status == DOWNLOAD_APPLIED) continue;
        if (part->status == DOWNLOAD_AVAILABLE) {
            if (!*message) status = DOWNLOAD_AVAILABLE;
        } else if (!*message) {
            status = part->status;
            *message = &part->why;
        }
    }
    return status;
}

static enum err_code move_bookmark(const struct download *download, struct err *err) {
    struct stmt *stmt = db_stmt(download->work->company->hq, download_sql[BOOKMARK_SET], err);
    if (!stmt) return db_error(download->work->company->hq);
    stmt_bind_text(stmt, 1, download->data_group);
    stmt_bind_text(stmt, 2, download->job);
    stmt_bind_int(stmt, 3, download->newest);
    return stmt_run(stmt, err);
}

static enum err_code conclude(struct download *download, struct err *err) {
    struct db *hq = download->work->company->hq;
    const struct err *message;
    enum download_status status = outcome(download, &message);
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = write_parts(download, err);
    if (code == ERR_OK) code = write_session(download, status, message, err);
    if (code == ERR_OK && status == DOWNLOAD_APPLIED) code = move_bookmark(download, err);
    if (code == ERR_OK) code = db_commit(hq, err);
    db_rollback(hq);
    return code;
}

/* ---- running ---------------------------------------------------------------------------------------------------- */

static void run_part(struct download *download, struct part *part) {
    struct work *work = download->work;
    if (part->channel->paused) {
        work->result->waiting = true;
        return;
    }
    if (!work_channel_usable(work, part->channel)) {
        part->why = part->channel->trouble;
        part->status = DOWNLOAD_FAILED;
        return;
    }
    if (part->status != DOWNLOAD_FAILED) {
        part->status = DOWNLOAD_APPLY_FAILED;
        if (download_apply(download, part, &part->why) == ERR_OK) {
            part->status = work_is_stopped(work) ? DOWNLOAD_CANCELED : DOWNLOAD_APPLIED;
        }
    }
    if (part->why.code != ERR_OK) work_part_failed(work, &part->why);
}

static enum err_code run_group(struct download *download, struct err *err) {
    bool go_on = false;
    enum err_code code = find_parts(download, err);
    if (code == ERR_OK) code = announce(download, &go_on, err);
    if (code != ERR_OK || !go_on) return code;
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        struct part *part = &download->parts[i];
        if (!part->needed) continue;
        if (work_is_stopped(download->work)) {
            part->status = DOWNLOAD_CANCELED;
        } else {
            run_part(download, part);
        }
    }
    return conclude(download, err);
}

/* Has an earlier channel the same group? Then the group has had its turn. */
static bool is_first_of_group(const struct company *company, int channel) {
    for (int i = 0; i < channel; i++) {
        if (strcmp(company->channels[i].data_group, company->channels[channel].data_group) == 0) {
            return false;
        }
    }
    return true;
}

enum err_code download_run(struct work *work, const char *schedule, const char *job, bool full,
                           struct err *err) {
    struct company *company = work->company;
    for (int i = 0; i < company->channel_count && !work_is_stopped(work); i++) {
        const char *group = company->channels[i].data_group;
        bool attached = false;
        if (!is_first_of_group(company, i)) continue;
        enum err_code code = schedule_has_group(company->hq, schedule, group, &attached, err);
        if (code != ERR_OK) return code;
        if (!attached) continue;
        struct download *download = calloc(1, sizeof *download);
        if (!download) BUG("out of memory for a download");
        *download = (struct download){
            .work = work, .schedule = schedule, .job = job, .data_group = group, .full = full};
        code = run_group(download, err);
        free(download);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}
