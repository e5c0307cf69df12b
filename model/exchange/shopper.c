/* SPDX-License-Identifier: MIT */
/* Which channel a shopper belongs to: each is asked until one knows the key. The rest is the storefront's. */

#include "model/exchange/shopper.h"

#include "model/exchange/rts.h"

struct visit {
    const char *key;
    const struct shopper_change *changes;
    int count;
    struct shopper *shopper;    /* one of these three is done, */
    struct edit_result *result; /* an edit unless `deactivate` */
    bool deactivate;
};

static enum err_code call(const struct storefront *front, const struct visit *visit,
                          struct err *err) {
    if (visit->shopper) return storefront_account(front, visit->key, visit->shopper, err);
    if (visit->deactivate) return storefront_deactivate(front, visit->key, visit->result, err);
    return storefront_edit(front, visit->key, visit->changes, visit->count, visit->result, err);
}

static enum err_code visit_channels(struct company *company, const struct visit *visit,
                                    struct err *err) {
    const struct settings *settings = &company->settings;
    for (int i = 0; i < company->channel_count; i++) {
        if (!company->channels[i].db) continue;
        struct storefront front = {.channel = company->channels[i].db,
                                   .rts = rts_connect(company),
                                   .cache_ttl_s = settings->csu_cache_ttl_s,
                                   .no_profile_async = settings->no_profile_async != 0,
                                   .rts_fallback = settings->rts_fallback != 0};
        struct err why = {0};
        enum err_code code = call(&front, visit, &why);
        bool unknown = code == ERR_NOT_FOUND && why.reason == REASON_RECORD_NOT_FOUND;
        if (unknown) continue;
        if (code != ERR_OK && err) *err = why;
        return code;
    }
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "customer", visit->key);
}

enum err_code company_shopper(struct company *company, const char *key, struct shopper *shopper,
                              struct err *err) {
    return visit_channels(company, &(struct visit){.key = key, .shopper = shopper}, err);
}

static enum err_code refuse_read_only(const struct company *company, struct err *err) {
    return company->read_only ? err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL) : ERR_OK;
}

enum err_code company_shopper_edit(struct company *company, const char *key,
                                   const struct shopper_change *changes, int count,
                                   struct edit_result *result, struct err *err) {
    struct visit visit = {.key = key, .changes = changes, .count = count, .result = result};
    enum err_code code = refuse_read_only(company, err);
    return code == ERR_OK ? visit_channels(company, &visit, err) : code;
}

enum err_code company_shopper_deactivate(struct company *company, const char *key,
                                         struct edit_result *result, struct err *err) {
    struct visit visit = {.key = key, .result = result, .deactivate = true};
    enum err_code code = refuse_read_only(company, err);
    return code == ERR_OK ? visit_channels(company, &visit, err) : code;
}
