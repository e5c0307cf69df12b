/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_WORDS_H
#define CHQ_TUI_WORDS_H

/*
 * What the model's codes mean, in the user's language: the model returns reasons, states and keys, this file has the
 * sentences. Shared by the screens and the verbs, so that both say the same; knows no terminal. Labels are those of
 * glossary.tsv and domain.md sections 4 and 5.
 *
 * Texts that are returned are borrowed until the language is switched (i18n_switch). Texts written to a buffer are cut
 * on a character boundary and hold no control character, whatever a customer typed: see words_clean.
 */

#include <stddef.h>
#include <stdint.h>

#include "model/err.h"
#include "model/exchange/jobs.h"
#include "model/exchange/states.h"
#include "model/hq/recurrence.h"
#include "model/record.h"

#define WORDS_SIZE 1024 /* enough for every sentence */

/* ---- errors -------------------------------------------------------------------------------------------------- */

/*
 * One line: the thing, the cause, the remedy. `entity_id` names the kind of record the error's field belongs to
 * ("profile", "store", "customer", "signup"), so that the field is called what its form calls it; NULL = not known.
 * "" for ERR_OK.
 */
void words_error(const struct err *err, const char *entity_id, char *buf, size_t size);
/* The same beside a field on the screen: what the error calls a field is called `label`, translated already. */
void words_error_at(const struct err *err, const char *label, char *buf, size_t size);
/* The same in a given language, for comparing with what somebody has copied; names of fields are in the user's. */
void words_error_in(const char *language, const struct err *err, char *buf, size_t size);
/* The technical part for "show details" and the verbs: reason, SQLite and system codes, detail. Not translated. */
void words_error_details(const struct err *err, char *buf, size_t size);
/* The template of a reason, not translated, with {field} {value} {value2} {number} {detail}; "[…]" is left out when a
 * value in it is empty. For the test that every reason has one and that translations keep the values. */
const char *words_reason_template(enum err_reason reason);

/* ---- text ---------------------------------------------------------------------------------------------------- */

/* Copy with every control, format and malformed character replaced by U+FFFD. For anything that came from outside and
 * goes to a terminal. */
void words_clean(char *dst, size_t size, const char *src);
/*
 * Fill a template (translated): {name} becomes what `fill` gives for the name, cleaned; NULL leaves it as it stands. "[…]"
 * is left out when a value in it is empty. `fill` may write into its buffer of WORDS_SIZE. Values are never templates.
 */
typedef const char *words_fill_fn(const void *ctx, const char *name, size_t len, char *buf,
                                  size_t size);
void words_fill(const char *template, words_fill_fn *fill, const void *ctx, char *buf, size_t size);
/* How long ago or how old: "5 s", "14 min", "3 h", "12 d". Negative counts as 0. */
void words_age(int64_t ms, char *buf, size_t size);
/* Yes or No. */
const char *words_yesno(int64_t value);

/* ---- records ------------------------------------------------------------------------------------------------- */

/* "online store"; the id itself when unknown. */
const char *words_entity(const char *entity_id);
/* Label of a member: "Create customer in async mode"; `key` itself when it has none. entity_id NULL = any. */
const char *words_label(const char *entity_id, const char *key);
/* The label as it is in the sources (for tr_in), NULL when it has none. */
const char *words_label_msgid(const char *entity_id, const char *key);
/* The member meant by a technical name or a label in either language, case ignored. NULL = none. */
const struct member *words_member(const struct entity *entity, const char *name);
/* Word for a stored choice ("StandardReceipt" -> "Standard receipt"); `stored` itself when it has none. */
const char *words_choice(const char *stored);
/* Is `text` what a screen shows for `msgid` (with its context) in either language, or for the stored choice `stored`?
 * Case is ignored. */
bool words_say(const char *msgid, const char *text);
bool words_choice_is(const char *stored, const char *text);
/* The stored form of what a person typed for `member`: a choice as a screen shows it in either language; `text` itself
 * when it is none. */
const char *words_stored(const struct member *member, const char *text);
/* Stored form (record_get_text) as people read it: Yes/No, words of choices, local time; text is cleaned. */
void words_value(const struct member *member, const void *rec, char *buf, size_t size);
/* The same, with names that headquarters keeps as data in the user's language: features, POS operations, the schedules
 * and batch jobs that come with it. */
void words_value_of(const struct entity *entity, const struct member *member, const void *rec,
                    char *buf, size_t size);
/* What turning async creation off costs (domain.md section 2). The question that follows is the asker's. */
const char *words_async_off_price(void);
/* "Changes reach the channel when job 1070 has been run." */
const char *words_needs_1070(void);
/* The same for customers (1010), registers and POS operations (1090), features and shared parameters (1110). */
const char *words_needs_1010(void);
const char *words_needs_1090(void);
const char *words_needs_1110(void);

/* Names that headquarters keeps as data and that are translated all the same; `stored` itself when it is not known. */
const char *words_pos_operation(const char *stored); /* POS operation: "Customer add" */
const char *words_feature(const char *stored);
/* The stored name of a feature that `text` names in either language; `text` itself when it names none. */
const char *words_feature_stored(const char *text);
const char *words_module(const char *stored);
const char *words_reference(const char *stored); /* of number sequences: "Customer account" */
/* What a configuration parameter does, one sentence; "" when it is not known. */
const char *words_shared_parameter(const char *name);

/* ---- states -------------------------------------------------------------------------------------------------- */

/* "In channel", "Uploaded to headquarters", … */
const char *words_state(enum customer_state state);
/* As it is in the sources (for words_say). */
const char *words_state_msgid(enum customer_state state);
/* What is still to happen, one sentence: "Run P-0001, then …". */
const char *words_state_next(enum customer_state state);
/* The account, or "Pending sync" when it is empty. Borrowed from `account` or the language. */
const char *words_account(const char *account);
/* "Operational", "In servicing" */
const char *words_headquarters(bool in_servicing);
const char *words_signup_mode(enum signup_mode mode);
/* Who created a customer: "Real-time Service", … (enum customer_origin) */
const char *words_origin(int origin);

/* ---- jobs ---------------------------------------------------------------------------------------------------- */

/* "Customers", "Channel configuration"; `job_id` itself when unknown. */
const char *words_job(const char *job_id);
/* As the documents write it: "1010 (Customers)", "All jobs (9999)". */
const char *words_job_title(const char *job_id);
/* What the job does, one sentence. */
const char *words_job_help(const char *job_id);
/* A description as stored; one that is a job's name or title, as nobody changed it, is translated. */
const char *words_job_description(const char *stored);
/* The same of a distribution schedule; without one it is called as its job. */
const char *words_schedule(const char *name, const char *description);
const char *words_direction(enum job_direction direction);
const char *words_batch_status(enum batch_status status);
/* What runs under a lease (model/hq/lease.h): "The batch server", a job's title. Borrowed from `name` or the language. */
const char *words_lease(const char *name);
const char *words_upload_status(enum upload_status status);
const char *words_download_status(enum download_status status);
/* The same as it is in the sources (for words_say), "" when there is no such status. */
const char *words_upload_status_msgid(enum upload_status status);
const char *words_download_status_msgid(enum download_status status);

/* ---- when a job runs (domain.md 4.9) -------------------------------------------------------------------------- */

/* "Every 15 minutes, no end", "Every 2 days at 02:30, until 2026-12-31", "Every month on the 31st at 09:00, ends after 3
 * runs", "Once 2026-03-02 at 09:00". */
void words_recurrence(const struct recurrence *recurrence, char *buf, size_t size);
/* Only how often: "Every 2 days"; "Once" without a pattern. */
void words_recurrence_every(const struct recurrence *recurrence, char *buf, size_t size);
/* Without its end. */
void words_recurrence_pattern(const struct recurrence *recurrence, char *buf, size_t size);
/* "14:05" when that is today, else "2026-03-03 14:05". */
void words_start(int64_t at_ms, int64_t now_ms, char *buf, size_t size);
/* "14:05 (in 4 min)"; "14:05 (due)" when it should have started. */
void words_when(int64_t at_ms, int64_t now_ms, char *buf, size_t size);
/* "Every 5 minutes, next at 14:05 (in 4 min)"; next_ms 0 = "none is planned". */
void words_next_run(const struct recurrence *recurrence, int64_t next_ms, int64_t now_ms, char *buf,
                    size_t size);
/* "14:05, 14:10, 14:15": the next starts from now on, at most `count`. */
void words_next_starts(const struct recurrence *recurrence, int64_t now_ms, int count, char *buf,
                       size_t size);

/* ---- checks and settings ------------------------------------------------------------------------------------- */

/* What does not hold, one sentence, for a key that company_check reports; the key itself when unknown. */
const char *words_invariant(const char *key);
/* Sentence of a setting ("rts.fallback"), "" when unknown. */
const char *words_setting(const char *key);

#endif
