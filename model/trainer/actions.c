/* SPDX-License-Identifier: MIT */
/*
 * The closed set of actions that content may ask for: how each line is understood and which call of the model it is.
 * Knows no lab and no guide.
 */

#include "model/trainer/actions.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>

#include "model/clock.h"
#include "model/exchange/channel_files.h"
#include "model/exchange/extension.h"
#include "model/exchange/jobs.h"
#include "model/exchange/operations.h"
#include "model/exchange/reseed.h"
#include "model/exchange/support.h"
#include "model/hq/async_operation.h"
#include "model/hq/batch.h"
#include "model/hq/channel_database.h"
#include "model/hq/customer.h"
#include "model/hq/customer_group.h"
#include "model/hq/feature.h"
#include "model/hq/numberseq.h"
#include "model/hq/operation.h"
#include "model/hq/parameters.h"
#include "model/hq/profile.h"
#include "model/hq/schedule.h"
#include "model/hq/scheduler.h"
#include "model/hq/servicing.h"
#include "model/hq/session_admin.h"
#include "model/hq/store.h"
#include "model/trainer/lab_priv.h"

static enum err_code content_error(const struct acting *acting, const char *what, const char *more,
                                   struct err *err) {
    return guide_content_error(err, acting->content->id, "ini", what, more);
}

#define TOLD         1400   /* bytes of what is said of one saved record */
#define MOST_MINUTES 100000 /* as a batch job may have between its runs */

static void tell(struct acting *acting, const char *action, const char *fmt, ...) PRINTF_LIKE(3, 4);

static void tell(struct acting *acting, const char *action, const char *fmt, ...) {
    char subject[TOLD + 260];
    va_list args;
    va_start(args, fmt);
    vsnprintf(subject, sizeof subject, fmt, args);
    va_end(args);
    if (acting->tell) acting->tell(acting->ctx, action, subject);
}

/* A key or value is written out, with the names of the session ({store}), or "@BLOCK": what a query of the content
 * gives. */
static enum err_code read_key(const struct acting *acting, const char *word, char *key, size_t size,
                              struct err *err) {
    struct db *reader = NULL;
    struct stmt *stmt = NULL;
    bool found = false;
    if (word[0] != '@') {
        guide_fill(acting->content, acting->session, word, key, size);
        return ERR_OK;
    }
    enum err_code code = guide_reader_open(&reader, db_path(acting->company->hq), NULL, err);
    if (code != ERR_OK) return code;
    code = guide_query(reader, acting->content, acting->session, word + 1, &stmt, err);
    if (code == ERR_OK) code = stmt_value_text(stmt, key, size, &found, err);
    stmt_free(&stmt);
    db_close(&reader);
    if (code == ERR_OK && !found) return content_error(acting, "nothing is found by", word, err);
    return code;
}

/* ---- actions ------------------------------------------------------------------------------------------------------ */

/* The shopper with the e-mail address that the session knows, whoever has it already. */
static enum err_code sign_up_again(struct acting *acting, const char *store, struct signup *in,
                                   struct signup_result *result, struct err *err) {
    const struct guide *content = acting->content;
    *in = (struct signup){0};
    text_copy(in->FirstName, sizeof in->FirstName, guide_logic(content, "shopper", "first-name"));
    text_copy(in->LastName, sizeof in->LastName, guide_logic(content, "shopper", "last-name"));
    text_copy(in->Email, sizeof in->Email, acting->session->email);
    return company_signup(acting->company, store, in, result, err);
}

/*
 * "[WHO] [STORE]", in the session's store. WHO is the section of a person, the customer who is looked for when there is
 * none; or "refused", the same when the storefront's no is part of the content; or "again", the same with an e-mail
 * address that somebody has already ("earlier" was the first with it).
 */
static enum err_code sign_up(struct acting *acting, const char *rest, struct err *err) {
    struct signup in;
    struct signup_result result = {0};
    struct guide_session *session = acting->session;
    char who[12], store[sizeof session->target];
    text_next_word(&rest, who, sizeof who);
    bool again = strcmp(who, "again") == 0, refused = again || strcmp(who, "refused") == 0;
    bool other = who[0] && !refused && strcmp(who, "shopper") != 0;
    const char *section = other ? who : "shopper";
    enum err_code code = read_key(acting, *rest ? rest : "{store}", store, sizeof store, err);
    if (code != ERR_OK) return code;
    tell(acting, "signup", "%s: %s %s", store, guide_logic(acting->content, section, "first-name"),
         guide_logic(acting->content, section, "last-name"));
    code = again
               ? sign_up_again(acting, store, &in, &result, err)
               : guide_signup(acting->company, acting->content, section, store, &in, &result, err);
    if (acting->last) *acting->last = result;
    if (refused && (code == ERR_REFUSED || code == ERR_NOT_FOUND)) {
        code = ERR_OK;
        if (err) *err = (struct err){0};
    }
    if (code != ERR_OK) return code;
    if (!other || strcmp(who, "earlier") == 0)
        text_copy(session->email, sizeof session->email, in.Email);
    if (other) return ERR_OK;
    text_copy(session->reported, sizeof session->reported, result.async_account);
    snprintf(session->shopper, sizeof session->shopper, "%.190s %.190s", in.FirstName, in.LastName);
    return ERR_OK;
}

static enum err_code run_job(struct acting *acting, const char *name, struct err *err) {
    const struct exchange_job *job;
    struct job_result result;
    enum err_code code = exchange_job_find(name, &job, err);
    if (code != ERR_OK) return code;
    tell(acting, "run-job", "%s", job->id);
    code = exchange_job_run(acting->company, job, NULL, &result, err);
    if (code != ERR_OK || result.status == BATCH_ENDED || !acting->strict) return code;
    if (err) *err = result.message;
    return result.message.code != ERR_OK ? result.message.code : ERR_DB;
}

/* "NAME…" */
static enum err_code run_jobs(struct acting *acting, const char *rest, struct err *err) {
    enum err_code code = ERR_OK;
    while (*rest && code == ERR_OK) {
        char name[32];
        text_next_word(&rest, name, sizeof name);
        code = run_job(acting, name, err);
        clock_sleep_ms(2); /* what comes next is later */
    }
    return code;
}

/* "hq BLOCK", "channel BLOCK" */
static enum err_code run_script(struct acting *acting, const char *rest, struct err *err) {
    char where[12];
    struct company_channel *channel;
    struct db *db = acting->company->hq;
    if (!acting->scripts)
        return content_error(acting, "sql is only for putting something in place", rest, err);
    text_next_word(&rest, where, sizeof where);
    const char *sql = guide_sql(acting->content, rest);
    if (!sql) return content_error(acting, "no such block", rest, err);
    if (strcmp(where, "channel") == 0) {
        enum err_code code =
            company_channel_of(acting->company, acting->session->target, &channel, err);
        if (code != ERR_OK) return code;
        db = channel->db;
    }
    struct err why = {0};
    enum err_code code = db_exec_foreign(db, sql, &why);
    if (code == ERR_OK) return code;
    return guide_content_error(err, acting->content->id, "sql", rest, why.detail);
}

static const struct entity *const entities[] = {&entity_profile,
                                                &entity_pos_profile,
                                                &entity_store,
                                                &entity_schedule,
                                                &entity_channel_database,
                                                &entity_data_group,
                                                &entity_number_sequence,
                                                &entity_number_reference,
                                                &entity_customer,
                                                &entity_customer_group,
                                                &entity_pos_operation,
                                                &entity_scheduler_job,
                                                &entity_scheduler_subjob,
                                                &entity_feature,
                                                &entity_async_operation,
                                                &entity_shared_parameter,
                                                &entity_scheduler_parameters};

static const struct entity *find_entity(const char *id) {
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (strcmp(entities[i]->id, id) == 0) return entities[i];
    }
    return NULL;
}

/* The first "MEMBER=VALUE" of *rest, which moves on behind it and ", ". A value may hold a comma. */
static void next_change(const char **rest, char *change, size_t size) {
    const char *end = *rest;
    while ((end = strstr(end, ", "))) {
        const char *name = end + 2;
        size_t len = 0;
        while (isalnum((unsigned char)name[len])) len++;
        if (len > 0 && name[len] == '=') break;
        end = name;
    }
    size_t len = end ? (size_t)(end - *rest) : strlen(*rest);
    text_copy_n(change, size, *rest, len);
    *rest += end ? len + 2 : len;
}

/* What is put in is added to `told`. */
static enum err_code put_value(struct acting *acting, const struct entity *entity,
                               const char *change, void *rec, char told[TOLD], struct err *err) {
    char name[60], value[1200];
    const char *equals = strchr(change, '=');
    if (!equals) return content_error(acting, "no MEMBER=VALUE", change, err);
    text_copy_n(name, sizeof name, change, (size_t)(equals - change));
    const struct member *member = entity_member(entity, name);
    if (!member) return content_error(acting, "no such field", name, err);
    enum err_code code = read_key(acting, equals + 1, value, sizeof value, err);
    if (code != ERR_OK) return code;
    size_t used = strlen(told);
    snprintf(told + used, TOLD - used, "%s%s=%s", used ? ", " : "", member->key, value);
    return record_set_text(member, rec, value, err);
}

/* `old` NULL = a new record. `changes`: "MEMBER=VALUE, MEMBER=VALUE". */
static enum err_code save_record(struct acting *acting, const struct entity *entity,
                                 const char *key, const char *changes, const void *old, void *rec,
                                 struct err *err) {
    enum err_code code = ERR_OK;
    char change[1200], told[TOLD] = "";
    while (*changes && code == ERR_OK) {
        next_change(&changes, change, sizeof change);
        code = put_value(acting, entity, change, rec, told, err);
    }
    if (code != ERR_OK) return code;
    tell(acting, "save", "%s%s%s", key, *key ? " " : "", told);
    return record_save(entity, acting->company->hq, old, rec, acting->company->user, err);
}

static enum err_code find_kind(struct acting *acting, const char **rest,
                               const struct entity **entity, struct err *err) {
    char id[40];
    text_next_word(rest, id, sizeof id);
    *entity = find_entity(id);
    return *entity ? ERR_OK : content_error(acting, "no such kind of record", id, err);
}

/* "ENTITY KEY MEMBER=VALUE, MEMBER=VALUE" */
static enum err_code set_record(struct acting *acting, const char *rest, struct err *err) {
    const struct entity *entity;
    char word[60], key[TEXT_SIZE(60)];
    enum err_code code = find_kind(acting, &rest, &entity, err);
    if (code != ERR_OK) return code;
    text_next_word(&rest, word, sizeof word);
    code = read_key(acting, word, key, sizeof key, err);
    if (code != ERR_OK) return code;
    void *old = calloc(2, entity->record_size);
    if (!old) BUG("out of memory for a record");
    void *rec = (char *)old + entity->record_size;
    code = entity->load(acting->company->hq, key, old, err);
    memcpy(rec, old, entity->record_size);
    if (code == ERR_OK) code = save_record(acting, entity, key, rest, old, rec, err);
    free(old);
    return code;
}

/* "ENTITY MEMBER=VALUE, MEMBER=VALUE" */
static enum err_code new_record(struct acting *acting, const char *rest, struct err *err) {
    const struct entity *entity;
    enum err_code code = find_kind(acting, &rest, &entity, err);
    if (code != ERR_OK) return code;
    void *rec = calloc(1, entity->record_size);
    if (!rec) BUG("out of memory for a record");
    code = entity->init ? entity->init(acting->company->hq, rec, err) : ERR_OK;
    if (code == ERR_OK) code = save_record(acting, entity, "", rest, NULL, rec, err);
    free(rec);
    return code;
}

/* "[PAGE]": to look is all there is to it. */
static enum err_code open_page(struct acting *acting, const char *rest, struct err *err) {
    (void)err;
    tell(acting, "open", "%s", rest);
    return ERR_OK;
}

/* What a batch job of the job is called: as the page Create batch job proposes it. */
static const char *caption_of(const char *job) {
    static const char *const captions[][2] = {
        {"P-0001", "P-0001 (Channel transactions)"},
        {"sync-customers", "Synchronize customers and business partners from async mode"},
        {"1010", "1010 (Customers)"}};
    for (size_t i = 0; i < sizeof captions / sizeof captions[0]; i++) {
        if (strcmp(captions[i][0], job) == 0) return captions[i][1];
    }
    return job;
}

/* The next word of *rest, a number of minutes; *minutes stays when there is none. */
static enum err_code read_minutes(const struct acting *acting, const char **rest, int64_t *minutes,
                                  struct err *err) {
    char word[12], *end;
    text_next_word(rest, word, sizeof word);
    if (!word[0]) return ERR_OK;
    *minutes = strtoll(word, &end, 10);
    if (*end == '\0' && *minutes >= 0 && *minutes <= MOST_MINUTES) return ERR_OK;
    return content_error(acting, "minutes are 0 to 100000", word, err);
}

/* "JOB MINUTES [FIRST]": Create batch job, recurring. It starts for the first time in FIRST minutes; when left out, now, or
 * in MINUTES when something is put in place: it has been there, and has just run. */
static enum err_code plan_job(struct acting *acting, const char *rest, struct err *err) {
    struct batch_job job = {0};
    struct db *hq = acting->company->hq;
    enum err_code code = entity_batch_job.init ? entity_batch_job.init(hq, &job, err) : ERR_OK;
    if (code != ERR_OK) return code;
    text_next_word(&rest, job.JobId, sizeof job.JobId);
    job.RecurrenceUnit = RECUR_MINUTES;
    code = read_minutes(acting, &rest, &job.RecurrenceCount, err);
    int64_t first = acting->scripts ? job.RecurrenceCount : 0;
    if (code == ERR_OK) code = read_minutes(acting, &rest, &first, err);
    if (code != ERR_OK) return code;
    if (first > 0) job.RecurrenceStart = clock_now_ms() + first * 60000;
    text_copy(job.Caption, sizeof job.Caption, caption_of(job.JobId));
    return record_save(&entity_batch_job, hq, NULL, &job, acting->company->user, err);
}

/* "KEY waiting|withhold": Change status. */
static enum err_code change_status(struct acting *acting, const char *rest, struct err *err) {
    char word[60], key[TEXT_SIZE(60)];
    struct batch_job job;
    text_next_word(&rest, word, sizeof word);
    enum err_code code = read_key(acting, word, key, sizeof key, err);
    if (code != ERR_OK) return code;
    enum batch_status to = strcmp(rest, "waiting") == 0 ? BATCH_WAITING : BATCH_WITHHOLD;
    code = entity_batch_job.load(acting->company->hq, key, &job, err);
    if (code != ERR_OK) return code;
    tell(acting, "change-status", "%s", job.JobId);
    return batch_job_set_status(acting->company->hq, strtoll(key, NULL, 10), to,
                                acting->company->user, err);
}

/* "[ATTRIBUTE=VALUE]": correct the shopper's operation and synchronize it. Whether it succeeds is what is judged later. */
static enum err_code synchronize(struct acting *acting, const char *rest, struct err *err) {
    struct correction correction = {0};
    char attribute[60], account[TEXT_SIZE(20)];
    int64_t number = 0;
    struct err refused = {0};
    struct db *hq = acting->company->hq;
    const char *equals = strchr(rest, '=');
    enum err_code code = operation_find(hq, acting->session->reported, &number, err);
    if (code == ERR_OK && equals) {
        text_copy_n(attribute, sizeof attribute, rest, (size_t)(equals - rest));
        code = correction_add(&correction, hq, attribute, equals + 1, err);
    }
    if (code != ERR_OK) return code;
    tell(acting, "synchronize", "%" PRId64, number);
    code = resync_one(acting->company, number, &correction, account, &refused);
    if (code == ERR_OK || code == ERR_REFUSED || code == ERR_INVALID) return ERR_OK;
    if (err) *err = refused;
    return code;
}

static enum err_code set_servicing(struct acting *acting, const char *rest, struct err *err) {
    return servicing_set(acting->company->hq, strcmp(rest, "on") == 0, acting->company->user, err);
}

static enum err_code restart_csu(struct acting *acting, const char *rest, struct err *err) {
    (void)rest;
    tell(acting, "restart-csu", "%s", "");
    return company_restart_csu(acting->company, err);
}

/* "DATABASE STORE": Add a store, to a channel database. */
static enum err_code add_store(struct acting *acting, const char *rest, struct err *err) {
    char database[TEXT_SIZE(50)], before[TEXT_SIZE(50)], store[TEXT_SIZE(10)];
    text_next_word(&rest, database, sizeof database);
    enum err_code code = read_key(acting, rest, store, sizeof store, err);
    if (code != ERR_OK) return code;
    return channel_store_add(acting->company, database, store, before, err);
}

static enum err_code find_session(struct acting *acting, const char **rest,
                                  enum session_direction *direction, int64_t *number,
                                  struct err *err) {
    char word[60], key[24];
    text_next_word(rest, word, sizeof word);
    *direction = strcmp(word, "upload") == 0 ? SESSION_UPLOAD : SESSION_DOWNLOAD;
    enum err_code code = read_key(acting, *rest, key, sizeof key, err);
    *number = code == ERR_OK ? strtoll(key, NULL, 10) : 0;
    return code;
}

/* "upload|download KEY" */
static enum err_code rerun_session(struct acting *acting, const char *rest, struct err *err) {
    enum session_direction direction;
    int64_t number, rerun;
    enum err_code code = find_session(acting, &rest, &direction, &number, err);
    if (code != ERR_OK) return code;
    return session_rerun(acting->company->hq, direction, number, acting->company->user, &rerun,
                         err);
}

/* "upload|download KEY" */
static enum err_code cancel_session(struct acting *acting, const char *rest, struct err *err) {
    enum session_direction direction;
    int64_t number;
    enum err_code code = find_session(acting, &rest, &direction, &number, err);
    if (code != ERR_OK) return code;
    return session_cancel(acting->company->hq, direction, number, acting->company->user, err);
}

/* "DATABASE" */
static enum err_code reseed(struct acting *acting, const char *rest, struct err *err) {
    struct reseed_result result;
    return channel_reseed(acting->company, rest, &result, err);
}

static enum err_code initialize_scheduler(struct acting *acting, const char *rest,
                                          struct err *err) {
    struct scheduler_restored restored;
    (void)rest;
    return scheduler_initialize(acting->company->hq, false, acting->company->user, &restored, err);
}

/* "TEXT" or "@BLOCK": what the trainee says it is. */
static enum err_code answer(struct acting *acting, const char *rest, struct err *err) {
    char text[sizeof acting->session->answer];
    enum err_code code = read_key(acting, rest, text, sizeof text, err);
    return code == ERR_OK ? lab_take_answer(acting->session, text, err) : code;
}

/* "JOB": send support the error of its newest run. What support answers is for the proof to judge. */
static enum err_code ask_support(struct acting *acting, const char *rest, struct err *err) {
    struct support_request request = {0};
    text_copy(request.JobId, sizeof request.JobId, rest);
    return support_file(acting->company, &request, NULL, err);
}

/* "table" in headquarters (cause 13), "name" in the store's channel (cause 41). */
static enum err_code add_extension(struct acting *acting, const char *rest, struct err *err) {
    struct company_channel *channel;
    bool table = strcmp(rest, "table") == 0;
    if (!acting->scripts || (!table && strcmp(rest, "name") != 0))
        return content_error(acting, "extension is table or name, and only a fault", rest, err);
    if (table) return extension_add_table(acting->company->hq, err);
    enum err_code code =
        company_channel_of(acting->company, acting->session->target, &channel, err);
    return code == ERR_OK ? extension_narrow_name(channel->db, err) : code;
}

static const struct {
    const char *name;
    enum err_code (*run)(struct acting *acting, const char *rest, struct err *err);
} actions[] = {{"signup", sign_up},
               {"run-job", run_jobs},
               {"sql", run_script},
               {"set", set_record},
               {"new", new_record},
               {"open", open_page},
               {"plan", plan_job},
               {"batch-status", change_status},
               {"synchronize", synchronize},
               {"servicing", set_servicing},
               {"restart-csu", restart_csu},
               {"add-store", add_store},
               {"rerun-session", rerun_session},
               {"cancel-session", cancel_session},
               {"reseed", reseed},
               {"initialize-scheduler", initialize_scheduler},
               {"support", ask_support},
               {"extension", add_extension},
               {"answer", answer}};

static enum err_code (*find_action(const char *name, size_t len))(struct acting *, const char *,
                                                                  struct err *) {
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strlen(actions[i].name) == len && strncmp(actions[i].name, name, len) == 0)
            return actions[i].run;
    }
    return NULL;
}

bool action_is_known(const char *line) {
    return find_action(line, strcspn(line, " ")) != NULL;
}

enum err_code action_perform(struct acting *acting, const char *line, struct err *err) {
    char name[32];
    const char *rest = line;
    text_next_word(&rest, name, sizeof name);
    enum err_code (*run)(struct acting *, const char *, struct err *) =
        find_action(name, strlen(name));
    if (!run) return content_error(acting, "no such action", line, err);
    enum err_code code = run(acting, rest, err);
    clock_sleep_ms(2); /* what comes next is later */
    return code == ERR_OK ? company_reload_channels(acting->company, err) : code;
}

enum err_code actions_perform(struct acting *acting, const char *section, struct err *err) {
    enum err_code code = ERR_OK;
    const char *key;
    for (int i = 0; code == ERR_OK && (key = ini_key(acting->content->logic, section, i)); i++)
        code = action_perform(acting, guide_logic(acting->content, section, key), err);
    return code;
}
