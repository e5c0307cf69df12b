/* SPDX-License-Identifier: MIT */
/* Number sequences: numbers drawn one after the other rise, have the form asked for, can be read back, and end. */
#include "fuzz/fuzz.h"
#include "model/hq/numberseq.h"

#define DRAWS 200

static int64_t some_number(struct fuzz_input *in) {
    char digits[32];
    fuzz_line(in, digits, sizeof digits);
    return strtoll(digits, NULL, 10);
}

/* The format with its places taken by digits and letters, and nothing else. */
static void require_form(const char *format, const char *number) {
    FUZZ_REQUIRE(strlen(number) == strlen(format));
    bool has_place = false;
    for (; *format; format++, number++) {
        has_place = has_place || *format == '#' || *format == '&';
        if (*format == '#')
            FUZZ_REQUIRE(*number >= '0' && *number <= '9');
        else if (*format == '&')
            FUZZ_REQUIRE(*number >= 'A' && *number <= 'Z');
        else
            FUZZ_REQUIRE(*number == *format);
    }
    FUZZ_REQUIRE(has_place);
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
    char text[TEXT_SIZE(40)];
    fuzz_line(&in, text, sizeof text);
    int64_t parsed = number_parse(seq.Format, text);
    if (parsed >= 0) {
        char again[TEXT_SIZE(40)];
        FUZZ_REQUIRE(parsed <= number_format_largest(seq.Format));
        bool formatted = number_format(seq.Format, parsed, again, sizeof again);
        FUZZ_REQUIRE(formatted ? strcmp(again, text) == 0 : text_chars(text) > NUMBER_CHARS);
    }
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
        FUZZ_REQUIRE(strcmp(number, before) > 0); /* what account_draw builds on */
        FUZZ_REQUIRE(old.NextRec <= number_format_largest(seq.Format));
        FUZZ_REQUIRE(number_parse(seq.Format, number) == old.NextRec);
        require_form(seq.Format, number);
        text_copy(before, sizeof before, number);
    }
    return 0;
}
