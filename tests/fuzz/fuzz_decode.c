/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a terminal: however they are cut into pieces, the same keys come out; control characters come out as keys,
 * never as text; and a paste ends where it ends, however slowly it comes.
 */
#include "fuzz/fuzz.h"
#include "tui/decode.h"

#define KEYS_MAX 4096

struct heard {
    struct key keys[KEYS_MAX];
    int count;
    bool pasting;
};

static void hear(void *ctx, struct key key) {
    struct heard *heard = ctx;
    FUZZ_REQUIRE(key.code >= ' ' && !(key.code >= 0x7f && key.code < 0xa0));
    FUZZ_REQUIRE(key.code <= KEY_CODE_PASTE_END && (key.code < 0xd800 || key.code > 0xdfff));
    FUZZ_REQUIRE((key.mods & ~(KEY_SHIFT | KEY_ALT | KEY_CTRL)) == 0);
    if (key.code < KEY_CODE_ESC) FUZZ_REQUIRE(!(key.mods & KEY_SHIFT));
    if (key.mods & KEY_CTRL) FUZZ_REQUIRE(key.code < 'A' || key.code > 'Z');
    if (key.code == KEY_CODE_PASTE_BEGIN) heard->pasting = true;
    if (key.code == KEY_CODE_PASTE_END) heard->pasting = false;
    if (heard->count < KEYS_MAX) heard->keys[heard->count++] = key;
}

/* `patient`: nothing arrives so late that the escape time is over. */
static void decode(const uint8_t *data, size_t size, size_t piece, bool patient,
                   struct heard *heard) {
    struct decoder decoder;
    heard->count = 0;
    heard->pasting = false;
    decoder_init(&decoder);
    decoder_add(&decoder, "\033[7$", (struct key){KEY_CODE_HOME, KEY_SHIFT});
    decoder_add(&decoder, "\033OA", (struct key){KEY_CODE_UP, 0});
    for (size_t at = 0; at < size; at += piece) {
        size_t len = size - at < piece ? size - at : piece;
        char *exact = malloc(len);
        FUZZ_REQUIRE(exact != NULL);
        memcpy(exact, data + at, len);
        decoder_feed(&decoder, exact, len, hear, heard);
        free(exact);
        if ((!patient && decoder_is_pending(&decoder)) || heard->pasting)
            decoder_flush(&decoder, hear, heard);
    }
    decoder_flush(&decoder, hear, heard);
    FUZZ_REQUIRE(!decoder_is_pending(&decoder) && decoder.len <= DECODER_BUFFER);
}

static void require_equal(const struct heard *a, const struct heard *b) {
    FUZZ_REQUIRE(a->count == b->count);
    for (int i = 0; i < a->count; i++)
        FUZZ_REQUIRE(a->keys[i].code == b->keys[i].code && a->keys[i].mods == b->keys[i].mods);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct heard whole, pieces;
    if (size == 0) return 0;
    decode(data, size, size, true, &whole);
    decode(data, size, 1, true, &pieces);
    require_equal(&whole, &pieces);
    decode(data, size, 1 + data[0] % 7, true, &pieces);
    require_equal(&whole, &pieces);
    decode(data, size, 1, false, &pieces);
    return 0;
}
