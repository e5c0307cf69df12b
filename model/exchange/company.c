/* SPDX-License-Identifier: MIT */
/*
 * A company as a set of open connections: which files belong to it, which channel holds a store, the storefront's line
 * to headquarters. Creating, copying and deleting the files is company_files.c; moving customers is the jobs'.
 */

#include "model/exchange/company.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/channel/async_client.h"
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

/* Room for the strings of an account; a name or a folder that needs more is as good as none. */
struct account {
    struct passwd entry;
    char strings[2048];
};

/* Companies are opened on several threads at once, and getpwuid has one answer for all of them. NULL = no account. */
static const struct passwd *own_account(struct account *account) {
    struct passwd *found = NULL;
    int failed =
        getpwuid_r(getuid(), &account->entry, account->strings, sizeof account->strings, &found);
    return failed ? NULL : found;
}

void company_folder(const char *flag, char *buf, size_t size) {
    const char *data = getenv("CHQ_DATA"), *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (flag && *flag) {
        text_copy(buf, size, flag);
    } else if (data && *data) {
        text_copy(buf, size, data);
    } else if (xdg && *xdg == '/') { /* a relative one is to be ignored (XDG base directories) */
        snprintf(buf, size, "%s/chq", xdg);
    } else {
        struct account account;
        if (!home || !*home) {
            const struct passwd *entry = own_account(&account);
            home = entry ? entry->pw_dir : "";
        }
        snprintf(buf, size, "%s/.local/share/chq", home);
    }
}

bool company_hq_path(const char *folder, char path[COMPANY_PATH_SIZE]) {
    return snprintf(path, COMPANY_PATH_SIZE, "%s/headquarters.db", folder) < COMPANY_PATH_SIZE;
}

bool company_is_in(const char *folder) {
    char path[COMPANY_PATH_SIZE];
    return company_hq_path(folder, path) && access(path, F_OK) == 0;
}

bool company_channel_path(const char *folder, const char *name, char path[COMPANY_PATH_SIZE]) {
    char joined[COMPANY_PATH_SIZE]; /* folder and path may be members of one struct */
    int n = snprintf(joined, sizeof joined, "%s/channel-%s.db", folder, name);
    text_copy(path, COMPANY_PATH_SIZE, joined);
    return n < COMPANY_PATH_SIZE && !strchr(name, '/');
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

void company_user_name(const struct settings *settings, char *buf, size_t size) {
    struct account account;
    const struct passwd *entry = settings->user[0] ? NULL : own_account(&account);
    const char *name = entry ? entry->pw_name : settings->user;
    text_copy(buf, size, *name ? name : "user");
}

static struct db_options options_for(const struct company *company, enum company_use use) {
    const struct settings *settings = &company->settings;
    return (struct db_options){
        .mode = company->read_only ? DB_READ_ONLY : DB_READ_WRITE,
        .cache_kib = use == COMPANY_FOR_WORK ? (int)settings->exchange_cache_mib * 1024 : 0,
        .busy_timeout_ms = company->busy_timeout_ms};
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

struct company_channel *company_find_channel(struct company *company, const char *name) {
    for (int i = 0; i < company->channel_count; i++) {
        if (strcmp(company->channels[i].name, name) == 0) return &company->channels[i];
    }
    return NULL;
}

/* The channel of the row as it was before, when that is still good; else opened. */
static void take_channel(struct company *company, struct company_channel *before, int count,
                         struct stmt *stmt, const struct db_options *options) {
    struct company_channel *channel = &company->channels[company->channel_count++];
    *channel = (struct company_channel){0};
    for (int i = 0; i < count; i++) {
        if (strcmp(before[i].name, stmt_text(stmt, 0)) != 0 || !before[i].db) continue;
        if (!db_in_transaction(before[i].db) && !db_is_in_place(before[i].db)) {
            db_close(&before[i].db); /* first: a process has one view of a file and its log */
            continue;
        }
        *channel = before[i];
        before[i].db = NULL;
    }
    read_channel(channel, stmt);
    if (!channel->db) open_channel(company, channel, options);
}

static enum err_code take_channels(struct company *company, struct company_channel *before,
                                   int count, const struct db_options *options, struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, exchange_company_sql[CHANNELS], err);
    if (!stmt) return db_error(company->hq);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (company->channel_count == COMPANY_MAX_CHANNELS) {
            stmt_reset(stmt);
            err_set(err, ERR_CONFIG, REASON_DATABASE_LIMIT, NULL, NULL);
            err_add_number(err, COMPANY_MAX_CHANNELS);
            return ERR_CONFIG;
        }
        take_channel(company, before, count, stmt, options);
    }
    return code;
}

static enum err_code load_channels(struct company *company, const struct db_options *options,
                                   struct err *err) {
    int count = company->channel_count;
    size_t size = sizeof company->channels;
    struct company_channel *before = malloc(size);
    if (!before) BUG("out of memory for channels");
    memcpy(before, company->channels, size);
    company->channel_count = 0;
    enum err_code code = take_channels(company, before, count, options, err);
    for (int i = 0; i < count; i++) {
        if (before[i].db) db_close(&before[i].db);
    }
    free(before);
    return code;
}

enum err_code company_reload_channels(struct company *company, struct err *err) {
    const struct db_options options = options_for(company, company->use);
    return load_channels(company, &options, err);
}

static enum err_code open_databases(struct company *company, struct err *err) {
    char path[COMPANY_PATH_SIZE], name[TEXT_SIZE(60)];
    struct db_options options = options_for(company, company->use);
    struct stat st;
    if (!company_hq_path(company->folder, path) || stat(path, &st) != 0) {
        return err_set(err, ERR_NOT_FOUND, REASON_COMPANY_MISSING, NULL, company->folder);
    }
    enum err_code code = db_open(&company->hq, path, &db_kind_headquarters, &options, err);
    if (code == ERR_OK)
        code = company_info(company->hq, company->data_area, name, sizeof name, err);
    return code == ERR_OK ? load_channels(company, &options, err) : code;
}

static enum err_code take_settings(struct company *company, const struct settings *settings,
                                   struct err *err) {
    char path[COMPANY_PATH_SIZE + sizeof COMPANY_SCENARIO];
    snprintf(path, sizeof path, "%s/%s", company->folder, COMPANY_SCENARIO);
    company->settings = company->given = *settings;
    enum err_code code = settings_lay_over(&company->settings, path, err);
    company->busy_timeout_ms = (int)company->settings.db_busy_timeout_ms;
    return code;
}

enum err_code company_open(struct company **out, const char *folder,
                           const struct settings *settings, bool read_only, enum company_use use,
                           struct err *err) {
    *out = NULL;
    struct company *company = calloc(1, sizeof *company);
    if (!company) BUG("out of memory for a company");
    text_copy(company->folder, sizeof company->folder, folder);
    company->read_only = read_only;
    company->use = use;
    enum err_code code = take_settings(company, settings, err);
    company_user_name(&company->settings, company->user, sizeof company->user);
    if (code == ERR_OK) code = open_databases(company, err);
    if (code == ERR_OK) {
        *out = company;
    } else {
        company_close(&company);
    }
    return code;
}

enum err_code company_open_again(struct company **out, const struct company *like,
                                 enum company_use use, struct err *err) {
    enum err_code code = company_open(out, like->folder, &like->given, like->read_only, use, err);
    if (code == ERR_OK) text_copy((*out)->user, sizeof(*out)->user, like->user);
    return code;
}

void company_set_busy_timeout(struct company *company, int ms) {
    company->busy_timeout_ms = ms;
    db_set_busy_timeout(company->hq, ms);
    for (int i = 0; i < company->channel_count; i++) {
        if (company->channels[i].db) db_set_busy_timeout(company->channels[i].db, ms);
    }
}

void company_close(struct company **company) {
    if (!*company) return;
    for (int i = 0; i < (*company)->channel_count; i++) {
        if ((*company)->channels[i].db) db_close(&(*company)->channels[i].db);
    }
    if ((*company)->hq) account_numbers_give_back((*company)->hq, &(*company)->numbers);
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

static enum err_code named_by_hq(struct company *company, const char *store_id,
                                 struct company_channel **out, struct err *err) {
    char name[TEXT_SIZE(50)] = "";
    *out = NULL;
    struct stmt *stmt = db_stmt(company->hq, exchange_company_sql[CHANNEL_OF_STORE], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, store_id);
    enum err_code code = stmt_value_text(stmt, name, sizeof name, NULL, err);
    if (code == ERR_OK) *out = company_find_channel(company, name);
    return code;
}

/*
 * The channel acts on its own copy, so the copies are asked first. Headquarters only tells which file is missing, where a
 * store belongs that no channel has heard of, and which of two is meant: a store that moved is known to its old database
 * until 1070 has run there and its cache was read again.
 */
enum err_code company_channel_of(struct company *company, const char *store_id,
                                 struct company_channel **out, struct err *err) {
    struct company_channel *known[COMPANY_MAX_CHANNELS], *named;
    int count = 0;
    *out = NULL;
    for (int i = 0; i < company->channel_count; i++) {
        bool knows = false;
        if (!company->channels[i].db) continue;
        enum err_code code = channel_knows(&company->channels[i], store_id, &knows, err);
        if (code != ERR_OK) return code;
        if (knows) known[count++] = &company->channels[i];
    }
    if (count > 0) *out = known[0];
    if (count == 1) return ERR_OK;
    enum err_code code = named_by_hq(company, store_id, &named, err);
    if (code != ERR_OK) return code;
    for (int i = 1; i < count; i++) {
        if (known[i] == named) *out = named;
    }
    if (count > 0) return ERR_OK;
    if (!named) {
        return err_set(err, ERR_NOT_FOUND, REASON_STORE_UNKNOWN_TO_CHANNEL, "Store", store_id);
    }
    if (!named->db) {
        if (err) *err = named->trouble;
        return named->trouble.code;
    }
    *out = named;
    return ERR_OK;
}

enum err_code company_storefront(struct company *company, const char *store_id,
                                 struct storefront *front, struct err *err) {
    struct company_channel *channel;
    enum err_code code = company_channel_of(company, store_id, &channel, err);
    /* What is written into a file that was taken away is lost, however long it stays open. */
    if (code == ERR_OK && !(channel->db && db_is_in_place(channel->db))) {
        code = company_reload_channels(company, err);
        if (code == ERR_OK) code = company_channel_of(company, store_id, &channel, err);
    }
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
        if (code == ERR_OK) code = async_client_set_running(channel->db, true, &why);
        if (code == ERR_OK || first != ERR_OK) continue;
        first = code;
        if (err) *err = why;
    }
    return first;
}
