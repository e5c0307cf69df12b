/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a terminal: however they are cut into pieces, the same keys come out, and control characters come out as
 * keys, never as text.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "tui/decode.h"

#define KEYS_MAX 4096

struct heard {
    struct key keys[KEYS_MAX];
    int count;
};

static void hear(void *ctx, struct key key) {
    struct heard *heard = ctx;
    FUZZ_REQUIRE(key.code != KEY_CODE_NONE && (key.code >= ' ' || (key.mods & KEY_CTRL)));
    FUZZ_REQUIRE(key.code < 0xd800 || key.code > 0xdfff);
    if (heard->count < KEYS_MAX) heard->keys[heard->count++] = key;
}

static void decode(const uint8_t *data, size_t size, size_t piece, struct heard *heard) {
    struct decoder decoder;
    decoder_init(&decoder);
    heard->count = 0;
    for (size_t at = 0; at < size; at += piece)
        decoder_feed(&decoder, (const char *)data + at, size - at < piece ? size - at : piece, hear,
                     heard);
    decoder_flush(&decoder, hear, heard);
    FUZZ_REQUIRE(!decoder_is_pending(&decoder));
    FUZZ_REQUIRE(decoder.len <= DECODER_BUFFER);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct heard whole, pieces;
    if (size == 0) return 0;
    decode(data, size, size, &whole);
    decode(data, size, 1, &pieces);
    FUZZ_REQUIRE(whole.count == pieces.count);
    for (int i = 0; i < whole.count; i++)
        FUZZ_REQUIRE(whole.keys[i].code == pieces.keys[i].code &&
                     whole.keys[i].mods == pieces.keys[i].mods);
    return 0;
}
