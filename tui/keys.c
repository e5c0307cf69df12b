/* SPDX-License-Identifier: MIT */
/*
 * Key names, the table of bindings, and chords. The only place that knows which key does what; pages and panels see
 * named actions. The commands `chq keys dump|check` are in keys_tool.c.
 */
#include "tui/keys.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/i18n.h"
#include "tui/keys_priv.h"

#include <utf8proc.h>

// clang-format off
static const struct {
    const char *name, *keys, *label;
    enum action_group group;
} actions[ACTION_COUNT] = {
    [ACTION_NONE] = {"", "", "", GROUP_GLOBAL},
#define X(id, action_name, keys, label, group) [ACTION_##id] = {action_name, keys, label, group},
#include "tui/actions.def"
#undef X
};

static const struct {
    const char *name;   /* in files */
    const char *spoken; /* to people */
    uint32_t code;
} named_keys[] = {
    {"Esc", N_("Esc"), KEY_CODE_ESC},
    {"Enter", N_("Enter"), KEY_CODE_ENTER},
    {"Tab", N_("Tab"), KEY_CODE_TAB},
    {"Backspace", N_("Backspace"), KEY_CODE_BACKSPACE},
    {"Del", N_("Del"), KEY_CODE_DELETE},
    {"Ins", N_("Ins"), KEY_CODE_INSERT},
    {"Up", NC_("key", "Up"), KEY_CODE_UP},
    {"Down", NC_("key", "Down"), KEY_CODE_DOWN},
    {"Left", NC_("key", "Left"), KEY_CODE_LEFT},
    {"Right", NC_("key", "Right"), KEY_CODE_RIGHT},
    {"PgUp", N_("PgUp"), KEY_CODE_PAGE_UP},
    {"PgDn", N_("PgDn"), KEY_CODE_PAGE_DOWN},
    {"Home", NC_("key", "Home"), KEY_CODE_HOME},
    {"End", NC_("key", "End"), KEY_CODE_END},
    {"Space", N_("Space"), ' '},
};
// clang-format on

#define NAMED_KEYS (sizeof named_keys / sizeof *named_keys)

const char *action_name(enum action_id action) {
    return actions[action].name;
}

const char *action_label(enum action_id action) {
    return actions[action].label;
}

const char *action_keys(enum action_id action) {
    return actions[action].keys;
}

enum action_group action_group(enum action_id action) {
    return actions[action].group;
}

const char *action_group_label(enum action_group group) {
    static const char *const labels[GROUP_COUNT] = {
        [GROUP_GLOBAL] = N_("Everywhere"),
        [GROUP_MOVE] = N_("Moving and finding"),
        [GROUP_EDIT] = N_("Records and fields"),
        [GROUP_TYPE] = N_("While typing"),
        [GROUP_GUIDE] = N_("Guide"),
    };
    return labels[group];
}

enum action_id action_find(const char *name) {
    for (int i = 1; i < ACTION_COUNT; i++) {
        if (strcmp(actions[i].name, name) == 0) return (enum action_id)i;
    }
    return ACTION_NONE;
}

/* ---- key names ----------------------------------------------------------------------------------------------- */

static bool parse_code(const char *text, uint32_t *code) {
    for (size_t i = 0; i < NAMED_KEYS; i++) {
        if (strcmp(text, named_keys[i].name) == 0) {
            *code = named_keys[i].code;
            return true;
        }
    }
    if (text[0] == 'F' && text[1] >= '1' && text[1] <= '9') {
        char *end;
        unsigned long number = strtoul(text + 1, &end, 10);
        if (*end || number > 24) return false;
        *code = (uint32_t)(KEY_CODE_F1 + number - 1);
        return true;
    }
    utf8proc_int32_t ch;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &ch);
    if (len <= 0 || ch <= ' ' || text[len]) return false;
    *code = (uint32_t)ch;
    return true;
}

bool key_parse(const char *text, struct key *key) {
    uint8_t mods = 0;
    while (text[0] && text[1] == '-' && text[2]) {
        if (*text == 'C') {
            mods |= KEY_CTRL;
        } else if (*text == 'M') {
            mods |= KEY_ALT;
        } else if (*text == 'S') {
            mods |= KEY_SHIFT;
        } else {
            break;
        }
        text += 2;
    }
    *key = (struct key){.mods = mods};
    if (!parse_code(text, &key->code)) return false;
    bool printable = key->code < KEY_CODE_ESC;
    if (printable && (mods & KEY_SHIFT)) return false; /* a terminal sends the shifted character */
    if ((mods & KEY_CTRL) && key->code >= 'A' && key->code <= 'Z') key->code += 'a' - 'A';
    return true;
}

static void put_text(char *buf, size_t size, const char *text) {
    size_t used = strlen(buf);
    text_copy(buf + used, size - used, text);
}

static void format_key(struct key key, bool spoken, char *buf, size_t size) {
    buf[0] = '\0';
    if (key.mods & KEY_CTRL) put_text(buf, size, spoken ? _("Ctrl+") : "C-");
    if (key.mods & KEY_ALT) put_text(buf, size, spoken ? _("Alt+") : "M-");
    if (key.mods & KEY_SHIFT) put_text(buf, size, spoken ? _("Shift+") : "S-");
    for (size_t i = 0; i < NAMED_KEYS; i++) {
        if (named_keys[i].code != key.code) continue;
        put_text(buf, size, spoken ? _(named_keys[i].spoken) : named_keys[i].name);
        return;
    }
    char name[16] = "";
    if (key.code >= KEY_CODE_F1 && key.code <= KEY_CODE_F24) {
        snprintf(name, sizeof name, "F%u", key.code - KEY_CODE_F1 + 1);
    } else if (key.code < KEY_CODE_ESC) {
        uint32_t code = key.code;
        if (spoken && (key.mods & KEY_CTRL) && code >= 'a' && code <= 'z') code -= 'a' - 'A';
        utf8proc_ssize_t len =
            utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)name);
        name[len > 0 ? len : 0] = '\0';
    }
    put_text(buf, size, name);
}

void key_format(struct key key, char *buf, size_t size) {
    format_key(key, false, buf, size);
}

void key_describe(struct key key, char *buf, size_t size) {
    format_key(key, true, buf, size);
}

bool key_equal(struct key a, struct key b) {
    return a.code == b.code && a.mods == b.mods;
}

bool key_is_text(struct key key) {
    return key.code >= ' ' && key.code < KEY_CODE_ESC && key.mods == 0;
}

/* "v:C-x+g" */
bool binding_parse(const char *text, struct binding *binding) {
    *binding = (struct binding){.in_view = true, .in_edit = true};
    if (strncmp(text, "v:", 2) == 0) {
        binding->in_edit = false;
        text += 2;
    } else if (strncmp(text, "e:", 2) == 0) {
        binding->in_view = false;
        text += 2;
    }
    while (*text) {
        char part[24];
        size_t len = strcspn(text + 1, "+") + 1; /* a lone + is a key */
        if (len >= sizeof part || binding->count == CHORD_MAX) return false;
        memcpy(part, text, len);
        part[len] = '\0';
        if (!key_parse(part, &binding->keys[binding->count++])) return false;
        text += len;
        if (*text == '+') text++;
    }
    if (binding->count == 0) return false;
    if (key_is_text(binding->keys[0])) binding->in_edit = false;
    return binding->in_view || binding->in_edit;
}

/* ---- the table ------------------------------------------------------------------------------------------------ */

static bool same_start(const struct binding *a, const struct binding *b, int count) {
    for (int i = 0; i < count; i++) {
        if (!key_equal(a->keys[i], b->keys[i])) return false;
    }
    return (a->in_view && b->in_view) || (a->in_edit && b->in_edit);
}

const struct binding *keymap_conflict(const struct keymap *keymap, const struct binding *binding) {
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *other = &keymap->bindings[i];
        int shorter = other->count < binding->count ? other->count : binding->count;
        if (other->action != binding->action && same_start(other, binding, shorter)) return other;
    }
    return NULL;
}

static void add(struct keymap *keymap, const struct binding *binding) {
    if (keymap->count == BINDINGS_MAX) BUG("too many key bindings");
    keymap->bindings[keymap->count++] = *binding;
}

/* F1..F10 are reachable as Ctrl+X 1..0 on keyboards and terminals without them. */
static void add_twin(struct keymap *keymap, const struct binding *binding) {
    struct key key = binding->keys[0];
    if (binding->count != 1 || key.mods || key.code < KEY_CODE_F1 || key.code > KEY_CODE_F1 + 9)
        return;
    struct binding twin = *binding;
    twin.keys[0] = (struct key){'x', KEY_CTRL};
    twin.keys[1] = (struct key){'0' + (key.code - KEY_CODE_F1 + 1) % 10, 0};
    twin.count = 2;
    add(keymap, &twin);
}

bool keymap_add(struct keymap *keymap, enum action_id action, const char *keys, char *bad,
                size_t bad_size) {
    char word[48];
    for (int pass = 0; pass < 2; pass++) { /* twins last: the first key is what the legend shows */
        for (const char *p = keys; *p;) {
            size_t len = strcspn(p, " ");
            struct binding binding;
            text_copy_n(word, sizeof word, p, len);
            p += len + strspn(p + len, " ");
            if (!*word) continue;
            if (!binding_parse(word, &binding)) {
                text_copy(bad, bad_size, word);
                return false;
            }
            binding.action = action;
            if (pass == 0) {
                add(keymap, &binding);
            } else {
                add_twin(keymap, &binding);
            }
        }
    }
    return true;
}

void keymap_remove(struct keymap *keymap, enum action_id action) {
    int kept = 0;
    for (int i = 0; i < keymap->count; i++) {
        if (keymap->bindings[i].action != action) keymap->bindings[kept++] = keymap->bindings[i];
    }
    keymap->count = kept;
}

struct keymap *keymap_new(void) {
    struct keymap *keymap = alloc_zero(1, sizeof *keymap);
    char bad[48];
    for (int i = 1; i < ACTION_COUNT; i++) {
        if (!keymap_add(keymap, (enum action_id)i, actions[i].keys, bad, sizeof bad)) BUG(bad);
    }
    return keymap;
}

void keymap_free(struct keymap **keymap) {
    free(*keymap);
    *keymap = NULL;
}

static const char *nearest_action(const char *name) {
    const char *names[ACTION_COUNT];
    for (int i = 1; i < ACTION_COUNT; i++) names[i - 1] = actions[i].name;
    const char *nearest = text_nearest(name, names, ACTION_COUNT - 1);
    return nearest ? nearest : "";
}

static enum err_code refuse(const struct ini *ini, const char *key, const char *value,
                            enum err_reason reason, const char *why, struct err *err) {
    err_set(err, ERR_CONFIG, reason, "", key);
    err_add_value2(err, value);
    err_add_detail(err, "%s:%d%s%s", ini_name(ini), ini_line(ini, "keys", key), *why ? ": " : "",
                   why);
    return ERR_CONFIG;
}

enum err_code keymap_apply(struct keymap *keymap, const struct ini *ini, struct err *err) {
    const char *key;
    char why[96];
    for (int i = 0; (key = ini_key(ini, "keys", i)) != NULL; i++) {
        enum action_id action = action_find(key);
        if (!action) {
            return refuse(ini, key, nearest_action(key), REASON_CONFIG_UNKNOWN_KEY, "", err);
        }
        keymap_remove(keymap, action);
    }
    for (int i = 0; (key = ini_key(ini, "keys", i)) != NULL; i++) {
        enum action_id action = action_find(key);
        const char *value = ini_get(ini, "keys", key);
        int first = keymap->count;
        if (!keymap_add(keymap, action, value, why, sizeof why)) {
            return refuse(ini, key, value, REASON_CONFIG_BAD_VALUE, "F2, C-s, S-Tab, g+h", err);
        }
        for (int b = first; b < keymap->count; b++) {
            const struct binding *other = keymap_conflict(keymap, &keymap->bindings[b]);
            if (!other || other->count != keymap->bindings[b].count) continue;
            snprintf(why, sizeof why, "%s", actions[other->action].name);
            return refuse(ini, key, value, REASON_CONFIG_BAD_VALUE, why, err);
        }
    }
    return ERR_OK;
}

/* ---- reading keys --------------------------------------------------------------------------------------------- */

static bool works_in(const struct binding *binding, enum key_mode mode) {
    return mode == MODE_VIEW ? binding->in_view : binding->in_edit;
}

static bool begins_with(const struct binding *binding, const struct chord *chord) {
    if (binding->count < chord->count) return false;
    for (int i = 0; i < chord->count; i++) {
        if (!key_equal(binding->keys[i], chord->keys[i])) return false;
    }
    return true;
}

enum key_result keymap_feed(const struct keymap *keymap, struct chord *chord, struct key key,
                            enum key_mode mode, enum action_id *action) {
    bool prefix = false;
    *action = ACTION_NONE;
    if (chord->count > 0 && key.code == KEY_CODE_ESC) {
        chord->count = 0;
        return KEY_UNKNOWN;
    }
    if (chord->count == 0 && mode == MODE_EDIT && key_is_text(key)) return KEY_TEXT;
    chord->keys[chord->count++] = key;
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];
        if (!works_in(binding, mode) || !begins_with(binding, chord)) continue;
        if (binding->count == chord->count) {
            chord->count = 0;
            *action = binding->action;
            return KEY_ACTION;
        }
        prefix = true;
    }
    if (prefix && chord->count < CHORD_MAX) return KEY_PREFIX;
    chord->count = 0;
    return KEY_UNKNOWN;
}

static void describe_from(const struct binding *binding, int from, char *buf, size_t size) {
    char part[48];
    buf[0] = '\0';
    for (int i = from; i < binding->count; i++) {
        key_describe(binding->keys[i], part, sizeof part);
        if (i > from) put_text(buf, size, " ");
        put_text(buf, size, part);
    }
}

void keymap_first(const struct keymap *keymap, enum action_id action, enum key_mode mode, char *buf,
                  size_t size) {
    buf[0] = '\0';
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];
        if (binding->action != action || !works_in(binding, mode)) continue;
        describe_from(binding, 0, buf, size);
        return;
    }
}

void keymap_all(const struct keymap *keymap, enum action_id action, enum key_mode mode, char *buf,
                size_t size) {
    char part[64];
    buf[0] = '\0';
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];
        if (binding->action != action || !works_in(binding, mode)) continue;
        describe_from(binding, 0, part, sizeof part);
        if (*buf) put_text(buf, size, "  ");
        put_text(buf, size, part);
    }
}

void keymap_continuations(const struct keymap *keymap, const struct chord *chord,
                          enum key_mode mode,
                          void (*each)(void *ctx, const char *keys, enum action_id action),
                          void *ctx) {
    char rest[64];
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];
        if (!works_in(binding, mode) || binding->count <= chord->count) continue;
        if (!begins_with(binding, chord)) continue;
        describe_from(binding, chord->count, rest, sizeof rest);
        each(ctx, rest, binding->action);
    }
}
