/* SPDX-License-Identifier: MIT */
/* Text in fixed-size members: what is cut stays well-formed, what is folded stays folded, what is greater is greater. */
#include "fuzz/fuzz.h"
#include "model/text.h"

#define TEXT_BYTES 300

static void require_cut(const char *text, size_t len, size_t room) {
    char *exact = malloc(len + 1),
         *cut = malloc(room); /* to the byte, so that one too many is seen */
    FUZZ_REQUIRE(exact && cut);
    memcpy(exact, text, len);
    bool whole = text_copy_n(cut, room, exact, len);
    size_t kept = strlen(cut);
    FUZZ_REQUIRE(kept < room && memcmp(cut, text, kept) == 0 && whole == (kept == len));
    FUZZ_REQUIRE(whole || kept + 4 >= room);
    if (text_is_utf8(text, len)) {
        FUZZ_REQUIRE(text_is_utf8(cut, kept));
        FUZZ_REQUIRE(text_chars(cut) <= text_chars(text));
        FUZZ_REQUIRE(!text_has_control(cut) || text_has_control(text));
    } else {
        FUZZ_REQUIRE(text_has_control(text));
    }
    free(exact);
    free(cut);
}

static void require_fold(const char *text, size_t room) {
    char folded[TEXT_BYTES * 4], again[TEXT_BYTES * 4], part[64];
    text_fold(folded, sizeof folded, text);
    text_fold(part, room, text);
    FUZZ_REQUIRE(strlen(part) < room && strncmp(part, folded, strlen(part)) == 0);
    if (!text_is_utf8(text, strlen(text))) return;
    FUZZ_REQUIRE(text_is_utf8(folded, strlen(folded)) && text_is_utf8(part, strlen(part)));
    text_fold(again, sizeof again, folded);
    FUZZ_REQUIRE(strcmp(folded, again) == 0);
}

static void require_trim(const char *text) {
    char trimmed[TEXT_BYTES], again[TEXT_BYTES];
    text_copy(trimmed, sizeof trimmed, text);
    text_trim(trimmed);
    text_copy(again, sizeof again, trimmed);
    text_trim(again);
    FUZZ_REQUIRE(strcmp(trimmed, again) == 0 && strstr(text, trimmed) != NULL);
    if (text_is_email(text)) {
        FUZZ_REQUIRE(strcmp(trimmed, text) == 0);
        FUZZ_REQUIRE(strchr(text, '@') == strrchr(text, '@') && strchr(text, '.'));
    }
}

static void require_prefix_end(const char *text) {
    char end[TEXT_BYTES + 4], longer[TEXT_BYTES + 4];
    if (!text_prefix_end(end, sizeof end, text)) return;
    snprintf(longer, sizeof longer, "%s\xf4\x8f\xbf\xbf", text);
    FUZZ_REQUIRE(text_is_utf8(end, strlen(end)));
    FUZZ_REQUIRE(strcmp(text, end) < 0 && strcmp(longer, end) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    size_t room = 1 + fuzz_byte(&in) % 63;
    char text[TEXT_BYTES], word[70];
    fuzz_line(&in, word, sizeof word);
    size_t len = fuzz_until(&in, -1, text, sizeof text);
    const char *const words[] = {text, word};
    require_cut(text, len, room);
    require_fold(text, room);
    require_trim(text);
    require_prefix_end(text);
    const char *nearest = text_nearest(word, words, 2);
    FUZZ_REQUIRE(!nearest || nearest == text || nearest == word);
    FUZZ_REQUIRE(nearest || !*word || strlen(word) > 63);
    return 0;
}
