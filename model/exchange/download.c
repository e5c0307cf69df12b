/* SPDX-License-Identifier: MIT */
/*
 * Downloads (domain.md 5.5): sessions per channel database group, their parts per database, and the bookmark. The
 * receiver's own mark, which moves with the rows, decides what a database gets; bookmark and sessions only tell about it.
 * A session goes through its stages one commit at a time: Started (the package is built), Available, and for each
 * database Requested, Downloaded and Applied. A run that was killed in between leaves it open; the next one takes it over
 * and finds the rows already there. What each job writes is download_apply.c.
 *
 * A part whose database is paused or has no Async Client waits: its session stays Available until a later run can finish
 * it. One that fails is tried again by the next run, as often as the scheduler parameters say; then it is Canceled, or
 * Suspended where the order of sessions is enforced.
 */

#include "model/exchange/download.h"

#include <stdlib.h>
#include <string.h>

#include "model/channel/async_client.h"
#include "model/log.h"
#include "model/hq/feature.h"
#include "model/hq/schedule.h"

enum { NEWEST_ROW, BOOKMARK_SET, CUSTOMERS_AFTER, SIZE_1010, SIZE_1070, SIZE_1090, SIZE_1110 };
/* The size of a package is that of the values in it: SIZE run on a channel with headquarters attached as hq. */
const char *const download_sql[] = {
    [NEWEST_ROW] = "SELECT max(ifnull((SELECT max(RowVersion) FROM CustTable), 0),"
                   " ifnull((SELECT max(RowVersion) FROM CustTableDeleted), 0))",
    [BOOKMARK_SET] = "INSERT INTO RetailCDXDataSyncRowVersion (DataGroup, JobId, RowVersion)"
                     " VALUES (?1, ?2, ?3) ON CONFLICT (DataGroup, JobId)"
                     " DO UPDATE SET RowVersion = max(RowVersion, excluded.RowVersion)",
    [CUSTOMERS_AFTER] = "SELECT count(*) FROM CustTable WHERE RowVersion > ?1",
    [SIZE_1010] = "SELECT bytes(c.AccountNum, c.DataAreaId, p.Name, c.CustGroup, c.Currency,"
                  " p.LanguageId, p.PrimaryContactEmail, p.PrimaryContactPhone)"
                  " FROM hq.CustTable c JOIN hq.DirPartyTable p ON p.RecId = c.Party"
                  " WHERE c.RowVersion > ?1 AND c.RowVersion <= ?2",
    [SIZE_1070] =
        "SELECT (SELECT bytes(c.RetailChannelId, c.OMOperatingUnitID, c.inventLocationDataAreaId,"
        " c.Currency, c.DefaultCustAccount, o.OnlineFunctionalityProfile,"
        " c.TransactionServiceProfile) FROM hq.RetailChannelTable c"
        " JOIN hq.RetailOnlineChannelTable o ON o.RecId = c.RecId)"
        " + (SELECT bytes(profileId, name, aggregateItems, CreateAsyncCustomers,"
        " RetailCheckoutAllowNoPayment) FROM hq.RetailOnlineChannelFunctionalityProfileTable)"
        " + (SELECT bytes(AddressBook) FROM hq.RetailStoreAddressBook WHERE AddressBookType = 0)",
    [SIZE_1090] = "SELECT bytes(OperationId, AllowAnonymousAccess) FROM hq.RetailOperations",
    [SIZE_1110] = "SELECT (SELECT bytes(Name, IsEnabled) FROM hq.FeatureManagementState)"
                  " + (SELECT bytes(Name, Value) FROM hq.RetailSharedParameters)",
    NULL};

static bool is_in_group(const struct download *download, int channel) {
    return strcmp(download->work->company->channels[channel].data_group, download->data_group) == 0;
}

static enum err_code value_of(struct db *hq, int which, int64_t first, int64_t second,
                              int64_t *value, struct err *err) {
    struct stmt *stmt = db_stmt(hq, download_sql[which], err);
    if (!stmt) return db_error(hq);
    if (stmt_parameter(stmt, "?1")) stmt_bind_int(stmt, 1, first);
    if (stmt_parameter(stmt, "?2")) stmt_bind_int(stmt, 2, second);
    return stmt_value_int(stmt, 0, value, err);
}

/* ---- stages ----------------------------------------------------------------------------------------------------- */

static enum err_code write_session(struct download *download, const struct err *message,
                                   struct err *err) {
    struct db *hq = download->work->company->hq;
    struct download_session *session = &download->session;
    return session->id == 0 ? download_session_open(hq, download->job, download->schedule,
                                                    download->data_group, session, err)
                            : download_session_write(hq, session, message, err);
}

static enum err_code write_part(const struct download *download, const struct part *part,
                                struct err *err) {
    return download_store_write(download->work->company->hq, download->session.id,
                                part->channel->name, &part->store,
                                part->why.code != ERR_OK ? &part->why : NULL, err);
}

static enum err_code write_parts(const struct download *download, struct err *err) {
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        if (!download->parts[i].needed && !download->parts[i].settled) continue;
        enum err_code code = write_part(download, &download->parts[i], err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* Each stage is a transaction of its own that does not wait for the disk: a power failure may take it back, as if it had
 * not been reached. *go_on false: the job is to stop. */
static enum err_code enter(struct download *download, enum download_status status, bool *go_on,
                           struct err *err) {
    struct db *hq = download->work->company->hq;
    enum err_code code = db_begin_unsynced(hq, err);
    if (code != ERR_OK) return code;
    code = work_may_go_on(download->work, go_on, err);
    if (code == ERR_OK && *go_on) {
        download->session.status = status;
        code = write_session(download, NULL, err);
        if (code == ERR_OK) code = db_commit(hq, err);
        if (code == ERR_OK) download->work->result->session = download->session.id;
    }
    db_rollback(hq);
    return code;
}

static enum err_code enter_part(struct download *download, struct part *part,
                                enum download_status status, bool *go_on, struct err *err) {
    struct db *hq = download->work->company->hq;
    enum err_code code = db_begin_unsynced(hq, err);
    if (code != ERR_OK) return code;
    code = work_may_go_on(download->work, go_on, err);
    if (code == ERR_OK && *go_on) {
        part->store.status = download->session.status = status;
        code = write_session(download, NULL, err);
        if (code == ERR_OK) code = write_part(download, part, err);
        if (code == ERR_OK) code = db_commit(hq, err);
    }
    db_rollback(hq);
    return code;
}

/* ---- building --------------------------------------------------------------------------------------------------- */

/* Does the database have to wait, and for what? */
static bool find_wait(struct company_channel *channel, struct err *why) {
    bool running = true;
    if (channel->paused) {
        err_set(why, ERR_REFUSED, REASON_CHANNEL_PAUSED, NULL, channel->name);
        return true;
    }
    if (!channel->db || async_client_running(channel->db, &running, why) != ERR_OK) return false;
    if (!running) err_set(why, ERR_REFUSED, REASON_ASYNC_CLIENT_STOPPED, NULL, channel->name);
    return !running;
}

/* One that cannot be read is needed: its part must be seen to fail. */
static enum err_code find_part(struct download *download, int channel, struct err *err) {
    struct work *work = download->work;
    struct part *part = &download->parts[channel];
    int64_t rows = 0;
    *part = (struct part){.channel = &work->company->channels[channel], .needed = true};
    enum err_code code = download_store_read(work->company->hq, download->session.id,
                                             part->channel->name, &part->store, err);
    if (code != ERR_OK) return code;
    part->waits = find_wait(part->channel, &part->why);
    if (!part->channel->db) return ERR_OK;
    if (!part->waits) work->contacted[channel] = true;
    struct err why = {0};
    if (download_pending(download, part, &why) != ERR_OK) {
        if (!part->waits) part->why = why;
    } else if (part->needed && download_is_change_tracked(download)) {
        code = value_of(work->company->hq, CUSTOMERS_AFTER, part->position, 0, &rows, err);
        work->total += rows;
    }
    /* The run before was killed behind the last row: the database has everything. */
    part->settled = !part->needed && part->store.tries > 0;
    if (part->settled) part->store.status = DOWNLOAD_APPLIED;
    return code;
}

static enum err_code measure(struct download *download, const struct part *part, struct err *err) {
    static const struct {
        const char *job;
        int query;
    } sizes[] = {
        {"1010", SIZE_1010}, {"1070", SIZE_1070}, {"1090", SIZE_1090}, {"1110", SIZE_1110}};
    struct download_session *session = &download->session;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (strcmp(sizes[i].job, download->job) != 0) continue;
        return value_of(part->channel->db, sizes[i].query, session->from, session->to,
                        &session->bytes, err);
    }
    return ERR_OK;
}

/* Measured from the database that is written first. When that cannot read headquarters, its part will tell. */
static void measure_package(struct download *download) {
    struct err err = {0};
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        struct part *part = &download->parts[i];
        if (!part->needed || !part->channel->db) continue;
        enum err_code code = download_attach(download, part, &err);
        if (code == ERR_OK) code = measure(download, part, &err);
        if (code != ERR_OK) log_err("size of a package", &err);
        return;
    }
}

/* Which databases of the group are to get something, from where on. */
static enum err_code build(struct download *download, bool *any, struct err *err) {
    struct download_session *session = &download->session;
    struct work *work = download->work;
    enum err_code code = value_of(work->company->hq, NEWEST_ROW, 0, 0, &session->to, err);
    int64_t from = session->to;
    *any = false;
    for (int i = 0; code == ERR_OK && i < work->company->channel_count; i++) {
        if (!is_in_group(download, i) || !work_wants(work, &work->company->channels[i])) continue;
        code = find_part(download, i, err);
        *any = *any || download->parts[i].needed || download->parts[i].settled;
        if (!download->parts[i].needed) continue;
        if (download->parts[i].position < from) from = download->parts[i].position;
    }
    session->from = from;
    if (code == ERR_OK) measure_package(download);
    return code;
}

/* ---- trying ----------------------------------------------------------------------------------------------------- */

/* The part failed. Once too often? Then it is given up. */
static void note_failure(struct download *download, struct part *part) {
    const struct work_parameters *parameters = &download->work->parameters;
    char detail[sizeof part->why.detail];
    work_part_failed(download->work, &part->why);
    if (part->store.tries < parameters->tries) return;
    text_copy(detail, sizeof detail,
              part->why.detail[0] ? part->why.detail : err_reason_name(part->why.reason));
    err_set(&part->why, ERR_REFUSED, REASON_DOWNLOAD_TRIES, NULL, part->channel->name);
    err_add_number(&part->why, part->store.tries);
    err_add_detail(&part->why, "%s", detail);
    part->store.status = parameters->enforce_order ? DOWNLOAD_SUSPENDED : DOWNLOAD_CANCELED;
}

/* Requested, Downloaded, Applied. */
static enum err_code try_part(struct download *download, struct part *part, bool *go_on,
                              struct err *err) {
    struct err why = part->why;
    enum err_code code = ERR_OK;
    part->why = (struct err){0};
    part->store.tries++;
    code = enter_part(download, part, DOWNLOAD_REQUESTED, go_on, err);
    if (code != ERR_OK || !*go_on) return code;
    part->why = why;
    if (!work_channel_usable(download->work, part->channel)) part->why = part->channel->trouble;
    if (part->why.code != ERR_OK) {
        part->store.status = DOWNLOAD_FAILED;
        return ERR_OK;
    }
    code = enter_part(download, part, DOWNLOAD_DOWNLOADED, go_on, err);
    if (code != ERR_OK || !*go_on) return code;
    bool applied = download_apply(download, part, &part->why) == ERR_OK;
    part->store.status = applied ? DOWNLOAD_APPLIED : DOWNLOAD_APPLY_FAILED;
    *go_on = !work_is_stopped(download->work);
    return ERR_OK;
}

static enum err_code run_part(struct download *download, struct part *part, struct err *err) {
    bool go_on = !work_is_stopped(download->work);
    enum err_code code = ERR_OK;
    if (part->waits) {
        part->store.status = DOWNLOAD_AVAILABLE;
        work_part_waits(download->work, &part->why);
        return ERR_OK;
    }
    if (go_on) code = try_part(download, part, &go_on, err);
    if (code != ERR_OK) return code;
    if (!go_on) {
        part->store.status = DOWNLOAD_CANCELED;
    } else if (part->why.code != ERR_OK) {
        note_failure(download, part);
    }
    return ERR_OK;
}

/* ---- ending ----------------------------------------------------------------------------------------------------- */

/* What counts most: one that is tried again, one that was given up, one that waits, all applied. */
static int weight(enum download_status status) {
    switch (status) {
    case DOWNLOAD_FAILED:
    case DOWNLOAD_APPLY_FAILED:
    case DOWNLOAD_CREATE_FAILED:
        return 3;
    case DOWNLOAD_CANCELED:
    case DOWNLOAD_SUSPENDED:
        return 2;
    case DOWNLOAD_AVAILABLE:
    case DOWNLOAD_STARTED:
    case DOWNLOAD_REQUESTED:
    case DOWNLOAD_DOWNLOADED:
        return 1;
    case DOWNLOAD_APPLIED:
    case DOWNLOAD_NO_DATA:
        return 0;
    }
    return 0;
}

/* Nothing was tried in this run: the session only waits. */
static bool only_waited(const struct download *download) {
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        if (download->parts[i].needed && !download->parts[i].waits) return false;
    }
    return download->session.status == DOWNLOAD_AVAILABLE;
}

static void judge(struct download *download, const struct err **message) {
    struct download_session *session = &download->session;
    int heaviest = 0;
    session->status = DOWNLOAD_APPLIED;
    session->rows = 0;
    *message = NULL;
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        const struct part *part = &download->parts[i];
        if (!part->channel) continue;
        session->rows += part->store.rows;
        if (!part->needed || weight(part->store.status) <= heaviest) continue;
        heaviest = weight(part->store.status);
        session->status = part->store.status;
        *message = part->why.code != ERR_OK ? &part->why : NULL;
    }
    if (only_waited(download) && session->tries > 1) session->tries--;
    if (work_is_stopped(download->work)) {
        session->status = DOWNLOAD_CANCELED;
        *message = &download->work->result->message;
    }
}

static enum err_code move_bookmark(const struct download *download, struct err *err) {
    struct db *hq = download->work->company->hq;
    struct stmt *stmt = db_stmt(hq, download_sql[BOOKMARK_SET], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, download->data_group);
    stmt_bind_text(stmt, 2, download->job);
    stmt_bind_int(stmt, 3, download->session.to);
    return stmt_run(stmt, err);
}

static bool is_for_one(const struct work *work) {
    return work->request->database && work->request->database[0] != '\0';
}

/* A run for one database says nothing about what the others of the group have. */
static bool moves_bookmark(const struct download *download) {
    return download->session.status == DOWNLOAD_APPLIED && !download->unsent &&
           !is_for_one(download->work);
}

static enum err_code conclude(struct download *download, struct err *err) {
    struct db *hq = download->work->company->hq;
    const struct err *message;
    bool holds = false;
    judge(download, &message);
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = work_still_holds(download->work, &holds, err);
    if (code == ERR_OK && holds) {
        code = write_parts(download, err);
        if (code == ERR_OK) code = write_session(download, message, err);
        if (code == ERR_OK && moves_bookmark(download)) code = move_bookmark(download, err);
        if (code == ERR_OK) code = db_commit(hq, err);
    }
    db_rollback(hq);
    return code;
}

/* ---- running ---------------------------------------------------------------------------------------------------- */

/* Stopped while the session was being built: it has parts of nobody yet. */
static enum err_code abandon(struct download *download, struct err *err) {
    if (download->session.id == 0 || download->work->replaced) return ERR_OK;
    download->session.status = DOWNLOAD_CANCELED;
    return write_session(download, &download->work->result->message, err);
}

static enum err_code run_stages(struct download *download, struct err *err) {
    bool any = false, go_on = false;
    download->full = download->full || download->session.full;
    download->session.full = download->full;
    download->session.tries++;
    enum err_code code = enter(download, DOWNLOAD_STARTED, &go_on, err);
    if (code == ERR_OK && go_on) code = build(download, &any, err);
    if (code == ERR_OK && go_on) {
        code = enter(download, any ? DOWNLOAD_AVAILABLE : DOWNLOAD_NO_DATA, &go_on, err);
    }
    if (code == ERR_OK && !go_on) return abandon(download, err);
    if (code != ERR_OK || !any) return code;
    for (int i = 0; code == ERR_OK && i < COMPANY_MAX_CHANNELS; i++) {
        if (download->parts[i].needed) code = run_part(download, &download->parts[i], err);
    }
    return code == ERR_OK ? conclude(download, err) : code;
}

static enum err_code run_session(struct download *download, struct err *err) {
    enum err_code code = run_stages(download, err);
    for (int i = 0; i < COMPANY_MAX_CHANNELS; i++) {
        if (!download->parts[i].channel) continue;
        enum err_code detached = download_detach(&download->parts[i], code == ERR_OK ? err : NULL);
        if (code == ERR_OK) code = detached;
    }
    return code;
}

/* Where the order is enforced, nothing passes a suspended session. One session behind it shows that something waits. */
static enum err_code wait_behind(struct download *download, struct err *err) {
    struct db *hq = download->work->company->hq;
    struct err why = {0};
    char number[24];
    bool go_on = false;
    int64_t newest = 0;
    snprintf(number, sizeof number, "%lld", (long long)download->session.id);
    err_set(&why, ERR_REFUSED, REASON_DOWNLOAD_SUSPENDED, NULL, number);
    err_add_value2(&why, download->job);
    work_part_failed(download->work, &why);
    enum err_code code =
        download_session_newest(hq, download->job, download->data_group, &newest, err);
    if (code != ERR_OK || newest != download->session.id) return code;
    download->session = (struct download_session){.full = download->full};
    return enter(download, DOWNLOAD_AVAILABLE, &go_on, err);
}

/* The sessions that are open, oldest first, or a new one. */
static enum err_code run_group(struct download *download, struct err *err) {
    const struct download blank = *download;
    struct db *hq = download->work->company->hq;
    enum err_code code = ERR_OK;
    for (int64_t done = -1; code == ERR_OK && !work_is_stopped(download->work);) {
        *download = blank;
        code = download_session_oldest_open(hq, download->job, download->data_group,
                                            &download->session, err);
        if (code != ERR_OK) break;
        bool suspended = download->session.status == DOWNLOAD_SUSPENDED &&
                         download->work->parameters.enforce_order;
        if (done < 0 && is_for_one(download->work) && !suspended) {
            download->session = (struct download_session){0}; /* the open one is for all */
        } else if (done >= 0 && (download->session.id == 0 || download->session.id == done ||
                                 is_for_one(download->work))) {
            break; /* none is left, or the one that has just been dealt with stays open */
        }
        if (suspended) return wait_behind(download, err);
        code = run_session(download, err);
        done = download->session.id;
    }
    return code;
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

static bool group_is_wanted(const struct work *work, const char *group) {
    for (int i = 0; i < work->company->channel_count; i++) {
        const struct company_channel *channel = &work->company->channels[i];
        if (strcmp(channel->data_group, group) == 0 && work_wants(work, channel)) return true;
    }
    return false;
}

enum err_code download_run(struct work *work, const char *schedule, const char *job, bool full,
                           struct err *err) {
    struct company *company = work->company;
    int enabled = 0;
    /* What is due belongs into the package. */
    enum err_code due =
        strcmp(job, "1110") == 0 ? feature_apply_due(company->hq, &enabled, err) : ERR_OK;
    if (due != ERR_OK) return due;
    for (int i = 0; i < company->channel_count && !work_is_stopped(work); i++) {
        const char *group = company->channels[i].data_group;
        bool attached = false;
        if (!is_first_of_group(company, i) || !group_is_wanted(work, group)) continue;
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
