/* SPDX-License-Identifier: MIT */
/*
 * The files of a company: making, copying and deleting them so that a folder holds a whole company or none. New files
 * grow in FOLDER/.creating, which is locked while somebody works there; headquarters.db moves out last, because a
 * folder is a company when it has one. What a killed creation left is found by that folder and cleared by the next.
 */

#include "model/exchange/company.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "embedded/demo.h"
#include "model/clock.h"
#include "model/exchange/work.h"
#include "model/file.h"
#include "model/hq/batch.h"
#include "model/hq/lease.h"

#define STAGING ".creating"
#define TIME_MARK                                                                                  \
    "@NOW@" /* in the scripts of data/demo: now, in milliseconds, the same in all of them */
#define PEOPLE "people.sql" /* the table that every other script of the demo reads */

/* ---- names ------------------------------------------------------------------------------------------------------ */

static bool has_prefix(const char *name, const char *prefix) {
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool has_suffix(const char *name, const char *suffix) {
    size_t n = strlen(name), m = strlen(suffix);
    return n >= m && strcmp(name + n - m, suffix) == 0;
}

static bool is_database_file(const char *name) {
    return has_suffix(name, ".db") || has_suffix(name, ".db-wal") || has_suffix(name, ".db-shm") ||
           has_suffix(name, ".db-journal");
}

static bool is_channel_file(const char *name) {
    return has_prefix(name, "channel-") && is_database_file(name);
}

/* Of guides and labs, also half written (file_replace): progress, scenario, the files of a lab from a folder. */
static bool is_training_file(const char *name) {
    bool ours =
        has_prefix(name, "guide-") || has_prefix(name, "scenario.") || has_prefix(name, "lab-");
    return ours && (strstr(name, ".ini") || strstr(name, ".sql"));
}

static bool is_company_file(const char *name) {
    return is_channel_file(name) ||
           (has_prefix(name, "headquarters.db") && is_database_file(name)) ||
           is_training_file(name);
}

static bool is_any_file(const char *name) {
    (void)name;
    return true;
}

static bool join(char path[COMPANY_PATH_SIZE], const char *folder, const char *name) {
    return snprintf(path, COMPANY_PATH_SIZE, "%s/%s", folder, name) < COMPANY_PATH_SIZE;
}

static bool exists(const char *folder, const char *name) {
    char path[COMPANY_PATH_SIZE];
    struct stat st;
    return join(path, folder, name) && lstat(path, &st) == 0;
}

/* The first entry that matches, or that does not. "" = none. */
static void find_entry(const char *folder, bool (*matches)(const char *name), bool wanted,
                       char *found, size_t size) {
    text_copy(found, size, "");
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *entry; *found == '\0' && (entry = readdir(dir));) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, STAGING) == 0)
            continue;
        if (matches(name) == wanted) text_copy(found, size, name);
    }
    closedir(dir);
}

static void remove_files(const char *folder, bool (*matches)(const char *name)) {
    char name[NAME_MAX + 1], path[COMPANY_PATH_SIZE];
    for (;;) {
        find_entry(folder, matches, true, name, sizeof name);
        if (*name == '\0' || !join(path, folder, name) || unlink(path) != 0) return;
    }
}

/* ---- a folder in the making ------------------------------------------------------------------------------------- */

struct making {
    char folder[COMPANY_PATH_SIZE], staging[COMPANY_PATH_SIZE];
    size_t made_from; /* length of the shortest folder that was made for it; 0 = all were there */
    int lock;         /* descriptor of the staging folder, -1 = none */
};

/* Like mkdir -p, 0700; remembers what it made. */
static enum err_code make_folders(struct making *making, struct err *err) {
    char path[COMPANY_PATH_SIZE];
    size_t len = strlen(making->folder);
    for (size_t i = 1; i <= len; i++) {
        if (making->folder[i] != '/' && making->folder[i] != '\0') continue;
        text_copy_n(path, sizeof path, making->folder, i);
        struct stat st;
        if (mkdir(path, 0700) == 0) {
            if (making->made_from == 0) making->made_from = i;
        } else if (stat(path, &st) != 0) {
            return file_error(err, path, errno);
        } else if (!S_ISDIR(st.st_mode)) {
            return file_error(err, path, ENOTDIR);
        }
    }
    return ERR_OK;
}

static void remove_made_folders(struct making *making) {
    for (size_t n = strlen(making->folder); making->made_from > 0 && n >= making->made_from; n--) {
        if (making->folder[n] != '\0' && making->folder[n] != '/') continue;
        making->folder[n] = '\0';
        if (rmdir(making->folder) != 0) return;
    }
}

static void making_end(struct making *making, bool success) {
    if (making->lock >= 0) {
        remove_files(making->staging, is_any_file);
        if (!success) remove_files(making->folder, is_channel_file);
        rmdir(making->staging);
        close(making->lock);
    }
    if (!success) remove_made_folders(making);
}

static enum err_code lock_staging(struct making *making, bool *left_over, struct err *err) {
    *left_over = mkdir(making->staging, 0700) != 0;
    if (*left_over && errno != EEXIST) return file_error(err, making->staging, errno);
    int fd = open(making->staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return file_error(err, making->staging, errno);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return err_set(err, ERR_BUSY, REASON_DATABASE_BUSY, NULL, making->folder);
    }
    making->lock = fd;
    return ERR_OK;
}

static enum err_code refuse_existing(const struct making *making, struct err *err) {
    if (!exists(making->folder, "headquarters.db")) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_COMPANY_EXISTS, NULL, making->folder);
}

/* An empty folder becomes private, as if it were ours; one that holds other things keeps its mode. */
static void close_to_others(const struct making *making) {
    char name[NAME_MAX + 1];
    find_entry(making->folder, is_any_file, true, name, sizeof name);
    if (*name == '\0') {
        int ignored = chmod(making->folder, 0700);
        (void)ignored; /* somebody else's folder: the files themselves are 0600 */
    }
}

static enum err_code making_begin(struct making *making, const char *folder, struct err *err) {
    *making = (struct making){.lock = -1};
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/') len--;
    /* Room for the longest name in it: "/.creating/channel-", 50 characters, ".db-journal". */
    if (len == 0 || len + 250 > sizeof making->folder) return file_error(err, folder, ENAMETOOLONG);
    text_copy_n(making->folder, sizeof making->folder, folder, len);
    snprintf(making->staging, sizeof making->staging, "%.*s/" STAGING, (int)len, folder);

    bool left_over = false;
    enum err_code code = refuse_existing(making, err);
    if (code != ERR_OK) return code;
    code = make_folders(making, err);
    if (code == ERR_OK) close_to_others(making);
    if (code == ERR_OK) code = lock_staging(making, &left_over, err);
    if (code == ERR_OK) code = refuse_existing(making, err);
    if (code == ERR_OK && left_over) {
        /* Somebody was killed here; there was no channel file before that one began. */
        remove_files(making->staging, is_any_file);
        remove_files(making->folder, is_channel_file);
    }
    if (code == ERR_OK) {
        char name[NAME_MAX + 1], path[COMPANY_PATH_SIZE];
        find_entry(making->folder, is_channel_file, true, name, sizeof name);
        if (*name && join(path, making->folder, name)) {
            code = err_set(err, ERR_REFUSED, REASON_FILE_EXISTS, NULL, path);
            rmdir(making->staging);
            close(making->lock);
            making->lock = -1; /* so that making_end does not touch the file that is not ours */
        }
    }
    if (code != ERR_OK) making_end(making, false);
    return code;
}

static enum err_code move_out(const struct making *making, const char *name, struct err *err) {
    char from[COMPANY_PATH_SIZE], to[COMPANY_PATH_SIZE];
    if (!join(from, making->staging, name) || !join(to, making->folder, name)) {
        return file_error(err, making->folder, ENAMETOOLONG);
    }
    return rename(from, to) == 0 ? ERR_OK : file_error(err, to, errno);
}

/* Channels first, headquarters last. */
static enum err_code making_publish(const struct making *making, struct err *err) {
    char name[NAME_MAX + 1];
    enum err_code code = ERR_OK;
    while (code == ERR_OK) {
        find_entry(making->staging, is_channel_file, true, name, sizeof name);
        if (*name == '\0') break;
        code = move_out(making, name, err);
    }
    if (code == ERR_OK) code = move_out(making, "headquarters.db", err);
    int fd = code == ERR_OK ? open(making->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    return code;
}

/* ---- content ---------------------------------------------------------------------------------------------------- */

static const struct embedded_file *find_script(const char *name) {
    for (const struct embedded_file *file = embedded_demo; file->name; file++) {
        if (strcmp(file->name, name) == 0) return file;
    }
    return NULL;
}

/* The script with the time put in. Caller frees. */
static char *fill_in_time(const char *text, int64_t now_ms) {
    char *out = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&out, &size);
    if (!stream) BUG("out of memory for a script");
    for (const char *mark; (mark = strstr(text, TIME_MARK)); text = mark + strlen(TIME_MARK)) {
        fprintf(stream, "%.*s%lld", (int)(mark - text), text, (long long)now_ms);
    }
    fputs(text, stream);
    fclose(stream);
    return out;
}

static enum err_code exec_script(struct db *db, const char *name, int64_t now_ms, bool *found,
                                 struct err *err) {
    const struct embedded_file *file = find_script(name);
    *found = file != NULL;
    if (!file) return ERR_OK;
    char *text = fill_in_time(file->text, now_ms);
    enum err_code code = db_exec(db, text, err);
    free(text);
    return code;
}

/* A script of the demo company, with the people it tells about. A script that does not exist has nothing to say. */
static enum err_code run_script(struct db *db, const char *name, int64_t now_ms, struct err *err) {
    bool found = false;
    enum err_code code = db_begin(db, err);
    if (code != ERR_OK) return code;
    if (find_script(name)) code = exec_script(db, PEOPLE, now_ms, &found, err);
    if (code == ERR_OK) code = exec_script(db, name, now_ms, &found, err);
    if (code == ERR_OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

static enum err_code run_reference(struct db *hq, struct err *err) {
    bool found = false;
    enum err_code code = db_begin(hq, err);
    if (code != ERR_OK) return code;
    code = exec_script(hq, "reference.sql", clock_now_ms(), &found, err);
    if (code == ERR_OK) return db_commit(hq, err);
    db_rollback(hq);
    return code;
}

enum { CHANNEL_NAMES };
const char *const company_files_sql[] = {
    [CHANNEL_NAMES] = "SELECT Name FROM RetailConnDatabaseProfile WHERE DataStoreType = 0"
                      " ORDER BY RecId",
    NULL};

static enum err_code create_channel(const char *folder, const char *name, int64_t demo_ms,
                                    const struct db_options *options, struct err *err) {
    char path[COMPANY_PATH_SIZE], script[COMPANY_PATH_SIZE];
    struct db *channel = NULL;
    if (!company_channel_path(folder, name, path)) return file_error(err, path, ENAMETOOLONG);
    enum err_code code = db_open(&channel, path, &db_kind_channel, options, err);
    if (code != ERR_OK) return code;
    snprintf(script, sizeof script, "channel-%s.sql", name);
    if (demo_ms != 0) code = run_script(channel, script, demo_ms, err);
    db_close(&channel);
    return code;
}

static enum err_code create_channels(struct db *hq, const char *folder, int64_t demo_ms,
                                     const struct db_options *options, struct err *err) {
    struct stmt *stmt = db_stmt(hq, company_files_sql[CHANNEL_NAMES], err);
    if (!stmt) return db_error(hq);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    while (code == ERR_OK && row) {
        code = create_channel(folder, stmt_text(stmt, 0), demo_ms, options, err);
        if (code == ERR_OK) code = stmt_step(stmt, &row, err);
    }
    stmt_reset(stmt);
    return code;
}

/* `demo_ms` is the time the demo's history ends at, 0 = an empty company. */
static enum err_code create_files(const char *folder, int64_t demo_ms, struct err *err) {
    char path[COMPANY_PATH_SIZE];
    struct db *hq = NULL;
    const struct db_options options = {.mode = DB_CREATE, .cache_kib = 8192};
    if (!company_hq_path(folder, path)) return file_error(err, folder, ENAMETOOLONG);
    enum err_code code = db_open(&hq, path, &db_kind_headquarters, &options, err);
    if (code != ERR_OK) return code;
    code = run_reference(hq, err);
    if (code == ERR_OK && demo_ms != 0) code = run_script(hq, "headquarters.sql", demo_ms, err);
    if (code == ERR_OK) code = create_channels(hq, folder, demo_ms, &options, err);
    db_close(&hq);
    return code;
}

/* What the channel of a company in use would know. */
static enum err_code run_first_jobs(struct company *company, struct err *err) {
    static const char *const first[] = {"1070", "1110", "1090", "1010"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        const struct exchange_job *job;
        struct job_result result;
        enum err_code code = exchange_job_find(first[i], &job, err);
        if (code == ERR_OK) code = exchange_job_run(company, job, NULL, &result, err);
        if (code != ERR_OK) return code;
        if (result.status != BATCH_ENDED) {
            if (err) *err = result.message;
            return result.message.code != ERR_OK ? result.message.code : ERR_DB;
        }
    }
    return ERR_OK;
}

/* What happened since those jobs ran. */
static enum err_code run_second_scripts(struct company *company, int64_t demo_ms, struct err *err) {
    char script[COMPANY_PATH_SIZE];
    enum err_code code = run_script(company->hq, "headquarters-2.sql", demo_ms, err);
    for (int i = 0; code == ERR_OK && i < company->channel_count; i++) {
        snprintf(script, sizeof script, "channel-%s-2.sql", company->channels[i].name);
        code = run_script(company->channels[i].db, script, demo_ms, err);
    }
    return code;
}

static enum err_code fill_demo(const char *folder, const struct settings *settings, int64_t demo_ms,
                               struct err *err) {
    struct company *company;
    enum err_code code = company_open(&company, folder, settings, false, COMPANY_FOR_WORK, err);
    if (code != ERR_OK) return code;
    code = run_first_jobs(company, err);
    if (code == ERR_OK) code = run_second_scripts(company, demo_ms, err);
    company_close(&company);
    return code;
}

enum err_code company_create(const char *folder, bool demo, const struct settings *settings,
                             struct err *err) {
    struct making making;
    int64_t demo_ms = demo ? clock_now_ms() : 0;
    enum err_code code = making_begin(&making, folder, err);
    if (code != ERR_OK) return code;
    code = create_files(making.staging, demo_ms, err);
    if (code == ERR_OK && demo) code = fill_demo(making.staging, settings, demo_ms, err);
    if (code == ERR_OK) code = making_publish(&making, err);
    making_end(&making, code == ERR_OK);
    return code;
}

/* ---- copy and delete -------------------------------------------------------------------------------------------- */

/* Who holds a lease holds it in the original; and what waits in a practice copy shall wait until the trainee moves it. */
static enum err_code settle_copy(const struct company *company, const char *path, bool withhold,
                                 struct err *err) {
    struct db *copy;
    const struct db_options options = {.mode = DB_READ_WRITE};
    enum err_code code = db_open(&copy, path, &db_kind_headquarters, &options, err);
    if (code != ERR_OK) return code;
    code = lease_forget_all(copy, err);
    if (code == ERR_OK && withhold) code = batch_withhold_all(copy, company->user, err);
    db_close(&copy);
    return code;
}

static enum err_code copy_files(const struct company *company, const char *folder, bool withhold,
                                struct err *err) {
    char path[COMPANY_PATH_SIZE];
    if (!company_hq_path(folder, path)) return file_error(err, folder, ENAMETOOLONG);
    enum err_code code = db_copy(company->hq, path, err);
    if (code == ERR_OK) code = settle_copy(company, path, withhold, err);
    for (int i = 0; code == ERR_OK && i < company->channel_count; i++) {
        const struct company_channel *channel = &company->channels[i];
        if (!channel->db || !company_channel_path(folder, channel->name, path)) continue;
        code = db_copy(channel->db, path, err);
    }
    return code;
}

/*
 * Files copied one after the other belong together only when nothing moves between them meanwhile. Everything that moves
 * customers reads or writes headquarters first, so its write lock, held by a second connection, keeps them in step.
 */
static enum err_code copy_company(const struct company *company, const char *new_folder,
                                  bool withhold, struct err *err) {
    struct making making;
    struct db *lock = NULL;
    enum err_code code = making_begin(&making, new_folder, err);
    if (code != ERR_OK) return code;
    if (!company->read_only) {
        const struct db_options options = {
            .mode = DB_READ_WRITE, .busy_timeout_ms = (int)company->settings.db_busy_timeout_ms};
        code = db_open(&lock, db_path(company->hq), &db_kind_headquarters, &options, err);
        if (code == ERR_OK) code = db_begin(lock, err);
    }
    if (code == ERR_OK) code = copy_files(company, making.staging, withhold, err);
    if (lock) {
        db_rollback(lock);
        db_close(&lock);
    }
    if (code == ERR_OK) code = making_publish(&making, err);
    making_end(&making, code == ERR_OK);
    return code;
}

enum err_code company_copy(const struct company *company, const char *new_folder, struct err *err) {
    return copy_company(company, new_folder, true, err);
}

/* A few lines, written whole by whoever made the company's folder. */
static enum err_code copy_scenario(const char *from, const char *to, struct err *err) {
    char path[COMPANY_PATH_SIZE], copy[COMPANY_PATH_SIZE], line[512];
    if (!join(path, from, COMPANY_SCENARIO) || !join(copy, to, COMPANY_SCENARIO))
        return file_error(err, from, ENAMETOOLONG);
    FILE *in = fopen(path, "re");
    if (!in) return errno == ENOENT ? ERR_OK : file_error(err, path, errno);
    FILE *out = fopen(copy, "wxe");
    bool written = out != NULL;
    while (written && fgets(line, sizeof line, in)) written = fputs(line, out) >= 0;
    if (out && fclose(out) != 0) written = false;
    enum err_code code = written ? ERR_OK : file_error(err, copy, errno);
    fclose(in);
    return code;
}

enum err_code company_copy_as_it_is(const struct company *company, const char *new_folder,
                                    struct err *err) {
    enum err_code code = copy_company(company, new_folder, false, err);
    return code == ERR_OK ? copy_scenario(company->folder, new_folder, err) : code;
}

/* Copies of the company that guides work on: companies themselves, one level down. */
#define TRAINING "training"

static bool is_expected(const char *name) {
    return is_company_file(name) || strcmp(name, TRAINING) == 0;
}

/* `fn` with each folder in FOLDER/training, until one fails. */
static enum err_code each_training(const char *folder,
                                   enum err_code (*fn)(const char *folder, struct err *err),
                                   struct err *err) {
    char training[COMPANY_PATH_SIZE], path[COMPANY_PATH_SIZE];
    enum err_code code = ERR_OK;
    DIR *dir = join(training, folder, TRAINING) ? opendir(training) : NULL;
    if (!dir) return ERR_OK;
    for (struct dirent *entry; code == ERR_OK && (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (join(path, training, entry->d_name)) code = fn(path, err);
    }
    closedir(dir);
    return code;
}

/* Beside those copies, the trainees' records (model/trainer/logbook.h): NAME.csv, and what a killed one left. */
static bool is_record(const char *name) {
    return has_suffix(name, ".csv") || strstr(name, ".csv" FILE_FRESH) != NULL;
}

static bool is_records(const char *folder) {
    return has_suffix(folder, "/" TRAINING "/records");
}

static enum err_code refuse_foreign(const char *folder, struct err *err) {
    char name[NAME_MAX + 1], path[COMPANY_PATH_SIZE];
    find_entry(folder, is_records(folder) ? is_record : is_expected, false, name, sizeof name);
    if (*name && join(path, folder, name)) {
        return err_set(err, ERR_REFUSED, REASON_FILE_EXISTS, NULL, path);
    }
    return each_training(folder, refuse_foreign, err);
}

static enum err_code delete_folder(const char *folder, struct err *err) {
    char path[COMPANY_PATH_SIZE];
    if (join(path, folder, "headquarters.db")) unlink(path); /* from here on it is no company */
    enum err_code code = each_training(folder, delete_folder, err);
    if (code != ERR_OK) return code;
    if (join(path, folder, TRAINING)) rmdir(path);
    remove_files(folder, is_records(folder) ? is_record : is_company_file);
    if (join(path, folder, STAGING)) {
        remove_files(path, is_any_file);
        rmdir(path);
    }
    return rmdir(folder) == 0 ? ERR_OK : file_error(err, folder, errno);
}

enum err_code company_delete(const char *folder, struct err *err) {
    char name[NAME_MAX + 1];
    find_entry(folder, is_company_file, true, name, sizeof name);
    if (*name == '\0') return err_set(err, ERR_NOT_FOUND, REASON_COMPANY_MISSING, NULL, folder);
    enum err_code code = refuse_foreign(folder, err);
    return code == ERR_OK ? delete_folder(folder, err) : code;
}
