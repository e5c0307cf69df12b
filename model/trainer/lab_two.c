/* SPDX-License-Identifier: MIT */
/*
 * Labs with two faults: which labs can be together, and putting both faults in. Knows that two labs are one content
 * (guide_join), not what any is about.
 */

#include "model/trainer/actions.h"
#include "model/trainer/lab_priv.h"

#define PAIRS "pairs"

bool lab_pair(int index, char id[LAB_ID_SIZE]) {
    const struct embedded_file *file = guide_file(lab_files, PAIRS, "ini");
    struct ini *ini = NULL;
    struct err ignored;
    if (!file || ini_parse(&ini, file->name, file->text, &ignored) != ERR_OK) return false;
    const char *key = ini_key(ini, PAIRS, index);
    const char *names = key ? ini_get(ini, PAIRS, key) : NULL;
    bool found = names && text_copy(id, LAB_ID_SIZE, names);
    char *blank = found ? strchr(id, ' ') : NULL;
    if (blank) *blank = LAB_PLUS;
    ini_free(&ini);
    return found;
}

enum err_code lab_open_two(struct guide **out, const char *id, const char *language,
                           struct err *err) {
    char first[LAB_ID_SIZE];
    const char *plus = strchr(id, LAB_PLUS);
    struct guide *second = NULL;
    *out = NULL;
    if (!plus || !text_copy_n(first, sizeof first, id, (size_t)(plus - id)) ||
        strchr(plus + 1, LAB_PLUS))
        return err_set(err, ERR_NOT_FOUND, REASON_LAB_UNKNOWN, NULL, id);
    enum err_code code = lab_open(out, first, language, err);
    if (code == ERR_OK) code = lab_open(&second, plus + 1, language, err);
    bool same = code == ERR_OK && strcmp(guide_logic(*out, "guide", "target"),
                                         guide_logic(second, "guide", "target")) == 0;
    if (code == ERR_OK && !same) {
        guide_free(&second);
        code = guide_content_error(err, id, "ini", "two labs about different stores", NULL);
    }
    if (code == ERR_OK) code = guide_join(*out, second, err);
    if (code != ERR_OK) guide_free(out);
    return code;
}

/* The plan of the batch jobs is the first's: the second would delete it and make its own beside it. */
static bool is_of_plan(const char *line) {
    return strcmp(line, "sql hq no-batch") == 0 || strncmp(line, "plan ", 5) == 0;
}

static enum err_code perform(struct acting *acting, bool behind, const char *section,
                             struct err *err) {
    enum err_code code = ERR_OK;
    const char *key;
    for (int i = 0; code == ERR_OK && (key = ini_key(acting->content->logic, section, i)); i++) {
        const char *line = guide_logic(acting->content, section, key);
        if (behind && acting->scripts && is_of_plan(line)) continue;
        code = action_perform(acting, line, err);
    }
    return code;
}

enum err_code lab_perform_part(struct company *company, const struct guide *lab, enum lab_part part,
                               struct guide_session *session, const char *section,
                               struct err *err) {
    bool second = part == LAB_SECOND;
    struct acting acting = {.company = company,
                            .content = second ? lab->second : lab,
                            .session = session,
                            .scripts = strcmp(section, "fault") == 0};
    if (second) guide_session_exchange(session);
    enum err_code code = perform(&acting, second, section, err);
    if (second) guide_session_exchange(session);
    return code;
}

enum err_code lab_perform(struct company *company, const struct guide *lab,
                          struct guide_session *session, const char *section, struct err *err) {
    enum err_code code = lab_perform_part(company, lab, LAB_FIRST, session, section, err);
    if (code == ERR_OK && lab->second)
        code = lab_perform_part(company, lab, LAB_SECOND, session, section, err);
    return code;
}
