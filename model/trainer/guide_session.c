/* SPDX-License-Identifier: MIT */
/*
 * Where a trainee is: the progress file guide-ID.ini in the company's folder, the customer that is looked for, and the
 * practice copy of a company. What is done is not believed from the file: it is asked of the data again.
 */

#include "model/trainer/guide_session.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/file.h"
#include "model/trainer/logbook.h"
#include "model/trainer/actions.h"

#define TRAINING         "/training/"
#define SIGNUP_TRIES     200
#define MOST_OF_ANYTHING 1000000
#define LATEST_MS        (INT64_C(4102444800) * 1000) /* 2100-01-01 */

/* ---- the progress file ------------------------------------------------------------------------------------------- */

static void progress_path(const char *folder, const char *id,
                          char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE]) {
    snprintf(path, COMPANY_PATH_SIZE + GUIDE_ID_SIZE, "%.*s/guide-%s.ini", COMPANY_PATH_SIZE - 16,
             folder, id);
}

bool guide_progress_exists(const char *folder, const char *id) {
    char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE];
    progress_path(folder, id, path);
    return access(path, F_OK) == 0;
}

bool guide_session_exists(const struct company *company, const struct guide *guide) {
    return guide_progress_exists(company->folder, guide->id);
}

/* Store IDs are what somebody typed: what an ini file could misread goes as %XX. */
static void write_value(FILE *out, const char *key, const char *value) {
    fprintf(out, "%s = \"", key);
    for (const unsigned char *p = (const unsigned char *)value; *p; p++) {
        bool plain = *p >= 0x80 || isalnum(*p) || strchr(" _.@+-{}", *p);
        if (plain) {
            fputc(*p, out);
        } else {
            fprintf(out, "%%%02X", *p);
        }
    }
    fputs("\"\n", out);
}

static void read_value(const struct ini *ini, const char *section, const char *key, char *buf,
                       size_t size) {
    const char *value = ini_get(ini, section, key);
    char plain[512];
    size_t n = 0;
    for (const char *p = value ? value : ""; *p && n + 1 < sizeof plain; p++) {
        bool coded = *p == '%' && isxdigit((unsigned char)p[1]) && isxdigit((unsigned char)p[2]);
        if (!coded) {
            plain[n++] = *p;
            continue;
        }
        char digits[3] = {p[1], p[2], '\0'};
        plain[n++] = (char)strtol(digits, NULL, 16);
        p += 2;
    }
    plain[n] = '\0';
    text_copy(buf, size, plain);
}

/* Anybody may have edited the file: what no session can have counts as nothing. */
static int64_t read_number(const struct ini *ini, const char *section, const char *key,
                           int64_t most) {
    const char *value = ini_get(ini, section, key);
    int64_t number = value ? strtoll(value, NULL, 10) : 0;
    return number < 0 || number > most ? 0 : number;
}

static int read_count(const struct ini *ini, const char *key) {
    return (int)read_number(ini, "session", key, MOST_OF_ANYTHING);
}

struct progress_file {
    const struct guide *guide;
    const struct guide_session *session;
};

static void write_progress(FILE *out, const void *ctx) {
    const struct progress_file *file = ctx;
    const struct guide *guide = file->guide;
    const struct guide_session *session = file->session;
    fputs("; Written by chq: how far this guide has come here. Delete it to begin anew.\n", out);
    fputs("[session]\n", out);
    write_value(out, "target", session->target);
    write_value(out, "reported", session->reported);
    write_value(out, "shopper", session->shopper);
    write_value(out, "email", session->email);
    write_value(out, "answer", session->answer);
    write_value(out, "other-reported", session->other.reported);
    write_value(out, "other-shopper", session->other.shopper);
    write_value(out, "other-email", session->other.email);
    fprintf(out, "hints-other = %d\ntried = %d\n", session->hints_other, session->tried);
    write_value(out, "step", guide->shown[session->current].id);
    fprintf(out, "started-ms = %lld\n", (long long)session->started_ms);
    fprintf(out, "solved-ms = %lld\nhints = %d\nattempts = %d\nassisted = %d\n",
            (long long)session->solved_ms, session->hints, session->attempts, session->assisted);
    fprintf(out, "resumed-ms = %lld\n", (long long)session->resumed_ms);
    fprintf(out, "shown = %d\n", session->shown);
    fprintf(out, "unrecorded = %d\n", session->unrecorded);
    fputs("[done]\n", out);
    for (int i = 0; i < guide->steps; i++) {
        if (session->done_ms[i] == 0) continue;
        fprintf(out, "%s = %lld\n", guide->shown[i].id, (long long)session->done_ms[i]);
    }
    fputs("[seen]\n", out);
    for (int i = 0; i < guide->steps; i++) {
        if (session->seen & 1 << i) fprintf(out, "%s = yes\n", guide->shown[i].id);
    }
    fputs("[helped]\n", out);
    for (int i = 0; i < guide->steps; i++) {
        if (session->helped & 1 << i) fprintf(out, "%s = yes\n", guide->shown[i].id);
    }
}

enum err_code guide_write_file(const char *path, void (*write)(FILE *out, const void *ctx),
                               const void *ctx, struct err *err) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out) BUG("out of memory for a file");
    write(out, ctx);
    fclose(out);
    enum err_code code = file_replace(path, text, len, 0600, err);
    free(text);
    return code;
}

enum err_code guide_session_save(struct company *company, const struct guide *guide,
                                 struct guide_session *session, struct err *err) {
    char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE];
    const struct progress_file file = {guide, session};
    struct err ignored;
    /* As the trainee set it: a scenario that came with the copy says nothing of records. */
    bool noted = logbook_note(&company->given, company->folder, guide, session, &ignored) == ERR_OK;
    session->unrecorded = noted ? 0 : session->unrecorded ? 2 : 1;
    progress_path(company->folder, guide->id, path);
    return guide_write_file(path, write_progress, &file, err);
}

enum err_code guide_session_reset(struct company *company, const struct guide *guide,
                                  struct err *err) {
    char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE];
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    progress_path(company->folder, guide->id, path);
    return unlink(path) == 0 || errno == ENOENT ? ERR_OK : file_error(err, path, errno);
}

enum err_code guide_session_peek(const char *folder, const struct guide *guide,
                                 struct guide_session *session, struct err *err) {
    char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE], step[48];
    struct ini *ini;
    progress_path(folder, guide->id, path);
    enum err_code code = ini_open(&ini, path, err);
    if (code != ERR_OK) return code;
    read_value(ini, "session", "target", session->target, sizeof session->target);
    read_value(ini, "session", "reported", session->reported, sizeof session->reported);
    read_value(ini, "session", "shopper", session->shopper, sizeof session->shopper);
    read_value(ini, "session", "email", session->email, sizeof session->email);
    read_value(ini, "session", "answer", session->answer, sizeof session->answer);
    struct guide_person *other = &session->other;
    read_value(ini, "session", "other-reported", other->reported, sizeof other->reported);
    read_value(ini, "session", "other-shopper", other->shopper, sizeof other->shopper);
    read_value(ini, "session", "other-email", other->email, sizeof other->email);
    session->tried = read_count(ini, "tried") != 0;
    session->hints_other = read_count(ini, "hints-other");
    read_value(ini, "session", "step", step, sizeof step);
    session->started_ms = read_number(ini, "session", "started-ms", LATEST_MS);
    session->solved_ms = read_number(ini, "session", "solved-ms", LATEST_MS);
    session->resumed_ms = read_number(ini, "session", "resumed-ms", LATEST_MS);
    session->hints = read_count(ini, "hints");
    session->attempts = read_count(ini, "attempts");
    session->shown = read_count(ini, "shown");
    session->assisted = read_count(ini, "assisted") != 0;
    session->unrecorded = read_count(ini, "unrecorded");
    for (int i = 0; i < guide->steps; i++) {
        const char *id = guide->shown[i].id;
        if (strcmp(step, id) == 0) session->current = i;
        session->done_ms[i] = read_number(ini, "done", id, LATEST_MS);
        if (ini_get(ini, "seen", id)) session->seen |= 1 << i;
        if (ini_get(ini, "helped", id)) session->helped |= 1 << i;
    }
    ini_free(&ini);
    return ERR_OK;
}

/* What stands in a progress file; -1 = there is none. */
static int count_done(const char *path) {
    struct err ignored;
    struct ini *ini;
    int done = 0;
    if (access(path, F_OK) != 0 || ini_open(&ini, path, &ignored) != ERR_OK) return -1;
    while (ini_key(ini, "done", done)) done++;
    ini_free(&ini);
    return done;
}

int guide_progress(const char *folder, const char *guide_id) {
    char path[COMPANY_PATH_SIZE + GUIDE_ID_SIZE * 2 + 24], origin[COMPANY_PATH_SIZE];
    if (!guide_sandbox_origin(folder, origin)) text_copy(origin, sizeof origin, folder);
    snprintf(path, sizeof path, "%s" TRAINING "%s/guide-%s.ini", origin, guide_id, guide_id);
    int practised = count_done(path);
    if (practised >= 0) return practised;
    snprintf(path, sizeof path, "%s/guide-%s.ini", origin, guide_id);
    return count_done(path);
}

/* ---- the customer that does not appear --------------------------------------------------------------------------- */

static void fill_signup(const struct guide *guide, const char *section, int number,
                        struct signup *in) {
    const char *email = guide_logic(guide, section, "email");
    const char *at = strchr(email, '@');
    *in = (struct signup){0};
    text_copy(in->FirstName, sizeof in->FirstName, guide_logic(guide, section, "first-name"));
    text_copy(in->LastName, sizeof in->LastName, guide_logic(guide, section, "last-name"));
    if (number == 1 || !at) {
        text_copy(in->Email, sizeof in->Email, email);
    } else {
        snprintf(in->Email, sizeof in->Email, "%.*s.%d%s", (int)(at - email), email, number, at);
    }
}

enum err_code guide_signup(struct company *company, const struct guide *guide, const char *section,
                           const char *store, struct signup *in, struct signup_result *result,
                           struct err *err) {
    for (int number = 1; number <= SIGNUP_TRIES; number++) {
        fill_signup(guide, section, number, in);
        enum err_code code = company_signup(company, store, in, result, err);
        if (code != ERR_OK || result->mode != SIGNUP_LINKED) return code;
    }
    err_set(err, ERR_CONFLICT, REASON_NOT_UNIQUE, "Email", in->Email);
    return ERR_CONFLICT;
}

static enum err_code choose_target(struct company *company, const struct guide *guide,
                                   struct guide_session *session, struct err *err) {
    struct db *reader = NULL;
    struct stmt *stmt = NULL;
    bool found = false;
    text_copy(session->target, sizeof session->target, guide_logic(guide, "guide", "target"));
    enum err_code code = guide_reader_open(&reader, db_path(company->hq), NULL, err);
    if (code != ERR_OK) return code;
    code = guide_query(reader, guide, session, "target", &stmt, err);
    if (code == ERR_OK)
        code = stmt_value_text(stmt, session->target, sizeof session->target, &found, err);
    stmt_free(&stmt);
    db_close(&reader);
    if (code == ERR_OK && !found) {
        return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "store",
                       guide_logic(guide, "guide", "target"));
    }
    return code;
}

enum { STORE_NAME };
const char *const guide_session_sql[] = {
    [STORE_NAME] = "SELECT OMOperatingUnitID FROM RetailChannelTable WHERE RetailChannelId = ?1",
    NULL};

static enum err_code read_target_name(struct company *company, struct guide_session *session,
                                      struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, guide_session_sql[STORE_NAME], err);
    bool found;
    if (!stmt) return db_error(company->hq);
    stmt_bind_text(stmt, 1, session->target);
    return stmt_value_text(stmt, session->target_name, sizeof session->target_name, &found, err);
}

enum err_code guide_session_begin(struct company *company, const struct guide *guide,
                                  struct guide_session *session, struct err *err) {
    *session = (struct guide_session){.started_ms = clock_now_ms()};
    enum err_code code = choose_target(company, guide, session, err);
    return code == ERR_OK ? read_target_name(company, session, err) : code;
}

/* Where the guide begins: only in a copy, since it begins from something that is wrong. */
static enum err_code prepare(struct company *company, const struct guide *guide,
                             struct guide_session *session, struct err *err) {
    char origin[COMPANY_PATH_SIZE];
    struct acting acting = {
        .company = company, .content = guide, .session = session, .scripts = true};
    if (!guide_sandbox_origin(company->folder, origin))
        return err_set(err, ERR_REFUSED, REASON_GUIDE_PRACTICE, NULL, guide->id);
    return actions_perform(&acting, PREPARE, err);
}

static enum err_code sign_shopper_up(struct company *company, const struct guide *guide,
                                     struct guide_session *session, struct err *err) {
    struct acting acting = {.company = company, .content = guide, .session = session};
    if (!*guide_logic(guide, "shopper", "email")) return ERR_OK; /* nobody is looked for */
    return action_perform(&acting, "signup", err);
}

static enum err_code begin(struct company *company, const struct guide *guide,
                           struct guide_session *session, struct err *err) {
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = guide_session_begin(company, guide, session, err);
    if (code != ERR_OK) return code;
    code = guide_is_prepared(guide) ? prepare(company, guide, session, err)
                                    : sign_shopper_up(company, guide, session, err);
    return code == ERR_OK ? guide_session_save(company, guide, session, err) : code;
}

enum err_code guide_session_open(struct company *company, struct guide *guide,
                                 struct guide_session *session, struct err *err) {
    *session = (struct guide_session){0};
    enum err_code code = guide_session_exists(company, guide)
                             ? guide_session_peek(company->folder, guide, session, err)
                             : begin(company, guide, session, err);
    if (code == ERR_OK) code = read_target_name(company, session, err);
    if (code == ERR_OK) guide_bind(guide, session);
    return code;
}

/* ---- the practice copy ------------------------------------------------------------------------------------------- */

bool guide_sandbox_origin(const char *folder, char origin[COMPANY_PATH_SIZE]) {
    const char *id = strrchr(folder, '/');
    size_t len = id ? (size_t)(id + 1 - folder) : 0;
    size_t mark = strlen(TRAINING);
    if (len <= mark || strncmp(folder + len - mark, TRAINING, mark) != 0) return false;
    text_copy_n(origin, COMPANY_PATH_SIZE, folder, len - mark);
    return true;
}

static bool sandbox_folder(const struct company *company, const char *guide_id, char *folder) {
    text_copy(folder, COMPANY_PATH_SIZE, company->folder);
    size_t len = strlen(folder);
    int n = snprintf(folder + len, COMPANY_PATH_SIZE - len, "%s%s", TRAINING, guide_id);
    return n >= 0 && (size_t)n < COMPANY_PATH_SIZE - len;
}

bool guide_sandbox_exists(const struct company *company, const char *guide_id) {
    char folder[COMPANY_PATH_SIZE];
    return sandbox_folder(company, guide_id, folder) && company_is_in(folder);
}

/* Under another name until the guide has begun in it: what was killed on the way is no practice copy. */
static enum err_code make_prepared(struct company *company, struct guide *guide, const char *folder,
                                   struct err *err) {
    char staging[COMPANY_PATH_SIZE + 8];
    struct company *copy = NULL;
    struct guide_session session;
    snprintf(staging, sizeof staging, "%s.new", folder);
    enum err_code code = company_is_in(staging) ? company_delete(staging, err) : ERR_OK;
    if (code == ERR_OK) code = company_copy(company, staging, err);
    if (code == ERR_OK)
        code = company_open(&copy, staging, &company->settings, false, COMPANY_FOR_WORK, err);
    if (code == ERR_OK) code = guide_session_open(copy, guide, &session, err);
    company_close(&copy);
    if (code == ERR_OK && rename(staging, folder) != 0) code = file_error(err, folder, errno);
    return code;
}

static enum err_code make_sandbox(struct company *company, const char *guide_id, const char *folder,
                                  struct err *err) {
    struct guide *guide = NULL;
    enum err_code code = guide_open(&guide, guide_id, "en", err);
    if (code == ERR_OK)
        code = guide_is_prepared(guide) ? make_prepared(company, guide, folder, err)
                                        : company_copy(company, folder, err);
    guide_free(&guide);
    return code;
}

enum err_code guide_sandbox(struct company *company, const char *guide_id,
                            char folder[COMPANY_PATH_SIZE], struct err *err) {
    char origin[COMPANY_PATH_SIZE];
    if (guide_sandbox_origin(company->folder, origin)) {
        text_copy(folder, COMPANY_PATH_SIZE, company->folder);
        return ERR_OK;
    }
    if (!sandbox_folder(company, guide_id, folder))
        return file_error(err, company->folder, ENAMETOOLONG);
    if (company_is_in(folder)) return ERR_OK;
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    return make_sandbox(company, guide_id, folder, err);
}

enum err_code guide_sandbox_reset(const struct company *company, const char *guide_id,
                                  struct err *err) {
    char folder[COMPANY_PATH_SIZE];
    if (!guide_sandbox_exists(company, guide_id)) return ERR_OK;
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    sandbox_folder(company, guide_id, folder);
    enum err_code code = company_delete(folder, err);
    if (code != ERR_OK) return code;
    *strrchr(folder, '/') = '\0';
    rmdir(folder); /* "training" stays while another guide has its copy there */
    return ERR_OK;
}
