/* SPDX-License-Identifier: MIT */
/* Number sequences: numbers drawn one after the other are all different, have the form asked for, and end. */
#include "fuzz/fuzz.h"
#include "model/hq/numberseq.h"

#define DRAWS 200

static int64_t some_number(struct fuzz_input *in) {
    char digits[32];
    fuzz_line(in, digits, sizeof digits);
    return strtoll(digits, NULL, 10);
}

/* The format with its places taken by digits, and nothing else. */
static void require_form(const char *format, const char *number) {
    size_t before = strcspn(format, "#"), places = strspn(format + before, "#");
    const char *after = format + before + places;
    size_t digits = strlen(number) - before - strlen(after);
    FUZZ_REQUIRE(strlen(number) >= before + strlen(after) && digits > 0);
    FUZZ_REQUIRE(strncmp(number, format, before) == 0);
    FUZZ_REQUIRE(strcmp(number + before + digits, after) == 0);
    FUZZ_REQUIRE(places == 0 || digits == places);
    FUZZ_REQUIRE(strspn(number + before, "0123456789") >= digits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    char format[140], number[TEXT_SIZE(20)], before[TEXT_SIZE(20)] = "";
    struct number_sequence seq = {.NumberSequence = "Cust"};
    uint8_t flags = fuzz_byte(&in);
    seq.Blocked = (flags & 7) == 1;
    seq.Manual = (flags & 7) == 2;
    seq.Lowest = some_number(&in);
    seq.Highest = some_number(&in);
    seq.NextRec = some_number(&in);
    fuzz_line(&in, format, sizeof format);
    text_copy(seq.Format, sizeof seq.Format, format);
    size_t room = flags & 128 ? 1 + flags % sizeof number : sizeof number;
    for (int i = 0; i < DRAWS; i++) {
        struct number_sequence old = seq;
        struct err err = {0};
        if (numberseq_draw(&seq, number, room, &err) != ERR_OK) {
            FUZZ_REQUIRE(memcmp(&old, &seq, sizeof seq) == 0);
            FUZZ_REQUIRE(err.code == ERR_REFUSED && err.reason != REASON_NONE);
            return 0;
        }
        FUZZ_REQUIRE(!seq.Blocked && !seq.Manual);
        FUZZ_REQUIRE(seq.NextRec == old.NextRec + 1 && old.NextRec <= seq.Highest);
        FUZZ_REQUIRE(old.NextRec >= seq.Lowest);
        FUZZ_REQUIRE(strlen(number) < room && text_chars(number) <= 20);
        FUZZ_REQUIRE(strcmp(number, before) != 0);
        require_form(seq.Format, number);
        text_copy(before, sizeof before, number);
    }
    return 0;
}
