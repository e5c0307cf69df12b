/* SPDX-License-Identifier: MIT */
/* Calls the fuzz target with every file of the folders named on the command line, and with bytes of its own making. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

#define INPUT_MAX 65536

static int replay_file(const char *folder, const char *name, uint8_t *data) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    size_t size = fread(data, 1, INPUT_MAX, file);
    fclose(file);
    printf("%s: %zu bytes\n", name, size);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    return 1;
}

/* A few thousand short inputs from a fixed generator: poor fuzzing, but on every machine. */
static void make_up(uint8_t *data) {
    static const char spice[] =
        "\x1b[]=;:\"'\\\n\t 0129azO~\xc3\xa5\xe6\xbc\xa2\xf0\x9f\x98\x80\xcc\x81\xff";
    uint64_t seed = 20260302;
    for (int round = 0; round < 5000; round++) {
        size_t size = (size_t)(round % 97);
        for (size_t i = 0; i < size; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint8_t byte = (uint8_t)(seed >> 40);
            data[i] = (seed >> 60) < 9 ? (uint8_t)spice[byte % (sizeof spice - 1)] : byte;
        }
        LLVMFuzzerTestOneInput(data, size);
    }
}

int main(int argc, char **argv) {
    uint8_t *data = malloc(INPUT_MAX);
    int files = 0;
    if (!data) return 1;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        struct dirent *entry;
        if (!folder) continue;
        while ((entry = readdir(folder)) != NULL)
            if (entry->d_name[0] != '.') files += replay_file(argv[i], entry->d_name, data);
        closedir(folder);
    }
    make_up(data);
    free(data);
    printf("%d files\n", files);
    return files > 0 ? 0 : 1;
}
