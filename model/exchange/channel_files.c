/* SPDX-License-Identifier: MIT */
/*
 * Channel databases as record and file together. Owns in which order the two come and go, and what may not leave: rows
 * that headquarters has not received. What a record may be is model/hq/channel_database.c, what is in a file is its
 * schema's business.
 */

#include "model/exchange/channel_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "model/channel/async_client.h"
#include "model/channel/config.h"
#include "model/exchange/work.h"
#include "model/file.h"
#include "model/log.h"

enum {
    MARK,
    MARK_OF_ROWS,
    WAITING,
    WAITING_OF_STORE,
    VERSION,
    KNOWS_STORE,
    COUNTER_SET,
    CLOSE,
    OPEN
};

/* MARK and MARK_OF_ROWS on headquarters, the others on the channel. */
const char *const channel_files_sql[] = {
    [MARK] = "SELECT max(ReplicationCounter) FROM RetailCDXUploadMark WHERE DatabaseProfile = ?1",
    [MARK_OF_ROWS] = "SELECT ReplicationCounter FROM RetailCDXUploadMark"
                     " WHERE DatabaseProfile = ?1 AND TableName = 'RetailAsyncCustomer'",
    [WAITING] = "SELECT count(*) FROM (SELECT 1 FROM RETAILASYNCCUSTOMER"
                " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 LIMIT ?2)",
    [WAITING_OF_STORE] = "SELECT count(*) FROM (SELECT 1 FROM RETAILASYNCCUSTOMER"
                         " WHERE REPLICATIONCOUNTERFROMORIGIN > ?1 AND STORERECID = ?3 LIMIT ?2)",
    [VERSION] = "SELECT user_version FROM pragma_user_version",
    [KNOWS_STORE] = "SELECT 1 FROM RETAILONLINECHANNELTABLE WHERE RETAILCHANNELID = ?1",
    [COUNTER_SET] = "INSERT INTO sqlite_sequence (name, seq) VALUES ('RETAILASYNCCUSTOMER', ?1)",
    /* From here on no shopper can sign up in a file that is about to be deleted, whoever has it open. */
    [CLOSE] = "CREATE TRIGGER IF NOT EXISTS DATABASEDELETED BEFORE INSERT ON RETAILASYNCCUSTOMER"
              " BEGIN SELECT RAISE(ABORT, 'this channel database was deleted'); END",
    [OPEN] = "DROP TRIGGER IF EXISTS DATABASEDELETED",
    NULL};

static enum err_code run(struct db *db, int which, struct err *err) {
    struct stmt *stmt = db_stmt(db, channel_files_sql[which], err);
    return stmt ? stmt_run(stmt, err) : db_error(db);
}

static enum err_code read_mark(struct company *company, int which, const char *name, int64_t *mark,
                               struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, channel_files_sql[which], err);
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, name);
    return stmt_value_int(stmt, 0, mark, err);
}

static enum err_code count_waiting(struct db *channel, int which, int64_t mark, int64_t store,
                                   int64_t *count, struct err *err) {
    struct stmt *stmt = db_stmt(channel, channel_files_sql[which], err);
    if (!stmt) return db_error(channel);
    stmt_bind_int(stmt, 1, mark);
    stmt_bind_int(stmt, 2, CHANNEL_WAITING_MOST);
    if (which == WAITING_OF_STORE) stmt_bind_int(stmt, 3, store);
    return stmt_value_int(stmt, 0, count, err);
}

static enum err_code load_record(struct company *company, const char *name,
                                 struct channel_database *rec, struct err *err) {
    return entity_channel_database.load(company->hq, name, rec, err);
}

static enum err_code refuse_read_only(const struct company *company, struct err *err) {
    if (!company->read_only) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
}

/* ---- condition -------------------------------------------------------------------------------------------------- */

static enum err_code read_file(struct db *channel, struct channel_condition *condition,
                               struct err *err) {
    struct stmt *stmt = db_stmt(channel, channel_files_sql[VERSION], err);
    if (!stmt) return db_error(channel);
    enum err_code code = stmt_value_int(stmt, 0, &condition->version, err);
    if (code == ERR_OK) {
        code = count_waiting(channel, WAITING, condition->mark, 0, &condition->waiting, err);
    }
    if (code == ERR_OK) code = replication_counter_last(channel, &condition->last, err);
    if (code == ERR_OK) code = csu_loaded_at(channel, &condition->loaded_ms, err);
    return code == ERR_OK ? async_client_running(channel, &condition->running, err) : code;
}

static enum err_code find_unknown(struct company *company, const struct company_channel *channel,
                                  struct channel_condition *condition, struct err *err) {
    struct rowset stores;
    rowset_init(&stores, 2);
    enum err_code code =
        channel_database_stores(company->hq, channel->name, ROWSET_MAX_ROWS, &stores, err);
    for (int i = 0; code == ERR_OK && !condition->unknown[0] && i < stores.rows; i++) {
        bool known = false;
        struct stmt *stmt = db_stmt(channel->db, channel_files_sql[KNOWS_STORE], err);
        code = db_error(channel->db);
        if (!stmt) break;
        stmt_bind_text(stmt, 1, rowset_cell(&stores, i, 0));
        code = stmt_step(stmt, &known, err);
        stmt_reset(stmt);
        if (code == ERR_OK && !known)
            text_copy(condition->unknown, sizeof condition->unknown, rowset_cell(&stores, i, 0));
    }
    rowset_release(&stores);
    return code;
}

enum err_code channel_condition_read(struct company *company, const char *name,
                                     struct channel_condition *condition, struct err *err) {
    struct channel_database rec;
    *condition = (struct channel_condition){0};
    enum err_code code = load_record(company, name, &rec, err);
    if (code == ERR_OK) code = company_reload_channels(company, err);
    if (code == ERR_OK) code = read_mark(company, MARK_OF_ROWS, rec.Name, &condition->mark, err);
    if (code != ERR_OK) return code;
    condition->type = (enum data_store_type)rec.DataStoreType;
    struct company_channel *channel = company_find_channel(company, rec.Name);
    if (!channel) return ERR_OK;
    condition->trouble = channel->trouble;
    if (!channel->db) return ERR_OK;
    code = read_file(channel->db, condition, &condition->trouble);
    if (code == ERR_OK) code = find_unknown(company, channel, condition, &condition->trouble);
    condition->usable = code == ERR_OK;
    return ERR_OK;
}

/* ---- making ----------------------------------------------------------------------------------------------------- */

/* The log before the file: a log that outlives its file would be played into the next file of that name. */
static void unlink_database(const char *path) {
    static const char *const suffixes[] = {"-wal", "-shm", "-journal", ""};
    char name[COMPANY_PATH_SIZE + 16];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static enum err_code make_file(const char *path, int64_t counter, struct err *err) {
    const struct db_options options = {.mode = DB_CREATE};
    struct db *channel = NULL;
    enum err_code code = db_open(&channel, path, &db_kind_channel, &options, err);
    if (code != ERR_OK) return code;
    if (counter > 0) {
        struct stmt *stmt = db_stmt(channel, channel_files_sql[COUNTER_SET], err);
        code = db_error(channel);
        if (stmt) {
            stmt_bind_int(stmt, 1, counter);
            code = stmt_run(stmt, err);
        }
    }
    db_close(&channel);
    return code;
}

/* It grows under a name that no database can have and appears whole. Headquarters' write lock keeps it to one at a time. */
static enum err_code make_and_publish(struct company *company, const char *name, struct err *err) {
    char path[COMPANY_PATH_SIZE], growing[COMPANY_PATH_SIZE + 16];
    int64_t mark = 0;
    if (!company_channel_path(company->folder, name, path)) {
        return file_error(err, company->folder, ENAMETOOLONG);
    }
    snprintf(growing, sizeof growing, "%.*s.new.db", (int)strlen(path) - 3, path);
    enum err_code code = read_mark(company, MARK, name, &mark, err);
    if (code != ERR_OK) return code;
    unlink_database(growing);
    code = make_file(growing, mark, err);
    if (code == ERR_OK) {
        if (access(path, F_OK) != 0) unlink_database(path);
        if (renameat2(AT_FDCWD, growing, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
            code = errno == EEXIST ? err_set(err, ERR_REFUSED, REASON_FILE_EXISTS, NULL, path)
                                   : file_error(err, path, errno);
        }
    }
    unlink_database(growing);
    return code;
}

enum err_code channel_file_create(struct company *company, const char *name, struct err *err) {
    struct channel_database rec;
    enum err_code code = refuse_read_only(company, err);
    if (code == ERR_OK) code = load_record(company, name, &rec, err);
    if (code == ERR_OK) code = company_reload_channels(company, err);
    if (code != ERR_OK) return code;
    struct company_channel *channel = company_find_channel(company, rec.Name);
    if (!channel || channel->db) return ERR_OK;
    if (channel->trouble.reason != REASON_CHANNEL_MISSING) {
        if (err) *err = channel->trouble;
        return channel->trouble.code;
    }
    code = db_begin(company->hq, err);
    if (code == ERR_OK) code = make_and_publish(company, rec.Name, err);
    db_rollback(company->hq);
    return code == ERR_OK ? company_reload_channels(company, err) : code;
}

/* ---- deleting --------------------------------------------------------------------------------------------------- */

static enum err_code refuse_waiting(struct company *company, const struct company_channel *channel,
                                    struct err *err) {
    int64_t mark = 0, waiting = 0;
    enum err_code code = read_mark(company, MARK_OF_ROWS, channel->name, &mark, err);
    if (code == ERR_OK) code = count_waiting(channel->db, WAITING, mark, 0, &waiting, err);
    if (code != ERR_OK || waiting == 0) return code;
    err_set(err, ERR_REFUSED, REASON_DATABASE_WAITS, NULL, channel->name);
    err_add_number(err, waiting);
    return ERR_REFUSED;
}

/* With the channel's write lock: nobody signs up in it between the look and the end. */
static enum err_code close_channel(struct company *company, const struct company_channel *channel,
                                   struct err *err) {
    enum err_code code = db_begin(channel->db, err);
    if (code != ERR_OK) return code;
    code = refuse_waiting(company, channel, err);
    if (code == ERR_OK) code = run(channel->db, CLOSE, err);
    if (code == ERR_OK) return db_commit(channel->db, err);
    db_rollback(channel->db);
    return code;
}

/* Also after a deletion that was killed half-way: a store that comes makes the database live again. */
static enum err_code reopen(struct company *company, const char *name, struct err *err) {
    const struct company_channel *channel = company_find_channel(company, name);
    return channel && channel->db ? run(channel->db, OPEN, err) : ERR_OK;
}

/* Would its record be deleted? Asked before anything is done to its file. */
static enum err_code try_record(struct company *company, const struct channel_database *rec,
                                struct err *err) {
    enum err_code code = db_begin(company->hq, err);
    if (code != ERR_OK) return code;
    code = record_delete(&entity_channel_database, company->hq, rec, company->user, err);
    db_rollback(company->hq);
    return code;
}

enum err_code channel_database_delete(struct company *company, const struct channel_database *rec,
                                      struct err *err) {
    char path[COMPANY_PATH_SIZE] = "";
    enum err_code code = refuse_read_only(company, err);
    if (code == ERR_OK) code = try_record(company, rec, err);
    if (code == ERR_OK) code = company_reload_channels(company, err);
    if (code != ERR_OK) return code;
    struct company_channel *channel = company_find_channel(company, rec->Name);
    if (channel && !channel->db && channel->trouble.reason != REASON_CHANNEL_MISSING) {
        if (err) *err = channel->trouble;
        return channel->trouble.code;
    }
    if (channel) text_copy(path, sizeof path, channel->path);
    if (channel && channel->db) code = close_channel(company, channel, err);
    if (code != ERR_OK) return code;
    code = record_delete(&entity_channel_database, company->hq, rec, company->user, err);
    if (code != ERR_OK) {
        struct err why = {0};
        if (reopen(company, rec->Name, &why) != ERR_OK) log_err("channel database", &why);
        return code;
    }
    code = company_reload_channels(company, err);
    if (path[0]) unlink_database(path);
    return code;
}

/* ---- stores ----------------------------------------------------------------------------------------------------- */

static enum err_code refuse_store_waiting(struct company *company, const char *store,
                                          int64_t rec_id, const char *database, struct err *err) {
    int64_t mark = 0, waiting = 0;
    const struct company_channel *channel = company_find_channel(company, database);
    if (!channel || !channel->db) return ERR_OK;
    enum err_code code = read_mark(company, MARK_OF_ROWS, database, &mark, err);
    if (code == ERR_OK) {
        code = count_waiting(channel->db, WAITING_OF_STORE, mark, rec_id, &waiting, err);
    }
    if (code != ERR_OK || waiting == 0) return code;
    err_set(err, ERR_REFUSED, REASON_STORE_WAITS, NULL, store);
    err_add_value2(err, database);
    err_add_number(err, waiting);
    return ERR_REFUSED;
}

static enum err_code set_database(struct company *company, const char *store, const char *database,
                                  struct err *err) {
    enum err_code code = db_begin(company->hq, err);
    if (code != ERR_OK) return code;
    code = store_set_database(company->hq, store, database, company->user, err);
    if (code == ERR_OK) return db_commit(company->hq, err);
    db_rollback(company->hq);
    return code;
}

enum err_code channel_store_add(struct company *company, const char *name, const char *store_id,
                                char before[TEXT_SIZE(50)], struct err *err) {
    char store[TEXT_SIZE(10)];
    int64_t rec_id = 0;
    struct channel_database rec;
    enum err_code code = refuse_read_only(company, err);
    if (code == ERR_OK) code = load_record(company, name, &rec, err);
    if (code == ERR_OK) {
        code = store_database(company->hq, store_id, store, &rec_id, before, err);
    }
    if (code == ERR_OK) code = company_reload_channels(company, err);
    if (code != ERR_OK || strcmp(before, rec.Name) == 0) return code;
    if (rec.DataStoreType == DATA_STORE_OFFLINE) {
        return err_set(err, ERR_REFUSED, REASON_DATABASE_OFFLINE, NULL, rec.Name);
    }
    if (before[0]) code = refuse_store_waiting(company, store, rec_id, before, err);
    if (code == ERR_OK) code = reopen(company, rec.Name, err);
    return code == ERR_OK ? set_database(company, store, rec.Name, err) : code;
}

enum err_code channel_store_remove(struct company *company, const char *name, const char *store_id,
                                   struct err *err) {
    char store[TEXT_SIZE(10)], before[TEXT_SIZE(50)];
    int64_t rec_id = 0;
    struct channel_database rec;
    enum err_code code = refuse_read_only(company, err);
    if (code == ERR_OK) code = load_record(company, name, &rec, err);
    if (code == ERR_OK) {
        code = store_database(company->hq, store_id, store, &rec_id, before, err);
    }
    if (code == ERR_OK) code = company_reload_channels(company, err);
    if (code != ERR_OK) return code;
    if (strcmp(before, rec.Name) != 0) {
        err_set(err, ERR_NOT_FOUND, REASON_STORE_ELSEWHERE, NULL, store);
        err_add_value2(err, rec.Name);
        return ERR_NOT_FOUND;
    }
    code = refuse_store_waiting(company, store, rec_id, before, err);
    return code == ERR_OK ? set_database(company, store, NULL, err) : code;
}
