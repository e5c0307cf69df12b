/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_KEYS_PRIV_H
#define CHQ_TUI_KEYS_PRIV_H

/* What keys.c and keys_tool.c share. */

#include "tui/keys.h"

#define BINDINGS_MAX 320

struct binding {
    struct key keys[CHORD_MAX];
    int count;
    bool in_view, in_edit;
    enum action_id action;
};

struct keymap {
    struct binding bindings[BINDINGS_MAX]; /* of one action: in the order of preference */
    int count;
};

bool key_equal(struct key a, struct key b);
bool key_is_text(struct key key);
const char *action_keys(enum action_id action); /* the defaults, as in actions.def */
bool binding_parse(const char *text, struct binding *binding);
/* false: `bad` is the word that names no key. */
bool keymap_add(struct keymap *keymap, enum action_id action, const char *keys, char *bad,
                size_t bad_size);
void keymap_remove(struct keymap *keymap, enum action_id action);
/* A binding of another action that is the same, or a beginning of it, in some mode. */
const struct binding *keymap_conflict(const struct keymap *keymap, const struct binding *binding);

#endif
