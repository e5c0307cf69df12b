/* SPDX-License-Identifier: MIT */
/*
 * A company as a set of open connections: which files belong to it, which channel holds a store, the storefront's line
 * to headquarters. Creating, copying and deleting the files is company_files.c; moving customers is the jobs'.
 */

#include "model/exchange/company.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/exchange/rts.h"
#include "model/exchange/work.h"
#include "model/hq/lookups.h"

enum { CHANNELS, CHANNEL_OF_STORE, STORE_IN_CHANNEL };
const char *const exchange_company_sql[] = {
    [CHANNELS] = "SELECT Name, DataGroup, PauseDataSync FROM RetailConnDatabaseProfile"
                 " WHERE DataStoreType = 0 ORDER BY RecId",
    [CHANNEL_OF_STORE] = "SELECT d.DatabaseProfile FROM RetailCDXDataStoreChannel d"
                         " JOIN RetailChannelTable c ON c.RecId = d.Channel"
                         " WHERE c.RetailChannelId = ?1 COLLATE NOCASE",
    [STORE_IN_CHANNEL] = "SELECT 1 FROM CSUCACHE WHERE RETAILCHANNELID = ?1 COLLATE NOCASE"
                         " UNION ALL SELECT 1 FROM RETAILONLINECHANNELTABLE"
                         " WHERE RETAILCHANNELID = ?1 COLLATE NOCASE LIMIT 1",
    NULL};

/* ---- where it is ------------------------------------------------------------------------------------------------ */

void company_folder(const char *flag, char *buf, size_t size) {
    const char *data = getenv("CHQ_DATA"), *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (flag && *flag) {
        text_copy(buf, size, flag);
    } else if (data && *data) {
        text_copy(buf, size, data);
    } else if (xdg && *xdg == '/') { /* a relative one is to be ignored (XDG base directories) */
        snprintf(buf, size, "%s/chq", xdg);
    } else {
        if (!home || !*home) {
            const struct passwd *entry = getpwuid(getuid());
            home = entry ? entry->pw_dir : "";
        }
        snprintf(buf, size, "%s/.local/share/chq", home);
    }
}

bool company_hq_path(const char *folder, char path[COMPANY_PATH_SIZE]) {
    return snprintf(path, COMPANY_PATH_SIZE, "%s/headquarters.db", folder) < COMPANY_PATH_SIZE;
}

bool company_channel_path(const char *folder, const char *name, char path[COMPANY_PATH_SIZE]) {
    char joined[COMPANY_PATH_SIZE]; /* folder and path may be members of one struct */
    int n = snprintf(joined, sizeof joined, "%s/channel-%s.db", folder, name);
    text_copy(path, COMPANY_PATH_SIZE, joined);
    return n < COMPANY_PATH_SIZE && !strchr(name, '/');
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static void name_user(struct company *company) {
    const struct passwd *entry = company->settings.user[0] ? NULL : getpwuid(getuid());
    const char *name = entry ? entry->pw_name : company->settings.user;
    text_copy(company->user, sizeof company->user, *name ? name : "user");
}

static struct db_options options_for(const struct company *company, enum company_use use) {
    const struct settings *settings = &company->settings;
    return (struct db_options){
        .mode = company->read_only ? DB_READ_ONLY : DB_READ_WRITE,
        .cache_kib = use == COMPANY_FOR_WORK ? (int)settings->exchange_cache_mib * 1024 : 0,
        .busy_timeout_ms = (int)settings->db_busy_timeout_ms};
}

static void open_channel(struct company *company, struct company_channel *channel,
                         const struct db_options *options) {
    struct err *trouble = &channel->trouble;
    if (!company_channel_path(company->folder, channel->name, channel->path)) {
        err_set(trouble, ERR_INVALID, REASON_CHANNEL_MISSING, NULL, channel->name);
        return;
    }
    enum err_code code = db_open(&channel->db, channel->path, &db_kind_channel, options, trouble);
    if (code != ERR_OK && trouble->reason == REASON_FILE_MISSING) {
        err_set(trouble, code, REASON_CHANNEL_MISSING, NULL, channel->name);
        err_add_detail(trouble, "%s", channel->path);
    }
}

static void read_channel(struct company_channel *channel, struct stmt *stmt) {
    text_copy(channel->name, sizeof channel->name, stmt_text(stmt, 0));
    text_copy(channel->data_group, sizeof channel->data_group, stmt_text(stmt, 1));
    channel->paused = stmt_int(stmt, 2) != 0;
}

static enum err_code open_channels(struct company *company, const struct db_options *options,
                                   struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, exchange_company_sql[CHANNELS], err);
    if (!stmt) return db_error(company->hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (company->channel_count == COMPANY_MAX_CHANNELS) {
            stmt_reset(stmt);
            err_set(err, ERR_CONFIG, REASON_TECHNICAL, NULL, NULL);
            err_add_detail(err, "more than %d channel databases", COMPANY_MAX_CHANNELS);
            return ERR_CONFIG;
        }
        struct company_channel *channel = &company->channels[company->channel_count++];
        read_channel(channel, stmt);
        open_channel(company, channel, options);
    }
    return code;
}

enum err_code company_reload_channels(struct company *company, struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, exchange_company_sql[CHANNELS], err);
    if (!stmt) return db_error(company->hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        for (int i = 0; i < company->channel_count; i++) {
            struct company_channel *channel = &company->channels[i];
            if (strcmp(channel->name, stmt_text(stmt, 0)) == 0) read_channel(channel, stmt);
        }
    }
    return code;
}

static enum err_code open_databases(struct company *company, enum company_use use,
                                    struct err *err) {
    char path[COMPANY_PATH_SIZE], name[TEXT_SIZE(60)];
    struct db_options options = options_for(company, use);
    struct stat st;
    if (!company_hq_path(company->folder, path) || stat(path, &st) != 0) {
        return err_set(err, ERR_NOT_FOUND, REASON_COMPANY_MISSING, NULL, company->folder);
    }
    enum err_code code = db_open(&company->hq, path, &db_kind_headquarters, &options, err);
    if (code == ERR_OK)
        code = company_info(company->hq, company->data_area, name, sizeof name, err);
    return code == ERR_OK ? open_channels(company, &options, err) : code;
}

enum err_code company_open(struct company **out, const char *folder,
                           const struct settings *settings, bool read_only, enum company_use use,
                           struct err *err) {
    *out = NULL;
    struct company *company = calloc(1, sizeof *company);
    if (!company) BUG("out of memory for a company");
    text_copy(company->folder, sizeof company->folder, folder);
    company->settings = *settings;
    company->read_only = read_only;
    name_user(company);
    enum err_code code = open_databases(company, use, err);
    if (code == ERR_OK) {
        *out = company;
    } else {
        company_close(&company);
    }
    return code;
}

enum err_code company_open_again(struct company **out, const struct company *like,
                                 enum company_use use, struct err *err) {
    enum err_code code =
        company_open(out, like->folder, &like->settings, like->read_only, use, err);
    if (code == ERR_OK) text_copy((*out)->user, sizeof(*out)->user, like->user);
    return code;
}

void company_close(struct company **company) {
    if (!*company) return;
    for (int i = 0; i < (*company)->channel_count; i++) {
        if ((*company)->channels[i].db) db_close(&(*company)->channels[i].db);
    }
    if ((*company)->hq) db_close(&(*company)->hq);
    free(*company);
    *company = NULL;
}

/* ---- stores ----------------------------------------------------------------------------------------------------- */

static enum err_code channel_knows(struct company_channel *channel, const char *store_id,
                                   bool *knows, struct err *err) {
    int64_t found = 0;
    struct stmt *stmt = db_stmt(channel->db, exchange_company_sql[STORE_IN_CHANNEL], err);
    if (!stmt) return db_error(channel->db);
    stmt_bind_text(stmt, 1, store_id);
    enum err_code code = stmt_value_int(stmt, 0, &found, err);
    *knows = found != 0;
    return code;
}

/* The channel acts on its own copy, so the copies are asked first; headquarters only tells which file is missing, and
 * where a store belongs that no channel has heard of. */
enum err_code company_channel_of(struct company *company, const char *store_id,
                                 struct company_channel **out, struct err *err) {
    *out = NULL;
    for (int i = 0; i < company->channel_count; i++) {
        bool knows = false;
        if (!company->channels[i].db) continue;
        enum err_code code = channel_knows(&company->channels[i], store_id, &knows, err);
        if (code != ERR_OK) return code;
        if (knows) {
            *out = &company->channels[i];
            return ERR_OK;
        }
    }
    char name[TEXT_SIZE(50)] = "";
    struct stmt *stmt = db_stmt(company->hq, exchange_company_sql[CHANNEL_OF_STORE], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, store_id);
    enum err_code code = stmt_value_text(stmt, name, sizeof name, NULL, err);
    if (code != ERR_OK) return code;
    for (int i = 0; i < company->channel_count; i++) {
        struct company_channel *channel = &company->channels[i];
        if (strcmp(channel->name, name) != 0) continue;
        if (!channel->db) {
            if (err) *err = channel->trouble;
            return channel->trouble.code;
        }
        *out = channel;
        return ERR_OK;
    }
    return err_set(err, ERR_NOT_FOUND, REASON_STORE_UNKNOWN_TO_CHANNEL, "Store", store_id);
}

enum err_code company_storefront(struct company *company, const char *store_id,
                                 struct storefront *front, struct err *err) {
    struct company_channel *channel;
    enum err_code code = company_channel_of(company, store_id, &channel, err);
    if (code != ERR_OK) return code;
    *front = (struct storefront){.channel = channel->db,
                                 .rts = rts_connect(company),
                                 .cache_ttl_s = company->settings.csu_cache_ttl_s,
                                 .no_profile_async = company->settings.no_profile_async != 0,
                                 .rts_fallback = company->settings.rts_fallback != 0};
    return ERR_OK;
}

enum err_code company_signup(struct company *company, const char *store_id, struct signup *in,
                             struct signup_result *result, struct err *err) {
    struct storefront front;
    enum err_code code = company_storefront(company, store_id, &front, err);
    return code == ERR_OK ? storefront_signup(&front, store_id, in, result, err) : code;
}

enum err_code company_restart_csu(struct company *company, struct err *err) {
    enum err_code first = ERR_OK;
    for (int i = 0; i < company->channel_count; i++) {
        struct company_channel *channel = &company->channels[i];
        struct err why = channel->trouble;
        enum err_code code = channel->db ? csu_restart(channel->db, &why) : why.code;
        if (code == ERR_OK || first != ERR_OK) continue;
        first = code;
        if (err) *err = why;
    }
    return first;
}
