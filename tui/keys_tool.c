/* SPDX-License-Identifier: MIT */
/* `chq keys dump|check`: the key table for people and scripts. Prints where it is told to; knows no terminal. */
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/i18n.h"
#include "tui/keys_priv.h"

/* Keys that common terminals keep for themselves (anchors-ecosystem.md section 8): fine as extras, wrong as the only
 * way to an action. */
static const struct {
    const char *key, *who;
} swallowed[] = {
    {"F1", "GNOME Terminal"},
    {"F10", "GNOME Terminal"},
    {"F11", "GNOME, Windows Terminal"},
    {"C-PgUp", "GNOME Terminal"},
    {"C-PgDn", "GNOME Terminal"},
    {"S-PgUp", "GNOME Terminal, PuTTY"},
    {"S-PgDn", "GNOME Terminal, PuTTY"},
    {"M-F4", "PuTTY"},
    {"M-Enter", "Windows Terminal"},
    {"C-a", "screen"},
    {"C-b", "tmux"},
    {"~", "ssh"},
};

static void json_text(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++) {
        unsigned char ch = (unsigned char)*text;
        if (ch == '"' || ch == '\\') {
            fprintf(out, "\\%c", ch);
        } else if (ch < 0x20) {
            fprintf(out, "\\u%04x", ch);
        } else {
            fputc(ch, out);
        }
    }
    fputc('"', out);
}

static void dump_json(FILE *out, const struct keymap *keymap) {
    char view[256], edit[256];
    fputs("[\n", out);
    for (int i = 1; i < ACTION_COUNT; i++) {
        enum action_id action = (enum action_id)i;
        keymap_all(keymap, action, MODE_VIEW, view, sizeof view);
        keymap_all(keymap, action, MODE_EDIT, edit, sizeof edit);
        fputs("  {\"action\": ", out);
        json_text(out, action_name(action));
        fputs(", \"label\": ", out);
        json_text(out, _(action_label(action)));
        fputs(", \"keys\": ", out);
        json_text(out, action_keys(action));
        fputs(", \"view\": ", out);
        json_text(out, view);
        fputs(", \"edit\": ", out);
        json_text(out, edit);
        fprintf(out, "}%s\n", i + 1 < ACTION_COUNT ? "," : "");
    }
    fputs("]\n", out);
}

void keys_dump(FILE *out, bool json) {
    struct keymap *keymap = keymap_new();
    if (json) {
        dump_json(out, keymap);
    } else {
        fprintf(out, "[keys]\n");
        for (int group = 0; group < GROUP_COUNT; group++) {
            fprintf(out, "\n# %s\n", _(action_group_label((enum action_group)group)));
            for (int i = 1; i < ACTION_COUNT; i++) {
                enum action_id action = (enum action_id)i;
                if (action_group(action) != (enum action_group)group) continue;
                fprintf(out, "%-14s = \"%s\"\t# %s\n", action_name(action), action_keys(action),
                        _(action_label(action)));
            }
        }
    }
    keymap_free(&keymap);
}

static const char *swallower(const struct binding *binding) {
    for (size_t i = 0; i < sizeof swallowed / sizeof *swallowed; i++) {
        struct key key;
        if (key_parse(swallowed[i].key, &key) && key_equal(key, binding->keys[0])) {
            return swallowed[i].who;
        }
    }
    return NULL;
}

/* Actions whose every key some common terminal keeps for itself. */
static int check_reachable(const struct keymap *keymap, FILE *out) {
    int complaints = 0;
    for (int i = 1; i < ACTION_COUNT; i++) {
        const char *who = NULL;
        char keys[256];
        bool reachable = false;
        for (int b = 0; b < keymap->count; b++) {
            if (keymap->bindings[b].action != (enum action_id)i) continue;
            const char *by = swallower(&keymap->bindings[b]);
            bool only_alt = (keymap->bindings[b].keys[0].mods & KEY_ALT) != 0;
            if (!by && !only_alt) reachable = true;
            who = by ? by : who;
        }
        if (reachable || !who) continue;
        keymap_all(keymap, (enum action_id)i, MODE_VIEW, keys, sizeof keys);
        fprintf(out, _("%s: %s keeps %s for itself; add another key\n"),
                action_name((enum action_id)i), who, keys);
        complaints++;
    }
    return complaints;
}

static int check_conflicts(const struct keymap *keymap, FILE *out) {
    int complaints = 0;
    for (int b = 0; b < keymap->count; b++) {
        const struct binding *other = keymap_conflict(keymap, &keymap->bindings[b]);
        if (!other || other < &keymap->bindings[b]) continue;
        char key[64];
        key_describe(keymap->bindings[b].keys[0], key, sizeof key);
        fprintf(out, _("%s and %s begin with the same key: %s\n"),
                action_name(keymap->bindings[b].action), action_name(other->action), key);
        complaints++;
    }
    return complaints;
}

int keys_check(const char *path, FILE *out, struct err *err) {
    char standard[1024];
    struct keymap *keymap = keymap_new();
    struct ini *ini = NULL;
    int complaints = 0;
    struct err fault = {0};
    if (!path) {
        keys_path(standard, sizeof standard);
        path = standard;
    }
    enum err_code code = ini_open(&ini, path, &fault);
    if (code == ERR_OK) code = keymap_apply(keymap, ini, &fault);
    if (code != ERR_OK && !(path == standard && fault.reason == REASON_FILE_MISSING)) {
        if (err) *err = fault;
        complaints++;
    }
    complaints += check_conflicts(keymap, out);
    complaints += check_reachable(keymap, out);
    ini_free(&ini);
    keymap_free(&keymap);
    return complaints;
}

void keys_path(char *buf, size_t size) {
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && *config) {
        snprintf(buf, size, "%s/chq/keys.ini", config);
    } else {
        snprintf(buf, size, "%s/.config/chq/keys.ini", home ? home : "");
    }
}
