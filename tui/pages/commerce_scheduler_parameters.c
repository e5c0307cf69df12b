/* SPDX-License-Identifier: MIT */
/*
 * Commerce scheduler parameters (domain.md 4.17; CDX-Best-Practices.md, enable-configure-retail-functionality.md): one
 * record. Owns nothing but the labels.
 */

#include "model/hq/parameters.h"
#include "tui/app.h"
#include "tui/page.h"

static const struct field fields[] = {
    {.tab = N_("General")},
    {.key = "TryCount",
     .label = N_("Try count"),
     .kind = FIELD_NUMBER,
     .cols = 5,
     .summary = true,
     .help = N_("How often a session is tried before it is given up: 3 is recommended.")},
    {.key = "FullDatasetGenerationInterval",
     .label = N_("Full dataset generation interval in days"),
     .kind = FIELD_NUMBER,
     .cols = 5,
     .help = N_("0: full data is sent only when it is asked for.")},
    {.tab = N_("Monitoring")},
    {.key = "MonitoringRetentionDays",
     .label = N_("Monitoring data retention in days"),
     .kind = FIELD_NUMBER,
     .cols = 5,
     .summary = true,
     .help = N_("How long sessions and runs are kept. 0: for ever.")},
    {.tab = N_("Database")},
    {.key = "SqlCommandTimeout",
     .label = N_("SQL command timeout in seconds"),
     .kind = FIELD_NUMBER,
     .cols = 6,
     .summary = true,
     .help = N_("0: no limit.")},
    {0},
};

const struct page page_commerce_scheduler_parameters = {
    .id = "commerce-scheduler-parameters",
    .title = N_("Commerce scheduler parameters"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Parameters")},
    .form_name = "RetailConnParameters",
    .aliases = {N_("Try count")},
    .pattern = TABLE_OF_CONTENTS,
    .fields = fields,
    .entity = &entity_scheduler_parameters,
    .can_edit = true,
    .has_history = true,
    .single_key = SCHEDULER_PARAMETERS_KEY,
};
