/* SPDX-License-Identifier: MIT */
/* Values of a record as text: what is taken is shown so that it can be taken again; what is refused changes nothing. */
#include "fuzz/fuzz.h"
#include "model/record.h"
#include "model/text.h"

struct thing {
    struct record_head head;
    char Name[TEXT_SIZE(10)];
    int Open, Kind;
    int64_t Count, Amount, At;
};

#define AT(name)                                                                                   \
    .key = #name, .offset = offsetof(struct thing, name), .size = sizeof(((struct thing *)0)->name)

static const char *const kinds[] = {"Person", "Organization", "12", NULL};
static const struct member members[] = {
    {AT(Name), .kind = MEMBER_TEXT, .max_chars = 10},
    {AT(Open), .kind = MEMBER_YESNO},
    {AT(Kind), .kind = MEMBER_CHOICE, .choices = kinds},
    {AT(Count), .kind = MEMBER_INT, .min = -5, .max = 70000},
    {AT(Amount), .kind = MEMBER_AMOUNT},
    {AT(At), .kind = MEMBER_TIME},
};

static void require_taken(const struct member *member, const struct thing *thing) {
    char shown[80], again[80];
    struct err err = {0};
    struct thing other = {0};
    record_get_text(member, thing, shown, sizeof shown);
    FUZZ_REQUIRE(text_is_utf8(shown, strlen(shown)) && !text_has_control(shown));
    FUZZ_REQUIRE(record_set_text(member, &other, shown, &err) == ERR_OK);
    FUZZ_REQUIRE(record_member_equal(member, thing, &other));
    record_get_text(member, &other, again, sizeof again);
    FUZZ_REQUIRE(strcmp(shown, again) == 0);
}

static void require_in_range(const struct thing *thing) {
    FUZZ_REQUIRE(thing->Open == 0 || thing->Open == 1);
    FUZZ_REQUIRE(thing->Kind >= 0 && thing->Kind < 3);
    FUZZ_REQUIRE(thing->Count >= -5 && thing->Count <= 70000);
    FUZZ_REQUIRE(text_chars(thing->Name) <= 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    struct thing thing = {0};
    char text[200];
    while (in.left > 0) {
        const struct member *member = &members[fuzz_byte(&in) % (sizeof members / sizeof *members)];
        struct thing old = thing;
        struct err err = {0};
        fuzz_line(&in, text, sizeof text);
        if (record_set_text(member, &thing, text, &err) == ERR_OK) {
            require_taken(member, &thing);
            require_in_range(&thing);
        } else {
            FUZZ_REQUIRE(err.code == ERR_INVALID && strcmp(err.field, member->key) == 0);
            FUZZ_REQUIRE(memcmp(&old, &thing, sizeof thing) == 0);
        }
    }
    return 0;
}
