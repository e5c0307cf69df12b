/* SPDX-License-Identifier: MIT */
/*
 * Support: reads what the log says of a job, compares it with what was sent, and repairs what only support can. Owns the
 * table SupportRequest. How an error is worded it does not know.
 */

#include "model/exchange/support.h"

#include "model/channel/async_client.h"
#include "model/clock.h"
#include "model/exchange/extension.h"
#include "model/exchange/jobs.h"
#include "model/exchange/reseed.h"
#include "model/hq/paging.h"
#include "model/hq/session_admin.h"

#define SELECT_REQUEST                                                                             \
    "SELECT RecId, RecId, CreatedDateTime, CreatedBy, JobId, iif(SessionId = 0, '', SessionId),"   \
    " Status, Answer, Subject, ErrorText, Description FROM SupportRequest"
#define MATCH_REQUEST PAGE_HAS("JobId") " OR " PAGE_HAS("ErrorText") " OR " PAGE_HAS("Description")

enum { INSERT, SHORTEN, LIST_FROM_HERE, LIST_BEHIND, LIST_IN_FRONT };
/* SHORTEN is for the channel, the others for headquarters. The limits are those of RetailAsyncCustomer there. */
const char *const support_sql[] = {
    [INSERT] =
        "INSERT INTO SupportRequest (CreatedDateTime, CreatedBy, JobId, SessionId, ErrorText,"
        " Description, Status, Answer, Subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [SHORTEN] =
        "UPDATE RETAILASYNCCUSTOMER SET CUSTNAME = substr(CUSTNAME, 1, 100),"
        " FIRSTNAME = substr(FIRSTNAME, 1, 100), MIDDLENAME = substr(MIDDLENAME, 1, 100),"
        " LASTNAME = substr(LASTNAME, 1, 100), EMAIL = substr(EMAIL, 1, 255),"
        " PHONE = substr(PHONE, 1, 255), CELLULARPHONE = substr(CELLULARPHONE, 1, 255),"
        " STREET = substr(STREET, 1, 250), STREETNUMBER = substr(STREETNUMBER, 1, 20),"
        " ZIPCODE = substr(ZIPCODE, 1, 10), CITY = substr(CITY, 1, 60),"
        " COUNTY = substr(COUNTY, 1, 10), STATE = substr(STATE, 1, 10),"
        " COUNTRY = substr(COUNTRY, 1, 10), RECEIPTEMAIL = substr(RECEIPTEMAIL, 1, 80)"
        " WHERE length(CUSTNAME) > 100 OR length(FIRSTNAME) > 100 OR length(MIDDLENAME) > 100"
        " OR length(LASTNAME) > 100 OR length(EMAIL) > 255 OR length(PHONE) > 255"
        " OR length(CELLULARPHONE) > 255 OR length(STREET) > 250 OR length(STREETNUMBER) > 20"
        " OR length(ZIPCODE) > 10 OR length(CITY) > 60 OR length(COUNTY) > 10"
        " OR length(STATE) > 10 OR length(COUNTRY) > 10 OR length(RECEIPTEMAIL) > 80",
    [LIST_FROM_HERE] = PAGE_NEWEST_FROM(SELECT_REQUEST, "RecId", MATCH_REQUEST),
    [LIST_BEHIND] = PAGE_NEWEST_AFTER(SELECT_REQUEST, "RecId", MATCH_REQUEST),
    [LIST_IN_FRONT] = PAGE_NEWEST_BEFORE(SELECT_REQUEST, "RecId", MATCH_REQUEST),
    NULL};

static const char *const answer_names[] = {
#define X(name) #name,
    SUPPORT_ANSWERS(X)
#undef X
};

bool support_is_repair(enum support_answer answer) {
    return answer < SUPPORT_NO_ERROR;
}

const char *support_answer_name(enum support_answer answer) {
    return (unsigned)answer < SUPPORT_ANSWER_COUNT ? answer_names[answer] : "";
}

bool support_answer_find(const char *name, enum support_answer *answer) {
    for (int i = 0; i < SUPPORT_ANSWER_COUNT; i++) {
        if (strcmp(answer_names[i], name) != 0) continue;
        *answer = (enum support_answer)i;
        return true;
    }
    return false;
}

/* ---- what the log says -------------------------------------------------------------------------------------------- */

enum { MAX_ERRORS = 1 + COMPANY_MAX_CHANNELS };

struct log {
    struct err errors[MAX_ERRORS];
    int count;
};

static void note(struct log *log, const struct err *error) {
    if (error->code != ERR_OK && log->count < MAX_ERRORS) log->errors[log->count++] = *error;
}

/* A download that failed says why in the part of each channel database. */
static enum err_code read_session(struct company *company, const struct exchange_job *job,
                                  int64_t id, struct log *log, bool *found, struct err *err) {
    struct session_view view = {0};
    struct session_store stores[COMPANY_MAX_CHANNELS];
    struct err why = {0};
    int count = 0;
    bool down = job->direction == JOB_DOWNLOAD;
    *found = false;
    if (job->direction == JOB_INSIDE_HQ) return ERR_OK;
    enum err_code code =
        session_read(company->hq, down ? SESSION_DOWNLOAD : SESSION_UPLOAD, id, &view, &why);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && strcmp(view.job, job->id) != 0)) return ERR_OK;
    if (code != ERR_OK) {
        if (err) *err = why;
        return code;
    }
    *found = true;
    note(log, &view.message);
    if (!down) return ERR_OK;
    code = session_stores(company->hq, id, stores, COMPANY_MAX_CHANNELS, &count, err);
    for (int i = 0; code == ERR_OK && i < count; i++) note(log, &stores[i].message);
    return code;
}

static enum err_code read_log(struct company *company, const struct exchange_job *job,
                              int64_t session, struct log *log, bool *found, struct err *err) {
    struct job_run run;
    if (session != 0) return read_session(company, job, session, log, found, err);
    *found = true;
    bool ignored;
    enum err_code code = job_run_last(company->hq, job->id, &run, err);
    if (code != ERR_OK || run.id == 0) return code;
    note(log, &run.message);
    return run.session ? read_session(company, job, run.session, log, &ignored, err) : ERR_OK;
}

/* ---- repairs ------------------------------------------------------------------------------------------------------ */

typedef enum err_code repair_fn(struct company *company, const struct err *error,
                                struct support_request *request, bool *done, struct err *err);

static enum err_code usable_channel(struct company *company, const char *name,
                                    struct company_channel **channel, struct err *err) {
    *channel = company_find_channel(company, name);
    if (!*channel) return err_set(err, ERR_NOT_FOUND, REASON_CHANNEL_MISSING, NULL, name);
    if ((*channel)->db) return ERR_OK;
    if (err) *err = (*channel)->trouble;
    return (*channel)->trouble.code;
}

static enum err_code repair_counter(struct company *company, const struct err *error,
                                    struct support_request *request, bool *done, struct err *err) {
    struct reseed_result result;
    text_copy(request->Subject, sizeof request->Subject, error->value);
    enum err_code code = channel_reseed(company, error->value, &result, err);
    *done = result.session_moved;
    return code;
}

static enum err_code start_client(struct company *company, const struct err *error,
                                  struct support_request *request, bool *done, struct err *err) {
    struct company_channel *channel;
    bool running = true;
    text_copy(request->Subject, sizeof request->Subject, error->value);
    enum err_code code = usable_channel(company, error->value, &channel, err);
    if (code == ERR_OK) code = async_client_running(channel->db, &running, err);
    if (code == ERR_OK && !running) code = async_client_set_running(channel->db, true, err);
    *done = !running;
    return code;
}

/* The error does not say in which database: in whichever it is. */
static enum err_code shorten_values(struct company *company, const struct err *error,
                                    struct support_request *request, bool *done, struct err *err) {
    int64_t rows = 0;
    (void)error;
    for (int i = 0; i < company->channel_count; i++) {
        struct db *channel = company->channels[i].db;
        if (!channel) continue;
        struct stmt *stmt = db_stmt(channel, support_sql[SHORTEN], err);
        if (!stmt) return db_error(channel);
        enum err_code code = stmt_run(stmt, err);
        if (code != ERR_OK) return code;
        rows += db_changes(channel);
    }
    snprintf(request->Subject, sizeof request->Subject, "%lld", (long long)rows);
    *done = rows > 0;
    return ERR_OK;
}

static enum err_code add_index(struct company *company, const struct err *error,
                               struct support_request *request, bool *done, struct err *err) {
    (void)error;
    (void)request;
    return extension_index_table(company->hq, done, err);
}

static enum err_code remove_extension(struct company *company, const struct err *error,
                                      struct support_request *request, bool *done,
                                      struct err *err) {
    (void)error;
    for (int i = 0; i < company->channel_count; i++) {
        struct company_channel *channel = &company->channels[i];
        bool removed = false;
        if (!channel->db) continue;
        enum err_code code = extension_widen_name(channel->db, &removed, err);
        if (code != ERR_OK) return code;
        if (removed) text_copy(request->Subject, sizeof request->Subject, channel->name);
        *done = *done || removed;
    }
    return ERR_OK;
}

static const struct {
    enum err_reason reason;
    enum support_answer answer;
    repair_fn *repair;
} repairs[] = {
    {REASON_UPLOAD_SESSION_DUPLICATE, SUPPORT_SESSION_COUNTER, repair_counter},
    {REASON_PACKAGE_TOO_LONG, SUPPORT_VALUE_SHORTENED, shorten_values},
    {REASON_UPLOAD_TIMEOUT, SUPPORT_INDEX_ADDED, add_index},
    {REASON_ASYNC_CLIENT_STOPPED, SUPPORT_CLIENT_STARTED, start_client},
    {REASON_DOWNLOAD_WRITE, SUPPORT_EXTENSION_REMOVED, remove_extension},
    {REASON_DOWNLOAD_TRIES, SUPPORT_EXTENSION_REMOVED, remove_extension},
};

/* Repairs are each whole by themselves, so that one that was killed is done again by sending again. */
static enum err_code repair(struct company *company, const struct err *error,
                            struct support_request *request, struct err *err) {
    request->answer = SUPPORT_OWN_ANSWER;
    text_copy(request->Subject, sizeof request->Subject, request->JobId);
    for (size_t i = 0; i < sizeof repairs / sizeof repairs[0]; i++) {
        bool done = false;
        if (repairs[i].reason != error->reason) continue;
        request->Subject[0] = '\0';
        enum err_code code = repairs[i].repair(company, error, request, &done, err);
        request->answer = done ? repairs[i].answer : SUPPORT_NOTHING_WRONG;
        if (!done) text_copy(request->Subject, sizeof request->Subject, request->JobId);
        return code;
    }
    return ERR_OK;
}

/* ---- filing ------------------------------------------------------------------------------------------------------- */

/* Text that was copied from a screen comes with its line ends. */
static void make_one_line(char *text) {
    for (char *p = text; *p; p++) {
        if ((unsigned char)*p < ' ') *p = ' ';
    }
    text_trim(text);
}

static enum err_code check_texts(struct support_request *request, bool is_worded, struct err *err) {
    char *const texts[] = {request->ErrorText, request->Description};
    static const char *const fields[] = {"ErrorText", "Description"};
    for (int i = 0; i < 2; i++) {
        if (!text_is_utf8(texts[i], strlen(texts[i])))
            return err_set(err, ERR_INVALID, REASON_NOT_UTF8, fields[i], NULL);
        make_one_line(texts[i]);
        if (text_has_control(texts[i]))
            return err_set(err, ERR_INVALID, REASON_CONTROL_CHARACTER, fields[i], NULL);
    }
    if (is_worded && request->ErrorText[0] == '\0')
        return err_set(err, ERR_INVALID, REASON_FIELD_REQUIRED, fields[0], NULL);
    return ERR_OK;
}

/* NULL = none has that text. */
static const struct err *find_error(const struct log *log, const char *text,
                                    support_words_fn *is_said) {
    for (int i = 0; i < log->count; i++) {
        if (!is_said || is_said(&log->errors[i], text)) return &log->errors[i];
    }
    return NULL;
}

static enum err_code answer(struct company *company, const struct exchange_job *job,
                            struct support_request *request, support_words_fn *is_said,
                            struct err *err) {
    struct log log = {.count = 0};
    bool found = false;
    enum err_code code = read_log(company, job, request->SessionId, &log, &found, err);
    if (code != ERR_OK) return code;
    const struct err *error = find_error(&log, request->ErrorText, is_said);
    text_copy(request->Subject, sizeof request->Subject, job->id);
    request->answer = log.count == 0 ? SUPPORT_NO_ERROR : SUPPORT_OTHER_TEXT;
    if (!found) {
        request->answer = SUPPORT_OTHER_SESSION;
        snprintf(request->Subject, sizeof request->Subject, "%lld", (long long)request->SessionId);
    }
    if (!error) return ERR_OK;
    if (!is_said)
        text_copy(request->ErrorText, sizeof request->ErrorText, err_reason_name(error->reason));
    return repair(company, error, request, err);
}

static enum err_code store(struct company *company, struct support_request *request,
                           struct err *err) {
    struct stmt *stmt = db_stmt(company->hq, support_sql[INSERT], err);
    if (!stmt) return db_error(company->hq);
    request->CreatedDateTime = clock_now_ms();
    text_copy(request->CreatedBy, sizeof request->CreatedBy, company->user);
    stmt_bind_int(stmt, 1, request->CreatedDateTime);
    stmt_bind_text(stmt, 2, request->CreatedBy);
    stmt_bind_text(stmt, 3, request->JobId);
    stmt_bind_int(stmt, 4, request->SessionId);
    stmt_bind_text(stmt, 5, request->ErrorText);
    stmt_bind_text(stmt, 6, request->Description);
    stmt_bind_int(stmt, 7, support_is_repair(request->answer));
    stmt_bind_text(stmt, 8, support_answer_name(request->answer));
    stmt_bind_text(stmt, 9, request->Subject);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) request->RecId = db_last_id(company->hq);
    return code;
}

enum err_code support_file(struct company *company, struct support_request *request,
                           support_words_fn *is_said, struct err *err) {
    const struct exchange_job *job;
    if (company->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = exchange_job_find(request->JobId, &job, err);
    if (code == ERR_OK) code = check_texts(request, is_said != NULL, err);
    if (code != ERR_OK) return code;
    text_copy(request->JobId, sizeof request->JobId, job->id);
    code = answer(company, job, request, is_said, err);
    return code == ERR_OK ? store(company, request, err) : code;
}

enum err_code support_list(struct db *hq, const struct list_request *request, struct rowset *rows,
                           struct err *err) {
    const struct paging paging = {.from = support_sql[LIST_FROM_HERE],
                                  .after = support_sql[LIST_BEHIND],
                                  .before = support_sql[LIST_IN_FRONT]};
    return paging_list(hq, &paging, request, rows, err);
}
