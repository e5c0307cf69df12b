/* SPDX-License-Identifier: MIT */
/* Opens the page Trace for somebody. Owns how the page's key is put together; what it shows is pages/trace.c. */

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

void trace_key_split(const char *page_key, char *key, size_t key_size, char *store,
                     size_t store_size) {
    size_t len = strcspn(page_key, "\n");
    text_copy_n(key, key_size, page_key, len);
    text_copy(store, store_size, page_key[len] ? page_key + len + 1 : "");
}
