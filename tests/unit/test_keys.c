/* SPDX-License-Identifier: MIT */
/* From bytes to actions: what each terminal sends, chords, modes, the user's keymap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/decode.h"
#include "tui/keys.h"
#include "tui/keys_priv.h"

/* ---- bytes to keys --------------------------------------------------------------------------------------------- */

static void collect(void *ctx, struct key key) {
    char name[32], *out = ctx;
    key_format(key, name, sizeof name);
    if (key.code == KEY_CODE_PASTE_BEGIN) memcpy(name, "<paste", 7);
    if (key.code == KEY_CODE_PASTE_END) memcpy(name, "paste>", 7);
    size_t used = strlen(out);
    snprintf(out + used, 200 - used, "%s%s", used ? " " : "", name);
}

static void assert_keys(const char *bytes, const char *expected) {
    struct decoder decoder;
    char whole[200] = "", split[200] = "";
    decoder_init(&decoder);
    decoder_feed(&decoder, bytes, strlen(bytes), collect, whole);
    decoder_flush(&decoder, collect, whole);
    assert_string_equal(whole, expected);
    /* The same, byte by byte, as a slow line delivers it. */
    decoder_init(&decoder);
    for (const char *p = bytes; *p; p++) decoder_feed(&decoder, p, 1, collect, split);
    decoder_flush(&decoder, collect, split);
    assert_string_equal(split, expected);
}

static void function_keys_of_every_terminal(void **state) {
    (void)state;
    assert_keys("\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4");                    /* xterm */
    assert_keys("\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5"); /* PuTTY, rxvt */
    assert_keys("\033[[A\033[[B\033[[E", "F1 F2 F5");                          /* Linux console */
    assert_keys("\033[17~\033[18~\033[19~\033[20~\033[21~\033[24~", "F6 F7 F8 F9 F10 F12");
    assert_keys("\033[15;2~\033[1;5P", "S-F5 C-F1");
}

static void moving_keys_of_every_terminal(void **state) {
    (void)state;
    assert_keys("\033[A\033OA\033[B\033OD", "Up Up Down Left");
    assert_keys("\033[H\033OH\033[1~\033[7~", "Home Home Home Home");
    assert_keys("\033[F\033[4~\033[8~", "End End End");
    assert_keys("\033[5~\033[6~\033[3~\033[2~", "PgUp PgDn Del Ins");
    assert_keys("\033[1;5A\033[1;5H\033[1;3B\033[6;5~", "C-Up C-Home M-Down C-PgDn");
    assert_keys("\033[Z\033OM", "S-Tab Enter");
    assert_keys("\033\033[A", "M-Up");
}

static void letters_controls_and_alt(void **state) {
    (void)state;
    assert_keys("aÅ李", "a Å 李");
    assert_keys("\r\n\t\x7f\b", "Enter Enter Tab Backspace Backspace");
    assert_keys("\x13\x18\x1d\x1f", "C-s C-x C-] C-_");
    assert_keys("\033x\033\r\033\x7f", "M-x M-Enter M-Backspace");
    assert_keys("\033[115;5u\033[97;1u", "C-s a");
}

static void a_lone_escape_is_escape(void **state) {
    (void)state;
    assert_keys("\033", "Esc");
    assert_keys("\033\033", "Esc Esc");
}

static void an_unknown_sequence_is_nothing_at_all(void **state) {
    (void)state;
    assert_keys("\033[99~", "");
    assert_keys("x\033[?1;2c\033[>0;276;0cy", "x y");
    assert_keys("\033[I\033[O", "");
    assert_keys("\033[<0;10;10Mz", "z");
    assert_keys("\033[1;", "");
    assert_keys("a\xFF\xC0\x80\xED\xA0\x80z", "a z");
}

static void a_paste_is_marked_and_holds_no_keys(void **state) {
    (void)state;
    assert_keys("\033[200~a\033[Ab\r\033[201~c", "<paste a [ A b Enter paste> c");
}

/* ---- keys to actions ------------------------------------------------------------------------------------------- */

static enum key_result feed(const struct keymap *keymap, struct chord *chord, const char *name,
                            enum key_mode mode, enum action_id *action) {
    struct key key;
    assert_true(key_parse(name, &key));
    return keymap_feed(keymap, chord, key, mode, action);
}

static void letters_are_commands_in_view_mode_and_text_in_edit_mode(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    struct chord chord = {0};
    enum action_id action;
    assert_int_equal(feed(keymap, &chord, "n", MODE_VIEW, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_NEW);
    assert_int_equal(feed(keymap, &chord, "n", MODE_EDIT, &action), KEY_TEXT);
    assert_int_equal(feed(keymap, &chord, "F6", MODE_EDIT, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_NEW);
    assert_int_equal(feed(keymap, &chord, "Backspace", MODE_VIEW, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_BACK);
    assert_int_equal(feed(keymap, &chord, "Backspace", MODE_EDIT, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_ERASE);
    keymap_free(&keymap);
}

static void chords_wait_for_their_second_key(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    struct chord chord = {0};
    enum action_id action;
    assert_int_equal(feed(keymap, &chord, "g", MODE_VIEW, &action), KEY_PREFIX);
    assert_int_equal(feed(keymap, &chord, "g", MODE_VIEW, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_FIRST);
    feed(keymap, &chord, "C-x", MODE_EDIT, &action);
    assert_int_equal(feed(keymap, &chord, "4", MODE_EDIT, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_LOOKUP);
    feed(keymap, &chord, "C-x", MODE_EDIT, &action);
    assert_int_equal(feed(keymap, &chord, "0", MODE_EDIT, &action), KEY_ACTION);
    assert_int_equal(action, ACTION_MENU);
    feed(keymap, &chord, "g", MODE_VIEW, &action);
    assert_int_equal(feed(keymap, &chord, "Esc", MODE_VIEW, &action), KEY_UNKNOWN);
    assert_int_equal(chord.count, 0);
    keymap_free(&keymap);
}

static void no_key_is_bound_twice(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    for (int i = 0; i < keymap->count; i++) {
        const struct binding *other = keymap_conflict(keymap, &keymap->bindings[i]);
        if (other) {
            fail_msg("%s and %s share a key", action_name(keymap->bindings[i].action),
                     action_name(other->action));
        }
    }
    keymap_free(&keymap);
}

static void nothing_is_on_keys_that_terminals_keep(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    for (int i = 0; i < keymap->count; i++) {
        struct key key = keymap->bindings[i].keys[0];
        bool control_a_or_b = key.mods == KEY_CTRL && (key.code == 'a' || key.code == 'b');
        assert_false(control_a_or_b);
        assert_true(key.code != '~' && key.code != KEY_CODE_F1 + 10);
        /* Ctrl+I, M, H, J and [ are Tab, Enter, Backspace and Escape. */
        assert_false(key.mods == KEY_CTRL && strchr("imhj[", (int)key.code) && key.code < 128);
    }
    keymap_free(&keymap);
}

static void every_action_can_be_reached_without_alt(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    for (int action = 1; action < ACTION_COUNT; action++) {
        bool reachable = action == ACTION_ERASE_WORD; /* an extra: Backspace does it slower */
        for (int i = 0; i < keymap->count; i++) {
            const struct binding *b = &keymap->bindings[i];
            if (b->action == (enum action_id)action && !(b->keys[0].mods & KEY_ALT))
                reachable = true;
        }
        if (!reachable) fail_msg("%s needs Alt", action_name((enum action_id)action));
    }
    keymap_free(&keymap);
}

static void key_names_survive_a_round_trip(void **state) {
    (void)state;
    static const char *const names[] = {"F1", "F24", "C-s", "M-x", "S-Tab", "C-M-Up", "Space",
                                        "å",  "+",   "C-]", "Del", "-",     "C-_"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct key key;
        char text[32];
        assert_true(key_parse(names[i], &key));
        key_format(key, text, sizeof text);
        assert_string_equal(text, names[i]);
    }
    struct key key;
    assert_false(key_parse("F25", &key));
    assert_false(key_parse("Fx", &key));
    assert_false(key_parse("S-a", &key));
    assert_false(key_parse("", &key));
    assert_false(key_parse("ab", &key));
}

/* ---- the user's keys ------------------------------------------------------------------------------------------- */

static enum err_code apply(const char *text, struct keymap *keymap, struct err *err) {
    struct ini *ini = NULL;
    err_clear(err);
    enum err_code code = ini_parse(&ini, "keys.ini", text, err);
    if (code == ERR_OK) code = keymap_apply(keymap, ini, err);
    ini_free(&ini);
    return code;
}

static void the_users_file_replaces_the_keys_of_an_action(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    struct chord chord = {0};
    struct err err;
    enum action_id action;
    char first[32];
    assert_int_equal(apply("[keys]\nsave = \"C-o F11\"\n", keymap, &err), ERR_OK);
    feed(keymap, &chord, "C-o", MODE_EDIT, &action);
    assert_int_equal(action, ACTION_SAVE);
    assert_int_equal(feed(keymap, &chord, "C-s", MODE_EDIT, &action), KEY_UNKNOWN);
    keymap_first(keymap, ACTION_SAVE, MODE_EDIT, first, sizeof first);
    assert_string_equal(first, "Ctrl+O");
    keymap_free(&keymap);
}

static void a_wrong_file_is_refused_with_the_reason(void **state) {
    (void)state;
    struct keymap *keymap = keymap_new();
    struct err err;
    assert_int_equal(apply("[keys]\nsavee = C-o\n", keymap, &err), ERR_CONFIG);
    assert_int_equal(err.reason, REASON_CONFIG_UNKNOWN_KEY);
    assert_string_equal(err.value2, "save");
    assert_int_equal(apply("[keys]\nsave = Banana\n", keymap, &err), ERR_CONFIG);
    assert_int_equal(err.reason, REASON_CONFIG_BAD_VALUE);
    assert_int_equal(apply("[keys]\nsave = F2\n", keymap, &err), ERR_CONFIG);
    assert_int_equal(err.reason, REASON_CONFIG_BAD_VALUE);
    keymap_free(&keymap);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_keys_of_every_terminal),
        cmocka_unit_test(moving_keys_of_every_terminal),
        cmocka_unit_test(letters_controls_and_alt),
        cmocka_unit_test(a_lone_escape_is_escape),
        cmocka_unit_test(an_unknown_sequence_is_nothing_at_all),
        cmocka_unit_test(a_paste_is_marked_and_holds_no_keys),
        cmocka_unit_test(letters_are_commands_in_view_mode_and_text_in_edit_mode),
        cmocka_unit_test(chords_wait_for_their_second_key),
        cmocka_unit_test(no_key_is_bound_twice),
        cmocka_unit_test(nothing_is_on_keys_that_terminals_keep),
        cmocka_unit_test(every_action_can_be_reached_without_alt),
        cmocka_unit_test(key_names_survive_a_round_trip),
        cmocka_unit_test(the_users_file_replaces_the_keys_of_an_action),
        cmocka_unit_test(a_wrong_file_is_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
