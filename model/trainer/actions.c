/* SPDX-License-Identifier: MIT */
/*
 * What labs do to a company: faults, model solutions and wrong ones. Knows the closed set of actions that content may ask
 * for; all but `sql`, which only faults need, are the calls that screens and verbs make.
 */

#include "model/clock.h"
#include "model/exchange/jobs.h"
#include "model/exchange/operations.h"
#include "model/exchange/reseed.h"
#include "model/hq/batch.h"
#include "model/hq/channel_database.h"
#include "model/hq/customer.h"
#include "model/hq/customer_group.h"
#include "model/hq/numberseq.h"
#include "model/hq/operation.h"
#include "model/hq/profile.h"
#include "model/hq/schedule.h"
#include "model/hq/scheduler.h"
#include "model/hq/servicing.h"
#include "model/hq/store.h"
#include "model/trainer/lab_priv.h"

struct acting {
    struct company *company;
    const struct guide *lab;
    struct guide_session *session;
};

static enum err_code content_error(const struct acting *acting, const char *what, const char *more,
                                   struct err *err) {
    return guide_content_error(err, acting->lab->id, "ini", what, more);
}

/* The first word of *rest, which moves on behind it. */
static void next_word(const char **rest, char *word, size_t size) {
    size_t len = strcspn(*rest, " ");
    text_copy_n(word, size, *rest, len);
    *rest += len;
    *rest += strspn(*rest, " ");
}

/* A key is written out, or "@BLOCK": what a query of the content gives. */
static enum err_code read_key(const struct acting *acting, const char *word, char *key, size_t size,
                              struct err *err) {
    struct db *reader = NULL;
    struct stmt *stmt = NULL;
    bool found = false;
    text_copy(key, size, word);
    if (word[0] != '@') return ERR_OK;
    enum err_code code = guide_reader_open(&reader, db_path(acting->company->hq), NULL, err);
    if (code != ERR_OK) return code;
    code = guide_query(reader, acting->lab, acting->session, word + 1, &stmt, err);
    if (code == ERR_OK) code = stmt_value_text(stmt, key, size, &found, err);
    stmt_free(&stmt);
    db_close(&reader);
    if (code == ERR_OK && !found) return content_error(acting, "nothing is found by", word, err);
    return code;
}

/* ---- actions ------------------------------------------------------------------------------------------------------ */

/* The customer who is looked for. What the storefront refuses is part of the lab when it says so: "signup refused". */
static enum err_code sign_up(struct acting *acting, const char *rest, struct err *err) {
    struct signup in;
    struct signup_result result = {0};
    struct guide_session *session = acting->session;
    bool tester = strcmp(rest, "tester") == 0;
    enum err_code code = guide_signup(acting->company, acting->lab, tester ? "tester" : "shopper",
                                      session->target, &in, &result, err);
    if (code == ERR_REFUSED && strcmp(rest, "refused") == 0) code = ERR_OK;
    if (code != ERR_OK || tester) return code;
    text_copy(session->reported, sizeof session->reported, result.async_account);
    snprintf(session->shopper, sizeof session->shopper, "%.190s %.190s", in.FirstName, in.LastName);
    text_copy(session->email, sizeof session->email, in.Email);
    return ERR_OK;
}

/* A job that ends in error does what the fault makes it do. */
static enum err_code run_jobs(struct acting *acting, const char *rest, struct err *err) {
    enum err_code code = ERR_OK;
    while (*rest && code == ERR_OK) {
        char name[32];
        const struct exchange_job *job;
        struct job_result result;
        next_word(&rest, name, sizeof name);
        code = exchange_job_find(name, &job, err);
        if (code == ERR_OK) code = exchange_job_run(acting->company, job, NULL, &result, err);
        clock_sleep_ms(2); /* what comes next is later */
    }
    return code;
}

/* "hq BLOCK", "channel BLOCK" */
static enum err_code run_script(struct acting *acting, const char *rest, struct err *err) {
    char where[12];
    struct company_channel *channel;
    struct db *db = acting->company->hq;
    next_word(&rest, where, sizeof where);
    const char *sql = guide_sql(acting->lab, rest);
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
    return guide_content_error(err, acting->lab->id, "sql", rest, why.detail);
}

static const struct entity *const entities[] = {
    &entity_profile,         &entity_pos_profile,      &entity_store,
    &entity_schedule,        &entity_channel_database, &entity_data_group,
    &entity_number_sequence, &entity_number_reference, &entity_customer,
    &entity_customer_group,  &entity_pos_operation,    &entity_scheduler_job,
    &entity_scheduler_subjob};

static const struct entity *find_entity(const char *id) {
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (strcmp(entities[i]->id, id) == 0) return entities[i];
    }
    return NULL;
}

static enum err_code change_record(struct acting *acting, const struct entity *entity,
                                   const char *key, const char *change, void *old, void *rec,
                                   struct err *err) {
    char name[60];
    const char *equals = strchr(change, '=');
    if (!equals) return content_error(acting, "no MEMBER=VALUE", change, err);
    text_copy_n(name, sizeof name, change, (size_t)(equals - change));
    const struct member *member = entity_member(entity, name);
    if (!member) return content_error(acting, "no such field", name, err);
    enum err_code code = entity->load(acting->company->hq, key, old, err);
    if (code != ERR_OK) return code;
    memcpy(rec, old, entity->record_size);
    code = record_set_text(member, rec, equals + 1, err);
    if (code != ERR_OK) return code;
    return record_save(entity, acting->company->hq, old, rec, acting->company->user, err);
}

/* "ENTITY KEY MEMBER=VALUE" */
static enum err_code set_record(struct acting *acting, const char *rest, struct err *err) {
    char id[40], word[60], key[TEXT_SIZE(60)];
    next_word(&rest, id, sizeof id);
    next_word(&rest, word, sizeof word);
    const struct entity *entity = find_entity(id);
    if (!entity) return content_error(acting, "no such kind of record", id, err);
    enum err_code code = read_key(acting, word, key, sizeof key, err);
    if (code != ERR_OK) return code;
    void *old = calloc(2, entity->record_size);
    if (!old) BUG("out of memory for a record");
    void *rec = (char *)old + entity->record_size;
    code = change_record(acting, entity, key, rest, old, rec, err);
    free(old);
    return code;
}

/* "JOB MINUTES": Create batch job, recurring. */
static enum err_code plan_job(struct acting *acting, const char *rest, struct err *err) {
    struct batch_job job = {0};
    struct db *hq = acting->company->hq;
    enum err_code code = entity_batch_job.init ? entity_batch_job.init(hq, &job, err) : ERR_OK;
    if (code != ERR_OK) return code;
    next_word(&rest, job.JobId, sizeof job.JobId);
    job.RecurrenceUnit = RECUR_MINUTES;
    job.RecurrenceCount = strtoll(rest, NULL, 10);
    text_copy(job.Caption, sizeof job.Caption, job.JobId);
    return record_save(&entity_batch_job, hq, NULL, &job, acting->company->user, err);
}

/* "KEY waiting|withhold": Change status. */
static enum err_code change_status(struct acting *acting, const char *rest, struct err *err) {
    char word[60], key[TEXT_SIZE(60)];
    next_word(&rest, word, sizeof word);
    enum err_code code = read_key(acting, word, key, sizeof key, err);
    if (code != ERR_OK) return code;
    enum batch_status to = strcmp(rest, "waiting") == 0 ? BATCH_WAITING : BATCH_WITHHOLD;
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
    return company_restart_csu(acting->company, err);
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

static const struct {
    const char *name;
    enum err_code (*run)(struct acting *acting, const char *rest, struct err *err);
} actions[] = {{"signup", sign_up},
               {"run-job", run_jobs},
               {"sql", run_script},
               {"set", set_record},
               {"plan", plan_job},
               {"batch-status", change_status},
               {"synchronize", synchronize},
               {"servicing", set_servicing},
               {"restart-csu", restart_csu},
               {"reseed", reseed},
               {"initialize-scheduler", initialize_scheduler}};

static enum err_code perform(struct acting *acting, const char *line, bool is_fault,
                             struct err *err) {
    char name[32];
    const char *rest = line;
    next_word(&rest, name, sizeof name);
    if (strcmp(name, "sql") == 0 && !is_fault)
        return content_error(acting, "sql is for faults only", line, err);
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].name, name) != 0) continue;
        enum err_code code = actions[i].run(acting, rest, err);
        clock_sleep_ms(2);
        return code == ERR_OK ? company_reload_channels(acting->company, err) : code;
    }
    return content_error(acting, "no such action", line, err);
}

enum err_code lab_perform(struct company *company, const struct guide *lab,
                          struct guide_session *session, const char *section, struct err *err) {
    struct acting acting = {.company = company, .lab = lab, .session = session};
    bool is_fault = strcmp(section, "fault") == 0;
    enum err_code code = ERR_OK;
    const char *key;
    for (int i = 0; code == ERR_OK && (key = ini_key(lab->logic, section, i)); i++)
        code = perform(&acting, guide_logic(lab, section, key), is_fault, err);
    return code;
}
