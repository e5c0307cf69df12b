/* SPDX-License-Identifier: MIT */
/*
 * Ini files: whatever is in them, they are read or refused with a line. A value is what stands behind its key, though
 * libiniparser has a reading of its own.
 */
#include "fuzz/fuzz.h"
#include "model/ini.h"
#include "model/text.h"

#define BLANKS " \t\r\f\v"

static const char *line_at(const char *text, int number) {
    if (number == 1 && strncmp(text, "\xef\xbb\xbf", 3) == 0) text += 3;
    while (number-- > 1 && text) text = strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL;
    FUZZ_REQUIRE(text != NULL);
    return text;
}

/* The value as a person would read it from its line. */
static void require_value(const char *line, const char *key, const char *value) {
    size_t len = strcspn(line, "\n");
    while (len > 0 && strchr(BLANKS, line[len - 1])) len--;
    if (len > 0 && line[len - 1] == '\\') return; /* goes on in the next line */
    const char *end = line + len, *at = memchr(line, '=', len);
    FUZZ_REQUIRE(at != NULL);
    line += strspn(line, BLANKS);
    FUZZ_REQUIRE(strncmp(line, key, strlen(key)) == 0);
    for (at++; at < end && strchr(BLANKS, *at);) at++;
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *close = memchr(at + 1, *at, (size_t)(end - at) - 1);
        FUZZ_REQUIRE(close != NULL);
        at++;
        end = close;
    }
    FUZZ_REQUIRE(strlen(value) == (size_t)(end - at) && strncmp(value, at, strlen(value)) == 0);
}

static void require_readable(const struct ini *ini, const char *text) {
    const char *section, *key;
    for (int s = -1; s < 0 || (section = ini_section(ini, s)) != NULL; s++) {
        if (s < 0) section = ""; /* keys above the first section */
        for (int k = 0; (key = ini_key(ini, section, k)) != NULL; k++) {
            const char *value = ini_get(ini, section, key);
            int line = ini_line(ini, section, key);
            FUZZ_REQUIRE(value != NULL && line > 0);
            FUZZ_REQUIRE(text_is_utf8(value, strlen(value)));
            require_value(line_at(text, line), key, value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    struct ini *ini = NULL;
    struct err err = {0};
    FUZZ_REQUIRE(text != NULL);
    for (size_t i = 0; i < size; i++) text[i] = data[i] ? (char)data[i] : ' ';
    text[size] = '\0';
    if (ini_parse(&ini, "fuzz.ini", text, &err) == ERR_OK) {
        require_readable(ini, text);
    } else {
        FUZZ_REQUIRE(ini == NULL && err.code == ERR_CONFIG);
        FUZZ_REQUIRE(err.reason != REASON_NONE && strncmp(err.detail, "fuzz.ini:", 9) == 0);
        FUZZ_REQUIRE(!strstr(err.detail, "libiniparser refuses")); /* then we missed the reason */
    }
    ini_free(&ini);
    free(text);
    return 0;
}
