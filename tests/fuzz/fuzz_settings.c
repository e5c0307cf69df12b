/* SPDX-License-Identifier: MIT */
/*
 * The user's settings file: `chq config check` and starting agree on whether it is right, every fault is told, and what
 * `chq config dump` writes reads back as the same settings.
 */
#include "fuzz/fuzz.h"
#include "model/settings.h"

static void count(void *ctx, const struct err *err) {
    FUZZ_REQUIRE(err->code != ERR_OK && err->reason != REASON_NONE);
    ++*(int *)ctx;
}

static void require_dump_reads_back(const struct settings *settings) {
    char *dump = NULL, path[40];
    size_t size = 0;
    struct settings again;
    struct err err = {0};
    FILE *out = open_memstream(&dump, &size);
    FUZZ_REQUIRE(out != NULL);
    settings_dump(settings, out);
    fclose(out);
    int fd = fuzz_file(dump, size, path);
    enum err_code read = settings_load(&again, path, &err);
    if (read != ERR_OK) fprintf(stderr, "%s%s %s\n", dump, err.detail, err.value);
    FUZZ_REQUIRE(read == ERR_OK && memcmp(&again, settings, sizeof again) == 0);
    close(fd);
    free(dump);
}

/* One "key=value" as a flag gives it. */
static void try_flag(struct fuzz_input in) {
    char key[60], value[200];
    struct settings settings;
    struct err err = {0};
    settings_init(&settings);
    fuzz_until(&in, '=', key, sizeof key);
    fuzz_line(&in, value, sizeof value);
    if (settings_set(&settings, key, value, &err) == ERR_OK) require_dump_reads_back(&settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[40];
    struct settings settings;
    struct err first = {0}, err = {0};
    int complaints = 0, fd = fuzz_file(data, size, path);
    enum err_code checked = settings_check_file(path, count, &complaints, &first);
    FUZZ_REQUIRE((checked == ERR_OK) == (complaints == 0));
    FUZZ_REQUIRE(first.code == checked);
    enum err_code loaded = settings_load(&settings, path, &err);
    FUZZ_REQUIRE((loaded == ERR_OK) == (checked == ERR_OK) && err.code == loaded);
    if (loaded == ERR_OK) require_dump_reads_back(&settings);
    close(fd);
    try_flag((struct fuzz_input){data, size});
    return 0;
}
