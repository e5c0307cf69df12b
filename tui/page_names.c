/* SPDX-License-Identifier: MIT */
/* The names of the registry's pages, their fields and their actions, the engine's own actions among them. */

#include "tui/page_names.h"

#include <string.h>

#include "tui/keys.h"
#include "tui/page.h"

static const struct page *find_page(const char *id) {
    for (int i = 0; page_registry[i]; i++) {
        if (strcmp(page_registry[i]->id, id) == 0) return page_registry[i];
    }
    return NULL;
}

static bool is_page(const char *id) {
    return find_page(id) != NULL;
}

static bool has_field(const struct page *page, const char *key) {
    for (const struct field *f = page->fields; f && (f->key || f->tab || f->group); f++) {
        if (f->key && strcmp(f->key, key) == 0) return true;
    }
    return false;
}

static bool has_action(const struct page *page, const char *name) {
    for (const struct action *a = page->actions; a && a->id; a++) {
        if (strcmp(a->id, name) == 0) return true;
    }
    return (page->has_history && strcmp(name, "history") == 0) ||
           (page->can_mark && strcmp(name, "mark") == 0);
}

static bool any(const char *page_id, const char *name,
                bool (*has)(const struct page *page, const char *name)) {
    if (*page_id) return is_page(page_id) && has(find_page(page_id), name);
    for (int i = 0; page_registry[i]; i++) {
        if (has(page_registry[i], name)) return true;
    }
    return false;
}

static bool is_field(const char *page_id, const char *key) {
    return any(page_id, key, has_field);
}

/* Commands of the console are there on every page. */
static bool is_action(const char *page_id, const char *name) {
    return any(page_id, name, has_action) || action_find(name) != ACTION_NONE;
}

const struct screen_names page_names = {
    .is_page = is_page, .is_field = is_field, .is_action = is_action};
