/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_KEYS_H
#define CHQ_TUI_KEYS_H

/*
 * Raw keys become named actions here, before any page sees them. Help, legend, palette, the user's keymap file and
 * `chq keys` all read the same table (actions.def).
 *
 * View mode: letters are commands. Edit mode: printable characters are text, everything else is a command.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "model/err.h"
#include "model/ini.h"

enum action_group { GROUP_GLOBAL, GROUP_MOVE, GROUP_EDIT, GROUP_TYPE, GROUP_GUIDE, GROUP_COUNT };

enum action_id {
    ACTION_NONE = 0,
#define X(id, name, keys, label, group) ACTION_##id,
#include "tui/actions.def"
#undef X
    ACTION_COUNT
};

/* What a terminal can send; printable characters are their code point. */
enum key_code {
    KEY_CODE_NONE = 0,
    KEY_CODE_ESC = 0x110000,
    KEY_CODE_ENTER,
    KEY_CODE_TAB,
    KEY_CODE_BACKSPACE,
    KEY_CODE_DELETE,
    KEY_CODE_INSERT,
    KEY_CODE_UP,
    KEY_CODE_DOWN,
    KEY_CODE_LEFT,
    KEY_CODE_RIGHT,
    KEY_CODE_PAGE_UP,
    KEY_CODE_PAGE_DOWN,
    KEY_CODE_HOME,
    KEY_CODE_END,
    KEY_CODE_F1, /* F1..F24 follow one another */
    KEY_CODE_F24 = KEY_CODE_F1 + 23,
    KEY_CODE_PASTE_BEGIN, /* bracketed paste */
    KEY_CODE_PASTE_END
};

enum { KEY_SHIFT = 1, KEY_ALT = 2, KEY_CTRL = 4 };

struct key {
    uint32_t code;
    uint8_t
        mods; /* KEY_CTRL comes with the lower-case letter; never KEY_SHIFT with a printable character */
};

enum key_mode { MODE_VIEW, MODE_EDIT };

#define CHORD_MAX 3

struct keymap; /* bindings: defaults, then the user's file */

/* Keys of a chord typed so far. */
struct chord {
    struct key keys[CHORD_MAX];
    int count;
};

enum key_result {
    KEY_UNKNOWN, /* bound to nothing; the chord is empty again */
    KEY_PREFIX,  /* a chord has begun; show what can follow */
    KEY_ACTION,  /* *action is set; the chord is empty again */
    KEY_TEXT     /* a printable character in edit mode */
};

struct keymap *keymap_new(void);
void keymap_free(struct keymap **keymap);
/*
 * [keys] of the user's file: "go-to = C-p :" replaces the keys of an action, "" unbinds it. Refuses unknown actions,
 * unknown keys and conflicts, naming the line. `ini` is borrowed for the call.
 */
MUST_CHECK enum err_code keymap_apply(struct keymap *keymap, const struct ini *ini,
                                      struct err *err);
enum key_result keymap_feed(const struct keymap *keymap, struct chord *chord, struct key key,
                            enum key_mode mode, enum action_id *action);
/* The keys of an action that work in `mode`, best first, "F2", "C-s": for the legend (first only) or the help (all,
 * joined with two blanks). Written the way people say them: "Ctrl+S", "g h". "" when there is none. */
void keymap_first(const struct keymap *keymap, enum action_id action, enum key_mode mode, char *buf,
                  size_t size);
void keymap_all(const struct keymap *keymap, enum action_id action, enum key_mode mode, char *buf,
                size_t size);
/* Calls `each` for every action a chord can still become, with the keys that are left. */
void keymap_continuations(const struct keymap *keymap, const struct chord *chord,
                          enum key_mode mode,
                          void (*each)(void *ctx, const char *keys, enum action_id action),
                          void *ctx);

const char *action_name(enum action_id action);  /* "go-to" */
const char *action_label(enum action_id action); /* msgid */
enum action_group action_group(enum action_id action);
const char *action_group_label(enum action_group group); /* msgid */
enum action_id action_find(const char *name);            /* ACTION_NONE when unknown */

/* "F4", "C-s", "M-x", "S-Tab", "Space", "å". false when it names no key. */
bool key_parse(const char *text, struct key *key);
void key_format(struct key key, char *buf, size_t size);   /* back to the same form */
void key_describe(struct key key, char *buf, size_t size); /* as people say it: "Ctrl+S", "Esc" */

/* `chq keys dump` and `chq keys check`: `json` prints one array. Check returns the number of complaints and prints
 * each on `out` (conflicts, and keys that common terminals swallow). `path` NULL = the default place. */
void keys_dump(FILE *out, bool json);
int keys_check(const char *path, FILE *out, struct err *err);
/* $XDG_CONFIG_HOME/chq/keys.ini */
void keys_path(char *buf, size_t size);

#endif
