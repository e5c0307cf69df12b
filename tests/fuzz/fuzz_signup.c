/* SPDX-License-Identifier: MIT */
/* What a shopper types into the storefront: what is accepted is trimmed, well-formed, short enough and harmless. */
#include "fuzz/fuzz.h"
#include "model/channel/storefront.h"
#include "model/record.h"

static const struct member *some_member(const char *key) {
    const struct member *member = entity_member(&entity_signup, key);
    FUZZ_REQUIRE(member != NULL);
    return member;
}

static void require_acceptable(const struct signup *in) {
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        char trimmed[2000];
        const char *text = record_get_str(member, in);
        FUZZ_REQUIRE(text_is_utf8(text, strlen(text)) && !text_has_control(text));
        FUZZ_REQUIRE(text_chars(text) <= (size_t)member->max_chars);
        text_copy(trimmed, sizeof trimmed, text);
        text_trim(trimmed);
        FUZZ_REQUIRE(strcmp(trimmed, text) == 0);
        FUZZ_REQUIRE(*text || !member->required);
        FUZZ_REQUIRE(!member->email || text_is_email(text));
    }
}

/* One line for each field. `typed`: through the door of forms, verbs and CSV files, which may refuse a field. */
static void fill(struct signup *in, struct fuzz_input *input, bool typed) {
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        char text[2000];
        struct err err = {0};
        fuzz_line(input, text, sizeof text);
        if (!typed) {
            text_copy((char *)in + member->offset, member->size, text);
        } else if (record_set_text(member, in, text, &err) == ERR_OK) {
            FUZZ_REQUIRE(strcmp(record_get_str(member, in), text) == 0);
        } else {
            FUZZ_REQUIRE(record_get_str(member, in)[0] == '\0');
            FUZZ_REQUIRE(err.reason != REASON_NONE && some_member(err.field) == member);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {data, size};
    struct signup in = {0};
    struct err err = {0};
    bool typed = fuzz_byte(&input) % 2 == 1;
    fill(&in, &input, typed);
    if (signup_check(&in, &err) == ERR_OK) {
        require_acceptable(&in);
        FUZZ_REQUIRE(signup_check(&in, &err) == ERR_OK);
    } else {
        FUZZ_REQUIRE(err.code == ERR_INVALID && err.reason != REASON_NONE);
        some_member(err.field);
    }
    return 0;
}
