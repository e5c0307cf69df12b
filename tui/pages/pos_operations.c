/* SPDX-License-Identifier: MIT */
/*
 * POS operations (domain.md 4.21; task-mgmt-configure.md, set-up-B2C-tenant.md): who may do what in a channel. A
 * storefront's visitor signs up by operation 612. Owns nothing but the labels and the reminder of job 1090.
 */

#include <stdio.h>

#include "model/hq/operation.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    (void)created;
    app_message(app, MESSAGE_INFO, "%s", words_needs_1090());
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    snprintf(buf, size, "%s : %s", key, words_pos_operation(form_old_value(form, "OperationName")));
}

static const struct column columns[] = {
    {.label = N_("Operation ID"), .cols = 12},
    {.label = N_("Operation name"), .cols = 14, .weight = 1, .word = words_pos_operation},
    {.label = N_("AllowAnonymousAccess"), .kind = COLUMN_YESNO, .cols = 20},
    {0},
};

static const struct field fields[] = {
    {.key = "OperationId", .label = N_("Operation ID")},
    {.key = "OperationName",
     .label = N_("Operation name"),
     .cols = 30,
     .word = words_pos_operation},
    {.key = "AllowAnonymousAccess",
     .label = N_("AllowAnonymousAccess"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: who has not signed in may do it. A sign-up in a storefront needs Yes for "
                "operation 612.")},
    {0},
};

const struct page page_pos_operations = {
    .id = "pos-operations",
    .title = N_("POS operations"),
    .path = {N_("Retail and Commerce"), N_("Channel setup"), N_("POS setup"), N_("POS")},
    .form_name = "RetailOperations",
    .aliases = {N_("Customer add")},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .entity = &entity_pos_operation,
    .can_edit = true,
    .has_history = true,
    .record_title = title,
    .after_save = saved,
};
