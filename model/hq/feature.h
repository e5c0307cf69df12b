/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_FEATURE_H
#define CHQ_HQ_FEATURE_H

/*
 * Feature management (domain.md 4.18; feature-management-overview.md, async-customer-mode-faq.md): table
 * FeatureManagementState. A feature can need others: it is enabled only when they are, and they stay while it is. The
 * channel obeys its own copy of what is enabled: job 1110.
 */

#include "model/record.h"
#include "model/text.h"

#define FEATURE_EDIT_ASYNC "Enable editing customers in asynchronous mode"
#define FEATURE_NEW_DAYS   30 /* so long a feature is listed as new */

enum feature_status { FEATURE_NOT_ENABLED, FEATURE_SCHEDULED, FEATURE_ENABLED };

struct feature {
    struct record_head head; /* RecId = FeatureId */
    char FeatureId[TEXT_SIZE(10)];
    char Name[TEXT_SIZE(100)];
    int Status; /* choice, computed: NotEnabled, Scheduled, Enabled */
    int IsEnabled;
    int64_t EnabledDateTime;   /* follows IsEnabled; 0 = not enabled */
    int64_t ScheduledDateTime; /* 0 = not scheduled; not enabled features only */
    int64_t FeatureAdded;
    int State; /* choice, computed: Released, Mandatory */
    char Module[TEXT_SIZE(60)];
};

/*
 * Key: name (case ignored) or number. List cells: Name, Status, EnabledDateTime (that it is scheduled for while it is
 * scheduled), FeatureAdded, State, Module; scope: "new", "not-enabled", "scheduled". No insert, no delete. A list first
 * enables what is due, unless the database is read-only.
 * Refusals: FEATURE_PREREQUISITES, FEATURE_REQUIRED, FEATURE_MANDATORY.
 */
extern const struct entity entity_feature;

/* Saved with audit in a transaction of their own, or the caller's. `at_ms` in the past is due at once. */
MUST_CHECK enum err_code feature_enable(struct db *hq, const char *key, const char *user,
                                        struct err *err);
MUST_CHECK enum err_code feature_disable(struct db *hq, const char *key, const char *user,
                                         struct err *err);
MUST_CHECK enum err_code feature_schedule(struct db *hq, const char *key, int64_t at_ms,
                                          const char *user, struct err *err);
/* All or none; *count = how many were not enabled before. */
MUST_CHECK enum err_code feature_enable_all(struct db *hq, const char *user, int *count,
                                            struct err *err);
/* Features of this version that headquarters does not have yet are added, not enabled. */
MUST_CHECK enum err_code feature_check_updates(struct db *hq, const char *user, int *count,
                                               struct err *err);
/* Enable what was scheduled and is due now; one that lacks a prerequisite waits for it. Whoever reads features calls
 * this: lists, job 1110, the batch server. Costs one small query when nothing is due; nothing on a read-only database. */
MUST_CHECK enum err_code feature_apply_due(struct db *hq, int *count, struct err *err);

#endif
