/* SPDX-License-Identifier: MIT */
/* Sentences about what somebody typed: nothing in them steers a terminal, and a sentence that fits has an end. */
#include "fuzz/fuzz.h"
#include "model/text.h"
#include "tui/words.h"

static void require_harmless(const char *text, size_t size) {
    FUZZ_REQUIRE(strlen(text) < size);
    FUZZ_REQUIRE(text_is_utf8(text, strlen(text)) && !text_has_control(text));
}

static void require_clean(const char *text, size_t room) {
    char clean[3 * 400 + 1], again[sizeof clean], part[sizeof clean];
    words_clean(clean, sizeof clean, text);
    require_harmless(clean, sizeof clean);
    FUZZ_REQUIRE(text_chars(clean) == text_chars(text));
    words_clean(again, sizeof again, clean);
    FUZZ_REQUIRE(strcmp(clean, again) == 0);
    words_clean(part, room, text);
    require_harmless(part, room);
    FUZZ_REQUIRE(strncmp(part, clean, strlen(part)) == 0 &&
                 (strlen(part) + 4 >= room || strcmp(part, clean) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const entities[] = {NULL, "profile", "store", "customer", "signup", "what"};
    struct fuzz_input in = {data, size};
    char field[60], value[400], value2[300], detail[300], words[WORDS_SIZE];
    enum err_reason reason = (enum err_reason)(fuzz_byte(&in) % REASON_COUNT);
    enum err_code code = (enum err_code)(fuzz_byte(&in) % (ERR_CANCELLED + 1));
    const char *entity = entities[fuzz_byte(&in) % 6];
    size_t room = 1 + fuzz_byte(&in);
    struct err err = {0};
    fuzz_line(&in, field, sizeof field);
    fuzz_line(&in, value, sizeof value);
    fuzz_line(&in, value2, sizeof value2);
    fuzz_until(&in, -1, detail, sizeof detail);
    require_clean(value, room);
    err_set(&err, code, reason, field, value);
    err_add_value2(&err, value2);
    err_add_number(&err, (int64_t)size);
    err_add_detail(&err, "%s", detail);
    err.os_errno = (int)(room % 140);
    words_error(&err, entity, words, sizeof words);
    require_harmless(words, sizeof words);
    FUZZ_REQUIRE(*words || code == ERR_OK);
    words_error(&err, entity, words, room);
    require_harmless(words, room);
    words_error_details(&err, words, sizeof words);
    require_harmless(words, sizeof words);
    FUZZ_REQUIRE(strncmp(words, err_reason_name(reason), strlen(err_reason_name(reason))) == 0);
    return 0;
}
