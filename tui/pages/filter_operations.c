/* SPDX-License-Identifier: MIT */
/* Show filters of Customer synchronization status (domain.md 4.4): status, kind of operation, store. */

#include <stdio.h>
#include <string.h>

#include "model/hq/async_operation.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words_operations.h"

static const char *const statuses[] = {"Any", "Pending", "Succeeded", "Failed", NULL};
static const char *const kinds[] = {"Any", "Create", "Update", "Deactivate", NULL};

static const char *word(const char *stored) {
    return strcmp(stored, "Any") == 0 ? _("Any") : words_choice(stored);
}

static int index_of(const char *const *choices, const char *stored) {
    for (int i = 0; choices[i]; i++)
        if (strcmp(choices[i], stored) == 0) return i;
    return 0;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct operation_scope scope = operation_scope_parse(key);
    (void)app;
    (void)err;
    bool known = scope.status >= SYNC_PENDING && scope.status <= SYNC_FAILED;
    bool kind = scope.kind >= OPERATION_CREATE && scope.kind <= OPERATION_DEACTIVATE;
    form_set_value(form, "Status", statuses[known ? scope.status + 1 : 0]);
    form_set_value(form, "Operation", kinds[kind ? scope.kind : 0]);
    return ERR_OK;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct operation_scope scope = {.status = index_of(statuses, form_value(form, "Status")) - 1,
                                    .kind = index_of(kinds, form_value(form, "Operation"))};
    char text[OPERATION_SCOPE_SIZE], words[200] = "", store[TEXT_SIZE(10)];
    text_copy(store, sizeof store, form_value(form, "Store"));
    if (store[0]) {
        enum err_code code = operation_store(app->db, store, &scope.store_rec_id, err);
        if (code != ERR_OK) return code;
        if (scope.store_rec_id == 0) {
            err_set(err, ERR_INVALID, REASON_LOOKUP_NOT_FOUND, "Store", store);
            err_add_value2(err, "RetailChannelTable");
            return ERR_INVALID;
        }
    }
    operation_scope_format(&scope, text);
    const char *const parts[] = {scope.status >= 0 ? word(form_value(form, "Status")) : "",
                                 scope.kind > 0 ? word(form_value(form, "Operation")) : "", store};
    for (int i = 0; i < 3; i++) {
        size_t used = strlen(words);
        if (parts[i][0])
            snprintf(words + used, sizeof words - used, "%s%s", used ? ", " : "", parts[i]);
    }
    app_close_page(app);
    app_set_scope(app, text[0] ? text : NULL, words);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Status",
     .label = N_("Customer sync status"),
     .kind = FIELD_CHOICE,
     .cols = 12,
     .choices = statuses,
     .word = word},
    {.key = "Operation",
     .label = N_("Retail async operation"),
     .kind = FIELD_CHOICE,
     .cols = 12,
     .choices = kinds,
     .word = word},
    {.key = "Store", .label = N_("Online store"), .cols = 10, .lookup = "store"},
    {0},
};

const struct page page_filter_operations = {
    .id = "filter-operations",
    .title = N_("Show filters"),
    .path = {N_("Retail and Commerce"), N_("Customers"), N_("Customer synchronization status")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .ok = ok,
};
