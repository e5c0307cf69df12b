/* SPDX-License-Identifier: MIT */
/*
 * Show scripts: reading the lines, filling in their values, checking that what they name exists, and the throw-away copy
 * on which they are played. Knows no terminal and no page: whoever plays them tells what there is.
 */

#include "model/trainer/show.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "model/trainer/guide_session.h"
#include "model/trainer/lab_priv.h"

/* ---- reading ------------------------------------------------------------------------------------------------------ */

enum arguments { NOTHING, WORD, WORD_AND_MAYBE_REST, MAYBE_REST };

static const struct {
    const char *name;
    enum show_what what;
    enum arguments arguments;
} commands[] = {
    {"open", SHOW_OPEN, WORD_AND_MAYBE_REST},
    {"edit", SHOW_EDIT, NOTHING},
    {"new", SHOW_NEW, NOTHING},
    {"field", SHOW_FIELD, WORD},
    {"type", SHOW_TYPE, MAYBE_REST},
    {"save", SHOW_SAVE, NOTHING},
    {"answer", SHOW_ANSWER, WORD},
    {"action", SHOW_ACTION, WORD},
    {"ok", SHOW_OK, NOTHING},
    {"back", SHOW_BACK, NOTHING},
    {"wait", SHOW_WAIT, NOTHING},
};

static enum err_code complain(const struct guide *content, const char *what, const char *line,
                              struct err *err) {
    return guide_content_error(err, guide_name(content), "ini", what, line);
}

static bool has_right_arguments(enum arguments arguments, const struct show_command *command) {
    bool word = command->word[0] != '\0', rest = command->rest[0] != '\0';
    switch (arguments) {
    case NOTHING:
        return !word && !rest;
    case WORD:
        return word && !rest;
    case WORD_AND_MAYBE_REST:
        return word;
    case MAYBE_REST:
        return true;
    }
    return false;
}

static enum err_code read_line(const struct guide *content, const char *line,
                               struct show_command *command, struct err *err) {
    char name[16];
    const char *rest = line;
    bool fits = text_next_word(&rest, name, sizeof name);
    *command = (struct show_command){0};
    fits = text_copy(command->line, sizeof command->line, line) && fits;
    for (size_t i = 0; fits && i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) != 0) continue;
        command->what = commands[i].what;
        if (commands[i].arguments != MAYBE_REST)
            fits = text_next_word(&rest, command->word, sizeof command->word);
        fits = text_copy(command->rest, sizeof command->rest, rest) && fits;
        bool right = fits && has_right_arguments(commands[i].arguments, command);
        if (command->what == SHOW_ANSWER)
            right =
                right && (strcmp(command->word, "yes") == 0 || strcmp(command->word, "no") == 0);
        if (right) return ERR_OK;
        return complain(content, "a show command with wrong words behind it", line, err);
    }
    return complain(content, "no such show command", line, err);
}

/* A step's section holds other keys, too. */
static bool is_line(const char *section, const char *key) {
    return strcmp(section, SHOW_LAB) == 0 || strncmp(key, "show-", 5) == 0;
}

static enum err_code read_lines(struct show *show, const struct guide *content, const char *section,
                                bool second, struct err *err) {
    const char *key;
    enum err_code code = ERR_OK;
    for (int i = 0; code == ERR_OK && (key = ini_key(content->logic, section, i)); i++) {
        const char *line = guide_logic(content, section, key);
        if (!is_line(section, key)) continue;
        if (show->count == SHOW_MAX_LINES)
            return complain(content, "a show script that is too long", line, err);
        code = read_line(content, line, &show->commands[show->count], err);
        show->commands[show->count++].second = second;
    }
    return code;
}

enum err_code show_open(struct show **out, const struct guide *content, const char *section,
                        struct err *err) {
    struct show *show = calloc(1, sizeof *show);
    if (!show) BUG("out of memory for a script");
    enum err_code code = read_lines(show, content, section, false, err);
    if (code == ERR_OK && content->second)
        code = read_lines(show, content->second, section, true, err);
    if (code != ERR_OK) show_free(&show);
    *out = show;
    return code;
}

void show_free(struct show **show) {
    free(*show);
    *show = NULL;
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

enum err_code show_value(const struct company *company, const struct guide *content,
                         const struct guide_session *session, const char *text, char *buf,
                         size_t size, struct err *err) {
    struct db *reader = NULL;
    struct stmt *stmt = NULL;
    bool found = false;
    guide_fill(content, session, text, buf, size);
    if (text[0] != '@') return ERR_OK;
    enum err_code code = guide_reader_open(&reader, db_path(company->hq), NULL, err);
    if (code != ERR_OK) return code;
    code = guide_query(reader, content, session, text + 1, &stmt, err);
    if (code == ERR_OK) code = stmt_value_text(stmt, buf, size, &found, err);
    stmt_free(&stmt);
    db_close(&reader);
    if (code == ERR_OK && !found) return complain(content, "nothing is found by", text, err);
    return code;
}

enum err_code show_rest(const struct company *company, const struct guide *content,
                        const struct guide_session *session, const struct show_command *command,
                        char *buf, size_t size, struct err *err) {
    struct guide_session others;
    const struct guide *part = command->second ? content->second : content;
    return show_value(company, part, guide_session_for(content, part, session, &others),
                      command->rest, buf, size, err);
}

/* ---- checking ----------------------------------------------------------------------------------------------------- */

/* `page` is the page in front, "" = any; it becomes what the command makes it. */
static enum err_code check_command(const struct guide *content, const struct show_command *command,
                                   const struct screen_names *screen, char page[SHOW_WORD],
                                   struct err *err) {
    const char *block = command->rest[0] == '@' ? command->rest + 1 : NULL;
    if (block && command->what == SHOW_OPEN && !guide_sql(content, block))
        return complain(content, "a show command without its query", command->line, err);
    if (command->what == SHOW_OPEN) {
        if (!screen->is_page(command->word))
            return complain(content, "a show command without its page", command->line, err);
        text_copy(page, SHOW_WORD, command->word);
    } else if (command->what == SHOW_FIELD && !screen->is_field(page, command->word)) {
        return complain(content, "a show command without its field", command->line, err);
    } else if (command->what == SHOW_ACTION) {
        if (!screen->is_action(page, command->word))
            return complain(content, "a show command without its action", command->line, err);
        page[0] = '\0'; /* it may open another */
    } else if (command->what == SHOW_OK || command->what == SHOW_BACK) {
        page[0] = '\0';
    }
    return ERR_OK;
}

enum err_code show_check(const struct guide *content, const char *section,
                         const struct screen_names *screen, struct err *err) {
    struct show *show = NULL;
    char page[SHOW_WORD] = "";
    enum err_code code = show_open(&show, content, section, err);
    for (int i = 0; code == ERR_OK && screen && i < show->count; i++)
        code = check_command(content, &show->commands[i], screen, page, err);
    show_free(&show);
    return code;
}

/* ---- the copy that is thrown away --------------------------------------------------------------------------------- */

/* A folder's name and the one of what lies beside it: those of a lab are kept, so that its copy is one, too. */
static bool copy_paths(const char *folder, char copy[COMPANY_PATH_SIZE],
                       char was[COMPANY_PATH_SIZE], char was_copy[COMPANY_PATH_SIZE]) {
    const char *name = strrchr(folder, '/');
    const char *place = name && strncmp(name, "/lab-", 5) == 0 ? name + 5 : NULL;
    char origin[COMPANY_PATH_SIZE];
    was[0] = was_copy[0] = '\0';
    if (!place || !guide_sandbox_origin(folder, origin))
        return snprintf(copy, COMPANY_PATH_SIZE, "%s/training/show", folder) < COMPANY_PATH_SIZE;
    return snprintf(was, COMPANY_PATH_SIZE, "%s/training/was-%s", origin, place) <
               COMPANY_PATH_SIZE &&
           snprintf(copy, COMPANY_PATH_SIZE, "%s/training/lab-%s", folder, place) <
               COMPANY_PATH_SIZE &&
           snprintf(was_copy, COMPANY_PATH_SIZE, "%s/training/was-%s", folder, place) <
               COMPANY_PATH_SIZE;
}

static enum err_code copy_one(const char *from, const char *to, bool read_only,
                              const struct settings *settings, struct err *err) {
    struct company *company = NULL;
    enum err_code code = company_open(&company, from, settings, read_only, COMPANY_FOR_WORK, err);
    if (code == ERR_OK) code = company_copy_as_it_is(company, to, err);
    company_close(&company);
    return code;
}

static enum err_code begin_session(const char *copy, const struct settings *settings,
                                   const struct guide *content, const struct guide_session *session,
                                   struct err *err) {
    struct company *company = NULL;
    struct guide_session begun = *session;
    begun.answer[0] = '\0'; /* the script gives it */
    enum err_code code = company_open(&company, copy, settings, false, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK) code = guide_session_save(company, content, &begun, err);
    company_close(&company);
    return code;
}

static enum err_code make_copies(const char *folder, const struct settings *settings,
                                 const struct guide *content, const struct guide_session *session,
                                 const struct progress *progress, char copy[COMPANY_PATH_SIZE],
                                 struct err *err) {
    char was[COMPANY_PATH_SIZE], was_copy[COMPANY_PATH_SIZE];
    if (!copy_paths(folder, copy, was, was_copy))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    enum err_code code = show_copy_delete(folder, err);
    if (code == ERR_OK)
        code = *was ? copy_one(was, copy, true, settings, err)
                    : copy_one(folder, copy, false, settings, err);
    if (code == ERR_OK && *was && !progress_cancelled(progress))
        code = copy_one(was, was_copy, true, settings, err);
    if (code == ERR_OK && *was) code = lab_scenario_write(content, copy, err);
    if (code == ERR_OK) code = begin_session(copy, settings, content, session, err);
    if (code == ERR_OK && progress_cancelled(progress))
        return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
    return code;
}

enum err_code show_copy_make(const char *folder, const struct settings *settings,
                             const struct guide *content, const struct guide_session *session,
                             const struct progress *progress, char copy[COMPANY_PATH_SIZE],
                             struct err *err) {
    struct err ignored;
    enum err_code code = make_copies(folder, settings, content, session, progress, copy, err);
    if (code != ERR_OK && show_copy_delete(folder, &ignored) != ERR_OK) return code;
    return code;
}

int show_copy_hold(const char *copy) {
    int fd = open(copy, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    close(fd);
    return -1;
}

void show_copy_let_go(int *hold) {
    if (*hold >= 0) close(*hold);
    *hold = -1;
}

static bool is_held(const char *copy) {
    int hold = access(copy, F_OK) == 0 ? show_copy_hold(copy) : -1;
    bool held = hold < 0 && access(copy, F_OK) == 0;
    show_copy_let_go(&hold);
    return held;
}

static enum err_code delete_one(const char *folder, struct err *err) {
    if (!*folder || rmdir(folder) == 0 || errno == ENOENT || errno == ENOTDIR) return ERR_OK;
    return company_delete(folder, err);
}

enum err_code show_copy_delete(const char *folder, struct err *err) {
    char copy[COMPANY_PATH_SIZE], was[COMPANY_PATH_SIZE], was_copy[COMPANY_PATH_SIZE];
    if (!copy_paths(folder, copy, was, was_copy))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    if (is_held(copy)) return err_set(err, ERR_BUSY, REASON_SHOW_HELD, NULL, NULL);
    enum err_code code = delete_one(copy, err);
    if (code == ERR_OK) code = delete_one(was_copy, err);
    if (code != ERR_OK) return code;
    *strrchr(copy, '/') = '\0';
    rmdir(copy); /* "training" stays while other copies are in it */
    return ERR_OK;
}
