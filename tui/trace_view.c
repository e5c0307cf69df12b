/* SPDX-License-Identifier: MIT */
/* Opens the page Trace for somebody. Owns how the page's key is put together, and who is meant in a storefront's dialog;
 * what it shows is pages/trace.c. */

#include "tui/trace_view.h"

#include <stdio.h>
#include <string.h>

#include "model/text.h"

#define SEPARATOR '\n' /* in no account, GUID, e-mail address or name */

void trace_open(struct app *app, const char *key, const char *store) {
    char both[400];
    snprintf(both, sizeof both, "%s%c%s", key, SEPARATOR, store ? store : "");
    app_open_page(app, "trace", both);
}

static enum next trace_shopper(struct app *app, const char *key) {
    const struct form *form = app_form(app);
    const char *who = form_value(form, "Key");
    (void)key;
    if (!who[0]) who = form_value(form, "Email");
    if (!who[0]) who = form_result_value(form, _("Email"));
    if (who[0])
        trace_open(app, who, form_value(form, "Store"));
    else
        app_message(app, MESSAGE_INFO, "%s", _("Name a shopper first."));
    return NEXT_STAY;
}

const struct action trace_shopper_actions[] = {
    {.id = "trace",
     .label = N_("Trace"),
     .bound = ACTION_TRACE,
     .help = N_("Where the record of this shopper is, hop by hop, and what stops it."),
     .run = trace_shopper},
    {0},
};

void trace_key_split(const char *page_key, char *key, size_t key_size, char *store,
                     size_t store_size) {
    size_t len = strcspn(page_key, "\n");
    text_copy_n(key, key_size, page_key, len);
    text_copy(store, store_size, page_key[len] ? page_key + len + 1 : "");
}
