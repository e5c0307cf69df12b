/* SPDX-License-Identifier: MIT */
/*
 * Names that are data of headquarters and yet the same in every company: POS operations, features, references of number
 * sequences, configuration parameters. What is not known stays as it is stored. Knows no terminal, no page and no verb.
 */

#include "tui/words.h"

#include "tui/i18n.h"

struct name {
    const char *stored, *text;
};

static const char *find(const struct name *names, const char *stored) {
    for (; names->stored; names++) {
        if (strcmp(names->stored, stored) == 0) return _(names->text);
    }
    return NULL;
}

const char *words_pos_operation(const char *stored) {
    static const struct name names[] = {
        {"Product sale", N_("Product sale")}, {"Price check", N_("Price check")},
        {"Void product", N_("Void product")}, {"Pay cash", N_("Pay cash")},
        {"Pay card", N_("Pay card")},         {"Customer search", N_("Customer search")},
        {"Customer add", N_("Customer add")}, {NULL, NULL},
    };
    const char *text = find(names, stored);
    return text ? text : stored;
}

static const struct name features[] = {
    {"Performance improvements for customer orders and customer transactions",
     N_("Performance improvements for customer orders and customer transactions")},
    {"Enable asynchronous creation for customer addresses",
     N_("Enable asynchronous creation for customer addresses")},
    {"Enable enhanced async customer creation", N_("Enable enhanced async customer creation")},
    {"Enable editing customers in asynchronous mode",
     N_("Enable editing customers in asynchronous mode")},
    {NULL, NULL},
};

const char *words_feature(const char *stored) {
    const char *text = find(features, stored);
    return text ? text : stored;
}

const char *words_feature_stored(const char *text) {
    for (const struct name *name = features; name->stored; name++) {
        if (words_say(name->text, text)) return name->stored;
    }
    return text;
}

const char *words_module(const char *stored) {
    static const struct name names[] = {{"Retail and Commerce", N_("Retail and Commerce")},
                                        {NULL, NULL}};
    const char *text = find(names, stored);
    return text ? text : stored;
}

const char *words_reference(const char *stored) {
    static const struct name names[] = {{"Customer account", N_("Customer account")},
                                        {"Accounts receivable", N_("Accounts receivable")},
                                        {NULL, NULL}};
    const char *text = find(names, stored);
    return text ? text : stored;
}

const char *words_shared_parameter(const char *name) {
    static const struct name names[] = {
        {"CDX_DISABLE_FORCESCHEDULEINBATCH",
         N_("1: Run now works without batch processing; for development only.")},
        {"CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT",
         N_("1: a session that has failed too often is suspended, and later ones wait for it.")},
        {NULL, NULL},
    };
    const char *text = find(names, name);
    return text ? text : "";
}

/* ---- names kept as data in records ------------------------------------------------------------------------- */

void words_value_of(const struct entity *entity, const struct member *member, const void *rec,
                    char *buf, size_t size) {
    static const struct {
        const char *entity_id, *key;
        const char *(*word)(const char *stored);
    } named[] = {
        {"schedule", "Description", words_job_description},
        {"scheduler-job", "Description", words_job_description},
        {"batch-job", "Caption", words_job_description},
        {"feature", "Name", words_feature},
        {"feature", "Module", words_module},
        {"pos-operation", "OperationName", words_pos_operation},
    };
    char stored[WORDS_SIZE];
    words_value(member, rec, buf, size);
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (strcmp(named[i].entity_id, entity->id) != 0) continue;
        if (strcmp(named[i].key, member->key) != 0) continue;
        text_copy(stored, sizeof stored, buf);
        text_copy(buf, size, named[i].word(stored));
    }
}
