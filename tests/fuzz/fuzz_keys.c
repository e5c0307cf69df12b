/* SPDX-License-Identifier: MIT */
/* Names of keys and the user's keymap file: a name that is read is written the same; chords never end in a dead end. */
#include "fuzz/fuzz.h"
#include "tui/keys.h"

static void require_same_key(struct key key) {
    char name[40], described[40];
    struct key again;
    key_format(key, name, sizeof name);
    key_describe(key, described, sizeof described);
    FUZZ_REQUIRE(*name && *described);
    FUZZ_REQUIRE(key_parse(name, &again));
    FUZZ_REQUIRE(again.code == key.code && again.mods == key.mods);
}

static void require_usable(const struct keymap *keymap, struct fuzz_input in) {
    char keys[200];
    struct chord chord = {0};
    enum action_id action;
    for (int i = 1; i < ACTION_COUNT; i++) {
        for (int mode = MODE_VIEW; mode <= MODE_EDIT; mode++) {
            keymap_first(keymap, (enum action_id)i, (enum key_mode)mode, keys, sizeof keys);
            keymap_all(keymap, (enum action_id)i, (enum key_mode)mode, keys, sizeof keys);
        }
    }
    while (in.left > 0) {
        struct key key = {.code = fuzz_byte(&in), .mods = fuzz_byte(&in) & 7};
        if (key.code < ' ') key.code += KEY_CODE_ESC;
        if (key.code == KEY_CODE_PASTE_BEGIN || key.code == KEY_CODE_PASTE_END) continue;
        enum key_mode mode = fuzz_byte(&in) % 2 ? MODE_EDIT : MODE_VIEW;
        enum key_result result = keymap_feed(keymap, &chord, key, mode, &action);
        FUZZ_REQUIRE((result == KEY_PREFIX) == (chord.count > 0));
        FUZZ_REQUIRE(chord.count < CHORD_MAX);
        if (result == KEY_ACTION) FUZZ_REQUIRE(action > ACTION_NONE && action < ACTION_COUNT);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    char name[40], *text = malloc(size + 1);
    struct key key;
    struct ini *ini;
    struct err err = {0};
    FUZZ_REQUIRE(text != NULL);
    fuzz_line(&in, name, sizeof name);
    if (key_parse(name, &key)) require_same_key(key);
    fuzz_until(&in, -1, text, size + 1);
    if (ini_parse(&ini, "keys.ini", text, &err) == ERR_OK) {
        struct keymap *keymap = keymap_new();
        if (keymap_apply(keymap, ini, &err) != ERR_OK) FUZZ_REQUIRE(err.reason != REASON_NONE);
        require_usable(keymap, (struct fuzz_input){data, size});
        keymap_free(&keymap);
    }
    ini_free(&ini);
    free(text);
    return 0;
}
