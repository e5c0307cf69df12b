/* SPDX-License-Identifier: MIT */
/*
 * Reading a lab from a folder, and keeping its files beside what was begun with it. Owns what such a file may be; what
 * stands in it is judged where all content is.
 */

#include "model/trainer/lab_folder.h"

#include <dirent.h>

#include "model/file.h"
#include "model/trainer/lab_priv.h"

enum { FILES = 4, NAME_MOST = 40 };
static const char *const suffixes[FILES] = {"ini", "sql", "en.ini", "nb.ini"};

/* It becomes the name of folders and files. */
static bool is_name(const char *id) {
    size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && len <= NAME_MOST && id[len] == '\0' && id[0] != '-';
}

/* Lines of text, nothing that a terminal would obey. Spoils `text` on the way: it is a copy. */
static bool is_text(char *text, size_t len) {
    if (strlen(text) != len || !text_is_utf8(text, len)) return false;
    for (char *p = text; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t') *p = ' ';
    }
    return !text_has_control(text);
}

static enum err_code read_one(struct lab_folder *lab, int index, const char *path, const char *id,
                              struct err *err) {
    struct err why = {0};
    size_t len = 0;
    enum err_code code = file_read(path, LAB_FILE_MAX, &lab->texts[index], &len, &why);
    if (code == ERR_NOT_FOUND)
        return guide_content_error(err, id, suffixes[index], "the file is missing", NULL);
    if (code != ERR_OK)
        return guide_content_error(err, id, suffixes[index],
                                   "not a file of text, too large or not readable", why.detail);
    char *copy = strndup(lab->texts[index], len);
    if (!copy) BUG("out of memory for a file");
    bool good = len == strlen(lab->texts[index]) && is_text(copy, len);
    free(copy);
    if (!good)
        return guide_content_error(err, id, suffixes[index],
                                   "not UTF-8 text, or it has control characters", NULL);
    snprintf(lab->names[index], sizeof lab->names[index], "%s.%s", id, suffixes[index]);
    lab->files[index] =
        (struct embedded_file){.name = lab->names[index], .text = lab->texts[index], .size = len};
    return ERR_OK;
}

/* What several labs share is the program's. */
static void add_shared(struct lab_folder *lab) {
    size_t count = FILES, most = sizeof lab->files / sizeof lab->files[0] - 1;
    for (const struct embedded_file *file = lab_files; file->name && count < most; file++) {
        if (strncmp(file->name, "shared.", 7) == 0) lab->files[count++] = *file;
    }
}

enum err_code lab_folder_read(struct lab_folder *lab, const char *folder, const char *prefix,
                              const char *id, struct err *err) {
    char path[COMPANY_PATH_SIZE + 3 * GUIDE_ID_SIZE];
    *lab = (struct lab_folder){0};
    if (!is_name(id) || lab_is_known(id))
        return guide_content_error(err, id, "ini",
                                   "the name is taken, or has other characters than a to z, 0 to "
                                   "9 and -",
                                   NULL);
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%.*s/%s%s.%s", COMPANY_PATH_SIZE, folder, prefix, id,
                 suffixes[i]);
        enum err_code code = read_one(lab, i, path, id, err);
        if (code != ERR_OK) return code;
    }
    add_shared(lab);
    return ERR_OK;
}

void lab_folder_release(struct lab_folder *lab) {
    for (int i = 0; i < FILES; i++) free(lab->texts[i]);
    *lab = (struct lab_folder){0};
}

enum err_code lab_folder_write(const struct lab_folder *lab, const char *to, const char *prefix,
                               const char *id, struct err *err) {
    char path[COMPANY_PATH_SIZE + 3 * GUIDE_ID_SIZE];
    enum err_code code = ERR_OK;
    for (int i = 0; i < FILES && code == ERR_OK; i++) {
        snprintf(path, sizeof path, "%.*s/%s%s.%s", COMPANY_PATH_SIZE, to, prefix, id, suffixes[i]);
        code = file_replace(path, lab->files[i].text, lab->files[i].size, 0600, err);
    }
    return code;
}

/* ---- which there are ---------------------------------------------------------------------------------------------- */

static int is_lab_file(const struct dirent *entry) {
    char id[NAME_MOST + 1];
    size_t len = strlen(entry->d_name);
    if (len <= 4 || strcmp(entry->d_name + len - 4, ".ini") != 0) return 0;
    return text_copy_n(id, sizeof id, entry->d_name, len - 4) && is_name(id);
}

int lab_folder_ids(const char *folder, char ids[][LAB_ID_SIZE], int most) {
    struct dirent **entries = NULL;
    int found = scandir(folder, &entries, is_lab_file, alphasort), count = 0;
    for (int i = 0; i < found; i++) {
        size_t len = strlen(entries[i]->d_name) - 4;
        if (count < most) text_copy_n(ids[count++], LAB_ID_SIZE, entries[i]->d_name, len);
        free(entries[i]);
    }
    free(entries);
    return count;
}
