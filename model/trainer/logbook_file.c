/* SPDX-License-Identifier: MIT */
/*
 * The file of a trainee's record: CSV that a spreadsheet opens, a line per run. A file in a shared folder may be half
 * copied, another program's or somebody's joke: what is read from it is bounded, and lines that are not understood are
 * counted and left out. Knows the form only; what is noted, and when, is logbook.c.
 */

#include "model/trainer/logbook.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/csv_writer.h"
#include "model/file.h"

enum {
    TRAINEE,
    KIND,
    ID,
    FAULT,
    BEGUN,
    MOVED,
    ACTIVE,
    SOLVED,
    WORKED,
    STEP,
    DONE,
    STEPS,
    HINTS,
    ATTEMPTS,
    SHOWN,
    ASSISTED,
    SCORE,
    COLUMNS
};
static const char *const names[COLUMNS] = {
    [TRAINEE] = "trainee", [KIND] = "kind",         [ID] = "id",         [FAULT] = "fault",
    [BEGUN] = "begun",     [MOVED] = "progress",    [ACTIVE] = "active", [SOLVED] = "solved",
    [WORKED] = "seconds",  [STEP] = "step",         [DONE] = "done",     [STEPS] = "steps",
    [HINTS] = "hints",     [ATTEMPTS] = "attempts", [SHOWN] = "shown",   [ASSISTED] = "assisted",
    [SCORE] = "score"};

#define FILE_COLUMNS 32                           /* a later version may have more than ours */
#define LONGEST_MS   (INT64_C(4102444800) * 1000) /* 2100-01-01 */
#define MOST         1000000
#define STALE_S      3600 /* of a file that a killed writer left */

/* ---- reading ------------------------------------------------------------------------------------------------------ */

struct sheet {
    char delimiter;
    int column[COLUMNS]; /* where it is in the file, -1 = nowhere */
    char *cells[FILE_COLUMNS];
    int count;
};

/* Takes the line apart in place. false = a quotation mark is missing or there are too many cells. */
static bool split(struct sheet *sheet, char *line) {
    sheet->count = 0;
    for (char *at = line;; at++) {
        if (sheet->count == FILE_COLUMNS) return false;
        bool quoted = *at == '"';
        char *to = at += quoted;
        sheet->cells[sheet->count++] = to;
        for (; *at && (quoted || *at != sheet->delimiter); at++) {
            if (quoted && *at == '"' && *++at != '"') break;
            *to++ = *at;
        }
        char end = *at;
        if (quoted && at[-1] != '"') return false;
        if (end && end != sheet->delimiter) return false;
        *to = '\0';
        if (!end) return true;
    }
}

/* *line is the next one without its end, false = there is none. What stands behind the last line feed is half a line. */
static bool next_line(char **rest, char **line) {
    char *end = strchr(*rest, '\n');
    if (!end) return false;
    *line = *rest;
    *rest = end + 1;
    *end = '\0';
    if (end > *line && end[-1] == '\r') end[-1] = '\0';
    return true;
}

static bool read_header(struct sheet *sheet, char *line) {
    if (strncmp(line, "\xEF\xBB\xBF", 3) == 0) line += 3;
    size_t len = strlen(names[TRAINEE]);
    if (strncmp(line, names[TRAINEE], len) != 0 || !line[len] || !strchr(",;\t", line[len]))
        return false;
    sheet->delimiter = line[len];
    if (!split(sheet, line)) return false;
    for (int i = 0; i < COLUMNS; i++) {
        sheet->column[i] = -1;
        for (int k = 0; k < sheet->count; k++)
            if (strcmp(sheet->cells[k], names[i]) == 0) sheet->column[i] = k;
    }
    return sheet->column[KIND] >= 0 && sheet->column[ID] >= 0 && sheet->column[BEGUN] >= 0;
}

static const char *cell(const struct sheet *sheet, int column) {
    int at = sheet->column[column];
    return at >= 0 && at < sheet->count ? sheet->cells[at] : "";
}

/* What is no number in range is 0. */
static bool read_number(const struct sheet *sheet, int column, int64_t most, int64_t *value) {
    const char *text = cell(sheet, column);
    char *end;
    errno = 0;
    *value = *text ? strtoll(text, &end, 10) : 0;
    bool well = !*text || (*end == '\0' && errno == 0 && *value >= 0 && *value <= most);
    if (!well) *value = 0;
    return well;
}

static bool read_int(const struct sheet *sheet, int column, int most, int *value) {
    int64_t number;
    bool well = read_number(sheet, column, most, &number);
    *value = (int)number;
    return well;
}

static bool read_time(const struct sheet *sheet, int column, int64_t *ms) {
    const char *text = cell(sheet, column);
    *ms = 0;
    return !*text || (clock_parse_iso(text, ms) && *ms > 0 && *ms < LONGEST_MS);
}

/* Names of content: lower case, digits and hyphens; two labs as one have a plus between them. */
static bool read_id(const struct sheet *sheet, int column, char id[LOGBOOK_ID_SIZE]) {
    const char *text = cell(sheet, column);
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-+");
    return text[len] == '\0' && text_copy(id, LOGBOOK_ID_SIZE, text);
}

static bool read_kind(const struct sheet *sheet, bool *lab) {
    *lab = strcmp(cell(sheet, KIND), "lab") == 0;
    return *lab || strcmp(cell(sheet, KIND), "guide") == 0;
}

static bool read_run(const struct sheet *sheet, struct logbook_run *run) {
    int assisted = 0;
    *run = (struct logbook_run){0};
    bool well = read_kind(sheet, &run->lab) && read_id(sheet, ID, run->id) && run->id[0] &&
                read_id(sheet, FAULT, run->fault) && read_id(sheet, STEP, run->step);
    well = well && read_time(sheet, BEGUN, &run->begun_ms) && run->begun_ms > 0 &&
           read_time(sheet, MOVED, &run->moved_ms) && read_time(sheet, ACTIVE, &run->active_ms) &&
           read_time(sheet, SOLVED, &run->solved_ms);
    well = well && read_number(sheet, WORKED, MOST, &run->worked_ms) &&
           read_int(sheet, DONE, 99, &run->done) && read_int(sheet, STEPS, 99, &run->steps) &&
           read_int(sheet, HINTS, MOST, &run->hints) &&
           read_int(sheet, ATTEMPTS, MOST, &run->attempts) &&
           read_int(sheet, SHOWN, MOST, &run->shown) && read_int(sheet, ASSISTED, 1, &assisted) &&
           read_int(sheet, SCORE, 100, &run->score);
    run->worked_ms *= 1000;
    run->assisted = assisted != 0;
    if (run->moved_ms < run->begun_ms) run->moved_ms = run->begun_ms;
    if (run->active_ms < run->moved_ms) run->active_ms = run->moved_ms;
    return well;
}

/* As it was typed: an apostrophe keeps spreadsheets from taking a name for a formula (csv_writer.h). */
static void read_trainee(const struct sheet *sheet, struct logbook *book) {
    const char *name = cell(sheet, TRAINEE);
    name += name[0] == '\'';
    if (book->trainee[0] || !text_is_utf8(name, strlen(name)) || text_has_control(name)) return;
    text_copy(book->trainee, sizeof book->trainee, name);
}

static void read_rows(struct sheet *sheet, char *rest, struct logbook *book) {
    char *line;
    while (next_line(&rest, &line)) {
        if (!*line) continue;
        bool room = book->count < LOGBOOK_MAX_RUNS;
        if (!room || !split(sheet, line) || !read_run(sheet, &book->runs[book->count])) {
            book->strange++;
            continue;
        }
        read_trainee(sheet, book);
        book->count++;
    }
    if (*rest) book->strange++;
}

static struct logbook *book_new(void) {
    struct logbook *book = calloc(1, sizeof *book);
    if (!book) BUG("out of memory for a record");
    return book;
}

enum err_code logbook_read_file(const char *path, struct logbook **out, struct err *err) {
    char *text, *line;
    size_t len;
    struct sheet sheet = {0};
    *out = NULL;
    enum err_code code = file_read(path, LOGBOOK_MAX_BYTES, &text, &len, err);
    if (code == ERR_INVALID) return err_set(err, code, REASON_RECORD_FOREIGN, NULL, path);
    if (code != ERR_OK) return code;
    char *rest = text;
    bool well = strlen(text) == len && next_line(&rest, &line) && read_header(&sheet, line);
    if (well) {
        *out = book_new();
        read_rows(&sheet, rest, *out);
    } else {
        code = err_set(err, ERR_INVALID, REASON_RECORD_FOREIGN, NULL, path);
    }
    free(text);
    return code;
}

enum err_code logbook_read(const char *folder, const char *trainee, struct logbook **out,
                           struct err *err) {
    char path[LOGBOOK_PATH_SIZE];
    struct err why = {0};
    *out = NULL;
    if (folder[0] && !logbook_path(folder, trainee, path))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    enum err_code code = folder[0] ? logbook_read_file(path, out, &why) : ERR_NOT_FOUND;
    if (code == ERR_NOT_FOUND) {
        *out = book_new();
    } else if (code != ERR_OK) {
        if (err) *err = why;
        return code;
    }
    text_copy((*out)->trainee, sizeof(*out)->trainee, trainee);
    return ERR_OK;
}

void logbook_free(struct logbook **book) {
    free(*book);
    *book = NULL;
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

bool logbook_path(const char *folder, const char *trainee, char path[LOGBOOK_PATH_SIZE]) {
    char name[LOGBOOK_NAME_SIZE * 3], folded[LOGBOOK_NAME_SIZE];
    size_t n = 0;
    text_fold(folded, sizeof folded, trainee);
    for (const unsigned char *p = (const unsigned char *)folded; *p; p++) {
        bool plain = *p >= 0x80 || isalnum(*p) || *p == '-' || (*p == '.' && n > 0);
        if (plain || *p == ' ')
            name[n++] = plain ? (char)*p : '_';
        else
            n += (size_t)snprintf(name + n, 4, "%%%02X", *p);
    }
    name[n] = '\0';
    int len = snprintf(path, LOGBOOK_PATH_SIZE, "%s/%s.csv", folder, name);
    return n > 0 && n < 240 && len > 0 && len < LOGBOOK_PATH_SIZE;
}

/* In the order of `names`. */
static void put_run(struct csv_writer *csv, const char *trainee, const struct logbook_run *run) {
    csv_cell(csv, trainee);
    csv_cell(csv, run->lab ? "lab" : "guide");
    csv_cell(csv, run->id);
    csv_cell(csv, run->fault);
    csv_time(csv, run->begun_ms);
    csv_time(csv, run->moved_ms);
    csv_time(csv, run->active_ms);
    csv_time(csv, run->solved_ms);
    csv_number(csv, run->worked_ms / 1000);
    csv_cell(csv, run->step);
    csv_number(csv, run->done);
    csv_number(csv, run->steps);
    csv_number(csv, run->hints);
    csv_number(csv, run->attempts);
    csv_number(csv, run->shown);
    csv_number(csv, run->assisted);
    csv_number(csv, run->score);
    csv_row_end(csv);
}

/* Did a writer of `name` that was killed leave it? Somebody's own "kari.csv.bak" is theirs. */
static bool is_left_behind(const char *entry, const char *name) {
    size_t len = strlen(name), mark = strlen(FILE_FRESH);
    return strncmp(entry, name, len) == 0 && strncmp(entry + len, FILE_FRESH, mark) == 0 &&
           strlen(entry + len + mark) == FILE_FRESH_MARK;
}

static void remove_stale(const char *folder, const char *path) {
    const char *name = strrchr(path, '/') + 1;
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char stale[LOGBOOK_PATH_SIZE + 300];
        struct stat st;
        if (!is_left_behind(entry->d_name, name)) continue;
        snprintf(stale, sizeof stale, "%s/%s", folder, entry->d_name);
        bool old = lstat(stale, &st) == 0 && time(NULL) - st.st_mtime > STALE_S;
        if (old) unlink(stale);
    }
    closedir(dir);
}

enum err_code logbook_write(const char *folder, const struct logbook *book, struct err *err) {
    char path[LOGBOOK_PATH_SIZE], *text = NULL;
    size_t len = 0;
    if (!logbook_path(folder, book->trainee, path))
        return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    if (mkdir(folder, 0755) == 0) (void)chmod(folder, 0755);
    FILE *out = open_memstream(&text, &len);
    if (!out) BUG("out of memory for a record");
    struct csv_writer csv;
    csv_writer_init(&csv, out);
    for (int i = 0; i < COLUMNS; i++) csv_cell(&csv, names[i]);
    csv_row_end(&csv);
    for (int i = 0; i < book->count; i++) put_run(&csv, book->trainee, &book->runs[i]);
    fclose(out);
    enum err_code code = file_replace(path, text, len, 0644, err);
    free(text);
    if (code == ERR_OK) remove_stale(folder, path);
    return code;
}
