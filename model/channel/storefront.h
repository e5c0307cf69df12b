/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CHANNEL_STOREFRONT_H
#define CHQ_CHANNEL_STOREFRONT_H

/*
 * The storefront's sign-up (domain.md 5.7, 4.19; async-customer-mode.md). It knows only its channel: whether a
 * customer is created in real time is decided by the cached profile, and headquarters is reached through a port that
 * somebody else (model/exchange/rts.c) connects.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model/channel/config.h"
#include "model/ids.h"

struct signup {
    char FirstName[TEXT_SIZE(100)], MiddleName[TEXT_SIZE(100)], LastName[TEXT_SIZE(100)];
    char Email[TEXT_SIZE(255)], Phone[TEXT_SIZE(255)];
    char Country[TEXT_SIZE(10)], ZipCode[TEXT_SIZE(60)], Street[TEXT_SIZE(400)],
        StreetNumber[TEXT_SIZE(20)];
    char City[TEXT_SIZE(60)], County[TEXT_SIZE(60)], State[TEXT_SIZE(60)];
    char LanguageId[TEXT_SIZE(7)];
    /* The user's object ID in Azure AD B2C (additional-b2c-info.md); storefront_signup gives it, no member of the form. */
    char ExternalIdentityId[GUID_SIZE];
};

/* For forms, `--first-name` options and CSV columns: keys are the names above. `list`, `load` … are NULL. */
struct entity;
extern const struct entity entity_signup;

enum signup_mode {
    SIGNUP_ASYNC,
    SIGNUP_SYNC,
    SIGNUP_FALLBACK /* meant to be sync */,
    SIGNUP_LINKED /* known e-mail */
};

struct signup_result {
    enum signup_mode mode;
    char account[TEXT_SIZE(20)];   /* '' while it is pending */
    char async_account[GUID_SIZE]; /* '' in sync mode */
    int64_t elapsed_ms;
};

/* What headquarters answers to a real-time call. */
struct rts_reply {
    char account[TEXT_SIZE(20)], name[TEXT_SIZE(100)], cust_group[TEXT_SIZE(10)],
        currency[TEXT_SIZE(3)];
    char language[TEXT_SIZE(7)];
    int64_t rec_id;
    bool linked; /* the e-mail address was known: no new customer */
    int receipt_option;
    /* Of an edit: as headquarters has it now. */
    char phone[TEXT_SIZE(255)];
    int blocked;
    int changed; /* attributes that differed */
};

/* One attribute that a shopper changes: a member of entity_signup, or "Blocked" ("All" = deactivated). Borrowed. */
struct shopper_change {
    const char *attribute, *value;
};

struct rts_port {
    /* ERR_REFUSED HQ_NO_ANSWER = communication error; any other error is headquarters' refusal. */
    enum err_code (*create_customer)(void *ctx, const struct channel_store *store,
                                     const struct signup *in, struct rts_reply *reply,
                                     struct err *err);
    /* What headquarters knows of an account; the errors are those of create_customer. */
    enum err_code (*read_customer)(void *ctx, const char *account, struct signup *values,
                                   struct err *err);
    enum err_code (*update_customer)(void *ctx, const char *account,
                                     const struct shopper_change *changes, int count,
                                     struct rts_reply *reply, struct err *err);
    void *ctx;
};

struct storefront {
    struct db *channel;
    struct rts_port rts;
    int64_t cache_ttl_s;
    bool no_profile_async; /* setting store.no_profile_async */
    bool rts_fallback;     /* setting rts.fallback */
};

/* Trim, then check what the storefront itself checks: names and e-mail required, e-mail format, lengths of the channel
 * (wider than headquarters'), no control characters, UTF-8. */
MUST_CHECK enum err_code signup_check(struct signup *in, struct err *err);

/* First, middle and last name; the channel has room for 300 characters, three full names need two more. */
void signup_name(const struct signup *in, char name[TEXT_SIZE(300)]);

/*
 * Sign one shopper up. On ERR_OK the record is on disk (unless inside a batch, below). Nothing is stored anywhere on
 * an error. Refusals: STORE_UNKNOWN_TO_CHANNEL, OPERATION_NOT_ALLOWED, SEVERAL_SAME_EMAIL, HQ_NO_ANSWER, the field
 * errors of signup_check, and in sync mode the refusals of the creation rule.
 */
MUST_CHECK enum err_code storefront_signup(const struct storefront *front, const char *store_id,
                                           struct signup *in, struct signup_result *result,
                                           struct err *err);

/* Several sign-ups in one commit (CSV): between begin and commit a result of mode SIGNUP_ASYNC or SIGNUP_FALLBACK is
 * not yet on disk and must not be told to anybody. */
MUST_CHECK enum err_code storefront_batch_begin(const struct storefront *front, struct err *err);
MUST_CHECK enum err_code storefront_batch_commit(const struct storefront *front, struct err *err);
void storefront_batch_rollback(const struct storefront *front);

#endif
