/* SPDX-License-Identifier: MIT */
/* Bytes of a terminal: what people typed comes out as they typed it, and nothing they did not type. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/decode.h"

struct heard {
    struct decoder decoder;
    struct key keys[32];
    int count;
};

static void hear(void *ctx, struct key key) {
    struct heard *heard = ctx;
    assert_true(heard->count < 32);
    heard->keys[heard->count++] = key;
}

static void feed(struct heard *heard, const char *bytes) {
    decoder_feed(&heard->decoder, bytes, strlen(bytes), hear, heard);
}

/* The escape time is over. */
static void wait(struct heard *heard) {
    if (decoder_is_pending(&heard->decoder)) decoder_flush(&heard->decoder, hear, heard);
}

static void begin(struct heard *heard) {
    decoder_init(&heard->decoder);
    heard->count = 0;
}

static void assert_key(const struct heard *heard, int index, uint32_t code, int mods) {
    assert_true(index < heard->count);
    assert_int_equal(heard->keys[index].code, code);
    assert_int_equal(heard->keys[index].mods, mods);
}

/* What a terminal answers to a question (colours, version, clipboard) went into the field as text. */
static void the_answers_of_a_terminal_are_not_typed_text(void **state) {
    (void)state;
    static const char *const answers[] = {
        "\033]11;rgb:1e1e/1e1e/2e2e\033\\", /* OSC: colour of the background */
        "\033]52;c;S2FyaQ==\a",             /* the clipboard, ended by BEL */
        "\033P>|XTerm(379)\033\\",          /* DCS: version */
        "\033P1$r0m\033\\",                 /* DECRQSS */
        "\033_Gi=31;OK\033\\",              /* APC: kitty graphics */
        "\033^private\033\\",               /* PM */
        "\033Xany string\033\\",            /* SOS */
        "\033]0;\xC3\x85se\033\\",
    };
    struct heard heard;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        begin(&heard);
        feed(&heard, answers[i]);
        feed(&heard, "j");
        wait(&heard);
        assert_int_equal(heard.count, 1);
        assert_key(&heard, 0, 'j', 0);
        begin(&heard);
        for (const char *p = answers[i]; *p; p++) feed(&heard, (char[]){*p, '\0'});
        wait(&heard);
        assert_int_equal(heard.count, 0);
    }
}

static void an_answer_without_end_does_not_swallow_the_keyboard(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033]11;rgb");
    assert_true(decoder_is_pending(&heard.decoder));
    wait(&heard); /* it stopped: what comes now is typed */
    feed(&heard, "j");
    assert_int_equal(heard.count, 1);

    begin(&heard);
    feed(&heard, "\033]11;rgb\rk"); /* a line end is no part of an answer */
    assert_int_equal(heard.count, 2);
    assert_key(&heard, 0, KEY_CODE_ENTER, 0);

    begin(&heard);
    feed(&heard, "\033Pabc\033[A"); /* nor is another sequence */
    assert_int_equal(heard.count, 1);
    assert_key(&heard, 0, KEY_CODE_UP, 0);

    begin(&heard);
    feed(&heard, "\033]");
    for (int i = 0; i < STRING_MOST; i++) feed(&heard, "x");
    assert_int_equal(heard.count, 0);
    feed(&heard, "j");
    assert_int_equal(heard.count, 1);
}

static void alt_and_the_beginning_of_an_answer_is_a_key_still(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033]");
    assert_int_equal(heard.count, 0);
    wait(&heard);
    assert_int_equal(heard.count, 1);
    assert_key(&heard, 0, ']', KEY_ALT);
}

/* Over a slow line the end of a paste came in two pieces: its first half was thrown away after the escape time, and from
 * then on every key, Esc and Ctrl+C too, was taken for pasted text. */
static void keys_work_after_a_paste_over_a_slow_line(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033[200~Kari\033[20");
    wait(&heard);
    feed(&heard, "1~\003");
    wait(&heard);
    assert_int_equal(heard.count, 7);
    assert_key(&heard, 0, KEY_CODE_PASTE_BEGIN, 0);
    assert_key(&heard, 4, 'i', 0);
    assert_key(&heard, 5, KEY_CODE_PASTE_END, 0);
    assert_key(&heard, 6, 'c', KEY_CTRL);
}

static void a_pasted_escape_sequence_is_text(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033[200~\033[A\033[201~");
    assert_int_equal(heard.count, 4);
    assert_key(&heard, 1, '[', 0);
    assert_key(&heard, 2, 'A', 0);
    assert_key(&heard, 3, KEY_CODE_PASTE_END, 0);
}

static void a_lone_escape_is_escape_after_a_moment(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033");
    assert_int_equal(heard.count, 0);
    assert_true(decoder_is_pending(&heard.decoder));
    wait(&heard);
    assert_key(&heard, 0, KEY_CODE_ESC, 0);
    assert_false(decoder_is_pending(&heard.decoder));
}

/* Alt+O and then Enter lost the Enter. */
static void enter_after_alt_o_is_enter(void **state) {
    (void)state;
    struct heard heard;
    begin(&heard);
    feed(&heard, "\033O\r\033O\xC3\xA5");
    assert_int_equal(heard.count, 2);
    assert_key(&heard, 0, KEY_CODE_ENTER, 0);
    assert_key(&heard, 1, 0xE5, 0);
}

static void numbers_that_are_no_characters_are_no_keys(void **state) {
    (void)state;
    struct heard heard;
    static const char *const nothing[] = {"\033[1114113u", /* would have been Enter */
                                          "\033[55296u",   /* half a character */
                                          "\033[155u",     /* a control sequence introducer */
                                          "\033[57428u",   /* kitty: a media key */
                                          "\033[99999999999999u",
                                          "\xC2\x9B",
                                          "\xED\xA0\x80",
                                          "\xF4\x90\x80\x80",
                                          "\033[<0;3;4M"};
    begin(&heard);
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        feed(&heard, nothing[i]);
        assert_int_equal(heard.count, 0);
    }
    feed(&heard, "\033[65;6u\033[229u\033[13;5u");
    assert_key(&heard, 0, 'a', KEY_CTRL);
    assert_key(&heard, 1, 0xE5, 0);
    assert_key(&heard, 2, KEY_CODE_ENTER, KEY_CTRL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answers_of_a_terminal_are_not_typed_text),
        cmocka_unit_test(an_answer_without_end_does_not_swallow_the_keyboard),
        cmocka_unit_test(alt_and_the_beginning_of_an_answer_is_a_key_still),
        cmocka_unit_test(keys_work_after_a_paste_over_a_slow_line),
        cmocka_unit_test(a_pasted_escape_sequence_is_text),
        cmocka_unit_test(a_lone_escape_is_escape_after_a_moment),
        cmocka_unit_test(enter_after_alt_o_is_enter),
        cmocka_unit_test(numbers_that_are_no_characters_are_no_keys),
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
