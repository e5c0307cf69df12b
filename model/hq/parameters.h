/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_PARAMETERS_H
#define CHQ_HQ_PARAMETERS_H

/*
 * Parameters of headquarters (domain.md 4.17): configuration parameters of Commerce shared parameters, one record each,
 * and Commerce scheduler parameters, the one row of RetailConnParameters. Those of number sequences are
 * entity_number_reference (model/hq/numberseq.h).
 */

#include "model/record.h"
#include "model/text.h"

struct shared_parameter {
    struct record_head head;
    char Name[TEXT_SIZE(80)]; /* fixed after the first save */
    char Value[TEXT_SIZE(255)];
};

/* List cells: Name, Value. The channel obeys its own copy: job 1110. The value of a known parameter is checked
 * (FIELD_NOT_CHOICE); other names are free. */
extern const struct entity entity_shared_parameter;

/* Parameters that something here obeys; NULL-terminated. */
extern const char *const shared_parameter_names[];
/* The known parameter that `name` is, whatever its case; or, when it is none, the nearest known one in *nearest (NULL when
 * none is near). */
const char *shared_parameter_known(const char *name, const char **nearest);
/* The value of a parameter; `fallback` when there is no such parameter. */
MUST_CHECK enum err_code shared_parameter_get(struct db *hq, const char *name, const char *fallback,
                                              char value[TEXT_SIZE(255)], struct err *err);

#define SCHEDULER_PARAMETERS_KEY "RetailConnParameters"

struct scheduler_parameters {
    struct record_head head;
    char Key[TEXT_SIZE(40)];               /* SCHEDULER_PARAMETERS_KEY: there is one record */
    int64_t TryCount;                      /* 1..100 tries of a session before it is given up */
    int64_t FullDatasetGenerationInterval; /* days, 0 = never */
    int64_t MonitoringRetentionDays;       /* 0 = for ever */
    int64_t SqlCommandTimeout;             /* seconds, 0 = none */
};

/* `load` takes any key. No insert, no delete. */
extern const struct entity entity_scheduler_parameters;

#endif
