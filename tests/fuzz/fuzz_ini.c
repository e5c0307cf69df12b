/* SPDX-License-Identifier: MIT */
/* Settings and guide files: whatever is in them, they are read or refused with a line; what was read can be listed. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "model/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    struct ini *ini = NULL;
    struct err err = {0};
    FUZZ_REQUIRE(text != NULL);
    for (size_t i = 0; i < size; i++) text[i] = data[i] ? (char)data[i] : ' ';
    text[size] = '\0';
    if (ini_parse(&ini, "fuzz.ini", text, &err) == ERR_OK) {
        const char *section, *key;
        for (int s = 0; (section = ini_section(ini, s)) != NULL; s++)
            for (int k = 0; (key = ini_key(ini, section, k)) != NULL; k++) {
                FUZZ_REQUIRE(ini_get(ini, section, key) != NULL);
                FUZZ_REQUIRE(ini_line(ini, section, key) > 0);
            }
    } else {
        FUZZ_REQUIRE(ini == NULL);
        FUZZ_REQUIRE(err.reason != REASON_NONE);
    }
    ini_free(&ini);
    free(text);
    return 0;
}
