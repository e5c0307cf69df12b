/* SPDX-License-Identifier: MIT */
/* Errors as one line of a LastError column: what was stored comes back; any other text becomes a technical one. */
#include "fuzz/fuzz.h"
#include "model/err.h"
#include "model/text.h"

#define LINE_SIZE 900 /* every member and the tabs between them */

static void require_same(const char *stored, const char *original) {
    size_t len = strlen(original);
    FUZZ_REQUIRE(strlen(stored) == len);
    for (size_t i = 0; i < len; i++) {
        bool gap = original[i] == '\t' || original[i] == '\n' || original[i] == '\r';
        FUZZ_REQUIRE(stored[i] == (gap ? ' ' : original[i]));
    }
}

static void require_round_trip(const struct err *err, size_t room) {
    char line[LINE_SIZE], again[LINE_SIZE], part[LINE_SIZE];
    struct err back;
    err_format(err, line, sizeof line);
    FUZZ_REQUIRE(*line && !strpbrk(line, "\r\n") && strlen(line) + 1 < sizeof line);
    err_parse(&back, line);
    FUZZ_REQUIRE(back.code == ERR_INVALID && back.reason == err->reason);
    FUZZ_REQUIRE(back.number == err->number);
    require_same(back.field, err->field);
    require_same(back.value, err->value);
    require_same(back.value2, err->value2);
    require_same(back.detail, err->detail);
    err_format(&back, again, sizeof again);
    FUZZ_REQUIRE(strcmp(line, again) == 0);
    err_format(err, part, room);
    FUZZ_REQUIRE(strlen(part) < room && strncmp(part, line, strlen(part)) == 0);
    err_parse(&back, part);
}

static void require_any_text(const char *text) {
    struct err err, again;
    char line[LINE_SIZE];
    err_parse(&err, text);
    FUZZ_REQUIRE((err.code == ERR_OK) == (*text == '\0'));
    FUZZ_REQUIRE((unsigned)err.reason < REASON_COUNT);
    if (err.code == ERR_OK) return;
    err_format(&err, line, sizeof line);
    err_parse(&again, line);
    FUZZ_REQUIRE(again.reason == err.reason && again.number == err.number);
    require_same(again.value, err.value);
    require_same(again.detail, err.detail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    char field[80], value[250], value2[250], detail[400];
    enum err_reason reason = (enum err_reason)(fuzz_byte(&in) % REASON_COUNT);
    size_t room = 1 + (size_t)fuzz_byte(&in) * 3;
    int64_t number = 0;
    char whole[1200];
    fuzz_until(&in, -1, whole, sizeof whole);
    require_any_text(whole);
    in = (struct fuzz_input){data, size};
    for (int i = 0; i < 10; i++) number = (int64_t)((uint64_t)number << 7 | fuzz_byte(&in));
    fuzz_line(&in, field, sizeof field);
    fuzz_line(&in, value, sizeof value);
    fuzz_line(&in, value2, sizeof value2);
    fuzz_until(&in, -1, detail, sizeof detail);
    struct err err;
    err_set(&err, ERR_REFUSED, reason, field, value);
    err_add_value2(&err, value2);
    err_add_number(&err, number);
    err_add_detail(&err, "%s", detail);
    FUZZ_REQUIRE(!text_is_utf8(detail, strlen(detail)) ||
                 text_is_utf8(err.detail, strlen(err.detail)));
    require_round_trip(&err, room);
    return 0;
}
